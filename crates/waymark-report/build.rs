//! Compresses the catalogues of languages, each into one text.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;

const GERMAN: &str = "src/lang/de";

#[expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder of a build script in the environment"
)]
fn main() {
    println!("cargo:rerun-if-changed={GERMAN}");
    let entries = fs::read_dir(GERMAN).expect("the catalogue's folder can be read");
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    files.sort();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for file in files {
        packed.write_all(&fs::read(file).expect("the file can be read")).expect("memory takes it");
    }
    let packed = packed.finish().expect("memory takes it");
    let folder = env::var("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("de.txt.z"), packed).expect("the folder can be written");
}

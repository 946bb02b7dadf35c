//! Compresses the typeface, which would otherwise be a large part of the program.

use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;

#[expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder of a build script in the environment"
)]
fn main() {
    let folder = env::var("OUT_DIR").expect("cargo names a folder");
    for name in ["Inter_400Regular.ttf", "Inter_600SemiBold.ttf"] {
        let from = Path::new("fonts").join(name);
        println!("cargo:rerun-if-changed={}", from.display());
        let bytes = fs::read(&from).expect("the font file can be read");
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&bytes).expect("memory takes it");
        let packed = packed.finish().expect("memory takes it");
        fs::write(Path::new(&folder).join(format!("{name}.z")), packed)
            .expect("the folder can be written");
    }
}

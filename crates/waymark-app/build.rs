//! Compresses the sample, which would otherwise be a large part of the program.

use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;

const SAMPLE: &str = "sample/sample.json";

#[expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder of a build script in the environment"
)]
fn main() {
    println!("cargo:rerun-if-changed={SAMPLE}");
    let text = fs::read(SAMPLE).expect("the sample can be read");
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&text).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it");
    let folder = env::var("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("sample.json.z"), packed).expect("the folder can be written");
}

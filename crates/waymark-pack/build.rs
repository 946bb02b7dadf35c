//! Compresses the shipped packs, whose texts would otherwise be a large part of the program.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use flate2::Compression;
use flate2::write::ZlibEncoder;

const ASSESSMENTS: &str = "../../assessments";

#[expect(
    clippy::disallowed_methods,
    reason = "cargo names the folder of a build script in the environment"
)]
fn main() {
    // Also rebuilds when a file is added or removed.
    println!("cargo:rerun-if-changed={ASSESSMENTS}");
    let mut texts = BTreeMap::new();
    collect(Path::new(ASSESSMENTS), "", &mut texts);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let json = serde_json::to_vec(&texts).expect("texts are plain data");
    packed.write_all(&json).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it");
    let folder = env::var("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("assessments.z"), packed).expect("the folder can be written");
}

/// The texts below a folder, by their paths with `/` between names.
fn collect(folder: &Path, below: &str, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the packs can be read") {
        let entry = entry.expect("the packs can be read");
        let name = entry.file_name().into_string().expect("names of packs are Unicode");
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            collect(&entry.path(), &path, texts);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            texts.insert(path, text);
        }
    }
}

//! Declares the window's commands to Tauri: those that the capability file names, and no others.

use std::fs;
use std::path::Path;

fn main() {
    // `generate_context!` needs the folder even before the interface is built.
    fs::create_dir_all("../ui/dist").expect("the folder of the interface can be made");
    println!("cargo:rerun-if-changed=capabilities/main.json");
    println!("cargo:rerun-if-changed=../ui/dist");
    let capability = fs::read_to_string(Path::new("capabilities/main.json"))
        .expect("the capability file is there");
    let capability: serde_json::Value =
        serde_json::from_str(&capability).expect("the capability file is JSON");
    let permissions = capability["permissions"].as_array().expect("a list of permissions");
    let names: Vec<&'static str> = permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|name| &*name.replace('-', "_").leak())
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the build configuration is right");
}

//! Declares the window's commands to Tauri: those that the capability file names, and no others.

use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    packed_relocations();
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

/// Has the linker write relocations in their short form, a tenth of their size, where the C library that the program is built against
/// can read it (glibc 2.36 and later).
fn packed_relocations() {
    println!("cargo:rerun-if-changed=build.rs");
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let version = said.ok().and_then(|said| String::from_utf8(said.stdout).ok());
    let minor = version
        .as_deref()
        .and_then(|text| text.trim().strip_prefix("glibc 2."))
        .and_then(|minor| minor.parse::<u32>().ok());
    if minor.is_some_and(|minor| minor >= 36) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

//! Rebuilds the crate when a file of the shipped packs is added or removed.

fn main() {
    println!("cargo:rerun-if-changed=../../assessments");
}

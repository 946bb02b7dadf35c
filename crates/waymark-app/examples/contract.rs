//! Writes the contract as TypeScript into a folder: `cargo xtask codegen`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    waymark_app::commands::write_typescript(Path::new(&folder))
}

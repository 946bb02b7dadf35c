//! Writes the JSON Schemas: `cargo run -p waymark-pack --example schema -- assessments/schema`.

use std::fs;
use std::path::PathBuf;

use waymark_pack::schema::{pretty, schemas};

fn main() -> std::io::Result<()> {
    let folder: PathBuf =
        std::env::args().nth(1).unwrap_or_else(|| "assessments/schema".to_owned()).into();
    fs::create_dir_all(&folder)?;
    schemas().iter().try_for_each(|(name, schema)| {
        fs::write(folder.join(format!("{name}.json")), pretty(schema))
    })
}

//! Checking packs on disk, for authors.

use std::path::Path;

use serde_json::{Value, json};
pub use waymark_pack::Problem;

use crate::error::{Code, Error};

/// Every problem of the pack in a folder; none where it is sound.
///
/// # Errors
/// [`Code::NotFound`] when the folder cannot be read, or breaks a limit of size or number.
pub fn check(folder: &Path) -> Result<Vec<Problem>, Error> {
    let files = waymark_pack::read_folder(folder).map_err(|error| {
        Error::new(Code::NotFound, error.to_string(), "name the folder that holds pack.toml")
            .caused_by(error)
    })?;
    Ok(waymark_pack::load(&files).problems)
}

/// Problems as JSON.
pub fn json(problems: &[Problem]) -> Value {
    problems
        .iter()
        .map(|p| {
            json!({
                "file": p.file,
                "line": p.line,
                "column": p.column,
                "severity": format!("{:?}", p.severity()).to_lowercase(),
                "message": p.message,
                "help": p.help,
            })
        })
        .collect()
}

/// The JSON Schemas of the pack's files, by file kind.
pub fn schemas() -> Value {
    waymark_pack::schema::schemas()
        .into_iter()
        .map(|(name, schema)| (name.to_string(), schema))
        .collect()
}

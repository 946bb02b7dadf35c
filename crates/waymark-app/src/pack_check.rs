//! Checking packs on disk, for authors.

use std::path::Path;

use serde_json::{Value, json};
use waymark_core::translation::Coverage;
use waymark_pack::FolderError;
pub use waymark_pack::Problem;

use crate::error::{Code, Error};

/// Every problem of the pack or lens in a folder or zip file; none where it is sound.
///
/// # Errors
/// [`Code::NotFound`] when it cannot be read, or breaks a limit of size or number.
pub fn check(path: &Path) -> Result<Vec<Problem>, Error> {
    let files = waymark_pack::read_path(path).map_err(|error| {
        Error::new(Code::NotFound, error.to_string(), help(&error)).caused_by(error)
    })?;
    if files.contains_key(waymark_pack::lens::LENS_FILE) {
        return Ok(waymark_pack::lens::from_folder(&files).err().unwrap_or_default());
    }
    Ok(waymark_pack::load(&files).problems)
}

/// A language that a pack speaks besides its own, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// BCP 47 tag.
    pub language: String,
    /// Texts that the pack has.
    pub texts: usize,
    /// Those that are translated; the others stand in the pack's own language.
    pub translated: usize,
}

/// The languages of the pack in a folder or zip file; none where it has problems, or is a lens.
///
/// # Errors
/// [`Code::NotFound`] when it cannot be read, or breaks a limit of size or number.
pub fn languages(path: &Path) -> Result<Vec<Spoken>, Error> {
    let files = waymark_pack::read_path(path).map_err(|error| {
        Error::new(Code::NotFound, error.to_string(), help(&error)).caused_by(error)
    })?;
    let Some(pack) = waymark_pack::load(&files).pack else { return Ok(vec![]) };
    let spoken = pack.translations.iter().map(|translation| {
        let Coverage { texts, translated } = pack.coverage(translation);
        Spoken { language: translation.language.clone(), texts, translated }
    });
    Ok(spoken.collect())
}

/// What to do about a folder or zip file that cannot be read as a pack.
pub(crate) fn help(error: &FolderError) -> &'static str {
    match error {
        FolderError::NotAFolder(_) => "name the folder that holds pack.toml",
        FolderError::Unreadable { .. } => "check the rights on it",
        FolderError::LargeFile(_) | FolderError::LargePack | FolderError::ManyFiles => {
            "a pack is text for people; take out what does not belong to it"
        }
        FolderError::LeavesFolder(_) => {
            "keep every file inside the folder or zip file, as itself and under a plain name"
        }
        FolderError::NotAZip { .. } => "choose a folder, a zip file of one, or a lens as JSON",
        FolderError::NoPackInZip => "zip the folder that holds pack.toml",
        FolderError::SeveralPacks(_) => "zip each pack by itself",
    }
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

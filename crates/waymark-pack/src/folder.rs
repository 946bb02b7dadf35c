//! A pack from a folder on disk: bounded, and blind to everything outside the folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 2 << 20;
/// Largest pack, in bytes.
pub const PACK_BYTES: u64 = 20 << 20;
/// Most files.
pub const FILES: usize = 400;
/// Deepest folder inside the pack.
const DEPTH: usize = 4;

/// Why a folder cannot be read as a pack.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is not there, or not a folder.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not UTF-8 text.
    #[error("{0} is not text in UTF-8")]
    NotText(String),
    /// A file is larger than [`FILE_BYTES`].
    #[error("{0} is larger than 2 MB")]
    LargeFile(String),
    /// All files together are larger than [`PACK_BYTES`].
    #[error("the folder holds more than 20 MB of text")]
    LargePack,
    /// There are more files than [`FILES`].
    #[error("the folder holds more than 400 files")]
    ManyFiles,
    /// A link points out of the folder.
    #[error("{0} is a link that leaves the folder")]
    LeavesFolder(String),
}

/// The texts of a pack by path with `/` between folders. Only `.toml` and `.md` files are read; hidden files and
/// folders are passed over.
///
/// # Errors
/// When the folder cannot be read, is too large, holds other bytes than text, or links to places outside of it.
pub fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>, FolderError> {
    let root = fs::canonicalize(folder).map_err(|_| FolderError::NotAFolder(folder.to_owned()))?;
    if !root.is_dir() {
        return Err(FolderError::NotAFolder(folder.to_owned()));
    }
    let mut reading = Reading { root: root.clone(), files: BTreeMap::new(), bytes: 0, entries: 0 };
    reading.folder(&root, "", 0)?;
    Ok(reading.files)
}

struct Reading {
    root: PathBuf,
    files: BTreeMap<String, String>,
    bytes: u64,
    entries: usize,
}

impl Reading {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> Result<(), FolderError> {
        let unreadable = |source| FolderError::Unreadable { path: folder.to_owned(), source };
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') || name.chars().any(char::is_control) {
                continue;
            }
            self.entries += 1;
            if self.entries > FILES {
                return Err(FolderError::ManyFiles);
            }
            let path = format!("{prefix}{name}");
            let Ok(target) = fs::canonicalize(entry.path()) else {
                return Err(FolderError::LeavesFolder(path));
            };
            if !target.starts_with(&self.root) {
                return Err(FolderError::LeavesFolder(path));
            }
            if target.is_dir() {
                if depth < DEPTH {
                    self.folder(&target, &format!("{path}/"), depth + 1)?;
                }
            } else if target.is_file() && is_pack_file(&path) {
                self.file(&target, path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &Path, path: String) -> Result<(), FolderError> {
        let unreadable = |source| FolderError::Unreadable { path: file.to_owned(), source };
        let length = fs::metadata(file).map_err(unreadable)?.len();
        if length > FILE_BYTES {
            return Err(FolderError::LargeFile(path));
        }
        self.bytes += length;
        if self.bytes > PACK_BYTES {
            return Err(FolderError::LargePack);
        }
        let bytes = fs::read(file).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|_| FolderError::NotText(path.clone()))?;
        self.files.insert(path, text);
        Ok(())
    }
}

/// True for files that a pack can consist of.
pub(crate) fn is_pack_file(path: &str) -> bool {
    [".toml", ".md"].iter().any(|ending| path.ends_with(ending))
}

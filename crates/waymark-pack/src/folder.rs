//! A pack from a folder or a zip file: bounded, and blind to everything outside of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 2 << 20;
/// Largest pack, in bytes.
pub const PACK_BYTES: u64 = 20 << 20;
/// Most files.
pub const FILES: usize = 400;
/// Most entries of a zip file, the pack's and others.
const ZIP_ENTRIES: usize = 10_000;
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
    /// A file is larger than [`FILE_BYTES`].
    #[error("{0} is larger than 2 MB")]
    LargeFile(String),
    /// All files together are larger than [`PACK_BYTES`].
    #[error("the folder holds more than 20 MB of text")]
    LargePack,
    /// There are more files than [`FILES`].
    #[error("the folder holds more than 400 files")]
    ManyFiles,
    /// A link points out of the folder, or a name in a zip file does.
    #[error("{0} leaves the folder")]
    LeavesFolder(String),
    /// A file is no zip file, or damaged.
    #[error("{} is not a zip file, or damaged", path.display())]
    NotAZip {
        /// Which file.
        path: PathBuf,
        /// What was wrong.
        source: zip::result::ZipError,
    },
    /// A zip file holds no pack.
    #[error("the zip file holds neither a pack.toml nor a lens.toml")]
    NoPackInZip,
    /// A zip file holds several packs.
    #[error("the zip file holds more than one pack: {}", .0.join(", "))]
    SeveralPacks(Vec<String>),
}

/// The texts of a pack by path with `/` between folders, from a folder or, where the path is a file, from a zip file.
///
/// # Errors
/// As [`read_folder`] and [`read_zip`].
pub fn read_path(path: &Path) -> Result<BTreeMap<String, String>, FolderError> {
    if path.is_file() { read_zip(path) } else { read_folder(path) }
}

/// The texts of the one pack in a zip file, which may lie in a folder inside of it. What is not of the pack is passed over.
///
/// # Errors
/// When the file is no zip file, holds no pack or several, is larger inside than a pack may be, or names places outside of itself.
pub fn read_zip(path: &Path) -> Result<BTreeMap<String, String>, FolderError> {
    let unreadable = |source| FolderError::Unreadable { path: path.to_owned(), source };
    let not_a_zip = |source| FolderError::NotAZip { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > PACK_BYTES {
        return Err(FolderError::LargePack);
    }
    let mut archive = zip::ZipArchive::new(file).map_err(not_a_zip)?;
    let mut names = Vec::new();
    for at in 0..archive.len().min(ZIP_ENTRIES + 1) {
        let entry = archive.by_index_raw(at).map_err(not_a_zip)?;
        let name = inside(&entry.name().map_err(not_a_zip)?)?;
        if entry.is_symlink() {
            return Err(FolderError::LeavesFolder(name));
        }
        let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if !entry.is_dir() && !is_hidden && is_pack_file(&name) {
            names.push((at, name));
        }
    }
    if archive.len() > ZIP_ENTRIES {
        return Err(FolderError::ManyFiles);
    }
    let root = root_of(&names)?;
    let own: Vec<(usize, &str)> = names
        .iter()
        .filter_map(|(at, name)| Some((*at, name.strip_prefix(root.as_str())?)))
        .filter(|(_, name)| name.matches('/').count() <= DEPTH)
        .collect();
    if own.len() > FILES {
        return Err(FolderError::ManyFiles);
    }
    let mut files = BTreeMap::new();
    let mut left = PACK_BYTES;
    for (at, name) in own {
        let entry = archive.by_index(at).map_err(not_a_zip)?;
        // What the file says of its own size is not believed.
        let mut bytes = Vec::new();
        let mut limited = entry.take(FILE_BYTES.min(left) + 1);
        limited.read_to_end(&mut bytes).map_err(unreadable)?;
        let length = bytes.len() as u64;
        if length > FILE_BYTES {
            return Err(FolderError::LargeFile(name.to_owned()));
        }
        left = left.checked_sub(length).ok_or(FolderError::LargePack)?;
        files.insert(name.to_owned(), decoded(bytes));
    }
    Ok(files)
}

/// The folder of the one pack among names in a zip file, with its `/`; empty where the pack lies on the top.
fn root_of(names: &[(usize, String)]) -> Result<String, FolderError> {
    let roots: BTreeSet<&str> = names
        .iter()
        .filter_map(|(_, name)| MARKS.iter().find_map(|mark| name.strip_suffix(mark)))
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .collect();
    match roots.into_iter().collect::<Vec<_>>().as_slice() {
        [] => Err(FolderError::NoPackInZip),
        [root] => Ok((*root).to_owned()),
        several => Err(FolderError::SeveralPacks(
            several
                .iter()
                .map(|root| if root.is_empty() { "/" } else { root }.to_owned())
                .collect(),
        )),
    }
}

/// The files by which a pack or a lens is known.
const MARKS: [&str; 2] = ["pack.toml", crate::lens::LENS_FILE];

/// A name in a zip file with `/` between folders; an error where it is no place inside of it.
fn inside(name: &str) -> Result<String, FolderError> {
    let plain = name.replace('\\', "/");
    let leaves = plain.starts_with('/')
        || plain.contains(':')
        || plain.chars().any(char::is_control)
        || plain.split('/').any(|part| part == "..");
    if leaves {
        return Err(FolderError::LeavesFolder(
            plain.chars().filter(|c| !c.is_control()).take(200).collect(),
        ));
    }
    Ok(plain)
}

/// The texts of a pack by path with `/` between folders. Only `.toml` and `.md` files are read; hidden files and
/// folders are passed over.
///
/// # Errors
/// When the folder cannot be read, is too large, or links to places outside of it.
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
        self.files.insert(path, decoded(bytes));
        Ok(())
    }
}

/// The text of a file. Bytes that are no UTF-8 become [`NOT_TEXT`], of which reading tells with everything else that is wrong.
fn decoded(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|wrong| {
        let mut text = String::with_capacity(wrong.as_bytes().len());
        for chunk in wrong.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                text.push(NOT_TEXT);
            }
        }
        text
    })
}

/// Stands for bytes that are no UTF-8; no text has it.
pub(crate) const NOT_TEXT: char = '\0';

/// True for files that a pack can consist of.
pub(crate) fn is_pack_file(path: &str) -> bool {
    [".toml", ".md"].iter().any(|ending| path.ends_with(ending))
}

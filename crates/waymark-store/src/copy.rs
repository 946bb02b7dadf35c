//! Whole copies of a document, made through SQLite so that the open file's lock is kept.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::claim;
use crate::document::Document;
use crate::error::Error;

impl Document {
    /// Writes a copy of the whole document, history included, and replaces a file that is there at once or not at all. Text that is
    /// being typed stays behind: in the copy it is nobody's.
    ///
    /// # Errors
    /// [`Error::Locked`] where the target is an open document, [`Error::NotFound`] where its folder is missing, [`Error::Full`].
    pub fn save_copy(&self, path: &Path) -> Result<(), Error> {
        write_copy(
            &self.connection,
            path,
            &["pragma secure_delete = on; delete from setting where substr(name, 1, 6) = 'draft/'"],
        )
    }
}

/// Copies a database beside its target, runs some statements on the copy, and moves it there when it is complete and on the disk.
pub(crate) fn write_copy(from: &Connection, path: &Path, then: &[&str]) -> Result<(), Error> {
    if claim::is_open(path) {
        return Err(Error::Locked { path: path.to_owned() });
    }
    let part = with_suffix(path, ".part");
    let made = fill(from, path, &part, then)
        .and_then(|()| fs::rename(&part, path).map_err(|source| Error::io("write", path, source)));
    if made.is_err() {
        // What is left of the attempt is of no use; that it cannot be removed is no news beside the first error.
        let _ = fs::remove_file(&part);
    }
    made?;
    sync_folder(path)
}

fn fill(from: &Connection, path: &Path, part: &Path, then: &[&str]) -> Result<(), Error> {
    let io = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::ReadOnly { path: path.to_owned() }
        }
        _ => Error::io("write", path, source),
    };
    let sql = |source| Error::sql("write", path, source);
    // A stopped program may have left one; SQLite would take it for the database to write into.
    fs::File::create(part).map_err(io)?;
    let mut to = Connection::open(part).map_err(sql)?;
    to.execute_batch("pragma synchronous = full; pragma temp_store = memory;").map_err(sql)?;
    let finished = Backup::new(from, &mut to).and_then(|backup| backup.step(-1)).map_err(sql)?;
    match finished {
        StepResult::Done => {
            then.iter().try_for_each(|statement| to.execute_batch(statement)).map_err(sql)
        }
        _ => Err(Error::Locked { path: path.to_owned() }),
    }
}

/// Makes the new name itself durable.
fn sync_folder(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| Error::io("write", path, source))?;
    }
    Ok(())
}

/// The path with something behind its file name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

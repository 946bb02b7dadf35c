//! Whole copies of a document, made through SQLite so that the open file's lock is kept. A copy is protected as its source is, unless
//! it is made to change that.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, params};

use crate::claim;
use crate::document::{Document, connect};
use crate::error::Error;
use crate::passphrase::Passphrase;

impl Document {
    /// Writes a copy of the whole document, history included, and replaces a file that is there at once or not at all. Text that is
    /// being typed stays behind: in the copy it is nobody's. The copy has the document's passphrase.
    ///
    /// # Errors
    /// [`Error::Locked`] where the target is an open document, [`Error::NotFound`] where its folder is missing, [`Error::Full`].
    pub fn save_copy(&self, path: &Path) -> Result<(), Error> {
        write_copy(
            &self.connection,
            path,
            self.key.as_ref(),
            &["pragma secure_delete = on; delete from setting where substr(name, 1, 6) = 'draft/'"],
        )
    }

    /// Writes a copy of everything as it is, with the text that is being typed: to go back to. It has the document's passphrase.
    ///
    /// # Errors
    /// As for [`Document::save_copy`].
    pub fn back_up(&self, path: &Path) -> Result<(), Error> {
        write_copy(&self.connection, path, self.key.as_ref(), &[])
    }
}

/// Copies a database beside its target, runs some statements on the copy, and moves it there when it is complete and on the disk.
///
/// The key is that of the database; it is needed to run statements, and where the database is in memory.
pub(crate) fn write_copy(
    from: &Connection,
    path: &Path,
    key: Option<&Passphrase>,
    then: &[&str],
) -> Result<(), Error> {
    if claim::is_open(path) {
        return Err(Error::Locked { path: path.to_owned() });
    }
    let part = with_suffix(path, ".part");
    let made = fill(from, path, &part, key, then).and_then(|()| move_there(&part, path));
    if made.is_err() {
        discard(&part);
    }
    made
}

/// Gives a finished file its name, replacing what is there, and makes the name itself durable.
pub(crate) fn move_there(part: &Path, path: &Path) -> Result<(), Error> {
    let io = |source| Error::io("write", path, source);
    fs::File::open(part).and_then(|file| file.sync_all()).map_err(io)?;
    fs::rename(part, path).map_err(io)?;
    sync_folder(path)
}

/// Removes what is left of an attempt. It is of no use; that it cannot be removed is no news beside the first error.
pub(crate) fn discard(part: &Path) {
    let _ = fs::remove_file(part);
    let _ = fs::remove_file(with_suffix(part, "-journal"));
}

/// An empty file for SQLite to write into. A stopped program may have left one, which SQLite would take for the database.
pub(crate) fn empty(part: &Path, path: &Path) -> Result<(), Error> {
    let _ = fs::remove_file(with_suffix(part, "-journal"));
    fs::File::create(part).map(drop).map_err(|source| match source.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::ReadOnly { path: path.to_owned() }
        }
        _ => Error::io("write", path, source),
    })
}

fn fill(
    from: &Connection,
    path: &Path,
    part: &Path,
    key: Option<&Passphrase>,
    then: &[&str],
) -> Result<(), Error> {
    let sql = |source| Error::sql("write", path, source);
    empty(part, path)?;
    let is_in_memory = from.path().is_none_or(str::is_empty);
    match key {
        Some(_) if is_in_memory => export(from, part, key).map_err(sql)?,
        // SQLite makes the copy with the key that the database has.
        Some(_) => from
            .execute("vacuum into ?1", params![part.to_string_lossy()])
            .map(drop)
            .map_err(sql)?,
        None => {
            let mut to = Connection::open(part).map_err(sql)?;
            to.execute_batch("pragma synchronous = full; pragma temp_store = memory;")
                .map_err(sql)?;
            let finished =
                Backup::new(from, &mut to).and_then(|backup| backup.step(-1)).map_err(sql)?;
            if finished != StepResult::Done {
                return Err(Error::Locked { path: path.to_owned() });
            }
        }
    }
    if !then.is_empty() {
        let to = connect(part, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
        to.execute_batch("pragma synchronous = full").map_err(sql)?;
        then.iter().try_for_each(|statement| to.execute_batch(statement)).map_err(sql)?;
    }
    Ok(())
}

/// Writes everything of a database into an empty file that has another passphrase, or none.
pub(crate) fn export(
    from: &Connection,
    part: &Path,
    key: Option<&Passphrase>,
) -> rusqlite::Result<()> {
    let number = |name| from.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, format) = (number("application_id")?, number("user_version")?);
    from.execute(
        "attach ?1 as other key ?2",
        params![part.to_string_lossy(), key.map_or("", Passphrase::words)],
    )?;
    let exported =
        from.query_row("select sqlcipher_export('other')", (), |_| Ok(())).and_then(|()| {
            from.execute_batch(&format!(
                "pragma other.application_id = {application}; pragma other.user_version = {format};"
            ))
        });
    let detached = from.execute_batch("detach other");
    exported.and(detached)
}

/// A copy in memory, without a passphrase, of a document that is open to be read.
pub(crate) fn copy_to_memory(
    from: &Connection,
    path: &Path,
    key: Option<&Passphrase>,
) -> rusqlite::Result<Connection> {
    let mut memory = Connection::open_in_memory()?;
    let Some(key) = key else {
        Backup::new(from, &mut memory)?.step(-1)?;
        return Ok(memory);
    };
    let number = |name| from.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, format) = (number("application_id")?, number("user_version")?);
    // Pages are encrypted as they are copied, so that the contents are.
    memory.execute("attach ?1 as source key ?2", params![read_only(path), key.words()])?;
    memory.execute_batch(&format!(
        "select sqlcipher_export('main', 'source'); detach source;
         pragma application_id = {application}; pragma user_version = {format};"
    ))?;
    Ok(memory)
}

/// The address under which SQLite opens a file to read it only.
fn read_only(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    if cfg!(windows) {
        format!("file:/{}?mode=ro", path.replace('\\', "/"))
    } else {
        format!("file:{path}?mode=ro")
    }
}

/// Makes the new name itself durable.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
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

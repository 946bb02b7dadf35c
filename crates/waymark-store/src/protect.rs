//! Giving a document a passphrase, another one, or none: always by a whole new file that takes the place of the old one when it is
//! complete, checked and on the disk, so that a stop at any moment leaves one of the two.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::claim::Claim;
use crate::copy::{discard, empty, export, move_there, with_suffix};
use crate::document::{Document, OpenMode, READ, connect, count_changes, problems};
use crate::error::Error;
use crate::migrate::schema;
use crate::passphrase::Passphrase;

impl Document {
    /// Gives the open document a passphrase, another one, or none. Its history, its settings and the text that is being typed stay.
    /// Copies that were made before keep the passphrase that they have.
    ///
    /// # Errors
    /// As for [`Document::write`]. An error before the new file took its place leaves everything as it was, and the document open. One
    /// behind it leaves the document closed ([`Document::is_closed`]): it is then to be opened again, with the new passphrase.
    pub fn protect(&mut self, key: Option<&Passphrase>) -> Result<(), Error> {
        self.check_writable()?;
        // A link stays one: what it points to is replaced.
        let path =
            fs::canonicalize(&self.path).map_err(|source| Error::io("find", &self.path, source))?;
        let part = with_suffix(&path, ".part");
        let made = convert(&self.connection, &path, &part, key);
        // Where a file that is open cannot be replaced, it is closed first.
        if made.is_ok() && cfg!(windows) {
            self.close()?;
        }
        let moved = made.and_then(|()| move_there(&part, &path));
        if moved.is_err() {
            discard(&part);
        }
        moved?;
        // The old file has no name any more; with its connection goes what is left of its journal.
        self.close()?;
        let claim = Claim::new(&self.path)?;
        drop(std::mem::replace(&mut self.claim, claim));
        let opened = Document::open_claimed(&self.path, OpenMode::ReadWrite, key)?;
        if opened.is_read_only {
            return Err(Error::ReadOnly { path: self.path.clone() });
        }
        self.connection = opened.connection;
        self.key = opened.key;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let nothing = Connection::open_in_memory().map_err(|source| self.sql("close", source))?;
        drop(std::mem::replace(&mut self.connection, nothing));
        Ok(())
    }

    /// True where [`Document::protect`] could not open it again.
    pub fn is_closed(&self) -> bool {
        count_changes(&self.connection).is_err()
    }
}

/// Gives a document that is not open a passphrase, another one, or none; of any known format, which stays.
///
/// # Errors
/// As for [`Document::open_with`] and [`Document::protect`]. The file is as it was then.
pub fn reprotect(
    path: &Path,
    from: Option<&Passphrase>,
    to: Option<&Passphrase>,
) -> Result<(), Error> {
    let path = fs::canonicalize(path).map_err(|source| Error::io("find", path, source))?;
    let _claim = Claim::new(&path)?;
    let part = with_suffix(&path, ".part");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let from = match crate::header::inspect(&path)? {
        crate::header::Look::Plain => None,
        crate::header::Look::Protected => from,
    };
    let connection = connect(&path, flags, from)?;
    let made = convert(&connection, &path, &part, to);
    drop(connection);
    let moved = made.and_then(|()| move_there(&part, &path));
    if moved.is_err() {
        discard(&part);
    }
    moved
}

/// Writes the new file and checks that it holds the same.
fn convert(
    from: &Connection,
    path: &Path,
    part: &Path,
    key: Option<&Passphrase>,
) -> Result<(), Error> {
    empty(part, path)?;
    let rights = fs::metadata(path).map(|metadata| metadata.permissions());
    rights
        .and_then(|rights| fs::set_permissions(part, rights))
        .map_err(|source| Error::io("write", path, source))?;
    export(from, part, key).map_err(|source| Error::sql("write", path, source))?;
    let to = connect(part, READ, key)?;
    let same = || -> rusqlite::Result<bool> {
        Ok(problems(&to, 1)?.is_empty()
            && schema(&to)? == schema(from)?
            && sizes(&to)? == sizes(from)?)
    };
    match same() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::Io {
            action: "write",
            path: path.to_owned(),
            source: "the new file does not hold what the old one holds".into(),
        }),
        Err(source) => Err(Error::sql("write", path, source)),
    }
}

/// How many rows each table has, and which change is the last.
fn sizes(connection: &Connection) -> rusqlite::Result<(Vec<(String, i64)>, Option<String>)> {
    let tables: Vec<String> = connection
        .prepare("select name from sqlite_schema where type = 'table' order by name")?
        .query_map((), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut sizes = Vec::new();
    for table in tables {
        let rows =
            connection
                .query_row(&format!("select count(*) from \"{table}\""), (), |row| row.get(0))?;
        sizes.push((table, rows));
    }
    let last =
        connection
            .query_row("select id from change order by number desc limit 1", (), |row| row.get(0));
    Ok((sizes, last.ok()))
}

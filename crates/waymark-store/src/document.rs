//! A document: creating, opening, reading, and what it keeps besides records.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{
    Connection, ErrorCode, MAIN_DB, OpenFlags, OptionalExtension, TransactionBehavior, named_params,
};
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::id::{Code, PackId};
use waymark_core::record::Kind;

use crate::change::{Blob, ChangeMeta, RowChange, hash_of};
use crate::claim::Claim;
use crate::copy::{copy_to_memory, with_suffix};
use crate::error::Error;
use crate::header::{self, Look};
use crate::journal::Recorder;
use crate::migrate::{
    APPLICATION_ID, FORMAT, MIGRATIONS, expected_schema, migrate, schema, upgrade, written_by,
};
use crate::passphrase::Passphrase;

/// How long another process may take to let go of a document, such as one that is just closing it.
const PATIENCE: Duration = Duration::from_millis(100);

/// For what a document is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// To read and change it; nobody else can open it meanwhile.
    ReadWrite,
    /// Only to read it; others can read it too, and nobody can change it meanwhile.
    ReadOnly,
}

/// An open `.waymark` file.
///
/// As long as it is open, its file must not be opened by other means in this process, not even to read or copy it: closing that
/// other handle would give up the lock. [`Document::save_copy`] makes copies.
#[derive(Debug)]
pub struct Document {
    // The connection comes first, so that it is closed before the claim is given back.
    pub(crate) connection: Connection,
    pub(crate) claim: Claim,
    pub(crate) path: PathBuf,
    /// What protects the document; kept so that its copies are protected alike.
    pub(crate) key: Option<Passphrase>,
    is_read_only: bool,
    /// The highest number given out behind each prefix.
    pub(crate) codes: BTreeMap<String, i64>,
}

/// A connection that is ready to be a document's.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) is_read_only: bool,
    pub(crate) key: Option<Passphrase>,
}

impl Document {
    /// Creates a document that holds an engagement and the files that travel with it. The change is the first of its history and
    /// cannot be undone.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], since nothing is ever replaced; [`Error::NoPlace`] where the folder is missing or cannot be
    /// written; [`Error::Rejected`] where the engagement contradicts itself, such as by one
    /// code on two records. Nothing is left behind then.
    pub fn create(
        path: &Path,
        engagement: &Engagement,
        files: &[Blob],
        meta: &ChangeMeta,
    ) -> Result<Document, Error> {
        Self::create_with(path, None, engagement, files, meta)
    }

    /// As [`Document::create`], with a passphrase from its first byte on.
    ///
    /// # Errors
    /// As for [`Document::create`].
    pub fn create_with(
        path: &Path,
        key: Option<&Passphrase>,
        engagement: &Engagement,
        files: &[Blob],
        meta: &ChangeMeta,
    ) -> Result<Document, Error> {
        OpenOptions::new().write(true).create_new(true).open(path).map_err(
            |source| match source.kind() {
                std::io::ErrorKind::PermissionDenied
                | std::io::ErrorKind::ReadOnlyFilesystem
                | std::io::ErrorKind::NotFound => {
                    Error::NoPlace { path: path.to_owned(), source: source.into() }
                }
                _ => Error::io("create", path, source),
            },
        )?;
        let made = Claim::new(path).and_then(|claim| {
            let connection = fill(path, key, engagement, files, meta)?;
            Document {
                connection,
                claim,
                path: path.to_owned(),
                key: key.cloned(),
                is_read_only: false,
                codes: BTreeMap::new(),
            }
            .with_codes()
        });
        if made.is_err() {
            // The connection is closed by now. What is left is of no use; that it cannot be removed is no news beside the first error.
            let _ = fs::remove_file(path);
            let _ = fs::remove_file(with_suffix(path, "-journal"));
        }
        made
    }

    /// Opens a document. Where it was asked for writing but its file or folder cannot be written, it opens read-only.
    ///
    /// An unfinished change beside it is taken back first, and an older format is brought up to date, after a copy was written
    /// beside it (`name.waymark.v1-backup`); when it can only be read, the older format is brought up to date in memory alone.
    ///
    /// # Errors
    /// Every variant that tells why a file is not an openable document; the file is left as it was.
    pub fn open(path: &Path, mode: OpenMode) -> Result<Document, Error> {
        Self::open_with(path, mode, None)
    }

    /// As [`Document::open`], with the passphrase where the document has one. One that has none opens with any.
    ///
    /// # Errors
    /// [`Error::EncryptedOrNotADocument`] where a passphrase is needed and none is given, [`Error::WrongPassphrase`]; as for
    /// [`Document::open`].
    pub fn open_with(
        path: &Path,
        mode: OpenMode,
        key: Option<&Passphrase>,
    ) -> Result<Document, Error> {
        let claim = Claim::new(path)?;
        let opened = Self::open_claimed(path, mode, key)?;
        Document {
            connection: opened.connection,
            claim,
            path: path.to_owned(),
            key: opened.key,
            is_read_only: opened.is_read_only,
            codes: BTreeMap::new(),
        }
        .with_codes()
    }

    /// Opens a file that the caller has claimed.
    pub(crate) fn open_claimed(
        path: &Path,
        mode: OpenMode,
        key: Option<&Passphrase>,
    ) -> Result<Opened, Error> {
        let key = match (header::inspect(path), key) {
            (Ok(Look::Plain), _) => None,
            (Ok(Look::Protected), Some(key)) => Some(key),
            (Ok(Look::Protected), None) => {
                return Err(Error::EncryptedOrNotADocument { path: path.to_owned() });
            }
            (Err(refusal), _) => {
                let version = || written_by(&connect(path, READ, None).ok()?);
                return Err(with_version(refusal, version));
            }
        };
        let writable = match mode {
            OpenMode::ReadWrite => open_for_writing(path, key)?,
            OpenMode::ReadOnly => None,
        };
        let is_read_only = writable.is_none();
        let connection = match writable {
            Some(connection) => connection,
            None => open_for_reading(path, key)?,
        };
        Ok(Opened { connection, is_read_only, key: key.cloned() })
    }

    fn with_codes(mut self) -> Result<Document, Error> {
        self.codes = self.read_codes()?;
        Ok(self)
    }

    pub(crate) fn read_codes(&self) -> Result<BTreeMap<String, i64>, Error> {
        self.connection
            .prepare("select prefix, last from code_counter")
            .and_then(|mut statement| {
                statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|source| self.sql("open", source))
    }

    /// Where the document is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True where changes are refused: the document was opened so, or its file or folder cannot be written.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// True where the document has a passphrase.
    pub fn is_protected(&self) -> bool {
        self.key.is_some()
    }

    /// The passphrase that it was opened with; `None` where it has none.
    pub fn passphrase(&self) -> Option<&Passphrase> {
        self.key.as_ref()
    }

    /// How many changes its history has.
    ///
    /// # Errors
    /// [`Error::Damaged`] where it does not read.
    pub fn change_count(&self) -> Result<u32, Error> {
        count_changes(&self.connection).map_err(|source| self.sql("read", source))
    }

    /// Looks at every page and every link, longer than opening does. What is wrong, one line each, at most a hundred; nothing where the
    /// document is sound.
    ///
    /// # Errors
    /// Where the check itself cannot be made.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        problems(&self.connection, 100).map_err(|source| self.sql("read", source))
    }

    /// The format of the document as open, which is always [`FORMAT`].
    pub fn schema_version(&self) -> i32 {
        FORMAT
    }

    /// Reads the whole engagement.
    ///
    /// # Errors
    /// [`Error::Damaged`] where a record does not read, or is not what the history says of it.
    pub fn read(&self) -> Result<Engagement, Error> {
        let sql = |source| self.sql("read", source);
        let damaged = |detail: String| Error::damaged(&self.path, detail);
        let (uid, profile, agrees): (String, String, Option<bool>) = self
            .connection
            .query_row(
                "select e.uid, e.profile,
                    (select j.after = e.profile from change_row j where j.table_name = 'engagement' and j.uid = e.uid
                     order by j.change desc, j.seq desc limit 1)
                 from engagement e",
                (),
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .map_err(sql)?;
        if agrees != Some(true) {
            return Err(damaged("the profile is not what the history says".into()));
        }
        let packs = self.packs()?;
        let mut bodies = Vec::new();
        for kind in Kind::ALL {
            bodies.push((*kind, self.bodies(*kind)?));
        }
        // One text for the whole engagement: reading it at once is several times faster than record by record.
        let mut json = format!("{{\"uid\":\"{uid}\",\"profile\":{profile},\"packs\":[]");
        for (kind, bodies) in &bodies {
            json.extend([",\"", kind.table(), "\":[", &bodies.join(","), "]"]);
        }
        json.push('}');
        let mut engagement: Engagement = serde_json::from_str(&json)
            .map_err(|whole| damaged(first_unreadable(&bodies, &whole)))?;
        engagement.packs = packs;
        Ok(engagement)
    }

    fn packs(&self) -> Result<Vec<PackRef>, Error> {
        let sql = |source| self.sql("read", source);
        let mut statement = self
            .connection
            .prepare(
                "select p.id, p.version, p.hash, p.text, p.text_hash,
                    (select case when j.position_after = p.position then j.after end from change_row j
                     where j.table_name = 'packs' and j.uid = p.id order by j.change desc, j.seq desc limit 1)
                 from packs p order by p.position, p.id",
            )
            .map_err(sql)?;
        let mut rows = statement.query(()).map_err(sql)?;
        let mut packs = Vec::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let read = || -> rusqlite::Result<(PackRef, String, Option<String>)> {
                let id: String = row.get("id")?;
                let pack = PackRef {
                    id: id.as_str().into(),
                    version: row.get("version")?,
                    hash: row.get("hash")?,
                    text: row.get("text")?,
                };
                Ok((pack, row.get("text_hash")?, row.get(5)?))
            };
            let (pack, text_hash, journalled) = read().map_err(sql)?;
            if hash_of(pack.text.as_bytes()) != text_hash
                || journalled.as_deref() != Some(pack_without_text(&pack).as_str())
            {
                return Err(Error::damaged(
                    &self.path,
                    format!("the pack `{}` is not what the history says", pack.id),
                ));
            }
            packs.push(pack);
        }
        Ok(packs)
    }

    /// The versions that a pack had before, newest first and each once, with the time at which it was replaced in milliseconds since
    /// 1970. Their texts are left out; the version held now is not among them.
    pub fn earlier_packs(&self, id: &PackId) -> Result<Vec<(i64, PackRef)>, Error> {
        let sql = |source| self.sql("read", source);
        let mut statement = self
            .connection
            .prepare(
                "select c.at, r.before ->> '$.version', r.before ->> '$.hash'
                 from change_row r join change c on c.number = r.change
                 where r.table_name = 'packs' and r.uid = :id and r.before ->> '$.text' <> ''
                    and r.before ->> '$.hash' not in (select hash from packs where id = :id)
                 order by r.change desc, r.seq desc",
            )
            .map_err(sql)?;
        let rows = statement
            .query_map(named_params! { ":id": id.as_str() }, |row| {
                let (version, hash) = (row.get(1)?, row.get(2)?);
                let pack = PackRef { id: id.clone(), version, hash, text: String::new() };
                Ok((row.get(0)?, pack))
            })
            .map_err(sql)?;
        let mut earlier: Vec<(i64, PackRef)> = Vec::new();
        for row in rows {
            let (at, pack) = row.map_err(sql)?;
            if earlier.iter().all(|(_, known)| known.hash != pack.hash) {
                earlier.push((at, pack));
            }
        }
        Ok(earlier)
    }

    /// A version that a pack had before, with its text; `None` where the document never held it.
    ///
    /// # Errors
    /// [`Error::Damaged`] where it does not read.
    pub fn earlier_pack(&self, hash: &str) -> Result<Option<PackRef>, Error> {
        let found: Option<String> = self
            .connection
            .query_row(
                "select before from change_row
                 where table_name = 'packs' and before ->> '$.hash' = :hash and before ->> '$.text' <> ''
                 order by change desc, seq desc limit 1",
                named_params! { ":hash": hash },
                |row| row.get(0),
            )
            .optional()
            .map_err(|source| self.sql("read", source))?;
        let read = |text: String| {
            serde_json::from_str(&text).map_err(|problem| {
                Error::damaged(&self.path, format!("an earlier pack does not read: {problem}"))
            })
        };
        found.map(read).transpose()
    }

    /// The bodies of a kind's records in their order, each compared with the last state that the history has of it.
    fn bodies(&self, kind: Kind) -> Result<Vec<String>, Error> {
        let sql = |source| self.sql("read", source);
        let table = kind.table();
        let mut statement = self
            .connection
            .prepare(&format!(
                "select r.body, r.uid,
                    (select j.after = r.body and j.position_after = r.position from change_row j
                     where j.table_name = '{table}' and j.uid = r.uid order by j.change desc, j.seq desc limit 1)
                 from {table} r order by r.position, r.uid"
            ))
            .map_err(sql)?;
        let mut rows = statement.query(()).map_err(sql)?;
        let mut bodies = Vec::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let agrees: Option<bool> = row.get(2).map_err(sql)?;
            if agrees != Some(true) {
                let uid: String = row.get(1).map_err(sql)?;
                return Err(Error::damaged(
                    &self.path,
                    format!("the {} {uid} is not what the history says", kind.label()),
                ));
            }
            bodies.push(row.get(0).map_err(sql)?);
        }
        Ok(bodies)
    }

    /// A new code of a kind, such as `SRC-23`; `None` for kinds without codes. No code is ever given twice, neither after its
    /// record was removed nor after an undo; a code that was asked for and not used is free again when the document is next opened.
    pub fn next_code(&mut self, kind: Kind) -> Option<Code> {
        let prefix = kind.prefix();
        if prefix.is_empty() {
            return None;
        }
        let last = self.codes.entry(prefix.to_owned()).or_default();
        *last += 1;
        Some(Code::new(format!("{prefix}-{last}")))
    }

    /// The file kept under a hash.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the bytes are not those of the hash.
    pub fn blob(&self, hash: &str) -> Result<Option<Blob>, Error> {
        let found = self
            .connection
            .query_row(
                "select bytes, name, media_type from blobs where hash = :hash",
                named_params! { ":hash": hash },
                |row| Ok(Blob { bytes: row.get(0)?, name: row.get(1)?, media_type: row.get(2)? }),
            )
            .optional()
            .map_err(|source| self.sql("read", source))?;
        match found {
            Some(blob) if hash_of(&blob.bytes) != hash => Err(Error::damaged(
                &self.path,
                format!("the file `{}` in it has changed", blob.name),
            )),
            found => Ok(found),
        }
    }

    /// True where a file is kept under the hash.
    pub fn has_blob(&self, hash: &str) -> Result<bool, Error> {
        self.connection
            .query_row(
                "select exists (select 1 from blobs where hash = :hash)",
                named_params! { ":hash": hash },
                |row| row.get(0),
            )
            .map_err(|source| self.sql("read", source))
    }

    /// The hashes of all files kept, sorted.
    pub fn blob_hashes(&self) -> Result<Vec<String>, Error> {
        self.connection
            .prepare("select hash from blobs order by hash")
            .and_then(|mut statement| statement.query_map((), |row| row.get(0))?.collect())
            .map_err(|source| self.sql("read", source))
    }

    /// A setting private to this document, such as the view that was open last. Settings have no history.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        self.connection
            .query_row(
                "select value from setting where name = :name",
                named_params! { ":name": name },
                |row| row.get(0),
            )
            .optional()
            .map_err(|source| self.sql("read", source))
    }

    /// The settings whose names begin with a prefix, without it, in the order of their names.
    pub fn settings(&self, prefix: &str) -> Result<Vec<(String, String)>, Error> {
        self.connection
            .prepare(
                "select substr(name, length(:prefix) + 1), value from setting
                 where substr(name, 1, length(:prefix)) = :prefix order by name",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(named_params! { ":prefix": prefix }, |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect()
            })
            .map_err(|source| self.sql("read", source))
    }

    /// Keeps a setting; `None` removes it.
    pub fn set_setting(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        self.check_writable()?;
        let written = match value {
            Some(value) => self.connection.execute(
                "insert into setting (name, value) values (:name, :value) on conflict (name) do update set value = excluded.value",
                named_params! { ":name": name, ":value": value },
            ),
            None => self.connection.execute("delete from setting where name = :name", named_params! { ":name": name }),
        };
        written.map(|_| ()).map_err(|source| self.sql("write", source))
    }

    /// Refuses changes to what can only be read, and to a file that is no longer at its place: they would vanish with it.
    pub(crate) fn check_writable(&self) -> Result<(), Error> {
        if self.is_read_only {
            return Err(Error::ReadOnly { path: self.path.clone() });
        }
        if !self.claim.is_at(&self.path) {
            return Err(Error::NotFound { path: self.path.clone() });
        }
        Ok(())
    }

    pub(crate) fn sql(&self, action: &'static str, source: rusqlite::Error) -> Error {
        Error::sql(action, &self.path, source)
    }
}

/// A pack as the history keeps it.
pub(crate) fn pack_without_text(pack: &PackRef) -> String {
    serde_json::to_string(&PackRef { text: String::new(), ..pack.clone() })
        .expect("a pack reference is plain data")
}

/// Says which record does not read.
fn first_unreadable(bodies: &[(Kind, Vec<String>)], whole: &serde_json::Error) -> String {
    let mut scratch = Engagement::new(waymark_core::id::Uid::root("unreadable"), "");
    for (kind, bodies) in bodies {
        for body in bodies {
            if let Err(problem) =
                serde_json::from_str(body).and_then(|row| scratch.put_row(*kind, row))
            {
                return format!("a record in `{}` does not read: {problem}", kind.table());
            }
        }
    }
    format!("the engagement does not read: {whole}")
}

/// Writes schema and engagement into a new empty file, in one transaction.
fn fill(
    path: &Path,
    key: Option<&Passphrase>,
    engagement: &Engagement,
    files: &[Blob],
    meta: &ChangeMeta,
) -> Result<Connection, Error> {
    let sql = |source| Error::sql("create", path, source);
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    lock(&connection).map_err(sql)?;
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
    migrate(&tx, MIGRATIONS, 0).map_err(sql)?;
    let mut recorder = Recorder::new(&tx, path, engagement.uid.to_string(), meta, None);
    let mut changes = whole(engagement);
    changes.extend(files.iter().cloned().map(RowChange::Blob));
    recorder.record_all(&changes)?;
    recorder.finish()?;
    tx.commit().map_err(sql)?;
    Ok(connection)
}

/// The steps that build an engagement from nothing.
fn whole(engagement: &Engagement) -> Vec<RowChange> {
    let profile = serde_json::to_value(&engagement.profile).expect("a profile is plain data");
    let mut changes = vec![RowChange::Profile(profile)];
    changes.extend(engagement.packs.iter().cloned().map(RowChange::Pack));
    for kind in Kind::ALL {
        for row in engagement.rows(*kind) {
            let uid = row["uid"]
                .as_str()
                .and_then(waymark_core::id::Uid::parse)
                .expect("a record has a uid");
            changes.push(RowChange::Put { kind: *kind, uid, row });
        }
    }
    changes
}

pub(crate) fn count_changes(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("select count(*) from change", (), |row| row.get(0))
}

/// What SQLite finds wrong with a database, and SQLCipher with a protected one.
pub(crate) fn problems(connection: &Connection, most: usize) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    // First the pages themselves: the first one that does not fit its check ends every later look.
    let mut statement = connection.prepare("pragma cipher_integrity_check")?;
    let mut rows = statement.query(())?;
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
    }
    if found.is_empty() {
        let mut statement = connection.prepare(&format!("pragma integrity_check({most})"))?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                found.push(line);
            }
        }
        let mut statement = connection.prepare("pragma foreign_key_check")?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            found.push(format!("a row of `{}` names what is not there", row.get::<_, String>(0)?));
        }
    }
    found.truncate(most);
    Ok(found)
}

pub(crate) const READ: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY;

/// A connection that trusts nothing in the file, with the passphrase tried.
pub(crate) fn connect(
    path: &Path,
    flags: OpenFlags,
    key: Option<&Passphrase>,
) -> Result<Connection, Error> {
    let open = || {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        // What does not open is told by errors, not by lines on the terminal.
        connection.execute_batch("pragma cipher_log_level = none")?;
        if let Some(key) = key {
            connection.pragma_update(None, "key", key.words())?;
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.execute_batch(
            "pragma trusted_schema = off; pragma cell_size_check = on; pragma foreign_keys = on; pragma temp_store = memory;",
        )?;
        Ok(connection)
    };
    let connection = open().map_err(|source| Error::sql("open", path, source))?;
    if key.is_some() {
        let tried = connection
            .query_row("select count(*) from sqlite_schema", (), |row| row.get::<_, i64>(0));
        tried.map_err(|source| match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::WrongPassphrase { path: path.to_owned() },
            _ => Error::sql("open", path, source),
        })?;
    }
    Ok(connection)
}

/// A refusal of a newer document, with the version of the program that wrote it where the document tells.
fn with_version(refusal: Error, version: impl FnOnce() -> Option<String>) -> Error {
    match refusal {
        Error::TooNew { path, found, known, .. } => {
            Error::TooNew { path, written_by: version(), found, known }
        }
        other => other,
    }
}

/// Takes the lock that is held until the connection closes. An unfinished change is taken back by this.
///
/// The mode changes inside the transaction: two that race for a document would else each keep the other out.
fn lock(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "begin exclusive; pragma locking_mode = exclusive; commit; pragma journal_mode = delete; pragma synchronous = full;",
    )
}

/// Opens for writing; `None` where the file or its folder cannot be written.
fn open_for_writing(path: &Path, key: Option<&Passphrase>) -> Result<Option<Connection>, Error> {
    let sql = |source| Error::sql("open", path, source);
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    if connection.is_readonly(MAIN_DB).map_err(sql)? {
        return Ok(None);
    }
    lock(&connection).map_err(sql)?;
    let format = verify(&connection, path)?;
    if !can_write(&connection, format).map_err(sql)? {
        return Ok(None);
    }
    // What a stop left of a copy that was to take this file's place: nobody else makes one while the file is locked.
    let _ = fs::remove_file(with_suffix(path, ".part"));
    let _ = fs::remove_file(with_suffix(path, ".part-journal"));
    if format < FORMAT {
        upgrade(&mut connection, path, key, MIGRATIONS, format)?;
    }
    Ok(Some(connection))
}

/// Opens for reading, and keeps writers out until closed.
fn open_for_reading(path: &Path, key: Option<&Passphrase>) -> Result<Connection, Error> {
    let sql = |source| Error::sql("open", path, source);
    let connection = connect(path, READ, key)?;
    connection.execute_batch("pragma locking_mode = exclusive").map_err(sql)?;
    let format = verify(&connection, path)?;
    if format == FORMAT {
        return Ok(connection);
    }
    in_memory(&connection, path, key, MIGRATIONS, format).map_err(sql)
}

/// An up-to-date copy in memory of an older document that can only be read.
fn in_memory(
    connection: &Connection,
    path: &Path,
    key: Option<&Passphrase>,
    migrations: &[&str],
    format: i32,
) -> rusqlite::Result<Connection> {
    let memory = copy_to_memory(connection, path, key)?;
    migrate(&memory, migrations, format)?;
    Ok(memory)
}

/// Checks that the file is a sound document, and gives its format.
fn verify(connection: &Connection, path: &Path) -> Result<i32, Error> {
    let check = || -> rusqlite::Result<(i64, i32, i32, String)> {
        // SQLite fills a last page that is cut short with zeros and says nothing.
        let length = connection.query_row(
            "select page_count * page_size from pragma_page_count, pragma_page_size",
            (),
            |row| row.get(0),
        )?;
        let application =
            connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let format = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        // One problem is enough to refuse the file.
        let pages = connection.query_row("pragma quick_check(1)", (), |row| row.get(0))?;
        Ok((length, application, format, pages))
    };
    let (length, application, format, pages) =
        check().map_err(|source| Error::sql("open", path, source))?;
    if application != APPLICATION_ID {
        // What looked like a document was one whose creation was never finished.
        return Err(Error::NotADocument {
            path: path.to_owned(),
            detail: if application == 0 {
                "its creation was never finished"
            } else {
                "it is a database of another program"
            },
        });
    }
    header::check_format(path, format)
        .map_err(|refusal| with_version(refusal, || written_by(connection)))?;
    if fs::metadata(path).map_err(|source| Error::io("open", path, source))?.len() < length as u64 {
        return Err(Error::damaged(path, "the file ends too early"));
    }
    if pages != "ok" {
        return Err(Error::damaged(path, pages));
    }
    let same = || Ok(schema(connection)? == expected_schema(MIGRATIONS, format)?);
    if !same().map_err(|source| Error::sql("open", path, source))? {
        return Err(Error::damaged(path, "its tables are not those of a Waymark document"));
    }
    Ok(format)
}

/// Tries whether a transaction can begin to write, and takes it back; the file is not touched.
fn can_write(connection: &Connection, format: i32) -> rusqlite::Result<bool> {
    let tried = connection
        .execute_batch(&format!("begin immediate; pragma user_version = {format}; rollback;"));
    if !connection.is_autocommit() {
        connection.execute_batch("rollback")?;
    }
    match tried.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
        // Without space the document can be written as soon as there is some; changes say so until then.
        Ok(()) | Err(Some(ErrorCode::DiskFull)) => Ok(true),
        Err(Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)) => {
            Ok(false)
        }
        Err(_) => tried.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::Connection;

    use super::in_memory;
    use crate::migrate::{FORMAT, MIGRATIONS, migrate};

    #[test]
    fn an_older_document_that_can_only_be_read_is_brought_up_to_date_in_memory() {
        let older = Connection::open_in_memory().expect("opens");
        migrate(&older, MIGRATIONS, 0).expect("the first format");
        older.execute_batch("insert into setting values ('view', 'assess')").expect("writes");
        let migrations = [MIGRATIONS, &["update setting set value = value || '!'"]].concat();

        let newer = in_memory(&older, Path::new(""), None, &migrations, FORMAT).expect("migrates");

        let setting = |c: &Connection| {
            c.query_row("select value from setting", (), |row| row.get::<_, String>(0))
                .expect("reads")
        };
        assert_eq!((setting(&older), setting(&newer)), ("assess".to_owned(), "assess!".to_owned()));
    }
}

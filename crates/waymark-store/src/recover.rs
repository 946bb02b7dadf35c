//! What can still be read of a damaged document, brought together with its newest sound copy.
//!
//! The damaged file is only read, and only through a copy of it. Each table is read from both ends and then row by row, so that a page
//! that is gone takes nothing with it but its own rows; the history knows every record that was ever made, and its last state, so that
//! it fills what a table has lost. Where the history itself has gaps, a sound copy fills what neither tells, and what cannot be
//! confirmed is named as in doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::FromSql;
use rusqlite::{Connection, OpenFlags, Row, ToSql, named_params, params};
use serde_json::Value;
use waymark_core::engagement::{Engagement, PackRef, Profile};
use waymark_core::id::{PackId, Uid};
use waymark_core::record::Kind;

use crate::change::{Blob, ChangeMeta, RowChange, hash_of};
use crate::claim::Claim;
use crate::copy::{discard, empty, move_there, with_suffix};
use crate::document::{Document, OpenMode, READ, connect, problems};
use crate::error::Error;
use crate::header::{self, Look};
use crate::migrate::{MIGRATIONS, migrate};
use crate::passphrase::Passphrase;

/// How many lines of what is wrong with a file are told.
const PROBLEMS: usize = 20;

/// A damaged document and what helps to recover it.
#[derive(Debug, Clone)]
pub struct Recovery<'r> {
    /// The damaged file; it is only read.
    pub path: &'r Path,
    /// Its passphrase, also that of its copies.
    pub key: Option<&'r Passphrase>,
    /// Copies of it, the newest first. Those that do not open, or are copies of something else, are passed over.
    pub copies: &'r [PathBuf],
    /// Packs whose text is at hand, for those whose text cannot be read.
    pub packs: &'r [PackRef],
    /// A folder for a copy of the damaged file while it is read.
    pub scratch: &'r Path,
}

/// Where the contents of a record come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Read, and confirmed by the history.
    Sound,
    /// Its row cannot be read, or contradicts the history and the sound copy; the history tells what it held.
    FromHistory,
    /// Only the sound copy has it: it stands as it did then.
    FromCopy,
    /// Read, and the part of the history that would confirm it cannot be read; or row, history and copy say different things.
    InDoubt,
    /// It was there, and what it held cannot be told.
    Lost,
}

/// What was found of the records of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFound {
    /// The name of the table.
    pub table: &'static str,
    /// What its records are called, as several.
    pub label: &'static str,
    /// How many records of each state there are; states without any are left out.
    pub counts: BTreeMap<State, u32>,
    /// The records that are not sound: their codes where known, else their uids, with their states.
    pub notable: Vec<(String, State)>,
}

/// What could be read of a damaged document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What SQLite says is wrong, at most twenty lines; nothing where it finds nothing.
    pub problems: Vec<String>,
    /// False where nothing at all could be read.
    pub is_readable: bool,
    /// The kinds of which there are records.
    pub tables: Vec<TableFound>,
    /// Where the profile comes from.
    pub profile: State,
    /// How many changes the history had; `None` where that cannot be told.
    pub changes: Option<u32>,
    /// How many of them could be read in full.
    pub changes_read: u32,
    /// The sound copy that was used, with the number of its changes and the time of its last one in milliseconds since 1970.
    pub copy: Option<(PathBuf, u32, i64)>,
    /// How many changes were made after that copy; `None` where that cannot be told.
    pub changes_after: Option<u32>,
    /// How many of these could be read in full.
    pub changes_after_read: u32,
    /// Files kept as evidence that could be read, here or in the copy.
    pub files: u32,
    /// The names of those that could not; the hash where the name is not known.
    pub files_lost: Vec<String>,
    /// Packs without their text.
    pub packs_lost: Vec<String>,
    /// True where the whole history could be read, so that the recovered document has it too.
    pub is_history_whole: bool,
}

impl Found {
    /// How many records of a state there are.
    pub fn count(&self, state: State) -> u32 {
        self.tables.iter().filter_map(|table| table.counts.get(&state)).sum()
    }
}

/// What was recovered, and whether it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// What could be read.
    pub found: Found,
    /// The new document; `None` where it was only looked at.
    pub written: Option<PathBuf>,
}

/// Reads what can be read of a damaged document and, where a target is named, writes a sound one with all of it.
///
/// # Errors
/// [`Error::EncryptedOrNotADocument`] and [`Error::WrongPassphrase`] as on opening; [`Error::Locked`] for one that is open;
/// [`Error::NotADocument`] where the file is something else and no copy is there; [`Error::Damaged`] where nothing can be read and no
/// copy is there; [`Error::AlreadyExists`] for a target that is there.
pub fn recover(
    recovery: &Recovery<'_>,
    out: Option<&Path>,
    meta: &ChangeMeta,
) -> Result<Recovered, Error> {
    if let Some(out) = out
        && fs::symlink_metadata(out).is_ok()
    {
        return Err(Error::AlreadyExists { path: out.to_owned() });
    }
    let claim = Claim::new(recovery.path)?;
    let mut read = Reading::of(recovery)?;
    drop(claim);
    let copy = SoundCopy::newest(recovery, &read);
    if !read.is_readable && copy.is_none() {
        return Err(Error::damaged(recovery.path, "nothing of it can be read"));
    }
    let judged = Judged::of(&mut read, copy.as_ref(), recovery);
    let found = judged.found(&read, copy.as_ref());
    if let Some(out) = out {
        judged.write(&read, copy.as_ref(), recovery, out, meta)?;
    }
    Ok(Recovered { found, written: out.map(Path::to_owned) })
}

/// A row of the history, as it was written.
struct JournalRow {
    seq: i64,
    table: String,
    uid: String,
    position_before: Option<i64>,
    before: Option<String>,
    position_after: Option<i64>,
    after: Option<String>,
}

/// An entry of the history with its rows.
struct ChangeRead {
    id: String,
    parent: Option<String>,
    at: i64,
    by: String,
    command: String,
    undoes: Option<String>,
    rows: Vec<JournalRow>,
    merged: Vec<String>,
    /// Everything of it could be read.
    is_whole: bool,
}

/// A place among the others of its kind, and a body.
type Placed = (i64, String);

/// What the history tells of a row last.
struct Told {
    /// `None` where it was removed.
    state: Option<Placed>,
    /// No change behind it that cannot be read could tell otherwise.
    is_certain: bool,
}

/// Everything that could be read.
struct Reading {
    problems: Vec<String>,
    is_readable: bool,
    uid: Option<String>,
    profile: Option<String>,
    packs: Vec<(i64, PackRef)>,
    /// By table and uid.
    records: BTreeMap<Kind, BTreeMap<String, Placed>>,
    /// The tables that were read from one end to the other.
    whole: BTreeSet<Kind>,
    changes: BTreeMap<i64, ChangeRead>,
    last_number: i64,
    counters: Vec<(String, i64)>,
    settings: Vec<(String, String)>,
    blobs: BTreeMap<String, Blob>,
    blob_names: BTreeMap<String, String>,
}

/// The scratch copy of the damaged file; removed when dropped.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        discard(&self.0);
    }
}

impl Scratch {
    /// Copies the file with the journal that belongs to it, so that the file itself stays as it is.
    fn of(path: &Path, folder: &Path) -> Result<Self, Error> {
        let scratch = Scratch(folder.join(format!(".waymark-recover-{}.part", std::process::id())));
        let target = &scratch.0;
        fs::copy(path, target).map_err(|source| Error::io("read", path, source))?;
        let journal = with_suffix(path, "-journal");
        if journal.exists() {
            fs::copy(&journal, with_suffix(target, "-journal"))
                .map_err(|source| Error::io("read", &journal, source))?;
        }
        // The copy may have been made of a file that can only be read.
        #[allow(clippy::permissions_set_readonly_false, reason = "a scratch copy of our own")]
        if let Ok(metadata) = fs::metadata(target) {
            let mut rights = metadata.permissions();
            rights.set_readonly(false);
            let _ = fs::set_permissions(target, rights);
        }
        Ok(scratch)
    }
}

/// A database of which parts cannot be read.
struct Broken {
    connection: Connection,
    path: String,
}

impl Broken {
    fn open(path: &Path, key: Option<&Passphrase>) -> Result<Self, Error> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
        let broken = Self { connection, path: path.to_string_lossy().into_owned() };
        broken.attach().map_err(|source| Error::sql("read", path, source))?;
        Ok(broken)
    }

    /// Attaches the file once more under another name. Without a key it gets that of the connection, already derived.
    fn attach(&self) -> rusqlite::Result<()> {
        self.connection.execute("attach ?1 as d", params![self.path]).map(drop)
    }

    /// Reads rows until one cannot be read; whether all could. A protected database answers nothing more after a page that does not
    /// fit its check, so that it is attached anew.
    fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        map: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> (Vec<T>, bool) {
        let mut found = Vec::new();
        let read = (|| -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query(values)?;
            while let Some(row) = rows.next()? {
                // A value of another type than written is damage to this row alone.
                if let Ok(one) = map(row) {
                    found.push(one);
                }
            }
            Ok(())
        })();
        let is_whole = read.is_ok();
        if !is_whole {
            let _ = self.connection.execute_batch("detach d");
            let _ = self.attach();
        }
        (found, is_whole)
    }

    fn one<T: FromSql>(&self, sql: &str, values: &[&dyn ToSql]) -> Option<T> {
        self.rows(sql, values, |row| row.get(0)).0.into_iter().next()
    }
}

impl Reading {
    fn nothing(problems: Vec<String>) -> Self {
        Self {
            problems,
            is_readable: false,
            uid: None,
            profile: None,
            packs: vec![],
            records: BTreeMap::new(),
            whole: BTreeSet::new(),
            changes: BTreeMap::new(),
            last_number: 0,
            counters: vec![],
            settings: vec![],
            blobs: BTreeMap::new(),
            blob_names: BTreeMap::new(),
        }
    }

    fn of(recovery: &Recovery<'_>) -> Result<Self, Error> {
        let Recovery { path, key, .. } = *recovery;
        let look = header::inspect(path);
        let key = match (&look, key) {
            (Ok(Look::Protected), None) => {
                // Its copies have no passphrase: it is the file's beginning that is damaged.
                let is_plain = |copy: &PathBuf| matches!(header::look(copy), Ok(Look::Plain));
                if recovery.copies.iter().any(is_plain) {
                    return Ok(Self::nothing(vec!["its first page cannot be read".into()]));
                }
                return Err(Error::EncryptedOrNotADocument { path: path.to_owned() });
            }
            (Ok(Look::Protected), key) => key,
            // It may be told by its copies what it was.
            (Err(Error::NotADocument { .. }), _) if recovery.copies.is_empty() => {
                return Err(look.expect_err("it was just seen"));
            }
            (Err(Error::NotFound { .. } | Error::TooNew { .. } | Error::Io { .. }), _) => {
                return Err(look.expect_err("it was just seen"));
            }
            _ => None,
        };
        is_unlocked(path)?;
        let scratch = Scratch::of(path, recovery.scratch)?;
        let broken = match Broken::open(&scratch.0, key) {
            Ok(broken) => broken,
            // Where a copy opens with the passphrase, it is the file's first page that is damaged.
            Err(Error::WrongPassphrase { .. }) => {
                let opens =
                    |copy: &PathBuf| Document::open_with(copy, OpenMode::ReadOnly, key).is_ok();
                if !recovery.copies.iter().any(opens) {
                    return Err(Error::WrongPassphrase { path: path.to_owned() });
                }
                return Ok(Self::nothing(vec!["its first page cannot be read".into()]));
            }
            Err(Error::Damaged { detail, .. }) => return Ok(Self::nothing(vec![detail])),
            Err(Error::NotADocument { detail, .. }) => {
                return Ok(Self::nothing(vec![detail.to_owned()]));
            }
            Err(other) => return Err(other),
        };
        // On a connection of its own: the check of a protected file ends with its first bad page.
        let problems = connect(&scratch.0, READ, key)
            .and_then(|checked| {
                problems(&checked, PROBLEMS).map_err(|source| Error::sql("read", path, source))
            })
            .unwrap_or_else(|problem| match problem {
                Error::Damaged { detail, .. } => vec![detail],
                other => vec![other.to_string()],
            });
        let mut read = Self::nothing(problems);
        read.read(&broken);
        Ok(read)
    }

    fn read(&mut self, broken: &Broken) {
        let last = broken
            .one::<i64>("select number from d.change order by number desc limit 1", &[])
            .or_else(|| {
                broken.one("select change from d.change_row order by change desc limit 1", &[])
            });
        let (numbers, _) =
            broken.rows("select number from d.change order by number", &[], |row| row.get(0));
        self.last_number = last.or(numbers.last().copied()).unwrap_or(0);
        for number in 1..=self.last_number {
            if let Some(change) = read_change(broken, number) {
                self.changes.insert(number, change);
            }
        }
        if let Some((uid, profile)) = broken
            .rows("select uid, profile from d.engagement", &[], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .0
            .into_iter()
            .next()
        {
            (self.uid, self.profile) = (Some(uid), Some(profile));
        }
        let pack = |row: &Row<'_>| {
            let id: String = row.get("id")?;
            let pack = PackRef {
                id: id.as_str().into(),
                version: row.get("version")?,
                hash: row.get("hash")?,
                text: row.get("text")?,
            };
            Ok((row.get("position")?, pack, row.get::<_, String>("text_hash")?))
        };
        let (ids, _) = both_ends::<String>(broken, "packs", "id");
        for id in ids {
            let row = broken.rows("select * from d.packs where id = ?1", &[&id], pack).0.pop();
            if let Some((position, pack, hash)) = row
                && hash_of(pack.text.as_bytes()) == hash
            {
                self.packs.push((position, pack));
            }
        }
        self.packs.sort_by_key(|(position, _)| *position);
        for kind in Kind::ALL {
            self.read_records(broken, *kind);
        }
        self.counters = broken
            .rows("select prefix, last from d.code_counter", &[], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .0;
        self.settings = broken
            .rows("select name, value from d.setting", &[], |row| Ok((row.get(0)?, row.get(1)?)))
            .0;
        self.read_blobs(broken);
        self.is_readable = self.uid.is_some()
            || !self.changes.is_empty()
            || self.records.values().any(|rows| !rows.is_empty());
    }

    fn read_records(&mut self, broken: &Broken, kind: Kind) {
        let table = kind.table();
        let rows = self.records.entry(kind).or_default();
        let placed = |row: &Row<'_>| {
            Ok((row.get::<_, String>(0)?, (row.get::<_, i64>(1)?, row.get::<_, String>(2)?)))
        };
        let select = format!("select uid, position, body from d.{table}");
        let (forwards, is_whole) = broken.rows(&format!("{select} order by uid"), &[], placed);
        rows.extend(forwards);
        if is_whole {
            self.whole.insert(kind);
        } else {
            rows.extend(broken.rows(&format!("{select} order by uid desc"), &[], placed).0);
            // Behind the pages that are gone, one by one: the history names them all.
            let named: BTreeSet<&String> = self
                .changes
                .values()
                .flat_map(|change| &change.rows)
                .filter(|row| row.table == table && !rows.contains_key(&row.uid))
                .map(|row| &row.uid)
                .collect();
            let singly: Vec<_> = named
                .into_iter()
                .flat_map(|uid| broken.rows(&format!("{select} where uid = ?1"), &[uid], placed).0)
                .collect();
            rows.extend(singly);
        }
        // What is no record any more was not read.
        let mut scratch = Engagement::new(Uid::root("recover"), "");
        rows.retain(|uid, (_, body)| is_record(&mut scratch, kind, uid, body));
    }

    fn read_blobs(&mut self, broken: &Broken) {
        for row in self.changes.values().flat_map(|change| &change.rows) {
            if row.table == "blobs" {
                let told = row.after.as_deref().and_then(|told| serde_json::from_str(told).ok());
                let name = told.and_then(|told: Value| Some(told["name"].as_str()?.to_owned()));
                self.blob_names.insert(row.uid.clone(), name.unwrap_or_default());
            }
        }
        let (hashes, _) = both_ends::<String>(broken, "blobs", "hash");
        let hashes: BTreeSet<String> =
            hashes.into_iter().chain(self.blob_names.keys().cloned()).collect();
        for hash in hashes {
            let blob = broken.rows(
                "select bytes, name, media_type from d.blobs where hash = ?1",
                &[&hash],
                |row| Ok(Blob { bytes: row.get(0)?, name: row.get(1)?, media_type: row.get(2)? }),
            );
            if let Some(blob) = blob.0.into_iter().find(|blob| hash_of(&blob.bytes) == hash) {
                self.blobs.insert(hash, blob);
            }
        }
    }

    /// Every change there was could be read in full, each after the one before.
    fn has_whole_history(&self) -> bool {
        let mut before: Option<&str> = None;
        let follows = self.changes.values().all(|change| {
            let is_next = change.parent.as_deref() == before;
            before = Some(&change.id);
            is_next && change.is_whole
        });
        follows && self.last_number > 0 && self.changes.len() as i64 == self.last_number
    }

    /// The last change that cannot be read in full; 0 where all can. What the history tells behind it is certain.
    fn last_gap(&self) -> i64 {
        let is_gap = |number: &i64| self.changes.get(number).is_none_or(|change| !change.is_whole);
        (1..=self.last_number).rev().find(is_gap).unwrap_or(0)
    }

    /// The last state that the history tells of each row of a table: its place and body, `None` where it was removed.
    fn told(&self, table: &str) -> BTreeMap<&str, Told> {
        let last_gap = self.last_gap();
        let mut told = BTreeMap::new();
        for (number, change) in &self.changes {
            for row in change.rows.iter().filter(|row| row.table == table) {
                let state = row.position_after.zip(row.after.clone());
                told.insert(row.uid.as_str(), Told { state, is_certain: *number > last_gap });
            }
        }
        told
    }
}

/// Refuses a document that this or another program has open: what is read of it could be half changed. A file that is no document, or
/// not to be read as one, is free.
///
/// # Errors
/// [`Error::Locked`].
pub fn is_free(path: &Path) -> Result<(), Error> {
    let _claim = match Claim::new(path) {
        Err(locked @ Error::Locked { .. }) => return Err(locked),
        claimed => claimed,
    };
    is_unlocked(path)
}

fn is_unlocked(path: &Path) -> Result<(), Error> {
    // Whether it can be read at all is seen later.
    let Ok(connection) = Connection::open_with_flags(path, READ) else { return Ok(()) };
    let busy = connection.query_row("select count(*) from sqlite_schema", (), |_| Ok(()));
    match busy.map_err(|source| source.sqlite_error_code()) {
        Err(Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)) => {
            Err(Error::Locked { path: path.to_owned() })
        }
        _ => Ok(()),
    }
}

fn is_record(scratch: &mut Engagement, kind: Kind, uid: &str, body: &str) -> bool {
    let Some(key) = Uid::parse(uid) else { return false };
    let is_one = serde_json::from_str::<Value>(body)
        .ok()
        .filter(|row| row["uid"].as_str() == Some(uid))
        .is_some_and(|row| scratch.put_row(kind, row).is_ok());
    scratch.remove_row(kind, key);
    is_one
}

/// The keys of a table, read from both ends.
fn both_ends<T: FromSql>(broken: &Broken, table: &str, key: &str) -> (Vec<T>, bool) {
    let sql = format!("select {key} from d.{table} order by {key}");
    let (mut keys, is_whole) = broken.rows(&sql, &[], |row| row.get(0));
    if !is_whole {
        keys.extend(broken.rows(&format!("{sql} desc"), &[], |row| row.get(0)).0);
    }
    (keys, is_whole)
}

fn read_change(broken: &Broken, number: i64) -> Option<ChangeRead> {
    let head = broken.rows(
        "select id, parent, at, by, command, undoes from d.change where number = ?1",
        &[&number],
        |row| {
            Ok(ChangeRead {
                id: row.get(0)?,
                parent: row.get(1)?,
                at: row.get(2)?,
                by: row.get(3)?,
                command: row.get(4)?,
                undoes: row.get(5)?,
                rows: vec![],
                merged: vec![],
                is_whole: true,
            })
        },
    );
    let mut change = head.0.into_iter().next()?;
    let (rows, is_whole) = broken.rows(
        "select seq, table_name, uid, position_before, before, position_after, after from d.change_row
         where change = ?1 order by seq",
        &[&number],
        |row| {
            Ok(JournalRow {
                seq: row.get(0)?,
                table: row.get(1)?,
                uid: row.get(2)?,
                position_before: row.get(3)?,
                before: row.get(4)?,
                position_after: row.get(5)?,
                after: row.get(6)?,
            })
        },
    );
    let is_json = |text: &Option<String>| {
        text.as_deref().is_none_or(|text| serde_json::from_str::<Value>(text).is_ok())
    };
    let are_sound = rows
        .iter()
        .zip(1_i64..)
        .all(|(row, seq)| row.seq == seq && is_json(&row.before) && is_json(&row.after));
    change.is_whole = is_whole && are_sound;
    change.rows = rows.into_iter().filter(|row| is_json(&row.after)).collect();
    let (merged, _) =
        broken.rows("select id from d.merged where change = ?1", &[&number], |row| row.get(0));
    change.merged = merged;
    Some(change)
}

/// The newest copy that opens and is one of this document.
struct SoundCopy {
    document: Document,
    engagement: Engagement,
    changes: u32,
    last_at: i64,
    ids: BTreeSet<String>,
}

impl SoundCopy {
    fn newest(recovery: &Recovery<'_>, read: &Reading) -> Option<Self> {
        recovery.copies.iter().find_map(|path| {
            let document = Document::open_with(path, OpenMode::ReadOnly, recovery.key).ok()?;
            let engagement = document.read().ok()?;
            let history = document.history(u32::MAX, 0).ok()?;
            let ids: BTreeSet<String> =
                history.iter().map(|change| change.id.to_string()).collect();
            let is_of_it = read.changes.is_empty()
                || read.changes.values().any(|change| ids.contains(&change.id));
            is_of_it.then(|| Self {
                engagement,
                changes: history.len() as u32,
                last_at: history.first().map_or(0, |change| change.at),
                ids,
                document,
            })
        })
    }
}

/// What the recovered document holds, and where it comes from.
struct Judged {
    uid: Uid,
    profile: (State, Value),
    packs: Vec<PackRef>,
    packs_lost: Vec<String>,
    records: BTreeMap<Kind, Vec<(String, State, Option<Placed>)>>,
    is_history_whole: bool,
    /// Files that only the copy has.
    copied_blobs: Vec<Blob>,
    blobs_lost: Vec<String>,
}

impl Judged {
    fn of(read: &mut Reading, copy: Option<&SoundCopy>, recovery: &Recovery<'_>) -> Self {
        let is_history_whole = read.has_whole_history();
        let mut records = BTreeMap::new();
        for kind in Kind::ALL {
            records.insert(*kind, judge_kind(read, copy, *kind));
        }
        drop_dangling(&mut records);
        let uid = read
            .uid
            .as_deref()
            .and_then(Uid::parse)
            .or(copy.map(|copy| copy.engagement.uid))
            .or_else(|| {
                let row = read.changes.values().flat_map(|change| &change.rows);
                row.filter(|row| row.table == "engagement").find_map(|row| Uid::parse(&row.uid))
            })
            .unwrap_or_else(|| Uid::root("recovered"));
        let (packs, packs_lost) = packs_of(read, copy, recovery.packs);
        let mut copied_blobs = Vec::new();
        let mut blobs_lost = Vec::new();
        let known: BTreeSet<String> = read
            .blob_names
            .keys()
            .cloned()
            .chain(copy.and_then(|copy| copy.document.blob_hashes().ok()).unwrap_or_default())
            .collect();
        for hash in known.iter().filter(|hash| !read.blobs.contains_key(*hash)) {
            match copy.and_then(|copy| copy.document.blob(hash).ok().flatten()) {
                Some(blob) => copied_blobs.push(blob),
                None => {
                    let name = read.blob_names.get(hash).filter(|name| !name.is_empty());
                    blobs_lost.push(name.unwrap_or(hash).clone());
                }
            }
        }
        Self {
            uid,
            profile: judge_profile(read, copy),
            packs,
            packs_lost,
            records,
            is_history_whole,
            copied_blobs,
            blobs_lost,
        }
    }

    fn found(&self, read: &Reading, copy: Option<&SoundCopy>) -> Found {
        let mut tables = Vec::new();
        for (kind, records) in &self.records {
            let mut counts = BTreeMap::new();
            let mut notable = Vec::new();
            for (uid, state, placed) in records {
                *counts.entry(*state).or_insert(0) += 1;
                if *state != State::Sound {
                    let body = placed
                        .as_ref()
                        .and_then(|(_, body)| serde_json::from_str::<Value>(body).ok());
                    let code = body.and_then(|row| Some(row.get("code")?.as_str()?.to_owned()));
                    notable.push((code.unwrap_or_else(|| uid.clone()), *state));
                }
            }
            if !counts.is_empty() {
                tables.push(TableFound {
                    table: kind.table(),
                    label: kind.plural(),
                    counts,
                    notable,
                });
            }
        }
        let whole = || read.changes.values().filter(|change| change.is_whole);
        let after = |change: &&ChangeRead| copy.is_some_and(|copy| !copy.ids.contains(&change.id));
        let known = read.is_readable && read.last_number > 0;
        let changes = known.then_some(read.last_number as u32);
        Found {
            problems: read.problems.clone(),
            is_readable: read.is_readable,
            tables,
            profile: self.profile.0,
            changes,
            changes_read: whole().count() as u32,
            copy: copy.map(|copy| (copy.document.path().to_owned(), copy.changes, copy.last_at)),
            changes_after: copy.and_then(|copy| Some(changes?.saturating_sub(copy.changes))),
            changes_after_read: whole().filter(after).count() as u32,
            files: (read.blobs.len() + self.copied_blobs.len()) as u32,
            files_lost: self.blobs_lost.clone(),
            packs_lost: self.packs_lost.clone(),
            is_history_whole: self.is_history_whole,
        }
    }

    /// The recovered engagement.
    fn engagement(&self) -> Result<Engagement, serde_json::Error> {
        let mut engagement = Engagement::new(self.uid, "");
        engagement.profile = serde_json::from_value(self.profile.1.clone())?;
        engagement.packs.clone_from(&self.packs);
        for (kind, records) in &self.records {
            let mut rows: Vec<(&Placed, &String)> = records
                .iter()
                .filter_map(|(uid, _, placed)| Some((placed.as_ref()?, uid)))
                .collect();
            rows.sort_by(|one, other| (one.0.0, one.1).cmp(&(other.0.0, other.1)));
            for ((_, body), _) in rows {
                engagement.put_row(*kind, serde_json::from_str(body)?)?;
            }
        }
        Ok(engagement)
    }

    fn write(
        &self,
        read: &Reading,
        copy: Option<&SoundCopy>,
        recovery: &Recovery<'_>,
        out: &Path,
        meta: &ChangeMeta,
    ) -> Result<(), Error> {
        // Protected as the damaged file is.
        let key = match header::inspect(recovery.path) {
            Ok(Look::Protected) => recovery.key,
            Ok(Look::Plain) => None,
            // A file that tells nothing is taken for what its copy is.
            Err(_) => copy.and_then(|copy| copy.document.passphrase()),
        };
        let part = with_suffix(out, ".part");
        let engagement = self
            .engagement()
            .map_err(|problem| Error::damaged(recovery.path, problem.to_string()))?;
        let made = if self.is_history_whole {
            self.rebuild(read, key, out, &part, &engagement)
        } else {
            Err(Error::damaged(recovery.path, "its history has gaps"))
        };
        let made = made.or_else(|_| {
            discard(&part);
            match copy {
                Some(copy) => self.upon(copy, read, out, &part, meta, &engagement),
                None => self.anew(read, key, &part, meta, &engagement),
            }
        });
        let moved = made.and_then(|()| {
            if fs::symlink_metadata(out).is_ok() {
                return Err(Error::AlreadyExists { path: out.to_owned() });
            }
            move_there(&part, out)
        });
        if moved.is_err() {
            discard(&part);
        }
        moved
    }

    /// Writes the document with its whole history, row by row.
    fn rebuild(
        &self,
        read: &Reading,
        key: Option<&Passphrase>,
        out: &Path,
        part: &Path,
        engagement: &Engagement,
    ) -> Result<(), Error> {
        empty(part, out)?;
        let sql = |source| Error::sql("write", out, source);
        let mut connection = connect(part, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
        let tx = connection.transaction().map_err(sql)?;
        migrate(&tx, MIGRATIONS, 0).map_err(sql)?;
        self.insert_all(read, &tx).map_err(sql)?;
        tx.commit().map_err(sql)?;
        drop(connection);
        let document = Document::open_with(part, OpenMode::ReadOnly, key)?;
        if document.read()? != *engagement {
            return Err(Error::damaged(out, "its history does not lead to what it holds"));
        }
        Ok(())
    }

    fn insert_all(&self, read: &Reading, tx: &rusqlite::Transaction<'_>) -> rusqlite::Result<()> {
        let text = |value: &Value| value.to_string();
        let profile =
            read.told("engagement").into_values().filter_map(|told| told.state).next_back();
        tx.execute(
            "insert into engagement (only, uid, profile) values (1, ?1, ?2)",
            params![
                self.uid.to_string(),
                profile.map_or_else(|| text(&self.profile.1), |(_, body)| body)
            ],
        )?;
        let told = read.told("packs");
        for (pack, place) in self.packs.iter().zip(0_i64..) {
            let position = told
                .get(pack.id.as_str())
                .and_then(|told| Some(told.state.as_ref()?.0))
                .unwrap_or(place);
            tx.execute(
                "insert into packs (id, version, hash, text, text_hash, position) values (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    pack.id.as_str(),
                    pack.version,
                    pack.hash,
                    pack.text,
                    hash_of(pack.text.as_bytes()),
                    position
                ],
            )?;
        }
        for (kind, records) in &self.records {
            let mut insert = tx.prepare(&format!(
                "insert into {} (uid, position, body) values (?1, ?2, ?3)",
                kind.table()
            ))?;
            for (uid, _, placed) in records {
                if let Some((position, body)) = placed {
                    insert.execute(params![uid, position, body])?;
                }
            }
        }
        for blob in read.blobs.values().chain(&self.copied_blobs) {
            tx.execute(
                "insert into blobs (hash, bytes, name, media_type) values (?1, ?2, ?3, ?4)",
                params![hash_of(&blob.bytes), blob.bytes, blob.name, blob.media_type],
            )?;
        }
        for (number, change) in &read.changes {
            tx.execute(
                "insert into change (number, id, parent, at, by, command, undoes) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    number,
                    change.id,
                    change.parent,
                    change.at,
                    change.by,
                    change.command,
                    change.undoes
                ],
            )?;
            for row in &change.rows {
                tx.execute(
                    "insert into change_row (change, seq, table_name, uid, position_before, before, position_after, after)
                     values (:change, :seq, :table, :uid, :position_before, :before, :position_after, :after)",
                    named_params! {
                        ":change": number, ":seq": row.seq, ":table": row.table, ":uid": row.uid,
                        ":position_before": row.position_before, ":before": row.before,
                        ":position_after": row.position_after, ":after": row.after,
                    },
                )?;
            }
            for id in &change.merged {
                tx.execute("insert into merged (change, id) values (?1, ?2)", params![number, id])?;
            }
        }
        for (prefix, last) in self.counters(read) {
            tx.execute(
                "insert into code_counter (prefix, last) values (?1, ?2)",
                params![prefix, last],
            )?;
        }
        for (name, value) in &read.settings {
            tx.execute(
                "insert into setting (name, value) values (?1, ?2) on conflict (name) do nothing",
                params![name, value],
            )?;
        }
        Ok(())
    }

    /// The highest number behind each prefix that was ever used, as far as can be read.
    fn counters(&self, read: &Reading) -> BTreeMap<String, i64> {
        let mut counters: BTreeMap<String, i64> = read.counters.iter().cloned().collect();
        let told = read
            .changes
            .values()
            .flat_map(|change| &change.rows)
            .flat_map(|row| [&row.before, &row.after])
            .flatten();
        let held =
            self.records.values().flatten().filter_map(|(_, _, placed)| Some(&placed.as_ref()?.1));
        for body in told.chain(held) {
            let row: Option<Value> = serde_json::from_str(body).ok();
            let code = row.as_ref().and_then(|row| row.get("code")?.as_str());
            if let Some((prefix, number)) = code.and_then(|code| code.rsplit_once('-'))
                && let Ok(number) = number.parse::<u32>()
            {
                let last = counters.entry(prefix.to_owned()).or_default();
                *last = i64::from(number).max(*last);
            }
        }
        counters
    }

    /// Puts what was read on top of the sound copy, as one change.
    fn upon(
        &self,
        copy: &SoundCopy,
        read: &Reading,
        out: &Path,
        part: &Path,
        meta: &ChangeMeta,
        engagement: &Engagement,
    ) -> Result<(), Error> {
        empty(part, out)?;
        copy.document.back_up(part)?;
        let mut document =
            Document::open_with(part, OpenMode::ReadWrite, copy.document.passphrase())?;
        let changes = self.difference(&copy.engagement, engagement, read);
        put_together(&mut document, meta, changes)
    }

    /// Makes a new document of what was read; its history begins with that.
    fn anew(
        &self,
        read: &Reading,
        key: Option<&Passphrase>,
        part: &Path,
        meta: &ChangeMeta,
        engagement: &Engagement,
    ) -> Result<(), Error> {
        let mut bare = Engagement::new(self.uid, "");
        bare.profile = engagement.profile.clone();
        bare.packs.clone_from(&engagement.packs);
        let mut document = Document::create_with(part, key, &bare, &[], meta)?;
        let changes = self.difference(&bare, engagement, read);
        let next = ChangeMeta {
            id: Uid::derived(meta.id, "records"),
            at: meta.at,
            by: meta.by.clone(),
            command: meta.command.clone(),
        };
        put_together(&mut document, &next, changes)
    }

    /// The steps from one engagement to the recovered one.
    fn difference(&self, from: &Engagement, to: &Engagement, read: &Reading) -> Vec<RowChange> {
        let mut changes = Vec::new();
        let profile =
            |one: &Engagement| serde_json::to_value(&one.profile).expect("a profile is plain data");
        if profile(from) != profile(to) {
            changes.push(RowChange::Profile(profile(to)));
        }
        for pack in to.packs.iter().filter(|pack| !from.packs.contains(pack)) {
            changes.push(RowChange::Pack(pack.clone()));
        }
        changes.extend(read.blobs.values().cloned().map(RowChange::Blob));
        for kind in Kind::ALL {
            let key = |row: &Value| row["uid"].as_str().and_then(Uid::parse);
            let before: BTreeMap<Uid, Value> =
                from.rows(*kind).into_iter().filter_map(|row| Some((key(&row)?, row))).collect();
            let rows: Vec<(Uid, Value)> =
                to.rows(*kind).into_iter().filter_map(|row| Some((key(&row)?, row))).collect();
            let wanted: Vec<Uid> = rows.iter().map(|(uid, _)| *uid).collect();
            for uid in before.keys().filter(|uid| !wanted.contains(uid)) {
                changes.push(RowChange::Remove { kind: *kind, uid: *uid });
            }
            for (uid, row) in rows {
                if before.get(&uid) != Some(&row) {
                    changes.push(RowChange::Put { kind: *kind, uid, row });
                }
            }
            if !wanted.is_empty() {
                changes.push(RowChange::Order { kind: *kind, uids: wanted });
            }
        }
        changes
    }
}

/// Makes the steps as one change. Where some of what was read in doubt does not fit the rest, those steps alone are left out.
fn put_together(
    document: &mut Document,
    meta: &ChangeMeta,
    mut changes: Vec<RowChange>,
) -> Result<(), Error> {
    let refused = match document.write(meta, &changes) {
        Ok(()) => return Ok(()),
        Err(error @ (Error::Rejected { .. } | Error::InvalidRow { .. })) => error,
        Err(error) => return Err(error),
    };
    changes.retain(|change| !matches!(change, RowChange::Order { .. }));
    let mut is_any = false;
    for (change, at) in changes.iter().zip(0_u32..) {
        let next = ChangeMeta { id: Uid::derived(meta.id, &format!("step {at}")), ..meta.clone() };
        match document.write(&next, std::slice::from_ref(change)) {
            Ok(()) => is_any = true,
            Err(Error::Rejected { .. } | Error::InvalidRow { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    if is_any { Ok(()) } else { Err(refused) }
}

/// The same record, however its JSON is written.
fn same(one: &str, other: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    one == other || read(one).is_some_and(|value| Some(value) == read(other))
}

fn judge_kind(
    read: &Reading,
    copy: Option<&SoundCopy>,
    kind: Kind,
) -> Vec<(String, State, Option<Placed>)> {
    let empty = BTreeMap::new();
    let rows = read.records.get(&kind).unwrap_or(&empty);
    let is_table_whole = read.whole.contains(&kind);
    let told = read.told(kind.table());
    let mut scratch = Engagement::new(Uid::root("recover"), "");
    let copied: BTreeMap<String, Placed> = copy
        .map(|copy| copy.engagement.rows(kind))
        .unwrap_or_default()
        .into_iter()
        .zip(0_i64..)
        .filter_map(|(row, at)| Some((row["uid"].as_str()?.to_owned(), (at, row.to_string()))))
        .collect();
    let keys: BTreeSet<&str> = rows
        .keys()
        .map(String::as_str)
        .chain(told.keys().copied())
        .chain(copied.keys().map(String::as_str))
        .collect();
    let mut judged = Vec::new();
    for uid in keys {
        let row = rows.get(uid);
        // What the history tells and is no record is as if it were not told.
        let tale = told.get(uid).filter(|told| {
            told.state.as_ref().is_none_or(|(_, body)| is_record(&mut scratch, kind, uid, body))
        });
        let is_certain = tale.is_some_and(|told| told.is_certain);
        let tale = tale.map(|told| told.state.as_ref());
        let (state, placed) = match (row, tale) {
            (Some(row), Some(Some(told))) if row == told => (State::Sound, Some(row.clone())),
            // Two readings that differ: the sound copy says which is right, or else nobody can.
            (Some(row), Some(Some(told))) if is_certain => match copied.get(uid) {
                Some(copied) if same(&copied.1, &row.1) => (State::Sound, Some(row.clone())),
                Some(copied) if same(&copied.1, &told.1) => {
                    (State::FromHistory, Some(told.clone()))
                }
                _ => (State::InDoubt, Some(told.clone())),
            },
            (None, Some(Some(told))) if is_certain => match copied.get(uid) {
                Some(copied) if !same(&copied.1, &told.1) => (State::InDoubt, Some(told.clone())),
                _ => (State::FromHistory, Some(told.clone())),
            },
            (_, Some(None)) if is_certain => continue,
            // A later change of it cannot be read.
            (Some(row), _) => (State::InDoubt, Some(row.clone())),
            // The table was read to its end and does not have it: it was removed by a change that cannot be read.
            (None, _) if is_table_whole && read.is_readable => continue,
            (None, Some(Some(told))) => (State::FromHistory, Some(told.clone())),
            (None, Some(None)) => continue,
            (None, None) => match copied.get(uid) {
                Some(copied) => (State::FromCopy, Some(copied.clone())),
                None => (State::Lost, None),
            },
        };
        judged.push((uid.to_owned(), state, placed));
    }
    judged
}

/// What names a participant that is lost cannot be kept.
fn drop_dangling(records: &mut BTreeMap<Kind, Vec<(String, State, Option<Placed>)>>) {
    let people: BTreeSet<String> = records
        .get(&Kind::Participant)
        .into_iter()
        .flatten()
        .filter(|(_, _, placed)| placed.is_some())
        .map(|(uid, ..)| uid.clone())
        .collect();
    for (_, state, placed) in records.get_mut(&Kind::Vote).into_iter().flatten() {
        let person = placed
            .as_ref()
            .and_then(|(_, body)| serde_json::from_str::<Value>(body).ok())
            .and_then(|row| Some(row["participant"].as_str()?.to_owned()));
        if person.is_some_and(|person| !people.contains(&person)) {
            (*state, *placed) = (State::Lost, None);
        }
    }
}

fn judge_profile(read: &Reading, copy: Option<&SoundCopy>) -> (State, Value) {
    let profile = |text: &str| {
        let value: Value = serde_json::from_str(text).ok()?;
        serde_json::from_value::<Profile>(value.clone()).ok().map(|_| value)
    };
    let held = read.profile.as_deref().and_then(profile);
    let told = read.told("engagement").into_values().last();
    let is_certain = told.as_ref().is_some_and(|told| told.is_certain);
    let told = told.and_then(|told| profile(&told.state?.1));
    match (held, told) {
        (Some(held), Some(told)) if held == told => (State::Sound, held),
        (_, Some(told)) if is_certain => (State::FromHistory, told),
        (Some(held), _) => (State::InDoubt, held),
        (None, Some(told)) => (State::FromHistory, told),
        (None, None) => match copy {
            Some(copy) => (
                State::FromCopy,
                serde_json::to_value(&copy.engagement.profile).expect("a profile is plain data"),
            ),
            None => (
                State::Lost,
                serde_json::to_value(Engagement::new(Uid::root("recovered"), "Recovered").profile)
                    .expect("a profile is plain data"),
            ),
        },
    }
}

/// The packs in their order: those that could be read, and those that the history names with a text that is at hand.
fn packs_of(
    read: &Reading,
    copy: Option<&SoundCopy>,
    at_hand: &[PackRef],
) -> (Vec<PackRef>, Vec<String>) {
    let mut packs: Vec<(i64, PackRef)> = read.packs.clone();
    let mut lost = Vec::new();
    for (id, told) in read.told("packs") {
        let Some((position, body)) = told.state else { continue };
        if packs.iter().any(|(_, pack)| pack.id == PackId::new(id)) {
            continue;
        }
        let named: Option<PackRef> = serde_json::from_str(&body).ok();
        let with_text = named.as_ref().and_then(|named| {
            let copied = copy.into_iter().flat_map(|copy| &copy.engagement.packs);
            let same = |pack: &&PackRef| pack.id == named.id && pack.hash == named.hash;
            copied.chain(at_hand).find(same).cloned()
        });
        match with_text {
            Some(pack) => packs.push((position, pack)),
            None => lost.push(id.to_owned()),
        }
    }
    if packs.is_empty()
        && let Some(copy) = copy
    {
        packs = (0..).zip(copy.engagement.packs.iter().cloned()).collect();
        lost.retain(|id| packs.iter().all(|(_, pack)| pack.id != PackId::new(id)));
    }
    packs.sort_by_key(|(position, _)| *position);
    (packs.into_iter().map(|(_, pack)| pack).collect(), lost)
}

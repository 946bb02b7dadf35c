//! Changes to a document, each one transaction with what stood before and after; undo, redo and the history.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior, named_params};
use serde_json::Value;
use waymark_core::discovery::profile::Profile;
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::id::{PackId, Uid};
use waymark_core::record::Kind;

use crate::change::{Applied, Blob, Change, ChangeMeta, ChangedRow, RowChange, Subject, hash_of};
use crate::document::{Document, pack_without_text};
use crate::error::Error;

impl Document {
    /// Makes a change. It is on the disk when this returns; on an error nothing of it is.
    ///
    /// A put that changes nothing writes nothing, and a change of such puts alone leaves no entry in the history.
    ///
    /// # Errors
    /// [`Error::ReadOnly`]; [`Error::NotFound`] where the file was moved away; [`Error::InvalidRow`] and [`Error::Rejected`] where
    /// the change does not fit; [`Error::Full`].
    pub fn write(&mut self, meta: &ChangeMeta, changes: &[RowChange]) -> Result<(), Error> {
        let codes = self.transact(meta, None, |recorder| {
            recorder.record_all(changes)?;
            recorder.finish()
        })?;
        for (prefix, last) in codes {
            let known = self.codes.entry(prefix.to_owned()).or_default();
            *known = last.max(*known);
        }
        Ok(())
    }

    /// Takes back the last edit that still stands. This is a new change, after which [`Document::redo`] makes the edit again until
    /// another edit is made. `None` where there is nothing to take back; the creation of the document cannot be.
    ///
    /// # Errors
    /// As for [`Document::write`].
    pub fn undo(&mut self, meta: &ChangeMeta) -> Result<Option<Applied>, Error> {
        let target = self.steps_back()?;
        self.restore(meta, target)
    }

    /// Makes the edit again that was taken back last. `None` where there is none, or another edit was made since.
    ///
    /// # Errors
    /// As for [`Document::write`].
    pub fn redo(&mut self, meta: &ChangeMeta) -> Result<Option<Applied>, Error> {
        let target = self.steps_forward()?;
        self.restore(meta, target)
    }

    /// The edit that [`Document::undo`] would take back, without its rows.
    pub fn next_undo(&self) -> Result<Option<Change>, Error> {
        self.steps_back()?.map(|target| self.change(target.edit)).transpose()
    }

    /// The edit that [`Document::redo`] would make again, without its rows.
    pub fn next_redo(&self) -> Result<Option<Change>, Error> {
        self.steps_forward()?.map(|target| self.change(target.edit)).transpose()
    }

    /// The history, newest change first.
    pub fn history(&self, limit: u32, offset: u32) -> Result<Vec<Change>, Error> {
        let numbers = self
            .connection
            .prepare_cached(
                "select number from change order by number desc limit :limit offset :offset",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(named_params! { ":limit": limit, ":offset": offset }, |row| {
                        row.get(0)
                    })?
                    .collect()
            })
            .map_err(|source| self.sql("read", source))?;
        self.changes(numbers, |_| true)
    }

    /// A change by its id, with its rows.
    pub fn change_of(&self, id: Uid) -> Result<Option<Change>, Error> {
        let number = self
            .connection
            .query_row(
                "select number from change where id = :id",
                named_params! { ":id": id.to_string() },
                |row| row.get(0),
            )
            .optional()
            .map_err(|source| self.sql("read", source))?;
        let changes = self.changes(number.into_iter().collect(), |_| true)?;
        Ok(changes.into_iter().next())
    }

    /// The history of all records that name a question, newest change first, with the rows of those records alone.
    pub fn history_of_question(&self, question: &str) -> Result<Vec<Change>, Error> {
        let found: Vec<(i64, String)> = self
            .connection
            .prepare_cached(
                "select change, uid from change_row
                 where coalesce(json_extract(after, '$.question'), json_extract(before, '$.question')) = :question
                 order by change desc",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(named_params! { ":question": question }, |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect()
            })
            .map_err(|source| self.sql("read", source))?;
        let mut numbers: Vec<i64> = found.iter().map(|(number, _)| *number).collect();
        numbers.dedup();
        let records: BTreeSet<String> = found.into_iter().map(|(_, uid)| uid).collect();
        self.changes(numbers, |subject| {
            matches!(subject, Subject::Record { uid, .. } if records.contains(&uid.to_string()))
        })
    }

    /// The history of one record, newest change first, with the rows of that record alone.
    pub fn history_of(&self, kind: Kind, uid: Uid) -> Result<Vec<Change>, Error> {
        let numbers = self
            .connection
            .prepare_cached("select distinct change from change_row where table_name = :table and uid = :uid order by change desc")
            .and_then(|mut statement| {
                statement.query_map(named_params! { ":table": kind.table(), ":uid": uid.to_string() }, |row| row.get(0))?.collect()
            })
            .map_err(|source| self.sql("read", source))?;
        self.changes(numbers, |subject| *subject == Subject::Record { kind, uid })
    }

    /// Runs a change in one transaction.
    pub(crate) fn transact<T>(
        &mut self,
        meta: &ChangeMeta,
        undoes: Option<Uid>,
        steps: impl FnOnce(&mut Recorder<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.check_writable()?;
        let path = self.path.clone();
        let sql = |source| Error::sql("write", &path, source);
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sql)?;
        let engagement =
            tx.query_row("select uid from engagement", (), |row| row.get(0)).map_err(sql)?;
        let done = steps(&mut Recorder::new(&tx, &path, engagement, meta, undoes))?;
        tx.commit().map_err(sql)?;
        Ok(done)
    }

    fn restore(
        &mut self,
        meta: &ChangeMeta,
        target: Option<Target>,
    ) -> Result<Option<Applied>, Error> {
        let Some(target) = target else {
            // A read-only document says so even where there is nothing to do.
            self.check_writable()?;
            return Ok(None);
        };
        let rows = self.journalled(target.restore)?;
        let undoes = self.change(target.restore)?.id;
        let change = self.change(target.edit)?;
        let changes = self.transact(meta, Some(undoes), |recorder| recorder.restore_all(rows))?;
        Ok(Some(Applied { change, changes }))
    }

    /// Walks back from the newest change to the edit that stands and was made last: each undo on the way cancels one edit or redo.
    fn steps_back(&self) -> Result<Option<Target>, Error> {
        let mut cancelled = 0_u32;
        self.walk(|step| match step {
            Step::Root => Some(None),
            Step::Undo { .. } => {
                cancelled += 1;
                None
            }
            Step::Edit(edit) | Step::Redo { edit } if cancelled == 0 => {
                Some(Some(Target { restore: edit, edit }))
            }
            Step::Edit(_) | Step::Redo { .. } => {
                cancelled -= 1;
                None
            }
        })
    }

    /// Walks back from the newest change to the undo that no redo has taken back, unless an edit comes first.
    fn steps_forward(&self) -> Result<Option<Target>, Error> {
        let mut cancelled = 0_u32;
        self.walk(|step| match step {
            Step::Root | Step::Edit(_) => Some(None),
            Step::Redo { .. } => {
                cancelled += 1;
                None
            }
            Step::Undo { undo, edit } if cancelled == 0 => {
                Some(Some(Target { restore: undo, edit }))
            }
            Step::Undo { .. } => {
                cancelled -= 1;
                None
            }
        })
    }

    /// Shows the changes from the newest back until the visitor has its result. Changes that brought nothing but files are no steps;
    /// a merge is one, also where no row differs any more.
    fn walk(
        &self,
        mut visit: impl FnMut(Step) -> Option<Option<Target>>,
    ) -> Result<Option<Target>, Error> {
        let sql = |source| self.sql("read", source);
        let mut statement = self
            .connection
            .prepare_cached(
                "select c.number, c.parent is null, undone.number, edit.number
                 from change c left join change undone on undone.id = c.undoes left join change edit on edit.id = undone.undoes
                 where c.undoes is not null or c.parent is null
                    or exists (select 1 from change_row r where r.change = c.number and r.table_name <> 'blobs')
                    or exists (select 1 from merged m where m.change = c.number)
                 order by c.number desc",
            )
            .map_err(sql)?;
        let mut rows = statement.query(()).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let read = || Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            let (number, is_root, undone, edit) = read().map_err(sql)?;
            let step = match (is_root, undone, edit) {
                (true, ..) => Step::Root,
                (false, None, _) => Step::Edit(number),
                (false, Some(edit), None) => Step::Undo { undo: number, edit },
                (false, Some(_), Some(edit)) => Step::Redo { edit },
            };
            if let Some(target) = visit(step) {
                return Ok(target);
            }
        }
        Ok(None)
    }

    fn changes(
        &self,
        numbers: Vec<i64>,
        wanted: impl Fn(&Subject) -> bool,
    ) -> Result<Vec<Change>, Error> {
        let mut changes = Vec::new();
        for number in numbers {
            let mut change = self.change(number)?;
            for row in self.journalled(number)? {
                if wanted(&row.subject) {
                    let read = |state: Option<State>| state.map(|s| self.json(&s.body)).transpose();
                    change.rows.push(ChangedRow {
                        before: read(row.before)?,
                        after: read(row.after)?,
                        subject: row.subject,
                    });
                }
            }
            changes.push(change);
        }
        Ok(changes)
    }

    fn json(&self, body: &str) -> Result<Value, Error> {
        serde_json::from_str(body).map_err(|problem| {
            Error::damaged(&self.path, format!("the history does not read: {problem}"))
        })
    }

    /// A change without its rows.
    pub(crate) fn change(&self, number: i64) -> Result<Change, Error> {
        let read = |row: &Row<'_>| {
            let text = |column: &str| row.get::<_, String>(column);
            let (id, parent, undoes): (_, Option<String>, Option<String>) =
                (text("id")?, row.get("parent")?, row.get("undoes")?);
            Ok(((id, parent, undoes), row.get("at")?, text("by")?, text("command")?))
        };
        let ((id, parent, undoes), at, by, command) = self
            .connection
            .prepare_cached(
                "select id, parent, at, by, command, undoes from change where number = :number",
            )
            .and_then(|mut statement| {
                statement.query_row(named_params! { ":number": number }, read)
            })
            .map_err(|source| self.sql("read", source))?;
        let uid = |text: &str| uid_of(text).map_err(|detail| Error::damaged(&self.path, detail));
        Ok(Change {
            id: uid(&id)?,
            parent: parent.as_deref().map(uid).transpose()?,
            at,
            by,
            command,
            undoes: undoes.as_deref().map(uid).transpose()?,
            rows: vec![],
        })
    }

    /// What a change did, in order.
    fn journalled(&self, number: i64) -> Result<Vec<Journalled>, Error> {
        let sql = |source| self.sql("read", source);
        let mut statement = self
            .connection
            .prepare_cached(
                "select table_name, uid, position_before, before, position_after, after from change_row
                 where change = :change order by seq",
            )
            .map_err(sql)?;
        let mut rows = statement.query(named_params! { ":change": number }).map_err(sql)?;
        let mut journalled = Vec::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let state = |position: &str, body: &str| -> rusqlite::Result<Option<State>> {
                let (position, body): (Option<i64>, Option<String>) =
                    (row.get(position)?, row.get(body)?);
                Ok(position.zip(body).map(|(position, body)| State { position, body }))
            };
            let (table, uid): (String, String) =
                (row.get("table_name").map_err(sql)?, row.get("uid").map_err(sql)?);
            journalled.push(Journalled {
                subject: subject_of(&table, &uid)
                    .map_err(|detail| Error::damaged(&self.path, detail))?,
                before: state("position_before", "before").map_err(sql)?,
                after: state("position_after", "after").map_err(sql)?,
            });
        }
        Ok(journalled)
    }
}

/// A change as undo and redo see it, by the number of its edit.
enum Step {
    /// The creation of the document.
    Root,
    Edit(i64),
    Undo {
        undo: i64,
        edit: i64,
    },
    Redo {
        edit: i64,
    },
}

/// The change whose former states are to be restored, and the edit that people know it by.
struct Target {
    restore: i64,
    edit: i64,
}

/// A row as it stands in its table. The body of a pack is its whole [`PackRef`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    position: i64,
    body: String,
}

/// A row of the journal.
struct Journalled {
    subject: Subject,
    before: Option<State>,
    after: Option<State>,
}

pub(crate) fn uid_of(text: &str) -> Result<Uid, String> {
    Uid::parse(text).ok_or_else(|| format!("`{text}` is not an id"))
}

fn subject_of(table: &str, uid: &str) -> Result<Subject, String> {
    Ok(match table {
        "engagement" => Subject::Profile,
        "packs" => Subject::Pack(uid.into()),
        "blobs" => Subject::Blob(uid.to_owned()),
        _ => {
            let kind = Kind::of_table(table)
                .ok_or_else(|| format!("the history speaks of `{table}`, which is not a table"))?;
            Subject::Record { kind, uid: uid_of(uid)? }
        }
    })
}

/// One change under way: makes each step and journals it.
pub(crate) struct Recorder<'t> {
    tx: &'t Transaction<'t>,
    path: &'t Path,
    /// The uid of the engagement, under which the profile is journalled.
    engagement: String,
    meta: &'t ChangeMeta,
    undoes: Option<Uid>,
    /// The number of the change, once there is something to journal.
    change: Option<i64>,
    seq: i64,
    /// The next position behind the rows of a table.
    ends: BTreeMap<&'static str, i64>,
    /// The highest number used behind each prefix.
    codes: BTreeMap<&'static str, i64>,
    /// Takes rows in to see whether they are records.
    scratch: Engagement,
}

impl<'t> Recorder<'t> {
    pub(crate) fn new(
        tx: &'t Transaction<'t>,
        path: &'t Path,
        engagement: String,
        meta: &'t ChangeMeta,
        undoes: Option<Uid>,
    ) -> Self {
        let scratch = Engagement::new(meta.id, "");
        Self {
            tx,
            path,
            engagement,
            meta,
            undoes,
            change: None,
            seq: 0,
            ends: BTreeMap::new(),
            codes: BTreeMap::new(),
            scratch,
        }
    }

    pub(crate) fn record_all(&mut self, changes: &[RowChange]) -> Result<(), Error> {
        for change in changes {
            match change {
                RowChange::Put { kind, uid, row } => self.put(*kind, *uid, row)?,
                RowChange::Remove { kind, uid } => {
                    self.remove(&Subject::Record { kind: *kind, uid: *uid })?;
                }
                RowChange::Order { kind, uids } => {
                    let subjects =
                        uids.iter().map(|uid| Subject::Record { kind: *kind, uid: *uid }).collect();
                    self.order(kind.table(), subjects)?;
                }
                RowChange::Profile(profile) => {
                    let profile: Profile =
                        serde_json::from_value(profile.clone()).map_err(|source| {
                            Error::InvalidRow { what: "profile".to_owned(), source }
                        })?;
                    self.place(&Subject::Profile, plain(&profile))?;
                }
                RowChange::Pack(pack) => {
                    self.place(&Subject::Pack(pack.id.clone()), plain(pack))?;
                }
                RowChange::RemovePack(id) => self.remove(&Subject::Pack(id.clone()))?,
                RowChange::PackOrder(ids) => {
                    self.order("packs", ids.iter().cloned().map(Subject::Pack).collect())?;
                }
                RowChange::Blob(blob) => self.keep(blob)?,
            }
        }
        Ok(())
    }

    /// Notes the changes of another copy that this change brings.
    pub(crate) fn contain(&mut self, brought: &BTreeSet<Uid>) -> Result<(), Error> {
        let change = self.change_number()?;
        for id in brought {
            self.execute(
                "insert into merged (change, id) values (:change, :id)",
                named_params! { ":change": change, ":id": id.to_string() },
            )?;
        }
        Ok(())
    }

    /// Raises the counters of codes to what another copy used.
    pub(crate) fn use_codes(&self, used: &BTreeMap<String, i64>) -> Result<(), Error> {
        for (prefix, last) in used {
            self.execute(
                "insert into code_counter (prefix, last) values (:prefix, :last)
                 on conflict (prefix) do update set last = max(last, excluded.last)",
                named_params! { ":prefix": prefix, ":last": last },
            )?;
        }
        Ok(())
    }

    /// Writes the counters of codes, and gives them back.
    pub(crate) fn finish(&mut self) -> Result<BTreeMap<&'static str, i64>, Error> {
        let codes = std::mem::take(&mut self.codes);
        for (prefix, last) in &codes {
            self.execute(
                "insert into code_counter (prefix, last) values (:prefix, :last)
                 on conflict (prefix) do update set last = max(last, excluded.last)",
                named_params! { ":prefix": prefix, ":last": last },
            )?;
        }
        Ok(codes)
    }

    /// Puts back what stood before the rows of a change, from the last to the first, and says which steps do the same in memory.
    fn restore_all(&mut self, rows: Vec<Journalled>) -> Result<Vec<RowChange>, Error> {
        // The entry is needed even where the rows cancel each other out: the next undo counts it.
        self.change_number()?;
        let mut changes = Vec::new();
        let mut moved = BTreeSet::new();
        for row in rows.into_iter().rev().filter(|row| !matches!(row.subject, Subject::Blob(_))) {
            let current = self.current(&row.subject)?;
            if journal_state(&row.subject, current.as_ref())
                != journal_state(&row.subject, row.after.as_ref())
            {
                return Err(Error::damaged(
                    self.path,
                    "its history does not lead to what it holds",
                ));
            }
            if let Some(before) = &row.before
                && self.is_moved(&row.subject, current.as_ref(), before)?
            {
                moved.insert(table_of(&row.subject));
            }
            changes.push(self.step(&row.subject, row.before.as_ref())?);
            self.set(&row.subject, current, row.before)?;
        }
        for table in moved {
            let order = self.ordered(table)?;
            changes.push(match Kind::of_table(table) {
                Some(kind) => {
                    let uids = order.iter().map(|(key, _)| uid_of(key)).collect::<Result<_, _>>();
                    RowChange::Order {
                        kind,
                        uids: uids.map_err(|detail| Error::damaged(self.path, detail))?,
                    }
                }
                None => {
                    RowChange::PackOrder(order.iter().map(|(key, _)| PackId::new(key)).collect())
                }
            });
        }
        Ok(changes)
    }

    /// True where putting a row to its former state does not leave it where [`crate::apply`] would: at its place, or at the end.
    fn is_moved(
        &self,
        subject: &Subject,
        current: Option<&State>,
        before: &State,
    ) -> Result<bool, Error> {
        match (subject, current) {
            (Subject::Profile | Subject::Blob(_), _) => Ok(false),
            (_, Some(current)) => Ok(current.position != before.position),
            (_, None) => Ok(before.position <= self.last_position(table_of(subject))?),
        }
    }

    /// The step that gives a row this state in memory.
    fn step(&self, subject: &Subject, state: Option<&State>) -> Result<RowChange, Error> {
        let unreadable = |problem: serde_json::Error| {
            Error::damaged(self.path, format!("the history does not read: {problem}"))
        };
        Ok(match (subject, state) {
            (Subject::Record { kind, uid }, None) => RowChange::Remove { kind: *kind, uid: *uid },
            (Subject::Record { kind, uid }, Some(state)) => RowChange::Put {
                kind: *kind,
                uid: *uid,
                row: serde_json::from_str(&state.body).map_err(unreadable)?,
            },
            (Subject::Pack(id), None) => RowChange::RemovePack(id.clone()),
            (Subject::Pack(_), Some(state)) => {
                RowChange::Pack(serde_json::from_str(&state.body).map_err(unreadable)?)
            }
            (Subject::Profile, Some(state)) => {
                RowChange::Profile(serde_json::from_str(&state.body).map_err(unreadable)?)
            }
            (Subject::Profile, None) | (Subject::Blob(_), _) => {
                return Err(Error::damaged(
                    self.path,
                    "the history takes back what cannot be taken back",
                ));
            }
        })
    }

    fn put(&mut self, kind: Kind, uid: Uid, row: &Value) -> Result<(), Error> {
        // The row's own form: the same record always yields the same text, so that an unchanged put is seen to be one.
        let invalid =
            |source| Error::InvalidRow { what: format!("{} {uid}", kind.label()), source };
        self.scratch.put_row(kind, row.clone()).map_err(invalid)?;
        let record = self.scratch.rows(kind).pop().expect("the record was just put there");
        let own = record["uid"].as_str().and_then(Uid::parse).expect("a record has a uid");
        self.scratch.remove_row(kind, own);
        if own != uid {
            return Err(Error::rejected(format!("the {} {uid} calls itself {own}", kind.label())));
        }
        if let Some(number) =
            record["code"].as_str().and_then(|code| number_of(kind.prefix(), code))
        {
            let last = self.codes.entry(kind.prefix()).or_default();
            *last = number.max(*last);
        }
        self.place(&Subject::Record { kind, uid }, record.to_string())
    }

    /// Gives a row its body, at its place or behind the others.
    fn place(&mut self, subject: &Subject, body: String) -> Result<(), Error> {
        let current = self.current(subject)?;
        let position = match &current {
            Some(current) => current.position,
            None => self.end(subject)?,
        };
        self.set(subject, current, Some(State { position, body }))
    }

    fn remove(&mut self, subject: &Subject) -> Result<(), Error> {
        let current = self.current(subject)?;
        self.set(subject, current, None)
    }

    fn order(&mut self, table: &'static str, subjects: Vec<Subject>) -> Result<(), Error> {
        let mut rows: BTreeMap<String, i64> = self.ordered(table)?.into_iter().collect();
        let mut positions: Vec<i64> = rows.values().copied().collect();
        positions.sort_unstable();
        let is_whole = subjects.len() == rows.len()
            && subjects.iter().all(|subject| rows.remove(&self.key(subject)).is_some());
        if !is_whole {
            return Err(Error::rejected(format!(
                "an order of `{table}` names each of its rows once"
            )));
        }
        for (subject, position) in subjects.into_iter().zip(positions) {
            let current = self.current(&subject)?;
            let wanted = current.clone().map(|current| State { position, ..current });
            self.set(&subject, current, wanted)?;
        }
        Ok(())
    }

    fn keep(&mut self, blob: &Blob) -> Result<(), Error> {
        let hash = hash_of(&blob.bytes);
        let added = self.execute(
            "insert into blobs (hash, bytes, name, media_type) values (:hash, :bytes, :name, :media_type) on conflict (hash) do nothing",
            named_params! { ":hash": hash, ":bytes": blob.bytes, ":name": blob.name, ":media_type": blob.media_type },
        )?;
        if added == 0 {
            return Ok(());
        }
        let told = serde_json::json!({ "name": blob.name, "media_type": blob.media_type, "size": blob.bytes.len() });
        self.journal(
            &Subject::Blob(hash),
            None,
            Some(&State { position: 0, body: told.to_string() }),
        )
    }

    /// Brings a row from one state to another and journals it; equal states do nothing.
    fn set(
        &mut self,
        subject: &Subject,
        before: Option<State>,
        after: Option<State>,
    ) -> Result<(), Error> {
        if before == after {
            return Ok(());
        }
        self.journal(subject, before.as_ref(), after.as_ref())?;
        let key = self.key(subject);
        let table = table_of(subject);
        match (subject, after) {
            (Subject::Profile, Some(State { body, .. })) => self.execute(
                "insert into engagement (only, uid, profile) values (1, :uid, :profile)
                 on conflict (only) do update set profile = excluded.profile",
                named_params! { ":uid": key, ":profile": body },
            ),
            (Subject::Pack(_), Some(State { position, body })) => {
                let pack: PackRef = serde_json::from_str(&body)
                    .map_err(|problem| Error::damaged(self.path, format!("the history does not read: {problem}")))?;
                self.execute(
                    "insert into packs (id, version, hash, text, text_hash, position)
                     values (:id, :version, :hash, :text, :text_hash, :position)
                     on conflict (id) do update set version = excluded.version, hash = excluded.hash, text = excluded.text,
                        text_hash = excluded.text_hash, position = excluded.position",
                    named_params! {
                        ":id": key, ":version": pack.version, ":hash": pack.hash, ":text": pack.text,
                        ":text_hash": hash_of(pack.text.as_bytes()), ":position": position,
                    },
                )
            }
            (_, Some(State { position, body })) => self.execute(
                &format!(
                    "insert into {table} (uid, position, body) values (:uid, :position, :body)
                     on conflict (uid) do update set position = excluded.position, body = excluded.body"
                ),
                named_params! { ":uid": key, ":position": position, ":body": body },
            ),
            (Subject::Pack(_), None) => self.execute("delete from packs where id = :id", named_params! { ":id": key }),
            (_, None) => self.execute(&format!("delete from {table} where uid = :uid"), named_params! { ":uid": key }),
        }?;
        Ok(())
    }

    fn journal(
        &mut self,
        subject: &Subject,
        before: Option<&State>,
        after: Option<&State>,
    ) -> Result<(), Error> {
        let change = self.change_number()?;
        self.seq += 1;
        let after_body = after.map(|state| journal_body(subject, state));
        self.execute(
            "insert into change_row (change, seq, table_name, uid, position_before, before, position_after, after)
             values (:change, :seq, :table, :uid, :position_before, :before, :position_after, :after)",
            named_params! {
                ":change": change, ":seq": self.seq, ":table": table_of(subject), ":uid": self.key(subject),
                ":position_before": before.map(|state| state.position), ":before": before.map(|state| &state.body),
                ":position_after": after.map(|state| state.position), ":after": after_body,
            },
        )?;
        Ok(())
    }

    /// The number of this change, which is entered into the history on its first row.
    fn change_number(&mut self) -> Result<i64, Error> {
        if let Some(number) = self.change {
            return Ok(number);
        }
        let parent = self
            .tx
            .query_row("select id from change order by number desc limit 1", (), |row| {
                row.get::<_, String>(0)
            })
            .optional()
            .map_err(|source| self.sql(source))?;
        self.execute(
            "insert into change (id, parent, at, by, command, undoes) values (:id, :parent, :at, :by, :command, :undoes)",
            named_params! {
                ":id": self.meta.id.to_string(), ":parent": parent, ":at": self.meta.at, ":by": self.meta.by,
                ":command": self.meta.command, ":undoes": self.undoes.map(|uid| uid.to_string()),
            },
        )?;
        let number = self.tx.last_insert_rowid();
        self.change = Some(number);
        Ok(number)
    }

    fn current(&self, subject: &Subject) -> Result<Option<State>, Error> {
        let key = self.key(subject);
        let table = table_of(subject);
        let state = |row: &Row<'_>| Ok(State { position: row.get(0)?, body: row.get(1)? });
        let found = match subject {
            Subject::Profile => self
                .tx
                .prepare_cached("select 0, profile from engagement where uid = :uid")
                .and_then(|mut statement| {
                    statement.query_row(named_params! { ":uid": key }, state).optional()
                }),
            Subject::Pack(id) => self
                .tx
                .prepare_cached("select position, version, hash, text from packs where id = :id")
                .and_then(|mut statement| {
                    statement
                        .query_row(named_params! { ":id": key }, |row| {
                            let pack = PackRef {
                                id: id.clone(),
                                version: row.get(1)?,
                                hash: row.get(2)?,
                                text: row.get(3)?,
                            };
                            Ok(State { position: row.get(0)?, body: plain(&pack) })
                        })
                        .optional()
                }),
            _ => self
                .tx
                .prepare_cached(&format!("select position, body from {table} where uid = :uid"))
                .and_then(|mut statement| {
                    statement.query_row(named_params! { ":uid": key }, state).optional()
                }),
        };
        found.map_err(|source| self.sql(source))
    }

    /// The keys of a table in their order, with their positions.
    fn ordered(&self, table: &'static str) -> Result<Vec<(String, i64)>, Error> {
        let key = if table == "packs" { "id" } else { "uid" };
        self.tx
            .prepare(&format!("select {key}, position from {table} order by position, {key}"))
            .and_then(|mut statement| {
                statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|source| self.sql(source))
    }

    /// The position behind the rows of a subject's table; each call gives another.
    fn end(&mut self, subject: &Subject) -> Result<i64, Error> {
        let table = table_of(subject);
        if table == "engagement" {
            return Ok(0);
        }
        let end = match self.ends.get(table) {
            Some(end) => *end,
            None => self.last_position(table)? + 1,
        };
        self.ends.insert(table, end + 1);
        Ok(end)
    }

    fn last_position(&self, table: &'static str) -> Result<i64, Error> {
        self.tx
            .query_row(&format!("select coalesce(max(position), 0) from {table}"), (), |row| {
                row.get(0)
            })
            .map_err(|source| self.sql(source))
    }

    fn key(&self, subject: &Subject) -> String {
        match subject {
            Subject::Record { uid, .. } => uid.to_string(),
            Subject::Profile => self.engagement.clone(),
            Subject::Pack(id) => id.to_string(),
            Subject::Blob(hash) => hash.clone(),
        }
    }

    fn execute(&self, sql: &str, values: &[(&str, &dyn rusqlite::ToSql)]) -> Result<usize, Error> {
        self.tx
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(values))
            .map_err(|source| self.sql(source))
    }

    fn sql(&self, source: rusqlite::Error) -> Error {
        Error::sql("write", self.path, source)
    }
}

fn table_of(subject: &Subject) -> &'static str {
    match subject {
        Subject::Record { kind, .. } => kind.table(),
        Subject::Profile => "engagement",
        Subject::Pack(_) => "packs",
        Subject::Blob(_) => "blobs",
    }
}

/// The body of a state as the journal holds it behind a change.
fn journal_body(subject: &Subject, state: &State) -> String {
    match (subject, serde_json::from_str::<PackRef>(&state.body)) {
        (Subject::Pack(_), Ok(pack)) => pack_without_text(&pack),
        _ => state.body.clone(),
    }
}

fn journal_state(subject: &Subject, state: Option<&State>) -> Option<(i64, String)> {
    state.map(|state| (state.position, journal_body(subject, state)))
}

fn plain(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("what an engagement holds is plain data")
}

/// The number of a code such as `SRC-23`. Codes that people made up in another form are not counted.
fn number_of(prefix: &str, code: &str) -> Option<i64> {
    let digits = code.strip_prefix(prefix)?.strip_prefix('-')?;
    let is_number =
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

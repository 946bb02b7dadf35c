//! What a document's history has in common with that of another copy, and how the engagement stood then.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, named_params};
use serde_json::Value;
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::id::Uid;
use waymark_core::record::Kind;

use crate::change::{Change, ChangeMeta, RowChange};
use crate::document::Document;
use crate::error::Error;
use crate::journal::uid_of;

/// A change as a merge sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancestor {
    /// The change's own id.
    pub id: Uid,
    /// The change that it takes back.
    pub undoes: Option<Uid>,
    /// The changes of other copies that it brought.
    pub brought: BTreeSet<Uid>,
}

/// The history of a document up to some change, oldest first: what tells how far two copies went together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage(Vec<Ancestor>);

/// What two copies had in common last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Common {
    /// Nothing: they are copies of different engagements.
    Nothing,
    /// The state of this copy after a change.
    Ours(Uid),
    /// The state of the other copy after a change.
    Theirs(Uid),
    /// The two took each other in: what both states have, seen from what these two histories had in common.
    Both {
        /// This copy up to the last change that the other one contains.
        ours: Lineage,
        /// The other copy up to the last change that this one contains.
        theirs: Lineage,
    },
}

impl Lineage {
    /// The history of a document up to its last change.
    ///
    /// # Errors
    /// [`Error::Damaged`] where it does not read.
    pub fn of(document: &Document) -> Result<Self, Error> {
        let sql = |source| document.sql("read", source);
        let uid =
            |text: String| uid_of(&text).map_err(|detail| Error::damaged(&document.path, detail));
        let mut brought: BTreeMap<i64, BTreeSet<Uid>> = BTreeMap::new();
        let mut statement =
            document.connection.prepare("select change, id from merged").map_err(sql)?;
        let mut rows = statement.query(()).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let id = uid(row.get(1).map_err(sql)?)?;
            brought.entry(row.get(0).map_err(sql)?).or_default().insert(id);
        }
        let mut statement = document
            .connection
            .prepare("select number, id, undoes from change order by number")
            .map_err(sql)?;
        let mut rows = statement.query(()).map_err(sql)?;
        let mut ancestors = Vec::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let (number, id, undoes): (i64, String, Option<String>) =
                (row.get(0).map_err(sql)?, row.get(1).map_err(sql)?, row.get(2).map_err(sql)?);
            ancestors.push(Ancestor {
                id: uid(id)?,
                undoes: undoes.map(uid).transpose()?,
                brought: brought.remove(&number).unwrap_or_default(),
            });
        }
        Ok(Self(ancestors))
    }

    /// The last change.
    pub fn head(&self) -> Option<Uid> {
        self.0.last().map(|ancestor| ancestor.id)
    }

    /// The ids of all changes that the copy contains: its own, and those of merges that stand.
    pub fn contained(&self) -> BTreeSet<Uid> {
        let mut taken_back: BTreeSet<Uid> = BTreeSet::new();
        let mut contained: BTreeSet<Uid> = BTreeSet::new();
        // What takes a change back comes after it, so that from the end each change is known to stand or not.
        for ancestor in self.0.iter().rev() {
            contained.insert(ancestor.id);
            if taken_back.contains(&ancestor.id) {
                continue;
            }
            taken_back.extend(ancestor.undoes);
            contained.extend(&ancestor.brought);
        }
        contained
    }

    /// The changes that merging another copy brings: those it contains and this one does not, save what this one took back that both
    /// had.
    pub fn missing(&self, theirs: &Lineage) -> BTreeSet<Uid> {
        let there = theirs.contained();
        let mut known = self.contained();
        for ancestor in self.0.iter().filter(|ancestor| there.contains(&ancestor.id)) {
            known.extend(&ancestor.brought);
        }
        there.difference(&known).copied().collect()
    }

    /// True where this copy contains all of another one.
    pub fn contains(&self, theirs: &Lineage) -> bool {
        theirs.contained().is_subset(&self.contained())
    }

    /// The changes of the history up to the last one before which the other copy contains every change.
    fn shared_with(&self, contained: &BTreeSet<Uid>) -> Lineage {
        let shared = self.0.iter().take_while(|ancestor| contained.contains(&ancestor.id));
        Lineage(shared.cloned().collect())
    }

    /// What two copies had in common last.
    pub fn common(&self, theirs: &Lineage) -> Common {
        let here = self.shared_with(&theirs.contained());
        let there = theirs.shared_with(&self.contained());
        let (Some(our_head), Some(their_head)) = (here.head(), there.head()) else {
            return Common::Nothing;
        };
        let (of_ours, of_theirs) = (here.contained(), there.contained());
        if of_ours.is_subset(&of_theirs) {
            Common::Theirs(their_head)
        } else if of_theirs.is_subset(&of_ours) || (here == *self && there == *theirs) {
            Common::Ours(our_head)
        } else {
            Common::Both { ours: here, theirs: there }
        }
    }
}

impl Document {
    /// The engagement as it stood after a change.
    ///
    /// # Errors
    /// [`Error::Rejected`] for a change that the history does not have, [`Error::Damaged`] where it does not lead there.
    pub fn read_after(&self, change: Uid) -> Result<Engagement, Error> {
        let sql = |source| self.sql("read", source);
        let damaged = |detail: &dyn std::fmt::Display| {
            Error::damaged(&self.path, format!("the history does not read: {detail}"))
        };
        let number: i64 = self
            .connection
            .query_row(
                "select number from change where id = :id",
                named_params! { ":id": change.to_string() },
                |row| row.get(0),
            )
            .optional()
            .map_err(sql)?
            .ok_or_else(|| Error::rejected(format!("the history has no change {change}")))?;
        let mut engagement = self.read()?;
        // For each row that was changed later, what stood before the first such change.
        let mut statement = self
            .connection
            .prepare(
                "select r.table_name, r.uid, r.position_before, r.before from change_row r
                 where r.change > :number and r.table_name <> 'blobs'
                 order by r.change, r.seq",
            )
            .map_err(sql)?;
        let mut rows = statement.query(named_params! { ":number": number }).map_err(sql)?;
        let mut earlier: BTreeMap<String, BTreeMap<String, Option<(i64, Value)>>> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(sql)? {
            let (table, uid): (String, String) =
                (row.get(0).map_err(sql)?, row.get(1).map_err(sql)?);
            let (position, before): (Option<i64>, Option<String>) =
                (row.get(2).map_err(sql)?, row.get(3).map_err(sql)?);
            let rows = earlier.entry(table).or_default();
            if rows.contains_key(&uid) {
                continue;
            }
            let before = before
                .map(|text| {
                    serde_json::from_str::<Value>(&text).map_err(|problem| damaged(&problem))
                })
                .transpose()?;
            rows.insert(uid, position.zip(before));
        }
        for (table, rows) in earlier {
            if table == "engagement" {
                for (_, profile) in rows.into_values().flatten() {
                    engagement.profile =
                        serde_json::from_value(profile).map_err(|problem| damaged(&problem))?;
                }
            } else if table == "packs" {
                let held = std::mem::take(&mut engagement.packs);
                let held = held.into_iter().map(|pack| (pack.id.to_string(), pack));
                for (_, pack) in self.in_earlier_order("packs", "id", held, rows, |value| {
                    serde_json::from_value::<PackRef>(value).map_err(|problem| damaged(&problem))
                })? {
                    engagement.packs.push(pack);
                }
            } else {
                let kind = Kind::of_table(&table)
                    .ok_or_else(|| damaged(&format!("`{table}` is not a table")))?;
                let held = engagement
                    .rows(kind)
                    .into_iter()
                    .map(|row| (row["uid"].as_str().unwrap_or_default().to_owned(), row));
                let held: Vec<(String, Value)> = held.collect();
                for (uid, _) in &held {
                    let uid = uid_of(uid).map_err(|detail| damaged(&detail))?;
                    engagement.remove_row(kind, uid);
                }
                for (_, row) in
                    self.in_earlier_order(kind.table(), "uid", held.into_iter(), rows, Ok)?
                {
                    engagement.put_row(kind, row).map_err(|problem| damaged(&problem))?;
                }
            }
        }
        Ok(engagement)
    }

    /// Rows with what stood earlier in the place of what stands now, in the order that they had.
    fn in_earlier_order<T>(
        &self,
        table: &str,
        key: &str,
        held: impl Iterator<Item = (String, T)>,
        mut earlier: BTreeMap<String, Option<(i64, Value)>>,
        read: impl Fn(Value) -> Result<T, Error>,
    ) -> Result<Vec<(String, T)>, Error> {
        let positions: BTreeMap<String, i64> = self
            .connection
            .prepare(&format!("select {key}, position from {table}"))
            .and_then(|mut statement| {
                statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|source| self.sql("read", source))?;
        let mut rows: Vec<(i64, String, T)> = Vec::new();
        for (key, row) in held {
            match earlier.remove(&key) {
                None => rows.push((positions.get(&key).copied().unwrap_or(0), key, row)),
                Some(None) => {}
                Some(Some((position, before))) => rows.push((position, key, read(before)?)),
            }
        }
        for (key, before) in earlier {
            if let Some((position, before)) = before {
                rows.push((position, key, read(before)?));
            }
        }
        rows.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        Ok(rows.into_iter().map(|(_, key, row)| (key, row)).collect())
    }

    /// When each record was put first, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the history does not read.
    pub fn made_at(&self) -> Result<BTreeMap<Uid, i64>, Error> {
        let rows: Vec<(String, i64)> = self
            .connection
            .prepare(
                "select r.uid, min(c.at) from change_row r join change c on c.number = r.change
                 where r.table_name not in ('engagement', 'packs', 'blobs') group by r.uid",
            )
            .and_then(|mut statement| {
                statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|source| self.sql("read", source))?;
        rows.into_iter()
            .map(|(uid, at)| {
                let uid = uid_of(&uid).map_err(|detail| Error::damaged(&self.path, detail))?;
                Ok((uid, at))
            })
            .collect()
    }

    /// The last change, without its rows.
    ///
    /// # Errors
    /// [`Error::Damaged`] where it does not read.
    pub fn last_change(&self) -> Result<Option<Change>, Error> {
        let number: Option<i64> = self
            .connection
            .query_row("select max(number) from change", (), |row| row.get(0))
            .map_err(|source| self.sql("read", source))?;
        number.map(|number| self.change(number)).transpose()
    }

    /// When and by whom some fields of a row were changed last, in milliseconds since 1970; with no fields, the row at all. `None` where
    /// its history holds no such change. The table of the brief is `engagement`.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the history does not read.
    pub fn touched(
        &self,
        table: &str,
        uid: Uid,
        fields: &[&str],
    ) -> Result<Option<(i64, String)>, Error> {
        let sql = |source| self.sql("read", source);
        let mut statement = self
            .connection
            .prepare_cached(
                "select r.before, r.after, c.at, c.by from change_row r join change c on c.number = r.change
                 where r.table_name = :table and r.uid = :uid order by r.change desc, r.seq desc",
            )
            .map_err(sql)?;
        let mut rows = statement
            .query(named_params! { ":table": table, ":uid": uid.to_string() })
            .map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let body = |column: usize| -> Result<Option<Value>, Error> {
                let text: Option<String> = row.get(column).map_err(sql)?;
                text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| {
                    Error::damaged(&self.path, format!("a row of the history: {error}"))
                })
            };
            let (before, after) = (body(0)?, body(1)?);
            let value = |body: &Option<Value>, name: &str| body.as_ref()?.get(name).cloned();
            if fields.is_empty() || fields.iter().any(|f| value(&before, f) != value(&after, f)) {
                return Ok(Some((row.get(2).map_err(sql)?, row.get(3).map_err(sql)?)));
            }
        }
        Ok(None)
    }

    /// The highest number ever used behind each prefix of codes.
    pub fn code_counters(&self) -> &BTreeMap<String, i64> {
        &self.codes
    }

    /// Keeps codes from being given again that another document used, by the highest number behind each prefix. It has no history:
    /// nothing that people entered changes.
    ///
    /// # Errors
    /// As for [`Document::write`].
    pub fn keep_codes(&mut self, used: &BTreeMap<String, i64>) -> Result<(), Error> {
        let tx = self.connection.transaction().map_err(|s| Error::sql("write", &self.path, s))?;
        for (prefix, last) in used {
            tx.execute(
                "insert into code_counter (prefix, last) values (:prefix, :last)
                 on conflict (prefix) do update set last = max(last, excluded.last)",
                named_params! { ":prefix": prefix, ":last": last },
            )
            .map_err(|source| Error::sql("write", &self.path, source))?;
        }
        tx.commit().map_err(|source| Error::sql("write", &self.path, source))?;
        self.codes = self.read_codes()?;
        Ok(())
    }

    /// Makes a change that brings what another copy has. The changes that it brought count as contained from now on, also where no row
    /// differs any more; codes that the other copy used are not given again.
    ///
    /// # Errors
    /// As for [`Document::write`].
    pub fn merge(
        &mut self,
        meta: &ChangeMeta,
        changes: &[RowChange],
        brought: &BTreeSet<Uid>,
        used: &BTreeMap<String, i64>,
    ) -> Result<(), Error> {
        self.transact(meta, None, |recorder| {
            recorder.record_all(changes)?;
            recorder.contain(brought)?;
            recorder.use_codes(used)?;
            recorder.finish().map(|_| ())
        })?;
        self.codes = self.read_codes()?;
        Ok(())
    }
}

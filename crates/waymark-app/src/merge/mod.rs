//! Two laptops: two copies of an engagement that went apart are brought together as one change.
//!
//! What both had last is read from their histories ([`waymark_store::Lineage`]); [`waymark_core::merge`] compares. This module makes
//! words of conflicts, steps of the result, and sees that the result fits together before anything is written.

mod decisions;
mod fit;
mod steps;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use waymark_core::id::Uid;
use waymark_core::merge::{
    Conflict, Decisions, Merge, Part, Recoded, Row, State, align_own, marked, merge, recode,
};
use waymark_core::record::Kind;
use waymark_core::wording::count;
use waymark_store::{Common, Document, Lineage, Passphrase, RowChange, apply};

pub use decisions::{conflicts_json, merged_json, read_decisions};
pub use waymark_core::merge::Side;
pub use words::heading;

use self::fit::unfit;
use self::steps::steps;
use self::words::conflict_id;
use crate::app::same_file;
use crate::commands::MergeDecision;
use crate::error::{Code, Error, Mistake};
use crate::library::Library;
use crate::record::codes;
use crate::session::{Mode, Moment, Session};
use crate::view::{MergeConflict, MergeCount, MergeLook, MergeRecoded, MergeSide};

/// How conflicts are decided.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Each by its id; none may be missing, none unknown.
    Each(Vec<(String, Side)>),
    /// All for one side.
    All(Side),
}

/// What a merge did, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The change, as undo names it; `None` where nothing changed.
    pub label: Option<String>,
    /// What came in, by list.
    pub incoming: Vec<MergeCount>,
    /// Files that came in.
    pub files: u32,
    /// Conflicts that were decided.
    pub decided: u32,
    /// Records that were given another code.
    pub recoded: Vec<MergeRecoded>,
}

/// What merging two files gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The third file is there.
    Written(Merged),
    /// Somebody has to decide first; nothing was written.
    Undecided(Vec<MergeConflict>),
}

/// Looks at another copy of the open engagement. Nothing is written.
///
/// # Errors
/// [`Code::InvalidValue`] for the open file itself and for a file of another engagement; as [`Session::open`] for one that cannot be
/// read.
pub fn look(session: &Session, path: &Path, key: Option<&Passphrase>) -> Result<MergeLook, Error> {
    let theirs = other(session, path, key)?;
    let copies = Copies::of(session, &theirs)?;
    let plan = copies.plan(&Decisions::new())?;
    let last = theirs.document()?.last_change()?;
    Ok(MergeLook {
        path: path.to_string_lossy().into_owned(),
        file_name: file_name(path),
        client: theirs.engagement().profile.client.clone(),
        changed_at: last.as_ref().map_or(0.0, |change| change.at as f64),
        changed_by: last.as_ref().map_or(String::new(), |change| change.by.clone()),
        changed_label: last.map_or(String::new(), |change| change.command),
        changes: copies.brought.len() as u32,
        changes_here: copies.kept as u32,
        is_nothing: !plan.is_something(&copies),
        incoming: plan.incoming(&copies),
        files: copies.files.len() as u32,
        conflicts: copies.conflicts(&plan.merge.conflicts)?,
        recoded: copies.recoded(&plan),
    })
}

/// Takes another copy into the open engagement, as one change.
///
/// # Errors
/// As [`look`]; [`Code::InvalidValue`] with every conflict that is not decided, and for a decision about what is no conflict (any
/// more); [`Code::InvalidValue`] with every place where the result would not fit together. Nothing is written then.
pub fn take(
    session: &mut Session,
    moment: &mut Moment,
    path: &Path,
    key: Option<&Passphrase>,
    decisions: &[MergeDecision],
) -> Result<Merged, Error> {
    let decided = decisions.iter().map(|decision| {
        let side = match decision.take {
            MergeSide::Ours => Side::Ours,
            MergeSide::Theirs => Side::Theirs,
        };
        (decision.conflict.clone(), side)
    });
    let theirs = other(session, path, key)?;
    let (work, merged) = {
        let copies = Copies::of(session, &theirs)?;
        let plan = match copies.decide(&Choice::Each(decided.collect()))? {
            Ok(plan) => plan,
            Err(open) => return Err(undecided(&open)),
        };
        plan.finish(&copies, path)?
    };
    drop(theirs);
    work.carry_out(session, moment)?;
    Ok(merged)
}

/// Merges two files into a third one, which has the history of the first and one change more. Neither of the two is changed.
///
/// The third file is protected as the first one is; a passphrase opens both.
///
/// # Errors
/// [`Code::AlreadyExists`] where the third file is there, [`Code::NotWritable`] where it cannot be made; otherwise as [`take`].
pub fn files(
    ours: &Path,
    theirs: &Path,
    out: &Path,
    choice: &Choice,
    key: Option<&Passphrase>,
    library: &Library,
    moment: &mut Moment,
) -> Result<Outcome, Error> {
    if fs::symlink_metadata(out).is_ok() {
        let message = format!("there is a file {} already", out.display());
        return Err(Error::new(Code::AlreadyExists, message, "choose another name"));
    }
    let here = Session::open_with(ours, Mode::ReadOnly, key, library)?;
    let there = other(&here, theirs, key)?;
    let (work, merged) = {
        let copies = Copies::of(&here, &there)?;
        let plan = match copies.decide(choice)? {
            Ok(plan) => plan,
            Err(open) => return Ok(Outcome::Undecided(open)),
        };
        plan.finish(&copies, theirs)?
    };
    let part = beside(out);
    let written = here.document()?.save_copy(&part).map_err(|error| {
        if matches!(error, waymark_store::Error::Full { .. }) {
            return error.into();
        }
        let help = "make its folder, check the rights on it, or choose another place";
        Error::new(Code::NotWritable, format!("{} cannot be made there", out.display()), help)
            .caused_by(error)
    });
    drop((here, there));
    let written = written.and_then(|()| {
        let mut copy = Session::open_with(&part, Mode::ReadWrite, key, library)?;
        work.carry_out(&mut copy, moment)?;
        drop(copy);
        // Not over what appeared there meanwhile.
        if fs::symlink_metadata(out).is_ok() {
            let message = format!("there is a file {} by now", out.display());
            return Err(Error::new(Code::AlreadyExists, message, "choose another name"));
        }
        fs::rename(&part, out).map_err(|error| {
            let message = format!("{} cannot be written", out.display());
            Error::new(Code::NotWritable, message, "choose another name or folder").caused_by(error)
        })
    });
    if written.is_err() {
        // What is left of the attempt is of no use; that it cannot be removed is no news beside the first error.
        let _ = fs::remove_file(&part);
    }
    written.map(|()| Outcome::Written(merged))
}

/// A temporary name beside a file.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.part", file_name(path)))
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "file".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Opens the other copy to read it: with its passphrase, else with that of the open document, which copies of it have.
fn other(session: &Session, path: &Path, key: Option<&Passphrase>) -> Result<Session, Error> {
    if same_file(session.document()?.path(), path) {
        let message = format!("{} is the same file", path.display());
        return Err(Error::invalid("path", message, "choose the copy of the other laptop"));
    }
    let own = session.document()?.passphrase();
    match Session::open_with(path, Mode::ReadOnly, key.or(own), session.library()) {
        // Nobody was asked for this one.
        Err(error) if error.code == Code::WrongPassphrase && key.is_none() => {
            Session::open(path, Mode::ReadOnly, session.library())
        }
        opened => opened,
    }
}

fn undecided(open: &[MergeConflict]) -> Error {
    let mistakes = open.iter().map(|conflict| Mistake {
        place: conflict.id.clone(),
        message: format!(
            "{}: “{}” here, “{}” there",
            heading(conflict),
            conflict.ours,
            conflict.theirs
        ),
        help: String::new(),
    });
    Error {
        mistakes: mistakes.collect(),
        ..Error::invalid(
            "decisions",
            format!(
                "{} not decided; nothing was written",
                count(open.len(), "conflict is", "conflicts are")
            ),
            "decide each of them, then merge again",
        )
    }
}

/// Two copies and what they had in common.
struct Copies<'s> {
    session: &'s Session,
    other: &'s Session,
    base: State,
    ours: State,
    theirs: State,
    /// The changes of the other copy that this one does not contain.
    brought: BTreeSet<Uid>,
    /// How many changes of this copy the other one does not contain.
    kept: usize,
    /// When records were made, on either side.
    made_at: BTreeMap<Uid, i64>,
    /// The highest numbers of codes that either side used.
    used: BTreeMap<String, i64>,
    /// The hashes of the files that only the other copy keeps.
    files: Vec<String>,
    /// The codes of all records of both sides and of the base, by uid.
    codes: BTreeMap<String, String>,
}

/// What the two copies had in common last.
fn common(
    (ours, here): (&Document, &Lineage),
    (theirs, there): (&Document, &Lineage),
) -> Result<Option<State>, Error> {
    Ok(match here.common(there) {
        Common::Nothing => None,
        Common::Ours(change) => Some(State::of(&ours.read_after(change)?)),
        Common::Theirs(change) => Some(State::of(&theirs.read_after(change)?)),
        Common::Both { ours: before, theirs: beyond } => {
            let earlier = common((ours, &before), (theirs, &beyond))?;
            let (Some(earlier), Some(here), Some(there)) = (earlier, before.head(), beyond.head())
            else {
                return Ok(None);
            };
            let here = State::of(&ours.read_after(here)?);
            let there = State::of(&theirs.read_after(there)?);
            Some(marked(&earlier, &here, &there))
        }
    })
}

/// Codes that neither side ever used.
fn next_code(used: &mut BTreeMap<String, i64>) -> impl FnMut(Kind) -> String {
    |kind| {
        let last = used.entry(kind.prefix().to_owned()).or_default();
        *last += 1;
        format!("{}-{last}", kind.prefix())
    }
}

impl<'s> Copies<'s> {
    fn of(session: &'s Session, other: &'s Session) -> Result<Self, Error> {
        let (ours, theirs) = (session.document()?, other.document()?);
        let (here, there) = (Lineage::of(ours)?, Lineage::of(theirs)?);
        let Some(mut base) = common((ours, &here), (theirs, &there))? else {
            let message = format!(
                "{} and {} are different engagements: they have no change in common",
                ours.path().display(),
                theirs.path().display()
            );
            let help = "only copies of one file can be merged; choose the file that was copied from this one, or the other way round";
            return Err(Error::invalid("path", message, help));
        };
        let mut made_at = theirs.made_at()?;
        for (uid, at) in ours.made_at()? {
            let known = made_at.entry(uid).or_insert(at);
            *known = at.min(*known);
        }
        let mut used = theirs.code_counters().clone();
        for (prefix, last) in ours.code_counters() {
            let known = used.entry(prefix.clone()).or_insert(*last);
            *known = (*known).max(*last);
        }
        let mut files = theirs.blob_hashes()?;
        let kept: BTreeSet<String> = ours.blob_hashes()?.into_iter().collect();
        files.retain(|hash| !kept.contains(hash));
        let mut known = codes_of(&base);
        known.extend(codes(other.engagement()));
        known.extend(codes(session.engagement()));
        let ours = State::of(session.engagement());
        let mut theirs = State::of(other.engagement());
        let mut next = next_code(&mut used);
        let mut next_own = || next(Kind::OwnInitiative);
        align_own(&ours, &mut theirs, &mut next_own);
        align_own(&ours, &mut base, &mut next_own);
        drop(next);
        Ok(Self {
            session,
            other,
            base,
            ours,
            theirs,
            brought: here.missing(&there),
            kept: there.missing(&here).len(),
            made_at,
            used,
            files,
            codes: known,
        })
    }

    /// The result under some decisions, and the steps that lead to it.
    fn plan(&self, decisions: &Decisions) -> Result<Plan, Error> {
        let mut merge = merge(&self.base, &self.ours, &self.theirs, decisions);
        let mut used = self.used.clone();
        let recoded = recode(
            &mut merge.state,
            &|_, uid| self.made_at.get(&uid).copied().unwrap_or(i64::MAX),
            &mut next_code(&mut used),
        );
        let changes = steps(&self.ours, &merge.state)?;
        Ok(Plan { merge, recoded, changes, used })
    }

    /// The plan once all conflicts are decided; else those that are not.
    fn decide(&self, choice: &Choice) -> Result<Result<Plan, Vec<MergeConflict>>, Error> {
        let mut decisions = Decisions::new();
        let mut unknown: BTreeSet<&str> = BTreeSet::new();
        if let Choice::Each(each) = choice {
            unknown.extend(each.iter().map(|(id, _)| id.as_str()));
        }
        loop {
            let plan = self.plan(&decisions)?;
            // A decision can bring up conflicts that it was not known before would come.
            let before = decisions.len();
            for conflict in &plan.merge.conflicts {
                let id = conflict_id(conflict);
                let side = match choice {
                    Choice::All(side) => Some(*side),
                    Choice::Each(each) => {
                        unknown.remove(id.as_str());
                        each.iter().find(|(known, _)| *known == id).map(|(_, side)| *side)
                    }
                };
                if let Some(side) = side {
                    decisions.insert(conflict.place.clone(), side);
                }
            }
            if decisions.len() > before {
                continue;
            }
            if let Some(id) = unknown.first() {
                let message = format!("there is no conflict `{id}`");
                let help = "one of the two copies was changed since; look at the conflicts again";
                return Err(Error::invalid("decisions", message, help));
            }
            let open: Vec<Conflict> = plan
                .merge
                .conflicts
                .iter()
                .filter(|conflict| !decisions.contains_key(&conflict.place))
                .cloned()
                .collect();
            return Ok(if open.is_empty() { Ok(plan) } else { Err(self.conflicts(&open)?) });
        }
    }
}

fn codes_of(state: &State) -> BTreeMap<String, String> {
    let mut codes = BTreeMap::new();
    for &kind in Kind::ALL {
        for row in state.rows(Part::Records(kind)) {
            let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
            codes.extend(text("uid").zip(text("code")));
        }
    }
    codes
}

/// The result of a comparison.
struct Plan {
    merge: Merge,
    recoded: Vec<Recoded>,
    changes: Vec<RowChange>,
    used: BTreeMap<String, i64>,
}

/// What is to be written.
struct Work {
    label: Option<String>,
    changes: Vec<RowChange>,
    brought: BTreeSet<Uid>,
    used: BTreeMap<String, i64>,
}

impl Work {
    fn carry_out(&self, session: &mut Session, moment: &mut Moment) -> Result<(), Error> {
        match &self.label {
            Some(label) => session.merge(moment, label, &self.changes, &self.brought, &self.used),
            None => Ok(()),
        }
    }
}

impl Plan {
    /// True where there is something to write: rows, files, or that a person decided.
    fn is_something(&self, copies: &Copies<'_>) -> bool {
        !(self.changes.is_empty() && copies.files.is_empty() && self.merge.conflicts.is_empty())
    }

    fn incoming(&self, copies: &Copies<'_>) -> Vec<MergeCount> {
        let mut counts = Vec::new();
        for part in Part::all() {
            let by_key = |state: &State| -> BTreeMap<String, Row> {
                state.rows(part).iter().map(|row| (part.key(row), row.clone())).collect()
            };
            let (before, after) = (by_key(&copies.ours), by_key(&self.merge.state));
            let is_changed =
                |(key, row): &(&String, &Row)| after.get(*key).is_some_and(|now| now != *row);
            let added = after.keys().filter(|key| !before.contains_key(*key)).count();
            let removed = before.keys().filter(|key| !after.contains_key(*key)).count();
            let changed = before.iter().filter(is_changed).count();
            if added + removed + changed > 0 {
                counts.push(MergeCount {
                    kind: part.word().to_owned(),
                    label: if part == Part::Profile { part.label() } else { part.plural() }
                        .to_owned(),
                    added: added as u32,
                    changed: changed as u32,
                    removed: removed as u32,
                });
            }
        }
        counts
    }

    /// Sees that the result fits together, and says what is to be written and what will have been done.
    fn finish(self, copies: &Copies<'_>, path: &Path) -> Result<(Work, Merged), Error> {
        let mut engagement = copies.session.engagement().clone();
        apply(&self.changes, &mut engagement).map_err(|error| {
            Error::new(
                Code::DocumentDamaged,
                "a record of the other file does not read",
                "open a backup of it",
            )
            .caused_by(error)
        })?;
        let words = copies.session.words_of(&engagement.packs)?;
        let mistakes = unfit(&engagement, &words, &copies.ours, copies.session.words());
        if !mistakes.is_empty() {
            return Err(Error {
                mistakes,
                ..Error::invalid(
                    "path",
                    "what the two copies hold does not fit together; nothing was written",
                    "correct the places named below in one of the copies, then merge again",
                )
            });
        }
        let label = self.is_something(copies).then(|| format!("Merge {}", file_name(path)));
        let merged = Merged {
            label: label.clone(),
            incoming: self.incoming(copies),
            files: copies.files.len() as u32,
            decided: self.merge.conflicts.len() as u32,
            recoded: copies.recoded(&self),
        };
        let mut changes = Vec::new();
        let there = copies.other.document()?;
        for hash in &copies.files {
            changes.extend(there.blob(hash)?.map(RowChange::Blob));
        }
        changes.extend(self.changes);
        let brought = copies.brought.clone();
        Ok((Work { label, changes, brought, used: self.used }, merged))
    }
}

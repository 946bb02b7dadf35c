//! Saving what can be read of a damaged document: its words for window and command line.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use waymark_core::engagement::PackRef;
use waymark_store::{ChangeMeta, Found, Passphrase, RecordState, Recovery};

use crate::count;
use crate::error::{Code, Error};
use crate::library::Library;
use crate::session::Moment;
use crate::view::{Recovered, RecoveredRecord, RecoveredTable, RecoveryBackup, RecoveryView};

/// A damaged document and what helps to recover it.
#[derive(Debug, Clone)]
pub struct Damaged<'f> {
    /// The damaged file; it is only read.
    pub path: &'f Path,
    /// Its passphrase, also that of its copies.
    pub key: Option<&'f Passphrase>,
    /// Backups and older copies of it, the newest first.
    pub copies: &'f [PathBuf],
    /// A folder for a copy of it while it is read.
    pub scratch: &'f Path,
}

/// Reads what can be read of a damaged document and, where a target is named, writes a new one with all of it.
///
/// # Errors
/// [`Code::PassphraseNeeded`], [`Code::WrongPassphrase`]; [`Code::DocumentLocked`] for one that is open; [`Code::AlreadyExists`] for a
/// target that is there; [`Code::DocumentDamaged`] where nothing can be read and no copy helps; [`Code::NotWritable`].
pub fn recover(
    from: &Damaged<'_>,
    target: Option<&Path>,
    library: &Library,
    moment: &mut Moment,
) -> Result<RecoveryView, Error> {
    let packs: Vec<PackRef> = library.packs().iter().map(|held| held.reference.clone()).collect();
    let recovery = Recovery {
        path: from.path,
        key: from.key,
        copies: from.copies,
        packs: &packs,
        scratch: from.scratch,
    };
    let meta = ChangeMeta {
        id: moment.uid(),
        at: moment.now,
        by: moment.by.clone(),
        command: "Recover from a damaged file".to_owned(),
    };
    let recovered = waymark_store::recover(&recovery, target, &meta).map_err(|error| {
        let mut error = Error::from(error);
        if error.code == Code::DocumentDamaged {
            error.message.push_str(" and nothing of it can be read");
            "look for another copy of it, such as one that was sent or saved elsewhere"
                .clone_into(&mut error.help);
        }
        error
    })?;
    let written = recovered.written.map(|path| path.to_string_lossy().into_owned());
    Ok(view(from.path, &recovered.found, written))
}

/// The copies of a document that are named, and those beside it that were made before its format was brought up to date.
pub fn copies(named: &[PathBuf], path: &Path) -> Vec<PathBuf> {
    let beside = waymark_store::copies_before_update(path).unwrap_or_default();
    named.iter().cloned().chain(beside.into_iter().rev()).collect()
}

/// True where not all of it can be saved.
pub fn is_short(view: &RecoveryView) -> bool {
    let is_short = |table: &RecoveredTable| table.lost + table.in_doubt + table.from_backup > 0;
    !view.is_readable
        || view.tables.iter().any(is_short)
        || !matches!(view.profile, Recovered::Sound | Recovered::FromHistory)
        || !view.files_lost.is_empty()
        || !view.packs_lost.is_empty()
}

fn state(state: RecordState) -> Recovered {
    match state {
        RecordState::Sound => Recovered::Sound,
        RecordState::FromHistory => Recovered::FromHistory,
        RecordState::FromCopy => Recovered::FromBackup,
        RecordState::InDoubt => Recovered::InDoubt,
        RecordState::Lost => Recovered::Lost,
    }
}

fn view(path: &Path, found: &Found, written: Option<String>) -> RecoveryView {
    let tables = found.tables.iter().map(|table| {
        let of = |state| table.counts.get(&state).copied().unwrap_or(0);
        RecoveredTable {
            kind: table.table.to_owned(),
            label: table.label.to_owned(),
            sound: of(RecordState::Sound),
            from_history: of(RecordState::FromHistory),
            from_backup: of(RecordState::FromCopy),
            in_doubt: of(RecordState::InDoubt),
            lost: of(RecordState::Lost),
            notable: table
                .notable
                .iter()
                .map(|(name, of)| RecoveredRecord { name: name.clone(), state: state(*of) })
                .collect(),
        }
    });
    RecoveryView {
        path: path.to_string_lossy().into_owned(),
        problems: found.problems.clone(),
        is_readable: found.is_readable,
        tables: tables.collect(),
        profile: state(found.profile),
        changes: found.changes,
        changes_read: found.changes_read,
        backup: found.copy.as_ref().map(|(_, changes, at)| RecoveryBackup {
            changes: *changes,
            changed_at: *at as f64,
            changes_after: found.changes_after,
            changes_after_read: found.changes_after_read,
        }),
        files: found.files,
        files_lost: found.files_lost.clone(),
        packs_lost: found.packs_lost.clone(),
        is_history_whole: found.is_history_whole,
        headline: headline(found),
        written,
    }
}

/// One sentence on how much is saved.
fn headline(found: &Found) -> String {
    let lost = found.count(RecordState::Lost) as usize;
    let doubtful =
        (found.count(RecordState::InDoubt) + found.count(RecordState::FromCopy)) as usize;
    if !found.is_readable {
        let changes = found.copy.as_ref().map_or(0, |(_, changes, _)| *changes as usize);
        return format!(
            "Nothing of the file can be read; its newest sound backup, with {}, takes its place",
            count(changes, "change", "changes")
        );
    }
    let is_all = lost == 0
        && doubtful == 0
        && found.files_lost.is_empty()
        && found.packs_lost.is_empty()
        && found.profile != RecordState::InDoubt
        && found.profile != RecordState::Lost;
    if is_all && found.is_history_whole {
        return "Everything can be saved, with its whole history".to_owned();
    }
    if is_all {
        return "Everything that was entered can be saved; parts of the history are lost"
            .to_owned();
    }
    let mut parts = Vec::new();
    if doubtful > 0 {
        parts.push(format!("{} in doubt", count(doubtful, "record is", "records are")));
    }
    if lost > 0 {
        parts.push(format!("{} lost", count(lost, "record is", "records are")));
    }
    if !found.files_lost.is_empty() {
        parts.push(format!("{} lost", count(found.files_lost.len(), "file is", "files are")));
    }
    if !found.packs_lost.is_empty() {
        parts.push(format!(
            "the text of {} lost",
            count(found.packs_lost.len(), "assessment is", "assessments is")
        ));
    }
    if parts.is_empty() {
        parts.push("the brief is in doubt".to_owned());
    }
    format!("The rest can be saved; {}", parts.join(", "))
}

/// The same for other programs.
pub fn json(view: &RecoveryView) -> Value {
    let table = |table: &RecoveredTable| {
        let notable: Vec<Value> = table
            .notable
            .iter()
            .map(|one| json!({ "name": one.name, "state": word(one.state) }))
            .collect();
        json!({
            "table": table.kind, "sound": table.sound, "from_history": table.from_history,
            "from_backup": table.from_backup, "in_doubt": table.in_doubt, "lost": table.lost,
            "notable": notable,
        })
    };
    json!({
        "file": view.path,
        "headline": view.headline,
        "problems": view.problems,
        "is_readable": view.is_readable,
        "tables": view.tables.iter().map(table).collect::<Vec<_>>(),
        "profile": word(view.profile),
        "changes": view.changes,
        "changes_read": view.changes_read,
        "is_history_whole": view.is_history_whole,
        "backup": view.backup.as_ref().map(|backup| json!({
            "changes": backup.changes, "changed_at": backup.changed_at,
            "changes_after": backup.changes_after, "changes_after_read": backup.changes_after_read,
        })),
        "files": view.files,
        "files_lost": view.files_lost,
        "packs_lost": view.packs_lost,
        "written": view.written,
    })
}

/// What became of a record, as JSON says it.
pub fn word(state: Recovered) -> &'static str {
    match state {
        Recovered::Sound => "sound",
        Recovered::FromHistory => "from_history",
        Recovered::FromBackup => "from_backup",
        Recovered::InDoubt => "in_doubt",
        Recovered::Lost => "lost",
    }
}

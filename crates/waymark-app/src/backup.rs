//! Backups: copies of documents that the application makes by itself, in its own folder, and goes back to.
//!
//! They are kept apart from the documents, so that a stick that is lost or a folder that is full does not take both, and so that nothing
//! of the application's lies in folders that are shared or sent. A backup is protected as its document is. What is told of it stands in a
//! small file beside it; of a protected one, no word of its contents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use waymark_core::id::Uid;
use waymark_store::{Document, Passphrase, copies_before_update, is_free, reprotect};

use crate::app::{same_file, write_whole};
use crate::error::{Code, Error};

/// A backup is made before a change when so many were made since the last one.
const EVERY_CHANGES: u32 = 50;
/// A backup is made before a change when so many milliseconds passed since the last one.
const EVERY: i64 = 10 * 60 * 1000;
const DAY: i64 = 24 * 60 * 60 * 1000;
const ENDING: &str = "waymark-backup";

/// Where backups are kept, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    /// The folder; made when the first backup is.
    pub folder: PathBuf,
    /// How many of the newest backups of a document are kept; none are made with 0.
    pub count: u32,
    /// How many days a backup is kept: the last one of each earlier day, beside the newest.
    pub days: u32,
}

/// What is told of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name in the folder, without ending.
    #[serde(skip)]
    pub id: String,
    /// The document.
    pub path: PathBuf,
    /// The engagement's permanent key.
    pub engagement: String,
    /// The client; empty where the backup is protected.
    pub client: String,
    /// When it was made, milliseconds since 1970.
    pub taken_at: i64,
    /// How many changes it holds.
    pub changes: u32,
    /// The last of them.
    pub head: String,
    /// True where it has a passphrase.
    pub is_protected: bool,
}

impl Backups {
    /// The file of a backup.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for what is no name of a backup, or one that is gone.
    pub fn file(&self, id: &str) -> Result<PathBuf, Error> {
        let is_name = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let file = self.folder.join(format!("{id}.{ENDING}"));
        if !is_name || !file.is_file() {
            return Err(Error::unknown("backup", id));
        }
        Ok(file)
    }

    fn told(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    /// Every backup, the newest first. What cannot be read as one is left out.
    pub fn list(&self) -> Vec<Kept> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut all: Vec<Kept> = entries
            .filter_map(|entry| {
                let path = entry.path();
                let is_told = path.extension().is_some_and(|ending| ending == "json");
                let id = path.file_stem()?.to_str()?.to_owned();
                let told = is_told.then(|| fs::read(&path).ok()).flatten()?;
                let kept: Kept = serde_json::from_slice(&told).ok()?;
                self.file(&id).ok()?;
                Some(Kept { id, ..kept })
            })
            .collect();
        all.sort_by(|one, other| (other.taken_at, &other.id).cmp(&(one.taken_at, &one.id)));
        all
    }

    /// The backups of a document, the newest first: those of the file at this path, and those of the same engagement whose file is no
    /// longer where it was.
    pub fn of(&self, path: &Path, engagement: Option<Uid>) -> Vec<Kept> {
        let engagement = engagement.map(|uid| uid.to_string());
        let is_of = |kept: &Kept| {
            let is_here = kept.path == path || same_file(&kept.path, path);
            match &engagement {
                Some(uid) => kept.engagement == *uid && (is_here || !kept.path.exists()),
                None => {
                    is_here || (kept.path.file_name() == path.file_name() && !kept.path.exists())
                }
            }
        };
        self.list().into_iter().filter(is_of).collect()
    }

    /// Makes a backup of an open document, and lets go of those that are too many or too old.
    ///
    /// # Errors
    /// [`Code::NotWritable`] where the folder cannot be written or is full. The document is as it was.
    pub fn make(
        &self,
        document: &Document,
        engagement: Uid,
        client: &str,
        now: i64,
    ) -> Result<Kept, Error> {
        fs::create_dir_all(&self.folder).map_err(|error| {
            Error::new(
                Code::NotWritable,
                "the folder of the backups cannot be made",
                "check the rights on your profile folder",
            )
            .caused_by(error)
        })?;
        let first = format!("{engagement}-{now}");
        let names = (1_u32..).map(|n| if n == 1 { first.clone() } else { format!("{first}-{n}") });
        let id = names
            .into_iter()
            .find(|id| !self.told(id).exists() && self.file(id).is_err())
            .expect("there are more numbers than backups");
        let kept = Kept {
            path: document.path().to_owned(),
            engagement: engagement.to_string(),
            client: if document.is_protected() { String::new() } else { client.to_owned() },
            taken_at: now,
            changes: document.change_count()?,
            head: document.last_change()?.map_or(String::new(), |change| change.id.to_string()),
            is_protected: document.is_protected(),
            id,
        };
        // Told first: what is told and not there is left out, and removed when backups are let go.
        self.tell(&kept)?;
        let file = self.folder.join(format!("{}.{ENDING}", kept.id));
        if let Err(error) = document.back_up(&file) {
            let _ = fs::remove_file(self.told(&kept.id));
            return Err(error.into());
        }
        self.let_go(now);
        Ok(kept)
    }

    fn tell(&self, kept: &Kept) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(kept).expect("what is told is plain data");
        write_whole(&self.told(&kept.id), text.as_bytes()).map_err(|error| {
            Error::new(
                Code::NotWritable,
                "the folder of the backups cannot be written",
                "free some space, or check the rights on your profile folder",
            )
            .caused_by(error)
        })
    }

    /// Removes a backup. That it is gone already is no failure.
    ///
    /// # Errors
    /// [`Code::NotWritable`] where it cannot be removed.
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        if let Ok(file) = self.file(id) {
            fs::remove_file(&file).map_err(|error| {
                Error::new(
                    Code::NotWritable,
                    "the backup cannot be removed",
                    "check the rights on your profile folder",
                )
                .caused_by(error)
            })?;
            let _ = fs::remove_file(self.told(id));
        }
        Ok(())
    }

    /// Removes backups that are too many or too old. Of each document the newest ones stay, and the last one of each earlier day until
    /// it is too old. While a document is there, its last backup stays however old it is.
    pub fn let_go(&self, now: i64) {
        let mut of: BTreeMap<(PathBuf, String), Vec<Kept>> = BTreeMap::new();
        for kept in self.list() {
            of.entry((kept.path.clone(), kept.engagement.clone())).or_default().push(kept);
        }
        let oldest = now.saturating_sub(i64::from(self.days).saturating_mul(DAY));
        for ((path, _), all) in of {
            let mut days = BTreeSet::new();
            let is_there = path.exists();
            for (at, kept) in all.iter().enumerate() {
                let is_last_of_day = days.insert(kept.taken_at.div_euclid(DAY));
                let is_young = self.days == 0 || kept.taken_at >= oldest;
                let is_new = at < self.count.max(1) as usize;
                if !((is_young && (is_new || is_last_of_day)) || (at == 0 && is_there)) {
                    // The next time again.
                    let _ = self.remove(&kept.id);
                }
            }
        }
        // What is told of backups that a stop kept from being made, and halves of them.
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_alone = name.strip_suffix(".json").is_some_and(|id| self.file(id).is_err());
            if is_alone || name.ends_with(".part") || name.ends_with(".part-journal") {
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Protects the backups of a document, and the copies beside it that were made before its format was brought up to date, as the
    /// document is protected now. One that has no passphrase, and cannot be given the document's, is removed. How many were removed.
    pub fn follow(
        &self,
        path: &Path,
        engagement: Uid,
        before: Option<&Passphrase>,
        now: Option<&Passphrase>,
    ) -> u32 {
        let mut removed = 0;
        for kept in self.of(path, Some(engagement)) {
            let from = if kept.is_protected { before } else { None };
            // One with a passphrase of earlier keeps it, and one without needs none where the document has none.
            if kept.is_protected != from.is_some() || (from.is_none() && now.is_none()) {
                continue;
            }
            let Ok(file) = self.file(&kept.id) else { continue };
            match reprotect(&file, from, now) {
                Ok(()) => {
                    let told = Kept {
                        is_protected: now.is_some(),
                        client: if now.is_some() { String::new() } else { kept.client.clone() },
                        ..kept
                    };
                    let _ = self.tell(&told);
                }
                Err(_) if now.is_some() && !kept.is_protected => {
                    removed += u32::from(self.remove(&kept.id).is_ok());
                }
                // It keeps the passphrase that it has.
                Err(_) => {}
            }
        }
        removed + follow_beside(path, before, now)
    }

    /// Puts a backup in a document's place. What stands there is kept beside it under another name, which is told.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for a backup that is gone; [`Code::DocumentDamaged`] for one without a passphrase that does not open;
    /// [`Code::DocumentLocked`] where the document is open; [`Code::NotWritable`].
    pub fn restore(&self, id: &str, target: &Path) -> Result<Option<PathBuf>, Error> {
        let file = self.file(id)?;
        // Whether a protected one is sound is seen when it is opened with its passphrase.
        if waymark_store::look(&file)? == waymark_store::Look::Plain {
            let sound = Document::open(&file, waymark_store::OpenMode::ReadOnly)
                .and_then(|document| document.read());
            sound.map_err(|error| {
                let mut error = Error::from(error);
                "choose an earlier backup".clone_into(&mut error.help);
                error
            })?;
        }
        let failed = |error: std::io::Error| {
            Error::new(
                Code::NotWritable,
                format!("{} cannot be written", target.display()),
                "free some space, check the rights on its folder, or restore to another place",
            )
            .caused_by(error)
        };
        let is_there = fs::symlink_metadata(target).is_ok();
        if is_there {
            is_free(target)?;
        }
        let part = beside(target, ".part");
        let copied =
            fs::copy(&file, &part).and_then(|_| fs::File::open(&part)?.sync_all()).map_err(failed);
        let moved = copied.and_then(|()| {
            let aside = if is_there { Some(put_aside(target).map_err(failed)?) } else { None };
            fs::rename(&part, target).map_err(failed)?;
            Ok(aside)
        });
        if moved.is_err() {
            let _ = fs::remove_file(&part);
        }
        moved
    }
}

/// Protects the copies beside a document that were made before its format was brought up to date, as the document is protected now. How
/// many were removed since that could not be.
pub(crate) fn follow_beside(
    path: &Path,
    before: Option<&Passphrase>,
    now: Option<&Passphrase>,
) -> u32 {
    let mut removed = 0;
    for copy in copies_before_update(path).unwrap_or_default() {
        let is_plain = || matches!(waymark_store::look(&copy), Ok(waymark_store::Look::Plain));
        if (before.is_none() && (now.is_none() || !is_plain())) || (now.is_none() && is_plain()) {
            continue;
        }
        if reprotect(&copy, before, now).is_err() && now.is_some() && is_plain() {
            removed += u32::from(fs::remove_file(&copy).is_ok());
        }
    }
    removed
}

/// Gives a document, and the journal that belongs to it, another name beside it.
fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let names = (1_u32..).map(|n| {
        let number = if n == 1 { String::new() } else { format!(" {n}") };
        path.with_file_name(format!("{stem} (before restoring{number}).waymark"))
    });
    let aside = names
        .into_iter()
        .find(|name| fs::symlink_metadata(name).is_err())
        .expect("there are more numbers than files");
    let journal = beside(path, "-journal");
    if journal.exists() {
        // Without it a change that was not finished could not be taken back.
        fs::rename(&journal, beside(&aside, "-journal"))?;
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes backups of one open document when they are due: before its first change since the last one, and then after so many changes or
/// minutes.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) backups: Backups,
    /// When the newest backup was made, also before the document was opened.
    newest: Option<i64>,
    /// When the last backup was made; `None` where none was since the document was opened.
    last: Option<i64>,
    /// Changes since then.
    since: u32,
    /// When the next attempt is made after one that failed.
    not_before: i64,
    /// Why the last backup could not be made.
    pub(crate) failure: Option<String>,
}

impl Guard {
    pub(crate) fn new(backups: Backups, document: &Document, engagement: Uid) -> Self {
        let newest = backups.of(document.path(), Some(engagement)).into_iter().next();
        let newest = newest.map(|kept| kept.taken_at);
        Self { backups, newest, last: None, since: 0, not_before: i64::MIN, failure: None }
    }

    /// When the newest backup was made, milliseconds since 1970.
    pub(crate) fn newest(&self) -> Option<i64> {
        self.newest
    }

    /// A change is about to be made. That a backup cannot be made must not keep anybody from working; it is told.
    pub(crate) fn before_change(
        &mut self,
        document: &Document,
        engagement: Uid,
        client: &str,
        now: i64,
    ) {
        if self.backups.count == 0 || document.is_read_only() || now < self.not_before {
            return;
        }
        let is_due = match self.last {
            None => {
                let newest = self.backups.of(document.path(), Some(engagement)).into_iter().next();
                let head =
                    document.last_change().ok().flatten().map(|change| change.id.to_string());
                match newest {
                    // It holds all there is.
                    Some(kept)
                        if Some(&kept.head) == head.as_ref()
                            && kept.path == document.path()
                            && kept.is_protected == document.is_protected() =>
                    {
                        self.last = Some(kept.taken_at.max(now.saturating_sub(EVERY)));
                        false
                    }
                    _ => true,
                }
            }
            Some(last) => self.since > 0 && (self.since >= EVERY_CHANGES || now - last >= EVERY),
        };
        if is_due {
            self.take(document, engagement, client, now);
        }
        self.since += 1;
    }

    /// Makes a backup now.
    pub(crate) fn take(&mut self, document: &Document, engagement: Uid, client: &str, now: i64) {
        match self.backups.make(document, engagement, client, now) {
            Ok(_) => {
                (self.newest, self.last) = (Some(now), Some(now));
                (self.since, self.failure) = (0, None);
            }
            Err(error) => {
                self.failure = Some(error.message);
                self.not_before = now + EVERY / 10;
            }
        }
    }
}

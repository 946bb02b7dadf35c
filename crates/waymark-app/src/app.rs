//! The application: what it remembers between starts, and the one document that is open.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use waymark_core::consensus::Consensus;
use waymark_core::known::Known;
use waymark_store::Passphrase;

use crate::backup::Backups;
use crate::commands::{MergeDecision, PortfolioExport, RecoverRequest};
use crate::error::{Code, Error};
use crate::exchange;
use crate::keychain::{Keychain, NoKeychain, name_of};
use crate::library::Library;
use crate::merge;
use crate::portfolio;
use crate::recover;
use crate::room;
use crate::sample;
use crate::secret::Secret;
use crate::session::{Mode, Moment, Session};
use crate::view::{
    AppState, BackupRestored, BackupView, BackupsView, DocumentProtected, DocumentView,
    HistoryEntry, KeychainView, MergeOutcome, PortfolioView, PortfolioWritten, Recent,
    RecoveryView, RoomSettings, RoomView, Settings, StatusView, UndoView,
};

const RECENTS: usize = 8;
/// Largest JSON of an engagement, in bytes: files of evidence are in it.
const LARGEST_JSON: u64 = 1 << 30;
/// How many backups of a document may be asked for, and for how many days.
const MOST_BACKUPS: u32 = 100;
const MOST_DAYS: u32 = 3650;

/// What is kept in `settings.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    settings: Settings,
    recents: Vec<KeptRecent>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct KeptRecent {
    path: PathBuf,
    /// Empty where the document is protected: no word of its contents is kept.
    client: String,
    opened_at: i64,
    #[serde(default)]
    is_protected: bool,
}

impl Default for Kept {
    fn default() -> Self {
        let settings = Settings {
            theme: "system".into(),
            facilitator: String::new(),
            is_rail_wide: false,
            language: "system".into(),
            backup_count: crate::view::backup_count(),
            backup_days: crate::view::backup_days(),
        };
        Self { settings, recents: vec![] }
    }
}

/// The languages of the interface, as BCP 47 tags; the words themselves are the interface's.
const LANGUAGES: [&str; 2] = ["en", "de"];

/// The application.
pub struct App {
    folder: PathBuf,
    library: Library,
    kept: Kept,
    session: Option<Session>,
    open_at_start: Option<PathBuf>,
    keychain: Box<dyn Keychain>,
    /// What the open document's passphrase is called in the keychain, where that remembers it.
    remembered: Option<String>,
    /// What the room screen shows while the app runs.
    room: RoomSettings,
}

impl App {
    /// Starts with a folder for settings and for the sample. Settings that cannot be read are put aside and taken
    /// as not there.
    ///
    /// # Errors
    /// When the shipped packs have problems, which their tests prevent.
    pub fn new(folder: &Path) -> Result<Self, Error> {
        let file = folder.join("settings.json");
        let kept = fs::read(&file).ok().and_then(|bytes| {
            let read = serde_json::from_slice(&bytes).ok();
            if read.is_none() {
                // Put aside rather than written over: it may be of a newer Waymark.
                let _ = fs::rename(&file, folder.join("settings.json.unreadable"));
            }
            read
        });
        Ok(Self {
            folder: folder.to_owned(),
            library: Library::shipped()?,
            kept: kept.unwrap_or_default(),
            session: None,
            open_at_start: None,
            keychain: Box::new(NoKeychain),
            remembered: None,
            room: RoomSettings::default(),
        })
    }

    /// Has passphrases remembered, where somebody asks for it, in a keychain.
    pub fn use_keychain(&mut self, keychain: Box<dyn Keychain>) {
        self.keychain = keychain;
    }

    /// Whether this laptop can remember passphrases.
    pub fn keychain(&self) -> KeychainView {
        KeychainView { is_there: self.keychain.is_there() }
    }

    /// Has the keychain forget the open document's passphrase.
    ///
    /// # Errors
    /// [`Code::NoDocument`]; [`Code::KeychainRefused`] where the keychain keeps it.
    pub fn forget_passphrase(&mut self) -> Result<DocumentView, Error> {
        self.session()?;
        if let Some(name) = &self.remembered
            && !self.keychain.remove(name)
        {
            return Err(Error::new(
                Code::KeychainRefused,
                "the keychain did not let go of the passphrase",
                "unlock the keychain and try again, or remove the entry “Waymark” there",
            ));
        }
        self.remembered = None;
        self.document()
    }

    /// Names the document that the window opens first; the sample for `None`.
    pub fn open_at_start(&mut self, path: Option<PathBuf>) {
        self.open_at_start = Some(path.unwrap_or_else(|| self.sample_path()));
    }

    /// The packs at hand.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Who acts on this laptop.
    pub fn facilitator(&self) -> &str {
        &self.kept.settings.facilitator
    }

    /// The open engagement.
    ///
    /// # Errors
    /// [`Code::NoDocument`] where none is open.
    pub fn session(&self) -> Result<&Session, Error> {
        self.session.as_ref().ok_or_else(Error::no_document)
    }

    /// The open engagement, to change it.
    ///
    /// # Errors
    /// [`Code::NoDocument`] where none is open.
    pub fn session_mut(&mut self) -> Result<&mut Session, Error> {
        self.session.as_mut().ok_or_else(Error::no_document)
    }

    /// What the Start screen shows.
    pub fn state(&self) -> AppState {
        AppState {
            recents: self
                .kept
                .recents
                .iter()
                .map(|recent| Recent {
                    path: recent.path.to_string_lossy().into_owned(),
                    file_name: recent
                        .path
                        .file_name()
                        .map_or(String::new(), |name| name.to_string_lossy().into_owned()),
                    client: recent.client.clone(),
                    opened_at: recent.opened_at as f64,
                    is_protected: recent.is_protected,
                    exists: recent.path.exists(),
                })
                .collect(),
            settings: self.kept.settings.clone(),
            document: self.document().ok(),
            open_at_start: self
                .open_at_start
                .as_ref()
                .map(|path| path.to_string_lossy().into_owned()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Keeps settings.
    ///
    /// # Errors
    /// [`Code::NotWritable`] when they cannot be written; they count for this run all the same.
    pub fn set_settings(&mut self, settings: Settings) -> Result<Settings, Error> {
        if !["system", "light", "dark"].contains(&settings.theme.as_str()) {
            return Err(Error::invalid(
                "theme",
                format!("`{}` is not a theme", settings.theme),
                "system, light or dark",
            ));
        }
        if settings.language != "system" && !LANGUAGES.contains(&settings.language.as_str()) {
            return Err(Error::invalid(
                "language",
                format!("the interface does not speak `{}`", settings.language),
                format!("system, or one of {}", LANGUAGES.join(", ")),
            ));
        }
        if settings.backup_count > MOST_BACKUPS || settings.backup_days > MOST_DAYS {
            return Err(Error::invalid(
                "backupCount",
                "so many backups are not kept",
                format!("up to {MOST_BACKUPS} of a document, and up to {MOST_DAYS} days"),
            ));
        }
        self.kept.settings = settings;
        let backups = self.backup_folder();
        if let Some(session) = &mut self.session {
            session.guard(backups);
        }
        self.keep()?;
        Ok(self.kept.settings.clone())
    }

    /// Forgets a recent document; the file stays.
    ///
    /// # Errors
    /// [`Code::NotWritable`] when the settings cannot be written.
    pub fn forget(&mut self, path: &str) -> Result<AppState, Error> {
        self.kept.recents.retain(|recent| recent.path != Path::new(path));
        self.keep()?;
        Ok(self.state())
    }

    fn keep(&self) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(&self.kept).expect("settings are plain data");
        fs::create_dir_all(&self.folder)
            .and_then(|()| write_whole(&self.folder.join("settings.json"), text.as_bytes()))
            .map_err(|error| {
                Error::new(
                    Code::NotWritable,
                    "the settings could not be kept",
                    "check the rights on your profile folder",
                )
                .caused_by(error)
            })
    }

    /// Remembers the document as opened now. That the list cannot be written must not keep anybody from working.
    fn remember(&mut self, now: i64) {
        let Some(session) = &self.session else { return };
        let Ok(path) = session.document().map(|document| document.path().to_owned()) else {
            return;
        };
        let is_protected = session.document().is_ok_and(waymark_store::Document::is_protected);
        let client =
            if is_protected { String::new() } else { session.engagement().profile.client.clone() };
        self.kept.recents.retain(|recent| recent.path != path);
        self.kept.recents.insert(0, KeptRecent { path, client, opened_at: now, is_protected });
        self.kept.recents.truncate(RECENTS);
        let _ = self.keep();
    }

    /// Creates an engagement and opens it.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] without a client, [`Code::AlreadyExists`] where the file is there.
    pub fn create(
        &mut self,
        path: &Path,
        client: &str,
        is_anonymous: bool,
        language: Option<&str>,
        moment: &mut Moment,
    ) -> Result<DocumentView, Error> {
        self.create_with(path, None, client, is_anonymous, language, moment)
    }

    /// As [`App::create`], protected by a passphrase from its first byte on.
    ///
    /// # Errors
    /// As for [`App::create`].
    pub fn create_with(
        &mut self,
        path: &Path,
        key: Option<&Passphrase>,
        client: &str,
        is_anonymous: bool,
        language: Option<&str>,
        moment: &mut Moment,
    ) -> Result<DocumentView, Error> {
        let client = client.trim();
        if client.is_empty() {
            return Err(Error::invalid(
                "client",
                "the client's name is needed",
                "type the name as it should stand on the report",
            ));
        }
        let mut engagement =
            Session::new_engagement(moment.uid(), client, self.library.default_pack());
        engagement.profile.is_anonymous = is_anonymous;
        let pack = &self.library.default_pack().pack;
        if let Some(tag) = language.filter(|tag| pack.translation(tag).is_some()) {
            engagement.profile.language = Known::Value(tag.to_owned());
        }
        if !moment.by.is_empty() {
            engagement.profile.facilitators = Known::Value(vec![moment.by.clone()]);
        }
        let session = Session::create_with(path, key, engagement, &[], &self.library, moment)?;
        self.take(session, moment.now)
    }

    /// Opens an engagement. The one that was open is closed only when this one can be opened.
    ///
    /// # Errors
    /// See [`Code`]: not found, not a document, newer, locked, damaged.
    pub fn open(&mut self, path: &Path, moment: &mut Moment) -> Result<DocumentView, Error> {
        self.open_with(path, None, false, moment)
    }

    /// As [`App::open`], with the passphrase where the document has one. Where none is given, that of the keychain is tried; one that is
    /// given is remembered there where that is wanted.
    ///
    /// # Errors
    /// [`Code::PassphraseNeeded`], [`Code::WrongPassphrase`]; as [`App::open`].
    pub fn open_with(
        &mut self,
        path: &Path,
        key: Option<&Passphrase>,
        remember: bool,
        moment: &mut Moment,
    ) -> Result<DocumentView, Error> {
        self.open_at_start = None;
        if path == self.sample_path() && !path.exists() {
            return self.open_sample(moment);
        }
        if self.session.as_ref().is_some_and(|session| {
            session.document().is_ok_and(|document| same_file(document.path(), path))
        }) {
            return self.document();
        }
        let name = name_of(path);
        let kept = match (&name, key) {
            (Some(name), None) => self.keychain.get(name),
            _ => None,
        };
        let opened =
            Session::open_with(path, Mode::ReadWrite, key.or(kept.as_ref()), &self.library);
        let session = match opened {
            // What is remembered does not open it: it is asked for. It may still open another copy.
            Err(error) if kept.is_some() && error.code == Code::WrongPassphrase => {
                Session::open_with(path, Mode::ReadWrite, None, &self.library)?
            }
            opened => opened?,
        };
        let is_kept = match (&name, key) {
            (Some(name), Some(key)) => remember && self.keychain.set(name, key),
            _ => kept.is_some(),
        };
        let remembered = name.filter(|_| is_kept);
        self.take_remembered(session, remembered, moment.now)
    }

    /// Gives the open document a passphrase, another one, or none. Its backups follow: those without a passphrase get it, or are
    /// removed where they cannot.
    ///
    /// # Errors
    /// [`Code::WrongPassphrase`] where the current one is another; [`Code::DocumentReadOnly`]; [`Code::NotWritable`]. The document is as
    /// it was then.
    pub fn protect(
        &mut self,
        current: Option<&Passphrase>,
        new: Option<&Passphrase>,
        moment: &mut Moment,
    ) -> Result<DocumentProtected, Error> {
        let backups = self.backup_folder();
        let session = self.session_mut()?;
        let held = session.document()?.passphrase().cloned();
        if held.is_some() && held.as_ref() != current {
            return Err(Error::new(
                Code::WrongPassphrase,
                "this is not the passphrase that the engagement has",
                "look at capitals and the keyboard's language, and type it once more",
            ));
        }
        let path = session.document()?.path().to_owned();
        let engagement = session.engagement().uid;
        if let Err(error) = session.document_mut()?.protect(new) {
            if session.document()?.is_closed() {
                // The file is one of the two, and sound: it is opened as what it is.
                let (shown, library) = (session.pack().id.clone(), self.library.clone());
                self.session = None;
                let opened = [new, held.as_ref()]
                    .into_iter()
                    .find_map(|key| Session::open_with(&path, Mode::ReadWrite, key, &library).ok());
                if let Some(mut session) = opened {
                    let _ = session.choose_pack(shown.as_str());
                    session.guard(backups);
                    self.session = Some(session);
                }
            }
            return Err(error.into());
        }
        let removed = backups.follow(&path, engagement, held.as_ref(), new);
        // What this laptop remembers follows: under the new file's name, or not at all.
        if let Some(old) = self.remembered.take() {
            let is_gone = self.keychain.remove(&old);
            let fresh = name_of(&path).zip(new).filter(|(name, new)| self.keychain.set(name, new));
            // What could not be taken out can still be forgotten later.
            self.remembered = fresh.map(|(name, _)| name).or_else(|| (!is_gone).then_some(old));
        }
        self.session_mut()?.back_up(moment.now);
        self.remember(moment.now);
        Ok(DocumentProtected { document: self.document()?, removed })
    }

    /// Where backups are kept, and how many.
    pub fn backup_folder(&self) -> Backups {
        Backups {
            folder: self.folder.join("backups"),
            count: self.kept.settings.backup_count,
            days: self.kept.settings.backup_days,
        }
    }

    /// The backups on this laptop, newest first. What is too old is let go of before.
    pub fn backups(&self, now: i64) -> BackupsView {
        let backups = self.backup_folder();
        backups.let_go(now);
        let mut changes: std::collections::BTreeMap<PathBuf, Option<u32>> =
            std::collections::BTreeMap::new();
        let list = backups.list().into_iter().map(|kept| {
            let now_there =
                changes.entry(kept.path.clone()).or_insert_with(|| self.changes_of(&kept.path));
            BackupView {
                path: kept.path.to_string_lossy().into_owned(),
                file_name: kept
                    .path
                    .file_name()
                    .map_or(String::new(), |name| name.to_string_lossy().into_owned()),
                client: kept.client,
                taken_at: kept.taken_at as f64,
                changes: kept.changes,
                changes_since: now_there.map(|there| there.saturating_sub(kept.changes)),
                size: backups
                    .file(&kept.id)
                    .ok()
                    .and_then(|file| fs::metadata(file).ok())
                    .map_or(0.0, |metadata| metadata.len() as f64),
                is_protected: kept.is_protected,
                exists: kept.path.exists(),
                id: kept.id,
            }
        });
        BackupsView {
            backups: list.collect(),
            folder: backups.folder.to_string_lossy().into_owned(),
        }
    }

    /// How many changes a document holds now; `None` where that cannot be told without its passphrase, or at all.
    fn changes_of(&self, path: &Path) -> Option<u32> {
        let open = self.session.as_ref().and_then(|session| session.document().ok());
        if let Some(document) = open.filter(|document| same_file(document.path(), path)) {
            return document.change_count().ok();
        }
        let document = waymark_store::Document::open(path, Mode::ReadOnly).ok()?;
        document.change_count().ok()
    }

    /// Puts a backup back. What stands in its place is kept beside it; the document there is closed where it is the open one.
    ///
    /// # Errors
    /// As [`Backups::restore`]; [`Code::AlreadyExists`] for a target of the person's choice that is there.
    pub fn restore(&mut self, id: &str, target: Option<&Path>) -> Result<BackupRestored, Error> {
        let backups = self.backup_folder();
        let known = backups.list().into_iter().find(|kept| kept.id == id);
        let kept = known.ok_or_else(|| Error::unknown("backup", id))?;
        if let Some(target) = target.filter(|target| fs::symlink_metadata(target).is_ok()) {
            return Err(in_the_way(target));
        }
        let target = target.unwrap_or(&kept.path);
        let is_open = self.session.as_ref().is_some_and(|session| {
            session.document().is_ok_and(|document| same_file(document.path(), target))
        });
        if is_open {
            self.close();
        }
        let aside = backups.restore(id, target)?;
        Ok(BackupRestored {
            path: target.to_string_lossy().into_owned(),
            kept: aside.map(|path| path.to_string_lossy().into_owned()),
            state: self.state(),
        })
    }

    /// Removes backups.
    ///
    /// # Errors
    /// [`Code::NotWritable`] where one cannot be removed.
    pub fn remove_backups(&mut self, ids: &[String], now: i64) -> Result<BackupsView, Error> {
        let backups = self.backup_folder();
        for id in ids {
            backups.remove(id)?;
        }
        Ok(self.backups(now))
    }

    /// Reads what can be read of a damaged document, with the help of its backups, and writes it where a target is named.
    ///
    /// # Errors
    /// As [`recover::recover`].
    pub fn recover_file(
        &mut self,
        wanted: &RecoverRequest,
        moment: &mut Moment,
    ) -> Result<RecoveryView, Error> {
        let path = Path::new(&wanted.path);
        let backups = self.backup_folder();
        let copies: Vec<PathBuf> =
            backups.of(path, None).iter().filter_map(|kept| backups.file(&kept.id).ok()).collect();
        let copies = recover::copies(&copies, path);
        fs::create_dir_all(&self.folder).map_err(|error| {
            Error::new(
                Code::NotWritable,
                "there is no place to read the file at",
                "check the rights on your profile folder",
            )
            .caused_by(error)
        })?;
        let key = wanted.passphrase.as_ref().and_then(Secret::passphrase);
        let from = recover::Damaged { path, key, copies: &copies, scratch: &self.folder };
        let target = wanted.target.as_deref().map(Path::new);
        recover::recover(&from, target, &self.library, moment)
    }

    /// Opens the sample: its own copy in the application's folder, made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open_sample(&mut self, moment: &mut Moment) -> Result<DocumentView, Error> {
        let path = self.sample_path();
        if path.exists() {
            match self.open(&path, moment) {
                // A stop while it was made, or damage: put aside, and made anew.
                Err(error) if matches!(error.code, Code::NotADocument | Code::DocumentDamaged) => {
                    let aside = path.with_extension("waymark.unreadable");
                    fs::rename(&path, aside).map_err(|_| error)?;
                }
                opened => return opened,
            }
        }
        fs::create_dir_all(&self.folder).map_err(|error| {
            Error::new(
                Code::NotWritable,
                "the sample could not be made",
                "check the rights on your profile folder",
            )
            .caused_by(error)
        })?;
        let engagement = sample::engagement(&self.library)?;
        let session = Session::create(&path, engagement, &[], &self.library, moment)?;
        self.take(session, moment.now)
    }

    /// After a command stopped half-way: reads the document again, or closes what cannot be read.
    pub fn recover(&mut self) {
        let Some(session) = self.session.take() else { return };
        let Ok(path) = session.document().map(|document| document.path().to_owned()) else {
            return;
        };
        let shown = session.pack().id.clone();
        let key = session.document().ok().and_then(|document| document.passphrase().cloned());
        drop(session);
        let backups = self.backup_folder();
        let mut session =
            Session::open_with(&path, Mode::ReadWrite, key.as_ref(), &self.library).ok();
        if let Some(session) = &mut session {
            session.guard(backups);
            // The window goes on showing this pack; one that is gone leaves the first in its place.
            let _ = session.choose_pack(shown.as_str());
        }
        self.session = session;
    }

    /// Writes a copy of the open document, history included.
    ///
    /// # Errors
    /// [`Code::AlreadyExists`] where a document stands there, [`Code::NotWritable`] when the target cannot be written.
    pub fn copy(&self, path: &Path) -> Result<(), Error> {
        if waymark_store::is_document(path) {
            return Err(in_the_way(path));
        }
        Ok(self.session()?.document()?.save_copy(path)?)
    }

    /// Begins the next round of the open engagement in a new document and opens that.
    ///
    /// # Errors
    /// As [`crate::next_round::begin`]; [`Code::NoDocument`] where none is open.
    pub fn next_round(&mut self, path: &Path, moment: &mut Moment) -> Result<DocumentView, Error> {
        let next = crate::next_round::begin(self.session()?, path, &self.library, moment)?;
        self.take(next, moment.now)
    }

    /// Several engagements side by side.
    ///
    /// # Errors
    /// None that one file could cause.
    pub fn portfolio(&self, paths: &[String]) -> Result<PortfolioView, Error> {
        portfolio::look(paths, &self.library, self.session.as_ref())
    }

    /// Writes several engagements as one table without names. Without words for the pseudonyms they are those of this once.
    ///
    /// # Errors
    /// As [`portfolio::write`].
    pub fn export_portfolio(
        &self,
        request: &PortfolioExport,
        moment: &mut Moment,
    ) -> Result<PortfolioWritten, Error> {
        let key = match request.salt.trim() {
            "" => portfolio::PseudonymKey::random(moment.key()),
            words => portfolio::PseudonymKey::of_words(words),
        };
        let open = self.session.as_ref();
        portfolio::write(&request.paths, Path::new(&request.path), &key, &self.library, open)
    }

    /// Makes a document from lossless JSON and opens it.
    ///
    /// # Errors
    /// [`Code::InvalidImport`] with every mistake; nothing is written then. [`Code::AlreadyExists`] where the target is there.
    pub fn import(
        &mut self,
        json: &Path,
        target: &Path,
        moment: &mut Moment,
    ) -> Result<DocumentView, Error> {
        let session = import_file(json, target, &self.library, moment)?;
        self.take(session, moment.now)
    }

    /// Closes the document.
    pub fn close(&mut self) -> AppState {
        self.room = RoomSettings { theme: self.room.theme.clone(), ..RoomSettings::default() };
        self.session = None;
        self.remembered = None;
        self.state()
    }

    fn take(&mut self, session: Session, now: i64) -> Result<DocumentView, Error> {
        self.take_remembered(session, None, now)
    }

    fn take_remembered(
        &mut self,
        mut session: Session,
        remembered: Option<String>,
        now: i64,
    ) -> Result<DocumentView, Error> {
        let backups = self.backup_folder();
        if let Ok(document) = session.document()
            && let (false, Some(key)) = (document.is_read_only(), document.passphrase())
        {
            // Where a stop came between the passphrase and the backups.
            backups.follow(document.path(), session.engagement().uid, None, Some(key));
        }
        session.guard(backups);
        // What the room was shown of one client says nothing of what it may be shown of another.
        self.room = RoomSettings { theme: self.room.theme.clone(), ..RoomSettings::default() };
        self.session = Some(session);
        self.remembered = remembered;
        self.remember(now);
        self.document()
    }

    fn sample_path(&self) -> PathBuf {
        self.folder.join("Sample engagement.waymark")
    }

    /// The open document, for the frame.
    ///
    /// # Errors
    /// [`Code::NoDocument`] where none is open.
    pub fn document(&self) -> Result<DocumentView, Error> {
        let session = self.session()?;
        let engagement = session.in_view();
        let document = session.document()?;
        let asked = crate::assess::asked(session.pack(), engagement);
        let card = &session.derived().scorecard;
        let answered = asked
            .iter()
            .filter(|q| card.question(&q.id).is_some_and(|s| s.consensus != Consensus::Unknown))
            .count();
        let pack = &session.pack().id;
        let flagged = engagement.answers.iter().filter(|a| a.is_flagged && &a.pack == pack).count();
        let unknown_cells = crate::record::unknown_cells(engagement);
        Ok(DocumentView {
            path: document.path().to_string_lossy().into_owned(),
            client: engagement.profile.client.clone(),
            pack_title: session.pack().title.clone(),
            assessments: crate::packs::assessments(session),
            is_read_only: document.is_read_only(),
            is_anonymous: engagement.profile.is_anonymous,
            is_sample: document.path() == self.sample_path(),
            steps: crate::progress::steps(session),
            status: StatusView {
                answered: answered as u32,
                questions: asked.len() as u32,
                flagged: flagged as u32,
                unknown_cells,
            },
            is_protected: document.is_protected(),
            is_remembered: self.remembered.is_some(),
            backup_at: session.backup_state().0.map(|at| at as f64),
            backup_failure: session.backup_state().1.map(str::to_owned),
            undo_label: document.next_undo()?.map(|change| change.command),
            redo_label: document.next_redo()?.map(|change| change.command),
        })
    }

    /// Takes the last change back.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn undo(&mut self, moment: &mut Moment) -> Result<UndoView, Error> {
        let label = self.session_mut()?.undo(moment)?;
        Ok(UndoView { label, document: self.document()? })
    }

    /// Brings the last change taken back again.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn redo(&mut self, moment: &mut Moment) -> Result<UndoView, Error> {
        let label = self.session_mut()?.redo(moment)?;
        Ok(UndoView { label, document: self.document()? })
    }

    /// What is set for the room screen.
    pub fn room_settings(&self) -> &RoomSettings {
        &self.room
    }

    /// Sets what the room screen shows.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] for a scene or theme that does not exist.
    pub fn show_room(&mut self, settings: RoomSettings) -> Result<RoomSettings, Error> {
        room::check(&settings)?;
        self.room = settings;
        Ok(self.room.clone())
    }

    /// What the room screen is sent.
    pub fn room(&self) -> RoomView {
        room::view(self.session.as_ref(), &self.room)
    }

    /// Takes another copy of the open engagement in, as one change.
    ///
    /// # Errors
    /// As [`merge::take`].
    pub fn merge(
        &mut self,
        path: &Path,
        key: Option<&Passphrase>,
        decisions: &[MergeDecision],
        moment: &mut Moment,
    ) -> Result<MergeOutcome, Error> {
        let merged = merge::take(self.session_mut()?, moment, path, key, decisions)?;
        Ok(MergeOutcome {
            label: merged.label,
            incoming: merged.incoming,
            files: merged.files,
            decided: merged.decided,
            recoded: merged.recoded,
            document: self.document()?,
        })
    }

    /// Changes, newest first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn history(&self, limit: u32, offset: u32) -> Result<Vec<HistoryEntry>, Error> {
        let changes = self.session()?.document()?.history(limit.min(1000), offset)?;
        Ok(changes
            .into_iter()
            .map(|c| HistoryEntry {
                id: c.id.to_string(),
                at: c.at as f64,
                by: c.by,
                label: c.command,
            })
            .collect())
    }

    /// Writes the lossless JSON.
    ///
    /// # Errors
    /// [`Code::NotWritable`] when the target cannot be written.
    pub fn export(&self, path: &Path) -> Result<(), Error> {
        let text = export_text(self.session()?, &self.library)?;
        write_file(path, text.as_bytes())
    }
}

/// The bytes of a file from outside; none where there are more than so many. What the system says of the length is not believed:
/// a file may be a device or grow.
pub(crate) fn bounded(path: &Path, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(path)?;
    if file.metadata()?.is_file() && file.metadata()?.len() > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

pub(crate) fn same_file(a: &Path, b: &Path) -> bool {
    match (fs::canonicalize(a), fs::canonicalize(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// The lossless JSON of an open engagement.
///
/// # Errors
/// When a file kept in the document cannot be read.
pub fn export_text(session: &Session, library: &Library) -> Result<String, Error> {
    let mut blobs = Vec::new();
    // What is in memory only keeps no files.
    if let Ok(document) = session.document() {
        for hash in document.blob_hashes()? {
            if let Some(blob) = document.blob(&hash)? {
                blobs.push(exchange::Blob { hash, bytes: blob.bytes });
            }
        }
    }
    Ok(exchange::export(session.engagement(), &blobs, library))
}

/// Reads lossless JSON from a file into a new document.
///
/// # Errors
/// [`Code::InvalidImport`] with every mistake; nothing is written then. [`Code::AlreadyExists`] where the target is there.
pub fn import_file(
    json: &Path,
    target: &Path,
    library: &Library,
    moment: &mut Moment,
) -> Result<Session, Error> {
    let read = || {
        let bytes = bounded(json, LARGEST_JSON)?;
        let text = bytes.map(String::from_utf8).transpose();
        text.map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidData))
    };
    let text = read().map_err(|error| {
        let name = json.display();
        match error.kind() {
            std::io::ErrorKind::NotFound => {
                Error::new(Code::NotFound, format!("{name} is not there"), "check the name")
            }
            std::io::ErrorKind::InvalidData => Error::new(
                Code::InvalidImport,
                format!("{name} is not text in UTF-8"),
                "save it as UTF-8, or choose a JSON file of Waymark",
            ),
            _ if json.is_dir() => Error::new(
                Code::InvalidImport,
                format!("{name} is a folder"),
                "choose a JSON file of Waymark",
            ),
            _ => Error::new(
                Code::NotFound,
                format!("{name} cannot be read"),
                "check the rights on the file",
            ),
        }
        .caused_by(error)
    })?;
    let text = text.ok_or_else(|| {
        Error::new(
            Code::InvalidImport,
            format!("{} is larger than 1 GB", json.display()),
            "choose a JSON file of Waymark; take files out of the evidence where it is one",
        )
    })?;
    let (engagement, blobs) = exchange::import(&text, library)?;
    let files: Vec<waymark_store::Blob> = blobs
        .into_iter()
        .map(|blob| {
            let evidence = engagement.evidence.iter().find(|e| e.file_hash == blob.hash);
            waymark_store::Blob {
                bytes: blob.bytes,
                name: evidence.map_or(String::new(), |e| e.file_name.clone()),
                media_type: String::new(),
            }
        })
        .collect();
    Session::create(target, engagement, &files, library, moment)
}

/// Writes a file whole: to a temporary name beside it, then renamed. A link stays one: what it points to is replaced. What is no
/// file, such as a terminal or a pipe, is written to as it is.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if let Ok(there) = fs::metadata(&target) {
        if !there.is_file() {
            return fs::OpenOptions::new().write(true).open(&target)?.write_all(bytes);
        }
        if there.permissions().readonly() {
            return Err(std::io::ErrorKind::PermissionDenied.into());
        }
    }
    let name = target
        .file_name()
        .map_or_else(|| "file".into(), |name| name.to_string_lossy().into_owned());
    let temporary = target.with_file_name(format!(".{name}.part"));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A document is never replaced by an output.
fn in_the_way(path: &Path) -> Error {
    Error::new(
        Code::AlreadyExists,
        format!("{} is an engagement and is not replaced", path.display()),
        "choose another name",
    )
}

/// Writes an output: whole or not at all.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written, [`Code::AlreadyExists`] where it is a document.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if waymark_store::is_document(path) {
        return Err(in_the_way(path));
    }
    write_whole(path, bytes).map_err(|error| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let help = match folder {
            _ if path.is_dir() => "it is a folder; add a file name".to_owned(),
            Some(folder) if !folder.is_dir() => {
                format!("there is no folder {}; make it, or choose another one", folder.display())
            }
            _ => "close it where it is open, check the rights on it, or choose another name or folder"
                .to_owned(),
        };
        Error::new(Code::NotWritable, format!("{} cannot be written", path.display()), help)
            .caused_by(error)
    })
}

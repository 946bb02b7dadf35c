//! An open engagement: the document, what it holds, and what follows from it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use waymark_core::engagement::{Engagement, OwnInitiative, PackRef, Profile};
use waymark_core::field::{PackWords, check_fields};
use waymark_core::id::{Code as RecordCode, PackId, Uid};
use waymark_core::known::Known;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::roadmap::with_own_initiatives;
use waymark_pack::lens::Lens;
pub use waymark_store::OpenMode as Mode;
use waymark_store::{Blob, ChangeMeta, Document, Passphrase, RowChange, apply};

use crate::backup::{Backups, Guard};
use crate::derived::Derived;
use crate::error::{Code, Error, Mistake};
use crate::library::{Content, Held, Library};

/// Where ids come from: ten random bytes at a time.
pub trait IdSource: Send {
    /// The next ten bytes.
    fn next(&mut self) -> [u8; 10];
}

/// What a command needs besides its request, set once per command.
pub struct Moment<'a> {
    /// Milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// Where ids come from.
    pub ids: &'a mut dyn IdSource,
    /// Who acts: the facilitator of this laptop.
    pub by: String,
}

impl Moment<'_> {
    /// A new permanent key.
    pub fn uid(&mut self) -> Uid {
        Uid::from_time(u64::try_from(self.now).unwrap_or(0), &self.ids.next())
    }

    /// Sixteen random bytes.
    pub fn key(&mut self) -> [u8; 16] {
        let (first, second) = (self.ids.next(), self.ids.next());
        let mut bytes = [0; 16];
        bytes[..10].copy_from_slice(&first);
        bytes[10..].copy_from_slice(&second[..6]);
        bytes
    }

    /// The civil date of now, in UTC.
    pub fn today(&self) -> jiff::civil::Date {
        let days = self.now.div_euclid(24 * 60 * 60 * 1000);
        jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    }

    fn meta(&mut self, command: &str) -> ChangeMeta {
        ChangeMeta {
            id: self.uid(),
            at: self.now,
            by: self.by.clone(),
            command: command.to_owned(),
        }
    }
}

/// An open engagement.
pub struct Session {
    /// `None` for an engagement in memory, which cannot be changed unless it is a scratch copy.
    document: Option<Document>,
    /// Changes are made and kept nowhere.
    is_scratch: bool,
    /// Makes backups while the document is changed; `None` where none are made.
    guard: Option<Guard>,
    engagement: Engagement,
    library: Library,
    held: Contents,
    /// The pack that screens and outputs show, by its place among the packs.
    current: usize,
    /// What counts under the current pack, where there are several.
    /// Where votes wait to be revealed: what is left without them.
    in_view: OnceLock<Option<Engagement>>,
    with_sealed: OnceLock<Engagement>,
    titles: OnceLock<BTreeMap<String, (Kind, String)>>,
    /// The current pack with the initiatives that people added, where they did.
    own_pack: OnceLock<Option<Pack>>,
    derived: OnceLock<Derived>,
}

/// The packs and lenses of an engagement, and the words that records may use of them.
#[derive(Clone)]
struct Contents {
    packs: Vec<Arc<Pack>>,
    lenses: Vec<(PackId, Arc<Lens>)>,
    words: PackWords,
}

impl Contents {
    /// The packs speak the language of this tag, as far as they do.
    fn of(
        references: &[PackRef],
        own: &[OwnInitiative],
        language: &str,
        library: &Library,
    ) -> Result<Self, Error> {
        let mut contents = Self { packs: vec![], lenses: vec![], words: PackWords::default() };
        for reference in references {
            let content = match library.resolve(reference)? {
                Content::Pack(pack) => Content::Pack(spoken(&pack, language)),
                lens @ Content::Lens(_) => lens,
            };
            content.add_words(&reference.id, &mut contents.words);
            match content {
                Content::Pack(pack) => contents.packs.push(pack),
                Content::Lens(lens) => contents.lenses.push((reference.id.clone(), lens)),
            }
        }
        if contents.packs.is_empty() {
            return Err(Error::new(
                Code::DocumentDamaged,
                "the document names no assessment pack",
                "open a backup of it",
            ));
        }
        for initiative in own {
            let (pack, code) = (initiative.pack.as_str(), initiative.code.as_str());
            contents.words.add_initiative(pack, code, &initiative.title);
        }
        Ok(contents)
    }
}

/// A pack in the language of a tag, as far as it speaks it.
fn spoken(pack: &Arc<Pack>, language: &str) -> Arc<Pack> {
    pack.in_language(language).map_or_else(|| Arc::clone(pack), Arc::new)
}

/// The language of an engagement as a tag; empty where it is not known.
fn language_of(engagement: &Engagement) -> &str {
    engagement.profile.language.value().map_or("", String::as_str)
}

/// True where a file opens with a passphrase only, if it is an engagement at all.
pub fn needs_passphrase(path: &Path) -> bool {
    matches!(waymark_store::look(path), Ok(waymark_store::Look::Protected))
}

/// What the history says of an undo or redo: what it took back or brought again.
fn labelled(verb: &str, change: Option<waymark_store::Change>) -> String {
    change.map_or_else(|| verb.to_owned(), |change| format!("{verb}: {}", change.command))
}

impl Session {
    /// Creates a document for an engagement, with the files that travel with it, and opens it.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or a value of the engagement does not fit its field.
    pub fn create(
        path: &Path,
        engagement: Engagement,
        files: &[Blob],
        library: &Library,
        moment: &mut Moment,
    ) -> Result<Self, Error> {
        Self::create_with(path, None, engagement, files, library, moment)
    }

    /// As [`Session::create`], protected by a passphrase from its first byte on.
    ///
    /// # Errors
    /// As for [`Session::create`].
    pub fn create_with(
        path: &Path,
        key: Option<&Passphrase>,
        engagement: Engagement,
        files: &[Blob],
        library: &Library,
        moment: &mut Moment,
    ) -> Result<Self, Error> {
        let mut session = Self::of(None, engagement, library)?;
        let profile = serde_json::to_value(&session.engagement.profile);
        session.check(&[RowChange::Profile(profile.expect("a profile is plain data"))])?;
        let meta = moment.meta("Create the engagement");
        session.document =
            Some(Document::create_with(path, key, &session.engagement, files, &meta)?);
        Ok(session)
    }

    /// An engagement without a document: to read from, not to change.
    ///
    /// # Errors
    /// When its pack cannot be resolved.
    pub fn in_memory(engagement: Engagement, library: &Library) -> Result<Self, Error> {
        Self::of(None, engagement, library)
    }

    /// Opens a document.
    ///
    /// # Errors
    /// See [`Code`]: not found, not a document, newer, locked, damaged.
    pub fn open(path: &Path, mode: Mode, library: &Library) -> Result<Self, Error> {
        Self::open_with(path, mode, None, library)
    }

    /// As [`Session::open`], with the passphrase where the document has one.
    ///
    /// # Errors
    /// [`Code::PassphraseNeeded`], [`Code::WrongPassphrase`]; as [`Session::open`].
    pub fn open_with(
        path: &Path,
        mode: Mode,
        key: Option<&Passphrase>,
        library: &Library,
    ) -> Result<Self, Error> {
        let document = match Document::open_with(path, mode, key) {
            // A change that a stop left unfinished has to be taken back before anybody can read; that needs the right to write.
            Err(unfinished @ waymark_store::Error::UnfinishedChange { .. }) => {
                match Document::open_with(path, Mode::ReadWrite, key) {
                    Ok(document) if !document.is_read_only() => document,
                    _ => return Err(unfinished.into()),
                }
            }
            opened => opened?,
        };
        let engagement = document.read()?;
        Self::of(Some(document), engagement, library)
    }

    fn of(
        document: Option<Document>,
        engagement: Engagement,
        library: &Library,
    ) -> Result<Self, Error> {
        let language = language_of(&engagement);
        let held = Contents::of(&engagement.packs, &engagement.own_initiatives, language, library)?;
        let library = library.clone();
        Ok(Self {
            document,
            is_scratch: false,
            guard: None,
            engagement,
            library,
            held,
            current: 0,
            in_view: OnceLock::new(),
            with_sealed: OnceLock::new(),
            titles: OnceLock::new(),
            own_pack: OnceLock::new(),
            derived: OnceLock::new(),
        })
    }

    /// A copy without a document, to try changes on: they are judged as in a document, and nothing of them is kept.
    pub(crate) fn scratch(&self) -> Self {
        Self {
            document: None,
            is_scratch: true,
            guard: None,
            engagement: self.engagement.clone(),
            library: self.library.clone(),
            held: self.held.clone(),
            current: self.current,
            in_view: OnceLock::new(),
            with_sealed: OnceLock::new(),
            titles: OnceLock::new(),
            own_pack: OnceLock::new(),
            derived: OnceLock::new(),
        }
    }

    /// A new engagement under a pack, in memory.
    pub fn new_engagement(uid: Uid, client: &str, held: &Held) -> Engagement {
        let mut engagement = Engagement::new(uid, client);
        engagement.packs.push(held.reference.clone());
        engagement
    }

    /// The file.
    ///
    /// # Errors
    /// [`Code::NoDocument`] for an engagement in memory.
    pub fn document(&self) -> Result<&Document, Error> {
        self.document.as_ref().ok_or_else(Error::no_document)
    }

    /// Gives the document a passphrase, another one, or none. Copies made before keep what they have, but for those that were made
    /// beside it before its format was brought up to date.
    ///
    /// # Errors
    /// [`Code::DocumentReadOnly`], [`Code::NotWritable`]. The document is as it was then.
    pub fn protect(&mut self, new: Option<&Passphrase>) -> Result<(), Error> {
        let before = self.document()?.passphrase().cloned();
        self.document_mut()?.protect(new)?;
        let path = self.document()?.path().to_owned();
        crate::backup::follow_beside(&path, before.as_ref(), new);
        Ok(())
    }

    /// Refuses a document that has a passphrase where none is expected, or none where one is.
    ///
    /// # Errors
    /// [`Code::InvalidValue`].
    pub fn expect_protection(&self, is_expected: bool) -> Result<(), Error> {
        let document = self.document()?;
        match (document.is_protected(), is_expected) {
            (true, false) => Err(Error::invalid(
                "passphrase",
                format!("{} has a passphrase already", document.path().display()),
                "change it instead",
            )),
            (false, true) => Err(Error::invalid(
                "passphrase",
                format!("{} has no passphrase", document.path().display()),
                "set one instead",
            )),
            _ => Ok(()),
        }
    }

    /// Looks at every page and link of the document, longer than opening does.
    ///
    /// # Errors
    /// [`Code::DocumentDamaged`] with what is wrong.
    pub fn check_integrity(&self) -> Result<(), Error> {
        let document = self.document()?;
        let problems = document.check()?;
        if problems.is_empty() {
            return Ok(());
        }
        let mistakes = problems.into_iter().map(|message| Mistake {
            place: String::new(),
            message,
            help: String::new(),
        });
        let message = format!("{} is damaged", document.path().display());
        let help = "see what of it can be saved, or restore a backup; this file was not touched";
        Err(Error {
            mistakes: mistakes.collect(),
            ..Error::new(Code::DocumentDamaged, message, help)
        })
    }

    /// Has backups made from now on, when they are due.
    pub(crate) fn guard(&mut self, backups: Backups) {
        match (&mut self.guard, &self.document) {
            (Some(guard), _) => guard.backups = backups,
            (none, Some(document)) => {
                *none = Some(Guard::new(backups, document, self.engagement.uid));
            }
            (_, None) => {}
        }
    }

    /// When the newest backup was made, milliseconds since 1970, and why the last attempt failed.
    pub(crate) fn backup_state(&self) -> (Option<i64>, Option<&str>) {
        let guard = self.guard.as_ref();
        (guard.and_then(Guard::newest), guard.and_then(|guard| guard.failure.as_deref()))
    }

    /// Makes a backup now, due or not.
    pub(crate) fn back_up(&mut self, now: i64) {
        if let (Some(guard), Some(document)) = (&mut self.guard, &self.document)
            && guard.backups.count > 0
        {
            let profile = &self.engagement.profile;
            guard.take(document, self.engagement.uid, &profile.client, now);
        }
    }

    fn before_change(&mut self, now: i64) {
        if let (Some(guard), Some(document)) = (&mut self.guard, &self.document) {
            let profile = &self.engagement.profile;
            guard.before_change(document, self.engagement.uid, &profile.client, now);
        }
    }

    pub(crate) fn document_mut(&mut self) -> Result<&mut Document, Error> {
        self.document.as_mut().ok_or_else(Error::no_document)
    }

    /// The same session with another of its packs as the current one; the first for `None`.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for a pack that the engagement does not hold.
    pub fn with_pack(mut self, id: Option<&str>) -> Result<Self, Error> {
        if let Some(id) = id {
            self.choose_pack(id)?;
        }
        Ok(self)
    }

    /// The same session in another language than the engagement names; its own for `None`. Nothing of the document changes.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] for what is no language.
    pub fn with_language(mut self, tag: Option<&str>) -> Result<Self, Error> {
        let Some(tag) = tag else { return Ok(self) };
        let is_tag = (2..=35).contains(&tag.len())
            && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_tag {
            let message = format!("`{tag}` is no language");
            return Err(Error::invalid("language", message, "give a BCP 47 tag, such as en or de"));
        }
        self.engagement.profile.language = Known::Value(tag.to_owned());
        let shown = self.held.packs[self.current].id.clone();
        let own = &self.engagement.own_initiatives;
        self.held = Contents::of(&self.engagement.packs, own, tag, &self.library)?;
        self.current = self.held.packs.iter().position(|pack| pack.id == shown).unwrap_or(0);
        self.forget_derived();
        Ok(self)
    }

    /// Makes another of its packs the current one. Nothing of the document changes.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for a pack that the engagement does not hold.
    pub fn choose_pack(&mut self, id: &str) -> Result<(), Error> {
        let packs = &self.held.packs;
        let place = packs.iter().position(|pack| pack.id.as_str() == id).ok_or_else(|| {
            let held: Vec<&str> = packs.iter().map(|pack| pack.id.as_str()).collect();
            Error::new(
                Code::UnknownItem,
                format!("the engagement holds no pack `{id}`"),
                format!("it holds {}", held.join(", ")),
            )
        })?;
        if place != self.current {
            self.current = place;
            self.forget_derived();
        }
        Ok(())
    }

    /// What people entered.
    pub fn engagement(&self) -> &Engagement {
        &self.engagement
    }

    /// What people entered, without what stands under other packs than the current one, with a vote for each hand that was counted,
    /// and without votes that wait to be revealed: what screens and outputs show.
    pub fn in_view(&self) -> &Engagement {
        let all = self.with_sealed();
        let seen = self.in_view.get_or_init(|| {
            (!all.sealed().is_empty()).then(|| {
                let mut seen = all.clone();
                seen.leave_out_sealed();
                seen
            })
        });
        seen.as_ref().unwrap_or(all)
    }

    /// What every record with a code is and is called, by its code.
    pub fn titles(&self) -> &BTreeMap<String, (Kind, String)> {
        self.titles.get_or_init(|| {
            let coded = Kind::ALL.iter().copied().filter(|kind| !kind.prefix().is_empty());
            let rows = coded.flat_map(|kind| {
                self.in_view().rows(kind).into_iter().filter_map(move |row| {
                    let code = row.get("code")?.as_str()?.to_owned();
                    Some((code, (kind, crate::record::title_of(kind, &row, self.words()))))
                })
            });
            rows.collect()
        })
    }

    /// As [`Session::in_view`], with the votes that wait to be revealed: only where they are taken.
    pub fn with_sealed(&self) -> &Engagement {
        let is_all = self.held.packs.len() == 1 && self.pack().retired.is_empty();
        if is_all && !self.engagement.has_tallies() {
            return &self.engagement;
        }
        self.with_sealed.get_or_init(|| {
            let mut counted = self.engagement.clone();
            counted.count_tallies();
            counted.under(self.pack())
        })
    }

    /// What people entered under all packs, with a vote for each hand that was counted and without votes that wait to be revealed:
    /// what scores are made from.
    pub fn counted(&self) -> Cow<'_, Engagement> {
        if !self.engagement.has_tallies() && self.engagement.sealed().is_empty() {
            return Cow::Borrowed(&self.engagement);
        }
        let mut counted = self.engagement.clone();
        counted.count_tallies();
        counted.leave_out_sealed();
        Cow::Owned(counted)
    }

    /// Drops what follows from what people entered.
    fn forget_derived(&mut self) {
        self.in_view = OnceLock::new();
        self.with_sealed = OnceLock::new();
        self.titles = OnceLock::new();
        self.own_pack = OnceLock::new();
        self.derived = OnceLock::new();
    }

    /// The current pack, with the initiatives that people added to it: what screens and outputs show.
    pub fn pack(&self) -> &Pack {
        let pack = &self.held.packs[self.current];
        let own = self.own_pack.get_or_init(|| with_own_initiatives(pack, &self.engagement));
        own.as_ref().unwrap_or(pack)
    }

    /// The current pack without the initiatives that people added.
    pub(crate) fn base_pack(&self) -> &Pack {
        &self.held.packs[self.current]
    }

    /// The language of the engagement as a BCP 47 tag; empty where it is not known.
    pub fn language(&self) -> &str {
        language_of(&self.engagement)
    }

    /// A pack in the language of the engagement, as far as it speaks it.
    pub(crate) fn spoken(&self, pack: &Arc<Pack>) -> Arc<Pack> {
        spoken(pack, self.language())
    }

    /// All assessment packs, in the engagement's order and language.
    pub fn packs(&self) -> &[Arc<Pack>] {
        &self.held.packs
    }

    /// All lenses with their ids, in the engagement's order.
    pub fn lenses(&self) -> &[(PackId, Arc<Lens>)] {
        &self.held.lenses
    }

    /// A lens by id.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for a lens that the engagement does not hold.
    pub fn lens(&self, id: &str) -> Result<&Arc<Lens>, Error> {
        let found = self.held.lenses.iter().find(|(known, _)| known.as_str() == id);
        found.map(|(_, lens)| lens).ok_or_else(|| {
            let message = format!("the engagement holds no lens `{id}`");
            Error::new(Code::UnknownItem, message, "add it in the brief")
        })
    }

    /// The packs that this program ships.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The words that the packs declare.
    pub fn words(&self) -> &PackWords {
        &self.held.words
    }

    /// The words that other packs would declare.
    ///
    /// # Errors
    /// When one of them has problems, or none of them is an assessment pack.
    pub(crate) fn words_of(&self, references: &[PackRef]) -> Result<PackWords, Error> {
        let own = &self.engagement.own_initiatives;
        Ok(Contents::of(references, own, self.language(), &self.library)?.words)
    }

    /// What follows from what people entered; computed when first asked for after a change.
    pub fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| Derived::of(self.pack(), self.in_view()))
    }

    /// The next free code of a kind.
    ///
    /// # Errors
    /// When the kind has no codes.
    pub fn next_code(&mut self, kind: Kind) -> Result<RecordCode, Error> {
        self.document_mut()?.next_code(kind).ok_or_else(|| {
            Error::new(Code::Internal, format!("{} have no codes", kind.plural()), "")
        })
    }

    /// Refuses values that do not fit their fields, so that a document never holds what its own export could not bring back.
    fn check(&self, changes: &[RowChange]) -> Result<(), Error> {
        for change in changes {
            let (fields, row, besides): (_, _, &[&str]) = match change {
                RowChange::Put { kind, row, .. } => (kind.fields(), row, &["uid", "code"]),
                RowChange::Profile(row) => (Profile::FIELDS, row, &[]),
                _ => continue,
            };
            let Some(row) = row.as_object() else { continue };
            let problems = check_fields(fields, row, &self.held.words, besides);
            if let Some(problem) = problems.into_iter().next() {
                let name = problem.path.trim_start_matches('.');
                let name = name.split(['.', '[']).next().unwrap_or_default();
                let label =
                    fields.iter().find(|field| field.name == name).map_or(name, |f| f.label);
                return Err(Error::invalid(
                    name,
                    format!("{label}: {}", problem.message),
                    problem.help,
                ));
            }
        }
        Ok(())
    }

    /// Makes a change: committed to the file first, then visible.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] for a value that does not fit its field; when the document cannot be changed. Nothing has happened then.
    pub fn change(
        &mut self,
        moment: &mut Moment,
        label: &str,
        changes: &[RowChange],
    ) -> Result<(), Error> {
        self.check(changes)?;
        if !self.is_scratch {
            self.before_change(moment.now);
            self.document_mut()?.write(&moment.meta(label), changes)?;
        }
        self.take(changes)
    }

    /// Makes the change that brings another copy in: committed to the file first, then visible. The caller has seen that it fits.
    ///
    /// # Errors
    /// When the document cannot be changed. Nothing has happened then.
    pub(crate) fn merge(
        &mut self,
        moment: &mut Moment,
        label: &str,
        changes: &[RowChange],
        brought: &BTreeSet<Uid>,
        used: &BTreeMap<String, i64>,
    ) -> Result<(), Error> {
        self.before_change(moment.now);
        self.document_mut()?.merge(&moment.meta(label), changes, brought, used)?;
        self.take(changes)
    }

    /// Takes the last change back; the label of what was taken back, `None` where there is nothing.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn undo(&mut self, moment: &mut Moment) -> Result<Option<String>, Error> {
        let label = labelled("Undo", self.document()?.next_undo()?);
        self.before_change(moment.now);
        let Some(applied) = self.document_mut()?.undo(&moment.meta(&label))? else {
            return Ok(None);
        };
        if let Err(error) = self.take(&applied.changes) {
            // A pack that does not read any more stays out: the document must open again.
            self.document_mut()?.redo(&moment.meta("Redo"))?;
            self.engagement = self.document()?.read()?;
            return Err(error);
        }
        Ok(Some(applied.change.command))
    }

    /// Brings the last change taken back again.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn redo(&mut self, moment: &mut Moment) -> Result<Option<String>, Error> {
        let label = labelled("Redo", self.document()?.next_redo()?);
        self.before_change(moment.now);
        let Some(applied) = self.document_mut()?.redo(&moment.meta(&label))? else {
            return Ok(None);
        };
        if let Err(error) = self.take(&applied.changes) {
            self.document_mut()?.undo(&moment.meta("Undo"))?;
            self.engagement = self.document()?.read()?;
            return Err(error);
        }
        Ok(Some(applied.change.command))
    }

    /// Shows a change that is in the document. Where it cannot be followed step by step, the document is read again.
    fn take(&mut self, changes: &[RowChange]) -> Result<(), Error> {
        self.forget_derived();
        let before = self.language().to_owned();
        if apply(changes, &mut self.engagement).is_err() {
            self.engagement = self.document()?.read()?;
        }
        // What the words of records are taken from.
        let is_of_packs = |change: &RowChange| {
            matches!(
                change,
                RowChange::Pack(_)
                    | RowChange::RemovePack(_)
                    | RowChange::PackOrder(_)
                    | RowChange::Put { kind: Kind::OwnInitiative, .. }
                    | RowChange::Remove { kind: Kind::OwnInitiative, .. }
            )
        };
        if changes.iter().any(is_of_packs) || self.language() != before {
            let shown = self.pack().id.clone();
            let own = &self.engagement.own_initiatives;
            let language = language_of(&self.engagement);
            self.held = Contents::of(&self.engagement.packs, own, language, &self.library)?;
            self.current = self.held.packs.iter().position(|pack| pack.id == shown).unwrap_or(0);
        }
        Ok(())
    }
}

//! An open engagement: the document, what it holds, and what follows from it.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use waymark_core::engagement::Engagement;
use waymark_core::field::PackWords;
use waymark_core::id::{Code as RecordCode, Uid};
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
pub use waymark_store::OpenMode as Mode;
use waymark_store::{ChangeMeta, Document, RowChange, apply};

use crate::derived::Derived;
use crate::error::{Code, Error};
use crate::library::{Held, Library};

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
    /// `None` for an engagement in memory, which cannot be changed.
    document: Option<Document>,
    engagement: Engagement,
    packs: Vec<Arc<Pack>>,
    words: PackWords,
    derived: OnceLock<Derived>,
}

impl Session {
    /// Creates a document for an engagement and opens it.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub fn create(
        path: &Path,
        engagement: Engagement,
        library: &Library,
        moment: &mut Moment,
    ) -> Result<Self, Error> {
        let document = Document::create(path, &engagement, &moment.meta("Create the engagement"))?;
        Self::of(Some(document), engagement, library)
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
        let document = Document::open(path, mode)?;
        let engagement = document.read()?;
        Self::of(Some(document), engagement, library)
    }

    fn of(
        document: Option<Document>,
        engagement: Engagement,
        library: &Library,
    ) -> Result<Self, Error> {
        let mut packs = Vec::new();
        let mut words = PackWords::default();
        for reference in &engagement.packs {
            let pack = library.resolve(reference)?;
            pack.add_words(&mut words);
            packs.push(pack);
        }
        if packs.is_empty() {
            return Err(Error::new(
                Code::DocumentDamaged,
                "the document names no assessment pack",
                "open a backup of it",
            ));
        }
        Ok(Self { document, engagement, packs, words, derived: OnceLock::new() })
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

    fn document_mut(&mut self) -> Result<&mut Document, Error> {
        self.document.as_mut().ok_or_else(Error::no_document)
    }

    /// The same session with another of its packs as the default one; the first for `None`.
    ///
    /// # Errors
    /// [`Code::UnknownItem`] for a pack that the engagement does not hold.
    pub fn with_pack(mut self, id: Option<&str>) -> Result<Self, Error> {
        if let Some(id) = id {
            let place = self
                .packs
                .iter()
                .position(|pack| pack.id.as_str() == id)
                .ok_or_else(|| Error::unknown("pack", id))?;
            self.packs.swap(0, place);
            self.derived = OnceLock::new();
        }
        Ok(self)
    }

    /// What people entered.
    pub fn engagement(&self) -> &Engagement {
        &self.engagement
    }

    /// The default pack.
    pub fn pack(&self) -> &Pack {
        &self.packs[0]
    }

    /// The words that the packs declare.
    pub fn words(&self) -> &PackWords {
        &self.words
    }

    /// What follows from what people entered; computed when first asked for after a change.
    pub fn derived(&self) -> &Derived {
        self.derived.get_or_init(|| Derived::of(self.pack(), &self.engagement))
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

    /// Makes a change: committed to the file first, then visible.
    ///
    /// # Errors
    /// When the document cannot be changed; nothing has happened then.
    pub fn change(
        &mut self,
        moment: &mut Moment,
        label: &str,
        changes: &[RowChange],
    ) -> Result<(), Error> {
        self.document_mut()?.write(&moment.meta(label), changes)?;
        self.take(changes)
    }

    /// Takes the last change back; the label of what was taken back, `None` where there is nothing.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn undo(&mut self, moment: &mut Moment) -> Result<Option<String>, Error> {
        let Some(applied) = self.document_mut()?.undo(&moment.meta("Undo"))? else {
            return Ok(None);
        };
        self.take(&applied.changes)?;
        Ok(Some(applied.change.command))
    }

    /// Brings the last change taken back again.
    ///
    /// # Errors
    /// When the document cannot be changed.
    pub fn redo(&mut self, moment: &mut Moment) -> Result<Option<String>, Error> {
        let Some(applied) = self.document_mut()?.redo(&moment.meta("Redo"))? else {
            return Ok(None);
        };
        self.take(&applied.changes)?;
        Ok(Some(applied.change.command))
    }

    fn take(&mut self, changes: &[RowChange]) -> Result<(), Error> {
        self.derived = OnceLock::new();
        apply(changes, &mut self.engagement).map_err(|error| {
            Error::new(Code::Internal, "a change could not be shown", "open the document again")
                .caused_by(error)
        })
    }
}

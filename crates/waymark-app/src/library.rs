//! The packs and lenses at hand: those this program ships, and those that documents bring along.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use waymark_core::engagement::PackRef;
use waymark_core::field::{PackWord, PackWords};
use waymark_core::id::PackId;
use waymark_core::pack::Pack;
use waymark_pack::lens::{self, LENS_FILE, Lens};
use waymark_pack::{Loaded, Problem, Severity, embedded, files_of, hash, text_of};

use crate::error::{Code, Error, Mistake};
use crate::exchange::Packs;

/// A pack with its reference.
#[derive(Debug, Clone)]
pub struct Held {
    /// Id, version, hash and full text.
    pub reference: PackRef,
    /// The resolved pack.
    pub pack: Arc<Pack>,
}

/// What a reference of an engagement stands for.
#[derive(Debug, Clone)]
pub enum Content {
    /// An assessment pack: levels, scores, initiatives.
    Pack(Arc<Pack>),
    /// A custom lens: choices and risks.
    Lens(Arc<Lens>),
}

impl Content {
    /// Adds what records may name of it.
    pub fn add_words(&self, id: &PackId, words: &mut PackWords) {
        match self {
            Content::Pack(pack) => pack.add_words(words),
            Content::Lens(lens) => {
                words.add(PackWord::Pack, id.as_str(), &lens.name);
                words.set_own(id.as_str(), PackWords::default());
            }
        }
    }
}

/// The packs that this program ships, the default one first. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    shipped: Arc<[Held]>,
}

impl Library {
    /// Loads the shipped packs.
    ///
    /// # Errors
    /// [`Code::InvalidPack`] when one of them has problems: a mistake of the build, which its tests prevent.
    pub fn shipped() -> Result<Self, Error> {
        let mut shipped = Vec::new();
        for pack in embedded::packs() {
            shipped.push(held(&pack.files)?);
        }
        if shipped.is_empty() {
            return Err(Error::new(
                Code::InvalidPack,
                "this program ships no assessment pack",
                "install Waymark again",
            ));
        }
        Ok(Self { shipped: shipped.into() })
    }

    /// The pack that a new engagement uses.
    pub fn default_pack(&self) -> &Held {
        &self.shipped[0]
    }

    /// A shipped pack by id.
    pub fn by_id(&self, id: &str) -> Option<&Held> {
        self.shipped.iter().find(|held| held.reference.id.as_str() == id)
    }

    /// The shipped packs, the default one first.
    pub fn packs(&self) -> &[Held] {
        &self.shipped
    }

    /// What a reference stands for: the shipped pack when it is the same, else what the text that came along says.
    ///
    /// # Errors
    /// [`Code::InvalidPack`] with all problems of the text.
    pub fn resolve(&self, reference: &PackRef) -> Result<Content, Error> {
        if let Some(held) = self.shipped.iter().find(|held| held.reference.hash == reference.hash) {
            return Ok(Content::Pack(Arc::clone(&held.pack)));
        }
        let files = files_of(&reference.text).map_err(|error| {
            let message = format!("the text of pack `{}` cannot be read", reference.id);
            Error::new(Code::InvalidPack, message, "the document may be damaged; open a backup")
                .caused_by(error)
        })?;
        content(&files)
    }
}

/// Reads a lens or a pack from its files.
fn content(files: &BTreeMap<String, String>) -> Result<Content, Error> {
    if files.contains_key(LENS_FILE) {
        return Ok(Content::Lens(Arc::new(lens(files)?)));
    }
    Ok(Content::Pack(held(files)?.pack))
}

/// Reads a lens from its files.
///
/// # Errors
/// [`Code::InvalidPack`] with all problems.
pub fn lens(files: &BTreeMap<String, String>) -> Result<Lens, Error> {
    lens::from_folder(files).map_err(|problems| invalid(&problems, "the lens"))
}

/// The reference under which an engagement holds a lens. Lenses have no id, and different ones share a name: the id is made of both
/// the name and the content.
pub fn lens_reference(lens: &Lens) -> PackRef {
    let files = lens::folder(lens);
    let hash = hash(&files);
    let plain: String = lens
        .name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).take(6).collect();
    let id = format!("lens-{}-{}", words.join("-"), &hash[..8]).replace("--", "-");
    PackRef { id: PackId::new(id), version: "1".into(), hash, text: text_of(&files) }
}

/// Loads the pack in a folder or a zip file.
///
/// # Errors
/// [`Code::NotFound`] when it cannot be read, [`Code::InvalidPack`] with all problems.
pub fn read_pack(path: &Path) -> Result<Held, Error> {
    let files = waymark_pack::read_path(path).map_err(|error| {
        let help = match &error {
            waymark_pack::FolderError::NotAFolder(_) => {
                "name the id of a shipped pack, such as data-strategy, or the folder or zip file that holds pack.toml"
            }
            other => crate::pack_check::help(other),
        };
        Error::new(Code::NotFound, error.to_string(), help).caused_by(error)
    })?;
    held(&files)
}

/// Loads a pack from its files.
///
/// # Errors
/// [`Code::InvalidPack`] with all problems.
pub fn held(files: &BTreeMap<String, String>) -> Result<Held, Error> {
    held_with_warnings(files).map(|(held, _)| held)
}

/// The same with what its author should look at.
///
/// # Errors
/// [`Code::InvalidPack`] with all problems.
pub fn held_with_warnings(files: &BTreeMap<String, String>) -> Result<(Held, Vec<Problem>), Error> {
    let Loaded { pack, problems } = waymark_pack::load(files);
    let Some(pack) = pack else { return Err(invalid(&problems, "the assessment pack")) };
    let reference = PackRef {
        id: pack.id.clone(),
        version: pack.version.clone(),
        hash: hash(files),
        text: text_of(files),
    };
    Ok((Held { reference, pack: Arc::new(pack) }, problems))
}

/// All errors of a pack or lens, each with its place.
fn invalid(problems: &[Problem], what: &str) -> Error {
    let mistakes = problems
        .iter()
        .filter(|problem| problem.severity() == Severity::Error)
        .map(|p| Mistake {
            place: format!("{}:{}:{}", p.file, p.line, p.column),
            message: p.message.clone(),
            help: p.help.clone(),
        })
        .collect();
    let error =
        Error::new(Code::InvalidPack, format!("{what} has problems"), "mend each place named here");
    Error { mistakes, ..error }
}

impl Packs for Library {
    fn default_reference(&self) -> PackRef {
        PackRef { text: String::new(), ..self.default_pack().reference.clone() }
    }

    fn find(&self, reference: &PackRef) -> Result<(PackRef, Content), Mistake> {
        if reference.text.is_empty() {
            let held = self.by_id(reference.id.as_str()).filter(|held| {
                (reference.hash.is_empty() || reference.hash == held.reference.hash)
                    && (reference.version.is_empty() || reference.version == held.reference.version)
            });
            let found =
                |held: &Held| (held.reference.clone(), Content::Pack(Arc::clone(&held.pack)));
            return held.map(found).ok_or_else(|| {
                let known: Vec<String> = self
                    .shipped
                    .iter()
                    .map(|h| format!("{} {}", h.reference.id, h.reference.version))
                    .collect();
                let version = if reference.version.is_empty() {
                    String::new()
                } else {
                    format!(" {}", reference.version)
                };
                Mistake {
                    place: String::new(),
                    message: format!(
                        "this program does not ship the pack `{}{version}`",
                        reference.id
                    ),
                    help: format!("give its `text` too, or use one of: {}", known.join(", ")),
                }
            });
        }
        let bad = |message: String| Mistake {
            place: ".text".into(),
            message,
            help: "export the engagement again".into(),
        };
        let files = files_of(&reference.text).map_err(|error| bad(error.to_string()))?;
        let text_hash = hash(&files);
        if !reference.hash.is_empty() && reference.hash != text_hash {
            return Err(bad("the text does not have the pack's hash".into()));
        }
        let content = content(&files).map_err(|error| {
            let first = error
                .mistakes
                .first()
                .map_or(String::new(), |m| format!(": {} {}", m.place, m.message));
            bad(format!("{}{first}", error.message))
        })?;
        let complete = match &content {
            Content::Pack(pack) => PackRef {
                id: pack.id.clone(),
                version: pack.version.clone(),
                hash: text_hash,
                text: text_of(&files),
            },
            // The id of a lens that comes with its hash stays: it was made when the lens was added.
            Content::Lens(_) if !reference.hash.is_empty() => {
                PackRef { text: text_of(&files), ..reference.clone() }
            }
            Content::Lens(lens) => lens_reference(lens),
        };
        if complete.id != reference.id {
            return Err(bad(format!("the text is that of `{}`", complete.id)));
        }
        Ok((complete, content))
    }

    fn is_shipped(&self, reference: &PackRef) -> bool {
        self.shipped.iter().any(|held| held.reference.hash == reference.hash)
    }
}

//! The packs at hand: those this program ships, and those that documents bring along.

use std::path::Path;
use std::sync::Arc;

use waymark_core::engagement::PackRef;
use waymark_core::pack::Pack;
use waymark_pack::{Loaded, Severity, embedded, files_of, hash, text_of};

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

/// The packs that this program ships, the default one first.
#[derive(Debug, Clone)]
pub struct Library {
    shipped: Vec<Held>,
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
        Ok(Self { shipped })
    }

    /// The pack that a new engagement uses.
    pub fn default_pack(&self) -> &Held {
        &self.shipped[0]
    }

    /// A shipped pack by id.
    pub fn by_id(&self, id: &str) -> Option<&Held> {
        self.shipped.iter().find(|held| held.reference.id.as_str() == id)
    }

    /// The resolved pack of a reference: the shipped one when it is the same, else from the text that came along.
    ///
    /// # Errors
    /// [`Code::InvalidPack`] with all problems of the text.
    pub fn resolve(&self, reference: &PackRef) -> Result<Arc<Pack>, Error> {
        if let Some(held) = self.shipped.iter().find(|held| held.reference.hash == reference.hash) {
            return Ok(Arc::clone(&held.pack));
        }
        let files = files_of(&reference.text).map_err(|error| {
            let message = format!("the text of pack `{}` cannot be read", reference.id);
            Error::new(Code::InvalidPack, message, "the document may be damaged; open a backup")
                .caused_by(error)
        })?;
        Ok(held(&files)?.pack)
    }
}

/// Loads the pack in a folder.
///
/// # Errors
/// [`Code::NotFound`] when the folder cannot be read, [`Code::InvalidPack`] with all problems.
pub fn read_pack(folder: &Path) -> Result<Held, Error> {
    let files = waymark_pack::read_folder(folder).map_err(|error| {
        let help = match &error {
            waymark_pack::FolderError::NotAFolder(_) => {
                "name the id of a shipped pack, such as data-strategy, or the folder that holds pack.toml"
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
pub fn held(files: &std::collections::BTreeMap<String, String>) -> Result<Held, Error> {
    let Loaded { pack, problems } = waymark_pack::load(files);
    let Some(pack) = pack else {
        let mistakes = problems
            .iter()
            .filter(|problem| problem.severity() == Severity::Error)
            .map(|p| Mistake {
                place: format!("{}:{}:{}", p.file, p.line, p.column),
                message: p.message.clone(),
                help: p.help.clone(),
            })
            .collect();
        let error = Error::new(
            Code::InvalidPack,
            "the assessment pack has problems",
            "mend the places named below",
        );
        return Err(Error { mistakes, ..error });
    };
    let reference = PackRef {
        id: pack.id.clone(),
        version: pack.version.clone(),
        hash: hash(files),
        text: text_of(files),
    };
    Ok(Held { reference, pack: Arc::new(pack) })
}

impl Packs for Library {
    fn default_reference(&self) -> PackRef {
        PackRef { text: String::new(), ..self.default_pack().reference.clone() }
    }

    fn find(&self, reference: &PackRef) -> Result<(PackRef, Arc<Pack>), Mistake> {
        if reference.text.is_empty() {
            let held = self.by_id(reference.id.as_str()).filter(|held| {
                (reference.hash.is_empty() || reference.hash == held.reference.hash)
                    && (reference.version.is_empty() || reference.version == held.reference.version)
            });
            return held.map(|held| (held.reference.clone(), Arc::clone(&held.pack))).ok_or_else(
                || {
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
                },
            );
        }
        let bad = |message: String| Mistake {
            place: ".text".into(),
            message,
            help: "export the engagement again".into(),
        };
        let files = files_of(&reference.text).map_err(|error| bad(error.to_string()))?;
        let held = held(&files).map_err(|error| {
            let first = error
                .mistakes
                .first()
                .map_or(String::new(), |m| format!(": {} {}", m.place, m.message));
            bad(format!("{}{first}", error.message))
        })?;
        if !reference.hash.is_empty() && reference.hash != held.reference.hash {
            return Err(bad("the text does not have the pack's hash".into()));
        }
        Ok((held.reference, held.pack))
    }

    fn is_shipped(&self, reference: &PackRef) -> bool {
        self.shipped.iter().any(|held| held.reference.hash == reference.hash)
    }
}

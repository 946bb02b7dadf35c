//! The only error that crosses to the window and the command line, and every mapping from lower errors.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of failure it is: one word per thing that a caller does differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// No document is open.
    NoDocument,
    /// The file is not there.
    NotFound,
    /// The file is not a Waymark document.
    NotADocument,
    /// The file has a passphrase, or is not a Waymark document: only the passphrase tells.
    PassphraseNeeded,
    /// The passphrase does not open the file.
    WrongPassphrase,
    /// The document was written by a newer Waymark.
    DocumentTooNew,
    /// The document is open in another window.
    DocumentLocked,
    /// The document is damaged.
    DocumentDamaged,
    /// The document can be read but not changed.
    DocumentReadOnly,
    /// A file of that name is already there.
    AlreadyExists,
    /// The target cannot be written.
    NotWritable,
    /// The keychain of the system does not do what it is asked.
    KeychainRefused,
    /// A value does not fit its field.
    InvalidValue,
    /// The record, question or other thing named is not there.
    UnknownItem,
    /// A file to import has mistakes.
    InvalidImport,
    /// A lens whose only faults can be read as empty; the person decides.
    RepairOffered,
    /// A pack has problems.
    InvalidPack,
    /// The wishes for the roadmap cannot be met together.
    NoSchedule,
    /// An account cannot be looked at.
    ScanFailed,
    /// A mistake in Waymark itself.
    Internal,
}

/// A failure, in words for the person in front of it.
#[derive(Debug, thiserror::Error, Serialize, TS)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What kind of failure it is.
    pub code: Code,
    /// What failed, without a trailing stop.
    pub message: String,
    /// What to do next; may be empty.
    pub help: String,
    /// The field it speaks about, for [`Code::InvalidValue`]; the initiative, for [`Code::NoSchedule`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// Every mistake with its place, for imports and packs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Mistake>>", optional)]
    pub mistakes: Vec<Mistake>,
    /// What caused it, for the log.
    #[source]
    #[serde(skip)]
    #[ts(skip)]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// One mistake in something given to Waymark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mistake {
    /// Where: a JSON path, or file:line:column.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl Error {
    /// The same failure told once more, without what caused it.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            code: self.code,
            message: self.message.clone(),
            help: self.help.clone(),
            field: self.field.clone(),
            mistakes: self.mistakes.clone(),
            source: None,
        }
    }

    /// A failure with its words.
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
            field: None,
            mistakes: vec![],
            source: None,
        }
    }

    /// The same failure with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// No document is open.
    pub fn no_document() -> Self {
        Self::new(Code::NoDocument, "no engagement is open", "open or create one first")
    }

    /// Something named in a request is not there.
    pub fn unknown(what: &str, id: &str) -> Self {
        Self::new(
            Code::UnknownItem,
            format!("there is no {what} `{id}`"),
            "it may have been removed; look at the list again",
        )
    }

    /// A value does not fit its field.
    pub fn invalid(field: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(Code::InvalidValue, message, help) }
    }
}

impl From<waymark_store::Error> for Error {
    fn from(error: waymark_store::Error) -> Self {
        use waymark_store::Error as Store;
        let (code, help) = match &error {
            Store::NotFound { .. } => {
                (Code::NotFound, "look for it in its new place, or connect the drive it is on")
            }
            Store::AlreadyExists { .. } => (Code::AlreadyExists, "choose another name"),
            Store::NoPlace { .. } => (
                Code::NotWritable,
                "make its folder, check the rights on it, or choose another place",
            ),
            Store::NotADocument { path, .. }
                if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) =>
            {
                (Code::NotADocument, "if it is an exported engagement, import it")
            }
            Store::NotADocument { .. } => (
                Code::NotADocument,
                "it may have got its ending by mistake; choose an engagement of Waymark",
            ),
            Store::EncryptedOrNotADocument { .. } => (
                Code::PassphraseNeeded,
                "type its passphrase; whether it is an engagement at all is seen then",
            ),
            Store::WrongPassphrase { .. } => (
                Code::WrongPassphrase,
                "look at capitals and the keyboard's language, and type it once more",
            ),
            Store::TooNew { .. } => {
                (Code::DocumentTooNew, "open it with a newer Waymark; nothing was changed")
            }
            Store::Locked { .. } => (Code::DocumentLocked, "close it in the other window first"),
            Store::UnfinishedChange { .. } => (
                Code::DocumentReadOnly,
                "copy the file and the one ending in -journal to a folder that can be written, and open it there",
            ),
            Store::Damaged { .. } => (
                Code::DocumentDamaged,
                "see what of it can be saved, or restore a backup; this file was not touched",
            ),
            Store::ReadOnly { .. } => {
                (Code::DocumentReadOnly, "save a copy where you may write, and work on that")
            }
            Store::Full { .. } => {
                (Code::NotWritable, "free some space; the last change was not made")
            }
            Store::InvalidRow { .. } => (
                Code::Internal,
                "this is a mistake in Waymark; undo is not needed, nothing was written",
            ),
            Store::Rejected { .. } => (Code::InvalidValue, "look at the list again"),
            Store::Io { .. } => (
                Code::NotWritable,
                "check the disk and the rights on the file and its folder, or choose another place",
            ),
            _ => (Code::Internal, "this is a mistake in Waymark; what was saved is safe"),
        };
        // What the database says of the damage is for the log; people need to know which file.
        let message = match &error {
            Store::Damaged { path, .. } => format!("{} is damaged", path.display()),
            _ => error.to_string(),
        };
        let help = match &error {
            Store::TooNew { written_by: Some(version), .. } => {
                format!("open it with Waymark {version} or newer; nothing was changed")
            }
            _ => help.to_owned(),
        };
        Self::new(code, message, help).caused_by(error)
    }
}

//! What can go wrong with a document, by what the caller would do differently.

use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

/// Why a document could not be opened, read or changed. The file is as it was before the call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file, or it was moved or removed while the document was open. [`crate::Document::save_copy`] still works then.
    #[error("there is no file `{}`", path.display())]
    NotFound {
        /// Where it should be.
        path: PathBuf,
    },
    /// A new document never replaces a file.
    #[error("there is a file `{}` already", path.display())]
    AlreadyExists {
        /// The file in the way.
        path: PathBuf,
    },
    /// A new document cannot be made there: its folder is missing or cannot be written.
    #[error("`{}` cannot be made there", path.display())]
    NoPlace {
        /// The file that was to be made.
        path: PathBuf,
        /// The reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file is something else.
    #[error("`{}` is not a Waymark document: {detail}", path.display())]
    NotADocument {
        /// The file.
        path: PathBuf,
        /// What it is instead, as far as can be told.
        detail: &'static str,
    },
    /// The file has no recognisable beginning: a document with a passphrase looks like this, and so may other files.
    #[error("`{}` is encrypted, or not a Waymark document", path.display())]
    EncryptedOrNotADocument {
        /// The file.
        path: PathBuf,
    },
    /// The passphrase does not open the file; whether it is a document at all cannot be told without the right one.
    #[error("this passphrase does not open `{}`", path.display())]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote the document.
    #[error("`{}` has document format {found}, this program knows formats up to {known}", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// The version of the program that wrote it, where the document tells.
        written_by: Option<String>,
        /// The document's format.
        found: i32,
        /// The newest format that this program knows.
        known: i32,
    },
    /// The document is open elsewhere: in another window, by the command line, or in this very process.
    #[error("`{}` is open in another window", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// An unfinished change lies beside the document (its `-journal` file), and the document cannot be written to take it back.
    #[error("`{}` has an unfinished change beside it and cannot be written", path.display())]
    UnfinishedChange {
        /// The document; its journal bears the same name with `-journal`.
        path: PathBuf,
    },
    /// The document's contents contradict themselves.
    #[error("`{}` is damaged: {detail}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was noticed.
        detail: String,
    },
    /// The document was opened read-only, or its place cannot be written.
    #[error("`{}` can only be read", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// There is no space left; the change was not made.
    #[error("there is no space left to write `{}`", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// A row given by the caller is not what it should be.
    #[error("this is not a valid {what}")]
    InvalidRow {
        /// Which record was meant.
        what: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The change contradicts what the document holds, such as a code that is taken or a second vote on a question.
    #[error("the change does not fit the document: {detail}")]
    Rejected {
        /// What contradicts it.
        detail: String,
    },
    /// The file could not be read or written for a reason outside this program.
    #[error("could not {action} `{}`", path.display())]
    Io {
        /// What was attempted, as a verb.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    pub(crate) fn damaged(path: &Path, detail: impl Into<String>) -> Self {
        Error::Damaged { path: path.to_owned(), detail: detail.into() }
    }

    pub(crate) fn rejected(detail: impl Into<String>) -> Self {
        Error::Rejected { detail: detail.into() }
    }

    /// Names an error of the file system.
    pub(crate) fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            std::io::ErrorKind::NotFound => Error::NotFound { path },
            std::io::ErrorKind::AlreadyExists => Error::AlreadyExists { path },
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Error::Full { path }
            }
            _ => Error::Io { action, path, source: source.into() },
        }
    }

    /// Names an error of SQLite. The SQL is this crate's own and right for a sound document, so that an error in it is damage.
    pub(crate) fn sql(action: &'static str, path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        let owned = path.to_owned();
        let Sql::SqliteFailure(failure, message) = &source else {
            return match source {
                Sql::FromSqlConversionFailure(..)
                | Sql::IntegralValueOutOfRange(..)
                | Sql::InvalidColumnType(..)
                | Sql::Utf8Error(..)
                | Sql::SqlInputError { .. } => Error::damaged(path, source.to_string()),
                Sql::QueryReturnedNoRows => {
                    Error::damaged(path, "a row that every document has is missing")
                }
                other => Error::Io { action, path: owned, source: other.into() },
            };
        };
        let said = || message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Locked { path: owned },
            // This is how a page of a protected document is told that does not fit its check.
            ErrorCode::OutOfMemory => Error::damaged(path, "a page does not fit its check"),
            // An export into another file says it in words alone.
            ErrorCode::Unknown if said().contains("disk is full") => Error::Full { path: owned },
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::Unknown
            | ErrorCode::TypeMismatch => Error::damaged(path, said()),
            ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_DBMOVED => {
                Error::NotFound { path: owned }
            }
            ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_ROLLBACK => {
                Error::UnfinishedChange { path: owned }
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Error::ReadOnly { path: owned },
            ErrorCode::DiskFull => Error::Full { path: owned },
            ErrorCode::ConstraintViolation => Error::rejected(said()),
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHORT_READ => {
                Error::damaged(path, said())
            }
            _ => Error::Io { action, path: owned, source: source.into() },
        }
    }
}

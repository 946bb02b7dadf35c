//! The `.waymark` document: one SQLite file that holds one engagement with its whole history.
//!
//! This crate creates, opens, reads, changes and copies documents. Every change is one transaction, durable when the call returns,
//! journalled with what stood before and after, and can be undone. The crate never derives anything (no score is stored), reads no
//! clock and no randomness, and never opens a file that it could not leave as it was: what is not a sound document of a known format
//! is refused with a reason and left untouched.
//!
//! Records are stored whole, as the JSON that `waymark-core` describes and checks; the schema (`migrations/`) lifts out only what
//! the document itself must guard, such as codes and natural keys. A record's JSON is written in the form of its Rust type, so a
//! change to that form is a new format with a migration.
//!
//! Damage is noticed in four ways: by the first bytes of the file, by SQLite's `quick_check` and a comparison of the schema when it
//! is opened, and on reading by comparing every record with the last state that the history has of it.
//!
//! A document may have a [`Passphrase`]. It is then encrypted as a whole by SQLCipher, and so is every copy that is made of it. What can
//! still be read of a damaged one, [`recover`] brings together with its newest sound copy.
//!
//! Begin with [`Document`], then [`RowChange`].

mod change;
mod claim;
mod copy;
mod document;
mod error;
mod header;
mod journal;
mod lineage;
mod migrate;
mod passphrase;
mod protect;
mod recover;

pub use change::{
    Applied, Blob, Change, ChangeMeta, ChangedRow, RowChange, Subject, apply, hash_of,
};
pub use document::{Document, OpenMode};
pub use error::Error;
pub use header::{Look, is_document, look};
pub use lineage::{Ancestor, Common, Lineage};
pub use migrate::{APPLICATION_ID, FORMAT, copies_before_update};
pub use passphrase::Passphrase;
pub use protect::reprotect;
pub use recover::{Found, Recovered, Recovery, State as RecordState, TableFound, is_free, recover};

//! Changes: what a caller asks for, and what the history tells of it.

use serde_json::Value;
use sha2::{Digest, Sha256};
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::id::{PackId, Uid};
use waymark_core::record::Kind;

/// Who changes the document, when, and by which command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMeta {
    /// The change's own id, a UUIDv7 made by the caller; unique in the document.
    pub id: Uid,
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who; only ever the facilitator.
    pub by: String,
    /// The command as people read it, such as "Record a vote".
    pub command: String,
}

/// One step of a change. Steps are made in the order in which they are given.
#[derive(Debug, Clone, PartialEq)]
pub enum RowChange {
    /// Puts a record: replaces the one with its uid, else adds it behind the others of its kind.
    Put {
        /// The kind.
        kind: Kind,
        /// The record's key, the same as in the row.
        uid: Uid,
        /// The whole record with `uid` and `code`; links are uids.
        row: Value,
    },
    /// Removes a record; nothing happens where it is not there.
    Remove {
        /// The kind.
        kind: Kind,
        /// The record's key.
        uid: Uid,
    },
    /// Puts the records of a kind into another order.
    Order {
        /// The kind.
        kind: Kind,
        /// All records of the kind, each once.
        uids: Vec<Uid>,
    },
    /// Replaces the profile.
    Profile(Value),
    /// Puts a pack with its text: replaces the one with its id, else adds it behind the others.
    Pack(PackRef),
    /// Removes a pack; nothing happens where it is not there.
    RemovePack(PackId),
    /// Puts the packs into another order; the first is the default.
    PackOrder(Vec<PackId>),
    /// Keeps a file under the hash of its bytes. It stays when the change is undone, since a redo needs it.
    Blob(Blob),
}

/// A file kept in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The file's contents.
    pub bytes: Vec<u8>,
    /// The file's name as it was brought.
    pub name: String,
    /// The media type, such as `image/png`.
    pub media_type: String,
}

/// The key of a blob: the SHA-256 of its bytes, hexadecimal.
pub fn hash_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from_digit(digit.into(), 16).expect("half a byte is a digit"))
        .collect()
}

/// What a change, or a row of one, was about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A record.
    Record {
        /// The kind.
        kind: Kind,
        /// The record's key.
        uid: Uid,
    },
    /// The profile.
    Profile,
    /// A pack.
    Pack(PackId),
    /// A blob, by its hash.
    Blob(String),
}

/// What a change did to one row.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedRow {
    /// Which row.
    pub subject: Subject,
    /// The row before; `None` where there was none.
    pub before: Option<Value>,
    /// The row after; `None` where it was removed. A pack comes without its text, a blob without its bytes.
    pub after: Option<Value>,
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The change's own id.
    pub id: Uid,
    /// The change before it; `None` for the one that created the document.
    pub parent: Option<Uid>,
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who made it.
    pub by: String,
    /// The command as people read it.
    pub command: String,
    /// The change that this one takes back: an edit where this is an undo, an undo where this is a redo.
    pub undoes: Option<Uid>,
    /// What it did, in order; a reordering alone has the same row before and after.
    pub rows: Vec<ChangedRow>,
}

/// What an undo or a redo did.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The edit that was taken back or made again, without its rows.
    pub change: Change,
    /// The steps made, for [`apply`].
    pub changes: Vec<RowChange>,
}

/// Makes the steps of a change on an engagement in memory, so that it equals what the document holds.
///
/// # Errors
/// When a row is not a record of its kind. The steps before it are made.
pub fn apply(changes: &[RowChange], engagement: &mut Engagement) -> Result<(), serde_json::Error> {
    for change in changes {
        match change {
            RowChange::Put { kind, row, .. } => engagement.put_row(*kind, row.clone())?,
            RowChange::Remove { kind, uid } => engagement.remove_row(*kind, *uid),
            RowChange::Order { kind, uids } => {
                let mut rows: Vec<(usize, Uid, Value)> = Vec::new();
                for row in engagement.rows(*kind) {
                    let uid = row["uid"].as_str().and_then(Uid::parse).expect("a record has a uid");
                    let place = uids.iter().position(|listed| *listed == uid).unwrap_or(uids.len());
                    rows.push((place, uid, row));
                }
                rows.sort_by_key(|(place, ..)| *place);
                for (_, uid, row) in rows {
                    engagement.remove_row(*kind, uid);
                    engagement.put_row(*kind, row)?;
                }
            }
            RowChange::Profile(profile) => {
                engagement.profile = serde_json::from_value(profile.clone())?;
            }
            RowChange::Pack(pack) => {
                match engagement.packs.iter_mut().find(|known| known.id == pack.id) {
                    Some(known) => *known = pack.clone(),
                    None => engagement.packs.push(pack.clone()),
                }
            }
            RowChange::RemovePack(id) => engagement.packs.retain(|known| known.id != *id),
            RowChange::PackOrder(ids) => {
                let place =
                    |pack: &PackRef| ids.iter().position(|id| *id == pack.id).unwrap_or(ids.len());
                engagement.packs.sort_by_key(place);
            }
            RowChange::Blob(_) => {}
        }
    }
    Ok(())
}

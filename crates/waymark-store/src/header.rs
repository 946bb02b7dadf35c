//! What a file is, told from its first bytes, before SQLite may touch it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Error;
use crate::migrate::{APPLICATION_ID, FORMAT};

const MAGIC: &[u8] = b"SQLite format 3\0";
/// The page size of encrypted documents; their length is a multiple of it.
const PAGE: usize = 4096;
/// Beginnings of files that would otherwise pass for random bytes.
const OTHERS: [&[u8]; 8] = [
    b"\x89PNG",
    b"PK\x03\x04",
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"GIF8",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
];

/// True where a file is, or may be, a document that must not be replaced by anything else: one that this process has open, one
/// that begins like a document of any format, one that bears the ending of documents. Only reads.
pub fn is_document(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let ends_so = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("waymark"));
    if ends_so || crate::claim::is_open(path) {
        return true;
    }
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(72).read_to_end(&mut first));
    read.is_ok() && first.starts_with(MAGIC) && number(&first, 68) == Some(APPLICATION_ID)
}

/// What a file is, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A document without a passphrase.
    Plain,
    /// A document with a passphrase, or no document: only the passphrase tells.
    Protected,
}

/// Refuses what is not a document of a known format, and tells whether it needs a passphrase. Only reads.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotADocument`], [`Error::TooNew`], [`Error::Damaged`].
pub fn look(path: &Path) -> Result<Look, Error> {
    if crate::claim::is_open(path) {
        return Err(Error::Locked { path: path.to_owned() });
    }
    inspect(path)
}

/// As [`look`], for a file that the caller has claimed.
pub(crate) fn inspect(path: &Path) -> Result<Look, Error> {
    let not = |detail| Err(Error::NotADocument { path: path.to_owned(), detail });
    let fail = |source| Error::io("read", path, source);
    let mut file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    if !metadata.is_file() {
        return not("it is not a file");
    }
    let mut first = Vec::with_capacity(PAGE);
    file.by_ref().take(PAGE as u64).read_to_end(&mut first).map_err(fail)?;
    if first.is_empty() {
        return not("the file is empty");
    }
    if !first.starts_with(MAGIC) {
        let ends_so = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("waymark"));
        // One that was cut short is still asked for its passphrase, and then told to be damaged.
        let is_whole_pages = metadata.len() % PAGE as u64 == 0 || (ends_so && first.len() == PAGE);
        let is_known = OTHERS.iter().any(|other| first.starts_with(other))
            || std::str::from_utf8(&first).is_ok();
        return if is_whole_pages && !is_known {
            Ok(Look::Protected)
        } else {
            not("it is a file of another kind")
        };
    }
    let (Some(format), Some(application)) = (number(&first, 60), number(&first, 68)) else {
        return Err(Error::damaged(path, "the file ends within its first page"));
    };
    match application {
        APPLICATION_ID => check_format(path, format).map(|()| Look::Plain),
        _ => not("it is a database of another program"),
    }
}

/// Refuses formats that this program does not know.
pub(crate) fn check_format(path: &Path, format: i32) -> Result<(), Error> {
    match format {
        1..=FORMAT => Ok(()),
        found if found > FORMAT => {
            Err(Error::TooNew { path: path.to_owned(), written_by: None, found, known: FORMAT })
        }
        found => Err(Error::damaged(path, format!("{found} is not a document format"))),
    }
}

/// A big-endian number of SQLite's file header.
fn number(bytes: &[u8], at: usize) -> Option<i32> {
    bytes
        .get(at..at + 4)
        .map(|four| i32::from_be_bytes(four.try_into().expect("the slice has four bytes")))
}

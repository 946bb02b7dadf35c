//! Which files this process has open.
//!
//! SQLite holds POSIX locks on an open document, and the system drops all of a process's locks on a file as soon as the process
//! closes any handle to it. So before a file is even looked at, its identity is claimed here; a second opening in the same process
//! is refused without touching the file.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::error::Error;

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = std::path::PathBuf;

static OPEN: Mutex<BTreeSet<Identity>> = Mutex::new(BTreeSet::new());

/// The right of one [`crate::Document`] to its file; given back when dropped.
#[derive(Debug)]
pub(crate) struct Claim(Identity);

impl Claim {
    /// Claims an existing file, or says that it is open.
    pub(crate) fn new(path: &Path) -> Result<Claim, Error> {
        let identity = identity(path).map_err(|source| Error::io("find", path, source))?;
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        #[allow(clippy::clone_on_copy, reason = "a path where there are no inodes")]
        if open.insert(identity.clone()) {
            Ok(Claim(identity))
        } else {
            Err(Error::Locked { path: path.to_owned() })
        }
    }

    /// True while the claimed file is the one at this path.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        identity(path).is_ok_and(|found| found == self.0)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// True where this process has the file open.
pub(crate) fn is_open(path: &Path) -> bool {
    identity(path).is_ok_and(|identity| {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).contains(&identity)
    })
}

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    std::fs::canonicalize(path)
}

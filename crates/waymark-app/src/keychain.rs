//! Passphrases that the laptop remembers: in the keychain of the system, where somebody wants it, and nowhere else.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use waymark_store::Passphrase;

/// The keychain of the system, which asks for its own password where it is locked.
pub trait Keychain: Send {
    /// True where there is one that answers.
    fn is_there(&self) -> bool;
    /// What is remembered under a name.
    fn get(&self, name: &str) -> Option<Passphrase>;
    /// Remembers a passphrase under a name. False where the keychain does not take it.
    fn set(&self, name: &str, passphrase: &Passphrase) -> bool;
    /// Forgets what is remembered under a name. False where it may still be there.
    fn remove(&self, name: &str) -> bool;
}

/// No keychain: on the command line and in tests.
#[derive(Debug, Clone, Copy)]
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn is_there(&self) -> bool {
        false
    }

    fn get(&self, _: &str) -> Option<Passphrase> {
        None
    }

    fn set(&self, _: &str, _: &Passphrase) -> bool {
        false
    }

    fn remove(&self, _: &str) -> bool {
        true
    }
}

/// What a protected file is called in the keychain: its salt, the 16 bytes that it begins with, in hexadecimal digits. It says nothing of
/// the client, stays when the file is moved or copied, and is another one with every new passphrase. `None` for what is no such file.
pub fn name_of(path: &Path) -> Option<String> {
    let mut salt = [0; 16];
    File::open(path).ok()?.read_exact(&mut salt).ok()?;
    if salt.starts_with(b"SQLite format 3") {
        return None;
    }
    Some(format!("{:032x}", u128::from_be_bytes(salt)))
}

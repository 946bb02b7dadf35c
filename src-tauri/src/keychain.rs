//! Passphrases in the keychain of the system, by the name of their file alone.

use waymark_app::keychain::Keychain;
use waymark_app::secret::Passphrase;
use zeroize::Zeroizing;

/// The keychain of the system: the Secret Service on Linux, the Keychain on macOS, the Credential Manager on Windows.
#[derive(Debug, Clone, Copy)]
pub struct SystemKeychain;

impl SystemKeychain {
    fn entry(name: &str) -> Option<keyring::Entry> {
        keyring::Entry::new("Waymark", name).ok()
    }
}

impl Keychain for SystemKeychain {
    fn is_there(&self) -> bool {
        let asked = Self::entry("is there").map(|entry| entry.get_password());
        matches!(asked, Some(Ok(_) | Err(keyring::Error::NoEntry)))
    }

    fn get(&self, name: &str) -> Option<Passphrase> {
        let words = Zeroizing::new(Self::entry(name)?.get_password().ok()?);
        Passphrase::new(&words)
    }

    fn set(&self, name: &str, passphrase: &Passphrase) -> bool {
        Self::entry(name).is_some_and(|entry| entry.set_password(passphrase.words()).is_ok())
    }

    fn remove(&self, name: &str) -> bool {
        let removed = Self::entry(name).map(|entry| entry.delete_credential());
        matches!(removed, Some(Ok(()) | Err(keyring::Error::NoEntry)))
    }
}

//! Passphrases in the keychain of the system, by the name of their file alone.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use waymark_app::keychain::Keychain;
use waymark_app::secret::Passphrase;
use zeroize::Zeroizing;

/// The keychain of the system: the Secret Service on Linux, the Keychain on macOS, the Credential Manager on Windows.
#[derive(Debug, Clone, Copy)]
pub struct SystemKeychain;

/// How long somebody has to unlock the keychain, which asks for it in a window of its own.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks the keychain, and goes on without it where nobody unlocks it.
fn bounded<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(ask()));
    receive.recv_timeout(PATIENCE).ok()
}

impl SystemKeychain {
    fn entry(name: &str) -> Option<keyring::Entry> {
        keyring::Entry::new("Waymark", name).ok()
    }
}

impl Keychain for SystemKeychain {
    fn is_there(&self) -> bool {
        let asked = bounded(|| Self::entry("is there").map(|entry| entry.get_password())).flatten();
        matches!(asked, Some(Ok(_) | Err(keyring::Error::NoEntry)))
    }

    fn get(&self, name: &str) -> Option<Passphrase> {
        let name = name.to_owned();
        bounded(move || {
            let words = Zeroizing::new(Self::entry(&name)?.get_password().ok()?);
            Passphrase::new(&words)
        })
        .flatten()
    }

    fn set(&self, name: &str, passphrase: &Passphrase) -> bool {
        let (name, passphrase) = (name.to_owned(), passphrase.clone());
        let set = move || {
            Self::entry(&name).is_some_and(|entry| entry.set_password(passphrase.words()).is_ok())
        };
        bounded(set).unwrap_or(false)
    }

    fn remove(&self, name: &str) -> bool {
        let name = name.to_owned();
        let remove = move || Self::entry(&name).map(|entry| entry.delete_credential());
        let removed = bounded(remove).flatten();
        matches!(removed, Some(Ok(()) | Err(keyring::Error::NoEntry)))
    }
}

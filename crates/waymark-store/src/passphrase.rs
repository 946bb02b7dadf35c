//! The words that protect a document.

use std::fmt;

use zeroize::Zeroizing;

/// The words that open a protected document. They are never shown, also not in a log, and wiped from memory when they are dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes words as they are; `None` for no words, and for such as hold a zero, which no keyboard types.
    pub fn new(words: &str) -> Option<Self> {
        let is_one = !words.is_empty() && !words.contains('\0');
        is_one.then(|| Self(Zeroizing::new(words.to_owned())))
    }

    /// The words themselves: for SQLite, and for a keychain.
    pub fn words(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Passphrase;

    #[test]
    fn a_passphrase_is_not_shown() {
        let words = Passphrase::new("correct horse").expect("is one");
        assert!(!format!("{words:?}").contains("horse"));
        assert!(Passphrase::new("").is_none() && Passphrase::new("a\0b").is_none());
    }
}

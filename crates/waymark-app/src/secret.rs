//! A passphrase on its way from the person to the document.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;
pub use waymark_store::Passphrase;

use crate::error::Error;

/// A passphrase as it was typed; no words at all stand for none. It is never shown, also not in a log, and never sent anywhere.
#[derive(Clone, PartialEq, Eq, Default, TS)]
#[ts(as = "String")]
pub struct Secret(Option<Passphrase>);

impl Secret {
    /// The passphrase; `None` where nothing was typed.
    pub fn passphrase(&self) -> Option<&Passphrase> {
        self.0.as_ref()
    }

    /// The passphrase, which must be there.
    ///
    /// # Errors
    /// [`crate::error::Code::InvalidValue`] where nothing was typed.
    pub fn needed(&self) -> Result<&Passphrase, Error> {
        self.0.as_ref().ok_or_else(|| {
            Error::invalid("passphrase", "a passphrase is needed", "type one, of several words")
        })
    }
}

impl From<Option<Passphrase>> for Secret {
    fn from(passphrase: Option<Passphrase>) -> Self {
        Self(passphrase)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let typed = zeroize::Zeroizing::new(String::deserialize(deserializer).map_err(|_| {
            // What was sent is not repeated.
            serde::de::Error::custom("a passphrase is a text")
        })?);
        Ok(Self(Passphrase::new(&typed)))
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_read_and_never_written() {
        let secret: Secret = serde_json::from_str("\"correct horse\"").expect("is a text");
        assert!(secret.passphrase().is_some());
        assert!(!format!("{secret:?}").contains("horse"));
        assert_eq!(serde_json::to_string(&secret).expect("plain"), "\"\"");
        let nothing: Secret = serde_json::from_str("\"\"").expect("is a text");
        assert!(nothing.passphrase().is_none() && nothing.needed().is_err());
        let wrong = serde_json::from_str::<Secret>("[\"correct horse\"]").expect_err("is no text");
        assert!(!wrong.to_string().contains("horse"));
    }
}

//! "Not known" as a value: [`Known`] is what a facilitator has entered, or the fact that nobody could say.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value somebody stated, or unknown.
///
/// Absent, null and the word `unknown` read as [`Known::Unknown`]; `none` and the empty list are known and empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Known<T> {
    /// Nobody has said.
    #[default]
    Unknown,
    /// What was said.
    Value(T),
}

impl<T> Known<T> {
    /// The value, or `None` where it is unknown.
    pub fn value(&self) -> Option<&T> {
        match self {
            Known::Unknown => None,
            Known::Value(value) => Some(value),
        }
    }

    /// True where nobody has said.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Known::Unknown)
    }

    /// Applies a function to a known value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Known::Unknown => Known::Unknown,
            Known::Value(value) => Known::Value(f(value)),
        }
    }
}

impl<T> Known<Vec<T>> {
    /// The elements; none where unknown.
    pub fn items(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }
}

impl Known<String> {
    /// The text; the empty string where unknown or known to be empty.
    pub fn text(&self) -> &str {
        self.value().map_or("", String::as_str)
    }
}

impl<T> From<Option<T>> for Known<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Known::Unknown, Known::Value)
    }
}

impl<T: Serialize> Serialize for Known<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Known::Unknown => serializer.serialize_none(),
            Known::Value(value) => value.serialize(serializer),
        }
    }
}

#[derive(Deserialize)]
enum UnknownWord {
    #[serde(rename = "unknown")]
    Unknown,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written<T> {
    Unknown(UnknownWord),
    Value(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<Written<T>>::deserialize(deserializer)? {
            None | Some(Written::Unknown(UnknownWord::Unknown)) => Known::Unknown,
            Some(Written::Value(value)) => Known::Value(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn absent_null_and_the_word_are_unknown_and_the_empty_list_is_not() {
        let read = |text: &str| serde_json::from_str::<Known<Vec<u8>>>(text).expect("reads");
        assert_eq!(read("null"), Known::Unknown);
        assert_eq!(read("\"unknown\""), Known::Unknown);
        assert_eq!(read("[]"), Known::Value(vec![]), "an empty list says there are none");
        let text: Known<String> = serde_json::from_str("\"x\"").expect("reads");
        assert_eq!(text, Known::Value("x".into()));
    }
}

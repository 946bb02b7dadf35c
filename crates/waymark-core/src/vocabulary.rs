//! Closed vocabularies: the words a field may hold, their labels, and their order where they have one.

/// One word of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word as stored, in JSON and in conditions, such as `on_prem`.
    pub word: &'static str,
    /// The word as people read it, such as "On premises".
    pub label: &'static str,
    /// One line that tells it from its neighbours; empty where the label says it all.
    pub hint: &'static str,
}

/// A closed list of words. `unknown` is legal everywhere and therefore not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vocabulary {
    /// The name used in messages and in the condition language, such as `source_kind`.
    pub name: &'static str,
    /// All words, in the order in which they are offered.
    pub words: &'static [Word],
    /// How many of the first words are ordered from low to high; 0 where the vocabulary has no order.
    /// Words behind them stand outside the order and never compare.
    pub ordered: usize,
}

impl Vocabulary {
    /// The entry of a word.
    pub fn word(&self, word: &str) -> Option<&'static Word> {
        self.words.iter().find(|w| w.word == word)
    }

    /// The label of a word; the word itself where it is not listed.
    pub fn label<'a>(&self, word: &'a str) -> &'a str {
        self.word(word).map_or(word, |w| w.label)
    }

    /// The listed word closest to a misspelt one, when it is close enough to be meant.
    pub fn nearest(&self, word: &str) -> Option<&'static str> {
        let wanted = word.trim().to_lowercase().replace([' ', '-'], "_");
        self.words
            .iter()
            .map(|w| {
                let by_word = strsim::damerau_levenshtein(&wanted, w.word);
                let by_label =
                    strsim::damerau_levenshtein(&word.to_lowercase(), &w.label.to_lowercase());
                (by_word.min(by_label), w.word)
            })
            .filter(|(distance, _)| *distance <= 1 + wanted.chars().count() / 4)
            .min()
            .map(|(_, w)| w)
    }
}

/// Declares an enum whose variants are the words of a [`Vocabulary`].
///
/// `ordered` counts how many of the first words rise from low to high.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident $text:literal ordered $ordered:literal {
        $($variant:ident $word:literal $label:literal $($hint:literal)?),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $label] #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// The words, their labels and their order.
            pub const VOCABULARY: &'static $crate::vocabulary::Vocabulary = &$crate::vocabulary::Vocabulary {
                name: $text,
                words: &[$($crate::vocabulary::Word { word: $word, label: $label, hint: concat!($($hint)?) }),+],
                ordered: $ordered,
            };

            /// The word as stored.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The word as people read it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }
    };
}
pub(crate) use vocabulary;

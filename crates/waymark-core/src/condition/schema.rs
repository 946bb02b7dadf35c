//! What conditions may speak of, as plain data built by the caller.

use std::collections::{BTreeMap, BTreeSet};

/// The names, types and vocabularies of everything a condition can read.
///
/// Names share one space: a record kind (the name of the bound record), a collection, a singleton, a keyed
/// table and a named set must all be called differently. [`Schema::problems`] tells where they are not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// Closed vocabularies by name.
    pub vocabularies: BTreeMap<String, WordList>,
    /// The fields of each record kind with their types. Every record also has `id`, which is not listed.
    pub kinds: BTreeMap<String, BTreeMap<String, Type>>,
    /// Collections and the kind of their records, such as `sources` of kind `source`.
    pub collections: BTreeMap<String, String>,
    /// Records of which there is one, and their kind, such as `profile`.
    pub singletons: BTreeMap<String, String>,
    /// Tables read by key, such as `answers["CAT-1"]`: the keys of each with the kind behind the key.
    pub keyed: BTreeMap<String, BTreeMap<String, String>>,
    /// Named sets of words for the right side of `in`.
    pub sets: BTreeMap<String, WordSet>,
    /// The rules that `fired("...")` may name.
    pub rules: BTreeSet<String>,
}

/// A closed vocabulary. The word `unknown` is legal in every field and never listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordList {
    /// All words.
    pub words: Vec<String>,
    /// How many of the first words rise from low to high; 0 where there is no order.
    /// The words behind them stand outside the order: `<`, `<=`, `>` and `>=` are false for them.
    pub ordered: usize,
    /// The number behind a word that stands for a range (`101_500` is at least 101), for `lower_bound(...)`.
    pub lower_bounds: BTreeMap<String, f64>,
}

impl WordList {
    /// A vocabulary without order.
    pub fn unordered<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self { words: words.into_iter().map(str::to_owned).collect(), ..Self::default() }
    }

    /// A vocabulary whose words rise from low to high.
    pub fn ordered<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = Self::unordered(words);
        Self { ordered: words.words.len(), ..words }
    }

    /// The same with more words, outside the order.
    #[must_use]
    pub fn and_outside_the_order<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.words.extend(words.into_iter().map(str::to_owned));
        self
    }

    /// The same with the numbers behind words.
    #[must_use]
    pub fn with_lower_bounds<'a>(
        mut self,
        bounds: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Self {
        self.lower_bounds.extend(bounds.into_iter().map(|(word, bound)| (word.to_owned(), bound)));
        self
    }

    /// The words that have an order, low to high.
    pub fn order(&self) -> &[String] {
        &self.words[..self.ordered.min(self.words.len())]
    }
}

/// A named set of words of one vocabulary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordSet {
    /// The vocabulary the words are from.
    pub vocabulary: String,
    /// The words.
    pub words: BTreeSet<String>,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A number.
    Num(Range),
    /// Free text.
    Text,
    /// A civil date.
    Date,
    /// A word of the named vocabulary.
    Vocab(String),
    /// A record of the named kind.
    Ref(String),
    /// A list of values of one type, which is not itself a list.
    List(Box<Type>),
}

impl Type {
    /// How values of this type are called in messages.
    pub(super) fn noun(&self) -> String {
        match self {
            Type::Bool => "true or false".to_owned(),
            Type::Num(_) => "a number".to_owned(),
            Type::Text => "a text".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Vocab(name) => format!("a word of `{name}`"),
            Type::Ref(kind) => format!("a {kind}"),
            Type::List(of) => format!("a list, each {}", of.noun()),
        }
    }

    /// True where values of both types can be equal.
    pub(super) fn agrees_with(&self, other: &Type) -> bool {
        matches!((self, other), (Type::Num(_), Type::Num(_))) || self == other
    }
}

/// The numbers a field can hold, both ends included. An unknown number lies within its range, which lets
/// a sum over not-negative numbers pass a threshold while some of them are unknown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least number.
    pub min: f64,
    /// The greatest number.
    pub max: f64,
}

impl Range {
    /// Every number.
    pub const ANY: Range = Range { min: f64::NEG_INFINITY, max: f64::INFINITY };
    /// Zero and above.
    pub const NOT_NEGATIVE: Range = Range { min: 0.0, max: f64::INFINITY };

    /// From `min` to `max`.
    pub const fn new(min: f64, max: f64) -> Self {
        Self { min, max }
    }
}

impl Schema {
    /// Where the schema contradicts itself: names used twice, vocabularies and kinds that do not exist, words
    /// outside their vocabulary. Empty for a schema that conditions can be checked against.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let spaces: [(&str, Vec<&String>); 5] = [
            (
                "a record kind",
                self.kinds.keys().filter(|kind| !self.is_singleton_kind(kind)).collect(),
            ),
            ("a collection", self.collections.keys().collect()),
            ("a singleton", self.singletons.keys().collect()),
            ("a keyed table", self.keyed.keys().collect()),
            ("a named set", self.sets.keys().collect()),
        ];
        for (what, all) in spaces {
            for name in all {
                if let Some(other) = names.insert(name, what) {
                    problems.push(format!("`{name}` is both {other} and {what}"));
                }
            }
        }
        for (name, list) in &self.vocabularies {
            let mut seen = BTreeSet::new();
            problems.extend(
                list.words
                    .iter()
                    .filter(|w| !seen.insert(*w))
                    .map(|w| format!("`{w}` stands twice in `{name}`")),
            );
            if seen.contains(&"unknown".to_owned()) {
                problems.push(format!("`unknown` is legal everywhere and not a word of `{name}`"));
            }
            if list.ordered > list.words.len() {
                problems.push(format!(
                    "`{name}` orders {} of {} words",
                    list.ordered,
                    list.words.len()
                ));
            }
            let strangers = list.lower_bounds.keys().filter(|word| !seen.contains(word));
            problems.extend(
                strangers.map(|word| {
                    format!("`{word}` has a lower bound but is not a word of `{name}`")
                }),
            );
        }
        for (kind, fields) in &self.kinds {
            for (field, of) in fields {
                let place = format!("`{kind}.{field}`");
                if field == "id" {
                    problems.push(format!("{place} is implied"));
                }
                match of {
                    Type::List(of) if matches!(**of, Type::List(_)) => {
                        problems.push(format!("{place} is a list of lists"));
                    }
                    Type::List(of) => problems.extend(self.type_problem(of, &place)),
                    of => problems.extend(self.type_problem(of, &place)),
                }
            }
        }
        let kinds_used = (self
            .collections
            .iter()
            .chain(&self.singletons)
            .map(|(name, kind)| (name.clone(), kind)))
        .chain(self.keyed.iter().flat_map(|(t, keys)| {
            keys.iter().map(move |(key, kind)| (format!("{t}[\"{key}\"]"), kind))
        }));
        for (name, kind) in kinds_used {
            if !self.kinds.contains_key(kind) {
                problems.push(format!("`{name}` is of kind `{kind}`, which does not exist"));
            }
        }
        for (name, set) in &self.sets {
            match self.vocabularies.get(&set.vocabulary) {
                None => problems.push(format!(
                    "`{name}` takes words of `{}`, which does not exist",
                    set.vocabulary
                )),
                Some(list) => problems.extend(
                    set.words.iter().filter(|word| !list.words.contains(word)).map(|word| {
                        let near = super::problem::did_you_mean(
                            word,
                            list.words.iter().map(String::as_str),
                        );
                        format!(
                            "`{name}` holds `{word}`, which is not a word of `{}` {near}",
                            set.vocabulary
                        )
                        .trim_end()
                        .to_owned()
                    }),
                ),
            }
        }
        problems
    }

    fn is_singleton_kind(&self, kind: &str) -> bool {
        self.singletons.get(kind).is_some_and(|of| of == kind)
    }

    fn type_problem(&self, of: &Type, place: &str) -> Option<String> {
        match of {
            Type::Vocab(name) if !self.vocabularies.contains_key(name) => {
                Some(format!("{place} takes words of `{name}`, which does not exist"))
            }
            Type::Ref(kind) if !self.kinds.contains_key(kind) => {
                Some(format!("{place} refers to `{kind}`, which does not exist"))
            }
            Type::Num(range) if range.min > range.max => {
                Some(format!("{place} has a range that holds no number"))
            }
            _ => None,
        }
    }
}

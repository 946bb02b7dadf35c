//! The side of the caller: what is known, and what an evaluation hands back about it.

use std::fmt;

use jiff::civil::Date;

use super::Verdict;

/// A record: its position among the records of its kind, from 0 to `count(kind)` exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordRef(pub usize);

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nobody has said, or it was not measured. A word field may also say `Text("unknown")`.
    Unknown,
    /// Known to be empty: no owner, no such thing in the account. Comparisons are false, `!=` is true.
    Empty,
    /// The question does not apply: every comparison is false, `!=` too.
    NotApplicable,
    /// True or false.
    Bool(bool),
    /// A number; one that is not finite counts as unknown.
    Num(f64),
    /// A text, a word of a vocabulary or the code of a record, as the type of the field says.
    Text(String),
    /// A civil date.
    Date(Date),
    /// Values of one type; an element may be unknown. The empty list is known.
    List(Vec<Value>),
}

impl Value {
    /// False for unknown values and for lists with an unknown element.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Unknown => false,
            Value::List(elements) => elements.iter().all(Value::is_known),
            Value::Text(text) => text != "unknown",
            Value::Empty
            | Value::NotApplicable
            | Value::Bool(_)
            | Value::Num(_)
            | Value::Date(_) => true,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unknown => f.write_str("unknown"),
            Value::Empty => f.write_str("empty"),
            Value::NotApplicable => f.write_str("not applicable"),
            Value::Bool(flag) => write!(f, "{flag}"),
            Value::Num(number) => write!(f, "{number}"),
            Value::Text(text) => f.write_str(text),
            Value::Date(date) => write!(f, "{date}"),
            Value::List(elements) => {
                let elements: Vec<String> = elements.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", elements.join(", "))
            }
        }
    }
}

/// Gives an evaluation the facts it asks for. Only names of the [`Schema`](super::Schema) that the condition
/// was checked against are asked for. A value of another type than the schema states counts as unknown.
///
/// The answers must not change during one evaluation; each fact is asked for once.
pub trait Facts {
    /// How many records of a kind there are.
    fn count(&self, kind: &str) -> usize;
    /// The code people know a record by, such as `SRC-1`. References hold codes.
    fn code(&self, kind: &str, record: RecordRef) -> String;
    /// A field of a record.
    fn value(&self, kind: &str, record: RecordRef, field: &str) -> Value;
    /// Shows a field of a record instead of handing it over, for facts that are kept as values anyway.
    fn show(&self, kind: &str, record: RecordRef, field: &str, to: &mut dyn FnMut(&Value)) {
        to(&self.value(kind, record, field));
    }
    /// A field of a record of which there is one, such as `profile`.
    fn singleton(&self, name: &str, field: &str) -> Value;
    /// A field behind a key, such as `answers["CAT-1"].level`. An answer that does not apply is
    /// [`Value::NotApplicable`], one that was not given [`Value::Unknown`].
    fn keyed(&self, table: &str, key: &str, field: &str) -> Value;
    /// Whether another rule fired for at least one record.
    fn fired(&self, rule: &str) -> Verdict;
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a record of this kind.
    Record {
        /// The kind, such as `source`.
        kind: String,
    },
    /// In a record of which there is one.
    Singleton {
        /// Its name, such as `profile`.
        name: String,
    },
    /// Behind a key.
    Keyed {
        /// The table, such as `answers`.
        table: String,
        /// The key, such as `CAT-1`.
        key: String,
    },
    /// The number of records of a collection.
    Collection {
        /// The collection, such as `sources`.
        name: String,
    },
    /// Whether a rule fired.
    Rule {
        /// The rule, such as `R-STO-06`.
        id: String,
    },
}

/// A field that a condition can read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldRead {
    /// Where it stands.
    pub place: Place,
    /// The field; `size` of a collection, `fired` of a rule.
    pub field: String,
}

impl fmt::Display for FieldRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Record { kind } => write!(f, "{kind}.{}", self.field),
            Place::Singleton { name } => write!(f, "{name}.{}", self.field),
            Place::Keyed { table, key } => write!(f, "{table}[\"{key}\"].{}", self.field),
            Place::Collection { name } => write!(f, "{name}.size()"),
            Place::Rule { id } => write!(f, "fired(\"{id}\")"),
        }
    }
}

/// A fact that an evaluation looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRead {
    /// Where it stands.
    pub place: Place,
    /// The code of the record, the key, or the name of the singleton, collection or rule.
    pub record: String,
    /// The field; `size` of a collection, `fired` of a rule.
    pub field: String,
    /// The value as text: `unknown`, `empty`, `not applicable`, a word, `[EU, CH]` and so on.
    pub value: String,
    /// False where the value or one of its elements is unknown.
    pub known: bool,
}

impl fmt::Display for FactRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} = {}", self.record, self.field, self.value)
    }
}

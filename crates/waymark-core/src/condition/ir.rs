//! What the checker makes of a tree: every name resolved, every type settled, nothing left that can fail.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ast::Operator;
use super::facts::FieldRead;
use super::schema::Type;

/// Where a bound record or value lies during evaluation.
pub(super) type Slot = usize;
/// Index into [`Tables::vocabularies`].
pub(super) type VocabularyAt = usize;

/// A value as the evaluator computes with it. Dates are numbers that rise with time.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Val {
    Unknown,
    Empty,
    NotApplicable,
    Bool(bool),
    Num(f64),
    Text(Arc<str>),
    List(Arc<[Val]>),
}

/// Everything a checked condition looks up by index.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// The fields it can read, each once.
    pub(super) fields: Vec<FieldRead>,
    /// The types of those fields.
    pub(super) types: Vec<Type>,
    pub(super) vocabularies: Vec<Ranks>,
    /// Collections with the kind of their records.
    pub(super) collections: Vec<(String, String)>,
    pub(super) rules: Vec<String>,
}

/// The order of a vocabulary.
#[derive(Debug, Clone)]
pub(super) struct Ranks {
    pub(super) name: String,
    /// The words of the order, low to high.
    pub(super) words: Vec<Arc<str>>,
    pub(super) lower_bounds: BTreeMap<String, f64>,
}

impl Ranks {
    /// The place of a word in the order.
    pub(super) fn rank(&self, word: &str) -> Option<f64> {
        self.words.iter().position(|w| **w == *word).map(|at| at as f64)
    }
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Only equal or not.
    Same,
    Number,
    Rank(VocabularyAt),
}

#[derive(Debug, Clone)]
pub(super) enum Cond {
    Constant(bool),
    /// A field that is true or false.
    Flag(Scalar),
    Not(Box<Cond>),
    And(Vec<Cond>),
    Or(Vec<Cond>),
    Compare {
        operator: Operator,
        order: Order,
        left: Scalar,
        right: Scalar,
    },
    InWords {
        item: Scalar,
        words: Vec<Val>,
    },
    InList {
        item: Scalar,
        list: List,
    },
    Has(Scalar),
    Known(Scalar),
    Exists {
        list: List,
        condition: Box<Cond>,
    },
    Fired(usize),
}

impl Cond {
    /// How many things must hold at least for it to hold; with `negated`, for it not to hold.
    pub(super) fn demands(&self, negated: bool) -> usize {
        let all = |operands: &[Cond]| operands.iter().map(|c| c.demands(negated)).sum();
        let one = |operands: &[Cond]| operands.iter().map(|c| c.demands(negated)).min();
        match self {
            Cond::Constant(_) => 0,
            Cond::Not(inner) => inner.demands(!negated),
            Cond::And(operands) if !negated => all(operands),
            Cond::Or(operands) if negated => all(operands),
            Cond::And(operands) | Cond::Or(operands) => one(operands).unwrap_or(0),
            Cond::Exists { condition, .. } => condition.demands(negated).max(1),
            Cond::Flag(_)
            | Cond::Compare { .. }
            | Cond::InWords { .. }
            | Cond::InList { .. }
            | Cond::Has(_)
            | Cond::Known(_)
            | Cond::Fired(_) => 1,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Scalar {
    Literal(Val),
    /// A field of the record in the slot, or of a singleton or keyed record.
    Field {
        field: usize,
        slot: Option<Slot>,
    },
    Id {
        slot: Slot,
        kind: String,
    },
    /// The value bound in a slot.
    Variable(Slot),
    LowerBound {
        of: Box<Scalar>,
        vocabulary: VocabularyAt,
    },
    Size(List),
    Sum {
        list: List,
        range: (f64, f64),
    },
    /// The greatest value or the least, never beyond `limit` on the other side when there is one.
    Extreme {
        list: List,
        greatest: bool,
        limit: Option<f64>,
        order: Order,
        range: (f64, f64),
    },
}

/// A collection of records or values with what is done to it in turn.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) base: Base,
    pub(super) stages: Vec<Stage>,
    /// Where each element is bound after the last stage.
    pub(super) slot: Slot,
    /// Only distinct values count; stands only before `size()`.
    pub(super) distinct: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Base {
    /// All records of a collection, an index into [`Tables::collections`].
    Records(usize),
    Elements(Box<Scalar>),
}

/// One step; elements are bound in `slot` before it.
#[derive(Debug, Clone)]
pub(super) enum Stage {
    Filter {
        slot: Slot,
        condition: Cond,
    },
    Map {
        slot: Slot,
        value: Scalar,
    },
    /// `map` to a list, then `flatten()`.
    FlatMap {
        slot: Slot,
        list: Scalar,
    },
}

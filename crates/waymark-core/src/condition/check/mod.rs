//! Names and types: a tree becomes something that can be evaluated, or a list of faults.

mod condition;
mod list;
mod value;

use std::sync::Arc;

use jiff::civil::Date;

use super::ast::Node;
use super::facts::FieldRead;
use super::ir::{Cond, Ranks, Slot, Tables, VocabularyAt};
use super::problem::{Fault, did_you_mean};
use super::schema::{Schema, Type};

/// A checked condition.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub(super) condition: Cond,
    pub(super) tables: Tables,
    pub(super) slots: usize,
}

/// Checks a tree. All faults are collected as far as they do not follow from each other.
pub(super) fn check(
    node: &Node,
    schema: &Schema,
    subject: Option<&str>,
) -> Result<Checked, Vec<Fault>> {
    let mut checker = Checker {
        schema,
        bound: Vec::new(),
        slots: 0,
        nesting: 0,
        tables: Tables::default(),
        faults: Vec::new(),
    };
    if let Some(kind) = subject {
        if !schema.kinds.contains_key(kind) {
            let help = did_you_mean(kind, schema.kinds.keys().map(String::as_str));
            return Err(vec![
                Fault::new(node.span, format!("there is no record kind `{kind}` to run over"))
                    .help(help),
            ]);
        }
        let slot = checker.new_slot();
        checker.bound.push(Bound {
            name: kind.to_owned(),
            element: Element::Record(kind.to_owned()),
            slot,
        });
    }
    match checker.condition(node) {
        Some(condition) if checker.faults.is_empty() => {
            Ok(Checked { condition, tables: checker.tables, slots: checker.slots })
        }
        _ => Err(checker.faults),
    }
}

struct Checker<'s> {
    schema: &'s Schema,
    /// Names in scope, the innermost last.
    bound: Vec<Bound>,
    slots: usize,
    nesting: usize,
    tables: Tables,
    faults: Vec<Fault>,
}

struct Bound {
    name: String,
    element: Element,
    slot: Slot,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq)]
enum Element {
    Record(String),
    Value(Type),
    /// Lists of values, until `flatten()`.
    Lists(Type),
}

impl Element {
    fn noun(&self) -> String {
        match self {
            Element::Record(kind) => format!("a {kind}"),
            Element::Value(of) => of.noun(),
            Element::Lists(of) => format!("a list, each {}", of.noun()),
        }
    }
}

impl Checker<'_> {
    /// Notes a fault; always `None`, so that callers can return it.
    fn fault<T>(&mut self, fault: Fault) -> Option<T> {
        self.faults.push(fault);
        None
    }

    fn new_slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    /// Enters a field into the table of what the condition can read.
    fn note_read(&mut self, read: FieldRead, of: Type) -> usize {
        let at = position_or_push(&mut self.tables.fields, read);
        if at == self.tables.types.len() {
            self.tables.types.push(of);
        }
        at
    }

    /// Enters a vocabulary into the tables.
    fn vocabulary(&mut self, name: &str) -> VocabularyAt {
        let found = self.tables.vocabularies.iter().position(|ranks| ranks.name == name);
        found.unwrap_or_else(|| {
            let list = self.schema.vocabularies.get(name).cloned().unwrap_or_default();
            let words = list.order().iter().map(|word| Arc::from(word.as_str())).collect();
            self.tables.vocabularies.push(Ranks {
                name: name.to_owned(),
                words,
                lower_bounds: list.lower_bounds,
            });
            self.tables.vocabularies.len() - 1
        })
    }
}

/// A date as a number that rises with time.
pub(super) fn date_number(date: Date) -> f64 {
    f64::from(date.year()) * 10_000.0 + f64::from(date.month()) * 100.0 + f64::from(date.day())
}

fn position_or_push<T: PartialEq>(all: &mut Vec<T>, one: T) -> usize {
    all.iter().position(|known| *known == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

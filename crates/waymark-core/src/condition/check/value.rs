//! Values: fields, names, functions and constants.

use jiff::civil::Date;

use super::list::METHODS;
use super::{Bound, Checker, Element, date_number};
use crate::condition::ast::{Node, NodeKind, Span};
use crate::condition::facts::{FieldRead, Place};
use crate::condition::ir::{Scalar, Slot, Val};
use crate::condition::problem::{Fault, did_you_mean, listing};
use crate::condition::schema::{Range, Type};

/// Functions, for suggestions.
const FUNCTIONS: [&str; 4] = ["has", "known", "fired", "lower_bound"];

impl Checker<'_> {
    /// A value that is not a list.
    pub(super) fn scalar(&mut self, node: &Node) -> Option<(Scalar, Type)> {
        match self.value(node)? {
            (_, Type::List(_)) => self.fault(
                Fault::new(node.span, "expected one value, found a list")
                    .help("use list.exists(x, x in [...])"),
            ),
            found => Some(found),
        }
    }

    pub(super) fn value(&mut self, node: &Node) -> Option<(Scalar, Type)> {
        match &node.kind {
            NodeKind::Name(name) => match self.bound.iter().find(|b| b.name == *name) {
                Some(Bound { element: Element::Value(of), slot, .. }) => {
                    Some((Scalar::Variable(*slot), of.clone()))
                }
                Some(_) => self.fault(
                    Fault::new(node.span, format!("`{name}` is a record, not a value"))
                        .help(format!("write {name}.id or {name}.field")),
                ),
                None => self.no_such_name(node.span, name),
            },
            NodeKind::Field(of, field, field_span) => self.field(of, field, *field_span),
            NodeKind::Index(of, _) => {
                self.record(node)?;
                let table =
                    if let NodeKind::Name(name) = &of.kind { name.as_str() } else { "table" };
                self.fault(
                    Fault::new(node.span, "expected a field behind the key")
                        .help(format!("write {table}[...].field")),
                )
            }
            NodeKind::Call(Some(list), method, span, arguments) => {
                self.aggregate(*span, list, method, arguments)
            }
            NodeKind::Call(None, function, span, arguments) => {
                self.function(*span, function, arguments)
            }
            NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_) => {
                self.fault(Fault::new(node.span, "expected a field, found a constant"))
            }
            NodeKind::List(_) => {
                self.fault(Fault::new(node.span, "a list stands only on the right side of `in`"))
            }
            NodeKind::Not(_)
            | NodeKind::And(_)
            | NodeKind::Or(_)
            | NodeKind::Compare(..)
            | NodeKind::In(..) => self.fault(
                Fault::new(node.span, "expected a value, found a condition")
                    .help("use && and || between conditions"),
            ),
        }
    }

    pub(super) fn function(
        &mut self,
        span: Span,
        name: &str,
        arguments: &[Node],
    ) -> Option<(Scalar, Type)> {
        match (name, arguments) {
            ("lower_bound", [word]) => {
                let (value, of) = self.scalar(word)?;
                let bounds = match &of {
                    Type::Vocab(name) => {
                        self.schema.vocabularies.get(name).map(|list| &list.lower_bounds)
                    }
                    _ => None,
                };
                let Some(bounds) = bounds.filter(|bounds| !bounds.is_empty()) else {
                    return self.fault(
                        Fault::new(word.span, format!("{} has no lower bound", of.noun()))
                            .help("it takes a word that stands for a range"),
                    );
                };
                let (min, max) = bounds
                    .values()
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), b| (l.min(*b), h.max(*b)));
                let Type::Vocab(name) = of else { return None };
                let vocabulary = self.vocabulary(&name);
                Some((
                    Scalar::LowerBound { of: Box::new(value), vocabulary },
                    Type::Num(Range::new(min, max)),
                ))
            }
            ("lower_bound", _) => self.fault(Fault::new(
                span,
                format!("`{name}` takes one argument, found {}", arguments.len()),
            )),
            ("has" | "known" | "fired", _) => self.fault(
                Fault::new(span, format!("`{name}` is a condition, not a value"))
                    .help("use it with &&, || and !"),
            ),
            _ => {
                let help = if METHODS.contains(&name) {
                    format!("write list.{name}(...)")
                } else {
                    did_you_mean(name, FUNCTIONS)
                };
                self.fault(Fault::new(span, format!("there is no function `{name}`")).help(help))
            }
        }
    }

    pub(super) fn field(&mut self, of: &Node, field: &str, span: Span) -> Option<(Scalar, Type)> {
        let (place, kind, slot) = self.record(of)?;
        if let (Some(slot), "id") = (slot, field) {
            return Some((Scalar::Id { slot, kind: kind.clone() }, Type::Ref(kind)));
        }
        let fields = self.schema.kinds.get(&kind);
        let Some(of) = fields.and_then(|fields| fields.get(field)).cloned() else {
            let help = did_you_mean(
                field,
                fields.into_iter().flat_map(|fields| fields.keys().map(String::as_str)),
            );
            return self
                .fault(Fault::new(span, format!("{kind} has no field `{field}`")).help(help));
        };
        let field = self.note_read(FieldRead { place, field: field.to_owned() }, of.clone());
        Some((Scalar::Field { field, slot }, of))
    }

    /// A record: where its facts stand, its kind, and the slot it is bound in.
    pub(super) fn record(&mut self, node: &Node) -> Option<(Place, String, Option<Slot>)> {
        match &node.kind {
            NodeKind::Name(name) => {
                if let Some(bound) = self.bound.iter().find(|b| b.name == *name) {
                    return match &bound.element {
                        Element::Record(kind) => Some((
                            Place::Record { kind: kind.clone() },
                            kind.clone(),
                            Some(bound.slot),
                        )),
                        element => {
                            let message =
                                format!("`{name}` is {}, which has no fields", element.noun());
                            self.fault(Fault::new(node.span, message))
                        }
                    };
                }
                if let Some(kind) = self.schema.singletons.get(name) {
                    return Some((Place::Singleton { name: name.clone() }, kind.clone(), None));
                }
                if self.schema.keyed.contains_key(name) {
                    return self.fault(
                        Fault::new(node.span, format!("`{name}` is read by key"))
                            .help(format!("write {name}[\"...\"]")),
                    );
                }
                self.no_such_name(node.span, name)
            }
            NodeKind::Index(of, key) => {
                let (NodeKind::Name(table), NodeKind::Text(id)) = (&of.kind, &key.kind) else {
                    return self.fault(
                        Fault::new(node.span, "expected a table and a key in quotes")
                            .help("write answers[\"...\"]"),
                    );
                };
                let Some(keys) = self.schema.keyed.get(table) else {
                    let help = did_you_mean(table, self.schema.keyed.keys().map(String::as_str));
                    return self.fault(
                        Fault::new(of.span, format!("`{table}` is not read by key")).help(help),
                    );
                };
                let Some(kind) = keys.get(id) else {
                    let help = did_you_mean(id, keys.keys().map(String::as_str));
                    return self.fault(
                        Fault::new(key.span, format!("`{table}` has no key `{id}`")).help(help),
                    );
                };
                Some((Place::Keyed { table: table.clone(), key: id.clone() }, kind.clone(), None))
            }
            _ => self.fault(
                Fault::new(node.span, "expected a record")
                    .help("fields belong to a bound record, such as `source`"),
            ),
        }
    }

    pub(super) fn no_such_name<T>(&mut self, span: Span, name: &str) -> Option<T> {
        let schema = self.schema;
        if schema.collections.contains_key(name) {
            let help =
                format!("write {name}.exists(x, ...), {name}.filter(x, ...) or {name}.size()");
            return self.fault(
                Fault::new(span, format!("`{name}` is a collection, not a value")).help(help),
            );
        }
        if schema.kinds.contains_key(name) {
            let help = match schema.collections.iter().find(|(_, kind)| *kind == name) {
                Some((collection, _)) => format!(
                    "write {collection}.exists(x, x.field ...), or let the rule run for {name}"
                ),
                None => String::new(),
            };
            return self.fault(Fault::new(span, format!("no {name} is bound here")).help(help));
        }
        let known = (self.bound.iter().map(|b| b.name.as_str())).chain(
            schema
                .collections
                .keys()
                .chain(schema.singletons.keys())
                .chain(schema.keyed.keys())
                .map(String::as_str),
        );
        let help = did_you_mean(name, known);
        self.fault(Fault::new(span, format!("unknown name `{name}`")).help(help))
    }

    /// A constant as a value of the type on the other side.
    pub(super) fn constant(&mut self, node: &Node, of: &Type) -> Option<Val> {
        match (&node.kind, of) {
            (NodeKind::Number(number), Type::Num(range)) => {
                if *number < range.min || *number > range.max {
                    let bounds = match (range.min.is_finite(), range.max.is_finite()) {
                        (true, true) => format!("it runs from {} to {}", range.min, range.max),
                        (true, false) => format!("it is never below {}", range.min),
                        _ => format!("it is never above {}", range.max),
                    };
                    return self.fault(
                        Fault::new(
                            node.span,
                            format!("{number} lies outside the numbers it is compared with"),
                        )
                        .help(bounds),
                    );
                }
                Some(Val::Num(*number))
            }
            (NodeKind::Bool(flag), Type::Bool) => Some(Val::Bool(*flag)),
            (NodeKind::Text(text), Type::Text) => Some(Val::Text(text.as_str().into())),
            (NodeKind::Text(text), Type::Vocab(name)) => self.word(node.span, text, name),
            (NodeKind::Text(text), Type::Date) => match text.parse::<Date>() {
                Ok(date) if text.len() == 10 => Some(Val::Num(date_number(date))),
                _ => self.fault(
                    Fault::new(node.span, format!("`{text}` is not a date"))
                        .help("write it like 2026-05-20"),
                ),
            },
            (NodeKind::Text(_), Type::Ref(kind)) => self.fault(
                Fault::new(node.span, format!("a {kind} cannot be named in a condition"))
                    .help("codes belong to one engagement, conditions to all of them"),
            ),
            (constant, of) => {
                let found = match constant {
                    NodeKind::Number(_) => "a number",
                    NodeKind::Bool(_) => "true or false",
                    _ => "a text",
                };
                let help = match (constant, of) {
                    (NodeKind::Text(text), Type::Num(_)) if text.parse::<f64>().is_ok() => {
                        format!("write {text} without quotes")
                    }
                    (NodeKind::Number(_), Type::Vocab(_)) => "words stand in quotes".to_owned(),
                    _ => String::new(),
                };
                self.fault(
                    Fault::new(node.span, format!("cannot compare {} with {found}", of.noun()))
                        .help(help),
                )
            }
        }
    }

    pub(super) fn word(&mut self, span: Span, word: &str, vocabulary: &str) -> Option<Val> {
        let words = self.schema.vocabularies.get(vocabulary).map_or(&[][..], |list| &list.words);
        if words.iter().any(|w| w == word) {
            return Some(Val::Text(word.into()));
        }
        if word == "unknown" {
            return self
                .fault(Fault::new(span, "`unknown` cannot be compared").help("write !known(...)"));
        }
        let mut help = did_you_mean(word, words.iter().map(String::as_str));
        if help.is_empty() {
            help = format!("its words are {}", listing(words.iter().map(String::as_str)));
        }
        self.fault(Fault::new(span, format!("`{word}` is not a word of `{vocabulary}`")).help(help))
    }
}

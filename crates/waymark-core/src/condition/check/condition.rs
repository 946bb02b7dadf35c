//! Conditions: logic, comparisons, membership and quantifiers.

use super::{Checker, Element, position_or_push};
use crate::condition::ast::{Node, NodeKind, Operator, Span};
use crate::condition::facts::{FieldRead, Place};
use crate::condition::ir::{Cond, Order, Scalar, Stage, Val};
use crate::condition::problem::{Fault, did_you_mean, listing};
use crate::condition::schema::Type;

impl Checker<'_> {
    pub(super) fn condition(&mut self, node: &Node) -> Option<Cond> {
        match &node.kind {
            NodeKind::Bool(flag) => Some(Cond::Constant(*flag)),
            NodeKind::Not(inner) => Some(Cond::Not(Box::new(self.condition(inner)?))),
            NodeKind::And(operands) => self.conditions(operands).map(Cond::And),
            NodeKind::Or(operands) => self.conditions(operands).map(Cond::Or),
            NodeKind::Compare(operator, left, right) => {
                self.compare(node.span, *operator, left, right)
            }
            NodeKind::In(item, list) => self.contains(node.span, item, list),
            NodeKind::Call(None, name, span, arguments) => {
                match (name.as_str(), arguments.as_slice()) {
                    ("has", [field]) => Some(Cond::Has(self.field_only(name, field)?)),
                    ("known", [field]) => Some(Cond::Known(self.field_only(name, field)?)),
                    ("fired", [rule]) => self.fired(rule),
                    ("has" | "known" | "fired", _) => self.fault(Fault::new(
                        *span,
                        format!("`{name}` takes one argument, found {}", arguments.len()),
                    )),
                    _ => self.value_as_condition(node),
                }
            }
            NodeKind::Call(Some(list), name, _, arguments) if name == "exists" || name == "all" => {
                self.quantifier(node.span, name, list, arguments)
            }
            _ => self.value_as_condition(node),
        }
    }

    pub(super) fn conditions(&mut self, operands: &[Node]) -> Option<Vec<Cond>> {
        let checked: Vec<Option<Cond>> =
            operands.iter().map(|operand| self.condition(operand)).collect();
        checked.into_iter().collect()
    }

    pub(super) fn value_as_condition(&mut self, node: &Node) -> Option<Cond> {
        let (value, of) = self.value(node)?;
        match of {
            Type::Bool => Some(Cond::Flag(value)),
            of => self.fault(
                Fault::new(node.span, format!("expected a condition, found {}", of.noun()))
                    .help("compare it with something"),
            ),
        }
    }

    pub(super) fn field_only(&mut self, function: &str, node: &Node) -> Option<Scalar> {
        if !matches!(node.kind, NodeKind::Field(..)) {
            return self.fault(Fault::new(
                node.span,
                format!("`{function}` takes a field, such as `source.owner_business`"),
            ));
        }
        self.value(node).map(|(value, _)| value)
    }

    pub(super) fn fired(&mut self, node: &Node) -> Option<Cond> {
        let NodeKind::Text(rule) = &node.kind else {
            return self.fault(Fault::new(node.span, "`fired` takes the id of a rule in quotes"));
        };
        if !self.schema.rules.contains(rule) {
            let help = did_you_mean(rule, self.schema.rules.iter().map(String::as_str));
            return self
                .fault(Fault::new(node.span, format!("there is no rule `{rule}`")).help(help));
        }
        let at = position_or_push(&mut self.tables.rules, rule.clone());
        self.note_read(
            FieldRead { place: Place::Rule { id: rule.clone() }, field: "fired".to_owned() },
            Type::Bool,
        );
        Some(Cond::Fired(at))
    }

    pub(super) fn quantifier(
        &mut self,
        span: Span,
        name: &str,
        list: &Node,
        arguments: &[Node],
    ) -> Option<Cond> {
        let (mut list, element) = self.plain_list(list)?;
        let condition = self.lambda(span, name, &element, list.slot, arguments, Self::condition)?;
        // The filters before it join the condition, so that the first witness ends the search.
        let filters = list
            .stages
            .iter()
            .rposition(|stage| !matches!(stage, Stage::Filter { .. }))
            .map_or(0, |at| at + 1);
        let mut operands: Vec<Cond> = (list.stages.drain(filters..))
            .filter_map(|stage| match stage {
                Stage::Filter { condition, .. } => Some(condition),
                Stage::Map { .. } | Stage::FlatMap { .. } => None,
            })
            .collect();
        let every = name == "all";
        operands.push(if every { Cond::Not(Box::new(condition)) } else { condition });
        let condition =
            Box::new(if operands.len() == 1 { operands.remove(0) } else { Cond::And(operands) });
        let exists = Cond::Exists { list, condition };
        Some(if every { Cond::Not(Box::new(exists)) } else { exists })
    }

    pub(super) fn compare(
        &mut self,
        span: Span,
        operator: Operator,
        left: &Node,
        right: &Node,
    ) -> Option<Cond> {
        match (left.is_constant(), right.is_constant()) {
            (true, true) => return self.fault(Fault::new(span, "both sides are constants")),
            (true, false) => return self.compare(span, operator.flipped(), right, left),
            _ => {}
        }
        let checked_left = self.value(left);
        let checked_right = if right.is_constant() { None } else { Some(self.value(right)) };
        let (left_value, of) = checked_left?;
        if let Type::List(_) = of {
            return self.fault(
                Fault::new(left.span, "a list cannot be compared")
                    .help("use `in`, exists(...) or size()"),
            );
        }
        let right_value = match checked_right {
            None => Scalar::Literal(self.constant(right, &of)?),
            Some(checked) => {
                let (value, right_of) = checked?;
                if !of.agrees_with(&right_of) {
                    let message = format!("cannot compare {} with {}", of.noun(), right_of.noun());
                    return self.fault(Fault::new(span, message));
                }
                value
            }
        };
        let ranked = operator.needs_order() || is_extreme(&left_value) || is_extreme(&right_value);
        let order = match &of {
            Type::Num(_) | Type::Date => Order::Number,
            Type::Vocab(name) if ranked => {
                let vocabulary = self.vocabulary(name);
                if self.tables.vocabularies[vocabulary].words.is_empty() {
                    return self.fault(
                        Fault::new(span, format!("vocabulary `{name}` has no order"))
                            .help("only ==, != and in can be used"),
                    );
                }
                for (value, node) in [(&left_value, left), (&right_value, right)] {
                    if let Scalar::Literal(Val::Text(word)) = value
                        && self.tables.vocabularies[vocabulary].rank(word).is_none()
                    {
                        let help = format!(
                            "the order is {}",
                            listing(
                                self.schema.vocabularies[name].order().iter().map(String::as_str)
                            )
                        );
                        return self.fault(
                            Fault::new(
                                node.span,
                                format!("`{word}` stands outside the order of `{name}`"),
                            )
                            .help(help),
                        );
                    }
                }
                Order::Rank(vocabulary)
            }
            of if operator.needs_order() => {
                return self.fault(
                    Fault::new(span, format!("{} has no order", of.noun()))
                        .help("only ==, != and in can be used"),
                );
            }
            _ => Order::Same,
        };
        Some(Cond::Compare { operator, order, left: left_value, right: right_value })
    }

    pub(super) fn contains(&mut self, span: Span, item: &Node, list: &Node) -> Option<Cond> {
        if let NodeKind::List(elements) = &list.kind {
            if item.is_constant() {
                return self.fault(Fault::new(span, "both sides are constants"));
            }
            let (item, of) = self.scalar(item)?;
            if elements.is_empty() {
                return self.fault(Fault::new(list.span, "nothing is in an empty list"));
            }
            let mut words = Vec::new();
            for element in elements {
                if element.is_constant() {
                    words.push(self.constant(element, &of));
                } else {
                    self.faults.push(Fault::new(element.span, "a list holds only constants"));
                }
            }
            return Some(Cond::InWords {
                item,
                words: words.into_iter().collect::<Option<Vec<Val>>>()?,
            });
        }
        if let NodeKind::Name(name) = &list.kind
            && let Some(set) = self.schema.sets.get(name)
        {
            let (value, of) = self.scalar(item)?;
            if of != Type::Vocab(set.vocabulary.clone()) {
                let message =
                    format!("`{name}` holds words of `{}`, found {}", set.vocabulary, of.noun());
                return self.fault(Fault::new(item.span, message));
            }
            let words = set.words.iter().map(|word| Val::Text(word.as_str().into())).collect();
            return Some(Cond::InWords { item: value, words });
        }
        let (list, element) = self.plain_list_or_help(list)?;
        let Element::Value(of) = element else {
            return self.fault(
                Fault::new(span, "`in` looks for a value, and this holds records")
                    .help("use exists(x, x.id == ...) or map(x, x.field)"),
            );
        };
        let item = if item.is_constant() {
            Scalar::Literal(self.constant(item, &of)?)
        } else {
            let (value, item_of) = self.scalar(item)?;
            if !of.agrees_with(&item_of) {
                return self.fault(Fault::new(
                    span,
                    format!("looks for {} in a list, each {}", item_of.noun(), of.noun()),
                ));
            }
            value
        };
        Some(Cond::InList { item, list })
    }
}

fn is_extreme(value: &Scalar) -> bool {
    matches!(value, Scalar::Extreme { .. })
}

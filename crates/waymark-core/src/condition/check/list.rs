//! Lists: collections and list fields, their stages, and what is computed over them.

use super::{Bound, Checker, Element, position_or_push};
use crate::condition::ast::{Node, NodeKind, Span};
use crate::condition::facts::{FieldRead, Place};
use crate::condition::ir::{Base, List, Order, Scalar, Slot, Stage, Val};
use crate::condition::problem::{Fault, did_you_mean};
use crate::condition::schema::{Range, Type};

/// Deepest nesting of conditions inside `exists`, `all`, `filter` and `map`.
const NESTING_LIMIT: usize = 3;
/// Methods, for suggestions.
pub(super) const METHODS: [&str; 10] =
    ["exists", "all", "filter", "map", "flatten", "distinct", "size", "sum", "max", "min"];

impl Checker<'_> {
    /// A list that may be gone through: values or records, each as often as it occurs.
    pub(super) fn plain_list(&mut self, node: &Node) -> Option<(List, Element)> {
        let (list, element) = self.list(node)?;
        if list.distinct {
            return self.fault(Fault::new(node.span, "`distinct` stands only before size()"));
        }
        if let Element::Lists(_) = element {
            return self.fault(
                Fault::new(node.span, "this holds lists").help("write .flatten() behind it"),
            );
        }
        Some((list, element))
    }

    /// The right side of `in`, where authors also write single words.
    pub(super) fn plain_list_or_help(&mut self, node: &Node) -> Option<(List, Element)> {
        if node.is_constant() {
            return self.fault(
                Fault::new(node.span, "the right side of `in` is a list")
                    .help("put it in [ ], or use =="),
            );
        }
        if let NodeKind::Name(name) = &node.kind
            && !self.name_is_taken(name)
            && self.bound.iter().all(|b| b.name != *name)
        {
            let known =
                self.schema.sets.keys().chain(self.schema.collections.keys()).map(String::as_str);
            return self.fault(
                Fault::new(node.span, format!("there is no list or set `{name}`"))
                    .help(did_you_mean(name, known)),
            );
        }
        self.plain_list(node)
    }

    pub(super) fn list(&mut self, node: &Node) -> Option<(List, Element)> {
        match &node.kind {
            NodeKind::Name(name) => self.collection(node.span, name),
            NodeKind::Field(..) => match self.value(node)? {
                (field, Type::List(of)) => {
                    let slot = self.new_slot();
                    Some((
                        List {
                            base: Base::Elements(Box::new(field)),
                            stages: Vec::new(),
                            slot,
                            distinct: false,
                        },
                        Element::Value(*of),
                    ))
                }
                (_, of) => self
                    .fault(Fault::new(node.span, format!("expected a list, found {}", of.noun()))),
            },
            NodeKind::Call(Some(inner), method, span, arguments) => {
                self.stage(node.span, *span, inner, method, arguments)
            }
            _ => self.fault(Fault::new(node.span, "expected a collection or a list field")),
        }
    }

    pub(super) fn collection(&mut self, span: Span, name: &str) -> Option<(List, Element)> {
        if let Some(bound) = self.bound.iter().find(|b| b.name == name) {
            let what = bound.element.noun();
            return self.fault(Fault::new(span, format!("`{name}` is {what}, not a list")));
        }
        if let Some(kind) = self.schema.collections.get(name) {
            let at =
                position_or_push(&mut self.tables.collections, (name.to_owned(), kind.clone()));
            self.note_read(
                FieldRead {
                    place: Place::Collection { name: name.to_owned() },
                    field: "size".to_owned(),
                },
                Type::Bool,
            );
            let slot = self.new_slot();
            let list = List { base: Base::Records(at), stages: Vec::new(), slot, distinct: false };
            return Some((list, Element::Record(kind.clone())));
        }
        if self.schema.sets.contains_key(name) {
            return self.fault(Fault::new(
                span,
                format!("the set `{name}` stands only on the right side of `in`"),
            ));
        }
        let help = did_you_mean(name, self.schema.collections.keys().map(String::as_str));
        self.fault(Fault::new(span, format!("there is no collection `{name}`")).help(help))
    }

    pub(super) fn stage(
        &mut self,
        span: Span,
        name_span: Span,
        inner: &Node,
        method: &str,
        arguments: &[Node],
    ) -> Option<(List, Element)> {
        match method {
            "filter" => {
                let (mut list, element) = self.plain_list(inner)?;
                let condition =
                    self.lambda(span, method, &element, list.slot, arguments, Self::condition)?;
                list.stages.push(Stage::Filter { slot: list.slot, condition });
                Some((list, element))
            }
            "map" => {
                let (mut list, element) = self.plain_list(inner)?;
                let (value, of) =
                    self.lambda(span, method, &element, list.slot, arguments, Self::value)?;
                let (stage, element) = match of {
                    Type::List(of) => {
                        (Stage::FlatMap { slot: list.slot, list: value }, Element::Lists(*of))
                    }
                    of => (Stage::Map { slot: list.slot, value }, Element::Value(of)),
                };
                list.stages.push(stage);
                list.slot = self.new_slot();
                Some((list, element))
            }
            "flatten" => {
                self.no_arguments(name_span, method, arguments)?;
                match self.list(inner)? {
                    (list, Element::Lists(of)) => Some((list, Element::Value(of))),
                    _ => self.fault(
                        Fault::new(name_span, "`flatten` needs a list of lists").help("remove it"),
                    ),
                }
            }
            "distinct" => {
                self.no_arguments(name_span, method, arguments)?;
                let (list, element) = self.plain_list(inner)?;
                if let Element::Record(_) = element {
                    return self.wrong_elements(name_span, method, "values", &element);
                }
                Some((List { distinct: true, ..list }, element))
            }
            "size" | "sum" | "max" | "min" => self.fault(
                Fault::new(name_span, format!("`{method}` gives one value, not a list"))
                    .help("compare it with something"),
            ),
            "exists" | "all" => {
                self.fault(Fault::new(name_span, format!("`{method}` is a condition, not a list")))
            }
            _ => {
                let help = did_you_mean(method, METHODS);
                self.fault(
                    Fault::new(name_span, format!("there is no method `{method}`")).help(help),
                )
            }
        }
    }

    /// The body of `exists`, `all`, `filter` or `map` with its element bound to the name before it.
    pub(super) fn lambda<T>(
        &mut self,
        span: Span,
        method: &str,
        element: &Element,
        slot: Slot,
        arguments: &[Node],
        body: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<T> {
        let [name_node, inner] = arguments else {
            let form = if method == "map" { "value" } else { "condition" };
            return self.fault(
                Fault::new(span, format!("`{method}` takes a name and a {form}"))
                    .help(format!("write {method}(x, ...)")),
            );
        };
        let NodeKind::Name(name) = &name_node.kind else {
            return self.fault(
                Fault::new(name_node.span, "expected a name for the element")
                    .help(format!("write {method}(x, ...)")),
            );
        };
        if self.bound.iter().any(|b| b.name == *name) || self.name_is_taken(name) {
            return self.fault(
                Fault::new(name_node.span, format!("`{name}` already means something else"))
                    .help("choose another name"),
            );
        }
        if self.nesting == NESTING_LIMIT {
            return self.fault(Fault::new(
                span,
                format!("`{method}` is nested too deep, at most {NESTING_LIMIT} levels"),
            ));
        }
        self.nesting += 1;
        self.bound.push(Bound { name: name.clone(), element: element.clone(), slot });
        let checked = body(self, inner);
        self.bound.pop();
        self.nesting -= 1;
        checked
    }

    pub(super) fn name_is_taken(&self, name: &str) -> bool {
        let s = self.schema;
        s.collections.contains_key(name)
            || s.singletons.contains_key(name)
            || s.keyed.contains_key(name)
            || s.sets.contains_key(name)
    }

    pub(super) fn aggregate(
        &mut self,
        span: Span,
        list: &Node,
        method: &str,
        arguments: &[Node],
    ) -> Option<(Scalar, Type)> {
        match method {
            "size" => {
                self.no_arguments(span, method, arguments)?;
                let (list_checked, element) = self.list(list)?;
                if let Element::Lists(_) = element {
                    return self.fault(
                        Fault::new(list.span, "this holds lists")
                            .help("write .flatten() before .size()"),
                    );
                }
                Some((Scalar::Size(list_checked), Type::Num(Range::NOT_NEGATIVE)))
            }
            "sum" => {
                self.no_arguments(span, method, arguments)?;
                let (list, element) = self.plain_list(list)?;
                let Element::Value(Type::Num(range)) = element else {
                    return self.wrong_elements(span, method, "numbers", &element);
                };
                let sum = if range.min >= 0.0 { Range::NOT_NEGATIVE } else { Range::ANY };
                Some((Scalar::Sum { list, range: (range.min, range.max) }, Type::Num(sum)))
            }
            "max" | "min" => {
                if arguments.len() > 1 {
                    return self
                        .fault(Fault::new(span, format!("`{method}` takes at most one argument")));
                }
                let (list, element) = self.plain_list(list)?;
                let Element::Value(of) = element else {
                    return self.wrong_elements(span, method, "values", &element);
                };
                let (order, range) = match &of {
                    Type::Num(range) => (Order::Number, (range.min, range.max)),
                    Type::Date => (Order::Number, (f64::NEG_INFINITY, f64::INFINITY)),
                    Type::Vocab(name)
                        if self
                            .schema
                            .vocabularies
                            .get(name)
                            .is_some_and(|list| list.ordered > 0) =>
                    {
                        let vocabulary = self.vocabulary(name);
                        let last = self.tables.vocabularies[vocabulary].words.len() as f64 - 1.0;
                        (Order::Rank(vocabulary), (0.0, last))
                    }
                    of => {
                        return self.wrong_elements(
                            span,
                            method,
                            "values with an order",
                            &Element::Value(of.clone()),
                        );
                    }
                };
                let limit = match arguments {
                    [limit] if limit.is_constant() => Some(self.limit(limit, &of, order)?),
                    [limit] => {
                        return self
                            .fault(Fault::new(limit.span, format!("`{method}` takes a constant")));
                    }
                    _ => None,
                };
                Some((Scalar::Extreme { list, greatest: method == "max", limit, order, range }, of))
            }
            "exists" | "all" => self.fault(
                Fault::new(span, format!("`{method}` is a condition, not a value"))
                    .help("use it with &&, || and !"),
            ),
            "filter" | "map" | "flatten" | "distinct" => self.fault(
                Fault::new(span, format!("`{method}` gives a list, not a value"))
                    .help("go on with .size(), .sum(), .max() or .exists(...)"),
            ),
            _ => {
                let help = match method {
                    "exists_one" => "write filter(x, ...).size() == 1".to_owned(),
                    "contains" => "write \"word\" in list".to_owned(),
                    "count" | "length" => "write .size()".to_owned(),
                    _ => did_you_mean(method, METHODS),
                };
                self.fault(Fault::new(span, format!("there is no method `{method}`")).help(help))
            }
        }
    }

    pub(super) fn limit(&mut self, node: &Node, of: &Type, order: Order) -> Option<f64> {
        match (self.constant(node, of)?, order) {
            (Val::Num(number), _) => Some(number),
            (Val::Text(word), Order::Rank(vocabulary)) => {
                match self.tables.vocabularies[vocabulary].rank(&word) {
                    Some(rank) => Some(rank),
                    None => self
                        .fault(Fault::new(node.span, format!("`{word}` stands outside the order"))),
                }
            }
            _ => None,
        }
    }

    pub(super) fn no_arguments(
        &mut self,
        span: Span,
        method: &str,
        arguments: &[Node],
    ) -> Option<()> {
        if arguments.is_empty() {
            Some(())
        } else {
            self.fault(Fault::new(span, format!("`{method}` takes no argument")))
        }
    }

    pub(super) fn wrong_elements<T>(
        &mut self,
        span: Span,
        method: &str,
        wanted: &str,
        found: &Element,
    ) -> Option<T> {
        let help = match found {
            Element::Record(_) => format!("name the field first: .map(x, x.field).{method}()"),
            Element::Lists(_) => format!("write .flatten() before .{method}()"),
            Element::Value(_) => String::new(),
        };
        self.fault(
            Fault::new(
                span,
                format!("`{method}` needs {wanted}, each element is {}", found.noun()),
            )
            .help(help),
        )
    }
}

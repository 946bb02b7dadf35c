//! The syntax tree of a condition, before anything is known about names and types.

/// Bytes of the text, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub(super) fn to(self, end: Span) -> Self {
        Self { start: self.start, end: end.end }
    }
}

/// A piece of the condition with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) kind: NodeKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum NodeKind {
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Name(String),
    /// `of.name`; the span is that of the name.
    Field(Box<Node>, String, Span),
    /// `of[key]`
    Index(Box<Node>, Box<Node>),
    /// `name(arguments)` or `of.name(arguments)`; the span is that of the name.
    Call(Option<Box<Node>>, String, Span, Vec<Node>),
    Not(Box<Node>),
    /// Chains are flat: `a && b && c` and `a && (b && c)` are one node with three operands.
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Operator, Box<Node>, Box<Node>),
    In(Box<Node>, Box<Node>),
}

impl Node {
    /// True for a number, a text, `true` or `false`.
    pub(super) fn is_constant(&self) -> bool {
        matches!(self.kind, NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::Text(_))
    }
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Operator {
    /// The operator that says the same with the sides exchanged.
    pub(super) fn flipped(self) -> Self {
        match self {
            Operator::Equal | Operator::NotEqual => self,
            Operator::Less => Operator::Greater,
            Operator::AtMost => Operator::AtLeast,
            Operator::Greater => Operator::Less,
            Operator::AtLeast => Operator::AtMost,
        }
    }

    /// True for `<`, `<=`, `>` and `>=`.
    pub(super) fn needs_order(self) -> bool {
        !matches!(self, Operator::Equal | Operator::NotEqual)
    }
}

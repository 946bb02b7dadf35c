//! Tokens to a tree: precedence climbing over a subset of CEL.

use super::ast::{Node, NodeKind, Operator, Span};
use super::lexer::{Token, tokens};
use super::problem::Fault;

/// Longest text of a condition, in bytes.
pub(super) const TEXT_LIMIT: usize = 4096;
/// Deepest nesting of brackets, calls and `!`.
const DEPTH_LIMIT: u32 = 32;
/// Most `.name`, `.name(...)` and `[...]` steps behind one name.
const CHAIN_LIMIT: u32 = 16;

/// Reserved by CEL; refused as names so that every condition stays valid there.
const RESERVED: [&str; 19] = [
    "in",
    "null",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

const OR: u8 = 1;
const AND: u8 = 2;
const RELATION: u8 = 3;

enum Infix {
    Or,
    And,
    Compare(Operator),
    In,
}

impl Infix {
    fn binds(&self) -> u8 {
        match self {
            Infix::Or => OR,
            Infix::And => AND,
            Infix::Compare(_) | Infix::In => RELATION,
        }
    }
}

/// Reads a condition.
pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    if text.len() > TEXT_LIMIT {
        return Err(Fault::new(
            Span::new(0, 0),
            format!("the condition has {} bytes, at most {TEXT_LIMIT} fit", text.len()),
        ));
    }
    let mut parser = Parser { text, tokens: tokens(text)?, at: 0, depth: 0 };
    let node = parser.expression(OR)?;
    if *parser.peek() == Token::End {
        return Ok(node);
    }
    let fault = Fault::new(
        parser.span(),
        format!("expected an operator or the end, found {}", parser.found()),
    );
    let help = match parser.peek() {
        Token::Name(word) => match word.to_ascii_lowercase().as_str() {
            "and" => "write &&",
            "or" => "write ||",
            "not" => "write !(x in list) or !",
            "contains" => "write \"word\" in list",
            _ => "",
        },
        _ => "",
    };
    Err(fault.help(help))
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn span(&self) -> Span {
        self.tokens[self.at].1
    }

    fn found(&self) -> String {
        match self.peek() {
            Token::End => "the end".to_owned(),
            _ => format!("`{}`", &self.text[self.span().start as usize..self.span().end as usize]),
        }
    }

    /// Takes a symbol if it comes next; its span.
    fn eat(&mut self, symbol: &str) -> Option<Span> {
        let span = self.span();
        matches!(self.peek(), Token::Symbol(next) if *next == symbol).then(|| {
            self.at += 1;
            span
        })
    }

    fn need(&mut self, symbol: &str) -> Result<Span, Fault> {
        self.eat(symbol).ok_or_else(|| {
            Fault::new(self.span(), format!("expected `{symbol}`, found {}", self.found()))
        })
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(Fault::new(
                self.span(),
                format!("nested too deep, at most {DEPTH_LIMIT} levels"),
            ));
        }
        Ok(())
    }

    fn infix(&self) -> Option<Infix> {
        Some(match self.peek() {
            Token::Symbol("||") => Infix::Or,
            Token::Symbol("&&") => Infix::And,
            Token::Symbol("==") => Infix::Compare(Operator::Equal),
            Token::Symbol("!=") => Infix::Compare(Operator::NotEqual),
            Token::Symbol("<") => Infix::Compare(Operator::Less),
            Token::Symbol("<=") => Infix::Compare(Operator::AtMost),
            Token::Symbol(">") => Infix::Compare(Operator::Greater),
            Token::Symbol(">=") => Infix::Compare(Operator::AtLeast),
            Token::Name(word) if word == "in" => Infix::In,
            _ => return None,
        })
    }

    fn expression(&mut self, weakest: u8) -> Result<Node, Fault> {
        self.deeper()?;
        let mut left = self.unary()?;
        let mut after_relation = false;
        while let Some(infix) = self.infix().filter(|infix| infix.binds() >= weakest) {
            if after_relation && infix.binds() == RELATION {
                return Err(Fault::new(self.span(), "comparisons cannot be chained")
                    .help("write a <= b && b <= c"));
            }
            after_relation = infix.binds() == RELATION;
            self.at += 1;
            let right = self.expression(infix.binds() + 1)?;
            let span = left.span.to(right.span);
            let kind = match infix {
                Infix::Or => NodeKind::Or(chain(left, right, |kind| match kind {
                    NodeKind::Or(operands) => Ok(operands),
                    other => Err(other),
                })),
                Infix::And => NodeKind::And(chain(left, right, |kind| match kind {
                    NodeKind::And(operands) => Ok(operands),
                    other => Err(other),
                })),
                Infix::Compare(operator) => {
                    NodeKind::Compare(operator, Box::new(left), Box::new(right))
                }
                Infix::In => NodeKind::In(Box::new(left), Box::new(right)),
            };
            left = Node { span, kind };
        }
        self.depth -= 1;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, Fault> {
        if let Some(start) = self.eat("!") {
            self.deeper()?;
            let operand = self.unary()?;
            self.depth -= 1;
            return Ok(Node {
                span: start.to(operand.span),
                kind: NodeKind::Not(Box::new(operand)),
            });
        }
        if let Some(start) = self.eat("-") {
            let Token::Number(number) = *self.peek() else {
                return Err(Fault::new(self.span(), "`-` stands only before a number"));
            };
            let span = start.to(self.span());
            self.at += 1;
            return Ok(Node { span, kind: NodeKind::Number(-number) });
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Result<Node, Fault> {
        let mut node = self.primary()?;
        let mut links = 0;
        loop {
            let start = node.span;
            let (kind, end) = if self.eat(".").is_some() {
                let name_span = self.span();
                let name = self.name()?;
                if self.eat("(").is_some() {
                    let (arguments, end) = self.list_until(")")?;
                    (NodeKind::Call(Some(Box::new(node)), name, name_span, arguments), end)
                } else {
                    (NodeKind::Field(Box::new(node), name, name_span), name_span)
                }
            } else if self.eat("[").is_some() {
                let key = self.expression(OR)?;
                let end = self.need("]")?;
                (NodeKind::Index(Box::new(node), Box::new(key)), end)
            } else {
                return Ok(node);
            };
            links += 1;
            if links > CHAIN_LIMIT {
                return Err(Fault::new(
                    end,
                    format!("too many steps in one chain, at most {CHAIN_LIMIT}"),
                ));
            }
            node = Node { span: start.to(end), kind };
        }
    }

    fn primary(&mut self) -> Result<Node, Fault> {
        let (token, span) = self.tokens[self.at].clone();
        let kind = match token {
            Token::Number(number) => NodeKind::Number(number),
            Token::Text(text) => NodeKind::Text(text),
            Token::Name(word) if word == "true" || word == "false" => {
                NodeKind::Bool(word == "true")
            }
            Token::Name(_) => {
                let name = self.name()?;
                if self.eat("(").is_none() {
                    return Ok(Node { span, kind: NodeKind::Name(name) });
                }
                let (arguments, end) = self.list_until(")")?;
                return Ok(Node {
                    span: span.to(end),
                    kind: NodeKind::Call(None, name, span, arguments),
                });
            }
            Token::Symbol("(") => {
                self.at += 1;
                let inner = self.expression(OR)?;
                let end = self.need(")")?;
                return Ok(Node { span: span.to(end), kind: inner.kind });
            }
            Token::Symbol("[") => {
                self.at += 1;
                let (elements, end) = self.list_until("]")?;
                return Ok(Node { span: span.to(end), kind: NodeKind::List(elements) });
            }
            Token::Symbol(symbol) => {
                return Err(Fault::new(span, format!("unexpected `{symbol}`")));
            }
            Token::End => return Err(Fault::new(span, "the condition ends too early")),
        };
        self.at += 1;
        Ok(Node { span, kind })
    }

    fn name(&mut self) -> Result<String, Fault> {
        let span = self.span();
        let Token::Name(word) = self.peek().clone() else {
            return Err(Fault::new(span, format!("expected a name, found {}", self.found())));
        };
        if RESERVED.contains(&word.as_str()) || word == "true" || word == "false" {
            return Err(Fault::new(span, format!("`{word}` is a reserved word")));
        }
        self.at += 1;
        Ok(word)
    }

    /// Expressions separated by commas, up to and with the closing symbol; the span of that.
    fn list_until(&mut self, close: &'static str) -> Result<(Vec<Node>, Span), Fault> {
        let mut elements = Vec::new();
        if let Some(end) = self.eat(close) {
            return Ok((elements, end));
        }
        loop {
            elements.push(self.expression(OR)?);
            if self.eat(",").is_none() {
                return Ok((elements, self.need(close)?));
            }
        }
    }
}

/// The operands of both sides in one list.
fn chain(left: Node, right: Node, split: fn(NodeKind) -> Result<Vec<Node>, NodeKind>) -> Vec<Node> {
    let mut operands = Vec::new();
    for Node { span, kind } in [left, right] {
        match split(kind) {
            Ok(inner) => operands.extend(inner),
            Err(kind) => operands.push(Node { span, kind }),
        }
    }
    operands
}

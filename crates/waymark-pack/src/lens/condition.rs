//! Conditions of risk rules: choice ids with `!` over `&&` over `||`, brackets, and `default`.

use std::collections::BTreeSet;
use std::fmt;

/// Deepest nesting of brackets.
const DEPTH: usize = 64;

/// How choices are joined.
const JOIN: &str = "write `&&` for and, `||` for or";

/// The word of the rule that always holds.
const DEFAULT: &str = "default";

/// When a rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    text: String,
    meaning: Meaning,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Always,
    Choice(String),
    Not(Box<Meaning>),
    All(Vec<Meaning>),
    Any(Vec<Meaning>),
}

/// Why a text is not a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConditionError {
    /// Where in the condition, in characters from 1.
    pub column: u32,
    /// What is wrong, without a trailing stop.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Condition {
    /// Reads a condition. Whether the choices it names exist is for its question to say.
    ///
    /// # Errors
    /// When the text is empty, brackets or signs do not fit together, or brackets are nested deeper than 64.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        if text.trim() == DEFAULT {
            return Ok(Self { text: text.to_owned(), meaning: Meaning::Always });
        }
        let mut parser = Parser { tokens: tokens(text)?, at: 0, text };
        let meaning = parser.any(0)?;
        match parser.tokens.get(parser.at) {
            None => Ok(Self { text: text.to_owned(), meaning }),
            Some((_, Token::Close)) => {
                Err(parser.error("`)` closes nothing", "remove it, or open it with `(`"))
            }
            Some((_, token)) => {
                Err(parser.error(format!("expected `&&` or `||` before {token}"), JOIN))
            }
        }
    }

    /// The condition as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True for `default`, which always holds.
    pub fn is_default(&self) -> bool {
        self.meaning == Meaning::Always
    }

    /// The ids of the choices it names, each once, in order of id.
    pub fn choices(&self) -> BTreeSet<&str> {
        let mut named = BTreeSet::new();
        self.meaning.name_choices(&mut named);
        named
    }

    /// Whether it holds where exactly these choices are taken.
    pub fn holds(&self, taken: &BTreeSet<String>) -> bool {
        self.meaning.holds(taken)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Meaning {
    fn holds(&self, taken: &BTreeSet<String>) -> bool {
        match self {
            Meaning::Always => true,
            Meaning::Choice(id) => taken.contains(id),
            Meaning::Not(inner) => !inner.holds(taken),
            Meaning::All(parts) => parts.iter().all(|part| part.holds(taken)),
            Meaning::Any(parts) => parts.iter().any(|part| part.holds(taken)),
        }
    }

    fn name_choices<'m>(&'m self, named: &mut BTreeSet<&'m str>) {
        match self {
            Meaning::Always => {}
            Meaning::Choice(id) => {
                named.insert(id);
            }
            Meaning::Not(inner) => inner.name_choices(named),
            Meaning::All(parts) | Meaning::Any(parts) => {
                for part in parts {
                    part.name_choices(named);
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Open,
    Close,
    Not,
    And,
    Or,
    Choice(&'t str),
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Open => f.write_str("`(`"),
            Token::Close => f.write_str("`)`"),
            Token::Not => f.write_str("`!`"),
            Token::And => f.write_str("`&&`"),
            Token::Or => f.write_str("`||`"),
            Token::Choice(id) => write!(f, "`{}`", super::json::clipped(id)),
        }
    }
}

/// The tokens of a condition with their byte offsets. Any run of other characters is the id of a choice, so that ids
/// beyond the published alphabet work as well.
fn tokens(text: &str) -> Result<Vec<(usize, Token<'_>)>, ConditionError> {
    let is_sign = |c: char| c.is_whitespace() || "!&|()".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, token) = match first {
            space if space.is_whitespace() => {
                at += space.len_utf8();
                continue;
            }
            '(' => (1, Token::Open),
            ')' => (1, Token::Close),
            '!' => (1, Token::Not),
            '&' if rest.starts_with("&&") => (2, Token::And),
            '|' if rest.starts_with("||") => (2, Token::Or),
            '&' | '|' => {
                let message = format!("a single `{first}` means nothing");
                return Err(error(text, at, message, format!("write `{first}{first}`")));
            }
            _ => {
                let length = rest.find(is_sign).unwrap_or(rest.len());
                (length, Token::Choice(&rest[..length]))
            }
        };
        found.push((at, token));
        at += length;
    }
    Ok(found)
}

fn error(
    text: &str,
    offset: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) -> ConditionError {
    let column = text[..offset].chars().count() as u32 + 1;
    ConditionError { column, message: message.into(), help: help.into() }
}

struct Parser<'t> {
    tokens: Vec<(usize, Token<'t>)>,
    at: usize,
    text: &'t str,
}

impl Parser<'_> {
    fn error(&self, message: impl Into<String>, help: impl Into<String>) -> ConditionError {
        let offset = self.tokens.get(self.at).map_or(self.text.len(), |(offset, _)| *offset);
        error(self.text, offset, message, help)
    }

    fn takes(&mut self, wanted: Token<'_>) -> bool {
        let is_next = self.tokens.get(self.at).is_some_and(|(_, token)| *token == wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn any(&mut self, depth: usize) -> Result<Meaning, ConditionError> {
        let mut parts = vec![self.all(depth)?];
        while self.takes(Token::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(joined(parts, Meaning::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Meaning, ConditionError> {
        let mut parts = vec![self.one(depth)?];
        while self.takes(Token::And) {
            parts.push(self.one(depth)?);
        }
        Ok(joined(parts, Meaning::All))
    }

    fn one(&mut self, depth: usize) -> Result<Meaning, ConditionError> {
        let mut is_negated = false;
        while self.takes(Token::Not) {
            is_negated = !is_negated;
        }
        let meaning = self.plain(depth)?;
        Ok(if is_negated { Meaning::Not(Box::new(meaning)) } else { meaning })
    }

    fn plain(&mut self, depth: usize) -> Result<Meaning, ConditionError> {
        match self.tokens.get(self.at).map(|(_, token)| *token) {
            Some(Token::Choice(DEFAULT)) => {
                Err(self.error("`default` stands alone", "give it a rule of its own, the last one"))
            }
            Some(Token::Choice(id)) => {
                self.at += 1;
                Ok(Meaning::Choice(id.to_owned()))
            }
            Some(Token::Open) if depth == DEPTH => Err(self.error(
                format!("brackets are nested deeper than {DEPTH}"),
                "`!` binds before `&&`, and `&&` before `||`: most brackets can go",
            )),
            Some(Token::Open) => {
                let opened = self.at;
                self.at += 1;
                let meaning = self.any(depth + 1)?;
                if self.takes(Token::Close) {
                    return Ok(meaning);
                }
                if let Some((_, token)) = self.tokens.get(self.at) {
                    let message = format!("expected `&&`, `||` or `)` before {token}");
                    return Err(self.error(message, JOIN));
                }
                self.at = opened;
                Err(self.error("`(` is not closed", "add `)`"))
            }
            Some(token @ (Token::Close | Token::Not | Token::And | Token::Or)) => {
                Err(self
                    .error(format!("expected a choice before {token}"), "write the id of a choice"))
            }
            None if self.tokens.is_empty() => Err(self.error(
                "the condition is empty",
                "write ids of choices joined by `&&` and `||`, or `default`",
            )),
            None => Err(self.error("expected a choice at the end", "write the id of a choice")),
        }
    }
}

/// Several parts joined, or the one part itself.
fn joined(mut parts: Vec<Meaning>, join: impl Fn(Vec<Meaning>) -> Meaning) -> Meaning {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(condition: &str, taken: &str, holds: bool) {
        let taken = taken.split_whitespace().map(str::to_owned).collect();
        let parsed = Condition::parse(condition).expect("the condition parses");
        assert_eq!(parsed.holds(&taken), holds, "{condition} with {taken:?}");
    }

    #[test]
    fn not_binds_before_and_before_or() {
        check("a || b && c", "a", true);
        check("a || b && c", "b", false);
        check("(a || b) && c", "a", false);
        check("!a && b", "", false);
        check("!a && b", "b", true);
        check("!(a && b)", "a", true);
        check("!a || !b", "a b", false);
        check("!!a", "a", true);
        check("! ( !a||b )", "a", true);
        check("default", "", true);
        check(" default ", "a", true);
        check("x-1&&y.2", "x-1 y.2", true);
    }

    #[test]
    fn what_does_not_parse_is_told_with_its_column() {
        let told = |text: &str| {
            let error = Condition::parse(text).expect_err("it does not parse");
            format!("{}: {}", error.column, error.message)
        };
        assert_eq!(told(""), "1: the condition is empty");
        assert_eq!(told("a & b"), "3: a single `&` means nothing");
        assert_eq!(told("a AND b"), "3: expected `&&` or `||` before `AND`");
        assert_eq!(told("a &&"), "5: expected a choice at the end");
        assert_eq!(told("a && || b"), "6: expected a choice before `||`");
        assert_eq!(told("é && (b"), "6: `(` is not closed");
        assert_eq!(told("(a b)"), "4: expected `&&`, `||` or `)` before `b`");
        assert_eq!(told("a)"), "2: `)` closes nothing");
        assert_eq!(told("a && default"), "6: `default` stands alone");
        let deep = format!("{}a{}", "(".repeat(65), ")".repeat(65));
        assert_eq!(told(&deep), "65: brackets are nested deeper than 64");
    }
}

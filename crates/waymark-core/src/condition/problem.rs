//! What is wrong with a condition: where, what, and how to mend it.

use super::ast::Span;

/// Something wrong with the text of a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column} {message}")]
pub struct Problem {
    /// Line inside the condition, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, without a trailing stop.
    pub message: String,
    /// What to do about it, such as "did you mean `database`?"; may be empty.
    pub help: String,
}

/// A problem that still points at bytes of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: String::new() }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same with line and column.
    pub(super) fn at(self, text: &str) -> Problem {
        let before = &text[..text.floor_char_boundary(self.span.start as usize)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Problem {
            line: before.matches('\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
            message: self.message,
            help: self.help,
        }
    }
}

/// The known name closest to a misspelt one, as help text; empty where nothing is close.
pub(super) fn did_you_mean<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let lower = wanted.to_lowercase().replace(['-', ' '], "_");
    let allowed = 1 + lower.chars().count() / 4;
    known
        .into_iter()
        .map(|name| {
            (strsim::damerau_levenshtein(&lower, &name.to_lowercase().replace('-', "_")), name)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map_or_else(String::new, |(_, name)| format!("did you mean `{name}`?"))
}

/// Names in backticks, at most twelve of them.
pub(super) fn listing<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(12) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

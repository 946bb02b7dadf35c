//! What is wrong with a pack: where, what, and how to mend it.

use std::collections::BTreeMap;
use std::fmt;

use crate::place::{Lines, Place};

/// One thing wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path inside the pack, such as `dimensions/storage.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What sort of problem.
    pub kind: ProblemKind,
    /// What is wrong, without a trailing stop.
    pub message: String,
    /// How to mend it; may be empty.
    pub help: String,
}

impl Problem {
    /// Whether the pack can be used all the same.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let warning = if self.severity() == Severity::Warning { "warning: " } else { "" };
        write!(f, "{}:{}:{}: {warning}{}", self.file, self.line, self.column, self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.help) }
    }
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack can be used; something is left to do.
    Warning,
    /// The pack cannot be used.
    Error,
}

/// Sorts of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A file is not text in UTF-8.
    NotText,
    /// A file is not TOML.
    Syntax,
    /// A file that every pack needs, or that `pack.toml` names, is not there.
    MissingFile,
    /// A file that nothing reads (warning).
    UnknownFile,
    /// A field that does not exist.
    UnknownField,
    /// A field that is needed.
    MissingField,
    /// A value of another type than expected.
    WrongType,
    /// A word outside a closed list.
    WrongWord,
    /// An id with characters that ids do not have.
    WrongId,
    /// An id that nothing declares.
    UnknownId,
    /// An id or term declared twice.
    DuplicateId,
    /// Not five level texts, or not five levels in the scale.
    Levels,
    /// A level outside 1 to 5, or an operating effort outside 1 to 3.
    OutOfRange,
    /// A text without a word.
    EmptyText,
    /// A text too long for its place.
    LongText,
    /// A placeholder in a finding that stands for nothing.
    Placeholder,
    /// A weight below 1.
    Weight,
    /// A lift that does not go up.
    Lift,
    /// Shares of work that do not add up to 1.
    Shares,
    /// An estimate that is not low <= likely <= high.
    Estimate,
    /// Things that wait for each other.
    Cycle,
    /// A rule recommends a service that is closing, closed or ended.
    InactiveService,
    /// A condition that cannot be understood.
    Condition,
    /// A named set whose words are not from one vocabulary.
    WordSet,
    /// A target that no initiative reaches.
    UnreachableTarget,
    /// An initiative that no target asks for, no component arrives with and no other one needs (warning).
    IdleInitiative,
    /// No question belongs to the short form.
    ShortForm,
    /// A question without a facilitator card, or with one that lacks something (warning).
    MissingCard,
    /// A dimension without a report paragraph for some attained level (warning).
    MissingParagraph,
    /// An example whose scores differ from the expected ones.
    Example,
    /// A translation that has another number of texts than what it translates, or is one into the pack's own language.
    Translation,
}

impl ProblemKind {
    /// All kinds.
    pub const ALL: &'static [ProblemKind] = {
        use ProblemKind::{
            Condition, Cycle, DuplicateId, EmptyText, Estimate, Example, IdleInitiative,
            InactiveService, Levels, Lift, LongText, MissingCard, MissingField, MissingFile,
            MissingParagraph, NotText, OutOfRange, Placeholder, Shares, ShortForm, Syntax,
            Translation, UnknownField, UnknownFile, UnknownId, UnreachableTarget, Weight, WordSet,
            WrongId, WrongType, WrongWord,
        };
        &[
            NotText,
            Syntax,
            MissingFile,
            UnknownFile,
            UnknownField,
            MissingField,
            WrongType,
            WrongWord,
            WrongId,
            UnknownId,
            DuplicateId,
            Levels,
            OutOfRange,
            EmptyText,
            LongText,
            Placeholder,
            Weight,
            Lift,
            Shares,
            Estimate,
            Cycle,
            InactiveService,
            Condition,
            WordSet,
            UnreachableTarget,
            IdleInitiative,
            ShortForm,
            MissingCard,
            MissingParagraph,
            Example,
            Translation,
        ]
    };

    /// How grave problems of this kind are.
    pub const fn severity(self) -> Severity {
        match self {
            ProblemKind::UnknownFile
            | ProblemKind::IdleInitiative
            | ProblemKind::MissingCard
            | ProblemKind::MissingParagraph => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// Most errors, and most warnings, that one loading notes: nobody mends more in one go, and a hostile pack stays cheap.
pub(crate) const MOST: usize = 1000;

/// Problems as they are found, before offsets become lines.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<(Place, ProblemKind, String, String)>,
    in_files: Vec<Problem>,
    errors: usize,
    warnings: usize,
}

impl Problems {
    /// Notes a problem. One whose place is nowhere is left out: what it speaks of was never written, which has
    /// been reported already.
    pub(crate) fn add(
        &mut self,
        place: Place,
        kind: ProblemKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let count = match kind.severity() {
            Severity::Warning => &mut self.warnings,
            Severity::Error => &mut self.errors,
        };
        if !place.is_nowhere() && *count < MOST {
            *count += 1;
            self.found.push((place, kind, message.into(), help.into()));
        }
    }

    /// True where no more errors are noted.
    pub(crate) fn is_full(&self) -> bool {
        self.errors >= MOST
    }

    /// Notes a problem of a whole file, which need not exist.
    pub(crate) fn add_to_file(
        &mut self,
        file: &str,
        kind: ProblemKind,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (file, message, help) = (file.to_owned(), message.into(), help.into());
        self.in_files.push(Problem { file, line: 1, column: 1, kind, message, help });
    }

    /// The problems of a text that is not a file of a pack, as they were found.
    pub(crate) fn into_found(self) -> Vec<(Place, ProblemKind, String, String)> {
        self.found
    }

    /// True where a problem in a file of the pack is as asked, by path and kind.
    pub(crate) fn any(
        &self,
        files: &BTreeMap<String, String>,
        is_asked: impl Fn(&str, ProblemKind) -> bool,
    ) -> bool {
        let paths: Vec<&String> = files.keys().collect();
        self.found.iter().any(|(place, kind, _, _)| is_asked(paths[place.file], *kind))
    }

    /// The problems with lines and columns, by file and place, each once.
    pub(crate) fn placed(self, files: &BTreeMap<String, String>) -> Vec<Problem> {
        let texts: Vec<(&String, Lines<'_>)> =
            files.iter().map(|(file, text)| (file, Lines::of(text))).collect();
        let mut problems = self.in_files;
        for (place, kind, message, help) in self.found {
            let (file, lines) = &texts[place.file];
            let (line, column) = lines.line_and_column(place.start);
            problems.push(Problem { file: (*file).clone(), line, column, kind, message, help });
        }
        problems.sort();
        problems.dedup();
        problems
    }
}

/// "did you mean `x`?" for the closest known name, else empty.
pub(crate) fn did_you_mean<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let plain = |name: &str| name.to_lowercase().replace(['-', ' '], "_");
    let allowed = 1 + wanted.chars().count() / 4;
    known
        .into_iter()
        .take(MOST)
        .map(|name| (strsim::damerau_levenshtein(&plain(wanted), &plain(name)), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map_or_else(String::new, |(_, name)| format!("did you mean `{name}`?"))
}

/// Names in backticks, at most twelve of them.
pub(crate) fn listing<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(12) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

//! Why a report cannot be made.

/// Why a report cannot be made. All but the last two are mistakes of the section that composed it.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// A link leads nowhere.
    #[error("the report links to \"{anchor}\", but no heading, table, row or figure has that name")]
    UnknownAnchor {
        /// Where it should lead.
        anchor: String,
    },
    /// Two places share a name.
    #[error("two places of the report are named \"{anchor}\"; links to it would be ambiguous")]
    DuplicateAnchor {
        /// The name.
        anchor: String,
    },
    /// A row does not match its table.
    #[error("row {row} of the table \"{table}\" has {found} cells for {expected} columns")]
    RowCells {
        /// The table's title.
        table: String,
        /// The row, counted from 1.
        row: usize,
        /// How many columns there are.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
    /// A heading of an impossible level.
    #[error("the heading \"{text}\" has level {level}; levels are 1, 2 and 3")]
    HeadingLevel {
        /// What it says.
        text: String,
        /// Its level.
        level: u8,
    },
    /// A font cannot be embedded.
    #[error("the font {name} cannot be embedded: {reason}")]
    Font {
        /// Its name.
        name: String,
        /// What the subsetter or reader says.
        reason: String,
    },
    /// The file cannot be written.
    #[error("the PDF cannot be written: {reason}")]
    Write {
        /// What the writer says.
        reason: String,
    },
}

//! Reports: blocks in, a finished PDF out.
//!
//! Sections are written with the vocabulary of [`block`]. [`lay_out`] sets them on pages (own shaping, line breaking, tables that split, a table of contents),
//! [`render`] writes those pages as a tagged, linked PDF with bookmarks and subset fonts. Equal input gives equal bytes.
//!
//! The crate never reads a clock, a file or a document; the only date that reaches a report is [`Meta::date`]. Only the module `pdf` names printpdf; [`html()`] writes the same blocks as one file for a browser, [`docx()`] as a document for a word processor; [`pptx()`] writes a [`slide::Deck`].
//!
//! Begin with [`block`], then `layout`, which turns blocks into a vertical list, and `page`, which breaks that list into pages.

pub mod block;
pub mod cards;
pub mod compose;
pub mod drawing;
mod error;
pub mod figure;
pub mod form;
mod html;
pub mod lang;

mod layout;
mod office;
mod page;
mod pdf;
mod section;
pub mod slide;
mod style;
mod text;

pub use block::{Logo, Meta, Report};
pub use error::Error;
pub use html::html;
pub use office::{docx, pptx};
pub use page::{LaidOut, Spot};
pub use style::{LANDSCAPE_WIDTH, TEXT_HEIGHT, TEXT_WIDTH};

/// Sets a report on pages.
///
/// # Errors
/// If an anchor is missing or used twice, a row has too few or too many cells, or a heading level is not 1 to 3.
pub fn lay_out(report: &Report, meta: &Meta) -> Result<LaidOut, Error> {
    page::lay_out(report, meta)
}

/// Writes a report as PDF.
///
/// # Errors
/// As [`lay_out`], or if the fonts cannot be embedded or the file not be written.
pub fn render(report: &Report, meta: &Meta) -> Result<Vec<u8>, Error> {
    lay_out(report, meta)?.to_pdf()
}

/// Reads a PNG as the picture of a brand. `alt` is what it says to a reader who cannot see it.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub fn logo(bytes: Vec<u8>, alt: String) -> Result<Logo, String> {
    pdf::read_logo(bytes, alt)
}

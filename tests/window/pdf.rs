//! A written report, read back.

use std::path::Path;

use lopdf::Document;

/// What a reader of the file finds.
pub(crate) struct Report {
    /// How many pages there are.
    pub(crate) pages: usize,
    /// The text of the cover, without line ends.
    pub(crate) cover: String,
    /// The text of the first eight pages, without line ends.
    pub(crate) beginning: String,
    /// Titles of the bookmarks.
    pub(crate) bookmarks: usize,
}

/// Reads a PDF.
pub(crate) fn read(path: &Path) -> Report {
    let document =
        Document::load(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let pages = document.get_pages();
    let text = |numbers: &[u32]| {
        let text = document.extract_text(numbers).expect("the text can be extracted");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let numbers: Vec<u32> = pages.keys().copied().take(8).collect();
    let bookmarks = document.get_toc().map_or(0, |toc| toc.toc.len());
    Report { pages: pages.len(), cover: text(&[1]), beginning: text(&numbers), bookmarks }
}

/// The text of all pages, without line ends.
pub(crate) fn text(path: &Path) -> String {
    let document =
        Document::load(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&numbers).expect("the text can be extracted");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

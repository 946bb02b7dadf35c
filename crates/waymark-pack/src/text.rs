//! A pack as one text, so that a document can hold the whole of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The first line of the text of a pack.
const HEADER: &str = "waymark pack 1\n";

/// Why a text is not the text of a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It begins with something else.
    #[error("the text is not that of a pack: it does not begin with `waymark pack 1`")]
    NoHeader,
    /// A file is announced wrongly or ends too early.
    #[error("the text of the pack is damaged after {files} files")]
    Damaged {
        /// How many files could be read.
        files: usize,
    },
}

/// The files of a pack as one text, in path order and with plain line ends: equal packs give equal texts.
pub fn text_of(files: &BTreeMap<String, String>) -> String {
    let mut text = HEADER.to_owned();
    for (path, content) in files {
        let content = unix_lines(content);
        writeln!(text, "=== {} {path}", content.len()).expect("a String takes any text");
        text.push_str(&content);
        text.push('\n');
    }
    text
}

/// The files that [`text_of`] wrote.
///
/// # Errors
/// When the text is another one or damaged.
pub fn files_of(text: &str) -> Result<BTreeMap<String, String>, TextError> {
    let mut rest = text.strip_prefix(HEADER).ok_or(TextError::NoHeader)?;
    let mut files = BTreeMap::new();
    while !rest.is_empty() {
        let (path, content, behind) =
            next_file(rest).ok_or(TextError::Damaged { files: files.len() })?;
        files.insert(path.to_owned(), content.to_owned());
        rest = behind;
    }
    Ok(files)
}

/// Path and content of the first file, and what follows it.
fn next_file(text: &str) -> Option<(&str, &str, &str)> {
    let (header, rest) = text.strip_prefix("=== ")?.split_once('\n')?;
    let (length, path) = header.split_once(' ')?;
    let length: usize = length.parse().ok()?;
    let behind = rest.get(length..)?.strip_prefix('\n')?;
    Some((path, rest.get(..length)?, behind))
}

/// True for a file that says in another language what the pack says.
pub(crate) fn is_of_language(path: &str) -> bool {
    path.starts_with("lang/")
}

/// SHA-256 of the text of a pack, hexadecimal, without its translations: they change what is read and nothing that is asked, scored
/// or recommended, so that a document made before a language came, or was mended, still holds the same pack.
pub fn hash(files: &BTreeMap<String, String>) -> String {
    let own = files.iter().filter(|(path, _)| !is_of_language(path));
    let own: BTreeMap<String, String> =
        own.map(|(path, text)| (path.clone(), text.clone())).collect();
    let digest = Sha256::digest(text_of(&own).as_bytes());
    digest.iter().fold(String::new(), |mut hexadecimal, byte| {
        write!(hexadecimal, "{byte:02x}").expect("a String takes any text");
        hexadecimal
    })
}

/// The text with line ends as on Unix, and without a byte order mark.
pub(crate) fn unix_lines(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n")
}

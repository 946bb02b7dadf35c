//! Places in the files of a pack, from byte offsets to line and column.

/// Where something is written: the position of its file among the files of the pack, and bytes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Position of the file in path order.
    pub(crate) file: usize,
    /// First byte.
    pub(crate) start: usize,
    /// Byte behind the last.
    pub(crate) end: usize,
}

impl Place {
    /// Of things that are not written anywhere.
    const NOWHERE: Place = Place { file: usize::MAX, start: 0, end: 0 };

    /// True for things that are not written anywhere.
    pub(crate) fn is_nowhere(self) -> bool {
        self == Self::NOWHERE
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::NOWHERE
    }
}

/// The lines of a text.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds where lines start.
    pub(crate) fn of(text: &'t str) -> Self {
        let behind_newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(behind_newlines).collect() }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(crate) fn line_and_column(&self, offset: usize) -> (u32, u32) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let column = self.text[self.starts[line - 1]..offset].chars().count() + 1;
        (line as u32, column as u32)
    }
}

/// Where a character of a string stands in its TOML form (`token`, quotes included): the byte offset in the token.
///
/// `line` and `column` count from 1 inside the string, as conditions report them. A place behind the end of the
/// string gives the closing quote.
pub(crate) fn offset_in_string(token: &str, line: u32, column: u32) -> usize {
    let (mut at_line, mut at_column) = (1, 1);
    let mut end = 0;
    for (offset, length, character) in characters(token) {
        if (at_line, at_column) == (line, column) {
            return offset;
        }
        end = offset + length;
        if character == '\n' {
            (at_line, at_column) = (at_line + 1, 1);
        } else {
            at_column += 1;
        }
    }
    end
}

/// The characters of a TOML string with the byte offset and length of their written form.
fn characters(token: &str) -> Vec<(usize, usize, char)> {
    let (quotes, is_literal) = match token {
        t if t.starts_with("\"\"\"") => (3, false),
        t if t.starts_with("'''") => (3, true),
        t if t.starts_with('\'') => (1, true),
        _ => (1, false),
    };
    let inner = token.get(quotes..token.len().saturating_sub(quotes)).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = usize::from(quotes == 3 && inner.starts_with('\n'));
    while let Some(character) = inner[at..].chars().next() {
        let (length, meant) = if is_literal || character != '\\' {
            (character.len_utf8(), Some(character))
        } else {
            escape(&inner[at..])
        };
        if let Some(meant) = meant {
            found.push((quotes + at, length, meant));
        }
        at += length;
    }
    found
}

/// Length and meaning of an escape; a backslash at the end of a line stands for nothing.
fn escape(rest: &str) -> (usize, Option<char>) {
    let code = |digits: usize| {
        let hex = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        (2 + digits, hex.and_then(char::from_u32))
    };
    match rest[1..].chars().next() {
        Some('n') => (2, Some('\n')),
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        Some(space) if space.is_whitespace() => (rest.len() - rest[1..].trim_start().len(), None),
        // The others stand for one character on the same line; which one does not matter for places.
        Some(other) => (1 + other.len_utf8(), Some(other)),
        None => (1, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let lines = Lines::of("é = 1\n\nb");
        assert_eq!(lines.line_and_column(0), (1, 1));
        assert_eq!(lines.line_and_column(3), (1, 3));
        assert_eq!(lines.line_and_column(8), (3, 1));
        assert_eq!(lines.line_and_column(99), (3, 2), "places behind the end are at the end");
    }

    #[test]
    fn places_in_strings_count_what_is_written() {
        let check = |token: &str, line, column, rest: &str| {
            let offset = offset_in_string(token, line, column);
            assert_eq!(&token[offset..], rest, "{line}:{column} in {token}");
        };
        check("'abc'", 1, 2, "bc'");
        check(r#""a \"b\" c""#, 1, 4, r#"b\" c""#);
        check("'''\nab\n  cd'''", 2, 3, "cd'''");
        check("'''ab\ncd'''", 1, 1, "ab\ncd'''");
        check("\"\"\"\na \\\n   b\"\"\"", 1, 3, "b\"\"\"");
        check(r#""\u00e4b""#, 1, 2, r#"b""#);
        check("'ab'", 1, 9, "'");
    }
}

//! JSON with the place of every value.
//!
//! serde_json tells places only of what is not JSON. Here an author is told the line of a choice without a title, a
//! bare `NaN` does not hide what else is wrong, and a key written twice is seen. What is accepted is the same.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

/// Deepest nesting of lists and objects.
const DEPTH: usize = 64;

/// A value and the bytes it stands in.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) span: Range<usize>,
    pub(super) value: Value<'t>,
}

/// A value; numbers stay as they are written.
#[derive(Debug)]
pub(super) enum Value<'t> {
    Null,
    Bool,
    Number,
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    Object(Vec<Member<'t>>),
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Member<'t> {
    pub(super) key: Cow<'t, str>,
    /// First byte of the key.
    pub(super) start: usize,
    pub(super) node: Node<'t>,
}

/// The first thing that is not JSON.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) start: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
    /// The bracket that is still open, where the text ends too early.
    pub(super) open: Option<usize>,
}

/// What parsing gives.
pub(super) struct Parsed<'t> {
    /// The value; bare words for no number stand for `null`.
    pub(super) root: Result<Node<'t>, Fault>,
    /// Where `NaN`, `Infinity` and `-Infinity` stand bare, in order.
    pub(super) bare: Vec<Range<usize>>,
}

/// Parses a whole text.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut parser = Parser { text, at: 0, bare: vec![], open: vec![] };
    let root = parser.whole();
    Parsed { root, bare: parser.bare }
}

impl Value<'_> {
    /// What people call it.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool => "true or false",
            Value::Number => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

impl Node<'_> {
    /// The path of what stands at a byte, such as `$.pillars[0].questions[2].title`.
    pub(super) fn path(&self, offset: usize) -> String {
        let mut path = "$".to_owned();
        let mut node = self;
        loop {
            match &node.value {
                Value::Object(members) => {
                    let behind = members.partition_point(|member| member.start <= offset);
                    let Some(member) = behind.checked_sub(1).map(|at| &members[at]) else { break };
                    let is_plain = !member.key.is_empty()
                        && member.key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                    let key = clipped(&member.key);
                    let written =
                        if is_plain { write!(path, ".{key}") } else { write!(path, "[{key:?}]") };
                    written.expect("a String takes any text");
                    node = &member.node;
                }
                Value::List(items) => {
                    let behind = items.partition_point(|item| item.span.start <= offset);
                    let Some(at) = behind.checked_sub(1) else { break };
                    write!(path, "[{at}]").expect("a String takes any text");
                    node = &items[at];
                }
                Value::Null | Value::Bool | Value::Number | Value::Text(_) => break,
            }
            if offset <= node.span.start {
                break;
            }
        }
        path
    }
}

/// A name as it can stand in a message: at most 64 characters of it.
pub(super) fn clipped(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(64) {
        None => Cow::Borrowed(name),
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    bare: Vec<Range<usize>>,
    /// Brackets that are open, by their bytes.
    open: Vec<usize>,
}

type Parse<T> = Result<T, Fault>;

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Parse<Node<'t>> {
        self.skip_space();
        if self.at == self.text.len() {
            return Err(self.fault("the file is empty", "name a lens JSON file"));
        }
        let root = self.value()?;
        self.skip_space();
        if self.at < self.text.len() {
            let help = "remove it, or the bracket that ends the lens too early";
            return Err(self.fault(format!("expected the end, found {}", self.found()), help));
        }
        Ok(root)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn fault(&self, message: impl Into<String>, help: &'static str) -> Fault {
        let is_end = self.at >= self.text.len();
        let open = self.open.last().copied().filter(|_| is_end);
        Fault { start: self.at, message: message.into(), help, open }
    }

    /// What stands here, for messages.
    fn found(&self) -> String {
        let rest = &self.text[self.at..];
        match rest.chars().next() {
            None => "the end of the file".to_owned(),
            Some('"') => "a text".to_owned(),
            Some(c) if c.is_alphanumeric() => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                format!("`{}`", clipped(&rest[..end.unwrap_or(rest.len())]))
            }
            Some(c) if c.is_control() => format!("the control character U+{:04X}", c as u32),
            Some(c) => format!("`{c}`"),
        }
    }

    fn value(&mut self) -> Parse<Node<'t>> {
        let start = self.at;
        let value = match self.byte() {
            Some(b'{') => self.object()?,
            Some(b'[') => self.list()?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: start..self.at, value })
    }

    fn enter(&mut self) -> Parse<()> {
        if self.open.len() == DEPTH {
            let message = format!("lists and objects are nested deeper than {DEPTH}");
            return Err(self.fault(message, "a lens needs no more than ten"));
        }
        self.open.push(self.at);
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn leave(&mut self) {
        self.at += 1;
        self.open.pop();
    }

    /// Goes on behind a value: true where another follows.
    fn goes_on(&mut self, close: u8) -> Parse<bool> {
        self.skip_space();
        if self.byte() == Some(close) {
            return Ok(false);
        }
        let comma = self.at;
        if !self.takes(b',') {
            let close = char::from(close);
            let message = format!("expected `,` or `{close}`, found {}", self.found());
            return Err(self.fault(message, missing_comma(self.byte())));
        }
        self.skip_space();
        if matches!(self.byte(), Some(b'}' | b']')) {
            let message = format!("a comma stands before {}", self.found());
            self.at = comma;
            return Err(self.fault(message, "remove the comma"));
        }
        Ok(true)
    }

    fn object(&mut self) -> Parse<Value<'t>> {
        self.enter()?;
        let mut members = Vec::new();
        let mut is_open = self.byte() != Some(b'}');
        while is_open {
            let start = self.at;
            if self.byte() != Some(b'"') {
                let message = format!("expected a key in double quotes, found {}", self.found());
                return Err(self.fault(message, not_json(self.byte())));
            }
            let key = self.string()?;
            self.skip_space();
            if !self.takes(b':') {
                let message = format!("expected `:` behind a key, found {}", self.found());
                return Err(self.fault(message, "write \"key\": value"));
            }
            self.skip_space();
            members.push(Member { key, start, node: self.value()? });
            is_open = self.goes_on(b'}')?;
        }
        self.leave();
        Ok(Value::Object(members))
    }

    fn list(&mut self) -> Parse<Value<'t>> {
        self.enter()?;
        let mut items = Vec::new();
        let mut is_open = self.byte() != Some(b']');
        while is_open {
            items.push(self.value()?);
            is_open = self.goes_on(b']')?;
        }
        self.leave();
        Ok(Value::List(items))
    }

    fn word(&mut self) -> Parse<Value<'t>> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let value = match &rest[..end] {
            "null" => Value::Null,
            "true" | "false" => Value::Bool,
            "NaN" | "Infinity" => {
                self.bare.push(self.at..self.at + end);
                Value::Null
            }
            word => {
                let help = match word {
                    "True" | "False" => "write it in lower case",
                    "None" | "undefined" | "nil" => "write null",
                    "" => not_json(self.byte()),
                    _ => "put texts in double quotes",
                };
                let message = format!("expected a value, found {}", self.found());
                return Err(self.fault(message, help));
            }
        };
        self.at += end;
        Ok(value)
    }

    fn number(&mut self) -> Parse<Value<'t>> {
        const INFINITY: &str = "-Infinity";
        let start = self.at;
        if self.text[start..].starts_with(INFINITY) {
            self.at += INFINITY.len();
            self.bare.push(start..self.at);
            return Ok(Value::Null);
        }
        self.takes(b'-');
        let is_zero = self.byte() == Some(b'0');
        let digits = self.digits();
        let mut is_number = digits > 0 && (!is_zero || digits == 1);
        if self.takes(b'.') {
            is_number &= self.digits() > 0;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            is_number &= self.digits() > 0;
        }
        if is_number {
            return Ok(Value::Number);
        }
        let message = format!("`{}` is not a number", clipped(&self.text[start..self.at]));
        self.at = start;
        Err(self.fault(message, "put it in double quotes, or write it like 2.5"))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Parse<Cow<'t, str>> {
        let opening = self.at;
        self.at += 1;
        let mut decoded: Option<String> = None;
        let mut plain = self.at;
        loop {
            let Some(byte) = self.byte() else {
                self.at = opening;
                return Err(self.fault("a text is not closed", "add `\"` at its end"));
            };
            match byte {
                b'"' | b'\\' => {
                    let run = &self.text[plain..self.at];
                    self.at += 1;
                    if byte == b'"' {
                        return Ok(match decoded {
                            None => Cow::Borrowed(run),
                            Some(text) => Cow::Owned(text + run),
                        });
                    }
                    let escaped = self.escape()?;
                    let text = decoded.get_or_insert_default();
                    text.push_str(run);
                    text.push(escaped);
                    plain = self.at;
                }
                b'\n' => {
                    let help = "close the text with `\"`, or write the line break as \\n";
                    return Err(self.fault("a line ends inside a text", help));
                }
                0..=0x1f => {
                    let message = format!("{} stands inside a text", self.found());
                    return Err(self.fault(message, "write it as \\t, \\r or \\u and four digits"));
                }
                _ => self.at += 1,
            }
        }
    }

    /// The character that an escape means; reading goes on behind it.
    fn escape(&mut self) -> Parse<char> {
        let backslash = self.at - 1;
        let Some(letter) = self.byte() else {
            self.at = backslash;
            return Err(self.fault("a text is not closed", "add `\"` at its end"));
        };
        self.at += 1;
        let plain = match letter {
            b'"' => Some('"'),
            b'\\' => Some('\\'),
            b'/' => Some('/'),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{c}'),
            b'n' => Some('\n'),
            b'r' => Some('\r'),
            b't' => Some('\t'),
            b'u' => self.unicode(),
            _ => None,
        };
        plain.ok_or_else(|| {
            self.at = backslash;
            let help = "write a backslash as \\\\; a \\u needs four digits, and half a pair its other half";
            self.fault("a backslash with what follows means no character", help)
        })
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !(self.takes(b'\\') && self.takes(b'u')) {
            return None;
        }
        let second = self.four_digits().filter(|half| (0xdc00..0xe000).contains(half))?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.at += 4;
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)
    }
}

fn missing_comma(found: Option<u8>) -> &'static str {
    match found {
        Some(b'"' | b'{' | b'[' | b'0'..=b'9' | b'-' | b'a'..=b'z' | b'A'..=b'Z') => {
            "a comma is missing before it"
        }
        Some(b'}' | b']') => "this bracket closes another one than is open",
        Some(b'/' | b'#') => "JSON has no comments; remove it",
        None => "the file may be cut off",
        Some(_) => "check quotes and commas before it",
    }
}

fn not_json(found: Option<u8>) -> &'static str {
    match found {
        Some(b'/' | b'#') => "JSON has no comments; remove it",
        Some(b',') => "remove one of the commas",
        None => "the file may be cut off",
        Some(_) => "use plain double quotes",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::Config;

    use super::*;

    #[test]
    fn bare_words_are_found_outside_texts_only() {
        let text = r#"["NaN", NaN, -Infinity, {"Infinity": Infinity}]"#;
        let parsed = parse(text);
        assert!(parsed.root.is_ok());
        let bare: Vec<&str> = parsed.bare.into_iter().map(|span| &text[span]).collect();
        assert_eq!(bare, ["NaN", "-Infinity", "Infinity"]);
    }

    #[test]
    fn paths_lead_to_places() {
        let text = r#"{"a": [{"b": 1}, {"c d": [2]}]}"#;
        let root = parse(text).root.expect("it is JSON");
        let check = |part: &str, path: &str| {
            assert_eq!(root.path(text.find(part).expect("it is there")), path);
        };
        check("{\"a", "$");
        check("\"a\"", "$.a");
        check("[{", "$.a");
        check("{\"b", "$.a[0]");
        check("1", "$.a[0].b");
        check("\"c d\"", "$.a[1][\"c d\"]");
        check("2", "$.a[1][\"c d\"][0]");
    }

    proptest! {
        #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

        /// serde_json is the judge; it refuses numbers beyond its range, and nesting at another depth.
        #[test]
        fn the_same_texts_are_json_as_for_serde_json(
            text in r#"[\[\]{},:"0-9eE.+\-\\nrtu/ \naé]{0,12}|(\[|\{"a":)?("a\\u[0-9a-f]{4}(\\u[d][8-f]00)?"|-?[0-9]{1,3}(\.[0-9])?(e[0-9])?|true|null|\{"k":\[\]\})[\]},]?"#
        ) {
            let parsed = parse(&text);
            let judged = serde_json::from_str::<serde_json::Value>(&text);
            let is_beyond = judged.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
            prop_assume!(!is_beyond);
            prop_assert_eq!(parsed.root.is_ok() && parsed.bare.is_empty(), judged.is_ok(), "{}", text);
            if let (Ok(Node { value: Value::Text(text), .. }), Ok(serde_json::Value::String(judged))) =
                (&parsed.root, &judged)
            {
                prop_assert_eq!(text.as_ref(), judged.as_str());
            }
        }
    }
}

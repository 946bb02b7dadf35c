//! Text to tokens.

use super::ast::Span;
use super::problem::Fault;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    Name(String),
    Symbol(&'static str),
    End,
}

/// Two characters before one, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 16] =
    ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "-"];

/// Whole numbers beyond this are not exact as floating point.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The tokens of a condition, closed by [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Fault> {
    let mut lexer = Lexer { text, at: 0 };
    let mut out = Vec::new();
    while let Some(c) = lexer.skip_blanks() {
        let start = lexer.at;
        let token = match c {
            'a'..='z' | 'A'..='Z' | '_' => Token::Name(lexer.take(is_name).to_owned()),
            '0'..='9' => lexer.number()?,
            '"' | '\'' => lexer.quoted(c)?,
            _ => lexer.symbol(c)?,
        };
        out.push((token, Span::new(start, lexer.at)));
    }
    out.push((Token::End, Span::new(text.len(), text.len())));
    Ok(out)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Moves over blanks and `//` comments; the next character, or none at the end.
    fn skip_blanks(&mut self) -> Option<char> {
        loop {
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            match rest.chars().next()? {
                ' ' | '\t' | '\r' | '\n' => self.at += 1,
                c => return Some(c),
            }
        }
    }

    fn take(&mut self, wanted: fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn number(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        self.take(|c| c.is_ascii_digit());
        let mut fraction = self.rest().chars();
        if fraction.next() == Some('.') && fraction.next().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.take(|c| c.is_ascii_digit());
        }
        let digits = &self.text[start..self.at];
        if !self.take(is_name).is_empty() {
            let written = &self.text[start..self.at];
            return Err(Fault::new(
                Span::new(start, self.at),
                format!("`{written}` is not a number"),
            )
            .help(format!("words of a vocabulary stand in quotes: \"{written}\"")));
        }
        match digits.parse::<f64>() {
            Ok(number) if number <= LARGEST_EXACT => Ok(Token::Number(number)),
            _ => Err(Fault::new(Span::new(start, self.at), "the number is too large")),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Token, Fault> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let mut characters = rest.chars();
            match characters.next() {
                None | Some('\n' | '\r') => {
                    return Err(Fault::new(
                        Span::new(start, self.at),
                        "the text is not closed on this line",
                    )
                    .help(format!("add {quote} at its end")));
                }
                Some(c) if c == quote => {
                    self.at += 1;
                    return Ok(Token::Text(text));
                }
                Some('\\') => {
                    text.push(match characters.next() {
                        Some('n') => '\n',
                        Some(c @ ('"' | '\'' | '\\')) => c,
                        _ => {
                            return Err(Fault::new(
                                Span::new(self.at, self.at + 1),
                                "unknown escape in a text",
                            )
                            .help("only \\\", \\', \\\\ and \\n are known"));
                        }
                    });
                    self.at += 2;
                }
                Some(c) => {
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn symbol(&mut self, c: char) -> Result<Token, Fault> {
        let rest = self.rest();
        if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            self.at += symbol.len();
            return Ok(Token::Symbol(symbol));
        }
        let help = match c {
            '=' => "write == to compare",
            '&' => "write &&",
            '|' => "write ||",
            '+' | '*' | '/' | '%' => {
                "conditions do not calculate; use sum(), max(), min() and size()"
            }
            '?' | ':' => "write (a && b) || (!a && c) instead of a ? b : c",
            '{' | '}' => "lists stand in [ ]",
            '\u{2018}'..='\u{201f}' => "texts stand in straight quotes",
            _ => "",
        };
        Err(Fault::new(
            Span::new(self.at, self.at + c.len_utf8()),
            format!("unexpected character {c:?}"),
        )
        .help(help))
    }
}

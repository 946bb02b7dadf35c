//! Line breaking: styled spans into lines no wider than their column.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use waymark_chart::scene::Role;
use waymark_chart::text::Fonts;

use crate::block::{Link, Span};
use crate::style::{Type, tracking};

/// A span with everything that decides its width and colour.
#[derive(Clone, Debug)]
pub(crate) struct Styled {
    pub(crate) text: String,
    pub(crate) size: f32,
    pub(crate) semibold: bool,
    pub(crate) tabular: bool,
    pub(crate) role: Role,
    pub(crate) link: Option<Link>,
}

impl Styled {
    pub(crate) fn new(text: impl Into<String>, size: f32, role: Role) -> Styled {
        Styled { text: text.into(), size, semibold: false, tabular: false, role, link: None }
    }

    pub(crate) fn bold(self) -> Styled {
        Styled { semibold: true, ..self }
    }

    /// The spans of a block in its type and colour.
    pub(crate) fn all(spans: &[Span], kind: Type, role: Role) -> Vec<Styled> {
        spans
            .iter()
            .map(|span| Styled {
                text: span.text.clone(),
                size: if span.small { kind.size * 0.86 } else { kind.size },
                semibold: span.bold,
                tabular: false,
                role: match (&span.link, span.quiet) {
                    (Some(_), _) => Role::Accent,
                    (None, true) => Role::Ink2,
                    (None, false) => role,
                },
                link: span.link.clone(),
            })
            .collect()
    }

    pub(crate) fn width(&self, fonts: &Fonts, text: &str) -> f32 {
        fonts.measure(text, self.size, self.semibold, self.tabular, tracking(self.size))
    }
}

/// A stretch of one span on one line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) span: usize,
    pub(crate) text: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    pub(crate) width: f32,
}

impl Line {
    /// Puts an unseen space at the end, so that whoever copies or hears the text gets two words where the line ends between two.
    fn goes_on(&mut self) {
        if let Some(run) = self.runs.last_mut()
            && !run.text.ends_with('-')
        {
            run.text.push(' ');
        }
    }
}

/// The fonts, the rules of the language, and the characters nothing could show.
pub(crate) struct Typesetter {
    pub(crate) fonts: &'static Fonts,
    /// By which syllables words are broken; `None` where the language is not known.
    syllables: Option<hypher::Lang>,
    pub(crate) unsupported: BTreeSet<char>,
    /// What was broken before: later passes over the report break the same texts again.
    broken: HashMap<Breaking, Rc<[Line]>>,
}

/// All that lines follow from.
#[derive(PartialEq, Eq, Hash)]
struct Breaking {
    /// Text, bits of the size, weight, figures.
    spans: Vec<(String, u32, bool, bool)>,
    /// Bits of the width.
    width: u32,
    hyphenate: bool,
}

/// A piece of a line: which span, and what of it.
type Piece = (usize, String);

impl Typesetter {
    pub(crate) fn new(language: &str) -> Typesetter {
        Typesetter {
            fonts: Fonts::in_use(),
            syllables: match waymark_core::translation::primary(language) {
                "en" => Some(hypher::Lang::English),
                "de" => Some(hypher::Lang::German),
                _ => None,
            },
            unsupported: BTreeSet::new(),
            broken: HashMap::new(),
        }
    }

    /// Notes the characters of a text that no font can show.
    pub(crate) fn note(&mut self, text: &str) {
        self.unsupported.extend(self.fonts.unsupported(text));
    }

    /// Breaks spans into lines at the places the Unicode rules allow. A word wider than the line is hyphenated if the language is known, else broken between characters.
    pub(crate) fn lines(&mut self, spans: &[Styled], width: f32, hyphenate: bool) -> Rc<[Line]> {
        let own = |s: &Styled| (s.text.clone(), s.size.to_bits(), s.semibold, s.tabular);
        let breaking =
            Breaking { spans: spans.iter().map(own).collect(), width: width.to_bits(), hyphenate };
        if let Some(found) = self.broken.get(&breaking) {
            return found.clone();
        }
        let lines: Rc<[Line]> = self.break_lines(spans, width, hyphenate).into();
        self.broken.insert(breaking, lines.clone());
        lines
    }

    fn break_lines(&mut self, spans: &[Styled], width: f32, hyphenate: bool) -> Vec<Line> {
        for span in spans {
            self.note(&span.text);
        }
        let whole: String = spans.iter().map(|s| s.text.as_str()).collect();
        let mut breaker = Breaker {
            fonts: self.fonts,
            spans,
            width,
            lines: Vec::new(),
            pieces: Vec::new(),
            used: 0.0,
        };
        let mut bounds = Vec::new();
        let mut offset = 0;
        for span in spans {
            bounds.push((offset, offset + span.text.len()));
            offset += span.text.len();
        }
        let cut = |from: usize, to: usize| -> Vec<Piece> {
            bounds
                .iter()
                .enumerate()
                .filter_map(|(i, &(start, end))| {
                    let (a, b) = (from.max(start), to.min(end));
                    (a < b).then(|| (i, whole[a..b].to_owned()))
                })
                .collect()
        };
        let mut from = 0;
        for (to, kind) in linebreaks(&whole) {
            // A number keeps its per cent sign.
            if kind == BreakOpportunity::Allowed && whole[to..].starts_with('%') {
                continue;
            }
            let segment = whole[from..to].trim_end_matches(['\n', '\r']);
            let pieces = cut(from, from + segment.len());
            let visible = breaker.measure(&cut(from, from + segment.trim_end().len()));
            if breaker.used + visible > width + 0.01
                && !(breaker.pieces.is_empty() && visible <= width)
            {
                let is_word =
                    pieces.len() == 1 && segment.trim_end().chars().all(char::is_alphabetic);
                let too_wide = visible > width;
                let syllables = self.syllables.filter(|_| is_word && (hyphenate || too_wide));
                if let Some(syllables) = syllables {
                    breaker.hyphenated(pieces[0].0, segment, syllables);
                } else {
                    if !breaker.pieces.is_empty() {
                        breaker.end_line();
                    }
                    if too_wide {
                        breaker.by_character(pieces);
                    } else {
                        breaker.add(pieces);
                    }
                }
            } else {
                breaker.add(pieces);
            }
            if kind == BreakOpportunity::Mandatory && to < whole.len() {
                breaker.end_line();
            }
            from = to;
        }
        if !breaker.pieces.is_empty() || breaker.lines.is_empty() {
            breaker.end_line();
        }
        let last = breaker.lines.len() - 1;
        for line in &mut breaker.lines[..last] {
            line.goes_on();
        }
        breaker.lines
    }
}

/// The lines so far and the one being filled.
struct Breaker<'a> {
    fonts: &'a Fonts,
    spans: &'a [Styled],
    width: f32,
    lines: Vec<Line>,
    pieces: Vec<Piece>,
    used: f32,
}

impl Breaker<'_> {
    fn measure(&self, pieces: &[Piece]) -> f32 {
        pieces.iter().map(|(i, text)| self.spans[*i].width(self.fonts, text)).sum()
    }

    fn add(&mut self, pieces: Vec<Piece>) {
        self.used += self.measure(&pieces);
        self.pieces.extend(pieces);
    }

    /// Puts as many syllables as fit on this line, the rest on the next ones.
    fn hyphenated(&mut self, span: usize, segment: &str, language: hypher::Lang) {
        let mut rest = segment;
        loop {
            let word = rest.trim_end();
            if self.used + self.spans[span].width(self.fonts, word) <= self.width + 0.01 {
                break;
            }
            let mut best = None;
            let mut end = 0;
            for syllable in hypher::hyphenate(word, language) {
                end += syllable.len();
                if end < 3 || word.len() - end < 3 {
                    continue;
                }
                if self.used + self.spans[span].width(self.fonts, &format!("{}-", &word[..end]))
                    <= self.width
                {
                    best = Some(end);
                }
            }
            match best {
                Some(end) => {
                    self.add(vec![(span, format!("{}-", &word[..end]))]);
                    self.end_line();
                    rest = &rest[end..];
                }
                None if self.pieces.is_empty() => {
                    self.by_character(vec![(span, rest.to_owned())]);
                    return;
                }
                None => self.end_line(),
            }
        }
        self.add(vec![(span, rest.to_owned())]);
    }

    /// For addresses and long codes: breaks between any two characters.
    fn by_character(&mut self, pieces: Vec<Piece>) {
        for (span, text) in pieces {
            for character in text.chars() {
                let one = character.to_string();
                let width = self.spans[span].width(self.fonts, &one);
                if self.used + width > self.width && !self.pieces.is_empty() && character != ' ' {
                    self.end_line();
                }
                self.used += width;
                self.pieces.push((span, one));
            }
        }
    }

    /// Joins the pieces of one span, drops blanks at the end, and shapes whole stretches, so that kerning is right.
    fn end_line(&mut self) {
        let mut runs: Vec<Run> = Vec::new();
        for (span, text) in self.pieces.drain(..) {
            match runs.last_mut() {
                Some(run) if run.span == span => run.text.push_str(&text),
                _ => runs.push(Run { x: 0.0, width: 0.0, span, text }),
            }
        }
        while let Some(run) = runs.last_mut() {
            run.text.truncate(run.text.trim_end().len());
            if !run.text.is_empty() {
                break;
            }
            runs.pop();
        }
        let mut x = 0.0;
        for run in &mut runs {
            run.x = x;
            run.width = self.spans[run.span].width(self.fonts, &run.text);
            x += run.width;
        }
        self.lines.push(Line { runs, width: x });
        self.used = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, width: f32) -> Vec<String> {
        let spans = [Styled::new(text, 9.0, Role::Ink)];
        let lines = Typesetter::new("en-GB").lines(&spans, width, false);
        for line in lines.iter() {
            assert!(line.width <= width + 0.5, "{line:?} is wider than {width}");
        }
        lines
            .iter()
            .map(|l| {
                l.runs.iter().map(|r| r.text.as_str()).collect::<String>().trim_end().to_owned()
            })
            .collect()
    }

    #[test]
    fn lines_break_at_spaces_and_keep_every_word() {
        let text =
            "Nobody is named; questions go to whoever knows, and the answer depends on the day.";
        let lines = broken(text, 120.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_newline_ends_a_line() {
        assert_eq!(broken("one\ntwo", 200.0), ["one", "two"]);
    }

    #[test]
    fn a_word_wider_than_its_column_is_broken_and_nothing_is_lost() {
        let lines = broken(
            "Internationalisation and s3://meridian-outfitters-curated-zone-eu-central-1/x",
            48.0,
        );
        assert_eq!(
            lines.concat().replace(['-', ' '], ""),
            "Internationalisationands3://meridianoutfitterscuratedzoneeucentral1/x"
        );
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(broken("", 50.0), [""]);
    }
}

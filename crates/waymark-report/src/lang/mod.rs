//! The language of a report. Sections are composed in English; a catalogue says their sentences in another language, sentence by
//! sentence, as they stand in the blocks. What it does not have stays in English and is counted, and what people entered is never
//! touched: a text of the engagement or of the pack that happens to read like a sentence of the report stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::rc::Rc;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;
use serde_json::Value;
use waymark_chart::scene::{Item, Scene, Text};
use waymark_chart::text::Fonts;
use waymark_core::engagement::Engagement;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::translation::primary;
use waymark_core::wording::{lower_first, sentence};

use crate::block::{Block, Cover, Figure, Heading, KeyFigure, Span, Table};
use crate::compose::Input;
use crate::slide::{Content, Deck};

/// A sentence with places for what changes in it.
#[derive(Debug)]
struct Pattern {
    pieces: Vec<Piece>,
    /// Letters that stand in it: of two sentences that fit, the one that says more is meant.
    letters: usize,
    other: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Text(&'static str),
    Number,
    /// A day, with its month and perhaps its year.
    Day,
    Any,
}

/// The sentences of one language.
#[derive(Debug)]
pub(crate) struct Catalogue {
    exact: BTreeMap<&'static str, &'static str>,
    patterns: Vec<Pattern>,
}

/// The German catalogue, as its files in `de` have it: what the report says, and what the window says besides.
static GERMAN_TEXT: LazyLock<String> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/de.txt.z"));
    let mut text = String::new();
    ZlibDecoder::new(packed).read_to_string(&mut text).expect("the build packed it");
    text
});
static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(&GERMAN_TEXT));

const NUMBERS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const MONTHS: [(&str, &str); 12] = [
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
];
/// How deep sentences stand in sentences.
const DEPTH: usize = 3;

impl Catalogue {
    /// The catalogue for a tag; `None` for English and for languages that the report does not speak.
    pub(crate) fn of(tag: &str) -> Option<&'static Catalogue> {
        primary(tag).eq_ignore_ascii_case("de").then(|| &*GERMAN)
    }

    /// Reads lines of `English => other`.
    fn read(text: &'static str) -> Self {
        let mut catalogue = Self { exact: BTreeMap::new(), patterns: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((english, other)) = line.split_once(" => ") else { continue };
            if english.contains('{') {
                let pieces = pieces(english);
                let letters = pieces.iter().map(|piece| match piece {
                    Piece::Text(text) => text.len(),
                    Piece::Number | Piece::Day => 1,
                    Piece::Any => 0,
                });
                let letters = letters.sum();
                catalogue.patterns.push(Pattern { pieces, letters, other });
            } else {
                catalogue.exact.insert(english, other);
            }
        }
        catalogue.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.letters));
        catalogue
    }

    /// A word or sentence without anything that changes in it.
    pub(crate) fn word(&self, english: &str) -> Option<&'static str> {
        self.exact.get(english).copied()
    }
}

fn pieces(mut english: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while !english.is_empty() {
        if let Some(rest) = english.strip_prefix("{}") {
            pieces.push(Piece::Any);
            english = rest;
        } else if let Some(rest) = english.strip_prefix("{n}") {
            pieces.push(Piece::Number);
            english = rest;
        } else if let Some(rest) = english.strip_prefix("{d}") {
            pieces.push(Piece::Day);
            english = rest;
        } else {
            let next = english.char_indices().skip(1).find(|(_, c)| *c == '{');
            let end = next.map_or(english.len(), |(at, _)| at);
            pieces.push(Piece::Text(&english[..end]));
            english = &english[end..];
        }
    }
    pieces
}

/// What stands in the places of a pattern, where the whole text fits it.
fn fits<'t>(pieces: &[Piece], text: &'t str, found: &mut Vec<&'t str>) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    match piece {
        Piece::Text(own) => text.strip_prefix(own).is_some_and(|behind| fits(rest, behind, found)),
        Piece::Number | Piece::Day => {
            let end = if *piece == Piece::Day { day_end(text) } else { number_end(text) };
            end > 0 && {
                found.push(&text[..end]);
                fits(rest, &text[end..], found) || {
                    found.pop();
                    false
                }
            }
        }
        Piece::Any => {
            let ends = match rest.first() {
                None => vec![text.len()],
                Some(Piece::Text(next)) => text.match_indices(next).map(|(at, _)| at).collect(),
                Some(_) => text.char_indices().map(|(at, _)| at).collect(),
            };
            ends.into_iter().filter(|end| *end > 0).any(|end| {
                found.push(&text[..end]);
                fits(rest, &text[end..], found) || {
                    found.pop();
                    false
                }
            })
        }
    }
}

/// Where the number at the start of a text ends, in digits or in words; 0 where there is none.
fn number_end(text: &str) -> usize {
    let digits =
        text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    if digits > 0 {
        return text[..digits].trim_end_matches(['.', ',']).len();
    }
    let word = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    if NUMBERS.contains(&text[..word].to_lowercase().as_str()) { word } else { 0 }
}

/// Where the day at the start of a text ends; 0 where there is none.
fn day_end(text: &str) -> usize {
    let ends = text.match_indices([' ', ',', '.', ';', ')']).map(|(at, _)| at);
    let three = ends.chain([text.len()]).take(3).collect::<Vec<_>>();
    three.into_iter().rev().find(|end| day(&text[..*end]).is_some()).unwrap_or(0)
}

/// German quotes in the place of English ones. What opens in English stands before a letter or a number; what closes in German does not,
/// and stays.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(match c {
            '“' if letters.peek().is_some_and(|next| next.is_alphanumeric()) => '„',
            '”' => '“',
            other => other,
        });
    }
    out
}

/// A number with the other language's signs; `None` for what is no number.
fn number(text: &str) -> Option<String> {
    let plain = text.trim_start_matches('\u{2212}');
    let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(w, d)| (w, Some(d)));
    let is_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let is_whole = groups.iter().all(|group| is_digits(group))
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && (groups.len() == 1 || groups[0].len() <= 3);
    let is_number = is_whole && decimals.is_none_or(is_digits);
    is_number.then(|| {
        let swap = |c| match c {
            '.' => ',',
            ',' => '.',
            other => other,
        };
        text.chars().map(swap).collect()
    })
}

/// A day as the other language writes it: `10 November 2026`, `30 Nov 2026`, `30 November`; `None` for anything else.
fn day(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let (first, month, year) = match words.as_slice() {
        [first, month] => (*first, *month, None),
        [first, month, year] => (*first, *month, Some(*year)),
        _ => return None,
    };
    let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let is_day = !first.is_empty() && first.len() <= 2 && is_digits(first);
    if !is_day || year.is_some_and(|year| year.len() != 4 || !is_digits(year)) {
        return None;
    }
    let (at, is_short) = MONTHS.iter().enumerate().find_map(|(at, (english, _))| {
        (*english == month)
            .then_some((at, false))
            .or((month.len() == 3 && english.starts_with(month)).then_some((at, true)))
    })?;
    let other = MONTHS[at].1;
    let is_cut = is_short && other.chars().count() > 4;
    let name: String =
        if is_cut { other.chars().take(3).chain(['.']).collect() } else { other.to_owned() };
    Some(match year {
        Some(year) => format!("{first}. {name} {year}"),
        None => format!("{first}. {name}"),
    })
}

/// Says the sentences of a report in its language.
pub(crate) struct Tongue {
    catalogue: &'static Catalogue,
    /// What people entered, with the lines of it: it stays as it is.
    entered: BTreeSet<String>,
    /// The same, and what the pack says.
    own: BTreeSet<String>,
    /// All of it in one, to find parts of it in.
    all: String,
    /// Names of the pack that keep their capital within a sentence, as the English one has them there.
    names: Vec<(String, String)>,
    /// All of them by how they read in small letters.
    capitals: BTreeMap<String, String>,
    fonts: &'static Fonts,
    /// Sentences that had to stay in English.
    pub(crate) english: Vec<String>,
}

impl Tongue {
    /// For the language of the engagement; `None` where the report is in English.
    pub(crate) fn of(input: &Input) -> Option<Self> {
        let mut tongue = Self::with(language(input), Some((input.pack, input.engagement)))?;
        tongue.own.extend(input.lenses.iter().map(|lens| lens.title.clone()));
        tongue.all = tongue.own.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        Some(tongue)
    }

    /// For a language, with the texts of an engagement and its pack.
    fn with(tag: &str, own: Option<(&Pack, &Engagement)>) -> Option<Self> {
        let mut tongue = Self {
            catalogue: Catalogue::of(tag)?,
            entered: BTreeSet::new(),
            own: BTreeSet::new(),
            all: String::new(),
            names: Vec::new(),
            capitals: BTreeMap::new(),
            fonts: Fonts::inter(),
            english: Vec::new(),
        };
        if let Some((pack, engagement)) = own {
            tongue.own.extend(pack.texts());
            tongue.own.extend(pack.services.iter().map(|service| service.name.clone()));
            for kind in Kind::ALL {
                for row in engagement.rows(*kind) {
                    collect(&row, &mut tongue.entered);
                }
            }
            if let Ok(profile) = serde_json::to_value(&engagement.profile) {
                collect(&profile, &mut tongue.entered);
            }
            tongue.own.extend(tongue.entered.iter().cloned());
            let names = pack.translated_names();
            let small = |name: &&str| (name.to_lowercase(), (*name).to_owned());
            tongue.capitals = names.iter().map(small).collect();
            tongue.names = names.into_iter().flat_map(within).collect();
        }
        Some(tongue)
    }

    /// Says a text in place. What surrounds it stays.
    pub(crate) fn say(&mut self, text: &mut String) {
        if self.own.contains(text.trim()) {
            return;
        }
        if text.trim().contains('\n') && self.other(text.trim(), 0).is_none() {
            let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
            for line in &mut lines {
                self.say(line);
            }
            *text = lines.join("\n");
            return;
        }
        let plain = text.trim();
        if plain.is_empty() {
            return;
        }
        let other = self.other(plain, 0).map(|other| quoted(&other));
        if let Some(other) = other.or_else(|| self.list(plain, 0)) {
            let start = text.len() - text.trim_start().len();
            let end = text.trim_end().len();
            *text = format!("{}{other}{}", &text[..start], &text[end..]);
        } else if self.is_english(plain) {
            self.english.push(plain.to_owned());
        }
        self.restore(text);
    }

    /// Gives the names of the pack their capitals back.
    fn restore(&self, text: &mut String) {
        // What an address of a file is called is no name of the pack.
        if text.contains('/') {
            return;
        }
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        for (lower, name) in &self.names {
            let mut from = 0;
            while let Some(at) = text[from..].find(lower.as_str()).map(|at| at + from) {
                let end = at + lower.len();
                let is_word = !is_letter(text[..at].chars().next_back())
                    && !is_letter(text[end..].chars().next());
                if is_word {
                    text.replace_range(at..end, name);
                }
                from = if is_word { at + name.len() } else { end };
            }
        }
    }

    /// A text in the other language; `None` where the catalogue does not have it, or where it is nobody's to change.
    fn other(&self, text: &str, depth: usize) -> Option<String> {
        if self.own.contains(text) || depth > DEPTH {
            return None;
        }
        if let Some(other) = self.catalogue.word(text) {
            return Some(other.to_owned());
        }
        if let Some(other) = number(text).or_else(|| day(text)) {
            return Some(other);
        }
        let mut found = Vec::new();
        let pattern = self.catalogue.patterns.iter().find(|pattern| {
            found.clear();
            fits(&pattern.pieces, text, &mut found)
        })?;
        let mut other = pattern.other.to_owned();
        // From the last, so that {1} does not find its place in {10}.
        for (at, value) in found.iter().enumerate().rev() {
            other = other.replace(&format!("{{{}}}", at + 1), &self.value(value, depth));
        }
        Some(other)
    }

    /// What stands in a place of a sentence.
    fn value(&self, text: &str, depth: usize) -> String {
        if let Some(at) = NUMBERS.iter().position(|word| text.eq_ignore_ascii_case(word)) {
            return if at == 0 { "keine".to_owned() } else { at.to_string() };
        }
        self.part(text, depth).or_else(|| self.list(text, depth)).unwrap_or_else(|| text.to_owned())
    }

    /// A part of a sentence, or one of several: something that the catalogue has, also with a capital; a name of the pack, which loses
    /// its capital within an English sentence; a code, or words in quotes, which stay.
    fn part(&self, text: &str, depth: usize) -> Option<String> {
        if self.own.contains(text) {
            return Some(text.to_owned());
        }
        if let Some(other) = self.other(text, depth + 1) {
            return Some(other);
        }
        if let Some(name) = self.capitals.get(&text.to_lowercase()) {
            return Some(name.clone());
        }
        let name = sentence(text);
        if self.own.contains(&name) {
            return Some(name);
        }
        if let Some(other) = self.catalogue.word(&name) {
            return Some(other.to_owned());
        }
        let is_quoted = text.starts_with('“') && text.ends_with('”');
        let is_code = text.split_once('-').is_some_and(|(prefix, number)| {
            let is_upper = !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_uppercase());
            is_upper && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        });
        (is_quoted || is_code).then(|| text.to_owned())
    }

    /// Several parts in one; `None` where one of them is none that is known. A name may hold commas and an “and” of its own.
    fn list(&self, text: &str, depth: usize) -> Option<String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let ends = [", ", " and "].iter().flat_map(|between| rest.match_indices(between));
            let mut ends: Vec<(usize, usize)> =
                ends.map(|(at, between)| (at, at + between.len())).collect();
            ends.push((rest.len(), rest.len()));
            // The longest part that is known.
            ends.sort_unstable_by(|a, b| b.cmp(a));
            let is_whole = |end: usize| parts.is_empty() && end == rest.len();
            let (part, next) = ends
                .into_iter()
                .filter(|(end, _)| !is_whole(*end))
                .find_map(|(end, next)| Some((self.part(&rest[..end], depth)?, next)))?;
            parts.push(part);
            rest = &rest[next..];
        }
        let (last, before) = parts.split_last()?;
        let last =
            if text.contains(" and ") { format!(" und {last}") } else { format!(", {last}") };
        (!before.is_empty()).then(|| format!("{}{last}", before.join(", ")))
    }

    /// Whether a text that the catalogue does not have is one of the report's own, and not a name, a number or something entered.
    fn is_english(&self, text: &str) -> bool {
        let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
        let has_words = text.split(|c: char| !c.is_alphabetic()).any(is_word);
        has_words && !self.own.contains(text) && !self.all.contains(text)
    }

    /// Says everything in some blocks.
    pub(crate) fn say_blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            self.say_block(block);
        }
    }

    fn say_block(&mut self, block: &mut Block) {
        match block {
            Block::Cover(Cover { kicker, title, subtitle, details, .. }) => {
                for text in [kicker, title, subtitle] {
                    self.say(text);
                }
                for (name, value) in details {
                    self.say(name);
                    self.say(value);
                }
            }
            Block::Heading(Heading { text, kicker, .. }) => {
                self.say(text);
                if let Some(kicker) = kicker {
                    self.say(kicker);
                }
            }
            Block::Paragraph(paragraph) => self.say_spans(&mut paragraph.spans),
            Block::Bullets(bullets) => {
                for item in &mut bullets.items {
                    self.say_spans(item);
                }
            }
            Block::Table(table) => self.say_table(table),
            Block::Figure(figure) => self.say_figure(figure),
            Block::Callout(callout) => {
                self.say(&mut callout.title);
                self.say_blocks(&mut callout.blocks);
            }
            Block::KeyFigures(figures) => self.say_key_figures(figures),
            Block::KeepTogether(inner) | Block::Card(inner) => self.say_blocks(inner),
            Block::Columns(columns) => {
                self.say_blocks(&mut columns.left);
                self.say_blocks(&mut columns.right);
            }
            Block::TableOfContents { .. }
            | Block::WritingLines(_)
            | Block::Space(_)
            | Block::Rule
            | Block::PageBreak
            | Block::Orientation(_) => {}
        }
    }

    fn say_spans(&mut self, spans: &mut [Span]) {
        for span in spans {
            self.say(&mut span.text);
        }
    }

    fn say_table(&mut self, table: &mut Table) {
        self.say(&mut table.title);
        for column in &mut table.columns {
            self.say(&mut column.head);
        }
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            self.say_spans(&mut cell.spans);
        }
    }

    /// The words inside a drawing. What becomes longer is set smaller, down to three quarters, so that it keeps to its place.
    pub(crate) fn say_scene(&mut self, scene: &mut Scene) {
        for text in [&mut scene.title, &mut scene.alt] {
            self.say(text);
        }
        for item in &mut scene.items {
            self.say_item(item);
        }
    }

    fn say_item(&mut self, item: &mut Item) {
        match item {
            Item::Text(text) => {
                let width = |text: &Text, fonts: &Fonts| {
                    fonts.measure(
                        &text.content,
                        text.size,
                        text.semibold,
                        text.tabular,
                        text.tracking,
                    )
                };
                let before = width(text, self.fonts);
                self.say(&mut text.content);
                let after = width(text, self.fonts);
                if after > before * 1.12 {
                    text.size *= (before * 1.12 / after).max(0.75);
                }
            }
            // What stands for a record has its names.
            Item::Group(group) if group.id.is_some() => {}
            Item::Group(group) => {
                for item in &mut group.items {
                    self.say_item(item);
                }
            }
            Item::Path { .. }
            | Item::Rect { .. }
            | Item::Circle { .. }
            | Item::Polygon { .. }
            | Item::Line { .. } => {}
        }
    }

    /// The words above, inside and below a drawing.
    fn say_figure(&mut self, figure: &mut Figure) {
        if figure.title.is_empty() {
            figure.title.clone_from(&figure.scene.title);
        }
        self.say(&mut figure.title);
        self.say(&mut figure.caption);
        self.say_scene(Rc::make_mut(&mut figure.scene));
    }

    /// Everything on some slides.
    pub(crate) fn say_slides(&mut self, deck: &mut Deck) {
        for slide in &mut deck.slides {
            for text in [&mut slide.kicker, &mut slide.title, &mut slide.subtitle] {
                self.say(text);
            }
            for (_, content) in slide.rows.iter_mut().flat_map(|row| &mut row.cells) {
                self.say_content(content);
            }
        }
    }

    fn say_content(&mut self, content: &mut Content) {
        match content {
            Content::Points { title, items, .. } => {
                self.say(title);
                for item in items {
                    self.say_spans(item);
                }
            }
            // Words of people, and who said them.
            Content::Quotes(quotes) => {
                for (_, by) in quotes {
                    self.say(by);
                }
            }
            Content::Figures(figures) => self.say_key_figures(figures),
            Content::Table(table) => self.say_table(table),
            Content::Drawing(scene) => self.say_scene(Rc::make_mut(scene)),
        }
    }

    fn say_key_figures(&mut self, figures: &mut [KeyFigure]) {
        for KeyFigure { value, label, note } in figures {
            for text in [value, label, note] {
                self.say(text);
            }
        }
    }
}

/// A word of the report's own in the language of a tag; in English where that does not have it.
pub(crate) fn in_language(tag: &str, english: &'static str) -> &'static str {
    Catalogue::of(tag).and_then(|catalogue| catalogue.word(english)).unwrap_or(english)
}

/// The language that a report is in, as a tag: that of the engagement.
pub(crate) fn language<'a>(input: &Input<'a>) -> &'a str {
    input.engagement.profile.language.value().map_or("", String::as_str)
}

/// The start of a text element with its size times a factor, and without the length that its English words had.
fn smaller(element: &str, factor: f32) -> String {
    let value = |of: &str, name: &str| -> Option<(usize, usize)> {
        let at = of.find(&format!(" {name}=\""))?;
        let from = at + name.len() + 3;
        Some((at, from + of[from..].find('"')? + 1))
    };
    let mut element = element.to_owned();
    for name in ["textLength", "lengthAdjust"] {
        if let Some((from, to)) = value(&element, name) {
            element.replace_range(from..to, "");
        }
    }
    if let Some((from, to)) = value(&element, "font-size") {
        let size = element[from + " font-size=\"".len()..to - 1].parse::<f32>();
        if let Ok(size) = size {
            element.replace_range(from..to, &format!(" font-size=\"{:.2}\"", size * factor));
        }
    }
    element
}

/// A name as it stands within an English sentence, with itself: in lower case at its start, and as a whole where it is a word or two.
fn within(name: &str) -> Vec<(String, String)> {
    // A single word may be another one in small letters, such as a verb.
    if !name.contains(' ') {
        return Vec::new();
    }
    let lower = lower_first(name);
    let mut forms = Vec::new();
    if lower != name {
        forms.push((lower.clone(), name.to_owned()));
    }
    let whole = name.to_lowercase();
    if whole != lower && name.split(' ').count() <= 2 {
        forms.push((whole, name.to_owned()));
    }
    forms
}

/// Says what the program itself says, in another language than English.
pub struct Interpreter(Tongue);

impl Interpreter {
    /// For the language of a tag, with the engagement whose texts stay as they are; `None` for English, and where the program does not
    /// speak the language.
    pub fn new(tag: &str, own: Option<(&Pack, &Engagement)>) -> Option<Self> {
        Tongue::with(tag, own).map(Self)
    }

    /// Whether the program speaks the language of a tag, besides English.
    pub fn speaks(tag: &str) -> bool {
        Catalogue::of(tag).is_some()
    }

    /// Says a text in place; one that the catalogue does not have stays in English.
    pub fn say(&mut self, text: &mut String) {
        self.0.say(text);
    }

    /// Says a word of the program's own, whatever people and packs call things besides.
    pub fn say_label(&mut self, text: &mut String) {
        match self.0.catalogue.word(text) {
            Some(other) if !self.0.entered.contains(text.as_str()) => other.clone_into(text),
            Some(_) => {}
            None => self.0.say(text),
        }
    }

    /// Says the texts of a drawing in SVG, but for those of what stands for a record: its names stay. What becomes much longer is set
    /// smaller, so that it keeps to its place.
    pub fn say_drawing(&mut self, svg: &mut String) {
        let mut out = String::with_capacity(svg.len() + svg.len() / 8);
        let mut rest = svg.as_str();
        // Whether the groups around a place stand for a record.
        let mut groups: Vec<bool> = Vec::new();
        while let Some(start) = rest.find('<') {
            let Some(open) = rest[start..].find('>').map(|at| start + at + 1) else { break };
            let tag = &rest[start..open];
            if tag.starts_with("<g") && !tag.ends_with("/>") {
                let inside = groups.last().copied().unwrap_or(false);
                groups.push(inside || tag.contains(" data-id="));
            } else if tag == "</g>" {
                groups.pop();
            }
            let is_ours = tag.starts_with("<text") && groups.last() != Some(&true);
            let close = rest[open..].find('<').map_or(rest.len(), |at| open + at);
            out.push_str(&rest[..start]);
            let inside = &rest[open..close];
            let said = match tag.starts_with("<text") {
                true if is_ours => self.drawn(inside),
                true => number(inside).map(|said| (said, 1.0)),
                false => None,
            };
            match said {
                Some((said, factor)) => {
                    out.push_str(&smaller(tag, factor));
                    out.push_str(&said);
                }
                None => out.push_str(&rest[start..close]),
            }
            rest = &rest[close..];
        }
        out.push_str(rest);
        *svg = out;
    }

    /// A text of a drawing in the language, and how much smaller it is to be; `None` where it stays.
    fn drawn(&mut self, escaped: &str) -> Option<(String, f32)> {
        let plain = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let said = self.0.other(plain.trim(), 0).filter(|said| *said != plain)?;
        let grown = said.chars().count() as f32 / plain.chars().count() as f32;
        let escaped = said.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        Some((escaped, (1.25 / grown).clamp(0.78, 1.0)))
    }
}

fn collect(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text.trim().to_owned());
            texts.extend(text.trim().lines().map(|line| line.trim().to_owned()));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => fields.values().for_each(|field| collect(field, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(own: &[&str]) -> Tongue {
        Tongue {
            catalogue: &GERMAN,
            entered: BTreeSet::new(),
            own: own.iter().map(|text| (*text).to_owned()).collect(),
            all: own.join("\n"),
            names: own.iter().flat_map(|name| within(name)).collect(),
            capitals: BTreeMap::new(),
            fonts: Fonts::inter(),
            english: Vec::new(),
        }
    }

    fn said(tongue: &mut Tongue, text: &str) -> String {
        let mut text = text.to_owned();
        tongue.say(&mut text);
        text
    }

    #[test]
    fn every_line_of_the_catalogue_tells_what_its_english_tells() {
        let mut seen = BTreeSet::new();
        for line in GERMAN_TEXT.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (english, other) = line.split_once(" => ").unwrap_or_else(|| panic!("{line}"));
            assert!(seen.insert(english), "stands twice: {english}");
            let places = pieces(english).iter().filter(|p| !matches!(p, Piece::Text(_))).count();
            for at in 1..=places {
                // “1 of 5” and “one” are told by the form of the noun.
                let is_told = other.contains(&format!("{{{at}}}"));
                let is_one = english.starts_with("{n}") && at == 1 && other.starts_with(['E', 'I']);
                assert!(is_told || is_one, "{{{at}}} is lost in: {line}");
            }
            assert!(!other.contains(&format!("{{{}}}", places + 1)), "nothing to tell: {line}");
        }
        assert!(seen.len() > 400);
    }

    #[test]
    fn sentences_are_said_with_their_numbers_days_and_names() {
        let mut tongue = german(&["Kultur und Entscheidungen", "Katalog", "Nutzung", "Meridian"]);
        for (english, other) in [
            (
                "Five of 14 goals have no owner on record",
                "Für 5 von 14 Zielen ist niemand Zuständiges erfasst",
            ),
            ("2.4", "2,4"),
            ("600,000", "600.000"),
            ("1.6 to 3.5", "1,6 bis 3,5"),
            (" Coverage 94 %, confidence 63 %", " Abdeckung 94 %, Verlässlichkeit 63 %"),
            (
                "The first results stand by 2 April 2027. ",
                "Die ersten Ergebnisse stehen am 2. April 2027. ",
            ),
            ("by 31 Dec 2028", "bis 31. Dez. 2028"),
            (
                "At 2.4 of 5 today, kultur und Entscheidungen, katalog and nutzung hold the goals back",
                "Mit heute 2,4 von 5 bremsen die Ziele vor allem: Kultur und Entscheidungen, Katalog und Nutzung",
            ),
            (
                "Kultur und Entscheidungen stands at 2.0, 1.5 below its target of 3.5",
                "Kultur und Entscheidungen liegt bei 2,0, 1,5 unter dem Ziel von 3,5",
            ),
            ("1.1.0", "1.1.0"),
            ("SRC-1, SRC-2 and SRC-4", "SRC-1, SRC-2 und SRC-4"),
        ] {
            assert_eq!(said(&mut tongue, english), other);
        }
        assert_eq!(tongue.english.len(), 0);
    }

    #[test]
    fn what_people_entered_is_never_touched() {
        let texts = [
            "Storage",
            "High",
            "Every goal has an owner",
            "Storage and Ingestion",
            "Owner: Anna\nRemove old files",
        ];
        let mut tongue = german(&texts);
        for own in texts {
            assert_eq!(said(&mut tongue, own), own);
        }
        assert_eq!(said(&mut tongue, "Medium"), "Mittel");
        assert_eq!(tongue.english.len(), 0);
    }

    #[test]
    fn what_the_catalogue_does_not_have_stays_and_is_counted() {
        let mut tongue = german(&["Web shop orders"]);
        let sentence = "A sentence that nobody has put into German yet";
        assert_eq!(said(&mut tongue, sentence), sentence);
        assert_eq!(tongue.english.len(), 1);
        // Names and codes are no sentences of the report, nor are parts of what people entered.
        for other in ["SRC-1", "EUR", "Web shop", "–"] {
            said(&mut tongue, other);
        }
        assert_eq!(tongue.english.len(), 1);
    }
}

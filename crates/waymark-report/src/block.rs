//! What a report is made of. Sections are written with these blocks and know nothing of pages, fonts or PDF.

use std::rc::Rc;

use waymark_chart::scene::Scene;

/// A report before layout.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
}

/// What the file says of itself, and what stands at the head and foot of each page.
#[derive(Clone, Debug)]
pub struct Meta {
    /// The title of the report.
    pub title: String,
    /// The organisation it is for.
    pub client: String,
    /// Who wrote it.
    pub author: String,
    /// Its date. The only date that reaches the file.
    pub date: jiff::civil::Date,
    /// The language of its text, as a tag: `en-GB`.
    pub language: String,
    /// The line at the foot of each page, for example "Confidential"; may be empty.
    pub confidentiality: String,
    /// The picture on the cover.
    pub logo: Option<Logo>,
}

/// A picture in the file of a report.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    /// A PNG.
    pub bytes: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it says to a reader who cannot see it.
    pub alt: String,
}

impl Logo {
    /// Its size within a box, in the box's units; never larger than one unit per pixel.
    pub fn within(&self, width: f32, height: f32) -> (f32, f32) {
        let (own_width, own_height) = (self.width as f32, self.height as f32);
        let scale = (width / own_width).min(height / own_height).min(1.0);
        (own_width * scale, own_height * scale)
    }
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({} x {}, {} bytes)", self.width, self.height, self.bytes.len())
    }
}

/// One part of a report.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title page, without head and foot. The first block, if present.
    Cover(Cover),
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list.
    Bullets(Bullets),
    /// A table. Its head is repeated on every page it reaches.
    Table(Table),
    /// A drawing with its title and caption, never split.
    Figure(Figure),
    /// A panel that stands out from the text.
    Callout(Callout),
    /// The table of contents, down to a heading level of 1 to 3.
    TableOfContents {
        /// The deepest level listed.
        depth: u8,
    },
    /// A row of large numerals, two to five.
    KeyFigures(Vec<KeyFigure>),
    /// Blocks that stay on one page if they fit one.
    KeepTogether(Vec<Block>),
    /// Two columns beside each other; below each other if they do not fit a page.
    Columns(Columns),
    /// A card that fills half of a page, or a whole one if it needs more; two halves stand on one page, with a line to cut between.
    Card(Vec<Block>),
    /// Empty lines to write on, so many.
    WritingLines(u8),
    /// Free space in points; vanishes at the top of a page.
    Space(f32),
    /// A hairline across.
    Rule,
    /// What follows begins a new page.
    PageBreak,
    /// What follows begins a new page that lies or stands.
    Orientation(Orientation),
}

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Upright A4.
    #[default]
    Portrait,
    /// A4 on its side.
    Landscape,
}

/// The title page.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// A line above the title, for example the kind of document.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// One sentence below the title.
    pub subtitle: String,
    /// Pairs of name and value at the foot: client, date, author.
    pub details: Vec<(String, String)>,
    /// The picture at its head.
    pub logo: Option<Logo>,
}

/// A heading. Level 1 begins a new page, names the running head and counts as a part of the outline.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1, 2 or 3.
    pub level: u8,
    /// Its number, for example "3" or "3.2"; empty for none. Set apart from the text.
    pub number: String,
    /// What it says.
    pub text: String,
    /// The anchor that links lead to; unique in the report, not empty.
    pub id: String,
    /// A quiet line above a heading of level 1: the question the section answers.
    pub kicker: Option<String>,
}

impl Heading {
    /// A heading without number and kicker.
    pub fn new(level: u8, text: impl Into<String>, id: impl Into<String>) -> Heading {
        Heading { level, number: String::new(), text: text.into(), id: id.into(), kicker: None }
    }

    /// With a number.
    #[must_use]
    pub fn numbered(self, number: impl Into<String>) -> Heading {
        Heading { number: number.into(), ..self }
    }

    /// With a line above.
    #[must_use]
    pub fn kicker(self, kicker: impl Into<String>) -> Heading {
        Heading { kicker: Some(kicker.into()), ..self }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// To the heading, table or figure of this id.
    Anchor(String),
    /// To an address outside the report.
    Url(String),
}

/// A piece of text in one style. A newline in it ends the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// What it says.
    pub text: String,
    /// SemiBold.
    pub bold: bool,
    /// Quieter: secondary ink.
    pub quiet: bool,
    /// Smaller than its surroundings.
    pub small: bool,
    /// Where it leads; shown in the accent.
    pub link: Option<Link>,
}

impl Span {
    /// Ordinary text.
    pub fn text(text: impl Into<String>) -> Span {
        Span { text: text.into(), ..Span::default() }
    }

    /// SemiBold text.
    pub fn bold(text: impl Into<String>) -> Span {
        Span { text: text.into(), bold: true, ..Span::default() }
    }

    /// Quieter text.
    pub fn quiet(text: impl Into<String>) -> Span {
        Span { text: text.into(), quiet: true, ..Span::default() }
    }

    /// Text that leads to an anchor of the report.
    pub fn to(text: impl Into<String>, anchor: impl Into<String>) -> Span {
        Span { text: text.into(), link: Some(Link::Anchor(anchor.into())), ..Span::default() }
    }

    /// Text that leads to an address of the web. Any other address, such as a file or a script, may come from a pack or an
    /// answer: the text stands then without a link.
    pub fn url(text: impl Into<String>, url: impl Into<String>) -> Span {
        let url = url.into();
        let start = url.get(..8).unwrap_or(&url).to_ascii_lowercase();
        let is_web = start.starts_with("https://") || start.starts_with("http://");
        let is_plain = !url.chars().any(char::is_control);
        let link = (is_web && is_plain).then_some(Link::Url(url));
        Span { text: text.into(), link, ..Span::default() }
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Span {
        Span::text(text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Span {
        Span::text(text)
    }
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ParagraphStyle {
    /// Running text.
    #[default]
    Body,
    /// The opening of a section: larger.
    Lead,
    /// Notes and sources: smaller and quieter.
    Small,
    /// Words someone said: set in, with a rule beside them.
    Quote,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its text.
    pub spans: Vec<Span>,
    /// How it looks.
    pub style: ParagraphStyle,
}

/// A list.
#[derive(Clone, Debug, Default)]
pub struct Bullets {
    /// The items.
    pub items: Vec<Vec<Span>>,
    /// Numbered instead of dotted.
    pub numbered: bool,
}

/// Which side of its column a cell keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    /// Left.
    #[default]
    Left,
    /// Right, with figures of equal width: numbers.
    Right,
    /// Middle.
    Center,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the width; the shares of all columns are added up, they need not make 1.
    pub width: f32,
    /// Which side its cells keep to.
    pub align: Align,
}

impl Column {
    /// A left-aligned column.
    pub fn new(head: impl Into<String>, width: f32) -> Column {
        Column { head: head.into(), width, align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(head: impl Into<String>, width: f32) -> Column {
        Column { head: head.into(), width, align: Align::Right }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its text.
    pub spans: Vec<Span>,
    /// A level, 1 to 5, shown as a numbered swatch before the text.
    pub level: Option<u8>,
    /// An empty box to tick before the text, in the place of a swatch.
    pub has_box: bool,
}

impl Cell {
    /// A cell of ordinary text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::spans(vec![Span::text(text)])
    }

    /// A cell of SemiBold text.
    pub fn bold(text: impl Into<String>) -> Cell {
        Cell::spans(vec![Span::bold(text)])
    }

    /// A cell of several spans.
    pub fn spans(spans: Vec<Span>) -> Cell {
        Cell { spans, ..Cell::default() }
    }

    /// A level with its name.
    pub fn level(level: u8, name: impl Into<String>) -> Cell {
        Cell { level: Some(level), ..Cell::text(name) }
    }

    /// A box to tick with what it stands for.
    pub fn tick(spans: Vec<Span>) -> Cell {
        Cell { spans, level: None, has_box: true }
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One cell per column. For a band across the table, one cell.
    pub cells: Vec<Cell>,
    /// A band across the whole table that names the rows below; it stays with the next row.
    pub is_band: bool,
    /// The anchor that links lead to.
    pub id: Option<String>,
    /// Whether the row is the one the text speaks of.
    pub emphasised: bool,
}

impl Row {
    /// An ordinary row.
    pub fn new(cells: Vec<Cell>) -> Row {
        Row { cells, ..Row::default() }
    }

    /// A band across the table.
    pub fn band(text: impl Into<String>) -> Row {
        Row { cells: vec![Cell::bold(text)], is_band: true, ..Row::default() }
    }

    /// With an anchor.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Row {
        Row { id: Some(id.into()), ..self }
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it states, set above it; may be empty.
    pub title: String,
    /// What it holds, for readers who cannot see it; may be empty if the title says it.
    pub alt: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The anchor that links lead to.
    pub id: Option<String>,
}

/// A drawing.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it states, set above it; the scene's own title if empty.
    pub title: String,
    /// The drawing. Scaled down to the width and height of the page, never up.
    pub scene: Rc<Scene>,
    /// How to read it, or its source, set below it; may be empty.
    pub caption: String,
    /// The text for readers who cannot see it; the scene's own if empty.
    pub alt: String,
    /// The anchor that links lead to.
    pub id: Option<String>,
}

impl Figure {
    /// A figure with the scene's own title and text.
    pub fn new(scene: Scene, caption: impl Into<String>) -> Figure {
        Figure {
            title: String::new(),
            scene: Rc::new(scene),
            caption: caption.into(),
            alt: String::new(),
            id: None,
        }
    }
}

/// What a callout is about; shown by the colour of its edge and by its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// Something to know.
    #[default]
    Note,
    /// The point of the section.
    Key,
    /// Something that wants care.
    Warn,
    /// Something that is wrong.
    Danger,
    /// Something that is as it should be.
    Good,
}

/// A panel that stands out from the text.
#[derive(Clone, Debug, Default)]
pub struct Callout {
    /// What it is about.
    pub tone: Tone,
    /// Its title; may be empty.
    pub title: String,
    /// What it holds: paragraphs, lists, tables.
    pub blocks: Vec<Block>,
}

/// A large numeral with what it counts.
#[derive(Clone, Debug, Default)]
pub struct KeyFigure {
    /// The numeral, short: "2.3", "31 of 60".
    pub value: String,
    /// What it is.
    pub label: String,
    /// The band, target or total that belongs to it; may be empty.
    pub note: String,
}

/// Two columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// What stands left.
    pub left: Vec<Block>,
    /// What stands right.
    pub right: Vec<Block>,
    /// The left column's share of the width, 0.2 to 0.8.
    pub share: f32,
}

/// A heading without number.
pub fn heading(level: u8, text: impl Into<String>, id: impl Into<String>) -> Block {
    Block::Heading(Heading::new(level, text, id))
}

/// A paragraph of plain running text.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph { spans: vec![Span::text(text)], style: ParagraphStyle::Body })
}

/// A paragraph of several spans.
pub fn rich(spans: Vec<Span>) -> Block {
    Block::Paragraph(Paragraph { spans, style: ParagraphStyle::Body })
}

/// The larger opening paragraph of a section.
pub fn lead(text: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph { spans: vec![Span::text(text)], style: ParagraphStyle::Lead })
}

/// A note in small type.
pub fn small(text: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph { spans: vec![Span::text(text)], style: ParagraphStyle::Small })
}

/// A dotted list of plain texts.
pub fn bullets<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Block {
    Block::Bullets(Bullets {
        items: items.into_iter().map(|t| vec![Span::text(t)]).collect(),
        numbered: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_web_is_led_to() {
        for web in ["https://example.org/a?b=1", "HTTP://EXAMPLE.ORG", "https://example.org/ä (x)"]
        {
            assert_eq!(Span::url("x", web).link, Some(Link::Url(web.to_owned())), "{web}");
        }
        for other in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,<script>",
            "\\\\server\\share",
            "https:/one",
            " https://example.org",
            "https://example.org/\njavascript:x",
            "",
            "ä",
        ] {
            let span = Span::url("x", other);
            assert_eq!((span.link, span.text.as_str()), (None, "x"), "{other}");
        }
    }
}

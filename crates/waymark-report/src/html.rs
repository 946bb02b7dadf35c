//! Reports as one HTML file: no script, nothing from the network, readable with a keyboard and a screen reader, printable.
//!
//! The same blocks as the PDF, with headings, lists and tables as what they are, and figures as drawings within the page.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeSet;
use std::fmt::Write;

use waymark_chart::palette::{Theme, resolve};
use waymark_chart::scene::Role;
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_chart::xml::escape;

use crate::block::{
    Align, Block, Bullets, Callout, Cell, Columns, Cover, Figure, Heading, KeyFigure, Link, Logo,
    Meta, Paragraph, ParagraphStyle, Report, Row, Span, Table, Tone,
};
use crate::layout::{Entry, headings};

/// How the page looks, besides its colours.
const LOOKS: &str = include_str!("html.css");

/// The font of the house, in the page itself; nothing for Inter, which most readers have something like.
fn house_font() -> String {
    let fonts = Fonts::in_use();
    if fonts.family() == Fonts::inter().family() {
        return String::new();
    }
    let face = |at: usize, weight: &str| {
        format!(
            "@font-face{{font-family:'{}';font-weight:{weight};src:url(data:font/ttf;base64,{}) format('truetype')}}\n",
            fonts.family(),
            BASE64_STANDARD.encode(&fonts.faces()[at].bytes)
        )
    };
    let bold = if fonts.faces()[0].bytes == fonts.faces()[1].bytes {
        String::new()
    } else {
        face(1, "600 900")
    };
    format!("{}{bold}html{{font-family:{}}}\n", face(0, "100 500"), fonts.stack())
}

/// Writes a report as HTML. Equal input gives equal text.
pub fn html(report: &Report, meta: &Meta) -> String {
    let mut contents = Vec::new();
    headings(&report.blocks, &mut contents);
    let mut page =
        Page { out: String::new(), meta, contents, met: BTreeSet::new(), is_open: false };
    page.head();
    page.blocks(&report.blocks);
    page.end();
    page.out
}

/// A picture within the file.
fn logo(logo: &Logo) -> String {
    let (width, height) = logo.within(220.0, 72.0);
    format!(
        "<img class=\"logo\" width=\"{width:.0}\" height=\"{height:.0}\" alt=\"{}\" src=\"data:image/png;base64,{}\">\n",
        escape(&logo.alt),
        BASE64_STANDARD.encode(&logo.bytes)
    )
}

/// The custom properties of a theme's colours.
fn colours(theme: Theme) -> String {
    let mut css = String::new();
    for role in Role::ALL {
        let colour = resolve(role, theme);
        let (red, green, blue) = (colour.red, colour.green, colour.blue);
        let _ = if colour.alpha < 1.0 {
            write!(css, "--{}:rgba({red},{green},{blue},{:.2});", role.name(), colour.alpha)
        } else {
            write!(css, "--{}:{};", role.name(), colour.hex())
        };
    }
    css
}

struct Page<'a> {
    out: String,
    meta: &'a Meta,
    contents: Vec<Entry>,
    /// The ids of the headings that are written.
    met: BTreeSet<String>,
    /// A section is open.
    is_open: bool,
}

impl Page<'_> {
    fn head(&mut self) {
        let meta = self.meta;
        let house = house_font();
        let _ = write!(
            self.out,
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:{}\">\n\
             <meta name=\"author\" content=\"{}\">\n<meta name=\"date\" content=\"{}\">\n<title>{}</title>\n<style>\n\
             :root{{color-scheme:light dark;{}}}\n@media (prefers-color-scheme: dark){{:root{{{}}}}}\n@media print{{:root{{{}}}}}\n{}{LOOKS}{house}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#report\">{}</a>\n<main id=\"report\">\n",
            escape(&meta.language),
            if house.is_empty() { "" } else { "; font-src data:" },
            escape(&meta.author),
            meta.date,
            escape(&meta.title),
            colours(Theme::Light),
            colours(Theme::Dark),
            colours(Theme::Light),
            svg::stylesheet(),
            crate::lang::in_language(&meta.language, "To the report"),
        );
    }

    fn end(&mut self) {
        self.close();
        let meta = self.meta;
        let _ = write!(
            self.out,
            "</main>\n<footer><p>{}</p><p>{}</p></footer>\n</body>\n</html>\n",
            escape(&meta.title),
            escape(&meta.confidentiality)
        );
    }

    fn close(&mut self) {
        if self.is_open {
            self.out.push_str("</section>\n");
            self.is_open = false;
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Bullets(bullets) => self.bullets(bullets),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout(callout) => self.callout(callout),
            Block::TableOfContents { depth } => self.table_of_contents(*depth),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::KeepTogether(blocks) => self.within("div class=\"together\"", "div", blocks),
            Block::Card(blocks) => self.within("div class=\"card\"", "div", blocks),
            Block::Columns(columns) => self.columns(columns),
            Block::WritingLines(count) => {
                for _ in 0..*count {
                    self.out.push_str("<p class=\"line\"></p>\n");
                }
            }
            Block::Rule => self.out.push_str("<hr>\n"),
            // A file has no pages.
            Block::Space(_) | Block::PageBreak | Block::Orientation(_) => {}
        }
    }

    fn within(&mut self, open: &str, close: &str, blocks: &[Block]) {
        let _ = writeln!(self.out, "<{open}>");
        self.blocks(blocks);
        let _ = writeln!(self.out, "</{close}>");
    }

    fn cover(&mut self, cover: &Cover) {
        let _ = writeln!(
            self.out,
            "<header class=\"cover\">\n{}<p class=\"kicker\">{}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<dl>",
            cover.logo.as_ref().map_or_else(String::new, logo),
            escape(&cover.kicker),
            escape(&cover.title),
            escape(&cover.subtitle)
        );
        for (name, value) in &cover.details {
            let _ = writeln!(
                self.out,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                escape(name),
                escape(value)
            );
        }
        self.out.push_str("</dl>\n</header>\n");
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level.clamp(1, 3) + 1;
        self.met.insert(heading.id.clone());
        if heading.level <= 1 {
            self.close();
            let _ = writeln!(self.out, "<section aria-labelledby=\"{}\">", escape(&heading.id));
            self.is_open = true;
        }
        if let Some(kicker) = heading.kicker.as_ref().filter(|text| !text.is_empty()) {
            let _ = writeln!(self.out, "<p class=\"kicker\">{}</p>", escape(kicker));
        }
        let number = match heading.number.as_str() {
            "" => String::new(),
            number => format!("<span class=\"number\">{}</span> ", escape(number)),
        };
        let (id, text) = (escape(&heading.id), escape(&heading.text));
        let _ = writeln!(self.out, "<h{level} id=\"{id}\">{number}{text}</h{level}>");
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let (open, close) = match paragraph.style {
            ParagraphStyle::Body => ("<p>", "</p>"),
            ParagraphStyle::Lead => ("<p class=\"lead\">", "</p>"),
            ParagraphStyle::Small => ("<p class=\"small\">", "</p>"),
            ParagraphStyle::Quote => ("<blockquote><p>", "</p></blockquote>"),
        };
        let text = spans(&paragraph.spans);
        let _ = writeln!(self.out, "{open}{text}{close}");
    }

    fn bullets(&mut self, bullets: &Bullets) {
        let list = if bullets.numbered { "ol" } else { "ul" };
        let _ = writeln!(self.out, "<{list}>");
        for item in &bullets.items {
            let _ = writeln!(self.out, "<li>{}</li>", spans(item));
        }
        let _ = writeln!(self.out, "</{list}>");
    }

    fn table(&mut self, table: &Table) {
        let id = id(table.id.as_deref());
        // What is wider than the window is moved within it, with the keyboard too.
        let name = escape(if table.title.is_empty() { &table.alt } else { &table.title });
        let _ = write!(
            self.out,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{name}\">\n<table{id}>\n"
        );
        if !table.title.is_empty() {
            let _ = writeln!(self.out, "<caption>{}</caption>", escape(&table.title));
        }
        if table.columns.iter().any(|column| !column.head.is_empty()) {
            self.out.push_str("<thead><tr>");
            for column in &table.columns {
                let side = side(column.align);
                let head = escape(&column.head);
                // A column without a head has nothing that names its cells.
                let _ = if head.is_empty() {
                    write!(self.out, "<td></td>")
                } else {
                    write!(self.out, "<th scope=\"col\"{side}>{head}</th>")
                };
            }
            self.out.push_str("</tr></thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for row in &table.rows {
            self.row(row, table);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, row: &Row, table: &Table) {
        let id = id(row.id.as_deref());
        if row.is_band {
            let text = row.cells.first().map_or_else(String::new, cell);
            let across = table.columns.len();
            let _ = writeln!(
                self.out,
                "<tr{id} class=\"band\"><th scope=\"colgroup\" colspan=\"{across}\">{text}</th></tr>"
            );
            return;
        }
        let strong = if row.emphasised { " class=\"strong\"" } else { "" };
        let _ = write!(self.out, "<tr{id}{strong}>");
        for (column, own) in table.columns.iter().zip(&row.cells) {
            let _ = write!(self.out, "<td{}>{}</td>", side(column.align), cell(own));
        }
        self.out.push_str("</tr>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let id = id(figure.id.as_deref());
        let title = if figure.title.is_empty() { &figure.scene.title } else { &figure.title };
        let _ = writeln!(self.out, "<figure{id}>");
        if !title.is_empty() {
            let _ = writeln!(self.out, "<p class=\"title\">{}</p>", escape(title));
        }
        let mut scene = (*figure.scene).clone();
        if !figure.alt.is_empty() {
            scene.alt.clone_from(&figure.alt);
        }
        if scene.title.is_empty() {
            scene.title.clone_from(title);
        }
        let _ = writeln!(
            self.out,
            "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>",
            escape(title),
            svg::embedded(&scene)
        );
        if !figure.caption.is_empty() {
            let _ = writeln!(self.out, "<figcaption>{}</figcaption>", escape(&figure.caption));
        }
        self.out.push_str("</figure>\n");
    }

    fn callout(&mut self, callout: &Callout) {
        let tone = match callout.tone {
            Tone::Note => "note",
            Tone::Key => "key",
            Tone::Warn => "warn",
            Tone::Danger => "danger",
            Tone::Good => "good",
        };
        let _ = writeln!(self.out, "<div class=\"callout {tone}\">");
        if !callout.title.is_empty() {
            let _ = writeln!(self.out, "<p class=\"title\">{}</p>", escape(&callout.title));
        }
        self.blocks(&callout.blocks);
        self.out.push_str("</div>\n");
    }

    fn table_of_contents(&mut self, depth: u8) {
        // What stands before the contents is not listed in them, least of all their own heading.
        let mut out = String::from("<nav class=\"contents\">\n<ul>\n");
        for entry in self.contents.iter().filter(|one| one.level <= depth) {
            if self.met.contains(&entry.id) {
                continue;
            }
            let _ = writeln!(
                out,
                "<li class=\"at-{}\"><a href=\"#{}\"><span class=\"number\">{}</span> {}</a></li>",
                entry.level,
                escape(&entry.id),
                escape(&entry.number),
                escape(&entry.text)
            );
        }
        out.push_str("</ul>\n</nav>\n");
        self.out.push_str(&out);
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.out.push_str("<dl class=\"figures\">\n");
        for figure in figures {
            let note = match figure.note.as_str() {
                "" => String::new(),
                note => format!("<dd class=\"small\">{}</dd>", escape(note)),
            };
            let _ = writeln!(
                self.out,
                "<div><dt>{}</dt><dd class=\"value\">{}</dd>{note}</div>",
                escape(&figure.label),
                escape(&figure.value)
            );
        }
        self.out.push_str("</dl>\n");
    }

    fn columns(&mut self, columns: &Columns) {
        self.out.push_str("<div class=\"columns\">\n");
        self.within("div", "div", &columns.left);
        self.within("div", "div", &columns.right);
        self.out.push_str("</div>\n");
    }
}

fn id(id: Option<&str>) -> String {
    id.map_or_else(String::new, |id| format!(" id=\"{}\"", escape(id)))
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"right\"",
        Align::Center => " class=\"middle\"",
    }
}

fn cell(cell: &Cell) -> String {
    let text = spans(&cell.spans);
    match (cell.level, cell.has_box) {
        (Some(level), _) => format!("<span class=\"level level-{level}\">{level}</span> {text}"),
        (None, true) => format!("<span class=\"box\" aria-hidden=\"true\"></span> {text}"),
        (None, false) => text,
    }
}

fn spans(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let mut text = escape(&span.text).replace('\n', "<br>");
    if span.bold {
        text = format!("<strong>{text}</strong>");
    }
    let looks: Vec<&str> = [(span.quiet, "quiet"), (span.small, "small")]
        .iter()
        .filter(|one| one.0)
        .map(|one| one.1)
        .collect();
    if !looks.is_empty() {
        text = format!("<span class=\"{}\">{text}</span>", looks.join(" "));
    }
    match &span.link {
        Some(Link::Anchor(to)) => format!("<a href=\"#{}\">{text}</a>", escape(to)),
        // Nothing but the web is led to: an address may come from a pack or an answer.
        Some(Link::Url(to)) if to.starts_with("https://") || to.starts_with("http://") => {
            format!("<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>", escape(to))
        }
        _ => text,
    }
}

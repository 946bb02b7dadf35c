//! A report as a document for a word processor (WordprocessingML), made to be continued: real styles, headings, lists, captions and
//! tables, a contents field, links between places, drawings as vectors with a picture for programs that show none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use waymark_chart::palette::{Theme, resolve};
use waymark_chart::png;
use waymark_chart::scene::{Role, Scene};
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_chart::xml::escape;

use super::package::{Package, Relations, XML};
use crate::block::{
    Align, Block, Bullets, Callout, Cell, Columns, Cover, Figure, Heading, KeyFigure, Link, Meta,
    Orientation, Paragraph, ParagraphStyle, Report, Row, Span, Table, Tone,
};
use crate::error::Error;
use crate::layout::{Entry, headings};
use crate::style::{LANDSCAPE_WIDTH, MARGIN, TEXT_WIDTH, page_size};

/// The styles, with their colours and fonts as names in braces.
const STYLES: &str = include_str!("styles.xml");
/// Namespaces of a part with text.
const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
/// What marks a picture's better, scalable form.
const SCALABLE: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";
/// Twentieths of a point.
const DXA: f32 = 20.0;
/// English metric units in a point.
const EMU: f32 = 12_700.0;
/// Pixels to the point of the pictures for programs that show no vectors.
const PIXELS: f32 = 2.0;
/// The font of text; a word processor without it takes another.
fn font() -> String {
    escape(Fonts::in_use().family())
}

/// Writes a report as DOCX. Equal input gives equal bytes.
///
/// # Errors
/// When a drawing cannot be made a picture, or the file not be written.
pub fn docx(report: &Report, meta: &Meta) -> Result<Vec<u8>, Error> {
    let main = "word/document.xml";
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let mut package = Package::new(meta, main, kind);
    let mut contents = Vec::new();
    headings(&report.blocks, &mut contents);
    let mut relations = Relations::default();
    for (kind, target) in [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("fontTable", "fontTable.xml"),
    ] {
        relations.add(kind, target);
    }
    let header = relations.add("header", "header1.xml");
    let footer = relations.add("footer", "footer1.xml");
    let mut writer = Writer {
        out: String::new(),
        package: &mut package,
        relations,
        contents,
        bookmarks: BTreeMap::new(),
        orientation: Orientation::Portrait,
        width: TEXT_WIDTH,
        keeps: false,
        lists: 0,
        tables: 0,
        figures: 0,
        drawings: 0,
        marks: 0,
        has_met: vec![],
        ends: (header, footer),
        is_first_section: true,
        wants_page: false,
    };
    writer.blocks(&report.blocks)?;
    let last = writer.section();
    let (body, lists, relations) = (writer.out, writer.lists, writer.relations);
    package.add_main(
        main,
        format!("{XML}<w:document {NAMESPACES}><w:body>{body}{last}</w:body></w:document>"),
    );
    package.relate(main, &relations);
    package.add(
        "word/styles.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
        format!("{XML}<w:styles {NAMESPACES}>{}</w:styles>", styles(meta)),
    );
    package.add(
        "word/numbering.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
        numbering(lists),
    );
    package.add(
        "word/settings.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
        format!(
            "{XML}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"709\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
        ),
    );
    package.add(
        "word/fontTable.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
        format!(
            "{XML}<w:fonts {NAMESPACES}><w:font w:name=\"{}\"><w:altName w:val=\"Segoe UI\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>",
            font()
        ),
    );
    let width = (TEXT_WIDTH * DXA) as i32;
    package.add(
        "word/header1.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
        format!(
            "{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{}</w:p></w:hdr>",
            run("", &meta.title)
        ),
    );
    package.add(
        "word/footer1.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
        format!(
            "{XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{}</w:p></w:ftr>",
            run("", &meta.confidentiality),
            field("PAGE", "1")
        ),
    );
    package.finish()
}

/// A picture in the line of text.
struct Inline<'a> {
    number: u32,
    name: &'a str,
    alt: &'a str,
    /// Width and height in EMU.
    size: [i64; 2],
}

impl Inline<'_> {
    /// The run that shows it; `blip` says which file.
    fn drawing(&self, blip: &str) -> String {
        let Inline { number, name, alt, size: [width, height] } = self;
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"{name}\" descr=\"{}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"{name}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>{blip}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            escape(alt)
        )
    }
}

/// The colour of a role on paper, without the hash.
fn colour(role: Role) -> String {
    resolve(role, Theme::Light).hex().trim_start_matches('#').to_owned()
}

fn styles(meta: &Meta) -> String {
    let mut styles =
        STYLES.replace("{font}", &font()).replace("{language}", &escape(&meta.language));
    for (name, role) in [
        ("{ink}", Role::Ink),
        ("{ink2}", Role::Ink2),
        ("{ink3}", Role::Ink3),
        ("{line}", Role::Line),
        ("{accent}", Role::Accent),
        ("{brand}", Role::Ink),
    ] {
        styles = styles.replace(name, &colour(role));
    }
    styles
}

/// Dots, and for each numbered list a count of its own.
fn numbering(lists: u32) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"320\" w:hanging=\"320\"/></w:pPr></w:lvl>"
        )
    };
    let mut xml = format!(
        "{XML}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level("bullet", "•"),
        level("decimal", "%1.")
    );
    for list in 0..lists {
        let _ = write!(
            xml,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            list + 2
        );
    }
    xml + "</w:numbering>"
}

/// A stretch of text with its properties; a newline ends the line.
fn run(properties: &str, text: &str) -> String {
    let properties = match properties {
        "" => String::new(),
        some => format!("<w:rPr>{some}</w:rPr>"),
    };
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line)))
        .collect();
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

/// A field with what it shows until it is worked out anew.
fn field(code: &str, shown: &str) -> String {
    format!("<w:fldSimple w:instr=\" {code} \">{}</w:fldSimple>", run("", shown))
}

struct Writer<'a> {
    out: String,
    package: &'a mut Package,
    relations: Relations,
    contents: Vec<Entry>,
    /// Names of places by anchor.
    bookmarks: BTreeMap<String, String>,
    orientation: Orientation,
    /// Of the text or the cell that is filled, in points.
    width: f32,
    /// Paragraphs stay with the next.
    keeps: bool,
    lists: u32,
    tables: u32,
    figures: u32,
    drawings: u32,
    marks: u32,
    /// Ids of the headings that are written.
    has_met: Vec<String>,
    /// Relations to header and footer.
    ends: (String, String),
    is_first_section: bool,
    /// The next paragraph begins a page.
    wants_page: bool,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> Result<(), Error> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&mut self, block: &Block) -> Result<(), Error> {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => self.paragraph_block(paragraph),
            Block::Bullets(bullets) => self.bullets(bullets),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure)?,
            Block::Callout(callout) => self.callout(callout)?,
            Block::TableOfContents { depth } => self.table_of_contents(*depth),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::KeepTogether(blocks) | Block::Card(blocks) => {
                let before = std::mem::replace(&mut self.keeps, true);
                self.blocks(blocks)?;
                self.keeps = before;
            }
            Block::Columns(Columns { left, right, .. }) => {
                self.blocks(left)?;
                self.blocks(right)?;
            }
            Block::WritingLines(count) => {
                for _ in 0..*count {
                    self.ruled("Ink3");
                }
            }
            Block::Rule => self.ruled("Line"),
            Block::Space(_) => {}
            Block::PageBreak => self.wants_page = true,
            Block::Orientation(new) => self.turn(*new),
        }
        Ok(())
    }

    /// A paragraph of a style; `properties` are more of its own, in the order of the schema after the style.
    fn paragraph(&mut self, style: &str, properties: &str, content: &str) {
        let keep = if self.keeps { "<w:keepNext/>" } else { "" };
        let page = if std::mem::take(&mut self.wants_page) { "<w:pageBreakBefore/>" } else { "" };
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{keep}{page}{properties}</w:pPr>{content}</w:p>"
        );
    }

    /// An empty paragraph with a line under it.
    fn ruled(&mut self, role: &str) {
        let colour = colour(if role == "Line" { Role::Line } else { Role::Ink3 });
        let border = format!(
            "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"{colour}\"/></w:pBdr>"
        );
        self.paragraph("Normal", &border, "");
    }

    /// The name of the place of an anchor.
    fn bookmark(&mut self, anchor: &str) -> String {
        let next = self.bookmarks.len() + 1;
        self.bookmarks.entry(anchor.to_owned()).or_insert_with(|| format!("_Ref{next:06}")).clone()
    }

    /// Content within the place of an anchor.
    fn placed(&mut self, anchor: Option<&str>, content: &str) -> String {
        let Some(anchor) = anchor else { return content.to_owned() };
        let name = self.bookmark(anchor);
        self.marks += 1;
        let id = self.marks;
        format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{content}<w:bookmarkEnd w:id=\"{id}\"/>"
        )
    }

    fn cover(&mut self, cover: &Cover) {
        if let Some(logo) = &cover.logo {
            self.package.add_picture("word/media/logo.png", logo.bytes.clone());
            let id = self.relations.add("image", "media/logo.png");
            self.drawings += 1;
            let (width, height) = logo.within(160.0, 56.0);
            let size = [width, height].map(|length| (length * EMU).round() as i64);
            let picture = Inline { number: self.drawings, name: "Logo", alt: &logo.alt, size };
            let drawing = picture.drawing(&format!("<a:blip r:embed=\"{id}\"/>"));
            self.paragraph("Normal", "<w:spacing w:after=\"360\"/>", &drawing);
        }
        self.paragraph("Kicker", "", &run("", &cover.kicker));
        self.paragraph("Title", "", &run("", &cover.title));
        self.paragraph("Subtitle", "", &run("", &cover.subtitle));
        for (name, value) in &cover.details {
            let quiet = format!("<w:color w:val=\"{}\"/>", colour(Role::Ink2));
            let content = run(&quiet, &format!("{name}: ")) + &run("", value);
            self.paragraph("Normal", "<w:spacing w:after=\"40\"/>", &content);
        }
        self.wants_page = true;
    }

    fn heading(&mut self, heading: &Heading) {
        let level = heading.level.clamp(1, 3);
        self.has_met.push(heading.id.clone());
        if level == 1 && !self.out.is_empty() {
            self.wants_page = true;
        }
        if let Some(kicker) = heading.kicker.as_ref().filter(|text| !text.is_empty()) {
            self.paragraph("Kicker", "", &run("", kicker));
        }
        let number = match heading.number.as_str() {
            "" => String::new(),
            number => {
                let quiet = format!("<w:color w:val=\"{}\"/>", colour(Role::Ink3));
                run(&quiet, &format!("{number}  "))
            }
        };
        let content = number + &run("", &heading.text);
        let content = self.placed(Some(&heading.id), &content);
        self.paragraph(&format!("Heading{level}"), "", &content);
    }

    fn paragraph_block(&mut self, paragraph: &Paragraph) {
        let style = match paragraph.style {
            ParagraphStyle::Body => "Normal",
            ParagraphStyle::Lead => "Lead",
            ParagraphStyle::Small => "Small",
            ParagraphStyle::Quote => "Quote",
        };
        let content = self.spans(&paragraph.spans);
        self.paragraph(style, "", &content);
    }

    fn bullets(&mut self, bullets: &Bullets) {
        let (style, number) = if bullets.numbered {
            self.lists += 1;
            ("ListNumber", self.lists + 1)
        } else {
            ("ListBullet", 1)
        };
        let properties =
            format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        for item in &bullets.items {
            let content = self.spans(item);
            self.paragraph(style, &properties, &content);
        }
    }

    fn spans(&mut self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.span(span)).collect()
    }

    fn span(&mut self, span: &Span) -> String {
        let mut properties = String::new();
        if span.link.is_some() {
            properties.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
        }
        if span.bold {
            properties.push_str("<w:b/>");
        }
        if span.quiet && span.link.is_none() {
            let _ = write!(properties, "<w:color w:val=\"{}\"/>", colour(Role::Ink2));
        }
        if span.small {
            properties.push_str("<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>");
        }
        let text = run(&properties, &span.text);
        match &span.link {
            Some(Link::Anchor(to)) => {
                let name = self.bookmark(to);
                format!("<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{text}</w:hyperlink>")
            }
            // Nothing but the web is led to: an address may come from a pack or an answer.
            Some(Link::Url(to)) if to.starts_with("https://") || to.starts_with("http://") => {
                let id = self.relations.add_outside("hyperlink", to);
                format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{text}</w:hyperlink>")
            }
            _ => text,
        }
    }

    /// The number and words of a caption.
    fn caption(&mut self, what: &str, number: u32, text: &str, anchor: Option<&str>) {
        let label = run("<w:b/>", &format!("{what} "))
            + &field(&format!("SEQ {what} \\* ARABIC"), &number.to_string());
        let text = if text.is_empty() { String::new() } else { run("", &format!(". {text}")) };
        let content = self.placed(anchor, &(label + &text));
        self.paragraph("Caption", "", &content);
    }

    fn table(&mut self, table: &Table) {
        if !table.title.is_empty() {
            self.tables += 1;
            let (number, keeps) = (self.tables, std::mem::replace(&mut self.keeps, true));
            self.caption("Table", number, &table.title, table.id.as_deref());
            self.keeps = keeps;
        }
        let sum: f32 = table.columns.iter().map(|column| column.width).sum::<f32>().max(0.01);
        let widths: Vec<i32> = table
            .columns
            .iter()
            .map(|column| (self.width * DXA * column.width / sum).round() as i32)
            .collect();
        let total: i32 = widths.iter().sum();
        let has_head = table.columns.iter().any(|column| !column.head.is_empty());
        let first = u8::from(has_head);
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Waymark\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"{first}\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>{}</w:tblPr><w:tblGrid>",
            match table.alt.as_str() {
                "" => String::new(),
                alt => format!("<w:tblDescription w:val=\"{}\"/>", escape(alt)),
            }
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        if has_head {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (column, width) in table.columns.iter().zip(&widths) {
                let content = run("", &column.head);
                self.cell(*width, 1, "", "TableHead", column.align, &content);
            }
            self.out.push_str("</w:tr>");
        }
        for row in &table.rows {
            self.row(row, table, &widths);
        }
        self.out.push_str("</w:tbl>");
        // Two tables in a row would become one.
        self.spacer();
    }

    fn spacer(&mut self) {
        self.out.push_str(
            "<w:p><w:pPr><w:pStyle w:val=\"Small\"/><w:spacing w:after=\"60\"/></w:pPr></w:p>",
        );
    }

    fn row(&mut self, row: &Row, table: &Table, widths: &[i32]) {
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if row.is_band {
            let content = row.cells.first().map_or_else(String::new, |cell| self.cell_text(cell));
            let content = self.placed(row.id.as_deref(), &content);
            let shade = format!(
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                colour(Role::Sunken)
            );
            let keeps = std::mem::replace(&mut self.keeps, true);
            let total = widths.iter().sum();
            self.cell(total, widths.len(), &shade, "TableText", Align::Left, &content);
            self.keeps = keeps;
        } else {
            let shade = if row.emphasised {
                format!(
                    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                    colour(Role::SelectedRow)
                )
            } else {
                String::new()
            };
            for (at, ((column, width), cell)) in
                table.columns.iter().zip(widths).zip(&row.cells).enumerate()
            {
                let content = self.cell_text(cell);
                let anchor = row.id.as_deref().filter(|_| at == 0);
                let content = self.placed(anchor, &content);
                self.cell(*width, 1, &shade, "TableText", column.align, &content);
            }
        }
        self.out.push_str("</w:tr>");
    }

    fn cell_text(&mut self, cell: &Cell) -> String {
        let text = self.spans(&cell.spans);
        match (cell.level, cell.has_box) {
            (Some(level), _) => {
                let shade = format!(
                    "<w:color w:val=\"{}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                    colour(Role::on_level(level)),
                    colour(Role::level(level))
                );
                run(&shade, &format!("\u{a0}{level}\u{a0}")) + &run("", " ") + &text
            }
            (None, true) => run("", "☐ ") + &text,
            (None, false) => text,
        }
    }

    fn cell(
        &mut self,
        width: i32,
        across: usize,
        shade: &str,
        style: &str,
        align: Align,
        content: &str,
    ) {
        let span =
            if across > 1 { format!("<w:gridSpan w:val=\"{across}\"/>") } else { String::new() };
        let _ = write!(
            self.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{shade}</w:tcPr>"
        );
        let side = match align {
            Align::Left => "",
            Align::Right => "<w:jc w:val=\"right\"/>",
            Align::Center => "<w:jc w:val=\"center\"/>",
        };
        self.paragraph(style, side, content);
        self.out.push_str("</w:tc>");
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), Error> {
        let scene: &Scene = &figure.scene;
        let title = if figure.title.is_empty() { &scene.title } else { &figure.title };
        let alt = if figure.alt.is_empty() { &scene.alt } else { &figure.alt };
        self.drawings += 1;
        let number = self.drawings;
        let (png_path, svg_path) =
            (format!("media/figure{number}.png"), format!("media/figure{number}.svg"));
        let picture = png::file(scene, Fonts::in_use(), PIXELS)
            .map_err(|error| Error::Write { reason: error.to_string() })?;
        self.package.add_picture(&format!("word/{png_path}"), picture);
        self.package.add_picture(&format!("word/{svg_path}"), svg::file(scene).into_bytes());
        let (flat, scalable) =
            (self.relations.add("image", &png_path), self.relations.add("image", &svg_path));
        let room = page_size(self.orientation).1 - 190.0;
        let scale = (self.width / scene.width).min(room / scene.height).min(1.0);
        let (width, height) = (
            (scene.width * scale * EMU).round() as i64,
            (scene.height * scale * EMU).round() as i64,
        );
        let name = format!("Figure {number}");
        let picture = Inline { number, name: &name, alt, size: [width, height] };
        let drawing = picture.drawing(&format!(
            "<a:blip r:embed=\"{flat}\"><a:extLst><a:ext uri=\"{SCALABLE}\"><asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{scalable}\"/></a:ext></a:extLst></a:blip>"
        ));
        let keeps = std::mem::replace(&mut self.keeps, true);
        self.paragraph("Normal", "<w:spacing w:before=\"120\" w:after=\"40\"/>", &drawing);
        self.keeps = keeps;
        self.figures += 1;
        let words: Vec<String> = [title.as_str(), figure.caption.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(waymark_core::wording::stop)
            .collect();
        let number = self.figures;
        self.caption("Figure", number, &words.join(" "), figure.id.as_deref());
        Ok(())
    }

    fn callout(&mut self, callout: &Callout) -> Result<(), Error> {
        let edge = colour(match callout.tone {
            Tone::Note => Role::Ink3,
            Tone::Key => Role::Accent,
            Tone::Warn => Role::Warn,
            Tone::Danger => Role::Danger,
            Tone::Good => Role::Ok,
        });
        let width = (self.width * DXA) as i32;
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblBorders><w:left w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"{edge}\"/></w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"120\" w:type=\"dxa\"/><w:left w:w=\"220\" w:type=\"dxa\"/><w:bottom w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"180\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"{width}\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/></w:tcPr>",
            colour(Role::Sunken)
        );
        let outside = self.width;
        self.width -= 20.0;
        if !callout.title.is_empty() {
            let keeps = std::mem::replace(&mut self.keeps, true);
            self.paragraph("Normal", "", &run("<w:b/>", &callout.title));
            self.keeps = keeps;
        }
        let before = self.out.len();
        self.blocks(&callout.blocks)?;
        // A cell ends with a paragraph.
        if self.out.len() == before && callout.title.is_empty() || self.out.ends_with("</w:tbl>") {
            self.spacer();
        }
        self.width = outside;
        self.out.push_str("</w:tc></w:tr></w:tbl>");
        self.spacer();
        Ok(())
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        let count = figures.len().max(1) as i32;
        let total = (self.width * DXA) as i32;
        let width = total / count;
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>",
            format!("<w:gridCol w:w=\"{width}\"/>").repeat(figures.len())
        );
        for figure in figures {
            let _ =
                write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            self.paragraph("KeyFigure", "", &run("", &figure.value));
            self.paragraph("TableText", "", &run("<w:b/>", &figure.label));
            if !figure.note.is_empty() {
                self.paragraph("Small", "", &run("", &figure.note));
            }
            self.out.push_str("</w:tc>");
        }
        self.out.push_str("</w:tr></w:tbl>");
        self.spacer();
    }

    /// The contents as a field that a word processor works out anew; until then the headings without pages.
    fn table_of_contents(&mut self, depth: u8) {
        let entries: Vec<Entry> = self
            .contents
            .iter()
            .filter(|one| one.level <= depth && !self.has_met.contains(&one.id))
            .cloned()
            .collect();
        let begin = format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-{depth}\" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
        );
        let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        let last = entries.len().saturating_sub(1);
        for (at, entry) in entries.iter().enumerate() {
            let name = self.bookmark(&entry.id);
            let number =
                if entry.number.is_empty() { String::new() } else { format!("{}  ", entry.number) };
            let link = format!(
                "<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{}</w:hyperlink>",
                run("", &format!("{number}{}", entry.text))
            );
            let before = if at == 0 { begin.as_str() } else { "" };
            let after = if at == last { end } else { "" };
            let style = format!("TOC{}", entry.level.clamp(1, 2));
            self.paragraph(&style, "", &format!("{before}{link}{after}"));
        }
        if entries.is_empty() {
            self.paragraph("TOC1", "", &format!("{begin}{end}"));
        }
    }

    /// What follows lies or stands: the section so far ends.
    fn turn(&mut self, new: Orientation) {
        if new == self.orientation {
            return;
        }
        let section = self.section();
        // As good as no height: on a full page a line would go over to one of its own.
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Small\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr>{section}</w:pPr></w:p>"
        );
        self.orientation = new;
        self.width = match new {
            Orientation::Portrait => TEXT_WIDTH,
            Orientation::Landscape => LANDSCAPE_WIDTH,
        };
        // A section begins a page of itself.
        self.wants_page = false;
    }

    /// The properties of the section that ends here.
    fn section(&mut self) -> String {
        let (width, height) = page_size(self.orientation);
        let lies = match self.orientation {
            Orientation::Portrait => "",
            Orientation::Landscape => " w:orient=\"landscape\"",
        };
        let title = if std::mem::take(&mut self.is_first_section) { "<w:titlePg/>" } else { "" };
        let (header, footer) = &self.ends;
        let side = (MARGIN * DXA) as i32;
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{header}\"/><w:footerReference w:type=\"default\" r:id=\"{footer}\"/><w:type w:val=\"nextPage\"/><w:pgSz w:w=\"{}\" w:h=\"{}\"{lies}/><w:pgMar w:top=\"1500\" w:right=\"{side}\" w:bottom=\"1300\" w:left=\"{side}\" w:header=\"700\" w:footer=\"600\" w:gutter=\"0\"/>{title}</w:sectPr>",
            (width * DXA).round() as i32,
            (height * DXA).round() as i32,
        )
    }
}

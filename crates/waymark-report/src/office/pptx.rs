//! Slides (PresentationML): titles in their placeholders, native tables, drawings as shapes, everything editable.

use std::fmt::Write as _;

use waymark_chart::palette::{Theme, resolve};
use waymark_chart::scene::Role;
use waymark_chart::text::Fonts;
use waymark_chart::xml::escape;

use super::package::{Package, Relations, XML};
use super::shapes::{Area, drawing, emu, fill};
use crate::block::{Align, Cell, KeyFigure, Meta, Span, Table};
use crate::error::Error;
use crate::slide::{Content, Deck, Slide, SlideRow};
use crate::style::Type;
use crate::text::{Styled, Typesetter};

/// A slide of 13.33 by 7.5 inches, in points.
const WIDTH: f32 = 960.0;
const HEIGHT: f32 = 540.0;
/// Free space at the sides.
const SIDE: f32 = 48.0;
/// Between contents.
const GAP: f32 = 24.0;
/// Where contents end; the foot stands below.
const BOTTOM: f32 = 496.0;
/// Height of a line of text, in its size.
const LINE: f32 = 1.25;
/// Where our font is missing another one stands in for it, which may be so much wider.
const WIDER: f32 = 1.16;
/// A bold one by so much more.
const BOLDER: f32 = 1.1;
/// Drawings made for paper are shown larger than there.
const LARGEST: f32 = 1.9;
/// Sizes in which text is tried, largest first.
const SIZES: [f32; 12] = [18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5];
/// Sizes in which tables are tried, largest first.
const TABLE_SIZES: [f32; 7] = [13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0];

const NAMESPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
/// The root of a tree of shapes.
const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// The relation of a slide to the logo, its second.
const LOGO: &str = "rId2";

/// Writes slides as PPTX. Equal input gives equal bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn pptx(deck: &Deck, meta: &Meta) -> Result<Vec<u8>, Error> {
    let main = "ppt/presentation.xml";
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let mut package = Package::new(meta, main, kind);
    let mut relations = Relations::default();
    let master = relations.add("slideMaster", "slideMasters/slideMaster1.xml");
    let mut set = Typesetter::new(&meta.language);
    let mut listed = String::new();
    for (at, slide) in deck.slides.iter().enumerate() {
        let number = at + 1;
        let path = format!("slides/slide{number}.xml");
        let id = relations.add("slide", &path);
        let _ = write!(listed, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", 256 + at);
        let xml = Writer { set: &mut set, meta, id: 1, out: String::new() }.slide(slide);
        let path = format!("ppt/{path}");
        let kind = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml";
        package.add(&path, kind, xml);
        let layout = if slide.is_cover { 2 } else { 1 };
        let mut own = Relations::default();
        own.add("slideLayout", &format!("../slideLayouts/slideLayout{layout}.xml"));
        if let Some(logo) = meta.logo.as_ref().filter(|_| slide.is_cover) {
            package.add_picture("ppt/media/logo.png", logo.bytes.clone());
            let id = own.add("image", "../media/logo.png");
            debug_assert_eq!(id, LOGO, "the slide names it so");
        }
        package.relate(&path, &own);
    }
    relations.add("theme", "theme/theme1.xml");
    package.add_main(
        main,
        format!(
            "{XML}<p:presentation {NAMESPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"{master}\"/></p:sldMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst><p:sldSz cx=\"{}\" cy=\"{}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>",
            emu(WIDTH),
            emu(HEIGHT)
        ),
    );
    package.relate(main, &relations);
    template(&mut package);
    package.finish()
}

/// The theme, the master and its two layouts.
fn template(package: &mut Package) {
    let hex = |role| resolve(role, Theme::Light).hex().trim_start_matches('#').to_owned();
    let colour =
        |name: &str, role| format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", hex(role));
    let colours: String = [
        ("dk1", Role::Ink),
        ("lt1", Role::Raised),
        ("dk2", Role::Ink2),
        ("lt2", Role::Sunken),
        ("accent1", Role::Accent),
        ("accent2", Role::Level2),
        ("accent3", Role::Level3),
        ("accent4", Role::Level4),
        ("accent5", Role::Level5),
        ("accent6", Role::Warn),
        ("hlink", Role::Accent),
        ("folHlink", Role::Ink2),
    ]
    .into_iter()
    .map(|(name, role)| colour(name, role))
    .collect();
    let font = format!(
        "<a:latin typeface=\"{}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>",
        escape(Fonts::in_use().family())
    );
    let plain = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line =
        |width: u32| format!("<a:ln w=\"{width}\">{plain}<a:prstDash val=\"solid\"/></a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    package.add(
        "ppt/theme/theme1.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        format!(
            "{XML}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Waymark\"><a:themeElements><a:clrScheme name=\"Waymark\">{colours}</a:clrScheme><a:fontScheme name=\"Waymark\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"Waymark\"><a:fillStyleLst>{}</a:fillStyleLst><a:lnStyleLst>{}{}{}</a:lnStyleLst><a:effectStyleLst>{}</a:effectStyleLst><a:bgFillStyleLst>{}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>",
            plain.repeat(3),
            line(6350),
            line(12700),
            line(19050),
            effect.repeat(3),
            plain.repeat(3)
        ),
    );
    let title =
        placeholder(2, "Title", "title", TITLE, &text_style(26.0, true, Role::Ink), "Title");
    let number = number_place(3);
    let level = |size: f32| {
        format!(
            "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"600\"/></a:spcBef><a:buNone/><a:defRPr sz=\"{}\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr>",
            (size * 100.0) as i32
        )
    };
    let master = "ppt/slideMasters/slideMaster1.xml";
    package.add(
        master,
        "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
        format!(
            "{XML}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{ROOT}{title}{number}</p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/><p:sldLayoutId id=\"2147483650\" r:id=\"rId2\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle>{}</p:titleStyle><p:bodyStyle>{}</p:bodyStyle><p:otherStyle>{}</p:otherStyle></p:txStyles></p:sldMaster>",
            level(26.0),
            level(16.0),
            level(14.0)
        ),
    );
    let mut own = Relations::default();
    own.add("slideLayout", "../slideLayouts/slideLayout1.xml");
    own.add("slideLayout", "../slideLayouts/slideLayout2.xml");
    own.add("theme", "../theme/theme1.xml");
    package.relate(master, &own);
    for (layout, name, kind, area, size) in
        [(1, "Title and content", "titleOnly", TITLE, 26.0), (2, "Cover", "title", COVER, 44.0)]
    {
        let path = format!("ppt/slideLayouts/slideLayout{layout}.xml");
        let kind_of_title = if layout == 2 { "ctrTitle" } else { "title" };
        let title = placeholder(
            2,
            "Title",
            kind_of_title,
            area,
            &text_style(size, true, Role::Ink),
            "Title",
        );
        let number = if layout == 1 { number_place(3) } else { String::new() };
        package.add(
            &path,
            "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
            format!(
                "{XML}<p:sldLayout {NAMESPACES} type=\"{kind}\" preserve=\"1\"><p:cSld name=\"{name}\"><p:spTree>{ROOT}{title}{number}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
            ),
        );
        let mut own = Relations::default();
        own.add("slideMaster", "../slideMasters/slideMaster1.xml");
        package.relate(&path, &own);
    }
}

const TITLE: Area = Area { x: SIDE, y: 48.0, width: WIDTH - 2.0 * SIDE, height: 66.0 };
const COVER: Area = Area { x: SIDE, y: 170.0, width: WIDTH - 2.0 * SIDE, height: 110.0 };
const NUMBER: Area = Area { x: WIDTH - SIDE - 80.0, y: 508.0, width: 80.0, height: 14.0 };

/// The properties of a stretch of text.
fn text_style(size: f32, bold: bool, role: Role) -> String {
    format!("sz=\"{}\" b=\"{}\">{}", (size * 100.0).round() as i32, u8::from(bold), fill(role))
}

fn placeholder(id: u32, name: &str, kind: &str, area: Area, style: &str, text: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:r><a:rPr lang=\"en-GB\" {style}</a:rPr><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
        area.place(),
        escape(text)
    )
}

fn number_place(id: u32) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Slide number\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldNum\" sz=\"quarter\" idx=\"12\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"/><a:lstStyle/><a:p><a:pPr algn=\"r\"/><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-GB\" sz=\"900\">{}</a:rPr><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>",
        NUMBER.place(),
        fill(Role::Ink3)
    )
}

struct Writer<'a> {
    set: &'a mut Typesetter,
    meta: &'a Meta,
    id: u32,
    out: String,
}

impl Writer<'_> {
    fn slide(mut self, slide: &Slide) -> String {
        if slide.is_cover {
            self.cover(slide);
        } else {
            self.page(slide);
        }
        format!(
            "{XML}<p:sld {NAMESPACES}><p:cSld><p:spTree>{ROOT}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
            self.out
        )
    }

    fn next(&mut self) -> u32 {
        self.id += 1;
        self.id
    }

    fn cover(&mut self, slide: &Slide) {
        let band = Area { x: 0.0, y: 0.0, width: WIDTH, height: 14.0 };
        let id = self.next();
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{}\" name=\"Band\"/><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
            id,
            band.place(),
            fill(Role::Cover)
        );
        if let Some(logo) = &self.meta.logo {
            let (width, height) = logo.within(180.0, 60.0);
            let area = Area { x: SIDE, y: 44.0, width, height };
            let id = self.next();
            let _ = write!(
                self.out,
                "<p:pic><p:nvPicPr><p:cNvPr id=\"{}\" name=\"Logo\" descr=\"{}\"/><p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"{LOGO}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>",
                id,
                escape(&logo.alt),
                area.place()
            );
        }
        let id = self.next();
        let style = text_style(44.0, true, Role::Ink);
        self.out += &placeholder(id, "Title", "ctrTitle", COVER, &style, &slide.title);
        let above = Area { y: COVER.y - 34.0, height: 20.0, ..COVER };
        self.line(above, &slide.kicker, 14.0, Role::Ink2, "l");
        let below = Area { y: COVER.y + COVER.height + 8.0, height: 60.0, ..COVER };
        self.words(below, &[vec![Span::text(slide.subtitle.clone())]], 18.0, None);
        let foot = Area { y: 400.0, height: 70.0, ..COVER };
        for (_, content) in slide.rows.iter().flat_map(|row| &row.cells) {
            if let Content::Points { items, .. } = content {
                self.words(foot, items, 14.0, None);
            }
        }
        self.foot();
    }

    fn page(&mut self, slide: &Slide) {
        let above = Area { x: SIDE, y: 26.0, width: WIDTH - 2.0 * SIDE, height: 16.0 };
        self.line(above, &slide.kicker, 12.0, Role::Ink2, "l");
        let id = self.next();
        // A title takes two lines at most.
        let bold = vec![Span::bold(slide.title.clone())];
        // What stands in for a bold font is wider still.
        let width = TITLE.width / BOLDER;
        let fits =
            |size: &&f32| self.height(std::slice::from_ref(&bold), **size, width) <= TITLE.height;
        let sizes = [26.0, 24.0, 22.0, 20.0, 18.0];
        let size = sizes.iter().find(fits).copied().unwrap_or(16.0);
        let used = self.height(&[bold], size, width);
        let style = text_style(size, true, Role::Ink);
        self.out += &placeholder(id, "Title", "title", TITLE, &style, &slide.title);
        let mut y = TITLE.y + used + 6.0;
        if !slide.subtitle.is_empty() {
            let subtitle = [vec![Span::quiet(slide.subtitle.clone())]];
            let height = self.height(&subtitle, 14.0, TITLE.width);
            self.words(Area { y, height, ..TITLE }, &subtitle, 14.0, None);
            y += height;
        }
        y += 14.0;
        let sum: f32 = slide.rows.iter().map(|row| row.height).sum::<f32>().max(0.01);
        let room = BOTTOM - y - GAP * slide.rows.len().saturating_sub(1) as f32;
        for row in &slide.rows {
            let height = room * row.height / sum;
            self.row(row, y, height);
            y += height + GAP;
        }
        self.foot();
        let id = self.next();
        self.out += &number_place(id);
    }

    fn row(&mut self, row: &SlideRow, y: f32, height: f32) {
        let sum: f32 = row.cells.iter().map(|(share, _)| share).sum::<f32>().max(0.01);
        let room = WIDTH - 2.0 * SIDE - GAP * row.cells.len().saturating_sub(1) as f32;
        let mut x = SIDE;
        for (share, content) in &row.cells {
            let width = room * share / sum;
            self.content(content, Area { x, y, width, height });
            x += width + GAP;
        }
    }

    fn content(&mut self, content: &Content, area: Area) {
        match content {
            Content::Points { title, items, numbered } => {
                let mut area = area;
                if !title.is_empty() {
                    self.line(Area { height: 18.0, ..area }, title, 14.0, Role::Accent, "l");
                    area.y += 26.0;
                    area.height -= 26.0;
                }
                let size = self.fitting(items, area, 16.0);
                let mark = (items.len() > 1).then_some(*numbered);
                self.words(area, items, size, mark);
            }
            Content::Quotes(quotes) => self.quotes(quotes, area),
            Content::Figures(figures) => self.figures(figures, area),
            Content::Table(table) => self.table(table, area),
            Content::Drawing(scene) => {
                let mut id = self.id;
                let shapes = drawing(scene, area, LARGEST, &mut id);
                self.out += &shapes;
                self.id = id;
            }
        }
    }

    /// The height of paragraphs set in a size, in a width.
    fn height(&mut self, items: &[Vec<Span>], size: f32, width: f32) -> f32 {
        let kind = Type { size, line: size * LINE };
        let lines: usize = items
            .iter()
            .map(|spans| {
                self.set.lines(&Styled::all(spans, kind, Role::Ink), width / WIDER, false).len()
            })
            .sum();
        lines as f32 * kind.line + items.len().saturating_sub(1) as f32 * size * 0.5
    }

    /// The largest size up to `most` in which paragraphs find room.
    fn fitting(&mut self, items: &[Vec<Span>], area: Area, most: f32) -> f32 {
        let sizes = SIZES.into_iter().filter(|size| *size <= most);
        let mut last = 9.5;
        for size in sizes {
            last = size;
            if self.height(items, size, area.width - 16.0) <= area.height {
                break;
            }
        }
        last
    }

    /// One line of text.
    fn line(&mut self, area: Area, text: &str, size: f32, role: Role, side: &str) {
        if text.is_empty() {
            return;
        }
        let id = self.next();
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"/><a:lstStyle/><a:p><a:pPr algn=\"{side}\"/><a:r><a:rPr lang=\"en-GB\" {}</a:rPr><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>",
            area.place(),
            text_style(size, role == Role::Accent, role),
            escape(text)
        );
    }

    /// Paragraphs; with a mark, dotted or numbered.
    fn words(&mut self, area: Area, items: &[Vec<Span>], size: f32, mark: Option<bool>) {
        if items.is_empty() {
            return;
        }
        let id = self.next();
        let room = emu(14.0);
        let hanging = format!(" marL=\"{room}\" indent=\"-{room}\"");
        let (indent, bullet) = match mark {
            None => ("", "<a:buNone/>"),
            Some(true) => (
                hanging.as_str(),
                "<a:buFont typeface=\"+mj-lt\"/><a:buAutoNum type=\"arabicPeriod\"/>",
            ),
            Some(false) => {
                (hanging.as_str(), "<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>")
            }
        };
        let mut paragraphs = String::new();
        for (at, spans) in items.iter().enumerate() {
            let before = if at == 0 { 0 } else { (size * 50.0) as i32 };
            let _ = write!(
                paragraphs,
                "<a:p><a:pPr{indent}><a:spcBef><a:spcPts val=\"{before}\"/></a:spcBef>{bullet}</a:pPr>{}</a:p>",
                runs(spans, size, Role::Ink)
            );
        }
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Text {id}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>",
            area.place()
        );
    }

    fn quotes(&mut self, quotes: &[(String, String)], area: Area) {
        let count = quotes.len().max(1) as f32;
        let width = (area.width - GAP * (count - 1.0)) / count;
        for (at, (text, who)) in quotes.iter().enumerate() {
            let x = area.x + at as f32 * (width + GAP);
            let id = self.next();
            let rule = Area { x, y: area.y, width: 2.0, height: area.height };
            let _ = write!(
                self.out,
                "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"Rule {id}\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
                rule.place(),
                fill(Role::Accent)
            );
            let own = Area { x: x + 14.0, width: width - 14.0, ..area };
            let mut said = vec![vec![Span::text(text.clone())]];
            if !who.is_empty() {
                said.push(vec![Span::quiet(who.clone())]);
            }
            let size = self.fitting(&said, own, 15.0);
            self.words(own, &said, size, None);
        }
    }

    fn figures(&mut self, figures: &[KeyFigure], area: Area) {
        let count = figures.len().max(1) as f32;
        let width = (area.width - GAP * (count - 1.0)) / count;
        for (at, figure) in figures.iter().enumerate() {
            let own = Area { x: area.x + at as f32 * (width + GAP), width, ..area };
            self.line(Area { height: 36.0, ..own }, &figure.value, 28.0, Role::Ink, "l");
            let label = Area { y: own.y + 38.0, height: own.height - 38.0, ..own };
            let mut said = vec![vec![Span::bold(figure.label.clone())]];
            if !figure.note.is_empty() {
                said.push(vec![Span::quiet(figure.note.clone())]);
            }
            let size = self.fitting(&said, label, 12.0);
            self.words(label, &said, size, None);
        }
    }

    fn table(&mut self, table: &Table, area: Area) {
        let sum: f32 = table.columns.iter().map(|column| column.width).sum::<f32>().max(0.01);
        let widths: Vec<f32> =
            table.columns.iter().map(|column| area.width * column.width / sum).collect();
        let (size, heights, shown) = self.fit_table(table, &widths, area.height);
        let id = self.next();
        let mut grid = String::new();
        for width in &widths {
            let _ = write!(grid, "<a:gridCol w=\"{}\"/>", emu(*width));
        }
        let mut rows = String::new();
        let head: Vec<Cell> = table.columns.iter().map(|c| Cell::text(c.head.clone())).collect();
        table_row(&mut rows, table, &head, size - 1.5, heights[0], true);
        for (row, height) in table.rows.iter().take(shown).zip(&heights[1..]) {
            table_row(&mut rows, table, &row.cells, size, *height, false);
        }
        let left = table.rows.len() - shown;
        if left > 0 {
            let mut cells = vec![Cell::default(); table.columns.len()];
            let text = format!("and {left} more in the report");
            if let Some(first) = cells.first_mut() {
                *first = Cell::spans(vec![Span::quiet(text)]);
            }
            table_row(&mut rows, table, &cells, size, size * LINE + 8.0, false);
        }
        let height: f32 = heights.iter().sum();
        let own = Area { height, ..area };
        let alt = if table.alt.is_empty() { &table.title } else { &table.alt };
        let _ = write!(
            self.out,
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"Table {id}\" descr=\"{}\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
            escape(alt),
            own.place()
        );
    }

    /// The size in which a table finds room, the heights of its head and rows, and how many rows that are.
    fn fit_table(&mut self, table: &Table, widths: &[f32], room: f32) -> (f32, Vec<f32>, usize) {
        let mut best = (10.0, vec![], 0);
        for size in TABLE_SIZES {
            let mut heights = vec![(size - 1.5) * LINE + 8.0];
            for row in &table.rows {
                let cells = row.cells.iter().zip(widths);
                let height = cells
                    .map(|(cell, width)| {
                        self.height(std::slice::from_ref(&cell.spans), size, width - 10.0)
                    })
                    .fold(size * LINE, f32::max);
                heights.push(height + 8.0);
            }
            let all: f32 = heights.iter().sum();
            best = (size, heights, table.rows.len());
            if all <= room {
                return best;
            }
        }
        // Not even the smallest has room for all: as many as go in, and a row that counts the others.
        let (size, heights, _) = best;
        let mut used = heights[0] + size * LINE + 8.0;
        let mut shown = 0;
        for height in &heights[1..] {
            if used + height > room {
                break;
            }
            used += height;
            shown += 1;
        }
        let mut kept: Vec<f32> = heights[..=shown].to_vec();
        kept.push(size * LINE + 8.0);
        (size, kept, shown)
    }

    fn foot(&mut self) {
        let area = Area { x: SIDE, width: WIDTH - 2.0 * SIDE - 100.0, ..NUMBER };
        let parts = [self.meta.client.as_str(), self.meta.confidentiality.as_str()];
        let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let text = text.join("  ·  ");
        self.line(area, &text, 9.0, Role::Ink3, "l");
    }
}

/// One row of a table.
fn table_row(
    rows: &mut String,
    table: &Table,
    cells: &[Cell],
    size: f32,
    height: f32,
    is_head: bool,
) {
    let _ = write!(rows, "<a:tr h=\"{}\">", emu(height));
    let none = "<a:noFill/>";
    let rule = if is_head { (12_700, Role::Ink) } else { (6_350, Role::Line) };
    let edges = format!(
        "<a:lnL w=\"0\">{none}</a:lnL><a:lnR w=\"0\">{none}</a:lnR><a:lnT w=\"0\">{none}</a:lnT><a:lnB w=\"{}\">{}</a:lnB>{none}",
        rule.0,
        fill(rule.1)
    );
    for (column, cell) in table.columns.iter().zip(cells) {
        let side = match column.align {
            Align::Left => "l",
            Align::Right => "r",
            Align::Center => "ctr",
        };
        let role = if is_head { Role::Ink2 } else { Role::Ink };
        let mut spans = cell.spans.clone();
        if let Some(level) = cell.level {
            spans.insert(0, Span::bold(format!("{level}  ")));
        }
        let lines = paragraphs(&spans, size, role, side);
        let _ = write!(
            rows,
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{lines}</a:txBody><a:tcPr marL=\"0\" marR=\"{}\" marT=\"{}\" marB=\"{}\" anchor=\"t\">{edges}</a:tcPr></a:tc>",
            emu(10.0),
            emu(4.0),
            emu(4.0)
        );
    }
    rows.push_str("</a:tr>");
}

/// Spans as stretches of text; a newline ends the line.
fn runs(spans: &[Span], size: f32, role: Role) -> String {
    let mut out = String::new();
    for span in spans {
        let role = if span.quiet { Role::Ink2 } else { role };
        let size = if span.small { size * 0.86 } else { size };
        for (at, line) in span.text.split('\n').enumerate() {
            if at > 0 {
                out.push_str("<a:br/>");
            }
            if !line.is_empty() {
                let _ = write!(
                    out,
                    "<a:r><a:rPr lang=\"en-GB\" {}</a:rPr><a:t>{}</a:t></a:r>",
                    text_style(size, span.bold, role),
                    escape(line)
                );
            }
        }
    }
    out
}

/// The same as one paragraph of a cell.
fn paragraphs(spans: &[Span], size: f32, role: Role, side: &str) -> String {
    let end = (size * 100.0).round() as i32;
    format!(
        "<a:p><a:pPr algn=\"{side}\"/>{}<a:endParaRPr lang=\"en-GB\" sz=\"{end}\"/></a:p>",
        runs(spans, size, role)
    )
}

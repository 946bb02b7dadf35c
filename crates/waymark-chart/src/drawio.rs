//! The architecture's diagram as a draw.io file: one page per stage, layers as containers, services with their AWS shapes.
//!
//! Everything stands where it does in the drawing, made larger by a half. The file holds no time, so equal input gives equal bytes.

use std::fmt::Write;

use waymark_core::architecture::layout::{ACCEPTED, BoxKind, Diagram, DiagramBox, Wire};
use waymark_core::architecture::stage::Standing;

use crate::export::{Nodes, Page, key, label, node_of, standing};
use crate::sheet::{ACCEPTED_LABEL, PRESUMED_LABEL, Words, guard_label, legend_label};
use crate::xml::escape;

/// Units of the file to one of the drawing: room for a shape beside the name.
const SCALE: f32 = 1.5;
/// Free space around a page.
const MARGIN: f32 = 40.0;
/// From the top of a page to the diagram: title, subtitle and legend stand there.
const TOP: f32 = 140.0;
/// Height of the line below the diagram.
const FOOT: f32 = 50.0;
/// Side of a shape.
const SHAPE: f32 = 36.0;
/// From the edge of a box to its shape, and from the shape to the name.
const GAP: f32 = 10.0;
/// Size of a box of the legend.
const LEGEND_WIDTH: f32 = 190.0;
const LEGEND_HEIGHT: f32 = 32.0;
/// How far a container reaches beyond its boxes, in units of the drawing: less than flows keep from them.
const REACH: f32 = 5.0;

/// A page of the file.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// What is said beside the diagram.
    pub words: &'a Words,
    /// The diagram at its stage.
    pub page: Page<'a>,
}

/// The file. `frame` is the diagram with everything in it: its containers stand on every page.
pub fn file(frame: &Diagram, sheets: &[Sheet<'_>], nodes: &Nodes) -> String {
    let regions = regions(frame);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ =
        writeln!(out, "<mxfile host=\"app.diagrams.net\" type=\"device\" compressed=\"false\">");
    for Sheet { words, page } in sheets {
        let width = frame.width * SCALE + 2.0 * MARGIN;
        let height = frame.height * SCALE + TOP + FOOT + MARGIN;
        let _ = writeln!(
            out,
            "  <diagram id=\"{}\" name=\"{}\">\n    <mxGraphModel dx=\"1400\" dy=\"900\" grid=\"1\" gridSize=\"10\" guides=\"1\" tooltips=\"1\" \
             connect=\"1\" arrows=\"1\" fold=\"1\" page=\"1\" pageScale=\"1\" pageWidth=\"{}\" pageHeight=\"{}\" math=\"0\" shadow=\"0\" background=\"#ffffff\" adaptiveColors=\"none\">\n      <root>",
            escape(page.id),
            escape(page.title),
            width.ceil(),
            height.ceil()
        );
        let mut canvas = Canvas { out: &mut out, nodes };
        canvas.page(words, frame, &regions, page);
        out.push_str("      </root>\n    </mxGraphModel>\n  </diagram>\n");
    }
    out.push_str("</mxfile>\n");
    out
}

/// A part of the drawing with a name: a column, a zone, a band.
struct Region {
    title: String,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl Region {
    fn holds(&self, one: &DiagramBox) -> bool {
        let (x, y) = (one.x + one.width / 2.0, one.y + one.height / 2.0);
        (self.x..=self.x + self.width).contains(&x) && (self.y..=self.y + self.height).contains(&y)
    }
}

/// The bands, and below each hairline its columns: those with a name of their own apart, the others together.
fn regions(frame: &Diagram) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    let name = |holds: &dyn Fn(f32, f32) -> bool, only_strong: bool| {
        let mut title = String::new();
        for heading in &frame.headings {
            if holds(heading.x, heading.y) && (heading.is_strong || !only_strong) {
                // A name may take two lines; what is said of it stands behind a colon.
                let between = if heading.is_strong { " " } else { ": " };
                title.push_str(if title.is_empty() { "" } else { between });
                title.push_str(&heading.text);
            }
        }
        title
    };
    for band in &frame.bands {
        let inside = |x: f32, y: f32| {
            (band.x..=band.x + band.width).contains(&x)
                && (band.y..=band.y + band.height).contains(&y)
        };
        regions.push(Region {
            title: name(&inside, true),
            x: band.x,
            y: band.y,
            width: band.width,
            height: band.height,
        });
    }
    let in_band = |one: &&DiagramBox| !regions.iter().any(|band| band.holds(one));
    let free: Vec<&DiagramBox> = frame.boxes.iter().filter(in_band).collect();
    let mut columns: Vec<Region> = Vec::new();
    for line in &frame.hairlines {
        let is_over = |one: &DiagramBox, y: f32, x0: f32, x1: f32| {
            let middle = one.x + one.width / 2.0;
            one.y > y && (x0..=x1).contains(&middle)
        };
        // A box belongs to the lowest line above it.
        let own: Vec<&DiagramBox> =
            free.iter()
                .copied()
                .filter(|one| {
                    is_over(one, line.y, line.x0, line.x1)
                        && !frame.hairlines.iter().any(|other| {
                            other.y > line.y && is_over(one, other.y, other.x0, other.x1)
                        })
                })
                .collect();
        let Some(top) = own.iter().map(|one| one.y).min_by(f32::total_cmp) else { continue };
        let over = |x: f32, y: f32| (line.x0 - 1.0..=line.x1).contains(&x) && y > line.y && y < top;
        // The first heading names the line; strong ones below it, further right or not, name single columns.
        let mut strong = frame.headings.iter().filter(|h| h.is_strong && over(h.x, h.y));
        let first = strong.next();
        let mut lefts: Vec<f32> = own.iter().map(|one| one.x).collect();
        lefts.sort_by(f32::total_cmp);
        lefts.dedup();
        let is_zoned = lefts.len() > 1 && strong.clone().any(|h| first.is_some_and(|f| h.x > f.x));
        let title = if is_zoned {
            first.map_or_else(String::new, |heading| heading.text.clone())
        } else {
            name(&over, false)
        };
        let groups: Vec<(String, Vec<&DiagramBox>)> = if is_zoned {
            lefts
                .iter()
                .map(|left| {
                    let own: Vec<_> = own.iter().copied().filter(|one| one.x == *left).collect();
                    let zone = strong.clone().find(|h| (h.x - left).abs() < 1.0);
                    let zone = zone.map_or(String::new(), |zone| format!(": {}", zone.text));
                    (format!("{title}{zone}"), own)
                })
                .collect()
        } else if clashes(&own, &free, line.y) {
            // Something else stands below a part of it: each column by itself.
            let column = |left: &f32| own.iter().copied().filter(|one| one.x == *left).collect();
            lefts.iter().map(|left| (title.clone(), column(left))).collect()
        } else {
            vec![(title, own)]
        };
        for (title, own) in groups {
            let least = |of: &dyn Fn(&DiagramBox) -> f32| {
                own.iter().map(|one| of(one)).fold(f32::INFINITY, f32::min)
            };
            let most = |of: &dyn Fn(&DiagramBox) -> f32| {
                own.iter().map(|one| of(one)).fold(f32::NEG_INFINITY, f32::max)
            };
            let (x0, x1) = (least(&|one| one.x) - REACH, most(&|one| one.x + one.width) + REACH);
            let (y0, y1) = (line.y, most(&|one| one.y + one.height) + REACH);
            columns.push(Region { title, x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
        }
    }
    regions.extend(columns);
    regions
}

/// Whether a box that belongs elsewhere stands among these, which reach up to `top`.
fn clashes(own: &[&DiagramBox], all: &[&DiagramBox], top: f32) -> bool {
    let left = own.iter().map(|one| one.x).fold(f32::INFINITY, f32::min);
    let right = own.iter().map(|one| one.x).fold(f32::NEG_INFINITY, f32::max);
    let bottom = own.iter().map(|one| one.y).fold(f32::NEG_INFINITY, f32::max);
    all.iter().any(|one| {
        (left..=right).contains(&one.x)
            && (top..=bottom).contains(&one.y)
            && !own.iter().any(|known| known.id == one.id)
    })
}

struct Canvas<'a> {
    out: &'a mut String,
    nodes: &'a Nodes,
}

/// A place in the file.
fn place(x: f32, y: f32) -> (f32, f32) {
    (x * SCALE + MARGIN, y * SCALE + TOP)
}

impl Canvas<'_> {
    fn page(&mut self, words: &Words, frame: &Diagram, regions: &[Region], page: &Page<'_>) {
        self.out.push_str("        <mxCell id=\"0\"/>\n        <mxCell id=\"1\" parent=\"0\"/>\n");
        let width = frame.width * SCALE;
        let text = "text;html=1;whiteSpace=wrap;align=left;verticalAlign=middle;fontColor=#1D2226;";
        self.vertex(
            "title",
            "1",
            &format!("{text}fontSize=20;fontStyle=1;"),
            (&html(&words.title), ""),
            [MARGIN, 20.0, width, 30.0],
        );
        self.vertex(
            "subtitle",
            "1",
            &format!("{text}fontSize=13;"),
            (&html(&words.subtitle), ""),
            [MARGIN, 50.0, width, 24.0],
        );
        for (at, one) in words.legend.iter().enumerate() {
            let (style, label) = drawn(Some(*one), &html(&legend_label(*one)));
            let style = format!("{style}{BOX_STYLE}spacingLeft={GAP};spacingRight=4;");
            let x = MARGIN + at as f32 * (LEGEND_WIDTH + GAP);
            let place = [x, 84.0, LEGEND_WIDTH, LEGEND_HEIGHT];
            self.vertex(&format!("legend-{}", one.word()), "1", &style, (&label, ""), place);
        }
        let guards = words.guards.iter().map(|how| (how.word(), guard_label(*how), ""));
        let accepted = words.shows_accepted.then(|| ("agreed", ACCEPTED_LABEL.to_owned(), ""));
        let presumed =
            words.shows_presumed.then(|| ("presumed", PRESUMED_LABEL.to_owned(), DASHED));
        for (at, (word, label, more)) in guards.chain(accepted).chain(presumed).enumerate() {
            let x = MARGIN + (words.legend.len() + at) as f32 * (LEGEND_WIDTH + GAP);
            let place = [x, 84.0, LEGEND_WIDTH, LEGEND_HEIGHT];
            let style = format!("{MARK_STYLE}{more}");
            self.vertex(&format!("legend-{word}"), "1", &style, (&html(&label), ""), place);
        }
        let mut held: Vec<Vec<&DiagramBox>> = regions.iter().map(|_| vec![]).collect();
        let mut loose = Vec::new();
        for one in page.boxes() {
            match regions.iter().position(|region| region.holds(one)) {
                Some(at) => held[at].push(one),
                None => loose.push(one),
            }
        }
        for (at, (region, own)) in regions.iter().zip(held).enumerate() {
            let id = format!("layer-{}", at + 1);
            let (x, y) = place(region.x, region.y);
            self.vertex(
                &id,
                "1",
                "rounded=1;arcSize=8;absoluteArcSize=1;html=1;whiteSpace=wrap;container=1;collapsible=0;recursiveResize=0;connectable=0;align=left;\
                 verticalAlign=top;spacingLeft=12;spacingTop=4;fontSize=14;fontStyle=1;fontColor=#1D2226;fillColor=#F3F1EC;strokeColor=#B9B5AC;",
                (&html(&region.title), ""),
                [x, y, region.width * SCALE, region.height * SCALE],
            );
            for one in own {
                let (left, top) = place(one.x, one.y);
                self.component(one, &id, left - x, top - y);
            }
        }
        for one in loose {
            let (left, top) = place(one.x, one.y);
            self.component(one, "1", left, top);
        }
        for (wire, from, to) in page.wires() {
            // A flow within one container moves with it.
            let region = |one: &DiagramBox| regions.iter().position(|region| region.holds(one));
            let within = region(from).filter(|at| region(to) == Some(*at));
            match within {
                Some(at) => {
                    let corner = place(regions[at].x, regions[at].y);
                    self.edge(wire, from, to, &format!("layer-{}", at + 1), corner);
                }
                None => self.edge(wire, from, to, "1", (0.0, 0.0)),
            }
        }
        self.vertex(
            "foot",
            "1",
            &format!("{text}fontSize=12;"),
            (&html(&words.foot), ""),
            [MARGIN, frame.height * SCALE + TOP + 15.0, width, FOOT - 10.0],
        );
    }

    /// A source or component: a box that says its state by fill, border, sign and strike-through, and its AWS shape inside it.
    fn component(&mut self, one: &DiagramBox, parent: &str, x: f32, y: f32) {
        let node = node_of(self.nodes, one);
        let (name, detail) = label(self.nodes, one);
        let (state, mut text) = drawn(standing(one), &html(&name));
        if !detail.is_empty() {
            let _ = write!(text, "<br>{}", html(&detail));
        }
        let shape = node.filter(|node| one.kind == BoxKind::Component && !node.shape.is_empty());
        // Beside a shape there is room for four short lines. Nothing is dropped into a box: what comes near one stays beside it.
        let room = match shape {
            Some(_) => format!("spacingLeft={};spacingRight=2;fontSize=10;", SHAPE + 1.6 * GAP),
            None => format!("spacingLeft={GAP};spacingRight=4;"),
        };
        let style = format!("{state}{BOX_STYLE}{room}overflow=hidden;dropTarget=0;");
        let tooltip = match node {
            Some(node) if one.kind == BoxKind::Component => &node.tooltip,
            _ => &one.title,
        };
        let (width, height) = (one.width * SCALE, one.height * SCALE);
        self.vertex(key(one), parent, &style, (&text, tooltip), [x, y, width, height]);
        self.marks(one, (width, height));
        if let Some(node) = shape {
            let style = format!(
                "sketch=0;outlineConnect=0;fontColor=#232F3E;gradientColor=none;fillColor={};strokeColor=#ffffff;dashed=0;verticalLabelPosition=bottom;\
                 verticalAlign=top;align=center;html=1;fontSize=12;fontStyle=0;aspect=fixed;pointerEvents=0;connectable=0;part=1;\
                 shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.{};",
                colour(&node.category),
                node.shape
            );
            let id = format!("{} shape", key(one));
            self.vertex(
                &id,
                key(one),
                &style,
                ("", ""),
                [GAP, (height - SHAPE) / 2.0, SHAPE, SHAPE],
            );
        }
    }

    /// How a component's data is guarded and whether the client accepted it, in its lower right corner.
    fn marks(&mut self, one: &DiagramBox, (width, height): (f32, f32)) {
        let guards = one.guarded.iter().rev().map(|guarded| (guarded.how.word(), guarded.told()));
        let accepted = one.is_accepted.then(|| ("agreed", ACCEPTED.to_owned()));
        for (at, (word, told)) in accepted.into_iter().chain(guards).enumerate() {
            let x = width - (MARK_WIDTH + 3.0) * (at as f32 + 1.0);
            let id = format!("{} {word}", key(one));
            let place = [x, height - MARK_HEIGHT - 3.0, MARK_WIDTH, MARK_HEIGHT];
            self.vertex(&id, key(one), MARK_STYLE, (word, &told), place);
        }
    }

    /// A flow, in a container or on the page itself; `left` and `top` are where that begins.
    fn edge(
        &mut self,
        wire: &Wire,
        from: &DiagramBox,
        to: &DiagramBox,
        parent: &str,
        (left, top): (f32, f32),
    ) {
        let (Some(first), Some(last)) = (wire.points.first(), wire.points.last()) else { return };
        let share = |point: &(f32, f32), one: &DiagramBox| {
            let x = ((point.0 - one.x) / one.width).clamp(0.0, 1.0);
            let y = ((point.1 - one.y) / one.height).clamp(0.0, 1.0);
            (number(x), number(y))
        };
        let ((exit_x, exit_y), (entry_x, entry_y)) = (share(first, from), share(last, to));
        let line = if wire.is_emphasised {
            "strokeColor=#0B5D66;strokeWidth=3;"
        } else {
            "strokeColor=#656E75;strokeWidth=1;"
        };
        let dash = if wire.is_presumed { DASHED } else { "" };
        let style = format!(
            "edgeStyle=orthogonalEdgeStyle;rounded=0;html=1;endArrow=block;endFill=1;endSize=5;jumpStyle=arc;{line}{dash}\
             exitX={exit_x};exitY={exit_y};exitDx=0;exitDy=0;entryX={entry_x};entryY={entry_y};entryDx=0;entryDy=0;"
        );
        let corners = wire.points.get(1..wire.points.len() - 1).unwrap_or_default();
        let mut points = String::new();
        for (x, y) in corners {
            let (x, y) = place(*x, *y);
            let (x, y) = (number(x - left), number(y - top));
            let _ = write!(points, "<mxPoint x=\"{x}\" y=\"{y}\"/>");
        }
        let array = if points.is_empty() {
            String::new()
        } else {
            format!("<Array as=\"points\">{points}</Array>")
        };
        let _ = writeln!(
            self.out,
            "        <object id=\"{}\" label=\"\" tooltip=\"{}\"><mxCell style=\"{style}\" edge=\"1\" parent=\"{parent}\" source=\"{}\" target=\"{}\">\
             <mxGeometry relative=\"1\" as=\"geometry\">{array}</mxGeometry></mxCell></object>",
            escape(&format!("{} to {}", key(from), key(to))),
            escape(&html(&wire.title)),
            escape(key(from)),
            escape(key(to))
        );
    }

    /// A vertex with its label and its tooltip, which may both be empty, and its left, top, width and height.
    fn vertex(
        &mut self,
        id: &str,
        parent: &str,
        style: &str,
        (label, tooltip): (&str, &str),
        [x, y, width, height]: [f32; 4],
    ) {
        let tooltip = if tooltip.is_empty() {
            String::new()
        } else {
            format!(" tooltip=\"{}\"", escape(&html(tooltip)))
        };
        let _ = writeln!(
            self.out,
            "        <object id=\"{}\" label=\"{}\"{tooltip}><mxCell style=\"{style}\" vertex=\"1\" parent=\"{}\">\
             <mxGeometry x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" as=\"geometry\"/></mxCell></object>",
            escape(id),
            escape(label),
            escape(parent),
            number(x),
            number(y),
            number(width),
            number(height)
        );
    }
}

/// Size of a mark that says how data is guarded.
const MARK_WIDTH: f32 = 50.0;
const MARK_HEIGHT: f32 = 14.0;
/// How a mark is drawn.
const MARK_STYLE: &str = "rounded=1;arcSize=50;html=1;fontSize=10;fontColor=#1D2226;fillColor=#F3F1EC;strokeColor=#656E75;strokeWidth=1;pointerEvents=0;connectable=0;part=1;";

/// How the line of a presumed flow differs from others.
const DASHED: &str = "dashed=1;dashPattern=6 4;";

/// What every box has in its style.
const BOX_STYLE: &str = "arcSize=6;absoluteArcSize=1;html=1;whiteSpace=wrap;align=left;verticalAlign=middle;fontSize=11;fontColor=#1D2226;";

/// The style and the label of a box of a standing, `None` for a source: fill, border, sign and strike-through tell them apart.
fn drawn(standing: Option<Standing>, name: &str) -> (&'static str, String) {
    let style = match standing {
        None => "rounded=0;fillColor=#FFFFFF;strokeColor=#656E75;strokeWidth=1;",
        Some(Standing::Kept) => "rounded=1;fillColor=#DEDCD8;strokeColor=#656E75;strokeWidth=1;",
        Some(Standing::Leaving) => {
            "rounded=1;fillColor=#DEDCD8;strokeColor=#545C63;strokeWidth=1;dashed=1;dashPattern=6 4;"
        }
        Some(Standing::New) => "rounded=1;fillColor=#FFFFFF;strokeColor=#0B5D66;strokeWidth=2;",
        Some(Standing::Replacing) => {
            "rounded=1;fillColor=#FFFFFF;strokeColor=#0B5D66;strokeWidth=4;"
        }
        Some(Standing::Retired) => {
            "rounded=1;fillColor=#FFFFFF;strokeColor=#545C63;strokeWidth=1;dashed=1;dashPattern=6 4;"
        }
        Some(Standing::Rejected) => {
            "rounded=1;fillColor=#FFFFFF;strokeColor=#545C63;strokeWidth=1;dashed=1;dashPattern=1 3;"
        }
    };
    let label = match standing {
        None | Some(Standing::Kept | Standing::Leaving) => format!("<b>{name}</b>"),
        Some(Standing::New | Standing::Replacing) => format!("<b>+ {name}</b>"),
        Some(Standing::Retired) => format!("<b>\u{d7} <s>{name}</s></b>"),
        Some(Standing::Rejected) => format!("<b>\u{2212} {name}</b>"),
    };
    (style, label)
}

/// The colour that AWS gives to a category of services.
fn colour(category: &str) -> &'static str {
    match category {
        "analytics" | "networking" => "#8C4FFF",
        "integration" | "management" | "governance" => "#E7157B",
        "compute" => "#ED7100",
        "database" => "#C925D1",
        "ml" | "migration" => "#01A88D",
        "storage" | "iot" => "#7AA116",
        "security" | "customer" => "#DD344C",
        _ => "#5A6C86",
    }
}

/// At most three decimals, no trailing zeros.
fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Labels and tooltips are HTML.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>")
}

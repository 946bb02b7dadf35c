//! Scenes as SVG: inline for the window, coloured only by classes, and as a file that stands alone.

use std::fmt::Write;

use crate::palette::{Theme, resolve};
use crate::scene::{Anchor, Group, Item, Paint, Point, Role, Scene, Segment, Stroke, Text};
use crate::text::Fonts;
use crate::xml::escape;

/// For the window: `fill-<role>` and `stroke-<role>` classes, no `style` attribute, `data-id` on groups that stand for a record. The rules for the classes are [`stylesheet`].
pub fn inline(scene: &Scene) -> String {
    Writer { file: false, keeps_widths: false, out: String::new() }.whole(scene)
}

/// For a page that stands alone: as [`inline`], and each text states the width that it has in the font in use, so that it stays in its place
/// where another typeface stands in.
pub fn embedded(scene: &Scene) -> String {
    Writer { file: false, keeps_widths: true, out: String::new() }.whole(scene)
}

/// As a file: the light palette, the font in use with fallbacks. Each text states the width that it has in the font in use, so that it stays in its place where another typeface stands in.
pub fn file(scene: &Scene) -> String {
    Writer { file: true, keeps_widths: true, out: String::new() }.whole(scene)
}

/// The style rules an inline drawing needs: each role's class takes its colour from the custom property of the same name (`--level-1`, `--band`).
pub fn stylesheet() -> String {
    let mut css = String::from("/* Generated from the roles of waymark-chart. */\n");
    for role in Role::ALL {
        let name = role.name();
        let _ = writeln!(
            css,
            ".fill-{name} {{ fill: var(--{name}); }}\n.stroke-{name} {{ stroke: var(--{name}); }}"
        );
    }
    css.push_str(".tabular { font-variant-numeric: tabular-nums; }\n");
    css
}

struct Writer {
    file: bool,
    keeps_widths: bool,
    out: String,
}

/// At most two decimals, no trailing zeros, no negative zero.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn points(list: &[Point]) -> String {
    list.iter().map(|p| format!("{},{}", number(p.x), number(p.y))).collect::<Vec<_>>().join(" ")
}

impl Writer {
    fn whole(mut self, scene: &Scene) -> String {
        let (w, h) = (number(scene.width), number(scene.height));
        if self.file {
            let _ = writeln!(
                self.out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}pt\" height=\"{h}pt\" font-family=\"{}\" role=\"img\">",
                Fonts::in_use().stack()
            );
        } else {
            // The window's drawings are made in its pixels; a page's in points.
            let unit = if self.keeps_widths { "pt" } else { "" };
            let _ = writeln!(
                self.out,
                "<svg viewBox=\"0 0 {w} {h}\" width=\"{w}{unit}\" height=\"{h}{unit}\" class=\"scene\" role=\"img\" aria-label=\"{}\">",
                escape(&scene.title)
            );
        }
        if self.file {
            let _ = writeln!(self.out, "<title>{}</title>", escape(&scene.title));
        }
        let _ = writeln!(self.out, "<desc>{}</desc>", escape(&scene.alt));
        for item in &scene.items {
            self.item(item);
        }
        self.out.push_str("</svg>\n");
        self.out
    }

    fn paint(&self, paint: &Paint) -> String {
        let mut classes = Vec::new();
        let mut attributes = String::new();
        match paint.fill {
            Some(role) if self.file => {
                let c = resolve(role, Theme::Light);
                let _ = write!(attributes, " fill=\"{}\"", c.hex());
                if c.alpha < 1.0 {
                    let _ = write!(attributes, " fill-opacity=\"{}\"", number(c.alpha));
                }
            }
            Some(role) => classes.push(format!("fill-{}", role.name())),
            None => attributes.push_str(" fill=\"none\""),
        }
        if let Some(stroke) = &paint.stroke {
            if self.file {
                let c = resolve(stroke.role, Theme::Light);
                let _ = write!(attributes, " stroke=\"{}\"", c.hex());
                if c.alpha < 1.0 {
                    let _ = write!(attributes, " stroke-opacity=\"{}\"", number(c.alpha));
                }
            } else {
                classes.push(format!("stroke-{}", stroke.role.name()));
            }
            let _ = write!(attributes, " stroke-width=\"{}\"", number(stroke.width));
            if let Some([dash, gap]) = stroke.dash.pattern() {
                let _ =
                    write!(attributes, " stroke-dasharray=\"{} {}\"", number(dash), number(gap));
            }
        }
        if !classes.is_empty() {
            attributes = format!(" class=\"{}\"{attributes}", classes.join(" "));
        }
        attributes
    }

    fn line(&self, stroke: Stroke) -> String {
        self.paint(&Paint { fill: None, stroke: Some(stroke) })
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Path { segments, paint } => {
                let mut d = String::new();
                for segment in segments {
                    let _ = match segment {
                        Segment::Move(p) => write!(d, "M{} {}", number(p.x), number(p.y)),
                        Segment::Line(p) => write!(d, "L{} {}", number(p.x), number(p.y)),
                        Segment::Curve(a, b, p) => {
                            write!(
                                d,
                                "C{} {} {} {} {} {}",
                                number(a.x),
                                number(a.y),
                                number(b.x),
                                number(b.y),
                                number(p.x),
                                number(p.y)
                            )
                        }
                        Segment::Close => write!(d, "Z"),
                    };
                }
                let _ = writeln!(self.out, "<path d=\"{d}\"{}/>", self.paint(paint));
            }
            Item::Rect { x, y, width, height, radius, paint } => {
                let rx = if *radius > 0.0 {
                    format!(" rx=\"{}\"", number(*radius))
                } else {
                    String::new()
                };
                let _ = writeln!(
                    self.out,
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{rx}{}/>",
                    number(*x),
                    number(*y),
                    number(*width),
                    number(*height),
                    self.paint(paint)
                );
            }
            Item::Circle { x, y, radius, paint } => {
                let _ = writeln!(
                    self.out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
                    number(*x),
                    number(*y),
                    number(*radius),
                    self.paint(paint)
                );
            }
            Item::Polygon { points: list, paint } => {
                let _ = writeln!(
                    self.out,
                    "<polygon points=\"{}\"{} stroke-linejoin=\"round\"/>",
                    points(list),
                    self.paint(paint)
                );
            }
            Item::Line { points: list, stroke } => {
                let _ = writeln!(
                    self.out,
                    "<polyline points=\"{}\"{} stroke-linejoin=\"round\"/>",
                    points(list),
                    self.line(*stroke)
                );
            }
            Item::Text(text) => self.text(text),
            Item::Group(group) => self.group(group),
        }
    }

    fn text(&mut self, text: &Text) {
        let (x, y) = (number(text.x), number(text.y));
        let mut attributes = String::new();
        if text.semibold {
            attributes.push_str(" font-weight=\"600\"");
        }
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => attributes.push_str(" text-anchor=\"middle\""),
            Anchor::End => attributes.push_str(" text-anchor=\"end\""),
        }
        if text.tracking != 0.0 {
            let _ = write!(attributes, " letter-spacing=\"{}\"", number(text.tracking * text.size));
        }
        if text.upwards {
            let _ = write!(attributes, " transform=\"rotate(-90 {x} {y})\"");
        }
        if self.keeps_widths {
            let width = Fonts::in_use().measure(
                &text.content,
                text.size,
                text.semibold,
                text.tabular,
                text.tracking,
            );
            if width > 0.0 {
                let _ = write!(
                    attributes,
                    " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
                    number(width)
                );
            }
        }
        if self.file {
            let _ = write!(attributes, " fill=\"{}\"", resolve(text.role, Theme::Light).hex());
            if text.tabular {
                attributes.push_str(" style=\"font-feature-settings:'tnum'\"");
            }
        } else {
            let tabular = if text.tabular { " tabular" } else { "" };
            let _ = write!(attributes, " class=\"fill-{}{tabular}\"", text.role.name());
        }
        let _ = writeln!(
            self.out,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\"{attributes}>{}</text>",
            number(text.size),
            escape(&text.content)
        );
    }

    fn group(&mut self, group: &Group) {
        match (&group.id, &group.ends, self.file) {
            (Some(id), _, false) => {
                let _ = writeln!(self.out, "<g data-id=\"{}\">", escape(id));
            }
            (None, Some([from, to]), false) => {
                let (from, to) = (escape(from), escape(to));
                let _ = writeln!(self.out, "<g data-from=\"{from}\" data-to=\"{to}\">");
            }
            _ => self.out.push_str("<g>\n"),
        }
        if let Some(title) = &group.title {
            let _ = writeln!(self.out, "<title>{}</title>", escape(title));
        }
        for item in &group.items {
            self.item(item);
        }
        self.out.push_str("</g>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing() -> Scene {
        let mut scene = Scene::new(100.0, 50.0, "A \"title\" & more", "<alt>");
        scene.push(Item::Group(Group {
            id: Some("GOV-1\"><script>".to_owned()),
            title: Some("Owner's <name>".to_owned()),
            ends: None,
            items: vec![
                Item::rect(
                    1.0,
                    2.0,
                    3.0,
                    4.0,
                    Paint::fill(Role::Level1).outlined(Role::LevelOutline, 0.5),
                ),
                Item::Text(Text::new(1.0, 2.0, "<b>&\u{7}", 8.0).tabular()),
            ],
        }));
        scene
    }

    #[test]
    fn every_text_is_escaped() {
        for svg in [inline(&drawing()), file(&drawing())] {
            assert!(
                !svg.contains("<script>") && !svg.contains("<b>") && !svg.contains("<alt>"),
                "{svg}"
            );
            assert!(
                svg.contains("&lt;b&gt;&amp;\u{FFFD}"),
                "a control character would make the file unreadable: {svg}"
            );
        }
    }

    #[test]
    fn the_window_gets_classes_and_no_styles() {
        let svg = inline(&drawing());
        assert!(
            svg.contains("class=\"fill-level-1 stroke-level-outline\"")
                && svg.contains("data-id=\"GOV-1&quot;"),
            "{svg}"
        );
        assert!(
            !svg.contains("style=") && !svg.contains("=\"#"),
            "the window's policy forbids style attributes, colours follow the theme: {svg}"
        );
    }

    #[test]
    fn a_file_carries_its_colours() {
        let svg = file(&drawing());
        assert!(
            svg.contains("#F1CDA6")
                && svg.contains("font-family=\"Inter, ")
                && svg.contains("textLength=\"20.43\"")
                && !svg.contains("class="),
            "{svg}"
        );
    }
}

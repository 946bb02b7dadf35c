//! The target architecture: what the core laid out, as a drawing.

use waymark_core::architecture::Status;
use waymark_core::architecture::layout::{Diagram, DiagramBox, PADDING, SIGN, TEXT, Wire};

use crate::scene::{Dash, Group, Item, Paint, Point, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// Draws a diagram. One unit is one CSS pixel; every box is a group with its id.
///
/// What is kept is filled, what is new is outlined with a plus, what goes is dashed and struck through with a cross: no state
/// needs colour. The selected component and its flows take the accent. Beside the path of a use case everything else is thin and
/// light: its text loses its weight, its outline and wires fade. A dotted place is where something stands at another stage.
pub fn draw(diagram: &Diagram, fonts: &Fonts) -> Scene {
    let mut scene = Scene::new(diagram.width, diagram.height, "", diagram.alt.clone());
    for band in &diagram.bands {
        let (x, y, width, height) = (band.x, band.y, band.width, band.height);
        scene.push(Item::Rect {
            x,
            y,
            width,
            height,
            radius: 6.0,
            paint: Paint::fill(Role::Sunken),
        });
    }
    for line in &diagram.hairlines {
        scene.push(Item::line(
            pt(line.x0, line.y),
            pt(line.x1, line.y),
            Stroke::new(Role::Ink3, 1.0),
        ));
    }
    for place in &diagram.vacancies {
        let (x, y, width, height) = (place.x, place.y, place.width, place.height);
        let stroke = Stroke::new(Role::Line, 1.0).dashed(Dash::Dotted);
        let paint = Paint { fill: None, stroke: Some(stroke) };
        scene.push(Item::Rect { x, y, width, height, radius: 4.0, paint });
    }
    let (quiet, emphasised): (Vec<&Wire>, Vec<&Wire>) =
        diagram.wires.iter().partition(|wire| !wire.is_emphasised);
    scene.items.extend(quiet.into_iter().flat_map(draw_wire));
    // A clear margin keeps emphasised flows apart from those they cross, but not from each other.
    for wire in &emphasised {
        scene.push(Item::Line { points: corners(wire), stroke: Stroke::new(Role::Surface, 5.0) });
    }
    scene.items.extend(emphasised.into_iter().flat_map(draw_wire));
    for heading in &diagram.headings {
        let role = if heading.is_strong { Role::Ink } else { Role::Ink2 };
        scene.push(Item::Text(
            Text::new(heading.x, heading.y, &heading.text, TEXT)
                .weight(heading.is_strong)
                .role(role),
        ));
    }
    for one in &diagram.boxes {
        let items = draw_box(one, fonts);
        scene.push(Item::Group(Group {
            id: Some(one.id.clone()),
            title: Some(one.title.clone()),
            items,
        }));
    }
    scene
}

fn corners(wire: &Wire) -> Vec<Point> {
    wire.points.iter().map(|(x, y)| pt(*x, *y)).collect()
}

fn draw_wire(wire: &Wire) -> Vec<Item> {
    let (role, width) = match (wire.is_emphasised, wire.is_dimmed) {
        (true, _) => (Role::Accent, 1.8),
        (false, true) => (Role::Line, 0.8),
        (false, false) => (Role::Ink3, 1.0),
    };
    let points = corners(wire);
    let mut items = vec![Item::Line { points: points.clone(), stroke: Stroke::new(role, width) }];
    if let [.., before, tip] = points.as_slice() {
        let (dx, dy) = ((tip.x - before.x).signum(), (tip.y - before.y).signum());
        let head = if (tip.x - before.x).abs() > (tip.y - before.y).abs() {
            vec![pt(tip.x - 5.0 * dx, tip.y - 3.5), *tip, pt(tip.x - 5.0 * dx, tip.y + 3.5)]
        } else {
            vec![pt(tip.x - 3.5, tip.y - 5.0 * dy), *tip, pt(tip.x + 3.5, tip.y - 5.0 * dy)]
        };
        items.push(Item::Line { points: head, stroke: Stroke::new(role, width) });
    }
    items
}

fn draw_box(one: &DiagramBox, fonts: &Fonts) -> Vec<Item> {
    let goes = one.status == Status::Retire || one.is_rejected;
    let kept = one.status == Status::Existing && !one.is_rejected;
    let (mut ink, mut paint) = (Role::Ink, Paint::fill(Role::Raised).outlined(Role::Ink3, 1.0));
    if goes {
        ink = Role::Ink2;
        let outline = if one.is_dimmed { Role::Line } else { Role::Ink3 };
        let dashed = Stroke::new(outline, 1.0).dashed(Dash::Dashed);
        paint = Paint { fill: Some(Role::Surface), stroke: Some(dashed) };
    } else if kept {
        paint = Paint::fill(Role::Kept);
    } else if one.is_dimmed {
        paint = Paint::stroke(Role::Line, 1.0);
    }
    if one.is_dimmed {
        ink = Role::Ink3;
    }
    if one.is_selected {
        paint = paint.outlined(Role::Accent, 2.0);
    } else if one.is_on_path && !goes {
        paint = paint.outlined(Role::Accent, 1.2);
    }
    let (x, y, width, height) = (one.x, one.y, one.width, one.height);
    let mut items = vec![Item::Rect { x, y, width, height, radius: 4.0, paint }];
    for (at, line) in one.lines.iter().enumerate() {
        let base = if one.lines.len() == 1 { y + 21.0 } else { y + 14.5 + 14.0 * at as f32 };
        let role = if line.semibold || one.is_dimmed { ink } else { Role::Ink2 };
        let strong = line.semibold && !one.is_dimmed;
        let text = Text::new(x + PADDING, base, &line.text, TEXT).weight(strong).role(role);
        items.push(Item::Text(text));
        if goes && line.semibold {
            let middle = base - fonts.cap_height(TEXT) / 2.0;
            let end = x + PADDING + line.width;
            items.push(Item::line(pt(x + PADDING, middle), pt(end, middle), Stroke::new(ink, 1.0)));
        }
    }
    let sign = (x + width - PADDING - SIGN / 2.0 + 4.5, y + 10.5);
    if goes {
        let stroke = Stroke::new(ink, 1.2);
        let (l, r, t, b) = (sign.0 - 3.0, sign.0 + 3.0, sign.1 - 3.0, sign.1 + 3.0);
        items.push(Item::line(pt(l, t), pt(r, b), stroke));
        items.push(Item::line(pt(l, b), pt(r, t), stroke));
    } else if !kept {
        let stroke =
            if one.is_dimmed { Stroke::new(ink, 1.0) } else { Stroke::new(Role::Accent, 1.6) };
        items.push(Item::line(pt(sign.0 - 3.5, sign.1), pt(sign.0 + 3.5, sign.1), stroke));
        items.push(Item::line(pt(sign.0, sign.1 - 3.5), pt(sign.0, sign.1 + 3.5), stroke));
    }
    items
}

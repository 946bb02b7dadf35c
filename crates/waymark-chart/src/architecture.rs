//! The target architecture: what the core laid out, as a drawing.

use waymark_core::architecture::Guard;
use waymark_core::architecture::layout::{Diagram, DiagramBox, MARK, PADDING, SIGN, TEXT, Wire};
use waymark_core::architecture::stage::Standing;

use crate::scene::{Dash, Group, Item, Paint, Point, Role, Scene, Stroke, Text, pt};
use crate::text::Fonts;

/// Between the two outlines of what replaces something.
const INSET: f32 = 2.6;

/// Draws a diagram. One unit is one CSS pixel; every box is a group with its id.
///
/// What is kept is filled, what goes later is filled with a dashed outline, what is new is outlined with a plus, and twice where it replaces something, what has to go is
/// dashed and struck through with a cross, what was rejected is dotted with a minus: no state needs colour. The selected component and its flows take the accent. Beside the path of a use case everything else is thin and
/// light: its text loses its weight, its outline and wires fade. Three dots stand where data is masked, a padlock where it is locked, a tick where it was agreed with the client.
/// A flow that nobody stated and that is presumed is dashed. A dotted place is where something stands at another stage.
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
            Stroke::new(Role::Line, 1.0),
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
    let line = |wire: &Wire| {
        let end = |at: usize| diagram.boxes.get(at).map_or_else(String::new, |one| one.id.clone());
        let ends = Some([end(wire.from), end(wire.to)]);
        Item::Group(Group { ends, items: draw_wire(wire), ..Group::default() })
    };
    scene.items.extend(quiet.into_iter().map(line));
    // A clear margin keeps emphasised flows apart from those they cross, but not from each other.
    for wire in &emphasised {
        scene.push(Item::Line { points: corners(wire), stroke: Stroke::new(Role::Surface, 5.0) });
    }
    scene.items.extend(emphasised.into_iter().map(line));
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
            ..Group::default()
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
    let line = Stroke::new(role, width);
    let line = if wire.is_presumed { line.dashed(Dash::Dashed) } else { line };
    let mut items = vec![Item::Line { points: points.clone(), stroke: line }];
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
    let standing = one.standing;
    let is_gone = standing == Standing::Retired;
    let ink = match standing {
        _ if one.is_dimmed => Role::Ink3,
        Standing::Retired | Standing::Rejected => Role::Ink2,
        _ => Role::Ink,
    };
    let outline = if one.is_dimmed { Role::Line } else { Role::Ink3 };
    let broken = |fill: Role, dash: Dash| Paint {
        fill: Some(fill),
        stroke: Some(Stroke::new(outline, 1.0).dashed(dash)),
    };
    let mut paint = match standing {
        Standing::Kept => Paint::fill(Role::Kept),
        Standing::Leaving => broken(Role::Kept, Dash::Dashed),
        Standing::Retired => broken(Role::Surface, Dash::Dashed),
        Standing::Rejected => broken(Role::Surface, Dash::Dotted),
        Standing::New | Standing::Replacing if one.is_dimmed => Paint::stroke(Role::Line, 1.0),
        Standing::New | Standing::Replacing => Paint::fill(Role::Raised).outlined(Role::Ink3, 1.0),
    };
    if one.is_selected {
        paint = paint.outlined(Role::Accent, 2.0);
    } else if one.is_on_path && standing.stands() {
        paint = paint.outlined(Role::Accent, 1.2);
    }
    let (x, y, width, height) = (one.x, one.y, one.width, one.height);
    let mut items = vec![Item::Rect { x, y, width, height, radius: 4.0, paint }];
    if standing == Standing::Replacing {
        items.push(Item::Rect {
            x: x + INSET,
            y: y + INSET,
            width: width - 2.0 * INSET,
            height: height - 2.0 * INSET,
            radius: 4.0 - INSET / 2.0,
            paint: Paint::stroke(outline, 0.8),
        });
    }
    for (at, line) in one.lines.iter().enumerate() {
        let base = if one.lines.len() == 1 { y + 21.0 } else { y + 14.5 + 14.0 * at as f32 };
        let role = if line.semibold || one.is_dimmed { ink } else { Role::Ink2 };
        let strong = line.semibold && !one.is_dimmed;
        let text = Text::new(x + PADDING, base, &line.text, TEXT).weight(strong).role(role);
        items.push(Item::Text(text));
        if is_gone && line.semibold {
            let middle = base - fonts.cap_height(TEXT) / 2.0;
            let end = x + PADDING + line.width;
            items.push(Item::line(pt(x + PADDING, middle), pt(end, middle), Stroke::new(ink, 1.0)));
        }
    }
    let centre = pt(x + width - PADDING - SIGN / 2.0 + 4.5, y + 10.5);
    items.extend(sign(standing, centre, (!one.is_dimmed).then_some(ink)));
    let role = if one.is_dimmed { Role::Ink3 } else { Role::Ink2 };
    for (at, guarded) in one.guarded.iter().rev().enumerate() {
        let centre = pt(centre.x - 0.5 - MARK * at as f32, y + height - 10.0);
        items.extend(mark(Mark::Guard(guarded.how), centre, role));
    }
    if one.is_accepted {
        items.extend(mark(Mark::Accepted, pt(x + width - 3.0, y + height - 2.0), role));
    }
    items
}

/// What stands in or on the lower right corner of a box.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    /// How its data is guarded.
    Guard(Guard),
    /// The client accepted it.
    Accepted,
}

/// A mark around a point: eleven units wide and high at most.
pub(crate) fn mark(how: Mark, at: Point, role: Role) -> Vec<Item> {
    let rect = |x: f32, y: f32, width: f32, height: f32, radius: f32, paint: Paint| Item::Rect {
        x: at.x + x,
        y: at.y + y,
        width,
        height,
        radius,
        paint,
    };
    match how {
        // A badge over the corner of a box, so that it takes no room from the label.
        Mark::Accepted => vec![
            Item::Circle {
                x: at.x,
                y: at.y,
                radius: 5.5,
                paint: Paint::fill(Role::Surface).outlined(role, 0.8),
            },
            Item::Line {
                points: [(-2.8, 0.2), (-0.9, 2.2), (2.8, -2.2)]
                    .map(|(x, y)| pt(at.x + x, at.y + y))
                    .to_vec(),
                stroke: Stroke::new(role, 1.3),
            },
        ],
        Mark::Guard(Guard::Mask) => [-5.0, -1.4, 2.2]
            .map(|x| rect(x, -1.4, 2.8, 2.8, 1.4, Paint::fill(role)))
            .into_iter()
            .collect(),
        Mark::Guard(Guard::Lock) => vec![
            rect(-2.4, -4.5, 4.8, 6.0, 2.4, Paint::stroke(role, 1.2)),
            rect(-4.0, -1.0, 8.0, 5.5, 1.0, Paint::fill(role)),
        ],
    }
}

/// The sign of a state; thin and light where no ink is given.
fn sign(standing: Standing, at: Point, ink: Option<Role>) -> Vec<Item> {
    let quiet = ink.unwrap_or(Role::Ink3);
    let line = |from: (f32, f32), to: (f32, f32), stroke: Stroke| {
        Item::line(pt(at.x + from.0, at.y + from.1), pt(at.x + to.0, at.y + to.1), stroke)
    };
    match standing {
        Standing::Kept | Standing::Leaving => vec![],
        Standing::New | Standing::Replacing => {
            let stroke = ink.map_or(Stroke::new(quiet, 1.0), |_| Stroke::new(Role::Accent, 1.6));
            vec![line((-3.5, 0.0), (3.5, 0.0), stroke), line((0.0, -3.5), (0.0, 3.5), stroke)]
        }
        Standing::Retired => {
            let stroke = Stroke::new(quiet, 1.2);
            vec![line((-3.0, -3.0), (3.0, 3.0), stroke), line((-3.0, 3.0), (3.0, -3.0), stroke)]
        }
        Standing::Rejected => vec![line((-3.5, 0.0), (3.5, 0.0), Stroke::new(quiet, 1.6))],
    }
}

//! Counts what must not happen in a diagram.

use std::collections::BTreeSet;

use super::{Diagram, DiagramBox, MARK, PADDING, SIGN, Standing};

/// Faults of a diagram. The first three are zero in a good one, the others few.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// Pairs of boxes or headings that lie on each other.
    pub overlaps: usize,
    /// Lines of text that are wider than their box.
    pub clipped: usize,
    /// Wires that pass through a box which they do not join.
    pub crossings_of_boxes: usize,
    /// Names that end with an ellipsis.
    pub cut: usize,
    /// Places where wires cross that share no end.
    pub wire_crossings: usize,
    /// Pairs of wires without a common end that lie on each other for a stretch, and wires that run over a heading.
    pub shared_runs: usize,
}

/// Wires that lie nearer to each other than this cannot be told apart.
const NEAR: f32 = 1.0;

/// Counts the faults of a diagram.
pub fn quality(diagram: &Diagram) -> Quality {
    let boxes = &diagram.boxes;
    let heading_on = |b: &DiagramBox| {
        let on = |h: &&super::Heading| {
            h.x < b.x + b.width
                && b.x < h.x + h.width
                && h.y - 9.0 < b.y + b.height
                && b.y < h.y + 3.0
        };
        diagram.headings.iter().filter(on).count()
    };
    let pairs =
        boxes.iter().enumerate().flat_map(|(at, a)| boxes[at + 1..].iter().map(move |b| (a, b)));
    let meet = |a: &DiagramBox, b: &DiagramBox| {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    };
    let outside = |b: &&DiagramBox| {
        b.x < 0.0
            || b.y < 0.0
            || b.x + b.width > diagram.width + 0.01
            || b.y + b.height > diagram.height + 0.01
    };
    let overlaps = pairs.filter(|(a, b)| meet(a, b)).count()
        + boxes.iter().map(heading_on).sum::<usize>()
        + boxes.iter().filter(outside).count();
    let clipped = boxes.iter().map(clipped).sum();
    let crossings_of_boxes = diagram
        .wires
        .iter()
        .map(|wire| {
            let others =
                boxes.iter().enumerate().filter(|(at, _)| *at != wire.from && *at != wire.to);
            let crossed = others
                .filter(|(_, b)| wire.points.windows(2).any(|leg| crosses(leg[0], leg[1], b)))
                .count();
            // A wire may touch the boxes it joins at its ends only.
            let inner = &wire.points[1..wire.points.len().saturating_sub(1).max(1)];
            let own = [wire.from, wire.to]
                .iter()
                .filter(|at| inner.iter().any(|p| inside(*p, &boxes[**at])))
                .count();
            crossed + own
        })
        .sum();
    let cut = boxes.iter().flat_map(|b| &b.lines);
    let cut = cut.filter(|line| line.semibold && line.text.ends_with('…')).count();
    let (wire_crossings, shared_runs) = meetings(diagram);
    let over = |heading: &&super::Heading| {
        let (x0, x1) = (heading.x, heading.x + heading.width);
        let (y0, y1) = (heading.y - 9.0, heading.y + 3.0);
        diagram.wires.iter().flat_map(|wire| wire.points.windows(2)).any(|leg| {
            leg[0].0.min(leg[1].0) < x1
                && leg[0].0.max(leg[1].0) > x0
                && leg[0].1.min(leg[1].1) < y1
                && leg[0].1.max(leg[1].1) > y0
        })
    };
    let shared_runs = shared_runs + diagram.headings.iter().filter(over).count();
    Quality { overlaps, clipped, crossings_of_boxes, cut, wire_crossings, shared_runs }
}

/// Where wires without a common end cross, and how many pairs of them share a stretch.
fn meetings(diagram: &Diagram) -> (usize, usize) {
    let wires = &diagram.wires;
    let (mut places, mut pairs) = (BTreeSet::new(), 0);
    for (at, a) in wires.iter().enumerate() {
        for b in &wires[at + 1..] {
            if a.from == b.from || a.to == b.to || a.from == b.to || a.to == b.from {
                continue;
            }
            let mut shares = false;
            for one in a.points.windows(2) {
                for other in b.points.windows(2) {
                    let (one, other) = (Leg::of(one), Leg::of(other));
                    shares |= one.lies_on(other);
                    places.extend(one.crosses(other));
                }
            }
            pairs += usize::from(shares);
        }
    }
    (places.len(), pairs)
}

/// A stretch of a wire, parallel to an axis.
#[derive(Clone, Copy)]
struct Leg {
    is_level: bool,
    /// Its height where it is level, else its place from the left.
    on: f32,
    from: f32,
    to: f32,
}

impl Leg {
    fn of(points: &[(f32, f32)]) -> Self {
        let ((ax, ay), (bx, by)) = (points[0], points[1]);
        let is_level = (ay - by).abs() < (ax - bx).abs();
        let (on, from, to) = if is_level { (ay, ax, bx) } else { (ax, ay, by) };
        Self { is_level, on, from: from.min(to), to: from.max(to) }
    }

    fn lies_on(self, other: Self) -> bool {
        self.is_level == other.is_level
            && (self.on - other.on).abs() < NEAR
            && self.from.max(other.from) + NEAR < self.to.min(other.to)
    }

    /// Where the two cross, in tenths.
    fn crosses(self, other: Self) -> Option<(i32, i32)> {
        let (level, upright) = if self.is_level { (self, other) } else { (other, self) };
        let is_crossing = level.is_level
            && !upright.is_level
            && level.from < upright.on
            && upright.on < level.to
            && upright.from < level.on
            && level.on < upright.to;
        is_crossing.then_some(((upright.on * 10.0) as i32, (level.on * 10.0) as i32))
    }
}

fn clipped(b: &DiagramBox) -> usize {
    let has_sign = !matches!(b.standing, Standing::Kept | Standing::Leaving);
    let marks = b.guarded.len() as f32 * MARK;
    let last = b.lines.len().saturating_sub(1);
    let room = |at: usize| {
        let sign = if at == 0 && has_sign { SIGN } else { 0.0 };
        let marks = if at == last { marks } else { 0.0 };
        b.width - 2.0 * PADDING - sign.max(marks)
    };
    b.lines.iter().enumerate().filter(|(at, line)| line.width > room(*at) + 0.01).count()
        + b.lines.len().saturating_sub(2)
}

fn inside(point: (f32, f32), b: &DiagramBox) -> bool {
    point.0 > b.x + 0.5
        && point.0 < b.x + b.width - 0.5
        && point.1 > b.y + 0.5
        && point.1 < b.y + b.height - 0.5
}

/// A leg parallel to an axis passes through the inside of a box.
fn crosses(a: (f32, f32), b: (f32, f32), over: &DiagramBox) -> bool {
    let (x0, x1) = (a.0.min(b.0), a.0.max(b.0));
    let (y0, y1) = (a.1.min(b.1), a.1.max(b.1));
    x0 < over.x + over.width - 0.5
        && x1 > over.x + 0.5
        && y0 < over.y + over.height - 0.5
        && y1 > over.y + 0.5
}

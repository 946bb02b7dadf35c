//! Counts what must not happen in a diagram.

use super::{Diagram, DiagramBox, PADDING, SIGN, Status};

/// Faults of a diagram; all zero in a good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quality {
    /// Pairs of boxes or headings that lie on each other.
    pub overlaps: usize,
    /// Lines of text that are wider than their box.
    pub clipped: usize,
    /// Wires that pass through a box which they do not join.
    pub crossings_of_boxes: usize,
}

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
    Quality { overlaps, clipped, crossings_of_boxes }
}

fn clipped(b: &DiagramBox) -> usize {
    let has_sign = b.status != Status::Existing || b.is_rejected;
    let room = |at: usize| b.width - 2.0 * PADDING - if at == 0 && has_sign { SIGN } else { 0.0 };
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

//! Fitting names into boxes.

use crate::text_metrics::TextMetrics;

use super::{Line, PADDING, SIGN, TEXT};

/// The two lines of a box: name and detail where the name fits on one line, else the name on two.
pub(super) fn lines(
    metrics: &dyn TextMetrics,
    name: &str,
    detail: &str,
    box_width: f32,
    has_sign: bool,
) -> Vec<Line> {
    let room = box_width - 2.0 * PADDING;
    let first = if has_sign { room - SIGN } else { room };
    let line = |text: String, semibold: bool| {
        let width = metrics.width(&text, TEXT, semibold);
        Line { text, semibold, width }
    };
    let strong = |text: String| line(text, true);
    let fits = |text: &str, room: f32| metrics.width(text, TEXT, true) <= room;
    if fits(name, first) {
        let mut lines = vec![strong(name.to_owned())];
        if !detail.is_empty() {
            lines.push(line(fitted(metrics, detail, room), false));
        }
        return lines;
    }
    if let Some((head, tail)) = break_in_two(name, |text| fits(text, first)) {
        return vec![strong(head.to_owned()), strong(ellipsis(metrics, tail, room, true))];
    }
    let mut lines = vec![strong(ellipsis(metrics, name, first, true))];
    if !detail.is_empty() {
        lines.push(line(fitted(metrics, detail, room), false));
    }
    lines
}

/// The longest beginning that ends at a blank or after a hyphen and fits, and the rest.
fn break_in_two(text: &str, fits: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let breaks = text
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ' ' | '-' | '/'))
        .map(|(at, letter)| (at + letter.len_utf8(), at));
    breaks
        .map(|(next, at)| (text[..next].trim_end(), text[next..].trim_start(), at))
        .filter(|(head, tail, at)| *at > 0 && !tail.is_empty() && fits(head))
        .last()
        .map(|(head, tail, _)| (head, tail))
}

/// The detail, or as many of its parts between commas as fit, or its beginning with an ellipsis.
fn fitted(metrics: &dyn TextMetrics, detail: &str, room: f32) -> String {
    let parts: Vec<&str> = detail.split(", ").collect();
    let whole = (1..=parts.len()).rev().map(|count| parts[..count].join(", "));
    let fitting = whole.into_iter().find(|text| metrics.width(text, TEXT, false) <= room);
    fitting.unwrap_or_else(|| ellipsis(metrics, detail, room, false))
}

/// The text, or as much of its beginning as fits with an ellipsis.
pub(super) fn ellipsis(metrics: &dyn TextMetrics, text: &str, room: f32, semibold: bool) -> String {
    if metrics.width(text, TEXT, semibold) <= room {
        return text.to_owned();
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let cut =
        |end: usize| format!("{}…", text[..end].trim_end_matches([' ', ',', '·', '-', '(', '/']));
    let fitting = ends.partition_point(|end| metrics.width(&cut(*end), TEXT, semibold) <= room);
    cut(ends[fitting.saturating_sub(1)])
}

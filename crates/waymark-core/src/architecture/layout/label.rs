//! Fitting names into boxes.

use crate::text_metrics::TextMetrics;

use super::{Line, PADDING, SIGN, TEXT};

/// The two lines of a box: name and detail where the name fits on one line, else the name on two. `marks` is what the marks of
/// guards take from the last line.
pub(super) fn lines(
    metrics: &dyn TextMetrics,
    name: &str,
    detail: &str,
    box_width: f32,
    (has_sign, marks): (bool, f32),
) -> Vec<Line> {
    let whole = box_width - 2.0 * PADDING;
    let first = if has_sign { whole - SIGN } else { whole };
    let room = whole - marks;
    let line = |text: String, semibold: bool| {
        let width = metrics.width(&text, TEXT, semibold);
        Line { text, semibold, width }
    };
    let strong = |text: String| line(text, true);
    let fits = |text: &str, room: f32| metrics.width(text, TEXT, true) <= room;
    if fits(name, first) && (!detail.is_empty() || fits(name, room)) {
        let mut lines = vec![strong(name.to_owned())];
        if !detail.is_empty() {
            lines.push(line(fitted(metrics, detail, room), false));
        }
        return lines;
    }
    if let Some((head, tail)) = break_in_two(name, |text| fits(text, first)) {
        return vec![strong(head.to_owned()), strong(ellipsis(metrics, tail, room, true))];
    }
    let only = if detail.is_empty() { first.min(room) } else { first };
    let mut lines = vec![strong(ellipsis(metrics, name, only, true))];
    if !detail.is_empty() {
        lines.push(line(fitted(metrics, detail, room), false));
    }
    lines
}

/// A detail of which at least one part fits, or else another one.
pub(super) fn detail_or<'a>(
    metrics: &dyn TextMetrics,
    detail: &'a str,
    otherwise: &'a str,
    box_width: f32,
) -> &'a str {
    let fits = |part: &str| metrics.width(part, TEXT, false) <= box_width - 2.0 * PADDING;
    if otherwise.is_empty() || detail.split(", ").any(fits) { detail } else { otherwise }
}

/// The longest beginning that ends at a blank or after a hyphen and fits, and the rest.
fn break_in_two(text: &str, fits: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    breaks(text).filter(|(head, _)| fits(head)).last()
}

/// Where a text may be broken: what comes before, what comes after.
fn breaks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.char_indices()
        .filter(|(at, letter)| *at > 0 && matches!(letter, ' ' | '-' | '/'))
        .map(|(at, letter)| at + letter.len_utf8())
        .map(|next| (text[..next].trim_end(), text[next..].trim_start()))
        .filter(|(_, tail)| !tail.is_empty())
}

/// The least width of a box that holds a name on one or two lines.
pub(super) fn least_width(
    metrics: &dyn TextMetrics,
    name: &str,
    (has_sign, marks): (bool, f32),
) -> f32 {
    let sign = if has_sign { SIGN } else { 0.0 };
    let width = |text: &str| metrics.width(text, TEXT, true);
    let whole = width(name) + sign.max(marks);
    let least = breaks(name).map(|(head, tail)| (width(head) + sign).max(width(tail) + marks));
    least.fold(whole, f32::min) + 2.0 * PADDING + 0.1
}

/// The least width of a box that holds the first part of a detail.
pub(super) fn least_detail_width(metrics: &dyn TextMetrics, detail: &str) -> f32 {
    let first = detail.split(", ").next().unwrap_or_default();
    metrics.width(first, TEXT, false) + 2.0 * PADDING + 0.1
}

/// The detail, or as many of its parts between commas as fit, or the first that fits alone, or its beginning with an ellipsis.
fn fitted(metrics: &dyn TextMetrics, detail: &str, room: f32) -> String {
    let parts: Vec<&str> = detail.split(", ").collect();
    let whole = (1..=parts.len()).rev().map(|count| parts[..count].join(", "));
    let alone = parts.iter().skip(1).map(|part| (*part).to_owned());
    let fits = |text: &String| metrics.width(text, TEXT, false) <= room;
    let fitting = whole.chain(alone).find(fits);
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

//! Numbers, dates and standing text as the report shows them.

use jiff::civil::Date;
use waymark_core::score::Band;
use waymark_core::wording::{grouped, one_decimal, percent};
pub(crate) use waymark_core::wording::{inner, quoted, stop, unstopped};

use crate::block::{Block, Heading, Span, bullets, rich};

/// What stands where there is no value.
pub(crate) const NONE: &str = "none";
/// What stands where nobody could say.
pub(crate) const UNKNOWN: &str = "unknown";

/// A score, or "none".
pub(crate) fn score(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), one_decimal)
}

/// A band: "1.9 to 2.7".
pub(crate) fn band(value: Option<Band>) -> String {
    value.map_or_else(
        || NONE.to_owned(),
        |b| format!("{} to {}", one_decimal(b.low), one_decimal(b.high)),
    )
}

/// A share in percent, or "none".
pub(crate) fn share(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), percent)
}

/// "20 November 2026".
pub(crate) fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// "20 Nov 2026".
pub(crate) fn short_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// "10 to 12 November 2026", as short as the two dates allow.
pub(crate) fn date_range(from: Date, to: Date) -> String {
    if from == to {
        long_date(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {}", from.day(), long_date(to))
    } else if from.year() == to.year() {
        format!("{} to {}", from.strftime("%-d %B"), long_date(to))
    } else {
        format!("{} to {}", long_date(from), long_date(to))
    }
}

/// A whole number with its thousands apart: "1,250,000".
pub(crate) fn thousands(number: i64) -> String {
    let digits = grouped(number.unsigned_abs());
    if number < 0 { format!("\u{2212}{digits}") } else { digits }
}

/// A number without needless decimals.
pub(crate) fn number(value: f64) -> String {
    let is_near = |other: f64| (value - other).abs() < 1e-6;
    if is_near(value.round()) {
        thousands(value.round() as i64)
    } else if value.abs() < 10.0 && !is_near((value * 10.0).round() / 10.0) {
        format!("{value:.2}")
    } else {
        let whole = thousands(value.trunc() as i64);
        let tenth = (value.fract().abs() * 10.0).round() as i64;
        if tenth == 10 { thousands(value.round() as i64) } else { format!("{whole}.{tenth}") }
    }
}

/// A number with one decimal at most.
pub(crate) fn tenths(value: f64) -> String {
    number((value * 10.0).round() / 10.0)
}

/// An amount in words: "EUR 6.4 million", "EUR 350,000".
pub(crate) fn amount(value: i64, currency: &str) -> String {
    let figure = if value >= 1_000_000 {
        format!("{} million", one_decimal(value as f64 / 1e6))
    } else {
        thousands(value)
    };
    if currency.is_empty() { figure } else { format!("{currency} {figure}") }
}

/// "Five of 14 sources fall short", "one of 14 sources falls short": a counted noun with the verb that agrees with it.
pub(crate) fn of_verb(part: usize, total: usize, noun: (&str, &str), verb: (&str, &str)) -> String {
    let is_one = part == 1;
    format!(
        "{} {}",
        waymark_core::wording::of(part, total, noun.0, noun.1),
        if is_one { verb.0 } else { verb.1 }
    )
}

/// Standing text of a pack as blocks: paragraphs apart by an empty line, lines that begin with `#` or `-`, words between `**`.
pub(crate) fn markdown(text: &str, anchor: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (i, part) in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).enumerate() {
        if let Some(title) = part.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim();
            blocks.push(Block::Heading(Heading::new(3, title, format!("{anchor}-{i}"))));
        } else if part.lines().all(|line| line.starts_with("- ")) {
            blocks.push(bullets(part.lines().map(|line| line[2..].trim())));
        } else {
            blocks.push(rich(emphasis(&part.lines().map(str::trim).collect::<Vec<_>>().join(" "))));
        }
    }
    blocks
}

/// The spans of a line in which `**` turns SemiBold on and off.
fn emphasis(line: &str) -> Vec<Span> {
    let parts = line.split("**").enumerate();
    parts
        .filter(|(_, text)| !text.is_empty())
        .map(|(i, text)| if i % 2 == 1 { Span::bold(text) } else { Span::text(text) })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{amount, date_range, inner, markdown, number, quoted, stop, tenths, thousands};
    use crate::block::{Block, Span};

    #[test]
    fn numbers_and_dates_read_as_people_write_them() {
        assert_eq!(thousands(1_250_000), "1,250,000");
        assert_eq!(thousands(-999), "−999");
        assert_eq!(
            (
                number(31.0).as_str(),
                number(2.4).as_str(),
                number(0.35).as_str(),
                number(7.0 * 0.7).as_str(),
                tenths(6.65).as_str(),
                number(1900.96).as_str()
            ),
            ("31", "2.4", "0.35", "4.9", "6.7", "1,901")
        );
        assert_eq!(
            (amount(6_350_000, "EUR").as_str(), amount(96_000, "").as_str()),
            ("EUR 6.4 million", "96,000")
        );
        assert_eq!(date_range(date(2026, 11, 10), date(2026, 11, 12)), "10 to 12 November 2026");
        assert_eq!(
            date_range(date(2026, 11, 30), date(2026, 12, 2)),
            "30 November to 2 December 2026"
        );
    }

    #[test]
    fn texts_fit_into_sentences() {
        assert_eq!(
            (inner("Nobody is named").as_str(), inner("AWS holds it").as_str()),
            ("nobody is named", "AWS holds it")
        );
        assert_eq!(
            (stop("Yes").as_str(), stop("Yes.").as_str(), stop("").as_str()),
            ("Yes.", "Yes.", "")
        );
        assert_eq!(quoted("“I am the catalogue.”"), "“I am the catalogue.”");
    }

    #[test]
    fn bold_leads_of_standing_text_become_spans() {
        let blocks = markdown("**Band.** Each answer\nhas bounds.\n\n- one\n- two", "m");
        let Block::Paragraph(first) = &blocks[0] else { panic!("a paragraph comes first") };
        assert_eq!(first.spans, [Span::bold("Band."), Span::text(" Each answer has bounds.")]);
        assert!(matches!(&blocks[1], Block::Bullets(list) if list.items.len() == 2));
    }
}

//! The report as one page for a browser.

use std::collections::BTreeSet;

use waymark_report::block::{Block, Callout, Cell, Column, Row, Span, Table, heading, rich};
use waymark_report::compose::{Outline, compose, meta};
use waymark_report::{Report, html};

use crate::fixture::Sketch;

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

#[test]
fn every_link_lands_and_nothing_is_fetched() {
    let sketch = Sketch::small().derive();
    let input = sketch.input();
    let page = html(&compose(&input, &Outline::default()), &meta(&input));
    let ids: BTreeSet<&str> = attributes(&page, "id").into_iter().collect();
    assert_eq!(ids.len(), attributes(&page, "id").len(), "each place has a name of its own");
    let links = attributes(&page, "href");
    assert!(links.len() > 20, "there are contents");
    for link in links {
        match link.strip_prefix('#') {
            Some(place) => assert!(ids.contains(place), "{link} leads nowhere"),
            None => assert!(link.starts_with("https://"), "{link}"),
        }
    }
    for fetched in ["<script", "<link", "<img", "<iframe", "url(", "@import", " src="] {
        assert!(!page.contains(fetched), "{fetched} has no place in a page that stands alone");
    }
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
    assert_eq!(page.matches("<h1>").count(), 1);
    assert_eq!(
        page,
        html(&compose(&input, &Outline::default()), &meta(&input)),
        "the same every time"
    );
}

#[test]
fn what_people_wrote_stays_text() {
    let sketch = Sketch::small().derive();
    let hostile = "<script>alert(\"1\")</script> & 'more'";
    let blocks = vec![
        heading(1, hostile, "one"),
        rich(vec![Span::bold(hostile), Span::url("a trap", "javascript:alert(1)")]),
        Block::Callout(Callout { title: hostile.into(), ..Callout::default() }),
        Block::Table(Table {
            title: hostile.into(),
            columns: vec![Column::new(hostile, 1.0)],
            rows: vec![Row::new(vec![Cell::text("first\nsecond")]).id("row")],
            ..Table::default()
        }),
    ];
    let page = html(&Report { blocks }, &meta(&sketch.input()));
    assert!(!page.contains("<script") && !page.contains("javascript:"), "{page}");
    assert_eq!(
        page.matches("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;")
            .count(),
        6
    );
    assert!(page.contains("first<br>second") && page.contains("<tr id=\"row\">"));
    assert!(page.contains("<th scope=\"col\">"));
}

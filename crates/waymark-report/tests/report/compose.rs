//! What a report holds, in which order, and where its links lead.

use std::fmt::Write as _;

use waymark_core::engagement::Strength;
use waymark_core::record::Kind;
use waymark_report::Report;
use waymark_report::block::{Block, Link, Span};
use waymark_report::compose::{
    Input, LensRisks, OpenRisk, Outline, SECTIONS, compose, empty_because, meta,
};

use crate::fixture::Sketch;

fn flat(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.replace('\n', " / ")).collect()
}

/// The outline of a report: every block on a line, texts cut, rows counted.
fn outline(report: &Report) -> String {
    fn tell(blocks: &[Block], depth: usize, out: &mut String) {
        let cut = |text: &str| {
            if text.chars().count() > 110 {
                format!("{}…", text.chars().take(109).collect::<String>())
            } else {
                text.to_owned()
            }
        };
        for block in blocks {
            let line = match block {
                Block::Cover(cover) => {
                    format!("cover: {} | {} | {}", cover.kicker, cover.title, cover.subtitle)
                }
                Block::Heading(h) => {
                    format!("{} {} {} [{}]", "#".repeat(h.level.into()), h.number, h.text, h.id)
                }
                Block::Paragraph(p) => format!("p: {}", flat(&p.spans)),
                Block::Bullets(b) => format!(
                    "list of {}: {}",
                    b.items.len(),
                    b.items.first().map_or(String::new(), |i| flat(i))
                ),
                Block::Table(t) => {
                    let heads: Vec<&str> = t.columns.iter().map(|c| c.head.as_str()).collect();
                    let first = t.rows.iter().find(|r| !r.is_band).map_or(String::new(), |r| {
                        r.cells.iter().map(|c| flat(&c.spans)).collect::<Vec<_>>().join(" | ")
                    });
                    format!("table of {} ({}) {}: {first}", t.rows.len(), heads.join(", "), t.title)
                }
                Block::Figure(f) => format!(
                    "figure: {}",
                    if f.title.is_empty() { &f.scene.title } else { &f.title }
                ),
                Block::Callout(c) => format!("callout {:?}: {}", c.tone, c.title),
                Block::KeyFigures(k) => format!(
                    "figures: {}",
                    k.iter()
                        .map(|k| format!("{} {}", k.value, k.label))
                        .collect::<Vec<_>>()
                        .join("; ")
                ),
                Block::KeepTogether(_) => "together".into(),
                Block::Columns(_) => "columns".into(),
                Block::Orientation(o) => format!("{o:?}"),
                other => format!("{other:?}"),
            };
            let _ = writeln!(out, "{}{}", "  ".repeat(depth), cut(line.trim()));
            match block {
                Block::KeepTogether(inner) => tell(inner, depth + 1, out),
                Block::Callout(c) => tell(&c.blocks, depth + 1, out),
                Block::Columns(c) => {
                    tell(&c.left, depth + 1, out);
                    tell(&c.right, depth + 1, out);
                }
                _ => {}
            }
        }
    }
    let mut out = String::new();
    tell(&report.blocks, 0, &mut out);
    out
}

#[test]
fn a_small_engagement_gives_a_whole_report() {
    let derived = Sketch::small().derive();
    insta::assert_snapshot!("outline", outline(&derived.compose(&[])));
}

#[test]
fn its_pages_are_these() {
    let derived = Sketch::small().derive();
    let pages = derived.laid_out(&[
        "cover",
        "contents",
        "summary",
        "goals",
        "scorecard",
        "verify",
        "risks",
    ]);
    insta::assert_snapshot!("pages", pages.page_list());
}

#[test]
fn an_empty_engagement_gives_a_report_that_says_so() {
    let derived = Sketch::empty().derive();
    insta::assert_snapshot!("empty_outline", outline(&derived.compose(&[])));
    for section in SECTIONS {
        let report = derived.laid_out(&[section.id]);
        assert!(report.pages() >= 1, "{} can be asked for alone", section.id);
        if let Some(reason) = empty_because(&derived.input(), section.id) {
            let text = derived.text(&[section.id]);
            let reason: String = reason.chars().skip(1).collect();
            assert!(text.contains(&reason), "{} says why it is empty: {text}", section.id);
        }
    }
}

#[test]
fn every_section_stands_alone() {
    let derived = Sketch::small().derive();
    for section in SECTIONS {
        let pages = derived.laid_out(&[section.id]);
        assert!(pages.pages() >= 1, "{} has a page", section.id);
        assert!(pages.unsupported().is_empty(), "{}: {:?}", section.id, pages.unsupported());
    }
}

#[test]
fn sections_come_in_the_order_asked_for_and_the_cover_first() {
    let derived = Sketch::small().derive();
    let report = derived.compose(&["glossary", "goals", "no such section", "cover"]);
    let ids: Vec<&str> = report
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(h) if h.level == 1 => Some(h.id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ids, ["glossary", "goals"]);
    assert!(matches!(report.blocks[0], Block::Cover(_)));
}

#[test]
fn the_same_input_gives_the_same_report() {
    let derived = Sketch::small().derive();
    let once = derived.laid_out(&[]).page_list();
    assert_eq!(
        once,
        Sketch::small().derive().laid_out(&[]).page_list(),
        "nothing but the input decides"
    );
}

#[test]
fn every_answer_named_in_the_text_leads_to_its_record() {
    let derived = Sketch::small().derive();
    let mut to = Vec::new();
    let report = derived.compose(&[]);
    fn links(blocks: &[Block], found: &mut Vec<String>) {
        fn see(spans: &[Span], found: &mut Vec<String>) {
            found.extend(spans.iter().filter_map(|span| match &span.link {
                Some(Link::Anchor(anchor)) => Some(anchor.clone()),
                _ => None,
            }));
        }
        for block in blocks {
            match block {
                Block::Paragraph(p) => see(&p.spans, found),
                Block::Bullets(b) => b.items.iter().for_each(|i| see(i, found)),
                Block::Table(t) => {
                    t.rows.iter().flat_map(|r| &r.cells).for_each(|c| see(&c.spans, found));
                }
                Block::KeepTogether(inner) => links(inner, found),
                Block::Callout(c) => links(&c.blocks, found),
                Block::Columns(c) => {
                    links(&c.left, found);
                    links(&c.right, found);
                }
                _ => {}
            }
        }
    }
    links(&report.blocks, &mut to);
    for wanted in [
        "q-GOV-1",
        "q-STO-1",
        "rec-GOAL-1",
        "rec-SRC-1",
        "dim-GOV",
        "ini-",
        "dec-",
        "verify",
        "risks-blockers",
    ] {
        assert!(to.iter().any(|anchor| anchor.starts_with(wanted)), "something leads to {wanted}");
    }
    let pages = derived.laid_out(&[]);
    for anchor in &to {
        assert!(pages.page_of(anchor).is_some(), "{anchor} is on a page");
    }
}

#[test]
fn a_link_to_a_section_left_out_is_plain_text() {
    let derived = Sketch::small().derive();
    let text = derived.text(&["summary", "dimensions"]);
    assert!(text.contains("GOV-1"), "the answer is still named");
}

#[test]
fn what_was_noted_and_left_out_of_the_report_is_in_none_of_its_sections() {
    let mut sketch = Sketch::small();
    let all = r#""question":"GOV-1","has_consent":true,"is_left_out":true,"text":"LEFT OUT""#;
    for (at, kind) in ["note", "quote", "risk", "decision", "parking", "action"].iter().enumerate()
    {
        let row = format!(r#""kind":"{kind}",{all}"#);
        sketch.put(Kind::Capture, &format!("CAP-{}", at + 4), &row);
    }
    let evidence = r#""question":"STO-1","strength":"shown","is_left_out":true,"title":"LEFT OUT""#;
    sketch.put(Kind::Evidence, "EV-9", evidence);
    let text = sketch.derive().text(&[]);
    assert!(!text.contains("LEFT OUT") && !text.contains("EV-9"));
    assert!(text.contains("kept out of this report"), "that there is more is told");
}

#[test]
fn private_notes_and_quotes_without_consent_never_reach_a_report() {
    for derived in [Sketch::small().derive(), Sketch::small().anonymous().derive()] {
        let text = derived.text(&[]);
        assert!(text.contains("I am the catalogue"), "a quote with consent is told");
        assert!(text.contains("Two people looked at each other"), "a note is told");
        assert!(!text.contains("PRIVATE"), "a private note is not");
        assert!(!text.contains("UNCONSENTED"), "a quote without consent is not");
        let bytes = derived.laid_out(&[]).to_pdf().expect("it renders");
        let in_file = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(
            !in_file(b"PRIVATE-GOV") && !in_file(b"UNCONSENTED"),
            "nor are they anywhere in the file"
        );
    }
}

#[test]
fn an_anonymous_report_names_roles_only() {
    let named = Sketch::small().derive().text(&["answers", "dimensions", "method", "risks"]);
    assert!(
        named.contains("Cy Orr") && named.contains("Bo Lind"),
        "people are named where they may be"
    );
    let mut sketch = Sketch::small().anonymous();
    for answer in &mut sketch.engagement.answers {
        // What people write into free text is theirs; the fixture's dissent names somebody.
        answer.dissent.clear();
    }
    sketch
        .engagement
        .goals
        .iter_mut()
        .for_each(|goal| goal.owner = waymark_core::known::Known::Unknown);
    let text = sketch.derive().text(&["answers", "dimensions", "method", "risks", "verify"]);
    for name in ["Cy Orr", "Bo Lind", "Ida Holm"] {
        assert!(!text.contains(name), "{name} is not in an anonymous report");
    }
}

#[test]
fn what_people_wrote_is_text_and_never_markup() {
    let derived = Sketch::small().derive();
    let text = derived.text(&["inventories", "goals", "cover"]);
    assert!(
        text.contains("Letters <scanned> & filed") && text.contains("Orchard & Sons"),
        "signs stay as they were typed"
    );
}

#[test]
fn a_provisional_answer_is_marked_and_told_among_those_to_verify() {
    let derived = Sketch::small().derive();
    assert_eq!(derived.strength("STO-5"), Strength::Stated);
    assert!(derived.text(&["dimensions"]).contains("provisional"));
    assert!(derived.text(&["verify"]).contains("STO-5"));
}

#[test]
fn the_file_speaks_of_the_client_and_its_own_date() {
    let derived = Sketch::small().derive();
    let meta = meta(&derived.input());
    assert_eq!(
        (meta.client.as_str(), meta.author.as_str(), meta.date.to_string().as_str()),
        ("Orchard & Sons", "Sam Reed", "2027-02-05")
    );
    assert_eq!(derived.pack_id(), &derived.engagement.votes[0].pack);
}

#[test]
fn custom_lenses_have_their_own_section_and_none_without_one() {
    let derived = Sketch::small().derive();
    let without = outline(&derived.compose(&[]));
    assert!(!without.contains("[lenses]"), "nothing is said of lenses that are not there");
    assert!(!without.contains("custom lens"), "they are not missed either");
    let lenses = [LensRisks {
        title: "Bakery orders".into(),
        pillars: vec![
            ("Orders".into(), [1, 0, 2, 0, 1, 0]),
            ("Keeping".into(), [0, 1, 0, 1, 0, 1]),
        ],
        open: vec![OpenRisk {
            is_high: true,
            question: "How do orders come in?".into(),
            choices: vec![("There is a list".into(), "Write one.".into())],
        }],
    }];
    let only = Outline { sections: vec!["lenses"], ..Outline::default() };
    let report = compose(&Input { lenses: &lenses, ..derived.input() }, &only);
    insta::assert_snapshot!("lenses", outline(&report));
}

#[test]
fn what_changed_since_a_baseline_is_told_with_its_reasons_and_only_where_there_is_one() {
    use waymark_core::baseline::{Frozen, compare};
    use waymark_report::compose::ChangeTold;

    let then = Sketch::small().derive();
    let mut sketch = Sketch::small();
    sketch.answer("STO-2", r#""settled":"level","level":2,"reason":"It was one bucket.""#);
    let now = sketch.derive();
    let frozen = |derived: &crate::fixture::Derived| {
        let input = derived.input();
        Frozen::of(input.scorecard, input.pack, input.engagement)
    };
    let change = ChangeTold {
        title: "Round of spring".into(),
        frozen: "20 March 2027".into(),
        from_version: "1.0.0".into(),
        to_version: "1.1.0".into(),
        comparison: compare(&frozen(&then), &frozen(&now), now.input().pack),
    };
    assert!(
        empty_because(&now.input(), "change").is_some(),
        "without a baseline there is nothing to tell"
    );
    let input = Input { change: Some(&change), ..now.input() };
    assert_eq!(empty_because(&input, "change"), None);
    let only = Outline { sections: vec!["change"], ..Outline::default() };
    let report = compose(&input, &only);
    let text = waymark_report::html(&report, &meta(&input));
    for words in
        ["Round of spring", "20 March 2027", "version 1.0.0", "settled at 2, 3 then", "STO-2"]
    {
        assert!(text.contains(words), "the section says {words}: {text}");
    }
    let pages = waymark_report::lay_out(&report, &meta(&input)).expect("it is set");
    assert!(pages.unsupported().is_empty(), "{:?}", pages.unsupported());
}

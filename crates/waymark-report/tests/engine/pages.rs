//! Layout: nothing outside the margins, nothing lost, heads repeated, headings not left alone.

use waymark_chart::scene::{Anchor, Item, Scene, Text};
use waymark_chart::text::Fonts;
use waymark_report::block::{
    Block, Callout, Cell, Column, Columns, Figure, Heading, Row, Span, Table, Tone, bullets,
    heading, paragraph, rich,
};
use waymark_report::{Error, LaidOut, Report, TEXT_HEIGHT, TEXT_WIDTH, lay_out};

use crate::specimen::{meta, report};

fn laid(blocks: Vec<Block>) -> LaidOut {
    lay_out(&Report { blocks }, &meta()).expect("the blocks are well formed")
}

/// The texts of a page with their left and right ends.
fn texts(scene: &Scene) -> Vec<(Text, f32, f32)> {
    let fonts = Fonts::inter();
    let mut texts = Vec::new();
    scene.each(&mut |item| {
        if let Item::Text(text) = item {
            let width = fonts.measure(
                text.content.trim_end(),
                text.size,
                text.semibold,
                text.tabular,
                text.tracking,
            );
            let left = match text.anchor {
                Anchor::Start => text.x,
                Anchor::Middle => text.x - width / 2.0,
                Anchor::End => text.x - width,
            };
            let ends =
                if text.upwards { (text.x - text.size, text.x) } else { (left, left + width) };
            texts.push((text.clone(), ends.0, ends.1));
        }
    });
    texts
}

fn assert_inside_margins(pages: &LaidOut) {
    for (number, page) in pages.scenes().iter().enumerate() {
        for (text, left, right) in texts(page) {
            assert!(
                left >= 59.5 && right <= page.width - 59.5,
                "page {}: {:?} reaches from {left} to {right}, into a margin",
                number + 1,
                text.content
            );
            assert!(
                text.y > 30.0 && text.y < page.height - 30.0,
                "page {}: {:?} stands at {}",
                number + 1,
                text.content,
                text.y
            );
        }
    }
}

/// The pages of a page list, each as its lines.
fn listed(pages: &LaidOut) -> Vec<Vec<String>> {
    let list = pages.page_list();
    let mut found: Vec<Vec<String>> = Vec::new();
    for line in list.lines() {
        if line.starts_with("--- ") {
            found.push(Vec::new());
        } else if !line.starts_with('·') {
            found.last_mut().expect("a page is open").push(line.to_owned());
        }
    }
    found
}

fn rows(count: usize) -> Table {
    Table {
        columns: vec![
            Column::new("Code", 1.0),
            Column::new("What was said", 5.0),
            Column::number("Gap", 1.0),
        ],
        rows: (0..count)
            .map(|i| {
                Row::new(vec![
                    Cell::text(format!("Q-{i}")),
                    Cell::text("Agreed for the retail domain only. ".repeat(i % 4 + 1)),
                    Cell::text("1.2"),
                ])
            })
            .collect(),
        ..Table::default()
    }
}

#[test]
fn the_specimen_stays_as_it_was_looked_at() {
    let pages = lay_out(&report(), &meta()).expect("the specimen is well formed");
    insta::assert_snapshot!("specimen", pages.page_list());
}

#[test]
fn no_text_leaves_the_margins() {
    assert_inside_margins(&lay_out(&report(), &meta()).expect("the specimen is well formed"));
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft/"
        .repeat(3);
    assert_inside_margins(&laid(vec![
        heading(1, word.clone(), "a"),
        paragraph(word.clone()),
        bullets([word.clone()]),
        Block::Table(Table {
            title: word.clone(),
            columns: vec![
                Column::new(word.clone(), 1.0),
                Column::number("Number of everything", 0.2),
            ],
            rows: vec![Row::new(vec![Cell::level(3, word.clone()), Cell::text("1234567890")])],
            ..Table::default()
        }),
        Block::Callout(Callout {
            tone: Tone::Key,
            title: word.clone(),
            blocks: vec![paragraph(word.clone())],
        }),
        Block::Columns(Columns {
            left: vec![paragraph(word.clone())],
            right: vec![heading(2, word, "b")],
            share: 0.3,
        }),
    ]));
}

#[test]
fn a_table_repeats_its_head_and_loses_no_row() {
    let pages = laid(vec![Block::Table(rows(120))]);
    assert!(pages.pages() > 3, "120 rows need several pages");
    for (number, page) in pages.scenes().iter().enumerate() {
        let heads = texts(page).iter().filter(|(t, ..)| t.content == "What was said").count();
        assert_eq!(heads, 1, "page {} shows the head once", number + 1);
    }
    let list = pages.page_list();
    for i in 0..120 {
        assert_eq!(list.matches(&format!("TR  Q-{i} |")).count(), 1, "row {i} stands once");
    }
}

#[test]
fn a_row_taller_than_a_page_is_split_between_lines() {
    let words: Vec<String> = (0..2500).map(|i| format!("w{i}")).collect();
    let table = Table {
        columns: vec![Column::new("What", 1.0), Column::new("In full", 2.0)],
        rows: vec![
            Row::new(vec![Cell::bold("Long"), Cell::text(words.join(" "))]),
            Row::new(vec![Cell::text("After"), Cell::text("it")]),
        ],
        ..Table::default()
    };
    let pages = laid(vec![paragraph("Before."), Block::Table(table)]);
    assert!(pages.pages() >= 2);
    assert_inside_margins(&pages);
    let list = pages.page_list();
    let mut from = 0;
    for word in &words {
        let at = list[from..]
            .find(word.as_str())
            .unwrap_or_else(|| panic!("{word} is on a page, in order"));
        from += at + word.len();
    }
    for page in pages.scenes() {
        let lowest = texts(&page)
            .iter()
            .filter(|(t, ..)| t.size > 8.0)
            .map(|(t, ..)| t.y)
            .fold(0.0, f32::max);
        assert!(lowest <= page.height - 68.0, "no line stands below the text area");
    }
}

#[test]
fn a_heading_is_never_the_last_on_its_page() {
    for filler in 30..60 {
        let mut blocks: Vec<Block> = (0..filler).map(|i| paragraph(format!("Line {i}."))).collect();
        blocks.push(heading(2, "Alone?", "alone"));
        blocks.push(heading(3, "Not alone", "not-alone"));
        blocks.push(paragraph("With company."));
        for page in listed(&laid(blocks)) {
            let last = page.last().expect("a page has content");
            assert!(!last.starts_with('H'), "after {filler} lines the page ends with {last}");
        }
    }
}

#[test]
fn a_paragraph_leaves_no_single_line_behind() {
    let long =
        "Nobody is named; questions go to whoever knows, and the answer depends on the day. "
            .repeat(5);
    for filler in 20..50 {
        let mut blocks: Vec<Block> = (0..filler).map(|i| paragraph(format!("Line {i}."))).collect();
        blocks.push(paragraph(long.clone()));
        let pages = laid(blocks).scenes();
        for page in &pages {
            let lines = texts(page)
                .iter()
                .filter(|(t, ..)| t.size > 9.0 && !t.content.starts_with("Line "))
                .count();
            assert_ne!(lines, 1, "after {filler} lines one line of the paragraph stands alone");
        }
    }
}

#[test]
fn what_is_kept_together_is_on_one_page() {
    for filler in 0..48 {
        let mut blocks: Vec<Block> = (0..filler).map(|i| paragraph(format!("Line {i}."))).collect();
        blocks.push(Block::KeepTogether(vec![
            paragraph("First."),
            bullets(["Second.", "Third."]),
            paragraph("Fourth."),
        ]));
        let together = listed(&laid(blocks)).iter().any(|page| {
            ["First.", "Second.", "Third.", "Fourth."]
                .iter()
                .all(|w| page.iter().any(|l| l.ends_with(w)))
        });
        assert!(together, "after {filler} lines the four are torn apart");
    }
}

#[test]
fn the_contents_name_the_pages_the_headings_are_on() {
    let pages = lay_out(&report(), &meta()).expect("the specimen is well formed");
    let list = pages.page_list();
    for (id, title) in [
        ("summary", "Governance trails technology by 1.2 levels"),
        ("votes", "Votes by role"),
        ("answers", "Every answer, with its spread"),
    ] {
        let label = pages.page_of(id).expect("the heading is there");
        assert!(
            list.lines().any(|l| l.starts_with("TOCI") && l.ends_with(&format!("{title} {label}"))),
            "the contents give {title} page {label}:\n{list}"
        );
        let page = list
            .split("--- ")
            .find(|p| {
                p.starts_with(&format!("{label} ---")) || p.starts_with(&format!("{label}, "))
            })
            .expect("the page is there");
        assert!(page.contains(title), "{title} is on page {label}");
    }
    assert!(
        !list.lines().any(|l| l.starts_with("TOCI") && l.contains("Contents")),
        "the contents do not list themselves"
    );
}

#[test]
fn figures_fit_their_page_and_stay_with_their_heading() {
    let tall = Scene::new(400.0, 2000.0, "Tall", "A tall drawing");
    let pages = laid(vec![Block::Figure(Figure::new(tall, "Scaled."))]);
    assert_eq!(pages.pages(), 1, "a drawing is scaled to the page");
    let scene = Scene::new(TEXT_WIDTH, TEXT_HEIGHT - 60.0, "Nearly a page", "A drawing");
    let pages = laid(vec![
        heading(1, "Part", "part"),
        heading(2, "Section", "section"),
        Block::Figure(Figure::new(scene, "")),
    ]);
    assert_eq!(pages.pages(), 1, "a drawing gives way a little to stay with its heading");
}

#[test]
fn columns_too_tall_for_a_page_follow_each_other() {
    let many = |word: &str| (0..90).map(|i| paragraph(format!("{word} {i}."))).collect::<Vec<_>>();
    let pages = laid(vec![Block::Columns(Columns {
        left: many("Left"),
        right: many("Right"),
        share: 0.5,
    })]);
    let list = pages.page_list();
    assert!(list.contains("Left 89.") && list.contains("Right 89."), "nothing is lost");
    assert!(pages.pages() > 2);
}

#[test]
fn a_long_callout_goes_over_the_page() {
    let many = (0..80).map(|i| paragraph(format!("Reason {i}."))).collect();
    let pages =
        laid(vec![Block::Callout(Callout { tone: Tone::Warn, title: "Why".into(), blocks: many })]);
    assert!(pages.pages() > 1);
    let list = pages.page_list();
    assert!((0..80).all(|i| list.contains(&format!("Reason {i}."))), "nothing is lost");
}

#[test]
fn mistakes_of_a_section_are_named() {
    let fault = |blocks| lay_out(&Report { blocks }, &meta()).expect_err("this is a mistake");
    assert_eq!(
        fault(vec![rich(vec![Span::to("there", "nowhere")])]),
        Error::UnknownAnchor { anchor: "nowhere".into() }
    );
    assert_eq!(
        fault(vec![heading(2, "A", "a"), heading(2, "B", "a")]),
        Error::DuplicateAnchor { anchor: "a".into() }
    );
    assert_eq!(
        fault(vec![heading(4, "A", "a")]),
        Error::HeadingLevel { text: "A".into(), level: 4 }
    );
    let short = Table {
        title: "T".into(),
        columns: vec![Column::new("A", 1.0), Column::new("B", 1.0)],
        rows: vec![Row::new(vec![Cell::text("a")])],
        ..Table::default()
    };
    assert_eq!(
        fault(vec![Block::Table(short)]),
        Error::RowCells { table: "T".into(), row: 1, expected: 2, found: 1 }
    );
}

#[test]
fn characters_without_a_glyph_are_reported_once() {
    let pages = laid(vec![heading(1, "数据", "a"), paragraph("Plain, then 数 again, and 😀.")]);
    assert_eq!(pages.unsupported(), ['据', '数', '😀']);
    assert!(laid(vec![paragraph("Zażółć Ελλάδα Привет €")]).unsupported().is_empty());
}

#[test]
fn nothing_is_one_page() {
    assert_eq!(laid(Vec::new()).pages(), 1);
    assert_eq!(
        laid(vec![
            Block::Heading(Heading::new(1, "", "empty")),
            Block::Table(Table::default()),
            Block::KeyFigures(Vec::new())
        ])
        .pages(),
        1
    );
}

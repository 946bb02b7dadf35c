//! A report with every block and every chart in it, about an invented organisation.
#![allow(dead_code, unreachable_pub)]

use waymark_chart::Frame;
use waymark_chart::text::Fonts;
use waymark_report::block::{
    Align, Block, Bullets, Callout, Cell, Column, Columns, Cover, Figure, Heading, KeyFigure,
    Orientation, Paragraph, ParagraphStyle, Row, Span, Table, Tone, bullets, heading, lead,
    paragraph, rich, small,
};
use waymark_report::{LANDSCAPE_WIDTH, Meta, Report, TEXT_WIDTH};

#[path = "../../../waymark-chart/tests/charts/samples.rs"]
mod samples;

pub fn meta() -> Meta {
    Meta {
        title: "Data strategy diagnostic".into(),
        client: "Meridian Outfitters".into(),
        author: "A. Facilitator".into(),
        date: jiff::civil::date(2027, 1, 15),
        language: "en-GB".into(),
        confidentiality: "Confidential. For the executive team of Meridian Outfitters".into(),
        logo: None,
    }
}

const RUNNING: &str = "Ownership of data is settled for the retail domain only. Elsewhere questions about what a field means go to whoever knows, and the answer depends on who is in \
that day. The technology would carry more than is asked of it: the lake, the pipelines and the catalogue stand one level above the way they are used. What is missing is not a tool but \
the right of one named person to say what a customer, an order or a margin is.";

/// One paragraph per line of thought, enough to need several pages.
fn running(times: usize) -> Vec<Block> {
    (0..times).map(|_| paragraph(RUNNING)).collect()
}

fn answers() -> Table {
    let names = ["Ad hoc", "Emerging", "Defined", "Managed", "Optimising"];
    let questions = [
        "Who decides what a data element means, and who may use it?",
        "How are disputes about definitions settled, and how long does it take?",
        "Which policies exist in writing, and who has read them this year?",
        "What happens when a number in the board pack turns out to be wrong?",
    ];
    let mut rows = Vec::new();
    for dimension in 0..6 {
        rows.push(Row::band(
            [
                "Ownership and governance",
                "Security and privacy",
                "Organisation",
                "Value",
                "Sources",
                "Storage",
            ][dimension],
        ));
        for i in 0..8 {
            let n = dimension * 8 + i;
            let level = (n * 7 % 5) as u8 + 1;
            rows.push(
                Row::new(vec![
                    Cell::spans(vec![Span::text(format!("Q-{}", n + 1))]),
                    Cell::spans(vec![Span::bold(questions[n % 4]), Span::quiet("\nAgreed for the retail domain only; the wholesale side keeps its own lists.")]),
                    Cell::level(level, names[usize::from(level) - 1]),
                    Cell::text(format!("{}-{}", level.saturating_sub(1).max(1), (level + 1).min(5))),
                    Cell::text(format!("{}.{}", n % 4, n % 10)),
                ])
                .id(format!("q-{}", n + 1)),
            );
        }
    }
    Table {
        title: "Forty-eight questions, answered in one afternoon".into(),
        alt: "Every question with the level agreed and the spread of the votes".into(),
        columns: vec![
            Column::new("Code", 0.8),
            Column::new("Question and what was said", 5.0),
            Column::new("Level", 1.6),
            Column { head: "Spread".into(), width: 0.9, align: Align::Center },
            Column::number("Gap", 0.7),
        ],
        rows,
        id: Some("tbl-answers".into()),
    }
}

fn tall() -> Table {
    let long = RUNNING.repeat(6);
    Table {
        title: "A row taller than a page is split between lines".into(),
        alt: String::new(),
        columns: vec![Column::new("What", 1.0), Column::new("In full", 3.0)],
        rows: vec![
            Row::new(vec![
                Cell::bold("Internationalisation of responsibilities"),
                Cell::text(long),
            ]),
            Row {
                emphasised: true,
                ..Row::new(vec![Cell::bold("Short"), Cell::text("The row the text speaks of.")])
            },
            Row::new(vec![
                Cell::bold("Last"),
                Cell::spans(vec![
                    Span::text("See "),
                    Span::to("the answers", "tbl-answers"),
                    Span::text("."),
                ]),
            ]),
        ],
        id: None,
    }
}

pub fn report() -> Report {
    let fonts = Fonts::inter();
    let upright = Frame::print(TEXT_WIDTH);
    let wide = Frame::print(LANDSCAPE_WIDTH);
    let figure = |value: &str, label: &str, note: &str| KeyFigure {
        value: value.into(),
        label: label.into(),
        note: note.into(),
    };
    let mut blocks = vec![
        Block::Cover(Cover {
            kicker: "Data strategy diagnostic".into(),
            title: "Governance holds back what technology could already carry".into(),
            subtitle: "Findings, target architecture and roadmap".into(),
            details: vec![
                ("Prepared for".into(), "Meridian Outfitters".into()),
                ("Prepared by".into(), "A. Facilitator".into()),
                ("Date".into(), "15 January 2027".into()),
            ],
            logo: None,
        }),
        heading(1, "Contents", "contents"),
        Block::TableOfContents { depth: 2 },
        Block::Heading(
            Heading::new(1, "Governance trails technology by 1.2 levels", "summary")
                .numbered("1")
                .kicker("What does it mean?"),
        ),
        lead(
            "Meridian stands at 2.3 of 5 and wants 3.2. Four waves of work over 22 months close the gap; the first costs little and makes the others possible.",
        ),
        Block::KeyFigures(vec![
            figure("2.3", "Emerging overall", "between 1.7 and 3.0, target 3.2"),
            figure("57 of 60", "questions answered", "4 flagged, 2 contradictions"),
            figure("18", "initiatives in four waves", "157 person-weeks"),
            figure("22", "months to the target", "longest chain 81 weeks"),
        ]),
        rich(vec![
            Span::text(
                "Nine of ten dimensions are scored and all but one miss their target. The widest gap is in ",
            ),
            Span::bold("ownership and governance"),
            Span::text(", where nobody outside retail may settle what a field means ("),
            Span::to("Q-1", "q-1"),
            Span::text("). The reasoning is in "),
            Span::to("section 2", "maturity"),
            Span::text(", the method at "),
            Span::url("example.org/method", "https://example.org/method?a=1&b=(2)"),
            Span::text("."),
        ]),
        Block::Callout(Callout {
            tone: Tone::Key,
            title: "What to decide this month".into(),
            blocks: vec![bullets([
                "Name one owner for customer, order and margin, by person.",
                "Give the data council the right to settle disputes within ten days.",
                "Fund wave 1: 24 person-weeks, no new licences.",
            ])],
        }),
        heading(2, "What the room said", "room"),
        Block::Paragraph(Paragraph {
            spans: vec![Span::text(
                "We have three numbers for the same thing, and each of us can defend his.",
            )],
            style: ParagraphStyle::Quote,
        }),
        small("Said in the discussion of Q-2; no names were kept."),
        Block::Bullets(Bullets {
            items: vec![
                vec![
                    Span::bold("Agreement. "),
                    Span::text(
                        "Executives and engineers differ by 0.9 on average; on value they agree.",
                    ),
                ],
                vec![
                    Span::bold("Doubt. "),
                    Span::text(
                        "Two answers contradict what the account shows and want a second look before anybody relies on them.",
                    ),
                ],
                vec![Span::text("Open: culture, below 60 % coverage.")],
            ],
            numbered: true,
        }),
        Block::Heading(
            Heading::new(1, "Nine of ten dimensions miss their target", "maturity")
                .numbered("2")
                .kicker("Where do they stand?"),
        ),
        Block::Figure(Figure {
            id: Some("fig-bars".into()),
            ..Figure::new(
                samples::bars(false).draw(fonts, upright),
                "Dot: score. Band: the scores the answers still allow. Tick: target. Hatched: below 60 % coverage, no score.",
            )
        }),
        Block::Figure(Figure::new(
            samples::radar(false).draw(fonts, upright, 270.0),
            "Centre 0, edge 5.",
        )),
        Block::Heading(Heading::new(2, "Votes by role", "votes").numbered("2.1")),
        Block::Figure(Figure::new(
            samples::heatmap(false).draw(fonts, upright),
            "Mean vote. A dot: not asked. Hatched: asked, not known.",
        )),
        Block::Heading(Heading::new(2, "Two sides of one finding", "sides").numbered("2.2")),
        Block::Columns(Columns {
            left: vec![heading(3, "Technology", "tech"), paragraph(RUNNING)],
            right: vec![
                heading(3, "People and process", "people"),
                paragraph("Three of five roles have no deputy."),
                bullets([
                    "Stewards exist on paper.",
                    "Nobody measures the quality of what is delivered.",
                ]),
                Block::Callout(Callout {
                    tone: Tone::Warn,
                    title: "Verify first".into(),
                    blocks: vec![paragraph("Votes on Q-1 run from 1 to 3.")],
                }),
            ],
            share: 0.5,
        }),
        Block::Heading(Heading::new(2, "In more words", "words").numbered("2.3")),
    ];
    blocks.extend(running(9));
    blocks.extend([
        Block::Orientation(Orientation::Landscape),
        Block::Heading(
            Heading::new(1, "Four waves lift Meridian from 2.3 to its target of 3.2", "roadmap")
                .numbered("3")
                .kicker("How to get there"),
        ),
        Block::Figure(Figure::new(
            samples::timeline(false).draw(fonts, wide),
            "Bar: planned weeks. Whisker: longest estimate. Dark: on the longest chain.",
        )),
        Block::Orientation(Orientation::Portrait),
        Block::Heading(Heading::new(2, "What to do first", "first").numbered("3.1")),
        Block::Figure(Figure::new(samples::quadrant(false).draw(fonts, upright, 300.0), "")),
        Block::KeepTogether(vec![
            Block::Heading(Heading::new(2, "What it brings", "brings").numbered("3.2")),
            Block::Figure(Figure::new(
                samples::steps().draw(fonts, upright, 130.0),
                "Projected score if the expected lifts arrive.",
            )),
        ]),
        Block::Rule,
        Block::Callout(Callout {
            tone: Tone::Danger,
            title: "Risk".into(),
            blocks: vec![paragraph("False merges of customers; watch the rate on a sample.")],
        }),
        Block::Callout(Callout {
            tone: Tone::Good,
            title: "Already done".into(),
            blocks: vec![paragraph("Consent is recorded at every till.")],
        }),
        Block::Callout(Callout {
            tone: Tone::Note,
            title: String::new(),
            blocks: vec![paragraph("A note without a title.")],
        }),
        Block::Heading(
            Heading::new(1, "Every answer, with its spread", "answers")
                .numbered("4")
                .kicker("Appendix"),
        ),
        Block::Table(answers()),
        Block::Table(tall()),
        paragraph("Zażółć gęślą jaźń – Ελληνικά – Привет – Tiếng Việt – 12 € ≥ 3 → ✓"),
    ]);
    Report { blocks }
}

//! The target architecture: the diagram, its components by layer, and a decision record for each of them.

use std::collections::BTreeSet;

use waymark_core::architecture::decision::{self, DecisionRecord};
use waymark_core::architecture::stage::{ends_too_early, wave_of};
use waymark_core::architecture::{Component, Status, headline, layout};
use waymark_core::discovery::platform::Layer;
use waymark_core::engagement::{Audience, VerdictSubject};
use waymark_core::pack::{CostClass, ServiceStatus};
use waymark_core::wording::{count, of, sentence};

use super::words::{long_date, stop};
use super::{Context, decision_anchor, fonts, note, quiet_cell};
use crate::block::{
    Block, Bullets, Cell, Column, Figure, Heading, Orientation, Row, Span, Table, heading, lead,
    paragraph, rich, small,
};

/// The room for the diagram in its own units: the wide form, which the page then makes smaller.
pub(super) const DIAGRAM_WIDTH: f64 = 1240.0;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let architecture = context.input.architecture;
    let mut blocks = vec![
        Block::Heading(
            Heading::new(1, headline(architecture), "architecture").kicker("Target architecture"),
        ),
        lead(opening(context)),
        components(context),
    ];
    blocks.extend(diagram(context));
    blocks.extend(consistency(context));
    blocks.extend(open_questions(context));
    blocks.extend(services(context));
    // A sponsor wants to know what is decided, not each record of it.
    if context.audience != Audience::Sponsor {
        blocks.extend(decisions(context));
    }
    blocks
}

/// What the architecture is made from, in two sentences.
fn opening(context: &Context) -> String {
    let architecture = context.input.architecture;
    let layers = Layer::ALL
        .iter()
        .filter(|layer| architecture.components.iter().any(|c| c.layer == **layer))
        .count();
    let rules: BTreeSet<_> = architecture
        .components
        .iter()
        .flat_map(|c| &c.because)
        .map(|b| &b.rule)
        .filter(|rule| !rule.as_str().is_empty())
        .collect();
    format!(
        "{} in {} follow from what is recorded of sources, use cases, people and constraints. {} called for them; each component below names its \
         reason and what would be chosen instead.",
        sentence(&count(architecture.components.len(), "component", "components")),
        count(layers, "layer", "layers"),
        sentence(&count(rules.len(), "rule", "rules"))
    )
}

fn status_label(status: Status) -> &'static str {
    match status {
        Status::Existing => "Kept",
        Status::New => "New",
        Status::Replace => "Replaces",
        Status::Retire => "Retired",
    }
}

/// The diagram, over a page that lies on its side.
fn diagram(context: &Context) -> [Block; 3] {
    let options = layout::Options { width: DIAGRAM_WIDTH, ..layout::Options::default() };
    let laid_out =
        layout::diagram(context.input.architecture, context.engagement(), fonts(), &options);
    let mut scene = waymark_chart::architecture::draw(&laid_out, fonts());
    scene.title = headline(context.input.architecture);
    [
        Block::Orientation(Orientation::Landscape),
        Block::Figure(Figure {
            id: Some("architecture-diagram".into()),
            title: "The target architecture, from source to use".into(),
            ..Figure::new(
                scene,
                "Each box names what is needed or what provides it; filled is kept, outlined with a plus is new, outlined twice replaces what is there, dashed and struck through goes, dotted with a minus was rejected.",
            )
        }),
        Block::Orientation(Orientation::Portrait),
    ]
}

/// When a component is there.
fn arrival(context: &Context, component: &Component) -> String {
    match component.status {
        _ if component.is_rejected => "not built".to_owned(),
        Status::Existing => "in place".to_owned(),
        Status::Retire => "goes".to_owned(),
        Status::New | Status::Replace => {
            let wave = wave_of(component, context.input.plan);
            match wave {
                None => "not planned".to_owned(),
                Some(0) => "built".to_owned(),
                Some(wave) => format!("wave {wave}"),
            }
        }
    }
}

fn components(context: &Context) -> Block {
    let mut rows = Vec::new();
    for layer in Layer::ALL {
        let own: Vec<&Component> = of_layer(context, layer).collect();
        if own.is_empty() {
            continue;
        }
        rows.push(Row::band(layer.label()));
        for component in own {
            let name = Span::to(component.name.clone(), decision_anchor(&component.id));
            let status =
                if component.is_rejected { "Rejected" } else { status_label(component.status) };
            rows.push(Row::new(vec![
                Cell::spans(vec![name]),
                Cell::text(component.capability.clone()),
                Cell::text(status),
                Cell::text(component.cost.map_or("Not on record", CostClass::label)),
                Cell::text(sentence(&arrival(context, component))),
            ]));
        }
    }
    Block::Table(Table {
        title:
            "What belongs to it, layer by layer; each name leads to the decision and its reasons"
                .into(),
        alt: "Components by layer with what they do, status, run cost and when they arrive.".into(),
        columns: vec![
            Column::new("Component", 3.7),
            Column::new("What it is for", 3.5),
            Column::new("Status", 1.0),
            Column::new("Run cost", 1.0),
            Column::new("Arrives", 1.2),
        ],
        rows,
        id: Some("architecture-components".into()),
    })
}

fn of_layer<'a>(
    context: &Context<'a>,
    layer: Layer,
) -> impl Iterator<Item = &'a Component> + use<'a> {
    context.input.architecture.components.iter().filter(move |component| component.layer == layer)
}

/// What does not fit together.
fn consistency(context: &Context) -> Vec<Block> {
    let input = &context.input;
    let mut findings = input.architecture.findings.clone();
    findings.extend(ends_too_early(input.architecture, context.engagement(), input.plan));
    if findings.is_empty() {
        return vec![];
    }
    let items = findings
        .iter()
        .map(|finding| {
            let mut spans = context.linked(&stop(&finding.text));
            let missing: Vec<&String> = finding
                .records
                .iter()
                .filter(|code| !finding.text.contains(code.as_str()))
                .collect();
            if !missing.is_empty() {
                spans.push(Span::quiet(" ("));
                spans.extend(context.codes(&missing, 6));
                spans.push(Span::quiet(")"));
            }
            spans
        })
        .collect();
    vec![
        heading(
            2,
            sentence(&count(
                findings.len(),
                "point does not fit together yet",
                "points do not fit together yet",
            )),
            "architecture-consistency",
        ),
        Block::Bullets(Bullets { items, numbered: false }),
    ]
}

/// Facts that are not known and would change the architecture.
fn open_questions(context: &Context) -> Vec<Block> {
    let open = &context.input.architecture.open_questions;
    if open.is_empty() {
        return vec![];
    }
    let rows = open
        .iter()
        .map(|question| {
            Row::new(vec![
                Cell::spans(context.linked(&stop(&question.text))),
                Cell::text(question.capability.clone()),
                if question.records.is_empty() {
                    quiet_cell("all")
                } else {
                    Cell::spans(context.codes(&question.records, 5))
                },
            ])
        })
        .collect();
    vec![
        heading(
            2,
            sentence(&count(
                open.len(),
                "unknown fact could add a component",
                "unknown facts could add a component",
            )),
            "architecture-open",
        ),
        Block::Table(Table {
            alt: "What to find out, what it could add, and for which records.".into(),
            columns: vec![
                Column::new("Find out", 5.0),
                Column::new("It could call for", 2.6),
                Column::new("For", 1.8),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

/// How sure the names and states of the services are.
fn services(context: &Context) -> Vec<Block> {
    let pack = context.pack();
    let used: BTreeSet<_> = context
        .input
        .architecture
        .components
        .iter()
        .flat_map(|c| c.service.iter().chain(&c.also))
        .collect();
    let named: Vec<_> = pack.services.iter().filter(|s| used.contains(&s.id)).collect();
    let notable: Vec<_> = named.iter().filter(|s| s.status != ServiceStatus::Active).collect();
    let checked = small(format!(
        "The state of {} named here was checked on {}. Check again before work begins.",
        count(named.len(), "service", "services"),
        long_date(pack.services_checked)
    ));
    if notable.is_empty() {
        return vec![checked];
    }
    let rows = notable
        .iter()
        .map(|service| {
            Row::new(vec![
                Cell::text(service.name.clone()),
                Cell::text(service.status.label()),
                Cell::text(stop(&service.note)),
            ])
        })
        .collect();
    vec![
        heading(
            2,
            sentence(&count(
                notable.len(),
                "service named here is not open to new customers",
                "services named here are not open to new customers",
            )),
            "architecture-services",
        ),
        Block::Table(Table {
            alt: "Services with restrictions or dates to know.".into(),
            columns: vec![
                Column::new("Service", 2.4),
                Column::new("State", 1.4),
                Column::new("To know", 5.6),
            ],
            rows,
            ..Table::default()
        }),
        checked,
    ]
}

/// A decision record per component, layer by layer.
fn decisions(context: &Context) -> Vec<Block> {
    let components = &context.input.architecture.components;
    let judged = context
        .engagement()
        .verdicts
        .iter()
        .filter(|v| v.subject == VerdictSubject::Component && v.pack == context.pack().id)
        .count();
    let title = match judged {
        0 => sentence(&count(
            components.len(),
            "decision, with its reasons and what would be chosen instead",
            "decisions, each with its reasons and what would be chosen instead",
        )),
        n => format!("The client has judged {}", of(n, components.len(), "decision", "decisions")),
    };
    let records = decision::decisions(
        context.input.architecture,
        context.pack(),
        context.engagement(),
        context.input.plan,
        context.input.given,
    );
    let mut rows = Vec::new();
    for layer in Layer::ALL {
        let mut own = records.iter().filter(|record| record.layer == layer).peekable();
        if own.peek().is_some() {
            rows.push(Row::band(layer.label()));
        }
        rows.extend(own.map(|record| row(context, record)));
    }
    let mut blocks = vec![
        Block::Orientation(Orientation::Landscape),
        heading(2, title, "architecture-decisions"),
        paragraph("In brackets: the rule, the records it fired for, and the facts it read."),
        Block::Table(Table {
            alt: "Decision records: context and decision, reasons with their facts, alternatives, consequences.".into(),
            columns: vec![
                Column::new("Context and decision", 3.2),
                Column::new("Because", 4.4),
                Column::new("Instead", 2.7),
                Column::new("What follows", 2.7),
            ],
            rows,
            ..Table::default()
        }),
    ];
    if let Some(regions) = decision::regions(context.engagement()) {
        blocks.insert(3, rich(context.linked(&regions)));
    }
    blocks.extend(no_longer_proposed(context));
    blocks.push(Block::Orientation(Orientation::Portrait));
    blocks
}

/// Verdicts on what no rule calls for any more.
fn no_longer_proposed(context: &Context) -> Vec<Block> {
    let stale = &context.input.architecture.stale_verdicts;
    if stale.is_empty() {
        return vec![];
    }
    let told = decision::stale_told(stale, context.input.given, context.engagement());
    let items = told
        .into_iter()
        .map(|(name, said)| vec![Span::bold(name), Span::text(format!(": {}", stop(&said)))])
        .collect();
    vec![
        heading(3, decision::NO_LONGER_PROPOSED, "architecture-no-longer"),
        paragraph(decision::NO_LONGER_MEANS),
        Block::Bullets(Bullets { items, numbered: false }),
    ]
}

fn row(context: &Context, record: &DecisionRecord) -> Row {
    let mut what = vec![Span::bold(record.decision.clone()), Span::text("\n")];
    what.extend(about(context, record));
    let status = format!("\nStatus: {}{}.", record.state.label(), record.given.on_day());
    what.push(note(status));
    if let Some(verdict) = &record.verdict {
        what.extend([Span::text("\nVerdict: "), Span::bold(verdict.text.clone())]);
        if !verdict.wording.is_empty() {
            what.push(Span::text(format!(" {}", verdict.wording)));
        }
    }
    if !record.given.changed.is_empty() {
        what.push(Span::text("\nChanged since the verdict: "));
        what.extend(context.linked(&stop(&record.given.changed.join("; "))));
    }
    let instead: Vec<Span> = record
        .alternatives
        .iter()
        .enumerate()
        .flat_map(|(i, alternative)| {
            let lead = if i == 0 { "" } else { "\n" };
            [
                Span::text(format!("{lead}{}", alternative.service)),
                Span::quiet(format!(", {}", stop(&alternative.when))),
            ]
        })
        .collect();
    let or_none = |spans: Vec<Span>| {
        if spans.is_empty() { quiet_cell(super::words::NONE) } else { Cell::spans(spans) }
    };
    Row::new(vec![
        Cell::spans(what),
        or_none(because(context, record)),
        or_none(instead),
        or_none(consequences(context, record)),
    ])
    .id(decision_anchor(&record.component))
}

fn about(context: &Context, record: &DecisionRecord) -> Vec<Span> {
    let told = &record.context;
    let mut spans = vec![Span::quiet(told.need.clone())];
    for (lead, codes) in [
        (" Takes in ", &told.sources),
        (" Serves ", &told.use_cases),
        (" Concerns ", &told.platform),
    ] {
        if !codes.is_empty() {
            spans.push(note(lead));
            let own = context.codes(codes, 5).into_iter();
            spans.extend(own.map(|span| Span { small: true, quiet: span.link.is_none(), ..span }));
            spans.push(note("."));
        }
    }
    spans
}

/// Records named behind a fact; more are counted.
const NAMED: usize = 3;

/// Reasons with the facts behind them.
fn because(context: &Context, record: &DecisionRecord) -> Vec<Span> {
    let small = |codes: &[String], most: usize| {
        context.codes(codes, most).into_iter().map(|span| Span { small: true, ..span })
    };
    let mut spans = Vec::new();
    for one in &record.because {
        if !spans.is_empty() {
            spans.push(Span::text("\n"));
        }
        spans.push(Span::text(format!("{} ", one.text)));
        let mut behind = vec![];
        if !one.rule.is_empty() {
            behind.push(note(one.rule.clone()));
        }
        if !one.records.is_empty() {
            if !behind.is_empty() {
                behind.push(note(": "));
            }
            behind.extend(small(&one.records, 8));
        }
        let first = one.facts.iter().enumerate().map(|(at, fact)| {
            let before = if at == 0 { ". " } else { "; " };
            (before, fact)
        });
        let others = one.also.iter().flat_map(|other| {
            let before = |at: usize| if at == 0 { "; and also " } else { ", " };
            other.iter().enumerate().map(move |(at, fact)| (before(at), fact))
        });
        for (before, fact) in first.chain(others) {
            if !behind.is_empty() {
                behind.push(note(before));
            }
            behind.push(note(fact.text.clone()));
            if fact.records.is_empty() || decision::is_same(&fact.records, &one.records) {
                continue;
            }
            if fact.records.len() > NAMED {
                behind.push(note(format!(" ({} of them)", fact.records.len())));
                continue;
            }
            behind.push(note(" ("));
            behind.extend(small(&fact.records, NAMED));
            behind.push(note(")"));
        }
        behind.extend(decision::more_reasons(one.more).map(|more| note(format!("; {more}"))));
        if !behind.is_empty() {
            spans.push(note("("));
            spans.extend(behind);
            spans.push(note(")"));
        }
    }
    spans
}

fn consequences(context: &Context, record: &DecisionRecord) -> Vec<Span> {
    let told = &record.consequences;
    let mut spans = context.linked(&told.sentences.join(" "));
    for (i, arrival) in told.arrives_with.iter().enumerate() {
        let lead = match (i, told.sentences.is_empty()) {
            (0, true) => "Arrives with ",
            (0, false) => " Arrives with ",
            _ => ", ",
        };
        spans.push(Span::text(lead));
        spans.push(context.initiative(&arrival.initiative));
        spans.push(Span::quiet(format!(" (wave {})", arrival.wave)));
    }
    if !told.arrives_with.is_empty() {
        spans.push(Span::text("."));
    }
    spans
}

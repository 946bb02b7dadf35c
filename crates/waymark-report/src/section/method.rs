//! How the report was made: the standing text of the pack, the arithmetic, and what the readiness check still says.

use waymark_core::readiness::Severity;
use waymark_core::wording::{count, percent, sentence};

use super::words::{date_range, long_date, markdown, stop};
use super::{Context, quiet_cell};
use crate::block::{
    Block, Cell, Column, Heading, Row, Span, Table, heading, lead, paragraph, small,
};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let (pack, engagement) = (context.pack(), context.engagement());
    let votes = engagement.votes.iter().filter(|v| v.pack == pack.id).count();
    let title = match votes {
        0 => "Every number in this report can be traced to what people said".to_owned(),
        n => format!("Every number in this report can be traced to {n} votes"),
    };
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "method").kicker("Method")),
        lead(opening(context, votes)),
    ];
    blocks.push(small(format!(
        "Assessment: {}, version {}, text {}. Services checked on {}. The same records under the same version give the same report.",
        pack.title,
        pack.version,
        pack.hash.get(..12).unwrap_or(&pack.hash),
        long_date(pack.services_checked)
    )));
    blocks.extend(people(context));
    for (name, title) in
        [("reading", "How to read this report"), ("method", "How the numbers are made")]
    {
        if let Some(text) = pack.report_text.get(name) {
            blocks.push(heading(2, title, format!("method-{name}")));
            blocks.extend(markdown(text, &format!("method-{name}")));
        }
    }
    blocks.push(weights(context));
    blocks.push(scale(context));
    blocks.extend(readiness(context));
    blocks
}

fn opening(context: &Context, votes: usize) -> String {
    let engagement = context.engagement();
    let when = match (
        engagement.profile.workshop_start.value(),
        engagement.profile.workshop_end.value(),
    ) {
        (Some(from), to) => format!(" on {}", date_range(*from, *to.unwrap_or(from))),
        (None, _) => String::new(),
    };
    let settled = context.card().questions.iter().filter(|q| q.is_settled).count();
    format!(
        "{} gave {votes} votes on {} questions{when}. {} settled in the room with a reason, and {} behind the answers.",
        sentence(&count(engagement.participants.len(), "participant", "participants")),
        context.pack().questions.len(),
        sentence(&count(settled, "answer was", "answers were")),
        count(engagement.evidence.len(), "piece of evidence stands", "pieces of evidence stand")
    )
}

/// Who took part: by name only where the engagement is not anonymous.
fn people(context: &Context) -> Option<Block> {
    let engagement = context.engagement();
    if engagement.participants.is_empty() {
        return None;
    }
    let is_anonymous = engagement.profile.is_anonymous;
    let rows = engagement
        .participants
        .iter()
        .map(|participant| {
            let votes = engagement
                .votes
                .iter()
                .filter(|v| v.participant == participant.uid && v.pack == context.pack().id)
                .count();
            let name = match (is_anonymous, participant.name.is_empty()) {
                (true, _) => Cell::text(participant.code.to_string()),
                (false, true) => quiet_cell(participant.code.to_string()),
                (false, false) if participant.job_title.is_empty() => {
                    Cell::text(participant.name.clone())
                }
                (false, false) => Cell::spans(vec![
                    Span::text(participant.name.clone()),
                    Span::quiet(format!(", {}", participant.job_title)),
                ]),
            };
            Row::new(vec![
                name,
                Cell::text(
                    participant
                        .role
                        .as_ref()
                        .map_or_else(|| "unknown".to_owned(), |role| context.role(role)),
                ),
                Cell::text(votes.to_string()),
            ])
        })
        .collect();
    Some(Block::Table(Table {
        title: if is_anonymous {
            "Who took part, without names as agreed".into()
        } else {
            "Who took part".into()
        },
        alt: "Participants with role and number of votes.".into(),
        columns: vec![
            Column::new("Participant", 4.4),
            Column::new("Role", 3.4),
            Column::number("Votes", 1.0),
        ],
        rows,
        ..Table::default()
    }))
}

/// What counts how much.
fn weights(context: &Context) -> Block {
    let pack = context.pack();
    let total: u32 = pack.factors.iter().map(|f| f.weight).sum();
    let mut rows = Vec::new();
    for factor in &pack.factors {
        let own: u32 =
            pack.dimensions.iter().filter(|d| d.factor == factor.id).map(|d| d.weight).sum();
        rows.push(Row::band(format!(
            "{}, {} of the overall score",
            factor.title,
            percent(f64::from(factor.weight) / f64::from(total.max(1)))
        )));
        for dimension in pack.dimensions.iter().filter(|d| d.factor == factor.id) {
            let questions = context.questions(&dimension.id);
            let changed = questions.iter().filter(|(q, own)| q.weight != own.weight).count();
            let weight: u32 = questions.iter().map(|(_, own)| own.weight).sum();
            rows.push(Row::new(vec![
                Cell::text(dimension.title.clone()),
                Cell::text(percent(f64::from(dimension.weight) / f64::from(own.max(1)))),
                Cell::text(questions.len().to_string()),
                Cell::text(weight.to_string()),
                if changed == 0 {
                    quiet_cell("as in the pack")
                } else {
                    Cell::text(count(changed, "weight changed", "weights changed"))
                },
            ]));
        }
    }
    Block::Table(Table {
        title: "What counts how much".into(),
        alt: "Weights of factors and dimensions, and the questions in each.".into(),
        columns: vec![
            Column::new("Dimension", 3.6),
            Column::number("Of its factor", 1.2),
            Column::number("Questions", 1.1),
            Column::number("Their weight", 1.2),
            Column::new("Weights", 1.9),
        ],
        rows,
        ..Table::default()
    })
}

fn scale(context: &Context) -> Block {
    let rows = context
        .pack()
        .scale
        .iter()
        .map(|level| {
            Row::new(vec![
                Cell::level(level.level, level.name.clone()),
                Cell::text(stop(&level.meaning)),
            ])
        })
        .collect();
    Block::Table(Table {
        title: "The five levels".into(),
        alt: "Levels with name and meaning.".into(),
        columns: vec![Column::new("Level", 1.7), Column::new("Meaning", 7.0)],
        rows,
        ..Table::default()
    })
}

/// What the readiness check says about this report, accepted by handing it over.
fn readiness(context: &Context) -> Vec<Block> {
    let checks = context.input.checks;
    if checks.is_empty() {
        return vec![
            heading(2, "The readiness check has nothing to say", "method-readiness"),
            paragraph(
                "No key question is open, no score is missing, and every record that the report leans on is complete.",
            ),
        ];
    }
    let weak = checks.iter().filter(|c| c.is_open() && c.severity != Severity::Information).count();
    let title = match weak {
        0 => "The readiness check found nothing that weakens the report".to_owned(),
        n => format!(
            "{} on the readiness check",
            sentence(&count(n, "weak point stands", "weak points stand"))
        ),
    };
    let rows = checks
        .iter()
        .map(|check| {
            let mut what = context.linked(&stop(&check.text));
            if !check.places.is_empty() {
                what.push(Span::quiet("\n"));
                what.extend(context.codes(&check.places, 10));
            }
            let word = match (check.severity, &check.accepted) {
                (_, Some(_)) => "Accepted",
                (Severity::Error, None) => "Missing",
                (Severity::Warning, None) => "Weak",
                (Severity::Information, None) => "To know",
            };
            let help = check.accepted.as_ref().map_or_else(
                || Cell::text(stop(&sentence(check.help))),
                |reason| Cell::text(stop(&sentence(reason))),
            );
            Row::new(vec![Cell::text(word), Cell::spans(what), help])
        })
        .collect();
    vec![
        heading(2, title, "method-readiness"),
        Block::Table(Table {
            alt: "What the readiness check says: how much it weighs, what, and what to do.".into(),
            columns: vec![
                Column::new("Weight", 1.0),
                Column::new("What", 4.6),
                Column::new("What to do, or why it may stay", 3.4),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

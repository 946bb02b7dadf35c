//! An engagement as one workbook: scores, answers and votes, findings, architecture, roadmap and the inventories.
//!
//! What is private, and what is sealed until it is revealed, is not in it; the lossless JSON is the form that holds all.

use jiff::Timestamp;
use serde_json::Value;
use waymark_core::consensus::Consensus;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::record::Kind;
use waymark_core::score::{Score, votes_on};
use waymark_core::wording::sentence;

use super::{Cell, Table, book, head, known};
use crate::cell::cell_text;
use crate::error::Error;
use crate::record::{codes, rows_with_codes};
use crate::session::Session;

/// What has a sheet of its own.
const INVENTORIES: [Kind; 10] = [
    Kind::Participant,
    Kind::Goal,
    Kind::UseCase,
    Kind::Persona,
    Kind::Source,
    Kind::Regulation,
    Kind::Constraint,
    Kind::PlatformItem,
    Kind::Skill,
    Kind::Capture,
];

/// Whether a field may leave the document: of people what the report says of them, and nothing that only the program reads.
fn is_told(session: &Session, kind: Kind, field: &FieldMeta) -> bool {
    let is_anonymous = session.in_view().profile.is_anonymous;
    match kind {
        Kind::Participant if is_anonymous => field.name == "role",
        Kind::Participant => ["role", "name", "job_title"].contains(&field.name),
        _ => !matches!(field.kind, FieldKind::Frozen),
    }
}

/// The workbook. `now`, in milliseconds since 1970, is the time it says it was made at.
///
/// # Errors
/// [`crate::error::Code::Internal`] where the workbook cannot be made.
pub fn file(session: &Session, now: i64) -> Result<Vec<u8>, Error> {
    let now = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let title = format!("{}: {}", session.in_view().profile.client, session.pack().title);
    book(&title, &tables(session), now)
}

/// The same tables as files of comma-separated values by name, in which a text that a spreadsheet would take for a formula has an
/// apostrophe in front.
///
/// # Errors
/// [`crate::error::Code::Internal`] where a table cannot be written.
pub fn csv(session: &Session) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let name = |table: &Table| format!("{}.csv", table.name.to_lowercase().replace(' ', "-"));
    tables(session).iter().map(|table| Ok((name(table), table.csv()?))).collect()
}

fn tables(session: &Session) -> Vec<Table> {
    let mut tables = vec![
        scores(session),
        questions(session),
        votes(session),
        findings(session),
        components(session),
    ];
    // Where no schedule can be found there is no roadmap to show.
    tables.extend(crate::roadmap_export::tables(session).unwrap_or_default());
    tables.extend(crate::evidence::tables(session));
    tables.extend(INVENTORIES.iter().map(|kind| inventory(session, *kind)));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn scores(session: &Session) -> Table {
    let (pack, card) = (session.pack(), &session.derived().scorecard);
    let row = |what: &str,
               id: &str,
               title: &str,
               score: &Score,
               target: Option<f64>,
               gap: Option<f64>| {
        vec![
            what.into(),
            id.into(),
            title.into(),
            known(score.score),
            score.told_attained().map_or(known(None), |level| u32::from(level).into()),
            known(score.band.map(|band| band.low)),
            known(score.band.map(|band| band.high)),
            score.coverage.map_or(known(None), Cell::Share),
            score.confidence.map_or(known(None), Cell::Share),
            known(target),
            known(gap),
        ]
    };
    let mut rows = vec![row("Overall", "", "", &card.overall, card.overall_target(pack), None)];
    rows.extend(pack.factors.iter().zip(&card.factors).map(|(factor, own)| {
        let target = card.factor_target(pack, &factor.id);
        row("Factor", factor.id.as_str(), &factor.title, &own.score, target, None)
    }));
    rows.extend(pack.dimensions.iter().zip(&card.dimensions).map(|(dimension, own)| {
        row("Dimension", dimension.id.as_str(), &dimension.title, &own.score, own.target, own.gap)
    }));
    let titles = [
        "What",
        "ID",
        "Title",
        "Score",
        "Attained",
        "Band, low",
        "Band, high",
        "Coverage",
        "Confidence",
        "Target",
        "Gap",
    ];
    Table { name: "Scores".into(), head: head(&titles), rows, kept: 3 }
}

fn questions(session: &Session) -> Table {
    let (pack, card) = (session.pack(), &session.derived().scorecard);
    let rows = card
        .questions
        .iter()
        .map(|own| {
            let question = pack.question(&own.id);
            let consensus: Cell = match own.consensus {
                Consensus::Level(level) => u32::from(level).into(),
                Consensus::NotApplicable => "not applicable".into(),
                Consensus::Unknown => known(None),
            };
            vec![
                own.id.to_string().into(),
                own.dimension.to_string().into(),
                question.map_or("", |question| question.text.as_str()).into(),
                consensus,
                own.is_settled.into(),
                u32::from(own.target).into(),
                own.weight.into(),
                own.strength.label().into(),
                own.spread.map_or("".into(), |spread| u32::from(spread.lowest).into()),
                own.spread.map_or("".into(), |spread| u32::from(spread.highest).into()),
                own.is_provisional.into(),
            ]
        })
        .collect();
    let titles = [
        "ID",
        "Dimension",
        "Question",
        "Consensus",
        "Settled",
        "Target",
        "Weight",
        "Evidence",
        "Lowest vote",
        "Highest vote",
        "Provisional",
    ];
    Table { name: "Questions".into(), head: head(&titles), rows, kept: 1 }
}

fn votes(session: &Session) -> Table {
    let (pack, engagement) = (session.pack(), session.in_view());
    let rows = session
        .derived()
        .scorecard
        .questions
        .iter()
        .flat_map(|question| {
            votes_on(engagement, pack, &question.id).into_iter().map(move |vote| (question, vote))
        })
        .map(|(question, vote)| {
            let person = engagement.participants.iter().find(|one| one.uid == vote.participant);
            let role = engagement.role_of(vote).and_then(|role| pack.role(role));
            vec![
                question.id.to_string().into(),
                // Of an anonymous engagement only the role is told, as in the report.
                person
                    .filter(|_| !engagement.profile.is_anonymous)
                    .map_or(String::new(), |one| one.code.to_string())
                    .into(),
                role.map_or("", |role| role.title.as_str()).into(),
                vote.choice.label().into(),
                vote.level.map_or("".into(), |level| f64::from(level).into()),
                vote.reason.as_str().into(),
            ]
        })
        .collect();
    let titles = ["Question", "Participant", "Role", "Vote", "Level", "Reason"];
    Table { name: "Votes".into(), head: head(&titles), rows, kept: 2 }
}

fn findings(session: &Session) -> Table {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    let all = derived.findings(pack, engagement).iter();
    let of_architecture = derived.architecture(pack, engagement).findings.iter();
    let rows = all
        .chain(of_architecture)
        .map(|finding| {
            vec![
                finding.tone.label().into(),
                finding.text.as_str().into(),
                finding.records.join(", ").into(),
                finding.id.as_str().into(),
            ]
        })
        .collect();
    Table {
        name: "Findings".into(),
        head: head(&["Kind", "Finding", "Records", "Rule"]),
        rows,
        kept: 1,
    }
}

fn components(session: &Session) -> Table {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    let plan = derived.plan(pack, engagement).ok();
    let rows = derived
        .architecture(pack, engagement)
        .components
        .iter()
        .map(|component| {
            let because: Vec<&str> =
                component.because.iter().map(|one| one.text.as_str()).collect();
            let wave = waymark_core::architecture::stage::wave_of(component, plan);
            let wave = wave.filter(|wave| *wave > 0);
            vec![
                component.layer.label().into(),
                component.capability.as_str().into(),
                component.name.as_str().into(),
                if component.is_rejected { "rejected" } else { component.status.word() }.into(),
                wave.map_or("".into(), Cell::from),
                component.cost.map_or("not known", |cost| cost.label()).into(),
                component.sources.join(", ").into(),
                component.use_cases.join(", ").into(),
                because.join(" ").into(),
                component.id.as_str().into(),
            ]
        })
        .collect();
    let titles = [
        "Layer",
        "Capability",
        "Service",
        "Status",
        "Wave",
        "Run cost",
        "Sources",
        "Use cases",
        "Because",
        "ID",
    ];
    Table { name: "Architecture".into(), head: head(&titles), rows, kept: 3 }
}

/// Every record of a kind, each field a column: numbers as numbers, days as days, links by code, all else as people read it.
fn inventory(session: &Session, kind: Kind) -> Table {
    let engagement = session.in_view();
    let fields: Vec<&FieldMeta> =
        kind.fields().iter().filter(|field| is_told(session, kind, field)).collect();
    let mut head = vec!["ID".to_owned()];
    head.extend(fields.iter().map(|field| field.label.to_owned()));
    // As in the report: what is kept out of it, and quotes that nobody agreed to, stay in the document.
    let is = |row: &Value, field: &str| row.get(field).and_then(Value::as_bool) == Some(true);
    let is_shown = |row: &&Value| {
        let is_quote = row.get("kind").and_then(Value::as_str) == Some("quote");
        match kind {
            Kind::Capture => !is(row, "is_left_out") && (!is_quote || is(row, "has_consent")),
            Kind::Evidence => !is(row, "is_left_out"),
            _ => true,
        }
    };
    let rows = rows_with_codes(engagement, kind, &codes(engagement))
        .iter()
        .filter(is_shown)
        .map(|row| {
            let code = row.get("code").and_then(Value::as_str).unwrap_or_default();
            let mut cells: Vec<Cell> = vec![code.into()];
            cells.extend(fields.iter().map(|field| value(session, field, row.get(field.name))));
            cells
        })
        .collect();
    Table { name: sentence(kind.plural()), head, rows, kept: 2 }
}

fn value(session: &Session, field: &FieldMeta, value: Option<&Value>) -> Cell {
    let text = || cell_text(field, value, session.words());
    match field.kind {
        FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money => {
            value.and_then(Value::as_f64).map_or_else(|| text().into(), Cell::Number)
        }
        FieldKind::Date => value
            .and_then(Value::as_str)
            .and_then(|day| day.parse().ok())
            .map_or_else(|| text().into(), Cell::Day),
        _ => text().into(),
    }
}

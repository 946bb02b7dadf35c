//! All answers: what every number in the report goes back to.

use waymark_core::consensus::Consensus;
use waymark_core::engagement::{Answer, Choice, Evidence, Vote};
use waymark_core::known::Known;
use waymark_core::pack::Question;
use waymark_core::score::{QuestionScore, votes_on};
use waymark_core::wording::sentence;

use super::words::{band, of_verb, short_date, stop};
use super::{Context, note, question_anchor, quiet_cell};
use crate::block::{Block, Cell, Column, Heading, Row, Span, Table, heading, lead};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let card = context.card();
    let answered = card.questions.iter().filter(|q| q.consensus != Consensus::Unknown).count();
    let title = sentence(&of_verb(
        answered,
        card.questions.len(),
        ("question", "questions"),
        ("has an answer", "have an answer"),
    ));
    let names = if context.engagement().profile.is_anonymous {
        "Votes are shown by role, without names, as agreed."
    } else {
        "Votes are shown with role and name."
    };
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "answers").kicker("All answers")),
        lead(format!(
            "Each question with its answer, the votes behind it, and why it stands where it stands. {names}"
        )),
    ];
    for (dimension, _) in context.dimensions() {
        blocks.push(heading(2, dimension.title.clone(), format!("answers-{}", dimension.id)));
        for (question, own) in context.questions(&dimension.id) {
            blocks.push(record(context, question, own));
        }
    }
    blocks
}

fn record(context: &Context, question: &Question, own: &QuestionScore) -> Block {
    let (engagement, pack) = (context.engagement(), context.pack());
    let answer = engagement.answer(&pack.id, &question.id);
    let votes = votes_on(engagement, pack, &question.id);
    let mut rows = Vec::new();
    let mut say = |name: &str, cell: Cell| rows.push(Row::new(vec![quiet_cell(name), cell]));
    say("Answer", standing(context, question, own));
    say("Target", target(context, own));
    if !votes.is_empty() {
        say("Votes", Cell::spans(voted(context, &votes)));
    }
    if let Some(answer) = answer {
        for (name, text) in texts(answer) {
            if !text.is_empty() {
                say(name, Cell::text(stop(text)));
            }
        }
    }
    let evidence: Vec<&Evidence> = context.evidence(&question.id).collect();
    if !evidence.is_empty() {
        say("Evidence", Cell::spans(supported(&evidence)));
    }
    if let Some(answer) = answer.filter(|a| a.is_flagged || !a.verify_owner.is_empty()) {
        say("To verify", Cell::text(verified(context, answer)));
    }
    Block::Table(Table {
        title: format!("{}  {}", question.id, question.text),
        alt: format!("The answer to {} with its votes and reasons.", question.id),
        columns: vec![Column::new("", 1.1), Column::new("", 8.0)],
        rows,
        id: Some(question_anchor(&question.id)),
    })
}

/// What may be told of an answer. The private note is not among it.
fn texts(answer: &Answer) -> [(&'static str, &str); 3] {
    [("Reason", &answer.reason), ("Dissent", &answer.dissent), ("Heard", &answer.note)]
}

fn standing(context: &Context, question: &Question, own: &QuestionScore) -> Cell {
    let how = if own.is_settled { "settled" } else { "from the votes" };
    let mut cell = context.level_cell(own.consensus);
    match own.consensus {
        Consensus::Level(level) => {
            cell.spans = vec![
                Span::bold(context.pack().level_name(level)),
                Span::text(format!(": {} ", stop(&question.levels[usize::from(level) - 1]))),
                note(format!(
                    "{how}, band {}{}",
                    band(own.band),
                    if own.is_provisional { ", provisional" } else { "" }
                )),
            ];
        }
        Consensus::NotApplicable | Consensus::Unknown => {
            if own.is_settled {
                cell.spans.push(note("  settled"));
            }
        }
    }
    cell
}

fn target(context: &Context, own: &QuestionScore) -> Cell {
    let mut spans = vec![Span::text(format!(
        "{} {}",
        own.target,
        context.pack().level_name(own.target).to_lowercase()
    ))];
    if let Some(target) = context.input.targets.get(&own.id) {
        if let Some(reason) = &target.by_hand {
            spans.push(Span::quiet(format!(". Set by hand: {}", stop(reason))));
        } else if let Some(reason) = target.reasons.first() {
            spans.push(Span::quiet(format!(". {} ", stop(&reason.because))));
            if !reason.records.is_empty() {
                spans.push(Span::quiet("("));
                spans.extend(context.codes(&reason.records, 8));
                spans.push(Span::quiet(")"));
            }
        }
    }
    Cell::spans(spans)
}

/// Every vote with the role that gave it.
fn voted(context: &Context, votes: &[&Vote]) -> Vec<Span> {
    let mut spans = Vec::new();
    for vote in votes {
        if !spans.is_empty() {
            spans.push(Span::quiet("  ·  "));
        }
        let (role, name) = context.voter(vote);
        let choice = match (vote.choice, vote.level) {
            (Choice::Level, Some(level)) => level.to_string(),
            (Choice::Level, None) => "no level".to_owned(),
            (Choice::DontKnow, _) => "don't know".to_owned(),
            (Choice::NotApplicable, _) => "not applicable".to_owned(),
        };
        spans.push(Span::text(role));
        if let Some(name) = name {
            spans.push(Span::quiet(format!(" ({name})")));
        }
        spans.push(Span::bold(format!(" {choice}")));
        if let Known::Value(certainty) = vote.certainty {
            spans.push(Span::quiet(format!(" {}", certainty.label().to_lowercase())));
        }
    }
    spans
}

fn supported(evidence: &[&Evidence]) -> Vec<Span> {
    let mut spans = Vec::new();
    for one in evidence {
        if !spans.is_empty() {
            spans.push(Span::text("\n"));
        }
        spans.push(Span::text(one.title.clone()));
        let date =
            one.date.value().map_or(String::new(), |date| format!(", {}", short_date(*date)));
        spans.push(Span::quiet(format!(
            " ({}, {}{date})",
            one.code,
            one.strength.label().to_lowercase()
        )));
    }
    spans
}

fn verified(context: &Context, answer: &Answer) -> String {
    let who = context.person(&answer.verify_owner).unwrap_or_else(|| "nobody named yet".to_owned());
    let by = answer
        .verify_by
        .value()
        .map_or(String::new(), |date| format!(", by {}", short_date(*date)));
    let flag = if answer.is_flagged { "Flagged in the room; " } else { "" };
    sentence(&format!("{flag}{who}{by}."))
}

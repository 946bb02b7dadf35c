//! `score --json`: the scorecard with unrounded numbers, null where there is no value.

use serde_json::{Value, json};
use waymark_core::consensus::{Consensus, Spread};
use waymark_core::score::{Score, votes_on};

use crate::session::Session;

/// One score as JSON.
pub fn score_json(score: &Score) -> Value {
    json!({
        "score": score.score,
        "attained": score.attained,
        "band": score.band.map(|band| [band.low, band.high]),
        "coverage": score.coverage,
        "confidence": score.confidence,
    })
}

fn with(mut first: Value, rest: Value) -> Value {
    if let (Value::Object(first), Value::Object(rest)) = (&mut first, rest) {
        first.extend(rest);
    }
    first
}

/// The whole scorecard as JSON.
pub fn json(session: &Session) -> Value {
    let pack = session.pack();
    let engagement = session.in_view();
    let card = &session.derived().scorecard;
    let factors: Vec<Value> =
        card.factors.iter().map(|f| with(json!({ "id": f.id }), score_json(&f.score))).collect();
    let dimensions: Vec<Value> = card
        .dimensions
        .iter()
        .map(|d| {
            let head = with(json!({ "id": d.id, "factor": d.factor }), score_json(&d.score));
            with(head, json!({ "target": d.target, "gap": d.gap }))
        })
        .collect();
    let questions: Vec<Value> = card
        .questions
        .iter()
        .map(|q| {
            let votes: Vec<Value> = votes_on(engagement, pack, &q.id)
                .into_iter()
                .map(|vote| {
                    let person = engagement.participants.iter().find(|p| p.uid == vote.participant);
                    json!({
                        "participant": person.map(|p| p.code.to_string()),
                        "role": engagement.role_of(vote),
                        "choice": vote.choice,
                        "level": vote.level,
                        "certainty": vote.certainty,
                    })
                })
                .collect();
            let level = q.consensus.level();
            let consensus = match q.consensus {
                Consensus::Level(level) => json!(level),
                Consensus::NotApplicable => json!("not_applicable"),
                Consensus::Unknown => Value::Null,
            };
            json!({
                "id": q.id,
                "dimension": q.dimension,
                "consensus": consensus,
                "settled": q.is_settled,
                "q": level,
                "weight": q.weight,
                "spread_flag": q.spread.is_some_and(Spread::is_wide),
                "provisional": q.is_provisional,
                "votes": votes,
            })
        })
        .collect();
    json!({ "overall": score_json(&card.overall), "factors": factors, "dimensions": dimensions, "questions": questions })
}

//! Which question to ask next when time is short.

use crate::consensus::Consensus;
use crate::engagement::Strength;
use crate::id::QuestionId;
use crate::pack::{Pack, Question};
use crate::score::{Scorecard, evidence_half_width};

/// An open question with what an answer to it would bring.
#[derive(Debug, Clone, PartialEq)]
pub struct NextQuestion {
    /// The question.
    pub id: QuestionId,
    /// By how many levels an answer on somebody's word narrows the band of its dimension.
    pub narrows: f64,
    /// Importance of its dimension: 1 plus the share of goal points that depend on it.
    pub importance: f64,
    /// Initiatives whose place on the roadmap waits for the answer.
    pub decides: usize,
}

/// The open ones among these questions, the one that brings most first: by how far an answer narrows the band of its dimension times the
/// dimension's importance, then by the initiatives that it decides, then in the pack's order.
pub fn next_questions(pack: &Pack, asked: &[&Question], card: &Scorecard) -> Vec<NextQuestion> {
    // From anything between 1 and 5 to half a level to either side.
    let narrowed = 4.0 - 2.0 * evidence_half_width(Strength::Stated);
    let mut next: Vec<NextQuestion> = asked
        .iter()
        .filter_map(|question| {
            let score = card.question(&question.id)?;
            if score.consensus != Consensus::Unknown {
                return None;
            }
            let applicable: u32 = card
                .questions
                .iter()
                .filter(|q| {
                    q.dimension == question.dimension && q.consensus != Consensus::NotApplicable
                })
                .map(|q| q.weight)
                .sum();
            let share = f64::from(score.weight) / f64::from(applicable.max(1));
            let decides = pack
                .initiatives
                .iter()
                .filter(|initiative| {
                    initiative.lifts.iter().any(|lift| lift.question == question.id)
                })
                .count();
            Some(NextQuestion {
                id: question.id.clone(),
                narrows: share * narrowed,
                importance: card.dimension(&question.dimension).map_or(1.0, |d| d.importance),
                decides,
            })
        })
        .collect();
    // Stable: what is equal stays in the pack's order.
    next.sort_by(|a, b| {
        let worth = |one: &NextQuestion| one.narrows * one.importance;
        worth(b).total_cmp(&worth(a)).then(b.decides.cmp(&a.decides))
    });
    next
}

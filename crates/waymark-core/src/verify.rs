//! Answers to verify after the workshop: where a score rests on too little.

use crate::consensus::Consensus;
use crate::engagement::{Answer, Engagement};
use crate::pack::Pack;
use crate::score::{QuestionScore, Scorecard};

/// A band this wide leaves too much open, in levels.
const WIDE: f64 = 2.0;

/// An answer that should be looked at again.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt<'a> {
    /// The question with its numbers.
    pub question: &'a QuestionScore,
    /// What was settled or noted, where anything was.
    pub answer: Option<&'a Answer>,
    /// Why, in parts of a sentence; at least one.
    pub why: Vec<String>,
}

/// Answers whose band is wide, that were flagged, that nobody could give, or that stand high on somebody's word; those that can move a
/// score most first.
pub fn doubts<'a>(pack: &Pack, engagement: &'a Engagement, card: &'a Scorecard) -> Vec<Doubt<'a>> {
    let importance = |question: &QuestionScore| {
        card.dimension(&question.dimension).map_or(1.0, |d| d.importance)
    };
    let width = |question: &QuestionScore| question.band.map_or(0.0, |b| b.high - b.low);
    let mut doubts: Vec<Doubt> = card
        .questions
        .iter()
        .filter_map(|question| {
            let answer = engagement.answer(&pack.id, &question.id);
            let mut why = Vec::new();
            let is_asked =
                engagement.votes.iter().any(|v| v.pack == pack.id && v.question == question.id);
            if question.consensus == Consensus::Unknown && (is_asked || question.is_settled) {
                why.push("nobody could say".to_owned());
            }
            if let Some(spread) = question.spread.filter(|s| s.is_wide()) {
                let settled = if question.is_settled { ", settled in the room" } else { "" };
                why.push(format!("votes from {} to {}{settled}", spread.lowest, spread.highest));
            } else if question.consensus.level().is_some() && width(question) >= WIDE {
                why.push("a wide band".to_owned());
            }
            if question.is_provisional {
                why.push("stands high on somebody's word alone".to_owned());
            }
            if answer.is_some_and(|a| a.is_flagged) {
                why.push("flagged to follow up".to_owned());
            }
            (!why.is_empty()).then_some(Doubt { question, answer, why })
        })
        .collect();
    let weight = |doubt: &Doubt| {
        f64::from(doubt.question.weight) * importance(doubt.question) * width(doubt.question)
    };
    doubts.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    doubts
}

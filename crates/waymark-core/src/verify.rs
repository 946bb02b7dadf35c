//! Answers to verify after the workshop: where a score rests on too little.

use crate::consensus::Consensus;
use crate::engagement::{Answer, Choice, Engagement, Vote};
use crate::pack::Pack;
use crate::score::{QuestionScore, Scorecard};

/// A band this wide leaves too much open, in levels.
const WIDE: f64 = 2.0;

/// Why an answer should be looked at again; what weighs most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Votes lie far apart.
    Contradicted,
    /// Level 4 or 5 on somebody's word alone.
    Provisional,
    /// The band leaves much open, though votes do not lie far apart.
    Wide,
    /// Flagged to follow up.
    Flagged,
    /// Nobody could say.
    Unknown,
    /// Somebody said that it does not apply, and nobody why.
    Unexplained,
}

/// An answer that should be looked at again.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt<'a> {
    /// The question with its numbers.
    pub question: &'a QuestionScore,
    /// What was settled or noted, where anything was.
    pub answer: Option<&'a Answer>,
    /// Why; at least one reason.
    pub reasons: Vec<Reason>,
    /// The same in parts of a sentence, one for each reason.
    pub why: Vec<String>,
}

/// Answers whose band is wide, that were flagged, that nobody could give, that do not apply without a reason, or that stand high on
/// somebody's word; those that can move a score most first.
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
            let votes = || {
                engagement.votes.iter().filter(|v| v.pack == pack.id && v.question == question.id)
            };
            let is_asked = votes().next().is_some();
            if question.consensus == Consensus::Unknown && (is_asked || question.is_settled) {
                why.push((Reason::Unknown, "nobody could say".to_owned()));
            }
            if let Some(spread) = question.spread.filter(|s| s.is_wide()) {
                let settled = if question.is_settled { ", settled in the room" } else { "" };
                let text = format!("votes from {} to {}{settled}", spread.lowest, spread.highest);
                why.push((Reason::Contradicted, text));
            } else if question.consensus.level().is_some() && width(question) >= WIDE {
                why.push((Reason::Wide, "a wide band".to_owned()));
            }
            if question.is_provisional {
                why.push((Reason::Provisional, "stands high on somebody's word alone".to_owned()));
            }
            if answer.is_some_and(|a| a.is_flagged) {
                why.push((Reason::Flagged, "flagged to follow up".to_owned()));
            }
            let is_unexplained =
                |v: &Vote| v.choice == Choice::NotApplicable && v.reason.is_empty();
            if !question.is_settled && votes().any(is_unexplained) {
                why.push((Reason::Unexplained, "said not to apply, without a reason".to_owned()));
            }
            let (reasons, why): (Vec<Reason>, Vec<String>) = why.into_iter().unzip();
            (!why.is_empty()).then_some(Doubt { question, answer, reasons, why })
        })
        .collect();
    let weight = |doubt: &Doubt| {
        f64::from(doubt.question.weight) * importance(doubt.question) * width(doubt.question)
    };
    doubts.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    doubts
}

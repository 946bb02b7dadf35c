//! The next round of an engagement: what stays, and what becomes "last time".
//!
//! Goals, inventories, participants, targets, verdicts and all that was decided about the roadmap stay, under the same codes. Votes,
//! answers, evidence and what was noted in the room belong to the round that ended: of them the new engagement keeps a baseline per
//! pack, which says of each question what was answered, and by whom.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::baseline::{Frozen, LastAnswer, LastRound};
use crate::engagement::{Answer, Baseline, Engagement};
use crate::id::{PackId, QuestionId, Uid};
use crate::known::Known;

/// Which round an engagement is, and the engagement of its first one.
///
/// The first round is number 1 and its own first engagement.
pub fn round_of(engagement: &Engagement) -> (Uid, u32) {
    last_rounds(engagement)
        .map(|(_, frozen)| frozen)
        .filter_map(|frozen| frozen.last_round)
        .map(|round| (round.first, round.number + 1))
        .max_by_key(|(_, number)| *number)
        .unwrap_or((engagement.uid, 1))
}

/// The baselines that ended a round, with what they hold; those that do not read are left out.
pub fn last_rounds(engagement: &Engagement) -> impl Iterator<Item = (&Baseline, Frozen)> {
    engagement.baselines.iter().filter_map(|baseline| {
        let frozen: Frozen = serde_json::from_value(baseline.scorecard.clone()).ok()?;
        frozen.last_round.is_some().then_some((baseline, frozen))
    })
}

/// What a pack's questions were answered in the round before, with the baseline that ended it; `None` in a first round.
pub fn last_time<'a>(engagement: &'a Engagement, pack: &PackId) -> Option<(&'a Baseline, Frozen)> {
    last_rounds(engagement).filter(|(baseline, _)| &baseline.pack == pack).max_by_key(
        |(baseline, frozen)| {
            (frozen.last_round.as_ref().map_or(0, |round| round.number), baseline.frozen_at)
        },
    )
}

/// The day by which a round is named: the end of its workshop, else its beginning, else the date of its report.
pub fn day_of(engagement: &Engagement) -> Option<Date> {
    let profile = &engagement.profile;
    [&profile.workshop_end, &profile.workshop_start, &profile.report_date]
        .into_iter()
        .find_map(Known::value)
        .copied()
}

/// What the answers of a pack become: why, by whom and when, by question. `told` says who settled an answer and when, where the
/// history knows it, in milliseconds since 1970.
pub fn last_round(
    engagement: &Engagement,
    pack: &PackId,
    told: &dyn Fn(&Answer) -> Option<(i64, String)>,
) -> LastRound {
    let (first, number) = round_of(engagement);
    let mut answers: BTreeMap<QuestionId, LastAnswer> = BTreeMap::new();
    for answer in engagement.answers.iter().filter(|answer| &answer.pack == pack) {
        let settled = answer.settled.and_then(|_| told(answer));
        let last = LastAnswer {
            reason: answer.reason.clone(),
            dissent: answer.dissent.clone(),
            note: answer.note.clone(),
            by: settled.as_ref().map_or(String::new(), |(_, by)| by.clone()),
            at: settled.map(|(at, _)| at).or(answer.revealed_at),
        };
        if last != LastAnswer::default() {
            answers.insert(answer.question.clone(), last);
        }
    }
    LastRound { first, number, answers }
}

/// The next round of an engagement, under its own key, with the baselines of the round that ends.
#[must_use]
pub fn next_round(engagement: &Engagement, uid: Uid, ended: Vec<Baseline>) -> Engagement {
    let mut next = engagement.clone();
    next.uid = uid;
    next.profile.workshop_start = Known::Unknown;
    next.profile.workshop_end = Known::Unknown;
    next.profile.report_date = Known::Unknown;
    for participant in &mut next.participants {
        participant.is_absent = false;
    }
    for item in &mut next.agenda {
        item.started_at = None;
        item.ended_at = None;
        item.answered_before = None;
        item.paused_minutes = None;
    }
    next.votes.clear();
    // What a question weighs is no answer: with another weight its score would move by itself.
    next.answers.retain(|answer| answer.weight.is_some());
    for answer in &mut next.answers {
        *answer = Answer {
            weight: answer.weight,
            ..Answer::new(answer.uid, answer.pack.clone(), answer.question.clone())
        };
    }
    next.evidence.clear();
    next.captures.clear();
    next.findings.clear();
    next.accepted_checks.clear();
    next.baselines.extend(ended);
    next
}

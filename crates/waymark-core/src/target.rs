//! Targets: the level wanted per question, where it comes from, and how much depends on each dimension.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{FactRead, Facts, RecordRef, Verdict};
use crate::consensus::consensus;
use crate::engagement::{Engagement, Vote};
use crate::facts::{AnswerLevels, EngagementFacts};
use crate::id::{DimensionId, QuestionId, TargetRuleId, Uid};
use crate::pack::{Pack, TargetRule};
use crate::record::Kind;

/// One rule that raised a target, with the records that made it fire.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetReason {
    /// The rule.
    pub rule: TargetRuleId,
    /// The level it asks for.
    pub level: u8,
    /// True where the level is a floor that must be met.
    pub is_floor: bool,
    /// Why, in one sentence.
    pub because: String,
    /// Codes of the records it fired for; empty for a rule about the whole engagement.
    pub records: Vec<String>,
    /// The facts it rests on.
    pub facts: Vec<FactRead>,
}

/// The level wanted for one question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionTarget {
    /// 1 to 5.
    pub level: u8,
    /// Rules that asked for a level above the question's own, and floors at any level; highest first.
    pub reasons: Vec<TargetReason>,
    /// The facilitator's reason, where the target was set by hand.
    pub by_hand: Option<String>,
}

impl QuestionTarget {
    /// The highest floor that a rule sets; it binds a target set by hand too.
    pub fn floor(&self) -> Option<u8> {
        self.reasons.iter().filter(|r| r.is_floor).map(|r| r.level).max()
    }
}

/// The consensus of every question, as conditions read it; targets are not derived yet.
pub fn answer_levels(pack: &Pack, engagement: &Engagement) -> BTreeMap<QuestionId, AnswerLevels> {
    let mut votes: BTreeMap<&QuestionId, Vec<&Vote>> = BTreeMap::new();
    for vote in engagement.votes.iter().filter(|v| v.pack == pack.id) {
        votes.entry(&vote.question).or_default().push(vote);
    }
    pack.questions
        .iter()
        .map(|question| {
            let own = votes.get(&question.id).map_or(&[][..], Vec::as_slice);
            let (level, _) = consensus(engagement.answer(&pack.id, &question.id), own);
            (question.id.clone(), AnswerLevels { level, target: None })
        })
        .collect()
}

/// The targets of all questions: the highest of the question's own and of the rules that fire, unless set by hand. A target set
/// by hand never lies below a floor.
///
/// A rule whose condition is unknown raises nothing.
pub fn targets(
    pack: &Pack,
    engagement: &Engagement,
    facts: &EngagementFacts,
) -> BTreeMap<QuestionId, QuestionTarget> {
    let fired: Vec<(&TargetRule, TargetReason)> =
        pack.target_rules.iter().filter_map(|rule| Some((rule, reason(rule, facts)?))).collect();
    pack.questions
        .iter()
        .map(|question| {
            let mut reasons: Vec<TargetReason> = fired
                .iter()
                .filter(|(rule, _)| {
                    rule.questions.contains(&question.id)
                        && (rule.level > question.target || rule.is_floor)
                })
                .map(|(_, reason)| reason.clone())
                .collect();
            reasons.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.rule.cmp(&b.rule)));
            let derived =
                reasons.first().map_or(question.target, |reason| reason.level.max(question.target));
            let own =
                engagement.targets.iter().find(|t| t.pack == pack.id && t.question == question.id);
            let mut target =
                QuestionTarget { level: derived, reasons, by_hand: own.map(|t| t.reason.clone()) };
            if let Some(own) = own {
                target.level = own.level.max(target.floor().unwrap_or(1));
            }
            (question.id.clone(), target)
        })
        .collect()
}

/// Why a rule fires, or `None` where it does not.
fn reason(rule: &TargetRule, facts: &EngagementFacts) -> Option<TargetReason> {
    let mut records = Vec::new();
    let mut read: Vec<FactRead> = Vec::new();
    match rule.subject {
        None => {
            let evaluation = rule.when.evaluate(facts, None).ok()?;
            if evaluation.verdict != Verdict::True {
                return None;
            }
            read = evaluation.because;
        }
        Some(kind) => {
            let word = kind.condition_word();
            for index in 0..facts.count(word) {
                let record = RecordRef(index);
                let Ok(evaluation) = rule.when.evaluate(facts, Some(record)) else { continue };
                if evaluation.verdict == Verdict::True {
                    records.push(facts.code(word, record));
                    read.extend(evaluation.because);
                }
            }
            if records.is_empty() {
                return None;
            }
        }
    }
    Some(TargetReason {
        rule: rule.id.clone(),
        level: rule.level,
        is_floor: rule.is_floor,
        because: rule.because.clone(),
        records,
        facts: read,
    })
}

/// How much depends on each dimension: 1 plus, for every goal with a use case whose target rule raises one of its questions,
/// the goal's points divided by 100.
pub fn importance(
    pack: &Pack,
    engagement: &Engagement,
    targets: &BTreeMap<QuestionId, QuestionTarget>,
) -> BTreeMap<DimensionId, f64> {
    let codes = engagement.codes(Kind::UseCase);
    let goals_of = |code: &str| -> Vec<Uid> {
        let Some((_, uid)) = codes.iter().find(|(known, _)| known.as_str() == code) else {
            return vec![];
        };
        let Some(use_case) = engagement.use_cases.iter().find(|u| u.uid == *uid) else {
            return vec![];
        };
        use_case.goals.items().iter().map(|link| link.goal).collect()
    };
    pack.dimensions
        .iter()
        .map(|dimension| {
            let goals: BTreeSet<Uid> = pack
                .questions_of(&dimension.id)
                .filter_map(|question| Some((question, targets.get(&question.id)?)))
                .flat_map(|(question, target)| {
                    target.reasons.iter().filter(|reason| reason.level > question.target)
                })
                .flat_map(|reason| &reason.records)
                .flat_map(|code| goals_of(code))
                .collect();
            let points: u32 = engagement
                .goals
                .iter()
                .filter(|goal| goals.contains(&goal.uid))
                .filter_map(|goal| goal.points.value())
                .map(|points| u32::from(*points))
                .sum();
            (dimension.id.clone(), 1.0 + f64::from(points) / 100.0)
        })
        .collect()
}

//! Scores: exact arithmetic from consensus to scorecard. Whole numbers as long as possible, one division, no rounding.

use std::collections::{BTreeMap, BTreeSet};

use crate::consensus::{Consensus, Spread, consensus};
use crate::discovery::profile::Depth;
use crate::engagement::{Engagement, Strength, Vote};
use crate::id::{DimensionId, FactorId, QuestionId};
use crate::known::Known;
use crate::pack::{Pack, Question};
use crate::target::QuestionTarget;

/// A dimension has a score from this coverage on.
pub const COVERAGE_NEEDED: f64 = 0.6;

/// The lowest and highest score that what is not known still allows, both 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Lowest score possible.
    pub low: f64,
    /// Highest score possible.
    pub high: f64,
}

impl Band {
    /// Nothing is known.
    pub const OPEN: Band = Band { low: 1.0, high: 5.0 };

    fn containing(self, score: Option<f64>) -> Self {
        score.map_or(self, |s| Self { low: self.low.min(s), high: self.high.max(s) })
    }
}

/// What AWS facts say of one answer: bounds that widen its band, never its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FactBounds {
    /// A contradicting fact holds the answer at most here.
    pub at_most: Option<u8>,
    /// A supporting fact carries the answer at least here.
    pub at_least: Option<u8>,
}

/// A derived number with all that must be shown beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// 1 to 5; `None` where coverage is too low.
    pub score: Option<f64>,
    /// The gated level, 1 to 5; `None` where no question has a level.
    pub attained: Option<u8>,
    /// The band; `None` where no question applies.
    pub band: Option<Band>,
    /// Share of the applicable weight that has a level, 0 to 1; `None` where no question applies.
    pub coverage: Option<f64>,
    /// Coverage times mean strength of evidence, 0 to 1; `None` where no question applies.
    pub confidence: Option<f64>,
}

impl Score {
    /// The attained level as people are told it: only beside a score. Too few answers for one are too few for a level that would be
    /// quoted.
    pub fn told_attained(&self) -> Option<u8> {
        self.score.and(self.attained)
    }
}

/// One question on the scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionScore {
    /// The question.
    pub id: QuestionId,
    /// Its dimension.
    pub dimension: DimensionId,
    /// The consensus that counts.
    pub consensus: Consensus,
    /// True where the facilitator settled it.
    pub is_settled: bool,
    /// Weight in the dimension.
    pub weight: u32,
    /// The spread of the votes.
    pub spread: Option<Spread>,
    /// The strongest evidence; stated where there is none.
    pub strength: Strength,
    /// How far AWS facts let the answer go.
    pub facts: FactBounds,
    /// Band of the answer; `None` where the question does not apply.
    pub band: Option<Band>,
    /// The level wanted.
    pub target: u8,
    /// A level of 4 or 5 with evidence weaker than shown.
    pub is_provisional: bool,
}

/// One dimension on the scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore {
    /// The dimension.
    pub id: DimensionId,
    /// Its factor.
    pub factor: FactorId,
    /// The numbers.
    pub score: Score,
    /// Weighted mean of the targets of its applicable questions; `None` where none applies.
    pub target: Option<f64>,
    /// How far the score is below the target, never negative; `None` without a score.
    pub gap: Option<f64>,
    /// 1 plus the share of goal points that depend on it.
    pub importance: f64,
}

impl DimensionScore {
    /// Gap times importance.
    pub fn weighted_gap(&self) -> Option<f64> {
        self.gap.map(|gap| gap * self.importance)
    }
}

/// One factor on the scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorScore {
    /// The factor.
    pub id: FactorId,
    /// The numbers.
    pub score: Score,
}

/// All scores of one pack at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// The whole.
    pub overall: Score,
    /// By factor, in the pack's order.
    pub factors: Vec<FactorScore>,
    /// By dimension, in the pack's order.
    pub dimensions: Vec<DimensionScore>,
    /// By question, in the pack's order.
    pub questions: Vec<QuestionScore>,
}

impl Scorecard {
    /// A dimension by id.
    pub fn dimension(&self, id: &DimensionId) -> Option<&DimensionScore> {
        self.dimensions.iter().find(|d| &d.id == id)
    }

    /// Where a factor should stand, 1 to 5: the mean of its dimensions' targets, weighted as their scores are and over the same
    /// dimensions, so that score and target compare. `None` while the factor has no score.
    pub fn factor_target(&self, pack: &Pack, factor: &FactorId) -> Option<f64> {
        mean_where_scored(
            pack.dimensions
                .iter()
                .zip(&self.dimensions)
                .filter(|(_, score)| &score.factor == factor)
                .map(|(dimension, score)| (dimension.weight, score.score, score.target)),
        )
    }

    /// Where the whole should stand, 1 to 5: the mean of the factors' targets, weighted as their scores are.
    pub fn overall_target(&self, pack: &Pack) -> Option<f64> {
        mean_where_scored(pack.factors.iter().zip(&self.factors).map(|(factor, score)| {
            (factor.weight, score.score, self.factor_target(pack, &factor.id))
        }))
    }

    /// A question by id.
    pub fn question(&self, id: &QuestionId) -> Option<&QuestionScore> {
        self.questions.iter().find(|q| &q.id == id)
    }
}

/// Half-width of the band that a strength of evidence leaves, in levels.
pub fn evidence_half_width(strength: Strength) -> f64 {
    match strength {
        Strength::Stated => 0.5,
        Strength::Shown => 0.25,
        Strength::Measured => 0.0,
    }
}

/// Worth of a strength of evidence in the confidence, 0 to 1.
pub fn evidence_worth(strength: Strength) -> f64 {
    match strength {
        Strength::Stated => 0.4,
        Strength::Shown => 0.7,
        Strength::Measured => 1.0,
    }
}

/// The votes on a question, in the order of the participants; votes of people no longer listed come last.
pub fn votes_on<'a>(
    engagement: &'a Engagement,
    pack: &Pack,
    question: &QuestionId,
) -> Vec<&'a Vote> {
    let mut votes: Vec<&Vote> =
        engagement.votes.iter().filter(|v| v.pack == pack.id && &v.question == question).collect();
    let place = |vote: &Vote| {
        engagement.participants.iter().position(|p| p.uid == vote.participant).unwrap_or(usize::MAX)
    };
    votes.sort_by_key(|vote| (place(vote), vote.uid));
    votes
}

/// The strongest evidence that an engagement holds for a question; stated where there is none.
pub fn strongest_evidence(engagement: &Engagement, pack: &Pack, question: &QuestionId) -> Strength {
    engagement
        .evidence
        .iter()
        .filter(|e| {
            e.question.as_ref() == Some(question) && e.pack.as_ref().is_none_or(|p| p == &pack.id)
        })
        .map(|e| e.strength)
        .max()
        .unwrap_or(Strength::Stated)
}

/// The questions that an engagement asks: all of the pack, in the short form those that belong to it. What was answered all the same
/// counts too: changing the depth takes no answer away.
pub fn asked<'a>(pack: &'a Pack, engagement: &Engagement) -> Vec<&'a Question> {
    if engagement.profile.depth != Known::Value(Depth::Short) {
        return pack.questions.iter().collect();
    }
    let voted = engagement.votes.iter().filter(|v| v.pack == pack.id).map(|v| &v.question);
    let settled = engagement.answers.iter().filter(|a| a.pack == pack.id && a.settled.is_some());
    let answered: BTreeSet<&QuestionId> = voted.chain(settled.map(|a| &a.question)).collect();
    let is_asked = |question: &&Question| question.is_short_form || answered.contains(&question.id);
    pack.questions.iter().filter(is_asked).collect()
}

/// Scores an engagement under a pack, over the questions that it asks.
///
/// `targets` holds the level wanted per question (questions not listed get the pack's own target), `facts` the bounds that a
/// scan sets, `importance` the importance per dimension (1 where not listed).
pub fn scorecard(
    pack: &Pack,
    engagement: &Engagement,
    targets: &BTreeMap<QuestionId, QuestionTarget>,
    facts: &BTreeMap<QuestionId, FactBounds>,
    importance: &BTreeMap<DimensionId, f64>,
) -> Scorecard {
    let mut votes: BTreeMap<&QuestionId, Vec<&Vote>> = BTreeMap::new();
    for vote in engagement.votes.iter().filter(|v| v.pack == pack.id) {
        votes.entry(&vote.question).or_default().push(vote);
    }
    let questions = asked(pack, engagement)
        .into_iter()
        .map(|question| {
            let votes = votes.get(&question.id).map_or(&[][..], Vec::as_slice);
            let answer = engagement.answer(&pack.id, &question.id);
            let (consensus, is_settled) = consensus(answer, votes);
            let strength = strongest_evidence(engagement, pack, &question.id);
            let spread = Spread::of(votes);
            let bounds = facts.get(&question.id).copied().unwrap_or_default();
            QuestionScore {
                id: question.id.clone(),
                dimension: question.dimension.clone(),
                consensus,
                is_settled,
                weight: answer.and_then(|a| a.weight).map_or(question.weight, u32::from),
                spread,
                strength,
                facts: bounds,
                band: question_band(consensus, spread, strength, bounds),
                target: targets.get(&question.id).map_or(question.target, |t| t.level),
                is_provisional: consensus.level().is_some_and(|l| l >= 4)
                    && strength < Strength::Shown,
            }
        })
        .collect();
    scorecard_of(pack, questions, importance)
}

/// How questions make dimensions, dimensions factors, and factors the whole; each with its weight, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights<'a> {
    /// Factors.
    pub factors: Vec<(&'a FactorId, u32)>,
    /// Dimensions, each with its factor.
    pub dimensions: Vec<(&'a DimensionId, &'a FactorId, u32)>,
}

impl<'a> Weights<'a> {
    /// Those of a pack.
    pub fn of(pack: &'a Pack) -> Self {
        Self {
            factors: pack.factors.iter().map(|factor| (&factor.id, factor.weight)).collect(),
            dimensions: pack.dimensions.iter().map(|d| (&d.id, &d.factor, d.weight)).collect(),
        }
    }
}

/// The scorecard of given question scores: what projection and "what if" use.
pub fn scorecard_of(
    pack: &Pack,
    questions: Vec<QuestionScore>,
    importance: &BTreeMap<DimensionId, f64>,
) -> Scorecard {
    scorecard_by(&Weights::of(pack), questions, importance)
}

/// The same without a pack: what a comparison with a pack of then uses.
pub fn scorecard_by(
    weights: &Weights,
    questions: Vec<QuestionScore>,
    importance: &BTreeMap<DimensionId, f64>,
) -> Scorecard {
    let dimensions: Vec<DimensionScore> = weights
        .dimensions
        .iter()
        .map(|&(id, factor, _)| {
            let own: Vec<&QuestionScore> =
                questions.iter().filter(|q| q.dimension == *id).collect();
            let score = dimension_score(&own);
            let target = weighted_target(&own);
            DimensionScore {
                id: id.clone(),
                factor: factor.clone(),
                score,
                target,
                gap: score.score.zip(target).map(|(s, t)| (t - s).max(0.0)),
                importance: importance.get(id).copied().unwrap_or(1.0),
            }
        })
        .collect();
    let factors: Vec<FactorScore> = weights
        .factors
        .iter()
        .map(|&(id, _)| {
            let parts: Vec<(u32, Score)> = weights
                .dimensions
                .iter()
                .zip(&dimensions)
                .filter(|((_, factor, _), _)| *factor == id)
                .map(|(&(_, _, weight), s)| (weight, s.score))
                .collect();
            let own: Vec<&QuestionScore> = questions
                .iter()
                .filter(|q| dimensions.iter().any(|d| d.id == q.dimension && d.factor == *id))
                .collect();
            FactorScore { id: id.clone(), score: weighted_mean(&parts, attained(&own)) }
        })
        .collect();
    let parts: Vec<(u32, Score)> =
        weights.factors.iter().zip(&factors).map(|(&(_, weight), s)| (weight, s.score)).collect();
    let all: Vec<&QuestionScore> = questions.iter().collect();
    let overall = weighted_mean(&parts, attained(&all));
    Scorecard { overall, factors, dimensions, questions }
}

/// The band of one answer; `None` where the question does not apply.
pub fn question_band(
    consensus: Consensus,
    spread: Option<Spread>,
    strength: Strength,
    facts: FactBounds,
) -> Option<Band> {
    match consensus {
        Consensus::NotApplicable => None,
        Consensus::Unknown => Some(Band::OPEN),
        Consensus::Level(level) => {
            let level = f64::from(level);
            let by_votes = spread.map_or(0.0, |s| f64::from(s.range()) / 2.0);
            let half = by_votes.max(evidence_half_width(strength));
            let low =
                facts.at_most.map_or(level - half, |most| (level - half).min(f64::from(most)));
            let high =
                facts.at_least.map_or(level + half, |least| (level + half).max(f64::from(least)));
            Some(Band { low: low.clamp(1.0, 5.0), high: high.clamp(1.0, 5.0) })
        }
    }
}

fn dimension_score(questions: &[&QuestionScore]) -> Score {
    let applicable: u32 = questions
        .iter()
        .filter(|q| q.consensus != Consensus::NotApplicable)
        .map(|q| q.weight)
        .sum();
    if applicable == 0 {
        return Score { score: None, attained: None, band: None, coverage: None, confidence: None };
    }
    let mut with_level = 0;
    let mut points = 0;
    let mut worth = 0.0;
    let mut low = 0.0;
    let mut high = 0.0;
    for question in questions {
        if let Some(level) = question.consensus.level() {
            with_level += question.weight;
            points += question.weight * u32::from(level);
            worth += f64::from(question.weight) * evidence_worth(question.strength);
        }
        if let Some(band) = question.band {
            low += f64::from(question.weight) * band.low;
            high += f64::from(question.weight) * band.high;
        }
    }
    let coverage = f64::from(with_level) / f64::from(applicable);
    // 5 x part >= 3 x whole is coverage >= 0.6 in whole numbers.
    let score =
        (5 * with_level >= 3 * applicable).then(|| f64::from(points) / f64::from(with_level));
    let confidence = if with_level == 0 { 0.0 } else { coverage * (worth / f64::from(with_level)) };
    let band = Band { low: low / f64::from(applicable), high: high / f64::from(applicable) };
    Score {
        score,
        attained: attained(questions),
        band: Some(band.containing(score)),
        coverage: Some(coverage),
        confidence: Some(confidence),
    }
}

/// The gated level: the highest L such that questions at L or above hold at least 80 % of the weight that has a level,
/// and no question is below L - 1.
fn attained(questions: &[&QuestionScore]) -> Option<u8> {
    let levels: Vec<(u32, u8)> =
        questions.iter().filter_map(|q| Some((q.weight, q.consensus.level()?))).collect();
    let total: u32 = levels.iter().map(|(weight, _)| weight).sum();
    let lowest = levels.iter().map(|(_, level)| *level).min()?;
    (1..=5).rev().find(|&wanted| {
        let hits: u32 =
            levels.iter().filter(|(_, level)| *level >= wanted).map(|(weight, _)| weight).sum();
        5 * hits >= 4 * total && lowest + 1 >= wanted
    })
}

fn weighted_target(questions: &[&QuestionScore]) -> Option<f64> {
    let applicable = questions.iter().filter(|q| q.consensus != Consensus::NotApplicable);
    let (weight, points) =
        applicable.fold((0, 0), |(w, p), q| (w + q.weight, p + q.weight * u32::from(q.target)));
    (weight > 0).then(|| f64::from(points) / f64::from(weight))
}

/// The weighted mean of the targets of those parts that have a score.
fn mean_where_scored(parts: impl Iterator<Item = (u32, Score, Option<f64>)>) -> Option<f64> {
    let (weight, sum) = parts
        .filter_map(|(weight, score, target)| score.score.and(target).map(|t| (weight, t)))
        .fold((0, 0.0), |(weight, sum), (w, t)| (weight + w, sum + f64::from(w) * t));
    (weight > 0).then(|| sum / f64::from(weight))
}

/// The weighted mean of parts: scores over those that have one, everything else over all parts that apply at all.
fn weighted_mean(parts: &[(u32, Score)], attained: Option<u8>) -> Score {
    let mean = |of: &dyn Fn(&Score) -> Option<f64>| {
        let mut weight = 0;
        let mut sum = 0.0;
        for (part_weight, part) in parts {
            if let Some(value) = of(part) {
                weight += part_weight;
                sum += f64::from(*part_weight) * value;
            }
        }
        (weight > 0).then(|| sum / f64::from(weight))
    };
    let score = mean(&|s| s.score);
    let low = mean(&|s| s.band.map(|b| b.low));
    let high = mean(&|s| s.band.map(|b| b.high));
    Score {
        score,
        attained,
        band: low.zip(high).map(|(low, high)| Band { low, high }.containing(score)),
        coverage: mean(&|s| s.coverage),
        confidence: mean(&|s| s.confidence),
    }
}

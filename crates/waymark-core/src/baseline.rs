//! Baselines: a scorecard frozen at one moment, and what moved between two of them: because of content, answers, votes and evidence.
//!
//! A frozen scorecard holds all that a later comparison needs, so that two of them compare without the pack of then.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::consensus::{Consensus, Spread, consensus};
use crate::engagement::{Choice, Engagement, Strength};
use crate::id::{DimensionId, FactorId, QuestionId, Uid};
use crate::pack::Pack;
use crate::score::{
    Band, FactBounds, QuestionScore, Score, Scorecard, Weights, question_band, scorecard_by,
    votes_on,
};
use crate::wording::{count, list, one_decimal, sentence};

/// A scorecard as kept in a baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The whole.
    pub overall: FrozenScore,
    /// By factor, in the pack's order of then; none in baselines of before they were kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<FrozenFactor>,
    /// By dimension, in the pack's order of then.
    pub dimensions: Vec<FrozenDimension>,
    /// By question, in the pack's order of then.
    pub questions: Vec<FrozenQuestion>,
    /// Answers kept to questions that were not asked then, such as retired ones: 1 to 5 or `"not_applicable"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<QuestionId, Value>,
    /// The round that ended with it; only where the engagement was begun as the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_round: Option<LastRound>,
}

/// The round before an engagement that was begun as the next one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastRound {
    /// The engagement of the first round of all.
    pub first: Uid,
    /// Which round it was, from 1.
    pub number: u32,
    /// What was answered, by question: where something was settled, noted or voted.
    pub answers: BTreeMap<QuestionId, LastAnswer>,
}

/// What a question was answered last time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LastAnswer {
    /// Why this consensus.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who held another view.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dissent: String,
    /// What was heard.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who settled it; empty where nobody did, or it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When it was answered, milliseconds since 1970; absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
}

/// A score as kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FrozenScore {
    /// 1 to 5; `None` where coverage was too low.
    pub score: Option<f64>,
    /// The attained level, 1 to 5.
    pub attained: Option<u8>,
    /// Share of the applicable weight that had a level, 0 to 1.
    pub coverage: Option<f64>,
    /// The lowest and the highest score that was possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<(f64, f64)>,
    /// Coverage times mean strength of evidence, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// A factor as kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenFactor {
    /// The factor.
    pub id: FactorId,
    /// Its title of then.
    pub title: String,
    /// Its weight in the whole.
    pub weight: u32,
    /// Its numbers.
    #[serde(flatten)]
    pub score: FrozenScore,
}

/// A dimension as kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenDimension {
    /// The dimension.
    pub id: DimensionId,
    /// Its numbers.
    #[serde(flatten)]
    pub score: FrozenScore,
    /// What it belonged to; absent in baselines of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FrozenPlace>,
}

/// Where a dimension stood in the pack of then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenPlace {
    /// Its factor.
    pub factor: FactorId,
    /// Its weight in the factor.
    pub weight: u32,
    /// Its title.
    pub title: String,
    /// Its title where there is little room.
    pub short_title: String,
}

/// A question as kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenQuestion {
    /// The question.
    pub id: QuestionId,
    /// The dimension it belonged to.
    pub dimension: DimensionId,
    /// 1 to 5, `"not_applicable"`, or null where it was not known.
    pub consensus: Value,
    /// Weight in the dimension.
    pub weight: u32,
    /// What the answer rested on; absent in baselines of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grounds: Option<Grounds>,
}

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grounds {
    /// The question's short title.
    pub title: String,
    /// The level wanted, 1 to 5.
    pub target: u8,
    /// Settled in the room, not derived from the votes.
    pub is_settled: bool,
    /// Votes for the levels 1 to 5, for "don't know", for "not applicable".
    pub votes: [u32; 7],
    /// The lowest and the highest level voted.
    pub spread: Option<(u8, u8)>,
    /// The strongest evidence.
    pub strength: Strength,
    /// A fact held the answer at most here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u8>,
    /// A fact carried it at least here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u8>,
}

impl Grounds {
    fn facts(&self) -> FactBounds {
        FactBounds { at_most: self.at_most, at_least: self.at_least }
    }

    fn spread(&self) -> Option<Spread> {
        self.spread.map(|(lowest, highest)| Spread { lowest, highest })
    }
}

fn written(consensus: Consensus) -> Value {
    match consensus {
        Consensus::Level(level) => Value::from(level),
        Consensus::NotApplicable => Value::from("not_applicable"),
        Consensus::Unknown => Value::Null,
    }
}

fn read(value: &Value) -> Consensus {
    match (value.as_u64(), value.as_str()) {
        (Some(level @ 1..=5), _) => Consensus::Level(level as u8),
        (_, Some("not_applicable")) => Consensus::NotApplicable,
        _ => Consensus::Unknown,
    }
}

impl From<&Score> for FrozenScore {
    fn from(score: &Score) -> Self {
        Self {
            score: score.score,
            attained: score.attained,
            coverage: score.coverage,
            band: score.band.map(|band| (band.low, band.high)),
            confidence: score.confidence,
        }
    }
}

impl FrozenQuestion {
    /// What the consensus was.
    pub fn consensus(&self) -> Consensus {
        read(&self.consensus)
    }

    /// The band of the answer; `None` where the question did not apply, or where it is not known.
    pub fn band(&self) -> Option<Band> {
        let grounds = self.grounds.as_ref()?;
        question_band(self.consensus(), grounds.spread(), grounds.strength, grounds.facts())
    }
}

impl Frozen {
    /// Freezes a scorecard with what its answers rest on, and the answers that an engagement keeps to questions that the pack does not
    /// ask. The engagement holds a vote for each counted hand and none that is sealed.
    pub fn of(card: &Scorecard, pack: &Pack, engagement: &Engagement) -> Self {
        let votes = engagement.votes.iter().filter(|v| v.pack == pack.id).map(|v| &v.question);
        let answers = engagement.answers.iter().filter(|a| a.pack == pack.id).map(|a| &a.question);
        let besides: BTreeSet<&QuestionId> =
            votes.chain(answers).filter(|id| card.question(id).is_none()).collect();
        let kept = besides.into_iter().filter_map(|id| {
            let votes = votes_on(engagement, pack, id);
            let (known, _) = consensus(engagement.answer(&pack.id, id), &votes);
            (known != Consensus::Unknown).then(|| (id.clone(), written(known)))
        });
        let mut counted: BTreeMap<&QuestionId, [u32; 7]> = BTreeMap::new();
        for vote in engagement.votes.iter().filter(|vote| vote.pack == pack.id) {
            let place = match (vote.choice, vote.level) {
                (Choice::Level, Some(level @ 1..=5)) => usize::from(level) - 1,
                (Choice::NotApplicable, _) => 6,
                _ => 5,
            };
            counted.entry(&vote.question).or_default()[place] += 1;
        }
        Self {
            overall: (&card.overall).into(),
            factors: pack
                .factors
                .iter()
                .zip(&card.factors)
                .map(|(factor, own)| FrozenFactor {
                    id: factor.id.clone(),
                    title: factor.title.clone(),
                    weight: factor.weight,
                    score: (&own.score).into(),
                })
                .collect(),
            dimensions: pack
                .dimensions
                .iter()
                .zip(&card.dimensions)
                .map(|(dimension, own)| FrozenDimension {
                    id: dimension.id.clone(),
                    score: (&own.score).into(),
                    place: Some(FrozenPlace {
                        factor: dimension.factor.clone(),
                        weight: dimension.weight,
                        title: dimension.title.clone(),
                        short_title: dimension.short_title.clone(),
                    }),
                })
                .collect(),
            questions: card
                .questions
                .iter()
                .map(|q| FrozenQuestion {
                    id: q.id.clone(),
                    dimension: q.dimension.clone(),
                    consensus: written(q.consensus),
                    weight: q.weight,
                    grounds: Some(Grounds {
                        title: pack
                            .question(&q.id)
                            .map_or_else(|| q.id.to_string(), |known| known.short_title.clone()),
                        target: q.target,
                        is_settled: q.is_settled,
                        votes: counted.get(&q.id).copied().unwrap_or_default(),
                        spread: q.spread.map(|spread| (spread.lowest, spread.highest)),
                        strength: q.strength,
                        at_most: q.facts.at_most,
                        at_least: q.facts.at_least,
                    }),
                })
                .collect(),
            kept: kept.collect(),
            last_round: None,
        }
    }

    /// A question by id.
    pub fn question(&self, id: &QuestionId) -> Option<&FrozenQuestion> {
        self.questions.iter().find(|question| &question.id == id)
    }

    /// A dimension by id.
    pub fn dimension(&self, id: &DimensionId) -> Option<&FrozenDimension> {
        self.dimensions.iter().find(|dimension| &dimension.id == id)
    }

    /// What the consensus on a question was.
    pub fn consensus(&self, id: &QuestionId) -> Consensus {
        let asked = self.question(id);
        asked
            .map(|question| &question.consensus)
            .or_else(|| self.kept.get(id))
            .map_or(Consensus::Unknown, read)
    }

    /// How its dimensions make factors; `None` for a baseline of before that was kept.
    fn weights(&self) -> Option<Weights<'_>> {
        if self.factors.is_empty() {
            return None;
        }
        let dimensions = self.dimensions.iter().map(|dimension| {
            let place = dimension.place.as_ref()?;
            Some((&dimension.id, &place.factor, place.weight))
        });
        Some(Weights {
            factors: self.factors.iter().map(|factor| (&factor.id, factor.weight)).collect(),
            dimensions: dimensions.collect::<Option<_>>()?,
        })
    }

    fn has_grounds(&self) -> bool {
        self.questions.iter().all(|question| question.grounds.is_some())
    }
}

/// Why a number moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The pack: questions, their weights, and where they stand.
    Content,
    /// What was settled in the room, or is settled no more.
    Answers,
    /// The votes: what they give, and how far they lie apart.
    Votes,
    /// Evidence and the facts of a scan. They move bands and confidence, and no score.
    Evidence,
}

impl Cause {
    /// All of them, in the order in which the way from then to now is walked.
    pub const ALL: [Cause; 4] = [Cause::Content, Cause::Answers, Cause::Votes, Cause::Evidence];

    /// The word in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Content => "content",
            Cause::Answers => "answers",
            Cause::Votes => "votes",
            Cause::Evidence => "evidence",
        }
    }
}

/// How one number moved. `before` and the four parts make `after` wherever all six are known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shift {
    /// Then.
    pub before: Option<f64>,
    /// Now.
    pub after: Option<f64>,
    /// What the content moved: today's questions and weights, judged with the answers of then.
    pub by_content: Option<f64>,
    /// What settled answers moved, under today's content.
    pub by_answers: Option<f64>,
    /// What votes moved, where they give the consensus or its spread.
    pub by_votes: Option<f64>,
    /// What evidence and facts moved.
    pub by_evidence: Option<f64>,
}

impl Shift {
    /// From the numbers along the way: then, and after each cause in the order of [`Cause::ALL`].
    fn along(steps: [Option<f64>; 5]) -> Self {
        let part = |at: usize| steps[at + 1].zip(steps[at]).map(|(to, from)| to - from);
        Self {
            before: steps[0],
            after: steps[4],
            by_content: part(0),
            by_answers: part(1),
            by_votes: part(2),
            by_evidence: part(3),
        }
    }

    /// Only its ends: what happened between them is not known.
    fn ends(before: Option<f64>, after: Option<f64>) -> Self {
        Self { before, after, ..Self::default() }
    }

    /// The part of a cause.
    pub fn by(&self, cause: Cause) -> Option<f64> {
        match cause {
            Cause::Content => self.by_content,
            Cause::Answers => self.by_answers,
            Cause::Votes => self.by_votes,
            Cause::Evidence => self.by_evidence,
        }
    }

    /// After less before.
    pub fn whole(&self) -> Option<f64> {
        self.after.zip(self.before).map(|(after, before)| after - before)
    }
}

/// How all numbers of a score moved.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shifts {
    /// The score, 1 to 5.
    pub score: Shift,
    /// The lower end of its band.
    pub low: Shift,
    /// The upper end of its band.
    pub high: Shift,
    /// Its coverage, 0 to 1.
    pub coverage: Shift,
    /// Its confidence, 0 to 1.
    pub confidence: Shift,
}

/// What happened to one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorShift {
    /// The factor.
    pub id: FactorId,
    /// Its title.
    pub title: String,
    /// How its numbers moved.
    pub shifts: Shifts,
}

/// What happened to one dimension since a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionShift {
    /// The dimension.
    pub id: DimensionId,
    /// Its title of now; that of then where it is gone, its id where neither is known.
    pub title: String,
    /// The same where there is little room.
    pub short_title: String,
    /// True where there is one now.
    pub is_now: bool,
    /// How its numbers moved.
    pub shifts: Shifts,
    /// Questions asked now that were not asked then, or stood in another dimension.
    pub came: Vec<QuestionId>,
    /// Questions of then that are gone or stand in another dimension.
    pub went: Vec<QuestionId>,
    /// Questions of today whose consensus differs, a first answer included.
    pub answered_anew: Vec<QuestionId>,
    /// Questions of both whose weight differs.
    pub weighed_anew: Vec<QuestionId>,
}

/// One reason why a question moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// What kind of reason.
    pub cause: Cause,
    /// In words, without a capital or a stop: "settled at 3 instead of 2".
    pub text: String,
}

/// A question that moved.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionShift {
    /// The question.
    pub id: QuestionId,
    /// Its short title; its id where that is not known.
    pub title: String,
    /// Its dimension, that of then where it is gone.
    pub dimension: DimensionId,
    /// The consensus then; `None` where it was not asked and nothing was kept.
    pub before: Option<Consensus>,
    /// The consensus now; `None` where it is not asked.
    pub after: Option<Consensus>,
    /// The band then.
    pub band_before: Option<Band>,
    /// The band now.
    pub band_after: Option<Band>,
    /// Why, at least one.
    pub because: Vec<Because>,
}

/// What changed between two frozen scorecards.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How the overall numbers moved.
    pub overall: Shifts,
    /// By factor: those of now in order, then those that are gone.
    pub factors: Vec<FactorShift>,
    /// By dimension: those of now in the pack's order, then those that are gone.
    pub dimensions: Vec<DimensionShift>,
    /// The questions that moved: those of now in the pack's order, then those that are gone.
    pub questions: Vec<QuestionShift>,
    /// Questions asked now.
    pub asked: usize,
}

/// Compares a frozen scorecard with a later one. Where the later one does not say how its dimensions make factors, `pack` says it.
///
/// The way from then to now is walked in four steps, each from where the one before ended: the content changes and the answers stay,
/// then what is settled changes, then what votes give, then evidence and facts. A question that was not asked then has no answer in the
/// first step, so what its first answer moves counts as answers or votes. What votes and evidence moved in bands and confidence is known
/// only where both scorecards say what their answers rest on.
pub fn compare(then: &Frozen, now: &Frozen, pack: &Pack) -> Comparison {
    let weights = now.weights().unwrap_or_else(|| Weights::of(pack));
    let steps: Vec<Scorecard> = Cause::ALL
        .iter()
        .map(|&cause| {
            let questions = now.questions.iter().map(|question| walked(then, question, cause));
            scorecard_by(&weights, questions.collect(), &BTreeMap::new())
        })
        .collect();
    let is_whole = then.has_grounds() && now.has_grounds();
    let along = |then: Option<&FrozenScore>, at: &dyn Fn(&Scorecard) -> Option<Score>| -> Shifts {
        let after: Vec<Option<Score>> = steps.iter().map(at).collect();
        let walk = |then: Option<f64>, of: &dyn Fn(&Score) -> Option<f64>| -> [Option<f64>; 5] {
            let step = |at: usize| after[at].as_ref().and_then(of);
            [then, step(0), step(1), step(2), step(3)]
        };
        let rested = |then: Option<f64>, of: &dyn Fn(&Score) -> Option<f64>| {
            let walk = walk(then, of);
            if is_whole { Shift::along(walk) } else { Shift::ends(walk[0], walk[4]) }
        };
        Shifts {
            score: Shift::along(walk(then.and_then(|s| s.score), &|s| s.score)),
            coverage: Shift::along(walk(then.and_then(|s| s.coverage), &|s| s.coverage)),
            low: rested(then.and_then(|s| s.band).map(|b| b.0), &|s| s.band.map(|b| b.low)),
            high: rested(then.and_then(|s| s.band).map(|b| b.1), &|s| s.band.map(|b| b.high)),
            confidence: rested(then.and_then(|s| s.confidence), &|s| s.confidence),
        }
    };
    let factors = factors(then, now, &weights, pack, &along);
    let mut dimensions = Vec::new();
    for &(id, ..) in &weights.dimensions {
        let shifts = along(then.dimension(id).map(|d| &d.score), &|card| {
            card.dimension(id).map(|dimension| dimension.score)
        });
        dimensions.push(of_dimension(then, now, pack, (id, true), shifts));
    }
    let is_there = |id: &DimensionId| weights.dimensions.iter().any(|(known, ..)| *known == id);
    for gone in then.dimensions.iter().filter(|dimension| !is_there(&dimension.id)) {
        dimensions.push(of_dimension(then, now, pack, (&gone.id, false), gone_shifts(&gone.score)));
    }
    let overall = along(Some(&then.overall), &|card| Some(card.overall));
    Comparison {
        overall,
        factors,
        dimensions,
        questions: questions(then, now, pack),
        asked: now.questions.len(),
    }
}

/// The numbers of what is gone.
fn gone_shifts(then: &FrozenScore) -> Shifts {
    Shifts {
        score: Shift::ends(then.score, None),
        low: Shift::ends(then.band.map(|band| band.0), None),
        high: Shift::ends(then.band.map(|band| band.1), None),
        coverage: Shift::ends(then.coverage, None),
        confidence: Shift::ends(then.confidence, None),
    }
}

type Along<'a> = dyn Fn(Option<&FrozenScore>, &dyn Fn(&Scorecard) -> Option<Score>) -> Shifts + 'a;

fn factors(
    then: &Frozen,
    now: &Frozen,
    weights: &Weights,
    pack: &Pack,
    along: &Along,
) -> Vec<FactorShift> {
    let of = |frozen: &Frozen, id: &FactorId| {
        frozen.factors.iter().find(|factor| &factor.id == id).map(|factor| factor.title.clone())
    };
    let title = |id: &FactorId| {
        let known = pack.factors.iter().find(|factor| &factor.id == id);
        of(now, id)
            .or_else(|| known.map(|factor| factor.title.clone()))
            .or_else(|| of(then, id))
            .unwrap_or_else(|| id.to_string())
    };
    let mut shifts: Vec<FactorShift> = weights
        .factors
        .iter()
        .map(|&(id, _)| {
            let before = then.factors.iter().find(|factor| &factor.id == id);
            let score = |card: &Scorecard| {
                card.factors.iter().find(|factor| &factor.id == id).map(|factor| factor.score)
            };
            FactorShift {
                id: id.clone(),
                title: title(id),
                shifts: along(before.map(|factor| &factor.score), &score),
            }
        })
        .collect();
    let is_there = |id: &FactorId| weights.factors.iter().any(|(known, _)| *known == id);
    let gone = then.factors.iter().filter(|factor| !is_there(&factor.id));
    shifts.extend(gone.map(|factor| FactorShift {
        id: factor.id.clone(),
        title: factor.title.clone(),
        shifts: gone_shifts(&factor.score),
    }));
    shifts
}

/// What an answer counts as where nothing is known of what it rests on.
static BARE: Grounds = Grounds {
    title: String::new(),
    target: 1,
    is_settled: false,
    votes: [0; 7],
    spread: None,
    strength: Strength::Stated,
    at_most: None,
    at_least: None,
};

/// Whether what moved a consensus was settled in the room, then or now.
fn is_by_answers(then: Option<&FrozenQuestion>, now: &FrozenQuestion) -> bool {
    let settled = |one: &FrozenQuestion| one.grounds.as_ref().is_some_and(|g| g.is_settled);
    then.is_some_and(settled) || settled(now)
}

/// A question of now as it stands on the way from then, after a cause.
fn walked(then: &Frozen, now: &FrozenQuestion, after: Cause) -> QuestionScore {
    let old = then.question(&now.id);
    let old_grounds = old.and_then(|question| question.grounds.as_ref()).unwrap_or(&BARE);
    let new_grounds = now.grounds.as_ref().unwrap_or(&BARE);
    let moved_at = if is_by_answers(old, now) { Cause::Answers } else { Cause::Votes };
    let is_new = after >= moved_at;
    let consensus = if is_new { now.consensus() } else { then.consensus(&now.id) };
    let settled_by = if is_new { new_grounds } else { old_grounds };
    let voted = if after >= Cause::Votes { new_grounds } else { old_grounds };
    let evidenced = if after >= Cause::Evidence { new_grounds } else { old_grounds };
    let (spread, strength, facts) = (voted.spread(), evidenced.strength, evidenced.facts());
    QuestionScore {
        id: now.id.clone(),
        dimension: now.dimension.clone(),
        consensus,
        is_settled: settled_by.is_settled,
        weight: now.weight,
        spread,
        strength,
        facts,
        band: question_band(consensus, spread, strength, facts),
        target: new_grounds.target,
        is_provisional: consensus.level().is_some_and(|level| level >= 4)
            && strength < Strength::Shown,
    }
}

fn of_dimension(
    then: &Frozen,
    now: &Frozen,
    pack: &Pack,
    (id, is_now): (&DimensionId, bool),
    shifts: Shifts,
) -> DimensionShift {
    let of_then = |question: &QuestionId| {
        then.questions.iter().find(|q| &q.id == question && &q.dimension == id)
    };
    let of_now: Vec<&FrozenQuestion> =
        now.questions.iter().filter(|q| &q.dimension == id).collect();
    let ids = |which: &dyn Fn(&FrozenQuestion) -> bool| -> Vec<QuestionId> {
        of_now.iter().filter(|q| which(q)).map(|q| q.id.clone()).collect()
    };
    let place = |frozen: &Frozen| frozen.dimension(id).and_then(|d| d.place.clone());
    let held = pack.dimension(id);
    let (title, short_title) = place(now)
        .map(|place| (place.title, place.short_title))
        .or_else(|| held.map(|d| (d.title.clone(), d.short_title.clone())))
        .or_else(|| place(then).map(|place| (place.title, place.short_title)))
        .unwrap_or_else(|| (id.to_string(), id.to_string()));
    DimensionShift {
        id: id.clone(),
        title,
        short_title,
        is_now,
        shifts,
        came: ids(&|q| of_then(&q.id).is_none()),
        went: then
            .questions
            .iter()
            .filter(|q| &q.dimension == id && !of_now.iter().any(|now| now.id == q.id))
            .map(|q| q.id.clone())
            .collect(),
        answered_anew: ids(&|q| then.consensus(&q.id) != q.consensus()),
        weighed_anew: ids(&|q| of_then(&q.id).is_some_and(|then| then.weight != q.weight)),
    }
}

/// The questions that moved, each with its reasons.
fn questions(then: &Frozen, now: &Frozen, pack: &Pack) -> Vec<QuestionShift> {
    let title = |one: &FrozenQuestion| {
        let known = pack.question(&one.id).map(|question| question.short_title.clone());
        let kept = one.grounds.as_ref().map(|grounds| grounds.title.clone());
        kept.or(known).unwrap_or_else(|| one.id.to_string())
    };
    let mut moved = Vec::new();
    for question in &now.questions {
        let old = then.question(&question.id);
        let because = because(then, now, old, question);
        if because.is_empty() {
            continue;
        }
        let kept = then.kept.get(&question.id).map(read);
        moved.push(QuestionShift {
            id: question.id.clone(),
            title: title(question),
            dimension: question.dimension.clone(),
            before: old.map(FrozenQuestion::consensus).or(kept),
            after: Some(question.consensus()),
            band_before: old.and_then(FrozenQuestion::band),
            band_after: question.band(),
            because,
        });
    }
    for gone in then.questions.iter().filter(|question| now.question(&question.id).is_none()) {
        moved.push(QuestionShift {
            id: gone.id.clone(),
            title: title(gone),
            dimension: gone.dimension.clone(),
            before: Some(gone.consensus()),
            after: None,
            band_before: gone.band(),
            band_after: None,
            because: vec![Because { cause: Cause::Content, text: "not asked any more".to_owned() }],
        });
    }
    moved
}

fn because(
    then: &Frozen,
    now: &Frozen,
    old: Option<&FrozenQuestion>,
    new: &FrozenQuestion,
) -> Vec<Because> {
    let mut reasons = Vec::new();
    let mut say = |cause: Cause, text: String| reasons.push(Because { cause, text });
    match old {
        None => say(Cause::Content, "not asked then".to_owned()),
        Some(old) => {
            if old.dimension != new.dimension {
                let title = |frozen: &Frozen, id: &DimensionId| {
                    let place = frozen.dimension(id).and_then(|d| d.place.as_ref());
                    place.map_or_else(|| id.to_string(), |place| place.title.clone())
                };
                let (from, to) = (title(then, &old.dimension), title(now, &new.dimension));
                say(Cause::Content, format!("moved from {from} to {to}"));
            }
            if old.weight != new.weight {
                say(Cause::Content, format!("weight {} instead of {}", new.weight, old.weight));
            }
        }
    }
    let (before, after) = (then.consensus(&new.id), new.consensus());
    let (is_settled, was_settled) = (
        new.grounds.as_ref().is_some_and(|g| g.is_settled),
        old.and_then(|q| q.grounds.as_ref()).is_some_and(|g| g.is_settled),
    );
    if before != after {
        if is_by_answers(old, new) {
            say(Cause::Answers, settled_in_words(before, after, is_settled, was_settled));
        } else {
            say(Cause::Votes, voted_in_words(before, after));
        }
    }
    // What only one of the two knows tells nothing of what changed.
    let (Some(old), Some(new)) =
        (old.and_then(|question| question.grounds.as_ref()), new.grounds.as_ref())
    else {
        return reasons;
    };
    if old.spread != new.spread {
        say(Cause::Votes, spread_in_words(old, new));
    }
    if old.strength != new.strength {
        let word = |strength: Strength| strength.label().to_lowercase();
        let text = format!("evidence {} instead of {}", word(new.strength), word(old.strength));
        say(Cause::Evidence, text);
    }
    for (was, is, what) in
        [(old.at_most, new.at_most, "at most"), (old.at_least, new.at_least, "at least")]
    {
        match (was, is) {
            (was, is) if was == is => {}
            (_, Some(level)) => say(Cause::Evidence, format!("facts say {what} {level}")),
            (Some(level), None) => {
                say(Cause::Evidence, format!("facts no longer say {what} {level}"));
            }
            (None, None) => {}
        }
    }
    reasons
}

fn in_words(consensus: Consensus) -> String {
    match consensus {
        Consensus::Level(level) => level.to_string(),
        Consensus::NotApplicable => "not applicable".to_owned(),
        Consensus::Unknown => "unknown".to_owned(),
    }
}

fn settled_in_words(
    before: Consensus,
    after: Consensus,
    is_settled: bool,
    was_settled: bool,
) -> String {
    let then = match before {
        Consensus::Unknown => "not known then".to_owned(),
        known => format!("{} then", in_words(known)),
    };
    match (after, is_settled, was_settled) {
        (Consensus::Level(level), true, _) => format!("settled at {level}, {then}"),
        (Consensus::NotApplicable, true, _) => format!("settled as not applicable, {then}"),
        (Consensus::Unknown, true, _) => format!("settled as not known, {then}"),
        (Consensus::Unknown, false, _) => format!("not answered now, {then}"),
        (known, false, _) => {
            format!("no longer settled: the votes give {}, {then}", in_words(known))
        }
    }
}

fn voted_in_words(before: Consensus, after: Consensus) -> String {
    match (before, after) {
        (Consensus::Unknown, after) => {
            format!("the votes give {}, not known then", in_words(after))
        }
        (before, Consensus::Unknown) => {
            format!("the votes give no level, {} then", in_words(before))
        }
        (before, after) => format!("the votes give {}, {} then", in_words(after), in_words(before)),
    }
}

fn spread_in_words(old: &Grounds, new: &Grounds) -> String {
    let votes = |grounds: &Grounds, (low, high): (u8, u8)| {
        let sum = grounds.votes.iter().sum::<u32>() as usize;
        let range = match (sum, low == high) {
            (1, _) => format!("at {low}"),
            (_, true) => format!("with all levels at {low}"),
            (_, false) => format!("from {low} to {high}"),
        };
        format!("{} {range}", count(sum, "vote", "votes"))
    };
    match (old.spread, new.spread) {
        (None, Some(now)) => format!("{}, none with a level then", votes(new, now)),
        (Some(was), None) => format!("no vote with a level, {} then", votes(old, was)),
        (Some(was), Some(now)) => format!("{}, {} then", votes(new, now), votes(old, was)),
        (None, None) => String::new(),
    }
}

impl Comparison {
    /// What moved the overall score, in one sentence: a heading.
    pub fn headline(&self) -> String {
        let shift = &self.overall.score;
        let (Some(before), Some(after)) = (shift.before, shift.after) else {
            return match (shift.before, shift.after) {
                (Some(before), None) => {
                    format!(
                        "There is no overall score to set beside the {} of then",
                        one_decimal(before)
                    )
                }
                (None, Some(after)) => {
                    format!("There was no overall score then; now it is {}", one_decimal(after))
                }
                _ => "Neither then nor now is there an overall score".to_owned(),
            };
        };
        if self.questions.is_empty() && before == after {
            return "Nothing moved".to_owned();
        }
        let (from, to) = (one_decimal(before), one_decimal(after));
        let most = Cause::ALL
            .into_iter()
            .filter_map(|cause| Some((cause, shift.by(cause)?)))
            // Only what pulled the same way explains it.
            .filter(|(_, part)| part.abs() >= 0.005 && (*part > 0.0) == (after > before))
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let why =
            most.map_or_else(String::new, |(cause, _)| format!(", most of it by {}", cause.word()));
        if from == to {
            format!("The overall score stands where it stood, at {to}")
        } else if after > before {
            format!("The overall score rose from {from} to {to}{why}")
        } else {
            format!("The overall score fell from {from} to {to}{why}")
        }
    }

    /// How many questions moved and why: the sentence below the heading.
    pub fn summary(&self) -> String {
        if self.questions.is_empty() {
            return "No question has another answer, other votes or other evidence.".to_owned();
        }
        let mut counts: BTreeMap<Cause, usize> = BTreeMap::new();
        for question in &self.questions {
            let causes: BTreeSet<Cause> = question.because.iter().map(|one| one.cause).collect();
            for cause in causes {
                *counts.entry(cause).or_default() += 1;
            }
        }
        let parts: Vec<String> = counts
            .iter()
            .map(|(cause, questions)| {
                format!("{} by {}", crate::wording::number(*questions), cause.word())
            })
            .collect();
        let moved = count(self.questions.len(), "question moved", "questions moved");
        format!("{}: {}.", sentence(&moved), list(&parts))
    }
}

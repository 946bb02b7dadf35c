//! Baselines: a scorecard frozen at one moment, and what changed since, because of answers and because of content.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::consensus::{Consensus, consensus};
use crate::engagement::Engagement;
use crate::id::{DimensionId, QuestionId};
use crate::pack::Pack;
use crate::score::{DimensionScore, QuestionScore, Score, Scorecard, scorecard_of, votes_on};

/// A scorecard as kept in a baseline: what `score --json` prints, without votes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The whole.
    pub overall: FrozenScore,
    /// By dimension, in the pack's order of then.
    pub dimensions: Vec<FrozenDimension>,
    /// By question, in the pack's order of then.
    pub questions: Vec<FrozenQuestion>,
    /// Answers kept to questions that were not asked then, such as retired ones: 1 to 5 or `"not_applicable"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<QuestionId, Value>,
}

impl Frozen {
    /// Freezes a scorecard with the answers that an engagement keeps to questions that the pack does not ask.
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
        Self { kept: kept.collect(), ..Self::from(card) }
    }

    /// What the consensus on a question was.
    fn consensus(&self, id: &QuestionId) -> Consensus {
        let asked = self.questions.iter().find(|question| &question.id == id);
        asked
            .map(|question| &question.consensus)
            .or_else(|| self.kept.get(id))
            .map_or(Consensus::Unknown, read)
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

/// A score as kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FrozenScore {
    /// 1 to 5; `None` where coverage was too low.
    pub score: Option<f64>,
    /// The attained level, 1 to 5.
    pub attained: Option<u8>,
    /// Share of the applicable weight that had a level, 0 to 1.
    pub coverage: Option<f64>,
}

/// A dimension as kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenDimension {
    /// The dimension.
    pub id: DimensionId,
    /// Its numbers.
    #[serde(flatten)]
    pub score: FrozenScore,
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
}

impl From<&Score> for FrozenScore {
    fn from(score: &Score) -> Self {
        Self { score: score.score, attained: score.attained, coverage: score.coverage }
    }
}

impl From<&Scorecard> for Frozen {
    fn from(card: &Scorecard) -> Self {
        Self {
            overall: (&card.overall).into(),
            dimensions: card
                .dimensions
                .iter()
                .map(|d| FrozenDimension { id: d.id.clone(), score: (&d.score).into() })
                .collect(),
            questions: card
                .questions
                .iter()
                .map(|q| FrozenQuestion {
                    id: q.id.clone(),
                    dimension: q.dimension.clone(),
                    consensus: written(q.consensus),
                    weight: q.weight,
                })
                .collect(),
            kept: BTreeMap::new(),
        }
    }
}

/// How one score moved. `before + by_content + by_answers = after` wherever all four are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Then, 1 to 5.
    pub before: Option<f64>,
    /// Now, 1 to 5.
    pub after: Option<f64>,
    /// What the content moved: today's questions and weights, judged with the answers of then.
    pub by_content: Option<f64>,
    /// What the answers moved: the answers of today against those of then, under today's content.
    pub by_answers: Option<f64>,
}

impl Shift {
    fn new(before: Option<f64>, between: Option<f64>, after: Option<f64>) -> Self {
        let less = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a - b);
        Self { before, after, by_content: less(between, before), by_answers: less(after, between) }
    }
}

/// What happened to one dimension since a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionShift {
    /// The dimension.
    pub id: DimensionId,
    /// How its score moved.
    pub shift: Shift,
    /// Questions asked now that were not asked then, or stood in another dimension.
    pub came: Vec<QuestionId>,
    /// Questions of then that are gone or stand in another dimension.
    pub went: Vec<QuestionId>,
    /// Questions of today whose consensus differs, a first answer included.
    pub answered_anew: Vec<QuestionId>,
    /// Questions of both whose weight differs.
    pub weighed_anew: Vec<QuestionId>,
}

/// What changed since a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How the overall score moved.
    pub overall: Shift,
    /// By dimension: those of today in the pack's order, then those that are gone.
    pub dimensions: Vec<DimensionShift>,
}

/// Compares a frozen scorecard with the one of today, made under `pack`.
///
/// The way from then to now is walked in two steps: first the content changes and the answers stay, then the answers change. A
/// question that was not asked then has no answer in the first step, so what its first answer moves counts as answers.
pub fn compare(then: &Frozen, pack: &Pack, now: &Scorecard) -> Comparison {
    let questions: Vec<QuestionScore> = now
        .questions
        .iter()
        .map(|question| QuestionScore {
            consensus: then.consensus(&question.id),
            ..question.clone()
        })
        .collect();
    let between = scorecard_of(pack, questions, &BTreeMap::new());
    let before =
        |id: &DimensionId| then.dimensions.iter().find(|d| &d.id == id).and_then(|d| d.score.score);
    let mut dimensions: Vec<DimensionShift> = now
        .dimensions
        .iter()
        .zip(&between.dimensions)
        .map(|(now, between)| {
            let shift = Shift::new(before(&now.id), between.score.score, now.score.score);
            (now, shift)
        })
        .map(|(dimension, shift)| of_dimension(then, now, dimension, shift))
        .collect();
    for gone in then.dimensions.iter().filter(|d| now.dimension(&d.id).is_none()) {
        let asked = then.questions.iter().filter(|q| q.dimension == gone.id);
        dimensions.push(DimensionShift {
            id: gone.id.clone(),
            shift: Shift::new(gone.score.score, None, None),
            came: vec![],
            went: asked.map(|q| q.id.clone()).collect(),
            answered_anew: vec![],
            weighed_anew: vec![],
        });
    }
    let overall = Shift::new(then.overall.score, between.overall.score, now.overall.score);
    Comparison { overall, dimensions }
}

fn of_dimension(
    then: &Frozen,
    now: &Scorecard,
    dimension: &DimensionScore,
    shift: Shift,
) -> DimensionShift {
    let of_then = |id: &QuestionId| {
        then.questions.iter().find(|q| &q.id == id && q.dimension == dimension.id)
    };
    let of_now: Vec<&QuestionScore> =
        now.questions.iter().filter(|q| q.dimension == dimension.id).collect();
    DimensionShift {
        id: dimension.id.clone(),
        shift,
        came: of_now.iter().filter(|q| of_then(&q.id).is_none()).map(|q| q.id.clone()).collect(),
        went: then
            .questions
            .iter()
            .filter(|q| q.dimension == dimension.id && !of_now.iter().any(|now| now.id == q.id))
            .map(|q| q.id.clone())
            .collect(),
        answered_anew: of_now
            .iter()
            .filter(|q| then.consensus(&q.id) != q.consensus)
            .map(|q| q.id.clone())
            .collect(),
        weighed_anew: of_now
            .iter()
            .filter(|q| of_then(&q.id).is_some_and(|then| then.weight != q.weight))
            .map(|q| q.id.clone())
            .collect(),
    }
}

//! What a room says: votes, what is settled, evidence, and the scorecard of all that.

use std::collections::BTreeMap;

use serde_json::json;
use waymark_core::engagement::{Answer, Choice, Engagement, Evidence, Strength, Vote};
use waymark_core::facts::EngagementFacts;
use waymark_core::id::{DimensionId, QuestionId, Uid};
use waymark_core::known::Known;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::score::{
    Band, DimensionScore, FactBounds, QuestionScore, Score, Scorecard, scorecard,
};
use waymark_core::target::{QuestionTarget, answer_levels, importance, targets};

/// One choice in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Say {
    Level(u8),
    DontKnow,
    NotApplicable,
}

/// An engagement under a pack, with what people said in it.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    pub(crate) pack: Pack,
    pub(crate) engagement: Engagement,
    pub(crate) facts: BTreeMap<QuestionId, FactBounds>,
    records: u32,
}

impl Room {
    pub(crate) fn new(pack: Pack) -> Self {
        Self {
            pack,
            engagement: Engagement::new(Uid::root("room"), "Harbour Retail"),
            facts: BTreeMap::new(),
            records: 0,
        }
    }

    /// A room in which one person answered the questions of the pack in order; `None` leaves one out.
    pub(crate) fn answering(pack: Pack, answers: &[Option<Say>]) -> Self {
        let questions: Vec<QuestionId> = pack.questions.iter().map(|q| q.id.clone()).collect();
        assert_eq!(questions.len(), answers.len(), "one answer each");
        let mut room = Self::new(pack);
        for (question, say) in questions.iter().zip(answers) {
            if let Some(say) = say {
                room.vote(question.as_str(), *say);
            }
        }
        room
    }

    /// The same with levels alone.
    pub(crate) fn levels(pack: Pack, levels: &[u8]) -> Self {
        let answers: Vec<Option<Say>> =
            levels.iter().map(|level| Some(Say::Level(*level))).collect();
        Self::answering(pack, &answers)
    }

    fn uid(&mut self) -> Uid {
        self.records += 1;
        Uid::derived(self.engagement.uid, &self.records.to_string())
    }

    /// One more person votes.
    pub(crate) fn vote(&mut self, question: &str, say: Say) -> &mut Self {
        let (choice, level) = match say {
            Say::Level(level) => (Choice::Level, Some(level)),
            Say::DontKnow => (Choice::DontKnow, None),
            Say::NotApplicable => (Choice::NotApplicable, None),
        };
        let vote = Vote {
            uid: self.uid(),
            pack: self.pack.id.clone(),
            question: question.into(),
            participant: self.uid(),
            choice,
            level,
            certainty: Known::Unknown,
            role: None,
            reason: String::new(),
            comment: String::new(),
            after_reveal: false,
            is_sealed: false,
        };
        self.engagement.votes.push(vote);
        self
    }

    pub(crate) fn votes(&mut self, question: &str, levels: &[u8]) -> &mut Self {
        for level in levels {
            self.vote(question, Say::Level(*level));
        }
        self
    }

    /// The answer record of a question, made where it is not there.
    pub(crate) fn answer(&mut self, question: &str) -> &mut Answer {
        let uid = self.uid();
        let pack = self.pack.id.clone();
        let answers = &mut self.engagement.answers;
        let place =
            answers.iter().position(|a| a.question.as_str() == question).unwrap_or_else(|| {
                let fields = json!({ "uid": uid, "pack": pack, "question": question });
                answers.push(serde_json::from_value(fields).expect("an answer needs no more"));
                answers.len() - 1
            });
        &mut answers[place]
    }

    pub(crate) fn settle(&mut self, question: &str, say: Say) -> &mut Self {
        let answer = self.answer(question);
        (answer.settled, answer.level) = match say {
            Say::Level(level) => (Some(Choice::Level), Some(level)),
            Say::DontKnow => (Some(Choice::DontKnow), None),
            Say::NotApplicable => (Some(Choice::NotApplicable), None),
        };
        "said in the room".clone_into(&mut answer.reason);
        self
    }

    pub(crate) fn evidence(&mut self, question: &str, strength: Strength) -> &mut Self {
        let uid = self.uid();
        let fields = json!({
            "uid": uid, "code": format!("EV-{}", self.records), "title": "Shown", "strength": strength,
            "pack": self.pack.id, "question": question,
        });
        self.engagement
            .evidence
            .push(serde_json::from_value::<Evidence>(fields).expect("evidence needs no more"));
        self
    }

    /// Everything answered was measured.
    pub(crate) fn measured(&mut self) -> &mut Self {
        let answered: Vec<QuestionId> =
            self.engagement.votes.iter().map(|v| v.question.clone()).collect();
        for question in answered {
            self.evidence(question.as_str(), Strength::Measured);
        }
        self
    }

    /// A goal with points.
    pub(crate) fn goal(&mut self, code: &str, points: Option<u8>) -> &mut Self {
        let uid = Uid::root(code);
        let row = json!({ "uid": uid, "code": code, "title": code, "points": points });
        self.engagement.put_row(Kind::Goal, row).expect("a goal");
        self
    }

    /// A qualified use case of a type that serves goals.
    pub(crate) fn use_case(&mut self, code: &str, r#type: &str, goals: &[&str]) -> &mut Self {
        let goals: Vec<_> = goals
            .iter()
            .map(|goal| json!({ "goal": Uid::root(goal), "contribution": 3 }))
            .collect();
        let row = json!({ "uid": Uid::root(code), "code": code, "title": code, "type": r#type, "status": "qualified", "goals": goals });
        self.engagement.put_row(Kind::UseCase, row).expect("a use case");
        self
    }

    pub(crate) fn condition_facts(&self) -> EngagementFacts {
        EngagementFacts::new(&self.engagement, &answer_levels(&self.pack, &self.engagement))
    }

    pub(crate) fn targets(&self) -> BTreeMap<QuestionId, QuestionTarget> {
        targets(&self.pack, &self.engagement, &self.condition_facts())
    }

    pub(crate) fn importance(&self) -> BTreeMap<DimensionId, f64> {
        importance(&self.pack, &self.engagement, &self.targets())
    }

    pub(crate) fn card(&self) -> Scorecard {
        scorecard(&self.pack, &self.engagement, &self.targets(), &self.facts, &self.importance())
    }

    pub(crate) fn dimension(&self, id: &str) -> DimensionScore {
        self.card().dimension(&id.into()).expect("the pack has it").clone()
    }

    pub(crate) fn question(&self, id: &str) -> QuestionScore {
        self.card().question(&id.into()).expect("the pack has it").clone()
    }
}

/// Rounding at the very end of sums of binary fractions.
pub(crate) const HAIR: f64 = 1e-9;

#[track_caller]
pub(crate) fn close(found: Option<f64>, wanted: f64) {
    let found = found.expect("there is a number");
    assert!((found - wanted).abs() < HAIR, "{found} should be {wanted}");
}

#[track_caller]
pub(crate) fn band(score: &Score, low: f64, high: f64) {
    let found = score.band.expect("there is a band");
    close(Some(found.low), low);
    close(Some(found.high), high);
}

#[track_caller]
pub(crate) fn is_band(found: Option<Band>, low: f64, high: f64) {
    assert_eq!(found, Some(Band { low, high }));
}

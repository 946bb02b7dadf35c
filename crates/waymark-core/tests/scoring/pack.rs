//! Small packs made in code: one factor, one dimension and some questions, and whatever a test adds.

use std::collections::BTreeMap;

use jiff::civil::date;
use waymark_core::condition::Condition;
use waymark_core::facts::{PackNames, condition_schema};
use waymark_core::id::QuestionId;
use waymark_core::pack::{
    CostClass, Dimension, Estimate, Factor, Initiative, Lift, Pack, PackStatus, Question, Role,
    RoleShare, ScaleLevel, Side, TargetRule,
};
use waymark_core::record::Kind;

/// A pack under construction: questions belong to the dimension named last, dimensions to the factor named last.
pub(crate) struct TinyPack(Pack);

/// A pack without factors, dimensions and questions.
pub(crate) fn tiny_pack() -> TinyPack {
    let scale = ["Ad hoc", "Repeatable", "Defined", "Managed", "Optimising"];
    let role = |id: &str, title: &str, side| Role {
        id: id.into(),
        title: title.to_owned(),
        side,
        can_be_asked: true,
        can_be_persona: true,
        delivers_work: true,
    };
    TinyPack(Pack {
        id: "tiny".into(),
        version: "1.0.0".into(),
        title: "Tiny".into(),
        status: PackStatus::Draft,
        language: "en".into(),
        hash: String::new(),
        scale: (1..=5)
            .zip(scale)
            .map(|(level, name)| ScaleLevel { level, name: name.into(), meaning: String::new() })
            .collect(),
        factors: vec![],
        dimensions: vec![],
        questions: vec![],
        retired: vec![],
        roles: vec![
            role("owner", "Business owner", Side::Business),
            role("engineer", "Data engineer", Side::Technology),
        ],
        default_target: 3,
        target_rules: vec![],
        services_checked: date(2026, 1, 1),
        services: vec![],
        rules: vec![],
        initiatives: vec![],
        call_rules: vec![],
        finding_rules: vec![],
        facts: vec![],
        indicators: vec![],
        glossary: vec![],
        references: vec![],
        report_text: BTreeMap::new(),
        translations: vec![],
        fallback: None,
    })
}

/// One dimension `STO` with this many questions of weight 1 and target 3, `STO-1` on.
pub(crate) fn one_dimension(questions: usize) -> Pack {
    tiny_pack().factor("F", 1).dimension("STO", 1).questions(questions).build()
}

/// The condition of a rule about this pack.
fn condition(pack: &Pack, when: &str, subject: Option<Kind>) -> Condition {
    let questions: Vec<QuestionId> =
        pack.questions.iter().map(|question| question.id.clone()).collect();
    let schema = condition_schema(PackNames { questions: &questions, ..PackNames::default() });
    Condition::parse_and_check(when, &schema, subject.map(Kind::condition_word))
        .expect("the condition is sound")
}

impl TinyPack {
    pub(crate) fn factor(mut self, id: &str, weight: u32) -> Self {
        self.0.factors.push(Factor { id: id.into(), title: format!("Factor {id}"), weight });
        self
    }

    pub(crate) fn dimension(mut self, id: &str, weight: u32) -> Self {
        let factor = self.0.factors.last().expect("a factor comes first").id.clone();
        self.0.dimensions.push(Dimension {
            id: id.into(),
            title: format!("Dimension {id}"),
            short_title: id.into(),
            factor,
            weight,
            summary: String::new(),
            paragraphs: BTreeMap::new(),
        });
        self
    }

    pub(crate) fn question(mut self, id: &str, weight: u32, target: u8) -> Self {
        let dimension = self.0.dimensions.last().expect("a dimension comes first").id.clone();
        self.0.questions.push(Question {
            id: id.into(),
            dimension,
            text: format!("What about {id}?"),
            why: String::new(),
            short_title: format!("Topic {id}"),
            weight,
            is_short_form: weight > 1,
            target,
            roles: vec![],
            levels: Default::default(),
            evidence: String::new(),
            facts: vec![],
            contradiction: String::new(),
            frameworks: BTreeMap::new(),
            card: None,
        });
        self
    }

    /// Questions of weight 1 and target 3, numbered from 1.
    pub(crate) fn questions(mut self, count: usize) -> Self {
        let dimension = self.0.dimensions.last().expect("a dimension comes first").id.clone();
        for number in 1..=count {
            self = self.question(&format!("{dimension}-{number}"), 1, 3);
        }
        self
    }

    /// A rule that raises the target of some questions. They must be there already.
    pub(crate) fn raises(
        mut self,
        id: &str,
        subject: Option<Kind>,
        when: &str,
        questions: &[&str],
        level: u8,
    ) -> Self {
        self.0.target_rules.push(TargetRule {
            id: id.into(),
            when: condition(&self.0, when, subject),
            when_text: when.into(),
            subject,
            questions: questions.iter().map(|id| QuestionId::from(*id)).collect(),
            level,
            is_floor: false,
            because: format!("{id} asks for {level}"),
        });
        self
    }

    /// The same as a floor.
    pub(crate) fn floor(self, id: &str, when: &str, questions: &[&str], level: u8) -> Self {
        let mut pack = self.raises(id, None, when, questions, level);
        pack.0.target_rules.last_mut().expect("just added").is_floor = true;
        pack
    }

    /// An initiative that takes one question from a level to another, for this many person-weeks.
    pub(crate) fn initiative(
        mut self,
        id: &str,
        question: &str,
        from: u8,
        to: u8,
        effort: f64,
    ) -> Self {
        self.0.initiatives.push(Initiative {
            id: id.into(),
            title: format!("Initiative {id}"),
            outcome: String::new(),
            lifts: vec![Lift { question: question.into(), from, to }],
            needs: vec![],
            effort: Estimate { low: effort / 2.0, likely: effort, high: effort * 2.0 },
            duration: Estimate { low: 2.0, likely: 4.0, high: 8.0 },
            roles: vec![RoleShare { role: "engineer".into(), share: 1.0 }],
            visible_to: vec![],
            risks: String::new(),
            kpi: String::new(),
            cost: CostClass::Low,
            only_when: None,
        });
        self
    }

    /// The initiative named last also takes another question from a level to another.
    pub(crate) fn lifting(mut self, question: &str, from: u8, to: u8) -> Self {
        let lift = Lift { question: question.into(), from, to };
        self.0.initiatives.last_mut().expect("an initiative comes first").lifts.push(lift);
        self
    }

    /// The initiative named last needs others first.
    pub(crate) fn needing(mut self, needs: &[&str]) -> Self {
        let initiative = self.0.initiatives.last_mut().expect("an initiative comes first");
        initiative.needs = needs.iter().map(|id| (*id).into()).collect();
        self
    }

    /// The initiative named last is chosen under a condition only.
    pub(crate) fn only_when(mut self, when: &str) -> Self {
        let condition = condition(&self.0, when, None);
        self.0.initiatives.last_mut().expect("an initiative comes first").only_when =
            Some(condition);
        self
    }

    pub(crate) fn build(self) -> Pack {
        self.0
    }
}

//! The sections of the report, one module each: core data in, blocks out.

mod answers;
mod architecture;
pub(crate) mod brief;
mod change;
mod cover;
pub(crate) mod deck;
mod dimensions;
mod evidence;
mod glossary;
mod goals;
pub(crate) mod inventories;
mod lenses;
mod method;
pub(crate) mod risks;
mod roadmap;
mod scorecard;
mod summary;
pub(crate) mod verify;
pub(crate) mod words;

pub use change::ChangeTold;
pub use evidence::ScanTold;

use std::collections::{BTreeMap, BTreeSet};

use waymark_chart::text::Fonts;
use waymark_core::consensus::Consensus;
use waymark_core::engagement::{Audience, Engagement, Evidence, Vote};
use waymark_core::field::PackWords;
use waymark_core::id::{DimensionId, QuestionId, Uid};
use waymark_core::pack::{Dimension, Pack, Question};
use waymark_core::record::Kind;
use waymark_core::score::{DimensionScore, QuestionScore, Scorecard};

use crate::block::{Block, Cell, Span};
use crate::compose::Input;
use words::UNKNOWN;

/// The input with what all sections look up in it.
pub(crate) struct Context<'a> {
    pub(crate) input: &'a Input<'a>,
    pub(crate) audience: Audience,
    /// Labels of the pack's ids.
    pub(crate) words: PackWords,
    /// Where a code or id leads.
    anchors: BTreeMap<String, String>,
}

/// The blocks of a section.
pub(crate) fn blocks(context: &Context, id: &str) -> Vec<Block> {
    match id {
        "cover" => cover::blocks(context),
        "contents" => cover::contents(),
        "summary" => summary::blocks(context),
        "goals" => goals::blocks(context),
        "scorecard" => scorecard::blocks(context),
        "change" => change::blocks(context),
        "dimensions" => dimensions::blocks(context),
        "architecture" => architecture::blocks(context),
        "roadmap" => roadmap::blocks(context),
        "risks" => risks::blocks(context),
        "evidence" => evidence::blocks(context),
        "verify" => verify::blocks(context),
        "lenses" => lenses::blocks(context),
        "method" => method::blocks(context),
        "inventories" => inventories::blocks(context),
        "answers" => answers::blocks(context),
        "glossary" => glossary::blocks(context),
        _ => vec![],
    }
}

/// Whether any question has a vote or was settled.
pub(crate) fn has_answers(input: &Input) -> bool {
    input.engagement.votes.iter().any(|vote| vote.pack == input.pack.id)
        || input.scorecard.questions.iter().any(|question| question.consensus != Consensus::Unknown)
}

/// The kinds of record that people know by their code and that the report shows.
const SHOWN: [Kind; 8] = [
    Kind::Goal,
    Kind::UseCase,
    Kind::Persona,
    Kind::Source,
    Kind::Regulation,
    Kind::Constraint,
    Kind::PlatformItem,
    Kind::Skill,
];

impl<'a> Context<'a> {
    pub(crate) fn new(input: &'a Input<'a>, audience: Audience) -> Self {
        let mut words = PackWords::default();
        input.pack.add_words(&mut words);
        let mut anchors = BTreeMap::new();
        for kind in SHOWN {
            for (code, _) in input.engagement.codes(kind) {
                anchors.insert(code.to_string(), record_anchor(code.as_str()));
            }
        }
        for question in &input.pack.questions {
            anchors.insert(question.id.to_string(), question_anchor(&question.id));
        }
        for initiative in &input.pack.initiatives {
            anchors.insert(initiative.id.to_string(), initiative_anchor(initiative.id.as_str()));
        }
        Self { input, audience, words, anchors }
    }

    pub(crate) fn pack(&self) -> &'a Pack {
        self.input.pack
    }

    pub(crate) fn engagement(&self) -> &'a Engagement {
        self.input.engagement
    }

    pub(crate) fn card(&self) -> &'a Scorecard {
        self.input.scorecard
    }

    /// Dimensions with their scores, in the pack's order.
    pub(crate) fn dimensions(
        &self,
    ) -> impl Iterator<Item = (&'a Dimension, &'a DimensionScore)> + use<'a> {
        self.input.pack.dimensions.iter().zip(&self.input.scorecard.dimensions)
    }

    /// The questions of a dimension with their scores.
    pub(crate) fn questions(
        &self,
        dimension: &DimensionId,
    ) -> Vec<(&'a Question, &'a QuestionScore)> {
        let questions =
            self.input.pack.questions.iter().filter(|question| &question.dimension == dimension);
        questions
            .filter_map(|question| Some((question, self.input.scorecard.question(&question.id)?)))
            .collect()
    }

    /// The evidence of a question that is not kept out of the report.
    pub(crate) fn evidence(&self, question: &QuestionId) -> impl Iterator<Item = &'a Evidence> {
        let question = question.clone();
        let is_its = move |one: &&Evidence| one.question.as_ref() == Some(&question);
        self.engagement().evidence.iter().filter(is_its).filter(|one| !one.is_left_out)
    }

    /// A code or id, leading to where it is told.
    pub(crate) fn code(&self, code: &str) -> Span {
        match self.anchors.get(code) {
            Some(anchor) => Span::to(code, anchor.clone()),
            None => Span::text(code),
        }
    }

    /// Codes one after the other; at most `most` of them, then how many more.
    pub(crate) fn codes<T: AsRef<str>>(&self, codes: &[T], most: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        for code in codes.iter().take(most) {
            if !spans.is_empty() {
                spans.push(Span::text(", "));
            }
            spans.push(self.code(code.as_ref()));
        }
        if codes.len() > most {
            spans.push(Span::text(format!(" and {} more", codes.len() - most)));
        }
        spans
    }

    /// A text in which every known code or id leads to where it is told.
    pub(crate) fn linked(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut plain = String::new();
        let mut word = String::new();
        let mut flush = |word: &mut String, plain: &mut String| {
            if self.anchors.contains_key(word.as_str()) {
                if !plain.is_empty() {
                    spans.push(Span::text(std::mem::take(plain)));
                }
                spans.push(self.code(word));
            } else {
                plain.push_str(word);
            }
            word.clear();
        };
        for letter in text.chars() {
            if letter.is_alphanumeric() || letter == '-' {
                word.push(letter);
            } else {
                flush(&mut word, &mut plain);
                plain.push(letter);
            }
        }
        flush(&mut word, &mut plain);
        if !plain.is_empty() {
            spans.push(Span::text(plain));
        }
        spans
    }

    /// An initiative by its title, leading to its row.
    pub(crate) fn initiative(&self, id: &waymark_core::id::InitiativeId) -> Span {
        let title = self.pack().initiative(id).map_or_else(|| id.to_string(), |i| i.title.clone());
        Span::to(title, initiative_anchor(id.as_str()))
    }

    /// A consensus as a level with its name, or in words.
    pub(crate) fn level_cell(&self, consensus: Consensus) -> Cell {
        match consensus {
            Consensus::Level(level) => Cell::level(level, self.pack().level_name(level)),
            Consensus::NotApplicable => quiet_cell("not applicable"),
            Consensus::Unknown => quiet_cell(UNKNOWN),
        }
    }

    /// The title of a role.
    pub(crate) fn role(&self, id: &waymark_core::id::RoleId) -> String {
        self.pack().role(id).map_or_else(|| id.to_string(), |role| role.title.clone())
    }

    /// A person as the report may show them: with the role, and by name only where the engagement is not anonymous.
    pub(crate) fn person(&self, name: &str) -> Option<String> {
        let participant =
            self.engagement().participants.iter().find(|p| !p.name.is_empty() && p.name == name);
        match (self.engagement().profile.is_anonymous, participant) {
            (_, _) if name.is_empty() => None,
            (true, Some(participant)) => participant.role.as_ref().map(|role| self.role(role)),
            (true, None) => None,
            (false, Some(participant)) if !participant.job_title.is_empty() => {
                Some(format!("{name}, {}", participant.job_title))
            }
            (false, _) => Some(name.to_owned()),
        }
    }

    /// Who gave a vote: the role, and the name where the engagement is not anonymous.
    pub(crate) fn voter(&self, vote: &Vote) -> (String, Option<String>) {
        let participant = self.engagement().participants.iter().find(|p| p.uid == vote.participant);
        let role = self
            .engagement()
            .role_of(vote)
            .map_or_else(|| "Somebody".to_owned(), |role| self.role(role));
        let name =
            participant.filter(|_| !self.engagement().profile.is_anonymous).map(|p| p.name.clone());
        (role, name.filter(|name| !name.is_empty()))
    }

    /// Dimensions below their target, the gap that weighs most first.
    pub(crate) fn gaps(&self) -> Vec<(&'a Dimension, &'a DimensionScore)> {
        let mut gaps: Vec<_> = self
            .dimensions()
            .filter(|(_, score)| score.gap.is_some_and(|gap| gap >= 0.05))
            .collect();
        gaps.sort_by(|a, b| {
            b.1.weighted_gap().unwrap_or(0.0).total_cmp(&a.1.weighted_gap().unwrap_or(0.0))
        });
        gaps
    }

    /// The goals whose use cases raise a target in these dimensions, in the order of the inventory.
    pub(crate) fn goals_behind(
        &self,
        dimensions: &[&DimensionId],
    ) -> Vec<&'a waymark_core::engagement::Goal> {
        let engagement = self.engagement();
        let questions = self.pack().questions.iter().filter(|q| dimensions.contains(&&q.dimension));
        let records: BTreeSet<&str> = questions
            .filter_map(|question| self.input.targets.get(&question.id))
            .flat_map(|target| &target.reasons)
            .flat_map(|reason| reason.records.iter().map(String::as_str))
            .collect();
        let goals: BTreeSet<Uid> = engagement
            .use_cases
            .iter()
            .filter(|use_case| records.contains(use_case.code.as_str()))
            .flat_map(|use_case| use_case.goals.items().iter().map(|link| link.goal))
            .collect();
        engagement.goals.iter().filter(|goal| goals.contains(&goal.uid)).collect()
    }

    /// The currency's code, or nothing.
    pub(crate) fn currency(&self) -> &'a str {
        self.engagement().profile.currency.text()
    }
}

/// How much a question is short of its target, by its weight; 0 where it is not.
pub(crate) fn shortfall(question: &QuestionScore) -> u32 {
    let level = question.consensus.level().unwrap_or(question.target);
    question.weight * u32::from(question.target.saturating_sub(level))
}

/// The typeface of all drawings.
pub(crate) fn fonts() -> &'static Fonts {
    Fonts::in_use()
}

/// A cell of quieter text.
pub(crate) fn quiet_cell(text: impl Into<String>) -> Cell {
    Cell::spans(vec![Span::quiet(text)])
}

/// A quiet span of smaller type.
pub(crate) fn note(text: impl Into<String>) -> Span {
    Span { small: true, ..Span::quiet(text) }
}

pub(crate) fn question_anchor(id: &QuestionId) -> String {
    format!("q-{id}")
}

pub(crate) fn dimension_anchor(id: &DimensionId) -> String {
    format!("dim-{id}")
}

pub(crate) fn initiative_anchor(id: &str) -> String {
    format!("ini-{id}")
}

pub(crate) fn decision_anchor(component: &str) -> String {
    format!("dec-{component}")
}

pub(crate) fn record_anchor(code: &str) -> String {
    format!("rec-{code}")
}

//! The risk of answers by a lens' own rules, and how often each risk occurs. Counts of risks are never scores.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::json::clipped;
use super::{Lens, Question, RiskRule, RuleRisk};

/// How a question is answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Answer {
    /// Not yet.
    #[default]
    Unanswered,
    /// None of the choices is true. For a question without a choice that says so; the rules judge it.
    NoneOfThese,
    /// Ids of the choices taken. Without a choice of the question it is no answer yet.
    Chosen(BTreeSet<String>),
    /// The question is left out.
    NotApplicable(Reason),
}

/// Why a question does not apply: the AWS tool's own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is outside what is assessed.
    OutOfScope,
    /// The business sets other priorities.
    BusinessPriorities,
    /// The architecture does not allow it.
    ArchitectureConstraints,
    /// Something else.
    Other,
    /// No reason is given.
    None,
}

impl Reason {
    /// All of them, in the order in which people see them.
    pub const ALL: [Reason; 5] = [
        Reason::OutOfScope,
        Reason::BusinessPriorities,
        Reason::ArchitectureConstraints,
        Reason::Other,
        Reason::None,
    ];

    /// The AWS tool's word.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::OutOfScope => "OUT_OF_SCOPE",
            Reason::BusinessPriorities => "BUSINESS_PRIORITIES",
            Reason::ArchitectureConstraints => "ARCHITECTURE_CONSTRAINTS",
            Reason::Other => "OTHER",
            Reason::None => "NONE",
        }
    }

    /// The reason of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What follows from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// A high risk.
    High,
    /// A medium risk.
    Medium,
    /// No risk.
    None,
    /// The question is left out.
    NotApplicable,
    /// The question is not answered.
    Unanswered,
    /// No rule of the question holds: its risk is not known, and neither good nor bad.
    NoMatch,
}

impl Risk {
    /// All of them, in the order of counts.
    pub const ALL: [Risk; 6] = [
        Risk::High,
        Risk::Medium,
        Risk::None,
        Risk::NotApplicable,
        Risk::Unanswered,
        Risk::NoMatch,
    ];

    /// The key that counts have for it.
    pub const fn key(self) -> &'static str {
        match self {
            Risk::High => "HIGH",
            Risk::Medium => "MEDIUM",
            Risk::None => "NONE",
            Risk::NotApplicable => "NOT_APPLICABLE",
            Risk::Unanswered => "UNANSWERED",
            Risk::NoMatch => "NO_MATCH",
        }
    }
}

impl Question {
    /// The risk of an answer: that of the first rule that holds.
    pub fn risk(&self, answer: &Answer) -> Risk {
        match answer {
            Answer::NotApplicable(_) => Risk::NotApplicable,
            _ if self.taken(answer).is_none() => Risk::Unanswered,
            _ => match self.rule(answer).map(|rule| rule.risk) {
                Some(RuleRisk::High) => Risk::High,
                Some(RuleRisk::Medium) => Risk::Medium,
                Some(RuleRisk::None) => Risk::None,
                None => Risk::NoMatch,
            },
        }
    }

    /// The rule that gives the risk of an answer: the first that holds. `None` where none does, and where there is nothing to judge.
    pub fn rule(&self, answer: &Answer) -> Option<&RiskRule> {
        let taken = self.taken(answer)?;
        self.risk_rules.iter().find(|rule| rule.condition.holds(taken))
    }

    /// The choices that rules judge; `None` where there is no answer to judge.
    fn taken<'a>(&self, answer: &'a Answer) -> Option<&'a BTreeSet<String>> {
        static NOTHING: BTreeSet<String> = BTreeSet::new();
        match answer {
            Answer::NoneOfThese => Some(&NOTHING),
            Answer::Chosen(taken) => {
                self.choices.iter().any(|choice| taken.contains(&choice.id)).then_some(taken)
            }
            Answer::Unanswered | Answer::NotApplicable(_) => None,
        }
    }

    /// The answer with these choices; every question is answered so, also with no choice at all.
    fn answered(&self, is_taken: impl Fn(&super::Choice) -> bool) -> Answer {
        let taken: BTreeSet<String> =
            self.choices.iter().filter(|choice| is_taken(choice)).map(|c| c.id.clone()).collect();
        if taken.is_empty() { Answer::NoneOfThese } else { Answer::Chosen(taken) }
    }
}

/// The answers to the questions of a lens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// By id of the pillar, then of the question.
    answers: BTreeMap<String, BTreeMap<String, Answer>>,
}

/// Why a selection cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// The text is no JSON list of texts.
    #[error("the selection is not a JSON list of choice ids: {0}")]
    NotAList(String),
    /// No question has these choices; at most 1000 of them.
    #[error("the lens has no choice {}", listed(.0))]
    UnknownChoices(Vec<String>),
}

fn listed(ids: &[String]) -> String {
    let shown: Vec<String> = ids.iter().take(12).map(|id| format!("`{}`", clipped(id))).collect();
    match ids.len().saturating_sub(12) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

impl Selection {
    /// Every question answered with nothing but its "none of these" choice (its id ends with `_no`), or with nothing
    /// where there is none. Each is answered, so the rules judge it.
    pub fn none(lens: &Lens) -> Self {
        Self::each(lens, |question| question.answered(super::Choice::is_none_of_these))
    }

    /// Every question answered with all its choices but "none of these".
    pub fn all(lens: &Lens) -> Self {
        Self::each(lens, |question| question.answered(|choice| !choice.is_none_of_these()))
    }

    fn each(lens: &Lens, answer: impl Fn(&Question) -> Answer) -> Self {
        let of_pillar = |pillar: &super::Pillar| {
            let answers = pillar.questions.iter();
            answers.map(|question| (question.id.clone(), answer(question))).collect()
        };
        let pillars = lens.pillars.iter();
        Self { answers: pillars.map(|pillar| (pillar.id.clone(), of_pillar(pillar))).collect() }
    }

    /// The choices with these ids; questions without one of them stay unanswered.
    ///
    /// An id is that of a choice, which then is taken in every question that has it, or it says which one is meant:
    /// `question/choice` or `pillar/question/choice`.
    ///
    /// # Errors
    /// When an id stands for no choice.
    pub fn from_ids(lens: &Lens, ids: &[String]) -> Result<Self, SelectionError> {
        let places = Places::of(lens);
        let mut selection = Self::default();
        let mut unknown = Vec::new();
        for id in ids {
            let found = places.find(id);
            if found.is_empty() && unknown.len() < crate::problem::MOST {
                unknown.push(id.clone());
            }
            for (pillar, question, choice) in found {
                selection.take(pillar, question, choice);
            }
        }
        if unknown.is_empty() {
            Ok(selection)
        } else {
            Err(SelectionError::UnknownChoices(unknown))
        }
    }

    /// The same from a JSON list of ids.
    ///
    /// # Errors
    /// When the text is no such list, or an id stands for no choice.
    pub fn from_json(lens: &Lens, text: &str) -> Result<Self, SelectionError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let ids: Vec<String> = serde_json::from_str(text)
            .map_err(|error| SelectionError::NotAList(error.to_string()))?;
        Self::from_ids(lens, &ids)
    }

    /// The answer to a question.
    pub fn answer(&self, pillar: &str, question: &str) -> &Answer {
        const NOT_YET: &Answer = &Answer::Unanswered;
        self.answers.get(pillar).and_then(|answers| answers.get(question)).unwrap_or(NOT_YET)
    }

    /// Answers a question, whatever its answer was.
    pub fn set(&mut self, pillar: &str, question: &str, answer: Answer) {
        *self.entry(pillar, question) = answer;
    }

    fn take(&mut self, pillar: &str, question: &str, choice: &str) {
        let answer = self.entry(pillar, question);
        match answer {
            Answer::Chosen(taken) => {
                taken.insert(choice.to_owned());
            }
            Answer::Unanswered | Answer::NoneOfThese | Answer::NotApplicable(_) => {
                *answer = Answer::Chosen(BTreeSet::from([choice.to_owned()]));
            }
        }
    }

    fn entry(&mut self, pillar: &str, question: &str) -> &mut Answer {
        if !self.answers.contains_key(pillar) {
            self.answers.insert(pillar.to_owned(), BTreeMap::new());
        }
        let answers = self.answers.get_mut(pillar).expect("it was put there above");
        answers.entry(question.to_owned()).or_default()
    }
}

/// Ids of pillar, question and choice.
type Ids<'l> = (&'l str, &'l str, &'l str);

/// Where choices stand.
struct Places<'l> {
    by_choice: BTreeMap<&'l str, Vec<Ids<'l>>>,
    all: BTreeSet<Ids<'l>>,
    pillars: Vec<&'l str>,
}

impl<'l> Places<'l> {
    fn of(lens: &'l Lens) -> Self {
        let mut places = Self { by_choice: BTreeMap::new(), all: BTreeSet::new(), pillars: vec![] };
        for pillar in &lens.pillars {
            places.pillars.push(&pillar.id);
            for question in &pillar.questions {
                for choice in &question.choices {
                    let ids = (pillar.id.as_str(), question.id.as_str(), choice.id.as_str());
                    places.by_choice.entry(ids.2).or_default().push(ids);
                    places.all.insert(ids);
                }
            }
        }
        places
    }

    fn find(&self, id: &'l str) -> Vec<Ids<'l>> {
        if let Some(found) = self.by_choice.get(id) {
            return found.clone();
        }
        let Some((first, rest)) = id.split_once('/') else { return vec![] };
        let in_question =
            self.pillars.iter().filter_map(|pillar| self.all.get(&(*pillar, first, rest)));
        let in_pillar = rest
            .split_once('/')
            .and_then(|(question, choice)| self.all.get(&(first, question, choice)));
        in_question.chain(in_pillar).copied().collect()
    }
}

/// How many questions have each risk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct RiskCounts {
    /// Questions with a high risk.
    pub high: u32,
    /// Questions with a medium risk.
    pub medium: u32,
    /// Questions without risk.
    pub none: u32,
    /// Questions left out.
    pub not_applicable: u32,
    /// Questions not answered.
    pub unanswered: u32,
    /// Questions answered where no rule holds.
    pub no_match: u32,
}

impl RiskCounts {
    /// The count of one risk.
    pub const fn of(&self, risk: Risk) -> u32 {
        match risk {
            Risk::High => self.high,
            Risk::Medium => self.medium,
            Risk::None => self.none,
            Risk::NotApplicable => self.not_applicable,
            Risk::Unanswered => self.unanswered,
            Risk::NoMatch => self.no_match,
        }
    }

    fn add(&mut self, risk: Risk) {
        *match risk {
            Risk::High => &mut self.high,
            Risk::Medium => &mut self.medium,
            Risk::None => &mut self.none,
            Risk::NotApplicable => &mut self.not_applicable,
            Risk::Unanswered => &mut self.unanswered,
            Risk::NoMatch => &mut self.no_match,
        } += 1;
    }
}

/// The counts of one pillar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PillarCounts {
    /// The pillar.
    pub id: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: RiskCounts,
}

/// The counts of a lens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// By pillar, in the order of the lens.
    pub pillars: Vec<PillarCounts>,
    /// Over all pillars.
    pub total: RiskCounts,
}

/// How often each risk follows from the answers.
pub fn counts(lens: &Lens, selection: &Selection) -> Counts {
    let mut counted = Counts::default();
    for pillar in &lens.pillars {
        let mut counts = RiskCounts::default();
        for question in &pillar.questions {
            let risk = question.risk(selection.answer(&pillar.id, &question.id));
            counts.add(risk);
            counted.total.add(risk);
        }
        counted.pillars.push(PillarCounts { id: pillar.id.clone(), counts });
    }
    counted
}

/// The counts as one line of JSON: `{"pillars":[{"id":..,"HIGH":n,..}],"total":{"HIGH":n,..}}` with the keys of
/// [`Risk::key`].
pub fn counts_json(counts: &Counts) -> String {
    serde_json::to_string(counts).expect("counts are plain data")
}

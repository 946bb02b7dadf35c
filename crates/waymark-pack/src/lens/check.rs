//! What the written lens means: ids that hold, rules that can be evaluated, and notes where the AWS tool would object.

use std::collections::BTreeSet;

use super::json::clipped;
use super::read::NoteKind;
use super::written::{
    AdditionalTable, ChoiceTable, ExtraKey, LensFile, PillarFile, QuestionTable, ResourceTable,
    RiskRuleTable,
};
use super::{
    AdditionalResources, Choice, Condition, Extra, Lens, Pillar, Question, Resource, RiskRule,
    RuleRisk, SCHEMA_VERSION,
};
use crate::place::Place;
use crate::problem::{MOST, ProblemKind, Problems, did_you_mean, listing};
use crate::read::At;

/// Longest name of a lens or pillar and title of a choice, in characters.
const NAME_LENGTH: usize = 128;
/// Longest title of a question.
const TITLE_LENGTH: usize = 512;
/// Longest description and text of a resource.
const TEXT_LENGTH: usize = 2048;
/// Lengths of ids.
const ID_LENGTH: std::ops::RangeInclusive<usize> = 3..=128;
/// Most of each that the AWS tool takes.
const PILLARS: usize = 10;
const QUESTIONS: usize = 20;
const CHOICES: usize = 15;
const RULES: usize = 3;
const RESOURCES: usize = 5;

const RESOURCE_TYPES: [&str; 2] = ["HELPFUL_RESOURCE", "IMPROVEMENT_PLAN"];

/// Harmless deviations as they are found; no more than 1000.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) found: Vec<(Place, NoteKind, String)>,
}

impl Notes {
    pub(super) fn add(&mut self, place: Place, kind: NoteKind, message: impl Into<String>) {
        if !place.is_nowhere() && self.found.len() < MOST {
            self.found.push((place, kind, message.into()));
        }
    }
}

/// The lens that is written. It holds only where no problem was found, here or before.
pub(super) fn check(
    file: &LensFile,
    pillars: &[PillarFile],
    problems: &mut Problems,
    notes: &mut Notes,
) -> Lens {
    Checking { problems, notes }.lens(file, pillars)
}

struct Checking<'c> {
    problems: &'c mut Problems,
    notes: &'c mut Notes,
}

impl Checking<'_> {
    fn lens(&mut self, file: &LensFile, pillars: &[PillarFile]) -> Lens {
        if pillars.is_empty() {
            let help = "a lens has at least one pillar";
            let kind = ProblemKind::MissingField;
            self.problems.add(file.pillars.place, kind, "the lens has no pillars", help);
        }
        self.at_most(PILLARS, pillars.len(), "pillars", file.pillars.place);
        self.unique("pillar", "lens", pillars.iter().map(|pillar| &pillar.id));
        self.same_name("pillar", pillars.iter().map(|pillar| &pillar.name));
        if let Some(version) = file.schema_version.as_ref().filter(|v| v.value != SCHEMA_VERSION) {
            let message = format!(
                "the version of the format is `{}`; read as {SCHEMA_VERSION}",
                clipped(version)
            );
            self.notes.add(version.place, NoteKind::OtherWord, message);
        }
        Lens {
            schema_version: file.schema_version.as_ref().map(|version| version.value.clone()),
            name: self.text(&file.name, NAME_LENGTH, "name"),
            description: self.optional_text(file.description.as_ref(), "description"),
            pillars: pillars.iter().map(|pillar| self.pillar(pillar)).collect(),
            extra: extra(&file.extra),
        }
    }

    fn pillar(&mut self, pillar: &PillarFile) -> Pillar {
        let questions = &pillar.questions;
        if questions.is_empty() {
            let message = "this pillar has no questions";
            self.notes.add(pillar.id.place, NoteKind::ItemCount, message);
        }
        self.at_most(QUESTIONS, questions.len(), "questions", pillar.id.place);
        self.unique("question", "pillar", questions.iter().map(|question| &question.id));
        self.same_name("question", questions.iter().map(|question| &question.title));
        Pillar {
            id: pillar.id.value.clone(),
            name: self.text(&pillar.name, NAME_LENGTH, "name"),
            questions: questions.iter().map(|question| self.question(question)).collect(),
            extra: extra(&pillar.extra),
        }
    }

    fn question(&mut self, question: &QuestionTable) -> Question {
        let choices = &question.choices.value;
        if choices.is_empty() {
            let help = "a question is answered with its choices; add one";
            let kind = ProblemKind::MissingField;
            self.problems.add(question.choices.place, kind, "this question has no choices", help);
        }
        self.at_most(CHOICES, choices.len(), "choices", question.choices.place);
        self.unique("choice", "question", choices.iter().map(|choice| &choice.id));
        self.same_name("choice", choices.iter().map(|choice| &choice.title));
        // A choice whose id is missing or wrong has been told already: then nothing can be said about names in rules.
        let is_complete = !choices.is_empty() && choices.iter().all(|c| !c.id.trim().is_empty());
        let names: BTreeSet<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
        let rules = &question.risk_rules.value;
        let known = is_complete.then_some(&names);
        let risk_rules: Vec<RiskRule> =
            rules.iter().filter_map(|rule| self.risk_rule(rule, known)).collect();
        if risk_rules.len() == rules.len() {
            self.rules_together(question, &risk_rules);
        }
        Question {
            id: question.id.value.clone(),
            title: self.text(&question.title, TITLE_LENGTH, "title"),
            description: self.optional_text(question.description.as_ref(), "description"),
            helpful_resource: self.optional_resource(question.helpful_resource.as_ref()),
            choices: choices.iter().map(|choice| self.choice(choice)).collect(),
            risk_rules,
            extra: extra(&question.extra),
        }
    }

    fn choice(&mut self, choice: &ChoiceTable) -> Choice {
        let groups = choice.additional_resources.iter();
        let checked = Choice {
            id: choice.id.value.clone(),
            title: self.text(&choice.title, NAME_LENGTH, "title"),
            helpful_resource: self.optional_resource(choice.helpful_resource.as_ref()),
            improvement_plan: self.optional_resource(choice.improvement_plan.as_ref()),
            additional_resources: groups.map(|group| self.additional(group)).collect(),
            extra: extra(&choice.extra),
        };
        if checked.helpful_resource.is_none() {
            let message = "this choice has no helpful resource";
            self.notes.add(choice.id.place, NoteKind::MissingHelpfulResource, message);
        }
        if checked.improvement_plan.is_none() && !checked.is_none_of_these() {
            let message = "this choice has no improvement plan";
            self.notes.add(choice.id.place, NoteKind::MissingImprovementPlan, message);
        }
        checked
    }

    fn optional_resource(&mut self, resource: Option<&ResourceTable>) -> Option<Resource> {
        resource.map(|resource| self.resource(resource))
    }

    fn resource(&mut self, resource: &ResourceTable) -> Resource {
        Resource {
            display_text: self.optional_text(resource.text.as_ref(), "text"),
            url: resource.url.as_ref().map(|url| url.value.clone()),
            extra: extra(&resource.extra),
        }
    }

    fn additional(&mut self, group: &AdditionalTable) -> AdditionalResources {
        if let Some(word) =
            group.r#type.as_ref().filter(|word| !RESOURCE_TYPES.contains(&word.as_str()))
        {
            let message = format!("`{}` is no type of resources; kept", clipped(word));
            self.notes.add(word.place, NoteKind::OtherWord, message);
        }
        let content = &group.content;
        self.at_most(RESOURCES, content.len(), "resources", content.place);
        AdditionalResources {
            kind: group.r#type.as_ref().map(|word| word.value.clone()),
            content: content.iter().map(|resource| self.resource(resource)).collect(),
            extra: extra(&group.extra),
        }
    }

    /// The rule; `None`, and problems, where it cannot be evaluated.
    fn risk_rule(
        &mut self,
        rule: &RiskRuleTable,
        known: Option<&BTreeSet<&str>>,
    ) -> Option<RiskRule> {
        let risk = RuleRisk::ALL.into_iter().find(|risk| risk.word() == rule.risk.value);
        if risk.is_none() {
            let words = RuleRisk::ALL.map(RuleRisk::word);
            let message = format!("`{}` is not a risk", clipped(&rule.risk));
            let help = format!("write {}", listing(words));
            self.problems.add(rule.risk.place, ProblemKind::WrongWord, message, help);
        }
        if rule.condition.is_absent() {
            return None;
        }
        let condition = match Condition::parse(&rule.condition) {
            Ok(condition) => condition,
            Err(error) => {
                let message = format!(
                    "the condition cannot be read at its character {}: {}",
                    error.column, error.message
                );
                self.problems.add(
                    rule.condition.place,
                    ProblemKind::Condition,
                    message,
                    error.help,
                );
                return None;
            }
        };
        if let Some(known) = known {
            self.strangers(&rule.condition, &condition, known);
        }
        Some(RiskRule { condition, risk: risk?, extra: extra(&rule.extra) })
    }

    /// Tells which choices a condition names that its question does not have.
    fn strangers(&mut self, at: &At<String>, condition: &Condition, known: &BTreeSet<&str>) {
        for name in condition.choices().into_iter().filter(|name| !known.contains(name)) {
            if self.problems.is_full() {
                return;
            }
            // Closeness takes the product of the lengths, so it is asked for usual ids only.
            let is_usual = |id: &&str| id.len() <= 40;
            let usual = known.iter().copied().filter(is_usual).take(40);
            let mut help =
                if is_usual(&name) { did_you_mean(name, usual.clone()) } else { String::new() };
            if help.is_empty() {
                help = format!("its choices: {}", listing(usual));
            }
            let message = format!("`{}` is not a choice of this question", clipped(name));
            self.problems.add(at.place, ProblemKind::UnknownId, message, help);
        }
    }

    fn rules_together(&mut self, question: &QuestionTable, rules: &[RiskRule]) {
        let written = &question.risk_rules;
        self.at_most(RULES, rules.len(), "risk rules", written.place);
        let default = rules.iter().position(|rule| rule.condition.is_default());
        match default {
            None => {
                let message = if rules.is_empty() {
                    "this question has no risk rules: no rule ever matches"
                } else {
                    "the last rule is not `default`: where none holds, no rule matches"
                };
                let last = written.last().map_or(question.id.place, |rule| rule.condition.place);
                self.notes.add(last, NoteKind::NoDefault, message);
            }
            Some(default) => {
                for rule in &written[default + 1..] {
                    let message = "this rule stands behind `default` and is never reached";
                    self.notes.add(rule.condition.place, NoteKind::UnreachedRule, message);
                }
            }
        }
    }

    fn text(&mut self, text: &At<String>, longest: usize, noun: &str) -> String {
        let length = text.chars().count();
        if length > longest {
            let message =
                format!("this {noun} has {length} characters; the AWS tool takes {longest}");
            self.notes.add(text.place, NoteKind::LongText, message);
        }
        text.value.clone()
    }

    fn optional_text(&mut self, text: Option<&At<String>>, noun: &str) -> Option<String> {
        text.map(|text| self.text(text, TEXT_LENGTH, noun))
    }

    fn at_most(&mut self, most: usize, count: usize, nouns: &str, place: Place) {
        if count > most {
            let message = format!("these are {count} {nouns}; the AWS tool takes {most}");
            self.notes.add(place, NoteKind::ItemCount, message);
        }
    }

    /// Tells of ids that stand twice, are empty, or have a shape that the AWS tool does not take.
    fn unique<'w>(&mut self, noun: &str, whole: &str, ids: impl Iterator<Item = &'w At<String>>) {
        let mut known = BTreeSet::new();
        for id in ids.filter(|id| !id.is_absent()) {
            if id.trim().is_empty() {
                let message = format!("the id of this {noun} is empty");
                let help = "write letters, digits and `_`";
                self.problems.add(id.place, ProblemKind::EmptyText, message, help);
                continue;
            }
            if !known.insert(id.as_str()) {
                let message = format!("the {noun} `{}` stands twice in this {whole}", clipped(id));
                let help = "give one of them another id, also in the rules that mean it";
                self.problems.add(id.place, ProblemKind::DuplicateId, message, help);
            }
            let is_usual = ID_LENGTH.contains(&id.chars().count())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !is_usual {
                let message = format!(
                    "the AWS tool takes 3 to 128 letters, digits and `_` for an id, not `{}`",
                    clipped(id)
                );
                self.notes.add(id.place, NoteKind::IdShape, message);
            }
        }
    }

    fn same_name<'w>(&mut self, noun: &str, names: impl Iterator<Item = &'w At<String>>) {
        let mut known = BTreeSet::new();
        for name in names.filter(|name| !name.trim().is_empty()) {
            if !known.insert(name.as_str()) {
                let message = format!("another {noun} here is called `{}` too", clipped(name));
                self.notes.add(name.place, NoteKind::SameName, message);
            }
        }
    }
}

fn extra(written: &[ExtraKey]) -> Vec<Extra> {
    let keep =
        |extra: &ExtraKey| Extra { key: extra.key.value.clone(), json: extra.json.value.clone() };
    written.iter().map(keep).collect()
}

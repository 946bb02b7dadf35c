//! What is otherwise: between two architectures, and on a component since a verdict was given on it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::condition::FactRead;
use crate::finding::Finding;
use crate::pack::CostClass;

use super::{Architecture, Because, Component, Flow, OpenQuestion, Status};

/// What a component was when a verdict was given on it: a decision is kept with what it rested on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The name people read.
    pub service: String,
    /// The word of its [`Status`].
    pub status: String,
    /// The facts it rested on, each once, in the order of its reasons.
    pub facts: Vec<SeenFact>,
}

/// A fact that a component rested on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenFact {
    /// The field; `size` of a collection, `fired` of a rule.
    pub fact: String,
    /// The value as text.
    pub value: String,
    /// The code of the record, the question, or the name of the singleton, collection or rule.
    pub from: String,
}

impl Seen {
    /// What a component is now.
    pub fn of(component: &Component) -> Self {
        let facts = facts(component).into_iter().map(|fact| SeenFact {
            fact: fact.field.clone(),
            value: fact.value.clone(),
            from: fact.record.clone(),
        });
        Self {
            service: component.name.clone(),
            status: component.status.word().to_owned(),
            facts: facts.collect(),
        }
    }

    /// From the form in which a verdict keeps it.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn read(value: &Value) -> Result<Self, String> {
        let seen = Self::deserialize(value).map_err(|problem| problem.to_string())?;
        let words = [Status::Existing, Status::New, Status::Replace, Status::Retire];
        if words.iter().any(|status| status.word() == seen.status) {
            Ok(seen)
        } else {
            Err(format!("`{}` is no status of a component", seen.status))
        }
    }

    /// The form in which a verdict keeps it.
    pub fn written(&self) -> Value {
        serde_json::to_value(self).expect("texts have a JSON form")
    }
}

/// What about a component is otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aspect {
    /// The name people read.
    Service,
    /// Its [`Status`], as words.
    Status,
    /// The class of run cost, as words; `unknown` where it is not known.
    Cost,
    /// The sources that it takes in: the codes that go before, those that come after.
    Sources,
    /// The use cases that it serves: the codes that go before, those that come after.
    UseCases,
    /// A reason that goes or comes, in one sentence.
    Reason,
    /// A fact that it rests on; empty where it does not rest on it.
    Fact {
        /// The field.
        fact: String,
        /// Where it stands, as in [`SeenFact::from`].
        from: String,
    },
}

/// The word for a cost class that is not known.
const UNKNOWN: &str = "unknown";

/// Something that was one thing and is another; empty for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub aspect: Aspect,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// What is otherwise on a component since it was seen: its service, its status, the facts it rests on.
pub fn since(seen: &Seen, component: &Component) -> Vec<Change> {
    let now = Seen::of(component);
    let mut changes = Vec::new();
    differ(&mut changes, Aspect::Service, &seen.service, &now.service);
    differ(&mut changes, Aspect::Status, &seen.status, &now.status);
    changes.extend(facts_between(&seen.facts, &now.facts));
    changes
}

/// A component that both architectures have, and what is otherwise about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its id.
    pub id: String,
    /// What is otherwise: service, status, cost, sources, use cases, reasons, facts, in this order.
    pub what: Vec<Change>,
}

impl Changed {
    /// True where more is otherwise than the values of facts: the component itself, or why it is there.
    pub fn is_of_substance(&self) -> bool {
        self.what.iter().any(|change| !matches!(change.aspect, Aspect::Fact { .. }))
    }
}

/// What one architecture has and another has not. Rejected components count as absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Difference {
    /// Ids of components that come, in the order of the architecture after.
    pub added: Vec<String>,
    /// Ids of components that go, in the order of the architecture before.
    pub removed: Vec<String>,
    /// Components that stay and are otherwise, in the order of the architecture after.
    pub changed: Vec<Changed>,
    /// Flows between ends that had none.
    pub flows_added: Vec<Flow>,
    /// Flows between ends that have none any more.
    pub flows_removed: Vec<Flow>,
    /// Findings that come.
    pub findings_new: Vec<Finding>,
    /// Findings that stay and say something else, as they are after.
    pub findings_changed: Vec<Finding>,
    /// Findings that go.
    pub findings_gone: Vec<Finding>,
    /// Questions that wait for a fact for which their rule did not wait before.
    pub open_new: Vec<OpenQuestion>,
    /// Questions that waited for a fact for which their rule does not wait any more.
    pub open_gone: Vec<OpenQuestion>,
}

impl Difference {
    /// True where nothing is otherwise.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is otherwise in `after`.
pub fn compare(before: &Architecture, after: &Architecture) -> Difference {
    let (old, new) = (by_id(before), by_id(after));
    let missing_in = |of: &Architecture, other: &BTreeMap<&str, &Component>| -> Vec<String> {
        let missing = standing(of).filter(|component| !other.contains_key(component.id.as_str()));
        missing.map(|component| component.id.clone()).collect()
    };
    let changed = standing(after).filter_map(|component| {
        let what = between(old.get(component.id.as_str())?, component);
        (!what.is_empty()).then(|| Changed { id: component.id.clone(), what })
    });
    let flow = |flow: &Flow| (flow.from.clone(), flow.to.clone());
    let finding = |finding: &Finding| finding.id.clone();
    let reads_otherwise = |finding: &&Finding| {
        let mut same = before.findings.iter().filter(|old| old.id == finding.id).peekable();
        same.peek().is_some() && same.all(|old| old.text != finding.text)
    };
    Difference {
        added: missing_in(after, &old),
        removed: missing_in(before, &new),
        changed: changed.collect(),
        flows_added: besides(&after.flows, &before.flows, flow),
        flows_removed: besides(&before.flows, &after.flows, flow),
        findings_new: besides(&after.findings, &before.findings, finding),
        findings_changed: after.findings.iter().filter(reads_otherwise).cloned().collect(),
        findings_gone: besides(&before.findings, &after.findings, finding),
        open_new: open_besides(&after.open_questions, &before.open_questions),
        open_gone: open_besides(&before.open_questions, &after.open_questions),
    }
}

/// The components that are not rejected.
fn standing(architecture: &Architecture) -> impl Iterator<Item = &Component> {
    architecture.components.iter().filter(|component| !component.is_rejected)
}

fn by_id(architecture: &Architecture) -> BTreeMap<&str, &Component> {
    standing(architecture).map(|component| (component.id.as_str(), component)).collect()
}

/// What one list has besides another, told apart by a key.
fn besides<T: Clone, K: Ord>(list: &[T], other: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    let known: BTreeSet<K> = other.iter().map(&key).collect();
    list.iter().filter(|item| !known.contains(&key(item))).cloned().collect()
}

/// The questions of one list that wait for what the same rule does not wait for in another.
fn open_besides(list: &[OpenQuestion], other: &[OpenQuestion]) -> Vec<OpenQuestion> {
    fn waits(question: &OpenQuestion) -> BTreeSet<(&str, &str)> {
        let facts = question.facts.iter().map(|fact| (fact.record.as_str(), fact.field.as_str()));
        facts.chain(question.records.iter().map(|code| (code.as_str(), ""))).collect()
    }
    let is_besides = |question: &&OpenQuestion| {
        let same = other.iter().find(|known| known.rule == question.rule);
        same.is_none_or(|known| !waits(question).is_subset(&waits(known)))
    };
    list.iter().filter(is_besides).cloned().collect()
}

/// What is otherwise about one component.
fn between(before: &Component, after: &Component) -> Vec<Change> {
    let mut changes = Vec::new();
    differ(&mut changes, Aspect::Service, &before.name, &after.name);
    differ(&mut changes, Aspect::Status, before.status.word(), after.status.word());
    let cost = |component: &Component| component.cost.map_or(UNKNOWN, CostClass::word);
    differ(&mut changes, Aspect::Cost, cost(before), cost(after));
    codes(&mut changes, Aspect::Sources, &before.sources, &after.sources);
    codes(&mut changes, Aspect::UseCases, &before.use_cases, &after.use_cases);
    let reasons = |component: &Component| -> Vec<String> {
        component.because.iter().map(|because| because.text.clone()).collect()
    };
    let (old, new) = (reasons(before), reasons(after));
    for text in besides(&old, &new, String::clone) {
        differ(&mut changes, Aspect::Reason, &text, "");
    }
    for text in besides(&new, &old, String::clone) {
        differ(&mut changes, Aspect::Reason, "", &text);
    }
    changes.extend(facts_between(&Seen::of(before).facts, &Seen::of(after).facts));
    changes
}

fn differ(changes: &mut Vec<Change>, aspect: Aspect, before: &str, after: &str) {
    if before != after {
        changes.push(Change { aspect, before: before.to_owned(), after: after.to_owned() });
    }
}

fn codes(changes: &mut Vec<Change>, aspect: Aspect, before: &[String], after: &[String]) {
    let gone = besides(before, after, String::clone).join(", ");
    differ(changes, aspect, &gone, &besides(after, before, String::clone).join(", "));
}

/// The facts whose value is another, those that came and those that are gone: in the order of now, the gone ones last.
fn facts_between(before: &[SeenFact], after: &[SeenFact]) -> Vec<Change> {
    fn values(facts: &[SeenFact]) -> BTreeMap<(&str, &str), &str> {
        facts.iter().map(|f| ((f.from.as_str(), f.fact.as_str()), f.value.as_str())).collect()
    }
    let (old, new) = (values(before), values(after));
    let gone = before.iter().filter(|f| !new.contains_key(&(f.from.as_str(), f.fact.as_str())));
    let mut changes = Vec::new();
    for fact in after.iter().chain(gone) {
        let key = (fact.from.as_str(), fact.fact.as_str());
        let aspect = Aspect::Fact { fact: fact.fact.clone(), from: fact.from.clone() };
        let value = |of: &BTreeMap<_, &str>| of.get(&key).copied().unwrap_or_default().to_owned();
        differ(&mut changes, aspect, &value(&old), &value(&new));
    }
    changes
}

/// The facts behind a component, each once.
pub fn facts(component: &Component) -> Vec<&FactRead> {
    let mut seen = BTreeSet::new();
    let all = component.because.iter().flat_map(Because::all_facts);
    all.filter(|fact| seen.insert((fact.record.as_str(), fact.field.as_str()))).collect()
}

//! What does not stand as it was proposed, and what was proposed because of it.

use crate::engagement::FindingTone;
use crate::finding::Finding;
use crate::id::{RuleId, ServiceId};

use super::combine::{Part, join};
use super::scope::Scope;
use super::{Component, StandsFor, Status};

/// A component that the client rejected or replaced, as it was proposed.
pub(super) struct Turned {
    /// Its position among the parts.
    at: usize,
    name: String,
    service: Option<ServiceId>,
    rules: Vec<RuleId>,
    /// It is in use today and was to stay.
    was_kept: bool,
}

impl Turned {
    /// To be made before the verdict changes the component.
    pub(super) fn of(at: usize, component: &Component) -> Self {
        Self {
            at,
            name: component.name.clone(),
            service: component.service.clone(),
            rules: component.because.iter().map(|because| because.rule.clone()).collect(),
            was_kept: component.status == Status::Existing,
        }
    }
}

impl Turned {
    /// The position of what the client chose in the place of a product that is in use and was to stay.
    pub(super) fn instead_of_kept(&self, parts: &[Part]) -> Option<usize> {
        let now = &parts[self.at].component;
        (self.was_kept && !now.is_rejected && now.name != self.name).then_some(self.at)
    }

    /// What others say of the proposal they say of what was chosen: what goes for it, and what acts on its service alone.
    pub(super) fn correct(&self, parts: &mut [Part]) {
        let (id, name, is_rejected, platform) = {
            let now = &parts[self.at].component;
            (now.id.clone(), now.name.clone(), now.is_rejected, now.platform.clone())
        };
        if is_rejected || name == self.name {
            return;
        }
        for (at, part) in parts.iter_mut().enumerate() {
            let component = &mut part.component;
            if at == self.at {
                continue;
            }
            if self.service.is_some() && component.service == self.service {
                component.guards.retain(|guarded| *guarded != id);
            }
            if component.status == Status::Retire
                && component.platform.iter().any(|code| platform.contains(code))
            {
                for because in &mut component.because {
                    because.text = because.text.replace(&self.name, &name);
                }
            }
        }
    }
}

/// What the client chose in the place of a proposal is one component with the product in use that it is, where that stands in the
/// same layer and zone: one need more that it meets.
pub(super) fn join_what_is_in_use(parts: &mut Vec<Part>, turned: &[Turned]) {
    let mut gone: Vec<usize> = Vec::new();
    for one in turned {
        let chosen = &parts[one.at].component;
        if chosen.is_rejected || chosen.name == one.name {
            continue;
        }
        let is_it = |(at, other): &(usize, &Part)| {
            let other_one = &other.component;
            *at != one.at
                && other_one.status == Status::Existing
                && !other_one.is_rejected
                && other_one.layer == chosen.layer
                && other_one.zone == chosen.zone
                && other_one.name == chosen.name
        };
        let Some((at, _)) = parts.iter().enumerate().find(is_it) else { continue };
        let mut joined = parts[one.at].clone();
        // It is in use: it takes no place, and nothing has to bring it.
        joined.component.platform.clear();
        joined.component.initiatives.clear();
        let stands_for =
            StandsFor { component: joined.component.id.clone(), name: one.name.clone() };
        join(&mut parts[at], joined);
        parts[at].component.stands_for.push(stands_for);
        gone.push(one.at);
    }
    let mut at = 0;
    parts.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Components that stand although what they rest on does not: they were called for because the other one was, or they use its
/// service, which nothing else of its layer brings.
pub(super) fn dependants(scope: &Scope<'_>, parts: &[Part], turned: &[Turned]) -> Vec<Finding> {
    let is_turned = |at: usize| turned.iter().any(|one| one.at == at);
    let mut findings = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let is_new = matches!(part.component.status, Status::New | Status::Replace);
        if !part.is_open() || !is_new || is_turned(at) {
            continue;
        }
        for other in turned {
            let lost = &parts[other.at].component;
            let follows = other.rules.iter().any(|rule| part.rests_on.contains(rule));
            let uses = other.service.as_ref().is_some_and(|service| {
                let brings = |one: &Part| {
                    one.is_open()
                        && one.component.layer == lost.layer
                        && one.component.service.as_ref() == Some(service)
                };
                let own = &part.component;
                (own.service.as_ref() == Some(service) || own.also.contains(service))
                    && !parts.iter().any(brings)
            });
            if (follows || uses) && (lost.is_rejected || other.name != lost.name) {
                findings.push(rests_on(scope, part, other, lost));
            }
        }
    }
    findings
}

fn rests_on(scope: &Scope<'_>, part: &Part, other: &Turned, lost: &Component) -> Finding {
    let Component { name, capability, .. } = &part.component;
    let by = if *name == other.name { String::new() } else { format!(" ({name})") };
    let lead = format!("“{capability}”{by} rests on {}", other.name);
    let text = if lost.is_rejected {
        format!(
            "{lead}, which was rejected for “{}”: take that back, or decide how “{capability}” is met without it.",
            lost.capability
        )
    } else {
        format!(
            "{lead}, in whose place {} was chosen for “{}”: find out whether it also serves “{capability}”, or replace that as well.",
            lost.name, lost.capability
        )
    };
    Finding {
        id: format!("architecture.rests_on.{}+{}", part.component.id, lost.id),
        tone: FindingTone::Weakness,
        text,
        records: scope.need_codes(&part.needs),
        facts: vec![],
    }
}

//! What initiatives can reach, and which of them nothing can ever choose.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{ProblemKind, Problems, listing};
use crate::raw::Written;
use crate::read::At;

/// Which targets initiatives can reach: an initiative counts for a target above its `from` and not above its `to`.
pub(crate) struct Reach {
    lifts: BTreeMap<String, Vec<(u8, u8)>>,
    is_complete: bool,
}

impl Reach {
    pub(crate) fn of(w: &Written) -> Self {
        let mut lifts: BTreeMap<String, Vec<(u8, u8)>> = BTreeMap::new();
        for lift in w.initiatives.initiatives.iter().flat_map(|initiative| &initiative.lifts) {
            lifts
                .entry(lift.question.value.clone())
                .or_default()
                .push((lift.from.value.0, lift.to.value.0));
        }
        Self { lifts, is_complete: w.is_complete("initiatives.toml") }
    }

    pub(crate) fn reaches(&self, question: &At<String>, target: u8) -> bool {
        let unknown = !self.is_complete || question.is_absent() || target <= 1;
        unknown
            || self
                .lifts
                .get(&question.value)
                .is_some_and(|lifts| lifts.iter().any(|(from, to)| *from < target && target <= *to))
    }
}

/// Tells of initiatives that no target of the pack asks for: each of their lifts begins at or above every target that its question
/// can have, no rule's component arrives with them, and no initiative that can be chosen needs them. A target set by hand could still
/// ask for one, so it is a warning.
pub(crate) fn idle_initiatives(w: &Written, problems: &mut Problems) {
    let is_complete =
        ["initiatives.toml", "dimensions/", "pack.toml", "targets.toml", "architecture/"]
            .iter()
            .all(|start| w.is_complete(start));
    if !is_complete {
        return;
    }
    let targets = highest_targets(w);
    let initiatives = &w.initiatives.initiatives;
    let brought: BTreeSet<&str> = w
        .layers
        .iter()
        .flat_map(|(_, layer)| &layer.rules)
        .flat_map(|rule| &rule.initiatives)
        .map(|id| id.value.as_str())
        .collect();
    let needs: BTreeMap<&str, &[At<String>]> =
        initiatives.iter().map(|i| (i.id.value.as_str(), i.needs.as_slice())).collect();
    let mut chosen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = initiatives
        .iter()
        .filter(|initiative| {
            brought.contains(initiative.id.value.as_str())
                || initiative.lifts.iter().any(|lift| {
                    // What was not understood has been told of, and is not judged.
                    lift.question.is_absent()
                        || lift.from.is_absent()
                        || targets
                            .get(lift.question.value.as_str())
                            .is_none_or(|target| lift.from.value.0 < *target)
                })
        })
        .map(|initiative| initiative.id.value.as_str())
        .collect();
    while let Some(id) = open.pop() {
        if chosen.insert(id) {
            open.extend(
                needs.get(id).into_iter().copied().flatten().map(|need| need.value.as_str()),
            );
        }
    }
    for initiative in initiatives {
        let id = initiative.id.value.as_str();
        if initiative.id.is_absent() || initiative.lifts.is_empty() || chosen.contains(id) {
            continue;
        }
        let lifted: BTreeSet<&str> =
            initiative.lifts.iter().map(|lift| lift.question.value.as_str()).collect();
        let message = format!(
            "no target asks for `{id}`: it begins at or above every target of {}",
            listing(lifted)
        );
        let help = "start a lift below the target, raise the target, or let a rule or an initiative name it";
        problems.add(initiative.id.place, ProblemKind::IdleInitiative, message, help);
    }
}

/// By question, the highest target that it can have without one set by hand.
fn highest_targets(w: &Written) -> BTreeMap<&str, u8> {
    let mut targets: BTreeMap<&str, u8> = BTreeMap::new();
    for question in w.dimensions.iter().flat_map(|dimension| &dimension.questions) {
        let own = question.target.as_ref().unwrap_or(&w.pack.default_target);
        targets.insert(&question.id.value, own.value.0);
    }
    for rule in &w.targets.targets {
        for question in &rule.questions {
            if let Some(target) = targets.get_mut(question.value.as_str()) {
                *target = (*target).max(rule.level.value.0);
            }
        }
    }
    targets
}

//! Use cases that wait for components, and when they have them.

use std::collections::BTreeMap;

use crate::architecture::stage::{wave_of, way};
use crate::architecture::{Architecture, Component, Status};
use crate::discovery::use_case::UseCaseStatus;
use crate::engagement::{Engagement, UseCase};

use super::{Plan, Unlock};

/// The use cases that are wanted and not yet there.
fn wanted(engagement: &Engagement) -> impl Iterator<Item = &UseCase> {
    engagement.use_cases.iter().filter(|use_case| {
        let status = use_case.status.value();
        matches!(status, Some(UseCaseStatus::Qualified | UseCaseStatus::Pilot))
    })
}

/// The components on the way of a use case that are not there today; `None` where no way exists.
fn missing<'a>(architecture: &'a Architecture, code: &str) -> Option<Vec<&'a Component>> {
    let way = way(architecture, None, code);
    let on_it = |component: &&Component| way.contains(component.id.as_str());
    let parts: Vec<&Component> = architecture.components.iter().filter(on_it).collect();
    (!parts.is_empty()).then(|| {
        // What no initiative brings comes with what stands beside it.
        let is_new = |part: &&Component| {
            matches!(part.status, Status::New | Status::Replace) && !part.initiatives.is_empty()
        };
        parts.into_iter().filter(is_new).collect()
    })
}

/// What the wanted use cases wait for, with the goals they serve.
pub fn unlocks(architecture: &Architecture, engagement: &Engagement) -> Vec<Unlock> {
    let goals = |use_case: &UseCase| {
        let linked = use_case.goals.items().iter().filter_map(|link| {
            let goal = engagement.goals.iter().find(|goal| goal.uid == link.goal)?;
            let points = f64::from(goal.points.value().copied().unwrap_or(0));
            let worth = points * f64::from(link.contribution) / 5.0;
            Some((goal.code.to_string(), goal.title.clone(), worth))
        });
        linked.collect()
    };
    wanted(engagement)
        .filter_map(|use_case| {
            let parts = missing(architecture, use_case.code.as_str())?;
            Some(Unlock {
                use_case: use_case.code.to_string(),
                title: use_case.title.clone(),
                goals: goals(use_case),
                components: parts.iter().map(|part| part.initiatives.clone()).collect(),
            })
        })
        .collect()
}

/// The wave after which each wanted use case has every component on its way, by its code; without those that no wave completes and
/// those that miss nothing.
pub fn unlocked(
    architecture: &Architecture,
    engagement: &Engagement,
    plan: &Plan,
) -> BTreeMap<String, u32> {
    wanted(engagement)
        .filter_map(|use_case| {
            let parts = missing(architecture, use_case.code.as_str())?;
            let waves: Option<Vec<u32>> =
                parts.iter().map(|part| wave_of(part, Some(plan))).collect();
            Some((use_case.code.to_string(), waves?.into_iter().max()?))
        })
        .collect()
}

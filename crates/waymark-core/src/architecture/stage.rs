//! The architecture at a point in time: today, after each wave of the roadmap, and when all of it is there.

use std::collections::BTreeSet;

use crate::roadmap::Plan;

use super::{Architecture, Component, Status};

/// A point in time at which the architecture is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stage {
    /// Before anything is done.
    Today,
    /// After a wave of the roadmap, from 1.
    Wave(u32),
    /// When all of it is there.
    #[default]
    Target,
}

impl Stage {
    /// The word on the command line and in requests: `today`, `wave:2`, `target`.
    pub fn word(self) -> String {
        match self {
            Stage::Today => "today".to_owned(),
            Stage::Wave(wave) => format!("wave:{wave}"),
            Stage::Target => "target".to_owned(),
        }
    }

    /// What people call it.
    pub fn label(self) -> String {
        match self {
            Stage::Today => "Today".to_owned(),
            Stage::Wave(wave) => format!("After wave {wave}"),
            Stage::Target => "Target".to_owned(),
        }
    }

    /// The stage of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "today" => Some(Stage::Today),
            "target" => Some(Stage::Target),
            _ => word.strip_prefix("wave:")?.parse().ok().filter(|wave| *wave > 0).map(Stage::Wave),
        }
    }
}

/// What stands at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The stage.
    pub stage: Stage,
    /// Ids of components.
    pub components: BTreeSet<String>,
}

/// The first wave that brings a component: that of the earliest of its initiatives that is planned.
pub fn wave_of(component: &Component, plan: Option<&Plan>) -> Option<u32> {
    if matches!(component.status, Status::Existing | Status::Retire) {
        return None;
    }
    component.initiatives.iter().filter_map(|id| plan?.wave_of(id)).min()
}

/// The wave after which a retiring component is gone: that which brings the last of what takes its place; `None` where nothing
/// does, or it is not planned.
pub fn goes_in(
    component: &Component,
    architecture: &Architecture,
    plan: Option<&Plan>,
) -> Option<u32> {
    let replaces = |other: &&Component| {
        matches!(other.status, Status::New | Status::Replace)
            && !other.is_rejected
            && other.platform.iter().any(|code| component.platform.contains(code))
    };
    if component.status != Status::Retire {
        return None;
    }
    let successors: Option<Vec<u32>> = architecture
        .components
        .iter()
        .filter(replaces)
        .map(|successor| wave_of(successor, plan))
        .collect();
    successors?.into_iter().max()
}

/// The stages there are: today, each wave of the plan, the target.
pub fn stages(plan: Option<&Plan>) -> Vec<Stage> {
    let waves = plan.into_iter().flat_map(|plan| &plan.waves).map(|wave| Stage::Wave(wave.number));
    std::iter::once(Stage::Today).chain(waves).chain([Stage::Target]).collect()
}

/// What stands at a stage: today what exists and goes, after a wave also what that and earlier ones bring,
/// without what they replace; at last all of it, with what goes.
pub fn shown(architecture: &Architecture, plan: Option<&Plan>, stage: Stage) -> Shown {
    let stands = |component: &&Component| match (stage, component.status) {
        (Stage::Target, _) | (_, Status::Existing) | (Stage::Today, Status::Retire) => true,
        (Stage::Today, _) => false,
        (Stage::Wave(wave), Status::Retire) => {
            goes_in(component, architecture, plan).is_none_or(|goes| goes > wave)
        }
        (Stage::Wave(wave), Status::New | Status::Replace) => {
            wave_of(component, plan).is_some_and(|brings| brings <= wave)
        }
    };
    let components = architecture.components.iter().filter(stands);
    Shown { stage, components: components.map(|component| component.id.clone()).collect() }
}

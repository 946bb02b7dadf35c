//! What people will notice of a wave.

use crate::engagement::{Engagement, Persona};
use crate::pack::{Initiative, Pack};

use super::Wave;

/// A result of a wave, with the personas that notice it.
#[derive(Debug, Clone)]
pub struct Noticed<'a> {
    /// The initiative that brings it.
    pub initiative: &'a Initiative,
    /// Those whose role the pack names for it, at least one, in the order of the inventory.
    pub by: Vec<&'a Persona>,
}

/// The results of a wave that personas notice: those that most of them notice first, then by their end.
pub fn noticed<'a>(pack: &'a Pack, engagement: &'a Engagement, wave: &Wave) -> Vec<Noticed<'a>> {
    let results = wave.initiatives.iter().filter_map(|id| pack.initiative(id));
    let mut told: Vec<Noticed> = results
        .map(|initiative| {
            let notices = |persona: &&Persona| {
                persona.role.value().is_some_and(|role| initiative.visible_to.contains(role))
            };
            Noticed { initiative, by: engagement.personas.iter().filter(notices).collect() }
        })
        .filter(|one| !one.by.is_empty())
        .collect();
    told.sort_by_key(|one| std::cmp::Reverse(one.by.len()));
    told
}

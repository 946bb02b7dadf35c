//! The plan that the client accepted, held against the plan as it would be made today.

use super::Plan;
use crate::engagement::AcceptedPlan;
use crate::wording::{count, day, list};

/// One sentence: who accepted a plan and when, and what has changed since.
pub fn accepted_sentence(accepted: &AcceptedPlan, plan: &Plan) -> String {
    let on =
        accepted.accepted_on.value().map_or(String::new(), |date| format!(" on {}", day(*date)));
    let by = &accepted.accepted_by;
    let today = |id| plan.placed.iter().find(|placed| &placed.chosen.id == id);
    let moved = accepted
        .start_weeks
        .iter()
        .filter(|(id, week)| today(*id).is_some_and(|placed| placed.start != **week))
        .count();
    let gone = accepted.start_weeks.keys().filter(|id| today(*id).is_none()).count();
    let new = plan
        .placed
        .iter()
        .filter(|placed| !accepted.start_weeks.contains_key(&placed.chosen.id))
        .count();
    let mut changes = Vec::new();
    if moved > 0 {
        changes.push(count(
            moved,
            "initiative starts in another week",
            "initiatives start in another week",
        ));
    }
    if new > 0 {
        changes.push(count(new, "is new", "are new"));
    }
    if gone > 0 {
        changes.push(count(gone, "is no longer planned", "are no longer planned"));
    }
    if changes.is_empty() {
        return format!("{by} accepted this plan{on}.");
    }
    format!("{by} accepted a plan{on}; since then {}.", list(&changes))
}

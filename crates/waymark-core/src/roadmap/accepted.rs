//! The plan that the client accepted, held against the plan as it would be made today.

use super::Plan;
use crate::engagement::AcceptedPlan;
use crate::id::InitiativeId;
use crate::wording::{count, day, list};

/// An initiative that starts in another week than in the plan that the client accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The initiative.
    pub id: InitiativeId,
    /// The week in which it was to start; `None` for one that is new.
    pub before: Option<u32>,
    /// The week in which it starts now; `None` for one that is no longer planned.
    pub after: Option<u32>,
}

/// What is otherwise than in the accepted plan: in the plan's order, then what is no longer planned.
pub fn shifts(accepted: &AcceptedPlan, plan: &Plan) -> Vec<Shift> {
    let before = |id| accepted.start_weeks.get(id).copied();
    let planned = plan.placed.iter().map(|placed| (&placed.chosen.id, Some(placed.start)));
    let is_planned = |id: &InitiativeId| plan.placed.iter().any(|placed| &placed.chosen.id == id);
    let gone = accepted.start_weeks.keys().filter(|id| !is_planned(id)).map(|id| (id, None));
    planned
        .chain(gone)
        .map(|(id, after)| Shift { id: id.clone(), before: before(id), after })
        .filter(|shift| shift.before != shift.after)
        .collect()
}

/// One sentence: who accepted a plan and when, and what has changed since.
pub fn accepted_sentence(accepted: &AcceptedPlan, plan: &Plan) -> String {
    let on =
        accepted.accepted_on.value().map_or(String::new(), |date| format!(" on {}", day(*date)));
    let by = &accepted.accepted_by;
    let shifts = shifts(accepted, plan);
    let of = |is: fn(&Shift) -> bool| shifts.iter().filter(|shift| is(shift)).count();
    let moved = of(|shift| shift.before.is_some() && shift.after.is_some());
    let gone = of(|shift| shift.after.is_none());
    let new = of(|shift| shift.before.is_none());
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

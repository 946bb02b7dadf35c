//! The plan that the client accepted, held against the plan as it would be made today.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Plan;
use crate::engagement::AcceptedPlan;
use crate::id::InitiativeId;
use crate::wording::{count, day, list};

/// Weeks of a plan, counted from its first Monday; negative where an accepted plan began earlier. The end is the week after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weeks {
    /// The first week.
    pub start: i64,
    /// The week after the last one.
    pub end: i64,
}

impl Weeks {
    /// The Monday on which they begin in a plan.
    pub fn first_day(self, plan: &Plan) -> Date {
        plan.start.saturating_add((self.start * 7).days())
    }

    /// The Friday on which they end in a plan.
    pub fn last_day(self, plan: &Plan) -> Date {
        plan.start.saturating_add((self.end * 7 - 3).days())
    }
}

/// An initiative whose weeks are others than in the plan that the client accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The initiative.
    pub id: InitiativeId,
    /// Its weeks as accepted; `None` for one that is new.
    pub before: Option<Weeks>,
    /// Its weeks now; `None` for one that is no longer planned.
    pub after: Option<Weeks>,
}

/// By how many weeks the accepted plan begins after `start`, the Monday of another plan; 0 where its beginning is not on record, as in
/// documents before the sixth format.
pub fn weeks_after(accepted: &AcceptedPlan, start: Date) -> i64 {
    accepted.start.value().map_or(0, |began| i64::from((*began - start).get_days()).div_euclid(7))
}

/// The weeks of an initiative as accepted, counted from the first Monday of a plan; `None` where it was not planned. Where its end is not
/// on record it is as long as it is now.
pub fn accepted_weeks(accepted: &AcceptedPlan, plan: &Plan, id: &InitiativeId) -> Option<Weeks> {
    let first = i64::from(*accepted.start_weeks.get(id)?);
    let later = weeks_after(accepted, plan.start);
    let length = || planned_weeks(plan, id).map_or(1, |now| now.end - now.start);
    let end = accepted.end_weeks.get(id).map_or_else(|| first + length(), |end| i64::from(*end));
    Some(Weeks { start: first + later, end: end + later })
}

/// The weeks of an initiative in a plan.
pub fn planned_weeks(plan: &Plan, id: &InitiativeId) -> Option<Weeks> {
    let placed = plan.placed.iter().find(|placed| &placed.chosen.id == id)?;
    Some(Weeks { start: i64::from(placed.start), end: i64::from(placed.end) })
}

/// Every initiative of the accepted plan by its accepted start, then what is new in the plan's order, each with its weeks then and now.
pub fn beside_accepted(accepted: &AcceptedPlan, plan: &Plan) -> Vec<Shift> {
    let mut then: Vec<Shift> = accepted
        .start_weeks
        .keys()
        .map(|id| Shift {
            id: id.clone(),
            before: accepted_weeks(accepted, plan, id),
            after: planned_weeks(plan, id),
        })
        .collect();
    then.sort_by_key(|shift| shift.before.map(|weeks| (weeks.start, weeks.end)));
    let is_new = |id: &InitiativeId| !accepted.start_weeks.contains_key(id);
    let new = plan.placed.iter().map(|placed| &placed.chosen.id).filter(|id| is_new(id));
    then.extend(new.map(|id| Shift {
        id: id.clone(),
        before: None,
        after: planned_weeks(plan, id),
    }));
    then
}

/// What is otherwise than in the accepted plan, in the order of [`beside_accepted`].
pub fn shifts(accepted: &AcceptedPlan, plan: &Plan) -> Vec<Shift> {
    let all = beside_accepted(accepted, plan).into_iter();
    all.filter(|shift| shift.before != shift.after).collect()
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
        changes.push(count(moved, "initiative has other weeks", "initiatives have other weeks"));
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

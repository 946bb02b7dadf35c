//! The roadmap as data: what `waymark-app` places with the scheduler and everybody else reads.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::id::{InitiativeId, RoleId};

use super::{Chosen, Projection, Selection, Wave};

/// One initiative in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// What was chosen, with effort and reasons.
    pub chosen: Chosen,
    /// First week.
    pub start: u32,
    /// Week after the last.
    pub end: u32,
    /// Week after the last with the longest duration estimated.
    pub longest_end: u32,
    /// Weeks it can slip without moving the end.
    pub slack: u32,
    /// No slack.
    pub is_critical: bool,
    /// Wave in which it ends, from 1.
    pub wave: u32,
    /// Why it stands where it stands, in sentences.
    pub placement: Vec<String>,
    /// Chosen initiatives it waits for.
    pub needs: Vec<InitiativeId>,
    /// Working weeks from the end of the last of them to its first week, at least.
    pub lag: u32,
    /// When it ends if durations vary between low and high.
    pub odds: Odds,
    /// What follows when it starts [`SLIP_WEEKS`] later.
    pub slip: Slip,
}

/// The weeks after which something has ended in half and in eight of ten simulated runs; `None` where it never ends in so many,
/// since capacity leaves no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Odds {
    /// The week after the last in half of the runs.
    pub half: Option<u32>,
    /// The week after the last in eight of ten runs.
    pub most: Option<u32>,
}

/// Weeks by which an initiative is made late to see what follows.
pub const SLIP_WEEKS: u32 = 2;

/// What moves when an initiative is late and everything after it starts as early as that allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slip {
    /// The others that start later, by their new start.
    pub moved: Vec<Moved>,
    /// Weeks of the whole plan then.
    pub weeks: u32,
    /// Initiatives of which a date or pin is not kept then.
    pub late: Vec<InitiativeId>,
}

/// An initiative that starts in another week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which one.
    pub initiative: InitiativeId,
    /// Its start so far.
    pub from: u32,
    /// Its start then.
    pub to: u32,
}

/// Load of a role, week by week, in people.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleLoad {
    /// The role.
    pub role: RoleId,
    /// People needed, per week.
    pub load: Vec<f64>,
    /// People there, per week.
    pub capacity: Vec<f64>,
    /// The capacity is assumed, since the skills inventory does not say.
    pub is_assumed: bool,
}

/// The roadmap.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The Monday of week 0.
    pub start: Date,
    /// Weeks in all.
    pub weeks: u32,
    /// By start, then id.
    pub placed: Vec<Placed>,
    /// Waves with what ends in them.
    pub waves: Vec<Wave>,
    /// The scorecard after each wave.
    pub projections: Vec<Projection>,
    /// When each wave ends if durations vary, in the order of the waves.
    pub wave_odds: Vec<Odds>,
    /// When the whole plan ends if durations vary.
    pub odds: Odds,
    /// Load by role, in the pack's order.
    pub loads: Vec<RoleLoad>,
    /// What was left out.
    pub selection: Selection,
    /// Sum of weight times completion, what the solver minimises first.
    pub value: u64,
    /// What that sum is at least in any plan; `None` where nothing is known.
    pub value_bound: Option<u64>,
    /// No plan is better: neither its value nor, with that, its length.
    pub is_proven: bool,
    /// Proven lower bound of the length, in weeks; `None` where none is known.
    pub lower_bound: Option<u32>,
}

impl Plan {
    /// The date on which a week begins.
    pub fn date(&self, week: u32) -> Date {
        self.start.saturating_add(i64::from(week).weeks())
    }

    /// The Friday on which the week before an end is over.
    pub fn last_day(&self, end: u32) -> Date {
        self.date(end).saturating_sub(3.days())
    }

    /// Weeks in which nobody works, such as holidays of all: runs of them, the first week and the week after the last.
    pub fn rests(&self) -> Vec<(u32, u32)> {
        let is_rest = |week: &u32| {
            let there =
                |load: &RoleLoad| load.capacity.get(*week as usize).is_none_or(|c| *c <= 0.0);
            !self.loads.is_empty() && self.loads.iter().all(there)
        };
        let weeks: Vec<u32> = (0..self.weeks).filter(is_rest).collect();
        let runs = weeks.chunk_by(|a, b| a + 1 == *b);
        runs.map(|run| (run[0], run[run.len() - 1] + 1)).collect()
    }

    /// The wave in which an initiative ends; `None` where it is not planned.
    pub fn wave_of(&self, initiative: &InitiativeId) -> Option<u32> {
        self.placed.iter().find(|placed| &placed.chosen.id == initiative).map(|placed| placed.wave)
    }
}

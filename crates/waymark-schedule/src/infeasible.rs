//! Why there is no plan, and by how much.

use std::error::Error;
use std::fmt;

use crate::{Limit, Violation};

/// The constraints cannot be met together, or no plan that meets them was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infeasible {
    /// What is in the way; never empty.
    pub conflicts: Vec<Conflict>,
    /// The start weeks that came nearest, where a search was possible. They break at least one constraint.
    pub closest: Option<Vec<u32>>,
}

/// One thing in the way of any plan. Weeks are week numbers, ends exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// A task waits for one that does not exist.
    UnknownPredecessor { task: usize, predecessor: usize },
    /// A task demands a resource that does not exist.
    UnknownResource { task: usize, resource: usize },
    /// A task belongs to a team that does not exist.
    UnknownTeam { task: usize, team: usize },
    /// Tasks that wait for each other: each comes before the next, the last before the first.
    Cycle { tasks: Vec<usize> },
    /// Dates and durations reach further than a plan may.
    TooLong { weeks: u64, limit: u32 },
    /// The task demands more than the limit offers at any time in its reach: `capacity` is the most that is
    /// there for its whole duration.
    DemandAboveCapacity { task: usize, limit: Limit, demand: u64, capacity: u32 },
    /// Each limit has room for the task at some time, but never all of them together. `pinned` are the pinned
    /// tasks that take the room; none when the calendars alone leave none.
    NoWindow { task: usize, pinned: Vec<usize> },
    /// A start pinned before the task is released.
    PinBeforeRelease { task: usize, pin: u32, release: u32 },
    /// A start pinned before the tasks it waits for can have ended. `earliest` is the first start they allow;
    /// `chain` leads to it, each task before the next, ending with the pinned one.
    PinBeforePredecessors { task: usize, pin: u32, earliest: u32, chain: Vec<usize> },
    /// A pinned start that ends after the deadline.
    PinAfterDeadline { task: usize, finish: u32, deadline: u32 },
    /// Pinned tasks that together demand more than a limit offers in some of the weeks `from..to`; load and
    /// capacity are those of the worst week.
    PinsOverCapacity {
        limit: Limit,
        from: u32,
        to: u32,
        load: u64,
        capacity: u32,
        tasks: Vec<usize>,
    },
    /// The task cannot have ended by its deadline even when only what comes before it is done. `earliest` is its
    /// first possible end; `chain` leads to it, each task before the next, ending with this one.
    DeadlineTooEarly { task: usize, deadline: u32, earliest: u32, chain: Vec<usize> },
    /// The tasks that have to run within `from..to` bring more work than the limit lets through in these weeks
    /// beside the pinned tasks (both in hundredths of a person x weeks, or tasks x weeks for a team).
    CapacityShort { limit: Limit, from: u32, to: u32, work: u64, capacity: u64, tasks: Vec<usize> },
    /// A search through all plans has shown that none keeps every constraint.
    NoPlan,
    /// None of the schedules tried keeps every constraint. Not a proof: `violations` are those of the closest one.
    NoneFound { violations: Vec<Violation>, schedules: u32 },
}

impl Infeasible {
    /// Whether no plan can exist. Otherwise a longer search may find one.
    pub fn is_proven(&self) -> bool {
        self.conflicts.iter().any(Conflict::is_proven)
    }
}

impl Conflict {
    /// Whether no plan can exist while this stands. Otherwise a longer search may find one.
    pub fn is_proven(&self) -> bool {
        !matches!(self, Self::NoneFound { .. })
    }
}

impl fmt::Display for Infeasible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, conflict) in self.conflicts.iter().enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            conflict.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for Infeasible {}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPredecessor { task, predecessor } => {
                write!(f, "task {task} waits for task {predecessor}, which does not exist")
            }
            Self::UnknownResource { task, resource } => {
                write!(f, "task {task} demands resource {resource}, which does not exist")
            }
            Self::UnknownTeam { task, team } => {
                write!(f, "task {task} belongs to team {team}, which does not exist")
            }
            Self::Cycle { tasks } => write!(f, "tasks {tasks:?} wait for each other"),
            Self::TooLong { weeks, limit } => {
                write!(f, "dates reach {weeks} weeks ahead, the limit is {limit}")
            }
            Self::DemandAboveCapacity { task, limit, demand, capacity } => {
                write!(
                    f,
                    "task {task} demands {demand} of {limit}, which offers at most {capacity}"
                )
            }
            Self::NoWindow { task, pinned } if pinned.is_empty() => {
                write!(f, "the calendars never leave room for task {task}")
            }
            Self::NoWindow { task, pinned } => {
                write!(f, "pinned tasks {pinned:?} leave no room for task {task}")
            }
            Self::PinBeforeRelease { task, pin, release } => {
                write!(f, "task {task} is pinned to week {pin} but released in week {release}")
            }
            Self::PinBeforePredecessors { task, pin, earliest, chain } => {
                write!(
                    f,
                    "task {task} is pinned to week {pin} but tasks {chain:?} let it start in week {earliest}"
                )
            }
            Self::PinAfterDeadline { task, finish, deadline } => {
                write!(f, "pinned task {task} ends in week {finish}, after its deadline {deadline}")
            }
            Self::PinsOverCapacity { limit, from, to, load, capacity, tasks } => write!(
                f,
                "pinned tasks {tasks:?} demand {load} of {limit} within weeks {from} to {to}, which offers {capacity}"
            ),
            Self::DeadlineTooEarly { task, deadline, earliest, chain } => {
                write!(
                    f,
                    "task {task} has deadline {deadline} but tasks {chain:?} let it end in week {earliest}"
                )
            }
            Self::CapacityShort { limit, from, to, work, capacity, tasks } => write!(
                f,
                "tasks {tasks:?} bring {work} to {limit} within weeks {from} to {to}, which lets {capacity} through"
            ),
            Self::NoPlan => f.write_str("no plan keeps every constraint"),
            Self::NoneFound { violations, schedules } => {
                write!(
                    f,
                    "no plan found in {schedules} schedules; the closest breaks {} constraints",
                    violations.len()
                )
            }
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(resource) => write!(f, "resource {resource}"),
            Self::Team(team) => write!(f, "team {team}"),
        }
    }
}

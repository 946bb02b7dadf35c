//! The parts of an objective.

use crate::network::Network;
use crate::{Objective, Problem};

/// One part of the objective; less is better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Goal {
    /// The sum of weight x end week.
    Value { weights: Vec<u32> },
    /// The week in which the last task has ended.
    Makespan,
    /// Weeks by which tasks start elsewhere than in the previous plan.
    Movement { previous: Vec<Option<u32>> },
    /// Weeks by which tasks start elsewhere than at a place or end after a deadline, all added up.
    Shift { places: Vec<Option<u32>>, deadlines: Vec<Option<u32>> },
}

impl Goal {
    /// The parts of a problem's objective, the one that matters most first.
    pub(crate) fn of(problem: &Problem, previous: &[Option<u32>]) -> Vec<Self> {
        let mut goals = Vec::new();
        if problem.objective == Objective::Value {
            let weights = problem.tasks.iter().map(|task| task.weight).collect();
            goals.push(Self::Value { weights });
        }
        goals.push(Self::Makespan);
        if previous.iter().any(Option::is_some) {
            goals.push(Self::Movement { previous: previous.to_vec() });
        }
        goals
    }

    /// What start weeks count for this part.
    pub(crate) fn worth(&self, network: &Network, start: &[u32]) -> u64 {
        match self {
            Self::Value { weights } => weights
                .iter()
                .zip(start.iter().zip(&network.duration))
                .map(|(&weight, (start, duration))| u64::from(weight) * u64::from(start + duration))
                .sum(),
            Self::Makespan => u64::from(network.makespan(start)),
            Self::Movement { previous } => distance(start, previous),
            Self::Shift { places, deadlines } => {
                let late = |task: usize, deadline: u32| {
                    u64::from((start[task] + network.duration[task]).saturating_sub(deadline))
                };
                let late = deadlines
                    .iter()
                    .enumerate()
                    .filter_map(|(task, deadline)| Some(late(task, (*deadline)?)));
                distance(start, places) + late.sum::<u64>()
            }
        }
    }
}

fn distance(start: &[u32], places: &[Option<u32>]) -> u64 {
    let moved = |(week, place): (&u32, &Option<u32>)| {
        place.map_or(0, |place| u64::from(week.abs_diff(place)))
    };
    start.iter().zip(places).map(moved).sum()
}

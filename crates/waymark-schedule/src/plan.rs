//! The result of a search.

use crate::Problem;

/// A plan that keeps every constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The start week of each task.
    pub start: Vec<u32>,
    /// The week in which the last task has ended.
    pub makespan: u32,
    /// The sum of weight x end week; less is earlier value.
    pub value: u64,
    /// Weeks by which tasks start elsewhere than in the previous plan, all added up; zero without one.
    pub movement: u64,
    /// No plan of this problem is shorter than this: the longest chain of tasks, the work a limit lets through, or
    /// what a search has proven.
    pub lower_bound: Option<u32>,
    /// No plan of this problem has a lower value than this, where the value is the objective.
    pub value_bound: Option<u64>,
    /// Whether the first part of the objective is known to be the best there is.
    pub proven: bool,
}

impl Plan {
    /// How much better another plan could at most be in the first part of the objective, as a share of this one;
    /// zero when it is proven to be the best.
    pub fn gap(&self) -> f64 {
        let share = |worth: u64, bound: u64| match worth {
            0 => 0.0,
            _ => worth.saturating_sub(bound) as f64 / worth as f64,
        };
        match (self.value_bound, self.lower_bound) {
            _ if self.proven => 0.0,
            (Some(bound), _) => share(self.value, bound),
            (None, bound) => share(u64::from(self.makespan), u64::from(bound.unwrap_or(0))),
        }
    }

    /// The week in which a task has ended.
    ///
    /// # Panics
    /// When the task is not one of the problem's.
    pub fn finish(&self, problem: &Problem, task: usize) -> u32 {
        self.start[task] + problem.tasks[task].duration
    }
}

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
    /// No plan of this problem is shorter than this: the longest chain of tasks, or the work a limit lets through.
    pub lower_bound: Option<u32>,
    /// Whether the first part of the objective is known to be the best there is.
    pub proven: bool,
}

impl Plan {
    /// The week in which a task has ended.
    ///
    /// # Panics
    /// When the task is not one of the problem's.
    pub fn finish(&self, problem: &Problem, task: usize) -> u32 {
        self.start[task] + problem.tasks[task].duration
    }
}

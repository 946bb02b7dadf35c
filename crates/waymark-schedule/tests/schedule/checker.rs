//! Week by week, constraint by constraint: what a plan has to keep, written without the scheduler's own checks.

use waymark_schedule::{Problem, Profile};

/// The first constraint that start weeks break, in words.
pub(crate) fn complaint(problem: &Problem, start: &[u32]) -> Option<String> {
    if start.len() != problem.tasks.len() {
        return Some("not one start per task".to_owned());
    }
    let end = |task: usize| start[task] + problem.tasks[task].duration;
    for (index, task) in problem.tasks.iter().enumerate() {
        if start[index] < task.release {
            return Some(format!("task {index} starts before its release"));
        }
        if task.pinned.is_some_and(|pin| pin != start[index]) {
            return Some(format!("task {index} is not where it is pinned"));
        }
        if task.deadline.is_some_and(|deadline| end(index) > deadline) {
            return Some(format!("task {index} ends after its deadline"));
        }
        for predecessor in &task.predecessors {
            if end(predecessor.task) + predecessor.lag > start[index] {
                return Some(format!("task {index} does not wait for {}", predecessor.task));
            }
        }
    }
    let runs = |task: usize, week: u32| start[task] <= week && week < end(task);
    for week in 0..(0..start.len()).map(end).max().unwrap_or(0) {
        for (index, resource) in problem.resources.iter().enumerate() {
            let mut load = 0;
            for (task, about) in problem.tasks.iter().enumerate() {
                for demand in &about.demands {
                    if demand.resource == index && runs(task, week) {
                        load += u64::from(demand.amount);
                    }
                }
            }
            if load > u64::from(offered(&resource.capacity, week)) {
                return Some(format!("resource {index} is overloaded in week {week}"));
            }
        }
        for (index, team) in problem.teams.iter().enumerate() {
            let running =
                |task: &usize| problem.tasks[*task].team == Some(index) && runs(*task, week);
            if (0..start.len()).filter(running).count() > offered(&team.limit, week) as usize {
                return Some(format!("team {index} has too many tasks in week {week}"));
            }
        }
    }
    None
}

fn offered(profile: &Profile, week: u32) -> u32 {
    let mut offered = profile.base;
    for exception in &profile.exceptions {
        if week >= exception.from && week < exception.to {
            offered = exception.capacity;
        }
    }
    offered
}

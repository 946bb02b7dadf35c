//! What no plan can be better than.

use crate::feasibility::{work_let_through, works};
use crate::goal::Goal;
use crate::network::Network;

/// What no plan is better than in a part of the objective.
pub(crate) fn of(network: &Network, goal: &Goal) -> u64 {
    match goal {
        Goal::Value { weights } => value(network, weights),
        Goal::Makespan => u64::from(makespan(network)),
        Goal::Movement { .. } | Goal::Shift { .. } => 0,
    }
}

/// The greater of every task at its earliest and, for each limit, its work let through in the best order when it may
/// be interrupted.
fn value(network: &Network, weights: &[u32]) -> u64 {
    let alone = Goal::Value { weights: weights.to_vec() }.worth(network, &network.earliest);
    let later = (0..network.limits.len()).map(|row| waiting(network, weights, row));
    alone + later.max().unwrap_or(0)
}

/// The weight x weeks by which tasks at one limit have to be later than their earliest, all together.
///
/// A task that runs without a break ends half its duration after the mean of its working time. With the work cut
/// into pieces, doing that of most weight per work first gives the least sum of weight x mean.
fn waiting(network: &Network, weights: &[u32], row: usize) -> u64 {
    struct Job {
        task: usize,
        weight: f64,
        work: f64,
        left: f64,
    }
    let mut jobs: Vec<Job> = works(network, row)
        .into_iter()
        .map(|work| {
            let (weight, amount) = (f64::from(weights[work.task]), work.amount as f64);
            Job { task: work.task, weight, work: amount, left: amount }
        })
        .collect();
    jobs.sort_by(|one, other| (other.weight * one.work).total_cmp(&(one.weight * other.work)));
    let mut later = 0.0;
    for job in &jobs {
        let middle =
            f64::from(network.earliest[job.task]) + f64::from(network.duration[job.task]) / 2.0;
        later -= job.weight * middle;
    }
    for (week, &free) in network.row(&network.free, row).iter().enumerate() {
        if free == 0 {
            continue;
        }
        let capacity = f64::from(free);
        let mut used = 0.0;
        for job in &mut jobs {
            if used >= capacity {
                break;
            }
            if job.left <= 0.0 || network.earliest[job.task] as usize > week {
                continue;
            }
            let piece = job.left.min(capacity - used);
            let middle = week as f64 + (used + piece / 2.0) / capacity;
            later += job.weight * middle * piece / job.work;
            job.left -= piece;
            used += piece;
        }
        jobs.retain(|job| job.left > 0.0);
        if jobs.is_empty() {
            break;
        }
    }
    // What finds no time within the horizon would only add to this; roundings are smaller than the margin.
    if !jobs.is_empty() {
        return 0;
    }
    (later - 1e-6 * later.abs().max(1.0)).ceil().max(0.0) as u64
}

/// The greater of the longest chain and, for each limit, the time its work takes between the earliest starts and
/// what has to follow.
pub(crate) fn makespan(network: &Network) -> u32 {
    let chains = (0..network.len())
        .map(|task| network.earliest[task] + network.duration[task] + network.tail[task]);
    let rows = (0..network.limits.len()).map(|row| work_bound(network, row));
    chains.chain(rows).max().unwrap_or(0)
}

/// For every week `from` and every tail: the tasks that start no earlier and are followed by no less have to get
/// their work through after `from`, and then the tail follows.
fn work_bound(network: &Network, row: usize) -> u32 {
    let through = work_let_through(network.row(&network.free, row));
    let mut works = works(network, row);
    works.sort_by_key(|work| (std::cmp::Reverse(network.tail[work.task]), work.task));
    let mut froms: Vec<u32> = works.iter().map(|work| network.earliest[work.task]).collect();
    froms.sort_unstable();
    froms.dedup();
    let mut bound = 0;
    for from in froms {
        let mut sum = through[from as usize];
        for work in works.iter().filter(|work| network.earliest[work.task] >= from) {
            sum += work.amount;
            let week = through.partition_point(|&done| done < sum);
            if week < through.len() {
                bound = bound.max(week as u32 + network.tail[work.task]);
            }
        }
    }
    bound
}

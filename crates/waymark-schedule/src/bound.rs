//! A length that no plan can be shorter than.

use crate::feasibility::{work_let_through, works};
use crate::network::Network;

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

//! Conflicts that can be shown without a search: each check compares what has to happen with the most that can.

use crate::network::Network;
use crate::{Conflict, Problem};

/// The network of a problem, unless it can be shown that it has no plan.
pub(crate) fn network(problem: &Problem, reach: u32) -> Result<Network, Vec<Conflict>> {
    let mut network = Network::new(problem, reach)?;
    let mut conflicts = reserve_pins(&mut network);
    if conflicts.is_empty() {
        conflicts = look_ahead(problem, &mut network);
    }
    if conflicts.is_empty() {
        conflicts = capacity_short(&network);
    }
    if conflicts.is_empty() { Ok(network) } else { Err(conflicts) }
}

/// Takes the pinned tasks out of the free capacity.
fn reserve_pins(network: &mut Network) -> Vec<Conflict> {
    let pins: Vec<(usize, u32)> =
        (0..network.len()).filter_map(|task| network.pinned[task].map(|pin| (task, pin))).collect();
    let mut conflicts = Vec::new();
    for row in 0..network.limits.len() {
        let horizon = network.horizon as usize;
        let mut load = vec![0_u64; horizon];
        for &(task, pin) in &pins {
            for &(_, amount) in network.demands[task].iter().filter(|demand| demand.0 == row) {
                for week in pin..pin + network.duration[task] {
                    load[week as usize] += u64::from(amount);
                }
            }
        }
        let excess = |week: usize| {
            load[week].saturating_sub(u64::from(network.capacity[row * horizon + week]))
        };
        let over: Vec<usize> = (0..horizon).filter(|&week| excess(week) > 0).collect();
        let worst =
            over.iter().copied().max_by_key(|&week| (excess(week), std::cmp::Reverse(week)));
        let (Some(worst), Some(from), Some(to)) = (worst, over.first(), over.last()) else {
            for (free, load) in
                network.free[row * horizon..(row + 1) * horizon].iter_mut().zip(&load)
            {
                *free -= *load as u32;
            }
            continue;
        };
        let runs = |task: usize, pin: u32| {
            (pin as usize) <= worst && worst < (pin + network.duration[task]) as usize
        };
        let demands = |task: usize| network.demands[task].iter().any(|demand| demand.0 == row);
        conflicts.push(Conflict::PinsOverCapacity {
            limit: network.limits[row],
            from: *from as u32,
            to: *to as u32 + 1,
            load: load[worst],
            capacity: network.capacity[row * horizon + worst],
            tasks: pins
                .iter()
                .filter(|&&(task, pin)| runs(task, pin) && demands(task))
                .map(|pin| pin.0)
                .collect(),
        });
    }
    conflicts
}

/// Finds the earliest start of every task, alone in what the pinned ones leave, and compares it with its dates.
fn look_ahead(problem: &Problem, network: &mut Network) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    // The predecessor that a task's earliest start comes from.
    let mut from: Vec<Option<usize>> = vec![None; network.len()];
    for position in 0..network.len() {
        let task = network.order[position];
        let ready = network.ready(task, &network.earliest);
        let release = problem.tasks[task].release;
        if ready >= release {
            let ends =
                |before: usize, lag: u32| network.earliest[before] + network.duration[before] + lag;
            let found = network.predecessors[task]
                .iter()
                .find(|&&(before, lag)| ends(before, lag) == ready);
            from[task] = found.map(|&(before, _)| before);
        }
        if let Some(pin) = network.pinned[task] {
            if pin < release {
                conflicts.push(Conflict::PinBeforeRelease { task, pin, release });
            }
            if pin < ready {
                let chain = chain(network, &from, task);
                conflicts.push(Conflict::PinBeforePredecessors {
                    task,
                    pin,
                    earliest: ready,
                    chain,
                });
            }
            let finish = pin + network.duration[task];
            if let Some(deadline) =
                problem.tasks[task].deadline.filter(|&deadline| finish > deadline)
            {
                conflicts.push(Conflict::PinAfterDeadline { task, finish, deadline });
            }
            continue;
        }
        let open = ready.max(release);
        let Some(start) = network.first_fit(&network.free, task, open) else {
            conflicts.push(no_room(network, task, open));
            network.earliest[task] = open;
            continue;
        };
        network.earliest[task] = start;
        let earliest = start + network.duration[task];
        if let Some(deadline) = problem.tasks[task].deadline.filter(|&deadline| earliest > deadline)
        {
            let chain = chain(network, &from, task);
            conflicts.push(Conflict::DeadlineTooEarly { task, deadline, earliest, chain });
        }
    }
    conflicts
}

fn chain(network: &Network, from: &[Option<usize>], task: usize) -> Vec<usize> {
    let mut chain = vec![task];
    let mut current = from[task];
    while let Some(before) = current {
        chain.push(before);
        // A pinned task starts where it is pinned, whatever comes before it.
        current = if network.pinned[before].is_some() { None } else { from[before] };
    }
    chain.reverse();
    chain
}

/// Says why no week from `open` on has room for a task.
fn no_room(network: &Network, task: usize, open: u32) -> Conflict {
    let duration = network.duration[task] as usize;
    for &(row, amount) in &network.demands[task] {
        let weeks = network.row(&network.capacity, row).get(open as usize..).unwrap_or_default();
        let best = weeks
            .windows(duration)
            .filter_map(|window| window.iter().min())
            .max()
            .copied()
            .unwrap_or(0);
        if best < amount {
            let limit = network.limits[row];
            return Conflict::DemandAboveCapacity {
                task,
                limit,
                demand: u64::from(amount),
                capacity: best,
            };
        }
    }
    if network.first_fit(&network.capacity, task, open).is_none() {
        return Conflict::NoWindow { task, pinned: Vec::new() };
    }
    let shares = |other: usize| {
        network.demands[other].iter().any(|a| network.demands[task].iter().any(|b| a.0 == b.0))
    };
    let pinned = (0..network.len())
        .filter(|&other| network.pinned[other].is_some() && shares(other))
        .collect();
    Conflict::NoWindow { task, pinned }
}

/// For each limit the weeks in which the work that cannot be elsewhere most exceeds what pinned tasks leave.
fn capacity_short(network: &Network) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for row in 0..network.limits.len() {
        let through = work_let_through(network.row(&network.free, row));
        let mut bound = works(network, row);
        bound.retain(|work| network.latest_finish[work.task] < u32::MAX);
        bound.sort_by_key(|work| (network.latest_finish[work.task], work.task));
        let mut froms: Vec<u32> = bound.iter().map(|work| network.earliest[work.task]).collect();
        froms.sort_unstable();
        froms.dedup();
        let mut worst: Option<(u64, u32, u32)> = None;
        for &from in froms.iter().rev() {
            let mut sum = 0;
            for work in bound.iter().filter(|work| network.earliest[work.task] >= from) {
                sum += work.amount;
                let to = network.latest_finish[work.task];
                let most = through[(to.min(network.horizon)) as usize] - through[from as usize];
                if sum > most && worst.is_none_or(|(excess, ..)| sum - most > excess) {
                    worst = Some((sum - most, from, to));
                }
            }
        }
        if let Some((_, from, to)) = worst {
            let inside = |work: &&Work| {
                network.earliest[work.task] >= from && network.latest_finish[work.task] <= to
            };
            let mut tasks: Vec<usize> = bound.iter().filter(inside).map(|work| work.task).collect();
            tasks.sort_unstable();
            conflicts.push(Conflict::CapacityShort {
                limit: network.limits[row],
                from,
                to,
                work: bound.iter().filter(inside).map(|work| work.amount).sum(),
                capacity: through[(to.min(network.horizon)) as usize] - through[from as usize],
                tasks,
            });
        }
    }
    conflicts
}

/// What a task that is not pinned brings to a limit: amount x weeks.
pub(crate) struct Work {
    pub(crate) task: usize,
    pub(crate) amount: u64,
}

pub(crate) fn works(network: &Network, row: usize) -> Vec<Work> {
    let free_to_move = (0..network.len()).filter(|&task| network.pinned[task].is_none());
    free_to_move
        .flat_map(|task| {
            let demands = network.demands[task].iter().filter(move |demand| demand.0 == row);
            demands.map(move |demand| Work {
                task,
                amount: u64::from(demand.1) * u64::from(network.duration[task]),
            })
        })
        .collect()
}

/// For each week what the weeks before it let through together.
pub(crate) fn work_let_through(row: &[u32]) -> Vec<u64> {
    let mut sum = 0;
    let mut through = vec![0];
    through.extend(row.iter().map(|&free| {
        sum += u64::from(free);
        sum
    }));
    through
}

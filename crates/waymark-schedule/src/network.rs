//! The problem in the form the search works on: both directions of the prerequisites, an order that respects them,
//! and week by week what each limit offers.

use crate::{Conflict, Limit, MAX_WEEKS, Problem, Profile};

pub(crate) struct Network {
    pub(crate) duration: Vec<u32>,
    pub(crate) pinned: Vec<Option<u32>>,
    /// Task and lag of what has to end before, and of what waits for the end.
    pub(crate) predecessors: Vec<Vec<(usize, u32)>>,
    pub(crate) successors: Vec<Vec<(usize, u32)>>,
    /// Every task after its predecessors, and the place of each task in that order.
    pub(crate) order: Vec<usize>,
    pub(crate) place: Vec<usize>,
    /// The limits that any task demands something of; a row of weeks belongs to each.
    pub(crate) limits: Vec<Limit>,
    /// Row and amount, for each task.
    pub(crate) demands: Vec<Vec<(usize, u32)>>,
    /// Weeks per row.
    pub(crate) horizon: u32,
    /// What each limit offers, row after row, and what of it pinned tasks leave.
    pub(crate) capacity: Vec<u32>,
    pub(crate) free: Vec<u32>,
    /// First start that predecessors, release and calendars allow, filled in by the check for conflicts.
    pub(crate) earliest: Vec<u32>,
    /// Latest end that the deadlines and pins of the task and its successors allow; `u32::MAX` without any.
    pub(crate) latest_finish: Vec<u32>,
    /// Weeks that have to pass between the end of the task and the end of any plan.
    pub(crate) tail: Vec<u32>,
}

impl Network {
    /// `reach` is a week the rows have to extend to besides what the problem itself asks for.
    pub(crate) fn new(problem: &Problem, reach: u32) -> Result<Self, Vec<Conflict>> {
        let unknown = unknown_names(problem);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let count = problem.tasks.len();
        let mut predecessors = vec![Vec::new(); count];
        let mut successors = vec![Vec::new(); count];
        for (index, task) in problem.tasks.iter().enumerate() {
            for predecessor in &task.predecessors {
                predecessors[index].push((predecessor.task, predecessor.lag));
                successors[predecessor.task].push((index, predecessor.lag));
            }
        }
        let order =
            order(&predecessors, &successors).map_err(|tasks| vec![Conflict::Cycle { tasks }])?;
        let mut place = vec![0; count];
        for (position, &task) in order.iter().enumerate() {
            place[task] = position;
        }

        let (limits, demands) = demands(problem)?;
        let horizon = horizon(problem, &limits, reach)?;
        let mut capacity = vec![0; limits.len() * horizon as usize];
        for (row, &limit) in capacity.chunks_mut(horizon.max(1) as usize).zip(&limits) {
            fill(row, problem.profile(limit));
        }

        let mut network = Self {
            duration: problem.tasks.iter().map(|task| task.duration).collect(),
            pinned: problem.tasks.iter().map(|task| task.pinned).collect(),
            predecessors,
            successors,
            order,
            place,
            limits,
            demands,
            horizon,
            free: capacity.clone(),
            capacity,
            earliest: problem
                .tasks
                .iter()
                .map(|task| task.pinned.unwrap_or(task.release))
                .collect(),
            latest_finish: problem
                .tasks
                .iter()
                .map(|task| task.deadline.unwrap_or(u32::MAX))
                .collect(),
            tail: vec![0; count],
        };
        network.look_back();
        Ok(network)
    }

    /// Tails and latest ends, from the last task to the first.
    fn look_back(&mut self) {
        for &task in self.order.iter().rev() {
            for &(after, lag) in &self.successors[task] {
                self.tail[task] =
                    self.tail[task].max(lag + self.duration[after] + self.tail[after]);
                let latest_start =
                    self.pinned[after].unwrap_or_else(|| match self.latest_finish[after] {
                        u32::MAX => u32::MAX,
                        finish => finish.saturating_sub(self.duration[after]),
                    });
                if latest_start < u32::MAX {
                    self.latest_finish[task] =
                        self.latest_finish[task].min(latest_start.saturating_sub(lag));
                }
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.duration.len()
    }

    /// One row of weeks out of a table of all rows.
    pub(crate) fn row<'t>(&self, table: &'t [u32], row: usize) -> &'t [u32] {
        &table[row * self.horizon as usize..(row + 1) * self.horizon as usize]
    }

    /// The week from which the predecessors let a task start.
    pub(crate) fn ready(&self, task: usize, start: &[u32]) -> u32 {
        let ends = self.predecessors[task]
            .iter()
            .map(|&(before, lag)| start[before] + self.duration[before] + lag);
        ends.max().unwrap_or(0)
    }

    /// The week by which the successors need a task to have ended.
    pub(crate) fn needed(&self, task: usize, start: &[u32]) -> u32 {
        let starts =
            self.successors[task].iter().map(|&(after, lag)| start[after].saturating_sub(lag));
        starts.min().unwrap_or(u32::MAX)
    }

    pub(crate) fn makespan(&self, start: &[u32]) -> u32 {
        start
            .iter()
            .zip(&self.duration)
            .map(|(start, duration)| start + duration)
            .max()
            .unwrap_or(0)
    }

    /// The first start from `from` on at which the table has room for the task.
    pub(crate) fn first_fit(&self, table: &[u32], task: usize, from: u32) -> Option<u32> {
        let duration = self.duration[task] as usize;
        if duration == 0 {
            return Some(from);
        }
        let horizon = self.horizon as usize;
        let mut start = from as usize;
        'moved: loop {
            if start + duration > horizon {
                return None;
            }
            for &(row, amount) in &self.demands[task] {
                let first = row * horizon + start;
                if let Some(blocked) =
                    table[first..first + duration].iter().rposition(|&free| free < amount)
                {
                    start += blocked + 1;
                    continue 'moved;
                }
            }
            return Some(start as u32);
        }
    }

    /// The last start with an end up to `until` at which the table has room for the task.
    pub(crate) fn last_fit(&self, table: &[u32], task: usize, until: u32) -> Option<u32> {
        let duration = self.duration[task] as usize;
        if duration == 0 {
            return Some(until);
        }
        let horizon = self.horizon as usize;
        let mut end = (until as usize).min(horizon);
        'moved: loop {
            let start = end.checked_sub(duration)?;
            for &(row, amount) in &self.demands[task] {
                let first = row * horizon + start;
                if let Some(blocked) =
                    table[first..first + duration].iter().position(|&free| free < amount)
                {
                    end = start + blocked;
                    continue 'moved;
                }
            }
            return Some(start as u32);
        }
    }

    /// Takes what the task demands out of the table. The room has to be there.
    pub(crate) fn take(&self, table: &mut [u32], task: usize, start: u32) {
        self.each_week(table, task, start, |free, amount| *free -= amount);
    }

    /// Puts what the task demands back into the table.
    pub(crate) fn give_back(&self, table: &mut [u32], task: usize, start: u32) {
        self.each_week(table, task, start, |free, amount| *free += amount);
    }

    fn each_week(
        &self,
        table: &mut [u32],
        task: usize,
        start: u32,
        change: impl Fn(&mut u32, u32),
    ) {
        let duration = self.duration[task] as usize;
        for &(row, amount) in &self.demands[task] {
            let first = row * self.horizon as usize + start as usize;
            for free in &mut table[first..first + duration] {
                change(free, amount);
            }
        }
    }
}

fn unknown_names(problem: &Problem) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (index, task) in problem.tasks.iter().enumerate() {
        for predecessor in task.predecessors.iter().map(|predecessor| predecessor.task) {
            if predecessor >= problem.tasks.len() {
                conflicts.push(Conflict::UnknownPredecessor { task: index, predecessor });
            }
        }
        for resource in task.demands.iter().map(|demand| demand.resource) {
            if resource >= problem.resources.len() {
                conflicts.push(Conflict::UnknownResource { task: index, resource });
            }
        }
        if let Some(team) = task.team.filter(|&team| team >= problem.teams.len()) {
            conflicts.push(Conflict::UnknownTeam { task: index, team });
        }
    }
    conflicts
}

/// Every task after its predecessors, or the tasks of a cycle, each before the next.
fn order(
    predecessors: &[Vec<(usize, u32)>],
    successors: &[Vec<(usize, u32)>],
) -> Result<Vec<usize>, Vec<usize>> {
    let mut waiting: Vec<usize> = predecessors.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..waiting.len()).filter(|&task| waiting[task] == 0).collect();
    let mut next = 0;
    while let Some(&task) = order.get(next) {
        next += 1;
        for &(after, _) in &successors[task] {
            waiting[after] -= 1;
            if waiting[after] == 0 {
                order.push(after);
            }
        }
    }
    let Some(stuck) = waiting.iter().position(|&count| count > 0) else {
        return Ok(order);
    };
    // Every task that is stuck waits for another one that is, so walking back has to come round.
    let mut path = vec![stuck];
    loop {
        let last = path[path.len() - 1];
        let before = predecessors[last]
            .iter()
            .map(|&(before, _)| before)
            .find(|&before| waiting[before] > 0);
        let before = before.expect("a task that is stuck waits for one that is stuck");
        if let Some(first) = path.iter().position(|&task| task == before) {
            let mut cycle = path.split_off(first);
            cycle.reverse();
            let lowest = cycle
                .iter()
                .enumerate()
                .min_by_key(|&(_, task)| task)
                .map_or(0, |(position, _)| position);
            cycle.rotate_left(lowest);
            return Err(cycle);
        }
        path.push(before);
    }
}

type Demands = (Vec<Limit>, Vec<Vec<(usize, u32)>>);

fn demands(problem: &Problem) -> Result<Demands, Vec<Conflict>> {
    let mut limits = Vec::new();
    let mut demands = vec![Vec::new(); problem.tasks.len()];
    let mut conflicts = Vec::new();
    for limit in problem.limits() {
        let row = limits.len();
        for (index, task) in problem.tasks.iter().enumerate() {
            let demand = task.demand(limit);
            match u32::try_from(demand) {
                Ok(0) => {}
                Ok(amount) => demands[index].push((row, amount)),
                Err(_) => {
                    let profile = problem.profile(limit);
                    let capacity =
                        profile.exceptions.iter().map(|exception| exception.capacity).max();
                    let capacity = capacity.unwrap_or(0).max(profile.base);
                    conflicts.push(Conflict::DemandAboveCapacity {
                        task: index,
                        limit,
                        demand,
                        capacity,
                    });
                }
            }
        }
        if demands.iter().any(|task| task.last().is_some_and(|&(last, _)| last == row)) {
            limits.push(limit);
        }
    }
    if conflicts.is_empty() { Ok((limits, demands)) } else { Err(conflicts) }
}

/// Weeks within which the search may place tasks: after the last date and change of capacity there is time for all
/// tasks one after the other.
fn horizon(problem: &Problem, limits: &[Limit], reach: u32) -> Result<u32, Vec<Conflict>> {
    let dates = problem
        .tasks
        .iter()
        .map(|task| task.release.max(task.pinned.unwrap_or(0)))
        .max()
        .unwrap_or(0);
    let work: u64 = problem
        .tasks
        .iter()
        .map(|task| {
            u64::from(task.duration)
                + u64::from(task.predecessors.iter().map(|p| p.lag).max().unwrap_or(0))
        })
        .sum();
    let weeks = u64::from(dates) + work;
    if weeks > u64::from(MAX_WEEKS) {
        return Err(vec![Conflict::TooLong { weeks, limit: MAX_WEEKS }]);
    }
    let changes =
        limits.iter().flat_map(|&limit| &problem.profile(limit).exceptions).flat_map(|exception| {
            [exception.from, if exception.to == u32::MAX { 0 } else { exception.to }]
        });
    let settled = changes.max().unwrap_or(0).max(dates).max(reach);
    Ok((u64::from(settled) + work).min(u64::from(MAX_WEEKS)) as u32)
}

fn fill(row: &mut [u32], profile: &Profile) {
    row.fill(profile.base);
    for exception in &profile.exceptions {
        let to = (exception.to as usize).min(row.len());
        let from = (exception.from as usize).min(to);
        row[from..to].fill(exception.capacity);
    }
}

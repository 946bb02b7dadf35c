//! What a plan means: why each task is where it is, how far it can slip, and how full everyone is.

use crate::generate::{Generator, Schedule, movable, sort_by_start};
use crate::network::Network;
use crate::{Limit, MAX_WEEKS, Problem, Profile, Violation, feasibility, validate};

/// Answers questions about one valid plan of one problem.
pub struct Analysis<'a> {
    problem: &'a Problem,
    start: &'a [u32],
    makespan: u32,
    network: Network,
    /// What the whole plan leaves of each limit.
    left: Vec<u32>,
    late: Vec<u32>,
    free_slack: Vec<u32>,
    slack: Vec<u32>,
}

/// What holds a task where it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// People have fixed the start.
    Pinned { week: u32 },
    /// It is not released before this week.
    Release { week: u32 },
    /// A predecessor ends in week `finish`, which with the lag lets it start in week `until`.
    Predecessor { task: usize, finish: u32, lag: u32, until: u32 },
    /// In every week of `from..to` other tasks (or the calendar, where `tasks` is empty) leave less than it demands.
    Full { limit: Limit, from: u32, to: u32, demand: u32, tasks: Vec<usize> },
    /// Nothing: it could start in this earlier week with everything else as it is.
    CouldStartEarlier { week: u32 },
    /// There is no earlier week.
    FirstWeek,
}

/// What happens to the plan when a task starts later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The tasks that start elsewhere, the one that slips included, by their new start.
    pub moved: Vec<Move>,
    /// The week in which the last task has ended then.
    pub makespan: u32,
    /// The constraints that cannot be kept then: deadlines, and pins of other tasks.
    pub violations: Vec<Violation>,
}

/// A task that starts in another week than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// The task that moves.
    pub task: usize,
    /// Its start so far.
    pub from: u32,
    /// Its start then.
    pub to: u32,
}

impl<'a> Analysis<'a> {
    /// Prepares the answers for a plan.
    ///
    /// # Errors
    /// What the start weeks break, when they are no valid plan.
    pub fn new(problem: &'a Problem, start: &'a [u32]) -> Result<Self, Vec<Violation>> {
        let violations = validate(problem, start);
        if !violations.is_empty() {
            return Err(violations);
        }
        let makespan = makespan(problem, start);
        let network = network(problem, makespan);
        let mut left = network.capacity.clone();
        for (task, &week) in start.iter().enumerate() {
            network.take(&mut left, task, week);
        }
        let late = latest_starts(&network, start, makespan);
        let (free_slack, slack) = (Vec::new(), Vec::new());
        let mut analysis =
            Self { problem, start, makespan, network, left, late, free_slack, slack };
        analysis.free_slack = (0..start.len()).map(|task| analysis.room_behind(task)).collect();
        analysis.slack = analysis.total_slack();
        Ok(analysis)
    }

    /// The week in which the last task has ended.
    pub fn makespan(&self) -> u32 {
        self.makespan
    }

    /// The same plan with every task as late as it can be: a valid plan with the same end, in which no task starts
    /// earlier and the pinned ones stay.
    pub fn late_start(&self) -> &[u32] {
        &self.late
    }

    /// Weeks the task can start later without moving the end of the plan, a deadline or a pin, if the tasks that end
    /// after it make way. For a pinned task: if its own pin were lifted. At least the free slack.
    pub fn slack(&self, task: usize) -> u32 {
        self.slack[task]
    }

    /// Weeks the task can start later with every other task where it is.
    pub fn free_slack(&self, task: usize) -> u32 {
        self.free_slack[task]
    }

    /// Whether any later start moves the end of the plan, a deadline or a pin.
    pub fn is_critical(&self, task: usize) -> bool {
        self.slack[task] == 0
    }

    /// What holds the task where it starts, in the order of time: first what lets it start at all, then what is full
    /// until it does.
    pub fn why_here(&self, task: usize) -> Vec<Reason> {
        let network = &self.network;
        let start = self.start[task];
        let release = self.problem.tasks[task].release;
        let open = network.ready(task, self.start).max(release);
        let mut reasons = Vec::new();
        if open > 0 && (network.pinned[task].is_none() || open == start) {
            if release == open {
                reasons.push(Reason::Release { week: release });
            }
            reasons.extend(network.predecessors[task].iter().filter_map(|&(before, lag)| {
                let finish = self.start[before] + network.duration[before];
                (finish + lag == open).then_some(Reason::Predecessor {
                    task: before,
                    finish,
                    lag,
                    until: open,
                })
            }));
        }
        if network.pinned[task].is_some() {
            reasons.push(Reason::Pinned { week: start });
            return reasons;
        }
        if start == 0 {
            return vec![Reason::FirstWeek];
        }
        if start == open {
            return reasons;
        }
        let left = self.left_without(task);
        let first = network.first_fit(&left, task, open).unwrap_or(start);
        if first < start {
            reasons.push(Reason::CouldStartEarlier { week: first });
            return reasons;
        }
        for &(row, demand) in &network.demands[task] {
            let weeks = &network.row(&left, row)[open as usize..start as usize];
            let full = weeks.iter().rev().take_while(|&&free| free < demand).count() as u32;
            if full > 0 {
                let from = start - full;
                let tasks = self.running(row, from, start).filter(|&other| other != task).collect();
                reasons.push(Reason::Full {
                    limit: network.limits[row],
                    from,
                    to: start,
                    demand,
                    tasks,
                });
            }
        }
        reasons
    }

    /// What moves when the task starts so many weeks later, right then where what is pinned leaves room for it, and
    /// everything else as early as that allows, but no earlier than planned: in the planned order, or in the order of
    /// the latest starts, where fewer promises break, the plan ends earlier or less moves so.
    pub fn slip(&self, task: usize, weeks: u32) -> Slip {
        let problem = self.without_pin(task);
        let later = self.start[task].saturating_add(weeks).min(MAX_WEEKS);
        let network = network(&problem, self.makespan.max(later));
        let mut floor = self.start.to_vec();
        floor[task] = later;
        let late = latest_starts(&network, self.start, self.makespan);
        let in_order = |of: &[u32]| {
            let mut list = movable(&network);
            sort_by_start(&network, &mut list, of);
            // It is late whatever the others do. What it waits for ends before its place as planned, and keeps its own.
            list.sort_by_key(|one| *one != task);
            let mut schedule = Schedule::default();
            Generator::new(&network).forward(&list, &floor, &mut schedule);
            let mut moved: Vec<Move> = (0..floor.len())
                .map(|task| Move { task, from: self.start[task], to: schedule.start[task] })
                .filter(|change| change.from != change.to)
                .collect();
            moved.sort_by_key(|change| (change.to, change.task));
            Slip {
                moved,
                makespan: network.makespan(&schedule.start),
                violations: validate(&problem, &schedule.start),
            }
        };
        let (planned, latest) = (in_order(self.start), in_order(&late));
        let cost = |slip: &Slip| (slip.violations.len(), slip.makespan, slip.moved.len());
        if cost(&latest) < cost(&planned) { latest } else { planned }
    }

    /// How far the task can slide with every other task where it is.
    fn room_behind(&self, task: usize) -> u32 {
        let network = &self.network;
        let duration = network.duration[task];
        let deadline = self.problem.tasks[task].deadline.unwrap_or(u32::MAX);
        let until = self.makespan.min(deadline).min(network.needed(task, self.start));
        let mut end = self.start[task] + duration;
        let is_open = |week: u32| {
            let free = |row: usize| network.row(&self.left, row)[week as usize];
            network.demands[task].iter().all(|&(row, demand)| {
                // Weeks that the task itself runs in now are its own to keep.
                let own = if week < self.start[task] + duration { demand } else { 0 };
                free(row) + own >= demand
            })
        };
        while end < until && is_open(end) {
            end += 1;
        }
        end - duration - self.start[task]
    }

    fn total_slack(&self) -> Vec<u32> {
        (0..self.start.len())
            .map(|task| {
                let latest = if self.network.pinned[task].is_some() {
                    let lifted = network(&self.without_pin(task), self.makespan);
                    latest_starts(&lifted, self.start, self.makespan)[task]
                } else {
                    self.late[task]
                };
                (latest - self.start[task]).max(self.free_slack[task])
            })
            .collect()
    }

    fn left_without(&self, task: usize) -> Vec<u32> {
        let mut left = self.left.clone();
        self.network.give_back(&mut left, task, self.start[task]);
        left
    }

    /// The tasks that demand something of a row in any of the weeks.
    fn running(&self, row: usize, from: u32, to: u32) -> impl Iterator<Item = usize> {
        (0..self.start.len()).filter(move |&task| {
            let end = self.start[task] + self.network.duration[task];
            let overlaps = self.start[task] < to && end > from;
            overlaps && self.network.demands[task].iter().any(|demand| demand.0 == row)
        })
    }

    fn without_pin(&self, task: usize) -> Problem {
        let mut problem = self.problem.clone();
        problem.tasks[task].pinned = None;
        problem
    }
}

fn network(problem: &Problem, reach: u32) -> Network {
    feasibility::network(problem, reach)
        .expect("a problem with a valid plan has no conflict that can be shown")
}

fn latest_starts(network: &Network, start: &[u32], end: u32) -> Vec<u32> {
    let mut late = Vec::new();
    let schedule = Schedule { start: start.to_vec(), homeless: Vec::new() };
    Generator::new(network).backward(&schedule, end, &mut movable(network), &mut late);
    late
}

fn makespan(problem: &Problem, start: &[u32]) -> u32 {
    let ends =
        problem.tasks.iter().zip(start).map(|(task, start)| start.saturating_add(task.duration));
    ends.max().unwrap_or(0)
}

/// How full each resource and each team is, week by week from week 0 to the end of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loads {
    /// For each resource, week by week.
    pub resources: Vec<Vec<Load>>,
    /// For each team, week by week.
    pub teams: Vec<Vec<Load>>,
}

/// What is demanded and what there is in one week, in the unit of the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// What the tasks that run demand.
    pub load: u64,
    /// What there is.
    pub capacity: u32,
}

/// The loads of any start weeks, valid or not; weeks from [`MAX_WEEKS`] on are left out.
pub fn loads(problem: &Problem, start: &[u32]) -> Loads {
    let weeks = makespan(problem, start).min(MAX_WEEKS);
    let of = |limit: Limit, profile: &Profile| {
        let mut loads: Vec<Load> =
            (0..weeks).map(|week| Load { load: 0, capacity: profile.at(week) }).collect();
        for (task, &from) in problem.tasks.iter().zip(start) {
            let demand = task.demand(limit);
            let to = from.saturating_add(task.duration).min(weeks) as usize;
            if demand > 0 && (from as usize) < to {
                for load in &mut loads[from as usize..to] {
                    load.load += demand;
                }
            }
        }
        loads
    };
    let resources = problem.resources.iter().enumerate();
    let teams = problem.teams.iter().enumerate();
    Loads {
        resources: resources
            .map(|(index, resource)| of(Limit::Resource(index), &resource.capacity))
            .collect(),
        teams: teams.map(|(index, team)| of(Limit::Team(index), &team.limit)).collect(),
    }
}

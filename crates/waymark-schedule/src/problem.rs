//! What is to be scheduled: tasks, the capacity they share, and what counts as a good plan.

/// The longest plan, in weeks: dates and durations that reach further are refused rather than computed.
pub const MAX_WEEKS: u32 = 20_000;

/// A scheduling problem. Tasks, resources and teams are named by their position in these lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// What has to be done.
    pub tasks: Vec<Task>,
    /// What tasks demand: roles.
    pub resources: Vec<Resource>,
    /// Who bears only so many tasks at once.
    pub teams: Vec<Team>,
    /// What makes a plan good.
    pub objective: Objective,
}

/// One piece of work that runs without interruption from its start week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Task {
    /// Weeks it runs. Zero is a milestone: it occupies no week, so its demands and team do not count.
    pub duration: u32,
    /// What it occupies in every week it runs. Several demands for one resource add up.
    pub demands: Vec<Demand>,
    /// What has to be finished before it starts.
    pub predecessors: Vec<Predecessor>,
    /// The first week it may start in.
    pub release: u32,
    /// The week it has to be finished by: the latest end, exclusive.
    pub deadline: Option<u32>,
    /// How much an early end is worth: its share of the value is weight x end week.
    pub weight: u32,
    /// The start week, where people have fixed it.
    pub pinned: Option<u32>,
    /// Whether it has begun where it is pinned: no relaxation moves it.
    pub is_started: bool,
    /// Position in [`Problem::teams`] of those who live through the change, when they bear only so many at once.
    pub team: Option<usize>,
}

/// How much of a resource a task occupies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Demand {
    /// Position in [`Problem::resources`].
    pub resource: usize,
    /// Hundredths of a person.
    pub amount: u32,
}

/// A task that has to be finished first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Predecessor {
    /// Position in [`Problem::tasks`].
    pub task: usize,
    /// Weeks that have to pass between its end and the start that waits for it.
    pub lag: u32,
}

/// A role with so many hundredths of a person in each week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resource {
    /// Hundredths of a person in each week.
    pub capacity: Profile,
}

/// People who bear only so many changes at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Team {
    /// Tasks that may run in the same week. Zero is a freeze.
    pub limit: Profile,
}

/// A number that holds week after week, with exceptions. Where exceptions overlap, the last one listed holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The number wherever no exception holds.
    pub base: u32,
    /// Stretches of weeks with another number.
    pub exceptions: Vec<Exception>,
}

/// Weeks `from..to` in which a profile has another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exception {
    /// The first week it holds in.
    pub from: u32,
    /// Exclusive; `u32::MAX` means for good.
    pub to: u32,
    /// The number that holds then.
    pub capacity: u32,
}

/// What makes one plan better than another: the first difference decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Objective {
    /// Least sum of weight x end week, then the shortest plan, then the least movement against the previous plan.
    #[default]
    Value,
    /// The shortest plan, then the least movement against the previous plan.
    Makespan,
}

/// Something that only so much can happen under in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    /// The capacity of a resource, in hundredths of a person.
    Resource(usize),
    /// The tasks a team bears at once.
    Team(usize),
}

impl Problem {
    /// The profile behind a limit.
    ///
    /// # Panics
    /// When the problem has no such resource or team.
    pub fn profile(&self, limit: Limit) -> &Profile {
        match limit {
            Limit::Resource(resource) => &self.resources[resource].capacity,
            Limit::Team(team) => &self.teams[team].limit,
        }
    }

    /// Every limit: the resources, then the teams.
    pub fn limits(&self) -> impl Iterator<Item = Limit> + use<> {
        (0..self.resources.len()).map(Limit::Resource).chain((0..self.teams.len()).map(Limit::Team))
    }
}

impl Task {
    /// What the task occupies of a limit in each week it runs.
    pub fn demand(&self, limit: Limit) -> u64 {
        if self.duration == 0 {
            return 0;
        }
        match limit {
            Limit::Resource(resource) => self
                .demands
                .iter()
                .filter(|demand| demand.resource == resource)
                .map(|demand| u64::from(demand.amount))
                .sum(),
            Limit::Team(team) => u64::from(self.team == Some(team)),
        }
    }
}

impl Profile {
    /// The same number in every week.
    pub fn constant(base: u32) -> Self {
        Self { base, exceptions: Vec::new() }
    }

    /// The number that holds in a week.
    pub fn at(&self, week: u32) -> u32 {
        self.exceptions
            .iter()
            .rev()
            .find(|exception| exception.from <= week && week < exception.to)
            .map_or(self.base, |exception| exception.capacity)
    }
}

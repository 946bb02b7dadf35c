//! Lazy clause generation: starts from a good plan, looks for better ones part by part of the objective and proves
//! that there is none.
//!
//! The explanations of overloads are the solver's default (pointwise) ones; its other kinds gave false proofs.

use std::cell::Cell;
use std::rc::Rc;

use pumpkin_conflict_resolvers::resolvers::{AnalysisMode, ResolutionResolver};
use pumpkin_constraints::{cumulative, less_than_or_equals};
use pumpkin_core::branching::branchers::autonomous_search::AutonomousSearch;
use pumpkin_core::branching::branchers::dynamic_brancher::DynamicBrancher;
use pumpkin_core::branching::branchers::independent_variable_value_brancher::IndependentVariableValueBrancher;
use pumpkin_core::branching::branchers::warm_start::WarmStart;
use pumpkin_core::branching::value_selection::InDomainMin;
use pumpkin_core::branching::variable_selection::Smallest;
use pumpkin_core::branching::{Brancher, BrancherEvent, SelectionContext};
use pumpkin_core::options::{LearningOptions, SolverOptions};
use pumpkin_core::predicates::Predicate;
use pumpkin_core::proof::ConstraintTag;
use pumpkin_core::results::{ProblemSolution, SatisfactionResultUnderAssumptions};
use pumpkin_core::termination::TerminationCondition;
use pumpkin_core::variables::{AffineView, DomainId, TransformableVariable};
use pumpkin_core::{Solver, predicate};

use crate::goal::Goal;
use crate::network::Network;

/// What is left of a number of polls, and who may end the search before.
pub(crate) struct Polls<'w> {
    pub(crate) left: u64,
    pub(crate) stop: &'w dyn Fn() -> bool,
}

/// Polls that end only right after a decision: the solver does not go on once it was stopped before any.
struct AfterDecision<'p, 'w> {
    polls: &'p mut Polls<'w>,
    has_decided: Rc<Cell<bool>>,
}

impl TerminationCondition for AfterDecision<'_, '_> {
    fn should_stop(&mut self) -> bool {
        let may_stop = self.has_decided.replace(false);
        if may_stop && (self.polls.left == 0 || (self.polls.stop)()) {
            return true;
        }
        self.polls.left = self.polls.left.saturating_sub(1);
        false
    }
}

/// Asked first for every decision after a conflict; leaves it to the others and takes note.
#[derive(Debug)]
struct Note(Rc<Cell<bool>>);

impl Brancher for Note {
    fn next_decision(&mut self, _: &mut SelectionContext) -> Option<Predicate> {
        self.0.set(true);
        None
    }

    fn subscribe_to_events(&self) -> Vec<BrancherEvent> {
        Vec::new()
    }
}

/// What one question to the solver brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A plan that is better than the best so far, or the first.
    Better(Vec<u32>),
    /// The bound of the current part of the objective has risen.
    Raised,
    /// The best plan is the best there is in every part.
    Finished,
    /// There is no plan at all.
    Impossible,
    /// The model refuses a plan that is valid.
    Contradiction,
    /// The polls are used up or the search was told to stop.
    Out,
}

/// Which question is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// A plan better than the best so far.
    Down,
    /// A plan as good as the bound.
    Up,
}

/// A part of the objective as a variable: what it counts is unit x variable + offset.
#[derive(Clone, Copy)]
struct Target {
    variable: DomainId,
    unit: i64,
    offset: i64,
}

pub(crate) struct Exact<'n> {
    network: &'n Network,
    goals: &'n [Goal],
    solver: Solver,
    tag: ConstraintTag,
    start: Vec<DomainId>,
    /// The last start of each task in the model.
    latest: Vec<u32>,
    brancher: DynamicBrancher,
    stage: usize,
    target: Target,
    /// What its variable is at most in every plan that is still looked for.
    capped: i32,
    best: Option<Vec<u32>>,
    /// Whether the search of this stage has come to the best plan once: it stays near it from then on.
    is_led: bool,
    has_decided: Rc<Cell<bool>>,
    bounds: Vec<u64>,
    /// Everything the search has to give a value.
    variables: Vec<DomainId>,
}

/// Coefficients and domains of the solver are 32 bits wide.
const WIDEST: i64 = 1 << 30;
/// Tasks whose values are added to the running total at once: what is learnt about a total holds whatever comes later.
const PART: usize = 10;
/// What is learnt over fewer decision levels than these is not thrown away early, and how much of the rest is kept.
const LEVELS_KEPT: u32 = 10;
const NOGOODS_KEPT: usize = 30_000;

impl<'n> Exact<'n> {
    /// The model of a problem; `best` is a valid plan to start from and `bounds` what no plan is better than, one per
    /// goal. `None` when its numbers are too large for the solver.
    pub(crate) fn new(
        network: &'n Network,
        goals: &'n [Goal],
        best: Option<&[u32]>,
        bounds: Vec<u64>,
    ) -> Option<Self> {
        let learning_options = LearningOptions {
            lbd_threshold_high: LEVELS_KEPT,
            max_num_high_lbd_nogoods: NOGOODS_KEPT,
            ..Default::default()
        };
        let mut solver = Solver::with_options(SolverOptions {
            memory_preallocated: 1,
            learning_options,
            ..Default::default()
        });
        let tag = solver.new_constraint_tag();
        let end = match (goals.first(), best) {
            (Some(Goal::Makespan), Some(best)) => network.makespan(best),
            _ => network.horizon,
        };
        let mut latest = Vec::with_capacity(network.len());
        for task in 0..network.len() {
            let until = network.latest_finish[task].min(end.saturating_sub(network.tail[task]));
            latest.push(network.pinned[task].unwrap_or_else(|| {
                until.saturating_sub(network.duration[task]).max(network.earliest[task])
            }));
        }
        let start: Vec<DomainId> = network
            .earliest
            .iter()
            .zip(&latest)
            .map(|(&from, &to)| solver.new_bounded_integer(from as i32, to as i32))
            .collect();
        for task in 0..network.len() {
            for &(before, lag) in &network.predecessors[task] {
                let terms = vec![start[before].scaled(1), start[task].scaled(-1)];
                let wait = (network.duration[before] + lag) as i32;
                // A contradiction at the root is found by the first question.
                solver.add_constraint(less_than_or_equals(terms, -wait, tag)).post();
            }
        }
        for row in 0..network.limits.len() {
            post_limit(&mut solver, network, row, &start, end, tag)?;
        }
        let variable = solver.new_bounded_integer(0, 0);
        let mut exact = Self {
            network,
            goals,
            tag,
            brancher: DynamicBrancher::new(Vec::new()),
            stage: 0,
            target: Target { variable, unit: 1, offset: 0 },
            capped: i32::MAX,
            best: best.map(<[u32]>::to_vec),
            is_led: false,
            has_decided: Rc::default(),
            bounds,
            variables: start.clone(),
            solver,
            start,
            latest,
        };
        exact.open_stage()?;
        Some(exact)
    }

    /// The part of the objective that is being looked at, counted from 0; all before it are proven.
    pub(crate) fn stage(&self) -> usize {
        self.stage
    }

    /// What no plan is better than in each part of the objective, given the best of the parts before.
    pub(crate) fn bounds(&self) -> &[u64] {
        &self.bounds
    }

    /// Takes over a valid plan that was found elsewhere if it is better in the current part of the objective and as
    /// good in those before.
    pub(crate) fn adopt(&mut self, start: &[u32]) {
        let worth = |start: &[u32]| -> Vec<u64> {
            self.goals[..=self.stage.min(self.goals.len().saturating_sub(1))]
                .iter()
                .map(|goal| goal.worth(self.network, start))
                .collect()
        };
        if self.best.as_ref().is_none_or(|best| worth(start) < worth(best)) {
            self.best = Some(start.to_vec());
        }
    }

    /// Asks one question.
    pub(crate) fn step(&mut self, way: Way, polls: &mut Polls<'_>) -> Step {
        let Some(best) = &self.best else {
            return match self.ask(None, polls) {
                Answer::Plan(start) => {
                    self.best = Some(start.clone());
                    Step::Better(start)
                }
                Answer::None => Step::Impossible,
                Answer::Unknown => Step::Out,
            };
        };
        let Some(goal) = self.goals.get(self.stage) else { return Step::Finished };
        let worth = goal.worth(self.network, best);
        let bound = self.bounds[self.stage];
        if bound >= worth {
            self.close_stage(worth);
            return Step::Raised;
        }
        // No worse plan is asked for from here on: what follows from that alone need not be learnt.
        self.cap(worth);
        if !self.is_led {
            match self.ask(Some(worth), polls) {
                Answer::Plan(_) => self.is_led = true,
                // A valid plan that the model does not allow: what it proves would be false.
                Answer::None => return Step::Contradiction,
                Answer::Unknown => return Step::Out,
            }
        }
        let limit = match way {
            Way::Down => worth - 1,
            Way::Up => bound,
        };
        match self.ask(Some(limit), polls) {
            Answer::Plan(start) => {
                self.best = Some(start.clone());
                Step::Better(start)
            }
            Answer::None => {
                self.bounds[self.stage] = limit + 1;
                Step::Raised
            }
            Answer::Unknown => Step::Out,
        }
    }

    /// Leaves out every plan that is worse in the current part of the objective.
    fn cap(&mut self, worth: u64) {
        let at_most = self.target.at_most(worth);
        if at_most < self.capped {
            self.capped = at_most;
            self.solver.add_clause([predicate![self.target.variable <= at_most]], self.tag);
        }
    }

    /// Keeps what was proven and turns to the next part of the objective.
    fn close_stage(&mut self, worth: u64) {
        self.cap(worth);
        self.stage += 1;
        self.capped = i32::MAX;
        if self.open_stage().is_none() {
            // Numbers too large for the solver: what comes after stays unproven.
            self.goals = &self.goals[..self.stage];
        }
    }

    /// Adds the variable of the current part of the objective, and a search that begins with the best plan.
    fn open_stage(&mut self) -> Option<()> {
        if let Some(goal) = self.goals.get(self.stage) {
            let (target, helpers) = self.post_goal(goal)?;
            self.target = target;
            self.variables.extend(helpers);
            self.variables.push(target.variable);
        }
        let rest =
            IndependentVariableValueBrancher::new(Smallest::new(&self.variables), InDomainMin);
        let note = Note(Rc::clone(&self.has_decided));
        let mut branchers: Vec<Box<dyn Brancher>> = vec![Box::new(note)];
        if let Some(best) = &self.best {
            let values: Vec<i32> = best.iter().map(|&week| week as i32).collect();
            branchers.push(Box::new(WarmStart::new(&self.start, &values)));
        }
        branchers.push(Box::new(AutonomousSearch::new(rest)));
        self.brancher = DynamicBrancher::new(branchers);
        self.is_led = false;
        Some(())
    }

    fn post_goal(&mut self, goal: &Goal) -> Option<(Target, Vec<DomainId>)> {
        match goal {
            Goal::Makespan => Some((self.post_makespan(), Vec::new())),
            Goal::Value { weights } => self.post_value(weights),
            Goal::Movement { previous } => self.post_distance(previous, &[]),
            Goal::Shift { places, deadlines } => self.post_distance(places, deadlines),
        }
    }

    fn post_makespan(&mut self) -> Target {
        let ends = self.network.duration.iter().zip(&self.latest).map(|(d, s)| d + s);
        let last = ends.max().unwrap_or(0) as i32;
        let variable = self.solver.new_bounded_integer(0, last);
        for task in 0..self.start.len() {
            if self.network.successors[task].is_empty() {
                let terms = vec![self.start[task].scaled(1), variable.scaled(-1)];
                let duration = self.network.duration[task] as i32;
                self.solver.add_constraint(less_than_or_equals(terms, -duration, self.tag)).post();
            }
        }
        Target { variable, unit: 1, offset: 0 }
    }

    fn post_value(&mut self, weights: &[u32]) -> Option<(Target, Vec<DomainId>)> {
        let unit = weights.iter().fold(0, |divisor, &weight| divide(divisor, weight)).max(1);
        let weight = |task: usize| i64::from(weights[task] / unit);
        let sum = |weeks: &[u32], tasks: &[usize]| -> Option<i64> {
            tasks.iter().try_fold(0_i64, |sum, &task| {
                sum.checked_add(weight(task).checked_mul(i64::from(weeks[task]))?)
            })
        };
        let mut tasks: Vec<usize> = (0..weights.len()).filter(|&task| weights[task] > 0).collect();
        let highest = sum(&self.latest, &tasks)?;
        let ends = sum(&self.network.duration, &tasks)?;
        if highest.checked_add(ends)? > WIDEST {
            return None;
        }
        let unit = i64::from(unit);
        // Those that run at about the same time in the best plan: they compete with each other.
        let begun = self.best.as_ref().unwrap_or(&self.network.earliest);
        tasks.sort_by_key(|&task| (2 * begun[task] + self.network.duration[task], task));
        let (mut from, mut to) = (0, 0);
        let mut totals: Vec<DomainId> = Vec::new();
        for part in tasks.chunks(PART) {
            from += sum(&self.network.earliest, part)?;
            to += sum(&self.latest, part)?;
            let before = totals.last().map(|total| total.scaled(1));
            let terms = part.iter().map(|&task| self.start[task].scaled(weight(task) as i32));
            let terms = before.into_iter().chain(terms).collect();
            let total = self.solver.new_bounded_integer(from as i32, to as i32);
            self.post_sum(terms, total);
            totals.push(total);
        }
        // Without weights there is nothing to sum up.
        let variable = totals.pop().unwrap_or_else(|| self.solver.new_bounded_integer(0, 0));
        Some((Target { variable, unit, offset: unit * ends }, totals))
    }

    /// A variable is no less than a sum.
    fn post_sum(&mut self, mut terms: Vec<AffineView<DomainId>>, total: DomainId) {
        terms.push(total.scaled(-1));
        self.solver.add_constraint(less_than_or_equals(terms, 0, self.tag)).post();
    }

    /// The weeks by which tasks start before or after their places, or end after deadlines, all added up.
    fn post_distance(
        &mut self,
        places: &[Option<u32>],
        deadlines: &[Option<u32>],
    ) -> Option<(Target, Vec<DomainId>)> {
        // The start each is counted from, and whether starts before it count, too.
        let due = deadlines.iter().enumerate().filter_map(|(task, deadline)| {
            let week = i64::from((*deadline)?) - i64::from(self.network.duration[task]);
            Some((task, week, false))
        });
        let placed = places
            .iter()
            .enumerate()
            .filter_map(|(task, place)| Some((task, i64::from((*place)?), true)));
        let counted: Vec<(usize, i64, bool)> = due.chain(placed).collect();

        let mut terms: Vec<AffineView<DomainId>> = Vec::new();
        let mut helpers = Vec::new();
        let (mut highest, mut offset) = (0_i64, 0_i64);
        for (task, week, counts_before) in counted {
            let (from, to) = (i64::from(self.network.earliest[task]), i64::from(self.latest[task]));
            // From outside its reach the task comes no nearer than the edge.
            let edge = week.clamp(from, to);
            if counts_before || edge > week {
                offset += (week - edge).abs();
            }
            let most = if counts_before { (to - edge).max(edge - from) } else { to - edge };
            highest += most;
            if most == 0 {
                continue;
            }
            if highest > WIDEST {
                return None;
            }
            let distance = self.solver.new_bounded_integer(0, most as i32);
            let signs: &[i32] = if counts_before { &[1, -1] } else { &[1] };
            for &sign in signs {
                let away = vec![self.start[task].scaled(sign), distance.scaled(-1)];
                let constraint = less_than_or_equals(away, sign * edge as i32, self.tag);
                self.solver.add_constraint(constraint).post();
            }
            terms.push(distance.scaled(1));
            helpers.push(distance);
        }
        let variable = self.solver.new_bounded_integer(0, highest as i32);
        self.post_sum(terms, variable);
        Some((Target { variable, unit: 1, offset }, helpers))
    }

    fn ask(&mut self, limit: Option<u64>, polls: &mut Polls<'_>) -> Answer {
        let assumptions: Vec<_> = limit
            .map(|limit| predicate![self.target.variable <= self.target.at_most(limit)])
            .into_iter()
            .collect();
        // Recursive minimisation of what is learnt proves one instance of j30 more within two seconds.
        let mut resolver = ResolutionResolver::new(AnalysisMode::OneUIP, true, true);
        let result = self.solver.satisfy_under_assumptions(
            &mut self.brancher,
            &mut AfterDecision { polls, has_decided: Rc::clone(&self.has_decided) },
            &mut resolver,
            &assumptions,
        );
        match result {
            SatisfactionResultUnderAssumptions::Satisfiable(satisfiable) => {
                let solution = satisfiable.solution();
                let weeks =
                    self.start.iter().map(|&start| solution.get_integer_value(start) as u32);
                Answer::Plan(weeks.collect())
            }
            SatisfactionResultUnderAssumptions::UnsatisfiableUnderAssumptions(_)
            | SatisfactionResultUnderAssumptions::Unsatisfiable(_) => Answer::None,
            SatisfactionResultUnderAssumptions::Unknown(_) => Answer::Unknown,
        }
    }
}

enum Answer {
    Plan(Vec<u32>),
    None,
    Unknown,
}

impl Target {
    /// The greatest value of the variable with which no more than `worth` is counted.
    fn at_most(&self, worth: u64) -> i32 {
        let rest = (worth as i64 - self.offset).div_euclid(self.unit);
        rest.clamp(-WIDEST, WIDEST) as i32
    }
}

/// One limit: what it offers less in some weeks than at its best is taken by tasks that do not move.
fn post_limit(
    solver: &mut Solver,
    network: &Network,
    row: usize,
    start: &[DomainId],
    end: u32,
    tag: ConstraintTag,
) -> Option<()> {
    let weeks = &network.row(&network.free, row)[..end.min(network.horizon) as usize];
    let users: Vec<(usize, u32)> = (0..network.len())
        .filter(|&task| network.pinned[task].is_none())
        .flat_map(|task| {
            let demands = network.demands[task].iter().filter(move |demand| demand.0 == row);
            demands.map(move |demand| (task, demand.1))
        })
        .collect();
    let most: i64 = users.iter().map(|user| i64::from(user.1)).sum();
    if most > WIDEST {
        return None;
    }
    let offered: Vec<i64> = weeks.iter().map(|&free| i64::from(free).min(most)).collect();
    let Some(&capacity) = offered.iter().max() else { return Some(()) };
    if offered.iter().all(|&free| free == most) {
        return Some(());
    }
    let mut starts: Vec<DomainId> = users.iter().map(|user| start[user.0]).collect();
    let mut durations: Vec<i32> =
        users.iter().map(|user| network.duration[user.0] as i32).collect();
    let mut demands: Vec<i32> = users.iter().map(|user| user.1 as i32).collect();
    let mut week = 0;
    for stretch in offered.chunk_by(|one, next| one == next) {
        if stretch[0] < capacity {
            starts.push(solver.new_bounded_integer(week, week));
            durations.push(stretch.len() as i32);
            demands.push((capacity - stretch[0]) as i32);
        }
        week += stretch.len() as i32;
    }
    let constraint = cumulative(starts, durations, demands, capacity as i32, tag);
    solver.add_constraint(constraint).post();
    Some(())
}

/// The greatest common divisor.
fn divide(mut one: u32, mut other: u32) -> u32 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

//! The long search: iterated greedy and the exact search in turns, each going on from the other's best plan.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::exact::{Exact, Polls, Step, Way};
use crate::goal::Goal;
use crate::network::Network;
use crate::search::{Search, plan, previous_starts};
use crate::{Conflict, Infeasible, Plan, Problem, feasibility, validate};

/// How long to look for better plans and proofs. The same effort gives the same plan for the same problem unless the
/// watch stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Schedules to make at most.
    pub schedules: u32,
    /// Steps of the exact search at most; 20,000 to 40,000 take a second.
    pub polls: u64,
    /// Which of many equally good searches.
    pub seed: u64,
}

/// Who follows a search.
pub struct Watch<'w> {
    /// Asked all the time; the search ends with the best plan so far once it says so: a cancelled job, or a clock as
    /// a backstop.
    pub stop: &'w dyn Fn() -> bool,
    /// Told every better plan, the best one last.
    pub better: &'w mut dyn FnMut(&Plan),
}

/// Schedules and polls of the first turns, each about a tenth of a second for 30 tasks. A turn of the exact search is
/// half as long again as the one before; one of the greedy search is twice as long after one that found something and half
/// as long after one that did not, but never less than the fewest.
const FIRST_SCHEDULES: u32 = 20_000;
const FEWEST_SCHEDULES: u32 = 2_500;
const FIRST_POLLS: u64 = 4_000;

/// Finds a plan as [`solve`](crate::solve) does, goes on to better ones, and proves that there is none better if it
/// can. `previous` is as there. `from` is a plan of this problem, found before: the result is never worse.
///
/// # Errors
/// What is in the way, when it can be shown that no plan exists or none was found with this effort.
pub fn improve(
    problem: &Problem,
    effort: &Effort,
    previous: Option<&[Option<u32>]>,
    from: Option<&Plan>,
    watch: &mut Watch<'_>,
) -> Result<Plan, Infeasible> {
    let network = feasibility::network(problem, 0)
        .map_err(|conflicts| Infeasible { conflicts, closest: None })?;
    let goals = Goal::of(problem, &previous_starts(problem, previous));
    let search = Search::new(problem, &network, &goals, effort.seed, watch.stop);
    let mut turns = Turns {
        problem,
        network: &network,
        goals: &goals,
        bounds: search.bounds.clone(),
        search,
        polls: Polls { left: 0, stop: watch.stop },
        told: None,
        better: watch.better,
    };
    turns.search.run(effort.schedules.min(FIRST_SCHEDULES));
    if let Some(from) = from.filter(|from| {
        validate(problem, &from.start).is_empty()
            && network.makespan(&from.start) <= network.horizon
    }) {
        turns.search.adopt(&from.start);
    }
    turns.search.settle();
    turns.tell();
    let is_impossible = turns.alternate(effort);
    turns.search.settle();
    turns.tell();
    let Turns { search, bounds, .. } = turns;
    search.into_plan(&bounds).map_err(|refusal| {
        if is_impossible {
            return Infeasible { conflicts: vec![Conflict::NoPlan], ..refusal };
        }
        refusal
    })
}

struct Turns<'t> {
    problem: &'t Problem,
    network: &'t Network,
    goals: &'t [Goal],
    search: Search<'t>,
    polls: Polls<'t>,
    bounds: Vec<u64>,
    /// The last plan that was told.
    told: Option<Vec<u32>>,
    better: &'t mut dyn FnMut(&Plan),
}

impl Turns<'_> {
    /// Whether it is proven that there is no plan.
    fn alternate(&mut self, effort: &Effort) -> bool {
        let start = self.valid_best();
        // A solver that fails is done without: every plan it gives is checked, and the others remain.
        let guarded = |work: &mut dyn FnMut() -> Turn| {
            catch_unwind(AssertUnwindSafe(work)).unwrap_or(Turn::Failed)
        };
        let made = catch_unwind(AssertUnwindSafe(|| {
            Exact::new(self.network, self.goals, start.as_deref(), self.bounds.clone())
        }));
        let mut exact = made.ok().flatten();
        let (mut schedules, mut polls) = (FIRST_SCHEDULES, FIRST_POLLS);
        let mut left = effort.polls;
        loop {
            if (self.polls.stop)() {
                return false;
            }
            for way in [Way::Down, Way::Up] {
                let Some(asked) = exact.as_mut().filter(|_| left > 0) else { break };
                // Only for the length of the plan are the first bounds near enough to climb from.
                let climbs = self.goals.get(asked.stage()) == Some(&Goal::Makespan);
                if way == Way::Up && (!climbs || self.valid_best().is_none()) {
                    continue;
                }
                // Climbing is for the bound; plans and most proofs come from the other way.
                let turn = if way == Way::Up { polls / 4 } else { polls }.min(left);
                self.polls.left = turn;
                let result = guarded(&mut || self.ask(asked, way));
                left -= turn - self.polls.left;
                match result {
                    Turn::Over => {}
                    Turn::Finished => return false,
                    Turn::Impossible => return true,
                    Turn::Failed => {
                        // Nor is anything believed that it has proven.
                        self.bounds.clone_from(&self.search.bounds);
                        exact = None;
                    }
                }
            }
            let is_first_proven = exact.as_ref().is_some_and(|exact| exact.stage() > 0);
            let made = self.search.count();
            if !is_first_proven && made < effort.schedules {
                self.search.run(made.saturating_add(schedules).min(effort.schedules));
                self.search.settle();
                schedules = if self.tell() {
                    schedules.saturating_mul(2)
                } else {
                    (schedules / 2).max(FEWEST_SCHEDULES)
                };
                if let (Some(exact), Some(best)) = (exact.as_mut(), self.valid_best()) {
                    exact.adopt(&best);
                }
            }
            let can_ask = exact.is_some() && left > 0;
            let can_search = !is_first_proven && self.search.count() > made;
            if !can_ask && !can_search {
                return false;
            }
            polls += polls / 2;
        }
    }

    /// Asks one way until the polls are used up or nothing is left to ask.
    fn ask(&mut self, exact: &mut Exact<'_>, way: Way) -> Turn {
        loop {
            let stage = exact.stage();
            match exact.step(way, &mut self.polls) {
                Step::Better(start) => {
                    if !validate(self.problem, &start).is_empty() {
                        return Turn::Failed;
                    }
                    self.search.adopt(&start);
                    self.tell();
                    if let Some(best) = self.valid_best() {
                        exact.adopt(&best);
                    }
                }
                Step::Raised => {
                    self.bounds.copy_from_slice(exact.bounds());
                    if exact.stage() > stage {
                        self.tell_again();
                    }
                }
                Step::Finished => return Turn::Finished,
                Step::Impossible => return Turn::Impossible,
                Step::Contradiction => return Turn::Failed,
                Step::Out => return Turn::Over,
            }
        }
    }

    fn valid_best(&self) -> Option<Vec<u32>> {
        self.search.best().filter(|best| best.is_valid()).map(|best| best.start.clone())
    }

    /// Tells the best plan if it was not told yet; whether it was news.
    fn tell(&mut self) -> bool {
        let is_news = self.valid_best().is_some_and(|best| self.told.as_ref() != Some(&best));
        if is_news {
            self.tell_again();
        }
        is_news
    }

    fn tell_again(&mut self) {
        let Some(best) = self.valid_best() else { return };
        (self.better)(&plan(self.problem, self.network, self.goals, best.clone(), &self.bounds));
        self.told = Some(best);
    }
}

/// How a turn of the exact search ended.
enum Turn {
    Over,
    Finished,
    Impossible,
    Failed,
}

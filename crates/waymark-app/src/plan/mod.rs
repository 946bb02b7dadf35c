//! The roadmap: chosen initiatives placed in weeks under the capacity of the team, and what each week brings.
//!
//! What is started stays in the week it began, waits for nothing, and takes its people even where there are too few; one that began
//! before the roadmap's first week has that many weeks less to go. What is done is no part of the schedule: nothing waits for it, and
//! what it lifts counts as reached.

mod capacity;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use waymark_core::engagement::{Engagement, InitiativeSetting};
use waymark_core::id::InitiativeId;
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::{
    Chosen, Moved, Odds, Placed, Plan, RoleLoad, SLIP_WEEKS, Selection, Slip, Wave, borders,
    project, waves, weeks_after,
};
use waymark_core::wording::list;
use waymark_schedule::{
    Analysis, Budget, Chances, Demand, Effort, Exception, Infeasible, Objective, Predecessor,
    Problem, Profile, Range, Resource, Task, Team, Violation, Watch, improve, loads, simulate,
    solve,
};

use self::capacity::{Calendar, Capacity};
use self::words::Words;
use crate::derived::Derived;
use crate::error::{Code, Error};

/// Schedules tried by the solver: the same everywhere, so that the same input gives the same plan.
const SCHEDULES: u32 = 2_000;
/// Where these find no plan that keeps every date and pin, how much longer to look before saying so.
const LAST_RESORT: Effort = Effort { schedules: 20_000, polls: 8_000, seed: SEED };
/// Runs of the simulation with other durations.
const RUNS: u32 = 1_000;
/// The longest that an initiative is taken to last, in weeks.
const LONGEST: u32 = 520;
/// Seed of the solver and of the simulation.
const SEED: u64 = 42;
/// The Monday on which the roadmap starts: as stated, else the Monday after the report date, else a fixed one.
pub fn roadmap_start(engagement: &Engagement) -> Date {
    let profile = &engagement.profile;
    let stated = profile
        .roadmap_start
        .value()
        .or(profile.report_date.value())
        .or(profile.workshop_end.value());
    let date = stated.copied().unwrap_or(jiff::civil::date(2027, 1, 4));
    let days = (7 - date.weekday().to_monday_zero_offset()) % 7;
    date.saturating_add(Span::new().days(days))
}

/// One initiative on its way into the schedule.
struct Work<'a> {
    chosen: &'a Chosen,
    initiative: &'a Initiative,
    /// Weeks that it had run before the roadmap's first week.
    elapsed: u32,
    /// How much longer it takes than its likely duration, for lack of people.
    stretch: f64,
    /// Its effort was set by hand: how long it takes varies as that does.
    is_by_hand: bool,
    /// A sentence about that.
    note: Option<String>,
}

impl Work<'_> {
    /// Weeks that remain of a duration.
    fn remaining(&self, weeks: f64) -> u32 {
        (weeks.round() as u32).saturating_sub(self.elapsed).max(1)
    }

    /// The weeks it may take, around those planned.
    fn range(&self, planned: u32) -> Range {
        let (duration, effort) = (self.chosen.duration, self.chosen.effort);
        if self.is_by_hand && effort.likely > 0.0 {
            let as_effort = |weeks: f64| {
                self.remaining(f64::from(planned + self.elapsed) * weeks / effort.likely)
            };
            return Range {
                low: as_effort(effort.low).min(planned),
                likely: planned,
                high: as_effort(effort.high).max(planned).min(LONGEST),
            };
        }
        Range {
            low: self.remaining(duration.low * self.stretch).min(planned),
            likely: planned,
            high: self.remaining(duration.high * self.stretch).max(planned),
        }
    }
}

/// A search that goes on from the plan found at once. It borrows nothing, so that it can run while people work.
#[derive(Debug, Clone, PartialEq)]
pub struct Improvement {
    problem: Problem,
    previous: Option<Vec<Option<u32>>>,
    from: waymark_schedule::Plan,
}

/// A better plan, to be put in the place of the one that the search began with.
#[derive(Debug, Clone)]
pub struct Improved(waymark_schedule::Plan);

/// How long to look for something better: half a second for some forty initiatives, after which little is found. A number of steps, not
/// of seconds, so that the plan is the same on every machine.
const LONG: Effort = Effort { schedules: 40_000, polls: 8_000, seed: SEED };

impl Improvement {
    /// Looks for a better plan, or for the proof that there is none; `None` where neither was found, or `stop` said so.
    pub fn run(&self, stop: &dyn Fn() -> bool) -> Option<Improved> {
        let mut watch = Watch { stop, better: &mut |_| {} };
        let previous = self.previous.as_deref();
        let found = improve(&self.problem, &LONG, previous, Some(&self.from), &mut watch).ok()?;
        let is_news = found.start != self.from.start
            || found.proven
            || found.value_bound != self.from.value_bound
            || found.lower_bound != self.from.lower_bound;
        (is_news && !stop()).then_some(Improved(found))
    }
}

/// A plan found at once, and the search for a better one where it is not proven that there is none.
#[derive(Debug)]
pub struct First {
    /// The plan.
    pub plan: Plan,
    /// What is left to do.
    pub improvement: Option<Improvement>,
}

/// Places what the gaps call for, at once.
///
/// # Errors
/// [`Code::NoSchedule`] when dates, pins, prerequisites and capacity cannot be met together; it says which, by how much, and the
/// least that has to give way.
pub fn plan(pack: &Pack, engagement: &Engagement, derived: &Derived) -> Result<First, Error> {
    let prepared = Prepared::of(pack, engagement, derived);
    let solved = prepared.solve()?;
    let plan = prepared.plan(derived, &solved)?;
    let Prepared { problem, previous, .. } = prepared;
    let improvement = (!solved.proven).then_some(Improvement { problem, previous, from: solved });
    Ok(First { plan, improvement })
}

/// Places what the gaps call for as a longer search has found it.
///
/// # Errors
/// [`Code::Internal`] where the plan found is none of this engagement.
pub fn improved(
    pack: &Pack,
    engagement: &Engagement,
    derived: &Derived,
    found: &Improved,
) -> Result<Plan, Error> {
    Prepared::of(pack, engagement, derived).plan(derived, &found.0)
}

/// What the scheduler is asked, and what is needed to understand its answer.
struct Prepared<'a> {
    pack: &'a Pack,
    engagement: &'a Engagement,
    selection: &'a Selection,
    initiatives: Vec<(&'a Chosen, &'a Initiative)>,
    settings: Vec<Option<&'a InitiativeSetting>>,
    capacity: Capacity,
    works: Vec<Work<'a>>,
    problem: Problem,
    /// The weeks of the accepted plan.
    previous: Option<Vec<Option<u32>>>,
}

impl<'a> Prepared<'a> {
    fn of(pack: &'a Pack, engagement: &'a Engagement, derived: &'a Derived) -> Self {
        let selection = derived.selection(pack, engagement);
        let initiatives: Vec<(&Chosen, &Initiative)> = selection
            .chosen
            .iter()
            .filter_map(|chosen| Some((chosen, pack.initiative(&chosen.id)?)))
            .collect();
        let start = roadmap_start(engagement);
        let capacity = Capacity::of(pack, engagement, start, &initiatives);
        let settings: Vec<Option<&InitiativeSetting>> =
            initiatives.iter().map(|(c, _)| engagement.setting(&pack.id, &c.id)).collect();
        let needs = Needs::of(engagement, &initiatives);
        let made = engagement.roadmap_setting(&pack.id);
        let at_once = made.and_then(|setting| setting.at_once.value().copied());
        let (works, tasks): (Vec<Work>, Vec<Task>) = initiatives
            .iter()
            .zip(&settings)
            .map(|((chosen, initiative), setting)| {
                task(pack, &capacity, &needs, chosen, initiative, *setting, at_once)
            })
            .unzip();
        let problem = Problem {
            resources: resources(&capacity, &tasks),
            teams: at_once.map_or_else(Vec::new, |limit| teams(&capacity, &tasks, limit)),
            tasks,
            objective: Objective::Value,
        };
        let accepted = engagement.accepted_plans.iter().find(|p| p.pack == pack.id);
        let previous: Option<Vec<Option<u32>>> = accepted.map(|plan| {
            // What was to begin before this plan does has no week in it.
            let later = weeks_after(plan, start);
            let week = |id| {
                let week = i64::from(*plan.start_weeks.get(id)?) + later;
                u32::try_from(week).ok().map(|week| capacity.calendar.work(week))
            };
            initiatives.iter().map(|(c, _)| week(&c.id)).collect()
        });
        Self {
            pack,
            engagement,
            selection,
            initiatives,
            settings,
            capacity,
            works,
            problem,
            previous,
        }
    }

    fn words(&self) -> Words<'_> {
        Words {
            pack: self.pack,
            initiatives: &self.initiatives,
            settings: &self.settings,
            capacity: &self.capacity,
        }
    }

    fn solve(&self) -> Result<waymark_schedule::Plan, Error> {
        let budget = Budget { schedules: SCHEDULES, seed: SEED };
        let previous = self.previous.as_deref();
        solve(&self.problem, &budget, previous)
            .or_else(|infeasible| look_longer(&self.problem, infeasible, previous))
            .map_err(|infeasible| self.words().no_schedule(&self.problem, &infeasible))
    }

    /// The plan with these starts, explained.
    fn plan(&self, derived: &Derived, solved: &waymark_schedule::Plan) -> Result<Plan, Error> {
        let (problem, works) = (&self.problem, &self.works);
        let calendar = &self.capacity.calendar;
        let (words, index) = (self.words(), places(&self.initiatives));
        let waits = Needs::of(self.engagement, &self.initiatives);
        let analysis = Analysis::new(problem, &solved.start).map_err(|_| {
            Error::new(
                Code::Internal,
                "the schedule found breaks one of its own rules",
                "this is a mistake in Waymark",
            )
        })?;
        let ends: Vec<(InitiativeId, u32)> = self
            .initiatives
            .iter()
            .enumerate()
            .map(|(i, (c, _))| (c.id.clone(), calendar.end(solved.finish(problem, i))))
            .collect();
        let waves = waves(&borders(self.engagement.roadmap_setting(&self.pack.id)), &ends);
        let chances = chances(problem, &solved.start, works, &waves, &index, calendar)?;
        let mut placed: Vec<Placed> = works
            .iter()
            .enumerate()
            .map(|(i, work)| {
                let id = &work.chosen.id;
                let mut placement: Vec<String> =
                    analysis.why_here(i).iter().map(|reason| words.why(i, reason)).collect();
                placement.extend(work.note.clone());
                placement.extend(left_out_first(self.pack, self.engagement, work.initiative));
                if words.is_started(i) {
                    placement.extend(begun_before(&waits, work.initiative));
                }
                let (finish, end) = (solved.finish(problem, i), ends[i].1);
                let longest = work.range(problem.tasks[i].duration).high;
                let wave = waves.iter().find(|wave| wave.initiatives.contains(id));
                let needs = work.initiative.needs.iter();
                Placed {
                    chosen: work.chosen.clone(),
                    start: calendar.week(solved.start[i]),
                    end,
                    longest_end: end.max(calendar.end(solved.start[i] + longest)),
                    slack: calendar.end(finish + analysis.slack(i)) - end,
                    is_critical: analysis.is_critical(i),
                    wave: wave.map_or(0, |wave| wave.number),
                    placement,
                    needs: needs.filter(|need| waits.place(id, need).is_some()).cloned().collect(),
                    lag: problem.tasks[i].predecessors.iter().map(|p| p.lag).max().unwrap_or(0),
                    odds: chances.each[i],
                    slip: slip(&analysis, i, &self.initiatives, calendar),
                }
            })
            .collect();
        placed.sort_by(|a, b| (a.start, &a.chosen.id).cmp(&(b.start, &b.chosen.id)));
        let mut finished = self.engagement.done(&self.pack.id);
        let projections = waves
            .iter()
            .map(|wave| {
                finished.extend(wave.initiatives.iter().cloned());
                project(self.pack, &derived.scorecard, &finished, &derived.importance)
            })
            .collect();
        let weeks = calendar.end(solved.makespan);
        let bound = if solved.proven { Some(solved.makespan) } else { solved.lower_bound };
        Ok(Plan {
            start: roadmap_start(self.engagement),
            weeks,
            placed,
            waves,
            projections,
            wave_odds: chances.waves,
            odds: chances.whole,
            loads: role_loads(&self.capacity, problem, &solved.start, weeks),
            selection: self.selection.clone(),
            value: solved.value,
            value_bound: if solved.proven { Some(solved.value) } else { solved.value_bound },
            lower_bound: bound.map(|bound| calendar.end(bound)),
            is_proven: solved.proven,
        })
    }
}

/// Where each initiative stands in the problem.
fn places<'a>(initiatives: &[(&'a Chosen, &'a Initiative)]) -> BTreeMap<&'a InitiativeId, usize> {
    initiatives.iter().enumerate().map(|(i, (chosen, _))| (&chosen.id, i)).collect()
}

/// Which initiatives wait for which.
struct Needs<'a> {
    places: BTreeMap<&'a InitiativeId, usize>,
    /// What the answers do not say to be reached already.
    awaited: BTreeSet<&'a InitiativeId>,
    engagement: &'a Engagement,
}

impl<'a> Needs<'a> {
    fn of(engagement: &'a Engagement, initiatives: &[(&'a Chosen, &'a Initiative)]) -> Self {
        let awaited = initiatives.iter().filter(|(chosen, _)| chosen.is_awaited);
        let awaited = awaited.map(|(chosen, _)| &chosen.id).collect();
        Self { places: places(initiatives), awaited, engagement }
    }

    /// The place of a prerequisite that an initiative waits for. What people named themselves binds whatever the answers say.
    fn place(&self, of: &InitiativeId, need: &InitiativeId) -> Option<usize> {
        let binds = self.awaited.contains(need) || self.engagement.is_own(of);
        self.places.get(need).copied().filter(|_| binds)
    }
}

/// What an initiative asks of the schedule.
fn task<'a>(
    pack: &Pack,
    capacity: &Capacity,
    needs: &Needs<'_>,
    chosen: &'a Chosen,
    initiative: &'a Initiative,
    setting: Option<&'a InitiativeSetting>,
    at_once: Option<u32>,
) -> (Work<'a>, Task) {
    let calendar = &capacity.calendar;
    let (duration, note) = capacity.duration(pack, chosen, initiative);
    let day = |known: fn(&InitiativeSetting) -> Option<Date>| setting.and_then(known);
    let begun = setting.filter(|s| s.is_started()).map(|setting| {
        // Without a date it stays where people pinned it, else it began with the roadmap.
        let week = calendar.work(setting.pinned_week.unwrap_or(0));
        setting.started_on.value().map_or((week, 0), |day| calendar.begun(*day))
    });
    let work = Work {
        chosen,
        initiative,
        elapsed: begun.map_or(0, |(_, elapsed)| elapsed),
        stretch: f64::from(duration) / chosen.duration.likely.max(1.0),
        is_by_hand: setting.is_some_and(|s| s.effort_likely.value().is_some()),
        note,
    };
    let lag = setting.and_then(|s| s.lag_weeks).unwrap_or(0);
    let predecessors = initiative
        .needs
        .iter()
        .filter_map(|need| Some(Predecessor { task: needs.place(&chosen.id, need)?, lag }));
    let pinned = setting.and_then(|s| s.pinned_week).map(|week| calendar.work(week));
    let release = day(|s| s.not_before.value().copied()).map_or(0, |day| calendar.release(day));
    let task = Task {
        duration: duration.saturating_sub(work.elapsed).max(1),
        demands: capacity.demands(chosen, initiative, duration),
        predecessors: if begun.is_some() { vec![] } else { predecessors.collect() },
        release: if begun.is_some() { 0 } else { release },
        deadline: day(|s| s.finish_by.value().copied()).map(|day| calendar.deadline(day)),
        weight: (chosen.value * 100.0).round().max(1.0) as u32,
        pinned: begun.map(|(week, _)| week).or(pinned),
        is_started: begun.is_some(),
        team: at_once.and_then(|_| capacity.lead(initiative)),
    };
    (work, task)
}

/// The roles as those who bear only so many initiatives at once; in weeks in which more have started than that, as many as have.
fn teams(capacity: &Capacity, tasks: &[Task], limit: u32) -> Vec<Team> {
    let started = |role: usize, week: u32| {
        let runs = |task: &&Task| {
            task.is_started
                && task.team == Some(role)
                && task.pinned.is_some_and(|from| from <= week && week < from + task.duration)
        };
        tasks.iter().filter(runs).count() as u32
    };
    let last = tasks
        .iter()
        .filter(|task| task.is_started)
        .filter_map(|task| Some(task.pinned? + task.duration))
        .max()
        .unwrap_or(0);
    (0..capacity.roles.len())
        .map(|role| {
            let mut profile = Profile::constant(limit);
            profile.exceptions = (0..last)
                .map(|week| Exception { from: week, to: week + 1, capacity: started(role, week) })
                .filter(|week| week.capacity > limit)
                .collect();
            Team { limit: profile }
        })
        .collect()
}

/// The roles with what they have, in weeks in which more is under way than that, with as much as it takes: it is a fact.
fn resources(capacity: &Capacity, tasks: &[Task]) -> Vec<Resource> {
    let started: Vec<(u32, u32, &[Demand])> = tasks
        .iter()
        .filter(|task| task.is_started)
        .filter_map(|task| Some((task.pinned?, task.pinned? + task.duration, &*task.demands)))
        .collect();
    let last = started.iter().map(|(_, to, _)| *to).max().unwrap_or(0);
    capacity
        .roles
        .iter()
        .enumerate()
        .map(|(role, known)| {
            let under_way = |week: u32| -> u32 {
                let running = started.iter().filter(|(from, to, _)| *from <= week && week < *to);
                let demands = running.flat_map(|(.., demands)| demands.iter());
                demands.filter(|demand| demand.resource == role).map(|demand| demand.amount).sum()
            };
            let mut profile = known.profile.clone();
            let over: Vec<Exception> = (0..last)
                .map(|week| Exception { from: week, to: week + 1, capacity: under_way(week) })
                .filter(|week| week.capacity > known.profile.at(week.from))
                .collect();
            profile.exceptions.extend(over);
            Resource { capacity: profile }
        })
        .collect()
}

/// A longer search, unless it is proven that there is no plan.
fn look_longer(
    problem: &Problem,
    infeasible: Infeasible,
    previous: Option<&[Option<u32>]>,
) -> Result<waymark_schedule::Plan, Infeasible> {
    if infeasible.is_proven() {
        return Err(infeasible);
    }
    let mut watch = Watch { stop: &|| false, better: &mut |_| {} };
    improve(problem, &LAST_RESORT, previous, None, &mut watch)
}

/// What follows when an initiative is [`SLIP_WEEKS`] late.
fn slip(
    analysis: &Analysis<'_>,
    task: usize,
    initiatives: &[(&Chosen, &Initiative)],
    calendar: &Calendar,
) -> Slip {
    let slip = analysis.slip(task, SLIP_WEEKS);
    let id = |task: usize| initiatives[task].0.id.clone();
    let late: BTreeSet<InitiativeId> = slip
        .violations
        .iter()
        .filter_map(|violation| match violation {
            Violation::AfterDeadline { task, .. } | Violation::PinMoved { task, .. } => {
                Some(id(*task))
            }
            Violation::PredecessorUnfinished { task, .. } => Some(id(*task)),
            _ => None,
        })
        .collect();
    Slip {
        moved: slip
            .moved
            .iter()
            .filter(|change| change.task != task)
            .map(|change| Moved {
                initiative: id(change.task),
                from: calendar.week(change.from),
                to: calendar.week(change.to),
            })
            .collect(),
        weeks: calendar.end(slip.makespan),
        late: late.into_iter().collect(),
    }
}

/// Ends under durations that vary.
struct Ends {
    /// By task.
    each: Vec<Odds>,
    /// By wave.
    waves: Vec<Odds>,
    whole: Odds,
}

/// Plays the plan with durations between low and high, with a milestone for each wave that ends when all of its initiatives have.
fn chances(
    problem: &Problem,
    start: &[u32],
    works: &[Work<'_>],
    waves: &[Wave],
    index: &BTreeMap<&InitiativeId, usize>,
    calendar: &Calendar,
) -> Result<Ends, Error> {
    let mut played = problem.clone();
    let mut start = start.to_vec();
    let mut ranges: Vec<Range> =
        works.iter().zip(&problem.tasks).map(|(work, task)| work.range(task.duration)).collect();
    for wave in waves {
        let own: Vec<usize> = wave.initiatives.iter().map(|id| index[id]).collect();
        let ends = own.iter().map(|task| start[*task] + problem.tasks[*task].duration);
        start.push(ends.max().unwrap_or(0));
        ranges.push(Range::exactly(0));
        played.tasks.push(Task {
            predecessors: own.iter().map(|task| Predecessor { task: *task, lag: 0 }).collect(),
            ..Task::default()
        });
    }
    let simulation = simulate(&played, &start, &ranges, RUNS, SEED).map_err(|_| {
        Error::new(
            Code::Internal,
            "the schedule found cannot be played through",
            "this is a mistake in Waymark",
        )
    })?;
    let odds = |chances: &Chances| Odds {
        half: chances.p50.map(|end| calendar.end(end)),
        most: chances.p80.map(|end| calendar.end(end)),
    };
    let (each, milestones) = simulation.finish.split_at(works.len());
    Ok(Ends {
        each: each.iter().map(odds).collect(),
        waves: milestones
            .iter()
            .zip(waves)
            .map(
                |(end, wave)| if wave.initiatives.is_empty() { Odds::default() } else { odds(end) },
            )
            .collect(),
        whole: odds(&simulation.plan),
    })
}

/// What each role does and has, week by week of the roadmap, in people; nothing in weeks at rest.
fn role_loads(capacity: &Capacity, problem: &Problem, start: &[u32], weeks: u32) -> Vec<RoleLoad> {
    let calendar = &capacity.calendar;
    let people = |hundredths: u64| hundredths as f64 / 100.0;
    let by_week = |of: &dyn Fn(u32) -> u64| -> Vec<f64> {
        (0..weeks)
            .map(|week| if calendar.is_rest(week) { 0.0 } else { people(of(calendar.work(week))) })
            .collect()
    };
    capacity
        .roles
        .iter()
        .zip(loads(problem, start).resources)
        .map(|(role, load)| RoleLoad {
            role: role.id.clone(),
            load: by_week(&|work| load.get(work as usize).map_or(0, |week| week.load)),
            capacity: by_week(&|work| u64::from(role.profile.at(work))),
            is_assumed: role.is_assumed,
        })
        .collect()
}

/// What a started initiative needs first and that is still planned: nobody can tell how it does without.
fn begun_before(needs: &Needs<'_>, initiative: &Initiative) -> Option<String> {
    let open: Vec<String> = initiative
        .needs
        .iter()
        .filter(|need| needs.place(&initiative.id, need).is_some())
        .map(ToString::to_string)
        .collect();
    let (is, what) = if open.len() == 1 { ("is", "it") } else { ("are", "them") };
    (!open.is_empty()).then(|| {
        format!("Has started, though {} {is} not done: how does it do without {what}?", list(&open))
    })
}

/// What an initiative should wait for, but people left out of the roadmap.
fn left_out_first(pack: &Pack, engagement: &Engagement, initiative: &Initiative) -> Option<String> {
    let excluded: Vec<String> = initiative
        .needs
        .iter()
        .filter(|need| {
            engagement
                .initiatives
                .iter()
                .any(|s| s.pack == pack.id && &&s.initiative == need && s.is_excluded)
        })
        .filter_map(|need| pack.initiative(need))
        .map(|need| format!("{} {}", need.id, need.title))
        .collect();
    (!excluded.is_empty()).then(|| {
        format!("Needs {} first, which is left out: its result is at risk", list(&excluded))
    })
}

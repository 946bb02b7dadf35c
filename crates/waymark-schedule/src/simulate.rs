//! When things will be finished if durations are uncertain: the plan is played many times with other durations.

use crate::generate::{Generator, Schedule, sort_by_start};
use crate::network::Network;
use crate::random::Random;
use crate::{Conflict, Problem};

/// How long a task may take, in weeks: at its shortest, most likely and at its longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The shortest.
    pub low: u32,
    /// What is most likely; a value outside low and high counts as the nearer of them.
    pub likely: u32,
    /// The longest; not below low.
    pub high: u32,
}

/// The weeks by which something has ended in half and in four fifths of the runs; `None` where it never ends in so
/// many, since capacity leaves no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chances {
    /// In half of the runs.
    pub p50: Option<u32>,
    /// In four fifths of the runs.
    pub p80: Option<u32>,
    /// Of a thousand runs, how many end by the deadline; `None` without one.
    pub on_time: Option<u32>,
}

/// What many runs of a plan came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    /// For each task.
    pub finish: Vec<Chances>,
    /// For the whole plan: the last task's end. It has no deadline.
    pub plan: Chances,
}

/// Plays a plan `runs` times (at least once) with durations drawn from the ranges, one per task and each
/// independent of the others. The same seed gives the same numbers.
///
/// Tasks start in the order of the plan and no earlier than planned, since nobody is asked to begin before; each as
/// soon after that as its predecessors and the capacity let it: later work waits when something is late. Demands per
/// week stay as they are.
///
/// # Errors
/// What makes no sense in the problem: names that do not exist, cycles, or durations that reach too far.
///
/// # Panics
/// When there is not one start and one range per task.
pub fn simulate(
    problem: &Problem,
    start: &[u32],
    ranges: &[Range],
    runs: u32,
    seed: u64,
) -> Result<Simulation, Vec<Conflict>> {
    let count = problem.tasks.len();
    assert_eq!((start.len(), ranges.len()), (count, count), "one start and one range per task");
    let mut longest = problem.clone();
    for ((task, range), &week) in longest.tasks.iter_mut().zip(ranges).zip(start) {
        task.pinned = None;
        task.release = task.release.max(week);
        // A task without duration demands nothing; as long as it could have one, its demands count.
        task.duration = range.high.max(range.low);
    }
    let mut network = Network::new(&longest, 0)?;
    let floor: Vec<u32> = longest.tasks.iter().map(|task| task.release).collect();
    let mut list = network.order.clone();
    sort_by_start(&network, &mut list, start);

    let mut random = Random::new(seed);
    let mut schedule = Schedule::default();
    // Ends of each task, and of the plan after them, run by run; never is the greatest number.
    let mut ends: Vec<Vec<u32>> = vec![Vec::new(); count + 1];
    for _ in 0..runs.max(1) {
        for (duration, range) in network.duration.iter_mut().zip(ranges) {
            *duration = range.draw(&mut random);
        }
        Generator::new(&network).forward(&list, &floor, &mut schedule);
        let homeless = schedule.homeless.iter();
        let mut never = vec![false; count];
        for &task in homeless {
            never[task] = true;
        }
        for &task in &list {
            never[task] |= network.predecessors[task].iter().any(|&(before, _)| never[before]);
        }
        let mut last = 0;
        for task in 0..count {
            let end = schedule.start[task] + network.duration[task];
            let end = if never[task] { u32::MAX } else { end };
            last = last.max(end);
            ends[task].push(end);
        }
        ends[count].push(last);
    }
    let plan = chances(ends.pop().unwrap_or_default(), None);
    let finish =
        ends.into_iter().zip(&problem.tasks).map(|(ends, task)| chances(ends, task.deadline));
    Ok(Simulation { finish: finish.collect(), plan })
}

impl Range {
    /// Always the same.
    pub fn exactly(weeks: u32) -> Self {
        Self { low: weeks, likely: weeks, high: weeks }
    }

    /// A whole number of weeks from the triangular distribution, each end half as wide again as a week so that low
    /// and high themselves are drawn.
    fn draw(&self, random: &mut Random) -> u32 {
        let high = self.high.max(self.low);
        let (low, likely, high) = (
            f64::from(self.low) - 0.5,
            f64::from(self.likely.clamp(self.low, high)),
            f64::from(high) + 0.5,
        );
        let chance = random.share();
        let width = high - low;
        let drawn = if chance * width < likely - low {
            low + (chance * width * (likely - low)).sqrt()
        } else {
            high - ((1.0 - chance) * width * (high - likely)).sqrt()
        };
        (drawn.round().max(0.0) as u32).clamp(self.low, self.high.max(self.low))
    }
}

fn chances(mut ends: Vec<u32>, deadline: Option<u32>) -> Chances {
    ends.sort_unstable();
    // The least end that so many percent of the runs do not exceed.
    let percentile = |percent: usize| {
        let rank = (ends.len() * percent).div_ceil(100).max(1);
        ends.get(rank - 1).copied().filter(|&end| end < u32::MAX)
    };
    let on_time = deadline.map(|deadline| {
        let met = ends.iter().filter(|&&end| end <= deadline).count();
        (met * 1000 / ends.len().max(1)) as u32
    });
    Chances { p50: percentile(50), p80: percentile(80), on_time }
}

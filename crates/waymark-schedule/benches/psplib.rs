//! `cargo xtask bench roadmap --psplib DIR`: the scheduler on instances of PSPLIB, beside CP-SAT with one worker.
//!
//! DIR holds `.sm` files and `optima.csv` (name, published best makespan), or folders with them. Options:
//! `--seconds S` (default: 1 for makespan of sets up to 32 jobs, else 2), `--objective makespan|value`, `--cpu` (count this
//! thread's processor time instead of the clock: for a machine with other work; Linux), `--polls N` (and 20,000
//! schedules; no clock, the same result everywhere), `--seed N` (another search; default 1), `--each` (a line per instance), `--no-cpsat`. The weights of the value are (job % 5) + 1, none for the dummy jobs.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints, and reads the clock"
)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use waymark_schedule::psplib::parse;
use waymark_schedule::{
    Budget, Demand, Effort, Exception, Objective, Predecessor, Problem, Profile, Resource, Task,
    Team, Watch, improve, solve, validate,
};

struct Options {
    folder: PathBuf,
    seconds: Option<f64>,
    objectives: Vec<Objective>,
    counts_processor_time: bool,
    polls: Option<u64>,
    seed: u64,
    tells_each: bool,
    has_rival: bool,
}

struct Instance {
    name: String,
    file: PathBuf,
    problem: Problem,
    optimum: Option<u64>,
}

struct Outcome {
    worth: Option<u64>,
    bound: u64,
    proven: bool,
    seconds: f64,
}

fn main() {
    // `cargo test --all-targets` builds and may start this too; without a folder there is nothing to measure.
    let Some(options) = options() else { return };
    replan();
    println!(
        "set    objective  method    limit  instances  best  proven  false  mean gap  worst gap     time"
    );
    for (set, folder) in sets(&options.folder) {
        let instances = instances(&folder);
        for &objective in &options.objectives {
            measure(&options, &set, &instances, objective);
        }
    }
}

/// What a facilitator waits for: 50 initiatives, 10 roles with holidays, two teams, and a plan made before.
fn replan() {
    let problem = roadmap();
    let previous =
        solve(&problem, &Budget { schedules: 50, seed: 7 }, None).expect("the roadmap has a plan");
    let previous: Vec<Option<u32>> = previous.start.into_iter().map(Some).collect();
    let clock = Clock::new(false);
    let first = solve(&problem, &Budget { schedules: 2_000, seed: 42 }, Some(&previous))
        .expect("the roadmap has a plan");
    let at_once = clock.seconds();
    let effort = Effort { schedules: u32::MAX, polls: u64::MAX, seed: 42 };
    let mut told = 0;
    let clock = Clock::new(false);
    let stop = || clock.is_past(2.0);
    let mut watch = Watch { stop: &stop, better: &mut |_| told += 1 };
    let plan = improve(&problem, &effort, Some(&previous), Some(&first), &mut watch)
        .expect("the roadmap has a plan");
    assert_eq!(validate(&problem, &plan.start), []);
    println!(
        "50 initiatives, 10 roles: value {} in {:.0} ms, {} after {:.1} s ({told} plans told, bound {}, proven {})\n",
        first.value,
        at_once * 1000.0,
        plan.value,
        clock.seconds(),
        plan.value_bound.unwrap_or(0),
        plan.proven
    );
}

/// A roadmap like those of the product, the same every time.
fn roadmap() -> Problem {
    let mut state = 1_u64;
    let mut below = |bound: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % bound) as u32
    };
    let tasks = (0..50_usize).map(|index| Task {
        duration: 2 + below(12),
        demands: (0..=below(3))
            .map(|_| Demand { resource: below(10) as usize, amount: 20 + below(60) })
            .collect(),
        predecessors: (0..below(3))
            .filter_map(|_| {
                let task = index.checked_sub(1 + below(15) as usize)?;
                Some(Predecessor { task, lag: below(10) / 9 })
            })
            .collect(),
        weight: 1 + below(100),
        team: (below(2) == 0).then(|| below(2) as usize),
        ..Task::default()
    });
    let tasks: Vec<Task> = tasks.collect();
    let role = |index: u32| Resource {
        capacity: Profile {
            base: 200,
            exceptions: (0..4)
                .map(|year| Exception {
                    from: 20 + 52 * year + index,
                    to: 23 + 52 * year + index,
                    capacity: 60,
                })
                .collect(),
        },
    };
    Problem {
        tasks,
        resources: (0..10).map(role).collect(),
        teams: vec![Team { limit: Profile::constant(3) }; 2],
        objective: Objective::Value,
    }
}

fn options() -> Option<Options> {
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let after = |name: &str| {
        arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1))
    };
    let has = |name: &str| arguments.iter().any(|word| word == name);
    Some(Options {
        folder: after("--psplib")?.into(),
        seconds: after("--seconds").map(|word| word.parse().expect("--seconds takes a number")),
        objectives: match after("--objective").map(String::as_str) {
            Some("makespan") => vec![Objective::Makespan],
            Some("value") => vec![Objective::Value],
            _ => vec![Objective::Makespan, Objective::Value],
        },
        counts_processor_time: has("--cpu"),
        polls: after("--polls").map(|word| word.parse().expect("--polls takes a whole number")),
        seed: after("--seed").map_or(1, |word| word.parse().expect("--seed takes a whole number")),
        tells_each: has("--each"),
        has_rival: !has("--no-cpsat"),
    })
}

fn sets(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()))
        .map(|entry| entry.expect("a folder lists its entries").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.push(folder.to_owned());
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    folders
        .into_iter()
        .filter(|path| !files(path).is_empty())
        .map(|path| (name(&path), path))
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "sm"))
        .collect();
    files.sort();
    files
}

fn instances(folder: &Path) -> Vec<Instance> {
    let table = fs::read_to_string(folder.join("optima.csv")).unwrap_or_default();
    let optima: BTreeMap<&str, u64> = table
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once(',')?;
            Some((name, rest.split(',').next()?.trim().parse().ok()?))
        })
        .collect();
    files(folder)
        .into_iter()
        .map(|file| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).expect("an instance can be read");
            let problem =
                parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            Instance { optimum: optima.get(name.as_str()).copied(), name, file, problem }
        })
        .collect()
}

fn measure(options: &Options, set: &str, instances: &[Instance], objective: Objective) {
    let is_small = instances.iter().all(|instance| instance.problem.tasks.len() <= 34);
    let usual = if is_small && objective == Objective::Makespan { 1.0 } else { 2.0 };
    let seconds = options.seconds.unwrap_or(usual);
    let own: Vec<Outcome> =
        instances.iter().map(|instance| run(options, instance, objective, seconds)).collect();
    let rival = if options.has_rival { cp_sat(instances, objective, seconds) } else { None };
    let best: Vec<Option<u64>> = instances
        .iter()
        .enumerate()
        .map(|(index, instance)| {
            let published = instance.optimum.filter(|_| objective == Objective::Makespan);
            let found = [Some(&own), rival.as_ref()];
            let found = found.into_iter().flatten().filter_map(|outcomes| outcomes[index].worth);
            published.or_else(|| found.min())
        })
        .collect();
    if options.tells_each {
        for ((instance, outcome), best) in instances.iter().zip(&own).zip(&best) {
            println!(
                "  {:<9} {:?} of {:?}, bound {}, proven {}, {:.2} s",
                instance.name, outcome.worth, best, outcome.bound, outcome.proven, outcome.seconds
            );
        }
    }
    tell(set, objective, "waymark", seconds, &own, &best);
    if let Some(rival) = rival {
        tell(set, objective, "CP-SAT", seconds, &rival, &best);
    }
}

fn run(options: &Options, instance: &Instance, objective: Objective, seconds: f64) -> Outcome {
    let mut problem = instance.problem.clone();
    problem.objective = objective;
    if objective == Objective::Value {
        let last = problem.tasks.len() - 1;
        for (index, task) in problem.tasks.iter_mut().enumerate() {
            task.weight = if index == 0 || index == last { 0 } else { (index as u32 + 1) % 5 + 1 };
        }
    }
    let effort = match options.polls {
        Some(polls) => Effort { schedules: 20_000, polls, seed: options.seed },
        None => Effort { schedules: u32::MAX, polls: u64::MAX, seed: options.seed },
    };
    let clock = Clock::new(options.counts_processor_time);
    let stop = || options.polls.is_none() && clock.is_past(seconds);
    let plan =
        improve(&problem, &effort, None, None, &mut Watch { stop: &stop, better: &mut |_| {} })
            .expect("an instance of PSPLIB has a plan");
    let seconds = clock.seconds();
    assert_eq!(validate(&problem, &plan.start), [], "{}", instance.name);
    let (worth, bound) = match objective {
        Objective::Makespan => (u64::from(plan.makespan), u64::from(plan.lower_bound.unwrap_or(0))),
        Objective::Value => (plan.value, plan.value_bound.unwrap_or(0)),
    };
    Outcome { worth: Some(worth), bound, proven: plan.proven, seconds }
}

/// The clock, or this thread's processor time.
struct Clock {
    start: Instant,
    processor: Option<f64>,
    /// Processor time is read only every so many questions.
    asked: Cell<u32>,
    used: Cell<f64>,
}

impl Clock {
    fn new(counts_processor_time: bool) -> Self {
        Self {
            start: Instant::now(),
            processor: counts_processor_time.then(processor_seconds),
            asked: Cell::new(0),
            used: Cell::new(0.0),
        }
    }

    fn seconds(&self) -> f64 {
        match self.processor {
            Some(start) => processor_seconds() - start,
            None => self.start.elapsed().as_secs_f64(),
        }
    }

    fn is_past(&self, seconds: f64) -> bool {
        self.asked.set(self.asked.get() + 1);
        if self.processor.is_none() || self.asked.get() % 64 == 1 {
            self.used.set(self.seconds());
        }
        self.used.get() >= seconds
    }
}

fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("--cpu needs Linux");
    let nanoseconds: f64 = text
        .split_whitespace()
        .next()
        .and_then(|word| word.parse().ok())
        .expect("the first number is the time on the processor");
    nanoseconds / 1e9
}

/// CP-SAT on the same instances, where Python has it.
fn cp_sat(instances: &[Instance], objective: Objective, seconds: f64) -> Option<Vec<Outcome>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cpsat.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let objective = if objective == Objective::Makespan { "makespan" } else { "value" };
    let output = Command::new(&python)
        .arg(script)
        .args([&seconds.to_string(), objective])
        .args(instances.iter().map(|instance| &instance.file))
        .output();
    let text = match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
        _ => {
            println!(
                "CP-SAT is left out: {python} cannot import ortools. To compare with it: python3 -m venv venv, \
                 venv/bin/pip install ortools, and PYTHON=venv/bin/python in front of this command"
            );
            return None;
        }
    };
    let outcome = |line: &str| {
        let mut fields = line.split(',').skip(1);
        Outcome {
            worth: fields.next().and_then(|field| field.parse().ok()),
            bound: 0,
            proven: fields.next() == Some("1"),
            seconds: fields.next().and_then(|field| field.parse().ok()).unwrap_or(f64::NAN),
        }
    };
    let outcomes: Vec<Outcome> = text.lines().map(outcome).collect();
    assert_eq!(outcomes.len(), instances.len(), "CP-SAT answers for every instance");
    Some(outcomes)
}

fn tell(
    set: &str,
    objective: Objective,
    method: &str,
    limit: f64,
    outcomes: &[Outcome],
    best: &[Option<u64>],
) {
    let pairs = || outcomes.iter().zip(best);
    let count = |condition: &dyn Fn(&Outcome, Option<u64>) -> bool| {
        pairs().filter(|(outcome, best)| condition(outcome, **best)).count()
    };
    let reached = count(&|outcome, best| outcome.worth.is_some() && outcome.worth == best);
    let proven = count(&|outcome, _| outcome.proven);
    // A proof is false when something better is known, a bound when it is above something known.
    let wrong = count(&|outcome, best| {
        best.is_some_and(|best| {
            outcome.bound > best || outcome.proven && outcome.worth > Some(best)
        })
    });
    let gaps: Vec<f64> = pairs()
        .filter_map(|(outcome, best)| {
            let (worth, best) = (outcome.worth? as f64, (*best)? as f64);
            Some((worth - best) / best * 100.0)
        })
        .collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len().max(1) as f64;
    let worst = gaps.iter().copied().fold(0.0, f64::max);
    let time: f64 = outcomes.iter().map(|outcome| outcome.seconds).sum();
    let objective = if objective == Objective::Makespan { "makespan" } else { "value" };
    println!(
        "{set:<6} {objective:<10} {method:<8} {limit:>4.1} s {:>10} {reached:>5} {proven:>7} {wrong:>6} {mean:>8.3} % {worst:>8.2} % {time:>6.1} s",
        outcomes.len()
    );
}

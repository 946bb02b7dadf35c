//! Resource-constrained scheduling: gives every task of a roadmap a start week, explains it, and says exactly
//! what is in the way when no plan exists.
//!
//! It never reads a clock, a file or a source of randomness: how long to search is a number of schedules and
//! chance comes from a seed, so the same input gives the same plan on every machine. It knows nothing about
//! initiatives, roles or waves; `waymark-core` translates. Units are whole weeks from week 0 with exclusive ends,
//! and hundredths of a person.
//!
//! # From a problem to a plan people can trust
//!
//! ```
//! use waymark_schedule::*;
//!
//! // Two people-weeks of capacity a week, less in weeks 4 and 5; one of three tasks has to wait for another.
//! let role = Resource {
//!     capacity: Profile { base: 200, exceptions: vec![Exception { from: 4, to: 6, capacity: 50 }] },
//! };
//! let on = |amount| vec![Demand { resource: 0, amount }];
//! let problem = Problem {
//!     tasks: vec![
//!         Task { duration: 3, demands: on(100), weight: 5, ..Task::default() },
//!         Task { duration: 2, demands: on(150), weight: 8, ..Task::default() },
//!         Task {
//!             duration: 2,
//!             demands: on(100),
//!             weight: 3,
//!             predecessors: vec![Predecessor { task: 1, lag: 1 }],
//!             ..Task::default()
//!         },
//!     ],
//!     resources: vec![role],
//!     ..Problem::default()
//! };
//!
//! // 1. A plan at once: 2,000 schedules take some 20 ms for 50 tasks. `previous` is what to stay close to.
//! let previous = [Some(0), None, None];
//! let first = solve(&problem, &Budget { schedules: 2_000, seed: 42 }, Some(&previous)).unwrap();
//!
//! // 2. A better one in the background: `stop` is asked all the time (a flag, or a clock as a backstop), `better`
//! //    hears of every better plan. The effort, not the clock, decides what is found.
//! let effort = Effort { schedules: 100_000, polls: 40_000, seed: 42 };
//! let cancelled = std::sync::atomic::AtomicBool::new(false);
//! let mut watch = Watch {
//!     stop: &|| cancelled.load(std::sync::atomic::Ordering::Relaxed),
//!     better: &mut |plan| assert!(validate(&problem, &plan.start).is_empty()),
//! };
//! let plan = improve(&problem, &effort, Some(&previous), Some(&first), &mut watch).unwrap();
//! assert_eq!(plan.start, [6, 0, 6]);
//!
//! // 3. How far from the best it can be: here it is proven that no plan has a lower value.
//! assert!(plan.proven && plan.gap() == 0.0 && plan.value_bound == Some(plan.value));
//!
//! // 4. Why each task is where it is, its slack, and what moves when it is late.
//! let analysis = Analysis::new(&problem, &plan.start).unwrap();
//! assert!(matches!(analysis.why_here(2)[..], [Reason::Predecessor { until: 3, .. }, Reason::Full { to: 6, .. }]));
//! assert!(analysis.is_critical(0) && analysis.slack(2) == 1);
//! assert_eq!(analysis.slip(2, 2).moved, [Move { task: 2, from: 6, to: 8 }]);
//!
//! // 5. When things will be finished if durations are uncertain, with the same numbers every time.
//! let ranges = [
//!     Range { low: 2, likely: 3, high: 6 },
//!     Range::exactly(2),
//!     Range { low: 2, likely: 2, high: 4 },
//! ];
//! let simulation = simulate(&problem, &plan.start, &ranges, 1_000, 42).unwrap();
//! assert!(simulation.plan.p50 <= simulation.plan.p80);
//!
//! // 6. When the wishes cannot be met: what is in the way, and the least that would have to give way.
//! let mut wish = problem.clone();
//! wish.tasks[2].deadline = Some(5);
//! let refusal = improve(&wish, &effort, None, None, &mut Watch { stop: &|| false, better: &mut |_| {} }).unwrap_err();
//! assert!(refusal.is_proven());
//! let options = relaxations(&wish, &effort, &|| false);
//! assert_eq!(options[0].changes, [Change::Deadline { task: 2, from: 5, to: 8 }]);
//! assert!(matches!(options[1].changes[..], [Change::Capacity { by: 50, .. }]));
//! assert!(options[0].is_smallest);
//! ```
//!
//! [`validate`] checks any start weeks against the constraints without sharing code with the search. [`improve`] runs
//! lazy clause generation (the Pumpkin solver) beside the schedules; a fault of its own costs proofs, never the plan:
//! every plan it gives is validated, and what panics is done without (a panic hook still hears of it).

mod analysis;
mod bound;
mod exact;
mod feasibility;
mod generate;
mod goal;
mod improve;
mod infeasible;
mod network;
mod plan;
mod problem;
pub mod psplib;
mod random;
mod relax;
mod search;
mod simulate;
mod validate;

pub use analysis::{Analysis, Load, Loads, Move, Reason, Slip, loads};
pub use improve::{Effort, Watch, improve};
pub use infeasible::{Conflict, Infeasible};
pub use plan::Plan;
pub use problem::{
    Demand, Exception, Limit, MAX_WEEKS, Objective, Predecessor, Problem, Profile, Resource, Task,
    Team,
};
pub use relax::{Change, Relaxation, relaxations, relaxed_dates, relaxed_limit};
pub use search::{Budget, solve};
pub use simulate::{Chances, Range, Simulation, simulate};
pub use validate::{Violation, validate};

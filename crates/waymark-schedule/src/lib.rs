//! Resource-constrained scheduling: gives every task of a roadmap a start week, explains it, and says exactly
//! what is in the way when no plan exists.
//!
//! It never reads a clock, a file or a source of randomness: how long to search is a number of schedules and
//! chance comes from a seed, so the same input gives the same plan on every machine. It knows nothing about
//! initiatives, roles or waves; `waymark-core` translates. Units are whole weeks from week 0 with exclusive ends,
//! and hundredths of a person.
//!
//! Begin with [`Problem`], then [`solve`]. [`validate`] checks any start weeks against the constraints without
//! sharing code with the search; [`Analysis`] answers "why here", "how much slack" and "what if it slips".

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
mod search;
mod validate;

pub use analysis::{Analysis, Load, Loads, Move, Reason, Slip, loads};
pub use improve::{Effort, Watch, improve};
pub use infeasible::{Conflict, Infeasible};
pub use plan::Plan;
pub use problem::{
    Demand, Exception, Limit, MAX_WEEKS, Objective, Predecessor, Problem, Profile, Resource, Task,
    Team,
};
pub use search::{Budget, solve};
pub use validate::{Violation, validate};

//! Solves an instance of the project scheduling library PSPLIB: a check of the scheduler against published results.

use serde_json::{Value, json};
pub use waymark_schedule::Plan;
use waymark_schedule::psplib::parse;
use waymark_schedule::{Effort, Watch, improve};

use crate::error::{Code, Error};

/// Schedules and polls of a search that only `stop` ends.
const ENDLESS: Effort = Effort { schedules: u32::MAX, polls: u64::MAX, seed: 42 };

/// The shortest plan found for an instance by the time `stop` says so; it ends before when it is proven the best.
///
/// # Errors
/// [`Code::InvalidImport`] where the text is no single-mode instance, with the line, or has no plan.
pub fn solve(text: &str, stop: &dyn Fn() -> bool) -> Result<Plan, Error> {
    let problem = parse(text).map_err(|error| {
        Error::new(
            Code::InvalidImport,
            format!("the instance cannot be read: {error}"),
            "give a single-mode instance of PSPLIB with renewable resources (.sm)",
        )
    })?;
    improve(&problem, &ENDLESS, None, None, &mut Watch { stop, better: &mut |_| {} }).map_err(
        |refusal| {
            Error::new(
                Code::InvalidImport,
                format!("the instance has no plan: {refusal}"),
                "check the demands and availabilities in the file",
            )
        },
    )
}

/// `{"makespan", "lower_bound", "start", "proven"}`, one start per job, the dummy jobs included.
pub fn json(plan: &Plan) -> Value {
    json!({
        "makespan": plan.makespan,
        "lower_bound": plan.lower_bound,
        "start": plan.start,
        "proven": plan.proven,
    })
}

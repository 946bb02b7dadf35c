//! The scheduler as its callers see it: valid plans, good plans, and reasons.

mod build;
mod checker;
mod instances;

mod explanation;
mod infeasible;
mod objective;
mod optimum;
mod plans;
mod psplib;
mod validation;

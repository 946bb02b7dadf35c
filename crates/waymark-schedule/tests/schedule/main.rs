//! The scheduler as its callers see it: valid plans, good plans, and reasons.

mod build;
mod checker;
mod instances;

mod explanation;
mod improvement;
mod infeasible;
mod objective;
mod optimum;
mod plans;
mod psplib;
mod relaxation;
mod simulation;
mod validation;

//! The scoring of the design held to its worked checks and its properties, and what rests on scores: targets, the choice of
//! initiatives, projections, readiness and the sentences.

mod baseline;
mod choice;
mod narrative;
mod next;
mod next_round;
mod pack;
mod properties;
mod readiness;
mod room;
mod selection;
mod short_form;
mod targets;
mod worked;

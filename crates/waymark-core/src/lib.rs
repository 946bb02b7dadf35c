//! The domain of Waymark: plain data and plain functions over it.
//!
//! This crate never reads a file, a clock, the network or a source of randomness, and knows neither SQL nor the window.
//! Everything people enter is in [`engagement`]; everything an assessment consists of is in [`pack`]; scores, gaps, findings,
//! architecture and roadmap are derived from the two and never stored.
//!
//! Begin with [`engagement::Engagement`] and [`record::Kind`], then [`pack::Pack`], then [`score`].

pub mod agenda;
pub mod architecture;
pub mod baseline;
pub mod brand;
pub mod condition;
pub mod consensus;
pub mod discovery;
pub mod engagement;
pub mod fact_evidence;
pub mod facts;
pub mod field;
pub mod finding;
pub mod id;
pub mod known;
pub mod link;
pub mod merge;
pub mod narrative;
pub mod next_question;
pub mod next_round;
pub mod pack;
pub mod portfolio;
pub mod readiness;
pub mod record;
pub mod redact;
pub mod roadmap;
pub mod role_mean;
pub mod scan;
pub mod score;
pub mod target;
pub mod text_metrics;
pub mod translation;
pub mod verify;
pub mod vocabulary;
pub mod wording;

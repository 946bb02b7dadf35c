//! The product without a window: open documents, commands, views. The window and the command line call nothing below it.
//!
//! Begin with [`commands`], the contract, then [`app`] and [`session`], then [`view`]. What follows from an engagement is
//! computed in [`derived`]; nothing derived is stored.

pub mod error;
pub mod view;
pub mod commands;
pub mod app;
pub mod session;
pub mod library;
pub mod derived;
pub mod record;
pub mod cell;
pub mod assess;
pub mod maturity;
pub mod plan;
pub mod progress;
pub mod headline;
pub mod exchange;
pub mod json_schema;
pub mod sample;
pub mod score;
pub mod architecture;
pub mod roadmap;
pub mod report;
pub mod dispatch;
pub mod pack_check;

pub use waymark_core::wording::one_decimal;

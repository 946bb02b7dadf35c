//! The product without a window: open documents, commands, views. The window and the command line call nothing below it.
//!
//! Begin with [`commands`], the contract, then [`app`] and [`session`], then [`view`]. What follows from an engagement is
//! computed in [`derived`]; nothing derived is stored.

pub mod app;
pub mod architecture;
pub mod architecture_export;
pub mod assess;
pub mod attachment;
pub mod backup;
pub mod baseline;
pub mod brand;
pub mod cell;
pub mod commands;
pub mod derived;
pub mod dispatch;
pub mod draft;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod headline;
pub mod history;
pub mod json_schema;
pub mod keychain;
pub mod lens;
pub mod lens_answer;
pub mod library;
pub mod maturity;
pub mod merge;
pub mod next_round;
pub mod pack_check;
pub mod packs;
pub mod plan;
pub mod portfolio;
pub mod prework;
pub mod progress;
pub mod psplib;
pub mod record;
pub mod recover;
pub mod report;
pub mod report_file;
pub mod roadmap;
pub mod roadmap_export;
pub mod room;
pub mod sample;
pub mod scenario;
pub mod score;
pub mod secret;
pub mod session;
pub mod sheet;
pub mod spoken;
mod strict_json;
pub mod view;
pub mod what_if;
pub mod workbook;
pub mod workshop;

pub use waymark_chart::text::typeface;
pub use waymark_core::wording::{count, one_decimal};

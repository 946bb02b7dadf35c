//! Journeys through the whole product without a window, and the invariants of ARCHITECTURE.md.

mod architecture;
mod brand;
mod everything;
mod evidence;
mod exchange;
mod invariants;
mod journey;
mod merge;
mod packs;
mod pages;
mod prework;
mod report;
mod report_files;
mod roadmap;
mod roadmap_checker;
mod roadmap_files;
mod roadmap_made;
mod tables;
mod workshop;

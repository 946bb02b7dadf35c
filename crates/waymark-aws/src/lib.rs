//! A read-only look at AWS accounts.
//!
//! [`Account::connect`] reads the configuration, [`Account::identity`] says who would look, [`scan`] looks, and what it brings is
//! a [`waymark_core::scan::Scan`]. Every call stands in one table of reads; nothing else can be sent, and no contents of objects,
//! records, queries, secrets, variables or code are asked for. Every read has one of four outcomes: a value, absent, not measured
//! (with permission, Region and reason), not offered. A read that failed is never taken for good or bad.
//!
//! This crate reads no clock, no environment and no randomness: they enter through [`Connect`] and [`Clock`].

mod account;
mod client;
mod credentials;
mod error;
mod facts;
mod inventory;
mod operation;
pub mod policy;
mod scan;

/// The scan as a file: its types, reading, comparing, pseudonyms.
pub use waymark_core::scan as file;

pub use account::{Account, Regions, TIMEOUT};
pub use client::Clock;
pub use credentials::{
    ConfigFiles, Connect, CouldWrite, Identity, IdentityKind, Profile, ProfileKind, Role, Secret,
    Source, external_id, profiles,
};
pub use error::Error;
pub use facts::{DeclaredFact, declared, judge};
pub use inventory::Inventory;
pub use scan::{Cancel, Progress, ScanEnd, ScanEvent, ScanOptions, rehearse, scan, service_names};

/// Runs something asynchronous to its end on this thread, for callers that have no runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of one thread needs nothing that can be missing")
        .block_on(future)
}

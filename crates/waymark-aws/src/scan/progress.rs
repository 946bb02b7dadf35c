//! How a scan goes, for whoever waits.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

use crate::facts;
use crate::operation::Operation;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum ScanEvent {
    /// The reads begin.
    Began {
        /// Regions looked at.
        regions: Vec<String>,
        /// Services asked.
        services: usize,
    },
    /// How far it is.
    Progress(Progress),
    /// AWS asked for patience, so there are fewer calls at a time.
    Slower {
        /// The service.
        service: &'static str,
        /// The Region.
        region: String,
    },
    /// Everything was read, or it was stopped.
    Ended,
}

/// How far a scan is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// Services of which everything was read.
    pub services_done: usize,
    /// Services asked.
    pub services: usize,
    /// Requests sent.
    pub calls: u64,
    /// Reads that came back, with something or not.
    pub reads_done: usize,
    /// Reads known to be made; lists add to it.
    pub reads: usize,
    /// Facts of which everything was read.
    pub facts_done: usize,
    /// Facts in all.
    pub facts: usize,
    /// Data sources and services found so far.
    pub found: usize,
    /// The last answer: service and Region.
    pub at: String,
    /// Seconds to the end at the pace so far.
    pub seconds_left: Option<f64>,
}

/// Events come at most this often.
const BETWEEN: Duration = Duration::from_millis(100);

/// Counts what is open, so that progress can be told.
pub(super) struct Tally {
    uses: BTreeMap<&'static str, BTreeSet<String>>,
    /// Open reads by operation.
    open: BTreeMap<String, usize>,
    services: BTreeMap<&'static str, usize>,
    progress: Progress,
    began: Instant,
    told: Option<Instant>,
}

impl Tally {
    pub(super) fn new() -> Self {
        let uses = facts::declared().into_iter().map(|fact| (fact.id, fact.operations)).collect();
        Self {
            uses,
            open: BTreeMap::new(),
            services: BTreeMap::new(),
            progress: Progress::default(),
            began: Instant::now(),
            told: None,
        }
    }

    pub(super) fn added(&mut self, operation: &Operation) {
        *self.open.entry(operation.id()).or_default() += 1;
        *self.services.entry(operation.service.name).or_default() += 1;
        self.progress.reads += 1;
    }

    pub(super) fn done(&mut self, operation: &Operation, region: &str, records: usize) {
        if let Some(open) = self.open.get_mut(&operation.id()) {
            *open = open.saturating_sub(1);
        }
        if let Some(open) = self.services.get_mut(operation.service.name) {
            *open = open.saturating_sub(1);
        }
        self.progress.reads_done += 1;
        if facts::lists_resources(&operation.id()) {
            self.progress.found += records;
        }
        self.progress.at = format!("{} in {region}", operation.service.name);
    }

    pub(super) fn services(&self) -> usize {
        self.services.len()
    }

    /// The state, where the last one was told long enough ago.
    pub(super) fn due(&mut self, calls: u64) -> Option<Progress> {
        let now = Instant::now();
        if self.told.is_some_and(|told| now.duration_since(told) < BETWEEN) {
            return None;
        }
        self.told = Some(now);
        Some(self.now(calls))
    }

    pub(super) fn now(&mut self, calls: u64) -> Progress {
        let is_open = |operation: &String| self.open.get(operation).is_some_and(|open| *open > 0);
        let facts_done =
            self.uses.values().filter(|operations| !operations.iter().any(is_open)).count();
        let elapsed = Instant::now().duration_since(self.began).as_secs_f64();
        let (done, all) = (self.progress.reads_done, self.progress.reads);
        Progress {
            services_done: self.services.values().filter(|open| **open == 0).count(),
            services: self.services.len(),
            calls,
            facts_done,
            facts: self.uses.len(),
            // The first answers say little about the rest.
            seconds_left: (done >= 10).then(|| elapsed / done as f64 * (all - done) as f64),
            ..self.progress.clone()
        }
    }
}

//! How many calls may be under way: per service and Region by what AWS bears, per Region by a limit of our own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

/// Calls that a service in a Region begins with.
const FIRST: f64 = 8.0;
/// What is left of the limit after AWS asked for patience.
const CUT: f64 = 0.6;
/// Cuts come at most this often, since one burst is answered by many refusals.
const BETWEEN_CUTS: Duration = Duration::from_millis(500);
/// How much the limit grows per answered call once AWS has asked for patience.
const GROWTH: f64 = 0.02;

/// Account, service and Region.
pub(crate) type Lane = (usize, &'static str, Arc<str>);

#[derive(Debug)]
struct Gate {
    under_way: usize,
    limit: f64,
    last_cut: Option<Instant>,
}

/// All gates of a scan.
#[derive(Debug)]
pub(crate) struct Gates {
    /// The most calls under way in one Region.
    most: usize,
    gates: BTreeMap<Lane, Gate>,
    by_region: BTreeMap<Arc<str>, usize>,
    /// The most that were under way at once.
    pub(crate) peak: usize,
}

impl Gates {
    pub(crate) fn new(most: usize) -> Self {
        Self { most: most.max(1), gates: BTreeMap::new(), by_region: BTreeMap::new(), peak: 0 }
    }

    fn gate(&mut self, lane: &Lane) -> &mut Gate {
        let limit = FIRST.min(self.most as f64);
        self.gates.entry(lane.clone()).or_insert(Gate { under_way: 0, limit, last_cut: None })
    }

    /// Lets a call through, where there is room.
    pub(crate) fn enter(&mut self, lane: &Lane) -> bool {
        let most = self.most;
        let in_region = self.by_region.get(&lane.2).copied().unwrap_or(0);
        let gate = self.gate(lane);
        if in_region >= most || gate.under_way as f64 >= gate.limit.max(1.0).floor() {
            return false;
        }
        gate.under_way += 1;
        *self.by_region.entry(lane.2.clone()).or_default() += 1;
        self.peak = self.peak.max(self.by_region.values().sum());
        true
    }

    /// A call came back.
    pub(crate) fn leave(&mut self, lane: &Lane) {
        self.gate(lane).under_way -= 1;
        if let Some(count) = self.by_region.get_mut(&lane.2) {
            *count -= 1;
        }
    }

    /// AWS asked for patience.
    pub(crate) fn throttled(&mut self, lane: &Lane, now: Instant) {
        let gate = self.gate(lane);
        if gate.last_cut.is_none_or(|last| now.duration_since(last) > BETWEEN_CUTS) {
            gate.limit = (gate.limit * CUT).max(1.0);
            gate.last_cut = Some(now);
        }
    }

    /// AWS answered: room for one more until it first asks for patience, then slowly.
    pub(crate) fn answered(&mut self, lane: &Lane) {
        let most = self.most as f64;
        let gate = self.gate(lane);
        let growth = if gate.last_cut.is_none() { 1.0 } else { GROWTH };
        gate.limit = (gate.limit + growth).min(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(service: &'static str) -> Lane {
        (0, service, Arc::from("eu-west-1"))
    }

    #[tokio::test]
    async fn room_grows_with_answers_and_shrinks_with_refusals() {
        let mut gates = Gates::new(32);
        let s3 = lane("s3");
        let enter_all =
            |gates: &mut Gates, lane: &Lane| (0..100).filter(|_| gates.enter(lane)).count();
        assert_eq!(enter_all(&mut gates, &s3), 8, "a service begins with eight");
        for _ in 0..8 {
            gates.answered(&s3);
            gates.leave(&s3);
        }
        assert_eq!(enter_all(&mut gates, &s3), 16, "every answer makes room for one more");
        let now = Instant::now();
        gates.throttled(&s3, now);
        gates.throttled(&s3, now);
        for _ in 0..16 {
            gates.leave(&s3);
        }
        assert_eq!(enter_all(&mut gates, &s3), 9, "a burst of refusals cuts once, to six tenths");
        gates.answered(&s3);
        assert_eq!(enter_all(&mut gates, &s3), 0, "afterwards room grows slowly");
        for service in ["glue", "rds", "kms", "athena"] {
            enter_all(&mut gates, &lane(service));
        }
        assert_eq!(gates.peak, 32, "a Region bears so many in all");
    }
}

//! An inventory, ordered for questions.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::inventory::{Answered, Inventory, Read};
use crate::operation::service::partition;
use crate::operation::{Operation, Record, find};

/// An inventory by operation and by what was asked.
pub(crate) struct Look<'a> {
    pub(super) inventory: &'a Inventory,
    by_operation: BTreeMap<String, Vec<&'a Read>>,
    /// Reads in the order of [`thing`], to find those of one thing.
    by_thing: Vec<&'a Read>,
}

/// Operation, account, Region and thing of a read; buckets have one name in all Regions.
fn thing(read: &Read) -> (&'static str, &'static str, u16, &str, &str) {
    let service = read.operation.service.name;
    let region = if service == "s3" { "" } else { &*read.region };
    (service, read.operation.name, read.account, region, &*read.of)
}

/// How far the reads of an operation got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    /// Something was answered.
    pub(super) is_answered: bool,
    /// Something was not.
    pub(super) is_missing: bool,
}

/// A record with the read that brought it.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) read: &'a Read,
    pub(super) record: &'a Record,
}

impl Item<'_> {
    pub(super) fn region(&self) -> &str {
        &self.read.region
    }
}

impl<'a> Look<'a> {
    pub(crate) fn new(inventory: &'a Inventory) -> Self {
        let mut by_operation: BTreeMap<String, Vec<&Read>> = BTreeMap::new();
        for read in &inventory.reads {
            by_operation.entry(read.operation.id()).or_default().push(read);
        }
        let mut by_thing: Vec<&Read> = inventory.reads.iter().collect();
        by_thing.sort_by(|a, b| thing(a).cmp(&thing(b)));
        Self { inventory, by_operation, by_thing }
    }

    /// The end of the scan, from which days are counted.
    pub(super) fn now(&self) -> Timestamp {
        self.inventory.finished
    }

    /// True where an instant lies so many days back at most.
    pub(super) fn is_within(&self, instant: Timestamp, days: i64) -> bool {
        instant
            .saturating_add(SignedDuration::from_hours(24 * days))
            .is_ok_and(|end| end >= self.now())
    }

    /// Whole days from an instant to the end of the scan.
    pub(super) fn days_since(&self, instant: Timestamp) -> u64 {
        u64::try_from(self.now().duration_since(instant).as_hours() / 24).unwrap_or(0)
    }

    pub(super) fn reads(&self, operation: &str) -> &[&'a Read] {
        self.by_operation.get(operation).map_or(&[], Vec::as_slice)
    }

    /// Every record of an operation.
    pub(super) fn items(&self, operation: &str) -> impl Iterator<Item = Item<'a>> + Clone {
        self.reads(operation)
            .iter()
            .flat_map(|read| read.answer.records().iter().map(|record| Item { read, record }))
    }

    /// The read of one thing.
    pub(super) fn of(&self, operation: &str, item: Item<'a>, thing_name: &str) -> Option<&'a Read> {
        let operation = find(operation)?;
        let region = if operation.service.name == "s3" { "" } else { &*item.read.region };
        let key = (operation.service.name, operation.name, item.read.account, region, thing_name);
        let at = self.by_thing.binary_search_by(|read| thing(read).cmp(&key)).ok()?;
        Some(self.by_thing[at])
    }

    /// The only record of the read of one thing.
    pub(super) fn detail(
        &self,
        operation: &str,
        item: Item<'a>,
        thing: &str,
    ) -> Option<&'a Record> {
        self.of(operation, item, thing)?.answer.records().first()
    }

    /// How far the reads of an operation got, with those that it rests on.
    pub(super) fn state(&self, operation: &str) -> State {
        let above = find(operation).and_then(Operation::parent).map(|parent| self.state(parent));
        let reads = self.reads(operation);
        if reads.is_empty() {
            // Nothing to ask it of; or it was never asked.
            return above.unwrap_or(State { is_answered: false, is_missing: true });
        }
        let is_answered =
            |read: &&Read| matches!(read.answer, Answered::Records { .. } | Answered::Absent);
        State {
            is_answered: reads.iter().any(is_answered),
            is_missing: reads.iter().any(|read| read.answer.missing().is_some())
                || above.is_some_and(|state| state.is_missing),
        }
    }

    pub(super) fn account(&self, read: &Read) -> &str {
        self.inventory.accounts[usize::from(read.account)].as_str()
    }

    /// The ARN of something in the account and Region of a read.
    pub(super) fn arn(&self, read: &Read, service: &str, rest: &str) -> String {
        let partition = partition(&read.region).name;
        format!("arn:{partition}:{service}:{}:{}:{rest}", read.region, self.account(read))
    }
}

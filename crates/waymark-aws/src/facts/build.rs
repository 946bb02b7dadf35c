//! Making one fact: its values, what they rest on, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use waymark_core::scan::{Fact, FactValue, NotMeasured, Outcome, Reason, Share};

use super::DeclaredFact;
use super::look::{Item, Look};
use crate::inventory::{Answered, Read};
use crate::operation::{Record, known};

/// A fact in the making.
pub(super) struct Build<'a> {
    pub(super) look: &'a Look<'a>,
    pub(super) id: &'static str,
    uses: BTreeSet<&'static str>,
    declared: BTreeMap<&'static str, &'static str>,
    values: BTreeMap<String, FactValue>,
    partial: Vec<String>,
}

impl<'a> Build<'a> {
    pub(super) fn new(look: &'a Look<'a>, id: &'static str) -> Self {
        Self {
            look,
            id,
            uses: BTreeSet::new(),
            declared: BTreeMap::new(),
            values: BTreeMap::new(),
            partial: Vec::new(),
        }
    }

    /// A value that rests on these operations; it is left out where the first of them was not answered at all.
    fn put(
        &mut self,
        name: &'static str,
        kind: &'static str,
        on: &[&'static str],
        value: Option<FactValue>,
    ) {
        for operation in on {
            let mut here = Some(*operation);
            while let Some(operation) = here {
                self.uses.insert(operation);
                here = known(operation).parent();
            }
        }
        self.declared.insert(name, kind);
        let Some(value) = value else { return };
        debug_assert_eq!(value.type_name(), kind, "{} {name}", self.id);
        if !self.look.state(on[0]).is_answered {
            return;
        }
        if on.iter().any(|operation| self.look.state(operation).is_missing) {
            self.partial.push(name.to_owned());
        }
        self.values.insert(name.to_owned(), value);
    }

    /// How many records are such.
    pub(super) fn count(
        &mut self,
        name: &'static str,
        on: &'static str,
        is: impl Fn(&Record) -> bool,
    ) {
        let count = self.look.items(on).filter(|item| is(item.record)).count() as u64;
        self.put(name, "count", &[on], Some(FactValue::Count(count)));
    }

    /// A count made otherwise.
    pub(super) fn number(&mut self, name: &'static str, on: &[&'static str], count: u64) {
        self.put(name, "count", on, Some(FactValue::Count(count)));
    }

    /// Yes or no; nothing where it cannot be told.
    pub(super) fn flag(&mut self, name: &'static str, on: &[&'static str], flag: Option<bool>) {
        self.put(name, "flag", on, flag.map(FactValue::Flag));
    }

    /// How many of the records are such; `None` leaves one out.
    pub(super) fn share(
        &mut self,
        name: &'static str,
        on: &'static str,
        is: impl Fn(&Record) -> Option<bool>,
    ) {
        let share = tally(self.look.items(on).map(|item| is(item.record).map(Some)));
        self.put(name, "share", &[on], Some(FactValue::Share(share)));
    }

    /// How many of the things that `list` names are such by what `detail` says of them. `thing` is what it was asked of.
    pub(super) fn share_by(
        &mut self,
        name: &'static str,
        (list, detail): (&'static str, &'static str),
        thing: impl Fn(Item<'a>) -> Option<String>,
        is: impl Fn(&Record, &[Record]) -> Option<bool>,
    ) {
        let look = self.look;
        let judged = look.items(list).map(|item| {
            let thing = thing(item)?;
            judged(look.of(detail, item, &thing), |records| is(item.record, records))
        });
        let share = tally(judged);
        self.put(name, "share", &[list, detail], Some(FactValue::Share(share)));
    }

    /// In how many of the Regions and accounts it is such.
    pub(super) fn regions(
        &mut self,
        name: &'static str,
        on: &'static str,
        is: impl Fn(&[Record]) -> Option<bool>,
    ) {
        let share = tally(self.look.reads(on).iter().map(|read| judged(Some(read), &is)));
        self.put(name, "share", &[on], Some(FactValue::Share(share)));
    }

    /// A share made otherwise.
    pub(super) fn made_share(&mut self, name: &'static str, on: &[&'static str], share: Share) {
        self.put(name, "share", on, Some(FactValue::Share(share)));
    }

    /// Words of AWS in the records, each once, sorted.
    pub(super) fn words(
        &mut self,
        name: &'static str,
        on: &'static str,
        word: impl Fn(Item<'a>) -> Vec<String>,
    ) {
        let words: BTreeSet<String> = self.look.items(on).flat_map(word).collect();
        self.put(name, "words", &[on], Some(FactValue::Words(words.into_iter().collect())));
    }

    /// Such words made otherwise.
    pub(super) fn made_words(
        &mut self,
        name: &'static str,
        on: &[&'static str],
        words: BTreeSet<String>,
    ) {
        self.put(name, "words", on, Some(FactValue::Words(words.into_iter().collect())));
    }

    /// Names of the account's owner, each once, sorted.
    pub(super) fn names(
        &mut self,
        name: &'static str,
        on: &[&'static str],
        names: BTreeSet<String>,
    ) {
        self.put(name, "names", on, Some(FactValue::Names { names: names.into_iter().collect() }));
    }

    /// Days since the newest instant of the records; nothing where there is none.
    pub(super) fn newest(
        &mut self,
        name: &'static str,
        on: &'static str,
        at: impl Fn(&Record) -> Option<Timestamp>,
    ) {
        let newest = self.look.items(on).filter_map(|item| at(item.record)).max();
        let days = newest.map(|at| FactValue::Days { days: self.look.days_since(at) });
        self.put(name, "days", &[on], days);
    }

    pub(super) fn declaration(self) -> DeclaredFact {
        DeclaredFact {
            id: self.id,
            operations: self.uses.iter().map(|&operation| operation.to_owned()).collect(),
            values: self.declared,
        }
    }

    pub(super) fn finish(self) -> Fact {
        let mut measured = 0;
        let mut found = false;
        let mut offered = false;
        let mut missing: BTreeMap<NotMeasured, u64> = BTreeMap::new();
        let mut add = |operation: &str, region: &str, reason| {
            let action = known(operation).permission_name();
            let one = NotMeasured { action, region: region.to_owned(), reason, count: 0 };
            *missing.entry(one).or_default() += 1;
        };
        for operation in &self.uses {
            let reads = self.look.reads(operation);
            if reads.is_empty() && known(operation).parent().is_none() {
                offered = true;
                add(operation, &self.look.inventory.home, Reason::NotAsked);
            }
            for read in reads {
                offered |= read.answer != Answered::NotOffered;
                measured +=
                    u64::from(matches!(read.answer, Answered::Records { .. } | Answered::Absent));
                found |= !read.answer.records().is_empty();
                if let Some(reason) = read.answer.missing() {
                    add(operation, &read.region, reason);
                }
            }
        }
        let outcome = match (measured, found, missing.is_empty()) {
            (0, _, _) if !offered => Outcome::NotApplicable,
            (0, _, _) => Outcome::NotMeasured,
            (_, false, true) => Outcome::Absent,
            // What was not found where something is missing is not known to be absent: the values say how far it was read.
            _ => Outcome::Value,
        };
        Fact {
            outcome,
            values: self.values,
            partial: self.partial,
            measured,
            not_measured: missing
                .into_iter()
                .map(|(one, count)| NotMeasured { count, ..one })
                .collect(),
        }
    }
}

/// What the read of one thing says: left out, not measured, or yes and no.
#[expect(clippy::option_option, reason = "left out, not measured and measured are three things")]
fn judged(read: Option<&Read>, is: impl Fn(&[Record]) -> Option<bool>) -> Option<Option<bool>> {
    match read.map(|read| &read.answer) {
        // Not asked of this one, such as beyond the most that are asked.
        None | Some(Answered::NotMeasured(_)) => Some(None),
        Some(Answered::NotOffered) => None,
        Some(Answered::Absent) => is(&[]).map(Some),
        Some(Answered::Records { records, .. }) => is(records).map(Some),
    }
}

/// Counts: `None` is left out, `Some(None)` was not measured.
pub(super) fn tally(judged: impl Iterator<Item = Option<Option<bool>>>) -> Share {
    let mut share = Share::default();
    for one in judged.flatten() {
        match one {
            None => share.not_measured += 1,
            Some(is) => {
                share.measured += 1;
                share.matching += u64::from(is);
            }
        }
    }
    share
}

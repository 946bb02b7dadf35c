//! What changed between two scans.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, FactValue, Outcome, Resource, Scan};
use crate::id::FactId;

/// What the second scan says otherwise than the first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// False where the two looked at different accounts, Regions or services, so that much differs for that alone.
    pub is_same_scope: bool,
    /// Facts that changed, by id.
    pub facts: Vec<FactChange>,
    /// Resources that only the second has.
    pub new: Vec<Resource>,
    /// Resources that only the first has, where the second looked for them with success.
    pub gone: Vec<Resource>,
    /// Resources that only the first has, where the second could not look.
    pub not_seen: Vec<Resource>,
}

/// A fact that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FactChange {
    /// Which.
    pub fact: FactId,
    /// Outcome in the first scan, where it has the fact.
    pub before: Option<Outcome>,
    /// Outcome in the second.
    pub after: Option<Outcome>,
    /// The values that differ.
    pub values: Vec<ValueChange>,
}

/// A value that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueChange {
    /// Its name.
    pub name: String,
    /// In the first scan; `None` where it was not measured.
    pub before: Option<FactValue>,
    /// In the second.
    pub after: Option<FactValue>,
}

/// Compares two scans of the same accounts, the earlier one first.
pub fn compare(before: &Scan, after: &Scan) -> Comparison {
    let ids: BTreeSet<&FactId> = before.facts.keys().chain(after.facts.keys()).collect();
    let facts = ids
        .into_iter()
        .filter_map(|id| change(id, before.facts.get(id), after.facts.get(id)))
        .collect();
    let key = |resource: &Resource| {
        let account = resource.account.clone();
        (account, resource.kind.clone(), resource.region.clone(), resource.id.clone())
    };
    let keyed = |scan: &Scan| -> BTreeMap<_, Resource> {
        scan.resources.iter().map(|one| (key(one), one.clone())).collect()
    };
    let (first, second) = (keyed(before), keyed(after));
    let new = second.iter().filter(|(key, _)| !first.contains_key(*key));
    let missing = first.iter().filter(|(key, _)| !second.contains_key(*key)).map(|(_, one)| one);
    let (gone, not_seen) = missing.cloned().partition(|resource| looked_for(after, resource));
    Comparison {
        is_same_scope: scope(before) == scope(after),
        facts,
        new: new.map(|(_, one)| one.clone()).collect(),
        gone,
        not_seen,
    }
}

/// What a scan looked at.
fn scope(scan: &Scan) -> (BTreeSet<&str>, BTreeSet<&String>, BTreeSet<&String>) {
    let accounts = scan.accounts.iter().chain([&scan.account]);
    (
        accounts.map(super::AccountId::as_str).collect(),
        scan.regions.iter().collect(),
        scan.services.iter().collect(),
    )
}

/// True where the list that would hold this resource was read to its end.
fn looked_for(scan: &Scan, resource: &Resource) -> bool {
    let of_service = resource.kind.split(':').next().unwrap_or_default();
    let is_asked = scan.services.is_empty() || scan.services.iter().any(|one| one == of_service);
    // What lies in no Region that was asked was found by a call that covers all of them, such as the list of buckets.
    let is_in_scope = scan.regions.contains(&resource.region) || resource.kind == "s3:bucket";
    let is_read = scan.stopped.is_none()
        && !scan.not_measured.iter().any(|one| one.action == resource.found_by)
        && !scan.truncated.iter().any(|one| one.action == resource.found_by);
    is_asked && is_in_scope && is_read
}

fn change(id: &FactId, before: Option<&Fact>, after: Option<&Fact>) -> Option<FactChange> {
    let value = |fact: Option<&Fact>, name: &String| fact?.values.get(name).cloned();
    let names: BTreeSet<&String> =
        before.into_iter().chain(after).flat_map(|fact| fact.values.keys()).collect();
    let values: Vec<ValueChange> = names
        .into_iter()
        .map(|name| ValueChange {
            name: name.clone(),
            before: value(before, name),
            after: value(after, name),
        })
        .filter(|one| one.before != one.after)
        .collect();
    let (was, is) = (before.map(|fact| fact.outcome), after.map(|fact| fact.outcome));
    (was != is || !values.is_empty()).then(|| FactChange {
        fact: id.clone(),
        before: was,
        after: is,
        values,
    })
}

//! The steps that lead from what a document holds to the result of a merge.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use waymark_core::engagement::PackRef;
use waymark_core::id::{PackId, Uid};
use waymark_core::merge::{Part, Row, State};
use waymark_core::record::Kind;
use waymark_store::RowChange;

use crate::error::{Code, Error};

/// The steps from one state to another. No step takes a code or a key that another row still has.
pub(super) fn steps(from: &State, to: &State) -> Result<Vec<RowChange>, Error> {
    let mut steps = Vec::new();
    if let (Some(was), Some(now)) =
        (from.rows(Part::Profile).first(), to.rows(Part::Profile).first())
        && was != now
    {
        steps.push(RowChange::Profile(Value::Object(now.clone())));
    }
    pack_steps(from, to, &mut steps)?;
    // Removals come first: what takes the place of a removed record can have its code or be about the same.
    for &kind in Kind::ALL {
        let stays: BTreeSet<Uid> = uids(to, kind).into_iter().collect();
        for uid in uids(from, kind).into_iter().filter(|uid| !stays.contains(uid)) {
            steps.push(RowChange::Remove { kind, uid });
        }
    }
    for &kind in Kind::ALL {
        record_steps(kind, from, to, &mut steps);
    }
    Ok(steps)
}

fn pack_steps(from: &State, to: &State, steps: &mut Vec<RowChange>) -> Result<(), Error> {
    let id = |row: &Row| PackId::new(row.get("id").and_then(Value::as_str).unwrap_or_default());
    let mut order: Vec<PackId> = from.rows(Part::Packs).iter().map(id).collect();
    for row in to.rows(Part::Packs) {
        let key = Part::Packs.key(row);
        if from.row(Part::Packs, &key) == Some(row) {
            continue;
        }
        let pack: PackRef =
            serde_json::from_value(Value::Object(row.clone())).map_err(|error| {
                Error::new(
                    Code::DocumentDamaged,
                    format!("the pack `{key}` does not read"),
                    "open a backup of the file",
                )
                .caused_by(error)
            })?;
        if !order.contains(&pack.id) {
            order.push(pack.id.clone());
        }
        steps.push(RowChange::Pack(pack));
    }
    let wanted: Vec<PackId> = to.rows(Part::Packs).iter().map(id).collect();
    for gone in order.iter().filter(|id| !wanted.contains(id)) {
        steps.push(RowChange::RemovePack(gone.clone()));
    }
    order.retain(|id| wanted.contains(id));
    if order != wanted {
        steps.push(RowChange::PackOrder(wanted));
    }
    Ok(())
}

fn uid_of(row: &Row) -> Option<Uid> {
    row.get("uid").and_then(Value::as_str).and_then(Uid::parse)
}

fn uids(state: &State, kind: Kind) -> Vec<Uid> {
    state.rows(Part::Records(kind)).iter().filter_map(uid_of).collect()
}

fn record_steps(kind: Kind, from: &State, to: &State, steps: &mut Vec<RowChange>) {
    let part = Part::Records(kind);
    let before: BTreeMap<Uid, &Row> =
        from.rows(part).iter().filter_map(|row| Some((uid_of(row)?, row))).collect();
    let wanted = uids(to, kind);
    let stays: BTreeSet<Uid> = wanted.iter().copied().collect();
    let code = |row: &Row| row.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    // The codes that records still have while the steps are made.
    let mut held: BTreeMap<String, Uid> = before
        .iter()
        .filter(|(uid, _)| stays.contains(uid))
        .map(|(uid, row)| (code(row), *uid))
        .collect();
    let mut order: Vec<Uid> =
        uids(from, kind).into_iter().filter(|uid| stays.contains(uid)).collect();
    let rows = to.rows(part).iter().filter_map(|row| Some((uid_of(row)?, row)));
    let (mut changed, mut added) = rows
        .filter(|(uid, row)| before.get(uid) != Some(row))
        .partition::<Vec<(Uid, &Row)>, _>(|(uid, _)| before.contains_key(uid));
    while !changed.is_empty() {
        let is_free =
            |(uid, row): &(Uid, &Row)| held.get(&code(row)).is_none_or(|holder| holder == uid);
        let at = changed.iter().position(|one| kind.prefix().is_empty() || is_free(one));
        let Some(at) = at else {
            // Codes that change hands in a circle: one record leaves and comes again.
            let (uid, row) = changed.remove(0);
            steps.push(RowChange::Remove { kind, uid });
            held.retain(|_, holder| *holder != uid);
            order.retain(|known| *known != uid);
            added.insert(0, (uid, row));
            continue;
        };
        let (uid, row) = changed.remove(at);
        held.retain(|_, holder| *holder != uid);
        held.insert(code(row), uid);
        steps.push(RowChange::Put { kind, uid, row: Value::Object(row.clone()) });
    }
    for (uid, row) in added {
        steps.push(RowChange::Put { kind, uid, row: Value::Object(row.clone()) });
        order.push(uid);
    }
    if order != wanted {
        steps.push(RowChange::Order { kind, uids: wanted });
    }
}

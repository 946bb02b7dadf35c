//! Merging two copies of an engagement: what holds for all of them, and the cases that people meet.

mod cases;
mod properties;

use serde_json::{Value, json};
use waymark_core::engagement::{Engagement, PackRef};
use waymark_core::id::Uid;
use waymark_core::merge::{Conflict, Decisions, Part, Row, Side, State, merge};
use waymark_core::record::Kind;

/// The uid behind a short name.
pub(crate) fn uid(name: &str) -> Uid {
    Uid::root(name)
}

/// An engagement under one pack.
pub(crate) fn engagement() -> Engagement {
    let mut engagement = Engagement::new(uid("engagement"), "Harbour Retail");
    engagement.packs.push(pack("pack", "1"));
    engagement
}

pub(crate) fn pack(id: &str, version: &str) -> PackRef {
    PackRef {
        id: id.into(),
        version: version.into(),
        hash: format!("{id} {version}"),
        text: "text".into(),
    }
}

/// Puts a record under a short name.
#[track_caller]
pub(crate) fn put(engagement: &mut Engagement, kind: Kind, name: &str, mut row: Value) {
    row["uid"] = json!(uid(name));
    engagement.put_row(kind, row).expect("the row is a record");
}

pub(crate) fn goal(engagement: &mut Engagement, name: &str, code: &str, title: &str) {
    put(engagement, Kind::Goal, name, json!({ "code": code, "title": title }));
}

pub(crate) fn participant(engagement: &mut Engagement, name: &str, code: &str) {
    put(engagement, Kind::Participant, name, json!({ "code": code, "name": name }));
}

pub(crate) fn vote(engagement: &mut Engagement, name: &str, question: &str, who: &str, level: u8) {
    let row = json!({
        "pack": "pack", "question": question, "participant": uid(who), "choice": "level", "level": level,
    });
    put(engagement, Kind::Vote, name, row);
}

/// The merge of engagements, with decisions for some conflicts.
pub(crate) fn merged(
    base: &Engagement,
    ours: &Engagement,
    theirs: &Engagement,
    decisions: &Decisions,
) -> (State, Vec<Conflict>) {
    let merged = merge(&State::of(base), &State::of(ours), &State::of(theirs), decisions);
    (merged.state, merged.conflicts)
}

/// Every conflict decided for one side, also those that decisions bring up.
pub(crate) fn preferring(
    base: &Engagement,
    ours: &Engagement,
    theirs: &Engagement,
    side: Side,
) -> State {
    let mut decisions = Decisions::new();
    loop {
        let (state, conflicts) = merged(base, ours, theirs, &decisions);
        let before = decisions.len();
        decisions.extend(conflicts.into_iter().map(|conflict| (conflict.place, side)));
        if decisions.len() == before {
            return state;
        }
    }
}

pub(crate) fn record<'s>(state: &'s State, kind: Kind, name: &str) -> Option<&'s Row> {
    state
        .rows(Part::Records(kind))
        .iter()
        .find(|row| row["uid"].as_str() == Some(&uid(name).to_string()))
}

//! A count of hands on one side against votes by person on the other: the two cannot stand beside each other, so a person decides.

use std::collections::BTreeMap;

use serde_json::json;

use crate::record::Kind;

use super::state::text;
use super::{Conflict, Decisions, Merge, Part, Place, Row, Side, State, is_mark};

const ANSWERS: Part = Part::Records(Kind::Answer);
const VOTES: Part = Part::Records(Kind::Vote);
/// The fields of a count.
const FIELDS: [&str; 2] = ["tally", "tally_after_reveal"];

/// What an answer and a vote are about: the pack and the question.
fn about(row: &Row) -> (String, String) {
    (text(row, "pack").to_owned(), text(row, "question").to_owned())
}

/// The votes by person on what a row is about.
fn votes<'s>(state: &'s State, of: &(String, String)) -> Vec<&'s Row> {
    state.rows(VOTES).iter().filter(|vote| &about(vote) == of).collect()
}

/// The answers with a count that stands, since nobody voted by person there.
fn counts(state: &State) -> BTreeMap<String, &Row> {
    let is_count =
        |row: &&Row| !text(row, "tally").is_empty() && votes(state, &about(row)).is_empty();
    state.rows(ANSWERS).iter().filter(is_count).map(|row| (ANSWERS.key(row), row)).collect()
}

/// Finds where one side counted hands and the other took votes by person, both since they went apart, and leaves what was decided:
/// the count without the other side's votes, or the votes without the count. What is not decided stays as it is here.
pub(super) fn decide(
    base: &State,
    ours: &State,
    theirs: &State,
    decisions: &Decisions,
    merged: &mut Merge,
) {
    for (counting, counted, voting) in [(Side::Ours, ours, theirs), (Side::Theirs, theirs, ours)] {
        let before = counts(base);
        for (key, row) in counts(counted) {
            let of = about(row);
            let is_new = before.get(&key).is_none_or(|was| was.get("tally") != row.get("tally"));
            let cast = votes(voting, &of);
            // Where two merges decided differently, nothing counts as agreed.
            let was = base.row(ANSWERS, &key).and_then(|row| row.get(FIELDS[0]));
            let agreed = if was.is_some_and(is_mark) { vec![] } else { votes(base, &of) };
            let is_cast = cast.iter().any(|vote| !agreed.contains(vote));
            if !is_new || !is_cast {
                continue;
            }
            let place = Place { part: ANSWERS, key: key.clone(), field: FIELDS[0] };
            let standing = decisions.get(&place).copied().unwrap_or(Side::Ours);
            let other = voting.row(ANSWERS, &key);
            // Whoever only took votes may have no answer yet: then it is the same one without a count.
            let without = without_count(other.unwrap_or(row));
            let (here, there) = match counting {
                Side::Ours => (row.clone(), without),
                Side::Theirs => (without, row.clone()),
            };
            // One decision about the question as a whole, not one for each vote as well.
            let is_of_it = |conflict: &Conflict| {
                let row = conflict.ours.as_ref().or(conflict.theirs.as_ref());
                conflict.place.part == VOTES && row.is_some_and(|row| about(row) == of)
            };
            merged.conflicts.retain(|one| one.place != place && !is_of_it(one));
            merged.conflicts.push(Conflict {
                place,
                fields: FIELDS.to_vec(),
                base: base.row(ANSWERS, &key).cloned(),
                ours: Some(here),
                theirs: Some(there),
            });
            // Either all votes of the side that voted stand, or none.
            let all = merged.state.rows_mut(VOTES);
            all.retain(|vote| about(vote) != of);
            if standing == counting {
                set_count(&mut merged.state, &key, row);
            } else {
                all.extend(cast.into_iter().cloned());
                set_count(&mut merged.state, &key, &without_count(row));
            }
        }
    }
}

fn without_count(row: &Row) -> Row {
    let mut row = row.clone();
    row.insert(FIELDS[0].to_owned(), json!(""));
    row.insert(FIELDS[1].to_owned(), json!(false));
    row
}

/// Gives the merged answer the count of a row.
fn set_count(state: &mut State, key: &str, of: &Row) {
    if let Some(row) = state.rows_mut(ANSWERS).iter_mut().find(|row| ANSWERS.key(row) == key) {
        for field in FIELDS {
            if let Some(value) = of.get(field) {
                row.insert(field.to_owned(), value.clone());
            }
        }
    }
}

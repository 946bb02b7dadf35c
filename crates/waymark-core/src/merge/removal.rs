//! Carrying out what a person decided about rows that one side removed.

use std::collections::BTreeSet;

use super::state::text;
use super::{Conflict, Part, Row, Side, State, identity};
use crate::link::{each_link, unlink};
use crate::record::Kind;

/// Brings the copies to where they no longer disagree about these rows: a row that stays is brought back where it was removed, with
/// what went along with it; a row that goes leaves everywhere, with what hangs on it.
pub(super) fn carry_out(
    removals: &[(&Conflict, Side)],
    base: &mut State,
    ours: &mut State,
    theirs: &mut State,
) {
    let mut kept_against_ours: Vec<(Part, String)> = Vec::new();
    let mut kept_against_theirs: Vec<(Part, String)> = Vec::new();
    let mut gone: Vec<(Part, &Row)> = Vec::new();
    for (conflict, taken) in removals {
        let (part, key) = (conflict.place.part, &conflict.place.key);
        let remover = if conflict.ours.is_none() { Side::Ours } else { Side::Theirs };
        match (*taken == remover, remover, &conflict.base) {
            (true, _, Some(row)) => gone.push((part, row)),
            (true, _, None) => {}
            (false, Side::Ours, _) => kept_against_ours.push((part, key.clone())),
            (false, Side::Theirs, _) => kept_against_theirs.push((part, key.clone())),
        }
    }
    bring_back(&kept_against_ours, base, ours);
    bring_back(&kept_against_theirs, base, theirs);
    for (part, row) in gone {
        for state in [&mut *base, &mut *ours, &mut *theirs] {
            take_out(part, row, state);
        }
    }
}

/// True where a row has no meaning without another: the votes of a participant, what was entered under a pack.
fn hangs_on(part: Part, row: &Row, on: Part, identity: &str) -> bool {
    match (on, part) {
        (Part::Records(Kind::Participant), Part::Records(Kind::Vote)) => {
            text(row, "participant") == identity
        }
        (Part::Packs, Part::Records(_)) => text(row, "pack") == identity,
        _ => false,
    }
}

fn take_out(part: Part, row: &Row, state: &mut State) {
    let key = part.key(row);
    let identity = identity(part, row).to_owned();
    state.remove(part, &key);
    for other in Part::all() {
        let rows = state.rows_mut(other);
        rows.retain(|row| !hangs_on(other, row, part, &identity));
        for row in rows {
            unlink(other.fields(), row, &identity);
        }
    }
}

/// Takes back the removal of rows on one side: they, what hangs on them, and the links to them that went along are as in the base.
fn bring_back(kept: &[(Part, String)], base: &State, side: &mut State) {
    if kept.is_empty() {
        return;
    }
    let is_kept = |part: Part, row: &Row| {
        let key = part.key(row);
        kept.iter().any(|(on, on_key)| {
            (*on == part && *on_key == key)
                || base
                    .row(*on, on_key)
                    .is_some_and(|parent| hangs_on(part, row, *on, identity(*on, parent)))
        })
    };
    for part in Part::all() {
        let had = side.by_key(part).into_keys().collect::<BTreeSet<_>>();
        for (at, row) in base.rows(part).iter().enumerate() {
            if had.contains(&part.key(row)) || !is_kept(part, row) {
                continue;
            }
            // Behind the nearest row before it that is there.
            let before: BTreeSet<String> =
                base.rows(part)[..at].iter().map(|row| part.key(row)).collect();
            let rows = side.rows_mut(part);
            let place = rows.iter().rposition(|row| before.contains(&part.key(row)));
            rows.insert(place.map_or(0, |place| place + 1), row.clone());
        }
    }
    let gone: BTreeSet<String> = links_lost(base, side);
    let kept: BTreeSet<String> = kept
        .iter()
        .filter_map(|(part, key)| Some(identity(*part, base.row(*part, key)?).to_owned()))
        .collect();
    for part in Part::all() {
        let before = base.by_key(part);
        for row in side.rows_mut(part) {
            if let Some(before) = before.get(&part.key(row)) {
                link_again(part, row, before, &gone, &kept);
            }
        }
    }
}

/// The uids that rows of the base link to and that a side no longer has.
fn links_lost(base: &State, side: &State) -> BTreeSet<String> {
    let mut linked = BTreeSet::new();
    for part in Part::all() {
        for row in base.rows(part) {
            each_link(part.fields(), row, &mut |to| {
                linked.insert(to.to_owned());
            });
        }
    }
    let has: BTreeSet<&str> = Part::all()
        .flat_map(|part| side.rows(part).iter().map(move |row| identity(part, row)))
        .collect();
    linked.into_iter().filter(|to| !has.contains(to.as_str())).collect()
}

/// Links a row to what came back, in the fields that lost nothing but links to what was removed.
fn link_again(
    part: Part,
    row: &mut Row,
    before: &Row,
    gone: &BTreeSet<String>,
    kept: &BTreeSet<String>,
) {
    let mut without_all = before.clone();
    let mut without_gone = before.clone();
    for uid in gone {
        unlink(part.fields(), &mut without_all, uid);
        unlink(part.fields(), &mut without_gone, uid);
    }
    for uid in kept {
        unlink(part.fields(), &mut without_all, uid);
    }
    for field in part.fields() {
        let now = row.get(field.name);
        if let Some(value) = without_gone.get(field.name)
            && now == without_all.get(field.name)
            && now != Some(value)
        {
            row.insert(field.name.to_owned(), value.clone());
        }
    }
}

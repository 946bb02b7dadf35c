//! Two copies of an engagement that went apart, brought together: a three-way comparison against what both had.
//!
//! What only one side changed is taken. Where both changed the same field to different values, or one removed what the other changed
//! or newly links to, a person decides; until then nothing is to be written. Plain data in, plain data out: [`merge`] compares three
//! [`State`]s, [`recode`] gives records that both sides called the same another code, [`marked`] makes a base out of two that differ.

mod count;
mod own;
mod removal;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::id::Uid;
use crate::link::each_link;
use crate::record::Kind;

pub use own::align_own;
use state::text;
pub use state::{Part, Row, State};

/// One of the two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The copy that takes the other one in.
    Ours,
    /// The copy that is taken in.
    Theirs,
}

/// Where two copies can disagree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The list.
    pub part: Part,
    /// The row: [`Part::key`].
    pub key: String,
    /// The first field of the group that differs; empty where one side removed the row.
    pub field: &'static str,
}

/// A place where both sides changed what the other cannot agree with.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Where.
    pub place: Place,
    /// The fields that differ together; empty where one side removed the row.
    pub fields: Vec<&'static str>,
    /// The row as both had it; `None` where both made it, or where it was never agreed on.
    pub base: Option<Row>,
    /// The row here; `None` where it was removed.
    pub ours: Option<Row>,
    /// The row there; `None` where it was removed.
    pub theirs: Option<Row>,
}

/// What a merge gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Both copies in one. Where a conflict is not decided, it has what stands here, or the row that one side removed.
    pub state: State,
    /// All conflicts, decided or not, in the order of the parts and rows; those that only a decision brought up come last.
    pub conflicts: Vec<Conflict>,
}

/// Decisions by place.
pub type Decisions = BTreeMap<Place, Side>;

/// Compares two copies with what both had, and takes from each what it changed.
///
/// The conflicts found without decisions are found with any, so that a list of them can be decided one by one.
pub fn merge(base: &State, ours: &State, theirs: &State, decisions: &Decisions) -> Merge {
    let (mut base, mut ours, mut theirs) = (base.clone(), ours.clone(), theirs.clone());
    let mut met: Vec<Conflict> = Vec::new();
    let mut settled: BTreeSet<Place> = BTreeSet::new();
    loop {
        let round = compare(&base, &ours, &theirs, decisions);
        for conflict in &round.conflicts {
            if met.iter().all(|known| known.place != conflict.place) {
                met.push(conflict.clone());
            }
        }
        // A decision about a removal is carried out on the copies, and what hangs on the row goes or stays with it.
        let removals: Vec<(&Conflict, Side)> = round
            .conflicts
            .iter()
            .filter(|conflict| conflict.fields.is_empty() && settled.insert(conflict.place.clone()))
            .filter_map(|conflict| Some((conflict, *decisions.get(&conflict.place)?)))
            .collect();
        if removals.is_empty() {
            return Merge { state: round.state, conflicts: met };
        }
        removal::carry_out(&removals, &mut base, &mut ours, &mut theirs);
    }
}

/// What no value of a field equals: the mark of what was decided differently.
const UNDECIDED: &str = "\u{0}undecided";

/// A base for copies that have taken each other in before and decided differently: both in one, with a mark that equals no value
/// wherever they disagree, so that every such place counts as changed on both sides.
pub fn marked(base: &State, ours: &State, theirs: &State) -> State {
    let Merge { mut state, conflicts } = merge(base, ours, theirs, &Decisions::new());
    for Conflict { place, .. } in conflicts {
        let part = place.part;
        if let Some(row) = state.rows_mut(part).iter_mut().find(|row| part.key(row) == place.key) {
            let name = if place.field.is_empty() { UNDECIDED } else { place.field };
            row.insert(name.to_owned(), json!({ UNDECIDED: true }));
        }
    }
    state
}

/// True for a mark of [`marked`] in the place of a value.
pub fn is_mark(value: &Value) -> bool {
    value.get(UNDECIDED).is_some()
}

/// One comparison, without what decisions about removals entail.
fn compare(base: &State, ours: &State, theirs: &State, decisions: &Decisions) -> Merge {
    let mut merged = Merge { state: State::default(), conflicts: vec![] };
    // Rows that one side removed and the other left alone, with the side that still has them.
    let mut removed: Vec<(Part, String)> = Vec::new();
    for part in Part::all() {
        let (b, o, t) = (base.by_key(part), ours.by_key(part), theirs.by_key(part));
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        let groups = part.groups();
        let keys: BTreeSet<&String> = b.keys().chain(o.keys()).chain(t.keys()).collect();
        for key in keys {
            let row = match (b.get(key), o.get(key), t.get(key)) {
                (b, Some(ours), Some(theirs)) => Some(merge_row(
                    (part, key),
                    &groups,
                    b.copied(),
                    ours,
                    theirs,
                    decisions,
                    &mut merged.conflicts,
                )),
                (None, Some(row), None) | (None, None, Some(row)) => Some((*row).clone()),
                (Some(before), Some(row), None) | (Some(before), None, Some(row)) => {
                    if is_same(before, row) {
                        removed.push((part, key.clone()));
                        None
                    } else {
                        merged.conflicts.push(removal_conflict(
                            part,
                            key,
                            before,
                            o.get(key).copied(),
                            t.get(key).copied(),
                        ));
                        Some((*row).clone())
                    }
                }
                (_, None, None) => None,
            };
            rows.extend(row.map(|row| (key.clone(), row)));
        }
        *merged.state.rows_mut(part) = in_order(part, base, ours, theirs, rows);
    }
    let linked = linked(&merged);
    for (part, key) in removed {
        let (b, o, t) = (base.row(part, &key), ours.row(part, &key), theirs.row(part, &key));
        if let (Some(before), Some(row)) = (b, o.or(t))
            && linked.contains(identity(part, row))
        {
            merged.conflicts.push(removal_conflict(part, &key, before, o, t));
            merged.state.rows_mut(part).push(row.clone());
        }
    }
    count::decide(base, ours, theirs, decisions, &mut merged);
    sort_as_read(&mut merged);
    merged
}

/// Puts conflicts into the order in which people see their rows; those of one row stay in the order of its fields.
fn sort_as_read(merged: &mut Merge) {
    let mut places: BTreeMap<(Part, String), usize> = BTreeMap::new();
    let parts: BTreeSet<Part> = merged.conflicts.iter().map(|c| c.place.part).collect();
    for part in parts {
        let rows = merged.state.rows(part).iter().enumerate();
        places.extend(rows.map(|(at, row)| ((part, part.key(row)), at)));
    }
    merged.conflicts.sort_by_cached_key(|conflict| {
        let row = (conflict.place.part, conflict.place.key.clone());
        (row.0, places.get(&row).copied())
    });
}

fn removal_conflict(
    part: Part,
    key: &str,
    before: &Row,
    ours: Option<&Row>,
    theirs: Option<&Row>,
) -> Conflict {
    Conflict {
        place: Place { part, key: key.to_owned(), field: "" },
        fields: vec![],
        base: Some(before.clone()),
        ours: ours.cloned(),
        theirs: theirs.cloned(),
    }
}

/// What links to a row name.
fn identity(part: Part, row: &Row) -> &str {
    match part {
        Part::Packs => text(row, "id"),
        Part::Profile | Part::Records(_) => text(row, "uid"),
    }
}

/// Everything that what is merged links to, whichever way its conflicts are decided.
fn linked(merged: &Merge) -> BTreeSet<String> {
    let mut linked = BTreeSet::new();
    let mut look = |part: Part, row: &Row| {
        each_link(part.fields(), row, &mut |to| {
            linked.insert(to.to_owned());
        });
    };
    for part in Part::all() {
        merged.state.rows(part).iter().for_each(|row| look(part, row));
    }
    for conflict in &merged.conflicts {
        let sides = conflict.ours.iter().chain(&conflict.theirs);
        let is_contested = |name: &str| conflict.fields.contains(&name);
        for row in sides {
            // Of the rest of the row the merge has taken what it takes.
            let contested: Row = row
                .iter()
                .filter(|(name, _)| is_contested(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            look(conflict.place.part, &contested);
        }
    }
    linked
}

/// True where two states of a row say the same; its key and code aside.
fn is_same(one: &Row, other: &Row) -> bool {
    let said =
        |row: &Row| row.keys().filter(|name| !matches!(name.as_str(), "uid" | "code")).count();
    said(one) == said(other)
        && one.iter().all(|(name, value)| {
            matches!(name.as_str(), "uid" | "code") || other.get(name) == Some(value)
        })
}

/// The field that holds what people saw when they decided.
const SEEN: &str = "seen";

/// The fields of a group in which people say something.
fn said(group: &[&'static str]) -> Vec<&'static str> {
    group.iter().copied().filter(|name| *name != SEEN).collect()
}

/// Takes from each side the groups of fields that it changed.
fn merge_row(
    (part, key): (Part, &str),
    groups: &[Vec<&'static str>],
    base: Option<&Row>,
    ours: &Row,
    theirs: &Row,
    decisions: &Decisions,
    conflicts: &mut Vec<Conflict>,
) -> Row {
    let mut merged = ours.clone();
    let empty = Row::new();
    let before = base.unwrap_or(&empty);
    let differs = |one: &Row, other: &Row, group: &[&str]| {
        group.iter().any(|name| one.get(*name) != other.get(*name))
    };
    for group in groups {
        if !differs(ours, theirs, group) || !differs(before, theirs, group) {
            continue;
        }
        let takes_theirs = if !differs(before, ours, group) {
            true
        } else if let (true, Some(here), Some(there)) = (
            part.is_first_time(group),
            ours.get(group[0]).and_then(Value::as_i64),
            theirs.get(group[0]).and_then(Value::as_i64),
        ) {
            there < here
        } else if !differs(ours, theirs, &said(group)) {
            // The same decision, taken at two looks: both copies keep the same one of them.
            let look = |row: &Row| row.get(SEEN).map(Value::to_string);
            look(theirs) < look(ours)
        } else {
            let place = Place { part, key: key.to_owned(), field: group[0] };
            let decided = decisions.get(&place).copied();
            conflicts.push(Conflict {
                place,
                fields: group.clone(),
                base: base.cloned(),
                ours: Some(ours.clone()),
                theirs: Some(theirs.clone()),
            });
            decided == Some(Side::Theirs)
        };
        if takes_theirs {
            for name in group {
                match theirs.get(*name) {
                    Some(value) => drop(merged.insert((*name).to_owned(), value.clone())),
                    None => drop(merged.remove(*name)),
                }
            }
        }
    }
    if let Some(code) = merge_code(before, ours, theirs) {
        merged.insert("code".to_owned(), code.clone());
    }
    merged
}

/// The code of a record: that of the side that gave it another one. Where both did, the lower one.
fn merge_code<'r>(before: &Row, ours: &'r Row, theirs: &'r Row) -> Option<&'r Value> {
    let (here, there) = (ours.get("code")?, theirs.get("code")?);
    let was = before.get("code");
    let low = |code: &Value| {
        let code = code.as_str().unwrap_or_default().to_owned();
        (code.len(), code)
    };
    Some(if here == there || was == Some(there) {
        here
    } else if was == Some(here) || low(there) < low(here) {
        there
    } else {
        here
    })
}

/// Puts merged rows into the order of the side that changed it, ours where both did; what the other side added comes behind.
fn in_order(
    part: Part,
    base: &State,
    ours: &State,
    theirs: &State,
    mut rows: BTreeMap<String, Row>,
) -> Vec<Row> {
    let keys = |state: &State| -> Vec<String> {
        state.rows(part).iter().map(|row| part.key(row)).collect()
    };
    let (b, o, t) = (keys(base), keys(ours), keys(theirs));
    let shared: BTreeSet<&String> = {
        let (o, t): (BTreeSet<_>, BTreeSet<_>) = (o.iter().collect(), t.iter().collect());
        b.iter().filter(|key| o.contains(key) && t.contains(key)).collect()
    };
    let of_shared = |keys: &[String]| -> Vec<String> {
        keys.iter().filter(|key| shared.contains(key)).cloned().collect()
    };
    let follows_theirs = of_shared(&o) == of_shared(&b) && of_shared(&t) != of_shared(&b);
    let (first, second) = if follows_theirs { (t, o) } else { (o, t) };
    let mut ordered: Vec<Row> =
        first.iter().chain(&second).filter_map(|key| rows.remove(key)).collect();
    ordered.extend(rows.into_values());
    ordered
}

/// A record that was given another code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recoded {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub uid: String,
    /// The code that it had.
    pub from: String,
    /// The code that it has now.
    pub to: String,
}

/// Gives every record whose code is taken another one, so that the record made first keeps it. Links are uids and stay.
///
/// `made_at` tells when a record was made, in milliseconds since 1970; `next` gives codes that neither side ever used.
pub fn recode(
    state: &mut State,
    made_at: &dyn Fn(Kind, Uid) -> i64,
    next: &mut dyn FnMut(Kind) -> String,
) -> Vec<Recoded> {
    let mut recoded = Vec::new();
    for &kind in Kind::ALL.iter().filter(|kind| !kind.prefix().is_empty()) {
        let rows = state.rows_mut(Part::Records(kind));
        let mut by_age: Vec<(i64, String, usize)> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let uid = text(row, "uid").to_owned();
                let made = Uid::parse(&uid).map_or(i64::MAX, |uid| made_at(kind, uid));
                (made, uid, at)
            })
            .collect();
        by_age.sort();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (_, uid, at) in by_age {
            let from = text(&rows[at], "code").to_owned();
            if taken.insert(from.clone()) {
                continue;
            }
            let to = next(kind);
            taken.insert(to.clone());
            rows[at].insert("code".to_owned(), json!(to));
            recoded.push(Recoded { kind, uid, from, to });
        }
    }
    recoded
}

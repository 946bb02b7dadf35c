use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;
use waymark_core::engagement::Engagement;
use waymark_core::known::Known;
use waymark_core::link::unlink;
use waymark_core::merge::{Decisions, Part, Row, Side, State, merge};
use waymark_core::record::Kind;

use crate::{engagement, goal, merged, participant, preferring, put, uid, vote};

/// Something that a person does to one copy.
#[derive(Debug, Clone)]
enum Deed {
    AddGoal(u8, String),
    TitleGoal(usize, String),
    NoteGoal(usize, String),
    RemoveGoal(usize),
    AddUseCase(u8, usize),
    LinkUseCase(usize, usize),
    RemoveUseCase(usize),
    AddParticipant(u8),
    RemoveParticipant(usize),
    Vote(u8, usize, u8),
    TakeVoteBack(usize),
    Note(u8, String),
    Scope(String),
    Reorder,
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = "[a-c]{1,2}";
    prop_oneof![
        (0..4_u8, text).prop_map(|(n, t)| Deed::AddGoal(n, t)),
        (0..6_usize, text).prop_map(|(n, t)| Deed::TitleGoal(n, t)),
        (0..6_usize, text).prop_map(|(n, t)| Deed::NoteGoal(n, t)),
        (0..6_usize).prop_map(Deed::RemoveGoal),
        (0..4_u8, 0..6_usize).prop_map(|(n, to)| Deed::AddUseCase(n, to)),
        (0..6_usize, 0..6_usize).prop_map(|(n, to)| Deed::LinkUseCase(n, to)),
        (0..6_usize).prop_map(Deed::RemoveUseCase),
        (0..4_u8).prop_map(Deed::AddParticipant),
        (0..6_usize).prop_map(Deed::RemoveParticipant),
        (0..3_u8, 0..6_usize, 1..=3_u8).prop_map(|(q, who, level)| Deed::Vote(q, who, level)),
        (0..6_usize).prop_map(Deed::TakeVoteBack),
        (0..3_u8, text).prop_map(|(q, t)| Deed::Note(q, t)),
        text.prop_map(Deed::Scope),
        Just(Deed::Reorder),
    ]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec(deed(), 0..8)
}

/// Does deeds on a copy; `side` tells the records made on it from others.
fn done(start: &Engagement, side: &str, deeds: &[Deed]) -> Engagement {
    let mut e = start.clone();
    for deed in deeds {
        match deed {
            Deed::AddGoal(n, text) => {
                let name = format!("{side} goal {n}");
                if e.goals.iter().all(|goal| goal.uid != uid(&name)) {
                    goal(&mut e, &name, &format!("GOAL-{}{n}", side.len()), text);
                }
            }
            Deed::TitleGoal(n, text) => {
                if let Some(goal) = e.goals.get_mut(*n) {
                    goal.title.clone_from(text);
                }
            }
            Deed::NoteGoal(n, text) => {
                if let Some(goal) = e.goals.get_mut(*n) {
                    goal.notes.clone_from(text);
                }
            }
            Deed::RemoveGoal(n) => {
                if let Some(gone) = e.goals.get(*n).map(|goal| goal.uid) {
                    e.goals.remove(*n);
                    for row in e.rows(Kind::UseCase) {
                        let serde_json::Value::Object(mut row) = row else { continue };
                        unlink(Kind::UseCase.fields(), &mut row, &gone.to_string());
                        e.put_row(Kind::UseCase, row.into()).expect("still a use case");
                    }
                }
            }
            Deed::AddUseCase(n, to) => {
                let name = format!("{side} use case {n}");
                let links: Vec<_> = e
                    .goals
                    .get(*to)
                    .iter()
                    .map(|goal| json!({ "goal": goal.uid, "contribution": 3 }))
                    .collect();
                if e.use_cases.iter().all(|known| known.uid != uid(&name)) {
                    let code = format!("UC-{}{n}", side.len());
                    put(
                        &mut e,
                        Kind::UseCase,
                        &name,
                        json!({ "code": code, "title": name.clone(), "goals": links }),
                    );
                }
            }
            Deed::LinkUseCase(n, to) => {
                let to = e.goals.get(*to).map(|goal| goal.uid);
                if let (Some(case), Some(to)) = (e.use_cases.get(*n), to) {
                    let mut row = serde_json::to_value(case).expect("plain data");
                    row["goals"] = json!([{ "goal": to, "contribution": 3 }]);
                    e.put_row(Kind::UseCase, row).expect("still a use case");
                }
            }
            Deed::RemoveUseCase(n) => {
                if *n < e.use_cases.len() {
                    e.use_cases.remove(*n);
                }
            }
            Deed::AddParticipant(n) => {
                let name = format!("{side} person {n}");
                if e.participants.iter().all(|known| known.uid != uid(&name)) {
                    participant(&mut e, &name, &format!("PAR-{}{n}", side.len()));
                }
            }
            Deed::RemoveParticipant(n) => {
                if *n < e.participants.len() {
                    let gone = e.participants.remove(*n).uid;
                    e.votes.retain(|vote| vote.participant != gone);
                }
            }
            Deed::Vote(question, who, level) => {
                let Some(who) = e.participants.get(*who).map(|p| (p.uid, p.name.clone())) else {
                    continue;
                };
                let question = format!("Q-{question}");
                let standing = e
                    .votes
                    .iter_mut()
                    .find(|vote| vote.question.as_str() == question && vote.participant == who.0);
                if let Some(vote) = standing {
                    vote.level = Some(*level);
                } else {
                    let name = format!("{side} vote of {} on {question}", who.1);
                    vote(&mut e, &name, &question, &who.1, *level);
                }
            }
            Deed::TakeVoteBack(n) => {
                if *n < e.votes.len() {
                    e.votes.remove(*n);
                }
            }
            Deed::Note(question, text) => {
                let question = format!("Q-{question}");
                let standing =
                    e.answers.iter_mut().find(|answer| answer.question.as_str() == question);
                if let Some(answer) = standing {
                    answer.note.clone_from(text);
                } else {
                    let name = format!("{side} answer {question}");
                    let row = json!({ "pack": "pack", "question": question, "note": text });
                    put(&mut e, Kind::Answer, &name, row);
                }
            }
            Deed::Scope(text) => e.profile.scope = Known::Value(text.clone()),
            Deed::Reorder => e.participants.reverse(),
        }
    }
    e
}

fn copies() -> impl Strategy<Value = (Engagement, Engagement, Engagement)> {
    (deeds(), deeds(), deeds()).prop_map(|(before, here, there)| {
        let mut start = engagement();
        participant(&mut start, "first", "PAR-1");
        let base = done(&start, "b", &before);
        let (ours, theirs) = (done(&base, "oo", &here), done(&base, "ttt", &there));
        (base, ours, theirs)
    })
}

/// The rows of all parts by key, without what two merges may do differently: order, and keys and codes where both sides made a record.
fn said(state: &State) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for part in Part::all() {
        for row in state.rows(part) {
            let mut row: Row = row.clone();
            let key = part.key(&row);
            row.remove("uid");
            row.remove("code");
            row.sort_keys();
            said.insert(format!("{} {key} {}", part.word(), json!(row)));
        }
    }
    said
}

fn values(row: &Row) -> Vec<(String, serde_json::Value)> {
    let mut values: Vec<_> = row
        .iter()
        .filter(|(name, _)| *name != "uid" && *name != "code")
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    values.sort_by(|one, other| one.0.cmp(&other.0));
    values
}

/// Every link of a state leads to a row.
fn is_whole(state: &State) -> bool {
    let mut there: BTreeSet<String> = BTreeSet::new();
    for part in Part::all() {
        for row in state.rows(part) {
            there.extend(
                ["uid", "id"].iter().filter_map(|name| row.get(*name)?.as_str()).map(str::to_owned),
            );
        }
    }
    let mut whole = true;
    for part in Part::all() {
        for row in state.rows(part) {
            waymark_core::link::each_link(part.fields(), row, &mut |to| {
                whole &= there.contains(to);
            });
        }
    }
    whole
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_copy_merged_with_itself_is_itself((base, ours, _) in copies()) {
        let (state, conflicts) = merged(&base, &ours, &ours, &Decisions::new());
        prop_assert_eq!(conflicts.len(), 0);
        prop_assert_eq!(state, State::of(&ours));
    }

    #[test]
    fn what_only_one_side_changed_arrives_whole((base, ours, theirs) in copies()) {
        let (state, conflicts) = merged(&base, &base, &theirs, &Decisions::new());
        prop_assert_eq!(conflicts.len(), 0, "nobody contradicts");
        // A vote taken back and given again keeps the key that the other side has for it.
        prop_assert_eq!(said(&state), said(&State::of(&theirs)));
        let (state, conflicts) = merged(&base, &ours, &base, &Decisions::new());
        prop_assert_eq!(conflicts.len(), 0);
        prop_assert_eq!(&state, &State::of(&ours));
    }

    #[test]
    fn both_directions_hold_the_same((base, ours, theirs) in copies()) {
        let (one, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
        let (other, back) = merged(&base, &theirs, &ours, &Decisions::new());
        prop_assert_eq!(
            conflicts.iter().map(|c| &c.place).collect::<BTreeSet<_>>(),
            back.iter().map(|c| &c.place).collect::<BTreeSet<_>>()
        );
        if conflicts.is_empty() {
            prop_assert_eq!(said(&one), said(&other));
        }
        // However it is decided, either direction gives the same.
        let one = preferring(&base, &ours, &theirs, Side::Ours);
        let other = preferring(&base, &theirs, &ours, Side::Theirs);
        prop_assert_eq!(said(&one), said(&other));
    }

    #[test]
    fn merging_again_changes_nothing((base, ours, theirs) in copies(), side in prop_oneof![Just(Side::Ours), Just(Side::Theirs)]) {
        // The merge contains all of theirs, so that theirs is what both had.
        let once = preferring(&base, &ours, &theirs, side);
        let there = State::of(&theirs);
        let twice = merge(&there, &once, &there, &Decisions::new());
        prop_assert_eq!(twice.conflicts.len(), 0);
        prop_assert_eq!(&twice.state, &once);
        let here = State::of(&ours);
        let back = merge(&here, &once, &here, &Decisions::new());
        prop_assert_eq!(back.conflicts.len(), 0);
        prop_assert_eq!(&back.state, &once);
    }

    #[test]
    fn nothing_is_lost((base, ours, theirs) in copies(), side in prop_oneof![Just(Side::Ours), Just(Side::Theirs)]) {
        let (b, o, t) = (State::of(&base), State::of(&ours), State::of(&theirs));
        let first = merge(&b, &o, &t, &Decisions::new());
        let state = preferring(&base, &ours, &theirs, side);
        prop_assert!(is_whole(&state), "every link leads somewhere");
        for part in Part::all() {
            let all = o.rows(part).iter().map(|row| (row, &t)).chain(t.rows(part).iter().map(|row| (row, &o)));
            for (row, other) in all {
                let key = part.key(row);
                // Where a person decides, what was decided against may go, and what hangs on it.
                if first.conflicts.iter().any(|c| c.place.key == key || c.fields.is_empty()) {
                    continue;
                }
                let (was, there) = (b.row(part, &key), other.row(part, &key));
                let now = state.row(part, &key);
                if was.is_some() && there.is_none() {
                    prop_assert_eq!(now, None, "a removal that nobody contradicts arrives");
                    continue;
                }
                let now = now.cloned();
                prop_assert!(now.is_some(), "{} {} is there", part.word(), key);
                let now = now.expect("it is there");
                for (name, value) in values(row) {
                    if was.and_then(|was| was.get(&name)) != Some(&value) {
                        prop_assert_eq!(now.get(&name), Some(&value), "a changed {} arrives", name);
                    }
                }
            }
        }
    }
}

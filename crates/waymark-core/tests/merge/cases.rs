use serde_json::json;
use waymark_core::engagement::Engagement;
use waymark_core::merge::{
    Conflict, Decisions, Part, Place, Side, State, align_own, marked, merge, recode,
};
use waymark_core::record::Kind;

use crate::{engagement, goal, merged, pack, participant, preferring, put, record, uid, vote};

/// The conflicts as `list/field`.
fn places(conflicts: &[Conflict]) -> Vec<String> {
    conflicts.iter().map(|c| format!("{}/{}", c.place.part.word(), c.place.field)).collect()
}

fn clean(base: &Engagement, ours: &Engagement, theirs: &Engagement) -> State {
    let (state, conflicts) = merged(base, ours, theirs, &Decisions::new());
    assert_eq!(places(&conflicts), [""; 0], "nothing here contradicts");
    state
}

#[test]
fn fields_changed_on_one_side_each_come_together_in_one_record() {
    let mut base = engagement();
    goal(&mut base, "g", "GOAL-1", "Grow");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.goals[0].title = "Grow faster".into();
    theirs.goals[0].notes = "Heard in the corridor".into();
    theirs.profile.client = "Harbour Retail plc".into();
    let state = clean(&base, &ours, &theirs);
    let goal = record(&state, Kind::Goal, "g").expect("it stays");
    assert_eq!(
        (&goal["title"], &goal["notes"]),
        (&json!("Grow faster"), &json!("Heard in the corridor"))
    );
    assert_eq!(state.rows(Part::Profile)[0]["client"], json!("Harbour Retail plc"));
}

#[test]
fn the_same_field_with_two_values_is_decided_by_a_person() {
    let mut base = engagement();
    goal(&mut base, "g", "GOAL-1", "Grow");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.goals[0].notes = "Ours".into();
    theirs.goals[0].notes = "Theirs".into();
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["goals/notes"]);
    for (side, text) in [(Side::Ours, "Ours"), (Side::Theirs, "Theirs")] {
        let state = preferring(&base, &ours, &theirs, side);
        assert_eq!(record(&state, Kind::Goal, "g").expect("it stays")["notes"], json!(text));
    }
}

#[test]
fn votes_are_the_same_by_person_and_question_and_never_doubled() {
    let mut base = engagement();
    participant(&mut base, "p", "PAR-1");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    vote(&mut ours, "here", "Q-1", "p", 3);
    vote(&mut theirs, "there", "Q-1", "p", 3);
    vote(&mut theirs, "only there", "Q-2", "p", 2);
    let state = clean(&base, &ours, &theirs);
    assert_eq!(state.rows(Part::Records(Kind::Vote)).len(), 2, "the equal vote stands once");
    vote(&mut theirs, "there", "Q-1", "p", 4);
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["votes/choice"], "a choice and its level are decided together");
}

#[test]
fn a_count_of_hands_against_votes_by_person_is_decided_by_a_person() {
    let mut base = engagement();
    participant(&mut base, "p", "PAR-1");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let count = json!({ "pack": "pack", "question": "Q-1", "tally": "0 0 0 7 0 0 0" });
    put(&mut ours, Kind::Answer, "here", count);
    vote(&mut theirs, "there", "Q-1", "p", 1);
    vote(&mut theirs, "elsewhere", "Q-2", "p", 2);
    let tally = |state: &State| state.rows(Part::Records(Kind::Answer))[0]["tally"].clone();
    let votes = |state: &State| state.rows(Part::Records(Kind::Vote)).len();
    for (one, other, counting) in [(&ours, &theirs, Side::Ours), (&theirs, &ours, Side::Theirs)] {
        let (_, conflicts) = merged(&base, one, other, &Decisions::new());
        assert_eq!(places(&conflicts), ["answers/tally"]);
        let kept = preferring(&base, one, other, counting);
        assert_eq!((tally(&kept), votes(&kept)), (json!("0 0 0 7 0 0 0"), 1), "the count stands");
        let voting = if counting == Side::Ours { Side::Theirs } else { Side::Ours };
        let taken = preferring(&base, one, other, voting);
        assert_eq!((tally(&taken), votes(&taken)), (json!(""), 2), "the votes stand");
    }
    // Where the count took the place of votes of which the other side changed one, all of them stand or none.
    let mut voted = base.clone();
    participant(&mut voted, "q", "PAR-2");
    vote(&mut voted, "there", "Q-1", "p", 3);
    vote(&mut voted, "also there", "Q-1", "q", 4);
    let mut changed = voted.clone();
    vote(&mut changed, "there", "Q-1", "p", 1);
    let mut counted = voted.clone();
    counted.votes.clear();
    counted.answers.clone_from(&ours.answers);
    for (one, other, voting) in
        [(&counted, &changed, Side::Theirs), (&changed, &counted, Side::Ours)]
    {
        let (_, conflicts) = merged(&voted, one, other, &Decisions::new());
        assert_eq!(places(&conflicts), ["answers/tally"], "one decision");
        let taken = preferring(&voted, one, other, voting);
        assert_eq!((tally(&taken), votes(&taken)), (json!(""), 2));
        let counting = if voting == Side::Ours { Side::Theirs } else { Side::Ours };
        let kept = preferring(&voted, one, other, counting);
        assert_eq!((tally(&kept), votes(&kept)), (json!("0 0 0 7 0 0 0"), 0));
    }
    let (state, conflicts) = merged(&theirs, &ours, &theirs, &Decisions::new());
    assert_eq!(
        (places(&conflicts), votes(&state)),
        (vec![], 0),
        "what both had is not asked again"
    );
}

#[test]
fn answers_to_one_question_take_the_note_of_one_and_the_level_of_the_other() {
    let base = engagement();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let answer = |more: serde_json::Value| {
        let mut row = json!({ "pack": "pack", "question": "Q-1" });
        row.as_object_mut()
            .expect("an object")
            .extend(more.as_object().expect("an object").clone());
        row
    };
    put(&mut ours, Kind::Answer, "here", answer(json!({ "note": "Heard", "revealed_at": 20 })));
    let theirs_row = json!({ "settled": "level", "level": 3, "revealed_at": 10 });
    put(&mut theirs, Kind::Answer, "there", answer(theirs_row));
    let state = clean(&base, &ours, &theirs);
    let rows = state.rows(Part::Records(Kind::Answer));
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["note"], &rows[0]["level"], &rows[0]["revealed_at"]),
        (&json!("Heard"), &json!(3), &json!(10)),
        "votes were shown when they were shown first"
    );
}

#[test]
fn removing_what_the_other_side_changed_is_a_conflict_and_both_ways_out_are_whole() {
    let mut base = engagement();
    goal(&mut base, "g", "GOAL-1", "Grow");
    let use_case = json!({ "code": "UC-1", "title": "Offers", "goals": [{ "goal": uid("g"), "contribution": 5 }] });
    put(&mut base, Kind::UseCase, "u", use_case);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.goals[0].title = "Grow faster".into();
    // As the application removes a goal: links to it go along.
    theirs.goals.clear();
    theirs.use_cases[0].goals = waymark_core::known::Known::Value(vec![]);
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["goals/"]);
    let kept = preferring(&base, &ours, &theirs, Side::Ours);
    assert_eq!(record(&kept, Kind::Goal, "g").expect("it stays")["title"], json!("Grow faster"));
    let links = &record(&kept, Kind::UseCase, "u").expect("it stays")["goals"];
    assert_eq!(links[0]["goal"], json!(uid("g")), "what stays keeps its links");
    let gone = preferring(&base, &ours, &theirs, Side::Theirs);
    assert_eq!(record(&gone, Kind::Goal, "g"), None);
    assert_eq!(record(&gone, Kind::UseCase, "u").expect("it stays")["goals"], json!([]));
}

#[test]
fn a_person_removed_here_who_votes_there_is_a_conflict_and_comes_back_with_all_votes() {
    let mut base = engagement();
    participant(&mut base, "p", "PAR-1");
    vote(&mut base, "old", "Q-1", "p", 3);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.participants.clear();
    ours.votes.clear();
    vote(&mut theirs, "new", "Q-2", "p", 2);
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["participants/"]);
    let kept = preferring(&base, &ours, &theirs, Side::Theirs);
    assert_eq!(kept.rows(Part::Records(Kind::Vote)).len(), 2);
    let gone = preferring(&base, &ours, &theirs, Side::Ours);
    assert_eq!(gone.rows(Part::Records(Kind::Vote)).len(), 0, "no vote stays without its voter");
}

#[test]
fn a_pack_removed_here_and_answered_there_is_a_conflict() {
    let mut base = engagement();
    base.packs.push(pack("second", "1"));
    participant(&mut base, "p", "PAR-1");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.packs.pop();
    put(
        &mut theirs,
        Kind::Answer,
        "a",
        json!({ "pack": "second", "question": "Q-1", "note": "Heard" }),
    );
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["packs/"]);
    let kept = preferring(&base, &ours, &theirs, Side::Theirs);
    assert_eq!(
        (kept.rows(Part::Packs).len(), kept.rows(Part::Records(Kind::Answer)).len()),
        (2, 1)
    );
    let gone = preferring(&base, &ours, &theirs, Side::Ours);
    assert_eq!(
        (gone.rows(Part::Packs).len(), gone.rows(Part::Records(Kind::Answer)).len()),
        (1, 0)
    );
}

#[test]
fn two_versions_of_a_pack_are_a_conflict_and_one_is_taken() {
    let base = engagement();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    theirs.packs[0] = pack("pack", "2");
    let state = clean(&base, &ours, &theirs);
    assert_eq!(state.rows(Part::Packs)[0]["version"], json!("2"));
    ours.packs[0] = pack("pack", "3");
    let (_, conflicts) = merged(&base, &ours, &theirs, &Decisions::new());
    assert_eq!(places(&conflicts), ["packs/version"]);
}

#[test]
fn an_order_changed_on_one_side_is_taken_and_additions_come_behind() {
    let mut base = engagement();
    for (name, code) in [("a", "PAR-1"), ("b", "PAR-2")] {
        participant(&mut base, name, code);
    }
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    participant(&mut ours, "c", "PAR-3");
    theirs.participants.reverse();
    participant(&mut theirs, "d", "PAR-4");
    let state = clean(&base, &ours, &theirs);
    let names: Vec<&str> = state
        .rows(Part::Records(Kind::Participant))
        .iter()
        .map(|row| row["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["b", "a", "d", "c"]);
}

#[test]
fn the_record_made_first_keeps_a_code_that_both_gave() {
    let base = engagement();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    goal(&mut ours, "late", "GOAL-1", "Late");
    goal(&mut theirs, "early", "GOAL-1", "Early");
    let mut state = clean(&base, &ours, &theirs);
    let recoded =
        recode(&mut state, &|_, made| if made == uid("late") { 2 } else { 1 }, &mut |_| {
            "GOAL-9".to_owned()
        });
    assert_eq!(recoded.len(), 1);
    assert_eq!((recoded[0].from.as_str(), recoded[0].to.as_str()), ("GOAL-1", "GOAL-9"));
    assert_eq!(record(&state, Kind::Goal, "early").expect("there")["code"], json!("GOAL-1"));
    assert_eq!(record(&state, Kind::Goal, "late").expect("there")["code"], json!("GOAL-9"));
}

#[test]
fn own_initiatives_that_got_the_same_code_stay_two_with_what_was_said_of_each() {
    let base = engagement();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let add = |of: &mut Engagement, seed: &str, owner: &str| {
        let own =
            json!({ "uid": uid(seed), "code": "OWN-1", "pack": "data-strategy", "title": seed });
        of.put_row(Kind::OwnInitiative, own).expect("an initiative");
        let said = json!({
            "uid": uid(&format!("said of {seed}")), "pack": "data-strategy", "initiative": "OWN-1", "owner": owner,
        });
        of.put_row(Kind::InitiativeSetting, said).expect("a setting");
    };
    add(&mut ours, "here", "Ines");
    add(&mut theirs, "there", "Tom");
    let (ours, mut aligned) = (State::of(&ours), State::of(&theirs));
    align_own(&ours, &mut aligned, &mut || "OWN-7".to_owned());
    let merged = merge(&State::of(&base), &ours, &aligned, &Decisions::new());
    assert_eq!(merged.conflicts.len(), 0, "{:?}", places(&merged.conflicts));
    let owner = |code: &str| {
        let rows = merged.state.rows(Part::Records(Kind::InitiativeSetting));
        rows.iter().find(|row| row["initiative"] == code).map(|row| row["owner"].clone())
    };
    assert_eq!((owner("OWN-1"), owner("OWN-7")), (Some(json!("Ines")), Some(json!("Tom"))));
    // The same copy once more: its initiative is known by the code that it was given.
    let mut again = State::of(&theirs);
    align_own(&merged.state, &mut again, &mut || panic!("no new code is needed"));
    assert_eq!(again, aligned);
}

#[test]
fn what_two_merges_decided_differently_is_asked_again() {
    let mut base = engagement();
    goal(&mut base, "g", "GOAL-1", "Grow");
    goal(&mut base, "h", "GOAL-2", "Hold");
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.goals[0].notes = "Ours".into();
    theirs.goals[0].notes = "Theirs".into();
    ours.goals[1].notes = "Edited".into();
    theirs.goals.pop();
    let (b, o, t) = (State::of(&base), State::of(&ours), State::of(&theirs));
    let [mut all_ours, mut all_theirs] =
        [Side::Ours, Side::Theirs].map(|side| preferring(&base, &ours, &theirs, side));
    let again = merge(&marked(&b, &o, &t), &all_ours, &all_theirs, &Decisions::new());
    assert_eq!(places(&again.conflicts).len(), 2, "{:?}", places(&again.conflicts));
    let same = merge(&marked(&b, &o, &t), &all_ours, &all_ours.clone(), &Decisions::new());
    assert_eq!((same.conflicts.len(), &same.state), (0, &all_ours), "decided alike is agreed");
    std::mem::swap(&mut all_ours, &mut all_theirs);
    let key = uid("g").to_string();
    let place = Place { part: Part::Records(Kind::Goal), key, field: "notes" };
    assert!(again.conflicts.iter().any(|conflict| conflict.place == place));
}

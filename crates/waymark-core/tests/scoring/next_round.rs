//! The next round: what stays, what becomes last time.

use jiff::civil::date;
use waymark_core::baseline::Frozen;
use waymark_core::engagement::{Answer, Baseline, Engagement};
use waymark_core::id::{Code, Uid};
use waymark_core::known::Known;
use waymark_core::next_round::{last_round, last_time, next_round, round_of};
use waymark_core::record::Kind;

use crate::pack::one_dimension;
use crate::room::Room;
use crate::room::Say::Level;

fn ended(room: &Room, code: &str, at: i64) -> Baseline {
    let told = |_: &Answer| Some((at, "Ada Berg".to_owned()));
    let frozen = Frozen {
        last_round: Some(last_round(&room.engagement, &room.pack.id, &told)),
        ..Frozen::of(&room.card(), &room.pack, &room.engagement)
    };
    Baseline {
        uid: Uid::root(code),
        code: Code::new(code),
        title: format!("Round {code}"),
        pack: room.pack.id.clone(),
        pack_version: room.pack.version.clone(),
        frozen_at: at,
        scorecard: serde_json::to_value(&frozen).expect("plain data"),
        notes: String::new(),
    }
}

fn first() -> Room {
    let mut room = Room::levels(one_dimension(3), &[2, 3, 4]);
    room.settle("STO-1", Level(3)).evidence("STO-2", waymark_core::engagement::Strength::Shown);
    room.answer("STO-2").note = "Two people looked at each other".into();
    room.answer("STO-3").weight = Some(5);
    room.answer("STO-3").private_note = "PRIVATE".into();
    room.goal("GOAL-7", Some(60)).use_case("UC-2", "bi_reporting", &["GOAL-7"]);
    room.engagement.profile.workshop_end = Known::Value(date(2026, 11, 20));
    room
}

#[test]
fn inventories_and_codes_stay_and_what_was_said_goes() {
    let room = first();
    let before = &room.engagement;
    let next = next_round(before, Uid::root("second"), vec![ended(&room, "BASE-1", 7)]);
    for kind in [
        Kind::Participant,
        Kind::Goal,
        Kind::UseCase,
        Kind::Persona,
        Kind::Source,
        Kind::Regulation,
        Kind::Constraint,
        Kind::PlatformItem,
        Kind::Skill,
        Kind::Target,
        Kind::Verdict,
        Kind::InitiativeSetting,
        Kind::AcceptedPlan,
    ] {
        assert_eq!(next.rows(kind), before.rows(kind), "{}", kind.plural());
    }
    assert!(next.votes.is_empty() && next.evidence.is_empty() && next.captures.is_empty());
    assert_ne!(next.uid, before.uid);
    assert_eq!(next.profile.client, before.profile.client);
    assert_eq!(next.profile.workshop_end, Known::Unknown, "the next workshop has no day yet");
    let [kept] = &next.answers[..] else {
        panic!("one answer keeps its weight: {:?}", next.answers)
    };
    assert_eq!((kept.weight, kept.settled, kept.note.as_str()), (Some(5), None, ""));
    let text = serde_json::to_string(&next.rows(Kind::Answer)).expect("plain data");
    assert!(!text.contains("PRIVATE"), "private notes stay in the round they were made in");
    let all: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| serde_json::to_string(&next.rows(*kind)).expect("plain data"))
        .collect();
    assert!(all.iter().all(|rows| !rows.contains("PRIVATE")), "also out of the baseline");
}

#[test]
fn last_time_says_what_was_answered_by_whom_and_in_which_round() {
    let room = first();
    assert_eq!(round_of(&room.engagement), (room.engagement.uid, 1));
    let mut second = Room::new(room.pack.clone());
    second.engagement =
        next_round(&room.engagement, Uid::root("second"), vec![ended(&room, "BASE-1", 7)]);
    assert_eq!(round_of(&second.engagement), (room.engagement.uid, 2));
    let (baseline, frozen) = last_time(&second.engagement, &room.pack.id).expect("a round ended");
    assert_eq!(baseline.code.as_str(), "BASE-1");
    let answers = &frozen.last_round.as_ref().expect("a round").answers;
    let of = |id: &str| answers.get(&id.into()).cloned().unwrap_or_default();
    assert_eq!((of("STO-1").by.as_str(), of("STO-1").at), ("Ada Berg", Some(7)));
    assert_eq!(of("STO-2").note, "Two people looked at each other");
    assert_eq!(of("STO-2").by, "", "nobody settled it");
    assert_eq!(frozen.consensus(&"STO-1".into()).level(), Some(3));

    second.vote("STO-1", Level(5));
    let third =
        next_round(&second.engagement, Uid::root("third"), vec![ended(&second, "BASE-2", 9)]);
    assert_eq!(round_of(&third), (room.engagement.uid, 3), "all rounds are of one series");
    let (baseline, frozen) = last_time(&third, &room.pack.id).expect("a round ended");
    assert_eq!(baseline.code.as_str(), "BASE-2", "the last round is the one before");
    assert_eq!(frozen.consensus(&"STO-1".into()).level(), Some(5));
    assert_eq!(third.baselines.len(), 2, "earlier baselines stay");
}

#[test]
fn a_first_round_has_no_last_time() {
    let engagement = Engagement::new(Uid::root("new"), "Harbour Retail");
    assert_eq!(last_time(&engagement, &"tiny".into()), None);
}

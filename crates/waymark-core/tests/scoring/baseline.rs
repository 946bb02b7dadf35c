//! Two moments compared: what moved, and that the reasons told explain all of it.

use proptest::prelude::*;
use serde_json::Value;
use waymark_core::baseline::{Cause, Comparison, Frozen, Shift, Shifts, compare};
use waymark_core::consensus::Consensus;
use waymark_core::engagement::Strength;
use waymark_core::score::FactBounds;

use crate::pack::{one_dimension, tiny_pack};
use crate::properties::{room, world};
use crate::room::Say::{Level, NotApplicable};
use crate::room::{HAIR, Room, close};

fn frozen(room: &Room) -> Frozen {
    Frozen::of(&room.card(), &room.pack, &room.engagement)
}

fn between(then: &Room, now: &Room) -> Comparison {
    compare(&frozen(then), &frozen(now), &now.pack)
}

/// Every number of a comparison with its name.
fn shifts(comparison: &Comparison) -> Vec<(String, Shift)> {
    let each = |name: String, shifts: &Shifts| {
        let Shifts { score, low, high, coverage, confidence } = *shifts;
        [
            ("score", score),
            ("low", low),
            ("high", high),
            ("coverage", coverage),
            ("confidence", confidence),
        ]
        .map(|(what, shift)| (format!("{what} of {name}"), shift))
    };
    let factors = comparison.factors.iter().map(|factor| (factor.id.to_string(), factor.shifts));
    let dimensions = comparison.dimensions.iter().map(|one| (one.id.to_string(), one.shifts));
    std::iter::once(("overall".to_owned(), comparison.overall))
        .chain(factors)
        .chain(dimensions)
        .flat_map(|(name, shifts)| each(name, &shifts))
        .collect()
}

/// What the reasons add up to, where all are known.
fn explained(shift: &Shift) -> Option<f64> {
    let parts = Cause::ALL.iter().map(|cause| shift.by(*cause)).collect::<Option<Vec<f64>>>()?;
    Some(shift.before? + parts.iter().sum::<f64>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn against_itself_nothing_moves(world in world()) {
        let one = room(&world, 1);
        let comparison = between(&one, &one);
        prop_assert!(comparison.questions.is_empty(), "{:?}", comparison.questions);
        for (name, shift) in shifts(&comparison) {
            prop_assert_eq!(shift.before, shift.after, "{}", &name);
            for cause in Cause::ALL {
                prop_assert!(shift.by(cause).is_none_or(|part| part == 0.0), "{} by {:?}: {:?}", &name, cause, shift);
            }
        }
    }

    #[test]
    fn the_reasons_explain_the_whole_shift(then in world(), now in world()) {
        let (then, now) = (room(&then, 1), room(&now, 1));
        let comparison = between(&then, &now);
        let card = now.card();
        prop_assert_eq!(comparison.overall.score.after, card.overall.score);
        prop_assert_eq!(comparison.overall.score.before, then.card().overall.score);
        for (name, shift) in shifts(&comparison) {
            let (Some(sum), Some(after)) = (explained(&shift), shift.after) else { continue };
            prop_assert!((sum - after).abs() < HAIR, "{}: {:?}", name, shift);
        }
    }

    #[test]
    fn evidence_moves_no_score_and_what_stands_still_has_no_reason(then in world(), now in world()) {
        let (then, now) = (room(&then, 1), room(&now, 1));
        let comparison = between(&then, &now);
        for (name, shift) in shifts(&comparison).into_iter().filter(|(name, _)| name.starts_with("score")) {
            prop_assert!(shift.by_evidence.is_none_or(|part| part == 0.0), "{}: {:?}", name, shift);
        }
        let (old, new) = (frozen(&then), frozen(&now));
        for question in &new.questions {
            let moved = comparison.questions.iter().find(|one| one.id == question.id);
            let Some(before) = old.question(&question.id) else {
                prop_assert!(moved.is_some(), "{} was not asked then", question.id);
                continue;
            };
            let is_other = before.consensus != question.consensus
                || before.weight != question.weight
                || before.dimension != question.dimension
                || before.band() != question.band();
            prop_assert!(!is_other || moved.is_some(), "{} moved without a reason", question.id);
            if let Some(moved) = moved {
                prop_assert!(moved.because.iter().all(|one| !one.text.is_empty()), "{:?}", moved);
                prop_assert!(!moved.because.is_empty());
            }
        }
    }

    #[test]
    fn a_frozen_scorecard_comes_back_from_its_text(world in world()) {
        let kept = frozen(&room(&world, 1));
        let text = serde_json::to_string(&kept).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Frozen>(&text).expect("reads"), kept);
    }
}

/// Two questions voted 2, then whatever a test makes of them.
fn two() -> Room {
    Room::levels(one_dimension(2), &[2, 2])
}

#[test]
fn votes_and_what_is_settled_are_told_apart() {
    let then = two();
    let mut now = two();
    now.settle("STO-1", Level(4));
    now.engagement.votes.retain(|vote| vote.question.as_str() != "STO-2");
    now.vote("STO-2", Level(3));
    let comparison = between(&then, &now);
    let shift = comparison.overall.score;
    close(shift.before, 2.0);
    close(shift.by_answers, 1.0);
    close(shift.by_votes, 0.5);
    close(shift.by_content, 0.0);
    close(shift.after, 3.5);
    let told: Vec<(String, Cause, &str)> = comparison
        .questions
        .iter()
        .flat_map(|q| q.because.iter().map(|b| (q.id.to_string(), b.cause, b.text.as_str())))
        .collect();
    assert_eq!(
        told,
        [
            ("STO-1".to_owned(), Cause::Answers, "settled at 4, 2 then"),
            ("STO-2".to_owned(), Cause::Votes, "the votes give 3, 2 then"),
            ("STO-2".to_owned(), Cause::Votes, "one vote at 3, one vote at 2 then"),
        ]
    );
    assert_eq!(
        comparison.headline(),
        "The overall score rose from 2.0 to 3.5, most of it by answers"
    );
    assert_eq!(comparison.summary(), "Two questions moved: one by answers and one by votes.");
}

#[test]
fn evidence_moves_the_band_and_the_confidence() {
    let then = two();
    let mut now = two();
    now.evidence("STO-1", Strength::Measured).evidence("STO-2", Strength::Measured);
    now.facts.insert("STO-2".into(), FactBounds { at_most: Some(1), at_least: None });
    let comparison = between(&then, &now);
    let Shifts { score, low, high, confidence, .. } = comparison.overall;
    assert_eq!((score.before, score.after, score.by_evidence), (Some(2.0), Some(2.0), Some(0.0)));
    close(low.by_evidence, 0.0);
    close(high.by_evidence, -0.5);
    close(confidence.by_evidence, 0.6);
    let texts: Vec<&str> =
        comparison.questions[1].because.iter().map(|because| because.text.as_str()).collect();
    assert_eq!(texts, ["evidence measured instead of stated", "facts say at most 1"]);
    assert_eq!(comparison.headline(), "The overall score stands where it stood, at 2.0");
}

#[test]
fn another_version_of_the_pack_counts_as_content() {
    let then = Room::levels(
        tiny_pack().factor("F", 1).dimension("STO", 1).questions(3).build(),
        &[1, 3, 3],
    );
    let mut pack = then.pack.clone();
    pack.questions.remove(0);
    pack.questions[0].weight = 3;
    let mut now = Room::new(pack);
    now.engagement = then.engagement.clone();
    let comparison = between(&then, &now);
    let shift = comparison.overall.score;
    close(shift.by_content, 3.0 - 7.0 / 3.0);
    close(shift.by_answers, 0.0);
    let causes: Vec<Cause> =
        comparison.questions.iter().flat_map(|q| &q.because).map(|b| b.cause).collect();
    assert_eq!(causes, [Cause::Content, Cause::Content], "one weighs more, one is gone");
    let gone = &comparison.questions[1];
    assert_eq!((gone.before, gone.after), (Some(Consensus::Level(1)), None));
}

#[test]
fn what_does_not_apply_any_more_is_settled_and_no_zero() {
    let then = two();
    let mut now = two();
    now.settle("STO-1", NotApplicable);
    let comparison = between(&then, &now);
    assert_eq!(comparison.questions[0].after, Some(Consensus::NotApplicable));
    assert_eq!(comparison.questions[0].because[0].text, "settled as not applicable, 2 then");
    close(comparison.overall.score.by_answers, 0.0);
}

/// A baseline as it was written before it told what answers rest on.
fn of_before(frozen: &Frozen) -> Frozen {
    let mut value = serde_json::to_value(frozen).expect("plain data");
    let drop = |value: &mut Value, names: &[&str]| {
        for name in names {
            value.as_object_mut().expect("an object").remove(*name);
        }
    };
    drop(&mut value, &["factors"]);
    drop(&mut value["overall"], &["band", "confidence"]);
    for dimension in value["dimensions"].as_array_mut().expect("a list") {
        drop(dimension, &["place", "band", "confidence"]);
    }
    for question in value["questions"].as_array_mut().expect("a list") {
        drop(question, &["grounds"]);
    }
    serde_json::from_value(value).expect("an older baseline reads")
}

#[test]
fn an_older_baseline_still_explains_the_score_and_says_nothing_of_bands() {
    let then = two();
    let mut now = two();
    now.settle("STO-1", Level(4));
    let old = of_before(&frozen(&then));
    let comparison = compare(&old, &frozen(&now), &now.pack);
    close(comparison.overall.score.by_answers, 1.0);
    assert_eq!(comparison.overall.low.before, None, "nothing was kept of the band");
    assert_eq!(comparison.overall.high.by_evidence, None);
    assert_eq!(comparison.factors[0].shifts.score.before, None);
    assert_eq!(comparison.dimensions[0].title, "Dimension STO");
    // As the later one it makes its factors as the pack does.
    let back = compare(&frozen(&now), &old, &now.pack);
    close(back.overall.score.after, 2.0);
    assert!(back.questions.iter().all(|question| !question.because.is_empty()));
}

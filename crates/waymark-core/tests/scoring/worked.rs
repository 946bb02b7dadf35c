//! The worked checks, number by number.

use waymark_core::consensus::{Consensus, Spread, derive, deviation};
use waymark_core::engagement::{Strength, Vote};
use waymark_core::id::QuestionId;
use waymark_core::pack::Pack;
use waymark_core::score::FactBounds;

use crate::pack::{one_dimension, tiny_pack};
use crate::room::Say::{DontKnow, Level, NotApplicable};
use crate::room::{Room, band, close, is_band};

#[test]
fn six_equal_weights() {
    let storage = Room::levels(one_dimension(6), &[3, 2, 4, 3, 2, 1]).dimension("STO").score;
    close(storage.score, 2.5);
    assert_eq!(storage.attained, Some(2));
    assert_eq!(storage.coverage, Some(1.0));
}

#[test]
fn a_key_question_counts_twice() {
    let mut pack = one_dimension(6);
    pack.questions[0].weight = 2;
    let storage = Room::levels(pack, &[3, 2, 4, 3, 2, 1]).dimension("STO").score;
    close(storage.score, 18.0 / 7.0);
    assert_eq!(storage.attained, Some(2));
    let mut room = Room::levels(one_dimension(6), &[3, 2, 4, 3, 2, 1]);
    room.answer("STO-1").weight = Some(2);
    assert_eq!(
        room.dimension("STO").score.score,
        storage.score,
        "the engagement's weight counts like the pack's"
    );
    assert_eq!(room.question("STO-1").weight, 2);
}

#[test]
fn not_applicable_leaves_the_base_and_dont_know_lowers_the_coverage() {
    let with = |fourth| {
        let pack = tiny_pack().factor("F", 1).dimension("CAT", 1).questions(5).build();
        let answers = [Some(Level(3)), Some(Level(3)), fourth, Some(Level(4)), Some(Level(2))];
        Room::answering(pack, &answers).dimension("CAT").score
    };
    let applicable = with(Some(NotApplicable));
    close(applicable.score, 3.0);
    assert_eq!((applicable.attained, applicable.coverage), (Some(2), Some(1.0)));
    for fourth in [Some(DontKnow), None] {
        let unknown = with(fourth);
        close(unknown.score, 3.0);
        assert_eq!((unknown.attained, unknown.coverage), (Some(2), Some(0.8)));
    }
}

#[test]
fn the_best_and_the_worst_room() {
    let best = Room::levels(one_dimension(4), &[5; 4]).dimension("STO").score;
    assert_eq!((best.score, best.attained), (Some(5.0), Some(5)));
    let worst = Room::levels(one_dimension(4), &[1; 4]).dimension("STO").score;
    assert_eq!((worst.score, worst.attained), (Some(1.0), Some(1)));
}

#[test]
fn one_neglected_question_holds_the_attained_level_down() {
    let culture = Room::levels(one_dimension(5), &[4, 4, 4, 4, 1]).dimension("STO").score;
    close(culture.score, 3.4);
    assert_eq!(culture.attained, Some(2));
    let attained = |levels: &[u8]| {
        Room::levels(one_dimension(levels.len()), levels).dimension("STO").score.attained
    };
    assert_eq!(
        attained(&[4, 4, 4, 4, 3]),
        Some(4),
        "four of five at 4 and the last one below: exactly 80 %"
    );
    assert_eq!(attained(&[4, 4, 4, 3]), Some(3), "three of four are less than 80 %");
    assert_eq!(attained(&[5, 1]), Some(1));
    let mut weighted = one_dimension(2);
    weighted.questions[0].weight = 4;
    assert_eq!(
        Room::levels(weighted, &[4, 3]).dimension("STO").score.attained,
        Some(4),
        "80 % of the weight, not of the questions"
    );
}

#[test]
fn three_votes_far_apart() {
    let mut room = Room::new(one_dimension(1));
    room.votes("STO-1", &[5, 2, 3]);
    let votes: Vec<&Vote> = room.engagement.votes.iter().collect();
    assert_eq!(derive(&votes), Consensus::Level(3));
    let spread = Spread::of(&votes).expect("levels were given");
    assert_eq!((spread.lowest, spread.highest, spread.range()), (2, 5, 3));
    assert!(spread.is_wide());
    let deviation = deviation(&votes).expect("three levels");
    assert!((deviation - 1.53).abs() < 0.005, "{deviation}");
}

#[test]
fn one_level_apart_is_no_spread() {
    let mut room = Room::new(one_dimension(1));
    room.votes("STO-1", &[3, 4, 4]).vote("STO-1", DontKnow);
    let spread = room.question("STO-1").spread.expect("levels were given");
    assert_eq!(spread.range(), 1);
    assert!(!spread.is_wide());
    let mut silent = Room::new(one_dimension(1));
    silent.vote("STO-1", DontKnow).vote("STO-1", NotApplicable);
    assert_eq!(silent.question("STO-1").spread, None);
    let votes: Vec<&Vote> = silent.engagement.votes.iter().collect();
    assert_eq!(deviation(&votes), None);
}

#[test]
fn the_overall_score_weighs_the_factors() {
    let pack = || -> Pack {
        let mut pack = tiny_pack();
        for (factor, weight) in [("T", 40), ("P", 35), ("M", 25)] {
            pack = pack.factor(factor, weight).dimension(&format!("D{factor}"), 1).questions(5);
        }
        pack.build()
    };
    let levels = [3, 3, 3, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1];
    let card = Room::levels(pack(), &levels).card();
    for (factor, wanted) in card.factors.iter().zip([2.6, 2.2, 1.8]) {
        close(factor.score.score, wanted);
    }
    close(card.overall.score, 2.26);
    let mut without: Vec<_> = levels.iter().map(|level| Some(Level(*level))).collect();
    without[10..].fill(None);
    let card = Room::answering(pack(), &without).card();
    close(card.overall.score, (40.0 * 2.6 + 35.0 * 2.2) / 75.0);
    close(card.overall_target(&pack()), 3.0);
    assert_eq!(
        card.factor_target(&pack(), &card.factors[2].id),
        None,
        "without a score there is nothing to hold a target against"
    );
    close(card.overall.coverage, 0.75);
    assert_eq!(card.factors[2].score.score, None);
    without[10..].fill(Some(NotApplicable));
    let card = Room::answering(pack(), &without).card();
    close(card.overall.coverage, 1.0);
    assert_eq!(
        card.factors[2].score.band, None,
        "a factor that does not apply has no numbers at all"
    );
}

#[test]
fn a_dimension_without_a_score_widens_its_factor_down_only() {
    let mut pack = tiny_pack().factor("T", 1);
    for dimension in ["A", "B", "C", "D"] {
        pack = pack.dimension(dimension, 1).questions(2);
    }
    let pack = pack.dimension("E", 1).questions(2).build();
    let mut answers = vec![Some(Level(5)); 8];
    answers.extend([Some(Level(1)), None]);
    let mut room = Room::answering(pack, &answers);
    room.measured();
    let card = room.card();
    band(&card.dimensions[0].score, 5.0, 5.0);
    let last = &card.dimensions[4].score;
    assert_eq!((last.score, last.coverage), (None, Some(0.5)));
    band(last, 1.0, 3.0);
    let factor = &card.factors[0].score;
    close(factor.score, 5.0);
    band(factor, 4.2, 5.0);
    band(&card.overall, 4.2, 5.0);
    close(factor.coverage, 0.9);
    assert_eq!(factor.attained, Some(2), "the gated rule over all questions of the factor");
}

#[test]
fn sixty_percent_make_a_score() {
    let with = |answered: usize, of: usize| {
        let mut answers = vec![None; of];
        answers[..answered].fill(Some(Level(2)));
        Room::answering(one_dimension(of), &answers).dimension("STO")
    };
    let enough = with(3, 5);
    assert_eq!(enough.score.score, Some(2.0));
    close(enough.gap, 1.0);
    let short = with(4, 7);
    assert_eq!((short.score.score, short.gap, short.weighted_gap()), (None, None, None));
    assert_eq!(short.target, Some(3.0), "the target does not depend on answers");
    assert!(short.score.band.is_some(), "its band stands alone");
    assert_eq!(short.score.attained, Some(2));
}

#[test]
fn nothing_answered_and_nothing_applicable() {
    let card = Room::new(one_dimension(3)).card();
    for score in [&card.overall, &card.factors[0].score, &card.dimensions[0].score] {
        assert_eq!((score.score, score.attained), (None, None));
        assert_eq!((score.coverage, score.confidence), (Some(0.0), Some(0.0)));
        is_band(score.band, 1.0, 5.0);
    }
    let card = Room::answering(one_dimension(2), &[Some(NotApplicable); 2]).card();
    for score in [&card.overall, &card.factors[0].score, &card.dimensions[0].score] {
        assert_eq!(
            (score.score, score.attained, score.band, score.coverage, score.confidence),
            (None, None, None, None, None)
        );
    }
    assert_eq!(card.dimensions[0].target, None);
}

#[test]
fn the_votes_alone_decide_until_somebody_settles() {
    let consensus = |says: &[crate::room::Say]| {
        let mut room = Room::new(one_dimension(1));
        for say in says {
            room.vote("STO-1", *say);
        }
        let question = room.question("STO-1");
        assert!(!question.is_settled);
        question.consensus
    };
    assert_eq!(consensus(&[]), Consensus::Unknown);
    assert_eq!(consensus(&[DontKnow]), Consensus::Unknown);
    assert_eq!(consensus(&[NotApplicable, NotApplicable]), Consensus::NotApplicable);
    assert_eq!(consensus(&[NotApplicable, DontKnow]), Consensus::Unknown);
    assert_eq!(consensus(&[NotApplicable, DontKnow, Level(4)]), Consensus::Level(4));
    assert_eq!(
        consensus(&[Level(2), Level(4)]),
        Consensus::Level(2),
        "the lower of the two middle ones"
    );
    assert_eq!(consensus(&[Level(5), Level(1), Level(4), Level(3)]), Consensus::Level(3));
    let mut room = Room::new(one_dimension(1));
    room.votes("STO-1", &[4, 4, 4]).settle("STO-1", Level(2));
    let question = room.question("STO-1");
    assert_eq!((question.consensus, question.is_settled), (Consensus::Level(2), true));
    room.settle("STO-1", NotApplicable);
    assert_eq!(room.question("STO-1").consensus, Consensus::NotApplicable);
    room.answer("STO-1").settled = None;
    let question = room.question("STO-1");
    assert_eq!(
        (question.consensus, question.is_settled),
        (Consensus::Level(4), false),
        "a level without `settled` is a note"
    );
}

#[test]
fn the_band_of_an_answer() {
    let with = |votes: &[u8], strength: Option<Strength>, facts: FactBounds| {
        let mut room = Room::new(one_dimension(1));
        room.votes("STO-1", votes);
        if let Some(strength) = strength {
            room.evidence("STO-1", strength);
        }
        room.facts.insert(QuestionId::from("STO-1"), facts);
        room.question("STO-1").band
    };
    let none = FactBounds::default();
    is_band(with(&[3], None, none), 2.5, 3.5);
    is_band(with(&[3], Some(Strength::Stated), none), 2.5, 3.5);
    is_band(with(&[3], Some(Strength::Shown), none), 2.75, 3.25);
    is_band(with(&[3], Some(Strength::Measured), none), 3.0, 3.0);
    is_band(with(&[2, 3, 5], Some(Strength::Measured), none), 1.5, 4.5);
    is_band(with(&[3, 4], Some(Strength::Shown), none), 2.5, 3.5);
    is_band(with(&[1], None, none), 1.0, 1.5);
    is_band(with(&[5, 5], None, none), 4.5, 5.0);
    is_band(with(&[], None, none), 1.0, 5.0);
    let at_most = |level| FactBounds { at_most: Some(level), at_least: None };
    let at_least = |level| FactBounds { at_most: None, at_least: Some(level) };
    is_band(with(&[4], Some(Strength::Measured), at_most(2)), 2.0, 4.0);
    is_band(with(&[4], Some(Strength::Measured), at_most(5)), 4.0, 4.0);
    is_band(with(&[2], Some(Strength::Measured), at_least(4)), 2.0, 4.0);
    is_band(with(&[2], Some(Strength::Shown), at_least(1)), 1.75, 2.25);
    is_band(with(&[], None, at_least(4)), 1.0, 5.0);
}

#[test]
fn the_strongest_evidence_counts_and_only_that_of_the_question() {
    let mut room = Room::levels(one_dimension(2), &[3, 3]);
    assert_eq!(room.question("STO-1").strength, Strength::Stated);
    room.evidence("STO-1", Strength::Measured).evidence("STO-1", Strength::Stated);
    assert_eq!(room.question("STO-1").strength, Strength::Measured);
    assert_eq!(room.question("STO-2").strength, Strength::Stated);
    room.engagement.evidence[0].pack = Some("another".into());
    assert_eq!(room.question("STO-1").strength, Strength::Stated);
    room.engagement.evidence[0].pack = None;
    assert_eq!(room.question("STO-1").strength, Strength::Measured);
}

#[test]
fn votes_of_another_pack_do_not_count() {
    let mut room = Room::levels(one_dimension(1), &[4]);
    room.engagement.votes[0].pack = "another".into();
    assert_eq!(room.question("STO-1").consensus, Consensus::Unknown);
    room.settle("STO-1", Level(3));
    room.answer("STO-1").pack = "another".into();
    assert_eq!(room.question("STO-1").consensus, Consensus::Unknown);
}

#[test]
fn confidence_is_coverage_times_strength() {
    let mut pack = one_dimension(4);
    pack.questions[0].weight = 2;
    let mut room = Room::answering(pack, &[Some(Level(3)), Some(Level(3)), Some(Level(3)), None]);
    let storage = room.dimension("STO").score;
    close(storage.coverage, 0.8);
    close(storage.confidence, 0.8 * 0.4);
    room.evidence("STO-1", Strength::Measured).evidence("STO-2", Strength::Shown);
    close(room.dimension("STO").score.confidence, 0.8 * (2.0 * 1.0 + 0.7 + 0.4) / 4.0);
}

#[test]
fn a_high_answer_is_provisional_until_it_is_shown() {
    let mut room = Room::levels(one_dimension(3), &[4, 5, 3]);
    let provisional =
        |room: &Room| room.card().questions.iter().map(|q| q.is_provisional).collect::<Vec<_>>();
    assert_eq!(provisional(&room), [true, true, false]);
    room.evidence("STO-1", Strength::Shown).evidence("STO-2", Strength::Measured);
    assert_eq!(provisional(&room), [false, false, false]);
}

#[test]
fn facts_never_change_a_score() {
    let mut room = Room::levels(one_dimension(2), &[4, 2]);
    let before = room.dimension("STO").score;
    room.facts.insert("STO-1".into(), FactBounds { at_most: Some(1), at_least: None });
    room.facts.insert("STO-2".into(), FactBounds { at_most: None, at_least: Some(5) });
    let after = room.dimension("STO").score;
    assert_eq!(
        (before.score, before.attained, before.coverage),
        (after.score, after.attained, after.coverage)
    );
    band(&after, f64::midpoint(1.0, 1.5), f64::midpoint(4.5, 5.0));
}

//! What holds for every pack and every room.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use waymark_core::consensus::{Consensus, derive};
use waymark_core::engagement::{Strength, Vote};
use waymark_core::pack::Pack;
use waymark_core::score::{FactBounds, Score, Scorecard};

use crate::pack::tiny_pack;
use crate::room::Say::{DontKnow, Level, NotApplicable};
use crate::room::{HAIR, Room, Say};

/// What one question is and what the room says of it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    weight: u32,
    own_weight: Option<u8>,
    votes: Vec<Say>,
    settled: Option<Say>,
    strength: Option<Strength>,
    facts: FactBounds,
}

/// Questions by dimension by factor, with the weights of dimension and factor.
pub(crate) type World = Vec<(u32, Vec<(u32, Vec<Asked>)>)>;

fn say() -> impl Strategy<Value = Say> {
    prop_oneof![6 => (1..=5_u8).prop_map(Level), 1 => Just(DontKnow), 1 => Just(NotApplicable)]
}

fn settled() -> impl Strategy<Value = Say> {
    prop_oneof![5 => (1..=5_u8).prop_map(Level), 1 => Just(NotApplicable)]
}

fn asked() -> impl Strategy<Value = Asked> {
    let strength =
        prop_oneof![Just(Strength::Stated), Just(Strength::Shown), Just(Strength::Measured)];
    let facts = (option::weighted(0.2, 1..=5_u8), option::weighted(0.2, 1..=5_u8));
    (
        1..=3_u32,
        option::weighted(0.2, 1..=3_u8),
        vec(say(), 0..6),
        option::weighted(0.2, settled()),
        option::of(strength),
        facts,
    )
        .prop_map(|(weight, own_weight, votes, settled, strength, (at_most, at_least))| {
            Asked {
                weight,
                own_weight,
                votes,
                settled,
                strength,
                facts: FactBounds { at_most, at_least },
            }
        })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    vec((1..=3_u32, vec((1..=3_u32, vec(asked(), 0..6)), 0..4)), 1..4)
}

/// The room of a world, with all weights times `scale`.
pub(crate) fn room(world: &World, scale: u8) -> Room {
    let factor = u32::from(scale);
    let mut pack = tiny_pack();
    for (f, (weight, dimensions)) in world.iter().enumerate() {
        pack = pack.factor(&format!("F{f}"), weight * factor);
        for (d, (weight, questions)) in dimensions.iter().enumerate() {
            pack = pack.dimension(&format!("F{f}D{d}"), weight * factor);
            for (q, asked) in questions.iter().enumerate() {
                pack = pack.question(&format!("F{f}D{d}-{q}"), asked.weight * factor, 3);
            }
        }
    }
    let mut room = Room::new(pack.build());
    for (id, asked) in ids(&room.pack).into_iter().zip(each(world)) {
        for vote in &asked.votes {
            room.vote(&id, *vote);
        }
        if let Some(say) = asked.settled {
            room.settle(&id, say);
        }
        if let Some(weight) = asked.own_weight {
            room.answer(&id).weight = Some(weight * scale);
        }
        if let Some(strength) = asked.strength {
            room.evidence(&id, strength);
        }
        room.facts.insert(id.as_str().into(), asked.facts);
    }
    room
}

fn ids(pack: &Pack) -> Vec<String> {
    pack.questions.iter().map(|q| q.id.to_string()).collect()
}

fn each(world: &World) -> impl Iterator<Item = &Asked> {
    world.iter().flat_map(|(_, dimensions)| dimensions).flat_map(|(_, questions)| questions)
}

/// Every score of a card with its name: the whole, the factors, the dimensions.
fn scores(card: &Scorecard) -> Vec<(String, Score)> {
    let factors = card.factors.iter().map(|f| (f.id.to_string(), f.score));
    let dimensions = card.dimensions.iter().map(|d| (d.id.to_string(), d.score));
    [("overall".to_owned(), card.overall)].into_iter().chain(factors).chain(dimensions).collect()
}

fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < HAIR,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// True where `after` is there exactly when `before` is, and not lower.
fn not_lower(before: Option<f64>, after: Option<f64>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => after >= before - HAIR,
        (before, after) => before.is_none() && after.is_none(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_score_lies_in_its_band(world in world()) {
        for (id, score) in scores(&room(&world, 1).card()) {
            prop_assert_eq!(score.band.is_some(), score.coverage.is_some(), "{}", id);
            let Some(band) = score.band else { continue };
            prop_assert!(band.low >= 1.0 - HAIR && band.low <= band.high + HAIR && band.high <= 5.0 + HAIR, "{}: {:?}", id, band);
            if let Some(value) = score.score {
                prop_assert!(value >= band.low && value <= band.high, "{}: {} in {:?}", id, value, band);
            }
            let (coverage, confidence) = (score.coverage.expect("applies"), score.confidence.expect("applies"));
            prop_assert!((0.0..=1.0 + HAIR).contains(&coverage) && confidence <= coverage + HAIR, "{}", id);
        }
    }

    #[test]
    fn raising_a_consensus_lowers_nothing(world in world(), which in any::<prop::sample::Index>(), by in 1..=4_u8) {
        let mut room = room(&world, 1);
        let before = room.card();
        let lifted: Vec<(String, u8)> = before
            .questions
            .iter()
            .filter_map(|q| Some((q.id.to_string(), q.consensus.level().filter(|level| *level < 5)?)))
            .collect();
        prop_assume!(!lifted.is_empty());
        let (id, level) = which.get(&lifted);
        room.settle(id, Level((level + by).min(5)));
        let after = room.card();
        for ((id, before), (_, after)) in scores(&before).into_iter().zip(scores(&after)) {
            prop_assert!(not_lower(before.score, after.score), "score of {}", id);
            prop_assert!(before.attained <= after.attained, "attained level of {}", id);
            prop_assert!(not_lower(before.band.map(|b| b.low), after.band.map(|b| b.low)), "low end of {}", id);
            prop_assert!(not_lower(before.band.map(|b| b.high), after.band.map(|b| b.high)), "high end of {}", id);
        }
    }

    #[test]
    fn the_order_of_votes_does_not_matter(world in world(), seed in any::<u64>()) {
        let mut room = room(&world, 1);
        let before = room.card();
        let mut state = seed;
        let votes = &mut room.engagement.votes;
        for last in (1..votes.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            votes.swap(last, (state >> 33) as usize % (last + 1));
        }
        prop_assert_eq!(before, room.card());
    }

    #[test]
    fn scaling_all_weights_changes_nothing(world in world(), scale in 2..=3_u8) {
        let (one, many) = (room(&world, 1).card(), room(&world, scale).card());
        for ((id, a), (_, b)) in scores(&one).into_iter().zip(scores(&many)) {
            prop_assert!(same(a.score, b.score), "score of {}", id);
            prop_assert_eq!(a.attained, b.attained, "attained level of {}", id);
            prop_assert!(same(a.band.map(|x| x.low), b.band.map(|x| x.low)), "low end of {}", id);
            prop_assert!(same(a.band.map(|x| x.high), b.band.map(|x| x.high)), "high end of {}", id);
            prop_assert!(same(a.coverage, b.coverage) && same(a.confidence, b.confidence), "coverage or confidence of {}", id);
        }
        for (a, b) in one.dimensions.iter().zip(&many.dimensions) {
            prop_assert!(same(a.target, b.target) && same(a.gap, b.gap), "target or gap of {}", a.id);
        }
    }

    #[test]
    fn equal_votes_give_that_consensus(say in say(), people in 1..9_usize) {
        let mut room = Room::new(crate::pack::one_dimension(1));
        for _ in 0..people {
            room.vote("STO-1", say);
        }
        let votes: Vec<&Vote> = room.engagement.votes.iter().collect();
        let wanted = match say {
            Level(level) => Consensus::Level(level),
            DontKnow => Consensus::Unknown,
            NotApplicable => Consensus::NotApplicable,
        };
        prop_assert_eq!(derive(&votes), wanted);
    }

    #[test]
    fn a_consensus_is_one_of_the_levels_given(levels in vec(1..=5_u8, 1..12)) {
        let mut room = Room::new(crate::pack::one_dimension(1));
        room.votes("STO-1", &levels);
        let level = room.question("STO-1").consensus.level().expect("levels were given");
        prop_assert!(levels.contains(&level));
        let below = levels.iter().filter(|l| **l < level).count();
        let above = levels.iter().filter(|l| **l > level).count();
        prop_assert!(2 * below < levels.len() && 2 * above <= levels.len(), "the lower median");
    }

    #[test]
    fn a_first_answer_never_widens_the_band(world in world(), which in any::<prop::sample::Index>(), votes in vec(1..=5_u8, 1..5)) {
        let mut room = room(&world, 1);
        let before = room.card();
        let open: Vec<String> =
            before.questions.iter().filter(|q| q.consensus == Consensus::Unknown).map(|q| q.id.to_string()).collect();
        prop_assume!(!open.is_empty());
        let id = which.get(&open);
        room.votes(id, &votes);
        let after = room.card();
        let dimension = &before.question(&id.as_str().into()).expect("is there").dimension;
        let band = |card: &Scorecard| card.dimension(dimension).expect("is there").score.band.expect("an open question applies");
        let (before, after) = (band(&before), band(&after));
        prop_assert!(after.low >= before.low - HAIR && after.high <= before.high + HAIR, "{:?} became {:?}", before, after);
    }
}

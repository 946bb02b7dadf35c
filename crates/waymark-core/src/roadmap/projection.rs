//! What the scorecard will say after some initiatives are finished, if each brings what it promises.

use std::collections::{BTreeMap, BTreeSet};

use crate::consensus::Consensus;
use crate::id::{DimensionId, InitiativeId};
use crate::pack::Pack;
use crate::score::{Band, Scorecard, evidence_half_width, scorecard_of};

/// A projected scorecard.
pub type Projection = Scorecard;

/// The scorecard after the given initiatives: each question they lift stands at the highest level promised.
///
/// A question whose level is not known stays unknown, since nobody can say from where it would rise. Bands of lifted answers
/// are as wide as the evidence of today leaves them, without the spread of votes on the old level.
pub fn project(
    pack: &Pack,
    card: &Scorecard,
    finished: &BTreeSet<InitiativeId>,
    importance: &BTreeMap<DimensionId, f64>,
) -> Projection {
    let mut questions = card.questions.clone();
    for question in &mut questions {
        let Consensus::Level(level) = question.consensus else { continue };
        let promised = pack
            .initiatives
            .iter()
            .filter(|initiative| finished.contains(&initiative.id))
            .flat_map(|initiative| &initiative.lifts)
            .filter(|lift| lift.question == question.id)
            .map(|lift| lift.to)
            .max();
        if let Some(to) = promised.filter(|to| *to > level) {
            let half = evidence_half_width(question.strength);
            let level = f64::from(to);
            question.consensus = Consensus::Level(to);
            question.band =
                Some(Band { low: (level - half).max(1.0), high: (level + half).min(5.0) });
        }
    }
    scorecard_of(pack, questions, importance)
}

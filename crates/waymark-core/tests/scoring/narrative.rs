//! The sentences over scorecard and roadmap.

use waymark_core::narrative::{dimension_finding, headline, roadmap_headline};
use waymark_core::pack::{Dimension, Pack};

use crate::pack::tiny_pack;
use crate::readiness::plan;
use crate::room::Room;
use crate::room::Say::{Level, NotApplicable};

fn two_factors() -> Pack {
    let pack = tiny_pack().factor("T", 1).dimension("STO", 1).questions(2);
    let mut pack = pack.factor("M", 1).dimension("CUL", 1).questions(2).build();
    pack.factors[0].title = "Technology".into();
    pack.factors[1].title = "Mindset".into();
    pack.dimensions[0].title = "Storage".into();
    pack.dimensions[1].title = "Culture".into();
    pack
}

fn finding(room: &Room, place: usize) -> String {
    let dimension: &Dimension = &room.pack.dimensions[place];
    dimension_finding(&room.pack, dimension, &room.card().dimensions[place])
}

#[test]
fn a_dimension_in_one_sentence() {
    let room = Room::answering(
        two_factors(),
        &[Some(Level(2)), Some(Level(1)), Some(Level(4)), Some(Level(3))],
    );
    assert_eq!(finding(&room, 0), "Storage stands at 1.5, 1.5 below its target of 3.0");
    assert_eq!(
        finding(&room, 1),
        "Culture stands at 3.5 and meets its target; attained level defined"
    );
    let room = Room::answering(two_factors(), &[Some(Level(2)), None, None, None]);
    assert_eq!(
        finding(&room, 0),
        "Storage has no score yet: 50 % of the weight is answered, 60 % is needed"
    );
    assert_eq!(finding(&room, 1), "Culture has no answer with a level yet");
    let room = Room::answering(two_factors(), &[Some(NotApplicable); 4]);
    assert_eq!(finding(&room, 0), "Storage does not apply");
}

#[test]
fn the_scorecard_in_two_sentences() {
    let said = |levels: &[u8]| {
        let room = Room::levels(two_factors(), levels);
        headline(&room.pack, &room.card())
    };
    let (first, second) = said(&[1, 1, 3, 2]);
    assert_eq!(first, "Technology trails mindset by 1.5 levels");
    assert_eq!(second, "The widest gaps that matter for the goals: storage; culture.");
    let (first, second) = said(&[4, 4, 4, 4]);
    assert_eq!(first, "The factors stand close together, around 4.0");
    assert_eq!(second, "Every scored dimension meets its target.");
    let room = Room::answering(two_factors(), &[Some(Level(2)), Some(Level(2)), None, None]);
    assert_eq!(headline(&room.pack, &room.card()).0, "Only technology has a score so far: 2.0");
    let room = Room::new(two_factors());
    assert_eq!(
        headline(&room.pack, &room.card()),
        (
            "No factor has a score yet".into(),
            "Answer at least 60 % of a dimension's weight to see its score.".into()
        )
    );
}

#[test]
fn the_roadmap_in_two_sentences() {
    let mut pack = tiny_pack().factor("T", 1).dimension("STO", 1).questions(2);
    pack = pack.initiative("I-1", "STO-1", 1, 3, 2.0).initiative("I-2", "STO-2", 1, 3, 2.0);
    let mut pack = pack.build();
    pack.initiatives[0].title = "Owners for data".into();
    pack.initiatives[0].visible_to = vec!["owner".into()];
    let room = Room::levels(pack, &[1, 1]);
    let card = room.card();
    let mut plan = plan(&["I-1", "I-2"], false);
    assert_eq!(
        roadmap_headline(&room.pack, &card, &plan),
        (
            "Two initiatives over two months".into(),
            "The first 13 weeks finish owners for data.".into()
        )
    );
    plan.projections = vec![Room::levels(room.pack.clone(), &[3, 3]).card()];
    assert_eq!(
        roadmap_headline(&room.pack, &card, &plan).0,
        "Two initiatives take the overall score from 1.0 to 3.0 in two months"
    );
    let nothing = crate::readiness::plan(&[], false);
    assert_eq!(
        roadmap_headline(&room.pack, &card, &nothing).0,
        "Nothing is left to plan: every known answer meets its target"
    );
}

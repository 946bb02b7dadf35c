//! The short form is scored over the questions that it asks.

use waymark_core::discovery::profile::Depth;
use waymark_core::known::Known;
use waymark_core::pack::Pack;

use crate::pack::tiny_pack;
use crate::room::Say::Level;
use crate::room::{Room, close};

/// One key question of weight 2, which belongs to the short form, and five others.
fn pack() -> Pack {
    tiny_pack().factor("F", 1).dimension("STO", 1).question("STO-0", 2, 3).questions(5).build()
}

#[test]
fn one_key_question_of_six_gives_the_short_form_its_score() {
    let mut room = Room::new(pack());
    room.vote("STO-0", Level(3));
    let full = room.dimension("STO").score;
    assert_eq!(
        (full.score, full.coverage),
        (None, Some(2.0 / 7.0)),
        "too little for the full form"
    );
    room.engagement.profile.depth = Known::Value(Depth::Short);
    let short = room.dimension("STO").score;
    close(short.score, 3.0);
    assert_eq!(short.coverage, Some(1.0));
    let band = short.band.expect("it applies");
    assert!((band.low - 2.5).abs() < 1e-9 && (band.high - 3.5).abs() < 1e-9, "{band:?}");
    assert_eq!(room.card().questions.len(), 1);
}

#[test]
fn what_was_answered_beyond_the_short_form_still_counts() {
    let mut room = Room::new(pack());
    room.vote("STO-0", Level(3)).vote("STO-4", Level(5));
    room.engagement.profile.depth = Known::Value(Depth::Short);
    close(room.dimension("STO").score.score, 11.0 / 3.0);
    assert_eq!(room.card().questions.len(), 2);
}

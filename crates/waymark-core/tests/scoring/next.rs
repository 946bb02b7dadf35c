//! Which question comes next when time is short.

use waymark_core::next_question::next_questions;
use waymark_core::pack::{Pack, Question};
use waymark_core::record::Kind;

use crate::pack::tiny_pack;
use crate::room::Room;
use crate::room::Say::{DontKnow, Level, NotApplicable};

fn order(room: &Room, pack: &Pack) -> Vec<String> {
    let asked: Vec<&Question> = pack.questions.iter().collect();
    next_questions(pack, &asked, &room.card()).iter().map(|next| next.id.to_string()).collect()
}

fn pack() -> Pack {
    tiny_pack()
        .factor("F", 1)
        .dimension("STO", 1)
        .questions(4)
        .dimension("CAT", 1)
        .question("CAT-1", 2, 3)
        .question("CAT-2", 1, 3)
        .build()
}

#[test]
fn the_answer_that_narrows_its_dimension_most_comes_first() {
    let room = Room::new(pack());
    // CAT-1 holds two thirds of its dimension, CAT-2 a third, each question of STO a quarter.
    assert_eq!(order(&room, &pack()), ["CAT-1", "CAT-2", "STO-1", "STO-2", "STO-3", "STO-4"]);
    let asked: Vec<Question> = pack().questions;
    let asked: Vec<&Question> = asked.iter().collect();
    let first = &next_questions(&pack(), &asked, &room.card())[0];
    assert!(
        (first.narrows - 2.0).abs() < 1e-9,
        "two thirds of the way from 4 levels to 1: {first:?}"
    );
}

#[test]
fn what_is_answered_or_does_not_apply_is_not_asked_and_leaves_the_rest_more_weight() {
    let answers =
        [Some(Level(3)), Some(NotApplicable), Some(NotApplicable), None, None, Some(DontKnow)];
    let room = Room::answering(pack(), &answers);
    // STO-4 is half of what applies there; a don't know is open still.
    assert_eq!(order(&room, &pack()), ["CAT-1", "STO-4", "CAT-2"]);
}

#[test]
fn goals_decide_between_equal_dimensions() {
    let pack = || {
        tiny_pack()
            .factor("F", 1)
            .dimension("STO", 1)
            .questions(2)
            .dimension("CUL", 1)
            .questions(2)
            .raises("T-1", Some(Kind::UseCase), r#"usecase.type == "genai""#, &["CUL-1"], 4)
            .build()
    };
    assert_eq!(order(&Room::new(pack()), &pack())[0], "STO-1", "without goals the pack's order");
    let mut room = Room::new(pack());
    room.goal("GOAL-1", Some(60)).use_case("UC-1", "genai", &["GOAL-1"]);
    assert_eq!(order(&room, &pack())[0], "CUL-1");
}

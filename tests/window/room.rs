//! A two-hour workshop on the keyboard, with a power cut in the middle: nothing is lost.

use serde_json::json;

use crate::driver::{LAPTOP, Window, fresh_folder, key};
use crate::workshop::{QUESTIONS, ask, prepared, with_app};

#[test]
fn a_workshop_is_held_on_the_keyboard_and_survives_a_power_cut() {
    let folder = fresh_folder("workshop");
    let path = prepared(&folder);
    let argument = path.to_string_lossy().into_owned();
    let window = Window::open_in("workshop", &folder, LAPTOP, &[&argument]);
    window.go("assess");
    ask(&window, 0..7);
    window.shot("before-the-cut");
    // The power goes while the next votes are typed.
    window.keys("o");
    window.sees("Nobody has voted yet");
    window.keys("v");
    window.keys("3 3 3");
    window.keeps_draft("3 3 3");
    let window = window.cut_and_restart(&[&argument]);
    window.go("assess");
    window.sees(&format!("7 of {QUESTIONS} answered"));
    // The row that was being typed stands at the question it was typed for.
    window.keys("o");
    window.sees("Nobody has voted yet");
    assert_eq!(window.value("Votes in the participants’ order"), "3 3 3");
    window.shot("after-the-cut");
    window.keys("v");
    window.chord(&[key::CTRL, 'a']);
    window.keys(&key::DELETE.to_string());
    window.is_saved();
    window.keys(&key::ESCAPE.to_string());
    ask(&window, 7..QUESTIONS);
    window.sees(&format!("{QUESTIONS} of {QUESTIONS} answered"));
    window.shot("the-end");
    window.keys("l");
    window.sees("At risk at question 14");
    window.sees("Decided at question 0");
    window.shot("what-was-noted");
    window.has_no_wrongs();
    drop(window);

    with_app(&folder, |call| {
        call("document_open", json!({ "path": path }));
        let questions = call("assess_get", json!({}));
        assert_eq!(
            (&questions["answered"], &questions["asked"]),
            (&json!(QUESTIONS), &json!(QUESTIONS))
        );
        let votes: u64 = questions["dimensions"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|dimension| dimension["questions"].as_array().expect("questions"))
            .map(|question| question["votes"].as_u64().expect("a count"))
            .sum();
        assert_eq!(votes, 9 * QUESTIONS, "every vote is there");
        let noted = call("captures_get", json!({}));
        assert_eq!(noted["captures"].as_array().map(Vec::len), Some(QUESTIONS as usize));
        call("document_close", json!({}));
    });
}

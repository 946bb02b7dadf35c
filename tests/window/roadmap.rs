//! A roadmap made another way: a budget, a scenario kept and taken up, a bar dragged, an initiative of one's own.

use serde_json::json;

use crate::driver::{LAPTOP, Window, key, until};

/// Where the bar of an initiative stands, in the window.
fn bar(window: &Window, id: &str) -> (f64, f64) {
    let script = "const all = [...document.querySelectorAll(`.weeks [data-id='${arguments[0]}'] rect:not(.scene-ring)`)];
        const { x, y, width, height } = all.at(-1).getBoundingClientRect();
        return [x + width / 2, y + height / 2];";
    let place = window.script(script, &[json!(id)]);
    (place[0].as_f64().expect("a number"), place[1].as_f64().expect("a number"))
}

#[test]
fn a_roadmap_is_made_another_way_and_compared() {
    let window = Window::open("roadmap", LAPTOP, &["--sample"]);
    window.go("roadmap");
    window.sees("person-weeks planned");
    let whole = window.text_of("h1");

    // A bar is dragged two weeks to the right, and pins its initiative there.
    let (x, y) = bar(&window, "INI-45");
    let week = window.script(
        "return Number(document.querySelector('.weeks [data-id=\"INI-45\"] rect:not(.scene-ring)').getAttribute('width')) / 8",
        &[],
    );
    window.drag((x, y), (x + 2.0 * week.as_f64().expect("a width"), y));
    window.sees("INI-45 is pinned to week 3");
    window.sees("1 pinned");
    window.press("Undo");
    window.sees("0 pinned");

    window.press("Scenarios");
    window.fill("Keep it under a name", "Every gap");
    window.press("Keep");
    window.sees("Take it up");
    window.press("Budget");
    window.fill("Budget in person-weeks", "120");
    window.keys(&key::TAB.to_string());
    window.sees("of 120 person-weeks are planned");
    window.sees("Budget of 120 person-weeks");
    window.settles();
    assert_ne!(window.text_of("h1"), whole);
    window.shot("scenarios");
    window.press("Take it up");
    window.sees("The roadmap is now that of “Every gap”");
    until("the roadmap as it was", || (window.text_of("h1") == whole).then_some(()));

    window.press("Scenarios");
    window.press("Remove");
    window.sees("“Every gap” removed");
    window.misses("Take it up");

    // One's own initiative is left out until its size is known.
    window.press("Left out");
    window.keys("a");
    window.sees("New initiative");
    window.sees("Its effort and duration are not stated yet");
    window.enter("Title", "Move the head office");
    window.enter("Effort, likely", "12");
    window.enter("Duration, likely", "6");
    window.press("List");
    window.sees("Move the head office");
    window.is_saved();
    window.shot("own");
    window.has_no_wrongs();
}

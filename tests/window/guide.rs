//! The guide inside the application: it opens at the screen that one is on, is searched, and leads back.

use serde_json::json;

use crate::driver::{LAPTOP, Window, key, until};

#[test]
fn the_guide_opens_where_one_is_and_finds_words() {
    let window = Window::open("guide", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    for (screen, says) in [
        ("brief", "participants is the order in which you type votes"),
        ("maturity", "A dimension needs 60 % of its weight answered"),
        ("roadmap", "Drag a bar to pin it"),
    ] {
        window.go(screen);
        window.keys(&key::F1.to_string());
        window.sees(says);
        window.keys(&key::ESCAPE.to_string());
        until(screen, || {
            let hash = window.script("return location.hash", &[]);
            hash.as_str().filter(|hash| hash.starts_with(&format!("#/{screen}"))).map(drop)
        });
        window.settles();
    }

    window.keys(&key::F1.to_string());
    window.keys("/");
    window.keys("redacted pseudonyms");
    window.sees("Redacted copies");
    assert!(window.count("article mark") >= 2, "what was looked for is marked");
    window.shot("found");
    window.press("Redacted copies");
    window.sees("puts pseudonyms in place of people");
    assert!(window.count("article mark") >= 2, "and is marked where it stands");
    let is_in_sight = "const { top } = document.getElementById('redacted-copies').getBoundingClientRect(); return top >= 0 && top < innerHeight";
    until("the heading in sight", || window.script(is_in_sight, &[]).as_bool().filter(|is| *is));
    window.shot("read");
    window.press("Back to what was found");
    window.sees("One place with “redacted pseudonyms”");

    // Pictures are in the application, and are loaded from it.
    window.press("Architecture");
    window.sees("Architecture shows what the answers call for");
    let drawn = "const all = [...document.querySelectorAll('article img')]; return all.length > 0 && all.every((one) => one.complete && one.naturalWidth > 300 && one.alt.length > 10)";
    until("the pictures", || window.script(drawn, &[]).as_bool().filter(|is| *is));
    assert_eq!(
        window.script("return document.querySelectorAll('article figcaption').length", &[]),
        json!(0)
    );
    window.shot("page");
    window.press("Back to Roadmap");
    window.sees("initiatives");

    // From the sheet of keys too.
    window.keys("?");
    window.press("Open the guide");
    window.sees("Drag a bar to pin it");
    window.has_no_wrongs();
}

//! The window in German: nothing is cut off or out of place on any screen, and what the program says is German.

use serde_json::json;

use crate::driver::{LAPTOP, Window, key, until};
use crate::screens::{faults, overflow};

#[test]
fn the_window_speaks_german_on_every_screen() {
    let window = Window::open("german", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.command("Language: Deutsch");
    until("the other language", || {
        (window.script("return document.documentElement.lang", &[]) == json!("de")).then_some(())
    });
    window.sees("58 von 60 beantwortet");
    let mut wrong = vec![];
    for screen in [
        "start",
        "brief",
        "discover",
        "discover?kind=sources",
        "discover?kind=sources&record=SRC-1",
        "assess?question=GOV-1",
        "assess?page=captures",
        "assess?page=verify",
        "evidence",
        "maturity",
        "architecture",
        "roadmap",
        "report",
        "history",
        "guide?page=assess",
    ] {
        window.visit(screen);
        window.shot(&screen.replace(['?', '=', '&'], "-"));
        let found = faults(&window).into_iter().chain(overflow(&window));
        wrong.extend(found.map(|fault| format!("{screen}: {fault}")));
    }
    // What the program makes of the data, and what it says to a mistake.
    window.visit("architecture");
    window.sees("dienen 9 Anwendungsfällen");
    window.visit("roadmap");
    window.sees("Maßnahmen");
    window.visit("start");
    window.keys("n");
    window.keys(&key::ENTER.to_string());
    window.sees("Geben Sie zuerst den Namen des Kunden ein");
    window.shot("a mistake");
    window.keys(&key::ESCAPE.to_string());
    window.visit("assess?question=GOV-1");
    window.sees("Stimmen liegen 2 Stufen auseinander");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    window.has_no_wrongs();
}

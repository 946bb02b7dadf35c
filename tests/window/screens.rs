//! Every screen of the sample, in both sizes and both themes: nothing overflows, nothing complains, axe finds nothing.

use std::fs;

use serde_json::{Value, json};

use crate::driver::{LAPTOP, LARGE, Window, key, repository, until};
use crate::evidence::Account;

/// The steps after Start, in order.
const STEPS: [&str; 7] =
    ["brief", "discover", "assess", "maturity", "architecture", "roadmap", "report"];

/// What makes a screen hard to use, as axe sees it: rule, what it says, where.
pub(crate) fn faults(window: &Window) -> Vec<String> {
    faults_by(window, "{ resultTypes: ['violations'] }")
}

/// The same, with other settings of axe, in JavaScript.
pub(crate) fn faults_by(window: &Window, settings: &str) -> Vec<String> {
    let path = repository().join("ui/node_modules/axe-core/axe.min.js");
    let axe =
        fs::read_to_string(&path).expect("axe-core is installed with the interface's packages");
    let script = format!(
        "{axe}\nconst done = arguments[arguments.length - 1];
        axe.run(document, {settings}).then(
            (result) => done(result.violations.map((one) => `${{one.id}}: ${{one.help}}: ${{one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}}`)),
            (error) => done([String(error)]));"
    );
    let found = window.script_later(&script, &[]);
    found
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// What is wider than the window, or pushes the page beyond it.
pub(crate) fn overflow(window: &Window) -> Vec<String> {
    let script = r#"
        const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
        const found = [];
        if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
        if (scrollHeight > clientHeight) found.push(`the page is ${scrollHeight} high in ${clientHeight}`);
        const main = document.querySelector('main');
        const edge = main.getBoundingClientRect().right;
        const isHeld = (one) => one.closest('.sr, svg') !== null
            || [...parents(one)].some((parent) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(parent).overflowX));
        function* parents(one) { for (let at = one.parentElement; at && at !== main; at = at.parentElement) yield at; }
        for (const one of main.querySelectorAll('*')) {
            if (one.getBoundingClientRect().right > edge + 1 && !isHeld(one)) {
                found.push(`<${one.localName} class="${one.className}"> reaches beyond the content: ${one.textContent.trim().slice(0, 40)}`);
            }
        }
        return found;
    "#;
    texts(&window.script(script, &[]))
}

pub(crate) fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}

fn check(window: &Window, place: &str, wrong: &mut Vec<String>) {
    window.settles();
    window.shot(place);
    let found = overflow(window).into_iter().chain(faults(window));
    wrong.extend(found.map(|fault| format!("{place}: {fault}")));
}

fn every_screen(name: &str, size: (u32, u32), theme: &str) {
    let window = Window::open(name, size, &["--sample"]);
    window.sees("58 of 60 answered");
    let mut wrong = vec![];
    window.click("nav a.home");
    window.press(theme);
    let wanted = json!(theme.to_lowercase());
    assert_eq!(window.script("return document.documentElement.dataset.theme ?? null", &[]), wanted);
    check(&window, "start", &mut wrong);
    for step in STEPS {
        window.go(step);
        check(&window, step, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    window.has_no_wrongs();
}

#[test]
fn every_screen_is_sound_on_a_laptop() {
    every_screen("screens-laptop-light", LAPTOP, "Light");
}

#[test]
fn every_screen_is_sound_on_a_laptop_in_the_dark() {
    every_screen("screens-laptop-dark", LAPTOP, "Dark");
}

#[test]
fn every_screen_is_sound_on_a_large_screen() {
    every_screen("screens-large-light", LARGE, "Light");
}

#[test]
fn every_screen_is_sound_on_a_large_screen_in_the_dark() {
    every_screen("screens-large-dark", LARGE, "Dark");
}

#[test]
fn the_keyboard_alone_leads_from_start_to_an_answer() {
    let window = Window::open("keyboard", LAPTOP, &[]);
    window.sees("None yet.");
    window.keys("?");
    window.sees("Go to or do anything");
    window.shot("keys");
    window.keys(&key::ESCAPE.to_string());
    window.keys("s");
    window.sees("58 of 60 answered");
    window.settles();

    window.chord(&[key::CTRL, 'k']);
    window.settles();
    window.keys("assess");
    window.shot("palette");
    window.keys(&key::ENTER.to_string());
    window.sees("Nobody could give a level");
    window.keys("g");
    window.sees("ING-1");
    window.keys("g");

    // Tab reaches the levels, arrows move on them, Enter takes one.
    let is_on_level = || {
        window.script("return document.activeElement?.getAttribute('role') ?? ''", &[])
            == json!("radio")
    };
    let mut tabs = 0;
    while !is_on_level() {
        assert!(tabs < 30, "Tab does not reach the levels");
        tabs += 1;
        window.keys(&key::TAB.to_string());
    }
    window.shot("focus-on-level");
    window.keys(&format!("{}{}{}", key::DOWN, key::DOWN, key::ENTER));
    window.sees("Consensus 3, defined");
    window.keys("Agreed without votes");
    window.keys(&key::ENTER.to_string());
    window.sees("Consensus 3, defined");
    window.sees("59 of 60 answered");
    window.is_saved();
    window.has_no_wrongs();
}

/// Every drawing has parts that Tab reaches and that show where one is.
#[test]
fn drawings_show_what_has_the_focus() {
    let window = Window::open("drawings", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    for step in ["maturity", "architecture", "roadmap"] {
        window.go(step);
        until(step, || (window.count("main svg [data-id][tabindex]") > 0).then_some(()));
        let is_on_part = || {
            window.script("return document.activeElement?.closest('svg [data-id]') !== null", &[])
                == json!(true)
        };
        let mut tabs = 0;
        while !is_on_part() {
            assert!(tabs < 60, "{step}: Tab does not reach the drawing");
            tabs += 1;
            window.keys(&key::TAB.to_string());
        }
        let first = window.script("return document.activeElement.dataset.id", &[]);
        window.keys(&key::DOWN.to_string());
        assert_ne!(
            window.script("return document.activeElement.dataset.id", &[]),
            first,
            "{step}: arrows do not move on the drawing"
        );
        window.shot(&format!("{step}-focus"));
        window.keys(&key::ENTER.to_string());
        window.settles();
        window.shot(&format!("{step}-open"));
    }
    window.has_no_wrongs();
}

/// Writes the pictures of the README and the guide: no test, and only run when they are to be taken anew.
#[test]
#[ignore = "writes docs/screens"]
fn the_pictures_of_the_guide_are_taken() {
    let folder = repository().join("docs/screens");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let window = Window::open_in("pictures", &Account::home("pictures"), LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    let keep = |name: &str| {
        let path = folder.join(format!("{name}.png"));
        window.picture(&path);
    };
    let take = |name: &str| {
        window.rests();
        keep(name);
    };
    window.go("maturity");
    take("maturity");
    window.go("discover");
    window.press("Sources");
    take("discover");
    window.visit("assess?question=GOV-1");
    window.sees("Who answers for each critical dataset?");
    take("assess");
    window.visit("assess?page=captures");
    take("captures");
    window.visit("assess?page=verify");
    take("verify");
    window.go("architecture");
    take("architecture");
    window.keys("w");
    window.sees("nothing is stored");
    take("what-if");
    window.keys(&key::ESCAPE.to_string());
    window.go("roadmap");
    take("roadmap");
    window.keys("?");
    window.sees("Open the guide");
    take("keys");
    window.keys(&key::ESCAPE.to_string());
    window.go("report");
    window.sees(" pages");
    take("report");
    window.go("brief");
    take("brief");
    window.press("Send out");
    window.sees("One page per role");
    take("prework");
    window.keys(&key::ESCAPE.to_string());
    window.press("Add an assessment");
    window.press("AI readiness 1.0.0, 13 questions");
    window.sees("Add this assessment?");
    take("packs");
    window.keys(&key::ESCAPE.to_string());

    window.visit("history");
    window.keys("j");
    take("history");
    window.visit("start");
    window.press("Light");
    take("start");

    let account = Account::seeded();
    account.scan(&window);
    take("evidence");

    // Last, since it stands in front of the other one.
    window.visit("assess?question=GOV-1");
    window.command("Open the room screen");
    let path = folder.join("room.png");
    window.in_other_window(|| {
        window.sees("Who answers for each critical dataset?");
        window.settles();
        window.picture(&path);
    });
}

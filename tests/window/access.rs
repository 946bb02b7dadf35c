//! For people who do not see, hear or point as others do: axe finds nothing in any state, the keyboard leads through the whole
//! work with the focus in sight, 200 % cuts nothing off, and what the system asks for is followed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::driver::{LAPTOP, Window, fresh_folder, key, until, until_ok};
use crate::screens::{faults, faults_by, overflow, texts};
use crate::workshop::with_app;

/// Controls and drawings without a name, ids that stand twice, and drawings without a table or list for those who cannot see.
const NAMELESS: &str = r#"
    const isShown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    const labelled = (one) => (one.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const name = (one) => [one.getAttribute("aria-label"), labelled(one), one.labels && [...one.labels].map((label) => label.textContent).join(""),
        one.querySelector(":scope > title")?.textContent, one.localName === "input" || one.localName === "select" || one.localName === "textarea" ? "" : one.textContent, one.getAttribute("title")]
        .map((text) => (text ?? "").trim()).find(Boolean) ?? "";
    const found = [];
    const kinds = "button, a[href], input, select, textarea, [role=button], [role=tab], [role=radio], [role=checkbox], [role=option], [role=gridcell][tabindex='0'], [role=dialog], dialog[open], [role=img], [role=group][aria-label], svg[role]";
    for (const one of root.querySelectorAll(kinds)) {
        if (isShown(one) && !name(one)) found.push(`no name: ${one.outerHTML.slice(0, 160)}`);
    }
    for (const drawing of root.querySelectorAll(".scene > svg")) {
        if (!isShown(drawing) || drawing.closest("[aria-hidden=true]")) continue;
        if ((drawing.getAttribute("aria-label") ?? "").length < 12) found.push(`a drawing without a sentence: ${drawing.outerHTML.slice(0, 120)}`);
    }
    const seen = new Set();
    for (const { id } of document.querySelectorAll("[id]")) {
        if (seen.has(id)) found.push(`the id ${id} stands twice`);
        seen.add(id);
    }
    return found;
"#;

/// What is wrong with where the focus is: nothing has it, or it cannot be seen there.
const FOCUS: &str = r#"
    const at = document.activeElement;
    if (!at || at === document.body) return "nothing has the focus";
    if (at.localName === "main" || at.localName === "dialog") return null;
    const box = at.getBoundingClientRect();
    const what = `${at.outerHTML.slice(0, 140)}`;
    if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `the focus is out of sight: ${what}`;
    // A caret shows it where one types.
    if (at.matches("input:not([type=checkbox], [type=radio]), textarea")) return null;
    if (at.closest("svg")?.querySelector(".scene-ring")) return null;
    const rings = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
    };
    const near = [at, at.nextElementSibling, at.parentElement, at.closest("label"), ...at.querySelectorAll(":scope > *")];
    // A grid has the focus in a field of its own, and shows it at the cell.
    const cell = at.closest(".grid")?.querySelector("td.active, [role=gridcell].active");
    return [...near, cell].some((one) => one && rings(one)) ? null : `the focus is not to be seen: ${what}`;
"#;

/// The look at one state after the other, and what was wrong with each.
struct Looks<'a> {
    window: &'a Window,
    wrong: Vec<String>,
}

impl<'a> Looks<'a> {
    fn of(window: &'a Window) -> Self {
        Self { window, wrong: vec![] }
    }

    fn at(&mut self, state: &str) {
        self.window.settles();
        let nameless = texts(&self.window.script(NAMELESS, &[]));
        let found = nameless.into_iter().chain(faults(self.window));
        self.wrong.extend(found.map(|fault| format!("{state}: {fault}")));
    }

    /// Opens something by a key, looks at it, and closes it by Escape. The focus is then where it was, or at least somewhere.
    fn opened(&mut self, keys: &str, state: &str) {
        self.window.keys(keys);
        until(state, || (self.window.count("dialog[open]") > 0).then_some(()));
        self.at(state);
        self.window.keys(&key::ESCAPE.to_string());
        until("the dialog to close", || (self.window.count("dialog[open]") == 0).then_some(()));
        self.holds(&format!("{state}, closed"));
    }

    /// The focus is somewhere, and can be seen there.
    fn holds(&mut self, state: &str) {
        self.window.settles();
        if let Some(wrong) = self.window.script(FOCUS, &[]).as_str() {
            self.wrong.push(format!("{state}: {wrong}"));
        }
    }

    #[track_caller]
    fn are_sound(self) {
        self.window.has_no_wrongs();
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

/// Every screen with what opens on it.
fn states(look: &mut Looks<'_>) {
    let window = look.window;
    window.visit("start");
    look.at("start");
    look.opened("n", "new engagement");
    look.opened("?", "keys");

    window.go("brief");
    look.at("brief");
    window.press("Add an assessment");
    look.at("the menu of assessments");
    window.press("AI readiness 1.0.0, 13 questions");
    window.sees("Add this assessment?");
    look.at("the look at a pack");
    window.keys(&key::ESCAPE.to_string());
    window.misses("Add this assessment?");
    look.holds("the look at a pack, closed");
    window.press("Send out");
    window.sees("One page per role");
    look.at("pre-work");
    window.keys(&key::ESCAPE.to_string());
    window.misses("One page per role");
    look.holds("pre-work, closed");

    window.go("discover");
    for list in
        ["Use cases", "Personas", "Sources", "Regulations", "Constraints", "Platform", "Skills"]
    {
        window.press(list);
        look.at(&format!("discover, {list}"));
    }
    for page in ["discover?kind=sources&record=SRC-1", "discover?kind=use_cases&record=UC-1"] {
        window.visit(page);
        look.at(page);
    }

    window.visit("assess?question=GOV-1");
    look.at("a question");
    for (keys, panel) in
        [("g", "questions"), ("f", "card"), ("w", "workshop"), ("h", "history of a question")]
    {
        window.keys(keys);
        look.at(panel);
    }
    for (keys, form) in
        [("n", "a note"), ("q", "a quote"), ("e", "evidence of an answer"), ("t", "a target")]
    {
        window.keys(keys);
        look.at(form);
        window.keys(&key::ESCAPE.to_string());
    }
    for page in ["assess?page=captures", "assess?page=verify"] {
        window.visit(page);
        look.at(page);
    }

    window.visit("evidence");
    look.at("evidence, empty");
    window.press("For the administrator");
    look.at("for the administrator");
    window.keys(&key::ESCAPE.to_string());
    window.press("Scan an account");
    look.at("a scan");
    window.keys(&key::ESCAPE.to_string());
    until("the dialog to close", || (window.count("dialog[open]") == 0).then_some(()));
    look.holds("a scan, closed");

    window.go("maturity");
    look.at("maturity");
    window.keys("j");
    look.at("maturity, a dimension");
    window.press("Table");
    look.at("maturity, the table");

    window.go("architecture");
    look.at("architecture");
    window.keys("j");
    look.at("architecture, a component");
    look.opened("r", "a verdict");
    window.keys("v");
    look.at("architecture, the list");
    window.keys("v");
    window.keys("w");
    window.sees("nothing is stored");
    look.at("what if");
    window.keys(&key::ESCAPE.to_string());
    window.keys("e");
    window.sees("Decision log");
    look.at("architecture, the formats");
    window.keys(&key::ESCAPE.to_string());

    window.go("roadmap");
    look.at("roadmap");
    window.keys("j");
    look.at("roadmap, an initiative");
    window.press("List");
    look.at("roadmap, the list");
    window.press("Left out");
    look.at("roadmap, left out");
    window.press("Scenarios");
    look.at("scenarios");

    window.go("report");
    window.sees(" pages");
    look.at("report");
    for (button, dialog) in [("Brand", "brand"), ("Redacted copy", "a redacted copy")] {
        window.press(button);
        until(dialog, || (window.count("dialog[open]") > 0).then_some(()));
        look.at(dialog);
        window.keys(&key::ESCAPE.to_string());
        until("the dialog to close", || (window.count("dialog[open]") == 0).then_some(()));
        look.holds(&format!("{dialog}, closed"));
    }

    window.visit("history");
    look.at("history");
    window.keys("j");
    look.at("history, a change");
    window.keys(&key::F1.to_string());
    window.sees("Back to History");
    look.at("guide");
    window.keys("/");
    window.keys("spread");
    look.at("guide, what was found");
    window.keys("qqq");
    look.at("guide, nothing found");
    window.keys(&key::ESCAPE.to_string());
    window.chord(&[key::CTRL, 'k']);
    look.at("palette");
    window.keys("zzz");
    look.at("palette, nothing found");
    window.keys(&key::ESCAPE.to_string());
}

fn every_state(name: &str, theme: &str) {
    let window = Window::open(name, LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.command(theme);
    let mut look = Looks::of(&window);
    states(&mut look);
    look.are_sound();
}

#[test]
fn axe_finds_nothing_in_any_state() {
    every_state("access-light", "Appearance: light");
}

#[test]
fn axe_finds_nothing_in_any_state_in_the_dark() {
    every_state("access-dark", "Appearance: dark");
}

/// What an engagement looks like before anything was entered.
#[test]
fn axe_finds_nothing_on_empty_screens_and_on_the_room_screen() {
    let folder = fresh_folder("access-empty");
    let path = folder.join("Empty.waymark");
    with_app(&folder, |call| {
        call("document_new", json!({ "path": path, "client": "Empty", "isAnonymous": true }));
        call("document_close", json!({}));
    });
    let window = Window::open_in("access-empty", &folder, LAPTOP, &[&path.to_string_lossy()]);
    window.sees("0 of 60 answered");
    let mut look = Looks::of(&window);
    for screen in [
        "brief",
        "discover",
        "assess",
        "assess?page=captures",
        "assess?page=verify",
        "evidence",
        "maturity",
        "architecture",
        "roadmap",
        "report",
        "history",
    ] {
        window.visit(screen);
        look.at(screen);
    }
    window.visit("assess");
    window.command("Open the room screen");
    let found = window.in_other_window(|| {
        window.sees("Data strategy diagnostic");
        faults(&window)
    });
    look.wrong.extend(found.into_iter().map(|fault| format!("room screen: {fault}")));
    look.are_sound();
}

/// With more contrast every text is at least seven to one on its ground, by axe's stricter rule.
fn more_contrast(name: &str, theme: &str) {
    let window = Window::open(name, LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.command(theme);
    window.command("Contrast: more");
    assert_eq!(window.script("return document.documentElement.dataset.contrast", &[]), "more");
    let settings =
        "{ resultTypes: ['violations'], rules: { 'color-contrast-enhanced': { enabled: true } } }";
    let mut wrong = vec![];
    for screen in [
        "start",
        "brief",
        "discover",
        "assess?question=GOV-1",
        "maturity",
        "architecture",
        "roadmap",
        "report",
        "history",
        "guide?page=assess",
    ] {
        window.visit(screen);
        window.shot(&screen.replace(['?', '='], "-"));
        let found = faults_by(&window, settings);
        wrong.extend(found.into_iter().map(|fault| format!("{screen}: {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    window.has_no_wrongs();
}

#[test]
fn more_contrast_makes_every_text_strong() {
    more_contrast("contrast-light", "Appearance: light");
}

#[test]
fn more_contrast_makes_every_text_strong_in_the_dark() {
    more_contrast("contrast-dark", "Appearance: dark");
}

/// A desktop without animations: nothing in the window moves either.
#[test]
fn nothing_moves_where_the_system_asks_for_less_motion() {
    let folder = fresh_folder("motion");
    let settings = folder.join("config/gtk-3.0");
    fs::create_dir_all(&settings).expect("the folder can be made");
    fs::write(settings.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")
        .expect("it can be written");
    let window = Window::open_in("motion", &folder, LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    let asks = window.script("return matchMedia('(prefers-reduced-motion: reduce)').matches", &[]);
    assert_eq!(asks, json!(true), "the web view hands on what the desktop asks for");
    window.script(
        "window.moved = []; for (const kind of ['animationstart', 'transitionrun']) document.addEventListener(kind, (event) => window.moved.push(`${kind} ${event.animationName ?? event.propertyName} ${event.target.outerHTML.slice(0, 80)}`), true)",
        &[],
    );
    for screen in ["brief", "discover", "assess", "maturity", "architecture", "roadmap", "report"] {
        window.go(screen);
        window.keys("?");
        window.settles();
        window.keys(&key::ESCAPE.to_string());
    }
    window.press("Brand");
    window.settles();
    assert_eq!(window.script("return window.moved", &[]), json!([]));
    window.has_no_wrongs();
}

/// What is cut off, hidden behind something else, or beyond the window, where everything is drawn twice as large.
const CUT: &str = r#"
    const found = [];
    const isShown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
    const told = (one) => `<${one.localName} class="${one.getAttribute("class") ?? ""}"> ${(one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 50)}`;
    function* parents(one) { for (let at = one.parentElement; at; at = at.parentElement) yield at; }
    const scrolls = (one, axis) => [...parents(one)].some((parent) => ["auto", "scroll"].includes(getComputedStyle(parent)[`overflow${axis}`]) && parent.localName !== "html");
    const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.querySelector(".frame");
    for (const one of root.querySelectorAll("*")) {
        if (!isShown(one) || one.closest(".sr, svg, [aria-hidden=true]")) continue;
        const hasText = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
        const style = getComputedStyle(one);
        const isCut = (style.overflowX === "hidden" || style.overflowX === "clip") && one.scrollWidth > one.clientWidth + 1 && style.textOverflow !== "ellipsis";
        const isShort = (style.overflowY === "hidden" || style.overflowY === "clip") && one.scrollHeight > one.clientHeight + 4;
        if (hasText && isCut) found.push(`cut off at its side: ${told(one)}`);
        if (hasText && isShort) found.push(`cut off below: ${told(one)}`);
    }
    const controls = [...root.querySelectorAll("button, a[href], input, select, textarea")].filter((one) => isShown(one) && !one.closest(".sr, svg"));
    const boxes = controls.map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 2 && box.height > 2);
    for (const [one, box] of boxes) {
        if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(one, "X")) found.push(`beyond the window: ${told(one)}`);
        if ((box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(one, "Y")) found.push(`above or below the window: ${told(one)}`);
    }
    const scroller = (one) => [...parents(one)].find((parent) => ["auto", "scroll", "hidden"].includes(getComputedStyle(parent).overflowY)) ?? null;
    for (const [at, [one, a]] of boxes.entries()) {
        for (const [other, b] of boxes.slice(at + 1)) {
            if (one.contains(other) || other.contains(one) || scroller(one) !== scroller(other)) continue;
            if ([one, other].some((each) => getComputedStyle(each).position === "absolute" || [...parents(each)].some((parent) => ["absolute", "sticky", "fixed"].includes(getComputedStyle(parent).position) && parent.localName !== "dialog"))) continue;
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (wide > 3 && high > 3) found.push(`one over the other: ${told(one)} and ${told(other)}`);
        }
    }
    const main = document.querySelector("main");
    if (main && main.clientHeight < 120) found.push(`the content has ${main.clientHeight} points of height`);
    if (main && main.clientWidth < 280) found.push(`the content has ${main.clientWidth} points of width`);
    return [...new Set(found)];
"#;

#[test]
fn nothing_is_lost_at_twice_the_size() {
    let window = Window::open("twice", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    // A step at a time, each seen before the next.
    let width = || window.script("return innerWidth", &[]).as_u64().unwrap_or_default();
    while width() > u64::from(LAPTOP.0 / 2) {
        let before = width();
        // A key that comes while the page is busy may be lost: it is pressed again after a while. The largest size is twice the usual.
        let mut looks = 0;
        until("a larger size", || {
            if looks % 100 == 0 {
                window.chord(&[key::CTRL, '+']);
            }
            looks += 1;
            (width() < before).then_some(())
        });
    }
    assert_eq!(width(), u64::from(LAPTOP.0 / 2), "twice the size");
    let mut wrong = vec![];
    let mut check = |state: &str| {
        window.shot(&state.replace(['?', '=', '&'], "-"));
        let cut = texts(&window.script(CUT, &[]));
        let found = cut.into_iter().chain(overflow(&window));
        wrong.extend(found.map(|fault| format!("{state}: {fault}")));
    };
    for screen in [
        "start",
        "brief",
        "discover",
        "discover?kind=sources",
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
        check(screen);
    }
    // With what opens beside the content and over it.
    for (screen, keys, state) in [
        ("assess?question=GOV-1", "f", "the card"),
        ("assess?question=GOV-1", "w", "the workshop"),
        ("maturity", "f", "maturity explained"),
        ("architecture", "f", "the panel of the architecture"),
        ("roadmap", "f", "the panel of the roadmap"),
        ("report", "f", "the panel of the report"),
        ("start", "n", "a new engagement"),
        ("start", "?", "the keys"),
    ] {
        window.visit(screen);
        window.keys(keys);
        check(state);
        window.keys(&key::ESCAPE.to_string());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The size is kept for the next time, and a key brings back the usual one.
    let window = window.cut_and_restart(&["--sample"]);
    until("twice the size again", || {
        (window.script("return innerWidth", &[]) == json!(LAPTOP.0 / 2)).then_some(())
    });
    window.chord(&[key::CTRL, '0']);
    until("the usual size", || {
        (window.script("return innerWidth", &[]) == json!(LAPTOP.0)).then_some(())
    });
    window.has_no_wrongs();
}

/// Someone who works on the keyboard alone.
struct Hands<'a>(&'a Window);

impl Hands<'_> {
    fn focused(&self) -> Value {
        let script = r#"
            const at = document.activeElement;
            const labels = at.labels ? [...at.labels].map((label) => label.textContent).join(" ") : "";
            const labelled = (at.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
            const name = [at.getAttribute("aria-label"), labelled, labels, at.textContent].map((text) => (text ?? "").replace(/\s+/g, " ").trim()).find(Boolean) ?? "";
            const within = [...document.querySelectorAll("section[aria-label], [role=grid]")].filter((one) => one.contains(at)).map((one) => one.getAttribute("aria-label")).join(" ");
            return [at.localName, at.getAttribute("role") ?? "", name, within];
        "#;
        self.0.script(script, &[])
    }

    /// The focus is somewhere and is to be seen.
    #[track_caller]
    fn sees_focus(&self) {
        until_ok("the focus", || match self.0.script(FOCUS, &[]).as_str() {
            Some(wrong) => Err(wrong.to_owned()),
            None => Ok(()),
        });
    }

    /// Goes on with Tab until what has the focus is the wanted one, and looks at every stop on the way.
    #[track_caller]
    fn tab_to(&self, wanted: &str, is: impl Fn(&str, &str, &str, &str) -> bool) {
        let mut stops = vec![];
        for _ in 0..90 {
            self.0.keys(&key::TAB.to_string());
            let at = self.focused();
            let [kind, role, name, within] =
                [0, 1, 2, 3].map(|part| at[part].as_str().unwrap_or_default());
            if kind != "body" {
                self.sees_focus();
            }
            if is(kind, role, name, within) {
                return;
            }
            stops.push(format!("{kind} {role} {}", name.chars().take(40).collect::<String>()));
        }
        panic!("Tab does not reach {wanted}; it stops at: {}", stops.join(" | "));
    }

    #[track_caller]
    fn tab_to_named(&self, wanted: &str) {
        self.tab_to(wanted, |_, _, name, _| name.starts_with(wanted));
    }

    /// A screen by its name, as the palette has it.
    #[track_caller]
    fn go(&self, screen: &str) {
        self.0.command(screen);
        until(screen, || {
            let hash = self.0.script("return location.hash", &[]);
            hash.as_str().filter(|hash| hash.starts_with(&format!("#/{screen}"))).map(drop)
        });
        self.0.settles();
        self.sees_focus();
    }
}

/// A line in a grid of two columns or more, typed where the focus is.
fn line(window: &Window, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        window.keys(cell);
        let is_last = at + 1 == cells.len();
        window.keys(&if is_last { key::ENTER } else { key::TAB }.to_string());
    }
}

fn begin(window: &Window, path: &Path) {
    let hands = Hands(window);
    window.keys("n");
    window.sees("One file holds everything");
    window.keys("Harbour Foods");
    hands.tab_to_named("Choose folder and create");
    window.keys(&key::ENTER.to_string());
    window.answer_dialog("Save File", path);
    until("the brief", || {
        let hash = window.script("return location.hash", &[]);
        hash.as_str().filter(|hash| hash.starts_with("#/brief")).map(drop)
    });
    window.settles();
}

#[test]
fn the_keyboard_alone_leads_from_a_new_engagement_to_its_report() {
    let window = Window::open("keyboard-journey", LAPTOP, &[]);
    let hands = Hands(&window);
    window.sees("None yet.");
    begin(&window, &window.folder.join("Harbour Foods.waymark"));
    hands.sees_focus();

    // The short form, then the people.
    hands.tab_to("Sponsor", |kind, _, name, _| kind == "input" && name.starts_with("Sponsor"));
    window.keys(&format!("Ines Duarte{}", key::TAB));
    hands.tab_to("the depth", |kind, _, name, _| kind == "input" && name.contains("Full"));
    window.keys(&key::LEFT.to_string());
    window.sees("15");
    hands.tab_to("the participants", |kind, _, _, within| {
        kind == "textarea" && within.contains("Participants")
    });
    line(&window, &["Ines Duarte", "Executive"]);
    window.sees("1 participant");
    line(&window, &["Tom Okoro", "Business owner"]);
    window.sees("2 participants");
    line(&window, &["Somebody Else", "Data engineer"]);
    window.sees("3 participants");
    window.is_saved();
    // Taken away again: the focus stays in the grid, and typing goes on there.
    window.keys(&key::UP.to_string());
    window.chord(&[key::CTRL, key::DELETE]);
    window.sees("2 participants");
    hands.sees_focus();
    window.shot("people");

    // What an architecture rests on, one list further than the goals.
    hands.go("discover");
    window.keys("]");
    window.sees("Add use case");
    hands.tab_to("the use cases", |kind, _, name, _| {
        kind == "textarea" && name.contains("Use cases")
    });
    line(&window, &["Order what sells"]);
    window.sees("Order what sells");
    window.is_saved();
    hands.go("brief");
    hands.go("discover");
    hands.tab_to("the goals", |kind, _, name, _| kind == "textarea" && name.contains("Goals"));
    line(&window, &["Fewer empty shelves", "Cost reduction"]);
    window.sees("Fewer empty shelves");
    window.is_saved();
    hands.sees_focus();

    hands.go("assess");
    for number in 0..15 {
        if number > 0 {
            window.keys("o");
        }
        window.sees("Nobody has voted yet");
        window.keys("v");
        window.keys(&format!("2 3{}", key::ENTER));
        window.sees("2 of 2 have voted");
        window.keys("r");
        window.sees("Votes give");
        window.sees(&format!("{} of 15 answered", number + 1));
        window.is_saved();
    }
    // A form is opened by its key and left by Escape.
    window.keys("n");
    window.sees("What was heard; it goes into the report");
    hands.sees_focus();
    window.keys("Keeps lists of their own.");
    window.chord(&[key::CTRL, key::ENTER]);
    window.sees("Keeps lists of their own.");
    window.is_saved();

    // A number opens to what it was made from.
    hands.go("maturity");
    hands.tab_to("the drawing", |_, role, name, _| role == "button" && name.contains(": score"));
    window.keys(&key::ENTER.to_string());
    window.settles();
    until("the dimension", || {
        let hash = window.script("return location.hash", &[]);
        hash.as_str().filter(|hash| hash.contains("dimension=")).map(drop)
    });
    hands.sees_focus();
    window.shot("maturity");

    // A verdict asked for and given up, then one given.
    hands.go("architecture");
    window.sees("components");
    window.keys("j");
    window.settles();
    window.keys("r");
    until("the dialog", || (window.count("dialog[open]") > 0).then_some(()));
    hands.sees_focus();
    window.keys(&key::ESCAPE.to_string());
    until("the dialog to close", || (window.count("dialog[open]") == 0).then_some(()));
    hands.sees_focus();
    window.keys("a");
    window.sees("Accepted");
    window.is_saved();
    window.shot("accepted");

    hands.go("roadmap");
    window.sees("initiatives");
    window.keys("j");
    window.settles();
    hands.sees_focus();

    // The guide, from where one is and back.
    window.keys(&key::F1.to_string());
    window.sees("Back to Roadmap");
    hands.sees_focus();
    window.keys(&key::ESCAPE.to_string());
    window.sees("initiatives");
    hands.sees_focus();

    // F6 goes round the parts of the window.
    let mut parts = vec![];
    for _ in 0..5 {
        window.keys(&key::F6.to_string());
        hands.sees_focus();
        let part = window.script("return document.activeElement.closest('nav, header, main, aside, footer')?.localName ?? ''", &[]);
        parts.push(part.as_str().unwrap_or_default().to_owned());
    }
    parts.sort();
    parts.dedup();
    assert!(parts.len() >= 4, "F6 stops at {parts:?}");

    hands.go("report");
    window.sees(" pages");
    window.chord(&[key::CTRL, 'e']);
    window.answer_dialog("Save File", &window.folder.join("Harbour Foods report.pdf"));
    window.sees("Harbour Foods report.pdf: ");
    hands.sees_focus();
    // And back to where one was.
    window.chord(&[key::ALT, key::LEFT]);
    window.sees("initiatives");
    hands.sees_focus();
    window.has_no_wrongs();
}

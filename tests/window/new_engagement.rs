//! A new engagement, typed from nothing to its report.

use std::path::Path;

use crate::driver::{LAPTOP, Window, key, until};
use crate::pdf;

/// Types a line into the last row of a grid: one text per column, `None` leaves a column as it is.
fn add_line(window: &Window, grid: &str, cells: &[Option<&str>]) {
    let rows = window.count(&format!("{grid} tbody tr[aria-rowindex]"));
    // The cell after the code, in the line that adds.
    window.click(&format!("{grid} tr.add td:nth-child(2)"));
    for (at, cell) in cells.iter().enumerate() {
        if let Some(text) = cell {
            window.keys(text);
        }
        let is_last = at + 1 == cells.len();
        window.keys(&if is_last { key::ENTER } else { key::TAB }.to_string());
    }
    until("the new line", || {
        (window.count(&format!("{grid} tbody tr[aria-rowindex]")) > rows).then_some(())
    });
    window.is_saved();
}

/// The document as the person names it in the native dialog.
fn make(window: &Window, path: &Path) {
    window.keys("n");
    window.sees("One file holds everything");
    window.fill("Client", "Harbour Foods");
    window.sees("Harbour Foods.waymark");
    window.press("Choose folder and create");
    window.answer_dialog("Save File", path);
    window.sees("Harbour Foods");
    until("the brief", || {
        window
            .script("return location.hash", &[])
            .as_str()
            .filter(|hash| hash.starts_with("#/brief"))
            .map(drop)
    });
    window.settles();
}

fn brief(window: &Window) {
    window.enter("Sponsor", "Ines Duarte, Chief Operating Officer");
    window.choose("Industry", "Retail");
    window.choose("Size", "500 to 10,000 people");
    window.enter("Scope", "Orders, stock and customers of the food halls. Payroll is out.");
    window.enter("Workshop from", "2026-11-24");
    window.enter("Workshop to", "2026-11-25");
    window.enter("Report date", "2026-12-04");
    window.enter("Roadmap starts", "2027-01-04");
    window.is_saved();
    let people = "section[aria-label='Participants']";
    add_line(window, people, &[Some("Ines Duarte"), Some("Executive"), Some("COO")]);
    // A name alone is kept too; its role can follow.
    add_line(window, people, &[Some("Tom Okoro")]);
    window.keys(&key::UP.to_string());
    window.keys(&key::TAB.to_string());
    window.keys("Business owner");
    window.keys(&key::ENTER.to_string());
    window.is_saved();
    add_line(window, people, &[Some("Mira Lind"), Some("Data engineer")]);
    window.sees("3 participants");
    window.sees("Scope, dates and participants are set");
    window.shot("brief");
}

fn discover(window: &Window) {
    let grid = "main .grid";
    window.go("discover");
    add_line(
        window,
        grid,
        &[
            Some("Fewer empty shelves"),
            Some("Cost reduction"),
            Some("Share of lines out of stock"),
            Some("Percent"),
            Some("8"),
            Some("3"),
        ],
    );
    add_line(
        window,
        grid,
        &[
            Some("Regulars feel known"),
            Some("Loyalty and retention"),
            Some("Repeat purchase rate"),
            Some("Percent"),
            Some("35"),
            Some("45"),
        ],
    );
    window.sees("Fewer empty shelves");

    window.press("Use cases");
    window.settles();
    add_line(window, grid, &[Some("Next best offer"), Some("Personalisation"), Some("Qualified")]);
    add_line(window, grid, &[Some("Stock forecast by hall"), Some("Prediction"), Some("Idea")]);

    window.press("Personas");
    window.settles();
    add_line(window, grid, &[Some("Hall manager"), Some("Manager"), Some("6 to 25")]);

    window.press("Sources");
    window.settles();
    add_line(window, grid, &[Some("Till system"), Some("Database"), Some("SQL Server")]);
    // A block from a spreadsheet: pasted below what is there, in one change.
    window.copy("Web shop\tSaaS\nStock book\tFiles\nLoyalty cards\tDatabase\n");
    window.click(&format!("{grid} tr.add td:nth-child(2)"));
    window.press_keyboard("ctrl+v");
    window.sees("3 lines pasted");
    window.sees("Loyalty cards");
    window.shot("sources");

    window.press("Regulations");
    window.settles();
    add_line(window, grid, &[Some("Customer data"), Some("GDPR")]);
    window.press("Constraints");
    window.settles();
    add_line(
        window,
        grid,
        &[Some("Customer data stays in the Union"), Some("EU"), Some("Required")],
    );
    window.shot("constraints");
}

/// Votes of the three, shown to all.
fn vote(window: &Window, row: &str, finding: &str) {
    window.keys("v");
    window.keys(row);
    window.keys(&key::ENTER.to_string());
    window.sees("3 of 3 have voted");
    window.keys("r");
    window.sees(finding);
    window.is_saved();
}

fn assess(window: &Window) {
    window.go("assess");
    let first = window.text_of("main h1");
    vote(window, "2 3 2", "Votes give 2, emerging");
    // One does not know; the level comes from the others.
    window.keys("j");
    until("the next question", || (window.text_of("main h1") != first).then_some(()));
    vote(window, "3 - 4", "1 don’t know");

    window.keys("n");
    window.sees("What was heard; it goes into the report");
    window.keys("The hall managers keep lists of their own.");
    window.chord(&[key::CTRL, key::ENTER]);
    window.sees("The hall managers keep lists of their own.");
    window.is_saved();

    window.keys("e");
    window.sees("What supports the answer");
    window.keys("Stock book of the north hall");
    window.press("Shown");
    window.focus("What supports the answer");
    window.keys(&format!("{}{}", key::END, key::ENTER));
    window.sees("shown: Stock book of the north hall");
    window.is_saved();
    window.shot("evidence");

    // A question that does not apply needs a reason.
    window.keys("j");
    window.settles();
    window.chord(&[key::SHIFT, 'N']);
    window.sees("Settle as not applicable");
    window.keys(&key::ENTER.to_string());
    window.sees("Say why the question does not apply");
    window.keys("There is nothing of the kind");
    window.keys(&key::ENTER.to_string());
    window.sees("Does not apply here");
    window.is_saved();
    window.shot("not-applicable");

    // The rest of the first dimensions, as fast as a facilitator goes on.
    for _ in 0..20 {
        let before = window.text_of("main h1");
        window.keys("o");
        until("the next open question", || (window.text_of("main h1") != before).then_some(()));
        vote(window, "2 2 3", "Votes give 2, emerging");
    }
}

#[test]
fn a_new_engagement_is_typed_from_nothing() {
    let window = Window::open("new-engagement", LAPTOP, &[]);
    window.sees("None yet.");
    let path = window.folder.join("Harbour Foods.waymark");
    make(&window, &path);
    brief(&window);
    discover(&window);
    assess(&window);

    window.go("maturity");
    window.sees("Overall");
    window.shot("maturity");
    let headline = window.text_of("main h1");

    window.go("architecture");
    window.sees("components");
    assert!(window.count("main svg [data-id]") > 5, "no components are drawn");
    window.shot("architecture");
    window.go("roadmap");
    window.sees("initiatives");
    assert!(window.count("main svg [data-id]") > 3, "no initiatives are drawn");
    window.shot("roadmap");

    window.go("report");
    window.sees(" pages");
    window.press("Export PDF");
    // Without the ending, which is added.
    window.answer_dialog("Save File", &window.folder.join("Harbour Foods report"));
    window.sees("Written to ");
    window.shot("report");
    let report = pdf::read(&window.folder.join("Harbour Foods report.pdf"));
    assert!(report.pages > 15, "{} pages", report.pages);
    assert!(report.cover.contains("Harbour Foods"), "{}", report.cover);
    assert!(report.beginning.contains("Fewer empty shelves"), "{}", report.beginning);
    window.has_no_wrongs();

    // Started anew, it is the first of the recent ones.
    let window = window.cut_and_restart(&[]);
    window.sees("Harbour Foods.waymark");
    window.press("Harbour Foods");
    window.sees("Two goals");
    window.go("maturity");
    assert_eq!(window.text_of("main h1"), headline);
    window.has_no_wrongs();
}

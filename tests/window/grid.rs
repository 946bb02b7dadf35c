//! Copying and pasting in a grid with the real clipboard and the real keyboard.

use serde_json::json;

use crate::driver::{LAPTOP, Window, key, until};

const GRID: &str = "main .grid";

fn rows(window: &Window) -> u64 {
    window.count(&format!("{GRID} tbody tr:not(.add, .blank)"))
}

fn cell(window: &Window, row: u32, column: u32) -> String {
    window.text_of(&format!("{GRID} tbody tr:nth-child({row}) td:nth-child({column})"))
}

fn click(window: &Window, row: u32, column: u32) {
    window.click(&format!("{GRID} tbody tr:nth-child({row}) td:nth-child({column})"));
}

#[test]
fn cells_are_copied_and_pasted() {
    let window = Window::open("grid", LAPTOP, &["--sample"]);
    window.sees("Meridian");
    window.go("discover");
    until("five goals", || (rows(&window) == 5).then_some(()));
    let (title, kpi) = (cell(&window, 1, 2), cell(&window, 1, 4));

    // One cell over another.
    click(&window, 1, 4);
    window.press_keyboard("ctrl+c");
    click(&window, 2, 4);
    window.press_keyboard("ctrl+v");
    until("the pasted cell", || (cell(&window, 2, 4) == kpi).then_some(()));
    window.is_saved();
    window.chord(&[key::CTRL, 'z']);
    until("the old cell", || (cell(&window, 2, 4) != kpi).then_some(()));

    // A block, below the last line: new goals in one change.
    click(&window, 1, 2);
    window.chord(&[key::SHIFT, key::DOWN]);
    window.chord(&[key::SHIFT, key::RIGHT]);
    window.shot("block");
    window.press_keyboard("ctrl+c");
    window.click(&format!("{GRID} tr.add td:nth-child(2)"));
    window.press_keyboard("ctrl+v");
    window.sees("2 lines pasted");
    until("seven goals", || (rows(&window) == 7).then_some(()));
    assert_eq!(cell(&window, 6, 2), title);
    assert_eq!(cell(&window, 6, 3), cell(&window, 1, 3));
    window.shot("pasted");
    window.press("Undo");
    until("five goals", || (rows(&window) == 5).then_some(()));

    // What was copied is there for other programs too.
    click(&window, 1, 4);
    window.press_keyboard("ctrl+c");
    window.click("input[type=search]");
    window.press_keyboard("ctrl+v");
    until("the copied text", || (window.value("Filter") == kpi).then_some(()));
    until("one goal", || (rows(&window) == 1).then_some(()));
    window.press_keyboard("ctrl+a");
    window.keys(&key::BACKSPACE.to_string());

    // Delete makes unknown, and says so.
    click(&window, 3, 4);
    window.keys(&key::DELETE.to_string());
    until("unknown", || (cell(&window, 3, 4) == "unknown").then_some(()));
    window.is_saved();

    // A refused number stays with its reason, and Escape brings the old one back.
    let baseline = cell(&window, 1, 6);
    click(&window, 1, 6);
    window.keys("many");
    window.keys(&key::ENTER.to_string());
    window.keys(&key::UP.to_string());
    window.sees("“many” is not a number");
    window.shot("refused");
    window.keys(&key::ESCAPE.to_string());
    until("the old number", || (cell(&window, 1, 6) == baseline).then_some(()));

    // The grid keeps to the width of the window and scrolls in itself.
    let scrolls = window.script("const box = document.querySelector('main .grid .box'); return box.scrollWidth >= box.clientWidth && box.getBoundingClientRect().right <= innerWidth", &[]);
    assert_eq!(scrolls, json!(true));
    click(&window, 1, 2);
    window.keys(&key::END.to_string());
    window.settles();
    let is_seen = window.script("const cell = document.querySelector('main .grid td.active').getBoundingClientRect(); return cell.right <= innerWidth + 1 && cell.left >= 0", &[]);
    assert_eq!(is_seen, json!(true), "the last column is not brought into sight");
    window.shot("last-column");
    window.keys(&key::HOME.to_string());
    window.keys(&format!("{}{}", key::LEFT, key::TAB));
    window.has_no_wrongs();
}

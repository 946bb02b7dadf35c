//! A table from a spreadsheet taken in, its bad cell corrected on the way, and an inventory handed out again.

use std::fs;

use crate::driver::{LAPTOP, Window, key, until};

#[test]
fn a_table_is_taken_in_and_handed_out() {
    let window = Window::open("tables", LAPTOP, &["--sample"]);
    window.sees("58 of 60 answered");
    window.go("discover");
    window.press("Sources");
    window.sees("Five of 22 sources have no business owner");

    let table = window.folder.join("Sources of the till project.csv");
    let text = "ID;Source;Kind;Engine;Volume per day\n;Till archive;Database;Oracle;12,5\nSRC-1;Store tills;Database;;38\n;Footfall;Sensors;;\n";
    fs::write(&table, text).expect("the table can be written");
    window.press("Import CSV or XLSX");
    window.answer_dialog("Open File", &table);
    window.sees("Till archive");
    window.shot("file");
    window.press("Next");
    window.sees("columns go to a field");
    window.shot("columns");
    window.press("Next");
    window.sees("1 cell to correct");
    window.sees("“Sensors” is none of the choices");
    window.shot("preview");
    // The entry of the list leads to its cell, which takes the correction.
    window.press("Row 4, Kind");
    window.keys("Devices");
    window.keys(&key::ENTER.to_string());
    window.misses("1 cell to correct");
    window.sees("2 new, 1 written over");
    window.press("Import 3 rows");
    window.sees("3 sources imported");
    window.sees("24 sources");
    window.is_saved();
    window.shot("imported");
    window.press("Undo");
    window.sees("Five of 22 sources have no business owner");

    // Once more, and given up: the button goes on working.
    for _ in 0..2 {
        window.press("Import CSV or XLSX");
        window.answer_dialog("Open File", &table);
        window.sees("Till archive");
        window.press("Cancel");
        window.misses("Till archive");
    }

    let book = window.folder.join("Sources.xlsx");
    window.press("XLSX");
    window.answer_dialog("Save File", &book);
    until("the workbook", || fs::metadata(&book).ok().filter(|data| data.len() > 5_000));

    window.press("Use cases");
    window.press("Value and feasibility");
    window.sees("use cases are valuable and feasible");
    window.shot("value");
    window.press("Journeys");
    window.sees("moments of the journey");
    window.shot("journeys");
    window.has_no_wrongs();
}

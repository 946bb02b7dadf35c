//! Tables of other programs: what goes out as CSV or XLSX comes in again, and what is no table is told.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_core::record::Kind;
use waymark_tests::Laptop;

fn with_sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

/// The first table of a file, its head apart.
fn table(laptop: &mut Laptop, path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let file = laptop.must("sheet_read", json!({ "path": path }));
    let mut rows: Vec<Vec<String>> =
        serde_json::from_value(file["tables"][0]["rows"].clone()).expect("rows of text");
    let head = rows.remove(0);
    (head, rows)
}

/// Field names behind the labels of an exported head, without the code.
fn fields(kind: Kind, head: &[String]) -> Vec<&'static str> {
    assert_eq!(head[0], "ID");
    head[1..]
        .iter()
        .map(|label| {
            let field = kind.fields().iter().find(|field| field.label == label);
            field.unwrap_or_else(|| panic!("{label} is a field of {}", kind.plural())).name
        })
        .collect()
}

#[test]
fn every_inventory_goes_out_and_comes_in_unchanged() {
    let mut laptop = with_sample();
    let before = laptop.engagement();
    for kind in [
        Kind::Goal,
        Kind::Persona,
        Kind::Source,
        Kind::Regulation,
        Kind::Constraint,
        Kind::PlatformItem,
        Kind::Skill,
        Kind::UseCase,
    ] {
        for ending in ["csv", "xlsx"] {
            let path = laptop.place(&format!("{}.{ending}", kind.table()));
            laptop.must("record_export", json!({ "kind": kind.table(), "path": path }));
            let (head, rows) = table(&mut laptop, &path);
            let names = fields(kind, &head);
            let codes = before.codes(kind);
            let uids: Vec<String> = rows
                .iter()
                .map(|row| {
                    let found = codes.iter().find(|(code, _)| code.to_string() == row[0]);
                    found.expect("the code is known").1.to_string()
                })
                .collect();
            assert_eq!(uids.len(), codes.len(), "every record has its row");
            let cells: Vec<&[String]> = rows.iter().map(|row| &row[1..]).collect();
            let block =
                json!({ "kind": kind.table(), "uids": uids, "fields": names, "cells": cells });
            let judged = laptop.must("record_check", block.clone());
            assert_eq!(judged["mistakes"], json!([]), "{} as {ending}", kind.plural());
            assert_eq!((&judged["new"], &judged["over"]), (&json!(0), &json!(uids.len())));
            laptop.must("record_paste", block);
            assert_eq!(laptop.engagement(), before, "{} as {ending}", kind.plural());
        }
    }
}

#[test]
fn a_bad_cell_is_told_with_row_column_value_and_what_is_allowed() {
    let mut laptop = with_sample();
    let before = laptop.engagement();
    let judged = laptop.must(
        "record_check",
        json!({
            "kind": "sources", "uids": ["", ""], "fields": ["title", "kind", "volume_per_day_gb"],
            "cells": [["Till", "Database", "12,5"], ["Web shop", "databse", "about 40"]],
        }),
    );
    assert_eq!((&judged["new"], &judged["over"]), (&json!(2), &json!(0)));
    let bad = judged["mistakes"].as_array().expect("mistakes");
    let told = |at: usize| (&bad[at]["row"], &bad[at]["column"], &bad[at]["value"]);
    assert_eq!(bad.len(), 2, "{bad:?}");
    assert_eq!(told(0), (&json!(2), &json!(2), &json!("databse")));
    assert!(bad[0]["help"].as_str().is_some_and(|help| help.contains("Database")), "{bad:?}");
    assert_eq!(told(1), (&json!(2), &json!(3), &json!("about 40")));
    assert_eq!(laptop.engagement(), before, "nothing is written");
}

#[test]
fn tables_of_many_origins_are_read() {
    let mut laptop = Laptop::new();
    let path = laptop.place("table.csv");
    let cases: [(&[u8], Value); 6] = [
        (b"Source;GB\r\nTill;12,5\r\n", json!([["Source", "GB"], ["Till", "12,5"]])),
        (
            "\u{feff}Quelle,Ort\nKasse,Köln\n".as_bytes(),
            json!([["Quelle", "Ort"], ["Kasse", "Köln"]]),
        ),
        (b"Quelle,Ort\nKasse,K\xf6ln\n", json!([["Quelle", "Ort"], ["Kasse", "Köln"]])),
        (b"\xff\xfea\x00;\x00b\x00\n\x00", json!([["a", "b"]])),
        (
            b"a\tb\n\"two\nlines\"\t\"say \"\"hi\"\"\"\n",
            json!([["a", "b"], ["two\nlines", "say \"hi\""]]),
        ),
        (b"a,b,,\n\n1,,,\n'=1+1,2\n", json!([["a", "b"], ["1", ""], ["=1+1", "2"]])),
    ];
    for (bytes, wanted) in cases {
        fs::write(&path, bytes).expect("written");
        let file = laptop.must("sheet_read", json!({ "path": path }));
        assert_eq!(file["tables"][0]["rows"], wanted);
        assert_eq!(file["tables"][0]["isCut"], json!(false));
    }
}

#[test]
fn what_is_no_table_or_too_much_of_one_is_told() {
    let mut laptop = Laptop::new();
    assert_eq!(
        {
            let path = laptop.place("none.csv");
            laptop.refused("sheet_read", json!({ "path": path })).0
        },
        Code::NotFound
    );
    for (name, bytes) in [
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00".to_vec()),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("broken.xlsx", b"PK\x03\x04 and nothing else".to_vec()),
        ("large.csv", vec![b'a'; 21 << 20]),
    ] {
        let path = laptop.place(name);
        fs::write(&path, bytes).expect("written");
        assert_eq!(
            laptop.refused("sheet_read", json!({ "path": path })).0,
            Code::InvalidImport,
            "{name}"
        );
    }
    let path = laptop.place("long.csv");
    fs::write(&path, "a,b\n".repeat(20_001)).expect("written");
    let file = laptop.must("sheet_read", json!({ "path": path }));
    assert_eq!(file["tables"][0]["isCut"], json!(true), "what is left out is said");
    assert_eq!(file["tables"][0]["rows"].as_array().map(Vec::len), Some(20_000));
}

#[test]
fn a_spreadsheet_runs_nothing_that_people_typed() {
    let mut laptop = with_sample();
    laptop
        .must("record_add", json!({ "kind": "goals", "values": { "title": "=HYPERLINK(\"x\")" } }));
    let path = laptop.place("goals.csv");
    laptop.must("record_export", json!({ "kind": "goals", "path": path }));
    let text = fs::read_to_string(&path).expect("reads");
    assert!(text.contains("\"'=HYPERLINK"), "{text}");
    let (_, rows) = table(&mut laptop, &path);
    assert!(rows.iter().any(|row| row[1] == "=HYPERLINK(\"x\")"), "it comes in as it was typed");
}

#[test]
fn a_list_that_is_not_there_is_not_written() {
    let mut laptop = with_sample();
    let path = laptop.place("votes.csv");
    let (code, _) = laptop.refused("record_export", json!({ "kind": "votes", "path": path }));
    assert_eq!(code, Code::UnknownItem);
    assert!(!Path::new(&path).exists());
}

#[test]
fn rows_keep_the_numbers_that_a_spreadsheet_gives_them() {
    let mut laptop = Laptop::new();
    let path = laptop.place("gaps.csv");
    fs::write(&path, "Source,Kind\n\nTill,Database\n\"Web\nshop\",SaaS\n,\nPhone,File\n")
        .expect("written");
    let file = laptop.must("sheet_read", json!({ "path": path }));
    let table = &file["tables"][0];
    assert_eq!(table["numbers"], json!([1, 3, 4, 6]), "{table}");
    assert_eq!(table["rows"][2][0], "Web\nshop");

    let path = laptop.path("gaps.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in [(0, "Source"), (3, "Till"), (7, "Phone")] {
        sheet.write_string(row, 1, text).expect("a cell");
    }
    book.save(&path).expect("a workbook");
    let file = laptop.must("sheet_read", json!({ "path": path }));
    assert_eq!(file["tables"][0]["numbers"], json!([1, 4, 8]));
}

#[test]
fn an_import_is_called_one_in_the_history() {
    let mut laptop = with_sample();
    let block = |is_import: bool| json!({ "kind": "goals", "uids": [], "fields": ["title"], "cells": [["A"], ["B"]], "isImport": is_import });
    laptop.must("record_paste", block(true));
    laptop.must("record_paste", block(false));
    let history = laptop.must("history_list", json!({ "limit": 2 }));
    assert_eq!(
        (&history[0]["label"], &history[1]["label"]),
        (&json!("Paste two goals"), &json!("Import two goals"))
    );
}

/// A workbook as its parts, to damage one of them.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).expect("an entry");
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("bytes");
            (entry.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn whole(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content).expect("bytes");
    }
    zip.finish().expect("a workbook").into_inner()
}

/// Reads bytes as a file of a name: an answer or a refusal in words, and nothing beyond the bounds.
fn is_read_or_refused(folder: &Path, name: &str, bytes: &[u8]) {
    use waymark_app::sheet;
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    match sheet::read(&path) {
        Ok(file) => {
            for table in file.tables {
                assert!(table.rows.len() <= sheet::ROWS && table.rows.len() == table.numbers.len());
                for row in &table.rows {
                    assert!(row.len() <= sheet::COLUMNS);
                    assert!(row.iter().all(|cell| cell.chars().count() <= sheet::CELL));
                }
            }
        }
        Err(error) => assert!(!error.message.is_empty() && !error.help.is_empty()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the bytes of a text are, they are a table or refused.
    #[test]
    fn any_bytes_are_a_table_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let folder = tempfile::tempdir().expect("a folder");
        is_read_or_refused(folder.path(), "any.csv", &bytes);
    }

    /// Signs that tables are made of, in any order.
    #[test]
    fn any_signs_are_a_table_or_refused(text in "[a-c\",;\t\n\r'=\u{feff} é]{0,400}") {
        let folder = tempfile::tempdir().expect("a folder");
        is_read_or_refused(folder.path(), "signs.csv", text.as_bytes());
    }

    /// A workbook with a few bytes changed in one of its parts is read or refused: the parts are packed again, so that no checksum
    /// keeps the damage from the reader.
    #[test]
    fn a_damaged_workbook_is_a_table_or_refused(
        part in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..20_u32 {
            sheet.write_string(row, 0, format!("Source {row}")).expect("a cell");
            sheet.write_number(row, 3, f64::from(row) * 1.5).expect("a cell");
        }
        let mut parts = parts(&book.save_to_buffer().expect("a workbook"));
        let at = part.index(parts.len());
        let content = &mut parts[at].1;
        if !content.is_empty() {
            for (place, byte) in &damage {
                let place = place.index(content.len());
                content[place] = *byte;
            }
            let length = cut.map_or(content.len(), |cut| cut.index(content.len()));
            content.truncate(length);
        }
        let folder = tempfile::tempdir().expect("a folder");
        is_read_or_refused(folder.path(), "damaged.xlsx", &whole(&parts));
    }
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = vec![b' '; 64 << 20];
    let bomb: Vec<(String, Vec<u8>)> =
        (0..5).map(|at| (format!("xl/worksheets/sheet{at}.xml"), many.clone())).collect();
    let path = folder.path().join("bomb.xlsx");
    fs::write(&path, whole(&bomb)).expect("written");
    assert!(fs::metadata(&path).expect("it is there").len() < 1 << 20);
    let error = waymark_app::sheet::read(&path).expect_err("320 MB are too many");
    assert!(error.message.contains("256 MB"), "{}", error.message);
}

//! Files and texts that somebody made on purpose: what they may not reach, and what becomes of them in what is handed over.

use std::fs;
use std::io::Cursor;

use serde_json::{Value, json};
use waymark_app::brand;
use waymark_app::error::Code;
use waymark_app::report::Wanted;
use waymark_app::report_file::{self, make};
use waymark_app::roadmap_export;
use waymark_tests::{Laptop, START, repository};

#[test]
fn a_brand_file_reaches_for_nothing_beyond_its_folder() {
    let laptop = Laptop::new();
    let icon = repository().join("src-tauri/icons/icon.png");
    let folder = laptop.path("agency");
    fs::create_dir_all(folder.join("pictures")).expect("a folder");
    fs::copy(&icon, laptop.path("secret.png")).expect("copied");
    fs::copy(&icon, folder.join("logo.png")).expect("copied");
    fs::copy(&icon, folder.join("pictures/logo.png")).expect("copied");
    let read = |name: &str| {
        let path = folder.join("brand.toml");
        let text = format!("accent = \"#0B5D66\"\nlogo = {}\n", Value::from(name));
        fs::write(&path, text).expect("written");
        brand::read(&path)
    };
    for name in ["logo.png", "./logo.png", "pictures/logo.png"] {
        assert!(!read(name).expect(name).logo.is_empty(), "{name} lies beside the file");
    }
    let absolute = laptop.place("secret.png");
    let mut outside = vec![
        "../secret.png",
        "pictures/../../secret.png",
        &absolute,
        "..\\secret.png",
        "C:\\secret.png",
        "pictures",
    ];
    if cfg!(unix) {
        outside.extend(["/dev/zero", "/etc/passwd"]);
    }
    for name in outside {
        let error = read(name).expect_err(name);
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::InvalidValue, Some("logo")),
            "{name}"
        );
        assert!(error.message.contains("does not lie beside"), "{name}: {}", error.message);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(laptop.path("secret.png"), folder.join("link.png"))
            .expect("a link");
        let error = read("link.png").expect_err("a link leads out of the folder");
        assert!(error.message.contains("does not lie beside"), "{}", error.message);
    }
    assert_eq!(read("gone.png").expect_err("it is not there").code, Code::NotFound);
    let path = folder.join("brand.toml");
    fs::write(&path, format!("font = {}\n", Value::from("../own.ttf"))).expect("written");
    assert_eq!(brand::read(&path).expect_err("fonts too").field.as_deref(), Some("font"));
}

/// A file that grows while it is read, or a device, is read no further than the largest file of its kind.
#[cfg(unix)]
#[test]
fn a_file_without_end_is_read_to_its_bound() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    for (command, request) in [
        ("sheet_read", json!({ "path": "/dev/zero" })),
        ("scan_take", json!({ "path": "/dev/zero" })),
        ("brand_open", json!({ "path": "/dev/zero" })),
        ("brand_set", json!({ "logoPath": "/dev/zero" })),
        (
            "evidence_attach",
            json!({ "question": "GOV-1", "path": "/dev/zero", "title": "x", "strength": "stated" }),
        ),
        ("prework_look", json!({ "paths": ["/dev/zero"] })),
    ] {
        match laptop.call(command, request) {
            Err(error) => assert!(!error.message.is_empty(), "{command}"),
            Ok(answer) => {
                let told = answer.to_string();
                assert!(told.contains("larger than"), "{command} told: {told}");
            }
        }
    }
    let lens = waymark_app::lens::read(std::path::Path::new("/dev/zero"));
    assert_eq!(lens.expect_err("it has no end").code, Code::InvalidImport);
}

/// What a spreadsheet takes for the start of a formula, a number aside.
fn runs(cell: &str) -> bool {
    cell.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ]) && cell.parse::<f64>().is_err()
}

const FORMULAS: [&str; 8] = [
    "=HYPERLINK(\"http://example.org\")",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\u{FF1D}1+1",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "-",
];

/// The sample, in which people have typed formulas wherever they type.
fn with_formulas() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let mut at = 0;
    let mut next = || {
        at += 1;
        FORMULAS[at % FORMULAS.len()]
    };
    for (kind, field) in [
        ("goals", "title"),
        ("goals", "measure"),
        ("use_cases", "title"),
        ("personas", "title"),
        ("sources", "title"),
        ("sources", "notes"),
        ("constraints", "title"),
        ("platform", "title"),
        ("participants", "name"),
        ("participants", "job_title"),
    ] {
        let rows = laptop.must("record_list", json!({ "kind": kind }));
        for row in rows["rows"].as_array().expect("rows").iter().take(8) {
            let set = json!({ "kind": kind, "uid": row["uid"], "field": field, "value": next() });
            // Not every kind has every field; some of each are set.
            let _ = laptop.call("record_set", set);
        }
    }
    laptop.must(
        "capture_add",
        json!({ "kind": "decision", "text": "=1+1", "question": "GOV-1", "person": "+x", "hasConsent": false }),
    );
    laptop
}

#[test]
fn nothing_that_people_typed_runs_in_a_spreadsheet() {
    let mut laptop = with_formulas();
    let typed = laptop.engagement();
    let all = serde_json::to_string(&typed).expect("JSON");
    for formula in FORMULAS {
        let written = serde_json::to_string(formula).expect("JSON");
        assert!(all.contains(&written), "{formula} was typed somewhere");
    }
    let mut tables: Vec<(String, String)> = Vec::new();
    let zipped = make(laptop.session(), report_file::Format::Csv, &Wanted::default(), START)
        .expect("it is made")
        .bytes;
    let mut archive = zip::ZipArchive::new(Cursor::new(zipped)).expect("a zip");
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").to_string();
        let text = std::io::read_to_string(&mut part).expect("text");
        tables.push((name, text));
    }
    for format in [roadmap_export::Format::Csv, roadmap_export::Format::Jira] {
        let bytes = roadmap_export::file(laptop.session(), format, START).expect("it is made");
        tables.push((format!("{format:?}"), String::from_utf8(bytes).expect("text")));
    }
    for kind in ["goals", "use_cases", "sources", "participants"] {
        let path = laptop.place(&format!("{kind}.csv"));
        laptop.must("record_export", json!({ "kind": kind, "path": path }));
        tables.push((kind.to_owned(), fs::read_to_string(path).expect("text")));
    }
    let mut guarded = 0;
    let mut numbers = 0;
    for (name, text) in &tables {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for row in reader.records() {
            for cell in &row.expect("a row") {
                assert!(!runs(cell), "{name}: {cell}");
                guarded += usize::from(cell.starts_with('\''));
                numbers += usize::from(cell.parse::<f64>().is_ok());
            }
        }
    }
    assert!(
        guarded > 20 && numbers > 500,
        "{guarded} texts are guarded, {numbers} numbers are numbers"
    );
}

#[test]
fn a_workbook_holds_texts_and_numbers_and_no_formula() {
    let mut laptop = with_formulas();
    let path = laptop.place("goals.xlsx");
    laptop.must("record_export", json!({ "kind": "goals", "path": path }));
    let books = [
        make(laptop.session(), report_file::Format::Xlsx, &Wanted::default(), START)
            .expect("it is made")
            .bytes,
        roadmap_export::file(laptop.session(), roadmap_export::Format::Xlsx, START)
            .expect("it is made"),
        fs::read(path).expect("it reads"),
    ];
    for (number, book) in books.into_iter().enumerate() {
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a zip");
        let mut is_text_there = false;
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            let name = part.name().expect("a name").to_string();
            if !name.ends_with(".xml") && !name.ends_with(".rels") {
                continue;
            }
            let xml = std::io::read_to_string(&mut part).expect("text");
            for forbidden in
                ["<f>", "<f ", "TargetMode=\"External\"", "<ddeLink", "<oleObject", "externalLink"]
            {
                assert!(!xml.contains(forbidden), "book {number}, {name}: {forbidden}");
            }
            is_text_there |= xml.contains("@SUM(A1)");
        }
        assert!(is_text_there || number == 1, "book {number} holds what was typed, as a text");
    }
}

/// JSON and TOML that are nested deeper than anything people write end in words and not in the program's end.
#[test]
fn what_is_nested_without_end_is_refused() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let list = deep("[", "]");
    let object = deep("{\"a\":", "}");
    let put = |laptop: &Laptop, name: &str, text: &str| {
        fs::write(laptop.path(name), text).expect("written");
        laptop.place(name)
    };
    for text in [&list, &object] {
        let path = put(&laptop, "deep.json", text);
        let target = laptop.place("deep.waymark");
        assert_eq!(
            laptop.refused("document_import", json!({ "path": path, "target": target })).0,
            Code::InvalidImport
        );
        assert!(!laptop.path("deep.waymark").exists(), "nothing is half written");
        assert_eq!(
            laptop.call("scan_take", json!({ "path": path })).expect_err("no scan").code,
            Code::InvalidImport
        );
        assert!(waymark_app::lens::read(&laptop.path("deep.json")).is_err());
        let look = laptop.must("prework_look", json!({ "paths": [path] }));
        assert!(!look["files"][0]["mistakes"].as_array().expect("mistakes").is_empty());
    }
    let path = put(&laptop, "brand.toml", &format!("accent = {list}"));
    assert_eq!(laptop.refused("brand_open", json!({ "path": path })).0, Code::InvalidValue);
    let folder = laptop.path("pack");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("pack.toml"), format!("id = {list}\n[{}]\n", "a.".repeat(50_000) + "b"))
        .expect("written");
    let source = json!({ "path": folder, "isRepaired": false });
    assert_eq!(laptop.refused("pack_look", source).0, Code::InvalidPack);
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{}",
        deep("<g>", "</g>")
    );
    let path = put(&laptop, "deep.svg", &format!("{drawing}</svg>"));
    assert_eq!(laptop.refused("brand_set", json!({ "logoPath": path })).0, Code::InvalidValue);
}

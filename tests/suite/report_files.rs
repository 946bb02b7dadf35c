//! The report in every form that people ask for, read back as other programs read it, and copies in which names are not to be read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::process::Command;

use lopdf::Document;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use waymark_app::report::{Detail, Wanted};
use waymark_app::report_file::{Format, make};
use waymark_app::session::Session;
use waymark_tests::{Laptop, START, sample_session};
use zip::ZipArchive;

fn file(session: &Session, format: Format) -> Vec<u8> {
    make(session, format, &Wanted::default(), START).expect("the file is made").bytes
}

/// The parts of a package by path.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("it reads");
        parts.insert(part.name().expect("a name").into_owned(), content);
    }
    parts
}

/// The local names of a part's elements, in order; fails where it is no well-formed XML.
fn elements(part: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(part);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return names,
            Event::Start(tag) | Event::Empty(tag) => {
                names.push(tag.local_name().as_ref().to_owned());
            }
            _ => {}
        }
    }
}

/// Every part that another one relates to is there, and every part has a type.
fn is_whole(parts: &BTreeMap<String, Vec<u8>>) {
    let types = String::from_utf8_lossy(&parts["[Content_Types].xml"]).into_owned();
    for (path, content) in parts {
        let ending = path.rsplit('.').next().unwrap_or_default();
        if ["xml", "rels"].contains(&ending) {
            elements(content);
        }
        let is_typed = types.contains(&format!("\"/{path}\""))
            || types.contains(&format!("Extension=\"{ending}\""));
        assert!(is_typed, "{path} has no type");
        let Some((folder, name)) = path.split_once("_rels/") else { continue };
        let text = String::from_utf8_lossy(content).into_owned();
        for relation in text.split("<Relationship ").skip(1) {
            if relation.contains("TargetMode=\"External\"") {
                continue;
            }
            let target = relation.split("Target=\"").nth(1).and_then(|rest| rest.split('"').next());
            let target = target.expect("a target");
            let mut at: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
            for step in target.split('/') {
                if step == ".." {
                    at.pop();
                } else {
                    at.push(step);
                }
            }
            let whole: Vec<&str> = at.into_iter().filter(|step| !step.is_empty()).collect();
            let whole = whole.join("/");
            assert!(parts.contains_key(&whole), "{name} relates to {whole}, which is not there");
        }
    }
}

fn count(names: &[String], wanted: &str) -> usize {
    names.iter().filter(|name| *name == wanted).count()
}

#[test]
fn the_word_document_has_styles_captions_contents_and_drawings_that_scale() {
    let session = sample_session();
    let bytes = file(&session, Format::Docx);
    assert_eq!(bytes, file(&session, Format::Docx), "the same every time");
    let parts = parts(&bytes);
    is_whole(&parts);
    let text = String::from_utf8_lossy(&parts["word/document.xml"]).into_owned();
    let names = elements(&parts["word/document.xml"]);
    let styled = |style: &str| text.matches(&format!("w:pStyle w:val=\"{style}\"")).count();
    assert_eq!(styled("Title"), 1);
    assert!(styled("Heading1") >= 8 && styled("Heading2") >= 30, "headings are headings");
    assert!(styled("Caption") >= 40 && text.contains("SEQ Figure") && text.contains("SEQ Table"));
    assert!(text.contains(" TOC \\o "), "the contents are a field");
    assert!(count(&names, "tblHeader") >= 40, "heads are repeated");
    let drawings = count(&names, "drawing");
    assert_eq!(count(&names, "svgBlip"), drawings, "each drawing scales");
    let media = parts.keys().filter(|path| path.starts_with("word/media/")).count();
    assert_eq!(media, 2 * drawings, "and has a picture for programs that show no vectors");
    // Each link leads to a place, and no place stands twice.
    let named = |what: &str| -> Vec<String> {
        text.split(what)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let mut places: Vec<String> = text
        .split("<w:bookmarkStart ")
        .skip(1)
        .filter_map(|rest| rest.split("w:name=\"").nth(1)?.split('"').next())
        .map(str::to_owned)
        .collect();
    for link in named("w:anchor=\"") {
        assert!(places.contains(&link), "{link} leads nowhere");
    }
    let all = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), all);
    let styles = String::from_utf8_lossy(&parts["word/styles.xml"]).into_owned();
    assert!(!styles.contains('{'), "every colour and font is filled in");
}

#[test]
fn the_read_out_has_six_slides_and_the_deck_what_stands_behind_them() {
    let session = sample_session();
    for (format, least, most) in [(Format::Slides, 6, 6), (Format::Deck, 20, 40)] {
        let bytes = file(&session, format);
        assert_eq!(bytes, file(&session, format), "the same every time");
        let parts = parts(&bytes);
        is_whole(&parts);
        let slides: Vec<&String> =
            parts.keys().filter(|path| path.starts_with("ppt/slides/slide")).collect();
        assert!((least..=most).contains(&slides.len()), "{format:?}: {}", slides.len());
        for path in slides {
            let text = String::from_utf8_lossy(&parts[path]).into_owned();
            assert!(
                text.contains("type=\"title\"") || text.contains("type=\"ctrTitle\""),
                "{path} has a title that outlines and screen readers find"
            );
            let ids: Vec<&str> = text
                .split("<p:cNvPr id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "{path}: every shape has its own number");
        }
    }
    let six = parts(&file(&session, Format::Slides));
    let slide = |number: u32| {
        String::from_utf8_lossy(&six[&format!("ppt/slides/slide{number}.xml")]).into_owned()
    };
    assert!(slide(1).contains("<a:tbl>"), "goals are a native table");
    assert!(
        slide(4).contains("<p:grpSp>") && slide(4).contains("Kinesis"),
        "shapes, not a picture"
    );
    assert!(slide(6).contains("Next steps"));
}

#[test]
fn each_table_is_a_file_of_its_own_that_no_spreadsheet_runs() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let goals = laptop.must("record_list", json!({ "kind": "goals" }));
    let uid = goals["rows"][0]["uid"].clone();
    laptop.must(
        "record_set",
        json!({ "kind": "goals", "uid": uid, "field": "title", "value": "=1+1" }),
    );
    let parts = parts(&file(laptop.session(), Format::Csv));
    for name in ["goals.csv", "sources.csv", "votes.csv", "plan.csv", "questions.csv"] {
        assert!(parts.contains_key(name), "{name} is not among {:?}", parts.keys());
    }
    let text = String::from_utf8(parts["goals.csv"].clone()).expect("text");
    assert!(text.contains("'=1+1"), "a formula is a text");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 5);
}

#[test]
fn a_summary_has_six_pages_and_every_section_of_it_one() {
    let session = sample_session();
    let wanted = Wanted { detail: Detail::Summary, ..Wanted::default() };
    let made = make(&session, Format::Pdf, &wanted, START).expect("it is made");
    assert_eq!(made.pages, 6);
    let whole = make(&session, Format::Pdf, &Wanted::default(), START).expect("it is made").pages;
    for (audience, less) in [("sponsor", 40), ("delivery", 1)] {
        let mut laptop = Laptop::new();
        laptop.must("document_sample", json!({}));
        laptop
            .must("report_set", json!({ "audience": audience, "detail": null, "sections": null }));
        let view = laptop.must("report_get", json!({}));
        assert_eq!(view["audience"], audience);
        let wanted = Wanted::of(laptop.session(), &[]);
        let pages = make(laptop.session(), Format::Pdf, &wanted, START).expect("it is made").pages;
        assert!(pages + less <= whole, "{audience}: {pages} of {whole}");
    }
}

#[test]
fn sections_are_kept_in_the_order_in_which_they_were_chosen() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let set = |sections: Value| json!({ "audience": null, "detail": null, "sections": sections });
    laptop.must("report_set", set(json!(["roadmap", "cover", "scorecard"])));
    assert_eq!(
        laptop.must("report_get", json!({}))["chosen"],
        json!(["roadmap", "cover", "scorecard"])
    );
    let text =
        laptop.must("report_page", json!({ "number": 1, "sections": [] }))["svg"].to_string();
    assert!(text.contains("Meridian Outfitters"), "the cover is the first page whatever the order");
    let place = laptop.must("report_find", json!({ "place": "GOV-1", "sections": [] }));
    assert_eq!(place["page"], Value::Null, "what is not chosen is on no page");
    laptop.must("report_set", set(json!([])));
    assert_eq!(laptop.must("report_get", json!({}))["chosen"], json!([]));
    let place = laptop.must("report_find", json!({ "place": "GOV-1", "sections": [] }));
    let number = place["page"].as_u64().expect("a page");
    let page = laptop.must("report_page", json!({ "number": number, "sections": [] }));
    let leads = |page: &Value| {
        let spots = page["spots"].as_array().expect("spots").clone();
        spots.iter().any(|spot| spot["origin"]["id"] == "GOV-1")
    };
    assert!(leads(&page), "and from there back to the question");
    let (code, _) = laptop.refused("report_set", set(json!(["poem"])));
    assert_eq!(code, waymark_app::error::Code::UnknownItem);
}

#[test]
fn a_point_of_the_readiness_check_is_accepted_with_a_reason_and_printed() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let before = laptop.must("report_get", json!({}));
    let id = before["checks"][0]["id"].clone();
    laptop.must("check_accept", json!({ "id": id, "reason": "Agreed with the sponsor" }));
    let after = laptop.must("report_get", json!({}));
    assert_eq!(after["checks"][0]["accepted"], "Agreed with the sponsor");
    assert_ne!(before["headline"], after["headline"], "it does not count any more");
    let text = String::from_utf8(file(laptop.session(), Format::Html)).expect("text");
    assert!(text.contains("Agreed with the sponsor"), "the method tells it");
    laptop.must("check_accept", json!({ "id": id, "reason": "" }));
    assert_eq!(laptop.must("report_get", json!({})), before);
}

/// What must not be read in a redacted copy of the seeded engagement.
const SECRETS: [&str; 14] = [
    "Zephyrine",
    "Quillfeather",
    "Ottoline",
    "Marchbanks",
    "Balthasar",
    "Xanthic",
    "482913760255",
    "arn:aws:iam",
    "db07.corp.xanthic.example",
    "10.77.3.9",
    "zq@xanthic.example",
    "wiki.xanthic.example",
    "LEDGERSOURCE",
    "nobody dares to say it",
];

/// The sample with secrets wherever people write.
fn seeded() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let set = |laptop: &mut Laptop, kind: &str, at: usize, field: &str, value: &str| {
        let rows = laptop.must("record_list", json!({ "kind": kind }));
        let uid = rows["rows"][at]["uid"].clone();
        laptop.must(
            "record_set",
            json!({ "kind": kind, "uid": uid, "field": field, "value": value }),
        );
    };
    for (field, value) in [
        ("client", "Xanthic Trading"),
        ("sponsor", "Balthasar Ochs, Chief Data Officer"),
        (
            "scope",
            "All that Xanthic runs in account 482913760255, see https://wiki.xanthic.example/x",
        ),
        ("notes", "Ask Zephyrine first (zq@xanthic.example)"),
    ] {
        laptop.must("profile_set", json!({ "field": field, "value": value }));
    }
    set(&mut laptop, "participants", 0, "name", "Zephyrine Quillfeather");
    set(&mut laptop, "goals", 0, "owner", "Ottoline Marchbanks");
    set(&mut laptop, "goals", 0, "notes", "Marchbanks wants it by May.");
    set(&mut laptop, "sources", 0, "title", "LEDGERSOURCE of Xanthic");
    set(
        &mut laptop,
        "sources",
        1,
        "notes",
        "Runs on db07.corp.xanthic.example:5432, 10.77.3.9; arn:aws:iam::482913760255:role/etl",
    );
    set(&mut laptop, "use_cases", 0, "notes", "Ottoline asked for LEDGERSOURCE of Xanthic.");
    let quote = json!({ "question": "GOV-1", "kind": "quote", "text": "nobody dares to say it", "person": "Zephyrine Quillfeather", "hasConsent": true, "due": "" });
    laptop.must("capture_add", quote);
    let note = json!({ "question": "GOV-1", "note": "Zephyrine’s team owns 10.77.3.9.", "privateNote": null, "isFlagged": null });
    laptop.must("answer_set", note);
    laptop
}

/// All bytes of a file that can be read in it: of packages the parts, of PDF the streams, unpacked.
fn readable(format: Format, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    match format {
        Format::Docx | Format::Slides | Format::Deck | Format::Xlsx | Format::Csv => {
            all.extend(parts(bytes).into_values());
        }
        Format::Pdf => {
            let document = Document::load_mem(bytes).expect("a PDF");
            for object in document.objects.values() {
                if let Ok(stream) = object.as_stream() {
                    all.extend(stream.decompressed_content());
                }
            }
            let pages: Vec<u32> = document.get_pages().keys().copied().collect();
            all.push(document.extract_text(&pages).expect("its text").into_bytes());
        }
        Format::Html | Format::Json => {}
    }
    all
}

#[test]
fn a_redacted_copy_tells_no_secret_in_any_form() {
    let mut laptop = seeded();
    let forms = [
        ("pdf", Format::Pdf),
        ("html", Format::Html),
        ("docx", Format::Docx),
        ("slides", Format::Slides),
        ("deck", Format::Deck),
        ("xlsx", Format::Xlsx),
        ("csv", Format::Csv),
        ("json", Format::Json),
    ];
    let found = |all: &[Vec<u8>], secret: &str| {
        all.iter().any(|bytes| bytes.windows(secret.len()).any(|at| at == secret.as_bytes()))
    };
    let open = readable(Format::Json, &file(laptop.session(), Format::Json));
    for secret in SECRETS {
        assert!(found(&open, secret), "{secret} is seeded");
    }
    let redact = json!({ "people": true, "client": true, "technical": true, "quotes": true, "inventories": ["sources"] });
    for (word, format) in forms {
        let path = laptop.place(&format!("copy.{word}"));
        let request = json!({ "path": path, "format": word, "sections": [], "redact": redact });
        laptop.must("report_write", request);
        let bytes = std::fs::read(&path).expect("the file");
        let all = readable(format, &bytes);
        for secret in SECRETS {
            assert!(!found(&all, secret), "{word} tells {secret}");
        }
    }
    let html = std::fs::read_to_string(laptop.place("copy.html")).expect("the page");
    for pseudonym in ["The client", "Participant 1", "Person ", "Account 1", "Host 1", "Source 1"] {
        assert!(html.contains(pseudonym), "{pseudonym} stands in its place");
    }
    let again = laptop.place("again.html");
    laptop.must(
        "report_write",
        json!({ "path": again, "format": "html", "sections": [], "redact": redact }),
    );
    assert_eq!(html, std::fs::read_to_string(again).expect("the page"), "the same every time");
    assert_eq!(laptop.must("profile_get", json!({}))["values"]["client"], "Xanthic Trading");
}

/// Where the files that LibreOffice made are kept to be looked at.
fn artefacts() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let folder = test.ancestors().nth(3).expect("tests lie in target/debug/deps").join("office");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

#[test]
fn libreoffice_opens_the_document_and_the_slides() {
    let session = sample_session();
    let folder = artefacts();
    let home = tempfile::tempdir().expect("a folder");
    for (name, format, pages) in [
        ("report.docx", Format::Docx, 60..200),
        ("read-out.pptx", Format::Slides, 6..7),
        ("deck.pptx", Format::Deck, 20..40),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, file(&session, format)).expect("it can be written");
        let done = Command::new("soffice")
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .arg(&folder)
            .arg(&path)
            .env("HOME", home.path())
            .output()
            .expect("LibreOffice is installed: `cargo xtask setup` does that");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        let pdf = std::fs::read(path.with_extension("pdf")).expect("it was converted");
        let document = Document::load_mem(&pdf).expect("a PDF");
        let own = document.get_pages().len();
        assert!(pages.contains(&own), "{name} has {own} pages");
    }
}

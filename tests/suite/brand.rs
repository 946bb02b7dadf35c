//! The report in its maker's own brand, in every form, and the brand as a file.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use waymark_app::brand;
use waymark_app::error::Code;
use waymark_app::report::Wanted;
use waymark_app::report_file::{Format, make};
use waymark_tests::{Laptop, START};

/// One white pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

fn branded() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let logo = laptop.place("logo.png");
    std::fs::write(&logo, BASE64_STANDARD.decode(PIXEL).expect("base64")).expect("a file");
    let set = json!({
        "accent": "#7A1F5C", "cover": "#FFD040", "footer": "Quillon Advisers", "confidentiality": "For the board alone",
        "logoPath": logo, "logoText": "Quillon",
    });
    laptop.must("brand_set", set);
    laptop
}

fn file(laptop: &Laptop, format: Format) -> Vec<u8> {
    let wanted = Wanted::of(laptop.session(), &[]);
    make(laptop.session(), format, &wanted, START).expect("the file is made").bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|at| at == text.as_bytes())
}

/// The text of every part of a package.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut all = Vec::new();
    for at in 0..archive.len() {
        std::io::copy(&mut archive.by_index(at).expect("a part"), &mut all).expect("it reads");
    }
    all
}

#[test]
fn a_brand_shows_in_every_form() {
    let laptop = branded();
    let html = file(&laptop, Format::Html);
    for text in ["#7A1F5C", "#FFD040", "Quillon Advisers", "For the board alone", "data:image/png"]
    {
        assert!(holds(&html, text), "{text}");
    }
    for format in [Format::Docx, Format::Deck] {
        let all = unpacked(&file(&laptop, format));
        for text in ["7A1F5C", "Quillon Advisers", "For the board alone", "descr=\"Quillon\""] {
            assert!(holds(&all, text), "{format:?}: {text}");
        }
        assert!(!holds(&all, "0B5D66"), "{format:?}: the usual accent is gone");
    }
    let pdf = lopdf::Document::load_mem(&file(&laptop, Format::Pdf)).expect("a PDF");
    let text = pdf.extract_text(&[1, 2, 3]).expect("its text");
    assert!(text.contains("For the board alone") && text.contains("Quillon Advisers"), "{text}");
    let is_image = |object: &lopdf::Object| {
        object.as_stream().is_ok_and(|stream| {
            stream
                .dict
                .get(b"Subtype")
                .is_ok_and(|kind| kind.as_name().is_ok_and(|n| n == b"Image"))
        })
    };
    assert!(pdf.objects.values().any(is_image), "the logo is a picture in it");
    assert_eq!(file(&laptop, Format::Pdf), file(&laptop, Format::Pdf), "the same bytes again");
}

#[test]
fn a_brand_file_is_written_and_taken_over_by_another_engagement() {
    let mut laptop = branded();
    let path = laptop.place("brand.toml");
    laptop.must("brand_save", json!({ "path": path }));
    let kept = brand::kept(laptop.session());
    assert_eq!(brand::read(std::path::Path::new(&path)).expect("it reads"), kept);

    let mut other = Laptop::new();
    other.must("document_sample", json!({}));
    other.must("brand_open", json!({ "path": path }));
    assert_eq!(brand::kept(other.session()), kept);
    other.must("change_undo", json!({}));
    assert!(brand::kept(other.session()).is_plain(), "it can be taken back");

    // By hand: a logo is a path beside the file.
    let own = laptop.place("own.toml");
    std::fs::write(&own, "accent = \"#123456\"\nlogo = \"logo.png\"\n").expect("a file");
    let read = brand::read(std::path::Path::new(&own)).expect("it reads");
    assert_eq!((read.accent.as_str(), read.logo.as_str()), ("#123456", PIXEL));
}

#[test]
fn what_would_make_a_report_worse_is_refused_and_changes_nothing() {
    let mut laptop = branded();
    let kept = brand::kept(laptop.session());
    let text = laptop.place("notes.txt");
    std::fs::write(&text, "no picture").expect("a file");
    for (request, field) in [
        (json!({ "accent": "#FFCC00" }), "accent"),
        (json!({ "accent": "teal" }), "accent"),
        (json!({ "cover": "#7F7F7F" }), "cover"),
        (json!({ "footer": "x".repeat(500) }), "footer"),
        (json!({ "logoPath": text }), "logo"),
    ] {
        let error = laptop.call("brand_set", request.clone()).expect_err("it is refused");
        assert_eq!(error.code, Code::InvalidValue, "{request}");
        assert_eq!(error.field.as_deref(), Some(field), "{request}");
        assert!(!error.help.is_empty(), "{request}: it says what to do");
    }
    let nowhere = json!({ "path": laptop.place("nowhere.toml") });
    assert_eq!(laptop.refused("brand_open", nowhere).0, Code::NotFound);
    let wrong = laptop.place("wrong.toml");
    std::fs::write(&wrong, "acent = \"#123456\"\n").expect("a file");
    assert_eq!(laptop.refused("brand_open", json!({ "path": wrong })).0, Code::InvalidValue);
    assert_eq!(brand::kept(laptop.session()), kept);
}

#[test]
fn a_redacted_copy_names_nobody_by_its_brand() {
    let laptop = branded();
    let redaction = waymark_app::report_file::Redaction { client: true, ..Default::default() };
    let copy = waymark_app::report_file::redacted(laptop.session(), &redaction).expect("a copy");
    let brand = brand::kept(&copy);
    assert_eq!((brand.accent.as_str(), brand.footer.as_str()), ("#7A1F5C", ""));
    assert!(brand.logo.is_empty());
}

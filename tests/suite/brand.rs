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

/// A font file under another name: that of the application with the letters of its name exchanged.
fn house_font(laptop: &Laptop, file: &str, weight: &str) -> String {
    let fonts = waymark_chart::text::Fonts::inter();
    let face = fonts.faces().iter().find(|face| face.name == weight).expect("a face of Inter");
    let (own, other) = (utf16("Inter"), utf16("Quill"));
    let mut bytes = face.bytes.to_vec();
    for at in 0..bytes.len() - own.len() {
        if bytes[at..].starts_with(&own) {
            bytes[at..at + own.len()].copy_from_slice(&other);
        }
    }
    let path = laptop.place(file);
    std::fs::write(&path, bytes).expect("a file");
    path
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The names of the fonts in a PDF.
fn fonts_in(pdf: &[u8]) -> std::collections::BTreeSet<String> {
    let pdf = lopdf::Document::load_mem(pdf).expect("a PDF");
    let name = |object: &lopdf::Object| {
        let font = object.as_dict().ok()?;
        let name = font.get(b"BaseFont").ok()?.as_name().ok()?;
        Some(String::from_utf8_lossy(name).into_owned())
    };
    pdf.objects.values().filter_map(name).collect()
}

#[test]
fn a_report_is_set_in_the_font_of_the_house() {
    let mut laptop = branded();
    let (regular, bold) = (
        house_font(&laptop, "quill.ttf", "Inter-Regular"),
        house_font(&laptop, "quill-bold.ttf", "Inter-SemiBold"),
    );
    laptop.must("brand_set", json!({ "fontPath": regular }));
    laptop.must("brand_set", json!({ "fontBoldPath": bold }));
    let view = laptop.must("report_get", json!({}));
    assert_eq!(view["brand"]["font"], "Quill");
    assert_eq!(view["brand"]["hasBoldFont"], true);
    let names = fonts_in(&file(&laptop, Format::Pdf));
    assert!(
        !names.is_empty() && names.iter().all(|name| name.contains("Quill")),
        "nothing of it is set in another font: {names:?}"
    );
    let html = file(&laptop, Format::Html);
    assert!(holds(&html, "@font-face{font-family:'Quill'") && holds(&html, "; font-src data:"));
    for format in [Format::Docx, Format::Deck] {
        let all = unpacked(&file(&laptop, format));
        assert!(holds(&all, "\"Quill\"") && !holds(&all, "\"Inter\""), "{format:?}");
    }
    let sent = laptop.must("brand_font", json!({}));
    let sent = BASE64_STANDARD.decode(sent["bold"].as_str().expect("a text")).expect("base64");
    assert_eq!(sent, std::fs::read(&bold).expect("the file"), "the preview is set in it");

    // It goes with the document and with the brand file.
    let path = laptop.place("brand.toml");
    laptop.must("brand_save", json!({ "path": path }));
    let kept = brand::kept(laptop.session());
    assert_eq!(brand::read(std::path::Path::new(&path)).expect("it reads"), kept);
    let redaction = waymark_app::report_file::Redaction { technical: true, ..Default::default() };
    let copy = waymark_app::report_file::redacted(laptop.session(), &redaction).expect("a copy");
    let wanted = Wanted::of(&copy, &[]);
    let made = make(&copy, Format::Pdf, &wanted, START).expect("the file is made").bytes;
    assert!(fonts_in(&made).iter().all(|name| name.contains("Quill")));

    laptop.must("brand_set", json!({ "fontPath": "" }));
    let names = fonts_in(&file(&laptop, Format::Pdf));
    assert!(names.iter().all(|name| name.contains("Inter")), "{names:?}");
}

#[test]
fn a_font_that_cannot_be_used_is_refused() {
    let mut laptop = branded();
    let text = laptop.place("notes.ttf");
    std::fs::write(&text, "no font").expect("a file");
    let bold = house_font(&laptop, "bold.ttf", "Inter-SemiBold");
    for (request, field) in [
        (json!({ "fontPath": text }), "font"),
        (json!({ "fontPath": bold, "fontBoldPath": text }), "font_bold"),
        (json!({ "fontBoldPath": bold }), "font_bold"),
    ] {
        let error = laptop.call("brand_set", request.clone()).expect_err("it is refused");
        assert_eq!(error.field.as_deref(), Some(field), "{request}: {error}");
        assert!(!error.help.is_empty(), "{request}: it says what to do");
    }
    assert_eq!(brand::kept(laptop.session()).font, "");
}

#[test]
fn a_logo_in_svg_is_drawn() {
    let mut laptop = branded();
    let before = brand::kept(laptop.session()).logo;
    let path = laptop.place("logo.svg");
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\"><circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#7A1F5C\"/></svg>";
    std::fs::write(&path, drawing).expect("a file");
    laptop.must("brand_set", json!({ "logoPath": path }));
    let logo = brand::kept(laptop.session()).logo;
    assert_ne!(logo, before);
    let bytes = BASE64_STANDARD.decode(&logo).expect("base64");
    let pixels = waymark_chart::png::read(&bytes, 4000).expect("a PNG");
    assert_eq!((pixels.width, pixels.height), (1600, 400));
    std::fs::write(&path, drawing.replace("circle", "text")).expect("a file");
    let error =
        laptop.call("brand_set", json!({ "logoPath": path })).expect_err("text is no shape");
    assert!(error.message.contains("text") && error.help.contains("plain shapes"), "{error}");
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

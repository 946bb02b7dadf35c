//! Languages: the questions of the engagement's language, what falls back, and the report.

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_app::report::Wanted;
use waymark_app::report_file::{self, Format};
use waymark_tests::{Laptop, sample_session};

fn question(laptop: &mut Laptop, id: &str) -> Value {
    laptop.must("question_get", json!({ "question": id }))
}

#[test]
fn questions_follow_the_language_of_the_engagement_and_say_what_is_not_translated() {
    let mut laptop = Laptop::new();
    let path = laptop.place("Lantern Books.waymark");
    laptop.must(
        "document_new",
        json!({ "path": path, "client": "Lantern Books", "isAnonymous": false }),
    );
    let english = question(&mut laptop, "GOV-1");
    assert_eq!((&english["language"], &english["isFallback"]), (&json!("en"), &json!(false)));

    laptop.must("profile_set", json!({ "field": "language", "value": "de-CH" }));
    let german = question(&mut laptop, "GOV-1");
    assert_eq!((&german["language"], &german["isFallback"]), (&json!("de"), &json!(false)));
    assert_eq!(german["text"], json!("Wer steht für jeden kritischen Datensatz ein?"));
    assert_eq!(german["dimensionTitle"], json!("Verantwortung und Governance"));
    assert_eq!(german["levels"][2]["name"], json!("Definiert"));
    assert_eq!(german["weight"], english["weight"], "a language changes no score");
    let other = question(&mut laptop, "GOV-2");
    assert_eq!((&other["language"], &other["isFallback"]), (&json!("en"), &json!(true)));
    let packs = laptop.must("packs_get", json!({}));
    assert!(packs.to_string().contains("Data-Strategy-Diagnose"), "{packs}");

    laptop.must("change_undo", json!({}));
    assert_eq!(question(&mut laptop, "GOV-1"), english, "undo brings the language back too");
}

#[test]
fn the_interface_takes_only_languages_that_it_speaks() {
    let mut laptop = Laptop::new();
    let with = |language: &str| json!({ "settings": { "theme": "light", "facilitator": "", "isRailWide": false, "language": language } });
    for language in ["system", "en", "de"] {
        assert_eq!(laptop.must("settings_set", with(language))["language"], json!(language));
    }
    let (code, message) = laptop.refused("settings_set", with("tlh"));
    assert_eq!(code, Code::InvalidValue, "{message}");
}

#[test]
fn the_report_is_in_the_language_asked_for_and_tells_what_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let html = |language: Option<&str>| {
        let session = sample_session().with_language(language).expect("a language");
        let out = folder.path().join(format!("{}.html", language.unwrap_or("own")));
        let wanted = Wanted::of(&session, &[]);
        report_file::write_as(&session, &out, Format::of_path(&out), &wanted, 0)
            .expect("the report is written");
        std::fs::read_to_string(out).expect("it is there")
    };
    let (own, english, german) = (html(None), html(Some("en")), html(Some("de")));
    assert_eq!(own, english, "the sample is in English");
    assert!(german.contains("<html lang=\"de\">"));
    for said in [
        "Zusammenfassung",
        "Was jetzt zu entscheiden ist",
        "Wie dieser Bericht zu lesen ist",
        "Bandbreite",
        "Definiert",
        "20. November 2026",
        "Noch nicht übersetzt und daher auf Englisch",
    ] {
        assert!(german.contains(said), "{said}");
        assert!(!english.contains(said), "{said} is no English");
    }
    // What people entered stays as they entered it.
    for own in ["Customers recommend us", "Morning report for stores and channels"] {
        assert!(german.contains(own), "{own}");
    }
    assert!(sample_session().with_language(Some("not a language")).is_err());
}

#[test]
fn what_the_program_says_in_the_window_is_said_in_its_language() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let mut said = |language: &str, command: &str, request: Value| {
        let answer = laptop.call(command, request);
        waymark_app::spoken::say(laptop.app(), language, command, answer)
    };
    let english = said("en", "maturity_get", json!({})).expect("it is there");
    assert_eq!(english, said("fr", "maturity_get", json!({})).expect("it is there"));
    let german = said("de-AT", "maturity_get", json!({})).expect("it is there");
    // The engagement is in English, and with it the names that its pack gives.
    let headline = german["headline"].as_str().expect("a sentence");
    assert!(headline.starts_with("Mindset liegt 0,5 Stufen hinter "), "{headline}");
    assert_eq!(german["overall"], english["overall"], "numbers stay numbers");

    // What people and the pack say stays as it is.
    let sources = said("de", "record_list", json!({ "kind": "sources" })).expect("it is there");
    let plain = said("en", "record_list", json!({ "kind": "sources" })).expect("it is there");
    assert_eq!(sources["rows"], plain["rows"]);
    assert_ne!(sources["label"], plain["label"]);

    let error = said("de", "record_list", json!({ "kind": "nothing" })).expect_err("no such list");
    assert_eq!(error.code, Code::UnknownItem);
    assert!(error.message.starts_with("es gibt "), "{}", error.message);
}

//! The lossless JSON: what goes out comes in again, and what a person wrote by hand is read or told, place by place.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use waymark_app::error::{Code, Error};
use waymark_app::exchange::{export, import};
use waymark_app::json_schema::schema;
use waymark_app::library::lens_reference;
use waymark_app::session::Session;
use waymark_core::engagement::Engagement;
use waymark_core::field::{FieldKind, FieldMeta};
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_pack::lens::Lens;
use waymark_tests::{Laptop, library, sample};

fn read(value: &Value) -> Result<Engagement, Error> {
    import(&value.to_string(), &library()).map(|(engagement, _)| engagement)
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&schema()).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("it is a schema");
    jsonschema::validator_for(&schema).expect("it can be used")
}

#[track_caller]
fn is_valid(text: &str) {
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    let errors: Vec<String> = validator()
        .iter_errors(&value)
        .take(5)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// A value for every field, the second one of each vocabulary.
fn filled(fields: &[FieldMeta], n: usize) -> Map<String, Value> {
    let library = library();
    let pack = &library.default_pack().pack;
    let word = |field: &FieldMeta| {
        use waymark_core::field::PackWord;
        let (FieldKind::PackWord(list) | FieldKind::PackWords(list)) = field.kind else {
            unreachable!("only asked for words of the pack")
        };
        match list {
            PackWord::Pack => pack.id.to_string(),
            PackWord::Question => pack.questions[n].id.to_string(),
            PackWord::Dimension => pack.dimensions[n].id.to_string(),
            PackWord::AskedRole => {
                pack.roles.iter().find(|r| r.can_be_asked).expect("one is").id.to_string()
            }
            PackWord::PersonaRole => {
                pack.roles.iter().find(|r| r.can_be_persona).expect("one is").id.to_string()
            }
            PackWord::DeliveryRole => {
                pack.roles.iter().find(|r| r.delivers_work).expect("one is").id.to_string()
            }
            PackWord::Service => pack.services[n].id.to_string(),
            PackWord::Initiative => pack.initiatives[n].id.to_string(),
        }
    };
    let value = |field: &FieldMeta| match field.kind {
        FieldKind::Text(_) if field.name == "tally" => json!(format!("0 2 {n} 1 0 1 0")),
        FieldKind::Text(max) => {
            json!(format!("{n} “ü” {}", field.label).chars().take(max).collect::<String>())
        }
        FieldKind::Long(_) => json!(format!("{n} first line\nsecond line of {}", field.label)),
        FieldKind::Whole(min, max, _) => json!((min + n as i64).min(max)),
        FieldKind::Number(min, max, _) => json!((0.1 + 0.2 + n as f64).clamp(min, max)),
        FieldKind::Money => json!(125_000 + n),
        FieldKind::Date => json!("2026-03-31"),
        FieldKind::Instant => json!(1_790_000_000_123_i64),
        FieldKind::Flag => json!(true),
        FieldKind::Choice(vocabulary) => json!(vocabulary.words[n % vocabulary.words.len()].word),
        FieldKind::Choices(vocabulary) => {
            json!(vocabulary.words.iter().map(|w| w.word).collect::<Vec<_>>())
        }
        FieldKind::Texts => json!(["first", format!("second {n}")]),
        FieldKind::Link(kind) => json!(format!("{}-1", kind.prefix())),
        FieldKind::Links(kind) => {
            json!([format!("{}-1", kind.prefix()), format!("{}-2", kind.prefix())])
        }
        FieldKind::Entries(below) => json!([filled(below, n)]),
        FieldKind::PackWord(_) => json!(word(field)),
        FieldKind::PackWords(_) => json!([word(field)]),
        FieldKind::Frozen if ["start_weeks", "end_weeks"].contains(&field.name) => {
            json!({ pack.initiatives[0].id.as_str(): n, pack.initiatives[1].id.as_str(): 7 })
        }
        FieldKind::Frozen if field.name == "scorecard" => json!({
            "overall": { "score": 2.5, "attained": 2, "coverage": 0.9 },
            "dimensions": [{ "id": "STO", "score": null, "attained": null, "coverage": null }],
            "questions": [{ "id": "STO-1", "dimension": "STO", "consensus": null, "weight": 2 }],
        }),
        FieldKind::Frozen if field.name == "seen" => json!({
            "service": "Amazon S3", "status": "new",
            "facts": [{ "fact": "location", "value": "on_prem", "from": "SRC-1" }],
        }),
        FieldKind::Frozen => json!({ "overall": 2.5, "list": [1, null, "x"] }),
    };
    fields.iter().map(|field| (field.name.to_owned(), value(field))).collect()
}

/// A lens of three questions.
fn lens() -> Lens {
    let question = |n: usize| {
        json!({
            "id": format!("Q{n}"), "title": "A question",
            "choices": [{ "id": "yes", "title": "Yes" }, { "id": "q_no", "title": "None of these" }],
            "riskRules": [{ "condition": "yes", "risk": "NO_RISK" }, { "condition": "default", "risk": "HIGH_RISK" }],
        })
    };
    let text = json!({
        "schemaVersion": "2021-11-01", "name": "A lens", "description": "Of three questions",
        "pillars": [{ "id": "only", "name": "Only", "questions": [question(1), question(2), question(3)] }],
    });
    waymark_pack::lens::read(&text.to_string()).expect("the lens reads").lens
}

/// Two records of every kind with a value in every field, as a person could write them.
fn everything() -> Value {
    let mut root = Map::new();
    let mut profile = filled(waymark_core::discovery::profile::Profile::FIELDS, 1);
    profile.insert("currency".into(), json!("EUR"));
    profile.insert("roadmap_start".into(), json!("2026-03-30"));
    profile.insert("is_anonymous".into(), json!(false));
    root.insert("profile".into(), Value::Object(profile));
    let lens = lens();
    root.insert("packs".into(), json!([{ "id": "data-strategy" }, lens_reference(&lens)]));
    for &kind in Kind::ALL {
        let rows = [1, 2, 3].map(|n| {
            let mut row = filled(kind.fields(), n);
            match kind {
                Kind::LensAnswer => {
                    let pillar = &lens.pillars[0];
                    let question = &pillar.questions[n - 1];
                    row.insert("pack".into(), json!(lens_reference(&lens).id));
                    row.insert("pillar".into(), json!(pillar.id));
                    row.insert("question".into(), json!(question.id));
                    row.insert("choices".into(), json!([question.choices[0].id]));
                    // An answer says one thing: each row another.
                    let said = ["choices", "is_none_of_these", "not_applicable"];
                    for other in said.iter().filter(|name| **name != said[n - 1]) {
                        row.remove(*other);
                    }
                }
                Kind::Vote => {
                    row.insert("choice".into(), json!("level"));
                    row.insert("participant".into(), json!(format!("PAR-{n}")));
                }
                Kind::Answer => {
                    row.insert("settled".into(), json!("level"));
                }
                Kind::Evidence => {
                    row.remove("file_hash");
                }
                Kind::Scenario => {
                    row.insert("decisions".into(), json!({ "capacity_changes": [] }));
                }
                _ => {}
            }
            Value::Object(row)
        });
        let wanted = match kind {
            Kind::AcceptedPlan | Kind::RoadmapSetting | Kind::ReportSetting => 1,
            Kind::LensAnswer => 3,
            _ => 2,
        };
        let rows = rows[..wanted].to_vec();
        root.insert(kind.table().into(), Value::Array(rows));
    }
    Value::Object(root)
}

#[track_caller]
fn told(error: &Error) -> ! {
    let places: Vec<String> =
        error.mistakes.iter().map(|m| format!("{}: {} ({})", m.place, m.message, m.help)).collect();
    panic!("{error}\n{}", places.join("\n"))
}

#[test]
fn the_sample_survives_going_out_and_coming_in() {
    let library = library();
    let first = export(&sample(), &[], &library);
    let (again, blobs) = import(&first, &library).unwrap_or_else(|e| told(&e));
    assert_eq!(again, sample());
    let second = export(&again, &blobs, &library);
    let (once_more, _) = import(&second, &library).expect("it reads");
    assert_eq!(first, second);
    assert_eq!(export(&once_more, &[], &library), first);
    is_valid(&first);
}

#[test]
fn every_field_of_every_record_survives() {
    let library = library();
    let engagement = read(&everything()).unwrap_or_else(|e| told(&e));
    for &kind in Kind::ALL {
        let rows = engagement.rows(kind);
        for field in kind.fields().iter().filter(|f| f.name != "file_hash") {
            assert!(
                rows.iter().any(|row| row.get(field.name).is_some()),
                "{}.{} is lost on reading",
                kind.table(),
                field.name
            );
        }
    }
    let text = export(&engagement, &[], &library);
    is_valid(&text);
    is_valid(&everything().to_string());
    let (again, _) = import(&text, &library).unwrap_or_else(|e| told(&e));
    assert_eq!(again, engagement);
    assert_eq!(export(&again, &[], &library), text);
}

#[test]
fn files_travel_along() {
    use base64::Engine as _;
    let library = library();
    let bytes = b"%PDF-1.7 a scan".to_vec();
    let hash = waymark_store::hash_of(&bytes);
    let mut value = everything();
    value["evidence"][0]["file_hash"] = json!(hash);
    value["files"] =
        json!({ hash.as_str(): base64::engine::general_purpose::STANDARD.encode(&bytes) });
    let (engagement, blobs) = import(&value.to_string(), &library).unwrap_or_else(|e| told(&e));
    assert_eq!(blobs.iter().map(|b| (&b.hash, &b.bytes)).collect::<Vec<_>>(), [(&hash, &bytes)]);
    assert!(export(&engagement, &blobs, &library).contains(&hash));
    value["files"] = json!({ hash.as_str(): "AAAA" });
    let error = read(&value).expect_err("another content");
    assert_eq!(error.mistakes[0].place, format!("files.{hash}"));
}

#[test]
fn derived_values_are_not_in_it() {
    let text = export(&sample(), &[], &library());
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    let lists: Vec<&str> =
        value.as_object().expect("an object").keys().map(String::as_str).collect();
    let known: Vec<&str> = ["format", "version", "uid", "profile", "packs"]
        .into_iter()
        .chain(Kind::ALL.iter().map(|kind| kind.table()))
        .chain(["files"])
        .collect();
    assert_eq!(lists, known);
    assert!(value["packs"][0].get("text").is_none(), "a shipped pack's text stays home");
}

/// As little as a person can write and have it scored.
fn minimal() -> Value {
    json!({
        "profile": { "client": "Lantern Books" },
        "participants": [{ "role": "executive", "name": "Ida" }, { "role": "data_engineer" }],
        "goals": [{ "title": "Readers return", "points": "unknown" }],
        "use_cases": [{ "title": "Books for one reader", "goals": [{ "goal": "GOAL-1", "contribution": 5 }] }],
        "votes": [
            { "question": "STO-1", "participant": "PAR-1", "level": 3 },
            { "question": "STO-1", "participant": "PAR-2", "level": 4, "certainty": "sure" },
            { "question": "STO-2", "participant": "PAR-1", "choice": "dont_know" },
        ],
        "answers": [{ "question": "STO-3", "settled": "not_applicable", "reason": "No tables at all" }],
    })
}

#[test]
fn a_person_can_write_one_by_hand() {
    let engagement = read(&minimal()).unwrap_or_else(|e| told(&e));
    is_valid(&minimal().to_string());
    assert_eq!(
        engagement.uid,
        Uid::root("Lantern Books"),
        "the same file gives the same engagement"
    );
    assert_eq!(engagement.participants[1].code.as_str(), "PAR-2");
    assert!(engagement.goals[0].points.is_unknown());
    assert_eq!(engagement.packs[0].id.as_str(), "data-strategy");
    let session = Session::in_memory(engagement.clone(), &library()).expect("the pack is shipped");
    let question = session.derived().scorecard.question(&"STO-1".into()).expect("is there").clone();
    assert_eq!(question.consensus.level(), Some(3));
    assert_eq!(read(&minimal()).expect("it reads"), engagement, "import needs no randomness");
    let bare = read(&json!({ "profile": { "client": "X" } })).expect("a client is enough");
    assert_eq!(bare.profile.client, "X");
}

#[test]
fn every_mistake_is_told_with_its_place_and_nothing_is_written() {
    let mut value = minimal();
    value["version"] = json!(2);
    value["goal"] = json!([]);
    value["profile"]["industy"] = json!("retail");
    value["profile"]["industry"] = json!("retial");
    value["profile"]["report_date"] = json!("31 March");
    value["participants"][1]["role"] = json!("data_enginer");
    value["participants"][1]["code"] = json!("PAR-1");
    value["goals"][0] = json!({ "points": 120, "owner": 7, "code": "G1" });
    value["use_cases"][0]["goals"][0] = json!({ "goal": "GOAL-9", "contribution": 6 });
    value["sources"] = json!([{ "title": "A", "kind": "databse", "data_classes": ["personal", "personal"], "regulations": ["REG-4"] }, "B"]);
    value["votes"] = json!([
        { "question": "STO-99", "participant": "PAR-1", "level": 3 },
        { "question": "STO-1", "participant": "PAR-7", "level": 9 },
        { "question": "STO-2", "participant": "PAR-1", "choice": "not_applicable" },
        { "question": "STO-2", "participant": "PAR-1", "choice": "dont_know", "level": 2 },
        { "question": "STO-4", "participant": "PAR-1", "choice": "level" },
    ]);
    value["answers"][0] = json!({ "question": "STO-3", "settled": "dont_know", "uid": "no" });
    value["personas"] = json!({ "title": "not a list" });
    let error = read(&value).expect_err("it is full of mistakes");
    assert_eq!(error.code, Code::InvalidImport);
    let told: Vec<String> = error
        .mistakes
        .iter()
        .map(|m| {
            if m.help.is_empty() {
                format!("{}: {}", m.place, m.message)
            } else {
                format!("{}: {} — {}", m.place, m.message, m.help)
            }
        })
        .collect();
    insta::assert_snapshot!(
        "mistakes",
        format!("{}: {}\n\n{}", error.message, error.help, told.join("\n"))
    );
    assert!(told.len() >= 20);

    let mut laptop = Laptop::new();
    let json = laptop.path("broken.json");
    std::fs::write(&json, value.to_string()).expect("writes");
    let (code, _) = laptop.refused(
        "document_import",
        json!({ "path": laptop.place("broken.json"), "target": laptop.place("broken.waymark") }),
    );
    assert_eq!(code, Code::InvalidImport);
    assert!(!laptop.path("broken.waymark").exists(), "nothing is written");
}

#[test]
fn what_is_no_engagement_is_told_in_one_line() {
    let place =
        |text: &str| import(text, &library()).expect_err("it is none").mistakes.remove(0).place;
    assert_eq!(place("{\n  \"profile\": {"), "line 2, column 14");
    assert_eq!(place("[]"), "$");
    assert_eq!(place("{}"), "profile");
    assert_eq!(place(r#"{"format": "spreadsheet", "profile": {"client": "x"}}"#), "format");
    assert_eq!(place(r#"{"profile": {"client": ""}}"#), "profile.client");
    assert_eq!(place(r#"{"packs": ["poetry"], "profile": {"client": "x"}}"#), "packs[0]");
    assert_eq!(place(r#"{"uid": "one", "profile": {"client": "x"}}"#), "uid");
}

/// The places in a value where something can be put instead.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => items
            .iter()
            .take(3)
            .enumerate()
            .for_each(|(n, value)| places(value, &format!("{at}/{n}"), found)),
        _ => {}
    }
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("unknown")),
        Just(json!("none")),
        Just(json!("PAR-1")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null, 1, "x", {}])),
        Just(json!({ "uid": 1, "code": [], "goal": {} })),
        Just(json!("9".repeat(5000))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_makes_reading_panic(edits in proptest::collection::vec((any::<prop::sample::Index>(), anything(), any::<bool>()), 1..4)) {
        thread_local! {
            static WHOLE: (Value, waymark_app::library::Library) = (everything(), library());
        }
        let (mut value, library) = WHOLE.with(Clone::clone);
        for (place, new, is_removal) in edits {
            let mut all = Vec::new();
            places(&value, "", &mut all);
            let at = place.get(&all).clone();
            let (parent, name) = at.rsplit_once('/').unwrap_or(("", ""));
            match value.pointer_mut(parent) {
                Some(Value::Object(object)) if is_removal => {
                    object.remove(name);
                }
                Some(Value::Object(object)) => {
                    object.insert(name.to_owned(), new);
                }
                Some(Value::Array(items)) => {
                    let index: usize = name.parse().expect("an index");
                    if is_removal { items.remove(index); } else { items[index] = new; }
                }
                _ => value = new,
            }
        }
        match import(&value.to_string(), &library) {
            Err(error) => {
                prop_assert_eq!(error.code, Code::InvalidImport);
                prop_assert!(!error.mistakes.is_empty());
            }
            Ok((engagement, blobs)) => {
                let text = export(&engagement, &blobs, &library);
                let (again, _) = import(&text, &library).expect("what was read can be read again");
                prop_assert_eq!(again, engagement);
            }
        }
    }
}

/// Whatever stands in one place: it is refused, or it is the same after going out and coming in again.
#[test]
fn what_is_read_once_is_read_the_same_again() {
    let library = library();
    let whole = everything();
    let mut all = Vec::new();
    places(&whole, "", &mut all);
    let mut wrong = Vec::new();
    for at in all.iter().filter(|at| !at.is_empty()) {
        for new in [json!("unknown"), json!("none"), json!(null)] {
            let mut value = whole.clone();
            *value.pointer_mut(at).expect("it is there") = new.clone();
            let Ok((engagement, blobs)) = import(&value.to_string(), &library) else { continue };
            match import(&export(&engagement, &blobs, &library), &library) {
                Ok((again, _)) if again == engagement => {}
                Ok(_) => wrong.push(format!("{at} = {new}: another engagement")),
                Err(error) => wrong.push(format!("{at} = {new}: {:?}", error.mistakes)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

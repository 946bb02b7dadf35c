//! A scan beside the answers: what it says, what people say of it, what it adds, and what leaves the house.

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_app::report::Wanted;
use waymark_app::report_file::{Format, Redaction, make, redacted};
use waymark_tests::{Laptop, START};

/// An account with half of its stores encrypted, two Regions of which one could not be read, and a warehouse that nobody named.
fn scan() -> Value {
    let denied = json!({ "action": "lakeformation:GetDataLakeSettings", "region": "eu-west-1", "reason": "denied" });
    json!({
        "schema": 1, "started": "2026-03-09T08:00:00Z", "finished": "2026-03-09T08:01:00Z",
        "account": "123456789012", "identity": "secret-auditor", "regions": ["eu-central-1", "eu-west-1"],
        "facts": {
            "F-DB": { "outcome": "value", "measured": 9, "not_measured": [], "values": {
                "encrypted": { "matching": 5, "measured": 8, "not_measured": 1 } } },
            "F-RS": { "outcome": "value", "measured": 1, "not_measured": [], "values": {
                "encrypted": { "matching": 1, "measured": 1, "not_measured": 0 } } },
            "F-S3": { "outcome": "value", "measured": 2, "not_measured": [], "values": {
                "encrypted": { "matching": 2, "measured": 2, "not_measured": 0 }, "regions": ["eu-central-1"] } },
            "F-LF": { "outcome": "value", "measured": 1, "not_measured": [denied], "partial": ["tags"], "values": {
                "default_grant": { "matching": 0, "measured": 1, "not_measured": 1 }, "tags": 3 } },
            "F-CATALOG": { "outcome": "value", "measured": 1, "partial": ["described"], "values": {
                "described": { "matching": 1, "measured": 1, "not_measured": 0 } }, "not_measured": [
                { "action": "glue:GetTables", "region": "eu-west-1", "reason": "denied" }] },
            "F-AA": { "outcome": "value", "measured": 1, "not_measured": [], "values": {
                "shared_buckets": { "names": ["secret-bucket"] } } },
            "F-IAM": { "outcome": "not_measured", "measured": 0, "values": {}, "not_measured": [
                { "action": "iam:ListUsers", "region": "us-east-1", "reason": "denied" }] }
        },
        "resources": [
            { "type": "redshift:cluster", "id": "secret-warehouse", "region": "eu-central-1", "service": "redshift_ra3",
              "found_by": "redshift:DescribeClusters", "attributes": {} },
            { "type": "rds:instance", "id": "secret-orders", "region": "eu-central-1", "found_by": "rds:DescribeDBInstances",
              "attributes": { "engine": "postgres" } },
            { "type": "lambda:function", "id": "secret-function", "region": "eu-central-1", "service": "lambda",
              "found_by": "lambda:ListFunctions", "attributes": {} },
            { "type": "lambda:function", "id": "secret-other", "region": "eu-west-1", "service": "lambda",
              "found_by": "lambda:ListFunctions", "attributes": {} },
            { "type": "athena:workgroup", "id": "primary", "region": "eu-central-1", "service": "athena",
              "found_by": "athena:ListWorkGroups", "attributes": {} },
            { "type": "dms:endpoint", "id": "secret-till", "region": "eu-central-1", "found_by": "dms:DescribeEndpoints",
              "attributes": { "engine": "oracle", "side": "source" } },
            { "type": "dms:endpoint", "id": "secret-target", "region": "eu-central-1", "found_by": "dms:DescribeEndpoints",
              "attributes": { "engine": "s3", "side": "target" } }
        ],
        "calls": { "made": 20, "retried": 0, "denied": 2, "throttled": 0 },
        "not_measured": [denied]
    })
}

fn scanned() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let path = laptop.place("scan.json");
    std::fs::write(&path, scan().to_string()).expect("a file");
    laptop.must("scan_take", json!({ "path": path }));
    laptop
}

fn about<'a>(view: &'a Value, question: &str) -> Vec<&'a Value> {
    let items = view["items"].as_array().expect("a list");
    items.iter().filter(|one| one["question"] == question).collect()
}

fn low(laptop: &mut Laptop, question: &str) -> f64 {
    let view = laptop.must("question_get", json!({ "question": question }));
    view["band"][0].as_f64().expect("a band")
}

#[test]
fn a_fact_contradicts_an_answer_with_its_numbers_and_lowers_its_band() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let before = low(&mut laptop, "SEC-3");
    let score = laptop.must("maturity_get", json!({}))["overall"]["score"].clone();
    let mut laptop = scanned();
    let view = laptop.must("evidence_get", json!({}));
    let against = about(&view, "SEC-3");
    assert_eq!(against.len(), 1);
    assert_eq!(against[0]["stance"], "contradicts");
    assert_eq!(
        against[0]["numbers"][0],
        "Instances and clusters whose storage is encrypted: 5 of 8 measured; 1 not measured"
    );
    assert_eq!(view["items"][0]["stance"], "contradicts", "contradictions come first");
    let report = laptop.must("report_get", json!({}));
    let checks = report["checks"].as_array().expect("a list");
    assert!(checks.iter().any(|check| check["id"] == "facts_contradict"), "it is asked about");
    assert!(before > 2.0, "the answer alone: {before}");
    assert_eq!(low(&mut laptop, "SEC-3"), 2.0, "the facts allow a 2 at most");
    let after = laptop.must("maturity_get", json!({}))["overall"]["score"].clone();
    assert_eq!(after, score, "facts change no score");
}

#[test]
fn what_could_not_be_measured_says_neither_good_nor_bad() {
    let mut laptop = scanned();
    let view = laptop.must("evidence_get", json!({}));
    // One Region has no default grant; the other was denied, so that it may have one.
    let grant = about(&view, "SEC-1");
    assert!(grant.iter().all(|one| one["stance"] == "unknown"), "{grant:#?}");
    let told = grant[0]["missing"].to_string();
    assert!(told.contains("lakeformation:GetDataLakeSettings in eu-west-1: denied"), "{told}");
    // A list that was cut or denied somewhere leaves the share open, whatever stands in it.
    let tables = about(&view, "CAT-1");
    assert!(tables.iter().all(|one| one["stance"] == "unknown"), "{tables:#?}");
    let keys = about(&view, "SEC-2");
    assert!(!keys.is_empty() && keys.iter().all(|one| one["stance"] == "unknown"), "{keys:#?}");
}

#[test]
fn people_say_what_becomes_of_a_fact_with_a_reason() {
    let mut laptop = scanned();
    let view = laptop.must("evidence_get", json!({}));
    let id = about(&view, "SEC-3")[0]["id"].clone();
    let empty = json!({ "id": id, "verdict": "scope_differs", "reason": " " });
    assert_eq!(laptop.refused("fact_judge", empty).0, Code::InvalidValue);
    let word = json!({ "id": id, "verdict": "rejected", "reason": "no" });
    assert_eq!(laptop.refused("fact_judge", word).0, Code::InvalidValue);
    let judged =
        json!({ "id": id, "verdict": "scope_differs", "reason": "Test systems are in it" });
    let view = laptop.must("fact_judge", judged);
    assert_eq!(about(&view, "SEC-3")[0]["verdict"]["reason"], "Test systems are in it");
    assert!(low(&mut laptop, "SEC-3") > 2.0, "it bears on nothing any more");
    let html = make(laptop.session(), Format::Html, &Wanted::default(), START).expect("a report");
    let html = String::from_utf8(html.bytes).expect("text");
    for text in ["Test systems are in it", "5 of 8 measured; 1 not measured"] {
        assert!(html.contains(text), "{text} is in the report");
    }
    laptop.must("fact_judge", json!({ "id": id, "verdict": null, "reason": "" }));
    assert_eq!(low(&mut laptop, "SEC-3"), 2.0);
}

#[test]
fn what_the_scan_found_is_added_one_by_one_or_all() {
    let mut laptop = scanned();
    let view = laptop.must("evidence_get", json!({}));
    let keys: Vec<Value> =
        view["found"].as_array().expect("a list").iter().map(|one| one["key"].clone()).collect();
    assert!(!keys.is_empty());
    let unknown = json!({ "keys": ["nothing"] });
    assert_eq!(laptop.refused("scan_adopt", unknown).0, Code::UnknownItem);
    let view = laptop.must("scan_adopt", json!({ "keys": keys }));
    assert_eq!(view["found"], json!([]));
    let engagement = laptop.session().engagement();
    let source =
        |title: &str| engagement.sources.iter().find(|one| one.title == title).expect(title);
    let orders = source("secret-orders");
    assert_eq!(orders.basis.value().map(|basis| basis.word()), Some("measured"));
    let till = source("secret-till");
    assert_eq!(till.engine.value().map(|engine| engine.word()), Some("oracle"));
    assert!(till.location.is_unknown(), "a migration does not say where its source stands");
    let item = engagement.platform.iter().find(|one| one.title == "AWS Lambda").expect("it runs");
    assert!(item.notes.contains("two functions in eu-central-1, eu-west-1"), "{}", item.notes);
    for left in ["secret-target", "Amazon Athena"] {
        assert!(!engagement.sources.iter().any(|one| one.title == left), "{left} is no source");
        assert!(!engagement.platform.iter().any(|one| one.notes.contains("primary")), "{left}");
    }
    let session = laptop.session();
    let architecture = session.derived().architecture(session.pack(), session.in_view());
    let functions: Vec<_> = architecture
        .components
        .iter()
        .filter(|one| one.service.as_ref().is_some_and(|service| service.as_str() == "lambda"))
        .collect();
    assert!(!functions.is_empty());
    for one in functions.iter().filter(|one| one.platform.contains(&item.code.to_string())) {
        assert_eq!(one.status, waymark_core::architecture::Status::Existing, "{}", one.id);
    }
    assert!(
        functions.iter().any(|one| one.platform.contains(&item.code.to_string())),
        "what is on record by its name is there already"
    );
    laptop.must("change_undo", json!({}));
    let view = laptop.must("evidence_get", json!({}));
    assert_eq!(view["found"].as_array().map(Vec::len), Some(keys.len()), "one change for all");
}

#[test]
fn a_redacted_copy_holds_numbers_and_no_names_of_the_account() {
    let laptop = scanned();
    let redaction = Redaction { technical: true, client: true, ..Default::default() };
    let copy = redacted(laptop.session(), &redaction).expect("a copy");
    for format in [Format::Html, Format::Xlsx, Format::Json] {
        let made = make(&copy, format, &Wanted::default(), START).expect("it is made");
        for secret in ["123456789012", "secret-auditor", "secret-bucket", "secret-warehouse"] {
            let is_there = made.bytes.windows(secret.len()).any(|at| at == secret.as_bytes());
            assert!(!is_there, "{format:?} holds {secret}");
        }
    }
    let people = Redaction { people: true, ..Default::default() };
    let copy_without_people = redacted(laptop.session(), &people).expect("a copy");
    let made = make(&copy_without_people, Format::Json, &Wanted::default(), START).expect("made");
    assert!(
        !String::from_utf8_lossy(&made.bytes).contains("secret-auditor"),
        "who looked is a person"
    );
    assert_eq!(copy.derived().evidence.len(), laptop.session().derived().evidence.len());
}

#[test]
fn what_is_no_scan_is_refused_with_what_to_do() {
    let mut laptop = scanned();
    let path = laptop.place("other.json");
    for (text, named) in [
        ("{", "not JSON"),
        ("{}", "no scan"),
        ("{ \"schema\": 99 }", "format 99"),
        ("{ \"schema\": 1 }", "started"),
    ] {
        std::fs::write(&path, text).expect("a file");
        let error = laptop.call("scan_take", json!({ "path": path })).expect_err(named);
        assert!(error.message.contains(named), "{}", error.message);
    }
    assert_eq!(laptop.must("evidence_get", json!({}))["scans"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_on_record_and_not_in_the_account_is_listed_where_the_scan_could_look() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let engagement = laptop.session().engagement();
    let of = |engine: &str| -> Vec<String> {
        let is_it = |one: &&waymark_core::discovery::source::Source| {
            one.engine.value().is_some_and(|own| own.word() == engine)
                && one.location.value().is_some_and(|place| place.word() == "aws")
        };
        engagement.sources.iter().filter(is_it).map(|one| one.code.to_string()).collect()
    };
    let tables = of("dynamodb");
    assert!(!tables.is_empty(), "the sample has a table in AWS");
    let path = laptop.place("scan.json");
    let absent = |laptop: &mut Laptop, scan: &Value| -> Vec<String> {
        std::fs::write(&path, scan.to_string()).expect("a file");
        let view = laptop.must("scan_take", json!({ "path": path }));
        let list = view["absent"].as_array().expect("a list").clone();
        list.iter().map(|one| one["id"].as_str().expect("a code").to_owned()).collect()
    };
    let told = absent(&mut laptop, &scan());
    for code in &tables {
        assert!(told.contains(code), "{code} is not in {told:?}");
    }
    let mut denied = scan();
    denied["finished"] = json!("2026-03-10T08:01:00Z");
    denied["not_measured"] =
        json!([{ "action": "dynamodb:ListTables", "region": "eu-west-1", "reason": "denied" }]);
    let told = absent(&mut laptop, &denied);
    for code in &tables {
        assert!(!told.contains(code), "nothing is said of {code}, which could not be looked for");
    }
}

#[test]
fn two_scans_say_what_is_otherwise() {
    let mut laptop = scanned();
    let path = laptop.place("later.json");
    let mut later = scan();
    later["finished"] = json!("2026-03-10T08:01:00Z");
    later["facts"]["F-DB"]["values"]["encrypted"]["matching"] = json!(8);
    later["resources"].as_array_mut().expect("a list").retain(|one| one["id"] != "secret-orders");
    std::fs::write(&path, later.to_string()).expect("a file");
    let view = laptop.must("scan_take", json!({ "path": path }));
    assert_eq!(view["scans"].as_array().map(Vec::len), Some(2));
    let gone = view["differences"].as_array().expect("a list").last().expect("one").clone();
    assert_eq!(
        (&gone["meaning"], &gone["after"]),
        (&json!("secret-orders in eu-central-1"), &json!("not found"))
    );
    let again = laptop.call("scan_take", json!({ "path": path })).expect_err("it is kept already");
    assert!(again.message.contains("SCAN-2"), "{}", again.message);
    let told = &view["differences"][0];
    assert_eq!(told["fact"], "F-DB");
    assert_eq!(told["before"], "5 of 8 measured; 1 not measured");
    assert_eq!(told["after"], "8 of 8 measured; 1 not measured");
    let view = laptop.must("scan_remove", json!({ "code": "SCAN-2" }));
    assert_eq!(view["differences"], json!([]));
}

#[test]
fn a_scan_file_fits_its_published_schema() {
    let text = include_str!("../../docs/scan.schema.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is sound");
    let errors: Vec<String> =
        validator.iter_errors(&scan()).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut other = scan();
    other["facts"]["F-DB"]["outcome"] = json!("good");
    assert!(!validator.is_valid(&other), "an outcome is one of four words");
}

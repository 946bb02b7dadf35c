//! Tables of scans: read, compared, under pseudonyms.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;

fn sample() -> Scan {
    let value = json!({
        "schema": 1,
        "started": "2026-11-20T12:00:00Z",
        "finished": "2026-11-20T12:00:09Z",
        "account": "123456789012",
        "identity": "harbour-reader",
        "regions": ["eu-west-1"],
        "facts": {
            "F-ONE": {
                "outcome": "value",
                "values": {
                    "versioned": {"matching": 16, "measured": 29, "not_measured": 1},
                    "buckets": 30,
                    "on": true,
                    "age": {"days": 12},
                    "shared": {"names": ["harbour-raw"]},
                    "engines": ["mysql", "postgres"]
                },
                "measured": 29,
                "not_measured": [{"action": "s3:GetBucketVersioning", "region": "eu-west-1", "reason": "denied"}]
            },
            "F-NEWER": {"outcome": "absent", "values": {}, "measured": 1, "not_measured": []}
        },
        "resources": [
            {"type": "s3:bucket", "id": "harbour-raw", "region": "eu-west-1", "service": "s3", "found_by": "s3:ListAllMyBuckets",
             "attributes": {"versioned": true, "owner": {"names": ["sales-team"]}}}
        ],
        "calls": {"made": 31, "retried": 1, "denied": 1, "throttled": 0},
        "truncated": [{"action": "glue:GetTables", "region": "eu-west-1", "of": "harbour-db", "read": 10000}]
    });
    serde_json::from_value(value).expect("the sample is a scan")
}

fn bytes(scan: &Scan) -> Vec<u8> {
    serde_json::to_vec(scan).expect("plain data")
}

#[test]
fn what_is_written_is_read_back() {
    let scan = sample();
    let read = read(&bytes(&scan), |id| id.as_str() == "F-ONE").expect("a scan");
    assert_eq!(read.scan, scan);
    assert_eq!(read.unknown, [FactId::from("F-NEWER")], "an unknown fact is kept and said");
    let share = scan.fact("F-ONE").and_then(|fact| fact.share("versioned")).expect("a share");
    assert_eq!((share.matching, share.measured, share.not_measured), (16, 29, 1));
}

#[test]
fn what_is_no_scan_is_told_with_its_place() {
    let check = |text: &str, expected: &str| {
        let error = read(text.as_bytes(), |_| true).expect_err("no scan");
        assert!(error.to_string().contains(expected), "{error} should say {expected}");
    };
    check("{", "line 1, column 1: this is not JSON");
    check("[]", "it has no field `schema`");
    check(r#"{"schema": 7}"#, "open it with a Waymark that reads format 7");
    let mut value = serde_json::to_value(sample()).expect("plain data");
    value["facts"]["F-ONE"]["outcome"] = json!("fine");
    check(&value.to_string(), "facts.F-ONE: ");
    let mut value = serde_json::to_value(sample()).expect("plain data");
    value["resources"][0]["id"] = json!(4);
    check(&value.to_string(), "resources[0]: ");
}

#[test]
fn pseudonyms_leave_no_name_and_stay_the_same() {
    let scan = sample();
    let key = PseudonymKey::of_words("kept to ourselves");
    let hidden = scan.with_pseudonyms(&key);
    let text = String::from_utf8(bytes(&hidden)).expect("JSON is text");
    for name in ["123456789012", "harbour", "sales-team"] {
        assert!(!text.contains(name), "{name} is left in {text}");
    }
    assert!(text.contains("postgres") && text.contains("eu-west-1"), "words of AWS stay");
    assert_eq!(hidden, scan.with_pseudonyms(&key), "the same key gives the same pseudonyms");
    let other = scan.with_pseudonyms(&PseudonymKey::random([7; 16]));
    assert_ne!(hidden.resources[0].id, other.resources[0].id);
    assert!(hidden.resources[0].id.starts_with("bucket-"));
}

#[test]
fn a_comparison_tells_what_is_gone_from_what_was_not_seen() {
    let before = sample();
    let mut after = sample();
    after.resources.clear();
    let compared = compare(&before, &after);
    assert_eq!((compared.gone.len(), compared.not_seen.len()), (1, 0));
    after.not_measured.push(NotMeasured {
        action: "s3:ListAllMyBuckets".to_owned(),
        region: "eu-west-1".to_owned(),
        reason: Reason::Denied,
        count: 1,
    });
    let compared = compare(&before, &after);
    assert_eq!(
        (compared.gone.len(), compared.not_seen.len()),
        (0, 1),
        "a denied list shows nothing gone"
    );
    let fact = after.facts.get_mut(&FactId::from("F-ONE")).expect("it is there");
    fact.values.insert("buckets".to_owned(), FactValue::Count(31));
    let compared = compare(&before, &after);
    assert_eq!(compared.facts.len(), 1);
    assert_eq!(compared.facts[0].values[0].name, "buckets");
    assert!(compared.is_same_scope);
}

#[test]
fn every_kind_of_value_is_told_apart() {
    let values: BTreeMap<String, FactValue> =
        sample().fact("F-ONE").expect("it is there").values.clone();
    let types: BTreeMap<&str, &str> =
        values.iter().map(|(name, value)| (name.as_str(), value.type_name())).collect();
    let expected = [
        ("age", "days"),
        ("buckets", "count"),
        ("engines", "words"),
        ("on", "flag"),
        ("shared", "names"),
        ("versioned", "share"),
    ];
    assert_eq!(types, expected.into_iter().collect());
}

#[test]
fn counts_of_any_size_have_bounds() {
    let share = Share { matching: 0, measured: u64::MAX, not_measured: u64::MAX };
    let (low, high) = share.bounds().expect("there are some");
    assert!(low == 0.0 && (high - 0.5).abs() < 1e-9, "{low} to {high}");
}

//! What the code measures and what the shipped pack says that a scan measures are the same.

use std::collections::{BTreeMap, BTreeSet};

use waymark_aws::{declared, service_names};
use waymark_pack::{embedded, load};

/// The facts of a shipped pack, and its services.
#[test]
fn facts_and_values_are_those_of_the_pack() {
    let shipped = embedded::packs().into_iter().next().expect("a pack is shipped");
    let pack = load(&shipped.files).pack.expect("the shipped pack is whole");
    let written: BTreeMap<&str, (BTreeSet<String>, BTreeMap<&str, &str>)> = pack
        .facts
        .iter()
        .map(|fact| {
            let operations = fact.operations.iter().cloned().collect();
            let values =
                fact.values.iter().map(|value| (value.name.as_str(), value.kind.word())).collect();
            (fact.id.as_str(), (operations, values))
        })
        .collect();
    let measured = declared();
    let ids: BTreeSet<&str> = measured.iter().map(|fact| fact.id).collect();
    assert_eq!(ids, written.keys().copied().collect(), "facts");
    for fact in &measured {
        let (operations, values) = &written[fact.id];
        assert_eq!(&fact.values, values, "{}: values", fact.id);
        assert_eq!(&fact.operations, operations, "{}: operations", fact.id);
    }
}

#[test]
fn services_can_be_named() {
    let names = service_names();
    assert!(
        names.contains(&"glue") && names.contains(&"s3") && !names.contains(&"sts"),
        "{names:?}"
    );
}

#[test]
#[ignore = "writes what the code declares, for whoever edits the pack"]
fn declared_as_json() {
    let all: Vec<serde_json::Value> = declared()
        .iter()
        .map(|fact| serde_json::json!({"id": fact.id, "operations": fact.operations, "values": fact.values}))
        .collect();
    let path = std::env::temp_dir().join("waymark-declared.json");
    std::fs::write(path, serde_json::to_vec_pretty(&all).expect("plain data"))
        .expect("it can be written");
}

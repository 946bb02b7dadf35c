//! Services that moto lacks: answers as AWS documents them, given by the proxy.

use serde_json::{Value, json};
use waymark_core::scan::{FactValue, Outcome, Scan};

use crate::server::{Server, account, fixture, options, run};

/// The recorded answers with their times filled in: `{days-5}` is five days ago as text, `{seconds-5}` as a number.
fn answers() -> Value {
    let mut text = std::fs::read_to_string(fixture("recorded.json")).expect("the fixture is there");
    let now = crate::server::clock().now();
    let now = now.duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    for days in [1_u64, 2, 3, 5, 10, 40, 100, 400] {
        let then = now - days * 86_400;
        let instant = jiff::Timestamp::from_second(then as i64).expect("an instant");
        text = text.replace(&format!("\"{{seconds-{days}}}\""), &then.to_string());
        text = text.replace(&format!("{{days-{days}}}"), &instant.to_string());
    }
    serde_json::from_str(&text).expect("the fixture is JSON")
}

pub(crate) fn every_service_has_its_facts(proxy: &Server) {
    let recorded = answers();
    proxy.set_faults(&recorded["answers"]);
    let end = run(&account(&proxy.url), &options(&[]), None);
    let unused: Vec<Value> = proxy.seen()["rules"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|rule| rule["hits"] == 0)
        .map(|rule| json!([rule["service"], rule["operation"]]))
        .collect();
    assert!(unused.is_empty(), "recorded answers that nobody asked for: {unused:?}");
    let mut wrong = Vec::new();
    for (id, values) in recorded["facts"].as_object().expect("facts by id") {
        let fact = end.scan.fact(id).unwrap_or_else(|| panic!("{id} is there"));
        if fact.outcome != Outcome::Value {
            wrong.push(format!("{id} is {:?}", fact.outcome));
        }
        for (name, want) in values.as_object().expect("values by name") {
            let told = fact.values.get(name);
            let is_equal = match (told, want.as_array().map(Vec::as_slice)) {
                (Some(FactValue::Share(share)), Some([matching, measured])) => {
                    matching == share.matching
                        && measured == share.measured
                        && share.not_measured == 0
                }
                (Some(told), _) => serde_json::to_value(told).expect("plain data") == *want,
                (None, _) => false,
            };
            if !is_equal {
                wrong.push(format!("{id} {name}: {want}, but it is {told:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "recorded answers give other facts:\n{}", wrong.join("\n"));
    every_value_is_of_its_type(&end.scan);
}

/// What is declared is what is written.
fn every_value_is_of_its_type(scan: &Scan) {
    for fact in waymark_aws::declared() {
        for (name, value) in &scan.fact(fact.id).expect("every declared fact is in a scan").values {
            assert_eq!(
                fact.values.get(name.as_str()),
                Some(&value.type_name()),
                "{} {name}",
                fact.id
            );
        }
    }
}

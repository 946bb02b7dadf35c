//! What holds of every row: it reads, it is written as AWS's own models say, and it can be followed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::*;

/// How operations are written: from botocore's models, by `tests/fixtures/describe_operations.py`.
const MODELS: &str = include_str!("../../tests/fixtures/operations.json");

/// The verbs of reads.
const READS: [&str; 6] = ["Get", "List", "Describe", "Select", "BatchGet", "Search"];

#[test]
fn nothing_but_reads_can_be_sent() {
    for operation in OPERATIONS {
        let name = operation.name;
        assert!(READS.iter().any(|verb| name.starts_with(verb)), "{name} is no read");
        // Reads of contents, and reads that make something.
        for word in [
            "GetObject",
            "GetItem",
            "GetRecords",
            "GetSecretValue",
            "GetParameter",
            "GetQueryResults",
            "Generate",
        ] {
            let is_lock = name == "GetObjectLockConfiguration";
            assert!(is_lock || !name.starts_with(word), "{name} reads contents");
        }
        let (method, _) = operation.rest;
        assert!(["GET", "POST"].contains(&method), "{name} is sent with {method}");
    }
}

#[test]
fn every_row_can_be_followed() {
    let mut seen = BTreeMap::new();
    for operation in OPERATIONS {
        let id = operation.id();
        *seen.entry(id.clone()).or_insert(0) += 1;
        assert!(!operation.why.is_empty(), "{id} says why");
        if let Some(parent) = operation.parent() {
            assert!(find(parent).is_some(), "{id} rests on {parent}, which is no row");
        }
        let inputs: Vec<&str> = match operation.inputs {
            Inputs::Fixed(inputs) => inputs.to_vec(),
            Inputs::Each { with, fill, of, .. } => {
                let kept = known(of).keep;
                for (_, field) in fill.iter().filter(|(_, field)| *field != "^") {
                    assert!(
                        kept.contains(field),
                        "{id} is asked of {field}, which {of} does not keep"
                    );
                }
                vec![with]
            }
            Inputs::Made { .. } | Inputs::ByHand => Vec::new(),
        };
        for text in inputs {
            assert!(
                serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object()),
                "{id}: {text}"
            );
        }
    }
    // One bill, asked by service and by tag.
    let twice: Vec<&String> =
        seen.iter().filter(|(_, count)| **count > 1).map(|(id, _)| id).collect();
    assert_eq!(twice, ["ce:GetCostAndUsage"]);
}

#[test]
fn rows_are_written_as_the_models_say() {
    let models: Value = serde_json::from_str(MODELS).expect("the fixture is JSON");
    for operation in OPERATIONS {
        let id = operation.id();
        let model = &models["operations"][&id];
        assert!(!model.is_null(), "{id} is in no model: run describe_operations.py");
        let service = operation.service;
        let protocols: BTreeSet<&str> = model["protocols"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let host = format!(
            "{}{}",
            model["host_prefix"].as_str().unwrap_or_default(),
            model["host"].as_str().unwrap_or_default()
        );
        assert_eq!(host.trim_start_matches("{AccountId}."), service.host, "{id}: host");
        assert_eq!(model["signing"], service.signing, "{id}: name in signatures");
        match service.wire {
            Wire::Json { target, version } => {
                assert!(protocols.contains("json"), "{id}: {protocols:?}");
                assert_eq!(
                    (&model["target"], &model["json_version"]),
                    (&json!(target), &json!(version)),
                    "{id}"
                );
            }
            Wire::Query { version } => {
                assert!(
                    protocols.contains("query") || protocols.contains("ec2"),
                    "{id}: {protocols:?}"
                );
                assert_eq!(model["api_version"], version, "{id}: version");
            }
            Wire::RestJson | Wire::RestXml => {
                let expected = if service.wire == Wire::RestXml { "rest-xml" } else { "rest-json" };
                assert!(protocols.contains(expected), "{id}: {protocols:?}");
                let (method, path) = operation.rest;
                assert_eq!(
                    (&model["method"], &model["path"]),
                    (&json!(method), &json!(path)),
                    "{id}"
                );
            }
        }
        if let Some((request, answer)) = operation.page {
            assert_eq!(model["page_in"], request, "{id}: token in the request");
            let last = answer.rsplit('/').next().expect("a path has a last part");
            assert_eq!(model["page_out"], last, "{id}: token in the answer");
        }
        assert!(
            operation.page.is_some()
                || operation.list.is_none()
                || model["page_in"].is_null()
                || UNPAGED.contains(&id.as_str()),
            "{id} has pages by {}",
            model["page_in"]
        );
    }
}

/// Lists whose pages are not followed, each for a reason.
const UNPAGED: [&str; 10] = [
    // A person is asked by hand and has few of them.
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:ListAttachedUserPolicies",
    "iam:ListUserPolicies",
    "iam:ListGroupsForUser",
    "iam:ListAttachedGroupPolicies",
    // AWS lets a user have two keys and eight devices.
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    // The first question is answered whole.
    "ec2:DescribeRegions",
    "s3:ListBucketIntelligentTieringConfigurations",
];

#[test]
fn services_answer_where_the_models_say() {
    let models: Value = serde_json::from_str(MODELS).expect("the fixture is JSON");
    let services: BTreeMap<&str, &Service> =
        OPERATIONS.iter().map(|operation| (operation.service.name, operation.service)).collect();
    for (name, service) in services {
        for (region, expected) in
            models["endpoints"][name].as_object().unwrap_or_else(|| panic!("{name} has endpoints"))
        {
            let endpoint = service.endpoint(region, "123456789012");
            assert_eq!(expected["url"], endpoint.url, "{name} in {region}");
            let signs = expected["signs"].as_str().unwrap_or(region);
            assert_eq!(signs, endpoint.region, "{name} in {region} signs for");
        }
    }
}

#[test]
fn the_policy_covers_the_table_and_nothing_else() {
    let policy: Value =
        serde_json::from_str(&crate::policy::read_policy()).expect("a policy is JSON");
    let actions = |at: usize| -> BTreeSet<String> {
        let actions = policy["Statement"][at]["Action"].as_array().expect("a list");
        actions.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let needed: BTreeSet<String> = OPERATIONS.iter().filter_map(Operation::permission).collect();
    assert_eq!(actions(0), needed);
    assert!(actions(0).is_disjoint(&actions(1)), "nothing is both allowed and denied");
    for denied in actions(1) {
        if let Some(start) = denied.strip_suffix('*') {
            assert!(
                !needed
                    .iter()
                    .any(|action| action.starts_with(start)
                        && action != "s3:GetObjectLockConfiguration"),
                "{denied}"
            );
        }
    }
    let length = crate::policy::read_policy_compact().len();
    assert!(length <= 6144, "a managed policy may have 6,144 characters, this has {length}");
}

//! Small engagements, each about one thing, with the components they should lead to.

use std::fmt::Write as _;

use serde_json::{Value, json};
use waymark_core::architecture::{Architecture, Component, Status};
use waymark_core::engagement::FindingTone;

use crate::support::{derive, engagement};

/// A web shop: one database, one report for managers.
fn shop() -> Value {
    json!({
        "profile": { "client": "Shop", "aws_accounts": "3_to_10", "operating_model": "central" },
        "personas": [
            { "code": "PER-1", "title": "Store managers", "role": "manager", "access": ["dashboard"], "frequency": "daily", "count": "26_100" },
        ],
        "sources": [
            { "code": "SRC-1", "title": "Orders", "kind": "database", "engine": "oracle", "location": "on_prem", "mode": "cdc",
              "structure": "structured", "content_form": ["table"], "entities": ["order"], "change_kind": "updates",
              "volume_per_day_gb": 2, "volume_total_gb": 300, "sensitivity": "internal", "data_classes": [], "regulations": [],
              "priority": "yes", "zone_target": "curated", "schema_stability": "stable", "extraction_limits": [],
              "owner_business": "Ann", "owner_technical": "Ben", "consumers_now": [] },
        ],
        "use_cases": [
            { "code": "UC-1", "title": "Sales report", "type": "bi_reporting", "status": "qualified", "consumers": ["PER-1"],
              "consumer_kind": "human", "freshness_need": "hourly", "response_need": "lt_5s", "concurrency": "21_100",
              "sources": [{ "source": "SRC-1", "need": "required" }], "personal_data": "no", "channels": [], "query_shape": ["filter_aggregate"],
              "event_logic": "none" },
        ],
        "skills": [
            { "code": "SKL-1", "title": "Engineers", "role": "data_engineer", "employment": "staff",
              "skills": [{ "skill": "spark", "level": 3 }, { "skill": "sql", "level": 3 }, { "skill": "aws_analytics", "level": 2 }] },
        ],
        "platform": [],
    })
}

fn with(mut document: Value, change: impl FnOnce(&mut Value)) -> Architecture {
    change(&mut document);
    derive(&engagement(&document))
}

fn named<'a>(architecture: &'a Architecture, name: &str) -> &'a Component {
    let names: Vec<&str> =
        architecture.components.iter().map(|component| component.name.as_str()).collect();
    architecture
        .components
        .iter()
        .find(|component| component.name == name)
        .unwrap_or_else(|| panic!("no {name} among {names:?}"))
}

fn has(architecture: &Architecture, name: &str) -> bool {
    architecture.components.iter().any(|component| component.name == name)
}

fn flows_between(architecture: &Architecture, from: &str, to: &str) -> bool {
    let id = |name: &str| {
        architecture
            .components
            .iter()
            .find(|c| c.name == name)
            .map_or_else(|| name.to_owned(), |c| c.id.clone())
    };
    let (from, to) = (id(from), id(to));
    architecture.flows.iter().any(|flow| flow.from == from && flow.to == to)
}

/// The architecture as a person would read it.
pub(crate) fn written(architecture: &Architecture) -> String {
    let mut text = String::new();
    for component in &architecture.components {
        let because: Vec<String> = component
            .because
            .iter()
            .map(|because| {
                format!("{} {}", because.rule, because.records.join(" ")).trim().to_owned()
            })
            .collect();
        writeln!(
            text,
            "{} [{}] {} <- {}",
            component.id,
            component.status.word(),
            component.name,
            because.join("; ")
        )
        .expect("a string");
        for alternative in &component.alternatives {
            writeln!(text, "    or {}: {}", alternative.service, alternative.when)
                .expect("a string");
        }
    }
    text.push('\n');
    for flow in &architecture.flows {
        writeln!(
            text,
            "{} -> {}: {} [{}]",
            flow.from,
            flow.to,
            flow.carries,
            flow.use_cases.join(" ")
        )
        .expect("a string");
    }
    text.push('\n');
    for finding in &architecture.findings {
        writeln!(
            text,
            "{} {}: {} [{}]",
            finding.tone.word(),
            finding.id,
            finding.text,
            finding.records.join(" ")
        )
        .expect("a string");
    }
    text.push('\n');
    for question in &architecture.open_questions {
        writeln!(text, "? {}: {}", question.rule, question.text).expect("a string");
    }
    text
}

#[test]
fn a_small_shop_reads_like_an_architecture() {
    insta::assert_snapshot!(written(&derive(&engagement(&shop()))));
}

#[test]
fn three_saas_tools_need_little() {
    let saas = |code: &str, title: &str, application: &str| {
        json!({ "code": code, "title": title, "kind": "saas", "application": application, "location": "saas_vendor", "mode": "batch",
                "structure": "structured", "content_form": ["table"], "entities": ["customer"], "change_kind": "full_reload", "supplier": "own",
                "volume_per_day_gb": 0.1, "volume_total_gb": 5, "sensitivity": "internal", "data_classes": ["personal"], "regulations": [],
                "priority": "yes", "zone_target": "curated", "schema_stability": "stable", "owner_business": "Ann", "owner_technical": "Ann",
                "consumers_now": [], "extraction_limits": ["none"] })
    };
    let document = json!({
        "profile": { "client": "Studio", "aws_accounts": "one", "operating_model": "central" },
        "personas": [{ "code": "PER-1", "title": "Owner", "role": "manager", "access": ["dashboard"], "frequency": "weekly", "count": "1_5" }],
        "sources": [saas("SRC-1", "CRM", "hubspot"), saas("SRC-2", "Shop", "shopify"), saas("SRC-3", "Support", "zendesk")],
        "use_cases": [
            { "code": "UC-1", "title": "Week at a glance", "type": "bi_reporting", "status": "qualified", "consumers": ["PER-1"], "freshness_need": "daily",
              "response_need": "lt_1min", "concurrency": "1_5", "personal_data": "yes", "event_logic": "none", "channels": [], "query_shape": ["filter_aggregate"],
              "sources": [{ "source": "SRC-1", "need": "required" }, { "source": "SRC-2", "need": "required" }, { "source": "SRC-3", "need": "helpful" }] },
        ],
        "skills": [{ "code": "SKL-1", "title": "Owner", "role": "analyst", "employment": "staff", "skills": [{ "skill": "sql", "level": 2 }] }],
    });
    insta::assert_snapshot!(written(&derive(&engagement(&document))));
}

#[test]
fn what_exists_is_kept_and_the_proposal_becomes_the_alternative() {
    let architecture = with(shop(), |document| {
        document["platform"] = json!([{ "code": "PLT-1", "title": "Tableau Server", "layer": "consumption", "product": "tableau", "keep": "keep", "state": "production" }]);
    });
    let tableau = named(&architecture, "Tableau");
    assert_eq!(tableau.status, Status::Existing);
    assert_eq!(tableau.platform, ["PLT-1"]);
    assert!(
        tableau.alternatives.iter().any(|a| a.service == "Amazon Quick Sight"),
        "{:?}",
        tableau.alternatives
    );
    assert!(!has(&architecture, "Amazon Quick Sight"), "what is kept is not bought a second time");
    assert!(flows_between(&architecture, "Amazon Redshift Serverless", "Tableau"));
}

#[test]
fn a_product_that_is_dropped_retires_and_names_its_successor() {
    let architecture = with(shop(), |document| {
        document["platform"] = json!([
            { "code": "PLT-1", "title": "Finance warehouse", "layer": "storage", "product": "redshift_dc2", "keep": "keep", "state": "production" },
        ]);
    });
    let warehouse = named(&architecture, "Amazon Redshift Serverless");
    assert_eq!(
        warehouse.status,
        Status::Replace,
        "nodes that AWS phases out are no reason to stay"
    );
    let old = named(&architecture, "Redshift DC2");
    assert_eq!((old.status, old.platform.as_slice()), (Status::Retire, &["PLT-1".to_owned()][..]));
    assert!(
        old.because[0].text.contains("Amazon Redshift Serverless takes its place"),
        "{}",
        old.because[0].text
    );
    assert!(!architecture.flows.iter().any(|flow| flow.from == old.id || flow.to == old.id));
}

#[test]
fn an_item_that_no_rule_knows_stays_in_its_layer() {
    let architecture = with(shop(), |document| {
        document["platform"] = json!([{ "code": "PLT-1", "title": "Metadata wiki", "layer": "cataloguing", "product": "other", "keep": "keep", "state": "production" }]);
    });
    let wiki = named(&architecture, "Metadata wiki");
    assert_eq!((wiki.status, wiki.layer.word()), (Status::Existing, "cataloguing"));
    assert_eq!(wiki.because[0].text, "The owner keeps it.");
}

#[test]
fn the_narrower_way_in_takes_the_place_of_the_wider() {
    let architecture = with(shop(), |document| {
        document["sources"][0]["engine"] = json!("aurora_postgresql");
        document["sources"][0]["location"] = json!("aws");
    });
    let replication = named(&architecture, "Aurora zero-ETL integration");
    assert_eq!(replication.sources, ["SRC-1"]);
    assert!(!has(&architecture, "AWS DMS Serverless"));
    assert!(
        flows_between(&architecture, "Aurora zero-ETL integration", "Amazon S3 Tables"),
        "it writes finished tables"
    );
    assert!(
        !architecture.components.iter().any(|c| c.id.starts_with("storage.short-lived")),
        "nothing lands, so there is no landing zone"
    );
}

#[test]
fn a_rejected_component_leaves_the_flows_and_its_hole_is_told() {
    let architecture = with(shop(), |document| {
        let id = "ingestion.full-load-plus-change-replication.dms-serverless";
        document["verdicts"] = json!([{ "subject": "component", "subject_id": id, "verdict": "rejected", "reason": "No agent on the database." }]);
    });
    let rejected = named(&architecture, "AWS DMS Serverless");
    assert!(rejected.is_rejected);
    assert!(
        !architecture.flows.iter().any(|flow| flow.from == rejected.id || flow.to == rejected.id)
    );
    let hole = architecture
        .findings
        .iter()
        .find(|finding| finding.id == "architecture.path.UC-1")
        .expect("the hole is told");
    assert!(hole.text.contains("AWS DMS Serverless was rejected"), "{}", hole.text);
    assert!(
        !architecture.demands().brings.iter().any(|demand| demand.component == rejected.id),
        "the roadmap does not bring it"
    );
}

#[test]
fn a_replaced_component_takes_the_new_name_and_keeps_its_id() {
    let id = "consumption.business-intelligence.quick-sight";
    let architecture = with(shop(), |document| {
        document["verdicts"] = json!([{ "subject": "component", "subject_id": id, "verdict": "replaced", "replacement": "House of Dashboards", "reason": "Contract." }]);
    });
    let own = named(&architecture, "House of Dashboards");
    assert_eq!((own.id.as_str(), own.status, &own.service), (id, Status::New, &None));
    assert!(architecture.flows.iter().any(|flow| flow.to == id));
}

#[test]
fn a_forbidden_service_gives_way_to_the_first_alternative() {
    let architecture = with(shop(), |document| {
        document["constraints"] = json!([{ "code": "CON-1", "title": "No DMS", "forbidden_services": ["dms_serverless"], "approved_regions": [], "residency": [] }]);
    });
    assert!(!has(&architecture, "AWS DMS Serverless"));
    assert!(has(&architecture, "Provisioned AWS DMS instances"));
    let told = architecture
        .findings
        .iter()
        .find(|finding| finding.id.starts_with("architecture.forbidden"))
        .expect("it is told");
    assert_eq!(told.records, ["CON-1"]);
}

#[test]
fn data_that_comes_too_late_is_told() {
    let architecture =
        with(shop(), |document| document["use_cases"][0]["freshness_need"] = json!("minutes"));
    let late = architecture
        .findings
        .iter()
        .find(|finding| finding.id == "architecture.freshness.UC-1")
        .expect("hourly jobs are too slow");
    assert!(late.text.contains("AWS Glue"), "{}", late.text);
}

#[test]
fn personal_data_without_protection_is_told() {
    let architecture =
        with(shop(), |document| document["sources"][0]["data_classes"] = json!(["personal"]));
    let told = |id: &str| architecture.findings.iter().any(|finding| finding.id == id);
    assert!(told("architecture.personal.erasure"), "no duty is on record");
    assert!(told("architecture.personal.catalogue_label"), "it is not confidential");
    assert!(!told("architecture.personal.audit"), "the audit belongs to every architecture");
}

#[test]
fn the_customer_line_waits_for_consent() {
    let architecture = with(shop(), |document| {
        document["use_cases"][0]["type"] = json!("campaign");
        document["use_cases"][0]["segment_method"] = json!("attribute_rules");
        document["use_cases"][0]["channels"] = json!(["email"]);
        document["use_cases"][0]["personal_data"] = json!("unknown");
        document["answers"] = json!([{ "question": "SEC-6", "settled": "level", "level": 2 }]);
    });
    let blocker = architecture
        .findings
        .iter()
        .find(|finding| finding.id == "architecture.consent")
        .expect("consent is missing");
    assert_eq!(blocker.tone, FindingTone::Blocker);
    let ids = |word: &str| {
        architecture
            .components
            .iter()
            .find(|c| c.id.contains(word))
            .map(|c| c.id.clone())
            .expect("it is called for")
    };
    let flow = |from: &str, to: &str| {
        architecture.flows.iter().any(|f| f.from == ids(from) && f.to == ids(to))
    };
    assert!(flow("unified-profile-service", "rule-segments"), "segments are made from profiles");
    assert!(flow("rule-segments", "activation"), "segments are acted on");
    assert!(flow("consent-store", "rule-segments"), "consent is joined by every segment");
}

#[test]
fn stopped_use_cases_ask_for_nothing() {
    let architecture = with(shop(), |document| {
        document["use_cases"][0]["status"] = json!("stopped");
        document["sources"][0]["priority"] = json!("no");
    });
    assert!(!has(&architecture, "AWS DMS Serverless"), "nobody needs the source");
    assert!(architecture.flows.is_empty());
}

#[test]
fn an_unknown_fact_becomes_a_question() {
    let architecture = with(shop(), |document| {
        document["sources"][0].as_object_mut().expect("an object").remove("mode");
    });
    let question = architecture
        .open_questions
        .iter()
        .find(|q| q.rule.as_str() == "R-ING-11")
        .expect("delivery depends on the mode");
    assert_eq!(
        question.text,
        "Would add “Delivery to storage” (Amazon Data Firehose) if the mode of SRC-1 was known."
    );
    assert_eq!(question.records, ["SRC-1"]);
}

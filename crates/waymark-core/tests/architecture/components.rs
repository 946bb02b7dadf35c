//! Small engagements, each about one thing, with the components they should lead to.

use std::fmt::Write as _;

use serde_json::{Value, json};
use waymark_core::architecture::{Architecture, Component, Status};
use waymark_core::engagement::{FindingTone, VerdictWord};

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
    let first = &own.alternatives[0];
    assert_eq!(first.service, "Amazon Quick Sight", "the proposal stays in sight");
    assert_eq!(first.when, "The choice is taken back: this is what the rules propose.");
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
fn neither_the_proposal_nor_its_alternative_is_forbidden() {
    let forbid = |services: &[&str]| {
        with(shop(), |document| {
            document["constraints"] = json!([{ "code": "CON-1", "title": "House list", "forbidden_services": services, "approved_regions": [], "residency": [] }]);
        })
    };
    let architecture = forbid(&["redshift_serverless", "redshift_ra3"]);
    assert!(has(&architecture, "Amazon Athena"), "the first alternative is forbidden too");
    let architecture = forbid(&["redshift_serverless", "redshift_ra3", "athena"]);
    assert!(!architecture.components.iter().any(|c| c.id.contains("warehouse-serving-layer")));
    let told =
        architecture.findings.iter().find(|finding| finding.text.contains("Nothing on record"));
    assert_eq!(told.map(|finding| finding.tone), Some(FindingTone::Blocker));
}

#[test]
fn a_further_service_that_is_forbidden_leaves_the_component() {
    let architecture = with(shop(), |document| {
        document["constraints"] = json!([{ "code": "CON-1", "title": "House list", "forbidden_services": ["ram"], "approved_regions": [], "residency": [] }]);
    });
    let sharing = named(&architecture, "AWS Lake Formation");
    assert!(!sharing.also.is_empty() && sharing.also.iter().all(|id| id.as_str() != "ram"));
    let told = architecture
        .findings
        .iter()
        .find(|finding| finding.id == "architecture.forbidden.R-CAT-04.ram")
        .expect("it is told");
    assert!(told.text.contains("AWS Lake Formation stands without it"), "{}", told.text);
}

#[test]
fn a_closed_service_that_the_client_chose_is_a_blocker() {
    let id = "consumption.business-intelligence.quick-sight";
    for replacement in ["Amazon Kendra", "kendra", "Our own Amazon Kendra index"] {
        let architecture = with(shop(), |document| {
            document["verdicts"] = json!([{ "subject": "component", "subject_id": id, "verdict": "replaced", "replacement": replacement, "reason": "Habit." }]);
        });
        let told = architecture
            .findings
            .iter()
            .find(|finding| finding.id == format!("architecture.barred.{id}"))
            .unwrap_or_else(|| panic!("{replacement} is told"));
        assert_eq!(told.tone, FindingTone::Blocker);
        assert!(told.text.starts_with("Amazon Kendra was chosen for “Business intelligence”, but it is not open to new work (closed to new customers, checked "), "{}", told.text);
        let component = architecture.components.iter().find(|c| c.id == id).expect("it stays");
        assert_eq!(component.service, None, "no component stands under a closed service");
    }
}

#[test]
fn a_verdict_does_not_move_to_another_service() {
    let id = "ingestion.full-load-plus-change-replication.dms-serverless";
    let judged = |engine: &str| {
        with(shop(), |document| {
            document["sources"][0]["engine"] = json!(engine);
            document["sources"][0]["location"] = json!("aws");
            document["verdicts"] = json!([{ "subject": "component", "subject_id": id, "verdict": "rejected", "reason": "No agent on the database." }]);
        })
    };
    assert_eq!(judged("oracle").stale_verdicts, []);
    let architecture = judged("aurora_postgresql");
    assert!(architecture.components.iter().all(|component| !component.is_rejected));
    let [stale] = architecture.stale_verdicts.as_slice() else {
        panic!("{:?}", architecture.stale_verdicts)
    };
    assert_eq!((stale.component.as_str(), stale.word), (id, VerdictWord::Rejected));
    assert_eq!(stale.reason, "No agent on the database.");
    // The same need, met by another service.
    let architecture = with(shop(), |document| {
        document["verdicts"] = json!([{ "subject": "component", "subject_id": "consumption.business-intelligence.tableau-cloud", "verdict": "accepted" }]);
    });
    assert_eq!(
        architecture.stale_verdicts[0].in_its_place,
        ["consumption.business-intelligence.quick-sight"]
    );
}

#[test]
fn what_stays_undecided_although_nobody_likes_it_is_told() {
    let liked = |satisfaction: u8, keep: &str| {
        with(shop(), |document| {
            document["platform"] = json!([{ "code": "PLT-1", "title": "Old dashboards", "layer": "consumption", "product": "tableau", "keep": keep, "state": "production", "satisfaction": satisfaction }]);
        })
    };
    let told = |architecture: &Architecture| {
        architecture.findings.iter().find(|f| f.id == "architecture.undecided").cloned()
    };
    let architecture = liked(2, "undecided");
    assert_eq!(named(&architecture, "Tableau").status, Status::Existing, "it is kept all the same");
    let finding = told(&architecture).expect("it is told");
    assert_eq!(finding.records, ["PLT-1"]);
    assert_eq!(
        finding.text,
        "“Old dashboards” stays because nobody has decided otherwise, but satisfaction with it is 2 of 5 or lower: decide before anything new is built on it."
    );
    assert_eq!(told(&liked(3, "undecided")), None);
    assert_eq!(told(&liked(1, "keep")), None, "the pack tells that");
}

#[test]
fn what_gave_way_says_what_would_have_to_be_otherwise() {
    let architecture = with(shop(), |document| {
        document["profile"]["aws_accounts"] = json!("one");
        document["answers"] = json!([
            { "question": "SEC-2", "settled": "level", "level": 2 },
            { "question": "CAT-1", "settled": "level", "level": 1 },
        ]);
        document["personas"][0]["access"] = json!(["dashboard", "sql", "api"]);
        for code in ["PER-2", "PER-3", "PER-4"] {
            document["personas"]
                .as_array_mut()
                .expect("a list")
                .push(json!({ "code": code, "title": code, "role": "analyst", "access": ["sql"] }));
        }
    });
    let light = architecture
        .components
        .iter()
        .find(|component| {
            component.because.iter().any(|because| because.rule.as_str() == "R-CAT-03")
        })
        .expect("one account, no central identity");
    let wide = light
        .alternatives
        .iter()
        .find(|other| other.service == "Amazon SageMaker Catalog")
        .unwrap_or_else(|| panic!("{:?}", light.alternatives));
    assert!(
        wide.when.starts_with("There is another answer on the AWS accounts of the engagement or the level of SEC-2 (Proof of identity). "),
        "{}",
        wide.when
    );
}

#[test]
fn a_priority_source_without_a_zone_is_told() {
    let architecture = with(shop(), |document| {
        document["use_cases"][0]["status"] = json!("idea");
        document["sources"][0].as_object_mut().expect("an object").remove("zone_target");
    });
    let told = architecture
        .findings
        .iter()
        .find(|finding| finding.id == "architecture.landing_target")
        .expect("it is told");
    assert_eq!(told.text, "“Orders”, a priority source, has no zone where its data comes to rest.");
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

#[test]
fn questions_read_like_sentences() {
    let architecture = with(shop(), |document| {
        let use_case = document["use_cases"][0].as_object_mut().expect("an object");
        for field in ["consumer_kind", "partner_visibility", "response_need", "concurrency"] {
            use_case.remove(field);
        }
    });
    let text = |rule: &str| {
        let question = architecture.open_questions.iter().find(|q| q.rule.as_str() == rule);
        question.map(|question| question.text.as_str()).unwrap_or_default()
    };
    assert_eq!(
        text("R-CNS-11"),
        "Would add “Governed sharing” (AWS Lake Formation sharing) if who uses the result of UC-1 and what a partner may see in UC-1 were known."
    );
}

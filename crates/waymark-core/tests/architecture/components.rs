//! Small engagements, each about one thing, with the components they should lead to.

use std::fmt::Write as _;

use serde_json::{Value, json};
use waymark_core::architecture::stage::{Counts, Stage, shown};
use waymark_core::architecture::{Architecture, Component, Guard, Status};
use waymark_core::discovery::skill::SkillName;
use waymark_core::engagement::{FindingTone, VerdictWord};
use waymark_core::finding::Finding;
use waymark_core::id::{RuleId, ServiceId};
use waymark_core::pack::CostClass;

use crate::support::{derive, derive_with, engagement, pack, sample};

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
    assert_eq!(wide.when, "The level of SEC-2 (Proof of identity) is 3 or higher.");
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
        "Would add “Delivery to storage” (Amazon Data Firehose) if the mode of SRC-1 were known."
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

/// The shop with verdicts on components.
fn judged(change: impl FnOnce(&mut Value), verdicts: &[Value]) -> Architecture {
    with(shop(), |document| {
        change(document);
        document["verdicts"] = verdicts
            .iter()
            .map(|verdict| {
                let mut verdict = verdict.clone();
                verdict["subject"] = json!("component");
                verdict
            })
            .collect();
    })
}

fn rejects(id: &str) -> Value {
    json!({ "subject_id": id, "verdict": "rejected", "reason": "House rule." })
}

fn replaces(id: &str, by: &str) -> Value {
    json!({ "subject_id": id, "verdict": "replaced", "replacement": by, "reason": "known to the team" })
}

fn finding<'a>(architecture: &'a Architecture, id: &str) -> Option<&'a Finding> {
    architecture.findings.iter().find(|finding| finding.id == id)
}

fn told<'a>(architecture: &'a Architecture, id: &str) -> &'a Finding {
    finding(architecture, id).unwrap_or_else(|| {
        let ids: Vec<&str> = architecture.findings.iter().map(|f| f.id.as_str()).collect();
        panic!("no {id} among {ids:#?}")
    })
}

fn carried<'a>(architecture: &'a Architecture, from: &str, to: &str) -> Option<&'a str> {
    let flow = architecture.flows.iter().find(|flow| flow.from == from && flow.to == to);
    flow.map(|flow| flow.carries.as_str())
}

const DMS: &str = "ingestion.full-load-plus-change-replication.dms-serverless";
const WAREHOUSE: &str = "storage.warehouse-serving-layer.redshift-serverless";
const TABLES: &str = "storage.managed-open-tables.s3-tables";

#[test]
fn the_only_way_in_that_is_rejected_is_told_whoever_wants_the_source() {
    for (priority, status) in [("yes", "idea"), ("no", "idea"), ("no", "qualified")] {
        let architecture = judged(
            |document| {
                document["sources"][0]["priority"] = json!(priority);
                document["use_cases"][0]["status"] = json!(status);
            },
            &[rejects(DMS)],
        );
        let finding = told(&architecture, &format!("architecture.rejected.{DMS}"));
        assert_eq!(
            finding.text,
            "Nothing brings in “Orders” any more: AWS DMS Serverless was rejected. Take that back, choose another way in, such as Provisioned AWS DMS instances or Change capture of the database vendor, or do without it in UC-1."
        );
        assert_eq!(finding.records, ["SRC-1", "UC-1"]);
        assert!(
            finding_of_priority(&architecture).is_none(),
            "what is told with its cause is not told again without"
        );
    }
}

fn finding_of_priority(architecture: &Architecture) -> Option<&Finding> {
    finding(architecture, "architecture.ingestion")
}

#[test]
fn a_stream_whose_delivery_is_rejected_does_not_reach_storage() {
    let clicks = |document: &mut Value| {
        document["sources"][0]["kind"] = json!("application");
        document["sources"][0]["mode"] = json!("event");
        document["sources"][0]["entities"] = json!(["digital_behaviour"]);
        document["sources"][0].as_object_mut().expect("an object").remove("engine");
    };
    let delivery = "ingestion.delivery-to-storage.data-firehose";
    let landing = "storage.short-lived-reception-area.s3";
    assert!(carried(&judged(clicks, &[]), delivery, landing).is_some());
    let architecture = judged(clicks, &[rejects(delivery)]);
    told(&architecture, &format!("architecture.rejected.{delivery}"));
    assert!(!architecture.flows.iter().any(|flow| flow.to == landing), "nothing delivers to it");
    let hole = told(&architecture, "architecture.path.UC-1");
    assert!(hole.text.contains("nothing brings in “Orders”"), "{}", hole.text);
}

#[test]
fn a_zone_that_is_rejected_is_told() {
    let architecture = judged(|_| {}, &[rejects(TABLES)]);
    let finding = told(&architecture, &format!("architecture.rejected.{TABLES}"));
    assert!(
        finding.text.starts_with(
            "There is no curated zone for “Orders”: Amazon S3 Tables was rejected. Take that back, choose another store, such as Iceberg tables"
        ),
        "{}",
        finding.text
    );
}

#[test]
fn a_source_that_a_mere_idea_draws_on_and_nothing_brings_in_is_told() {
    let architecture = with(shop(), |document| {
        document["sources"][0]["priority"] = json!("no");
        document["sources"][0]["kind"] = json!("third_party");
        document["sources"][0]["supplier"] = json!("own");
        document["use_cases"][0]["status"] = json!("idea");
    });
    let finding = told(&architecture, "architecture.ingestion.wanted");
    assert_eq!(finding.records, ["SRC-1", "UC-1"]);
    assert!(finding.text.starts_with("Nothing brings in “Orders”, on which UC-1 draws: record "));
}

#[test]
fn a_replaced_component_says_what_called_for_it_and_who_chose_it() {
    let id = "consumption.business-intelligence.quick-sight";
    let architecture = judged(|_| {}, &[replaces(id, "House of Dashboards")]);
    let own = named(&architecture, "House of Dashboards");
    let rules: Vec<&str> = own.because.iter().map(|because| because.rule.as_str()).collect();
    assert_eq!(rules, ["R-CNS-01", ""]);
    assert_eq!(
        own.because[1].text,
        "The client chose House of Dashboards in the place of Amazon Quick Sight. Known to the team."
    );
    assert_eq!((own.cost, own.cost_driver.as_str()), (None, ""), "nobody knows what it costs");
    let architecture = judged(|_| {}, &[replaces(WAREHOUSE, "Amazon Athena")]);
    let chosen = architecture.components.iter().find(|c| c.id == WAREHOUSE).expect("it stands");
    assert_eq!(
        (chosen.cost, chosen.cost_driver.as_str()),
        (Some(CostClass::Low), "Data scanned by queries"),
        "the pack says what Athena costs"
    );
}

#[test]
fn a_choice_that_is_in_use_already_is_one_component_with_it() {
    let orders = |document: &mut Value| {
        document["platform"] = json!([{ "code": "PLT-1", "title": "Batch flows", "layer": "ingestion", "product": "kinesis", "keep": "keep", "state": "production" }]);
    };
    let before = judged(orders, &[]);
    let kept = before.components.iter().find(|c| c.platform == ["PLT-1"]).expect("it is kept");
    let architecture = judged(orders, &[replaces(DMS, &kept.name)]);
    let named: Vec<&Component> =
        architecture.components.iter().filter(|c| c.name == kept.name).collect();
    let [one] = named.as_slice() else { panic!("{named:#?}") };
    assert_eq!((one.id.as_str(), one.status), (kept.id.as_str(), Status::Existing));
    assert_eq!(one.stands_for.len(), 1);
    assert_eq!(one.stands_for[0].component, DMS);
    assert!(one.sources.contains(&"SRC-1".to_owned()), "it brings in what the proposal would have");
    assert!(one.because.iter().any(|because| because.text.starts_with("The client chose ")));
    assert!(
        architecture.stale_verdicts.is_empty(),
        "what the client said is followed, though its component is not there"
    );
    assert!(one.alternatives.iter().any(|other| other.service == "AWS DMS Serverless"));
}

#[test]
fn a_kept_product_does_not_cost_what_would_be_proposed() {
    let architecture = with(shop(), |document| {
        document["platform"] = json!([{ "code": "PLT-1", "title": "Reports", "layer": "consumption", "product": "tableau", "keep": "keep", "state": "production", "contract_end": "2028-06-30" }]);
    });
    let tableau = named(&architecture, "Tableau");
    assert_eq!(tableau.cost, None);
    let other = &tableau.alternatives[0];
    assert_eq!(
        (other.service.as_str(), other.when.as_str()),
        (
            "Amazon Quick Sight",
            "The contract of Tableau is not renewed after 30 Jun 2028, or it no longer meets the need."
        )
    );
}

#[test]
fn what_rests_on_a_component_that_was_turned_down_is_told() {
    let restricted = |document: &mut Value| {
        document["sources"][0]["sensitivity"] = json!("restricted");
        document["use_cases"][0]["type"] = json!("regulatory_reporting");
    };
    let about = |architecture: &Architecture, part: &str| {
        told(architecture, &format!("architecture.rests_on.{part}+{WAREHOUSE}")).text.clone()
    };
    let masking = "security.dynamic-masking.redshift-masking";
    let mart = "consumption.certified-mart.redshift-serverless";
    let architecture = judged(restricted, &[replaces(WAREHOUSE, "House warehouse")]);
    assert_eq!(
        about(&architecture, masking),
        "“Dynamic masking” (Amazon Redshift dynamic data masking) rests on Amazon Redshift Serverless, in whose place House warehouse was chosen for “Warehouse serving layer”: find out whether it also serves “Dynamic masking”, or replace that as well."
    );
    assert!(about(&architecture, mart).starts_with("“Certified mart” rests on "));
    let architecture = judged(restricted, &[rejects(WAREHOUSE)]);
    assert!(about(&architecture, masking).contains("which was rejected for"));
    let architecture = judged(restricted, &[]);
    assert!(!architecture.findings.iter().any(|f| f.id.starts_with("architecture.rests_on")));
    let masks = architecture.components.iter().find(|c| c.id == masking).expect("it is called for");
    assert_eq!(masks.guards, [WAREHOUSE]);
    let hides = "processing.masking-before-use.glue-sensitive-data";
    let hides = architecture.components.iter().find(|c| c.id == hides).expect("it is called for");
    assert_eq!(hides.guards, [TABLES]);
    assert_eq!([masks.guard, hides.guard], [Some(Guard::Mask); 2]);
}

#[test]
fn pictures_flow_on_as_what_they_are() {
    let architecture = with(shop(), |document| {
        let source = &mut document["sources"][0];
        for (field, value) in [
            ("kind", json!("file")),
            ("mode", json!("batch")),
            ("structure", json!("unstructured")),
            ("content_form", json!(["image"])),
            ("zone_target", json!("raw")),
            ("change_kind", json!("append_only")),
        ] {
            source[field] = value;
        }
        document["use_cases"][0]["type"] = json!("ml_prediction");
        document["use_cases"][0]["consumers"] = json!([]);
    });
    assert_eq!(
        carried(
            &architecture,
            "storage.unchanged-history.s3",
            "consumption.predictive-models.sagemaker-ai"
        ),
        Some("Documents and media")
    );
}

/// Two sources about customers, a campaign and a fraud decision in the moment.
fn fraud(document: &mut Value) {
    let mut payments = document["sources"][0].clone();
    payments["code"] = json!("SRC-2");
    payments["title"] = json!("Payments");
    payments["mode"] = json!("streaming");
    payments["kind"] = json!("application");
    for source in [&mut document["sources"][0], &mut payments] {
        source["entities"] = json!(["customer"]);
    }
    document["sources"].as_array_mut().expect("a list").push(payments);
    document["answers"] = json!([
        { "question": "PRC-4", "settled": "level", "level": 1 },
        { "question": "SEC-6", "settled": "level", "level": 2 },
    ]);
    let mut fraud = document["use_cases"][0].clone();
    for (field, value) in [
        ("code", json!("UC-2")),
        ("title", json!("Fraud")),
        ("type", json!("ml_prediction")),
        ("consumers", json!([])),
        ("consumer_kind", json!("application")),
        ("freshness_need", json!("seconds")),
        ("response_need", json!("lt_100ms")),
        ("query_shape", json!(["key_lookup"])),
        ("sources", json!([{ "source": "SRC-2", "need": "required" }])),
    ] {
        fraud[field] = value;
    }
    document["use_cases"].as_array_mut().expect("a list").push(fraud);
    let campaign = &mut document["use_cases"][0];
    campaign["type"] = json!("campaign");
    campaign["segment_method"] = json!("attribute_rules");
    campaign["channels"] = json!(["email"]);
    campaign["personal_data"] = json!("yes");
}

#[test]
fn the_customer_line_serves_only_what_is_about_customers() {
    let architecture = with(shop(), fraud);
    for line in ["segmentation.identity-resolution", "segmentation.unified-profile-service"] {
        let part = architecture.components.iter().find(|c| c.id.starts_with(line));
        let part = part.unwrap_or_else(|| panic!("no {line}"));
        assert_eq!(part.use_cases, ["UC-1"], "{line} is for the campaign");
        let flows = architecture.flows.iter().filter(|f| f.from == part.id || f.to == part.id);
        assert!(flows.flat_map(|flow| &flow.use_cases).all(|code| code == "UC-1"));
    }
}

#[test]
fn features_go_to_the_model_and_choices_to_what_shows_them() {
    let features = "segmentation.online-features.sagemaker-feature-store";
    let model = "consumption.predictive-models.sagemaker-ai";
    let architecture = with(shop(), fraud);
    assert_eq!(carried(&architecture, features, model), Some("Features"));
    let architecture = judged(fraud, &[rejects(model)]);
    let finding = told(&architecture, &format!("architecture.untaken.{features}"));
    assert_eq!(finding.records, ["UC-2"]);

    let offer = |kind: &str, response: &str| {
        let (kind, response) = (kind.to_owned(), response.to_owned());
        move |document: &mut Value| {
            let use_case = &mut document["use_cases"][0];
            use_case["type"] = json!("personalisation");
            use_case["interaction_history"] = json!("1k_50k");
            use_case["consumer_kind"] = json!(kind);
            use_case["response_need"] = json!(response);
        }
    };
    let personalize = "segmentation.recommendations-in-real-time.personalize";
    let architecture = with(shop(), offer("application", "lt_1s"));
    let api = "consumption.data-api.api-gateway";
    assert_eq!(carried(&architecture, personalize, api), Some("Choices"));
    assert_eq!(self::finding(&architecture, &format!("architecture.untaken.{personalize}")), None);
    let architecture = with(shop(), offer("human", "lt_1s"));
    told(&architecture, &format!("architecture.untaken.{personalize}"));
}

#[test]
fn readings_go_into_the_time_series_store_and_are_read_from_it() {
    let watched = |of_type: &str| {
        with(shop(), |document| {
            let source = &mut document["sources"][0];
            source["kind"] = json!("device");
            source["mode"] = json!("streaming");
            source["content_form"] = json!(["time_series"]);
            source["entities"] = json!(["asset"]);
            document["use_cases"][0]["freshness_need"] = json!("minutes");
            document["use_cases"][0]["type"] = json!(of_type);
        })
    };
    let architecture = watched("monitoring");
    let store = named(&architecture, "Amazon Timestream for InfluxDB").id.clone();
    let into: Vec<&str> = architecture
        .flows
        .iter()
        .filter(|flow| flow.to == store)
        .map(|flow| flow.from.split('.').next().unwrap_or_default())
        .collect();
    assert!(
        !into.is_empty() && into.iter().all(|layer| ["sources", "ingestion"].contains(layer)),
        "{into:?}"
    );
    let out: Vec<(&str, &str)> = architecture
        .flows
        .iter()
        .filter(|flow| flow.from == store)
        .map(|flow| (flow.to.as_str(), flow.carries.as_str()))
        .collect();
    assert_eq!(out, [("consumption.live-operations-view.managed-grafana", "Readings")]);
    assert_eq!(finding(&architecture, "architecture.freshness.UC-1"), None, "readings are fresh");

    // Reports read tables: without a live view nothing asks for the latest readings.
    let architecture = watched("bi_reporting");
    let finding = told(&architecture, &format!("architecture.untaken.{store}"));
    assert_eq!(finding.records, ["UC-1"]);
    assert!(finding.text.contains("no live view"), "{}", finding.text);
}

#[test]
fn an_engine_stands_between_dashboards_and_open_tables() {
    let few = |document: &mut Value| {
        document["use_cases"][0]["concurrency"] = json!("1_5");
        document["use_cases"][0]["response_need"] = json!("lt_1min");
    };
    let (engine, board) =
        ("consumption.ad-hoc-sql.athena", "consumption.business-intelligence.quick-sight");
    let architecture = judged(few, &[]);
    assert!(!has(&architecture, "Amazon Redshift Serverless"), "nobody needs a warehouse");
    assert_eq!(carried(&architecture, TABLES, board), None);
    assert_eq!(carried(&architecture, TABLES, engine), Some("Curated tables"));
    assert_eq!(carried(&architecture, engine, board), Some("Answers"));
    let architecture = judged(few, &[rejects(engine)]);
    let finding = told(&architecture, "architecture.query_engine");
    assert_eq!(finding.records, ["UC-1"]);
    assert!(finding.text.starts_with("Amazon Quick Sight asks in SQL, and no query engine"));
    assert!(!has(&with(shop(), |_| {}), "Amazon Athena"), "a warehouse answers itself");
}

#[test]
fn locked_records_that_must_be_erasable_are_told_with_both_duties() {
    let duties = |classes: Value| {
        with(shop(), |document| {
            document["sources"][0]["data_classes"] = classes;
            document["constraints"] = json!([{ "code": "CON-1", "title": "Trading records", "immutability": "worm", "data_classes": ["personal"], "approved_regions": [], "residency": [], "forbidden_services": [] }]);
            document["regulations"] =
                json!([{ "code": "REG-1", "title": "GDPR", "erasure_duty": "yes" }]);
        })
    };
    let architecture = duties(json!(["personal"]));
    let finding = told(&architecture, "architecture.locked_and_erased.CON-1");
    assert_eq!(finding.tone, FindingTone::Blocker);
    assert_eq!(finding.records, ["CON-1", "REG-1", "SRC-1"]);
    let facts: Vec<(&str, &str)> =
        finding.facts.iter().map(|fact| (fact.record.as_str(), fact.field.as_str())).collect();
    assert_eq!(facts, [("CON-1", "immutability"), ("REG-1", "erasure_duty")]);
    let lock = named(&architecture, "Amazon S3 Object Lock");
    assert_eq!(lock.guards, ["storage.unchanged-history.s3"]);
    assert_eq!(lock.guard, Some(Guard::Lock));
    assert_eq!(
        self::finding(&duties(json!(["payment"])), "architecture.locked_and_erased.CON-1"),
        None,
        "the lock does not bind this data"
    );
}

#[test]
fn a_region_that_is_not_on_record_is_told_where_a_constraint_asks() {
    let architecture = |region: &str| {
        with(shop(), |document| {
            document["sources"][0]["location"] = json!("aws");
            document["sources"][0]["region"] = json!(region);
            document["constraints"] = json!([{ "code": "CON-1", "title": "EU only", "approved_regions": ["eu-central-1"], "residency": [], "forbidden_services": [], "data_classes": [] }]);
        })
    };
    let id = "architecture.region.unknown";
    assert_eq!(told(&architecture("EU"), id).records, ["CON-1", "SRC-1"]);
    assert_eq!(finding(&architecture("eu-central-1"), id), None);
    let unreadable = told(&architecture("Frankfurt"), "architecture.region.unreadable").clone();
    assert_eq!(unreadable.records, ["SRC-1"]);
    assert!(unreadable.text.starts_with("“Frankfurt” (SRC-1) is no Region or country by a code"));
    assert_eq!(finding(&architecture("Frankfurt"), id), None, "it is told once");
    for place in ["EU", "de", "eu-central-1", ""] {
        assert_eq!(
            finding(&architecture(place), "architecture.region.unreadable"),
            None,
            "{place}"
        );
    }
}

#[test]
fn a_region_that_a_constraint_approves_outside_its_own_territory_is_told() {
    let architecture = |regions: Value, crossing: &str| {
        with(shop(), |document| {
            document["constraints"] = json!([{
                "code": "CON-1", "title": "EU only", "approved_regions": regions, "residency": ["EU"],
                "cross_border": crossing, "strictness": "required", "forbidden_services": [], "data_classes": [],
            }]);
        })
    };
    let id = "architecture.region.approved.CON-1";
    let wrong = architecture(json!(["eu-central-1", "us-east-1"]), "none");
    assert_eq!(
        told(&wrong, id).text,
        "“EU only” (CON-1) keeps data in EU and approves us-east-1, which lies outside: strike it from the approved Regions, or have counsel allow it."
    );
    assert_eq!(finding(&architecture(json!(["eu-central-1"]), "none"), id), None);
    assert_eq!(finding(&architecture(json!(["us-east-1"]), "allowed"), id), None);
}

#[test]
fn reasons_hold_facts_and_no_traces_of_the_evaluation() {
    let architecture = with(shop(), |document| {
        document["sources"][0]["sensitivity"] = json!("restricted");
    });
    let masking = named(&architecture, "Amazon Redshift dynamic data masking");
    let facts: Vec<String> = masking.because[0]
        .facts
        .iter()
        .map(|fact| format!("{}.{}={}", fact.record, fact.field, fact.value))
        .collect();
    assert!(
        facts.contains(&"UC-1.type=bi_reporting".to_owned()),
        "why there is a warehouse: {facts:?}"
    );
    assert!(!facts.iter().any(|fact| fact.contains("fired")), "{facts:?}");
    let catalogue = named(&architecture, "AWS Glue Data Catalog");
    assert!(
        catalogue.because[0]
            .text
            .ends_with(" It is part of the minimum architecture, whatever is recorded."),
        "{}",
        catalogue.because[0].text
    );
}

#[test]
fn zones_are_components_and_their_sum_is_none() {
    let zones = |architecture: &Architecture| {
        architecture.components.iter().any(|one| one.id == "storage.three-zones.s3")
    };
    assert!(!zones(&derive(&engagement(&shop()))));
    assert!(zones(&with(shop(), |document| {
        document["sources"][0]["zone_target"] = json!("federated_only");
    })));
}

#[test]
fn personal_data_outside_its_territory_is_told_wherever_it_stands() {
    let architecture = |location: &str, place: &str, crossing: &str, residency: &str| {
        with(shop(), |document| {
            document["sources"][0]["location"] = json!(location);
            document["sources"][0]["region"] = json!(place);
            document["sources"][0]["data_classes"] = json!(["personal"]);
            document["constraints"] = json!([{
                "code": "CON-1", "title": "Customers stay", "approved_regions": ["eu-central-1"], "residency": [residency],
                "cross_border": crossing, "strictness": "required", "forbidden_services": [], "data_classes": ["personal"],
            }]);
        })
    };
    let id = "architecture.residency.CON-1";
    let abroad = architecture("on_prem", "IE", "none", "DE");
    assert_eq!(told(&abroad, id).records, ["CON-1", "SRC-1"]);
    assert!(
        told(&abroad, id)
            .text
            .starts_with("“Orders” stands outside DE, where “Customers stay” (CON-1) keeps")
    );
    for (location, place, crossing, residency) in [
        ("on_prem", "DE", "none", "DE"),
        ("on_prem", "IE", "none", "EU"),
        ("on_prem", "IE", "allowed", "DE"),
        ("on_prem", "somewhere", "none", "DE"),
        ("on_prem", "IE", "none", "the Rhineland"),
    ] {
        let architecture = architecture(location, place, crossing, residency);
        assert_eq!(finding(&architecture, id), None, "{location} {place} {crossing} {residency}");
    }
    let by_region = architecture("aws", "us-east-1", "none", "DE");
    assert_eq!(finding(&by_region, id), None, "its Region is told");
    assert_eq!(
        told(&by_region, "architecture.region.CON-1").text,
        "“Orders” stands in a Region that “Customers stay” (CON-1) does not approve."
    );
    let at_home = architecture("aws", "DE", "none", "DE");
    assert_eq!(finding(&at_home, "architecture.region.unknown"), None, "its country is on record");
    assert!(
        finding(&architecture("aws", "IE", "none", "DE"), "architecture.region.CON-1").is_some()
    );
}

#[test]
fn a_kept_product_outside_the_places_that_are_allowed_is_told() {
    let architecture = |product: &str, place: Value| {
        with(shop(), |document| {
            document["sources"][0]["data_classes"] = json!(["personal"]);
            document["sources"][0]["region"] = json!("DE");
            document["platform"] = json!([{ "code": "PLT-1", "title": "House warehouse", "layer": "storage", "product": product, "state": "production", "keep": "keep", "region": place }]);
            document["constraints"] = json!([{
                "code": "CON-1", "title": "Customers stay", "approved_regions": ["eu-central-1"], "residency": ["DE"],
                "cross_border": "none", "strictness": "required", "forbidden_services": [], "data_classes": ["personal"],
            }]);
        })
    };
    let (region, abroad) =
        ("architecture.region.platform.CON-1", "architecture.residency.platform.CON-1");
    let unknown = "architecture.region.unknown";
    let wrong = architecture("redshift_ra3", json!("us-east-1"));
    assert_eq!(told(&wrong, region).records, ["CON-1", "PLT-1"]);
    assert_eq!(
        told(&wrong, region).text,
        "“House warehouse” (us-east-1) is kept outside the Regions that “Customers stay” (CON-1) approves: move it, or let something else take the place of it."
    );
    assert_eq!(finding(&wrong, abroad), None, "it is told once");
    assert_eq!(finding(&wrong, unknown), None);
    let right = architecture("redshift_ra3", json!("eu-central-1"));
    assert_eq!(
        [finding(&right, region), finding(&right, abroad), finding(&right, unknown)],
        [None; 3]
    );
    for product in ["redshift_ra3", "snowflake"] {
        let open = architecture(product, json!(null));
        assert!(told(&open, unknown).records.contains(&"PLT-1".to_owned()), "{product}");
    }
    let elsewhere = architecture("snowflake", json!("US"));
    assert_eq!(told(&elsewhere, abroad).records, ["CON-1", "PLT-1"]);
    assert_eq!(finding(&architecture("snowflake", json!("DE")), abroad), None);
}

#[test]
fn duties_on_the_same_data_contradict_each_other_only_where_no_place_meets_both() {
    let architecture = |first: Value, second: Value| {
        with(shop(), |document| {
            document["sources"][0]["location"] = json!("aws");
            document["sources"][0]["region"] = json!("eu-west-1");
            document["sources"][0]["data_classes"] = json!(["personal"]);
            let duty = |code: &str, regions: Value| {
                json!({
                    "code": code, "title": code, "approved_regions": regions, "residency": [], "cross_border": "none",
                    "strictness": "required", "forbidden_services": [], "data_classes": ["personal"],
                })
            };
            document["constraints"] = json!([duty("CON-1", first), duty("CON-2", second)]);
        })
    };
    let id = "architecture.place.CON-1+CON-2";
    let apart = architecture(json!(["eu-west-1"]), json!(["eu-central-1"]));
    assert_eq!(told(&apart, id).records, ["CON-1", "CON-2", "SRC-1"]);
    assert_eq!(finding(&apart, "architecture.region.CON-2"), None, "it is told as what it is");
    let both = architecture(json!(["eu-west-1", "eu-central-1"]), json!(["eu-central-1"]));
    assert_eq!(finding(&both, id), None);
    assert!(
        told(&both, "architecture.region.CON-2")
            .text
            .ends_with(" CON-1 and CON-2 together allow eu-central-1.")
    );
}

#[test]
fn what_is_to_change_without_a_successor_is_told() {
    let architecture = |keep: &str| {
        with(shop(), |document| {
            document["platform"] = json!([{ "code": "PLT-1", "title": "Wiki", "layer": "cataloguing", "product": "other", "keep": keep, "state": "production" }]);
        })
    };
    let id = "architecture.without_successor";
    assert_eq!(told(&architecture("change"), id).records, ["PLT-1"]);
    assert_eq!(finding(&architecture("keep"), id), None);
}

#[test]
fn a_kept_stream_is_carried_to_storage_and_is_no_alternative_to_itself() {
    let kept = |product: &str| {
        with(shop(), |document| {
            let source = &mut document["sources"][0];
            source["kind"] = json!("stream");
            source["mode"] = json!("streaming");
            document["use_cases"][0]["event_logic"] = json!("pattern");
            document["platform"] = json!([{ "code": "PLT-1", "title": "Bus", "layer": "ingestion", "product": product, "keep": "keep", "state": "production" }]);
        })
    };
    let kafka = kept("kafka");
    assert!(flows_between(&kafka, "Apache Kafka", "Amazon MSK Connect and Replicator"));
    let landing = "storage.short-lived-reception-area.s3";
    assert!(flows_between(&kafka, "Amazon MSK Connect and Replicator", landing));
    assert!(!flows_between(&kafka, "Apache Kafka", landing), "brokers write no files");
    let kinesis = kept("kinesis");
    let stream = named(&kinesis, "Amazon Kinesis");
    assert!(stream.alternatives.iter().all(|other| !other.service.contains("Kinesis")));
    assert!(flows_between(&kinesis, "Amazon Kinesis", "Amazon Data Firehose"));
}

#[test]
fn what_others_are_not_is_no_reason() {
    let architecture = with(shop(), |document| {
        let source = &mut document["sources"][0];
        source["kind"] = json!("application");
        source["mode"] = json!("streaming");
        document["use_cases"][0]["event_logic"] = json!("pattern");
    });
    let stream = named(&architecture, "Amazon Kinesis Data Streams");
    let facts: Vec<&str> =
        stream.because[0].facts.iter().map(|fact| fact.record.as_str()).collect();
    assert!(!facts.contains(&"SKL-1"), "that the team knows Spark and SQL: {facts:?}");
    assert!(facts.contains(&"SRC-1") && facts.contains(&"UC-1"), "{facts:?}");
}

#[test]
fn doing_without_is_no_component() {
    let architecture = with(shop(), |document| {
        document["constraints"] = json!([{ "code": "CON-1", "title": "House list", "forbidden_services": ["s3"], "approved_regions": [], "residency": [] }]);
    });
    for absent in ["No landing zone", "Prefixes in one bucket"] {
        assert!(!has(&architecture, absent), "{absent} is nothing to build");
    }
    let finding = told(&architecture, "architecture.forbidden.R-STO-02");
    assert_eq!(finding.tone, FindingTone::Blocker);
    assert!(finding.text.ends_with("Nothing on record takes its place."), "{}", finding.text);
}

#[test]
fn what_was_decided_otherwise_is_no_question() {
    let architecture = with(shop(), |document| {
        document["sources"][0].as_object_mut().expect("an object").remove("sensitivity");
        document["constraints"] = json!([{ "code": "CON-1", "title": "Own keys", "sovereign_keys": "yes", "strictness": "required", "approved_regions": [], "residency": ["EU"], "forbidden_services": [] }]);
    });
    let asks = |rule: &str| architecture.open_questions.iter().any(|q| q.rule.as_str() == rule);
    assert!(asks("R-SEC-16"), "keys held outside depend on the sensitivity");
    assert!(!asks("R-SEC-04"), "and would take the place of keys held in AWS");
}

#[test]
fn a_kept_catalogue_registers_the_sources_too() {
    let architecture = with(shop(), |document| {
        document["sources"][0]["owner_technical"] = json!("none");
        document["platform"] = json!([{ "code": "PLT-1", "title": "Glossary", "layer": "cataloguing", "product": "collibra", "keep": "keep", "state": "production" }]);
    });
    let registers = architecture
        .components
        .iter()
        .find(|c| c.because.iter().any(|because| because.rule.as_str() == "R-SRC-01"))
        .expect("the source has no technical owner");
    assert_eq!((registers.name.as_str(), registers.status), ("Collibra", Status::Existing));
    for other in &registers.alternatives {
        assert!(!other.service.ends_with(" in use"), "{} is what is kept", other.service);
    }
}

#[test]
fn finished_tables_bind_no_zone_that_they_pass_by() {
    let architecture = with(shop(), |document| {
        let mut second = document["sources"][0].clone();
        second["code"] = json!("SRC-2");
        document["sources"][0]["engine"] = json!("aurora_postgresql");
        document["sources"][0]["location"] = json!("aws");
        document["sources"].as_array_mut().expect("a list").push(second);
    });
    for zone in ["storage.short-lived-reception-area.s3", "storage.unchanged-history.s3"] {
        let zone = architecture.components.iter().find(|c| c.id == zone).expect("SRC-2 lands");
        assert_eq!(zone.sources, ["SRC-2"], "{}", zone.id);
        assert_eq!(zone.because[0].records, ["SRC-2"]);
        assert!(zone.because[0].facts.iter().all(|fact| fact.record != "SRC-1"));
    }
}

#[test]
fn a_successor_is_named_once() {
    let architecture = with(shop(), |document| {
        document["use_cases"][0]["type"] = json!("regulatory_reporting");
        document["platform"] = json!([{ "code": "PLT-1", "title": "Old nodes", "layer": "storage", "product": "redshift_dc2", "keep": "drop", "state": "production" }]);
    });
    let old = named(&architecture, "Redshift DC2");
    assert_eq!(
        old.because[0].text.matches("Amazon Redshift Serverless").count(),
        1,
        "{}",
        old.because[0].text
    );
}

#[test]
fn between_equal_rules_the_team_decides() {
    let mut pack = pack().clone();
    let place = pack.rules.iter().position(|rule| rule.id.as_str() == "R-CNS-01").expect("a rule");
    let mut second = pack.rules[place].clone();
    second.id = RuleId::new("R-CNS-99");
    second.services = vec![ServiceId::new("managed_grafana")];
    second.skills = vec![SkillName::Spark];
    second.satisfied_by = vec![];
    pack.rules.insert(place + 1, second);
    let chosen = |skill: &str| {
        let mut document = shop();
        document["skills"][0]["skills"] = json!([{ "skill": skill, "level": 2 }]);
        let architecture = derive_with(&pack, &engagement(&document));
        let part = architecture.components.iter().find(|c| c.capability == "Business intelligence");
        part.expect("somebody reads dashboards").name.clone()
    };
    assert_eq!(chosen("bi"), "Amazon Quick Sight");
    assert_eq!(chosen("spark"), "Amazon Managed Grafana");
}

#[test]
fn what_stands_is_counted_once_for_all_screens() {
    let architecture = judged(
        |document| {
            document["platform"] = json!([{ "code": "PLT-1", "title": "Old nodes", "layer": "storage", "product": "redshift_dc2", "keep": "drop", "state": "production" }]);
        },
        &[rejects(DMS)],
    );
    let at = |stage| Counts::of(&architecture, &shown(&architecture, None, stage));
    let target = at(Stage::Target);
    assert_eq!((target.retired, target.rejected, target.kept, target.leaving), (1, 1, 0, 0));
    assert_eq!(target.stand(), architecture.components.len() - 2);
    let today = at(Stage::Today);
    assert_eq!((today.stand(), today.leaving, today.new), (1, 1, 0), "today the old nodes stand");
}

fn of_sample(verdicts: &[Value]) -> Architecture {
    let mut engagement = sample();
    for (at, verdict) in verdicts.iter().enumerate() {
        let mut row = verdict.clone();
        row["uid"] = json!(waymark_core::id::Uid::root(&format!("verdict {at}")));
        row["pack"] = json!("data-strategy");
        row["subject"] = json!("component");
        engagement.put_row(waymark_core::record::Kind::Verdict, row).expect("a verdict");
    }
    derive(&engagement)
}

#[test]
fn what_is_chosen_for_a_kept_product_takes_its_place() {
    let kept = "consumption.in-use.tableau";
    let architecture = of_sample(&[replaces(kept, "Amazon Quick Sight")]);
    let chosen = named(&architecture, "Amazon Quick Sight");
    assert_eq!((chosen.id.as_str(), chosen.status), (kept, Status::Replace));
    let goes = named(&architecture, "Tableau");
    assert_eq!(goes.status, Status::Retire);
    assert_eq!(goes.platform, chosen.platform, "the chosen one stands for what goes");
    assert!(goes.because[0].text.contains("Quick Sight takes its place"), "{goes:#?}");

    // What its owner wants to change has a successor then, and the finding that missed one is gone.
    let architecture = of_sample(&[]);
    let airflow = named(&architecture, "Apache Airflow").id.clone();
    assert!(finding(&architecture, "architecture.without_successor").is_some());
    let architecture = of_sample(&[replaces(&airflow, "Amazon MWAA")]);
    assert_eq!(named(&architecture, "Amazon MWAA").status, Status::Replace);
    assert_eq!(named(&architecture, "Apache Airflow").status, Status::Retire);
    assert_eq!(finding(&architecture, "architecture.without_successor"), None);
}

#[test]
fn a_rejected_stream_or_intake_is_missed_by_name() {
    for (id, word) in [
        ("ingestion.in-use.kinesis", "as they come"),
        ("ingestion.document-and-media-intake.bedrock-data-automation", "text and fields"),
    ] {
        let architecture = of_sample(&[rejects(id)]);
        let finding = told(&architecture, &format!("architecture.rejected.{id}"));
        assert!(finding.text.contains(word), "{}", finding.text);
    }
    let architecture = of_sample(&[rejects("ingestion.in-use.kinesis")]);
    let flink = named(&architecture, "Amazon Managed Service for Apache Flink").id.clone();
    let fed = |flow: &&waymark_core::architecture::Flow| flow.to == flink;
    assert_eq!(architecture.flows.iter().find(fed), None, "delivery to storage feeds no stream");
    let audit = "security.data-access-audit.cloudtrail";
    let finding_text =
        &told(&of_sample(&[rejects(audit)]), "architecture.personal.audit").text.clone();
    assert!(finding_text.contains("CloudTrail was rejected"), "{finding_text}");
}

//! The architecture as the window works with it: stages and use cases, verdicts that know what they were given on, and what would be
//! otherwise if a fact or an answer were another one.

use std::fs;

use serde_json::{Value, json};
use waymark_app::commands::WhatIf;
use waymark_app::error::Code;
use waymark_app::exchange::{export, import};
use waymark_app::session::Moment;
use waymark_app::what_if::what_if;
use waymark_core::engagement::{Verdict, VerdictWord};
use waymark_core::record::Kind;
use waymark_tests::{CountedIds, Laptop, START, library, sample_session};

/// Replicates the changes of two databases on premises.
const REPLICATION: &str = "ingestion.full-load-plus-change-replication.dms-serverless";
/// Brings the stock of the shops, which changes by change capture.
const STOCK: &str = "ingestion.managed-replication-without-pipelines.rds-zero-etl";

fn with_sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

fn get(laptop: &mut Laptop) -> Value {
    laptop.must("architecture_get", json!({ "selected": "" }))
}

fn items<'a>(of: &'a Value, list: &str) -> &'a [Value] {
    of[list].as_array().unwrap_or_else(|| panic!("{list} is a list"))
}

#[track_caller]
fn component<'a>(view: &'a Value, id: &str) -> &'a Value {
    let found = items(view, "components").iter().find(|component| component["id"] == id);
    found.unwrap_or_else(|| panic!("{id} is there"))
}

fn verdict(component: &str, verdict: Option<&str>, reason: &str, replacement: &str) -> Value {
    json!({ "component": component, "verdict": verdict, "reason": reason, "replacement": replacement })
}

fn set(laptop: &mut Laptop, kind: &str, code: &str, field: &str, value: Value) {
    let table = laptop.must("record_list", json!({ "kind": kind }));
    let row = items(&table, "rows").iter().find(|row| row["code"] == code).expect("it is there");
    let uid = row["uid"].clone();
    laptop.must("record_set", json!({ "kind": kind, "uid": uid, "field": field, "value": value }));
}

fn fact(kind: &str, code: &str, field: &str, value: Value) -> Value {
    json!({ "question": "", "level": null, "kind": kind, "code": code, "field": field, "value": value })
}

/// The stock comes out of another database, once a night.
fn another_stock() -> [Value; 2] {
    [
        fact("sources", "SRC-9", "engine", json!("sqlserver")),
        fact("sources", "SRC-9", "mode", json!("batch")),
    ]
}

fn answer(question: &str, level: Option<u8>) -> Value {
    json!({ "question": question, "level": level, "kind": "", "code": "", "field": "", "value": null })
}

fn tried(laptop: &mut Laptop, changes: &[Value]) -> Value {
    laptop.must("what_if", json!({ "changes": changes }))
}

fn services(view: &Value, list: &str) -> Vec<String> {
    items(view, list).iter().map(|c| c["service"].as_str().expect("a name").to_owned()).collect()
}

fn own_verdict(laptop: &Laptop, id: &str) -> Option<Verdict> {
    laptop.engagement().verdicts.into_iter().find(|verdict| verdict.subject_id == id)
}

#[test]
fn a_stage_shows_what_stands_then() {
    let mut laptop = with_sample();
    let target = get(&mut laptop);
    assert_eq!(target["stage"], "target");
    let stages = items(&target, "stages");
    assert_eq!((&stages[0]["id"], &stages[0]["title"]), (&json!("today"), &json!("Today")));
    assert_eq!((&stages[1]["id"], &stages[1]["title"]), (&json!("wave:1"), &json!("Wave 1")));
    assert_eq!(stages.last().expect("stages")["id"], "target");
    for stage in stages {
        let view = laptop.must("architecture_get", json!({ "selected": "", "stage": stage["id"] }));
        assert_eq!(view["stage"], stage["id"]);
        let stands = |c: &&Value| {
            c["isShown"] == true
                && !["retired", "rejected"].iter().any(|gone| c["standing"] == *gone)
        };
        let shown = items(&view, "components").iter().filter(stands);
        assert_eq!(json!(shown.count()), stage["components"], "{stage}");
        assert_eq!(items(&view, "components").len(), items(&target, "components").len());
    }
    let today = laptop.must("architecture_get", json!({ "selected": "", "stage": "today" }));
    for one in items(&today, "components") {
        let stands = matches!(one["status"].as_str(), Some("existing" | "retire"));
        assert_eq!(one["isShown"], stands, "{one}");
    }
    let retiring = items(&target, "components").iter().find(|c| c["goesInWave"] != Value::Null);
    let retiring = retiring.expect("something goes with a wave");
    assert_eq!(retiring["status"], "retire");
    let wave = format!("wave:{}", retiring["goesInWave"]);
    let then = laptop.must("architecture_get", json!({ "selected": "", "stage": wave }));
    let id = retiring["id"].as_str().expect("an id");
    assert_eq!(component(&then, id)["isShown"], false, "its successor is there");

    for wrong in ["tomorrow", "wave:0", "wave:x"] {
        let request = json!({ "selected": "", "stage": wrong });
        assert_eq!(laptop.refused("architecture_get", request).0, Code::InvalidValue);
    }
}

#[test]
fn each_stage_tells_its_own_numbers_and_a_verdict_names_the_component() {
    let mut laptop = with_sample();
    let at = |laptop: &mut Laptop, stage: &str| {
        laptop.must("architecture_get", json!({ "selected": "", "stage": stage }))
    };
    let stand = |view: &Value| {
        ["kept", "leaving", "new", "replacing"]
            .iter()
            .map(|key| view[key].as_u64().expect("a number"))
            .sum::<u64>()
    };
    let before = stand(&at(&mut laptop, "target"));
    laptop.must("verdict_set", verdict(REPLICATION, Some("rejected"), "No agent.", ""));
    let changed = laptop.must("document_get", json!({}));
    assert_eq!(changed["undoLabel"], "Verdict on AWS DMS Serverless");
    let target = at(&mut laptop, "target");
    assert_eq!((stand(&target), &target["rejected"]), (before - 1, &json!(1)));
    let (today, wave) = (at(&mut laptop, "today"), at(&mut laptop, "wave:1"));
    assert_eq!(
        (&today["new"], &today["retired"], &today["rejected"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let headlines = [&today, &wave, &target].map(|view| view["headline"].as_str().expect("text"));
    assert!(headlines[0].starts_with("Today, ") && headlines[1].starts_with("After wave 1, "));
    assert_eq!(
        component(&wave, REPLICATION)["isShown"],
        json!(false),
        "what is rejected is not built"
    );
    for view in [&today, &wave, &target] {
        let stage = items(view, "stages").iter().find(|one| one["id"] == view["stage"]);
        assert_eq!(stage.expect("its stage")["components"], json!(stand(view)));
    }
}

/// The names of shapes that draw.io's library `mxgraph.aws4` has and that the services table uses.
const SHAPES: &str = "api_gateway app_config appflow appsync artifact athena aurora backup bedrock budgets_2 clean_rooms \
     cloud_development_kit cloudformation cloudtrail cloudwatch_2 codepipeline config connect control_tower data_exchange \
     database_migration_service datasync datazone dynamodb eks elasticsearch_service emr entity_resolution eventbridge glue \
     glue_databrew greengrass guardduty iot_core iot_sitewise key_management_service kinesis_data_firehose \
     kinesis_data_streams lake_formation lambda macie managed_service_for_apache_flink managed_service_for_grafana \
     managed_streaming_for_kafka neptune organizations personalize quicksight rds redshift resource_access_manager s3 \
     sagemaker security_hub security_lake single_sign_on sqs step_functions textract timestream transcribe transfer_family \
     vpc_privatelink";

#[test]
fn every_shape_is_one_that_drawio_has() {
    let known: Vec<&str> = SHAPES.split_whitespace().collect();
    let session = sample_session();
    for service in session.pack().services.iter().filter(|service| !service.shape.is_empty()) {
        let shape = service.shape.as_str();
        assert!(
            known.contains(&shape),
            "{}: look `{shape}` up in draw.io’s AWS library",
            service.id
        );
    }
}

#[test]
fn a_use_case_is_listed_with_the_components_on_its_path() {
    let mut laptop = with_sample();
    let view = get(&mut laptop);
    let use_cases = items(&view, "useCases");
    assert_eq!(use_cases[0]["code"], "UC-1");
    assert_eq!(use_cases[0]["title"], "Morning report for stores and channels");
    for use_case in use_cases {
        let request = json!({ "selected": "", "useCase": use_case["code"] });
        let looked_at = laptop.must("architecture_get", request);
        let is_passed = |c: &&Value| c["isOnPath"] == true;
        let count = items(&looked_at, "components").iter().filter(is_passed).count();
        assert!(count > 0, "{use_case}");
        assert_eq!(use_case["components"], json!(count));
    }
}

#[test]
fn a_verdict_tells_what_changed_since_it_was_given() {
    let mut laptop = with_sample();
    let given = laptop.must("verdict_set", verdict(REPLICATION, Some("accepted"), "", ""));
    assert_eq!(component(&given, REPLICATION)["verdict"]["verdict"], "accepted");
    assert_eq!(component(&given, REPLICATION)["changedSince"], json!([]));
    let seen = own_verdict(&laptop, REPLICATION).expect("it is kept").seen;
    assert_eq!((&seen["service"], &seen["status"]), (&json!("AWS DMS Serverless"), &json!("new")));
    let engine = json!({ "fact": "engine", "value": "oracle", "from": "SRC-1" });
    assert!(items(&seen, "facts").contains(&engine), "{seen:#}");

    // What it does not rest on changes nothing, and so does a new title.
    set(&mut laptop, "sources", "SRC-1", "title", json!("Tills"));
    set(&mut laptop, "sources", "SRC-10", "region", json!("DE"));
    assert_eq!(component(&get(&mut laptop), REPLICATION)["changedSince"], json!([]));

    // A fact is another one, and a source is taken in for another reason.
    set(&mut laptop, "sources", "SRC-1", "engine", json!("sqlserver"));
    set(&mut laptop, "sources", "SRC-6", "mode", json!("batch"));
    let line = |what: &str, before: &str, after: &str| json!({ "what": what, "before": before, "after": after });
    let told = |view: &Value, line: Value| {
        let changed = &component(view, REPLICATION)["changedSince"];
        assert!(changed.as_array().expect("a list").contains(&line), "{line} in {changed:#}");
    };
    let view = get(&mut laptop);
    told(&view, line("Engine of Tills", "Oracle", "SQL Server"));
    told(&view, line("Mode of Loyalty programme", "Change capture", "Batch"));
    // What it rests on only now was not changed by anybody.
    let count = |view: &Value| {
        component(view, REPLICATION)["changedSince"].as_array().expect("a list").len()
    };
    assert_eq!(count(&view), 2, "{:#}", component(&view, REPLICATION)["changedSince"]);
    // A source is not taken in any more: the fact that did it says what it is now, and the others are as they were.
    set(&mut laptop, "sources", "SRC-1", "mode", json!("batch"));
    let view = get(&mut laptop);
    told(&view, line("Mode of Tills", "Change capture", "Batch"));
    let lines = component(&view, REPLICATION)["changedSince"].clone();
    assert!(!lines.to_string().contains("Kind of Tills"), "it is a database as before: {lines:#}");

    // The same verdict given again is given on what is there now.
    let again = laptop.must("verdict_set", verdict(REPLICATION, Some("accepted"), "Still", ""));
    assert_eq!(component(&again, REPLICATION)["changedSince"], json!([]));

    // The history tells of the verdict, not of what was noted with it.
    let history = laptop.must("history_list", json!({ "limit": 1 }));
    let change = laptop.must("change_get", json!({ "id": history[0]["id"] }));
    assert!(!change.to_string().contains("\"Seen\""), "{change:#}");
}

#[test]
fn a_replacement_is_judged_by_what_it_replaced() {
    let mut laptop = with_sample();
    let own = verdict(REPLICATION, Some("replaced"), "There is a contract", "House replication");
    let view = laptop.must("verdict_set", own.clone());
    assert_eq!(component(&view, REPLICATION)["service"], "House replication");
    assert_eq!(component(&view, REPLICATION)["changedSince"], json!([]));
    let again = laptop.must("verdict_set", own);
    assert_eq!(component(&again, REPLICATION)["changedSince"], json!([]));
    let kept = own_verdict(&laptop, REPLICATION).expect("it is kept");
    assert_eq!(kept.seen["service"], "AWS DMS Serverless", "not the client's own word for it");
    set(&mut laptop, "sources", "SRC-1", "engine", json!("sqlserver"));
    let changed = get(&mut laptop);
    assert_eq!(
        component(&changed, REPLICATION)["changedSince"],
        json!([{ "what": "Engine of Store point of sale", "before": "Oracle", "after": "SQL Server" }])
    );
}

#[test]
fn what_cannot_be_had_any_more_takes_no_place() {
    let mut laptop = with_sample();
    for closed in ["AWS CodeCommit", " aws codecommit ", "codecommit"] {
        let request = verdict(REPLICATION, Some("replaced"), "", closed);
        let (code, message) = laptop.refused("verdict_set", request);
        assert_eq!(code, Code::InvalidValue);
        assert_eq!(
            message,
            "AWS CodeCommit is closed to new customers; its successor is Git service in use"
        );
    }
    assert!(laptop.engagement().verdicts.is_empty());
    for free in ["House of Replication", "AWS Glue", "CodeCommit of our own"] {
        laptop.must("verdict_set", verdict(REPLICATION, Some("replaced"), "", free));
    }
}

#[test]
fn a_verdict_on_what_is_no_longer_proposed_is_told_and_can_be_taken_back() {
    let mut laptop = with_sample();
    laptop.must("verdict_set", verdict(STOCK, Some("rejected"), "No replication", ""));
    assert_eq!(get(&mut laptop)["staleVerdicts"], json!([]));
    set(&mut laptop, "sources", "SRC-9", "engine", json!("sqlserver"));
    let view = get(&mut laptop);
    assert!(!items(&view, "components").iter().any(|c| c["id"] == STOCK));
    assert_eq!(
        view["staleVerdicts"],
        json!([{
            "component": STOCK,
            "service": "RDS zero-ETL integration",
            "verdict": { "verdict": "rejected", "reason": "No replication", "replacement": "" },
        }])
    );
    let again = verdict(STOCK, Some("accepted"), "", "");
    assert_eq!(laptop.refused("verdict_set", again).0, Code::UnknownItem, "nobody sees it");
    let undone = laptop.must("verdict_set", verdict(STOCK, None, "", ""));
    assert_eq!(undone["staleVerdicts"], json!([]));
    assert_eq!(own_verdict(&laptop, STOCK), None);
    let none = verdict(STOCK, None, "", "");
    assert_eq!(laptop.refused("verdict_set", none).0, Code::UnknownItem, "there is none any more");
    // The fact comes back, and with one undo the verdict.
    laptop.must("change_undo", json!({}));
    set(&mut laptop, "sources", "SRC-9", "engine", json!("rds_postgresql"));
    let back = get(&mut laptop);
    assert_eq!(back["staleVerdicts"], json!([]));
    assert_eq!(component(&back, STOCK)["verdict"]["verdict"], "rejected");
}

#[test]
fn what_a_verdict_was_given_on_travels_with_it() {
    let mut laptop = with_sample();
    laptop.must("verdict_set", verdict(REPLICATION, Some("accepted"), "", ""));
    let library = library();
    let text = export(&laptop.engagement(), &[], &library);
    let (again, _) = import(&text, &library).expect("it reads");
    assert_eq!(again, laptop.engagement());

    let mut value: Value = serde_json::from_str(&text).expect("it is JSON");
    for wrong in [
        json!({}),
        json!({ "service": "x", "status": "new", "facts": [{ "fact": "engine" }] }),
        json!({ "service": "x", "status": "good", "facts": [] }),
        json!({ "service": 1, "status": "new", "facts": [] }),
    ] {
        value["verdicts"][0]["seen"] = wrong.clone();
        let error = import(&value.to_string(), &library).expect_err("it is none");
        let places: Vec<&str> = error.mistakes.iter().map(|m| m.place.as_str()).collect();
        assert_eq!(places, ["verdicts[0].seen"], "{wrong}");
        assert!(!error.mistakes[0].help.is_empty());
    }
    value["verdicts"][0].as_object_mut().expect("a verdict").remove("seen");
    let (without, _) = import(&value.to_string(), &library).expect("a person may leave it out");
    assert!(without.verdicts[0].seen.is_null());
}

#[test]
fn the_same_verdict_on_two_laptops_is_no_conflict() {
    let (mut ours, mut theirs) = (with_sample(), Laptop::second());
    ours.must("document_copy", json!({ "path": theirs.place("copy.waymark") }));
    theirs.must("document_open", json!({ "path": theirs.place("copy.waymark") }));
    ours.must("verdict_set", verdict(REPLICATION, Some("accepted"), "", ""));
    set(&mut theirs, "sources", "SRC-1", "engine", json!("sqlserver"));
    theirs.must("verdict_set", verdict(REPLICATION, Some("accepted"), "", ""));
    theirs.must("verdict_set", verdict(STOCK, Some("accepted"), "", ""));
    let brought = own_verdict(&theirs, STOCK).expect("it is kept").seen;
    theirs.must("document_close", json!({}));
    let path = theirs.place("copy.waymark");
    let look = ours.must("merge_look", json!({ "path": path }));
    assert_eq!(look["conflicts"], json!([]), "both accepted it");
    ours.must("merge_take", json!({ "path": path, "decisions": [] }));
    let kept = own_verdict(&ours, REPLICATION).expect("it is kept");
    assert_eq!(kept.verdict, VerdictWord::Accepted);
    assert_eq!(kept.seen["service"], "AWS DMS Serverless");
    assert_eq!(own_verdict(&ours, STOCK).expect("it came").seen, brought);
}

#[test]
fn a_fact_that_brings_and_takes_components_is_tried() {
    let mut laptop = with_sample();
    let view = tried(&mut laptop, &another_stock());
    insta::assert_snapshot!("what_if", serde_json::to_string_pretty(&view).expect("it is JSON"));
    // It is what comes about when the fact is changed for good.
    let before = get(&mut laptop);
    set(&mut laptop, "sources", "SRC-9", "engine", json!("sqlserver"));
    set(&mut laptop, "sources", "SRC-9", "mode", json!("batch"));
    let after = get(&mut laptop);
    let besides = |one: &Value, other: &Value| -> Vec<String> {
        let there = |c: &Value| items(other, "components").iter().any(|o| o["id"] == c["id"]);
        let missing = items(one, "components").iter().filter(|c| !there(c));
        missing.map(|c| c["service"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(services(&view, "added"), besides(&after, &before));
    assert_eq!(services(&view, "removed"), besides(&before, &after));
}

#[test]
fn nothing_that_is_tried_is_kept() {
    let mut laptop = with_sample();
    let path = laptop.place("copy.waymark");
    laptop.must("document_copy", json!({ "path": path }));
    laptop.must("document_open", json!({ "path": path }));
    let state = |laptop: &mut Laptop| {
        let history = laptop.must("history_list", json!({ "limit": 1000 }));
        let document = laptop.must("document_get", json!({}));
        (history, document, get(laptop), laptop.engagement(), fs::read(&path).expect("reads"))
    };
    let before = state(&mut laptop);
    let changes = [
        fact("sources", "SRC-9", "engine", json!("sqlserver")),
        fact("use_cases", "UC-1", "sources", json!([])),
        fact("profile", "", "operating_model", Value::Null),
        answer("STO-1", Some(5)),
        answer("STO-2", None),
    ];
    assert_ne!(tried(&mut laptop, &changes)["headline"], tried(&mut laptop, &[])["headline"]);
    assert!(state(&mut laptop) == before, "the document is as it was");
}

#[test]
fn what_can_only_be_read_can_be_tried_on() {
    let session = sample_session();
    let mut moment =
        Moment { now: START, ids: &mut CountedIds::default(), by: "Helen Marsh".to_owned() };
    let changes = json!({ "changes": another_stock() });
    let request: WhatIf = serde_json::from_value(changes).expect("a request");
    let view = what_if(&session, &mut moment, &request).expect("it can be tried");
    assert!(!view.added.is_empty());
}

#[test]
fn an_answer_is_tried_as_it_is_settled() {
    let mut laptop = with_sample();
    let nothing = tried(&mut laptop, &[]);
    assert_eq!(nothing["headline"], "Nothing in the architecture would change.");
    let card = laptop.must("maturity_get", json!({}));
    assert_eq!(nothing["overall"], json!([card["overall"]["score"], card["overall"]["score"]]));

    let better = tried(&mut laptop, &[answer("STO-1", Some(5))]);
    assert!(better["overall"][1].as_f64() > better["overall"][0].as_f64(), "{better:#}");
    laptop.must(
        "consensus_settle",
        json!({ "question": "STO-1", "choice": "level", "level": 5, "reason": "", "dissent": "" }),
    );
    let card = laptop.must("maturity_get", json!({}));
    assert_eq!(card["overall"]["score"], better["overall"][1]);

    // Later changes go over earlier ones, and an answer that nobody gave opens what waits for it.
    let both = tried(&mut laptop, &[answer("STO-1", Some(1)), answer("STO-1", Some(5))]);
    assert_eq!(both["overall"][0], both["overall"][1]);
    let questions: Vec<Value> = laptop
        .app()
        .session()
        .expect("one is open")
        .pack()
        .questions
        .iter()
        .map(|question| answer(question.id.as_str(), None))
        .collect();
    let unknown = tried(&mut laptop, &questions);
    assert_eq!(unknown["overall"][1], Value::Null, "{unknown:#}");
    assert!(!items(&unknown, "openNew").is_empty(), "{unknown:#}");
    assert_eq!(unknown["openGone"], json!([]));
}

#[test]
fn what_is_tried_is_judged_as_what_is_entered() {
    let mut laptop = with_sample();
    let cases = [
        (fact("sources", "SRC-99", "mode", json!("batch")), Code::UnknownItem),
        (fact("castles", "SRC-1", "mode", json!("batch")), Code::UnknownItem),
        (fact("votes", "SRC-1", "level", json!(1)), Code::UnknownItem),
        (fact("sources", "SRC-1", "mod", json!("batch")), Code::UnknownItem),
        (fact("sources", "SRC-1", "mode", json!("bach")), Code::InvalidValue),
        (fact("sources", "SRC-1", "volume_per_day_gb", json!("much")), Code::InvalidValue),
        (fact("sources", "SRC-1", "regulations", json!(["REG-99"])), Code::InvalidValue),
        (fact("sources", "SRC-1", "title", Value::Null), Code::InvalidValue),
        (fact("profile", "", "roadmap_start", json!("2027-01-05")), Code::InvalidValue),
        (fact("profile", "", "is_anonymous", json!(true)), Code::InvalidValue),
        (fact("profile", "", "weather", json!("fine")), Code::UnknownItem),
        (answer("STO-99", Some(3)), Code::UnknownItem),
        (answer("STO-99", None), Code::UnknownItem),
        (answer("STO-1", Some(6)), Code::InvalidValue),
        (answer("", None), Code::InvalidValue),
    ];
    for (change, wanted) in cases {
        let (code, message) = laptop.refused("what_if", json!({ "changes": [change] }));
        assert_eq!(code, wanted, "{change}: {message}");
    }
    let mut both = fact("sources", "SRC-1", "mode", json!("batch"));
    both["question"] = json!("STO-1");
    assert_eq!(laptop.refused("what_if", json!({ "changes": [both] })).0, Code::InvalidValue);
    assert_eq!(laptop.engagement().rows(Kind::Verdict), Vec::<Value>::new());
}

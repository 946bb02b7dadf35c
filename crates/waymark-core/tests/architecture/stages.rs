//! What stands at each stage, in numbers, in a sentence and in flows.

use serde_json::{Value, json};
use waymark_core::architecture::stage::{
    Counts, Shown, Stage, Standing, flows_at, interim_flows, is_presumed, recorded_flows, shown,
    unfed,
};
use waymark_core::architecture::{Architecture, Status, headline, headline_at};
use waymark_core::discovery::platform::Layer;

use crate::support::{derive, engagement, sample};

/// The sample with the first new component rejected.
fn judged() -> Architecture {
    let mut engagement = sample();
    let proposed = derive(&engagement);
    let new = proposed.components.iter().find(|one| one.status == Status::New).expect("a new one");
    engagement
        .put_row(
            waymark_core::record::Kind::Verdict,
            json!({
                "uid": waymark_core::id::Uid::root("verdict"), "pack": "data-strategy", "subject": "component",
                "subject_id": new.id, "verdict": "rejected", "reason": "Not needed.",
            }),
        )
        .expect("a verdict");
    derive(&engagement)
}

#[test]
fn only_what_is_there_is_counted_as_standing() {
    let architecture = judged();
    let count = |wanted: &dyn Fn(Standing) -> bool, stage| {
        architecture.components.iter().filter(|one| wanted(Standing::of(one, stage))).count()
    };
    let target = Counts::of(&architecture, &shown(&architecture, None, Stage::Target));
    assert_eq!(target.rejected, 1);
    assert!(
        target.retired > 0 && target.leaving == 0,
        "what goes has gone at the target: {target:?}"
    );
    assert_eq!(target.stand() + target.retired + target.rejected, architecture.components.len());
    let today = Counts::of(&architecture, &shown(&architecture, None, Stage::Today));
    assert_eq!((today.new, today.retired, today.rejected), (0, 0, 0), "nothing is gone today");
    assert_eq!(today.leaving, target.retired, "what goes is still there today");
    assert_eq!(today.leaving, count(&|one| one == Standing::Leaving, Stage::Today));
    assert_eq!(today.kept, target.kept);
}

#[test]
fn every_stage_has_a_headline_of_its_own() {
    let architecture = judged();
    let at = |stage| headline_at(&architecture, &shown(&architecture, None, stage));
    let today = at(Stage::Today);
    assert!(today.starts_with("Today, 11 components stand: "), "{today}");
    assert!(today.contains("stay") && today.contains("go later"), "{today}");
    assert_eq!(at(Stage::Target), headline(&architecture));
    assert_eq!(
        headline_at(&Architecture::default(), &Shown { stage: Stage::Today, ..Shown::default() }),
        "Today, nothing of it stands"
    );
    let all = shown(&architecture, None, Stage::Target).components;
    let after = headline_at(&architecture, &Shown { stage: Stage::Wave(1), components: all });
    assert!(after.starts_with("After wave 1, ") && after.contains(" new"), "{after}");
}

#[test]
fn until_a_check_between_zones_arrives_data_goes_past_it() {
    let hospital = serde_json::from_str(include_str!("golden/hospital.json")).expect("JSON");
    let engagement = engagement(&hospital);
    let architecture = derive(&engagement);
    let interim = interim_flows(&architecture);
    assert!(!interim.is_empty(), "the gate stands between landing and raw");
    for one in &interim {
        let all = || architecture.components.iter().map(|one| one.id.as_str());
        let at = |missing: &[&str], stage| {
            let there = all().filter(|id| !missing.contains(id));
            let components = there.map(str::to_owned).collect();
            let flows = flows_at(&architecture, &engagement, &Shown { stage, components });
            flows.contains(&one.flow)
        };
        let (from, to) = (one.flow.from.as_str(), one.flow.to.as_str());
        let until: Vec<&str> = one.until.iter().map(String::as_str).collect();
        assert!(at(&until, Stage::Wave(1)), "{one:?}");
        assert!(!at(&[], Stage::Wave(1)), "it has arrived");
        assert!(!at(&[until.as_slice(), &[to]].concat(), Stage::Wave(1)), "nothing to go to");
        assert!(!at(&until, Stage::Target), "all of it is there");
        // What nothing feeds yet hands nothing on.
        let flows = architecture.flows.iter().chain(interim.iter().map(|one| &one.flow));
        let into: Vec<&str> =
            flows.filter(|flow| flow.to == from).map(|flow| flow.from.as_str()).collect();
        assert!(!at(&[until, into].concat(), Stage::Wave(1)), "{from} is empty");
        let components = std::iter::once(one.flow.to.clone()).collect();
        let alone = Shown { stage: Stage::Wave(1), components };
        let names: Vec<&str> =
            unfed(&architecture, &engagement, &alone).iter().map(|one| one.id.as_str()).collect();
        assert_eq!(names, [to], "what would feed it is not there");
    }
}

#[test]
fn sources_lead_to_the_systems_that_read_them_today_by_name_alone() {
    let mut engagement = sample();
    let architecture = derive(&engagement);
    let flows = recorded_flows(&architecture, &engagement);
    let warehouse = engagement.platform.iter().find(|one| one.title == "Sales warehouse");
    let warehouse = warehouse.expect("the sample has one").code.to_string();
    assert_eq!(flows.len(), 3, "three sources say that the sales warehouse reads them: {flows:?}");
    for flow in &flows {
        let to = architecture.components.iter().find(|one| one.id == flow.to).expect("a component");
        assert!(to.platform.contains(&warehouse) && to.status == Status::Retire);
    }
    for item in &mut engagement.platform {
        item.title = item.title.to_uppercase();
    }
    assert_eq!(recorded_flows(&architecture, &engagement), flows, "the case does not matter");
    for item in &mut engagement.platform {
        item.title.push_str(" of old");
    }
    assert_eq!(recorded_flows(&architecture, &engagement), [], "nothing is guessed");
}

#[test]
fn what_is_shown_today_reads_from_the_only_store_and_is_asked_about_where_there_are_two() {
    let today = |more: Option<Value>| {
        let mut document = json!({
            "sources": [{ "code": "SRC-1", "title": "Orders", "consumer_systems": ["Warehouse"] }],
            "platform": [
                { "code": "PLT-1", "title": "Warehouse", "layer": "storage", "product": "teradata", "state": "production", "keep": "keep" },
                { "code": "PLT-2", "title": "Reports", "layer": "consumption", "product": "tableau", "state": "production", "keep": "keep" },
            ],
        });
        document["platform"].as_array_mut().expect("platform").extend(more);
        let engagement = engagement(&document);
        let architecture = derive(&engagement);
        let flows = recorded_flows(&architecture, &engagement);
        let asked = architecture.open_questions.iter().find(|open| open.rule.as_str().is_empty());
        (flows.len(), asked.map(|open| open.records.clone()).unwrap_or_default())
    };
    assert_eq!(today(None), (2, vec![]), "Orders to Warehouse, Warehouse to Reports");
    let lake = json!({ "code": "PLT-3", "title": "Lake", "layer": "storage", "product": "hadoop", "state": "production", "keep": "keep" });
    assert_eq!(today(Some(lake)), (1, vec!["PLT-2".to_owned(), "PLT-3".to_owned()]));
}

#[test]
fn what_nobody_recorded_of_today_is_presumed_and_results_are_not_guessed() {
    let engagement = sample();
    let architecture = derive(&engagement);
    let today = shown(&architecture, None, Stage::Today);
    let flows = flows_at(&architecture, &engagement, &today);
    let recorded = recorded_flows(&architecture, &engagement);
    let layer = |id: &str| architecture.components.iter().find(|one| one.id == id).map(|c| c.layer);
    for flow in &flows {
        let is_recorded = recorded.iter().any(|one| (&one.from, &one.to) == (&flow.from, &flow.to));
        let Some(from) = layer(&flow.from) else { continue };
        assert!(is_recorded || is_presumed(flow), "{flow:?}");
        assert!(is_recorded || from != Layer::Consumption, "nobody says what is shown: {flow:?}");
    }
    assert!(flows.iter().any(is_presumed), "the lake and its jobs are both there");
}

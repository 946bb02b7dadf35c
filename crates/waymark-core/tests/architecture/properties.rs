//! What holds for every valid engagement.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;
use waymark_core::architecture::{Architecture, Status};
use waymark_core::condition::Place;
use waymark_core::discovery::YesNo;
use waymark_core::discovery::platform::Layer;
use waymark_core::discovery::source::ZoneTarget;
use waymark_core::id::RuleId;
use waymark_core::pack::ServiceStatus;

use crate::support::{Chance, derive, engagement, pack, random};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_closed_service_is_proposed(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let architecture = derive(&engagement(&random(seed, sources, use_cases, known)));
        for component in architecture.components.iter().filter(|c| matches!(c.status, Status::New | Status::Replace)) {
            for id in component.service.iter().chain(&component.also) {
                let service = pack().service(id).expect("a component names services of the table");
                prop_assert_eq!(service.status, ServiceStatus::Active, "{} proposes {}", component.id, id);
            }
        }
    }

    #[test]
    fn flows_join_what_is_there_and_nothing_hangs_loose(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let engagement = engagement(&random(seed, sources, use_cases, known));
        let architecture = derive(&engagement);
        let codes: BTreeSet<&str> = engagement.sources.iter().map(|source| source.code.as_str()).collect();
        let ids: BTreeMap<&str, _> = architecture.components.iter().map(|c| (c.id.as_str(), c)).collect();
        prop_assert_eq!(ids.len(), architecture.components.len(), "ids are unique");
        for flow in &architecture.flows {
            prop_assert!(codes.contains(flow.from.as_str()) || ids.contains_key(flow.from.as_str()), "{} is nowhere", flow.from);
            let to = ids.get(flow.to.as_str());
            prop_assert!(to.is_some_and(|c| c.status != Status::Retire && !c.is_rejected), "{} cannot take data", flow.to);
        }
        let touched: BTreeSet<&str> = architecture.flows.iter().flat_map(|flow| [flow.from.as_str(), flow.to.as_str()]).collect();
        let waiting: BTreeSet<&str> = architecture.findings.iter().flat_map(|finding| finding.records.iter().map(String::as_str)).collect();
        for component in architecture.components.iter().filter(|c| c.layer == Layer::Ingestion && c.status == Status::New && !c.sources.is_empty()) {
            let waits = component.sources.iter().any(|source| waiting.contains(source.as_str()));
            prop_assert!(touched.contains(component.id.as_str()) || waits, "{} takes in {:?} and leads nowhere", component.id, component.sources);
        }
    }

    #[test]
    fn every_priority_source_is_served_or_told(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let engagement = engagement(&random(seed, sources, use_cases, known));
        let architecture = derive(&engagement);
        let told = |code: &str| architecture.findings.iter().any(|finding| finding.records.iter().any(|record| record == code));
        for source in engagement.sources.iter().filter(|source| source.priority.value() == Some(&YesNo::Yes)) {
            let code = source.code.as_str();
            let federated = source.zone_target.value() == Some(&ZoneTarget::FederatedOnly);
            prop_assert!(federated || told(code) || architecture.flows.iter().any(|flow| flow.from == code), "{code} is forgotten");
        }
    }

    #[test]
    fn the_same_engagement_gives_the_same_architecture(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let engagement = engagement(&random(seed, sources, use_cases, known));
        prop_assert_eq!(derive(&engagement), derive(&engagement));
    }

    #[test]
    fn a_changed_fact_changes_only_what_reads_it(seed: u64, known in 5..10_usize) {
        let document = random(seed, 6, 4, known);
        // These shape the way of the data itself, or say which records count.
        let fields = ["sensitivity", "location", "structure", "growth", "schema_stability", "engine", "supplier", "change_kind", "region"];
        let mut chance = Chance::new(seed);
        let (field, row) = (*chance.pick(&fields), chance.below(6));
        let mut changed = document.clone();
        changed["sources"][row].as_object_mut().expect("a source").remove(field);
        let (before, after) = (derive(&engagement(&document)), derive(&engagement(&changed)));
        let readers = affected("source", field);
        let (before, after) = (by_rule(&before), by_rule(&after));
        for rule in pack().rules.iter().filter(|rule| !readers.contains(&rule.id)) {
            prop_assert_eq!(before.get(&rule.id), after.get(&rule.id), "{} does not read source.{}", rule.id, field);
        }
    }
}

/// Records by rule, for rules whose component does not depend on the way of the data.
fn by_rule(architecture: &Architecture) -> BTreeMap<RuleId, Vec<String>> {
    let stands_alone = |layer: Layer| {
        matches!(
            layer,
            Layer::Cataloguing | Layer::Consumption | Layer::Segmentation | Layer::Security
        )
    };
    let components =
        architecture.components.iter().filter(|component| stands_alone(component.layer));
    components
        .flat_map(|component| {
            component.because.iter().map(|because| (because.rule.clone(), because.records.clone()))
        })
        .filter(|(rule, _)| !rule.as_str().is_empty())
        .collect()
}

/// Rules that read a field, and those that such rules displace, compete with or are asked for by.
fn affected(kind: &str, field: &str) -> BTreeSet<RuleId> {
    let rules = &pack().rules;
    let reads = |rule: &waymark_core::pack::Rule| {
        rule.when.reads().iter().any(|read| match &read.place {
            Place::Record { kind: of } => of == kind && read.field == field,
            Place::Keyed { .. } => field == "sensitivity",
            _ => false,
        })
    };
    let mut affected: BTreeSet<RuleId> =
        rules.iter().filter(|rule| reads(rule)).map(|rule| rule.id.clone()).collect();
    loop {
        let more: Vec<RuleId> = rules
            .iter()
            .filter(|rule| !affected.contains(&rule.id))
            .filter(|rule| {
                let asks = rule
                    .when
                    .fired_references()
                    .iter()
                    .any(|other| affected.contains(&RuleId::new(other.clone())));
                let related =
                    rules.iter().filter(|other| affected.contains(&other.id)).any(|other| {
                        other.takes_place_of.contains(&rule.id)
                            || (other.layer == rule.layer && other.capability == rule.capability)
                    });
                asks || related
            })
            .map(|rule| rule.id.clone())
            .collect();
        if more.is_empty() {
            return affected;
        }
        affected.extend(more);
    }
}

#[test]
fn an_engagement_of_which_nothing_is_known_has_the_least_architecture() {
    let architecture = derive(&engagement(&json!({ "profile": { "client": "Client" } })));
    let names: Vec<&str> =
        architecture.components.iter().map(|component| component.name.as_str()).collect();
    assert_eq!(
        names,
        ["Amazon S3", "AWS Glue Data Catalog", "AWS CloudTrail", "Amazon GuardDuty"],
        "only rules that always hold"
    );
    assert!(!architecture.open_questions.is_empty());
}

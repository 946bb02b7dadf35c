//! What holds for every valid engagement.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;
use waymark_core::architecture::{Architecture, Status};
use waymark_core::condition::{FactRead, Place};
use waymark_core::discovery::YesNo;
use waymark_core::discovery::platform::Layer;
use waymark_core::discovery::source::ZoneTarget;
use waymark_core::id::RuleId;
use waymark_core::pack::{Provision, Rule, ServiceStatus};
use waymark_core::record::Kind;

use crate::support::{Chance, derive, engagement, large, pack, random};

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
    fn every_component_has_a_consumer(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let architecture = derive(&engagement(&random(seed, sources, use_cases, known)));
        let leaves: BTreeSet<&str> = architecture.flows.iter().map(|flow| flow.from.as_str()).collect();
        let reached: BTreeSet<&str> = architecture.flows.iter().map(|flow| flow.to.as_str()).collect();
        let told: BTreeSet<&str> = architecture.findings.iter().flat_map(|finding| finding.records.iter().map(String::as_str)).collect();
        let protects = [Provision::CatalogueLabel, Provision::AccessRule, Provision::Audit, Provision::Erasure, Provision::Masking, Provision::WriteOnce, Provision::Support];
        for component in architecture.components.iter().filter(|c| matches!(c.status, Status::New | Status::Replace)) {
            let id = component.id.as_str();
            let rules = component.because.iter().filter_map(|because| pack().rules.iter().find(|rule| rule.id == because.rule));
            let carries = component.zone.is_some() || rules.flat_map(|rule| &rule.provides).any(|provision| !protects.contains(provision));
            let consumed = match component.layer {
                Layer::Sources | Layer::Ingestion | Layer::Processing | Layer::Storage if carries => {
                    let is_told = |what: &str| architecture.findings.iter().any(|finding| finding.id == format!("architecture.{what}.{id}"));
                    let waits = is_told("without_stream") || is_told("untaken") || component.sources.iter().any(|source| told.contains(source.as_str()));
                    let holds = component.layer == Layer::Storage && reached.contains(id);
                    leaves.contains(id) || waits || holds || reached.contains(id) && component.sources.is_empty() || architecture.flows.is_empty()
                }
                Layer::Consumption | Layer::Segmentation => !component.because.is_empty(),
                _ => true,
            };
            prop_assert!(consumed, "nothing takes what {id} gives");
        }
    }

    #[test]
    fn every_component_says_why_once(seed: u64, sources in 0..12_usize, use_cases in 0..6_usize, known in 3..10_usize) {
        let architecture = derive(&engagement(&random(seed, sources, use_cases, known)));
        for component in &architecture.components {
            prop_assert!(!component.because.is_empty(), "{} has no reason", component.id);
            let rules: BTreeSet<_> = component.because.iter().map(|because| &because.rule).collect();
            prop_assert_eq!(rules.len(), component.because.len(), "{} tells a reason twice", component.id);
            for because in &component.because {
                let facts: BTreeSet<_> = because.facts.iter().map(|fact| (&fact.place, &fact.record, &fact.field, &fact.value)).collect();
                prop_assert_eq!(facts.len(), because.facts.len(), "{} tells a fact twice", component.id);
                let reads = pack().rules.iter().find(|rule| rule.id == because.rule).is_some_and(|rule| !rule.when.reads().is_empty());
                prop_assert!(!reads || !because.facts.is_empty(), "{}: {} rests on no fact", component.id, because.rule);
            }
        }
    }

    #[test]
    fn a_changed_fact_changes_only_what_reads_it(seed: u64, known in 5..10_usize) {
        let document = random(seed, 6, 4, known);
        let other = random(seed.rotate_left(17), 6, 4, 10);
        let mut chance = Chance::new(seed);
        let kind = *chance.pick(&[Kind::Source, Kind::UseCase, Kind::Persona, Kind::Goal, Kind::Regulation, Kind::Constraint, Kind::PlatformItem, Kind::Skill]);
        // These say which records count, or which services may be used at all.
        let decides = [(Kind::Source, "priority"), (Kind::UseCase, "sources"), (Kind::UseCase, "status"), (Kind::Constraint, "forbidden_services")];
        let fields: Vec<&str> = kind.fields().iter().map(|field| field.name).filter(|field| *field != "title" && !decides.contains(&(kind, *field))).collect();
        let field = *chance.pick(&fields);
        let rows = document[kind.table()].as_array().expect("rows").len();
        let row = chance.below(rows);
        let value = other[kind.table()][row].get(field).filter(|_| chance.below(3) > 0);
        let mut changed = document.clone();
        let record = changed[kind.table()][row].as_object_mut().expect("a record");
        match value {
            Some(value) => record.insert(field.to_owned(), value.clone()),
            None => record.remove(field),
        };
        let (before, after) = (derive(&engagement(&document)), derive(&engagement(&changed)));
        let readers = affected(kind, field);
        let asked = |architecture: &Architecture| -> BTreeMap<RuleId, Vec<FactRead>> {
            architecture.open_questions.iter().map(|open| (open.rule.clone(), open.facts.clone())).collect()
        };
        let (asked_before, asked_after) = (asked(&before), asked(&after));
        let (before, after) = (by_rule(&before), by_rule(&after));
        for rule in pack().rules.iter().filter(|rule| !readers.contains(&rule.id)) {
            prop_assert_eq!(before.get(&rule.id), after.get(&rule.id), "{} does not read {}.{}", rule.id, kind.condition_word(), field);
            prop_assert_eq!(asked_before.get(&rule.id), asked_after.get(&rule.id), "{} does not read {}.{}", rule.id, kind.condition_word(), field);
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
    let components = architecture
        .components
        .iter()
        .filter(|component| stands_alone(component.layer) && component.status != Status::Retire);
    components
        .flat_map(|component| {
            component.because.iter().map(|because| (because.rule.clone(), because.records.clone()))
        })
        .filter(|(rule, _)| !rule.as_str().is_empty())
        .collect()
}

/// Rules that read a field, and those that such rules displace, compete with or are asked for by.
fn affected(kind: Kind, field: &str) -> BTreeSet<RuleId> {
    let rules = &pack().rules;
    let reads = |rule: &Rule| {
        let of_platform = !rule.satisfied_by.is_empty() || !rule.replaces.is_empty();
        let reads = rule.when.reads().iter().any(|read| match &read.place {
            // Single skills are records of their own.
            Place::Record { kind: of } if kind == Kind::Skill => of == "skill" || of == "team_role",
            Place::Record { kind: of } => of == kind.condition_word() && read.field == field,
            // Targets are derived from all inventories.
            Place::Keyed { .. } => read.field == "target",
            _ => false,
        });
        reads || (kind == Kind::PlatformItem && of_platform)
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
fn a_large_engagement_forgets_no_source_and_stays_one_architecture() {
    let engagement = engagement(&large(7, 500, 50));
    let architecture = derive(&engagement);
    let served: BTreeSet<&str> = architecture.flows.iter().map(|flow| flow.from.as_str()).collect();
    let told: BTreeSet<&str> = architecture
        .findings
        .iter()
        .flat_map(|finding| finding.records.iter().map(String::as_str))
        .collect();
    let forgotten: Vec<&str> = engagement
        .sources
        .iter()
        .filter(|source| source.priority.value() == Some(&YesNo::Yes))
        .filter(|source| source.zone_target.value() != Some(&ZoneTarget::FederatedOnly))
        .map(|source| source.code.as_str())
        .filter(|code| !served.contains(code) && !told.contains(code))
        .collect();
    assert_eq!(forgotten, [""; 0]);
    let count = architecture.components.len();
    assert!((60..=160).contains(&count), "{count} components: sources share what takes them in");
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

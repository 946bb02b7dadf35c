//! One engagement per industry, kept with the architecture that follows from it, as an architect would read it.
//!
//! After a change of rules or of the derivation, write the snapshots anew with
//! `INSTA_UPDATE=always cargo test -p waymark-core --test architecture golden`, and read the difference as an architect would.

use std::fmt::Write as _;

use waymark_core::architecture::decision::{more_reasons, told as told_facts};
use waymark_core::architecture::{Architecture, Because, Guard};
use waymark_core::condition::FactRead;
use waymark_core::discovery::platform::Layer;
use waymark_core::engagement::Engagement;
use waymark_core::field::PackWords;
use waymark_core::pack::ServiceStatus;

use crate::support::{derive, engagement, pack, sample};

const BANK: &str = include_str!("golden/bank.json");
const MANUFACTURER: &str = include_str!("golden/manufacturer.json");
const HOSPITAL: &str = include_str!("golden/hospital.json");
const STUDIO: &str = include_str!("golden/studio.json");

fn read(document: &str) -> Engagement {
    engagement(&serde_json::from_str(document).expect("the engagement is JSON"))
}

/// What an architect reads: layer by layer what stands there and why, then the ways of the data, what does not fit, what is open.
fn told(engagement: &Engagement) -> String {
    let architecture = derive(engagement);
    let mut words = PackWords::default();
    pack().add_words(&mut words);
    let mut text = String::new();
    for layer in Layer::ALL {
        let components =
            architecture.components.iter().filter(|component| component.layer == layer);
        writeln!(text, "{}", layer.label().to_uppercase()).expect("a string");
        for component in components {
            let mut line = format!(
                "{} | {} | {}",
                component.capability,
                component.name,
                component.status.word()
            );
            for service in &component.also {
                let name = pack()
                    .service(service)
                    .map_or_else(String::new, |service| service.name.clone());
                write!(line, " + {name}").expect("a string");
            }
            writeln!(text, "  {line}").expect("a string");
            for because in &component.because {
                let of = because.records.join(" ");
                writeln!(text, "      {} {of}: {}", because.rule, because.text).expect("a string");
                let facts = facts(&words, because);
                if !facts.is_empty() {
                    writeln!(text, "         {facts}").expect("a string");
                }
            }
            if !component.guards.is_empty() {
                let how = component.guard.map_or("", Guard::word);
                writeln!(text, "      {how}: {}", component.guards.join(" ")).expect("a string");
            }
            for alternative in &component.alternatives {
                writeln!(text, "      or {}: {}", alternative.service, alternative.when)
                    .expect("a string");
            }
        }
    }
    writeln!(text, "\nWAYS OF THE DATA ({} flows)", architecture.flows.len()).expect("a string");
    for (use_case, way) in ways(engagement, &architecture) {
        writeln!(text, "  {use_case}\n      {way}").expect("a string");
    }
    for flow in &architecture.flows {
        writeln!(text, "  {} -> {}: {}", flow.from, flow.to, flow.carries).expect("a string");
    }
    writeln!(text, "\nFINDINGS").expect("a string");
    for finding in &architecture.findings {
        writeln!(
            text,
            "  {}: {} [{}]",
            finding.tone.word(),
            finding.text,
            finding.records.join(" ")
        )
        .expect("a string");
    }
    writeln!(text, "\nOPEN QUESTIONS").expect("a string");
    for question in &architecture.open_questions {
        writeln!(text, "  {}: {}", question.rule, question.text).expect("a string");
    }
    text
}

/// What a reason rests on, as the report tells it; of many records the first ones.
fn facts(words: &PackWords, because: &Because) -> String {
    let of = |records: &[String]| match records {
        [] => String::new(),
        [few @ .., _] if few.len() < 3 => format!(" ({})", records.join(" ")),
        many => format!(" ({} and {} more)", many[..2].join(" "), many.len() - 2),
    };
    let set = |facts: &[FactRead], between: &str| {
        let facts = told_facts(words, facts);
        let facts = facts.iter().map(|fact| format!("{}{}", fact.text, of(&fact.records)));
        facts.collect::<Vec<_>>().join(between)
    };
    let mut told = vec![set(&because.facts, "; ")];
    told.extend(because.also.iter().map(|other| format!("and also {}", set(other, ", "))));
    told.extend(more_reasons(because.more));
    told.retain(|part| !part.is_empty());
    told.join("; ")
}

/// Per use case the components that its data passes, by layer.
fn ways(engagement: &Engagement, architecture: &Architecture) -> Vec<(String, String)> {
    let way = |code: &str| {
        let passes = |id: &str| {
            architecture.flows.iter().any(|flow| {
                (flow.from == id || flow.to == id) && flow.use_cases.iter().any(|u| u == code)
            })
        };
        let names: Vec<&str> = architecture
            .components
            .iter()
            .filter(|component| passes(&component.id))
            .map(|component| component.short_name.as_str())
            .collect();
        if names.is_empty() { "none".to_owned() } else { names.join(" - ") }
    };
    engagement
        .use_cases
        .iter()
        .map(|use_case| {
            (format!("{} {}", use_case.code, use_case.title), way(use_case.code.as_str()))
        })
        .collect()
}

#[test]
fn golden_retailer() {
    insta::assert_snapshot!(told(&sample()));
}

#[test]
fn golden_bank() {
    insta::assert_snapshot!(told(&read(BANK)));
}

#[test]
fn golden_manufacturer() {
    insta::assert_snapshot!(told(&read(MANUFACTURER)));
}

#[test]
fn golden_hospital() {
    insta::assert_snapshot!(told(&read(HOSPITAL)));
}

#[test]
fn golden_small_company() {
    insta::assert_snapshot!(told(&read(STUDIO)));
}

/// What must hold of each, whatever the snapshots say.
#[test]
fn golden_engagements_name_no_closed_service_and_serve_every_priority_source() {
    for engagement in [sample(), read(BANK), read(MANUFACTURER), read(HOSPITAL), read(STUDIO)] {
        let client = engagement.profile.client.clone();
        let architecture = derive(&engagement);
        for component in &architecture.components {
            let named = component.service.iter().chain(&component.also);
            for service in named.filter_map(|id| pack().service(id)) {
                let goes = component.status == waymark_core::architecture::Status::Retire;
                assert!(
                    goes || service.status == ServiceStatus::Active,
                    "{client}: {} names {}",
                    component.id,
                    service.name
                );
            }
        }
        for source in &engagement.sources {
            let code = source.code.as_str();
            let is_served = architecture.flows.iter().any(|flow| flow.from == code);
            let is_told = architecture.findings.iter().any(|f| f.records.iter().any(|r| r == code));
            let is_priority = source.priority.value() == Some(&waymark_core::discovery::YesNo::Yes);
            assert!(
                !is_priority || is_served || is_told,
                "{client}: {code} is neither served nor told"
            );
        }
    }
}

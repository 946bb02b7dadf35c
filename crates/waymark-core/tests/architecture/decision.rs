//! Decision records and the log.

use std::collections::BTreeSet;

use serde_json::json;
use waymark_core::architecture::decision::{
    DecisionRecord, DecisionState, FactTold, Given, GivenVerdicts, decisions, markdown,
};
use waymark_core::architecture::{Architecture, Status};
use waymark_core::engagement::Engagement;

use crate::support::{derive, pack, sample};

fn records(engagement: &Engagement) -> (Architecture, Vec<DecisionRecord>) {
    let architecture = derive(engagement);
    let records = decisions(&architecture, pack(), engagement, None, &GivenVerdicts::new());
    (architecture, records)
}

/// The log where no verdict is stale and no day is known.
fn log_of(records: &[DecisionRecord], engagement: &Engagement) -> String {
    markdown(records, &[], &GivenVerdicts::new(), pack(), engagement)
}

#[test]
fn the_log_says_what_is_decided_and_since_when_and_what_is_no_longer_proposed() {
    let mut engagement = sample();
    engagement.verdicts.clear();
    let (_, records) = self::records(&engagement);
    let judged = records[0].component.clone();
    for (id, subject) in [("one", judged.as_str()), ("two", "storage.nothing.at-all")] {
        engagement
            .put_row(
                waymark_core::record::Kind::Verdict,
                json!({
                    "uid": waymark_core::id::Uid::root(id), "pack": "data-strategy", "subject": "component",
                    "subject_id": subject, "verdict": "rejected", "reason": "Not for us.",
                }),
            )
            .expect("a verdict");
    }
    let (architecture, records) = self::records(&engagement);
    assert_eq!(records[0].state, DecisionState::Rejected);
    assert!(records[1..].iter().all(|one| one.state == DecisionState::Proposed));
    let day = Some(jiff::civil::date(2026, 11, 20));
    let changed = vec!["Volume of SRC-1: 3, now 4".to_owned()];
    let given = GivenVerdicts::from([
        (judged, Given { day, changed }),
        ("storage.nothing.at-all".to_owned(), Given { day, ..Given::default() }),
    ]);
    let records = decisions(&architecture, pack(), &engagement, None, &given);
    let log = markdown(&records, &architecture.stale_verdicts, &given, pack(), &engagement);
    assert!(log.contains("**Changed since the verdict.** Volume of SRC-1: 3, now 4.\n"), "{log}");
    assert!(log.contains("Rejected: Not for us (on 2026-11-20)\n"), "{log}");
    assert!(log.contains("**Status.** Rejected (on 2026-11-20).\n"), "{log}");
    let open = records.len() - 1;
    assert_eq!(log.matches("**Status.** Proposed, not decided yet.\n").count(), open);
    assert!(log.contains(&format!("{open} not decided yet")));
    assert!(log.contains("## No longer proposed") && log.contains("storage.nothing.at-all"));
}

#[test]
fn every_component_has_a_record_in_the_order_of_the_architecture() {
    let (architecture, records) = records(&sample());
    let ids: Vec<&String> = architecture.components.iter().map(|c| &c.id).collect();
    assert_eq!(records.iter().map(|r| &r.component).collect::<Vec<_>>(), ids);
    for (record, component) in records.iter().zip(&architecture.components) {
        assert!(record.decision.ends_with('.') && record.decision.contains(&component.name));
        assert_eq!(record.because.len(), component.because.len());
        for reason in &record.because {
            assert!(reason.text.ends_with(['.', '!', '?', '”', ':']), "{}", reason.text);
        }
        for one in &record.alternatives {
            let first = one.when.chars().next().expect("a clause");
            assert!(first.is_lowercase() || one.when.contains(char::is_uppercase), "{}", one.when);
            assert!(!one.when.ends_with('.'));
        }
        assert!(!record.consequences.sentences.is_empty(), "{}", record.component);
        let cost = record
            .consequences
            .sentences
            .iter()
            .any(|s| s.contains("un cost ") || s.ends_with(" a year, on record."));
        assert_eq!(cost, component.status != Status::Retire && !component.is_rejected);
    }
    let told = records.iter().flat_map(|r| &r.because).flat_map(|reason| &reason.facts);
    assert!(told.clone().count() > 50, "reasons rest on facts");
    assert!(told.clone().any(|fact| !fact.records.is_empty()), "facts say where they are from");
}

#[test]
fn the_log_leads_from_its_contents_to_every_record() {
    let engagement = sample();
    let (_, records) = records(&engagement);
    let log = log_of(&records, &engagement);
    let mut anchors = BTreeSet::new();
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix("<a id=\"") {
            let (anchor, _) = rest.split_once('"').expect("a closing quote");
            assert!(anchors.insert(anchor), "{anchor} is used twice");
        }
    }
    assert_eq!(anchors.len(), records.len());
    let links: Vec<&str> = log
        .lines()
        .filter(|line| line.starts_with("  - ["))
        .map(|line| line.rsplit_once("](#").expect("a link").1.trim_end_matches(')'))
        .collect();
    assert_eq!(links.len(), records.len());
    assert!(links.iter().all(|link| anchors.contains(link)));
    assert_eq!(log, log_of(&records, &engagement), "the same every time");
    assert!(!log.contains("\n\n\n") && log.ends_with('\n') && !log.ends_with("\n\n"));
}

#[test]
fn a_record_tells_facts_verdict_and_what_follows() {
    let mut engagement = sample();
    let (architecture, before) = records(&engagement);
    let first = architecture
        .components
        .iter()
        .find(|c| c.status == Status::New && c.sources.len() == 1)
        .expect("something takes the source in");
    let record = before.iter().find(|r| r.component == first.id).expect("its record");
    assert!(record.verdict.is_none());
    let facts: Vec<_> = record.because.iter().flat_map(|reason| &reason.facts).collect();
    let from = |fact: &&&FactTold| fact.text.contains(": ") && fact.records == first.sources[..1];
    assert!(facts.iter().any(|fact| from(&fact)), "{facts:?}");
    let source = engagement.sources.iter_mut().find(|s| s.code.as_str() == first.sources[0]);
    "Tills <all> *and* more".clone_into(&mut source.expect("it is recorded").title);
    let log = log_of(&before, &engagement);
    let named = format!("Tills \\<all\\> \\*and\\* more ({})", first.sources[0]);
    assert!(log.contains(&named), "what people wrote stays text");

    let verdict = json!({
        "uid": waymark_core::id::Uid::root("v").to_string(), "pack": "data-strategy", "subject": "component", "subject_id": first.id,
        "verdict": "rejected", "reason": "Known to nobody here",
    });
    engagement.verdicts.clear();
    engagement.put_row(waymark_core::record::Kind::Verdict, verdict).expect("a verdict");
    let (_, after) = records(&engagement);
    let record = after.iter().find(|r| r.component == first.id).expect("its record");
    let verdict = record.verdict.as_ref().expect("it was judged");
    assert_eq!(verdict.text, "Rejected: Known to nobody here.");
    assert_eq!(record.decision, format!("Do without {}.", first.name));
    assert_eq!(record.consequences.sentences, ["It is not built, and no flow passes it."]);
}

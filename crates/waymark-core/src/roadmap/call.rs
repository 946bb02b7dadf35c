//! What findings and regulations ask of the roadmap.

use std::collections::BTreeMap;

use crate::condition::{Facts, RecordRef, Verdict};
use crate::engagement::{Engagement, FindingTone};
use crate::facts::EngagementFacts;
use crate::finding::Finding;
use crate::pack::Pack;
use crate::record::Kind;

use super::{Call, ReasonKind};

/// The calls of the pack's rules that apply, then those of weaknesses and blockers found.
pub fn calls(
    pack: &Pack,
    engagement: &Engagement,
    facts: &EngagementFacts,
    findings: &[Finding],
) -> Vec<Call> {
    let mut calls = Vec::new();
    for rule in &pack.call_rules {
        let call = |reference: String, text: String| {
            let initiatives = rule.initiatives.clone();
            Call { kind: ReasonKind::Regulation, reference, text, initiatives }
        };
        let Some(kind) = rule.subject else {
            if rule.when.evaluate(facts, None).is_ok_and(|found| found.verdict == Verdict::True) {
                calls.push(call(rule.id.to_string(), rule.because.clone()));
            }
            continue;
        };
        let word = kind.condition_word();
        let titles = titles(engagement, kind);
        for index in 0..facts.count(word) {
            let record = RecordRef(index);
            let found = rule.when.evaluate(facts, Some(record));
            if found.is_ok_and(|found| found.verdict == Verdict::True) {
                let code = facts.code(word, record);
                let title = titles.get(&code).map_or("", String::as_str);
                let text = rule.because.replace("{code}", &code).replace("{title}", title);
                calls.push(call(code, text));
            }
        }
    }
    let weak = findings.iter().filter(|finding| finding.tone != FindingTone::Strength);
    calls.extend(weak.filter_map(|finding| {
        let rule = pack.finding_rules.iter().find(|rule| rule.id.as_str() == finding.id)?;
        (!rule.initiatives.is_empty()).then(|| Call {
            kind: ReasonKind::Finding,
            reference: finding.id.clone(),
            text: finding.text.trim_end_matches('.').to_owned(),
            initiatives: rule.initiatives.clone(),
        })
    }));
    calls
}

fn titles(engagement: &Engagement, kind: Kind) -> BTreeMap<String, String> {
    let text = |row: &serde_json::Value, name: &str| {
        row.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
    };
    engagement.rows(kind).iter().map(|row| (text(row, "code"), text(row, "title"))).collect()
}

//! Findings: conclusions worth telling, from the pack's rules and from people.

use crate::condition::{FactRead, Facts, RecordRef, Verdict};
use crate::engagement::{Engagement, FindingTone, VerdictSubject, VerdictWord};
use crate::facts::EngagementFacts;
use crate::pack::{FindingRule, Pack};

/// A conclusion with the records and facts it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's id, or the code of an own finding.
    pub id: String,
    /// Strength, weakness or blocker.
    pub tone: FindingTone,
    /// The sentence.
    pub text: String,
    /// Codes of the records it speaks about.
    pub records: Vec<String>,
    /// The facts it rests on.
    pub facts: Vec<FactRead>,
}

/// All findings: those of the rules that fire, in the pack's order, then own ones. Dismissed ones are left out, reworded ones
/// carry the wording that people gave.
pub fn findings(pack: &Pack, engagement: &Engagement, facts: &EngagementFacts) -> Vec<Finding> {
    let derived = pack.finding_rules.iter().flat_map(|rule| evaluate(rule, engagement, facts));
    let own = engagement.findings.iter().map(|finding| Finding {
        id: finding.code.to_string(),
        tone: finding.tone,
        text: finding.text.clone(),
        records: vec![],
        facts: vec![],
    });
    derived
        .filter_map(|mut finding| {
            let verdict = engagement.verdicts.iter().find(|verdict| {
                verdict.pack == pack.id
                    && verdict.subject == VerdictSubject::Finding
                    && verdict.subject_id == finding.id
            });
            match verdict.map(|v| (v.verdict, &v.wording)) {
                Some((VerdictWord::Rejected, _)) => return None,
                Some((VerdictWord::Reworded, wording)) => finding.text.clone_from(wording),
                _ => {}
            }
            Some(finding)
        })
        .chain(own)
        .collect()
}

fn evaluate(rule: &FindingRule, engagement: &Engagement, facts: &EngagementFacts) -> Vec<Finding> {
    let whole = |text: String, records: Vec<String>, facts: Vec<FactRead>| Finding {
        id: rule.id.to_string(),
        tone: rule.tone,
        text,
        records,
        facts,
    };
    let Some(kind) = rule.subject else {
        return match rule.when.evaluate(facts, None) {
            Ok(found) if found.verdict == Verdict::True => {
                vec![whole(rule.text.clone(), vec![], found.because)]
            }
            _ => vec![],
        };
    };
    let word = kind.condition_word();
    let titles: Vec<String> = engagement
        .rows(kind)
        .iter()
        .map(|row| {
            row.get("title").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        })
        .collect();
    let mut fired: Vec<(String, String, Vec<FactRead>)> = Vec::new();
    for index in 0..facts.count(word) {
        if let Ok(found) = rule.when.evaluate(facts, Some(RecordRef(index)))
            && found.verdict == Verdict::True
        {
            let title = titles.get(index).cloned().unwrap_or_default();
            fired.push((facts.code(word, RecordRef(index)), title, found.because));
        }
    }
    if fired.len() > 1 && !rule.text_many.is_empty() {
        let codes: Vec<String> = fired.iter().map(|(code, _, _)| code.clone()).collect();
        let names: Vec<String> = fired.iter().map(|(_, title, _)| title.clone()).collect();
        let text = rule
            .text_many
            .replace("{count}", &fired.len().to_string())
            .replace("{total}", &facts.count(word).to_string())
            .replace("{titles}", &names.join(", "))
            .replace("{codes}", &codes.join(", "));
        return vec![whole(
            text,
            codes,
            fired.into_iter().flat_map(|(_, _, facts)| facts).collect(),
        )];
    }
    fired
        .into_iter()
        .map(|(code, title, facts)| {
            let text = rule
                .text
                .replace("{code}", &code)
                .replace("{title}", &title)
                .replace("{count}", "1");
            whole(text, vec![code], facts)
        })
        .collect()
}

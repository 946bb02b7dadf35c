//! Which rules fire, for which records, and which give way to a narrower one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::{FactRead, Facts, RecordRef, Verdict};
use crate::facts::EngagementFacts;
use crate::id::RuleId;
use crate::pack::{Pack, Rule};
use crate::record::Kind;

use super::scope::Scope;

/// A record for which a rule fires or waits; `None` where the rule is about the whole engagement.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub(super) record: Option<String>,
    /// The facts its verdict rests on; for a rule that waits the unknown facts that would decide it. Bindings of one rule
    /// share them.
    pub(super) facts: Vec<Arc<FactRead>>,
}

/// What became of a rule.
pub(super) struct Firing<'a> {
    pub(super) rule: &'a Rule,
    /// Where it fires, in document order.
    pub(super) holds: Vec<Binding>,
    /// Where it would fire if facts were known.
    pub(super) waits: Vec<Binding>,
    /// Wider rules whose place it took.
    pub(super) took_place_of: Vec<&'a Rule>,
}

impl Firing<'_> {
    /// Fires for the whole engagement and not for single records.
    pub(super) fn is_whole(&self) -> bool {
        self.rule.subject.is_none()
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &str> {
        self.holds.iter().filter_map(|binding| binding.record.as_deref())
    }
}

/// Evaluates all rules over their records. The result stands in the pack's order.
pub(super) fn fire<'a>(
    pack: &'a Pack,
    scope: &Scope<'_>,
    facts: &mut EngagementFacts,
) -> Vec<Firing<'a>> {
    let mut done: BTreeMap<&RuleId, Firing<'a>> = BTreeMap::new();
    for rule in in_order(pack) {
        let firing = evaluate(rule, scope, facts);
        let verdict = match (firing.holds.is_empty(), firing.waits.is_empty()) {
            (false, _) => Verdict::True,
            (true, false) => Verdict::Unknown,
            (true, true) => Verdict::False,
        };
        facts.set_fired(&rule.id, verdict);
        done.insert(&rule.id, firing);
    }
    let mut firings: Vec<Firing<'a>> =
        pack.rules.iter().filter_map(|rule| done.remove(&rule.id)).collect();
    give_way(&mut firings);
    firings
}

/// The rules so that each comes after those whose firing it asks for, otherwise in the pack's order.
fn in_order(pack: &Pack) -> Vec<&Rule> {
    fn visit<'a>(
        rule: &'a Rule,
        pack: &'a Pack,
        seen: &mut BTreeSet<&'a RuleId>,
        order: &mut Vec<&'a Rule>,
    ) {
        if !seen.insert(&rule.id) {
            return;
        }
        for other in rule.when.fired_references() {
            if let Some(other) = pack.rules.iter().find(|known| known.id.as_str() == other) {
                visit(other, pack, seen, order);
            }
        }
        order.push(rule);
    }
    let (mut seen, mut order) = (BTreeSet::new(), Vec::with_capacity(pack.rules.len()));
    for rule in &pack.rules {
        visit(rule, pack, &mut seen, &mut order);
    }
    order
}

fn evaluate<'a>(rule: &'a Rule, scope: &Scope<'_>, facts: &EngagementFacts) -> Firing<'a> {
    let mut firing = Firing { rule, holds: vec![], waits: vec![], took_place_of: vec![] };
    let mut evaluations = rule.when.over(facts);
    let mut judge = |at: Option<RecordRef>, record: Option<String>| match evaluations.decide(at) {
        Ok((Verdict::True, facts)) => firing.holds.push(Binding { record, facts }),
        Ok((Verdict::Unknown, facts)) => firing.waits.push(Binding { record, facts }),
        Ok((Verdict::False, _)) => {}
        // Too much to decide is not known; there is no single fact to ask for.
        Err(_) => firing.waits.push(Binding { record, facts: vec![] }),
    };
    match rule.subject {
        None => judge(None, None),
        Some(kind) => {
            let word = kind.condition_word();
            for at in 0..facts.count(word) {
                let code = facts.code(word, RecordRef(at));
                if kind == Kind::Source
                    && scope.source(&code).is_some_and(|source| !scope.counts(source))
                {
                    continue;
                }
                judge(Some(RecordRef(at)), Some(code));
            }
        }
    }
    firing
}

/// Takes away from wider rules what narrower ones claim. Judged on what fired at first, so that the order does not matter.
fn give_way(firings: &mut [Firing<'_>]) {
    let claims: Vec<(usize, BTreeSet<String>)> = firings
        .iter()
        .enumerate()
        .filter(|(_, firing)| !firing.holds.is_empty())
        .map(|(at, firing)| (at, firing.records().map(str::to_owned).collect()))
        .collect();
    let at_rule: BTreeMap<&RuleId, usize> =
        firings.iter().enumerate().map(|(at, firing)| (&firing.rule.id, at)).collect();
    let moves: Vec<(usize, usize, &BTreeSet<String>)> = claims
        .iter()
        .flat_map(|(narrow, records)| {
            let wider = firings[*narrow]
                .rule
                .takes_place_of
                .iter()
                .filter_map(|id| at_rule.get(id).copied());
            wider.map(|wide| (*narrow, wide, records)).collect::<Vec<_>>()
        })
        .collect();
    for (narrow, wide, records) in moves {
        let (rule, subject) = (firings[narrow].rule, firings[wide].rule.subject);
        let by_record = subject.is_some() && rule.subject == subject;
        let claimed = |binding: &Binding| {
            !by_record || binding.record.as_ref().is_some_and(|record| records.contains(record))
        };
        let displaced = firings[wide].rule;
        let before = firings[wide].holds.len();
        firings[wide].holds.retain(|binding| !claimed(binding));
        firings[wide].waits.retain(|binding| !claimed(binding));
        if firings[wide].holds.len() < before {
            firings[narrow].took_place_of.push(displaced);
        }
    }
}

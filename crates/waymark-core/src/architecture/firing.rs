//! Which rules fire, for which records, and which give way to a narrower one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::{FactRead, Facts, Place, RecordRef, Verdict};
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
    /// What else would suffice, for a rule that fires; the shortest first.
    pub(super) also: Vec<Vec<Arc<FactRead>>>,
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
    /// Rules whose firing it rests on.
    pub(super) rests_on: BTreeSet<RuleId>,
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
        let mut firing = evaluate(rule, scope, facts);
        let asked = Asked::of(rule);
        for binding in &mut firing.holds {
            ground(&mut binding.facts, &done, &mut firing.rests_on);
            let own = binding.record.as_deref();
            asked.keep_telling(own, &mut binding.facts);
            for other in &mut binding.also {
                ground(other, &done, &mut BTreeSet::new());
                asked.keep_telling(own, other);
                other.retain(|fact| is_plain(fact));
            }
            let facts = &binding.facts;
            binding.also.retain(|other| other.iter().any(|fact| !facts.contains(fact)));
        }
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

/// It says more than that a rule fired or how many records there are.
fn is_plain(fact: &FactRead) -> bool {
    !matches!(fact.place, Place::Rule { .. } | Place::Collection { .. })
}

/// Puts the facts of a rule that fired in the place of the fact that it did, and leaves out how many records were looked at unless
/// nothing else decides: that a rule fired, or that there are so many sources, is how the verdict was come to and not why.
fn ground(
    facts: &mut Vec<Arc<FactRead>>,
    done: &BTreeMap<&RuleId, Firing<'_>>,
    rests_on: &mut BTreeSet<RuleId>,
) {
    if facts.iter().all(|fact| is_plain(fact)) {
        return;
    }
    let mut grounded: Vec<Arc<FactRead>> = Vec::with_capacity(facts.len());
    for fact in facts.iter() {
        match &fact.place {
            Place::Rule { id } => {
                let other = done.get(&RuleId::new(id.clone()));
                let Some(other) = other.filter(|other| !other.holds.is_empty()) else { continue };
                rests_on.insert(other.rule.id.clone());
                grounded.extend(other.holds.iter().flat_map(|binding| &binding.facts).cloned());
            }
            _ => grounded.push(fact.clone()),
        }
    }
    if grounded.iter().any(|fact| is_plain(fact)) {
        grounded.retain(|fact| is_plain(fact));
    }
    *facts = grounded;
}

/// The words that a rule asks for, and the fields of which it asks for words.
struct Asked<'a> {
    words: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
    /// Fields that hold codes, among which it looks for that of its record.
    links: BTreeSet<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(rule: &'a Rule) -> Self {
        let text = rule.when_text.as_str();
        let words = text.split('"').skip(1).step_by(2).collect();
        let field_at = |end: usize| {
            let start = text[..end].rfind(|c: char| !c.is_alphanumeric() && c != '_');
            start.map_or(&text[..end], |start| &text[start + 1..end])
        };
        let ends = [" == \"", " in [\""].iter().flat_map(|sign| text.match_indices(*sign));
        let links = text.match_indices(".id in ").map(|(at, sign)| {
            let path = &text[at + sign.len()..];
            let end = path.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
            let path = &path[..end.unwrap_or(path.len())];
            path.rsplit('.').next().unwrap_or(path)
        });
        Self { words, fields: ends.map(|(at, _)| field_at(at)).collect(), links: links.collect() }
    }

    /// Leaves out facts of other records that say only that these are not what is asked for: that somebody knows SQL is no
    /// reason, where nobody knows Kafka.
    fn keep_telling(&self, own: Option<&str>, facts: &mut Vec<Arc<FactRead>>) {
        let tells = |fact: &FactRead| {
            if !matches!(fact.place, Place::Record { .. }) || own == Some(fact.record.as_str()) {
                return true;
            }
            let field = fact.field.as_str();
            match fact.value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(codes) if self.links.contains(field) => {
                    own.is_none_or(|own| codes.split(", ").any(|code| code == own))
                }
                Some(_) => true,
                None => !self.fields.contains(field) || self.words.contains(fact.value.as_str()),
            }
        };
        if facts.iter().any(|fact| tells(fact)) {
            facts.retain(|fact| tells(fact));
        }
    }
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
    let mut firing = Firing {
        rule,
        holds: vec![],
        waits: vec![],
        took_place_of: vec![],
        rests_on: BTreeSet::new(),
    };
    let mut evaluations = rule.when.over(facts);
    let mut judge = |at: Option<RecordRef>, record: Option<String>| match evaluations.decide(at) {
        Ok((Verdict::True, facts)) => {
            // That more suffices is told as far as it can be found out.
            let also = evaluations.others().unwrap_or_default();
            firing.holds.push(Binding { record, facts, also });
        }
        Ok((Verdict::Unknown, facts)) => {
            firing.waits.push(Binding { record, facts, also: vec![] });
        }
        Ok((Verdict::False, _)) => {}
        // Too much to decide is not known; there is no single fact to ask for.
        Err(_) => firing.waits.push(Binding { record, facts: vec![], also: vec![] }),
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
    let doubtful: Vec<(usize, usize)> = (0..firings.len())
        .flat_map(|narrow| {
            let rule = firings[narrow].rule;
            let wider = rule.takes_place_of.iter().filter_map(|id| at_rule.get(id).copied());
            wider
                .filter(|wide| narrows(rule, firings[*wide].rule))
                .map(move |wide| (narrow, wide))
                .collect::<Vec<_>>()
        })
        .collect();
    for (narrow, wide) in doubtful {
        // Were the facts known that the wider rule waits for, the narrower one would take its place.
        let waits = std::mem::take(&mut firings[wide].waits);
        let decided = |binding: &Binding| {
            firings[narrow].waits.iter().any(|other| {
                other.record == binding.record
                    && other.facts.iter().all(|fact| fact.known || binding.facts.contains(fact))
            })
        };
        let left = waits.into_iter().filter(|binding| !decided(binding)).collect();
        firings[wide].waits = left;
    }
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

/// The narrower rule asks for all that the wider one asks for, and for more: it says so word by word.
fn narrows(narrow: &Rule, wide: &Rule) -> bool {
    let plain = |rule: &Rule| rule.when_text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wide_text = plain(wide);
    narrow.subject == wide.subject
        && !wide_text.contains("||")
        && plain(narrow).strip_prefix(&wide_text).is_some_and(|more| more.starts_with(" && "))
}

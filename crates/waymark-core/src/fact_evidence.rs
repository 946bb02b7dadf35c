//! The facts of a scan beside the answers: what each says of a question, with the numbers behind it.
//!
//! A fact never changes an answer or a score; it supports or contradicts an answer, or nothing can be said because reads are missing
//! (`content` of the pack: `indicators.toml`). A value of which a part could not be measured stands for everything between the least
//! and the most that it can be: only what holds for all of that is said.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Condition, Facts, Place, RecordRef, Value, Verdict as Truth};
use crate::consensus::Consensus;
use crate::engagement::{Engagement, Verdict, VerdictSubject, VerdictWord};
use crate::facts::EngagementFacts;
use crate::id::{FactId, QuestionId};
use crate::pack::{FactValueMeaning, Indicator, Pack};
use crate::scan::{FactValue, NotMeasured, Outcome, Reason, Scan};
use crate::score::FactBounds;
use crate::wording::{count, grouped, lower_first};

/// The table of facts in conditions.
pub const FACTS: &str = "facts";
/// So many combinations of values that are known in part are looked at; where there are more, the answer is not known.
const MOST_CHOICES: usize = 4096;
/// More than any count.
const ANY_COUNT: f64 = 1e15;

/// What a fact says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// The answer is higher than the facts allow.
    Contradicts,
    /// The answer agrees with the facts.
    Supports,
    /// The facts hold, and nobody has answered yet.
    Unanswered,
    /// Reads are missing that would decide it.
    Unknown,
}

impl Stance {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Stance::Contradicts => "contradicts",
            Stance::Supports => "supports",
            Stance::Unanswered => "unanswered",
            Stance::Unknown => "unknown",
        }
    }
}

/// How far a fact lets an answer go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The answer is at most this level.
    AtMost(u8),
    /// The answer is supported up to this level.
    AtLeast(u8),
}

impl Effect {
    /// "at most 2".
    pub fn in_words(self) -> String {
        match self {
            Effect::AtMost(level) => format!("at most {level}"),
            Effect::AtLeast(level) => format!("at least {level}"),
        }
    }
}

/// One indicator beside one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct FactEvidence {
    /// Stable: facts, question and effect.
    pub id: String,
    /// The question.
    pub question: QuestionId,
    /// The facts.
    pub facts: Vec<FactId>,
    /// What was tested, in words.
    pub test: String,
    /// What follows where the test holds.
    pub effect: Effect,
    /// The answer it is beside; `None` while there is none.
    pub level: Option<u8>,
    /// What it says of the answer.
    pub stance: Stance,
    /// The numbers behind it, a sentence each.
    pub numbers: Vec<String>,
    /// Reads that are missing, a sentence each.
    pub missing: Vec<String>,
    /// What people said of it.
    pub verdict: Option<Verdict>,
}

impl FactEvidence {
    /// People said that the fact is wrong, or of something else: it bears on nothing.
    pub fn is_set_aside(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| {
            matches!(verdict.verdict, VerdictWord::FactWrong | VerdictWord::ScopeDiffers)
        })
    }

    /// It contradicts an answer, and nobody has said anything about it yet.
    pub fn is_open(&self) -> bool {
        self.stance == Stance::Contradicts && self.verdict.is_none()
    }
}

/// What the newest scan says of each question: contradictions first, then in the pack's order. Indicators whose test does not hold
/// say nothing and are left out.
pub fn fact_evidence(
    pack: &Pack,
    engagement: &Engagement,
    facts: &EngagementFacts,
    scan: &Scan,
    levels: &dyn Fn(&QuestionId) -> Consensus,
) -> Vec<FactEvidence> {
    let mut found = Vec::new();
    for indicator in &pack.indicators {
        let Some(when) = &indicator.when else { continue };
        let Some(effect) =
            indicator.at_most.map(Effect::AtMost).or(indicator.at_least.map(Effect::AtLeast))
        else {
            continue;
        };
        let truth = holds(when, facts, scan);
        if truth == Truth::False {
            continue;
        }
        for question in &indicator.questions {
            let level = match levels(question) {
                Consensus::Level(level) => Some(level),
                Consensus::NotApplicable => continue,
                Consensus::Unknown => None,
            };
            let stance = match (truth, level, effect) {
                (Truth::Unknown, ..) => Stance::Unknown,
                (_, None, _) => Stance::Unanswered,
                (_, Some(level), Effect::AtMost(most)) if level > most => Stance::Contradicts,
                _ => Stance::Supports,
            };
            let id = id(indicator, question, effect);
            let verdict = engagement.verdicts.iter().find(|verdict| {
                verdict.pack == pack.id
                    && verdict.subject == VerdictSubject::Fact
                    && verdict.subject_id == id
            });
            found.push(FactEvidence {
                verdict: verdict.cloned(),
                id,
                question: question.clone(),
                facts: indicator.facts.clone(),
                test: indicator.test.clone(),
                effect,
                level,
                stance,
                numbers: numbers(pack, when, scan),
                missing: missing(indicator, scan),
            });
        }
    }
    let place = |question: &QuestionId| pack.questions.iter().position(|one| one.id == *question);
    found.sort_by_key(|one| (one.stance, place(&one.question)));
    found
}

/// How far the facts let each answer go, as far as nobody said that they are wrong or of something else.
pub fn bounds(evidence: &[FactEvidence]) -> BTreeMap<QuestionId, FactBounds> {
    let mut bounds: BTreeMap<QuestionId, FactBounds> = BTreeMap::new();
    let counts = |one: &&FactEvidence| one.stance != Stance::Unknown && !one.is_set_aside();
    for one in evidence.iter().filter(counts) {
        let bound = bounds.entry(one.question.clone()).or_default();
        match one.effect {
            Effect::AtMost(most) => {
                bound.at_most = Some(bound.at_most.map_or(most, |known| known.min(most)));
            }
            Effect::AtLeast(least) => {
                bound.at_least = Some(bound.at_least.map_or(least, |known| known.max(least)));
            }
        }
    }
    bounds
}

fn id(indicator: &Indicator, question: &QuestionId, effect: Effect) -> String {
    let facts: Vec<&str> = indicator.facts.iter().map(FactId::as_str).collect();
    let effect = match effect {
        Effect::AtMost(level) => format!("at_most_{level}"),
        Effect::AtLeast(level) => format!("at_least_{level}"),
    };
    format!("{}.{question}.{effect}", facts.join("+"))
}

/// The values of facts that a condition reads.
fn read(when: &Condition) -> impl Iterator<Item = (&str, &str)> {
    when.reads().iter().filter_map(|read| match &read.place {
        Place::Keyed { table, key } if table == FACTS => Some((key.as_str(), read.field.as_str())),
        _ => None,
    })
}

/// What a value may be, from the least to the most.
enum Span {
    One(Value),
    /// Any number from the one to the other.
    Between(f64, f64),
    /// Any whole number from this one on.
    From(f64),
}

fn span(scan: &Scan, fact: &str, name: &str) -> Span {
    let Some(measured) = scan.fact(fact) else { return Span::One(Value::Unknown) };
    if measured.outcome == Outcome::NotApplicable {
        return Span::One(Value::NotApplicable);
    }
    let Some(value) = measured.values.get(name) else { return Span::One(Value::Unknown) };
    let is_whole = measured.is_complete(name);
    match value {
        FactValue::Share(share) => match share.bounds() {
            None if is_whole => Span::One(Value::NotApplicable),
            None => Span::One(Value::Unknown),
            // Things that were not even listed may have it, or not.
            Some(_) if !is_whole => Span::Between(
                if share.matching > 0 { f64::EPSILON } else { 0.0 },
                if share.matching < share.measured { 1.0 - f64::EPSILON } else { 1.0 },
            ),
            Some((low, high)) if low == high => Span::One(Value::Num(low)),
            Some((low, high)) => Span::Between(low, high),
        },
        FactValue::Count(count) if is_whole => Span::One(Value::Num(*count as f64)),
        FactValue::Count(count) => Span::From(*count as f64),
        FactValue::Days { days } if is_whole => Span::One(Value::Num(*days as f64)),
        FactValue::Flag(flag) if is_whole => Span::One(Value::Bool(*flag)),
        FactValue::Word(word) if is_whole => Span::One(Value::Text(word.clone())),
        FactValue::Words(words) | FactValue::Names { names: words } => {
            let known = words.iter().map(|word| Value::Text(word.clone()));
            // There may be more of them.
            let rest = (!is_whole).then_some(Value::Unknown);
            Span::One(Value::List(known.chain(rest).collect()))
        }
        FactValue::Days { .. } | FactValue::Flag(_) | FactValue::Word(_) => {
            Span::One(Value::Unknown)
        }
    }
}

/// Numbers of a span that stand for all of it before a condition that compares them with these others: both ends, the others between
/// them, and one from within each stretch that no end stands for.
fn samples(low: f64, high: f64, is_whole: bool, others: &[f64]) -> Vec<f64> {
    // What is whole passes a number with a fraction from the one below to the one above.
    let near = |number: &f64| [number.floor(), number.ceil()];
    let mut others: Vec<f64> =
        if is_whole { others.iter().flat_map(near).collect() } else { others.to_vec() };
    others.sort_by(f64::total_cmp);
    others.dedup();
    let mut points = vec![low];
    points.extend(others.iter().copied().filter(|&number| low < number && number < high));
    points.push(high);
    points.dedup();
    let within =
        points.windows(2).filter(|pair| others.contains(&pair[0]) && others.contains(&pair[1]));
    let within = within.filter_map(|pair| {
        let inner = if is_whole { pair[0] + 1.0 } else { f64::midpoint(pair[0], pair[1]) };
        (pair[0] < inner && inner < pair[1]).then_some(inner)
    });
    let within: Vec<f64> = within.collect();
    points.extend(within);
    points
}

/// Whether a test holds whatever the values are that were measured in part.
fn holds(when: &Condition, facts: &EngagementFacts, scan: &Scan) -> Truth {
    let mut known: BTreeMap<(&str, &str), Value> = BTreeMap::new();
    let mut spans: Vec<((&str, &str), f64, f64, bool)> = Vec::new();
    for key in read(when) {
        match span(scan, key.0, key.1) {
            Span::One(value) => drop(known.insert(key, value)),
            Span::Between(low, high) => spans.push((key, low, high, false)),
            Span::From(low) => spans.push((key, low, ANY_COUNT.max(low + 1.0), true)),
        }
    }
    // What is compared with what is not looked at: any of these may stand on the other side.
    let mut others = when.numbers();
    others.extend(known.values().filter_map(|value| match value {
        Value::Num(number) => Some(*number),
        _ => None,
    }));
    if spans.len() > 1 {
        others.extend(spans.iter().flat_map(|(_, low, high, _)| [*low, *high]));
    }
    let open: Vec<((&str, &str), Vec<f64>)> = spans
        .into_iter()
        .map(|(key, low, high, is_whole)| (key, samples(low, high, is_whole, &others)))
        .collect();
    let choices = open.iter().try_fold(1_usize, |product, (_, points)| {
        product.checked_mul(points.len()).filter(|&product| product <= MOST_CHOICES)
    });
    let Some(choices) = choices else { return Truth::Unknown };
    let mut truth: Option<Truth> = None;
    for choice in 0..choices {
        let mut rest = choice;
        for (key, points) in &open {
            known.insert(*key, Value::Num(points[rest % points.len()]));
            rest /= points.len();
        }
        let measured = Measured { facts, known: &known };
        let found = when.evaluate(&measured, None).map_or(Truth::Unknown, |found| found.verdict);
        if truth.is_some_and(|before| before != found) {
            return Truth::Unknown;
        }
        truth = Some(found);
    }
    truth.unwrap_or(Truth::Unknown)
}

/// The engagement's facts with those of a scan.
struct Measured<'a> {
    facts: &'a EngagementFacts,
    known: &'a BTreeMap<(&'a str, &'a str), Value>,
}

impl Facts for Measured<'_> {
    fn count(&self, kind: &str) -> usize {
        self.facts.count(kind)
    }

    fn code(&self, kind: &str, record: RecordRef) -> String {
        self.facts.code(kind, record)
    }

    fn value(&self, kind: &str, record: RecordRef, field: &str) -> Value {
        self.facts.value(kind, record, field)
    }

    fn singleton(&self, name: &str, field: &str) -> Value {
        self.facts.singleton(name, field)
    }

    fn keyed(&self, table: &str, key: &str, field: &str) -> Value {
        if table == FACTS {
            return self.known.get(&(key, field)).cloned().unwrap_or(Value::Unknown);
        }
        self.facts.keyed(table, key, field)
    }

    fn fired(&self, rule: &str) -> Truth {
        self.facts.fired(rule)
    }
}

/// "Buckets with versioning: 16 of 29 measured; 1 not measured", for each value that a test reads.
fn numbers(pack: &Pack, when: &Condition, scan: &Scan) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for (fact, name) in read(when) {
        let Some(meaning) = meaning(pack, fact, name) else { continue };
        let measured = scan.fact(fact);
        let value = measured.and_then(|fact| fact.values.get(name));
        let is_whole = measured.is_some_and(|fact| fact.is_complete(name));
        let sentence = format!("{}: {}", meaning.meaning, value_in_words(value, is_whole));
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    told
}

fn meaning<'a>(pack: &'a Pack, fact: &str, name: &str) -> Option<&'a FactValueMeaning> {
    let fact = pack.facts.iter().find(|known| known.id.as_str() == fact)?;
    fact.values.iter().find(|value| value.name == name)
}

/// A value as people read it.
pub fn value_in_words(value: Option<&FactValue>, is_whole: bool) -> String {
    let list = |words: &[String]| {
        const SHOWN: usize = 6;
        let some = words.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        match words.len() {
            0 => "none".to_owned(),
            all if all > SHOWN => format!("{some} and {} more", all - SHOWN),
            _ => some,
        }
    };
    let said = match value {
        None => return "not measured".to_owned(),
        Some(FactValue::Flag(true)) => "yes".to_owned(),
        Some(FactValue::Flag(false)) => "no".to_owned(),
        Some(FactValue::Count(count)) if is_whole => return grouped(*count),
        Some(FactValue::Count(count)) => return format!("at least {}", grouped(*count)),
        Some(FactValue::Days { days }) => count(*days as usize, "day", "days"),
        Some(FactValue::Word(word)) => word.clone(),
        Some(FactValue::Words(words) | FactValue::Names { names: words }) => list(words),
        Some(FactValue::Share(share)) => {
            let missing = match share.not_measured {
                0 => String::new(),
                some => format!("; {} not measured", grouped(some)),
            };
            match share.measured {
                0 if share.not_measured == 0 => "there are none".to_owned(),
                measured => {
                    format!(
                        "{} of {} measured{missing}",
                        grouped(share.matching),
                        grouped(measured)
                    )
                }
            }
        }
    };
    if is_whole { said } else { format!("{said}, as far as it was read") }
}

/// The reads behind an indicator's facts that brought nothing.
fn missing(indicator: &Indicator, scan: &Scan) -> Vec<String> {
    const SHOWN: usize = 4;
    let facts = indicator.facts.iter().filter_map(|fact| scan.fact(fact.as_str()));
    let mut told = reads_in_words(facts.flat_map(|fact| &fact.not_measured));
    let more = told.len().saturating_sub(SHOWN);
    told.truncate(SHOWN);
    if more > 0 {
        told.push(format!("{more} more"));
    }
    for fact in &indicator.facts {
        if scan.fact(fact.as_str()).is_none() {
            told.push(format!("{fact} was not part of the scan"));
        }
    }
    told
}

/// "s3:GetBucketVersioning in eu-west-1: denied, 3 times": reads that brought nothing, those of one action and reason together.
pub fn reads_in_words<'a>(reads: impl Iterator<Item = &'a NotMeasured>) -> Vec<String> {
    /// Where, and how often at each place.
    type Places<'a> = (BTreeSet<&'a str>, BTreeMap<&'a str, u64>);
    let mut of: BTreeMap<(&str, Reason), Places<'_>> = BTreeMap::new();
    for read in reads {
        let (regions, counts) = of.entry((&read.action, read.reason)).or_default();
        regions.insert(&read.region);
        // The same read may stand behind several facts.
        let count = counts.entry(&read.region).or_default();
        *count = (*count).max(read.count);
    }
    of.into_iter()
        .map(|((action, reason), (regions, counts))| {
            let places: Vec<&str> = regions.into_iter().filter(|one| !one.is_empty()).collect();
            let place = match places.as_slice() {
                [] => String::new(),
                [one] => format!(" in {one}"),
                [one, two] => format!(" in {one} and {two}"),
                [one, rest @ ..] => format!(" in {one} and {} more Regions", rest.len()),
            };
            let times = match counts.values().sum::<u64>() {
                sum if sum > counts.len() as u64 => format!(", {} times", grouped(sum)),
                _ => String::new(),
            };
            format!("{action}{place}: {}{times}", lower_first(reason.label()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::samples;

    #[test]
    fn a_span_is_looked_at_on_both_sides_of_every_number_in_it() {
        assert_eq!(samples(0.2, 0.8, false, &[0.5]), [0.2, 0.5, 0.8]);
        assert_eq!(samples(0.2, 0.8, false, &[0.9, 1.0]), [0.2, 0.8]);
        // Between two numbers that are named lies one that is none of them.
        assert_eq!(samples(0.0, 1.0, false, &[0.0, 1.0]), [0.0, 1.0, 0.5]);
        assert_eq!(samples(0.0, 6.0, true, &[2.0, 3.0, 5.0]), [0.0, 2.0, 3.0, 5.0, 6.0, 4.0]);
        assert_eq!(samples(3.0, 3.0, false, &[3.0]), [3.0]);
        assert_eq!(samples(0.0, 9.0, true, &[1.9, 2.05]), [0.0, 1.0, 2.0, 3.0, 9.0]);
    }
}

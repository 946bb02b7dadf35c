//! When a rule that had to give way would have its place: found by supposing that single facts were otherwise.

use crate::condition::{FactRead, Facts, FieldRead, Place, RecordRef, Value, Verdict};
use crate::discovery::profile::Profile;
use crate::facts::EngagementFacts;
use crate::field::FieldKind;
use crate::pack::{Pack, Rule};
use crate::record::Kind;
use crate::vocabulary::Vocabulary;
use crate::wording::{inner, list, sentence};

use super::combine::each_once;
use super::firing::Firing;
use super::question::named;

/// Up to so many words are told one by one.
const FEW: usize = 3;

/// The condition under which `loser` would stand where `winner` does, as a sentence. Where a single fact decides between the
/// two, it says what it would have to be; otherwise it names what speaks for `name`, the one that stands.
pub(super) fn when(
    pack: &Pack,
    facts: &EngagementFacts,
    firings: &[Firing<'_>],
    winner: &Firing<'_>,
    loser: &Rule,
    name: &str,
) -> String {
    let mut told: Vec<(Turn, Vec<FactRead>)> = Vec::new();
    let mut is_plain = winner.rule.subject == loser.subject;
    let records = winner.holds.iter().map(|binding| binding.record.as_deref());
    for record in records {
        if !is_plain {
            break;
        }
        match turn(facts, winner.rule, loser, record) {
            Lost::Here(Some((fact, turn))) => {
                match told.iter_mut().find(|(known, _)| *known == turn) {
                    Some((_, known)) => known.push(fact),
                    None => told.push((turn, vec![fact])),
                }
            }
            Lost::Here(None) => is_plain = false,
            Lost::Not => {}
        }
    }
    if is_plain && !told.is_empty() {
        let each: Vec<String> = told
            .iter()
            .filter_map(|(turn, read)| Some(turn.in_words(named(pack, read, firings).first()?)))
            .collect();
        return format!("{}.", sentence(&each.join(", or ")));
    }
    let speaks = each_once(&winner.holds);
    let asked_by_loser = |fact: &&FactRead| {
        loser.when.reads().iter().any(|read| read.place == fact.place && read.field == fact.field)
    };
    let own: Vec<FactRead> = speaks.iter().filter(|fact| !asked_by_loser(fact)).cloned().collect();
    let mut decisive = named(pack, if own.is_empty() { &speaks } else { &own }, firings);
    decisive.truncate(FEW);
    match decisive.as_slice() {
        [] => format!("The reason for {name} falls away."),
        some => format!("{name} is no longer called for by {}.", list(some)),
    }
}

/// Whether the loser gave way for a record, and the fact that would turn it.
enum Lost {
    /// It does not apply there anyway.
    Not,
    Here(Option<(FactRead, Turn)>),
}

/// What a fact would have to be. The plainest comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Any word but this.
    NotWord(String),
    /// A list without this word.
    Without(String),
    /// A level not below this.
    AtLeast(u8),
    /// A level not above this.
    AtMost(u8),
    /// One of these words.
    To(Vec<String>),
    /// Any word but these.
    From(Vec<String>),
}

impl Turn {
    fn in_words(&self, field: &str) -> String {
        let either = |words: &[String], join: &str| match words {
            [.., last] if words.len() > 1 => {
                format!("{} {join} {last}", words[..words.len() - 1].join(", "))
            }
            _ => words.concat(),
        };
        match self {
            Turn::NotWord(word) => format!("{field} is not {word}"),
            Turn::Without(word) => format!("{word} is not among {field}"),
            Turn::AtLeast(5) => format!("{field} is 5"),
            Turn::AtLeast(level) => format!("{field} is {level} or higher"),
            Turn::AtMost(1) => format!("{field} is 1"),
            Turn::AtMost(level) => format!("{field} is {level} or lower"),
            Turn::To(words) => format!("{field} is {}", either(words, "or")),
            Turn::From(words) => format!("{field} is neither {}", either(words, "nor")),
        }
    }
}

/// The fact that would decide for the loser, were it otherwise; the plainest change of several, the rule's order last.
fn turn(facts: &EngagementFacts, winner: &Rule, loser: &Rule, record: Option<&str>) -> Lost {
    let kind = winner.subject.map_or("", |kind| kind.condition_word());
    let at = record.and_then(|code| {
        (0..facts.count(kind)).map(RecordRef).find(|at| facts.code(kind, *at) == code)
    });
    let holds = |rule: &Rule, facts: &dyn Facts| {
        rule.when.evaluate(facts, at).map_or(Verdict::Unknown, |found| found.verdict)
    };
    if holds(loser, facts) != Verdict::True {
        return Lost::Not;
    }
    let mut best: Option<(FactRead, Turn)> = None;
    for read in winner.when.reads() {
        let (held, who, meta) = match (&read.place, at) {
            (Place::Record { kind: of }, Some(at)) if of == kind => {
                let meta = winner.subject.into_iter().flat_map(Kind::fields);
                let meta = meta.into_iter().find(|meta| meta.name == read.field);
                (facts.value(kind, at, &read.field), record.unwrap_or_default(), meta)
            }
            (Place::Singleton { name }, _) => {
                let meta = Profile::FIELDS.iter().find(|meta| meta.name == read.field);
                (facts.singleton(name, &read.field), name.as_str(), meta)
            }
            (Place::Keyed { table, key }, _) => {
                (facts.keyed(table, key, &read.field), key.as_str(), None)
            }
            _ => continue,
        };
        let turns = |value: Value| {
            let supposed = Supposed { facts, at, read, value };
            holds(winner, &supposed) == Verdict::False && holds(loser, &supposed) == Verdict::True
        };
        let found = match (meta.map(|meta| &meta.kind), &held) {
            (Some(FieldKind::Choice(vocabulary)), Value::Text(held)) => {
                by_word(vocabulary, held, turns)
            }
            (Some(FieldKind::Choices(vocabulary)), Value::List(words)) => {
                let without = |word: &Value| {
                    Value::List(words.iter().filter(|other| *other != word).cloned().collect())
                };
                let decides = words.iter().find(|word| turns(without(word)));
                decides.map(|word| Turn::Without(label(vocabulary, &word.to_string())))
            }
            (None, Value::Num(held)) => by_level(*held, turns),
            _ => None,
        };
        let Some(found) = found else { continue };
        if best.as_ref().is_none_or(|(_, known)| found < *known) {
            let fact = FactRead {
                place: read.place.clone(),
                record: who.to_owned(),
                field: read.field.clone(),
                value: held.to_string(),
                known: held.is_known(),
            };
            best = Some((fact, found));
        }
    }
    Lost::Here(best)
}

fn by_word(vocabulary: &Vocabulary, held: &str, turns: impl Fn(Value) -> bool) -> Option<Turn> {
    let words = || vocabulary.words.iter().map(|word| word.word);
    let to: Vec<&str> =
        words().filter(|word| *word != held && turns(Value::Text((*word).to_owned()))).collect();
    let labels = |words: &[&str]| words.iter().map(|word| label(vocabulary, word)).collect();
    let from: Vec<&str> = words().filter(|word| !to.contains(word)).collect();
    match (to.len(), from.as_slice()) {
        (0, _) => None,
        (_, [one]) => Some(Turn::NotWord(label(vocabulary, one))),
        (1..=FEW, _) => Some(Turn::To(labels(&to))),
        (_, few) if few.len() <= FEW => Some(Turn::From(labels(few))),
        _ => Some(Turn::To(labels(&to))),
    }
}

/// The level of an answer, from 1 to 5: which others would turn it.
fn by_level(held: f64, turns: impl Fn(Value) -> bool) -> Option<Turn> {
    let is_turn: Vec<u8> = (1..=5)
        .filter(|level| f64::from(*level) != held && turns(Value::Num(f64::from(*level))))
        .collect();
    match is_turn.as_slice() {
        [first, .., 5] | [first @ 5] if usize::from(5 - first) + 1 == is_turn.len() => {
            Some(Turn::AtLeast(*first))
        }
        [1, .., last] | [last @ 1] if usize::from(*last) == is_turn.len() => {
            Some(Turn::AtMost(*last))
        }
        _ => None,
    }
}

/// A word as it stands inside a sentence.
fn label(vocabulary: &Vocabulary, word: &str) -> String {
    inner(vocabulary.label(word))
}

/// The facts, but for one of them.
struct Supposed<'a> {
    facts: &'a EngagementFacts,
    /// The record, where the fact is one of a record.
    at: Option<RecordRef>,
    read: &'a FieldRead,
    value: Value,
}

impl Facts for Supposed<'_> {
    fn count(&self, kind: &str) -> usize {
        self.facts.count(kind)
    }

    fn code(&self, kind: &str, record: RecordRef) -> String {
        self.facts.code(kind, record)
    }

    fn value(&self, kind: &str, record: RecordRef, field: &str) -> Value {
        match &self.read.place {
            Place::Record { kind: own }
                if own == kind && self.at == Some(record) && self.read.field == field =>
            {
                self.value.clone()
            }
            _ => self.facts.value(kind, record, field),
        }
    }

    fn singleton(&self, name: &str, field: &str) -> Value {
        match &self.read.place {
            Place::Singleton { name: own } if own == name && self.read.field == field => {
                self.value.clone()
            }
            _ => self.facts.singleton(name, field),
        }
    }

    fn keyed(&self, table: &str, key: &str, field: &str) -> Value {
        match &self.read.place {
            Place::Keyed { table: own, key: own_key }
                if own == table && own_key == key && self.read.field == field =>
            {
                self.value.clone()
            }
            _ => self.facts.keyed(table, key, field),
        }
    }

    fn fired(&self, rule: &str) -> Verdict {
        self.facts.fired(rule)
    }
}

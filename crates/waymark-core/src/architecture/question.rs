//! What would follow if unknown facts were known, as questions for the facilitator.

use crate::condition::{FactRead, Place};
use crate::discovery::profile::Profile;
use crate::facts::kind_of_condition_word;
use crate::field::FieldMeta;
use crate::pack::Pack;
use crate::record::Kind;
use crate::wording::{list, lower_first};

use super::OpenQuestion;
use super::combine::each_once;
use super::firing::Firing;

/// One question per rule that waits, in the pack's order.
pub(super) fn open_questions(pack: &Pack, firings: &[Firing<'_>]) -> Vec<OpenQuestion> {
    let waiting = firings.iter().filter(|firing| !firing.waits.is_empty());
    waiting
        .map(|firing| {
            let rule = firing.rule;
            let records: Vec<String> =
                firing.waits.iter().filter_map(|binding| binding.record.clone()).collect();
            let facts: Vec<FactRead> =
                each_once(&firing.waits).into_iter().filter(|fact| !fact.known).collect();
            let service = rule
                .services
                .first()
                .and_then(|id| pack.service(id))
                .map_or("", |service| service.name.as_str());
            let would = if firing.holds.is_empty() { "Would add" } else { "Would extend" };
            let what = format!("{would} “{}” ({service})", rule.capability);
            let text = match asked(pack, &facts, firings) {
                Some(asked) => format!("{what} if {asked} were known."),
                None => format!("{what}, but its condition could not be decided."),
            };
            OpenQuestion {
                rule: rule.id.clone(),
                capability: rule.capability.clone(),
                records,
                facts,
                text,
            }
        })
        .collect()
}

/// "the mode of SRC-3 and 2 more facts"; `None` where there is no fact to ask for.
fn asked(pack: &Pack, facts: &[FactRead], firings: &[Firing<'_>]) -> Option<String> {
    let mut parts = named(pack, facts, firings);
    if parts.len() > 3 {
        let more = format!("{} more facts", parts.len() - 3);
        parts.truncate(3);
        parts.push(more);
    }
    (!parts.is_empty()).then(|| list(&parts))
}

/// Facts in words, one part for each field: "the mode of SRC-1 and SRC-2", "what a partner may see in UC-3".
pub(super) fn named(pack: &Pack, facts: &[FactRead], firings: &[Firing<'_>]) -> Vec<String> {
    let mut fields: Vec<(String, Vec<&str>)> = Vec::new();
    for fact in facts {
        let field = field_name(pack, fact, firings);
        let record = match fact.place {
            Place::Record { .. } => fact.record.as_str(),
            _ => "",
        };
        match fields.iter_mut().find(|(known, _)| *known == field) {
            Some((_, records)) => {
                if !records.contains(&record) {
                    records.push(record);
                }
            }
            None => fields.push((field, vec![record])),
        }
    }
    let in_words = |(field, records): (String, Vec<&str>)| {
        let records = match records.as_slice() {
            [] | [""] => return field,
            [one] => (*one).to_owned(),
            [one, two] => format!("{one} and {two}"),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        };
        if field.contains(RECORDS) {
            field.replace(RECORDS, &records)
        } else {
            format!("{field} of {records}")
        }
    };
    fields.into_iter().map(in_words).collect()
}

/// Stands for the codes of records.
const RECORDS: &str = "{}";

/// Fields whose label does not read well inside a sentence.
fn phrase(kind: Kind, field: &str) -> Option<&'static str> {
    Some(match (kind, field) {
        (Kind::UseCase, "required_sources") => "the required sources",
        (Kind::UseCase, "consumer_kind") => "who uses the result of {}",
        (Kind::UseCase, "freshness_need") => "the freshness needed in {}",
        (Kind::UseCase, "response_need") => "the response time needed in {}",
        (Kind::UseCase, "concurrency") => "the number of concurrent users",
        (Kind::UseCase, "partner_visibility") => "what a partner may see in {}",
        (Kind::UseCase, "personal_data") => "the use of personal data in {}",
        (Kind::UseCase, "high_impact_on_people") => "the impact of {} on people",
        (Kind::Source, "zone_target") => "the deepest zone for the data of {}",
        (Kind::Source, "consumers_now") => "the readers of {} today",
        (Kind::Source, "change_kind") => "the kind of change",
        (Kind::PlatformItem, "keep") => "the owner's plan for {}",
        (Kind::Persona, "access") => "the access to data of {}",
        _ => return None,
    })
}

/// What a person calls the field.
fn field_name(pack: &Pack, fact: &FactRead, firings: &[Firing<'_>]) -> String {
    let label = |fields: &[FieldMeta]| {
        let known = fields.iter().find(|field| field.name == fact.field);
        let known =
            known.map_or_else(|| fact.field.replace('_', " "), |field| field.label.to_owned());
        // Acronyms and names keep their capitals.
        let is_name = known.chars().nth(1).is_some_and(char::is_uppercase);
        if is_name { known } else { lower_first(&known) }
    };
    match &fact.place {
        Place::Record { kind } => match kind_of_condition_word(kind) {
            Some(kind) => phrase(kind, &fact.field)
                .map_or_else(|| format!("the {}", label(kind.fields())), str::to_owned),
            None => format!("the {} of the team", fact.field.replace('_', " ")),
        },
        Place::Singleton { .. } => format!("the {} of the engagement", label(Profile::FIELDS)),
        Place::Keyed { key, .. } => {
            let question = pack.questions.iter().find(|question| question.id.as_str() == key);
            let title = question.map_or("", |question| question.short_title.as_str());
            format!("the level of {key} ({title})")
        }
        Place::Collection { name } => format!("the number of {name}"),
        Place::Rule { id } => {
            let firing = firings.iter().find(|firing| firing.rule.id.as_str() == id);
            firing.map_or_else(
                || id.clone(),
                |firing| format!("the need for “{}”", firing.rule.capability),
            )
        }
    }
}

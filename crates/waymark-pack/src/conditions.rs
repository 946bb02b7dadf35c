//! The conditions of a pack: what they may name, and their problems at their place in the file.

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::condition::{Condition, Place as FactPlace, Schema, WordSet};
use waymark_core::facts::{PackNames, condition_schema};
use waymark_core::id::{QuestionId, RoleId, RuleId, ServiceId};
use waymark_core::record::Kind;

use crate::place::offset_in_string;
use crate::problem::{ProblemKind, Problems, did_you_mean, listing};
use crate::raw::{NamedSet, Written};
use crate::read::{At, Entries, Over};

/// Checks conditions against all that this pack declares.
pub(crate) struct Conditions<'a> {
    schema: Schema,
    /// False where a file that declares names could not be read: then nothing can be said about names.
    is_complete: bool,
    texts: Vec<&'a String>,
}

impl<'a> Conditions<'a> {
    /// Collects the names a condition may use.
    pub(crate) fn new(
        written: &Written,
        files: &'a BTreeMap<String, String>,
        problems: &mut Problems,
    ) -> Self {
        fn ids<'w, T: From<&'w str>>(written: impl Iterator<Item = &'w At<String>>) -> Vec<T> {
            written.filter(|id| !id.is_absent()).map(|id| T::from(id.value.as_str())).collect()
        }
        let names = PackNames {
            roles: &ids::<RoleId>(written.roles.roles.iter().map(|role| &role.id)),
            services: &ids::<ServiceId>(
                written.services.services.iter().map(|service| &service.id),
            ),
            questions: &ids::<QuestionId>(
                written.dimensions.iter().flat_map(|d| &d.questions).map(|question| &question.id),
            ),
            rules: &ids::<RuleId>(
                written.layers.iter().flat_map(|(_, layer)| &layer.rules).map(|rule| &rule.id),
            ),
            facts: written
                .facts
                .facts
                .iter()
                .filter(|fact| !fact.id.is_absent())
                .map(|fact| {
                    let named = fact.values.iter().filter(|value| !value.name.is_absent());
                    let values = named.filter_map(|value| {
                        Some((value.name.value.as_str(), value.r#type.value.0?))
                    });
                    (fact.id.value.as_str(), values.collect())
                })
                .collect(),
            sets: BTreeMap::new(),
        };
        let mut schema = condition_schema(names);
        schema.sets = named_sets(&written.pack.sets, &schema, problems);
        let is_complete =
            ["pack.toml", "roles.toml", "services.toml", "dimensions/", "architecture/"]
                .iter()
                .all(|start| written.is_complete(start));
        Self { schema, is_complete, texts: files.values().collect() }
    }

    /// A condition ready for evaluation; `None`, and problems, where it cannot be understood.
    pub(crate) fn check(
        &self,
        text: &At<String>,
        over: Option<&At<Over>>,
        problems: &mut Problems,
    ) -> Option<Condition> {
        if !self.is_complete || text.is_absent() || over.is_some_and(|over| over.0.is_none()) {
            return None;
        }
        let subject = over.and_then(|over| over.0).map(Kind::condition_word);
        match Condition::parse_and_check(text, &self.schema, subject) {
            Ok(condition) => Some(condition),
            Err(found) => {
                let token = &self.texts[text.place.file][text.place.start..text.place.end];
                for problem in found {
                    let offset = offset_in_string(token, problem.line, problem.column);
                    let place =
                        crate::place::Place { start: text.place.start + offset, ..text.place };
                    problems.add(place, ProblemKind::Condition, problem.message, problem.help);
                }
                None
            }
        }
    }

    /// The same for the condition of a target rule, which can know neither targets nor what fired.
    pub(crate) fn check_before_targets(
        &self,
        text: &At<String>,
        over: Option<&At<Over>>,
        problems: &mut Problems,
    ) -> Option<Condition> {
        let condition = self.check(text, over, problems)?;
        let later = condition.reads().iter().find(|read| match &read.place {
            FactPlace::Keyed { .. } => read.field == "target",
            FactPlace::Rule { .. } => true,
            FactPlace::Record { .. }
            | FactPlace::Singleton { .. }
            | FactPlace::Collection { .. } => false,
        });
        let Some(later) = later else { return Some(condition) };
        let message = format!("a target rule cannot read `{later}`");
        problems.add(
            text.place,
            ProblemKind::Condition,
            message,
            "targets are settled before components and from answers alone",
        );
        None
    }
}

/// The named sets, each with the one vocabulary that has all its words.
fn named_sets(
    sets: &Entries<NamedSet>,
    schema: &Schema,
    problems: &mut Problems,
) -> BTreeMap<String, WordSet> {
    let mut known = BTreeMap::new();
    for (name, set) in &sets.0 {
        let words: BTreeSet<String> = set
            .words
            .iter()
            .filter(|word| !word.is_absent())
            .map(|word| word.value.clone())
            .collect();
        if set.words.is_absent() {
            continue;
        }
        if words.is_empty() {
            problems.add(
                set.words.place,
                ProblemKind::WordSet,
                "the set holds no words",
                "list them",
            );
            continue;
        }
        let taken = [
            schema.kinds.contains_key(&name.value),
            schema.collections.contains_key(&name.value),
            schema.keyed.contains_key(&name.value),
        ];
        if taken.contains(&true) {
            problems.add(
                name.place,
                ProblemKind::DuplicateId,
                format!("`{}` already means something in conditions", name.value),
                "choose another name",
            );
            continue;
        }
        if let Some(vocabulary) = vocabulary_of(set, &words, schema, problems) {
            known.insert(name.value.clone(), WordSet { vocabulary, words });
        }
    }
    known
}

fn vocabulary_of(
    set: &NamedSet,
    words: &BTreeSet<String>,
    schema: &Schema,
    problems: &mut Problems,
) -> Option<String> {
    if let Some(of) = set.of.as_ref().filter(|of| !of.is_absent()) {
        let Some(list) = schema.vocabularies.get(&of.value) else {
            let names = schema.vocabularies.keys().map(String::as_str);
            problems.add(
                of.place,
                ProblemKind::WordSet,
                format!("there is no vocabulary `{}`", of.value),
                did_you_mean(of, names),
            );
            return None;
        };
        for word in
            set.words.iter().filter(|word| !word.is_absent() && !list.words.contains(&word.value))
        {
            let message = format!("`{}` is not a word of `{}`", word.value, of.value);
            problems.add(
                word.place,
                ProblemKind::WordSet,
                message,
                did_you_mean(word, list.words.iter().map(String::as_str)),
            );
        }
        return Some(of.value.clone());
    }
    let holding: Vec<&str> = schema
        .vocabularies
        .iter()
        .filter(|(_, list)| words.iter().all(|w| list.words.contains(w)))
        .map(|(name, _)| name.as_str())
        .collect();
    match holding.as_slice() {
        [one] => Some((*one).to_owned()),
        [] => {
            // The vocabulary that has most of the words was meant; the others are the strangers.
            let hits = |list: &waymark_core::condition::WordList| {
                words.iter().filter(|w| list.words.contains(w)).count()
            };
            let nearest = schema
                .vocabularies
                .iter()
                .max_by_key(|(_, list)| hits(list))
                .filter(|(_, list)| hits(list) > 0);
            match nearest {
                None => problems.add(
                    set.words.place,
                    ProblemKind::WordSet,
                    "no vocabulary has these words",
                    "take words that a field can hold",
                ),
                Some((name, list)) => {
                    for word in set
                        .words
                        .iter()
                        .filter(|word| !word.is_absent() && !list.words.contains(&word.value))
                    {
                        let message = format!(
                            "`{}` is not a word of `{name}`, like the others of the set",
                            word.value
                        );
                        problems.add(
                            word.place,
                            ProblemKind::WordSet,
                            message,
                            did_you_mean(word, list.words.iter().map(String::as_str)),
                        );
                    }
                }
            }
            None
        }
        several => {
            let help = format!(
                "name the one meant: of = \"...\", one of {}",
                listing(several.iter().copied())
            );
            problems.add(
                set.words.place,
                ProblemKind::WordSet,
                "several vocabularies have these words",
                help,
            );
            None
        }
    }
}

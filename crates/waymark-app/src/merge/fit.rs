//! Whether what two copies hold fits together.

use std::collections::BTreeMap;

use serde_json::Value;
use waymark_core::engagement::Engagement;
use waymark_core::field::{PackWords, check_fields};
use waymark_core::merge::{Part, Row, State};
use waymark_core::record::Kind;

use crate::error::Mistake;
use crate::record::profile_rules;

/// Most places named.
const PLACES: usize = 50;

/// What does not fit in the result and is not as it was before: values against the packs, and what must hold between fields.
pub(super) fn unfit(
    engagement: &Engagement,
    words: &PackWords,
    ours: &State,
    our_words: &PackWords,
) -> Vec<Mistake> {
    let state = State::of(engagement);
    let mut found = Vec::new();
    for part in Part::all().filter(|part| *part != Part::Packs) {
        let before: BTreeMap<String, &Row> =
            ours.rows(part).iter().map(|row| (part.key(row), row)).collect();
        for row in state.rows(part) {
            let besides: &[&str] = if part == Part::Profile { &[] } else { &["uid", "code"] };
            let problems = check_fields(part.fields(), row, words, besides);
            let was = before.get(&part.key(row)).filter(|was| **was == row);
            let known = match was {
                Some(was) if !problems.is_empty() => {
                    check_fields(part.fields(), was, our_words, besides)
                }
                _ => vec![],
            };
            let name = ["code", "question", "initiative"]
                .iter()
                .find_map(|name| row.get(*name)?.as_str())
                .unwrap_or_default();
            for problem in problems.into_iter().filter(|problem| !known.contains(problem)) {
                found.push(Mistake {
                    place: format!("{} {name}{}", part.label(), problem.path),
                    message: problem.message,
                    help: problem.help,
                });
            }
            let is_named = row.get("name").and_then(Value::as_str).is_some_and(|n| !n.is_empty());
            if part == Part::Records(Kind::Participant)
                && engagement.profile.is_anonymous
                && is_named
            {
                found.push(Mistake {
                    place: format!("{} {name}.name", part.label()),
                    message: "one copy is anonymous and holds no names, the other one has them"
                        .into(),
                    help: "take the names out, or make both alike before the first participant"
                        .into(),
                });
            }
            if part == Part::Profile && was.is_none() {
                found.extend(profile_rules(row).into_iter().map(|(field, message, help)| {
                    Mistake { place: format!("brief.{field}"), message, help }
                }));
            }
        }
    }
    found.truncate(PLACES);
    found
}

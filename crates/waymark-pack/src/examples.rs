//! The examples of a pack: answers with the scores they should give.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use waymark_core::engagement::{Choice, Engagement};
use waymark_core::id::{DimensionId, Uid};
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::score::scorecard;

use crate::place::Place;
use crate::problem::{ProblemKind, Problems, did_you_mean};
use crate::raw::{ExampleFile, Written};
use crate::read::{At, Expected, Given};

/// How far a score may be from the expected one.
const TOLERANCE: f64 = 0.005;

/// Tells of answers to questions and scores of dimensions that do not exist.
pub(crate) fn check_ids(
    written: &Written,
    questions: &BTreeSet<String>,
    dimensions: &BTreeSet<String>,
    problems: &mut Problems,
) {
    if !written.is_complete("dimensions/") || !written.is_complete("pack.toml") {
        return;
    }
    let mut check = |id: &At<String>, noun: &str, known: &BTreeSet<String>| {
        if !known.contains(&id.value) {
            let near = did_you_mean(id, known.iter().map(String::as_str));
            problems.add(
                id.place,
                ProblemKind::UnknownId,
                format!("there is no {noun} `{}`", id.value),
                near,
            );
        }
    };
    for (_, example) in &written.examples {
        example.answers.0.iter().for_each(|(id, _)| check(id, "question", questions));
        example.expect.dimensions.0.iter().for_each(|(id, _)| check(id, "dimension", dimensions));
        example.expect.attained.0.iter().for_each(|(id, _)| check(id, "dimension", dimensions));
    }
}

/// True where problems in what is scored make every score a follow-up of them.
pub(crate) fn scores_are_doubtful(files: &BTreeMap<String, String>, problems: &Problems) -> bool {
    use ProblemKind::{EmptyText, LongText, MissingCard, UnreachableTarget};
    problems.any(files, |file, kind| {
        let is_scored =
            file == "pack.toml" || file.starts_with("dimensions/") || file.starts_with("examples/");
        is_scored && !matches!(kind, EmptyText | LongText | MissingCard | UnreachableTarget)
    })
}

/// Tells of scores that differ from the expected ones.
pub(crate) fn check_scores(written: &Written, pack: &Pack, problems: &mut Problems) {
    for (_, example) in &written.examples {
        let card = scorecard(
            pack,
            &engagement(pack, example),
            &BTreeMap::new(),
            &BTreeMap::new(),
            &BTreeMap::new(),
        );
        let mut differs = |place: Place, what: &str, expected: String, found: String| {
            let message =
                format!("`{}`: the {what} is {found}, expected {expected}", example.title.value);
            problems.add(
                place,
                ProblemKind::Example,
                message,
                "correct the example, or what the pack says about the questions",
            );
        };
        let dimension = |id: &At<String>| {
            card.dimension(&DimensionId::new(id.value.clone())).map(|dimension| dimension.score)
        };
        if let Some(expected) =
            example.expect.overall.as_ref().filter(|expected| !is_met(expected, card.overall.score))
        {
            differs(
                expected.place,
                "overall score",
                shown(expected_score(expected)),
                shown(card.overall.score),
            );
        }
        for (id, expected) in
            example.expect.dimensions.0.iter().filter(|(_, expected)| !expected.is_absent())
        {
            if let Some(score) = dimension(id).filter(|score| !is_met(expected, score.score)) {
                differs(
                    expected.place,
                    &format!("score of {}", id.value),
                    shown(expected_score(expected)),
                    shown(score.score),
                );
            }
        }
        for (id, expected) in
            example.expect.attained.0.iter().filter(|(_, expected)| !expected.is_absent())
        {
            if let Some(score) =
                dimension(id).filter(|score| score.attained != Some(expected.value.0))
            {
                let found = score.attained.map_or("none".to_owned(), |level| level.to_string());
                differs(
                    expected.place,
                    &format!("attained level of {}", id.value),
                    expected.value.0.to_string(),
                    found,
                );
            }
        }
    }
}

/// An engagement in which the example's answers were settled.
fn engagement(pack: &Pack, example: &ExampleFile) -> Engagement {
    let root = Uid::root(&format!("example of {}", pack.id));
    let mut engagement = Engagement::new(root, "Example");
    for (question, given) in &example.answers.0 {
        let (settled, level) = match given.value {
            Given::Level(level) => (Choice::Level, Some(level)),
            Given::NotApplicable => (Choice::NotApplicable, None),
            Given::DontKnow => (Choice::DontKnow, None),
        };
        let uid = Uid::derived(root, question);
        let row = json!({ "uid": uid, "pack": pack.id, "question": question.value, "settled": settled, "level": level });
        engagement.put_row(Kind::Answer, row).expect("the row has all that an answer needs");
    }
    engagement
}

fn expected_score(expected: &At<Expected>) -> Option<f64> {
    match expected.value {
        Expected::NoScore => None,
        Expected::Score(score) => Some(score),
    }
}

fn is_met(expected: &At<Expected>, found: Option<f64>) -> bool {
    match (expected_score(expected), found) {
        (Some(expected), Some(found)) => (expected - found).abs() <= TOLERANCE,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => expected.is_absent(),
    }
}

fn shown(score: Option<f64>) -> String {
    score.map_or_else(|| "no score".to_owned(), |score| format!("{score:.3}"))
}

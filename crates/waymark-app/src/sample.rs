//! The built-in sample: a mid-size retailer that wants a better customer experience. It is read like any other import.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use waymark_core::engagement::Engagement;

use crate::error::Error;
use crate::exchange;
use crate::library::Library;

/// The sample as a person would write it by hand: no uids, links by code; compressed by the build script.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample.json.z"));

fn text() -> String {
    let mut text = String::new();
    let read = ZlibDecoder::new(PACKED).read_to_string(&mut text);
    read.expect("the embedded sample can be unpacked");
    text
}

/// The sample engagement. The same for every call and on every machine.
///
/// # Errors
/// [`crate::error::Code::InvalidImport`] when the text does not fit the packs of the library, with every mistake. Tests
/// prevent this for the shipped ones.
pub fn engagement(library: &Library) -> Result<Engagement, Error> {
    let (engagement, _) = exchange::import(&text(), library)?;
    Ok(engagement)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use waymark_core::consensus::{Consensus, Spread, derive};
    use waymark_core::discovery::source::SourceKind;
    use waymark_core::engagement::{Answer, Choice, Engagement, Strength};
    use waymark_core::facts::EngagementFacts;
    use waymark_core::id::{DimensionId, RoleId};
    use waymark_core::pack::{Pack, Side};
    use waymark_core::record::Kind;
    use waymark_core::score::{Scorecard, scorecard, strongest_evidence, votes_on};
    use waymark_core::target::{answer_levels, importance, targets};

    use super::{engagement, text};
    use crate::assess::side_of;
    use crate::exchange;
    use crate::library::Library;

    fn library() -> Library {
        Library::shipped().expect("the shipped packs are valid")
    }

    fn sample() -> (Engagement, std::sync::Arc<Pack>) {
        let library = library();
        let pack = std::sync::Arc::clone(&library.default_pack().pack);
        match engagement(&library) {
            Ok(engagement) => (engagement, pack),
            Err(error) => {
                let mistakes: Vec<String> = error
                    .mistakes
                    .iter()
                    .map(|m| format!("{}: {} ({})", m.place, m.message, m.help))
                    .collect();
                panic!("{error}\n{}", mistakes.join("\n"));
            }
        }
    }

    fn card(engagement: &Engagement, pack: &Pack) -> Scorecard {
        scorecard(pack, engagement, &BTreeMap::new(), &BTreeMap::new(), &BTreeMap::new())
    }

    #[test]
    fn the_inventories_are_full() {
        let (engagement, _) = sample();
        let count = |kind: Kind| engagement.codes(kind).len();
        assert_eq!(count(Kind::Participant), 8);
        assert_eq!(count(Kind::Goal), 5);
        assert_eq!(count(Kind::UseCase), 9);
        assert_eq!(count(Kind::Persona), 7);
        assert_eq!(count(Kind::Source), 22);
        assert_eq!(count(Kind::PlatformItem), 11);
        assert_eq!(count(Kind::AgendaItem), 8);
        let points: u32 = engagement
            .goals
            .iter()
            .filter_map(|goal| goal.points.value())
            .map(|p| u32::from(*p))
            .sum();
        assert_eq!(points, 100, "points force a choice only when they add up");
        let kinds: BTreeSet<&str> =
            engagement.sources.iter().filter_map(|s| s.kind.value()).map(|k| k.word()).collect();
        assert_eq!(
            kinds.len(),
            SourceKind::VOCABULARY.words.len(),
            "sources of every kind: {kinds:?}"
        );
    }

    #[test]
    fn every_role_that_delivers_an_initiative_has_capacity() {
        let (engagement, pack) = sample();
        let has: BTreeSet<&RoleId> = engagement
            .skills
            .iter()
            .filter(|skill| {
                skill.capacity_weeks_per_month.value().is_some_and(|weeks| *weeks > 0.0)
            })
            .filter_map(|skill| skill.role.value())
            .collect();
        for initiative in &pack.initiatives {
            for share in &initiative.roles {
                assert!(has.contains(&share.role), "{} needs {}", initiative.id, share.role);
            }
        }
    }

    #[test]
    fn every_question_has_votes_and_most_have_a_level() {
        let (engagement, pack) = sample();
        let mut wide = 0;
        for question in &pack.questions {
            let votes = votes_on(&engagement, &pack, &question.id);
            assert!((5..=8).contains(&votes.len()), "{} has {} votes", question.id, votes.len());
            let asked = votes.iter().filter(|vote| vote.choice == Choice::Level);
            let is_known = derive(&votes) != Consensus::Unknown;
            let by_asked_role = asked
                .filter(|v| v.role.as_ref().is_some_and(|role| question.roles.contains(role)))
                .count();
            assert!(
                !is_known || by_asked_role > 0,
                "nobody who can answer {} gave a level",
                question.id
            );
            wide += u32::from(Spread::of(&votes).is_some_and(Spread::is_wide));
        }
        assert!(wide >= 20, "people disagree on {wide} questions only");
        let card = card(&engagement, &pack);
        let unknown: Vec<&str> = card
            .questions
            .iter()
            .filter(|q| q.consensus == Consensus::Unknown)
            .map(|q| q.id.as_str())
            .collect();
        assert_eq!(unknown, ["STO-5", "STO-6"]);
        assert_eq!(card.questions.iter().filter(|q| q.is_settled).count(), 14);
    }

    #[test]
    fn technology_sees_itself_further_than_business_and_control_is_the_strictest_on_governance() {
        let (engagement, pack) = sample();
        let mean = |dimension: &str, side: Side| {
            let levels: Vec<u8> = engagement
                .votes
                .iter()
                .filter(|vote| {
                    vote.question.as_str().starts_with(dimension)
                        && side_of(&pack, &engagement, vote) == Some(side)
                })
                .filter_map(|vote| vote.level)
                .collect();
            levels.iter().map(|level| f64::from(*level)).sum::<f64>() / levels.len() as f64
        };
        for dimension in ["ING", "STO", "CAT", "PRC", "CNS"] {
            assert!(
                mean(dimension, Side::Technology) > mean(dimension, Side::Business) + 0.5,
                "{dimension}"
            );
        }
        for dimension in ["GOV", "SEC"] {
            assert!(
                mean(dimension, Side::Control) < mean(dimension, Side::Business),
                "{dimension}"
            );
        }
    }

    #[test]
    fn the_scorecard_tells_the_story() {
        let (engagement, pack) = sample();
        let card = card(&engagement, &pack);
        let rounded = |score: Option<f64>| score.map(|s| (s * 10.0).round() / 10.0);
        assert_eq!(rounded(card.overall.score), Some(2.4));
        let factors: Vec<Option<f64>> =
            card.factors.iter().map(|f| rounded(f.score.score)).collect();
        assert_eq!(factors, [Some(2.6), Some(2.4), Some(2.1)]);
        let of = |id: &str| card.dimension(&DimensionId::from(id)).expect("the pack has it").score;
        let governance = of("GOV").score.expect("it is answered");
        for dimension in card.dimensions.iter().filter(|d| d.id.as_str() != "GOV") {
            assert!(
                dimension.score.score.is_some_and(|score| score > governance + 0.3),
                "{} is as low as governance",
                dimension.id
            );
        }
        let storage = of("STO").coverage.expect("it applies");
        assert!((0.6..0.8).contains(&storage), "much of storage is not known: {storage}");
        assert_eq!(
            card.questions.iter().filter(|q| q.is_provisional).count(),
            1,
            "one high answer still waits for proof"
        );
    }

    #[test]
    fn answers_carry_what_was_heard_and_shown() {
        let (engagement, pack) = sample();
        let with = |has: fn(&&Answer) -> bool| engagement.answers.iter().filter(has).count();
        assert!(with(|a| !a.note.is_empty()) >= 30);
        assert_eq!(with(|a| a.is_flagged), 4);
        assert_eq!(with(|a| !a.private_note.is_empty()), 6);
        assert_eq!(with(|a| a.revealed_at.is_none()), 0);
        assert_eq!(
            with(|a| a.settled.is_some() && (a.reason.is_empty() || a.dissent.is_empty())),
            0
        );
        let shown = pack
            .questions
            .iter()
            .filter(|q| strongest_evidence(&engagement, &pack, &q.id) > Strength::Stated)
            .count();
        assert!((22..=28).contains(&shown), "evidence was shown on {shown} questions");
    }

    #[test]
    fn customers_come_first_in_targets_and_importance() {
        let (engagement, pack) = sample();
        let facts = EngagementFacts::new(&engagement, &answer_levels(&pack, &engagement));
        let targets = targets(&pack, &engagement, &facts);
        let level = |id: &str| {
            targets
                .iter()
                .find(|(question, _)| question.as_str() == id)
                .map(|(_, target)| target.level)
        };
        for id in ["PRC-4", "CNS-4", "CNS-5", "CNS-6", "SEC-6", "ING-3", "STO-6"] {
            assert_eq!(level(id), Some(4), "{id}");
        }
        assert_eq!(targets.values().filter(|target| target.by_hand.is_some()).count(), 2);
        let importance = importance(&pack, &engagement, &targets);
        assert!(importance.values().all(|value| (1.0..=2.0).contains(value)));
    }

    #[test]
    fn export_and_import_change_nothing() {
        let library = library();
        let (first, blobs) = exchange::import(&text(), &library).expect("the sample reads");
        let text = exchange::export(&first, &blobs, &library);
        let (second, blobs) = exchange::import(&text, &library).expect("the export reads");
        assert_eq!(first, second);
        assert_eq!(text, exchange::export(&second, &blobs, &library));
    }
}

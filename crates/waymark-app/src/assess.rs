//! Asking: questions, votes, consensus, notes and evidence.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use waymark_core::agenda::can_answer;
use waymark_core::consensus::{Consensus, Spread, consensus, derive};
use waymark_core::engagement::{
    Answer, Capture, CaptureKind, Certainty, Choice, Engagement, Evidence, EvidenceKind,
    Participant, Strength, Tally, Target, Vote,
};
use waymark_core::id::{PackId, QuestionId, RoleId, Uid};
use waymark_core::known::Known;
use waymark_core::next_question::{NextQuestion, next_questions};
use waymark_core::pack::{Pack, Question, Side};
use waymark_core::record::Kind;
pub use waymark_core::score::asked;
use waymark_core::score::votes_on;
use waymark_core::translation::Part;
use waymark_store::RowChange;

use crate::commands::{
    AnswerSet, CaptureAdd, ConsensusSettle, EvidenceAdd, TargetSet, VoteRecord, VotesTally,
};
#[cfg(doc)]
use crate::error::Code;
use crate::error::Error;
use crate::maturity::{dimension_view, score_view};
use crate::session::{Moment, Session};
use crate::view::{
    AssessDimension, AssessQuestion, AssessView, CaptureView, CapturesView, CardView,
    ConsensusKind, ConsensusView, EvidenceView, LevelView, NextQuestionView, ParticipantView,
    QuestionChange, QuestionView, SideMean, SideView, TallyView, VoteView,
};
use waymark_core::wording::{count, lower_first, one_decimal, sentence, with_article};

/// A consensus for the window.
pub fn consensus_view(pack: &Pack, consensus: Consensus, is_settled: bool) -> ConsensusView {
    let (kind, level) = match consensus {
        Consensus::Level(level) => (ConsensusKind::Level, Some(level)),
        Consensus::NotApplicable => (ConsensusKind::NotApplicable, None),
        Consensus::Unknown => (ConsensusKind::Unknown, None),
    };
    ConsensusView {
        kind,
        level,
        level_name: level.map_or(String::new(), |l| pack.level_name(l).to_owned()),
        is_settled,
    }
}

/// A side for the window.
pub fn side_view(side: Side) -> SideView {
    match side {
        Side::Business => SideView::Business,
        Side::Technology => SideView::Technology,
        Side::Control => SideView::Control,
    }
}

/// Two letters for a participant: of the name, else of the role with the slot's number.
pub fn initials(pack: &Pack, participant: &Participant) -> String {
    let from = if participant.name.is_empty() {
        let id = participant.role.as_ref().map_or("?", RoleId::as_str);
        participant.role.as_ref().and_then(|role| pack.role(role)).map_or(id, |r| r.title.as_str())
    } else {
        participant.name.as_str()
    };
    let mut parts =
        from.split_whitespace().filter_map(|part| part.chars().find(|c| c.is_alphanumeric()));
    let first = parts.next();
    let last = parts.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// Initials that tell people apart: equal ones get a letter more of the last name, else a number in the order of the codes, which
/// stays when the order of voting changes.
pub fn distinct_initials(pack: &Pack, people: &[Participant]) -> Vec<String> {
    let short: Vec<String> = people.iter().map(|person| initials(pack, person)).collect();
    let longer: Vec<String> =
        people.iter().zip(&short).map(|(p, s)| longer_initials(p, s)).collect();
    let alike =
        |wanted: &String| (0..people.len()).filter(|&at| short[at] == *wanted).collect::<Vec<_>>();
    let tells = |group: &[usize]| {
        let own: BTreeSet<&String> = group.iter().map(|&at| &longer[at]).collect();
        own.len() == group.len() && !own.iter().any(|one| short.contains(one))
    };
    (0..people.len())
        .map(|at| match alike(&short[at]) {
            group if group.len() < 2 => short[at].clone(),
            group if tells(&group) => longer[at].clone(),
            group => {
                // PAR-9 comes before PAR-10.
                let place = |one: usize| (people[one].code.as_str().len(), &people[one].code);
                let earlier = group.iter().filter(|&&one| place(one) < place(at)).count();
                format!("{}{}", short[at], earlier + 1)
            }
        })
        .collect()
}

/// With the second letter of the last name; as they are where there is no name with one.
fn longer_initials(participant: &Participant, short: &str) -> String {
    let last = participant.name.split_whitespace().next_back().unwrap_or_default();
    let mut letters = last.chars().filter(|sign| sign.is_alphanumeric());
    let is_of_name =
        letters.next().is_some_and(|first| first.to_uppercase().last() == short.chars().last());
    let second = letters.next().filter(|_| is_of_name);
    short.chars().chain(second.into_iter().flat_map(char::to_lowercase)).collect()
}

/// The people of the workshop, in voting order.
pub(crate) fn participant_views(session: &Session) -> Vec<ParticipantView> {
    let pack = session.pack();
    let people = &session.in_view().participants;
    let asked = asked(pack, session.in_view());
    let mut by_role: BTreeMap<&str, u32> = BTreeMap::new();
    people
        .iter()
        .zip(distinct_initials(pack, people))
        .map(|(participant, initials)| {
            let id = participant.role.as_ref().map_or("", RoleId::as_str);
            let role = participant.role.as_ref().and_then(|role| pack.role(role));
            let title = match role {
                Some(role) => role.title.clone(),
                None if id.is_empty() => "Role unknown".to_owned(),
                None => id.to_owned(),
            };
            let slot = by_role.entry(id).or_default();
            *slot += 1;
            ParticipantView {
                uid: participant.uid.to_string(),
                code: participant.code.to_string(),
                initials,
                name: if participant.name.is_empty() {
                    format!("{title} {slot}")
                } else {
                    participant.name.clone()
                },
                role: id.to_owned(),
                role_title: title,
                side: role.map_or(SideView::Business, |role| side_view(role.side)),
                is_absent: participant.is_absent,
                can_answer: asked
                    .iter()
                    .filter(|question| can_answer(participant, question))
                    .map(|question| question.id.to_string())
                    .collect(),
            }
        })
        .collect()
}

/// All questions, for finding one's way.
pub fn assess(session: &Session) -> AssessView {
    let pack = session.pack();
    let engagement = session.with_sealed();
    let card = &session.derived().scorecard;
    let asked = asked(pack, engagement);
    let is_answered =
        |id: &QuestionId| card.question(id).is_some_and(|q| q.consensus != Consensus::Unknown);
    let dimensions = pack
        .dimensions
        .iter()
        .filter_map(|dimension| {
            let questions: Vec<AssessQuestion> = asked
                .iter()
                .filter(|q| q.dimension == dimension.id)
                .filter_map(|question| {
                    let score = card.question(&question.id)?;
                    let answer = engagement.answer(&pack.id, &question.id);
                    let votes = engagement
                        .votes
                        .iter()
                        .filter(|v| v.pack == pack.id && v.question == question.id)
                        .count() as u32;
                    let is_revealed = answer.is_some_and(|a| a.revealed_at.is_some());
                    // Until the reveal the list tells how many have voted, and nothing that follows from the votes.
                    let is_hidden = votes > 0 && !is_revealed && !score.is_settled;
                    let shown = if is_hidden { Consensus::Unknown } else { score.consensus };
                    Some(AssessQuestion {
                        id: question.id.to_string(),
                        short_title: question.short_title.clone(),
                        consensus: consensus_view(pack, shown, score.is_settled),
                        is_flagged: answer.is_some_and(|a| a.is_flagged),
                        is_spread_wide: !is_hidden && score.spread.is_some_and(Spread::is_wide),
                        votes,
                        is_revealed,
                        is_short_form: question.is_short_form,
                    })
                })
                .collect();
            let answered =
                asked.iter().filter(|q| q.dimension == dimension.id && is_answered(&q.id)).count()
                    as u32;
            let factor = pack.factors.iter().find(|f| f.id == dimension.factor);
            (!questions.is_empty()).then(|| AssessDimension {
                id: dimension.id.to_string(),
                title: dimension.title.clone(),
                factor_title: factor.map_or(String::new(), |f| f.title.clone()),
                questions,
                answered,
            })
        })
        .collect();
    AssessView {
        pack_title: pack.title.clone(),
        dimensions,
        participants: participant_views(session),
        answered: asked.iter().filter(|q| is_answered(&q.id)).count() as u32,
        asked: asked.len() as u32,
        next_open: asked.iter().find(|q| !is_answered(&q.id)).map(|q| q.id.to_string()),
        next: next_questions(pack, &asked, card).iter().map(|next| next_view(pack, next)).collect(),
    }
}

fn next_view(pack: &Pack, next: &NextQuestion) -> NextQuestionView {
    let question = pack.question(&next.id);
    let dimension = question.and_then(|question| pack.dimension(&question.dimension));
    let mut reasons = vec![format!(
        "Narrows {} by {}",
        dimension.map_or(String::new(), |d| lower_first(&d.title)),
        match one_decimal(next.narrows).as_str() {
            "0.0" => "less than 0.1 levels".to_owned(),
            levels => format!("{levels} levels"),
        }
    )];
    if next.importance > 1.0 {
        reasons.push(format!(
            "goals with {} points rest on it",
            ((next.importance - 1.0) * 100.0).round()
        ));
    }
    if next.decides > 0 {
        let verb = if next.decides == 1 { "waits" } else { "wait" };
        reasons.push(format!("{} {verb} for it", count(next.decides, "initiative", "initiatives")));
    }
    NextQuestionView {
        id: next.id.to_string(),
        short_title: question.map_or(String::new(), |question| question.short_title.clone()),
        why: reasons.join("; "),
    }
}

pub(crate) fn question_of<'a>(session: &'a Session, id: &str) -> Result<&'a Question, Error> {
    session.pack().question(&QuestionId::from(id)).ok_or_else(|| Error::unknown("question", id))
}

/// One question, whole.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have.
pub fn question(session: &Session, id: &str) -> Result<QuestionView, Error> {
    let pack = session.pack();
    let engagement = session.with_sealed();
    let question = question_of(session, id)?;
    let asked = asked(pack, engagement);
    let place = asked.iter().position(|q| q.id == question.id);
    let in_dimension: Vec<&&Question> =
        asked.iter().filter(|q| q.dimension == question.dimension).collect();
    let votes = votes_on(engagement, pack, &question.id);
    let answer = engagement.answer(&pack.id, &question.id);
    let (counts, is_settled) = consensus(answer, &votes);
    let sides = side_means(pack, engagement, &votes);
    let score = session.derived().scorecard.question(&question.id);
    let target = session.derived().targets.get(&question.id);
    let mut target_because: Vec<String> =
        target.into_iter().flat_map(|t| &t.reasons).map(|r| r.because.clone()).collect();
    if let Some(reason) = target.and_then(|t| t.by_hand.as_ref()) {
        target_because.insert(0, reason.clone());
    }
    Ok(QuestionView {
        id: question.id.to_string(),
        dimension: question.dimension.to_string(),
        dimension_title: pack
            .dimension(&question.dimension)
            .map_or(String::new(), |d| d.title.clone()),
        index: in_dimension.iter().position(|q| q.id == question.id).map_or(0, |i| i as u32 + 1),
        count: in_dimension.len() as u32,
        previous: place.and_then(|i| i.checked_sub(1)).map(|i| asked[i].id.to_string()),
        next: place.and_then(|i| asked.get(i + 1)).map(|q| q.id.to_string()),
        language: pack.language_of(Part::Question, question.id.as_str()).to_owned(),
        is_fallback: pack.falls_back(Part::Question, question.id.as_str()),
        text: question.text.clone(),
        why: question.why.clone(),
        levels: (1..=5)
            .zip(&question.levels)
            .map(|(level, text)| LevelView {
                level,
                name: pack.level_name(level).to_owned(),
                text: text.clone(),
            })
            .collect(),
        roles: question
            .roles
            .iter()
            .map(|id| pack.role(id).map_or_else(|| id.to_string(), |r| r.title.clone()))
            .collect(),
        role_ids: question.roles.iter().map(ToString::to_string).collect(),
        verify_owner: answer.map_or(String::new(), |a| a.verify_owner.clone()),
        verify_by: answer
            .and_then(|a| a.verify_by.value())
            .map_or(String::new(), ToString::to_string),
        evidence_prompt: question.evidence.clone(),
        card: question.card.as_ref().map(|card| CardView {
            opening: card.opening.clone(),
            probes: card.probes.clone(),
            red_flags: card.red_flags.clone(),
            good: card.good.clone(),
            who: card.who.clone(),
        }),
        weight: score.map_or(question.weight, |s| s.weight),
        votes: votes.iter().map(|vote| vote_view(pack, engagement, vote)).collect(),
        tally: counted_hands(session, answer).map(|tally| TallyView {
            levels: tally.levels.to_vec(),
            dont_know: tally.dont_know,
            not_applicable: tally.not_applicable,
            after_reveal: answer.is_some_and(|a| a.tally_after_reveal),
        }),
        outliers: if answer.is_some_and(|a| a.revealed_at.is_some()) {
            outliers(pack, engagement, &votes)
        } else {
            vec![]
        },
        is_revealed: answer.is_some_and(|a| a.revealed_at.is_some()),
        last_time: crate::next_round::last_time_view(session, &question.id),
        consensus: consensus_view(pack, counts, is_settled),
        derived: consensus_view(pack, derive(&votes), false),
        spread: Spread::of(&votes).map(|s| (s.lowest, s.highest)),
        finding: vote_finding(pack, &votes, &sides),
        sides,
        reason: answer.map_or(String::new(), |a| a.reason.clone()),
        dissent: answer.map_or(String::new(), |a| a.dissent.clone()),
        note: answer.map_or(String::new(), |a| a.note.clone()),
        private_note: answer.map_or(String::new(), |a| a.private_note.clone()),
        is_flagged: answer.is_some_and(|a| a.is_flagged),
        facts: crate::evidence::of_question(session, &question.id),
        evidence: engagement
            .evidence
            .iter()
            .filter(|e| {
                e.question.as_ref() == Some(&question.id)
                    && e.pack.as_ref().is_none_or(|p| p == &pack.id)
            })
            .map(evidence_view)
            .collect(),
        captures: engagement
            .captures
            .iter()
            .filter(|c| c.question.as_ref() == Some(&question.id))
            .map(|capture| capture_view(pack, capture))
            .collect(),
        band: score.and_then(|s| s.band).map(|b| (b.low, b.high)),
        target: target.map_or(question.target, |t| t.level),
        target_because,
        is_target_by_hand: target.is_some_and(|t| t.by_hand.is_some()),
        is_provisional: score.is_some_and(|s| s.is_provisional),
    })
}

fn vote_view(pack: &Pack, engagement: &Engagement, vote: &Vote) -> VoteView {
    VoteView {
        participant: vote.participant.to_string(),
        side: side_of(pack, engagement, vote).map(side_view),
        choice: vote.choice.word().to_owned(),
        level: vote.level,
        certainty: vote.certainty.value().map(|c| c.word().to_owned()),
        reason: vote.reason.clone(),
        comment: if engagement.is_revealed(&pack.id, &vote.question) {
            vote.comment.clone()
        } else {
            String::new()
        },
        after_reveal: vote.after_reveal,
    }
}

fn evidence_view(evidence: &Evidence) -> EvidenceView {
    EvidenceView {
        uid: evidence.uid.to_string(),
        code: evidence.code.to_string(),
        title: evidence.title.clone(),
        strength: evidence.strength.word().to_owned(),
        kind: evidence.kind.value().map_or(String::new(), |k| k.word().to_owned()),
        text: evidence.text.clone(),
        link: evidence.link.clone(),
        date: evidence.date.value().map_or(String::new(), ToString::to_string),
        file_name: evidence.file_name.clone(),
        is_picture: crate::attachment::is_picture(&evidence.file_name),
    }
}

fn capture_view(pack: &Pack, capture: &Capture) -> CaptureView {
    let question = capture.question.as_ref().and_then(|question| pack.question(question));
    CaptureView {
        uid: capture.uid.to_string(),
        code: capture.code.to_string(),
        kind: capture.kind.word().to_owned(),
        text: capture.text.clone(),
        question: capture.question.as_ref().map_or(String::new(), ToString::to_string),
        question_title: question.map_or(String::new(), |question| question.short_title.clone()),
        at: capture.at.map(|at| at as f64),
        person: capture.person.clone(),
        has_consent: capture.has_consent,
        due: capture.due.value().map_or(String::new(), ToString::to_string),
        is_left_out: capture.is_left_out,
        is_of_question: false,
    }
}

/// What else was noted on questions, in the order of asking: evidence with its strength, and the notes of answers.
fn noted_on_questions(session: &Session) -> Vec<CaptureView> {
    let (pack, engagement) = (session.pack(), session.in_view());
    let noted = |uid: &Uid,
                 at: Option<i64>,
                 kind: &str,
                 code: String,
                 question: &Question,
                 text: String| CaptureView {
        uid: uid.to_string(),
        code,
        kind: kind.to_owned(),
        text,
        question: question.id.to_string(),
        question_title: question.short_title.clone(),
        at: at.map(|at| at as f64),
        person: String::new(),
        has_consent: false,
        due: String::new(),
        is_left_out: false,
        is_of_question: true,
    };
    let of_question = |question: &Question| {
        let is_own = |id: Option<&QuestionId>| id == Some(&question.id);
        let evidence =
            engagement.evidence.iter().filter(|one| is_own(one.question.as_ref())).map(|one| {
                let strength = one.strength.label();
                let parts =
                    [one.title.as_str(), one.file_name.as_str(), one.link.as_str(), strength];
                let mut parts: Vec<&str> =
                    parts.into_iter().filter(|part| !part.is_empty()).collect();
                parts.dedup();
                let text = parts.join(" · ");
                CaptureView {
                    is_left_out: one.is_left_out,
                    ..noted(&one.uid, one.at, "evidence", one.code.to_string(), question, text)
                }
            });
        let answer = engagement.answer(&pack.id, &question.id).filter(|one| !one.note.is_empty());
        let note = answer
            .map(|one| noted(&one.uid, None, "note", String::new(), question, one.note.clone()));
        evidence.chain(note).collect::<Vec<_>>()
    };
    pack.questions.iter().flat_map(of_question).collect()
}

/// Everything that was noted in the room, newest first.
pub fn captures(session: &Session) -> CapturesView {
    let engagement = session.in_view();
    let mut captures: Vec<&Capture> = engagement.captures.iter().collect();
    captures.sort_by_key(|capture| std::cmp::Reverse(capture.at));
    let of = |kind: CaptureKind| captures.iter().filter(|c| c.kind == kind).count();
    let unowned = captures
        .iter()
        .filter(|c| {
            c.kind == CaptureKind::Action && (c.person.is_empty() || c.due.value().is_none())
        })
        .count();
    let headline = match (captures.len(), of(CaptureKind::Action), unowned) {
        (0, ..) => "Nothing was noted yet".to_owned(),
        (n, 0, _) => {
            sentence(&format!("{} in the room", count(n, "thing was noted", "things were noted")))
        }
        (_, actions, 0) => sentence(&format!(
            "{} with an owner and a date",
            count(actions, "action stands", "actions stand")
        )),
        (_, actions, unowned) => sentence(&format!(
            "{} no owner or date yet",
            part_of(unowned, actions, "action", "actions", ["has", "have"])
        )),
    };
    let pack = session.pack();
    let own = captures.into_iter().map(|capture| capture_view(pack, capture));
    let mut captures: Vec<CaptureView> = own.chain(noted_on_questions(session)).collect();
    // Newest first; what has no time last.
    captures.sort_by(|a, b| b.at.unwrap_or(0.0).total_cmp(&a.at.unwrap_or(0.0)));
    CapturesView { headline, captures }
}

/// "Two of three actions have".
fn part_of(part: usize, total: usize, singular: &str, plural: &str, verbs: [&str; 2]) -> String {
    let verb = verbs[usize::from(part != 1)];
    format!("{} {verb}", waymark_core::wording::of(part, total, singular, plural))
}

/// Those whose level lies two or more from the middle, by role: "Store operations says 1".
fn outliers(pack: &Pack, engagement: &Engagement, votes: &[&Vote]) -> Vec<String> {
    let Consensus::Level(middle) = derive(votes) else { return vec![] };
    let mut by_role: BTreeMap<(String, u8), u32> = BTreeMap::new();
    for vote in votes {
        let Some(level) = vote.level.filter(|level| level.abs_diff(middle) >= 2) else { continue };
        let Some(role) = engagement.role_of(vote).and_then(|role| pack.role(role)) else {
            continue;
        };
        *by_role.entry((role.title.clone(), level)).or_default() += 1;
    }
    by_role
        .into_iter()
        .map(|((role, level), votes)| match votes {
            1 => format!("{role} says {level}"),
            n => format!("{role} says {level} ({n} times)"),
        })
        .collect()
}

/// The hands that were counted on a question; none where people voted by name, whose votes stand then.
fn counted_hands(session: &Session, answer: Option<&Answer>) -> Option<Tally> {
    let answer = answer?;
    let by_name = |vote: &Vote| vote.pack == answer.pack && vote.question == answer.question;
    let is_counted = !session.engagement().votes.iter().any(by_name);
    Tally::parse(&answer.tally).filter(|_| is_counted)
}

/// Whether votes of a question lie on the table that the room has not seen: neither revealed nor settled.
pub(crate) fn is_hidden(session: &Session, question: &QuestionId) -> bool {
    let (pack, engagement) = (session.pack(), session.with_sealed());
    let answer = engagement.answer(&pack.id, question);
    let is_seen = answer.is_some_and(|a| a.revealed_at.is_some() || a.settled.is_some());
    !is_seen && engagement.votes.iter().any(|v| v.pack == pack.id && &v.question == question)
}

/// The side that a vote speaks for: by the role it was given in.
pub fn side_of(pack: &Pack, engagement: &Engagement, vote: &Vote) -> Option<Side> {
    let role = engagement.role_of(vote)?;
    pack.role(role).map(|role| role.side)
}

fn side_means(pack: &Pack, engagement: &Engagement, votes: &[&Vote]) -> Vec<SideMean> {
    [Side::Business, Side::Technology, Side::Control]
        .into_iter()
        .filter_map(|side| {
            let own: Vec<&&Vote> =
                votes.iter().filter(|v| side_of(pack, engagement, v) == Some(side)).collect();
            let levels: Vec<u8> = own.iter().filter_map(|v| v.level).collect();
            let sum: u32 = levels.iter().map(|l| u32::from(*l)).sum();
            let mean = (!levels.is_empty()).then(|| f64::from(sum) / levels.len() as f64);
            (!own.is_empty()).then(|| SideMean {
                side: side_view(side),
                mean,
                votes: levels.len() as u32,
            })
        })
        .collect()
}

/// What the votes say, in one sentence.
fn vote_finding(pack: &Pack, votes: &[&Vote], sides: &[SideMean]) -> String {
    let Some(spread) = Spread::of(votes) else {
        return match votes.len() {
            0 => String::new(),
            _ => "Nobody could give a level".to_owned(),
        };
    };
    if spread.range() == 0 {
        let level = spread.lowest;
        let with_level = votes.iter().filter(|vote| vote.level.is_some()).count();
        return if votes.len() == 1 {
            format!("One vote: {level}, {}", pack.level_name(level).to_lowercase())
        } else if with_level == 1 {
            format!("Only one level, {level}")
        } else {
            format!(
                "Everyone who gave a level says {level}, {}",
                pack.level_name(level).to_lowercase()
            )
        };
    }
    let mean = |side: SideView| sides.iter().find(|s| s.side == side).and_then(|s| s.mean);
    if let (Some(business), Some(technology)) =
        (mean(SideView::Business), mean(SideView::Technology))
    {
        let distance = technology - business;
        if distance.abs() >= 0.75 {
            let (high, low) = if distance > 0.0 {
                ("Technology", "business")
            } else {
                ("Business", "technology")
            };
            let levels = match one_decimal(distance.abs()).as_str() {
                "1.0" => "one level".to_owned(),
                other => format!("{other} levels"),
            };
            return format!("{high} places it {levels} above {low}");
        }
    }
    if spread.is_wide() {
        return format!(
            "Votes lie {} levels apart, from {} to {}",
            spread.range(),
            spread.lowest,
            spread.highest
        );
    }
    format!("Votes lie between {} and {}", spread.lowest, spread.highest)
}

/// What changed after an answer.
pub(crate) fn changed(session: &Session, id: &str) -> Result<QuestionChange, Error> {
    let question = question(session, id)?;
    let card = &session.derived().scorecard;
    let dimension = dimension_view(session, &question.dimension)
        .ok_or_else(|| Error::unknown("dimension", &question.dimension))?;
    let overview = assess(session);
    Ok(QuestionChange {
        question,
        dimension,
        overall: score_view(&card.overall),
        answered: overview.answered,
        asked: overview.asked,
    })
}

fn level_of(level: Option<u8>) -> Result<u8, Error> {
    level.filter(|l| (1..=5).contains(l)).ok_or_else(|| {
        Error::invalid("level", "a level lies between 1 and 5", "type a digit from 1 to 5")
    })
}

fn choice_of(word: &str) -> Result<Choice, Error> {
    serde_json::from_value(json!(word)).map_err(|_| {
        Error::invalid(
            "choice",
            format!("`{word}` is not a choice"),
            "level, dont_know or not_applicable",
        )
    })
}

/// A vote as a change: put, or removed where the choice is taken back.
fn vote_change(
    session: &Session,
    moment: &mut Moment,
    request: &VoteRecord,
) -> Result<Option<RowChange>, Error> {
    let question = question_of(session, &request.question)?;
    let engagement = session.engagement();
    let pack = session.pack();
    let uid = Uid::parse(&request.participant)
        .ok_or_else(|| Error::unknown("participant", &request.participant))?;
    let participant = engagement
        .participants
        .iter()
        .find(|p| p.uid == uid)
        .ok_or_else(|| Error::unknown("participant", &request.participant))?;
    let old = engagement
        .votes
        .iter()
        .find(|v| v.pack == pack.id && v.question == question.id && v.participant == uid);
    let Some(word) = &request.choice else {
        return Ok(old.map(|vote| RowChange::Remove { kind: Kind::Vote, uid: vote.uid }));
    };
    let choice = choice_of(word)?;
    let level = if choice == Choice::Level { Some(level_of(request.level)?) } else { None };
    let certainty = match request.certainty.as_deref() {
        None | Some("") => Known::Unknown,
        Some(word) => {
            Known::Value(serde_json::from_value::<Certainty>(json!(word)).map_err(|_| {
                Error::invalid(
                    "certainty",
                    format!("`{word}` is not a certainty"),
                    "guess, fairly or sure",
                )
            })?)
        }
    };
    let is_revealed =
        engagement.answer(&pack.id, &question.id).is_some_and(|a| a.revealed_at.is_some());
    let vote = Vote {
        uid: old.map_or_else(|| moment.uid(), |v| v.uid),
        pack: pack.id.clone(),
        question: question.id.clone(),
        participant: uid,
        choice,
        level,
        certainty,
        role: participant.role.clone(),
        reason: request.reason.trim().to_owned(),
        comment: old.map_or(String::new(), |v| v.comment.clone()),
        after_reveal: is_revealed,
        is_sealed: true,
    };
    Ok(Some(put(Kind::Vote, vote.uid, &vote)))
}

pub(crate) fn put(kind: Kind, uid: Uid, record: &impl serde::Serialize) -> RowChange {
    RowChange::Put { kind, uid, row: serde_json::to_value(record).expect("a record is plain data") }
}

/// Records or takes back one vote.
///
/// # Errors
/// [`Code::InvalidValue`] for a level off the scale or a missing reason.
pub fn record_vote(
    session: &mut Session,
    moment: &mut Moment,
    request: &VoteRecord,
) -> Result<QuestionChange, Error> {
    if request.choice.as_deref() == Some(Choice::NotApplicable.word())
        && request.reason.trim().is_empty()
    {
        return Err(Error::invalid(
            "reason",
            "not applicable needs a reason",
            "say why the question does not apply to this organisation",
        ));
    }
    if let Some(change) = vote_change(session, moment, request)? {
        let mut changes = vec![change];
        changes.extend(without_tally(session, &request.question));
        session.change(moment, &format!("Vote on {}", request.question), &changes)?;
    }
    changed(session, &request.question)
}

/// Records all votes of a question from one row, such as `3 2 4 - 3 n`. An `n` has no reason yet: [`explain_votes`] gives one, and until
/// then the answer is one to verify.
///
/// # Errors
/// [`Code::InvalidValue`] naming the place in the row.
pub fn record_votes(
    session: &mut Session,
    moment: &mut Moment,
    id: &str,
    row: &str,
) -> Result<QuestionChange, Error> {
    let marks: Vec<char> = row.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let people: Vec<Uid> =
        session.engagement().participants.iter().filter(|p| !p.is_absent).map(|p| p.uid).collect();
    if marks.len() > people.len() {
        let message =
            format!("the row has {} votes, but {} people are here", marks.len(), people.len());
        return Err(Error::invalid("row", message, "type one sign per person, in their order"));
    }
    let mut changes = Vec::new();
    for (place, (mark, participant)) in marks.iter().zip(&people).enumerate() {
        let (choice, level) = match mark {
            '1'..='5' => (Some("level"), mark.to_digit(10).map(|d| d as u8)),
            '-' | '–' => (Some("dont_know"), None),
            'n' | 'N' => (Some("not_applicable"), None),
            '.' | '_' => (None, None),
            other => {
                let message = format!("`{other}` at place {} is not a vote", place + 1);
                return Err(Error::invalid(
                    "row",
                    message,
                    "digits 1 to 5, - for don't know, n for not applicable, . for no vote",
                ));
            }
        };
        if is_same_vote(session, id, *participant, choice, level) {
            continue;
        }
        let request = VoteRecord {
            question: id.to_owned(),
            participant: participant.to_string(),
            choice: choice.map(str::to_owned),
            level,
            certainty: None,
            reason: String::new(),
        };
        changes.extend(vote_change(session, moment, &request)?);
    }
    if !changes.is_empty() {
        changes.extend(without_tally(session, id));
        session.change(moment, &format!("Votes on {id}"), &changes)?;
    }
    changed(session, id)
}

/// Says why a question does not apply, for all votes on it that say so and have no reason; where all have one, in place of the reason
/// they share. Reasons that differ stay.
///
/// # Errors
/// [`Code::InvalidValue`] for an empty reason or one that is too long.
pub fn explain_votes(
    session: &mut Session,
    moment: &mut Moment,
    id: &str,
    reason: &str,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, id)?.id.clone();
    let reason = needed("reason", "A reason", reason)?.to_owned();
    let pack = &session.pack().id;
    let not_applicable: Vec<&Vote> = session
        .engagement()
        .votes
        .iter()
        .filter(|v| &v.pack == pack && v.question == question)
        .filter(|v| v.choice == Choice::NotApplicable)
        .collect();
    let changes: Vec<RowChange> = to_explain(&not_applicable)
        .into_iter()
        .filter(|vote| vote.reason != reason)
        .map(|vote| put(Kind::Vote, vote.uid, &Vote { reason: reason.clone(), ..vote.clone() }))
        .collect();
    if !changes.is_empty() {
        session.change(moment, &format!("Say why {id} does not apply"), &changes)?;
    }
    changed(session, id)
}

/// The votes that one reason is said for: those without any; where all have one, all of them while they share it.
fn to_explain<'a>(not_applicable: &[&'a Vote]) -> Vec<&'a Vote> {
    let unexplained: Vec<&Vote> =
        not_applicable.iter().copied().filter(|vote| vote.reason.is_empty()).collect();
    let is_shared = not_applicable.windows(2).all(|pair| pair[0].reason == pair[1].reason);
    if unexplained.is_empty() && is_shared { not_applicable.to_vec() } else { unexplained }
}

/// The answer without its counted hands, where it has some: votes by person take their place.
fn without_tally(session: &Session, id: &str) -> Option<RowChange> {
    let answer = session.engagement().answer(&session.pack().id, &QuestionId::from(id))?;
    (!answer.tally.is_empty()).then(|| {
        let answer = Answer { tally: String::new(), tally_after_reveal: false, ..answer.clone() };
        put(Kind::Answer, answer.uid, &answer)
    })
}

/// Counts raised hands. They take the place of the votes by person, in one change; no hand at all takes the count back.
///
/// # Errors
/// [`Code::InvalidValue`] for other than five levels, or more hands than [`Tally::MOST`] for one choice.
pub fn tally_votes(
    session: &mut Session,
    moment: &mut Moment,
    request: &VotesTally,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, &request.question)?.id.clone();
    let pack = session.pack().id.clone();
    let tally = <[u16; 5]>::try_from(request.levels.as_slice()).map(|levels| Tally {
        levels,
        dont_know: request.dont_know,
        not_applicable: request.not_applicable,
    });
    let text = match tally {
        Ok(tally) if tally.hands() == 0 => String::new(),
        Ok(tally) if Tally::parse(&tally.to_string()) == Some(tally) => tally.to_string(),
        _ => {
            return Err(Error::invalid(
                "levels",
                "this is no count of hands",
                format!("count for each of the five levels, at most {} each", Tally::MOST),
            ));
        }
    };
    let engagement = session.engagement();
    if text.is_empty() && engagement.answer(&pack, &question).is_none_or(|a| a.tally.is_empty()) {
        return changed(session, &request.question);
    }
    let mut answer = engagement
        .answer(&pack, &question)
        .cloned()
        .unwrap_or_else(|| empty_answer(moment, pack.clone(), question.clone()));
    if answer.tally != text {
        let is_seen = answer.revealed_at.is_some();
        answer.tally_after_reveal = !text.is_empty() && (is_seen || answer.tally_after_reveal);
        answer.tally = text;
    }
    let votes = engagement.votes.iter().filter(|v| v.pack == pack && v.question == question);
    let mut changes: Vec<RowChange> = if answer.tally.is_empty() {
        vec![]
    } else {
        votes.map(|vote| RowChange::Remove { kind: Kind::Vote, uid: vote.uid }).collect()
    };
    changes.push(put(Kind::Answer, answer.uid, &answer));
    session.change(moment, &format!("Count hands on {question}"), &changes)?;
    changed(session, &request.question)
}

/// An answer that says nothing yet.
fn empty_answer(moment: &mut Moment, pack: PackId, question: QuestionId) -> Answer {
    Answer::new(moment.uid(), pack, question)
}

/// True where the person's vote already says this: typing the row again must not take certainty or reason away.
fn is_same_vote(
    session: &Session,
    id: &str,
    participant: Uid,
    choice: Option<&str>,
    level: Option<u8>,
) -> bool {
    let pack = &session.pack().id;
    let old = session
        .engagement()
        .votes
        .iter()
        .find(|v| &v.pack == pack && v.question.as_str() == id && v.participant == participant);
    old.map(|vote| (vote.choice.word(), vote.level)) == choice.map(|choice| (choice, level))
}

/// The answer record of a question, changed by `edit`.
pub(crate) fn edit_answer(
    session: &mut Session,
    moment: &mut Moment,
    id: &str,
    label: &str,
    edit: impl FnOnce(&mut Answer),
) -> Result<QuestionChange, Error> {
    let question = question_of(session, id)?.id.clone();
    let pack = session.pack().id.clone();
    let mut answer = session
        .engagement()
        .answer(&pack, &question)
        .cloned()
        .unwrap_or_else(|| empty_answer(moment, pack, question));
    edit(&mut answer);
    session.change(moment, label, &[put(Kind::Answer, answer.uid, &answer)])?;
    changed(session, id)
}

/// Shows the votes; from now on a changed vote is marked as such.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have.
pub fn reveal(
    session: &mut Session,
    moment: &mut Moment,
    id: &str,
) -> Result<QuestionChange, Error> {
    let now = moment.now;
    edit_answer(session, moment, id, &format!("Reveal votes on {id}"), |answer| {
        answer.revealed_at = Some(now);
    })
}

/// Settles the consensus, or goes back to what the votes give.
///
/// # Errors
/// [`Code::InvalidValue`] for a level off the scale or not applicable without a reason.
pub fn settle(
    session: &mut Session,
    moment: &mut Moment,
    request: &ConsensusSettle,
) -> Result<QuestionChange, Error> {
    let (settled, level) = match request.choice.as_deref().map(choice_of).transpose()? {
        None => (None, None),
        Some(Choice::Level) => (Some(Choice::Level), Some(level_of(request.level)?)),
        Some(Choice::NotApplicable) if request.reason.trim().is_empty() => {
            return Err(Error::invalid(
                "reason",
                "not applicable needs a reason",
                "say why the question does not apply to this organisation",
            ));
        }
        Some(Choice::NotApplicable) => (Some(Choice::NotApplicable), None),
        Some(Choice::DontKnow) => {
            return Err(Error::invalid(
                "choice",
                "a consensus is a level or not applicable",
                "leave it open where nobody knows",
            ));
        }
    };
    let (reason, dissent) = (request.reason.trim().to_owned(), request.dissent.trim().to_owned());
    let id = &request.question;
    let with_reason = if reason.is_empty() { "" } else { ", with a reason" };
    let label = match (settled, level) {
        (None, _) => format!("Reopen {id}"),
        (Some(_), Some(level)) => format!("Settle {id} on {level}{with_reason}"),
        (Some(_), None) => format!("Settle {id} as not applicable"),
    };
    edit_answer(session, moment, id, &label, |answer| {
        answer.settled = settled;
        answer.level = level;
        answer.reason = reason;
        answer.dissent = dissent;
    })
}

/// Settles a question as it was answered in the round before.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have, [`Code::InvalidValue`] where nothing was known then.
pub fn confirm_last(
    session: &mut Session,
    moment: &mut Moment,
    id: &str,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, id)?.id.clone();
    let (choice, level, reason) = crate::next_round::as_last_time(session, &question)?;
    edit_answer(session, moment, id, &format!("Settle {id} as last time"), |answer| {
        answer.settled = Some(choice);
        answer.level = level;
        answer.reason = reason;
    })
}

/// Keeps notes and marks; absent ones stay.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have.
pub fn set_answer(
    session: &mut Session,
    moment: &mut Moment,
    request: AnswerSet,
) -> Result<QuestionChange, Error> {
    let label = match (&request.note, &request.private_note, request.is_flagged) {
        (None, None, Some(true)) => format!("Flag {}", request.question),
        (None, None, Some(false)) => format!("Unflag {}", request.question),
        _ => format!("Note on {}", request.question),
    };
    let id = request.question.clone();
    edit_answer(session, moment, &id, &label, |answer| {
        if let Some(note) = request.note {
            answer.note = note;
        }
        if let Some(note) = request.private_note {
            answer.private_note = note;
        }
        if let Some(flag) = request.is_flagged {
            answer.is_flagged = flag;
        }
    })
}

/// A date of a request; unknown where empty.
pub(crate) fn date_of(field: &str, text: &str) -> Result<Known<jiff::civil::Date>, Error> {
    match text.trim() {
        "" => Ok(Known::Unknown),
        date => date.parse().map(Known::Value).map_err(|_| {
            Error::invalid(field, format!("`{date}` is not a date"), "write it like 2026-03-31")
        }),
    }
}

pub(crate) fn needed<'a>(field: &str, label: &str, text: &'a str) -> Result<&'a str, Error> {
    let text = text.trim();
    if text.is_empty() {
        Err(Error::invalid(field, format!("{label} is needed"), "type a few words"))
    } else {
        Ok(text)
    }
}

/// Adds evidence to a question.
///
/// # Errors
/// [`Code::InvalidValue`] without a title, or for a word outside its vocabulary.
pub fn add_evidence(
    session: &mut Session,
    moment: &mut Moment,
    request: &EvidenceAdd,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, &request.question)?.id.clone();
    let word = |field: &str, text: &str| {
        Error::invalid(
            field,
            format!("`{text}` is not a word of {field}"),
            "choose one of the list",
        )
    };
    let evidence = Evidence {
        uid: moment.uid(),
        title: needed("title", "A title", &request.title)?.to_owned(),
        strength: serde_json::from_value::<Strength>(json!(request.strength))
            .map_err(|_| word("strength", &request.strength))?,
        pack: Some(session.pack().id.clone()),
        question: Some(question),
        kind: match request.kind.as_str() {
            "" => Known::Unknown,
            kind => Known::Value(
                serde_json::from_value::<EvidenceKind>(json!(kind))
                    .map_err(|_| word("kind", kind))?,
            ),
        },
        text: request.text.trim().to_owned(),
        link: request.link.trim().to_owned(),
        date: date_of("date", &request.date)?,
        file_name: String::new(),
        file_hash: String::new(),
        at: Some(moment.now),
        is_left_out: false,
        code: session.next_code(Kind::Evidence)?,
    };
    let label = format!("Add evidence to {}", request.question);
    session.change(moment, &label, &[put(Kind::Evidence, evidence.uid, &evidence)])?;
    changed(session, &request.question)
}

/// Adds a capture to a question.
///
/// # Errors
/// [`Code::InvalidValue`] without a text, or for an unknown kind.
pub fn add_capture(
    session: &mut Session,
    moment: &mut Moment,
    request: &CaptureAdd,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, &request.question)?.id.clone();
    let kind: CaptureKind = serde_json::from_value(json!(request.kind)).map_err(|_| {
        Error::invalid(
            "kind",
            format!("`{}` is not a kind of capture", request.kind),
            "choose one of the list",
        )
    })?;
    crate::record::no_name(session, "person", &request.person)?;
    let capture = Capture {
        uid: moment.uid(),
        kind,
        text: needed("text", "A text", &request.text)?.to_owned(),
        pack: Some(session.pack().id.clone()),
        question: Some(question),
        at: Some(moment.now),
        person: request.person.trim().to_owned(),
        has_consent: request.has_consent,
        due: date_of("due", &request.due)?,
        is_left_out: false,
        code: session.next_code(Kind::Capture)?,
    };
    let label = match kind {
        CaptureKind::Note => format!("Note something on {}", request.question),
        CaptureKind::Parking => format!("Park something on {}", request.question),
        _ => format!("Note {} on {}", with_article(&kind.label().to_lowercase()), request.question),
    };
    session.change(moment, &label, &[put(Kind::Capture, capture.uid, &capture)])?;
    changed(session, &request.question)
}

/// Removes evidence or a capture.
///
/// # Errors
/// [`Code::UnknownItem`] where it is not there.
pub fn remove_item(
    session: &mut Session,
    moment: &mut Moment,
    kind: Kind,
    id: &str,
    uid: &str,
) -> Result<QuestionChange, Error> {
    let engagement = session.in_view();
    let belongs = |question: Option<&QuestionId>| question.is_some_and(|q| q.as_str() == id);
    let found = match kind {
        Kind::Evidence => engagement
            .evidence
            .iter()
            .find(|e| e.uid.to_string() == uid && belongs(e.question.as_ref()))
            .map(|e| e.uid),
        _ => engagement
            .captures
            .iter()
            .find(|c| c.uid.to_string() == uid && belongs(c.question.as_ref()))
            .map(|c| c.uid),
    };
    let uid = found.ok_or_else(|| Error::unknown(kind.label(), uid))?;
    session.change(
        moment,
        &format!("Remove {} of {id}", kind.label()),
        &[RowChange::Remove { kind, uid }],
    )?;
    changed(session, id)
}

/// Sets a target by hand, or goes back to the derived one.
///
/// # Errors
/// [`Code::InvalidValue`] for a level off the scale, below a floor, or without a reason.
pub fn set_target(
    session: &mut Session,
    moment: &mut Moment,
    request: &TargetSet,
) -> Result<QuestionChange, Error> {
    let question = question_of(session, &request.question)?.id.clone();
    let pack = session.pack().id.clone();
    let old = session
        .engagement()
        .targets
        .iter()
        .find(|t| t.pack == pack && t.question == question)
        .cloned();
    let change = match request.level {
        None => old.map(|t| RowChange::Remove { kind: Kind::Target, uid: t.uid }),
        Some(level) => {
            let level = level_of(Some(level))?;
            let floor = session
                .derived()
                .targets
                .get(&question)
                .and_then(waymark_core::target::QuestionTarget::floor);
            if let Some(floor) = floor.filter(|floor| level < *floor) {
                let message = format!("the target cannot lie below {floor}");
                return Err(Error::invalid(
                    "level",
                    message,
                    "a duty of the law sets this floor; see why under the target",
                ));
            }
            let target = Target {
                uid: old.map_or_else(|| moment.uid(), |t| t.uid),
                pack,
                question,
                level,
                reason: needed("reason", "A reason", &request.reason)?.to_owned(),
                by: Known::Unknown,
            };
            Some(put(Kind::Target, target.uid, &target))
        }
    };
    if let Some(change) = change {
        session.change(moment, &format!("Set the target of {}", request.question), &[change])?;
    }
    changed(session, &request.question)
}

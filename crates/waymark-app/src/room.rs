//! The room screen: what the projector shows. It is made from the engagement here, so that nothing reaches the second window that the
//! room must not see: no private note, no name unless allowed, no vote before its reveal.

use waymark_core::consensus::Consensus;
use waymark_core::engagement::{CaptureKind, Choice};
use waymark_core::id::QuestionId;
use waymark_core::score::asked;

use crate::assess::{self, side_of, side_view};
use crate::error::Error;
use crate::maturity::{chart, score_view};
use crate::session::Session;
use crate::view::{RoomDot, RoomMaturity, RoomQuestion, RoomSettings, RoomView, RoomVotes};

/// The scenes that the room screen has.
pub const SCENES: [&str; 5] = ["welcome", "question", "maturity", "break", "closing"];
/// Sides of the radar as drawn, in CSS pixels: small, since the room screen enlarges it, its labels with it.
const RADAR: f64 = 420.0;
/// Sentences of each kind in the closing summary.
const SENTENCES: usize = 3;

/// Refuses settings that no room screen can show.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a scene or a theme that does not exist.
pub fn check(settings: &RoomSettings) -> Result<(), Error> {
    if !SCENES.contains(&settings.scene.as_str()) {
        let message = format!("the room screen has no scene `{}`", settings.scene);
        return Err(Error::invalid("scene", message, SCENES.join(", ")));
    }
    if !["light", "dark"].contains(&settings.theme.as_str()) {
        let message = format!("`{}` is no theme", settings.theme);
        return Err(Error::invalid("theme", message, "light or dark"));
    }
    Ok(())
}

/// What the room screen is sent; nothing but its theme where no engagement is open or it is blanked.
pub fn view(session: Option<&Session>, settings: &RoomSettings) -> RoomView {
    let mut view = RoomView {
        is_blank: settings.is_blank || session.is_none(),
        theme: settings.theme.clone(),
        language: String::new(),
        client: String::new(),
        pack_title: String::new(),
        scene: settings.scene.clone(),
        question: None,
        maturity: None,
        break_ends_at: None,
    };
    let Some(session) = session.filter(|_| !view.is_blank) else { return view };
    let profile = &session.engagement().profile;
    profile.client.clone_into(&mut view.client);
    view.language = profile.language.value().cloned().unwrap_or_default();
    session.pack().title.clone_into(&mut view.pack_title);
    match settings.scene.as_str() {
        "question" => view.question = question(session, settings),
        "maturity" => view.maturity = maturity(session, settings, false),
        "closing" => view.maturity = maturity(session, settings, true),
        "break" => view.break_ends_at = settings.break_ends_at,
        _ => {}
    }
    view
}

fn question(session: &Session, settings: &RoomSettings) -> Option<RoomQuestion> {
    let id = QuestionId::from(settings.question.as_str());
    session.pack().question(&id)?;
    let whole = assess::question(session, &settings.question).ok()?;
    let people = &session.in_view().participants;
    Some(RoomQuestion {
        id: whole.id,
        dimension_title: whole.dimension_title,
        index: whole.index,
        count: whole.count,
        language: whole.language,
        is_fallback: whole.is_fallback,
        text: whole.text,
        levels: whole.levels,
        // Pre-work of those who are not here does not count; a counted hand is nobody's and does.
        voted: whole
            .votes
            .iter()
            .filter(|vote| {
                let person = people.iter().find(|one| one.uid.to_string() == vote.participant);
                person.is_none_or(|person| !person.is_absent)
            })
            .count() as u32,
        present: people.iter().filter(|person| !person.is_absent).count() as u32,
        votes: if whole.is_revealed { votes(session, &id, settings.shows_names) } else { None },
    })
}

fn votes(session: &Session, id: &QuestionId, shows_names: bool) -> Option<RoomVotes> {
    let (pack, engagement) = (session.pack(), session.with_sealed());
    let whole = assess::question(session, id.as_str()).ok()?;
    let own = waymark_core::score::votes_on(engagement, pack, id);
    let name = |uid| {
        let person = engagement.participants.iter().find(|person| person.uid == uid);
        person.filter(|_| shows_names).map_or_else(String::new, |person| person.name.clone())
    };
    let mut dots: Vec<RoomDot> = own
        .iter()
        .filter_map(|vote| {
            Some(RoomDot {
                level: vote.level?,
                side: side_of(pack, engagement, vote).map(side_view),
                name: name(vote.participant),
            })
        })
        .collect();
    // Not in the order of the people, which would tell who is who.
    dots.sort_by(|a, b| {
        let rank = |dot: &RoomDot| (dot.level, dot.side.map(|side| side as u8), dot.name.clone());
        rank(a).cmp(&rank(b))
    });
    let of = |choice: Choice| own.iter().filter(|vote| vote.choice == choice).count() as u32;
    Some(RoomVotes {
        dots,
        dont_know: of(Choice::DontKnow),
        not_applicable: of(Choice::NotApplicable),
        spread: whole.spread,
        finding: whole.finding,
        consensus: whole.consensus,
    })
}

/// The engagement without the votes that the room has not seen: a score would tell what they say.
fn as_seen(session: &Session) -> Option<Session> {
    let mut seen = session.engagement().clone();
    let pack = &session.pack().id;
    let hidden: Vec<QuestionId> = {
        let is_seen = |question: &QuestionId| {
            seen.answer(pack, question)
                .is_some_and(|a| a.revealed_at.is_some() || a.settled.is_some())
        };
        seen.votes.iter().map(|vote| &vote.question).filter(|q| !is_seen(q)).cloned().collect()
    };
    seen.votes.retain(|vote| vote.pack != *pack || !hidden.contains(&vote.question));
    for answer in seen.answers.iter_mut().filter(|a| a.revealed_at.is_none() && a.settled.is_none())
    {
        answer.tally.clear();
    }
    Session::in_memory(seen, session.library()).ok()?.with_pack(Some(pack.as_str())).ok()
}

/// A text in which roles stand for the people of the workshop: "Ada Lovelace signs" as "Data owner signs".
fn without_names(session: &Session, text: &str) -> String {
    let pack = session.pack();
    let mut text = text.to_owned();
    for person in session.engagement().participants.iter().filter(|p| !p.name.trim().is_empty()) {
        let role = person.role.as_ref().and_then(|role| pack.role(role));
        let role = role.map_or("a participant", |role| role.title.as_str());
        text = text.replace(person.name.trim(), role);
    }
    text
}

fn maturity(session: &Session, settings: &RoomSettings, is_closing: bool) -> Option<RoomMaturity> {
    let session = &as_seen(session)?;
    let (pack, engagement) = (session.pack(), session.in_view());
    let card = &session.derived().scorecard;
    let asked = asked(pack, engagement);
    let shown = crate::maturity::maturity(session);
    let answered = asked
        .iter()
        .filter(|q| card.question(&q.id).is_some_and(|s| s.consensus != Consensus::Unknown))
        .count() as u32;
    let (mut findings, mut decisions) = (Vec::new(), Vec::new());
    let said = |text: &str| {
        if settings.shows_names { text.to_owned() } else { without_names(session, text) }
    };
    if is_closing {
        for tone in ["strength", "weakness"] {
            let own = shown.findings.iter().filter(|finding| finding.tone == tone);
            findings.extend(own.take(SENTENCES).map(|finding| said(&finding.text)));
        }
        decisions.extend(
            engagement
                .captures
                .iter()
                .filter(|c| c.kind == CaptureKind::Decision && !c.is_left_out)
                .map(|capture| said(&capture.text))
                .take(2 * SENTENCES),
        );
    }
    Some(RoomMaturity {
        headline: shown.headline,
        overall: score_view(&card.overall),
        level_name: card.overall.attained.map_or(String::new(), |l| pack.level_name(l).to_owned()),
        answered,
        asked: asked.len() as u32,
        scale: [1, 5].map(|level| pack.level_name(level).to_owned()).to_vec(),
        radar: chart(session, "radar", RADAR, RADAR).ok()?,
        findings,
        decisions,
    })
}

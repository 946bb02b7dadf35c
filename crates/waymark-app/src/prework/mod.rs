//! Pre-work by file: a page, or a form on paper, that participants fill before the workshop, and what they send back.
//!
//! [`write()`] makes one page per role, [`look`] shows what returned files would change, [`take`] writes what was decided in one change.
//! Votes of pre-work are votes like any other: hidden until their question is revealed.

mod page;
mod returned;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::{Value, json};
use waymark_core::engagement::{Answer, Engagement, Participant, Tally, Vote};
use waymark_core::id::{Code as RecordCode, PackId, QuestionId, RoleId, Uid};
use waymark_core::pack::{Pack, Question, Role};
use waymark_core::record::Kind;
use waymark_core::wording::{count, list};
use waymark_report::form::{self, Form};
use waymark_report::{Meta, Report, cards, render};
use waymark_store::RowChange;

use crate::app::write_file;
use crate::assess::{asked, date_of, put};
use crate::commands::{
    CardsWrite, PreworkChosen, PreworkCounts, PreworkForm, PreworkTake, PreworkWrite,
};
use crate::error::{Code, Error, Mistake};
use crate::session::{Moment, Session};
use crate::view::{
    PreworkDimension, PreworkLook, PreworkMatch, PreworkOutcome, PreworkPerson, PreworkQuestion,
    PreworkRole, PreworkView, ReturnedFile, ReturnedState, ReturnedVote,
};
use returned::{Returned, Said};

/// The version of the answers file.
const FORMAT: u64 = 1;
/// Most characters of the facilitator's word on a page.
const NOTE: usize = 2000;
/// Most files at once.
const FILES: usize = 500;

/// What a page and its answers file name the engagement by: it follows from the engagement, and nothing follows from it.
pub(crate) fn token(engagement: &Engagement) -> Uid {
    Uid::derived(engagement.uid, "pre-work")
}

/// Part of a file name: letters and digits in lower case, a hyphen for everything else.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let short: String = out.chars().take(60).collect();
    short.trim_matches('-').to_owned()
}

/// What names a client and a role in file names.
fn file_stem(engagement: &Engagement, role: &Role) -> String {
    let parts = [slug(&engagement.profile.client), slug(role.id.as_str())];
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-")
}

/// The name of a participant as lists show it: of an anonymous slot the code alone.
fn shown_name(engagement: &Engagement, participant: &Participant) -> String {
    if engagement.profile.is_anonymous || participant.name.is_empty() {
        String::new()
    } else {
        participant.name.clone()
    }
}

/// Code and name: "PAR-3 Sofia Okafor".
fn label(engagement: &Engagement, participant: &Participant) -> String {
    format!("{} {}", participant.code, shown_name(engagement, participant)).trim().to_owned()
}

fn person(session: &Session, participant: &Participant) -> PreworkPerson {
    let (engagement, pack) = (session.engagement(), session.pack());
    let role = participant.role.as_ref();
    PreworkPerson {
        uid: participant.uid.to_string(),
        code: participant.code.to_string(),
        name: shown_name(engagement, participant),
        role: role.map_or(String::new(), ToString::to_string),
        role_title: role
            .map_or_else(|| "Role unknown".to_owned(), |role| role_title(pack, role.as_str())),
        votes: engagement
            .votes
            .iter()
            .filter(|v| v.pack == pack.id && v.participant == participant.uid)
            .count() as u32,
    }
}

fn role_title(pack: &Pack, id: &str) -> String {
    pack.role(&RoleId::from(id)).map_or_else(|| id.to_owned(), |role| role.title.clone())
}

fn can_answer(question: &Question, role: &Role) -> bool {
    question.roles.contains(&role.id)
}

/// What can be sent to whom.
pub fn prework(session: &Session) -> PreworkView {
    let (pack, engagement) = (session.pack(), session.in_view());
    let asked: BTreeSet<&QuestionId> =
        asked(pack, engagement).into_iter().map(|question| &question.id).collect();
    let ids = |role: &Role, of_depth: bool| {
        pack.questions
            .iter()
            .filter(|q| can_answer(q, role) && (!of_depth || asked.contains(&q.id)))
            .map(|q| q.id.to_string())
            .collect()
    };
    PreworkView {
        is_anonymous: engagement.profile.is_anonymous,
        roles: pack
            .roles
            .iter()
            .filter(|role| role.can_be_asked)
            .map(|role| PreworkRole {
                id: role.id.to_string(),
                title: role.title.clone(),
                participants: engagement
                    .participants
                    .iter()
                    .filter(|p| p.role.as_ref() == Some(&role.id))
                    .map(|p| person(session, p))
                    .collect(),
                questions: ids(role, false),
                selected: ids(role, true),
            })
            .collect(),
        dimensions: pack
            .dimensions
            .iter()
            .map(|dimension| PreworkDimension {
                id: dimension.id.to_string(),
                title: dimension.title.clone(),
                questions: pack
                    .questions_of(&dimension.id)
                    .map(|question| PreworkQuestion {
                        id: question.id.to_string(),
                        short_title: question.short_title.clone(),
                        text: question.text.clone(),
                        is_asked: asked.contains(&question.id),
                        has_card: question.card.is_some(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// The questions named, in the pack's order; those of the depth where none is named.
fn chosen_questions<'a>(session: &'a Session, ids: &[String]) -> Result<Vec<&'a Question>, Error> {
    let pack = session.pack();
    if ids.is_empty() {
        return Ok(asked(pack, session.in_view()));
    }
    if let Some(unknown) =
        ids.iter().find(|id| pack.question(&QuestionId::from(id.as_str())).is_none())
    {
        return Err(Error::unknown("question", unknown));
    }
    Ok(pack.questions.iter().filter(|q| ids.iter().any(|id| id == q.id.as_str())).collect())
}

fn asked_role<'a>(pack: &'a Pack, id: &str) -> Result<&'a Role, Error> {
    pack.role(&RoleId::from(id)).filter(|role| role.can_be_asked).ok_or_else(|| {
        let known: Vec<&str> =
            pack.roles.iter().filter(|r| r.can_be_asked).map(|r| r.id.as_str()).collect();
        let message = format!("there is no role `{id}` that can be asked");
        Error::new(Code::UnknownItem, message, format!("roles: {}", known.join(", ")))
    })
}

/// The questions among these that a role can answer.
fn questions_for<'a>(
    session: &'a Session,
    role: &Role,
    ids: &[String],
) -> Result<Vec<&'a Question>, Error> {
    let mut questions = chosen_questions(session, ids)?;
    questions.retain(|question| can_answer(question, role));
    if questions.is_empty() {
        let message =
            format!("none of the chosen questions is one that the role {} can answer", role.title);
        return Err(Error::invalid(
            "questions",
            message,
            "choose other questions, or leave the role out",
        ));
    }
    Ok(questions)
}

fn due_date(text: &str) -> Result<Option<Date>, Error> {
    Ok(date_of("due", text)?.value().copied())
}

fn note_text(note: &str) -> Result<&str, Error> {
    let note = note.trim();
    if note.chars().count() > NOTE {
        let message = format!("the note has more than {NOTE} characters");
        return Err(Error::invalid("note", message, "shorten it"));
    }
    Ok(note)
}

/// The roles for which there are participants and questions of the depth: what is sent out where nothing is chosen.
pub fn default_roles(session: &Session) -> Vec<String> {
    let roles = prework(session).roles.into_iter();
    roles.filter(|r| !r.participants.is_empty() && !r.selected.is_empty()).map(|r| r.id).collect()
}

/// The titles of the roles that participants have and that get no page by default, since nothing that is asked is theirs.
pub fn without_questions(session: &Session) -> Vec<String> {
    let roles = prework(session).roles.into_iter();
    let is_without = |role: &PreworkRole| !role.participants.is_empty() && role.selected.is_empty();
    roles.filter(is_without).map(|role| role.title).collect()
}

/// Writes one page per role into a folder; all of them or, where something chosen does not fit, none.
///
/// # Errors
/// [`Code::InvalidValue`] and [`Code::UnknownItem`] for what was chosen, [`Code::NotWritable`] for the folder.
pub fn write(session: &Session, request: &PreworkWrite) -> Result<Vec<String>, Error> {
    let pack = session.pack();
    if request.roles.is_empty() {
        return Err(Error::invalid("roles", "no role is chosen", "choose at least one"));
    }
    let (due, note) = (due_date(&request.due)?, note_text(&request.note)?);
    let mut pages: Vec<(PathBuf, String)> = Vec::new();
    for (at, id) in request.roles.iter().enumerate() {
        if request.roles[..at].contains(id) {
            continue;
        }
        let role = asked_role(pack, id)?;
        let questions = questions_for(session, role, &request.questions)?;
        let engagement = session.in_view();
        let html =
            page::html(&page::Page { pack, engagement, role, questions: &questions, due, note });
        let stem = format!("prework-{}", file_stem(engagement, role));
        let in_folder = |name: String| Path::new(&request.folder).join(name);
        let mut path = in_folder(format!("{stem}.html"));
        if pages.iter().any(|(known, _)| *known == path) {
            path = in_folder(format!("{stem}-{}.html", at + 1));
        }
        pages.push((path, html));
    }
    let folder = Path::new(&request.folder);
    if !folder.exists() {
        std::fs::create_dir(folder).map_err(|error| {
            Error::new(
                Code::NotWritable,
                format!("the folder {} cannot be made", folder.display()),
                "choose a folder that is there",
            )
            .caused_by(error)
        })?;
    }
    for (path, html) in &pages {
        write_file(path, html.as_bytes())?;
    }
    Ok(pages.into_iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect())
}

fn pdf(report: &Report, meta: &Meta) -> Result<Vec<u8>, Error> {
    render(report, meta).map_err(|error| {
        Error::new(
            Code::Internal,
            format!("the pages cannot be made: {error}"),
            "this is a mistake in Waymark",
        )
        .caused_by(error)
    })
}

/// Writes the form of a role, to print and to fill by hand.
///
/// # Errors
/// As [`write()`].
pub fn write_form(session: &Session, request: &PreworkForm) -> Result<(), Error> {
    let (pack, engagement) = (session.pack(), session.in_view());
    let role = asked_role(pack, &request.role)?;
    let questions = questions_for(session, role, &request.questions)?;
    let form = Form {
        pack,
        engagement,
        role,
        questions: &questions,
        due: due_date(&request.due)?,
        note: note_text(&request.note)?,
    };
    let bytes = pdf(&form::compose(&form), &form::meta(&form))?;
    write_file(Path::new(&request.path), &bytes)
}

/// Writes the facilitator's cards, to print.
///
/// # Errors
/// [`Code::UnknownItem`] for a question the pack does not have, [`Code::InvalidValue`] where none has a card,
/// [`Code::NotWritable`] when the target cannot be written.
pub fn write_cards(session: &Session, request: &CardsWrite) -> Result<(), Error> {
    let pack = session.pack();
    let mut questions = chosen_questions(session, &request.questions)?;
    questions.retain(|question| question.card.is_some());
    if questions.is_empty() {
        let message = "none of the chosen questions has a facilitator's card";
        return Err(Error::invalid(
            "questions",
            message,
            "choose other questions, or another pack",
        ));
    }
    let meta = cards::meta(pack, session.in_view());
    let bytes = pdf(&cards::compose(pack, &questions), &meta)?;
    write_file(Path::new(&request.path), &bytes)
}

/// A returned file with the participant it belongs to and what each of its votes would do.
struct Judged {
    file: Returned,
    participant: Option<Participant>,
    matched_by: PreworkMatch,
    states: Vec<(ReturnedState, Vec<String>)>,
}

/// Reads files, each once.
fn read_all(session: &Session, paths: &[String]) -> Result<Vec<Returned>, Error> {
    if paths.len() > FILES {
        let message = format!("{} files are more than can be taken at once", paths.len());
        return Err(Error::new(Code::InvalidImport, message, format!("choose at most {FILES}")));
    }
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        let path = Path::new(path);
        if seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())) {
            files.extend(returned::read(session, path)?);
        }
    }
    Ok(files)
}

/// Whose a file is, as far as a person said.
enum Chosen<'a> {
    Participant(&'a Participant),
    New,
    Nobody,
    NotSaid,
}

/// Whether a choice is about this entry.
fn names(chosen: &PreworkChosen, file: &Returned) -> bool {
    Path::new(&chosen.path) == file.path && chosen.part == file.part
}

/// The participant that was chosen for a file.
fn chosen_for<'a>(
    session: &'a Session,
    file: &Returned,
    chosen: &[PreworkChosen],
) -> Result<Chosen<'a>, Error> {
    let Some(chosen) = chosen.iter().find(|chosen| names(chosen, file)) else {
        return Ok(Chosen::NotSaid);
    };
    if chosen.is_new {
        return Ok(Chosen::New);
    }
    let Some(uid) = chosen.participant.as_deref().filter(|uid| !uid.is_empty()) else {
        return Ok(Chosen::Nobody);
    };
    let people = &session.engagement().participants;
    let found = Uid::parse(uid).and_then(|uid| people.iter().find(|p| p.uid == uid));
    found.map(Chosen::Participant).ok_or_else(|| Error::unknown("participant", uid))
}

/// What stands for the code of a participant who has none yet.
const NEW: &str = "New participant";

/// The participant that is made of who is in a file; two files of one name and role are of one person.
///
/// The key follows from what the file says, so that looking and taking name the same person.
fn new_participant(session: &Session, file: &Returned) -> Participant {
    let engagement = session.engagement();
    let who = if file.name.is_empty() && file.code.is_empty() {
        format!("{} {}", file.fingerprint, file.part)
    } else {
        format!("{} {} {}", file.code, file.name, file.role).to_lowercase()
    };
    let is_free = |uid: &Uid| engagement.participants.iter().all(|p| p.uid != *uid);
    let uid = (0..u32::MAX)
        .map(|n| Uid::derived(engagement.uid, &format!("participant {n} {who}")))
        .find(is_free)
        .expect("some number is free");
    let role = session.pack().role(&RoleId::from(file.role.as_str()));
    Participant {
        uid,
        code: RecordCode::new(NEW),
        role: role.filter(|role| role.can_be_asked).map(|role| role.id.clone()),
        name: file.name.clone(),
        job_title: String::new(),
        is_absent: false,
        notes: String::new(),
    }
}

/// Matches every file with a participant: as chosen, by code, by name, by a role that leaves only one.
fn matched(
    session: &Session,
    files: &[Returned],
    chosen: &[PreworkChosen],
) -> Result<Vec<(Option<Participant>, PreworkMatch)>, Error> {
    let engagement = session.engagement();
    let people = &engagement.participants;
    let mut found = Vec::new();
    for file in files {
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let by_name: Vec<&Participant> =
            people.iter().filter(|p| !file.name.is_empty() && same(&p.name, &file.name)).collect();
        let nobody = (None, PreworkMatch::Nobody);
        found.push(match chosen_for(session, file, chosen)? {
            Chosen::Participant(participant) => (Some(participant.clone()), PreworkMatch::Chosen),
            Chosen::New => (Some(new_participant(session, file)), PreworkMatch::New),
            Chosen::Nobody => nobody,
            Chosen::NotSaid if !file.code.is_empty() => people
                .iter()
                .find(|p| same(p.code.as_str(), &file.code))
                .filter(|p| file.name.is_empty() || p.name.is_empty() || same(&p.name, &file.name))
                .map_or(nobody, |p| (Some(p.clone()), PreworkMatch::Code)),
            Chosen::NotSaid => match by_name[..] {
                [one] => (Some(one.clone()), PreworkMatch::Name),
                _ => nobody,
            },
        });
    }
    Ok(found)
}

fn held<'a>(
    engagement: &'a Engagement,
    pack: &PackId,
    question: &QuestionId,
    participant: Uid,
) -> Option<&'a Vote> {
    engagement
        .votes
        .iter()
        .find(|v| &v.pack == pack && &v.question == question && v.participant == participant)
}

/// The answer of a question on which hands were counted and nobody voted by person.
fn counted<'a>(
    engagement: &'a Engagement,
    pack: &PackId,
    question: &QuestionId,
) -> Option<(&'a Answer, Tally)> {
    let has_votes = engagement.votes.iter().any(|v| &v.pack == pack && &v.question == question);
    let answer = engagement.answer(pack, question).filter(|_| !has_votes)?;
    Some((answer, Tally::parse(&answer.tally)?))
}

/// "6 hands counted", without what they said: it may not have been revealed.
fn counted_words(tally: Tally) -> String {
    format!(
        "{} counted; a vote by person takes their place",
        count(tally.hands() as usize, "hand", "hands")
    )
}

/// True where a vote already says all that the file says.
fn says_the_same(vote: &Vote, said: &Said) -> bool {
    let adds = |new: &str, old: &str| !new.is_empty() && new != old;
    vote.choice == said.choice
        && vote.level == said.level
        && (said.certainty.is_unknown() || said.certainty == vote.certainty)
        && !adds(&said.reason, &vote.reason)
        && !adds(&said.comment, &vote.comment)
}

/// Judges files together: whose they are, and what every vote would do.
fn judged(
    session: &Session,
    files: Vec<Returned>,
    chosen: &[PreworkChosen],
) -> Result<Vec<Judged>, Error> {
    let engagement = session.engagement();
    let matches = matched(session, &files, chosen)?;
    // Everything said for a vote, with the file that says it.
    let mut said: BTreeMap<(Uid, String, String), Vec<(usize, Said)>> = BTreeMap::new();
    for (at, (file, (participant, _))) in files.iter().zip(&matches).enumerate() {
        let (Some(participant), Some(pack)) = (participant, &file.pack) else { continue };
        for vote in &file.votes {
            let key = (participant.uid, pack.to_string(), vote.question.to_string());
            said.entry(key).or_default().push((at, vote.clone()));
        }
    }
    let name = |at: usize| files[at].file_name.clone();
    let states: Vec<Vec<(ReturnedState, Vec<String>)>> = files
        .iter()
        .zip(&matches)
        .enumerate()
        .map(|(at, (file, (participant, _)))| {
            file.votes
                .iter()
                .map(|vote| {
                    let (Some(participant), Some(pack)) = (participant, &file.pack) else {
                        return (ReturnedState::Open, vec![]);
                    };
                    let key = (participant.uid, pack.to_string(), vote.question.to_string());
                    let all = &said[&key];
                    if all.iter().any(|(_, other)| other != vote) {
                        let others = all.iter().filter(|(other, _)| *other != at);
                        return (
                            ReturnedState::Disputed,
                            others.map(|(other, _)| name(*other)).collect(),
                        );
                    }
                    let state = match held(engagement, pack, &vote.question, participant.uid) {
                        Some(held) if says_the_same(held, vote) => ReturnedState::Same,
                        Some(_) => ReturnedState::Conflict,
                        None if all[0].0 != at => ReturnedState::Same,
                        // A vote by person would take the place of all the hands that were counted.
                        None if counted(engagement, pack, &vote.question).is_some() => {
                            ReturnedState::Conflict
                        }
                        None => ReturnedState::New,
                    };
                    (state, vec![])
                })
                .collect()
        })
        .collect();
    Ok(files
        .into_iter()
        .zip(matches)
        .zip(states)
        .map(|((file, (participant, matched_by)), states)| Judged {
            file,
            participant,
            matched_by,
            states,
        })
        .collect())
}

/// A vote in words: "3 Defined, sure. Agreed in June".
fn in_words(
    pack: &Pack,
    choice: &str,
    level: Option<u8>,
    certainty: Option<&str>,
    texts: [&str; 2],
) -> String {
    let mut out = match (choice, level) {
        ("level", Some(level)) => format!("{level} {}", pack.level_name(level)),
        ("dont_know", _) => "Don't know".to_owned(),
        ("not_applicable", _) => "Not applicable".to_owned(),
        _ => "No level".to_owned(),
    };
    if let Some(certainty) = certainty {
        out.push_str(", ");
        out.push_str(&certainty.to_lowercase());
    }
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        out.push_str(": ");
        out.push_str(text);
    }
    out
}

fn said_words(pack: &Pack, said: &Said) -> String {
    let certainty = said.certainty.value().map(|c| c.label());
    in_words(pack, said.choice.word(), said.level, certainty, [&said.reason, &said.comment])
}

fn held_words(pack: &Pack, vote: &Vote) -> String {
    let certainty = vote.certainty.value().map(|c| c.label());
    in_words(pack, vote.choice.word(), vote.level, certainty, [&vote.reason, &vote.comment])
}

fn pack_of<'a>(session: &'a Session, id: &PackId) -> &'a Pack {
    match session.packs().iter().find(|pack| &pack.id == id) {
        Some(pack) => pack,
        None => session.pack(),
    }
}

/// Who it may be: the only one of the file's role who has no votes yet. It is no more than an offer, since strangers answer too.
fn only_one_left(session: &Session, file: &Returned) -> Option<String> {
    let engagement = session.engagement();
    let has_votes = |p: &Participant| {
        let is_theirs = |v: &&Vote| Some(&v.pack) == file.pack.as_ref() && v.participant == p.uid;
        engagement.votes.iter().any(|v| is_theirs(&v))
    };
    let of_role = |p: &&Participant| p.role.as_ref().is_some_and(|role| role.as_str() == file.role);
    let mut left = engagement.participants.iter().filter(of_role).filter(|p| !has_votes(p));
    match (left.next(), left.next()) {
        (Some(one), None) => {
            let one = label(engagement, one);
            Some(format!("{one} is the only one of this role without votes"))
        }
        _ => None,
    }
}

/// What stands beside a match and is worth a look.
fn match_notes(session: &Session, judged: &Judged) -> Vec<String> {
    let engagement = session.engagement();
    let mut notes = judged.file.notes.clone();
    let file = &judged.file;
    match &judged.participant {
        None if judged.matched_by == PreworkMatch::Nobody => {
            let people = &engagement.participants;
            let coded = people.iter().find(|p| p.code.as_str().eq_ignore_ascii_case(&file.code));
            notes.extend(match coded {
                Some(one) => {
                    let name = shown_name(engagement, one);
                    Some(format!("The file names {}, but {} is {name}", file.name, one.code))
                }
                None if !file.code.is_empty() => {
                    Some(format!("There is no participant {}", file.code))
                }
                None => only_one_left(session, file),
            });
        }
        None => {}
        Some(participant) => {
            let name = shown_name(engagement, participant);
            if judged.matched_by == PreworkMatch::New && participant.role.is_none() {
                notes.push("The file names no role: it is set in the brief".to_owned());
            }
            if !file.name.is_empty() && !name.is_empty() && !name.eq_ignore_ascii_case(&file.name) {
                notes.push(format!("The file names {}, {} is {name}", file.name, participant.code));
            }
            let role = participant.role.as_ref().map_or("", RoleId::as_str);
            if !file.role.is_empty() && role != file.role {
                notes.push(format!(
                    "The page was for the role {}",
                    role_title(session.pack(), &file.role)
                ));
            }
        }
    }
    notes
}

/// What returned files would change. Nothing is written.
///
/// # Errors
/// [`Code::NotFound`] for a file that cannot be read; what stands wrongly in a file is part of the answer.
pub fn look(
    session: &Session,
    paths: &[String],
    chosen: &[PreworkChosen],
) -> Result<PreworkLook, Error> {
    let files = judged(session, read_all(session, paths)?, chosen)?;
    let mut look = PreworkLook {
        files: vec![],
        people: session.engagement().participants.iter().map(|p| person(session, p)).collect(),
        new: 0,
        same: 0,
        conflicts: 0,
        disputed: 0,
        open: 0,
        unknown_questions: 0,
        mistakes: 0,
    };
    for judged in &files {
        for (state, _) in &judged.states {
            *match state {
                ReturnedState::New => &mut look.new,
                ReturnedState::Same => &mut look.same,
                ReturnedState::Conflict => &mut look.conflicts,
                ReturnedState::Disputed => &mut look.disputed,
                ReturnedState::Open => &mut look.open,
            } += 1;
        }
        look.unknown_questions += judged.file.unknown_questions;
        look.mistakes += judged.file.mistakes.len() as u32;
        look.files.push(file_view(session, judged));
    }
    Ok(look)
}

fn file_view(session: &Session, judged: &Judged) -> ReturnedFile {
    let engagement = session.engagement();
    let Judged { file, participant, matched_by, states } = judged;
    let pack = file.pack.as_ref().map(|id| pack_of(session, id));
    let votes = file.votes.iter().zip(states).map(|(said, (state, also_in))| {
        let is_to_decide = matches!(state, ReturnedState::Conflict | ReturnedState::Disputed);
        let held = participant
            .as_ref()
            .zip(file.pack.as_ref())
            .and_then(|(p, pack)| held(engagement, pack, &said.question, p.uid));
        ReturnedVote {
            question: said.question.to_string(),
            short_title: pack
                .and_then(|pack| pack.question(&said.question))
                .map_or(String::new(), |q| q.short_title.clone()),
            state: *state,
            // What needs no decision stays hidden, as votes do before they are revealed.
            says: pack
                .filter(|_| is_to_decide)
                .map_or(String::new(), |pack| said_words(pack, said)),
            held: pack.filter(|_| is_to_decide).map_or(String::new(), |pack| {
                let hands = counted(engagement, &pack.id, &said.question);
                held.map(|held| held_words(pack, held))
                    .or_else(|| hands.map(|(_, tally)| counted_words(tally)))
                    .unwrap_or_default()
            }),
            also_in: also_in.clone(),
        }
    });
    ReturnedFile {
        path: file.path.to_string_lossy().into_owned(),
        part: file.part.clone(),
        fingerprint: file.fingerprint.clone(),
        file_name: file.file_name.clone(),
        participant: participant.as_ref().map(|p| p.uid.to_string()),
        participant_label: participant.as_ref().map_or(String::new(), |p| label(engagement, p)),
        matched_by: *matched_by,
        name: file.name.clone(),
        code: file.code.clone(),
        role_title: if file.role.is_empty() {
            String::new()
        } else {
            role_title(pack.unwrap_or_else(|| session.pack()), &file.role)
        },
        pack: file.pack.as_ref().map_or(String::new(), ToString::to_string),
        pack_title: pack.map_or(String::new(), |pack| pack.title.clone()),
        saved_at: file.saved_at.clone(),
        votes: votes.collect(),
        unknown_questions: file.unknown_questions,
        mistakes: file.mistakes.clone(),
        notes: match_notes(session, judged),
    }
}

/// Writes the votes of returned files in one change, with the participants that are new. A contradicting vote stays as it is unless a
/// file is named that counts.
///
/// # Errors
/// [`Code::NotFound`] for a file that cannot be read; when the document cannot be changed. Nothing is written then.
pub fn take(
    session: &mut Session,
    moment: &mut Moment,
    request: &PreworkTake,
) -> Result<PreworkOutcome, Error> {
    let counts: BTreeMap<(&str, &str, &str), &PreworkCounts> = request
        .counts
        .iter()
        .map(|one| ((one.pack.as_str(), one.participant.as_str(), one.question.as_str()), one))
        .collect();
    let paths: Vec<String> = request.files.iter().map(|file| file.path.clone()).collect();
    let mut files = read_all(session, &paths)?;
    // Only what is named takes part: what was left out does not come back as a duplicate.
    files.retain(|file| request.files.iter().any(|chosen| names(chosen, file)));
    // Parts of a table are counted: of another table they would be others.
    let changed = files.iter().find(|file| {
        let was = request.files.iter().find(|chosen| names(chosen, file));
        was.is_some_and(|was| !was.fingerprint.is_empty() && was.fingerprint != file.fingerprint)
    });
    if let Some(file) = changed {
        return Err(Error::new(
            Code::InvalidImport,
            format!("{} was changed since it was looked at", file.file_name),
            "look at the files again; nothing was written",
        ));
    }
    let judged = judged(session, files, &request.files)?;
    let engagement = session.engagement();
    let mut outcome = PreworkOutcome {
        people: 0,
        added: 0,
        written: 0,
        replaced: 0,
        same: 0,
        conflicts: 0,
        disputed: 0,
        open: 0,
        left: vec![],
    };
    let mut changes = Vec::new();
    let mut people = BTreeSet::new();
    let mut added: Vec<Participant> = Vec::new();
    let mut written = BTreeSet::new();
    let mut uncounted = BTreeSet::new();
    // A count that one vote takes the place of holds no other vote back.
    let displaced: BTreeSet<(&str, &str)> = request
        .counts
        .iter()
        .filter(|one| {
            counted(engagement, &one.pack.as_str().into(), &one.question.as_str().into()).is_some()
        })
        .map(|one| (one.pack.as_str(), one.question.as_str()))
        .collect();
    for judged in &judged {
        let file = &judged.file;
        outcome.left.extend(file.mistakes.iter().map(|m| {
            Mistake {
                place: [file.file_name.as_str(), m.place.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
                ..m.clone()
            }
        }));
        let (Some(participant), Some(pack)) = (&judged.participant, &file.pack) else {
            outcome.open += file.votes.len() as u32;
            if !file.votes.is_empty() {
                outcome.left.push(Mistake {
                    place: file.file_name.clone(),
                    message: format!(
                        "{} of nobody known",
                        count(file.votes.len(), "vote", "votes")
                    ),
                    help: "choose the participant, or add them".into(),
                });
            }
            continue;
        };
        let words = pack_of(session, pack);
        for (said, (state, also_in)) in file.votes.iter().zip(&judged.states) {
            let old = held(engagement, pack, &said.question, participant.uid);
            let hands = counted(engagement, pack, &said.question);
            let uid = participant.uid.to_string();
            let decided =
                counts.get(&(pack.as_str(), uid.as_str(), said.question.as_str())).copied();
            let is_this = decided
                .is_some_and(|one| Path::new(&one.path) == file.path && one.part == file.part);
            let place = format!(
                "{}, {}, {}",
                file.file_name,
                label(engagement, participant),
                said.question
            );
            match state {
                ReturnedState::Same | ReturnedState::Open => outcome.same += 1,
                // A person said that another file counts.
                ReturnedState::Disputed if decided.is_some() && !is_this => {}
                ReturnedState::Disputed if decided.is_none() => {
                    outcome.disputed += 1;
                    outcome.left.push(Mistake {
                        place,
                        message: format!(
                            "says {}, and {} says otherwise",
                            said_words(words, said),
                            list(also_in)
                        ),
                        help: "ask which answer counts, and import that file alone".into(),
                    });
                }
                ReturnedState::Conflict
                    if decided.is_none()
                        && !(hands.is_some()
                            && displaced.contains(&(pack.as_str(), said.question.as_str()))) =>
                {
                    outcome.conflicts += 1;
                    outcome.left.push(Mistake {
                        place,
                        message: format!(
                            "says {}; the engagement holds {}",
                            said_words(words, said),
                            old.map(|old| held_words(words, old))
                                .or_else(|| hands.map(|(_, tally)| counted_words(tally)))
                                .unwrap_or_default()
                        ),
                        help: "kept as it is; replace it if the file is right".into(),
                    });
                }
                ReturnedState::Disputed if old.is_some_and(|old| says_the_same(old, said)) => {
                    outcome.same += 1;
                }
                ReturnedState::New | ReturnedState::Conflict | ReturnedState::Disputed => {
                    if !written.insert((participant.uid, pack.clone(), said.question.clone())) {
                        outcome.same += 1;
                        continue;
                    }
                    people.insert(participant.uid);
                    let is_known = added.iter().any(|known| known.uid == participant.uid);
                    if judged.matched_by == PreworkMatch::New && !is_known {
                        added.push(participant.clone());
                    }
                    let count = hands.filter(|(one, _)| uncounted.insert(one.uid));
                    if old.is_some() || count.is_some() {
                        outcome.replaced += 1;
                    } else {
                        outcome.written += 1;
                    }
                    if let Some((answer, _)) = count {
                        let answer = Answer {
                            tally: String::new(),
                            tally_after_reveal: false,
                            ..answer.clone()
                        };
                        changes.push(put(Kind::Answer, answer.uid, &answer));
                    }
                    changes.push(vote_change(engagement, moment, pack, participant, said, old));
                }
            }
        }
    }
    outcome.people = people.len() as u32;
    outcome.added = added.len() as u32;
    let mut with_people = Vec::new();
    for mut participant in added {
        participant.code = session.next_code(Kind::Participant)?;
        with_people.push(put(Kind::Participant, participant.uid, &participant));
    }
    with_people.extend(changes);
    let changes = with_people;
    if !changes.is_empty() {
        let label = format!("Import pre-work of {}", count(people.len(), "person", "people"));
        session.change(moment, &label, &changes)?;
    }
    Ok(outcome)
}

/// A vote as it is written: with the role that the participant has now, over the vote that it takes the place of.
fn vote_change(
    engagement: &Engagement,
    moment: &mut Moment,
    pack: &PackId,
    participant: &Participant,
    said: &Said,
    old: Option<&Vote>,
) -> RowChange {
    let is_revealed =
        engagement.answer(pack, &said.question).is_some_and(|answer| answer.revealed_at.is_some());
    // Another comment on the same level changes nothing that the room has seen.
    let is_seen = old.is_none_or(|old| {
        (old.choice, old.level, &old.certainty) != (said.choice, said.level, &said.certainty)
    });
    let vote = Vote {
        uid: old.map_or_else(|| moment.uid(), |old| old.uid),
        pack: pack.clone(),
        question: said.question.clone(),
        participant: participant.uid,
        choice: said.choice,
        level: said.level,
        certainty: said.certainty,
        role: participant.role.clone(),
        reason: said.reason.clone(),
        comment: said.comment.clone(),
        after_reveal: (is_revealed && is_seen) || old.is_some_and(|old| old.after_reveal),
        is_sealed: true,
    };
    put(Kind::Vote, vote.uid, &vote)
}

/// Imports files as the command line does: whoever is matched without asking, conflicts kept or all replaced.
///
/// # Errors
/// As [`take`].
pub fn import(
    session: &mut Session,
    moment: &mut Moment,
    paths: &[String],
    is_replacing: bool,
) -> Result<(PreworkLook, PreworkOutcome), Error> {
    let look = look(session, paths, &[])?;
    let files = look.files.iter().map(|file| PreworkChosen {
        path: file.path.clone(),
        part: file.part.clone(),
        participant: file.participant.clone(),
        fingerprint: file.fingerprint.clone(),
        is_new: false,
    });
    let conflicts = look.files.iter().filter(|_| is_replacing).flat_map(|file| {
        let participant = file.participant.clone().unwrap_or_default();
        file.votes.iter().filter(|vote| vote.state == ReturnedState::Conflict).map(move |vote| {
            PreworkCounts {
                pack: file.pack.clone(),
                participant: participant.clone(),
                question: vote.question.clone(),
                path: file.path.clone(),
                part: file.part.clone(),
            }
        })
    });
    let request = PreworkTake { files: files.collect(), counts: conflicts.collect() };
    let outcome = take(session, moment, &request)?;
    Ok((look, outcome))
}

/// The outcome of an import as JSON.
pub fn import_json(look: &PreworkLook, outcome: &PreworkOutcome) -> Value {
    let files: Vec<Value> = look
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.path,
                "participant": file.participant_label.split(' ').next().unwrap_or_default(),
                "matched_by": file.matched_by,
                "votes": file.votes.len(),
                "notes": file.notes,
            })
        })
        .collect();
    json!({
        "files": files,
        "people": outcome.people,
        "written": outcome.written,
        "replaced": outcome.replaced,
        "same": outcome.same,
        "conflicts": outcome.conflicts,
        "disputed": outcome.disputed,
        "unmatched": outcome.open,
        "left": outcome.left,
    })
}

//! The next round of an engagement: a new document in which the answers of the round before are "last time".

use std::collections::BTreeSet;
use std::path::Path;

use waymark_core::baseline::Frozen;
use waymark_core::brand::Brand;
use waymark_core::consensus::Consensus;
use waymark_core::engagement::{Answer, Baseline, Choice, Engagement};
use waymark_core::id::{Code as RecordCode, QuestionId};
use waymark_core::next_round::{day_of, last_round, last_time, next_round};
use waymark_core::record::Kind;
use waymark_core::wording::day;
use waymark_store::Blob;

use crate::assess::consensus_view;
use crate::derived::Derived;
use crate::error::{Code, Error};
use crate::library::Library;
use crate::session::{Moment, Session};
use crate::view::LastTimeView;

/// Makes the next round of an engagement in a new document, with the passphrase that the engagement has. The engagement itself is only
/// read.
///
/// # Errors
/// [`Code::InvalidValue`] where no question has an answer, since there is no round to follow; [`Code::AlreadyExists`] and
/// [`Code::NotWritable`] for the target.
pub fn begin(
    session: &Session,
    path: &Path,
    library: &Library,
    moment: &mut Moment,
) -> Result<Session, Error> {
    let ended = ended(session, moment)?;
    if ended.is_empty() {
        return Err(Error::new(
            Code::InvalidValue,
            "no question of this round has an answer yet, so no round can follow it",
            "go on with this engagement",
        ));
    }
    let next = next_round(session.engagement(), moment.uid(), ended);
    let files = files(session, &next)?;
    let used = session.document().map(|document| document.code_counters().clone());
    let key = session.document().ok().and_then(|document| document.passphrase());
    let mut made = Session::create_with(path, key, next, &files, library, moment)?;
    if let Ok(used) = used {
        // A code that the round before gave away and took back stands for nothing else in this one.
        made.document_mut()?.keep_codes(&used)?;
    }
    made.choose_pack(session.pack().id.as_str())?;
    Ok(made)
}

/// A baseline for each pack with an answer, named for the day of the round.
#[allow(clippy::unnecessary_wraps, reason = "its neighbours can fail")]
fn ended(session: &Session, moment: &mut Moment) -> Result<Vec<Baseline>, Error> {
    let counted = session.counted();
    let engagement: &Engagement = &counted;
    let date = day_of(engagement).unwrap_or_else(|| moment.today());
    let title = |pack: &waymark_core::pack::Pack| {
        let first = format!("Round of {}", day(date));
        let taken = |title: &str| {
            engagement.baselines.iter().any(|b| b.pack == pack.id && b.title == title)
        };
        let more = (2..).map(|number| format!("{first} ({number})"));
        std::iter::once(first.clone()).chain(more).find(|title| !taken(title)).unwrap_or_default()
    };
    let told = |answer: &Answer| {
        let document = session.document().ok()?;
        document.touched(Kind::Answer.table(), answer.uid, &["settled", "level"]).ok().flatten()
    };
    let mut number = last_code(session, engagement);
    let mut ended = Vec::new();
    for pack in session.packs() {
        let under = engagement.under(pack);
        let card = Derived::of(pack, &under).scorecard;
        if card.questions.iter().all(|question| question.consensus == Consensus::Unknown) {
            continue;
        }
        let frozen = Frozen {
            last_round: Some(last_round(engagement, &pack.id, &told)),
            ..Frozen::of(&card, pack, engagement)
        };
        number += 1;
        ended.push(Baseline {
            uid: moment.uid(),
            code: RecordCode::new(format!("{}-{number}", Kind::Baseline.prefix())),
            title: title(pack),
            pack: pack.id.clone(),
            pack_version: pack.version.clone(),
            frozen_at: moment.now,
            scorecard: serde_json::to_value(&frozen).expect("a scorecard is plain data"),
            notes: String::new(),
        });
    }
    Ok(ended)
}

/// The highest number that a baseline's code ever had here.
fn last_code(session: &Session, engagement: &Engagement) -> i64 {
    let counted = session
        .document()
        .ok()
        .and_then(|document| document.code_counters().get(Kind::Baseline.prefix()).copied());
    let there = engagement
        .baselines
        .iter()
        .filter_map(|baseline| baseline.code.as_str().rsplit('-').next()?.parse().ok());
    there.chain(counted).max().unwrap_or(0)
}

/// The files that what stays names: the fonts of the house.
fn files(session: &Session, next: &Engagement) -> Result<Vec<Blob>, Error> {
    let Ok(document) = session.document() else { return Ok(vec![]) };
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for setting in &next.report_settings {
        let brand = Brand::of(&setting.brand);
        wanted.extend([brand.font_regular, brand.font_bold]);
    }
    let mut files = Vec::new();
    for hash in wanted.iter().filter(|hash| !hash.is_empty()) {
        files.extend(document.blob(hash)?);
    }
    Ok(files)
}

/// What a question was answered in the round before; `None` in a first round, and for a question that was not asked then.
pub fn last_time_view(session: &Session, question: &QuestionId) -> Option<LastTimeView> {
    let pack = session.pack();
    let (baseline, frozen) = last_time(session.engagement(), &pack.id)?;
    let asked = frozen.question(question);
    let consensus = frozen.consensus(question);
    if asked.is_none() && consensus == Consensus::Unknown {
        return None;
    }
    let grounds = asked.and_then(|asked| asked.grounds.clone());
    let answer = frozen
        .last_round
        .as_ref()
        .and_then(|round| round.answers.get(question).cloned())
        .unwrap_or_default();
    Some(LastTimeView {
        title: baseline.title.clone(),
        consensus: consensus_view(pack, consensus, grounds.as_ref().is_some_and(|g| g.is_settled)),
        reason: answer.reason,
        dissent: answer.dissent,
        note: answer.note,
        by: answer.by,
        at: answer.at.map(|at| at as f64),
        votes: grounds.as_ref().map_or(0, |grounds| grounds.votes.iter().sum()),
        spread: grounds.as_ref().and_then(|grounds| grounds.spread),
        strength: grounds
            .filter(|_| consensus.level().is_some())
            .map_or(String::new(), |grounds| grounds.strength.label().to_owned()),
    })
}

/// What settling a question as last time means: the choice, the level, the reason.
///
/// # Errors
/// [`Code::InvalidValue`] where there was no last time, or nothing was known then.
pub(crate) fn as_last_time(
    session: &Session,
    question: &QuestionId,
) -> Result<(Choice, Option<u8>, String), Error> {
    let none = |message: &str| {
        Error::invalid("question", message.to_owned(), "take the votes, or settle it by hand")
    };
    let last = last_time_view(session, question)
        .ok_or_else(|| none("this question was not asked last time"))?;
    let (choice, level) = match (last.consensus.kind, last.consensus.level) {
        (crate::view::ConsensusKind::Level, Some(level)) => (Choice::Level, Some(level)),
        (crate::view::ConsensusKind::NotApplicable, _) => (Choice::NotApplicable, None),
        _ => return Err(none("nobody knew an answer last time")),
    };
    let reason = match last.reason.trim() {
        "" => format!("As last time ({})", last.title),
        reason if reason.starts_with("As last time") => reason.to_owned(),
        reason => format!("As last time ({}): {reason}", last.title),
    };
    Ok((choice, level, reason.chars().take(2000).collect()))
}

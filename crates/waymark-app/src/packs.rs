//! The packs and lenses of an engagement: looked at, taken in, brought up to another version, removed.
//!
//! Nothing is taken in without a look at it first ([`look`]), and what has an answer never goes without a word: entries that another
//! version does not know keep it out.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use waymark_core::baseline::{Frozen, compare};
use waymark_core::consensus::{Consensus, consensus};
use waymark_core::engagement::{Engagement, PackRef, Profile, Verdict, VerdictSubject};
use waymark_core::field::{FieldMeta, PackWords, check_fields};
use waymark_core::id::{PackId, QuestionId};
use waymark_core::pack::{Pack, Question};
use waymark_core::record::Kind;
use waymark_core::score::votes_on;
use waymark_core::wording::count;
use waymark_pack::lens;
use waymark_store::RowChange;

use crate::assess::asked;
use crate::baseline::comparison_view;
use crate::commands::PackSource;
use crate::derived::Derived;
use crate::error::{Code, Error, Mistake};
use crate::lens_answer::{counts_view, selection};
use crate::library::{Content, Held, held_with_warnings, lens_reference};
use crate::session::{Moment, Session};
use crate::view::{
    AssessmentRef, AvailablePack, EarlierVersion, LensSummary, PackChanges, PackLook, PackStanding,
    PackView, PacksView, QuestionNote,
};

/// Most conflicts told at once.
const CONFLICTS: usize = 50;

/// The assessments of an engagement, for the ways between them.
pub fn assessments(session: &Session) -> Vec<AssessmentRef> {
    let packs = session.packs().iter().map(|pack| AssessmentRef {
        id: pack.id.to_string(),
        title: pack.title.clone(),
        is_lens: false,
        is_current: pack.id == session.pack().id,
    });
    let lenses = session.lenses().iter().map(|(id, lens)| AssessmentRef {
        id: id.to_string(),
        title: lens.name.clone(),
        is_lens: true,
        is_current: false,
    });
    packs.chain(lenses).collect()
}

/// The packs and lenses of the engagement, and the shipped packs that it does not hold.
///
/// # Errors
/// When the history cannot be read.
pub fn list_packs(session: &Session) -> Result<PacksView, Error> {
    let counted = session.counted();
    let engagement = &*counted;
    let document = session.document()?;
    let mut packs = Vec::new();
    for pack in session.packs() {
        let reference = reference(engagement, &pack.id);
        let shipped = session.library().by_id(pack.id.as_str());
        let is_shipped =
            |old: &PackRef| shipped.is_some_and(|held| held.reference.hash == old.hash);
        let earlier = document.earlier_packs(&pack.id)?;
        packs.push(PackView {
            id: pack.id.to_string(),
            title: pack.title.clone(),
            version: pack.version.clone(),
            status: pack.status.label().to_owned(),
            questions: asked(pack, engagement).len() as u32,
            answered: answered(pack, engagement),
            is_current: pack.id == session.pack().id,
            shipped_version: shipped
                .filter(|held| Some(&held.reference.hash) != reference.map(|r| &r.hash))
                .map(|held| held.reference.version.clone()),
            earlier: earlier
                .into_iter()
                .filter(|(_, old)| !is_shipped(old))
                .map(|(at, old)| EarlierVersion {
                    version: old.version,
                    hash: old.hash,
                    until: at as f64,
                })
                .collect(),
            entries: entries(session, &pack.id).len() as u32,
            may_be_removed: session.packs().len() > 1,
        });
    }
    let lenses = session.lenses().iter().map(|(id, lens)| LensSummary {
        id: id.to_string(),
        title: lens.name.clone(),
        description: lens.description.clone().unwrap_or_default(),
        risks: counts_view(&lens::counts(lens, &selection(engagement, id)).total),
        entries: entries(session, id).len() as u32,
    });
    let is_held = |id: &PackId| engagement.packs.iter().any(|pack| &pack.id == id);
    let available = session.library().packs().iter().filter(|held| !is_held(&held.reference.id));
    Ok(PacksView {
        packs,
        lenses: lenses.collect(),
        available: available
            .map(|Held { pack, .. }| AvailablePack {
                id: pack.id.to_string(),
                title: pack.title.clone(),
                version: pack.version.clone(),
                status: pack.status.label().to_owned(),
                questions: pack.questions.len() as u32,
            })
            .collect(),
    })
}

fn reference<'a>(engagement: &'a Engagement, id: &PackId) -> Option<&'a PackRef> {
    engagement.packs.iter().find(|pack| &pack.id == id)
}

/// Questions asked in this depth that have a consensus or do not apply.
fn answered(pack: &Pack, engagement: &Engagement) -> u32 {
    let is_known =
        |question: &&&Question| consensus_on(pack, engagement, &question.id) != Consensus::Unknown;
    asked(pack, engagement).iter().filter(is_known).count() as u32
}

fn consensus_on(pack: &Pack, engagement: &Engagement, question: &QuestionId) -> Consensus {
    let votes = votes_on(engagement, pack, question);
    consensus(engagement.answer(&pack.id, question), &votes).0
}

/// The records that stand under a pack or lens: those that name it, and those that name no pack but a question of it.
fn entries(session: &Session, id: &PackId) -> Vec<(Kind, Value)> {
    let pack = session.packs().iter().find(|pack| &pack.id == id);
    let is_own = |row: &Value| match row["pack"].as_str() {
        Some(of) => of == id.as_str(),
        None => row["question"]
            .as_str()
            .and_then(|question| pack?.question(&QuestionId::new(question)))
            .is_some(),
    };
    let mut found = Vec::new();
    for &kind in Kind::ALL {
        if kind.fields().iter().any(|field| field.name == "pack") {
            let own = session.engagement().rows(kind).into_iter().filter(|row| is_own(row));
            found.extend(own.map(|row| (kind, row)));
        }
    }
    found
}

/// What a source brings.
struct Brought {
    reference: PackRef,
    content: Content,
    notes: Vec<String>,
}

/// Reads a source.
fn bring(session: &Session, source: &PackSource) -> Result<Brought, Error> {
    let of_pack = |held: &Held| Brought {
        reference: held.reference.clone(),
        content: Content::Pack(held.pack.clone()),
        notes: vec![],
    };
    match source {
        PackSource { shipped: Some(id), .. } => {
            session.library().by_id(id).map(of_pack).ok_or_else(|| {
                let message = format!("this program does not ship the pack `{id}`");
                Error::new(Code::UnknownItem, message, "choose its folder or zip file")
            })
        }
        PackSource { earlier: Some(hash), .. } => {
            let reference = session.document()?.earlier_pack(hash)?.ok_or_else(|| {
                let message = "the document does not hold that version any more".to_owned();
                Error::new(Code::UnknownItem, message, "choose its folder or zip file")
            })?;
            let content = session.library().resolve(&reference)?;
            Ok(Brought { reference, content, notes: vec![] })
        }
        PackSource { path: Some(path), is_repaired, .. } => {
            from_path(Path::new(path), *is_repaired)
        }
        _ => Err(Error::invalid("path", "no pack was named", "choose a folder or a file")),
    }
}

fn from_path(path: &Path, is_repaired: bool) -> Result<Brought, Error> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if is_json {
        let (lens, notes) =
            if is_repaired { crate::lens::read_repaired(path) } else { crate::lens::read(path) }?;
        let reference = lens_reference(&lens);
        return Ok(Brought { reference, content: Content::Lens(lens.into()), notes });
    }
    // A file of a pack stands for its folder.
    let is_toml = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let place = path.parent().filter(|_| is_toml && path.is_file()).unwrap_or(path);
    let files = waymark_pack::read_path(place).map_err(|error| {
        Error::new(Code::InvalidPack, error.to_string(), crate::pack_check::help(&error))
            .caused_by(error)
    })?;
    if files.contains_key(lens::LENS_FILE) {
        let lens = crate::library::lens(&files)?;
        let reference = lens_reference(&lens);
        return Ok(Brought { reference, content: Content::Lens(lens.into()), notes: vec![] });
    }
    let (held, warnings) = held_with_warnings(&files)?;
    let notes = warnings.iter().map(ToString::to_string).collect();
    Ok(Brought { reference: held.reference, content: Content::Pack(held.pack), notes })
}

/// Looks at a pack or lens before it is taken in.
///
/// # Errors
/// [`Code::InvalidPack`] and [`Code::InvalidImport`] with every problem, also where a folder or zip file cannot be read;
/// [`Code::RepairOffered`] where a lens has no fault but bare `NaN` or `Infinity`, [`Code::NotFound`] where its file cannot be read.
pub fn look(session: &Session, source: &PackSource) -> Result<PackLook, Error> {
    let brought = bring(session, source)?;
    let counted = session.counted();
    let engagement = &*counted;
    let known = reference(engagement, &brought.reference.id);
    let standing = match known {
        None => PackStanding::New,
        Some(known) if known.hash == brought.reference.hash => PackStanding::Same,
        Some(_) => PackStanding::Version,
    };
    let look = match &brought.content {
        Content::Lens(lens) => PackLook {
            id: brought.reference.id.to_string(),
            title: lens.name.clone(),
            version: String::new(),
            status: String::new(),
            is_lens: true,
            standing,
            questions: lens.pillars.iter().map(|pillar| pillar.questions.len()).sum::<usize>()
                as u32,
            areas: lens.pillars.iter().map(|pillar| pillar.name.clone()).collect(),
            notes: brought.notes,
            conflicts: vec![],
            changes: None,
        },
        Content::Pack(pack) => PackLook {
            id: pack.id.to_string(),
            title: pack.title.clone(),
            version: pack.version.clone(),
            status: pack.status.label().to_owned(),
            is_lens: false,
            standing,
            questions: pack.questions.len() as u32,
            areas: pack.dimensions.iter().map(|dimension| dimension.title.clone()).collect(),
            notes: brought.notes,
            conflicts: conflicts(session, &brought.reference, &brought.content),
            changes: session
                .packs()
                .iter()
                .find(|held| held.id == pack.id && standing == PackStanding::Version)
                .map(|held| changes(engagement, held, &session.spoken(pack))),
        },
    };
    Ok(look)
}

/// Entries that would not fit once the content is held, and fit now.
fn conflicts(session: &Session, reference: &PackRef, content: &Content) -> Vec<Mistake> {
    let mut words = words_without(session, &reference.id);
    content.add_words(&reference.id, &mut words);
    let is_back = session
        .document()
        .and_then(|document| Ok(document.earlier_pack(&reference.hash)?))
        .is_ok_and(|earlier| earlier.is_some());
    let help = if is_back {
        "take back what was entered since, or stay at the version held"
    } else {
        "ask its author to keep the id; a question that is not asked any more belongs under [[retired]] in pack.toml"
    };
    unfit(session, &words, &[], help)
}

/// The words of all packs and lenses but one.
fn words_without(session: &Session, id: &PackId) -> PackWords {
    let mut words = PackWords::default();
    for pack in session.packs().iter().filter(|pack| &pack.id != id) {
        pack.add_words(&mut words);
    }
    for (known, lens) in session.lenses().iter().filter(|(known, _)| known != id) {
        Content::Lens(lens.clone()).add_words(known, &mut words);
    }
    words
}

/// Entries that do not fit these words, and fit now: one line a place, though ten votes stand there. Those `besides` go anyway.
fn unfit(
    session: &Session,
    words: &PackWords,
    besides: &[(Kind, Value)],
    help: &str,
) -> Vec<Mistake> {
    let engagement = session.engagement();
    let mut found: Vec<Mistake> = Vec::new();
    let mut judge = |fields: &[FieldMeta], row: &Value, apart: &[&str], place: String| {
        let Some(row) = row.as_object() else { return };
        let old: BTreeSet<String> = check_fields(fields, row, session.words(), apart)
            .into_iter()
            .map(|problem| problem.path)
            .collect();
        for problem in check_fields(fields, row, words, apart) {
            let place = format!("{place}{}", problem.path);
            let is_told =
                found.len() == CONFLICTS || found.iter().any(|known| known.place == place);
            if !old.contains(&problem.path) && !is_told {
                found.push(Mistake { place, message: problem.message, help: help.to_owned() });
            }
        }
    };
    for &kind in Kind::ALL {
        for row in engagement.rows(kind) {
            if besides.iter().any(|(of, gone)| *of == kind && gone["uid"] == row["uid"]) {
                continue;
            }
            let place = ["code", "question", "initiative"]
                .iter()
                .find_map(|name| row[*name].as_str())
                .map_or_else(|| kind.label().to_owned(), |name| format!("{} {name}", kind.label()));
            judge(kind.fields(), &row, &["uid", "code"], place);
        }
    }
    let profile = serde_json::to_value(&engagement.profile).expect("a profile is plain data");
    judge(Profile::FIELDS, &profile, &[], "brief".into());
    found
}

/// What a version of a pack changes against the one held.
fn changes(engagement: &Engagement, held: &Pack, new: &Pack) -> PackChanges {
    let has_answer = |id: &QuestionId| {
        engagement.votes.iter().any(|vote| vote.pack == held.id && &vote.question == id)
            || engagement.answer(&held.id, id).is_some()
    };
    let note = |question: &Question, detail: String| QuestionNote {
        id: question.id.to_string(),
        text: question.text.clone(),
        detail,
        has_answer: has_answer(&question.id),
    };
    let pairs: Vec<(&Question, &Question)> = new
        .questions
        .iter()
        .filter_map(|question| Some((held.question(&question.id)?, question)))
        .collect();
    let title = |pack: &Pack, question: &Question| {
        pack.dimension(&question.dimension).map_or(String::new(), |d| d.title.clone())
    };
    PackChanges {
        from_version: held.version.clone(),
        carried: pairs.iter().filter(|(old, _)| has_answer(&old.id)).count() as u32,
        added: new
            .questions
            .iter()
            .filter(|question| held.question(&question.id).is_none())
            .map(|question| note(question, title(new, question)))
            .collect(),
        retired: held
            .questions
            .iter()
            .filter(|question| new.question(&question.id).is_none())
            .map(|question| {
                let why = new.retired.iter().find(|retired| retired.id == question.id);
                note(question, why.map_or(String::new(), |retired| retired.note.clone()))
            })
            .collect(),
        reworded: pairs
            .iter()
            .filter_map(|(old, now)| Some(note(now, rewording(old, now)?)))
            .collect(),
        moved: pairs
            .iter()
            .filter(|(old, now)| old.dimension != now.dimension)
            .map(|(old, now)| {
                note(now, format!("from {} to {}", title(held, old), title(new, now)))
            })
            .collect(),
        weighed: pairs
            .iter()
            .filter_map(|(old, now)| Some(note(now, weighing(old, now)?)))
            .collect(),
        besides: besides(engagement, held, new),
        scores: {
            let card = Derived::of(held, &engagement.under(held)).scorecard;
            let before = Frozen::of(&card, held, engagement);
            let now = Derived::of(new, &engagement.under(new)).scorecard;
            let after = Frozen::of(&now, new, engagement);
            comparison_view(&compare(&before, &after, new), new, &held.version)
        },
    }
}

/// Which words of a question differ; `None` where all are the same.
fn rewording(old: &Question, now: &Question) -> Option<String> {
    let mut parts = Vec::new();
    if old.text != now.text {
        parts.push(format!("was: {}", old.text));
    }
    for (at, (old, now)) in old.levels.iter().zip(&now.levels).enumerate() {
        if old != now {
            parts.push(format!("level {} was: {old} Now: {now}", at + 1));
        }
    }
    if old.why != now.why {
        parts.push("why it matters reads differently".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn weighing(old: &Question, now: &Question) -> Option<String> {
    let mut parts = Vec::new();
    if old.weight != now.weight {
        parts.push(format!("weight {} instead of {}", now.weight, old.weight));
    }
    if old.target != now.target {
        parts.push(format!("target {} instead of {}", now.target, old.target));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What differs beside the questions.
fn besides(engagement: &Engagement, held: &Pack, new: &Pack) -> Vec<String> {
    fn differ<T, I: Ord>(
        old: &[T],
        now: &[T],
        id: impl Fn(&T) -> I,
        one: &str,
        many: &str,
    ) -> Option<String> {
        let old: BTreeSet<I> = old.iter().map(&id).collect();
        let now: BTreeSet<I> = now.iter().map(&id).collect();
        let (came, went) = (now.difference(&old).count(), old.difference(&now).count());
        match (came, went) {
            (0, 0) => None,
            (came, 0) => Some(format!("{} more", count(came, one, many))),
            (0, went) => Some(format!("{} fewer", count(went, one, many))),
            (came, went) => Some(format!("{} came and {went} went", count(came, one, many))),
        }
    }
    [
        differ(&held.dimensions, &new.dimensions, |d| d.id.clone(), "dimension", "dimensions"),
        differ(&held.initiatives, &new.initiatives, |i| i.id.clone(), "initiative", "initiatives"),
        differ(
            &held.rules,
            &new.rules,
            |r| r.id.clone(),
            "architecture rule",
            "architecture rules",
        ),
        differ(
            &held.target_rules,
            &new.target_rules,
            |r| r.id.clone(),
            "target rule",
            "target rules",
        ),
        differ(&held.call_rules, &new.call_rules, |r| r.id.clone(), "call rule", "call rules"),
        differ(
            &held.finding_rules,
            &new.finding_rules,
            |r| r.id.clone(),
            "finding rule",
            "finding rules",
        ),
        renamed(held, new),
        (held.services_checked != new.services_checked).then(|| {
            format!(
                "services checked on {} instead of {}",
                new.services_checked, held.services_checked
            )
        }),
    ]
    .into_iter()
    .chain([lost_verdicts(engagement, new)])
    .flatten()
    .collect()
}

/// Dimensions with another title.
fn renamed(held: &Pack, new: &Pack) -> Option<String> {
    let renamed: Vec<String> = new
        .dimensions
        .iter()
        .filter_map(|now| {
            let old = held.dimension(&now.id).filter(|old| old.title != now.title)?;
            Some(format!("“{}” is now called “{}”", old.title, now.title))
        })
        .collect();
    (!renamed.is_empty()).then(|| renamed.join("; "))
}

/// Verdicts on what the new version does not propose or find any more.
fn lost_verdicts(engagement: &Engagement, new: &Pack) -> Option<String> {
    let under = engagement.under(new);
    if under.verdicts.is_empty() {
        return None;
    }
    let derived = Derived::of(new, &under);
    let components = &derived.architecture(new, &under).components;
    let is_known = |verdict: &&Verdict| match verdict.subject {
        VerdictSubject::Component => components.iter().any(|c| c.id == verdict.subject_id),
        VerdictSubject::Finding => {
            new.finding_rules.iter().any(|r| r.id.as_str() == verdict.subject_id)
        }
        // A scan is judged by the pack anew.
        VerdictSubject::Fact => true,
    };
    let lost = under.verdicts.iter().filter(|verdict| !is_known(verdict)).count();
    let said = count(lost, "verdict speaks", "verdicts speak");
    (lost > 0).then(|| format!("{said} of what this version does not bring; kept, and not shown"))
}

/// Takes a pack or lens in, or another version of one. Before another version takes its place, the scorecard is frozen in a baseline,
/// so that what changes can be told later.
///
/// # Errors
/// As [`look`]; [`Code::InvalidPack`] where entries would not fit, [`Code::AlreadyExists`] where it is held as it is.
pub fn take(
    session: &mut Session,
    moment: &mut Moment,
    source: &PackSource,
) -> Result<PacksView, Error> {
    let Brought { reference: new, content, .. } = bring(session, source)?;
    let known = reference(session.engagement(), &new.id).cloned();
    if known.as_ref().is_some_and(|known| known.hash == new.hash) {
        let message = "the engagement holds this already".to_owned();
        return Err(Error::new(Code::AlreadyExists, message, "choose another one"));
    }
    let mistakes = conflicts(session, &new, &content);
    if !mistakes.is_empty() {
        return Err(unfitting("entries of this engagement do not fit this version", mistakes));
    }
    let title = match &content {
        Content::Pack(pack) => pack.title.clone(),
        Content::Lens(lens) => lens.name.clone(),
    };
    let mut changes = vec![RowChange::Pack(new.clone())];
    let label = match known {
        None => format!("Add {title}"),
        Some(known) => {
            changes.extend(baseline(session, moment, &known)?);
            format!("Take in {title} {}", new.version)
        }
    };
    session.change(moment, &label, &changes)?;
    list_packs(session)
}

/// The scorecard of a pack as it is, frozen; nothing where no question has an answer.
fn baseline(
    session: &mut Session,
    moment: &mut Moment,
    known: &PackRef,
) -> Result<Option<RowChange>, Error> {
    let Some(pack) = session.packs().iter().find(|pack| pack.id == known.id).cloned() else {
        return Ok(None);
    };
    let frozen = {
        let engagement = session.counted();
        if answered(&pack, &engagement) == 0 {
            return Ok(None);
        }
        let card = Derived::of(&pack, &engagement.under(&pack)).scorecard;
        Frozen::of(&card, &pack, &engagement)
    };
    let title = format!("{} {}", pack.title, known.version);
    crate::baseline::put(session, moment, &pack, &title, &frozen).map(Some)
}

fn unfitting(message: &str, mistakes: Vec<Mistake>) -> Error {
    Error { mistakes, ..Error::new(Code::InvalidPack, message, "see each place named here") }
}

/// Removes a pack or lens with all that stands under it. One undo brings it back.
///
/// # Errors
/// [`Code::UnknownItem`] for what the engagement does not hold, [`Code::InvalidValue`] for its only pack, [`Code::InvalidPack`] where
/// what stays names what only this pack knows, such as its roles.
pub fn remove(session: &mut Session, moment: &mut Moment, id: &str) -> Result<PacksView, Error> {
    let id = PackId::new(id);
    if reference(session.engagement(), &id).is_none() {
        let message = format!("the engagement holds no pack `{id}`");
        return Err(Error::new(Code::UnknownItem, message, "open the brief again"));
    }
    let pack = session.packs().iter().find(|pack| pack.id == id);
    if pack.is_some() && session.packs().len() == 1 {
        let help = "add the pack that takes its place first";
        return Err(Error::invalid("id", "an engagement needs an assessment pack", help));
    }
    let lens = session.lenses().iter().find(|(known, _)| *known == id);
    let title = pack
        .map(|pack| pack.title.clone())
        .or_else(|| lens.map(|(_, lens)| lens.name.clone()))
        .unwrap_or_default();
    let own = entries(session, &id);
    let help = "give it another value, or none, first";
    let mistakes = unfit(session, &words_without(session, &id), &own, help);
    if !mistakes.is_empty() {
        return Err(unfitting("what stays names what only this pack knows", mistakes));
    }
    let mut changes: Vec<RowChange> = own
        .into_iter()
        .filter_map(|(kind, row)| {
            let uid = row["uid"].as_str().and_then(waymark_core::id::Uid::parse)?;
            Some(RowChange::Remove { kind, uid })
        })
        .collect();
    changes.push(RowChange::RemovePack(id));
    session.change(moment, &format!("Remove {title}"), &changes)?;
    list_packs(session)
}

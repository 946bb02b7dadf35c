//! Baselines: freeze the scorecard under a name, list, rename and remove, and compare two of them or one with now.

use serde_json::{Value, json};
use waymark_chart::Frame;
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::baseline::{
    Cause, Comparison, Frozen, QuestionShift, Shift, Shifts, compare as compare_frozen,
};
use waymark_core::consensus::Consensus;
use waymark_core::engagement::Baseline;
use waymark_core::id::QuestionId;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::score::Band;
use waymark_core::wording::list as listed;
use waymark_report::compose::ChangeTold;
use waymark_report::figure;
use waymark_store::RowChange;

use crate::assess::consensus_view;
use crate::commands::{BaselineChart, BaselineCompare};
use crate::error::{Code, Error};
use crate::session::{Moment, Session};
use crate::view::{
    AroundView, BaselineView, BaselinesView, CauseWord, ChartView, ComparisonView,
    DimensionShiftView, FactorShiftView, QuestionShiftView, ReasonView, ShiftView,
};

/// Most letters in the name of a baseline.
const LONGEST: usize = 120;

/// The baselines of the current pack, newest first.
pub fn list(session: &Session) -> BaselinesView {
    let baselines = of_pack(session).into_iter().map(view);
    BaselinesView {
        baselines: baselines.collect(),
        refusal: refusal(session).map_or(String::new(), |error| error.message),
        suggested: suggested(session),
    }
}

fn of_pack(session: &Session) -> Vec<&Baseline> {
    let pack = &session.pack().id;
    let mut own: Vec<&Baseline> =
        session.engagement().baselines.iter().filter(|b| &b.pack == pack).collect();
    own.sort_by_key(|baseline| std::cmp::Reverse((baseline.frozen_at, baseline.uid)));
    own
}

/// One that does not read shows no numbers: its comparison says why.
fn view(baseline: &Baseline) -> BaselineView {
    let frozen = read(baseline).ok();
    let questions = frozen.as_ref().map_or(&[][..], |frozen| frozen.questions.as_slice());
    let is_answered = |question: &&waymark_core::baseline::FrozenQuestion| {
        question.consensus() != Consensus::Unknown
    };
    BaselineView {
        uid: baseline.uid.to_string(),
        code: baseline.code.to_string(),
        title: baseline.title.clone(),
        pack_version: baseline.pack_version.clone(),
        frozen_at: baseline.frozen_at as f64,
        score: frozen.as_ref().and_then(|frozen| frozen.overall.score),
        coverage: frozen.as_ref().and_then(|frozen| frozen.overall.coverage),
        answered: questions.iter().filter(is_answered).count() as u32,
        questions: questions.len() as u32,
        round: frozen.as_ref().and_then(|frozen| Some(frozen.last_round.as_ref()?.number)),
    }
}

/// What a baseline holds.
fn read(baseline: &Baseline) -> Result<Frozen, Error> {
    serde_json::from_value(baseline.scorecard.clone()).map_err(|problem| {
        let message = format!("the baseline {} does not read", baseline.code);
        Error::new(Code::DocumentDamaged, message, "open a backup of the document")
            .caused_by(problem)
    })
}

/// A name for the next baseline: the day of the workshop, else a number; never one that is taken.
fn suggested(session: &Session) -> String {
    let taken = |title: &str| of_pack(session).iter().any(|known| known.title == title);
    let day = waymark_core::next_round::day_of(session.engagement());
    let first = day.map(|day| format!("Workshop of {}", waymark_core::wording::day(day)));
    let numbered = (of_pack(session).len() + 1..).map(|number| format!("Baseline {number}"));
    first.into_iter().chain(numbered).find(|title| !taken(title)).unwrap_or_default()
}

/// Why nothing can be frozen.
fn refusal(session: &Session) -> Option<Error> {
    let card = &session.derived().scorecard;
    let is_empty = card.questions.iter().all(|question| question.consensus == Consensus::Unknown);
    is_empty.then(|| {
        Error::new(
            Code::InvalidValue,
            "no question has an answer yet, so there is nothing to freeze",
            "answer questions first",
        )
    })
}

/// The scorecard of the current pack as it is.
pub(crate) fn frozen(session: &Session) -> Frozen {
    Frozen::of(&session.derived().scorecard, session.base_pack(), &session.counted())
}

/// Freezes the scorecard of the current pack under a name, as one change.
///
/// # Errors
/// [`Code::InvalidValue`] without a name, with one that another baseline of the pack has, or where no question has an answer.
pub fn freeze(
    session: &mut Session,
    moment: &mut Moment,
    title: &str,
) -> Result<BaselinesView, Error> {
    let title = named(session, title, "")?;
    if let Some(refusal) = refusal(session) {
        return Err(refusal);
    }
    let frozen = frozen(session);
    let pack = session.base_pack().clone();
    let put = put(session, moment, &pack, &title, &frozen)?;
    session.change(moment, &format!("Freeze the baseline {title}"), &[put])?;
    Ok(list(session))
}

/// The step that keeps a frozen scorecard.
pub(crate) fn put(
    session: &mut Session,
    moment: &mut Moment,
    pack: &Pack,
    title: &str,
    frozen: &Frozen,
) -> Result<RowChange, Error> {
    let baseline = Baseline {
        uid: moment.uid(),
        code: session.next_code(Kind::Baseline)?,
        title: title.chars().take(LONGEST).collect(),
        pack: pack.id.clone(),
        pack_version: pack.version.clone(),
        frozen_at: moment.now,
        scorecard: serde_json::to_value(frozen).expect("a scorecard is plain data"),
        notes: String::new(),
    };
    Ok(put_row(&baseline))
}

fn put_row(baseline: &Baseline) -> RowChange {
    RowChange::Put {
        kind: Kind::Baseline,
        uid: baseline.uid,
        row: serde_json::to_value(baseline).expect("a baseline is plain data"),
    }
}

/// A name that may be given to the baseline of a code.
fn named(session: &Session, title: &str, code: &str) -> Result<String, Error> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::invalid("title", "the baseline has no name", "type a name for it"));
    }
    if title.chars().count() > LONGEST {
        let message = format!("the name is longer than {LONGEST} letters");
        return Err(Error::invalid("title", message, "type a shorter one"));
    }
    let is_taken = |known: &&Baseline| known.title == title && known.code.as_str() != code;
    if of_pack(session).iter().any(is_taken) {
        let message = format!("there is a baseline called {title} already");
        return Err(Error::invalid("title", message, "type another name, or remove that one"));
    }
    Ok(title.to_owned())
}

/// Gives a baseline another name.
///
/// # Errors
/// [`Code::UnknownItem`] for a baseline that is not there, [`Code::InvalidValue`] for no name or one that another has.
pub fn rename(
    session: &mut Session,
    moment: &mut Moment,
    code: &str,
    title: &str,
) -> Result<BaselinesView, Error> {
    let known = by_code(session, code)?.clone();
    let title = named(session, title, code)?;
    if title != known.title {
        let label = format!("Rename the baseline {} to {title}", known.title);
        session.change(moment, &label, &[put_row(&Baseline { title, ..known })])?;
    }
    Ok(list(session))
}

/// Removes a baseline. One undo brings it back.
///
/// # Errors
/// [`Code::UnknownItem`] for a baseline that is not there.
pub fn remove(
    session: &mut Session,
    moment: &mut Moment,
    code: &str,
) -> Result<BaselinesView, Error> {
    let known = by_code(session, code)?;
    let (uid, label) = (known.uid, format!("Remove the baseline {}", known.title));
    session.change(moment, &label, &[RowChange::Remove { kind: Kind::Baseline, uid }])?;
    Ok(list(session))
}

fn by_code<'s>(session: &'s Session, code: &str) -> Result<&'s Baseline, Error> {
    let mut all = of_pack(session).into_iter();
    all.find(|one| one.code.as_str() == code).ok_or_else(|| Error::unknown("baseline", code))
}

/// A baseline of the current pack by its code or its name; of several with one name the newest.
fn find<'s>(session: &'s Session, name: &str) -> Result<&'s Baseline, Error> {
    let all = of_pack(session);
    let by_code = all.iter().find(|one| one.code.as_str().eq_ignore_ascii_case(name));
    let found = by_code.or_else(|| all.iter().find(|one| one.title == name));
    found.copied().ok_or_else(|| {
        let known: Vec<String> =
            all.iter().map(|one| format!("{} “{}”", one.code, one.title)).collect();
        let help = if known.is_empty() {
            "freeze one on the Maturity screen first".to_owned()
        } else {
            format!("the engagement holds {}", listed(&known))
        };
        Error::new(Code::UnknownItem, format!("there is no baseline `{name}`"), help)
    })
}

/// Two moments that are compared.
struct Compared<'s> {
    then: &'s Baseline,
    /// `None` for now.
    with: Option<&'s Baseline>,
    comparison: Comparison,
}

/// Compares the baseline named, or the newest one, with another one, or with now; `None` where there is no baseline at all.
fn compared<'s>(
    session: &'s Session,
    baseline: &str,
    with: &str,
) -> Result<Option<Compared<'s>>, Error> {
    let then = match baseline {
        "" => match of_pack(session).first().copied() {
            Some(newest) => newest,
            None => return Ok(None),
        },
        name => find(session, name)?,
    };
    let with = if with.is_empty() { None } else { Some(find(session, with)?) };
    if with.is_some_and(|with| with.uid == then.uid) {
        return Err(Error::invalid(
            "with",
            format!("“{}” is the same baseline on both sides", then.title),
            "choose another one, or now",
        ));
    }
    let now = match with {
        Some(with) => read(with)?,
        None => frozen(session),
    };
    let comparison = compare_frozen(&read(then)?, &now, session.base_pack());
    Ok(Some(Compared { then, with, comparison }))
}

/// What changed between two baselines, or one and now; `None` where there is no baseline.
///
/// # Errors
/// [`Code::UnknownItem`] for a baseline that is not there, [`Code::InvalidValue`] for the same one twice, [`Code::DocumentDamaged`]
/// where one does not read.
pub fn compare(
    session: &Session,
    request: &BaselineCompare,
) -> Result<Option<ComparisonView>, Error> {
    let Some(found) = compared(session, &request.baseline, &request.with)? else {
        return Ok(None);
    };
    let pack = session.base_pack();
    let to_version = found.with.map_or(&pack.version, |with| &with.pack_version);
    Ok(Some(ComparisonView {
        title: found.then.title.clone(),
        to_version: to_version.clone(),
        at: Some(found.then.frozen_at as f64),
        baseline: found.then.code.to_string(),
        with: found.with.map_or(String::new(), |with| with.code.to_string()),
        with_title: found.with.map_or(String::new(), |with| with.title.clone()),
        ..comparison_view(&found.comparison, pack, &found.then.pack_version)
    }))
}

/// A drawing of two moments.
///
/// # Errors
/// As [`compare`]; [`Code::UnknownItem`] without a baseline, or for a chart that does not exist.
pub fn chart(session: &Session, request: &BaselineChart) -> Result<ChartView, Error> {
    let found = compared(session, &request.baseline, &request.with)?
        .ok_or_else(|| Error::unknown("baseline", &request.baseline))?;
    let now = found.with.map_or("Now", |with| with.title.as_str());
    let fonts = Fonts::inter();
    let frame = Frame::screen(request.width.clamp(240.0, 2400.0) as f32);
    let (title, alt, scene) = match request.chart.as_str() {
        "radar" => {
            let chart = figure::overlay(&found.comparison, &found.then.title, now);
            let height = if request.height > 0.0 { request.height } else { request.width };
            (chart.title.clone(), chart.alt.clone(), chart.draw(fonts, frame, height as f32))
        }
        "slopes" => {
            let chart = figure::slopes(&found.comparison, &found.then.title, now);
            (chart.title.clone(), chart.alt.clone(), chart.draw(fonts, frame))
        }
        other => return Err(Error::unknown("chart", other)),
    };
    Ok(ChartView { title, svg: svg::inline(&scene), alt })
}

/// What the report tells: the way from the end of the last round, else from the newest baseline, to now. One that does not read is not
/// told; the Maturity screen says so.
pub(crate) fn told(session: &Session) -> Option<ChangeTold> {
    let last = waymark_core::next_round::last_time(session.engagement(), &session.pack().id);
    let then = last.map(|(baseline, _)| baseline).or_else(|| of_pack(session).first().copied())?;
    let comparison = compare_frozen(&read(then).ok()?, &frozen(session), session.base_pack());
    let days = then.frozen_at.div_euclid(24 * 60 * 60 * 1000);
    let day = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?;
    Some(ChangeTold {
        title: then.title.clone(),
        frozen: day.strftime("%-d %B %Y").to_string(),
        from_version: then.pack_version.clone(),
        to_version: session.pack().version.clone(),
        comparison,
    })
}

fn shift_view(shift: &Shift) -> ShiftView {
    ShiftView {
        before: shift.before,
        after: shift.after,
        by_content: shift.by_content,
        by_answers: shift.by_answers,
        by_votes: shift.by_votes,
        by_evidence: shift.by_evidence,
    }
}

fn around_view(shifts: &Shifts) -> AroundView {
    AroundView {
        low: shift_view(&shifts.low),
        high: shift_view(&shifts.high),
        coverage: shift_view(&shifts.coverage),
        confidence: shift_view(&shifts.confidence),
    }
}

/// A comparison for the window, between versions of a pack where nothing else is said.
pub(crate) fn comparison_view(
    comparison: &Comparison,
    pack: &Pack,
    from_version: &str,
) -> ComparisonView {
    let dimensions = comparison.dimensions.iter().map(|moved| {
        let mut parts = Vec::new();
        let mut say = |ids: &[QuestionId], one: &str, many: &str| {
            if !ids.is_empty() {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                let verb = if ids.len() == 1 { one } else { many };
                parts.push(format!("{} {verb}", listed(&ids)));
            }
        };
        say(&moved.came, "came", "came");
        say(&moved.went, "went", "went");
        say(&moved.weighed_anew, "has another weight", "have another weight");
        say(&moved.answered_anew, "was answered anew", "were answered anew");
        DimensionShiftView {
            id: moved.id.to_string(),
            title: moved.title.clone(),
            shift: shift_view(&moved.shifts.score),
            around: around_view(&moved.shifts),
            why: parts.join("; "),
        }
    });
    let factors = comparison.factors.iter().map(|moved| FactorShiftView {
        id: moved.id.to_string(),
        title: moved.title.clone(),
        shift: shift_view(&moved.shifts.score),
        around: around_view(&moved.shifts),
    });
    ComparisonView {
        title: String::new(),
        from_version: from_version.to_owned(),
        to_version: pack.version.clone(),
        at: None,
        baseline: String::new(),
        with: String::new(),
        with_title: String::new(),
        headline: comparison.headline(),
        summary: comparison.summary(),
        overall: shift_view(&comparison.overall.score),
        around: around_view(&comparison.overall),
        factors: factors.collect(),
        dimensions: dimensions.collect(),
        questions: comparison.questions.iter().map(|moved| question_view(pack, moved)).collect(),
    }
}

fn question_view(pack: &Pack, moved: &QuestionShift) -> QuestionShiftView {
    let consensus = |known: Option<Consensus>| known.map(|c| consensus_view(pack, c, false));
    let band = |band: Option<Band>| band.map(|band| (band.low, band.high));
    QuestionShiftView {
        id: moved.id.to_string(),
        title: moved.title.clone(),
        dimension: moved.dimension.to_string(),
        before: consensus(moved.before),
        after: consensus(moved.after),
        band_before: band(moved.band_before),
        band_after: band(moved.band_after),
        because: moved
            .because
            .iter()
            .map(|because| ReasonView {
                cause: match because.cause {
                    Cause::Content => CauseWord::Content,
                    Cause::Answers => CauseWord::Answers,
                    Cause::Votes => CauseWord::Votes,
                    Cause::Evidence => CauseWord::Evidence,
                },
                text: because.text.clone(),
            })
            .collect(),
    }
}

fn shift_json(shift: &Shift) -> Value {
    json!({
        "before": shift.before,
        "after": shift.after,
        "content": shift.by_content,
        "answers": shift.by_answers,
        "votes": shift.by_votes,
        "evidence": shift.by_evidence,
    })
}

fn shifts_json(shifts: &Shifts) -> Value {
    json!({
        "score": shift_json(&shifts.score),
        "band_low": shift_json(&shifts.low),
        "band_high": shift_json(&shifts.high),
        "coverage": shift_json(&shifts.coverage),
        "confidence": shift_json(&shifts.confidence),
    })
}

/// `compare --json`: two moments with unrounded numbers, null where there is no value.
///
/// # Errors
/// As [`compare`]; [`Code::UnknownItem`] where there is no baseline.
pub fn json(session: &Session, baseline: &str, with: &str) -> Result<Value, Error> {
    let found = compared(session, baseline, with)?.ok_or_else(none)?;
    let moment = |baseline: &Baseline| {
        json!({
            "code": baseline.code,
            "title": baseline.title,
            "pack_version": baseline.pack_version,
            "frozen_at": baseline.frozen_at,
        })
    };
    let consensus = |known: Option<Consensus>| match known {
        Some(Consensus::Level(level)) => json!(level),
        Some(Consensus::NotApplicable) => json!("not_applicable"),
        Some(Consensus::Unknown) | None => Value::Null,
    };
    let named = |id: &str, title: &str, shifts: &Shifts| {
        let mut row = json!({ "id": id, "title": title });
        if let (Value::Object(row), Value::Object(rest)) = (&mut row, shifts_json(shifts)) {
            row.extend(rest);
        }
        row
    };
    let Comparison { overall, factors, dimensions, questions, .. } = &found.comparison;
    let questions = questions.iter().map(|moved| {
        let band = |band: Option<Band>| band.map(|band| [band.low, band.high]);
        json!({
            "id": moved.id,
            "dimension": moved.dimension,
            "was_asked": moved.before.is_some(),
            "is_asked": moved.after.is_some(),
            "before": consensus(moved.before),
            "after": consensus(moved.after),
            "band_before": band(moved.band_before),
            "band_after": band(moved.band_after),
            "because": moved
                .because
                .iter()
                .map(|because| json!({ "cause": because.cause.word(), "text": because.text }))
                .collect::<Vec<_>>(),
        })
    });
    Ok(json!({
        "pack": session.pack().id,
        "baseline": moment(found.then),
        "with": found.with.map(moment),
        "headline": found.comparison.headline(),
        "summary": found.comparison.summary(),
        "overall": shifts_json(overall),
        "factors": factors
            .iter()
            .map(|factor| named(factor.id.as_str(), &factor.title, &factor.shifts))
            .collect::<Vec<_>>(),
        "dimensions": dimensions
            .iter()
            .map(|one| named(one.id.as_str(), &one.title, &one.shifts))
            .collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
    }))
}

/// There is nothing to compare with.
fn none() -> Error {
    Error::new(
        Code::UnknownItem,
        "the engagement holds no baseline of this assessment",
        "freeze one on the Maturity screen, or with `waymark baseline FILE --freeze NAME`",
    )
}

/// `baseline --json`: the baselines of the current pack, newest first.
pub fn list_json(session: &Session) -> Value {
    let BaselinesView { baselines, .. } = list(session);
    baselines
        .into_iter()
        .map(|one| {
            json!({
                "code": one.code,
                "title": one.title,
                "pack_version": one.pack_version,
                "frozen_at": one.frozen_at as i64,
                "score": one.score,
                "coverage": one.coverage,
                "answered": one.answered,
                "questions": one.questions,
                "round": one.round,
            })
        })
        .collect()
}

//! The report for the window and the command line: what is in it, whether it is ready, pages and the file.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};
use waymark_chart::palette::branded;
use waymark_chart::svg;
use waymark_chart::text::{Fonts, set_in};
use waymark_core::architecture::decision::GivenVerdicts;
use waymark_core::brand::Brand;
use waymark_core::engagement::{AcceptedCheck, ReportSetting};
pub use waymark_core::engagement::{Audience, Detail};
use waymark_core::known::Known;
pub use waymark_core::readiness::Check;
use waymark_core::readiness::{Severity, checks, mark_accepted};
use waymark_core::record::Kind;
use waymark_core::vocabulary::Vocabulary;
use waymark_core::wording::{count, sentence};
use waymark_report::compose::{self, Input, Outline};
use waymark_report::{LaidOut, Meta, Report, Spot, lay_out};
use waymark_store::RowChange;

use crate::brand;
use crate::commands::{CheckAccept, ReportSet};
use crate::error::{Code, Error};
use crate::maturity::{all_blockers, record_ref, sealed, sealed_sentence};
use crate::session::{Moment, Session};
use crate::view::{CheckView, PageView, PlaceView, RefView, ReportView, SectionView, SpotView};

/// What stands between the engagement and a report.
pub fn readiness(session: &Session) -> Vec<Check> {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    let plan = derived.plan_now(pack, engagement).ok();
    let architecture = derived.architecture(pack, engagement);
    let mut checks = checks(pack, engagement, &derived.scorecard, plan, architecture);
    // Among the warnings: what is sealed is left out, which a reader of the report cannot know.
    if let Some(text) = sealed_sentence(session) {
        let at = checks.iter().position(|check| check.severity != Severity::Error);
        let check = Check {
            id: "sealed_votes",
            severity: Severity::Warning,
            text,
            help: "reveal them in the assessment, or settle the questions by hand",
            places: sealed(session).iter().map(ToString::to_string).collect(),
            accepted: None,
        };
        checks.insert(at.unwrap_or(checks.len()), check);
    }
    let open: Vec<String> = derived
        .evidence
        .iter()
        .filter(|one| one.is_open())
        .map(|one| one.question.to_string())
        .collect();
    if !open.is_empty() {
        let at = checks.iter().position(|check| check.severity == Severity::Information);
        let verb = if open.len() == 1 { "contradicts" } else { "contradict" };
        let check = Check {
            id: "facts_contradict",
            severity: Severity::Warning,
            text: sentence(&format!(
                "{} {verb} what people said, and nobody has said what becomes of it",
                count(open.len(), "fact of the account", "facts of the account")
            )),
            help: "take them up in the evidence: change the answer, or say why it stands",
            places: open,
            accepted: None,
        };
        checks.insert(at.unwrap_or(checks.len()), check);
    }
    mark_accepted(pack, engagement, &mut checks);
    checks
}

/// Checks as JSON.
pub fn checks_json(checks: &[Check]) -> Value {
    checks
        .iter()
        .map(|c| json!({ "id": c.id, "severity": c.severity.word(), "text": c.text, "help": c.help, "places": c.places, "accepted": c.accepted }))
        .collect()
}

/// Runs a function over everything that a report is composed from.
fn with_input<T>(
    session: &Session,
    given: &GivenVerdicts,
    Wanted { brand, fonts, .. }: &Wanted,
    run: impl FnOnce(&Input) -> T,
) -> T {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    let blockers = all_blockers(session);
    let checks = readiness(session);
    let lenses = crate::lens_answer::risks(session);
    let logo = brand::logo(brand);
    let scan = crate::evidence::told(session);
    let change = crate::baseline::told(session);
    let input = Input {
        pack,
        engagement,
        scorecard: &derived.scorecard,
        targets: &derived.targets,
        findings: derived.findings(pack, engagement),
        blockers: &blockers,
        architecture: derived.architecture(pack, engagement),
        given,
        plan: derived.plan(pack, engagement).ok(),
        checks: &checks,
        lenses: &lenses,
        evidence: &derived.evidence,
        scan: scan.as_ref(),
        change: change.as_ref(),
        brand,
        logo: logo.as_ref(),
    };
    set_in(fonts.0, || branded(brand, || run(&input)))
}

/// What a report holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Ids of sections in their order; none for the usual ones.
    pub sections: Vec<String>,
    /// For whom it is written.
    pub audience: Audience,
    /// How much of it there is.
    pub detail: Detail,
    /// How it looks like its maker's own.
    pub brand: Brand,
    /// What it is set in.
    pub fonts: HouseFonts,
}

/// The fonts of the house; Inter where it has none.
#[derive(Clone, Copy, Default)]
pub struct HouseFonts(pub Option<&'static Fonts>);

impl fmt::Debug for HouseFonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.unwrap_or_else(Fonts::inter).family())
    }
}

/// The same file is read once, so that equal fonts are one and the same.
impl PartialEq for HouseFonts {
    fn eq(&self, other: &Self) -> bool {
        self.0.map(std::ptr::from_ref) == other.0.map(std::ptr::from_ref)
    }
}

impl Eq for HouseFonts {}

impl Wanted {
    /// As it is kept in the engagement, with other sections where some are asked for.
    pub fn of(session: &Session, sections: &[String]) -> Self {
        let setting = session.in_view().report_setting(&session.pack().id);
        let kept = setting.map_or_else(Self::default, |setting| Self {
            sections: setting.sections.clone(),
            audience: setting.audience.value().copied().unwrap_or_default(),
            detail: setting.detail.value().copied().unwrap_or_default(),
            brand: Brand::of(&setting.brand),
            fonts: HouseFonts(brand::fonts(session, &Brand::of(&setting.brand))),
        });
        match sections {
            [] => kept,
            some => Self { sections: some.to_vec(), ..kept },
        }
    }

    /// Takes a brand that was just read.
    pub fn take_brand(&mut self, brand: Brand) {
        self.fonts = HouseFonts(brand::fonts_read(&brand));
        self.brand = brand;
    }

    fn outline(&self) -> Outline<'_> {
        let sections: Vec<&str> = match (self.detail, self.sections.as_slice()) {
            // Whatever it has to say: an appendix without it says why.
            (Detail::Appendix, []) => compose::APPENDIX.to_vec(),
            (_, sections) => sections.iter().map(String::as_str).collect(),
        };
        let is_brief = self.detail == Detail::Summary;
        Outline { sections, is_brief, audience: self.audience }
    }
}

/// The report on its pages.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn laid_out(session: &Session, wanted: &Wanted) -> Result<LaidOut, Error> {
    composed(session, wanted, lay_out)?.map_err(|error| {
        Error::new(
            Code::Internal,
            format!("the report cannot be laid out: {error}"),
            "this is a mistake in Waymark",
        )
    })
}

/// What of the report and its slides has no translation into the language of the engagement.
///
/// # Errors
/// As for [`crate::report_file::write_as`].
pub fn untranslated(session: &Session, wanted: &Wanted) -> Result<Vec<String>, Error> {
    let given = crate::architecture::given(session)?;
    Ok(with_input(session, &given, wanted, |input| compose::untranslated(input, &wanted.outline())))
}

/// Composes the report and makes something of it.
fn composed<T>(
    session: &Session,
    wanted: &Wanted,
    make: impl FnOnce(&Report, &Meta) -> T,
) -> Result<T, Error> {
    for id in &wanted.sections {
        section_of(id)?;
    }
    let given = crate::architecture::given(session)?;
    Ok(with_input(session, &given, wanted, |input| {
        make(&compose::compose(input, &wanted.outline()), &compose::meta(input))
    }))
}

fn section_of(id: &str) -> Result<(), Error> {
    if compose::SECTIONS.iter().any(|section| section.id == id) {
        return Ok(());
    }
    let known: Vec<&str> = compose::SECTIONS.iter().map(|section| section.id).collect();
    let help = format!("sections: {}", known.join(", "));
    Err(Error::new(Code::UnknownItem, format!("the report has no section `{id}`"), help))
}

/// The report as one HTML file.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn html(session: &Session, wanted: &Wanted) -> Result<String, Error> {
    composed(session, wanted, waymark_report::html)
}

/// The report as a document for a word processor.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn docx(session: &Session, wanted: &Wanted) -> Result<Vec<u8>, Error> {
    composed(session, wanted, waymark_report::docx)?.map_err(|error| unwritable(&error))
}

/// The read-out as slides, six of them or the whole deck.
///
/// # Errors
/// When they cannot be written.
pub fn slides(session: &Session, wanted: &Wanted, is_whole: bool) -> Result<Vec<u8>, Error> {
    let given = crate::architecture::given(session)?;
    with_input(session, &given, wanted, |input| {
        waymark_report::pptx(&compose::slides(input, is_whole), &compose::meta(input))
    })
    .map_err(|error| unwritable(&error))
}

fn unwritable(error: &waymark_report::Error) -> Error {
    Error::new(
        Code::Internal,
        format!("the report cannot be written: {error}"),
        "this is a mistake in Waymark",
    )
}

/// The report as PDF bytes, with its number of pages and the characters that no font has.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn pdf(session: &Session, wanted: &Wanted) -> Result<(Vec<u8>, usize, Vec<char>), Error> {
    let laid_out = laid_out(session, wanted)?;
    let bytes = set_in(wanted.fonts.0, || branded(&wanted.brand, || laid_out.to_pdf()));
    let bytes = bytes.map_err(|error| unwritable(&error))?;
    Ok((bytes, laid_out.pages(), laid_out.unsupported().to_vec()))
}

/// The Report screen.
pub fn report(session: &Session) -> ReportView {
    let checks = readiness(session);
    let open = |severity: Severity| {
        checks.iter().filter(|check| check.is_open() && check.severity == severity).count()
    };
    let (errors, warnings) = (open(Severity::Error), open(Severity::Warning));
    let headline = match (errors, warnings) {
        (0, 0) => "The report is ready to hand over".to_owned(),
        (0, n) => format!("Ready to hand over, with {}", count(n, "weak point", "weak points")),
        (n, _) => {
            let verb = if n == 1 { "stands" } else { "stand" };
            sentence(&format!("{} {verb} between you and a report", count(n, "thing", "things")))
        }
    };
    let wanted = Wanted::of(session, &[]);
    let usual = compose::usual(wanted.audience, wanted.detail);
    ReportView {
        headline,
        audience: wanted.audience.word().to_owned(),
        detail: wanted.detail.word().to_owned(),
        language: session.language().to_owned(),
        chosen: wanted.sections.clone(),
        // Which sections are empty does not depend on when verdicts were given.
        sections: with_input(session, &GivenVerdicts::new(), &wanted, |input| {
            compose::SECTIONS
                .iter()
                .map(|section| SectionView {
                    id: section.id.to_owned(),
                    title: section.title.to_owned(),
                    is_default: usual.contains(&section.id),
                    empty_because: compose::empty_because(input, section.id).unwrap_or_default(),
                })
                .collect()
        }),
        checks: checks.iter().map(|check| check_view(session, check)).collect(),
        file_name: file_name(session),
        brand: brand::view(&wanted.brand),
    }
}

fn check_view(session: &Session, check: &Check) -> CheckView {
    CheckView {
        id: check.id.to_owned(),
        severity: check.severity.word().to_owned(),
        text: check.text.clone(),
        help: check.help.to_owned(),
        accepted: check.accepted.clone(),
        refs: check.places.iter().map(|place| place_ref(session, place)).collect(),
    }
}

/// A link to a record, a question, a dimension or an initiative.
fn place_ref(session: &Session, place: &str) -> RefView {
    let pack = session.pack();
    if let Some(initiative) = pack.initiatives.iter().find(|i| i.id.as_str() == place) {
        return RefView {
            kind: "initiative".into(),
            id: place.to_owned(),
            label: initiative.title.clone(),
        };
    }
    if let Some(dimension) = pack.dimensions.iter().find(|d| d.id.as_str() == place) {
        return RefView {
            kind: "dimension".into(),
            id: place.to_owned(),
            label: dimension.title.clone(),
        };
    }
    record_ref(session, place)
}

/// A file name from the client's name.
fn file_name(session: &Session) -> String {
    let client: String = session
        .in_view()
        .profile
        .client
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '&') { c } else { ' ' })
        .collect();
    format!("{} data strategy report.pdf", client.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One page of the preview.
///
/// # Errors
/// [`Code::UnknownItem`] for a page the report does not have.
pub fn page(session: &Session, number: u32, sections: &[String]) -> Result<PageView, Error> {
    let pages = preview(session, sections)?;
    let page = (number as usize).checked_sub(1).and_then(|index| pages.get(index));
    page.cloned().ok_or_else(|| Error::unknown("page", &number.to_string()))
}

/// The page on which something is told, from 1; none where the report does not tell it.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn find(session: &Session, place: &str, sections: &[String]) -> Result<PlaceView, Error> {
    let pages = preview(session, sections)?;
    let holds = |page: &&PageView| {
        page.spots.iter().any(|spot| {
            spot.page.is_none() && spot.origin.as_ref().is_some_and(|origin| origin.id == place)
        })
    };
    Ok(PlaceView { page: pages.iter().find(holds).map(|page| page.number) })
}

fn preview(session: &Session, sections: &[String]) -> Result<Arc<Vec<PageView>>, Error> {
    let wanted = Wanted::of(session, sections);
    session.derived().preview(&wanted, || {
        let laid_out = laid_out(session, &wanted)?;
        let total = laid_out.pages() as u32;
        let pages = laid_out.scenes().into_iter().zip(laid_out.spots()).zip(1..);
        Ok(pages
            .map(|((scene, spots), number)| PageView {
                number,
                svg: set_in(wanted.fonts.0, || svg::embedded(&scene)),
                logo: laid_out.logo_at(number as usize - 1).map(|area| area.map(f64::from)),
                spots: spots
                    .iter()
                    .filter_map(|spot| spot_view(session, &laid_out, spot))
                    .collect(),
                pages: total,
            })
            .collect())
    })
}

/// Where an area of a page leads: to another page, or to what it tells of; `None` where neither is known.
fn spot_view(session: &Session, laid_out: &LaidOut, spot: &Spot) -> Option<SpotView> {
    let page = spot.is_link.then(|| laid_out.page_number_of(&spot.anchor)).flatten();
    let origin = if spot.is_link { None } else { origin_of(session, &spot.anchor) };
    if page.is_none() && origin.is_none() {
        return None;
    }
    Some(SpotView { area: spot.area.map(f64::from), page: page.map(|page| page as u32), origin })
}

/// What an anchor of the report tells of.
fn origin_of(session: &Session, anchor: &str) -> Option<RefView> {
    let (kind, id) = anchor.split_once('-').unwrap_or((anchor, ""));
    let pack = session.pack();
    let of = |kind: &str, id: &str, label: &str| RefView {
        kind: kind.to_owned(),
        id: id.to_owned(),
        label: label.to_owned(),
    };
    match kind {
        "q" | "rec" | "ini" => Some(place_ref(session, id)),
        "dim" => {
            // A heading below it belongs to it: dim-gov-heard.
            let own = pack.dimensions.iter().find(|d| {
                id == d.id.as_str()
                    || id.strip_prefix(d.id.as_str()).is_some_and(|rest| rest.starts_with('-'))
            })?;
            Some(of("dimension", own.id.as_str(), &own.title))
        }
        "dec" => {
            let architecture = session.derived().architecture(pack, session.in_view());
            let own = architecture.components.iter().find(|one| one.id == id)?;
            Some(of("component", &own.id, &own.name))
        }
        "summary" | "scorecard" => Some(of("view", "maturity", "Maturity")),
        "architecture" => Some(of("view", "architecture", "Architecture")),
        "roadmap" => Some(of("view", "roadmap", "Roadmap")),
        "goals" | "use" | "inventory" | "inventories" => Some(of("view", "discover", "Discover")),
        "verify" => Some(of("view", "verify", "Verify")),
        "evidence" => Some(of("view", "evidence", "Evidence")),
        "risks" => Some(of("view", "captures", "Notes")),
        _ => None,
    }
}

/// Keeps what the report holds. `None` leaves a part as it is; sections may be none for the usual ones.
///
/// # Errors
/// [`Code::InvalidValue`] for a word that is none, [`Code::UnknownItem`] for a section that does not exist.
pub fn set(session: &mut Session, moment: &mut Moment, request: &ReportSet) -> Result<(), Error> {
    let pack = session.pack().id.clone();
    let setting = session.engagement().report_setting(&pack).cloned();
    let mut setting = setting.unwrap_or_else(|| ReportSetting::new(moment.uid(), pack));
    let mut label = "Choose the sections of the report";
    if let Some(word) = &request.audience {
        setting.audience = Known::Value(word_of("audience", word, Audience::VOCABULARY)?);
        // Another reader has other sections.
        setting.sections.clear();
        label = "Choose for whom the report is written";
    }
    if let Some(word) = &request.detail {
        setting.detail = Known::Value(word_of("detail", word, Detail::VOCABULARY)?);
        setting.sections.clear();
        label = "Choose how much of the report there is";
    }
    if let Some(sections) = &request.sections {
        sections.iter().try_for_each(|id| section_of(id))?;
        setting.sections.clone_from(sections);
    }
    let row = serde_json::to_value(&setting).expect("a record is plain data");
    let put = RowChange::Put { kind: Kind::ReportSetting, uid: setting.uid, row };
    session.change(moment, label, &[put])
}

fn word_of<T: serde::de::DeserializeOwned>(
    field: &str,
    word: &str,
    vocabulary: &Vocabulary,
) -> Result<T, Error> {
    serde_json::from_value(json!(word)).map_err(|_| {
        let words: Vec<&str> = vocabulary.words.iter().map(|one| one.word).collect();
        Error::invalid(field, format!("`{word}` is not known"), format!("say {}", words.join(", ")))
    })
}

/// Accepts a point of the readiness check with a reason, or opens it again without one.
///
/// # Errors
/// [`Code::UnknownItem`] for a point that the check does not raise.
pub fn accept(
    session: &mut Session,
    moment: &mut Moment,
    request: &CheckAccept,
) -> Result<(), Error> {
    let checks = readiness(session);
    let check = checks.iter().find(|check| check.id == request.id);
    let check = check.ok_or_else(|| Error::unknown("point of the readiness check", &request.id))?;
    let pack = session.pack().id.clone();
    let known = session
        .engagement()
        .accepted_checks
        .iter()
        .find(|one| one.pack == pack && one.check == check.id)
        .map(|one| one.uid);
    let reason = request.reason.trim();
    let kind = Kind::AcceptedCheck;
    if reason.is_empty() {
        let Some(uid) = known else { return Ok(()) };
        let label = "Open a point of the readiness check again";
        return session.change(moment, label, &[RowChange::Remove { kind, uid }]);
    }
    let record = AcceptedCheck {
        uid: known.unwrap_or_else(|| moment.uid()),
        pack,
        check: check.id.to_owned(),
        reason: reason.to_owned(),
        places: check.places.clone(),
        accepted_on: Known::Value(moment.today()),
    };
    let row = serde_json::to_value(&record).expect("a record is plain data");
    let put = RowChange::Put { kind, uid: record.uid, row };
    session.change(moment, "Accept a point of the readiness check", &[put])
}

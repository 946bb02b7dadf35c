//! The report for the window and the command line: what is in it, whether it is ready, pages and the file.

use std::path::Path;

use serde_json::{Value, json};
use waymark_chart::svg;
use waymark_core::architecture::decision::GivenVerdicts;
pub use waymark_core::readiness::Check;
use waymark_core::readiness::{Severity, checks, mark_accepted};
use waymark_core::wording::count;
use waymark_report::compose::{self, Input};
use waymark_report::{LaidOut, Meta, Report, lay_out};

use crate::app::write_file;
use crate::error::{Code, Error};
use crate::maturity::{all_blockers, record_ref, sealed, sealed_sentence};
use crate::session::Session;
use crate::view::{CheckView, PageView, RefView, ReportView, ReportWritten, SectionView};

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
fn with_input<T>(session: &Session, given: &GivenVerdicts, run: impl FnOnce(&Input) -> T) -> T {
    let (pack, engagement, derived) = (session.pack(), session.in_view(), session.derived());
    let blockers = all_blockers(session);
    let checks = readiness(session);
    let lenses = crate::lens_answer::risks(session);
    run(&Input {
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
    })
}

/// The report on its pages.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn laid_out(session: &Session, sections: &[String]) -> Result<LaidOut, Error> {
    composed(session, sections, lay_out)?.map_err(|error| {
        Error::new(
            Code::Internal,
            format!("the report cannot be laid out: {error}"),
            "this is a mistake in Waymark",
        )
    })
}

/// Composes the report and makes something of it.
fn composed<T>(
    session: &Session,
    sections: &[String],
    make: impl FnOnce(&Report, &Meta) -> T,
) -> Result<T, Error> {
    if let Some(unknown) = sections
        .iter()
        .find(|id| !compose::SECTIONS.iter().any(|section| section.id == id.as_str()))
    {
        let known: Vec<&str> = compose::SECTIONS.iter().map(|section| section.id).collect();
        let help = format!("sections: {}", known.join(", "));
        return Err(Error::new(
            Code::UnknownItem,
            format!("the report has no section `{unknown}`"),
            help,
        ));
    }
    let sections: Vec<&str> = sections.iter().map(String::as_str).collect();
    let given = crate::architecture::given(session)?;
    Ok(with_input(session, &given, |input| {
        make(&compose::compose(input, &sections), &compose::meta(input))
    }))
}

/// The report as one HTML file.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn html(session: &Session, sections: &[String]) -> Result<String, Error> {
    composed(session, sections, waymark_report::html)
}

/// The report as PDF bytes, with its number of pages and the characters that no font has.
///
/// # Errors
/// [`Code::UnknownItem`] for a section that does not exist.
pub fn pdf(session: &Session, sections: &[String]) -> Result<(Vec<u8>, usize, Vec<char>), Error> {
    let laid_out = laid_out(session, sections)?;
    let bytes = laid_out.to_pdf().map_err(|error| {
        Error::new(
            Code::Internal,
            format!("the report cannot be written: {error}"),
            "this is a mistake in Waymark",
        )
    })?;
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
            waymark_core::wording::sentence(&format!(
                "{} {verb} between you and a report",
                count(n, "thing", "things")
            ))
        }
    };
    ReportView {
        headline,
        // Which sections are empty does not depend on when verdicts were given.
        sections: with_input(session, &GivenVerdicts::new(), |input| {
            compose::SECTIONS
                .iter()
                .map(|section| SectionView {
                    id: section.id.to_owned(),
                    title: section.title.to_owned(),
                    is_default: section.is_default,
                    empty_because: compose::empty_because(input, section.id).unwrap_or_default(),
                })
                .collect()
        }),
        checks: checks.iter().map(|check| check_view(session, check)).collect(),
        file_name: file_name(session),
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

/// Writes the report: as a page for a browser where the file is named so, else as PDF.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written.
pub fn write_report(
    session: &Session,
    path: &Path,
    sections: &[String],
) -> Result<ReportWritten, Error> {
    let is_html = path
        .extension()
        .is_some_and(|ending| ["html", "htm"].iter().any(|one| ending.eq_ignore_ascii_case(one)));
    let (bytes, pages, missing) = if is_html {
        (html(session, sections)?.into_bytes(), 0, vec![])
    } else {
        pdf(session, sections)?
    };
    write_file(path, &bytes)?;
    Ok(ReportWritten {
        path: path.to_string_lossy().into_owned(),
        pages: pages as u32,
        bytes: bytes.len() as f64,
        missing_characters: missing.iter().map(char::to_string).collect(),
    })
}

/// One page of the preview.
///
/// # Errors
/// [`Code::UnknownItem`] for a page the report does not have.
pub fn page(session: &Session, number: u32, sections: &[String]) -> Result<PageView, Error> {
    let pages = session.derived().preview(sections, || {
        Ok(laid_out(session, sections)?.scenes().iter().map(svg::inline).collect())
    })?;
    let page = (number as usize).checked_sub(1).and_then(|index| pages.get(index));
    let svg = page.cloned().ok_or_else(|| Error::unknown("page", &number.to_string()))?;
    Ok(PageView { number, svg, pages: pages.len() as u32 })
}

//! Baselines, the next round, and several engagements side by side.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde_json::Value;
use waymark_app::app::write_file;
use waymark_app::library::Library;
use waymark_app::portfolio::{self, PseudonymKey, TableForm};
use waymark_app::session::{Mode, Moment, Session};
use waymark_app::view::{BaselineView, ComparisonView, PortfolioFailure, ShiftView};
use waymark_app::{baseline, count, next_round};

use crate::arguments::Portfolio;
use crate::print::{self, say};

/// Freezes a baseline where a name is given, and lists those that there are.
pub(crate) fn baselines(
    mut session: Session,
    freeze: Option<&str>,
    json: bool,
    moment: &mut Moment,
) -> anyhow::Result<()> {
    let view = match freeze {
        Some(title) => baseline::freeze(&mut session, moment, title)?,
        None => baseline::list(&session),
    };
    if json {
        return print::json(&baseline::list_json(&session));
    }
    if view.baselines.is_empty() {
        say!("No baseline yet; --freeze NAME makes one");
    }
    for BaselineView { code, title, pack_version, score, answered, questions, .. } in
        &view.baselines
    {
        let score = number(*score);
        say!(
            "{code:<8} {title:<40} version {pack_version:<8} score {score:>4}  {answered} of {questions} answered"
        );
    }
    Ok(())
}

/// Prints what moved between two moments.
pub(crate) fn compare(
    session: &Session,
    baseline: &str,
    with: &str,
    json: bool,
) -> anyhow::Result<()> {
    // The JSON says what is wrong with a name, too.
    let told = baseline::json(session, baseline, with)?;
    if json {
        return print::json(&told);
    }
    let request = waymark_app::commands::BaselineCompare {
        baseline: baseline.to_owned(),
        with: with.to_owned(),
    };
    if let Some(view) = baseline::compare(session, &request)? {
        comparison(&view);
    }
    Ok(())
}

fn comparison(view: &ComparisonView) {
    say!("{}\n{}\n", view.headline, view.summary);
    let now = if view.with_title.is_empty() { "now" } else { view.with_title.as_str() };
    say!("{} to {now}\n", view.title);
    say!("{:<38} {:>5} {:>8} {:>8} {:>6} {:>5}", "", "then", "content", "answers", "votes", "now");
    let line = |title: &str, shift: &ShiftView| {
        say!(
            "{title:<38} {:>5} {:>8} {:>8} {:>6} {:>5}",
            number(shift.before),
            signed(shift.by_content),
            signed(shift.by_answers),
            signed(shift.by_votes),
            number(shift.after)
        );
    };
    for factor in &view.factors {
        line(&factor.title, &factor.shift);
    }
    for dimension in &view.dimensions {
        line(&format!("  {}", dimension.title), &dimension.shift);
    }
    line("Overall", &view.overall);
    for question in &view.questions {
        say!("\n{} {}", question.id, question.title);
        for because in &question.because {
            say!("    {}", because.text);
        }
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), waymark_app::one_decimal)
}

/// A difference with its sign; a dash where it rounds to nothing or is not known.
fn signed(value: Option<f64>) -> String {
    match value.map(|value| (value, waymark_app::one_decimal(value.abs()))) {
        Some((value, text)) if text != "0.0" => {
            format!("{}{text}", if value < 0.0 { '-' } else { '+' })
        }
        _ => "-".to_owned(),
    }
}

/// Begins the next round in a new document.
pub(crate) fn next(
    file: &Path,
    out: &Path,
    library: &Library,
    moment: &mut Moment,
) -> anyhow::Result<()> {
    let session = Session::open(file, Mode::ReadOnly, library)?;
    next_round::begin(&session, out, library, moment)?;
    say!("{}", out.display());
    Ok(())
}

/// Tells several engagements side by side, and writes them as tables without names.
pub(crate) fn portfolio(
    request: &Portfolio,
    library: &Library,
    random: [u8; 16],
) -> anyhow::Result<()> {
    if request.schema {
        return print::json(&portfolio::schema());
    }
    let paths: Vec<String> =
        request.files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let key = match request.salt.as_deref().map(str::trim) {
        Some("") => {
            bail!("the salt is empty; give words that you keep to yourself, or leave --salt out")
        }
        Some(words) => PseudonymKey::of_words(words),
        None => PseudonymKey::random(random),
    };
    let tables: Vec<(&PathBuf, TableForm)> =
        [(&request.csv, TableForm::Csv), (&request.parquet, TableForm::Parquet)]
            .into_iter()
            .filter_map(|(path, form)| Some((path.as_ref()?, form)))
            .collect();
    let mut left_out: Vec<PortfolioFailure> = vec![];
    if !tables.is_empty() {
        let forms: Vec<TableForm> = tables.iter().map(|(_, form)| *form).collect();
        let made = portfolio::export(&paths, &forms, &key, library, None)?;
        if made.engagements == 0 {
            return Err(portfolio::unread(&made.failures).into());
        }
        for ((path, _), bytes) in tables.iter().zip(&made.files) {
            write_file(path, bytes)?;
            // With JSON on standard output there is nothing else on it.
            if !request.json {
                say!("{}", path.display());
            }
        }
        left_out = made.failures;
    }
    if tables.is_empty() || request.json {
        let (told, failures) = portfolio::json(&paths, library, request.anonymous.then_some(&key))?;
        if failures.len() == paths.len() {
            return Err(portfolio::unread(&failures).into());
        }
        if request.json {
            print::json(&told)?;
        } else {
            table(&told);
        }
        left_out = failures;
    }
    if request.salt.is_none() && (!tables.is_empty() || request.anonymous) {
        eprintln!("The pseudonyms are of this once; with --salt the next export has the same ones");
    }
    for failure in &left_out {
        if request.anonymous {
            let at = paths.iter().position(|path| *path == failure.path).unwrap_or_default();
            eprintln!("Left out: file {}", at + 1);
        } else {
            eprintln!("Left out: {}: {}", failure.path, failure.message);
        }
    }
    Ok(())
}

/// Clients by scores.
fn table(told: &Value) {
    let rows = told["engagements"].as_array().map_or(&[][..], Vec::as_slice);
    say!("{}\n", count(rows.len(), "assessment", "assessments"));
    say!(
        "{:<34} {:<18} {:<10} {:>5} {:>5} {:>8} {:>10}",
        "",
        "assessment",
        "date",
        "round",
        "score",
        "coverage",
        "confidence"
    );
    let share = |value: &Value| {
        value.as_f64().map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", share * 100.0))
    };
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
        let name = if row["client"].is_string() { text("client") } else { text("engagement_id") };
        let date = text("date");
        say!(
            "{name:<34} {:<18} {:<10} {:>5} {:>5} {:>8} {:>10}",
            text("pack"),
            if date.is_empty() { "-" } else { date.as_str() },
            row["round"].to_string(),
            number(row["overall"]["score"].as_f64()),
            share(&row["overall"]["coverage"]),
            share(&row["overall"]["confidence"])
        );
    }
}

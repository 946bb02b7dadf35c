//! What people read on the terminal. Messages go to standard error, results to standard output.

use std::io::Write as _;
use std::path::Path;

use serde_json::Value;
use waymark_app::architecture_export::Look;
use waymark_app::commands::ArchitectureRequest;
use waymark_app::error::{Code, Error};
use waymark_app::merge::{self, Merged};
use waymark_app::pack_check::{Problem, Spoken};
use waymark_app::report::Check;
use waymark_app::session::Session;
use waymark_app::view::{
    ComponentView, MergeConflict, PreworkLook, PreworkMatch, PreworkOutcome, Recovered,
    RecoveryView,
};
use waymark_app::{architecture, count, maturity, psplib, recover, roadmap};

/// Prints a line. That the reader goes away, as `head` does, is no failure; that the line cannot be written is one.
pub(crate) fn line(text: std::fmt::Arguments<'_>) {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("the result cannot be written: {error}");
            std::process::exit(2);
        }
        _ => {}
    }
}

/// Prints a line as `println!` does, but survives a reader that goes away.
macro_rules! say {
    () => { $crate::print::line(format_args!("")) };
    ($($words:tt)*) => { $crate::print::line(format_args!($($words)*)) };
}
pub(crate) use say;

/// Prints JSON with a final newline. A reader that goes away ends the printing quietly.
pub(crate) fn json(value: &Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes bytes as they are. A reader that goes away ends it quietly.
pub(crate) fn bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a failure: what, every mistake with its place, what to do.
pub(crate) fn failure(error: &anyhow::Error) {
    eprintln!("{error}");
    if let Some(Error { code: Code::DocumentDamaged, source: Some(source), .. }) =
        error.downcast_ref::<Error>()
    {
        eprintln!("  {source}");
    }
    let Some(known) = error.downcast_ref::<Error>() else {
        for cause in error.chain().skip(1) {
            eprintln!("  {cause}");
        }
        return;
    };
    for mistake in &known.mistakes {
        eprintln!("  {}: {}", mistake.place, mistake.message);
        if !mistake.help.is_empty() {
            eprintln!("      {}", mistake.help);
        }
    }
    if !known.help.is_empty() {
        eprintln!("{}", known.help);
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), waymark_app::one_decimal)
}

/// What a scan says of the answers, contradictions first.
pub(crate) fn evidence(told: &Value) {
    let rows = told["evidence"].as_array().map_or(&[][..], Vec::as_slice);
    if rows.is_empty() {
        say!("The scan says nothing of the answers");
    }
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    for row in rows {
        let level =
            row["level"].as_u64().map_or("no answer".to_owned(), |level| format!("{level}"));
        say!(
            "{:<12} {:<7} answered {level}, {}: {}",
            text(row, "says"),
            text(row, "question"),
            text(row, "effect"),
            text(row, "test")
        );
        for list in ["numbers", "not_measured"] {
            for line in row[list].as_array().into_iter().flatten() {
                say!("{:<20} {}", "", line.as_str().unwrap_or_default());
            }
        }
    }
}

/// What can be saved of a damaged engagement.
pub(crate) fn recovery(view: &RecoveryView) {
    say!("{}", view.headline);
    let changes = view.changes.map_or("an unknown number of".to_owned(), |known| known.to_string());
    say!("{} of {changes} changes of its history can be read", view.changes_read);
    match &view.backup {
        Some(backup) => {
            let after =
                backup.changes_after.map_or("unknown".to_owned(), |known| known.to_string());
            say!(
                "The newest sound backup holds {}; made after it: {after}, of which {} can be read in full",
                count(backup.changes as usize, "change", "changes"),
                backup.changes_after_read
            );
        }
        None => say!("There is no sound backup of it here"),
    }
    say!(
        "\n{:<26} {:>6} {:>12} {:>12} {:>9} {:>5}",
        "",
        "sound",
        "from history",
        "from backup",
        "in doubt",
        "lost"
    );
    for table in &view.tables {
        say!(
            "{:<26} {:>6} {:>12} {:>12} {:>9} {:>5}",
            table.label,
            table.sound,
            table.from_history,
            table.from_backup,
            table.in_doubt,
            table.lost
        );
    }
    for table in &view.tables {
        let doubtful = table.notable.iter().filter(|one| one.state != Recovered::FromHistory);
        for one in doubtful {
            say!("{}: {}", one.name, recover::word(one.state).replace('_', " "));
        }
    }
    for file in &view.files_lost {
        say!("the file {file}: lost");
    }
    for problem in &view.problems {
        eprintln!("  {problem}");
    }
    if let Some(written) = &view.written {
        say!("\n{written}");
    }
}

/// The scorecard as a table.
pub(crate) fn scorecard(session: &Session) {
    let view = maturity::maturity(session);
    say!("{}\n{}\n", view.headline, view.summary);
    say!(
        "{:<34} {:>5} {:>8} {:>11} {:>8} {:>6} {:>5}",
        "",
        "score",
        "attained",
        "band",
        "coverage",
        "target",
        "gap"
    );
    let line = |title: &str,
                score: &waymark_app::view::ScoreView,
                target: Option<f64>,
                gap: Option<f64>| {
        let band = score.band.map_or_else(
            || "-".to_owned(),
            |(low, high)| format!("{} to {}", number(Some(low)), number(Some(high))),
        );
        let attained = score.attained.map_or_else(|| "-".to_owned(), |level| level.to_string());
        let coverage = score
            .coverage
            .map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", share * 100.0));
        say!(
            "{title:<34} {:>5} {attained:>8} {band:>11} {coverage:>8} {:>6} {:>5}",
            number(score.score),
            number(target),
            number(gap)
        );
    };
    line("Overall", &view.overall, None, None);
    for factor in &view.factors {
        say!();
        line(&factor.title, &factor.score, None, None);
        for dimension in view.dimensions.iter().filter(|dimension| dimension.factor == factor.id) {
            line(
                &format!("  {}", dimension.title),
                &dimension.score,
                dimension.target,
                dimension.gap,
            );
        }
    }
    for blocker in &view.blockers {
        say!("\nBlocker: {blocker}");
    }
}

/// The components by layer that stand at the stage; with a use case those on its path.
pub(crate) fn architecture(session: &Session, look: &Look) -> anyhow::Result<()> {
    let use_case = look.use_case.clone().unwrap_or_default();
    let request =
        ArchitectureRequest { selected: String::new(), use_case, stage: look.stage.word() };
    let view = architecture::architecture(session, &request)?;
    say!("{}", view.headline);
    let is_wanted = |component: &&ComponentView| {
        component.is_shown && (look.use_case.is_none() || component.is_on_path)
    };
    let mut layer = "";
    for component in view.components.iter().filter(is_wanted) {
        if component.layer_title != layer {
            layer = &component.layer_title;
            say!("\n{layer}");
        }
        say!("  {:<9} {:<40} {}", component.standing, component.service, component.capability);
    }
    for finding in &view.findings {
        say!("\nFinding: {}", finding.text);
    }
    for question in &view.open_questions {
        say!("\nOpen: {}", question.text);
    }
    say!("\nServices checked on {}", view.services_checked);
    Ok(())
}

/// Prints the plan of a PSPLIB instance.
pub(crate) fn instance(plan: &psplib::Plan) {
    let bound = plan.lower_bound.map_or_else(|| "unknown".to_owned(), |bound| bound.to_string());
    let proof = if plan.proven { "there is no shorter plan" } else { "a shorter plan may exist" };
    say!("Ends in week {}; lower bound {bound}; {proof}", plan.makespan);
    let starts: Vec<String> = plan.start.iter().map(u32::to_string).collect();
    say!("Starts, job by job: {}", starts.join(" "));
}

/// The initiatives by start.
pub(crate) fn roadmap(session: &Session) -> anyhow::Result<()> {
    let plan = roadmap::plan_of(session)?;
    for wave in &plan.waves {
        say!(
            "Wave {} {}: {} to {}",
            wave.number,
            wave.title,
            plan.date(wave.from),
            plan.last_day(wave.to)
        );
        for id in &wave.initiatives {
            let title =
                session.pack().initiative(id).map_or("", |initiative| initiative.title.as_str());
            if let Some(placed) = plan.placed.iter().find(|placed| &placed.chosen.id == id) {
                let mark = if placed.is_critical { "critical" } else { "" };
                say!(
                    "  {id:<7} {} to {}  {title} {mark}",
                    plan.date(placed.start),
                    plan.last_day(placed.end)
                );
            }
        }
    }
    Ok(())
}

/// Problems of a pack, each with its place.
pub(crate) fn pack_problems(path: &Path, problems: &[Problem]) {
    for problem in problems {
        say!(
            "{}/{}:{}:{}: {}",
            path.display(),
            problem.file,
            problem.line,
            problem.column,
            problem.message
        );
        if !problem.help.is_empty() {
            say!("    {}", problem.help);
        }
    }
    match problems.len() {
        0 => say!("No problems"),
        1 => say!("One problem"),
        n => say!("{n} problems"),
    }
}

/// How much of a pack each of its languages has.
pub(crate) fn languages(languages: &[Spoken]) {
    for Spoken { language, texts, translated } in languages {
        if translated == texts {
            say!("{language}: all {texts} texts");
        } else {
            say!(
                "{language}: {translated} of {texts} texts, {} stand in the pack's own language",
                texts - translated
            );
        }
    }
}

/// Readiness checks.
pub(crate) fn checks(checks: &[Check]) {
    if checks.is_empty() {
        say!("Sound, and ready to report");
    }
    for check in checks {
        let word = if check.is_open() { check.severity.word() } else { "accepted" };
        say!("{word}: {}", check.text);
        if !check.places.is_empty() {
            say!("    {}", check.places.join(", "));
        }
        say!("    {}", check.accepted.as_deref().unwrap_or(check.help));
    }
}

/// What an import of pre-work did: whose each file is, what was written, and on standard error what was not.
pub(crate) fn imported(look: &PreworkLook, outcome: &PreworkOutcome) {
    for file in &look.files {
        let how = match file.matched_by {
            PreworkMatch::Code => "by code",
            PreworkMatch::Name => "by name",
            PreworkMatch::Chosen => "as chosen",
            PreworkMatch::New => "as a new participant",
            PreworkMatch::Nobody => "nobody",
        };
        if file.participant.is_some() {
            say!(
                "{}: {} ({how}), {}",
                file.file_name,
                file.participant_label,
                count(file.votes.len(), "vote", "votes")
            );
        } else {
            let votes = count(file.votes.len(), "vote", "votes");
            say!("{}: matched with nobody, {votes}", file.file_name);
        }
        for note in &file.notes {
            say!("    {note}");
        }
    }
    say!(
        "{} new, {} replaced, {} there already, of {} participants",
        outcome.written,
        outcome.replaced,
        outcome.same,
        outcome.people
    );
    for left in &outcome.left {
        eprintln!("{}: {}", left.place, left.message);
        if !left.help.is_empty() {
            eprintln!("    {}", left.help);
        }
    }
}

/// What a merge did.
pub(crate) fn merged(merged: &Merged, out: &Path) {
    if merged.label.is_none() {
        say!("The second copy has nothing that the first one does not hold");
    }
    for list in &merged.incoming {
        say!(
            "{}: {} new, {} changed, {} removed",
            list.label,
            list.added,
            list.changed,
            list.removed
        );
    }
    if merged.files > 0 {
        say!("files: {} new", merged.files);
    }
    for record in &merged.recoded {
        say!(
            "{} is now {}: both copies had made one ({} {})",
            record.from,
            record.to,
            record.kind_label,
            record.title
        );
    }
    say!("{}", out.display());
}

/// Conflicts, both sides under each other. They are no result, so they go where failures go.
pub(crate) fn conflicts(conflicts: &[MergeConflict]) {
    for conflict in conflicts {
        eprintln!("{}", merge::heading(conflict));
        for (side, text) in
            [("before", &conflict.base), ("A", &conflict.ours), ("B", &conflict.theirs)]
        {
            let text = if text.is_empty() { "-" } else { text };
            eprintln!("  {side:<7} {}", text.replace('\n', "\n          "));
        }
    }
}

/// The failure that conflicts are, once they are listed.
pub(crate) fn undecided(conflicts: usize) -> Error {
    let said = count(conflicts, "conflict is", "conflicts are");
    Error::new(
        Code::InvalidValue,
        format!("{said} not decided; nothing was written"),
        "decide all with --prefer a or --prefer b, or each in a file: --json prints it, --decisions reads it",
    )
}

/// Risk counts of a lens, pillar by pillar.
pub(crate) fn risks(counts: &Value) {
    const KEYS: [&str; 6] = ["HIGH", "MEDIUM", "NONE", "NOT_APPLICABLE", "UNANSWERED", "NO_MATCH"];
    let line = |name: &str, cells: [String; 6]| {
        let [high, medium, none, not_applicable, unanswered, no_match] = cells;
        say!(
            "{name:<28}{high:>8}{medium:>8}{none:>8}{not_applicable:>16}{unanswered:>12}{no_match:>10}"
        );
    };
    let numbers = |of: &Value| KEYS.map(|key| of[key].to_string());
    line("Pillar", KEYS.map(str::to_owned));
    for pillar in counts["pillars"].as_array().into_iter().flatten() {
        line(pillar["id"].as_str().unwrap_or_default(), numbers(pillar));
    }
    line("Total", numbers(&counts["total"]));
}

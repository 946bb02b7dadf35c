//! `waymark`: the product on the command line. Arguments in, printing out; everything else is `waymark-app`.
//!
//! Exit code 0: done. 1: done, with problems found (`check`, `pack check`, `import votes`, `recover`). 2: could not do it.
#![expect(clippy::print_stderr, reason = "printing is what a command line does")]

mod arguments;
mod passphrase;
mod print;
mod rounds;
#[cfg(feature = "aws-scan")]
mod scan;

use std::io::IsTerminal as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::{Parser as _, ValueEnum as _};
use jiff::Timestamp;
use waymark_app::app::{import_file, write_file};
use waymark_app::commands::{CardsWrite, PreworkForm, PreworkWrite};
use waymark_app::error::{Code, Error};
use waymark_app::lens::Lens;
use waymark_app::library::{Library, read_pack};
use waymark_app::merge::{self, Choice, Outcome, Side};
use waymark_app::report::{Audience, Detail};
use waymark_app::report_file::{Kind, Redaction};
use waymark_app::session::{IdSource, Mode, Moment, Session};
use waymark_app::{
    architecture, architecture_export, evidence, json_schema, lens, pack_check, prework, psplib,
    recover, report, report_file, roadmap, roadmap_export, sample, score,
};

use crate::arguments::{
    Arguments, Command, Format, ImportCommand, PackCommand, PassphraseCommand, Prefer, Redact,
    RoadmapCommand,
};
use crate::print::say;

/// A copy in which something is not to be read; the engagement itself where nothing is named.
fn redacted(session: Session, what: &[Redact]) -> Result<Session, Error> {
    if what.is_empty() {
        return Ok(session);
    }
    let hides = |one: Redact| what.contains(&one) || what.contains(&Redact::All);
    let kind = |one: &Redact| match one {
        Redact::Goals => Some(Kind::Goal),
        Redact::UseCases => Some(Kind::UseCase),
        Redact::Personas => Some(Kind::Persona),
        Redact::Sources => Some(Kind::Source),
        Redact::Platform => Some(Kind::PlatformItem),
        Redact::Constraints => Some(Kind::Constraint),
        _ => None,
    };
    let redaction = Redaction {
        people: hides(Redact::People),
        client: hides(Redact::Client),
        technical: hides(Redact::Technical),
        quotes: hides(Redact::Quotes),
        kinds: Redact::value_variants()
            .iter()
            .filter(|one| hides(**one))
            .filter_map(kind)
            .collect(),
    };
    report_file::redacted(&session, &redaction)
}

/// The operating system's randomness.
struct SystemIds;

impl IdSource for SystemIds {
    fn next(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// Ids that are the same in every run, for what must be: the sample.
struct CountedIds(u64);

impl IdSource for CountedIds {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

/// Says when so many seconds from now have passed.
#[expect(clippy::disallowed_methods, reason = "main reads the clock for all")]
fn has_passed(seconds: f64) -> impl Fn() -> bool {
    let start = std::time::Instant::now();
    move || start.elapsed().as_secs_f64() >= seconds
}

/// The sample is made at this moment in every run: 20 November 2026, noon UTC.
const SAMPLE_MADE_AT: i64 = 1_795_176_000_000;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| run(&arguments)))
        .unwrap_or_else(|_| Err(anyhow!("waymark stopped unexpectedly; nothing was written")));
    match outcome {
        Ok(found_problems) => ExitCode::from(u8::from(found_problems)),
        Err(error) => {
            print::failure(&error);
            ExitCode::from(2)
        }
    }
}

/// Milliseconds since 1970: as given, else SOURCE_DATE_EPOCH, else the clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the command line reads the clock and the environment"
)]
fn now(given: Option<&str>) -> anyhow::Result<i64> {
    if let Some(text) = given {
        let instant =
            text.parse::<Timestamp>().or_else(|_| format!("{text}T00:00:00Z").parse::<Timestamp>());
        return match instant {
            Ok(instant) => Ok(instant.as_millisecond()),
            Err(_) => bail!(
                "--now {text}: write a date like 2026-03-31 or an instant like 2026-03-31T09:00:00Z"
            ),
        };
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|seconds| !seconds.is_empty());
    if let Some(seconds) = epoch {
        let seconds: i64 =
            seconds.parse().context("SOURCE_DATE_EPOCH is not a number of seconds")?;
        return Ok(seconds * 1000);
    }
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .context("the clock stands before 1970")?;
    Ok(i64::try_from(since.as_millis())?)
}

/// The passphrase that the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the command line reads the clock and the environment"
)]
fn passphrase_of_environment() -> Option<String> {
    std::env::var("WAYMARK_PASSPHRASE").ok().filter(|words| !words.is_empty())
}

/// Carries out the command; true where it found problems.
fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    // A wrong time is told also where nothing needs it.
    if arguments.now.is_some() {
        now(arguments.now.as_deref())?;
    }
    let library = Library::shipped()?;
    let mut ids = SystemIds;
    let mut counted = CountedIds(0);
    let keys =
        passphrase::Source::new(arguments.passphrase_file.clone(), passphrase_of_environment());
    let open = |file: &Path| keys.open(file, Mode::ReadOnly, &library);
    match &arguments.command {
        #[cfg(feature = "aws-scan")]
        Command::Scan { command: None, look } => scan::look(look, &library)?,
        #[cfg(feature = "aws-scan")]
        Command::Scan { command: Some(command), .. } => scan::other(command, &library)?,
        Command::Sample { out } => {
            let mut moment =
                Moment { now: SAMPLE_MADE_AT, ids: &mut counted, by: arguments.by.clone() };
            Session::create(out, sample::engagement(&library)?, &[], &library, &mut moment)?;
            say!("{}", out.display());
        }
        Command::New { out, client, pack } => {
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            let held = match pack.as_deref() {
                None => library.default_pack().clone(),
                Some(id) => match library.by_id(id) {
                    Some(held) => held.clone(),
                    None => read_pack(Path::new(id))?,
                },
            };
            if client.trim().is_empty() {
                return Err(Error::new(
                    Code::InvalidValue,
                    "the client's name is empty",
                    "give it with --client NAME",
                )
                .into());
            }
            let engagement = Session::new_engagement(moment.uid(), client.trim(), &held);
            Session::create(out, engagement, &[], &library, &mut moment)?;
            say!("{}", out.display());
        }
        Command::Export { schema: true, out, .. } => {
            output(out.as_deref(), &json_schema::schema())?;
        }
        Command::Export { file, format, out, redact, .. } => {
            let file = file.as_deref().context("name the engagement to export")?;
            let session = redacted(open(file)?, redact)?;
            let form = match format {
                Format::Json => report_file::Format::Json,
                Format::Html => report_file::Format::Html,
                Format::Xlsx => report_file::Format::Xlsx,
                Format::Csv => report_file::Format::Csv,
                Format::Docx => report_file::Format::Docx,
                Format::Pptx => report_file::Format::Deck,
                Format::Slides => report_file::Format::Slides,
            };
            let wanted = report::Wanted::of(&session, &[]);
            let made = now(arguments.now.as_deref())?;
            if matches!(format, Format::Json | Format::Html) {
                let text = report_file::make(&session, form, &wanted, made)?.bytes;
                output(out.as_deref(), &String::from_utf8(text).context("a text is UTF-8")?)?;
            } else {
                let out = out.as_deref().context("name the file to write with -o")?;
                let written = report_file::write_as(&session, out, form, &wanted, made)?;
                say!("{}", written.path);
            }
        }
        Command::Import {
            command: Some(ImportCommand::Votes { file, files, replace, json }),
            ..
        } => {
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            let mut session = keys.open(file, Mode::ReadWrite, &library)?;
            let paths: Vec<String> =
                files.iter().map(|path| path.to_string_lossy().into_owned()).collect();
            let (look, outcome) = prework::import(&mut session, &mut moment, &paths, *replace)?;
            if *json {
                print::json(&prework::import_json(&look, &outcome))?;
            } else {
                print::imported(&look, &outcome);
            }
            return Ok(!outcome.left.is_empty());
        }
        Command::Import { command: None, file, out } => {
            let file = file.as_deref().context("name the JSON file")?;
            let out = out.as_deref().context("name the document to write with -o")?;
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            import_file(file, out, &library, &mut moment)?;
            say!("{}", out.display());
        }
        Command::Prework { file, out, roles, questions, due, note, pack } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            let is_form = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
            let is_default = roles.is_empty() && questions.is_empty();
            let roles =
                if roles.is_empty() { prework::default_roles(&session) } else { roles.clone() };
            let (questions, due, note) = (questions.clone(), due.clone(), note.clone());
            if is_default {
                for role in prework::without_questions(&session) {
                    eprintln!(
                        "No page for {role}: no question that is asked is theirs; name some with --questions"
                    );
                }
            }
            if roles.is_empty() {
                bail!("no role has participants who can answer a question; name one with --role");
            }
            if is_form {
                let [role] = &roles[..] else {
                    bail!(
                        "a form is for one role; name it with --role, one of {}",
                        roles.join(", ")
                    );
                };
                let path = out.to_string_lossy().into_owned();
                let form = PreworkForm { path, role: role.clone(), questions, due, note };
                prework::write_form(&session, &form)?;
                say!("{}", out.display());
            } else {
                let folder = out.to_string_lossy().into_owned();
                let request = PreworkWrite { folder, roles, questions, due, note };
                for path in prework::write(&session, &request)? {
                    say!("{path}");
                }
            }
        }
        Command::Cards { file, out, questions, pack } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            let path = out.to_string_lossy().into_owned();
            prework::write_cards(&session, &CardsWrite { path, questions: questions.clone() })?;
            say!("{}", out.display());
        }
        Command::Evidence { file, scan, pack, json } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            let scan = match scan {
                Some(path) => Some(evidence::read(path, session.pack())?),
                None => None,
            };
            if scan.is_none() && session.engagement().scans.is_empty() {
                anyhow::bail!(
                    "the engagement keeps no scan; name a file with --scan, or open one in Evidence"
                );
            }
            let told = evidence::json(&session, scan.as_ref());
            if *json { print::json(&told)? } else { print::evidence(&told) }
        }
        Command::Score { file, pack, json } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            if *json { print::json(&score::json(&session))? } else { print::scorecard(&session) }
        }
        Command::Baseline { file, freeze, pack, json } => {
            let mode = if freeze.is_some() { Mode::ReadWrite } else { Mode::ReadOnly };
            let session = Session::open(file, mode, &library)?.with_pack(pack.as_deref())?;
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            rounds::baselines(session, freeze.as_deref(), *json, &mut moment)?;
        }
        Command::Compare { file, baseline, with, pack, json } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            rounds::compare(&session, baseline, with, *json)?;
        }
        Command::NextRound { file, out } => {
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            rounds::next(file, out, &library, &mut moment)?;
        }
        Command::Portfolio(request) => {
            let mut moment = Moment { now: 0, ids: &mut ids, by: String::new() };
            rounds::portfolio(request, &library, moment.key())?;
        }
        Command::Architecture {
            file,
            pack,
            json,
            svg,
            png,
            pdf,
            drawio,
            mermaid,
            decisions,
            stage,
            use_case,
        } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            let look = architecture_export::Look::of(&session, stage, use_case)?;
            let files = [svg, png, pdf, drawio, mermaid, decisions];
            let takes_output = takes_output(&files, *json)?;
            let has_files = files.iter().any(|path| path.is_some());
            for (format, path) in architecture_export::Format::ALL.into_iter().zip(files) {
                if let Some(path) = path {
                    let file = || architecture_export::file(&session, format, &look);
                    write(path, format.is_text(), || Ok(file()?))?;
                    if !takes_output && !*json {
                        say!("{}", path.display());
                    }
                }
            }
            if *json {
                print::json(&architecture::json(&session))?;
            } else if !has_files {
                print::architecture(&session, &look)?;
            }
        }
        Command::Roadmap {
            command: Some(RoadmapCommand::SolveSm { file, seconds, json }), ..
        } => {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            let plan = psplib::solve(&text, &has_passed(*seconds))?;
            if *json { print::json(&psplib::json(&plan))? } else { print::instance(&plan) }
        }
        Command::Roadmap {
            command: None,
            file,
            pack,
            json,
            svg,
            csv,
            jira,
            xlsx,
            project,
            ics,
        } => {
            let file = file.as_deref().context("name the engagement")?;
            let session = open(file)?.with_pack(pack.as_deref())?;
            let files = [svg, csv, jira, xlsx, project, ics];
            let takes_output = takes_output(&files, *json)?;
            let now = now(arguments.now.as_deref())?;
            for (format, path) in roadmap_export::Format::ALL.into_iter().zip(files) {
                if let Some(path) = path {
                    let file = || roadmap_export::file(&session, format, now);
                    write(path, format.is_text(), || Ok(file()?))?;
                }
            }
            if *json {
                print::json(&roadmap::json(&session)?)?;
            } else if !takes_output {
                print::roadmap(&session)?;
            }
        }
        Command::Report {
            file,
            pack,
            out,
            sections,
            audience,
            detail,
            language,
            untranslated,
            redact,
            brand,
        } => {
            let session = match file {
                Some(file) => open(file)?,
                None => Session::in_memory(sample::engagement(&library)?, &library)?,
            }
            .with_pack(pack.as_deref())?
            .with_language(language.as_deref())?;
            let session = redacted(session, redact)?;
            let mut wanted = report::Wanted::of(&session, sections);
            if let Some(audience) = audience {
                wanted.audience = match audience {
                    arguments::Audience::Everyone => Audience::Everyone,
                    arguments::Audience::Sponsor => Audience::Sponsor,
                    arguments::Audience::Delivery => Audience::Delivery,
                };
            }
            if let Some(detail) = detail {
                wanted.detail = match detail {
                    arguments::Detail::Full => Detail::Full,
                    arguments::Detail::Summary => Detail::Summary,
                    arguments::Detail::Appendix => Detail::Appendix,
                };
            }
            if let Some(path) = brand {
                wanted.take_brand(waymark_app::brand::read(path)?);
            }
            if *untranslated {
                let tag =
                    session.engagement().profile.language.value().map_or("en", String::as_str);
                if !waymark_app::spoken::is_spoken(tag) {
                    bail!(
                        "there is no catalogue for the language `{tag}`: name one with --language, such as de"
                    );
                }
                for text in report::untranslated(&session, &wanted)? {
                    say!("{}", text.replace('\n', " "));
                }
                return Ok(false);
            }
            let made = now(arguments.now.as_deref())?;
            let form = report_file::Format::of_path(out);
            let written = report_file::write_as(&session, out, form, &wanted, made)?;
            if !written.missing_characters.is_empty() {
                eprintln!(
                    "No font of the report has these characters: {}",
                    written.missing_characters.join(" ")
                );
            }
            say!("{}", written.path);
        }
        Command::Pack { command: PackCommand::Check { path, json } } => {
            let problems = pack_check::check(path)?;
            if *json {
                print::json(&pack_check::json(&problems))?;
            } else {
                print::pack_problems(path, &problems);
                print::languages(&pack_check::languages(path)?);
            }
            return Ok(!problems.is_empty());
        }
        Command::Pack { command: PackCommand::FromLens { lens, out, repair } } => {
            lens::write_folder(&read_lens(lens, *repair)?, out)?;
            say!("{}", out.display());
        }
        Command::Pack { command: PackCommand::LensRisk { lens, select, json, repair } } => {
            let counts = lens::risks(&read_lens(lens, *repair)?, select)?;
            if *json {
                print::json(&counts)?;
            } else {
                print::risks(&counts);
            }
        }
        Command::Pack { command: PackCommand::Schema } => print::json(&pack_check::schemas())?,
        Command::Merge { a, b, out, prefer, decisions, json } => {
            let choice = match (prefer, decisions) {
                (Some(Prefer::A), _) => Choice::All(Side::Ours),
                (Some(Prefer::B), _) => Choice::All(Side::Theirs),
                (None, Some(file)) => Choice::Each(merge::read_decisions(file)?),
                (None, None) => Choice::Each(vec![]),
            };
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            // Either of the two may ask for it.
            for file in [a, b] {
                if waymark_app::session::needs_passphrase(file) {
                    keys.get(file)?;
                }
            }
            let key = keys.at_hand()?;
            match merge::files(a, b, out, &choice, key, &library, &mut moment)? {
                Outcome::Written(merged) if *json => {
                    print::json(&merge::merged_json(&merged, out))?;
                }
                Outcome::Written(merged) => print::merged(&merged, out),
                Outcome::Undecided(conflicts) => {
                    if *json {
                        print::json(&merge::conflicts_json(&conflicts))?;
                    } else {
                        print::conflicts(&conflicts);
                    }
                    return Err(print::undecided(conflicts.len()).into());
                }
            }
        }
        Command::Passphrase { command } => {
            let (file, is_set, wanted) = match command {
                PassphraseCommand::Set { file, new_passphrase_file } => {
                    (file, false, Some(new_passphrase_file.as_deref()))
                }
                PassphraseCommand::Change { file, new_passphrase_file } => {
                    (file, true, Some(new_passphrase_file.as_deref()))
                }
                PassphraseCommand::Remove { file } => (file, true, None),
            };
            let mut session = keys.open(file, Mode::ReadWrite, &library)?;
            session.expect_protection(is_set)?;
            let new = wanted.map(passphrase::new).transpose()?;
            session.protect(new.as_ref())?;
            if new.is_some() {
                eprintln!("Keep the passphrase well: without it nobody can open the engagement");
            }
            say!("{}", file.display());
        }
        Command::Recover { file, out, backups, json } => {
            let mut moment = Moment {
                now: now(arguments.now.as_deref())?,
                ids: &mut ids,
                by: arguments.by.clone(),
            };
            let key = if waymark_app::session::needs_passphrase(file) {
                Some(keys.get(file)?)
            } else {
                keys.at_hand()?
            };
            let copies = recover::copies(backups, file);
            let scratch = std::env::temp_dir();
            let damaged = recover::Damaged { path: file, key, copies: &copies, scratch: &scratch };
            let view = recover::recover(&damaged, out.as_deref(), &library, &mut moment)?;
            if *json {
                print::json(&recover::json(&view))?;
            } else {
                print::recovery(&view);
            }
            return Ok(recover::is_short(&view));
        }
        Command::Check { file, pack, json } => {
            let session = open(file)?.with_pack(pack.as_deref())?;
            session.check_integrity()?;
            let checks = report::readiness(&session);
            if *json {
                print::json(&report::checks_json(&checks))?;
            } else {
                print::checks(&checks);
            }
            return Ok(checks.iter().any(report::Check::is_open));
        }
    }
    Ok(false)
}

/// Reads a lens and tells what was tolerated in it.
fn read_lens(path: &Path, repair: bool) -> anyhow::Result<Lens> {
    let read = if repair { lens::read_repaired(path) } else { lens::read(path) };
    let (lens, notes) = read.map_err(|mut error| {
        if error.code == Code::RepairOffered {
            error.help.push_str("; add --repair for that");
        }
        error
    })?;
    for note in notes {
        eprintln!("{note}");
    }
    Ok(lens)
}

/// Standard output, as a name of a file.
fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether one of these files goes to standard output; only one thing can.
fn takes_output(files: &[&Option<PathBuf>], json: bool) -> anyhow::Result<bool> {
    let there = files.iter().filter_map(|path| path.as_deref());
    let number = there.filter(|path| is_standard_output(path)).count();
    if number + usize::from(json && number > 0) > 1 {
        bail!("only one thing can go to standard output; name files for the others");
    }
    Ok(number > 0)
}

/// Writes the bytes to a file or to standard output. What is no text is not written to a terminal.
fn write(
    path: &Path,
    is_text: bool,
    bytes: impl FnOnce() -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<()> {
    if !is_standard_output(path) {
        return Ok(write_file(path, &bytes()?)?);
    }
    if !is_text && std::io::stdout().is_terminal() {
        bail!("a terminal cannot show this file; name a file, or send it on with > or |");
    }
    print::bytes(&bytes()?)
}

/// Writes to a file, or to standard output.
fn output(out: Option<&Path>, text: &str) -> anyhow::Result<()> {
    match out {
        Some(path) if !is_standard_output(path) => {
            write_file(path, text.as_bytes())?;
            say!("{}", path.display());
        }
        _ => say!("{}", text.trim_end_matches('\n')),
    }
    Ok(())
}

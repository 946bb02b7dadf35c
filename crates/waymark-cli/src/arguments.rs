//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// What the exit codes say.
const EXIT_CODES: &str = "Exit code 0: done. 1: done, with problems found (check, pack check, import votes, recover). 2: could not do it.";

/// The data-strategy diagnostic without a window.
#[derive(Parser)]
#[command(name = "waymark", version, about, arg_required_else_help = true, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The time, instead of SOURCE_DATE_EPOCH or the clock: an ISO date or instant
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) now: Option<String>,
    /// Who signs changes
    #[arg(long, global = true, value_name = "NAME", default_value = "")]
    pub(crate) by: String,
    /// A file whose first line is the passphrase of protected engagements; else WAYMARK_PASSPHRASE, or asked for
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write the built-in sample engagement
    Sample {
        /// The document to write; must not exist
        out: PathBuf,
    },
    /// Create an engagement
    New {
        /// The document to write; must not exist
        out: PathBuf,
        /// The client's name
        #[arg(long)]
        client: String,
        /// A shipped pack's id, or a folder or zip file with a pack; the built-in one where left out
        #[arg(long, value_name = "ID|DIR")]
        pack: Option<String>,
    },
    /// Write an engagement in another form
    Export {
        /// The engagement
        #[arg(required_unless_present = "schema")]
        file: Option<PathBuf>,
        /// The form
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// The file to write; standard output where left out or -
        #[arg(short, value_name = "OUT")]
        out: Option<PathBuf>,
        /// Print the JSON Schema of the JSON form instead
        #[arg(long)]
        schema: bool,
        /// Leave out of the file, or replace by pseudonyms
        #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
        redact: Vec<Redact>,
    },
    /// Make an engagement from its JSON form, or take returned pre-work into one
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Import {
        /// What else to import
        #[command(subcommand)]
        command: Option<ImportCommand>,
        /// The JSON file; ./votes where it is named so
        #[arg(required = true)]
        file: Option<PathBuf>,
        /// The document to write; must not exist
        #[arg(short, value_name = "OUT", required = true)]
        out: Option<PathBuf>,
    },
    /// Write pre-work for participants: a page per role, or a form on paper
    Prework {
        /// The engagement
        file: PathBuf,
        /// The folder for the pages; a name ending in .pdf writes the form of one role instead
        #[arg(short, value_name = "FOLDER|OUT.pdf")]
        out: PathBuf,
        /// A role, by id; every role with participants where left out
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
        /// A question, by id; those of the engagement's depth where left out. Each role gets those that it can answer
        #[arg(long = "question", value_name = "QUESTION")]
        questions: Vec<String>,
        /// The day by which answers should be back
        #[arg(long, value_name = "DATE", default_value = "")]
        due: String,
        /// A word to the participants
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        /// Ask this pack's questions instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
    },
    /// Write the facilitator's cards as PDF, to print
    Cards {
        /// The engagement
        file: PathBuf,
        /// The file to write
        #[arg(short, value_name = "OUT.pdf")]
        out: PathBuf,
        /// A question, by id; those of the engagement's depth where left out
        #[arg(long = "question", value_name = "QUESTION")]
        questions: Vec<String>,
        /// Print this pack's cards instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
    },
    /// Tell what a scan of an AWS account says of the answers
    Evidence {
        /// The engagement
        file: PathBuf,
        /// A scan file; the newest scan that the engagement keeps where left out
        #[arg(long, value_name = "FILE")]
        scan: Option<PathBuf>,
        /// Judge by this pack's indicators instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Score an engagement
    Score {
        /// The engagement
        file: PathBuf,
        /// Print this pack's numbers instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the baselines of an engagement, or freeze one
    Baseline {
        /// The engagement
        file: PathBuf,
        /// Freeze the scorecard as it is under this name
        #[arg(long, value_name = "NAME")]
        freeze: Option<String>,
        /// Take this pack's instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what moved since a baseline, and why
    Compare {
        /// The engagement
        file: PathBuf,
        /// The earlier baseline, by name or code; the newest one where left out
        #[arg(long, value_name = "NAME", default_value = "")]
        baseline: String,
        /// The later baseline, by name or code; now where left out
        #[arg(long, value_name = "NAME", default_value = "")]
        with: String,
        /// Take this pack's instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Begin the next round of an engagement in a new document; the answers become "last time"
    NextRound {
        /// The engagement; it is only read
        file: PathBuf,
        /// The document to write; must not exist
        #[arg(short, value_name = "NEW")]
        out: PathBuf,
    },
    /// Tell several engagements side by side, or write them as one table without names
    Portfolio(Portfolio),
    /// Derive the target architecture
    Architecture {
        /// The engagement
        file: PathBuf,
        /// Take this pack's rules instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Write the diagram as SVG; `-` is standard output, here and below
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write the diagram as a picture
        #[arg(long, value_name = "FILE")]
        png: Option<PathBuf>,
        /// Write the diagram on one A4 page
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
        /// Write the diagram of every stage for draw.io (diagrams.net)
        #[arg(long, value_name = "FILE")]
        drawio: Option<PathBuf>,
        /// Write the diagram as Mermaid text
        #[arg(long, value_name = "FILE")]
        mermaid: Option<PathBuf>,
        /// Write the decision log as Markdown
        #[arg(long, value_name = "FILE")]
        decisions: Option<PathBuf>,
        /// Look at it today, after a wave of the roadmap (wave:2), or when all of it is there; JSON and draw.io hold every stage
        #[arg(long, value_name = "today|wave:N|target", default_value = "target")]
        stage: String,
        /// Mark the path of a use case, by code
        #[arg(long, value_name = "UC-n", default_value = "")]
        use_case: String,
    },
    /// Derive the roadmap, or check the scheduler
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Roadmap {
        /// What else to do
        #[command(subcommand)]
        command: Option<RoadmapCommand>,
        /// The engagement
        #[arg(required = true)]
        file: Option<PathBuf>,
        /// Take this pack's initiatives instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Write the Gantt chart as SVG; `-` is standard output, here and below
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write a table as CSV
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// Write epics and stories as CSV for Jira's import
        #[arg(long, value_name = "FILE")]
        jira: Option<PathBuf>,
        /// Write plan, load, waves and dependencies as an Excel workbook
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
        /// Write Microsoft Project's XML, which ProjectLibre opens too
        #[arg(long, value_name = "FILE")]
        project: Option<PathBuf>,
        /// Write the ends of waves and initiatives as an iCalendar file
        #[arg(long, value_name = "FILE")]
        ics: Option<PathBuf>,
    },
    /// Write the report as PDF and print its path
    Report {
        /// The engagement; the sample where left out
        file: Option<PathBuf>,
        /// Report on this pack instead of the first one
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// The file to write
        #[arg(short, value_name = "OUT", default_value = "waymark-report.pdf")]
        out: PathBuf,
        /// Sections, in order; a wrong name lists them
        #[arg(long, value_delimiter = ',', value_name = "A,B")]
        sections: Vec<String>,
        /// For whom it is written, instead of what the engagement says
        #[arg(long, value_enum)]
        audience: Option<Audience>,
        /// How much of it, instead of what the engagement says
        #[arg(long, value_enum)]
        detail: Option<Detail>,
        /// The language, such as de, instead of what the engagement says; what has no translation stands in English
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
        /// Print what of the report and its slides has no translation yet, a line each, instead of writing it
        #[arg(long)]
        untranslated: bool,
        /// Leave out of the file, or replace by pseudonyms
        #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
        redact: Vec<Redact>,
        /// Colours, logo and lines at the foot from a brand file, instead of what the engagement says
        #[arg(long, value_name = "BRAND.TOML")]
        brand: Option<PathBuf>,
    },
    /// Work with assessment packs
    Pack {
        /// What to do with packs
        #[command(subcommand)]
        command: PackCommand,
    },
    /// Merge two copies of an engagement that went apart into a third file
    Merge {
        /// The copy whose history goes on; it is only read
        a: PathBuf,
        /// The copy that is taken in; it is only read
        b: PathBuf,
        /// The document to write; must not exist
        #[arg(short, value_name = "OUT")]
        out: PathBuf,
        /// Decide every conflict for one of the two
        #[arg(long, value_enum, conflicts_with = "decisions")]
        prefer: Option<Prefer>,
        /// Decide conflicts by a file: what --json prints, with "take": "a" or "b" for each
        #[arg(long, value_name = "FILE.json")]
        decisions: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Look at an AWS account, read-only, and write what is there as a file
    #[cfg(feature = "aws-scan")]
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Scan {
        /// What else to do
        #[command(subcommand)]
        command: Option<ScanCommand>,
        /// What to look at
        #[command(flatten)]
        look: Look,
    },
    /// Set, change or remove the passphrase of an engagement
    Passphrase {
        /// What to do with it
        #[command(subcommand)]
        command: PassphraseCommand,
    },
    /// Tell what can be saved of a damaged engagement, and write it as a new one
    Recover {
        /// The damaged engagement; it is only read
        file: PathBuf,
        /// The document to write; must not exist. Only a look where left out
        #[arg(short, value_name = "OUT")]
        out: Option<PathBuf>,
        /// A copy of it that is sound; again for more, the newest first
        #[arg(long = "backup", value_name = "FILE")]
        backups: Vec<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check an engagement: integrity and readiness
    Check {
        /// The engagement
        file: PathBuf,
        /// Judge under this pack instead of the first one
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Several engagements, and what to make of them.
#[derive(clap::Args)]
pub(crate) struct Portfolio {
    /// The engagements; one that cannot be read is named and keeps no other one out
    #[arg(required_unless_present = "schema", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a table without names as CSV: a row per engagement, pack and item
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) csv: Option<PathBuf>,
    /// Write the same table as Parquet
    #[arg(long, value_name = "OUT.parquet")]
    pub(crate) parquet: Option<PathBuf>,
    /// Pseudonyms instead of clients in what is printed, too
    #[arg(long)]
    pub(crate) anonymous: bool,
    /// Words that make the pseudonyms and that you keep to yourself: with the same ones every export has the same pseudonyms
    #[arg(long, value_name = "WORDS")]
    pub(crate) salt: Option<String>,
    /// Print the columns of the table as JSON instead
    #[arg(long)]
    pub(crate) schema: bool,
}

/// What to do with a passphrase.
#[derive(Subcommand)]
pub(crate) enum PassphraseCommand {
    /// Protect an engagement that has none. Nobody can open it without the passphrase, neither you nor we
    Set {
        /// The engagement
        file: PathBuf,
        /// A file whose first line is the new passphrase; asked for where left out
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Give an engagement another passphrase
    Change {
        /// The engagement
        file: PathBuf,
        /// A file whose first line is the new passphrase; asked for where left out
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Take the passphrase off an engagement
    Remove {
        /// The engagement
        file: PathBuf,
    },
}

/// What to do about roadmaps besides deriving one.
#[derive(Subcommand)]
pub(crate) enum RoadmapCommand {
    /// Find the shortest plan of a PSPLIB instance: a check of the scheduler against published results
    SolveSm {
        /// The instance, a single-mode .sm file
        file: PathBuf,
        /// How long to search at most, unless it is proven before that there is no shorter plan
        #[arg(long, value_name = "S", default_value_t = 1.0, value_parser = seconds)]
        seconds: f64,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// A number of seconds above 0 and up to a day.
fn seconds(word: &str) -> Result<f64, String> {
    word.parse()
        .ok()
        .filter(|&seconds: &f64| seconds > 0.0 && seconds <= 86_400.0)
        .ok_or_else(|| "give a number of seconds above 0 and up to 86400".to_owned())
}

/// What a scan looks at, and with whose eyes.
#[cfg(feature = "aws-scan")]
#[derive(clap::Args)]
pub(crate) struct Look {
    /// The file to write. A scan that was stopped leaves OUT.partial beside it and is taken up again from there
    #[arg(short, value_name = "OUT", required = true)]
    pub(crate) out: Option<PathBuf>,
    /// The profile; AWS_PROFILE, the keys of the environment or `default` where left out
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// A role to take
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
    /// The external id that the role wants
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub(crate) external_id: Option<String>,
    /// A role in another account to look at too; again for more
    #[arg(long = "account-role", value_name = "ARN")]
    pub(crate) account_roles: Vec<String>,
    /// The code of the second factor
    #[arg(long, value_name = "CODE")]
    pub(crate) mfa_code: Option<String>,
    /// A Region; again for more. The profile's, and those where something has a tag, where left out
    #[arg(long = "region", value_name = "REGION")]
    pub(crate) regions: Vec<String>,
    /// Send everything to this address
    #[arg(long, value_name = "URL")]
    pub(crate) endpoint_url: Option<String>,
    /// Look at these services only; a wrong name lists them
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    pub(crate) services: Vec<String>,
    /// Replace account numbers and names by pseudonyms. With words that you keep to yourself, later scans get the same ones
    #[arg(long, value_name = "WORDS", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) pseudonyms: Option<String>,
}

/// What to do about scans besides making one.
#[cfg(feature = "aws-scan")]
#[derive(Subcommand)]
pub(crate) enum ScanCommand {
    /// Print the policy that lets a role make a scan and no more
    Policy {
        /// Print each permission with its reason instead
        #[arg(long, conflicts_with_all = ["trust", "compact"])]
        reasons: bool,
        /// Without white space, as a managed policy must be
        #[arg(long, conflicts_with = "trust")]
        compact: bool,
        /// Print who may take the role instead: the ARN of a role or user, or the number of an account
        #[arg(long, value_name = "PRINCIPAL")]
        trust: Option<String>,
        /// The external id for it; a new one where left out
        #[arg(long, value_name = "ID", requires = "trust")]
        external_id: Option<String>,
    },
    /// Say what changed between two scans
    Compare {
        /// The earlier scan
        a: PathBuf,
        /// The later scan
        b: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What can be imported into an engagement that is there.
#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    /// Take returned pre-work files (JSON or CSV) into an engagement; conflicts are listed and kept as they are
    Votes {
        /// The engagement
        file: PathBuf,
        /// The returned files
        #[arg(required = true, value_name = "IN")]
        files: Vec<PathBuf>,
        /// Where a participant has another vote already, take the file's
        #[arg(long)]
        replace: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// What to do with packs.
#[derive(Subcommand)]
pub(crate) enum PackCommand {
    /// Report every problem of a pack
    Check {
        /// The pack's folder or zip file
        path: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schemas of the pack's files, one object by file kind
    Schema,
    /// Turn an AWS Well-Architected custom lens into readable files
    FromLens {
        /// The lens as JSON
        lens: PathBuf,
        /// The folder to write; empty or not there yet
        #[arg(short, value_name = "DIR")]
        out: PathBuf,
        /// Read a bare NaN or Infinity as empty
        #[arg(long)]
        repair: bool,
    },
    /// Count the risks that a lens' own rules give
    LensRisk {
        /// The lens as JSON
        lens: PathBuf,
        /// none (only the choices that say so), all (every other choice), or a JSON file with a list of choice ids
        #[arg(long, value_name = "none|all|IDS.json")]
        select: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Read a bare NaN or Infinity as empty
        #[arg(long)]
        repair: bool,
    },
}

/// One of two copies.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Prefer {
    /// The first file
    A,
    /// The second file
    B,
}

/// A form of an engagement.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Lossless JSON
    Json,
    /// The report as one page for a browser
    Html,
    /// An Excel workbook of everything, with a sheet for each table
    Xlsx,
    /// A table per inventory as CSV, in a zip
    Csv,
    /// The report as a document for a word processor
    Docx,
    /// The whole deck of slides
    Pptx,
    /// The six slides of a read-out
    Slides,
}

/// What is not to be read in a copy.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Redact {
    /// All of the following
    All,
    /// Names of people, and their job titles
    People,
    /// The client's name, and the notes of its profile
    Client,
    /// Account ids, ARNs, host names, addresses and file names
    Technical,
    /// What people said word for word, also where a note quotes it
    Quotes,
    /// Titles and notes of goals
    Goals,
    /// Titles and notes of use cases
    UseCases,
    /// Titles and notes of personas
    Personas,
    /// Titles and notes of sources
    Sources,
    /// Titles and notes of the platform
    Platform,
    /// Titles and notes of constraints
    Constraints,
}

/// For whom a report is written.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Audience {
    /// All that there is to say
    Everyone,
    /// What to know and to decide
    Sponsor,
    /// What to build, in which order, on which answers
    Delivery,
}

/// How much of a report there is.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Detail {
    /// All of it
    Full,
    /// Six pages
    Summary,
    /// Inventories, answers and method only
    Appendix,
}

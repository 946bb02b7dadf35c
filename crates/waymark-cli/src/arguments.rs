//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// What the exit codes say.
const EXIT_CODES: &str =
    "Exit code 0: done. 1: done, with problems found (check, pack check). 2: could not do it.";

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
    },
    /// Make an engagement from its JSON form
    Import {
        /// The JSON file
        file: PathBuf,
        /// The document to write; must not exist
        #[arg(short, value_name = "OUT")]
        out: PathBuf,
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
        /// Write the diagram as SVG
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
    /// Derive the roadmap
    Roadmap {
        /// The engagement
        file: PathBuf,
        /// Take this pack's initiatives instead of the first one's
        #[arg(long, value_name = "ID")]
        pack: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// Write the Gantt chart as SVG
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write a table as CSV
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
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
}

//! Assessment packs: reads their text files, tells everything that is wrong with them at once, and builds
//! [`waymark_core::pack::Pack`].
//!
//! A pack is data: nothing in it runs, and nothing outside its folder is read. Loading takes two steps: what is
//! written (`raw`, one struct per kind of file), then what it means (`resolve`). Problems carry file, line and
//! column, and loading never stops at the first. Only [`folder`] touches the disk; [`load`] works on texts.
//!
//! Custom lenses count risks instead of levels and stand beside packs, in [`lens`].
//!
//! Begin with [`load`], then [`Problem`], then [`embedded::packs`].

mod conditions;
pub mod embedded;
mod examples;
pub mod folder;
mod lang;
pub mod lens;
mod place;
mod problem;
mod raw;
mod reach;
mod read;
mod resolve;
pub mod schema;
pub mod text;

use std::collections::BTreeMap;

use waymark_core::pack::Pack;

pub use folder::{FolderError, read_folder, read_path, read_zip};
pub use problem::{Problem, ProblemKind, Severity};
pub use text::{TextError, files_of, hash, text_of};

/// What loading a pack gives.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The pack; `None` where a problem is an error.
    pub pack: Option<Pack>,
    /// All problems, by file and place.
    pub problems: Vec<Problem>,
}

/// Reads and checks a pack given as texts by path (`pack.toml`, `dimensions/storage.toml`).
///
/// All problems are found at once: a file that is not TOML does not hide those of the others, and a problem
/// inside a question does not hide those of the next. A file that is not TOML makes the ids it declares unknown, so
/// references to them are not judged until it is mended. A NUL, which stands for bytes that are no UTF-8, is a problem of
/// its own. At most 1000 errors and 1000 warnings are told.
pub fn load(files: &BTreeMap<String, String>) -> Loaded {
    let files: BTreeMap<String, String> =
        files.iter().map(|(path, text)| (path.clone(), text::unix_lines(text))).collect();
    let mut problems = problem::Problems::default();
    let written = raw::read_files(&files, &mut problems);
    let pack = resolve::resolve(&written, &files, &mut problems);
    let problems = problems.placed(&files);
    let has_error = problems.iter().any(|problem| problem.severity() == Severity::Error);
    Loaded { pack: pack.filter(|_| !has_error), problems }
}

//! AWS Well-Architected custom lenses: read, turned into readable files, and judged by their own risk rules.

use std::fs;
use std::path::Path;

use serde_json::Value;
pub use waymark_pack::lens::Lens;
use waymark_pack::lens::{self, Selection};

use crate::app::{bounded, write_file};
use crate::error::{Code, Error, Mistake};

/// Largest lens file, in bytes; the reader counts characters itself.
const FILE_BYTES: u64 = 4 << 20;

/// Reads a lens from its JSON file, with what was noticed and tolerated, in sentences.
///
/// # Errors
/// [`Code::NotFound`] where it cannot be read, [`Code::InvalidImport`] with every problem, its place and what to do.
pub fn read(path: &Path) -> Result<(Lens, Vec<String>), Error> {
    let name = path.display();
    let unreadable =
        |help: &str| Error::new(Code::NotFound, format!("{name} cannot be read"), help);
    let text = text(path)
        .map_err(|error| {
            match error.kind() {
                std::io::ErrorKind::InvalidData => unreadable("a lens is JSON text in UTF-8"),
                _ => unreadable("check the name and the rights on the file"),
            }
            .caused_by(error)
        })?
        .ok_or_else(|| {
            let message = format!("{name} is larger than 4 MB");
            Error::new(Code::InvalidImport, message, "a lens has at most 500,000 characters")
        })?;
    let read = lens::read(&text).map_err(|error| {
        if error.repair.is_some() {
            let help = "the only fault is a NaN or Infinity where a text or number belongs; it can be read as empty";
            Error { code: Code::RepairOffered, ..refused(&error, help) }
        } else {
            refused(&error, "mend each place named here and try again")
        }
    })?;
    let notes = read.notes.iter().map(ToString::to_string).collect();
    Ok((read.lens, notes))
}

/// Reads a lens whose only faults are bare NaN or Infinity, each taken for empty.
///
/// # Errors
/// As [`read`], where there are other faults.
pub fn read_repaired(path: &Path) -> Result<(Lens, Vec<String>), Error> {
    match text(path).ok().flatten().map(|text| lens::read(&text)) {
        Some(Err(lens::LensError { repair: Some(repaired), .. })) => {
            let read = lens::read(&repaired)
                .map_err(|error| refused(&error, "mend each place named here and try again"))?;
            Ok((read.lens, read.notes.iter().map(ToString::to_string).collect()))
        }
        _ => read(path),
    }
}

/// The text of a lens; none where it is larger than a lens may be.
fn text(path: &Path) -> std::io::Result<Option<String>> {
    let text = bounded(path, FILE_BYTES)?.map(String::from_utf8).transpose();
    text.map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidData))
}

fn refused(error: &lens::LensError, help: &str) -> Error {
    let mistakes = error.problems.iter().map(|problem| Mistake {
        place: format!("{}:{} {}", problem.line, problem.column, problem.path),
        message: problem.message.clone(),
        help: problem.help.clone(),
    });
    let count = error.problems.len();
    let message = if count == 1 {
        "the lens has one problem".to_owned()
    } else {
        format!("the lens has {count} problems")
    };
    Error { mistakes: mistakes.collect(), ..Error::new(Code::InvalidImport, message, help) }
}

/// Writes a lens as readable files into a folder that is empty or not there yet.
///
/// # Errors
/// [`Code::AlreadyExists`] where the folder holds something, [`Code::NotWritable`] where it cannot be written.
pub fn write_folder(lens: &Lens, folder: &Path) -> Result<(), Error> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken {
        let message = format!("{} is not empty", folder.display());
        return Err(Error::new(
            Code::AlreadyExists,
            message,
            "name a folder that is empty or not there yet",
        ));
    }
    for (name, text) in lens::folder(lens) {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| {
                let message = format!("{} cannot be made", parent.display());
                Error::new(Code::NotWritable, message, "choose another place").caused_by(error)
            })?;
        }
        write_file(&path, text.as_bytes())?;
    }
    Ok(())
}

/// The risk counts of a lens for a selection: `none`, `all`, or the path of a JSON list of choice ids.
///
/// # Errors
/// [`Code::NotFound`] where the list cannot be read, [`Code::InvalidImport`] where it names what the lens does not have.
pub fn risks(lens: &Lens, select: &str) -> Result<Value, Error> {
    let selection = match select {
        "none" => Selection::none(lens),
        "all" => Selection::all(lens),
        path => {
            let text = fs::read_to_string(path).map_err(|error| {
                let help = "write none, all, or the name of a JSON file with a list of choice ids";
                Error::new(Code::NotFound, format!("{path} cannot be read"), help).caused_by(error)
            })?;
            Selection::from_json(lens, &text).map_err(|error| {
                let help = "write a list of choice ids, where needed as question/choice";
                Error::new(Code::InvalidImport, error.to_string(), help)
            })?
        }
    };
    let text = lens::counts_json(&lens::counts(lens, &selection));
    Ok(serde_json::from_str(&text).expect("the counts are JSON"))
}

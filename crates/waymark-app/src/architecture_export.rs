//! The architecture as files that other programs open: drawings and decisions.

use std::path::Path;

use crate::architecture::svg_file;
use crate::commands::ArchitectureExport;
use crate::error::Error;
use crate::session::Session;
use crate::view::FileWritten;

/// Writes the diagram or the decisions.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a format or stage that is none, [`crate::error::Code::NotWritable`] when the target cannot be written.
pub fn export(session: &Session, request: &ArchitectureExport) -> Result<FileWritten, Error> {
    match request.format.as_str() {
        "svg" => {
            crate::app::write_file(Path::new(&request.path), svg_file(session).as_bytes())?;
            Ok(FileWritten { path: request.path.clone() })
        }
        other => Err(Error::invalid("format", format!("`{other}` is no format"), "`svg`")),
    }
}

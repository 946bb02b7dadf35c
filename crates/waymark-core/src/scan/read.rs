//! Reading `scan.json`.

use serde_json::Value;

use super::{SCHEMA, Scan};
use crate::id::FactId;

/// The longest file that is taken, in bytes.
pub const LONGEST_FILE: u64 = 64 * 1024 * 1024;

/// A scan as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadScan {
    /// The scan, with everything that it holds.
    pub scan: Scan,
    /// Facts in it that the caller does not know: kept, and said.
    pub unknown: Vec<FactId>,
}

/// Why a file is not a scan that can be read. Each says what, where and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Longer than any scan.
    #[error(
        "the file has {0} bytes, more than the {LONGEST_FILE} that a scan may have; scan fewer Regions or services at once"
    )]
    TooLong(u64),
    /// Not JSON.
    #[error(
        "line {line}, column {column}: this is not JSON; take a file that `waymark scan` wrote"
    )]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON, but no scan.
    #[error("this is no scan: it has no field `schema`; take a file that `waymark scan` wrote")]
    NotAScan,
    /// Written by a newer program.
    #[error(
        "the scan has format {found}, and this program reads up to {SCHEMA}; open it with a Waymark that reads format {found}, or scan anew with this one"
    )]
    Newer {
        /// The format of the file.
        found: u64,
    },
    /// The right format, but something in it does not fit.
    #[error("{path}: {message}; write the scan anew")]
    Unfit {
        /// The field.
        path: String,
        /// What does not fit.
        message: String,
    },
}

/// Reads the bytes of a `scan.json`. `is_known` says which facts the caller's pack has.
pub fn read(bytes: &[u8], is_known: impl Fn(&FactId) -> bool) -> Result<ReadScan, ScanError> {
    let length = bytes.len() as u64;
    if length > LONGEST_FILE {
        return Err(ScanError::TooLong(length));
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| ScanError::NotJson {
        line: error.line().max(1),
        column: error.column().max(1),
    })?;
    let schema = value.get("schema").and_then(Value::as_u64).ok_or(ScanError::NotAScan)?;
    if schema > u64::from(SCHEMA) {
        return Err(ScanError::Newer { found: schema });
    }
    if schema == 0 {
        return Err(ScanError::Unfit {
            path: "schema".to_owned(),
            message: "0 is no format".to_owned(),
        });
    }
    let scan: Scan =
        serde_json::from_value(value.clone()).map_err(|error| unfit(&value, &error))?;
    let unknown = scan.facts.keys().filter(|id| !is_known(id)).cloned().collect();
    Ok(ReadScan { scan, unknown })
}

/// Finds the part that does not fit, so that the message can name it.
fn unfit(value: &Value, error: &serde_json::Error) -> ScanError {
    let message = error.to_string();
    for (id, fact) in value.get("facts").and_then(Value::as_object).into_iter().flatten() {
        if let Err(error) = serde_json::from_value::<super::Fact>(fact.clone()) {
            return ScanError::Unfit { path: format!("facts.{id}"), message: error.to_string() };
        }
    }
    for (at, one) in
        value.get("resources").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        if let Err(error) = serde_json::from_value::<super::Resource>(one.clone()) {
            return ScanError::Unfit {
                path: format!("resources[{at}]"),
                message: error.to_string(),
            };
        }
    }
    ScanError::Unfit { path: "scan".to_owned(), message }
}

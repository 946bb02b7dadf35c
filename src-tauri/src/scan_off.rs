//! A build without the scan: every command of it says so.

use serde_json::Value;
use tauri::State;
use waymark_app::error::{Code, Error};
use waymark_app::view::{
    Nothing, ScanEndView, ScanIdentityView, ScanPolicyView, ScanProfilesView, ScanProgressView,
};

use crate::state::{Shared, Surroundings};

/// Nothing is known of any account.
pub(crate) struct Looks;

impl Looks {
    /// As in a build with the scan.
    pub(crate) fn new(_: Surroundings) -> Self {
        Self
    }
}

fn left_out() -> Error {
    Error::new(
        Code::ScanFailed,
        "this build cannot look at accounts",
        "open a scan file, or use a build with the scan",
    )
}

/// `scan_profiles` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_profiles() -> Result<ScanProfilesView, Error> {
    Err(left_out())
}

/// `scan_connect` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_connect(request: Value) -> Result<ScanIdentityView, Error> {
    drop(request);
    Err(left_out())
}

/// `scan_start` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_start(_state: State<'_, Shared>, request: Value) -> Result<ScanEndView, Error> {
    drop(request);
    Err(left_out())
}

/// `scan_progress` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_progress() -> Result<ScanProgressView, Error> {
    Err(left_out())
}

/// `scan_cancel` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_cancel() -> Nothing {
    Nothing {}
}

/// `scan_policy` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_policy() -> Result<ScanPolicyView, Error> {
    Err(left_out())
}

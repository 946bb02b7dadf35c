//! The commands of the window: each hands its request to `waymark_app::dispatch` off the main thread.
//!
//! Only the two dialogs are answered here, since only the window can ask for a file.

use serde_json::Value;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;
use waymark_app::commands::FileDialog;
use waymark_app::error::{Code, Error};

use crate::state::Shared;

/// Declares a command that `waymark_app` answers, for each name, and the handler that knows them all.
macro_rules! commands {
    ($($name:ident),+ $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($name), "` of the contract.")]
            #[tauri::command(async)]
            pub(crate) fn $name(state: State<'_, Shared>, request: Option<Value>) -> Result<Value, Error> {
                state.call(stringify!($name), request.unwrap_or_else(|| Value::Object(serde_json::Map::new())))
            }
        )+

        /// Registers every command of the contract.
        pub(crate) fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![dialog_open, dialog_save, $($name),+]
        }

        /// The names registered, for the test that compares them with the contract.
        pub const NAMES: &[&str] = &["dialog_open", "dialog_save", $(stringify!($name)),+];
    };
}

commands! {
    app_state,
    settings_set,
    recent_forget,
    document_new,
    document_open,
    document_sample,
    document_get,
    document_close,
    document_export,
    document_import,
    document_copy,
    merge_look,
    merge_take,
    draft_keep,
    drafts_get,
    change_undo,
    change_redo,
    history_list,
    profile_get,
    profile_set,
    record_list,
    record_add,
    record_set,
    record_remove,
    record_paste,
    record_check,
    record_export,
    sheet_read,
    assess_get,
    question_get,
    vote_record,
    votes_record,
    votes_reveal,
    consensus_settle,
    answer_set,
    evidence_add,
    evidence_remove,
    capture_add,
    capture_remove,
    target_set,
    packs_get,
    pack_choose,
    pack_look,
    pack_take,
    pack_remove,
    baseline_compare,
    lens_get,
    lens_answer,
    lens_export,
    maturity_get,
    chart_get,
    score_explain,
    architecture_get,
    verdict_set,
    roadmap_get,
    initiative_set,
    plan_accept,
    report_get,
    report_write,
    report_page
}

fn filter(kind: &str) -> Result<(&'static str, &'static [&'static str]), Error> {
    match kind {
        "document" => Ok(("Waymark engagement", &["waymark"])),
        "report" => Ok(("PDF", &["pdf"])),
        "json" => Ok(("JSON", &["json"])),
        "table" => Ok(("CSV or Excel workbook", &["csv", "xlsx", "tsv", "txt"])),
        "csv" => Ok(("CSV", &["csv"])),
        "pack" => Ok(("Assessment pack or custom lens", &["zip", "json", "toml"])),
        "lens" => Ok(("Custom lens", &["json"])),
        "xlsx" => Ok(("Excel workbook", &["xlsx"])),
        other => Err(Error::new(
            Code::Internal,
            format!("there is no kind of file `{other}`"),
            "this is a mistake in Waymark",
        )),
    }
}

fn text(path: Option<tauri_plugin_dialog::FilePath>) -> Option<String> {
    path.and_then(|path| path.into_path().ok()).map(|path| path.to_string_lossy().into_owned())
}

/// `dialog_open` of the contract.
#[tauri::command(async)]
pub(crate) fn dialog_open<R: Runtime>(
    app: AppHandle<R>,
    request: FileDialog,
) -> Result<Option<String>, Error> {
    if request.kind == "pack_folder" {
        return Ok(text(app.dialog().file().blocking_pick_folder()));
    }
    let (name, extensions) = filter(&request.kind)?;
    Ok(text(app.dialog().file().add_filter(name, extensions).blocking_pick_file()))
}

/// `dialog_save` of the contract.
#[tauri::command(async)]
pub(crate) fn dialog_save<R: Runtime>(
    app: AppHandle<R>,
    request: FileDialog,
) -> Result<Option<String>, Error> {
    let (name, extensions) = filter(&request.kind)?;
    let chosen = text(
        app.dialog()
            .file()
            .add_filter(name, extensions)
            .set_file_name(&request.suggested)
            .blocking_save_file(),
    );
    // The toolkit does not add the ending that the person left out.
    Ok(chosen.map(|path| {
        let has_ending =
            extensions.iter().any(|ending| path.to_lowercase().ends_with(&format!(".{ending}")));
        if has_ending { path } else { format!("{path}.{}", extensions[0]) }
    }))
}

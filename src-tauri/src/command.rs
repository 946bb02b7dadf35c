//! The commands of the window: each hands its request to `waymark_app::dispatch` off the main thread.
//!
//! Only the two dialogs and the room screen are answered here, since only the window can ask for a file or open a second window.

use serde_json::Value;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;
use waymark_app::commands::FileDialog;
use waymark_app::error::{Code, Error};
use waymark_app::roadmap;

use crate::room;
use crate::state::Shared;
use waymark_app::view::{ImprovedView, RoomState};

/// Declares a command that `waymark_app` answers, for each name, and the handler that knows them all.
macro_rules! commands {
    ($($name:ident),+ $(,)?) => {
        $(
            #[doc = concat!("`", stringify!($name), "` of the contract.")]
            #[tauri::command(async)]
            pub(crate) fn $name<R: Runtime>(
                app: AppHandle<R>,
                state: State<'_, Shared>,
                request: Option<Value>,
                language: Option<String>,
            ) -> Result<Value, Error> {
                let request = request.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
                let answer =
                    state.call_in(language.as_deref().unwrap_or_default(), stringify!($name), request);
                room::follow(&app, &state);
                answer
            }
        )+

        /// Registers every command of the contract.
        pub(crate) fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![dialog_open, dialog_open_many, dialog_save, room_state, room_open, room_close, roadmap_improve, crate::scan::scan_profiles, crate::scan::scan_connect, crate::scan::scan_start, crate::scan::scan_progress, crate::scan::scan_cancel, crate::scan::scan_policy, $($name),+]
        }

        /// The names registered, for the test that compares them with the contract.
        pub const NAMES: &[&str] = &["dialog_open", "dialog_open_many", "dialog_save", "room_state", "room_open", "room_close", "roadmap_improve", "scan_profiles", "scan_connect", "scan_start", "scan_progress", "scan_cancel", "scan_policy", $(stringify!($name)),+];
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
    document_protect,
    keychain_get,
    keychain_forget,
    document_close,
    backups_list,
    backup_restore,
    backups_remove,
    document_recover,
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
    change_get,
    question_history,
    change_restore,
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
    votes_explain,
    votes_tally,
    votes_reveal,
    consensus_settle,
    answer_set,
    evidence_add,
    evidence_attach,
    evidence_paste,
    evidence_picture,
    evidence_save,
    evidence_remove,
    capture_add,
    capture_remove,
    captures_get,
    target_set,
    workshop_get,
    agenda_propose,
    section_start,
    section_end,
    verify_get,
    verify_set,
    room_show,
    room_get,
    prework_get,
    prework_write,
    prework_form,
    prework_look,
    prework_take,
    cards_write,
    packs_get,
    pack_choose,
    pack_look,
    pack_take,
    pack_remove,
    baselines_get,
    baseline_freeze,
    baseline_rename,
    baseline_remove,
    baseline_compare,
    baseline_chart,
    last_time_confirm,
    round_next,
    portfolio_get,
    portfolio_export,
    lens_get,
    lens_answer,
    lens_export,
    maturity_get,
    chart_get,
    score_explain,
    architecture_get,
    architecture_export,
    what_if,
    verdict_set,
    roadmap_get,
    roadmap_export,
    initiative_set,
    roadmap_set,
    scenarios_get,
    scenario_keep,
    scenario_take,
    plan_accept,
    report_get,
    report_write,
    report_page,
    report_find,
    report_set,
    evidence_get,
    scan_take,
    scan_remove,
    fact_judge,
    scan_adopt,
    brand_set,
    brand_open,
    brand_save,
    brand_font,
    check_accept
}

fn filter(kind: &str) -> Result<(&'static str, &'static [&'static str]), Error> {
    match kind {
        "document" => Ok(("Waymark engagement", &["waymark"])),
        "report" | "pdf" => Ok(("PDF", &["pdf"])),
        "html" => Ok(("Web page", &["html"])),
        "docx" => Ok(("Word document", &["docx"])),
        "slides" | "deck" => Ok(("Slides", &["pptx"])),
        "zip" => Ok(("Zip of CSV files", &["zip"])),
        "svg" => Ok(("SVG drawing", &["svg"])),
        "png" => Ok(("PNG picture", &["png"])),
        "logo" => Ok(("SVG or PNG picture", &["svg", "png"])),
        "font" => Ok(("TrueType font", &["ttf"])),
        "drawio" => Ok(("draw.io diagram", &["drawio"])),
        "mermaid" => Ok(("Mermaid diagram", &["mmd"])),
        "markdown" => Ok(("Markdown", &["md"])),
        "json" => Ok(("JSON", &["json"])),
        "table" => Ok(("CSV or Excel workbook", &["csv", "xlsx", "tsv", "txt"])),
        "csv" => Ok(("CSV", &["csv"])),
        "parquet" => Ok(("Parquet", &["parquet"])),
        "pack" => Ok(("Assessment pack or custom lens", &["zip", "json", "toml"])),
        "lens" => Ok(("Custom lens", &["json"])),
        // Evidence may be any file.
        "evidence" => Ok(("Any file", &["*"])),
        "answers" => Ok(("Answers file", &["json", "csv", "tsv", "xlsx"])),
        "xlsx" => Ok(("Excel workbook", &["xlsx"])),
        "brand" => Ok(("Brand file", &["toml"])),
        "scan" => Ok(("Scan of an AWS account", &["json"])),
        "project" => Ok(("Microsoft Project XML", &["xml"])),
        "ics" => Ok(("Calendar", &["ics"])),
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

/// `roadmap_improve` of the contract: the application is free while it looks, and a newer call ends an older one.
#[tauri::command(async)]
pub(crate) fn roadmap_improve(state: State<'_, Shared>) -> Result<ImprovedView, Error> {
    let Some(search) = state.with(|app, _| app.session().map(roadmap::improvement))? else {
        return Ok(ImprovedView { is_news: false });
    };
    let turn = state.begin_search();
    let found = search.run(&|| !state.is_latest_search(turn));
    if !state.is_latest_search(turn) {
        return Ok(ImprovedView { is_news: false });
    }
    state.with(|app, _| {
        let is_news = roadmap::take_improved(app.session()?, &search, found.as_ref())?;
        Ok(ImprovedView { is_news })
    })
}

/// `dialog_open` of the contract.
#[tauri::command(async)]
pub(crate) fn dialog_open<R: Runtime>(
    app: AppHandle<R>,
    request: FileDialog,
) -> Result<Option<String>, Error> {
    if matches!(request.kind.as_str(), "pack_folder" | "folder") {
        return Ok(text(app.dialog().file().blocking_pick_folder()));
    }
    let (name, extensions) = filter(&request.kind)?;
    let mut dialog = app.dialog().file();
    if extensions != ["*"] {
        dialog = dialog.add_filter(name, extensions);
    }
    Ok(text(dialog.blocking_pick_file()))
}

/// `dialog_open_many` of the contract.
#[tauri::command(async)]
pub(crate) fn dialog_open_many<R: Runtime>(
    app: AppHandle<R>,
    request: FileDialog,
) -> Result<Vec<String>, Error> {
    let (name, extensions) = filter(&request.kind)?;
    let chosen = app.dialog().file().add_filter(name, extensions).blocking_pick_files();
    Ok(chosen.unwrap_or_default().into_iter().filter_map(|path| text(Some(path))).collect())
}

/// `dialog_save` of the contract.
#[tauri::command(async)]
pub(crate) fn dialog_save<R: Runtime>(
    app: AppHandle<R>,
    request: FileDialog,
) -> Result<Option<String>, Error> {
    let (name, extensions) = filter(&request.kind)?;
    let is_any = extensions == ["*"];
    let mut dialog = app.dialog().file().set_file_name(&request.suggested);
    if !is_any {
        dialog = dialog.add_filter(name, extensions);
    }
    let chosen = text(dialog.blocking_save_file());
    if is_any {
        return Ok(chosen);
    }
    // The toolkit does not add the ending that the person left out.
    Ok(chosen.map(|path| {
        let has_ending =
            extensions.iter().any(|ending| path.to_lowercase().ends_with(&format!(".{ending}")));
        if has_ending { path } else { format!("{path}.{}", extensions[0]) }
    }))
}

/// `room_state` of the contract.
#[tauri::command(async)]
pub(crate) fn room_state<R: Runtime>(app: AppHandle<R>, state: State<'_, Shared>) -> RoomState {
    room::state(&app, &state)
}

/// `room_open` of the contract.
#[tauri::command(async)]
pub(crate) fn room_open<R: Runtime>(
    app: AppHandle<R>,
    state: State<'_, Shared>,
) -> Result<RoomState, Error> {
    room::open(&app)?;
    Ok(room::state(&app, &state))
}

/// `room_close` of the contract.
#[tauri::command(async)]
pub(crate) fn room_close<R: Runtime>(app: AppHandle<R>, state: State<'_, Shared>) -> RoomState {
    room::close(&app);
    room::state(&app, &state)
}

//! The window: Tauri around `waymark-app`, and nothing of the product itself.
//!
//! Begin with [`builder`], which `main` and the contract test share, then `command`.

mod awake;
mod command;
mod room;
#[cfg_attr(not(feature = "aws-scan"), path = "scan_off.rs")]
mod scan;
mod state;

pub use command::NAMES;
pub use state::{Clock, Shared, Surroundings};

use tauri::{Context, Runtime};

/// The application with its commands. The window may only show its own pages.
pub fn builder<R: Runtime>(
    builder: tauri::Builder<R>,
    shared: Shared,
    surroundings: Surroundings,
) -> tauri::Builder<R> {
    let guard = tauri::plugin::Builder::<R>::new("navigation-guard")
        .on_navigation(|_, url| {
            matches!(url.scheme(), "tauri" | "about") || url.host_str() == Some("tauri.localhost")
        })
        .build();
    builder
        .plugin(guard)
        .plugin(tauri_plugin_dialog::init())
        .manage(shared)
        .manage(scan::Looks::new(surroundings))
        .invoke_handler(command::handler())
}

/// Lets the room screen follow a projector that is unplugged or plugged in.
pub fn watch_screens<R: Runtime>(app: &tauri::AppHandle<R>) {
    room::watch_screens(app);
}

/// Configuration, capabilities and the interface's files.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

//! The second window: the room screen on the projector. It is sent what `waymark_app::room` made for it, and may ask for nothing else.

use tauri::{
    AppHandle, Emitter as _, EventTarget, Manager as _, Monitor, Runtime, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder,
};
use waymark_app::error::{Code, Error};
use waymark_app::view::RoomState;

use crate::awake;
use crate::state::Shared;

/// The label of the second window, which its capability names.
pub(crate) const LABEL: &str = "room";
/// The event that brings what the room screen shows.
const EVENT: &str = "room";

fn window<R: Runtime>(app: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    app.get_webview_window(LABEL)
}

/// Whether the room screen is open, and what is set for it.
pub(crate) fn state<R: Runtime>(app: &AppHandle<R>, shared: &Shared) -> RoomState {
    RoomState {
        is_open: window(app).is_some(),
        settings: shared.with(|app, _| app.room_settings().clone()),
    }
}

/// The screen that the main window is not on, where there is one.
fn projector<R: Runtime>(app: &AppHandle<R>) -> Option<Monitor> {
    let main = app.get_webview_window("main")?;
    let own = main.current_monitor().ok().flatten()?;
    let others = main.available_monitors().ok()?;
    others.into_iter().find(|monitor| monitor.position() != own.position())
}

/// Opens the room screen, or brings it to the front: over the whole projector, else as a window of its own that can be moved there.
///
/// # Errors
/// [`Code::Internal`] when the system opens no second window.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> Result<(), Error> {
    let failed = |error: tauri::Error| {
        Error::new(
            Code::Internal,
            "the room screen cannot be opened",
            "go on without it, or close another window and try again",
        )
        .caused_by(error)
    };
    let projector = projector(app);
    let window = match window(app) {
        Some(window) => window,
        None => made(app).map_err(failed)?,
    };
    if let Some(projector) = projector {
        window.set_position(*projector.position()).map_err(failed)?;
        window.set_fullscreen(true).map_err(failed)?;
    } else {
        window.unminimize().map_err(failed)?;
    }
    window.show().map_err(failed)?;
    // The keys stay with the facilitator.
    if let Some(main) = app.get_webview_window("main") {
        main.set_focus().map_err(failed)?;
    }
    awake::keep(app, true);
    Ok(())
}

/// A new second window, which says when it was closed.
fn made<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("room.html".into()))
        .title("Waymark: room screen")
        .inner_size(1280.0, 720.0)
        .min_inner_size(640.0, 360.0)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, tauri::WindowEvent::Destroyed) {
            awake::keep(&handle, false);
            let _ = handle.emit_to(EventTarget::webview_window("main"), "room-closed", ());
        }
    });
    Ok(window)
}

/// Closes the room screen; nothing happens where it is not open.
pub(crate) fn close<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = window(app) {
        let _ = window.destroy();
    }
}

/// Sends the room screen what it shows now, where that differs from what it was sent last.
pub(crate) fn follow<R: Runtime>(app: &AppHandle<R>, shared: &Shared) {
    if window(app).is_none() {
        return;
    }
    shared.tell_room(|view| {
        let _ = app.emit_to(EventTarget::webview_window(LABEL), EVENT, view);
    });
}

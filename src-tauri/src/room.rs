//! The second window: the room screen on the projector. It is sent what `waymark_app::room` made for it, and may ask for nothing else.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{
    AppHandle, Emitter as _, EventTarget, Manager as _, Monitor, Runtime, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use waymark_app::error::{Code, Error};
use waymark_app::view::RoomState;

use crate::awake;
use crate::state::Shared;

/// The label of the second window, which its capability names.
pub(crate) const LABEL: &str = "room";
/// The event that brings what the room screen shows.
const EVENT: &str = "room";
/// Whether the room screen was put on a projector that was there when it was last looked.
static IS_ON_PROJECTOR: AtomicBool = AtomicBool::new(false);

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
    IS_ON_PROJECTOR.store(projector.is_some(), Ordering::Relaxed);
    match projector {
        Some(projector) => fill(&window, &projector).map_err(failed)?,
        None => window.unminimize().map_err(failed)?,
    }
    window.show().map_err(failed)?;
    // The keys stay with the facilitator.
    if let Some(main) = app.get_webview_window("main") {
        main.set_focus().map_err(failed)?;
    }
    awake::keep(app, true);
    Ok(())
}

/// Puts the room screen over the whole of a projector.
fn fill<R: Runtime>(window: &WebviewWindow<R>, projector: &Monitor) -> tauri::Result<()> {
    // A window that fills one screen does not move to another.
    window.set_fullscreen(false)?;
    window.set_position(*projector.position())?;
    window.set_fullscreen(true)
}

/// Follows a projector that was unplugged or plugged in: without one the room screen waits as a window behind the laptop's own, and
/// with one it fills it. The laptop's window is told.
pub(crate) fn follow_projector<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = window(app) else { return };
    let projector = projector(app);
    let is_there = projector.is_some();
    if IS_ON_PROJECTOR.swap(is_there, Ordering::Relaxed) == is_there {
        return;
    }
    // What the window manager refuses is seen on the screen and can be put right by hand.
    let _ = match projector {
        Some(projector) => fill(&window, &projector),
        None => window.set_fullscreen(false),
    };
    if let Some(main) = app.get_webview_window("main") {
        let _ = main.set_focus();
    }
    let _ = app.emit_to(EventTarget::webview_window("main"), "room-projector", is_there);
}

/// Hears of screens that come and go.
#[cfg(target_os = "linux")]
pub(crate) fn watch_screens<R: Runtime>(app: &AppHandle<R>) {
    if let Some(screen) = gtk::gdk::Screen::default() {
        let app = app.clone();
        screen.connect_monitors_changed(move |_| follow_projector(&app));
    }
}

/// Other systems say nothing of screens, but they move windows off a screen that is gone, and people go back to theirs: see [`made`].
#[cfg(not(target_os = "linux"))]
pub(crate) fn watch_screens<R: Runtime>(_app: &AppHandle<R>) {}

/// A new second window, which says when it was closed.
fn made<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<WebviewWindow<R>> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("room.html".into()))
        .title("Waymark: room screen")
        .inner_size(1280.0, 720.0)
        .min_inner_size(640.0, 360.0)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::Destroyed => {
            awake::keep(&handle, false);
            let _ = handle.emit_to(EventTarget::webview_window("main"), "room-closed", ());
        }
        WindowEvent::Focused(false) | WindowEvent::ScaleFactorChanged { .. } => {
            follow_projector(&handle);
        }
        _ => {}
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

//! Keeps the laptop awake while the room screen is open.

use tauri::{AppHandle, Runtime};

/// Asks the system not to sleep nor to blank the screen, or takes that back. A system that knows no such wish goes on as it does.
#[cfg(target_os = "linux")]
pub(crate) fn keep<R: Runtime>(app: &AppHandle<R>, is_wanted: bool) {
    use gtk::prelude::{GtkApplicationExt as _, GtkWindowExt};
    use tauri::Manager as _;

    thread_local! {
        static WISH: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    let handle = app.clone();
    // The toolkit answers on its own thread only, which then also holds the wish.
    let _ = app.run_on_main_thread(move || {
        let window = handle.get_webview_window("main").and_then(|main| main.gtk_window().ok());
        let Some(application) = window.as_ref().and_then(GtkWindowExt::application) else {
            return;
        };
        WISH.with(|wish| {
            if is_wanted && wish.get() == 0 {
                let flags =
                    gtk::ApplicationInhibitFlags::IDLE | gtk::ApplicationInhibitFlags::SUSPEND;
                wish.set(application.inhibit(
                    window.as_ref(),
                    flags,
                    Some("The room screen is open"),
                ));
            } else if !is_wanted && wish.get() != 0 {
                application.uninhibit(wish.replace(0));
            }
        });
    });
}

/// The same on macOS and Windows.
#[cfg(not(target_os = "linux"))]
pub(crate) fn keep<R: Runtime>(_app: &AppHandle<R>, is_wanted: bool) {
    use std::sync::Mutex;

    static WISH: Mutex<Option<keepawake::KeepAwake>> = Mutex::new(None);
    let Ok(mut wish) = WISH.lock() else { return };
    *wish = None;
    if is_wanted {
        *wish = keepawake::Builder::default()
            .display(true)
            .idle(true)
            .sleep(true)
            .reason("The room screen is open")
            .app_name("Waymark")
            .app_reverse_domain("app.waymark")
            .create()
            .ok();
    }
}

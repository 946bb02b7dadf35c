//! Starts the window. The clock, the environment and the arguments are read here and nowhere else.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use tauri::Manager as _;
use waymark_desktop::{Shared, Surroundings, builder, context, watch_screens};

#[expect(clippy::disallowed_methods, reason = "the one place where the window reads the clock")]
fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let context = context();
    // Settings live where the system keeps them for this application; asked for before the window exists.
    let folder = settings_folder(&context.config().identifier)?;
    let shared = Shared::new(&folder, now).context("Waymark cannot start")?;
    shared.with(|app, _| match std::env::args_os().nth(1) {
        Some(argument) if argument == "--sample" => app.open_at_start(None),
        Some(path) => {
            let path = PathBuf::from(path);
            let whole =
                std::env::current_dir().map_or_else(|_| path.clone(), |folder| folder.join(&path));
            app.open_at_start(Some(whole));
        }
        None => {}
    });
    builder(tauri::Builder::default(), shared, surroundings())
        .setup(|app| {
            if let Some(window) = app.get_webview_window("main") {
                window.set_focus()?;
            }
            watch_screens(app.handle());
            Ok(())
        })
        .build(context)
        .context("the window cannot be opened; is a display there?")?
        .run(|app, event| match event {
            // The room screen alone is no application.
            tauri::RunEvent::WindowEvent {
                label, event: tauri::WindowEvent::Destroyed, ..
            } if label == "main" => app.exit(0),
            // A document that is closed leaves one file behind, and no journal beside it.
            tauri::RunEvent::Exit => {
                app.state::<Shared>().with(|app, _| app.close());
            }
            _ => {}
        });
    Ok(())
}

/// What a look at an account needs of the machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the window reads the environment and the clock"
)]
fn surroundings() -> Surroundings {
    let home = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let of_aws = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("AWS_"));
    Surroundings {
        environment: of_aws.collect(),
        home: home.map(PathBuf::from).unwrap_or_default(),
        now: SystemTime::now,
    }
}

/// The folder for settings and the sample: the system's data folder of the user.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the window reads the environment"
)]
fn settings_folder(identifier: &str) -> anyhow::Result<PathBuf> {
    let from =
        |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = from("HOME").or_else(|| from("USERPROFILE"));
    let base = if cfg!(target_os = "macos") {
        home.map(|home| home.join("Library/Application Support"))
    } else if cfg!(windows) {
        from("APPDATA")
    } else {
        from("XDG_DATA_HOME").or_else(|| home.map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join(identifier)).context("the environment names no home folder; set HOME")
}

//! What the journeys share: a laptop with the application on it, a clock that counts, ids that count, the sample.
//!
//! Nothing here reads the clock or any randomness, so a journey ends the same way every time. Begin with [`Laptop`].

pub mod crash;

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use waymark_app::app::App;
use waymark_app::dispatch::dispatch;
use waymark_app::error::{Code, Error};
use waymark_app::library::Library;
use waymark_app::sample;
use waymark_app::session::{IdSource, Moment, Session};
use waymark_core::engagement::Engagement;

/// When every journey begins: 9 March 2026, 9:00 UTC, in milliseconds since 1970.
pub const START: i64 = 1_773_046_800_000;

/// Ids that count up, the same in every run.
#[derive(Debug, Default)]
pub struct CountedIds(u64);

impl From<u64> for CountedIds {
    /// Ids that count on from a number.
    fn from(first: u64) -> Self {
        Self(first)
    }
}

impl IdSource for CountedIds {
    fn next(&mut self) -> [u8; 10] {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        bytes
    }
}

/// The application with a folder of its own. Each command happens a second after the one before.
pub struct Laptop {
    folder: TempDir,
    app: App,
    ids: CountedIds,
    now: i64,
}

impl Default for Laptop {
    fn default() -> Self {
        Self::new()
    }
}

impl Laptop {
    /// A laptop on which Waymark was never started.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let app = App::new(&folder.path().join("profile")).expect("the shipped packs are sound");
        Self { folder, app, ids: CountedIds::default(), now: START }
    }

    /// Another laptop, whose clock and ids are its own.
    pub fn second() -> Self {
        Self { now: START + 3_600_000, ..Self::new() }
    }

    /// Gives the application a keychain.
    pub fn use_keychain(&mut self, keychain: Box<dyn waymark_app::keychain::Keychain>) {
        self.app.use_keychain(keychain);
    }

    /// Lets time pass.
    pub fn wait(&mut self, minutes: i64) {
        self.now += minutes * 60_000;
    }

    /// A path in the laptop's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same as text, as requests carry it.
    pub fn place(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The application, to do to it what no command does.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Starts the application once more, as after it was closed.
    ///
    /// # Panics
    /// Where it does not start.
    pub fn start_again(&mut self) {
        self.app =
            App::new(&self.folder.path().join("profile")).expect("the shipped packs are sound");
    }

    /// The open engagement.
    ///
    /// # Panics
    /// Where none is open.
    pub fn session(&self) -> &Session {
        self.app.session().expect("an engagement is open")
    }

    /// What is entered in the open engagement.
    pub fn engagement(&self) -> Engagement {
        self.session().engagement().clone()
    }

    /// Sends a command as the window does.
    ///
    /// # Errors
    /// What the window would show.
    pub fn call(&mut self, name: &str, request: Value) -> Result<Value, Error> {
        self.now += 1000;
        let mut moment = Moment { now: self.now, ids: &mut self.ids, by: "Helen Marsh".to_owned() };
        dispatch(&mut self.app, name, request, &mut moment)
    }

    /// Sends a command that must succeed.
    ///
    /// # Panics
    /// Where it fails, with every word of the failure.
    #[track_caller]
    pub fn must(&mut self, name: &str, request: Value) -> Value {
        match self.call(name, request) {
            Ok(response) => response,
            Err(error) => panic!(
                "{name}: {:?} {} ({}) {:?}",
                error.code, error.message, error.help, error.mistakes
            ),
        }
    }

    /// Sends a command that must be refused.
    ///
    /// # Panics
    /// Where it succeeds, or is refused with other words than a person can use.
    #[track_caller]
    pub fn refused(&mut self, name: &str, request: Value) -> (Code, String) {
        match self.call(name, request) {
            Ok(response) => panic!("{name} was not refused: {response}"),
            Err(error) => {
                assert!(
                    !error.message.is_empty() && !error.message.ends_with('.'),
                    "{name}: {}",
                    error.message
                );
                assert!(!error.help.is_empty(), "{name} says what to do: {}", error.message);
                (error.code, error.message)
            }
        }
    }
}

/// The packs that the program ships.
///
/// # Panics
/// Where they have problems.
pub fn library() -> Library {
    Library::shipped().expect("the shipped packs are sound")
}

/// The built-in sample.
///
/// # Panics
/// Where it does not fit the shipped packs.
pub fn sample() -> Engagement {
    sample::engagement(&library()).expect("the sample is sound")
}

/// The sample without a document: to read from.
///
/// # Panics
/// Where its pack cannot be resolved.
pub fn sample_session() -> Session {
    let library = library();
    Session::in_memory(sample(), &library).expect("the sample's pack is shipped")
}

/// The folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the repository")
}

//! What the commands share: the application behind a lock, the clock and the source of ids.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use serde_json::Value;
use waymark_app::app::App;
use waymark_app::error::{Code, Error};
use waymark_app::session::{IdSource, Moment};

use crate::keychain::SystemKeychain;

/// Milliseconds since 1970-01-01 UTC, as the computer's clock says; given by `main`.
pub type Clock = fn() -> i64;

/// What `main` read of the machine for a look at an account.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Variables whose names begin with `AWS_`, which AWS's own tools read too.
    pub environment: BTreeMap<String, String>,
    /// The folder below which they keep their files.
    pub home: PathBuf,
    /// The clock, as requests are signed with it.
    pub now: fn() -> SystemTime,
}

/// The operating system's randomness.
struct SystemIds;

impl IdSource for SystemIds {
    fn next(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// The application, shared by all commands.
pub struct Shared {
    app: Mutex<App>,
    clock: Clock,
    /// What the room screen was sent last.
    sent: Mutex<Value>,
    /// How many searches for a better roadmap have begun.
    searches: AtomicU64,
}

impl Shared {
    /// Starts the application with its folder.
    ///
    /// # Errors
    /// When the shipped packs have problems.
    pub fn new(folder: &Path, clock: Clock) -> Result<Self, Error> {
        let mut app = App::new(folder)?;
        app.use_keychain(Box::new(SystemKeychain));
        Ok(Self {
            app: Mutex::new(app),
            clock,
            sent: Mutex::default(),
            searches: AtomicU64::new(0),
        })
    }

    /// Begins a search for a better roadmap, which ends those begun before.
    pub fn begin_search(&self) -> u64 {
        self.searches.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Whether no newer search has begun.
    pub fn is_latest_search(&self, turn: u64) -> bool {
        self.searches.load(Ordering::Relaxed) == turn
    }

    /// Runs something with the application.
    pub fn with<T>(&self, run: impl FnOnce(&mut App, &mut Moment) -> T) -> T {
        let mut app = self.app.lock().unwrap_or_else(PoisonError::into_inner);
        let by = app.facilitator().to_owned();
        let mut ids = SystemIds;
        let mut moment = Moment { now: (self.clock)(), ids: &mut ids, by };
        run(&mut app, &mut moment)
    }

    /// Hands over what the room screen shows where it differs from what it was sent last. One at a time, so that nothing older follows
    /// something newer; where it cannot be made, the room is sent nothing at all.
    pub fn tell_room(&self, send: impl FnOnce(&Value)) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let made = self.guarded("room_get", |app, _| {
            Ok(serde_json::to_value(app.room()).unwrap_or(Value::Null))
        });
        let view = made.unwrap_or(Value::Null);
        if *sent != view {
            send(&view);
            *sent = view;
        }
    }

    /// Carries out a command of the contract. Failures are logged once, here, with what caused them; a panic becomes an error.
    ///
    /// # Errors
    /// Every failure of the product, in words.
    pub fn call(&self, name: &str, request: Value) -> Result<Value, Error> {
        self.guarded(name, |app, moment| {
            waymark_app::dispatch::dispatch(app, name, request, moment)
        })
    }

    /// As [`Shared::call`]; what the program itself says in the answer is said in a language.
    ///
    /// # Errors
    /// As for [`Shared::call`].
    pub fn call_in(&self, language: &str, name: &str, request: Value) -> Result<Value, Error> {
        if !waymark_app::spoken::is_spoken(language) {
            return self.call(name, request);
        }
        self.guarded(name, |app, moment| {
            let answer = waymark_app::dispatch::dispatch(app, name, request, moment);
            waymark_app::spoken::say(app, language, name, answer)
        })
    }

    /// Runs something as a command. A panic in it becomes an error, and the document is read again, since what is in memory may
    /// be half changed.
    ///
    /// # Errors
    /// What it fails with.
    pub fn guarded(
        &self,
        name: &str,
        run: impl FnOnce(&mut App, &mut Moment) -> Result<Value, Error>,
    ) -> Result<Value, Error> {
        let result = catch_unwind(AssertUnwindSafe(|| self.with(run))).unwrap_or_else(|panic| {
            self.with(|app, _| app.recover());
            let said = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            tracing::error!(command = name, "panic: {}", said.unwrap_or("without a text"));
            Err(Error::new(
                Code::Internal,
                format!("`{name}` stopped unexpectedly"),
                "what was saved is safe and was read again; try once more",
            ))
        });
        if let Err(error) = &result {
            let mut cause = std::error::Error::source(error);
            let mut chain = String::new();
            while let Some(next) = cause {
                let _ = write!(chain, ": {next}");
                cause = next.source();
            }
            // Messages may quote what people typed, which no log should hold; those of our own mistakes do not.
            let message = if error.code == Code::Internal { error.message.as_str() } else { "" };
            tracing::warn!(command = name, code = ?error.code, "{message}{chain}");
        }
        result
    }
}

//! Where passphrases come from: a file, the environment, or the terminal, where they are typed without being shown. Never an argument,
//! which other programs of the machine could read.

use std::cell::OnceCell;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use waymark_app::error::{Code, Error};
use waymark_app::library::Library;
use waymark_app::secret::Passphrase;
use waymark_app::session::{Mode, Session};

/// The passphrase of protected engagements, got when the first of them asks for it.
pub(crate) struct Source {
    file: Option<PathBuf>,
    /// What the environment says, as `main` read it.
    environment: Option<String>,
    got: OnceCell<Passphrase>,
}

impl Source {
    pub(crate) fn new(file: Option<PathBuf>, environment: Option<String>) -> Self {
        Self { file, environment, got: OnceCell::new() }
    }

    /// The passphrase, asked for once.
    pub(crate) fn get(&self, of: &Path) -> anyhow::Result<&Passphrase> {
        if let Some(got) = self.got.get() {
            return Ok(got);
        }
        let passphrase = match (&self.file, &self.environment) {
            (Some(file), _) => read(file)?,
            (None, Some(words)) => Passphrase::new(words).context("WAYMARK_PASSPHRASE is empty")?,
            (None, None) => ask(&format!("Passphrase of {}: ", of.display()))?,
        };
        Ok(self.got.get_or_init(|| passphrase))
    }

    /// The passphrase where it is at hand without asking.
    pub(crate) fn at_hand(&self) -> anyhow::Result<Option<&Passphrase>> {
        match (&self.file, &self.environment) {
            (None, None) => Ok(self.got.get()),
            _ => self.get(Path::new("")).map(Some),
        }
    }

    /// Opens an engagement, with the passphrase where it needs one.
    pub(crate) fn open(
        &self,
        file: &Path,
        mode: Mode,
        library: &Library,
    ) -> anyhow::Result<Session> {
        match Session::open(file, mode, library) {
            Err(error) if error.code == Code::PassphraseNeeded => {
                let key = self.get(file).map_err(|problem| needed(error, problem))?;
                Ok(Session::open_with(file, mode, Some(key), library)?)
            }
            opened => Ok(opened?),
        }
    }
}

/// A new passphrase: from a file, or typed twice.
pub(crate) fn new(file: Option<&Path>) -> anyhow::Result<Passphrase> {
    if let Some(file) = file {
        return read(file);
    }
    let first = ask("New passphrase: ")?;
    let again = ask("Once more: ")?;
    if first != again {
        bail!("the two are not the same; nothing was changed");
    }
    Ok(first)
}

/// The first line of a file.
fn read(file: &Path) -> anyhow::Result<Passphrase> {
    let text =
        fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let line = text.lines().next().unwrap_or_default();
    Passphrase::new(line)
        .with_context(|| format!("{} has no passphrase in its first line", file.display()))
}

/// How a passphrase comes without a terminal.
const GIVE_IT: &str = "give a file with it by --passphrase-file, or set WAYMARK_PASSPHRASE";

fn ask(question: &str) -> anyhow::Result<Passphrase> {
    if !std::io::stdin().is_terminal() {
        bail!("there is no terminal to type a passphrase at: {GIVE_IT}");
    }
    let typed = rpassword::prompt_password(question).context("the passphrase cannot be read")?;
    Passphrase::new(&typed).context("no passphrase was typed")
}

/// What an engagement with a passphrase says where none can be had.
fn needed(mut error: Error, problem: anyhow::Error) -> anyhow::Error {
    let said = format!("{problem:#}");
    error.help = if said.contains(GIVE_IT) { said } else { format!("{said}: {GIVE_IT}") };
    error.into()
}

//! Measurements in a release build: medians of several runs, printed as a table.

use anyhow::Result;

use crate::setup;
use crate::shell::{cargo, target};

pub(crate) fn bench(arguments: &[&str]) -> Result<()> {
    setup::system(setup::For::Testing)?;
    setup::interface()?;
    cargo(&[
        "build",
        "--release",
        "--package",
        "waymark-desktop",
        "--features",
        "custom-protocol",
    ])?;
    let app = target().join("release/waymark-desktop");
    let mut command = vec!["bench", "--package", "waymark-tests", "--bench", "measure", "--"];
    let app = app.to_string_lossy();
    command.push(&app);
    command.extend(arguments);
    cargo(&command)
}

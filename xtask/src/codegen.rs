//! What is generated and committed: the TypeScript contract and the JSON Schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, root, run};

/// The examples that generate, and the folders they fill.
const GENERATED: [(&str, &str); 2] =
    [("contract", "ui/src/ipc/generated"), ("schema", "assessments/schema")];

/// Writes everything that is generated: beside first, so that a failure leaves what is there.
pub(crate) fn write() -> Result<()> {
    for (example, folder) in GENERATED {
        let fresh = generate(example)?;
        let folder = root().join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("{} cannot be emptied", folder.display()))?;
        }
        fs::create_dir_all(&folder)?;
        for (name, bytes) in files(&fresh)? {
            fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}

/// Generates into a folder of its own, and names it.
fn generate(example: &str) -> Result<PathBuf> {
    let folder = crate::shell::target().join("codegen").join(example);
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    // Built with the whole workspace, as the tests are, so that nothing is built twice.
    cargo(&["build", "--workspace", "--quiet", "--example", example])?;
    let program = crate::shell::target().join("debug/examples").join(example);
    run(".", &program.to_string_lossy(), &[&folder.to_string_lossy()])?;
    Ok(folder)
}

/// Compares what is committed with what would be generated now.
pub(crate) fn check() -> Result<()> {
    for (example, folder) in GENERATED {
        let fresh = generate(example)?;
        let (committed, fresh) = (files(&root().join(folder))?, files(&fresh)?);
        let differing: Vec<&String> = committed
            .keys()
            .chain(fresh.keys())
            .filter(|name| committed.get(*name) != fresh.get(*name))
            .collect();
        if let Some(first) = differing.first() {
            bail!(
                "{folder}/{first} is not what the code would generate; run `cargo xtask codegen` and commit the result"
            );
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))? {
        let path = entry?.path();
        if path.is_file() {
            files.insert(
                path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                fs::read(&path)?,
            );
        }
    }
    Ok(files)
}

/// Checks the shipped packs.
pub(crate) fn packs() -> Result<()> {
    cargo(&["build", "--workspace", "--quiet", "--bin", "waymark"])?;
    let waymark = crate::shell::target().join("debug/waymark");
    for entry in fs::read_dir(root().join("assessments"))? {
        let path = entry?.path();
        if path.join("pack.toml").exists() {
            run(".", &waymark.to_string_lossy(), &["pack", "check", &path.to_string_lossy()])?;
        }
    }
    Ok(())
}

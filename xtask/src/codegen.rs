//! What is generated and committed: the TypeScript contract and the JSON Schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, root};

/// The folders of generated files, and the example that writes them.
const GENERATED: [(&str, &str, &str); 2] = [
    ("waymark-app", "contract", "ui/src/ipc/generated"),
    ("waymark-pack", "schema", "assessments/schema"),
];

/// Writes everything that is generated.
pub(crate) fn write() -> Result<()> {
    for (package, example, folder) in GENERATED {
        generate(package, example, &root().join(folder))?;
    }
    Ok(())
}

fn generate(package: &str, example: &str, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(folder)?;
    cargo(&[
        "run",
        "--quiet",
        "--package",
        package,
        "--example",
        example,
        "--",
        &folder.to_string_lossy(),
    ])
}

/// Compares what is committed with what would be generated now.
pub(crate) fn check() -> Result<()> {
    for (package, example, folder) in GENERATED {
        let fresh = crate::shell::target().join("codegen").join(example);
        generate(package, example, &fresh)?;
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
    for entry in fs::read_dir(root().join("assessments"))? {
        let path = entry?.path();
        if path.join("pack.toml").exists() {
            cargo(&[
                "run",
                "--quiet",
                "--package",
                "waymark-cli",
                "--",
                "pack",
                "check",
                &path.to_string_lossy(),
            ])?;
        }
    }
    Ok(())
}

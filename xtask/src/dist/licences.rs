//! What the packages are built from, with the licences: one file with every text once, and who it is of.
//!
//! What is linked is asked of `cargo tree`, where its sources lie of `cargo metadata`; of the interface what its lock file names. The
//! texts are those that lie in the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell::{output, root};

/// Something that the programs are built from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    /// `name version`.
    name: String,
    /// As its manifest says, such as `MIT OR Apache-2.0`.
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// Sources in C that are built in, which no line of `cargo tree` names.
const BUILT_IN: &[&str] = &["openssl-src", "sqlcipher-src"];
/// Of the interface, what stands in its files: the lock file calls the second one a tool for building.
const OF_THE_INTERFACE: &[&str] = &["@tauri-apps/api", "svelte"];

/// Texts that lie in this repository, since no source of a crate or package brings them.
const OTHERS: &[(&str, &str)] = &[
    ("Typeface Inter", "crates/waymark-chart/fonts/OFL.txt"),
    ("Apache License 2.0, for what is under it and brings no text", "LICENSE-APACHE"),
    (
        "MIT License, for what is under it and brings no text; the copyright is its authors'",
        "LICENSE-MIT",
    ),
];

/// The whole file.
pub(crate) fn third_party() -> Result<String> {
    let mut parts = crates()?;
    parts.extend(packages()?);
    if parts.len() < 100 {
        bail!(
            "only {} parts were found; `cargo tree` tells something else than before",
            parts.len()
        );
    }
    let texts = texts(&parts)?;
    let mut out = format!(
        "What Waymark is built from\n==========================\n\n{} parts by others, each with its licence. Their texts follow, each once.\n\n",
        parts.len()
    );
    let has_text: BTreeSet<&str> = texts.values().flatten().map(String::as_str).collect();
    for part in &parts {
        let note =
            if has_text.contains(part.name.as_str()) { "" } else { "; no text in its sources" };
        let _ = writeln!(out, "{}: {}{note}", part.name, part.licence);
        if !note.is_empty() && !part.authors.is_empty() {
            let _ = writeln!(out, "    by {}", part.authors);
        }
    }
    let _ = writeln!(out, "\nTypeface Inter: OFL-1.1");
    for (name, file) in OTHERS {
        let text = fs::read_to_string(root().join(file))
            .with_context(|| format!("{file} cannot be read"))?;
        section(&mut out, &[(*name).to_owned()], &text);
    }
    for (text, names) in &texts {
        section(&mut out, names, text);
    }
    Ok(out)
}

fn section(out: &mut String, names: &[String], text: &str) {
    let _ = write!(out, "\n{}\n{}\n\n{}\n", "-".repeat(80), names.join(", "), text.trim_end());
}

/// The crates that are linked into one of the programs.
fn crates() -> Result<BTreeSet<Part>> {
    let host = output("rustc", &["-vV"])
        .and_then(|told| {
            told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
        })
        .context("rustc does not tell what it builds for")?;
    let tree = output(
        "cargo",
        &[
            "tree",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--no-dedupe",
            "--target",
            &host,
            "--format",
            "{p}",
            "--package",
            "waymark-desktop",
            "--package",
            "waymark-cli",
            "--features",
            "waymark-desktop/custom-protocol",
        ],
    )
    .context("`cargo tree` does not tell what is linked")?;
    let linked: BTreeSet<(String, String)> = tree.lines().filter_map(name_and_version).collect();
    let metadata = output(
        "cargo",
        &["metadata", "--locked", "--format-version", "1", "--filter-platform", &host],
    )
    .context("`cargo metadata` does not tell where the sources are")?;
    let metadata: Value =
        serde_json::from_str(&metadata).context("`cargo metadata` writes JSON")?;
    let packages = metadata["packages"].as_array().context("`cargo metadata` lists packages")?;
    let mut parts = BTreeSet::new();
    for package in packages {
        let text = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
        let is_linked = linked.contains(&(text("name"), text("version")));
        let is_built_in = BUILT_IN.contains(&text("name").as_str());
        // What has no source is of this repository.
        if package["source"].is_null() || !(is_linked || is_built_in) {
            continue;
        }
        let manifest = PathBuf::from(text("manifest_path"));
        let authors = package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
        parts.insert(Part {
            name: format!("{} {}", text("name"), text("version")),
            licence: if text("license").is_empty() {
                "as its text says".to_owned()
            } else {
                text("license")
            },
            authors: authors.collect::<Vec<_>>().join(", "),
            folder: manifest.parent().context("a manifest lies in a folder")?.to_owned(),
        });
    }
    Ok(parts)
}

/// `serde v1.0.2 (proc-macro)` as name and version.
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    let name = words.next()?;
    let version = words.next()?.strip_prefix('v')?;
    Some((name.to_owned(), version.to_owned()))
}

/// The packages of the interface that stand in its files, and what they need.
fn packages() -> Result<BTreeSet<Part>> {
    let ui = root().join("ui");
    let lock: Value = serde_json::from_str(
        &fs::read_to_string(ui.join("package-lock.json"))
            .context("ui/package-lock.json cannot be read")?,
    )
    .context("ui/package-lock.json is no JSON")?;
    let known = lock["packages"].as_object().context("the lock file lists packages")?;
    let mut open: Vec<String> = OF_THE_INTERFACE.iter().map(|name| (*name).to_owned()).collect();
    let mut seen = BTreeSet::new();
    let mut parts = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let entry = known
            .get(&format!("node_modules/{name}"))
            .with_context(|| format!("ui/package-lock.json does not name {name}"))?;
        open.extend(
            entry["dependencies"].as_object().into_iter().flat_map(|needs| needs.keys().cloned()),
        );
        parts.insert(Part {
            name: format!("{name} {}", entry["version"].as_str().unwrap_or_default()),
            licence: entry["license"].as_str().unwrap_or("as its text says").to_owned(),
            authors: String::new(),
            folder: ui.join("node_modules").join(&name),
        });
    }
    Ok(parts)
}

/// The texts of all parts, each with the names of those it is of.
fn texts(parts: &BTreeSet<Part>) -> Result<BTreeMap<String, Vec<String>>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in parts {
        for path in licence_files(&part.folder, 2)? {
            let bytes =
                fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim().to_owned();
            let names = texts.entry(text).or_default();
            if !names.contains(&part.name) {
                names.push(part.name.clone());
            }
        }
    }
    texts.remove("");
    Ok(texts)
}

/// Files that hold a licence, in a folder and so deep below it.
fn licence_files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| {
        format!("{} is not there: fetch the sources, or run `npm ci` in ui", folder.display())
    })?;
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().to_lowercase());
        let is_named = ["license", "licence", "copying", "notice", "unlicense", "copyright"]
            .iter()
            .any(|word| name.starts_with(word));
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
        let is_text = !matches!(ending.as_deref(), Some("rs" | "json" | "toml" | "html"));
        if path.is_file() && is_named && is_text {
            found.push(path);
        } else if path.is_dir()
            && depth > 0
            && !["tests", "test", "target", "node_modules", "examples", "benches"]
                .contains(&name.as_str())
        {
            found.extend(licence_files(&path, depth - 1)?);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_linked_crate_is_told_with_its_licence() {
        let parts = crates().expect("cargo tells them");
        for name in [
            "serde ",
            "tauri ",
            "rusqlite ",
            "openssl-src ",
            "sqlcipher-src ",
            "clap ",
            "printpdf ",
        ] {
            assert!(parts.iter().any(|part| part.name.starts_with(name)), "{name} is among them");
        }
        // What only tests and tools use is not.
        for name in ["proptest ", "insta ", "waymark"] {
            assert!(
                !parts.iter().any(|part| part.name.starts_with(name)),
                "{name} is not among them"
            );
        }
        let texts = texts(&parts).expect("their sources are there");
        let told: BTreeSet<&String> = texts.values().flatten().collect();
        let silent: Vec<&str> = parts
            .iter()
            .map(|part| part.name.as_str())
            .filter(|name| !told.contains(&(*name).to_owned()))
            .collect();
        assert!(silent.len() * 10 < parts.len(), "few bring no text: {silent:?}");
        // SQLCipher's own licence lies in the crate that brings its sources.
        assert!(texts.keys().any(|text| text.contains("ZETETIC LLC ''AS IS''")));
        for (name, file) in OTHERS {
            assert!(root().join(file).is_file(), "the licence of {name} is there");
        }
    }

    #[test]
    fn a_line_of_the_tree_is_a_name_and_a_version() {
        assert_eq!(
            name_and_version("serde v1.0.2 (proc-macro)"),
            Some(("serde".into(), "1.0.2".into()))
        );
        assert_eq!(name_and_version(""), None);
    }
}

//! The invariants of ARCHITECTURE.md, read from manifests and sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use waymark_chart::palette::{Theme, resolve};
use waymark_chart::scene::Role;
use waymark_core::record::Kind;
use waymark_tests::{library, repository};

/// Crate, folder, and the crates of the workspace that it may use.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("waymark-core", "crates/waymark-core", &[]),
    ("waymark-schedule", "crates/waymark-schedule", &[]),
    ("waymark-pack", "crates/waymark-pack", &["waymark-core"]),
    ("waymark-store", "crates/waymark-store", &["waymark-core"]),
    ("waymark-chart", "crates/waymark-chart", &["waymark-core"]),
    ("waymark-report", "crates/waymark-report", &["waymark-core", "waymark-chart"]),
    (
        "waymark-app",
        "crates/waymark-app",
        &[
            "waymark-core",
            "waymark-pack",
            "waymark-store",
            "waymark-schedule",
            "waymark-chart",
            "waymark-report",
        ],
    ),
    ("waymark-aws", "crates/waymark-aws", &["waymark-core"]),
    ("waymark-cli", "crates/waymark-cli", &["waymark-app", "waymark-aws"]),
    ("waymark-desktop", "src-tauri", &["waymark-app", "waymark-aws"]),
    (
        "waymark-tests",
        "tests",
        &[
            "waymark-core",
            "waymark-pack",
            "waymark-store",
            "waymark-schedule",
            "waymark-chart",
            "waymark-report",
            "waymark-app",
            "waymark-aws",
        ],
    ),
    ("xtask", "xtask", &[]),
];

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder whose name ends in one of these.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    open.push(path);
                }
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A path as it is written in the repository.
fn short(path: &Path) -> String {
    path.strip_prefix(repository())
        .expect("lies in the repository")
        .to_string_lossy()
        .replace('\\', "/")
}

fn manifest(folder: &str) -> toml::Table {
    read(&repository().join(folder).join("Cargo.toml"))
        .parse()
        .unwrap_or_else(|error| panic!("{folder}/Cargo.toml: {error}"))
}

fn dependencies(manifest: &toml::Table, table: &str) -> BTreeSet<String> {
    manifest
        .get(table)
        .and_then(toml::Value::as_table)
        .map(|t| t.keys().cloned().collect())
        .unwrap_or_default()
}

fn every_dependency(manifest: &toml::Table) -> BTreeSet<String> {
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .flat_map(|table| dependencies(manifest, table))
        .collect()
}

/// The lines of a Rust file that are product: no comments, no inline test module.
fn product_lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut is_test_next = false;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        if line.starts_with("#[cfg(test)]") {
            is_test_next = true;
            continue;
        }
        if is_test_next && line.starts_with("mod ") && line.ends_with('{') {
            break;
        }
        if !trimmed.starts_with("#[") {
            is_test_next = false;
        }
        if !trimmed.starts_with("//") {
            lines.push((number + 1, line));
        }
    }
    lines
}

/// Rust sources of the product: no tests, no examples.
fn rust_sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for (_, folder, _) in CRATES.iter().filter(|(name, ..)| *name != "waymark-tests") {
        found.extend(files(&repository().join(folder).join("src"), &[".rs"]));
    }
    found.retain(|path| !short(path).contains("/tests/"));
    found
}

#[test]
fn every_crate_is_known_here() {
    let members: BTreeSet<String> = files(repository(), &["Cargo.toml"])
        .iter()
        .map(|path| short(path))
        .filter(|path| !path.starts_with("target/") && path != "Cargo.toml")
        .collect();
    let known: BTreeSet<String> =
        CRATES.iter().map(|(_, folder, _)| format!("{folder}/Cargo.toml")).collect();
    assert_eq!(members, known);
}

#[test]
fn crates_use_what_lies_below_them_and_nothing_else() {
    let workspace: BTreeSet<&str> = CRATES.iter().map(|(name, ..)| *name).collect();
    for (name, folder, below) in CRATES {
        let manifest = manifest(folder);
        assert_eq!(manifest["package"]["name"].as_str(), Some(*name));
        for table in ["dependencies", "build-dependencies"] {
            for used in dependencies(&manifest, table)
                .iter()
                .filter(|used| workspace.contains(used.as_str()))
            {
                assert!(below.contains(&used.as_str()), "{name} may not depend on {used}");
            }
        }
        // Tests and examples of a crate may look at shipped content and draw pictures; they never reach the product's doors.
        for used in dependencies(&manifest, "dev-dependencies")
            .iter()
            .filter(|used| workspace.contains(used.as_str()))
        {
            let is_aid = ["waymark-pack", "waymark-chart"].contains(&used.as_str());
            assert!(
                below.contains(&used.as_str()) || is_aid,
                "tests of {name} may not depend on {used}"
            );
        }
    }
}

#[test]
fn each_great_dependency_has_one_home() {
    let homes = [
        ("tauri", "src-tauri"),
        ("rusqlite", "crates/waymark-store"),
        ("printpdf", "crates/waymark-report"),
        ("plotters", "crates/waymark-chart"),
        ("zeno", "crates/waymark-chart"),
        ("ts-rs", "crates/waymark-app"),
        ("aws", "crates/waymark-aws"),
        ("hyper", "crates/waymark-aws"),
    ];
    for (_, folder, _) in CRATES {
        let used = every_dependency(&manifest(folder));
        for (dependency, home) in homes {
            if *folder != home {
                let found: Vec<&String> = used
                    .iter()
                    .filter(|u| *u == dependency || u.starts_with(&format!("{dependency}-")))
                    .collect();
                assert!(found.is_empty(), "{folder} names {found:?}, which belongs to {home}");
            }
        }
    }
    for path in rust_sources() {
        let place = short(&path);
        let text = read(&path);
        for (number, line) in product_lines(&text) {
            let of = |word: &str| {
                line.contains(&format!("{word}::")) || line.contains(&format!("use {word};"))
            };
            assert!(
                !of("printpdf") || place.starts_with("crates/waymark-report/src/pdf/"),
                "{place}:{number} names printpdf"
            );
            assert!(
                !of("tauri") || place.starts_with("src-tauri/"),
                "{place}:{number} names tauri"
            );
        }
    }
}

#[test]
fn core_and_schedule_are_pure() {
    const IMPURE: &[&str] = &[
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::io",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom",
        "rand::",
        "thread_rng",
        "println!",
        "eprintln!",
        "HashMap",
        "HashSet",
    ];
    for path in rust_sources() {
        let place = short(&path);
        if !place.starts_with("crates/waymark-core/")
            && !place.starts_with("crates/waymark-schedule/")
        {
            continue;
        }
        for (number, line) in product_lines(&read(&path)) {
            for word in IMPURE {
                // `brand::` is not `rand::`.
                let is_whole = |at: usize| {
                    !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
                };
                let uses = line.match_indices(word).any(|(at, _)| is_whole(at));
                assert!(!uses, "{place}:{number} uses {word}");
            }
        }
    }
    for folder in ["crates/waymark-core", "crates/waymark-schedule"] {
        for outside in ["tempfile", "getrandom", "ureq", "tokio", "rand"] {
            assert!(
                !dependencies(&manifest(folder), "dependencies").contains(outside),
                "{folder} depends on {outside}"
            );
        }
    }
}

#[test]
fn only_the_application_derives_typescript() {
    for path in rust_sources() {
        let place = short(&path);
        for (number, line) in product_lines(&read(&path)) {
            let derives = line.trim_start().starts_with("#[derive(") && line.contains(" TS");
            assert!(
                !derives || place.starts_with("crates/waymark-app/"),
                "{place}:{number} derives TS"
            );
        }
    }
}

#[test]
fn code_knows_no_content_by_id() {
    let library = library();
    let pack = &library.default_pack().pack;
    let mut ids: BTreeSet<String> = BTreeSet::new();
    ids.extend(pack.questions.iter().map(|x| x.id.to_string()));
    ids.extend(pack.initiatives.iter().map(|x| x.id.to_string()));
    ids.extend(pack.rules.iter().map(|x| x.id.to_string()));
    ids.extend(pack.target_rules.iter().map(|x| x.id.to_string()));
    ids.extend(pack.call_rules.iter().map(|x| x.id.to_string()));
    ids.extend(pack.finding_rules.iter().map(|x| x.id.to_string()));
    // Facts are measured by code: waymark-aws names them, and a test of its own holds that the pack has the same.
    let facts: BTreeSet<String> = pack.facts.iter().map(|x| x.id.to_string()).collect();
    assert!(ids.len() > 150, "the pack is full");
    let dimensions: Vec<String> = pack
        .dimensions
        .iter()
        .flat_map(|dimension| {
            ['"', '\'', '`'].map(|quote| format!("{quote}{}{quote}", dimension.id))
        })
        .collect();
    let mut sources = rust_sources();
    let interface = files(&repository().join("ui/src"), &[".ts", ".svelte", ".css"]);
    sources.extend(
        interface.into_iter().filter(|path| !short(path).starts_with("ui/src/ipc/generated/")),
    );
    for path in sources {
        let place = short(&path);
        let text = read(&path);
        for (number, line) in product_lines(&text) {
            if line.trim_start().starts_with(['*'])
                || line.trim_start().starts_with("/*")
                || line.trim_start().starts_with("<!--")
            {
                continue;
            }
            for word in line.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_') {
                assert!(!ids.contains(word), "{place}:{number} names {word}");
                let is_measured = place.starts_with("crates/waymark-aws/src/facts/");
                assert!(is_measured || !facts.contains(word), "{place}:{number} names {word}");
            }
            for dimension in &dimensions {
                assert!(!line.contains(dimension.as_str()), "{place}:{number} names {dimension}");
            }
        }
    }
}

#[test]
fn contract_and_capabilities_name_the_same_commands() {
    let contract: BTreeSet<String> =
        waymark_app::commands::NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(contract.len(), waymark_app::commands::NAMES.len(), "no name twice");
    let capability: serde_json::Value =
        serde_json::from_str(&read(&repository().join("src-tauri/capabilities/main.json")))
            .expect("the capability file is JSON");
    let mut allowed = BTreeSet::new();
    for permission in capability["permissions"].as_array().expect("a list of permissions") {
        let permission = permission.as_str().expect("a plain permission");
        match permission.strip_prefix("allow-") {
            Some(name) => {
                assert!(allowed.insert(name.replace('-', "_")), "{permission} stands twice");
            }
            // To hear what the application tells it, and to draw itself larger for eyes that want it.
            None => assert!(
                permission.starts_with("core:event:")
                    || permission == "core:webview:allow-set-webview-zoom",
                "{permission} is more than the window needs"
            ),
        }
    }
    assert_eq!(contract, allowed, "src-tauri/capabilities/main.json");
}

/// Scores, gaps, findings, architecture and roadmap follow from what people entered; only a baseline freezes them.
#[test]
fn no_record_stores_what_is_derived() {
    const DERIVED: [&str; 9] = [
        "score",
        "attained",
        "band",
        "coverage",
        "confidence",
        "gap",
        "weighted_gap",
        "spread",
        "projected",
    ];
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Baseline) {
        for field in kind.fields() {
            assert!(!DERIVED.contains(&field.name), "{}.{} is derived", kind.table(), field.name);
        }
    }
    for field in waymark_core::engagement::Profile::FIELDS {
        assert!(!DERIVED.contains(&field.name), "profile.{} is derived", field.name);
    }
}

#[test]
fn the_window_and_the_paper_have_the_same_colours() {
    let css = read(&repository().join("ui/src/styles/tokens.css"));
    // The colours as they are; more contrast, asked for, comes after them and moves them.
    let plain = css.split("data-contrast").next().expect("a first part");
    let raw: BTreeMap<&str, &str> = plain
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "))
        .filter(|(name, _)| name.starts_with("light-") || name.starts_with("dark-"))
        .collect();
    for (theme, prefix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for role in [
            Role::Ink,
            Role::Ink2,
            Role::Ink3,
            Role::Line,
            Role::Surface,
            Role::Accent,
            Role::AccentInk,
            Role::Level1,
            Role::Level2,
            Role::Level3,
            Role::Level4,
            Role::Level5,
            Role::Danger,
            Role::Warn,
            Role::Ok,
            Role::Band,
            Role::Kept,
            Role::Bar,
            Role::Related,
            Role::SelectedRow,
        ] {
            let name = format!("{prefix}-{}", role.name());
            let token =
                raw.get(name.as_str()).unwrap_or_else(|| panic!("tokens.css has no --{name}"));
            let colour = resolve(role, theme).hex();
            assert!(
                token.eq_ignore_ascii_case(&colour),
                "--{name} is {token}, the palette says {colour}"
            );
        }
        for (role, name) in [(Role::Raised, "surface-raised"), (Role::Sunken, "surface-sunken")] {
            let token = raw[format!("{prefix}-{name}").as_str()];
            assert!(token.eq_ignore_ascii_case(&resolve(role, theme).hex()), "--{prefix}-{name}");
        }
        let wash = resolve(Role::Wash, theme);
        let wanted = format!(
            "rgb({} {} {} / {}%)",
            wash.red,
            wash.green,
            wash.blue,
            (wash.alpha * 100.0).round()
        );
        assert_eq!(raw[format!("{prefix}-wash").as_str()], wanted);
    }
}

#[test]
fn every_failure_has_its_words_in_the_window() {
    let text = read(&repository().join("crates/waymark-app/src/error.rs"));
    let list = text.split_once("pub enum Code {").expect("there is `Code`").1;
    let codes: Vec<String> = list[..list.find('}').expect("it ends")]
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(|line| line.trim_end_matches(',').to_owned())
        .collect();
    assert!(codes.len() > 10);
    let table = read(&repository().join("ui/src/ipc/error.ts"));
    let table =
        table.split_once("export const presentation = {").expect("there is `presentation`").1;
    let table = &table[..table.find("} satisfies").expect("it ends")];
    let rows: BTreeSet<&str> = table
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| Some(line.trim().split_once(": {")?.0))
        .collect();
    for code in codes {
        let camel = code[..1].to_lowercase() + &code[1..];
        assert!(rows.contains(camel.as_str()), "ui/src/ipc/error.ts has no row for {camel}");
    }
}

#[test]
fn the_window_reaches_nothing_outside() {
    let text = read(&repository().join("src-tauri/tauri.conf.json"));
    let settings: serde_json::Value = serde_json::from_str(&text).expect("the settings are JSON");
    let policy =
        settings["app"]["security"]["csp"].as_str().expect("there is a content security policy");
    let allowed: BTreeMap<&str, &str> =
        policy.split("; ").map(|rule| rule.split_once(' ').expect("a rule has values")).collect();
    let wanted = [
        ("default-src", "'none'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        // Pictures of the evidence and of what is pasted.
        ("img-src", "'self' data: blob:"),
        ("font-src", "'self'"),
        // Commands, in the two ways that the web views call them.
        ("connect-src", "ipc: http://ipc.localhost"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("frame-src", "'none'"),
        ("frame-ancestors", "'none'"),
        ("form-action", "'none'"),
    ];
    assert_eq!(allowed, BTreeMap::from(wanted), "nothing more than the window needs");
    assert_eq!(settings["app"]["security"]["freezePrototype"], true);
    for off in ["dangerousDisableAssetCspModification", "assetProtocol", "devCsp"] {
        assert!(settings["app"]["security"].get(off).is_none(), "{off} weakens the policy");
    }
    let urls = files(&repository().join("ui/src"), &[".ts", ".svelte", ".css", ".html"]);
    for path in urls {
        for (number, line) in read(&path).lines().enumerate() {
            let reaches = line.contains("fetch(")
                || line.contains("XMLHttpRequest")
                || line.contains("new WebSocket");
            assert!(!reaches, "{}:{} opens a connection", short(&path), number + 1);
        }
    }
}

/// What people typed, pasted or imported is text on the screen: it becomes neither elements nor a program, and no address of it is
/// ever opened. The application opens none at all: there is no plugin for it, and no link leads out of the window.
#[test]
fn the_interface_makes_nothing_but_text_of_texts() {
    const FORBIDDEN: &[&str] = &[
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "createContextualFragment",
        "DOMParser",
        "srcdoc",
        "eval(",
        "new Function",
        "window.open",
        "target=\"_blank\"",
        "location.href =",
        "location.assign",
        "import(\"",
        "http://",
        "https://",
        "style=\"",
    ];
    // A name space is no address; and drawings are parsed apart from the page, of which known parts alone are copied into it.
    let is_judged = |path: &Path, word: &str, line: &str| {
        line.contains("http://www.w3.org/")
            || (word == "DOMParser" && path.ends_with("components/scene.ts"))
    };
    let mut sources = files(&repository().join("ui/src"), &[".ts", ".svelte", ".html"]);
    // Declarations make nothing.
    sources.retain(|path| !path.to_string_lossy().ends_with(".d.ts"));
    assert!(sources.len() > 100, "the interface is read");
    let pages = ["ui/index.html", "ui/room.html"].map(|page| repository().join(page));
    for path in sources.iter().chain(&pages) {
        // Comments may name what they warn of.
        let text = read(path);
        let text = text
            .lines()
            .filter(|line| !line.trim_start().starts_with(['*', '/']))
            .collect::<Vec<_>>()
            .join("\n");
        for (number, line) in text.lines().enumerate() {
            for word in FORBIDDEN {
                let is_there = line.contains(word) && !is_judged(path, word, line);
                assert!(!is_there, "{}:{}: {word} in {line}", short(path), number + 1);
            }
        }
    }
    for page in pages {
        let text = read(&page);
        for tag in
            text.split('<').filter(|tag| tag.starts_with("script") || tag.starts_with("style"))
        {
            assert!(
                tag.contains(" src=\""),
                "{}: the policy refuses what stands in the page: <{tag}",
                short(&page)
            );
        }
        assert!(!text.contains(" on"), "{}: nothing runs by an attribute", short(&page));
    }
    let window = every_dependency(&manifest("src-tauri"));
    let plugins: Vec<&String> =
        window.iter().filter(|name| name.starts_with("tauri-plugin")).collect();
    assert_eq!(
        plugins,
        ["tauri-plugin-dialog"],
        "nothing opens addresses, reads files or runs programs for the page"
    );
    let room: serde_json::Value =
        serde_json::from_str(&read(&repository().join("src-tauri/capabilities/room.json")))
            .expect("JSON");
    assert_eq!(
        room["permissions"],
        serde_json::json!([
            "allow-room-get",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );
}

/// A threat whose test is gone has no defence that anybody can rely on.
#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let model = read(&repository().join("docs/threat-model.md"));
    let mut named = BTreeSet::new();
    for line in model.lines().filter(|line| line.starts_with('|')) {
        let Some(tests) = line.trim_end_matches('|').rsplit('|').next() else { continue };
        named.extend(tests.split('`').skip(1).step_by(2).filter(|name| name.contains('_')));
    }
    assert!(named.len() > 40, "{} tests are named", named.len());
    let mut sources = String::new();
    for folder in ["crates", "tests", "src-tauri", "xtask"] {
        for path in files(&repository().join(folder), &[".rs"]) {
            sources.push_str(&read(&path));
        }
    }
    for name in named {
        let is_there = sources.contains(&format!("fn {name}("))
            || sources.contains(&format!("    {name}: \""));
        assert!(is_there, "docs/threat-model.md names the test {name}, which is not there");
    }
    let window: String =
        files(&repository().join("ui/tests"), &[".ts"]).iter().map(|path| read(path)).collect();
    for title in model.split("vitest: ").skip(1) {
        let title = title.split(['|', ';', '\n']).next().unwrap_or_default().trim();
        assert!(
            window.contains(&format!("test(\"{title}\"")),
            "docs/threat-model.md names {title}, which is not there"
        );
    }
}

/// Whether a licence expression (SPDX, with the old `/` for "or") can be met with allowed licences alone.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    fn any<'a>(
        words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
        allowed: &BTreeSet<String>,
    ) -> bool {
        let mut is_met = all(words, allowed);
        while words.next_if_eq(&"OR").is_some() {
            is_met |= all(words, allowed);
        }
        is_met
    }
    fn all<'a>(
        words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
        allowed: &BTreeSet<String>,
    ) -> bool {
        let mut is_met = one(words, allowed);
        while words.next_if_eq(&"AND").is_some() {
            is_met &= one(words, allowed);
        }
        is_met
    }
    fn one<'a>(
        words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
        allowed: &BTreeSet<String>,
    ) -> bool {
        let Some(mut name) = words.next().map(str::to_owned) else { return false };
        if name == "(" {
            let is_met = any(words, allowed);
            return words.next() == Some(")") && is_met;
        }
        if words.next_if_eq(&"WITH").is_some() {
            name = format!("{name} WITH {}", words.next().unwrap_or_default());
        }
        allowed.contains(&name)
    }
    any(&mut words, allowed) && words.next().is_none()
}

#[test]
fn dependencies_are_permissive_and_from_the_registry() {
    let deny: toml::Table = read(&repository().join("deny.toml")).parse().expect("it is TOML");
    let allowed: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    assert!(is_allowed("MIT OR GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence, &allowed) {
            wrong.push(format!("{name} is under {licence}"));
        }
        if package["source"].as_str().is_some_and(|source| !source.starts_with("registry+")) {
            wrong.push(format!("{name} comes from {}", package["source"]));
        }
    }
    assert!(wrong.is_empty(), "deny.toml does not allow this:\n{}", wrong.join("\n"));
}

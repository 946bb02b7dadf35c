//! The files of a package, by where they are installed.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use super::{Product, licences, manual};
use crate::shell::root;

/// What stands in a file.
pub(crate) enum Content {
    /// The same as in another file.
    Of(PathBuf),
    Bytes(Vec<u8>),
}

/// A file to install.
pub(crate) struct File {
    pub(crate) content: Content,
    pub(crate) is_program: bool,
}

/// Files by their path without the first `/`.
pub(crate) type Files = BTreeMap<String, File>;

/// Sizes of icons that are installed, in pixels.
const ICONS: [u32; 8] = [16, 24, 32, 48, 64, 128, 256, 512];
/// Sizes of the icon of documents.
const DOCUMENTS: [u32; 3] = [48, 128, 256];
/// What only this package installs.
const DOC: &str = "usr/share/doc/waymark";

/// All files: the programs of a folder, and what goes with them.
pub(crate) fn files(product: &Product, binaries: &Path) -> Result<Files> {
    let mut files = surroundings()?;
    for program in ["waymark", "waymark-desktop"] {
        let path = binaries.join(program);
        if !path.is_file() {
            bail!(
                "{} is missing: build it, or name another folder with --binaries",
                path.display()
            );
        }
        files.insert(
            format!("usr/bin/{program}"),
            File { content: Content::Of(path), is_program: true },
        );
    }
    let mut text = |path: String, bytes: Vec<u8>| {
        files.insert(path, File { content: Content::Bytes(bytes), is_program: false });
    };
    text(
        "usr/share/man/man1/waymark.1.gz".into(),
        packed(manual::page(product, &binaries.join("waymark"))?.as_bytes())?,
    );
    text(format!("{DOC}/THIRD-PARTY.txt.gz"), packed(licences::third_party()?.as_bytes())?);
    text(format!("{DOC}/changelog.gz"), packed(changelog(product)?.as_bytes())?);
    Ok(files)
}

/// What needs no program to be built: desktop entry, file type, icons, guide, copyright.
fn surroundings() -> Result<Files> {
    let mut files = Files::new();
    let mut take = |path: String, from: PathBuf| {
        files.insert(path, File { content: Content::Of(from), is_program: false });
    };
    let linux = root().join("packaging/linux");
    take("usr/share/applications/app.waymark.desktop".into(), linux.join("app.waymark.desktop"));
    take("usr/share/mime/packages/app.waymark.xml".into(), linux.join("app.waymark.xml"));
    let icons = root().join("src-tauri/icons");
    let hicolor = "usr/share/icons/hicolor";
    for size in ICONS {
        take(
            format!("{hicolor}/{size}x{size}/apps/app.waymark.png"),
            icons.join(format!("{size}x{size}.png")),
        );
    }
    take(format!("{hicolor}/scalable/apps/app.waymark.svg"), icons.join("icon.svg"));
    for size in DOCUMENTS {
        take(
            format!("{hicolor}/{size}x{size}/mimetypes/application-vnd.waymark.png"),
            icons.join(format!("document-{size}.png")),
        );
    }
    take(
        format!("{hicolor}/scalable/mimetypes/application-vnd.waymark.svg"),
        icons.join("document.svg"),
    );
    let guide = root().join("docs/guide");
    for path in below(&guide)? {
        let name = path.strip_prefix(&guide).context("a file of the guide lies in it")?;
        take(format!("{DOC}/guide/{}", name.to_string_lossy()), path.clone());
    }
    let screens = root().join("docs/screens");
    for path in below(&screens)? {
        let name = path.strip_prefix(&screens).context("a picture lies in its folder")?;
        take(format!("usr/share/waymark/screens/{}", name.to_string_lossy()), path.clone());
    }
    let own = fs::read_to_string(linux.join("copyright"))
        .context("packaging/linux/copyright cannot be read")?;
    let mit =
        fs::read_to_string(root().join("LICENSE-MIT")).context("LICENSE-MIT cannot be read")?;
    files.insert(
        format!("{DOC}/copyright"),
        File {
            content: Content::Bytes(own.replace("@MIT@", &indented(&mit)).into_bytes()),
            is_program: false,
        },
    );
    Ok(files)
}

/// A text as a field of a copyright file: each line behind a space, an empty one as a point.
fn indented(text: &str) -> String {
    let line =
        |line: &str| if line.trim().is_empty() { " .".to_owned() } else { format!(" {line}") };
    text.trim_end().lines().map(line).collect::<Vec<_>>().join("\n")
}

/// All files below a folder, in the order of their names.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(below(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The changes of CHANGELOG.md as a package writes them.
fn changelog(product: &Product) -> Result<String> {
    let text =
        fs::read_to_string(root().join("CHANGELOG.md")).context("CHANGELOG.md cannot be read")?;
    let head = format!("## {}", product.version);
    let (_, own) = text.split_once(&head).with_context(|| {
        format!("CHANGELOG.md says nothing of version {}: add a section `{head}`", product.version)
    })?;
    let own = own.split_once('\n').map_or("", |(_, rest)| rest);
    let own = own.split("\n## ").next().unwrap_or_default().trim();
    let lines: Vec<String> = own
        .lines()
        .map(|line| match line.strip_prefix("- ") {
            Some(change) => format!("  * {change}"),
            None => format!("    {}", line.trim()),
        })
        .collect();
    Ok(format!(
        "waymark ({}) unstable; urgency=medium\n\n{}\n\n -- The Waymark developers <noreply@waymark.invalid>  {}\n",
        product.version,
        lines.join("\n"),
        product.mail_date()?
    ))
}

/// Packed by gzip, without the time and name of a file.
fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write as _;
    let mut child = Command::new("gzip")
        .args(["-9", "-n", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("gzip cannot be started; is it installed?")?;
    let mut input = child.stdin.take().context("gzip takes what it is given")?;
    let bytes = bytes.to_vec();
    let giving = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().context("gzip does not end")?;
    giving.join().map_err(|_| anyhow::anyhow!("gzip could not be given the text"))??;
    if !output.status.success() {
        bail!("gzip failed");
    }
    Ok(output.stdout)
}

/// Writes the files into a fresh folder, all of one time.
pub(crate) fn stage(files: &Files, folder: &Path, time: SystemTime) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    for (path, file) in files {
        let to = folder.join(path);
        let parent = to.parent().context("a file lies in a folder")?;
        fs::create_dir_all(parent)
            .with_context(|| format!("{} cannot be made", parent.display()))?;
        match &file.content {
            Content::Of(from) => fs::copy(from, &to)
                .map(drop)
                .with_context(|| format!("{} cannot be copied", from.display()))?,
            Content::Bytes(bytes) => fs::write(&to, bytes)
                .with_context(|| format!("{} cannot be written", to.display()))?,
        }
        let mode = if file.is_program { 0o755 } else { 0o644 };
        fs::set_permissions(&to, fs::Permissions::from_mode(mode))?;
    }
    dated(folder, time)
}

/// Sets the time of everything in a folder, and the rights of folders.
pub(crate) fn dated(folder: &Path, time: SystemTime) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            dated(&path, time)?;
        } else {
            fs::File::open(&path)?.set_modified(time)?;
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    fs::File::open(folder)?
        .set_modified(time)
        .with_context(|| format!("{} keeps its time", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::output;

    fn read(path: &str) -> Vec<u8> {
        fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn every_file_of_the_packages_is_there_and_has_its_place() {
        let files = surroundings().expect("the files are there");
        for path in [
            "usr/share/applications/app.waymark.desktop",
            "usr/share/mime/packages/app.waymark.xml",
            "usr/share/icons/hicolor/48x48/apps/app.waymark.png",
            "usr/share/icons/hicolor/scalable/apps/app.waymark.svg",
            "usr/share/icons/hicolor/48x48/mimetypes/application-vnd.waymark.png",
            "usr/share/doc/waymark/copyright",
            "usr/share/doc/waymark/guide/README.md",
            "usr/share/waymark/screens/assess.png",
        ] {
            assert!(files.contains_key(path), "{path} is among the files");
        }
        for (path, file) in &files {
            assert!(path.starts_with("usr/share/"), "{path}");
            assert!(!file.is_program, "{path}");
            if let Content::Of(from) = &file.content {
                assert!(from.is_file(), "{} is there", from.display());
            }
        }
    }

    #[test]
    fn the_desktop_entry_opens_documents_with_the_window() {
        let text = String::from_utf8(read("packaging/linux/app.waymark.desktop")).expect("text");
        let value = |key: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(&format!("{key}=")))
                .unwrap_or_else(|| panic!("it has {key}"))
        };
        assert!(text.starts_with("[Desktop Entry]\n"));
        assert_eq!(
            (value("Exec"), value("Icon")),
            ("waymark-desktop %f", "app.waymark"),
            "a double click hands the file over"
        );
        assert_eq!(value("MimeType"), "application/vnd.waymark;");
        if let Some(version) = output("desktop-file-validate", &["--version"]) {
            let said = output("desktop-file-validate", &["packaging/linux/app.waymark.desktop"]);
            assert_eq!(said.as_deref(), Some(""), "desktop-file-validate {version}");
        }
    }

    #[test]
    fn the_file_type_is_the_same_everywhere() {
        let xml = String::from_utf8(read("packaging/linux/app.waymark.xml")).expect("text");
        assert!(
            xml.contains("<mime-type type=\"application/vnd.waymark\">")
                && xml.contains("<glob pattern=\"*.waymark\"/>")
        );
        assert!(
            xml.contains("<icon name=\"application-vnd.waymark\"/>"),
            "documents have their icon"
        );
        if output("xmllint", &["--version"]).is_some() {
            assert!(
                output("xmllint", &["--noout", "packaging/linux/app.waymark.xml"]).is_some(),
                "it is XML"
            );
        }
        let settings: serde_json::Value =
            serde_json::from_slice(&read("src-tauri/tauri.conf.json")).expect("JSON");
        let association = &settings["bundle"]["fileAssociations"][0];
        assert_eq!(association["mimeType"], "application/vnd.waymark");
        assert_eq!(association["ext"], serde_json::json!(["waymark"]));
        assert_eq!(settings["identifier"], "app.waymark");
        for icon in settings["bundle"]["icon"].as_array().expect("icons") {
            let path = format!("src-tauri/{}", icon.as_str().expect("a path"));
            assert!(root().join(&path).is_file(), "{path} is there");
        }
    }

    /// The size that a PNG says it has.
    fn size(png: &[u8]) -> (u32, u32) {
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number =
            |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        (number(16), number(20))
    }

    #[test]
    fn icons_have_the_sizes_that_their_names_say() {
        for edge in ICONS {
            assert_eq!(size(&read(&format!("src-tauri/icons/{edge}x{edge}.png"))), (edge, edge));
        }
        for edge in DOCUMENTS {
            assert_eq!(size(&read(&format!("src-tauri/icons/document-{edge}.png"))), (edge, edge));
        }
        assert_eq!(size(&read("src-tauri/icons/128x128@2x.png")), (256, 256));
        let ico = read("src-tauri/icons/icon.ico");
        assert_eq!(&ico[..4], [0, 0, 1, 0], "an ICO");
        for entry in ico[6..6 + 16 * usize::from(ico[4])].chunks(16) {
            let number = |at: usize| {
                u32::from_le_bytes(entry[at..at + 4].try_into().expect("four bytes")) as usize
            };
            let png = &ico[number(12)..number(12) + number(8)];
            assert_eq!(size(png).0 as u8, entry[0], "0 stands for 256");
        }
        let icns = read("src-tauri/icons/icon.icns");
        assert_eq!(
            (&icns[..4], &icns[4..8]),
            (b"icns".as_slice(), (icns.len() as u32).to_be_bytes().as_slice())
        );
        let mut at = 8;
        while at < icns.len() {
            let length =
                u32::from_be_bytes(icns[at + 4..at + 8].try_into().expect("four bytes")) as usize;
            let (wide, high) = size(&icns[at + 8..at + length]);
            assert!(wide == high && wide >= 16);
            at += length;
        }
        assert_eq!(at, icns.len(), "nothing stands behind the last picture");
    }

    #[test]
    fn what_is_staged_has_one_time_and_plain_rights() {
        let folder = std::env::temp_dir().join(format!("waymark-stage-{}", std::process::id()));
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000);
        let mut files = Files::new();
        files.insert(
            "usr/bin/a".into(),
            File { content: Content::Bytes(b"x".to_vec()), is_program: true },
        );
        files.insert(
            "usr/share/b".into(),
            File { content: Content::Of(root().join("LICENSE-MIT")), is_program: false },
        );
        stage(&files, &folder, time).expect("it is staged");
        stage(&files, &folder, time).expect("once more over what is there");
        for (path, mode) in [("usr", 0o755), ("usr/bin/a", 0o755), ("usr/share/b", 0o644)] {
            let data = fs::metadata(folder.join(path)).expect("it is there");
            assert_eq!(
                (data.permissions().mode() & 0o7777, data.modified().expect("a time")),
                (mode, time),
                "{path}"
            );
        }
        fs::remove_dir_all(&folder).expect("it can be removed");
    }

    #[test]
    fn the_changes_of_the_version_are_told_as_packages_tell_them() {
        let product =
            Product { version: "0.0.0".into(), architecture: "amd64".into(), epoch: 1_800_000_000 };
        let told = changelog(&product).expect("it is told");
        assert!(told.starts_with("waymark (0.0.0) unstable; urgency=medium\n\n  * "), "{told}");
        assert!(told.ends_with("  Fri, 15 Jan 2027 08:00:00 +0000\n"), "{told}");
        let unknown = Product { version: "77.0.0".into(), ..product };
        assert!(changelog(&unknown).is_err(), "a version without changes is noticed");
    }
}

//! Packs in zip files: where they may lie, and what is refused.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use waymark_pack::{FolderError, folder, read_folder, read_path, read_zip};
use zip::write::SimpleFileOptions;

fn minimal() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/minimal")
}

fn zip(folder: &Path, entries: &[(&str, &[u8])]) -> PathBuf {
    let path = folder.join("pack.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).expect("a file can be made"));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip file");
    path
}

#[test]
fn a_zip_file_gives_what_its_folder_gives() {
    let temporary = tempfile::tempdir().expect("a folder");
    let expected = read_folder(&minimal()).expect("the folder reads");
    for prefix in ["", "minimal/", "packs/of/minimal/"] {
        let named: Vec<(String, &[u8])> = expected
            .iter()
            .map(|(name, text)| (format!("{prefix}{name}"), text.as_bytes()))
            .collect();
        let mut entries: Vec<(&str, &[u8])> =
            named.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        entries.push(("__MACOSX/._pack.toml", b"\0\0"));
        entries.push(("read me.txt", b"\xff is no text, and no file of a pack"));
        let path = zip(temporary.path(), &entries);
        assert_eq!(read_zip(&path).expect("the zip reads"), expected, "below `{prefix}`");
        assert_eq!(read_path(&path).expect("the zip reads"), expected);
    }
}

#[test]
fn names_that_leave_the_zip_file_are_refused() {
    let temporary = tempfile::tempdir().expect("a folder");
    for name in
        ["../pack.toml", "a/../../pack.toml", "/pack.toml", "C:/pack.toml", "a\\..\\..\\pack.toml"]
    {
        let path = zip(temporary.path(), &[("pack.toml", b""), (name, b"id = \"x\"")]);
        let refused = read_zip(&path).expect_err("it is refused");
        assert!(matches!(refused, FolderError::LeavesFolder(_)), "{name}: {refused}");
    }
    assert!(!temporary.path().parent().expect("a parent").join("pack.toml").exists());
}

#[test]
fn a_link_in_a_zip_file_is_refused() {
    let temporary = tempfile::tempdir().expect("a folder");
    let path = temporary.path().join("pack.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).expect("a file can be made"));
    zip.add_symlink("roles.toml", "/etc/passwd", SimpleFileOptions::default()).expect("an entry");
    zip.finish().expect("a zip file");
    assert!(matches!(read_zip(&path), Err(FolderError::LeavesFolder(_))));
}

#[test]
fn what_is_too_large_inside_is_refused_before_it_is_held() {
    let temporary = tempfile::tempdir().expect("a folder");
    // Two kilobytes that unfold to more than a file of a pack may have.
    let large = vec![b'#'; folder::FILE_BYTES as usize + 1];
    let path = zip(temporary.path(), &[("pack.toml", &large)]);
    assert!(fs::metadata(&path).expect("it is there").len() < 10_000);
    assert!(matches!(read_zip(&path), Err(FolderError::LargeFile(name)) if name == "pack.toml"));

    let full = vec![b'#'; folder::FILE_BYTES as usize];
    let names: Vec<String> = (0..11).map(|at| format!("report/{at}.md")).collect();
    let mut entries: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), full.as_slice())).collect();
    entries.push(("pack.toml", b""));
    let path = zip(temporary.path(), &entries);
    let refused = read_zip(&path).expect_err("22 MB are too many");
    assert!(matches!(refused, FolderError::LargePack | FolderError::LargeFile(_)), "{refused}");

    let names: Vec<String> = (0..=folder::FILES).map(|at| format!("report/{at}.md")).collect();
    let mut entries: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    entries.push(("pack.toml", b""));
    let path = zip(temporary.path(), &entries);
    assert!(matches!(read_zip(&path), Err(FolderError::ManyFiles)));
}

#[test]
fn a_zip_file_holds_one_pack() {
    let temporary = tempfile::tempdir().expect("a folder");
    let path = zip(temporary.path(), &[("notes.md", b"")]);
    assert!(matches!(read_zip(&path), Err(FolderError::NoPackInZip)));
    let path = zip(temporary.path(), &[("a/pack.toml", b""), ("b/pack.toml", b"")]);
    assert_eq!(
        read_zip(&path).expect_err("which one?").to_string(),
        "the zip file holds more than one pack: a/, b/"
    );
    fs::write(&path, "no zip").expect("written");
    assert!(matches!(read_zip(&path), Err(FolderError::NotAZip { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes that begin or continue like a zip file never panic the reader.
    #[test]
    fn damaged_zip_files_are_told(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
        let temporary = tempfile::tempdir().expect("a folder");
        let path = zip(temporary.path(), &[("pack.toml", b"id = \"x\"\n"), ("roles.toml", &[b'#'; 3000])]);
        let mut bytes = fs::read(&path).expect("it is there");
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        fs::write(&path, &bytes).expect("written");
        let _ = read_zip(&path);
    }
}

#[test]
fn a_pack_deep_in_a_larger_zip_file_is_found_and_the_rest_passed_over() {
    let temporary = tempfile::tempdir().expect("a folder");
    let expected = read_folder(&minimal()).expect("the folder reads");
    let prefix = "repository/content/packs/of/ours/minimal/";
    let named: Vec<(String, &[u8])> =
        expected.iter().map(|(name, text)| (format!("{prefix}{name}"), text.as_bytes())).collect();
    let others: Vec<String> = (0..500).map(|at| format!("repository/notes/{at}.md")).collect();
    let mut entries: Vec<(&str, &[u8])> =
        named.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    entries.extend(others.iter().map(|name| (name.as_str(), &b"caf\xe9"[..])));
    let path = zip(temporary.path(), &entries);
    assert_eq!(read_zip(&path).expect("the zip reads"), expected);
}

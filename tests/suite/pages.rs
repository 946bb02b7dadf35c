//! Every kind of page as a picture beside the one that was looked at, and the file as an independent reader judges it.
//!
//! `WAYMARK_PAGES=keep` writes the pictures anew; look at them before they are committed.

use std::path::{Path, PathBuf};
use std::process::Command;

use waymark_app::report::{Wanted, pdf};
use waymark_app::session::Session;
use waymark_chart::png::{Pixels, read};
use waymark_tests::sample_session;

/// Sections, each with the pages of it that are looked at, from 1.
const KINDS: [(&str, &[u32]); 13] = [
    ("cover", &[1]),
    ("contents", &[1]),
    ("summary", &[1]),
    ("goals", &[1]),
    ("scorecard", &[1, 2]),
    ("dimensions", &[2, 3]),
    ("architecture", &[1, 2, 4]),
    ("roadmap", &[1, 3, 5]),
    ("risks", &[1]),
    ("verify", &[1]),
    ("method", &[1]),
    ("inventories", &[2]),
    ("answers", &[2]),
];
/// Dots to the inch of the pictures: headings can be read, and letters are some pixels.
const DENSITY: &str = "50";
/// Side of the squares that are compared by their mean: smaller shifts than that are no change.
const SQUARE: usize = 8;
/// The means of a square may differ by so much of 255, since readers smooth edges in their own ways.
const CLOSE: i32 = 20;
/// Of a thousand squares so many may differ by more.
const FEW: usize = 4;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/pages")
}

fn section(session: &Session, id: &str) -> Vec<u8> {
    // Contents list what follows them.
    let mut sections = vec![id.to_owned()];
    if id == "contents" {
        sections.extend(["summary", "scorecard", "roadmap", "method"].map(str::to_owned));
    }
    let wanted = Wanted { sections, ..Wanted::default() };
    pdf(session, &wanted).expect("the report is written").0
}

/// A page as a picture.
fn picture(file: &Path, page: u32) -> Vec<u8> {
    let number = page.to_string();
    let done = Command::new("pdftoppm")
        .args(["-png", "-gray", "-r", DENSITY, "-singlefile", "-f", &number, "-l", &number])
        .arg(file)
        .output()
        .expect("poppler is installed: `cargo xtask test` does that");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// The means of the squares of a picture, row by row.
fn squares(pixels: &Pixels) -> Vec<i32> {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let mut means = Vec::new();
    for top in (0..height).step_by(SQUARE) {
        for left in (0..width).step_by(SQUARE) {
            let (bottom, right) = ((top + SQUARE).min(height), (left + SQUARE).min(width));
            let sum: i32 = (top..bottom)
                .flat_map(|y| (left..right).map(move |x| (y * width + x) * 4))
                .map(|at| i32::from(pixels.rgba[at]))
                .sum();
            means.push(sum / ((bottom - top) * (right - left)) as i32);
        }
    }
    means
}

#[test]
fn pages_look_as_they_were_looked_at() {
    let session = sample_session();
    let folder = tempfile::tempdir().expect("a folder");
    let keeps = std::env::var_os("WAYMARK_PAGES").is_some_and(|word| word == "keep");
    let mut other: Vec<String> = Vec::new();
    for (id, pages) in KINDS {
        let path = folder.path().join(format!("{id}.pdf"));
        std::fs::write(&path, section(&session, id)).expect("it can be written");
        for page in pages {
            let name = format!("{id}-{page}.png");
            let now = picture(&path, *page);
            if keeps {
                std::fs::create_dir_all(kept()).expect("the folder can be made");
                std::fs::write(kept().join(&name), &now).expect("it can be written");
                continue;
            }
            let before = std::fs::read(kept().join(&name)).expect("every page was looked at once");
            let (now_seen, seen) =
                (read(&now, 4000).expect("a PNG"), read(&before, 4000).expect("a PNG"));
            if (now_seen.width, now_seen.height) != (seen.width, seen.height) {
                other.push(format!("{name}: another size"));
                continue;
            }
            let (new, old) = (squares(&now_seen), squares(&seen));
            let differ = new.iter().zip(&old).filter(|(a, b)| (*a - *b).abs() > CLOSE).count();
            if differ * 1000 > new.len() * FEW {
                let there = artefacts().join(&name);
                std::fs::write(&there, &now).expect("it can be written");
                other.push(format!(
                    "{name}: {differ} of {} squares, see {}",
                    new.len(),
                    there.display()
                ));
            }
        }
    }
    assert!(
        other.is_empty(),
        "pages look otherwise than kept; where that is meant, WAYMARK_PAGES=keep takes them over:\n{}",
        other.join("\n")
    );
}

fn artefacts() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let folder = test.ancestors().nth(3).expect("tests lie in target/debug/deps").join("pages");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

#[test]
fn an_independent_reader_finds_nothing_wrong_with_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    let (bytes, pages, _) = pdf(&sample_session(), &Wanted::default()).expect("it is written");
    std::fs::write(&path, &bytes).expect("it can be written");
    let run = |program: &str, arguments: &[&str]| {
        let done = Command::new(program)
            .args(arguments)
            .arg(&path)
            .output()
            .unwrap_or_else(|_| panic!("{program} is installed: `cargo xtask test` does that"));
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
        said
    };
    let said = run("qpdf", &["--check"]);
    assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    // Name, type, encoding, emb, sub, uni, object: every font is embedded, a subset, and can be searched.
    let fonts = run("pdffonts", &[]);
    let rows: Vec<Vec<&str>> =
        fonts.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    assert!(rows.len() >= 2, "{fonts}");
    for row in rows {
        let flags = &row[row.len() - 5..row.len() - 2];
        assert_eq!(flags, ["yes", "yes", "yes"], "{fonts}");
    }
    // A megabyte for thirty pages.
    assert!(bytes.len() / pages <= 1_000_000 / 30, "{} bytes for {pages} pages", bytes.len());
    // The text in the order in which it is read.
    let done =
        Command::new("pdftotext").arg(&path).arg("-").output().expect("poppler is installed");
    let text = String::from_utf8(done.stdout).expect("text");
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let heads = ["Contents", "Executive summary", "Scorecard", "Roadmap", "Method", "Glossary"];
    let places: Vec<usize> = heads
        .iter()
        .map(|head| {
            let begins = |page: &&str| page.lines().take(6).any(|line| line.trim().ends_with(head));
            pages.iter().position(begins).unwrap_or_else(|| panic!("no page of {head}"))
        })
        .collect();
    assert!(places.is_sorted(), "{heads:?} begin on pages {places:?}");
}

//! The readers, each with the files it is made for and what is done with what it reads.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;
use waymark_app::error::Error;
use waymark_app::library::{self, Library};
use waymark_app::report::{self, Wanted};
use waymark_app::session::Session;
use waymark_app::{app, brand, exchange, psplib, sheet};
use waymark_chart::text::{Fonts, set_in};
use waymark_chart::{logo, scene, svg};
use waymark_core::condition::{Condition, RecordRef, Schema};
use waymark_core::facts::{PackNames, condition_schema};
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_pack::lens;
use waymark_tests::{Laptop, repository};

use crate::mutate::Form;

/// A reader to feed.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// What it reads, in words.
    pub(crate) about: &'static str,
    pub(crate) form: Form,
    /// Files that it is made for.
    pub(crate) corpus: fn(&Ground) -> Vec<Vec<u8>>,
    /// Words of its language beside those that stand in the corpus.
    pub(crate) words: &'static [&'static str],
    /// Reads an input, and uses what could be read.
    pub(crate) read: fn(&Ground, &[u8]),
}

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "document",
        about: "a .waymark file that somebody sent",
        form: Form::Document,
        corpus: |_| {
            let folder = repository().join("crates/waymark-store/tests/fixtures");
            let mut all = files_in(&folder, "waymark");
            all.push(small_document());
            all
        },
        words: &[],
        read: document,
    },
    Target {
        name: "merge",
        about: "another copy of the open engagement",
        form: Form::Document,
        corpus: |ground| {
            let path = ground.path("copy.waymark");
            let _ = fs::remove_file(&path);
            ground.must("document_copy", &json!({ "path": path }));
            vec![fs::read(&path).expect("the copy reads")]
        },
        words: &[],
        read: |ground, bytes| {
            let path = ground.put("theirs.waymark", bytes);
            ground.try_to("merge_look", &json!({ "path": path }));
        },
    },
    Target {
        name: "engagement-json",
        about: "an engagement as lossless JSON",
        form: Form::Json,
        corpus: |_| {
            let folder = repository().join("crates/waymark-store/tests/fixtures");
            let text = fs::read(repository().join("crates/waymark-app/sample/sample.json"))
                .expect("the sample is there");
            let exported = export(&with_little().engagement());
            [files_in(&folder, "json"), vec![text, exported]].concat()
        },
        words: &["waymark-engagement", "GOV-1", "SRC-1", "data-strategy", "level", "dont_know"],
        read: engagement_json,
    },
    Target {
        name: "pack",
        about: "an assessment pack: folder, zip file, or text in a document",
        form: Form::Pack,
        corpus: |_| {
            let packs = ["assessments/ai-readiness", "crates/waymark-pack/tests/minimal"];
            packs.map(|folder| pack_text(folder).into_bytes()).to_vec()
        },
        words: &[
            "answers[\"STO-1\"].level",
            "sources.exists(s, known(s.kind))",
            "2026-01-01",
            "[[rule]]",
        ],
        read: |_, bytes| {
            let text = String::from_utf8_lossy(bytes);
            if let Ok(files) = waymark_pack::files_of(&text) {
                pack(&files);
            }
        },
    },
    Target {
        name: "pack-zip",
        about: "a zip file with a pack",
        form: Form::Zip,
        corpus: |_| {
            vec![
                pack_zip("crates/waymark-pack/tests/minimal", ""),
                pack_zip("crates/waymark-pack/tests/minimal", "pack/"),
            ]
        },
        words: &[
            "pack.toml",
            "../pack.toml",
            "/pack.toml",
            "lens.toml",
            "a/b/c/d/e/f.toml",
            "__MACOSX/x.toml",
            ".hidden.toml",
        ],
        read: |ground, bytes| {
            let path = ground.put("pack.zip", bytes);
            if let Ok(files) = waymark_pack::read_path(Path::new(&path)) {
                pack(&files);
            }
        },
    },
    Target {
        name: "lens",
        about: "an AWS custom lens",
        form: Form::Json,
        corpus: |_| files_in(&repository().join("crates/waymark-pack/tests/fixtures/lens"), "json"),
        words: &[
            "default",
            "NO_RISK",
            "HIGH_RISK",
            "choice_1 && !choice_2",
            "2021-11-01",
            "helpfulResource",
        ],
        read: |_, bytes| {
            let text = String::from_utf8_lossy(bytes);
            match lens::read(&text) {
                Ok(read) => use_lens(&read.lens),
                Err(error) => {
                    assert!(!error.problems.is_empty(), "a refusal says why");
                    if let Some(repaired) = error.repair {
                        drop(lens::read(&repaired));
                    }
                }
            }
        },
    },
    Target {
        name: "lens-condition",
        about: "a condition of a lens's risk rule",
        form: Form::Text,
        corpus: |_| texts(&["a && (b || !c)", "default", "a || b && c", "!(a && !b)"]),
        words: &["&&", "||", "!", "(", ")", "default", "choice_1"],
        read: |_, bytes| {
            if let Ok(condition) = lens::Condition::parse(&String::from_utf8_lossy(bytes)) {
                let taken = condition.choices().into_iter().map(str::to_owned).collect();
                condition.holds(&taken);
                let again = lens::Condition::parse(condition.text()).expect("it reads again");
                assert_eq!(again, condition);
            }
        },
    },
    Target {
        name: "condition",
        about: "a condition of a pack's rule",
        form: Form::Text,
        corpus: |_| conditions(),
        words: &[
            "sources",
            "source.kind",
            "profile.industry",
            "use_cases",
            "answers[\"GOV-1\"].level",
            "exists(s, ",
            "all(x, ",
            "filter(u, ",
            "map(s, ",
            ".size()",
            ".sum()",
            ".max()",
            ".min(0)",
            ".flatten()",
            ".distinct()",
            "has(",
            "known(",
            "fired(\"R-STO-01\")",
            "lower_bound(",
            " in [",
            "&&",
            "||",
            "==",
            "<=",
            "!",
            "//",
        ],
        read: condition,
    },
    Target {
        name: "answers",
        about: "an answers file of pre-work",
        form: Form::Json,
        corpus: |ground| vec![answers(ground)],
        words: &[
            "waymark_prework",
            "answers",
            "GOV-1",
            "level",
            "dont_know",
            "not_applicable",
            "PAR-1",
            "sure",
        ],
        read: |ground, bytes| look_at_answers(ground, "answers.json", bytes),
    },
    Target {
        name: "answers-table",
        about: "a table of answers",
        form: Form::Text,
        corpus: |_| {
            texts(&[
                "Question;Choice;Certainty;Reason;Comment;Participant\nVAL-1;3;sure;;;PAR-3\nVAL-2;don't know;;;;Sofia Okafor\nGOV-1;not applicable;;\"a; b\";;par-5\n",
            ])
        },
        words: &["PAR-1", "GOV-1", "\"\"", ";;;;;;", "\r\n"],
        read: |ground, bytes| look_at_answers(ground, "answers.csv", bytes),
    },
    Target {
        name: "scan",
        about: "a scan file of a client's administrator",
        form: Form::Json,
        corpus: |_| vec![scan().to_string().into_bytes()],
        words: &[
            "outcome",
            "value",
            "absent",
            "not_measured",
            "F-DB",
            "F-S3",
            "matching",
            "measured",
            "names",
        ],
        read: |ground, bytes| {
            let path = ground.put("scan.json", bytes);
            if ground.try_to("scan_take", &json!({ "path": path })).is_some() {
                ground.try_to("evidence_get", &json!({}));
                ground.try_to("assess_get", &json!({}));
                ground.must("change_undo", &json!({}));
            }
        },
    },
    Target {
        name: "aws-json",
        about: "an answer of an AWS account, in JSON",
        form: Form::Json,
        corpus: |_| recorded().into_iter().filter(|body| body[0] == b'{').collect(),
        words: &["nextToken", "NextMarker", "__type", "AccessDeniedException", "message", "Z"],
        read: |_, bytes| aws_answer(bytes),
    },
    Target {
        name: "aws-xml",
        about: "an answer of an AWS account, in XML",
        form: Form::Text,
        corpus: |_| recorded().into_iter().filter(|body| body[0] == b'<').collect(),
        words: &["<", ">", "</", "/>", "<![CDATA[", "]]>", "&#x41;", "&lt;", "member", "item"],
        read: |_, bytes| aws_answer(bytes),
    },
    Target {
        name: "scan-partial",
        about: "what an interrupted scan left to be taken up again",
        form: Form::Json,
        corpus: |_| {
            recorded()
                .iter()
                .take(8)
                .map(|body| waymark_aws::rehearse(200, body).to_bytes())
                .collect()
        },
        words: &["records", "absent", "not_offered", "not_measured", "denied", "s3:ListBuckets"],
        read: |_, bytes| {
            if let Ok(inventory) = waymark_aws::Inventory::from_bytes(bytes) {
                judged(&inventory);
            }
        },
    },
    Target {
        name: "brand",
        about: "a brand file",
        form: Form::Toml,
        corpus: |_| {
            texts(&[
                "accent = \"#7A1F5C\"\ncover = \"#FFD040\"\nfooter = \"Quillon Advisers\"\nconfidentiality = \"For the board\"\nlogo = \"logo.svg\"\nlogo_text = \"Quillon\"\nfont = \"own.ttf\"\n",
                &format!("accent = \"#0B5D66\"\nlogo_png = \"{PIXEL}\"\n"),
            ])
        },
        words: &[
            "accent",
            "cover",
            "#0B5D66",
            "logo",
            "logo_png",
            "font",
            "font_bold",
            "font_ttf",
            "../logo.svg",
            "own.ttf",
        ],
        read: |ground, bytes| {
            ground.beside_brand();
            let path = ground.put("brand.toml", bytes);
            ground.judge(brand::read(Path::new(&path)).map(drop));
        },
    },
    Target {
        name: "svg",
        about: "a logo as a drawing",
        form: Form::Text,
        corpus: |_| drawings(),
        words: &[
            "<g>",
            "</g>",
            "<use href=\"#a\"/>",
            "<clipPath id=\"c\">",
            "clip-path=\"url(#c)\"",
            "stroke-dasharray=\"0.001\"",
            "<style>",
            "fill=\"url(#g)\"",
            "transform=\"scale(1e30)\"",
            "transform=\"matrix(0 0 0 0 0 0)\"",
            "viewBox=\"0 0 0 0\"",
            "width=\"1e9\"",
            "M0 0L1e38 1e38",
            "a1 1 0 1 1 1e9 0",
            "<switch>",
            "<symbol id=\"a\">",
            "<marker>",
            "<linearGradient id=\"g\">",
            "<!ENTITY a \"b\">",
            "&a;",
            "opacity=\"0.5\"",
            "stroke-width=\"1e9\"",
        ],
        read: |_, bytes| {
            if let Ok(png) = logo::picture(bytes) {
                waymark_report::logo(png, String::new()).expect("what is drawn can be set");
            }
        },
    },
    Target {
        name: "png",
        about: "a logo as a picture",
        form: Form::Png,
        corpus: |_| pictures(),
        words: &["IHDR", "IDAT", "PLTE", "tRNS", "acTL", "IEND"],
        read: |ground, bytes| {
            if let Ok(logo) = waymark_report::logo(bytes.to_vec(), "Logo".to_owned()) {
                drop(logo);
                // Pictures are set in the report too.
                let path = ground.put("logo.png", bytes);
                ground.try_to("brand_set", &json!({ "logoPath": path }));
            }
        },
    },
    Target {
        name: "font",
        about: "a font of the house",
        form: Form::Font,
        corpus: |_| {
            let fonts = repository().join("crates/waymark-chart/fonts");
            vec![fs::read(fonts.join("Inter_400Regular.ttf")).expect("the font is there")]
        },
        words: &["glyf", "loca", "GSUB", "GPOS", "cmap", "head", "hhea", "maxp", "OS/2", "name"],
        read: font,
    },
    Target {
        name: "table",
        about: "a table as CSV",
        form: Form::Text,
        corpus: |_| {
            texts(&[
                "Title,Kind,Records\nOrders,Database,12\n\"a \"\"b\"\", c\",File,\n",
                "Title;Kind\nX;Y\n",
                "Title\tKind\nX\tY\n",
            ])
        },
        words: &["\"", "\"\"", ",", ";", "\t", "\r", "\n", "\u{feff}", "'=1+1"],
        read: |ground, bytes| table(ground, "table.csv", bytes),
    },
    Target {
        name: "bytes-as-table",
        about: "any file chosen as a table",
        form: Form::Bytes,
        corpus: |_| {
            vec![
                b"\xff\xfeT\0i\0t\0l\0e\0,\0K\0\n\0".to_vec(),
                b"Titel;Gr\xf6\xdfe\r\nA;1\r\n".to_vec(),
                b"\xd0\xcf\x11\xe0".to_vec(),
            ]
        },
        words: &["\0", "\u{feff}"],
        read: |ground, bytes| table(ground, "table", bytes),
    },
    Target {
        name: "workbook",
        about: "a table as XLSX",
        form: Form::Zip,
        corpus: |_| vec![workbook()],
        words: &[
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "<c r=\"A1\" t=\"s\"><v>0</v></c>",
            "<row r=\"1048577\">",
            "r=\"XFE1\"",
            "r=\"A4294967296\"",
            "t=\"s\"",
            "t=\"inlineStr\"",
            "t=\"d\"",
            "<v>99999999999</v>",
            "<si>",
            "</si>",
            "<dimension ref=\"A1:XFD1048576\"/>",
            "s=\"65536\"",
            "<f>1+1</f>",
            "&#0;",
        ],
        read: |ground, bytes| table(ground, "table.xlsx", bytes),
    },
    Target {
        name: "cells",
        about: "cells pasted into an inventory",
        form: Form::Text,
        corpus: |_| {
            texts(&[
                "Orders\tdatabase\t12\t2026-03-01\tyes\nx\ty; z\t1.5 GB\tunknown\tnone\n",
                "1,000\t1e3\t-1\t5\tn/a\n",
            ])
        },
        words: &[
            "unknown",
            "none",
            "1,000.5",
            "2026-02-30",
            "SRC-1, SRC-2",
            "GOAL-1",
            "daily",
            "\t",
            "\n",
        ],
        read: cells,
    },
    Target {
        name: "ballot",
        about: "a row of votes as it is typed",
        form: Form::Text,
        corpus: |_| texts(&["3 2 4 - 3 3 2 n", "12345-n..", "3"]),
        words: &["-", "n", ".", "5", "6", "0"],
        read: |ground, bytes| {
            let row = json!({ "question": "GOV-1", "row": String::from_utf8_lossy(bytes) });
            if ground.try_to("votes_record", &row).is_some() {
                ground.must("question_get", &json!({ "question": "GOV-1" }));
            }
        },
    },
    Target {
        name: "psplib",
        about: "an instance of the scheduling library",
        form: Form::Text,
        corpus: |_| {
            files_in(&repository().join("crates/waymark-schedule/tests/schedule/j30"), "sm")
        },
        words: &[
            "PRECEDENCE RELATIONS:",
            "REQUESTS/DURATIONS:",
            "RESOURCEAVAILABILITIES:",
            "4294967295",
            " 1 ",
            "0",
        ],
        read: |ground, bytes| {
            ground.judge(psplib::solve(&String::from_utf8_lossy(bytes), &|| true).map(drop));
        },
    },
    Target {
        name: "settings",
        about: "the settings on this laptop",
        form: Form::Json,
        corpus: |_| {
            texts(&[
                r#"{"settings":{"theme":"dark","facilitator":"Helen Marsh","isRailWide":true},"recents":[{"path":"/tmp/a.waymark","client":"A","opened_at":1773046800000}]}"#,
            ])
        },
        words: &["settings", "recents", "path", "opened_at", "theme"],
        read: |ground, bytes| {
            let folder = ground.path("profile");
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("settings.json"), bytes).expect("written");
            let app = app::App::new(&folder).expect("it starts whatever the settings are");
            drop(serde_json::to_string(&app.state()).expect("its state is told"));
        },
    },
];

/// One white pixel.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/// What the readers stand on: a folder, and where one is needed a laptop with the sample open.
pub(crate) struct Ground {
    folder: TempDir,
    laptop: OnceCell<RefCell<Laptop>>,
    schema: OnceCell<Schema>,
    evaluated: OnceCell<Session>,
    /// The input's number: what costs much is done for some of them.
    pub(crate) input: u64,
}

impl Ground {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
            laptop: OnceCell::new(),
            schema: OnceCell::new(),
            evaluated: OnceCell::new(),
            input: 0,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("the folder can be written");
        path.to_string_lossy().into_owned()
    }

    fn laptop(&self) -> &RefCell<Laptop> {
        self.laptop.get_or_init(|| {
            let mut laptop = Laptop::new();
            laptop.must("document_sample", json!({}));
            RefCell::new(laptop)
        })
    }

    /// Sends a command; none where it is refused, which it says in words.
    fn try_to(&self, name: &str, request: &Value) -> Option<Value> {
        match self.laptop().borrow_mut().call(name, request.clone()) {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.judge(Err(error));
                None
            }
        }
    }

    fn must(&self, name: &str, request: &Value) -> Value {
        self.laptop().borrow_mut().must(name, request.clone())
    }

    /// A refusal has words.
    #[expect(clippy::unused_self, reason = "read as what the ground thinks of it")]
    fn judge(&self, outcome: Result<(), Error>) {
        if let Err(error) = outcome {
            assert!(!error.message.trim().is_empty(), "a refusal has words: {error:?}");
        }
    }

    /// What brand files name.
    fn beside_brand(&self) {
        if !self.path("logo.svg").exists() {
            fs::write(self.path("logo.svg"), &drawings()[0]).expect("written");
            let font = repository().join("crates/waymark-chart/fonts/Inter_400Regular.ttf");
            fs::copy(font, self.path("own.ttf")).expect("copied");
        }
    }
}

fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The files of a folder with an ending, by name.
fn files_in(folder: &Path, ending: &str) -> Vec<Vec<u8>> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|own| own == ending));
    paths.sort();
    assert!(!paths.is_empty(), "{} has .{ending} files", folder.display());
    paths.iter().map(|path| fs::read(path).expect("it reads")).collect()
}

/// A laptop with an engagement that holds little, so that an input changes what counts.
fn with_little() -> Laptop {
    let mut laptop = Laptop::new();
    let path = laptop.place("small.waymark");
    laptop
        .must("document_new", json!({ "path": path, "client": "Meridian", "isAnonymous": false }));
    for title in ["Orders", "Customers"] {
        laptop.must("record_add", json!({ "kind": "sources", "values": { "title": title } }));
    }
    let person = json!({ "name": "Sofia Okafor", "role": "analyst" });
    laptop.must("record_add", json!({ "kind": "participants", "values": person }));
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "3" }));
    laptop
}

fn export(engagement: &waymark_core::engagement::Engagement) -> Vec<u8> {
    exchange::export(engagement, &[], &waymark_tests::library()).into_bytes()
}

/// A document with little in it.
fn small_document() -> Vec<u8> {
    let mut laptop = with_little();
    laptop.must("document_close", json!({}));
    fs::read(laptop.path("small.waymark")).expect("it reads")
}

fn document(ground: &Ground, bytes: &[u8]) {
    // A document of another format is copied before it is brought up to date.
    let folder = ground.path("opened");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("sent.waymark");
    fs::write(&path, bytes).expect("written");
    if ground.try_to("document_open", &json!({ "path": path })).is_some() {
        for command in [
            "document_get",
            "assess_get",
            "maturity_get",
            "evidence_get",
            "packs_get",
            "captures_get",
            "report_get",
        ] {
            ground.try_to(command, &json!({}));
        }
        ground.try_to("history_list", &json!({ "limit": 50, "offset": 0 }));
        ground.try_to("record_add", &json!({ "kind": "goals", "values": { "title": "One more" } }));
        ground.try_to("change_undo", &json!({}));
        if ground.input.is_multiple_of(8) {
            ground.try_to("roadmap_get", &json!({ "width": 900.0, "selected": "" }));
        }
        ground.must("document_close", &json!({}));
    }
}

fn engagement_json(ground: &Ground, bytes: &[u8]) {
    let library: &Library = &waymark_tests_library(ground);
    match exchange::import(&String::from_utf8_lossy(bytes), library) {
        Err(error) => ground.judge(Err(error)),
        Ok((engagement, files)) => {
            let again = exchange::export(&engagement, &files, library);
            let (back, _) =
                exchange::import(&again, library).expect("what was exported can be imported");
            assert_eq!(back, engagement, "what was exported brings the same back");
            if let Ok(session) = Session::in_memory(engagement, library) {
                let score = session.derived().scorecard.overall.score;
                assert!(score.is_none_or(|score| (1.0..=5.0).contains(&score)), "{score:?}");
                if ground.input.is_multiple_of(16) {
                    drop(report::html(&session, &Wanted::default()));
                }
            }
        }
    }
}

/// The packs, read once.
fn waymark_tests_library(ground: &Ground) -> Library {
    ground.laptop().borrow().app().library().clone()
}

/// The files of a pack of the repository.
fn pack_files(folder: &str) -> BTreeMap<String, String> {
    waymark_pack::read_folder(&repository().join(folder)).expect("the pack reads")
}

fn pack_text(folder: &str) -> String {
    waymark_pack::text_of(&pack_files(folder))
}

fn pack_zip(folder: &str, inside: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in pack_files(folder) {
        writer
            .start_file(format!("{inside}{name}"), zip::write::SimpleFileOptions::default())
            .expect("a zip");
        writer.write_all(text.as_bytes()).expect("a zip");
    }
    writer.finish().expect("a zip").into_inner()
}

/// Loads a pack or lens; one without errors is used.
fn pack(files: &BTreeMap<String, String>) {
    if files.contains_key(lens::LENS_FILE) {
        if let Ok(lens) = library::lens(files) {
            use_lens(&lens);
        }
        return;
    }
    let Ok(held) = library::held(files) else { return };
    let engagement = Session::new_engagement(Uid::root("fuzz"), "Fuzz", &held);
    let library = waymark_tests::library();
    let session =
        Session::in_memory(engagement, &library).expect("a pack without errors can be used");
    drop(report::html(&session, &Wanted::default()));
}

fn use_lens(read: &lens::Lens) {
    let everything = lens::Selection::default();
    drop(lens::counts(read, &everything));
    let again = lens::read(&lens::write(read)).expect("what was written reads");
    assert_eq!(again.lens, *read, "what was written brings the same back");
    let folder = lens::from_folder(&lens::folder(read));
    assert!(folder.is_ok(), "the folder of a lens reads");
}

/// Every condition of the largest pack.
fn conditions() -> Vec<Vec<u8>> {
    let library = waymark_tests::library();
    let pack = &library.default_pack().pack;
    let mut all: Vec<String> = Vec::new();
    all.extend(pack.rules.iter().map(|rule| rule.when.text().to_owned()));
    all.extend(pack.target_rules.iter().map(|rule| rule.when.text().to_owned()));
    all.into_iter().map(String::into_bytes).collect()
}

fn condition(ground: &Ground, bytes: &[u8]) {
    let session = ground.evaluated.get_or_init(waymark_tests::sample_session);
    let schema = ground.schema.get_or_init(|| {
        let pack = session.pack();
        let roles: Vec<_> = pack.roles.iter().map(|role| role.id.clone()).collect();
        let services: Vec<_> = pack.services.iter().map(|service| service.id.clone()).collect();
        let questions: Vec<_> = pack.questions.iter().map(|question| question.id.clone()).collect();
        let rules: Vec<_> = pack.rules.iter().map(|rule| rule.id.clone()).collect();
        condition_schema(PackNames {
            roles: &roles,
            services: &services,
            questions: &questions,
            rules: &rules,
            ..PackNames::default()
        })
    });
    let text = String::from_utf8_lossy(bytes);
    for subject in [None, Some("source"), Some("use_case")] {
        match Condition::parse_and_check(&text, schema, subject) {
            Err(problems) => assert!(!problems.is_empty(), "a refusal says why"),
            Ok(condition) => {
                let facts = &session.derived().facts;
                drop(condition.evaluate(facts, subject.map(|_| RecordRef(0))));
            }
        }
    }
}

/// An answers file as the page of a role saves it.
fn answers(ground: &Ground) -> Vec<u8> {
    let folder = ground.path("");
    let request =
        json!({ "folder": folder, "roles": ["analyst"], "questions": [], "due": "", "note": "" });
    let written = ground.must("prework_write", &request);
    let page = fs::read_to_string(written["paths"][0].as_str().expect("a path")).expect("a page");
    let token = page.split("\"engagement\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let session = ground.laptop().borrow();
    let pack = session.session().pack();
    let level = |question: &str, level: u8| json!({ "question": question, "choice": "level", "level": level, "certainty": "sure", "reason": "", "comment": "" });
    let file = json!({
        "waymark_prework": 1, "engagement": token.expect("the page names its engagement"), "pack": pack.id, "pack_version": pack.version,
        "role": "analyst", "participant": "PAR-3", "name": "Sofia Okafor", "saved_at": "2026-11-01T08:00:00.000Z",
        "answers": [level("GOV-1", 2), level("VAL-1", 4), { "question": "STO-1", "choice": "dont_know", "level": null }],
    });
    file.to_string().into_bytes()
}

fn look_at_answers(ground: &Ground, name: &str, bytes: &[u8]) {
    let path = ground.put(name, bytes);
    let Some(look) = ground.try_to("prework_look", &json!({ "paths": [path] })) else { return };
    let files: Vec<Value> = look["files"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|file| file["participant"].is_string() && file["mistakes"].as_array().is_some_and(Vec::is_empty))
        .map(|file| json!({ "path": path, "part": file["part"], "participant": file["participant"] }))
        .collect();
    if !files.is_empty()
        && ground.try_to("prework_take", &json!({ "files": files, "counts": [] })).is_some()
    {
        ground.try_to("change_undo", &json!({}));
    }
}

/// Answers as AWS gives them, in JSON and in XML.
fn recorded() -> Vec<Vec<u8>> {
    let path = repository().join("crates/waymark-aws/tests/fixtures/recorded.json");
    let text = fs::read_to_string(path).expect("the recorded answers are there");
    let recorded: Value = serde_json::from_str(&text).expect("they are JSON");
    let answers = recorded["answers"].as_array().expect("a list of answers");
    let bodies = answers.iter().map(|answer| match &answer["body"] {
        Value::String(text) => text.trim_start().as_bytes().to_vec(),
        body => body.to_string().into_bytes(),
    });
    let xml = [
        "<ListAllMyBucketsResult><Owner><ID>1</ID></Owner><Buckets><Bucket><Name>lake</Name><CreationDate>2024-03-01T10:00:00.000Z\
         </CreationDate><BucketRegion>eu-central-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>",
        "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>shop</DBInstanceIdentifier>\
         <Engine>postgres</Engine><StorageEncrypted>true</StorageEncrypted></DBInstance></DBInstances><Marker>a&amp;b</Marker>\
         </DescribeDBInstancesResult></DescribeDBInstancesResponse>",
        "<Error><Code>AccessDenied</Code><Message>no identity-based policy allows it</Message></Error>",
    ];
    bodies.filter(|body| !body.is_empty()).chain(xml.map(|text| text.as_bytes().to_vec())).collect()
}

/// A whole scan of which every answer is this one, as a success and as failures.
fn aws_answer(bytes: &[u8]) {
    for status in [200, 400, 403, 503] {
        judged(&waymark_aws::rehearse(status, bytes));
    }
}

/// Makes facts of an inventory; the same when it was written down between.
fn judged(inventory: &waymark_aws::Inventory) {
    let scan = waymark_aws::judge(inventory);
    let again = waymark_aws::Inventory::from_bytes(&inventory.to_bytes()).expect("it reads again");
    assert_eq!(waymark_aws::judge(&again), scan);
}

/// A scan with every kind of outcome.
fn scan() -> Value {
    json!({
        "schema": 1, "started": "2026-03-09T08:00:00Z", "finished": "2026-03-09T08:01:00Z",
        "account": "123456789012", "identity": "auditor", "regions": ["eu-central-1", "eu-west-1"],
        "facts": {
            "F-DB": { "outcome": "value", "measured": 9, "not_measured": [], "values": {
                "encrypted": { "matching": 5, "measured": 8, "not_measured": 1 } } },
            "F-S3": { "outcome": "value", "measured": 2, "not_measured": [], "values": {
                "encrypted": { "matching": 2, "measured": 2, "not_measured": 0 }, "regions": ["eu-central-1"] } },
            "F-AA": { "outcome": "value", "measured": 1, "not_measured": [], "values": { "shared_buckets": { "names": ["a"] } } },
            "F-IAM": { "outcome": "not_measured", "measured": 0, "values": {}, "not_measured": [
                { "action": "iam:ListUsers", "region": "us-east-1", "reason": "denied" }] }
        },
        "resources": [
            { "type": "rds:instance", "id": "orders", "region": "eu-central-1", "found_by": "rds:DescribeDBInstances",
              "attributes": { "engine": "postgres" } }
        ],
        "calls": { "made": 20, "retried": 0, "denied": 2, "throttled": 0 },
        "not_measured": [{ "action": "iam:ListUsers", "region": "us-east-1", "reason": "denied" }]
    })
}

/// Logos as drawing programs write them.
fn drawings() -> Vec<Vec<u8>> {
    texts(&[
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M4 4h30v30h-30z" fill="#0B5D66"/><circle cx="60" cy="20" r="14" stroke="#000" stroke-width="2" fill="none"/></svg>"##,
        r##"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="80"><defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".5"/></linearGradient><clipPath id="c"><rect width="100" height="40"/></clipPath><symbol id="s" viewBox="0 0 10 10"><path d="M0 0q5 10 10 0t3 3c1 1 2 2 3 3a5 5 0 1 0 5 5z"/></symbol></defs><style>.a{fill:url(#g)}</style><g clip-path="url(#c)" transform="rotate(10) scale(2 1.5)"><rect class="a" width="80" height="50" rx="4"/><use xlink:href="#s" x="20" y="5" width="30" height="30"/></g><polyline points="0,0 10,20 30,5" stroke="#333" stroke-dasharray="4 2" fill="none"/></svg>"##,
    ])
}

/// Pictures in several forms.
fn pictures() -> Vec<Vec<u8>> {
    use base64::Engine as _;
    let pixel = base64::prelude::BASE64_STANDARD.decode(PIXEL).expect("base64");
    let drawn = logo::picture(&drawings()[0]).expect("it is drawn");
    let icon = fs::read(repository().join("src-tauri/icons/icon.png")).expect("the icon is there");
    vec![pixel, drawn, icon]
}

fn font(ground: &Ground, bytes: &[u8]) {
    // Fonts in use live as long as the program; so do these.
    let Ok(fonts) = Fonts::of_house(bytes, None) else { return };
    let fonts: &'static Fonts = Box::leak(Box::new(fonts));
    let said = "Waymark 12.5 % fi Ä ß e\u{301} Zażółć αβγ ";
    for is_bold in [false, true] {
        for width in [0.0, 40.0, 400.0] {
            drop(fonts.wrap(said, 12.0, is_bold, width, 20));
        }
        drop(fonts.ellipsis(said, 12.0, is_bold, 30.0));
    }
    drop(fonts.unsupported(said));
    let mut drawn = scene::Scene::new(400.0, 40.0, "Words", "Words");
    drawn.push(scene::Item::Text(scene::Text::new(4.0, 30.0, said, 14.0)));
    set_in(Some(fonts), || {
        drop(waymark_chart::png::file(&drawn, fonts, 2.0));
        drop(svg::file(&drawn));
        if ground.input.is_multiple_of(4) {
            let session = ground.evaluated.get_or_init(small_session);
            drop(report::pdf(session, &Wanted::default()));
        }
    });
}

fn small_session() -> Session {
    let library = waymark_tests::library();
    Session::in_memory(with_little().engagement(), &library).expect("its pack is shipped")
}

/// A workbook with every kind of cell.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let made = (|| {
        sheet
            .write_string(0, 0, "Title")?
            .write_string(0, 1, "Records")?
            .write_string(0, 2, "Day")?;
        for line in 1..6 {
            sheet.write_string(line, 0, format!("Source {line}"))?.write_number(
                line,
                1,
                f64::from(line) * 1.5,
            )?;
            sheet
                .write_number_with_format(line, 2, 46000.0, &day)?
                .write_boolean(line, 3, true)?
                .write_formula(line, 4, "=B2*2")?;
        }
        sheet.merge_range(7, 0, 8, 2, "Both", &day)?;
        Ok::<_, rust_xlsxwriter::XlsxError>(())
    })();
    made.expect("plain cells");
    book.add_worksheet().write_string(3, 3, "Far").expect("a plain cell");
    book.save_to_buffer().expect("a workbook")
}

fn table(ground: &Ground, name: &str, bytes: &[u8]) {
    let path = ground.put(name, bytes);
    match sheet::read(Path::new(&path)) {
        Err(error) => ground.judge(Err(error)),
        Ok(file) => {
            for table in &file.tables {
                assert!(table.rows.len() <= sheet::ROWS && table.numbers.len() == table.rows.len());
                assert!(
                    table.rows.iter().all(|row| row.len() <= sheet::COLUMNS),
                    "columns are bounded"
                );
            }
        }
    }
}

/// Cells go to whatever fields an inventory has.
fn cells(ground: &Ground, bytes: &[u8]) {
    const KINDS: [Kind; 8] = [
        Kind::Goal,
        Kind::UseCase,
        Kind::Persona,
        Kind::Source,
        Kind::Constraint,
        Kind::PlatformItem,
        Kind::Skill,
        Kind::Participant,
    ];
    let kind = KINDS[(ground.input % KINDS.len() as u64) as usize];
    let text = String::from_utf8_lossy(bytes);
    let rows: Vec<Vec<&str>> =
        text.lines().take(50).map(|line| line.split('\t').take(200).collect()).collect();
    let from = (ground.input / 8) as usize;
    let fields = kind.fields();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).min(fields.len());
    let names: Vec<&str> = (0..width).map(|at| fields[(from + at) % fields.len()].name).collect();
    let cells: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| (0..width).map(|at| row.get(at).copied().unwrap_or_default()).collect())
        .collect();
    let block = json!({ "kind": kind.table(), "uids": vec![""; cells.len()], "fields": names, "cells": cells });
    if ground.try_to("record_check", &block).is_some()
        && ground.try_to("record_paste", &block).is_some()
    {
        ground.try_to("change_undo", &json!({}));
    }
}

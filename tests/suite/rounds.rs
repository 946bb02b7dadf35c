//! Baselines, the next round, and several engagements side by side: journeys through the product.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_app::library::Library;
use waymark_app::portfolio::{self, PseudonymKey, TableForm};
use waymark_app::session::{Mode, Moment, Session};
use waymark_core::engagement::Engagement;
use waymark_core::portfolio::{COLUMNS, ColumnKind};
use waymark_core::record::Kind;
use waymark_store::Lineage;
use waymark_tests::{CountedIds, Laptop, START, library, repository, sample};

use crate::parquet;

fn with_sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

fn settle(laptop: &mut Laptop, question: &str, level: u8) {
    laptop.must(
        "consensus_settle",
        json!({ "question": question, "choice": "level", "level": level, "reason": "We looked", "dissent": "" }),
    );
}

fn compared(laptop: &mut Laptop, baseline: &str, with: &str) -> Value {
    laptop.must("baseline_compare", json!({ "baseline": baseline, "with": with }))
}

/// The parts of a shift, where all are known.
fn sum(shift: &Value) -> Option<f64> {
    let parts = ["before", "byContent", "byAnswers", "byVotes", "byEvidence"];
    parts.iter().map(|name| shift[*name].as_f64()).sum()
}

#[test]
fn a_baseline_is_one_change_and_against_itself_nothing_moved() {
    let mut laptop = with_sample();
    let none = laptop.must("baselines_get", json!({}));
    assert_eq!(none["baselines"], json!([]));
    assert_eq!(compared(&mut laptop, "", ""), Value::Null, "there is nothing to compare with");
    let suggested = none["suggested"].as_str().expect("a name").to_owned();
    let frozen = laptop.must("baseline_freeze", json!({ "title": suggested }));
    assert_eq!(frozen["baselines"][0]["title"], suggested);
    assert_eq!(frozen["baselines"][0]["code"], "BASE-1");
    let history = laptop.must("history_list", json!({ "limit": 1 }));
    assert_eq!(history[0]["label"], format!("Freeze the baseline {suggested}"));

    let now = compared(&mut laptop, "BASE-1", "");
    assert_eq!((&now["headline"], &now["questions"]), (&json!("Nothing moved"), &json!([])));
    for part in now["dimensions"].as_array().expect("a list") {
        assert_eq!(part["shift"]["before"], part["shift"]["after"], "{part}");
        for cause in ["byContent", "byAnswers", "byVotes", "byEvidence"] {
            assert!(part["shift"][cause].is_null() || part["shift"][cause] == 0.0, "{part}");
        }
    }
    let (code, message) = laptop.refused("baseline_freeze", json!({ "title": suggested }));
    assert_eq!(code, Code::InvalidValue);
    assert!(message.contains("already"), "{message}");
    laptop.must("change_undo", json!({}));
    assert_eq!(laptop.must("baselines_get", json!({}))["baselines"], json!([]));
}

#[test]
fn what_moved_is_told_by_cause_and_the_causes_explain_all_of_it() {
    let mut laptop = with_sample();
    laptop.must("baseline_freeze", json!({ "title": "Before" }));
    settle(&mut laptop, "GOV-1", 4);
    laptop.must("votes_record", json!({ "question": "STO-1", "row": "5 5 5 5 5 5 5 5" }));
    laptop.must("votes_reveal", json!({ "question": "STO-1" }));
    laptop.must(
        "evidence_add",
        json!({ "question": "CUL-1", "title": "A list", "strength": "measured", "kind": "", "text": "", "link": "", "date": "" }),
    );
    let moved = compared(&mut laptop, "Before", "");
    let of = |id: &str| {
        let all = moved["questions"].as_array().expect("a list");
        all.iter().find(|q| q["id"] == id).unwrap_or_else(|| panic!("{id} moved: {moved}"))
    };
    assert_eq!(of("GOV-1")["because"][0]["cause"], "answers");
    assert_eq!(of("STO-1")["because"][0]["cause"], "votes");
    assert_eq!(of("CUL-1")["because"][0]["cause"], "evidence");
    let culture = moved["dimensions"].as_array().expect("a list").iter().find(|d| d["id"] == "CUL");
    let confidence = &culture.expect("the dimension")["around"]["confidence"];
    assert!(confidence["byEvidence"].as_f64().is_some_and(|part| part > 0.0), "{confidence}");
    let shifts = moved["dimensions"]
        .as_array()
        .expect("a list")
        .iter()
        .chain(moved["factors"].as_array().expect("a list"))
        .flat_map(|part| {
            let around = part["around"].as_object().expect("an object").values();
            std::iter::once(&part["shift"]).chain(around)
        })
        .chain(std::iter::once(&moved["overall"]));
    let mut explained = 0;
    for shift in shifts {
        let (Some(sum), Some(after)) = (sum(shift), shift["after"].as_f64()) else { continue };
        assert!((sum - after).abs() < 1e-9, "{shift}");
        explained += 1;
    }
    assert!(explained > 30, "most of the sample is known: {explained}");

    // Two baselines: the second one against the first says the same as now did.
    laptop.must("baseline_freeze", json!({ "title": "After" }));
    settle(&mut laptop, "GOV-1", 1);
    let between = compared(&mut laptop, "BASE-1", "After");
    assert_eq!(between["overall"], moved["overall"]);
    assert_eq!(between["withTitle"], "After");
    let (code, _) =
        laptop.refused("baseline_compare", json!({ "baseline": "BASE-1", "with": "Before" }));
    assert_eq!(code, Code::InvalidValue);
    let (_, message) =
        laptop.refused("baseline_compare", json!({ "baseline": "Never", "with": "" }));
    assert!(message.contains("Never"), "{message}");
    for chart in ["radar", "slopes"] {
        let request = json!({ "baseline": "BASE-1", "with": "", "chart": chart, "width": 500.0, "height": 0.0 });
        let drawn = laptop.must("baseline_chart", request);
        assert!(drawn["svg"].as_str().is_some_and(|svg| svg.contains("data-id=\"GOV\"")));
        assert!(drawn["alt"].as_str().is_some_and(|alt| alt.contains(" then and ")), "{drawn}");
    }

    // It is there after it was written as JSON and read again, and in another name.
    laptop.must("baseline_rename", json!({ "code": "BASE-1", "title": "The first" }));
    let held = laptop.engagement();
    let (json, target) = (laptop.place("out.json"), laptop.place("in.waymark"));
    laptop.must("document_export", json!({ "path": json }));
    laptop.must("document_import", json!({ "path": json, "target": target }));
    assert_eq!(laptop.engagement(), held);
    let left = laptop.must("baseline_remove", json!({ "code": "BASE-2" }));
    assert_eq!(left["baselines"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_report_tells_what_changed_where_there_is_a_baseline() {
    let mut laptop = with_sample();
    let has_something = |laptop: &mut Laptop| {
        let report = laptop.must("report_get", json!({}));
        let sections = report["sections"].as_array().expect("a list").clone();
        let change = sections.iter().find(|one| one["id"] == "change").expect("the section");
        change["emptyBecause"].clone()
    };
    assert_eq!(has_something(&mut laptop), "no baseline was frozen");
    laptop.must("baseline_freeze", json!({ "title": "Before the pilot" }));
    settle(&mut laptop, "GOV-1", 4);
    assert_eq!(has_something(&mut laptop), "");
    let path = laptop.place("change.html");
    let request = json!({ "path": path, "format": "html", "sections": ["change"], "redact": null });
    laptop.must("report_write", request);
    let html = fs::read_to_string(path).expect("written");
    for words in ["Before the pilot", "settled at 4", "GOV-1", "What moved the scores"] {
        assert!(html.contains(words), "the report says {words}");
    }
}

/// The ids of all changes of a document.
fn changes(path: &std::path::Path) -> std::collections::BTreeSet<waymark_core::id::Uid> {
    let session = Session::open(path, Mode::ReadOnly, &library()).expect("it opens");
    Lineage::of(session.document().expect("a document")).expect("it reads").contained()
}

#[test]
fn the_next_round_keeps_inventories_and_codes_and_is_no_copy() {
    let mut laptop = with_sample();
    settle(&mut laptop, "GOV-1", 2);
    laptop.must(
        "capture_add",
        json!({ "question": "GOV-1", "kind": "note", "text": "A NOTE OF THE FIRST ROUND", "person": "", "hasConsent": false }),
    );
    let sources = laptop.must("record_list", json!({ "kind": "sources" }));
    let last = sources["rows"].as_array().and_then(|rows| rows.last()).expect("a source").clone();
    laptop.must("record_remove", json!({ "kind": "sources", "uid": last["uid"] }));
    let first = laptop.engagement();
    let from = laptop.session().document().expect("a document").path().to_owned();
    let to = laptop.path("second.waymark");
    laptop.must("round_next", json!({ "path": to }));
    let second = laptop.engagement();
    assert_ne!(second.uid, first.uid);
    for kind in [
        Kind::Participant,
        Kind::Goal,
        Kind::UseCase,
        Kind::Persona,
        Kind::Source,
        Kind::Regulation,
        Kind::Constraint,
        Kind::PlatformItem,
        Kind::Skill,
        Kind::Verdict,
        Kind::Target,
        Kind::InitiativeSetting,
    ] {
        assert_eq!(second.codes(kind), first.codes(kind), "codes of {}", kind.plural());
        assert_eq!(second.rows(kind), first.rows(kind), "{}", kind.plural());
    }
    assert!(second.votes.is_empty());
    let maturity = laptop.must("maturity_get", json!({}));
    assert_eq!(maturity["overall"]["score"], Value::Null, "nothing is answered yet");

    // The code of the source that was removed is not given again.
    let added = laptop.must(
        "record_add",
        json!({ "kind": "sources", "values": { "title": "New", "kind": "file" } }),
    );
    assert!(added["code"].is_string() && last["code"].is_string(), "{added}");
    assert_ne!(added["code"], last["code"]);

    laptop.must("document_close", json!({}));
    let (old, new) = (changes(&from), changes(&to));
    assert!(old.is_disjoint(&new), "a new engagement shares no change with the one before");
    laptop.must("document_open", json!({ "path": to }));
    let (code, _) = laptop.refused("merge_look", json!({ "path": from }));
    assert_eq!(code, Code::InvalidValue, "they are no copies of each other");
}

#[test]
fn last_time_stands_beside_each_question_and_is_confirmed_at_once() {
    let mut laptop = with_sample();
    settle(&mut laptop, "GOV-1", 2);
    let before = laptop.must("maturity_get", json!({}));
    let ids: Vec<String> = before["questions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|question| question["id"].as_str().expect("an id").to_owned())
        .collect();
    let first = laptop.must("question_get", json!({ "question": "GOV-1" }));
    assert_eq!(first["lastTime"], Value::Null, "a first round has none");
    let to = laptop.place("second.waymark");
    laptop.must("round_next", json!({ "path": to }));
    let question = laptop.must("question_get", json!({ "question": "GOV-1" }));
    let last = &question["lastTime"];
    assert_eq!((&last["consensus"]["level"], &last["by"]), (&json!(2), &json!("Helen Marsh")));
    assert_eq!(
        (&last["reason"], &last["title"]),
        (&json!("We looked"), &json!("Round of 12 Nov 2026"))
    );
    assert!(last["at"].as_f64().is_some_and(|at| at > START as f64));
    let changed = laptop.must("last_time_confirm", json!({ "question": "GOV-1" }));
    let question = &changed["question"];
    assert_eq!(
        (&question["consensus"]["level"], &question["consensus"]["isSettled"]),
        (&json!(2), &json!(true))
    );
    assert!(question["reason"].as_str().is_some_and(|reason| reason.starts_with("As last time")));

    // All confirmed: every score is what it was.
    for id in &ids {
        let known = laptop.must("question_get", json!({ "question": id }));
        match known["lastTime"]["consensus"]["kind"].as_str() {
            Some("unknown") => {
                let (code, _) = laptop.refused("last_time_confirm", json!({ "question": id }));
                assert_eq!(code, Code::InvalidValue, "{id}");
            }
            _ => drop(laptop.must("last_time_confirm", json!({ "question": id }))),
        }
    }
    let after = laptop.must("maturity_get", json!({}));
    assert_eq!(after["overall"]["score"], before["overall"]["score"]);
    let compared = compared(&mut laptop, "", "");
    let shift = &compared["overall"];
    assert_eq!(
        (&shift["byContent"], &shift["byAnswers"], &shift["byVotes"]),
        (&json!(0.0), &json!(0.0), &json!(0.0))
    );
}

#[test]
fn a_round_without_an_answer_has_no_next_one() {
    let mut laptop = Laptop::new();
    let path = laptop.place("new.waymark");
    laptop.must("document_new", json!({ "path": path, "client": "Nord", "isAnonymous": false }));
    let target = laptop.path("next.waymark");
    let (code, _) = laptop.refused("round_next", json!({ "path": target }));
    assert_eq!(code, Code::InvalidValue);
    assert!(!target.exists(), "nothing is written");
    let (code, _) = laptop.refused("baseline_freeze", json!({ "title": "Empty" }));
    assert_eq!(code, Code::InvalidValue);
}

/// Several engagements in files, made of the sample with other answers; the last one holds words that must not be told.
struct Shelf {
    laptop: Laptop,
    paths: Vec<String>,
    library: Library,
}

const SECRETS: [&str; 12] = [
    "Zanzibar Holdings",
    "Quentin Blackwood",
    "quiet goal of nobody",
    "warehouse-zq9.example.com",
    "123498761234",
    "a note in the room zq1",
    "private zq2",
    "why not zq3",
    "zq4 evidence",
    "Sir Facilitator",
    "zanzibar-own-pack",
    "ZQX-1",
];

/// Puts a secret into every text of a record.
fn stain(engagement: &mut Engagement) {
    let profile = &mut engagement.profile;
    profile.client = SECRETS[0].into();
    profile.sponsor = waymark_core::known::Known::Value(SECRETS[1].into());
    profile.facilitators = waymark_core::known::Known::Value(vec![SECRETS[9].into()]);
    profile.scope = waymark_core::known::Known::Value(format!("{} at {}", SECRETS[3], SECRETS[4]));
    profile.notes = SECRETS[6].into();
    for goal in &mut engagement.goals {
        goal.title = SECRETS[2].into();
    }
    for participant in &mut engagement.participants {
        participant.name = SECRETS[1].into();
    }
    for source in &mut engagement.sources {
        source.notes = SECRETS[3].into();
    }
    for answer in &mut engagement.answers {
        answer.note = SECRETS[5].into();
        answer.private_note = SECRETS[6].into();
        answer.reason = SECRETS[7].into();
    }
    for evidence in &mut engagement.evidence {
        evidence.title = SECRETS[8].into();
    }
}

impl Shelf {
    fn new(number: u64) -> Self {
        let laptop = Laptop::new();
        let library = library();
        let mut ids = CountedIds::default();
        let mut paths = Vec::new();
        for at in 0..number {
            let mut moment = Moment { now: START, ids: &mut ids, by: SECRETS[9].into() };
            let mut engagement = sample();
            engagement.uid = moment.uid();
            engagement.profile.client = format!("Client {at}");
            if at + 1 == number {
                stain(&mut engagement);
            }
            let path = laptop.path(&format!("{} {at}.waymark", SECRETS[0]));
            Session::create(&path, engagement, &[], &library, &mut moment).expect("it is made");
            paths.push(path.to_string_lossy().into_owned());
        }
        Self { laptop, paths, library }
    }

    fn export(&self, form: TableForm, words: &str) -> Vec<u8> {
        let key = PseudonymKey::of_words(words);
        let mut made =
            portfolio::export(&self.paths, &[form], &key, &self.library, None).expect("it is made");
        assert!(made.failures.is_empty());
        made.files.pop().expect("a file")
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_keeps_no_other_one_out() {
    let mut shelf = Shelf::new(2);
    let text = shelf.laptop.place("no document.waymark");
    fs::write(&text, "not a document").expect("written");
    let random = shelf.laptop.place("random.waymark");
    let noise: Vec<u8> =
        (0..8192_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    fs::write(&random, noise).expect("written");
    let gone = shelf.laptop.place("gone.waymark");
    let copy = shelf.laptop.place("copy.waymark");
    fs::copy(&shelf.paths[0], &copy).expect("copied");
    let mut paths = vec![text, gone, random];
    paths.extend(shelf.paths.clone());
    paths.push(copy);
    let view = shelf.laptop.must("portfolio_get", json!({ "paths": paths }));
    let rows = view["rows"].as_array().expect("a list");
    let clients: Vec<&str> = rows.iter().filter_map(|row| row["client"].as_str()).collect();
    assert_eq!(clients, ["Client 0", SECRETS[0]]);
    assert_eq!(rows[0]["date"], "2026-11-12");
    assert!(rows[0]["overall"]["score"].as_f64().is_some());
    assert_eq!(view["packs"][0]["engagements"], 2);
    let codes: Vec<&str> = view["failures"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(codes, ["notADocument", "notFound", "passphraseNeeded", "alreadyExists"]);
    let last = &view["failures"][3];
    assert!(last["message"].as_str().is_some_and(|m| m.contains("same engagement")), "{last}");
}

#[test]
fn the_open_engagement_is_read_from_where_it_is_open() {
    let mut shelf = Shelf::new(2);
    let path = shelf.paths[0].clone();
    shelf.laptop.must("document_open", json!({ "path": path }));
    settle(&mut shelf.laptop, "GOV-1", 5);
    let now = shelf.laptop.must("maturity_get", json!({}));
    let view = shelf.laptop.must("portfolio_get", json!({ "paths": shelf.paths }));
    assert_eq!(view["failures"], json!([]));
    assert_eq!(view["rows"][0]["overall"], now["overall"]);
}

#[test]
fn the_table_without_names_holds_none_of_the_secrets() {
    let mut shelf = Shelf::new(2);
    // A pack of the client's own, whose ids name it.
    let pack = waymark_pack::read_folder(&repository().join("crates/waymark-pack/tests/minimal"));
    let folder = shelf.laptop.path("own");
    for (name, text) in pack.expect("the pack reads") {
        let text =
            text.replace("STO-", "ZQX-").replace("id = \"minimal\"", "id = \"zanzibar-own-pack\"");
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let path = shelf.paths[1].clone();
    shelf.laptop.must("document_open", json!({ "path": path }));
    let source = json!({ "shipped": null, "path": folder, "earlier": null, "isRepaired": false });
    shelf.laptop.must("pack_take", source);
    let held = shelf.laptop.engagement();
    let in_document: String = Kind::ALL
        .iter()
        .flat_map(|kind| held.rows(*kind))
        .map(|row| row.to_string())
        .chain([serde_json::to_string(&held.profile).expect("plain data")])
        .chain(shelf.laptop.session().packs().iter().map(|pack| {
            format!(
                "{} {:?}",
                pack.id,
                pack.questions.iter().map(|q| q.id.to_string()).collect::<Vec<_>>()
            )
        }))
        .collect();
    for secret in SECRETS.iter().filter(|secret| !secret.starts_with("Sir")) {
        assert!(in_document.contains(secret), "the engagement is seeded with {secret}");
    }
    shelf.laptop.must("document_close", json!({}));

    let csv = shelf.export(TableForm::Csv, "ours alone");
    let parquet = shelf.export(TableForm::Parquet, "ours alone");
    let pages: Vec<u8> = parquet::read(&parquet)
        .rows
        .into_iter()
        .flatten()
        .flatten()
        .flat_map(String::into_bytes)
        .collect();
    let key = PseudonymKey::of_words("ours alone");
    let (told, _) = portfolio::json(&shelf.paths, &shelf.library, Some(&key)).expect("it is told");
    let told = told.to_string();
    for secret in SECRETS {
        for (name, bytes) in [
            ("csv", &csv[..]),
            ("parquet", &parquet[..]),
            ("pages", &pages[..]),
            ("json", told.as_bytes()),
        ] {
            assert!(!holds(bytes, secret), "the {name} holds {secret}");
        }
    }
    assert!(
        holds(&csv, "GOV-1") && holds(&csv, "data-strategy"),
        "what ships is told by its own ids"
    );
    for uid in [held.uid.to_string(), sample().uid.to_string()] {
        assert!(!holds(&csv, &uid) && !holds(&pages, &uid));
    }
}

#[test]
fn the_same_words_make_the_same_pseudonyms_and_others_make_others() {
    let shelf = Shelf::new(3);
    let once = shelf.export(TableForm::Csv, "ours alone");
    assert_eq!(once, shelf.export(TableForm::Csv, "ours alone"), "the same bytes again");
    let ids = |bytes: &[u8]| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(bytes);
        let mut ids: Vec<String> =
            reader.records().map(|row| row.expect("a row")[1].to_owned()).collect();
        ids.dedup();
        ids
    };
    let first = ids(&once);
    assert_eq!(first.len(), 3, "each engagement has its own");
    let other = ids(&shelf.export(TableForm::Csv, "something else"));
    assert!(first.iter().all(|id| !other.contains(id)), "{first:?} {other:?}");
}

#[test]
fn parquet_and_csv_say_the_same_with_the_published_types() {
    let shelf = Shelf::new(2);
    let bytes = shelf.export(TableForm::Parquet, "ours alone");
    let file = parquet::read(&bytes);
    let columns: Vec<(&str, i64, bool)> = file
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.kind, column.is_nullable))
        .collect();
    let wanted: Vec<(&str, i64, bool)> = COLUMNS
        .iter()
        .map(|column| {
            let kind = match column.kind {
                ColumnKind::Text => parquet::BYTE_ARRAY,
                ColumnKind::Whole => parquet::INT32,
                ColumnKind::Number => parquet::DOUBLE,
                ColumnKind::Flag => parquet::BOOLEAN,
            };
            (column.name, kind, column.is_nullable)
        })
        .collect();
    assert_eq!(columns, wanted);
    let parquet: Vec<Vec<String>> = file
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.clone().unwrap_or_default()).collect())
        .collect();
    let csv = shelf.export(TableForm::Csv, "ours alone");
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let names: Vec<String> = reader.headers().expect("names").iter().map(str::to_owned).collect();
    assert_eq!(names, COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(parquet, rows);

    // The rows say what the scorecard says.
    let session = waymark_tests::sample_session();
    let card = &session.derived().scorecard;
    let at = |name: &str| names.iter().position(|known| known == name).expect("a column");
    let overall = rows.iter().find(|row| row[at("row_kind")] == "overall").expect("a row");
    assert_eq!(overall[at("score")], card.overall.score.expect("a score").to_string());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *kinds.entry(row[at("row_kind")].as_str()).or_default() += 1;
    }
    let pack = session.pack();
    let wanted = BTreeMap::from([
        ("overall", 2),
        ("factor", 2 * pack.factors.len()),
        ("dimension", 2 * pack.dimensions.len()),
        ("question", 2 * card.questions.len()),
    ]);
    assert_eq!(kinds, wanted);
}

#[test]
fn the_published_schema_is_the_one_in_use() {
    let text =
        fs::read_to_string(repository().join("docs/portfolio.schema.json")).expect("it is there");
    let published: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(published, portfolio::schema(), "write it with `waymark portfolio --schema`");
    let told =
        fs::read_to_string(repository().join("docs/portfolio-schema.md")).expect("it is there");
    for column in COLUMNS {
        let row = format!(
            "| `{}` | {} | {} |",
            column.name,
            column.kind.word(),
            if column.is_nullable { "yes" } else { "no" }
        );
        assert!(told.contains(&row), "docs/portfolio-schema.md has the row {row}");
    }
}

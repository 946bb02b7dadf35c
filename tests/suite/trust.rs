//! Passphrases, backups and what they leave behind, through the commands of the window.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use waymark_app::error::Code;
use waymark_app::keychain::{Keychain, name_of};
use waymark_app::secret::Passphrase;
use waymark_tests::Laptop;

const WORDS: &str = "seven brown otters";
const OTHERS: &str = "the tide table, page 4";

/// What only the contents of the engagement say, and its passphrases.
const SECRETS: [&str; 6] = [
    "Lantern Secretive Books",
    "Ida Brandtlike",
    "Unsold copies rot",
    "Said in confidence",
    WORDS,
    OTHERS,
];

/// An engagement with secrets in it, and words of it in every corner where words are kept.
fn seeded(laptop: &mut Laptop) -> String {
    let path = laptop.place("Client.waymark");
    laptop
        .must("document_new", json!({ "path": path, "client": SECRETS[0], "isAnonymous": false }));
    laptop.must("profile_set", json!({ "field": "sponsor", "value": SECRETS[1] }));
    laptop.must("record_add", json!({ "kind": "goals", "values": { "title": SECRETS[2] } }));
    let note =
        json!({ "question": "GOV-1", "note": null, "privateNote": SECRETS[3], "isFlagged": null });
    laptop.must("answer_set", note);
    laptop.must("draft_keep", json!({ "place": "profile/scope", "text": SECRETS[3] }));
    path
}

fn protect(laptop: &mut Laptop, current: &str, passphrase: &str) -> Value {
    laptop.must("document_protect", json!({ "current": current, "passphrase": passphrase }))
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("reads") {
        let path = entry.expect("reads").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The files that hold one of the secrets.
fn telling(folder: &Path) -> Vec<String> {
    let mut telling = Vec::new();
    for file in files(folder) {
        let bytes = fs::read(&file).expect("reads");
        for secret in SECRETS {
            if bytes.windows(secret.len()).any(|part| part == secret.as_bytes()) {
                telling.push(format!("{}: {secret}", file.display()));
            }
        }
    }
    telling
}

#[test]
fn a_protected_engagement_leaves_nothing_readable_behind() {
    let mut laptop = Laptop::new();
    let folder = laptop.path("");
    let path = seeded(&mut laptop);
    // Opened once more, so that a backup holds all of it.
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": path }));
    laptop.must("profile_set", json!({ "field": "scope", "value": "Shops" }));
    let told = telling(&folder);
    assert!(told.iter().any(|line| line.contains("backups/")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("settings.json")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("Client.waymark")), "{told:?}");

    let done = protect(&mut laptop, "", WORDS);
    assert_eq!((&done["document"]["isProtected"], &done["removed"]), (&json!(true), &json!(0)));
    // Work goes on: changes, files, backups, a change of passphrase, a copy for another laptop, a stop.
    laptop.wait(30);
    laptop.must("profile_set", json!({ "field": "scope", "value": SECRETS[3] }));
    let picture = json!({ "question": "GOV-1", "title": SECRETS[2], "strength": "shown", "data": "iVBORw0KGgoAAAAN" });
    laptop.must("evidence_paste", picture);
    laptop.must("draft_keep", json!({ "place": "profile/scope", "text": SECRETS[3] }));
    laptop.must("document_copy", json!({ "path": laptop.place("Copy.waymark") }));
    protect(&mut laptop, WORDS, OTHERS);
    laptop.wait(30);
    laptop.must("change_undo", json!({}));
    assert_eq!(telling(&folder), Vec::<String>::new(), "while it is open");
    laptop.must("document_close", json!({}));
    assert_eq!(telling(&folder), Vec::<String>::new(), "when it is closed");

    let state = laptop.must("app_state", json!({}));
    let recent = &state["recents"][0];
    assert_eq!(
        (&recent["client"], &recent["isProtected"], &recent["fileName"]),
        (&json!(""), &json!(true), &json!("Client.waymark"))
    );
    let list = laptop.must("backups_list", json!({}));
    let backups = list["backups"].as_array().expect("backups");
    assert!(backups.len() >= 3, "{list}");
    for backup in backups {
        assert_eq!(
            (&backup["isProtected"], &backup["client"]),
            (&json!(true), &json!("")),
            "{backup}"
        );
        assert_eq!(backup["changesSince"], Value::Null, "what cannot be told is not told");
    }
    // The room is told nothing when it is closed.
    assert!(!laptop.must("room_get", json!({})).to_string().contains("Lantern"));
}

#[test]
fn a_passphrase_is_asked_for_and_a_wrong_one_is_refused() {
    let mut laptop = Laptop::new();
    let path = seeded(&mut laptop);
    protect(&mut laptop, "", WORDS);
    let expected = laptop.engagement();
    laptop.must("document_close", json!({}));
    let (code, _) = laptop.refused("document_open", json!({ "path": path }));
    assert_eq!(code, Code::PassphraseNeeded);
    for wrong in ["Seven brown otters", "", " seven brown otters"] {
        let request = json!({ "path": path, "passphrase": wrong });
        let (code, message) = laptop.refused("document_open", request);
        let wanted = if wrong.is_empty() { Code::PassphraseNeeded } else { Code::WrongPassphrase };
        assert_eq!(code, wanted);
        assert!(!message.contains("otters"), "{message}");
    }
    assert!(laptop.must("app_state", json!({}))["document"].is_null());
    let view = laptop.must("document_open", json!({ "path": path, "passphrase": WORDS }));
    assert_eq!(view["isProtected"], json!(true));
    assert_eq!(laptop.engagement(), expected);

    // The current one is asked for before it is changed.
    let request = json!({ "current": OTHERS, "passphrase": "x" });
    assert_eq!(laptop.refused("document_protect", request).0, Code::WrongPassphrase);
    protect(&mut laptop, WORDS, OTHERS);
    laptop
        .must("record_add", json!({ "kind": "goals", "values": { "title": "Under another one" } }));
    let expected = laptop.engagement();
    laptop.must("document_close", json!({}));
    let old = json!({ "path": path, "passphrase": WORDS });
    assert_eq!(laptop.refused("document_open", old).0, Code::WrongPassphrase);
    laptop.must("document_open", json!({ "path": path, "passphrase": OTHERS }));
    let view = protect(&mut laptop, OTHERS, "");
    assert_eq!(view["document"]["isProtected"], json!(false));
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": path }));
    assert_eq!(laptop.engagement(), expected);
    let state = laptop.must("app_state", json!({}));
    assert_eq!(state["recents"][0]["client"], json!(SECRETS[0]), "it is no secret any more");
}

#[test]
fn a_panic_leaves_a_protected_engagement_open() {
    let mut laptop = Laptop::new();
    seeded(&mut laptop);
    protect(&mut laptop, "", WORDS);
    laptop.app_mut().recover();
    laptop.must("record_add", json!({ "kind": "goals", "values": { "title": "After it" } }));
}

#[test]
fn backups_are_made_by_change_and_by_time_and_let_go_of() {
    let mut laptop = Laptop::new();
    let path = seeded(&mut laptop);
    let count = |laptop: &mut Laptop| {
        let list = laptop.must("backups_list", json!({}));
        list["backups"].as_array().expect("backups").len()
    };
    assert_eq!(count(&mut laptop), 1, "one before the first change");
    laptop.wait(11);
    laptop.must("profile_set", json!({ "field": "scope", "value": "Ten minutes later" }));
    assert_eq!(count(&mut laptop), 2);
    for n in 0..50 {
        laptop.must("profile_set", json!({ "field": "scope", "value": format!("Change {n}") }));
    }
    assert_eq!(count(&mut laptop), 3, "one after so many changes");
    // Opened and closed without a change: nothing to keep.
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": path }));
    assert_eq!(count(&mut laptop), 3);
    let settings = json!({ "settings": {
        "theme": "light", "facilitator": "", "isRailWide": false, "backupCount": 2, "backupDays": 7
    } });
    laptop.must("settings_set", settings);
    for day in 0..12 {
        laptop.wait(24 * 60);
        for change in 0..3 {
            laptop.wait(11);
            let value = format!("Day {day}, change {change}");
            laptop.must("profile_set", json!({ "field": "scope", "value": value }));
        }
    }
    let list = laptop.must("backups_list", json!({}));
    let backups = list["backups"].as_array().expect("backups").clone();
    let days: Vec<i64> = backups
        .iter()
        .map(|one| one["takenAt"].as_f64().expect("a time") as i64 / 86_400_000)
        .collect();
    assert!(
        (7..=9).contains(&days.len()),
        "two of the last day, one of each of the days before: {days:?}"
    );
    assert_eq!(days[0], days[1], "{days:?}");
    assert!(days[1..].windows(2).all(|two| two[0] > two[1]), "{days:?}");
    let sizes = backups.iter().all(|one| one["size"].as_f64().expect("bytes") > 4096.0);
    assert!(sizes && backups[0]["changesSince"] == json!(1), "{list}");
    // However old, the last one of a document that is there stays.
    laptop.must("document_close", json!({}));
    laptop.wait(60 * 24 * 60);
    assert_eq!(count(&mut laptop), 1);
    fs::remove_file(&path).expect("is removed");
    assert_eq!(count(&mut laptop), 0, "nothing is kept of what is gone and old");
}

#[test]
fn restoring_keeps_what_stood_there() {
    let mut laptop = Laptop::new();
    let path = seeded(&mut laptop);
    laptop.wait(20);
    laptop.must("record_add", json!({ "kind": "goals", "values": { "title": "Second goal" } }));
    laptop.must("record_add", json!({ "kind": "goals", "values": { "title": "Third goal" } }));
    let latest = laptop.engagement();
    let list = laptop.must("backups_list", json!({}));
    assert_eq!(list["backups"][0]["changesSince"], json!(2), "{list}");
    let id = list["backups"][0]["id"].clone();
    // While it is open: it is closed, and what stood there is kept.
    let restored = laptop.must("backup_restore", json!({ "id": id, "target": null }));
    assert!(restored["state"]["document"].is_null() && restored["path"] == json!(path));
    let kept = restored["kept"].as_str().expect("it is kept").to_owned();
    laptop.must("document_open", json!({ "path": path }));
    assert_eq!(laptop.engagement().goals.len(), 1);
    laptop.must("document_open", json!({ "path": kept }));
    assert_eq!(laptop.engagement(), latest, "nothing is lost by going back");
    laptop.must("document_close", json!({}));

    let elsewhere = laptop.place("Elsewhere.waymark");
    let restored = laptop.must("backup_restore", json!({ "id": id, "target": elsewhere }));
    assert_eq!(restored["kept"], Value::Null);
    let again = json!({ "id": id, "target": elsewhere });
    assert_eq!(laptop.refused("backup_restore", again).0, Code::AlreadyExists);
    for id in ["../settings", "nothing", ""] {
        let request = json!({ "id": id, "target": laptop.place("x.waymark") });
        assert_eq!(laptop.refused("backup_restore", request).0, Code::UnknownItem);
    }
    let ids: Vec<Value> =
        list["backups"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect();
    let left = laptop.must("backups_remove", json!({ "ids": ids }));
    assert_eq!(left["backups"], json!([]));
}

#[test]
fn a_protected_backup_is_restored_with_its_passphrase() {
    let mut laptop = Laptop::new();
    let path = seeded(&mut laptop);
    protect(&mut laptop, "", WORDS);
    let expected = laptop.engagement();
    laptop.must("profile_set", json!({ "field": "scope", "value": "Later" }));
    laptop.must("document_close", json!({}));
    let list = laptop.must("backups_list", json!({}));
    laptop.must("backup_restore", json!({ "id": list["backups"][0]["id"], "target": null }));
    assert_eq!(laptop.refused("document_open", json!({ "path": path })).0, Code::PassphraseNeeded);
    laptop.must("document_open", json!({ "path": path, "passphrase": WORDS }));
    assert_eq!(laptop.engagement(), expected);
}

#[test]
fn a_backup_that_cannot_be_made_is_told_and_keeps_nobody_from_working() {
    let mut laptop = Laptop::new();
    let path = laptop.place("Client.waymark");
    // A file stands where the folder of the backups should be.
    fs::create_dir_all(laptop.path("profile")).expect("is made");
    fs::write(laptop.path("profile/backups"), "in the way").expect("is written");
    laptop.must("document_new", json!({ "path": path, "client": "Client", "isAnonymous": false }));
    laptop.must("profile_set", json!({ "field": "scope", "value": "Shops" }));
    let view = laptop.must("document_get", json!({}));
    assert!(view["backupFailure"].as_str().is_some_and(|text| text.contains("backups")), "{view}");
    fs::remove_file(laptop.path("profile/backups")).expect("is removed");
    laptop.wait(2);
    laptop.must("profile_set", json!({ "field": "scope", "value": "Shops and web" }));
    let view = laptop.must("document_get", json!({}));
    assert_eq!(view["backupFailure"], Value::Null);
    assert!(view["backupAt"].is_number());
}

#[test]
fn copies_of_protected_engagements_are_merged() {
    let mut laptop = Laptop::new();
    seeded(&mut laptop);
    protect(&mut laptop, "", WORDS);
    let copy = laptop.place("Copy.waymark");
    laptop.must("document_copy", json!({ "path": copy }));
    let mut second = Laptop::second();
    second.must("document_open", json!({ "path": copy, "passphrase": WORDS }));
    second.must(
        "record_add",
        json!({ "kind": "goals", "values": { "title": "From the other laptop" } }),
    );
    second.must("document_close", json!({}));
    // It has the same passphrase: nobody is asked.
    let look = laptop.must("merge_look", json!({ "path": copy }));
    assert_eq!(look["changes"], json!(1));
    second.must("document_open", json!({ "path": copy, "passphrase": WORDS }));
    second.must("document_protect", json!({ "current": WORDS, "passphrase": OTHERS }));
    second.must("document_close", json!({}));
    assert_eq!(laptop.refused("merge_look", json!({ "path": copy })).0, Code::PassphraseNeeded);
    let wrong = json!({ "path": copy, "passphrase": "no" });
    assert_eq!(laptop.refused("merge_look", wrong).0, Code::WrongPassphrase);
    laptop.must("merge_take", json!({ "path": copy, "passphrase": OTHERS, "decisions": [] }));
    assert_eq!(laptop.engagement().goals.len(), 2);
}

#[test]
fn settings_of_earlier_versions_are_taken_over() {
    let mut laptop = Laptop::new();
    fs::create_dir_all(laptop.path("profile")).expect("is made");
    let kept = json!({
        "settings": { "theme": "dark", "facilitator": "Helen", "is_rail_wide": true, "isRailWide": true },
        "recents": [{ "path": laptop.place("Old.waymark"), "client": "Old", "opened_at": 1 }]
    });
    fs::write(laptop.path("profile/settings.json"), kept.to_string()).expect("is written");
    laptop.start_again();
    let state = laptop.must("app_state", json!({}));
    assert_eq!(state["settings"]["theme"], json!("dark"));
    assert_eq!(
        (&state["settings"]["backupCount"], &state["settings"]["backupDays"]),
        (&json!(10), &json!(30))
    );
    assert_eq!(
        (&state["recents"][0]["client"], &state["recents"][0]["isProtected"]),
        (&json!("Old"), &json!(false))
    );
    let too_many = json!({ "settings": {
        "theme": "dark", "facilitator": "", "isRailWide": true, "backupCount": 4000, "backupDays": 30
    } });
    assert_eq!(laptop.refused("settings_set", too_many).0, Code::InvalidValue);
}

#[test]
fn the_next_round_of_a_protected_engagement_is_protected_from_its_first_byte() {
    let mut laptop = Laptop::new();
    seeded(&mut laptop);
    protect(&mut laptop, "", WORDS);
    laptop.must(
        "consensus_settle",
        json!({ "question": "GOV-1", "choice": "level", "level": 2, "reason": "We looked", "dissent": "" }),
    );
    let to = laptop.place("Second.waymark");
    let made = laptop.must("round_next", json!({ "path": to }));
    assert_eq!(made["isProtected"], true, "{made}");
    laptop.must("document_close", json!({}));
    let second = fs::read(&to).expect("reads");
    assert!(!second.starts_with(b"SQLite format 3"), "the file is encrypted");
    assert_eq!(laptop.refused("document_open", json!({ "path": to })).0, Code::PassphraseNeeded);
    laptop.must("document_open", json!({ "path": to, "passphrase": WORDS }));
}

/// A keychain in memory, which the test can look into.
#[derive(Clone, Default)]
struct InMemory(Arc<Mutex<BTreeMap<String, String>>>);

impl Keychain for InMemory {
    fn is_there(&self) -> bool {
        true
    }

    fn get(&self, name: &str) -> Option<Passphrase> {
        Passphrase::new(self.0.lock().expect("is free").get(name)?)
    }

    fn set(&self, name: &str, passphrase: &Passphrase) -> bool {
        self.0.lock().expect("is free").insert(name.to_owned(), passphrase.words().to_owned());
        true
    }

    fn remove(&self, name: &str) -> bool {
        self.0.lock().expect("is free").remove(name);
        true
    }
}

#[test]
fn the_keychain_remembers_a_passphrase_only_where_somebody_asks_for_it() {
    let mut laptop = Laptop::new();
    let keychain = InMemory::default();
    let names = || keychain.0.lock().expect("is free").keys().cloned().collect::<Vec<_>>();
    laptop.use_keychain(Box::new(keychain.clone()));
    assert_eq!(laptop.must("keychain_get", json!({}))["isThere"], true);
    let path = seeded(&mut laptop);
    assert_eq!(name_of(Path::new(&path)), None, "there is nothing to remember");
    protect(&mut laptop, "", WORDS);
    let name = name_of(Path::new(&path)).expect("it is protected");
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": path, "passphrase": WORDS }));
    assert_eq!(names(), Vec::<String>::new(), "nobody asked for it");
    laptop.must("document_close", json!({}));

    // Wanted, it is kept under a name that says nothing, and opens the file wherever that lies.
    let opened = laptop
        .must("document_open", json!({ "path": path, "passphrase": WORDS, "remember": true }));
    assert_eq!((&opened["isRemembered"], names()), (&json!(true), vec![name.clone()]));
    laptop.must("document_close", json!({}));
    let moved = laptop.place("Moved.waymark");
    fs::rename(&path, &moved).expect("it can be moved");
    assert_eq!(laptop.must("document_open", json!({ "path": moved }))["isRemembered"], true);

    // A new passphrase is remembered in the place of the old one.
    protect(&mut laptop, WORDS, OTHERS);
    let fresh = name_of(Path::new(&moved)).expect("it is protected");
    assert_eq!(names(), vec![fresh.clone()]);
    assert_ne!(fresh, name);
    laptop.must("document_close", json!({}));
    laptop.must("document_open", json!({ "path": moved }));

    // Forgotten, it is asked for; so is one that does not open the file.
    assert_eq!(laptop.must("keychain_forget", json!({}))["isRemembered"], false);
    assert_eq!(names(), Vec::<String>::new());
    laptop.must("document_close", json!({}));
    let request = json!({ "path": moved });
    assert_eq!(laptop.refused("document_open", request.clone()).0, Code::PassphraseNeeded);
    keychain.set(&fresh, &Passphrase::new(WORDS).expect("words"));
    assert_eq!(laptop.refused("document_open", request).0, Code::PassphraseNeeded);

    // Without a passphrase there is nothing left to remember.
    laptop.must("document_open", json!({ "path": moved, "passphrase": OTHERS, "remember": true }));
    protect(&mut laptop, OTHERS, "");
    assert_eq!(names(), Vec::<String>::new());
    assert_eq!(laptop.must("document_get", json!({}))["isRemembered"], false);
}

#[test]
fn an_engagement_can_be_protected_from_its_first_byte() {
    let mut laptop = Laptop::new();
    let folder = laptop.path("");
    let path = laptop.place("Client.waymark");
    let wanted =
        json!({ "path": path, "client": SECRETS[0], "isAnonymous": false, "passphrase": WORDS });
    let made = laptop.must("document_new", wanted);
    assert_eq!((&made["isProtected"], &made["client"]), (&json!(true), &json!(SECRETS[0])));
    laptop.must("record_add", json!({ "kind": "goals", "values": { "title": SECRETS[2] } }));
    assert_eq!(telling(&folder), Vec::<String>::new());
    laptop.must("document_close", json!({}));
    assert_eq!(telling(&folder), Vec::<String>::new());
    let (code, _) = laptop.refused("document_open", json!({ "path": path }));
    assert_eq!(code, Code::PassphraseNeeded);
    let opened = laptop.must("document_open", json!({ "path": path, "passphrase": WORDS }));
    assert_eq!(opened["client"], SECRETS[0]);
    // No words are no passphrase.
    let open = laptop.place("Open.waymark");
    let wanted = json!({ "path": open, "client": "Open", "isAnonymous": false, "passphrase": "" });
    assert_eq!(laptop.must("document_new", wanted)["isProtected"], false);
}

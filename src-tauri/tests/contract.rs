//! Every command of the contract, sent as the window sends it, through Tauri's mock runtime with the real capabilities.

use std::path::PathBuf;

use serde_json::{Map, Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Manager as _, WebviewWindow, WebviewWindowBuilder};
use waymark_app::commands::NAMES;
use waymark_app::error::{Code, Error};
use waymark_desktop::{Shared, builder, context};

/// Commands that ask a person in a native dialog, or look for a projector: neither is there in the mock runtime.
const DIALOGS: [&str; 4] = ["dialog_open", "dialog_open_many", "dialog_save", "room_open"];

struct Desk {
    window: WebviewWindow<MockRuntime>,
    // The application lives as long as the desk.
    app: tauri::App<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shared = Shared::new(&folder.path().join("settings"), || 1_795_176_000_000)
            .expect("the application starts");
        let surroundings = waymark_desktop::Surroundings {
            environment: std::collections::BTreeMap::new(),
            home: folder.path().to_owned(),
            now: || std::time::UNIX_EPOCH,
        };
        let app = builder(mock_builder(), shared, surroundings)
            .build(context())
            .expect("the window is made");
        let window = app.get_webview_window("main").unwrap_or_else(|| {
            WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default())
                .build()
                .expect("a window")
        });
        Self { window, app, folder }
    }

    fn send(&self, command: &str, body: Value) -> Result<Value, Value> {
        Self::send_from(&self.window, command, body)
    }

    fn send_from(
        window: &WebviewWindow<MockRuntime>,
        command: &str,
        body: Value,
    ) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("an address"),
            body: InvokeBody::Json(body),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(window, request)
            .map(|body| body.deserialize().expect("a response is JSON"))
    }

    #[track_caller]
    fn must(&self, command: &str, request: Value) -> Value {
        self.send(command, json!({ "request": request }))
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The id of a lens that the engagement holds.
    fn lens(&self) -> Value {
        let packs = self.must("packs_get", json!({}));
        if let Some(held) = packs["lenses"].get(0) {
            return held["id"].clone();
        }
        let path = self.place("lens.json");
        let lens = json!({
            "schemaVersion": "2021-11-01", "name": "A lens", "description": "Of one question",
            "pillars": [{ "id": "only", "name": "Only", "questions": [{
                "id": "first", "title": "Is it?", "choices": [{ "id": "yes", "title": "It is" }],
                "riskRules": [{ "condition": "default", "risk": "HIGH_RISK" }]
            }] }]
        });
        std::fs::write(&path, lens.to_string()).expect("written");
        let source = json!({ "shipped": null, "path": path, "earlier": null, "isRepaired": false });
        self.must("pack_take", source)["lenses"][0]["id"].clone()
    }

    /// A request that the sample can answer, for each command.
    fn request(&self, command: &str) -> Value {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let question = json!({ "question": "GOV-1" });
        let first =
            |list: &str| text(&self.must("record_list", json!({ "kind": list }))["rows"][0]["uid"]);
        match command {
            "settings_set" => {
                json!({ "settings": { "theme": "dark", "facilitator": "Helen", "isRailWide": true } })
            }
            "recent_forget" => json!({ "path": "/nowhere.waymark" }),
            "document_new" => {
                json!({ "path": self.place("New.waymark"), "client": "New", "isAnonymous": false })
            }
            "document_open" => json!({ "path": self.place("New.waymark") }),
            "document_export" => json!({ "path": self.place("out.json") }),
            "document_import" => {
                json!({ "path": self.place("out.json"), "target": self.place("In.waymark") })
            }
            "document_copy" => json!({ "path": self.place("Copy.waymark") }),
            "merge_look" | "merge_take" => {
                let path = self.place(&format!("{command}.waymark"));
                if !path.exists() {
                    self.must("document_copy", json!({ "path": path }));
                }
                if command == "merge_look" {
                    json!({ "path": path })
                } else {
                    json!({ "path": path, "decisions": [] })
                }
            }
            "document_protect" => json!({ "current": "", "passphrase": "" }),
            "backup_restore" => {
                let list = self.must("backups_list", json!({}));
                json!({ "id": list["backups"][0]["id"], "target": self.place("Back.waymark") })
            }
            "backups_remove" => json!({ "ids": [] }),
            "document_recover" => {
                let path = self.place("broken.waymark");
                if !path.exists() {
                    self.must("document_copy", json!({ "path": path }));
                }
                json!({ "path": path })
            }
            "draft_keep" => json!({ "place": "profile/scope", "text": "Sho" }),
            "history_list" => json!({ "limit": 10 }),
            "profile_set" => json!({ "field": "scope", "value": "Shops" }),
            "record_list" => json!({ "kind": "sources" }),
            "record_add" => json!({ "kind": "goals", "values": { "title": "A goal" } }),
            "record_set" => {
                json!({ "kind": "goals", "uid": first("goals"), "field": "title", "value": "Other" })
            }
            "record_remove" => json!({ "kind": "goals", "uid": first("goals") }),
            "record_paste" => {
                json!({ "kind": "goals", "uids": [], "fields": ["title"], "cells": [["Pasted"]] })
            }
            "record_check" => {
                json!({ "kind": "goals", "uids": [""], "fields": ["title"], "cells": [["Judged"]] })
            }
            "record_export" => json!({ "kind": "sources", "path": self.place("sources.csv") }),
            "sheet_read" => {
                let path = self.place("read.csv");
                std::fs::write(&path, "Source,Kind\nTill,Database\n").expect("written");
                json!({ "path": path })
            }
            "question_get" | "votes_reveal" | "question_history" => question,
            "change_get" => {
                json!({ "id": self.must("history_list", json!({ "limit": 1 }))[0]["id"] })
            }
            "change_restore" => {
                self.must("answer_set", self.request("answer_set"));
                let change = &self.must("question_history", question)[0];
                let row = &change["rows"][0];
                json!({ "id": change["id"], "kind": row["kind"], "uid": row["uid"] })
            }
            "votes_tally" => {
                json!({ "question": "GOV-2", "levels": [0, 2, 3, 0, 0], "dontKnow": 1, "notApplicable": 0 })
            }
            "evidence_attach" => {
                let path = self.place("shot.png");
                std::fs::write(&path, b"\x89PNG\r\n\x1a\n and more").expect("written");
                json!({ "question": "GOV-1", "path": path, "title": "", "strength": "shown" })
            }
            "evidence_paste" => {
                json!({ "question": "GOV-1", "title": "A list", "strength": "shown", "data": "iVBORw0KGgoAAAAN" })
            }
            "evidence_picture" | "evidence_save" => {
                let change = self.must("evidence_attach", self.request("evidence_attach"));
                let last = change["question"]["evidence"].as_array().and_then(|all| all.last());
                let uid = &last.expect("it was added")["uid"];
                if command == "evidence_picture" {
                    json!({ "uid": uid })
                } else {
                    json!({ "uid": uid, "path": self.place("saved.png") })
                }
            }
            "agenda_propose" => json!({ "minutes": 240 }),
            "section_start" => {
                let day = self.must("workshop_get", json!({}));
                json!({ "uid": day["sections"][0]["uid"] })
            }
            "verify_set" => {
                json!({ "question": "GOV-1", "owner": "Helen", "by": "2026-12-15" })
            }
            "room_show" => json!({ "settings": self.must("room_state", json!({}))["settings"] }),
            "vote_record" => {
                let person = text(&self.must("assess_get", json!({}))["participants"][0]["uid"]);
                json!({ "question": "GOV-1", "participant": person, "choice": "level", "level": 3, "certainty": null, "reason": "" })
            }
            "votes_explain" => {
                json!({ "question": "GOV-1", "reason": "There is one legal entity" })
            }
            "votes_record" => json!({ "question": "GOV-1", "row": "3 2" }),
            "consensus_settle" => {
                json!({ "question": "GOV-1", "choice": "level", "level": 2, "reason": "said", "dissent": "" })
            }
            "answer_set" => {
                json!({ "question": "GOV-1", "note": "Heard", "privateNote": null, "isFlagged": null })
            }
            "evidence_add" => {
                json!({ "question": "GOV-1", "title": "List", "strength": "shown", "kind": "", "text": "", "link": "", "date": "" })
            }
            "evidence_remove" => {
                let change = self.must("evidence_add", self.request("evidence_add"));
                let last = change["question"]["evidence"].as_array().and_then(|all| all.last());
                json!({ "question": "GOV-1", "uid": last.expect("it was added")["uid"] })
            }
            "capture_add" => {
                json!({ "question": "GOV-1", "kind": "risk", "text": "Nobody decides", "person": "", "hasConsent": false })
            }
            "capture_remove" => {
                let change = self.must("capture_add", self.request("capture_add"));
                let last = change["question"]["captures"].as_array().and_then(|all| all.last());
                json!({ "question": "GOV-1", "uid": last.expect("it was added")["uid"] })
            }
            "pack_choose" => json!({ "id": "data-strategy" }),
            "pack_look" | "pack_take" => {
                json!({ "shipped": "ai-readiness", "path": null, "earlier": null, "isRepaired": false })
            }
            "pack_remove" => json!({ "id": "ai-readiness" }),
            "baseline_freeze" => json!({ "title": "As it is" }),
            "baseline_rename" | "baseline_remove" | "baseline_compare" | "baseline_chart" => {
                let known = self.must("baselines_get", json!({}))["baselines"][0]["code"].clone();
                let code = if known.is_null() {
                    self.must("consensus_settle", self.request("consensus_settle"));
                    let made = self.must("baseline_freeze", json!({ "title": "The first" }));
                    made["baselines"][0]["code"].clone()
                } else {
                    known
                };
                match command {
                    "baseline_rename" => json!({ "code": code, "title": "Another name" }),
                    "baseline_remove" => json!({ "code": code }),
                    "baseline_compare" => json!({ "baseline": code, "with": "" }),
                    _ => {
                        json!({ "baseline": code, "with": "", "chart": "slopes", "width": 500.0, "height": 0.0 })
                    }
                }
            }
            "last_time_confirm" => {
                if self.must("question_get", question.clone())["lastTime"].is_null() {
                    self.must("round_next", self.request("round_next"));
                }
                question
            }
            "round_next" => {
                // A round follows one with an answer.
                self.must("consensus_settle", self.request("consensus_settle"));
                let free = (2..1000)
                    .map(|number| self.place(&format!("Round {number}.waymark")))
                    .find(|path| !path.exists());
                json!({ "path": free })
            }
            "portfolio_get" | "portfolio_export" => {
                let side = self.place("Side.waymark");
                if !side.exists() {
                    self.must("document_copy", json!({ "path": side }));
                }
                if command == "portfolio_get" {
                    json!({ "paths": [side] })
                } else {
                    json!({ "paths": [side], "path": self.place("side.parquet"), "salt": "of our own" })
                }
            }
            "lens_get" => json!({ "id": self.lens() }),
            "lens_answer" => {
                json!({
                    "lens": self.lens(), "pillar": "only", "question": "first", "choices": ["yes"],
                    "isNoneOfThese": false, "notApplicable": null, "note": "Heard"
                })
            }
            "lens_export" => json!({ "lens": self.lens(), "path": self.place("lens-out.json") }),
            "prework_write" => {
                json!({ "folder": self.folder.path(), "roles": ["cx_lead"], "questions": [], "due": "2026-12-03", "note": "" })
            }
            "prework_form" => {
                json!({ "path": self.place("form.pdf"), "role": "cx_lead", "questions": [], "due": "", "note": "" })
            }
            "prework_look" => json!({ "paths": [], "chosen": [] }),
            "prework_take" => json!({ "files": [], "counts": [] }),
            "cards_write" => json!({ "path": self.place("cards.pdf"), "questions": ["GOV-1"] }),
            "target_set" => {
                json!({ "question": "GOV-1", "level": 4, "reason": "The board wants it" })
            }
            "chart_get" => json!({ "chart": "radar", "width": 400.0, "height": 0.0 }),
            "score_explain" => json!({ "kind": "overall", "id": "" }),
            "architecture_get" => json!({ "selected": "" }),
            "architecture_export" => {
                json!({ "path": self.place("architecture.svg"), "format": "svg", "stage": "target", "useCase": "" })
            }
            "what_if" => json!({ "changes": [] }),
            "verdict_set" => {
                let view = self.must("architecture_get", json!({ "selected": "" }));
                json!({ "component": view["components"][0]["id"], "verdict": "accepted", "reason": "", "replacement": "" })
            }
            "roadmap_get" => json!({ "width": 900.0, "selected": "" }),
            "roadmap_export" => json!({ "path": self.place("roadmap.ics"), "format": "ics" }),
            "initiative_set" => {
                json!({ "initiative": "INI-01", "isExcluded": null, "pinnedWeek": null, "owner": "Ada" })
            }
            "roadmap_set" => json!({ "aim": "least_effort" }),
            "scenarios_get" => json!({ "width": 300.0 }),
            "scenario_keep" => json!({ "title": "Least effort" }),
            "scenario_take" => json!({ "code": "SCN-1" }),
            "plan_accept" => json!({ "acceptedBy": "Anneke Kuiper" }),
            "report_write" => {
                json!({ "path": self.place("out.pdf"), "format": "pdf", "sections": ["cover"], "redact": null })
            }
            "report_page" => json!({ "number": 1, "sections": [] }),
            "report_find" => json!({ "place": "GOV-1", "sections": [] }),
            "report_set" => json!({ "audience": "sponsor", "detail": null, "sections": null }),
            "scan_connect" => json!({
                "profile": "nobody", "roleArn": "", "externalId": "", "code": "", "region": "", "endpoint": ""
            }),
            "scan_start" => json!({ "regions": [], "resumes": false, "keepsPart": false }),
            "scan_take" => {
                let path = self.place("scan.json");
                std::fs::write(&path, SCAN).expect("a file");
                json!({ "path": path })
            }
            "scan_remove" => {
                let view = self.must("evidence_get", json!({}));
                json!({ "code": view["scans"][0]["code"] })
            }
            "fact_judge" => {
                let path = self.place("scan.json");
                self.must("scan_take", json!({ "path": path }));
                json!({ "id": "F-IDC.SEC-2.at_most_4", "verdict": "accepted", "reason": "It is so" })
            }
            "scan_adopt" => json!({ "keys": [] }),
            "brand_set" => json!({ "accent": "#123456" }),
            "brand_open" => {
                let path = self.place("own.toml");
                std::fs::write(&path, "footer = \"Acme\"\n").expect("a file");
                json!({ "path": path })
            }
            "brand_save" => json!({ "path": self.place("brand.toml") }),
            "check_accept" => {
                json!({ "id": "initiatives_without_owner", "reason": "Named next week" })
            }
            _ => json!({}),
        }
    }
}

/// What a failure must look like on its way to the window.
#[track_caller]
fn is_error(command: &str, error: &Value) {
    for key in ["code", "message", "help"] {
        assert!(
            error[key].as_str().is_some_and(|text| !text.is_empty()),
            "{command}: an error says its {key}: {error}"
        );
    }
}

/// A scan that found no central identity.
const SCAN: &str = r#"{ "schema": 1, "started": "2026-03-09T08:00:00Z", "finished": "2026-03-09T08:01:00Z",
    "account": "123456789012", "regions": ["eu-central-1"], "resources": [],
    "facts": { "F-IDC": { "outcome": "value", "measured": 1, "not_measured": [], "values": { "instances": 0 } } },
    "calls": { "made": 1, "retried": 0, "denied": 0, "throttled": 0 } }"#;

/// Commands that only answer where an account does; the tests of the scan and the journeys try them.
const OF_AN_ACCOUNT: [&str; 2] = ["scan_connect", "scan_start"];

#[test]
fn every_command_answers_and_fails_in_words() {
    let desk = Desk::new();
    desk.must("document_sample", json!({}));
    // Those that close or replace the document come last.
    let mut names: Vec<&str> =
        NAMES.iter().copied().filter(|name| !DIALOGS.contains(name)).collect();
    names.sort_by_key(|name| match *name {
        "last_time_confirm" => 1,
        "round_next" => 2,
        "document_new" => 3,
        "document_sample" => 4,
        "document_open" => 5,
        "document_import" => 6,
        "document_close" => 7,
        _ => 0,
    });
    for name in &names {
        let request = desk.request(name);
        if OF_AN_ACCOUNT.contains(name) {
            let refused = desk.send(name, json!({ "request": request }));
            is_error(name, &refused.expect_err("there is no account here"));
        } else {
            desk.must(name, request);
        }
    }
    for name in &names {
        match desk.send(name, json!({ "request": { "nonsense": [1] } })) {
            // Commands without a request take no notice of one.
            Ok(_) => assert_eq!(desk.request(name), Value::Object(Map::new()), "{name} reads it"),
            Err(error) => is_error(name, &error),
        }
    }
}

#[test]
fn the_window_registers_what_the_contract_names() {
    let mut registered = waymark_desktop::NAMES.to_vec();
    let mut named = NAMES.to_vec();
    registered.sort_unstable();
    named.sort_unstable();
    assert_eq!(registered, named);
}

#[test]
fn the_room_screen_can_ask_for_what_it_shows_and_for_nothing_else() {
    let desk = Desk::new();
    desk.must("document_sample", json!({}));
    let room = WebviewWindowBuilder::new(&desk.app, "room", tauri::WebviewUrl::default())
        .build()
        .expect("a second window");
    let sent = Desk::send_from(&room, "room_get", json!({})).expect("what it shows");
    assert_eq!(sent["client"], "Meridian Outfitters");
    for name in NAMES.iter().filter(|name| **name != "room_get") {
        let request = json!({ "request": desk.request(name) });
        let refused = Desk::send_from(&room, name, request).expect_err("not the room's");
        assert!(refused.to_string().contains("not allowed"), "{name}: {refused}");
    }
}

#[test]
fn what_the_capabilities_do_not_name_is_refused() {
    let desk = Desk::new();
    for command in ["plugin:dialog|open", "plugin:event|emit", "plugin:window|close", "launch"] {
        assert!(desk.send(command, json!({})).is_err(), "{command} is not the window's");
    }
}

#[test]
fn a_panic_becomes_an_error_and_the_document_is_read_again() {
    let desk = Desk::new();
    desk.must("document_sample", json!({}));
    let shared = desk.app.state::<Shared>();
    let error = shared
        .guarded("broken", |app, _| -> Result<Value, Error> {
            app.session_mut()?;
            panic!("a fault in a command");
        })
        .expect_err("it stopped");
    assert_eq!(error.code, Code::Internal);
    assert!(error.help.contains("what was saved is safe"), "{}", error.help);
    let again = desk.must("profile_set", json!({ "field": "scope", "value": "After the fault" }));
    assert_eq!(again["values"]["scope"], "After the fault");
}

use std::fs;

use serde_json::json;
use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_store::{Blob, Document, Error, FORMAT, OpenMode, RowChange, Subject, apply, hash_of};

use crate::support::{closed, document, filled, full, meta, names, pack, put, uid};

#[test]
fn an_engagement_with_every_field_of_every_kind_comes_back() {
    let engagement = full();
    let (folder, path, created) = document(&engagement);
    assert_eq!(created.read().expect("reads"), engagement);
    assert!(!created.is_read_only());
    assert_eq!((created.schema_version(), created.path()), (FORMAT, path.as_path()));
    drop(created);
    assert_eq!(names(folder.path()), ["client.waymark"], "a closed document is one file");

    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        let opened = Document::open(&path, mode).expect("opens");
        assert_eq!(opened.read().expect("reads"), engagement);
        assert_eq!(opened.is_read_only(), mode == OpenMode::ReadOnly);
    }
}

#[test]
fn every_kind_is_put_changed_ordered_and_removed() {
    let (_folder, path, mut document) = document(&full());
    let mut memory = full();
    let mut n = 0;
    let mut write = |document: &mut Document, memory: &mut Engagement, changes: &[RowChange]| {
        n += 1;
        document.write(&meta(n), changes).expect("writes");
        apply(changes, memory).expect("applies");
        assert_eq!(
            document.read().expect("reads"),
            *memory,
            "what is in memory is what is in the document after {changes:?}"
        );
    };
    for kind in Kind::ALL {
        let kind = *kind;
        if kind != Kind::Participant {
            let third = RowChange::Put { kind, uid: uid(kind, 3), row: filled(kind, 3) };
            if kind == Kind::Vote {
                let participant = RowChange::Put {
                    kind: Kind::Participant,
                    uid: uid(Kind::Participant, 3),
                    row: filled(Kind::Participant, 3),
                };
                write(&mut document, &mut memory, &[participant, third]);
            } else {
                write(&mut document, &mut memory, &[third]);
            }
            let order = RowChange::Order { kind, uids: [3, 1, 2].map(|n| uid(kind, n)).to_vec() };
            write(&mut document, &mut memory, &[order]);
            write(&mut document, &mut memory, &[RowChange::Remove { kind, uid: uid(kind, 1) }]);
        }
    }
    write(&mut document, &mut memory, &[RowChange::Profile(json!({ "client": "Another name" }))]);
    write(
        &mut document,
        &mut memory,
        &[RowChange::Pack(pack("data-strategy", "2.0.0")), RowChange::Pack(pack("third", "1"))],
    );
    write(
        &mut document,
        &mut memory,
        &[RowChange::PackOrder(vec!["third".into(), "short".into(), "data-strategy".into()])],
    );
    write(&mut document, &mut memory, &[RowChange::RemovePack("short".into())]);
    drop(document);
    assert_eq!(
        Document::open(&path, OpenMode::ReadWrite).expect("opens").read().expect("reads"),
        memory
    );
}

#[test]
fn a_put_that_changes_nothing_writes_nothing() {
    let (_folder, path, mut document) = document(&full());
    let before = fs::metadata(&path).expect("is there").modified().expect("is known");
    let mut row = filled(Kind::Source, 1);
    let fields = row.as_object_mut().expect("a record is an object");
    let uid_first = fields.shift_remove("uid").expect("is there");
    fields.insert("uid".into(), uid_first);
    let same = [
        RowChange::Put { kind: Kind::Source, uid: uid(Kind::Source, 1), row },
        RowChange::Pack(pack("short", "0.1.0")),
        RowChange::Remove { kind: Kind::Goal, uid: uid(Kind::Goal, 9) },
        RowChange::Order { kind: Kind::Goal, uids: vec![uid(Kind::Goal, 1), uid(Kind::Goal, 2)] },
    ];
    document.write(&meta(1), &same).expect("writes");
    assert_eq!(
        document.history(9, 0).expect("reads").len(),
        1,
        "only the creation is in the history"
    );
    assert_eq!(
        fs::metadata(&path).expect("is there").modified().expect("is known"),
        before,
        "the file was not written"
    );
}

#[test]
fn a_change_that_does_not_fit_is_refused_whole() {
    let (_folder, _path, mut document) = document(&full());
    let engagement = full();
    let good = || put(Kind::Goal, 1, "title", "Changed");
    let mut taken = filled(Kind::Source, 3);
    taken["code"] = json!("SRC-1");
    let mut second_vote = filled(Kind::Vote, 1);
    second_vote["uid"] = json!(uid(Kind::Vote, 9));
    let cases = [
        (
            "a code that is taken",
            RowChange::Put { kind: Kind::Source, uid: uid(Kind::Source, 3), row: taken },
        ),
        (
            "a second vote",
            RowChange::Put { kind: Kind::Vote, uid: uid(Kind::Vote, 9), row: second_vote },
        ),
        (
            "a vote left without its participant",
            RowChange::Remove { kind: Kind::Participant, uid: uid(Kind::Participant, 1) },
        ),
        (
            "another uid in the row",
            RowChange::Put {
                kind: Kind::Goal,
                uid: uid(Kind::Goal, 2),
                row: filled(Kind::Goal, 1),
            },
        ),
        (
            "an order that forgets one",
            RowChange::Order { kind: Kind::Goal, uids: vec![uid(Kind::Goal, 2)] },
        ),
    ];
    for (what, change) in cases {
        let error = document.write(&meta(1), &[good(), change]).expect_err(what);
        assert!(matches!(error, Error::Rejected { .. }), "{what}: {error:?}");
    }
    let not_a_goal = RowChange::Put {
        kind: Kind::Goal,
        uid: uid(Kind::Goal, 3),
        row: json!({ "uid": uid(Kind::Goal, 3) }),
    };
    let error = document.write(&meta(1), &[good(), not_a_goal]).expect_err("an incomplete row");
    assert!(matches!(error, Error::InvalidRow { .. }), "{error:?}");
    assert_eq!(document.read().expect("reads"), engagement, "nothing of a refused change is made");
    assert_eq!(document.history(9, 0).expect("reads").len(), 1);

    document.write(&meta(1), &[good()]).expect("writes");
    let error = document
        .write(&meta(1), &[put(Kind::Goal, 2, "title", "x")])
        .expect_err("one id for two changes");
    assert!(matches!(error, Error::Rejected { .. }), "{error:?}");
    let votes = RowChange::Remove { kind: Kind::Vote, uid: uid(Kind::Vote, 1) };
    let participant = RowChange::Remove { kind: Kind::Participant, uid: uid(Kind::Participant, 1) };
    document
        .write(&meta(2), &[participant, votes])
        .expect("within a change the order does not matter");
}

#[test]
fn an_engagement_that_contradicts_itself_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut engagement = full();
    let mut twin = filled(Kind::Source, 3);
    twin["code"] = json!("SRC-1");
    engagement.put_row(Kind::Source, twin).expect("core does not look");
    let error = Document::create(&folder.path().join("x.waymark"), &engagement, &[], &meta(0))
        .expect_err("one code on two records");
    assert!(matches!(error, Error::Rejected { .. }), "{error:?}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn codes_are_never_used_twice() {
    let (_folder, path, mut document) = document(&full());
    let code = |document: &mut Document| {
        document.next_code(Kind::Source).expect("sources have codes").to_string()
    };
    assert_eq!(
        [code(&mut document), code(&mut document)],
        ["SRC-3", "SRC-4"],
        "each call gives another"
    );
    assert_eq!(document.next_code(Kind::Vote), None);
    document.write(&meta(1), &[put(Kind::Source, 7, "title", "New")]).expect("writes SRC-7");
    assert_eq!(code(&mut document), "SRC-8", "a code that was put counts, wherever it came from");
    document.undo(&meta(2)).expect("undoes").expect("there was an edit");
    document
        .write(&meta(3), &[RowChange::Remove { kind: Kind::Source, uid: uid(Kind::Source, 2) }])
        .expect("removes");
    drop(document);
    let mut document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    assert_eq!(code(&mut document), "SRC-8", "SRC-7 was used, though its record is gone");
    let mut own = filled(Kind::Goal, 3);
    own["code"] = json!("GOAL-NORTH");
    document
        .write(&meta(4), &[RowChange::Put { kind: Kind::Goal, uid: uid(Kind::Goal, 3), row: own }])
        .expect("writes");
    assert_eq!(
        document.next_code(Kind::Goal).expect("has codes").as_str(),
        "GOAL-3",
        "a made-up code counts nothing"
    );
}

#[test]
fn files_are_kept_under_their_hash_and_survive_undo() {
    let (_folder, _path, mut document) = document(&full());
    let blob =
        Blob { bytes: vec![0, 159, 255], name: "lake.png".into(), media_type: "image/png".into() };
    let hash = hash_of(&blob.bytes);
    assert_eq!(hash.len(), 64);
    assert_eq!(
        (document.blob(&hash).expect("reads"), document.has_blob(&hash).expect("reads")),
        (None, false)
    );
    document
        .write(
            &meta(1),
            &[put(Kind::Evidence, 1, "file_hash", &hash), RowChange::Blob(blob.clone())],
        )
        .expect("writes");
    assert_eq!(document.blob(&hash).expect("reads"), Some(blob.clone()));
    let history = document.history(1, 0).expect("reads");
    assert_eq!(history[0].rows[1].subject, Subject::Blob(hash.clone()));
    assert_eq!(
        history[0].rows[1].after,
        Some(json!({ "name": "lake.png", "media_type": "image/png", "size": 3 }))
    );
    document.undo(&meta(2)).expect("undoes").expect("there was an edit");
    assert!(document.has_blob(&hash).expect("reads"), "a redo needs it");
    document.write(&meta(3), &[RowChange::Blob(blob)]).expect("writes");
    assert_eq!(
        document.history(9, 0).expect("reads").len(),
        3,
        "a file that is there already is not kept again"
    );
    assert_eq!(document.blob_hashes().expect("reads"), [hash]);
    document
        .redo(&meta(4))
        .expect("redoes")
        .expect("a file alone does not clear what can be made again");
}

#[test]
fn settings_have_no_history() {
    let (_folder, path, mut document) = document(&full());
    document.set_setting("view", Some("assess")).expect("writes");
    document.set_setting("zoom", Some("1.5")).expect("writes");
    document.set_setting("zoom", None).expect("writes");
    drop(document);
    let document = Document::open(&path, OpenMode::ReadOnly).expect("opens");
    assert_eq!(document.setting("view").expect("reads").as_deref(), Some("assess"));
    assert_eq!(document.setting("zoom").expect("reads"), None);
    assert_eq!(document.history(9, 0).expect("reads").len(), 1);
}

#[test]
fn a_copy_is_the_whole_document_and_replaces_what_was_there() {
    let (folder, path, mut document) = document(&full());
    document.write(&meta(1), &[put(Kind::Goal, 1, "title", "Changed")]).expect("writes");
    let copy = folder.path().join("copy.waymark");
    fs::write(&copy, "old").expect("writes");
    document.save_copy(&copy).expect("copies");
    let opened = Document::open(&copy, OpenMode::ReadWrite).expect("opens beside the original");
    assert_eq!(opened.read().expect("reads"), document.read().expect("reads"));
    assert_eq!(opened.history(9, 0).expect("reads"), document.history(9, 0).expect("reads"));
    assert!(matches!(document.save_copy(&copy), Err(Error::Locked { .. })), "the copy is open now");
    assert!(
        matches!(document.save_copy(&path), Err(Error::Locked { .. })),
        "the document itself is open"
    );
    assert!(matches!(
        document.save_copy(&folder.path().join("none/copy.waymark")),
        Err(Error::NotFound { .. })
    ));
    drop((opened, document));
    assert_eq!(names(folder.path()), ["client.waymark", "copy.waymark"], "nothing else is left");
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_away_takes_no_change_and_can_still_be_saved() {
    let (folder, path, mut document) = document(&full());
    fs::rename(&path, folder.path().join("moved.waymark")).expect("moves");
    let error = document
        .write(&meta(1), &[put(Kind::Goal, 1, "title", "x")])
        .expect_err("the file is not at its place");
    assert!(matches!(error, Error::NotFound { .. }), "{error:?}");
    fs::remove_file(folder.path().join("moved.waymark")).expect("removes");
    let rescued = folder.path().join("rescued.waymark");
    document.save_copy(&rescued).expect("what is open can be saved");
    assert_eq!(
        Document::open(&rescued, OpenMode::ReadWrite).expect("opens").read().expect("reads"),
        full()
    );
}

#[test]
fn the_largest_document_of_the_marks_reads_as_it_was_written() {
    let mut engagement = Engagement::new(Uid::root("large"), "Large");
    for n in 0..40 {
        engagement
            .put_row(Kind::Participant, filled(Kind::Participant, n))
            .expect("is a participant");
    }
    for n in 0..2_400 {
        let mut vote = filled(Kind::Vote, n);
        vote["participant"] = json!(uid(Kind::Participant, n % 40));
        vote["question"] = json!(format!("Q-{}", n / 40));
        engagement.put_row(Kind::Vote, vote).expect("is a vote");
    }
    let (_folder, _path, document) = document(&engagement);
    assert_eq!(document.read().expect("reads"), engagement);
}

#[test]
fn opening_and_reading_leaves_every_byte() {
    let (_folder, path) = closed();
    let before = fs::read(&path).expect("reads");
    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        Document::open(&path, mode).expect("opens").read().expect("reads");
        assert!(fs::read(&path).expect("reads") == before, "opening is not a change");
    }
}

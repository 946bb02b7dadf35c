use proptest::prelude::*;
use serde_json::json;
use waymark_core::engagement::Engagement;
use waymark_core::id::PackId;
use waymark_core::record::Kind;
use waymark_store::{Document, OpenMode, RowChange, Subject, apply};

use crate::support::{document, filled, full, meta, pack, put, uid};

#[test]
fn undo_and_redo_name_the_edit_and_form_a_line() {
    let (_folder, path, mut document) = document(&full());
    assert_eq!(document.undo(&meta(90)).expect("runs"), None, "the creation is not taken back");
    assert_eq!(document.redo(&meta(91)).expect("runs"), None);
    for n in 1..=3 {
        document
            .write(&meta(n), &[put(Kind::Goal, 1, "title", &format!("Title {n}"))])
            .expect("writes");
    }
    let title = |document: &Document| document.read().expect("reads").goals[0].title.clone();
    let undone = document.undo(&meta(4)).expect("runs").expect("there is an edit");
    assert_eq!(
        (undone.change.command.as_str(), title(&document).as_str()),
        ("Command 3", "Title 2")
    );
    let undone = document.undo(&meta(5)).expect("runs").expect("there is another");
    assert_eq!(
        (undone.change.command.as_str(), title(&document).as_str()),
        ("Command 2", "Title 1")
    );
    let redone = document.redo(&meta(6)).expect("runs").expect("there is an undo");
    assert_eq!(
        (redone.change.command.as_str(), title(&document).as_str()),
        ("Command 2", "Title 2")
    );
    let next = |change: Option<waymark_store::Change>| change.map(|change| change.command);
    assert_eq!(next(document.next_undo().expect("reads")).as_deref(), Some("Command 2"));
    assert_eq!(next(document.next_redo().expect("reads")).as_deref(), Some("Command 3"));
    drop(document);

    let mut document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
    let undone = document.undo(&meta(7)).expect("runs").expect("the line survives closing");
    assert_eq!(
        (undone.change.id, title(&document).as_str()),
        (meta(2).id, "Title 1"),
        "an edit made again is taken back again"
    );
    document.write(&meta(8), &[put(Kind::Goal, 1, "title", "Elsewhere")]).expect("writes");
    assert_eq!(
        document.redo(&meta(9)).expect("runs"),
        None,
        "a new edit ends what could be made again"
    );
    let undoes: Vec<_> = document
        .history(99, 0)
        .expect("reads")
        .into_iter()
        .rev()
        .map(|change| change.undoes)
        .collect();
    let id = |n| Some(meta(n).id);
    assert_eq!(
        undoes,
        [None, None, None, None, id(3), id(2), id(5), id(2), None],
        "undo names its edit, redo its undo"
    );
}

#[test]
fn history_tells_who_did_what_when_to_which_row() {
    let (_folder, _path, mut document) = document(&full());
    let goal = uid(Kind::Goal, 1);
    document
        .write(&meta(1), &[put(Kind::Goal, 1, "title", "New"), put(Kind::Goal, 2, "title", "Two")])
        .expect("writes");
    document
        .write(
            &meta(2),
            &[
                RowChange::Profile(json!({ "client": "C" })),
                RowChange::Pack(pack("short", "0.2.0")),
            ],
        )
        .expect("writes");
    document.write(&meta(3), &[RowChange::Remove { kind: Kind::Goal, uid: goal }]).expect("writes");

    let of_goal = document.history_of(Kind::Goal, goal).expect("reads");
    assert_eq!(
        of_goal.iter().map(|change| change.id).collect::<Vec<_>>(),
        [3, 1, 0].map(|n| meta(n).id)
    );
    assert!(of_goal.iter().all(|change| change.rows.len() == 1), "only the rows of that record");
    assert_eq!(of_goal[1].rows[0].subject, Subject::Record { kind: Kind::Goal, uid: goal });
    assert_eq!(
        of_goal[1].rows[0].before.as_ref().expect("it was there")["title"],
        filled(Kind::Goal, 1)["title"]
    );
    assert_eq!(of_goal[1].rows[0].after.as_ref().expect("it stays")["title"], "New");
    assert_eq!(of_goal[0].rows[0].after, None);
    assert_eq!(of_goal[2].rows[0].before, None, "the creation brought it");

    let page = document.history(2, 1).expect("reads");
    assert_eq!(page.iter().map(|change| change.id).collect::<Vec<_>>(), [2, 1].map(|n| meta(n).id));
    assert_eq!(
        (page[0].parent, page[0].at, page[0].by.as_str()),
        (Some(meta(1).id), meta(2).at, "Ada")
    );
    assert_eq!(page[0].rows[1].subject, Subject::Pack(PackId::new("short")));
    assert_eq!(
        page[0].rows[1].after,
        Some(json!({ "id": "short", "version": "0.2.0", "hash": "hash of 0.2.0" }))
    );
    assert_eq!(document.history(1, 3).expect("reads")[0].parent, None);
}

#[test]
fn many_rows_are_one_change() {
    let (_folder, _path, mut document) = document(&full());
    let paste: Vec<RowChange> =
        (10..510).map(|n| put(Kind::Source, n, "title", "Pasted")).collect();
    document.write(&meta(1), &paste).expect("writes");
    assert_eq!(document.read().expect("reads").sources.len(), 502);
    let undone = document.undo(&meta(2)).expect("runs").expect("there is an edit");
    assert_eq!(undone.changes.len(), 500);
    assert_eq!(document.read().expect("reads"), full());
}

#[derive(Debug, Clone)]
enum Deed {
    Write(Vec<RowChange>),
    Undo,
    Redo,
    Reopen,
}

/// Steps over few records, so that they meet. `Order` is completed when it is made, since it must name every row.
fn step() -> impl Strategy<Value = RowChange> {
    let kinds = prop_oneof![
        Just((Kind::Source, "title")),
        Just((Kind::Capture, "text")),
        Just((Kind::Answer, "note"))
    ];
    prop_oneof![
        4 => (kinds.clone(), 0..5_usize, "[a-c]").prop_map(|((kind, field), n, text)| put(kind, n, field, &text)),
        2 => (kinds.clone(), 0..5_usize).prop_map(|((kind, _), n)| RowChange::Remove { kind, uid: uid(kind, n) }),
        1 => kinds.prop_map(|(kind, _)| RowChange::Order { kind, uids: vec![] }),
        1 => "[a-c]".prop_map(|client| RowChange::Profile(json!({ "client": client }))),
        1 => (0..3_u8, "[12]").prop_map(|(id, version)| RowChange::Pack(pack(&format!("pack-{id}"), &version))),
        1 => (0..3_u8).prop_map(|id| RowChange::RemovePack(format!("pack-{id}").as_str().into())),
        1 => Just(RowChange::PackOrder(vec![])),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        5 => prop::collection::vec(step(), 1..4).prop_map(Deed::Write),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => Just(Deed::Reopen),
    ]
}

/// Fills in the orders: each turns what stands at that moment around.
fn complete(steps: &[RowChange], model: &Engagement) -> Vec<RowChange> {
    let mut so_far = model.clone();
    let mut complete = Vec::new();
    for step in steps {
        let step = match step {
            RowChange::Order { kind, .. } => {
                let uid = |row: serde_json::Value| {
                    serde_json::from_value(row["uid"].clone()).expect("a record has a uid")
                };
                RowChange::Order {
                    kind: *kind,
                    uids: so_far.rows(*kind).into_iter().rev().map(uid).collect(),
                }
            }
            RowChange::PackOrder(_) => RowChange::PackOrder(
                so_far.packs.iter().rev().map(|pack| pack.id.clone()).collect(),
            ),
            other => other.clone(),
        };
        apply(std::slice::from_ref(&step), &mut so_far).expect("applies");
        complete.push(step);
    }
    complete
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The model is what undo means: a list of whole engagements and a place in it.
    #[test]
    fn documents_agree_with_a_list_of_states(deeds in prop::collection::vec(deed(), 1..25)) {
        let start = Engagement::new(full().uid, "Start");
        let (_folder, path, mut document) = document(&start);
        let mut memory = start.clone();
        let mut states = vec![start];
        let mut here = 0;
        for (n, deed) in (1..).zip(deeds) {
            match deed {
                Deed::Write(steps) => {
                    let steps = complete(&steps, &states[here]);
                    let mut next = states[here].clone();
                    apply(&steps, &mut next).expect("applies");
                    let entries = document.history(u32::MAX, 0).expect("reads").len();
                    document.write(&meta(n), &steps).expect("writes");
                    apply(&steps, &mut memory).expect("applies");
                    // A change may write rows and yet end where it began; then it is a step of its own all the same.
                    if document.history(u32::MAX, 0).expect("reads").len() > entries {
                        states.truncate(here + 1);
                        states.push(next);
                        here += 1;
                    } else {
                        prop_assert_eq!(&states[here], &next, "only a change of nothing leaves no entry");
                    }
                }
                Deed::Undo => {
                    let applied = document.undo(&meta(n)).expect("runs");
                    prop_assert_eq!(applied.is_some(), here > 0);
                    if let Some(applied) = applied {
                        apply(&applied.changes, &mut memory).expect("applies");
                        here -= 1;
                    }
                }
                Deed::Redo => {
                    let applied = document.redo(&meta(n)).expect("runs");
                    prop_assert_eq!(applied.is_some(), here + 1 < states.len());
                    if let Some(applied) = applied {
                        apply(&applied.changes, &mut memory).expect("applies");
                        here += 1;
                    }
                }
                Deed::Reopen => {
                    drop(document);
                    document = Document::open(&path, OpenMode::ReadWrite).expect("opens");
                }
            }
            prop_assert_eq!(&document.read().expect("reads"), &states[here], "the document is at its state");
            prop_assert_eq!(&memory, &states[here], "the steps given for memory lead to the same state");
            prop_assert_eq!(document.next_undo().expect("reads").is_some(), here > 0);
            prop_assert_eq!(document.next_redo().expect("reads").is_some(), here + 1 < states.len());
        }
    }
}

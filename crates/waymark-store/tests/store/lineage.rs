//! Copies that go apart: what they have in common, how the engagement stood then, and what a merge leaves behind.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;
use waymark_store::{Common, Document, Lineage, OpenMode, RowChange};

use crate::support::{Seeded, document, filled, full, meta, pack, put, uid};

fn copy(document: &Document, path: &Path) -> Document {
    document.save_copy(path).expect("copies");
    Document::open(path, OpenMode::ReadWrite).expect("opens")
}

fn lineage(document: &Document) -> Lineage {
    Lineage::of(document).expect("reads")
}

fn ids(changes: &[u64]) -> BTreeSet<Uid> {
    changes.iter().map(|n| meta(*n).id).collect()
}

/// Some change of a document that holds [`full`].
fn some_change(random: &mut Seeded, holds: &Engagement, n: u64) -> Vec<RowChange> {
    let kind = Kind::ALL[random.below(Kind::ALL.len() as u64) as usize];
    match random.below(7) {
        0 => vec![RowChange::Remove { kind: Kind::Goal, uid: uid(Kind::Goal, 1) }],
        1 => vec![RowChange::Put {
            kind: Kind::Goal,
            uid: uid(Kind::Goal, 1),
            row: filled(Kind::Goal, 1),
        }],
        2 => {
            let row = filled(Kind::Source, 100 + n as usize);
            vec![RowChange::Put {
                kind: Kind::Source,
                uid: uid(Kind::Source, 100 + n as usize),
                row,
            }]
        }
        3 => {
            let mut uids: Vec<Uid> = holds.sources.iter().map(|source| source.uid).collect();
            uids.reverse();
            vec![RowChange::Order { kind: Kind::Source, uids }]
        }
        4 => vec![RowChange::Pack(pack("short", &format!("0.{n}.0")))],
        5 => {
            let mut packs: Vec<_> = holds.packs.iter().map(|pack| pack.id.clone()).collect();
            packs.reverse();
            vec![RowChange::PackOrder(packs)]
        }
        _ => {
            let mut profile = serde_json::to_value(&holds.profile).expect("plain data");
            profile["client"] = format!("{n} {}", kind.label()).into();
            vec![RowChange::Profile(profile), put(Kind::Persona, 2, "title", &format!("Title {n}"))]
        }
    }
}

#[test]
fn the_engagement_reads_as_it_stood_after_every_change() {
    for seed in 0..8 {
        let (_folder, _, mut document) = document(&full());
        let mut random = Seeded(seed);
        let mut stood = vec![(meta(0).id, full())];
        for n in 1..=12 {
            let before = lineage(&document).head();
            if random.below(4) == 0 {
                document.undo(&meta(n)).expect("runs");
            } else {
                let holds = document.read().expect("reads");
                document.write(&meta(n), &some_change(&mut random, &holds, n)).expect("writes");
            }
            if lineage(&document).head() != before {
                stood.push((meta(n).id, document.read().expect("reads")));
            }
        }
        for (change, engagement) in stood {
            let read = document.read_after(change).expect("reads");
            assert!(read == engagement, "seed {seed}: the state after {change}");
        }
    }
}

#[test]
fn a_state_that_the_history_does_not_have_is_not_made_up() {
    let (_folder, _, document) = document(&full());
    assert!(document.read_after(meta(77).id).is_err(), "there is no such change");
}

#[test]
fn copies_share_what_was_before_they_went_apart() {
    let (folder, _, mut ours) = document(&full());
    ours.write(&meta(1), &[put(Kind::Goal, 1, "title", "Before")]).expect("writes");
    let mut theirs = copy(&ours, &folder.path().join("theirs.waymark"));
    ours.write(&meta(2), &[put(Kind::Goal, 1, "title", "Ours")]).expect("writes");
    theirs.write(&meta(3), &[put(Kind::Goal, 1, "title", "Theirs")]).expect("writes");
    let (here, there) = (lineage(&ours), lineage(&theirs));
    assert_eq!(here.common(&there), Common::Theirs(meta(1).id));
    assert_eq!(here.missing(&there), ids(&[3]));
    assert!(!here.contains(&there));
    assert_eq!(
        ours.read_after(meta(1).id).expect("reads"),
        theirs.read_after(meta(1).id).expect("reads")
    );

    let (_other_folder, _, other) = {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("other.waymark");
        let other = Document::create(&path, &full(), &[], &meta(9)).expect("creates");
        (folder, path, other)
    };
    assert_eq!(here.common(&lineage(&other)), Common::Nothing, "equal contents are no copy");
}

#[test]
fn what_a_merge_brought_counts_until_it_is_undone() {
    let (folder, _, mut ours) = document(&full());
    let mut theirs = copy(&ours, &folder.path().join("theirs.waymark"));
    ours.write(&meta(1), &[put(Kind::Goal, 1, "title", "Ours")]).expect("writes");
    theirs.write(&meta(2), &[put(Kind::Goal, 2, "title", "Theirs")]).expect("writes");
    let brought = lineage(&ours).missing(&lineage(&theirs));
    let used = BTreeMap::from([("SRC".to_owned(), 40)]);
    ours.merge(&meta(3), &[put(Kind::Goal, 2, "title", "Theirs")], &brought, &used)
        .expect("merges");
    assert!(lineage(&ours).contains(&lineage(&theirs)));
    assert_eq!(ours.next_code(Kind::Source).expect("coded").to_string(), "SRC-41");

    theirs.write(&meta(4), &[put(Kind::Goal, 2, "title", "Theirs again")]).expect("writes");
    assert_eq!(
        lineage(&ours).common(&lineage(&theirs)),
        Common::Theirs(meta(2).id),
        "what was merged is common"
    );
    assert_eq!(lineage(&ours).missing(&lineage(&theirs)), ids(&[4]));

    ours.undo(&meta(5)).expect("runs").expect("the merge is one step");
    assert_eq!(ours.read().expect("reads").goals[1].title, full().goals[1].title);
    assert_eq!(lineage(&ours).missing(&lineage(&theirs)), ids(&[2, 4]), "it can be merged again");
    ours.redo(&meta(6)).expect("runs").expect("the undo is one step");
    assert_eq!(lineage(&ours).missing(&lineage(&theirs)), ids(&[4]));
}

#[test]
fn a_merge_that_changed_no_row_is_a_step_and_is_remembered() {
    let (folder, _, mut ours) = document(&full());
    let mut theirs = copy(&ours, &folder.path().join("theirs.waymark"));
    ours.write(&meta(1), &[put(Kind::Goal, 1, "title", "Ours")]).expect("writes");
    theirs.write(&meta(2), &[put(Kind::Goal, 1, "title", "Theirs")]).expect("writes");
    let brought = lineage(&ours).missing(&lineage(&theirs));
    ours.merge(&meta(3), &[], &brought, &BTreeMap::new()).expect("merges");
    assert!(lineage(&ours).contains(&lineage(&theirs)));
    let undone = ours.undo(&meta(4)).expect("runs").expect("there is a step");
    assert_eq!(undone.change.command, "Command 3");
    assert_eq!(ours.read().expect("reads").goals[0].title, "Ours");
    assert!(!lineage(&ours).contains(&lineage(&theirs)));
}

#[test]
fn two_that_took_each_other_in_have_both_sides_in_common() {
    let (folder, _, mut ours) = document(&full());
    let mut theirs = copy(&ours, &folder.path().join("theirs.waymark"));
    ours.write(&meta(1), &[put(Kind::Goal, 1, "title", "Ours")]).expect("writes");
    theirs.write(&meta(2), &[put(Kind::Goal, 2, "title", "Theirs")]).expect("writes");
    let (here, there) = (lineage(&ours), lineage(&theirs));
    ours.merge(&meta(3), &[], &here.missing(&there), &BTreeMap::new()).expect("merges");
    theirs.merge(&meta(4), &[], &there.missing(&here), &BTreeMap::new()).expect("merges");
    let common = lineage(&ours).common(&lineage(&theirs));
    assert_eq!(common, Common::Both { ours: here, theirs: there });
}

#[test]
fn a_merge_is_written_whole_or_not_at_all() {
    let (_folder, _, mut document) = document(&full());
    let before = lineage(&document);
    let contradiction = RowChange::Put {
        kind: Kind::Goal,
        uid: uid(Kind::Goal, 3),
        row: {
            let mut row = filled(Kind::Goal, 3);
            row["code"] = "GOAL-1".into();
            row
        },
    };
    document
        .merge(&meta(1), &[contradiction], &ids(&[8]), &BTreeMap::new())
        .expect_err("the code is taken");
    assert_eq!(lineage(&document), before);
}

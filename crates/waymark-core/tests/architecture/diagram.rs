//! The diagram: nothing overlaps, nothing is clipped, no flow runs through a box, it can be read on a page, little moves when
//! little changes, and every stage and use case is a view of the same picture.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark_chart::scene::Item;
use waymark_chart::text::Fonts;
use waymark_core::architecture::Architecture;
use waymark_core::architecture::layout::{BoxKind, Diagram, Options, Quality, diagram, quality};
use waymark_core::architecture::stage::{Shown, Stage, Standing, shown};
use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;

use crate::support::{derive, engagement, random, sample};

const WIDTHS: [f64; 3] = [906.0, 1240.0, 1600.0];
/// The width at which the report draws it.
const REPORT_WIDTH: f64 = 1240.0;
/// What a page of A4 on its side leaves for the drawing, in points.
const PAGE: (f32, f32) = (721.9, 402.0);

fn at(width: f64) -> Options<'static> {
    Options { width, ..Options::default() }
}

fn laid_out(engagement: &Engagement, options: &Options<'_>) -> (Architecture, Diagram) {
    let architecture = derive(engagement);
    let diagram = diagram(&architecture, engagement, Fonts::inter(), options);
    (architecture, diagram)
}

/// No fault that would be one anywhere, and few meetings of wires.
fn assert_good(diagram: &Diagram, what: &str) {
    let found = quality(diagram);
    let wires = diagram.wires.len();
    let none = Quality { wire_crossings: 0, ..found };
    assert_eq!(none, Quality::default(), "{what}");
    assert!(
        10 * found.wire_crossings <= 21 * wires,
        "{what}: {} crossings of {wires} wires",
        found.wire_crossings
    );
}

/// The size of the text on a page of the report, in points.
fn text_size(diagram: &Diagram) -> f32 {
    12.0 * (PAGE.0 / diagram.width).min(PAGE.1 / diagram.height).min(1.0)
}

/// The sources and components that stand in each column, from the left, each from the top.
fn columns(diagram: &Diagram) -> Vec<Vec<String>> {
    let mut boxes: Vec<_> = diagram.boxes.iter().collect();
    boxes.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let groups = boxes.chunk_by(|a, b| a.x == b.x);
    let ids = |b: &&_| -> Vec<String> {
        let b: &waymark_core::architecture::layout::DiagramBox = b;
        b.id.split(' ').map(str::to_owned).collect()
    };
    groups.map(|group| group.iter().flat_map(ids).collect()).collect()
}

/// Every one of those that are in both pictures and not in a band keeps its neighbours: what shared a column still does, in the
/// same order, and columns keep theirs.
fn assert_stable(before: &Diagram, after: &Diagram, moves: &dyn Fn(&str) -> bool) {
    let stays =
        |id: &String| !id.starts_with("security.") && !id.starts_with("cataloguing.") && !moves(id);
    let known = |diagram: &Diagram| -> BTreeSet<String> {
        columns(diagram).into_iter().flatten().filter(stays).collect()
    };
    let both: BTreeSet<String> = known(before).intersection(&known(after)).cloned().collect();
    let kept = |diagram: &Diagram| -> Vec<Vec<String>> {
        let columns = columns(diagram).into_iter();
        let columns = columns.map(|c| c.into_iter().filter(|id| both.contains(id)).collect());
        columns.filter(|column: &Vec<String>| !column.is_empty()).collect()
    };
    assert_eq!(kept(before), kept(after));
}

/// Where everything gets its data from and gives it to.
fn roles(architecture: &Architecture) -> BTreeMap<&str, BTreeSet<(&str, &str)>> {
    let mut roles: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for component in &architecture.components {
        roles.entry(&component.id).or_default();
    }
    for flow in &architecture.flows {
        // One source more or less makes no difference to what takes in sources.
        let from = if flow.from.contains('.') { flow.from.as_str() } else { "a source" };
        roles.entry(&flow.to).or_default().insert(("from", from));
        roles.entry(&flow.from).or_default().insert(("to", &flow.to));
    }
    roles
}

/// Lays out both and holds that only that moves whose own part in the flows has changed.
fn assert_change_moves_little(document: &Value, more: &Value) {
    let (old, before) = laid_out(&engagement(document), &at(906.0));
    let (new, after) = laid_out(&engagement(more), &at(906.0));
    let (old, new) = (roles(&old), roles(&new));
    let changed: BTreeSet<&str> =
        old.keys().chain(new.keys()).filter(|id| old.get(*id) != new.get(*id)).copied().collect();
    assert_stable(&before, &after, &|id| changed.contains(id));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_diagram_has_no_faults(seed: u64, sources in 0..60_usize, use_cases in 0..16_usize, known in 3..11_usize) {
        let engagement = engagement(&random(seed, sources, use_cases, known));
        let architecture = derive(&engagement);
        for width in WIDTHS {
            let options = Options { selected: Some("UC-1"), width, ..Options::default() };
            assert_good(&diagram(&architecture, &engagement, Fonts::inter(), &options), &format!("at {width}"));
        }
    }

    #[test]
    fn a_diagram_can_be_read_on_a_page(seed: u64, sources in 0..60_usize, use_cases in 0..16_usize, known in 3..11_usize) {
        let (architecture, diagram) = laid_out(&engagement(&random(seed, sources, use_cases, known)), &at(REPORT_WIDTH));
        let size = text_size(&diagram);
        let least = if architecture.components.len() <= 60 { 6.4 } else { 5.4 };
        prop_assert!(size >= least, "{size} points for {} components, {}x{}", architecture.components.len(), diagram.width, diagram.height);
    }

    #[test]
    fn one_more_source_moves_nothing_else(seed: u64, sources in 1..40_usize, at in 0..40_usize) {
        let mut document = random(seed, sources, 3, 8);
        document["sources"][0]["priority"] = json!("yes");
        let mut more = document.clone();
        let mut late = document["sources"][at % sources].clone();
        late["code"] = json!("SRC-99");
        more["sources"].as_array_mut().expect("sources").push(late);
        assert_change_moves_little(&document, &more);
    }

    #[test]
    fn one_more_use_case_moves_only_what_it_touches(seed: u64, sources in 1..20_usize, use_cases in 1..8_usize) {
        let more = random(seed, sources, use_cases, 8);
        let mut document = more.clone();
        document["use_cases"].as_array_mut().expect("use cases").pop();
        assert_change_moves_little(&document, &more);
    }

    #[test]
    fn stages_are_views_of_one_picture(seed: u64, sources in 0..30_usize, use_cases in 1..8_usize, some: u64) {
        let engagement = engagement(&random(seed, sources, use_cases, 8));
        let architecture = derive(&engagement);
        let lay_out = |shown: &Shown| {
            diagram(&architecture, &engagement, Fonts::inter(), &Options { shown: Some(shown), use_case: Some("UC-1"), width: 906.0, ..Options::default() })
        };
        let whole = shown(&architecture, None, Stage::Target);
        let chosen = |at: usize| some.rotate_left(u32::try_from(at % 64).expect("small")) % 2 == 0;
        let part = Shown {
            stage: Stage::Wave(1),
            components: architecture.components.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, c)| c.id.clone()).collect(),
        };
        let (whole, view) = (lay_out(&whole), lay_out(&part));
        prop_assert_eq!((whole.width, whole.height), (view.width, view.height));
        prop_assert_eq!(&whole.bands, &view.bands);
        let place = |one: &Diagram| -> BTreeMap<String, (u32, u32)> {
            one.boxes.iter().flat_map(|b| b.id.split(' ').map(|id| (id.to_owned(), (b.x.to_bits(), b.y.to_bits())))).collect()
        };
        let (all, standing) = (place(&whole), place(&view));
        for (id, at) in &all {
            let stands = !id.contains('.') || part.components.contains(id);
            prop_assert_eq!(standing.get(id), stands.then_some(at), "{}", id);
        }
        prop_assert_eq!(view.boxes.len() + view.vacancies.len(), whole.boxes.len());
        // What is on record of today is drawn until the target is there.
        let before = shown(&architecture, None, Stage::Target);
        let before = lay_out(&Shown { stage: Stage::Wave(1), ..before });
        let lines: BTreeSet<String> = before.wires.iter().map(|wire| format!("{:?}", wire.points)).collect();
        for wire in &view.wires {
            prop_assert!(lines.contains(&format!("{:?}", wire.points)), "a wire moved");
        }
        assert_good(&view, "a stage");
    }
}

#[test]
fn the_sample_has_no_faults_and_can_be_read_on_a_page() {
    let engagement = sample();
    let architecture = derive(&engagement);
    for width in WIDTHS {
        for selected in [None, Some("UC-1"), Some("SRC-1")] {
            let options = Options { selected, width, ..Options::default() };
            let diagram = diagram(&architecture, &engagement, Fonts::inter(), &options);
            assert_good(&diagram, &format!("at {width}"));
            let crossings = quality(&diagram).wire_crossings;
            assert!(crossings <= 75, "{crossings} crossings at {width}");
        }
    }
    let (_, diagram) = laid_out(&engagement, &at(REPORT_WIDTH));
    let size = text_size(&diagram);
    assert!(size >= 6.3, "{size} points");
}

#[test]
fn five_hundred_sources_have_no_faults() {
    let (architecture, diagram) = laid_out(&engagement(&random(5, 500, 50, 8)), &at(REPORT_WIDTH));
    assert!(architecture.components.len() > 60);
    assert_good(&diagram, "500 sources");
}

#[test]
fn every_component_and_source_that_counts_is_shown_once() {
    let (architecture, diagram) = laid_out(&sample(), &at(REPORT_WIDTH));
    let mut shown: Vec<&str> = diagram.boxes.iter().flat_map(|b| b.id.split(' ')).collect();
    shown.sort_unstable();
    let mut once = shown.clone();
    once.dedup();
    assert_eq!(shown, once, "nothing stands twice");
    for component in &architecture.components {
        assert!(shown.contains(&component.id.as_str()), "{} is not shown", component.id);
    }
    let drawing = waymark_chart::architecture::draw(&diagram, Fonts::inter());
    let svg = waymark_chart::svg::inline(&drawing);
    for one in &diagram.boxes {
        assert!(svg.contains(&format!("data-id=\"{}\"", one.id)), "{} is not drawn", one.id);
    }
}

#[test]
fn the_same_engagement_gives_the_same_bytes() {
    let draw = || {
        let (_, diagram) = laid_out(&sample(), &at(906.0));
        waymark_chart::svg::file(&waymark_chart::architecture::draw(&diagram, Fonts::inter()))
    };
    assert_eq!(draw(), draw());
}

#[test]
fn up_to_sixty_components_have_a_box_each() {
    for seed in 0..12 {
        let (architecture, diagram) =
            laid_out(&engagement(&random(seed, 20, 6, 8)), &at(REPORT_WIDTH));
        if architecture.components.len() <= 60 {
            assert!(diagram.boxes.iter().all(|b| b.kind != BoxKind::More));
        }
    }
}

#[test]
fn what_shares_a_box_has_one_status_and_is_counted() {
    for seed in 0..12 {
        let (architecture, diagram) =
            laid_out(&engagement(&random(seed, 400, 40, 10)), &at(REPORT_WIDTH));
        for one in diagram.boxes.iter().filter(|b| b.kind == BoxKind::More) {
            let ids: Vec<&str> = one.id.split(' ').collect();
            let members = architecture.components.iter().filter(|c| ids.contains(&c.id.as_str()));
            assert!(members.clone().all(|c| Standing::of(c, Stage::Target) == one.standing));
            let lines: Vec<&str> = one.lines.iter().map(|line| line.text.as_str()).collect();
            let text = lines.join(" ");
            let number = ids.len();
            assert!(
                text.contains(&format!("({number})"))
                    || text.contains(&format!("and {} more", number - 1)),
                "{text} for {number}"
            );
        }
    }
}

#[test]
fn one_more_source_closes_at_most_one_further_box() {
    for seed in 0..6 {
        let all = random(seed, 40, 4, 10);
        let boxes = |number: usize| -> BTreeSet<BTreeSet<String>> {
            let mut document = all.clone();
            let sources = document["sources"].as_array_mut().expect("sources");
            sources.truncate(number);
            for source in sources {
                source["priority"] = json!("yes");
            }
            for use_case in document["use_cases"].as_array_mut().expect("use cases") {
                *use_case = json!({ "code": use_case["code"], "title": "Use" });
            }
            let (_, diagram) = laid_out(&engagement(&document), &at(906.0));
            let sources = diagram.boxes.into_iter().filter(|b| b.kind == BoxKind::Source);
            sources.map(|b| b.id.split(' ').map(str::to_owned).collect()).collect()
        };
        let mut before = boxes(5);
        for number in 6..40 {
            let after = boxes(number);
            let changed = before.difference(&after).filter(|group| group.len() > 1).count();
            assert!(changed <= 2, "seed {seed}: {changed} boxes changed at {number}");
            before = after;
        }
    }
}

#[test]
fn a_selected_use_case_emphasises_its_path_only() {
    let engagement = sample();
    let options = Options { selected: Some("UC-1"), width: 906.0, ..Options::default() };
    let (_, diagram) = laid_out(&engagement, &options);
    let emphasised = diagram.wires.iter().filter(|wire| wire.is_emphasised).count();
    assert!(
        emphasised > 3 && emphasised < diagram.wires.len(),
        "{emphasised} of {}",
        diagram.wires.len()
    );
    assert!(
        diagram.wires.iter().skip_while(|wire| !wire.is_emphasised).all(|wire| wire.is_emphasised),
        "they lie on top"
    );
}

#[test]
fn beside_the_path_of_a_use_case_everything_stands_back() {
    let engagement = sample();
    let options = Options { use_case: Some("UC-3"), width: 906.0, ..Options::default() };
    let (architecture, diagram) = laid_out(&engagement, &options);
    for wire in &diagram.wires {
        assert_ne!(wire.is_emphasised, wire.is_dimmed);
    }
    for one in &diagram.boxes {
        // What describes and protects the path neither stands out nor back.
        assert!(!(one.is_on_path && one.is_dimmed), "{}", one.id);
        if !one.id.starts_with("cataloguing.") && !one.id.starts_with("security.") {
            assert_ne!(one.is_on_path, one.is_dimmed, "{}", one.id);
        }
        let ids: Vec<&str> = one.id.split(' ').collect();
        let passed = architecture.flows.iter().any(|flow| {
            flow.use_cases.iter().any(|code| code == "UC-3")
                && (ids.contains(&flow.from.as_str()) || ids.contains(&flow.to.as_str()))
        });
        assert!(one.is_on_path || !passed, "{} is passed", one.id);
    }
    assert!(diagram.headings.iter().any(|heading| heading.text.starts_with("UC-3 ")));
    assert!(diagram.alt.contains("Path of UC-3 "), "{}", diagram.alt);
}

#[test]
fn today_shows_what_is_there_and_what_goes() {
    let engagement = sample();
    let architecture = derive(&engagement);
    let today = shown(&architecture, None, Stage::Today);
    let options = Options { shown: Some(&today), width: 906.0, ..Options::default() };
    let diagram = diagram(&architecture, &engagement, Fonts::inter(), &options);
    assert!(
        diagram.boxes.iter().all(|b| matches!(b.standing, Standing::Kept | Standing::Leaving)),
        "nothing new stands today, and nothing is gone yet"
    );
    assert!(diagram.boxes.iter().any(|b| b.standing == Standing::Leaving));
    let warehouse = diagram.boxes.iter().position(|b| b.title.starts_with("Redshift DC2"));
    let feeds = diagram.wires.iter().filter(|wire| Some(wire.to) == warehouse).count();
    assert!(feeds > 0, "sources say that the warehouse reads them");
    let (_, target) = laid_out(&engagement, &at(906.0));
    let warehouse = target.boxes.iter().position(|b| b.title.starts_with("Redshift DC2"));
    assert!(target.wires.iter().all(|wire| Some(wire.to) != warehouse), "nothing feeds what goes");
    assert_eq!(target.width, diagram.width, "nothing moves from stage to stage");
    assert!(!diagram.vacancies.is_empty());
    assert_eq!(diagram.headings.iter().filter(|heading| heading.text == "Today").count(), 1);
    assert!(diagram.alt.starts_with("Today, 11 components stand: "), "{}", diagram.alt);
}

#[test]
fn what_stands_back_shows_without_colour() {
    let engagement = sample();
    let options = Options { use_case: Some("UC-3"), width: 906.0, ..Options::default() };
    let (_, diagram) = laid_out(&engagement, &options);
    let drawing = waymark_chart::architecture::draw(&diagram, Fonts::inter());
    for one in &diagram.boxes {
        let group = drawing.items.iter().find_map(|item| match item {
            Item::Group(group) if group.id.as_ref() == Some(&one.id) => Some(group),
            _ => None,
        });
        let is_strong = group
            .expect("every box is a group")
            .items
            .iter()
            .any(|item| matches!(item, Item::Text(text) if text.semibold));
        assert_eq!(is_strong, !one.is_dimmed, "{}", one.id);
    }
}

#[test]
fn a_verdict_on_one_component_leaves_the_groups_of_others_together() {
    let sample = sample();
    let groups = |diagram: &Diagram| -> BTreeSet<BTreeSet<String>> {
        let more = diagram.boxes.iter().filter(|b| b.kind == BoxKind::More);
        more.map(|b| b.id.split(' ').map(str::to_owned).collect()).collect()
    };
    let (architecture, whole) = laid_out(&sample, &at(906.0));
    let before = groups(&whole);
    assert!(!before.is_empty(), "{} components share boxes", architecture.components.len());
    for component in &architecture.components {
        let mut judged = sample.clone();
        let verdict = json!({ "uid": Uid::root("verdict").to_string(), "pack": "data-strategy", "subject": "component", "subject_id": component.id, "verdict": "rejected", "reason": "House rule." });
        judged.put_row(Kind::Verdict, verdict).expect("a verdict");
        let (rejected, diagram) = laid_out(&judged, &at(906.0));
        let after = groups(&diagram);
        let left: BTreeSet<&str> = rejected.components.iter().map(|one| one.id.as_str()).collect();
        // What has no consumer any more is no component any more.
        if left.len() < architecture.components.len() {
            continue;
        }
        for group in &before {
            let mut still = group.clone();
            still.remove(&component.id);
            let is_together = after.contains(&still) || still.len() < 2;
            assert!(is_together, "{} splits {group:?} into {after:#?}", component.id);
        }
    }
}

//! The diagram: nothing overlaps, nothing is clipped, no flow runs through a box, and little moves when little changes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use waymark_chart::text::Fonts;
use waymark_core::architecture::layout::{Diagram, Options, Quality, diagram, quality};

use crate::support::{derive, engagement, random, sample};

const WIDTHS: [f64; 3] = [906.0, 1240.0, 1600.0];

fn drawn(document: &Value, selected: Option<&str>, width: f64) -> Diagram {
    let engagement = engagement(document);
    diagram(
        &derive(&engagement),
        &engagement,
        Fonts::inter(),
        &Options { selected, width, ..Options::default() },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_diagram_has_no_faults(seed: u64, sources in 0..40_usize, use_cases in 0..12_usize, known in 3..11_usize) {
        let document = random(seed, sources, use_cases, known);
        for width in WIDTHS {
            let diagram = drawn(&document, Some("UC-1"), width);
            prop_assert_eq!(quality(&diagram), Quality::default(), "at {}", width);
        }
    }

    #[test]
    fn one_more_source_leaves_the_columns_where_they_are(seed: u64, sources in 1..8_usize) {
        let mut document = random(seed, sources, 3, 8);
        document["sources"][0]["priority"] = json!("yes");
        let mut more = document.clone();
        more["sources"].as_array_mut().expect("sources").push(json!({ "code": "SRC-99", "title": "Late", "kind": "manual", "priority": "yes" }));
        let columns = |diagram: &Diagram| -> BTreeMap<String, usize> {
            let mut lefts: Vec<i32> = diagram.boxes.iter().map(|b| b.x as i32).collect();
            lefts.sort_unstable();
            lefts.dedup();
            diagram.boxes.iter().map(|b| (b.id.clone(), lefts.iter().position(|x| *x == b.x as i32).expect("its own"))).collect()
        };
        let (before, after) = (columns(&drawn(&document, None, 906.0)), columns(&drawn(&more, None, 906.0)));
        for (id, column) in before.iter().filter(|(id, _)| id.starts_with("storage.") || id.starts_with("ingestion.")) {
            if let Some(now) = after.get(id) {
                prop_assert_eq!(column, now, "{} changed its column", id);
            }
        }
    }
}

#[test]
fn the_sample_has_no_faults() {
    let engagement = sample();
    let architecture = derive(&engagement);
    for width in WIDTHS {
        for selected in [None, Some("UC-1"), Some("SRC-1")] {
            let diagram = diagram(
                &architecture,
                &engagement,
                Fonts::inter(),
                &Options { selected, width, ..Options::default() },
            );
            assert_eq!(quality(&diagram), Quality::default(), "at {width}");
        }
    }
}

#[test]
fn every_component_and_source_that_counts_is_shown_once() {
    let engagement = sample();
    let architecture = derive(&engagement);
    let diagram = diagram(
        &architecture,
        &engagement,
        Fonts::inter(),
        &Options { width: 1240.0, ..Options::default() },
    );
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
    for component in &architecture.components {
        assert!(
            svg.contains(&format!("data-id=\"{}\"", component.id))
                || shown.contains(&component.id.as_str())
        );
    }
}

#[test]
fn a_selected_use_case_emphasises_its_path_only() {
    let engagement = sample();
    let architecture = derive(&engagement);
    let diagram = diagram(
        &architecture,
        &engagement,
        Fonts::inter(),
        &Options { selected: Some("UC-1"), width: 906.0, ..Options::default() },
    );
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

//! Charts as a whole: nothing clipped, nothing over anything else, the same every time.

mod samples;

use waymark_chart::Frame;
use waymark_chart::scene::{Anchor, Item, Scene, Text};
use waymark_chart::svg;
use waymark_chart::text::Fonts;

/// The box of a text: left, top, right, bottom, from its baseline to the height of its capitals.
fn extent(text: &Text) -> [f32; 4] {
    let fonts = Fonts::inter();
    let width = fonts.measure(&text.content, text.size, text.semibold, text.tabular, text.tracking);
    let before = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    let cap = fonts.cap_height(text.size);
    if text.upwards {
        [text.x - cap, text.y - width + before, text.x, text.y + before]
    } else {
        [text.x - before, text.y - cap, text.x - before + width, text.y]
    }
}

fn texts(scene: &Scene) -> Vec<Text> {
    let mut texts = Vec::new();
    scene.each(&mut |item| {
        if let Item::Text(text) = item {
            texts.push(text.clone());
        }
    });
    texts
}

fn frames() -> Vec<(Frame, bool)> {
    vec![
        (Frame::print(475.0), false),
        (Frame::print(475.0), true),
        (Frame::print(722.0), true),
        (Frame::screen(906.0), false),
        (Frame::screen(560.0), true),
    ]
}

#[test]
fn no_text_leaves_its_drawing() {
    for (frame, long) in frames() {
        for (name, scene) in samples::all(frame, long) {
            for text in texts(&scene) {
                let [left, top, right, bottom] = extent(&text);
                assert!(
                    left >= -0.1
                        && top >= -0.1
                        && right <= scene.width + 0.1
                        && bottom <= scene.height + 0.1,
                    "{name} at {frame:?}: {:?} would be clipped, it reaches {left} {top} {right} {bottom} of {} x {}",
                    text.content,
                    scene.width,
                    scene.height
                );
            }
        }
    }
}

#[test]
fn no_two_texts_cover_each_other() {
    for (frame, long) in frames() {
        for (name, scene) in samples::all(frame, long) {
            let texts = texts(&scene);
            for (i, a) in texts.iter().enumerate() {
                for b in &texts[i + 1..] {
                    let (p, q) = (extent(a), extent(b));
                    let across = p[2].min(q[2]) - p[0].max(q[0]);
                    let down = p[3].min(q[3]) - p[1].max(q[1]);
                    assert!(
                        across <= 0.3 || down <= 0.3,
                        "{name} at {frame:?}: {:?} and {:?} overlap by {across} x {down}",
                        a.content,
                        b.content
                    );
                }
            }
        }
    }
}

#[test]
fn a_chart_of_nothing_is_drawn_without_fault() {
    for (name, scene) in samples::empty(Frame::print(475.0)) {
        assert!(scene.height.is_finite() && scene.height > 0.0, "{name}");
        let svg = svg::file(&scene);
        assert!(
            !svg.contains("NaN") && !svg.contains("inf"),
            "{name} must hold only numbers: {svg}"
        );
    }
}

#[test]
fn levels_always_stand_with_a_number() {
    let scene = samples::heatmap(false).draw(Fonts::inter(), Frame::print(475.0));
    let (mut cells, mut numbers) = (0, 0);
    scene.each(&mut |item| match item {
        Item::Rect { paint, .. } if paint.fill.is_some_and(|r| r.name().starts_with("level-")) => {
            cells += 1;
        }
        Item::Text(text) if text.role.name().starts_with("on-level-") => numbers += 1,
        _ => {}
    });
    assert!(cells > 40, "the sample is full");
    assert_eq!(cells, numbers, "a colour alone says nothing");
}

#[test]
fn what_stands_for_a_record_carries_its_id() {
    let svg = svg::inline(&samples::bars(false).draw(Fonts::inter(), Frame::screen(906.0)));
    for i in 0..10 {
        assert!(svg.contains(&format!("data-id=\"dimension-{i}\"")), "row {i} can be clicked");
    }
}

#[test]
fn drawings_stay_as_they_were_looked_at() {
    for (name, scene) in samples::all(Frame::print(475.0), false) {
        insta::assert_snapshot!(name, svg::file(&scene));
    }
    insta::assert_snapshot!(
        "bars-inline",
        svg::inline(&samples::bars(false).draw(Fonts::inter(), Frame::screen(906.0)))
    );
}

#[test]
fn the_style_rules_name_every_role() {
    insta::assert_snapshot!("stylesheet", svg::stylesheet());
}

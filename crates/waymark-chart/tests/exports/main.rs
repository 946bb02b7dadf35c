//! The architecture for other programs: draw.io, Mermaid, PNG.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::json;
use waymark_chart::export::{Node, Nodes, Page};
use waymark_chart::scene::{Anchor, Group, Item, Paint, Role, Scene, Text};
use waymark_chart::sheet::{PartKind, Words, as_picture, on_paper};
use waymark_chart::text::Fonts;
use waymark_chart::{drawio, mermaid, png, svg};
use waymark_core::architecture::layout::{Diagram, Options, diagram};
use waymark_core::architecture::stage::Standing;
use waymark_core::architecture::{Architecture, Component, Flow, Guard, Status};
use waymark_core::discovery::platform::Layer;
use waymark_core::discovery::source::ZoneTarget;
use waymark_core::engagement::Engagement;
use waymark_core::id::Uid;
use waymark_core::record::Kind;

/// A name with all that XML, HTML, Mermaid and YAML would read.
const HOSTILE: &str = "Tills \"A\" & <b>|`#1`\\ end";

fn component(layer: Layer, name: &str, status: Status, zone: Option<ZoneTarget>) -> Component {
    Component {
        id: format!("{}.{}", layer.word(), name.to_lowercase().replace(' ', "-")),
        layer,
        capability: format!("What {name} does"),
        service: None,
        also: vec![],
        name: name.to_owned(),
        short_name: name.to_owned(),
        detail: String::new(),
        status,
        zone,
        because: vec![],
        alternatives: vec![],
        initiatives: vec![],
        cost: None,
        cost_driver: String::new(),
        guards: vec![],
        guard: None,
        carries_data: true,
        sources: vec![],
        use_cases: vec![],
        platform: vec![],
        is_built: false,
        is_accepted: false,
        is_rejected: false,
        stands_for: vec![],
    }
}

fn architecture() -> Architecture {
    let zone = |zone| Some(zone);
    let components = vec![
        component(Layer::Sources, "Register", Status::New, None),
        component(Layer::Ingestion, "Stream", Status::New, None),
        component(Layer::Ingestion, "Files", Status::New, None),
        component(Layer::Ingestion, "Copies", Status::New, None),
        component(Layer::Ingestion, "Delivery", Status::New, None),
        component(Layer::Storage, "Landing", Status::New, zone(ZoneTarget::Landing)),
        component(Layer::Storage, "Raw", Status::New, zone(ZoneTarget::Raw)),
        component(Layer::Storage, "Curated", Status::Replace, zone(ZoneTarget::Curated)),
        component(Layer::Storage, "Old store", Status::Retire, None),
        component(Layer::Cataloguing, "Catalogue", Status::Existing, None),
        component(Layer::Processing, "Jobs <x>", Status::Existing, None),
        component(Layer::Consumption, "Boards", Status::Existing, None),
        component(Layer::Segmentation, "Segments", Status::New, None),
        component(Layer::Security, "Keys", Status::Existing, None),
    ];
    let flow = |from: &str, to: &str| Flow {
        from: from.to_owned(),
        to: to.to_owned(),
        carries: format!("events \"of\" {from} & more"),
        use_cases: vec!["UC-1".to_owned()],
    };
    let flows = vec![
        flow("SRC-1", "ingestion.stream"),
        flow("SRC-2", "ingestion.stream"),
        flow("SRC-2", "ingestion.files"),
        flow("SRC-2", "ingestion.copies"),
        flow("ingestion.stream", "ingestion.delivery"),
        flow("ingestion.delivery", "storage.landing"),
        flow("ingestion.files", "storage.landing"),
        flow("ingestion.copies", "storage.landing"),
        flow("storage.landing", "storage.raw"),
        flow("storage.raw", "processing.jobs-<x>"),
        flow("processing.jobs-<x>", "storage.curated"),
        flow("storage.curated", "consumption.boards"),
        flow("storage.curated", "segmentation.segments"),
    ];
    Architecture { components, flows, ..Architecture::default() }
}

fn engagement() -> Engagement {
    let mut engagement = Engagement::new(Uid::root("test"), "Orchard & Sons");
    for (code, title) in [("SRC-1", HOSTILE), ("SRC-2", "2. Web clicks")] {
        let row =
            json!({ "uid": Uid::root(code), "code": code, "title": title, "priority": "yes" });
        engagement.put_row(Kind::Source, row).expect("a source");
    }
    engagement
}

fn nodes(architecture: &Architecture) -> Nodes {
    let node = |component: &Component| Node {
        layer: component.layer.label().to_owned(),
        zone: component.zone.map_or_else(String::new, |zone| zone.label().to_owned()),
        name: component.name.clone(),
        detail: "A \"detail\"".to_owned(),
        shape: if component.layer == Layer::Storage { "s3" } else { "" }.to_owned(),
        category: "storage".to_owned(),
        tooltip: format!("For <all>\n{}", component.capability),
    };
    architecture.components.iter().map(|c| (c.id.clone(), node(c))).collect()
}

/// Today what exists and goes, and the target with everything.
fn stages(architecture: &Architecture) -> [(&'static str, &'static str, BTreeSet<String>); 2] {
    let all = architecture.components.iter();
    let today = all.clone().filter(|c| matches!(c.status, Status::Existing | Status::Retire));
    [
        ("today", "Today", today.map(|c| c.id.clone()).collect()),
        ("target", "Target", all.map(|c| c.id.clone()).collect()),
    ]
}

fn drawing(architecture: &Architecture, use_case: Option<&str>) -> Diagram {
    let options = Options { width: 1240.0, use_case, ..Options::default() };
    diagram(architecture, &engagement(), Fonts::inter(), &options)
}

fn drawio_file() -> String {
    let architecture = architecture();
    let frame = drawing(&architecture, None);
    let stages = stages(&architecture);
    let pages: Vec<Page<'_>> = stages
        .iter()
        .map(|(id, title, shown)| Page { id, title, diagram: &frame, shown })
        .collect();
    let words = words();
    let sheets: Vec<drawio::Sheet<'_>> =
        pages.into_iter().map(|page| drawio::Sheet { words: &words, page }).collect();
    drawio::file(&frame, &sheets, &nodes(&architecture))
}

fn words() -> Words {
    Words {
        title: "Orchard & Sons".to_owned(),
        subtitle: "The target, <today>".to_owned(),
        legend: Standing::ALL.to_vec(),
        guards: Guard::ALL.to_vec(),
        shows_accepted: true,
        shows_presumed: true,
        groups: "SaaS (2): Cases, Orders.".to_owned(),
        foot: "Checked <today>".to_owned(),
        mark: "Confidential".to_owned(),
    }
}

/// A vertex or edge of a draw.io file.
#[derive(Default, Debug, Clone)]
struct Cell {
    label: String,
    tooltip: String,
    style: String,
    parent: String,
    ends: Option<(String, String)>,
    place: [f32; 4],
}

fn attributes(tag: &BytesStart<'_>) -> BTreeMap<String, String> {
    tag.attributes()
        .map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let name = attribute.key.0.to_owned();
            (
                name,
                quick_xml::escape::unescape(&attribute.value)
                    .expect("no stray entity")
                    .into_owned(),
            )
        })
        .collect()
}

/// The pages by name, each with its cells by id. Panics where the file is not well-formed or an id is used twice.
fn read(file: &str) -> Vec<(String, BTreeMap<String, Cell>)> {
    let mut reader = Reader::from_str(file);
    let mut pages: Vec<(String, BTreeMap<String, Cell>)> = Vec::new();
    let (mut id, mut cell) = (String::new(), Cell::default());
    let mut open: Vec<String> = Vec::new();
    let (mut diagrams, mut models) = (BTreeSet::new(), 0);
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (tag, is_empty) = match &event {
            Event::Eof => break,
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) => {
                let name = tag.name().0.to_owned();
                assert_eq!(open.pop().as_deref(), Some(name.as_str()), "tags close in order");
                if name == "object" {
                    let page = &mut pages.last_mut().expect("in a page").1;
                    let known = page.insert(std::mem::take(&mut id), std::mem::take(&mut cell));
                    assert!(known.is_none(), "an id is used twice");
                }
                continue;
            }
            _ => continue,
        };
        let name = tag.name().0.to_owned();
        let mut own = attributes(tag);
        let mut take = |key: &str| own.remove(key).unwrap_or_default();
        match name.as_str() {
            "diagram" => {
                assert_eq!(open, ["mxfile"], "a page stands in the file");
                assert!(diagrams.insert(take("id")), "two pages have one id");
                pages.push((take("name"), BTreeMap::new()));
            }
            "mxGraphModel" => {
                assert_eq!(open, ["mxfile", "diagram"]);
                models += 1;
                assert_eq!(models, pages.len(), "a page holds one diagram");
            }
            "object" => {
                id = take("id");
                cell = Cell { label: take("label"), tooltip: take("tooltip"), ..Cell::default() };
            }
            "mxCell" if open.last().map(String::as_str) == Some("object") => {
                cell.style = take("style");
                cell.parent = take("parent");
                let (source, target) = (take("source"), take("target"));
                let is_edge = take("edge") == "1";
                assert_ne!(is_edge, take("vertex") == "1", "{id} is one of both");
                cell.ends = is_edge.then_some((source, target));
            }
            "mxCell" => {
                let page = &mut pages.last_mut().expect("in a page").1;
                let root = Cell { parent: take("parent"), ..Cell::default() };
                assert!(page.insert(take("id"), root).is_none());
            }
            "mxGeometry" if cell.ends.is_none() => {
                cell.place =
                    ["x", "y", "width", "height"].map(|key| take(key).parse().expect("a number"));
            }
            _ => {}
        }
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "every tag is closed");
    assert_eq!(models, pages.len(), "a page holds one diagram");
    pages
}

#[test]
fn a_drawio_file_opens_with_pages_containers_and_joined_edges() {
    let pages = read(&drawio_file());
    assert_eq!(pages.iter().map(|page| page.0.as_str()).collect::<Vec<_>>(), ["Today", "Target"]);
    for (title, cells) in &pages {
        assert_eq!(cells["0"].parent, "");
        assert_eq!(cells["1"].parent, "0");
        for (id, cell) in cells.iter().filter(|(id, _)| *id != "0") {
            assert!(
                cells.contains_key(&cell.parent),
                "{title}: {id} has no parent {}",
                cell.parent
            );
            if let Some((from, to)) = &cell.ends {
                assert!(cell.style.contains("edgeStyle=orthogonalEdgeStyle"));
                for end in [from, to] {
                    assert!(cells.get(end).is_some_and(|end| end.ends.is_none()), "{id}: {end}");
                }
            }
        }
    }
    let (today, target) = (&pages[0].1, &pages[1].1);
    assert!(!today.contains_key("storage.landing") && today.contains_key("storage.old-store"));
    assert!(!today.contains_key("ingestion.delivery to storage.landing"));
    assert!(target.contains_key("ingestion.delivery to storage.landing"));
    for (id, cell) in today {
        assert_eq!(cell.place, target[id].place, "{id} moves from stage to stage");
    }
}

#[test]
fn layers_hold_their_components_where_the_drawing_has_them() {
    let frame = drawing(&architecture(), None);
    let cells = &read(&drawio_file())[1].1;
    let place_of = |id: &str| {
        let (cell, parent) = (&cells[id], &cells[&cells[id].parent]);
        (cell.place[0] + parent.place[0], cell.place[1] + parent.place[1], parent)
    };
    let first = &frame.boxes[0];
    let (x0, y0, _) = place_of("SRC-1");
    for (id, layer) in [
        ("SRC-2", "Sources"),
        ("ingestion.stream", "Ingestion"),
        ("ingestion.copies", "Ingestion"),
        ("ingestion.delivery", "Ingestion"),
        ("sources.register", "At the source"),
        ("storage.landing", "Storage: Landing"),
        ("storage.raw", "Storage: Raw"),
        ("storage.curated", "Storage: Curated"),
        ("processing.jobs-<x>", "Processing"),
        ("consumption.boards", "Consumption"),
        ("segmentation.segments", "Segmentation and personalisation"),
        ("cataloguing.catalogue", "Cataloguing"),
        ("security.keys", "Security and governance"),
    ] {
        let (x, y, container) = place_of(id);
        assert!(container.label.starts_with(layer), "{id} stands in {}", container.label);
        assert!(container.style.contains("container=1"));
        let [_, _, width, height] = container.place;
        let own = cells[id].place;
        assert!(
            own[0] >= 0.0 && own[1] >= 0.0 && own[0] + own[2] <= width && own[1] + own[3] <= height,
            "{id} is inside its layer"
        );
        let drawn = frame.boxes.iter().find(|one| one.id == id).expect("it is drawn");
        assert!((x - x0 - (drawn.x - first.x) * 1.5).abs() < 0.1, "{id} is beside what it was");
        assert!((y - y0 - (drawn.y - first.y) * 1.5).abs() < 0.1, "{id} is below what it was");
    }
    let containers: Vec<&[f32; 4]> =
        cells.values().filter(|c| c.style.contains("container=1")).map(|c| &c.place).collect();
    for (at, one) in containers.iter().enumerate() {
        for other in &containers[at + 1..] {
            let apart = one[0] + one[2] <= other[0]
                || other[0] + other[2] <= one[0]
                || one[1] + one[3] <= other[1]
                || other[1] + other[3] <= one[1];
            assert!(apart, "two layers overlap: {one:?} {other:?}");
        }
    }
}

#[test]
fn services_have_their_shapes_and_states_differ_without_colour() {
    let cells = &read(&drawio_file())[1].1;
    let shape = &cells["storage.raw shape"];
    assert_eq!(shape.parent, "storage.raw");
    assert!(shape.style.contains("shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3;"));
    assert!(!cells.contains_key("security.keys shape"), "a plain box where there is none");
    let look = |id: &str| {
        let style = cells[id].style.split(';').filter(|part| !part.contains("Color"));
        let signs = ["+ ", "<s>", "\u{2212} "].map(|sign| cells[id].label.contains(sign));
        (style.collect::<Vec<_>>().join(";"), signs)
    };
    let looks = ["security.keys", "ingestion.stream", "storage.curated", "storage.old-store"];
    let looks: BTreeSet<_> = looks.iter().map(|id| look(id)).collect();
    assert_eq!(looks.len(), 4, "kept, new, in the place of something, to retire");
    let legend: BTreeSet<_> =
        Standing::ALL.iter().map(|one| look(&format!("legend-{}", one.word()))).collect();
    assert_eq!(legend.len(), 6, "each standing has its own look in the legend");
    assert!(cells["storage.old-store"].label.contains("<s>Old store</s>"));
    // The label is HTML: what people wrote stays text.
    assert!(cells["SRC-1"].label.contains("Tills \"A\" &amp; &lt;b&gt;|`#1`\\ end"));
    assert_eq!(cells["storage.raw"].tooltip, "For &lt;all&gt;<br>What Raw does");
}

#[test]
fn the_same_architecture_gives_the_same_files() {
    assert_eq!(drawio_file(), drawio_file());
    assert_eq!(mermaid_file(None), mermaid_file(None));
    let scene = waymark_chart::architecture::draw(&drawing(&architecture(), None), Fonts::inter());
    let make = || png::file(&scene, Fonts::inter(), 2.0).expect("a picture");
    assert_eq!(make(), make());
}

fn mermaid_file(use_case: Option<&str>) -> String {
    let architecture = architecture();
    let frame = drawing(&architecture, use_case);
    let [_, (id, title, shown)] = &stages(&architecture);
    let page = Page { id, title, diagram: &frame, shown };
    mermaid::file("Orchard \"& Sons\"", &page, &nodes(&architecture))
}

#[test]
fn a_mermaid_chart_names_every_node_once_and_joins_known_ones() {
    let file = mermaid_file(None);
    insta::assert_snapshot!("mermaid", file);
    let (mut made, mut classes) = (BTreeSet::new(), BTreeSet::new());
    for line in file.lines().map(str::trim) {
        let word = line.split([' ', '[', '(']).next().unwrap_or_default();
        if let Some(class) = line.strip_prefix("classDef ") {
            classes.insert(class.split(' ').next().expect("a name"));
        } else if word.starts_with("n_") && !line.contains("-->") {
            assert!(made.insert(word), "{word} is made twice");
            let (_, class) = line.rsplit_once(":::").expect("a class");
            assert!(classes.contains(class), "{class} is defined");
            assert_eq!(line.matches('"').count(), 2, "only the quotes around the label: {line}");
        }
    }
    let mut edges = 0;
    for line in file.lines().filter(|line| line.contains("-->")) {
        let (from, rest) = line.split_once("-->").expect("an arrow");
        let to = rest.rsplit_once('|').map_or(rest, |(_, to)| to);
        assert_eq!(line.matches('"').count(), 2, "{line}");
        assert!(made.contains(from.trim()) && made.contains(to.trim()), "{line}");
        edges += 1;
    }
    assert_eq!(edges, 13);
    assert_eq!(file.matches("\n  subgraph ").count(), 8, "a box around each layer");
    assert_eq!(
        file.matches("subgraph ").count(),
        file.lines().filter(|line| line.trim() == "end").count(),
        "every box is closed"
    );
}

/// The pixels of a picture: width, height, red, green and blue of each.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("an image");
    assert_eq!(info.color_type, ::png::ColorType::Rgb);
    (info.width, info.height, pixels)
}

/// What a drawing of one box of each standing looks like without its colours.
#[test]
fn a_rejected_component_is_told_from_a_retired_one_without_colour() {
    let one = Words { legend: vec![Standing::Retired], ..Words::default() };
    let looks = |standing: Standing| {
        let words = Words { legend: vec![standing], ..one.clone() };
        let scene = as_picture(&words, &Scene::new(10.0, 10.0, "", ""), Fonts::inter());
        let mut shapes = (0, 0, Vec::new());
        scene.each(&mut |item| match item {
            Item::Line { .. } => shapes.0 += 1,
            Item::Rect { paint, .. } => {
                shapes.1 += usize::from(paint.fill == Some(Role::Kept));
                shapes.2.extend(paint.stroke.map(|stroke| format!("{:?}", stroke.dash)));
            }
            _ => {}
        });
        shapes
    };
    let all: BTreeSet<_> =
        Standing::ALL.into_iter().filter(|one| *one != Standing::Replacing).map(looks).collect();
    assert_eq!(all.len(), 5, "lines of the sign, fill and outline: {all:?}");
}

#[test]
fn a_sheet_says_the_same_on_paper_and_as_a_picture() {
    let fonts = Fonts::inter();
    let scene = waymark_chart::architecture::draw(&drawing(&architecture(), None), fonts);
    let words = Words { title: "Orchard & Sons ".repeat(9), ..words() };
    let texts = |items: &[Item]| -> Vec<String> {
        let mut scene = Scene::new(1.0, 1.0, "", "");
        scene.items = items.to_vec();
        let mut found = Vec::new();
        scene.each(&mut |item| {
            if let Item::Text(text) = item {
                found.push(text.content.clone());
            }
        });
        found
    };
    let page = (841.9, 595.3);
    let paper = on_paper(&words, &scene, page, fonts);
    assert_eq!(paper.parts[0].kind, PartKind::Title);
    let printed =
        texts(&paper.parts.iter().flat_map(|part| part.items.clone()).collect::<Vec<_>>());
    let picture = as_picture(&words, &scene, fonts);
    let shown = texts(&picture.items);
    assert!(
        printed.iter().chain(&shown).all(|text| !text.ends_with('…')),
        "a long title is wrapped"
    );
    for text in ["The target, <today>", "Checked <today>", "Confidential", "Goes later", "Rejected"]
    {
        assert!(printed.contains(&text.to_owned()) && shown.contains(&text.to_owned()), "{text}");
    }
    for (items, (width, height)) in [
        (paper.parts.into_iter().flat_map(|part| part.items).collect::<Vec<_>>(), page),
        (picture.items, (picture.width, picture.height)),
    ] {
        let mut whole = Scene::new(width, height, "", "");
        whole.items = items;
        whole.each(&mut |item| {
            if let Item::Text(text) = item {
                assert!(text.y > 0.0 && text.y < height && text.x >= 0.0 && text.x <= width);
            }
        });
    }
}

#[test]
fn lines_say_which_boxes_they_join_to_the_window_alone() {
    let scene = waymark_chart::architecture::draw(&drawing(&architecture(), None), Fonts::inter());
    let inline = svg::inline(&scene);
    assert!(inline.contains("data-from=\"storage.landing\" data-to=\"storage.raw\""));
    assert!(!svg::file(&scene).contains("data-"));
}

#[test]
fn a_picture_shows_shapes_and_letters_where_the_scene_has_them() {
    let fonts = Fonts::inter();
    let mut scene = Scene::new(200.0, 100.0, "", "");
    let items = vec![
        Item::rect(10.0, 10.0, 20.0, 20.0, Paint::fill(Role::Ink)),
        // A letter that is made of two others.
        Item::Text(Text::new(100.0, 60.0, "Ä", 40.0).anchor(Anchor::Middle)),
        Item::Text(Text::new(190.0, 90.0, "iii", 20.0).anchor(Anchor::End).bold()),
    ];
    scene.push(Item::Group(Group { items, ..Group::default() }));
    let (width, height, pixels) = pixels(&png::file(&scene, fonts, 2.0).expect("a picture"));
    assert_eq!((width, height), (400, 200));
    let dark = |x: f32, y: f32| {
        let at = ((y * 2.0) as usize * 400 + (x * 2.0) as usize) * 3;
        pixels[at] < 128
    };
    assert!(dark(20.0, 20.0) && !dark(9.0, 20.0) && !dark(1.0, 1.0));
    let any = |x0: f32, x1: f32, y0: f32, y1: f32| {
        let steps = |a: f32, b: f32| (0..((b - a) * 2.0) as usize).map(move |k| a + k as f32 / 2.0);
        steps(x0, x1).any(|x| steps(y0, y1).any(|y| dark(x, y)))
    };
    let half = fonts.measure("Ä", 40.0, false, false, 0.0) / 2.0;
    let top = 60.0 - fonts.cap_height(40.0);
    assert!(any(100.0 - half, 100.0 + half, top, 60.0), "the letter");
    assert!(any(100.0 - half, 100.0 + half, top - 12.0, top - 1.0), "its dots, above the capitals");
    assert!(!any(100.0 + half, 150.0, 30.0, 62.0), "nothing beside it");
    assert!(!any(60.0, 140.0, 60.5, 66.0), "nothing below its line");
    assert!(any(170.0, 190.0, 75.0, 90.0) && !any(190.5, 199.0, 70.0, 95.0), "it ends at x");
}

#[test]
fn a_picture_too_large_for_memory_is_refused() {
    let error =
        png::file(&Scene::new(9000.0, 10.0, "", ""), Fonts::inter(), 2.0).expect_err("too wide");
    assert!(error.to_string().contains("18000 by 20 pixels"), "{error}");
    assert!(png::file(&Scene::default(), Fonts::inter(), 2.0).is_err(), "nothing to draw");
}

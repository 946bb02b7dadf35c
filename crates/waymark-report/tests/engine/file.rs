//! The file, read back with lopdf: pages, bookmarks, fonts, links, tags, language, and equal bytes for equal input.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use waymark_report::block::{Block, Span, heading, paragraph, rich};
use waymark_report::{Report, lay_out, render};

use crate::specimen::{meta, report};

fn specimen() -> Document {
    Document::load_mem(&render(&report(), &meta()).expect("the specimen renders"))
        .expect("the file can be read")
}

fn follow<'a>(pdf: &'a Document, object: &'a Object) -> &'a Object {
    match object {
        Object::Reference(id) => pdf.get_object(*id).expect("a reference leads to an object"),
        other => other,
    }
}

fn dictionary<'a>(pdf: &'a Document, object: &'a Object) -> &'a Dictionary {
    follow(pdf, object).as_dict().expect("this is a dictionary")
}

fn words(object: &Object) -> String {
    let bytes = object.as_str().expect("this is a string");
    if bytes.starts_with(&[0xFE, 0xFF]) {
        let units: Vec<u16> =
            bytes[2..].chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
        String::from_utf16(&units).expect("the text is whole")
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

fn pages(pdf: &Document) -> Vec<ObjectId> {
    pdf.get_pages().values().copied().collect()
}

#[test]
fn equal_input_gives_equal_bytes() {
    let first = render(&report(), &meta()).expect("the specimen renders");
    // Something else in between, since printpdf counts across a process.
    render(&Report { blocks: vec![paragraph("Other.")] }, &meta()).expect("it renders");
    let second = render(&report(), &meta()).expect("the specimen renders");
    assert!(first == second, "two runs differ");
    assert!(first.starts_with(b"%PDF-1.7"), "transparency and tags want a version that has them");
}

#[test]
fn the_file_has_the_pages_that_were_laid_out() {
    let laid = lay_out(&report(), &meta()).expect("the specimen is well formed");
    let pdf = specimen();
    assert_eq!(pages(&pdf).len(), laid.pages());
    let wide = pages(&pdf)
        .iter()
        .filter(|&&id| {
            let size = pdf
                .get_dictionary(id)
                .and_then(|d| d.get(b"MediaBox"))
                .and_then(Object::as_array)
                .expect("a page has a size");
            size[2].as_float().expect("a number") > size[3].as_float().expect("a number")
        })
        .count();
    assert_eq!(wide, 1, "the roadmap lies on its side");
}

#[test]
fn the_catalog_says_what_the_file_is() {
    let pdf = specimen();
    let catalog = pdf.catalog().expect("there is a catalog");
    assert_eq!(words(catalog.get(b"Lang").expect("a language")), "en-GB");
    assert_eq!(catalog.get(b"PageMode").and_then(Object::as_name).expect("a name"), b"UseOutlines");
    assert!(
        dictionary(&pdf, catalog.get(b"MarkInfo").expect("marked"))
            .get(b"Marked")
            .and_then(Object::as_bool)
            .expect("a truth value")
    );
    let info = dictionary(&pdf, pdf.trailer.get(b"Info").expect("an info dictionary"));
    assert_eq!(words(info.get(b"Title").expect("a title")), "Data strategy diagnostic");
    assert_eq!(words(info.get(b"CreationDate").expect("a date")), "D:20270115000000Z");
    let keys: BTreeSet<String> =
        info.iter().map(|(k, _)| String::from_utf8_lossy(k).into_owned()).collect();
    assert_eq!(keys.len(), 7, "no keys but ours: {keys:?}");
    let xmp =
        follow(&pdf, catalog.get(b"Metadata").expect("metadata")).as_stream().expect("a stream");
    let xmp = String::from_utf8_lossy(&xmp.content).into_owned();
    assert!(
        xmp.contains("<rdf:li>en-GB</rdf:li>")
            && xmp.contains("2027-01-15T00:00:00Z")
            && !xmp.contains("pdfuaid"),
        "{xmp}"
    );
    let labels = dictionary(&pdf, catalog.get(b"PageLabels").expect("labels"))
        .get(b"Nums")
        .and_then(Object::as_array)
        .expect("a list");
    assert_eq!(labels.len(), 4, "the cover has a name, the others numbers from 1");
}

/// The bookmarks below an entry: depth, title, page, height.
fn bookmarks(
    pdf: &Document,
    entry: &Dictionary,
    depth: usize,
    found: &mut Vec<(usize, String, ObjectId, f32)>,
) {
    let mut next = entry.get(b"First").ok();
    while let Some(id) = next {
        let own = dictionary(pdf, id);
        let to = own.get(b"Dest").and_then(Object::as_array).expect("a bookmark leads somewhere");
        let page = to[0].as_reference().expect("to a page");
        found.push((
            depth,
            words(own.get(b"Title").expect("a title")),
            page,
            to[3].as_float().expect("a height"),
        ));
        bookmarks(pdf, own, depth + 1, found);
        next = own.get(b"Next").ok();
    }
}

#[test]
fn bookmarks_are_nested_and_lead_to_their_headings() {
    let pdf = specimen();
    let laid = lay_out(&report(), &meta()).expect("the specimen is well formed");
    let root =
        dictionary(&pdf, pdf.catalog().expect("a catalog").get(b"Outlines").expect("an outline"));
    let mut found = Vec::new();
    bookmarks(&pdf, root, 0, &mut found);
    let text: Vec<String> =
        found.iter().map(|(depth, title, ..)| format!("{}{title}", "  ".repeat(*depth))).collect();
    insta::assert_snapshot!("bookmarks", text.join("\n"));
    let pages = pages(&pdf);
    let (_, _, page, height) =
        found.iter().find(|f| f.1.ends_with("Votes by role")).expect("the heading is there");
    let number = pages.iter().position(|p| p == page).expect("the page is in the file");
    assert_eq!(Some((number + 1).to_string()), laid.page_of("votes"), "the cover is page 1");
    assert!(*height > 0.0 && *height <= 842.0);
}

#[test]
fn fonts_are_subsets_that_can_be_searched() {
    let pdf = specimen();
    let mut names = BTreeSet::new();
    for object in pdf.objects.values() {
        let Ok(font) = object.as_dict() else { continue };
        if font.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"Font")
            && font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Type0")
        {
            let name = String::from_utf8_lossy(
                font.get(b"BaseFont").and_then(Object::as_name).expect("a name"),
            )
            .into_owned();
            assert_eq!(name.as_bytes()[6], b'+', "{name} is a subset");
            assert!(font.has(b"ToUnicode"), "{name} can be searched");
            let descendant = follow(&pdf, font.get(b"DescendantFonts").expect("a descendant"))
                .as_array()
                .expect("a list");
            let descriptor = dictionary(
                &pdf,
                dictionary(&pdf, &descendant[0]).get(b"FontDescriptor").expect("a descriptor"),
            );
            let file = follow(
                &pdf,
                descriptor
                    .get(b"FontFile2")
                    .or_else(|_| descriptor.get(b"FontFile3"))
                    .expect("the font itself"),
            );
            let bytes =
                file.as_stream().expect("a stream").decompressed_content().expect("it unpacks");
            assert!(
                bytes.len() < 90_000,
                "{name} carries only what is used, not {} bytes",
                bytes.len()
            );
            names.insert(name);
        }
    }
    assert_eq!(names.len(), 2, "Regular and SemiBold: {names:?}");
}

#[test]
fn every_link_leads_onto_a_page_or_to_an_address() {
    let pdf = specimen();
    let pages: BTreeSet<ObjectId> = pages(&pdf).into_iter().collect();
    let (mut inner, mut outer) = (0, Vec::new());
    for &id in &pages {
        let Ok(annotations) = pdf.get_dictionary(id).expect("a page").get(b"Annots") else {
            continue;
        };
        for annotation in follow(&pdf, annotations).as_array().expect("a list") {
            let link = dictionary(&pdf, annotation);
            let rect: Vec<f32> = link
                .get(b"Rect")
                .and_then(Object::as_array)
                .expect("a rectangle")
                .iter()
                .map(|v| v.as_float().expect("a number"))
                .collect();
            assert!(rect[2] > rect[0] && rect[3] > rect[1], "a link covers something: {rect:?}");
            assert!(
                link.has(b"StructParent") && link.has(b"Contents"),
                "a link is tagged and described"
            );
            if let Ok(to) = link.get(b"Dest").and_then(Object::as_array) {
                assert!(
                    pages.contains(&to[0].as_reference().expect("a page")),
                    "a link leads to a page of this file"
                );
                inner += 1;
            } else {
                outer.push(words(
                    dictionary(&pdf, link.get(b"A").expect("an action"))
                        .get(b"URI")
                        .expect("an address"),
                ));
            }
        }
    }
    assert!(inner >= 12, "contents and text are linked: {inner}");
    assert_eq!(outer, ["https://example.org/method?a=1&b=(2)"]);
}

/// The text each glyph code of a font stands for.
fn to_unicode(pdf: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = follow(pdf, font.get(b"ToUnicode").expect("a map")).as_stream().expect("a stream");
    let map = String::from_utf8_lossy(
        &stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()),
    )
    .into_owned();
    let mut codes = BTreeMap::new();
    for line in map.lines() {
        let parts: Vec<&str> = line.split(['<', '>', ' ']).filter(|p| !p.is_empty()).collect();
        let Some((code, text)) = (match parts[..] {
            [code, text] => Some((code, text)),
            [from, to, text] if from == to => Some((from, text)),
            _ => None,
        }) else {
            continue;
        };
        let (Ok(code), true) = (u16::from_str_radix(code, 16), text.len() % 4 == 0) else {
            continue;
        };
        let units: Vec<u16> = (0..text.len() / 4)
            .filter_map(|i| u16::from_str_radix(&text[i * 4..i * 4 + 4], 16).ok())
            .collect();
        codes.insert(code, String::from_utf16_lossy(&units));
    }
    codes
}

/// The text of a page in the order it is written, artifacts left out.
fn page_text(pdf: &Document, page: ObjectId) -> String {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = pdf
        .get_page_fonts(page)
        .expect("a page has fonts")
        .into_iter()
        .map(|(name, font)| (name, to_unicode(pdf, font)))
        .collect();
    let content = Content::decode(&pdf.get_page_content(page)).expect("it can be read");
    let (mut out, mut font, mut in_artifact) = (String::new(), Vec::new(), false);
    for op in content.operations {
        match op.operator.as_str() {
            "BMC" => in_artifact = op.operands[0].as_name().is_ok_and(|n| n == b"Artifact"),
            "BDC" => in_artifact = false,
            // A line that goes on ends with a space, so the text reads on.
            "ET" if !out.ends_with(' ') => out.push('\n'),
            "Tf" => font = op.operands[0].as_name().expect("a font").to_vec(),
            "TJ" | "Tj" if !in_artifact => {
                let parts = match &op.operands[0] {
                    Object::Array(parts) => parts.clone(),
                    one => vec![one.clone()],
                };
                for part in parts.iter().filter_map(|p| p.as_str().ok()) {
                    for code in part.chunks(2) {
                        let code = u16::from_be_bytes([code[0], code[1]]);
                        out.push_str(
                            fonts[&font]
                                .get(&code)
                                .unwrap_or_else(|| panic!("glyph {code} stands for a text")),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    out
}

#[test]
fn text_can_be_read_back_in_order() {
    let pdf = specimen();
    let pages = pages(&pdf);
    let cover = page_text(&pdf, pages[0]);
    let order: Vec<usize> =
        ["Data strategy diagnostic", "Governance holds back", "Findings, target", "Prepared for"]
            .iter()
            .map(|w| cover.find(w).unwrap_or_else(|| panic!("{w} is on the cover: {cover}")))
            .collect();
    assert!(order.is_sorted(), "the cover reads from kicker to particulars: {cover}");
    let whole: String = pages.iter().map(|&p| page_text(&pdf, p)).collect();
    for i in 1..=48 {
        assert!(whole.contains(&format!("Q-{i}\n")), "answer {i} can be found");
    }
    for text in ["Zażółć gęślą jaźń", "Ελληνικά", "Привет", "Tiếng Việt", "12 € ≥ 3 → ✓"]
    {
        assert!(whole.contains(text), "{text} can be found");
    }
    let summary = page_text(&pdf, pages[2]);
    let order: Vec<usize> = [
        "What does it mean?",
        "Governance trails",
        "Meridian stands at",
        "57 of 60",
        "What to decide",
        "What the room said",
        "Agreement.",
    ]
    .iter()
    .map(|w| summary.find(w).unwrap_or_else(|| panic!("{w} is on the page: {summary}")))
    .collect();
    assert!(order.is_sorted(), "a page reads from top to bottom: {summary}");
}

/// Walks the tree of tags: each tag with its depth, and every piece of content it holds.
fn tags(
    pdf: &Document,
    element: &Dictionary,
    depth: usize,
    found: &mut Vec<(usize, String)>,
    content: &mut BTreeSet<(ObjectId, i64)>,
) {
    let tag = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a tag"))
        .into_owned();
    if tag == "Figure" {
        assert!(
            !words(element.get(b"Alt").expect("a figure has a text")).is_empty(),
            "a figure speaks to those who cannot see it"
        );
    }
    found.push((depth, tag));
    let mut holds = |on: &Dictionary, number: i64| {
        let page = on.get(b"Pg").and_then(Object::as_reference).expect("a page");
        assert!(content.insert((page, number)), "each piece of content hangs on one tag");
    };
    let mut elements = Vec::new();
    let kids = follow(pdf, element.get(b"K").expect("children"));
    let kids = kids.as_array().map_or_else(|_| vec![kids], |list| list.iter().collect());
    for child in kids {
        // Content on the page where the element begins is a number; all else is a dictionary.
        if let Ok(number) = child.as_i64() {
            holds(element, number);
            continue;
        }
        let child = dictionary(pdf, child);
        match child.get(b"Type").and_then(Object::as_name) {
            Err(_) => elements.push(child),
            Ok(b"MCR") => {
                holds(child, child.get(b"MCID").and_then(Object::as_i64).expect("a number"));
            }
            Ok(b"OBJR") => {}
            Ok(other) => panic!("{} has no place in the tree", String::from_utf8_lossy(other)),
        }
    }
    for child in elements {
        tags(pdf, child, depth + 1, found, content);
    }
}

#[test]
fn everything_on_a_page_is_tagged_or_an_artifact() {
    let pdf = specimen();
    let root =
        dictionary(&pdf, pdf.catalog().expect("a catalog").get(b"StructTreeRoot").expect("a tree"));
    let top = root.get(b"K").and_then(Object::as_array).expect("a root element");
    let (mut found, mut content) = (Vec::new(), BTreeSet::new());
    tags(&pdf, dictionary(&pdf, &top[0]), 0, &mut found, &mut content);
    let names: BTreeSet<&str> = found.iter().map(|f| f.1.as_str()).collect();
    for tag in [
        "Document",
        "Sect",
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "TOC",
        "TOCI",
        "Link",
        "Figure",
        "Caption",
        "BlockQuote",
        "Div",
    ] {
        assert!(names.contains(tag), "{tag} is in the tree: {names:?}");
    }
    assert_eq!(found.iter().filter(|f| f.1 == "Figure").count(), 6, "one per chart");
    for page in pages(&pdf) {
        let operations =
            Content::decode(&pdf.get_page_content(page)).expect("it can be read").operations;
        let mut open = 0;
        for op in operations {
            match op.operator.as_str() {
                "BDC" => {
                    open += 1;
                    let id = op.operands[1]
                        .as_dict()
                        .and_then(|d| d.get(b"MCID"))
                        .and_then(Object::as_i64)
                        .expect("content has a number");
                    assert!(content.contains(&(page, id)), "content {id} hangs in the tree");
                }
                "BMC" => open += 1,
                "EMC" => open -= 1,
                "TJ" | "Tj" | "f" | "S" | "B" | "s" | "b" => {
                    assert_eq!(open, 1, "what is painted is content or an artifact, never both");
                }
                _ => {}
            }
        }
        assert_eq!(open, 0, "marks are closed");
        let tree = dictionary(&pdf, root.get(b"ParentTree").expect("a parent tree"));
        let numbers = tree.get(b"Nums").and_then(Object::as_array).expect("a list");
        let own = pdf
            .get_dictionary(page)
            .and_then(|d| d.get(b"StructParents"))
            .and_then(Object::as_i64)
            .expect("a page knows its place in the tree");
        assert_eq!(
            numbers[own as usize * 2].as_i64().expect("a number"),
            own,
            "the parent tree is in order"
        );
    }
}

#[test]
fn characters_without_a_glyph_leave_a_mark() {
    let bytes = render(&Report { blocks: vec![paragraph("A数B")] }, &meta()).expect("it renders");
    let pdf = Document::load_mem(&bytes).expect("the file can be read");
    let text = page_text(&pdf, pages(&pdf)[0]);
    assert!(text.contains("A\u{25A1}B"), "the gap is visible and can be searched: {text:?}");
}

#[test]
fn awkward_words_do_no_harm() {
    let awkward = "(parentheses) \\ backslash <tag> & \u{1} control \u{202E} override";
    let mut meta = meta();
    meta.title = awkward.into();
    meta.client = awkward.into();
    let blocks: Vec<Block> = vec![
        heading(1, awkward, "a (b)"),
        rich(vec![Span::to(awkward, "a (b)"), Span::url(awkward, "https://example.org/ä (x)")]),
    ];
    let pdf = Document::load_mem(&render(&Report { blocks }, &meta).expect("it renders"))
        .expect("the file can be read");
    assert_eq!(pages(&pdf).len(), 1);
    let info = dictionary(&pdf, pdf.trailer.get(b"Info").expect("an info dictionary"));
    assert_eq!(words(info.get(b"Title").expect("a title")), awkward);
}

//! What printpdf has no words for, added to its document: bookmarks, page labels, tags, links, language, metadata, a stable identifier.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

use super::ops::{Event, Writer};
use crate::block::Link;
use crate::error::Error;
use crate::layout::{DOCUMENT, Mark, NodeId};
use crate::page::LaidOut;

/// How far above its target a link shows the page.
const ABOVE: f32 = 14.0;

pub(super) fn finish(
    mut pdf: Document,
    report: &LaidOut,
    writer: &Writer<'_>,
) -> Result<Vec<u8>, Error> {
    let pages: Vec<ObjectId> = pdf.get_pages().values().copied().collect();
    let root = pdf.trailer.get(b"Root").and_then(Object::as_reference).map_err(wrong)?;
    let outline = outline(&mut pdf, report, &pages);
    let tags = tags(&mut pdf, report, writer, &pages)?;
    let metadata = pdf.add_object(
        Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            xmp(report).into_bytes(),
        )
        .with_compression(false),
    );
    let info = info(&mut pdf, report);

    let catalog = pdf.get_dictionary_mut(root).map_err(wrong)?;
    catalog.remove(b"OutputIntents");
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    } else {
        catalog.remove(b"Outlines");
        catalog.set("PageMode", "UseNone");
    }
    catalog.set("PageLayout", "SinglePage");
    catalog.set("Lang", Object::string_literal(report.meta.language.as_str()));
    catalog.set("StructTreeRoot", tags);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Metadata", metadata);
    catalog.set("PageLabels", labels(report));
    pdf.trailer.set("Info", info);
    pdf.trailer.remove(b"ID");
    "1.7".clone_into(&mut pdf.version);
    prune(&mut pdf);
    compress(&mut pdf)?;

    // Written with an identifier of zeros, which then gives way to the hash of the file: equal input, equal bytes.
    let id = Object::String(vec![0; ID_BYTES], StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(LEVEL)
        .build();
    pdf.save_with_options(&mut bytes, options)
        .map_err(|e| Error::Write { reason: e.to_string() })?;
    identify(&mut bytes)?;
    Ok(bytes)
}

/// Leaves out the objects that nothing leads to. (lopdf's own way compares every reference with every other one.)
fn prune(pdf: &mut Document) {
    fn references(object: &Object, open: &mut Vec<ObjectId>) {
        match object {
            Object::Array(items) => items.iter().for_each(|item| references(item, open)),
            Object::Dictionary(entries) => {
                entries.iter().for_each(|(_, value)| references(value, open));
            }
            Object::Stream(stream) => {
                stream.dict.iter().for_each(|(_, value)| references(value, open));
            }
            Object::Reference(id) => open.push(*id),
            _ => {}
        }
    }
    let mut open = Vec::new();
    pdf.trailer.iter().for_each(|(_, value)| references(value, &mut open));
    let mut reached = HashSet::new();
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(object) = pdf.objects.get(&id)
        {
            references(object, &mut open);
        }
    }
    pdf.objects.retain(|id, _| reached.contains(id));
}

/// Bytes of a file's identifier.
const ID_BYTES: usize = 16;

/// zlib's usual level; lopdf's own `compress` takes the highest, which costs time and saves next to nothing.
const LEVEL: u32 = 6;

/// Compresses what is not compressed yet, on as many threads as the machine has: what a stream becomes does not depend on the others.
fn compress(pdf: &mut Document) -> Result<(), Error> {
    let mut open: Vec<&mut Stream> = pdf
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream) => Some(stream),
            _ => None,
        })
        .filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter"))
        .collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // The long ones first, dealt out in turn, so that the shares take about the same time.
    open.sort_by_key(|stream| std::cmp::Reverse(stream.content.len()));
    let mut shares: Vec<Vec<&mut Stream>> = (0..threads).map(|_| Vec::new()).collect();
    for (at, stream) in open.into_iter().enumerate() {
        shares[at % threads].push(stream);
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(|| share.into_iter().try_for_each(deflate)))
            .collect();
        running
            .into_iter()
            .try_for_each(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
    .map_err(|e| Error::Write { reason: e.to_string() })
}

fn deflate(stream: &mut Stream) -> std::io::Result<()> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(&stream.content)?;
    let compressed = encoder.finish()?;
    if compressed.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(compressed);
    }
    Ok(())
}

/// Puts the hash of the file in place of the zeros of its identifier, which stands twice in the trailer at its end.
fn identify(bytes: &mut [u8]) -> Result<(), Error> {
    let hash = Sha256::digest(&*bytes);
    let mut hexadecimal = String::with_capacity(2 * ID_BYTES);
    for byte in &hash[..ID_BYTES] {
        let _ = write!(hexadecimal, "{byte:02X}");
    }
    let zeros = format!("<{}>", "0".repeat(2 * ID_BYTES));
    let mut places = Vec::new();
    for at in (0..bytes.len().saturating_sub(zeros.len() - 1)).rev() {
        if bytes[at..].starts_with(zeros.as_bytes()) {
            places.push(at);
            if places.len() == 2 {
                break;
            }
        }
    }
    if places.len() != 2 {
        return Err(Error::Write { reason: "the trailer holds no identifier".to_owned() });
    }
    for at in places {
        bytes[at + 1..=2 * ID_BYTES + at].copy_from_slice(hexadecimal.as_bytes());
    }
    Ok(())
}

fn wrong(error: lopdf::Error) -> Error {
    Error::Write { reason: error.to_string() }
}

/// Text as PDF wants it outside page content.
fn text(value: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    for unit in value.encode_utf16() {
        bytes.extend(unit.to_be_bytes());
    }
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A place on a page, y from the top.
fn destination(report: &LaidOut, pages: &[ObjectId], page: usize, y: f32) -> Object {
    let top = (report.pages[page].height - y + ABOVE).min(report.pages[page].height);
    Object::Array(vec![
        pages[page].into(),
        "XYZ".into(),
        Object::Null,
        Object::Real(top),
        Object::Null,
    ])
}

/// The bookmarks: headings, nested by level, each with its height on the page.
fn outline(pdf: &mut Document, report: &LaidOut, pages: &[ObjectId]) -> Option<ObjectId> {
    let marks: Vec<_> =
        report.marks.iter().filter_map(|m| m.heading.as_ref().map(|h| (m, h))).collect();
    if marks.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = marks.iter().map(|_| pdf.new_object_id()).collect();
    let parent = |i: usize| (0..i).rev().find(|&j| marks[j].1.0 < marks[i].1.0);
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for i in 0..marks.len() {
        children.entry(parent(i)).or_default().push(i);
    }
    for (owner, siblings) in &children {
        for (k, &i) in siblings.iter().enumerate() {
            let (mark, (_, number, title)) = marks[i];
            let title =
                if number.is_empty() { title.clone() } else { format!("{number}  {title}") };
            let mut entry = dictionary! {
                "Title" => text(&title),
                "Parent" => owner.map_or(root, |o| ids[o]),
                "Dest" => destination(report, pages, mark.page, mark.y),
            };
            if k > 0 {
                entry.set("Prev", ids[siblings[k - 1]]);
            }
            if let Some(&next) = siblings.get(k + 1) {
                entry.set("Next", ids[next]);
            }
            if let Some(own) = children.get(&Some(i)) {
                entry.set("First", ids[own[0]]);
                entry.set("Last", ids[own[own.len() - 1]]);
                // Negative: closed until the reader opens it.
                entry.set("Count", -(own.len() as i64));
            }
            pdf.set_object(ids[i], entry);
        }
    }
    let top = children.get(&None)?;
    let entry = dictionary! { "Type" => "Outlines", "First" => ids[top[0]], "Last" => ids[top[top.len() - 1]], "Count" => top.len() as i64 };
    pdf.set_object(root, entry);
    Some(root)
}

/// The tree of tags with its links, hung with the page content in reading order.
fn tags(
    pdf: &mut Document,
    report: &LaidOut,
    writer: &Writer<'_>,
    pages: &[ObjectId],
) -> Result<ObjectId, Error> {
    let nodes = &report.nodes;
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = nodes.iter().map(|_| pdf.new_object_id()).collect();
    let mut children: Vec<Vec<Object>> = vec![Vec::new(); nodes.len()];
    // The page on which an element begins: content there is named by its number alone.
    let mut begins: Vec<Option<usize>> = vec![None; nodes.len()];
    let marks: HashMap<&str, &Mark> = report.marks.iter().map(|m| (m.id.as_str(), m)).collect();
    let mut is_hung = vec![false; nodes.len()];
    is_hung[DOCUMENT] = true;
    let mut on_page: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    let mut parents: Vec<(i64, Object)> = Vec::new();
    let mut key = pages.len() as i64;
    for event in &writer.events {
        match event {
            Event::Marked(marked) => {
                hang(marked.node, nodes, &ids, &mut children, &mut is_hung);
                let content = if *begins[marked.node].get_or_insert(marked.page) == marked.page {
                    marked.id.into()
                } else {
                    dictionary! { "Type" => "MCR", "Pg" => pages[marked.page], "MCID" => marked.id }
                        .into()
                };
                children[marked.node].push(content);
                on_page[marked.page].push(ids[marked.node].into());
            }
            Event::Area(area) => {
                hang(area.node, nodes, &ids, &mut children, &mut is_hung);
                let [x0, y0, x1, y1] = area.rect;
                let mut link = dictionary! {
                    "Subtype" => "Link",
                    "Rect" => vec![Object::Real(x0), Object::Real(y0), Object::Real(x1), Object::Real(y1)],
                    "Border" => vec![0.into(), 0.into(), 0.into()],
                    "F" => 4,
                    "H" => "N",
                    "StructParent" => key,
                };
                match &area.to {
                    Link::Anchor(anchor) => {
                        let mark = marks
                            .get(anchor.as_str())
                            .ok_or_else(|| Error::UnknownAnchor { anchor: anchor.clone() })?;
                        link.set("Dest", destination(report, pages, mark.page, mark.y));
                        let name = mark.heading.as_ref().map_or(anchor.as_str(), |h| h.2.as_str());
                        link.set("Contents", text(&format!("Go to {name}")));
                    }
                    Link::Url(url) => {
                        link.set("A", dictionary! { "S" => "URI", "URI" => Object::string_literal(ascii(url)) });
                        link.set("Contents", text(url));
                    }
                }
                let id = pdf.add_object(link);
                annotations[area.page].push(id.into());
                children[area.node].push(
                    dictionary! { "Type" => "OBJR", "Obj" => id, "Pg" => pages[area.page] }.into(),
                );
                parents.push((key, ids[area.node].into()));
                key += 1;
            }
        }
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (index, content) in on_page.into_iter().enumerate() {
        let list = pdf.add_object(Object::Array(content));
        numbers.extend([(index as i64).into(), list.into()]);
        let page = pdf.get_dictionary_mut(pages[index]).map_err(wrong)?;
        page.set("StructParents", index as i64);
        page.set("Tabs", "S");
        page.remove(b"Annots");
        if !annotations[index].is_empty() {
            page.set("Annots", std::mem::take(&mut annotations[index]));
        }
    }
    for (key, node) in parents {
        numbers.extend([key.into(), node]);
    }
    for (i, node) in nodes.iter().enumerate().filter(|(i, _)| is_hung[*i]) {
        let parent = if i == DOCUMENT { root } else { ids[node.parent] };
        let mut own = std::mem::take(&mut children[i]);
        let kids = if own.len() == 1 { own.remove(0) } else { Object::Array(own) };
        let mut element = dictionary! { "S" => node.tag, "P" => parent, "K" => kids };
        if let Some(page) = begins[i] {
            element.set("Pg", pages[page]);
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if node.tag == "TH" {
            element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        if let Some(own) = writer.boxes.get(&i) {
            let corners: Vec<Object> = own.iter().map(|&v| Object::Real(v)).collect();
            element.set(
                "A",
                dictionary! { "O" => "Layout", "BBox" => corners, "Placement" => "Block" },
            );
        }
        pdf.set_object(ids[i], element);
    }
    let tree = pdf.add_object(dictionary! { "Nums" => numbers });
    let root_entry = dictionary! { "Type" => "StructTreeRoot", "K" => vec![ids[DOCUMENT].into()], "ParentTree" => tree, "ParentTreeNextKey" => key };
    pdf.set_object(root, root_entry);
    Ok(root)
}

/// Adds a node to its parent the first time it is met, and its parents before it: the order of the tree is the order of the pages.
fn hang(
    node: NodeId,
    nodes: &[crate::layout::Node],
    ids: &[ObjectId],
    children: &mut [Vec<Object>],
    is_hung: &mut [bool],
) {
    if is_hung[node] {
        return;
    }
    is_hung[node] = true;
    let parent = nodes[node].parent;
    hang(parent, nodes, ids, children, is_hung);
    children[parent].push(ids[node].into());
}

/// An address with everything outside ASCII percent-encoded.
fn ascii(url: &str) -> String {
    let mut out = String::new();
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn labels(report: &LaidOut) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    if report.has_cover {
        numbers.extend([0.into(), dictionary! { "P" => text("Cover") }.into()]);
    }
    let first = i64::from(report.has_cover);
    if report.pages.len() as i64 > first {
        numbers.extend([first.into(), dictionary! { "S" => "D", "St" => 1 }.into()]);
    }
    dictionary! { "Nums" => numbers }
}

fn info(pdf: &mut Document, report: &LaidOut) -> ObjectId {
    let meta = &report.meta;
    let date = Object::string_literal(format!(
        "D:{:04}{:02}{:02}000000Z",
        meta.date.year(),
        meta.date.month(),
        meta.date.day()
    ));
    pdf.add_object(dictionary! {
        "Title" => text(&meta.title),
        "Author" => text(&meta.author),
        "Subject" => text(&meta.client),
        "Creator" => text("Waymark"),
        "Producer" => text("Waymark"),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    })
}

fn xmp(report: &LaidOut) -> String {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let meta = &report.meta;
    let (title, author, client, language) =
        (escape(&meta.title), escape(&meta.author), escape(&meta.client), escape(&meta.language));
    let date = format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        meta.date.year(),
        meta.date.month(),
        meta.date.day()
    );
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{client}</rdf:li></rdf:Alt></dc:description>\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>Waymark</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
         <pdf:Producer>Waymark</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

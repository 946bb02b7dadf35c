//! A package of parts: a zip with a list of what each part is, and beside parts their relations to others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use waymark_chart::xml::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::block::Meta;
use crate::error::Error;

/// What every XML part begins with.
pub(super) const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Beginning of the types of relations between parts.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The relations of one part to others.
#[derive(Default)]
pub(super) struct Relations {
    lines: Vec<String>,
}

impl Relations {
    /// Relates to another part, by its path from the own part's folder; returns the id of the relation.
    pub(super) fn add(&mut self, kind: &str, target: &str) -> String {
        self.line(kind, target, "")
    }

    /// Relates to an address outside.
    pub(super) fn add_outside(&mut self, kind: &str, target: &str) -> String {
        self.line(kind, target, " TargetMode=\"External\"")
    }

    fn line(&mut self, kind: &str, target: &str, mode: &str) -> String {
        let target = format!("Target=\"{}\"", escape(target));
        if let Some(at) = self.lines.iter().position(|line| line.contains(&target)) {
            return format!("rId{}", at + 1);
        }
        let id = format!("rId{}", self.lines.len() + 1);
        self.lines
            .push(format!("<Relationship Id=\"{id}\" Type=\"{RELATION}{kind}\" {target}{mode}/>"));
        id
    }

    fn xml(&self) -> String {
        format!(
            "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
            self.lines.concat()
        )
    }
}

/// The parts so far.
pub(super) struct Package {
    /// By path, in the order of writing.
    parts: Vec<(String, Vec<u8>)>,
    /// Content types of parts, by path.
    types: BTreeMap<String, &'static str>,
}

impl Package {
    /// A package whose main part has this path and type.
    pub(super) fn new(meta: &Meta, main: &str, main_type: &'static str) -> Self {
        let mut package = Package { parts: vec![], types: BTreeMap::new() };
        let mut relations = Relations::default();
        relations.add("officeDocument", main);
        relations.lines.push(
            "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
                .to_owned(),
        );
        relations.add("extended-properties", "docProps/app.xml");
        package.parts.push(("_rels/.rels".to_owned(), relations.xml().into_bytes()));
        package.types.insert(main.to_owned(), main_type);
        package.add(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            format!(
                "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>",
                escape(&meta.title),
                escape(&meta.author),
                escape(&meta.language),
                date = meta.date
            ),
        );
        package.add(
            "docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
            format!(
                "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Waymark</Application><Company>{}</Company></Properties>",
                escape(&meta.client)
            ),
        );
        package
    }

    /// Adds an XML part.
    pub(super) fn add(&mut self, path: &str, kind: &'static str, content: String) {
        self.types.insert(path.to_owned(), kind);
        self.parts.push((path.to_owned(), content.into_bytes()));
    }

    /// Adds the content of the main part.
    pub(super) fn add_main(&mut self, path: &str, content: String) {
        self.parts.push((path.to_owned(), content.into_bytes()));
    }

    /// Adds a picture; its type follows from its ending, `png`, `jpg` or `svg`.
    pub(super) fn add_picture(&mut self, path: &str, bytes: Vec<u8>) {
        self.parts.push((path.to_owned(), bytes));
    }

    /// Adds the relations of a part.
    pub(super) fn relate(&mut self, part: &str, relations: &Relations) {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{folder}/_rels/{name}.rels");
        self.parts.push((path, relations.xml().into_bytes()));
    }

    /// The file.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        let mut overrides = String::new();
        for (path, kind) in &self.types {
            let _ = write!(overrides, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
        }
        let types = format!(
            "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default Extension=\"jpg\" ContentType=\"image/jpeg\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>{overrides}</Types>"
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The day on which zips begin, so that equal parts make equal files.
        let plain = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let packed = plain.compression_method(CompressionMethod::Deflated);
        let stored = plain.compression_method(CompressionMethod::Stored);
        let first = ("[Content_Types].xml".to_owned(), types.into_bytes());
        let fail = |reason: String| Error::Write { reason };
        for (path, bytes) in std::iter::once(first).chain(self.parts) {
            let ending = path.rsplit('.').next().unwrap_or_default();
            let is_packed_already = ["png", "jpg"].contains(&ending);
            zip.start_file(path, if is_packed_already { stored } else { packed })
                .map_err(|error| fail(error.to_string()))?;
            zip.write_all(&bytes).map_err(|error| fail(error.to_string()))?;
        }
        let file = zip.finish().map_err(|error| fail(error.to_string()))?;
        Ok(file.into_inner())
    }
}

//! Pages to PDF: printpdf for the drawing operations and the fonts, lopdf for what printpdf has no words for. Nothing outside this module names either.

mod finish;
mod ops;

use std::sync::Arc;

use printpdf::{
    FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfParseErrorSeverity, PdfSaveOptions, Pt,
    RawImage, RawImageData, RawImageFormat, XObject, XObjectId, XObjectTransform,
};
use waymark_chart::png;
use waymark_chart::text::Fonts;

use crate::block::Logo;
use crate::error::Error;
use crate::page::LaidOut;

/// The most pixels of a logo along an edge.
const MOST_PIXELS: u32 = 4_000;

/// What every PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads a PNG as a logo; else what is wrong with it.
pub(crate) fn read_logo(bytes: Vec<u8>, alt: String) -> Result<Logo, String> {
    if !bytes.starts_with(PNG) {
        return Err("it is no PNG".to_owned());
    }
    let pixels = png::read(&bytes, MOST_PIXELS)?;
    Ok(Logo { bytes, width: pixels.width, height: pixels.height, alt })
}

/// The operation that shows a logo in an area: left, bottom, width, height. The picture is in the document once.
fn logo(document: &mut PdfDocument, logo: &Logo, area: [f32; 4]) -> Op {
    let id = XObjectId("Logo".to_owned());
    // It was read when it was taken in.
    if let Ok(pixels) = png::read(&logo.bytes, MOST_PIXELS) {
        let image = RawImage {
            pixels: RawImageData::U8(pixels.rgba),
            width: pixels.width as usize,
            height: pixels.height as usize,
            data_format: RawImageFormat::RGBA8,
            tag: Vec::new(),
        };
        document.resources.xobjects.map.insert(id.clone(), XObject::Image(image));
    }
    let [left, bottom, width, height] = area;
    Op::UseXobject {
        id,
        transform: XObjectTransform {
            translate_x: Some(Pt(left)),
            translate_y: Some(Pt(bottom)),
            scale_x: Some(width),
            scale_y: Some(height),
            no_auto_scale: true,
            ..XObjectTransform::default()
        },
    }
}

/// Writes the pages.
pub(crate) fn write(report: &LaidOut) -> Result<Vec<u8>, Error> {
    let fonts = Fonts::in_use();
    let mut document = PdfDocument::new(&report.meta.title);
    let mut writer = ops::Writer::new(fonts, &report.nodes);
    for (index, page) in report.pages.iter().enumerate() {
        let page = writer.page(&mut document, index, page);
        document.pages.push(page);
    }
    embed(&mut document, fonts, &writer)?;
    let mut warnings = Vec::new();
    let options = PdfSaveOptions {
        optimize: true,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let plain = printpdf::serialize::to_lopdf_doc(&document, &options, &mut warnings);
    if let Some(wrong) = warnings.iter().find(|w| w.severity == PdfParseErrorSeverity::Error) {
        return Err(Error::Write { reason: wrong.msg.clone() });
    }
    // What was written is as large again as the pages themselves.
    drop(document);
    finish::finish(plain, report, &writer)
}

/// The resource name of a face, which is also its name in the file: a subset tag and the name of the font.
fn font_id(fonts: &Fonts, face: usize) -> FontId {
    let letter = char::from(b'A' + (face % 26) as u8);
    FontId(format!("WAYMK{letter}+{}", fonts.faces()[face].name))
}

/// Cuts each font down to the glyphs in use and adds it to the document. (printpdf itself embeds whole files.)
fn embed(document: &mut PdfDocument, fonts: &Fonts, writer: &ops::Writer<'_>) -> Result<(), Error> {
    for (index, face) in fonts.faces().iter().enumerate() {
        if !writer.uses(index) {
            continue;
        }
        let fail = |reason: String| Error::Font { name: face.name.clone(), reason };
        let subset = subsetter::subset(&Arc::clone(&face.bytes), 0, writer.glyphs(index))
            .map_err(|e| fail(e.to_string()))?;
        let mut warnings = Vec::new();
        let parsed = ParsedFont::from_bytes(&subset, 0, &mut warnings)
            .ok_or_else(|| fail("its subset cannot be read back".to_owned()))?;
        document.resources.fonts.map.insert(font_id(fonts, index), PdfFont::new(parsed));
    }
    Ok(())
}

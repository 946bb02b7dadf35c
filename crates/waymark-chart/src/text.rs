//! The product's typeface: shaping, measuring, fallback, and what to do with text that is too long.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;
use std::sync::{Arc, Mutex, OnceLock};

use flate2::read::ZlibDecoder;
use harfrust::{
    Buffer, Direction, Feature, Font, GlyphId, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};
use read_fonts::{FontRef, TableProvider};
use waymark_core::text_metrics::TextMetrics;

/// Inter Regular, the file the window uses too; compressed by the build script.
const INTER_REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/Inter_400Regular.ttf.z"));
/// Inter SemiBold, the file the window uses too; compressed by the build script.
const INTER_SEMIBOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/Inter_600SemiBold.ttf.z"));

/// Shaped texts kept at most; the store is emptied when it is full.
const CACHE_LIMIT: usize = 20_000;

/// One glyph of a shaped text, lengths in em.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Which face of [`Fonts::faces`] it is from.
    pub face: usize,
    /// Its number in that face.
    pub id: u16,
    /// How far the pen moves.
    pub advance: f32,
    /// Moved right by this.
    pub dx: f32,
    /// Moved up by this.
    pub dy: f32,
    /// The text it stands for; empty for the second and later glyphs of a cluster.
    pub text: String,
}

/// One font file.
pub struct Face {
    /// The PostScript-like name, without spaces.
    pub name: String,
    /// The file.
    pub bytes: Arc<[u8]>,
    font: Font,
    units_per_em: f32,
    ascent: f32,
    descent: f32,
    cap_height: f32,
}

/// A face whose file was compressed by the build script.
fn embedded(name: &str, compressed: &[u8]) -> Face {
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(compressed).read_to_end(&mut bytes);
    read.expect("the embedded font file can be unpacked");
    Face::new(name, &bytes).expect("the embedded font file is whole")
}

/// The file of the product's typeface by its name, such as `Inter_400Regular.ttf`; `None` for any other name.
pub fn typeface(file: &str) -> Option<&'static [u8]> {
    let files = ["Inter_400Regular.ttf", "Inter_600SemiBold.ttf"];
    let at = files.iter().position(|own| *own == file)?;
    Fonts::inter().faces.get(at).map(|face| &*face.bytes)
}

/// Why a font file cannot be used.
#[derive(Debug)]
pub struct FontError {
    /// The name it was to get.
    pub name: String,
}

impl std::fmt::Display for FontError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the font file {} cannot be read; choose a TrueType or OpenType file", self.name)
    }
}

impl std::error::Error for FontError {}

impl Face {
    /// Reads a font file.
    ///
    /// # Errors
    /// If it is not a usable TrueType or OpenType font.
    pub fn new(name: &str, bytes: &[u8]) -> Result<Face, FontError> {
        let fail = || FontError { name: name.to_owned() };
        let font = Font::new(bytes.to_vec(), 0).ok_or_else(fail)?;
        let units_per_em = f32::from(font.units_per_em());
        let metrics = font.metrics();
        let line = metrics.hhea_line.as_ref().ok_or_else(fail)?;
        let (ascent, descent) = (
            line.ascender.to_f64() as f32 / units_per_em,
            -line.descender.to_f64() as f32 / units_per_em,
        );
        let cap_height = metrics.cap_height.map_or(0.7, |c| c.to_f64() as f32 / units_per_em);
        Ok(Face {
            name: name.to_owned(),
            bytes: bytes.into(),
            font,
            units_per_em,
            ascent,
            descent,
            cap_height,
        })
    }

    /// Whether the face has a glyph for the character.
    pub fn has(&self, character: char) -> bool {
        self.font.charmap().map_unicode(character).is_some()
    }

    /// The advances of glyphs in thousandths of an em, unrounded.
    pub fn advances_per_mille(&self, ids: impl Iterator<Item = u16>) -> Vec<f32> {
        let shaper = ShaperFont::new(&self.font);
        ids.map(|id| {
            shaper.glyph_h_advance(GlyphId::new(u32::from(id))) as f32 * 1000.0 / self.units_per_em
        })
        .collect()
    }
}

/// The faces in use and everything measured with them. Face 0 is Regular, face 1 SemiBold, the others are fallbacks in order.
pub struct Fonts {
    /// What programs call it.
    family: String,
    faces: Vec<Face>,
    /// By weight and figures: shaped texts.
    shaped: Mutex<[HashMap<String, Arc<Shaped>>; 4]>,
    plans: Mutex<Vec<(PlanKey, Arc<ShapePlan>)>>,
}

/// Face, tabular figures, direction and script: all that a plan for shaping follows from.
type PlanKey = (usize, bool, Direction, Option<Script>);

/// A shaped text.
struct Shaped {
    glyphs: Arc<[Glyph]>,
    /// The sum of the advances, in em.
    advance: f32,
}

thread_local! {
    static IN_USE: Cell<Option<&'static Fonts>> = const { Cell::new(None) };
}

/// What is made within it is set in these fonts; in Inter for `None`. A whole file, so that none of its parts can miss them.
pub fn set_in<T>(fonts: Option<&'static Fonts>, make: impl FnOnce() -> T) -> T {
    struct Restore(Option<&'static Fonts>);
    impl Drop for Restore {
        fn drop(&mut self) {
            IN_USE.set(self.0);
        }
    }
    let _restore = Restore(IN_USE.replace(fonts));
    make()
}

/// The family and the name of a font file that can be set, measured, drawn and embedded.
fn usable(bytes: &[u8]) -> Result<(String, String), String> {
    let font = FontRef::new(bytes).map_err(|_| {
        "it is no TrueType or OpenType font; a WOFF has to be unpacked first".to_owned()
    })?;
    if font.fvar().is_ok() {
        return Err("it is a variable font; take the file of one weight".to_owned());
    }
    if font.glyf().is_err() {
        return Err("its outlines are not TrueType; take its .ttf file".to_owned());
    }
    // The bounds of the OpenType specification; and lines are set by these measures.
    let per_em = font.head().map_or(0, |head| head.units_per_em());
    let lines =
        font.hhea().map_or((0, 0), |hhea| (hhea.ascender().to_i16(), hhea.descender().to_i16()));
    let height = i32::from(lines.0) - i32::from(lines.1);
    if !(16..=16384).contains(&per_em) || !(1..=i32::from(per_em) * 4).contains(&height) {
        return Err("its measures make no sense; it may be damaged".to_owned());
    }
    // Bit 1 of fsType: it must not be embedded without a licence (OpenType specification, OS/2).
    if font.os2().is_ok_and(|os2| os2.fs_type() & 0x000F == 0x0002) {
        return Err("its maker forbids to embed it in documents".to_owned());
    }
    let names = font.name().map_err(|_| "it has no name".to_owned())?;
    let named = |id: u16| {
        let own = names.name_record().iter().find(|record| record.name_id().to_u16() == id);
        let text = own?.string(names.string_data()).ok()?.to_string();
        let plain: String =
            text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect();
        Some(plain.trim().to_owned()).filter(|name| !name.is_empty())
    };
    let family = named(16).or_else(|| named(1)).ok_or("it has no name")?;
    let name = named(6).unwrap_or_else(|| family.clone());
    Ok((family, name.chars().filter(char::is_ascii_graphic).take(60).collect()))
}

impl Fonts {
    /// Inter alone, loaded once.
    pub fn inter() -> &'static Fonts {
        static INTER: OnceLock<Fonts> = OnceLock::new();
        INTER.get_or_init(|| Fonts::with_fallback(Vec::new()))
    }

    /// Inter, and for characters it lacks the given faces in order (for example a Chinese font found on the machine).
    pub fn with_fallback(fallback: Vec<Face>) -> Fonts {
        let mut faces = vec![
            embedded("Inter-Regular", INTER_REGULAR),
            embedded("Inter-SemiBold", INTER_SEMIBOLD),
        ];
        faces.extend(fallback);
        Fonts::of("Inter", faces)
    }

    fn of(family: &str, faces: Vec<Face>) -> Fonts {
        let family = family.to_owned();
        Fonts { family, faces, shaped: Mutex::default(), plans: Mutex::default() }
    }

    /// A font of the house from one file, or from one for text and one for what is bold; characters it lacks are shown by Inter.
    ///
    /// # Errors
    /// Why a file cannot be used, as the end of a sentence.
    pub fn of_house(regular: &[u8], bold: Option<&[u8]>) -> Result<Fonts, String> {
        let (family, name) = usable(regular)?;
        let (bold, bold_name) = match bold {
            Some(bold) => (bold, usable(bold)?.1),
            None => (regular, name.clone()),
        };
        let face = |name: &str, bytes: &[u8]| Face::new(name, bytes).map_err(|e| e.to_string());
        let mut faces = vec![face(&name, regular)?, face(&bold_name, bold)?];
        faces.push(embedded("Inter-Regular", INTER_REGULAR));
        Ok(Fonts::of(&family, faces))
    }

    /// The fonts that files are made with: within [`set_in`] those it names, else Inter.
    pub fn in_use() -> &'static Fonts {
        IN_USE.get().unwrap_or_else(Fonts::inter)
    }

    /// What programs call it, such as `Inter`.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The family with what may stand in for it, as CSS writes it.
    pub fn stack(&self) -> String {
        let own = match self.family.as_str() {
            "Inter" => String::new(),
            family => format!("'{family}', "),
        };
        format!("{own}Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif")
    }

    /// The faces, Regular and SemiBold first.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Height of capitals and figures at a size.
    pub fn cap_height(&self, size: f32) -> f32 {
        self.faces[0].cap_height * size
    }

    /// Ascent at a size.
    pub fn ascent(&self, size: f32) -> f32 {
        self.faces[0].ascent * size
    }

    /// Descent at a size, positive.
    pub fn descent(&self, size: f32) -> f32 {
        self.faces[0].descent * size
    }

    /// The characters of a text that no face can show. They are drawn as a replacement mark.
    pub fn unsupported(&self, text: &str) -> BTreeSet<char> {
        text.chars()
            .filter(|&c| {
                !c.is_ascii_graphic()
                    && !is_invisible(c)
                    && !c.is_whitespace()
                    && substitute(c) == c
                    && !self.faces.iter().any(|f| f.has(c))
            })
            .collect()
    }

    /// The face that shows the character, or `None`.
    fn face_for(&self, primary: usize, character: char) -> Option<usize> {
        if character.is_ascii_graphic() || self.faces[primary].has(character) {
            return Some(primary);
        }
        (2..self.faces.len())
            .find(|&f| self.faces[f].has(character))
            .or_else(|| self.faces[0].has(character).then_some(0))
    }

    /// Shapes one line of text.
    pub fn shape(&self, text: &str, semibold: bool, tabular: bool) -> Arc<[Glyph]> {
        self.shaped(text, semibold, tabular).glyphs.clone()
    }

    fn shaped(&self, text: &str, semibold: bool, tabular: bool) -> Arc<Shaped> {
        let style = usize::from(semibold) * 2 + usize::from(tabular);
        let lock = || self.shaped.lock().expect("no holder of this lock can panic");
        if let Some(found) = lock()[style].get(text) {
            return found.clone();
        }
        let glyphs = self.shape_afresh(text, usize::from(semibold), tabular);
        let advance = glyphs.iter().map(|g| g.advance).sum();
        let shaped = Arc::new(Shaped { glyphs: glyphs.into(), advance });
        let store = &mut lock()[style];
        if store.len() >= CACHE_LIMIT {
            store.clear();
        }
        store.insert(text.to_owned(), shaped.clone());
        shaped
    }

    fn shape_afresh(&self, text: &str, primary: usize, tabular: bool) -> Vec<Glyph> {
        let mut runs: Vec<(usize, String)> = Vec::new();
        for raw in text.chars().filter(|&c| !is_invisible(c)) {
            let mut character = substitute(raw);
            let face = if character == ' ' {
                runs.last().map_or(primary, |r| r.0)
            } else if let Some(face) = self.face_for(primary, character) {
                face
            } else {
                character = self.replacement();
                primary
            };
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push(character),
                _ => runs.push((face, character.to_string())),
            }
        }
        let mut glyphs = Vec::new();
        for (face, run) in runs {
            self.shape_run(face, &run, tabular, &mut glyphs);
        }
        glyphs
    }

    /// The mark drawn for a character that no face has.
    fn replacement(&self) -> char {
        ['\u{FFFD}', '\u{25A1}'].into_iter().find(|&c| self.faces[0].has(c)).unwrap_or('?')
    }

    fn shape_run(&self, index: usize, run: &str, tabular: bool, glyphs: &mut Vec<Glyph>) {
        let face = &self.faces[index];
        let mut buffer = Buffer::new();
        buffer.push_str(run);
        buffer.guess_segment_properties();
        let features = [Feature::new(Tag::new(b"tnum"), 1, ..)];
        let features: &[Feature] = if tabular { &features } else { &[] };
        let plan = self.plan((index, tabular, buffer.direction(), buffer.script()), features);
        let options = ShapeOptions::new().plan(Some(&plan)).features(features);
        harfrust::shape(&ShaperFont::new(&face.font), &mut buffer, options)
            .expect("the buffer holds text and has a direction");
        let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
        let mut starts: Vec<usize> = infos.iter().map(|i| i.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut seen = vec![false; starts.len()];
        for (info, position) in infos.iter().zip(positions) {
            let start = info.cluster as usize;
            let at = starts.partition_point(|&other| other < start);
            let end = starts.get(at + 1).copied().unwrap_or(run.len());
            let is_first = !std::mem::replace(&mut seen[at], true);
            let text = if is_first { run[start..end].to_owned() } else { String::new() };
            glyphs.push(Glyph {
                face: index,
                id: info.glyph_id as u16,
                advance: position.x_advance as f32 / face.units_per_em,
                dx: position.x_offset as f32 / face.units_per_em,
                dy: position.y_offset as f32 / face.units_per_em,
                text,
            });
        }
    }

    /// The plan for shaping, made once: making it takes longer than shaping a line by it.
    fn plan(&self, key: PlanKey, features: &[Feature]) -> Arc<ShapePlan> {
        let mut plans = self.plans.lock().expect("no holder of this lock can panic");
        if let Some((_, plan)) = plans.iter().find(|(known, _)| *known == key) {
            return plan.clone();
        }
        let (face, _, direction, script) = key;
        let plan =
            Arc::new(ShapePlan::new(&self.faces[face].font, direction, script, None, features));
        plans.push((key, plan.clone()));
        plan
    }

    /// The width of one line with all its settings.
    pub fn measure(
        &self,
        text: &str,
        size: f32,
        semibold: bool,
        tabular: bool,
        tracking: f32,
    ) -> f32 {
        let shaped = self.shaped(text, semibold, tabular);
        if tracking == 0.0 {
            return shaped.advance * size;
        }
        shaped.glyphs.iter().map(|g| g.advance + tracking).sum::<f32>() * size
    }

    /// The text itself if it fits `max`, else as much of its beginning as fits with an ellipsis.
    pub fn ellipsis(&self, text: &str, size: f32, semibold: bool, max: f32) -> String {
        if self.width(text, size, semibold) <= max {
            return text.to_owned();
        }
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        // The width grows with the length, so the longest beginning that fits is found by halving.
        let cut =
            |end: usize| format!("{}…", text[..end].trim_end_matches([' ', ',', '·', '-', '(']));
        let fitting = ends.partition_point(|&end| self.width(&cut(end), size, semibold) <= max);
        cut(ends.get(fitting.saturating_sub(1)).copied().unwrap_or(0))
    }

    /// Breaks text at spaces and after hyphens and slashes into at most `max_lines` lines of at most `max` width; what remains is cut with an ellipsis.
    pub fn wrap(
        &self,
        text: &str,
        size: f32,
        semibold: bool,
        max: f32,
        max_lines: usize,
    ) -> Vec<String> {
        let mut pieces: Vec<&str> = Vec::new();
        for word in text.split_inclusive([' ', '-', '/']) {
            pieces.push(word);
        }
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for (i, piece) in pieces.iter().enumerate() {
            let longer = format!("{line}{piece}");
            if line.is_empty() || self.width(longer.trim_end(), size, semibold) <= max {
                line = longer;
                continue;
            }
            if lines.len() + 1 == max_lines {
                let rest = format!("{line}{}", pieces[i..].concat());
                line = rest;
                break;
            }
            lines.push(line.trim_end().to_owned());
            (*piece).clone_into(&mut line);
        }
        lines.push(line.trim_end().to_owned());
        for line in &mut lines {
            *line = self.ellipsis(line, size, semibold, max);
        }
        lines
    }
}

impl TextMetrics for Fonts {
    fn width(&self, text: &str, size: f32, semibold: bool) -> f32 {
        self.measure(text, size, semibold, false, 0.0)
    }
}

/// Characters that have no picture of their own: joiners, selectors, marks of direction, soft hyphens, controls.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || (character.is_control() && character != '\t' && character != '\n')
}

/// One glyph stands for one text in a PDF, so characters that share a glyph become one.
fn substitute(character: char) -> char {
    match character {
        '\t' | '\n' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        '\u{2011}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabular_figures_have_equal_widths() {
        let fonts = Fonts::inter();
        let width = |text| fonts.measure(text, 10.0, false, true, 0.0);
        assert!((width("1111") - width("8888")).abs() < 0.001, "columns of numbers line up");
        assert!(
            fonts.width("1111", 10.0, false) < fonts.width("8888", 10.0, false),
            "running text keeps its narrow one"
        );
    }

    #[test]
    fn what_is_cut_fits_and_says_so() {
        let fonts = Fonts::inter();
        let long = "Verantwortlichkeiten für unternehmenskritische Stammdatenbestände";
        for max in [30.0, 80.0, 150.0] {
            let cut = fonts.ellipsis(long, 9.0, true, max);
            assert!(fonts.width(&cut, 9.0, true) <= max, "{cut} must fit {max}");
            assert!(cut.ends_with('…'), "a cut is shown");
            for line in fonts.wrap(long, 9.0, false, max, 2) {
                assert!(fonts.width(&line, 9.0, false) <= max, "{line} must fit {max}");
            }
        }
        assert_eq!(fonts.ellipsis("Short", 9.0, false, 100.0), "Short");
    }

    #[test]
    fn characters_without_a_glyph_are_named_and_drawn() {
        let fonts = Fonts::inter();
        assert_eq!(
            fonts.unsupported("Zażółć – Ελλάδα – Привет → ≥ €").len(),
            0,
            "European text is covered"
        );
        assert_eq!(fonts.unsupported("数据 ok\u{FE0F}").into_iter().collect::<String>(), "据数");
        let glyphs = fonts.shape("数", false, false);
        assert_eq!(glyphs.len(), 1, "a missing character leaves a visible mark");
        assert!(glyphs[0].id != 0 && glyphs[0].advance > 0.0, "the mark is a real glyph");
    }

    #[test]
    fn spaces_that_look_alike_are_one_glyph() {
        let fonts = Fonts::inter();
        assert_eq!(fonts.shape("a\u{A0}b", false, false)[1].text, " ");
        assert_eq!(fonts.shape("a\u{AD}b", false, false).len(), 2, "a soft hyphen is not drawn");
    }
}

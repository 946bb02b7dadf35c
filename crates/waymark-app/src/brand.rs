//! The brand of the report: kept with the engagement, and as a file to use again.

use std::path::{Component, Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;
use waymark_chart::logo::{is_svg, picture};
use waymark_chart::text::Fonts;
use waymark_core::brand::{Brand, MOST_LOGO, Rgb};
use waymark_core::engagement::ReportSetting;
use waymark_core::record::Kind;
use waymark_report::Logo;
use waymark_store::{Blob, RowChange};

use crate::app::{bounded, write_file};
use crate::commands::{BrandFile, BrandSet};
use crate::error::{Code, Error};
use crate::session::{Moment, Session};
use crate::view::{BrandView, FileWritten, FontView};

/// The largest brand file, in bytes: a logo and fonts in base64 and some lines.
const MOST_FILE: u64 = 2 * MOST_LOGO as u64 + 4 * MOST_FONT;
/// The largest font file, in bytes.
const MOST_FONT: u64 = 2 << 20;

/// A brand file: TOML, by hand or written by the application. A logo and fonts are paths beside the
/// file, or the files themselves in base64.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct BrandToml {
    accent: String,
    cover: String,
    footer: String,
    confidentiality: String,
    logo: String,
    logo_text: String,
    logo_png: String,
    font: String,
    font_bold: String,
    font_ttf: String,
    font_bold_ttf: String,
}

/// The brand that the engagement keeps.
pub fn kept(session: &Session) -> Brand {
    let setting = session.in_view().report_setting(&session.pack().id);
    setting.map_or_else(Brand::default, |setting| Brand::of(&setting.brand))
}

/// The picture of a brand; none where it has none.
pub fn logo(brand: &Brand) -> Option<Logo> {
    let bytes = BASE64_STANDARD.decode(&brand.logo).ok().filter(|bytes| !bytes.is_empty())?;
    let alt = if brand.logo_text.is_empty() { "Logo" } else { brand.logo_text.as_str() };
    waymark_report::logo(bytes, alt.to_owned()).ok()
}

/// A brand as the screen shows it.
pub(crate) fn view(brand: &Brand) -> BrandView {
    let hex = |colour: Option<Rgb>| colour.map_or_else(String::new, Rgb::hex);
    BrandView {
        accent: brand.accent.clone(),
        cover: brand.cover.clone(),
        footer: brand.footer.clone(),
        confidentiality: brand.confidentiality.clone(),
        logo: match brand.logo.as_str() {
            "" => String::new(),
            png => format!("data:image/png;base64,{png}"),
        },
        logo_text: brand.logo_text.clone(),
        font: brand.font.clone(),
        has_bold_font: !brand.font_bold.is_empty(),
        accent_colour: hex(brand.accent_colour()),
        cover_colour: hex(brand.cover_colour()),
        on_cover_colour: hex(brand.cover_colour().map(Rgb::text_on)),
    }
}

/// Reads a brand file.
///
/// # Errors
/// [`Code::NotFound`] where it, or the logo it names, is not there; [`Code::InvalidValue`] for what is wrong in it.
pub fn read(path: &Path) -> Result<Brand, Error> {
    let bytes = bytes_of("brand", path, MOST_FILE)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::invalid("brand", "the file is no text", "choose a brand file such as brand.toml")
    })?;
    let file: BrandToml = toml::from_str(&text).map_err(|error| {
        Error::invalid(
            "brand",
            format!("{}: {}", path.display(), error.to_string().trim()),
            "it holds accent, cover, footer, confidentiality, logo, logo_text, font and font_bold",
        )
    })?;
    let picture = if file.logo.is_empty() {
        file.logo_png
    } else {
        logo_of(&beside(path, "logo", &file.logo)?)?
    };
    let font = |field: &'static str, name: &str, within: &str| -> Result<String, Error> {
        let bytes = match (name, within) {
            ("", "") => return Ok(String::new()),
            ("", within) => BASE64_STANDARD.decode(within).map_err(|_| {
                Error::invalid(field, "the font is no base64", "name the font file instead")
            })?,
            (name, _) => bytes_of(field, &beside(path, field, name)?, MOST_FONT)?,
        };
        if bytes.len() as u64 > MOST_FONT {
            return Err(Error::invalid(
                field,
                format!("the font has {} KB", bytes.len() / 1024),
                format!("take one of at most {} KB", MOST_FONT / 1024),
            ));
        }
        Ok(house::take(bytes))
    };
    let brand = with_family(Brand {
        font: String::new(),
        font_regular: font("font", &file.font, &file.font_ttf)?,
        font_bold: font("font_bold", &file.font_bold, &file.font_bold_ttf)?,
        accent: file.accent,
        cover: file.cover,
        footer: file.footer,
        confidentiality: file.confidentiality,
        logo: picture,
        logo_text: file.logo_text,
    })?;
    check(&brand)?;
    Ok(brand)
}

/// The file that a brand file names: beside it, or in a folder there. Brand files are passed around; none may reach for what else
/// is on this laptop.
fn beside(brand: &Path, field: &'static str, name: &str) -> Result<PathBuf, Error> {
    let folder = match brand.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = folder.join(name);
    let outside = || {
        Error::invalid(
            field,
            format!("{name} does not lie beside the brand file"),
            "put the file into the folder of the brand file and name it alone, such as logo.svg",
        )
    };
    let is_plain = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_plain || name.contains(['\\', ':']) {
        return Err(outside());
    }
    // A link may lead elsewhere. What is not there is told by reading it.
    if let (Ok(real), Ok(folder)) = (file.canonicalize(), folder.canonicalize())
        && (!real.starts_with(folder) || !real.is_file())
    {
        return Err(outside());
    }
    Ok(file)
}

/// A logo as a PNG in base64. One in SVG is drawn first.
fn logo_of(path: &Path) -> Result<String, Error> {
    let bytes = bytes_of("logo", path, MOST_LOGO as u64)?;
    let is_named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    let bytes = if is_named || is_svg(&bytes) {
        picture(&bytes).map_err(|why| unusable(&why))?
    } else {
        bytes
    };
    Ok(BASE64_STANDARD.encode(bytes))
}

fn unusable(why: &str) -> Error {
    Error::invalid(
        "logo",
        format!("the logo cannot be used: {why}"),
        "choose an SVG of plain shapes, or a PNG of at most 4,000 pixels along an edge",
    )
}

/// The brand with the family of its font.
fn with_family(mut brand: Brand) -> Result<Brand, Error> {
    if brand.font_regular.is_empty() {
        brand.font.clear();
        brand.font_bold.clear();
        return Ok(brand);
    }
    let fonts = house::fonts(&brand.font_regular, &brand.font_bold).map_err(|(field, why)| {
        Error::invalid(
            field,
            format!("the font cannot be used: {why}"),
            "choose the .ttf file of one weight, which may be embedded in documents",
        )
    })?;
    fonts.family().clone_into(&mut brand.font);
    Ok(brand)
}

/// The fonts of a brand that a document keeps; `None` for Inter, and where a file is missing.
pub fn fonts(session: &Session, brand: &Brand) -> Option<&'static Fonts> {
    for hash in [&brand.font_regular, &brand.font_bold] {
        if !hash.is_empty() && !house::has(hash) {
            // A copy in memory keeps no files.
            let blob = session.document().ok()?.blob(hash).ok()??;
            house::take(blob.bytes);
        }
    }
    fonts_read(brand)
}

/// The fonts of a brand whose files were read.
pub(crate) fn fonts_read(brand: &Brand) -> Option<&'static Fonts> {
    if brand.font_regular.is_empty() {
        return None;
    }
    house::fonts(&brand.font_regular, &brand.font_bold).ok()
}

/// Font files that were read, by their hash, and the fonts made of them: each is read once and kept while the program runs.
mod house {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex, MutexGuard};

    use waymark_chart::text::Fonts;
    use waymark_store::hash_of;

    #[derive(Default)]
    struct Known {
        files: BTreeMap<String, Arc<[u8]>>,
        fonts: BTreeMap<(String, String), &'static Fonts>,
    }

    static KNOWN: Mutex<Known> =
        Mutex::new(Known { files: BTreeMap::new(), fonts: BTreeMap::new() });

    fn known() -> MutexGuard<'static, Known> {
        KNOWN.lock().expect("no holder of this lock can panic")
    }

    pub(super) fn has(hash: &str) -> bool {
        known().files.contains_key(hash)
    }

    pub(super) fn file(hash: &str) -> Option<Arc<[u8]>> {
        known().files.get(hash).cloned()
    }

    /// Takes a file; gives its hash.
    pub(super) fn take(bytes: Vec<u8>) -> String {
        let hash = hash_of(&bytes);
        known().files.insert(hash.clone(), bytes.into());
        hash
    }

    /// The fonts of two files, the second of which may be none; else the field that is wrong, and why.
    pub(super) fn fonts(
        regular: &str,
        bold: &str,
    ) -> Result<&'static Fonts, (&'static str, String)> {
        let key = (regular.to_owned(), bold.to_owned());
        if let Some(fonts) = known().fonts.get(&key) {
            return Ok(fonts);
        }
        let missing = |field| move || (field, "its file is not there".to_owned());
        let text = file(regular).ok_or_else(missing("font"))?;
        Fonts::of_house(&text, None).map_err(|why| ("font", why))?;
        let heads =
            if bold.is_empty() { None } else { Some(file(bold).ok_or_else(missing("font_bold"))?) };
        let fonts = Fonts::of_house(&text, heads.as_deref()).map_err(|why| ("font_bold", why))?;
        let fonts: &'static Fonts = Box::leak(Box::new(fonts));
        known().fonts.insert(key, fonts);
        Ok(fonts)
    }
}

fn bytes_of(field: &'static str, path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let missing = |error: std::io::Error| {
        Error::new(
            Code::NotFound,
            format!("{} cannot be read: {error}", path.display()),
            "look for it in its new place",
        )
    };
    bounded(path, most).map_err(missing)?.ok_or_else(|| {
        let size = std::fs::metadata(path).map_or(0, |data| data.len()).max(most + 1);
        Error::invalid(
            field,
            format!("{} has {} KB", path.display(), size.div_ceil(1024)),
            format!("take one of at most {} KB", most / 1024),
        )
    })
}

/// Refuses a brand that would make a report worse.
fn check(brand: &Brand) -> Result<(), Error> {
    if let Some(fault) = brand.faults().into_iter().next() {
        return Err(Error::invalid(fault.field, fault.text, fault.help));
    }
    if brand.logo.is_empty() {
        return Ok(());
    }
    let bytes = BASE64_STANDARD.decode(&brand.logo).map_err(|_| unusable("it is no base64"))?;
    if bytes.len() > MOST_LOGO {
        return Err(unusable(&format!(
            "it has {} KB, and {} are allowed",
            bytes.len() / 1024,
            MOST_LOGO / 1024
        )));
    }
    waymark_report::logo(bytes, String::new()).map(|_| ()).map_err(|why| unusable(&why))
}

/// Takes over what was typed and chosen; absent parts stay.
///
/// # Errors
/// [`Code::InvalidValue`] for a colour that is none or that cannot be read on paper, a line that is too long, and a logo
/// or font that cannot be used.
pub fn set(session: &mut Session, moment: &mut Moment, request: &BrandSet) -> Result<(), Error> {
    let mut brand = kept(session);
    let line = |to: &mut String, text: &Option<String>| {
        if let Some(text) = text {
            text.trim().clone_into(to);
        }
    };
    line(&mut brand.accent, &request.accent);
    line(&mut brand.cover, &request.cover);
    line(&mut brand.footer, &request.footer);
    line(&mut brand.confidentiality, &request.confidentiality);
    line(&mut brand.logo_text, &request.logo_text);
    match request.logo_path.as_deref() {
        None => {}
        Some("") => brand.logo.clear(),
        Some(path) => {
            brand.logo = logo_of(Path::new(path))?;
        }
    }
    // What is kept has to be known before one of its files changes.
    let _ = fonts(session, &brand);
    let chosen = [
        ("font", &request.font_path, &mut brand.font_regular),
        ("font_bold", &request.font_bold_path, &mut brand.font_bold),
    ];
    for (field, path, hash) in chosen {
        match path.as_deref() {
            None => {}
            Some("") => hash.clear(),
            Some(path) => *hash = house::take(bytes_of(field, Path::new(path), MOST_FONT)?),
        }
    }
    if brand.font_regular.is_empty()
        && !brand.font_bold.is_empty()
        && request.font_bold_path.is_some()
    {
        return Err(Error::invalid(
            "font_bold",
            "there is no font for text beside it",
            "choose the font of the text first",
        ));
    }
    keep(session, moment, &with_family(brand)?)
}

/// Takes a brand file over.
///
/// # Errors
/// As [`read`].
pub fn open(session: &mut Session, moment: &mut Moment, request: &BrandFile) -> Result<(), Error> {
    let brand = read(Path::new(&request.path))?;
    keep(session, moment, &brand)
}

/// The files of its font, for the preview.
pub fn font(session: &Session) -> FontView {
    let brand = kept(session);
    let _ = fonts(session, &brand);
    let file =
        |hash: &str| house::file(hash).map_or_else(String::new, |b| BASE64_STANDARD.encode(b));
    FontView { regular: file(&brand.font_regular), bold: file(&brand.font_bold) }
}

/// Writes the brand as a file to use again.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written.
pub fn save(session: &Session, request: &BrandFile) -> Result<FileWritten, Error> {
    let brand = kept(session);
    let files = font(session);
    let lines = [
        ("accent", &brand.accent),
        ("cover", &brand.cover),
        ("footer", &brand.footer),
        ("confidentiality", &brand.confidentiality),
        ("logo_text", &brand.logo_text),
        ("logo_png", &brand.logo),
        ("font_ttf", &files.regular),
        ("font_bold_ttf", &files.bold),
    ];
    // A string of JSON is a basic string of TOML.
    let line =
        |(name, value): (&str, &String)| format!("{name} = {}\n", Value::from(value.as_str()));
    let text: String = lines.into_iter().filter(|(_, value)| !value.is_empty()).map(line).collect();
    write_file(Path::new(&request.path), text.as_bytes())?;
    Ok(FileWritten { path: request.path.clone() })
}

fn keep(session: &mut Session, moment: &mut Moment, brand: &Brand) -> Result<(), Error> {
    check(brand)?;
    let pack = session.pack().id.clone();
    let known = session.engagement().report_setting(&pack).cloned();
    let mut setting = known.unwrap_or_else(|| ReportSetting::new(moment.uid(), pack));
    setting.brand = if brand.is_plain() {
        Value::Null
    } else {
        serde_json::to_value(brand).expect("lines of text")
    };
    let row = serde_json::to_value(&setting).expect("a record is plain data");
    let mut changes = vec![RowChange::Put { kind: Kind::ReportSetting, uid: setting.uid, row }];
    for hash in [&brand.font_regular, &brand.font_bold] {
        let Some(bytes) = house::file(hash) else { continue };
        if !session.document()?.has_blob(hash)? {
            changes.push(RowChange::Blob(Blob {
                bytes: bytes.to_vec(),
                name: format!("{}.ttf", brand.font),
                media_type: "font/ttf".to_owned(),
            }));
        }
    }
    session.change(moment, "Set the brand of the report", &changes)
}

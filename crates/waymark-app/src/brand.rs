//! The brand of the report: kept with the engagement, and as a file to use again.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::Value;
use waymark_core::brand::{Brand, MOST_LOGO, Rgb};
use waymark_core::engagement::ReportSetting;
use waymark_core::record::Kind;
use waymark_report::Logo;
use waymark_store::RowChange;

use crate::app::write_file;
use crate::commands::{BrandFile, BrandSet};
use crate::error::{Code, Error};
use crate::session::{Moment, Session};
use crate::view::{BrandView, FileWritten};

/// The largest brand file, in bytes: a logo in base64 and some lines.
const MOST_FILE: u64 = 2 * MOST_LOGO as u64;

/// A brand file: TOML, by hand or written by the application. A logo is a path beside the file, or the picture itself in base64.
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
    let bytes = bytes_of(path, MOST_FILE)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::invalid("brand", "the file is no text", "choose a brand file such as brand.toml")
    })?;
    let file: BrandToml = toml::from_str(&text).map_err(|error| {
        Error::invalid(
            "brand",
            format!("{}: {}", path.display(), error.to_string().trim()),
            "it holds accent, cover, footer, confidentiality, logo and logo_text",
        )
    })?;
    let picture = if file.logo.is_empty() {
        file.logo_png
    } else {
        let beside = path.parent().unwrap_or(Path::new("")).join(&file.logo);
        BASE64_STANDARD.encode(bytes_of(&beside, MOST_LOGO as u64)?)
    };
    let brand = Brand {
        accent: file.accent,
        cover: file.cover,
        footer: file.footer,
        confidentiality: file.confidentiality,
        logo: picture,
        logo_text: file.logo_text,
    };
    check(&brand)?;
    Ok(brand)
}

fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let missing = |error: std::io::Error| {
        Error::new(
            Code::NotFound,
            format!("{} cannot be read: {error}", path.display()),
            "look for it in its new place",
        )
    };
    let size = std::fs::metadata(path).map_err(missing)?.len();
    if size > most {
        return Err(Error::invalid(
            "logo",
            format!("{} has {} KB", path.display(), size / 1024),
            format!("take one of at most {} KB", most / 1024),
        ));
    }
    std::fs::read(path).map_err(missing)
}

/// Refuses a brand that would make a report worse.
fn check(brand: &Brand) -> Result<(), Error> {
    if let Some(fault) = brand.faults().into_iter().next() {
        return Err(Error::invalid(fault.field, fault.text, fault.help));
    }
    if brand.logo.is_empty() {
        return Ok(());
    }
    let help = "choose a PNG of at most 4,000 pixels along an edge; most drawing programs write one from an SVG";
    let wrong =
        |why: String| Error::invalid("logo", format!("the logo cannot be used: {why}"), help);
    let bytes =
        BASE64_STANDARD.decode(&brand.logo).map_err(|_| wrong("it is no base64".to_owned()))?;
    if bytes.len() > MOST_LOGO {
        return Err(wrong(format!(
            "it has {} KB, and {} are allowed",
            bytes.len() / 1024,
            MOST_LOGO / 1024
        )));
    }
    waymark_report::logo(bytes, String::new()).map(|_| ()).map_err(wrong)
}

/// Takes over what was typed and chosen; absent parts stay.
///
/// # Errors
/// [`Code::InvalidValue`] for a colour that is none or that cannot be read on paper, a line that is too long, or a logo that is no PNG.
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
            brand.logo = BASE64_STANDARD.encode(bytes_of(Path::new(path), MOST_LOGO as u64)?);
        }
    }
    keep(session, moment, &brand)
}

/// Takes a brand file over.
///
/// # Errors
/// As [`read`].
pub fn open(session: &mut Session, moment: &mut Moment, request: &BrandFile) -> Result<(), Error> {
    let brand = read(Path::new(&request.path))?;
    keep(session, moment, &brand)
}

/// Writes the brand as a file to use again.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written.
pub fn save(session: &Session, request: &BrandFile) -> Result<FileWritten, Error> {
    let brand = kept(session);
    let lines = [
        ("accent", &brand.accent),
        ("cover", &brand.cover),
        ("footer", &brand.footer),
        ("confidentiality", &brand.confidentiality),
        ("logo_text", &brand.logo_text),
        ("logo_png", &brand.logo),
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
    let put = RowChange::Put { kind: Kind::ReportSetting, uid: setting.uid, row };
    session.change(moment, "Set the brand of the report", &[put])
}

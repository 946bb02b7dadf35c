//! How a report looks like its maker's own: two colours, a logo, what stands at the foot of each page.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The largest logo, in bytes of its file.
pub const MOST_LOGO: usize = 400 * 1024;
/// The longest line of a foot, in characters.
const MOST_LINE: usize = 120;
/// Paper.
const PAPER: Rgb = Rgb([0xFF, 0xFF, 0xFF]);
/// What dark text is set in.
pub const INK: Rgb = Rgb([0x1D, 0x22, 0x26]);
/// What text needs on its ground (WCAG 2.2, 1.4.3).
const TEXT: f32 = 4.5;

/// A brand as it is kept in an engagement and in a brand file. What is empty is as in a report without a brand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// Links, marks and rules, as `#0B5D66`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accent: String,
    /// The field of the cover, as `#0B5D66`; as the accent where it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cover: String,
    /// What stands at the foot of each page, such as the name of a firm.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub footer: String,
    /// The confidentiality mark.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidentiality: String,
    /// A PNG in base64.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logo: String,
    /// What the logo says to a reader who cannot see it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logo_text: String,
    /// What the font of the house is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub font: String,
    /// The file of its text weight, among the files that the document keeps, by its hash.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub font_regular: String,
    /// The file of what is bold, likewise; empty where text and headings have one weight.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub font_bold: String,
}

/// A colour: red, green and blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// The colour of `#0B5D66`; `None` for every other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|rest| rest.len() == 6)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Rgb([part(0)?, part(2)?, part(4)?]))
    }

    /// `#0B5D66`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    /// The contrast with another colour, 1 to 21, as WCAG 2.2 defines it.
    pub fn contrast(self, other: Rgb) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f32 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f32::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Paper or ink, whichever is easier to read on it.
    #[must_use]
    pub fn text_on(self) -> Rgb {
        if self.contrast(PAPER) >= self.contrast(INK) { PAPER } else { INK }
    }

    /// The colour, mixed with another one in steps until it has a contrast with a ground.
    #[must_use]
    pub fn towards(self, other: Rgb, ground: Rgb, wanted: f32) -> Rgb {
        let mixed = |share: u16| {
            let mut parts = self.0;
            for (part, to) in parts.iter_mut().zip(other.0) {
                let sum = u16::from(*part) * (20 - share) + u16::from(to) * share;
                *part = (sum / 20) as u8;
            }
            Rgb(parts)
        };
        (0..=20).map(mixed).find(|one| one.contrast(ground) >= wanted).unwrap_or(other)
    }
}

/// What is wrong with a brand: the field, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong.
    pub text: String,
    /// What to do.
    pub help: String,
}

impl Brand {
    /// The brand that an engagement keeps; none where it keeps none that can be read.
    pub fn of(value: &Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// True where it changes nothing.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The colour of links, marks and rules.
    pub fn accent_colour(&self) -> Option<Rgb> {
        Rgb::parse(&self.accent)
    }

    /// The colour of the cover's field.
    pub fn cover_colour(&self) -> Option<Rgb> {
        Rgb::parse(&self.cover).or_else(|| self.accent_colour())
    }

    /// "Confidential · Acme Consulting": what stands at the foot of each page.
    pub fn foot(&self) -> String {
        let mark = match self.confidentiality.trim() {
            "" => "Confidential",
            mark => mark,
        };
        match self.footer.trim() {
            "" => mark.to_owned(),
            footer => format!("{mark} · {footer}"),
        }
    }

    /// Everything that is wrong with its colours and lines. The logo is judged by who can read pictures.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (field, text) in [("accent", &self.accent), ("cover", &self.cover)] {
            if text.trim().is_empty() {
                continue;
            }
            let Some(colour) = Rgb::parse(text) else {
                faults.push(Fault {
                    field,
                    text: format!("`{text}` is no colour"),
                    help: "type it as #0B5D66".to_owned(),
                });
                continue;
            };
            // Links and marks stand on paper, and on the cover stands text.
            let (ground, what) = match field {
                "cover" => (colour.text_on(), "the text on it"),
                _ => (PAPER, "paper"),
            };
            let contrast = colour.contrast(ground);
            if contrast < TEXT {
                let darker = colour.towards(Rgb([0; 3]), PAPER, TEXT).hex();
                faults.push(Fault {
                    field,
                    text: format!(
                        "{} has a contrast of {contrast:.1} with {what}, and {TEXT} can be read",
                        colour.hex()
                    ),
                    help: format!("take a darker shade, such as {darker}"),
                });
            }
        }
        let lines = [
            ("footer", &self.footer),
            ("confidentiality", &self.confidentiality),
            ("logo_text", &self.logo_text),
        ];
        for (field, line) in lines {
            if line.chars().count() > MOST_LINE || line.chars().any(char::is_control) {
                faults.push(Fault {
                    field,
                    text: format!("it is more than one line of {MOST_LINE} characters"),
                    help: "shorten it".to_owned(),
                });
            }
        }
        faults
    }

    /// Without what names its maker or the client: the logo and the line at the foot.
    #[must_use]
    pub fn without_names(&self) -> Self {
        Brand {
            logo: String::new(),
            logo_text: String::new(),
            footer: String::new(),
            font: String::new(),
            font_regular: String::new(),
            font_bold: String::new(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag_and_a_pale_colour_is_refused_with_a_darker_one() {
        assert!((Rgb([0; 3]).contrast(PAPER) - 21.0).abs() < 0.01);
        assert_eq!(Rgb::parse("#0b5D66"), Some(Rgb([0x0B, 0x5D, 0x66])));
        for text in ["0B5D66", "#0B5D6", "#0B5D6G", "#äöü", "red", ""] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
        let brand = Brand { accent: "#FFCC00".to_owned(), ..Brand::default() };
        let [fault] = brand.faults().try_into().expect("one fault");
        assert_eq!(fault.field, "accent");
        let shade = fault.help.rsplit(' ').next().and_then(Rgb::parse).expect("a colour");
        assert!(shade.contrast(PAPER) >= TEXT);
        let mended = Brand { accent: shade.hex(), ..brand };
        assert_eq!(mended.faults(), []);
    }

    #[test]
    fn text_on_a_field_is_paper_or_ink() {
        assert_eq!(Rgb([0x0B, 0x5D, 0x66]).text_on(), PAPER);
        assert_eq!(Rgb([0xFF, 0xD0, 0x40]).text_on(), INK);
        let brand = |cover: &str| Brand { cover: cover.to_owned(), ..Brand::default() };
        assert_eq!(brand("#FFD040").faults(), [], "dark text can be read on it");
        let [fault] = brand("#7F7F7F").faults().try_into().expect("neither can");
        assert_eq!(fault.field, "cover");
    }

    #[test]
    fn a_brand_without_a_word_is_that_of_every_report() {
        assert_eq!(Brand::of(&Value::Null), Brand::default());
        assert_eq!(Brand::default().foot(), "Confidential");
        let brand = Brand { footer: "Acme".to_owned(), ..Brand::default() };
        assert_eq!(brand.foot(), "Confidential · Acme");
        assert!(brand.without_names().is_plain());
    }
}

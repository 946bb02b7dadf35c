//! What the roles look like on paper and on a dark screen. The values equal the tokens of the window.

use std::cell::Cell;

use waymark_core::brand::{Brand, Rgb};

use crate::scene::Role;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Ink on paper; the palette of every file.
    Light,
    /// Paper on ink.
    Dark,
}

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
    /// Opacity, 0 to 1. Only [`Role::Wash`] and, in the dark theme, [`Role::LevelOutline`] are below 1.
    pub alpha: f32,
}

impl Colour {
    /// The colour as `#RRGGBB`, without its opacity.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }

    fn opaque(value: u32) -> Self {
        Colour {
            red: (value >> 16) as u8,
            green: (value >> 8) as u8,
            blue: value as u8,
            alpha: 1.0,
        }
    }

    /// `share` of this colour over `ground`, as an opaque colour.
    fn over(self, ground: Colour, share: f32) -> Self {
        let mix =
            |a: u8, b: u8| (f32::from(a) * share + f32::from(b) * (1.0 - share)).round() as u8;
        Colour {
            red: mix(self.red, ground.red),
            green: mix(self.green, ground.green),
            blue: mix(self.blue, ground.blue),
            alpha: 1.0,
        }
    }
}

/// The colours of a brand in the place of Waymark's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tint {
    accent: Option<Rgb>,
    cover: Option<Rgb>,
}

thread_local! {
    static TINT: Cell<Tint> = const { Cell::new(Tint { accent: None, cover: None }) };
}

/// What is made within it has the colours of a brand: a whole file, so that none of its parts can miss them.
pub fn branded<T>(brand: &Brand, make: impl FnOnce() -> T) -> T {
    struct Restore(Tint);
    impl Drop for Restore {
        fn drop(&mut self) {
            TINT.set(self.0);
        }
    }
    let tint = Tint { accent: brand.accent_colour(), cover: brand.cover_colour() };
    let _restore = Restore(TINT.replace(tint));
    make()
}

impl From<Rgb> for Colour {
    fn from(Rgb([red, green, blue]): Rgb) -> Self {
        Colour { red, green, blue, alpha: 1.0 }
    }
}

/// The ground of the dark theme, as [`Role::Surface`] has it.
const DARK: Rgb = Rgb([0x14, 0x18, 0x1B]);
/// What text needs on its ground.
const READABLE: f32 = 4.5;

/// The colour of a role in a theme, that of the brand within [`branded`].
pub fn resolve(role: Role, theme: Theme) -> Colour {
    let light = theme == Theme::Light;
    let tint = TINT.get();
    match (role, tint.accent, tint.cover) {
        (Role::Accent, Some(accent), _) if light => return accent.into(),
        (Role::Accent, Some(accent), _) => {
            return accent.towards(Rgb([0xFF; 3]), DARK, READABLE).into();
        }
        (Role::Cover, _, Some(cover)) => return cover.into(),
        (Role::OnCover, _, Some(cover)) => return cover.text_on().into(),
        _ => {}
    }
    let of = |l: u32, d: u32| Colour::opaque(if light { l } else { d });
    let tone = |share: f32| resolve(Role::Ink, theme).over(resolve(Role::Surface, theme), share);
    match role {
        Role::Ink => of(0x1D2226, 0xE9E6DF),
        Role::Ink2 => of(0x545C63, 0xB0B5B9),
        Role::Ink3 => of(0x656E75, 0x868D93),
        Role::Line => of(0xE2DED6, 0x2C3338),
        Role::Surface => of(0xFBFAF7, 0x14181B),
        Role::Raised => of(0xFFFFFF, 0x1B2024),
        Role::Sunken => of(0xF3F1EC, 0x101315),
        Role::Accent => of(0x0B5D66, 0x5FB8C2),
        // A cover is the same in every light.
        Role::Cover => of(0x0B5D66, 0x0B5D66),
        Role::OnCover => of(0xFFFFFF, 0xFFFFFF),
        Role::Level1 => of(0xF1CDA6, 0x6B4527),
        Role::Level2 => of(0xDDA872, 0x8A5F35),
        Role::Level3 => of(0x6F9A8D, 0x5F8779),
        Role::Level4 => of(0x2F7486, 0x58AEC0),
        Role::Level5 => of(0x134A63, 0xA9E0EE),
        Role::OnLevel1 | Role::OnLevel2 => of(0x1D2226, 0xFFFFFF),
        Role::OnLevel3 => of(0x1D2226, 0x0B1214),
        Role::AccentInk | Role::OnLevel4 | Role::OnLevel5 => of(0xFFFFFF, 0x0B1214),
        Role::LevelOutline => {
            Colour { alpha: if light { 1.0 } else { 0.0 }, ..resolve(Role::Ink2, theme) }
        }
        Role::Danger => of(0xA8321F, 0xF08A78),
        Role::Warn => of(0x8A5A00, 0xE0B050),
        Role::Ok => of(0x2D6A3E, 0x7FC796),
        Role::Band => tone(0.15),
        Role::Kept => tone(0.10),
        Role::Bar => tone(0.30),
        Role::Related => tone(0.62),
        Role::SelectedRow => resolve(Role::Accent, theme).over(resolve(Role::Surface, theme), 0.08),
        Role::Hatch => resolve(Role::Ink3, theme),
        Role::Wash => Colour { alpha: 0.15, ..resolve(Role::Ink, theme) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast by the WCAG formula.
    fn contrast(a: Colour, b: Colour) -> f32 {
        let channel = |c: u8| {
            let v = f32::from(c) / 255.0;
            if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |c: Colour| {
            0.2126 * channel(c.red) + 0.7152 * channel(c.green) + 0.0722 * channel(c.blue)
        };
        let (x, y) = (luminance(a), luminance(b));
        (x.max(y) + 0.05) / (x.min(y) + 0.05)
    }

    #[test]
    fn text_is_readable_on_what_it_stands_on() {
        for theme in [Theme::Light, Theme::Dark] {
            let c = |role| resolve(role, theme);
            for ground in [Role::Surface, Role::Raised, Role::Sunken] {
                for text in [Role::Ink, Role::Ink2, Role::Ink3, Role::Accent] {
                    assert!(
                        contrast(c(text), c(ground)) >= 4.5,
                        "{theme:?}: {} on {} must reach 4.5:1",
                        text.name(),
                        ground.name()
                    );
                }
            }
            for level in 1..=5 {
                let ratio = contrast(c(Role::on_level(level)), c(Role::level(level)));
                assert!(
                    ratio >= 4.5,
                    "{theme:?}: the number on level {level} must be readable, is {ratio}"
                );
            }
            assert!(
                contrast(c(Role::AccentInk), c(Role::Accent)) >= 4.5,
                "{theme:?}: text on the accent"
            );
            assert!(contrast(c(Role::OnCover), c(Role::Cover)) >= 4.5, "{theme:?}: on the cover");
        }
    }

    #[test]
    fn a_brand_lasts_as_long_as_what_is_made_in_it() {
        let brand =
            Brand { accent: "#7A1F5C".to_owned(), cover: "#FFD040".to_owned(), ..Brand::default() };
        let hex = |role, theme| resolve(role, theme).hex();
        let plain = hex(Role::Accent, Theme::Light);
        branded(&brand, || {
            assert_eq!(hex(Role::Accent, Theme::Light), "#7A1F5C");
            assert_eq!(hex(Role::Cover, Theme::Light), "#FFD040");
            assert_eq!(hex(Role::OnCover, Theme::Dark), "#1D2226", "white could not be read on it");
            let (accent, ground) =
                (resolve(Role::Accent, Theme::Dark), resolve(Role::Surface, Theme::Dark));
            assert!(contrast(accent, ground) >= 4.5, "{}", accent.hex());
            assert_eq!(hex(Role::Level5, Theme::Light), "#134A63", "levels keep their colours");
        });
        assert_eq!(hex(Role::Accent, Theme::Light), plain);
        assert_eq!(hex(Role::Cover, Theme::Light), plain);
    }

    #[test]
    fn levels_darken_from_sand_to_deep_water_on_paper() {
        let grey = |level| {
            let c = resolve(Role::level(level), Theme::Light);
            u32::from(c.red) * 299 + u32::from(c.green) * 587 + u32::from(c.blue) * 114
        };
        for level in 1..5 {
            assert!(
                grey(level) > grey(level + 1),
                "level {level} must be lighter than the next, so the scale reads in grey"
            );
        }
    }
}

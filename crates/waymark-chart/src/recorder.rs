//! A plotters backend that writes into a scene.
//!
//! Plotters works in whole numbers, so everything is recorded on a grid of [`UNITS`] to the point. Plotters knows colours, scenes know roles: a role travels through plotters
//! as a colour whose red is its place in [`Role::ALL`] ([`colour`]). Text is measured with the real fonts, so plotters' own placing of axis labels is exact.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::style::{RGBColor, ShapeStyle};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use waymark_core::text_metrics::TextMetrics;

use crate::scene::{Anchor, Item, Paint, Point, Role, Stroke, Text, pt};
use crate::text::Fonts;

/// Recorder units in one point.
pub const UNITS: f32 = 20.0;

/// Points to recorder units.
pub fn units(points: f32) -> i32 {
    (points * UNITS).round() as i32
}

/// A place in recorder units.
pub fn at(x: f32, y: f32) -> (i32, i32) {
    (units(x), units(y))
}

/// The colour that stands for a role inside plotters.
pub fn colour(role: Role) -> RGBColor {
    let index = Role::ALL.iter().position(|&r| r == role).expect("every role is listed");
    RGBColor(index as u8, 0, 0)
}

/// A line style for plotters, width in points.
pub fn stroke(role: Role, width: f32) -> ShapeStyle {
    ShapeStyle { color: colour(role).into(), filled: false, stroke_width: units(width) as u32 }
}

/// A fill style for plotters.
pub fn fill(role: Role) -> ShapeStyle {
    ShapeStyle { color: colour(role).into(), filled: true, stroke_width: 0 }
}

/// What plotters draws on.
pub type Area<'a> = DrawingArea<Recorder<'a>, Shift>;
/// What a failed drawing is called; recording itself never fails.
pub type DrawError = DrawingAreaErrorKind<Never>;

/// The error of a backend that cannot fail.
#[derive(Debug)]
pub enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

/// Runs plotters code on an area of the given size in points and returns what it drew, with its top left corner at (`x`, `y`).
pub fn record(
    fonts: &Fonts,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
    draw: impl FnOnce(&Area<'_>) -> Result<(), DrawError>,
) -> Vec<Item> {
    let items = Rc::new(RefCell::new(Vec::new()));
    let recorder = Recorder { items: items.clone(), fonts, width, height };
    draw(&recorder.into_drawing_area()).expect(
        "the recorder accepts every drawing and the area is never shared while it is drawn",
    );
    let items = items.borrow();
    items.iter().map(|i: &Item| i.placed(x, y, 1.0)).collect()
}

/// The backend.
pub struct Recorder<'a> {
    items: Rc<RefCell<Vec<Item>>>,
    fonts: &'a Fonts,
    width: f32,
    height: f32,
}

type Recorded = Result<(), DrawingErrorKind<Never>>;

fn point(c: BackendCoord) -> Point {
    pt(c.0 as f32 / UNITS, c.1 as f32 / UNITS)
}

fn role(c: BackendColor) -> Option<Role> {
    if c.alpha == 0.0 {
        return None;
    }
    Role::ALL.get(usize::from(c.rgb.0)).copied()
}

impl Recorder<'_> {
    /// Keeps an item if its colour is visible.
    fn keep(&self, color: BackendColor, item: impl FnOnce(Role) -> Item) {
        if let Some(role) = role(color) {
            self.items.borrow_mut().push(item(role));
        }
    }

    fn paint<S: BackendStyle>(style: &S, filled: bool, role: Role) -> Paint {
        if filled {
            Paint::fill(role)
        } else {
            Paint::stroke(role, style.stroke_width() as f32 / UNITS)
        }
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        (units(self.width) as u32, units(self.height) as u32)
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Recorded {
        let p = point(at);
        self.keep(color, |role| Item::rect(p.x, p.y, 1.0 / UNITS, 1.0 / UNITS, Paint::fill(role)));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Recorded {
        self.keep(style.color(), |role| {
            Item::line(
                point(from),
                point(to),
                Stroke::new(role, style.stroke_width() as f32 / UNITS),
            )
        });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        filled: bool,
    ) -> Recorded {
        let (a, b) = (point(a), point(b));
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        self.keep(style.color(), |role| {
            Item::rect(x, y, (a.x - b.x).abs(), (a.y - b.y).abs(), Self::paint(style, filled, role))
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Recorded {
        self.keep(style.color(), |role| Item::Line {
            points: path.into_iter().map(point).collect(),
            stroke: Stroke::new(role, style.stroke_width() as f32 / UNITS),
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Recorded {
        let p = point(center);
        self.keep(style.color(), |role| Item::Circle {
            x: p.x,
            y: p.y,
            radius: radius as f32 / UNITS,
            paint: Self::paint(style, filled, role),
        });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Recorded {
        self.keep(style.color(), |role| Item::Polygon {
            points: corners.into_iter().map(point).collect(),
            paint: Paint::fill(role),
        });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Recorded {
        let size = style.size() as f32 / UNITS;
        let upwards = matches!(style.transform(), FontTransform::Rotate270);
        let drop = match style.anchor().v_pos {
            VPos::Top => {
                self.fonts.cap_height(size)
                    + (self.fonts.ascent(size) - self.fonts.cap_height(size)) * 0.35
            }
            VPos::Center => self.fonts.cap_height(size) / 2.0,
            VPos::Bottom => 0.0,
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let p = point(at);
        let (x, y) = if upwards { (p.x + drop, p.y) } else { (p.x, p.y + drop) };
        let semibold = matches!(style.style(), FontStyle::Bold);
        self.keep(style.color(), |role| {
            Item::Text(Text {
                upwards,
                ..Text::new(x, y, text, size).weight(semibold).anchor(anchor).role(role)
            })
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Never>> {
        let size = style.size() as f32 / UNITS;
        let width = self.fonts.width(text, size, matches!(style.style(), FontStyle::Bold));
        Ok((
            (width * UNITS).ceil() as u32,
            ((self.fonts.ascent(size) + self.fonts.descent(size)) * UNITS) as u32,
        ))
    }

    /// Charts have no bitmaps.
    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Recorded {
        Ok(())
    }
}

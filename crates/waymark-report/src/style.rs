//! The grid and the type scale of the page, in points. A4, one text column, running text narrower than tables and figures.

use crate::block::Orientation;

/// The short side of A4.
pub(crate) const A4_SHORT: f32 = 595.276;
/// The long side of A4.
pub(crate) const A4_LONG: f32 = 841.89;
/// Free space left and right.
pub(crate) const MARGIN: f32 = 60.0;
/// Free space above and below the text of an upright page.
const ENDS: (f32, f32) = (88.0, 68.0);
/// The same on a page that lies on its side, where height is dear.
const LANDSCAPE_ENDS: (f32, f32) = (76.0, 60.0);
/// The baseline of the running head.
pub(crate) const HEAD_BASELINE: f32 = 45.0;
/// The baseline of the foot, from the lower edge.
pub(crate) const FOOT_BASELINE: f32 = 36.0;

/// The width of tables and figures on an upright page.
pub const TEXT_WIDTH: f32 = A4_SHORT - 2.0 * MARGIN;
/// The height of the text area of an upright page.
pub const TEXT_HEIGHT: f32 = A4_LONG - ENDS.0 - ENDS.1;
/// The width of tables and figures on a page that lies on its side.
pub const LANDSCAPE_WIDTH: f32 = A4_LONG - 2.0 * MARGIN;

/// The widest line of running text, some 80 characters.
pub(crate) const MEASURE: f32 = 412.0;

/// The page of an orientation: width and height.
pub(crate) fn page_size(orientation: Orientation) -> (f32, f32) {
    match orientation {
        Orientation::Portrait => (A4_SHORT, A4_LONG),
        Orientation::Landscape => (A4_LONG, A4_SHORT),
    }
}

/// Free space above and below the text.
fn ends(orientation: Orientation) -> (f32, f32) {
    match orientation {
        Orientation::Portrait => ENDS,
        Orientation::Landscape => LANDSCAPE_ENDS,
    }
}

/// Where the text begins, from the upper edge.
pub(crate) fn top(orientation: Orientation) -> f32 {
    ends(orientation).0
}

/// The text area of an orientation: width and height.
pub(crate) fn text_area(orientation: Orientation) -> (f32, f32) {
    let (width, height) = page_size(orientation);
    let (above, below) = ends(orientation);
    (width - 2.0 * MARGIN, height - above - below)
}

/// A size of type with the height of its line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f32,
    pub(crate) line: f32,
}

const fn of(size: f32, line: f32) -> Type {
    Type { size, line }
}

pub(crate) const BODY: Type = of(9.5, 14.0);
pub(crate) const LEAD: Type = of(12.5, 18.5);
pub(crate) const SMALL: Type = of(8.0, 11.5);
pub(crate) const QUOTE: Type = of(10.5, 15.5);
pub(crate) const TABLE: Type = of(8.5, 12.0);
pub(crate) const TABLE_HEAD: Type = of(7.75, 10.5);
pub(crate) const CAPTION_TITLE: Type = of(10.0, 14.0);
pub(crate) const KICKER: Type = of(9.0, 14.0);
pub(crate) const RUNNING: Type = of(7.5, 10.0);
pub(crate) const HEADINGS: [Type; 3] = [of(25.0, 30.0), of(14.5, 19.0), of(10.5, 15.0)];
pub(crate) const COVER_TITLE: Type = of(40.0, 46.0);
pub(crate) const COVER_SUBTITLE: Type = of(14.0, 20.0);

/// Large type is set tighter, in em.
pub(crate) fn tracking(size: f32) -> f32 {
    if size <= 11.0 { 0.0 } else { -0.022 * ((size - 11.0) / 16.0).min(1.0) }
}

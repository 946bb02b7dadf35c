//! What a deck is made of. Sections write slides with these parts and know nothing of shapes and files.

use std::rc::Rc;

use waymark_chart::scene::Scene;

use crate::block::{KeyFigure, Span, Table};

/// Slides, in order.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    /// The slides.
    pub slides: Vec<Slide>,
}

/// One slide.
#[derive(Clone, Debug, Default)]
pub struct Slide {
    /// The question it answers, above the title.
    pub kicker: String,
    /// What it states: a sentence.
    pub title: String,
    /// A second sentence below the title; may be empty.
    pub subtitle: String,
    /// What it shows, from the top.
    pub rows: Vec<SlideRow>,
    /// The first slide of a deck: a large title and nothing beside.
    pub is_cover: bool,
}

/// Contents beside each other.
#[derive(Clone, Debug, Default)]
pub struct SlideRow {
    /// Its share of the height; shares are added up.
    pub height: f32,
    /// From the left, each with its share of the width.
    pub cells: Vec<(f32, Content)>,
}

impl SlideRow {
    /// One content over the whole width.
    pub fn of(height: f32, content: Content) -> Self {
        SlideRow { height, cells: vec![(1.0, content)] }
    }
}

/// Something on a slide.
#[derive(Clone, Debug)]
pub enum Content {
    /// A list under a small title, which may be empty.
    Points {
        /// What they are.
        title: String,
        /// The points.
        items: Vec<Vec<Span>>,
        /// Numbered instead of dotted.
        numbered: bool,
    },
    /// What people said, with who said it; that may be empty.
    Quotes(Vec<(String, String)>),
    /// Large numerals with what they count.
    Figures(Vec<KeyFigure>),
    /// A native table; rows that find no room are counted instead.
    Table(Table),
    /// A drawing as shapes.
    Drawing(Rc<Scene>),
}

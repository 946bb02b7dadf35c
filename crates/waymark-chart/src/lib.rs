//! Every chart of the product, drawn once and shown in the window, in the PDF and in slides.
//!
//! A chart takes a plain input struct (words and numbers, no engagement types) and returns a [`Scene`](scene::Scene): a display list in points whose colours are
//! [roles](scene::Role), not values. [`svg`] writes a scene for the window or as a file; the report crate writes the same scene as PDF vectors. All text is measured with
//! the fonts that will be used to show it, so nothing is clipped and nothing collides by accident.
//!
//! The crate never reads an engagement, a file or a clock, and never decides what a chart says: titles and alternative texts are handed in.
//!
//! Begin with [`scene`], then one chart, for example [`bars`].

pub mod drawio;
pub mod export;
pub mod logo;
pub mod mermaid;
pub mod palette;
pub mod png;
pub mod recorder;
pub mod scene;
pub mod sheet;
pub mod svg;
pub mod text;
pub mod xml;

mod draw;

pub mod architecture;
pub mod bars;
pub mod heatmap;
pub mod quadrant;
pub mod radar;
pub mod slopes;
pub mod steps;
pub mod timeline;

pub use draw::Frame;

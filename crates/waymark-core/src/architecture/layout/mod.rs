//! The diagram: layered from sources on the left to consumption on the right, cataloguing and security as bands across.
//!
//! Everything stands on one grid of columns and rows. Flows run in the channels between columns and between rows, so they cannot
//! pass through a box. The same architecture always gives the same picture. Which column a component stands in depends on
//! nothing but its own part in the flows, so that one more source or component adds a row and moves nothing sideways.
//! Every stage and every use case is a view of the one picture of the target: nothing moves between them. Lengths are CSS pixels.

mod graph;
mod grid;
mod label;
mod place;
mod quality;
mod route;
mod sources;
mod view;

use crate::discovery::platform::Layer;
use crate::engagement::Engagement;
use crate::text_metrics::TextMetrics;
use crate::wording::list;

use super::stage::{Shown, Standing, interim_flows, recorded_flows};
use super::{Architecture, Guard};

pub use quality::{Quality, quality};

/// Size of the text in boxes and headings.
pub const TEXT: f32 = 12.0;
/// Height of a box.
pub const BOX_HEIGHT: f32 = 34.0;
/// Least width of a box.
pub const BOX_WIDTH: f32 = 130.0;
/// From one row to the next.
pub const ROW_PITCH: f32 = 44.0;
/// From the edge of a box to its text.
pub const PADDING: f32 = 9.0;
/// What the sign of a new or retiring component takes from the first line.
pub const SIGN: f32 = 13.0;
/// What the mark of a guard takes from the last line.
pub const MARK: f32 = 12.0;
/// How far bands reach beyond the columns.
const BAND_MARGIN: f32 = 12.0;
/// Least width of the channel between two columns.
const CHANNEL: f32 = 25.2;

/// How the diagram is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options<'a> {
    /// A component's id or a source's code: its flows are emphasised.
    pub selected: Option<&'a str>,
    /// What stands at the stage that is looked at; all of it where absent. The picture does not move from stage to stage.
    pub shown: Option<&'a Shown>,
    /// A use case's code: its path is emphasised, the rest stands back.
    pub use_case: Option<&'a str>,
    /// The room there is: boxes grow a little where there is more than they need.
    pub width: f64,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxKind {
    /// One source or several of a kind.
    Source,
    /// One component.
    Component,
    /// Several components of a kind for which there is no room.
    More,
}

/// One line of text in a box.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The text as shown, cut where it is too long.
    pub text: String,
    /// SemiBold instead of Regular.
    pub semibold: bool,
    /// How wide it is.
    pub width: f32,
}

/// What the box of a component says of the client's verdict when asked.
pub const ACCEPTED: &str = "agreed with the client";

/// What guards a component's data at the stage that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    /// How.
    pub how: Guard,
    /// The names of what does.
    pub by: Vec<String>,
}

impl Guarded {
    /// "masked by AWS Lake Formation".
    pub fn told(&self) -> String {
        format!("{} by {}", self.how.word(), list(&self.by))
    }
}

/// A source or component, placed.
#[derive(Debug, Clone, PartialEq)]
pub struct DiagramBox {
    /// The component's id or the source's code; those of a group joined by blanks.
    pub id: String,
    /// What it stands for.
    pub kind: BoxKind,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// One or two lines.
    pub lines: Vec<Line>,
    /// At the stage that is looked at; a source is kept.
    pub standing: Standing,
    /// What guards its data, each way once; for a box of several it is told in the title alone.
    pub guarded: Vec<Guarded>,
    /// The client accepted or chose it; for a box of several it is not told.
    pub is_accepted: bool,
    /// It is what was selected.
    pub is_selected: bool,
    /// A selected flow passes it, or it serves the use case that is looked at.
    pub is_on_path: bool,
    /// Another use case is looked at: it stands back.
    pub is_dimmed: bool,
    /// The whole name and what it stands for.
    pub title: String,
}

/// A flow, drawn with right angles.
#[derive(Debug, Clone, PartialEq)]
pub struct Wire {
    /// The box it leaves, as a position.
    pub from: usize,
    /// The box it reaches, as a position; an arrow points into it.
    pub to: usize,
    /// Its corners.
    pub points: Vec<(f32, f32)>,
    /// It belongs to what was selected or to the use case that is looked at.
    pub is_emphasised: bool,
    /// Another use case is looked at: it stands back.
    pub is_dimmed: bool,
    /// Nobody stated it: it follows from there being one store only.
    pub is_presumed: bool,
    /// What it carries.
    pub title: String,
}

/// The name of a column, a zone or a band.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Left end.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// What it says.
    pub text: String,
    /// SemiBold and ink instead of Regular and quiet.
    pub is_strong: bool,
}

/// A strip across the diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The layer.
    pub layer: Layer,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// The place of what does not stand at the stage that is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vacancy {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A hairline above a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hairline {
    /// Left end.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// Height.
    pub y: f32,
}

/// The diagram, laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagram {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Bands, at the back.
    pub bands: Vec<Band>,
    /// Hairlines above columns.
    pub hairlines: Vec<Hairline>,
    /// What is looked at, and the names of columns, zones and bands.
    pub headings: Vec<Heading>,
    /// Where nothing stands yet, or no longer.
    pub vacancies: Vec<Vacancy>,
    /// Flows; emphasised ones last.
    pub wires: Vec<Wire>,
    /// Sources and components.
    pub boxes: Vec<DiagramBox>,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
}

impl Diagram {
    /// The sources in boxes of several, as a sentence per box: "SaaS (2): Cases, Orders."; nothing where each has its own.
    pub fn sources_of_several(&self) -> String {
        let several = self.boxes.iter().filter(|one| one.kind == BoxKind::Source);
        let several = several.filter(|one| one.id.contains(' '));
        several.map(|one| format!("{}.", one.title)).collect::<Vec<_>>().join(" ")
    }
}

/// Lays out the diagram of an architecture.
pub fn diagram(
    architecture: &Architecture,
    engagement: &Engagement,
    metrics: &dyn TextMetrics,
    options: &Options<'_>,
) -> Diagram {
    let mut recorded = recorded_flows(architecture, engagement);
    let interim = interim_flows(architecture);
    recorded.extend(interim.iter().map(|one| one.flow.clone()));
    let plan = grid::plan(architecture, engagement, &recorded);
    let routes = route::routes(&plan);
    let view = view::View::of(architecture, engagement, (&recorded, &interim), options);
    place::place(&plan, &routes, &view, metrics)
}

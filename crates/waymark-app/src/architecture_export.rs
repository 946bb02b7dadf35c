//! The architecture as files that other programs open: drawings and decisions. They hold no time but that of the records and
//! their history: the same document gives the same bytes.

use std::path::Path;

use waymark_chart::export::{Node, Nodes, Page};
use waymark_chart::scene::Scene;
use waymark_chart::sheet::{self, Words};
use waymark_chart::text::Fonts;
use waymark_chart::{drawio, mermaid, png, svg};
use waymark_core::architecture::decision::GivenVerdicts;
use waymark_core::architecture::layout::{Diagram, Options, diagram};
use waymark_core::architecture::stage::{Shown, Stage, shown, stages};
use waymark_core::architecture::{Architecture, Component, Status, decision};
use waymark_core::engagement::Engagement;
use waymark_core::pack::{Pack, Service};
use waymark_core::roadmap::Plan;
use waymark_core::wording::list;
use waymark_report::drawing;

use crate::architecture::{WIDTH, stage_title};
use crate::commands::ArchitectureExport;
use crate::error::{Code, Error};
use crate::session::Session;
use crate::view::FileWritten;

/// Pixels of a PNG to one of the drawing.
const PNG_SCALE: f32 = 2.0;
/// The widths that a diagram for paper is tried in; the one that comes out larger is taken.
const PAPER_WIDTHS: [f64; 2] = [WIDTH, 1240.0];

/// A form of the architecture as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The diagram, for the web and for drawing programs.
    Svg,
    /// The diagram as a picture.
    Png,
    /// The diagram on one A4 page.
    Pdf,
    /// The diagram of every stage, for diagrams.net.
    Drawio,
    /// The diagram as text.
    Mermaid,
    /// The decision log as Markdown.
    Decisions,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] =
        [Format::Svg, Format::Png, Format::Pdf, Format::Drawio, Format::Mermaid, Format::Decisions];

    /// Its bytes are text.
    pub const fn is_text(self) -> bool {
        !matches!(self, Format::Png | Format::Pdf)
    }

    /// The word in requests and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Pdf => "pdf",
            Format::Drawio => "drawio",
            Format::Mermaid => "mermaid",
            Format::Decisions => "decisions",
        }
    }
}

/// Writes the diagram or the decisions.
///
/// # Errors
/// [`Code::InvalidValue`] for a format, stage or use case that is none, [`Code::NotWritable`] when the target cannot be written.
pub fn export(session: &Session, request: &ArchitectureExport) -> Result<FileWritten, Error> {
    let format = Format::ALL.into_iter().find(|format| format.word() == request.format);
    let Some(format) = format else {
        let words: Vec<String> = Format::ALL.iter().map(|f| format!("`{}`", f.word())).collect();
        return Err(Error::invalid(
            "format",
            format!("`{}` is no format", request.format),
            format!("choose one of {}", list(&words)),
        ));
    };
    let bytes = file(session, format, &Look::of(session, &request.stage, &request.use_case)?)?;
    crate::app::write_file(Path::new(&request.path), &bytes)?;
    Ok(FileWritten { path: request.path.clone() })
}

/// What is looked at: a stage and a use case that exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The stage.
    pub stage: Stage,
    /// The code of the use case whose path is marked.
    pub use_case: Option<String>,
}

impl Look {
    /// The stage and the use case of two words. Without a stage it is the target, without a use case nothing is marked.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] for a word that is no stage, a wave that the roadmap does not have, or a use case that is not there.
    pub fn of(session: &Session, stage: &str, use_case: &str) -> Result<Self, Error> {
        let (pack, engagement) = (session.pack(), session.in_view());
        let word = if stage.is_empty() { "target" } else { stage };
        let known = stages(session.derived().plan(pack, engagement).ok());
        let Some(stage) = Stage::parse(word).filter(|stage| known.contains(stage)) else {
            let words: Vec<String> = known.iter().map(|one| format!("`{}`", one.word())).collect();
            return Err(Error::invalid(
                "stage",
                format!("there is no stage `{word}`"),
                format!("the stages are {}", list(&words)),
            ));
        };
        let codes: Vec<String> =
            engagement.use_cases.iter().map(|one| one.code.to_string()).collect();
        if !use_case.is_empty() && !codes.iter().any(|code| code == use_case) {
            let help = match codes.as_slice() {
                [] => "no use case is recorded yet".to_owned(),
                codes => format!("the use cases are {}", list(codes)),
            };
            return Err(Error::invalid(
                "use case",
                format!("there is no use case `{use_case}`"),
                help,
            ));
        }
        let use_case = (!use_case.is_empty()).then(|| use_case.to_owned());
        Ok(Self { stage, use_case })
    }
}

/// The bytes of a file. draw.io holds every stage, and the decisions are those of the target: for both the stage does not matter.
///
/// # Errors
/// [`Code::InvalidValue`] for a picture that would be too large.
pub fn file(session: &Session, format: Format, look: &Look) -> Result<Vec<u8>, Error> {
    let view = View::of(session, look);
    let text = match format {
        Format::Svg => svg::file(&view.picture()),
        Format::Png => {
            let scene = view.picture();
            return png::file(&scene, Fonts::inter(), PNG_SCALE).map_err(|error| {
                let help = "choose SVG or PDF, which have no pixels";
                Error::new(Code::InvalidValue, error.to_string(), help).caused_by(error)
            });
        }
        Format::Pdf => return view.pdf(),
        Format::Drawio => view.drawio(),
        Format::Mermaid => view.mermaid(),
        Format::Decisions => {
            let (pack, engagement) = (session.pack(), session.in_view());
            let given = crate::architecture::given(session)?;
            let records =
                decision::decisions(view.architecture, pack, engagement, view.plan, &given);
            let stale = &view.architecture.stale_verdicts;
            decision::markdown(&records, stale, &given, pack, engagement)
        }
    };
    Ok(text.into_bytes())
}

/// A stage as a page of a file.
struct Stand {
    id: String,
    title: String,
    shown: Shown,
    diagram: Diagram,
    words: Words,
}

impl Stand {
    fn sheet(&self) -> drawio::Sheet<'_> {
        drawio::Sheet {
            words: &self.words,
            page: Page {
                id: &self.id,
                title: &self.title,
                diagram: &self.diagram,
                shown: &self.shown.components,
            },
        }
    }
}

/// The architecture as it is looked at.
struct View<'a> {
    session: &'a Session,
    look: &'a Look,
    architecture: &'a Architecture,
    plan: Option<&'a Plan>,
}

impl<'a> View<'a> {
    fn of(session: &'a Session, look: &'a Look) -> Self {
        let (pack, engagement) = (session.pack(), session.in_view());
        let derived = session.derived();
        Self {
            session,
            look,
            architecture: derived.architecture(pack, engagement),
            plan: derived.plan(pack, engagement).ok(),
        }
    }

    fn shown(&self, stage: Stage) -> Shown {
        shown(self.architecture, self.plan, stage)
    }

    fn diagram(&self, stage: Stage, width: f64) -> Diagram {
        let shown = self.shown(stage);
        let options = Options {
            selected: None,
            shown: Some(&shown),
            use_case: self.look.use_case.as_deref(),
            width,
        };
        diagram(self.architecture, self.session.in_view(), Fonts::inter(), &options)
    }

    /// The sheet as a picture of its own.
    fn picture(&self) -> Scene {
        let stage = self.look.stage;
        let diagram = self.diagram(stage, WIDTH);
        let words = self.words(&self.shown(stage), &diagram);
        sheet::as_picture(&words, &scene(&diagram), Fonts::inter())
    }

    fn words(&self, shown: &Shown, diagram: &Diagram) -> Words {
        self.with_subject(shown, diagram, drawing::words)
    }

    fn with_subject<T>(
        &self,
        shown: &Shown,
        diagram: &Diagram,
        of: impl FnOnce(&drawing::Subject<'_>) -> T,
    ) -> T {
        of(&drawing::Subject {
            pack: self.session.pack(),
            engagement: self.session.in_view(),
            architecture: self.architecture,
            shown,
            use_case: &self.path(),
            groups: &diagram.sources_of_several(),
        })
    }

    fn title(&self) -> String {
        format!("Data architecture of {}", self.session.in_view().profile.client)
    }

    /// "Wave 2, path of Churn prevention (UC-3)".
    fn stage_and_path(&self) -> String {
        let stage = stage_title(self.look.stage);
        match self.path() {
            path if path.is_empty() => stage,
            path => format!("{stage}, path of {path}"),
        }
    }

    /// The use case by title and code; empty for none.
    fn path(&self) -> String {
        let code = self.look.use_case.as_deref();
        code.map_or_else(String::new, |code| decision::named(self.session.in_view(), code))
    }

    fn pdf(&self) -> Result<Vec<u8>, Error> {
        let stage = self.look.stage;
        let shown = self.shown(stage);
        let [narrow, wide] = PAPER_WIDTHS.map(|width| self.diagram(stage, width));
        let words = self.words(&shown, &narrow);
        let scale = |one: &Diagram| drawing::scale(&words, &scene(one));
        let diagram = if scale(&wide) > scale(&narrow) { wide } else { narrow };
        let page = self
            .with_subject(&shown, &diagram, |subject| drawing::lay_out(subject, &scene(&diagram)));
        page.to_pdf().map_err(|error| {
            Error::new(
                Code::Internal,
                format!("the diagram cannot be written: {error}"),
                "this is a mistake in Waymark",
            )
        })
    }

    fn drawio(&self) -> String {
        let stand = |stage: Stage| {
            let (shown, diagram) = (self.shown(stage), self.diagram(stage, WIDTH));
            let words = self.words(&shown, &diagram);
            Stand { id: stage.word(), title: stage_title(stage), diagram, words, shown }
        };
        let all: Vec<Stand> = stages(self.plan).into_iter().map(stand).collect();
        let sheets: Vec<drawio::Sheet<'_>> = all.iter().map(Stand::sheet).collect();
        drawio::file(&self.diagram(Stage::Target, WIDTH), &sheets, &self.nodes())
    }

    fn mermaid(&self) -> String {
        let stage = self.look.stage;
        let (shown, diagram) = (self.shown(stage), self.diagram(stage, WIDTH));
        let page = Page {
            id: &stage.word(),
            title: &self.stage_and_path(),
            diagram: &diagram,
            shown: &shown.components,
        };
        mermaid::file(&self.title(), &page, &self.nodes())
    }

    fn nodes(&self) -> Nodes {
        let (pack, engagement) = (self.session.pack(), self.session.in_view());
        let given = GivenVerdicts::new();
        let records = decision::decisions(self.architecture, pack, engagement, self.plan, &given);
        let node = |(component, record): (
            &waymark_core::architecture::Component,
            decision::DecisionRecord,
        )| {
            let service = component.service.as_ref().and_then(|id| pack.service(id));
            let drawn = service.filter(|service| !service.shape.is_empty());
            let drawn = drawn.or_else(|| in_use(pack, engagement, component)).or(service);
            let mut tooltip = format!("{}\n{}", record.context.need, record.decision);
            if component.status != Status::Retire && !record.because.is_empty() {
                tooltip.push_str("\nBecause:");
            }
            for reason in &record.because {
                tooltip.push('\n');
                tooltip.push_str(&reason.text);
            }
            let node = Node {
                layer: component.layer.label().to_owned(),
                zone: component.zone.map_or_else(String::new, |zone| zone.label().to_owned()),
                name: component.name.clone(),
                detail: component.detail.clone(),
                shape: drawn.map_or_else(String::new, |service| service.shape.clone()),
                category: drawn.map_or_else(String::new, |service| service.category.clone()),
                tooltip,
            };
            (component.id.clone(), node)
        };
        self.architecture.components.iter().zip(records).map(node).collect()
    }
}

/// A service with the AWS shape of what is in use already: the product's own, else one of the same name.
fn in_use<'p>(
    pack: &'p Pack,
    engagement: &Engagement,
    component: &Component,
) -> Option<&'p Service> {
    let record = |code: &String| engagement.platform.iter().find(|one| one.code.as_str() == code);
    let product = *component.platform.iter().find_map(record)?.product.value()?;
    let word = product.word();
    // “s3_lake” is drawn as S3.
    let name = word.split('_').next().unwrap_or(word);
    let has_shape = |service: &&Service| !service.shape.is_empty();
    let mut services = pack.services.iter().filter(has_shape);
    let own = services.clone().find(|service| service.product == Some(product));
    own.or_else(|| services.find(|service| service.shape == word || service.shape == name))
}

fn scene(diagram: &Diagram) -> Scene {
    waymark_chart::architecture::draw(diagram, Fonts::inter())
}

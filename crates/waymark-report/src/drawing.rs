//! The sheet on which a drawing of the architecture is handed over: its words for every form of file, and its page as PDF.

use jiff::civil::Date;
use waymark_chart::scene::{Item, Scene};
use waymark_chart::sheet::{self, PartKind, Words};
use waymark_chart::text::Fonts;
use waymark_core::architecture::stage::{Shown, Stage, Standing, accepted, guarded, presumed};
use waymark_core::architecture::{Architecture, Guard};
use waymark_core::engagement::Engagement;
use waymark_core::known::Known;
use waymark_core::pack::Pack;
use waymark_core::wording::list;

use crate::block::{Meta, Orientation};
use crate::form::{date_of, language};
use crate::layout::{DOCUMENT, Draw, Mark, Node, NodeId};
use crate::page::{LaidOut, Page};
use crate::section::words::long_date;
use crate::style::page_size;
use crate::text::Typesetter;

/// Whose architecture is drawn, and how it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The pack that it follows from.
    pub pack: &'a Pack,
    /// Whose architecture it is.
    pub engagement: &'a Engagement,
    /// All of it.
    pub architecture: &'a Architecture,
    /// The stage, with what is shown there.
    pub shown: &'a Shown,
    /// The code and title of the use case whose path is marked; may be empty.
    pub use_case: &'a str,
    /// What stands in boxes of several, as sentences; may be empty.
    pub groups: &'a str,
}

/// What the sheet says, in every form: client, view, day, legend, how old the services table is, what made it. The day is that of
/// the report, else the first of the workshop; where neither is known none is named.
pub fn words(subject: &Subject<'_>) -> Words {
    let Subject { pack, engagement, architecture, shown, use_case, groups } = *subject;
    let view = match shown.stage {
        Stage::Today => "The architecture of today".to_owned(),
        Stage::Wave(wave) => format!("The architecture after wave {wave}"),
        Stage::Target => "The target architecture".to_owned(),
    };
    let day = day(engagement).map_or(String::new(), |day| format!(", {}", long_date(day)));
    let marked = match use_case {
        "" => String::new(),
        path => format!(". Marked: the path of {path}"),
    };
    let seen = architecture.components.iter().filter(|one| shown.components.contains(&one.id));
    let seen: Vec<Standing> = seen.map(|one| Standing::of(one, shown.stage)).collect();
    let legend = Standing::ALL.into_iter().filter(|one| seen.contains(one)).collect();
    let is_seen = |how: &Guard| guarded(architecture, shown, *how) > 0;
    let guards = Guard::ALL.into_iter().filter(is_seen).collect();
    Words {
        title: format!("{}: data architecture on AWS", engagement.profile.client),
        subtitle: format!("{view}{day}{marked}"),
        legend,
        guards,
        shows_accepted: accepted(architecture, shown) > 0,
        shows_presumed: presumed(architecture, engagement, shown) > 0,
        groups: groups.to_owned(),
        foot: format!(
            "The state of the services was checked on {}. Check again before work begins. Drawn by Waymark {} from {} {}.",
            long_date(pack.services_checked),
            env!("CARGO_PKG_VERSION"),
            pack.title,
            pack.version
        ),
        mark: "Confidential".to_owned(),
    }
}

/// The day of the report, else the first of the workshop.
fn day(engagement: &Engagement) -> Option<Date> {
    let profile = &engagement.profile;
    [&profile.report_date, &profile.workshop_start].into_iter().find_map(Known::value).copied()
}

/// The most that a drawing can have on the page, seen from its own units; at most 1.
pub fn scale(words: &Words, drawing: &Scene) -> f32 {
    sheet::on_paper(words, drawing, page_size(Orientation::Landscape), Fonts::in_use()).scale
}

/// The page. It holds no date but those of the sheet's words and of the engagement.
pub fn lay_out(subject: &Subject<'_>, drawing: &Scene) -> LaidOut {
    let words = words(subject);
    let meta = meta(subject, &words);
    let mut page = Drawing {
        set: Typesetter::new(&meta.language),
        draws: vec![],
        nodes: vec![Node { tag: "Document", parent: DOCUMENT, alt: None }],
    };
    let paper = page_size(Orientation::Landscape);
    let sheet = sheet::on_paper(&words, drawing, paper, page.set.fonts);
    for part in sheet.parts {
        page.part(part);
    }
    let mark = Mark {
        id: "diagram".to_owned(),
        heading: Some((1, String::new(), words.title)),
        page: 0,
        y: 0.0,
    };
    let (width, height) = paper;
    let drawn = Page { width, height, label: "1".to_owned(), draws: page.draws };
    LaidOut::of_page(&meta, drawn, page.nodes, vec![mark], page.set)
}

fn meta(subject: &Subject<'_>, words: &Words) -> Meta {
    let profile = &subject.engagement.profile;
    let facilitators = profile.facilitators.items();
    Meta {
        title: format!("{} ({})", words.title, subject.shown.stage.label()),
        client: profile.client.clone(),
        author: if facilitators.is_empty() { "Waymark".to_owned() } else { list(facilitators) },
        date: date_of(subject.pack, subject.engagement),
        language: language(subject.pack),
        confidentiality: words.mark.clone(),
        logo: None,
    }
}

struct Drawing {
    set: Typesetter,
    draws: Vec<Draw>,
    nodes: Vec<Node>,
}

impl Drawing {
    fn node(&mut self, tag: &'static str, alt: Option<String>) -> NodeId {
        self.nodes.push(Node { tag, parent: DOCUMENT, alt });
        self.nodes.len() - 1
    }

    fn part(&mut self, part: sheet::Part) {
        let node = match part.kind {
            PartKind::Title => self.node("H1", None),
            PartKind::Line => self.node("P", None),
            PartKind::Figure(alt) => self.node("Figure", Some(alt)),
        };
        for item in part.items {
            note(&mut self.set, &item);
            self.draws.push(Draw::Item { item, node: Some(node) });
        }
    }
}

/// Notes the characters of a drawing that no font has.
fn note(set: &mut Typesetter, item: &Item) {
    match item {
        Item::Text(text) => set.note(&text.content),
        Item::Group(group) => group.items.iter().for_each(|item| note(set, item)),
        _ => {}
    }
}

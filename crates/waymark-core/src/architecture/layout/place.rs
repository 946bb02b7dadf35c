//! Where everything stands once the wires have the room they need.

use crate::architecture::stage::{BOTH_TODAY, PRESUMED, Stage, Standing};
use crate::architecture::{Component, Flow};
use crate::discovery::platform::Layer;
use crate::text_metrics::TextMetrics;
use crate::wording::list;

use super::grid::{Cell, ColumnKind, Item, Link, Plan};
use super::label::{detail_or, ellipsis, least_detail_width, least_width, lines};
use super::route::{Across, DOWN, Routes, TRACK};
use super::view::{View, title};
use super::{
    ACCEPTED, BAND_MARGIN, BOX_HEIGHT, BOX_WIDTH, Band, BoxKind, CHANNEL, Diagram, DiagramBox,
    Guarded, Hairline, Heading, Line, MARK, PADDING, ROW_PITCH, SIGN, TEXT, Vacancy, Wire, sources,
};

/// The widest a column becomes for the names in it.
const MOST_WIDTH: f32 = 173.0;
/// What a box may grow by where there is room.
const MOST_GROWTH: f32 = 40.0;
/// From the edge of a band to its boxes.
const BAND_PADDING: f32 = 6.0;
/// Between bands and columns.
const BAND_GAP: f32 = 12.0;
/// The names above the columns.
const HEAD: f32 = 40.0;
/// The line that says what is looked at.
const VIEW_HEAD: f32 = 26.0;

/// Gives everything its place. All of it is placed, so that nothing moves from view to view; what does not stand leaves a
/// vacancy.
pub(super) fn place(
    plan: &Plan,
    routes: &Routes,
    view: &View<'_>,
    metrics: &dyn TextMetrics,
) -> Diagram {
    let mut drawing = Drawing { metrics, view, diagram: Diagram::default() };
    let columns = drawing.columns(plan, routes);
    let width = columns.last().map_or(0.0, |column| column.left + column.width) + BAND_MARGIN;
    drawing.diagram.width = width;

    let per_row = columns.len() - 1;
    let band_height = |items: &[Item]| match items.len().div_ceil(per_row) {
        0 => 0.0,
        rows => (rows - 1) as f32 * ROW_PITCH + BOX_HEIGHT + 2.0 * BAND_PADDING,
    };
    let [(_, above), (_, below)] = &plan.bands;
    let head = drawing.view_head();
    let start = head + if above.is_empty() { 1.0 } else { band_height(above) + BAND_GAP };
    let top = start + HEAD;
    let boxes: Vec<Option<usize>> = plan
        .cells
        .iter()
        .map(|cell| {
            let column = columns[cell.column];
            drawing.put(&cell.item, column, top + cell.row as f32 * ROW_PITCH)
        })
        .collect();
    drawing.band(
        Layer::Cataloguing,
        above,
        (head, band_height(above)),
        &columns,
        ["Cataloguing", "describes all zones"],
    );
    drawing.column_heads(plan, start, &columns);
    for heading in &plan.headings {
        let (from, to) = heading.columns;
        let y = top + heading.row as f32 * ROW_PITCH;
        drawing.diagram.hairlines.push(Hairline {
            x0: columns[from].left,
            x1: columns[to].left + columns[to].width,
            y: y + 9.0,
        });
        drawing.heading(columns[from].left, y + 26.0, heading.text, true);
    }
    let right_of = |column: usize| columns[column].left + columns[column].width;
    let across = |at: Across| match at {
        Across::RightOf(column) => right_of(column),
        Across::LeftOf(column) => columns[column].left,
        Across::Down(column) => columns[column].left + columns[column].width * DOWN,
        Across::Track(column, track) => {
            let tracks = routes.tracks[column].saturating_sub(1) as f32;
            let left = if column == 0 { 0.0 } else { right_of(column - 1) };
            // A little left of the middle: arrows need room on the right.
            left + (channel(routes, column) - TRACK * tracks) / 2.0 - 1.5 + track as f32 * TRACK
        }
    };
    for route in &routes.wires {
        let link = &plan.links[route.link];
        if let (Some(from), Some(to)) = (boxes[link.from], boxes[link.to]) {
            let points = route.points.iter().map(|(x, y)| (across(*x), top + y)).collect();
            drawing.wire(link, (from, to), simplified(points));
        }
    }
    // What is emphasised lies on top.
    drawing.diagram.wires.sort_by_key(|wire| (wire.is_emphasised, !wire.is_dimmed));
    let bottom = top + plan.rows as f32 * ROW_PITCH - (ROW_PITCH - BOX_HEIGHT) + routes.below;
    let foot = bottom + BAND_GAP;
    drawing.band(
        Layer::Security,
        below,
        (foot, band_height(below)),
        &columns,
        ["Security and", "governance"],
    );
    let mut diagram = drawing.diagram;
    diagram.height = if below.is_empty() { bottom + 2.0 } else { foot + band_height(below) };
    diagram.alt = view.alt(plan.sources.0);
    diagram
}

/// The width of the channel left of a column.
fn channel(routes: &Routes, at: usize) -> f32 {
    let tracks = routes.tracks.get(at).copied().unwrap_or(0);
    if at == 0 { 0.0 } else { CHANNEL.max(17.0 + TRACK * tracks.saturating_sub(1) as f32) }
}

/// Without points that lie on the way between their neighbours.
fn simplified(points: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let near = |a: f32, b: f32| (a - b).abs() < 0.01;
    let mut kept: Vec<(f32, f32)> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_some_and(|last| near(last.0, point.0) && near(last.1, point.1)) {
            continue;
        }
        if let [.., a, b] = kept.as_slice()
            && ((near(a.0, b.0) && near(b.0, point.0)) || (near(a.1, b.1) && near(b.1, point.1)))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// A column, placed.
#[derive(Debug, Clone, Copy)]
struct Column {
    left: f32,
    width: f32,
}

/// What a box says.
struct Label {
    id: String,
    name: String,
    detail: String,
    /// What stands in the detail's place where nothing of it fits; may be empty.
    short_detail: String,
    title: String,
    has_sign: bool,
    /// What the marks of guards take from the last line.
    marks: f32,
}

impl Label {
    /// What signs and marks take from the lines.
    fn taken(&self) -> (bool, f32) {
        (self.has_sign, self.marks)
    }
}

/// The diagram while it is filled.
struct Drawing<'a> {
    metrics: &'a dyn TextMetrics,
    view: &'a View<'a>,
    diagram: Diagram,
}

impl<'a> Drawing<'a> {
    /// The columns, each as wide as the names in it need.
    fn columns(&self, plan: &Plan, routes: &Routes) -> Vec<Column> {
        let number = plan.columns.len();
        let in_bands = plan
            .bands
            .iter()
            .flat_map(|(_, items)| items.iter().enumerate())
            .map(|(at, item)| (1 + at % (number - 1), item));
        let in_columns = plan.cells.iter().map(|Cell { column, item, .. }| (*column, item));
        let mut widths = vec![BOX_WIDTH; number];
        // Where several have one name, the details tell them apart: the name leaves the second line to them.
        let components = &self.view.architecture.components;
        let is_twice = |name: &str| components.iter().filter(|o| short_name(o) == name).count() > 1;
        for (column, item) in in_columns.chain(in_bands) {
            let mut labels = vec![self.label(item, |_| true)];
            if let Item::Components(all) = item
                && all.len() > 1
            {
                // Where one of several stands alone there has to be room for its marks.
                let own = self.members(all).map(|own| self.label(item, |one| one.id == own.id));
                labels.extend(own.filter(|own| own.marks > 0.0));
            }
            for label in labels {
                let mut name = least_width(self.metrics, &label.name, label.taken());
                if !label.detail.is_empty() && is_twice(&label.name) {
                    let sign = if label.has_sign { SIGN } else { 0.0 };
                    let whole = self.metrics.width(&label.name, TEXT, true);
                    name = name.max(whole + sign + 2.0 * PADDING + 0.1);
                }
                // A detail leaves out what does not fit beside the marks.
                let detail = least_detail_width(self.metrics, &label.detail);
                let wanted = name.max(detail).ceil();
                widths[column] = widths[column].max(wanted.min(MOST_WIDTH + label.marks));
            }
        }
        let natural = widths.iter().sum::<f32>()
            + (0..number).map(|at| channel(routes, at)).sum::<f32>()
            + 2.0 * BAND_MARGIN;
        let room = self.view.options.width as f32 - natural;
        let growth = (room / number as f32).clamp(0.0, MOST_GROWTH);
        let mut x = BAND_MARGIN;
        let place = |(at, width): (usize, f32)| {
            let column = Column { left: x + channel(routes, at), width: width + growth };
            x = column.left + column.width;
            column
        };
        widths.into_iter().enumerate().map(place).collect()
    }

    /// The line that says what is looked at; returns its height.
    fn view_head(&mut self) -> f32 {
        let headings = self.view.headings();
        let mut x = BAND_MARGIN;
        let height = if headings.is_empty() { 0.0 } else { VIEW_HEAD };
        for (strong, quiet) in headings {
            let quiet_width = self.metrics.width(&quiet, TEXT, false);
            let room = self.diagram.width - BAND_MARGIN - x - quiet_width - 8.0;
            let strong = ellipsis(self.metrics, &strong, room, true);
            self.heading(x, 14.0, &strong, true);
            x += self.metrics.width(&strong, TEXT, true) + 8.0;
            self.heading(x, 14.0, &quiet, false);
            x += quiet_width + 26.0;
        }
        height
    }

    fn heading(&mut self, x: f32, y: f32, text: &str, is_strong: bool) {
        let width = self.metrics.width(text, TEXT, is_strong);
        self.diagram.headings.push(Heading { x, y, width, text: text.to_owned(), is_strong });
    }

    fn column_heads(&mut self, plan: &Plan, y: f32, columns: &[Column]) {
        use ColumnKind::{
            Consumption, Curated, Delivery, Ingestion, Landing, Raw, Segmentation, Sources,
        };
        let (shown, groups) = plan.sources;
        let mut at = 0;
        while at < plan.columns.len() {
            let (name, last) = match plan.columns[at] {
                Sources => ("Sources", at),
                Ingestion if plan.columns.get(at + 1) == Some(&Delivery) => ("Ingestion", at + 1),
                Ingestion | Delivery => ("Ingestion", at),
                Landing | Raw | Curated => ("Storage", at + 2),
                Consumption => ("Consumption", at),
                Segmentation => ("Segmentation", at),
            };
            let x1 = columns[last].left + columns[last].width;
            self.diagram.hairlines.push(Hairline { x0: columns[at].left, x1, y });
            self.heading(columns[at].left, y + 16.0, name, true);
            for (kind, column) in plan.columns.iter().zip(columns).take(last + 1).skip(at) {
                let (left, y) = (column.left, y + 33.0);
                let (zone, says) = match kind {
                    Sources if shown > groups => ("", format!("{shown} in {groups} boxes")),
                    Landing => ("Landing", "as it arrives".to_owned()),
                    Raw => ("Raw", "never changed".to_owned()),
                    Curated => ("Curated", "one version".to_owned()),
                    Segmentation => ("and personalisation", String::new()),
                    _ => continue,
                };
                let mut x = left;
                if !zone.is_empty() {
                    self.heading(x, y, zone, true);
                    x += self.metrics.width(zone, TEXT, true) + 6.0;
                }
                if !says.is_empty() {
                    self.heading(x, y, &says, false);
                }
            }
            at = last + 1;
        }
    }

    fn band(
        &mut self,
        layer: Layer,
        items: &[Item],
        (y, height): (f32, f32),
        columns: &[Column],
        texts: [&str; 2],
    ) {
        if items.is_empty() {
            return;
        }
        let width = self.diagram.width;
        self.diagram.bands.push(Band { layer, x: 0.0, y, width, height });
        let is_second_strong = layer == Layer::Security;
        self.heading(columns[0].left, y + 20.0, texts[0], true);
        self.heading(columns[0].left, y + 35.0, texts[1], is_second_strong);
        let per_row = columns.len() - 1;
        for (at, item) in items.iter().enumerate() {
            let row = (at / per_row) as f32;
            self.put(item, columns[1 + at % per_row], y + BAND_PADDING + row * ROW_PITCH);
        }
    }

    /// What the members of a box that are wanted make it say.
    fn label(&self, item: &Item, is_wanted: impl Fn(&Component) -> bool) -> Label {
        let all = match item {
            Item::Components(all) => all,
            Item::Sources(group) => {
                let is_looked_at = |code: &str| self.view.is_on_way(code);
                let (id, name, detail) = sources::label(self.view.engagement, group, is_looked_at);
                let title =
                    if detail.is_empty() { name.clone() } else { format!("{name}: {detail}") };
                let short_detail =
                    if group.len() > 1 { id.replace(' ', ", ") } else { String::new() };
                return Label {
                    id,
                    name,
                    detail,
                    short_detail,
                    title,
                    has_sign: false,
                    marks: 0.0,
                };
            }
        };
        let members: Vec<&Component> = self.members(all).filter(|one| is_wanted(one)).collect();
        // Room for the sign that it has at the target, so that columns are as wide at every stage.
        let has_sign = |one: &&Component| Standing::of(one, Stage::Target) != Standing::Kept;
        let has_sign = members.iter().any(has_sign);
        let marks = match members.as_slice() {
            [one] => self.view.guarded(&[one], |_| true).len() as f32 * MARK,
            _ => 0.0,
        };
        let ids: Vec<&str> = members.iter().map(|one| one.id.as_str()).collect();
        let names: Vec<&str> = members.iter().map(|one| short_name(one)).collect();
        let (name, detail, title) = match members.as_slice() {
            [] => (String::new(), String::new(), String::new()),
            [one] => {
                let standing = self.view.standing_of(one);
                // What becomes of it is said where it has happened.
                let detail = match standing {
                    Standing::Leaving => standing.label().to_owned(),
                    _ => one.detail.clone(),
                };
                (short_name(one).to_owned(), detail, title(one, standing))
            }
            [first, ..] => {
                let all: Vec<String> = members.iter().map(|one| one.name.clone()).collect();
                let name = common(&names).map_or_else(
                    || format!("{} and {} more", short_name(first), members.len() - 1),
                    |common| format!("{common} ({})", members.len()),
                );
                (name, names.join(", "), list(&all))
            }
        };
        let short_detail = String::new();
        Label { id: ids.join(" "), name, detail, short_detail, title, has_sign, marks }
    }

    fn members(&self, all: &[usize]) -> impl Iterator<Item = &'a Component> {
        let components = &self.view.architecture.components;
        all.iter().map(|at| &components[*at])
    }

    /// Puts a box, or a vacancy where nothing of it stands. Returns the box's position.
    fn put(&mut self, item: &Item, column: Column, y: f32) -> Option<usize> {
        let (x, width, height) = (column.left, column.width, BOX_HEIGHT);
        let view = self.view;
        let (kind, standing, guarded, is_accepted) = match item {
            Item::Sources(_) => (BoxKind::Source, Standing::Kept, vec![], false),
            Item::Components(all) => {
                let standing: Vec<&Component> =
                    self.members(all).filter(|one| view.stands(one)).collect();
                let Some(first) = standing.first() else {
                    self.diagram.vacancies.push(Vacancy { x, y, width, height });
                    return None;
                };
                let kind = if standing.len() > 1 { BoxKind::More } else { BoxKind::Component };
                let guarded = view.guarded(&standing, |guard| view.stands(guard));
                let is_accepted = kind == BoxKind::Component && first.is_accepted;
                (kind, view.standing_of(first), guarded, is_accepted)
            }
        };
        let label = self.label(item, |one| view.stands(one));
        let room = width - label.marks;
        let detail = detail_or(self.metrics, &label.detail, &label.short_detail, room);
        let is_cut = |lines: &[Line]| lines.iter().any(|l| l.semibold && l.text.ends_with('…'));
        let mut fitted = lines(self.metrics, &label.name, detail, width, label.taken());
        // A whole name goes before a mark, which the title tells too.
        let has_room = label.marks == 0.0 || !is_cut(&fitted);
        if !has_room {
            fitted = lines(self.metrics, &label.name, detail, width, (label.has_sign, 0.0));
        }
        let title = std::iter::once(label.title)
            .chain(guarded.iter().map(Guarded::told))
            .chain(is_accepted.then(|| ACCEPTED.to_owned()));
        let title = title.collect::<Vec<_>>().join("; ");
        let is_selected = label.id.split(' ').any(|id| view.options.selected == Some(id));
        let ids = || label.id.split(' ');
        let is_on_path =
            is_selected || ids().any(|id| view.is_on_way(id) || view.is_guarded_by_selected(id));
        let is_around = ids().any(|id| view.is_on_path(id));
        let is_dimmed = view.options.use_case.is_some() && !is_on_path && !is_around;
        self.diagram.boxes.push(DiagramBox {
            id: label.id,
            kind,
            x,
            y,
            width,
            height,
            lines: fitted,
            standing,
            guarded: if kind == BoxKind::More || !has_room { vec![] } else { guarded },
            is_accepted,
            is_selected,
            is_on_path,
            is_dimmed,
            title,
        });
        Some(self.diagram.boxes.len() - 1)
    }

    fn wire(&mut self, link: &Link, (from, to): (usize, usize), points: Vec<(f32, f32)>) {
        let view = self.view;
        let boxes = &mut self.diagram.boxes;
        let holds = |at: usize, id: &str| boxes[at].id.split(' ').any(|one| one == id);
        // A box of several may stand for some of them only.
        let flows: Vec<&Flow> = link
            .flows
            .iter()
            .filter_map(|at| view.flow(*at))
            .filter(|flow| holds(from, &flow.from) && holds(to, &flow.to))
            .collect();
        if flows.is_empty() {
            return;
        }
        let is_emphasised = flows.iter().any(|flow| view.emphasises(flow));
        if is_emphasised {
            for at in [from, to] {
                (boxes[at].is_on_path, boxes[at].is_dimmed) = (true, false);
            }
        }
        let mut carries: Vec<String> = Vec::new();
        for flow in &flows {
            let what = view.carries(flow);
            if !carries.iter().any(|known| known == what) {
                carries.push(what.to_owned());
            }
        }
        let is_dimmed = view.options.use_case.is_some() && !is_emphasised;
        let is_presumed =
            carries.iter().all(|what| [PRESUMED, BOTH_TODAY].contains(&what.as_str()));
        let title = list(&carries);
        self.diagram.wires.push(Wire {
            from,
            to,
            points,
            is_emphasised,
            is_dimmed,
            is_presumed,
            title,
        });
    }
}

/// The short name, or the whole one where the short one is cut.
fn short_name(component: &Component) -> &str {
    if component.short_name.ends_with('…') { &component.name } else { &component.short_name }
}

/// The words with which all names end or begin.
fn common(names: &[&str]) -> Option<String> {
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.split(' ').collect()).collect();
    let shared = |at: &dyn Fn(&[&'_ str], usize) -> Option<String>| {
        (0..)
            .map_while(|n| {
                let first = at(&words[0], n)?;
                words.iter().all(|own| at(own, n).as_ref() == Some(&first)).then_some(first)
            })
            .collect::<Vec<String>>()
    };
    let mut end = shared(&|own, n| own.iter().rev().nth(n).map(|word| (*word).to_owned()));
    end.reverse();
    let start = shared(&|own, n| own.get(n).map(|word| (*word).to_owned()));
    let found = if end.len() >= start.len() { end } else { start };
    // A maker's name says nothing.
    let tells = found.iter().any(|word| !matches!(word.as_str(), "AWS" | "Amazon"));
    tells.then(|| crate::wording::sentence(&found.join(" ")))
}

//! Which box stands in which column and row, and where that is once the wires have the room they need.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::scope::Scope;
use crate::architecture::{Architecture, Component, Flow, Status};
use crate::discovery::platform::Layer;
use crate::discovery::source::{Engine, Location, Source, SourceKind, ZoneTarget};
use crate::engagement::Engagement;
use crate::text_metrics::TextMetrics;
use crate::wording::{count, list, lower_first};

use super::label::lines;
use super::route::{Across, DOWN, Routes, TRACK};
use super::{
    BAND_HEIGHT, BAND_MARGIN, BOX_HEIGHT, BOX_WIDTH, Band, BoxKind, CHANNEL, Diagram, DiagramBox,
    Hairline, Heading, Line, Options, ROW_PITCH, TEXT, Wire,
};

/// Up to here every source has a box of its own.
const SINGLE_SOURCES: usize = 10;
/// Groups of sources by kind and place; beyond, only what takes them in tells groups apart.
const SOURCE_GROUPS: usize = 13;
/// Most rows of the narrow form.
const STACKED_ROWS: usize = 11;
/// From here on components that no flow passes are gathered.
const MOST_COMPONENTS: usize = 60;
/// How many of them are shown where they are gathered.
const GATHERED: usize = 4;
/// Rows of a band where components are gathered.
const BAND_ROWS: usize = 2;
/// What a box may grow by where there is room.
const MOST_GROWTH: f32 = 40.0;

/// What stands in a box.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Sources, as positions in the engagement.
    Sources(Vec<usize>),
    /// A component, as a position.
    Component(usize),
    /// Components for which there is no room.
    More(Vec<usize>),
}

/// A box on the grid.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) row: usize,
    pub(super) item: Item,
}

/// Flows between the same two boxes.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Positions among the cells.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Positions among the flows.
    pub(super) flows: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Sources,
    Ingestion,
    Delivery,
    Landing,
    Raw,
    Curated,
    Consumption,
    Segmentation,
}

/// A name that stands in a row of its own within columns.
#[derive(Debug, Clone)]
struct InnerHeading {
    columns: (usize, usize),
    row: usize,
    texts: &'static [&'static str],
}

/// The diagram before anything has a size.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) columns: Vec<ColumnKind>,
    pub(super) cells: Vec<Cell>,
    pub(super) links: Vec<Link>,
    pub(super) rows: usize,
    /// Headings that a wire within the column would cross.
    pub(super) wide_headings: Vec<(usize, usize)>,
    headings: Vec<InnerHeading>,
    /// Cataloguing above, security below.
    bands: [(Layer, Vec<Item>); 2],
    /// The second line under the name of a column.
    notes: BTreeMap<usize, String>,
    sources: Vec<(String, String, String)>,
}

impl Plan {
    pub(super) fn cell(&self, at: usize) -> &Cell {
        &self.cells[at]
    }
}

/// The flows of an architecture, by component.
struct Graph<'a> {
    components: &'a [Component],
    at: BTreeMap<&'a str, usize>,
    flows: &'a [Flow],
}

impl<'a> Graph<'a> {
    fn of(architecture: &'a Architecture) -> Self {
        let at =
            architecture.components.iter().enumerate().map(|(at, c)| (c.id.as_str(), at)).collect();
        Self { components: &architecture.components, at, flows: &architecture.flows }
    }

    /// Components that feed this one.
    fn feeders(&self, component: usize) -> Vec<usize> {
        let id = &self.components[component].id;
        self.flows
            .iter()
            .filter(|flow| flow.to == *id)
            .filter_map(|flow| self.at.get(flow.from.as_str()).copied())
            .collect()
    }

    fn feeds(&self, component: usize) -> Vec<usize> {
        let id = &self.components[component].id;
        self.flows
            .iter()
            .filter(|flow| flow.from == *id)
            .filter_map(|flow| self.at.get(flow.to.as_str()).copied())
            .collect()
    }

    fn has_flow(&self, component: usize) -> bool {
        let id = &self.components[component].id;
        self.flows.iter().any(|flow| flow.to == *id || flow.from == *id)
    }

    fn takes_a_source(&self, component: usize) -> bool {
        let id = &self.components[component].id;
        self.flows.iter().any(|flow| flow.to == *id && !self.at.contains_key(flow.from.as_str()))
    }

    /// The given components so that each follows those of them that feed it.
    fn in_line(&self, wanted: &[usize]) -> Vec<usize> {
        fn visit(
            graph: &Graph<'_>,
            at: usize,
            wanted: &[usize],
            seen: &mut BTreeSet<usize>,
            order: &mut Vec<usize>,
        ) {
            if !wanted.contains(&at) || !seen.insert(at) {
                return;
            }
            for feeder in graph.feeders(at) {
                visit(graph, feeder, wanted, seen, order);
            }
            order.push(at);
        }
        let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
        for at in wanted {
            visit(self, *at, wanted, &mut seen, &mut order);
        }
        order
    }

    /// Those with flows in line, then those without, then those that go.
    fn arranged(&self, wanted: &[usize]) -> Vec<usize> {
        let goes = |at: &usize| self.components[*at].status == Status::Retire;
        let (flowing, still): (Vec<usize>, Vec<usize>) =
            wanted.iter().partition(|at| self.has_flow(**at));
        let (going, staying): (Vec<usize>, Vec<usize>) = still.into_iter().partition(goes);
        self.in_line(&flowing).into_iter().chain(staying).chain(going).collect()
    }
}

/// Puts sources and components on the grid.
pub(super) fn plan(architecture: &Architecture, engagement: &Engagement, has_room: bool) -> Plan {
    let graph = Graph::of(architecture);
    let all = 0..architecture.components.len();
    let of = |layer: Layer| -> Vec<usize> {
        all.clone().filter(|at| architecture.components[*at].layer == layer).collect()
    };
    let gathers = architecture.components.len() > MOST_COMPONENTS;
    let (doors, at_source): (Vec<usize>, Vec<usize>) = of(Layer::Sources)
        .into_iter()
        .partition(|at| graph.takes_a_source(*at) || !graph.feeders(*at).is_empty());
    let ingestion: Vec<usize> = doors.into_iter().chain(of(Layer::Ingestion)).collect();
    let segmentation = of(Layer::Segmentation);
    // Beyond the height of a window the wide form is the one that can be overlooked.
    let stacked =
        of(Layer::Consumption).len() + segmentation.len() + usize::from(!segmentation.is_empty());
    let is_wide = has_room || stacked.max(ingestion.len()) > STACKED_ROWS;
    let is_fed = |at: &usize| graph.feeders(*at).iter().any(|feeder| ingestion.contains(feeder));
    let has_delivery = is_wide && ingestion.iter().any(is_fed);
    let stands_alone = is_wide && !segmentation.is_empty();

    let mut columns = vec![ColumnKind::Sources, ColumnKind::Ingestion];
    columns.extend(has_delivery.then_some(ColumnKind::Delivery));
    columns.extend([
        ColumnKind::Landing,
        ColumnKind::Raw,
        ColumnKind::Curated,
        ColumnKind::Consumption,
    ]);
    columns.extend(stands_alone.then_some(ColumnKind::Segmentation));
    let column = |kind: ColumnKind| {
        columns.iter().position(|known| *known == kind).expect("the column was just added")
    };
    let mut sheet =
        Sheet { cells: vec![], headings: vec![], next: vec![0; columns.len()], wide: vec![] };

    let (ingest, deliver): (Vec<usize>, Vec<usize>) =
        ingestion.iter().partition(|at| !has_delivery || !is_fed(at));
    let (flowing, still): (Vec<usize>, Vec<usize>) =
        graph.arranged(&ingest).into_iter().partition(|at| graph.has_flow(*at));
    let groups = source_groups(engagement, &graph, &flowing);
    for group in &groups {
        sheet.put(0, Item::Sources(group.clone()));
    }
    if !at_source.is_empty() && !has_delivery {
        sheet.heading(0, 0, &["At the source"], false);
        sheet.put_all(0, &graph.arranged(&at_source));
    }

    let first_row = |at: &usize| {
        let id = &architecture.components[*at].id;
        let codes: Vec<&str> = architecture
            .flows
            .iter()
            .filter(|flow| flow.to == *id)
            .map(|flow| flow.from.as_str())
            .collect();
        let holds = |group: &Vec<usize>| {
            group.iter().any(|source| codes.contains(&engagement.sources[*source].code.as_str()))
        };
        groups.iter().position(holds)
    };
    // Beside the first source it takes in, as long as that does not make the diagram taller.
    let mut slack = groups.len().max(flowing.len()) - flowing.len();
    for at in flowing {
        let next = sheet.next[1];
        let wanted = first_row(&at).unwrap_or(next).max(next).min(next + slack);
        slack -= wanted - next;
        sheet.next[1] = wanted;
        sheet.put(1, Item::Component(at));
    }
    if has_delivery {
        sheet.put_all(2, &graph.arranged(&deliver));
        sheet.put_all(2, &still);
        if !at_source.is_empty() {
            sheet.heading(2, 2, &["At the source"], false);
            sheet.put_all(2, &graph.arranged(&at_source));
        }
    } else {
        sheet.put_all(1, &still);
    }

    storage_and_processing(
        architecture,
        &graph,
        &mut sheet,
        [ColumnKind::Landing, ColumnKind::Raw, ColumnKind::Curated].map(column),
        gathers,
    );

    let consumption = column(ColumnKind::Consumption);
    sheet.put_all(consumption, &graph.arranged(&of(Layer::Consumption)));
    if stands_alone {
        sheet.put_all(column(ColumnKind::Segmentation), &graph.arranged(&segmentation));
    } else if !segmentation.is_empty() {
        sheet.heading(consumption, consumption, &["Segmentation and", "personalisation"], true);
        sheet.put_all(consumption, &graph.arranged(&segmentation));
    }

    let slots = (columns.len() - 1) * BAND_ROWS;
    let band = |layer: Layer| {
        let (going, staying): (Vec<usize>, Vec<usize>) = of(layer)
            .into_iter()
            .partition(|at| architecture.components[*at].status == Status::Retire);
        let items: Vec<usize> = staying.into_iter().chain(going).collect();
        (layer, gather(items, if gathers { slots } else { usize::MAX }))
    };
    let shown: usize = groups.iter().map(Vec::len).sum();
    let mut notes = BTreeMap::new();
    if shown > groups.len() {
        notes.insert(0, format!("{shown} in {} groups", groups.len()));
    }
    for (kind, note) in [
        (ColumnKind::Landing, "Landing"),
        (ColumnKind::Raw, "Raw"),
        (ColumnKind::Curated, "Curated"),
    ] {
        notes.insert(column(kind), note.to_owned());
    }
    let rows = sheet.next.iter().copied().max().unwrap_or(0).max(1);
    let links = links(&graph, engagement, &sheet.cells);
    Plan {
        bands: [band(Layer::Cataloguing), band(Layer::Security)],
        links,
        rows,
        wide_headings: sheet.wide,
        headings: sheet.headings,
        cells: sheet.cells,
        notes,
        sources: groups.iter().map(|group| source_label(engagement, group)).collect(),
        columns,
    }
}

/// The cells as they are filled from the top.
struct Sheet {
    cells: Vec<Cell>,
    headings: Vec<InnerHeading>,
    /// The next free row of each column.
    next: Vec<usize>,
    wide: Vec<(usize, usize)>,
}

impl Sheet {
    fn put(&mut self, column: usize, item: Item) {
        self.cells.push(Cell { column, row: self.next[column], item });
        self.next[column] += 1;
    }

    fn put_all(&mut self, column: usize, components: &[usize]) {
        for at in components {
            self.put(column, Item::Component(*at));
        }
    }

    /// A name across columns, below what stands in them.
    fn heading(&mut self, from: usize, to: usize, texts: &'static [&'static str], is_wide: bool) {
        let row = self.next[from..=to].iter().copied().max().unwrap_or(0);
        self.headings.push(InnerHeading { columns: (from, to), row, texts });
        if is_wide {
            self.wide.extend((from..=to).map(|column| (column, row)));
        }
        self.next[from..=to].fill(row + 1);
    }
}

/// The first so many, the last of them a box for the others.
fn gather(items: Vec<usize>, most: usize) -> Vec<Item> {
    if items.len() <= most {
        return items.into_iter().map(Item::Component).collect();
    }
    let rest = items[most - 1..].to_vec();
    items[..most - 1].iter().copied().map(Item::Component).chain([Item::More(rest)]).collect()
}

fn storage_and_processing(
    architecture: &Architecture,
    graph: &Graph<'_>,
    sheet: &mut Sheet,
    columns: [usize; 3],
    gathers: bool,
) {
    let [landing, raw, curated] = columns;
    let components = &architecture.components;
    let of = |layer: Layer| -> Vec<usize> {
        (0..components.len()).filter(|at| components[*at].layer == layer).collect()
    };
    let storage = of(Layer::Storage);
    let zone = |zone: ZoneTarget| -> Vec<usize> {
        storage.iter().copied().filter(|at| components[*at].zone == Some(zone)).collect()
    };
    sheet.put_all(landing, &zone(ZoneTarget::Landing));
    sheet.put_all(raw, &zone(ZoneTarget::Raw));
    sheet.put_all(curated, &zone(ZoneTarget::Curated));
    let other: Vec<usize> =
        storage.iter().copied().filter(|at| components[*at].zone.is_none()).collect();
    let (beside, everywhere): (Vec<usize>, Vec<usize>) = other.into_iter().partition(|at| {
        graph.has_flow(*at)
            || components[*at].because.iter().all(|because| because.rule.as_str().is_empty())
            || components[*at].status == Status::Retire
    });
    sheet.put_all(curated, &graph.arranged(&beside));

    let processing = of(Layer::Processing);
    let most = |items: Vec<usize>| gather(items, if gathers { GATHERED } else { usize::MAX });
    if !processing.is_empty() {
        sheet.heading(landing, raw, &["Processing"], false);
        let (flowing, still): (Vec<usize>, Vec<usize>) =
            graph.arranged(&processing).into_iter().partition(|at| graph.has_flow(*at));
        for at in flowing {
            let into_raw =
                graph.feeds(at).iter().any(|to| components[*to].zone == Some(ZoneTarget::Raw));
            sheet.put(if into_raw { landing } else { raw }, Item::Component(at));
        }
        put_evenly(sheet, landing, raw, most(still));
    }
    if !everywhere.is_empty() {
        sheet.heading(landing, raw, &["For all zones"], false);
        put_evenly(sheet, landing, raw, most(everywhere));
    }
}

/// Each in the column that is shorter.
fn put_evenly(sheet: &mut Sheet, left: usize, right: usize, items: Vec<Item>) {
    for item in items {
        let column = if sheet.next[left] <= sheet.next[right] { left } else { right };
        sheet.put(column, item);
    }
}

/// Sources that are drawn, in groups, ordered by what takes them in.
fn source_groups(engagement: &Engagement, graph: &Graph<'_>, order: &[usize]) -> Vec<Vec<usize>> {
    let scope = Scope::of(engagement);
    let place = |at: usize| order.iter().position(|known| *known == at).unwrap_or(usize::MAX);
    let entries: Vec<BTreeSet<usize>> = engagement
        .sources
        .iter()
        .map(|source| {
            let flows = graph.flows.iter().filter(|flow| flow.from == source.code.as_str());
            flows.filter_map(|flow| graph.at.get(flow.to.as_str()).copied()).collect()
        })
        .collect();
    let first =
        |source: usize| entries[source].iter().map(|at| place(*at)).min().unwrap_or(usize::MAX);
    let mut drawn: Vec<usize> =
        (0..engagement.sources.len()).filter(|at| scope.counts(*at)).collect();
    drawn.sort_by_key(|at| {
        (entries[*at].is_empty(), first(*at), entries[*at].iter().copied().collect::<Vec<_>>(), *at)
    });
    if drawn.len() <= SINGLE_SOURCES {
        return drawn.into_iter().map(|at| vec![at]).collect();
    }
    let same_entry = |a: usize, b: usize| entries[a] == entries[b];
    let alike = |a: usize, b: usize| {
        same_entry(a, b)
            && kind_and_place(&engagement.sources[a]) == kind_and_place(&engagement.sources[b])
    };
    let groups = grouped(&drawn, alike);
    if groups.len() <= SOURCE_GROUPS { groups } else { grouped(&drawn, same_entry) }
}

fn grouped(sources: &[usize], belongs: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &source in sources {
        match groups.iter_mut().find(|group| belongs(group[0], source)) {
            Some(group) => group.push(source),
            None => groups.push(vec![source]),
        }
    }
    groups
}

fn kind_and_place(source: &Source) -> (Option<SourceKind>, Option<Location>) {
    let kind = source.kind.value().copied();
    let place = source.location.value().copied();
    // Where the vendor or a partner runs it does not tell two of them apart.
    let tells = matches!(
        kind,
        Some(
            SourceKind::Database | SourceKind::File | SourceKind::Application | SourceKind::Stream
        )
    );
    (kind, place.filter(|_| tells))
}

/// Id, name and second line of a source or a group of them.
fn source_label(engagement: &Engagement, group: &[usize]) -> (String, String, String) {
    let sources: Vec<&Source> = group.iter().map(|at| &engagement.sources[*at]).collect();
    let id = sources.iter().map(|source| source.code.as_str()).collect::<Vec<_>>().join(" ");
    let first = sources[0];
    if let [source] = sources.as_slice() {
        let name =
            if source.title.is_empty() { source.code.to_string() } else { source.title.clone() };
        let engine = source
            .engine
            .value()
            .filter(|engine| **engine != Engine::Other)
            .map(|engine| engine.label());
        let what = engine
            .or(source.application.value().map(|a| a.label()))
            .or(source.kind.value().map(|kind| kind.label()));
        let place = source
            .location
            .value()
            .filter(|place| **place != Location::SaasVendor)
            .map(|place| in_place(*place));
        let detail: Vec<&str> = what.into_iter().chain(place).collect();
        return (id, name, detail.join(", "));
    }
    let (_, place) = kind_and_place(first);
    let mut kinds: Vec<&str> = Vec::new();
    for source in &sources {
        let kind = kind_and_place(source).0.map_or("Sources", plural);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let same_place =
        kinds.len() == 1 && sources.iter().all(|source| kind_and_place(source).1 == place);
    let kind = match kinds.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!(
            "{one} and {}",
            if *two == "SaaS" { (*two).to_owned() } else { lower_first(two) }
        ),
        _ => "Sources".to_owned(),
    };
    let place =
        place.filter(|_| same_place).map_or(String::new(), |place| format!(" {}", in_place(place)));
    let titles: Vec<&str> = sources.iter().take(3).map(|source| source.title.as_str()).collect();
    (id, format!("{kind}{place} ({})", sources.len()), titles.join(", "))
}

fn plural(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Database => "Databases",
        SourceKind::File => "Files",
        SourceKind::Application => "Applications",
        SourceKind::Saas => "SaaS",
        SourceKind::Stream => "Streams",
        SourceKind::Device => "Devices",
        SourceKind::ThirdParty => "Third parties",
        SourceKind::Manual => "Spreadsheets",
    }
}

fn in_place(location: Location) -> &'static str {
    match location {
        Location::Aws => "on AWS",
        Location::OnPrem => "on premises",
        Location::OtherCloud => "in another cloud",
        Location::SaasVendor => "at the vendor",
        Location::Edge => "at the edge",
        Location::Ec2 => "on EC2",
    }
}

fn links(graph: &Graph<'_>, engagement: &Engagement, cells: &[Cell]) -> Vec<Link> {
    let mut cell_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        match &cell.item {
            Item::Sources(sources) => cell_of.extend(
                sources.iter().map(|source| (engagement.sources[*source].code.as_str(), at)),
            ),
            Item::Component(component) => {
                cell_of.insert(graph.components[*component].id.as_str(), at);
            }
            Item::More(components) => {
                cell_of.extend(components.iter().map(|c| (graph.components[*c].id.as_str(), at)));
            }
        }
    }
    let mut links: Vec<Link> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, flow) in graph.flows.iter().enumerate() {
        let (Some(&from), Some(&to)) =
            (cell_of.get(flow.from.as_str()), cell_of.get(flow.to.as_str()))
        else {
            continue;
        };
        if from == to {
            continue;
        }
        if let Some(link) = known.get(&(from, to)) {
            links[*link].flows.push(at);
        } else {
            known.insert((from, to), links.len());
            links.push(Link { from, to, flows: vec![at] });
        }
    }
    links
}

/// Gives everything its place.
pub(super) fn place(
    plan: &Plan,
    routes: &Routes,
    architecture: &Architecture,
    metrics: &dyn TextMetrics,
    options: &Options<'_>,
) -> Diagram {
    let columns = plan.columns.len();
    let channel = |at: usize| {
        let tracks = routes.tracks.get(at).copied().unwrap_or(0);
        if at == 0 { 0.0 } else { CHANNEL.max(17.0 + TRACK * tracks.saturating_sub(1) as f32) }
    };
    let natural: f32 =
        (0..columns).map(|at| channel(at) + BOX_WIDTH).sum::<f32>() + 2.0 * BAND_MARGIN;
    let growth = ((options.width as f32 - natural) / columns as f32).clamp(0.0, MOST_GROWTH);
    let box_width = BOX_WIDTH + growth;
    let mut lefts = Vec::with_capacity(columns);
    let mut x = BAND_MARGIN;
    for at in 0..columns {
        x += channel(at);
        lefts.push(x);
        x += box_width;
    }
    let right = x;
    let width = right + BAND_MARGIN;
    let mut drawing = Drawing {
        metrics,
        architecture,
        options,
        box_width,
        diagram: Diagram { width, ..Diagram::default() },
    };

    let per_row = columns - 1;
    let band_height = |items: &[Item]| {
        if items.is_empty() {
            0.0
        } else {
            BAND_HEIGHT + (items.len().div_ceil(per_row) - 1) as f32 * ROW_PITCH
        }
    };
    let [(_, above), (_, below)] = &plan.bands;
    let start = if above.is_empty() { 1.0 } else { band_height(above) + 18.0 };
    let top = start + 46.0;
    // The cells come first, so that links find their boxes by position.
    for cell in &plan.cells {
        let (x, y) = (lefts[cell.column], top + cell.row as f32 * ROW_PITCH);
        drawing.put(plan, &cell.item, x, y);
    }
    drawing.band(
        Layer::Cataloguing,
        above,
        0.0,
        band_height(above),
        &lefts,
        &["Cataloguing", "describes all zones"],
    );
    drawing.column_heads(plan, start, &lefts);
    for heading in &plan.headings {
        let (from, to) = heading.columns;
        let y = top + heading.row as f32 * ROW_PITCH;
        let rise = if heading.texts.len() > 1 { 4.0 } else { 11.0 };
        drawing.diagram.hairlines.push(Hairline {
            x0: lefts[from],
            x1: lefts[to] + box_width,
            y: y + rise,
        });
        for (at, text) in heading.texts.iter().enumerate() {
            drawing.heading(lefts[from], y + rise + 17.0 + at as f32 * 15.0, text, true);
        }
    }
    let across = |at: Across| match at {
        Across::RightOf(column) => lefts[column] + box_width,
        Across::LeftOf(column) => lefts[column],
        Across::Down(column) => lefts[column] + box_width * DOWN,
        Across::Track(column, track) => {
            let tracks = routes.tracks[column].saturating_sub(1) as f32;
            let left = if column == 0 { 0.0 } else { lefts[column - 1] + box_width };
            // A little left of the middle: arrows need room on the right.
            left + (channel(column) - TRACK * tracks) / 2.0 - 1.5 + track as f32 * TRACK
        }
    };
    for route in &routes.wires {
        let link = &plan.links[route.link];
        let points = route.points.iter().map(|(x, y)| (across(*x), top + y)).collect();
        drawing.wire(link, simplified(points));
    }
    // What is selected lies on top.
    drawing.diagram.wires.sort_by_key(|wire| wire.is_emphasised);
    let bottom = top + plan.rows as f32 * ROW_PITCH - (ROW_PITCH - BOX_HEIGHT) + routes.below;
    let foot = bottom + 18.0;
    drawing.band(
        Layer::Security,
        below,
        foot,
        band_height(below),
        &lefts,
        &["Security and", "governance"],
    );
    let mut diagram = drawing.diagram;
    diagram.height = if below.is_empty() { bottom + 2.0 } else { foot + band_height(below) };
    diagram.alt = alt(plan, architecture);
    diagram
}

/// Without points that lie on the way between their neighbours.
fn simplified(points: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let mut kept: Vec<(f32, f32)> = Vec::with_capacity(points.len());
    for point in points {
        if kept
            .last()
            .is_some_and(|last| (last.0 - point.0).abs() < 0.01 && (last.1 - point.1).abs() < 0.01)
        {
            continue;
        }
        if let [.., a, b] = kept.as_slice() {
            let on_line = ((a.0 - b.0).abs() < 0.01 && (b.0 - point.0).abs() < 0.01)
                || ((a.1 - b.1).abs() < 0.01 && (b.1 - point.1).abs() < 0.01);
            if on_line {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// The diagram while it is filled.
struct Drawing<'a> {
    metrics: &'a dyn TextMetrics,
    architecture: &'a Architecture,
    options: &'a Options<'a>,
    box_width: f32,
    diagram: Diagram,
}

impl Drawing<'_> {
    fn heading(&mut self, x: f32, y: f32, text: &str, is_strong: bool) {
        let width = self.metrics.width(text, TEXT, is_strong);
        self.diagram.headings.push(Heading { x, y, width, text: text.to_owned(), is_strong });
    }

    fn column_heads(&mut self, plan: &Plan, y: f32, lefts: &[f32]) {
        let mut at = 0;
        while at < plan.columns.len() {
            use ColumnKind::{
                Consumption, Curated, Delivery, Ingestion, Landing, Raw, Segmentation, Sources,
            };
            let (name, last) = match plan.columns[at] {
                Sources => ("Sources", at),
                Ingestion if plan.columns.get(at + 1) == Some(&Delivery) => ("Ingestion", at + 1),
                Ingestion | Delivery => ("Ingestion", at),
                Landing | Raw | Curated => ("Storage", at + 2),
                Consumption => ("Consumption", at),
                Segmentation => ("Segmentation", at),
            };
            self.diagram.hairlines.push(Hairline {
                x0: lefts[at],
                x1: lefts[last] + self.box_width,
                y,
            });
            self.heading(lefts[at], y + 17.0, name, true);
            if plan.columns[at] == Segmentation {
                self.heading(lefts[at], y + 33.0, "and personalisation", true);
            }
            for (column, left) in lefts.iter().copied().enumerate().take(last + 1).skip(at) {
                if let Some(note) = plan.notes.get(&column) {
                    let is_zone = matches!(plan.columns[column], Landing | Raw | Curated);
                    self.heading(left, y + 36.0, note, is_zone);
                    if is_zone {
                        let indent = self.metrics.width(note, TEXT, true) + 6.0;
                        let says = match plan.columns[column] {
                            Landing => "as it arrives",
                            Raw => "never changed",
                            _ => "one version",
                        };
                        self.heading(left + indent, y + 36.0, says, false);
                    }
                }
            }
            at = last + 1;
        }
    }

    fn band(
        &mut self,
        layer: Layer,
        items: &[Item],
        y: f32,
        height: f32,
        lefts: &[f32],
        texts: &[&str; 2],
    ) {
        if items.is_empty() {
            return;
        }
        let width = self.diagram.width;
        self.diagram.bands.push(Band { layer, x: 0.0, y, width, height });
        let is_second_strong = layer == Layer::Security;
        self.heading(lefts[0], y + 26.0, texts[0], true);
        self.heading(lefts[0], y + 42.0, texts[1], is_second_strong);
        let per_row = lefts.len() - 1;
        for (at, item) in items.iter().enumerate() {
            let x = lefts[1 + at % per_row];
            self.put_in(item, &[], x, y + 9.0 + (at / per_row) as f32 * ROW_PITCH);
        }
    }

    fn put(&mut self, plan: &Plan, item: &Item, x: f32, y: f32) {
        self.put_in(item, &plan.sources, x, y);
    }

    fn put_in(&mut self, item: &Item, sources: &[(String, String, String)], x: f32, y: f32) {
        let selected = self.options.selected;
        let is = |id: &str| selected == Some(id);
        let (id, kind, lines, status, is_rejected, is_selected, title) = match item {
            Item::Sources(_) => {
                // Sources are the first cells and stand in the order of their labels.
                let (id, name, detail) = &sources
                    [self.diagram.boxes.iter().filter(|b| b.kind == BoxKind::Source).count()];
                let chosen = id.split(' ').any(is);
                let title =
                    if detail.is_empty() { name.clone() } else { format!("{name}: {detail}") };
                let lines = self.lines(name, detail, false);
                (id.clone(), BoxKind::Source, lines, Status::Existing, false, chosen, title)
            }
            Item::Component(at) => {
                let component = &self.architecture.components[*at];
                let has_sign = component.status != Status::Existing || component.is_rejected;
                let lines = self.lines(&component.short_name, &component.detail, has_sign);
                let state = match (component.is_rejected, component.status) {
                    (true, _) => "rejected",
                    (false, Status::Existing) => "kept",
                    (false, Status::New) => "new",
                    (false, Status::Replace) => "new, replaces what is there",
                    (false, Status::Retire) => "to retire",
                };
                let title = format!("{}: {} ({state})", component.name, component.capability);
                let chosen = is(&component.id);
                (
                    component.id.clone(),
                    BoxKind::Component,
                    lines,
                    component.status,
                    component.is_rejected,
                    chosen,
                    title,
                )
            }
            Item::More(all) => {
                let names: Vec<String> =
                    all.iter().map(|at| self.architecture.components[*at].name.clone()).collect();
                let ids: Vec<&str> =
                    all.iter().map(|at| self.architecture.components[*at].id.as_str()).collect();
                let is_new = all.iter().any(|at| {
                    matches!(
                        self.architecture.components[*at].status,
                        Status::New | Status::Replace
                    )
                });
                let lines =
                    self.lines(&format!("and {} more", all.len()), &names.join(", "), is_new);
                let status = if is_new { Status::New } else { Status::Existing };
                let chosen = ids.iter().any(|id| is(id));
                (ids.join(" "), BoxKind::More, lines, status, false, chosen, list(&names))
            }
        };
        let (width, height) = (self.box_width, BOX_HEIGHT);
        self.diagram.boxes.push(DiagramBox {
            id,
            kind,
            x,
            y,
            width,
            height,
            lines,
            status,
            is_rejected,
            is_selected,
            is_on_path: is_selected,
            title,
        });
    }

    fn lines(&self, name: &str, detail: &str, has_sign: bool) -> Vec<Line> {
        lines(self.metrics, name, detail, self.box_width, has_sign)
    }

    fn wire(&mut self, link: &Link, points: Vec<(f32, f32)>) {
        let flows: Vec<&Flow> = link.flows.iter().map(|at| &self.architecture.flows[*at]).collect();
        let chosen = |flow: &&Flow| {
            self.options.selected.is_some_and(|id| {
                flow.from == id || flow.to == id || flow.use_cases.iter().any(|code| code == id)
            })
        };
        let is_emphasised = flows.iter().any(chosen);
        let mut carries: Vec<String> = Vec::new();
        for flow in &flows {
            if !carries.contains(&flow.carries) {
                carries.push(flow.carries.clone());
            }
        }
        if is_emphasised {
            self.diagram.boxes[link.from].is_on_path = true;
            self.diagram.boxes[link.to].is_on_path = true;
        }
        self.diagram.wires.push(Wire {
            from: link.from,
            to: link.to,
            points,
            is_emphasised,
            title: list(&carries),
        });
    }
}

/// The diagram in words: what stands in each layer.
fn alt(plan: &Plan, architecture: &Architecture) -> String {
    let mut sentences = Vec::new();
    let shown: usize = plan
        .cells
        .iter()
        .map(|cell| if let Item::Sources(all) = &cell.item { all.len() } else { 0 })
        .sum();
    if shown > 0 {
        sentences.push(format!(
            "{} on the left.",
            crate::wording::sentence(&count(shown, "source", "sources"))
        ));
    }
    for layer in Layer::ALL {
        let names: Vec<String> = architecture
            .components
            .iter()
            .filter(|component| component.layer == layer)
            .map(|component| match component.status {
                Status::Existing => format!("{} (kept)", component.name),
                Status::Retire => format!("{} (to retire)", component.name),
                Status::New | Status::Replace => component.name.clone(),
            })
            .collect();
        if !names.is_empty() {
            sentences.push(format!("{}: {}.", layer.label(), names.join(", ")));
        }
    }
    sentences.join(" ")
}

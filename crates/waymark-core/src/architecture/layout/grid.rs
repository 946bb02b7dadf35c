//! Which box stands in which column and row.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::scope::Scope;
use crate::architecture::{Architecture, Flow, Status};
use crate::discovery::platform::Layer;
use crate::discovery::source::ZoneTarget;
use crate::engagement::Engagement;

use super::graph::Graph;
use super::sources;

/// Up to here every component has a box of its own; beyond, full columns and bands gather what is alike or idle.
const MOST_COMPONENTS: usize = 60;
/// Rows of a column where components are gathered.
const MOST_ROWS: usize = 12;
/// Boxes of processing that no flow passes where components are gathered.
const MOST_STILL: usize = 6;
/// Rows of a band where components are gathered.
const BAND_ROWS: usize = 2;

/// What stands in a box.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Sources, as positions in the engagement.
    Sources(Vec<usize>),
    /// A component or several of one status, as positions.
    Components(Vec<usize>),
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
pub(super) struct InnerHeading {
    pub(super) columns: (usize, usize),
    pub(super) row: usize,
    pub(super) text: &'static str,
}

/// The diagram before anything has a size.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) columns: Vec<ColumnKind>,
    pub(super) cells: Vec<Cell>,
    pub(super) links: Vec<Link>,
    pub(super) rows: usize,
    pub(super) headings: Vec<InnerHeading>,
    /// Cataloguing above, security below.
    pub(super) bands: [(Layer, Vec<Item>); 2],
    /// How many sources are drawn and in how many boxes.
    pub(super) sources: (usize, usize),
}

impl Plan {
    pub(super) fn cell(&self, at: usize) -> &Cell {
        &self.cells[at]
    }
}

/// Components that share a box.
type Group = Vec<usize>;

/// Puts sources and components on the grid.
pub(super) fn plan(
    architecture: &Architecture,
    engagement: &Engagement,
    recorded: &[Flow],
) -> Plan {
    let graph = Graph::of(architecture, engagement);
    let components = &architecture.components;
    let of = |layer: Layer| -> Vec<usize> {
        (0..components.len()).filter(|at| components[*at].layer == layer).collect()
    };
    let gathers = Gathers { graph: &graph, is_needed: components.len() > MOST_COMPONENTS };
    let (doors, at_source): (Vec<usize>, Vec<usize>) = of(Layer::Sources)
        .into_iter()
        .partition(|at| graph.takes_a_source(*at) || !graph.feeders(*at).is_empty());
    let ingestion: Vec<usize> = doors.into_iter().chain(of(Layer::Ingestion)).collect();
    // What takes sources in stands beside them; what takes it from there, and what no flow passes, in the next column.
    let is_fed = |at: usize| graph.feeders(at).iter().any(|feeder| ingestion.contains(feeder));
    let (doors, inner): (Vec<usize>, Vec<usize>) = graph
        .arranged(&ingestion)
        .into_iter()
        .partition(|at| graph.takes_a_source(*at) || (graph.has_flow(*at) && !is_fed(*at)));
    let segmentation = of(Layer::Segmentation);

    let mut columns = vec![ColumnKind::Sources, ColumnKind::Ingestion];
    columns.extend((!inner.is_empty() || !at_source.is_empty()).then_some(ColumnKind::Delivery));
    columns.extend([
        ColumnKind::Landing,
        ColumnKind::Raw,
        ColumnKind::Curated,
        ColumnKind::Consumption,
    ]);
    columns.extend((!segmentation.is_empty()).then_some(ColumnKind::Segmentation));
    let column = |kind: ColumnKind| columns.iter().position(|known| *known == kind).unwrap_or(0);
    let mut sheet = Sheet { cells: vec![], headings: vec![], next: vec![0; columns.len()] };

    let [doors] = gathers.fitted([doors], MOST_ROWS);
    let groups = source_groups(engagement, &graph, &doors);
    for (group, _) in &groups {
        sheet.put(0, Item::Sources(group.clone()));
    }
    // Beside the first source that it takes in.
    for (place, door) in doors.into_iter().enumerate() {
        let beside = groups.iter().position(|(_, first)| *first == Some(place));
        sheet.next[1] = sheet.next[1].max(beside.unwrap_or(0));
        sheet.put(1, Item::Components(door));
    }
    let delivery = column(ColumnKind::Delivery);
    let (inner, at_source) = (graph.arranged(&inner), graph.arranged(&at_source));
    let headed = usize::from(!at_source.is_empty());
    let [inner, at_source] = gathers.fitted([inner, at_source], MOST_ROWS - headed);
    sheet.put_all(delivery, inner);
    if !at_source.is_empty() {
        sheet.heading(delivery, delivery, "At the source");
        sheet.put_all(delivery, at_source);
    }

    let zones = [ColumnKind::Landing, ColumnKind::Raw, ColumnKind::Curated].map(column);
    storage_and_processing(&graph, &gathers, &mut sheet, zones, &of);

    let mut whole = |kind: ColumnKind, all: &[usize]| {
        let [groups] = gathers.fitted([graph.arranged(all)], MOST_ROWS);
        sheet.put_all(column(kind), groups);
    };
    whole(ColumnKind::Consumption, &of(Layer::Consumption));
    whole(ColumnKind::Segmentation, &segmentation);

    let band = |layer: Layer| {
        let (going, staying): (Vec<usize>, Vec<usize>) =
            of(layer).into_iter().partition(|at| components[*at].status == Status::Retire);
        let all: Vec<usize> = staying.into_iter().chain(going).collect();
        let [groups] = gathers.fitted([all], (columns.len() - 1) * BAND_ROWS);
        (layer, groups.into_iter().map(Item::Components).collect())
    };
    Plan {
        bands: [band(Layer::Cataloguing), band(Layer::Security)],
        links: links(&graph, engagement, recorded, &sheet.cells),
        rows: sheet.next.iter().copied().max().unwrap_or(0).max(1),
        headings: sheet.headings,
        cells: sheet.cells,
        sources: (groups.iter().map(|(group, _)| group.len()).sum(), groups.len()),
        columns,
    }
}

/// Gathers components where there are too many.
struct Gathers<'a> {
    graph: &'a Graph<'a>,
    is_needed: bool,
}

impl Gathers<'_> {
    /// Components of one status that belong together may share a box.
    fn status(&self, group: &Group) -> Status {
        self.graph.components[group[0]].status
    }

    /// No data passes it by its nature, or it goes.
    fn is_idle(&self, group: &Group) -> bool {
        group.iter().all(|at| {
            let component = &self.graph.components[*at];
            !component.carries_data || component.status == Status::Retire
        })
    }

    /// Boxes for lists of components of one column, at most so many where that can be: first those of one capability share a
    /// box, list by list, then those that no data passes by their nature, from the end, no more than are needed. A verdict changes
    /// none of that: what is rejected leaves the box that it would share, and the others stay together.
    fn fitted<const N: usize>(&self, lists: [Vec<usize>; N], most: usize) -> [Vec<Group>; N] {
        let mut lists = lists.map(|list| list.into_iter().map(|at| vec![at]).collect::<Vec<_>>());
        let over = |lists: &[Vec<Group>; N]| {
            lists.iter().map(Vec::len).sum::<usize>().saturating_sub(most)
        };
        if !self.is_needed {
            return lists;
        }
        let key = |component: usize| {
            let component = &self.graph.components[component];
            (component.layer, component.capability.as_str(), component.status)
        };
        for at in 0..N {
            let members: BTreeSet<usize> = lists[at].iter().flatten().copied().collect();
            for member in members {
                if over(&lists) == 0 {
                    break;
                }
                let alike: Vec<usize> = (0..lists[at].len())
                    .filter(|other| key(lists[at][*other][0]) == key(member))
                    .collect();
                join(&mut lists[at], &alike);
            }
        }
        let statuses: BTreeSet<Status> =
            lists.iter().flatten().filter(|g| self.is_idle(g)).map(|g| self.status(g)).collect();
        // What goes first.
        for status in statuses.into_iter().rev() {
            for at in (0..N).rev() {
                let idle: Vec<usize> = (0..lists[at].len())
                    .filter(|other| {
                        let group = &lists[at][*other];
                        self.is_idle(group) && self.status(group) == status
                    })
                    .collect();
                let over = over(&lists);
                if over > 0 {
                    let from = idle.len().saturating_sub(over + 1);
                    join(&mut lists[at], &idle[from..]);
                }
            }
        }
        lists.map(|groups| groups.into_iter().flat_map(|group| self.by_verdict(group)).collect())
    }

    /// What stands and what is rejected, where both share a box.
    fn by_verdict(&self, group: Group) -> Vec<Group> {
        let (rejected, stands): (Group, Group) =
            group.into_iter().partition(|at| self.graph.components[*at].is_rejected);
        [stands, rejected].into_iter().filter(|group| !group.is_empty()).collect()
    }
}

/// Makes one box of those at some places, at the first of them.
fn join(groups: &mut Vec<Group>, places: &[usize]) {
    let Some((first, others)) = places.split_first() else { return };
    let mut more = Vec::new();
    for at in others.iter().rev() {
        more.push(groups.remove(*at));
    }
    groups[*first].extend(more.into_iter().rev().flatten());
}

/// The cells as they are filled from the top.
struct Sheet {
    cells: Vec<Cell>,
    headings: Vec<InnerHeading>,
    /// The next free row of each column.
    next: Vec<usize>,
}

impl Sheet {
    fn put(&mut self, column: usize, item: Item) {
        self.cells.push(Cell { column, row: self.next[column], item });
        self.next[column] += 1;
    }

    fn put_all(&mut self, column: usize, groups: Vec<Group>) {
        for group in groups {
            self.put(column, Item::Components(group));
        }
    }

    /// A name across columns, below what stands in them.
    fn heading(&mut self, from: usize, to: usize, text: &'static str) {
        let row = self.next[from..=to].iter().copied().max().unwrap_or(0);
        self.headings.push(InnerHeading { columns: (from, to), row, text });
        self.next[from..=to].fill(row + 1);
    }
}

fn storage_and_processing(
    graph: &Graph<'_>,
    gathers: &Gathers<'_>,
    sheet: &mut Sheet,
    columns: [usize; 3],
    of: &dyn Fn(Layer) -> Vec<usize>,
) {
    let [landing, raw, curated] = columns;
    let components = graph.components;
    let storage = of(Layer::Storage);
    let zone = |zone: ZoneTarget| -> Vec<usize> {
        storage.iter().copied().filter(|at| components[*at].zone == Some(zone)).collect()
    };
    let other: Vec<usize> =
        storage.iter().copied().filter(|at| components[*at].zone.is_none()).collect();
    let has_way = |at: usize| {
        graph.has_flow(at) || (components[at].is_rejected && components[at].carries_data)
    };
    let (beside, everywhere): (Vec<usize>, Vec<usize>) = other.into_iter().partition(|at| {
        has_way(*at)
            || components[*at].because.iter().all(|because| because.rule.as_str().is_empty())
            || components[*at].status == Status::Retire
    });
    let [tables, beside] =
        gathers.fitted([zone(ZoneTarget::Curated), graph.arranged(&beside)], MOST_ROWS);
    let half = MOST_ROWS / 2;
    let [landed] = gathers.fitted([zone(ZoneTarget::Landing)], half);
    let [kept] = gathers.fitted([zone(ZoneTarget::Raw)], half);
    sheet.put_all(landing, landed);
    sheet.put_all(raw, kept);
    sheet.put_all(curated, tables);
    sheet.put_all(curated, beside);

    let (flowing, still): (Vec<usize>, Vec<usize>) =
        graph.arranged(&of(Layer::Processing)).into_iter().partition(|at| has_way(*at));
    // What was called for by some records on the left, what follows for the whole on the right.
    let put_still = |all: Vec<usize>, sheet: &mut Sheet| {
        let (by_record, whole): (Vec<usize>, Vec<usize>) = all.into_iter().partition(|at| {
            components[*at].because.iter().any(|because| !because.records.is_empty())
        });
        let [by_record, whole] = gathers.fitted([by_record, whole], MOST_STILL);
        sheet.put_all(landing, by_record);
        sheet.put_all(raw, whole);
    };
    if !flowing.is_empty() || !still.is_empty() {
        sheet.heading(landing, raw, "Processing");
        for at in flowing {
            let into_raw =
                graph.feeds(at).iter().any(|to| components[*to].zone == Some(ZoneTarget::Raw));
            sheet.put(if into_raw { landing } else { raw }, Item::Components(vec![at]));
        }
        put_still(still, sheet);
    }
    if !everywhere.is_empty() {
        sheet.heading(landing, raw, "For all zones");
        put_still(everywhere, sheet);
    }
}

/// Boxes of the sources that are drawn, in the order of what takes them in, each with the place of the first box that does.
fn source_groups(
    engagement: &Engagement,
    graph: &Graph<'_>,
    doors: &[Group],
) -> Vec<(Vec<usize>, Option<usize>)> {
    let scope = Scope::of(engagement);
    let mut place: Vec<usize> = (0..graph.components.len()).map(|at| doors.len() + at).collect();
    for (at, door) in doors.iter().enumerate() {
        for component in door {
            place[*component] = at;
        }
    }
    let mut drawn: Vec<(usize, Vec<usize>)> = (0..engagement.sources.len())
        .filter(|at| scope.counts(*at))
        .map(|at| {
            let mut entries: Vec<usize> = graph.entries(at).iter().map(|c| place[*c]).collect();
            entries.sort_unstable();
            entries.dedup();
            (at, entries)
        })
        .collect();
    // What nothing takes in comes last.
    drawn.sort_by(|(a, x), (b, y)| (x.is_empty(), x, a).cmp(&(y.is_empty(), y, b)));
    let first: BTreeMap<usize, Option<usize>> =
        drawn.iter().map(|(source, entries)| (*source, entries.first().copied())).collect();
    let groups = sources::groups(&drawn, doors.len());
    groups
        .into_iter()
        .map(|group| (first[&group[0]], group))
        .map(|(first, group)| (group, first))
        .collect()
}

fn links(
    graph: &Graph<'_>,
    engagement: &Engagement,
    recorded: &[Flow],
    cells: &[Cell],
) -> Vec<Link> {
    let mut cell_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        match &cell.item {
            Item::Sources(all) => {
                cell_of.extend(all.iter().map(|s| (engagement.sources[*s].code.as_str(), at)));
            }
            Item::Components(all) => {
                cell_of.extend(all.iter().map(|c| (graph.components[*c].id.as_str(), at)));
            }
        }
    }
    let mut links: Vec<Link> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, flow) in graph.flows.iter().chain(recorded).enumerate() {
        let (Some(&from), Some(&to)) =
            (cell_of.get(flow.from.as_str()), cell_of.get(flow.to.as_str()))
        else {
            continue;
        };
        if from == to {
            continue;
        }
        let link = *known.entry((from, to)).or_insert_with(|| {
            links.push(Link { from, to, flows: vec![] });
            links.len() - 1
        });
        links[link].flows.push(at);
    }
    links
}

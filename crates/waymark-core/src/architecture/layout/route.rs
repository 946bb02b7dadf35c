//! Wires: through the channels between columns and the lanes between rows, never through a box.

use std::collections::BTreeMap;

use super::grid::{Cell, Plan};
use super::{BOX_HEIGHT, ROW_PITCH};

/// Between two tracks of a channel.
pub(super) const TRACK: f32 = 4.5;
/// Least distance of two wires that end side by side.
const APART: f32 = 4.0;
/// Where in the gap between two rows wires may run, from its middle.
const LANES: [f32; 3] = [0.0, -4.0, 4.0];
/// The part of a box's width at which wires within a column run.
pub(super) const DOWN: f32 = 0.72;

/// A place between the columns that depends on how many tracks each channel needs. Heights are from the top of row 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Across {
    /// The right edge of a column's boxes.
    RightOf(usize),
    /// The left edge of a column's boxes.
    LeftOf(usize),
    /// A track in the channel left of a column.
    Track(usize, usize),
    /// The line within a column at which wires go from box to box.
    Down(usize),
}

/// A wire, before columns have their places.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// Position in [`Plan::links`].
    pub(super) link: usize,
    pub(super) points: Vec<(Across, f32)>,
}

/// All wires and the room they need.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    pub(super) wires: Vec<Route>,
    /// Tracks in the channel left of each column; one more entry for the right margin.
    pub(super) tracks: Vec<usize>,
    /// How far lanes reach below the last row.
    pub(super) below: f32,
}

/// Several links that share their ends: a bus.
struct Net {
    /// The shared end and whether it is where the links come from.
    key: (usize, bool, usize, usize),
    links: Vec<usize>,
    /// Channel at the origins, channel at the destinations.
    channels: (usize, usize),
    /// Leaves to the left instead of to the right.
    leaves_left: bool,
}

/// What is taken in one channel.
#[derive(Default, Clone)]
struct Channel {
    /// Heights at which wires cross its edges, with their net.
    ends: Vec<(f32, usize)>,
    /// Tracks, each with the spans of its nets.
    tracks: Vec<Vec<(f32, f32, usize)>>,
}

impl Channel {
    /// A height near the wanted one where no other net ends.
    fn end(&mut self, wanted: f32, net: usize) -> f32 {
        let tries = [0.0, 5.0, -5.0, 10.0, -10.0, 15.0, -15.0, 2.5, -2.5, 7.5, -7.5, 12.5, -12.5];
        let free = |y: f32| {
            self.ends.iter().all(|(taken, owner)| *owner == net || (taken - y).abs() >= APART - 1.6)
        };
        let y = tries.iter().map(|shift| wanted + shift).find(|y| free(*y)).unwrap_or(wanted);
        self.ends.push((y, net));
        y
    }

    /// The first track on which a net can run between two heights.
    fn track(&mut self, low: f32, high: f32, net: usize) -> usize {
        let clear = |track: &Vec<(f32, f32, usize)>| {
            track.iter().all(|(from, to, owner)| {
                *owner == net || high + APART <= *from || *to + APART <= low
            })
        };
        let at = self.tracks.iter().position(clear).unwrap_or(self.tracks.len());
        if at == self.tracks.len() {
            self.tracks.push(vec![]);
        }
        self.tracks[at].push((low, high, net));
        at
    }
}

/// A stretch of a lane, from one channel to another, with the net that runs there.
struct Stretch {
    low: usize,
    high: usize,
    net: usize,
}

/// What is taken in the gaps between rows, by gap and lane.
#[derive(Default)]
struct Lanes {
    taken: BTreeMap<(usize, usize), Vec<Stretch>>,
}

impl Lanes {
    /// The height of a lane for a net that runs from one channel to another, near a height.
    fn lane(&mut self, rows: usize, wanted: f32, channels: (usize, usize), net: usize) -> f32 {
        let (low, high) = (channels.0.min(channels.1), channels.0.max(channels.1));
        let middle = |gap: usize| gap as f32 * ROW_PITCH - (ROW_PITCH - BOX_HEIGHT) / 2.0;
        let mut gaps: Vec<usize> = (1..rows).collect();
        gaps.sort_by(|a, b| {
            (middle(*a) - wanted).abs().total_cmp(&(middle(*b) - wanted).abs()).then(a.cmp(b))
        });
        for gap in gaps {
            for (at, shift) in LANES.iter().enumerate() {
                if self.claim(gap, at, Stretch { low, high, net }) {
                    return middle(gap) + shift;
                }
            }
        }
        // Below the last row there is room for as many as are needed.
        let mut at = 0;
        while !self.claim(rows, at, Stretch { low, high, net }) {
            at += 1;
        }
        middle(rows) + at as f32 * 4.0
    }

    fn claim(&mut self, gap: usize, at: usize, wanted: Stretch) -> bool {
        let taken = self.taken.entry((gap, at)).or_default();
        let is_free = taken.iter().all(|other| {
            other.net == wanted.net || wanted.high < other.low || other.high < wanted.low
        });
        if is_free {
            taken.push(wanted);
        }
        is_free
    }
}

/// One link of a net with the heights at which it leaves and arrives.
struct Ends {
    net: usize,
    link: usize,
    start: f32,
    end: f32,
}

/// Routes every link of a plan.
pub(super) fn routes(plan: &Plan) -> Routes {
    let columns = plan.columns.len();
    let mut channels: Vec<Channel> = vec![Channel::default(); columns + 1];
    let mut lanes = Lanes::default();
    let mut wires: Vec<Route> = Vec::new();
    let mut rest: Vec<usize> = Vec::new();
    for (at, link) in plan.links.iter().enumerate() {
        if straight_down(plan, link.from, link.to) {
            let (from, to) = (plan.cell(link.from), plan.cell(link.to));
            let down = to.row > from.row;
            let start = middle(from) + if down { BOX_HEIGHT / 2.0 } else { -BOX_HEIGHT / 2.0 };
            let end = middle(to) - if down { BOX_HEIGHT / 2.0 } else { -BOX_HEIGHT / 2.0 };
            let x = Across::Down(from.column);
            wires.push(Route { link: at, points: vec![(x, start), (x, end)] });
        } else {
            rest.push(at);
        }
    }
    let nets = nets(plan, &rest);
    let mut ends: Vec<Ends> = Vec::new();
    for (number, net) in nets.iter().enumerate() {
        let (leaves, arrives) = net.channels;
        for &at in &net.links {
            let link = &plan.links[at];
            let start = channels[leaves].end(middle(plan.cell(link.from)), number);
            let end = channels[arrives].end(middle(plan.cell(link.to)), number);
            ends.push(Ends { net: number, link: at, start, end });
        }
    }
    // Short ways first, so that long ones bend around them.
    let mut heights: BTreeMap<usize, f32> = BTreeMap::new();
    let mut order: Vec<usize> =
        (0..nets.len()).filter(|net| nets[*net].channels.0 != nets[*net].channels.1).collect();
    order.sort_by_key(|net| (nets[*net].channels.0.abs_diff(nets[*net].channels.1), *net));
    for net in order {
        let Some(first) = ends.iter().find(|end| end.net == net) else { continue };
        // Near the shared end, so that the bus spreads where its links part.
        let (_, by_origin, ..) = nets[net].key;
        let wanted = if by_origin { first.start } else { first.end };
        heights.insert(net, lanes.lane(plan.rows, wanted, nets[net].channels, net));
    }
    let mut tracks: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, net) in nets.iter().enumerate() {
        let (leaves, arrives) = net.channels;
        let own = || ends.iter().filter(|end| end.net == number);
        let lane = heights.get(&number).copied();
        let spans: Vec<(usize, Vec<f32>)> = if leaves == arrives {
            vec![(leaves, own().flat_map(|end| [end.start, end.end]).collect())]
        } else {
            vec![
                (leaves, own().map(|end| end.start).chain(lane).collect()),
                (arrives, own().map(|end| end.end).chain(lane).collect()),
            ]
        };
        for (channel, heights) in spans {
            let low = heights.iter().copied().fold(f32::INFINITY, f32::min);
            let high = heights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            tracks.insert((number, channel), channels[channel].track(low, high, number));
        }
    }
    for Ends { net: number, link: at, start, end } in ends {
        let net = &nets[number];
        let link = &plan.links[at];
        let (from, to) = (plan.cell(link.from), plan.cell(link.to));
        let (leaves, arrives) = net.channels;
        let exit = if net.leaves_left {
            Across::LeftOf(from.column)
        } else {
            Across::RightOf(from.column)
        };
        let out = Across::Track(leaves, tracks[&(number, leaves)]);
        let into = Across::Track(arrives, tracks[&(number, arrives)]);
        let enter = Across::LeftOf(to.column);
        let points = match heights.get(&number) {
            None => vec![(exit, start), (out, start), (out, end), (enter, end)],
            Some(lane) => vec![
                (exit, start),
                (out, start),
                (out, *lane),
                (into, *lane),
                (into, end),
                (enter, end),
            ],
        };
        wires.push(Route { link: at, points });
    }
    let below = wires.iter().flat_map(|wire| &wire.points).map(|(_, y)| *y).fold(0.0, f32::max);
    wires.sort_by_key(|wire| wire.link);
    let tracks = channels.iter().map(|channel| channel.tracks.len()).collect();
    Routes {
        wires,
        tracks,
        below: (below - (plan.rows as f32 * ROW_PITCH - (ROW_PITCH - BOX_HEIGHT))).max(0.0),
    }
}

/// The middle of a cell's box, from the top of row 0.
fn middle(cell: &Cell) -> f32 {
    cell.row as f32 * ROW_PITCH + BOX_HEIGHT / 2.0
}

/// Both stand in one column and nothing but a narrow heading stands between them.
fn straight_down(plan: &Plan, from: usize, to: usize) -> bool {
    let (a, b) = (plan.cell(from), plan.cell(to));
    if a.column != b.column {
        return false;
    }
    let (low, high) = (a.row.min(b.row), a.row.max(b.row));
    let between = |cell: &Cell| cell.column == a.column && cell.row > low && cell.row < high;
    let is_free = !plan.cells.iter().any(between)
        && !plan
            .wide_headings
            .iter()
            .any(|(column, row)| *column == a.column && *row > low && *row < high);
    // Only one wire may use the line between two boxes in the same direction of travel.
    is_free && !plan.links.iter().any(|link| link.from == to && link.to == from && from > to)
}

/// Groups links that share an end into buses: by destination where more come together than go apart.
fn nets(plan: &Plan, links: &[usize]) -> Vec<Net> {
    let outs = |node: usize| links.iter().filter(|link| plan.links[**link].from == node).count();
    let ins = |node: usize| links.iter().filter(|link| plan.links[**link].to == node).count();
    let mut nets: Vec<Net> = Vec::new();
    for &at in links {
        let link = &plan.links[at];
        let (from, to) = (plan.cell(link.from), plan.cell(link.to));
        let leaves_left = to.column <= from.column;
        let leaves = if leaves_left { from.column } else { from.column + 1 };
        let arrives = to.column;
        let by_origin = outs(link.from) >= ins(link.to);
        let shared = if by_origin { link.from } else { link.to };
        let key = (shared, by_origin, leaves, arrives);
        match nets.iter_mut().find(|net| net.key == key && net.leaves_left == leaves_left) {
            Some(net) => net.links.push(at),
            None => {
                nets.push(Net { key, links: vec![at], channels: (leaves, arrives), leaves_left });
            }
        }
    }
    nets
}

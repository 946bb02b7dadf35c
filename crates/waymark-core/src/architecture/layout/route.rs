//! Wires: through the channels between columns and the lanes between rows, never through a box.

use std::collections::BTreeMap;

use super::grid::{Cell, Plan};
use super::{BOX_HEIGHT, ROW_PITCH};

/// Between two tracks of a channel.
pub(super) const TRACK: f32 = 4.5;
/// Least distance of two wires that end side by side.
const APART: f32 = 4.0;
/// Where in the gap between two rows wires may run, from its middle.
const LANES: [f32; 3] = [0.0, -3.0, 3.0];
/// How often the order of tracks is improved at most.
const ROUNDS: usize = 8;
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
    /// Nets that run in it.
    runs: Vec<Run>,
}

/// A net in a channel: it runs up and down on one track, and reaches the edges at some heights.
#[derive(Debug, Clone, Default)]
struct Run {
    net: usize,
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Run {
    fn low(&self) -> f32 {
        self.left.iter().chain(&self.right).copied().fold(f32::INFINITY, f32::min)
    }

    fn high(&self) -> f32 {
        self.left.iter().chain(&self.right).copied().fold(f32::NEG_INFINITY, f32::max)
    }

    /// Both want the same heights of a track.
    fn meets(&self, other: &Run) -> bool {
        self.high() + APART > other.low() && other.high() + APART > self.low()
    }

    /// How many crossings there are with this one on the left and the other on the right.
    fn crossings_left_of(&self, other: &Run) -> usize {
        let within = |run: &Run, heights: &[f32]| {
            heights.iter().filter(|y| run.low() < **y && **y < run.high()).count()
        };
        within(self, &other.left) + within(other, &self.right)
    }
}

impl Channel {
    /// A height near the wanted one where no other net ends; rather above or below it, where the wire leads.
    fn end(&mut self, wanted: f32, leads: f32, net: usize) -> f32 {
        let side = if leads < 0.0 { -1.0 } else { 1.0 };
        let steps = [0.0, 4.5, 9.0, 13.5, -4.5, -9.0, -13.5, 2.2, -2.2, 6.7, -6.7, 11.2, -11.2];
        let free = |y: f32| {
            self.ends.iter().all(|(taken, owner)| *owner == net || (taken - y).abs() >= APART - 1.9)
        };
        let y = steps.iter().map(|step| wanted + side * step).find(|y| free(*y));
        let y = y.unwrap_or(wanted);
        self.ends.push((y, net));
        y
    }

    /// Gives every net a track, from the left, so that few wires cross. Returns the tracks by net and how many there are.
    fn tracks(&self) -> (BTreeMap<usize, usize>, usize) {
        let number = self.runs.len();
        let cost: Vec<Vec<isize>> = self
            .runs
            .iter()
            .map(|a| {
                let gain = |b: &Run| {
                    a.crossings_left_of(b).cast_signed() - b.crossings_left_of(a).cast_signed()
                };
                self.runs.iter().map(gain).collect()
            })
            .collect();
        let mut order: Vec<usize> = (0..number).collect();
        // Each moves to where it crosses least, until nothing gets better.
        for _ in 0..ROUNDS {
            let before = order.clone();
            for (run, own) in cost.iter().enumerate() {
                let from = order.iter().position(|known| *known == run).unwrap_or(0);
                let (mut best, mut least, mut sum) = (from, 0, 0);
                for at in (0..from).rev() {
                    sum += own[order[at]];
                    if sum < least {
                        (best, least) = (at, sum);
                    }
                }
                sum = 0;
                for (at, other) in order.iter().enumerate().skip(from + 1) {
                    sum -= own[*other];
                    if sum < least {
                        (best, least) = (at, sum);
                    }
                }
                order.remove(from);
                order.insert(best, run);
            }
            if order == before {
                break;
            }
        }
        let mut tracks: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, run) in order.iter().enumerate() {
            let run = &self.runs[*run];
            let left = order[..at].iter().map(|other| &self.runs[*other]);
            let track = left.filter(|other| other.meets(run)).map(|other| tracks[&other.net] + 1);
            let track = track.max().unwrap_or(0);
            tracks.insert(run.net, track);
        }
        let number = tracks.values().max().map_or(0, |most| most + 1);
        (tracks, number)
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
    // Level ways first: they stay straight.
    let mut ends: Vec<Ends> = Vec::new();
    for (number, net) in nets.iter().enumerate() {
        ends.extend(net.links.iter().map(|at| Ends {
            net: number,
            link: *at,
            start: 0.0,
            end: 0.0,
        }));
    }
    let rise = |end: &Ends| {
        let link = &plan.links[end.link];
        middle(plan.cell(link.to)) - middle(plan.cell(link.from))
    };
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by(|a, b| rise(&ends[*a]).abs().total_cmp(&rise(&ends[*b]).abs()).then(a.cmp(b)));
    let mut known: BTreeMap<(usize, usize, bool), f32> = BTreeMap::new();
    for at in order {
        let (net, link) = (ends[at].net, &plan.links[ends[at].link]);
        let (leaves, arrives) = nets[net].channels;
        let leads = rise(&ends[at]);
        ends[at].start = *known
            .entry((net, link.from, true))
            .or_insert_with(|| channels[leaves].end(middle(plan.cell(link.from)), leads, net));
        ends[at].end = *known
            .entry((net, link.to, false))
            .or_insert_with(|| channels[arrives].end(middle(plan.cell(link.to)), -leads, net));
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
    for (number, net) in nets.iter().enumerate() {
        let (leaves, arrives) = net.channels;
        let own = || ends.iter().filter(|end| end.net == number);
        let starts: Vec<f32> = own().map(|end| end.start).collect();
        let stops: Vec<f32> = own().map(|end| end.end).collect();
        let run = |left: Vec<f32>, right: Vec<f32>| Run { net: number, left, right };
        let Some(lane) = heights.get(&number).copied() else {
            let is_level = starts.iter().chain(&stops).all(|y| *y == starts[0]);
            // What runs straight across needs no track.
            if !is_level || net.leaves_left {
                let (left, right) = if net.leaves_left {
                    (vec![], [starts, stops].concat())
                } else {
                    (starts, stops)
                };
                channels[leaves].runs.push(run(left, right));
            }
            continue;
        };
        let with_lane = |mut heights: Vec<f32>| {
            heights.push(lane);
            heights
        };
        let is_forward = arrives > leaves;
        channels[leaves].runs.push(match (net.leaves_left, is_forward) {
            (false, true) => run(starts, vec![lane]),
            (false, false) => run(with_lane(starts), vec![]),
            (true, true) => run(vec![], with_lane(starts)),
            (true, false) => run(vec![lane], starts),
        });
        channels[arrives].runs.push(if is_forward {
            run(vec![lane], stops)
        } else {
            run(vec![], with_lane(stops))
        });
    }
    let tracks: Vec<(BTreeMap<usize, usize>, usize)> =
        channels.iter().map(Channel::tracks).collect();
    let track = |channel: usize, net: usize| tracks[channel].0.get(&net).copied().unwrap_or(0);
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
        let out = Across::Track(leaves, track(leaves, number));
        let into = Across::Track(arrives, track(arrives, number));
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
    let tracks = tracks.into_iter().map(|(_, number)| number).collect();
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

/// Both stand in one column and nothing but a heading stands between them, beside which the wire runs.
fn straight_down(plan: &Plan, from: usize, to: usize) -> bool {
    let (a, b) = (plan.cell(from), plan.cell(to));
    if a.column != b.column {
        return false;
    }
    let (low, high) = (a.row.min(b.row), a.row.max(b.row));
    let between = |cell: &Cell| cell.column == a.column && cell.row > low && cell.row < high;
    let is_free = !plan.cells.iter().any(between);
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

//! The most profitable set of items when every gain needs some and every item costs: the maximum closure of a graph, by the
//! push of a maximum flow (Picard 1976, "Maximal closure of a graph and applications to combinatorial problems").

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Gains with the items that each needs, all of them.
pub(super) struct Closure {
    gains: Vec<(f64, Vec<usize>)>,
    items: Vec<usize>,
    costs: Vec<f64>,
}

/// Amounts below this are nothing.
const NOTHING: f64 = 1e-9;

struct Edge {
    to: usize,
    room: f64,
}

/// A network whose edges stand in pairs: an edge and the way back.
struct Network {
    edges: Vec<Edge>,
    from: Vec<Vec<usize>>,
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self { edges: Vec::new(), from: vec![Vec::new(); nodes] }
    }

    fn add(&mut self, from: usize, to: usize, room: f64) {
        self.from[from].push(self.edges.len());
        self.edges.push(Edge { to, room });
        self.from[to].push(self.edges.len());
        self.edges.push(Edge { to: from, room: 0.0 });
    }

    /// Steps from a node, over edges with room.
    fn depths(&self, source: usize) -> Vec<Option<u32>> {
        let mut depths = vec![None; self.from.len()];
        depths[source] = Some(0);
        let mut open = VecDeque::from([(source, 0)]);
        while let Some((node, depth)) = open.pop_front() {
            for &edge in &self.from[node] {
                let Edge { to, room } = self.edges[edge];
                if room > NOTHING && depths[to].is_none() {
                    depths[to] = Some(depth + 1);
                    open.push_back((to, depth + 1));
                }
            }
        }
        depths
    }

    /// Pushes what fits from a node towards the sink along growing depths.
    fn push(
        &mut self,
        node: usize,
        sink: usize,
        most: f64,
        depths: &[Option<u32>],
        next: &mut [usize],
    ) -> f64 {
        if node == sink {
            return most;
        }
        while next[node] < self.from[node].len() {
            let edge = self.from[node][next[node]];
            let Edge { to, room } = self.edges[edge];
            let is_deeper =
                depths[node].zip(depths[to]).is_some_and(|(here, there)| there == here + 1);
            if room > NOTHING && is_deeper {
                let pushed = self.push(to, sink, most.min(room), depths, next);
                if pushed > NOTHING {
                    self.edges[edge].room -= pushed;
                    self.edges[edge ^ 1].room += pushed;
                    return pushed;
                }
            }
            next[node] += 1;
        }
        0.0
    }

    /// The largest flow, after which only edges on the source's side of the smallest cut have room.
    fn fill(&mut self, source: usize, sink: usize) -> f64 {
        let mut flow = 0.0;
        loop {
            let depths = self.depths(source);
            if depths[sink].is_none() {
                return flow;
            }
            let mut next = vec![0; self.from.len()];
            loop {
                let pushed = self.push(source, sink, f64::INFINITY, &depths, &mut next);
                if pushed <= NOTHING {
                    break;
                }
                flow += pushed;
            }
        }
    }
}

impl Closure {
    /// `gains` with the items that each needs; `costs` of all items by their number.
    pub(super) fn new(gains: &[(u64, Vec<usize>)], costs: &[u64]) -> Self {
        // Gains that need the same are one.
        let mut merged: BTreeMap<&[usize], u64> = BTreeMap::new();
        for (value, needs) in gains {
            *merged.entry(needs).or_default() += value;
        }
        let items: BTreeSet<usize> =
            merged.keys().flat_map(|needs| needs.iter().copied()).collect();
        let items: Vec<usize> = items.into_iter().collect();
        let place: BTreeMap<usize, usize> =
            items.iter().enumerate().map(|(at, item)| (*item, at)).collect();
        Self {
            gains: merged
                .into_iter()
                .map(|(needs, value)| {
                    (value as f64, needs.iter().map(|need| place[need]).collect())
                })
                .collect(),
            costs: items.iter().map(|item| costs[*item] as f64).collect(),
            items,
        }
    }

    /// The largest sum of gains less `price` for every unit of cost, and the items that reach it.
    pub(super) fn best(&self, price: f64) -> (f64, BTreeSet<usize>) {
        let (source, sink) = (0, 1);
        let (gain_at, item_at) = (2, 2 + self.gains.len());
        let mut network = Network::new(item_at + self.items.len());
        for (at, (value, needs)) in self.gains.iter().enumerate() {
            network.add(source, gain_at + at, *value);
            for need in needs {
                network.add(gain_at + at, item_at + need, f64::INFINITY);
            }
        }
        for (at, cost) in self.costs.iter().enumerate() {
            network.add(item_at + at, sink, cost * price);
        }
        let total: f64 = self.gains.iter().map(|(value, _)| value).sum();
        let profit = total - network.fill(source, sink);
        let depths = network.depths(source);
        let items = self.items.iter().enumerate().filter(|(at, _)| depths[item_at + at].is_some());
        (profit.max(0.0), items.map(|(_, item)| *item).collect())
    }
}

//! The flows of an architecture, by component.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{Architecture, Component, Flow, Status};
use crate::discovery::platform::Layer;
use crate::engagement::Engagement;

/// Who feeds whom. Components and sources are positions.
pub(super) struct Graph<'a> {
    pub(super) components: &'a [Component],
    pub(super) flows: &'a [Flow],
    /// Components that feed each component.
    feeders: Vec<Vec<usize>>,
    /// Components that each component feeds.
    feeds: Vec<Vec<usize>>,
    takes_a_source: Vec<bool>,
    /// Components that take each source in.
    entries: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(architecture: &'a Architecture, engagement: &Engagement) -> Self {
        let components = &architecture.components;
        let at: BTreeMap<&str, usize> =
            components.iter().enumerate().map(|(at, c)| (c.id.as_str(), at)).collect();
        let source: BTreeMap<&str, usize> =
            engagement.sources.iter().enumerate().map(|(at, s)| (s.code.as_str(), at)).collect();
        let mut graph = Self {
            components,
            flows: &architecture.flows,
            feeders: vec![vec![]; components.len()],
            feeds: vec![vec![]; components.len()],
            takes_a_source: vec![false; components.len()],
            entries: vec![vec![]; engagement.sources.len()],
        };
        for flow in graph.flows {
            let Some(&to) = at.get(flow.to.as_str()) else { continue };
            if let Some(&from) = at.get(flow.from.as_str()) {
                graph.feeders[to].push(from);
                graph.feeds[from].push(to);
            } else if let Some(&from) = source.get(flow.from.as_str()) {
                graph.takes_a_source[to] = true;
                graph.entries[from].push(to);
            }
        }
        // What was rejected keeps the place that it would have: beside the sources that it was to take in.
        for (to, component) in components.iter().enumerate() {
            let is_door = matches!(component.layer, Layer::Sources | Layer::Ingestion);
            if !(component.is_rejected && component.carries_data && is_door) {
                continue;
            }
            for from in component.sources.iter().filter_map(|code| source.get(code.as_str())) {
                graph.takes_a_source[to] = true;
                if !graph.entries[*from].contains(&to) {
                    graph.entries[*from].push(to);
                }
            }
        }
        graph
    }

    pub(super) fn feeders(&self, component: usize) -> &[usize] {
        &self.feeders[component]
    }

    pub(super) fn feeds(&self, component: usize) -> &[usize] {
        &self.feeds[component]
    }

    pub(super) fn entries(&self, source: usize) -> &[usize] {
        &self.entries[source]
    }

    pub(super) fn takes_a_source(&self, component: usize) -> bool {
        self.takes_a_source[component]
    }

    pub(super) fn has_flow(&self, component: usize) -> bool {
        self.takes_a_source[component]
            || !self.feeders[component].is_empty()
            || !self.feeds[component].is_empty()
    }

    /// The given components so that each follows those of them that feed it.
    fn in_line(&self, wanted: &[usize]) -> Vec<usize> {
        fn visit(
            graph: &Graph<'_>,
            at: usize,
            wanted: &BTreeSet<usize>,
            seen: &mut BTreeSet<usize>,
            order: &mut Vec<usize>,
        ) {
            if !wanted.contains(&at) || !seen.insert(at) {
                return;
            }
            for feeder in graph.feeders(at) {
                visit(graph, *feeder, wanted, seen, order);
            }
            order.push(at);
        }
        let all = wanted.iter().copied().collect();
        let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
        for at in wanted {
            visit(self, *at, &all, &mut seen, &mut order);
        }
        order
    }

    /// Those with flows in line, then those without, then those that go.
    pub(super) fn arranged(&self, wanted: &[usize]) -> Vec<usize> {
        let goes = |at: &usize| self.components[*at].status == Status::Retire;
        let (flowing, still): (Vec<usize>, Vec<usize>) =
            wanted.iter().partition(|at| self.has_flow(**at));
        let (going, staying): (Vec<usize>, Vec<usize>) = still.into_iter().partition(goes);
        self.in_line(&flowing).into_iter().chain(staying).chain(going).collect()
    }
}

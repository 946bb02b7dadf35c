//! The way of the data: from each source through ingestion, the zones and processing to what each use case needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::discovery::Freshness;
use crate::discovery::platform::Layer;
use crate::discovery::source::{Mode, Source, SourceKind, Structure, ZoneTarget};
use crate::pack::Provision;

use super::combine::Part;
use super::scope::{Need, Scope, is_federated, is_live_stream};
use super::{Flow, Guard, Status};

/// An end of a flow, as a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Source(usize),
    Part(usize),
}

/// A step on the way of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hop {
    Ingestion,
    Storage,
    /// It goes no further than the landing zone.
    Reading,
    /// It goes no further than the raw zone, and the use case reads curated tables.
    Shaping,
    Processing,
    Consumption,
}

/// The way from one required source to one use case.
pub(super) struct Path {
    pub(super) need: usize,
    pub(super) source: usize,
    /// What is not there.
    pub(super) missing: Vec<Hop>,
    /// How fresh data is at best; `None` where no part says.
    pub(super) freshness: Option<Freshness>,
    /// The parts that are as slow as that.
    pub(super) slowest: Vec<usize>,
}

struct Load {
    carries: &'static str,
    needs: BTreeSet<usize>,
}

/// All flows and paths. Parts are positions in the list they were derived from.
pub(super) struct Ways {
    loads: BTreeMap<(Node, Node), Load>,
    pub(super) paths: Vec<Path>,
    /// Parts that take each source in, the ones that compete with each other for it.
    pub(super) ingestion: Vec<Vec<usize>>,
    /// Sources that nothing takes in, although they should be copied.
    pub(super) without_entry: BTreeSet<usize>,
    /// Sources for whose data no zone is chosen, although they should be copied.
    pub(super) without_target: BTreeSet<usize>,
    /// Sources that come to rest as they were received, and whose tables nothing makes of it.
    pub(super) without_shaping: BTreeSet<usize>,
    /// Parts that work on events as they come, with the sources whose events nothing hands on so.
    pub(super) without_stream: BTreeMap<usize, BTreeSet<usize>>,
    /// Parts that ask in SQL where nothing answers, with the needs that they ask for.
    pub(super) without_engine: BTreeMap<usize, BTreeSet<usize>>,
    /// Parts whose results nothing takes, with the needs that they work for.
    pub(super) untaken: BTreeMap<usize, BTreeSet<usize>>,
    ids: BTreeMap<String, usize>,
}

impl Ways {
    fn carry(&mut self, from: Node, to: &[usize], carries: &'static str, needs: &BTreeSet<usize>) {
        for to in to {
            if from != Node::Part(*to) {
                let load = self
                    .loads
                    .entry((from, Node::Part(*to)))
                    .or_insert_with(|| Load { carries, needs: BTreeSet::new() });
                load.needs.extend(needs);
            }
        }
    }

    fn carry_all(
        &mut self,
        from: &[usize],
        to: &[usize],
        carries: &'static str,
        needs: &BTreeSet<usize>,
    ) {
        for from in from {
            self.carry(Node::Part(*from), to, carries, needs);
        }
    }

    /// What rests in zones, named by the zone.
    fn carry_rest(
        &mut self,
        parts: &[Part],
        rest: &[usize],
        to: &[usize],
        needs: &BTreeSet<usize>,
    ) {
        for from in rest {
            let carries = match parts[*from].component.zone {
                Some(ZoneTarget::Landing) => "Data as received",
                Some(ZoneTarget::Raw) => "Unchanged history",
                Some(ZoneTarget::Curated | ZoneTarget::FederatedOnly) | None => "Curated tables",
            };
            self.carry(Node::Part(*from), to, carries, needs);
        }
    }

    fn touches(&self, part: usize) -> bool {
        self.loads.keys().any(|(from, to)| *from == Node::Part(part) || *to == Node::Part(part))
    }

    pub(super) fn leaves(&self, part: usize) -> bool {
        self.loads.keys().any(|(from, _)| *from == Node::Part(part))
    }

    pub(super) fn reaches(&self, part: usize) -> bool {
        self.loads.keys().any(|(_, to)| *to == Node::Part(part))
    }

    /// The needs whose data passes a component.
    pub(super) fn needs_at(&self, id: &str) -> BTreeSet<usize> {
        let Some(part) = self.ids.get(id) else { return BTreeSet::new() };
        let here = self
            .loads
            .iter()
            .filter(|((from, to), _)| *from == Node::Part(*part) || *to == Node::Part(*part));
        here.flat_map(|(_, load)| load.needs.iter().copied()).collect()
    }

    /// The flows: those of sources first, then in the order of components; none to or from a part that is left out.
    pub(super) fn flows(
        &self,
        scope: &Scope<'_>,
        parts: &[Part],
        left_out: &BTreeSet<usize>,
    ) -> Vec<Flow> {
        let stays = |node: &Node| !matches!(node, Node::Part(part) if left_out.contains(part));
        let name = |node: Node| match node {
            Node::Source(source) => scope.engagement.sources[source].code.to_string(),
            Node::Part(part) => parts[part].component.id.clone(),
        };
        let flow = |((from, to), load): (&(Node, Node), &Load)| Flow {
            from: name(*from),
            to: name(*to),
            carries: load.carries.to_owned(),
            use_cases: scope.need_codes(&load.needs),
        };
        self.loads.iter().filter(|((from, to), _)| stays(from) && stays(to)).map(flow).collect()
    }
}

/// The way of one source to where it rests.
struct Route {
    /// Parts that take it in, stage after stage.
    stages: Vec<Vec<usize>>,
    /// Parts that write finished tables, beside the stages.
    direct: Vec<usize>,
    /// Where events can be tapped before they rest.
    taps: Vec<usize>,
    /// Zone components at its end.
    rest: Vec<usize>,
    /// Stores of recent readings beside its way.
    live: Vec<usize>,
    /// What would deliver it was rejected: it does not reach a zone.
    is_cut: bool,
    /// What turns what landed into text and fields.
    extraction: Vec<usize>,
    /// Transformations on its way.
    transformations: Vec<usize>,
    needs_processing: bool,
}

/// Lays all ways.
pub(super) fn ways(scope: &Scope<'_>, parts: &[Part]) -> Ways {
    let sources = &scope.engagement.sources;
    let mut ways = Ways {
        loads: BTreeMap::new(),
        paths: vec![],
        ingestion: vec![],
        without_entry: BTreeSet::new(),
        without_target: BTreeSet::new(),
        without_shaping: BTreeSet::new(),
        without_stream: BTreeMap::new(),
        without_engine: BTreeMap::new(),
        untaken: BTreeMap::new(),
        ids: parts.iter().enumerate().map(|(at, part)| (part.component.id.clone(), at)).collect(),
    };
    let routes: Vec<Route> =
        (0..sources.len()).map(|source| lay_route(scope, parts, source, &mut ways)).collect();
    for (need, wanted) in scope.needs.iter().enumerate() {
        lay_use(scope, parts, &routes, need, wanted, &mut ways);
    }
    feed_live_stores(scope, &routes, &mut ways);
    connect_the_rest(parts, &mut ways);
    ways
}

/// A store of recent readings is fed on the way in by sources whose events no stream processing hands it.
fn feed_live_stores(scope: &Scope<'_>, routes: &[Route], ways: &mut Ways) {
    for (source, route) in routes.iter().enumerate() {
        let from = &route.taps;
        let is_fed = |store: &usize| {
            let leads = |to: &Node| ways.loads.contains_key(&(*to, Node::Part(*store)));
            let is_tapped = |at: &Node| from.iter().any(|tap| *at == Node::Part(*tap));
            ways.loads.keys().any(|(tap, to)| is_tapped(tap) && leads(to))
        };
        let unfed: Vec<usize> = route.live.iter().copied().filter(|at| !is_fed(at)).collect();
        ways.carry_all(from, &unfed, "Readings", &scope.needs_of_source[source]);
    }
}

fn find(parts: &[Part], wanted: impl Fn(&Part) -> bool) -> Vec<usize> {
    parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.is_open() && wanted(part))
        .map(|(at, _)| at)
        .collect()
}

fn lay_route(scope: &Scope<'_>, parts: &[Part], at: usize, ways: &mut Ways) -> Route {
    use Provision::{
        Collection, DirectTables, Events, Extraction, Ingestion, QualityGate, Serving, Stream,
        Transformation,
    };
    let source = &scope.engagement.sources[at];
    let needs = scope.needs_of_source[at].clone();
    let takes = |provision: Provision| {
        find(parts, |part| part.gives(provision) && part.sources.contains(&at))
    };
    let zone = |zone: ZoneTarget| {
        find(parts, |p| {
            p.component.zone == Some(zone)
                && (p.sources.contains(&at) || (p.is_whole && p.sources.is_empty()))
        })
    };
    let (collection, stream, ingestion) = (takes(Collection), takes(Stream), takes(Ingestion));
    // Finished tables come straight from the source, whatever else takes its events in.
    let (direct, delivery): (Vec<usize>, Vec<usize>) =
        ingestion.iter().copied().partition(|part| parts[*part].gives(DirectTables));
    let (landing, raw, curated) =
        (zone(ZoneTarget::Landing), zone(ZoneTarget::Raw), zone(ZoneTarget::Curated));
    // Originals land before they are read, where something lands them: what moves files writes to storage and nowhere else.
    let has_zone = [&landing, &raw, &curated].into_iter().any(|zone| !zone.is_empty());
    let has_landed = !delivery.is_empty() && has_zone;
    let (extraction, early) =
        if has_landed { (takes(Extraction), vec![]) } else { (vec![], takes(Extraction)) };
    let stages: Vec<Vec<usize>> = [collection.clone(), stream.clone(), delivery, early]
        .into_iter()
        .filter(|stage| !stage.is_empty())
        .collect();
    ways.ingestion.push(ingestion);
    let from = Node::Source(at);
    if is_federated(source) {
        return Route {
            stages: vec![],
            direct: vec![],
            taps: vec![],
            rest: vec![],
            live: vec![],
            is_cut: false,
            extraction: vec![],
            transformations: vec![],
            needs_processing: false,
        };
    }
    // What delivers to storage or moves rows hands no events on.
    let taps = [stream, collection].into_iter().find(|stage| !stage.is_empty()).unwrap_or_default();
    let rest = [&curated, &raw, &landing]
        .into_iter()
        .find(|zone| !zone.is_empty())
        .cloned()
        .unwrap_or_default();
    if rest.is_empty() && scope.counts(at) {
        ways.without_target.insert(at);
    }
    let is_refused = |part: &Part| {
        part.component.is_rejected && part.gives(Ingestion) && part.sources.contains(&at)
    };
    let is_cut = ways.ingestion[at].is_empty() && parts.iter().any(is_refused);
    let mut live =
        find(parts, |part| part.gives(Events) && part.gives(Serving) && part.sources.contains(&at));
    if taps.is_empty() {
        for store in std::mem::take(&mut live) {
            ways.without_stream.entry(store).or_default().insert(at);
        }
    }
    let mut route = Route {
        stages,
        direct,
        taps,
        rest,
        live,
        is_cut,
        extraction,
        transformations: vec![],
        needs_processing: false,
    };
    if is_cut && scope.counts(at) {
        ways.without_entry.insert(at);
    }
    if route.stages.is_empty() && route.direct.is_empty() {
        if scope.counts(at) {
            ways.without_entry.insert(at);
        }
        return route;
    }
    let staged = route.stages.last().cloned().unwrap_or_default();
    if let Some(first) = route.stages.first() {
        ways.carry(from, first, cargo(source), &needs);
    }
    for stages in route.stages.windows(2) {
        // Brokers of one's own are written to by programs.
        let is_own_broker =
            |part: &usize| parts[*part].gives(Stream) && parts[*part].component.service.is_none();
        let carries = if stages[1].iter().any(|part| parts[*part].gives(Extraction)) {
            "Documents and media"
        } else if stages[1].iter().any(is_own_broker) {
            "Events, written by a producer"
        } else {
            "Events"
        };
        ways.carry_all(&stages[0], &stages[1], carries, &needs);
    }
    ways.carry(from, &route.direct, cargo(source), &needs);
    ways.carry_all(&route.direct, &route.rest, "Finished tables", &needs);
    if !staged.is_empty() && !is_cut {
        let first = [&landing, &raw, &curated]
            .into_iter()
            .find(|zone| !zone.is_empty())
            .cloned()
            .unwrap_or_default();
        ways.carry_all(&staged, &first, "Data as received", &needs);
        let behind = [&raw, &curated].into_iter().find(|zone| !zone.is_empty() && **zone != first);
        ways.carry_all(&first, &route.extraction, "Documents and media", &needs);
        ways.carry_all(&route.extraction, behind.unwrap_or(&first), "Text and fields", &needs);
        let mut front = first;
        if !landing.is_empty() && !raw.is_empty() {
            let gates = find(parts, |part| {
                part.gives(QualityGate) && (part.is_whole || part.sources.contains(&at))
            });
            if gates.is_empty() {
                ways.carry_all(&landing, &raw, "Data as received", &needs);
            } else {
                ways.carry_all(&landing, &gates, "Data as received", &needs);
                ways.carry_all(&gates, &raw, "Checked data", &needs);
            }
            front = raw;
        }
        if !curated.is_empty() && front != curated {
            let own = find(parts, |part| part.gives(Transformation) && part.sources.contains(&at));
            let general = find(parts, |part| part.gives(Transformation) && part.is_whole);
            route.transformations = if own.is_empty() { general } else { own };
            route.needs_processing = true;
            if route.transformations.is_empty() {
                ways.without_shaping.insert(at);
            } else {
                ways.carry_all(&front, &route.transformations, "Unchanged history", &needs);
                ways.carry_all(&route.transformations, &curated, "Curated tables", &needs);
            }
        }
    }
    route
}

/// What leaves a source.
fn cargo(source: &Source) -> &'static str {
    match (source.structure.value(), source.kind.value(), source.mode.value()) {
        (Some(Structure::Unstructured), _, _) => "Documents and media",
        (_, Some(SourceKind::File | SourceKind::Manual), _) => "Files",
        (_, Some(SourceKind::Saas), Some(Mode::Event)) => "Records as they change",
        (_, _, Some(Mode::Cdc)) => "Row changes",
        (_, _, Some(Mode::Streaming | Mode::Event)) => "Events",
        (_, _, Some(Mode::Batch)) => "Batches",
        (_, _, Some(Mode::OnDemand)) => "Records on request",
        (_, _, None) => "Data",
    }
}

/// The components that serve one use case.
struct Uses {
    stream_processing: Vec<usize>,
    events: Vec<usize>,
    serving: Vec<usize>,
    consumption: Vec<usize>,
    /// Stages of the customer line that this use case passes, in order.
    line: Vec<Vec<usize>>,
    segmentation: Vec<usize>,
    /// It addresses single customers, or was found to need what does.
    is_about_customers: bool,
}

impl Uses {
    /// The parts of the customer line that provide something.
    fn of_line(&self, parts: &[Part], provision: Provision) -> Vec<usize> {
        self.line.iter().flatten().copied().filter(|at| parts[*at].gives(provision)).collect()
    }
}

/// Called for by a use case or by its people, not by a source.
fn is_bound(part: &Part, need: usize) -> bool {
    part.needs.contains(&need) && part.sources.is_empty()
}

fn uses(parts: &[Part], need: usize, wanted: &Need<'_>) -> Uses {
    use Provision::{
        Activation, Assistance, Events, Identity, Personalisation, Profile, Segments, Serving,
        StreamProcessing, Support,
    };
    let bound = |part: &Part| is_bound(part, need);
    let with = |provision: Provision| find(parts, |part| part.gives(provision) && bound(part));
    let segmentation = find(parts, |part| {
        part.component.layer == Layer::Segmentation && bound(part) && !part.gives(Support)
    });
    let addresses = |part: &usize| {
        [Segments, Activation, Assistance].iter().any(|provision| parts[*part].gives(*provision))
    };
    let is_about_customers = wanted.is_about_customers() || segmentation.iter().any(addresses);
    let stage = |provision: Provision| {
        find(parts, |part| {
            part.gives(provision) && (bound(part) || (part.is_whole && is_about_customers))
        })
    };
    let mut line = [Identity, Profile].map(stage).to_vec();
    line.extend([Segments, Personalisation, Activation].map(with));
    line.retain(|stage| !stage.is_empty());
    Uses {
        stream_processing: with(StreamProcessing),
        events: find(parts, |part| part.gives(Events) && bound(part)),
        serving: with(Serving),
        consumption: find(parts, |part| {
            part.component.layer == Layer::Consumption && bound(part) && !part.gives(Support)
        }),
        line,
        segmentation,
        is_about_customers,
    }
}

fn lay_use(
    scope: &Scope<'_>,
    parts: &[Part],
    routes: &[Route],
    need: usize,
    wanted: &Need<'_>,
    ways: &mut Ways,
) {
    use Provision::{
        Activation, Assistance, Consent, Identity, Lookup, Personalisation, Profile, Proof,
        Segments, Support,
    };
    let is_unstructured = |source: &usize| {
        scope.engagement.sources[*source].structure.value() == Some(&Structure::Unstructured)
    };
    let uses = uses(parts, need, wanted);
    let only: BTreeSet<usize> = BTreeSet::from([need]);
    let mut rest: BTreeSet<usize> = BTreeSet::new();
    let mut tapped: BTreeSet<usize> = BTreeSet::new();
    let at = |part: &usize, zone: ZoneTarget| parts[*part].component.zone == Some(zone);
    let has_tables = wanted
        .sources
        .iter()
        .any(|source| routes[*source].rest.iter().any(|part| at(part, ZoneTarget::Curated)));
    let live: BTreeSet<usize> =
        wanted.sources.iter().flat_map(|source| &routes[*source].live).copied().collect();
    let live: Vec<usize> = live.into_iter().filter(|_| is_quick(wanted)).collect();
    for source in &wanted.sources {
        let route = &routes[*source];
        // A live view asks the store of recent readings where a source has one, and hears its events from there.
        let looks = |at: &usize| {
            is_quick(wanted)
                && !route.live.is_empty()
                && parts[*at].component.layer == Layer::Consumption
        };
        let heard: Vec<usize> = uses.events.iter().copied().filter(|at| !looks(at)).collect();
        // Nobody reads what just landed; the raw zone is read for content, or where there is nothing better.
        let is_content = is_unstructured(source);
        let readable = |part: &&usize| {
            !at(part, ZoneTarget::Landing)
                && (!at(part, ZoneTarget::Raw) || is_content || !has_tables)
        };
        rest.extend(route.rest.iter().filter(readable));
        if is_federated(&scope.engagement.sources[*source]) {
            let to = if uses.serving.is_empty() { &uses.consumption } else { &uses.serving };
            ways.carry(Node::Source(*source), to, "Answers, in place", &only);
        }
        if route.taps.is_empty() {
            if is_live_stream(&scope.engagement.sources[*source]) {
                for part in &uses.stream_processing {
                    ways.without_stream.entry(*part).or_default().insert(*source);
                }
            }
            continue;
        }
        tapped.extend(&uses.events);
        if uses.stream_processing.is_empty() {
            // A recommender is told of events by a call: a stream does not call.
            let is_stream = route.taps.iter().any(|tap| parts[*tap].gives(Provision::Stream));
            let calls = |at: &&usize| is_stream && parts[**at].gives(Personalisation);
            let (called, heard): (Vec<usize>, Vec<usize>) = heard.iter().partition(|at| calls(at));
            ways.carry_all(&route.taps, &called, "Events, handed on by a function", &only);
            ways.carry_all(&route.taps, &heard, "Events", &only);
        } else {
            ways.carry_all(&route.taps, &uses.stream_processing, "Events", &only);
            let stores = uses.serving.iter().chain(&route.live);
            let mut to: Vec<usize> = heard.iter().chain(stores).copied().collect();
            if to.is_empty() {
                to.clone_from(&route.rest);
            }
            ways.carry_all(&uses.stream_processing, &to, "Results in the moment", &only);
            tapped.extend(&to);
        }
    }
    let rest: Vec<usize> = rest.into_iter().collect();
    let in_raw = |source: &&usize| routes[**source].rest.iter().any(|p| at(p, ZoneTarget::Raw));
    let is_content = wanted.sources.iter().filter(in_raw).all(is_unstructured);
    let (content, tables): (Vec<usize>, Vec<usize>) =
        rest.into_iter().partition(|part| is_content && at(part, ZoneTarget::Raw));
    let rest = Rest { tables: &tables, content: &content };
    lay_consumption(parts, &uses, rest, &tapped, need, ways);
    let readers = live_readers(parts, &uses);
    ways.carry_all(&live, &readers, "Readings", &only);
    for store in live.iter().filter(|_| readers.is_empty()) {
        ways.untaken.entry(*store).or_default().insert(need);
    }
    lay_line(parts, &uses, rest, &tapped, &only, ways);
    lay_results(parts, &uses, need, is_quick(wanted), ways);
    let stages = [Segments, Activation, Personalisation].into_iter().map(|stage| -> Vec<usize> {
        uses.segmentation.iter().copied().filter(|part| parts[*part].gives(stage)).collect()
    });
    let stages: Vec<Vec<usize>> = stages.collect();
    let has = |provision: Provision| {
        find(parts, |p| {
            p.gives(provision)
                && (p.needs.contains(&need) || (p.is_whole && uses.is_about_customers))
        })
    };
    let assistance: Vec<usize> =
        uses.segmentation.iter().copied().filter(|part| parts[*part].gives(Assistance)).collect();
    let acts = stages.iter().chain([&assistance]).chain(&uses.line);
    if let Some(first) = acts.clone().find(|stage| !stage.is_empty()) {
        let record = has(Consent);
        ways.carry_all(rest.first(), &record, "Consent as recorded", &only);
        ways.carry_all(&record, first, "Consent", &only);
    }
    if stages[1..].iter().any(|stage| !stage.is_empty()) {
        // Who is left out is split where audiences are made, and asked for by the application that shows something; what sends or
        // recommends knows nothing of it.
        let asks = uses.consumption.iter().copied().filter(|part| parts[*part].gives(Lookup));
        let mut split: Vec<usize> = stages[0].iter().copied().chain(asks).collect();
        if split.is_empty() {
            split = uses.of_line(parts, Profile);
        }
        ways.carry_all(&has(Proof), &split, "Control groups", &only);
    }
    let known = uses.line.iter().rev().find(|stage| {
        stage.iter().any(|part| parts[*part].gives(Profile) || parts[*part].gives(Identity))
    });
    ways.carry_all(
        known.map_or(rest.first(), |stage| stage),
        &assistance,
        if known.is_some() { "Profiles" } else { "Customer records" },
        &only,
    );
    let on_the_line: BTreeSet<usize> =
        uses.line.iter().flatten().chain(&assistance).copied().collect();
    let others = |part: &&usize| {
        let part_of = &parts[**part];
        !on_the_line.contains(*part)
            && !part_of.gives(Consent)
            && !part_of.gives(Proof)
            && !part_of.gives(Support)
    };
    let others: Vec<usize> = uses.segmentation.iter().filter(others).copied().collect();
    rest.carry(ways, parts, &others, false, &only);
    for source in &wanted.required {
        let route = &routes[*source];
        let mut path = path(scope, parts, route, &uses, need, *source);
        let hears = !uses.events.is_empty() || !uses.stream_processing.is_empty();
        let is_heard = hears && !route.taps.is_empty();
        let stays_raw = has_tables
            && !is_unstructured(source)
            && !route.rest.is_empty()
            && route.rest.iter().all(|part| at(part, ZoneTarget::Raw));
        if stays_raw && !is_heard && route.live.is_empty() {
            path.missing.push(Hop::Shaping);
        }
        ways.paths.push(path);
    }
}

/// Where the data of one use case rests.
#[derive(Clone, Copy)]
struct Rest<'a> {
    /// Records.
    tables: &'a [usize],
    /// What people read, see or hear, as it was received.
    content: &'a [usize],
}

impl Rest<'_> {
    /// Everything to parts that take content too; records alone to others, unless there are none.
    fn carry(
        self,
        ways: &mut Ways,
        parts: &[Part],
        to: &[usize],
        takes_content: bool,
        needs: &BTreeSet<usize>,
    ) {
        ways.carry_rest(parts, self.tables, to, needs);
        if takes_content || self.tables.is_empty() {
            ways.carry_all(self.content, to, "Documents and media", needs);
        }
    }

    /// Records where there are any.
    fn first(&self) -> &[usize] {
        if self.tables.is_empty() { self.content } else { self.tables }
    }
}

/// It needs data of the last minutes.
fn is_quick(wanted: &Need<'_>) -> bool {
    wanted.use_case.freshness_need.value().is_some_and(|need| *need <= Freshness::Minutes)
}

/// What reads a store of recent readings: a live view, a model, an application. Reports read tables.
fn live_readers(parts: &[Part], uses: &Uses) -> Vec<usize> {
    use Provision::{Events, Lookup, Prediction};
    let reads = |at: &usize| [Events, Prediction, Lookup].iter().any(|one| parts[*at].gives(*one));
    uses.consumption.iter().copied().filter(reads).collect()
}

/// What answers SQL over tables: what serves the use case or everybody before the others, an engine before a warehouse.
fn engines(parts: &[Part], need: Option<usize>) -> Vec<usize> {
    use Provision::{QueryEngine, Serving};
    let mut engines = find(parts, |part| part.gives(QueryEngine));
    let near = |part: &Part| need.is_some_and(|need| part.needs.contains(&need)) || part.is_whole;
    engines.sort_by_key(|at| (!near(&parts[*at]), parts[*at].gives(Serving), *at));
    engines.truncate(1);
    engines
}

/// What a use case works out goes to what uses it; where nothing does, or only reports where the answer is needed at once, that is
/// noted.
fn lay_results(parts: &[Part], uses: &Uses, need: usize, is_quick: bool, ways: &mut Ways) {
    use Provision::{
        Activation, Assistance, Events, Features, Lookup, Personalisation, Prediction, Profile,
        Retrieval, Segments, Support,
    };
    let only = BTreeSet::from([need]);
    let own: Vec<usize> = uses.segmentation.iter().chain(&uses.consumption).copied().collect();
    let with = |wanted: &[Provision]| -> Vec<usize> {
        let gives = |at: &usize| wanted.iter().any(|one| parts[*at].gives(*one));
        own.iter().copied().filter(gives).collect()
    };
    let reports = |at: &usize| {
        let part = &parts[*at];
        part.component.layer == Layer::Consumption
            && ![Retrieval, Support].iter().any(|one| part.gives(*one))
    };
    let scores: Vec<usize> =
        uses.consumption.iter().copied().filter(|at| parts[*at].gives(Prediction)).collect();
    let mut acting: Vec<usize> = with(&[Lookup, Assistance, Events])
        .into_iter()
        .filter(|at| !scores.contains(at) && !parts[*at].gives(Features))
        .collect();
    // Messages go to an audience: a score becomes an attribute of the profile, or a line of a segment, before it is acted on.
    let sends = with(&[Activation]);
    if !sends.is_empty() {
        let audience = [uses.of_line(parts, Profile), with(&[Segments]), sends];
        acting.extend(audience.into_iter().find(|stage| !stage.is_empty()).unwrap_or_default());
    }
    let shows = |at: &usize| reports(at) && !parts[*at].gives(Prediction);
    let shown: Vec<usize> = uses.consumption.iter().copied().filter(shows).collect();
    // What asks in SQL shows scores before what reads tables for itself.
    let (itself, asks): (Vec<usize>, Vec<usize>) =
        shown.into_iter().partition(|at| parts[*at].gives(Provision::ReadsTables));
    let takers = [&acting, &asks, &itself].into_iter().find(|takers| !takers.is_empty());
    let carries = if acting.is_empty() { "Scores, by way of tables" } else { "Scores" };
    ways.carry_all(&scores, takers.map_or(&[][..], |takers| takers), carries, &only);
    if takers.is_none() || (is_quick && acting.is_empty()) {
        for score in &scores {
            ways.untaken.entry(*score).or_default().insert(need);
        }
    }
    for at in &uses.segmentation {
        let part = &parts[*at];
        let (carries, takers) = if part.gives(Features) {
            ("Features", with(&[Prediction, Personalisation]))
        } else if part.gives(Activation) {
            continue;
        } else if part.gives(Personalisation) {
            if !with(&[Activation]).is_empty() {
                continue; // The line goes on there.
            }
            ("Choices", with(&[Lookup, Assistance]))
        } else if part.gives(Segments) {
            if !with(&[Activation, Personalisation]).is_empty() {
                continue;
            }
            let readers = own.iter().copied().filter(reports);
            ("Segments", with(&[Assistance]).into_iter().chain(readers).collect())
        } else {
            continue;
        };
        let takers: Vec<usize> = takers.into_iter().filter(|taker| taker != at).collect();
        if takers.is_empty() {
            ways.untaken.entry(*at).or_default().insert(need);
        }
        ways.carry_all(&[*at], &takers, carries, &only);
    }
}

/// From tables or a serving store to what hands the result over.
fn lay_consumption(
    parts: &[Part],
    uses: &Uses,
    rest: Rest<'_>,
    tapped: &BTreeSet<usize>,
    need: usize,
    ways: &mut Ways,
) {
    use Provision::{Events, Lookup, Personalisation, Prediction, ReadsTables, Retrieval, Serving};
    let only = &BTreeSet::from([need]);
    let works_out = |at: &&usize| {
        [Prediction, Personalisation].iter().any(|provision| parts[**at].gives(*provision))
    };
    let results: Vec<usize> =
        uses.consumption.iter().chain(&uses.segmentation).filter(works_out).copied().collect();
    let special = [Lookup, Retrieval];
    let is_general = |part: &Part| !special.iter().any(|kind| part.gives(*kind));
    let mut serving: BTreeSet<usize> = uses.serving.iter().copied().collect();
    let mut busy: BTreeSet<usize> = BTreeSet::new();
    for consumer in &uses.consumption {
        let part = &parts[*consumer];
        if part.gives(Events) && tapped.contains(consumer) {
            continue;
        }
        let stores: Vec<usize> = match special.iter().find(|kind| part.gives(**kind)) {
            Some(kind) => {
                let with = |kind: Provision| -> Vec<usize> {
                    let own = uses.serving.iter().copied();
                    own.filter(|store| parts[*store].gives(kind)).collect()
                };
                let own = with(*kind);
                // An application asks an index where the use case searches and nothing else answers from it.
                let searches = uses.consumption.iter().any(|at| parts[*at].gives(Retrieval));
                if own.is_empty() && !searches { with(Retrieval) } else { own }
            }
            None if part.gives(ReadsTables) => vec![],
            None => {
                let own: Vec<usize> = uses
                    .serving
                    .iter()
                    .copied()
                    .filter(|store| is_general(&parts[*store]))
                    .collect();
                // A reporting tool keeps to the store that feeds it for other use cases.
                let shares = |store: &Part| {
                    store.is_whole && store.needs.is_empty()
                        || store.needs.iter().any(|need| is_bound(part, *need))
                };
                let shared = || {
                    find(parts, |store| {
                        store.gives(Serving)
                            && store.sources.is_empty()
                            && is_general(store)
                            && shares(store)
                    })
                };
                if own.is_empty() { shared() } else { own }
            }
        };
        if stores.is_empty() {
            if part.gives(Lookup) && !results.is_empty() {
                continue; // It hands over what was worked out, not tables.
            }
            let asks = !special.iter().chain(&[ReadsTables, Events]).any(|one| part.gives(*one));
            let engines = if asks { engines(parts, Some(need)) } else { vec![] };
            if engines.is_empty() || rest.tables.is_empty() {
                let takes_content = part.gives(Prediction) || part.gives(Retrieval);
                rest.carry(ways, parts, &[*consumer], takes_content, only);
            } else {
                ways.carry_rest(parts, rest.tables, &engines, only);
                ways.carry_all(&engines, &[*consumer], "Answers", only);
            }
            if asks && engines.is_empty() && !rest.tables.is_empty() {
                ways.without_engine.entry(*consumer).or_default().insert(need);
            }
        } else {
            ways.carry_all(&stores, &[*consumer], "Answers", only);
            busy.extend(&stores);
            serving.extend(stores);
        }
    }
    let serving: Vec<usize> = serving.into_iter().collect();
    for store in serving.iter().copied() {
        rest.carry(ways, parts, &[store], parts[store].gives(Retrieval), only);
        // Only an application asks a store that looks records up.
        let asks = |at: &usize| special.iter().any(|one| parts[*at].gives(*one));
        if parts[store].gives(Lookup)
            && !busy.contains(&store)
            && !ways.leaves(store)
            && !uses.consumption.iter().any(asks)
        {
            ways.untaken.entry(store).or_default().insert(need);
        }
    }
    // A store made for people answers somebody, even where all of them could read tables.
    let idle: Vec<usize> = serving
        .iter()
        .copied()
        .filter(|store| is_general(&parts[*store]) && !busy.contains(store))
        .collect();
    let readers: Vec<usize> =
        uses.consumption.iter().copied().filter(|part| is_general(&parts[*part])).collect();
    ways.carry_all(&idle, &readers, "Answers", only);
}

/// Identity, profile, segments, then what acts on them.
fn lay_line(
    parts: &[Part],
    uses: &Uses,
    rest: Rest<'_>,
    tapped: &BTreeSet<usize>,
    only: &BTreeSet<usize>,
    ways: &mut Ways,
) {
    use Provision::{Activation, Events, Identity, Personalisation, Profile, Segments};
    let mut from: Vec<usize> = rest.first().to_vec();
    for stage in &uses.line {
        let is = |provision: Provision| stage.iter().any(|part| parts[*part].gives(provision));
        // A profile holds what the customer did, not only who it is.
        if is(Profile) && from != rest.first() {
            ways.carry_all(rest.first(), stage, "Customer records", only);
        }
        let carries = match from.first().map(|part| &parts[*part]) {
            Some(part) if part.gives(Identity) => "Matched customers",
            // Messages go to segments of profiles.
            Some(part) if part.gives(Profile) && is(Activation) => "Segments",
            Some(part) if part.gives(Profile) => "Profiles",
            Some(part) if part.gives(Segments) => "Segments",
            Some(part) if part.gives(Personalisation) => "Choices",
            _ => "Customer records",
        };
        // What already hears the events themselves still learns from history, but not twice from a profile.
        let waiting: Vec<usize> = stage
            .iter()
            .copied()
            .filter(|part| {
                !(parts[*part].gives(Events) && tapped.contains(part) && from == rest.first())
            })
            .collect();
        ways.carry_all(&from, &waiting, carries, only);
        from.clone_from(stage);
    }
}

fn path(
    scope: &Scope<'_>,
    parts: &[Part],
    route: &Route,
    uses: &Uses,
    need: usize,
    source: usize,
) -> Path {
    let record = &scope.engagement.sources[source];
    let mut missing = Vec::new();
    if !is_federated(record) {
        if (route.stages.is_empty() && route.direct.is_empty()) || route.is_cut {
            missing.push(Hop::Ingestion);
        }
        if !route.live.is_empty() {
            // It rests where the readings of the last hours do.
        } else if route.rest.is_empty() {
            missing.push(Hop::Storage);
        } else if route
            .rest
            .iter()
            .all(|part| parts[*part].component.zone == Some(ZoneTarget::Landing))
        {
            missing.push(Hop::Reading);
        }
        if route.needs_processing
            && route.direct.is_empty()
            && route.transformations.is_empty()
            && uses.stream_processing.is_empty()
        {
            missing.push(Hop::Processing);
        }
    }
    if uses.consumption.is_empty() && uses.segmentation.is_empty() {
        missing.push(Hop::Consumption);
    }
    let entry = |stages: &[Vec<usize>]| stages.to_vec();
    let mut routes = Vec::new();
    if !route.direct.is_empty() {
        let mut finished = vec![route.direct.clone()];
        finished.extend(uses.line.iter().cloned());
        routes.push(finished);
    }
    if !route.stages.is_empty() || route.direct.is_empty() {
        let mut at_rest = entry(&route.stages);
        at_rest.push(route.extraction.clone());
        at_rest.push(route.transformations.clone());
        at_rest.extend(uses.line.iter().cloned());
        routes.push(at_rest);
    }
    let until = route.stages.iter().position(|stage| *stage == route.taps);
    let until = until.map_or(route.stages.len(), |at| at + 1);
    if !route.live.is_empty()
        && is_quick(&scope.needs[need])
        && !live_readers(parts, uses).is_empty()
    {
        let mut readings = entry(&route.stages[..until]);
        readings.push(route.live.clone());
        routes.push(readings);
    }
    if !route.taps.is_empty() && !uses.events.is_empty() {
        let mut live = entry(&route.stages[..until]);
        live.push(uses.stream_processing.clone());
        live.push(uses.events.clone());
        routes.push(live);
    }
    if !route.taps.is_empty() && !uses.stream_processing.is_empty() {
        let mut live = entry(&route.stages);
        live.push(uses.stream_processing.clone());
        routes.push(live);
    }
    let slowest = |stages: &Vec<Vec<usize>>| -> Option<Freshness> {
        stages
            .iter()
            .filter_map(|stage| stage.iter().filter_map(|part| parts[*part].freshness).min())
            .max()
    };
    let best = routes.iter().min_by_key(|stages| slowest(stages));
    let freshness = best.and_then(slowest);
    let slow = |part: &usize| freshness.is_some() && parts[*part].freshness == freshness;
    let slowest: Vec<usize> =
        best.map_or(vec![], |stages| stages.iter().flatten().copied().filter(slow).collect());
    Path { need, source, missing, freshness, slowest }
}

/// People read tables even where no use case says which: their tools are fed from the deepest zone.
fn connect_the_rest(parts: &[Part], ways: &mut Ways) {
    let zone = |zone: ZoneTarget| find(parts, |part| part.component.zone == Some(zone));
    let fed: Vec<usize> = [ZoneTarget::Curated, ZoneTarget::Raw, ZoneTarget::Landing]
        .into_iter()
        .map(|wanted| {
            zone(wanted).into_iter().filter(|part| ways.reaches(*part)).collect::<Vec<_>>()
        })
        .find(|fed| !fed.is_empty())
        .unwrap_or_default();
    let consumes = |part: &Part| {
        matches!(part.component.layer, Layer::Consumption) && !part.gives(Provision::Support)
    };
    let nobody = BTreeSet::new();
    for part in find(parts, consumes) {
        if ways.touches(part) {
            continue;
        }
        let special = [Provision::ReadsTables, Provision::Lookup, Provision::Retrieval];
        // Of products that no rule asked for it is not known how they read.
        let because = &parts[part].component.because;
        let is_known = because.iter().any(|because| !because.rule.as_str().is_empty());
        let asks = is_known && !special.iter().any(|one| parts[part].gives(*one));
        let engines = if asks && !fed.is_empty() { engines(parts, None) } else { vec![] };
        if engines.is_empty() {
            ways.carry_rest(parts, &fed, &[part], &nobody);
        } else {
            ways.carry_rest(parts, &fed, &engines, &nobody);
            ways.carry_all(&engines, &[part], "Answers", &nobody);
        }
    }
}

/// Per part the ids of those on whose data it acts although no flow passes it: what masks, those that hold or answer from what is
/// to be masked; what keeps records from changes, the zone of the unchanged history.
pub(super) fn guards(parts: &[Part], left_out: &BTreeSet<usize>) -> Vec<Vec<String>> {
    use Provision::{QueryEngine, Serving};
    let stands = |wanted: &dyn Fn(&Part) -> bool| -> Vec<String> {
        let open = parts
            .iter()
            .enumerate()
            .filter(|(at, part)| !left_out.contains(at) && part.is_open() && wanted(part));
        open.map(|(_, part)| part.component.id.clone()).collect()
    };
    let first = |choices: [Vec<String>; 2]| {
        choices.into_iter().find(|choice| !choice.is_empty()).unwrap_or_default()
    };
    let zone = |part: &Part, zone: ZoneTarget| part.component.zone == Some(zone);
    let guarded = |part: &Part| -> Vec<String> {
        if !part.is_open() {
            return vec![];
        }
        let Some(guard) = part.guard() else { return vec![] };
        if guard == Guard::Lock {
            return first(
                [ZoneTarget::Raw, ZoneTarget::Curated]
                    .map(|wanted| stands(&|other| zone(other, wanted))),
            );
        }
        let tables = stands(&|other| {
            zone(other, ZoneTarget::Curated) && !other.sources.is_disjoint(&part.sources)
        });
        let warehouses = stands(&|other| other.gives(Serving) && other.gives(QueryEngine));
        if part.component.layer == Layer::Security { first([warehouses, tables]) } else { tables }
    };
    parts.iter().map(guarded).collect()
}

/// Proposed components on the way of the data that have no consumer. The consumer of a component is
///
/// - in the layers up to processing, another component that takes its data; a zone and a store that a use case called for
///   also serve those who read them there, so data has to reach them;
/// - in consumption and segmentation, the use case or the people it was called for;
/// - of a catalogue, of security and of what only supports or protects, the architecture as a whole.
///
/// What waits for data that has no way in or no zone yet stays: the hole is told, and filling it gives it a consumer.
pub(super) fn orphans(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> BTreeSet<usize> {
    let is_wanted = |need: &usize| scope.needs[*need].is_qualified();
    // A finding names what it lacks.
    let is_told = |at: usize| {
        (ways.without_stream.contains_key(&at) && !ways.reaches(at))
            || ways.untaken.get(&at).is_some_and(|needs| needs.iter().any(is_wanted))
    };
    let is_orphan = |at: usize, part: &Part| {
        let on_the_way = matches!(
            part.component.layer,
            Layer::Sources | Layer::Ingestion | Layer::Storage | Layer::Processing
        );
        let hole = |source: &usize| {
            (ways.without_entry.contains(source) || ways.without_target.contains(source))
                && scope.must_be_served(*source)
        };
        let waits = part.sources.iter().any(hole)
            || is_told(at)
            || (part.is_whole && ways.loads.is_empty());
        let holds = part.component.zone.is_some() || part.sources.is_empty();
        let has_consumer = ways.leaves(at) || (holds && ways.reaches(at));
        part.carries()
            && on_the_way
            && !waits
            && matches!(part.component.status, Status::New | Status::Replace)
            && part.is_open()
            && !has_consumer
    };
    parts.iter().enumerate().filter(|(at, part)| is_orphan(*at, part)).map(|(at, _)| at).collect()
}

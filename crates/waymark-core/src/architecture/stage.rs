//! The architecture at a point in time: today, after each wave of the roadmap, and when all of it is there.

use std::collections::BTreeSet;

use crate::discovery::platform::{Layer, PlatformItem};
use crate::engagement::{Engagement, FindingTone};
use crate::finding::Finding;
use crate::id::RuleId;
use crate::roadmap::{Placed, Plan};
use crate::wording::{day, list};

use super::{Architecture, Component, Flow, Guard, OpenQuestion, Status};

/// A point in time at which the architecture is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stage {
    /// Before anything is done.
    Today,
    /// After a wave of the roadmap, from 1.
    Wave(u32),
    /// When all of it is there.
    #[default]
    Target,
}

impl Stage {
    /// The word on the command line and in requests: `today`, `wave:2`, `target`.
    pub fn word(self) -> String {
        match self {
            Stage::Today => "today".to_owned(),
            Stage::Wave(wave) => format!("wave:{wave}"),
            Stage::Target => "target".to_owned(),
        }
    }

    /// What people call it.
    pub fn label(self) -> String {
        match self {
            Stage::Today => "Today".to_owned(),
            Stage::Wave(wave) => format!("After wave {wave}"),
            Stage::Target => "Target".to_owned(),
        }
    }

    /// The stage of a word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "today" => Some(Stage::Today),
            "target" => Some(Stage::Target),
            _ => word.strip_prefix("wave:")?.parse().ok().filter(|wave| *wave > 0).map(Stage::Wave),
        }
    }
}

/// How a component stands at the stage that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Standing {
    /// It is there and stays.
    #[default]
    Kept,
    /// It is there and goes at a later stage.
    Leaving,
    /// It is new.
    New,
    /// It is new, in the place of something that was there.
    Replacing,
    /// It has to go.
    Retired,
    /// The client rejected it.
    Rejected,
}

impl Standing {
    /// All of them, in the order of legends.
    pub const ALL: [Standing; 6] = [
        Standing::Kept,
        Standing::Leaving,
        Standing::New,
        Standing::Replacing,
        Standing::Retired,
        Standing::Rejected,
    ];

    /// How a component stands at a stage.
    pub fn of(component: &Component, stage: Stage) -> Self {
        match (component.status, component.is_rejected) {
            (_, true) if stage == Stage::Target => Standing::Rejected,
            (Status::Existing, false) => Standing::Kept,
            (Status::Retire, _) if stage == Stage::Target => Standing::Retired,
            (Status::Existing, true) | (Status::Retire, _) => Standing::Leaving,
            // What is rejected is not built: it is seen at the target alone.
            (Status::New | Status::Replace, true) => Standing::Rejected,
            (Status::New, false) => Standing::New,
            (Status::Replace, false) => Standing::Replacing,
        }
    }

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Kept => "kept",
            Standing::Leaving => "leaving",
            Standing::New => "new",
            Standing::Replacing => "replacing",
            Standing::Retired => "retired",
            Standing::Rejected => "rejected",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Standing::Kept => "kept",
            Standing::Leaving => "goes later",
            Standing::New => "new",
            Standing::Replacing => "new, replaces what is there",
            Standing::Retired => "to retire",
            Standing::Rejected => "rejected",
        }
    }

    /// It is there at the stage.
    pub const fn stands(self) -> bool {
        !matches!(self, Standing::Retired | Standing::Rejected)
    }
}

/// How many components stand how at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// There, and they stay.
    pub kept: usize,
    /// There, and they go later.
    pub leaving: usize,
    /// New, in a place where nothing was.
    pub new: usize,
    /// New, in the place of something that was there.
    pub replacing: usize,
    /// To retire; only the target shows what does not stand.
    pub retired: usize,
    /// Rejected; only the target shows what does not stand.
    pub rejected: usize,
}

impl Counts {
    /// Of those that are shown at a stage.
    pub fn of(architecture: &Architecture, shown: &Shown) -> Self {
        let is_shown = |component: &&Component| shown.components.contains(&component.id);
        let mut counts = Self::default();
        for component in architecture.components.iter().filter(is_shown) {
            *match Standing::of(component, shown.stage) {
                Standing::Kept => &mut counts.kept,
                Standing::Leaving => &mut counts.leaving,
                Standing::New => &mut counts.new,
                Standing::Replacing => &mut counts.replacing,
                Standing::Retired => &mut counts.retired,
                Standing::Rejected => &mut counts.rejected,
            } += 1;
        }
        counts
    }

    /// Those that are there at the stage.
    pub fn stand(self) -> usize {
        self.kept + self.leaving + self.new + self.replacing
    }
}

/// What is shown at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The stage.
    pub stage: Stage,
    /// Ids of components.
    pub components: BTreeSet<String>,
}

/// How many components of a stage are guarded so, by what stands there too.
pub fn guarded(architecture: &Architecture, shown: &Shown, how: Guard) -> usize {
    let stands = |id: &str| shown.components.contains(id);
    let acts = |one: &&Component| one.guard == Some(how) && !one.is_rejected && stands(&one.id);
    let guarded = architecture.components.iter().filter(acts).flat_map(|one| &one.guards);
    guarded.filter(|id| stands(id)).collect::<BTreeSet<_>>().len()
}

/// How many components of a stage the client accepted or chose.
pub fn accepted(architecture: &Architecture, shown: &Shown) -> usize {
    let is_shown = |one: &&Component| one.is_accepted && shown.components.contains(&one.id);
    architecture.components.iter().filter(is_shown).count()
}

/// How many flows of a stage nobody stated.
pub fn presumed(architecture: &Architecture, engagement: &Engagement, shown: &Shown) -> usize {
    let flows = flows_at(architecture, engagement, shown);
    flows.iter().filter(|flow| is_presumed(flow)).count()
}

/// The ids of components and the codes of sources that a use case rests on, by its code: those on its way, and what catalogues and
/// protects what is on it, whether for its sources, for its use case or for everything.
pub fn path<'a>(
    architecture: &'a Architecture,
    shown: Option<&Shown>,
    use_case: &str,
) -> BTreeSet<&'a str> {
    let mut path = way(architecture, shown, use_case);
    if path.is_empty() {
        return path;
    }
    let on_it = |codes: &[String]| codes.iter().any(|code| path.contains(code.as_str()));
    let stands = |one: &Component| {
        !one.is_rejected && shown.is_none_or(|shown| shown.components.contains(&one.id))
    };
    let is_for_all = |one: &Component| one.sources.is_empty() && one.use_cases.is_empty();
    let around = architecture.components.iter().filter(|one| {
        matches!(one.layer, Layer::Cataloguing | Layer::Security)
            && stands(one)
            && (is_for_all(one) || on_it(&one.sources) || on_it(&one.guards))
    });
    let around: Vec<&str> = around.map(|one| one.id.as_str()).collect();
    path.extend(around);
    path
}

/// The ids of components and the codes of sources on the way of a use case, by its code: what its data passes at the stage, and what
/// was called for by it and that no flow passes at all.
pub fn way<'a>(
    architecture: &'a Architecture,
    shown: Option<&Shown>,
    use_case: &str,
) -> BTreeSet<&'a str> {
    let components: BTreeSet<&str> =
        architecture.components.iter().map(|component| component.id.as_str()).collect();
    let stands = |id: &str| {
        shown.is_none_or(|shown| shown.components.contains(id) || !components.contains(id))
    };
    let needs = |codes: &[String]| codes.iter().any(|known| known == use_case);
    let ends = |flow: &'a Flow| [flow.from.as_str(), flow.to.as_str()];
    let passed: BTreeSet<&str> = architecture.flows.iter().flat_map(ends).collect();
    let there = shown
        .filter(|shown| shown.stage != Stage::Target)
        .map(|shown| standing_flows(architecture, &[], shown));
    let is_there = |flow: &&Flow| {
        there.as_ref().is_none_or(|there| there.iter().any(|one| is_same_way(one, flow)))
    };
    let flows = architecture.flows.iter().filter(|flow| needs(&flow.use_cases));
    let flows = flows.filter(|flow| stands(&flow.from) && stands(&flow.to)).filter(is_there);
    let serving = architecture.components.iter().filter(|component| {
        needs(&component.use_cases)
            && !component.is_rejected
            && stands(&component.id)
            && !passed.contains(component.id.as_str())
    });
    flows.flat_map(ends).chain(serving.map(|component| component.id.as_str())).collect()
}

/// The first wave that brings a component: that of the earliest of its initiatives that is planned; 0 where one of them is done.
pub fn wave_of(component: &Component, plan: Option<&Plan>) -> Option<u32> {
    if matches!(component.status, Status::Existing | Status::Retire) {
        return None;
    }
    if component.is_built {
        return Some(0);
    }
    component.initiatives.iter().filter_map(|id| plan?.wave_of(id)).min()
}

/// The wave after which a retiring component is gone: that which brings the last of what takes its place; `None` where nothing
/// does, or it is not planned.
pub fn goes_in(
    component: &Component,
    architecture: &Architecture,
    plan: Option<&Plan>,
) -> Option<u32> {
    let replaces = |other: &&Component| {
        matches!(other.status, Status::New | Status::Replace)
            && !other.is_rejected
            && other.platform.iter().any(|code| component.platform.contains(code))
    };
    if component.status != Status::Retire {
        return None;
    }
    let successors: Option<Vec<u32>> = architecture
        .components
        .iter()
        .filter(replaces)
        .map(|successor| wave_of(successor, plan))
        .collect();
    successors?.into_iter().max()
}

/// The stages there are: today, each wave of the plan, the target.
pub fn stages(plan: Option<&Plan>) -> Vec<Stage> {
    let waves = plan.into_iter().flat_map(|plan| &plan.waves).map(|wave| Stage::Wave(wave.number));
    std::iter::once(Stage::Today).chain(waves).chain([Stage::Target]).collect()
}

/// What is shown at a stage: today what exists and goes, after a wave also what that and earlier ones bring,
/// without what they replace; at last all of it, with what goes and what is rejected.
pub fn shown(architecture: &Architecture, plan: Option<&Plan>, stage: Stage) -> Shown {
    let stands = |component: &&Component| match (stage, component.status) {
        (Stage::Target, _) | (_, Status::Existing) | (Stage::Today, Status::Retire) => true,
        (Stage::Today, _) => component.is_built && !component.is_rejected,
        (Stage::Wave(wave), Status::Retire) => {
            goes_in(component, architecture, plan).is_none_or(|goes| goes > wave)
        }
        (Stage::Wave(wave), Status::New | Status::Replace) => {
            !component.is_rejected && wave_of(component, plan).is_some_and(|brings| brings <= wave)
        }
    };
    let components = architecture.components.iter().filter(stands);
    Shown { stage, components: components.map(|component| component.id.clone()).collect() }
}

/// The flows of today that are on record: a source that says which systems read it, to the component that such a system is; and
/// those that follow because there is one store only.
///
/// A system is known by the title of its platform item, whatever the case of its letters. An item that is several components
/// is that of its own layer, or else the first.
pub fn recorded_flows(architecture: &Architecture, engagement: &Engagement) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for source in &engagement.sources {
        for system in source.consumer_systems.items() {
            let is_it = |title: &str| title.trim().to_lowercase() == system.trim().to_lowercase();
            for item in engagement.platform.iter().filter(|item| is_it(&item.title)) {
                let is_of_item = |component: &&Component| {
                    matches!(component.status, Status::Existing | Status::Retire)
                        && component.platform.iter().any(|code| *code == item.code.as_str())
                };
                let own = || architecture.components.iter().filter(is_of_item);
                let in_layer = own().find(|one| item.layer.value() == Some(&one.layer));
                let Some(component) = in_layer.or_else(|| own().next()) else { continue };
                let flow = Flow {
                    from: source.code.to_string(),
                    to: component.id.clone(),
                    carries: "What is read today".to_owned(),
                    use_cases: vec![],
                };
                if !flows.contains(&flow) {
                    flows.push(flow);
                }
            }
        }
    }
    flows.extend(from_the_only_store(architecture, &flows));
    flows
}

/// A way that data takes until the components arrive through which it is to pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interim {
    /// The way past it.
    pub flow: Flow,
    /// The ids of the components; all of them have to arrive.
    pub until: Vec<String>,
}

impl Interim {
    /// Something that it goes past has not arrived.
    pub fn lasts(&self, stands: impl Fn(&str) -> bool) -> bool {
        !self.until.iter().all(|id| stands(id))
    }
}

/// The ways from zone to zone past what is new between them: before a check arrives, data goes on without it.
pub fn interim_flows(architecture: &Architecture) -> Vec<Interim> {
    let component = |id: &str| architecture.components.iter().find(|one| one.id == id);
    let is_zone = |id: &str| component(id).is_some_and(|one| one.zone.is_some());
    let mut all: Vec<Interim> = Vec::new();
    let between = architecture.components.iter().filter(|one| {
        one.layer == Layer::Processing && one.carries_data && one.status != Status::Existing
    });
    for passed in between {
        let flows = || architecture.flows.iter();
        for into in flows().filter(|flow| flow.to == passed.id && is_zone(&flow.from)) {
            for out in flows().filter(|flow| flow.from == passed.id && is_zone(&flow.to)) {
                let is = |one: &Flow| one.from == into.from && one.to == out.to;
                if into.from == out.to || flows().any(is) {
                    continue;
                }
                let both = into.use_cases.iter().filter(|code| out.use_cases.contains(code));
                let both: Vec<String> = both.cloned().collect();
                if let Some(beside) = all.iter_mut().find(|one| is(&one.flow)) {
                    beside.flow.use_cases.extend(both);
                    beside.flow.use_cases.sort_unstable();
                    beside.flow.use_cases.dedup();
                    beside.until.push(passed.id.clone());
                    continue;
                }
                let (from, to) = (into.from.clone(), out.to.clone());
                let flow = Flow { from, to, carries: String::new(), use_cases: both };
                all.push(Interim { flow, until: vec![passed.id.clone()] });
            }
        }
    }
    for one in &mut all {
        let names = one.until.iter().filter_map(|id| component(id)).map(|one| one.name.clone());
        let names: Vec<String> = names.collect();
        let arrive = if names.len() == 1 { "arrives" } else { "arrive" };
        one.flow.carries = format!("Until {} {arrive}", list(&names));
    }
    all
}

/// The components that stand at a stage before anything that is to feed them.
pub fn unfed<'a>(
    architecture: &'a Architecture,
    engagement: &Engagement,
    shown: &Shown,
) -> Vec<&'a Component> {
    if shown.stage == Stage::Target {
        return vec![];
    }
    let flows = flows_at(architecture, engagement, shown);
    let is_unfed = |one: &&Component| {
        shown.components.contains(&one.id)
            && one.status != Status::Existing
            && one.status != Status::Retire
            && architecture.flows.iter().any(|flow| flow.to == one.id)
            && !flows.iter().any(|flow| flow.to == one.id)
    };
    architecture.components.iter().filter(is_unfed).collect()
}

/// The flows between what stands at a stage. Before the target also those on record of today and those past what has not arrived;
/// after a wave none out of what nothing feeds yet; of today none of results that nobody recorded, and what follows from two products
/// being there is presumed.
pub fn flows_at(architecture: &Architecture, engagement: &Engagement, shown: &Shown) -> Vec<Flow> {
    if shown.stage == Stage::Target {
        return architecture.flows.clone();
    }
    standing_flows(architecture, &recorded_flows(architecture, engagement), shown)
}

fn standing_flows(architecture: &Architecture, recorded: &[Flow], shown: &Shown) -> Vec<Flow> {
    let component = |id: &str| architecture.components.iter().find(|one| one.id == id);
    let stands = |id: &str| component(id).is_none() || shown.components.contains(id);
    let is_recorded = |flow: &Flow| recorded.iter().any(|one| is_same_way(one, flow));
    let known = |flow: &Flow| architecture.flows.iter().any(|one| is_same_way(one, flow));
    let recorded = recorded.iter().filter(|flow| !known(flow));
    let interim = interim_flows(architecture);
    let interim = interim.iter().filter(|one| one.lasts(stands)).map(|one| &one.flow);
    let all = architecture.flows.iter().chain(recorded).chain(interim);
    let mut flows: Vec<Flow> =
        all.filter(|flow| stands(&flow.from) && stands(&flow.to)).cloned().collect();
    if shown.stage != Stage::Today {
        let has_data = filled(architecture, &flows);
        flows.retain(|flow| component(&flow.from).is_none() || has_data.contains(&flow.from));
        return flows;
    }
    let gives_results =
        |one: &Component| matches!(one.layer, Layer::Consumption | Layer::Segmentation);
    flows.retain(|flow| is_recorded(flow) || !component(&flow.from).is_some_and(gives_results));
    for flow in &mut flows {
        if component(&flow.from).is_some() && !is_recorded(flow) && !is_presumed(flow) {
            BOTH_TODAY.clone_into(&mut flow.carries);
        }
    }
    flows
}

fn is_same_way(one: &Flow, other: &Flow) -> bool {
    (&one.from, &one.to) == (&other.from, &other.to)
}

/// The ids of components that hold data or get some by the given flows: what is there today, what nothing feeds by its nature, and
/// all that follows from these and from sources.
fn filled(architecture: &Architecture, flows: &[Flow]) -> BTreeSet<String> {
    let begins = |one: &&Component| {
        matches!(one.status, Status::Existing | Status::Retire)
            || !architecture.flows.iter().any(|flow| flow.to == one.id)
    };
    let begin = architecture.components.iter().filter(begins);
    let mut filled: BTreeSet<String> = begin.map(|one| one.id.clone()).collect();
    let is_source = |id: &str| !architecture.components.iter().any(|one| one.id == id);
    loop {
        let fed = flows.iter().filter(|flow| is_source(&flow.from) || filled.contains(&flow.from));
        let new: Vec<String> =
            fed.map(|flow| flow.to.clone()).filter(|to| !filled.contains(to)).collect();
        if new.is_empty() {
            return filled;
        }
        filled.extend(new);
    }
}

/// Blockers where the contract of what goes ends before all that takes its place is there, by the plan.
pub fn ends_too_early(
    architecture: &Architecture,
    engagement: &Engagement,
    plan: Option<&Plan>,
) -> Vec<Finding> {
    let Some(plan) = plan else { return vec![] };
    let replaces = |one: &Component, code: &str| {
        matches!(one.status, Status::New | Status::Replace)
            && !one.is_rejected
            && !one.is_built
            && one.platform.iter().any(|known| known == code)
    };
    let goes = |code: &str| {
        let mut gone = architecture.components.iter().filter(|one| one.status == Status::Retire);
        gone.any(|one| one.platform.iter().any(|known| known == code))
    };
    let mut findings = Vec::new();
    for item in engagement.platform.iter().filter(|item| goes(item.code.as_str())) {
        let Some(end) = item.contract_end.value() else { continue };
        let successors =
            architecture.components.iter().filter(|one| replaces(one, item.code.as_str()));
        let mut last: Option<(&Component, &Placed)> = None;
        for successor in successors {
            let bring =
                plan.placed.iter().filter(|one| successor.initiatives.contains(&one.chosen.id));
            let Some(first) = bring.min_by_key(|one| one.end) else { continue };
            if last.is_none_or(|(_, known)| known.end < first.end) {
                last = Some((successor, first));
            }
        }
        let Some((successor, brings)) = last else { continue };
        let there = plan.last_day(brings.end);
        if there <= *end {
            continue;
        }
        let ends = if *end < plan.start { "ended" } else { "ends" };
        findings.push(Finding {
            id: format!("architecture.contract.{}", item.code),
            tone: FindingTone::Blocker,
            text: format!(
                "The contract of “{}” {ends} on {}, and what takes its place ({}) is there on {} by the plan: extend the contract, bring {} forward, or say how the time between is bridged.",
                item.title,
                day(*end),
                successor.name,
                day(there),
                brings.chosen.id,
            ),
            records: vec![item.code.to_string()],
            facts: vec![],
        });
    }
    findings
}

/// It stands today and is of the platform inventory.
fn is_of_today(component: &Component) -> bool {
    matches!(component.status, Status::Existing | Status::Retire) && !component.platform.is_empty()
}

/// The products of today that something reaches today: a source, or another one of them.
fn fed_today<'a>(architecture: &'a Architecture, recorded: &'a [Flow]) -> BTreeSet<&'a str> {
    let not_yet = |id: &str| {
        let component = architecture.components.iter().find(|one| one.id == id);
        component.is_some_and(|one| !is_of_today(one))
    };
    let flows = architecture.flows.iter().chain(recorded);
    flows.filter(|flow| !not_yet(&flow.from)).map(|flow| flow.to.as_str()).collect()
}

/// What a flow carries that follows from there being one store only, and that nobody stated.
pub const PRESUMED: &str = "Presumed: it is the only store of today";
/// What a flow carries that is to be there and whose two ends are there today, while nobody stated that it is.
pub const BOTH_TODAY: &str = "Presumed: both are there today";

/// Nobody stated it.
pub fn is_presumed(flow: &Flow) -> bool {
    [PRESUMED, BOTH_TODAY].contains(&flow.carries.as_str())
}

/// Products of today that read from the only store there is today: what loads goes there, what people look at comes from there.
/// Where there are several stores, or none, nothing can be said.
fn from_the_only_store(architecture: &Architecture, recorded: &[Flow]) -> Vec<Flow> {
    let today = || architecture.components.iter().filter(|one| is_of_today(one));
    let mut stores = today().filter(|one| one.layer == Layer::Storage);
    let (Some(store), None) = (stores.next(), stores.next()) else { return vec![] };
    let fed = fed_today(architecture, recorded);
    let has_way_out = |one: &Component| {
        architecture
            .flows
            .iter()
            .chain(recorded)
            .any(|flow| flow.from == one.id && today().any(|other| other.id == flow.to))
    };
    let flow = |from: &Component, to: &Component| Flow {
        from: from.id.clone(),
        to: to.id.clone(),
        carries: PRESUMED.to_owned(),
        use_cases: vec![],
    };
    let loads = today().filter(|one| {
        one.layer == Layer::Ingestion && fed.contains(one.id.as_str()) && !has_way_out(one)
    });
    let reads =
        today().filter(|one| one.layer == Layer::Consumption && !fed.contains(one.id.as_str()));
    loads.map(|one| flow(one, store)).chain(reads.map(|one| flow(store, one))).collect()
}

/// The products of today of which nothing says how data reaches them, as one question.
pub(super) fn unfed_today(
    architecture: &Architecture,
    engagement: &Engagement,
) -> Option<OpenQuestion> {
    let recorded = recorded_flows(architecture, engagement);
    let fed = fed_today(architecture, &recorded);
    let takes_data = |layer: Layer| {
        matches!(
            layer,
            Layer::Ingestion | Layer::Storage | Layer::Consumption | Layer::Segmentation
        )
    };
    let is_fed = |code: &str| {
        let mut own = architecture.components.iter().filter(|one| is_of_today(one));
        own.any(|one| {
            one.platform.iter().any(|known| known == code)
                && (fed.contains(one.id.as_str()) || !takes_data(one.layer))
        })
    };
    let stands = |code: &str| {
        let mut own = architecture.components.iter().filter(|one| is_of_today(one));
        own.any(|one| one.platform.iter().any(|known| known == code))
    };
    let unfed = |item: &&PlatformItem| stands(item.code.as_str()) && !is_fed(item.code.as_str());
    let unfed: Vec<&PlatformItem> = engagement.platform.iter().filter(unfed).collect();
    let name = |item: &&PlatformItem| match item.title.as_str() {
        "" => item.code.to_string(),
        title => format!("“{title}”"),
    };
    let mut names: Vec<String> = unfed.iter().take(3).map(name).collect();
    let (is, them) = if unfed.len() == 1 { ("is", "it") } else { ("are", "them") };
    match unfed.len() {
        0 => return None,
        1..=3 => {}
        all => names.push(format!("{} more", all - 3)),
    }
    Some(OpenQuestion {
        rule: RuleId::new(""),
        capability: "How the platform of today is fed".to_owned(),
        records: unfed.iter().map(|item| item.code.to_string()).collect(),
        facts: vec![],
        text: format!(
            "How {} {is} fed today is not known: name {them} among the systems that read a source.",
            list(&names)
        ),
    })
}

//! From rules that fire to components: what exists is kept, competing services are resolved, equal components become one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::condition::{FactRead, Place};
use crate::discovery::Freshness;
use crate::discovery::platform::{Layer, Product};
use crate::discovery::skill::{Employment, SkillName};
use crate::discovery::source::ZoneTarget;
use crate::engagement::{Engagement, FindingTone, Verdict, VerdictSubject, VerdictWord};
use crate::facts::EngagementFacts;
use crate::finding::Finding;
use crate::id::{RuleId, ServiceId};
use crate::pack::{Pack, Provision, Rule, Service, ServiceStatus};
use crate::record::Kind;
use crate::wording::{day, list, lower_first, sentence, stop};

use super::firing::{Binding, Firing, fire};
use super::platform::{Platform, product_slug};
use super::scope::{Scope, is_live};
use super::stage::unfed_today;
use super::turned::{self, Turned};
use super::yielded;
use super::{
    Alternative, Architecture, Because, Component, Guard, StaleVerdict, Status, consistency, flow,
    question,
};

/// Longest name in the diagram.
const SHORT_NAME: usize = 22;
/// Longest second line in the diagram.
const DETAIL: usize = 26;

/// A component with what the flows need to know of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) component: Component,
    pub(super) provides: BTreeSet<Provision>,
    pub(super) freshness: Option<Freshness>,
    /// Sources it was called for, as positions.
    pub(super) sources: BTreeSet<usize>,
    /// Use cases it was called for or whose personas it was called for, as positions among the needs.
    pub(super) needs: BTreeSet<usize>,
    /// Called for by the engagement as a whole.
    pub(super) is_whole: bool,
    /// Rules whose firing it was called for by.
    pub(super) rests_on: BTreeSet<RuleId>,
}

impl Part {
    pub(super) fn gives(&self, provision: Provision) -> bool {
        self.provides.contains(&provision)
    }

    /// Data passes it by its nature: it does more than support, protect or show the way.
    pub(super) fn carries(&self) -> bool {
        use Provision::{AccessRule, Audit, CatalogueLabel, Erasure, Masking, Support, WriteOnce};
        let protects = [CatalogueLabel, AccessRule, Audit, Erasure, Masking, WriteOnce, Support];
        match self.component.layer {
            Layer::Cataloguing | Layer::Security => false,
            Layer::Consumption | Layer::Segmentation => !self.gives(Support),
            Layer::Sources | Layer::Ingestion | Layer::Storage | Layer::Processing => {
                self.component.zone.is_some()
                    || self.provides.iter().any(|provision| !protects.contains(provision))
            }
        }
    }

    /// How it acts on the data of others that no flow brings to it.
    pub(super) fn guard(&self) -> Option<Guard> {
        if self.gives(Provision::WriteOnce) {
            Some(Guard::Lock)
        } else {
            self.gives(Provision::Masking).then_some(Guard::Mask)
        }
    }

    /// Data can pass it: it is not refused and does not go.
    pub(super) fn is_open(&self) -> bool {
        !self.component.is_rejected && self.component.status != Status::Retire
    }
}

pub(super) fn architecture(
    pack: &Pack,
    engagement: &Engagement,
    facts: &EngagementFacts,
) -> Architecture {
    let ended: BTreeSet<String> = engagement
        .use_cases
        .iter()
        .filter(|use_case| !is_live(use_case))
        .map(|use_case| use_case.code.to_string())
        .collect();
    let mut facts = facts.without(Kind::UseCase, &ended);
    let scope = Scope::of(engagement);
    let mut firings = fire(pack, &scope, &mut facts);
    let platform = Platform::of(pack, engagement);
    let mut findings = Vec::new();
    let barred = Barred::of(pack, &scope);
    let offers = offers(pack, &barred, &firings, &platform, &mut findings);
    let losses = compete(engagement, &mut firings, &offers);
    let mut parts = merge(pack, &facts, &scope, &barred, &firings, &offers, &losses, &platform);
    pass_by(&scope, &mut parts);
    let today = platform.items_of_today(pack, &firings, &offers, &mut parts);
    findings.extend(platform.unloved());
    parts.extend(today);
    parts.sort_by_key(|part| part.component.layer);
    unique_ids(&mut parts);
    let turned = apply_verdicts(pack, engagement, &barred, &mut parts, &mut findings);
    findings.extend(turned::dependants(&scope, &parts, &turned));
    let chosen: Vec<usize> = turned.iter().filter_map(|one| one.instead_of_kept(&parts)).collect();
    platform.go_by_choice(pack, &mut parts, &chosen);
    turned::join_what_is_in_use(&mut parts, &turned);
    parts.sort_by_key(|part| part.component.layer);
    findings.extend(platform.without_successor(&parts));
    let ways = flow::ways(&scope, &parts);
    let orphans = flow::orphans(&scope, &parts, &ways);
    findings.extend(consistency::check(&scope, &parts, &ways, &firings));
    let flows = ways.flows(&scope, &parts, &orphans);
    let guards = flow::guards(&parts, &orphans);
    let done = engagement.done(&pack.id);
    for (part, guards) in parts.iter_mut().zip(guards) {
        part.component.guard = part.guard().filter(|_| !guards.is_empty());
        part.component.guards = guards;
        part.component.carries_data = part.carries();
        part.component.is_built =
            part.component.initiatives.iter().any(|initiative| done.contains(initiative));
        let id = &part.component.id;
        let mut needs = part.needs.clone();
        needs.extend(ways.needs_at(id));
        part.component.use_cases = scope.need_codes(&needs);
        part.component.sources = scope.source_codes(&part.sources);
    }
    let components: Vec<Component> = parts
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !orphans.contains(at))
        .map(|(_, part)| part.component)
        .collect();
    let mut architecture = Architecture {
        stale_verdicts: stale_verdicts(pack, engagement, &components),
        components,
        flows,
        findings: consistency::settled(pack, engagement, findings),
        open_questions: question::open_questions(pack, &firings),
    };
    architecture.open_questions.extend(unfed_today(&architecture, engagement));
    architecture
}

/// The services that must not be chosen: those that AWS no longer offers to everybody, and those that constraints forbid.
struct Barred<'a> {
    pack: &'a Pack,
    /// Codes of the constraints that forbid a service.
    forbidden: BTreeMap<&'a ServiceId, Vec<String>>,
}

impl<'a> Barred<'a> {
    fn of(pack: &'a Pack, scope: &Scope<'a>) -> Self {
        let mut forbidden: BTreeMap<&ServiceId, Vec<String>> = BTreeMap::new();
        for constraint in &scope.engagement.constraints {
            for service in constraint.forbidden_services.items() {
                forbidden.entry(service).or_default().push(constraint.code.to_string());
            }
        }
        Self { pack, forbidden }
    }

    fn bars(&self, id: &ServiceId) -> bool {
        self.forbidden.contains_key(id)
            || self.pack.service(id).is_none_or(|s| s.status != ServiceStatus::Active)
    }

    /// The first barred service that a text names. A name inside a longer name of another service does not count.
    fn named_in(&self, text: &str) -> Option<&'a Service> {
        let mut services: Vec<&Service> = self.pack.services.iter().collect();
        services.sort_by_key(|service| std::cmp::Reverse(service.name.len()));
        let mut rest = text.to_owned();
        for service in services {
            while let Some(at) = whole_words(&rest, &service.name) {
                if self.bars(&service.id) {
                    return Some(service);
                }
                rest.replace_range(at..at + service.name.len(), "|");
            }
        }
        None
    }
}

/// Where a text holds a name that is not part of a longer word.
fn whole_words(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// What a rule would put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// Products that exist and are kept.
    Existing(Vec<Product>),
    /// A service of the pack.
    Service(ServiceId),
    /// An alternative in words, where the service must not be used.
    Words(String),
    /// Nothing may be used.
    Nothing,
}

impl Offer {
    /// What people call it.
    pub(super) fn name(&self, pack: &Pack) -> String {
        match self {
            Offer::Existing(products) => {
                list(&products.iter().map(|product| product.label().to_owned()).collect::<Vec<_>>())
            }
            Offer::Service(id) => {
                pack.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
            }
            Offer::Words(text) => text.clone(),
            Offer::Nothing => String::new(),
        }
    }
}

/// The offer of every firing; `findings` gains what a constraint forbids.
fn offers(
    pack: &Pack,
    barred: &Barred<'_>,
    firings: &[Firing<'_>],
    platform: &Platform<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Offer> {
    firings
        .iter()
        .map(|firing| {
            let rule = firing.rule;
            let kept = platform.kept(pack, rule);
            if !kept.is_empty() {
                return Offer::Existing(kept);
            }
            let Some(first) = rule.services.first() else { return Offer::Nothing };
            let offer = if barred.bars(first) {
                let instead = rule.instead.iter().find(|instead| {
                    !instead.no_component && barred.named_in(&instead.service).is_none()
                });
                instead.map_or(Offer::Nothing, |instead| Offer::Words(instead.service.clone()))
            } else {
                Offer::Service(first.clone())
            };
            for service in rule.services.iter().filter(|_| !firing.holds.is_empty()) {
                // Where the first is out, the others come with it.
                if (service == first || !barred.bars(first))
                    && let Some(constraints) = barred.forbidden.get(service)
                {
                    findings.push(forbidden_service(pack, rule, service, constraints, &offer));
                }
            }
            offer
        })
        .collect()
}

fn forbidden_service(
    pack: &Pack,
    rule: &Rule,
    service: &ServiceId,
    constraints: &[String],
    offer: &Offer,
) -> Finding {
    let name =
        pack.service(service).map_or_else(|| service.to_string(), |service| service.name.clone());
    let instead = match offer {
        Offer::Words(text) => format!("{text} takes its place; check that it is enough."),
        Offer::Service(first) => {
            let first = pack.service(first).map_or_else(|| first.to_string(), |s| s.name.clone());
            format!("{first} stands without it; check that it is enough.")
        }
        Offer::Existing(_) | Offer::Nothing => "Nothing on record takes its place.".to_owned(),
    };
    let would = if rule.services.first() == Some(service) { "would" } else { "would help to" };
    Finding {
        id: if rule.services.first() == Some(service) {
            format!("architecture.forbidden.{}", rule.id)
        } else {
            format!("architecture.forbidden.{}.{service}", rule.id)
        },
        tone: if *offer == Offer::Nothing { FindingTone::Blocker } else { FindingTone::Weakness },
        text: format!(
            "{} {} {name}, which {would} provide “{}”. {instead}",
            list(constraints),
            if constraints.len() == 1 { "forbids" } else { "forbid" },
            rule.capability
        ),
        records: constraints.to_vec(),
        facts: vec![],
    }
}

/// Per firing: what it displaced, by the index of the loser.
type Losses = BTreeMap<usize, Vec<usize>>;

/// Resolves different offers for one capability and the same record: what exists is kept, then the narrower condition wins,
/// then less operating effort.
fn compete(engagement: &Engagement, firings: &mut [Firing<'_>], offers: &[Offer]) -> Losses {
    let mut groups: BTreeMap<(Layer, String), Vec<usize>> = BTreeMap::new();
    let concerns = |firing: &Firing<'_>| !firing.holds.is_empty() || !firing.waits.is_empty();
    for (at, firing) in firings.iter().enumerate().filter(|(_, firing)| concerns(firing)) {
        groups.entry((firing.rule.layer, firing.rule.capability.clone())).or_default().push(at);
    }
    let mut losses = Losses::new();
    for group in groups.values().filter(|group| group.len() > 1) {
        let mut ranked = group.clone();
        ranked.sort_by_key(|at| rank(engagement, firings[*at].rule, &offers[*at], *at));
        for (place, &loser) in ranked.iter().enumerate() {
            for &winner in &ranked[..place] {
                if offers[winner] == offers[loser] || firings[winner].holds.is_empty() {
                    continue;
                }
                let claimed: BTreeSet<String> =
                    firings[winner].records().map(str::to_owned).collect();
                let by_record = firings[winner].rule.subject.is_some()
                    && firings[winner].rule.subject == firings[loser].rule.subject;
                let before = firings[loser].holds.len();
                let is_left = |b: &Binding| {
                    by_record && b.record.as_ref().is_some_and(|record| !claimed.contains(record))
                };
                firings[loser].holds.retain(is_left);
                // What was decided otherwise is no question any more.
                firings[loser].waits.retain(is_left);
                if firings[loser].holds.len() < before {
                    losses.entry(winner).or_default().push(loser);
                }
            }
        }
    }
    losses
}

/// From this level on somebody of the team can work with a skill on their own.
const ABLE: u8 = 2;

/// Less wins: existing before new, narrow before wide, little effort before much, the pack's order last.
fn rank(
    engagement: &Engagement,
    rule: &Rule,
    offer: &Offer,
    at: usize,
) -> (u8, u8, usize, u8, usize) {
    let is_new = u8::from(!matches!(offer, Offer::Existing(_)));
    let is_whole = u8::from(rule.subject.is_none());
    let width = usize::MAX - rule.when.demands();
    // What a team has to learn first is harder to run.
    let is_able = |skill: &SkillName| {
        let own = engagement.skills.iter().filter(|role| {
            matches!(role.employment.value(), Some(Employment::Staff | Employment::Contractor))
        });
        let mut levels = own.flat_map(|role| role.skills.items());
        levels.any(|known| known.skill == *skill && known.level >= ABLE)
    };
    let effort = rule.operating_effort + u8::from(!rule.skills.iter().all(is_able));
    (is_new, is_whole, width, effort, at)
}

/// One component per layer, capability and service; one per layer, zone and product for what exists.
#[expect(
    clippy::too_many_arguments,
    reason = "what stands is read off all that was found out before"
)]
fn merge(
    pack: &Pack,
    facts: &EngagementFacts,
    scope: &Scope<'_>,
    barred: &Barred<'_>,
    firings: &[Firing<'_>],
    offers: &[Offer],
    losses: &Losses,
    platform: &Platform<'_>,
) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (at, firing) in firings.iter().enumerate().filter(|(_, firing)| !firing.holds.is_empty()) {
        let rule = firing.rule;
        let mut alternatives: Vec<Alternative> = rule
            .instead
            .iter()
            .map(|i| Alternative { service: i.service.clone(), when: i.when.clone() })
            .collect();
        let name = offers[at].name(pack);
        let outdone = firing.took_place_of.iter().map(|wide| (*wide, first_name(pack, wide)));
        let losers = losses.get(&at).into_iter().flatten();
        let outdone = outdone
            .chain(losers.map(|loser| (firings[*loser].rule, offers[*loser].name(pack))))
            .filter(|(_, service)| !service.is_empty() && *service != name);
        for (loser, service) in outdone {
            if !alternatives.iter().any(|known| known.service == service) {
                let when = match &offers[at] {
                    Offer::Existing(_) => format!("{name} no longer meets the need."),
                    _ => yielded::when(pack, facts, firings, firing, loser, &name),
                };
                alternatives.push(Alternative { service, when });
            }
        }
        let fresh = match &offers[at] {
            Offer::Nothing => continue,
            Offer::Existing(products) => {
                let proposal = first_name(pack, rule);
                products
                    .iter()
                    .map(|product| {
                        platform.existing(pack, rule, *product, &proposal, &alternatives)
                    })
                    .collect()
            }
            Offer::Service(id) => vec![proposed(rule, pack.service(id), &name, alternatives)],
            Offer::Words(_) => {
                alternatives.retain(|known| known.service != name);
                let mut part = proposed(rule, None, &name, alternatives);
                set_cost(pack, &mut part.component, rule.layer);
                vec![part]
            }
        };
        for mut part in fresh {
            part.component.also.retain(|service| !barred.bars(service));
            bind(&mut part, scope, firing);
            if let Some(at) = by_id.get(&part.component.id) {
                join(&mut parts[*at], part);
            } else {
                by_id.insert(part.component.id.clone(), parts.len());
                parts.push(part);
            }
        }
    }
    one_store(parts)
}

/// A kept store that has a zone of its own does not stand beside it a second time for all zones.
fn one_store(parts: Vec<Part>) -> Vec<Part> {
    let (zoneless, mut rest): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| {
        part.component.status == Status::Existing
            && part.component.layer == Layer::Storage
            && part.component.zone.is_none()
    });
    for part in zoneless {
        let twin = rest.iter_mut().find(|other| {
            other.component.status == Status::Existing
                && other.component.zone.is_some()
                && other.component.name == part.component.name
        });
        match twin {
            Some(twin) => {
                let is_whole = twin.is_whole;
                join(twin, part);
                twin.is_whole = is_whole;
            }
            None => rest.push(part),
        }
    }
    rest
}

/// The name of the service that a rule names first; empty where it must not be used any more.
fn first_name(pack: &Pack, rule: &Rule) -> String {
    let service = rule
        .services
        .first()
        .and_then(|id| pack.service(id))
        .filter(|service| service.status == ServiceStatus::Active);
    service.map_or(String::new(), |service| service.name.clone())
}

fn proposed(
    rule: &Rule,
    service: Option<&Service>,
    name: &str,
    alternatives: Vec<Alternative>,
) -> Part {
    let word = service.map_or(name, |service| service.id.as_str());
    let id = component_id(rule.layer, &rule.capability, word);
    let short_name =
        service.map_or_else(|| cut(name, SHORT_NAME), |service| service.short_name.clone());
    part_of(
        rule,
        id,
        name.to_owned(),
        short_name,
        rule.detail.clone(),
        service.map(|service| service.id.clone()),
        alternatives,
    )
}

/// A new component of a rule.
pub(super) fn part_of(
    rule: &Rule,
    id: String,
    name: String,
    short_name: String,
    detail: String,
    service: Option<ServiceId>,
    alternatives: Vec<Alternative>,
) -> Part {
    let also =
        if service.is_some() { rule.services.iter().skip(1).cloned().collect() } else { vec![] };
    Part {
        component: Component {
            id,
            layer: rule.layer,
            capability: rule.capability.clone(),
            service,
            also,
            name,
            short_name,
            detail,
            status: Status::New,
            zone: rule.zone,
            because: vec![],
            alternatives,
            initiatives: rule.initiatives.clone(),
            cost: Some(rule.cost),
            cost_driver: rule.cost_driver.clone(),
            stands_for: vec![],
            guards: vec![],
            guard: None,
            carries_data: false,
            sources: vec![],
            use_cases: vec![],
            platform: vec![],
            is_built: false,
            is_accepted: false,
            is_rejected: false,
        },
        provides: rule.provides.iter().copied().collect(),
        freshness: rule.freshness,
        sources: BTreeSet::new(),
        needs: BTreeSet::new(),
        is_whole: false,
        rests_on: BTreeSet::new(),
    }
}

/// The class of run cost of what a component is called now, where a rule of the pack says it of a service of that name, rules of
/// the layer first; otherwise it is not known.
fn set_cost(pack: &Pack, component: &mut Component, layer: Layer) {
    let says = |rule: &&Rule| {
        let first = rule.services.first().and_then(|id| pack.service(id));
        first.is_some_and(|service| service.name == component.name)
    };
    let of = |wanted: &dyn Fn(&&Rule) -> bool| {
        pack.rules.iter().filter(says).filter(wanted).max_by_key(|rule| rule.cost)
    };
    let rule = of(&|rule| rule.layer == layer).or_else(|| of(&|_| true));
    component.cost = rule.map(|rule| rule.cost);
    component.cost_driver = rule.map_or_else(String::new, |rule| rule.cost_driver.clone());
}

/// What writes finished tables needs no zone before them: sources that nothing else takes in leave the zones that they pass by.
fn pass_by(scope: &Scope<'_>, parts: &mut Vec<Part>) {
    use Provision::{Collection, DirectTables, Extraction, Ingestion, Stream};
    let taken = |wanted: &dyn Fn(&Part) -> bool| -> BTreeSet<usize> {
        parts.iter().filter(|part| wanted(part)).flat_map(|part| &part.sources).copied().collect()
    };
    let staged = taken(&|part: &Part| {
        let steps = [Collection, Stream, Extraction, Ingestion];
        !part.gives(DirectTables) && steps.iter().any(|step| part.gives(*step))
    });
    let direct = taken(&|part: &Part| part.gives(DirectTables));
    let passes = |source: &usize| {
        let record = &scope.engagement.sources[*source];
        record.zone_target.value() == Some(&ZoneTarget::Curated)
            && direct.contains(source)
            && !staged.contains(source)
    };
    parts.retain_mut(|part| {
        if !matches!(part.component.zone, Some(ZoneTarget::Landing | ZoneTarget::Raw)) {
            return true;
        }
        let gone: BTreeSet<usize> = part.sources.iter().copied().filter(passes).collect();
        if gone.is_empty() {
            return true;
        }
        let codes = scope.source_codes(&gone);
        part.sources.retain(|source| !gone.contains(source));
        part.needs =
            part.sources.iter().flat_map(|at| &scope.needs_of_source[*at]).copied().collect();
        for because in &mut part.component.because {
            because.records.retain(|code| !codes.contains(code));
            because.facts.retain(|fact| !codes.contains(&fact.record));
            for other in &mut because.also {
                other.retain(|fact| !codes.contains(&fact.record));
            }
            because.also.retain(|other| !other.is_empty());
        }
        part.is_whole || !part.sources.is_empty()
    });
}

/// Adds why the rule fired and for what.
fn bind(part: &mut Part, scope: &Scope<'_>, firing: &Firing<'_>) {
    let records: Vec<String> = firing.records().map(str::to_owned).collect();
    match firing.rule.subject {
        Some(Kind::Source) => {
            part.sources.extend(records.iter().filter_map(|code| scope.source(code)));
        }
        Some(Kind::UseCase) => {
            part.needs.extend(records.iter().filter_map(|code| scope.need(code)));
        }
        Some(Kind::Persona) => {
            part.needs.extend(records.iter().flat_map(|code| scope.needs_of_persona(code)));
        }
        _ => {}
    }
    for source in &part.sources {
        part.needs.extend(&scope.needs_of_source[*source]);
    }
    part.is_whole |= firing.is_whole();
    part.rests_on.extend(firing.rests_on.iter().cloned());
    let mut text = firing.rule.because.clone();
    if firing.rule.when.reads().is_empty() {
        text.push_str(" It is part of the minimum architecture, whatever is recorded.");
    }
    let facts = each_once(&firing.holds);
    let (also, more) = further(&firing.holds, &facts);
    let rule = firing.rule.id.clone();
    part.component.because.push(Because { rule, text, records, facts, also, more });
}

/// How many sets of facts are told that would suffice besides the first one, and of how many facts each at most.
const FURTHER: usize = 2;
const FEW: usize = 4;

/// What else would suffice for the bindings of one rule, each fact once, those of the same fields together, and how many sets are
/// not told because they are too many or too long.
fn further(bindings: &[Binding], facts: &[FactRead]) -> (Vec<Vec<FactRead>>, usize) {
    type Name<'a> = (&'a Place, &'a str, &'a str);
    fn name(fact: &FactRead) -> Name<'_> {
        (&fact.place, &fact.record, &fact.field)
    }
    let mut told: BTreeSet<Name<'_>> = facts.iter().map(name).collect();
    type Fields<'a> = BTreeSet<(&'a Place, &'a str)>;
    let mut sets: Vec<(Fields<'_>, Vec<FactRead>)> = Vec::new();
    for other in bindings.iter().flat_map(|binding| &binding.also) {
        let fields: Fields<'_> =
            other.iter().map(|fact| (&fact.place, fact.field.as_str())).collect();
        let new = other.iter().filter(|fact| told.insert(name(fact)));
        let new: Vec<FactRead> = new.map(|fact| (**fact).clone()).collect();
        match sets.iter_mut().find(|(known, _)| *known == fields) {
            Some((_, set)) => set.extend(new),
            None if new.is_empty() => {}
            None => sets.push((fields, new)),
        }
    }
    let all = sets.len();
    let mut sets: Vec<Vec<FactRead>> = sets.into_iter().map(|(_, set)| set).collect();
    sets.retain(|set| set.len() <= FEW);
    sets.sort_by_key(Vec::len);
    sets.truncate(FURTHER);
    let more = all - sets.len();
    (sets, more)
}

/// The facts of several bindings of one rule, each once, in the order in which they were come to. The skills of a team are facts
/// of one name: those that differ in value all stand.
pub(super) fn each_once(bindings: &[Binding]) -> Vec<FactRead> {
    let mut known: BTreeSet<*const FactRead> = BTreeSet::new();
    let mut told: BTreeSet<(&Place, &str, &str, &str)> = BTreeSet::new();
    let facts = bindings.iter().flat_map(|binding| &binding.facts);
    facts
        .filter(|fact| known.insert(Arc::as_ptr(fact)))
        .filter(|fact| told.insert((&fact.place, &fact.record, &fact.field, &fact.value)))
        .map(|fact| (**fact).clone())
        .collect()
}

pub(super) fn join(into: &mut Part, from: Part) {
    let component = from.component;
    into.component.because.extend(component.because);
    for alternative in component.alternatives {
        if !into.component.alternatives.iter().any(|known| known.service == alternative.service) {
            into.component.alternatives.push(alternative);
        }
    }
    add_new(&mut into.component.also, component.also);
    add_new(&mut into.component.initiatives, component.initiatives);
    add_new(&mut into.component.platform, component.platform);
    if component.cost > into.component.cost {
        into.component.cost = component.cost;
        into.component.cost_driver = component.cost_driver;
    }
    if !into.component.capability.split(", ").any(|known| known == component.capability) {
        into.component.capability =
            format!("{}, {}", into.component.capability, lower_first(&component.capability));
    }
    into.provides.extend(from.provides);
    into.freshness = into.freshness.max(from.freshness);
    into.sources.extend(from.sources);
    into.needs.extend(from.needs);
    into.is_whole |= from.is_whole;
    into.rests_on.extend(from.rests_on);
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// The verdicts on components under this pack.
fn verdicts<'a>(pack: &Pack, engagement: &'a Engagement) -> impl Iterator<Item = &'a Verdict> {
    engagement
        .verdicts
        .iter()
        .filter(move |v| v.pack == pack.id && v.subject == VerdictSubject::Component)
}

/// What the client decided: a refused component stays visible, a replaced one takes the new name and keeps the proposal as
/// its first alternative. What called for it stays its reason, and the verdict becomes one; its cost is that of what was chosen.
/// The result says what does not stand as it was proposed.
fn apply_verdicts(
    pack: &Pack,
    engagement: &Engagement,
    barred: &Barred<'_>,
    parts: &mut [Part],
    findings: &mut Vec<Finding>,
) -> Vec<Turned> {
    let mut turned = Vec::new();
    let verdicts: BTreeMap<&str, &Verdict> =
        verdicts(pack, engagement).map(|verdict| (verdict.subject_id.as_str(), verdict)).collect();
    for (at, part) in parts.iter_mut().enumerate() {
        let component = &mut part.component;
        let Some(verdict) = verdicts.get(component.id.as_str()) else { continue };
        match verdict.verdict {
            VerdictWord::Rejected => {
                turned.push(Turned::of(at, component));
                component.is_rejected = true;
            }
            VerdictWord::Replaced if !verdict.replacement.trim().is_empty() => {
                let name = verdict.replacement.trim();
                turned.push(Turned::of(at, component));
                component.is_accepted = true;
                let service = pack
                    .services
                    .iter()
                    .find(|service| service.name == name || service.id.as_str() == name);
                let out = match service {
                    Some(service) => Some(service).filter(|service| barred.bars(&service.id)),
                    None => barred.named_in(name),
                };
                if let Some(out) = out {
                    findings.push(chosen_but_barred(component, out, barred));
                }
                let proposal = std::mem::replace(
                    &mut component.name,
                    service.map_or_else(|| name.to_owned(), |service| service.name.clone()),
                );
                component.short_name = service
                    .map_or_else(|| cut(name, SHORT_NAME), |service| service.short_name.clone());
                // No component stands under a service that must not be chosen, whoever chose it.
                component.service =
                    service.filter(|_| out.is_none()).map(|service| service.id.clone());
                component.also = vec![];
                // The second line says of the proposal what need not be true of the choice.
                component.detail = String::new();
                set_cost(pack, component, component.layer);
                let reason = match verdict.reason.trim() {
                    "" => String::new(),
                    reason => format!(" {}", stop(&sentence(reason))),
                };
                component.because.push(Because {
                    rule: RuleId::new(""),
                    text: format!(
                        "The client chose {} in the place of {proposal}.{reason}",
                        component.name
                    ),
                    records: vec![],
                    facts: vec![],
                    also: vec![],
                    more: 0,
                });
                let chosen = &component.name;
                component
                    .alternatives
                    .retain(|other| other.service != *chosen && other.service != proposal);
                if proposal != component.name {
                    let when = if component.status == Status::Existing {
                        "What is in use stays."
                    } else {
                        "The choice is taken back: this is what the rules propose."
                    };
                    let when = when.to_owned();
                    component.alternatives.insert(0, Alternative { service: proposal, when });
                }
                if component.status == Status::Existing {
                    component.status = Status::New;
                }
            }
            VerdictWord::Accepted => component.is_accepted = true,
            // Findings are reworded, and facts of a scan judged.
            VerdictWord::Replaced
            | VerdictWord::Reworded
            | VerdictWord::AnswerChanged
            | VerdictWord::ScopeDiffers
            | VerdictWord::FactWrong => {}
        }
    }
    for one in &turned {
        one.correct(parts);
    }
    turned
}

/// The client chose what must not be chosen.
fn chosen_but_barred(component: &Component, service: &Service, barred: &Barred<'_>) -> Finding {
    let chosen = format!("{} was chosen for “{}”", service.name, component.capability);
    let constraints = barred.forbidden.get(&service.id).cloned().unwrap_or_default();
    let text = if service.status == ServiceStatus::Active {
        let forbid = if constraints.len() == 1 { "forbids" } else { "forbid" };
        format!("{chosen}, but {} {forbid} it.", list(&constraints))
    } else {
        let instead = match service.successor.trim().trim_end_matches('.') {
            "" => String::new(),
            successor => format!(" AWS points to {successor}."),
        };
        format!(
            "{chosen}, but it is not open to new work ({}, checked {}).{instead}",
            lower_first(service.status.label()),
            day(service.checked)
        )
    };
    Finding {
        id: format!("architecture.barred.{}", component.id),
        tone: FindingTone::Blocker,
        text,
        records: constraints,
        facts: vec![],
    }
}

/// Verdicts whose component is not proposed any more.
fn stale_verdicts(
    pack: &Pack,
    engagement: &Engagement,
    components: &[Component],
) -> Vec<StaleVerdict> {
    let ids: BTreeSet<&str> = components.iter().map(|component| component.id.as_str()).collect();
    let followed: BTreeSet<&str> = components
        .iter()
        .flat_map(|one| &one.stands_for)
        .map(|one| one.component.as_str())
        .collect();
    // All of an id but the service.
    let need = |id: &str| id.rsplit_once('.').map_or_else(String::new, |(need, _)| need.to_owned());
    verdicts(pack, engagement)
        .filter(|verdict| !ids.contains(verdict.subject_id.as_str()))
        .filter(|verdict| !followed.contains(verdict.subject_id.as_str()))
        .map(|verdict| {
            let wanted = need(&verdict.subject_id);
            let same = components.iter().filter(|c| need(&c.id) == wanted && !wanted.is_empty());
            StaleVerdict {
                component: verdict.subject_id.clone(),
                uid: verdict.uid,
                word: verdict.verdict,
                reason: verdict.reason.clone(),
                replacement: verdict.replacement.clone(),
                in_its_place: same.map(|component| component.id.clone()).collect(),
            }
        })
        .collect()
}

/// Two capabilities whose names differ only in signs would share an id.
fn unique_ids(parts: &mut [Part]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts {
        let times = seen.entry(part.component.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            part.component.id = format!("{}-{times}", part.component.id);
        }
    }
}

/// The id of a component that a rule proposes.
fn component_id(layer: Layer, capability: &str, service: &str) -> String {
    format!("{}.{}.{}", layer.word(), slug(capability), slug(service))
}

/// The id of a component that is a product in use. It stays the same whether the product is kept or goes.
pub(super) fn product_id(layer: Layer, zone: Option<ZoneTarget>, product: Product) -> String {
    format!(
        "{}.{}.{}",
        layer.word(),
        zone.map_or("in-use", ZoneTarget::word),
        product_slug(product)
    )
}

/// Lower case, with hyphens between runs of letters and digits.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The text, or as much of its beginning as fits with an ellipsis.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}

/// The name and second line of a product in use.
pub(super) fn labels(
    pack: &Pack,
    product: Product,
    title: &str,
    otherwise: &str,
) -> (String, String, String) {
    let service = pack.services.iter().find(|service| service.product == Some(product));
    let name =
        if product == Product::Other { title.to_owned() } else { product.label().to_owned() };
    let short = service
        .map(|service| service.short_name.clone())
        .filter(|_| name.chars().count() > SHORT_NAME);
    let short = short.unwrap_or_else(|| cut(&name, SHORT_NAME));
    let says_more = title != name && !title.is_empty() && title.chars().count() <= DETAIL;
    let detail = if says_more { title.to_owned() } else { cut(otherwise, DETAIL) };
    (name, short, detail)
}

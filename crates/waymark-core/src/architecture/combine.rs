//! From rules that fire to components: what exists is kept, competing services are resolved, equal components become one.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{FactRead, Place};
use crate::discovery::Freshness;
use crate::discovery::platform::{Layer, Product};
use crate::discovery::source::ZoneTarget;
use crate::engagement::{Engagement, FindingTone, VerdictSubject, VerdictWord};
use crate::facts::EngagementFacts;
use crate::finding::Finding;
use crate::id::ServiceId;
use crate::pack::{Pack, Provision, Rule, Service, ServiceStatus};
use crate::record::Kind;
use crate::wording::list;

use super::firing::{Binding, Firing, fire};
use super::platform::{Platform, product_slug};
use super::scope::{Scope, is_live};
use super::{Alternative, Architecture, Because, Component, Status, consistency, flow, question};

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
}

impl Part {
    pub(super) fn gives(&self, provision: Provision) -> bool {
        self.provides.contains(&provision)
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
    let offers = offers(pack, &scope, &firings, &platform, &mut findings);
    let losses = compete(&mut firings, &offers);
    let mut parts = merge(pack, &scope, &firings, &offers, &losses, &platform);
    let today = platform.items_of_today(pack, &firings, &offers, &mut parts);
    parts.extend(today);
    apply_verdicts(pack, engagement, &mut parts);
    parts.sort_by_key(|part| part.component.layer);
    unique_ids(&mut parts);
    let ways = flow::ways(&scope, &parts);
    let orphans = flow::orphans(&parts, &ways);
    findings.extend(consistency::check(&scope, &parts, &ways, &firings));
    let flows = ways.flows(&scope, &parts);
    for part in &mut parts {
        let id = &part.component.id;
        let mut needs = part.needs.clone();
        needs.extend(ways.needs_at(id));
        part.component.use_cases = scope.need_codes(&needs);
        part.component.sources = scope.source_codes(&part.sources);
    }
    Architecture {
        components: parts
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !orphans.contains(at))
            .map(|(_, part)| part.component)
            .collect(),
        flows,
        findings: consistency::settled(pack, engagement, findings),
        open_questions: question::open_questions(pack, &firings),
    }
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
    scope: &Scope<'_>,
    firings: &[Firing<'_>],
    platform: &Platform<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Offer> {
    let mut forbidden: BTreeMap<&ServiceId, Vec<String>> = BTreeMap::new();
    for constraint in &scope.engagement.constraints {
        for service in constraint.forbidden_services.items() {
            forbidden.entry(service).or_default().push(constraint.code.to_string());
        }
    }
    let usable = |id: &ServiceId| {
        pack.service(id).is_some_and(|service| service.status == ServiceStatus::Active)
            && !forbidden.contains_key(id)
    };
    firings
        .iter()
        .map(|firing| {
            let rule = firing.rule;
            let kept = platform.kept(pack, rule);
            if !kept.is_empty() {
                return Offer::Existing(kept);
            }
            let Some(first) = rule.services.first() else { return Offer::Nothing };
            if usable(first) {
                return Offer::Service(first.clone());
            }
            let offer = rule
                .instead
                .first()
                .map_or(Offer::Nothing, |instead| Offer::Words(instead.service.clone()));
            if let Some(constraints) = forbidden.get(first).filter(|_| !firing.holds.is_empty()) {
                findings.push(forbidden_service(pack, rule, first, constraints, &offer));
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
        Offer::Existing(_) | Offer::Service(_) | Offer::Nothing => {
            "Nothing on record takes its place.".to_owned()
        }
    };
    Finding {
        id: format!("architecture.forbidden.{}", rule.id),
        tone: if *offer == Offer::Nothing { FindingTone::Blocker } else { FindingTone::Weakness },
        text: format!(
            "{} forbids {name}, which would provide “{}”. {instead}",
            list(constraints),
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
fn compete(firings: &mut [Firing<'_>], offers: &[Offer]) -> Losses {
    let mut groups: BTreeMap<(Layer, String), Vec<usize>> = BTreeMap::new();
    for (at, firing) in firings.iter().enumerate().filter(|(_, firing)| !firing.holds.is_empty()) {
        groups.entry((firing.rule.layer, firing.rule.capability.clone())).or_default().push(at);
    }
    let mut losses = Losses::new();
    for group in groups.values().filter(|group| group.len() > 1) {
        let mut ranked = group.clone();
        ranked.sort_by_key(|at| rank(firings[*at].rule, &offers[*at], *at));
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
                firings[loser].holds.retain(|b| {
                    by_record && b.record.as_ref().is_some_and(|record| !claimed.contains(record))
                });
                if firings[loser].holds.len() < before {
                    losses.entry(winner).or_default().push(loser);
                }
            }
        }
    }
    losses
}

/// Less wins: existing before new, narrow before wide, little effort before much, the pack's order last.
fn rank(rule: &Rule, offer: &Offer, at: usize) -> (u8, u8, usize, u8, usize) {
    let is_new = u8::from(!matches!(offer, Offer::Existing(_)));
    let is_whole = u8::from(rule.subject.is_none());
    let width = usize::MAX - rule.when.reads().len();
    // A rule that asked for a skill and fired found people who can run its service.
    let asks_for_skill = rule
        .when
        .reads()
        .iter()
        .any(|read| matches!(&read.place, Place::Record { kind } if kind == "skill"));
    let effort = rule.operating_effort.saturating_sub(u8::from(asks_for_skill));
    (is_new, is_whole, width, effort, at)
}

/// One component per layer, capability and service; one per layer, zone and product for what exists.
fn merge(
    pack: &Pack,
    scope: &Scope<'_>,
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
        let outdone = firing.took_place_of.iter().map(|wide| first_name(pack, wide));
        let outdone = outdone
            .chain(losses.get(&at).into_iter().flatten().map(|loser| offers[*loser].name(pack)));
        let name = offers[at].name(pack);
        for service in outdone.filter(|service| !service.is_empty() && *service != name) {
            if !alternatives.iter().any(|known| known.service == service) {
                alternatives.push(Alternative {
                    service,
                    when: format!("The reason for {name} falls away."),
                });
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
                vec![proposed(rule, None, &name, alternatives)]
            }
        };
        for mut part in fresh {
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
            cost: rule.cost,
            cost_driver: rule.cost_driver.clone(),
            sources: vec![],
            use_cases: vec![],
            platform: vec![],
            is_rejected: false,
        },
        provides: rule.provides.iter().copied().collect(),
        freshness: rule.freshness,
        sources: BTreeSet::new(),
        needs: BTreeSet::new(),
        is_whole: false,
    }
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
    let text = firing.rule.because.clone();
    part.component.because.push(Because {
        rule: firing.rule.id.clone(),
        text,
        records,
        facts: each_once(&firing.holds),
    });
}

/// The facts of several bindings, each once, in the order in which they were come to.
pub(super) fn each_once(bindings: &[Binding]) -> Vec<FactRead> {
    let mut seen: BTreeSet<(&Place, &str, &str)> = BTreeSet::new();
    let facts = bindings.iter().flat_map(|binding| &binding.facts);
    facts
        .filter(|fact| seen.insert((&fact.place, fact.record.as_str(), fact.field.as_str())))
        .cloned()
        .collect()
}

fn join(into: &mut Part, from: Part) {
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
        into.component.capability = format!(
            "{}, {}",
            into.component.capability,
            crate::wording::lower_first(&component.capability)
        );
    }
    into.provides.extend(from.provides);
    into.freshness = into.freshness.max(from.freshness);
    into.sources.extend(from.sources);
    into.needs.extend(from.needs);
    into.is_whole |= from.is_whole;
}

fn add_new<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

/// What the client decided: a refused component stays visible, a replaced one takes the new name.
fn apply_verdicts(pack: &Pack, engagement: &Engagement, parts: &mut [Part]) {
    let verdicts = engagement
        .verdicts
        .iter()
        .filter(|v| v.pack == pack.id && v.subject == VerdictSubject::Component);
    let verdicts: BTreeMap<&str, _> =
        verdicts.map(|verdict| (verdict.subject_id.as_str(), verdict)).collect();
    for part in parts {
        let Some(verdict) = verdicts.get(part.component.id.as_str()) else { continue };
        match verdict.verdict {
            VerdictWord::Rejected => part.component.is_rejected = true,
            VerdictWord::Replaced if !verdict.replacement.trim().is_empty() => {
                let name = verdict.replacement.trim();
                let service = pack
                    .services
                    .iter()
                    .find(|service| service.name == name || service.id.as_str() == name);
                let component = &mut part.component;
                component.name =
                    service.map_or_else(|| name.to_owned(), |service| service.name.clone());
                component.short_name = service
                    .map_or_else(|| cut(name, SHORT_NAME), |service| service.short_name.clone());
                component.service = service.map(|service| service.id.clone());
                component.also = vec![];
                component.alternatives.retain(|alternative| alternative.service != name);
                component.status = Status::New;
            }
            VerdictWord::Replaced | VerdictWord::Accepted | VerdictWord::Reworded => {}
        }
    }
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

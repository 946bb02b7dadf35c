//! What exists today: which products are kept, what takes the place of the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{FactRead, Place};
use crate::discovery::platform::{Keep, Layer, PlatformItem, PlatformState, Product};
use crate::engagement::{Engagement, FindingTone};
use crate::finding::Finding;
use crate::id::RuleId;
use crate::pack::{Pack, Provision, Rule, Service, ServiceStatus};
use crate::record::Kind;
use crate::wording::{day, list};

use super::combine::{Offer, Part, labels, part_of, product_id};
use super::firing::Firing;
use super::{Alternative, Because, Component, Status};

/// Up to here people are not satisfied, on the scale from 1 to 5.
const UNLOVED: u8 = 2;

/// The platform inventory, judged.
pub(super) struct Platform<'a> {
    items: Vec<Item<'a>>,
}

struct Item<'a> {
    record: &'a PlatformItem,
    product: Product,
    /// The service it is, where AWS offers that no longer to everybody.
    ended: Option<&'a Service>,
    /// It is there and its owner does not want to part with it.
    is_kept: bool,
}

impl<'a> Platform<'a> {
    pub(super) fn of(pack: &'a Pack, engagement: &'a Engagement) -> Self {
        let items = engagement
            .platform
            .iter()
            .filter(|item| item.state.value() != Some(&PlatformState::Planned));
        let items = items.map(|record| {
            let product = record.product.value().copied().unwrap_or(Product::Other);
            let ended = pack
                .services
                .iter()
                .find(|s| s.product == Some(product) && s.status != ServiceStatus::Active);
            let stays = matches!(record.keep.value(), None | Some(Keep::Keep | Keep::Undecided));
            let runs = matches!(
                record.state.value(),
                None | Some(PlatformState::Production | PlatformState::Pilot)
            );
            Item { record, product, ended, is_kept: stays && runs && ended.is_none() }
        });
        Self { items: items.collect() }
    }

    /// Items that stay only because nobody has decided about them, although people are not satisfied with them.
    pub(super) fn unloved(&self) -> Option<Finding> {
        let unloved: Vec<&Item<'_>> =
            self.items.iter().filter(|item| item.is_kept && item.is_unloved()).collect();
        let names: Vec<String> =
            unloved.iter().take(3).map(|item| format!("“{}”", item.record.title)).collect();
        let names = match unloved.len() {
            0 => return None,
            1..=3 => list(&names),
            more => format!("{} and {} more", names.join(", "), more - 3),
        };
        let (stay, them) = if unloved.len() == 1 { ("stays", "it") } else { ("stay", "them") };
        Some(Finding {
            id: "architecture.undecided".to_owned(),
            tone: FindingTone::Weakness,
            text: format!(
                "{names} {stay} because nobody has decided otherwise, but satisfaction with {them} is {UNLOVED} of 5 or lower: decide before anything new is built on {them}."
            ),
            records: unloved.iter().map(|item| item.record.code.to_string()).collect(),
            facts: unloved.iter().flat_map(|item| item.facts()).collect(),
        })
    }

    /// Items that their owners want to change, and that nothing proposed takes the place of.
    pub(super) fn without_successor(&self, parts: &[Part]) -> Option<Finding> {
        let stays = |item: &&Item<'_>| {
            let code = item.record.code.as_str();
            item.record.keep.value() == Some(&Keep::Change)
                && item.record.state.value() != Some(&PlatformState::Contain)
                && parts.iter().any(|part| {
                    part.component.status == Status::Existing
                        && part.component.platform.iter().any(|known| known == code)
                })
        };
        let stay: Vec<&Item<'_>> = self.items.iter().filter(stays).collect();
        let names: Vec<String> =
            stay.iter().take(3).map(|item| format!("“{}”", item.record.title)).collect();
        let (names, is, its, it) = match stay.len() {
            0 => return None,
            1 => (list(&names), "is", "its", "it"),
            2..=3 => (list(&names), "are", "their", "them"),
            more => (format!("{} and {} more", names.join(", "), more - 3), "are", "their", "them"),
        };
        Some(Finding {
            id: "architecture.without_successor".to_owned(),
            tone: FindingTone::Weakness,
            text: format!(
                "{names} {is} to be changed, and nothing proposed takes {its} place: mark {it} to be dropped, so that what replaces {it} is proposed where a rule knows one, or as kept."
            ),
            records: stay.iter().map(|item| item.record.code.to_string()).collect(),
            facts: stay.iter().flat_map(|item| item.facts()).collect(),
        })
    }

    /// The kept products that provide what a rule calls for, in the order of the inventory, each once.
    pub(super) fn kept(&self, pack: &Pack, rule: &Rule) -> Vec<Product> {
        let mut kept = Vec::new();
        for item in self.providers(pack, rule) {
            if !kept.contains(&item.product) {
                kept.push(item.product);
            }
        }
        kept
    }

    fn providers<'b>(
        &'b self,
        pack: &'b Pack,
        rule: &'b Rule,
    ) -> impl Iterator<Item = &'b Item<'a>> {
        self.items.iter().filter(move |item| {
            let knows = |layer: Layer| {
                pack.rules
                    .iter()
                    .any(|other| other.layer == layer && other.satisfied_by.contains(&item.product))
            };
            // A product of many parts provides what its recorded part does; a store also serves those who read it.
            // Nothing of the platform stands at the sources: what is needed there is done from another layer.
            let fits = match item.record.layer.value() {
                None => true,
                Some(layer) => {
                    *layer == rule.layer
                        || *layer == Layer::Storage
                        || rule.layer == Layer::Sources
                        || !knows(*layer)
                }
            };
            item.is_kept
                && item.product != Product::Other
                && rule.satisfied_by.contains(&item.product)
                && fits
        })
    }

    /// A kept product as the component that a rule calls for.
    pub(super) fn existing(
        &self,
        pack: &Pack,
        rule: &Rule,
        product: Product,
        proposal: &str,
        alternatives: &[Alternative],
    ) -> Part {
        let items: Vec<&Item<'_>> =
            self.providers(pack, rule).filter(|item| item.product == product).collect();
        let title = items.first().map_or("", |item| item.record.title.as_str());
        let (name, short_name, detail) = labels(pack, product, title, &rule.detail);
        let mut others: Vec<Alternative> = Vec::new();
        // What the product itself takes part in does not take its place.
        let mut services = rule.services.iter().filter_map(|id| pack.service(id));
        let takes_part = services.any(|service| service.product == Some(product));
        let is_other = |service: &str| {
            service != name && !is_in_use(service) && !is_of_family(product.label(), service)
        };
        if !proposal.is_empty() && !takes_part && is_other(proposal) {
            others.push(Alternative { service: proposal.to_owned(), when: ends(&name, &items) });
        }
        let more = alternatives
            .iter()
            .filter(|a| a.service != proposal && !a.service.contains(product.label()))
            .filter(|a| is_other(&a.service))
            .cloned();
        others.extend(more);
        let service = pack
            .services
            .iter()
            .find(|s| s.product == Some(product) && s.status == ServiceStatus::Active);
        let id = product_id(rule.layer, rule.zone, product);
        let mut part = part_of(
            rule,
            id,
            name,
            short_name,
            detail,
            service.map(|service| service.id.clone()),
            others,
        );
        part.component.status = Status::Existing;
        part.component.also = vec![];
        // What the rule says of cost, it says of the service that it would propose.
        if part.component.service.as_ref() != rule.services.first() {
            part.component.cost = None;
            part.component.cost_driver = String::new();
        }
        part.component.platform = items.iter().map(|item| item.record.code.to_string()).collect();
        part
    }

    /// Items that no component stands for yet: kept ones, and those that go. Marks the components that take their place.
    pub(super) fn items_of_today(
        &self,
        pack: &Pack,
        firings: &[Firing<'_>],
        offers: &[Offer],
        parts: &mut [Part],
    ) -> Vec<Part> {
        let mut today: Vec<Part> = Vec::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for item in &self.items {
            let code = item.record.code.to_string();
            if parts.iter().any(|part| part.component.platform.contains(&code)) {
                continue;
            }
            if item.stands_for(pack, parts) {
                continue;
            }
            let successors = Self::successors(item, firings, offers, parts);
            for at in &successors {
                let component = &mut parts[*at].component;
                component.status = Status::Replace;
                component.platform.push(code.clone());
            }
            let mut part = item
                .part(pack, &successors.iter().map(|at| &parts[*at].component).collect::<Vec<_>>());
            // The first of several equal products has the plain id; the others carry their code.
            let times = taken.entry(part.component.id.clone()).or_default();
            *times += 1;
            if *times > 1
                || item.product == Product::Other
                || parts.iter().any(|known| known.component.id == part.component.id)
            {
                part.component.id = format!("{}-{}", part.component.id, code.to_lowercase());
            }
            today.push(part);
        }
        today
    }

    /// Products in use that the client chose something else for: they go, and what was chosen takes their place. One that stands for
    /// something else as well stays.
    pub(super) fn go_by_choice(&self, pack: &Pack, parts: &mut Vec<Part>, chosen: &[usize]) {
        for at in chosen.iter().copied() {
            // What the inventory alone called for is told of the product that goes.
            parts[at]
                .component
                .because
                .retain(|because| !because.rule.as_str().is_empty() || because.records.is_empty());
            let codes = std::mem::take(&mut parts[at].component.platform);
            for code in codes {
                let stays = parts.iter().any(|part| {
                    part.component.status == Status::Existing
                        && part.component.platform.contains(&code)
                });
                let item = self.items.iter().find(|item| item.record.code.as_str() == code);
                let Some(item) = item.filter(|_| !stays) else { continue };
                let is_gone = |part: &Part| {
                    part.component.status == Status::Retire
                        && part.component.platform.contains(&code)
                };
                if parts.iter().any(is_gone) {
                    parts[at].component.platform.push(code);
                    continue;
                }
                let mut goes = item.part(pack, &[&parts[at].component]);
                let is_known = |id: &str| parts.iter().any(|part| part.component.id == id);
                if is_known(&goes.component.id) {
                    goes.component.id = format!("{}-{}", goes.component.id, code.to_lowercase());
                }
                parts[at].component.platform.push(code);
                parts.push(goes);
            }
            if !parts[at].component.platform.is_empty() {
                parts[at].component.status = Status::Replace;
            }
        }
    }

    /// The proposed components that take an item's place.
    fn successors(
        item: &Item<'_>,
        firings: &[Firing<'_>],
        offers: &[Offer],
        parts: &[Part],
    ) -> Vec<usize> {
        if !item.may_go() {
            return vec![];
        }
        let proposed = |chosen: &dyn Fn(&Rule) -> bool| -> Vec<usize> {
            let rules: Vec<&RuleId> = firings
                .iter()
                .zip(offers)
                .filter(|(firing, offer)| {
                    !firing.holds.is_empty()
                        && matches!(offer, Offer::Service(_) | Offer::Words(_))
                        && chosen(firing.rule)
                })
                .map(|(firing, _)| &firing.rule.id)
                .collect();
            let stands_for = |part: &Part| {
                matches!(part.component.status, Status::New | Status::Replace)
                    && part.component.because.iter().any(|because| rules.contains(&&because.rule))
            };
            parts
                .iter()
                .enumerate()
                .filter(|(_, part)| stands_for(part))
                .map(|(at, _)| at)
                .collect()
        };
        let named = proposed(&|rule| rule.replaces.contains(&item.product));
        if !named.is_empty() {
            return named;
        }
        // What would have met the need, had it been kept, is what the new component does instead.
        let meant = proposed(&|rule| rule.satisfied_by.contains(&item.product));
        let same_layer = meant.iter().find(|at| {
            item.record.layer.value().is_none_or(|layer| parts[**at].component.layer == *layer)
        });
        same_layer.copied().into_iter().collect()
    }
}

impl Item<'_> {
    /// Takes what is proposed as there already, where the item is that very service by its name: the inventory has no word of its own
    /// for most services. False where nothing of it is proposed in the item's layer.
    fn stands_for(&self, pack: &Pack, parts: &mut [Part]) -> bool {
        if !self.is_kept || self.product != Product::Other {
            return false;
        }
        let named = pack.service_named(&self.record.title).map(|service| &service.id);
        let mut stands = false;
        for part in parts {
            let component = &mut part.component;
            let is_it = named.is_some()
                && component.service.as_ref() == named
                && component.status == Status::New
                && self.record.layer.value().is_none_or(|layer| component.layer == *layer);
            if is_it {
                component.status = Status::Existing;
                component.platform.push(self.record.code.to_string());
                stands = true;
            }
        }
        stands
    }

    /// Nobody has decided about it, and people are not satisfied with it.
    fn is_unloved(&self) -> bool {
        matches!(self.record.keep.value(), None | Some(Keep::Undecided))
            && self.record.satisfaction.value().is_some_and(|satisfaction| *satisfaction <= UNLOVED)
    }

    /// Nothing new is to be built on it.
    fn is_to_be_left(&self) -> bool {
        self.record.state.value() == Some(&PlatformState::Contain)
            || self.record.keep.value() == Some(&Keep::Change)
    }

    /// Nothing stands against replacing it.
    fn may_go(&self) -> bool {
        self.ended.is_some()
            || matches!(self.record.keep.value(), Some(Keep::Drop | Keep::Change))
            || self.record.state.value() == Some(&PlatformState::Retire)
    }

    fn part(&self, pack: &Pack, successors: &[&Component]) -> Part {
        let record = self.record;
        let goes = !successors.is_empty()
            || self.ended.is_some()
            || record.keep.value() == Some(&Keep::Drop)
            || record.state.value() == Some(&PlatformState::Retire);
        let layer = record.layer.value().copied().unwrap_or_else(|| layer_of(pack, self.product));
        let mut sentences = Vec::new();
        if goes {
            if let Some(service) = self.ended {
                sentences.push(service.note.clone());
            }
            match successors {
                [] if self.ended.is_none() => {
                    sentences.push("The owner wants to part with it.".to_owned());
                }
                [] => {}
                all => {
                    let mut names: Vec<String> = Vec::new();
                    for component in all {
                        if !names.contains(&component.name) {
                            names.push(component.name.clone());
                        }
                    }
                    let takes = if names.len() == 1 { "takes" } else { "take" };
                    sentences.push(format!("{} {takes} its place.", list(&names)));
                }
            }
        } else {
            sentences.push(
                match (record.state.value(), record.keep.value()) {
                    (Some(PlatformState::Contain), _) => {
                        "It stays, but nothing new is built on it."
                    }
                    (_, Some(Keep::Keep)) => "The owner keeps it.",
                    (_, Some(Keep::Change)) => {
                        "The owner wants to change it, and nothing here takes its place."
                    }
                    (_, Some(Keep::Undecided) | None) => "Nobody has decided to part with it.",
                    (_, Some(Keep::Drop)) => unreachable!("a dropped item goes"),
                }
                .to_owned(),
            );
        }
        if !goes && self.is_unloved() {
            sentences.push(format!("Satisfaction with it is {UNLOVED} of 5 or lower."));
        }
        if let Some(end) = record.contract_end.value() {
            sentences.push(format!("The contract ends on {end}."));
        }
        let note = match (goes, successors.first()) {
            (true, Some(_)) => "replaced".to_owned(),
            (true, None) => "given up".to_owned(),
            (false, _) => String::new(),
        };
        let (name, short_name, title) = labels(pack, self.product, &record.title, &note);
        let detail = if goes && !note.is_empty() { note } else { title };
        let rule = successors
            .first()
            .and_then(|component| component.because.first())
            .map(|because| because.rule.clone());
        let service = self.ended.map(|service| service.id.clone());
        Part {
            component: Component {
                id: product_id(layer, None, self.product),
                layer,
                capability: "In use today".to_owned(),
                service,
                also: vec![],
                name,
                short_name,
                detail,
                status: if goes { Status::Retire } else { Status::Existing },
                zone: None,
                because: vec![Because {
                    rule: rule.unwrap_or_else(|| RuleId::new("")),
                    text: sentences.join(" "),
                    records: vec![record.code.to_string()],
                    facts: self.facts(),
                    also: vec![],
                    more: 0,
                }],
                alternatives: vec![],
                initiatives: successors
                    .first()
                    .map_or(vec![], |component| component.initiatives.clone()),
                cost: None,
                cost_driver: String::new(),
                guards: vec![],
                guard: None,
                carries_data: false,
                sources: vec![],
                use_cases: vec![],
                platform: vec![record.code.to_string()],
                is_built: false,
                is_accepted: false,
                is_rejected: false,
                stands_for: vec![],
            },
            provides: if goes || self.is_to_be_left() {
                [].into()
            } else {
                answers_sql(pack, self.product)
            },
            freshness: None,
            sources: [].into(),
            needs: [].into(),
            is_whole: false,
            rests_on: [].into(),
        }
    }

    /// What the inventory says about it.
    fn facts(&self) -> Vec<FactRead> {
        let fact = |field: &str, value: Option<String>| FactRead {
            place: Place::Record { kind: Kind::PlatformItem.condition_word().to_owned() },
            record: self.record.code.to_string(),
            field: field.to_owned(),
            known: value.is_some(),
            value: value.unwrap_or_else(|| "unknown".to_owned()),
        };
        let mut facts = vec![
            fact("product", self.record.product.value().map(|product| product.word().to_owned())),
            fact("keep", self.record.keep.value().map(|keep| keep.word().to_owned())),
        ];
        if let Some(state) = self.record.state.value() {
            facts.push(fact("state", Some(state.word().to_owned())));
        }
        if let Some(satisfaction) = self.record.satisfaction.value().filter(|_| self.is_unloved()) {
            facts.push(fact("satisfaction", Some(satisfaction.to_string())));
        }
        if let Some(end) = self.record.contract_end.value() {
            facts.push(fact("contract_end", Some(end.to_string())));
        }
        facts
    }
}

/// What a product in use can do for others that no rule called for it: answer in SQL.
fn answers_sql(pack: &Pack, product: Product) -> BTreeSet<Provision> {
    let knows = |rule: &Rule| {
        rule.layer == Layer::Consumption
            && rule.provides.contains(&Provision::QueryEngine)
            && rule.satisfied_by.contains(&product)
    };
    pack.rules.iter().any(knows).then_some(Provision::QueryEngine).into_iter().collect()
}

/// Names whatever the client has instead of one product.
fn is_in_use(service: &str) -> bool {
    service.ends_with(" in use")
}

/// One is the other, or a part of it that bears its name: “AWS Glue” and “AWS Glue Data Catalog”, “S3 data lake” and “Amazon S3”.
fn is_of_family(product: &str, service: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let makers = ["amazon", "aws", "apache"];
        let words = name.split_whitespace().map(str::to_lowercase);
        words.skip_while(|word| makers.contains(&word.as_str())).collect()
    };
    let (product, service) = (words(product), words(service));
    let least = product.len().min(service.len());
    least > 0 && product[..least] == service[..least]
}

/// When a kept product leaves its place to another one.
fn ends(name: &str, items: &[&Item<'_>]) -> String {
    match items.iter().filter_map(|item| item.record.contract_end.value()).min() {
        Some(end) => format!(
            "The contract of {name} is not renewed after {}, or it no longer meets the need.",
            day(*end)
        ),
        None => format!("{name} no longer meets the need."),
    }
}

/// The layer in which the pack knows a product, for items whose layer nobody stated.
fn layer_of(pack: &Pack, product: Product) -> Layer {
    let known = pack
        .rules
        .iter()
        .find(|rule| rule.satisfied_by.contains(&product) || rule.replaces.contains(&product));
    known.map_or(Layer::Storage, |rule| rule.layer)
}

/// The product in ids.
pub(super) fn product_slug(product: Product) -> String {
    product.word().replace('_', "-")
}

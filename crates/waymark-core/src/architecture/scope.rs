//! What of the engagement the architecture speaks about: use cases that live, the sources they need, who uses the result.

use std::collections::{BTreeMap, BTreeSet};

use crate::discovery::source::{Mode, Source, ZoneTarget};
use crate::discovery::use_case::{SourceNeed, UseCase, UseCaseStatus, UseCaseType};
use crate::discovery::{DataClass, YesNo};
use crate::engagement::Engagement;
use crate::id::Uid;

/// A use case that is neither retired nor stopped. Sources and personas are positions in their inventories.
pub(super) struct Need<'a> {
    pub(super) use_case: &'a UseCase,
    pub(super) sources: BTreeSet<usize>,
    pub(super) required: BTreeSet<usize>,
    pub(super) personas: BTreeSet<usize>,
}

impl Need<'_> {
    pub(super) fn code(&self) -> &str {
        self.use_case.code.as_str()
    }

    /// Qualified or later: its path has to exist.
    pub(super) fn is_qualified(&self) -> bool {
        use UseCaseStatus::{Pilot, Production, Qualified};
        matches!(self.use_case.status.value(), Some(Qualified | Pilot | Production))
    }

    /// Addresses single customers.
    pub(super) fn is_about_customers(&self) -> bool {
        use UseCaseType::{Campaign, ContactCentre, Personalisation, Segmentation};
        matches!(
            self.use_case.r#type.value(),
            Some(Segmentation | Personalisation | Campaign | ContactCentre)
        )
    }
}

/// The engagement with its links resolved.
pub(super) struct Scope<'a> {
    pub(super) engagement: &'a Engagement,
    pub(super) needs: Vec<Need<'a>>,
    source_at: BTreeMap<&'a str, usize>,
    need_at: BTreeMap<&'a str, usize>,
    persona_at: BTreeMap<&'a str, usize>,
    /// Needs by source.
    pub(super) needs_of_source: Vec<BTreeSet<usize>>,
    /// Needs by persona.
    needs_of_persona: Vec<BTreeSet<usize>>,
}

impl<'a> Scope<'a> {
    pub(super) fn of(engagement: &'a Engagement) -> Self {
        let source_of: BTreeMap<Uid, usize> =
            engagement.sources.iter().enumerate().map(|(at, s)| (s.uid, at)).collect();
        let persona_of: BTreeMap<Uid, usize> =
            engagement.personas.iter().enumerate().map(|(at, p)| (p.uid, at)).collect();
        let needs: Vec<Need<'a>> = engagement
            .use_cases
            .iter()
            .filter(|use_case| is_live(use_case))
            .map(|use_case| {
                let linked = |only_required: bool| {
                    let links = use_case.sources.items().iter();
                    let links =
                        links.filter(|link| !only_required || link.need == SourceNeed::Required);
                    links.filter_map(|link| source_of.get(&link.source).copied()).collect()
                };
                let personas = use_case
                    .consumers
                    .items()
                    .iter()
                    .filter_map(|uid| persona_of.get(uid).copied())
                    .collect();
                Need { use_case, sources: linked(false), required: linked(true), personas }
            })
            .collect();
        let mut needs_of_source = vec![BTreeSet::new(); engagement.sources.len()];
        let mut needs_of_persona = vec![BTreeSet::new(); engagement.personas.len()];
        for (at, need) in needs.iter().enumerate() {
            need.sources.iter().for_each(|source| {
                needs_of_source[*source].insert(at);
            });
            need.personas.iter().for_each(|persona| {
                needs_of_persona[*persona].insert(at);
            });
        }
        Self {
            engagement,
            source_at: engagement
                .sources
                .iter()
                .enumerate()
                .map(|(at, s)| (s.code.as_str(), at))
                .collect(),
            need_at: needs
                .iter()
                .enumerate()
                .map(|(at, n)| (n.use_case.code.as_str(), at))
                .collect(),
            persona_at: engagement
                .personas
                .iter()
                .enumerate()
                .map(|(at, p)| (p.code.as_str(), at))
                .collect(),
            needs,
            needs_of_source,
            needs_of_persona,
        }
    }

    pub(super) fn source(&self, code: &str) -> Option<usize> {
        self.source_at.get(code).copied()
    }

    pub(super) fn need(&self, code: &str) -> Option<usize> {
        self.need_at.get(code).copied()
    }

    /// The needs of the use cases that a persona consumes.
    pub(super) fn needs_of_persona(&self, code: &str) -> impl Iterator<Item = usize> {
        self.persona_at.get(code).into_iter().flat_map(|at| &self.needs_of_persona[*at]).copied()
    }

    /// A source that some use case draws on or that is a priority; others bring no component.
    pub(super) fn counts(&self, source: usize) -> bool {
        !self.needs_of_source[source].is_empty() || is_priority(&self.engagement.sources[source])
    }

    /// A priority, or required by a qualified use case: a hole in its way is told.
    pub(super) fn must_be_served(&self, source: usize) -> bool {
        let qualified = |need: &&usize| {
            self.needs[**need].is_qualified() && self.needs[**need].required.contains(&source)
        };
        is_priority(&self.engagement.sources[source])
            || self.needs_of_source[source].iter().any(|need| qualified(&need))
    }

    /// Codes of needs in document order.
    pub(super) fn need_codes(&self, needs: &BTreeSet<usize>) -> Vec<String> {
        needs.iter().map(|at| self.needs[*at].code().to_owned()).collect()
    }

    /// Codes of sources in document order.
    pub(super) fn source_codes(&self, sources: &BTreeSet<usize>) -> Vec<String> {
        sources.iter().map(|at| self.engagement.sources[*at].code.to_string()).collect()
    }
}

/// Neither retired nor stopped.
pub(super) fn is_live(use_case: &UseCase) -> bool {
    !matches!(use_case.status.value(), Some(UseCaseStatus::Retired | UseCaseStatus::Stopped))
}

pub(super) fn is_priority(source: &Source) -> bool {
    source.priority.value() == Some(&YesNo::Yes)
}

/// Queried where it is, never copied.
pub(super) fn is_federated(source: &Source) -> bool {
    source.zone_target.value() == Some(&ZoneTarget::FederatedOnly)
}

/// Delivers events rather than batches.
pub(super) fn is_live_stream(source: &Source) -> bool {
    matches!(source.mode.value(), Some(Mode::Streaming | Mode::Event))
}

/// Holds data about people.
pub(super) fn is_personal(source: &Source) -> bool {
    use DataClass::{Children, Health, Location, Payment, Personal, SpecialCategory};
    source.data_classes.items().iter().any(|class| {
        matches!(class, Personal | SpecialCategory | Payment | Health | Children | Location)
    })
}

//! The target architecture: components that the pack's rules call for, each with its because, the flows between them, what does
//! not fit together, and what would follow if an unknown fact were known.

mod combine;
pub mod compare;
mod consistency;
pub mod decision;
mod firing;
mod flow;
mod headline;
pub mod layout;
mod platform;
mod question;
mod residency;
mod scope;
pub mod stage;
pub(crate) mod territory;
mod turned;
mod yielded;

pub use headline::{headline, headline_at};

use crate::condition::FactRead;
use crate::discovery::platform::Layer;
use crate::discovery::source::ZoneTarget;
use crate::engagement::{Engagement, VerdictWord};
use crate::facts::EngagementFacts;
use crate::finding::Finding;
use crate::id::{InitiativeId, RuleId, ServiceId, Uid};
use crate::pack::{CostClass, Pack};
use crate::roadmap::{Demand, Demands};

/// What a component is, seen from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is there and stays.
    Existing,
    /// It has to be built or bought.
    New,
    /// It takes the place of something that is there.
    Replace,
    /// It is there and goes.
    Retire,
}

impl Status {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Existing => "existing",
            Status::New => "new",
            Status::Replace => "replace",
            Status::Retire => "retire",
        }
    }
}

/// How a component acts on the data of others although no flow passes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// It hides values from those who may not see them.
    Mask,
    /// It keeps what is stored from changes.
    Lock,
}

impl Guard {
    /// All of them, in the order of legends.
    pub const ALL: [Guard; 2] = [Guard::Mask, Guard::Lock];

    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Guard::Mask => "masked",
            Guard::Lock => "locked",
        }
    }

    /// What people call that which is guarded so.
    pub const fn label(self) -> &'static str {
        match self {
            Guard::Mask => "data is masked",
            Guard::Lock => "locked against changes",
        }
    }
}

/// Why a rule called for a component.
#[derive(Debug, Clone, PartialEq)]
pub struct Because {
    /// The rule; empty where the platform inventory itself or the client's verdict is the reason.
    pub rule: RuleId,
    /// Its reason, in a sentence or two.
    pub text: String,
    /// Codes of the records it fired for; empty for a rule about the whole engagement.
    pub records: Vec<String>,
    /// The facts its verdict rests on, each once, those of the rules that it builds on among them. How many records an inventory
    /// has is a fact only where nothing else decides.
    pub facts: Vec<FactRead>,
    /// What else would suffice for it, at most two sets of facts, the shortest first.
    pub also: Vec<Vec<FactRead>>,
    /// How many more sets would suffice.
    pub more: usize,
}

impl Because {
    /// All its facts, of what else would suffice too.
    pub fn all_facts(&self) -> impl Iterator<Item = &FactRead> {
        self.facts.iter().chain(self.also.iter().flatten())
    }
}

/// A component in whose place the client chose one that is in use already: both became one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsFor {
    /// Id of the component that was proposed.
    pub component: String,
    /// What it was called.
    pub name: String,
}

/// A service that would take the component's place under a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// What would be used.
    pub service: String,
    /// When.
    pub when: String,
}

/// A component of the target architecture.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// `layer.capability.service`, each in lower case with hyphens; stable.
    pub id: String,
    /// Its layer.
    pub layer: Layer,
    /// What is needed.
    pub capability: String,
    /// What provides it; `None` for an item of today that is kept or retired without a rule of its own.
    pub service: Option<ServiceId>,
    /// Further services that belong to it.
    pub also: Vec<ServiceId>,
    /// The name people read.
    pub name: String,
    /// The name in the diagram, at most 22 characters.
    pub short_name: String,
    /// A second line in the diagram, at most 26 characters; may be empty.
    pub detail: String,
    /// Seen from today.
    pub status: Status,
    /// The storage zone.
    pub zone: Option<ZoneTarget>,
    /// Why, by rule.
    pub because: Vec<Because>,
    /// What was not chosen, with when it would be.
    pub alternatives: Vec<Alternative>,
    /// Initiatives that bring it.
    pub initiatives: Vec<InitiativeId>,
    /// Class of run cost; `None` where nothing on record says, as for products in use and for what the client chose.
    pub cost: Option<CostClass>,
    /// What drives the cost; empty where the cost is not known.
    pub cost_driver: String,
    /// What was proposed beside it, and in whose place the client chose it.
    pub stands_for: Vec<StandsFor>,
    /// Ids of the components on whose data it acts although no flow passes it, such as the zone that a lock keeps from changes.
    pub guards: Vec<String>,
    /// How it acts on them; `None` where it guards nothing.
    pub guard: Option<Guard>,
    /// Data passes it by its nature, whether or not it does here; false for what supports or protects.
    pub carries_data: bool,
    /// Codes of the sources that it takes in, in the layers that do.
    pub sources: Vec<String>,
    /// Codes of the use cases that it serves.
    pub use_cases: Vec<String>,
    /// Codes of platform items that it is, keeps or replaces.
    pub platform: Vec<String>,
    /// An initiative that brings it is done: it stands already.
    pub is_built: bool,
    /// The client accepted it, or chose it in the place of what was proposed.
    pub is_accepted: bool,
    /// The client rejected it: it is shown, but no flow passes it and the roadmap does not bring it.
    pub is_rejected: bool,
}

/// Data on its way from a source or component to a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flow {
    /// A source's code or a component's id.
    pub from: String,
    /// A component's id.
    pub to: String,
    /// What it carries, in a few words.
    pub carries: String,
    /// Codes of the use cases that need it.
    pub use_cases: Vec<String>,
}

/// What a rule would say if a fact were known.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenQuestion {
    /// The rule.
    pub rule: RuleId,
    /// What it would add.
    pub capability: String,
    /// Codes of the records it waits for; empty for the whole engagement.
    pub records: Vec<String>,
    /// The unknown facts that would decide it.
    pub facts: Vec<FactRead>,
    /// What to find out, in one sentence.
    pub text: String,
}

/// A verdict on a component that is not proposed any more. It is not carried over to what stands in its place: that may be
/// another service, of which the client has not said anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleVerdict {
    /// Id of the component it was given on.
    pub component: String,
    /// The verdict's record.
    pub uid: Uid,
    /// The verdict.
    pub word: VerdictWord,
    /// Why it was given.
    pub reason: String,
    /// What was to be used instead; may be empty.
    pub replacement: String,
    /// Ids of the components that have the same layer and capability now.
    pub in_its_place: Vec<String>,
}

/// The target architecture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Architecture {
    /// By layer, then in the pack's order.
    pub components: Vec<Component>,
    /// By origin, then destination.
    pub flows: Vec<Flow>,
    /// What does not fit together.
    pub findings: Vec<Finding>,
    /// What is not known.
    pub open_questions: Vec<OpenQuestion>,
    /// Verdicts that no longer concern a component, in the order in which they were given.
    pub stale_verdicts: Vec<StaleVerdict>,
}

impl Architecture {
    /// What it asks of the roadmap.
    pub fn demands(&self) -> Demands {
        let mut demands = Demands::default();
        for component in self.components.iter().filter(|component| !component.is_rejected) {
            match component.status {
                Status::New | Status::Replace => {
                    if !component.initiatives.is_empty() {
                        demands.brings.push(Demand {
                            initiatives: component.initiatives.clone(),
                            component: component.id.clone(),
                            name: component.name.clone(),
                        });
                    }
                }
                Status::Existing => demands.covered.extend(component.initiatives.iter().cloned()),
                Status::Retire => {}
            }
        }
        demands
    }
}

/// Derives the target architecture.
///
/// `facts` must know the targets of all questions; which rules fired is noted in a copy of it.
pub fn architecture(pack: &Pack, engagement: &Engagement, facts: &EngagementFacts) -> Architecture {
    combine::architecture(pack, engagement, facts)
}

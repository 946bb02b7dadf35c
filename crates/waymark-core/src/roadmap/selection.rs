//! From gaps to initiatives: per question the cheapest chain that reaches the target, then what must come first.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Facts, Verdict};
use crate::consensus::Consensus;
use crate::discovery::profile::OrganisationSize;
use crate::engagement::{Engagement, InitiativeSetting};
use crate::id::{DimensionId, InitiativeId, QuestionId};
use crate::known::Known;
use crate::pack::{Estimate, Initiative, Lift, Pack};
use crate::score::Scorecard;

use super::project;

/// What called for an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A question below its target.
    Gap,
    /// Another chosen initiative needs it first.
    Prerequisite,
    /// A component of the target architecture comes with it.
    Component,
}

impl ReasonKind {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            ReasonKind::Gap => "gap",
            ReasonKind::Prerequisite => "prerequisite",
            ReasonKind::Component => "component",
        }
    }
}

/// One reason, with the thing it points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What kind of thing called for it.
    pub kind: ReasonKind,
    /// Its id: a question, an initiative, a component.
    pub reference: String,
    /// The reason in words.
    pub text: String,
}

/// An initiative that is part of the roadmap, with what it costs this organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The initiative.
    pub id: InitiativeId,
    /// Why.
    pub because: Vec<Reason>,
    /// Person-weeks, scaled.
    pub effort: Estimate,
    /// Weeks.
    pub duration: Estimate,
    /// What scaled the effort, in words; empty where nothing did.
    pub scaled_by: Vec<String>,
    /// Levels gained towards targets, weighted by question weight and importance of the dimension.
    pub value: f64,
}

/// An initiative that was considered and is not part of the roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The initiative.
    pub id: InitiativeId,
    /// Why not.
    pub reason: String,
}

/// What is on the roadmap and what is not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// In pack order.
    pub chosen: Vec<Chosen>,
    /// In pack order.
    pub left_out: Vec<LeftOut>,
}

/// A new component that some initiative must bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Initiatives that can bring it, the main one first.
    pub initiatives: Vec<InitiativeId>,
    /// The component's id.
    pub component: String,
    /// Its name.
    pub name: String,
}

/// What the target architecture asks of the roadmap.
#[derive(Debug, Clone, Default)]
pub struct Demands {
    /// New components with the initiatives that can bring them.
    pub brings: Vec<Demand>,
    /// Initiatives whose component exists and is kept: their effort falls by 30 %.
    pub covered: BTreeSet<InitiativeId>,
}

/// The share of effort that remains when a kept component already covers an initiative.
const COVERED: f64 = 0.7;
/// The factor for starting below the level from which an initiative works as planned.
const BELOW_FROM: f64 = 1.2;

/// Chooses initiatives for the gaps of a scorecard, as it stands with the results of what is done.
pub fn select(
    pack: &Pack,
    engagement: &Engagement,
    card: &Scorecard,
    facts: &dyn Facts,
    importance: &BTreeMap<DimensionId, f64>,
    demands: &Demands,
) -> Selection {
    let done = engagement.done(&pack.id);
    let card = &project(pack, card, &done, importance);
    let state = State::of(pack, engagement, card, facts);
    let mut reasons: BTreeMap<InitiativeId, Vec<Reason>> = BTreeMap::new();
    for question in &pack.questions {
        let (Some(level), target) = (state.level(&question.id), state.target(&question.id)) else {
            continue;
        };
        if level >= target {
            continue;
        }
        for initiative in state.cheapest_chain(&question.id, level, target) {
            let text =
                format!("{} stands at {level}, its target is {target}", question.short_title);
            add(
                &mut reasons,
                initiative,
                Reason { kind: ReasonKind::Gap, reference: question.id.to_string(), text },
            );
        }
    }
    for demand in &demands.brings {
        let reason = Reason {
            kind: ReasonKind::Component,
            reference: demand.component.clone(),
            text: format!("{} arrives with it", demand.name),
        };
        if let Some(id) = state.bringer(demand, &reasons) {
            add(&mut reasons, &id, reason);
        }
    }
    let mut open: Vec<InitiativeId> = reasons.keys().cloned().collect();
    while let Some(id) = open.pop() {
        let Some(initiative) = pack.initiative(&id) else { continue };
        for need in initiative.needs.iter().filter_map(|need| pack.initiative(need)) {
            if !state.may_be_chosen(need) || !state.is_needed_first(need) {
                continue;
            }
            let is_new = !reasons.contains_key(&need.id);
            let reason = Reason {
                kind: ReasonKind::Prerequisite,
                reference: id.to_string(),
                text: format!("{} ({id}) needs it first", initiative.title),
            };
            let known = reasons.entry(need.id.clone()).or_default();
            if !known.contains(&reason) {
                known.push(reason);
            }
            if is_new {
                open.push(need.id.clone());
            }
        }
    }
    let mut selection = Selection::default();
    for initiative in &pack.initiatives {
        match reasons.remove(&initiative.id) {
            Some(mut because) => {
                because.sort_by(|a, b| (a.kind, &a.reference).cmp(&(b.kind, &b.reference)));
                selection.chosen.push(state.chosen(initiative, because, importance, demands));
            }
            None => selection
                .left_out
                .push(LeftOut { id: initiative.id.clone(), reason: state.why_not(initiative) }),
        }
    }
    selection
}

/// Notes a reason for an initiative, once.
fn add(reasons: &mut BTreeMap<InitiativeId, Vec<Reason>>, id: &InitiativeId, reason: Reason) {
    let known = reasons.entry(id.clone()).or_default();
    if !known.iter().any(|r| r.kind == reason.kind && r.reference == reason.reference) {
        known.push(reason);
    }
}

/// Levels, targets and decisions, looked up often.
struct State<'a> {
    pack: &'a Pack,
    engagement: &'a Engagement,
    levels: BTreeMap<&'a QuestionId, (Consensus, u8, u32)>,
    lifting: BTreeMap<&'a QuestionId, Vec<(&'a Initiative, &'a Lift)>>,
    /// Initiatives whose own condition does not hold.
    barred: BTreeSet<&'a InitiativeId>,
}

impl<'a> State<'a> {
    fn of(
        pack: &'a Pack,
        engagement: &'a Engagement,
        card: &'a Scorecard,
        facts: &dyn Facts,
    ) -> Self {
        let mut lifting: BTreeMap<&QuestionId, Vec<(&Initiative, &Lift)>> = BTreeMap::new();
        for initiative in &pack.initiatives {
            for lift in &initiative.lifts {
                lifting.entry(&lift.question).or_default().push((initiative, lift));
            }
        }
        let barred = pack
            .initiatives
            .iter()
            .filter(|initiative| {
                let holds = initiative
                    .only_when
                    .as_ref()
                    .map(|c| c.evaluate(facts, None).map(|e| e.verdict));
                matches!(holds, Some(Ok(Verdict::False | Verdict::Unknown) | Err(_)))
            })
            .map(|initiative| &initiative.id)
            .collect();
        let levels =
            card.questions.iter().map(|q| (&q.id, (q.consensus, q.target, q.weight))).collect();
        Self { pack, engagement, levels, lifting, barred }
    }

    /// The known level of a question; `None` where it is unknown or does not apply.
    fn level(&self, question: &QuestionId) -> Option<u8> {
        self.levels.get(question).and_then(|(consensus, _, _)| consensus.level())
    }

    fn target(&self, question: &QuestionId) -> u8 {
        self.levels.get(question).map_or(1, |(_, target, _)| *target)
    }

    fn is_excluded(&self, id: &InitiativeId) -> bool {
        self.setting(id).is_some_and(|setting| setting.is_excluded)
    }

    fn setting(&self, id: &InitiativeId) -> Option<&InitiativeSetting> {
        self.engagement.setting(&self.pack.id, id)
    }

    fn may_be_chosen(&self, initiative: &Initiative) -> bool {
        !self.is_excluded(&initiative.id)
            && !self.barred.contains(&initiative.id)
            && !self.setting(&initiative.id).is_some_and(InitiativeSetting::is_done)
    }

    /// The initiative that brings a component: one that is chosen anyway, else the first that still has something to lift, else
    /// the first that may be chosen at all, since answers that claim its result do not make the component exist.
    fn bringer(
        &self,
        demand: &Demand,
        chosen: &BTreeMap<InitiativeId, Vec<Reason>>,
    ) -> Option<InitiativeId> {
        let allowed: Vec<&Initiative> = demand
            .initiatives
            .iter()
            .filter_map(|id| self.pack.initiative(id))
            .filter(|i| self.may_be_chosen(i))
            .collect();
        let first = allowed
            .iter()
            .find(|i| chosen.contains_key(&i.id))
            .or_else(|| allowed.iter().find(|i| !self.is_done(i)))
            .or_else(|| allowed.first());
        first.map(|initiative| initiative.id.clone())
    }

    /// All its questions already stand where it would take them.
    fn is_done(&self, initiative: &Initiative) -> bool {
        initiative.lifts.iter().all(|lift| match self.levels.get(&lift.question) {
            Some((Consensus::Level(level), _, _)) => *level >= lift.to,
            Some((Consensus::NotApplicable, _, _)) => true,
            _ => false,
        })
    }

    /// As a prerequisite: some question it lifts is short of both its target and what the initiative would bring,
    /// or is not known.
    fn is_needed_first(&self, initiative: &Initiative) -> bool {
        initiative.lifts.iter().any(|lift| match self.levels.get(&lift.question) {
            Some((Consensus::Level(level), target, _)) => *level < lift.to && level < target,
            Some((Consensus::Unknown, _, _)) | None => true,
            Some((Consensus::NotApplicable, _, _)) => false,
        })
    }

    /// The initiatives with the least effort that take a question from its level to its target, first step first.
    /// A step may start below its `from`, at 20 % more effort. Empty where no chain reaches the target.
    fn cheapest_chain(
        &self,
        question: &QuestionId,
        level: u8,
        target: u8,
    ) -> Vec<&'a InitiativeId> {
        let empty = Vec::new();
        let steps: Vec<&(&Initiative, &Lift)> = self
            .lifting
            .get(question)
            .unwrap_or(&empty)
            .iter()
            .filter(|(initiative, lift)| {
                lift.from < target && lift.to > level && self.may_be_chosen(initiative)
            })
            .collect();
        // Best chain per level reached: cost, then number of steps, then the steps themselves in pack order.
        let mut best: BTreeMap<u8, (f64, Vec<&'a InitiativeId>)> =
            BTreeMap::from([(level, (0.0, vec![]))]);
        for reached in level..target {
            let Some((cost, chain)) = best.get(&reached).cloned() else { continue };
            for (initiative, lift) in &steps {
                if lift.to <= reached {
                    continue;
                }
                let factor = if reached < lift.from { BELOW_FROM } else { 1.0 };
                let cost = cost + initiative.effort.likely * factor;
                let is_better = best.get(&lift.to).is_none_or(|(known, steps)| {
                    cost < *known - 1e-9
                        || ((cost - *known).abs() <= 1e-9 && chain.len() + 1 < steps.len())
                });
                if is_better {
                    let mut chain = chain.clone();
                    chain.push(&initiative.id);
                    best.insert(lift.to, (cost, chain));
                }
            }
        }
        best.range(target..)
            .min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(a.1.len().cmp(&b.1.len())))
            .map_or_else(Vec::new, |(_, (_, chain))| chain.clone())
    }

    fn chosen(
        &self,
        initiative: &Initiative,
        because: Vec<Reason>,
        importance: &BTreeMap<DimensionId, f64>,
        demands: &Demands,
    ) -> Chosen {
        let mut factor = 1.0;
        let mut scaled_by = Vec::new();
        match self.engagement.profile.organisation_size {
            Known::Value(OrganisationSize::Lt200) => {
                factor *= 0.6;
                scaled_by.push("under 200 people: 40 % less effort".to_owned());
            }
            Known::Value(OrganisationSize::Over10000) => {
                factor *= 1.6;
                scaled_by.push("over 10,000 people: 60 % more effort".to_owned());
            }
            _ => {}
        }
        let is_below = initiative
            .lifts
            .iter()
            .any(|lift| self.level(&lift.question).is_some_and(|level| level < lift.from));
        let starts_after_another = initiative.lifts.iter().any(|lift| {
            self.lifting.get(&lift.question).is_some_and(|others| {
                others.iter().any(|(other, own)| {
                    other.id != initiative.id
                        && own.to >= lift.from
                        && initiative.needs.contains(&other.id)
                })
            })
        });
        if is_below && !starts_after_another {
            factor *= BELOW_FROM;
            scaled_by.push("starts below the level it is planned for: 20 % more effort".to_owned());
        }
        if demands.covered.contains(&initiative.id) {
            factor *= COVERED;
            scaled_by
                .push("a component that is kept covers part of it: 30 % less effort".to_owned());
        }
        let scale = |estimate: &Estimate| Estimate {
            low: estimate.low * factor,
            likely: estimate.likely * factor,
            high: estimate.high * factor,
        };
        let mut effort = scale(&initiative.effort);
        if let Some((setting, likely)) =
            self.setting(&initiative.id).and_then(|s| Some((s, *s.effort_likely.value()?)))
        {
            let or = |stated: Known<f64>, derived: f64| stated.value().copied().unwrap_or(derived);
            effort = Estimate {
                low: or(setting.effort_low, effort.low).min(likely),
                likely,
                high: or(setting.effort_high, effort.high).max(likely),
            };
            scaled_by = vec!["effort set by hand".to_owned()];
        }
        let value = initiative
            .lifts
            .iter()
            .filter_map(|lift| {
                let (consensus, target, weight) = self.levels.get(&lift.question)?;
                let gained = lift.to.min(*target).saturating_sub(consensus.level()?);
                let dimension = &self.pack.question(&lift.question)?.dimension;
                Some(
                    f64::from(*weight)
                        * f64::from(gained)
                        * importance.get(dimension).copied().unwrap_or(1.0),
                )
            })
            .sum();
        Chosen {
            id: initiative.id.clone(),
            because,
            effort,
            duration: initiative.duration,
            scaled_by,
            value,
        }
    }

    fn why_not(&self, initiative: &Initiative) -> String {
        if self.is_excluded(&initiative.id) {
            let reason = self.setting(&initiative.id).map_or("", |s| s.reason.as_str());
            return if reason.is_empty() {
                "excluded by hand".to_owned()
            } else {
                format!("excluded by hand: {reason}")
            };
        }
        if self.setting(&initiative.id).is_some_and(InitiativeSetting::is_done) {
            return "done".to_owned();
        }
        if self.barred.contains(&initiative.id) {
            return "no use case needs what it brings".to_owned();
        }
        let unknown: Vec<&str> = initiative
            .lifts
            .iter()
            .filter(|lift| {
                matches!(self.levels.get(&lift.question), Some((Consensus::Unknown, _, _)) | None)
            })
            .map(|lift| lift.question.as_str())
            .collect();
        if !unknown.is_empty() {
            return format!("depends on the answer to {}", unknown.join(", "));
        }
        let is_met = initiative.lifts.iter().all(|lift| {
            self.level(&lift.question).is_none_or(|level| level >= self.target(&lift.question))
        });
        if is_met {
            "every question it lifts meets its target".to_owned()
        } else {
            "a cheaper way reaches the same targets".to_owned()
        }
    }
}

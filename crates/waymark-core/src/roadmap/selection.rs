//! From gaps to initiatives: per question the cheapest chain that reaches the target, or over all questions the least effort, or the
//! best use of a budget; then what must come first.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Facts, Verdict};
use crate::consensus::Consensus;
use crate::discovery::profile::OrganisationSize;
use crate::engagement::{Engagement, InitiativeSetting, RoadmapAim};
use crate::id::{DimensionId, InitiativeId, QuestionId};
use crate::known::Known;
use crate::pack::{Estimate, Initiative, Lift, Pack, Question};
use crate::score::Scorecard;
use crate::wording::{list, unstopped};

use super::choice::{Answer, Choice, Gain};
use super::own::missing_estimate;
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
    /// A goal is served by use cases that need it.
    Goal,
    /// A regulation or a rule about one asks for it.
    Regulation,
    /// A finding asks for it.
    Finding,
    /// Its work has begun.
    Started,
    /// People added it.
    Added,
}

impl ReasonKind {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            ReasonKind::Gap => "gap",
            ReasonKind::Prerequisite => "prerequisite",
            ReasonKind::Component => "component",
            ReasonKind::Goal => "goal",
            ReasonKind::Regulation => "regulation",
            ReasonKind::Finding => "finding",
            ReasonKind::Started => "started",
            ReasonKind::Added => "added",
        }
    }
}

/// One reason, with the thing it points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What kind of thing called for it.
    pub kind: ReasonKind,
    /// Its id: a question, an initiative, a component, or the code of a record.
    pub reference: String,
    /// The reason in words.
    pub text: String,
}

/// An initiative that is part of the roadmap, with what it costs this organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The initiative.
    pub id: InitiativeId,
    /// It brings something that is not there yet, or that nobody knows of: what needs it first waits for it. What the answers say is
    /// reached already can come later, such as a component that another initiative could do without so far.
    pub is_awaited: bool,
    /// Why.
    pub because: Vec<Reason>,
    /// Person-weeks, scaled.
    pub effort: Estimate,
    /// Weeks.
    pub duration: Estimate,
    /// What scaled the effort, in words; empty where nothing did.
    pub scaled_by: Vec<String>,
    /// Levels gained towards targets, weighted by question weight and importance of the dimension, and its share of the use cases
    /// that it helps to unlock.
    pub value: f64,
}

/// An initiative that was considered and is not part of the roadmap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The initiative.
    pub id: InitiativeId,
    /// Why not.
    pub reason: String,
    /// People say that it is done.
    pub is_done: bool,
}

/// What is on the roadmap and what is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// What the choice aimed at.
    pub aim: RoadmapAim,
    /// With the aim `budget`: the person-weeks that were to be spent.
    pub budget: Option<f64>,
    /// No other choice serves the aim better. Closing every gap is a recipe and proves nothing.
    pub is_proven: bool,
    /// In pack order.
    pub chosen: Vec<Chosen>,
    /// In pack order.
    pub left_out: Vec<LeftOut>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            aim: RoadmapAim::AllGaps,
            budget: None,
            is_proven: false,
            chosen: vec![],
            left_out: vec![],
        }
    }
}

impl Selection {
    /// Likely effort of all that is chosen, in person-weeks.
    pub fn effort(&self) -> f64 {
        // The sum of nothing would be a negative zero.
        self.chosen.iter().map(|chosen| chosen.effort.likely).fold(0.0, |sum, own| sum + own)
    }
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

/// A finding or a regulation that asks for initiatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// [`ReasonKind::Finding`] or [`ReasonKind::Regulation`].
    pub kind: ReasonKind,
    /// The finding's id or the record's code.
    pub reference: String,
    /// Why, in words.
    pub text: String,
    /// The initiatives that answer it, all of them.
    pub initiatives: Vec<InitiativeId>,
}

/// A use case with what has to be there before it can be served.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlock {
    /// Its code.
    pub use_case: String,
    /// Its title.
    pub title: String,
    /// The goals that it serves: code, title, and points x contribution / 5, which is 100 for a goal that is all and a use case that
    /// is decisive for it.
    pub goals: Vec<(String, String, f64)>,
    /// For each new component on its way: the initiatives that can bring it, the main one first.
    pub components: Vec<Vec<InitiativeId>>,
}

impl Unlock {
    /// What unlocking it is worth beside levels gained: a tenth of what it adds to goals, 10 at most for a single goal.
    pub fn value(&self) -> f64 {
        self.goals.iter().map(|(.., points)| points / 10.0).sum()
    }
}

/// What the target architecture, findings and regulations ask of the roadmap.
#[derive(Debug, Clone, Default)]
pub struct Demands {
    /// New components with the initiatives that can bring them.
    pub brings: Vec<Demand>,
    /// Initiatives whose component exists and is kept: their effort falls by 30 %.
    pub covered: BTreeSet<InitiativeId>,
    /// What findings and regulations ask for.
    pub calls: Vec<Call>,
    /// The use cases that wait for components.
    pub unlocks: Vec<Unlock>,
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
    let setting = engagement.roadmap_setting(&pack.id);
    let aim = setting.and_then(|s| s.aim.value().copied()).unwrap_or(RoadmapAim::AllGaps);
    let budget =
        setting.and_then(|s| s.budget.value().copied()).filter(|_| aim == RoadmapAim::Budget);
    let mut reasons: BTreeMap<InitiativeId, Vec<Reason>> = BTreeMap::new();
    let mut is_proven = false;
    match (aim, budget) {
        (RoadmapAim::LeastEffort, _) => {
            let answer = state.choice(importance, demands).least();
            is_proven = answer.is_proven;
            state.explain(&answer, demands, &mut reasons);
        }
        (RoadmapAim::Budget, Some(budget)) => {
            let answer = state.choice(importance, demands).most(hundredths(budget));
            is_proven = answer.is_proven;
            state.explain(&answer, demands, &mut reasons);
        }
        // A budget that nobody has stated limits nothing.
        (RoadmapAim::AllGaps | RoadmapAim::Budget, _) => state.close_gaps(demands, &mut reasons),
    }
    state.add_needs(&mut reasons);
    let shares = state.shares(demands, &mut reasons);
    let mut selection =
        Selection { aim, budget, is_proven, chosen: Vec::new(), left_out: Vec::new() };
    let planned = pack.initiatives.iter().filter(|one| reasons.contains_key(&one.id));
    let chosen: BTreeSet<InitiativeId> = reasons.keys().cloned().collect();
    let spent: f64 = planned.map(|one| state.effort(one, demands).0.likely).sum();
    for initiative in &pack.initiatives {
        let Some(mut because) = reasons.remove(&initiative.id) else {
            // What the budget would still pay for was not left out for its price.
            let own = state.effort(initiative, demands).0.likely;
            let short = budget.filter(|budget| spent + own > budget + 0.005);
            let reason =
                state.why_not(initiative, aim, short) + &state.goes_without(initiative, &chosen);
            let is_done = state.is_finished(initiative);
            selection.left_out.push(LeftOut { id: initiative.id.clone(), reason, is_done });
            continue;
        };
        because.sort_by(|a, b| (a.kind, &a.reference).cmp(&(b.kind, &b.reference)));
        let mut chosen = state.chosen(initiative, because, importance, demands);
        chosen.value += shares.get(&initiative.id).copied().unwrap_or(0.0);
        selection.chosen.push(chosen);
    }
    selection
}

/// What answering a call or bringing a component is worth to a budget beside levels gained, in hundredths: a tenth of a level of a
/// question of weight 1, so that it is done where the budget allows, and levels come first.
const CALL: u64 = 10;

/// Whole hundredths, in which choices are counted.
fn hundredths(number: f64) -> u64 {
    (number * 100.0).round().max(0.0) as u64
}

fn gap_reason(question: &Question, level: u8, target: u8) -> Reason {
    Reason {
        kind: ReasonKind::Gap,
        reference: question.id.to_string(),
        text: format!("{} stands at {level}, its target is {target}", question.short_title),
    }
}

fn demand_reason(demand: &Demand) -> Reason {
    Reason {
        kind: ReasonKind::Component,
        reference: demand.component.clone(),
        text: format!("{} arrives with it", demand.name),
    }
}

fn call_reason(call: &Call) -> Reason {
    Reason { kind: call.kind, reference: call.reference.clone(), text: call.text.clone() }
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
            && missing_estimate(self.engagement, &initiative.id).is_none()
    }

    /// What is on the roadmap in any case, with the reason: what has started, and what people added.
    fn anyway(&self) -> Vec<(&'a Initiative, Reason)> {
        let reason = |initiative: &Initiative| {
            let (kind, text) =
                if self.setting(&initiative.id).is_some_and(InitiativeSetting::is_started) {
                    (ReasonKind::Started, "its work has begun")
                } else if self.engagement.is_own(&initiative.id) {
                    (ReasonKind::Added, "added by hand")
                } else {
                    return None;
                };
            let reference = initiative.id.to_string();
            Some(Reason { kind, reference, text: text.to_owned() })
        };
        let allowed = self.pack.initiatives.iter().filter(|one| self.may_be_chosen(one));
        allowed.filter_map(|one| Some((one, reason(one)?))).collect()
    }

    /// Levels short of the target: question, level, target.
    fn gaps(&self) -> impl Iterator<Item = (&'a Question, u8, u8)> {
        self.pack.questions.iter().filter_map(|question| {
            let (level, target) = (self.level(&question.id)?, self.target(&question.id));
            (level < target).then_some((question, level, target))
        })
    }

    /// The recipe for closing every gap: per question the cheapest chain.
    fn close_gaps(&self, demands: &Demands, reasons: &mut BTreeMap<InitiativeId, Vec<Reason>>) {
        for (question, level, target) in self.gaps() {
            for initiative in self.cheapest_chain(&question.id, level, target) {
                add(reasons, initiative, gap_reason(question, level, target));
            }
        }
        for (initiative, reason) in self.anyway() {
            add(reasons, &initiative.id, reason);
        }
        for call in &demands.calls {
            for initiative in self.answering(call) {
                add(reasons, &initiative.id, call_reason(call));
            }
        }
        for demand in &demands.brings {
            if let Some(id) = self.bringer(&demand.initiatives, reasons) {
                add(reasons, &id, demand_reason(demand));
            }
        }
    }

    /// The initiatives of a call that still have something to lift.
    fn answering(&self, call: &Call) -> Vec<&'a Initiative> {
        let known = call.initiatives.iter().filter_map(|id| self.pack.initiative(id));
        known.filter(|one| self.may_be_chosen(one) && !self.is_done(one)).collect()
    }

    /// The choice among all initiatives, by their place in the pack; after them one for each use case, which costs nothing and needs
    /// what unlocks it.
    fn choice(&self, importance: &BTreeMap<DimensionId, f64>, demands: &Demands) -> Choice {
        let all = &self.pack.initiatives;
        let place: BTreeMap<&InitiativeId, usize> = all
            .iter()
            .enumerate()
            .filter(|(_, one)| self.may_be_chosen(one))
            .map(|(at, one)| (&one.id, at))
            .collect();
        let places = |ids: &[InitiativeId]| -> Vec<usize> {
            ids.iter().filter_map(|id| place.get(id).copied()).collect()
        };
        let mut choice = Choice {
            cost: all.iter().map(|one| hundredths(self.effort(one, demands).0.likely)).collect(),
            needs: all
                .iter()
                .map(|one| {
                    let needed = one.needs.iter().filter_map(|need| self.pack.initiative(need));
                    let needed = needed.filter(|need| self.is_needed_first(need));
                    needed.filter_map(|need| place.get(&need.id).copied()).collect()
                })
                .collect(),
            must: self.anyway().iter().map(|(one, _)| place[&one.id]).collect(),
            ..Choice::default()
        };
        for (question, level, target) in self.gaps() {
            let reaching = |least: u8| -> Vec<usize> {
                let lifting = self.lifting.get(&question.id).into_iter().flatten();
                let ids = lifting.filter(|(_, lift)| lift.to >= least).map(|(one, _)| &one.id);
                ids.filter_map(|id| place.get(id).copied()).collect()
            };
            choice.wishes.push(reaching(target));
            let weight = self.levels.get(&question.id).map_or(1, |(_, _, weight)| *weight);
            let importance = importance.get(&question.dimension).copied().unwrap_or(1.0);
            choice.gains.extend((level + 1..=target).map(|least| Gain {
                value: hundredths(f64::from(weight) * importance),
                options: reaching(least),
            }));
        }
        for call in &demands.calls {
            let answering = self.answering(call);
            for options in answering.iter().map(|one| vec![place[&one.id]]) {
                choice.gains.push(Gain { value: CALL, options: options.clone() });
                // Whoever wants the least effort still keeps the law; what a finding or a component calls for beyond the targets waits.
                if call.kind == ReasonKind::Regulation {
                    choice.wishes.push(options);
                }
            }
        }
        for demand in &demands.brings {
            choice.gains.push(Gain { value: CALL, options: places(&demand.initiatives) });
        }
        for unlock in &demands.unlocks {
            let Some(needs) = self.unlocking(unlock, &BTreeMap::new()) else { continue };
            choice
                .gains
                .push(Gain { value: hundredths(unlock.value()), options: vec![choice.cost.len()] });
            choice.cost.push(0);
            choice.needs.push(needs.iter().filter_map(|id| place.get(id).copied()).collect());
        }
        choice
    }

    /// The initiatives that unlock a use case; `None` where nothing is missing, or something that no initiative may bring.
    fn unlocking(
        &self,
        unlock: &Unlock,
        chosen: &BTreeMap<InitiativeId, Vec<Reason>>,
    ) -> Option<BTreeSet<InitiativeId>> {
        let needed: Option<BTreeSet<InitiativeId>> =
            unlock.components.iter().map(|options| self.bringer(options, chosen)).collect();
        needed.filter(|needed| !needed.is_empty())
    }

    /// Says why the initiatives of a choice are in it.
    fn explain(
        &self,
        answer: &Answer,
        demands: &Demands,
        reasons: &mut BTreeMap<InitiativeId, Vec<Reason>>,
    ) {
        let all = &self.pack.initiatives;
        for item in answer.items.iter().filter(|item| **item < all.len()) {
            reasons.entry(all[*item].id.clone()).or_default();
        }
        for (question, level, target) in self.gaps() {
            for (initiative, lift) in self.lifting.get(&question.id).into_iter().flatten() {
                if lift.to > level && reasons.contains_key(&initiative.id) {
                    add(reasons, &initiative.id, gap_reason(question, level, target));
                }
            }
        }
        for (initiative, reason) in self.anyway() {
            add(reasons, &initiative.id, reason);
        }
        for call in &demands.calls {
            for initiative in self.answering(call) {
                if reasons.contains_key(&initiative.id) {
                    add(reasons, &initiative.id, call_reason(call));
                }
            }
        }
        for demand in &demands.brings {
            let first = demand.initiatives.iter().find(|id| reasons.contains_key(*id)).cloned();
            if let Some(id) = first {
                add(reasons, &id, demand_reason(demand));
            }
        }
    }

    /// Adds what the chosen initiatives need first, with the reason.
    fn add_needs(&self, reasons: &mut BTreeMap<InitiativeId, Vec<Reason>>) {
        let mut open: Vec<InitiativeId> = reasons.keys().cloned().collect();
        while let Some(id) = open.pop() {
            let Some(initiative) = self.pack.initiative(&id) else { continue };
            for need in initiative.needs.iter().filter_map(|need| self.pack.initiative(need)) {
                if !self.may_be_chosen(need) || !self.is_needed_first(need) {
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
    }

    /// What unlocking use cases is worth, in equal shares to the initiatives that each waits for; with the goals as reasons.
    fn shares(
        &self,
        demands: &Demands,
        reasons: &mut BTreeMap<InitiativeId, Vec<Reason>>,
    ) -> BTreeMap<InitiativeId, f64> {
        let mut shares: BTreeMap<InitiativeId, f64> = BTreeMap::new();
        let mut goals: BTreeMap<(InitiativeId, &str), (&str, Vec<String>)> = BTreeMap::new();
        for unlock in &demands.unlocks {
            let Some(needed) = self.unlocking(unlock, reasons) else { continue };
            if !needed.iter().all(|id| reasons.contains_key(id)) {
                continue;
            }
            for id in &needed {
                *shares.entry(id.clone()).or_default() += unlock.value() / needed.len() as f64;
                for (code, title, _) in &unlock.goals {
                    let (_, served) =
                        goals.entry((id.clone(), code)).or_insert((title, Vec::new()));
                    served.push(unlock.title.clone());
                }
            }
        }
        for ((id, code), (title, served)) in goals {
            let text = format!("{title}: {} waits for it", list(&served));
            let text = if served.len() > 1 { text.replace("waits", "wait") } else { text };
            add(reasons, &id, Reason { kind: ReasonKind::Goal, reference: code.to_owned(), text });
        }
        shares
    }

    /// The initiative that brings a component: one that is chosen anyway, else the first that still has something to lift, else
    /// the first that may be chosen at all, since answers that claim its result do not make the component exist.
    fn bringer(
        &self,
        options: &[InitiativeId],
        chosen: &BTreeMap<InitiativeId, Vec<Reason>>,
    ) -> Option<InitiativeId> {
        let allowed: Vec<&Initiative> = options
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

    /// Person-weeks of an initiative here, and what scaled them.
    fn effort(&self, initiative: &Initiative, demands: &Demands) -> (Estimate, Vec<String>) {
        if self.engagement.is_own(&initiative.id) {
            return (initiative.effort, vec![]);
        }
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
        (effort, scaled_by)
    }

    fn chosen(
        &self,
        initiative: &Initiative,
        because: Vec<Reason>,
        importance: &BTreeMap<DimensionId, f64>,
        demands: &Demands,
    ) -> Chosen {
        let (effort, scaled_by) = self.effort(initiative, demands);
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
            is_awaited: initiative.lifts.is_empty() || self.is_needed_first(initiative),
            because,
            effort,
            duration: initiative.duration,
            scaled_by,
            value,
        }
    }

    /// People say that it is done.
    fn is_finished(&self, initiative: &Initiative) -> bool {
        !self.is_excluded(&initiative.id)
            && self.setting(&initiative.id).is_some_and(InitiativeSetting::is_done)
    }

    /// "; 15 and 20 need it first and go without", of what was excluded by hand; empty where nothing does.
    fn goes_without(&self, initiative: &Initiative, chosen: &BTreeSet<InitiativeId>) -> String {
        if !self.is_excluded(&initiative.id) || !self.is_needed_first(initiative) {
            return String::new();
        }
        let needs =
            |one: &&Initiative| one.needs.contains(&initiative.id) && chosen.contains(&one.id);
        let without: Vec<String> =
            self.pack.initiatives.iter().filter(needs).map(|one| one.id.to_string()).collect();
        let (need, go) = if without.len() == 1 { ("needs", "goes") } else { ("need", "go") };
        if without.is_empty() {
            return String::new();
        }
        format!("; {} {need} it first and {go} without", list(&without))
    }

    fn why_not(&self, initiative: &Initiative, aim: RoadmapAim, budget: Option<f64>) -> String {
        if self.is_excluded(&initiative.id) {
            let reason = self.setting(&initiative.id).map_or("", |s| s.reason.as_str());
            return if reason.is_empty() {
                "excluded by hand".to_owned()
            } else {
                format!("excluded by hand: {}", unstopped(reason))
            };
        }
        if self.is_finished(initiative) {
            return "done".to_owned();
        }
        if let Some(missing) = missing_estimate(self.engagement, &initiative.id) {
            return missing.to_owned();
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
            return "every question it lifts meets its target".to_owned();
        }
        match (aim, budget) {
            (RoadmapAim::Budget, Some(budget)) => {
                format!("a budget of {budget} person-weeks brings more elsewhere")
            }
            (RoadmapAim::Budget, None) => {
                "it brings nothing that is not planned already".to_owned()
            }
            _ => "a cheaper way reaches the same targets".to_owned(),
        }
    }
}

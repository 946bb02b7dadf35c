//! Initiatives that people added, as initiatives of the pack.

use crate::engagement::{Engagement, OwnInitiative};
use crate::id::InitiativeId;
use crate::known::Known;
use crate::pack::{CostClass, Estimate, Initiative, Lift, Pack, RoleShare};

impl Engagement {
    /// True for an initiative that people added.
    pub fn is_own(&self, initiative: &InitiativeId) -> bool {
        self.own(initiative).is_some()
    }

    /// True for an initiative that people added without a class of run cost.
    pub fn has_no_cost(&self, initiative: &InitiativeId) -> bool {
        self.own(initiative).is_some_and(|own| own.cost.value().is_none())
    }

    fn own(&self, initiative: &InitiativeId) -> Option<&OwnInitiative> {
        self.own_initiatives.iter().find(|own| own.code.as_str() == initiative.as_str())
    }
}

/// What keeps an own initiative from being planned; `None` where nothing does, and for those of the pack.
pub(super) fn missing_estimate(
    engagement: &Engagement,
    initiative: &InitiativeId,
) -> Option<&'static str> {
    let own = engagement.own(initiative)?;
    match (own.effort_likely.value(), own.duration_likely.value()) {
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some("its effort is not stated yet"),
        (Some(_), None) => Some("its duration is not stated yet"),
        (None, None) => Some("its effort and duration are not stated yet"),
    }
}

/// The pack with the initiatives that people added behind its own; `None` where they added none to it.
pub fn with_own_initiatives(pack: &Pack, engagement: &Engagement) -> Option<Pack> {
    let own = engagement.own_initiatives.iter().filter(|own| own.pack == pack.id);
    let added: Vec<Initiative> = own.map(|own| initiative(pack, own)).collect();
    if added.is_empty() {
        return None;
    }
    let mut pack = pack.clone();
    pack.initiatives.extend(added);
    Some(pack)
}

/// An initiative as the pack would state it. What is not known stands at the likely estimate, or at nothing.
fn initiative(pack: &Pack, own: &OwnInitiative) -> Initiative {
    let estimate = |low: Option<f64>, likely: Option<f64>, high: Option<f64>| {
        let likely = likely.unwrap_or(0.0);
        Estimate {
            low: low.unwrap_or(likely).min(likely),
            likely,
            high: high.unwrap_or(likely).max(likely),
        }
    };
    let number = |known: Known<f64>| known.value().copied();
    let weeks = |known: Known<u32>| known.value().map(|weeks| f64::from(*weeks));
    let share = 1.0 / own.roles.len().max(1) as f64;
    let lifted = own.lifts.iter().zip(std::iter::repeat(own.lifts_to.value()));
    Initiative {
        id: InitiativeId::from(own.code.as_str()),
        title: own.title.clone(),
        outcome: own.outcome.clone(),
        lifts: lifted
            .filter(|(question, _)| pack.question(question).is_some())
            .filter_map(|(question, to)| {
                Some(Lift { question: question.clone(), from: 1, to: *to? })
            })
            .collect(),
        needs: own.needs.clone(),
        effort: estimate(
            number(own.effort_low),
            number(own.effort_likely),
            number(own.effort_high),
        ),
        duration: estimate(
            weeks(own.duration_low),
            weeks(own.duration_likely),
            weeks(own.duration_high),
        ),
        roles: own.roles.iter().map(|role| RoleShare { role: role.clone(), share }).collect(),
        visible_to: own.visible_to.clone(),
        risks: own.risks.clone(),
        kpi: own.kpi.clone(),
        cost: own.cost.value().copied().unwrap_or(CostClass::Low),
        only_when: None,
    }
}

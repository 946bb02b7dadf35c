//! Readiness: what stands between the engagement and a report that can be handed over.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::architecture::Architecture;
use crate::consensus::Consensus;
use crate::discovery::use_case::UseCaseStatus;
use crate::engagement::{AcceptedCheck, Choice, Engagement};
use crate::field::{PackWord, PackWords};
use crate::id::QuestionId;
use crate::known::Known;
use crate::pack::Pack;
use crate::roadmap::{Plan, shifts};
use crate::score::{Scorecard, asked};
use crate::wording::{count, day, list, of, sentence};

/// How much a check weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The report would say something wrong or nothing.
    Error,
    /// The report would be weaker than it need be.
    Warning,
    /// Worth knowing.
    Information,
}

impl Severity {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
        }
    }
}

/// One thing to mend or to know, with where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Permanent name, such as `unanswered_key_questions`.
    pub id: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What it says.
    pub text: String,
    /// What to do.
    pub help: &'static str,
    /// Codes of records and ids of questions or initiatives it speaks about.
    pub places: Vec<String>,
    /// Why it may stay as it is, where people accepted it; it stands in the method then, and is not counted.
    pub accepted: Option<String>,
}

impl Check {
    /// It still asks for something.
    pub const fn is_open(&self) -> bool {
        self.accepted.is_none()
    }
}

/// Marks the checks that people accepted. One that speaks about another place than it did then is open again.
pub fn mark_accepted(pack: &Pack, engagement: &Engagement, checks: &mut [Check]) {
    for check in checks {
        let covers = |one: &&AcceptedCheck| {
            one.pack == pack.id
                && one.check == check.id
                && check.places.iter().all(|place| one.places.contains(place))
        };
        let accepted = engagement.accepted_checks.iter().find(covers);
        check.accepted = accepted.map(|one| one.reason.clone());
    }
}

/// All checks that have something to say, errors first. `plan` is `None` where no schedule could be found.
pub fn checks(
    pack: &Pack,
    engagement: &Engagement,
    card: &Scorecard,
    plan: Option<&Plan>,
    architecture: &Architecture,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut say = |id, severity, text: String, help, places: Vec<String>| {
        let text = sentence(&text);
        checks.push(Check { id, severity, text, help, places, accepted: None });
    };
    answers(pack, engagement, card, &mut say);
    records(engagement, &mut say);
    forbidden(pack, engagement, &mut say);
    contradictions(pack, engagement, plan, architecture, &mut say);
    match plan {
        None => say(
            "no_schedule",
            Severity::Error,
            "the roadmap cannot be scheduled as it is pinned".into(),
            "open the roadmap: it says which pin is in the way",
            vec![],
        ),
        Some(plan) => {
            uncovered(pack, card, plan, &mut say);
            let unowned: Vec<String> = plan
                .placed
                .iter()
                .filter(|placed| {
                    !engagement.initiatives.iter().any(|s| {
                        s.pack == pack.id && s.initiative == placed.chosen.id && !s.owner.is_empty()
                    })
                })
                .map(|placed| placed.chosen.id.to_string())
                .collect();
            if !unowned.is_empty() {
                let text = format!(
                    "{} no owner",
                    of_have(unowned.len(), plan.placed.len(), "initiative", "initiatives")
                );
                say(
                    "initiatives_without_owner",
                    Severity::Warning,
                    text,
                    "name an owner on the roadmap, at least for the first wave",
                    unowned,
                );
            }
            let assumed: Vec<String> =
                plan.loads.iter().filter(|l| l.is_assumed).map(|l| l.role.to_string()).collect();
            if !assumed.is_empty() {
                let titles: Vec<String> = plan
                    .loads
                    .iter()
                    .filter(|l| l.is_assumed)
                    .map(|l| {
                        pack.role(&l.role)
                            .map_or_else(|| l.role.to_string(), |r| r.title.to_lowercase())
                    })
                    .collect();
                let text =
                    format!("the capacity of {} is assumed to be one person each", list(&titles));
                say(
                    "capacity_assumed",
                    Severity::Warning,
                    text,
                    "state the capacity under people and skills",
                    vec![],
                );
            }
        }
    }
    checks.sort_by_key(|check| check.severity);
    checks
}

/// Answers below their target that no initiative on the roadmap lifts.
fn uncovered(
    pack: &Pack,
    card: &Scorecard,
    plan: &Plan,
    say: &mut impl FnMut(&'static str, Severity, String, &'static str, Vec<String>),
) {
    let gaps = card.questions.iter().filter(|q| q.consensus.level().is_some_and(|l| l < q.target));
    let is_lifted = |id: &QuestionId, level: u8| {
        let planned = plan.placed.iter().filter_map(|one| pack.initiative(&one.chosen.id));
        planned.flat_map(|one| &one.lifts).any(|lift| lift.question == *id && lift.to > level)
    };
    let gaps: Vec<_> = gaps.collect();
    let bare: Vec<String> = gaps
        .iter()
        .filter(|q| q.consensus.level().is_some_and(|level| !is_lifted(&q.id, level)))
        .map(|q| q.id.to_string())
        .collect();
    if !bare.is_empty() {
        let text = format!(
            "{} no initiative on the roadmap that closes {}",
            of_have(bare.len(), gaps.len(), "gap", "gaps"),
            if bare.len() == 1 { "it" } else { "them" }
        );
        say(
            "gaps_without_initiative",
            Severity::Warning,
            text,
            "bring an initiative back, add an own one, or lower the target with a reason",
            bare,
        );
    }
}

/// What one section says and another does not bear out.
fn contradictions(
    pack: &Pack,
    engagement: &Engagement,
    plan: Option<&Plan>,
    architecture: &Architecture,
    say: &mut impl FnMut(&'static str, Severity, String, &'static str, Vec<String>),
) {
    let profile = &engagement.profile;
    let known = |date: &Known<Date>| date.value().copied();
    if let (Some(report), Some(last)) = (
        known(&profile.report_date),
        known(&profile.workshop_end).or_else(|| known(&profile.workshop_start)),
    ) && report < last
    {
        say(
            "report_before_workshop",
            Severity::Warning,
            format!(
                "the report is dated {}, before the workshop ended on {}",
                day(report),
                day(last)
            ),
            "correct one of the dates in Brief",
            vec![],
        );
    }
    if let (Some(report), Some(start)) =
        (known(&profile.report_date), known(&profile.roadmap_start))
        && start < report
    {
        say(
            "roadmap_before_report",
            Severity::Information,
            format!("the roadmap begins on {}, before the date of the report", day(start)),
            "set a later start of the roadmap in Brief, unless work has begun",
            vec![],
        );
    }
    let accepted = engagement.accepted_plans.iter().find(|one| one.pack == pack.id);
    if let Some((accepted, plan)) = accepted.zip(plan) {
        let moved = shifts(accepted, plan);
        if !moved.is_empty() {
            let verb = if moved.len() == 1 { "stands" } else { "stand" };
            let text = format!(
                "{} otherwise on the roadmap than in the plan that was accepted",
                count(moved.len(), &format!("initiative {verb}"), &format!("initiatives {verb}"))
            );
            say(
                "accepted_plan_differs",
                Severity::Warning,
                text,
                "have the plan accepted again, or pin what was agreed",
                moved.iter().map(|shift| shift.id.to_string()).collect(),
            );
        }
    }
    let stale = architecture.stale_verdicts.len();
    if stale > 0 {
        say(
            "verdicts_without_component",
            Severity::Information,
            format!(
                "{} on what the architecture no longer proposes",
                count(stale, "verdict was given", "verdicts were given")
            ),
            "look at them at the foot of the architecture's overview, and take them back",
            vec![],
        );
    }
    // A use case that is to be built draws on something.
    let bare: Vec<String> = engagement
        .use_cases
        .iter()
        .filter(|one| one.status == Known::Value(UseCaseStatus::Qualified))
        .filter(|one| one.sources.items().is_empty())
        .map(|one| one.code.to_string())
        .collect();
    if !bare.is_empty() {
        let text = format!(
            "{} and {} no source",
            count(bare.len(), "use case is qualified", "use cases are qualified"),
            if bare.len() == 1 { "names" } else { "name" }
        );
        say(
            "qualified_without_source",
            Severity::Warning,
            text,
            "name the sources that it needs, or say that it is an idea still",
            bare,
        );
    }
}

/// "Five of 14 initiatives have", "one of 14 initiatives has".
fn of_have(part: usize, total: usize, singular: &str, plural: &str) -> String {
    format!("{} {}", of(part, total, singular, plural), if part == 1 { "has" } else { "have" })
}

fn answers(
    pack: &Pack,
    engagement: &Engagement,
    card: &Scorecard,
    say: &mut impl FnMut(&'static str, Severity, String, &'static str, Vec<String>),
) {
    let asked: BTreeSet<_> = asked(pack, engagement).into_iter().map(|q| &q.id).collect();
    let is_open = |id: &crate::id::QuestionId| {
        card.question(id).is_some_and(|q| q.consensus == Consensus::Unknown)
    };
    let key: Vec<String> = pack
        .questions
        .iter()
        .filter(|q| q.weight > 1 && asked.contains(&q.id) && is_open(&q.id))
        .map(|q| q.id.to_string())
        .collect();
    if !key.is_empty() {
        let text = format!(
            "{} no answer",
            if key.len() == 1 {
                "one key question has".to_owned()
            } else {
                format!("{} have", count(key.len(), "key question", "key questions"))
            }
        );
        say(
            "unanswered_key_questions",
            Severity::Error,
            text,
            "answer them, or settle them as not applicable with a reason",
            key,
        );
    }
    let open: Vec<String> = pack
        .questions
        .iter()
        .filter(|q| q.weight == 1 && asked.contains(&q.id) && is_open(&q.id))
        .map(|q| q.id.to_string())
        .collect();
    if !open.is_empty() {
        let text =
            format!("{} no answer", of_have(open.len(), asked.len(), "question", "questions"));
        say(
            "unanswered_questions",
            Severity::Warning,
            text,
            "answer them, or hand them to somebody to find out",
            open,
        );
    }
    let unscored: Vec<String> = card
        .dimensions
        .iter()
        .filter(|d| d.score.score.is_none() && d.score.coverage.is_some())
        .map(|d| d.id.to_string())
        .collect();
    if !unscored.is_empty() {
        let text = format!(
            "{} too few answers for a score",
            of_have(unscored.len(), card.dimensions.len(), "dimension", "dimensions")
        );
        say(
            "dimensions_without_score",
            Severity::Error,
            text,
            "answer at least 60 % of the weight of each",
            unscored,
        );
    }
    let bare: Vec<String> = engagement
        .answers
        .iter()
        .filter(|a| a.settled == Some(Choice::NotApplicable) && a.reason.is_empty())
        .map(|a| a.question.to_string())
        .collect();
    if !bare.is_empty() {
        let text = format!(
            "{} settled as not applicable without a reason",
            count(bare.len(), "answer is", "answers are")
        );
        say(
            "not_applicable_without_reason",
            Severity::Error,
            text,
            "say why the question does not apply",
            bare,
        );
    }
    let provisional: Vec<String> =
        card.questions.iter().filter(|q| q.is_provisional).map(|q| q.id.to_string()).collect();
    if !provisional.is_empty() {
        let text = format!(
            "{} at 4 or 5 on somebody's word alone",
            count(provisional.len(), "answer stands", "answers stand")
        );
        say(
            "provisional_highs",
            Severity::Warning,
            text,
            "ask to see something, or leave them marked as provisional",
            provisional,
        );
    }
    let stated: Vec<String> = card
        .questions
        .iter()
        .filter(|q| !q.is_provisional)
        .filter(|q| q.consensus.level().is_some_and(|level| level >= 3 && level >= q.target))
        .filter(|q| !engagement.evidence.iter().any(|e| e.question.as_ref() == Some(&q.id)))
        .map(|q| q.id.to_string())
        .collect();
    if !stated.is_empty() {
        let text = format!(
            "{} to meet the target and {} no evidence",
            count(stated.len(), "answer is said", "answers are said"),
            if stated.len() == 1 { "has" } else { "have" }
        );
        say(
            "claims_without_evidence",
            Severity::Information,
            text,
            "ask to see something for what is to be built on",
            stated,
        );
    }
    let wide: Vec<String> = card
        .questions
        .iter()
        .filter(|q| q.spread.is_some_and(crate::consensus::Spread::is_wide) && !q.is_settled)
        .map(|q| q.id.to_string())
        .collect();
    if !wide.is_empty() {
        let text = format!(
            "{} two or more levels apart and not settled",
            count(wide.len(), "question has votes", "questions have votes")
        );
        say(
            "wide_spread_unsettled",
            Severity::Information,
            text,
            "settle the consensus with a reason, or report the disagreement",
            wide,
        );
    }
    let flagged: Vec<String> = engagement
        .answers
        .iter()
        .filter(|a| a.is_flagged)
        .map(|a| a.question.to_string())
        .collect();
    if !flagged.is_empty() {
        let text =
            format!("{} flagged to follow up", count(flagged.len(), "answer is", "answers are"));
        say(
            "flagged_answers",
            Severity::Information,
            text,
            "clear the flag when it is done",
            flagged,
        );
    }
}

/// Forbidden services that the pack does not know: they forbid nothing.
fn forbidden(
    pack: &Pack,
    engagement: &Engagement,
    say: &mut impl FnMut(&'static str, Severity, String, &'static str, Vec<String>),
) {
    let mut words = PackWords::default();
    pack.add_words(&mut words);
    for constraint in &engagement.constraints {
        let unknown = constraint.forbidden_services.items().iter();
        for id in unknown.filter(|id| pack.service(id).is_none()) {
            let near = words.nearest(PackWord::Service, id.as_str());
            let near = near.map_or(String::new(), |(_, label)| format!("; “{label}” is like it"));
            say(
                "unknown_forbidden_service",
                Severity::Warning,
                format!("{} forbids `{id}`, which no service is called{near}", constraint.code),
                "choose the service that is meant in the constraint, or take it out",
                vec![constraint.code.to_string()],
            );
        }
    }
}

fn records(
    engagement: &Engagement,
    say: &mut impl FnMut(&'static str, Severity, String, &'static str, Vec<String>),
) {
    let goals = &engagement.goals;
    if goals.is_empty() {
        say(
            "no_goals",
            Severity::Error,
            "no goal is recorded, so nothing says what the work is for".into(),
            "add at least one goal in Discover",
            vec![],
        );
    }
    let bare: Vec<String> = goals
        .iter()
        .filter(|g| g.kpi_name.text().is_empty() && g.kpi_measure.is_unknown())
        .map(|g| g.code.to_string())
        .collect();
    if !bare.is_empty() {
        let text = format!("{} no KPI", of_have(bare.len(), goals.len(), "goal", "goals"));
        say(
            "goals_without_kpi",
            Severity::Warning,
            text,
            "name the number that tells whether the goal was reached",
            bare,
        );
    }
    let sources = &engagement.sources;
    let unowned: Vec<String> = sources
        .iter()
        .filter(|s| s.owner_business.text().is_empty())
        .map(|s| s.code.to_string())
        .collect();
    if !unowned.is_empty() {
        let text = format!(
            "{} no business owner",
            of_have(unowned.len(), sources.len(), "source", "sources")
        );
        say(
            "sources_without_owner",
            Severity::Warning,
            text,
            "name who answers for what the data means",
            unowned,
        );
    }
    if engagement.profile.report_date.is_unknown() {
        say(
            "no_report_date",
            Severity::Warning,
            "the report has no date".into(),
            "set the report date in Brief",
            vec![],
        );
    }
    if engagement.profile.roadmap_start.is_unknown() {
        say(
            "no_roadmap_start",
            Severity::Information,
            "the roadmap's first week is assumed".into(),
            "set the start of the roadmap in Brief",
            vec![],
        );
    }
}

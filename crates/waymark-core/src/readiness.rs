//! Readiness: what stands between the engagement and a report that can be handed over.

use std::collections::BTreeSet;

use crate::consensus::Consensus;
use crate::engagement::{Choice, Engagement};
use crate::field::{PackWord, PackWords};
use crate::pack::Pack;
use crate::roadmap::Plan;
use crate::score::{Scorecard, asked};
use crate::wording::{count, list, of, sentence};

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
}

/// All checks that have something to say, errors first. `plan` is `None` where no schedule could be found.
pub fn checks(
    pack: &Pack,
    engagement: &Engagement,
    card: &Scorecard,
    plan: Option<&Plan>,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut say = |id, severity, text: String, help, places: Vec<String>| {
        checks.push(Check { id, severity, text: sentence(&text), help, places });
    };
    answers(pack, engagement, card, &mut say);
    records(engagement, &mut say);
    forbidden(pack, engagement, &mut say);
    match plan {
        None => say(
            "no_schedule",
            Severity::Error,
            "the roadmap cannot be scheduled as it is pinned".into(),
            "open the roadmap: it says which pin is in the way",
            vec![],
        ),
        Some(plan) => {
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

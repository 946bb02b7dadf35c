//! How far each step has come, for the rings of the rail.

use waymark_core::consensus::Consensus;
use waymark_core::engagement::{Engagement, VerdictSubject};

use crate::record::{INVENTORIES, main_fields};
use crate::session::Session;
use crate::view::StepView;

/// Share of each step that is done, in the order of the rail.
pub fn steps(session: &Session) -> Vec<StepView> {
    let engagement = session.in_view();
    let pack = session.pack();
    let share =
        |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let profile = &engagement.profile;
    let brief = [
        !profile.client.is_empty(),
        !profile.sponsor.is_unknown(),
        !profile.scope.is_unknown(),
        !profile.workshop_start.is_unknown(),
        !profile.report_date.is_unknown(),
        !profile.industry.is_unknown(),
        !engagement.participants.is_empty(),
    ];
    let card = &session.derived().scorecard;
    let asked = crate::assess::asked(pack, engagement);
    let answered = asked
        .iter()
        .filter(|q| card.question(&q.id).is_some_and(|s| s.consensus != Consensus::Unknown))
        .count();
    let scored = card.dimensions.iter().filter(|d| d.score.score.is_some()).count();
    let with_evidence = card
        .questions
        .iter()
        .filter(|q| engagement.evidence.iter().any(|e| e.question.as_ref() == Some(&q.id)))
        .count();
    let decided =
        engagement.verdicts.iter().filter(|v| v.subject == VerdictSubject::Component).count();
    let components = session.derived().architecture(pack, engagement).components.len();
    let is_accepted = !engagement.accepted_plans.is_empty();
    let step = |id: &str, done: f64| StepView { id: id.to_owned(), done: done.clamp(0.0, 1.0) };
    vec![
        step("brief", share(brief.iter().filter(|b| **b).count(), brief.len())),
        step("discover", discovered(engagement)),
        step("assess", share(answered, asked.len())),
        step("evidence", share(with_evidence, card.questions.len())),
        step("maturity", share(scored, card.dimensions.len())),
        step("architecture", if pack.rules.is_empty() { 1.0 } else { share(decided, components) }),
        step("roadmap", if is_accepted { 1.0 } else { 0.0 }),
        step("report", if is_accepted && answered == asked.len() { 1.0 } else { 0.0 }),
    ]
}

/// Share of the main cells of all inventories that are known; an inventory without records counts as one unknown record.
fn discovered(engagement: &Engagement) -> f64 {
    let mut known = 0;
    let mut all = 0;
    for &kind in INVENTORIES {
        let fields = main_fields(kind);
        let rows = engagement.rows(kind);
        all += fields.len() * rows.len().max(1);
        known += rows
            .iter()
            .map(|row| fields.iter().filter(|name| row.get(**name).is_some()).count())
            .sum::<usize>();
    }
    if all == 0 { 0.0 } else { known as f64 / all as f64 }
}

//! The sentence that heads a list of discovery: its most telling finding, from the records as they are.

use waymark_core::discovery::use_case::UseCaseStatus;
use waymark_core::engagement::Engagement;
use waymark_core::known::Known;
use waymark_core::record::Kind;

use crate::view::RecordView;
use waymark_core::wording::{count, of, sentence};

/// The finding of a list and a line of counts.
pub fn record_headline(
    kind: Kind,
    engagement: &Engagement,
    rows: &[RecordView],
) -> (String, String) {
    let total = rows.len();
    let unknown: u32 = rows.iter().map(|row| row.unknown).sum();
    let summary = if unknown == 0 {
        format!("{}, every main field known", count(total, kind.label(), kind.plural()))
    } else {
        format!(
            "{}, {}",
            count(total, kind.label(), kind.plural()),
            count(unknown as usize, "gap", "gaps")
        )
    };
    if total == 0 {
        return (format!("No {} yet", kind.plural()), String::new());
    }
    let headline = match kind {
        Kind::Goal => goals(engagement),
        Kind::UseCase => use_cases(engagement),
        Kind::Source => sources(engagement),
        Kind::Persona => personas(engagement),
        Kind::Skill => skills(engagement),
        Kind::PlatformItem => platform(engagement),
        Kind::Regulation | Kind::Constraint => duties(kind, engagement),
        _ => None,
    };
    (headline.unwrap_or_else(|| sentence(&count(total, kind.label(), kind.plural()))), summary)
}

/// "Five of 14 sources have no business owner", where some have none.
fn some(
    without: usize,
    total: usize,
    singular: &str,
    plural: &str,
    has: &str,
    have: &str,
) -> Option<String> {
    (without > 0).then(|| {
        sentence(&format!(
            "{} {}",
            of(without, total, singular, plural),
            if without == 1 { has } else { have }
        ))
    })
}

fn is_missing(text: &Known<String>) -> bool {
    text.text().is_empty()
}

fn goals(engagement: &Engagement) -> Option<String> {
    let goals = &engagement.goals;
    let without_kpi =
        goals.iter().filter(|g| is_missing(&g.kpi_name) && g.kpi_measure.is_unknown()).count();
    let without_baseline = goals.iter().filter(|g| g.baseline.is_unknown()).count();
    let points: u32 = goals.iter().filter_map(|g| g.points.value()).map(|p| u32::from(*p)).sum();
    some(without_kpi, goals.len(), "goal", "goals", "has no KPI", "have no KPI")
        .or_else(|| {
            some(
                without_baseline,
                goals.len(),
                "goal",
                "goals",
                "has a KPI but no baseline",
                "have a KPI but no baseline",
            )
        })
        .or_else(|| {
            (points > 0 && points != 100).then(|| format!("Points add up to {points} of 100"))
        })
        .or_else(|| {
            let first = goals.iter().max_by_key(|g| g.points.value().copied().unwrap_or(0))?;
            let points = first.points.value()?;
            Some(format!("“{}” carries {points} of 100 points", first.title))
        })
}

fn use_cases(engagement: &Engagement) -> Option<String> {
    let total = engagement.use_cases.len();
    let live = |s: &Known<UseCaseStatus>| {
        matches!(
            s.value(),
            Some(UseCaseStatus::Qualified | UseCaseStatus::Pilot | UseCaseStatus::Production)
        )
    };
    let without_source = engagement
        .use_cases
        .iter()
        .filter(|u| live(&u.status) && u.sources.items().is_empty())
        .count();
    let without_proof =
        engagement.use_cases.iter().filter(|u| live(&u.status) && u.proof.is_unknown()).count();
    let qualified = engagement.use_cases.iter().filter(|u| live(&u.status)).count();
    some(
        without_source,
        qualified,
        "qualified use case",
        "qualified use cases",
        "names no source",
        "name no source",
    )
    .or_else(|| {
        some(
            without_proof,
            qualified,
            "qualified use case",
            "qualified use cases",
            "has no way to prove its effect",
            "have no way to prove their effect",
        )
    })
    .or_else(|| {
        if qualified == 0 {
            return Some("No use case is qualified yet".to_owned());
        }
        Some(sentence(&format!(
            "{} qualified or further",
            of(qualified, total, "use case is", "use cases are")
        )))
    })
}

fn sources(engagement: &Engagement) -> Option<String> {
    let sources = &engagement.sources;
    let without_owner = sources.iter().filter(|s| is_missing(&s.owner_business)).count();
    let unknown_sensitivity = sources.iter().filter(|s| s.sensitivity.is_unknown()).count();
    some(
        without_owner,
        sources.len(),
        "source",
        "sources",
        "has no business owner",
        "have no business owner",
    )
    .or_else(|| {
        some(
            unknown_sensitivity,
            sources.len(),
            "source",
            "sources",
            "has no known sensitivity",
            "have no known sensitivity",
        )
    })
}

fn personas(engagement: &Engagement) -> Option<String> {
    use waymark_core::discovery::persona::Pain;
    let pains = Pain::VOCABULARY.words.iter().map(|word| {
        let who = engagement
            .personas
            .iter()
            .filter(|p| p.pain.items().iter().any(|pain| pain.word() == word.word))
            .count();
        (who, word.label)
    });
    let (who, pain) = pains.max_by_key(|(who, _)| *who)?;
    (who > 1).then(|| {
        sentence(&format!(
            "{} name “{}” as their trouble with data",
            of(who, engagement.personas.len(), "persona", "personas"),
            pain.to_lowercase()
        ))
    })
}

fn skills(engagement: &Engagement) -> Option<String> {
    use waymark_core::discovery::YesNo;
    let single = engagement
        .skills
        .iter()
        .filter(|s| s.is_single_point_of_failure.value() == Some(&YesNo::Yes))
        .count();
    let unknown =
        engagement.skills.iter().filter(|s| s.capacity_weeks_per_month.is_unknown()).count();
    some(
        single,
        engagement.skills.len(),
        "role",
        "roles",
        "hangs on one person",
        "hang on one person each",
    )
    .or_else(|| {
        some(
            unknown,
            engagement.skills.len(),
            "role",
            "roles",
            "has no stated capacity",
            "have no stated capacity",
        )
    })
}

fn platform(engagement: &Engagement) -> Option<String> {
    use waymark_core::discovery::platform::Keep;
    let total = engagement.platform.len();
    let undecided = engagement
        .platform
        .iter()
        .filter(|p| matches!(p.keep.value(), None | Some(Keep::Undecided)))
        .count();
    let leaving = engagement
        .platform
        .iter()
        .filter(|p| matches!(p.keep.value(), Some(Keep::Drop | Keep::Change)))
        .count();
    some(
        leaving,
        total,
        "platform item",
        "platform items",
        "is to change or go",
        "are to change or go",
    )
    .or_else(|| {
        some(undecided, total, "platform item", "platform items", "is undecided", "are undecided")
    })
}

fn duties(kind: Kind, engagement: &Engagement) -> Option<String> {
    use waymark_core::discovery::YesNo;
    if kind == Kind::Regulation {
        let erasure = engagement
            .regulations
            .iter()
            .filter(|r| r.erasure_duty.value() == Some(&YesNo::Yes))
            .count();
        return some(
            erasure,
            engagement.regulations.len(),
            "regulation",
            "regulations",
            "demands erasure on request",
            "demand erasure on request",
        );
    }
    let strict = engagement.constraints.iter().filter(|c| !c.residency.items().is_empty()).count();
    some(
        strict,
        engagement.constraints.len(),
        "constraint",
        "constraints",
        "binds data to a territory",
        "bind data to a territory",
    )
}

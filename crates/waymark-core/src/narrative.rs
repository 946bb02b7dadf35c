//! What the scorecard says, in sentences: made once, so that screen and report cannot disagree.

use crate::pack::{Dimension, Pack};
use crate::roadmap::Plan;
use crate::score::{DimensionScore, Scorecard};
use crate::wording::{count, list, lower_first, one_decimal, percent, sentence};

/// One sentence about a dimension.
pub fn dimension_finding(pack: &Pack, dimension: &Dimension, score: &DimensionScore) -> String {
    match (score.score.score, score.score.coverage, score.gap, score.target) {
        (Some(value), _, Some(gap), Some(target)) if gap > 0.0 => {
            format!(
                "{} stands at {}, {} below its target of {}",
                dimension.title,
                one_decimal(value),
                one_decimal(gap),
                one_decimal(target)
            )
        }
        (Some(value), _, _, _) => {
            let level = score.score.attained.map_or("", |l| pack.level_name(l));
            format!(
                "{} stands at {} and meets its target; attained level {}",
                dimension.title,
                one_decimal(value),
                level.to_lowercase()
            )
        }
        (None, Some(0.0), _, _) => format!("{} has no answer with a level yet", dimension.title),
        (None, Some(coverage), _, _) => {
            format!(
                "{} has no score yet: {} of the weight is answered, 60 % is needed",
                dimension.title,
                percent(coverage)
            )
        }
        (None, None, _, _) => format!("{} does not apply", dimension.title),
    }
}

/// The sentence that heads the scorecard, and a second one.
pub fn headline(pack: &Pack, card: &Scorecard) -> (String, String) {
    let scored: Vec<(&str, f64)> = pack
        .factors
        .iter()
        .zip(&card.factors)
        .filter_map(|(factor, score)| Some((factor.title.as_str(), score.score.score?)))
        .collect();
    let highest = scored.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = scored.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
    let first = match (highest, lowest, scored.len()) {
        (Some(high), Some(low), 2..) if high.1 - low.1 >= 0.25 => {
            format!(
                "{} trails {} by {} levels",
                low.0,
                lower_first(high.0),
                one_decimal(high.1 - low.1)
            )
        }
        (Some(high), _, 2..) => {
            format!("The factors stand close together, around {}", one_decimal(high.1))
        }
        (Some(only), _, _) => {
            format!("Only {} has a score so far: {}", lower_first(only.0), one_decimal(only.1))
        }
        _ => "No factor has a score yet".to_owned(),
    };
    let mut gaps: Vec<(&str, f64)> = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .filter_map(|(d, s)| Some((d.title.as_str(), s.weighted_gap()?)))
        .filter(|(_, gap)| *gap > 0.0)
        .collect();
    gaps.sort_by(|a, b| b.1.total_cmp(&a.1));
    let second = match gaps.as_slice() {
        [] if card.overall.score.is_some() => "Every scored dimension meets its target.".to_owned(),
        [] => "Answer at least 60 % of a dimension's weight to see its score.".to_owned(),
        gaps => {
            let widest: Vec<String> =
                gaps.iter().take(3).map(|(title, _)| lower_first(title)).collect();
            format!("The widest gaps that matter for the goals: {}.", widest.join("; "))
        }
    };
    let (asked, all) = (card.questions.len(), pack.questions.len());
    if asked < all {
        return (
            first,
            format!("{second} This is the short form: {asked} of {all} questions are asked."),
        );
    }
    (first, second)
}

/// The sentence that heads the roadmap, and a second one.
pub fn roadmap_headline(pack: &Pack, card: &Scorecard, plan: &Plan) -> (String, String) {
    let months = (f64::from(plan.weeks) * 12.0 / 52.0).ceil() as usize;
    let after = plan.projections.last().and_then(|projection| projection.overall.score);
    let first = match (card.overall.score, after, plan.placed.len()) {
        (_, _, 0) if card.questions.iter().all(|q| q.consensus.level().is_none()) => {
            "Nothing is planned yet: a plan needs answers".to_owned()
        }
        (_, _, 0) if plan.selection.budget.is_some() => {
            "The budget pays for no initiative".to_owned()
        }
        (_, _, 0) => "Nothing is left to plan: every known answer meets its target".to_owned(),
        (Some(now), Some(then), n) if one_decimal(now) == one_decimal(then) => format!(
            "{} over {}; the overall score stays at {}",
            sentence(&count(n, "initiative", "initiatives")),
            count(months, "month", "months"),
            one_decimal(now)
        ),
        (Some(now), Some(then), n) => format!(
            "{} take the overall score from {} to {} in {}",
            sentence(&count(n, "initiative", "initiatives")),
            one_decimal(now),
            one_decimal(then),
            count(months, "month", "months")
        ),
        (_, _, n) => format!(
            "{} over {}",
            sentence(&count(n, "initiative", "initiatives")),
            count(months, "month", "months")
        ),
    };
    let second = plan.waves.first().filter(|wave| !wave.initiatives.is_empty()).map_or_else(
        String::new,
        |wave| {
            let names: Vec<String> = wave
                .initiatives
                .iter()
                .filter_map(|id| pack.initiative(id))
                .filter(|initiative| !initiative.visible_to.is_empty())
                .take(3)
                .map(|initiative| lower_first(&initiative.title))
                .collect();
            if names.is_empty() {
                String::new()
            } else {
                format!("The first {} weeks finish {}.", wave.to, list(&names))
            }
        },
    );
    (first, second)
}

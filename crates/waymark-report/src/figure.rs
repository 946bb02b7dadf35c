//! Figures from core data: what the charts of screen and report show, made once.

use waymark_chart::bars::{BarRow, Bars};
use waymark_chart::heatmap::{HeatCell, HeatRow, Heatmap};
use waymark_chart::radar::{Radar, RadarAxis};
use waymark_core::engagement::Engagement;
use waymark_core::id::RoleId;
use waymark_core::narrative::headline;
use waymark_core::pack::Pack;
use waymark_core::role_mean::{RoleMean, role_means};
use waymark_core::score::Scorecard;
use waymark_core::wording::{list, lower_first, of, one_decimal, sentence};

/// The radar of the dimensions.
pub fn radar(pack: &Pack, card: &Scorecard) -> Radar {
    let (title, _) = headline(pack, card);
    let axes = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(dimension, score)| RadarAxis {
            id: dimension.id.to_string(),
            label: dimension.short_title.clone(),
            score: score.score.score,
            band: score.score.band.map(|b| (b.low, b.high)),
            target: score.target,
            emphasised: false,
        })
        .collect();
    Radar { alt: format!("{title}. {}", spoken_scores(pack, card)), title, axes }
}

/// The score strip of the dimensions.
pub fn bars(pack: &Pack, card: &Scorecard) -> Bars {
    let below = card.dimensions.iter().filter(|d| d.gap.is_some_and(|gap| gap > 0.0)).count();
    let scored = card.dimensions.iter().filter(|d| d.score.score.is_some()).count();
    let title = match (below, scored) {
        (_, 0) => "No dimension has a score yet".to_owned(),
        (0, _) => "Every scored dimension meets its target".to_owned(),
        _ => sentence(&format!("{} below target", of(below, scored, "dimension is", "dimensions are"))),
    };
    let mut last = None;
    let rows = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(dimension, score)| {
            let starts_group = last.replace(dimension.factor.clone()).is_some_and(|factor| factor != dimension.factor);
            BarRow {
                id: dimension.id.to_string(),
                label: dimension.title.clone(),
                score: score.score.score,
                band: score.score.band.map(|b| (b.low, b.high)),
                target: score.target,
                attained: score.score.attained,
                emphasised: false,
                starts_group,
            }
        })
        .collect();
    Bars {
        alt: format!("{title}. {}", spoken_scores(pack, card)),
        title,
        heading: String::new(),
        level_names: pack.scale.iter().map(|s| s.name.clone()).collect(),
        rows,
    }
}

/// The heat map of dimension by role.
pub fn heatmap(pack: &Pack, engagement: &Engagement) -> Heatmap {
    let means = role_means(pack, engagement);
    let mut roles: Vec<&RoleId> = Vec::new();
    for mean in &means {
        if !roles.contains(&&mean.role) {
            roles.push(&mean.role);
        }
    }
    let columns = roles.iter().map(|id| pack.role(id).map_or_else(|| id.to_string(), |role| role.title.clone())).collect();
    let mut widest: Option<(&str, f64)> = None;
    let mut last = None;
    let rows: Vec<HeatRow> = pack
        .dimensions
        .iter()
        .map(|dimension| {
            let own: Vec<&RoleMean> = means.iter().filter(|m| m.dimension == dimension.id).collect();
            let values: Vec<f64> = own.iter().filter_map(|m| m.mean).collect();
            let high = values.iter().copied().fold(f64::MIN, f64::max);
            let low = values.iter().copied().fold(f64::MAX, f64::min);
            if values.len() > 1 && widest.is_none_or(|(_, range)| high - low > range) {
                widest = Some((&dimension.title, high - low));
            }
            let starts_group = last.replace(dimension.factor.clone()).is_some_and(|factor| factor != dimension.factor);
            HeatRow {
                id: dimension.id.to_string(),
                label: dimension.title.clone(),
                cells: roles
                    .iter()
                    .map(|role| own.iter().find(|m| &&m.role == role).and_then(|m| m.mean).map_or(HeatCell::Empty, HeatCell::Score))
                    .collect(),
                emphasised: false,
                starts_group,
            }
        })
        .collect();
    let title = widest.map_or_else(
        || "Nobody has voted yet".to_owned(),
        |(title, range)| format!("Roles differ most on {}, by {} levels", lower_first(title), one_decimal(range)),
    );
    Heatmap { alt: format!("{title}. Mean level by dimension and role."), title, heading: String::new(), columns, rows }
}

fn spoken_scores(pack: &Pack, card: &Scorecard) -> String {
    let parts: Vec<String> = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(d, s)| format!("{} {}", d.short_title, s.score.score.map_or("no score".to_owned(), one_decimal)))
        .collect();
    format!("{}.", list(&parts))
}

//! Figures from core data: what the charts of screen and report show, made once.

use waymark_chart::bars::{BarRow, Bars};
use waymark_chart::heatmap::{HeatCell, HeatRow, Heatmap};
use waymark_chart::quadrant::{Quadrant, QuadrantPoint};
use waymark_chart::radar::{Radar, RadarAxis};
use waymark_chart::slopes::{Slope, Slopes};
use waymark_chart::steps::{Step, Steps, Tick};
use waymark_chart::timeline::{Held, LoadStrip, RowState, Timeline, TimelineRow, WaveColumn};
use waymark_core::baseline::{Comparison, DimensionShift};
use waymark_core::discovery::use_case::UseCaseStatus;
use waymark_core::engagement::Engagement;
use waymark_core::id::{InitiativeId, RoleId};
use waymark_core::known::Known;
use waymark_core::narrative::{headline, roadmap_headline};
use waymark_core::pack::{Dimension, Pack};
use waymark_core::roadmap::{Placed, Plan, RoleLoad, accepted_weeks, planned_weeks};
use waymark_core::role_mean::{RoleMean, role_means};
use waymark_core::score::Scorecard;
use waymark_core::wording::{list, lower_first, of, one_decimal, percent, sentence};

/// The radar of the dimensions.
pub fn radar(pack: &Pack, card: &Scorecard) -> Radar {
    let (title, _) = headline(pack, card);
    let axes = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(dimension, score)| RadarAxis {
            id: Some(dimension.id.to_string()),
            label: dimension.short_title.clone(),
            score: score.score.score,
            before: None,
            band: score.score.band.map(|b| (b.low, b.high)),
            target: score.target,
            emphasised: false,
        })
        .collect();
    Radar { alt: format!("{title}. {}", spoken_scores(pack, card)), title, axes, moments: None }
}

/// The dimensions of two moments on one radar: what scored then lies under what scores now. What is gone is left out.
pub fn overlay(comparison: &Comparison, then: &str, now: &str) -> Radar {
    let title = comparison.headline();
    let axes = comparison
        .dimensions
        .iter()
        .filter(|dimension| dimension.is_now)
        .map(|dimension| RadarAxis {
            id: Some(dimension.id.to_string()),
            label: dimension.short_title.clone(),
            score: dimension.shifts.score.after,
            before: dimension.shifts.score.before,
            band: None,
            target: None,
            emphasised: false,
        })
        .collect();
    Radar {
        alt: format!("{title}. {}", spoken_shifts(comparison)),
        title,
        axes,
        moments: Some((then.to_owned(), now.to_owned())),
    }
}

/// The dimensions of two moments as lines from then to now; the one that moved most stands out.
pub fn slopes(comparison: &Comparison, then: &str, now: &str) -> Slopes {
    let most = most_moved(comparison);
    let title = match most {
        None => "No dimension moved".to_owned(),
        Some((dimension, moved)) => format!(
            "{} {} most, by {}",
            dimension.title,
            if moved > 0.0 { "rose" } else { "fell" },
            one_decimal(moved.abs())
        ),
    };
    let lines = comparison
        .dimensions
        .iter()
        .map(|dimension| Slope {
            id: Some(dimension.id.to_string()),
            label: dimension.short_title.clone(),
            before: dimension.shifts.score.before,
            after: dimension.shifts.score.after,
            emphasised: most.is_some_and(|(one, _)| one.id == dimension.id),
        })
        .collect();
    Slopes {
        alt: format!("{title}. {}", spoken_shifts(comparison)),
        title,
        then: then.to_owned(),
        now: now.to_owned(),
        lines,
    }
}

/// The dimension whose score moved most, with by how much; `None` where every difference rounds to nothing.
fn most_moved(comparison: &Comparison) -> Option<(&DimensionShift, f64)> {
    comparison
        .dimensions
        .iter()
        .filter_map(|dimension| Some((dimension, dimension.shifts.score.whole()?)))
        .filter(|(_, moved)| moved.abs() >= 0.05)
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

fn spoken_shifts(comparison: &Comparison) -> String {
    let number = |score: Option<f64>| score.map_or_else(|| "no score".to_owned(), one_decimal);
    let parts: Vec<String> = comparison
        .dimensions
        .iter()
        .map(|dimension| {
            let score = &dimension.shifts.score;
            format!(
                "{} {} then and {} now",
                dimension.short_title,
                number(score.before),
                number(score.after)
            )
        })
        .collect();
    format!("{}.", list(&parts))
}

/// The score strip of the dimensions.
pub fn bars(pack: &Pack, card: &Scorecard) -> Bars {
    let below = card.dimensions.iter().filter(|d| d.gap.is_some_and(|gap| gap > 0.0)).count();
    let scored = card.dimensions.iter().filter(|d| d.score.score.is_some()).count();
    let title = match (below, scored) {
        (_, 0) => "No dimension has a score yet".to_owned(),
        (0, _) => "Every scored dimension meets its target".to_owned(),
        _ => sentence(&format!(
            "{} below target",
            of(below, scored, "dimension is", "dimensions are")
        )),
    };
    let mut last = None;
    let rows = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(dimension, score)| {
            let starts_group = last
                .replace(dimension.factor.clone())
                .is_some_and(|factor| factor != dimension.factor);
            BarRow {
                id: Some(dimension.id.to_string()),
                label: dimension.title.clone(),
                score: score.score.score,
                band: score.score.band.map(|b| (b.low, b.high)),
                target: score.target,
                attained: score.score.told_attained(),
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
    let columns = roles
        .iter()
        .map(|id| pack.role(id).map_or_else(|| id.to_string(), |role| role.title.clone()))
        .collect();
    let mut widest: Option<(&str, f64)> = None;
    let mut last = None;
    let rows: Vec<HeatRow> = pack
        .dimensions
        .iter()
        .map(|dimension| {
            let own: Vec<&RoleMean> =
                means.iter().filter(|m| m.dimension == dimension.id).collect();
            let values: Vec<f64> = own.iter().filter_map(|m| m.mean).collect();
            let high = values.iter().copied().fold(f64::MIN, f64::max);
            let low = values.iter().copied().fold(f64::MAX, f64::min);
            if values.len() > 1 && widest.is_none_or(|(_, range)| high - low > range) {
                widest = Some((&dimension.title, high - low));
            }
            let starts_group = last
                .replace(dimension.factor.clone())
                .is_some_and(|factor| factor != dimension.factor);
            HeatRow {
                id: Some(dimension.id.to_string()),
                label: dimension.title.clone(),
                cells: roles
                    .iter()
                    .map(|role| {
                        own.iter()
                            .find(|m| &&m.role == role)
                            .and_then(|m| m.mean)
                            .map_or(HeatCell::Empty, HeatCell::Score)
                    })
                    .collect(),
                emphasised: false,
                starts_group,
            }
        })
        .collect();
    let title = widest.map_or_else(
        || "Nobody has voted yet".to_owned(),
        |(title, range)| {
            format!("Roles differ most on {}, by {} levels", lower_first(title), one_decimal(range))
        },
    );
    Heatmap {
        alt: format!("{title}. Mean level by dimension and role."),
        title,
        heading: String::new(),
        columns,
        rows,
    }
}

fn spoken_scores(pack: &Pack, card: &Scorecard) -> String {
    let parts: Vec<String> = pack
        .dimensions
        .iter()
        .zip(&card.dimensions)
        .map(|(d, s)| {
            format!(
                "{} {}",
                d.short_title,
                s.score.score.map_or("no score".to_owned(), one_decimal)
            )
        })
        .collect();
    format!("{}.", list(&parts))
}

/// How many roles a page has room for.
pub const BUSIEST: usize = 5;

/// The roadmap over time: waves, initiatives, the projected score and the load of the busiest roles, on one axis. What is pinned or has
/// started says so, and where the client accepted another week, that is drawn too. Beneath it stands the load of every role that has
/// something to do, the busiest first; on paper there is room for [`BUSIEST`].
pub fn timeline(
    pack: &Pack,
    engagement: &Engagement,
    card: &Scorecard,
    plan: &Plan,
    selected: Option<&InitiativeId>,
) -> Timeline {
    let (title, second) = roadmap_headline(pack, card, plan);
    let place = |id: &InitiativeId| plan.placed.iter().position(|placed| &placed.chosen.id == id);
    let needs: Vec<&InitiativeId> = plan
        .placed
        .iter()
        .filter(|p| Some(&p.chosen.id) == selected)
        .flat_map(|p| &p.needs)
        .collect();
    let accepted = engagement.accepted_plans.iter().find(|one| one.pack == pack.id);
    let accepted = |placed: &Placed| {
        let weeks = accepted_weeks(accepted?, plan, &placed.chosen.id)?;
        (Some(weeks) != planned_weeks(plan, &placed.chosen.id)).then_some(weeks)
    };
    let held = |placed: &Placed| match engagement.setting(&pack.id, &placed.chosen.id) {
        Some(setting) if setting.is_started() => Held::Started,
        Some(setting) if setting.pinned_week.is_some() => Held::Pinned,
        _ => Held::Free,
    };
    let is_follower = |placed: &Placed| selected.is_some_and(|id| placed.needs.contains(id));
    let rows = plan
        .placed
        .iter()
        .map(|placed| TimelineRow {
            id: Some(placed.chosen.id.to_string()),
            code: placed.chosen.id.to_string(),
            label: pack.initiative(&placed.chosen.id).map_or(String::new(), |i| i.title.clone()),
            start: f64::from(placed.start),
            end: f64::from(placed.end),
            longest_end: (placed.longest_end > placed.end).then(|| f64::from(placed.longest_end)),
            state: if Some(&placed.chosen.id) == selected {
                RowState::Selected
            } else if needs.contains(&&placed.chosen.id)
                || is_follower(placed)
                || (selected.is_none() && placed.is_critical)
            {
                RowState::Related
            } else {
                RowState::Plain
            },
            held: held(placed),
            accepted: accepted(placed).map(|weeks| (weeks.start as f64, weeks.end as f64)),
        })
        .collect();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for (to, placed) in plan.placed.iter().enumerate() {
        for from in placed.needs.iter().filter_map(&place) {
            let touches = [&plan.placed[from].chosen.id, &placed.chosen.id]
                .into_iter()
                .any(|id| Some(id) == selected);
            if touches {
                links.push((from, to));
            }
        }
    }
    // The longest estimates may reach beyond the planned end.
    let longest = plan.placed.iter().map(|placed| placed.longest_end).max().unwrap_or(0);
    // So may what the client accepted.
    let accepted_ends = plan.placed.iter().filter_map(accepted).map(|weeks| weeks.end);
    let accepted_end = accepted_ends.max().and_then(|end| u32::try_from(end).ok()).unwrap_or(0);
    let weeks = (0.0, f64::from(plan.weeks.max(longest).max(accepted_end).max(4)));
    Timeline {
        alt: format!("{title}. {second}"),
        title,
        weeks,
        ticks: quarter_ticks(plan),
        waves: plan
            .waves
            .iter()
            .map(|wave| WaveColumn {
                label: format!("Wave {}", wave.number),
                note: format!(
                    "{}, {}",
                    quarters(plan, wave.from, wave.to.min(plan.weeks)),
                    lower_first(wave.title)
                ),
                start: f64::from(wave.from),
                end: f64::from(wave.to.min(plan.weeks)),
            })
            .collect(),
        rows,
        links,
        projection: projection(pack, card, plan),
        loads: load_strips(pack, plan),
        rests: plan.rests().iter().map(|(from, to)| (f64::from(*from), f64::from(*to))).collect(),
    }
}

/// The projected overall score after each wave; `None` while there is no score.
fn projection(pack: &Pack, card: &Scorecard, plan: &Plan) -> Option<Steps> {
    let today = card.overall.score?;
    let steps = plan
        .waves
        .iter()
        .zip(&plan.projections)
        .filter_map(|(wave, after)| {
            let week = f64::from(wave.to.min(plan.weeks));
            Some(Step { label: format!("Wave {}", wave.number), week, score: after.overall.score? })
        })
        .collect::<Vec<Step>>();
    let last = steps.last().map_or(today, |step| step.score);
    let title =
        format!("The overall score rises from {} to {}", one_decimal(today), one_decimal(last));
    let spoken: Vec<String> = steps
        .iter()
        .map(|step| format!("{} after {}", one_decimal(step.score), step.label.to_lowercase()))
        .collect();
    Some(Steps {
        alt: format!("{title}: {}.", list(&spoken)),
        title,
        today,
        target: card.overall_target(pack),
        steps,
        ticks: quarter_ticks(plan),
        weeks: (0.0, f64::from(plan.weeks.max(4))),
    })
}

/// The projected overall score on its own; `None` while there is no score.
pub fn steps(pack: &Pack, card: &Scorecard, plan: &Plan) -> Option<Steps> {
    projection(pack, card, plan)
}

/// The quarters between two weeks, the second one excluded: "Q1 2027", "Q1 to Q3 2027", "Q4 2027 to Q1 2028".
fn quarters(plan: &Plan, from: u32, to: u32) -> String {
    let quarter = |week: u32| {
        let date = plan.date(week);
        ((date.month() - 1) / 3 + 1, date.year())
    };
    let (first, last) = (quarter(from), quarter(to.saturating_sub(1).max(from)));
    if first == last {
        format!("Q{} {}", first.0, first.1)
    } else if first.1 == last.1 {
        format!("Q{} to Q{} {}", first.0, last.0, last.1)
    } else {
        format!("Q{} {} to Q{} {}", first.0, first.1, last.0, last.1)
    }
}

/// The first week of each quarter, named by it.
fn quarter_ticks(plan: &Plan) -> Vec<Tick> {
    let mut ticks: Vec<Tick> = Vec::new();
    let mut last = None;
    for week in 0..=plan.weeks {
        let date = plan.date(week);
        let quarter = (date.year(), (date.month() - 1) / 3 + 1);
        if last.replace(quarter) != Some(quarter) {
            ticks.push(Tick {
                week: f64::from(week),
                label: format!("Q{} {}", quarter.1, quarter.0),
            });
        }
    }
    ticks
}

/// The roles with something to do, those first that are busiest for their size, averaged over four weeks at a time.
fn load_strips(pack: &Pack, plan: &Plan) -> Vec<LoadStrip> {
    const PERIOD: usize = 4;
    let mut roles: Vec<(f64, &RoleLoad)> = plan
        .loads
        .iter()
        .map(|load| {
            let (needed, there) =
                (load.load.iter().sum::<f64>(), load.capacity.iter().sum::<f64>());
            (if there > 0.0 { needed / there } else { 0.0 }, load)
        })
        .filter(|(share, _)| *share > 0.0)
        .collect();
    roles.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.role.cmp(&b.1.role)));
    roles
        .into_iter()
        .map(|(_, load)| {
            let fewest = load.capacity.iter().copied().fold(f64::INFINITY, f64::min);
            let most = load.capacity.iter().copied().fold(0.0, f64::max);
            let is_constant = fewest >= most;
            // Where capacity changes, what is full is what there is in the period.
            let height = |load: &[f64], capacity: &[f64]| {
                let (needed, there) = (load.iter().sum::<f64>(), capacity.iter().sum::<f64>());
                if is_constant {
                    needed / load.len() as f64
                } else if there > 0.0 {
                    needed / there
                } else {
                    f64::from(needed > 0.0) * 2.0
                }
            };
            LoadStrip {
                label: pack
                    .role(&load.role)
                    .map_or_else(|| load.role.to_string(), |role| role.title.clone()),
                note: format!(
                    "{} people{}",
                    if is_constant {
                        one_decimal(most)
                    } else {
                        format!("{} to {}", one_decimal(fewest), one_decimal(most))
                    },
                    if load.is_assumed { ", assumed" } else { "" }
                ),
                capacity: if is_constant { most } else { 1.0 },
                values: load
                    .load
                    .chunks(PERIOD)
                    .zip(load.capacity.chunks(PERIOD))
                    .map(|(load, capacity)| height(load, capacity))
                    .collect(),
                period: PERIOD as f64,
            }
        })
        .collect()
}

/// The questions of a dimension: consensus, band and target of each.
pub fn question_bars(pack: &Pack, card: &Scorecard, dimension: &Dimension) -> Bars {
    let own: Vec<_> = pack
        .questions_of(&dimension.id)
        .filter_map(|question| Some((question, card.question(&question.id)?)))
        .collect();
    let below = own.iter().filter(|(_, q)| q.consensus.level().is_some_and(|l| l < q.target));
    let known = own.iter().filter(|(_, q)| q.consensus.level().is_some()).count();
    let title = match (below.count(), known) {
        (_, 0) => "No question has a level yet".to_owned(),
        (0, _) => "Every answered question meets its target".to_owned(),
        (n, _) => {
            sentence(&format!("{} below target", of(n, known, "question is", "questions are")))
        }
    };
    let spoken: Vec<String> = own
        .iter()
        .map(|(question, score)| {
            let level = score
                .consensus
                .level()
                .map_or("no level".to_owned(), |level| format!("level {level}"));
            format!("{} {level}, target {}", question.short_title, score.target)
        })
        .collect();
    let rows = own
        .iter()
        .map(|(question, score)| BarRow {
            id: Some(question.id.to_string()),
            label: question.short_title.clone(),
            score: score.consensus.level().map(f64::from),
            band: score.band.map(|b| (b.low, b.high)),
            target: score.band.map(|_| f64::from(score.target)),
            attained: score.consensus.level(),
            emphasised: false,
            starts_group: false,
        })
        .collect();
    Bars {
        alt: format!("{title}. {}.", list(&spoken)),
        title,
        heading: String::new(),
        level_names: pack.scale.iter().map(|s| s.name.clone()).collect(),
        rows,
    }
}

/// Value against effort of the planned initiatives, those of the first wave emphasised; `None` for fewer than three.
pub fn initiative_quadrant(pack: &Pack, plan: &Plan) -> Option<Quadrant> {
    if plan.placed.len() < 3 {
        return None;
    }
    let effort = |placed: &Placed| placed.chosen.effort.likely;
    let total: f64 = plan.placed.iter().map(effort).sum();
    let value: f64 = plan.placed.iter().map(|p| p.chosen.value).sum();
    let mut by_return: Vec<&Placed> = plan.placed.iter().collect();
    by_return.sort_by(|a, b| {
        let rate = |p: &Placed| p.chosen.value / effort(p).max(0.1);
        rate(b).total_cmp(&rate(a)).then_with(|| a.chosen.id.cmp(&b.chosen.id))
    });
    let (mut spent, mut gained) = (0.0, 0.0);
    for placed in by_return {
        if gained >= value / 2.0 {
            break;
        }
        spent += effort(placed);
        gained += placed.chosen.value;
    }
    let title = if total > 0.0 && value > 0.0 {
        format!("Half of the value takes {} of the effort", percent(spent / total))
    } else {
        "Value and effort of the initiatives".to_owned()
    };
    let first = plan.waves.iter().find(|wave| !wave.initiatives.is_empty());
    let points: Vec<QuadrantPoint> = plan
        .placed
        .iter()
        .map(|placed| QuadrantPoint {
            id: Some(placed.chosen.id.to_string()),
            label: if plan.placed.len() > 12 {
                let id = placed.chosen.id.as_str();
                id.rsplit_once('-').map_or(id, |(_, number)| number).to_owned()
            } else {
                pack.initiative(&placed.chosen.id).map_or(String::new(), |i| i.title.clone())
            },
            x: effort(placed),
            y: placed.chosen.value,
            emphasised: first.is_some_and(|wave| wave.initiatives.contains(&placed.chosen.id)),
        })
        .collect();
    Some(field_of(title, "Effort, person-weeks", "Value, weighted levels gained", points))
}

/// Value against effort of the use cases that live and state both; `None` for fewer than three.
pub fn use_case_quadrant(engagement: &Engagement) -> Option<Quadrant> {
    let points: Vec<QuadrantPoint> = engagement
        .use_cases
        .iter()
        .filter(|u| {
            !matches!(u.status, Known::Value(UseCaseStatus::Retired | UseCaseStatus::Stopped))
        })
        .filter_map(|u| {
            Some(QuadrantPoint {
                id: Some(u.code.to_string()),
                label: u.title.clone(),
                x: *u.effort_likely.value()?,
                y: *u.value_likely.value()? as f64 / 1000.0,
                emphasised: false,
            })
        })
        .collect();
    if points.len() < 3 {
        return None;
    }
    let best =
        points.iter().max_by(|a, b| (a.y / a.x.max(0.1)).total_cmp(&(b.y / b.x.max(0.1))))?;
    let title = format!("{} promises most for its effort", best.label);
    let currency = engagement.profile.currency.text();
    let value = format!("Value a year, thousand {currency}");
    Some(field_of(title, "Effort, person-weeks", value.trim_end(), points))
}

/// A field from 0 to a little beyond the farthest point.
fn field_of(title: String, x_label: &str, y_label: &str, points: Vec<QuadrantPoint>) -> Quadrant {
    let far = |of: fn(&QuadrantPoint) -> f64| points.iter().map(of).fold(1.0, f64::max) * 1.08;
    let (x, y) = (far(|p| p.x), far(|p| p.y));
    let spoken: Vec<String> = points
        .iter()
        .map(|p| format!("{}: effort {}, value {}", p.label, one_decimal(p.x), one_decimal(p.y)))
        .collect();
    Quadrant {
        alt: format!("{title}. {}.", spoken.join("; ")),
        title,
        x_label: x_label.to_owned(),
        y_label: y_label.to_owned(),
        x_range: (0.0, x),
        y_range: (0.0, y),
        corners: [
            "Much for little".into(),
            "Large bets".into(),
            String::new(),
            "Only if needed".into(),
        ],
        points,
    }
}

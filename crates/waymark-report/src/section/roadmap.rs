//! The roadmap: when, what, by whom, and what each wave changes.

use std::collections::BTreeSet;

use waymark_chart::Frame;
use waymark_chart::timeline::{Held, Timeline, TimelineRow};
use waymark_core::architecture::stage::wave_of;
use waymark_core::engagement::{AcceptedPlan, Audience};
use waymark_core::narrative::roadmap_headline;
use waymark_core::pack::{CostClass, Estimate};
use waymark_core::roadmap::{
    LeftOut, Placed, Plan, ReasonKind, RoleLoad, Weeks, accepted_sentence, beside_accepted,
    noticed, shifts, unlocked,
};
use waymark_core::wording::{count, list, of, percent, sentence, unstopped};

use super::summary::owner;
use super::words::{inner, of_verb, score, short_date, stop, tenths};
use super::{
    Context, decision_anchor, dimension_anchor, fonts, initiative_anchor, note, quiet_cell,
};
use crate::block::{
    Block, Callout, Cell, Column, Figure, Heading, Orientation, Row, Span, Table, Tone, heading,
    paragraph, small,
};
use crate::figure;
use crate::style::{LANDSCAPE_WIDTH, TEXT_WIDTH};

/// Initiatives in one drawing, at most.
const ROWS: usize = 22;

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let Some(plan) = context.input.plan else { return vec![] };
    let (pack, card) = (context.pack(), context.card());
    let (first, second) = roadmap_headline(pack, card, plan);
    let mut blocks = vec![
        Block::Orientation(Orientation::Landscape),
        Block::Heading(Heading::new(1, first, "roadmap").kicker("Roadmap")),
    ];
    let accepted = context.engagement().accepted_plans.iter().find(|p| p.pack == pack.id);
    blocks.extend(over_time(context, plan, second));
    blocks.push(Block::Orientation(Orientation::Portrait));
    // Beneath the drawings, which take the whole of their pages.
    blocks.extend(waves(context, plan));
    blocks.extend(accepted.into_iter().flat_map(|accepted| accepted_plan(context, plan, accepted)));
    blocks.extend(projected(context, plan));
    blocks.extend(capacity(context, plan));
    blocks.extend(value_and_effort(context, plan));
    if context.audience != Audience::Sponsor {
        blocks.extend(left_out(context, plan));
        blocks.push(Block::Orientation(Orientation::Landscape));
        blocks.extend(initiatives(context, plan));
        blocks.push(Block::Orientation(Orientation::Portrait));
    }
    blocks
}

/// When the plan ends if durations vary.
pub(super) fn odds_sentence(plan: &Plan) -> String {
    let day = |week: Option<u32>| week.map(|week| short_date(plan.last_day(week)));
    match (day(plan.odds.half), day(plan.odds.most)) {
        (Some(half), Some(most)) => format!(
            "If durations vary as estimated, the plan ends by {half} in half of the simulated runs and by {most} in eight of ten."
        ),
        _ => "How long the plan takes if durations vary is not known.".to_owned(),
    }
}

/// The plan that the client accepted, beside this one.
fn accepted_plan(context: &Context, plan: &Plan, accepted: &AcceptedPlan) -> Vec<Block> {
    let all = beside_accepted(accepted, plan);
    let rows: Vec<Row> = all
        .iter()
        .map(|shift| {
            let days = |weeks: Option<Weeks>, instead: &str| {
                weeks.map_or_else(
                    || Cell::spans(vec![Span::quiet(instead)]),
                    |weeks| {
                        let (first, last) = (weeks.first_day(plan), weeks.last_day(plan));
                        Cell::text(format!("{} to {}", short_date(first), short_date(last)))
                    },
                )
            };
            let now = match (shift.before, shift.after) {
                (before, after) if before == after => days(None, "as accepted"),
                (_, after) => days(after, "no longer planned"),
            };
            Row::new(vec![
                Cell::spans(vec![context.initiative(&shift.id)]),
                days(shift.before, "not in it"),
                now,
            ])
        })
        .collect();
    let others = shifts(accepted, plan).len();
    let title = match others {
        0 => "The plan that was accepted is this one".to_owned(),
        n => sentence(&of_verb(
            n,
            all.len(),
            ("initiative", "initiatives"),
            ("is planned otherwise than accepted", "are planned otherwise than accepted"),
        )),
    };
    vec![
        heading(2, title, "roadmap-accepted"),
        paragraph(accepted_sentence(accepted, plan)),
        Block::Table(Table {
            alt:
                "Initiatives with their days in the plan that the client accepted and in this plan."
                    .into(),
            columns: vec![
                Column::new("Initiative", 4.4),
                Column::new("Accepted", 2.4),
                Column::new("This plan", 2.4),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

/// The initiatives over time, in as many drawings as keep them legible: the score above the first, the load below the last.
fn over_time(context: &Context, plan: &Plan, title: String) -> Vec<Block> {
    let mut whole =
        figure::timeline(context.pack(), context.engagement(), context.card(), plan, None);
    whole.loads.truncate(figure::BUSIEST);
    let has = |is: fn(&TimelineRow) -> bool| whole.rows.iter().any(is);
    let mut caption = "Bar: planned weeks. Whisker: the longest duration estimated. Dark bars cannot slip without moving the end.".to_owned();
    if has(|row| row.held == Held::Pinned) {
        caption.push_str(" Pin: kept in its week by hand.");
    }
    if has(|row| row.held == Held::Started) {
        caption.push_str(" Arrowhead: has started.");
    }
    if has(|row| row.accepted.is_some()) {
        caption.push_str(" Dotted: where the accepted plan had it.");
    }
    let pages = whole.rows.len().div_ceil(ROWS).max(1);
    let most = whole.rows.len().div_ceil(pages).max(1);
    let mut blocks = Vec::new();
    let mut from = 0;
    for page in 0..pages {
        let rows = whole.rows[from..whole.rows.len().min(from + most)].to_vec();
        let (is_first, is_last) = (page == 0, page + 1 == pages);
        let title = match (is_first, title.as_str()) {
            (true, "") => "Initiatives over time".to_owned(),
            (true, title) => title.to_owned(),
            (false, _) if is_last && !whole.loads.is_empty() => {
                format!(
                    "Initiatives {} to {}, and how full the busiest roles are",
                    from + 1,
                    from + rows.len()
                )
            }
            (false, _) => format!("Initiatives {} to {}", from + 1, from + rows.len()),
        };
        from += rows.len();
        let part = Timeline {
            title: title.clone(),
            rows,
            projection: whole.projection.clone().filter(|_| is_first),
            loads: if is_last { whole.loads.clone() } else { vec![] },
            ..whole.clone()
        };
        let caption = if is_first { caption.as_str() } else { "" };
        blocks.push(Block::Figure(Figure {
            title,
            ..Figure::new(part.draw(fonts(), Frame::print(LANDSCAPE_WIDTH)), caption)
        }));
        if !is_last {
            blocks.push(Block::PageBreak);
        }
    }
    blocks
}

fn in_wave(plan: &Plan, wave: u32) -> impl Iterator<Item = &Placed> + use<'_> {
    plan.placed.iter().filter(move |placed| placed.wave == wave)
}

/// What ends in each wave, and what is then true.
fn waves(context: &Context, plan: &Plan) -> Vec<Block> {
    let people: f64 = plan.placed.iter().map(|p| p.chosen.effort.likely).sum();
    let title = format!(
        "{} take {} person-weeks over {} weeks",
        sentence(&count(plan.waves.len(), "wave", "waves")),
        tenths(people),
        plan.weeks
    );
    let rows = plan
        .waves
        .iter()
        .zip(&plan.projections)
        .enumerate()
        .map(|(at, (wave, after))| {
            let odds = plan.wave_odds.get(at).copied().unwrap_or_default();
            let own: Vec<&Placed> = in_wave(plan, wave.number).collect();
            let weeks: f64 = own.iter().map(|p| p.chosen.effort.likely).sum();
            let mut ends = Vec::new();
            for (i, placed) in own.iter().enumerate() {
                if i > 0 {
                    ends.push(Span::text(", "));
                }
                ends.push(context.initiative(&placed.chosen.id));
            }
            if ends.is_empty() {
                ends.push(Span::quiet("nothing ends here"));
            }
            Row::new(vec![
                Cell::spans(vec![
                    Span::bold(format!("Wave {}: {}", wave.number, inner(wave.title))),
                    Span::quiet(format!(
                        "\n{} to {}",
                        short_date(plan.date(wave.from)),
                        short_date(plan.last_day(wave.to.min(plan.weeks)))
                    )),
                    Span::quiet(odds.most.map_or_else(String::new, |week| {
                        format!("\n80 % by {}", short_date(plan.last_day(week)))
                    })),
                ]),
                Cell::spans(ends),
                Cell::spans(brings(context, plan, wave.number)),
                Cell::text(tenths(weeks)),
                Cell::bold(score(after.overall.score)),
            ])
        })
        .collect();
    let mut blocks = vec![heading(2, title, "roadmap-waves")];
    blocks.push(paragraph(odds_sentence(plan)));
    blocks.push(
        Block::Table(Table {
            alt: "Waves with dates, what ends in each, what it brings, its effort and the overall score after it."
                .into(),
            columns: vec![
                Column::new("Wave", 2.2),
                Column::new("What ends in it", 4.0),
                Column::new("What it brings", 3.8),
                Column::number("Person-weeks", 0.9),
                Column::number("Overall after", 0.8),
            ],
            rows,
            ..Table::default()
        }),
    );
    blocks
}

/// What a wave brings besides scores: use cases that can be served, components, and the run cost that comes with it.
fn brings(context: &Context, plan: &Plan, number: u32) -> Vec<Span> {
    let input = context.input;
    let ready = unlocked(input.architecture, input.engagement, plan);
    let use_cases = input.engagement.use_cases.iter();
    let use_cases: Vec<String> = use_cases
        .filter(|one| ready.get(one.code.as_str()) == Some(&number))
        .map(|one| one.title.clone())
        .collect();
    let components = input.architecture.components.iter();
    let components = components
        .filter(|one| !one.is_rejected && wave_of(one, Some(plan)) == Some(number))
        .count();
    let is_untold = |placed: &&Placed| input.engagement.has_no_cost(&placed.chosen.id);
    let cost = |class: CostClass| {
        let own = in_wave(plan, number)
            .filter(|placed| !is_untold(placed))
            .filter_map(|placed| input.pack.initiative(&placed.chosen.id));
        (own.filter(|initiative| initiative.cost == class).count(), class.label().to_lowercase())
    };
    let untold = (in_wave(plan, number).filter(is_untold).count(), "unknown".to_owned());
    let costs: Vec<String> = [CostClass::Low, CostClass::Medium, CostClass::High]
        .into_iter()
        .map(cost)
        .chain([untold])
        .filter(|(number, _)| *number > 0)
        .map(|(number, label)| format!("{number} {label}"))
        .collect();
    let components =
        if components > 0 { count(components, "component", "components") } else { String::new() };
    let said = [
        ("Noticed: ", noticed_result(context, plan, number)),
        ("Use cases ready: ", use_cases.join("; ")),
        ("Arrives: ", components),
        ("Run cost: ", costs.join(", ")),
    ];
    let mut spans: Vec<Span> = Vec::new();
    for (lead, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
        let lead = if spans.is_empty() { lead.to_owned() } else { format!("\n{lead}") };
        spans.extend([Span::quiet(lead), Span::text(text)]);
    }
    if spans.is_empty() {
        spans.push(Span::quiet("nothing of its own"));
    }
    spans
}

/// The result of a wave that most personas notice, with who they are.
fn noticed_result(context: &Context, plan: &Plan, number: u32) -> String {
    let wave = plan.waves.iter().find(|wave| wave.number == number);
    let told = wave.map(|wave| noticed(context.pack(), context.engagement(), wave));
    told.into_iter().flatten().next().map_or_else(String::new, |one| {
        let by: Vec<String> = one.by.iter().map(|persona| persona.title.clone()).collect();
        format!("{} ({})", unstopped(&one.initiative.outcome), list(&by))
    })
}

/// Scores by dimension after each wave.
fn projected(context: &Context, plan: &Plan) -> Vec<Block> {
    if plan.projections.is_empty() {
        return vec![];
    }
    let reached = |after: &waymark_core::roadmap::Projection| {
        after.dimensions.iter().filter(|d| d.gap.is_some_and(|gap| gap < 0.05)).count()
    };
    let last = plan.projections.last();
    let scored = context.card().dimensions.iter().filter(|d| d.score.score.is_some()).count();
    let title =
        last.filter(|_| scored > 0).map_or("No dimension has a score yet".to_owned(), |last| {
            sentence(&of_verb(
                reached(last),
                scored,
                ("dimension", "dimensions"),
                ("reaches its target", "reach their targets"),
            ))
        });
    let mut columns = vec![Column::new("Dimension", 3.4), Column::number("Today", 1.0)];
    columns
        .extend(plan.waves.iter().map(|wave| Column::number(format!("Wave {}", wave.number), 1.0)));
    columns.push(Column::number("Target", 1.0));
    let mut rows: Vec<Row> = context
        .dimensions()
        .map(|(dimension, own)| {
            let mut cells = vec![
                Cell::spans(vec![Span::to(
                    dimension.title.clone(),
                    dimension_anchor(&dimension.id),
                )]),
                Cell::text(score(own.score.score)),
            ];
            let mut before = own.score.score;
            for after in &plan.projections {
                let now = after.dimension(&dimension.id).and_then(|d| d.score.score);
                let moved = score(now) != score(before);
                cells.push(if moved { Cell::bold(score(now)) } else { quiet_cell(score(now)) });
                before = now;
            }
            cells.push(Cell::text(score(own.target)));
            Row::new(cells)
        })
        .collect();
    let mut overall = vec![Cell::bold("Overall"), Cell::bold(score(context.card().overall.score))];
    overall.extend(plan.projections.iter().map(|after| Cell::bold(score(after.overall.score))));
    overall.push(Cell::text(""));
    rows.push(Row { emphasised: true, ..Row::new(overall) });
    vec![
        heading(2, title, "roadmap-projection"),
        Block::Table(Table {
            alt: "Score of each dimension today and after each wave, with its target.".into(),
            columns,
            rows,
            ..Table::default()
        }),
        small(
            "A projected score assumes that every initiative brings what it promises. Questions that nobody could answer stay as they are, since \
             nobody can say from where they would rise.",
        ),
    ]
}

/// Where effort buys most.
fn value_and_effort(context: &Context, plan: &Plan) -> Vec<Block> {
    let Some(chart) = figure::initiative_quadrant(context.pack(), plan) else { return vec![] };
    let title = chart.title.clone();
    let scene = chart.draw(fonts(), Frame::print(TEXT_WIDTH), 280.0);
    vec![Block::KeepTogether(vec![
        heading(2, title, "roadmap-value"),
        Block::Figure(Figure {
            title: "Value against effort".into(),
            ..Figure::new(
                scene,
                "Value: levels gained towards targets, weighted by the question and by the goals behind its dimension. Numbers are those of the initiatives; the first wave is marked.",
            )
        }),
    ])]
}

/// What the plan assumes about people.
fn capacity(context: &Context, plan: &Plan) -> Vec<Block> {
    let assumed: Vec<String> = plan
        .loads
        .iter()
        .filter(|l| l.is_assumed)
        .map(|l| context.role(&l.role).to_lowercase())
        .collect();
    let mut loads: Vec<(f64, String)> = plan
        .loads
        .iter()
        .filter_map(|load| {
            let (needed, there): (f64, f64) =
                (load.load.iter().sum(), load.capacity.iter().take(load.load.len()).sum());
            (there > 0.0 && needed > 0.0)
                .then(|| (needed / there, context.role(&load.role).to_lowercase()))
        })
        .collect();
    loads.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let busiest: Vec<String> =
        loads.iter().take(3).map(|(share, role)| format!("{role} ({})", percent(*share))).collect();
    let mut blocks = vec![];
    if !busiest.is_empty() {
        let is_over = |load: &&RoleLoad| {
            load.load.iter().zip(&load.capacity).any(|(load, there)| load - there > 0.005)
        };
        let over: Vec<String> = plan
            .loads
            .iter()
            .filter(is_over)
            .map(|l| context.role(&l.role).to_lowercase())
            .collect();
        let kept = if over.is_empty() {
            "The plan keeps every role within its capacity in every week.".to_owned()
        } else {
            format!("What has started takes more than there is of {} in some weeks.", list(&over))
        };
        blocks.push(paragraph(format!(
            "{kept} The fullest over its whole length: {}.",
            list(&busiest)
        )));
    }
    if !assumed.is_empty() {
        blocks.push(paragraph(format!(
            "Nothing is recorded about the capacity of {}; one person each is assumed. The order of the work changes when their real capacity is stated.",
            list(&assumed)
        )));
    }
    if blocks.is_empty() {
        return vec![];
    }
    let tone = if assumed.is_empty() { Tone::Note } else { Tone::Warn };
    let title = if assumed.is_empty() {
        "Capacity as recorded".to_owned()
    } else {
        sentence(&format!(
            "{} assumed",
            of(assumed.len(), plan.loads.len(), "role's capacity is", "roles' capacities are")
        ))
    };
    vec![Block::Callout(Callout { tone, title, blocks })]
}

fn range(estimate: Estimate) -> Vec<Span> {
    vec![
        Span::text(tenths(estimate.likely)),
        note(format!("\n{} to {}", tenths(estimate.low), tenths(estimate.high))),
    ]
}

/// Every initiative with what it brings and what it takes.
fn initiatives(context: &Context, plan: &Plan) -> Vec<Block> {
    let critical = plan.placed.iter().filter(|p| p.is_critical).count();
    let title = match critical {
        0 => "Every initiative can slip without moving the end".to_owned(),
        n => sentence(&of_verb(
            n,
            plan.placed.len(),
            ("initiative", "initiatives"),
            ("decides when the roadmap ends", "decide when the roadmap ends"),
        )),
    };
    let mut rows = Vec::new();
    for wave in &plan.waves {
        if in_wave(plan, wave.number).next().is_none() {
            continue;
        }
        rows.push(Row::band(format!("Wave {}: {}", wave.number, inner(wave.title))));
        rows.extend(in_wave(plan, wave.number).map(|placed| initiative_row(context, plan, placed)));
    }
    vec![
        heading(2, title, "roadmap-initiatives"),
        small(
            "Efforts are scaled to the organisation; the smaller figures are the lowest and highest plausible. Weeks run from Monday to Friday. 80 %: the day by which it has ended in eight of ten simulated runs, with lengths between the lowest and the highest.",
        ),
        Block::Table(Table {
            alt: "Initiatives with outcome, effort, dates, roles, measure of success and reasons."
                .into(),
            columns: vec![
                Column::new("Initiative and outcome", 4.2),
                Column::number("Person-weeks", 1.1),
                Column::new("From, to", 1.4),
                Column::new("Who does it", 2.2),
                Column::new("Worked if", 2.3),
                Column::new("Why, and why then", 4.2),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

fn initiative_row(context: &Context, plan: &Plan, placed: &Placed) -> Row {
    let id = &placed.chosen.id;
    let Some(initiative) = context.pack().initiative(id) else { return Row::band(id.to_string()) };
    let mut what = vec![
        Span::bold(initiative.title.clone()),
        note(format!("  {id}")),
        Span::quiet(format!("\n{}", stop(&initiative.outcome))),
    ];
    let owner = owner(context, id);
    if !owner.is_empty() && !context.engagement().profile.is_anonymous {
        what.push(note(format!("\nOwner: {owner}")));
    }
    let effort = range(placed.chosen.effort);
    let slack = match placed.slack {
        0 => "no slack".to_owned(),
        n => format!("{n} weeks of slack"),
    };
    let mut when = vec![
        Span::text(format!(
            "{}\n{}",
            short_date(plan.date(placed.start)),
            short_date(plan.last_day(placed.end))
        )),
        note(format!("\n{} weeks, {slack}", placed.end.saturating_sub(placed.start))),
    ];
    if let Some(most) = placed.odds.most {
        when.push(note(format!("\n80 % by {}", short_date(plan.last_day(most)))));
    }
    let who: Vec<String> = initiative
        .roles
        .iter()
        .map(|share| format!("{} {}", inner(&context.role(&share.role)), percent(share.share)))
        .collect();
    Row::new(vec![
        Cell::spans(what),
        Cell::spans(effort),
        Cell::spans(when),
        Cell::text(sentence(&who.join(", "))),
        Cell::text(initiative.kpi.clone()),
        Cell::spans(why(context, placed)),
    ])
    .id(initiative_anchor(id.as_str()))
}

/// The gaps, components and initiatives that call for it, and what holds it where it stands.
fn why(context: &Context, placed: &Placed) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut gaps = Vec::new();
    let mut needed_by: Vec<Span> = Vec::new();
    let mut components: Vec<Span> = Vec::new();
    let (mut goals, mut duties, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for reason in &placed.chosen.because {
        if !seen.insert((reason.kind, &reason.reference)) {
            continue;
        }
        match reason.kind {
            ReasonKind::Gap => gaps.push(reason.reference.clone()),
            ReasonKind::Goal => goals.push(reason.reference.clone()),
            ReasonKind::Regulation => duties.push(reason.reference.clone()),
            ReasonKind::Finding | ReasonKind::Started | ReasonKind::Added => {
                facts.push(reason.text.clone());
            }
            ReasonKind::Prerequisite => {
                if !needed_by.is_empty() {
                    needed_by.push(Span::text(", "));
                }
                needed_by.push(context.code(&reason.reference));
            }
            ReasonKind::Component => {
                if !components.is_empty() {
                    components.push(Span::text(", "));
                }
                let found =
                    context.input.architecture.components.iter().find(|c| c.id == reason.reference);
                components.push(match found {
                    Some(component) => {
                        Span::to(component.name.clone(), decision_anchor(&component.id))
                    }
                    None => Span::text(reason.reference.clone()),
                });
            }
        }
    }
    let mut tell = |lead: &str, own: Vec<Span>| {
        if !own.is_empty() {
            spans.push(Span::quiet(if spans.is_empty() {
                lead.to_owned()
            } else {
                format!("\n{lead}")
            }));
            spans.extend(own);
        }
    };
    tell("Closes ", context.codes(&gaps, 8));
    tell("Brings ", components);
    tell("Comes before ", needed_by);
    tell("Serves ", context.codes(&goals, 8));
    tell("Called for by ", context.codes(&duties, 8));
    for fact in facts {
        tell("", vec![note(stop(&sentence(&fact)))]);
    }
    if !placed.placement.is_empty() {
        let text = placed.placement.iter().map(|t| stop(t)).collect::<Vec<_>>().join(" ");
        let lead = if spans.is_empty() { "" } else { "\n" };
        if !lead.is_empty() {
            spans.push(Span::text(lead));
        }
        spans.extend(context.linked(&text).into_iter().map(|span| Span {
            small: true,
            quiet: span.link.is_none(),
            ..span
        }));
    }
    for reason in &placed.chosen.scaled_by {
        spans.push(note(format!("\nEffort: {reason}.")));
    }
    spans
}

/// What is done, and what was considered and is not planned.
fn left_out(context: &Context, plan: &Plan) -> Vec<Block> {
    let (done, out): (Vec<&LeftOut>, Vec<&LeftOut>) =
        plan.selection.left_out.iter().partition(|left| left.is_done);
    let mut blocks = not_planned(
        context,
        &done,
        sentence(&count(done.len(), "initiative is done", "initiatives are done")),
        "roadmap-done",
    );
    blocks.extend(not_planned(
        context,
        &out,
        sentence(&count(out.len(), "initiative was left out", "initiatives were left out")),
        "roadmap-left-out",
    ));
    blocks
}

fn not_planned(context: &Context, out: &[&LeftOut], title: String, id: &str) -> Vec<Block> {
    if out.is_empty() {
        return vec![];
    }
    let rows = out
        .iter()
        .map(|left| {
            let title = context
                .pack()
                .initiative(&left.id)
                .map_or_else(|| left.id.to_string(), |i| i.title.clone());
            Row::new(vec![
                Cell::text(left.id.to_string()),
                Cell::text(title),
                Cell::spans(context.linked(&stop(&sentence(&left.reason)))),
            ])
            .id(initiative_anchor(left.id.as_str()))
        })
        .collect();
    vec![
        heading(2, title, id),
        Block::Table(Table {
            alt: "Initiatives that were considered and not planned, with the reason.".into(),
            columns: vec![
                Column::new("Initiative", 1.0),
                Column::new("", 3.4),
                Column::new("Why not", 5.0),
            ],
            rows,
            ..Table::default()
        }),
    ]
}

//! The executive summary: one page of sentences that name what matters, made from the data alone.

use waymark_core::engagement::{FindingTone, Strength};
use waymark_core::narrative::headline;
use waymark_core::pack::{Dimension, Question};
use waymark_core::score::{DimensionScore, QuestionScore};
use waymark_core::wording::{count, list, number, of, one_decimal, percent, sentence};

use super::words::{band, inner, long_date, quoted, stop, unstopped};
use super::{Context, dimension_anchor, question_anchor, shortfall, verify};
use crate::block::{Block, Bullets, Heading, KeyFigure, Span, heading, lead};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title(context), "summary").kicker("Executive summary")),
        lead(opening(context)),
        Block::KeyFigures(key_figures(context)),
    ];
    let points: Vec<Vec<Span>> = if super::has_answers(context.input) {
        [gaps(context), strength(context), first_wave(context)].into_iter().flatten().collect()
    } else {
        vec![]
    };
    if !points.is_empty() {
        let title = match points.len() {
            1 => "One thing matters most".to_owned(),
            n => format!("{} things matter most", sentence(&number(n))),
        };
        blocks.push(heading(3, title, "summary-points"));
        blocks.push(Block::Bullets(Bullets { items: points, numbered: true }));
    }
    let decisions = decisions(context);
    if !decisions.is_empty() {
        blocks.push(heading(3, "What to decide now", "summary-decisions"));
        blocks.push(Block::Bullets(Bullets { items: decisions, numbered: false }));
    }
    blocks
}

/// The score and what holds it back.
fn title(context: &Context) -> String {
    if !super::has_answers(context.input) {
        return "Nothing has been assessed yet".to_owned();
    }
    let gaps: Vec<String> =
        context.gaps().iter().take(3).map(|(d, _)| inner(&d.short_title)).collect();
    match context.card().overall.score {
        Some(score) if gaps.is_empty() => {
            format!("The organisation stands at {} of 5 and meets its targets", one_decimal(score))
        }
        Some(score) => {
            let verb = if gaps.len() == 1 { "holds" } else { "hold" };
            format!("At {} of 5 today, {} {verb} the goals back", one_decimal(score), list(&gaps))
        }
        None => headline(context.pack(), context.card()).0,
    }
}

/// Where the organisation stands, in two or three sentences.
fn opening(context: &Context) -> String {
    let (engagement, card) = (context.engagement(), context.card());
    let client = &engagement.profile.client;
    let mut goals: Vec<_> = engagement.goals.iter().collect();
    goals.sort_by_key(|goal| std::cmp::Reverse(goal.points.value().copied().unwrap_or(0)));
    let wants = match goals.as_slice() {
        [] => format!("{client} has not yet recorded what data is to achieve."),
        [only] => format!("{client} has set one goal for its data: {}.", quoted(&only.title)),
        [first, second, ..] => format!(
            "{client} has set {} for its data, first {} and {}.",
            count(goals.len(), "goal", "goals"),
            quoted(&first.title),
            quoted(&second.title)
        ),
    };
    let stands = match (card.overall.score, card.overall.told_attained()) {
        (Some(score), attained) => {
            let attained = attained.map_or(String::new(), |level| {
                format!(
                    ", and the level attained is {level}, {}",
                    context.pack().level_name(level).to_lowercase()
                )
            });
            format!(" Its capabilities stand at {} on a scale to 5{attained}.", one_decimal(score))
        }
        (None, _) => " Too few questions are answered for an overall score.".to_owned(),
    };
    format!("{wants}{stands}")
}

/// Dimensions below target, and dimensions with a score.
fn below_target(context: &Context) -> (usize, usize) {
    (context.gaps().len(), context.dimensions().filter(|(_, s)| s.score.score.is_some()).count())
}

pub(super) fn key_figures(context: &Context) -> Vec<KeyFigure> {
    let card = context.card();
    let figure = |value: String, label: &str, note: String| KeyFigure {
        value,
        label: label.to_owned(),
        note,
    };
    let attained = card.overall.told_attained().map_or(String::new(), |l| {
        format!("; attained: {}", context.pack().level_name(l).to_lowercase())
    });
    let mut figures = vec![figure(
        super::words::score(card.overall.score),
        "Overall score of 5",
        format!("Band {}{attained}", band(card.overall.band)),
    )];
    let (below, scored) = below_target(context);
    if scored > 0 {
        figures.push(figure(format!("{below} of {scored}"), "Dimensions below target", {
            let widest = context.gaps().first().map(|(d, s)| {
                let short = one_decimal(s.gap.unwrap_or(0.0));
                format!("Weighs most: {}, {short} short", inner(&d.title))
            });
            widest.unwrap_or_default()
        }));
    }
    let asked = card.questions.len();
    let answered = card.questions.iter().filter(|q| q.consensus.level().is_some()).count();
    let confidence =
        card.overall.confidence.map_or(String::new(), |c| format!("Confidence {}", percent(c)));
    figures.push(figure(format!("{answered} of {asked}"), "Questions with a level", confidence));
    let plan = context.input.plan.filter(|plan| !plan.placed.is_empty());
    if let Some(plan) = plan.filter(|_| card.overall.score.is_some()) {
        let weeks: f64 = plan.placed.iter().map(|p| p.chosen.effort.likely).sum();
        let after = plan.projections.last().and_then(|p| p.overall.score);
        let value = super::words::score(after);
        let months = (f64::from(plan.weeks) * 12.0 / 52.0).ceil();
        let note = format!(
            "{} initiatives, {} person-weeks, {months} months",
            plan.placed.len(),
            super::words::tenths(weeks)
        );
        figures.push(figure(value, "Score after the roadmap", note));
    }
    figures
}

/// The gaps that weigh most, the goals behind them, and their clearest sign.
pub(super) fn gaps(context: &Context) -> Option<Vec<Span>> {
    let gaps = context.gaps();
    let widest: Vec<(&Dimension, &DimensionScore)> = gaps.into_iter().take(3).collect();
    let (first, _) = widest.first()?;
    let mut spans = vec![Span::bold(match widest.len() {
        1 => format!("{} is the gap to close. ", first.title),
        n => format!("{} gaps hold the goals back. ", sentence(&number(n))),
    })];
    for (i, (dimension, score)) in widest.iter().enumerate() {
        let title = if i == 0 { dimension.title.clone() } else { inner(&dimension.title) };
        spans.push(Span::to(title, dimension_anchor(&dimension.id)));
        let numbers = format!(
            " ({} against a target of {})",
            super::words::score(score.score.score),
            super::words::score(score.target)
        );
        let after = match widest.len() - i {
            1 if widest.len() == 1 => " falls short of what the goals ask. ",
            1 => " are the gaps that weigh most for the goals. ",
            2 => " and ",
            _ => ", ",
        };
        spans.push(Span::text(format!("{numbers}{after}")));
    }
    let ids: Vec<_> = widest.iter().map(|(d, _)| &d.id).collect();
    let goals = context.goals_behind(&ids);
    let points: u32 = goals.iter().filter_map(|g| g.points.value()).map(|p| u32::from(*p)).sum();
    if let Some(leading) =
        goals.iter().max_by_key(|g| (g.points.value().copied(), std::cmp::Reverse(g.code.clone())))
    {
        let is_all = goals.len() > 1 && goals.len() == context.engagement().goals.len();
        let carry = if points > 0 && !is_all {
            format!(", which carry {points} of 100 points")
        } else {
            String::new()
        };
        let behind = of(goals.len(), context.engagement().goals.len(), "goal", "goals");
        let among = if goals.len() > 1 {
            format!(", {} among them", quoted(&leading.title))
        } else {
            String::new()
        };
        let depend = if goals.len() == 1 { "depends" } else { "depend" };
        spans.push(Span::text(format!("{}{carry}{among}, {depend} on them. ", sentence(&behind))));
    }
    if let Some((question, score)) = worst(context, first) {
        let level = score.consensus.level()?;
        spans.push(Span::text("The clearest sign: asked “"));
        spans.push(Span::to(question.text.clone(), question_anchor(&question.id)));
        spans.push(Span::text(format!(
            "”, the answer is level {level}, {}, where {} is wanted.",
            quoted(unstopped(&question.levels[usize::from(level) - 1])),
            score.target
        )));
    }
    Some(spans)
}

/// The question of a dimension that is furthest below its target.
fn worst<'a>(
    context: &Context<'a>,
    dimension: &Dimension,
) -> Option<(&'a Question, &'a QuestionScore)> {
    let questions = context.questions(&dimension.id);
    let mut best: Option<(&Question, &QuestionScore)> = None;
    for (question, score) in questions {
        if shortfall(score) > best.map_or(0, |(_, b)| shortfall(b)) {
            best = Some((question, score));
        }
    }
    best
}

/// What stands highest and can be built on.
pub(super) fn strength(context: &Context) -> Option<Vec<Span>> {
    let mut best: Option<(&Dimension, &DimensionScore, f64)> = None;
    for (dimension, score) in context.dimensions() {
        if let Some(value) = score.score.score
            && best.is_none_or(|(_, _, b)| value > b)
        {
            best = Some((dimension, score, value));
        }
    }
    let (dimension, score, value) = best?;
    let scored = context.dimensions().filter(|(_, s)| s.score.score.is_some()).count();
    let meets = match score.gap {
        Some(gap) if gap < 0.05 => " and meets its target",
        _ => "",
    };
    let mut spans = vec![Span::bold(format!("{} is the strength to build on. ", dimension.title))];
    let rank = if scored > 1 {
        format!(", the highest of {} dimensions", number(scored))
    } else {
        String::new()
    };
    spans.push(Span::text("It stands at "));
    spans.push(Span::to(one_decimal(value), dimension_anchor(&dimension.id)));
    spans.push(Span::text(format!("{rank}{meets}. ")));
    // What is proven in the dimension itself speaks for it before what is proven elsewhere.
    let is_own = |question: &Question| question.dimension == dimension.id;
    let mut proven: Option<(&Question, u8, &QuestionScore)> = None;
    for question in &context.pack().questions {
        let Some(score) = context.card().question(&question.id) else { continue };
        let Some(level) = score.consensus.level() else { continue };
        let is_proven = level >= 3 && level >= score.target && score.strength >= Strength::Shown;
        let is_better = |p: &(&Question, u8, &QuestionScore)| {
            (is_own(question), level, score.strength, score.weight)
                > (is_own(p.0), p.1, p.2.strength, p.2.weight)
        };
        if is_proven && proven.as_ref().is_none_or(is_better) {
            proven = Some((question, level, score));
        }
    }
    if let Some((question, level, score)) = proven {
        let how =
            if score.strength == Strength::Measured { "measured" } else { "shown in the room" };
        let elsewhere = context.pack().dimension(&question.dimension).filter(|_| !is_own(question));
        spans.push(Span::text(match elsewhere {
            Some(other) => format!("Best proven, in {}, is ", inner(&other.title)),
            None => "Best proven is ".to_owned(),
        }));
        spans.push(Span::to(inner(&question.short_title), question_anchor(&question.id)));
        let text = inner(unstopped(&question.levels[usize::from(level) - 1]));
        spans.push(Span::text(format!(", at level {level} and {how}: {text}. ")));
    }
    let own = context.engagement().findings.iter().find(|f| f.tone == FindingTone::Strength);
    if let (None, Some(own)) = (proven, own) {
        spans.push(Span::text(stop(&own.text)));
    }
    Some(spans)
}

/// What the first wave finishes and what it changes.
fn first_wave(context: &Context) -> Option<Vec<Span>> {
    let plan = context.input.plan?;
    let (wave, after) =
        plan.waves.iter().zip(&plan.projections).find(|(wave, _)| !wave.initiatives.is_empty())?;
    let end = plan.last_day(wave.to.min(plan.weeks));
    let placed: Vec<_> =
        plan.placed.iter().filter(|p| wave.initiatives.contains(&p.chosen.id)).collect();
    let weeks: f64 = placed.iter().map(|p| p.chosen.effort.likely).sum();
    let mut by_value = placed.clone();
    by_value.sort_by(|a, b| b.chosen.value.total_cmp(&a.chosen.value));
    let mut spans = vec![Span::bold(format!("The first results stand by {}. ", long_date(end)))];
    spans.push(Span::text(format!(
        "{} ",
        sentence(&count(placed.len(), "initiative ends", "initiatives end"))
    )));
    spans.push(Span::text(format!("in wave {}", wave.number)));
    let leading: Vec<_> = by_value.iter().take(3).collect();
    for (i, one) in leading.iter().enumerate() {
        spans.push(Span::text(match (i, leading.len() - i) {
            (0, _) if leading.len() < placed.len() => ", among them ",
            (0, _) => ": ",
            (_, 1) => " and ",
            _ => ", ",
        }));
        let title = context
            .pack()
            .initiative(&one.chosen.id)
            .map_or_else(|| one.chosen.id.to_string(), |i| inner(&i.title));
        spans.push(Span { text: title, ..context.initiative(&one.chosen.id) });
    }
    let rise = match (context.card().overall.score, after.overall.score) {
        (Some(now), Some(then)) if one_decimal(now) != one_decimal(then) => {
            format!(
                " and lift the overall score from {} to {}",
                one_decimal(now),
                one_decimal(then)
            )
        }
        _ => String::new(),
    };
    let they = if placed.len() == 1 { "It takes" } else { "They take" };
    spans.push(Span::text(format!(". {they} {} person-weeks{rise}.", super::words::tenths(weeks))));
    let last = plan.projections.last().and_then(|p| p.overall.score);
    if let (Some(last), true) = (last, plan.waves.len() > 1) {
        spans.push(Span::text(format!(
            " The whole roadmap reaches {} by {}.",
            one_decimal(last),
            long_date(plan.last_day(plan.weeks))
        )));
    }
    Some(spans)
}

/// Requirements told in words; more are counted.
const SHOWN: usize = 3;

/// Floors that are not met: whatever else is decided, these come first.
fn blockers(context: &Context) -> Option<Vec<Span>> {
    let blockers = context.input.blockers;
    if blockers.is_empty() {
        return None;
    }
    let title = count(blockers.len(), "requirement", "requirements");
    let mut spans = vec![Span::bold("Meet "), Span::to(title, "risks-blockers")];
    spans.push(Span::text(" whatever the score says: "));
    for (i, text) in blockers.iter().take(SHOWN).enumerate() {
        if i > 0 {
            spans.push(Span::text("; "));
        }
        let short = text.split(", at least").next().unwrap_or(text);
        spans.extend(context.linked(&inner(unstopped(short))));
    }
    spans.push(Span::text(match blockers.len() {
        0..=SHOWN => ".".to_owned(),
        n => format!("; and {} more.", number(n - SHOWN)),
    }));
    Some(spans)
}

/// What only the client can decide, from the data.
pub(super) fn decisions(context: &Context) -> Vec<Vec<Span>> {
    let mut decisions: Vec<Vec<Span>> = blockers(context).into_iter().collect();
    if let Some(plan) = context.input.plan {
        if let Some(wave) = plan.waves.iter().find(|wave| !wave.initiatives.is_empty()) {
            let people = busiest(context, plan);
            let start = if context.engagement().profile.roadmap_start.is_unknown() {
                format!("on a date that is still to be set, and release {people}.")
            } else {
                format!("on {} and release {people}.", long_date(plan.date(wave.from)))
            };
            decisions.push(vec![Span::bold("Start the first wave "), Span::text(start)]);
        }
        let unowned =
            plan.placed.iter().filter(|p| owner(context, &p.chosen.id).is_empty()).count();
        if unowned > 0 {
            let text =
                format!(" for {}.", of(unowned, plan.placed.len(), "initiative", "initiatives"));
            decisions.push(vec![Span::bold("Name an owner"), Span::text(text)]);
        }
    }
    let against = context.input.evidence.iter().filter(|one| one.is_open()).count();
    if context.input.scan.is_some() && against > 0 {
        decisions.push(vec![
            Span::bold("Settle "),
            Span::to(
                format!(
                    "{} of the account that {} the answers",
                    count(against, "fact", "facts"),
                    if against == 1 { "contradicts" } else { "contradict" }
                ),
                "evidence",
            ),
            Span::text(": change the answer, or say why it stands."),
        ]);
    }
    let doubts = verify::doubts(context.input).len();
    if doubts > 0 {
        decisions.push(vec![
            Span::bold("Have "),
            Span::to(count(doubts, "answer", "answers"), "verify"),
            Span::bold(" verified"),
            Span::text(" before money is spent on what they say."),
        ]);
    }
    let open = context.input.architecture.open_questions.len();
    if open > 0 {
        decisions.push(vec![
            Span::bold("Settle "),
            Span::to(count(open, "open question", "open questions"), "architecture-open"),
            Span::text(" of the target architecture: each could add a component."),
        ]);
    }
    decisions
}

/// The roles on which the first quarter leans most.
fn busiest(context: &Context, plan: &waymark_core::roadmap::Plan) -> String {
    let weeks = plan.waves.first().map_or(plan.weeks, |wave| wave.to) as usize;
    let mut loads: Vec<(f64, String)> = plan
        .loads
        .iter()
        .map(|load| {
            (load.load.iter().take(weeks).sum::<f64>(), context.role(&load.role).to_lowercase())
        })
        .filter(|(sum, _)| *sum >= 0.5)
        .collect();
    loads.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let people: Vec<String> = loads.into_iter().take(3).map(|(_, role)| role).collect();
    if people.is_empty() {
        "the people it needs".to_owned()
    } else {
        format!("the people it leans on: {}", list(&people))
    }
}

/// The owner of an initiative, or nothing.
pub(super) fn owner<'a>(context: &Context<'a>, id: &waymark_core::id::InitiativeId) -> &'a str {
    let settings = &context.engagement().initiatives;
    settings
        .iter()
        .find(|s| s.pack == context.pack().id && &s.initiative == id)
        .map_or("", |s| s.owner.as_str())
}

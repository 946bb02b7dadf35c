//! The workshop's agenda: a plan for the time there is, and where the day stands against it.

use crate::engagement::{AgendaItem, Participant};
use crate::id::{DimensionId, QuestionId, Uid};
use crate::pack::{Pack, Question};

/// Minutes of a day in a workshop that are proposed at most.
pub const LONGEST_DAY: u32 = 720;
/// Minutes of a workshop that are proposed at least.
pub const SHORTEST_DAY: u32 = 30;
/// Sections that ask are proposed no shorter than this, in minutes; shorter ones are asked together.
const SHORTEST_SECTION: u32 = 10;
/// A break is proposed after this many minutes of asking.
const BREAK_AFTER: u32 = 90;

/// A section as proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is called.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The dimensions that are asked in it; none in an opening, a break or a closing.
    pub dimensions: Vec<DimensionId>,
    /// The participants whose role can answer one of its questions; all in an opening and a closing.
    pub participants: Vec<Uid>,
}

/// A plan for the minutes there are: an opening and a closing of a tenth each, a break after ninety minutes of asking, and the rest shared
/// out by the number of questions, in steps of five minutes. Dimensions with too little time of their own are asked together with the
/// next of their factor. A day that is under way has no opening. The minutes of all sections add up to `minutes`, held between [`SHORTEST_DAY`] and [`LONGEST_DAY`].
pub fn propose(
    pack: &Pack,
    asked: &[&Question],
    people: &[Participant],
    minutes: u32,
    is_under_way: bool,
) -> Vec<Section> {
    let minutes = minutes.clamp(SHORTEST_DAY, LONGEST_DAY);
    let everybody: Vec<Uid> = people.iter().map(|person| person.uid).collect();
    let edge = in_fives(minutes / 10).clamp(5, 30);
    // Nobody is welcomed again where the day has begun.
    let edges = if is_under_way { edge } else { 2 * edge };
    let pause = if minutes >= 180 { 15 } else { 10 };
    let groups = grouped(pack, asked, minutes - edges);
    // A break before every ninety minutes that are exceeded, and none before the end.
    let breaks = (minutes - edges).saturating_sub(1) / (BREAK_AFTER + pause);
    let asking = minutes - edges - breaks * pause;
    let shares =
        shared_out(asking, &groups.iter().map(|group| group.questions).collect::<Vec<_>>());
    let mut sections = Vec::new();
    if !is_under_way {
        sections.push(Section {
            title: "Welcome and goals".to_owned(),
            minutes: edge,
            dimensions: vec![],
            participants: everybody.clone(),
        });
    }
    let (mut since_break, mut left) = (0, breaks);
    for (group, own) in groups.into_iter().zip(shares) {
        if left > 0
            && since_break > 0
            && since_break + own / 2 > BREAK_AFTER.min(asking / (breaks + 1) + 5)
        {
            sections.push(Section {
                title: "Break".to_owned(),
                minutes: pause,
                dimensions: vec![],
                participants: vec![],
            });
            (since_break, left) = (0, left - 1);
        }
        since_break += own;
        let questions: Vec<&&Question> =
            asked.iter().filter(|q| group.dimensions.contains(&q.dimension)).collect();
        sections.push(Section {
            title: group.title,
            minutes: own,
            participants: people
                .iter()
                .filter(|person| questions.iter().any(|question| can_answer(person, question)))
                .map(|person| person.uid)
                .collect(),
            dimensions: group.dimensions,
        });
    }
    sections.push(Section {
        title: "Read-out and next steps".to_owned(),
        // A break that found no place gives its time to the end.
        minutes: edge + left * pause,
        dimensions: vec![],
        participants: everybody,
    });
    sections
}

/// Whether a participant's role is among those that can answer a question.
pub fn can_answer(person: &Participant, question: &Question) -> bool {
    person.role.as_ref().is_some_and(|role| question.roles.contains(role))
}

struct Group {
    title: String,
    dimensions: Vec<DimensionId>,
    questions: u32,
}

/// The dimensions that are asked, small ones of a factor together.
fn grouped(pack: &Pack, asked: &[&Question], asking: u32) -> Vec<Group> {
    let total = asked.len().max(1) as u32;
    let mut groups: Vec<(Group, &crate::id::FactorId)> = Vec::new();
    for dimension in &pack.dimensions {
        let questions = asked.iter().filter(|q| q.dimension == dimension.id).count() as u32;
        if questions == 0 {
            continue;
        }
        if let Some((group, factor)) = groups.last_mut()
            && *factor == &dimension.factor
            && asking * group.questions / total < SHORTEST_SECTION
        {
            group.title =
                format!("{}, {}", group.title, crate::wording::lower_first(&dimension.short_title));
            group.dimensions.push(dimension.id.clone());
            group.questions += questions;
            continue;
        }
        let title = dimension.title.clone();
        groups.push((
            Group { title, dimensions: vec![dimension.id.clone()], questions },
            &dimension.factor,
        ));
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

fn in_fives(minutes: u32) -> u32 {
    (minutes + 2) / 5 * 5
}

/// Minutes by weight, in steps of five where the whole is; what rounding leaves goes to those that lost most by it.
fn shared_out(minutes: u32, weights: &[u32]) -> Vec<u32> {
    let total: u32 = weights.iter().sum();
    if total == 0 {
        return vec![];
    }
    let step = if minutes.is_multiple_of(5) && minutes / 5 >= weights.len() as u32 { 5 } else { 1 };
    let steps = minutes / step;
    let mut shares: Vec<u32> = weights.iter().map(|w| (steps * w / total).max(1)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(steps * weights[at] % total));
    let mut at = 0;
    while shares.iter().sum::<u32>() < steps {
        shares[order[at % order.len()]] += 1;
        at += 1;
    }
    while shares.iter().sum::<u32>() > steps && shares.iter().any(|share| *share > 1) {
        let largest = (0..shares.len()).max_by_key(|&at| shares[at]).unwrap_or(0);
        shares[largest] -= 1;
    }
    shares.into_iter().map(|share| share * step).collect()
}

/// Where the day stands. Instants are milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// The section that runs, by its place on the agenda.
    pub section: Option<usize>,
    /// When the running section ends as planned.
    pub section_ends_at: Option<i64>,
    /// When the day ends as planned: its beginning and the minutes of all sections.
    pub day_ends_at: i64,
    /// When it ends at the pace so far.
    pub forecast_at: i64,
    /// Time used for each minute of asking that the plan gives; 1 where nothing is asked yet.
    pub pace: f64,
}

impl Clock {
    /// Milliseconds by which the day is going to end after its plan; negative where before.
    pub fn late_by(&self) -> i64 {
        self.forecast_at.saturating_sub(self.day_ends_at)
    }
}

/// Where the pace is not believed: one slow question early on says nothing of the day.
const PACE: (f64, f64) = (0.5, 2.0);
const MINUTE: i64 = 60_000;

/// Where the day stands at an instant; `None` before its first section has started. `progress` tells how many of a section's questions
/// have an answer, and how many it has.
///
/// The pace is the time spent in sections that ask, over the minutes that the plan gives to what was answered in them, held between
/// a half and two. What is left of the running section and of those to come takes the planned time, times the pace where questions are
/// asked.
pub fn clock(
    agenda: &[AgendaItem],
    progress: impl Fn(&AgendaItem) -> (u32, u32),
    now: i64,
) -> Option<Clock> {
    let started = agenda.iter().filter_map(|item| item.started_at).min()?;
    let planned: i64 = agenda.iter().map(|item| i64::from(item.minutes) * MINUTE).sum();
    let section =
        agenda.iter().position(|item| item.started_at.is_some() && item.ended_at.is_none());
    let (mut spent, mut earned) = (0.0, 0.0);
    for item in agenda {
        let (answered, asked) = progress(item);
        let Some(start) = item.started_at.filter(|_| asked > 0) else { continue };
        let end = item.ended_at.unwrap_or(now);
        spent += end.saturating_sub(start).saturating_sub(paused(item)).max(0) as f64;
        let (answered, asked) = since_begun(item, answered, asked);
        if asked > 0 {
            earned +=
                (i64::from(item.minutes) * MINUTE) as f64 * f64::from(answered) / f64::from(asked);
        }
    }
    let pace = if earned > 0.0 { (spent / earned).clamp(PACE.0, PACE.1) } else { 1.0 };
    let mut left = 0.0;
    for item in agenda.iter().filter(|item| item.ended_at.is_none()) {
        let (answered, asked) = progress(item);
        let (answered, asked) = since_begun(item, answered, asked);
        let planned = (i64::from(item.minutes) * MINUTE) as f64;
        left += match (item.started_at, asked) {
            (_, 1..) => planned * f64::from(asked - answered.min(asked)) / f64::from(asked) * pace,
            (Some(start), 0) => {
                let used = now.saturating_sub(start).saturating_sub(paused(item));
                (planned - used as f64).max(0.0)
            }
            (None, 0) => planned,
        };
    }
    // Once all is over the day ended when its last section did.
    let is_over = agenda.iter().all(|item| item.ended_at.is_some());
    let ended = agenda.iter().filter_map(|item| item.ended_at).max().filter(|_| is_over);
    Some(Clock {
        section,
        section_ends_at: section
            .and_then(|at| Some(agenda[at].started_at? + i64::from(agenda[at].minutes) * MINUTE)),
        day_ends_at: started.saturating_add(planned),
        forecast_at: ended.unwrap_or(now.saturating_add(left as i64)),
        pace,
    })
}

/// Milliseconds between an end of a section and its being taken up again.
fn paused(item: &AgendaItem) -> i64 {
    i64::from(item.paused_minutes.unwrap_or(0)) * MINUTE
}

/// Answers that were given in a section since it began, and the questions that it began with: what was answered before tells nothing
/// of the pace.
pub fn since_begun(item: &AgendaItem, answered: u32, asked: u32) -> (u32, u32) {
    let before = item.answered_before.map_or(0, u32::from).min(answered).min(asked);
    (answered - before, asked - before)
}

/// The questions of a section, in the pack's order.
pub fn questions_of<'a>(item: &AgendaItem, asked: &[&'a Question]) -> Vec<&'a QuestionId> {
    asked.iter().filter(|q| item.dimensions.contains(&q.dimension)).map(|q| &q.id).collect()
}

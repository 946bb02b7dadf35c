//! For Jira's CSV import: an epic for each wave, a story for each initiative, what must come first as issues that block.
//!
//! Jira reads a file from the top, so epics stand before their stories. Stories name their epic twice: by its issue id for `Parent`,
//! by its name for `Epic Link`, which older projects have instead. A column that may hold several values stands several times. Estimates are
//! in seconds, as the import wants them. Owners are people's names and not accounts of Jira, so their column is one to map or leave.

use std::collections::BTreeMap;

use waymark_core::engagement::InitiativeStatus;
use waymark_core::id::InitiativeId;
use waymark_core::roadmap::{Projection, Wave};

use super::{DAYS, HOURS, Planned, Row, failed, wave_name, wave_story};
use crate::error::Error;
use crate::sheet::guarded;

/// Columns that hold one value.
const SINGLE: [&str; 12] = [
    "Issue Id",
    "Issue Type",
    "Summary",
    "Description",
    "Parent",
    "Epic Name",
    "Epic Link",
    "Start date",
    "Due date",
    "Original Estimate",
    "Status",
    "Owner",
];
/// The column of labels, which holds up to [`LABELS`] values.
const LABEL: &str = "Labels";
/// Labels of an issue at most.
const LABELS: usize = 3;
/// The column of the issues that wait for this one; Jira itself names it so.
const BLOCKS: &str = "Outward issue link (Blocks)";

/// An issue, before it is known how many columns of links there are.
struct Issue {
    single: [String; SINGLE.len()],
    labels: Vec<String>,
    blocks: Vec<String>,
}

pub(super) fn file(planned: &Planned<'_>) -> Result<String, Error> {
    let issues = issues(planned);
    let links = issues.iter().map(|issue| issue.blocks.len()).max().unwrap_or(0);
    let mut writer = csv::Writer::from_writer(vec![]);
    let head = SINGLE
        .into_iter()
        .chain(std::iter::repeat_n(LABEL, LABELS))
        .chain(std::iter::repeat_n(BLOCKS, links));
    writer.write_record(head).map_err(|error| failed(&error))?;
    for mut issue in issues {
        issue.labels.resize(LABELS, String::new());
        issue.blocks.resize(links, String::new());
        let cells = issue.single.into_iter().chain(issue.labels).chain(issue.blocks);
        writer.write_record(cells.map(guarded)).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn issues(planned: &Planned<'_>) -> Vec<Issue> {
    let epics = planned.waves().count();
    let epic_ids: BTreeMap<u32, usize> =
        planned.waves().zip(1..).map(|((wave, _), id)| (wave.number, id)).collect();
    let story_ids: BTreeMap<&InitiativeId, usize> =
        planned.rows.iter().zip(epics + 1..).map(|(row, id)| (row.id(), id)).collect();
    let epic = |(wave, after): (&Wave, &Projection)| Issue {
        single: [
            epic_ids[&wave.number].to_string(),
            "Epic".to_owned(),
            wave_name(wave),
            wave_story(planned, wave, after),
            String::new(),
            wave_name(wave),
            String::new(),
            planned.plan.date(wave.from).to_string(),
            planned.end_of(wave).to_string(),
            String::new(),
            String::new(),
            String::new(),
        ],
        labels: vec![format!("wave-{}", wave.number)],
        blocks: vec![],
    };
    let story = |row: &Row<'_>| {
        let placed = row.placed;
        let wave = planned.plan.waves.iter().find(|wave| wave.number == placed.wave);
        let seconds = placed.chosen.effort.likely * f64::from(DAYS * HOURS * 3600);
        let mut labels = vec![row.id().to_string(), format!("wave-{}", placed.wave)];
        if placed.is_critical {
            labels.push("critical".to_owned());
        }
        let waiting = planned.rows.iter().filter(|later| later.placed.needs.contains(row.id()));
        Issue {
            single: [
                story_ids[row.id()].to_string(),
                "Story".to_owned(),
                row.name(),
                planned.story(row).join("\n\n"),
                epic_ids.get(&placed.wave).map_or_else(String::new, usize::to_string),
                String::new(),
                wave.map_or_else(String::new, wave_name),
                planned.plan.date(placed.start).to_string(),
                planned.last_day(placed.end).to_string(),
                format!("{seconds:.0}"),
                status(row).to_owned(),
                row.owner().to_owned(),
            ],
            labels,
            blocks: waiting.map(|later| story_ids[later.id()].to_string()).collect(),
        }
    };
    planned.waves().map(epic).chain(planned.rows.iter().map(story)).collect()
}

/// The status that Jira's own workflows have for it; empty where nobody said how far it has come.
fn status(row: &Row<'_>) -> &'static str {
    match row.setting.and_then(|setting| setting.status.value()) {
        Some(InitiativeStatus::Planned) => "To Do",
        Some(InitiativeStatus::Started) => "In Progress",
        Some(InitiativeStatus::Done) => "Done",
        None => "",
    }
}

//! The roadmap in the files of other programs, read by the rules of each form and held against the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::json;
use waymark_app::error::Code;
use waymark_app::roadmap::plan_of;
use waymark_app::roadmap_export::{Format, file};
use waymark_core::roadmap::{Placed, Plan};
use waymark_tests::{Laptop, START};

/// A name that spreadsheets would run, XML would misread and a calendar would cut.
const OWNER: &str =
    "=Söhne & <Töchter>; \"Ltd\", \\ a name that is so long that no line of a calendar can hold it";
/// The initiative that it owns, pinned to a later week than it needs.
const PINNED: &str = "INI-04";
const PIN: u32 = 6;

/// The sample with an initiative that is pinned and owned.
fn laptop() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop.must(
        "initiative_set",
        json!({ "initiative": PINNED, "isExcluded": null, "pinnedWeek": PIN, "owner": OWNER }),
    );
    laptop
}

fn plan(laptop: &Laptop) -> &Plan {
    plan_of(laptop.session()).expect("the sample has a plan")
}

fn bytes(laptop: &Laptop, format: Format) -> Vec<u8> {
    file(laptop.session(), format, START).expect("the file is made")
}

fn text(laptop: &Laptop, format: Format) -> String {
    String::from_utf8(bytes(laptop, format)).expect("a text")
}

/// The Friday before a week.
fn friday(plan: &Plan, end: u32) -> String {
    let monday = plan.date(end);
    (1..4).fold(monday, |day, _| day.yesterday().expect("days go back")).to_string()
}

/// What must come first, by what comes then: pairs of ids.
fn needs(plan: &Plan) -> BTreeSet<(String, String)> {
    let of = |then: &Placed| {
        let then_id = then.chosen.id.to_string();
        then.needs.iter().map(|first| (first.to_string(), then_id.clone())).collect::<Vec<_>>()
    };
    plan.placed.iter().flat_map(of).collect()
}

#[test]
fn every_form_is_written_and_the_same_twice() {
    let mut laptop = laptop();
    for format in Format::ALL {
        let path = laptop.place(&format!("roadmap.{}", format.word()));
        let request = json!({ "path": path, "format": format.word() });
        let written = laptop.must("roadmap_export", request);
        assert_eq!(written["path"], path);
        assert!(fs::read(&path).expect("it is there").len() > 1000, "{format:?} holds something");
        assert_eq!(bytes(&laptop, format), bytes(&laptop, format), "{format:?}: same input");
    }
    let [one, later] = [START, START + 86_400_000];
    for format in [Format::Svg, Format::Csv, Format::Jira, Format::Project] {
        let [one, later] = [one, later].map(|now| file(laptop.session(), format, now).expect("it"));
        assert_eq!(one, later, "{format:?} holds no time of its own");
    }
}

#[test]
fn what_cannot_be_written_is_told() {
    let mut laptop = laptop();
    let path = laptop.place("roadmap.doc");
    let (code, said) = laptop.refused("roadmap_export", json!({ "path": path, "format": "word" }));
    assert_eq!((code, said.as_str()), (Code::InvalidValue, "`word` is no format"));
    let nowhere = laptop.place("nowhere/roadmap.ics");
    let (code, _) = laptop.refused("roadmap_export", json!({ "path": nowhere, "format": "ics" }));
    assert_eq!(code, Code::NotWritable);
    let mut empty = Laptop::new();
    let place = empty.place("new.waymark");
    let request = json!({ "path": place, "client": "Nobody", "isAnonymous": true });
    empty.must("document_new", request);
    for id in plan(&empty).placed.iter().map(|one| one.chosen.id.clone()).collect::<Vec<_>>() {
        let set =
            json!({ "initiative": id, "isExcluded": true, "pinnedWeek": null, "owner": null });
        empty.must("initiative_set", set);
    }
    for format in ["jira", "xlsx", "project", "ics"] {
        let path = empty.place("roadmap");
        let (code, said) =
            empty.refused("roadmap_export", json!({ "path": path, "format": format }));
        assert_eq!((code, said.as_str()), (Code::InvalidValue, "the roadmap holds no initiative"));
        assert!(!empty.path("roadmap").exists(), "nothing is written");
    }
}

#[test]
fn jira_gets_an_epic_for_each_wave_and_stories_that_block_each_other() {
    let laptop = laptop();
    let plan = plan(&laptop);
    let file = text(&laptop, Format::Jira);
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let head = reader.headers().expect("a head").clone();
    assert_eq!(&head[0], "Issue Id", "no mark stands before the first column");
    let column = |name: &str| head.iter().position(|one| one == name).expect("a column");
    let columns = |name: &str| -> Vec<usize> {
        head.iter().enumerate().filter(|(_, one)| *one == name).map(|(at, _)| at).collect()
    };
    let issues: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().expect("every row has every column");
    let value = |issue: &csv::StringRecord, name: &str| issue[column(name)].to_owned();
    let kinds: Vec<String> = issues.iter().map(|issue| value(issue, "Issue Type")).collect();
    let epics = kinds.iter().take_while(|kind| *kind == "Epic").count();
    assert!(kinds[epics..].iter().all(|kind| kind == "Story"), "epics stand before stories");
    assert_eq!(issues.len() - epics, plan.placed.len());

    let ids: Vec<String> = issues.iter().map(|issue| value(issue, "Issue Id")).collect();
    assert_eq!(ids, (1..=issues.len()).map(|id| id.to_string()).collect::<Vec<_>>());
    let mut codes = BTreeMap::new();
    for (issue, placed) in issues[epics..].iter().zip(&plan.placed) {
        let id = placed.chosen.id.to_string();
        assert!(value(issue, "Summary").starts_with(&format!("{id} ")));
        assert_eq!(value(issue, "Start date"), plan.date(placed.start).to_string());
        assert_eq!(value(issue, "Due date"), friday(plan, placed.end));
        let epic = issues
            .iter()
            .find(|epic| value(epic, "Issue Id") == value(issue, "Parent"))
            .expect("its epic is there");
        assert!(value(epic, "Summary").starts_with(&format!("Wave {}: ", placed.wave)));
        assert_eq!(value(issue, "Epic Link"), value(epic, "Epic Name"));
        let seconds: f64 = value(issue, "Original Estimate").parse().expect("seconds");
        assert!((seconds / 144_000.0 - placed.chosen.effort.likely).abs() < 0.001);
        let labels: Vec<&str> = columns("Labels").iter().map(|at| &issue[*at]).collect();
        assert_eq!(labels[0], id);
        assert_eq!(labels.contains(&"critical"), placed.is_critical);
        assert!(labels.iter().all(|label| !label.contains(' ')), "Jira takes no blank in a label");
        codes.insert(value(issue, "Issue Id"), id);
    }
    let mut blocks = BTreeSet::new();
    for issue in &issues[epics..] {
        for at in columns("Outward issue link (Blocks)") {
            if !issue[at].is_empty() {
                let first = codes[&value(issue, "Issue Id")].clone();
                assert!(blocks.insert((first, codes[&issue[at]].clone())), "no link twice");
            }
        }
    }
    assert_eq!(blocks, needs(plan));
    let owned = issues.iter().find(|one| value(one, "Summary").starts_with(PINNED)).expect("it");
    assert_eq!(value(owned, "Owner"), format!("'{OWNER}"), "a spreadsheet does not run it");
}

#[test]
fn the_workbook_holds_dates_and_numbers_under_filters() {
    let laptop = laptop();
    let plan = plan(&laptop);
    let bytes = bytes(&laptop, Format::Xlsx);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Plan", "Load", "Waves", "Dependencies"]);
    let mut sheet = |name: &str| -> Vec<BTreeMap<String, Data>> {
        let range = book.worksheet_range(name).expect("a sheet");
        let mut rows = range.rows();
        let head: Vec<String> =
            rows.next().expect("a head").iter().map(ToString::to_string).collect();
        rows.map(|row| head.iter().cloned().zip(row.iter().cloned()).collect()).collect()
    };
    let day = |cell: &Data| {
        let date = cell.get_datetime().expect("a date, not a text");
        let (year, month, day, ..) = date.to_ymd_hms_milli();
        format!("{year:04}-{month:02}-{day:02}")
    };
    let number = |cell: &Data| cell.as_f64().expect("a number, not a text");
    let rows = sheet("Plan");
    assert_eq!(rows.len(), plan.placed.len());
    for (row, placed) in rows.iter().zip(&plan.placed) {
        assert_eq!(row["Code"].to_string(), placed.chosen.id.to_string());
        assert_eq!(day(&row["Start"]), plan.date(placed.start).to_string());
        assert_eq!(day(&row["End"]), friday(plan, placed.end));
        assert_eq!(number(&row["Wave"]), f64::from(placed.wave));
        let likely = number(&row["Person-weeks, likely"]);
        assert!((likely - placed.chosen.effort.likely).abs() < 0.006);
        let is_pinned = placed.chosen.id.as_str() == PINNED;
        assert_eq!(row["Pinned"].to_string(), if is_pinned { "yes" } else { "no" });
        if is_pinned {
            assert_eq!(row["Owner"], Data::String(OWNER.to_owned()), "a text, whole");
        }
    }
    let load = sheet("Load");
    assert_eq!(load.len(), plan.loads.iter().map(|load| load.load.len()).sum::<usize>());
    assert_eq!(day(&load[0]["Begins"]), plan.start.to_string());
    assert!(load.iter().all(|row| row["Used"].as_f64().is_none_or(|used| used < 1.001)));
    let waves = sheet("Waves");
    assert_eq!(waves.len(), plan.waves.len());
    for (row, after) in waves.iter().zip(&plan.projections) {
        let score = after.overall.score.expect("the sample has a score");
        assert!((number(&row["Overall"]) - score).abs() < 0.006);
    }
    let pairs: BTreeSet<(String, String)> = sheet("Dependencies")
        .iter()
        .map(|row| (row["First"].to_string(), row["Then"].to_string()))
        .collect();
    assert_eq!(pairs, needs(plan));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    for sheet in 1..=4 {
        let part = archive.by_name(&format!("xl/worksheets/sheet{sheet}.xml")).expect("a sheet");
        let xml = std::io::read_to_string(part).expect("a text");
        assert!(xml.contains("<autoFilter ref=\"A1:"), "sheet {sheet} can be filtered");
        assert!(!xml.contains("<f>"), "sheet {sheet} holds no formula");
    }
}

/// An element with what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    #[track_caller]
    fn one(&self, name: &str) -> &Element {
        let mut all = self.all(name);
        let first = all.next().unwrap_or_else(|| panic!("{} has {name}", self.name));
        assert!(all.next().is_none(), "{} has one {name}", self.name);
        first
    }

    #[track_caller]
    fn text(&self, name: &str) -> &str {
        &self.one(name).text
    }
}

/// The root of a file; panics where it is not well-formed.
fn parse(file: &str) -> Element {
    let mut reader = Reader::from_str(file);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => break,
            Event::Start(tag) => {
                open.push(Element { name: tag.name().0.to_owned(), ..Element::default() });
            }
            Event::End(_) => {
                let done = open.pop().expect("it was opened");
                open.last_mut().expect("inside another").children.push(done);
            }
            Event::Text(text) => open.last_mut().expect("inside").text.push_str(&text),
            Event::GeneralRef(name) => {
                let letter = quick_xml::escape::unescape(&format!("&{};", &*name))
                    .expect("no stray entity")
                    .into_owned();
                open.last_mut().expect("inside").text.push_str(&letter);
            }
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "every element is closed");
    open.remove(0).children.pop().expect("a root")
}

/// The elements that we write, in the order of the sequence that the schema of 2007 prescribes.
const ORDER: [(&str, &[&str]); 7] = [
    (
        "Project",
        &[
            "SaveVersion",
            "Name",
            "Title",
            "ScheduleFromStart",
            "StartDate",
            "FinishDate",
            "CalendarUID",
            "DefaultStartTime",
            "DefaultFinishTime",
            "MinutesPerDay",
            "MinutesPerWeek",
            "DaysPerMonth",
            "DefaultTaskType",
            "DurationFormat",
            "HonorConstraints",
            "NewTasksEffortDriven",
            "NewTasksEstimated",
            "Calendars",
            "Tasks",
            "Resources",
            "Assignments",
        ],
    ),
    ("Calendar", &["UID", "Name", "IsBaseCalendar", "BaseCalendarUID", "WeekDays"]),
    ("WeekDay", &["DayType", "DayWorking", "WorkingTimes"]),
    (
        "Task",
        &[
            "UID",
            "ID",
            "Name",
            "Type",
            "IsNull",
            "Contact",
            "WBS",
            "OutlineNumber",
            "OutlineLevel",
            "Start",
            "Finish",
            "Duration",
            "DurationFormat",
            "Work",
            "EffortDriven",
            "Estimated",
            "Milestone",
            "Summary",
            "Critical",
            "ConstraintType",
            "CalendarUID",
            "ConstraintDate",
            "Notes",
            "PredecessorLink",
        ],
    ),
    ("PredecessorLink", &["PredecessorUID", "Type", "CrossProject", "LinkLag", "LagFormat"]),
    (
        "Resource",
        &["UID", "ID", "Name", "Type", "IsNull", "MaxUnits", "Notes", "AvailabilityPeriods"],
    ),
    ("Assignment", &["UID", "TaskUID", "ResourceUID", "Finish", "Start", "Units", "Work"]),
];

/// Every element holds what the schema allows, in its order.
fn in_order(element: &Element) {
    if let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == element.name) {
        let places: Vec<usize> = element
            .children
            .iter()
            .map(|child| {
                let place = order.iter().position(|name| *name == child.name);
                place.unwrap_or_else(|| panic!("{} may hold {}", element.name, child.name))
            })
            .collect();
        assert!(places.is_sorted(), "{}: {places:?}", element.name);
    }
    element.children.iter().for_each(in_order);
}

/// Hours of a duration such as `PT40H30M0S`.
fn hours(duration: &str) -> f64 {
    let rest = duration.strip_prefix("PT").and_then(|rest| rest.strip_suffix("M0S"));
    let (hours, minutes) = rest.and_then(|rest| rest.split_once('H')).expect("a duration");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    number(hours) + number(minutes) / 60.0
}

#[test]
fn a_project_plan_keeps_waves_predecessors_people_and_dates() {
    let laptop = laptop();
    let plan = plan(&laptop);
    let project = parse(&text(&laptop, Format::Project));
    in_order(&project);
    assert_eq!(project.text("StartDate"), format!("{}T08:00:00", plan.start));
    assert_eq!(project.text("MinutesPerWeek"), "2400");
    let calendar = project.one("Calendars").one("Calendar");
    assert_eq!(project.text("CalendarUID"), calendar.text("UID"));
    let working: Vec<&str> = calendar
        .one("WeekDays")
        .all("WeekDay")
        .filter(|day| day.text("DayWorking") == "1")
        .map(|day| day.text("DayType"))
        .collect();
    assert_eq!(working, ["2", "3", "4", "5", "6"], "Monday to Friday, counted from Sunday");

    let tasks: Vec<&Element> = project.one("Tasks").all("Task").collect();
    let uids: BTreeSet<&str> = tasks.iter().map(|task| task.text("UID")).collect();
    assert_eq!(uids.len(), tasks.len(), "no UID twice");
    let ids: Vec<&str> = tasks.iter().map(|task| task.text("ID")).collect();
    let expected: Vec<String> = (1..=tasks.len()).map(|id| id.to_string()).collect();
    assert_eq!(ids, expected, "ids count the rows");
    let (summaries, leaves): (Vec<&Element>, Vec<&Element>) =
        tasks.iter().partition(|task| task.text("Summary") == "1");
    assert_eq!(leaves.len(), plan.placed.len());
    let placed: BTreeMap<&str, &Placed> = plan
        .placed
        .iter()
        .map(|placed| {
            let id = placed.chosen.id.as_str();
            let named = |task: &&&Element| task.text("Name").starts_with(&format!("{id} "));
            (leaves.iter().find(named).expect("each has its task").text("UID"), placed)
        })
        .collect();
    let mut links = BTreeSet::new();
    for task in &leaves {
        let one = placed[task.text("UID")];
        let (outline, level) = (task.text("OutlineNumber"), task.text("OutlineLevel"));
        let (wave, _) = outline.split_once('.').expect("under a wave");
        assert_eq!((level, task.text("WBS")), ("2", outline));
        let summary = summaries.iter().find(|one| one.text("OutlineNumber") == wave);
        let summary = summary.expect("the wave is there");
        assert!(summary.text("Name").starts_with(&format!("Wave {}: ", one.wave)));
        assert!(summary.text("Start") <= task.text("Start"));
        assert!(summary.text("Finish") >= task.text("Finish"));
        assert_eq!(task.text("Start"), format!("{}T08:00:00", plan.date(one.start)));
        assert_eq!(task.text("Finish"), format!("{}T17:00:00", friday(plan, one.end)));
        assert!(
            (hours(task.text("Duration")) - f64::from(one.end - one.start) * 40.0).abs() < 0.02
        );
        assert!((hours(task.text("Work")) - one.chosen.effort.likely * 40.0).abs() < 0.02);
        let mut earliest = project.text("StartDate").to_owned();
        for link in task.all("PredecessorLink") {
            assert_eq!(link.text("Type"), "1", "finish to start");
            let first = placed[link.text("PredecessorUID")];
            earliest = earliest.max(format!("{}T08:00:00", plan.date(first.end)));
            links.insert((first.chosen.id.to_string(), one.chosen.id.to_string()));
        }
        // Where the program may plan anew, it comes to the same week.
        let constrained = task.all("ConstraintDate").next().map(|date| date.text.as_str());
        match task.text("ConstraintType") {
            "0" => assert_eq!((task.text("Start"), constrained), (earliest.as_str(), None)),
            "4" => assert_eq!(constrained, Some(task.text("Start"))),
            "2" => assert_eq!((one.chosen.id.as_str(), one.start), (PINNED, PIN)),
            other => panic!("no constraint {other}"),
        }
    }
    assert_eq!(links, needs(plan));
    let owned = leaves.iter().find(|task| placed[task.text("UID")].chosen.id.as_str() == PINNED);
    let owned = owned.expect("it is there");
    assert_eq!(owned.text("Contact"), OWNER, "escaped and read back whole");
    assert_eq!(owned.text("ConstraintType"), "2");

    let resources: Vec<&Element> = project.one("Resources").all("Resource").collect();
    assert_eq!(resources.len(), plan.loads.len());
    let mut work: BTreeMap<&str, f64> = BTreeMap::new();
    for assignment in project.one("Assignments").all("Assignment") {
        let task = assignment.text("TaskUID");
        let one = placed[task];
        let resource = assignment.text("ResourceUID");
        let resource = resources.iter().find(|each| each.text("UID") == resource);
        let most: f64 =
            resource.expect("the role is there").text("MaxUnits").parse().expect("units");
        let units: f64 = assignment.text("Units").parse().expect("units");
        let own = hours(assignment.text("Work"));
        assert!((own - units * 40.0 * f64::from(one.end - one.start)).abs() < 0.1);
        assert!(units <= most + 0.005, "nobody does more than there is");
        *work.entry(task).or_default() += own;
    }
    for task in &leaves {
        assert!((work[task.text("UID")] - hours(task.text("Work"))).abs() < 0.1);
    }
}

#[test]
fn a_calendar_holds_when_waves_and_initiatives_end() {
    let mut laptop = laptop();
    let file = text(&laptop, Format::Calendar);
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "lines end in CRLF and nowhere else");
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "lines are folded at 75 octets");
    let events = events(&file);
    let plan = plan(&laptop).clone();
    let waves = plan.waves.iter().filter(|wave| !wave.initiatives.is_empty()).count();
    assert_eq!(events.len(), plan.placed.len() + waves);
    let dates: Vec<&String> = events.values().map(|event| &event["DTSTART;VALUE=DATE"]).collect();
    assert!(dates.iter().all(|date| date.len() == 8), "all-day events");
    for placed in &plan.placed {
        let event = &events[&uid(&events, placed.chosen.id.as_str())];
        assert_eq!(event["DTSTAMP"], "20260309T090000Z");
        assert_eq!(event["DTSTART;VALUE=DATE"], friday(&plan, placed.end).replace('-', ""));
        assert!(event["SUMMARY"].starts_with(placed.chosen.id.as_str()));
    }
    for wave in plan.waves.iter().filter(|wave| !wave.initiatives.is_empty()) {
        let event = &events[&uid(&events, &format!("wave-{}", wave.number))];
        let end = wave.to.min(plan.weeks);
        assert_eq!(event["DTSTART;VALUE=DATE"], friday(&plan, end).replace('-', ""));
        assert_eq!(event["SUMMARY"], format!("Wave {}: {} ends", wave.number, wave.title));
    }
    let owned = &events[&uid(&events, PINNED)]["DESCRIPTION"];
    assert!(owned.ends_with(&format!("Owner: {OWNER}")), "unescaped it is whole: {owned}");

    let request =
        json!({ "initiative": PINNED, "isExcluded": null, "pinnedWeek": PIN + 4, "owner": null });
    laptop.must("initiative_set", request);
    let moved = text(&laptop, Format::Calendar);
    let after = self::events(&moved);
    let place = uid(&events, PINNED);
    assert_eq!(place, uid(&after, PINNED), "an event that moves stays the same event");
    assert_ne!(events[&place]["DTSTART;VALUE=DATE"], after[&place]["DTSTART;VALUE=DATE"]);
}

fn uid(events: &BTreeMap<String, BTreeMap<String, String>>, id: &str) -> String {
    let begins = format!("{id}.");
    events.keys().find(|uid| uid.starts_with(&begins)).expect("it has its event").clone()
}

/// The events by UID, each with its properties, unfolded and unescaped.
fn events(file: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut events = BTreeMap::new();
    let mut event: Option<BTreeMap<String, String>> = None;
    for line in file.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a property");
        match (name, value, &mut event) {
            ("BEGIN", "VEVENT", open @ None) => *open = Some(BTreeMap::new()),
            ("END", "VEVENT", open) => {
                let done = open.take().expect("an event was open");
                let known = events.insert(done["UID"].clone(), done);
                assert!(known.is_none(), "no UID twice");
            }
            (name, value, Some(open)) => {
                let known = open.insert(name.to_owned(), unescaped(value));
                assert!(known.is_none(), "{name} stands once");
            }
            _ => {}
        }
    }
    assert!(event.is_none(), "every event ends");
    events
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next().expect("something is escaped") {
                'n' => text.push('\n'),
                letter @ ('\\' | ';' | ',') => text.push(letter),
                other => panic!("{other} needs no escape"),
            },
            ';' | ',' => panic!("a bare {letter}: {value}"),
            letter => text.push(letter),
        }
    }
    text
}

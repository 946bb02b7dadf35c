//! One of each chart, with an invented engagement and with the longest words that can be expected.
#![allow(dead_code, unreachable_pub)]

use waymark_chart::bars::{BarRow, Bars};
use waymark_chart::heatmap::{HeatCell, HeatRow, Heatmap};
use waymark_chart::quadrant::{Quadrant, QuadrantPoint};
use waymark_chart::radar::{Radar, RadarAxis};
use waymark_chart::scene::Scene;
use waymark_chart::slopes::{Slope, Slopes};
use waymark_chart::steps::{Step, Steps, Tick};
use waymark_chart::text::Fonts;
use waymark_chart::timeline::{Held, LoadStrip, RowState, Timeline, TimelineRow, WaveColumn};
use waymark_chart::{Frame, bars, heatmap};

/// Name, score, band, target, attained level, begins a group.
type Sample = (&'static str, Option<f64>, (f64, f64), f64, u8, bool);

const DIMENSIONS: [Sample; 10] = [
    ("Data sources and ingestion", Some(2.34), (1.7, 3.0), 3.3, 2, false),
    ("Storage and architecture", Some(2.58), (2.1, 3.0), 3.0, 2, false),
    ("Catalogue and metadata", Some(1.83), (1.3, 2.5), 3.1, 2, false),
    ("Processing and operations", Some(2.3), (2.0, 2.9), 3.4, 2, false),
    ("Consumption, AI and personalisation", Some(2.0), (1.5, 2.6), 3.4, 1, false),
    ("Ownership and governance", Some(1.57), (1.3, 2.3), 3.1, 1, true),
    ("Security, privacy and compliance", Some(2.6), (2.4, 2.9), 3.6, 2, false),
    ("Organisation and skills", Some(2.29), (1.7, 2.8), 3.0, 2, false),
    ("Value and strategy", Some(3.05), (1.9, 3.3), 3.0, 3, true),
    ("Culture and decision-making", None, (1.6, 4.1), 3.3, 2, false),
];

const LONG: [&str; 4] = [
    "Verantwortlichkeiten und Entscheidungsrechte für Stammdaten",
    "Informationssicherheit, Datenschutz und Aufbewahrungspflichten",
    "Organisationsentwicklung und Weiterbildungsmaßnahmen",
    "Kundendatenplattform und Einwilligungsverwaltung",
];

fn dimension(i: usize, long: bool) -> String {
    if long { LONG[i % LONG.len()].to_owned() } else { DIMENSIONS[i].0.to_owned() }
}

pub fn bars(long: bool) -> Bars {
    Bars {
        title: "Ownership and governance stands 1.5 levels short of its target".into(),
        alt: "Ten dimensions with score, band, target and gap. Nine are scored, all but one below target.".into(),
        heading: "Dimension".into(),
        level_names: ["Ad hoc", "Emerging", "Defined", "Managed", "Optimising"].map(String::from).to_vec(),
        rows: DIMENSIONS
            .iter()
            .enumerate()
            .map(|(i, d)| BarRow {
                id: Some(format!("dimension-{i}")),
                label: dimension(i, long),
                score: d.1,
                band: Some(d.2),
                target: Some(d.3),
                attained: Some(d.4),
                emphasised: i == 5,
                starts_group: d.5,
            })
            .collect(),
    }
}

pub fn radar(long: bool) -> Radar {
    Radar {
        title: "Governance trails every other dimension".into(),
        alt: "Ten dimensions around a centre; governance is lowest at 1.6, culture is open.".into(),
        axes: DIMENSIONS
            .iter()
            .enumerate()
            .map(|(i, d)| RadarAxis {
                id: Some(format!("dimension-{i}")),
                label: dimension(i, long),
                score: d.1,
                before: None,
                band: Some(d.2),
                target: Some(d.3),
                emphasised: i == 5,
            })
            .collect(),
        moments: None,
    }
}

/// What each dimension scored a year before.
const BEFORE: [Option<f64>; 10] = [
    Some(1.9),
    Some(2.58),
    Some(2.2),
    None,
    Some(1.4),
    Some(1.55),
    Some(2.6),
    Some(1.2),
    Some(2.3),
    Some(2.4),
];

/// The radar over an earlier one.
pub fn overlay(long: bool) -> Radar {
    let plain = radar(long);
    let axes = plain.axes.into_iter().zip(BEFORE).map(|(axis, before)| RadarAxis {
        before,
        band: None,
        target: None,
        ..axis
    });
    Radar {
        title: "Culture is open and was 2.4".into(),
        axes: axes.collect(),
        moments: Some(("Round of 20 November 2026".into(), "Now".into())),
        ..plain
    }
}

pub fn slopes(long: bool) -> Slopes {
    Slopes {
        title: "Two dimensions rose by a level".into(),
        alt: "Ten dimensions then and now.".into(),
        then: "Round of 20 November 2026".into(),
        now: "Now".into(),
        lines: DIMENSIONS
            .iter()
            .zip(BEFORE)
            .enumerate()
            .map(|(i, (d, before))| Slope {
                id: Some(format!("dimension-{i}")),
                label: dimension(i, long),
                before,
                after: d.1,
                emphasised: i == 7,
            })
            .collect(),
    }
}

pub fn heatmap(long: bool) -> Heatmap {
    let columns = [
        "Executive",
        "Business lead",
        "Data officer",
        "Architect",
        "Engineer",
        "Analyst",
        "Security",
        "Experience",
    ];
    Heatmap {
        title: "Executives vote 0.9 above the rest".into(),
        alt: "Mean vote by dimension and role.".into(),
        heading: "Dimension".into(),
        columns: columns
            .iter()
            .map(|c| if long { format!("{c} Verantwortliche") } else { (*c).to_owned() })
            .collect(),
        rows: DIMENSIONS
            .iter()
            .enumerate()
            .map(|(i, d)| HeatRow {
                id: Some(format!("dimension-{i}")),
                label: dimension(i, long),
                cells: (0..8)
                    .map(|j| match (i * 7 + j * 5) % 11 {
                        0 | 3 => HeatCell::Empty,
                        1 if i > 5 => HeatCell::Unknown,
                        k => HeatCell::Score((d.2.0 + k as f64 * 0.23).min(5.0)),
                    })
                    .collect(),
                emphasised: i == 5,
                starts_group: d.5,
            })
            .collect(),
    }
}

const INITIATIVES: [(&str, &str, f64, f64, f64, u8); 18] = [
    ("01", "Data strategy from business goals", 0.0, 6.0, 8.0, 0),
    ("02", "Executive accountability for data", 0.0, 6.0, 8.0, 0),
    ("12", "AWS foundation for data", 0.0, 8.0, 10.0, 0),
    ("06", "Source inventory and profiling", 1.0, 7.0, 9.0, 0),
    ("03", "Use-case portfolio and scoring", 6.0, 11.0, 12.0, 0),
    ("08", "Data council and decision rights", 6.0, 11.0, 12.0, 0),
    ("15", "Lake foundation with zones", 8.0, 15.0, 17.0, 0),
    ("17", "Pipelines as code", 8.0, 14.0, 16.0, 0),
    ("53", "First journey pilot", 11.0, 19.0, 21.0, 0),
    ("09", "Owners and stewards for critical data elements", 13.0, 19.0, 21.0, 0),
    ("10", "Policy set and attestation", 13.0, 21.0, 23.0, 0),
    ("18", "Database ingestion wave", 15.0, 27.0, 27.0, 1),
    ("51", "Consent and purpose record", 22.0, 28.0, 28.0, 1),
    ("30", "Quality rules and issue handling", 27.0, 38.0, 41.0, 1),
    ("39", "Identity resolution", 38.0, 49.0, 49.0, 2),
    ("40", "Consent checked at use", 49.0, 58.0, 61.0, 1),
    ("41", "Customer profile and rule segments", 58.0, 69.0, 72.0, 1),
    ("43", "Personalisation with control group", 78.0, 90.0, 94.0, 0),
];

fn ticks() -> Vec<Tick> {
    ["Jan 27", "Apr", "Jul", "Oct", "Jan 28", "Apr", "Jul", "Oct"]
        .iter()
        .enumerate()
        .map(|(i, label)| Tick { week: i as f64 * 13.0, label: (*label).to_owned() })
        .collect()
}

pub fn steps() -> Steps {
    let step = |label: &str, week, score| Step { label: label.into(), week, score };
    Steps {
        title: "Four waves lift the overall score from 2.3 to its target of 3.2".into(),
        alt: "Projected overall score after each wave: 2.5, 2.8, 3.0, 3.2; target 3.2.".into(),
        today: 2.3,
        target: Some(3.2),
        steps: vec![
            step("Foundations", 13.0, 2.5),
            step("Core", 39.0, 2.8),
            step("Scale", 78.0, 3.0),
            step("Differentiate", 96.0, 3.2),
        ],
        ticks: ticks(),
        weeks: (0.0, 96.0),
    }
}

pub fn timeline(long: bool) -> Timeline {
    let wave = |label: &str, note: &str, start, end| WaveColumn {
        label: label.into(),
        note: note.into(),
        start,
        end,
    };
    let load = |label: &str, note: &str, seed: usize| LoadStrip {
        label: label.into(),
        note: note.into(),
        capacity: 4.0,
        values: (0..22)
            .map(|i| {
                if seed == 0 && (2..11).contains(&i) {
                    4.0
                } else {
                    ((i * 3 + seed * 5) % 7) as f64 * 0.5
                }
            })
            .collect(),
        period: 4.35,
    };
    Timeline {
        title: "Four waves lift Meridian from 2.3 to its target of 3.2 in 22 months".into(),
        alt: "Eighteen initiatives in four waves over 96 weeks.".into(),
        weeks: (0.0, 96.0),
        ticks: ticks(),
        waves: vec![
            wave("Wave 1", "Foundations, first value", 0.0, 13.0),
            wave("Wave 2", "Core", 13.0, 39.0),
            wave("Wave 3", "Scale", 39.0, 78.0),
            wave("Wave 4", "Differentiate", 78.0, 96.0),
        ],
        rows: INITIATIVES
            .iter()
            .enumerate()
            .map(|(i, r)| TimelineRow {
                id: Some(format!("initiative-{}", r.0)),
                code: r.0.into(),
                label: dimension_or(r.1, i, long),
                start: r.2,
                end: r.3,
                longest_end: Some(r.4),
                state: [RowState::Plain, RowState::Related, RowState::Selected][usize::from(r.5)],
                held: match i {
                    1 => Held::Started,
                    4 => Held::Pinned,
                    _ => Held::Free,
                },
                accepted: (i == 5).then_some((2.0, 7.0)),
            })
            .collect(),
        links: vec![(11, 14), (12, 14), (13, 14), (14, 15), (14, 16)],
        projection: Some(steps()),
        rests: vec![(24.0, 26.0)],
        loads: vec![
            load("Data engineer", "4 people", 0),
            load("Steward", "3 people", 1),
            load("Privacy officer", "1 person", 2),
        ],
    }
}

fn dimension_or(name: &str, i: usize, long: bool) -> String {
    if long { LONG[i % LONG.len()].to_owned() } else { name.to_owned() }
}

pub fn quadrant(long: bool) -> Quadrant {
    Quadrant {
        title: "Six of 18 initiatives bring much for little".into(),
        alt: "Eighteen initiatives by value and effort.".into(),
        x_label: "Effort, person-weeks".into(),
        y_label: "Value".into(),
        x_range: (2.0, 40.0),
        y_range: (1.0, 5.0),
        corners: ["Do first", "Plan well", "Fill in", "Think twice"].map(String::from),
        points: INITIATIVES
            .iter()
            .enumerate()
            .map(|(i, r)| QuadrantPoint {
                id: Some(format!("initiative-{}", r.0)),
                label: dimension_or(r.1, i, long),
                x: 4.0 + ((i * 17) % 31) as f64,
                y: 1.2 + ((i * 11) % 17) as f64 * 0.22,
                emphasised: r.5 == 2,
            })
            .collect(),
    }
}

/// Every chart by name, in a frame.
pub fn all(frame: Frame, long: bool) -> Vec<(&'static str, Scene)> {
    let fonts = Fonts::inter();
    let u = frame.text / 8.0;
    vec![
        ("bars", bars(long).draw(fonts, frame)),
        ("radar", radar(long).draw(fonts, frame, 260.0 * u)),
        ("heatmap", heatmap(long).draw(fonts, frame)),
        ("timeline", timeline(long).draw(fonts, frame)),
        ("quadrant", quadrant(long).draw(fonts, frame, 280.0 * u)),
        ("steps", steps().draw(fonts, frame, 130.0 * u)),
        ("radar-overlay", overlay(long).draw(fonts, frame, 260.0 * u)),
        ("slopes", slopes(long).draw(fonts, frame)),
    ]
}

/// Every chart without a single row.
pub fn empty(frame: Frame) -> Vec<(&'static str, Scene)> {
    let fonts = Fonts::inter();
    vec![
        ("bars", bars::Bars::default().draw(fonts, frame)),
        ("radar", Radar::default().draw(fonts, frame, 200.0)),
        ("heatmap", heatmap::Heatmap::default().draw(fonts, frame)),
        ("timeline", Timeline::default().draw(fonts, frame)),
        ("quadrant", Quadrant::default().draw(fonts, frame, 200.0)),
        ("steps", Steps::default().draw(fonts, frame, 100.0)),
        ("slopes", Slopes::default().draw(fonts, frame)),
    ]
}

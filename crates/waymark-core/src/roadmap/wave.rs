//! Waves: time-boxed groups of initiatives, by the week in which an initiative ends.

use crate::id::InitiativeId;

/// The border of a wave, in weeks from the roadmap's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaveBorder {
    /// Number from 1.
    pub number: u32,
    /// Name.
    pub title: &'static str,
    /// First week.
    pub from: u32,
    /// Week after the last; `None` for the last wave, which ends with its last initiative.
    pub to: Option<u32>,
}

/// The four waves: 3, 9 and 18 months, counted as 13, 39 and 78 weeks.
pub const WAVES: [WaveBorder; 4] = [
    WaveBorder { number: 1, title: "Foundations and first value", from: 0, to: Some(13) },
    WaveBorder { number: 2, title: "Core", from: 13, to: Some(39) },
    WaveBorder { number: 3, title: "Scale", from: 39, to: Some(78) },
    WaveBorder { number: 4, title: "Differentiate", from: 78, to: None },
];

/// A wave with the initiatives that end in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Number from 1.
    pub number: u32,
    /// Name.
    pub title: &'static str,
    /// First week.
    pub from: u32,
    /// Week after the last.
    pub to: u32,
    /// Initiatives that end in it, by end, then id.
    pub initiatives: Vec<InitiativeId>,
}

/// The waves of a schedule, up to the one in which the last initiative ends.
///
/// `ends` holds each initiative's end: the week after its last.
pub fn waves(ends: &[(InitiativeId, u32)]) -> Vec<Wave> {
    let last = ends.iter().map(|(_, end)| *end).max().unwrap_or(0);
    let mut ordered: Vec<&(InitiativeId, u32)> = ends.iter().collect();
    ordered.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    WAVES
        .iter()
        .filter(|border| border.from < last)
        .map(|border| {
            let to = border.to.unwrap_or(last);
            let within = |end: u32| (end > border.from || border.from == 0) && end <= to;
            Wave {
                number: border.number,
                title: border.title,
                from: border.from,
                to,
                initiatives: ordered
                    .iter()
                    .filter(|(_, end)| within(*end))
                    .map(|(id, _)| id.clone())
                    .collect(),
            }
        })
        .collect()
}

//! Waves: time-boxed groups of initiatives, by the week in which an initiative ends.

use crate::engagement::RoadmapSetting;
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

const TITLES: [&str; 4] = ["Foundations and first value", "Core", "Scale", "Differentiate"];
/// Weeks after which the first three waves end where nothing is said: 3, 9 and 18 months.
const ENDS: [u32; 3] = [13, 39, 78];

/// The borders of the four waves: as set, and where a border would come before the one in front of it, a week after that.
pub fn borders(setting: Option<&RoadmapSetting>) -> [WaveBorder; 4] {
    let set = setting.map_or([None; 3], |setting| {
        [setting.wave_1_end, setting.wave_2_end, setting.wave_3_end]
            .map(|known| known.value().copied())
    });
    let mut from = 0;
    [0, 1, 2, 3].map(|at| {
        let end = set.get(at).copied().flatten().or(ENDS.get(at).copied());
        let border = WaveBorder {
            number: at as u32 + 1,
            title: TITLES[at],
            from,
            to: end.map(|end| end.max(from + 1)),
        };
        from = border.to.unwrap_or(from);
        border
    })
}

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
pub fn waves(borders: &[WaveBorder], ends: &[(InitiativeId, u32)]) -> Vec<Wave> {
    let last = ends.iter().map(|(_, end)| *end).max().unwrap_or(0);
    let mut ordered: Vec<&(InitiativeId, u32)> = ends.iter().collect();
    ordered.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    borders
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

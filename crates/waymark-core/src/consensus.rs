//! The answer that counts for a question: derived from the votes, or settled in the room with a reason.

use crate::engagement::{Answer, Choice, Vote};

/// The consensus of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consensus {
    /// A level, 1 to 5.
    Level(u8),
    /// The question does not apply; it leaves the base of the score.
    NotApplicable,
    /// Nobody could say, or nobody was asked; lowers the coverage.
    Unknown,
}

impl Consensus {
    /// The level, where there is one.
    pub fn level(self) -> Option<u8> {
        match self {
            Consensus::Level(level) => Some(level),
            Consensus::NotApplicable | Consensus::Unknown => None,
        }
    }
}

/// How far votes differ: the lowest and the highest level given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Lowest level voted.
    pub lowest: u8,
    /// Highest level voted.
    pub highest: u8,
}

impl Spread {
    /// The spread of the levels in some votes; `None` where no level was given.
    pub fn of(votes: &[&Vote]) -> Option<Self> {
        let levels = levels(votes);
        Some(Self { lowest: *levels.first()?, highest: *levels.last()? })
    }

    /// Highest less lowest, in levels.
    pub fn range(self) -> u8 {
        self.highest - self.lowest
    }

    /// True from two levels apart: worth talking about.
    pub fn is_wide(self) -> bool {
        self.range() >= 2
    }
}

/// The levels given, in rising order.
pub fn levels(votes: &[&Vote]) -> Vec<u8> {
    let mut levels: Vec<u8> =
        votes.iter().filter(|v| v.choice == Choice::Level).filter_map(|v| v.level).collect();
    levels.sort_unstable();
    levels
}

/// How far the levels given lie around their mean: the standard deviation of a sample, in levels. `None` below two levels.
pub fn deviation(votes: &[&Vote]) -> Option<f64> {
    let levels = levels(votes);
    if levels.len() < 2 {
        return None;
    }
    let count = levels.len() as f64;
    let sum: u32 = levels.iter().map(|level| u32::from(*level)).sum();
    let squares: u32 = levels.iter().map(|level| u32::from(*level) * u32::from(*level)).sum();
    let sum = f64::from(sum);
    Some(((f64::from(squares) - sum * sum / count) / (count - 1.0)).max(0.0).sqrt())
}

/// The consensus that the votes alone give: the median of the levels, with an even count the lower of the two middle ones.
///
/// No level and only "not applicable": not applicable. "Don't know" and "not applicable" mixed, or no vote: unknown.
pub fn derive(votes: &[&Vote]) -> Consensus {
    let levels = levels(votes);
    if !levels.is_empty() {
        return Consensus::Level(levels[(levels.len() - 1) / 2]);
    }
    if !votes.is_empty() && votes.iter().all(|v| v.choice == Choice::NotApplicable) {
        return Consensus::NotApplicable;
    }
    Consensus::Unknown
}

/// The consensus that counts, and whether the facilitator settled it.
pub fn consensus(answer: Option<&Answer>, votes: &[&Vote]) -> (Consensus, bool) {
    match answer.and_then(|a| a.settled.map(|settled| (settled, a.level))) {
        Some((Choice::Level, Some(level))) => (Consensus::Level(level), true),
        Some((Choice::NotApplicable, _)) => (Consensus::NotApplicable, true),
        Some((Choice::DontKnow, _)) => (Consensus::Unknown, true),
        Some((Choice::Level, None)) | None => (derive(votes), false),
    }
}

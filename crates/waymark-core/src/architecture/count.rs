//! How many components there are, by what becomes of them: the same numbers wherever they are told.

use super::stage::{Shown, Stage};
use super::{Architecture, Component, Status};

/// Components by what becomes of them. Every component is in one of `kept`, `new`, `retiring` and `rejected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// What stands: kept and new ones, and before the target also those that are still to go.
    pub stand: usize,
    /// They are there and stay.
    pub kept: usize,
    /// They are to be built or bought, be it in the place of something.
    pub new: usize,
    /// They are there and go.
    pub retiring: usize,
    /// The client rejected them, whatever they were.
    pub rejected: usize,
}

impl Counts {
    /// Of some components at a stage.
    pub fn of<'a>(components: impl IntoIterator<Item = &'a Component>, stage: Stage) -> Self {
        let mut counts = Self::default();
        for component in components {
            match (component.is_rejected, component.status) {
                (true, _) => counts.rejected += 1,
                (false, Status::Existing) => counts.kept += 1,
                (false, Status::New | Status::Replace) => counts.new += 1,
                (false, Status::Retire) => counts.retiring += 1,
            }
        }
        counts.stand = counts.kept + counts.new;
        if stage != Stage::Target {
            counts.stand += counts.retiring;
        }
        counts
    }
}

impl Architecture {
    /// How many components there are in the target.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.components, Stage::Target)
    }
}

impl Shown {
    /// How many components there are at the stage.
    pub fn counts(&self, architecture: &Architecture) -> Counts {
        let shown = architecture.components.iter();
        Counts::of(shown.filter(|one| self.components.contains(&one.id)), self.stage)
    }
}

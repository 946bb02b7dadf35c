//! AWS Well-Architected custom lenses: reads their JSON, judges answers by their own risk rules, writes them back equal
//! in meaning, and turns them into a folder of readable text and back.
//!
//! A lens counts risks and knows no levels, so it never becomes a [`waymark_core::pack::Pack`] and its counts never
//! enter a score. Files in use deviate from the published format. What is harmless is kept and noted, what is not is
//! refused, and all of it is told at once with its place. Nothing is ever found by name: different lenses share names.
//!
//! Reading goes the same way as with packs: what is written (`written`, filled from JSON by `read` or from TOML by
//! `folder`), then what it means (`check`). Begin with [`read()`], then [`Lens`], then [`counts`].

mod check;
mod condition;
mod folder;
mod json;
mod read;
mod risk;
mod write;
mod written;

pub use condition::{Condition, ConditionError};
pub use folder::{LENS_FILE, folder, from_folder};
pub use read::{LensError, LensNote, LensProblem, NoteKind, Read, read};
pub use risk::{
    Answer, Counts, PillarCounts, Reason, Risk, RiskCounts, Selection, SelectionError, counts,
    counts_json,
};
pub use write::write;

/// Longest lens that is read, in characters: twice [`AWS_CHARACTERS`], so that what is a little too long can be mended.
pub const LENS_CHARACTERS: usize = 1_000_000;

/// Longest lens that the AWS tool takes, in characters.
pub const AWS_CHARACTERS: usize = 500_000;

/// The one published version of the format.
pub const SCHEMA_VERSION: &str = "2021-11-01";

/// What the id of a "none of these" choice ends with.
const NONE_OF_THESE: &str = "_no";

/// A custom lens: pillars, their questions, and the risk that follows from the choices taken.
///
/// Made by [`read()`] and [`from_folder`], which see to it that ids are unique where they must be and that rules name
/// choices of their own question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// Version of the format; absent where the file names none.
    pub schema_version: Option<String>,
    /// Title that people read. Different lenses may share it.
    pub name: String,
    /// What the lens is for.
    pub description: Option<String>,
    /// The pillars in order; at least one.
    pub pillars: Vec<Pillar>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

/// An area that a lens asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pillar {
    /// Unique in the lens.
    pub id: String,
    /// Title that people read.
    pub name: String,
    /// The questions in order.
    pub questions: Vec<Question>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

/// One thing asked, answered with any number of its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Unique in the pillar.
    pub id: String,
    /// What is asked; empty where the file has no words for it.
    pub title: String,
    /// Why it is asked.
    pub description: Option<String>,
    /// What helps to answer.
    pub helpful_resource: Option<Resource>,
    /// The choices in order; at least one.
    pub choices: Vec<Choice>,
    /// The rules in order; the first that holds gives the risk.
    pub risk_rules: Vec<RiskRule>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

/// Something that may be true of a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Unique in the question.
    pub id: String,
    /// What is true where it is taken; empty where the file has no words for it.
    pub title: String,
    /// What helps to understand it.
    pub helpful_resource: Option<Resource>,
    /// What to do where it is not taken.
    pub improvement_plan: Option<Resource>,
    /// More to read.
    pub additional_resources: Vec<AdditionalResources>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

impl Choice {
    /// True for the choice "none of these", known by its id.
    pub fn is_none_of_these(&self) -> bool {
        self.id.ends_with(NONE_OF_THESE)
    }
}

/// A text with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource {
    /// What people read.
    pub display_text: Option<String>,
    /// Address under the key `url`; see [`Resource::address`].
    pub url: Option<String>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

impl Resource {
    /// The address as written, also under `Url` with a capital, as some files have it. It is not checked: show it as
    /// text, and open it only after asking.
    pub fn address(&self) -> Option<String> {
        let capital =
            || self.extra.iter().find(|extra| extra.key.eq_ignore_ascii_case("url"))?.text();
        self.url.clone().or_else(capital).filter(|address| !address.is_empty())
    }
}

/// A group of resources of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdditionalResources {
    /// `HELPFUL_RESOURCE` or `IMPROVEMENT_PLAN`; another word or none is noted and kept.
    pub kind: Option<String>,
    /// The resources in order.
    pub content: Vec<Resource>,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

/// A condition and the risk where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskRule {
    /// When the rule holds.
    pub condition: Condition,
    /// The risk then.
    pub risk: RuleRisk,
    /// Keys beyond the format, in order.
    pub extra: Vec<Extra>,
}

/// What a rule can yield.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleRisk {
    /// `NO_RISK`.
    None,
    /// `MEDIUM_RISK`.
    Medium,
    /// `HIGH_RISK`.
    High,
}

impl RuleRisk {
    /// All of them.
    pub const ALL: [RuleRisk; 3] = [RuleRisk::None, RuleRisk::Medium, RuleRisk::High];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            RuleRisk::None => "NO_RISK",
            RuleRisk::Medium => "MEDIUM_RISK",
            RuleRisk::High => "HIGH_RISK",
        }
    }
}

/// A key that the format does not have, or that holds nothing (`null`, an empty list), kept as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// The key.
    pub key: String,
    /// Its value: JSON, exactly as in the file.
    pub json: String,
}

impl Extra {
    /// The value where it is a text, such as the `description` of a pillar.
    pub fn text(&self) -> Option<String> {
        serde_json::from_str(&self.json).ok()
    }
}

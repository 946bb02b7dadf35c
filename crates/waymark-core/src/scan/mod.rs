//! A scan: one look at AWS accounts, as it is written to `scan.json` and read back.
//!
//! Nothing here knows AWS itself. What could not be read is a value of its own everywhere, with the action, the Region and
//! the reason, so that a read that failed is never taken for good or bad.

mod compare;
mod pseudonym;
mod read;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::FactId;

pub use compare::{Comparison, FactChange, ValueChange, compare};
pub use pseudonym::PseudonymKey;
pub use read::{LONGEST_FILE, ReadScan, ScanError, read};

/// The version of the format that this program writes, and the newest that it reads.
pub const SCHEMA: u32 = 1;

/// One look at one or more accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// Version of the format.
    pub schema: u32,
    /// When the first call was made.
    pub started: Timestamp,
    /// When the last answer came.
    pub finished: Timestamp,
    /// The account whose credentials looked.
    pub account: AccountId,
    /// The role or user that looked, by its bare name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Further accounts that were looked at, each through a role of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountId>,
    /// The Regions that were looked at.
    pub regions: Vec<String>,
    /// The services asked; all of them where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// Why it ended before everything was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// What was measured, by fact.
    pub facts: BTreeMap<FactId, Fact>,
    /// The data sources and platform services found.
    pub resources: Vec<Resource>,
    /// The calls behind it, counted.
    pub calls: Calls,
    /// Every read that brought nothing, counted by action, Region and reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_measured: Vec<NotMeasured>,
    /// Lists that were longer than what a scan reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub truncated: Vec<Truncated>,
    /// True where ids and names were replaced by pseudonyms.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pseudonyms: bool,
}

impl Scan {
    /// The fact of this id, where the scan has it.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.get(&FactId::from(id))
    }
}

/// The number of an account; only written out where that is asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// Wraps the twelve digits, or a pseudonym of them.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The number itself, for people who may see it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountId(…)")
    }
}

/// Why a scan ended early. What it had read by then stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Somebody stopped it.
    Cancelled,
    /// The credentials ran out.
    Expired,
}

/// What a fact's reads came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something was found and measured.
    Value,
    /// AWS says that it is not there.
    Absent,
    /// Nothing of it could be read.
    NotMeasured,
    /// The services behind it are not offered in the Regions looked at.
    NotApplicable,
}

/// What was measured for one fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What the reads came to.
    pub outcome: Outcome,
    /// The values, by name. A value that could not be read at all is missing.
    pub values: BTreeMap<String, FactValue>,
    /// Values that rest on a part of their reads: a count is then at least that many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partial: Vec<String>,
    /// Reads that were answered, also by "there is none".
    pub measured: u64,
    /// Reads that were not, by action, Region and reason.
    pub not_measured: Vec<NotMeasured>,
}

impl Fact {
    /// True where every read behind this value was answered, so that "none" means none.
    pub fn is_complete(&self, value: &str) -> bool {
        self.values.contains_key(value) && !self.partial.iter().any(|name| name == value)
    }

    /// The value of this name as a share.
    pub fn share(&self, value: &str) -> Option<Share> {
        match self.values.get(value)? {
            FactValue::Share(share) => Some(*share),
            _ => None,
        }
    }

    /// The value of this name as a count.
    pub fn count(&self, value: &str) -> Option<u64> {
        match self.values.get(value)? {
            FactValue::Count(count) => Some(*count),
            _ => None,
        }
    }
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// How many.
    Count(u64),
    /// How many of those measured.
    Share(Share),
    /// Whole days from then to the end of the scan.
    Days {
        /// How many.
        days: u64,
    },
    /// Names that the account's owner gave: replaced in a scan with pseudonyms.
    Names {
        /// The names.
        names: Vec<String>,
    },
    /// Words that AWS gave: engines, versions, Regions.
    Words(Vec<String>),
    /// One such word.
    Word(String),
}

impl FactValue {
    /// The type as the pack names it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Flag(_) => "flag",
            Self::Count(_) => "count",
            Self::Share(_) => "share",
            Self::Days { .. } => "days",
            Self::Names { .. } => "names",
            Self::Words(_) => "words",
            Self::Word(_) => "word",
        }
    }
}

/// How many of those measured have something, and how many could not be measured.
///
/// "16 of 29 buckets measured have versioning; 1 not measured" needs all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    /// Those that have it.
    pub matching: u64,
    /// Those that were looked at with success.
    pub measured: u64,
    /// Those that were not.
    pub not_measured: u64,
}

impl Share {
    /// From 0 to 1 of those measured; `None` where nothing was.
    pub fn ratio(self) -> Option<f64> {
        (self.measured > 0).then(|| self.matching as f64 / self.measured as f64)
    }

    /// The least and the most that it can be once the rest is measured; `None` where there is nothing at all.
    pub fn bounds(self) -> Option<(f64, f64)> {
        let [matching, measured, not_measured] =
            [self.matching, self.measured, self.not_measured].map(|count| count as f64);
        let all = measured + not_measured;
        (all > 0.0).then(|| (matching / all, (matching + not_measured) / all))
    }
}

/// Reads that brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotMeasured {
    /// The permission that the reads need, such as `s3:GetBucketVersioning`.
    pub action: String,
    /// The Region asked.
    pub region: String,
    /// Why.
    pub reason: Reason,
    /// How many reads.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u64,
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(count: &u64) -> bool {
    *count == 1
}

/// Why a read brought nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The credentials may not make this call.
    Denied,
    /// A policy of the organisation forbids it.
    DeniedByOrganization,
    /// The Region is not enabled for the account.
    RegionOff,
    /// AWS asked for patience until the last try.
    Throttled,
    /// No answer in time.
    TimedOut,
    /// No connection.
    Unreachable,
    /// The answer made no sense.
    Unreadable,
    /// The service said that it cannot now.
    Unavailable,
    /// The credentials ran out.
    Expired,
    /// The scan was stopped before.
    Cancelled,
    /// The clock of this machine is wrong.
    ClockSkew,
    /// What has to be read before could not be.
    Unknown,
    /// The service was left out of the scan.
    NotAsked,
    /// AWS refused for another reason.
    #[serde(other)]
    Refused,
}

impl Reason {
    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Reason::Denied => "Denied",
            Reason::DeniedByOrganization => "Denied by a policy of the organisation",
            Reason::RegionOff => "The Region is not enabled",
            Reason::Throttled => "Throttled until the last try",
            Reason::TimedOut => "No answer in time",
            Reason::Unreachable => "No connection",
            Reason::Unreadable => "The answer could not be read",
            Reason::Unavailable => "The service was not available",
            Reason::Expired => "The credentials had run out",
            Reason::Cancelled => "The scan was stopped before",
            Reason::ClockSkew => "The clock of the machine is wrong",
            Reason::Unknown => "What has to be read before was not read",
            Reason::NotAsked => "The service was left out",
            Reason::Refused => "Refused",
        }
    }
}

/// Something that an account holds: a data source, or a service of the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// What it is, such as `s3:bucket`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name in the account.
    pub id: String,
    /// Where it lies.
    pub region: String,
    /// The account, where the scan looked at several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The service of the pack's table that it belongs to, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The permission by which it was found.
    pub found_by: String,
    /// What was measured about it.
    pub attributes: BTreeMap<String, FactValue>,
}

/// The calls of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calls {
    /// Requests sent, each try counted.
    pub made: u64,
    /// Tries after the first.
    pub retried: u64,
    /// Reads that were denied.
    pub denied: u64,
    /// Requests to which AWS answered "slower".
    pub throttled: u64,
    /// Reads that failed otherwise.
    #[serde(default)]
    pub failed: u64,
}

/// A list of which only a part was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Truncated {
    /// The action that lists.
    pub action: String,
    /// The Region asked.
    pub region: String,
    /// What it is a list of, where there is one list per thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How many were read; there are more.
    pub read: u64,
}

#[cfg(test)]
mod tests;

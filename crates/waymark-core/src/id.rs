//! Identifiers: one newtype each, so that a question can never be taken for a dimension.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the permanent code as written in the pack.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

text_ids! {
    /// An assessment pack, such as `data-strategy`.
    PackId
    /// A factor: technology, people and process, mindset.
    FactorId
    /// A dimension, such as `STO`.
    DimensionId
    /// A question, such as `STO-1`.
    QuestionId
    /// A role of the pack's closed list, such as `data_engineer`.
    RoleId
    /// An architecture rule, such as `R-STO-04`.
    RuleId
    /// An AWS service or other product of the services table.
    ServiceId
    /// A roadmap initiative, such as `INI-15`.
    InitiativeId
    /// A rule of the pack that yields a finding.
    FindingId
    /// A rule of the pack that calls for initiatives.
    CallRuleId
    /// An AWS fact, such as `F-PAB`.
    FactId
    /// A target rule of the pack.
    TargetRuleId
    /// The short code of a record that people see, such as `SRC-23`. Unique in a document and never reused.
    Code
}

/// The permanent key of a record and the target of every link to it.
///
/// UUIDv7 for records made in the app, UUIDv5 of (engagement, table, code) for records imported without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(Uuid);

impl Uid {
    /// A UUIDv7 from Unix milliseconds and ten random bytes, both given by the caller.
    pub fn from_time(milliseconds: u64, random: &[u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(milliseconds, random).into_uuid())
    }

    /// The UUIDv5 of a name inside another record's id, so that the same import gives the same ids.
    pub fn derived(within: Uid, name: &str) -> Self {
        Self(Uuid::new_v5(&within.0, name.as_bytes()))
    }

    /// The root of derived ids: the UUIDv5 of a name in Waymark's own namespace.
    pub fn root(name: &str) -> Self {
        /// A fixed random namespace that belongs to Waymark documents.
        const NAMESPACE: Uuid = Uuid::from_u128(0x6d1f_27c4_9a0b_4e55_8c3e_5b7a_10f2_9d46);
        Self(Uuid::new_v5(&NAMESPACE, name.as_bytes()))
    }

    /// Reads the hyphenated form; `None` where the text is not a UUID.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

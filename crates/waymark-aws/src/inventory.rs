//! What a scan brought: every read with its outcome, and of each record the kept fields. Facts are made of it alone, so that an
//! inventory that was written down can be judged anew, and an interrupted scan taken up where it stopped.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use waymark_core::scan::{AccountId, Calls, Reason, Stopped};

use crate::error::Error;
use crate::operation::{self, Operation, Record};

/// The version of the format. A partial file of another version is not taken up.
const FORMAT: u32 = 1;

/// Everything that the reads of a scan brought.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    format: u32,
    pub(crate) started: Timestamp,
    pub(crate) finished: Timestamp,
    /// Accounts by their index in reads; the first is the one whose credentials look.
    pub(crate) accounts: Vec<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<String>,
    pub(crate) home: String,
    pub(crate) regions: Vec<String>,
    /// The services asked; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) services: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stopped: Option<Stopped>,
    pub(crate) calls: Calls,
    pub(crate) reads: Vec<Read>,
}

impl fmt::Debug for Inventory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Inventory({} reads)", self.reads.len())
    }
}

/// One read: one operation, asked of one thing in one Region of one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Read {
    #[serde(default, skip_serializing_if = "is_first")]
    pub(crate) account: u16,
    pub(crate) region: Arc<str>,
    #[serde(with = "by_id")]
    pub(crate) operation: &'static Operation,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(crate) of: Arc<str>,
    pub(crate) answer: Answered,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_first(account: &u16) -> bool {
    *account == 0
}

/// What a read came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answered {
    /// AWS answered with these records.
    Records {
        records: Box<[Record]>,
        /// There are more than a scan reads.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        more: bool,
        /// A later page could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cut: Option<Reason>,
    },
    /// AWS answered that it is not there.
    Absent,
    /// The service is not offered there.
    NotOffered,
    /// Nothing was answered that can be used.
    NotMeasured(Reason),
}

impl Answered {
    /// True where asking again would bring the same.
    fn is_settled(&self) -> bool {
        match self {
            Self::Records { cut, .. } => cut.is_none(),
            Self::Absent | Self::NotOffered => true,
            Self::NotMeasured(reason) => matches!(
                reason,
                Reason::Denied | Reason::DeniedByOrganization | Reason::RegionOff | Reason::Refused
            ),
        }
    }

    /// The records; none where there are none or they are not known.
    pub(crate) fn records(&self) -> &[Record] {
        match self {
            Self::Records { records, .. } => records,
            Self::Absent | Self::NotOffered | Self::NotMeasured(_) => &[],
        }
    }

    /// Why a part or all of it is not known.
    pub(crate) fn missing(&self) -> Option<Reason> {
        match self {
            Self::Records { cut, .. } => *cut,
            Self::NotMeasured(reason) => Some(*reason),
            Self::Absent | Self::NotOffered => None,
        }
    }
}

/// What keeps reads apart.
pub(crate) type ReadKey = (u16, Arc<str>, String, Arc<str>);

impl Read {
    /// The order in which reads are written.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let key = |read: &Self| (read.account, read.operation.service.name, read.operation.name);
        let by_operation = key(self).cmp(&key(other));
        by_operation
            .then_with(|| self.region.cmp(&other.region))
            .then_with(|| self.of.cmp(&other.of))
    }

    pub(crate) fn key(&self) -> ReadKey {
        (self.account, self.region.clone(), self.operation.id(), self.of.clone())
    }
}

impl Inventory {
    pub(crate) fn new(
        started: Timestamp,
        accounts: Vec<AccountId>,
        identity: Option<String>,
        home: String,
        regions: Vec<String>,
        services: Vec<String>,
    ) -> Self {
        Self {
            format: FORMAT,
            started,
            finished: started,
            accounts,
            identity,
            home,
            regions,
            services,
            stopped: None,
            calls: Calls::default(),
            reads: Vec::new(),
        }
    }

    /// True where the scan ended before everything was read.
    pub fn is_partial(&self) -> bool {
        self.stopped.is_some()
    }

    /// The account whose credentials looked.
    pub fn account(&self) -> &AccountId {
        &self.accounts[0]
    }

    /// Reads made, also those that brought nothing.
    pub fn reads(&self) -> usize {
        self.reads.len()
    }

    /// The bytes of `scan.json.partial`. They hold names, and are not for anybody else.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an inventory is plain data")
    }

    /// Reads such bytes back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let inventory: Self = serde_json::from_slice(bytes).map_err(|error| {
            Error::Partial(format!(
                "line {}, column {}: it is damaged",
                error.line(),
                error.column()
            ))
        })?;
        if inventory.format != FORMAT {
            return Err(Error::Partial(format!(
                "it has format {}, and this program writes {FORMAT}",
                inventory.format
            )));
        }
        if inventory.accounts.is_empty() {
            return Err(Error::Partial("it names no account".to_owned()));
        }
        Ok(inventory)
    }

    /// What need not be read again, by key.
    pub(crate) fn settled(&self) -> BTreeMap<ReadKey, Answered> {
        let settled = self.reads.iter().filter(|read| read.answer.is_settled());
        settled.map(|read| (read.key(), read.answer.clone())).collect()
    }
}

/// An operation as its id.
mod by_id {
    use super::{Deserialize, Deserializer, Operation, Serialize, Serializer, operation};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn serialize<S: Serializer>(
        operation: &&'static Operation,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        operation.id().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<&'static Operation, D::Error> {
        let id = String::deserialize(deserializer)?;
        operation::find(&id)
            .ok_or_else(|| serde::de::Error::custom(format!("there is no operation {id}")))
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Inventory {
    /// An inventory of nothing, to see what would be made of one.
    pub(crate) fn nothing() -> Self {
        let never = Timestamp::UNIX_EPOCH;
        Self::new(never, vec![AccountId::new("")], None, String::new(), Vec::new(), Vec::new())
    }
}

//! The scan: asks every operation of the table in every Region, with bounded patience, and fills an [`Inventory`].

mod cancel;
mod drive;
mod plan;
mod progress;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use waymark_core::scan::{AccountId, Scan};

pub use cancel::Cancel;
pub use progress::{Progress, ScanEvent};

use crate::account::Account;
use crate::client::Answer;
use crate::credentials::{Holder, Role};
use crate::error::Error;
use crate::facts;
use crate::inventory::{Answered, Inventory, Read};
use crate::operation::OPERATIONS;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanOptions {
    /// The Regions; those that [`Account::regions`] suggests where empty.
    pub regions: Vec<String>,
    /// The services, as [`service_names`] lists them; all where empty.
    pub services: Vec<String>,
    /// Single operations, `service:Operation`; all of the services where empty.
    pub operations: Vec<String>,
    /// Roles in further accounts to look at too.
    pub accounts: Vec<Role>,
    /// The most calls under way in one Region.
    pub in_flight: usize,
}

impl Default for ScanOptions {
    fn default() -> Self {
        Self {
            regions: Vec::new(),
            services: Vec::new(),
            operations: Vec::new(),
            accounts: Vec::new(),
            in_flight: 32,
        }
    }
}

/// What a scan came to, also where it was stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanEnd {
    /// The scan as it is written to `scan.json`.
    pub scan: Scan,
    /// What it was made of; hand it back to take a stopped scan up again.
    pub inventory: Inventory,
}

/// What a scan would bring of an account that gives one answer to everything that is read, with one status and body. Nothing is
/// sent: it is there to see that no answer, whatever it says, brings a scan down.
pub fn rehearse(status: u16, body: &[u8]) -> Inventory {
    let answer =
        Answer { status, headers: http::HeaderMap::new(), body: Bytes::copy_from_slice(body) };
    let mut inventory = Inventory::nothing();
    for operation in OPERATIONS {
        let answered = match answer.value(operation.service.wire) {
            Ok(value) => {
                let mut records = operation.records(&value);
                let more = records.len() > operation.cap || operation.next_page(&value).is_some();
                records.truncate(operation.cap);
                Answered::Records { records: records.into(), more, cut: None }
            }
            Err(failure) => drive::without_answer(failure.kind),
        };
        inventory.reads.push(Read {
            account: 0,
            region: Arc::from("eu-central-1"),
            operation,
            of: Arc::from("rehearsal"),
            answer: answered,
        });
    }
    inventory
}

/// An account that is looked at.
pub(crate) struct Session {
    pub(crate) holder: Arc<Holder>,
    pub(crate) account: AccountId,
}

/// The services that a scan can ask, by name.
pub fn service_names() -> Vec<&'static str> {
    let names: BTreeSet<&str> = plan::scanned().map(|operation| operation.service.name).collect();
    names.into_iter().collect()
}

/// Looks at an account.
///
/// `earlier` is the inventory of a scan that was stopped: what it read is not read again. `sink` is told how it goes. An error
/// says that nothing could be looked at; everything after that is part of the scan.
pub async fn scan(
    account: &Account,
    options: &ScanOptions,
    earlier: Option<Inventory>,
    sink: &(dyn Fn(ScanEvent) + Send + Sync),
    cancel: &Cancel,
) -> Result<ScanEnd, Error> {
    let identity = account.identity().await?;
    let mut sessions =
        vec![Session { holder: account.holder.clone(), account: identity.account.clone() }];
    for role in &options.accounts {
        let holder = account.through(role);
        let of_role = account.identity_of(&holder).await?;
        sessions.push(Session { holder, account: of_role.account });
    }
    let regions = match (&options.regions, &earlier) {
        (given, _) if !given.is_empty() => given.clone(),
        (_, Some(earlier)) => earlier.regions.clone(),
        _ => account.regions().await?.suggested,
    };
    let started = earlier
        .as_ref()
        .map_or_else(|| account.client.clock().timestamp(), |earlier| earlier.started);
    let accounts = sessions.iter().map(|session| session.account.clone()).collect();
    let mut inventory = Inventory::new(
        started,
        accounts,
        Some(identity.name),
        account.region.clone(),
        regions,
        options.services.clone(),
    );
    let mut settled = BTreeMap::new();
    if let Some(earlier) = earlier {
        if earlier.accounts != inventory.accounts {
            return Err(Error::Partial("it was of another account".to_owned()));
        }
        inventory.calls = earlier.calls;
        settled = earlier.settled();
    }
    drive::drive(account, &sessions, options, settled, &mut inventory, sink, cancel).await;
    sink(ScanEvent::Ended);
    Ok(ScanEnd { scan: facts::judge(&inventory), inventory })
}

//! Facts: pure functions of an inventory. Which of them exist is the pack's to say; a test holds that both agree.

mod account;
mod build;
mod catalogue;
mod consumption;
mod ingestion;
mod look;
mod operations;
mod personalisation;
mod processing;
mod resource;
mod security;
mod sources;
mod storage;

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::id::FactId;
use waymark_core::scan::{NotMeasured, SCHEMA, Scan, Truncated};

use crate::inventory::{Answered, Inventory};
use build::Build;
pub(crate) use look::Look;
pub(crate) use resource::lists_resources;

/// What the code can measure for one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredFact {
    /// The fact.
    pub id: &'static str,
    /// The operations behind it, `service:Operation`.
    pub operations: BTreeSet<String>,
    /// Names and types of its values.
    pub values: BTreeMap<&'static str, &'static str>,
}

/// All facts, by layer.
fn all<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    [
        account::facts(look),
        storage::facts(look),
        sources::facts(look),
        ingestion::facts(look),
        catalogue::facts(look),
        processing::facts(look),
        consumption::facts(look),
        personalisation::facts(look),
        security::facts(look),
        operations::facts(look),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the code can measure.
pub fn declared() -> Vec<DeclaredFact> {
    let nothing = Inventory::nothing();
    let look = Look::new(&nothing);
    all(&look).into_iter().map(Build::declaration).collect()
}

/// Makes a scan of an inventory. The same inventory gives the same scan.
pub fn judge(inventory: &Inventory) -> Scan {
    let look = Look::new(inventory);
    let facts = all(&look).into_iter().map(|fact| (FactId::from(fact.id), fact.finish())).collect();
    let mut counted: BTreeMap<NotMeasured, u64> = BTreeMap::new();
    let mut truncated = Vec::new();
    for read in &inventory.reads {
        if let Some(reason) = read.answer.missing() {
            let one = NotMeasured {
                action: read.operation.permission_name(),
                region: read.region.to_string(),
                reason,
                count: 0,
            };
            *counted.entry(one).or_default() += 1;
        }
        // Executions and the like are read as samples; only a list of things that is cut is told.
        if let Answered::Records { records, more: true, cut: None } = &read.answer
            && records.len() >= SAMPLE
        {
            truncated.push(Truncated {
                action: read.operation.permission_name(),
                region: read.region.to_string(),
                of: (!read.of.is_empty()).then(|| bare_name(&read.of).to_owned()),
                read: records.len() as u64,
            });
        }
    }
    Scan {
        schema: SCHEMA,
        started: inventory.started,
        finished: inventory.finished,
        account: inventory.account().clone(),
        identity: inventory.identity.clone(),
        accounts: inventory.accounts[1..].to_vec(),
        regions: inventory.regions.clone(),
        services: inventory.services.clone(),
        stopped: inventory.stopped,
        facts,
        resources: resource::resources(&look),
        calls: inventory.calls,
        not_measured: counted
            .into_iter()
            .map(|(one, count)| NotMeasured { count, ..one })
            .collect(),
        truncated,
        pseudonyms: false,
    }
}

/// The name in an ARN: a scan holds no ARNs.
fn bare_name(thing: &str) -> &str {
    if thing.starts_with("arn:") { thing.rsplit([':', '/']).next().unwrap_or(thing) } else { thing }
}

/// Lists up to this length are samples on purpose: the last runs of a job, the last queries of a workgroup.
const SAMPLE: usize = 201;

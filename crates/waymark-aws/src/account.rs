//! An account, with the credentials to look at it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use waymark_core::scan::AccountId;

use crate::client::{Client, Clock, Failure, Keys, Kind};
use crate::credentials::{
    self, Connect, CouldWrite, Holder, Identity, IdentityKind, Provider, Role,
};
use crate::error::Error;
use crate::operation::service::partition;
use crate::operation::{Record, known};

/// The longest that one call may take.
pub const TIMEOUT: Duration = Duration::from_secs(20);
/// The most accounts that are listed to choose from.
const MOST_ACCOUNTS: usize = 5_000;
/// Tries of a call outside of scans.
const TRIES: usize = 3;

/// An account that can be looked at. Making one asks nobody; the first call is [`Account::identity`].
pub struct Account {
    pub(crate) client: Arc<Client>,
    pub(crate) holder: Arc<Holder>,
    pub(crate) region: String,
    pub(crate) seed: u64,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Account(…)")
    }
}

/// The Regions of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions {
    /// Where the credentials are at home.
    pub home: String,
    /// All that are enabled; the one at home alone where that cannot be read.
    pub enabled: Vec<String>,
    /// Those worth looking at: the one at home, and where something has a tag.
    pub suggested: Vec<String>,
}

impl Account {
    /// Reads the configuration and makes ready. `seed` spreads the pauses between tries.
    pub fn connect(connect: &Connect, clock: Clock, seed: u64) -> Result<Self, Error> {
        Self::connect_with(connect, clock, seed, TIMEOUT)
    }

    /// The same with another limit for the time that one call may take.
    pub fn connect_with(
        connect: &Connect,
        clock: Clock,
        seed: u64,
        timeout: Duration,
    ) -> Result<Self, Error> {
        let resolved = credentials::resolve(connect)?;
        let client = Client::new(resolved.endpoint.as_deref(), clock, timeout)?;
        let holder = Holder::new(resolved.provider, connect.code.clone());
        Ok(Self {
            client: Arc::new(client),
            holder: Arc::new(holder),
            region: resolved.region,
            seed,
        })
    }

    /// The Region at home.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The same machinery for another account, whose role is taken with these credentials.
    pub(crate) fn through(&self, role: &Role) -> Arc<Holder> {
        let base = self.holder.provider().clone();
        Arc::new(Holder::new(Provider::of_role(base, role, ""), None))
    }

    /// Who looks. To be shown before anything else is read.
    pub async fn identity(&self) -> Result<Identity, Error> {
        self.identity_of(&self.holder).await
    }

    pub(crate) async fn identity_of(&self, holder: &Holder) -> Result<Identity, Error> {
        let operation = known("sts:GetCallerIdentity");
        let value = self.ask(holder, "sts:GetCallerIdentity", &self.region, "", json!({})).await?;
        let record = Record::of(&value, operation.keep);
        let text = |field| record.text(field).unwrap_or_default();
        let (account, arn) =
            (text("GetCallerIdentityResult/Account"), text("GetCallerIdentityResult/Arn"));
        if account.is_empty() {
            return Err(Error::Refused { action: operation.id(), code: "Unreadable".to_owned() });
        }
        Ok(Identity::of_arn(account, arn))
    }

    /// Whether these credentials could do more than look, as far as names and attached policies tell. Nothing is tried.
    pub async fn could_write(&self, identity: &Identity) -> CouldWrite {
        if let Some(verdict) = credentials::by_name(&identity.name) {
            return verdict;
        }
        let (attached, inside, key) = match identity.kind {
            IdentityKind::Role => {
                ("iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "RoleName")
            }
            IdentityKind::User => {
                ("iam:ListAttachedUserPolicies", "iam:ListUserPolicies", "UserName")
            }
            IdentityKind::Root => return CouldWrite::Yes(identity.name.clone()),
            IdentityKind::Federated => return CouldWrite::NotKnown,
        };
        let account = identity.account.as_str();
        let of = json!({key: identity.name});
        let Ok(mut policies) = self.list(attached, account, of.clone()).await else {
            return CouldWrite::NotKnown;
        };
        let Ok(mut inside) = self.list(inside, account, of.clone()).await else {
            return CouldWrite::NotKnown;
        };
        if identity.kind == IdentityKind::User {
            let Ok(groups) = self.list("iam:ListGroupsForUser", account, of).await else {
                return CouldWrite::NotKnown;
            };
            for group in &groups {
                let name = json!({"GroupName": group.text("GroupName")});
                let Ok(more) = self.list("iam:ListAttachedGroupPolicies", account, name).await
                else {
                    return CouldWrite::NotKnown;
                };
                policies.extend(more);
                // What stands inside of a group is not read.
                inside.push(Record::default());
            }
        }
        let text = |record: &Record, field: &str| record.text(field).unwrap_or_default().to_owned();
        let attached: Vec<(String, String)> =
            policies.iter().map(|one| (text(one, "PolicyName"), text(one, "PolicyArn"))).collect();
        credentials::by_policies(&attached, inside.len())
    }

    /// The Regions that are enabled, and those worth looking at.
    pub async fn regions(&self) -> Result<Regions, Error> {
        let home = self.region.clone();
        let listed = match self.list("ec2:DescribeRegions", "", json!({})).await {
            Ok(regions) => regions,
            Err(Error::Refused { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_on = |region: &&Record| region.text("optInStatus") != Some("not-opted-in");
        let mut enabled: Vec<String> = listed
            .iter()
            .filter(is_on)
            .filter_map(|region| region.text("regionName"))
            .filter(|region| partition(region) == partition(&home))
            .map(str::to_owned)
            .collect();
        if !enabled.contains(&home) {
            enabled.push(home.clone());
        }
        enabled.sort();
        let mut asked = tokio::task::JoinSet::new();
        let mut suggested = vec![home.clone()];
        let mut open: Vec<String> =
            enabled.iter().filter(|region| **region != home).cloned().collect();
        while !open.is_empty() || !asked.is_empty() {
            while asked.len() < 8
                && let Some(region) = open.pop()
            {
                let (client, holder) = (self.client.clone(), self.holder.clone());
                asked.spawn(async move {
                    let operation = known("resourcegroupstaggingapi:GetResources");
                    let keys = holder.keys(&client, &region).await.ok()?;
                    let input = json!({"ResourcesPerPage": 1});
                    let value = client.read(&keys, operation, &region, "", &input).await.ok()?;
                    (!operation.records(&value).is_empty()).then_some(region)
                });
            }
            if let Some(Ok(Some(region))) = asked.join_next().await {
                suggested.push(region);
            }
        }
        suggested.sort();
        Ok(Regions { home, enabled, suggested })
    }

    /// The accounts of the organisation that are active, where they may be listed: to choose from for a scan of several.
    pub async fn organization_accounts(&self) -> Result<Vec<AccountId>, Error> {
        let mut found = Vec::new();
        let mut input = json!({});
        loop {
            let operation = "organizations:ListAccounts";
            let value = self.ask(&self.holder, operation, &self.region, "", input).await?;
            for account in value.get("Accounts").and_then(Value::as_array).into_iter().flatten() {
                let text = |name: &str| account.get(name).and_then(Value::as_str);
                if let (Some("ACTIVE"), Some(id)) = (text("Status"), text("Id")) {
                    found.push(AccountId::new(id));
                }
            }
            match known(operation).next_page(&value) {
                Some(token) if found.len() < MOST_ACCOUNTS => input = json!({"NextToken": token}),
                _ => return Ok(found),
            }
        }
    }

    async fn list(
        &self,
        operation: &str,
        account: &str,
        input: Value,
    ) -> Result<Vec<Record>, Error> {
        let value = self.ask(&self.holder, operation, &self.region, account, input).await?;
        Ok(known(operation).records(&value))
    }

    /// One call outside of a scan, tried a few times.
    async fn ask(
        &self,
        holder: &Holder,
        operation: &str,
        region: &str,
        account: &str,
        input: Value,
    ) -> Result<Value, Error> {
        let operation = known(operation);
        let mut keys: Keys = holder.keys(&self.client, region).await?;
        let mut tried = 0;
        loop {
            tried += 1;
            let failure = match self.client.read(&keys, operation, region, account, &input).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            let is_passing = matches!(
                failure.kind,
                Kind::Throttled
                    | Kind::Unavailable
                    | Kind::Unreachable
                    | Kind::TimedOut
                    | Kind::ClockSkew
            );
            if failure.kind == Kind::Expired && tried == 1 {
                keys = holder.renew(&self.client, region, &keys).await?;
            } else if !is_passing || tried >= TRIES {
                let (address, _) = self.client.address(operation.service, region, account);
                return Err(refused(&operation.permission_name(), &address, failure));
            } else {
                tokio::time::sleep(Duration::from_millis(200 << tried)).await;
            }
        }
    }
}

fn refused(action: &str, address: &str, failure: Failure) -> Error {
    match failure.kind {
        Kind::Expired => Error::Expired,
        Kind::UnknownKeys => Error::Invalid { code: failure.code },
        Kind::Unreachable | Kind::NoAddress | Kind::TimedOut => {
            Error::Unreachable { host: address.split("://").last().unwrap_or(address).to_owned() }
        }
        _ => Error::Refused {
            action: action.to_owned(),
            code: if failure.code.is_empty() {
                format!("status {}", failure.status)
            } else {
                failure.code
            },
        },
    }
}

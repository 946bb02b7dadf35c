//! Whose eyes a scan looks with: profiles, IAM Identity Center, the environment, roles, second factors, programs.
//!
//! All of it is done here with the client of the scan, and not by `aws-config`: that crate leaves a second factor out without a
//! word (awslabs/aws-sdk-rust#527), reads the process's environment itself, brings the instance's own credentials (IMDS) along,
//! and would add more than the rest of this crate to the program. Nothing is stored; keys live in memory and cannot be printed.

mod files;
mod hold;
mod writing;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use waymark_core::scan::AccountId;

pub(crate) use files::settings;
pub use files::{Profile, ProfileKind, profiles};
pub(crate) use hold::{Holder, Provider};
pub use writing::CouldWrite;
pub(crate) use writing::{by_name, by_policies};

use crate::client::Keys;
use crate::error::Error;

/// A text that is never printed: codes, names of roles with account numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text from being printed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where AWS keeps its configuration on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFiles {
    /// Usually `~/.aws/config`.
    pub config: PathBuf,
    /// Usually `~/.aws/credentials`.
    pub credentials: PathBuf,
    /// Usually `~/.aws/sso/cache`, where sign-ins lie.
    pub sign_ins: PathBuf,
}

impl ConfigFiles {
    /// The files below a home folder, or where the environment says.
    pub fn of_home(home: &Path, environment: &BTreeMap<String, String>) -> Self {
        let file = |variable: &str, name: &str| match environment.get(variable) {
            Some(path) if !path.is_empty() => PathBuf::from(path),
            _ => home.join(".aws").join(name),
        };
        Self {
            config: file("AWS_CONFIG_FILE", "config"),
            credentials: file("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            sign_ins: home.join(".aws/sso/cache"),
        }
    }
}

/// Where the first credentials come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A profile of the configuration files.
    Profile(String),
    /// `AWS_ACCESS_KEY_ID` and its companions.
    Environment,
}

/// A role to take with the first credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its ARN.
    pub arn: Secret,
    /// The external id that its trust policy wants.
    pub external_id: Option<String>,
}

/// How to come to an account.
#[derive(Debug, Clone)]
pub struct Connect {
    /// Where the first credentials come from.
    pub source: Source,
    /// Where the configuration lies.
    pub files: ConfigFiles,
    /// The variables of the environment, as `main` read them.
    pub environment: BTreeMap<String, String>,
    /// A role to take.
    pub role: Option<Role>,
    /// The code of the second factor, where one was asked for.
    pub code: Option<Secret>,
    /// The Region at home; as the profile or the environment says where left out.
    pub region: Option<String>,
    /// One address for everything; as the environment or the profile says where left out.
    pub endpoint: Option<String>,
}

/// What follows from [`Connect`] without asking anybody.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) provider: Provider,
    pub(crate) region: String,
    pub(crate) endpoint: Option<String>,
}

/// The Region where nothing names one.
const REGION: &str = "us-east-1";

/// Reads the configuration; asks nobody.
pub(crate) fn resolve(connect: &Connect) -> Result<Resolved, Error> {
    let variable =
        |name: &str| connect.environment.get(name).filter(|text| !text.is_empty()).cloned();
    let settings = settings(&connect.files)?;
    let (provider, profile) = match &connect.source {
        Source::Environment => {
            let (Some(id), Some(secret)) =
                (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"))
            else {
                return Err(Error::NoCredentials);
            };
            let token = variable("AWS_SESSION_TOKEN");
            (Provider::Fixed(Keys { id, secret, token, expires: None }), None)
        }
        Source::Profile(name) => {
            let provider =
                files::provider(&settings, name, &connect.environment, &connect.files.sign_ins)?;
            (provider, settings.profile(name))
        }
    };
    let of_profile = |key: &str| profile.and_then(|profile| profile.get(key)).cloned();
    let region = connect.region.clone();
    let region = region
        .or_else(|| of_profile("region"))
        .or_else(|| variable("AWS_REGION"))
        .or_else(|| variable("AWS_DEFAULT_REGION"));
    let is_ignored =
        variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(|text| text == "true");
    let configured = || variable("AWS_ENDPOINT_URL").or_else(|| of_profile("endpoint_url"));
    let endpoint =
        connect.endpoint.clone().or_else(|| if is_ignored { None } else { configured() });
    let provider = match &connect.role {
        None => provider,
        Some(role) => Provider::of_role(provider, role, ""),
    };
    Ok(Resolved { provider, region: region.unwrap_or_else(|| REGION.to_owned()), endpoint })
}

/// An external id for a trust policy, from random bytes.
pub fn external_id(random: [u8; 16]) -> String {
    random.iter().fold("waymark-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// The bare name of the role or user.
    pub name: String,
    /// What it is.
    pub kind: IdentityKind,
}

/// What looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// A role.
    Role,
    /// A user.
    User,
    /// The root user, who should not.
    Root,
    /// A federated user.
    Federated,
}

impl Identity {
    /// From the ARN of `GetCallerIdentity`.
    pub(crate) fn of_arn(account: &str, arn: &str) -> Self {
        let what = arn.splitn(6, ':').nth(5).unwrap_or_default();
        let parts: Vec<&str> = what.split('/').collect();
        let (kind, name) = match parts.as_slice() {
            ["assumed-role", role, ..] => (IdentityKind::Role, *role),
            ["user", .., name] => (IdentityKind::User, *name),
            ["federated-user", name, ..] => (IdentityKind::Federated, *name),
            _ => (IdentityKind::Root, "root"),
        };
        Self { account: AccountId::new(account), name: name.to_owned(), kind }
    }
}

#[cfg(test)]
mod tests;

//! The configuration files of AWS: profiles and sign-in sessions.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{ConfigFiles, Provider, Role, Secret};
use crate::client::Keys;
use crate::error::Error;

type Section = BTreeMap<String, String>;

/// Everything that the configuration files say.
#[derive(Default)]
pub(crate) struct Settings {
    profiles: BTreeMap<String, Section>,
    sessions: BTreeMap<String, Section>,
}

impl Settings {
    pub(crate) fn profile(&self, name: &str) -> Option<&Section> {
        self.profiles.get(name)
    }
}

/// A profile to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// How it comes to credentials.
    pub kind: ProfileKind,
    /// Its Region.
    pub region: Option<String>,
    /// True where a code of a second factor is asked for.
    pub needs_code: bool,
}

/// How a profile comes to credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileKind {
    /// Keys that lie in the file.
    Keys,
    /// A role, taken with other credentials.
    Role,
    /// A sign-in of IAM Identity Center.
    IdentityCenter,
    /// A program that gives them.
    Program,
    /// It has none, or in a way that Waymark does not know.
    None,
}

/// The profiles of the configuration files, by name; none where there are no files.
pub fn profiles(files: &ConfigFiles) -> Result<Vec<Profile>, Error> {
    let settings = settings(files)?;
    let profile = |(name, section): (&String, &Section)| Profile {
        name: name.clone(),
        kind: kind(section),
        region: section.get("region").cloned(),
        needs_code: asks_for_code(&settings, name, 0),
    };
    Ok(settings.profiles.iter().map(profile).collect())
}

fn kind(section: &Section) -> ProfileKind {
    let has = |key: &str| section.contains_key(key);
    if has("role_arn") && (has("source_profile") || has("credential_source")) {
        ProfileKind::Role
    } else if has("sso_session") || has("sso_start_url") {
        ProfileKind::IdentityCenter
    } else if has("aws_access_key_id") {
        ProfileKind::Keys
    } else if has("credential_process") {
        ProfileKind::Program
    } else {
        ProfileKind::None
    }
}

fn asks_for_code(settings: &Settings, name: &str, depth: usize) -> bool {
    let Some(section) = settings.profile(name) else { return false };
    let source = section.get("source_profile").filter(|source| *source != name && depth < DEEPEST);
    section.contains_key("mfa_serial")
        || source.is_some_and(|source| asks_for_code(settings, source, depth + 1))
}

/// Reads both files; a file that is not there says nothing.
pub(crate) fn settings(files: &ConfigFiles) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    for (path, is_config) in [(&files.config, true), (&files.credentials, false)] {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(source) => return Err(Error::Config { path: path.clone(), source }),
        };
        take(&mut settings, &text, is_config);
    }
    Ok(settings)
}

/// Adds the sections of a file. What the credentials file says of a profile wins, as in AWS's own tools.
fn take(settings: &mut Settings, text: &str, is_config: bool) {
    let mut here: Option<&mut Section> = None;
    for line in text.lines() {
        let is_nested = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(title) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let title = title.trim();
            let words =
                title.split_once(char::is_whitespace).map(|(kind, name)| (kind, name.trim()));
            here = match words {
                Some(("profile", name)) if is_config => {
                    Some(settings.profiles.entry(name.to_owned()).or_default())
                }
                Some(("sso-session", name)) if is_config => {
                    Some(settings.sessions.entry(name.to_owned()).or_default())
                }
                None if !is_config || title == "default" => {
                    Some(settings.profiles.entry(title.to_owned()).or_default())
                }
                _ => None,
            };
        } else if let (Some(section), Some((key, value)), false) =
            (here.as_mut(), line.split_once('='), is_nested)
        {
            let value = value.split(" #").next().unwrap_or_default().trim();
            section.insert(key.trim().to_lowercase(), value.to_owned());
        }
    }
}

/// Roles that lead to roles, at most so many.
const DEEPEST: usize = 5;

/// How a profile comes to credentials.
pub(super) fn provider(
    settings: &Settings,
    name: &str,
    environment: &BTreeMap<String, String>,
    sign_ins: &Path,
) -> Result<Provider, Error> {
    found(settings, name, environment, sign_ins, 0)
}

fn found(
    settings: &Settings,
    name: &str,
    environment: &BTreeMap<String, String>,
    sign_ins: &Path,
    depth: usize,
) -> Result<Provider, Error> {
    let wrong =
        |message: &str| Error::Profile { profile: name.to_owned(), message: message.to_owned() };
    let section = settings.profile(name).ok_or_else(|| Error::NoProfile {
        name: name.to_owned(),
        known: settings.profiles.keys().cloned().collect(),
    })?;
    let get = |key: &str| section.get(key).filter(|text| !text.is_empty());
    if depth > DEEPEST {
        return Err(wrong(
            "its `source_profile` leads in a circle; name a profile with credentials of its own",
        ));
    }
    let own_keys = match (get("aws_access_key_id"), get("aws_secret_access_key")) {
        (Some(id), Some(secret)) => Some(Keys {
            id: id.clone(),
            secret: secret.clone(),
            token: get("aws_session_token").cloned(),
            expires: None,
        }),
        (None, None) => None,
        _ => return Err(wrong("it has half a pair of keys; add the other half")),
    };
    let device = get("mfa_serial").map(|serial| Secret::new(serial.clone()));
    if let Some(arn) = get("role_arn") {
        let base = match (get("source_profile"), get("credential_source").map(String::as_str)) {
            // A profile may name itself: the role is then taken with its own keys.
            (Some(source), _) if source == name => Provider::Fixed(
                own_keys.ok_or_else(|| wrong("it names itself as source but has no keys"))?,
            ),
            (Some(source), _) => found(settings, source, environment, sign_ins, depth + 1)?,
            (None, Some("Environment")) => {
                let variable =
                    |name: &str| environment.get(name).filter(|text| !text.is_empty()).cloned();
                let (Some(id), Some(secret)) =
                    (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"))
                else {
                    return Err(Error::NoCredentials);
                };
                Provider::Fixed(Keys {
                    id,
                    secret,
                    token: variable("AWS_SESSION_TOKEN"),
                    expires: None,
                })
            }
            (None, Some(_)) => {
                return Err(wrong(
                    "it takes its credentials from an instance or container, which a desk has not; choose another profile",
                ));
            }
            (None, None) => return Err(wrong("its role has no `source_profile`; add one")),
        };
        let role = Role { arn: Secret::new(arn.clone()), external_id: get("external_id").cloned() };
        let mut provider = Provider::of_role(base, &role, name);
        if let Provider::Role { device: its, session, .. } = &mut provider {
            *its = device;
            if let Some(name) = get("role_session_name") {
                session.clone_from(name);
            }
        }
        return Ok(provider);
    }
    let provider = if get("sso_session").is_some() || get("sso_start_url").is_some() {
        let session = match get("sso_session") {
            None => section,
            Some(session) => settings.sessions.get(session).ok_or_else(|| {
                wrong(&format!(
                    "there is no section `[sso-session {session}]`; run `aws configure sso`"
                ))
            })?,
        };
        let (Some(start), Some(region)) = (session.get("sso_start_url"), session.get("sso_region"))
        else {
            return Err(wrong(
                "its sign-in has no `sso_start_url` or `sso_region`; run `aws configure sso`",
            ));
        };
        let (Some(account), Some(role)) = (get("sso_account_id"), get("sso_role_name")) else {
            return Err(wrong(
                "it names no `sso_account_id` or `sso_role_name`; run `aws configure sso`",
            ));
        };
        Provider::IdentityCenter {
            profile: name.to_owned(),
            start: start.clone(),
            region: region.clone(),
            account: Secret::new(account.clone()),
            role: role.clone(),
            sign_ins: sign_ins.to_owned(),
        }
    } else if let Some(keys) = own_keys {
        Provider::Fixed(keys)
    } else if let Some(command) = get("credential_process") {
        Provider::Program { profile: name.to_owned(), command: Secret::new(command.clone()) }
    } else if get("login_session").is_some() {
        return Err(wrong(
            "it uses `aws login`; add `credential_process = aws configure export-credentials --profile NAME` to a profile of its own and choose that",
        ));
    } else if get("web_identity_token_file").is_some() {
        return Err(wrong(
            "it uses a web identity, which Waymark does not; choose another profile",
        ));
    } else {
        return Err(wrong("it has no credentials; choose another profile, or run `aws configure`"));
    };
    Ok(match device {
        None => provider,
        Some(device) => {
            Provider::Session { base: Box::new(provider), device, profile: name.to_owned() }
        }
    })
}

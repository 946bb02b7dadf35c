//! Getting keys, holding them in memory, and getting new ones before they run out.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use serde_json::Value;

use super::{Role, Secret};
use crate::client::{Client, Failure, Keys, Kind, Message, encode, system_time};
use crate::error::Error;
use crate::operation::{field, known};

/// Keys are replaced so long before they run out.
const BEFORE: Duration = Duration::from_mins(5);
/// A program that gives credentials may take so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// How keys are got.
#[derive(Debug, Clone)]
pub(crate) enum Provider {
    /// They are there.
    Fixed(Keys),
    /// A program prints them.
    Program { profile: String, command: Secret },
    /// IAM Identity Center gives them for a sign-in.
    IdentityCenter {
        profile: String,
        start: String,
        region: String,
        account: Secret,
        role: String,
        sign_ins: PathBuf,
    },
    /// A role is taken with others.
    Role {
        base: Box<Provider>,
        arn: Secret,
        external_id: Option<String>,
        session: String,
        device: Option<Secret>,
        profile: String,
    },
    /// Keys are made good by a second factor.
    Session { base: Box<Provider>, device: Secret, profile: String },
}

impl Provider {
    pub(crate) fn of_role(base: Self, role: &Role, profile: &str) -> Self {
        Self::Role {
            base: Box::new(base),
            arn: role.arn.clone(),
            external_id: role.external_id.clone(),
            session: "waymark".to_owned(),
            device: None,
            profile: profile.to_owned(),
        }
    }

    /// True where asking again can bring new keys without a person.
    fn is_renewable(&self) -> bool {
        !matches!(self, Self::Fixed(_)) && self.is_repeatable()
    }

    /// True where no code of a second factor is in the way of asking again.
    fn is_repeatable(&self) -> bool {
        match self {
            Self::Fixed(_) | Self::Program { .. } | Self::IdentityCenter { .. } => true,
            Self::Session { .. } => false,
            Self::Role { base, device, .. } => device.is_none() && base.is_repeatable(),
        }
    }
}

/// Keys in memory.
#[derive(Debug)]
pub(crate) struct Holder {
    provider: Provider,
    /// The code of the second factor; good for one use.
    code: Mutex<Option<Secret>>,
    kept: tokio::sync::Mutex<Option<Keys>>,
}

impl Holder {
    pub(crate) fn new(provider: Provider, code: Option<Secret>) -> Self {
        Self { provider, code: Mutex::new(code), kept: tokio::sync::Mutex::new(None) }
    }

    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Keys that are good for some minutes.
    pub(crate) async fn keys(&self, client: &Client, region: &str) -> Result<Keys, Error> {
        let mut kept = self.kept.lock().await;
        if let Some(keys) = kept.as_ref() {
            let is_fresh = keys.expires.is_none_or(|at| at > client.clock().now() + BEFORE);
            if is_fresh {
                return Ok(keys.clone());
            }
            if !self.provider.is_renewable() {
                // Used to their end: AWS says when that is.
                return Ok(keys.clone());
            }
        }
        let keys = self.get(&self.provider, client, region).await?;
        *kept = Some(keys.clone());
        Ok(keys)
    }

    /// New keys after AWS refused these; an error where there can be none.
    pub(crate) async fn renew(
        &self,
        client: &Client,
        region: &str,
        refused: &Keys,
    ) -> Result<Keys, Error> {
        if !self.provider.is_renewable() {
            return Err(Error::Expired);
        }
        let mut kept = self.kept.lock().await;
        // Another call may have been here before.
        if let Some(keys) = kept.as_ref().filter(|keys| *keys != refused) {
            return Ok(keys.clone());
        }
        let keys = self.get(&self.provider, client, region).await?;
        *kept = Some(keys.clone());
        Ok(keys)
    }

    async fn get(&self, provider: &Provider, client: &Client, region: &str) -> Result<Keys, Error> {
        match provider {
            Provider::Fixed(keys) => Ok(keys.clone()),
            Provider::Program { profile, command } => {
                let (profile, command) = (profile.clone(), command.clone());
                tokio::task::spawn_blocking(move || program(&profile, command.expose()))
                    .await
                    .map_err(|_| Error::NoCredentials)?
            }
            Provider::IdentityCenter { profile, start, region, account, role, sign_ins } => {
                let token = sign_in(sign_ins, start, client.clock().now())
                    .ok_or_else(|| Error::LoginNeeded { profile: profile.clone() })?;
                let host = format!("https://portal.sso.{region}.amazonaws.com");
                let message = Message {
                    method: "GET",
                    url: format!(
                        "{}/federation/credentials?account_id={}&role_name={}",
                        client.endpoint().unwrap_or(&host),
                        encode(account.expose()),
                        encode(role)
                    ),
                    headers: vec![("x-amz-sso_bearer_token", token.0)],
                    body: String::new(),
                    signed_for: None,
                };
                let answer = client
                    .exchange(&message, None)
                    .await
                    .map_err(|failure| unreached(&failure, &host))?;
                match answer.status {
                    200 => {}
                    401 => return Err(Error::LoginNeeded { profile: profile.clone() }),
                    _ => {
                        return Err(Error::RoleRefused {
                            code: format!("status {}", answer.status),
                        });
                    }
                }
                let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                keys_in(
                    field::at(&value, "roleCredentials"),
                    ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"],
                )
                .ok_or_else(|| Error::RoleRefused { code: "no credentials".to_owned() })
            }
            Provider::Role { base, arn, external_id, session, device, profile } => {
                let keys = Box::pin(self.get(base, client, region)).await?;
                let mut body = format!(
                    "Action=AssumeRole&Version=2011-06-15&RoleArn={}&RoleSessionName={}",
                    encode(arn.expose()),
                    encode(session)
                );
                if let Some(id) = external_id {
                    body.extend(["&ExternalId=", encode(id).as_str()]);
                }
                body += &self.factor(device.as_ref(), profile)?;
                self.ask_sts(client, region, &keys, body, "AssumeRoleResult/Credentials").await
            }
            Provider::Session { base, device, profile } => {
                let keys = Box::pin(self.get(base, client, region)).await?;
                let factor = self.factor(Some(device), profile)?;
                let body = format!("Action=GetSessionToken&Version=2011-06-15{factor}");
                self.ask_sts(client, region, &keys, body, "GetSessionTokenResult/Credentials").await
            }
        }
    }

    /// The second factor as a part of the request.
    fn factor(&self, device: Option<&Secret>, profile: &str) -> Result<String, Error> {
        let Some(device) = device else { return Ok(String::new()) };
        let code = self.code.lock().expect("nobody panics with the code").take();
        let code = code.ok_or_else(|| Error::CodeNeeded {
            profile: profile.to_owned(),
            device: device.expose().rsplit(['/', ':']).next().unwrap_or_default().to_owned(),
        })?;
        Ok(format!(
            "&SerialNumber={}&TokenCode={}",
            encode(device.expose()),
            encode(code.expose().trim())
        ))
    }

    async fn ask_sts(
        &self,
        client: &Client,
        region: &str,
        keys: &Keys,
        body: String,
        path: &str,
    ) -> Result<Keys, Error> {
        let sts = known("sts:GetCallerIdentity");
        let (address, signs) = client.address(sts.service, region, "");
        let message = Message {
            method: "POST",
            url: format!("{address}/"),
            headers: vec![("content-type", "application/x-www-form-urlencoded".to_owned())],
            body,
            signed_for: Some(("sts", signs)),
        };
        let value =
            client.exchange_xml(&message, keys).await.map_err(|failure| match failure.kind {
                Kind::Expired => Error::Expired,
                Kind::UnknownKeys => Error::Invalid { code: failure.code },
                Kind::Unreachable | Kind::NoAddress | Kind::TimedOut => {
                    unreached(&failure, &address)
                }
                _ => Error::RoleRefused { code: failure.code },
            })?;
        keys_in(
            field::at(&value, path),
            ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"],
        )
        .ok_or_else(|| Error::RoleRefused { code: "no credentials".to_owned() })
    }
}

fn unreached(_: &Failure, address: &str) -> Error {
    let host = address.split("://").last().unwrap_or(address);
    Error::Unreachable { host: host.to_owned() }
}

/// Keys from members of these names.
fn keys_in(value: Option<&Value>, names: [&str; 4]) -> Option<Keys> {
    let value = value?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Keys {
        id: text(names[0])?,
        secret: text(names[1])?,
        token: text(names[2]).filter(|token| !token.is_empty()),
        expires: value.get(names[3]).and_then(field::instant).map(system_time),
    })
}

/// A token of a sign-in.
struct Token(String);

/// The token that a sign-in at this address left behind, where it is still good.
///
/// AWS names the files by a hash of the session's name or the address. What is in them says the same, so all are looked at.
fn sign_in(folder: &Path, start: &str, now: SystemTime) -> Option<Token> {
    /// Files of a folder that are looked at, and the longest of them.
    const FILES: usize = 500;
    const LONGEST: u64 = 64 * 1024;
    let mut best: Option<(SystemTime, String)> = None;
    for entry in fs::read_dir(folder).ok()?.take(FILES).flatten() {
        if entry.metadata().is_ok_and(|metadata| metadata.len() > LONGEST) {
            continue;
        }
        let Ok(text) = fs::read_to_string(entry.path()) else { continue };
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        let is_it = value.get("startUrl").and_then(Value::as_str).is_some_and(|url| {
            url.trim_end_matches(['/', '#']) == start.trim_end_matches(['/', '#'])
        });
        let token = value.get("accessToken").and_then(Value::as_str);
        let expires = value.get("expiresAt").and_then(field::instant).map(system_time);
        if let (true, Some(token), Some(expires)) = (is_it, token, expires)
            && expires > now
            && best.as_ref().is_none_or(|(at, _)| *at < expires)
        {
            best = Some((expires, token.to_owned()));
        }
    }
    best.map(|(_, token)| Token(token))
}

/// Runs the program of a profile and reads what it prints.
fn program(profile: &str, command: &str) -> Result<Keys, Error> {
    let wrong = |message: String| Error::Process { profile: profile.to_owned(), message };
    let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| wrong(error.to_string()))?;
    // Reading in another thread keeps a program that prints much from waiting for a reader.
    let mut out = child.stdout.take().expect("it was asked for");
    let reader = thread::spawn(move || {
        let mut text = String::new();
        let read = std::io::Read::read_to_string(&mut out, &mut text);
        read.map(|_| text)
    });
    let pause = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    let status = loop {
        match child.try_wait().map_err(|error| wrong(error.to_string()))? {
            Some(status) => break status,
            None if waited >= PATIENCE => {
                // It may have ended by itself meanwhile.
                let _ = child.kill();
                return Err(wrong(format!("it gave nothing in {} seconds", PATIENCE.as_secs())));
            }
            None => {
                thread::sleep(pause);
                waited += pause;
            }
        }
    };
    if !status.success() {
        return Err(wrong(format!("it ended with {status}; run it by hand to see why")));
    }
    let text = reader.join().ok().and_then(Result::ok).unwrap_or_default();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    keys_in(Some(&value), ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"])
        .ok_or_else(|| wrong("what it printed are no credentials".to_owned()))
}

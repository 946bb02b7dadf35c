//! `waymark scan`: what `main` gives a look at an account (clock, environment, randomness, the key that stops), and its printing.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use waymark_app::app::write_file;
use waymark_app::evidence::reads_in_words;
use waymark_app::library::Library;
use waymark_aws::file::{
    self, Comparison, FactValue, Outcome, PseudonymKey, ReadScan, Resource, Scan, Stopped,
};
use waymark_aws::{
    Account, Cancel, Clock, ConfigFiles, Connect, CouldWrite, Inventory, Role, ScanEnd, ScanEvent,
    ScanOptions, Secret, Source, block_on, external_id, policy, service_names,
};

use crate::arguments::{Look, ScanCommand};
use crate::print::{self, say};

#[expect(clippy::disallowed_methods, reason = "the command line reads the clock for all")]
fn clock() -> Clock {
    Clock::new(std::time::SystemTime::now)
}

/// The variables that AWS's own tools read too.
fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("AWS_"))
        .collect()
}

fn home() -> PathBuf {
    let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    std::env::var_os(variable).map(PathBuf::from).unwrap_or_default()
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// Makes a scan and writes it.
pub(crate) fn look(look: &Look, library: &Library) -> anyhow::Result<()> {
    let out = look.out.as_deref().context("name the file to write with -o")?;
    let names = service_names();
    if let Some(wrong) = look.services.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("there is no service `{wrong}`; known: {}", names.join(", "));
    }
    let environment = environment();
    let variable = |name: &str| environment.get(name).filter(|text| !text.is_empty()).cloned();
    let has_keys = variable("AWS_ACCESS_KEY_ID").is_some();
    let profile = look.profile.clone();
    let profile = profile.or_else(|| if has_keys { None } else { variable("AWS_PROFILE") });
    let source = match profile {
        Some(profile) => Source::Profile(profile),
        None if has_keys => Source::Environment,
        None => Source::Profile("default".to_owned()),
    };
    let role = look
        .role_arn
        .as_ref()
        .map(|arn| Role { arn: Secret::new(arn.clone()), external_id: look.external_id.clone() });
    let connect = Connect {
        source,
        files: ConfigFiles::of_home(&home(), &environment),
        environment,
        role,
        code: look.mfa_code.clone().map(Secret::new),
        region: look.regions.first().cloned(),
        endpoint: look.endpoint_url.clone(),
    };
    let seed = u64::from_le_bytes(random()[..8].try_into().expect("eight of sixteen"));
    let account = Account::connect(&connect, clock(), seed)?;
    let options = ScanOptions {
        regions: look.regions.clone(),
        services: look.services.clone(),
        accounts: look
            .account_roles
            .iter()
            .map(|arn| Role {
                arn: Secret::new(arn.clone()),
                external_id: look.external_id.clone(),
            })
            .collect(),
        ..ScanOptions::default()
    };
    let partial = beside(out);
    let earlier = match std::fs::read(&partial) {
        Ok(bytes) => {
            let earlier =
                Inventory::from_bytes(&bytes).with_context(|| partial.display().to_string())?;
            eprintln!("taking up {}", partial.display());
            Some(earlier)
        }
        Err(_) => None,
    };
    let end = block_on(made(&account, &options, earlier))?;
    if let Some(stopped) = end.scan.stopped {
        write_file(&partial, &end.inventory.to_bytes())?;
        let why = match stopped {
            Stopped::Cancelled => "the scan was stopped",
            Stopped::Expired => "the credentials have run out",
        };
        bail!(
            "{why}; what it read is in {}. Run the same command again to go on from there",
            partial.display()
        );
    }
    let scan = match look.pseudonyms.as_deref() {
        None => end.scan,
        Some("") => end.scan.with_pseudonyms(&PseudonymKey::random(random())),
        Some(words) => end.scan.with_pseudonyms(&PseudonymKey::of_words(words)),
    };
    let mut text = serde_json::to_string_pretty(&scan)?;
    text.push('\n');
    write_file(out, text.as_bytes())?;
    if partial.exists() {
        std::fs::remove_file(&partial)
            .with_context(|| format!("{} cannot be removed", partial.display()))?;
    }
    say!("{}", out.display());
    summary(&scan, library);
    Ok(())
}

/// The file of a scan that was stopped.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

/// Says who looks, then looks; Ctrl-C stops it, with what is there kept.
async fn made(
    account: &Account,
    options: &ScanOptions,
    earlier: Option<Inventory>,
) -> anyhow::Result<ScanEnd> {
    let identity = account.identity().await?;
    eprintln!("looking at account {} as {}", identity.account.as_str(), identity.name);
    if let CouldWrite::Yes(why) = account.could_write(&identity).await {
        eprintln!(
            "these credentials could also write ({why}); `waymark scan policy` prints the least that a scan needs"
        );
    }
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let listening = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    let is_watched = std::io::stderr().is_terminal();
    let sink = |event: ScanEvent| {
        if let (true, ScanEvent::Progress(progress)) = (is_watched, event) {
            let left = progress
                .seconds_left
                .map(|seconds| format!(", about {seconds:.0} s left"))
                .unwrap_or_default();
            eprint!(
                "\r{} of {} services, {} of {} facts, {} calls{left}; {}\x1b[K",
                progress.services_done,
                progress.services,
                progress.facts_done,
                progress.facts,
                progress.calls,
                progress.at
            );
            // A terminal that cannot be written to shows nothing; the scan goes on.
            let _ = std::io::stderr().flush();
        }
    };
    let end = waymark_aws::scan(account, options, earlier, &sink, &cancel).await;
    listening.abort();
    if is_watched {
        eprint!("\r\x1b[K");
    }
    Ok(end?)
}

fn some(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What was found, and what was not looked at and why.
fn summary(scan: &Scan, library: &Library) {
    let facts = &library.default_pack().pack.facts;
    let known = facts
        .iter()
        .filter(|fact| scan.facts.get(&fact.id).is_some_and(|fact| fact.measured > 0))
        .count();
    say!(
        "{known} of {} facts, {}, {}, {}",
        facts.len(),
        some(scan.resources.len(), "resource", "resources"),
        some(scan.regions.len(), "Region", "Regions"),
        some(scan.calls.made as usize, "call", "calls")
    );
    for list in &scan.truncated {
        say!("{} in {}: {} read, and more", list.action, list.region, list.read);
    }
    if !scan.not_measured.is_empty() {
        say!("not measured:");
    }
    for one in reads_in_words(scan.not_measured.iter()) {
        say!("  {one}");
    }
}

/// A word of the file, as people read it.
fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('_', " ")
}

/// What else there is to do about scans.
pub(crate) fn other(command: &ScanCommand, library: &Library) -> anyhow::Result<()> {
    match command {
        ScanCommand::Policy { reasons: true, .. } => {
            for permission in policy::permissions() {
                say!("{}: {}", permission.action, permission.reasons.join("; "));
            }
        }
        ScanCommand::Policy { trust: Some(principal), external_id: id, .. } => {
            let id = id.clone().unwrap_or_else(|| external_id(random()));
            say!("{}", policy::trust_policy(principal, &id).trim_end());
        }
        ScanCommand::Policy { compact: true, .. } => say!("{}", policy::read_policy_compact()),
        ScanCommand::Policy { .. } => say!("{}", policy::read_policy().trim_end()),
        ScanCommand::Compare { a, b, json } => {
            let (before, after) = (read(a, library)?, read(b, library)?);
            let compared = file::compare(&before.scan, &after.scan);
            if *json {
                print::json(&as_json(&compared))?;
            } else {
                print_comparison(&compared);
            }
        }
    }
    Ok(())
}

/// Reads a scan; facts that this program does not know are told.
fn read(path: &Path, library: &Library) -> anyhow::Result<ReadScan> {
    let length = std::fs::metadata(path)
        .with_context(|| format!("{} cannot be read", path.display()))?
        .len();
    if length > file::LONGEST_FILE {
        bail!("{}: {}", path.display(), file::ScanError::TooLong(length));
    }
    let bytes =
        std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let facts = &library.default_pack().pack.facts;
    let read = file::read(&bytes, |id| facts.iter().any(|fact| fact.id == *id))
        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    for id in &read.unknown {
        eprintln!(
            "{}: the fact {id} is not known to this program; it is compared as it stands",
            path.display()
        );
    }
    Ok(read)
}

/// A value as people read it.
fn told(value: Option<&FactValue>) -> String {
    match value {
        None => "not measured".to_owned(),
        Some(FactValue::Flag(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        Some(FactValue::Count(count)) => count.to_string(),
        Some(FactValue::Share(share)) => {
            let rest = match share.not_measured {
                0 => String::new(),
                count => format!(", {count} not measured"),
            };
            format!("{} of {}{rest}", share.matching, share.measured)
        }
        Some(FactValue::Days { days }) => format!("{days} days"),
        Some(FactValue::Names { names }) => names.join(", "),
        Some(FactValue::Words(words)) => words.join(", "),
        Some(FactValue::Word(word)) => word.clone(),
    }
}

fn print_comparison(compared: &Comparison) {
    if !compared.is_same_scope {
        say!("the two scans looked at different accounts, Regions or services");
    }
    for change in &compared.facts {
        if change.before != change.after {
            let outcome = |outcome: Option<Outcome>| {
                outcome.map_or_else(|| "not there".to_owned(), |outcome| word(&json!(outcome)))
            };
            say!("{}: {}, now {}", change.fact, outcome(change.before), outcome(change.after));
        }
        for value in &change.values {
            say!(
                "{} {}: {}, now {}",
                change.fact,
                value.name,
                told(value.before.as_ref()),
                told(value.after.as_ref())
            );
        }
    }
    for (word, resources) in
        [("new", &compared.new), ("gone", &compared.gone), ("not looked for", &compared.not_seen)]
    {
        for resource in resources {
            say!("{word}: {} {} in {}", resource.kind, resource.id, resource.region);
        }
    }
    let is_same = compared.facts.is_empty() && compared.new.is_empty() && compared.gone.is_empty();
    if is_same {
        say!("nothing changed");
    }
}

fn as_json(compared: &Comparison) -> Value {
    let resources = |list: &[Resource]| -> Value {
        list.iter()
            .map(|one| json!({"type": one.kind, "id": one.id, "region": one.region}))
            .collect()
    };
    let facts: Vec<Value> = compared
        .facts
        .iter()
        .map(|change| {
            let values: Vec<Value> = change
                .values
                .iter()
                .map(|value| json!({"name": value.name, "before": value.before, "after": value.after}))
                .collect();
            json!({"fact": change.fact, "before": change.before, "after": change.after, "values": values})
        })
        .collect();
    json!({
        "same_scope": compared.is_same_scope,
        "facts": facts,
        "new": resources(&compared.new),
        "gone": resources(&compared.gone),
        "not_looked_for": resources(&compared.not_seen),
    })
}

//! The scan of an account from the window: who looks is shown and confirmed before anything is read, the look goes on while the
//! application is free, and credentials are nowhere but in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tauri::State;
use waymark_app::commands::{ScanConnect, ScanStart};
use waymark_app::dispatch::read;
use waymark_app::error::{Code, Error};
use waymark_app::evidence;
use waymark_app::view::{
    Nothing, PermissionView, ScanEndView, ScanIdentityView, ScanPolicyView, ScanProfileView,
    ScanProfilesView, ScanProgressView,
};
use waymark_aws::{
    Account, Cancel, Clock, ConfigFiles, Connect, CouldWrite, Inventory, ProfileKind, Progress,
    Role, ScanEnd, ScanEvent, ScanOptions, Secret, Source, block_on, policy, profiles, scan,
};

use crate::state::{Shared, Surroundings};

/// What the window knows of an account.
pub(crate) struct Looks {
    surroundings: Surroundings,
    state: Mutex<Looking>,
}

#[derive(Default)]
struct Looking {
    /// The account that was confirmed.
    account: Option<Arc<Account>>,
    /// How to stop what goes on.
    cancel: Option<Cancel>,
    progress: Option<Progress>,
    slower: String,
    /// What a scan had read that was stopped.
    stopped: Option<Inventory>,
}

impl Looks {
    /// Looks are made with what `main` read of the machine.
    pub(crate) fn new(surroundings: Surroundings) -> Self {
        Self { surroundings, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, Looking> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self) -> ConfigFiles {
        ConfigFiles::of_home(&self.surroundings.home, &self.surroundings.environment)
    }

    fn variable(&self, name: &str) -> Option<&String> {
        self.surroundings.environment.get(name).filter(|text| !text.is_empty())
    }
}

/// What the account's side says, as the application says it.
fn refused(error: &waymark_aws::Error) -> Error {
    if let waymark_aws::Error::NoProfile { name, known } = error {
        let help = match known.as_slice() {
            [] => "make one with the AWS command line, or open a scan file".to_owned(),
            known => format!("choose one of {}", known.join(", ")),
        };
        return Error::new(Code::ScanFailed, format!("there is no profile `{name}`"), help);
    }
    let text = error.to_string();
    let (message, help) = match text.split_once("; ") {
        Some((message, help)) => (message.to_owned(), help.to_owned()),
        None => (text, "check the profile and the connection, and try again".to_owned()),
    };
    let field = matches!(error, waymark_aws::Error::CodeNeeded { .. }).then(|| "code".to_owned());
    Error { field, ..Error::new(Code::ScanFailed, message, help) }
}

/// The external id of the open engagement.
fn external_id(state: &Shared) -> Result<String, Error> {
    let id = state.guarded("scan_profiles", |app, _| {
        Ok(Value::String(evidence::external_id(app.session()?)))
    })?;
    Ok(id.as_str().unwrap_or_default().to_owned())
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// Runs something on a thread of its own: a look has a runtime of its own, which cannot begin within that of the window. A mistake of
/// ours in it is an error like any other.
fn apart<T: Send>(run: impl FnOnce() -> T + Send) -> Result<T, Error> {
    std::thread::scope(|scope| scope.spawn(run).join()).map_err(|_| {
        Error::new(
            Code::Internal,
            "the look at the account stopped unexpectedly",
            "what was saved is safe; try once more",
        )
    })
}

/// `scan_profiles` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_profiles(
    state: State<'_, Shared>,
    looks: State<'_, Looks>,
) -> Result<ScanProfilesView, Error> {
    let external_id = external_id(&state)?;
    let found = profiles(&looks.files()).map_err(|error| refused(&error))?;
    let kind = |kind| match kind {
        ProfileKind::Keys => "keys",
        ProfileKind::Role => "role",
        ProfileKind::IdentityCenter => "identity_center",
        ProfileKind::Program => "program",
        ProfileKind::None => "none",
    };
    Ok(ScanProfilesView {
        profiles: found
            .into_iter()
            .map(|profile| ScanProfileView {
                name: profile.name,
                kind: kind(profile.kind).to_owned(),
                region: profile.region.unwrap_or_default(),
                needs_code: profile.needs_code,
            })
            .collect(),
        has_environment: looks.variable("AWS_ACCESS_KEY_ID").is_some(),
        endpoint: looks.variable("AWS_ENDPOINT_URL").cloned().unwrap_or_default(),
        can_resume: looks.state().stopped.is_some(),
        external_id,
    })
}

/// `scan_connect` of the contract: says who would look; nothing else is read.
#[tauri::command(async)]
pub(crate) fn scan_connect(
    looks: State<'_, Looks>,
    request: Value,
) -> Result<ScanIdentityView, Error> {
    let request: ScanConnect = read(request)?;
    let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let source = match given(request.profile) {
        Some(profile) => Source::Profile(profile),
        None => Source::Environment,
    };
    let external = given(request.external_id);
    let connect = Connect {
        source,
        files: looks.files(),
        environment: looks.surroundings.environment.clone(),
        role: given(request.role_arn)
            .map(|arn| Role { arn: Secret::new(arn), external_id: external }),
        code: given(request.code).map(Secret::new),
        region: given(request.region),
        endpoint: given(request.endpoint),
    };
    let seed = u64::from_le_bytes(random()[..8].try_into().expect("eight of sixteen"));
    let clock = Clock::new(looks.surroundings.now);
    let account = Account::connect(&connect, clock, seed).map_err(|error| refused(&error))?;
    let (identity, could_write, regions) = apart(|| {
        block_on(async {
            let identity = account.identity().await?;
            let could_write = account.could_write(&identity).await;
            let regions = account.regions().await?;
            Ok::<_, waymark_aws::Error>((identity, could_write, regions))
        })
    })?
    .map_err(|error| refused(&error))?;
    // Where the enabled ones could be read, another one is a slip of the pen that would bring nothing.
    if regions.enabled.len() > 1 && !regions.enabled.contains(&regions.home) {
        let home = regions.home;
        return Err(Error {
            field: Some("region".to_owned()),
            ..Error::new(
                Code::ScanFailed,
                format!("`{home}` is no Region that is enabled in this account"),
                format!("enabled are {}", regions.enabled.join(", ")),
            )
        });
    }
    let view = ScanIdentityView {
        account: identity.account.as_str().to_owned(),
        name: identity.name.clone(),
        is_write_known: !matches!(could_write, CouldWrite::NotKnown),
        could_write: match could_write {
            CouldWrite::Yes(why) => why,
            CouldWrite::No | CouldWrite::NotKnown => String::new(),
        },
        home: regions.home,
        regions: regions.enabled,
        suggested: regions.suggested,
    };
    looks.state().account = Some(Arc::new(account));
    Ok(view)
}

/// `scan_start` of the contract: looks until everything is read or it is stopped, and keeps the scan with the engagement.
#[tauri::command(async)]
pub(crate) fn scan_start(
    state: State<'_, Shared>,
    looks: State<'_, Looks>,
    request: Value,
) -> Result<ScanEndView, Error> {
    let request: ScanStart = read(request)?;
    let cancel = Cancel::new();
    let (account, earlier) = {
        let mut looking = looks.state();
        let account = looking.account.clone().ok_or_else(|| {
            Error::new(Code::ScanFailed, "no account was confirmed", "choose a profile first")
        })?;
        looking.cancel = Some(cancel.clone());
        looking.progress = None;
        looking.slower.clear();
        let earlier = looking.stopped.clone().filter(|_| request.resumes);
        (account, earlier)
    };
    let external = Some(request.external_id).filter(|id| !id.is_empty());
    let accounts = request
        .account_roles
        .into_iter()
        .map(|arn| Role { arn: Secret::new(arn), external_id: external.clone() })
        .collect();
    let options = ScanOptions { regions: request.regions, accounts, ..ScanOptions::default() };
    let sink = |event: ScanEvent| match event {
        ScanEvent::Progress(progress) => looks.state().progress = Some(progress),
        ScanEvent::Slower { service, region } => {
            looks.state().slower = format!("{service} in {region}");
        }
        ScanEvent::Began { .. } | ScanEvent::Ended => {}
    };
    let ended = apart(|| block_on(scan(&account, &options, earlier, &sink, &cancel)));
    let mut looking = looks.state();
    looking.cancel = None;
    // What was read before stays where the look could not begin.
    let ScanEnd { scan, inventory } = ended?.map_err(|error| refused(&error))?;
    let is_stopped = scan.stopped.is_some();
    looking.stopped = Some(inventory);
    drop(looking);
    if is_stopped && !request.keeps_part {
        return Ok(ScanEndView { is_kept: false, is_stopped });
    }
    state.guarded("scan_start", |app, moment| {
        evidence::keep(app.session_mut()?, moment, &scan)?;
        Ok(Value::Null)
    })?;
    if !is_stopped {
        looks.state().stopped = None;
    }
    Ok(ScanEndView { is_kept: true, is_stopped })
}

/// `scan_progress` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_progress(looks: State<'_, Looks>) -> ScanProgressView {
    let looking = looks.state();
    let progress = looking.progress.clone().unwrap_or_default();
    ScanProgressView {
        is_running: looking.cancel.is_some(),
        services: (progress.services_done as u32, progress.services as u32),
        reads: (progress.reads_done as u32, progress.reads as u32),
        facts: (progress.facts_done as u32, progress.facts as u32),
        found: progress.found as u32,
        calls: progress.calls as u32,
        at: progress.at,
        seconds_left: progress.seconds_left,
        slower: looking.slower.clone(),
    }
}

/// `scan_cancel` of the contract.
#[tauri::command(async)]
pub(crate) fn scan_cancel(looks: State<'_, Looks>) -> Nothing {
    if let Some(cancel) = &looks.state().cancel {
        cancel.cancel();
    }
    Nothing {}
}

/// `scan_policy` of the contract: what to hand to the account's administrator.
#[tauri::command(async)]
pub(crate) fn scan_policy(state: State<'_, Shared>) -> Result<ScanPolicyView, Error> {
    let external = external_id(&state)?;
    Ok(ScanPolicyView {
        policy: policy::read_policy(),
        trust: policy::trust_policy("arn:aws:iam::YOUR-ACCOUNT:root", &external),
        external_id: external,
        permissions: policy::permissions()
            .into_iter()
            .map(|one| PermissionView { action: one.action, reasons: one.reasons.join("; ") })
            .collect(),
    })
}

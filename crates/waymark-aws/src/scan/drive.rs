//! Making the reads: as many at a time as AWS bears, again where that helps, and to an end in every case.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio::time::Instant;
use waymark_core::scan::{Reason, Stopped};

use super::plan::{self, Job};
use super::progress::Tally;
use super::{Cancel, ScanEvent, ScanOptions, Session};
use crate::account::Account;
use crate::client::{Client, Failure, Gates, Keys, Kind, Lane};
use crate::credentials::Holder;
use crate::inventory::{Answered, Inventory, Read, ReadKey};
use crate::operation::{Context, Record};

/// What one try brought.
struct Tried {
    job: u64,
    keys: Option<Keys>,
    result: Result<Page, Failure>,
}

/// The most pages of a list: they may be empty, and what answers may go on for ever.
const PAGES: u32 = 1_000;

/// A page of an answer, reduced to what is kept.
struct Page {
    records: Vec<Record>,
    next: Option<String>,
}

/// The state of a scan under way.
struct Drive<'a> {
    account: &'a Account,
    sessions: &'a [Session],
    options: &'a ScanOptions,
    settled: BTreeMap<ReadKey, Answered>,
    inventory: &'a mut Inventory,
    sink: &'a (dyn Fn(ScanEvent) + Send + Sync),
    gates: Gates,
    waiting: BTreeMap<Lane, VecDeque<Job>>,
    /// Jobs that wait for their next try.
    pausing: Vec<(Instant, Job)>,
    flying: BTreeMap<u64, (Job, Lane)>,
    tasks: JoinSet<Tried>,
    next_job: u64,
    tally: Tally,
    random: Random,
    /// Calls of an earlier part of this scan.
    before: u64,
}

/// Makes every read of a scan. What is not read when it is stopped is recorded as such.
pub(super) async fn drive(
    account: &Account,
    sessions: &[Session],
    options: &ScanOptions,
    settled: BTreeMap<ReadKey, Answered>,
    inventory: &mut Inventory,
    sink: &(dyn Fn(ScanEvent) + Send + Sync),
    cancel: &Cancel,
) {
    let before = inventory.calls.made;
    let mut drive = Drive {
        account,
        sessions,
        options,
        settled,
        inventory,
        sink,
        gates: Gates::new(options.in_flight),
        waiting: BTreeMap::new(),
        pausing: Vec::new(),
        flying: BTreeMap::new(),
        tasks: JoinSet::new(),
        next_job: 0,
        tally: Tally::new(),
        random: Random(account.seed),
        before,
    };
    drive.begin();
    let stopped = drive.run(cancel).await;
    drive.end(stopped);
}

impl Drive<'_> {
    fn context<'a>(&self, account: &'a str) -> Context<'a> {
        Context { account, now: self.inventory.started }
    }

    fn begin(&mut self) {
        let home: Arc<str> = Arc::from(self.inventory.home.as_str());
        let regions: Vec<Arc<str>> =
            self.inventory.regions.iter().map(|name| Arc::from(name.as_str())).collect();
        let sessions = self.sessions;
        for (at, session) in sessions.iter().enumerate() {
            let context = self.context(session.account.as_str());
            for job in plan::first(at, &context, self.options, &home, &regions) {
                self.add(job);
            }
        }
        (self.sink)(ScanEvent::Began {
            regions: self.inventory.regions.clone(),
            services: self.tally.services(),
        });
    }

    /// Puts a job in its lane, unless an earlier part of the scan has its answer.
    fn add(&mut self, job: Job) {
        self.tally.added(job.operation);
        let key = (job.session as u16, job.region.clone(), job.operation.id(), job.of.clone());
        match self.settled.remove(&key) {
            Some(answer) => self.record(job, answer),
            None => self.waiting.entry(lane(&job)).or_default().push_back(job),
        }
    }

    async fn run(&mut self, cancel: &Cancel) -> Option<Stopped> {
        loop {
            self.start();
            if self.flying.is_empty() && self.pausing.is_empty() {
                return None;
            }
            let wake = self.pausing.iter().map(|(at, _)| *at).min();
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Some(Stopped::Cancelled),
                Some(done) = self.tasks.join_next() => {
                    let Ok(tried) = done else { continue };
                    if self.came_back(tried) {
                        return Some(Stopped::Expired);
                    }
                }
                () = tokio::time::sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => {
                    let now = Instant::now();
                    let (due, rest) = std::mem::take(&mut self.pausing).into_iter().partition(|(at, _)| *at <= now);
                    self.pausing = rest;
                    let due: Vec<(Instant, Job)> = due;
                    for (_, job) in due {
                        self.waiting.entry(lane(&job)).or_default().push_front(job);
                    }
                }
            }
            let calls = self.calls();
            if let Some(progress) = self.tally.due(calls) {
                (self.sink)(ScanEvent::Progress(progress));
            }
        }
    }

    fn calls(&self) -> u64 {
        self.before + self.account.client.sent()
    }

    /// Starts what the gates let through.
    fn start(&mut self) {
        let lanes: Vec<Lane> = self
            .waiting
            .iter()
            .filter(|(_, jobs)| !jobs.is_empty())
            .map(|(lane, _)| lane.clone())
            .collect();
        for lane in lanes {
            while self.waiting.get(&lane).is_some_and(|jobs| !jobs.is_empty())
                && self.gates.enter(&lane)
            {
                let Some(job) = self.waiting.get_mut(&lane).and_then(VecDeque::pop_front) else {
                    break;
                };
                let id = self.next_job;
                self.next_job += 1;
                let session = &self.sessions[job.session];
                let call = Call {
                    client: self.account.client.clone(),
                    holder: session.holder.clone(),
                    account: Arc::from(session.account.as_str()),
                    now: self.inventory.started,
                    region: job.moved.clone().unwrap_or_else(|| job.region.clone()),
                    job: Job { records: Vec::new(), ..job.clone() },
                };
                self.tasks.spawn(async move { call.make(id).await });
                self.flying.insert(id, (job, lane.clone()));
            }
        }
    }

    /// Takes the result of a try; true where the credentials have run out for good.
    fn came_back(&mut self, tried: Tried) -> bool {
        let Some((mut job, lane)) = self.flying.remove(&tried.job) else { return false };
        self.gates.leave(&lane);
        let failure = match tried.result {
            Ok(page) => {
                self.gates.answered(&lane);
                self.page(job, page);
                return false;
            }
            Err(failure) => failure,
        };
        job.tries += 1;
        let kind = failure.kind;
        match kind {
            Kind::Throttled => {
                self.inventory.calls.throttled += 1;
                self.gates.throttled(&lane, Instant::now());
                if job.tries == 1 {
                    (self.sink)(ScanEvent::Slower { service: lane.1, region: lane.2.to_string() });
                }
            }
            // A call that began before others brought new keys may have used the old ones.
            Kind::Expired if !job.renew && tried.keys.is_some() => {
                job.renew = true;
                self.again(job, Duration::ZERO);
                return false;
            }
            Kind::Expired => {
                self.inventory.reads.push(read_of(&job, Answered::NotMeasured(Reason::Expired)));
                return true;
            }
            Kind::Moved => {
                if let (Some(region), None) = (&failure.region, &job.moved) {
                    job.moved = Some(Arc::from(region.as_str()));
                    self.again(job, Duration::ZERO);
                    return false;
                }
            }
            _ => {}
        }
        if job.tries < tries(kind, failure.date.is_some()) {
            let pause = self.pause(kind, job.tries, failure.wait);
            self.again(job, pause);
            return false;
        }
        let answer = match kind {
            // The network is there, so it is this service that has no address.
            Kind::NoAddress if self.account.client.has_answered() => Answered::NotOffered,
            kind => without_answer(kind),
        };
        self.finish(job, answer);
        false
    }

    /// Another try after a pause.
    fn again(&mut self, job: Job, pause: Duration) {
        self.inventory.calls.retried += 1;
        if pause.is_zero() {
            self.waiting.entry(lane(&job)).or_default().push_front(job);
        } else {
            self.pausing.push((Instant::now() + pause, job));
        }
    }

    /// From half of to all of what doubles with every try: throttled calls wait longer, and as long as AWS says.
    fn pause(&mut self, kind: Kind, tries: u32, wait: Option<Duration>) -> Duration {
        let first = if kind == Kind::Throttled { 400.0 } else { 100.0 };
        let ceiling = f64::min(first * 2_f64.powi(tries as i32 - 1), 5_000.0);
        let own = Duration::from_millis((ceiling * (0.5 + self.random.next() / 2.0)) as u64);
        // Nobody is waited for longer than a minute.
        own.max(wait.unwrap_or_default().min(Duration::from_mins(1)))
    }

    /// Takes a page; the next one is read if there is one and the list is not too long.
    fn page(&mut self, mut job: Job, page: Page) {
        let room = job.operation.cap.saturating_sub(job.records.len());
        let is_over = page.records.len() > room;
        job.records.extend(page.records.into_iter().take(room));
        job.pages += 1;
        let is_full = job.records.len() >= job.operation.cap || job.pages >= PAGES;
        // The same token again would lead in a circle.
        let is_circle = page.next.is_some() && page.next == job.token;
        match page.next {
            Some(next) if !is_full && !is_circle => {
                job.token = Some(next);
                job.tries = 0;
                self.waiting.entry(lane(&job)).or_default().push_front(job);
            }
            next => {
                let more = is_over || next.is_some();
                let records = std::mem::take(&mut job.records).into();
                self.finish(job, Answered::Records { records, more, cut: None });
            }
        }
    }

    fn finish(&mut self, mut job: Job, answer: Answered) {
        let answer = match answer {
            // Pages that were read stand, with what is missing beside them.
            Answered::NotMeasured(reason) if !job.records.is_empty() => Answered::Records {
                records: std::mem::take(&mut job.records).into(),
                more: true,
                cut: Some(reason),
            },
            answer => answer,
        };
        self.record(job, answer);
    }

    /// Keeps an answer and plans what follows from it.
    fn record(&mut self, job: Job, answer: Answered) {
        self.tally.done(job.operation, &job.region, answer.records().len());
        let sessions = self.sessions;
        let context = self.context(sessions[job.session].account.as_str());
        let following = plan::following(&job, answer.records(), &context, self.options);
        self.inventory.reads.push(read_of(&job, answer));
        for job in following {
            self.add(job);
        }
    }

    /// Ends: what is still open was not measured.
    fn end(&mut self, stopped: Option<Stopped>) {
        self.tasks.abort_all();
        if let Some(stopped) = stopped {
            let reason = match stopped {
                Stopped::Cancelled => Reason::Cancelled,
                Stopped::Expired => Reason::Expired,
            };
            let flying = std::mem::take(&mut self.flying).into_values().map(|(job, _)| job);
            let pausing = std::mem::take(&mut self.pausing).into_iter().map(|(_, job)| job);
            let waiting = std::mem::take(&mut self.waiting).into_values().flatten();
            let open: Vec<Job> = flying.chain(pausing).chain(waiting).collect();
            for job in open {
                self.inventory.reads.push(read_of(&job, Answered::NotMeasured(reason)));
            }
        }
        self.inventory.stopped = stopped;
        self.inventory.calls.made = self.calls();
        self.inventory.finished = self.account.client.clock().timestamp();
        // Answers come in any order; an inventory has one.
        self.inventory.reads.sort_by(Read::order);
        let count = |which: fn(Reason) -> bool| {
            let missing = self.inventory.reads.iter().filter_map(|read| read.answer.missing());
            missing.filter(|reason| which(*reason)).count() as u64
        };
        let is_denied = |reason| matches!(reason, Reason::Denied | Reason::DeniedByOrganization);
        let denied = count(is_denied);
        self.inventory.calls.denied = denied;
        self.inventory.calls.failed = count(|_| true) - denied;
        let calls = self.calls();
        (self.sink)(ScanEvent::Progress(self.tally.now(calls)));
    }
}

fn read_of(job: &Job, answer: Answered) -> Read {
    Read {
        account: job.session as u16,
        region: job.region.clone(),
        operation: job.operation,
        of: job.of.clone(),
        answer,
    }
}

/// Where a job waits: by account, service and the Region that answers.
fn lane(job: &Job) -> Lane {
    let region = job.moved.as_ref().unwrap_or(&job.region);
    (job.session, job.operation.service.name, region.clone())
}

/// How often a read is tried in all.
fn tries(kind: Kind, has_date: bool) -> u32 {
    match kind {
        Kind::Throttled => 10,
        Kind::Unavailable | Kind::Unreachable => 4,
        Kind::TimedOut | Kind::Broken | Kind::Unreadable | Kind::NoAddress => 2,
        // With the time that AWS told, once more.
        Kind::ClockSkew if has_date => 2,
        _ => 1,
    }
}

/// What a read came to that failed for good.
pub(super) fn without_answer(kind: Kind) -> Answered {
    match kind {
        Kind::Absent => Answered::Absent,
        Kind::NotOffered => Answered::NotOffered,
        kind => Answered::NotMeasured(reason(kind)),
    }
}

fn reason(kind: Kind) -> Reason {
    match kind {
        Kind::Denied => Reason::Denied,
        Kind::DeniedByOrganization => Reason::DeniedByOrganization,
        // The keys were good a moment ago, so it is the Region that does not know them.
        Kind::UnknownKeys | Kind::RegionOff => Reason::RegionOff,
        Kind::Throttled => Reason::Throttled,
        Kind::TimedOut => Reason::TimedOut,
        Kind::Unreachable | Kind::NoAddress => Reason::Unreachable,
        Kind::Unreadable => Reason::Unreadable,
        Kind::Unavailable | Kind::Broken => Reason::Unavailable,
        Kind::ClockSkew => Reason::ClockSkew,
        Kind::Expired => Reason::Expired,
        Kind::Absent | Kind::NotOffered | Kind::Moved | Kind::Refused => Reason::Refused,
    }
}

/// One try of one read, on its own.
struct Call {
    client: Arc<Client>,
    holder: Arc<Holder>,
    account: Arc<str>,
    region: Arc<str>,
    now: Timestamp,
    job: Job,
}

impl Call {
    async fn make(self, id: u64) -> Tried {
        let keys = match self.holder.keys(&self.client, &self.region).await {
            Ok(keys) if self.job.renew => {
                self.holder.renew(&self.client, &self.region, &keys).await
            }
            other => other,
        };
        let Ok(keys) = keys else {
            return Tried {
                job: id,
                keys: None,
                result: Err(Failure::new(Kind::Expired, "Credentials", 0)),
            };
        };
        let input = self.job.input(&Context { account: &self.account, now: self.now });
        let read =
            self.client.read(&keys, self.job.operation, &self.region, &self.account, &input).await;
        let result = read.map(|value| Page {
            records: self.job.operation.records(&value),
            next: self.job.operation.next_page(&value),
        });
        Tried { job: id, keys: Some(keys), result }
    }
}

/// Numbers from 0 to 1 that spread pauses; SplitMix64, which needs no more than a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

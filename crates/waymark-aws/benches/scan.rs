//! How long scans take and how much memory they need. `cargo xtask bench scan` runs this in a release build.
//!
//! The marks: the seeded account in under 5 s against moto; 1,000 buckets with four reads each at 40 ms per answer in under 6 s;
//! no read lost at 200 answers a second; under 100 MB with 10,000 resources.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and prints what it measured"
)]

#[path = "../tests/aws/server.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod server;

use std::time::{Duration, Instant};

use server::{Server, clock, connect, options, run};
use waymark_aws::{Account, ScanEnd, ScanOptions};

const FOUR: &[&str] = &[
    "s3:ListBuckets",
    "s3:GetBucketEncryption",
    "s3:GetPublicAccessBlock",
    "s3:GetBucketVersioning",
    "s3:GetBucketTagging",
];

fn measured(what: &str, mark: &str, server: &Server, options: &ScanOptions) -> ScanEnd {
    let account = Account::connect_with(&connect(&server.url), clock(), 7, Duration::from_secs(20))
        .expect("an address");
    let start = Instant::now();
    let end = run(&account, options, None);
    let seconds = start.elapsed().as_secs_f64();
    let calls = end.scan.calls;
    let lost: u64 = end.scan.not_measured.iter().map(|one| one.count).sum();
    println!(
        "{what}: {seconds:.2} s ({mark}); {} calls, {} tried again, {} slowed down, {lost} reads not made, {} resources",
        calls.made,
        calls.retried,
        calls.throttled,
        end.scan.resources.len()
    );
    end
}

/// The most memory that this process ever had, where Linux tells it.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

fn tell_peak(after: &str) {
    if let Some(megabytes) = peak() {
        println!("most memory {after}: {megabytes:.0} MB");
    }
}

fn main() {
    let four = options(FOUR);
    {
        let stub = Server::latency(1_000, 40, 0);
        measured("1,000 buckets, four reads, 40 ms, 32 at once", "mark 6 s", &stub, &four);
        let eight = ScanOptions { in_flight: 8, ..four.clone() };
        measured("the same, 8 at once", "no mark", &stub, &eight);
    }
    {
        let stub = Server::latency(1_000, 40, 200);
        measured("the same, 200 answers a second", "mark: no read lost", &stub, &four);
    }
    tell_peak("so far");
    {
        let stub = Server::latency(10_000, 0, 0);
        let buckets = ScanOptions { services: vec!["s3".to_owned()], ..options(&[]) };
        let end = measured("10,000 buckets, every read", "no mark", &stub, &buckets);
        tell_peak("with 10,000 resources (mark 100 MB)");
        println!(
            "inventory: {} reads, {} kB written",
            end.inventory.reads(),
            end.inventory.to_bytes().len() / 1000
        );
    }
    tell_peak("with the inventory written too");
    let (moto, _) = Server::seeded(0);
    measured("seeded account, every service", "mark 5 s", &moto, &options(&[]));
    let three = ["eu-west-1", "us-east-1", "eu-west-2"].map(str::to_owned).to_vec();
    measured(
        "the same in three Regions",
        "no mark",
        &moto,
        &ScanOptions { regions: three, ..options(&[]) },
    );
    let few =
        ScanOptions { services: ["s3", "rds", "glue"].map(str::to_owned).to_vec(), ..options(&[]) };
    measured("s3, rds and glue alone", "no mark", &moto, &few);
}

//! Each fault gives the outcome that it must, and nothing else changes.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use waymark_aws::{Account, Cancel, Clock, ScanEnd, ScanEvent, block_on, declared, scan};
use waymark_core::scan::{Fact, FactValue, Outcome, Reason, Scan, Stopped};

use crate::server::{Server, account, clock, connect, options, run};

/// A part of the account in which every kind of read occurs.
const READ: &[&str] = &[
    "s3:ListBuckets",
    "s3:GetBucketVersioning",
    "s3:GetBucketEncryption",
    "glue:GetDatabases",
    "glue:GetTables",
    "glue:GetCrawlers",
    "glue:GetJobs",
    "rds:DescribeDBInstances",
    "rds:DescribeDBClusters",
    "kms:ListKeys",
    "kms:DescribeKey",
    "kms:GetKeyRotationStatus",
    "kinesis:ListStreams",
    "kinesis:DescribeStreamSummary",
];

/// A scan under these faults, and what the proxy saw.
fn under(proxy: &Server, rules: Value) -> (ScanEnd, Value) {
    proxy.set_faults(&rules);
    let end = run(&account(&proxy.url), &options(READ), None);
    (end, proxy.seen())
}

/// The facts that rest on an operation that begins like this.
fn facts_on(start: &str) -> BTreeSet<String> {
    let rests = |operations: &BTreeSet<String>| {
        operations.iter().any(|operation| operation.starts_with(start))
    };
    declared()
        .into_iter()
        .filter(|fact| rests(&fact.operations))
        .map(|fact| fact.id.to_owned())
        .collect()
}

/// All facts but these are the same.
fn only_these_changed(before: &Scan, after: &Scan, allowed: &BTreeSet<String>) {
    for (id, fact) in &before.facts {
        if !allowed.contains(id.as_str()) {
            assert_eq!(after.facts.get(id), Some(fact), "{id} has nothing to do with the fault");
        }
    }
}

fn fact<'a>(scan: &'a Scan, id: &str) -> &'a Fact {
    scan.fact(id).unwrap_or_else(|| panic!("{id} is there"))
}

/// The reads of this permission were not made for this reason, so often.
fn is_missing(scan: &Scan, action: &str, reason: Reason, count: u64) {
    let found = scan.not_measured.iter().find(|one| one.action == action);
    let found =
        found.unwrap_or_else(|| panic!("{action} should be missing: {:?}", scan.not_measured));
    assert_eq!((found.reason, found.count), (reason, count), "{action}");
}

pub(crate) fn each_fault_and_nothing_else(proxy: &Server) {
    // First, since a proxy counts what hangs later as under way.
    bounded(proxy);
    let (clean, seen) = under(proxy, json!([]));
    let clean_calls = seen["requests"].as_u64().expect("a number");
    assert_eq!(clean.scan.calls.made, clean_calls, "every request is counted");
    assert_eq!((clean.scan.calls.retried, clean.scan.calls.denied), (0, 0));
    assert!(clean.scan.not_measured.is_empty(), "{:?}", clean.scan.not_measured);
    let clean = clean.scan;

    // What passes by itself leaves no trace but the counts.
    for (rule, throttled) in [
        (json!({"service": "glue", "operation": "GetTables", "fault": "throttle", "times": 2}), 2),
        (json!({"service": "s3", "operation": "?versioning", "fault": "slowdown", "times": 3}), 3),
        (json!({"service": "kms", "fault": "unavailable", "times": 1}), 0),
        (json!({"service": "rds", "fault": "reset", "times": 1}), 0),
        (json!({"service": "rds", "fault": "truncate", "times": 1}), 0),
        (json!({"service": "kms", "operation": "ListKeys", "fault": "slow", "seconds": 0.5}), 0),
    ] {
        let is_slow = rule["fault"] == "slow";
        let (end, seen) = under(proxy, json!([rule]));
        only_these_changed(&clean, &end.scan, &BTreeSet::new());
        assert_eq!(end.scan.resources, clean.resources, "{rule}");
        assert_eq!(end.scan.calls.throttled, throttled, "{rule}");
        let fired = seen["rules"][0]["fired"].as_u64().expect("a number");
        assert_eq!(end.scan.calls.retried, if is_slow { 0 } else { fired }, "{rule}");
    }

    // One service denied.
    let (end, _) = under(proxy, json!([{"service": "glue", "fault": "access_denied"}]));
    only_these_changed(&clean, &end.scan, &facts_on("glue:"));
    assert_eq!(fact(&end.scan, "F-CRAWL").outcome, Outcome::NotMeasured);
    assert!(
        fact(&end.scan, "F-CRAWL").values.is_empty(),
        "a crawler that was not looked for is not absent"
    );
    is_missing(&end.scan, "glue:GetDatabases", Reason::Denied, 1);
    assert_eq!(end.scan.calls.retried, 0, "what is denied is not tried again");

    // One read of every bucket denied.
    let (end, _) = under(
        proxy,
        json!([{"service": "s3", "operation": "?versioning", "fault": "access_denied"}]),
    );
    only_these_changed(&clean, &end.scan, &facts_on("s3:GetBucketVersioning"));
    is_missing(&end.scan, "s3:GetBucketVersioning", Reason::Denied, 30);
    let share =
        fact(&end.scan, "F-S3VER").share("versioned").expect("it says how many were not measured");
    assert_eq!((share.matching, share.measured, share.not_measured), (0, 0, 30));
    assert!(
        end.scan.resources.iter().all(|one| !one.attributes.contains_key("versioned")),
        "nor is it said of a bucket"
    );

    // One of five.
    let (end, _) = under(
        proxy,
        json!([{"service": "s3", "operation": "?versioning", "fault": "access_denied", "every": 5}]),
    );
    let share = fact(&end.scan, "F-S3VER").share("versioned").expect("a share");
    assert_eq!((share.measured, share.not_measured), (24, 6), "the share is of those measured");

    // Denied by the organisation, not known in the Region, not subscribed to.
    let (end, _) = under(proxy, json!([{"service": "rds", "fault": "scp_denied"}]));
    only_these_changed(&clean, &end.scan, &facts_on("rds:"));
    is_missing(&end.scan, "rds:DescribeDBInstances", Reason::DeniedByOrganization, 1);
    assert_eq!(fact(&end.scan, "F-DB").count("instances"), None, "databases do not vanish");

    // Answers that make no sense.
    let (end, _) =
        under(proxy, json!([{"service": "glue", "operation": "GetDatabases", "fault": "garbage"}]));
    only_these_changed(&clean, &end.scan, &facts_on("glue:GetDatabases"));
    is_missing(&end.scan, "glue:GetDatabases", Reason::Unreadable, 1);
    assert_eq!(end.scan.calls.retried, 1);

    // Pages without end, each with another token.
    let endless = json!([{"service": "glue", "operation": "GetDatabases", "fault": "answer", "body": {"DatabaseList": [], "NextToken": "@HITS@"}}]);
    let (end, seen) = under(proxy, endless);
    only_these_changed(&clean, &end.scan, &facts_on("glue:"));
    assert_eq!(seen["rules"][0]["hits"], 1000, "the list is left at its bound");

    // A page instead of an answer, and errors without end.
    let page = json!([{"service": "kms", "fault": "answer", "status": 500, "body": "<!doctype html>\n<html lang=en>\n<title>500</title>"}]);
    let (end, seen) = under(proxy, page);
    only_these_changed(&clean, &end.scan, &facts_on("kms:"));
    is_missing(&end.scan, "kms:ListKeys", Reason::Unavailable, 1);
    assert_eq!(seen["rules"][0]["hits"], 2, "a page is asked for once more at most");
    let (end, seen) = under(proxy, json!([{"service": "kms", "fault": "internal_error"}]));
    is_missing(&end.scan, "kms:ListKeys", Reason::Unavailable, 1);
    assert_eq!(seen["rules"][0]["hits"], 4);

    // A time that is wrong and not told.
    let (end, _) = under(proxy, json!([{"service": "kms", "fault": "clock_skew"}]));
    only_these_changed(&clean, &end.scan, &facts_on("kms:"));
    is_missing(&end.scan, "kms:ListKeys", Reason::ClockSkew, 1);

    a_hanging_service(proxy, &clean);
    credentials_that_run_out(proxy, &clean, clean_calls);
    cancelled(proxy, &clean);
    a_wrong_clock(proxy, &clean);
    a_region_that_is_off(proxy, &clean);
    a_bucket_elsewhere(proxy);
}

fn a_hanging_service(proxy: &Server, clean: &Scan) {
    proxy.set_faults(&json!([{"service": "kms", "fault": "hang"}]));
    let account =
        Account::connect_with(&connect(&proxy.url), clock(), 7, Duration::from_millis(900))
            .expect("an address");
    let end = run(&account, &options(READ), None);
    only_these_changed(clean, &end.scan, &facts_on("kms:"));
    is_missing(&end.scan, "kms:ListKeys", Reason::TimedOut, 1);
    assert_eq!(proxy.seen()["rules"][0]["hits"], 2, "nobody waits more than twice");
}

fn credentials_that_run_out(proxy: &Server, clean: &Scan, clean_calls: u64) {
    // The identity is asked first; then some reads pass.
    let (end, _) = under(proxy, json!([{"service": "s3", "fault": "expired_token", "every": 20}]));
    assert_eq!(end.scan.stopped, Some(Stopped::Expired), "the scan stops as a whole");
    assert!(end.inventory.is_partial());
    let missing = end.scan.not_measured.iter().filter(|one| one.reason == Reason::Expired).count();
    assert!(missing > 0, "what was not read is said");
    for (id, value) in
        end.scan.facts.iter().flat_map(|(id, fact)| fact.values.iter().map(move |one| (id, one)))
    {
        if let (name, FactValue::Share(share)) = value {
            let before = clean.facts[id].values.get(name);
            if let Some(FactValue::Share(before)) = before {
                assert!(share.matching <= before.matching, "{id} {name}: nothing is invented");
            }
        }
    }
    // Taken up again, from bytes, with keys that are good.
    let bytes = end.inventory.to_bytes();
    let earlier = waymark_aws::Inventory::from_bytes(&bytes).expect("it was just written");
    assert_eq!(earlier, end.inventory);
    proxy.set_faults(&json!([]));
    let whole = run(&account(&proxy.url), &options(READ), Some(earlier));
    let again = proxy.seen()["requests"].as_u64().expect("a number");
    assert_eq!(whole.scan.facts, clean.facts, "nothing is lost by the stop");
    assert_eq!(whole.scan.resources, clean.resources);
    assert_eq!(whole.scan.stopped, None);
    assert!(again < clean_calls, "what was read is not read again: {again} of {clean_calls}");
    // The proxy also sees what was under way when the first part stopped.
    let counted = whole.scan.calls.made - end.scan.calls.made;
    assert!(
        (1..=again).contains(&counted),
        "calls are counted over both parts: {counted} of {again}"
    );
}

fn cancelled(proxy: &Server, clean: &Scan) {
    proxy.set_faults(&json!([{"service": "rds", "fault": "slow", "seconds": 30}]));
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let sink = move |event: ScanEvent| {
        if let ScanEvent::Progress(progress) = event {
            assert!(progress.reads_done <= progress.reads && progress.facts_done <= progress.facts);
            if progress.reads_done > 20 {
                stop.cancel();
            }
        }
    };
    let account = Account::connect_with(&connect(&proxy.url), clock(), 7, Duration::from_mins(1))
        .expect("an address");
    let end = block_on(scan(&account, &options(READ), None, &sink, &cancel))
        .expect("it can be looked at");
    assert_eq!(end.scan.stopped, Some(Stopped::Cancelled));
    is_missing(&end.scan, "rds:DescribeDBInstances", Reason::Cancelled, 1);
    proxy.set_faults(&json!([]));
    let whole = run(&self::account(&proxy.url), &options(READ), Some(end.inventory));
    assert_eq!(whole.scan.facts, clean.facts);
}

fn a_wrong_clock(proxy: &Server, clean: &Scan) {
    proxy.set_faults(&json!([{"fault": "wrong_clock"}]));
    let right = clock();
    let wrong = Clock::new(move || right.now() + Duration::from_hours(1));
    let account = Account::connect_with(&connect(&proxy.url), wrong, 7, Duration::from_secs(2))
        .expect("an address");
    let end = run(&account, &options(READ), None);
    assert!(
        end.scan.not_measured.is_empty(),
        "signatures follow AWS's time: {:?}",
        end.scan.not_measured
    );
    assert_eq!(fact(&end.scan, "F-S3VER").values, fact(clean, "F-S3VER").values);
}

fn a_region_that_is_off(proxy: &Server, clean: &Scan) {
    for fault in ["region_disabled", "opt_in_required"] {
        proxy.set_faults(&json!([{"region": "ap-east-1", "fault": fault}]));
        let mut both = options(READ);
        both.regions.push("ap-east-1".to_owned());
        let end = run(&account(&proxy.url), &both, None);
        let missing: BTreeSet<(&str, Reason)> =
            end.scan.not_measured.iter().map(|one| (one.region.as_str(), one.reason)).collect();
        assert_eq!(missing, BTreeSet::from([("ap-east-1", Reason::RegionOff)]), "{fault}");
        assert_eq!(
            end.scan.resources, clean.resources,
            "{fault}: the other Region is read as ever"
        );
        let streams = fact(&end.scan, "F-STR");
        assert_eq!(streams.count("streams"), fact(clean, "F-STR").count("streams"));
        assert!(!streams.is_complete("streams"), "{fault}: there may be more in the other Region");
        assert_eq!(
            fact(&end.scan, "F-S3VER"),
            fact(clean, "F-S3VER"),
            "{fault}: buckets are listed once for all Regions"
        );
    }
}

fn a_bucket_elsewhere(proxy: &Server) {
    let moved = json!({"service": "s3", "operation": "/harbour-agency-share?versioning", "region": "eu-west-1", "fault": "answer",
        "status": 301, "headers": {"x-amz-bucket-region": "us-east-1"},
        "body": "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"});
    let (end, _) = under(proxy, json!([moved]));
    assert!(
        end.scan.not_measured.is_empty(),
        "the bucket is asked where it lies: {:?}",
        end.scan.not_measured
    );
    assert_eq!(end.scan.calls.retried, 1);
}

fn bounded(proxy: &Server) {
    proxy.set_faults(&json!([]));
    let few = waymark_aws::ScanOptions { in_flight: 5, ..options(READ) };
    run(&account(&proxy.url), &few, None);
    let most = proxy.seen()["max_in_flight"].as_u64().expect("a number");
    assert!((2..=5).contains(&most), "{most} calls at once");
}

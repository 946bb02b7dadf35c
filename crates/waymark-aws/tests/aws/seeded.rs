//! What a scan of the seeded account must say.

use std::collections::BTreeSet;

use serde_json::Value;
use waymark_aws::{
    Account, Connect, CouldWrite, IdentityKind, Role, ScanOptions, Secret, block_on,
};
use waymark_core::scan::{FactValue, PseudonymKey, Scan};

use crate::server::{Server, account, clock, connect, options, run};

/// The value of a fact, as JSON.
fn value<'a>(scan: &'a Scan, fact: &str, name: &str) -> Option<&'a FactValue> {
    scan.fact(fact)?.values.get(name)
}

/// Every fact of the manifest, and where a scan has it.
const MANIFEST: &[(&str, &str, &str)] = &[
    ("s3.kms_encrypted", "F-S3", "kms_encrypted"),
    ("s3.any_default_encryption", "F-S3", "encrypted"),
    ("s3.public_access_blocked", "F-PAB", "buckets_blocked"),
    ("s3.versioned", "F-S3VER", "history_kept"),
    ("s3.lifecycle", "F-S3LC", "with_rules"),
    ("s3.tls_only_policy", "F-S3", "tls_only"),
    ("s3.access_logging", "F-S3", "access_logged"),
    ("s3.owner_tag", "F-TAG", "buckets_owner"),
    ("s3.classification_tag", "F-TAG", "buckets_classification"),
    ("s3.catalogued", "F-CATALOG", "buckets_catalogued"),
    ("rds.encrypted", "F-DB", "instances_encrypted"),
    ("rds.multi_az", "F-DB", "multi_az"),
    ("rds.backups_7_days", "F-BACKUP", "instances_kept_7_days"),
    ("rds.public", "F-DB", "public"),
    ("dynamodb.kms", "F-DB", "tables_kms"),
    ("dynamodb.point_in_time_recovery", "F-BACKUP", "tables_point_in_time"),
    ("kinesis.encrypted", "F-STR", "streams_encrypted"),
    ("firehose.encrypted", "F-STR", "delivery_streams_encrypted"),
    ("redshift.encrypted", "F-RS", "encrypted"),
    ("redshift.public", "F-RS", "public"),
    ("opensearch.encrypted", "F-SRCH", "domains_encrypted"),
    ("kms.rotated", "F-KMS", "rotated"),
    ("glue.databases", "F-CATALOG", "databases"),
    ("glue.tables", "F-CATALOG", "tables"),
    ("glue.tables_described_and_owned", "F-CATALOG", "described_and_owned"),
    ("glue.jobs_with_security_configuration", "F-JOB", "secured"),
    ("glue.catalogue_encrypted", "F-CATALOG", "encrypted"),
    ("lakeformation.registered_buckets", "F-LF", "registered"),
    ("lakeformation.tags", "F-LF", "tags"),
    ("athena.workgroups_encrypted", "F-ATH", "encrypted"),
    ("secretsmanager.rotated", "F-KMS", "secrets_rotated"),
    ("cloudtrail.multi_region_trail_logging", "F-TRAIL", "multi_region_logging"),
    ("cloudtrail.data_event_buckets", "F-TRAIL", "data_event_buckets"),
    ("config.recording", "F-CFG", "recording"),
    ("macie.enabled", "F-MACIE", "enabled"),
    ("guardduty.s3_protection", "F-GD", "s3_protection"),
    ("s3.account_public_access_fully_blocked", "F-PAB", "accounts_blocked"),
    ("stepfunctions.state_machines", "F-ORCH", "state_machines"),
];

pub(crate) fn facts_equal_the_manifest(moto: &Server, expected: &Value) {
    let end = run(&account(&moto.url), &options(&[]), None);
    let scan = &end.scan;
    if let Some(path) = std::env::var_os("WAYMARK_SCAN_OUT") {
        std::fs::write(path, serde_json::to_vec_pretty(scan).expect("plain data"))
            .expect("it can be written");
    }
    let mut wrong = Vec::new();
    for (key, fact, name) in MANIFEST {
        let told = value(scan, fact, name);
        let want = &expected[*key];
        let is_equal = match told {
            Some(FactValue::Share(share)) if want.is_object() => {
                share.not_measured == 0
                    && want["matching"] == share.matching
                    && want["total"] == share.measured
            }
            // One Region or account: all or nothing of it.
            Some(FactValue::Share(share)) => {
                share.measured == 1 && want.as_bool() == Some(share.matching == 1)
            }
            Some(FactValue::Count(count)) => want == count,
            Some(FactValue::Flag(flag)) => want == flag,
            _ => false,
        };
        if !is_equal {
            wrong.push(format!("{key}: {want}, but {fact} {name} is {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "facts differ from the manifest:\n{}", wrong.join("\n"));
}

pub(crate) fn other_regions_have_their_own(moto: &Server, expected: &Value) {
    let regions = ["eu-west-1", "us-east-1", "eu-west-2"].map(str::to_owned).to_vec();
    let end = run(&account(&moto.url), &ScanOptions { regions, ..ScanOptions::default() }, None);
    let scan = &end.scan;
    let count = |kind: &str, region: &str| {
        scan.resources.iter().filter(|one| one.kind == kind && one.region == region).count() as u64
    };
    let want = |region: &str, what: &str| {
        expected["other_regions"][region][what].as_u64().expect("a number")
    };
    for (kind, region, what) in [
        ("rds:instance", "us-east-1", "rds_instances"),
        ("kinesis:stream", "us-east-1", "kinesis_streams"),
        ("s3:bucket", "us-east-1", "buckets"),
        ("s3tables:table_bucket", "us-east-1", "s3_table_buckets"),
        ("connect:instance", "eu-west-2", "connect_instances"),
    ] {
        assert_eq!(count(kind, region), want(region, what), "{kind} in {region}");
    }
    assert_eq!(count("lambda:function", "eu-west-1"), expected["lambda.functions"], "functions");
    assert_eq!(
        scan.fact("F-DB").and_then(|fact| fact.count("instances")),
        Some(6),
        "both Regions together"
    );
    let regions = scan.fact("F-S3").map(|fact| &fact.values["regions"]);
    assert_eq!(
        regions,
        Some(&FactValue::Words(vec!["eu-west-1".to_owned(), "us-east-1".to_owned()]))
    );
    assert_eq!(
        scan.fact("F-S3").and_then(|fact| fact.count("buckets")),
        Some(30),
        "buckets are listed once"
    );
    let suggested = block_on(account(&moto.url).regions()).expect("the Regions can be listed");
    assert!(suggested.suggested.contains(&"eu-west-1".to_owned()) && suggested.enabled.len() > 10);
    assert!(
        suggested.enabled.iter().all(|region| !region.starts_with("cn-")),
        "another partition has other keys"
    );
}

pub(crate) fn nothing_else_is_kept(moto: &Server) {
    let end = run(&account(&moto.url), &options(&[]), None);
    let inventory = String::from_utf8(end.inventory.to_bytes()).expect("JSON is text");
    let scan = serde_json::to_string(&end.scan).expect("plain data");
    for text in [&inventory, &scan] {
        for never in [
            "only-for-moto",
            "OnlyForMoto",
            "jdbc:postgresql",
            "MasterUsername",
            "select 1",
            "AKIA",
            "StartAt",
            "SecureTransport\":[\"true",
            "arn:aws:iam::aws:policy",
        ] {
            assert!(!text.contains(never), "{never} is kept");
        }
    }
    // The scan has no ARNs, and the account only where it says which.
    assert!(!scan.contains("arn:aws"), "an ARN is kept");
    let places: Vec<_> = scan.match_indices("123456789012").collect();
    assert_eq!(places.len(), 1, "the account stands once, as the account");
    assert!(!format!("{:?}", end.scan).contains("123456789012"), "it is not printed by accident");
    assert!(!format!("{:?}", end.inventory).contains("harbour"), "nor is what it brought");
    // What is written is read again.
    let read = waymark_core::scan::read(scan.as_bytes(), |_| true).expect("it was just written");
    assert_eq!(read.scan, end.scan);
    assert_eq!(
        waymark_aws::judge(&end.inventory),
        end.scan,
        "the same inventory gives the same scan"
    );
}

pub(crate) fn pseudonyms_leave_no_name(moto: &Server) {
    let end = run(&account(&moto.url), &options(&[]), None);
    let hidden = end.scan.with_pseudonyms(&PseudonymKey::random([9; 16]));
    let text = serde_json::to_string(&hidden).expect("plain data");
    // The keys of tags for permissions are words like `domain`, which also name values of facts.
    let named = end.scan.resources.iter().filter(|one| one.kind != "lakeformation:tag");
    let names: BTreeSet<&str> = named.map(|one| one.id.as_str()).collect();
    for name in names.into_iter().chain([
        "123456789012",
        "harbour",
        "data-platform",
        "sales-domain",
        "arn:aws",
    ]) {
        // A name that is also a word of AWS says nothing.
        if !["primary", "default", "analysts"].contains(&name) {
            assert!(!text.contains(&format!("\"{name}\"")), "{name} is left");
        }
    }
    assert!(!text.contains("123456789012") && !text.contains("harbour"));
    let same = |scan: &Scan| -> Vec<(String, String)> {
        scan.resources.iter().map(|one| (one.kind.clone(), one.region.clone())).collect()
    };
    let (mut before, mut after) = (same(&end.scan), same(&hidden));
    before.sort();
    after.sort();
    assert_eq!(before, after, "kinds and Regions stay");
}

pub(crate) fn who_looks(moto: &Server) {
    let account = account(&moto.url);
    let identity = block_on(account.identity()).expect("moto knows everybody");
    assert_eq!(identity.account.as_str(), "123456789012");
    assert!(
        !format!("{identity:?}").contains("123456789012"),
        "the number is not printed by accident"
    );
    // Through a role: taken with the external id, its name told.
    let role = Role {
        arn: Secret::new("arn:aws:iam::123456789012:role/harbour-glue-etl"),
        external_id: Some("waymark-1".to_owned()),
    };
    let through = Account::connect(&Connect { role: Some(role), ..connect(&moto.url) }, clock(), 7)
        .expect("an address");
    let identity = block_on(through.identity()).expect("the role can be taken");
    assert_eq!((identity.name.as_str(), identity.kind), ("harbour-glue-etl", IdentityKind::Role));
    let verdict = block_on(through.could_write(&identity));
    assert_eq!(verdict, CouldWrite::NotKnown, "a role without policies tells nothing");
    assert_eq!(block_on(account.organization_accounts()).expect("they can be listed").len(), 4);
}

pub(crate) fn several_accounts(moto: &Server) {
    let other =
        Role { arn: Secret::new("arn:aws:iam::111122223333:role/waymark"), external_id: None };
    let both = ScanOptions {
        accounts: vec![other],
        ..options(&["kinesis:ListStreams", "s3:ListBuckets", "glue:GetDatabases"])
    };
    let end = run(&account(&moto.url), &both, None);
    assert_eq!(end.scan.accounts.len(), 1, "the other account is named");
    assert_eq!(end.scan.accounts[0].as_str(), "111122223333");
    let of_first = end
        .scan
        .resources
        .iter()
        .filter(|one| one.account.as_ref() == Some(&end.scan.account))
        .count();
    assert_eq!(
        of_first,
        end.scan.resources.len(),
        "the other account is empty, and nothing of the first is taken for its"
    );
    assert_eq!(end.scan.fact("F-STR").and_then(|fact| fact.count("streams")), Some(4));
}

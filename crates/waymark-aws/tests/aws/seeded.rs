//! What a scan of the seeded account must say.

use serde_json::Value;
use waymark_core::scan::{FactValue, Scan};

use crate::server::{Server, account, options, run};

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
        std::fs::write(path, serde_json::to_vec_pretty(scan).expect("plain data")).expect("it can be written");
    }
    let mut wrong = Vec::new();
    for (key, fact, name) in MANIFEST {
        let told = value(scan, fact, name);
        let want = &expected[*key];
        let is_equal = match told {
            Some(FactValue::Share(share)) if want.is_object() => {
                share.not_measured == 0 && want["matching"] == share.matching && want["total"] == share.measured
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

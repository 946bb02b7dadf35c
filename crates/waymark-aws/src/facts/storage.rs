//! Facts about buckets, open tables and backups.

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::scan::Share;

use super::build::{Build, tally};
use super::catalogue::{Zone, is_iceberg, zone_of_table};
use super::look::{Item, Look};
use super::resource::{Tags, zone_of};
use crate::operation::Record;

pub(super) const BUCKETS: &str = "s3:ListBuckets";
const VERSIONING: &str = "s3:GetBucketVersioning";
const LOCK: &str = "s3:GetObjectLockConfiguration";
const LIFECYCLE: &str = "s3:GetBucketLifecycleConfiguration";
const REPLICATION: &str = "s3:GetBucketReplication";
const LOCATION: &str = "s3:GetBucketLocation";
const SIZES: &str = "cloudwatch:GetMetricData";
const TABLES: &str = "glue:GetTables";
const PROTECTED: &str = "backup:ListProtectedResources";

/// A bucket above this size is large.
const LARGE: f64 = 1e12;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![
        buckets(look),
        history(look),
        lifecycle(look),
        replication(look),
        public_access(look),
        open_tables(look),
        backup(look),
    ]
}

fn bucket_name(bucket: Item<'_>) -> Option<String> {
    bucket.record.name("Name")
}

/// Where a bucket lies: an empty answer is the first Region of AWS.
pub(super) fn region_of_bucket(look: &Look<'_>, item: Item<'_>) -> Option<String> {
    if let Some(region) = item.record.name("BucketRegion") {
        return Some(region);
    }
    let name = item.record.name("Name")?;
    let read = look.of(LOCATION, item, &name)?;
    let location = read.answer.records().first()?.text("").unwrap_or("us-east-1");
    Some(if location == "EU" { "eu-west-1".to_owned() } else { location.to_owned() })
}

/// The size of buckets' standard storage in bytes, by account and name.
fn sizes<'a>(look: &Look<'a>) -> BTreeMap<(u16, &'a str), f64> {
    look.items(SIZES)
        .filter_map(|item| {
            Some(((item.read.account, item.record.text("Label")?), item.record.number("Values")?))
        })
        .collect()
}

fn buckets<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-S3");
    fact.count("buckets", BUCKETS, |_| true);
    let algorithm = |found: &[Record]| -> Option<String> {
        let rules = found.first()?.texts("Rule[]/ApplyServerSideEncryptionByDefault/SSEAlgorithm");
        rules.first().map(|&name| name.to_owned())
    };
    let encryption = (BUCKETS, "s3:GetBucketEncryption");
    fact.share_by("encrypted", encryption, bucket_name, |_, found| {
        Some(algorithm(found).is_some())
    });
    fact.share_by("kms_encrypted", encryption, bucket_name, |_, found| {
        Some(algorithm(found).is_some_and(|name| name.starts_with("aws:kms")))
    });
    fact.share_by("public", (BUCKETS, "s3:GetBucketPolicyStatus"), bucket_name, |_, found| {
        Some(found.first().is_some_and(|status| status.is("IsPublic")))
    });
    fact.share_by("tls_only", (BUCKETS, "s3:GetBucketPolicy"), bucket_name, |_, found| {
        let wanted = found
            .first()
            .map(|policy| policy.texts("Statement[]/Condition/Bool/aws:SecureTransport"));
        Some(wanted.is_some_and(|values| values.contains(&"false")))
    });
    fact.share_by("access_logged", (BUCKETS, "s3:GetBucketLogging"), bucket_name, |_, found| {
        Some(found.first().is_some_and(|logging| logging.is("LoggingEnabled/TargetBucket")))
    });
    let regions: BTreeSet<String> =
        look.items(BUCKETS).filter_map(|item| region_of_bucket(look, item)).collect();
    fact.made_words("regions", &[BUCKETS, LOCATION], regions);
    let sizes = sizes(look);
    let large = sizes.values().filter(|size| **size > LARGE).count() as u64;
    fact.number("large_buckets", &[SIZES, BUCKETS], large);
    let total: f64 = sizes.values().sum();
    fact.number("gigabytes", &[SIZES, BUCKETS], (total / 1e9) as u64);
    fact.count("storage_lens", "s3control:ListStorageLensConfigurations", |lens| {
        lens.is("IsEnabled")
    });
    fact
}

fn is_versioned(found: &[Record]) -> bool {
    found.first().is_some_and(|status| status.text("Status") == Some("Enabled"))
}

fn is_locked(found: &[Record]) -> bool {
    found.first().is_some_and(|lock| lock.text("ObjectLockEnabled") == Some("Enabled"))
}

/// Whether a bucket keeps what is overwritten: nothing where neither read tells.
fn keeps_history(look: &Look<'_>, item: Item<'_>) -> Option<bool> {
    let name = item.record.name("Name")?;
    let say = |operation, is: fn(&[Record]) -> bool| {
        let read = look.of(operation, item, &name)?;
        read.answer.missing().is_none().then(|| is(read.answer.records()))
    };
    match (say(VERSIONING, is_versioned), say(LOCK, is_locked)) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// What name and tags of a bucket say of its zone.
pub(super) fn zone_of_bucket(look: &Look<'_>, item: Item<'_>) -> Option<Zone> {
    let name = item.record.name("Name")?;
    let read = look.of("s3:GetBucketTagging", item, &name);
    let tags = read.and_then(|read| read.answer.records().first());
    tags.and_then(|record| Tags::of(record, "TagSet/Tag[Key~Value]").zone())
        .or_else(|| zone_of(&name))
}

fn history<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-S3VER");
    fact.share_by("versioned", (BUCKETS, VERSIONING), bucket_name, |_, found| {
        Some(is_versioned(found))
    });
    fact.share_by("locked", (BUCKETS, LOCK), bucket_name, |_, found| Some(is_locked(found)));
    let over = |which: &dyn Fn(Item<'a>) -> bool| -> Share {
        tally(
            look.items(BUCKETS)
                .filter(|item| which(*item))
                .map(|item| Some(keeps_history(look, item))),
        )
    };
    let on = [BUCKETS, VERSIONING, LOCK];
    fact.made_share("history_kept", &on, over(&|_| true));
    let raw = over(&|item| zone_of_bucket(look, item) == Some(Zone::Raw));
    fact.made_share("raw_history_kept", &on, raw);
    fact
}

fn has_rule(found: &[Record]) -> bool {
    found.first().is_some_and(|rules| rules.texts("Rule[]/Status").contains(&"Enabled"))
}

fn lifecycle<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-S3LC");
    let rules = (BUCKETS, LIFECYCLE);
    let filled = |found: &[Record], field| {
        has_rule(found) && found.first().is_some_and(|rules| !rules.texts(field).is_empty())
    };
    fact.share_by("with_rules", rules, bucket_name, |_, found| Some(has_rule(found)));
    fact.share_by("tiering", rules, bucket_name, |_, found| {
        Some(filled(found, "Rule[]/Transition[]/StorageClass"))
    });
    fact.share_by("expiring", rules, bucket_name, |_, found| {
        Some(filled(found, "Rule[]/Expiration/Days"))
    });
    fact.share_by(
        "intelligent_tiering",
        (BUCKETS, "s3:ListBucketIntelligentTieringConfigurations"),
        bucket_name,
        |_, found| Some(found.iter().any(|one| one.text("Status") == Some("Enabled"))),
    );
    let sizes = sizes(look);
    let are_sizes_known = look.state(SIZES).is_answered;
    let large = look.items(BUCKETS).map(|item| {
        let name = item.record.text("Name")?;
        let is_large = sizes.get(&(item.read.account, name)).is_some_and(|size| *size > LARGE);
        match (are_sizes_known, is_large) {
            (false, _) => Some(None),
            (true, false) => None,
            (true, true) => {
                let read =
                    look.of(LIFECYCLE, item, name).filter(|read| read.answer.missing().is_none());
                Some(read.map(|read| has_rule(read.answer.records())))
            }
        }
    });
    let large = tally(large);
    fact.made_share("large_with_rules", &[BUCKETS, LIFECYCLE, SIZES], large);
    fact
}

fn replication<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-S3REP");
    fact.share_by("replicated", (BUCKETS, REPLICATION), bucket_name, |_, found| {
        Some(has_rule(found))
    });
    let own: BTreeMap<String, String> = look
        .items(BUCKETS)
        .filter_map(|item| Some((item.record.name("Name")?, region_of_bucket(look, item)?)))
        .collect();
    let targets: BTreeSet<&str> = look
        .items(REPLICATION)
        .flat_map(|item| item.record.texts("Rule[]/Destination/Bucket"))
        .map(|arn| arn.rsplit(':').next().unwrap_or(arn))
        .collect();
    let on = [REPLICATION, BUCKETS, LOCATION];
    let regions = targets.iter().filter_map(|name| own.get(*name).cloned()).collect();
    fact.made_words("destination_regions", &on, regions);
    let elsewhere = targets.iter().filter(|name| !own.contains_key(**name)).count() as u64;
    fact.number("destinations_elsewhere", &on, elsewhere);
    fact
}

fn public_access<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-PAB");
    let is_blocked = |found: &[Record]| {
        let switches =
            ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
        Some(found.first().is_some_and(|block| switches.iter().all(|switch| block.is(switch))))
    };
    fact.regions("accounts_blocked", "s3control:GetPublicAccessBlock", is_blocked);
    fact.share_by(
        "buckets_blocked",
        (BUCKETS, "s3:GetPublicAccessBlock"),
        bucket_name,
        |_, found| is_blocked(found),
    );
    fact
}

fn open_tables<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-TBL");
    fact.count("table_buckets", "s3tables:ListTableBuckets", |_| true);
    fact.count("s3_tables", "s3tables:ListTables", |_| true);
    fact.share("iceberg", TABLES, |table| Some(is_iceberg(table)));
    let in_zone = |zone: Zone| -> Share {
        let tables = look.items(TABLES).filter(|item| zone_of_table(*item) == Some(zone));
        tally(tables.map(|item| Some(Some(is_iceberg(item.record)))))
    };
    fact.made_share("curated_iceberg", &[TABLES], in_zone(Zone::Curated));
    fact.made_share("raw_iceberg", &[TABLES], in_zone(Zone::Raw));
    let optimiser = "glue:GetTableOptimizer";
    let maintenance = "s3tables:GetTableMaintenanceConfiguration";
    let optimised = look.items(TABLES).filter(|item| is_iceberg(item.record)).map(|item| {
        let of = format!("{}/{}", item.read.of, item.record.name("Name")?);
        let read = look.of(optimiser, item, &of).filter(|read| read.answer.missing().is_none());
        Some(read.map(|read| {
            read.answer
                .records()
                .first()
                .is_some_and(|one| one.is("TableOptimizer/configuration/enabled"))
        }))
    });
    let kept = look.reads(maintenance).iter().map(|read| {
        let is_on =
            |one: &Record| one.text("configuration/icebergCompaction/status") == Some("enabled");
        let records = read.answer.records();
        Some(read.answer.missing().is_none().then(|| records.first().is_some_and(is_on)))
    });
    let maintained = tally(optimised.chain(kept));
    fact.made_share(
        "maintained",
        &[TABLES, optimiser, "s3tables:ListTables", maintenance],
        maintained,
    );
    fact
}

const INSTANCES: &str = "rds:DescribeDBInstances";
const CLUSTERS: &str = "rds:DescribeDBClusters";
const DYNAMODB: &str = "dynamodb:ListTables";
const CONTINUOUS: &str = "dynamodb:DescribeContinuousBackups";

fn has_point_in_time(found: &[Record]) -> bool {
    let status =
        "ContinuousBackupsDescription/PointInTimeRecoveryDescription/PointInTimeRecoveryStatus";
    found.first().is_some_and(|one| one.text(status) == Some("ENABLED"))
}

/// Backups of the service itself count as much as recovery points of AWS Backup. Snapshots made by hand are not looked for.
fn backup<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-BACKUP");
    fact.count("plans", "backup:ListBackupPlans", |_| true);
    fact.count("protected", PROTECTED, |one| one.instant("LastBackupTime").is_some());
    let protected: BTreeSet<&str> = look
        .items(PROTECTED)
        .filter(|item| item.record.instant("LastBackupTime").is_some())
        .filter_map(|item| item.record.text("ResourceArn"))
        .collect();
    let is_list_whole = !look.state(PROTECTED).is_missing;
    let recoverable = |native: Option<bool>, arn: &str| match native {
        _ if protected.contains(arn) => Some(true),
        Some(true) => Some(true),
        // Without backups of its own: only the whole list of AWS Backup shows that there are none.
        Some(false) if is_list_whole => Some(false),
        _ => None,
    };
    let keeps = |record: &Record| record.number("BackupRetentionPeriod").map(|days| days > 0.0);
    let instances = look
        .items(INSTANCES)
        .filter(|item| item.record.text("DBClusterIdentifier").is_none())
        .map(|item| {
            Some(recoverable(
                keeps(item.record),
                item.record.text("DBInstanceArn").unwrap_or_default(),
            ))
        });
    let clusters = look.items(CLUSTERS).map(|item| {
        Some(recoverable(keeps(item.record), item.record.text("DBClusterArn").unwrap_or_default()))
    });
    let tables = look.items(DYNAMODB).map(|item| {
        let name = item.record.name("")?;
        let read = look.of(CONTINUOUS, item, &name).filter(|read| read.answer.missing().is_none());
        let native = read.map(|read| has_point_in_time(read.answer.records()));
        Some(recoverable(native, &look.arn(item.read, "dynamodb", &format!("table/{name}"))))
    });
    let share = tally(instances.chain(clusters).chain(tables));
    fact.made_share(
        "databases_recoverable",
        &[INSTANCES, CLUSTERS, DYNAMODB, CONTINUOUS, PROTECTED],
        share,
    );
    fact.share("instances_kept_7_days", INSTANCES, |one| {
        Some(one.number("BackupRetentionPeriod")? >= 7.0)
    });
    fact.share_by(
        "tables_point_in_time",
        (DYNAMODB, CONTINUOUS),
        |table| table.record.name(""),
        |_, found| Some(has_point_in_time(found)),
    );
    let plans = "backup:ListRestoreTestingPlans";
    let tested = |days| {
        look.items(plans)
            .filter_map(|item| item.record.instant("LastExecutionTime"))
            .any(|at| look.is_within(at, days))
    };
    let is_known = look.state(plans).is_answered;
    fact.flag("restore_tested_12_months", &[plans], is_known.then(|| tested(365)));
    fact.newest("last_restore_test", plans, |plan| plan.instant("LastExecutionTime"));
    fact
}

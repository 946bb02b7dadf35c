//! Facts about identities, keys, trails and what watches over data.

use std::collections::BTreeSet;

use super::build::{Build, tally};
use super::look::Look;
use super::resource::Tags;
use super::storage::BUCKETS;
use crate::operation::Record;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![
        identities(look),
        workforce(look),
        outside_access(look),
        keys(look),
        trails(look),
        sensitive_data(look),
        threats(look),
        posture(look),
        configuration(look),
        private_endpoints(look),
    ]
}

/// Read from the users themselves: the credential report would have to be generated first, which is no read. When a role was last
/// used is not told by a list of roles, so unused roles are not measured.
fn identities<'a>(look: &'a Look<'a>) -> Build<'a> {
    const USERS: &str = "iam:ListUsers";
    const KEYS: &str = "iam:ListAccessKeys";
    const PASSWORDS: &str = "iam:GetLoginProfile";
    const FACTORS: &str = "iam:ListMFADevices";
    const SUMMARY: &str = "iam:GetAccountSummary";
    let mut fact = Build::new(look, "F-IAM");
    fact.count("users", USERS, |_| true);
    fact.count("roles", "iam:ListRoles", |role| {
        !role.text("Path").is_some_and(|path| path.starts_with("/aws-service-role/"))
    });
    let active = look.items(KEYS).filter(|item| item.record.text("Status") == Some("Active"));
    let old =
        active.map(|item| Some(Some(!look.is_within(item.record.instant("CreateDate")?, 90))));
    let old = tally(old);
    fact.made_share("keys_older_90_days", &[USERS, KEYS], old);
    let without = look.items(USERS).map(|item| {
        let name = item.record.name("UserName")?;
        let read = |operation| {
            look.of(operation, item, &name).filter(|read| read.answer.missing().is_none())
        };
        match (read(PASSWORDS), read(FACTORS)) {
            (Some(password), _) if password.answer.records().is_empty() => None,
            (Some(_), Some(factors)) => Some(Some(factors.answer.records().is_empty())),
            _ => Some(None),
        }
    });
    let without = tally(without);
    fact.made_share("console_without_second_factor", &[USERS, PASSWORDS, FACTORS], without);
    let summary = |field: &str| -> Option<bool> {
        let item = look.items(SUMMARY).next()?;
        let entries = item.record.map("GetAccountSummaryResult/SummaryMap/entry[key=value]");
        Some(entries.get(field)?.parse::<u64>().ok()? > 0)
    };
    fact.flag("root_second_factor", &[SUMMARY], summary("AccountMFAEnabled"));
    fact.flag("root_keys", &[SUMMARY], summary("AccountAccessKeysPresent"));
    fact
}

fn workforce<'a>(look: &'a Look<'a>) -> Build<'a> {
    const INSTANCES: &str = "sso-admin:ListInstances";
    let mut fact = Build::new(look, "F-IDC");
    fact.count("instances", INSTANCES, |_| true);
    for (name, operation) in [
        ("permission_sets", "sso-admin:ListPermissionSets"),
        ("applications", "sso-admin:ListApplications"),
    ] {
        fact.number(name, &[INSTANCES, operation], look.items(operation).count() as u64);
    }
    fact
}

fn outside_access<'a>(look: &'a Look<'a>) -> Build<'a> {
    const ANALYZERS: &str = "accessanalyzer:ListAnalyzers";
    const FINDINGS: &str = "accessanalyzer:ListFindingsV2";
    let mut fact = Build::new(look, "F-AA");
    fact.count("analyzers", ANALYZERS, |one| one.text("status") == Some("ACTIVE"));
    let is_unused =
        |record: &Record| record.text("findingType").is_some_and(|kind| kind.starts_with("Unused"));
    let unused = look.items(FINDINGS).filter(|item| is_unused(item.record)).count() as u64;
    let external = look
        .items(FINDINGS)
        .filter(|item| item.record.text("findingType") == Some("ExternalAccess"));
    fact.number("external", &[ANALYZERS, FINDINGS], external.clone().count() as u64);
    fact.number("unused", &[ANALYZERS, FINDINGS], unused);
    let buckets: BTreeSet<String> = external
        .filter(|item| item.record.text("resourceType") == Some("AWS::S3::Bucket"))
        .filter_map(|item| Some(item.record.text("resource")?.rsplit(':').next()?.to_owned()))
        .collect();
    fact.names("shared_buckets", &[ANALYZERS, FINDINGS], buckets);
    fact
}

fn keys<'a>(look: &'a Look<'a>) -> Build<'a> {
    const KEYS: &str = "kms:ListKeys";
    const KEY: &str = "kms:DescribeKey";
    const ROTATION: &str = "kms:GetKeyRotationStatus";
    let mut fact = Build::new(look, "F-KMS");
    let own = |key: &Record| {
        key.text("KeyMetadata/KeyManager") == Some("CUSTOMER")
            && key.text("KeyMetadata/KeyState") == Some("Enabled")
    };
    fact.number(
        "keys",
        &[KEYS, KEY],
        look.items(KEY).filter(|item| own(item.record)).count() as u64,
    );
    let rotated = look.items(KEYS).map(|item| {
        let id = item.record.name("KeyId")?;
        let of = |operation| {
            look.of(operation, item, &id).filter(|read| read.answer.missing().is_none())
        };
        let Some(described) = of(KEY).and_then(|read| read.answer.records().first()) else {
            return Some(None);
        };
        // Only keys of this kind can rotate by themselves.
        let can =
            described.text("KeyMetadata/KeySpec").is_none_or(|spec| spec == "SYMMETRIC_DEFAULT")
                && described.text("KeyMetadata/Origin").is_none_or(|origin| origin == "AWS_KMS");
        if !own(described) || !can {
            return None;
        }
        Some(of(ROTATION).map(|read| {
            read.answer.records().first().is_some_and(|one| one.is("KeyRotationEnabled"))
        }))
    });
    let rotated = tally(rotated);
    fact.made_share("rotated", &[KEYS, KEY, ROTATION], rotated);
    fact.share("secrets_rotated", "secretsmanager:ListSecrets", |secret| {
        // Secrets that a service keeps for itself are its own affair.
        secret.text("OwningService").is_none().then(|| secret.is("RotationEnabled"))
    });
    fact
}

/// What the data-event selectors of a trail cover.
enum Covered {
    Every,
    These(BTreeSet<String>),
}

impl Covered {
    fn of(selectors: &Record) -> Self {
        let plain = "EventSelectors[]/DataResources[]/Values[]";
        let equals = "AdvancedEventSelectors[]/FieldSelectors[]/Equals[]";
        let begins = "AdvancedEventSelectors[]/FieldSelectors[]/StartsWith[]";
        let texts: Vec<&str> =
            [plain, equals, begins].iter().flat_map(|field| selectors.texts(field)).collect();
        let arns: Vec<&str> =
            texts.iter().copied().filter(|text| text.split(':').nth(2) == Some("s3")).collect();
        let whole = |arn: &&str| arn.split(":::").nth(1).unwrap_or_default().is_empty();
        if arns.iter().any(whole) || (arns.is_empty() && texts.contains(&"AWS::S3::Object")) {
            return Self::Every;
        }
        let bucket = |arn: &&str| {
            arn.split(":::").nth(1).and_then(|rest| rest.split('/').next()).map(str::to_owned)
        };
        Self::These(arns.iter().filter_map(bucket).collect())
    }

    fn has(&self, bucket: &str) -> bool {
        match self {
            Self::Every => true,
            Self::These(buckets) => buckets.contains(bucket),
        }
    }
}

fn trails<'a>(look: &'a Look<'a>) -> Build<'a> {
    const TRAILS: &str = "cloudtrail:DescribeTrails";
    const STATUS: &str = "cloudtrail:GetTrailStatus";
    const SELECTORS: &str = "cloudtrail:GetEventSelectors";
    const TAGS: &str = "s3:GetBucketTagging";
    let mut fact = Build::new(look, "F-TRAIL");
    // A trail of all Regions shows in each of them.
    let arns: BTreeSet<&str> =
        look.items(TRAILS).filter_map(|item| item.record.text("TrailARN")).collect();
    fact.number("trails", &[TRAILS], arns.len() as u64);
    let records = |arn: &str| -> Option<bool> {
        let read = look
            .reads(STATUS)
            .iter()
            .find(|read| *read.of == *arn && read.answer.missing().is_none())?;
        Some(read.answer.records().first().is_some_and(|status| status.is("IsLogging")))
    };
    let mut verdicts = look
        .items(TRAILS)
        .filter(|item| item.record.is("IsMultiRegionTrail"))
        .filter_map(|item| item.record.text("TrailARN"))
        .map(records);
    let is_known = look.state(TRAILS).is_answered;
    let first = verdicts.clone().find(|verdict| *verdict == Some(true));
    let logging = match first {
        Some(_) => Some(true),
        None if verdicts.any(|verdict| verdict.is_none()) || look.state(TRAILS).is_missing => None,
        None => is_known.then_some(false),
    };
    fact.flag("multi_region_logging", &[TRAILS, STATUS], logging);
    let covered: Vec<Covered> = look
        .reads(SELECTORS)
        .iter()
        .filter(|read| records(&read.of) != Some(false))
        .flat_map(|read| read.answer.records())
        .map(Covered::of)
        .collect();
    let is_covered = |bucket: &str| covered.iter().any(|one| one.has(bucket));
    let names: BTreeSet<&str> =
        look.items(BUCKETS).filter_map(|item| item.record.text("Name")).collect();
    let count = names.iter().filter(|name| is_covered(name)).count() as u64;
    fact.number("data_event_buckets", &[SELECTORS, TRAILS, STATUS, BUCKETS], count);
    let are_all_read = look.state(SELECTORS).is_answered && !look.state(SELECTORS).is_missing;
    let sensitive = look.items(BUCKETS).map(|item| {
        let name = item.record.text("Name")?;
        let read = look.of(TAGS, item, name)?;
        if read.answer.missing().is_some() {
            return Some(None);
        }
        let tags =
            read.answer.records().first().map(|record| Tags::of(record, "TagSet/Tag[Key~Value]"));
        if !tags.is_some_and(|tags| tags.is_sensitive()) {
            return None;
        }
        let is = is_covered(name);
        Some((is || are_all_read).then_some(is))
    });
    let sensitive = tally(sensitive);
    fact.made_share("sensitive_buckets_covered", &[BUCKETS, TAGS, SELECTORS, TRAILS], sensitive);
    fact
}

fn sensitive_data<'a>(look: &'a Look<'a>) -> Build<'a> {
    const SESSION: &str = "macie2:GetMacieSession";
    const DISCOVERY: &str = "macie2:GetAutomatedDiscoveryConfiguration";
    const FINDINGS: &str = "macie2:GetFindingStatistics";
    let mut fact = Build::new(look, "F-MACIE");
    let is_on = |found: &[Record]| {
        Some(found.first().is_some_and(|one| one.text("status") == Some("ENABLED")))
    };
    fact.regions("enabled", SESSION, is_on);
    fact.regions("discovery", DISCOVERY, is_on);
    fact.count("jobs", "macie2:ListClassificationJobs", |_| true);
    let high = |which: &str| -> u64 {
        let of = look.items(FINDINGS).filter(|item| *item.read.of == *which);
        of.filter(|item| item.record.text("groupKey") == Some("High"))
            .filter_map(|item| item.record.number("count"))
            .sum::<f64>() as u64
    };
    fact.number("high_findings", &[FINDINGS], high("all"));
    fact.number("high_findings_older_30_days", &[FINDINGS], high("old"));
    fact
}

fn threats<'a>(look: &'a Look<'a>) -> Build<'a> {
    const DETECTORS: &str = "guardduty:ListDetectors";
    const DETECTOR: &str = "guardduty:GetDetector";
    let mut fact = Build::new(look, "F-GD");
    let over_regions = |is: fn(&Record) -> bool| {
        tally(look.reads(DETECTORS).iter().map(|read| {
            if read.answer == crate::inventory::Answered::NotOffered {
                return None;
            }
            if read.answer.missing().is_some() {
                return Some(None);
            }
            let mut verdict = Some(false);
            for id in read.answer.records() {
                let item = super::look::Item { read, record: id };
                let found = id.name("").and_then(|id| look.of(DETECTOR, item, &id));
                match found.filter(|read| read.answer.missing().is_none()) {
                    None => verdict = None,
                    Some(read) if read.answer.records().first().is_some_and(is) => {
                        return Some(Some(true));
                    }
                    Some(_) => {}
                }
            }
            Some(verdict)
        }))
    };
    fn is_on(detector: &Record) -> bool {
        detector.text("status") == Some("ENABLED")
    }
    fn watches_buckets(detector: &Record) -> bool {
        let features = detector.map("features[name=status]");
        is_on(detector)
            && (features.get("S3_DATA_EVENTS") == Some(&"ENABLED")
                || detector.text("dataSources/s3Logs/status") == Some("ENABLED"))
    }
    fact.made_share("enabled", &[DETECTORS, DETECTOR], over_regions(is_on));
    fact.made_share("s3_protection", &[DETECTORS, DETECTOR], over_regions(watches_buckets));
    fact
}

fn posture<'a>(look: &'a Look<'a>) -> Build<'a> {
    const FINDINGS: &str = "securityhub:GetFindings";
    let mut fact = Build::new(look, "F-SHUB");
    fact.regions("enabled", "securityhub:DescribeHub", |found| Some(!found.is_empty()));
    fact.count("standards", "securityhub:GetEnabledStandards", |one| {
        one.text("StandardsStatus") == Some("READY")
    });
    fact.share("passed", FINDINGS, |finding| Some(finding.text("Compliance/Status")? == "PASSED"));
    fact
}

fn configuration<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-CFG");
    fact.regions("recording", "config:DescribeConfigurationRecorderStatus", |found| {
        Some(found.iter().any(|recorder| recorder.is("recording")))
    });
    fact.share("rules_compliant", "config:DescribeComplianceByConfigRule", |rule| {
        match rule.text("Compliance/ComplianceType")? {
            "COMPLIANT" => Some(true),
            "NON_COMPLIANT" => Some(false),
            _ => None,
        }
    });
    fact.count("conformance_packs", "config:DescribeConformancePacks", |_| true);
    fact
}

fn private_endpoints<'a>(look: &'a Look<'a>) -> Build<'a> {
    const ENDPOINTS: &str = "ec2:DescribeVpcEndpoints";
    let mut fact = Build::new(look, "F-VPCE");
    fact.count("endpoints", ENDPOINTS, |_| true);
    fact.words("services", ENDPOINTS, |item| {
        // `com.amazonaws.eu-west-1.s3`; services of others have numbers for names.
        let name = item.record.text("serviceName").filter(|name| !name.contains("vpce"));
        let short = name.and_then(|name| name.splitn(4, '.').nth(3));
        short.map(str::to_owned).into_iter().collect()
    });
    fact
}

//! Facts about operational databases.

use std::collections::BTreeSet;

use super::build::{Build, tally};
use super::look::Look;
use crate::operation::Record;

const INSTANCES: &str = "rds:DescribeDBInstances";
const CLUSTERS: &str = "rds:DescribeDBClusters";
const TABLES: &str = "dynamodb:ListTables";
const TABLE: &str = "dynamodb:DescribeTable";

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![databases(look)]
}

/// Clusters of Neptune and DocumentDB come with those of RDS. Every table of DynamoDB is encrypted; which key does is another matter.
fn databases<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-DB");
    fact.count("instances", INSTANCES, |_| true);
    fact.count("clusters", CLUSTERS, |_| true);
    fact.count("tables", TABLES, |_| true);
    fact.share("instances_encrypted", INSTANCES, |one| one.flag("StorageEncrypted"));
    fact.share("clusters_encrypted", CLUSTERS, |one| one.flag("StorageEncrypted"));
    let encrypted = look
        .items(INSTANCES)
        .chain(look.items(CLUSTERS))
        .filter_map(|item| item.record.flag("StorageEncrypted"))
        .map(|is| Some(Some(is)));
    let encrypted = tally(encrypted);
    fact.made_share("encrypted", &[INSTANCES, CLUSTERS], encrypted);
    fact.share_by(
        "tables_kms",
        (TABLES, TABLE),
        |table| table.record.name(""),
        |_, found| {
            let is_kms = |table: &Record| {
                table.text("Table/SSEDescription/SSEType") == Some("KMS")
                    && matches!(
                        table.text("Table/SSEDescription/Status"),
                        Some("ENABLED" | "UPDATING")
                    )
            };
            Some(found.first().is_some_and(is_kms))
        },
    );
    fact.share("public", INSTANCES, |one| one.flag("PubliclyAccessible"));
    fact.share("multi_az", INSTANCES, |one| one.flag("MultiAZ"));
    let of_records = |operations: [&'static str; 2], field: &str| -> BTreeSet<String> {
        operations
            .iter()
            .flat_map(|operation| look.items(operation))
            .filter_map(|item| item.record.name(field))
            .collect()
    };
    fact.made_words("engines", &[INSTANCES, CLUSTERS], of_records([INSTANCES, CLUSTERS], "Engine"));
    let mut regions: BTreeSet<String> = [INSTANCES, CLUSTERS, TABLES]
        .iter()
        .flat_map(|operation| look.items(operation))
        .map(|item| item.region().to_owned())
        .collect();
    let replicas =
        look.items(TABLE).flat_map(|item| item.record.texts("Table/Replicas[]/RegionName"));
    regions.extend(replicas.map(str::to_owned));
    fact.made_words("regions", &[INSTANCES, CLUSTERS, TABLES, TABLE], regions);
    fact
}

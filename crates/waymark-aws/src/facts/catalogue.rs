//! Facts about the catalogue and its governance.

use std::collections::BTreeSet;

use waymark_core::scan::Share;

use super::build::{Build, tally};
use super::look::{Item, Look};
use super::storage::BUCKETS;
use crate::operation::Record;

const TABLES: &str = "glue:GetTables";
const DATABASES: &str = "glue:GetDatabases";

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![
        catalogue(look),
        crawlers(look),
        schemas(look),
        quality(look),
        domains(look),
        permissions(look),
    ]
}

/// Where data stands on its way, as names and tags say. A hint: the facilitator maps buckets and databases to zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// As it came.
    Raw,
    /// Cleaned, joined, ready.
    Curated,
}

impl Zone {
    /// What a name or a tag's value says.
    pub(super) fn said_by(text: &str) -> Option<Self> {
        const RAW: [&str; 6] = ["raw", "landing", "bronze", "ingest", "inbound", "staging"];
        const CURATED: [&str; 7] =
            ["curated", "silver", "gold", "refined", "conformed", "consumption", "published"];
        let text = text.to_lowercase();
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        words.find_map(|word| match word {
            word if RAW.contains(&word) => Some(Self::Raw),
            word if CURATED.contains(&word) => Some(Self::Curated),
            _ => None,
        })
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Curated => "curated",
        }
    }
}

/// By the database's name, then by the bucket.
pub(super) fn zone_of_table(item: Item<'_>) -> Option<Zone> {
    Zone::said_by(&item.read.of).or_else(|| Zone::said_by(bucket_of(item.record)?))
}

pub(super) fn is_iceberg(table: &Record) -> bool {
    table.text("Parameters/table_type").is_some_and(|kind| kind.eq_ignore_ascii_case("iceberg"))
}

/// The bucket in which a table's data lies.
fn bucket_of(table: &Record) -> Option<&str> {
    let location = table.text("StorageDescriptor/Location")?;
    let (scheme, rest) = location.split_once("://")?;
    scheme.starts_with("s3").then(|| rest.split('/').next())?
}

/// The format of a table's files, as the catalogue says it one way or another.
fn format_of(table: &Record) -> Option<String> {
    if is_iceberg(table) {
        return Some("iceberg".to_owned());
    }
    if let Some(format) = table.text("Parameters/classification") {
        return Some(format.to_lowercase());
    }
    let input = table.text("StorageDescriptor/InputFormat").unwrap_or_default();
    let library =
        table.text("StorageDescriptor/SerdeInfo/SerializationLibrary").unwrap_or_default();
    let said = format!("{input} {library}").to_lowercase();
    let formats = ["parquet", "orc", "avro", "json", "csv", "hudi", "delta", "iceberg"];
    let found = formats.iter().find(|format| said.contains(**format));
    let is_csv = said.contains("lazysimple");
    found.map(|format| (*format).to_owned()).or_else(|| is_csv.then(|| "csv".to_owned()))
}

/// An owner that is a person or team. What crawlers, engines and services write there is nobody.
fn is_owned(table: &Record) -> bool {
    const NOBODY: [&str; 14] = [
        "owner",
        "hadoop",
        "root",
        "hive",
        "spark",
        "glue",
        "emr",
        "ec2-user",
        "admin",
        "default",
        "unknown",
        "none",
        "anonymous",
        "lambda",
    ];
    ["Owner", "Parameters/owner"].iter().filter_map(|field| table.text(field)).any(|owner| {
        let owner = owner.trim().to_lowercase();
        let is_service = owner.starts_with("aws")
            || owner.contains("amazonaws")
            || owner.contains("glue")
            || owner.contains("crawler");
        !owner.is_empty() && !NOBODY.contains(&owner.as_str()) && !is_service
    })
}

fn catalogue<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-CATALOG");
    fact.count("catalogues", "glue:GetCatalogs", |_| true);
    fact.count("databases", DATABASES, |_| true);
    fact.number("tables", &[DATABASES, TABLES], look.items(TABLES).count() as u64);
    fact.share("databases_described", DATABASES, |database| database.flag("Description"));
    fact.share("described", TABLES, |table| table.flag("Description"));
    fact.share("owned", TABLES, |table| Some(is_owned(table)));
    fact.share("described_and_owned", TABLES, |table| {
        Some(table.is("Description") && is_owned(table))
    });
    let is_plain =
        |table: &Record| format_of(table).map(|format| matches!(format.as_str(), "csv" | "json"));
    fact.share("csv_or_json", TABLES, is_plain);
    let curated = look.items(TABLES).filter(|item| zone_of_table(*item) == Some(Zone::Curated));
    let curated = tally(curated.map(|item| is_plain(item.record).map(Some)));
    fact.made_share("curated_csv_or_json", &[TABLES], curated);
    fact.words("formats", TABLES, |item| format_of(item.record).into_iter().collect());
    fact.share("updated_30_days", TABLES, |table| {
        let at = table.instant("UpdateTime").or_else(|| table.instant("CreateTime"))?;
        Some(look.is_within(at, 30))
    });
    let known: BTreeSet<&str> =
        look.items(TABLES).filter_map(|item| bucket_of(item.record)).collect();
    let are_all_read = look.state(TABLES).is_answered && !look.state(TABLES).is_missing;
    let buckets = look.items(BUCKETS).map(|item| {
        let is_known = known.contains(item.record.text("Name")?);
        Some((is_known || are_all_read).then_some(is_known))
    });
    let buckets: Share = tally(buckets);
    fact.made_share("buckets_catalogued", &[BUCKETS, TABLES], buckets);
    fact.regions("encrypted", "glue:GetDataCatalogEncryptionSettings", |found| {
        let mode = "DataCatalogEncryptionSettings/EncryptionAtRest/CatalogEncryptionMode";
        Some(
            found
                .first()
                .and_then(|settings| settings.text(mode))
                .is_some_and(|mode| mode.starts_with("SSE-KMS")),
        )
    });
    fact
}

fn crawlers<'a>(look: &'a Look<'a>) -> Build<'a> {
    const CRAWLERS: &str = "glue:GetCrawlers";
    let mut fact = Build::new(look, "F-CRAWL");
    fact.count("crawlers", CRAWLERS, |_| true);
    fact.count("scheduled", CRAWLERS, |crawler| crawler.is("Schedule/ScheduleExpression"));
    fact.share("succeeded_30_days", CRAWLERS, |crawler| {
        let is_good = crawler.text("LastCrawl/Status") == Some("SUCCEEDED");
        Some(
            is_good
                && crawler.instant("LastCrawl/StartTime").is_some_and(|at| look.is_within(at, 30)),
        )
    });
    fact.count("failed", CRAWLERS, |crawler| crawler.text("LastCrawl/Status") == Some("FAILED"));
    fact
}

fn schemas<'a>(look: &'a Look<'a>) -> Build<'a> {
    const SCHEMAS: &str = "glue:ListSchemas";
    let mut fact = Build::new(look, "F-SCHEMA");
    fact.count("registries", "glue:ListRegistries", |_| true);
    fact.count("schemas", SCHEMAS, |_| true);
    fact.share_by(
        "compatible",
        (SCHEMAS, "glue:GetSchema"),
        |schema| schema.record.name("SchemaArn"),
        |_, found| {
            Some(!matches!(found.first()?.text("Compatibility"), None | Some("NONE" | "DISABLED")))
        },
    );
    fact
}

fn quality<'a>(look: &'a Look<'a>) -> Build<'a> {
    const RESULTS: &str = "glue:ListDataQualityResults";
    const RESULT: &str = "glue:GetDataQualityResult";
    let mut fact = Build::new(look, "F-DQ");
    fact.count("rulesets", "glue:ListDataQualityRulesets", |_| true);
    fact.count("profiling_rulesets", "databrew:ListRulesets", |_| true);
    fact.count("results_30_days", RESULTS, |result| {
        result.instant("StartedOn").is_none_or(|at| look.is_within(at, 30))
    });
    fact.newest("last_result", RESULTS, |result| result.instant("StartedOn"));
    let rules = look.items(RESULT).flat_map(|item| item.record.texts("RuleResults[]/Result"));
    let passed = tally(rules.map(|result| Some(Some(result == "PASS"))));
    fact.made_share("rules_passed", &[RESULTS, RESULT], passed);
    fact
}

fn domains<'a>(look: &'a Look<'a>) -> Build<'a> {
    const DOMAINS: &str = "datazone:ListDomains";
    const LINEAGE: &str = "datazone:ListLineageEvents";
    const JOBS: &str = "glue:GetJobs";
    let mut fact = Build::new(look, "F-DZ");
    fact.count("domains", DOMAINS, |_| true);
    for (name, operation) in [
        ("projects", "datazone:ListProjects"),
        ("subscriptions", "datazone:ListSubscriptions"),
        ("listings", "datazone:SearchListings"),
        ("lineage_events_7_days", LINEAGE),
    ] {
        fact.number(name, &[DOMAINS, operation], look.items(operation).count() as u64);
    }
    let name = "eventSummary/openLineageRunEventSummary/job/name";
    let told: Vec<&str> = look.items(LINEAGE).filter_map(|item| item.record.text(name)).collect();
    let is_known = look.state(LINEAGE).is_answered;
    // Lineage names a job with what it ran, such as `job.run`.
    let jobs = look.items(JOBS).map(|item| {
        let job = item.record.text("Name")?;
        Some(
            is_known
                .then(|| told.iter().any(|told| told.split(['.', '/']).any(|part| part == job))),
        )
    });
    let jobs = tally(jobs);
    fact.made_share("jobs_with_lineage_7_days", &[JOBS, DOMAINS, LINEAGE], jobs);
    fact
}

fn permissions<'a>(look: &'a Look<'a>) -> Build<'a> {
    const GRANTS: &str = "lakeformation:ListPermissions";
    let mut fact = Build::new(look, "F-LF");
    fact.regions("default_grant", "lakeformation:GetDataLakeSettings", |found| {
        let settings = found.first()?;
        let fields = [
            "DataLakeSettings/CreateDatabaseDefaultPermissions[]/Principal/DataLakePrincipalIdentifier",
            "DataLakeSettings/CreateTableDefaultPermissions[]/Principal/DataLakePrincipalIdentifier",
        ];
        Some(fields.iter().any(|field| settings.texts(field).contains(&"IAM_ALLOWED_PRINCIPALS")))
    });
    fact.count("registered", "lakeformation:ListResources", |_| true);
    fact.count("tags", "lakeformation:ListLFTags", |_| true);
    fact.count("cell_filters", "lakeformation:ListDataCellsFilter", |_| true);
    fact.count("grants", GRANTS, |_| true);
    fact.count("grants_by_tag", GRANTS, |grant| grant.is("Resource/LFTagPolicy"));
    fact.count("grants_on_columns", GRANTS, |grant| {
        grant.is("Resource/TableWithColumns") || grant.is("Resource/DataCellsFilter")
    });
    fact
}

//! Facts about warehouses, queries, dashboards, search, models.

use std::collections::BTreeSet;

use super::build::{Build, tally};
use super::look::{Item, Look};
use crate::operation::Record;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![
        warehouses(look),
        queries(look),
        dashboards(look),
        search(look),
        knowledge(look),
        models(look),
    ]
}

fn warehouses<'a>(look: &'a Look<'a>) -> Build<'a> {
    const CLUSTERS: &str = "redshift:DescribeClusters";
    const WORKGROUPS: &str = "redshift-serverless:ListWorkgroups";
    let mut fact = Build::new(look, "F-RS");
    fact.count("clusters", CLUSTERS, |_| true);
    fact.count("workgroups", WORKGROUPS, |_| true);
    fact.count("namespaces", "redshift-serverless:ListNamespaces", |_| true);
    fact.share("encrypted", CLUSTERS, |cluster| cluster.flag("Encrypted"));
    fact.share("public", CLUSTERS, |cluster| cluster.flag("PubliclyAccessible"));
    fact.share("workgroups_public", WORKGROUPS, |one| one.flag("publiclyAccessible"));
    fact.words("node_types", CLUSTERS, |item| item.record.name("NodeType").into_iter().collect());
    fact.share("old_nodes", CLUSTERS, |cluster| {
        Some(!cluster.text("NodeType")?.starts_with("ra3"))
    });
    let logging = (CLUSTERS, "redshift:DescribeLoggingStatus");
    fact.share_by(
        "audit_logged",
        logging,
        |cluster| cluster.record.name("ClusterIdentifier"),
        |_, found| found.first()?.flag("DescribeLoggingStatusResult/LoggingEnabled"),
    );
    fact.count("data_shares", "redshift:DescribeDataShares", |_| true);
    fact
}

fn queries<'a>(look: &'a Look<'a>) -> Build<'a> {
    const WORKGROUPS: &str = "athena:ListWorkGroups";
    const WORKGROUP: &str = "athena:GetWorkGroup";
    const ENFORCED: &str = "WorkGroup/Configuration/EnforceWorkGroupConfiguration";
    let mut fact = Build::new(look, "F-ATH");
    let name = |one: Item<'a>| one.record.name("Name");
    fact.count("workgroups", WORKGROUPS, |_| true);
    fact.share_by("enforced", (WORKGROUPS, WORKGROUP), name, |_, found| {
        Some(found.first()?.is(ENFORCED))
    });
    fact.share_by("encrypted", (WORKGROUPS, WORKGROUP), name, |_, found| {
        let one = found.first()?;
        let option =
            "WorkGroup/Configuration/ResultConfiguration/EncryptionConfiguration/EncryptionOption";
        // Results that AWS keeps itself are always encrypted.
        let is_managed = one.is("WorkGroup/Configuration/ManagedQueryResultsConfiguration/Enabled");
        Some(is_managed || (one.text(option).is_some() && one.is(ENFORCED)))
    });
    fact.share_by("scan_limited", (WORKGROUPS, WORKGROUP), name, |_, found| {
        Some(found.first()?.number("WorkGroup/Configuration/BytesScannedCutoffPerQuery").is_some())
    });
    let used = (WORKGROUPS, "athena:ListQueryExecutions");
    fact.share_by("used", used, name, |_, queries| Some(!queries.is_empty()));
    fact
}

fn dashboards<'a>(look: &'a Look<'a>) -> Build<'a> {
    const DASHBOARDS: &str = "quicksight:ListDashboards";
    const USERS: &str = "quicksight:ListUsers";
    let mut fact = Build::new(look, "F-BI");
    fact.count("dashboards", DASHBOARDS, |_| true);
    fact.share("published_90_days", DASHBOARDS, |one| {
        Some(look.is_within(one.instant("LastPublishedTime")?, 90))
    });
    fact.count("data_sets", "quicksight:ListDataSets", |_| true);
    fact.count("data_sources", "quicksight:ListDataSources", |_| true);
    fact.words("source_types", "quicksight:ListDataSources", |item| {
        item.record.name("Type").into_iter().collect()
    });
    fact.count("users", USERS, |_| true);
    fact.share("users_active", USERS, |user| user.flag("Active"));
    fact
}

fn search<'a>(look: &'a Look<'a>) -> Build<'a> {
    const DOMAINS: &str = "opensearch:ListDomainNames";
    let mut fact = Build::new(look, "F-SRCH");
    fact.count("domains", DOMAINS, |_| true);
    let described = (DOMAINS, "opensearch:DescribeDomains");
    fact.share_by(
        "domains_encrypted",
        described,
        |one| one.record.name("DomainName"),
        |_, found| Some(found.first()?.is("EncryptionAtRestOptions/Enabled")),
    );
    fact.count("collections", "opensearchserverless:ListCollections", |_| true);
    fact.count("vector_buckets", "s3vectors:ListVectorBuckets", |_| true);
    fact
}

fn knowledge<'a>(look: &'a Look<'a>) -> Build<'a> {
    const BASES: &str = "bedrock-agent:ListKnowledgeBases";
    const GUARDRAILS: &str = "bedrock:ListGuardrails";
    const LOGGING: &str = "bedrock:GetModelInvocationLoggingConfiguration";
    let is_on = |found: &[Record]| {
        let on =
            ["loggingConfig/s3Config/bucketName", "loggingConfig/cloudWatchConfig/logGroupName"];
        found.first().is_some_and(|one| on.iter().any(|field| one.is(field)))
    };
    let mut fact = Build::new(look, "F-KB");
    fact.count("knowledge_bases", BASES, |_| true);
    let sources = "bedrock-agent:ListDataSources";
    fact.number("data_sources", &[BASES, sources], look.items(sources).count() as u64);
    fact.count("guardrails", GUARDRAILS, |_| true);
    fact.regions("logged", LOGGING, |found| Some(is_on(found)));
    // What matters is where there are knowledge bases.
    let places: BTreeSet<(u16, &str)> =
        look.items(BASES).map(|item| (item.read.account, &*item.read.region)).collect();
    let here = |operation: &str, place: &(u16, &str)| {
        look.reads(operation).iter().find(|read| (read.account, &*read.region) == *place).copied()
    };
    let logged = places.iter().map(|place| {
        let read = here(LOGGING, place).filter(|read| read.answer.missing().is_none());
        Some(read.map(|read| is_on(read.answer.records())))
    });
    let logged = tally(logged);
    fact.made_share("bases_logged", &[BASES, LOGGING], logged);
    let guarded = places.iter().map(|place| {
        let read = here(GUARDRAILS, place).filter(|read| read.answer.missing().is_none());
        Some(read.map(|read| !read.answer.records().is_empty()))
    });
    let guarded = tally(guarded);
    fact.made_share("bases_guarded", &[BASES, GUARDRAILS], guarded);
    fact
}

fn models<'a>(look: &'a Look<'a>) -> Build<'a> {
    const PIPELINES: &str = "sagemaker:ListPipelines";
    const ENDPOINTS: &str = "sagemaker:ListEndpoints";
    let mut fact = Build::new(look, "F-SM");
    fact.count("model_groups", "sagemaker:ListModelPackageGroups", |_| true);
    fact.count("pipelines", PIPELINES, |_| true);
    fact.share("pipelines_run_90_days", PIPELINES, |one| {
        Some(one.instant("LastExecutionTime").is_some_and(|at| look.is_within(at, 90)))
    });
    fact.count("endpoints", ENDPOINTS, |_| true);
    fact.count("endpoints_in_service", ENDPOINTS, |one| {
        one.text("EndpointStatus") == Some("InService")
    });
    fact.count("feature_groups", "sagemaker:ListFeatureGroups", |_| true);
    fact
}

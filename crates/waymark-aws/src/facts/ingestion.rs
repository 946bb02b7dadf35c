//! Facts about how data comes in.

use std::collections::BTreeMap;

use super::build::{Build, tally};
use super::look::Look;
use crate::operation::Record;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![streams(look), zero_etl(look), replication(look), saas(look), transfer(look)]
}

fn streams<'a>(look: &'a Look<'a>) -> Build<'a> {
    const STREAMS: &str = "kinesis:ListStreams";
    const DELIVERY: &str = "firehose:ListDeliveryStreams";
    let mut fact = Build::new(look, "F-STR");
    fact.count("streams", STREAMS, |_| true);
    fact.count("kafka_clusters", "kafka:ListClustersV2", |_| true);
    fact.count("delivery_streams", DELIVERY, |_| true);
    fact.share_by(
        "streams_encrypted",
        (STREAMS, "kinesis:DescribeStreamSummary"),
        |one| one.record.name(""),
        |_, found| {
            Some(found.first()?.text("StreamDescriptionSummary/EncryptionType") == Some("KMS"))
        },
    );
    let described = (DELIVERY, "firehose:DescribeDeliveryStream");
    fact.share_by(
        "delivery_streams_encrypted",
        described,
        |one| one.record.name(""),
        |_, found| {
            let settings = "DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration";
            let stream = found.first()?;
            let status = stream.text(&format!("{settings}/Status"));
            let has_key = stream.text(&format!("{settings}/KeyType")).is_some();
            Some(status.map_or(has_key, |status| status == "ENABLED"))
        },
    );
    fact
}

fn zero_etl<'a>(look: &'a Look<'a>) -> Build<'a> {
    const LISTS: [&str; 4] = [
        "glue:DescribeIntegrations",
        "glue:DescribeInboundIntegrations",
        "rds:DescribeIntegrations",
        "redshift:DescribeIntegrations",
    ];
    let mut fact = Build::new(look, "F-ZETL");
    // One integration is told by the source's service and by the target's.
    let mut statuses: BTreeMap<&str, &str> = BTreeMap::new();
    for item in LISTS.iter().flat_map(|operation| look.items(operation)) {
        if let Some(arn) = item.record.text("IntegrationArn") {
            statuses.insert(arn, item.record.text("Status").unwrap_or_default());
        }
    }
    // The value stands where any of the lists was answered.
    let mut on = LISTS.to_vec();
    on.sort_by_key(|operation| !look.state(operation).is_answered);
    fact.number("integrations", &on, statuses.len() as u64);
    let active =
        statuses.values().filter(|status| status.eq_ignore_ascii_case("active")).count() as u64;
    fact.number("active", &on, active);
    fact
}

fn replication<'a>(look: &'a Look<'a>) -> Build<'a> {
    const TASKS: &str = "dms:DescribeReplicationTasks";
    const SERVERLESS: &str = "dms:DescribeReplications";
    let mut fact = Build::new(look, "F-DMS");
    fact.count("tasks", TASKS, |_| true);
    fact.count("tasks_running", TASKS, |task| task.text("Status") == Some("running"));
    fact.count("tasks_of_changes", TASKS, |task| {
        task.text("MigrationType").is_some_and(|kind| kind.contains("cdc"))
    });
    fact.count("serverless", "dms:DescribeReplicationConfigs", |_| true);
    fact.count("serverless_running", SERVERLESS, |one| one.text("Status") == Some("running"));
    fact
}

/// Connections that lead to SaaS: not to databases, networks and the other things that AWS Glue calls connections.
pub(super) fn is_saas(connection: &Record) -> bool {
    const OTHER: [&str; 20] = [
        "JDBC",
        "SFTP",
        "MONGODB",
        "KAFKA",
        "NETWORK",
        "MARKETPLACE",
        "CUSTOM",
        "VIEW_VALIDATION_REDSHIFT",
        "VIEW_VALIDATION_ATHENA",
        "OPENSEARCH",
        "DYNAMODB",
        "DOCUMENTDB",
        "POSTGRESQL",
        "MYSQL",
        "SQLSERVER",
        "ORACLE",
        "REDSHIFT",
        "AZURESQL",
        "AZURECOSMOS",
        "TPCDS",
    ];
    connection.text("ConnectionType").is_some_and(|kind| !OTHER.contains(&kind))
}

fn saas<'a>(look: &'a Look<'a>) -> Build<'a> {
    const FLOWS: &str = "appflow:ListFlows";
    const RUNS: &str = "appflow:DescribeFlowExecutionRecords";
    let mut fact = Build::new(look, "F-SAAS");
    fact.count("flows", FLOWS, |_| true);
    fact.count("flows_active", FLOWS, |flow| flow.text("flowStatus") == Some("Active"));
    let runs = look.items(RUNS).map(|item| match item.record.text("executionStatus") {
        Some("Successful") => Some(Some(true)),
        Some("Error" | "Canceled" | "CancelStarted") => Some(Some(false)),
        _ => None,
    });
    let runs = tally(runs);
    fact.made_share("runs_succeeded", &[FLOWS, RUNS], runs);
    fact.count("connections", "glue:GetConnections", is_saas);
    fact
}

fn transfer<'a>(look: &'a Look<'a>) -> Build<'a> {
    const TASKS: &str = "datasync:ListTasks";
    const RUNS: &str = "datasync:ListTaskExecutions";
    let mut fact = Build::new(look, "F-XFER");
    fact.count("servers", "transfer:ListServers", |_| true);
    fact.count("servers_online", "transfer:ListServers", |server| {
        server.text("State") == Some("ONLINE")
    });
    fact.count("sync_tasks", TASKS, |_| true);
    let runs = look.items(RUNS).map(|item| match item.record.text("Status") {
        Some("SUCCESS") => Some(Some(true)),
        Some("ERROR") => Some(Some(false)),
        _ => None,
    });
    let runs = tally(runs);
    fact.made_share("sync_runs_succeeded", &[TASKS, RUNS], runs);
    fact.count("data_sets", "dataexchange:ListDataSets", |_| true);
    fact
}

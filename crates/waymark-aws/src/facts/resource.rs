//! The data sources and platform services that were found, and what was measured about each.

use std::collections::BTreeMap;

use waymark_core::scan::{FactValue, Resource};

use super::catalogue::Zone;
use super::look::{Item, Look};
use super::storage::{region_of_bucket, zone_of_bucket};
use crate::operation::Record;

/// What the tags of a resource say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tags(BTreeMap<String, String>);

impl Tags {
    pub(super) fn of(record: &Record, field: &str) -> Self {
        Self(
            record
                .map(field)
                .into_iter()
                .map(|(key, value)| (key.to_lowercase(), value.to_owned()))
                .collect(),
        )
    }

    fn has(&self, words: &[&str]) -> bool {
        self.value(words).is_some()
    }

    fn value(&self, words: &[&str]) -> Option<&str> {
        let is_it =
            |key: &str| !key.starts_with("aws:") && words.iter().any(|word| key.contains(word));
        self.0
            .iter()
            .find(|(key, value)| is_it(key) && !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn has_owner(&self) -> bool {
        self.has(&["owner", "team", "steward", "contact"])
    }

    pub(super) fn has_domain(&self) -> bool {
        self.has(&["domain"])
    }

    pub(super) fn has_classification(&self) -> bool {
        self.has(&["classif", "sensitiv", "confidential"])
    }

    pub(super) fn has_cost_centre(&self) -> bool {
        self.has(&["cost", "project"])
    }

    pub(super) fn has_stack(&self) -> bool {
        self.0.contains_key("aws:cloudformation:stack-name")
            || self.0.contains_key("aws:cloudformation:stack-id")
    }

    /// Confidential or worse.
    pub(super) fn is_sensitive(&self) -> bool {
        const WORDS: [&str; 8] = [
            "confidential",
            "restricted",
            "secret",
            "sensitive",
            "pii",
            "personal",
            "high",
            "strict",
        ];
        let class =
            self.value(&["classif", "sensitiv", "confidential"]).unwrap_or_default().to_lowercase();
        WORDS.iter().any(|word| class.contains(word)) && !class.starts_with("non")
    }

    pub(super) fn zone(&self) -> Option<Zone> {
        Zone::said_by(self.value(&["layer", "zone", "tier"])?)
    }
}

/// What a name says of the zone.
pub(super) fn zone_of(name: &str) -> Option<Zone> {
    Zone::said_by(name)
}

/// A resource that holds or moves data.
pub(super) struct DataResource {
    /// Its name in its service.
    pub(super) id: String,
    pub(super) arn: String,
    /// Its tags; `None` where they could not be read.
    pub(super) tags: Option<Tags>,
}

const TAGGED: &str = "resourcegroupstaggingapi:GetResources";

/// The lists of what should say whose it is, with what tells its tags.
pub(super) const DATA_RESOURCES: [&str; 13] = [
    "s3:ListBuckets",
    "s3:GetBucketTagging",
    TAGGED,
    "rds:DescribeDBInstances",
    "rds:DescribeDBClusters",
    "dynamodb:ListTables",
    "kinesis:ListStreams",
    "firehose:ListDeliveryStreams",
    "kafka:ListClustersV2",
    "redshift:DescribeClusters",
    "glue:GetJobs",
    "glue:GetCrawlers",
    "stepfunctions:ListStateMachines",
];

/// Everything that should say whose it is.
pub(super) fn data_resources(look: &Look<'_>) -> Vec<DataResource> {
    let mut by_arn: BTreeMap<&str, Tags> = BTreeMap::new();
    for item in look.items(TAGGED) {
        if let Some(arn) = item.record.text("ResourceARN") {
            by_arn.insert(arn, Tags::of(item.record, "Tags[Key~Value]"));
        }
    }
    // What was never tagged shows in no list of tags: it has none, where the list of its Region is whole.
    let is_read = |item: &Item<'_>| {
        let mut reads = look.reads(TAGGED).iter();
        reads.any(|read| {
            read.region == item.read.region
                && read.account == item.read.account
                && read.answer.missing().is_none()
        })
    };
    let mut found = Vec::new();
    for item in look.items("s3:ListBuckets") {
        let Some(name) = item.record.name("Name") else { continue };
        let read = look
            .of("s3:GetBucketTagging", item, &name)
            .filter(|read| read.answer.missing().is_none());
        let own = read.map(|read| {
            read.answer
                .records()
                .first()
                .map(|record| Tags::of(record, "TagSet/Tag[Key~Value]"))
                .unwrap_or_default()
        });
        let arn = format!(
            "arn:{}:s3:::{name}",
            crate::operation::service::partition(&item.read.region).name
        );
        // The list of all tags also has those of stacks.
        let tags = match (own, by_arn.get(arn.as_str())) {
            (Some(mut own), Some(more)) => {
                own.0.extend(more.0.clone());
                Some(own)
            }
            (own, more) => own.or_else(|| more.cloned()),
        };
        found.push(DataResource { id: name, arn, tags });
    }
    let given = |record: &Record, field: &str| record.text(field).map(str::to_owned);
    let mut add =
        |operation: &str, name: &str, arn: &dyn Fn(Item<'_>, &str) -> Option<String>, own: &str| {
            for item in look.items(operation) {
                let Some(id) = item.record.name(name) else { continue };
                let Some(arn) = arn(item, &id) else { continue };
                let own = Some(Tags::of(item.record, own))
                    .filter(|tags| !own.is_empty() && !tags.0.is_empty());
                let listed = by_arn.get(arn.as_str()).cloned();
                let tags = listed.or(own).or_else(|| is_read(&item).then(Tags::default));
                found.push(DataResource { id, arn, tags });
            }
        };
    let rds = "TagList/Tag[Key~Value]";
    add(
        "rds:DescribeDBInstances",
        "DBInstanceIdentifier",
        &|item, _| given(item.record, "DBInstanceArn"),
        rds,
    );
    add(
        "rds:DescribeDBClusters",
        "DBClusterIdentifier",
        &|item, _| given(item.record, "DBClusterArn"),
        rds,
    );
    add(
        "dynamodb:ListTables",
        "",
        &|item, id| Some(look.arn(item.read, "dynamodb", &format!("table/{id}"))),
        "",
    );
    add(
        "kinesis:ListStreams",
        "",
        &|item, id| Some(look.arn(item.read, "kinesis", &format!("stream/{id}"))),
        "",
    );
    add(
        "firehose:ListDeliveryStreams",
        "",
        &|item, id| Some(look.arn(item.read, "firehose", &format!("deliverystream/{id}"))),
        "",
    );
    add("kafka:ListClustersV2", "clusterName", &|item, _| given(item.record, "clusterArn"), "");
    let redshift = "Tags/Tag[Key~Value]";
    add(
        "redshift:DescribeClusters",
        "ClusterIdentifier",
        &|item, id| Some(look.arn(item.read, "redshift", &format!("cluster:{id}"))),
        redshift,
    );
    add(
        "glue:GetJobs",
        "Name",
        &|item, id| Some(look.arn(item.read, "glue", &format!("job/{id}"))),
        "",
    );
    add(
        "glue:GetCrawlers",
        "Name",
        &|item, id| Some(look.arn(item.read, "glue", &format!("crawler/{id}"))),
        "",
    );
    add(
        "stepfunctions:ListStateMachines",
        "name",
        &|item, _| given(item.record, "stateMachineArn"),
        "",
    );
    found
}

/// A kind of resource, and how it is found.
struct Sort {
    operation: &'static str,
    kind: &'static str,
    /// The service of the pack's table.
    service: Option<&'static str>,
    /// The field with its name.
    name: &'static str,
    /// Attributes from fields of the record: flags and words of AWS.
    fields: &'static [(&'static str, &'static str)],
}

const fn sort(
    operation: &'static str,
    kind: &'static str,
    service: Option<&'static str>,
    name: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Sort {
    Sort { operation, kind, service, name, fields }
}

#[rustfmt::skip]
const SORTS: &[Sort] = &[
    sort("rds:DescribeDBInstances", "rds:instance", None, "DBInstanceIdentifier",
        &[("engine", "Engine"), ("version", "EngineVersion"), ("encrypted", "StorageEncrypted"), ("public", "PubliclyAccessible"), ("multi_az", "MultiAZ"),
            ("backup_days", "BackupRetentionPeriod")]),
    sort("rds:DescribeDBClusters", "rds:cluster", None, "DBClusterIdentifier",
        &[("engine", "Engine"), ("version", "EngineVersion"), ("encrypted", "StorageEncrypted"), ("backup_days", "BackupRetentionPeriod")]),
    sort("dynamodb:ListTables", "dynamodb:table", Some("dynamodb"), "", &[]),
    sort("elasticache:DescribeReplicationGroups", "elasticache:replication_group", None, "ReplicationGroupId",
        &[("engine", "Engine"), ("encrypted", "AtRestEncryptionEnabled")]),
    sort("memorydb:DescribeClusters", "memorydb:cluster", None, "Name", &[("engine", "Engine")]),
    sort("mq:ListBrokers", "mq:broker", None, "brokerName", &[("engine", "engineType")]),
    sort("connect:ListInstances", "connect:instance", Some("connect_agent_workspace"), "InstanceAlias", &[]),
    sort("efs:DescribeFileSystems", "efs:file_system", None, "FileSystemId", &[("encrypted", "Encrypted")]),
    sort("fsx:DescribeFileSystems", "fsx:file_system", None, "FileSystemId", &[("kind", "FileSystemType")]),
    sort("dms:DescribeEndpoints", "dms:endpoint", None, "EndpointIdentifier", &[("engine", "EngineName"), ("side", "EndpointType")]),
    sort("kinesis:ListStreams", "kinesis:stream", Some("kinesis_data_streams"), "", &[]),
    sort("kafka:ListClustersV2", "kafka:cluster", Some("msk"), "clusterName", &[("kind", "clusterType")]),
    sort("firehose:ListDeliveryStreams", "firehose:delivery_stream", Some("data_firehose"), "", &[]),
    sort("dms:DescribeReplicationTasks", "dms:task", None, "ReplicationTaskIdentifier", &[("status", "Status"), ("kind", "MigrationType")]),
    sort("dms:DescribeReplicationConfigs", "dms:serverless_replication", Some("dms_serverless"), "ReplicationConfigIdentifier", &[("kind", "ReplicationType")]),
    sort("appflow:ListFlows", "appflow:flow", Some("appflow"), "flowName", &[("status", "flowStatus"), ("source", "sourceConnectorType")]),
    sort("glue:GetConnections", "glue:connection", None, "Name", &[("kind", "ConnectionType")]),
    sort("transfer:ListServers", "transfer:server", Some("transfer_family"), "ServerId", &[("status", "State")]),
    sort("datasync:ListTasks", "datasync:task", Some("datasync"), "Name", &[("status", "Status")]),
    sort("events:ListRules", "events:rule", Some("eventbridge"), "Name", &[("status", "State")]),
    sort("scheduler:ListSchedules", "scheduler:schedule", Some("eventbridge_scheduler"), "Name", &[("status", "State")]),
    sort("pipes:ListPipes", "pipes:pipe", Some("eventbridge"), "Name", &[("status", "CurrentState")]),
    sort("s3tables:ListTableBuckets", "s3tables:table_bucket", Some("s3_tables"), "name", &[]),
    sort("glue:GetDatabases", "glue:database", Some("glue_data_catalog"), "Name", &[("described", "Description")]),
    sort("glue:GetCrawlers", "glue:crawler", Some("glue_crawlers"), "Name", &[("last_run", "LastCrawl/Status")]),
    sort("glue:ListRegistries", "glue:schema_registry", Some("glue_schema_registry"), "RegistryName", &[]),
    sort("glue:ListDataQualityRulesets", "glue:quality_ruleset", Some("glue_data_quality"), "Name", &[]),
    sort("databrew:ListRulesets", "databrew:ruleset", Some("glue_databrew"), "Name", &[]),
    sort("lakeformation:ListLFTags", "lakeformation:tag", Some("lake_formation_tags"), "TagKey", &[]),
    sort("datazone:ListDomains", "datazone:domain", Some("sagemaker_catalog"), "name", &[("status", "status")]),
    sort("glue:GetJobs", "glue:job", Some("glue_spark"), "Name", &[("version", "GlueVersion"), ("kind", "Command/Name")]),
    sort("kinesisanalyticsv2:ListApplications", "kinesisanalytics:application", Some("managed_flink"), "ApplicationName",
        &[("status", "ApplicationStatus"), ("version", "RuntimeEnvironment")]),
    sort("emr:ListClusters", "emr:cluster", Some("emr"), "Name", &[("status", "Status/State")]),
    sort("emr-serverless:ListApplications", "emr-serverless:application", Some("emr_serverless"), "name", &[("version", "releaseLabel"), ("status", "state")]),
    sort("lambda:ListFunctions", "lambda:function", Some("lambda"), "FunctionName", &[("runtime", "Runtime")]),
    sort("stepfunctions:ListStateMachines", "stepfunctions:state_machine", Some("step_functions"), "name", &[("kind", "type")]),
    sort("mwaa:ListEnvironments", "mwaa:environment", None, "", &[]),
    sort("mwaa-serverless:ListWorkflows", "mwaa-serverless:workflow", None, "Name", &[]),
    sort("athena:ListWorkGroups", "athena:workgroup", Some("athena"), "Name", &[("status", "State")]),
    sort("redshift-serverless:ListWorkgroups", "redshift-serverless:workgroup", Some("redshift_serverless"), "workgroupName", &[("public", "publiclyAccessible")]),
    sort("redshift:DescribeClusters", "redshift:cluster", Some("redshift_ra3"), "ClusterIdentifier",
        &[("kind", "NodeType"), ("encrypted", "Encrypted"), ("public", "PubliclyAccessible")]),
    sort("opensearch:ListDomainNames", "opensearch:domain", Some("opensearch_dashboards"), "DomainName", &[]),
    sort("opensearchserverless:ListCollections", "opensearchserverless:collection", Some("opensearch_serverless"), "name", &[("status", "status")]),
    sort("s3vectors:ListVectorBuckets", "s3vectors:vector_bucket", Some("s3_vectors"), "vectorBucketName", &[]),
    sort("bedrock-agent:ListKnowledgeBases", "bedrock:knowledge_base", Some("bedrock_knowledge_bases"), "name", &[("status", "status")]),
    sort("bedrock:ListGuardrails", "bedrock:guardrail", Some("bedrock_guardrails"), "name", &[("status", "status")]),
    sort("sagemaker:ListModelPackageGroups", "sagemaker:model_group", Some("sagemaker_registry"), "ModelPackageGroupName", &[]),
    sort("sagemaker:ListPipelines", "sagemaker:pipeline", Some("sagemaker_ai"), "PipelineName", &[]),
    sort("sagemaker:ListEndpoints", "sagemaker:endpoint", Some("sagemaker_ai"), "EndpointName", &[("status", "EndpointStatus")]),
    sort("sagemaker:ListFeatureGroups", "sagemaker:feature_group", Some("sagemaker_feature_store"), "FeatureGroupName", &[]),
    sort("personalize:ListDatasetGroups", "personalize:dataset_group", Some("personalize"), "name", &[("status", "status")]),
    sort("customer-profiles:ListDomains", "customer-profiles:domain", Some("connect_customer_profiles"), "DomainName", &[]),
    sort("entityresolution:ListMatchingWorkflows", "entityresolution:workflow", Some("entity_resolution"), "workflowName", &[]),
    sort("cleanrooms:ListCollaborations", "cleanrooms:collaboration", Some("clean_rooms"), "name", &[]),
    sort("pinpoint:GetApps", "pinpoint:application", Some("pinpoint"), "Name", &[]),
    sort("backup:ListBackupPlans", "backup:plan", Some("backup"), "BackupPlanName", &[]),
    sort("codepipeline:ListPipelines", "codepipeline:pipeline", Some("codepipeline"), "name", &[]),
];

/// Whether an operation lists what a scan tells as found.
pub(crate) fn lists_resources(operation: &str) -> bool {
    operation == "s3:ListBuckets" || SORTS.iter().any(|sort| sort.operation == operation)
}

/// Everything found, by kind, Region and name.
pub(super) fn resources(look: &Look<'_>) -> Vec<Resource> {
    let mut found: Vec<Resource> =
        look.items("s3:ListBuckets").filter_map(|item| bucket(look, item)).collect();
    for sort in SORTS {
        for item in look.items(sort.operation) {
            let Some(id) = item.record.name(sort.name) else { continue };
            let mut attributes = BTreeMap::new();
            for (name, field) in sort.fields {
                if let Some(value) = attribute(item.record, field) {
                    attributes.insert((*name).to_owned(), value);
                }
            }
            // Clusters of graphs and documents are told with those of RDS.
            let engine = item.record.text("Engine").unwrap_or_default();
            let service = match engine {
                "neptune" => Some("neptune"),
                "aurora-postgresql" => Some("aurora_postgresql"),
                _ => sort.service,
            };
            found.push(resource(look, item, sort.kind, id, service, attributes));
        }
    }
    found.sort_by(|a, b| {
        (&a.kind, &a.account, &a.region, &a.id).cmp(&(&b.kind, &b.account, &b.region, &b.id))
    });
    found.dedup_by(|a, b| {
        (&a.kind, &a.account, &a.region, &a.id) == (&b.kind, &b.account, &b.region, &b.id)
    });
    found
}

fn resource(
    look: &Look<'_>,
    item: Item<'_>,
    kind: &str,
    id: String,
    service: Option<&str>,
    attributes: BTreeMap<String, FactValue>,
) -> Resource {
    let accounts = &look.inventory.accounts;
    Resource {
        kind: kind.to_owned(),
        id,
        region: item.read.region.to_string(),
        account: (accounts.len() > 1).then(|| accounts[usize::from(item.read.account)].clone()),
        service: service.map(str::to_owned),
        found_by: item.read.operation.permission_name(),
        attributes,
    }
}

/// A flag, a word of AWS, or days.
fn attribute(record: &Record, field: &str) -> Option<FactValue> {
    if field == "BackupRetentionPeriod" {
        return record.number(field).map(|days| FactValue::Count(days as u64));
    }
    record.flag(field).map(FactValue::Flag).or_else(|| record.name(field).map(FactValue::Word))
}

/// A bucket with what is known of it, so that it can be mapped to a source and a zone.
fn bucket(look: &Look<'_>, item: Item<'_>) -> Option<Resource> {
    let name = item.record.name("Name")?;
    let mut attributes = BTreeMap::new();
    let mut flag = |key: &str, operation: &str, is: &dyn Fn(Option<&Record>) -> bool| {
        if let Some(read) = look.of(operation, item, &name)
            && read.answer.missing().is_none()
        {
            attributes.insert(key.to_owned(), FactValue::Flag(is(read.answer.records().first())));
        }
    };
    flag("versioned", "s3:GetBucketVersioning", &|one| {
        one.is_some_and(|one| one.text("Status") == Some("Enabled"))
    });
    flag("locked", "s3:GetObjectLockConfiguration", &|one| {
        one.is_some_and(|one| one.text("ObjectLockEnabled") == Some("Enabled"))
    });
    flag("encrypted", "s3:GetBucketEncryption", &|one| {
        one.is_some_and(|one| {
            !one.texts("Rule[]/ApplyServerSideEncryptionByDefault/SSEAlgorithm").is_empty()
        })
    });
    flag("lifecycle", "s3:GetBucketLifecycleConfiguration", &|one| {
        one.is_some_and(|one| one.texts("Rule[]/Status").contains(&"Enabled"))
    });
    flag("replicated", "s3:GetBucketReplication", &|one| {
        one.is_some_and(|one| one.texts("Rule[]/Status").contains(&"Enabled"))
    });
    flag("public", "s3:GetBucketPolicyStatus", &|one| one.is_some_and(|one| one.is("IsPublic")));
    let tags = look
        .detail("s3:GetBucketTagging", item, &name)
        .map(|record| Tags::of(record, "TagSet/Tag[Key~Value]"));
    if let Some(tags) = &tags {
        for (key, words) in
            [("owner", &["owner", "team", "steward", "contact"][..]), ("domain", &["domain"])]
        {
            if let Some(value) = tags.value(words) {
                attributes
                    .insert(key.to_owned(), FactValue::Names { names: vec![value.to_owned()] });
            }
        }
        attributes.insert("sensitive".to_owned(), FactValue::Flag(tags.is_sensitive()));
    }
    if let Some(zone) = zone_of_bucket(look, item) {
        attributes.insert("zone_hint".to_owned(), FactValue::Word(zone.word().to_owned()));
    }
    let region = region_of_bucket(look, item);
    let mut one = resource(look, item, "s3:bucket", name, Some("s3"), attributes);
    if let Some(region) = region {
        one.region = region;
    }
    Some(one)
}

//! The rows. In order of the layers of a data platform; within a service as a reader would ask.

use super::field::Record;
use super::input::{
    bill_by_service, bill_by_tag, bucket_sizes, high_findings, recent_lineage, recent_quality,
};
use super::service::{
    ACCESS_ANALYZER, APPFLOW, ATHENA, BACKUP, BEDROCK, BEDROCK_AGENT, BUDGETS, CE, CLEANROOMS,
    CLOUDFORMATION, CLOUDTRAIL, CLOUDWATCH, CODEBUILD, CODEPIPELINE, CONFIG, CONNECT,
    CUSTOMER_PROFILES, DATABREW, DATAEXCHANGE, DATASYNC, DATAZONE, DMS, DYNAMODB, EC2, EFS,
    ELASTICACHE, EMR, EMR_SERVERLESS, ENTITYRESOLUTION, EVENTS, FIREHOSE, FSX, GLUE, GUARDDUTY,
    IAM, KAFKA, KINESIS, KINESIS_ANALYTICS, KMS, LAKEFORMATION, LAMBDA, MACIE, MEMORYDB, MQ, MWAA,
    MWAA_SERVERLESS, OPENSEARCH, OPENSEARCH_SERVERLESS, ORGANIZATIONS, PERSONALIZE, PINPOINT,
    PIPES, QUICKSIGHT, RDS, REDSHIFT, REDSHIFT_SERVERLESS, S3, S3_CONTROL, S3_TABLES, S3_VECTORS,
    SAGEMAKER, SCHEDULER, SECRETSMANAGER, SECURITYHUB, SSO_ADMIN, STEP_FUNCTIONS, STS, TAGGING,
    TRANSFER, WELLARCHITECTED,
};
use super::{Operation, read};

/// Policies of the organisation that were not made by AWS.
fn is_own_policy(policy: &Record) -> bool {
    policy.flag("AwsManaged") != Some(true)
}

fn is_iceberg(table: &Record) -> bool {
    table.text("Parameters/table_type").is_some_and(|kind| kind.eq_ignore_ascii_case("iceberg"))
}

fn keeps_history(machine: &Record) -> bool {
    machine.text("type") != Some("EXPRESS")
}

fn is_enabled(rule: &Record) -> bool {
    rule.text("State") == Some("ENABLED")
}

fn stands(stack: &Record) -> bool {
    stack.text("StackStatus").is_some_and(|status| !status.starts_with("DELETE"))
}

const NEXT: (&str, &str) = ("NextToken", "NextToken");
const SMALL: (&str, &str) = ("nextToken", "nextToken");

/// All operations that can be sent.
#[rustfmt::skip]
pub(crate) static OPERATIONS: &[Operation] = &[
    // Account and organisation
    read(&STS, "GetCallerIdentity", "which account and role look").action("")
        .keep(&["GetCallerIdentityResult/Account", "GetCallerIdentityResult/Arn"]).by_hand(),
    read(&EC2, "DescribeRegions", "which Regions are enabled").list("regionInfo/item").keep(&["regionName", "optInStatus"]).by_hand(),
    read(&IAM, "ListAttachedRolePolicies", "whether the credentials could write")
        .list("ListAttachedRolePoliciesResult/AttachedPolicies/member").keep(&["PolicyName", "PolicyArn"]).by_hand(),
    read(&IAM, "ListRolePolicies", "whether the credentials could write").list("ListRolePoliciesResult/PolicyNames/member").keep(&[""]).by_hand(),
    read(&IAM, "ListAttachedUserPolicies", "whether the credentials could write")
        .list("ListAttachedUserPoliciesResult/AttachedPolicies/member").keep(&["PolicyName", "PolicyArn"]).by_hand(),
    read(&IAM, "ListUserPolicies", "whether the credentials could write").list("ListUserPoliciesResult/PolicyNames/member").keep(&[""]).by_hand(),
    read(&IAM, "ListGroupsForUser", "whether the credentials could write").list("ListGroupsForUserResult/Groups/member").keep(&["GroupName"]).by_hand(),
    read(&IAM, "ListAttachedGroupPolicies", "whether the credentials could write")
        .list("ListAttachedGroupPoliciesResult/AttachedPolicies/member").keep(&["PolicyName", "PolicyArn"]).by_hand(),
    read(&ORGANIZATIONS, "DescribeOrganization", "whether accounts are organised").keep(&["Organization/FeatureSet"]),
    read(&ORGANIZATIONS, "ListAccounts", "how many accounts there are").list("Accounts").page(NEXT.0, NEXT.1).keep(&["Status", "State"]),
    read(&ORGANIZATIONS, "ListRoots", "where organisational units begin").list("Roots").page(NEXT.0, NEXT.1).keep(&["Id"]),
    read(&ORGANIZATIONS, "ListOrganizationalUnitsForParent", "how accounts are grouped").list("OrganizationalUnits").page(NEXT.0, NEXT.1)
        .each("organizations:ListRoots", &[("ParentId", "Id")]).keep(&["Name"]),
    read(&ORGANIZATIONS, "ListPolicies", "which policies bind all accounts").list("Policies").page(NEXT.0, NEXT.1)
        .with(&[r#"{"Filter":"SERVICE_CONTROL_POLICY"}"#, r#"{"Filter":"RESOURCE_CONTROL_POLICY"}"#, r#"{"Filter":"TAG_POLICY"}"#])
        .keep(&["Id", "Type", "AwsManaged"]),
    read(&ORGANIZATIONS, "DescribePolicy", "whether Regions or unencrypted stores are forbidden")
        .each_with("organizations:ListPolicies", &[("PolicyId", "Id")], "{}", is_own_policy, 100)
        .keep(&["Policy/PolicySummary/Type", "Policy/Content?aws:RequestedRegion", "Policy/Content?server-side-encryption", "Policy/Content?kms:"]),
    read(&ORGANIZATIONS, "ListTargetsForPolicy", "whether policies are attached").list("Targets").page(NEXT.0, NEXT.1)
        .each_with("organizations:ListPolicies", &[("PolicyId", "Id")], "{}", is_own_policy, 100).keep(&["Type"]),
    read(&TAGGING, "GetResources", "owner, domain and class of data resources").list("ResourceTagMappingList").page("PaginationToken", "PaginationToken")
        .with(&[r#"{"ResourcesPerPage":100}"#]).cap(20_000).keep(&["ResourceARN", "Tags[Key~Value]"]),
    read(&TAGGING, "GetComplianceSummary", "whether tag policies are kept").list("SummaryList").page("PaginationToken", "PaginationToken")
        .only_in("us-east-1").keep(&["NonCompliantResources"]),

    // Storage
    read(&S3, "ListBuckets", "which buckets there are").get("/").list("Buckets/Bucket").page("continuation-token", "ContinuationToken")
        .with(&[r#"{"max-buckets":"1000"}"#]).action("s3:ListAllMyBuckets").keep(&["Name", "BucketRegion"]),
    read(&S3, "GetBucketLocation", "where buckets lie").get("/{Bucket}?location").each("s3:ListBuckets", &[("Bucket", "Name")]).keep(&[""]),
    read(&S3, "GetBucketEncryption", "which keys encrypt buckets").get("/{Bucket}?encryption").each("s3:ListBuckets", &[("Bucket", "Name")])
        .action("s3:GetEncryptionConfiguration").keep(&["Rule[]/ApplyServerSideEncryptionByDefault/SSEAlgorithm"]),
    read(&S3, "GetPublicAccessBlock", "whether buckets can be public").get("/{Bucket}?publicAccessBlock").each("s3:ListBuckets", &[("Bucket", "Name")])
        .action("s3:GetBucketPublicAccessBlock").keep(PUBLIC_ACCESS_BLOCK),
    read(&S3, "GetBucketPolicyStatus", "whether buckets are public").get("/{Bucket}?policyStatus").each("s3:ListBuckets", &[("Bucket", "Name")])
        .keep(&["IsPublic"]),
    read(&S3, "GetBucketPolicy", "whether buckets want encrypted connections").get("/{Bucket}?policy").each("s3:ListBuckets", &[("Bucket", "Name")])
        .keep(&["Statement[]/Condition/Bool/aws:SecureTransport"]),
    read(&S3, "GetBucketVersioning", "whether overwritten objects are kept").get("/{Bucket}?versioning").each("s3:ListBuckets", &[("Bucket", "Name")])
        .keep(&["Status"]),
    read(&S3, "GetObjectLockConfiguration", "whether objects can be locked").get("/{Bucket}?object-lock").each("s3:ListBuckets", &[("Bucket", "Name")])
        .action("s3:GetBucketObjectLockConfiguration").keep(&["ObjectLockEnabled"]),
    read(&S3, "GetBucketLifecycleConfiguration", "whether data is tiered and expires").get("/{Bucket}?lifecycle")
        .each("s3:ListBuckets", &[("Bucket", "Name")]).action("s3:GetLifecycleConfiguration")
        .keep(&["Rule[]/Status", "Rule[]/Transition[]/StorageClass", "Rule[]/Expiration/Days"]),
    read(&S3, "ListBucketIntelligentTieringConfigurations", "whether data is tiered by use").get("/{Bucket}?intelligent-tiering")
        .each("s3:ListBuckets", &[("Bucket", "Name")]).action("s3:GetIntelligentTieringConfiguration")
        .list("IntelligentTieringConfiguration").keep(&["Status"]),
    read(&S3, "GetBucketReplication", "where copies go").get("/{Bucket}?replication").each("s3:ListBuckets", &[("Bucket", "Name")])
        .action("s3:GetReplicationConfiguration").keep(&["Rule[]/Status", "Rule[]/Destination/Bucket"]),
    read(&S3, "GetBucketTagging", "owner and class of buckets").get("/{Bucket}?tagging").each("s3:ListBuckets", &[("Bucket", "Name")])
        .keep(&["TagSet/Tag[Key~Value]"]),
    read(&S3, "GetBucketLogging", "whether access is logged").get("/{Bucket}?logging").each("s3:ListBuckets", &[("Bucket", "Name")])
        .keep(&["LoggingEnabled/TargetBucket!"]),
    read(&S3_CONTROL, "GetPublicAccessBlock", "whether any bucket of the account can be public").get("/v20180820/configuration/publicAccessBlock")
        .action("s3:GetAccountPublicAccessBlock").keep(PUBLIC_ACCESS_BLOCK),
    read(&S3_CONTROL, "ListStorageLensConfigurations", "whether storage is analysed").get("/v20180820/storagelens")
        .list("StorageLensConfiguration").page("nextToken", "NextToken").keep(&["IsEnabled", "HomeRegion"]),
    read(&CLOUDWATCH, "GetMetricData", "how large buckets are").list("MetricDataResults").page(NEXT.0, NEXT.1)
        .made("s3:ListBuckets", bucket_sizes).keep(&["Label", "Values"]),
    read(&S3_TABLES, "ListTableBuckets", "which table buckets there are").get("/buckets").list("tableBuckets").page("continuationToken", "continuationToken")
        .keep(&["name", "arn"]),
    read(&S3_TABLES, "ListTables", "which tables they hold").get("/tables/{tableBucketARN}").list("tables").page("continuationToken", "continuationToken")
        .each("s3tables:ListTableBuckets", &[("tableBucketARN", "arn")]).keep(&["name", "namespace"]),
    read(&S3_TABLES, "GetTableMaintenanceConfiguration", "whether tables are maintained").get("/tables/{tableBucketARN}/{namespace}/{name}/maintenance")
        .each_with("s3tables:ListTables", &[("name", "name"), ("namespace", "namespace"), ("tableBucketARN", "^")], "{}", any, 200)
        .keep(&["configuration/icebergCompaction/status", "configuration/icebergSnapshotManagement/status"]),
    read(&EFS, "DescribeFileSystems", "which file systems there are").get("/2015-02-01/file-systems").list("FileSystems").page("Marker", "NextMarker")
        .keep(&["FileSystemId", "Name", "Encrypted", "FileSystemArn"]),
    read(&FSX, "DescribeFileSystems", "which file systems there are").list("FileSystems").page(NEXT.0, NEXT.1)
        .keep(&["FileSystemId", "FileSystemType", "ResourceARN"]),
    read(&BACKUP, "ListBackupPlans", "whether backups are planned").get("/backup/plans/").list("BackupPlansList").page("nextToken", "NextToken")
        .keep(&["BackupPlanName", "LastExecutionDate"]),
    read(&BACKUP, "ListProtectedResources", "what has a recovery point").get("/resources/").list("Results").page("nextToken", "NextToken")
        .keep(&["ResourceArn", "ResourceType", "LastBackupTime"]),
    read(&BACKUP, "ListRestoreTestingPlans", "whether restoring is tested").get("/restore-testing/plans").list("RestoreTestingPlans").page(NEXT.0, NEXT.1)
        .keep(&["LastExecutionTime"]),

    // Sources
    read(&RDS, "DescribeDBInstances", "which databases there are").list("DescribeDBInstancesResult/DBInstances/DBInstance")
        .page("Marker", "DescribeDBInstancesResult/Marker")
        .keep(&["DBInstanceIdentifier", "DBInstanceArn", "DBClusterIdentifier", "Engine", "EngineVersion", "StorageEncrypted", "PubliclyAccessible",
            "MultiAZ", "BackupRetentionPeriod", "TagList/Tag[Key~Value]"]),
    read(&RDS, "DescribeDBClusters", "which database clusters there are").list("DescribeDBClustersResult/DBClusters/DBCluster")
        .page("Marker", "DescribeDBClustersResult/Marker")
        .keep(&["DBClusterIdentifier", "DBClusterArn", "Engine", "EngineVersion", "StorageEncrypted", "MultiAZ", "BackupRetentionPeriod", "TagList/Tag[Key~Value]"]),
    read(&RDS, "DescribeIntegrations", "whether databases feed the platform").list("DescribeIntegrationsResult/Integrations/Integration")
        .page("Marker", "DescribeIntegrationsResult/Marker").keep(&["IntegrationArn", "Status"]),
    read(&DYNAMODB, "ListTables", "which tables there are").list("TableNames").page("ExclusiveStartTableName", "LastEvaluatedTableName").keep(&[""]),
    read(&DYNAMODB, "DescribeTable", "how tables are encrypted and copied").each("dynamodb:ListTables", &[("TableName", "")])
        .keep(&["Table/TableArn", "Table/SSEDescription/Status", "Table/SSEDescription/SSEType", "Table/StreamSpecification/StreamEnabled", "Table/Replicas[]/RegionName"]),
    read(&DYNAMODB, "DescribeContinuousBackups", "whether tables can be restored").each("dynamodb:ListTables", &[("TableName", "")])
        .keep(&["ContinuousBackupsDescription/PointInTimeRecoveryDescription/PointInTimeRecoveryStatus"]),
    read(&ELASTICACHE, "DescribeReplicationGroups", "which caches there are").list("DescribeReplicationGroupsResult/ReplicationGroups/ReplicationGroup")
        .page("Marker", "DescribeReplicationGroupsResult/Marker").keep(&["ReplicationGroupId", "Engine", "AtRestEncryptionEnabled"]),
    read(&MEMORYDB, "DescribeClusters", "which in-memory databases there are").list("Clusters").page(NEXT.0, NEXT.1).keep(&["Name", "Engine"]),
    read(&MQ, "ListBrokers", "which message brokers there are").get("/v1/brokers").list("brokerSummaries").page("nextToken", "nextToken")
        .keep(&["brokerName", "engineType"]),
    read(&CONNECT, "ListInstances", "which contact centres there are").get("/instance").list("InstanceSummaryList").page("nextToken", "NextToken")
        .keep(&["Id", "InstanceAlias", "InstanceStatus"]),

    // Ingestion
    read(&KINESIS, "ListStreams", "which streams there are").list("StreamNames").page(NEXT.0, NEXT.1).keep(&[""]),
    read(&KINESIS, "DescribeStreamSummary", "how streams are encrypted").each("kinesis:ListStreams", &[("StreamName", "")])
        .keep(&["StreamDescriptionSummary/EncryptionType", "StreamDescriptionSummary/RetentionPeriodHours"]),
    read(&KAFKA, "ListClustersV2", "which Kafka clusters there are").get("/api/v2/clusters").list("clusterInfoList").page(SMALL.0, SMALL.1)
        .keep(&["clusterName", "clusterArn", "clusterType", "state"]),
    read(&FIREHOSE, "ListDeliveryStreams", "which delivery streams there are").list("DeliveryStreamNames").with(&[r#"{"Limit":10000}"#]).keep(&[""]),
    read(&FIREHOSE, "DescribeDeliveryStream", "how delivery streams are encrypted").each("firehose:ListDeliveryStreams", &[("DeliveryStreamName", "")])
        .keep(&["DeliveryStreamDescription/DeliveryStreamARN", "DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration/Status",
            "DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration/KeyType"]),
    read(&DMS, "DescribeReplicationTasks", "which databases are replicated").list("ReplicationTasks").page("Marker", "Marker")
        .keep(&["ReplicationTaskIdentifier", "Status", "MigrationType"]),
    read(&DMS, "DescribeReplicationConfigs", "which databases are replicated without servers").list("ReplicationConfigs").page("Marker", "Marker")
        .keep(&["ReplicationConfigIdentifier", "ReplicationConfigArn", "ReplicationType"]),
    read(&DMS, "DescribeReplications", "whether these replications run").list("Replications").page("Marker", "Marker")
        .keep(&["ReplicationConfigArn", "Status"]),
    read(&DMS, "DescribeEndpoints", "which databases lie elsewhere").list("Endpoints").page("Marker", "Marker")
        .keep(&["EndpointIdentifier", "EndpointType", "EngineName"]),
    read(&GLUE, "DescribeIntegrations", "which zero-ETL integrations there are").list("Integrations").page("Marker", "Marker").keep(&["IntegrationArn", "Status"]),
    read(&GLUE, "DescribeInboundIntegrations", "which zero-ETL integrations arrive").list("InboundIntegrations").page("Marker", "Marker")
        .keep(&["IntegrationArn", "Status"]),
    read(&APPFLOW, "ListFlows", "which SaaS flows there are").post("/list-flows").list("flows").page(SMALL.0, SMALL.1)
        .keep(&["flowName", "flowStatus", "sourceConnectorType"]),
    read(&APPFLOW, "DescribeFlowExecutionRecords", "whether these flows succeed").post("/describe-flow-execution-records").list("flowExecutions")
        .page(SMALL.0, SMALL.1).each_with("appflow:ListFlows", &[("flowName", "flowName")], r#"{"maxResults":20}"#, any, 200).cap(20)
        .keep(&["executionStatus"]),
    read(&GLUE, "GetConnections", "which systems jobs connect to").list("ConnectionList").page(NEXT.0, NEXT.1).with(&[r#"{"HidePassword":true}"#])
        .keep(&["Name", "ConnectionType"]),
    read(&TRANSFER, "ListServers", "which file servers there are").list("Servers").page(NEXT.0, NEXT.1).keep(&["ServerId", "State", "Domain"]),
    read(&DATASYNC, "ListTasks", "which file transfers there are").list("Tasks").page(NEXT.0, NEXT.1).keep(&["TaskArn", "Name", "Status"]),
    read(&DATASYNC, "ListTaskExecutions", "whether file transfers succeed").list("TaskExecutions").page(NEXT.0, NEXT.1)
        .each_with("datasync:ListTasks", &[("TaskArn", "TaskArn")], r#"{"MaxResults":20}"#, any, 200).cap(20).keep(&["Status"]),
    read(&DATAEXCHANGE, "ListDataSets", "which data sets are exchanged").get("/v1/data-sets").list("DataSets").page("nextToken", "NextToken")
        .with(&[r#"{"origin":"OWNED"}"#, r#"{"origin":"ENTITLED"}"#]).keep(&["Origin"]),
    read(&EVENTS, "ListEventBuses", "which event buses there are").list("EventBuses").page(NEXT.0, NEXT.1).keep(&["Name"]),
    read(&EVENTS, "ListRules", "which events start something").list("Rules").page(NEXT.0, NEXT.1).each("events:ListEventBuses", &[("EventBusName", "Name")])
        .keep(&["Name", "Arn", "State", "ScheduleExpression!", "EventPattern?aws.glue", "EventPattern?aws.states", "EventPattern?aws.s3",
            "EventPattern?aws.rds", "EventPattern?aws.redshift", "EventPattern?aws.emr", "EventPattern?aws.dms", "EventPattern?aws.athena",
            "EventPattern?aws.dynamodb", "EventPattern?aws.sagemaker", "EventPattern?aws.kinesis"]),
    read(&EVENTS, "ListTargetsByRule", "whether somebody is told").list("Targets").page(NEXT.0, NEXT.1)
        .each_with("events:ListRules", &[("Rule", "Name"), ("EventBusName", "^")], "{}", is_enabled, 300).keep(&["Id"]),
    read(&SCHEDULER, "ListSchedules", "what runs by the clock").get("/schedules").list("Schedules").page(NEXT.0, NEXT.1).keep(&["Name", "State"]),
    read(&PIPES, "ListPipes", "which event pipes there are").get("/v1/pipes").list("Pipes").page(NEXT.0, NEXT.1).keep(&["Name", "CurrentState"]),

    // Catalogue and governance
    read(&GLUE, "GetCatalogs", "which catalogues there are").list("CatalogList").page(NEXT.0, NEXT.1).with(&[r#"{"Recursive":true}"#]).keep(&["Name"]),
    read(&GLUE, "GetDatabases", "which catalogue databases there are").list("DatabaseList").page(NEXT.0, NEXT.1).keep(&["Name", "Description!"]),
    read(&GLUE, "GetTables", "how well tables are described and owned").list("TableList").page(NEXT.0, NEXT.1)
        .each("glue:GetDatabases", &[("DatabaseName", "Name")])
        .keep(&["Name", "Description!", "Owner", "UpdateTime", "CreateTime", "TableType", "StorageDescriptor/Location", "StorageDescriptor/InputFormat",
            "StorageDescriptor/SerdeInfo/SerializationLibrary", "Parameters/classification", "Parameters/owner", "Parameters/table_type"]),
    read(&GLUE, "GetTableOptimizer", "whether open tables are compacted")
        .each_with("glue:GetTables", &[("TableName", "Name"), ("DatabaseName", "^")], r#"{"CatalogId":"{account}","Type":"compaction"}"#, is_iceberg, 200)
        .keep(&["TableOptimizer/configuration/enabled"]),
    read(&GLUE, "GetCrawlers", "when crawlers last succeeded").list("Crawlers").page(NEXT.0, NEXT.1)
        .keep(&["Name", "State", "Schedule/ScheduleExpression!", "LastCrawl/Status", "LastCrawl/StartTime"]),
    read(&GLUE, "ListRegistries", "which schema registries there are").list("Registries").page(NEXT.0, NEXT.1).keep(&["RegistryName"]),
    read(&GLUE, "ListSchemas", "which schemas there are").list("Schemas").page(NEXT.0, NEXT.1).keep(&["SchemaName", "SchemaArn"]),
    read(&GLUE, "GetSchema", "whether schemas must stay compatible")
        .each_with("glue:ListSchemas", &[("SchemaId/SchemaArn", "SchemaArn")], "{}", any, 200).keep(&["Compatibility", "DataFormat"]),
    read(&GLUE, "ListDataQualityRulesets", "which quality rules there are").list("Rulesets").page(NEXT.0, NEXT.1).keep(&["Name", "RuleCount"]),
    read(&GLUE, "ListDataQualityResults", "when quality was last measured").list("Results").page(NEXT.0, NEXT.1).made("", recent_quality).cap(1_000)
        .keep(&["ResultId", "StartedOn"]),
    read(&GLUE, "GetDataQualityResult", "how many quality rules pass").each_with("glue:ListDataQualityResults", &[("ResultId", "ResultId")], "{}", any, 50)
        .keep(&["Score", "RuleResults[]/Result"]),
    read(&GLUE, "GetDataCatalogEncryptionSettings", "whether the catalogue is encrypted")
        .keep(&["DataCatalogEncryptionSettings/EncryptionAtRest/CatalogEncryptionMode"]),
    read(&LAKEFORMATION, "GetDataLakeSettings", "whether everybody may read new tables").post("/GetDataLakeSettings")
        .keep(&["DataLakeSettings/CreateDatabaseDefaultPermissions[]/Principal/DataLakePrincipalIdentifier",
            "DataLakeSettings/CreateTableDefaultPermissions[]/Principal/DataLakePrincipalIdentifier",
            "DataLakeSettings/DataLakeAdmins[]/DataLakePrincipalIdentifier!"]),
    read(&LAKEFORMATION, "ListResources", "which locations are governed").post("/ListResources").list("ResourceInfoList").page(NEXT.0, NEXT.1).keep(&["ResourceArn"]),
    read(&LAKEFORMATION, "ListLFTags", "whether permissions follow tags").post("/ListLFTags").list("LFTags").page(NEXT.0, NEXT.1).keep(&["TagKey"]),
    read(&LAKEFORMATION, "ListDataCellsFilter", "whether rows and cells are filtered").post("/ListDataCellsFilter").list("DataCellsFilters").page(NEXT.0, NEXT.1)
        .keep(&["Name"]),
    read(&LAKEFORMATION, "ListPermissions", "how many grants there are").post("/ListPermissions").list("PrincipalResourcePermissions").page(NEXT.0, NEXT.1)
        .keep(&["Resource/LFTagPolicy!", "Resource/TableWithColumns!", "Resource/DataCellsFilter!"]),
    read(&DATAZONE, "ListDomains", "which catalogue domains there are").get("/v2/domains").list("items").page(SMALL.0, SMALL.1).keep(&["id", "name", "status"]),
    read(&DATAZONE, "ListProjects", "who works with the catalogue").get("/v2/domains/{domainIdentifier}/projects").list("items").page(SMALL.0, SMALL.1)
        .each("datazone:ListDomains", &[("domainIdentifier", "id")]).keep(&["projectStatus"]),
    read(&DATAZONE, "ListSubscriptions", "whether data is asked for there").get("/v2/domains/{domainIdentifier}/subscriptions").list("items").page(SMALL.0, SMALL.1)
        .each("datazone:ListDomains", &[("domainIdentifier", "id")]).keep(&["status"]),
    read(&DATAZONE, "SearchListings", "how much is published there").post("/v2/domains/{domainIdentifier}/listings/search").list("items").page(SMALL.0, SMALL.1)
        .each("datazone:ListDomains", &[("domainIdentifier", "id")]).keep(&["assetListing/listingId!"]),
    read(&DATAZONE, "ListLineageEvents", "whether lineage is recorded").get("/v2/domains/{domainIdentifier}/lineage/events").list("items").page(SMALL.0, SMALL.1)
        .made("datazone:ListDomains", recent_lineage).cap(2_000).keep(&["eventTime", "eventSummary/openLineageRunEventSummary/job/name"]),
    read(&DATABREW, "ListRulesets", "which profiling rules there are").get("/rulesets").list("Rulesets").page("nextToken", "NextToken").keep(&["Name"]),

    // Processing
    read(&GLUE, "GetJobs", "which jobs there are").list("Jobs").page(NEXT.0, NEXT.1).keep(&["Name", "GlueVersion", "SecurityConfiguration", "Command/Name"]),
    read(&GLUE, "GetJobRuns", "whether jobs succeed").list("JobRuns").page(NEXT.0, NEXT.1)
        .each_with("glue:GetJobs", &[("JobName", "Name")], r#"{"MaxResults":100}"#, any, 500).cap(200)
        .keep(&["JobRunState", "StartedOn", "ExecutionTime", "DPUSeconds"]),
    read(&KINESIS_ANALYTICS, "ListApplications", "which stream processing there is").list("ApplicationSummaries").page(NEXT.0, NEXT.1)
        .keep(&["ApplicationName", "ApplicationStatus", "RuntimeEnvironment"]),
    read(&EMR, "ListClusters", "which clusters run").list("Clusters").page("Marker", "Marker")
        .with(&[r#"{"ClusterStates":["STARTING","BOOTSTRAPPING","RUNNING","WAITING"]}"#]).keep(&["Id", "Name", "Status/State"]),
    read(&EMR, "DescribeCluster", "which releases clusters run").each_with("emr:ListClusters", &[("ClusterId", "Id")], "{}", any, 200)
        .keep(&["Cluster/ReleaseLabel"]),
    read(&EMR_SERVERLESS, "ListApplications", "which serverless clusters there are").get("/applications").list("applications").page(SMALL.0, SMALL.1)
        .keep(&["id", "name", "releaseLabel", "state"]),
    read(&LAMBDA, "ListFunctions", "which functions there are").get("/2015-03-31/functions").list("Functions").page("Marker", "NextMarker")
        .keep(&["FunctionName", "Runtime"]),
    read(&STEP_FUNCTIONS, "ListStateMachines", "which workflows there are").list("stateMachines").page(SMALL.0, SMALL.1).keep(&["name", "stateMachineArn", "type"]),
    read(&STEP_FUNCTIONS, "ListExecutions", "whether workflows succeed").list("executions").page(SMALL.0, SMALL.1)
        .each_with("stepfunctions:ListStateMachines", &[("stateMachineArn", "stateMachineArn")], r#"{"maxResults":100}"#, keeps_history, 500).cap(100)
        .keep(&["status", "startDate"]),
    read(&MWAA, "ListEnvironments", "which Airflow environments there are").get("/environments").list("Environments").page(NEXT.0, NEXT.1).keep(&[""]),
    read(&MWAA_SERVERLESS, "ListWorkflows", "which Airflow workflows there are").list("Workflows").page(NEXT.0, NEXT.1).keep(&["Name"]),

    // Consumption
    read(&ATHENA, "ListWorkGroups", "which query workgroups there are").list("WorkGroups").page(NEXT.0, NEXT.1).keep(&["Name", "State"]),
    read(&ATHENA, "GetWorkGroup", "how queries are bounded and encrypted").each("athena:ListWorkGroups", &[("WorkGroup", "Name")])
        .keep(&["WorkGroup/Configuration/EnforceWorkGroupConfiguration", "WorkGroup/Configuration/BytesScannedCutoffPerQuery",
            "WorkGroup/Configuration/ResultConfiguration/EncryptionConfiguration/EncryptionOption",
            "WorkGroup/Configuration/ManagedQueryResultsConfiguration/Enabled"]),
    read(&ATHENA, "ListQueryExecutions", "whether workgroups are used").list("QueryExecutionIds").page(NEXT.0, NEXT.1)
        .each_with("athena:ListWorkGroups", &[("WorkGroup", "Name")], r#"{"MaxResults":50}"#, any, 200).cap(1),
    read(&REDSHIFT_SERVERLESS, "ListWorkgroups", "which serverless warehouses there are").list("workgroups").page(SMALL.0, SMALL.1)
        .keep(&["workgroupName", "publiclyAccessible", "status"]),
    read(&REDSHIFT_SERVERLESS, "ListNamespaces", "which serverless warehouses hold data").list("namespaces").page(SMALL.0, SMALL.1).keep(&["namespaceName"]),
    read(&REDSHIFT, "DescribeClusters", "which warehouse clusters there are").list("DescribeClustersResult/Clusters/Cluster")
        .page("Marker", "DescribeClustersResult/Marker")
        .keep(&["ClusterIdentifier", "NodeType", "Encrypted", "PubliclyAccessible", "AutomatedSnapshotRetentionPeriod", "Tags/Tag[Key~Value]"]),
    read(&REDSHIFT, "DescribeLoggingStatus", "whether access to warehouses is logged").each("redshift:DescribeClusters", &[("ClusterIdentifier", "ClusterIdentifier")])
        .keep(&["DescribeLoggingStatusResult/LoggingEnabled"]),
    read(&REDSHIFT, "DescribeDataShares", "whether warehouses share data").list("DescribeDataSharesResult/DataShares/member")
        .page("Marker", "DescribeDataSharesResult/Marker").keep(&["DataShareArn"]),
    read(&REDSHIFT, "DescribeIntegrations", "whether databases feed warehouses").list("DescribeIntegrationsResult/Integrations/Integration")
        .page("Marker", "DescribeIntegrationsResult/Marker").keep(&["IntegrationArn", "Status"]),
    read(&OPENSEARCH, "ListDomainNames", "which search domains there are").get("/2021-01-01/domain").list("DomainNames").keep(&["DomainName"]),
    read(&OPENSEARCH, "DescribeDomains", "how search domains are encrypted").post("/2021-01-01/opensearch/domain-info").list("DomainStatusList")
        .each("opensearch:ListDomainNames", &[("DomainNames[]", "DomainName")]).keep(&["DomainName", "ARN", "EngineVersion", "EncryptionAtRestOptions/Enabled"]),
    read(&OPENSEARCH_SERVERLESS, "ListCollections", "which serverless search there is").list("collectionSummaries").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&S3_VECTORS, "ListVectorBuckets", "which vector stores there are").post("/ListVectorBuckets").list("vectorBuckets").page(SMALL.0, SMALL.1)
        .keep(&["vectorBucketName"]),
    read(&QUICKSIGHT, "ListDashboards", "which dashboards there are").get("/accounts/{AwsAccountId}/dashboards").list("DashboardSummaryList")
        .page("next-token", "NextToken").with(&[r#"{"AwsAccountId":"{account}"}"#]).keep(&["LastPublishedTime"]),
    read(&QUICKSIGHT, "ListDataSets", "what dashboards read").get("/accounts/{AwsAccountId}/data-sets").list("DataSetSummaries").page("next-token", "NextToken")
        .with(&[r#"{"AwsAccountId":"{account}"}"#]).keep(&["ImportMode"]),
    read(&QUICKSIGHT, "ListUsers", "who uses dashboards").get("/accounts/{AwsAccountId}/namespaces/{Namespace}/users").list("UserList").page("next-token", "NextToken")
        .with(&[r#"{"AwsAccountId":"{account}","Namespace":"default"}"#]).keep(&["Active", "Role"]),
    read(&QUICKSIGHT, "ListDataSources", "where dashboards read").get("/accounts/{AwsAccountId}/data-sources").list("DataSources").page("next-token", "NextToken")
        .with(&[r#"{"AwsAccountId":"{account}"}"#]).keep(&["Type"]),
    read(&BEDROCK_AGENT, "ListKnowledgeBases", "which knowledge bases there are").post("/knowledgebases/").list("knowledgeBaseSummaries").page(SMALL.0, SMALL.1)
        .keep(&["knowledgeBaseId", "name", "status"]),
    read(&BEDROCK_AGENT, "ListDataSources", "what knowledge bases read").post("/knowledgebases/{knowledgeBaseId}/datasources/").list("dataSourceSummaries")
        .page(SMALL.0, SMALL.1).each_with("bedrock-agent:ListKnowledgeBases", &[("knowledgeBaseId", "knowledgeBaseId")], "{}", any, 200).keep(&["status"]),
    read(&BEDROCK, "ListGuardrails", "whether answers are guarded").get("/guardrails").list("guardrails").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&BEDROCK, "GetModelInvocationLoggingConfiguration", "whether model calls are logged").get("/logging/modelinvocations")
        .keep(&["loggingConfig!", "loggingConfig/s3Config/bucketName!", "loggingConfig/cloudWatchConfig/logGroupName!"]),
    read(&SAGEMAKER, "ListModelPackageGroups", "which models are registered").list("ModelPackageGroupSummaryList").page(NEXT.0, NEXT.1)
        .keep(&["ModelPackageGroupName"]),
    read(&SAGEMAKER, "ListPipelines", "whether models are built by pipelines").list("PipelineSummaries").page(NEXT.0, NEXT.1)
        .keep(&["PipelineName", "LastExecutionTime"]),
    read(&SAGEMAKER, "ListEndpoints", "which models serve").list("Endpoints").page(NEXT.0, NEXT.1).keep(&["EndpointName", "EndpointStatus"]),
    read(&SAGEMAKER, "ListFeatureGroups", "which features are shared").list("FeatureGroupSummaries").page(NEXT.0, NEXT.1).keep(&["FeatureGroupName"]),

    // Segmentation and personalisation
    read(&PERSONALIZE, "ListDatasetGroups", "which recommendation data there is").list("datasetGroups").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&PERSONALIZE, "ListSolutions", "which recommendation models there are").list("solutions").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&PERSONALIZE, "ListSolutionVersions", "how old these models are").list("solutionVersions").page(SMALL.0, SMALL.1)
        .keep(&["status", "creationDateTime"]),
    read(&PERSONALIZE, "ListRecommenders", "which recommenders there are").list("recommenders").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&PERSONALIZE, "ListCampaigns", "which campaigns recommend").list("campaigns").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&PERSONALIZE, "ListEventTrackers", "whether behaviour flows in").list("eventTrackers").page(SMALL.0, SMALL.1).keep(&["name", "status"]),
    read(&CUSTOMER_PROFILES, "ListDomains", "which profile domains there are").get("/domains").list("Items").page("next-token", "NextToken").keep(&["DomainName"]),
    read(&CUSTOMER_PROFILES, "ListSegmentDefinitions", "which segments there are").get("/domains/{DomainName}/segment-definitions").list("Items")
        .page("next-token", "NextToken").each("customer-profiles:ListDomains", &[("DomainName", "DomainName")]).keep(&["SegmentType"]),
    read(&CUSTOMER_PROFILES, "ListCalculatedAttributeDefinitions", "which profile attributes are computed").get("/domains/{DomainName}/calculated-attributes")
        .list("Items").page("next-token", "NextToken").each("customer-profiles:ListDomains", &[("DomainName", "DomainName")]).keep(&["Status"]),
    read(&CUSTOMER_PROFILES, "ListRecommenders", "whether profiles get recommendations").get("/domains/{DomainName}/recommenders").list("Recommenders")
        .page("next-token", "NextToken").each("customer-profiles:ListDomains", &[("DomainName", "DomainName")]).keep(&["Status"]),
    read(&ENTITYRESOLUTION, "ListMatchingWorkflows", "whether records are matched").get("/matchingworkflows").list("workflowSummaries").page(SMALL.0, SMALL.1)
        .keep(&["workflowName"]),
    read(&ENTITYRESOLUTION, "ListMatchingJobs", "whether matching runs").get("/matchingworkflows/{workflowName}/jobs").list("jobs").page(SMALL.0, SMALL.1)
        .each_with("entityresolution:ListMatchingWorkflows", &[("workflowName", "workflowName")], "{}", any, 100).cap(100).keep(&["status", "startTime", "endTime"]),
    read(&CLEANROOMS, "ListCollaborations", "with whom data is analysed").get("/collaborations").list("collaborationList").page(SMALL.0, SMALL.1).keep(&["name", "memberStatus"]),
    read(&CLEANROOMS, "ListMemberships", "which of these are joined").get("/memberships").list("membershipSummaries").page(SMALL.0, SMALL.1).keep(&["status"]),
    read(&PINPOINT, "GetApps", "which campaign tools there are").get("/v1/apps").list("Item").page("token", "NextToken").action("mobiletargeting:GetApps")
        .keep(&["Name"]),

    // Security and audit
    read(&IAM, "GetAccountSummary", "second factors and keys of the root user").keep(&["GetAccountSummaryResult/SummaryMap/entry[key=value]"]),
    read(&IAM, "ListUsers", "which users there are").list("ListUsersResult/Users/member").page("Marker", "ListUsersResult/Marker").cap(1_000).keep(&["UserName"]),
    read(&IAM, "ListAccessKeys", "how old keys are").list("ListAccessKeysResult/AccessKeyMetadata/member")
        .each_with("iam:ListUsers", &[("UserName", "UserName")], "{}", any, 500).keep(&["Status", "CreateDate"]),
    read(&IAM, "GetLoginProfile", "which users have passwords").each_with("iam:ListUsers", &[("UserName", "UserName")], "{}", any, 500)
        .keep(&["GetLoginProfileResult/LoginProfile/CreateDate"]),
    read(&IAM, "ListMFADevices", "which users have a second factor").list("ListMFADevicesResult/MFADevices/member")
        .each_with("iam:ListUsers", &[("UserName", "UserName")], "{}", any, 500).keep(&["EnableDate"]),
    read(&IAM, "ListRoles", "how many roles there are").list("ListRolesResult/Roles/member").page("Marker", "ListRolesResult/Marker").keep(&["Path"]),
    read(&SSO_ADMIN, "ListInstances", "whether identities are central").list("Instances").page(NEXT.0, NEXT.1).keep(&["InstanceArn", "Status"]),
    read(&SSO_ADMIN, "ListPermissionSets", "which permission sets there are").list("PermissionSets").page(NEXT.0, NEXT.1)
        .each("sso-admin:ListInstances", &[("InstanceArn", "InstanceArn")]).keep(&[]),
    read(&SSO_ADMIN, "ListApplications", "which applications trust identities").list("Applications").page(NEXT.0, NEXT.1)
        .each("sso-admin:ListInstances", &[("InstanceArn", "InstanceArn")]).keep(&["Status"]),
    read(&ACCESS_ANALYZER, "ListAnalyzers", "whether access is analysed").get("/analyzer").list("analyzers").page(SMALL.0, SMALL.1).keep(&["arn", "type", "status"]),
    read(&ACCESS_ANALYZER, "ListFindingsV2", "what outsiders can reach").post("/findingv2").list("findings").page(SMALL.0, SMALL.1)
        .each_with("accessanalyzer:ListAnalyzers", &[("analyzerArn", "arn")], r#"{"filter":{"status":{"eq":["ACTIVE"]}}}"#, any, 20).cap(2_000)
        .action("access-analyzer:ListFindings").keep(&["resource", "resourceType", "findingType"]),
    read(&KMS, "ListKeys", "which keys there are").list("Keys").page("Marker", "NextMarker").keep(&["KeyId"]),
    read(&KMS, "DescribeKey", "whose keys they are").each_with("kms:ListKeys", &[("KeyId", "KeyId")], "{}", any, 1_000)
        .keep(&["KeyMetadata/KeyManager", "KeyMetadata/KeyState", "KeyMetadata/KeySpec", "KeyMetadata/Origin"]),
    read(&KMS, "GetKeyRotationStatus", "whether keys rotate").each_with("kms:ListKeys", &[("KeyId", "KeyId")], "{}", any, 1_000).keep(&["KeyRotationEnabled"]),
    read(&SECRETSMANAGER, "ListSecrets", "whether secrets rotate").list("SecretList").page(NEXT.0, NEXT.1).keep(&["RotationEnabled", "OwningService"]),
    read(&CLOUDTRAIL, "DescribeTrails", "which trails there are").list("trailList").keep(&["TrailARN", "IsMultiRegionTrail", "HomeRegion"]),
    read(&CLOUDTRAIL, "GetTrailStatus", "whether trails record").each("cloudtrail:DescribeTrails", &[("Name", "TrailARN")]).keep(&["IsLogging"]),
    read(&CLOUDTRAIL, "GetEventSelectors", "which buckets' accesses are recorded").each("cloudtrail:DescribeTrails", &[("TrailName", "TrailARN")])
        .keep(&["EventSelectors[]/DataResources[]/Values[]", "AdvancedEventSelectors[]/FieldSelectors[]/Equals[]", "AdvancedEventSelectors[]/FieldSelectors[]/StartsWith[]"]),
    read(&MACIE, "GetMacieSession", "whether sensitive data is looked for").get("/macie").keep(&["status"]),
    read(&MACIE, "GetAutomatedDiscoveryConfiguration", "whether it is looked for all the time").get("/automated-discovery/configuration").keep(&["status"]),
    read(&MACIE, "ListClassificationJobs", "which searches for it there are").post("/jobs/list").list("items").page(SMALL.0, SMALL.1).keep(&["jobStatus"]),
    read(&MACIE, "GetFindingStatistics", "how much was found").post("/findings/statistics").list("countsByGroup").made("", high_findings).keep(&["groupKey", "count"]),
    read(&GUARDDUTY, "ListDetectors", "whether threats are detected").get("/detector").list("detectorIds").page("nextToken", "nextToken").keep(&[""]),
    read(&GUARDDUTY, "GetDetector", "which threats are detected").get("/detector/{DetectorId}").each("guardduty:ListDetectors", &[("DetectorId", "")])
        .keep(&["status", "dataSources/s3Logs/status", "features[name=status]"]),
    read(&SECURITYHUB, "DescribeHub", "whether posture is measured").get("/accounts").keep(&["SubscribedAt!"]),
    read(&SECURITYHUB, "GetEnabledStandards", "by which standards").post("/standards/get").list("StandardsSubscriptions").page(NEXT.0, NEXT.1).keep(&["StandardsStatus"]),
    read(&SECURITYHUB, "GetFindings", "how many checks pass").post("/findings").list("Findings").page(NEXT.0, NEXT.1).cap(5_000)
        .with(&[r#"{"MaxResults":100,"Filters":{"RecordState":[{"Value":"ACTIVE","Comparison":"EQUALS"}],"ComplianceStatus":[{"Value":"PASSED","Comparison":"EQUALS"},{"Value":"FAILED","Comparison":"EQUALS"}]}}"#])
        .keep(&["Compliance/Status"]),
    read(&CONFIG, "DescribeConfigurationRecorderStatus", "whether changes are recorded").list("ConfigurationRecordersStatus").keep(&["recording"]),
    read(&CONFIG, "DescribeComplianceByConfigRule", "how many rules are kept").list("ComplianceByConfigRules").page(NEXT.0, NEXT.1)
        .keep(&["Compliance/ComplianceType"]),
    read(&CONFIG, "DescribeConformancePacks", "which sets of rules there are").list("ConformancePackDetails").page(NEXT.0, NEXT.1).keep(&["ConformancePackName"]),
    read(&EC2, "DescribeVpcEndpoints", "which services are reached privately").list("vpcEndpointSet/item").page("NextToken", "nextToken")
        .keep(&["serviceName", "state"]),

    // Operations
    read(&CLOUDWATCH, "DescribeAlarms", "whether somebody is alarmed").list("MetricAlarms").page(NEXT.0, NEXT.1).keep(&["Namespace", "ActionsEnabled"]),
    read(&CE, "GetCostAndUsage", "what data services cost").list("ResultsByTime[]/Groups").page("NextPageToken", "NextPageToken").made("", bill_by_service)
        .keep(&["Keys", "Metrics/UnblendedCost/Amount"]),
    read(&CE, "ListCostAllocationTags", "which tags split the bill").list("CostAllocationTags").page(NEXT.0, NEXT.1)
        .with(&[r#"{"Status":"Active","Type":"UserDefined"}"#]).keep(&["TagKey"]),
    read(&CE, "GetCostAndUsage", "how much of it has an owner").list("ResultsByTime[]/Groups").page("NextPageToken", "NextPageToken")
        .made("ce:ListCostAllocationTags", bill_by_tag).keep(&["Keys", "Metrics/UnblendedCost/Amount"]),
    read(&CE, "GetAnomalyMonitors", "whether odd costs are noticed").list("AnomalyMonitors").page("NextPageToken", "NextPageToken").keep(&["MonitorType"]),
    read(&BUDGETS, "DescribeBudgets", "whether there are budgets").list("Budgets").page(NEXT.0, NEXT.1).with(&[r#"{"AccountId":"{account}"}"#])
        .action("budgets:ViewBudget").keep(&["BudgetType"]),
    read(&CLOUDFORMATION, "ListStacks", "which stacks there are").list("ListStacksResult/StackSummaries/member").page("NextToken", "ListStacksResult/NextToken")
        .keep(&["StackName", "StackStatus", "DriftInformation/StackDriftStatus"]),
    read(&CLOUDFORMATION, "ListStackResources", "what stacks own").list("ListStackResourcesResult/StackResourceSummaries/member")
        .page("NextToken", "ListStackResourcesResult/NextToken").each_with("cloudformation:ListStacks", &[("StackName", "StackName")], "{}", stands, 500)
        .keep(&["PhysicalResourceId", "ResourceType"]),
    read(&CODEPIPELINE, "ListPipelines", "which delivery pipelines there are").list("pipelines").page(SMALL.0, SMALL.1).keep(&["name"]),
    read(&CODEPIPELINE, "ListPipelineExecutions", "whether they run").list("pipelineExecutionSummaries").page(SMALL.0, SMALL.1)
        .each_with("codepipeline:ListPipelines", &[("pipelineName", "name")], r#"{"maxResults":20}"#, any, 200).cap(20).keep(&["status", "startTime"]),
    read(&CODEBUILD, "ListProjects", "which builds there are").list("projects").page(SMALL.0, SMALL.1).keep(&[]),
    read(&WELLARCHITECTED, "ListWorkloads", "which reviews there are").post("/workloadsSummaries").list("WorkloadSummaries").page(NEXT.0, NEXT.1).keep(&["WorkloadId"]),
    read(&WELLARCHITECTED, "ListLensReviews", "when they were made").get("/workloads/{WorkloadId}/lensReviews").list("LensReviewSummaries").page(NEXT.0, NEXT.1)
        .each_with("wellarchitected:ListWorkloads", &[("WorkloadId", "WorkloadId")], "{}", any, 100).keep(&["LensAlias", "UpdatedAt"]),
    read(&WELLARCHITECTED, "GetLensReview", "which risks they found").get("/workloads/{WorkloadId}/lensReviews/{LensAlias}")
        .each_with("wellarchitected:ListLensReviews", &[("LensAlias", "LensAlias"), ("WorkloadId", "^")], "{}", any, 100)
        .keep(&["LensReview/LensAlias", "LensReview/UpdatedAt", "LensReview/PillarReviewSummaries[PillarId=RiskCounts/HIGH]"]),
];

/// The four switches that keep buckets from being public.
const PUBLIC_ACCESS_BLOCK: &[&str] =
    &["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

fn any(_: &Record) -> bool {
    true
}

//! The platform that exists: products in use, by layer.

use jiff::civil::Date;

use crate::field::FieldKind::{Choice, Date as DateKind, Money, Text, Whole};
use crate::known::Known;
use crate::record::inventory;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The eight layers of a data architecture, from source to control.
    Layer "layer" ordered 0 {
        Sources "sources" "Sources", Ingestion "ingestion" "Ingestion", Storage "storage" "Storage", Cataloguing "cataloguing" "Cataloguing",
        Processing "processing" "Processing", Consumption "consumption" "Consumption", Segmentation "segmentation" "Segmentation and personalisation", Security "security" "Security and governance",
    }
}

impl Layer {
    /// All layers in order.
    pub const ALL: [Layer; 8] = [
        Layer::Sources,
        Layer::Ingestion,
        Layer::Storage,
        Layer::Cataloguing,
        Layer::Processing,
        Layer::Consumption,
        Layer::Segmentation,
        Layer::Security,
    ];
}

vocabulary! {
    /// Products.
    Product "product" ordered 0 {
        RedshiftDc2 "redshift_dc2" "Redshift DC2", RedshiftRa3 "redshift_ra3" "Redshift RA3", RedshiftServerless "redshift_serverless" "Redshift Serverless", RedshiftPythonUdf "redshift_python_udf" "Redshift Python UDFs",
        S3Lake "s3_lake" "S3 data lake", Glue "glue" "AWS Glue", Emr "emr" "Amazon EMR", Hadoop "hadoop" "Hadoop", Athena "athena" "Amazon Athena", Quicksight "quicksight" "Amazon Quick Sight",
        Snowflake "snowflake" "Snowflake", Databricks "databricks" "Databricks", Bigquery "bigquery" "BigQuery", SynapseFabric "synapse_fabric" "Synapse or Fabric", Teradata "teradata" "Teradata",
        OracleDw "oracle_dw" "Oracle warehouse", SqlserverDw "sqlserver_dw" "SQL Server warehouse", Kafka "kafka" "Apache Kafka", Msk "msk" "Amazon MSK", Kinesis "kinesis" "Amazon Kinesis", KdaSql "kda_sql" "Kinesis Data Analytics for SQL",
        Informatica "informatica" "Informatica", Talend "talend" "Talend", Dbt "dbt" "dbt", Airflow "airflow" "Apache Airflow", Tableau "tableau" "Tableau", Powerbi "powerbi" "Power BI", Qlik "qlik" "Qlik",
        Collibra "collibra" "Collibra", Alation "alation" "Alation", Purview "purview" "Microsoft Purview", Datazone "datazone" "Amazon DataZone", Sagemaker "sagemaker" "Amazon SageMaker", Pinpoint "pinpoint" "Amazon Pinpoint",
        Personalize "personalize" "Amazon Personalize", CdpVendor "cdp_vendor" "CDP of a vendor", TimestreamLa "timestream_la" "Timestream for LiveAnalytics", Ray "ray" "Ray", Other "other" "Other",
    }
}

vocabulary! {
    /// How far a platform item has come; `contain` and `retire` stand outside the order.
    PlatformState "platform_state" ordered 3 {
        Planned "planned" "Planned", Pilot "pilot" "Pilot", Production "production" "Production", Contain "contain" "Contain" "Nothing new is built on it", Retire "retire" "Retire",
    }
}

vocabulary! {
    /// What the owner wants to do with it.
    Keep "keep" ordered 0 { Keep "keep" "Keep", Change "change" "Change", Drop "drop" "Drop", Undecided "undecided" "Undecided" }
}

inventory! {
    /// A component of the platform that exists.
    PlatformItem {
        layer: Known<Layer> = Choice(Layer::VOCABULARY), "Layer", "";
        product: Known<Product> = Choice(Product::VOCABULARY), "Product", "";
        version: Known<String> = Text(60), "Version", "";
        region: Known<String> = Text(40), "Region or territory", "AWS Region or country code";
        state: Known<PlatformState> = Choice(PlatformState::VOCABULARY), "State", "";
        contract_end: Known<Date> = DateKind, "Contract end", "";
        yearly_cost: Known<i64> = Money, "Cost a year", "";
        satisfaction: Known<u8> = Whole(1, 5, ""), "Satisfaction", "1 low, 5 high";
        users: Known<u32> = Whole(0, 10_000_000, "users"), "Users", "";
        keep: Known<Keep> = Choice(Keep::VOCABULARY), "Keep", "What does the owner want to do with it?";
    }
}

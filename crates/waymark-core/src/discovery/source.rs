//! Sources: the systems, files and streams that data comes from.

use crate::field::FieldKind::{Choice, Choices, Links, Number, Text, Texts, Whole};
use crate::id::Uid;
use crate::known::Known;
use crate::record::{Kind, inventory};
use crate::vocabulary::vocabulary;

use super::{DataClass, Freshness, Sensitivity, YesNo};

vocabulary! {
    /// What a source is.
    SourceKind "source_kind" ordered 0 {
        Database "database" "Database", File "file" "Files", Application "application" "Application", Saas "saas" "SaaS", Stream "stream" "Stream",
        Device "device" "Devices", ThirdParty "third_party" "Third party", Manual "manual" "Manual" "Spreadsheets and forms kept by people",
    }
}

vocabulary! {
    /// The engine of a database or stream.
    Engine "engine" ordered 0 {
        Oracle "oracle" "Oracle", Sqlserver "sqlserver" "SQL Server", Db2 "db2" "Db2", SapHana "sap_hana" "SAP HANA", Mysql "mysql" "MySQL", Postgresql "postgresql" "PostgreSQL",
        Mariadb "mariadb" "MariaDB", AuroraMysql "aurora_mysql" "Aurora MySQL", AuroraPostgresql "aurora_postgresql" "Aurora PostgreSQL", RdsMysql "rds_mysql" "RDS MySQL",
        RdsPostgresql "rds_postgresql" "RDS PostgreSQL", RdsOracle "rds_oracle" "RDS Oracle", RdsSqlserver "rds_sqlserver" "RDS SQL Server", Dynamodb "dynamodb" "DynamoDB",
        Documentdb "documentdb" "DocumentDB", Mongodb "mongodb" "MongoDB", Cassandra "cassandra" "Cassandra", Redis "redis" "Redis", Teradata "teradata" "Teradata",
        Hadoop "hadoop" "Hadoop", Kafka "kafka" "Kafka", Kinesis "kinesis" "Kinesis", Mainframe "mainframe" "Mainframe", Other "other" "Other",
    }
}

vocabulary! {
    /// The application behind a source.
    Application "application" ordered 0 {
        Salesforce "salesforce" "Salesforce", Sap "sap" "SAP", Servicenow "servicenow" "ServiceNow", Dynamics "dynamics" "Dynamics", Workday "workday" "Workday",
        Zendesk "zendesk" "Zendesk", Hubspot "hubspot" "HubSpot", GoogleAnalytics "google_analytics" "Google Analytics", GoogleAds "google_ads" "Google Ads", MetaAds "meta_ads" "Meta Ads",
        AdobeAnalytics "adobe_analytics" "Adobe Analytics", Marketo "marketo" "Marketo", Netsuite "netsuite" "NetSuite", Jira "jira" "Jira", Slack "slack" "Slack",
        Shopify "shopify" "Shopify", Connect "connect" "Amazon Connect", Custom "custom" "Own application", Other "other" "Other",
    }
}

vocabulary! {
    /// How structured the data is.
    Structure "structure" ordered 0 {
        Structured "structured" "Structured", SemiStructured "semi_structured" "Semi-structured", Unstructured "unstructured" "Unstructured",
    }
}

vocabulary! {
    /// The form of the content.
    ContentForm "content_form" ordered 0 {
        Table "table" "Table", Json "json" "JSON", Xml "xml" "XML", Log "log" "Log", Csv "csv" "CSV", Parquet "parquet" "Parquet", Document "document" "Document", Image "image" "Image",
        Audio "audio" "Audio", Video "video" "Video", Geospatial "geospatial" "Geospatial", TimeSeries "time_series" "Time series", Graph "graph" "Graph",
    }
}

vocabulary! {
    /// How data leaves the source.
    Mode "mode" ordered 0 {
        Batch "batch" "Batch", Cdc "cdc" "Change capture" "Changes are read from the database log", Streaming "streaming" "Streaming", Event "event" "Events", OnDemand "on_demand" "On demand",
    }
}

vocabulary! {
    /// Where the source runs.
    Location "location" ordered 0 {
        Aws "aws" "AWS", OnPrem "on_prem" "On premises", OtherCloud "other_cloud" "Other cloud", SaasVendor "saas_vendor" "SaaS vendor", Edge "edge" "Edge", Ec2 "ec2" "EC2" "Self-run on Amazon EC2",
    }
}

vocabulary! {
    /// Growth per year.
    Growth "growth" ordered 5 {
        Flat "flat" "Flat", Lt20pct "lt_20pct" "Under 20 %", To50pct "20_50pct" "20 to 50 %", To100pct "50_100pct" "50 to 100 %", Gt100pct "gt_100pct" "Over 100 %",
    }
}

vocabulary! {
    /// How often the data changes.
    ChangeRate "change_rate" ordered 6 {
        Static "static" "Static", Yearly "yearly" "Yearly", Monthly "monthly" "Monthly", Daily "daily" "Daily", Hourly "hourly" "Hourly", Continuous "continuous" "Continuous",
    }
}

vocabulary! {
    /// How a change shows in the source.
    ChangeKind "change_kind" ordered 0 {
        AppendOnly "append_only" "Append only", Updates "updates" "Updates", UpdatesAndDeletes "updates_and_deletes" "Updates and deletes", FullReload "full_reload" "Full reload",
    }
}

vocabulary! {
    /// How stable the structure is.
    SchemaStability "schema_stability" ordered 4 {
        ChangesOften "changes_often" "Changes often", ChangesYearly "changes_yearly" "Changes yearly", Stable "stable" "Stable", Contracted "contracted" "Contracted",
    }
}

vocabulary! {
    /// What stands in the way of taking data out.
    ExtractionLimit "extraction_limit" ordered 0 {
        None "none" "None", WindowOnly "window_only" "Window only", ApiQuota "api_quota" "API quota", LicenceForbids "licence_forbids" "Licence forbids", NoLogAccess "no_log_access" "No log access",
    }
}

vocabulary! {
    /// The deepest zone the data reaches; `federated_only` stands outside the order.
    ZoneTarget "zone_target" ordered 3 {
        Landing "landing" "Landing", Raw "raw" "Raw", Curated "curated" "Curated", FederatedOnly "federated_only" "Queried in place",
    }
}

vocabulary! {
    /// Who supplies the data.
    Supplier "supplier" ordered 0 {
        Own "own" "Own", Partner "partner" "Partner", DataVendor "data_vendor" "Data vendor", PublicBody "public_body" "Public body",
    }
}

vocabulary! {
    /// What one row is about.
    Entity "entity" ordered 0 {
        Customer "customer" "Customer", Household "household" "Household", Account "account" "Account", Product "product" "Product", Order "order" "Order", Payment "payment" "Payment",
        ServiceCase "service_case" "Service case", DigitalBehaviour "digital_behaviour" "Digital behaviour", CampaignResponse "campaign_response" "Campaign response",
        Feedback "feedback" "Feedback", Loyalty "loyalty" "Loyalty", Consent "consent" "Consent", Employee "employee" "Employee", Location "location" "Location", Asset "asset" "Asset",
        Content "content" "Content", SystemTelemetry "system_telemetry" "System telemetry", Finance "finance" "Finance", Other "other" "Other",
    }
}

vocabulary! {
    /// What allows the use of personal data.
    ConsentBasis "consent_basis" ordered 0 {
        NotNeeded "not_needed" "Not needed", Consent "consent" "Consent", Contract "contract" "Contract", LegitimateInterest "legitimate_interest" "Legitimate interest", LegalDuty "legal_duty" "Legal duty",
    }
}

vocabulary! {
    /// Identifiers by which records can be joined.
    JoinKey "join_key" ordered 0 {
        CustomerId "customer_id" "Customer id", AccountId "account_id" "Account id", HouseholdId "household_id" "Household id", Email "email" "Email", Phone "phone" "Phone",
        LoyaltyId "loyalty_id" "Loyalty id", DeviceId "device_id" "Device id", CookieId "cookie_id" "Cookie id", CrmId "crm_id" "CRM id", OrderId "order_id" "Order id",
        ProductId "product_id" "Product id", SiteId "site_id" "Site id", EmployeeId "employee_id" "Employee id", Other "other" "Other",
    }
}

vocabulary! {
    /// Whether quality was measured or is an opinion.
    QualityBasis "quality_basis" ordered 0 { Measured "measured" "Measured", Opinion "opinion" "Opinion" }
}

inventory! {
    /// A source of data.
    Source {
        kind: Known<SourceKind> = Choice(SourceKind::VOCABULARY), "Kind", "";
        engine: Known<Engine> = Choice(Engine::VOCABULARY), "Engine", "For databases and streams";
        application: Known<Application> = Choice(Application::VOCABULARY), "Application", "For applications and SaaS";
        supplier: Known<Supplier> = Choice(Supplier::VOCABULARY), "Supplier", "Who outside the company, if anyone, sends us this data?";
        entities: Known<Vec<Entity>> = Choices(Entity::VOCABULARY), "Entities", "What is one row about: a person, an order, a click, a complaint?";
        structure: Known<Structure> = Choice(Structure::VOCABULARY), "Structure", "";
        content_form: Known<Vec<ContentForm>> = Choices(ContentForm::VOCABULARY), "Content form", "";
        mode: Known<Mode> = Choice(Mode::VOCABULARY), "Mode", "How does data leave the source?";
        change_kind: Known<ChangeKind> = Choice(ChangeKind::VOCABULARY), "Change kind", "When something changes, is a row added, changed in place, or can it disappear?";
        location: Known<Location> = Choice(Location::VOCABULARY), "Location", "";
        aws_account: Known<String> = Text(60), "AWS account", "A name, not the number";
        region: Known<String> = Text(40), "Region or territory", "AWS Region or country code";
        volume_total_gb: Known<f64> = Number(0.0, 1e9, "GB"), "Volume", "GB in total";
        volume_per_day_gb: Known<f64> = Number(0.0, 1e7, "GB a day"), "Volume a day", "GB a day";
        records_per_second: Known<f64> = Number(0.0, 1e9, "records a second"), "Records a second", "";
        growth: Known<Growth> = Choice(Growth::VOCABULARY), "Growth a year", "";
        history_years: Known<f64> = Number(0.0, 200.0, "years"), "History", "Years kept";
        freshness_now: Known<Freshness> = Choice(Freshness::VOCABULARY), "Freshness today", "";
        change_rate: Known<ChangeRate> = Choice(ChangeRate::VOCABULARY), "Change rate", "";
        sensitivity: Known<Sensitivity> = Choice(Sensitivity::VOCABULARY), "Sensitivity", "";
        data_classes: Known<Vec<DataClass>> = Choices(DataClass::VOCABULARY), "Data classes", "";
        consent_basis: Known<ConsentBasis> = Choice(ConsentBasis::VOCABULARY), "Consent basis", "What allows you to use this personal data for the use cases on the wall?";
        regulations: Known<Vec<Uid>> = Links(Kind::Regulation), "Regulations", "";
        owner_business: Known<String> = Text(120), "Business owner", "Who answers for what the data means; none where nobody does";
        owner_technical: Known<String> = Text(120), "Technical owner", "Who runs the system; none where nobody does";
        quality_completeness: Known<u8> = Whole(1, 5, ""), "Completeness", "1 poor, 5 good";
        quality_accuracy: Known<u8> = Whole(1, 5, ""), "Accuracy", "";
        quality_timeliness: Known<u8> = Whole(1, 5, ""), "Timeliness", "";
        quality_consistency: Known<u8> = Whole(1, 5, ""), "Consistency", "";
        quality_uniqueness: Known<u8> = Whole(1, 5, ""), "Uniqueness", "";
        quality_validity: Known<u8> = Whole(1, 5, ""), "Validity", "";
        quality_basis: Known<QualityBasis> = Choice(QualityBasis::VOCABULARY), "Quality basis", "";
        schema_stability: Known<SchemaStability> = Choice(SchemaStability::VOCABULARY), "Schema stability", "";
        keys: Known<Vec<JoinKey>> = Choices(JoinKey::VOCABULARY), "Keys", "Natural and shared identifiers";
        consumers_now: Known<Vec<Uid>> = Links(Kind::Persona), "Consumers today", "Which personas read it today?";
        consumer_systems: Known<Vec<String>> = Texts, "Consuming systems", "Systems that read it today";
        extraction_limits: Known<Vec<ExtractionLimit>> = Choices(ExtractionLimit::VOCABULARY), "Extraction limits", "";
        priority: Known<YesNo> = Choice(YesNo::VOCABULARY), "Priority", "Does a priority use case need it?";
        zone_target: Known<ZoneTarget> = Choice(ZoneTarget::VOCABULARY), "Zone", "The deepest zone its data reaches";
    }
}

//! The services: where they answer, how their requests are written, how their permissions are called.

/// A service of AWS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Service {
    /// The name in the pack's facts and on the command line.
    pub(crate) name: &'static str,
    /// The first part of the host.
    pub(crate) host: &'static str,
    /// The name in signatures.
    pub(crate) signing: &'static str,
    /// How requests and answers are written.
    pub(crate) wire: Wire,
    /// The first part of its permissions.
    pub(crate) permissions: &'static str,
    /// Where it answers.
    pub(crate) place: Place,
}

/// How requests and answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wire {
    /// `X-Amz-Target: target.Operation`, JSON both ways.
    Json {
        /// The first part of the target.
        target: &'static str,
        /// 1.0 or 1.1.
        version: &'static str,
    },
    /// `Action=Operation&Version=…`, answered in XML.
    Query {
        /// The version of the API.
        version: &'static str,
    },
    /// A path of its own, answered in JSON.
    RestJson,
    /// A path of its own, answered in XML.
    RestXml,
}

/// Where a service answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In every Region, at `host.region.suffix`.
    Regional,
    /// In every Region, at the newer names (`api.aws`).
    RegionalNewName,
    /// Once for an account, at one address of the partition.
    Global,
    /// Once for an account, asked where the credentials are at home.
    AtHome,
}

/// A set of Regions with addresses of its own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    /// As in `arn:aws:`.
    pub(crate) name: &'static str,
    suffix: &'static str,
    new_suffix: &'static str,
}

const COMMERCIAL: Partition =
    Partition { name: "aws", suffix: "amazonaws.com", new_suffix: "api.aws" };
const CHINA: Partition = Partition {
    name: "aws-cn",
    suffix: "amazonaws.com.cn",
    new_suffix: "api.amazonwebservices.com.cn",
};
const GOVERNMENT: Partition =
    Partition { name: "aws-us-gov", suffix: "amazonaws.com", new_suffix: "api.aws" };
const SOVEREIGN: Partition =
    Partition { name: "aws-eusc", suffix: "amazonaws.eu", new_suffix: "api.amazonwebservices.eu" };

/// The partition of a Region.
pub(crate) fn partition(region: &str) -> &'static Partition {
    match region.split('-').next() {
        Some("cn") => &CHINA,
        Some("us") if region.starts_with("us-gov-") => &GOVERNMENT,
        Some("eusc") => &SOVEREIGN,
        _ => &COMMERCIAL,
    }
}

/// Where a request goes: the address without path, and the Region that signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) region: String,
}

impl Service {
    /// The address in a Region; `account` stands before the host where the service wants that.
    pub(crate) fn endpoint(&self, region: &str, account: &str) -> Endpoint {
        let partition = partition(region);
        let at = |host: &str, region: &str| Endpoint {
            url: format!("https://{host}"),
            region: region.to_owned(),
        };
        match self.place {
            Place::Regional | Place::AtHome if self.name == "s3control" => {
                at(&format!("{account}.{}.{region}.{}", self.host, partition.suffix), region)
            }
            Place::Regional | Place::AtHome => {
                at(&format!("{}.{region}.{}", self.host, partition.suffix), region)
            }
            Place::RegionalNewName => {
                at(&format!("{}.{region}.{}", self.host, partition.new_suffix), region)
            }
            Place::Global => {
                let (host, signs) = self.global(partition);
                at(&host, signs)
            }
        }
    }

    /// Host and Region of a service that answers at one address.
    fn global(&self, partition: &Partition) -> (String, &'static str) {
        match (self.name, partition.name) {
            ("iam", "aws-cn") => ("iam.cn-north-1.amazonaws.com.cn".to_owned(), "cn-north-1"),
            ("iam", "aws-us-gov") => ("iam.us-gov.amazonaws.com".to_owned(), "us-gov-west-1"),
            ("budgets", "aws-cn") => ("budgets.amazonaws.com.cn".to_owned(), "cn-northwest-1"),
            ("budgets", "aws-us-gov") => ("budgets.amazonaws.com".to_owned(), "us-gov-west-1"),
            ("iam" | "budgets", "aws") => (format!("{}.amazonaws.com", self.host), "us-east-1"),
            (_, name) => {
                let region = match name {
                    "aws-cn" => "cn-northwest-1",
                    "aws-us-gov" => "us-gov-west-1",
                    "aws-eusc" => "eusc-de-east-1",
                    _ => "us-east-1",
                };
                (format!("{}.{region}.{}", self.host, partition.suffix), region)
            }
        }
    }
}

const fn json(name: &'static str, target: &'static str, version: &'static str) -> Service {
    Service {
        name,
        host: name,
        signing: name,
        wire: Wire::Json { target, version },
        permissions: name,
        place: Place::Regional,
    }
}

const fn query(name: &'static str, version: &'static str) -> Service {
    Service { wire: Wire::Query { version }, ..json(name, "", "") }
}

const fn rest(name: &'static str) -> Service {
    Service { wire: Wire::RestJson, ..json(name, "", "") }
}

impl Service {
    /// Another host, with the same name in signatures and permissions.
    const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    /// Another name in host, signatures and permissions.
    const fn called(mut self, name: &'static str) -> Self {
        self.host = name;
        self.signing = name;
        self.permissions = name;
        self
    }

    const fn signing(mut self, name: &'static str) -> Self {
        self.signing = name;
        self
    }

    const fn permissions(mut self, name: &'static str) -> Self {
        self.permissions = name;
        self
    }

    const fn place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

macro_rules! services {
    ($($constant:ident = $service:expr;)+) => {$(
        pub(super) static $constant: Service = $service;
    )+};
}

services! {
    ACCESS_ANALYZER = rest("accessanalyzer").called("access-analyzer");
    APPFLOW = rest("appflow");
    ATHENA = json("athena", "AmazonAthena", "1.1");
    BACKUP = rest("backup");
    BEDROCK = rest("bedrock");
    BEDROCK_AGENT = rest("bedrock-agent").signing("bedrock").permissions("bedrock");
    BUDGETS = json("budgets", "AWSBudgetServiceGateway", "1.1").place(Place::Global);
    CE = json("ce", "AWSInsightsIndexService", "1.1").place(Place::Global);
    CLEANROOMS = rest("cleanrooms");
    CLOUDFORMATION = query("cloudformation", "2010-05-15");
    CLOUDTRAIL = json("cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "1.1");
    CLOUDWATCH = json("cloudwatch", "GraniteServiceVersion20100801", "1.0").host("monitoring").signing("monitoring");
    CODEBUILD = json("codebuild", "CodeBuild_20161006", "1.1");
    CODEPIPELINE = json("codepipeline", "CodePipeline_20150709", "1.1");
    CONFIG = json("config", "StarlingDoveService", "1.1");
    CONNECT = rest("connect");
    CUSTOMER_PROFILES = rest("customer-profiles").called("profile");
    DATABREW = rest("databrew");
    DATAEXCHANGE = rest("dataexchange");
    DATASYNC = json("datasync", "FmrsService", "1.1");
    DATAZONE = rest("datazone").place(Place::RegionalNewName);
    DMS = json("dms", "AmazonDMSv20160101", "1.1");
    DYNAMODB = json("dynamodb", "DynamoDB_20120810", "1.0");
    EC2 = query("ec2", "2016-11-15");
    EFS = rest("efs").called("elasticfilesystem");
    ELASTICACHE = query("elasticache", "2015-02-02");
    EMR = json("emr", "ElasticMapReduce", "1.1").called("elasticmapreduce");
    EMR_SERVERLESS = rest("emr-serverless");
    ENTITYRESOLUTION = rest("entityresolution");
    EVENTS = json("events", "AWSEvents", "1.1");
    FIREHOSE = json("firehose", "Firehose_20150804", "1.1");
    FSX = json("fsx", "AWSSimbaAPIService_v20180301", "1.1");
    GLUE = json("glue", "AWSGlue", "1.1");
    GUARDDUTY = rest("guardduty");
    IAM = query("iam", "2010-05-08").place(Place::Global);
    KAFKA = rest("kafka");
    KINESIS = json("kinesis", "Kinesis_20131202", "1.1");
    KINESIS_ANALYTICS = json("kinesisanalyticsv2", "KinesisAnalytics_20180523", "1.1").called("kinesisanalytics");
    KMS = json("kms", "TrentService", "1.1");
    LAKEFORMATION = rest("lakeformation");
    LAMBDA = rest("lambda");
    MACIE = rest("macie2");
    MEMORYDB = json("memorydb", "AmazonMemoryDB", "1.1").host("memory-db");
    MQ = rest("mq");
    MWAA = rest("mwaa").called("airflow").host("api.airflow");
    MWAA_SERVERLESS = json("mwaa-serverless", "AmazonMWAAServerless", "1.0").called("airflow-serverless").place(Place::RegionalNewName);
    OPENSEARCH = rest("opensearch").called("es");
    OPENSEARCH_SERVERLESS = json("opensearchserverless", "OpenSearchServerless", "1.0").called("aoss");
    ORGANIZATIONS = json("organizations", "AWSOrganizationsV20161128", "1.1").place(Place::Global);
    PERSONALIZE = json("personalize", "AmazonPersonalize", "1.1");
    PINPOINT = rest("pinpoint").signing("mobiletargeting").permissions("mobiletargeting");
    PIPES = rest("pipes");
    QUICKSIGHT = rest("quicksight");
    RDS = query("rds", "2014-10-31");
    REDSHIFT = query("redshift", "2012-12-01");
    REDSHIFT_SERVERLESS = json("redshift-serverless", "RedshiftServerless", "1.1");
    S3 = Service { wire: Wire::RestXml, ..rest("s3").place(Place::AtHome) };
    S3_CONTROL = Service { wire: Wire::RestXml, ..rest("s3control").host("s3-control").signing("s3").permissions("s3").place(Place::AtHome) };
    S3_TABLES = rest("s3tables");
    S3_VECTORS = rest("s3vectors").place(Place::RegionalNewName);
    SAGEMAKER = json("sagemaker", "SageMaker", "1.1").host("api.sagemaker");
    SCHEDULER = rest("scheduler");
    SECRETSMANAGER = json("secretsmanager", "secretsmanager", "1.1");
    SECURITYHUB = rest("securityhub");
    SSO_ADMIN = json("sso-admin", "SWBExternalService", "1.1").called("sso");
    STEP_FUNCTIONS = json("stepfunctions", "AWSStepFunctions", "1.0").called("states");
    STS = query("sts", "2011-06-15").place(Place::AtHome);
    TAGGING = json("resourcegroupstaggingapi", "ResourceGroupsTaggingAPI_20170126", "1.1").called("tagging").permissions("tag");
    TRANSFER = json("transfer", "TransferService", "1.1");
    WELLARCHITECTED = rest("wellarchitected");
}

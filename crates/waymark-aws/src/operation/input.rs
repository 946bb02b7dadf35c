//! What operations are asked with, where that is more than a constant.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::field::Record;

/// What inputs may rest on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The account's number.
    pub(crate) account: &'a str,
    /// When the scan began.
    pub(crate) now: Timestamp,
}

/// One read to make.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// What it is asked of, which keeps the reads of one operation apart.
    pub(crate) of: String,
    /// The input as JSON.
    pub(crate) input: Value,
}

/// The input with `{account}` filled in.
pub(crate) fn fixed(text: &str, context: &Context<'_>) -> Value {
    serde_json::from_str(&text.replace("{account}", context.account))
        .expect("the table's inputs are JSON, as a test holds")
}

/// Puts a value at a path: `SchemaId/SchemaArn`, or into a list of one: `DomainNames[]`.
pub(crate) fn put(input: &mut Value, path: &str, value: Value) {
    let mut here = input;
    for (at, name) in path.split('/').enumerate() {
        let is_last = at + 1 == path.split('/').count();
        let (name, is_list) = match name.strip_suffix("[]") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if is_last {
            here[name] = if is_list { json!([value]) } else { value };
            return;
        }
        if here.get(name).is_none() {
            here[name] = json!({});
        }
        here = &mut here[name];
    }
}

fn days_ago(context: &Context<'_>, days: i64) -> Timestamp {
    context.now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(context.now)
}

/// Seconds since 1970 of so many days ago.
fn seconds_ago(context: &Context<'_>, days: i64) -> i64 {
    days_ago(context, days).as_second()
}

/// The last whole month, as cost reports name it: first day, and first day after.
fn last_month(context: &Context<'_>) -> (String, String) {
    let today = context.now.to_zoned(TimeZone::UTC).date();
    let end = today.first_of_month();
    let start = end.yesterday().unwrap_or(end).first_of_month();
    (start.to_string(), end.to_string())
}

/// Names of data services in bills.
const BILLED: [&str; 17] = [
    "Amazon Simple Storage Service",
    "AWS Glue",
    "Amazon Athena",
    "Amazon Redshift",
    "Amazon Relational Database Service",
    "Amazon DynamoDB",
    "Amazon Kinesis",
    "Amazon Kinesis Firehose",
    "Amazon Kinesis Analytics",
    "Amazon Managed Streaming for Apache Kafka",
    "Amazon Elastic MapReduce",
    "Amazon OpenSearch Service",
    "Amazon SageMaker",
    "Amazon QuickSight",
    "AWS Database Migration Service",
    "AWS Lake Formation",
    "Amazon Neptune",
];

/// True where a bill's service is one that holds or moves data.
pub(crate) fn is_billed_for_data(service: &str) -> bool {
    BILLED.contains(&service)
}

/// The last month's bill by service.
pub(super) fn bill_by_service(context: &Context<'_>, _: &[Record]) -> Vec<Asked> {
    let (start, end) = last_month(context);
    vec![Asked {
        of: "service".to_owned(),
        input: json!({
            "TimePeriod": {"Start": start, "End": end},
            "Granularity": "MONTHLY",
            "Metrics": ["UnblendedCost"],
            "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
        }),
    }]
}

/// The last month's bill of data services by each of the first three cost tags. Each such question has a price.
pub(super) fn bill_by_tag(context: &Context<'_>, tags: &[Record]) -> Vec<Asked> {
    let (start, end) = last_month(context);
    let keys = tags.iter().filter_map(|tag| tag.text("TagKey")).take(3);
    keys.map(|key| Asked {
        of: key.to_owned(),
        input: json!({
            "TimePeriod": {"Start": start, "End": end},
            "Granularity": "MONTHLY",
            "Metrics": ["UnblendedCost"],
            "Filter": {"Dimensions": {"Key": "SERVICE", "Values": BILLED}},
            "GroupBy": [{"Type": "TAG", "Key": key}],
        }),
    })
    .collect()
}

/// The size of buckets' standard storage, a hundred buckets per question.
pub(super) fn bucket_sizes(context: &Context<'_>, buckets: &[Record]) -> Vec<Asked> {
    let names: Vec<&str> = buckets.iter().filter_map(|bucket| bucket.text("Name")).collect();
    let (start, end) = (seconds_ago(context, 3), context.now.as_second());
    let query = |(at, name): (usize, &&str)| {
        json!({
            "Id": format!("b{at}"),
            "Label": name,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/S3",
                    "MetricName": "BucketSizeBytes",
                    "Dimensions": [
                        {"Name": "BucketName", "Value": name},
                        {"Name": "StorageType", "Value": "StandardStorage"},
                    ],
                },
                "Period": 86400,
                "Stat": "Average",
            },
        })
    };
    let question = |(at, names): (usize, &[&str])| Asked {
        of: format!("sizes {at}"),
        input: json!({
            "StartTime": start,
            "EndTime": end,
            "ScanBy": "TimestampDescending",
            "MetricDataQueries": names.iter().enumerate().map(query).collect::<Vec<_>>(),
        }),
    };
    names.chunks(100).enumerate().map(question).collect()
}

/// Quality results of the last thirty days.
pub(super) fn recent_quality(context: &Context<'_>, _: &[Record]) -> Vec<Asked> {
    let input = json!({"Filter": {"StartedAfter": seconds_ago(context, 30)}, "MaxResults": 100});
    vec![Asked { of: String::new(), input }]
}

/// High findings by severity: all of them, and those older than thirty days.
pub(super) fn high_findings(context: &Context<'_>, _: &[Record]) -> Vec<Asked> {
    let before = |days: i64| json!({"lt": seconds_ago(context, days) * 1000});
    [("all", 0), ("old", 30)]
        .map(|(of, days)| Asked {
            of: of.to_owned(),
            input: json!({
                "groupBy": "severity.description",
                "findingCriteria": {"criterion": {"archived": {"eq": ["false"]}, "createdAt": before(days)}},
            }),
        })
        .into()
}

/// Lineage events of the last seven days of each domain.
pub(super) fn recent_lineage(context: &Context<'_>, domains: &[Record]) -> Vec<Asked> {
    let after = days_ago(context, 7).to_string();
    let ids = domains.iter().filter_map(|domain| domain.text("id"));
    ids.map(|id| Asked {
        of: id.to_owned(),
        input: json!({"domainIdentifier": id, "timestampAfter": after, "maxResults": 50}),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_where_paths_say() {
        let mut input = json!({"Kept": 1});
        put(&mut input, "SchemaId/SchemaArn", json!("a"));
        put(&mut input, "DomainNames[]", json!("d"));
        assert_eq!(input, json!({"Kept": 1, "SchemaId": {"SchemaArn": "a"}, "DomainNames": ["d"]}));
    }

    #[test]
    fn the_last_month_is_a_whole_one() {
        let now: Timestamp = "2026-01-15T10:00:00Z".parse().unwrap();
        let context = Context { account: "1", now };
        assert_eq!(last_month(&context), ("2025-12-01".to_owned(), "2026-01-01".to_owned()));
    }
}

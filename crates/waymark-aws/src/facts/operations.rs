//! Facts about running it: alarms, events, cost, stacks, delivery, reviews.

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::scan::Share;

use super::build::{Build, tally};
use super::look::Look;
use super::resource;
use crate::operation::Record;
use crate::operation::input::is_billed_for_data;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![alarms(look), events(look), cost(look), stacks(look), delivery(look), reviews(look)]
}

fn alarms<'a>(look: &'a Look<'a>) -> Build<'a> {
    const ALARMS: &str = "cloudwatch:DescribeAlarms";
    const DATA: [&str; 20] = [
        "Glue",
        "AWS/Glue",
        "AWS/S3",
        "AWS/Kinesis",
        "AWS/Firehose",
        "AWS/Kafka",
        "AWS/KinesisAnalytics",
        "AWS/RDS",
        "AWS/DynamoDB",
        "AWS/Redshift",
        "AWS/Redshift-Serverless",
        "AWS/Athena",
        "AWS/ElasticMapReduce",
        "AWS/DMS",
        "AWS/ES",
        "AWS/AOSS",
        "AWS/States",
        "AWS/SageMaker",
        "AWS/Bedrock",
        "AWS/QuickSight",
    ];
    let mut fact = Build::new(look, "F-ALARM");
    fact.count("alarms", ALARMS, |_| true);
    fact.count("data_alarms", ALARMS, |alarm| {
        alarm.text("Namespace").is_some_and(|name| DATA.contains(&name))
    });
    // Metrics that somebody measures themselves, such as the age of a load.
    fact.count("own_alarms", ALARMS, |alarm| {
        alarm
            .text("Namespace")
            .is_some_and(|name| !name.starts_with("AWS/") && !DATA.contains(&name))
    });
    fact
}

fn events<'a>(look: &'a Look<'a>) -> Build<'a> {
    const RULES: &str = "events:ListRules";
    const TARGETS: &str = "events:ListTargetsByRule";
    const ABOUT: [&str; 11] = [
        "EventPattern?aws.glue",
        "EventPattern?aws.states",
        "EventPattern?aws.s3",
        "EventPattern?aws.rds",
        "EventPattern?aws.redshift",
        "EventPattern?aws.emr",
        "EventPattern?aws.dms",
        "EventPattern?aws.athena",
        "EventPattern?aws.dynamodb",
        "EventPattern?aws.sagemaker",
        "EventPattern?aws.kinesis",
    ];
    let mut fact = Build::new(look, "F-EVT");
    let is_on = |rule: &Record| rule.text("State").is_none_or(|state| state.starts_with("ENABLED"));
    fact.count("rules", RULES, is_on);
    fact.count("scheduled", RULES, |rule| is_on(rule) && rule.is("ScheduleExpression"));
    fact.count("data_rules", RULES, |rule| is_on(rule) && ABOUT.iter().any(|field| rule.is(field)));
    fact.share_by(
        "with_target",
        (RULES, TARGETS),
        |rule| {
            let name = rule.record.name("Name").filter(|_| is_on(rule.record))?;
            Some(format!("{}/{name}", rule.read.of))
        },
        |_, targets| Some(!targets.is_empty()),
    );
    fact
}

fn amount(record: &Record) -> f64 {
    record.number("Metrics/UnblendedCost/Amount").unwrap_or(0.0).max(0.0)
}

/// Amounts are whole units of the bill's currency, of the last whole month.
fn cost<'a>(look: &'a Look<'a>) -> Build<'a> {
    const BILL: &str = "ce:GetCostAndUsage";
    const TAGS: &str = "ce:ListCostAllocationTags";
    let mut fact = Build::new(look, "F-CE");
    let by_service = || look.items(BILL).filter(|item| &*item.read.of == "service");
    let all: f64 = by_service().map(|item| amount(item.record)).sum();
    let is_data = |record: &Record| {
        record.texts("Keys").first().is_some_and(|service| is_billed_for_data(service))
    };
    let data: f64 =
        by_service().filter(|item| is_data(item.record)).map(|item| amount(item.record)).sum();
    fact.number("month", &[BILL], all as u64);
    fact.number("data_month", &[BILL], data as u64);
    // Of the tags that split the bill, the one that covers most of what data costs. `key$` is the part without a value.
    let mut by_tag: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for item in look.items(BILL).filter(|item| &*item.read.of != "service") {
        let paid = amount(item.record);
        let is_tagged = item.record.texts("Keys").first().is_some_and(|key| !key.ends_with('$'));
        let (tagged, total) = by_tag.entry(&item.read.of).or_default();
        *total += paid;
        if is_tagged {
            *tagged += paid;
        }
    }
    let best = by_tag.values().max_by(|a, b| a.0.total_cmp(&b.0)).copied();
    let (tagged, total) = best.unwrap_or((0.0, data));
    let share = Share { matching: tagged as u64, measured: total as u64, not_measured: 0 };
    fact.made_share("data_spend_tagged", &[BILL, TAGS], share);
    fact.count("budgets", "budgets:DescribeBudgets", |_| true);
    fact.count("anomaly_monitors", "ce:GetAnomalyMonitors", |_| true);
    fact
}

/// Stacks of AWS CloudFormation and what builds on it. What other tools own shows nowhere in an account.
fn stacks<'a>(look: &'a Look<'a>) -> Build<'a> {
    const STACKS: &str = "cloudformation:ListStacks";
    const OWNED: &str = "cloudformation:ListStackResources";
    let mut fact = Build::new(look, "F-IAC");
    let stands = |stack: &Record| {
        stack.text("StackStatus").is_some_and(|status| !status.starts_with("DELETE"))
    };
    fact.count("stacks", STACKS, stands);
    fact.share("drifted", STACKS, |stack| {
        match stack.text("DriftInformation/StackDriftStatus")? {
            "DRIFTED" if stands(stack) => Some(true),
            "IN_SYNC" if stands(stack) => Some(false),
            _ => None,
        }
    });
    let owned: BTreeSet<String> =
        look.items(OWNED).filter_map(|item| item.record.name("PhysicalResourceId")).collect();
    let are_all_read = look.state(OWNED).is_answered && !look.state(OWNED).is_missing;
    let resources = resource::data_resources(look);
    let share = tally(resources.iter().map(|one| {
        let is_tagged = one.tags.as_ref().is_some_and(resource::Tags::has_stack);
        let is = is_tagged || owned.contains(&one.id) || owned.contains(&one.arn);
        Some((is || are_all_read).then_some(is))
    }));
    let on: Vec<&str> = [STACKS, OWNED].into_iter().chain(resource::DATA_RESOURCES).collect();
    fact.made_share("data_resources_owned", &on, share);
    fact
}

fn delivery<'a>(look: &'a Look<'a>) -> Build<'a> {
    const PIPELINES: &str = "codepipeline:ListPipelines";
    const RUNS: &str = "codepipeline:ListPipelineExecutions";
    let mut fact = Build::new(look, "F-CICD");
    fact.count("pipelines", PIPELINES, |_| true);
    fact.share_by(
        "pipelines_used_30_days",
        (PIPELINES, RUNS),
        |one| one.record.name("name"),
        |_, runs| {
            Some(
                runs.iter()
                    .any(|run| run.instant("startTime").is_some_and(|at| look.is_within(at, 30))),
            )
        },
    );
    fact.count("build_projects", "codebuild:ListProjects", |_| true);
    fact
}

fn reviews<'a>(look: &'a Look<'a>) -> Build<'a> {
    const WORKLOADS: &str = "wellarchitected:ListWorkloads";
    const REVIEWS: &str = "wellarchitected:ListLensReviews";
    const REVIEW: &str = "wellarchitected:GetLensReview";
    let mut fact = Build::new(look, "F-WA");
    fact.count("workloads", WORKLOADS, |_| true);
    fact.number("reviews", &[WORKLOADS, REVIEWS], look.items(REVIEWS).count() as u64);
    fact.newest("last_review", REVIEWS, |review| review.instant("UpdatedAt"));
    // High risks of the security pillar in reviews of the last year.
    let recent = look.items(REVIEW).filter(|item| {
        item.record.instant("LensReview/UpdatedAt").is_some_and(|at| look.is_within(at, 365))
    });
    fact.number("reviews_12_months", &[WORKLOADS, REVIEWS, REVIEW], recent.clone().count() as u64);
    let risks: u64 = recent.map(|item| security_risks(item.record)).sum();
    fact.number("security_high_risks", &[WORKLOADS, REVIEWS, REVIEW], risks);
    fact
}

fn security_risks(review: &Record) -> u64 {
    let risks = review.map("LensReview/PillarReviewSummaries[PillarId=RiskCounts/HIGH]");
    risks.get("security").and_then(|count| count.parse().ok()).unwrap_or(0)
}

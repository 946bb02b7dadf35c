//! Facts about jobs, streams in flight, clusters and workflows.

use super::build::{Build, tally};
use super::look::Look;
use crate::operation::Record;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![jobs(look), stream_processing(look), clusters(look), workflows(look)]
}

fn jobs<'a>(look: &'a Look<'a>) -> Build<'a> {
    const JOBS: &str = "glue:GetJobs";
    const RUNS: &str = "glue:GetJobRuns";
    let mut fact = Build::new(look, "F-JOB");
    fact.count("jobs", JOBS, |_| true);
    fact.share("secured", JOBS, |job| Some(job.text("SecurityConfiguration").is_some()));
    fact.words("engines", JOBS, |item| item.record.name("GlueVersion").into_iter().collect());
    fact.share("old_engine", JOBS, |job| {
        // Jobs that say nothing of a version run on the oldest.
        let version = job.text("GlueVersion").map_or(Some(0.9), |text| text.parse::<f64>().ok())?;
        Some(version <= 2.0)
    });
    let recent = |run: &Record| run.instant("StartedOn").is_some_and(|at| look.is_within(at, 30));
    let runs = look.items(RUNS).filter(|item| recent(item.record));
    fact.number("runs_30_days", &[JOBS, RUNS], runs.clone().count() as u64);
    let ended = runs.clone().map(|item| match item.record.text("JobRunState") {
        Some("SUCCEEDED") => Some(Some(true)),
        Some("FAILED" | "TIMEOUT" | "ERROR" | "EXPIRED") => Some(Some(false)),
        _ => None,
    });
    let ended = tally(ended);
    fact.made_share("succeeded_30_days", &[JOBS, RUNS], ended);
    let seconds: f64 = runs.clone().filter_map(|item| item.record.number("ExecutionTime")).sum();
    fact.number("hours_30_days", &[JOBS, RUNS], (seconds / 3600.0) as u64);
    let units: f64 = runs.filter_map(|item| item.record.number("DPUSeconds")).sum();
    fact.number("unit_hours_30_days", &[JOBS, RUNS], (units / 3600.0) as u64);
    fact
}

fn stream_processing<'a>(look: &'a Look<'a>) -> Build<'a> {
    const APPLICATIONS: &str = "kinesisanalyticsv2:ListApplications";
    let mut fact = Build::new(look, "F-FLINK");
    fact.count("applications", APPLICATIONS, |_| true);
    fact.count("running", APPLICATIONS, |one| one.text("ApplicationStatus") == Some("RUNNING"));
    fact.words("runtimes", APPLICATIONS, |item| {
        item.record.name("RuntimeEnvironment").into_iter().collect()
    });
    fact
}

fn clusters<'a>(look: &'a Look<'a>) -> Build<'a> {
    const CLUSTERS: &str = "emr:ListClusters";
    let mut fact = Build::new(look, "F-EMR");
    fact.count("clusters", CLUSTERS, |_| true);
    fact.share("idle", CLUSTERS, |cluster| Some(cluster.text("Status/State") == Some("WAITING")));
    fact.words("releases", "emr:DescribeCluster", |item| {
        item.record.name("Cluster/ReleaseLabel").into_iter().collect()
    });
    fact.count("serverless_applications", "emr-serverless:ListApplications", |one| {
        one.text("state") != Some("TERMINATED")
    });
    fact
}

fn workflows<'a>(look: &'a Look<'a>) -> Build<'a> {
    const MACHINES: &str = "stepfunctions:ListStateMachines";
    const RUNS: &str = "stepfunctions:ListExecutions";
    let mut fact = Build::new(look, "F-ORCH");
    fact.count("state_machines", MACHINES, |_| true);
    let recent = |run: &Record| run.instant("startDate").is_some_and(|at| look.is_within(at, 30));
    fact.share_by(
        "state_machines_used_30_days",
        (MACHINES, RUNS),
        // Express workflows keep no history to read.
        |machine| {
            let keeps_history = machine.record.text("type") != Some("EXPRESS");
            if keeps_history { machine.record.name("stateMachineArn") } else { None }
        },
        |_, runs| Some(runs.iter().any(recent)),
    );
    let ended = look.items(RUNS).filter(|item| recent(item.record)).map(|item| {
        match item.record.text("status") {
            Some("SUCCEEDED") => Some(Some(true)),
            Some("FAILED" | "TIMED_OUT" | "ABORTED") => Some(Some(false)),
            _ => None,
        }
    });
    let ended = tally(ended);
    fact.made_share("runs_succeeded_30_days", &[MACHINES, RUNS], ended);
    fact.count("environments", "mwaa:ListEnvironments", |_| true);
    fact.count("serverless_workflows", "mwaa-serverless:ListWorkflows", |_| true);
    fact
}

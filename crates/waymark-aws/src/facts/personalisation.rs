//! Facts about recommendations, profiles, matching and clean rooms.

use super::build::Build;
use super::look::Look;

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![recommendations(look), profiles(look), matching(look), clean_rooms(look)]
}

fn recommendations<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-PERS");
    fact.count("dataset_groups", "personalize:ListDatasetGroups", |_| true);
    fact.count("solutions", "personalize:ListSolutions", |_| true);
    fact.count("recommenders", "personalize:ListRecommenders", |_| true);
    fact.count("campaigns", "personalize:ListCampaigns", |_| true);
    fact.count("event_trackers", "personalize:ListEventTrackers", |_| true);
    fact.newest("newest_model", "personalize:ListSolutionVersions", |version| {
        version.instant("creationDateTime")
    });
    fact
}

fn profiles<'a>(look: &'a Look<'a>) -> Build<'a> {
    const DOMAINS: &str = "customer-profiles:ListDomains";
    let mut fact = Build::new(look, "F-CP");
    fact.count("domains", DOMAINS, |_| true);
    for (name, operation) in [
        ("segments", "customer-profiles:ListSegmentDefinitions"),
        ("calculated_attributes", "customer-profiles:ListCalculatedAttributeDefinitions"),
        ("recommenders", "customer-profiles:ListRecommenders"),
    ] {
        fact.number(name, &[DOMAINS, operation], look.items(operation).count() as u64);
    }
    fact
}

fn matching<'a>(look: &'a Look<'a>) -> Build<'a> {
    const WORKFLOWS: &str = "entityresolution:ListMatchingWorkflows";
    const JOBS: &str = "entityresolution:ListMatchingJobs";
    let mut fact = Build::new(look, "F-ER");
    fact.count("workflows", WORKFLOWS, |_| true);
    let recent = look.items(JOBS).filter(|item| {
        let at = item.record.instant("endTime").or_else(|| item.record.instant("startTime"));
        item.record.text("status") == Some("SUCCEEDED")
            && at.is_some_and(|at| look.is_within(at, 30))
    });
    fact.number("jobs_succeeded_30_days", &[WORKFLOWS, JOBS], recent.count() as u64);
    fact
}

fn clean_rooms<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-CLEAN");
    fact.count("collaborations", "cleanrooms:ListCollaborations", |_| true);
    fact.count("memberships", "cleanrooms:ListMemberships", |one| {
        one.text("status") == Some("ACTIVE")
    });
    fact
}

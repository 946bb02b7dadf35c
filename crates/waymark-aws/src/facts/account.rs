//! Facts about the account and its organisation.

use std::collections::BTreeSet;

use waymark_core::scan::Share;

use super::build::{Build, tally};
use super::look::Look;
use super::resource::{self, Tags};

const ACCOUNTS: &str = "organizations:ListAccounts";
const POLICIES: &str = "organizations:ListPolicies";
const POLICY: &str = "organizations:DescribePolicy";
const BUCKETS: &str = "s3:ListBuckets";
const BUCKET_TAGS: &str = "s3:GetBucketTagging";

pub(super) fn facts<'a>(look: &'a Look<'a>) -> Vec<Build<'a>> {
    vec![organization(look), policies(look), tags(look)]
}

fn organization<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-ORG");
    let described = "organizations:DescribeOrganization";
    let is_organised =
        look.items(described).any(|item| item.record.text("Organization/FeatureSet").is_some());
    let is_known = look.state(described).is_answered;
    fact.flag("in_organization", &[described], is_known.then_some(is_organised));
    fact.count("accounts", ACCOUNTS, |account| {
        account.text("Status").or_else(|| account.text("State")) == Some("ACTIVE")
    });
    let units = "organizations:ListOrganizationalUnitsForParent";
    fact.number("units", &["organizations:ListRoots", units], look.items(units).count() as u64);
    fact
}

fn policies<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-SCP");
    for (name, kind) in [
        ("service_control_policies", "SERVICE_CONTROL_POLICY"),
        ("resource_control_policies", "RESOURCE_CONTROL_POLICY"),
        ("tag_policies", "TAG_POLICY"),
    ] {
        fact.count(name, POLICIES, |policy| {
            policy.text("Type") == Some(kind) && policy.flag("AwsManaged") != Some(true)
        });
    }
    let says = |words: &[&str]| {
        let mut policies = look.items(POLICY);
        policies.any(|item| words.iter().any(|word| item.record.is(word)))
    };
    let is_known = look.state(POLICY).is_answered;
    let denies = says(&["Policy/Content?aws:RequestedRegion"]);
    fact.flag("regions_denied", &[POLICY, POLICIES], is_known.then_some(denies));
    let encrypts = says(&["Policy/Content?server-side-encryption", "Policy/Content?kms:"]);
    fact.flag("encryption_required", &[POLICY, POLICIES], is_known.then_some(encrypts));
    fact.share_by(
        "attached",
        (POLICIES, "organizations:ListTargetsForPolicy"),
        |policy| {
            (policy.record.flag("AwsManaged") != Some(true)).then(|| policy.record.name("Id"))?
        },
        |_, targets| Some(!targets.is_empty()),
    );
    fact
}

/// Tags that say whose, what for, how sensitive, and who pays.
fn tags<'a>(look: &'a Look<'a>) -> Build<'a> {
    let mut fact = Build::new(look, "F-TAG");
    let resources = resource::data_resources(look);
    let over_all = |is: fn(&Tags) -> bool| -> Share {
        tally(resources.iter().map(|one| Some(one.tags.as_ref().map(is))))
    };
    let on = resource::DATA_RESOURCES;
    fact.made_share("owner", &on, over_all(Tags::has_owner));
    fact.made_share("domain", &on, over_all(Tags::has_domain));
    fact.made_share("classification", &on, over_all(Tags::has_classification));
    fact.made_share("cost_centre", &on, over_all(Tags::has_cost_centre));
    for (name, is) in [
        ("buckets_owner", Tags::has_owner as fn(&Tags) -> bool),
        ("buckets_classification", Tags::has_classification),
    ] {
        fact.share_by(
            name,
            (BUCKETS, BUCKET_TAGS),
            |bucket| bucket.record.name("Name"),
            move |_, found| {
                Some(
                    found
                        .first()
                        .is_some_and(|record| is(&Tags::of(record, "TagSet/Tag[Key~Value]"))),
                )
            },
        );
    }
    let summary = "resourcegroupstaggingapi:GetComplianceSummary";
    let broken: f64 =
        look.items(summary).filter_map(|item| item.record.number("NonCompliantResources")).sum();
    fact.number("noncompliant", &[summary], broken as u64);
    let keys: BTreeSet<String> = look
        .items("ce:ListCostAllocationTags")
        .filter_map(|item| item.record.name("TagKey"))
        .collect();
    fact.number("cost_tags", &["ce:ListCostAllocationTags"], keys.len() as u64);
    fact
}

//! What to hand to the administrator of an account: the least that a scan needs, and who may use it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::operation::OPERATIONS;

/// A permission with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// Such as `s3:GetBucketVersioning`.
    pub action: String,
    /// What it tells a scan.
    pub reasons: Vec<&'static str>,
}

/// The permissions of every operation of the table, by name.
pub fn permissions() -> Vec<Permission> {
    let mut found: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for operation in OPERATIONS {
        if let Some(action) = operation.permission() {
            let reasons = found.entry(action).or_default();
            if !reasons.contains(&operation.why) {
                reasons.push(operation.why);
            }
        }
    }
    found.into_iter().map(|(action, reasons)| Permission { action, reasons }).collect()
}

/// What reads contents, which a scan never does. Denied beside, so that the role cannot even where another policy lets it.
pub const CONTENTS: [&str; 18] = [
    "athena:GetQueryResults",
    "athena:StartQueryExecution",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "lakeformation:GetDataAccess",
    "lambda:GetFunction",
    "rds-data:*",
    "redshift-data:*",
    "s3:GetObject*",
    "s3tables:GetTableData",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter*",
];

/// The policy that lets a role make every call of a scan, and no more, as JSON.
///
/// It is longer than a managed policy may be with white space and shorter without, so it is written without for that use:
/// [`read_policy_compact`].
pub fn read_policy() -> String {
    format!("{:#}\n", policy())
}

/// The same without white space: a managed policy may have 6,144 characters.
pub fn read_policy_compact() -> String {
    policy().to_string()
}

fn policy() -> Value {
    let actions: Vec<String> = permissions().into_iter().map(|one| one.action).collect();
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "WaymarkLooks", "Effect": "Allow", "Action": actions, "Resource": "*"},
            {"Sid": "NeverAtContents", "Effect": "Deny", "Action": CONTENTS, "Resource": "*"},
        ],
    })
}

/// Who may take the role: one principal (an ARN, or the number of an account), and only with this external id.
pub fn trust_policy(principal: &str, external_id: &str) -> String {
    let is_account = principal.len() == 12 && principal.bytes().all(|byte| byte.is_ascii_digit());
    let principal =
        if is_account { format!("arn:aws:iam::{principal}:root") } else { principal.to_owned() };
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": principal},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": external_id}},
        }],
    });
    format!("{policy:#}\n")
}

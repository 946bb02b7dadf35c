//! Whether credentials could do more than look.

/// What can be told, without trying, of what credentials could change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CouldWrite {
    /// They could: this policy or name says so.
    Yes(String),
    /// Every policy found reads only.
    No,
    /// It cannot be told: policies that cannot be read, or that are the account's own.
    NotKnown,
}

/// Policies of AWS that read only.
const READING: [&str; 9] = [
    "SecurityAudit",
    "ViewOnlyAccess",
    "ReadOnlyAccess",
    "AWSBillingReadOnlyAccess",
    "AWSOrganizationsReadOnlyAccess",
    "IAMReadOnlyAccess",
    "AmazonS3ReadOnlyAccess",
    "AWSSecurityHubReadOnlyAccess",
    "AWSConfigUserAccess",
];

/// Judges by the name of a role or user.
pub(crate) fn by_name(name: &str) -> Option<CouldWrite> {
    // A role of IAM Identity Center is called after its permission set.
    let name = name
        .strip_prefix("AWSReservedSSO_")
        .map_or(name, |rest| rest.rsplit_once('_').map_or(rest, |(set, _)| set));
    let lower = name.to_lowercase();
    let writes = lower == "root" || lower.contains("administrator") || lower.contains("poweruser");
    writes.then(|| CouldWrite::Yes(name.to_owned()))
}

/// Judges by attached policies (name and ARN) and the number of policies inside.
pub(crate) fn by_policies(attached: &[(String, String)], inside: usize) -> CouldWrite {
    let is_of_aws = |arn: &str| arn.contains(":iam::aws:policy/");
    let reads = |name: &str| {
        READING.contains(&name) || name.ends_with("ReadOnlyAccess") || name.ends_with("ReadOnly")
    };
    let writing = attached.iter().find(|(name, arn)| is_of_aws(arn) && !reads(name));
    if let Some((name, _)) = writing {
        return CouldWrite::Yes(name.clone());
    }
    let is_all_of_aws = attached.iter().all(|(_, arn)| is_of_aws(arn));
    if inside == 0 && is_all_of_aws && !attached.is_empty() {
        CouldWrite::No
    } else {
        CouldWrite::NotKnown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_policies_tell_what_they_can() {
        let policy = |name: &str| (name.to_owned(), format!("arn:aws:iam::aws:policy/{name}"));
        let own = ("read-lake".to_owned(), "arn:aws:iam::123456789012:policy/read-lake".to_owned());
        assert!(
            matches!(by_name("AWSReservedSSO_AdministratorAccess_0123"), Some(CouldWrite::Yes(name)) if name == "AdministratorAccess")
        );
        assert_eq!(by_name("waymark-reader"), None);
        assert_eq!(
            by_policies(&[policy("SecurityAudit"), policy("ViewOnlyAccess")], 0),
            CouldWrite::No
        );
        assert_eq!(
            by_policies(&[policy("AmazonS3FullAccess")], 0),
            CouldWrite::Yes("AmazonS3FullAccess".to_owned())
        );
        assert_eq!(
            by_policies(&[own], 0),
            CouldWrite::NotKnown,
            "what an own policy allows is not known"
        );
        assert_eq!(by_policies(&[policy("SecurityAudit")], 1), CouldWrite::NotKnown);
        assert_eq!(by_policies(&[], 0), CouldWrite::NotKnown);
    }
}

//! Names out of ARNs.

use super::*;

#[test]
fn an_identity_is_its_bare_name() {
    let check = |arn: &str, name: &str, kind: IdentityKind| {
        let identity = Identity::of_arn("123456789012", arn);
        assert_eq!((identity.name.as_str(), identity.kind), (name, kind), "{arn}");
    };
    check("arn:aws:sts::123456789012:assumed-role/reader/session", "reader", IdentityKind::Role);
    check("arn:aws:iam::123456789012:user/path/to/anna", "anna", IdentityKind::User);
    check("arn:aws:iam::123456789012:root", "root", IdentityKind::Root);
    check("arn:aws:sts::123456789012:federated-user/bob", "bob", IdentityKind::Federated);
}

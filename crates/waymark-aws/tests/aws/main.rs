//! The scan against moto with a seeded account, against a proxy that makes faults, and against recorded answers.
//!
//! A server takes seconds to fill, so all checks that need one run in one test, one after the other; each is named when it fails.

mod credentials;
mod faults;
mod pack;
mod recorded;
mod seeded;
mod server;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs every check of a list and names those that fail.
fn run_all(checks: &[(&str, &dyn Fn())]) {
    let mut failed = Vec::new();
    for (name, check) in checks {
        if catch_unwind(AssertUnwindSafe(check)).is_err() {
            failed.push(*name);
        }
    }
    assert!(
        failed.is_empty(),
        "these checks failed, each with its message above: {}",
        failed.join(", ")
    );
}

#[test]
fn a_seeded_account() {
    let (moto, expected) = server::Server::seeded(0);
    let proxy = server::Server::faults(&moto);
    run_all(&[
        ("facts equal the manifest", &|| seeded::facts_equal_the_manifest(&moto, &expected)),
        ("other Regions have their own", &|| {
            seeded::other_regions_have_their_own(&moto, &expected);
        }),
        ("nothing is kept that is not asked for", &|| seeded::nothing_else_is_kept(&moto)),
        ("pseudonyms leave no name", &|| seeded::pseudonyms_leave_no_name(&moto)),
        ("who looks is told first", &|| seeded::who_looks(&moto)),
        ("several accounts at once", &|| seeded::several_accounts(&moto)),
        ("each fault and nothing else", &|| faults::each_fault_and_nothing_else(&proxy)),
        ("every service has its facts", &|| recorded::every_service_has_its_facts(&proxy)),
    ]);
}

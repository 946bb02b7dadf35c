//! The conditions of the shipped pack as its authors wrote them, with the names that they may use.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::condition::{Schema, WordSet};
use crate::facts::{PackNames, condition_schema};
use crate::id::{QuestionId, RoleId, RuleId, ServiceId};

/// A condition of the pack.
pub(super) struct Rule {
    /// Its id; that of the target rule where it is one.
    pub(super) id: String,
    /// The record kind it runs over.
    pub(super) subject: Option<&'static str>,
    pub(super) text: String,
}

/// Architecture rules and target rules, in the pack's order.
pub(super) fn rules() -> &'static [Rule] {
    &shipped().0
}

/// One of them by id.
pub(super) fn rule(id: &str) -> &'static Rule {
    rules().iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

/// Everything that they can read.
pub(super) fn schema() -> &'static Schema {
    &shipped().1
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the pack's kinds are those of the crate without tests, which has no name here"
)]
fn shipped() -> &'static (Vec<Rule>, Schema) {
    static SHIPPED: OnceLock<(Vec<Rule>, Schema)> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let files = waymark_pack::embedded::pack("data-strategy").expect("the pack ships").files;
        let pack = waymark_pack::load(&files).pack.expect("the pack has no errors");
        let architecture = pack.rules.iter().map(|rule| Rule {
            id: rule.id.to_string(),
            subject: rule.subject.map(|kind| kind.condition_word()),
            text: rule.when_text.clone(),
        });
        let targets = pack.target_rules.iter().map(|rule| Rule {
            id: rule.id.to_string(),
            subject: rule.subject.map(|kind| kind.condition_word()),
            text: rule.when_text.clone(),
        });
        let rules: Vec<Rule> = architecture.chain(targets).collect();
        let questions: Vec<QuestionId> =
            pack.questions.iter().map(|question| QuestionId::new(question.id.as_str())).collect();
        let roles: Vec<RoleId> =
            pack.roles.iter().map(|role| RoleId::new(role.id.as_str())).collect();
        let services: Vec<ServiceId> =
            pack.services.iter().map(|service| ServiceId::new(service.id.as_str())).collect();
        let ids: Vec<RuleId> =
            pack.rules.iter().map(|rule| RuleId::new(rule.id.as_str())).collect();
        let schema = condition_schema(PackNames {
            roles: &roles,
            services: &services,
            questions: &questions,
            rules: &ids,
            facts: vec![],
            sets: sets(&files["pack.toml"]),
        });
        (rules, schema)
    })
}

/// The named sets of a pack, each `[sets.NAME]` with `of` and `words` on lines of their own.
fn sets(pack: &str) -> BTreeMap<String, WordSet> {
    let value = |part: &str, key: &str| {
        let line =
            part.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
        serde_json::from_str::<serde_json::Value>(line.expect("the set says it"))
            .expect("on one line")
    };
    pack.split("[sets.")
        .skip(1)
        .map(|part| {
            let words = value(part, "words");
            let words = words.as_array().into_iter().flatten().filter_map(|word| word.as_str());
            let set = WordSet {
                vocabulary: value(part, "of").as_str().unwrap_or_default().to_owned(),
                words: words.map(str::to_owned).collect(),
            };
            (part.split(']').next().unwrap_or_default().to_owned(), set)
        })
        .collect()
}

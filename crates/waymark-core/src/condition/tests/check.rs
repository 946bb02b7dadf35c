//! What the checker refuses, and what it knows about a condition it accepts.

use crate::condition::{Condition, Range, Schema, Type, WordList, WordSet};

use super::syntax::{all_equal, only_problem};
use super::world::{checked, schema};

fn refused(subject: Option<&str>, text: &str) -> String {
    match Condition::parse_and_check(text, &schema(), subject) {
        Ok(_) => panic!("accepted: {text}"),
        Err(problems) => only_problem(&problems),
    }
}

#[test]
fn names_types_and_words_are_checked_with_a_suggestion() {
    let cases = [
        (
            r#"source.kind == "databse""#,
            "1:16 `databse` is not a word of `source_kind` | did you mean `database`?",
        ),
        (
            r#"source.priority == "maybe""#,
            "1:20 `maybe` is not a word of `yes_no` | its words are `yes`, `no`",
        ),
        (
            r#"source.kind < "file""#,
            "1:1 vocabulary `source_kind` has no order | only ==, != and in can be used",
        ),
        (
            "source.kind == \"database\"\n  && usecases.exists(u, u.freshness_need <= \"hourli\")",
            "2:45 `hourli` is not a word of `freshness` | did you mean `hourly`?",
        ),
        (
            r#"source.zone_target >= "federated_only""#,
            "1:23 `federated_only` stands outside the order of `zone` | the order is `landing`, `raw`, `curated`",
        ),
        (
            r#"source.volume_per_day_gb < "500""#,
            "1:28 cannot compare a number with a text | write 500 without quotes",
        ),
        (
            "source.kind == 1",
            "1:16 cannot compare a word of `source_kind` with a number | words stand in quotes",
        ),
        (
            "source.volume_total_gb == source.kind",
            "1:1 cannot compare a number with a word of `source_kind`",
        ),
        (
            "source.volume_total_gb >= -1",
            "1:27 -1 lies outside the numbers it is compared with | it is never below 0",
        ),
        (
            r#"answers["CAT-1"].level <= 6"#,
            "1:27 6 lies outside the numbers it is compared with | it runs from 1 to 5",
        ),
        (
            r#"answers["CAT-9"].level <= 2"#,
            "1:9 `answers` has no key `CAT-9` | did you mean `CAT-1`?",
        ),
        (
            r#"answer["CAT-1"].level <= 2"#,
            "1:1 `answer` is not read by key | did you mean `answers`?",
        ),
        ("answers.level <= 2", "1:1 `answers` is read by key | write answers[\"...\"]"),
        (
            r#"answers["CAT-1"] == 2"#,
            "1:1 expected a field behind the key | write answers[...].field",
        ),
        (r#"source.kindd == "file""#, "1:8 source has no field `kindd` | did you mean `kind`?"),
        ("sorces.exists(s, true)", "1:1 there is no collection `sorces` | did you mean `sources`?"),
        (
            r#"usecase.type == "genai""#,
            "1:1 no usecase is bound here | write usecases.exists(x, x.field ...), or let the rule run for usecase",
        ),
        (
            "sources.kind == \"file\"",
            "1:1 `sources` is a collection, not a value | write sources.exists(x, ...), sources.filter(x, ...) or sources.size()",
        ),
        (r#"src.kind == "file""#, "1:1 unknown name `src`"),
        (r#"source.kind == "unknown""#, "1:16 `unknown` cannot be compared | write !known(...)"),
        (
            r#"source.kind in ["file", "stram"]"#,
            "1:25 `stram` is not a word of `source_kind` | did you mean `stream`?",
        ),
        (
            r#"source.kind in "file""#,
            "1:16 the right side of `in` is a list | put it in [ ], or use ==",
        ),
        ("source.kind in []", "1:16 nothing is in an empty list"),
        ("source.kind in [source.kind]", "1:17 a list holds only constants"),
        (
            "source.kind in glue_zero_etl",
            "1:1 `glue_zero_etl` holds words of `application`, found a word of `source_kind`",
        ),
        (
            "source.application in glue_zero_elt",
            "1:23 there is no list or set `glue_zero_elt` | did you mean `glue_zero_etl`?",
        ),
        (r#""email" in source.keyss"#, "1:19 source has no field `keyss` | did you mean `keys`?"),
        (r#""mail" in source.keys"#, "1:1 `mail` is not a word of `key` | did you mean `email`?"),
        (
            r#"source.keys in ["email"]"#,
            "1:1 expected one value, found a list | use list.exists(x, x in [...])",
        ),
        (
            r#"source.keys == "email""#,
            "1:1 a list cannot be compared | use `in`, exists(...) or size()",
        ),
        (
            r#""SRC-1" == source.id"#,
            "1:1 a source cannot be named in a condition | codes belong to one engagement, conditions to all of them",
        ),
        (
            "source.id in sources",
            "1:1 `in` looks for a value, and this holds records | use exists(x, x.id == ...) or map(x, x.field)",
        ),
        (
            "usecases.exists(u, u.id in u.sources)",
            "1:20 looks for a usecase in a list, each a source",
        ),
        ("usecases.exists(u, u.id == source.id)", "1:20 cannot compare a usecase with a source"),
        (
            "source.mode",
            "1:1 expected a condition, found a word of `mode` | compare it with something",
        ),
        ("source", "1:1 `source` is a record, not a value | write source.id or source.field"),
        ("1 == 1", "1:1 both sides are constants"),
        ("\"a\"", "1:1 expected a field, found a constant"),
        ("[1]", "1:1 a list stands only on the right side of `in`"),
        (
            "(source.mode == \"cdc\") == true",
            "1:1 expected a value, found a condition | use && and || between conditions",
        ),
        ("has(source)", "1:5 `has` takes a field, such as `source.owner_business`"),
        ("has()", "1:1 `has` takes one argument, found 0"),
        (
            "known(source.mode) == true",
            "1:1 `known` is a condition, not a value | use it with &&, || and !",
        ),
        ("size(sources) > 1", "1:1 there is no function `size` | write list.size(...)"),
        ("hass(source.keys)", "1:1 there is no function `hass` | did you mean `has`?"),
        (r#"fired("R-STO-60")"#, "1:7 there is no rule `R-STO-60` | did you mean `R-STO-06`?"),
        ("fired(source.mode)", "1:7 `fired` takes the id of a rule in quotes"),
        ("sources.exist(s, true)", "1:9 there is no method `exist` | did you mean `exists`?"),
        ("sources.count() > 2", "1:9 there is no method `count` | write .size()"),
        (
            "sources.exists_one(s, true)",
            "1:9 there is no method `exists_one` | write filter(x, ...).size() == 1",
        ),
        (
            r#"source.keys.contains("email")"#,
            "1:13 there is no method `contains` | write \"word\" in list",
        ),
        (
            "sources.exists(true)",
            "1:1 `exists` takes a name and a condition | write exists(x, ...)",
        ),
        ("sources.exists(1, true)", "1:16 expected a name for the element | write exists(x, ...)"),
        (
            "sources.exists(source, true)",
            "1:16 `source` already means something else | choose another name",
        ),
        (
            "sources.exists(personas, true)",
            "1:16 `personas` already means something else | choose another name",
        ),
        (
            "sources.filter(s, true)",
            "1:9 `filter` gives a list, not a value | go on with .size(), .sum(), .max() or .exists(...)",
        ),
        (
            "sources.sum() > 1",
            "1:9 `sum` needs numbers, each element is a source | name the field first: .map(x, x.field).sum()",
        ),
        (
            "sources.map(s, s.kind).sum() > 1",
            "1:24 `sum` needs numbers, each element is a word of `source_kind`",
        ),
        (
            "sources.map(s, s.kind).max() == \"file\"",
            "1:24 `max` needs values with an order, each element is a word of `source_kind`",
        ),
        (
            "personas.map(p, p.access).size() > 1",
            "1:1 this holds lists | write .flatten() before .size()",
        ),
        (
            "personas.map(p, p.access).exists(a, true)",
            "1:1 this holds lists | write .flatten() behind it",
        ),
        ("personas.flatten().size() > 1", "1:10 `flatten` needs a list of lists | remove it"),
        (
            "sources.distinct().size() > 1",
            "1:9 `distinct` needs values, each element is a source | name the field first: .map(x, x.field).distinct()",
        ),
        (
            "sources.map(s, s.volume_total_gb).distinct().sum() > 1",
            "1:1 `distinct` stands only before size()",
        ),
        (
            "source.keys.exists(k, k.name == \"email\")",
            "1:23 `k` is a word of `key`, which has no fields",
        ),
        (
            "lower_bound(source.kind) > 1",
            "1:13 a word of `source_kind` has no lower bound | it takes a word that stands for a range",
        ),
        (
            r#"platforms.exists(p, p.contract_end < "June")"#,
            "1:38 `June` is not a date | write it like 2026-05-20",
        ),
        (
            "glue_zero_etl.size() > 1",
            "1:1 the set `glue_zero_etl` stands only on the right side of `in`",
        ),
        (
            "sources.exists(a, usecases.exists(b, personas.exists(c, goals.exists(d, true))))",
            "1:57 `exists` is nested too deep, at most 3 levels",
        ),
    ];
    all_equal(cases.map(|(text, expected)| (text, refused(Some("source"), text), expected)));
    assert_eq!(
        refused(Some("sorce"), "true"),
        "1:1 there is no record kind `sorce` to run over | did you mean `source`?"
    );
}

#[test]
fn independent_faults_are_reported_together_in_reading_order() {
    let text = "source.kindd == \"a\" && usecases.exists(u, u.type == \"genay\")\n|| source.mode < \"cdc\"";
    let problems =
        Condition::parse_and_check(text, &schema(), Some("source")).expect_err("three faults");
    let places: Vec<(u32, u32)> =
        problems.iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(places, [(1, 8), (1, 53), (2, 4)], "{problems:?}");
}

#[test]
fn what_a_condition_reads_is_known_before_it_is_evaluated() {
    let text = r#"source.kind == "database" && (answers["CAT-1"].level <= 2 || profile.aws_accounts == "one")
        && usecases.exists(u, source.id in u.sources && u.status == "pilot") && source.kind != "file" && fired("R-STO-06")"#;
    let condition = checked(&schema(), Some("source"), text);
    let reads: Vec<String> = condition.reads().iter().map(ToString::to_string).collect();
    let expected = [
        "source.kind",
        "answers[\"CAT-1\"].level",
        "profile.aws_accounts",
        "usecases.size()",
        "usecase.sources",
        "usecase.status",
        "fired(\"R-STO-06\")",
    ];
    assert_eq!(reads, expected);
    assert_eq!(condition.fired_references(), ["R-STO-06"]);
    assert_eq!((condition.subject(), condition.text()), (Some("source"), text));
}

#[test]
fn a_schema_that_contradicts_itself_says_so() {
    let mut schema = Schema::default();
    schema.vocabularies.insert(
        "mode".into(),
        WordList::ordered(["batch", "cdc", "batch"]).and_outside_the_order(["unknown"]),
    );
    schema
        .vocabularies
        .insert("count".into(), WordList::ordered(["1_5"]).with_lower_bounds([("6_9", 6.0)]));
    let fields = [
        ("mode", Type::Vocab("modes".into())),
        ("id", Type::Text),
        ("goal", Type::Ref("goal".into())),
        ("lists", Type::List(Box::new(Type::List(Box::new(Type::Text))))),
        ("size", Type::Num(Range::new(2.0, 1.0))),
    ];
    schema.kinds.insert("source".into(), fields.map(|(name, of)| (name.to_owned(), of)).into());
    schema.collections.insert("source".into(), "source".into());
    schema.singletons.insert("profile".into(), "profile".into());
    schema.sets.insert(
        "fast".into(),
        WordSet { vocabulary: "mode".into(), words: ["cdd".to_owned()].into() },
    );
    let expected = [
        "`source` is both a record kind and a collection",
        "`6_9` has a lower bound but is not a word of `count`",
        "`batch` stands twice in `mode`",
        "`unknown` is legal everywhere and not a word of `mode`",
        "`source.goal` refers to `goal`, which does not exist",
        "`source.id` is implied",
        "`source.lists` is a list of lists",
        "`source.mode` takes words of `modes`, which does not exist",
        "`source.size` has a range that holds no number",
        "`profile` is of kind `profile`, which does not exist",
        "`fast` holds `cdd`, which is not a word of `mode` did you mean `cdc`?",
    ];
    assert_eq!(schema.problems(), expected);
}

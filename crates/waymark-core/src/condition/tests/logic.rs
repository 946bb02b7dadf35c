//! Three-valued logic, and values that are unknown, empty or not applicable.

use crate::condition::{BudgetExceeded, Verdict};

use super::syntax::all_equal;
use super::world::{World, checked, evaluate, schema, told};

const FLAGS: &str = "flags flags on=true off=false maybe=unknown";

fn verdict(text: &str, lines: &[&str]) -> Verdict {
    evaluate(None, text, lines).verdict
}

#[test]
fn and_or_and_not_follow_kleene() {
    let names = [
        ("flags.off", Verdict::False),
        ("flags.maybe", Verdict::Unknown),
        ("flags.on", Verdict::True),
    ];
    for (a, a_is) in names {
        assert_eq!(verdict(&format!("!{a}"), &[FLAGS]), !a_is, "!{a}");
        for (b, b_is) in names {
            assert_eq!(verdict(&format!("{a} && {b}"), &[FLAGS]), a_is.min(b_is), "{a} && {b}");
            assert_eq!(verdict(&format!("{a} || {b}"), &[FLAGS]), a_is.max(b_is), "{a} || {b}");
        }
    }
    assert_eq!(
        verdict("flags.maybe || !flags.maybe", &[FLAGS]),
        Verdict::Unknown,
        "the logic sees no tautology"
    );
    assert_eq!(verdict("flags.on == true && flags.off != true", &[FLAGS]), Verdict::True);
}

#[test]
fn reasons_are_short_and_only_those_that_matter() {
    let told = |text: &str| told(&evaluate(None, text, &[FLAGS]));
    all_equal([
        ("on && off", told("flags.on && flags.off"), "false because flags.off = false"),
        ("on || off", told("flags.on || flags.off"), "true because flags.on = true"),
        ("maybe && off", told("flags.maybe && flags.off"), "false because flags.off = false"),
        ("maybe && on", told("flags.maybe && flags.on"), "unknown because flags.maybe = unknown"),
        (
            "on && !off",
            told("flags.on && !flags.off"),
            "true because flags.on = true; flags.off = false",
        ),
        (
            "two reasons",
            told("(flags.on && !flags.off) || flags.on"),
            "true because flags.on = true",
        ),
        ("constant", told("true || flags.maybe"), "true"),
    ]);
    let evaluation = evaluate(None, "flags.off && flags.on", &[FLAGS]);
    let read: Vec<String> = evaluation.read.iter().map(ToString::to_string).collect();
    assert_eq!(
        read,
        ["flags.off = false"],
        "what comes after a reason of one fact is not looked at"
    );
    let evaluation = evaluate(None, "flags.maybe && flags.on && !known(flags.maybe)", &[FLAGS]);
    assert_eq!(evaluation.read.len(), 2, "each fact is read once");
}

/// One source with every kind of value, compared in every way.
#[test]
fn unknown_empty_and_not_applicable_follow_the_table() {
    use Verdict::{False, True, Unknown};
    let values = [
        ("unknown", Unknown, Unknown, Unknown, False),
        ("-", False, True, False, True),
        ("n/a", False, False, False, True),
    ];
    for (value, compared, not_equal, has, known) in values {
        let source = format!("source S freshness=x sensitivity={value} volume_total_gb={value} owner_business={value} zone_target={value}")
            .replace("freshness=x ", "");
        let line = [source.as_str()];
        let of = |text: &str| evaluate(Some(("source", "S")), text, &line).verdict;
        for text in [
            r#"source.sensitivity == "public""#,
            r#"source.sensitivity <= "restricted""#,
            r#"source.sensitivity in ["public", "restricted"]"#,
            r#"source.owner_business == "Ana""#,
            "source.volume_total_gb == 1",
            "source.volume_total_gb < 1",
            "source.volume_total_gb >= 0",
            "0 >= source.volume_total_gb",
        ] {
            assert_eq!(of(text), compared, "{text} of {value}");
        }
        for text in [
            r#"source.sensitivity != "public""#,
            r#"source.owner_business != "Ana""#,
            "source.volume_total_gb != 1",
        ] {
            assert_eq!(of(text), not_equal, "{text} of {value}");
        }
        assert_eq!(of("has(source.volume_total_gb)"), has, "has of {value}");
        assert_eq!(of("known(source.volume_total_gb)"), known, "known of {value}");
    }
    assert_eq!(
        evaluate(Some(("source", "S")), r#"source.sensitivity == "public""#, &["source S"]).verdict,
        Unknown,
        "missing is unknown"
    );
}

#[test]
fn a_known_absence_decides_against_an_unknown_other_side() {
    let lines = ["profile profile spend_threshold=-", "platform P yearly_cost=unknown"];
    let text = "platforms.exists(p, p.yearly_cost > profile.spend_threshold)";
    assert_eq!(
        told(&evaluate(None, text, &lines)),
        "false because platforms.size = 1; profile.spend_threshold = empty"
    );
}

#[test]
fn a_question_that_does_not_apply_makes_every_comparison_false() {
    let lines = ["answer CAT-1 level=n/a target=4"];
    for text in [
        r#"answers["CAT-1"].level <= 2"#,
        r#"answers["CAT-1"].level > 2"#,
        r#"answers["CAT-1"].level != 2"#,
    ] {
        assert_eq!(verdict(text, &lines), Verdict::False, "{text}");
    }
    assert_eq!(
        verdict(r#"answers["CAT-3"].level <= 2"#, &lines),
        Verdict::Unknown,
        "an answer not given is unknown"
    );
}

#[test]
fn words_compare_in_the_order_of_their_vocabulary() {
    let lines = [
        "usecase U freshness_need=minutes status=stopped",
        "usecase V freshness_need=daily status=pilot",
    ];
    let of = |code: &str, text: &str| evaluate(Some(("usecase", code)), text, &lines).verdict;
    assert_eq!(
        of("U", r#"usecase.freshness_need <= "hourly""#),
        Verdict::True,
        "minutes are faster than hourly"
    );
    assert_eq!(of("V", r#"usecase.freshness_need <= "hourly""#), Verdict::False);
    assert_eq!(
        of("V", r#""hourly" < usecase.freshness_need"#),
        Verdict::True,
        "a constant may stand first"
    );
    assert_eq!(of("V", r#"usecase.status >= "qualified""#), Verdict::True);
    assert_eq!(
        of("U", r#"usecase.status >= "idea""#),
        Verdict::False,
        "stopped stands outside the order"
    );
    assert_eq!(of("U", r#"usecase.status == "stopped""#), Verdict::True, "but it equals itself");
}

#[test]
fn quantifiers_name_one_witness_or_all_that_fail() {
    let lines = [
        "source SRC-1 priority=yes sensitivity=internal",
        "source SRC-2 priority=yes sensitivity=restricted",
        "source SRC-3 priority=no sensitivity=unknown",
    ];
    let told = |text: &str| told(&evaluate(None, text, &lines));
    all_equal([
        (
            "witness",
            told(r#"sources.exists(s, s.sensitivity == "restricted")"#),
            "true because SRC-2.sensitivity = restricted",
        ),
        (
            "none",
            told(r#"sources.exists(s, s.priority == "yes" && s.sensitivity == "public")"#),
            "false because sources.size = 3; SRC-1.sensitivity = internal; SRC-2.sensitivity = restricted; SRC-3.priority = no",
        ),
        (
            "in doubt",
            told(r#"sources.exists(s, s.sensitivity == "confidential")"#),
            "unknown because SRC-3.sensitivity = unknown",
        ),
        (
            "counterexample",
            told(r#"sources.all(s, s.sensitivity != "restricted")"#),
            "false because SRC-2.sensitivity = restricted",
        ),
        (
            "all of a filter",
            told(r#"sources.filter(s, s.priority == "yes").all(s, s.sensitivity >= "internal")"#),
            "true because sources.size = 3; SRC-1.sensitivity = internal; SRC-2.sensitivity = restricted; SRC-3.priority = no",
        ),
        ("all of none", told("goals.all(g, has(g.value_driver))"), "true because goals.size = 0"),
        ("any at all", told("sources.exists(s, true)"), "true because sources.size = 3"),
    ]);
}

#[test]
fn counts_are_decided_as_soon_as_both_bounds_agree() {
    let lines = [
        "source SRC-1 keys=email mode=batch",
        "source SRC-2 keys=email,phone mode=cdc",
        "source SRC-3 keys=unknown mode=unknown",
        "source SRC-4 keys=[] mode=batch",
    ];
    let told = |text: &str| told(&evaluate(None, text, &lines));
    all_equal([
        (
            "enough",
            told(r#"sources.filter(s, "email" in s.keys).size() >= 2"#),
            "true because SRC-1.keys = [email]; SRC-2.keys = [email, phone]",
        ),
        (
            "one suffices",
            told(r#"sources.filter(s, "email" in s.keys).size() >= 1"#),
            "true because SRC-1.keys = [email]",
        ),
        (
            "in doubt",
            told(r#"sources.filter(s, "email" in s.keys).size() >= 3"#),
            "unknown because SRC-3.keys = unknown",
        ),
        (
            "equal in doubt",
            told(r#"sources.filter(s, "email" in s.keys).size() == 2"#),
            "unknown because SRC-3.keys = unknown",
        ),
        (
            "too few",
            told(r#"sources.filter(s, "email" in s.keys).size() >= 4"#),
            "false because sources.size = 4; SRC-4.keys = []",
        ),
        (
            "never five",
            told(r#"sources.filter(s, "email" in s.keys).size() != 5"#),
            "true because sources.size = 4",
        ),
        ("size alone", told("sources.size() > 3"), "true because sources.size = 4"),
        (
            "distinct",
            told("sources.map(s, s.mode).distinct().size() >= 2"),
            "true because SRC-1.mode = batch; SRC-2.mode = cdc",
        ),
        (
            "distinct in doubt",
            told("sources.map(s, s.mode).distinct().size() == 2"),
            "unknown because SRC-3.mode = unknown",
        ),
        (
            "flattened",
            told("sources.map(s, s.keys).flatten().size() >= 3"),
            "true because SRC-1.keys = [email]; SRC-2.keys = [email, phone]",
        ),
        (
            "flattened open",
            told("sources.map(s, s.keys).flatten().size() <= 9"),
            "unknown because SRC-3.keys = unknown",
        ),
    ]);
    let partly = ["source S keys=email,unknown"];
    let of = |text: &str| evaluate(Some(("source", "S")), text, &partly).verdict;
    assert_eq!(of(r#""email" in source.keys"#), Verdict::True);
    assert_eq!(of(r#""phone" in source.keys"#), Verdict::Unknown, "one element is unknown");
    assert_eq!(of("source.keys.size() >= 1"), Verdict::True);
    assert_eq!(of("source.keys.size() >= 3"), Verdict::False);
    assert_eq!(of("known(source.keys)"), Verdict::False);
}

#[test]
fn sums_and_extremes_work_with_bounds() {
    let lines = [
        "source SRC-1 volume_total_gb=10 volume_per_day_gb=5",
        "source SRC-2 volume_total_gb=400 volume_per_day_gb=-",
        "source SRC-3 volume_total_gb=unknown volume_per_day_gb=1",
        "skill SKL-1 skill=kafka level=1",
        "skill SKL-2 skill=kafka level=unknown",
        "skill SKL-3 skill=sql level=4",
        "usecase UC-1 freshness_need=daily",
        "usecase UC-2 freshness_need=minutes",
        "regulation REG-1 fine=-5",
        "regulation REG-2 fine=20",
        "regulation REG-3 fine=unknown",
    ];
    let told = |text: &str| told(&evaluate(None, text, &lines));
    all_equal([
        (
            "largest first",
            told("sources.map(s, s.volume_total_gb).sum() > 300"),
            "true because SRC-2.volume_total_gb = 400",
        ),
        (
            "two needed",
            told("sources.map(s, s.volume_total_gb).sum() > 405"),
            "true because SRC-1.volume_total_gb = 10; SRC-2.volume_total_gb = 400",
        ),
        (
            "in doubt",
            told("sources.map(s, s.volume_total_gb).sum() > 500"),
            "unknown because SRC-3.volume_total_gb = unknown",
        ),
        (
            "empty left out",
            told("sources.map(s, s.volume_per_day_gb).sum() == 6"),
            "true because sources.size = 3; SRC-1.volume_per_day_gb = 5; SRC-2.volume_per_day_gb = empty; SRC-3.volume_per_day_gb = 1",
        ),
        (
            "may be negative",
            told("regulations.map(r, r.fine).sum() > 0"),
            "unknown because REG-3.fine = unknown",
        ),
        (
            "sum of none",
            told("platforms.map(p, p.yearly_cost).sum() == 0"),
            "true because platforms.size = 0",
        ),
        (
            "max of some",
            told(r#"skills.filter(k, k.skill == "kafka").map(k, k.level).max() >= 1"#),
            "true because SKL-1.skill = kafka; SKL-1.level = 1",
        ),
        (
            "max in doubt",
            told(r#"skills.filter(k, k.skill == "kafka").map(k, k.level).max() >= 2"#),
            "unknown because SKL-2.level = unknown",
        ),
        (
            "max of none",
            told(r#"skills.filter(k, k.skill == "dbt").map(k, k.level).max() < 2"#),
            "false because skills.size = 3; SKL-1.skill = kafka; SKL-2.skill = kafka; SKL-3.skill = sql",
        ),
        (
            "at least zero",
            told(r#"skills.filter(k, k.skill == "dbt").map(k, k.level).max(0) < 2"#),
            "true because skills.size = 3; SKL-1.skill = kafka; SKL-2.skill = kafka; SKL-3.skill = sql",
        ),
        ("range ends", told("skills.map(k, k.level).max() <= 4"), "true because SKL-1.level = 1"),
        (
            "min of words",
            told(r#"usecases.map(u, u.freshness_need).min() <= "hourly""#),
            "true because UC-2.freshness_need = minutes",
        ),
        (
            "min of words, equal",
            told(r#"usecases.map(u, u.freshness_need).min() == "minutes""#),
            "true because usecases.size = 2; UC-1.freshness_need = daily; UC-2.freshness_need = minutes",
        ),
        (
            "max of words",
            told(r#"usecases.map(u, u.freshness_need).max("weekly") == "weekly""#),
            "true because usecases.size = 2; UC-1.freshness_need = daily; UC-2.freshness_need = minutes",
        ),
        (
            "word of a maximum",
            told(r#"usecases.map(u, u.freshness_need).max() in ["daily", "weekly"]"#),
            "true because usecases.size = 2; UC-1.freshness_need = daily; UC-2.freshness_need = minutes",
        ),
    ]);
}

#[test]
fn a_verdict_needs_no_subject_but_its_fields_are_then_unknown() {
    let schema = schema();
    let condition =
        checked(&schema, Some("source"), r#"source.kind == "file" || sources.size() == 0"#);
    let evaluation = condition.evaluate(&World::default(), None).expect("within the budget");
    assert_eq!(told(&evaluation), "true because sources.size = 0");
    let condition = checked(&schema, Some("source"), r#"source.kind == "file""#);
    let evaluation = condition.evaluate(&World::default(), None).expect("within the budget");
    assert_eq!(told(&evaluation), "unknown because source.kind = unknown");
}

#[test]
fn a_value_of_another_type_is_unknown() {
    let schema = schema();
    let mut world = World::of(&schema, &["source S kind=file volume_total_gb=3"]);
    let fields = &mut world.records.get_mut("source").expect("one source")[0].fields;
    fields.insert("kind".into(), crate::condition::Value::Num(3.0));
    fields.insert("volume_total_gb".into(), crate::condition::Value::Num(f64::NAN));
    let record = world.find("source", "S");
    for text in [r#"source.kind == "file""#, "source.volume_total_gb > 1", "has(source.kind)"] {
        let evaluation = checked(&schema, Some("source"), text)
            .evaluate(&world, record)
            .expect("within the budget");
        assert_eq!(evaluation.verdict, Verdict::Unknown, "{text}");
        assert!(
            evaluation.because.iter().all(|fact| !fact.known && fact.value == "unknown"),
            "{:?}",
            evaluation.because
        );
    }
}

#[test]
fn too_many_steps_end_in_an_error() {
    let schema = schema();
    let lines: Vec<String> = (0..120).map(|n| format!("source S{n} kind=file")).collect();
    let world = World::of(&schema, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let text = r#"sources.exists(a, sources.exists(b, sources.exists(c, a.id == b.id && b.id == c.id && c.kind == "stream")))"#;
    assert_eq!(checked(&schema, None, text).evaluate(&world, None), Err(BudgetExceeded));
}

//! Properties over random texts, random conditions and random worlds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::condition::{Condition, Evaluation, Place, Range, Schema, Type, Value, Verdict};

use super::shipped;
use super::world::{Record, World, checked, schema};

/// A small generator of choices, so that one number stands for a whole case.
struct Choices(u64);

impl Choices {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const TOKENS: &[&str] = &[
    "source",
    "u",
    ".",
    "kind",
    "==",
    "!=",
    "<",
    "<=",
    ">=",
    "&&",
    "||",
    "!",
    "(",
    ")",
    "[",
    "]",
    ",",
    "1",
    "2.5",
    "-",
    "\"database\"",
    "'b'",
    "in",
    "true",
    "false",
    "exists",
    ".size()",
    "\"Zo\u{eb}\"",
    "\n",
    "if",
    "usecases.exists(u, u.type == \"genai\")",
    "// c\n",
    "\"\\\"\"",
    "1_5",
    "null",
    "\u{e9}",
    "=",
    "sources",
    "has(source.kind)",
    "source.kind",
    "answers[\"CAT-1\"].level",
    "glue_zero_etl",
    ".map(s, s.keys)",
    ".flatten()",
    ".distinct()",
    "known(",
    "\\",
    "\u{1f600}",
    "\"",
    "'",
];

/// Tokens in any order, and rules with a few tokens dropped, doubled or exchanged.
pub(super) fn token_soup() -> impl Strategy<Value = String> {
    any::<u64>().prop_map(|seed| {
        let mut choices = Choices(seed | 1);
        if choices.one_in(2) {
            let mut text = String::new();
            for _ in 0..=choices.below(9) {
                text.push_str(choices.of(TOKENS));
                text.push_str(choices.of(&[" ", " ", ""]));
            }
            return text;
        }
        let rules = shipped::rules();
        let mut words: Vec<&str> =
            rules[choices.below(rules.len())].text.split_inclusive(' ').collect();
        for _ in 0..choices.below(3) {
            let at = choices.below(words.len());
            match choices.below(3) {
                0 if words.len() > 1 => drop(words.remove(at)),
                1 => words.insert(at, words[at]),
                _ => words[at] = choices.of(TOKENS),
            }
        }
        words.concat()
    })
}

/// A random value of a type, also unknown where `gaps` is set.
fn value(schema: &Schema, of: &Type, choices: &mut Choices, gaps: bool) -> Value {
    if gaps && choices.one_in(4) {
        return Value::Unknown;
    }
    if choices.one_in(12) && !matches!(of, Type::List(_)) {
        return if choices.one_in(2) { Value::Empty } else { Value::NotApplicable };
    }
    match of {
        Type::Bool => Value::Bool(choices.one_in(2)),
        Type::Num(range) => Value::Num(match *range {
            Range::ANY => choices.below(9) as f64 - 4.0,
            Range { min, max } if max - min < 10.0 => {
                min + choices.below((max - min) as usize + 1) as f64
            }
            _ => choices.of(&[0.0, 1.0, 5.0, 40.0, 400.0, 60000.0]),
        }),
        Type::Text => Value::Text(choices.of(&["Ana", "Ben", "Cleo"]).to_owned()),
        Type::Date => Value::Date(jiff::civil::date(2026 + choices.below(3) as i16, 5, 1)),
        Type::Vocab(name) => Value::Text(
            choices.of(&schema.vocabularies[name].words.iter().collect::<Vec<_>>()).clone(),
        ),
        Type::Ref(kind) => Value::Text(format!("{kind}-{}", choices.below(4))),
        Type::List(of) => {
            let length = choices.below(4);
            let mut elements: Vec<Value> = Vec::new();
            for _ in 0..length {
                let with_gap = gaps && choices.one_in(3);
                let element = value(schema, of, choices, with_gap);
                if !matches!(element, Value::Empty | Value::NotApplicable) {
                    elements.push(element);
                }
            }
            Value::List(elements)
        }
    }
}

fn record(schema: &Schema, kind: &str, code: String, choices: &mut Choices, gaps: bool) -> Record {
    let fields = schema.kinds[kind]
        .iter()
        .map(|(field, of)| (field.clone(), value(schema, of, choices, gaps)));
    Record { code, fields: fields.collect() }
}

/// The kinds that are read by name or key, with their codes.
fn fixed_records(schema: &Schema) -> BTreeMap<String, Vec<String>> {
    let mut fixed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, kind) in schema.singletons.iter().chain(schema.keyed.values().flatten()) {
        fixed.entry(kind.clone()).or_default().push(name.clone());
    }
    fixed
}

fn random_world(schema: &Schema, choices: &mut Choices) -> World {
    let fixed = fixed_records(schema);
    let mut world = World::default();
    for kind in schema.kinds.keys() {
        let codes = fixed
            .get(kind)
            .cloned()
            .unwrap_or_else(|| (0..choices.below(5)).map(|n| format!("{kind}-{n}")).collect());
        let records =
            codes.into_iter().map(|code| record(schema, kind, code, choices, true)).collect();
        world.records.insert(kind.clone(), records);
    }
    for rule in &schema.rules {
        world
            .fired
            .insert(rule.clone(), choices.of(&[Verdict::True, Verdict::False, Verdict::Unknown]));
    }
    world
}

/// The same world with every fact changed on which the verdict does not rest: fields, whole records, rules.
fn changed_elsewhere(
    schema: &Schema,
    world: &World,
    evaluation: &Evaluation,
    subject: Option<&str>,
    choices: &mut Choices,
) -> World {
    let fixed = fixed_records(schema);
    let rests_on = |code: &str, field: &str| {
        evaluation.because.iter().any(|fact| fact.record == code && fact.field == field)
    };
    let mut changed = World::default();
    for (kind, records) in &world.records {
        let collection =
            schema.collections.iter().find(|(_, of)| *of == kind).map(|(name, _)| name.as_str());
        let counted = collection.is_none_or(|name| rests_on(name, "size"));
        let mut kept = Vec::new();
        for old in records {
            let needed = subject == Some(old.code.as_str())
                || evaluation.because.iter().any(|fact| fact.record == old.code);
            if !counted && !needed && choices.one_in(3) {
                continue;
            }
            let mut new = record(schema, kind, old.code.clone(), choices, true);
            for (field, value) in &old.fields {
                if rests_on(&old.code, field) {
                    new.fields.insert(field.clone(), value.clone());
                }
            }
            kept.push(new);
        }
        if !counted && !fixed.contains_key(kind) {
            for n in 0..choices.below(3) {
                kept.push(record(schema, kind, format!("{kind}-new-{n}"), choices, true));
            }
        }
        changed.records.insert(kind.clone(), kept);
    }
    for (rule, verdict) in &world.fired {
        let verdict = if rests_on(rule, "fired") {
            *verdict
        } else {
            choices.of(&[Verdict::True, Verdict::False, Verdict::Unknown])
        };
        changed.fired.insert(rule.clone(), verdict);
    }
    changed
}

/// Evaluates a condition in a random world and holds its reasons against what they claim.
fn check_reasons(
    schema: &Schema,
    condition: &Condition,
    world: &World,
    choices: &mut Choices,
) -> Result<bool, TestCaseError> {
    let subject = match condition.subject() {
        None => None,
        Some(kind) if world.records[kind].is_empty() => return Ok(false),
        Some(kind) => Some(choices.of(
            &world.records[kind].iter().map(|record| record.code.as_str()).collect::<Vec<_>>(),
        )),
    };
    let record_in = |world: &World| {
        condition.subject().zip(subject).and_then(|(kind, code)| world.find(kind, code))
    };
    let evaluation = condition.evaluate(world, record_in(world)).expect("within the budget");
    let text = condition.text();
    prop_assert_eq!(
        &evaluation,
        &condition.evaluate(world, record_in(world)).expect("within the budget"),
        "repeatable: {}",
        text
    );
    for fact in &evaluation.because {
        prop_assert!(evaluation.read.contains(fact), "every reason was read: {fact} in {text}");
    }
    let could_read: BTreeSet<String> =
        condition.reads().iter().map(|read| format!("{:?}{}", read.place, read.field)).collect();
    for fact in &evaluation.read {
        prop_assert!(
            could_read.contains(&format!("{:?}{}", fact.place, fact.field)),
            "{fact} was announced by {text}"
        );
    }
    if evaluation.verdict == Verdict::Unknown {
        prop_assert!(!evaluation.because.is_empty(), "unknown names what is missing: {text}");
        prop_assert!(
            evaluation.because.iter().all(|fact| !fact.known),
            "and only that: {:?} in {}",
            evaluation.because,
            text
        );
        return Ok(false);
    }
    if !text.contains("known(") {
        let partly = |fact: &&_| matches!(fact, crate::condition::FactRead { known: false, value, .. } if !value.starts_with('['));
        prop_assert_eq!(
            evaluation.because.iter().find(partly),
            None,
            "a verdict rests on what is known: {}",
            text
        );
    }
    for _ in 0..4 {
        let other = changed_elsewhere(schema, world, &evaluation, subject, choices);
        let again = condition.evaluate(&other, record_in(&other)).expect("within the budget");
        prop_assert_eq!(
            again.verdict,
            evaluation.verdict,
            "{}\nrests on {:?}\nbut also on {:?}",
            text,
            evaluation.because,
            again.because
        );
    }
    Ok(true)
}

/// A random condition that the checker accepts.
fn random_condition(choices: &mut Choices, depth: usize) -> String {
    if depth > 0 && choices.one_in(2) {
        let mut inner = || random_condition(choices, depth - 1);
        let (a, b) = (inner(), inner());
        return match choices.below(3) {
            0 => format!("({a} && {b})"),
            1 => format!("({a} || {b})"),
            _ => format!("!({a})"),
        };
    }
    let compare = choices.of(&["==", "!=", "<", "<=", ">", ">="]);
    let equal = choices.of(&["==", "!="]);
    let n = choices.below(5);
    let amount = choices.of(&["0", "1", "5", "40", "405", "60000"]);
    let freshness = choices.of(&["seconds", "hourly", "daily", "monthly"]);
    let status = choices.of(&["idea", "pilot", "retired"]);
    let extreme = choices.of(&["max", "min"]);
    let limit = choices.of(&["", "", "2"]);
    let filter = choices.of(&[
        "",
        ".filter(s, s.mode == \"batch\")",
        ".filter(s, s.sensitivity >= \"confidential\")",
        ".filter(s, s.kind == source.kind).filter(t, has(t.owner_business))",
        ".filter(s, \"email\" in s.keys)",
        ".filter(s, usecases.exists(v, s.id in v.sources))",
    ]);
    match choices.below(24) {
        0 => format!("source.volume_total_gb {compare} {amount}"),
        1 => format!("source.sensitivity {compare} \"confidential\""),
        2 => format!("source.kind {equal} \"file\""),
        3 => "source.mode in [\"batch\", \"cdc\"]".to_owned(),
        4 => "\"email\" in source.keys".to_owned(),
        5 => choices
            .of(&[
                "has(source.owner_business)",
                "has(source.keys)",
                "known(source.mode)",
                "known(source.keys)",
            ])
            .to_owned(),
        6 => choices
            .of(&[
                "flags.on",
                "fired(\"R-STO-06\")",
                "fired(\"R-SRC-01\")",
                "source.application in glue_zero_etl",
            ])
            .to_owned(),
        7 => format!("answers[\"CAT-1\"].level {compare} {}", 1 + n),
        8 => format!("sources{filter}.size() {compare} {n}"),
        9 => format!("sources{filter}.map(x, x.volume_total_gb).sum() {compare} {amount}"),
        10 => format!(
            "sources{filter}.map(x, x.volume_total_gb).{extreme}({limit}) {compare} {amount}"
        ),
        11 => format!("sources{filter}.map(x, x.owner_business).distinct().size() {compare} {n}"),
        12 => format!("sources{filter}.map(x, x.keys).flatten().distinct().size() {compare} {n}"),
        13 => format!(
            "sources{filter}.map(x, x.keys).flatten().filter(k, k != \"email\").size() {compare} {n}"
        ),
        14 => format!(
            "usecases.filter(u, source.id in u.sources).map(u, u.freshness_need).{extreme}() {compare} \"{freshness}\""
        ),
        15 => format!("usecases.map(u, u.status).{extreme}() {compare} \"{status}\""),
        16 => format!("regulations.map(r, r.fine).sum() {compare} {}", n as i32 - 2),
        17 => format!("regulations.map(r, r.fine).{extreme}({limit}) {compare} {}", n as i32 - 2),
        18 => format!(
            "sources{filter}.exists(x, x.volume_per_day_gb {compare} source.volume_per_day_gb)"
        ),
        19 => format!("sources{filter}.all(x, x.priority {equal} \"yes\")"),
        20 => format!("platforms.map(p, p.yearly_cost).sum() {compare} profile.spend_threshold"),
        21 => format!(
            "skills.map(k, k.level).{extreme}() {compare} skills.filter(k, k.skill != \"sql\").map(k, k.level).{extreme}({limit})"
        ),
        22 => format!(
            "personas.filter(p, p.access.exists(a, a in [\"dashboard\", \"sql\"])).map(p, lower_bound(p.count)).sum() {compare} {amount}"
        ),
        _ => format!(
            "source.id in usecases.filter(u, u.status {compare} \"{status}\").map(u, u.sources).flatten()"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_parser_or_the_checker_panic(text in token_soup()) {
        if let Err(problems) = Condition::parse_and_check(&text, schema_once(), Some("source")) {
            prop_assert!(!problems.is_empty());
            let lines = text.split('\n').count() as u32;
            for problem in problems {
                prop_assert!((1..=lines).contains(&problem.line) && problem.column >= 1, "{problem} lies inside {text:?}");
            }
        }
    }

    #[test]
    fn any_characters_are_read_without_panic(text in "\\PC{0,60}") {
        let _ = Condition::parse_and_check(&text, schema_once(), None);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_verdict_rests_on_its_reasons_alone(seed in any::<u64>()) {
        let schema = schema_once();
        let mut choices = Choices(seed | 1);
        let text = random_condition(&mut choices, 2);
        let condition = checked(schema, Some("source"), &text);
        for _ in 0..4 {
            let world = random_world(schema, &mut choices);
            check_reasons(schema, &condition, &world, &mut choices)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 25, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_verdicts_of_rules_rest_on_their_reasons_alone(seed in any::<u64>()) {
        let schema = shipped::schema();
        let mut choices = Choices(seed | 1);
        let world = random_world(schema, &mut choices);
        for shipped::Rule { subject, text, .. } in shipped::rules() {
            check_reasons(schema, &checked(schema, *subject, text), &world, &mut choices)?;
        }
    }
}

/// Every unknown fact filled in: what was decided stays decided, and nothing stays unknown.
#[test]
fn full_knowledge_leaves_nothing_unknown() {
    let schema = shipped::schema();
    let mut choices = Choices(20_260_331);
    for _ in 0..30 {
        let mut world = random_world(schema, &mut choices);
        for (kind, records) in &mut world.records {
            for record in records {
                for (field, held) in &mut record.fields {
                    while !held.is_known() {
                        *held = value(schema, &schema.kinds[kind][field], &mut choices, false);
                    }
                }
            }
        }
        world.fired.values_mut().for_each(|verdict| *verdict = Verdict::True);
        for shipped::Rule { id, subject, text } in shipped::rules() {
            let condition = checked(schema, *subject, text);
            let count = subject.map_or(1, |kind| world.records[kind].len());
            for record in (0..count).map(crate::condition::RecordRef) {
                let evaluation =
                    condition.evaluate(&world, Some(record)).expect("within the budget");
                assert_ne!(evaluation.verdict, Verdict::Unknown, "{id}: {:?}", evaluation.because);
                let sizes = evaluation
                    .read
                    .iter()
                    .filter(|fact| matches!(fact.place, Place::Collection { .. }))
                    .count();
                assert!(sizes <= schema.collections.len(), "{id} counts each collection once");
            }
        }
    }
}

fn schema_once() -> &'static Schema {
    static SCHEMA: std::sync::OnceLock<Schema> = std::sync::OnceLock::new();
    SCHEMA.get_or_init(schema)
}

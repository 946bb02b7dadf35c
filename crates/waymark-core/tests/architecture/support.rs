//! Engagements written by hand, by chance, or taken from the sample.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use waymark_core::architecture::{Architecture, architecture};
use waymark_core::engagement::Engagement;
use waymark_core::facts::EngagementFacts;
use waymark_core::field::{FieldKind, FieldMeta, PackWord};
use waymark_core::id::Uid;
use waymark_core::pack::Pack;
use waymark_core::record::Kind;
use waymark_core::target::{answer_levels, targets};

/// The pack that ships.
pub(crate) fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let shipped = waymark_pack::embedded::pack("data-strategy").expect("the pack ships");
        waymark_pack::load(&shipped.files).pack.expect("the pack has no errors")
    })
}

/// An engagement from its JSON form, in which links are codes.
pub(crate) fn engagement(document: &Value) -> Engagement {
    let mut engagement = Engagement::new(Uid::root("test"), "Client");
    if let Some(profile) = document.get("profile") {
        engagement.profile = serde_json::from_value(profile.clone()).expect("a profile");
    }
    for &kind in Kind::ALL {
        let rows = document.get(kind.table()).and_then(Value::as_array);
        for (at, row) in rows.into_iter().flatten().enumerate() {
            let mut row = row.as_object().expect("a row is an object").clone();
            let code = row
                .get("code")
                .and_then(Value::as_str)
                .map_or_else(|| format!("{}-{at}", kind.table()), str::to_owned);
            row.insert("uid".to_owned(), json!(uid(&code)));
            if row.contains_key("code") {
                let title = row.get("title").cloned().unwrap_or_else(|| json!(code));
                if kind.fields().iter().any(|field| field.name == "title") {
                    row.insert("title".to_owned(), title);
                }
            }
            if kind
                .fields()
                .iter()
                .any(|field| matches!(field.kind, FieldKind::PackWord(PackWord::Pack)))
            {
                row.entry("pack").or_insert_with(|| json!("data-strategy"));
            }
            link(kind.fields(), &mut row);
            engagement
                .put_row(kind, Value::Object(row))
                .unwrap_or_else(|error| panic!("{code}: {error}"));
        }
    }
    engagement
}

fn uid(code: &str) -> String {
    Uid::root(code).to_string()
}

fn link(fields: &[FieldMeta], row: &mut Map<String, Value>) {
    for field in fields {
        let Some(value) = row.get_mut(field.name) else { continue };
        match field.kind {
            FieldKind::Link(_) => *value = json!(uid(value.as_str().expect("a code"))),
            FieldKind::Links(_) => value
                .as_array_mut()
                .into_iter()
                .flatten()
                .for_each(|v| *v = json!(uid(v.as_str().expect("a code")))),
            FieldKind::Entries(inner) => {
                value
                    .as_array_mut()
                    .into_iter()
                    .flatten()
                    .for_each(|entry| link(inner, entry.as_object_mut().expect("an entry")));
            }
            _ => {}
        }
    }
}

/// The architecture of an engagement under the shipped pack.
pub(crate) fn derive(engagement: &Engagement) -> Architecture {
    derive_with(pack(), engagement)
}

/// The architecture of an engagement under a pack.
pub(crate) fn derive_with(pack: &Pack, engagement: &Engagement) -> Architecture {
    let mut levels = answer_levels(pack, engagement);
    let mut facts = EngagementFacts::new(engagement, &levels);
    let targets = targets(pack, engagement, &facts);
    for (question, answer) in &mut levels {
        answer.target = targets.get(question).map(|target| target.level);
        facts.set_answer(question, *answer);
    }
    architecture(pack, engagement, &facts)
}

/// The engagement that ships with the program.
pub(crate) fn sample() -> Engagement {
    engagement(
        &serde_json::from_str(include_str!("../../../waymark-app/sample/sample.json"))
            .expect("the sample is JSON"),
    )
}

/// Numbers that look random and are the same for the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).expect("small")
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// A valid engagement with that many sources and use cases; `known` of 10 fields are filled in.
pub(crate) fn random(seed: u64, sources: usize, use_cases: usize, known: usize) -> Value {
    let few = [
        (Kind::Goal, 2),
        (Kind::Persona, 4),
        (Kind::Regulation, 2),
        (Kind::Constraint, 2),
        (Kind::Source, sources),
        (Kind::PlatformItem, 5),
        (Kind::Skill, 3),
        (Kind::UseCase, use_cases),
    ];
    by_chance(seed, few, known, 3)
}

/// A valid engagement of a large organisation with that many sources and use cases, nearly everything of which is known.
/// Each use case draws on up to 24 sources.
pub(crate) fn large(seed: u64, sources: usize, use_cases: usize) -> Value {
    let many = [
        (Kind::Goal, 10),
        (Kind::Persona, 25),
        (Kind::Regulation, 6),
        (Kind::Constraint, 6),
        (Kind::Source, sources),
        (Kind::PlatformItem, 40),
        (Kind::Skill, 15),
        (Kind::UseCase, use_cases),
    ];
    by_chance(seed, many, 9, 24)
}

/// Records of these numbers, `known` of 10 of their fields filled in, with up to `links` entries in lists of links.
fn by_chance(seed: u64, sizes: [(Kind, usize); 8], known: usize, links: usize) -> Value {
    let mut chance = Chance::new(seed);
    let mut document = json!({ "profile": { "client": "Client" } });
    let count =
        |kind: Kind| sizes.iter().find(|(known, _)| *known == kind).map_or(0, |(_, size)| *size);
    for (kind, size) in sizes {
        let rows: Vec<Value> = (1..=size)
            .map(|number| {
                let code = format!("{}-{number}", kind.prefix());
                let mut row =
                    json!({ "code": code, "title": format!("{} {}", kind.label(), number) });
                for field in kind.fields().iter().filter(|field| field.name != "title") {
                    if chance.below(10) < known
                        && let Some(value) = value(&mut chance, &field.kind, &count, links)
                    {
                        row[field.name] = value;
                    }
                }
                row
            })
            .collect();
        document[kind.table()] = Value::Array(rows);
    }
    let questions = &pack().questions;
    let answers: Vec<Value> = questions
        .iter()
        .filter(|_| chance.below(10) < known)
        .map(|question| (question, 1 + chance_level(question.id.as_str(), seed)))
        .map(|(question, level)| json!({ "question": question.id.as_str(), "settled": "level", "level": level }))
        .collect();
    document["answers"] = Value::Array(answers);
    document
}

fn chance_level(question: &str, seed: u64) -> usize {
    Chance::new(
        question.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))),
    )
    .below(5)
}

fn value(
    chance: &mut Chance,
    kind: &FieldKind,
    count: &dyn Fn(Kind) -> usize,
    links: usize,
) -> Option<Value> {
    let code = |chance: &mut Chance, kind: Kind| {
        (count(kind) > 0)
            .then(|| json!(format!("{}-{}", kind.prefix(), 1 + chance.below(count(kind)))))
    };
    Some(match kind {
        FieldKind::Choice(words) => json!(chance.pick(words.words).word),
        FieldKind::Choices(words) => {
            json!([chance.pick(words.words).word, chance.pick(words.words).word])
        }
        FieldKind::Whole(low, high, _) => {
            json!(low + i64::try_from(chance.below(5)).expect("small").min(high - low))
        }
        FieldKind::Number(..) => json!(*chance.pick(&[0.0, 1.5, 40.0, 700.0, 60_000.0])),
        FieldKind::Money => json!(chance.below(1_000_000)),
        FieldKind::Flag => json!(chance.below(2) == 0),
        FieldKind::Date => json!("2027-03-31"),
        FieldKind::Texts => json!([*chance.pick(&["EU", "CH", "eu-central-1"])]),
        FieldKind::Text(_) => json!(*chance.pick(&["none", "Ann", "Ben", "eu-central-1"])),
        FieldKind::Link(kind) => code(chance, *kind)?,
        FieldKind::Links(kind) => json!([code(chance, *kind)?]),
        FieldKind::Entries(fields) => {
            let entries: Vec<Value> = (0..=chance.below(links))
                .map(|_| {
                    let mut entry = json!({});
                    for field in *fields {
                        entry[field.name] = value(chance, &field.kind, count, links)?;
                    }
                    Some(entry)
                })
                .collect::<Option<_>>()?;
            json!(entries)
        }
        FieldKind::PackWord(list) => json!(pack_word(chance, *list)?),
        FieldKind::PackWords(list) => json!([pack_word(chance, *list)?]),
        FieldKind::Long(_) | FieldKind::Instant | FieldKind::Frozen => return None,
    })
}

fn pack_word(chance: &mut Chance, list: PackWord) -> Option<String> {
    let roles: Vec<&str> = pack()
        .roles
        .iter()
        .filter(|role| match list {
            PackWord::PersonaRole => role.can_be_persona,
            PackWord::DeliveryRole => role.delivers_work,
            _ => true,
        })
        .map(|role| role.id.as_str())
        .collect();
    match list {
        PackWord::AskedRole | PackWord::PersonaRole | PackWord::DeliveryRole => {
            Some((*chance.pick(&roles)).to_owned())
        }
        PackWord::Service => Some(chance.pick(&pack().services).id.to_string()),
        PackWord::Pack | PackWord::Question | PackWord::Dimension | PackWord::Initiative => None,
    }
}

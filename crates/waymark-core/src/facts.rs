//! What conditions can read: the schema of an engagement's facts, and those facts themselves.
//!
//! Names of kinds, collections and fields are decided here once, so that the check of a pack and the evaluation
//! of its rules cannot disagree.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use crate::condition::{Facts, Range, RecordRef, Schema, Type, Value, Verdict, WordList, WordSet};
use crate::consensus::Consensus;
use crate::discovery::persona::PersonaCount;
use crate::discovery::profile::{AwsAccounts, OrganisationSize, Profile};
use crate::discovery::skill::{Employment, SKILL_LEVEL};
use crate::discovery::use_case::{Concurrency, InteractionHistory, SourceNeed};
use crate::engagement::Engagement;
use crate::fact_evidence;
use crate::field::{FieldKind, FieldMeta, PackWord};
use crate::id::{QuestionId, RoleId, RuleId, ServiceId};
use crate::pack::FactValueKind;
use crate::record::Kind;
use crate::vocabulary::Vocabulary;

/// The record kinds that conditions know, each with the collection that holds all its records.
///
/// The kind itself is called by [`Kind::condition_word`].
pub const COLLECTIONS: [(Kind, &str); 8] = [
    (Kind::Source, "sources"),
    (Kind::UseCase, "usecases"),
    (Kind::Persona, "personas"),
    (Kind::Goal, "goals"),
    (Kind::Regulation, "regulations"),
    (Kind::Constraint, "constraints"),
    (Kind::PlatformItem, "platform"),
    (Kind::Skill, "team"),
];

/// The collection of single skills over all team records, and the kind of its records.
const SKILLS: (&str, &str) = ("skills", "skill");
/// The one record about the client and the work.
const PROFILE: &str = "profile";
/// The table of answers by question, and the kind behind a key.
const ANSWERS: (&str, &str) = ("answers", "answer");
/// The sources that a use case cannot do without, beside its field `sources`.
const REQUIRED_SOURCES: &str = "required_sources";
/// The code of a record as text.
const CODE: &str = "code";
/// Vocabularies whose words the pack declares.
const ROLE: &str = "role";
const SERVICE: &str = "service";

/// What a pack adds to the names that conditions can use.
#[derive(Debug, Clone, Default)]
pub struct PackNames<'a> {
    /// All roles.
    pub roles: &'a [RoleId],
    /// All services.
    pub services: &'a [ServiceId],
    /// All questions.
    pub questions: &'a [QuestionId],
    /// All architecture rules.
    pub rules: &'a [RuleId],
    /// All facts of a scan, each with its values.
    pub facts: Vec<(&'a str, Vec<(&'a str, FactValueKind)>)>,
    /// Named sets of words.
    pub sets: BTreeMap<String, WordSet>,
}

/// The record kind that `for = "..."` names, by its word in conditions.
pub fn kind_of_condition_word(word: &str) -> Option<Kind> {
    COLLECTIONS.iter().map(|(kind, _)| *kind).find(|kind| kind.condition_word() == word)
}

/// Everything that a condition of a pack can read.
pub fn condition_schema(names: PackNames<'_>) -> Schema {
    let mut schema = Schema::default();
    let words = |ids: Vec<&str>| WordList::unordered(ids);
    schema
        .vocabularies
        .insert(ROLE.to_owned(), words(names.roles.iter().map(RoleId::as_str).collect()));
    schema
        .vocabularies
        .insert(SERVICE.to_owned(), words(names.services.iter().map(ServiceId::as_str).collect()));
    for (kind, collection) in COLLECTIONS {
        let mut fields = field_types(kind.fields(), &mut schema.vocabularies);
        fields.insert(CODE.to_owned(), Type::Text);
        if kind == Kind::UseCase {
            let source = Type::Ref(Kind::Source.condition_word().to_owned());
            fields.insert(REQUIRED_SOURCES.to_owned(), Type::List(Box::new(source)));
        }
        schema.kinds.insert(kind.condition_word().to_owned(), fields);
        schema.collections.insert(collection.to_owned(), kind.condition_word().to_owned());
    }
    let mut skill = field_types(SKILL_LEVEL, &mut schema.vocabularies);
    skill.insert("role".to_owned(), Type::Vocab(ROLE.to_owned()));
    skill.insert(
        "employment".to_owned(),
        word_type(Employment::VOCABULARY, &mut schema.vocabularies),
    );
    schema.kinds.insert(SKILLS.1.to_owned(), skill);
    schema.collections.insert(SKILLS.0.to_owned(), SKILLS.1.to_owned());
    let profile = field_types(Profile::FIELDS, &mut schema.vocabularies);
    schema.kinds.insert(PROFILE.to_owned(), profile);
    schema.singletons.insert(PROFILE.to_owned(), PROFILE.to_owned());
    let level = Type::Num(Range::new(1.0, 5.0));
    let answer =
        BTreeMap::from([("level".to_owned(), level.clone()), ("target".to_owned(), level)]);
    schema.kinds.insert(ANSWERS.1.to_owned(), answer);
    let keys = names.questions.iter().map(|id| (id.to_string(), ANSWERS.1.to_owned())).collect();
    schema.keyed.insert(ANSWERS.0.to_owned(), keys);
    let mut keys = BTreeMap::new();
    for (fact, values) in &names.facts {
        let kind = format!("fact {fact}");
        let fields = values.iter().map(|(name, kind)| ((*name).to_owned(), measured(*kind)));
        schema.kinds.insert(kind.clone(), fields.collect());
        keys.insert((*fact).to_owned(), kind);
    }
    schema.keyed.insert(fact_evidence::FACTS.to_owned(), keys);
    schema.rules = names.rules.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    schema.sets = names.sets;
    schema
}

/// The type of a value that a scan gives.
fn measured(kind: FactValueKind) -> Type {
    match kind {
        FactValueKind::Flag => Type::Bool,
        FactValueKind::Count | FactValueKind::Days => Type::Num(Range::NOT_NEGATIVE),
        FactValueKind::Share => Type::Num(Range::new(0.0, 1.0)),
        FactValueKind::Names | FactValueKind::Words => Type::List(Box::new(Type::Text)),
        FactValueKind::Word => Type::Text,
    }
}

fn field_types(
    fields: &[FieldMeta],
    vocabularies: &mut BTreeMap<String, WordList>,
) -> BTreeMap<String, Type> {
    fields
        .iter()
        .filter_map(|field| Some((field.name.to_owned(), field_type(&field.kind, vocabularies)?)))
        .collect()
}

/// The type of a field in conditions; `None` where conditions cannot read it.
fn field_type(kind: &FieldKind, vocabularies: &mut BTreeMap<String, WordList>) -> Option<Type> {
    let list = |of: Type| Type::List(Box::new(of));
    Some(match kind {
        FieldKind::Text(_) | FieldKind::Long(_) => Type::Text,
        FieldKind::Texts => list(Type::Text),
        FieldKind::Whole(min, max, _) => Type::Num(Range::new(*min as f64, *max as f64)),
        FieldKind::Number(min, max, _) => Type::Num(Range::new(*min, *max)),
        FieldKind::Money => Type::Num(Range::NOT_NEGATIVE),
        FieldKind::Date => Type::Date,
        FieldKind::Instant => Type::Num(Range::ANY),
        FieldKind::Flag => Type::Bool,
        FieldKind::Choice(vocabulary) => word_type(vocabulary, vocabularies),
        FieldKind::Choices(vocabulary) => list(word_type(vocabulary, vocabularies)),
        FieldKind::Link(kind) => reference(*kind)?,
        FieldKind::Links(kind) => list(reference(*kind)?),
        FieldKind::Entries(fields) => list(reference(linked(fields)?.1)?),
        FieldKind::PackWord(word) => pack_word(*word),
        FieldKind::PackWords(word) => list(pack_word(*word)),
        FieldKind::Frozen => return None,
    })
}

fn word_type(vocabulary: &Vocabulary, vocabularies: &mut BTreeMap<String, WordList>) -> Type {
    let words = || vocabulary.words.iter().map(|word| word.word);
    let ordered = vocabulary.ordered;
    vocabularies.entry(vocabulary.name.to_owned()).or_insert_with(|| {
        WordList::ordered(words().take(ordered))
            .and_outside_the_order(words().skip(ordered))
            .with_lower_bounds(lower_bounds(vocabulary))
    });
    Type::Vocab(vocabulary.name.to_owned())
}

/// The least number that each word of a range vocabulary stands for; empty for other vocabularies.
fn lower_bounds(vocabulary: &Vocabulary) -> Vec<(&'static str, f64)> {
    let people = |count: PersonaCount| (count.word(), f64::from(count.at_least()));
    let bounds: Vec<(&str, f64)> = match vocabulary.name {
        name if name == PersonaCount::VOCABULARY.name => {
            use PersonaCount::{Over500, To5, To25, To100, To500};
            [To5, To25, To100, To500, Over500].map(people).to_vec()
        }
        name if name == Concurrency::VOCABULARY.name => {
            use Concurrency::{Over1000, To5, To20, To100, To1000};
            [(To5, 1.0), (To20, 6.0), (To100, 21.0), (To1000, 101.0), (Over1000, 1001.0)]
                .map(|(w, n)| (w.word(), n))
                .to_vec()
        }
        name if name == AwsAccounts::VOCABULARY.name => {
            use AwsAccounts::{None, One, Over50, To10, To50, Two};
            [(None, 0.0), (One, 1.0), (Two, 2.0), (To10, 3.0), (To50, 11.0), (Over50, 51.0)]
                .map(|(w, n)| (w.word(), n))
                .to_vec()
        }
        name if name == OrganisationSize::VOCABULARY.name => {
            use OrganisationSize::{Lt200, Over10000, To500, To10000};
            [(Lt200, 1.0), (To500, 200.0), (To10000, 500.0), (Over10000, 10_001.0)]
                .map(|(w, n)| (w.word(), n))
                .to_vec()
        }
        name if name == InteractionHistory::VOCABULARY.name => {
            use InteractionHistory::{Gt1m, Lt1k, None, To1m, To50k};
            [(None, 0.0), (Lt1k, 1.0), (To50k, 1_000.0), (To1m, 50_000.0), (Gt1m, 1_000_001.0)]
                .map(|(w, n)| (w.word(), n))
                .to_vec()
        }
        _ => vec![],
    };
    bounds
}

/// A link to a record that conditions know.
fn reference(kind: Kind) -> Option<Type> {
    (!kind.condition_word().is_empty()).then(|| Type::Ref(kind.condition_word().to_owned()))
}

/// The field of an entry that links to a record, with the kind it links to.
fn linked(fields: &[FieldMeta]) -> Option<(&'static str, Kind)> {
    fields.iter().find_map(|field| match field.kind {
        FieldKind::Link(kind) => Some((field.name, kind)),
        _ => None,
    })
}

fn pack_word(word: PackWord) -> Type {
    match word {
        PackWord::AskedRole | PackWord::PersonaRole | PackWord::DeliveryRole => {
            Type::Vocab(ROLE.to_owned())
        }
        PackWord::Service => Type::Vocab(SERVICE.to_owned()),
        PackWord::Pack | PackWord::Question | PackWord::Dimension | PackWord::Initiative => {
            Type::Text
        }
    }
}

/// What counts for one question: its consensus and its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLevels {
    /// The consensus.
    pub level: Consensus,
    /// The target, 1 to 5; `None` where targets are not derived yet.
    pub target: Option<u8>,
}

/// The facts of one engagement, arranged for conditions: converted once, then only looked up.
#[derive(Debug, Clone)]
pub struct EngagementFacts {
    /// By kind.
    tables: BTreeMap<&'static str, Table>,
    profile: BTreeMap<&'static str, Value>,
    answers: BTreeMap<String, AnswerLevels>,
    fired: BTreeMap<String, Verdict>,
}

/// The records of one kind, by column.
#[derive(Debug, Clone, Default)]
struct Table {
    codes: Vec<String>,
    columns: BTreeMap<&'static str, Vec<Value>>,
}

impl Table {
    fn push(&mut self, column: &'static str, value: Value) {
        self.columns.entry(column).or_default().push(value);
    }
}

impl EngagementFacts {
    /// Arranges the facts of an engagement. A question without an entry in `answers` counts as unknown.
    pub fn new(engagement: &Engagement, answers: &BTreeMap<QuestionId, AnswerLevels>) -> Self {
        let mut codes: BTreeMap<String, String> = BTreeMap::new();
        for (kind, _) in COLLECTIONS {
            codes.extend(
                engagement
                    .codes(kind)
                    .into_iter()
                    .map(|(code, uid)| (uid.to_string(), code.to_string())),
            );
        }
        let mut tables: BTreeMap<&'static str, Table> = BTreeMap::new();
        for (kind, _) in COLLECTIONS {
            let mut table = Table::default();
            for row in engagement.rows(kind) {
                let Json::Object(row) = row else { continue };
                let code = row.get(CODE).and_then(Json::as_str).unwrap_or_default().to_owned();
                for field in kind.fields() {
                    if let Some(value) = field_value(field, row.get(field.name), &codes) {
                        table.push(field.name, value);
                    }
                }
                if kind == Kind::UseCase {
                    table.push(REQUIRED_SOURCES, required_sources(&row, &codes));
                }
                table.push(CODE, Value::Text(code.clone()));
                table.codes.push(code);
            }
            tables.insert(kind.condition_word(), table);
        }
        tables.insert(SKILLS.1, skills(engagement));
        let profile = serde_json::to_value(&engagement.profile).expect("the profile is plain data");
        let profile = Profile::FIELDS
            .iter()
            .filter_map(|field| {
                Some((field.name, field_value(field, profile.get(field.name), &codes)?))
            })
            .collect();
        let answers = answers.iter().map(|(id, levels)| (id.to_string(), *levels)).collect();
        Self { tables, profile, answers, fired: BTreeMap::new() }
    }

    /// The same facts without the records of a kind that have these codes.
    #[must_use]
    pub fn without(&self, kind: Kind, codes: &BTreeSet<String>) -> Self {
        let mut facts = self.clone();
        if let Some(table) = facts.tables.get_mut(kind.condition_word()) {
            let stays: Vec<bool> = table.codes.iter().map(|code| !codes.contains(code)).collect();
            keep(&mut table.codes, &stays);
            table.columns.values_mut().for_each(|column| keep(column, &stays));
        }
        facts
    }

    fn held(&self, kind: &str, record: RecordRef, field: &str) -> &Value {
        let column = self.tables.get(kind).and_then(|table| table.columns.get(field));
        column.and_then(|values| values.get(record.0)).unwrap_or(&Value::Unknown)
    }

    /// Notes whether a rule fired for at least one record. Until then `fired(...)` of it is unknown.
    pub fn set_fired(&mut self, rule: &RuleId, verdict: Verdict) {
        self.fired.insert(rule.to_string(), verdict);
    }

    /// Notes what counts for a question, such as its target once targets are derived.
    pub fn set_answer(&mut self, question: &QuestionId, levels: AnswerLevels) {
        self.answers.insert(question.to_string(), levels);
    }
}

fn keep<T>(list: &mut Vec<T>, stays: &[bool]) {
    let mut at = 0;
    list.retain(|_| {
        at += 1;
        stays.get(at - 1).copied().unwrap_or(true)
    });
}

impl Facts for EngagementFacts {
    fn count(&self, kind: &str) -> usize {
        self.tables.get(kind).map_or(0, |table| table.codes.len())
    }

    fn code(&self, kind: &str, record: RecordRef) -> String {
        self.tables
            .get(kind)
            .and_then(|table| table.codes.get(record.0))
            .cloned()
            .unwrap_or_default()
    }

    fn value(&self, kind: &str, record: RecordRef, field: &str) -> Value {
        self.held(kind, record, field).clone()
    }

    fn show(&self, kind: &str, record: RecordRef, field: &str, to: &mut dyn FnMut(&Value)) {
        to(self.held(kind, record, field));
    }

    fn singleton(&self, name: &str, field: &str) -> Value {
        if name == PROFILE {
            self.profile.get(field).cloned().unwrap_or(Value::Unknown)
        } else {
            Value::Unknown
        }
    }

    fn keyed(&self, table: &str, key: &str, field: &str) -> Value {
        let Some(levels) = self.answers.get(key).filter(|_| table == ANSWERS.0) else {
            return Value::Unknown;
        };
        match (levels.level, field) {
            (Consensus::NotApplicable, _) => Value::NotApplicable,
            (Consensus::Level(level), "level") => Value::Num(f64::from(level)),
            (_, "target") => {
                levels.target.map_or(Value::Unknown, |target| Value::Num(f64::from(target)))
            }
            _ => Value::Unknown,
        }
    }

    fn fired(&self, rule: &str) -> Verdict {
        self.fired.get(rule).copied().unwrap_or(Verdict::Unknown)
    }
}

/// One row per skill of each team record. A team record whose skills nobody has stated stands for a skill of
/// unknown name and level, so that "nobody has this skill" stays unknown too.
fn skills(engagement: &Engagement) -> Table {
    let mut table = Table::default();
    let text =
        |word: Option<&str>| word.map_or(Value::Unknown, |word| Value::Text(word.to_owned()));
    for record in &engagement.skills {
        let entries: Vec<(Value, Value)> = match record.skills.value() {
            None => vec![(Value::Unknown, Value::Unknown)],
            Some(skills) => skills
                .iter()
                .map(|s| (Value::Text(s.skill.word().to_owned()), Value::Num(f64::from(s.level))))
                .collect(),
        };
        for (skill, level) in entries {
            table.push("skill", skill);
            table.push("level", level);
            table.push("role", text(record.role.value().map(RoleId::as_str)));
            table.push(
                "employment",
                text(record.employment.value().map(|employment| employment.word())),
            );
            table.codes.push(record.code.to_string());
        }
    }
    table
}

/// The value of a field from its JSON form; `None` where conditions cannot read such fields.
fn field_value(
    field: &FieldMeta,
    json: Option<&Json>,
    codes: &BTreeMap<String, String>,
) -> Option<Value> {
    let readable = match field.kind {
        FieldKind::Frozen => false,
        FieldKind::Entries(fields) => linked(fields).is_some(),
        _ => true,
    };
    readable.then(|| match json {
        None | Some(Json::Null) => match field.kind {
            FieldKind::Flag => Value::Bool(false),
            // Notes are plain text: none were taken.
            FieldKind::Long(_) if field.name == "notes" => Value::Empty,
            _ => Value::Unknown,
        },
        Some(json) => known_value(&field.kind, json, codes),
    })
}

fn known_value(kind: &FieldKind, json: &Json, codes: &BTreeMap<String, String>) -> Value {
    let word = || json.as_str().map_or(Value::Unknown, |text| Value::Text(text.to_owned()));
    match kind {
        FieldKind::Text(_) | FieldKind::Long(_) => match json.as_str().map(str::trim) {
            None => Value::Unknown,
            Some(text) if text.is_empty() || text.eq_ignore_ascii_case("none") => Value::Empty,
            Some(text) => Value::Text(text.to_owned()),
        },
        FieldKind::Whole(..) | FieldKind::Number(..) | FieldKind::Money | FieldKind::Instant => {
            json.as_f64().map_or(Value::Unknown, Value::Num)
        }
        FieldKind::Date => json
            .as_str()
            .and_then(|text| text.parse::<Date>().ok())
            .map_or(Value::Unknown, Value::Date),
        FieldKind::Flag => json.as_bool().map_or(Value::Unknown, Value::Bool),
        FieldKind::Choice(_) | FieldKind::PackWord(_) => word(),
        FieldKind::Choices(_) | FieldKind::Texts | FieldKind::PackWords(_) => {
            elements(json, |item| item.as_str().map(|text| Value::Text(text.to_owned())))
        }
        FieldKind::Link(_) => code(json, codes).unwrap_or(Value::Unknown),
        FieldKind::Links(_) => elements(json, |item| code(item, codes)),
        FieldKind::Entries(fields) => {
            let link = linked(fields).map_or("", |(name, _)| name);
            elements(json, |item| code(item.get(link)?, codes))
        }
        FieldKind::Frozen => Value::Unknown,
    }
}

fn elements(json: &Json, element: impl Fn(&Json) -> Option<Value>) -> Value {
    json.as_array()
        .map_or(Value::Unknown, |items| Value::List(items.iter().filter_map(element).collect()))
}

/// The code of the record that a uid belongs to; a link into nowhere is left out.
fn code(json: &Json, codes: &BTreeMap<String, String>) -> Option<Value> {
    codes.get(json.as_str()?).map(|code| Value::Text(code.clone()))
}

fn required_sources(row: &Map<String, Json>, codes: &BTreeMap<String, String>) -> Value {
    let required = Json::from(SourceNeed::Required.word());
    row.get("sources").map_or(Value::Unknown, |links| {
        elements(links, |link| {
            code(link.get("source").filter(|_| link.get("need") == Some(&required))?, codes)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::Condition;
    use crate::discovery::skill::{Skill, SkillLevel, SkillName};
    use crate::discovery::source::Source;
    use crate::discovery::use_case::UseCase;
    use crate::id::Uid;
    use serde_json::json;

    fn questions() -> Vec<QuestionId> {
        ["CAT-1", "CAT-2", "CAT-3"].map(QuestionId::from).to_vec()
    }

    fn schema() -> Schema {
        let rules = [RuleId::from("R-1")];
        let roles = [RoleId::from("analyst")];
        condition_schema(PackNames {
            roles: &roles,
            questions: &questions(),
            rules: &rules,
            ..PackNames::default()
        })
    }

    fn record<T: serde::de::DeserializeOwned>(code: &str, mut fields: Json) -> T {
        fields["uid"] = json!(Uid::root(code).to_string());
        fields["code"] = json!(code);
        fields["title"] = json!(code);
        serde_json::from_value(fields).expect("a record")
    }

    fn engagement() -> Engagement {
        let uid = |code: &str| Uid::root(code).to_string();
        let mut engagement = Engagement::new(Uid::root("test"), "Client");
        engagement.sources.push(record::<Source>(
            "SRC-1",
            json!({ "kind": "database", "owner_business": "none", "content_form": [] }),
        ));
        engagement
            .sources
            .push(record::<Source>("SRC-2", json!({ "kind": "saas", "owner_business": "Ann" })));
        engagement.use_cases.push(record::<UseCase>(
            "UC-1",
            json!({ "freshness_need": "hourly", "sources": [
                { "source": uid("SRC-1"), "need": "required" }, { "source": uid("SRC-2"), "need": "helpful" },
            ]}),
        ));
        engagement
    }

    fn answers() -> BTreeMap<QuestionId, AnswerLevels> {
        BTreeMap::from([
            (
                QuestionId::from("CAT-1"),
                AnswerLevels { level: Consensus::Level(2), target: Some(4) },
            ),
            (
                QuestionId::from("CAT-2"),
                AnswerLevels { level: Consensus::NotApplicable, target: Some(3) },
            ),
        ])
    }

    fn verdict_in(
        engagement: &Engagement,
        condition: &str,
        subject: Option<(&str, usize)>,
    ) -> Verdict {
        let facts = EngagementFacts::new(engagement, &answers());
        let condition =
            Condition::parse_and_check(condition, &schema(), subject.map(|(kind, _)| kind))
                .expect("the condition checks");
        condition
            .evaluate(&facts, subject.map(|(_, at)| RecordRef(at)))
            .expect("within budget")
            .verdict
    }

    fn verdict(condition: &str) -> Verdict {
        verdict_in(&engagement(), condition, None)
    }

    #[test]
    fn the_schema_does_not_contradict_itself() {
        assert_eq!(schema().problems(), Vec::<String>::new());
    }

    #[test]
    fn an_owner_called_none_is_known_and_empty() {
        let has_owner =
            |at| verdict_in(&engagement(), "has(source.owner_business)", Some(("source", at)));
        assert_eq!(has_owner(0), Verdict::False, "`none` says that nobody owns it");
        assert_eq!(has_owner(1), Verdict::True);
        assert_eq!(
            verdict_in(&engagement(), "has(source.owner_technical)", Some(("source", 0))),
            Verdict::Unknown
        );
    }

    #[test]
    fn an_empty_list_is_known_and_an_absent_one_is_not() {
        let unstructured = |at| {
            verdict_in(&engagement(), r#""document" in source.content_form"#, Some(("source", at)))
        };
        assert_eq!(unstructured(0), Verdict::False);
        assert_eq!(unstructured(1), Verdict::Unknown);
    }

    #[test]
    fn links_of_a_use_case_read_as_its_sources_and_its_required_sources() {
        let condition = |list: &str| {
            format!(r#"usecases.exists(u, source.id in u.{list} && u.freshness_need <= "hourly")"#)
        };
        let of = |list, at| verdict_in(&engagement(), &condition(list), Some(("source", at)));
        assert_eq!(of("sources", 1), Verdict::True);
        assert_eq!(of("required_sources", 0), Verdict::True);
        assert_eq!(of("required_sources", 1), Verdict::False, "it is only helpful");
    }

    #[test]
    fn answers_give_their_level_and_target() {
        assert_eq!(
            verdict(r#"answers["CAT-1"].level <= 2 && answers["CAT-1"].target >= 4"#),
            Verdict::True
        );
        assert_eq!(verdict(r#"answers["CAT-2"].level <= 5"#), Verdict::False, "it does not apply");
        assert_eq!(verdict(r#"answers["CAT-3"].level <= 2"#), Verdict::Unknown, "nobody answered");
    }

    #[test]
    fn skills_nobody_stated_leave_their_absence_unknown() {
        let none_has_kafka = r#"skills.filter(s, s.skill == "kafka").map(s, s.level).max(0) < 2"#;
        assert_eq!(verdict(none_has_kafka), Verdict::True, "no team is entered");
        let mut engagement = engagement();
        let mut team: Skill = record("SKL-1", json!({}));
        engagement.skills.push(team.clone());
        assert_eq!(verdict_in(&engagement, none_has_kafka, None), Verdict::Unknown);
        team.skills =
            crate::known::Known::Value(vec![SkillLevel { skill: SkillName::Sql, level: 3 }]);
        engagement.skills[0] = team;
        assert_eq!(verdict_in(&engagement, none_has_kafka, None), Verdict::True);
    }

    #[test]
    fn a_rule_has_fired_once_it_is_noted() {
        let mut facts = EngagementFacts::new(&engagement(), &answers());
        let condition =
            Condition::parse_and_check(r#"fired("R-1")"#, &schema(), None).expect("checks");
        let verdict = |facts: &EngagementFacts| {
            condition.evaluate(facts, None).expect("within budget").verdict
        };
        assert_eq!(verdict(&facts), Verdict::Unknown);
        facts.set_fired(&RuleId::from("R-1"), Verdict::True);
        assert_eq!(verdict(&facts), Verdict::True);
    }

    #[test]
    fn every_kind_that_conditions_name_has_a_collection() {
        for kind in Kind::ALL.iter().filter(|kind| !kind.condition_word().is_empty()) {
            assert!(
                COLLECTIONS.iter().any(|(k, _)| k == kind),
                "{kind:?} has a word but no collection"
            );
            assert_eq!(kind_of_condition_word(kind.condition_word()), Some(*kind));
        }
    }
}

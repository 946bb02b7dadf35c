//! A schema with the fields of discovery, and facts written as one line per record.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{
    Condition, Evaluation, Facts, Range, RecordRef, Schema, Type, Value, Verdict, WordList, WordSet,
};

const VOCABULARIES: &[(&str, usize, &str)] = &[
    ("yes_no", 0, "yes no"),
    ("source_kind", 0, "database file application saas stream device third_party manual"),
    (
        "engine",
        0,
        "oracle sqlserver mysql postgresql aurora_mysql aurora_postgresql rds_mysql rds_postgresql rds_oracle dynamodb hadoop kafka mainframe other",
    ),
    (
        "application",
        0,
        "salesforce sap servicenow dynamics workday zendesk hubspot marketo netsuite jira google_ads meta_ads shopify custom other",
    ),
    ("structure", 0, "structured semi_structured unstructured"),
    (
        "content_form",
        0,
        "table json xml log csv parquet document image audio video geospatial time_series graph",
    ),
    ("mode", 0, "batch cdc streaming event on_demand"),
    ("location", 0, "aws on_prem other_cloud saas_vendor edge ec2"),
    ("growth", 5, "flat lt_20pct 20_50pct 50_100pct gt_100pct"),
    ("sensitivity", 4, "public internal confidential restricted"),
    (
        "data_class",
        0,
        "personal special_category payment health credentials trade_secret children location none",
    ),
    ("schema_stability", 4, "changes_often changes_yearly stable contracted"),
    ("key", 0, "customer_id email phone product_id"),
    ("extraction_limit", 0, "none window_only api_quota licence_forbids no_log_access"),
    ("zone", 3, "landing raw curated federated_only"),
    ("supplier", 0, "own partner data_vendor public_body"),
    ("entity", 0, "customer product order digital_behaviour system_telemetry consent other"),
    ("change_kind", 0, "append_only updates updates_and_deletes full_reload"),
    (
        "usecase_type",
        0,
        "bi_reporting ad_hoc_analysis regulatory_reporting operational_analytics monitoring ml_prediction genai search segmentation personalisation data_sharing contact_centre campaign master_data",
    ),
    ("consumer_kind", 0, "human application partner model"),
    ("freshness", 7, "sub_second seconds minutes hourly daily weekly monthly"),
    ("response", 5, "lt_100ms lt_1s lt_5s lt_1min batch"),
    ("concurrency", 5, "1_5 6_20 21_100 101_1000 gt_1000"),
    ("usecase_status", 5, "idea qualified pilot production retired stopped"),
    ("event_logic", 0, "none single_event window_join pattern"),
    (
        "query_shape",
        0,
        "key_lookup filter_aggregate large_join full_text similarity graph_path time_window",
    ),
    ("partner_visibility", 0, "not_shared rows_visible aggregates_only rows_hidden"),
    (
        "segment_method",
        0,
        "none fixed_list attribute_rules behaviour_rules item_affinity propensity_model lookalike",
    ),
    ("interaction_history", 5, "none lt_1k 1k_50k 50k_1m gt_1m"),
    (
        "channel",
        0,
        "web mobile_app email sms push voice_call messaging contact_centre store_branch",
    ),
    ("proof", 0, "none before_after control_group switchback"),
    (
        "persona_role",
        0,
        "executive manager business_user analyst data_scientist ml_engineer steward marketer agent_frontline partner customer application",
    ),
    ("persona_count", 5, "1_5 6_25 26_100 101_500 gt_500"),
    (
        "tool",
        0,
        "dashboard_tool spreadsheet sql_editor notebook bi_desktop crm chat_assistant none",
    ),
    ("access", 0, "dashboard sql notebook api search chat spreadsheet embedded file_export alert"),
    ("frequency", 5, "continuous daily weekly monthly quarterly ad_hoc"),
    ("territory", 0, "EU CH US UK"),
    ("strictness", 0, "preferred required required_with_sovereign_keys"),
    ("immutability", 0, "none worm ledger"),
    (
        "product",
        0,
        "redshift_dc2 redshift_ra3 redshift_serverless redshift_python_udf hadoop snowflake databricks bigquery teradata oracle_dw sqlserver_dw kafka msk airflow collibra alation purview informatica ray other",
    ),
    ("keep", 0, "keep change drop undecided"),
    ("skill", 0, "sql python spark kafka airflow aws_analytics dbt"),
    ("value_driver", 0, "revenue_growth customer_experience loyalty_retention cost_reduction"),
    ("aws_accounts", 6, "none one 2 3_to_10 11_to_50 gt_50"),
    ("operating_model", 0, "scattered central hub_and_spoke federated"),
];

/// `num` and `level`, `amount` and so on are types; `@kind` is a reference, `[x` a list, any other name a vocabulary.
const KINDS: &[(&str, &str)] = &[
    (
        "source",
        "kind:source_kind engine:engine application:application structure:structure content_form:content_form mode:mode \
         location:location volume_total_gb:amount volume_per_day_gb:amount growth:growth sensitivity:sensitivity \
         data_classes:[data_class regulations:[@regulation owner_business:text owner_technical:text \
         schema_stability:schema_stability keys:[key consumers_now:[@persona extraction_limits:extraction_limit \
         priority:yes_no zone_target:zone supplier:supplier entities:[entity change_kind:change_kind",
    ),
    (
        "usecase",
        "type:usecase_type consumer_kind:consumer_kind freshness_need:freshness response_need:response \
         concurrency:concurrency sources:[@source required_sources:[@source personal_data:yes_no \
         high_impact_on_people:yes_no status:usecase_status event_logic:event_logic query_shape:[query_shape \
         partner_visibility:partner_visibility segment_method:segment_method interaction_history:interaction_history \
         channels:[channel proof:proof",
    ),
    (
        "persona",
        "role:persona_role count:persona_count data_literacy:level tools:[tool access:[access frequency:frequency",
    ),
    ("constraint", "residency:[territory strictness:strictness immutability:immutability"),
    ("regulation", "erasure_duty:yes_no fine:num"),
    ("platform", "product:product keep:keep yearly_cost:amount contract_end:date"),
    ("skill", "skill:skill level:grade"),
    ("goal", "value_driver:value_driver"),
    ("profile", "aws_accounts:aws_accounts operating_model:operating_model spend_threshold:amount"),
    ("flags", "on:bool off:bool maybe:bool"),
    ("answer", "level:level target:level"),
    ("fact_pab", "blocked:bool"),
    ("fact_catalog", "description_filled:percent"),
];

const COLLECTIONS: &[(&str, &str)] = &[
    ("sources", "source"),
    ("usecases", "usecase"),
    ("personas", "persona"),
    ("constraints", "constraint"),
    ("regulations", "regulation"),
    ("platforms", "platform"),
    ("skills", "skill"),
    ("goals", "goal"),
];

const ANSWERS: &[&str] = &[
    "CAT-1", "CAT-3", "CNS-6", "ING-5", "PRC-1", "PRC-3", "PRC-4", "SEC-2", "SEC-5", "SEC-6",
    "SEC-7", "STO-5", "STO-6",
];

pub(super) fn schema() -> Schema {
    let mut schema = Schema::default();
    for (name, ordered, words) in VOCABULARIES {
        let list = WordList { ordered: *ordered, ..WordList::unordered(words.split(' ')) };
        schema.vocabularies.insert((*name).to_owned(), list);
    }
    let count = schema.vocabularies.remove("persona_count").expect("listed above");
    let count = count.with_lower_bounds([
        ("1_5", 1.0),
        ("6_25", 6.0),
        ("26_100", 26.0),
        ("101_500", 101.0),
        ("gt_500", 501.0),
    ]);
    schema.vocabularies.insert("persona_count".to_owned(), count);
    for (kind, fields) in KINDS {
        let fields = fields.split_whitespace().map(|field| {
            let (name, of) = field.split_once(':').expect("name:type");
            (name.to_owned(), type_named(of))
        });
        schema.kinds.insert((*kind).to_owned(), fields.collect());
    }
    schema.collections =
        COLLECTIONS.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect();
    schema.singletons = ["profile", "flags"].map(|name| (name.to_owned(), name.to_owned())).into();
    let answers = ANSWERS.iter().map(|key| ((*key).to_owned(), "answer".to_owned())).collect();
    let facts = [("F-PAB", "fact_pab"), ("F-CATALOG", "fact_catalog")]
        .map(|(key, kind)| (key.to_owned(), kind.to_owned()));
    schema.keyed =
        BTreeMap::from([("answers".to_owned(), answers), ("facts".to_owned(), facts.into())]);
    let zero_etl =
        "salesforce sap servicenow zendesk hubspot marketo netsuite jira google_ads meta_ads";
    let zero_etl = WordSet {
        vocabulary: "application".to_owned(),
        words: zero_etl.split(' ').map(str::to_owned).collect(),
    };
    schema.sets.insert("glue_zero_etl".to_owned(), zero_etl);
    schema.rules = BTreeSet::from(["R-STO-06".to_owned(), "R-SRC-01".to_owned()]);
    assert_eq!(schema.problems(), Vec::<String>::new(), "the schema of the tests is sound");
    schema
}

fn type_named(name: &str) -> Type {
    if let Some(of) = name.strip_prefix('[') {
        return Type::List(Box::new(type_named(of)));
    }
    if let Some(kind) = name.strip_prefix('@') {
        return Type::Ref(kind.to_owned());
    }
    match name {
        "bool" => Type::Bool,
        "text" => Type::Text,
        "date" => Type::Date,
        "num" => Type::Num(Range::ANY),
        "amount" => Type::Num(Range::NOT_NEGATIVE),
        "percent" => Type::Num(Range::new(0.0, 100.0)),
        "level" => Type::Num(Range::new(1.0, 5.0)),
        "grade" => Type::Num(Range::new(0.0, 4.0)),
        vocabulary => Type::Vocab(vocabulary.to_owned()),
    }
}

/// A record of a world.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) code: String,
    pub(super) fields: BTreeMap<String, Value>,
}

/// Facts in memory. What is not written is unknown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct World {
    pub(super) records: BTreeMap<String, Vec<Record>>,
    pub(super) fired: BTreeMap<String, Verdict>,
}

impl World {
    /// Reads lines such as `source SRC-1 kind=database keys=email,phone`. `-` is empty, `n/a` not applicable,
    /// `[]` the empty list. Singletons and keyed records are written the same way; `fired R-1 true` is a rule.
    pub(super) fn of(schema: &Schema, lines: &[&str]) -> Self {
        let mut world = Self::default();
        for line in lines {
            let mut words = line.split_whitespace();
            let (kind, code) = (words.next().expect("kind"), words.next().expect("code"));
            if kind == "fired" {
                let verdict = match words.next() {
                    Some("true") => Verdict::True,
                    Some("false") => Verdict::False,
                    _ => Verdict::Unknown,
                };
                world.fired.insert(code.to_owned(), verdict);
                continue;
            }
            let fields = words.map(|word| {
                let (field, value) = word.split_once('=').expect("field=value");
                let of = &schema.kinds[kind]
                    .get(field)
                    .unwrap_or_else(|| panic!("{kind} has no {field}"));
                (field.to_owned(), value_written(schema, of, value))
            });
            let record = Record { code: code.to_owned(), fields: fields.collect() };
            world.records.entry(kind.to_owned()).or_default().push(record);
        }
        world
    }

    fn field(record: Option<&Record>, field: &str) -> Value {
        record.and_then(|record| record.fields.get(field)).cloned().unwrap_or(Value::Unknown)
    }

    fn coded(&self, code: &str) -> Option<&Record> {
        self.records.values().flatten().find(|record| record.code == code)
    }

    pub(super) fn find(&self, kind: &str, code: &str) -> Option<RecordRef> {
        self.records.get(kind)?.iter().position(|record| record.code == code).map(RecordRef)
    }
}

fn value_written(schema: &Schema, of: &Type, text: &str) -> Value {
    match (of, text) {
        (_, "unknown") => Value::Unknown,
        (_, "-") => Value::Empty,
        (_, "n/a") => Value::NotApplicable,
        (Type::List(_), "[]") => Value::List(Vec::new()),
        (Type::List(of), text) => {
            Value::List(text.split(',').map(|element| value_written(schema, of, element)).collect())
        }
        (Type::Bool, text) => Value::Bool(text == "true"),
        (Type::Num(_), text) => Value::Num(text.parse().expect("a number")),
        (Type::Date, text) => Value::Date(text.parse().expect("a date")),
        (Type::Vocab(name), text) => {
            assert!(
                schema.vocabularies[name].words.iter().any(|word| word == text),
                "`{text}` is a word of {name}"
            );
            Value::Text(text.to_owned())
        }
        (Type::Text | Type::Ref(_), text) => Value::Text(text.to_owned()),
    }
}

impl Facts for World {
    fn count(&self, kind: &str) -> usize {
        self.records.get(kind).map_or(0, Vec::len)
    }

    fn code(&self, kind: &str, record: RecordRef) -> String {
        self.records[kind][record.0].code.clone()
    }

    fn value(&self, kind: &str, record: RecordRef, field: &str) -> Value {
        Self::field(Some(&self.records[kind][record.0]), field)
    }

    fn singleton(&self, name: &str, field: &str) -> Value {
        Self::field(self.coded(name), field)
    }

    fn keyed(&self, _table: &str, key: &str, field: &str) -> Value {
        Self::field(self.coded(key), field)
    }

    fn fired(&self, rule: &str) -> Verdict {
        self.fired.get(rule).copied().unwrap_or(Verdict::Unknown)
    }
}

/// Checks a condition that is meant to be right.
pub(super) fn checked(schema: &Schema, subject: Option<&str>, text: &str) -> Condition {
    Condition::parse_and_check(text, schema, subject)
        .unwrap_or_else(|problems| panic!("{text}\n{problems:?}"))
}

/// Evaluates a condition over a few lines of facts.
pub(super) fn evaluate(subject: Option<(&str, &str)>, text: &str, lines: &[&str]) -> Evaluation {
    let schema = schema();
    let world = World::of(&schema, lines);
    let condition = checked(&schema, subject.map(|(kind, _)| kind), text);
    let record =
        subject.map(|(kind, code)| world.find(kind, code).expect("the subject is in the world"));
    condition.evaluate(&world, record).expect("within the budget")
}

/// The verdict and its reasons in one line.
pub(super) fn told(evaluation: &Evaluation) -> String {
    let because: Vec<String> = evaluation.because.iter().map(ToString::to_string).collect();
    if because.is_empty() {
        return evaluation.verdict.to_string();
    }
    format!("{} because {}", evaluation.verdict, because.join("; "))
}

//! Conditions of the kind a pack has: 102 architecture rules, target rules and indicators.

/// The id, the record kind it runs over, the condition.
pub(super) type Rule = (&'static str, Option<&'static str>, &'static str);

const S: Option<&str> = Some("source");
const U: Option<&str> = Some("usecase");
const P: Option<&str> = Some("persona");
const C: Option<&str> = Some("constraint");
const L: Option<&str> = Some("platform");

pub(super) const RULES: &[Rule] = &[
    (
        "R-SRC-01",
        S,
        r#"source.priority == "yes" && (!has(source.owner_business) || !has(source.owner_technical))"#,
    ),
    (
        "R-SRC-02",
        S,
        r#"source.kind == "database" && source.location in ["on_prem", "other_cloud", "ec2"]
  && source.extraction_limits != "no_log_access"
  && usecases.exists(u, u.status in ["qualified", "pilot", "production"] && source.id in u.required_sources
    && u.freshness_need <= "hourly")"#,
    ),
    (
        "R-SRC-03",
        S,
        r#"source.kind == "database" && source.location == "aws" && source.priority == "yes"
  && personas.exists(p, p.id in source.consumers_now && p.role in ["analyst", "data_scientist", "manager", "business_user"])"#,
    ),
    ("R-SRC-04", S, r#"source.kind == "application" && source.mode == "event""#),
    ("R-SRC-05", S, r#"source.kind == "device""#),
    (
        "R-SRC-06",
        S,
        r#"source.kind == "third_party" && source.supplier in ["data_vendor", "public_body"]"#,
    ),
    ("R-SRC-07", S, r#"source.kind == "manual""#),
    (
        "R-ING-01",
        S,
        r#"source.engine in ["aurora_mysql", "aurora_postgresql"]
  && usecases.filter(u, u.status in ["qualified", "pilot", "production"] && source.id in u.required_sources)
    .map(u, u.freshness_need).min() <= "hourly""#,
    ),
    ("R-ING-02", S, r#"source.engine in ["rds_mysql", "rds_postgresql", "rds_oracle"]"#),
    ("R-ING-03", S, r#"source.engine == "dynamodb""#),
    (
        "R-ING-04",
        S,
        r#"source.kind == "database" && source.location in ["on_prem", "other_cloud", "ec2", "edge"] && source.mode == "cdc""#,
    ),
    (
        "R-ING-05",
        S,
        r#"source.kind == "database"
  && platforms.exists(p, p.product in ["oracle_dw", "sqlserver_dw", "teradata"] && p.keep in ["change", "drop"])"#,
    ),
    ("R-ING-06", S, r#"source.kind == "saas" && source.application in glue_zero_etl"#),
    ("R-ING-07", S, r#"source.kind == "saas" && !(source.application in glue_zero_etl)"#),
    ("R-ING-08", S, r#"source.application == "sap""#),
    (
        "R-ING-09",
        S,
        r#"source.kind == "file" && source.location in ["on_prem", "other_cloud"] && source.volume_per_day_gb > 0"#,
    ),
    ("R-ING-10", S, r#"source.kind in ["file", "third_party"] && source.supplier == "partner""#),
    (
        "R-ING-11",
        S,
        r#"source.mode == "streaming"
  && !usecases.exists(u, source.id in u.sources && u.event_logic in ["window_join", "pattern"])"#,
    ),
    (
        "R-ING-12",
        S,
        r#"source.mode == "streaming" && usecases.filter(u, source.id in u.required_sources).size() >= 2
  && skills.filter(k, k.skill == "kafka").map(k, k.level).max(0) < 2"#,
    ),
    (
        "R-ING-13",
        None,
        r#"sources.exists(s, s.mode in ["streaming", "event"])
  && (platforms.exists(p, p.product in ["kafka", "msk"] && p.keep != "drop")
    || skills.filter(k, k.skill == "kafka").map(k, k.level).max() >= 3)"#,
    ),
    ("R-ING-14", S, r#""digital_behaviour" in source.entities"#),
    ("R-ING-15", S, r#""system_telemetry" in source.entities"#),
    ("R-ING-16", S, r#"source.structure == "unstructured""#),
    (
        "R-ING-17",
        S,
        r#"source.kind == "database" && source.mode == "batch" && source.volume_per_day_gb < 500
  && usecases.filter(u, source.id in u.required_sources).map(u, u.freshness_need).min() >= "daily""#,
    ),
    ("R-ING-18", None, r#"answers["ING-5"].level <= 2"#),
    ("R-STO-01", None, "true"),
    ("R-STO-02", None, r#"sources.exists(s, s.zone_target in ["landing", "raw", "curated"])"#),
    ("R-STO-03", None, r#"sources.exists(s, s.zone_target >= "raw")"#),
    (
        "R-STO-04",
        S,
        r#"source.zone_target == "curated" && (source.change_kind in ["updates", "updates_and_deletes"]
  || personas.map(p, p.access).flatten().filter(a, a in ["dashboard", "sql", "notebook", "api", "search"]).distinct().size() >= 2
  || regulations.exists(r, r.erasure_duty == "yes"))"#,
    ),
    (
        "R-STO-05",
        S,
        r#"source.zone_target == "curated" && source.change_kind == "append_only" && source.volume_total_gb < 100
  && personas.map(p, p.access).flatten().filter(a, a in ["dashboard", "sql", "notebook", "api", "search"]).distinct().size() == 1
  && !regulations.exists(r, r.erasure_duty == "yes")"#,
    ),
    (
        "R-STO-06",
        U,
        r#"usecase.type in ["bi_reporting", "regulatory_reporting"]
  && (usecase.concurrency >= "21_100" || usecase.response_need <= "lt_5s" || usecase.sources.size() >= 4)"#,
    ),
    (
        "R-STO-07",
        None,
        r#"platforms.exists(p, p.product in ["redshift_dc2", "redshift_python_udf"])"#,
    ),
    (
        "R-STO-08",
        U,
        r#"usecase.consumer_kind == "application" && "key_lookup" in usecase.query_shape && usecase.response_need == "lt_100ms""#,
    ),
    (
        "R-STO-09",
        S,
        r#"source.content_form == "time_series"
  && usecases.exists(u, source.id in u.required_sources && u.freshness_need <= "minutes")"#,
    ),
    ("R-STO-10", U, r#""graph_path" in usecase.query_shape"#),
    (
        "R-STO-11",
        U,
        r#"usecase.type in ["search", "genai"] && "similarity" in usecase.query_shape"#,
    ),
    ("R-STO-12", S, r#"source.structure == "unstructured" && source.volume_total_gb > 1000"#),
    (
        "R-STO-13",
        None,
        r#"constraints.filter(c, c.strictness in ["required", "required_with_sovereign_keys"])
  .map(c, c.residency).flatten().distinct().size() >= 2"#,
    ),
    (
        "R-STO-14",
        None,
        r#"sources.map(s, s.volume_total_gb).sum() > 50000
  || (sources.map(s, s.volume_total_gb).sum() > 5000 && sources.exists(s, s.growth >= "50_100pct"))"#,
    ),
    ("R-STO-15", C, r#"constraint.immutability == "ledger""#),
    (
        "R-STO-16",
        L,
        r#"platform.product in ["snowflake", "databricks", "bigquery"] && platform.keep in ["keep", "undecided"]"#,
    ),
    ("R-CAT-01", None, "true"),
    (
        "R-CAT-02",
        None,
        r#"sources.map(s, s.owner_business).distinct().size() >= 2 || personas.size() >= 3
  || (answers["CAT-1"].level <= 2 && answers["CAT-1"].target >= 3)"#,
    ),
    ("R-CAT-03", None, r#"profile.aws_accounts in ["none", "one"] && answers["SEC-2"].level <= 2"#),
    (
        "R-CAT-04",
        None,
        r#"profile.operating_model == "federated" || profile.aws_accounts >= "3_to_10""#,
    ),
    (
        "R-CAT-05",
        None,
        r#"platforms.exists(p, p.product in ["hadoop", "databricks", "snowflake"] && p.keep in ["keep", "undecided"])"#,
    ),
    (
        "R-CAT-06",
        None,
        r#"answers["CAT-3"].level <= 2
  && (sources.exists(s, has(s.regulations)) || usecases.exists(u, u.type == "regulatory_reporting"))"#,
    ),
    (
        "R-CAT-07",
        None,
        r#"sources.exists(s, s.zone_target in ["landing", "raw", "curated"]
  && (!known(s.schema_stability) || s.schema_stability == "changes_often"))"#,
    ),
    ("R-CAT-08", None, r#"sources.exists(s, s.sensitivity in ["confidential", "restricted"])"#),
    (
        "R-CAT-09",
        None,
        r#"platforms.exists(p, p.product in ["collibra", "alation", "purview", "informatica"] && p.keep != "drop")"#,
    ),
    (
        "R-PRC-01",
        None,
        r#"sources.exists(s, s.mode == "batch") && skills.exists(k, k.skill in ["spark", "python"] && k.level >= 2)"#,
    ),
    (
        "R-PRC-02",
        None,
        r#"skills.exists(k, k.skill == "sql" && k.level >= 2) && !skills.exists(k, k.skill == "spark" && k.level >= 2)"#,
    ),
    ("R-PRC-03", S, r#"source.mode in ["event", "on_demand"] && source.volume_per_day_gb < 10"#),
    (
        "R-PRC-04",
        U,
        r#"usecase.freshness_need <= "minutes" && usecase.event_logic in ["window_join", "pattern"]"#,
    ),
    (
        "R-PRC-05",
        P,
        r#"persona.role in ["analyst", "business_user", "marketer"] && persona.data_literacy >= 3
  && !persona.tools.exists(t, t in ["sql_editor", "notebook"])"#,
    ),
    (
        "R-PRC-06",
        None,
        r#"sources.filter(s, s.priority == "yes").size() >= 1
  && skills.filter(k, k.skill == "aws_analytics").map(k, k.level).max(0)
    >= skills.filter(k, k.skill == "airflow").map(k, k.level).max(0)
  && !platforms.exists(p, p.product == "airflow")"#,
    ),
    ("R-PRC-07", None, r#"answers["PRC-3"].level <= 2"#),
    ("R-PRC-08", L, r#"platform.product == "ray""#),
    (
        "R-PRC-09",
        None,
        r#"platforms.exists(p, p.product == "hadoop" && p.keep in ["change", "drop"]) || sources.exists(s, s.engine == "hadoop")"#,
    ),
    ("R-PRC-10", S, r#"source.sensitivity == "restricted" && source.zone_target == "curated""#),
    (
        "R-PRC-11",
        U,
        r#"usecase.high_impact_on_people == "yes"
  && sources.exists(s, s.id in usecase.sources && s.content_form in ["document", "image"])"#,
    ),
    ("R-PRC-12", None, r#"answers["PRC-1"].level <= 2"#),
    ("R-CNS-01", P, r#""dashboard" in persona.access"#),
    (
        "R-CNS-02",
        P,
        r#""sql" in persona.access && persona.frequency in ["weekly", "monthly", "quarterly", "ad_hoc"]"#,
    ),
    ("R-CNS-03", P, r#"persona.role in ["data_scientist", "ml_engineer"]"#),
    (
        "R-CNS-04",
        P,
        r#""chat" in persona.access
  && persona.role in ["executive", "manager", "business_user", "marketer", "agent_frontline"]"#,
    ),
    (
        "R-CNS-05",
        U,
        r#"usecase.type == "genai" && sources.exists(s, s.id in usecase.required_sources
  && s.content_form in ["document", "image", "audio", "video"])"#,
    ),
    (
        "R-CNS-06",
        U,
        r#"usecase.type == "genai" && sources.exists(s, s.id in usecase.required_sources && s.content_form == "table")"#,
    ),
    (
        "R-CNS-07",
        U,
        r#"usecase.consumer_kind == "application" && usecase.response_need <= "lt_1s""#,
    ),
    ("R-CNS-08", P, r#"persona.role == "customer" && "embedded" in persona.access"#),
    ("R-CNS-09", U, r#"usecase.type == "monitoring""#),
    ("R-CNS-10", U, r#"usecase.type == "ml_prediction""#),
    ("R-CNS-11", U, r#"usecase.partner_visibility == "rows_visible""#),
    ("R-CNS-12", U, r#"usecase.type == "regulatory_reporting""#),
    (
        "R-CNS-13",
        None,
        r#"usecases.exists(u, u.type in ["ml_prediction", "personalisation"] && u.status in ["pilot", "production"])"#,
    ),
    ("R-CNS-14", P, r#""spreadsheet" in persona.access"#),
    (
        "R-SEG-01",
        None,
        r#"sources.filter(s, "customer" in s.entities).size() >= 2 && answers["PRC-4"].level <= 2"#,
    ),
    (
        "R-SEG-02",
        None,
        r#"usecases.exists(u, u.type in ["contact_centre", "campaign"])
  || (personas.exists(p, p.role == "agent_frontline")
    && goals.exists(g, g.value_driver in ["customer_experience", "loyalty_retention"]))"#,
    ),
    (
        "R-SEG-03",
        U,
        r#"usecase.segment_method in ["fixed_list", "attribute_rules", "behaviour_rules"]"#,
    ),
    ("R-SEG-04", U, r#"usecase.segment_method == "item_affinity""#),
    (
        "R-SEG-05",
        U,
        r#"usecase.type == "personalisation" && usecase.interaction_history >= "1k_50k""#,
    ),
    ("R-SEG-06", U, r#"usecase.channels.exists(c, c in ["email", "sms", "push", "voice_call"])"#),
    ("R-SEG-07", U, r#"usecase.partner_visibility == "rows_hidden""#),
    (
        "R-SEG-08",
        U,
        r#"usecase.type in ["personalisation", "ml_prediction"] && usecase.response_need == "lt_100ms"
  && usecase.freshness_need <= "seconds""#,
    ),
    (
        "R-SEG-09",
        U,
        r#"usecase.type == "genai" && usecase.personal_data == "yes"
  && usecase.channels.exists(c, c in ["email", "sms", "push", "web", "mobile_app", "messaging"])"#,
    ),
    (
        "R-SEG-10",
        None,
        r#"(answers["CNS-6"].level <= 3 && answers["CNS-6"].target >= 4)
  || usecases.exists(u, has(u.channels) && u.proof in ["none", "before_after"])"#,
    ),
    (
        "R-SEG-11",
        None,
        r#"usecases.exists(u, u.type in ["segmentation", "personalisation", "campaign", "contact_centre"]
    && (u.personal_data == "yes" || !known(u.personal_data)))
  && answers["SEC-6"].level <= 2"#,
    ),
    (
        "R-SEG-12",
        None,
        r#"personas.exists(p, p.role == "agent_frontline") && usecases.exists(u, u.type == "contact_centre")"#,
    ),
    ("R-SEC-01", None, r#"profile.aws_accounts in ["none", "one"] || answers["SEC-7"].level <= 2"#),
    (
        "R-SEC-02",
        None,
        r#"sources.exists(s, s.sensitivity >= "confidential") || personas.size() >= 3"#,
    ),
    ("R-SEC-03", None, r#"personas.exists(p, !(p.role in ["application", "customer"]))"#),
    ("R-SEC-04", S, r#"source.sensitivity >= "confidential""#),
    (
        "R-SEC-05",
        None,
        r#"sources.exists(s, !known(s.data_classes)
    || s.data_classes.exists(d, d in ["personal", "special_category", "payment", "health", "children"]))
  && answers["SEC-5"].level <= 3"#,
    ),
    ("R-SEC-06", None, "true"),
    ("R-SEC-07", None, "true"),
    ("R-SEC-08", S, r#"source.sensitivity >= "confidential""#),
    (
        "R-SEC-09",
        None,
        r#"constraints.exists(c, has(c.residency) && c.strictness in ["required", "required_with_sovereign_keys"])"#,
    ),
    ("R-SEC-10", None, "sources.exists(s, has(s.regulations))"),
    ("R-SEC-11", None, r#"answers["STO-5"].level <= 2"#),
    ("R-SEC-12", None, r#"regulations.exists(r, r.erasure_duty == "yes")"#),
    (
        "R-SEC-13",
        None,
        r#"sources.exists(s, s.sensitivity == "restricted" && s.zone_target == "curated")
  && (fired("R-STO-06") || platforms.exists(p, p.product in ["redshift_ra3", "redshift_serverless"]))"#,
    ),
    ("R-SEC-14", None, r#"answers["STO-6"].level <= 2"#),
    ("R-SEC-15", U, r#"usecase.type == "genai""#),
    // Target rules.
    (
        "T-BI-USERS",
        None,
        r#"personas.filter(p, p.access.exists(a, a in ["dashboard", "spreadsheet", "embedded"]))
  .map(p, lower_bound(p.count)).sum() > 100"#,
    ),
    ("T-SPEND", None, "platforms.map(p, p.yearly_cost).sum() > profile.spend_threshold"),
    (
        "T-PERSONAL",
        None,
        r#"sources.exists(s, s.data_classes.exists(d, d in ["personal", "special_category", "health", "payment", "children", "location"]))
  || usecases.exists(u, u.personal_data == "yes" || !known(u.personal_data))"#,
    ),
    (
        "T-GENAI",
        None,
        r#"usecases.exists(u, u.type in ["genai", "search"] && u.status in ["qualified", "pilot", "production"])"#,
    ),
    // Indicators.
    ("I-PAB", None, r#"!facts["F-PAB"].blocked"#),
    ("I-CATALOG", None, r#"facts["F-CATALOG"].description_filled < 60"#),
    (
        "I-CONTRACT",
        None,
        r#"platforms.exists(p, p.contract_end <= "2027-06-30" && p.keep == "undecided")"#,
    ),
];

/// The text of a rule.
pub(super) fn rule(id: &str) -> Rule {
    *RULES.iter().find(|rule| rule.0 == id).unwrap_or_else(|| panic!("no rule {id}"))
}

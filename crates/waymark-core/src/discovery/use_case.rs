//! Use cases: what people or applications would do with the data.

use serde::{Deserialize, Serialize};

use crate::field::FieldKind::{Choice, Choices, Entries, Link, Links, Long, Money, Number, Whole};
use crate::field::FieldMeta;
use crate::id::Uid;
use crate::known::Known;
use crate::record::{Kind, inventory};
use crate::vocabulary::vocabulary;

use super::{Freshness, YesNo};

vocabulary! {
    /// The type of a use case.
    UseCaseType "usecase_type" ordered 0 {
        BiReporting "bi_reporting" "Reporting", AdHocAnalysis "ad_hoc_analysis" "Ad-hoc analysis",
        RegulatoryReporting "regulatory_reporting" "Regulatory reporting", OperationalAnalytics "operational_analytics" "Operational analytics",
        Monitoring "monitoring" "Monitoring", MlPrediction "ml_prediction" "Prediction", Genai "genai" "Generative AI", Search "search" "Search",
        Segmentation "segmentation" "Segmentation", Personalisation "personalisation" "Personalisation", DataSharing "data_sharing" "Data sharing",
        ContactCentre "contact_centre" "Contact centre", Campaign "campaign" "Campaign", MasterData "master_data" "Master data",
    }
}

vocabulary! {
    /// Who consumes the result.
    ConsumerKind "consumer_kind" ordered 0 {
        Human "human" "People", Application "application" "Application", Partner "partner" "Partner", Model "model" "Model",
    }
}

vocabulary! {
    /// How often the decision is taken, from the most frequent.
    DecisionFrequency "decision_frequency" ordered 8 {
        PerEvent "per_event" "Per event", PerMinute "per_minute" "Per minute", Hourly "hourly" "Hourly", Daily "daily" "Daily",
        Weekly "weekly" "Weekly", Monthly "monthly" "Monthly", Quarterly "quarterly" "Quarterly", Yearly "yearly" "Yearly",
    }
}

vocabulary! {
    /// How quickly an answer must come back, from the fastest: `<=` reads "as fast or faster".
    ResponseNeed "response_need" ordered 5 {
        Lt100ms "lt_100ms" "Under 100 ms", Lt1s "lt_1s" "Under a second", Lt5s "lt_5s" "Under 5 seconds", Lt1min "lt_1min" "Under a minute", Batch "batch" "Batch",
    }
}

vocabulary! {
    /// How many use it at the same time.
    Concurrency "concurrency" ordered 5 {
        To5 "1_5" "1 to 5", To20 "6_20" "6 to 20", To100 "21_100" "21 to 100", To1000 "101_1000" "101 to 1,000", Over1000 "gt_1000" "Over 1,000",
    }
}

vocabulary! {
    /// How far a use case has come.
    UseCaseStatus "usecase_status" ordered 4 {
        Idea "idea" "Idea", Qualified "qualified" "Qualified", Pilot "pilot" "Pilot", Production "production" "Production",
        Retired "retired" "Retired", Stopped "stopped" "Stopped",
    }
}

vocabulary! {
    /// How events must be combined before something can act on them.
    EventLogic "event_logic" ordered 0 {
        None "none" "None", SingleEvent "single_event" "Single event", WindowJoin "window_join" "Windows or joins", Pattern "pattern" "Pattern",
    }
}

vocabulary! {
    /// What one question to the data looks like.
    QueryShape "query_shape" ordered 0 {
        KeyLookup "key_lookup" "Key look-up", FilterAggregate "filter_aggregate" "Filter and add up", LargeJoin "large_join" "Large join",
        FullText "full_text" "Full text", Similarity "similarity" "Similarity", GraphPath "graph_path" "Paths in a graph", TimeWindow "time_window" "Time window",
    }
}

vocabulary! {
    /// What another company may see.
    PartnerVisibility "partner_visibility" ordered 0 {
        NotShared "not_shared" "Not shared", RowsVisible "rows_visible" "Single records", AggregatesOnly "aggregates_only" "Totals only", RowsHidden "rows_hidden" "Nothing of ours",
    }
}

vocabulary! {
    /// What puts a customer into a segment.
    SegmentMethod "segment_method" ordered 0 {
        None "none" "None", FixedList "fixed_list" "Fixed list", AttributeRules "attribute_rules" "Rules on attributes", BehaviourRules "behaviour_rules" "Rules on behaviour",
        ItemAffinity "item_affinity" "Affinity to items", PropensityModel "propensity_model" "Propensity model", Lookalike "lookalike" "Lookalike",
    }
}

vocabulary! {
    /// How many interactions of identified customers were recorded in twelve months.
    InteractionHistory "interaction_history" ordered 5 {
        None "none" "None", Lt1k "lt_1k" "Under 1,000", To50k "1k_50k" "1,000 to 50,000", To1m "50k_1m" "50,000 to 1 million", Gt1m "gt_1m" "Over 1 million",
    }
}

vocabulary! {
    /// Where the customer or employee notices the result.
    Channel "channel" ordered 0 {
        Web "web" "Web", MobileApp "mobile_app" "Mobile app", Email "email" "Email", Sms "sms" "SMS", Push "push" "Push", VoiceCall "voice_call" "Voice call",
        Messaging "messaging" "Messaging", ContactCentre "contact_centre" "Contact centre", StoreBranch "store_branch" "Store or branch",
        FieldService "field_service" "Field service", Post "post" "Post", PaidMedia "paid_media" "Paid media", Partner "partner" "Partner",
    }
}

vocabulary! {
    /// The moment of the customer's journey.
    JourneyStage "journey_stage" ordered 0 {
        Aware "aware" "Aware", Choose "choose" "Choose", Buy "buy" "Buy", Start "start" "Start", Use "use" "Use", GetHelp "get_help" "Get help",
        Renew "renew" "Renew", Leave "leave" "Leave", None "none" "None",
    }
}

vocabulary! {
    /// How the effect will be proven.
    Proof "proof" ordered 0 {
        None "none" "None", BeforeAfter "before_after" "Before and after", ControlGroup "control_group" "Control group", Switchback "switchback" "Switchback",
    }
}

vocabulary! {
    /// Whether a use case can do without a source.
    SourceNeed "source_need" ordered 0 { Required "required" "Required", Helpful "helpful" "Helpful" }
}

/// How much a use case adds to a goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoalLink {
    /// The goal.
    pub goal: Uid,
    /// 1 (little) to 5 (decisive).
    pub contribution: u8,
}

/// The fields of a [`GoalLink`].
pub const GOAL_LINK: &[FieldMeta] = &[
    FieldMeta { name: "goal", kind: Link(Kind::Goal), label: "Goal", hint: "", required: true },
    FieldMeta {
        name: "contribution",
        kind: Whole(1, 5, ""),
        label: "Contribution",
        hint: "1 little, 5 decisive",
        required: true,
    },
];

/// A source that a use case draws on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceLink {
    /// The source.
    pub source: Uid,
    /// Whether the use case stands or falls with it.
    pub need: SourceNeed,
}

/// The fields of a [`SourceLink`].
pub const SOURCE_LINK: &[FieldMeta] = &[
    FieldMeta {
        name: "source",
        kind: Link(Kind::Source),
        label: "Source",
        hint: "",
        required: true,
    },
    FieldMeta {
        name: "need",
        kind: Choice(SourceNeed::VOCABULARY),
        label: "Need",
        hint: "Required or helpful",
        required: true,
    },
];

inventory! {
    /// Something that people or applications would do with data.
    UseCase {
        r#type: Known<UseCaseType> = Choice(UseCaseType::VOCABULARY), "Type", "";
        status: Known<UseCaseStatus> = Choice(UseCaseStatus::VOCABULARY), "Status", "";
        goals: Known<Vec<GoalLink>> = Entries(GOAL_LINK), "Goals", "Which goals does it serve, and how much?";
        consumers: Known<Vec<Uid>> = Links(Kind::Persona), "Consumers", "Who uses the result?";
        consumer_kind: Known<ConsumerKind> = Choice(ConsumerKind::VOCABULARY), "Consumer kind", "";
        sources: Known<Vec<SourceLink>> = Entries(SOURCE_LINK), "Sources", "Which sources does it need?";
        decision_supported: Known<String> = Long(500), "Decision supported", "Who decides what, how often?";
        decision_frequency: Known<DecisionFrequency> = Choice(DecisionFrequency::VOCABULARY), "Decision frequency", "";
        freshness_need: Known<Freshness> = Choice(Freshness::VOCABULARY), "Freshness needed", "How old may the data be when the decision is taken?";
        response_need: Known<ResponseNeed> = Choice(ResponseNeed::VOCABULARY), "Response needed", "How long may an answer take?";
        concurrency: Known<Concurrency> = Choice(Concurrency::VOCABULARY), "Concurrent users", "";
        event_logic: Known<EventLogic> = Choice(EventLogic::VOCABULARY), "Event logic", "To act, is one event enough, or must several events be counted, joined or seen in order?";
        query_shape: Known<Vec<QueryShape>> = Choices(QueryShape::VOCABULARY), "Query shape", "What does one question to the data look like: fetch one customer, add up many, or find something similar?";
        partner_visibility: Known<PartnerVisibility> = Choice(PartnerVisibility::VOCABULARY), "Partner sees", "If another company takes part, may it see single records, only totals, or nothing of ours at all?";
        segment_method: Known<SegmentMethod> = Choice(SegmentMethod::VOCABULARY), "Segment method", "What puts a customer into the group: a fact, something they did, or a prediction?";
        interaction_history: Known<InteractionHistory> = Choice(InteractionHistory::VOCABULARY), "Interaction history", "How many clicks or purchases by identified customers did you record in the last twelve months?";
        channels: Known<Vec<Channel>> = Choices(Channel::VOCABULARY), "Channels", "Where will the customer or the employee notice the result?";
        journey_stage: Known<JourneyStage> = Choice(JourneyStage::VOCABULARY), "Journey stage", "At which moment of the customer's journey does this change something?";
        proof: Known<Proof> = Choice(Proof::VOCABULARY), "Proof", "How will you know that it was this change that helped?";
        value_low: Known<i64> = Money, "Value a year, low", "";
        value_likely: Known<i64> = Money, "Value a year, likely", "";
        value_high: Known<i64> = Money, "Value a year, high", "";
        value_customer: Known<u8> = Whole(1, 5, ""), "Value for customers", "1 to 5, where money cannot be named";
        value_revenue: Known<u8> = Whole(1, 5, ""), "Value for revenue", "";
        value_cost: Known<u8> = Whole(1, 5, ""), "Value for cost", "";
        value_risk: Known<u8> = Whole(1, 5, ""), "Value for risk", "";
        feasibility_data_available: Known<u8> = Whole(1, 5, ""), "Data available", "1 hard, 5 ready";
        feasibility_data_quality: Known<u8> = Whole(1, 5, ""), "Data quality", "";
        feasibility_skills: Known<u8> = Whole(1, 5, ""), "Skills", "";
        feasibility_technology: Known<u8> = Whole(1, 5, ""), "Technology", "";
        feasibility_legal: Known<u8> = Whole(1, 5, ""), "Legal", "";
        feasibility_change: Known<u8> = Whole(1, 5, ""), "Change", "";
        effort_low: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, low", "";
        effort_likely: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, likely", "";
        effort_high: Known<f64> = Number(0.0, 10_000.0, "person-weeks"), "Effort, high", "";
        personal_data: Known<YesNo> = Choice(YesNo::VOCABULARY), "Personal data", "";
        high_impact_on_people: Known<YesNo> = Choice(YesNo::VOCABULARY), "High impact on people", "Does the result decide about people?";
    }
}

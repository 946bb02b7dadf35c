//! People and skills: who can do the work.

use serde::{Deserialize, Serialize};

use crate::field::FieldKind::{Choice, Entries, Number, PackWord, Whole};
use crate::field::{FieldMeta, PackWord as Word};
use crate::id::RoleId;
use crate::known::Known;
use crate::record::inventory;
use crate::vocabulary::vocabulary;

use super::YesNo;

vocabulary! {
    /// How people are employed.
    Employment "employment" ordered 0 { Staff "staff" "Staff", Contractor "contractor" "Contractor", Partner "partner" "Partner" }
}

vocabulary! {
    /// Skills.
    SkillName "skill" ordered 0 {
        Sql "sql" "SQL", Python "python" "Python", Spark "spark" "Spark", Kafka "kafka" "Kafka", Streaming "streaming" "Streaming", DataModelling "data_modelling" "Data modelling", Dbt "dbt" "dbt", Airflow "airflow" "Airflow",
        Iac "iac" "Infrastructure as code", Devops "devops" "DevOps", AwsAnalytics "aws_analytics" "AWS analytics", AwsSecurity "aws_security" "AWS security", Iceberg "iceberg" "Iceberg", Bi "bi" "BI", Statistics "statistics" "Statistics",
        Ml "ml" "Machine learning", Genai "genai" "Generative AI", Governance "governance" "Governance", Privacy "privacy" "Privacy", ProductManagement "product_management" "Product management", Change "change" "Change management",
    }
}

/// One skill with its level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SkillLevel {
    /// The skill.
    pub skill: SkillName,
    /// 0 (none) to 4 (teaches others).
    pub level: u8,
}

/// The fields of a [`SkillLevel`].
pub const SKILL_LEVEL: &[FieldMeta] = &[
    FieldMeta {
        name: "skill",
        kind: Choice(SkillName::VOCABULARY),
        label: "Skill",
        hint: "",
        required: true,
    },
    FieldMeta {
        name: "level",
        kind: Whole(0, 4, ""),
        label: "Level",
        hint: "0 none, 4 teaches others",
        required: true,
    },
];

inventory! {
    /// A role of the team: head count, skills and the time it has.
    Skill {
        role: Known<RoleId> = PackWord(Word::DeliveryRole), "Role", "";
        headcount_now: Known<f64> = Number(0.0, 100_000.0, "people"), "Head count now", "Full-time equivalents";
        headcount_in_12_months: Known<f64> = Number(0.0, 100_000.0, "people"), "In 12 months", "Full-time equivalents";
        employment: Known<Employment> = Choice(Employment::VOCABULARY), "Employment", "";
        skills: Known<Vec<SkillLevel>> = Entries(SKILL_LEVEL), "Skills", "Level 0 none to 4 teaches others";
        capacity_weeks_per_month: Known<f64> = Number(0.0, 10_000.0, "person-weeks a month"), "Capacity", "Person-weeks a month for the roadmap";
        is_single_point_of_failure: Known<YesNo> = Choice(YesNo::VOCABULARY), "Single point of failure", "";
        hiring_lead_time_weeks: Known<u16> = Whole(0, 520, "weeks"), "Hiring lead time", "Weeks";
    }
}

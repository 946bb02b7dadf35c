//! The engagement's profile: the one record about the client and the work itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field::FieldKind::{Choice, Date as DateKind, Flag, Long, Money, Text, Texts};
use crate::field::FieldMeta;
use crate::known::Known;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How many AWS accounts hold data.
    AwsAccounts "aws_accounts" ordered 6 {
        None "none" "None", One "one" "One", Two "2" "Two", To10 "3_to_10" "3 to 10", To50 "11_to_50" "11 to 50", Over50 "gt_50" "Over 50",
    }
}

vocabulary! {
    /// Who builds for data in the end.
    OperatingModel "operating_model" ordered 0 {
        Scattered "scattered" "Scattered", Central "central" "Central team", HubAndSpoke "hub_and_spoke" "Hub and spoke", Federated "federated" "Federated",
    }
}

vocabulary! {
    /// How large the organisation is; scales the effort of initiatives.
    OrganisationSize "organisation_size" ordered 4 {
        Lt200 "lt_200" "Under 200 people", To500 "200_499" "200 to 499 people", To10000 "500_10000" "500 to 10,000 people", Over10000 "gt_10000" "Over 10,000 people",
    }
}

vocabulary! {
    /// How many questions are asked.
    Depth "depth" ordered 0 { Short "short" "Short form", Full "full" "Full form" }
}

vocabulary! {
    /// Industries.
    Industry "industry" ordered 0 {
        Retail "retail" "Retail", ConsumerGoods "consumer_goods" "Consumer goods", Banking "banking" "Banking", Insurance "insurance" "Insurance", Manufacturing "manufacturing" "Manufacturing", Healthcare "healthcare" "Healthcare",
        PublicSector "public_sector" "Public sector", Energy "energy" "Energy", Telecommunications "telecommunications" "Telecommunications", Media "media" "Media", Travel "travel" "Travel and hospitality", Logistics "logistics" "Logistics",
        Education "education" "Education", Technology "technology" "Technology", Other "other" "Other",
    }
}

/// The profile of an engagement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Profile {
    /// The client's name; the only required field.
    pub client: String,
    /// Who commissioned the work.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub sponsor: Known<String>,
    /// What is in and out of scope.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub scope: Known<String>,
    /// Facilitators by name.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub facilitators: Known<Vec<String>>,
    /// First day of the workshop.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub workshop_start: Known<Date>,
    /// Last day of the workshop.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub workshop_end: Known<Date>,
    /// The date printed on the report; also its only date.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub report_date: Known<Date>,
    /// The Monday of week 0 of the roadmap.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub roadmap_start: Known<Date>,
    /// ISO 4217 code of all amounts.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub currency: Known<String>,
    /// Size class of the organisation.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub organisation_size: Known<OrganisationSize>,
    /// Industry of the organisation.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub industry: Known<Industry>,
    /// Number class of AWS accounts.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub aws_accounts: Known<AwsAccounts>,
    /// Who builds for data.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub operating_model: Known<OperatingModel>,
    /// Yearly platform cost from which finance wants a review.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub spend_threshold: Known<i64>,
    /// Language of the engagement, BCP 47.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub language: Known<String>,
    /// Short or full form.
    #[serde(default, skip_serializing_if = "Known::is_unknown")]
    pub depth: Known<Depth>,
    /// Participants are slots with a role and no name. Fixed once the first participant exists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_anonymous: bool,
    /// Free notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl Profile {
    /// The fields, in the order in which they are shown.
    pub const FIELDS: &'static [FieldMeta] = &[
        field(
            "client",
            Text(120),
            "Client",
            "The organisation's name as it should stand on the report",
            true,
        ),
        field("sponsor", Text(120), "Sponsor", "Who commissioned the work", false),
        field("scope", Long(1000), "Scope", "What is in, what is out", false),
        field("facilitators", Texts, "Facilitators", "", false),
        field("workshop_start", DateKind, "Workshop from", "", false),
        field("workshop_end", DateKind, "Workshop to", "", false),
        field("report_date", DateKind, "Report date", "Printed on the report", false),
        field("roadmap_start", DateKind, "Roadmap starts", "The Monday of the first week", false),
        field("currency", Text(3), "Currency", "ISO 4217 code, such as EUR", false),
        field("industry", Choice(Industry::VOCABULARY), "Industry", "", false),
        field(
            "organisation_size",
            Choice(OrganisationSize::VOCABULARY),
            "Size",
            "Scales the effort of initiatives",
            false,
        ),
        field(
            "aws_accounts",
            Choice(AwsAccounts::VOCABULARY),
            "AWS accounts",
            "How many AWS accounts hold data or will hold it?",
            false,
        ),
        field(
            "operating_model",
            Choice(OperatingModel::VOCABULARY),
            "Operating model",
            "Who builds for data in the end: one central team, teams in the business, or both?",
            false,
        ),
        field(
            "spend_threshold",
            Money,
            "Spend threshold",
            "From what yearly platform cost would your finance director want a review?",
            false,
        ),
        field("language", Text(35), "Language", "BCP 47 tag, such as en", false),
        field(
            "depth",
            Choice(Depth::VOCABULARY),
            "Depth",
            "The key questions for two hours, or all",
            false,
        ),
        field(
            "is_anonymous",
            Flag,
            "Anonymous",
            "Participants are slots with a role and no name",
            false,
        ),
        field("notes", Long(4000), "Notes", "", false),
    ];
}

const fn field(
    name: &'static str,
    kind: crate::field::FieldKind,
    label: &'static str,
    hint: &'static str,
    required: bool,
) -> FieldMeta {
    FieldMeta { name, kind, label, hint, required }
}

//! Business goals: why the organisation wants data at all.

use jiff::civil::Date;

use crate::field::FieldKind::{Choice, Date as DateKind, Long, Number, Text, Whole};
use crate::known::Known;
use crate::record::inventory;
use crate::vocabulary::vocabulary;

use super::YesNo;

vocabulary! {
    /// Where the value of a goal comes from.
    ValueDriver "value_driver" ordered 0 {
        RevenueGrowth "revenue_growth" "Revenue growth", CustomerExperience "customer_experience" "Customer experience",
        LoyaltyRetention "loyalty_retention" "Loyalty and retention", CostReduction "cost_reduction" "Cost reduction",
        Productivity "productivity" "Productivity", RiskCompliance "risk_compliance" "Risk and compliance",
        SpeedToMarket "speed_to_market" "Speed to market", Sustainability "sustainability" "Sustainability",
        PublicValue "public_value" "Public value", NewBusiness "new_business" "New business",
    }
}

vocabulary! {
    /// Common measures of customer experience; others are named in words.
    KpiMeasure "kpi_measure" ordered 0 {
        Nps "nps" "Net promoter score", Csat "csat" "Customer satisfaction", CustomerEffort "customer_effort" "Customer effort",
        FirstContactResolution "first_contact_resolution" "First contact resolution", ChurnRate "churn_rate" "Churn rate",
        RepeatPurchaseRate "repeat_purchase_rate" "Repeat purchase rate", ConversionRate "conversion_rate" "Conversion rate",
        AverageOrderValue "average_order_value" "Average order value", CustomerLifetimeValue "customer_lifetime_value" "Customer lifetime value",
        CostToServe "cost_to_serve" "Cost to serve", ComplaintRate "complaint_rate" "Complaint rate", DigitalAdoption "digital_adoption" "Digital adoption",
        Other "other" "Other",
    }
}

vocabulary! {
    /// The unit of a KPI.
    KpiUnit "kpi_unit" ordered 0 {
        Percent "percent" "Percent", Currency "currency" "Currency", Count "count" "Count", Days "days" "Days", Hours "hours" "Hours",
        Minutes "minutes" "Minutes", Score "score" "Score", Ratio "ratio" "Ratio",
    }
}

vocabulary! {
    /// Which way a KPI should move.
    KpiDirection "kpi_direction" ordered 0 { Up "up" "Up", Down "down" "Down", Hold "hold" "Hold" }
}

vocabulary! {
    /// Where a number comes from.
    NumberBasis "number_basis" ordered 0 { Measured "measured" "Measured", Estimated "estimated" "Estimated", None "none" "None" }
}

vocabulary! {
    /// When a goal should be reached.
    Horizon "horizon" ordered 3 {
        H1 "h1_0_6m" "0 to 6 months", H2 "h2_6_18m" "6 to 18 months", H3 "h3_18_36m" "18 to 36 months",
    }
}

vocabulary! {
    /// How far a goal is agreed.
    GoalStatus "goal_status" ordered 0 { Draft "draft" "Draft", Agreed "agreed" "Agreed", Suspended "suspended" "Suspended" }
}

inventory! {
    /// A business goal with the number that tells whether it was reached.
    Goal {
        statement: Known<String> = Long(280), "Statement", "Verb, object, measure, date";
        value_driver: Known<ValueDriver> = Choice(ValueDriver::VOCABULARY), "Value driver", "Where does the value come from?";
        kpi_name: Known<String> = Text(120), "KPI", "Which number tells whether the goal was reached?";
        kpi_measure: Known<KpiMeasure> = Choice(KpiMeasure::VOCABULARY), "KPI kind", "One of the common measures, where it is one";
        kpi_unit: Known<KpiUnit> = Choice(KpiUnit::VOCABULARY), "Unit", "";
        kpi_direction: Known<KpiDirection> = Choice(KpiDirection::VOCABULARY), "Direction", "";
        baseline: Known<f64> = Number(-1e12, 1e12, ""), "Baseline", "The number today";
        baseline_date: Known<Date> = DateKind, "Baseline date", "";
        baseline_basis: Known<NumberBasis> = Choice(NumberBasis::VOCABULARY), "Baseline basis", "Measured, estimated, or no basis at all";
        target: Known<f64> = Number(-1e12, 1e12, ""), "Target", "The number wanted";
        target_date: Known<Date> = DateKind, "Target date", "";
        target_basis: Known<NumberBasis> = Choice(NumberBasis::VOCABULARY), "Target basis", "";
        horizon: Known<Horizon> = Choice(Horizon::VOCABULARY), "Horizon", "";
        importance: Known<u8> = Whole(1, 5, ""), "Importance", "1 to 5; points across goals are better, since they force a choice";
        points: Known<u8> = Whole(0, 100, "points"), "Points", "Share of 100 points across all goals";
        owner: Known<String> = Text(120), "Owner", "The person who answers for the goal; none where nobody does";
        owner_role: Known<String> = Text(80), "Owner's role", "";
        is_sponsor: Known<YesNo> = Choice(YesNo::VOCABULARY), "Owner is sponsor", "";
        status: Known<GoalStatus> = Choice(GoalStatus::VOCABULARY), "Status", "";
    }
}

//! The inventories of discovery: what the organisation wants, has, may and can. One file each, with its closed vocabularies.

pub mod goal;
pub mod persona;
pub mod platform;
pub mod profile;
pub mod regulation;
pub mod skill;
pub mod source;
pub mod use_case;

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Yes or no, where a plain flag could not say "unknown" to a reader.
    YesNo "yes_no" ordered 0 { Yes "yes" "Yes", No "no" "No" }
}

vocabulary! {
    /// How fresh data is or must be, from the fastest to the slowest: `<=` reads "as fast or faster".
    Freshness "freshness" ordered 7 {
        SubSecond "sub_second" "Under a second", Seconds "seconds" "Seconds", Minutes "minutes" "Minutes", Hourly "hourly" "Hourly",
        Daily "daily" "Daily", Weekly "weekly" "Weekly", Monthly "monthly" "Monthly",
    }
}

vocabulary! {
    /// How sensitive data is.
    Sensitivity "sensitivity" ordered 4 {
        Public "public" "Public", Internal "internal" "Internal", Confidential "confidential" "Confidential", Restricted "restricted" "Restricted",
    }
}

vocabulary! {
    /// What kind of personal or protected data something holds.
    DataClass "data_class" ordered 0 {
        Personal "personal" "Personal", SpecialCategory "special_category" "Special category" "Health, belief, origin and the like under GDPR article 9",
        Payment "payment" "Payment", Health "health" "Health", Credentials "credentials" "Credentials", TradeSecret "trade_secret" "Trade secret",
        Children "children" "Children", Location "location" "Location", None "none" "None",
    }
}

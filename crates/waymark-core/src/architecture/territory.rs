//! Where data stands and where it must stay: countries and unions of them, and the countries in which AWS Regions are.

/// Codes of the members of the European Union.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Members of the European Economic Area that are not in the Union.
const EEA_BESIDES_EU: [&str; 3] = ["IS", "LI", "NO"];

/// The country of each AWS Region of the commercial partition and of GovCloud, China and the European sovereign cloud.
const REGIONS: [(&str, &str); 42] = [
    ("af-south-1", "ZA"),
    ("ap-east-1", "HK"),
    ("ap-east-2", "TW"),
    ("ap-northeast-1", "JP"),
    ("ap-northeast-2", "KR"),
    ("ap-northeast-3", "JP"),
    ("ap-south-1", "IN"),
    ("ap-south-2", "IN"),
    ("ap-southeast-1", "SG"),
    ("ap-southeast-2", "AU"),
    ("ap-southeast-3", "ID"),
    ("ap-southeast-4", "AU"),
    ("ap-southeast-5", "MY"),
    ("ap-southeast-6", "NZ"),
    ("ap-southeast-7", "TH"),
    ("ca-central-1", "CA"),
    ("ca-west-1", "CA"),
    ("cn-north-1", "CN"),
    ("cn-northwest-1", "CN"),
    ("eu-central-1", "DE"),
    ("eu-central-2", "CH"),
    ("eu-north-1", "SE"),
    ("eu-south-1", "IT"),
    ("eu-south-2", "ES"),
    ("eu-west-1", "IE"),
    ("eu-west-2", "GB"),
    ("eu-west-3", "FR"),
    ("eusc-de-east-1", "DE"),
    ("il-central-1", "IL"),
    ("me-central-1", "AE"),
    ("me-south-1", "BH"),
    ("mx-central-1", "MX"),
    ("sa-east-1", "BR"),
    ("us-east-1", "US"),
    ("us-east-2", "US"),
    ("us-gov-east-1", "US"),
    ("us-gov-west-1", "US"),
    ("us-isob-east-1", "US"),
    ("us-iso-east-1", "US"),
    ("us-iso-west-1", "US"),
    ("us-west-1", "US"),
    ("us-west-2", "US"),
];

/// Looks like the code of an AWS Region, such as `eu-central-1`, and not like a country.
pub(super) fn is_region(text: &str) -> bool {
    let text = text.trim();
    text.matches('-').count() >= 2 && text.ends_with(|letter: char| letter.is_ascii_digit())
}

/// The country of a text that is the code of a country or of an AWS Region, as two capital letters; `None` for everything else.
pub(crate) fn country(text: &str) -> Option<String> {
    let text = text.trim();
    if is_region(text) {
        let known = REGIONS.iter().find(|(region, _)| region.eq_ignore_ascii_case(text));
        return known.map(|(_, country)| (*country).to_owned());
    }
    let code = text.to_ascii_uppercase();
    let is_code = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    match code.as_str() {
        "EU" => None,
        "UK" => Some("GB".to_owned()),
        _ => is_code.then_some(code),
    }
}

/// A union of countries that [`lies_in`] knows.
pub(crate) fn is_union(text: &str) -> bool {
    ["EU", "EEA"].iter().any(|union| text.trim().eq_ignore_ascii_case(union))
}

/// Whether a country lies in a territory: a country, an AWS Region, `EU` or `EEA`; `None` where the text is none of these.
pub(crate) fn lies_in(of: &str, territory: &str) -> Option<bool> {
    let is_in_union = EU.contains(&of);
    match territory.trim().to_ascii_uppercase().as_str() {
        "EU" => Some(is_in_union),
        "EEA" => Some(is_in_union || EEA_BESIDES_EU.contains(&of)),
        _ => country(territory).map(|territory| territory == of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_lies_in_itself_in_its_union_and_nowhere_else() {
        assert_eq!(country("eu-west-1").as_deref(), Some("IE"));
        assert_eq!(country(" de ").as_deref(), Some("DE"));
        assert_eq!(country("Germany"), None);
        assert_eq!(country("EU"), None, "a union is no country");
        assert_eq!(lies_in("IE", "EU"), Some(true));
        assert_eq!(lies_in("IE", "DE"), Some(false));
        assert_eq!(lies_in("NO", "EEA"), Some(true));
        assert_eq!(lies_in("NO", "EU"), Some(false));
        assert_eq!(lies_in("GB", "UK"), Some(true));
        assert_eq!(lies_in("DE", "eu-central-1"), Some(true));
        assert_eq!(lies_in("DE", "the south"), None);
    }

    #[test]
    fn every_region_is_known_by_its_looks_and_stands_once() {
        for (at, (region, country)) in REGIONS.iter().enumerate() {
            assert!(is_region(region) && country.len() == 2, "{region}");
            assert!(REGIONS[..at].iter().all(|(other, _)| other != region), "{region}");
        }
    }
}

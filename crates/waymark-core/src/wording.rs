//! Numbers in sentences: counted nouns, shares, levels. British spelling, no filler.

const SMALL: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// A number in a sentence: words up to ten, digits beyond, in groups of three.
pub fn number(n: usize) -> String {
    SMALL.get(n).map_or_else(|| grouped(n as u64), |word| (*word).to_owned())
}

/// A whole number with its thousands apart: "5,022".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "5 Apr 2027".
pub fn day(date: jiff::civil::Date) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!(
        "{} {} {}",
        date.day(),
        MONTHS[usize::from(date.month().unsigned_abs()) - 1],
        date.year()
    )
}

/// "no goals", "one goal", "14 goals".
pub fn count(n: usize, singular: &str, plural: &str) -> String {
    format!("{} {}", number(n), if n == 1 { singular } else { plural })
}

/// "five of 14 sources", "all 14 sources", "the only source".
pub fn of(part: usize, total: usize, singular: &str, plural: &str) -> String {
    match (part, total) {
        (1, 1) => format!("the only {singular}"),
        (2, 2) => format!("both {plural}"),
        (p, t) if p == t => format!("all {} {plural}", grouped(t as u64)),
        (1, t) => format!("one of {} {}", grouped(t as u64), plural_for_one(singular, plural)),
        (p, t) => format!("{} of {} {plural}", number(p), grouped(t as u64)),
    }
}

/// "one of 14 sources": the noun stays in the plural; a verb inside it ("use case is") agrees with the one.
fn plural_for_one(singular: &str, plural: &str) -> String {
    match (singular.rsplit_once(' '), plural.rsplit_once(' ')) {
        (Some((_, verb @ ("is" | "has"))), Some((nouns, _))) => format!("{nouns} {verb}"),
        _ => plural.to_owned(),
    }
}

/// A score as shown: one decimal, half away from zero.
pub fn one_decimal(score: f64) -> String {
    // Scores are sums of whole numbers divided once: a tie such as 2.25 may sit a hair below in binary.
    format!(
        "{:.1}",
        ((score * 10.0 + 1e-9).floor() + f64::from(u8::from((score * 10.0 + 1e-9).fract() >= 0.5)))
            / 10.0
    )
}

/// A share as whole percent.
pub fn percent(share: f64) -> String {
    format!("{} %", (share * 100.0 + 1e-9).round())
}

/// "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// The noun with `a` or `an` before it, by its first letter.
pub fn with_article(noun: &str) -> String {
    let is_vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {noun}", if is_vowel { "an" } else { "a" })
}

/// The text with its first letter in lower case, for the middle of a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    // An abbreviation such as AWS keeps its capitals.
    if letters.clone().next().is_some_and(|second| second.is_uppercase() || second.is_ascii_digit())
    {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

/// The sentence with its first letter in upper case.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The text with a full stop, unless it ends a sentence already.
pub fn stop(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '”', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The text without its full stop.
pub fn unstopped(text: &str) -> &str {
    text.trim_end().trim_end_matches('.')
}

/// Names that look like other words at the beginning of a sentence.
const NAMES: [&str; 14] = [
    "Airflow",
    "Amazon",
    "Apache",
    "Aurora",
    "Bedrock",
    "Hadoop",
    "Iceberg",
    "Kafka",
    "Kubernetes",
    "Python",
    "Redshift",
    "Snowflake",
    "Spark",
    "Teradata",
];

/// The text as it stands in the middle of a sentence: an abbreviation or a name such as “MySQL” or “Kafka” keeps its capitals.
pub fn inner(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    if NAMES.contains(&word) || word.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric()) {
        text.to_owned()
    } else {
        lower_first(text)
    }
}

/// Words in quotation marks, which may already be there.
pub fn quoted(text: &str) -> String {
    format!("“{}”", text.trim().trim_matches(['“', '”', '"', '„']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(0, "goal", "goals"), "no goals");
        assert_eq!(count(1, "goal", "goals"), "one goal");
        assert_eq!(of(5, 14, "source", "sources"), "five of 14 sources");
        assert_eq!(of(1, 14, "use case is", "use cases are"), "one of 14 use cases is");
        assert_eq!(of(14, 14, "source", "sources"), "all 14 sources");
        assert_eq!(of(1, 1, "goal", "goals"), "the only goal");
        assert_eq!(of(2, 2, "goal", "goals"), "both goals");
        assert_eq!(of(0, 5, "goal", "goals"), "no of 5 goals");
        assert_eq!(number(10), "ten");
        assert_eq!(number(11), "11");
        assert_eq!(number(999), "999");
        assert_eq!(number(5022), "5,022");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    #[test]
    fn sentences_join_and_begin_as_people_write_them() {
        let items =
            |words: &[&str]| list(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        assert_eq!(items(&[]), "");
        assert_eq!(items(&["a"]), "a");
        assert_eq!(items(&["a", "b"]), "a and b");
        assert_eq!(items(&["a", "b", "c"]), "a, b and c");
        assert_eq!(sentence("ölpreise steigen"), "Ölpreise steigen");
        assert_eq!(sentence(""), "");
        assert_eq!(lower_first("Data quality"), "data quality");
        assert_eq!(lower_first(""), "");
    }

    #[test]
    fn scores_round_half_away_from_zero() {
        assert_eq!(one_decimal(2.25), "2.3");
        assert_eq!(one_decimal(2.35), "2.4", "2.35 is a hair below in binary");
        assert_eq!(one_decimal(2.24), "2.2");
        assert_eq!(one_decimal(5.0), "5.0");
        assert_eq!(percent(0.8), "80 %");
    }
}

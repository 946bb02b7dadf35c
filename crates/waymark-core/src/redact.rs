//! A copy of an engagement to show to others: names, accounts, addresses and quotes replaced by pseudonyms or left out, everything that
//! follows from the records unchanged.
//!
//! A pseudonym is the same wherever its original stands, and the same again as long as the records are: people in the workshop are
//! numbered by their code, all else in the order of the records. What was written as free text is searched for what the records name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::brand::Brand;
use crate::engagement::{CaptureKind, Engagement};
use crate::field::{FieldKind, FieldMeta};
use crate::record::Kind;

/// What is not to be read in the copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Names of people, wherever they stand, and the job titles of those in the workshop.
    pub people: bool,
    /// The client's name, and the notes of its profile.
    pub client: bool,
    /// AWS account ids, ARNs, host names, addresses of the web and of mail, names of files.
    pub technical: bool,
    /// What people said word for word: quotes are left out, and what stands in quotation marks in what was noted freely.
    pub quotes: bool,
    /// Inventories whose titles and notes are not to be read.
    pub kinds: BTreeSet<Kind>,
}

impl Redaction {
    /// Everything that can be hidden but the inventories.
    pub fn all() -> Self {
        Redaction {
            people: true,
            client: true,
            technical: true,
            quotes: true,
            kinds: BTreeSet::new(),
        }
    }
}

/// Endings of names that are files and no hosts.
const FILES: [&str; 24] = [
    "pdf", "csv", "xls", "xlsx", "doc", "docx", "ppt", "pptx", "png", "jpg", "jpeg", "svg", "txt",
    "md", "json", "xml", "yaml", "yml", "sql", "py", "ipynb", "zip", "parquet", "log",
];
/// Fields that hold a person.
const PEOPLE: [&str; 10] = [
    "name",
    "sponsor",
    "facilitators",
    "owner",
    "owner_business",
    "owner_technical",
    "owner_person",
    "verify_owner",
    "person",
    "accepted_by",
];
/// Words between a name's parts that are none themselves.
const PARTICLES: [&str; 12] =
    ["and", "the", "von", "van", "der", "den", "del", "las", "los", "and/or", "for", "team"];

/// Leaves the numbers of a scan, and nothing that names an account, who looked, or what was found.
fn hide_scan(row: &mut serde_json::Map<String, Value>) {
    let Some(Value::Object(scan)) = row.get_mut("inventory") else { return };
    scan.insert("account".to_owned(), json!("hidden"));
    scan.remove("identity");
    scan.remove("accounts");
    scan.insert("resources".to_owned(), json!([]));
    scan.remove("truncated");
    let facts = scan.get_mut("facts").and_then(Value::as_object_mut);
    for fact in facts.into_iter().flat_map(|facts| facts.values_mut()) {
        let values = fact.get_mut("values").and_then(Value::as_object_mut);
        for value in values.into_iter().flat_map(|values| values.values_mut()) {
            if let Some(names) = value.get_mut("names").and_then(Value::as_array_mut) {
                for (at, name) in names.iter_mut().enumerate() {
                    *name = json!(format!("name {}", at + 1));
                }
            }
        }
    }
}

/// The copy.
pub fn redact(engagement: &Engagement, redaction: &Redaction) -> Engagement {
    let mut words = Words::default();
    if redaction.client {
        words.client(&engagement.profile.client);
    }
    if redaction.people {
        people(engagement, &mut words);
    }
    for kind in &redaction.kinds {
        titles(engagement, *kind, &mut words);
    }
    words.is_technical = redaction.technical;
    words.is_without_quotes = redaction.quotes;
    words.order();

    let mut copy = engagement.clone();
    if redaction.quotes {
        copy.captures.retain(|capture| capture.kind != CaptureKind::Quote);
    }
    for kind in Kind::ALL {
        let rows = copy.rows(*kind);
        for row in rows {
            let Value::Object(mut row) = row else { continue };
            let before = row.clone();
            if redaction.kinds.contains(kind) {
                hide(*kind, &mut row);
            }
            if redaction.technical && *kind == Kind::Evidence {
                row.remove("file_name");
                row.remove("file_hash");
                row.remove("link");
            }
            if redaction.people && *kind == Kind::Participant {
                row.remove("job_title");
                row.remove("notes");
            }
            if redaction.people
                && *kind == Kind::Scan
                && let Some(Value::Object(scan)) = row.get_mut("inventory")
            {
                scan.remove("identity");
            }
            // A scan names accounts and what is in them.
            if (redaction.client || redaction.technical) && *kind == Kind::Scan {
                hide_scan(&mut row);
            }
            // A logo and a line at the foot name the client, or who worked for it.
            if (redaction.client || redaction.people) && *kind == Kind::ReportSetting {
                let brand = row.get("brand").map(Brand::of).unwrap_or_default();
                row.insert("brand".to_owned(), json!(brand.without_names()));
            }
            if redaction.people && *kind == Kind::Goal {
                row.remove("owner_role");
            }
            fields(kind.fields(), &mut row, &mut words);
            if row != before {
                // The same fields with other texts are a record still.
                let _ = copy.put_row(*kind, Value::Object(row));
            }
        }
    }
    if let Ok(Value::Object(mut profile)) = serde_json::to_value(&copy.profile) {
        if redaction.client {
            profile.remove("notes");
        }
        fields(crate::engagement::Profile::FIELDS, &mut profile, &mut words);
        if let Ok(profile) = serde_json::from_value(Value::Object(profile)) {
            copy.profile = profile;
        }
    }
    copy
}

/// The people of the workshop by their codes, then everybody else whom a field names, in the order of the records.
fn people(engagement: &Engagement, words: &mut Words) {
    for person in &engagement.participants {
        let number = person.code.as_str().rsplit('-').next().unwrap_or_default();
        words.person(&person.name, || format!("Participant {number}"));
        // One word alone, such as “Analyst”, tells nobody from others.
        if person.job_title.split_whitespace().count() > 1 {
            words.add(&person.job_title, "a role".to_owned());
        }
    }
    let mut others = 0;
    let mut other = |words: &mut Words, name: &str| {
        let next = others + 1;
        if words.person(name, || format!("Person {next}")) {
            others = next;
        }
    };
    other(words, engagement.profile.sponsor.text());
    for name in engagement.profile.facilitators.items() {
        other(words, name);
    }
    // Who settled an answer in the round before is named nowhere else.
    for baseline in &engagement.baselines {
        let answers = baseline.scorecard.pointer("/last_round/answers").and_then(Value::as_object);
        for answer in answers.into_iter().flat_map(Map::values) {
            other(words, answer.get("by").and_then(Value::as_str).unwrap_or_default());
        }
    }
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Participant) {
        let named = kind.fields().iter().filter(|field| PEOPLE.contains(&field.name));
        let named: Vec<&FieldMeta> =
            named.filter(|field| matches!(field.kind, FieldKind::Text(_))).collect();
        for row in engagement.rows(*kind) {
            for field in &named {
                if let Some(name) = row.get(field.name).and_then(Value::as_str) {
                    other(words, name);
                }
            }
        }
    }
}

/// Titles of records as what they are, with their number.
fn titles(engagement: &Engagement, kind: Kind, words: &mut Words) {
    let label = crate::wording::sentence(kind.label());
    for row in engagement.rows(kind) {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = text("code").rsplit('-').next().unwrap_or_default();
        words.add(text("title"), format!("{label} {number}"));
    }
}

/// Empties what is written freely about a record; its title is replaced with all others.
fn hide(kind: Kind, row: &mut Map<String, Value>) {
    for field in kind.fields() {
        if matches!(field.kind, FieldKind::Long(_)) {
            row.remove(field.name);
        }
    }
}

/// Replaces in every text of some fields, and in those below them.
fn fields(metas: &[FieldMeta], row: &mut Map<String, Value>, words: &mut Words) {
    for field in metas {
        let Some(value) = row.get_mut(field.name) else { continue };
        match field.kind {
            FieldKind::Text(_) | FieldKind::Long(_) | FieldKind::Texts | FieldKind::Frozen => {
                replace(value, words);
            }
            FieldKind::Entries(below) => {
                for entry in value.as_array_mut().into_iter().flatten() {
                    if let Value::Object(entry) = entry {
                        fields(below, entry, words);
                    }
                }
            }
            _ => {}
        }
    }
}

fn replace(value: &mut Value, words: &mut Words) {
    match value {
        Value::String(text) => *text = words.told(text),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, words)),
        Value::Object(entries) => entries.values_mut().for_each(|item| replace(item, words)),
        _ => {}
    }
}

/// What stands for what.
#[derive(Default)]
struct Words {
    /// Originals with their pseudonyms, the longest first.
    known: Vec<(String, String)>,
    seen: BTreeSet<String>,
    is_technical: bool,
    is_without_quotes: bool,
    /// Accounts, ARNs, hosts and addresses that were met, with their pseudonyms.
    met: BTreeMap<String, String>,
    counts: BTreeMap<&'static str, u32>,
}

impl Words {
    fn add(&mut self, original: &str, pseudonym: String) {
        let original = original.trim();
        if !original.is_empty() && self.seen.insert(original.to_owned()) {
            self.known.push((original.to_owned(), pseudonym));
        }
    }

    /// A name, what stands before its comma, and each of its parts. False where it is known, or is none.
    fn person(&mut self, name: &str, pseudonym: impl FnOnce() -> String) -> bool {
        let name = name.trim();
        if name.is_empty() || self.seen.contains(name) {
            return false;
        }
        let pseudonym = pseudonym();
        self.add(name, pseudonym.clone());
        let alone = name.split(',').next().unwrap_or(name).trim();
        self.add(alone, pseudonym.clone());
        let parts: Vec<&str> = alone.split_whitespace().collect();
        for part in parts.iter().filter(|_| parts.len() > 1) {
            let is_name = part.chars().count() >= 3
                && part.starts_with(char::is_uppercase)
                && !PARTICLES.contains(&part.to_lowercase().as_str());
            if is_name {
                self.add(part, pseudonym.clone());
            }
        }
        true
    }

    /// The client's name, and its first word where that is one of its own.
    fn client(&mut self, name: &str) {
        self.add(name, "The client".to_owned());
        let mut parts = name.split_whitespace();
        if let (Some(first), Some(_)) = (parts.next(), parts.next())
            && first.chars().count() >= 4
        {
            self.add(first, "The client".to_owned());
        }
    }

    /// Longer originals go before those that are part of them.
    fn order(&mut self) {
        self.known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }

    fn told(&mut self, text: &str) -> String {
        let mut text = if self.is_without_quotes { without_quotes(text) } else { text.to_owned() };
        for (original, pseudonym) in &self.known {
            text = whole_words(&text, original, pseudonym);
        }
        if self.is_technical { self.without_addresses(&text) } else { text }
    }

    /// Accounts, ARNs, hosts and addresses replaced; what stands between words stays.
    fn without_addresses(&mut self, text: &str) -> String {
        let is_between =
            |letter: char| letter.is_whitespace() || "\"'“”‘’`,;()<>[]{}|".contains(letter);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let from = rest.find(|letter| !is_between(letter)).unwrap_or(rest.len());
            out.push_str(&rest[..from]);
            rest = &rest[from..];
            let to = rest.find(is_between).unwrap_or(rest.len());
            let word = rest[..to].trim_end_matches(['.', ':', '!', '?']);
            match technical(word) {
                Some(what) => out.push_str(&self.pseudonym(what, word)),
                None => out.push_str(word),
            }
            out.push_str(&rest[word.len()..to]);
            rest = &rest[to..];
        }
        out
    }

    fn pseudonym(&mut self, what: &'static str, word: &str) -> String {
        if let Some(known) = self.met.get(word) {
            return known.clone();
        }
        let count = self.counts.entry(what).or_default();
        *count += 1;
        let pseudonym = format!("{what} {count}");
        self.met.insert(word.to_owned(), pseudonym.clone());
        pseudonym
    }
}

/// From so many words on what stands in quotation marks was said by somebody; less is a name or a term.
const SPOKEN: usize = 4;

/// What people said, left out of a text that was noted freely.
fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['“', '"', '„', '«', '»', '‘', '”']) {
        let opening = rest[at..].chars().next().unwrap_or('"');
        let closing: &[char] = match opening {
            '“' => &['”', '"'],
            '„' => &['“', '”', '"'],
            '«' => &['»'],
            '»' => &['«'],
            '‘' => &['’'],
            '”' => &['”'],
            _ => &['"'],
        };
        let (before, inside) = (&rest[..at], &rest[at + opening.len_utf8()..]);
        // Behind a number it is an inch, and an apostrophe stands between letters.
        let is_inch = opening == '"' && before.ends_with(|c: char| c.is_ascii_digit());
        let ends = inside.match_indices(closing).find(|(end, sign)| {
            let behind = inside[end + sign.len()..].chars().next();
            !behind.is_some_and(char::is_alphanumeric)
        });
        out.push_str(before);
        match ends.filter(|_| !is_inch) {
            Some((end, sign)) if inside[..end].split_whitespace().count() >= SPOKEN => {
                out.push_str("[quote left out]");
                rest = &inside[end + sign.len()..];
            }
            Some((end, sign)) => {
                let whole = at + opening.len_utf8() + end + sign.len();
                out.push_str(&rest[at..whole]);
                rest = &rest[whole..];
            }
            // It is no quote: what follows may hold one.
            None => {
                out.push(opening);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a word is, where it names an account, a resource, a host or an address.
fn technical(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    if lower.starts_with("arn:") {
        return Some("Resource");
    }
    if ["http://", "https://", "s3://", "jdbc:", "ftp://"].iter().any(|one| lower.starts_with(one))
    {
        return Some("Address");
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let is_grouped = word.chars().all(|letter| letter.is_ascii_digit() || letter == '-');
    if digits == 12 && is_grouped {
        return Some("Account");
    }
    if let Some((before, after)) = word.split_once('@') {
        return (!before.is_empty() && after.contains('.')).then_some("Address");
    }
    let labels: Vec<&str> = lower.split(['.', ':', '/']).collect();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let host: Vec<&str> = lower.split([':', '/']).next().unwrap_or_default().split('.').collect();
    if host.len() == 4 && host.iter().all(|part| part.parse::<u8>().is_ok()) {
        return Some("Host");
    }
    let last = host.last().copied().unwrap_or_default();
    let is_host = host.len() >= 2
        && labels.iter().take(host.len()).all(|label| is_label(label))
        && last.len() >= 2
        && last.chars().all(|letter| letter.is_ascii_alphabetic())
        && host[0].len() >= 2
        && lower.contains(|letter: char| letter.is_ascii_alphabetic());
    if !is_host {
        return None;
    }
    Some(if FILES.contains(&last) { "File" } else { "Host" })
}

/// Replaces an original where no letter or digit stands right before or behind it.
fn whole_words(text: &str, original: &str, pseudonym: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find(original) {
        let (front, behind) = (&rest[..at], &rest[at + original.len()..]);
        let left = front.chars().next_back().or(before);
        let right = behind.chars().next();
        out.push_str(front);
        if left.is_some_and(char::is_alphanumeric) || right.is_some_and(char::is_alphanumeric) {
            out.push_str(original);
        } else {
            out.push_str(pseudonym);
        }
        before = original.chars().next_back();
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{technical, whole_words, without_quotes};

    #[test]
    fn what_was_said_is_left_out_and_terms_stay() {
        assert_eq!(
            without_quotes(
                "“I ask for the name.” A test, “golden record”, was made. She said: \"it is not there\"."
            ),
            "[quote left out] A test, “golden record”, was made. She said: [quote left out]."
        );
        assert_eq!(
            without_quotes("An open “quote that never ends"),
            "An open “quote that never ends"
        );
    }

    #[test]
    fn words_are_replaced_whole() {
        assert_eq!(
            whole_words("Al saw Alma; Al's plan, by Al", "Al", "P"),
            "P saw Alma; P's plan, by P"
        );
        assert_eq!(whole_words("AlAl Al", "Al", "P"), "AlAl P");
    }

    #[test]
    fn accounts_resources_hosts_and_addresses_are_known_and_prose_is_not() {
        for (word, what) in [
            ("123456789012", Some("Account")),
            ("1234-5678-9012", Some("Account")),
            ("arn:aws:s3:::bucket/x", Some("Resource")),
            ("https://wiki.example.com/x?y=1", Some("Address")),
            ("ida@example.com", Some("Address")),
            ("db01.corp.example.com:5432", Some("Host")),
            ("10.0.12.7", Some("Host")),
            ("plan.final.pdf", Some("File")),
            ("e.g", None),
            ("3.5", None),
            ("v1.2.3", None),
            ("2026-11-30", None),
            ("and/or", None),
            ("UC-3", None),
            ("S3", None),
        ] {
            assert_eq!(technical(word), what, "{word}");
        }
    }
}

//! From TOML to what is written, without stopping: whatever is wrong becomes a problem and an absent value.

use std::borrow::Cow;
use std::ops::Deref;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::Error as WordError;
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use waymark_core::discovery::Freshness;
use waymark_core::discovery::platform::{Layer, Product};
use waymark_core::discovery::skill::SkillName;
use waymark_core::discovery::source::ZoneTarget;
use waymark_core::engagement::FindingTone;
use waymark_core::facts::{COLLECTIONS, kind_of_condition_word};
use waymark_core::pack::{CostClass, FactValueKind, PackStatus, Provision, ServiceStatus, Side};
use waymark_core::record::Kind;
use waymark_core::vocabulary::Vocabulary;
use waymark_core::wording::with_article;

use crate::place::Place;
use crate::problem::{ProblemKind, Problems, did_you_mean, listing};

/// Something a pack file can hold.
pub(crate) trait Read: Default + JsonSchema {
    /// Reads it. What is wrong is noted, and the default stands in for it.
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self;
}

/// Reads one file.
pub(crate) struct Reader<'p> {
    /// Position of the file among the files of the pack.
    pub(crate) file: usize,
    /// Where problems go.
    pub(crate) problems: &'p mut Problems,
}

impl Reader<'_> {
    fn place(&self, value: &Spanned<DeValue<'_>>) -> Place {
        let span = value.span();
        Place { file: self.file, start: span.start, end: span.end }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = noun(value.get_ref());
        let help = match value.get_ref() {
            DeValue::String(text)
                if text.parse::<f64>().is_ok() || text.parse::<Date>().is_ok() =>
            {
                format!("write {text} without quotes")
            }
            DeValue::String(_) if expected.contains("list") => "put it between [ and ]".to_owned(),
            DeValue::Boolean(_) | DeValue::Integer(_) | DeValue::Float(_)
                if expected == "a text" =>
            {
                "put it in quotes".to_owned()
            }
            _ => String::new(),
        };
        self.problems.add(
            self.place(value),
            ProblemKind::WrongType,
            format!("expected {expected}, found {found}"),
            help,
        );
    }
}

fn noun(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A value with its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

impl<T> At<T> {
    /// True where it was not written, or written wrongly: a problem tells so already.
    pub(crate) fn is_absent(&self) -> bool {
        self.place.is_nowhere()
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A single value.
pub(crate) trait Scalar: Default + JsonSchema {
    /// How it is called in messages.
    const NOUN: &'static str;

    /// The value; `Ok(None)` where the type is wrong, an error with kind, message and help where only the value is.
    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)>;
}

impl<T: Scalar> Read for At<T> {
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self {
        match T::scalar(value.get_ref()) {
            Ok(Some(scalar)) => return At { value: scalar, place: reader.place(value) },
            Ok(None) => reader.wrong_type(value, T::NOUN),
            Err((kind, message, help)) => {
                reader.problems.add(reader.place(value), kind, message, help);
            }
        }
        Self::default()
    }
}

fn whole(value: &DeValue<'_>) -> Option<i64> {
    value.as_integer().and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok())
}

impl Scalar for String {
    const NOUN: &'static str = "a text";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        Ok(value.as_str().map(str::to_owned))
    }
}

impl Scalar for bool {
    const NOUN: &'static str = "true or false";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        Ok(value.as_bool())
    }
}

impl Scalar for f64 {
    const NOUN: &'static str = "a number";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        let number = value.as_float().and_then(|number| number.as_str().parse::<f64>().ok());
        Ok(number.or(whole(value).map(|number| number as f64)).filter(|number| number.is_finite()))
    }
}

/// A weight: a whole number from 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weight(pub(crate) u32);

/// The highest weight.
const MOST_WEIGHT: i64 = 1000;

impl Scalar for Weight {
    const NOUN: &'static str = "a whole number";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        match whole(value) {
            None => Ok(None),
            Some(weight @ 1..=MOST_WEIGHT) => Ok(Some(Self(weight as u32))),
            Some(weight) => {
                let help = format!("weights are whole numbers from 1 to {MOST_WEIGHT}");
                Err((ProblemKind::Weight, format!("the weight {weight} does not count"), help))
            }
        }
    }
}

/// A level, 1 to 5.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Level(pub(crate) u8);

impl Scalar for Level {
    const NOUN: &'static str = "a level, 1 to 5";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        match whole(value) {
            None => Ok(None),
            Some(level @ 1..=5) => Ok(Some(Self(level as u8))),
            Some(level) => Err((
                ProblemKind::OutOfRange,
                format!("there is no level {level}"),
                "levels run from 1 to 5".to_owned(),
            )),
        }
    }
}

/// Operating effort, 1 (none) to 3 (a team must run it).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Operating(pub(crate) u8);

impl Scalar for Operating {
    const NOUN: &'static str = "1, 2 or 3";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        match whole(value) {
            None => Ok(None),
            Some(effort @ 1..=3) => Ok(Some(Self(effort as u8))),
            Some(effort) => {
                let help = "1 nothing to run, 2 some care, 3 a team must run it".to_owned();
                Err((
                    ProblemKind::OutOfRange,
                    format!("the operating effort {effort} is outside 1 to 3"),
                    help,
                ))
            }
        }
    }
}

/// A civil date, written without quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Day(pub(crate) Date);

impl Scalar for Day {
    const NOUN: &'static str = "a date like 2026-03-31";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        let date = value
            .as_datetime()
            .filter(|moment| moment.time.is_none())
            .and_then(|moment| moment.date);
        Ok(date.and_then(|d| Date::new(d.year as i16, d.month as i8, d.day as i8).ok()).map(Self))
    }
}

/// An answer in an example.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Given {
    /// Nobody could say.
    #[default]
    DontKnow,
    /// The question does not apply.
    NotApplicable,
    /// A level.
    Level(u8),
}

impl Scalar for Given {
    const NOUN: &'static str = "a level, \"not_applicable\" or \"dont_know\"";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        match value {
            DeValue::String(text) => match text.as_ref() {
                "not_applicable" => Ok(Some(Self::NotApplicable)),
                "dont_know" => Ok(Some(Self::DontKnow)),
                other => {
                    Err(wrong_word(other, "an answer", ["not_applicable", "dont_know"].into_iter()))
                }
            },
            other => Ok(Level::scalar(other)?.map(|level| Self::Level(level.0))),
        }
    }
}

/// A score expected of an example.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) enum Expected {
    /// Coverage is too low for a score.
    #[default]
    NoScore,
    /// This score.
    Score(f64),
}

impl Scalar for Expected {
    const NOUN: &'static str = "a number or \"no_score\"";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        match value.as_str() {
            Some("no_score") => Ok(Some(Self::NoScore)),
            Some(other) => Err(wrong_word(other, "a score", ["no_score"].into_iter())),
            None => Ok(f64::scalar(value)?.map(Self::Score)),
        }
    }
}

fn wrong_word<'a>(
    word: &str,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> (ProblemKind, String, String) {
    let near = did_you_mean(word, known.clone());
    let help = format!("{near} known: {}", listing(known));
    (ProblemKind::WrongWord, format!("`{word}` is not {what}"), help.trim_start().to_owned())
}

/// The closed vocabularies of pack files.
pub(crate) trait Words: DeserializeOwned + Copy + std::fmt::Debug + 'static {
    /// Words and labels.
    const LIST: &'static Vocabulary;
}

macro_rules! words {
    ($($name:ident)+) => {$(
        impl Words for $name {
            const LIST: &'static Vocabulary = $name::VOCABULARY;
        }
    )+};
}
words! { CostClass FactValueKind FindingTone Freshness Layer PackStatus Product Provision ServiceStatus Side SkillName ZoneTarget }

/// A word of a closed vocabulary; `None` only where it was not written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<V>(pub(crate) Option<V>);

impl<V> Default for Word<V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<V: Words> Scalar for Word<V> {
    const NOUN: &'static str = "one word";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        let Some(word) = value.as_str() else { return Ok(None) };
        let deserializer: serde::de::value::StrDeserializer<'_, WordError> =
            word.into_deserializer();
        if let Ok(known) = V::deserialize(deserializer) {
            return Ok(Some(Self(Some(known))));
        }
        let what = format!("a word of {}", V::LIST.name.replace('_', " "));
        Err(wrong_word(word, &what, V::LIST.words.iter().map(|known| known.word)))
    }
}

/// The record kind that a rule runs over.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Over(pub(crate) Option<Kind>);

impl Scalar for Over {
    const NOUN: &'static str = "the word of a record kind";

    fn scalar(value: &DeValue<'_>) -> Result<Option<Self>, (ProblemKind, String, String)> {
        let Some(word) = value.as_str() else { return Ok(None) };
        match kind_of_condition_word(word) {
            Some(kind) => Ok(Some(Self(Some(kind)))),
            None => Err(wrong_word(
                word,
                "a record kind to run over",
                COLLECTIONS.iter().map(|(kind, _)| kind.condition_word()),
            )),
        }
    }
}

/// Schemas of the single values, always written in place.
macro_rules! inline_schema {
    ($({$generic:ident})? $name:ty, $title:expr, $schema:expr) => {
        impl$(<$generic: Words>)? JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}
inline_schema!(
    Weight,
    "weight",
    json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST_WEIGHT })
);
inline_schema!(Level, "level", json_schema!({ "type": "integer", "minimum": 1, "maximum": 5 }));
inline_schema!(
    Operating,
    "operating_effort",
    json_schema!({ "type": "integer", "minimum": 1, "maximum": 3 })
);
inline_schema!(Day, "date", json_schema!({ "type": "string", "format": "date" }));
inline_schema!(
    Given,
    "answer",
    json_schema!({ "enum": [1, 2, 3, 4, 5, "not_applicable", "dont_know"] })
);
inline_schema!(
    Expected,
    "score",
    json_schema!({ "anyOf": [{ "type": "number", "minimum": 1, "maximum": 5 }, { "const": "no_score" }] })
);
inline_schema!(
    Over,
    "record_kind",
    json_schema!({ "enum": COLLECTIONS.map(|(kind, _)| kind.condition_word()) })
);
inline_schema!({V} Word<V>, V::LIST.name, json_schema!({ "enum": V::LIST.words.iter().map(|word| word.word).collect::<Vec<_>>() }));

impl<T: Read> Read for Option<T> {
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self {
        Some(T::read(value, reader))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(items) = value.get_ref().as_array() else {
            reader.wrong_type(value, "a list");
            return vec![];
        };
        items.iter().map(|item| T::read(item, reader)).collect()
    }
}

/// A list with its own place, for problems of the list as a whole.
impl<T: Read> Read for At<Vec<T>> {
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self {
        if !value.get_ref().is_array() {
            reader.wrong_type(value, "a list");
            return Self::default();
        }
        At { value: Vec::read(value, reader), place: reader.place(value) }
    }
}

/// A table whose keys are free, in key order.
#[derive(Debug, Clone)]
pub(crate) struct Entries<T>(pub(crate) Vec<(At<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("entries_of_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let of = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": of })
    }
}

impl<T: Read> Read for Entries<T> {
    fn read(value: &Spanned<DeValue<'_>>, reader: &mut Reader<'_>) -> Self {
        let Some(table) = value.get_ref().as_table() else {
            reader.wrong_type(value, "a table");
            return Self::default();
        };
        let entries = table.iter().map(|(key, value)| {
            let place = Place { file: reader.file, start: key.span().start, end: key.span().end };
            (At { value: key.get_ref().to_string(), place }, T::read(value, reader))
        });
        Self(entries.collect())
    }
}

/// The fields of a table while they are read.
pub(crate) struct Fields<'r, 'v, 'i, 'p> {
    table: &'v DeTable<'i>,
    place: Place,
    noun: &'static str,
    reader: &'r mut Reader<'p>,
}

impl<'r, 'v, 'i, 'p> Fields<'r, 'v, 'i, 'p> {
    /// The fields of a value; `None`, and a problem, where it is not a table.
    pub(crate) fn of(
        value: &'v Spanned<DeValue<'i>>,
        noun: &'static str,
        reader: &'r mut Reader<'p>,
    ) -> Option<Self> {
        let Some(table) = value.get_ref().as_table() else {
            reader.wrong_type(value, "a table");
            return None;
        };
        Some(Self { table, place: reader.place(value), noun, reader })
    }

    /// A field that must be there.
    pub(crate) fn required<T: Read>(&mut self, name: &str) -> T {
        if let Some(value) = self.table.get(name) {
            return T::read(value, self.reader);
        }
        let message = format!("`{name}` is missing in this {}", self.noun);
        let help = format!("add {name} = ...");
        self.reader.problems.add(self.place, ProblemKind::MissingField, message, help);
        T::default()
    }

    /// A field that can be left out.
    pub(crate) fn optional<T: Read>(&mut self, name: &str) -> T {
        self.table.get(name).map_or_else(T::default, |value| T::read(value, self.reader))
    }

    /// Tells which written fields do not exist.
    pub(crate) fn finish(self, known: &[&str]) {
        for key in self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let place =
                Place { file: self.reader.file, start: key.span().start, end: key.span().end };
            let near = did_you_mean(name, known.iter().copied());
            let help = format!(
                "{near} fields: {}",
                known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
            );
            let message = format!("there is no field `{name}` in {}", with_article(self.noun));
            self.reader.problems.add(place, ProblemKind::UnknownField, message, help.trim_start());
        }
    }
}

/// A field's name without the mark of a raw identifier.
pub(crate) fn plain_name(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Declares a table of a pack file: its struct, its JSON Schema and how it is read.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident $noun:literal required {
        $($(#[$rdoc:meta])* $rfield:ident : $rtype:ty,)*
    } optional {
        $($(#[$odoc:meta])* $ofield:ident : $otype:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$rdoc])* pub(crate) $rfield: $rtype,)*
            $($(#[$odoc])* #[schemars(default)] pub(crate) $ofield: $otype,)*
        }

        impl $crate::read::Read for $name {
            fn read(value: &toml::Spanned<toml::de::DeValue<'_>>, reader: &mut $crate::read::Reader<'_>) -> Self {
                let Some(mut fields) = $crate::read::Fields::of(value, $noun, reader) else { return Self::default() };
                let read = Self {
                    $($rfield: fields.required($crate::read::plain_name(stringify!($rfield))),)*
                    $($ofield: fields.optional($crate::read::plain_name(stringify!($ofield))),)*
                };
                fields.finish(&[
                    $($crate::read::plain_name(stringify!($rfield)),)*
                    $($crate::read::plain_name(stringify!($ofield)),)*
                ]);
                read
            }
        }
    };
}
pub(crate) use written;

//! Several engagements as one table without names: a row for the whole, for each factor, dimension and question of each pack.
//!
//! A row holds ids, words of closed vocabularies and numbers, and no text that anybody typed. What could name an organisation is a
//! pseudonym made with a key that is kept elsewhere, or nowhere.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::architecture::territory;
use crate::consensus::Consensus;
use crate::engagement::Engagement;
use crate::id::PackId;
use crate::next_round::{day_of, round_of};
use crate::pack::Pack;
use crate::scan::PseudonymKey;
use crate::score::{Score, Scorecard};

/// The version of the table: a column that changes its meaning or goes makes the next one.
pub const SCHEMA_VERSION: u32 = 1;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number that fits 32 bits.
    Whole,
    /// A number in double precision.
    Number,
    /// True or false.
    Flag,
}

impl ColumnKind {
    /// The word in the machine-readable schema.
    pub fn word(self) -> &'static str {
        match self {
            ColumnKind::Text => "string",
            ColumnKind::Whole => "int32",
            ColumnKind::Number => "double",
            ColumnKind::Flag => "boolean",
        }
    }
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether a row may have no value there.
    pub is_nullable: bool,
    /// What it means, with range and unit, and when it is null.
    pub meaning: &'static str,
}

const fn needed(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column { name, kind, is_nullable: false, meaning }
}

const fn maybe(name: &'static str, kind: ColumnKind, meaning: &'static str) -> Column {
    Column { name, kind, is_nullable: true, meaning }
}

use ColumnKind::{Flag, Number, Text, Whole};

/// The columns, in order.
pub const COLUMNS: &[Column] = &[
    needed("schema_version", Whole, "Version of this table: 1"),
    needed(
        "engagement_id",
        Text,
        "Pseudonym of the engagement; the same salt gives the same one again",
    ),
    needed(
        "series_id",
        Text,
        "Pseudonym of the first round of the engagement: rounds of one organisation share it",
    ),
    needed("round", Whole, "Which round of the series, from 1"),
    maybe(
        "assessed",
        Text,
        "Month in which the workshop ended, as YYYY-MM; null where no date is recorded",
    ),
    maybe("industry", Text, "Word of the vocabulary `industry`; null where unknown"),
    maybe(
        "organisation_size",
        Text,
        "Word of the vocabulary `organisation_size`; null where unknown",
    ),
    maybe(
        "region_class",
        Text,
        "Where the data stands or must stay: europe, north_america, south_america, asia_pacific, middle_east, africa, other, or several; null where unknown",
    ),
    maybe("operating_model", Text, "Word of the vocabulary `operating_model`; null where unknown"),
    maybe("aws_accounts", Text, "Word of the vocabulary `aws_accounts`; null where unknown"),
    maybe("depth", Text, "short or full; null where unknown, which asks every question"),
    needed("pack_id", Text, "Id of a pack that ships with Waymark; a pseudonym for any other"),
    maybe("pack_version", Text, "Version of a shipped pack, digits and dots; null for any other"),
    needed("row_kind", Text, "What the row speaks of: overall, factor, dimension or question"),
    maybe(
        "item_id",
        Text,
        "Id of the factor, dimension or question in a shipped pack; a pseudonym for any other; null for overall",
    ),
    maybe("factor_id", Text, "The factor that it belongs to, as item_id; null for overall"),
    maybe(
        "dimension_id",
        Text,
        "The dimension that it belongs to, as item_id; null for overall and factors",
    ),
    needed("weight", Whole, "Weight in what it is part of; 1 for overall"),
    maybe("state", Text, "Of a question: level, not_applicable or unknown; null for other rows"),
    maybe("level", Whole, "Consensus of a question, 1 to 5; null without one"),
    maybe(
        "is_settled",
        Flag,
        "The consensus was settled in the room, not derived from votes; null for other rows",
    ),
    maybe(
        "score",
        Number,
        "Score of overall, factor or dimension, 1 to 5, not rounded; null where coverage is too low",
    ),
    maybe("attained", Whole, "Attained level, 1 to 5; null without a score"),
    maybe(
        "band_low",
        Number,
        "Lowest score that what is unknown still allows, 1 to 5; null where nothing applies",
    ),
    maybe(
        "band_high",
        Number,
        "Highest score that what is unknown still allows, 1 to 5; null where nothing applies",
    ),
    maybe(
        "target",
        Number,
        "Level wanted, 1 to 5; null where nothing applies, or a factor has no score",
    ),
    maybe(
        "gap",
        Number,
        "Target less score, or less level, never negative; null where either is null",
    ),
    maybe(
        "coverage",
        Number,
        "Share of the applicable weight that has a level, 0 to 1; null for questions",
    ),
    maybe(
        "confidence",
        Number,
        "Coverage times mean strength of evidence, 0 to 1; null for questions",
    ),
    maybe("votes", Whole, "Votes on a question, counted hands included; null for other rows"),
    maybe("spread", Whole, "Highest less lowest level voted on a question; null without levels"),
    maybe(
        "evidence_strength",
        Text,
        "Strongest evidence of a question: stated, shown or measured; null for other rows",
    ),
];

/// A value of the table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i32),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Whole(i32::try_from(number).unwrap_or(i32::MAX))
    }
}

impl From<u8> for Cell {
    fn from(number: u8) -> Self {
        Cell::Whole(number.into())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

/// An engagement under one of its packs, with its scores.
#[derive(Debug, Clone, Copy)]
pub struct Assessed<'a> {
    /// What people entered, with a vote for each counted hand and none that is sealed.
    pub engagement: &'a Engagement,
    /// The pack.
    pub pack: &'a Pack,
    /// The scores under it.
    pub card: &'a Scorecard,
    /// The pack of that id that this program ships, where it ships one: its ids name nobody.
    pub shipped: Option<&'a Pack>,
}

/// The pseudonym of an engagement: the same key gives the same one.
pub fn engagement_id(engagement: &Engagement, key: &PseudonymKey) -> String {
    key.of("engagement", &engagement.uid.to_string())
}

/// The rows of one engagement under one pack: the whole, then factors, dimensions and questions in the pack's order.
pub fn rows(assessed: &Assessed, key: &PseudonymKey) -> Vec<Vec<Cell>> {
    let Assessed { engagement, pack, card, .. } = *assessed;
    let head = head(assessed, key);
    let row = |kind: &str, rest: Vec<Cell>| -> Vec<Cell> {
        let mut cells = head.clone();
        cells.push(kind.into());
        cells.extend(rest);
        debug_assert_eq!(cells.len(), COLUMNS.len());
        cells
    };
    let factor_id = |id: &str| Cell::from(plain(assessed, key, id, Part::Factor));
    let dimension_id = |id: &str| Cell::from(plain(assessed, key, id, Part::Dimension));
    let mut rows = vec![row(
        "overall",
        [
            vec![Cell::Null, Cell::Null, Cell::Null, 1_u32.into()],
            not_of_a_question(),
            numbers(&card.overall, card.overall_target(pack)),
            no_votes(),
        ]
        .concat(),
    )];
    for (factor, score) in pack.factors.iter().zip(&card.factors) {
        let id = factor_id(factor.id.as_str());
        rows.push(row(
            "factor",
            [
                vec![id.clone(), id, Cell::Null, factor.weight.into()],
                not_of_a_question(),
                numbers(&score.score, card.factor_target(pack, &factor.id)),
                no_votes(),
            ]
            .concat(),
        ));
    }
    for (dimension, score) in pack.dimensions.iter().zip(&card.dimensions) {
        let id = dimension_id(dimension.id.as_str());
        rows.push(row(
            "dimension",
            [
                vec![id.clone(), factor_id(dimension.factor.as_str()), id, dimension.weight.into()],
                not_of_a_question(),
                numbers(&score.score, score.target),
                no_votes(),
            ]
            .concat(),
        ));
    }
    for score in &card.questions {
        let factor = pack.dimension(&score.dimension).map(|d| factor_id(d.factor.as_str()));
        let (state, level) = match score.consensus {
            Consensus::Level(level) => ("level", Some(level)),
            Consensus::NotApplicable => ("not_applicable", None),
            Consensus::Unknown => ("unknown", None),
        };
        let applies = score.consensus != Consensus::NotApplicable;
        let votes = engagement.votes.iter().filter(|v| v.pack == pack.id && v.question == score.id);
        rows.push(row(
            "question",
            vec![
                plain(assessed, key, score.id.as_str(), Part::Question).into(),
                factor.unwrap_or(Cell::Null),
                dimension_id(score.dimension.as_str()),
                score.weight.into(),
                state.into(),
                level.into(),
                score.is_settled.into(),
                Cell::Null,
                Cell::Null,
                score.band.map(|band| band.low).into(),
                score.band.map(|band| band.high).into(),
                applies.then(|| f64::from(score.target)).into(),
                level.map(|level| f64::from(score.target.saturating_sub(level))).into(),
                Cell::Null,
                Cell::Null,
                u32::try_from(votes.count()).unwrap_or(u32::MAX).into(),
                score.spread.map(crate::consensus::Spread::range).into(),
                score.strength.word().into(),
            ],
        ));
    }
    rows
}

/// The cells that all rows of an engagement under a pack share.
fn head(assessed: &Assessed, key: &PseudonymKey) -> Vec<Cell> {
    let Assessed { engagement, pack, shipped, .. } = *assessed;
    let profile = &engagement.profile;
    let (first, round) = round_of(engagement);
    let series = key.of("series", &first.to_string());
    let month = day_of(engagement).map(|day| format!("{:04}-{:02}", day.year(), day.month()));
    let version = shipped.filter(|_| is_plain_version(&pack.version)).map(|_| pack.version.clone());
    vec![
        SCHEMA_VERSION.into(),
        engagement_id(engagement, key).into(),
        series.into(),
        round.into(),
        month.into(),
        profile.industry.value().map(|word| word.word()).into(),
        profile.organisation_size.value().map(|word| word.word()).into(),
        region_class(engagement).into(),
        profile.operating_model.value().map(|word| word.word()).into(),
        profile.aws_accounts.value().map(|word| word.word()).into(),
        profile.depth.value().map(|word| word.word()).into(),
        pack_id(&pack.id, shipped.is_some(), key).into(),
        version.into(),
    ]
}

fn not_of_a_question() -> Vec<Cell> {
    vec![Cell::Null; 3]
}

fn no_votes() -> Vec<Cell> {
    vec![Cell::Null; 3]
}

/// Score, attained level, band, target, gap, coverage and confidence.
fn numbers(score: &Score, target: Option<f64>) -> Vec<Cell> {
    let gap = score.score.zip(target).map(|(score, target)| (target - score).max(0.0));
    vec![
        score.score.into(),
        score.told_attained().into(),
        score.band.map(|band| band.low).into(),
        score.band.map(|band| band.high).into(),
        target.into(),
        gap.into(),
        score.coverage.into(),
        score.confidence.into(),
    ]
}

fn pack_id(id: &PackId, is_shipped: bool, key: &PseudonymKey) -> String {
    if is_shipped { id.to_string() } else { key.of("pack", id.as_str()) }
}

/// Digits and dots: words in a version may name somebody.
pub fn is_plain_version(version: &str) -> bool {
    !version.is_empty() && version.chars().all(|sign| sign.is_ascii_digit() || sign == '.')
}

enum Part {
    Factor,
    Dimension,
    Question,
}

/// The id of a part where the shipped pack has it; a pseudonym where somebody else chose it.
fn plain(assessed: &Assessed, key: &PseudonymKey, id: &str, part: Part) -> String {
    let is_known = assessed.shipped.is_some_and(|pack| match part {
        Part::Factor => pack.factors.iter().any(|factor| factor.id.as_str() == id),
        Part::Dimension => pack.dimensions.iter().any(|dimension| dimension.id.as_str() == id),
        Part::Question => pack.questions.iter().any(|question| question.id.as_str() == id),
    });
    if is_known {
        return id.to_owned();
    }
    let what = match part {
        Part::Factor => "factor",
        Part::Dimension => "dimension",
        Part::Question => "question",
    };
    key.of(what, &format!("{}/{id}", assessed.pack.id))
}

/// Where data stands or must stay, as a part of the world; `None` where nothing that was entered tells it.
pub fn region_class(engagement: &Engagement) -> Option<&'static str> {
    let sources = engagement.sources.iter().map(|source| source.region.text());
    let platform = engagement.platform.iter().map(|item| item.region.text());
    let bound = engagement.constraints.iter().flat_map(|constraint| {
        constraint.residency.items().iter().chain(constraint.approved_regions.items())
    });
    let places = sources.chain(platform).chain(bound.map(String::as_str));
    let classes: BTreeSet<&'static str> = places.filter_map(class_of).collect();
    match classes.len() {
        0 => None,
        1 => classes.into_iter().next(),
        _ => Some("several"),
    }
}

/// The part of the world of a country, an AWS Region or a union of countries; `None` for other texts.
fn class_of(place: &str) -> Option<&'static str> {
    if territory::is_union(place) {
        return Some("europe");
    }
    let country = territory::country(place)?;
    if territory::lies_in(&country, "EEA") == Some(true) {
        return Some("europe");
    }
    Some(match country.as_str() {
        "GB" | "CH" => "europe",
        "US" | "CA" | "MX" => "north_america",
        "AR" | "BR" | "CL" | "CO" | "PE" | "UY" => "south_america",
        "AU" | "CN" | "HK" | "ID" | "IN" | "JP" | "KR" | "MY" | "NZ" | "PH" | "SG" | "TH"
        | "TW" | "VN" => "asia_pacific",
        "AE" | "BH" | "IL" | "KW" | "OM" | "QA" | "SA" => "middle_east",
        "EG" | "KE" | "MA" | "NG" | "ZA" => "africa",
        _ => "other",
    })
}

/// The columns for machines.
pub fn schema() -> Value {
    let columns: Vec<Value> = COLUMNS
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "type": column.kind.word(),
                "nullable": column.is_nullable,
                "description": column.meaning,
            })
        })
        .collect();
    json!({
        "name": "waymark-portfolio",
        "version": SCHEMA_VERSION,
        "description": "One row per engagement, pack and item: overall, factor, dimension and question. No names and no free text.",
        "columns": columns,
    })
}

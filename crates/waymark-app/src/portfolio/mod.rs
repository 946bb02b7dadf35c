//! Several engagements side by side: a table to look at, and a table without names for a warehouse.
//!
//! Each file is opened to be read, looked at and let go, one after the other; one that cannot be read is named with its reason and
//! keeps no other one out.

mod parquet;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use waymark_core::consensus::Consensus;
use waymark_core::id::Uid;
use waymark_core::next_round::{day_of, round_of};
use waymark_core::portfolio::{Assessed, COLUMNS, Cell, engagement_id, is_plain_version, rows};
pub use waymark_core::portfolio::{SCHEMA_VERSION, schema};
pub use waymark_core::scan::PseudonymKey;
use waymark_core::score::Score;

use crate::app::{same_file, write_file};
use crate::error::{Code, Error};
use crate::library::Library;
use crate::maturity::score_view;
use crate::session::{Mode, Session};
use crate::view::{
    PortfolioFailure, PortfolioPack, PortfolioPart, PortfolioRow, PortfolioScore, PortfolioView,
    PortfolioWritten, ScoreView,
};

/// Rows that a group of a Parquet file holds: what is in memory at once.
const GROUP: usize = 50_000;

/// Opens one file after the other and shows each engagement under each of its packs. The document that is open in this process is read
/// from there: nobody else may open it. Gives the files that do not count.
fn each(
    paths: &[String],
    library: &Library,
    open: Option<&Session>,
    mut look: impl FnMut(&Path, &Assessed) -> Result<(), Error>,
) -> Result<Vec<PortfolioFailure>, Error> {
    let mut failures = Vec::new();
    // Two copies of one engagement would count it twice.
    let mut seen: BTreeMap<Uid, String> = BTreeMap::new();
    for path in paths {
        let file = Path::new(path);
        let is_open = |session: &&Session| {
            session.document().is_ok_and(|document| same_file(document.path(), file))
        };
        let session = match open.filter(is_open) {
            Some(session) => Ok(session.scratch()),
            None => Session::open(file, Mode::ReadOnly, library),
        };
        let mut session = match session {
            Ok(session) => session,
            Err(error) => {
                failures.push(failure(path, &error));
                continue;
            }
        };
        let uid = session.engagement().uid;
        if let Some(first) = seen.get(&uid) {
            let message = format!("it holds the same engagement as {}", file_name(first));
            let error = Error::new(Code::AlreadyExists, message, "it is counted once");
            failures.push(failure(path, &error));
            continue;
        }
        seen.insert(uid, path.clone());
        let ids: Vec<String> = session.packs().iter().map(|pack| pack.id.to_string()).collect();
        for id in ids {
            session.choose_pack(&id)?;
            let assessed = Assessed {
                engagement: session.in_view(),
                pack: session.base_pack(),
                card: &session.derived().scorecard,
                shipped: library.by_id(&id).map(|held| &*held.pack),
            };
            look(file, &assessed)?;
        }
    }
    Ok(failures)
}

fn file_name(path: &str) -> String {
    Path::new(path)
        .file_name()
        .map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned())
}

fn failure(path: &str, error: &Error) -> PortfolioFailure {
    PortfolioFailure {
        path: path.to_owned(),
        file_name: file_name(path),
        code: error.code,
        message: error.message.clone(),
        help: error.help.clone(),
    }
}

/// Several engagements side by side, with the files that could not be read.
///
/// # Errors
/// None that one file could cause.
pub fn look(
    paths: &[String],
    library: &Library,
    open: Option<&Session>,
) -> Result<PortfolioView, Error> {
    let mut found = Vec::new();
    let mut packs: Vec<PortfolioPack> = Vec::new();
    let failures = each(paths, library, open, |path, assessed| {
        note_pack(&mut packs, assessed);
        found.push(row(path, assessed));
        Ok(())
    })?;
    packs.sort_by_key(|pack| std::cmp::Reverse(pack.engagements));
    Ok(PortfolioView { rows: found, failures, packs })
}

/// Counts a pack; parts that another version has besides are added behind.
fn note_pack(packs: &mut Vec<PortfolioPack>, assessed: &Assessed) {
    let pack = assessed.pack;
    let at = packs.iter().position(|known| known.id == pack.id.as_str()).unwrap_or_else(|| {
        packs.push(PortfolioPack {
            id: pack.id.to_string(),
            title: pack.title.clone(),
            engagements: 0,
            factors: vec![],
            dimensions: vec![],
        });
        packs.len() - 1
    });
    let known = &mut packs[at];
    known.engagements += 1;
    let add = |parts: &mut Vec<PortfolioPart>, id: &str, title: &str, short_title: &str| {
        if parts.iter().all(|part| part.id != id) {
            parts.push(PortfolioPart {
                id: id.to_owned(),
                title: title.to_owned(),
                short_title: short_title.to_owned(),
            });
        }
    };
    for factor in &pack.factors {
        add(&mut known.factors, factor.id.as_str(), &factor.title, &factor.title);
    }
    for dimension in &pack.dimensions {
        let (title, short) = (&dimension.title, &dimension.short_title);
        add(&mut known.dimensions, dimension.id.as_str(), title, short);
    }
}

fn row(path: &Path, assessed: &Assessed) -> PortfolioRow {
    let Assessed { engagement, pack, card, .. } = *assessed;
    let path = path.to_string_lossy().into_owned();
    let part = |id: &str, score: &Score| PortfolioScore { id: id.into(), score: score_view(score) };
    let is_answered =
        |question: &&waymark_core::score::QuestionScore| question.consensus != Consensus::Unknown;
    PortfolioRow {
        file_name: file_name(&path),
        path,
        client: engagement.profile.client.clone(),
        pack: pack.id.to_string(),
        pack_version: pack.version.clone(),
        date: day_of(engagement).map_or(String::new(), |day| day.to_string()),
        round: round_of(engagement).1,
        overall: score_view(&card.overall),
        factors: card.factors.iter().map(|f| part(f.id.as_str(), &f.score)).collect(),
        dimensions: card.dimensions.iter().map(|d| part(d.id.as_str(), &d.score)).collect(),
        answered: card.questions.iter().filter(is_answered).count() as u32,
        questions: card.questions.len() as u32,
    }
}

/// The form of a table for a warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// Comma-separated values with a line of names.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl TableForm {
    /// The form that a file's ending asks for: CSV where it says nothing else.
    pub fn of_path(path: &Path) -> Self {
        let is_parquet =
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        if is_parquet { TableForm::Parquet } else { TableForm::Csv }
    }
}

/// A table in the making.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time")]
enum Table {
    Csv(csv::Writer<Vec<u8>>),
    Parquet(parquet::Writer),
}

impl Table {
    fn new(form: TableForm) -> Result<Self, Error> {
        Ok(match form {
            TableForm::Csv => {
                let mut table = csv::Writer::from_writer(Vec::new());
                let names = COLUMNS.iter().map(|column| column.name);
                table.write_record(names).map_err(|error| unmade(&error))?;
                Table::Csv(table)
            }
            TableForm::Parquet => Table::Parquet(parquet::Writer::new(COLUMNS, GROUP)),
        })
    }

    fn push(&mut self, row: &[Cell]) -> Result<(), Error> {
        match self {
            Table::Csv(table) => {
                table.write_record(row.iter().map(plain)).map_err(|error| unmade(&error))
            }
            Table::Parquet(table) => table.push(row).map_err(|error| unmade(&error)),
        }
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        match self {
            Table::Csv(table) => table.into_inner().map_err(|error| unmade(&error)),
            Table::Parquet(table) => table.finish().map_err(|error| unmade(&error)),
        }
    }
}

fn unmade(error: &dyn std::fmt::Display) -> Error {
    Error::new(
        Code::Internal,
        format!("the table cannot be made: {error}"),
        "this is a mistake in Waymark",
    )
}

/// A value as CSV holds it: numbers whole, nothing for null.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
    }
}

/// A table without names, made of several engagements.
pub struct Export {
    /// The bytes of a file per form.
    pub files: Vec<Vec<u8>>,
    /// Engagements in it.
    pub engagements: u32,
    /// Rows in it.
    pub rows: u32,
    /// Files that are not in it.
    pub failures: Vec<PortfolioFailure>,
}

/// Makes a table without names in each of some forms: a row per engagement, pack and item. The same files and the same key give the
/// same bytes.
///
/// # Errors
/// None that one file could cause.
pub fn export(
    paths: &[String],
    forms: &[TableForm],
    key: &PseudonymKey,
    library: &Library,
    open: Option<&Session>,
) -> Result<Export, Error> {
    let mut tables = forms.iter().map(|&form| Table::new(form)).collect::<Result<Vec<_>, _>>()?;
    let (mut written, mut engagements, mut last) = (0_u32, 0_u32, None);
    let failures = each(paths, library, open, |_, assessed| {
        if last.replace(assessed.engagement.uid) != Some(assessed.engagement.uid) {
            engagements += 1;
        }
        for row in rows(assessed, key) {
            for table in &mut tables {
                table.push(&row)?;
            }
            written += 1;
        }
        Ok(())
    })?;
    let files = tables.into_iter().map(Table::finish).collect::<Result<_, _>>()?;
    Ok(Export { files, engagements, rows: written, failures })
}

/// Makes a table without names and writes it.
///
/// # Errors
/// [`Code::NotWritable`] when the target cannot be written, [`Code::AlreadyExists`] where it is a document, [`Code::InvalidValue`] where
/// no file could be read: nothing is written then.
pub fn write(
    paths: &[String],
    path: &Path,
    key: &PseudonymKey,
    library: &Library,
    open: Option<&Session>,
) -> Result<PortfolioWritten, Error> {
    let made = export(paths, &[TableForm::of_path(path)], key, library, open)?;
    if made.engagements == 0 {
        return Err(unread(&made.failures));
    }
    for bytes in &made.files {
        write_file(path, bytes)?;
    }
    Ok(PortfolioWritten {
        path: path.to_string_lossy().into_owned(),
        engagements: made.engagements,
        rows: made.rows,
        failures: made.failures,
    })
}

/// No file could be read, with the reason of each.
pub fn unread(failures: &[PortfolioFailure]) -> Error {
    let mistakes = failures
        .iter()
        .map(|one| crate::error::Mistake {
            place: one.path.clone(),
            message: one.message.clone(),
            help: one.help.clone(),
        })
        .collect();
    let message = "none of these files is an engagement that can be read";
    Error { mistakes, ..Error::new(Code::InvalidValue, message, "name the files of engagements") }
}

/// `portfolio --json`, with the files that are not in it. Without names, clients are pseudonyms and files are numbers.
pub fn json(
    paths: &[String],
    library: &Library,
    anonymous: Option<&PseudonymKey>,
) -> Result<(Value, Vec<PortfolioFailure>), Error> {
    let mut ids = Vec::new();
    let mut found = Vec::new();
    let mut packs = Vec::new();
    let failures = each(paths, library, None, |path, assessed| {
        note_pack(&mut packs, assessed);
        ids.push(anonymous.map(|key| engagement_id(assessed.engagement, key)));
        found.push(row(path, assessed));
        Ok(())
    })?;
    let score = |score: &ScoreView| {
        json!({
            "score": score.score,
            "attained": score.attained,
            "band": score.band.map(|(low, high)| [low, high]),
            "coverage": score.coverage,
            "confidence": score.confidence,
        })
    };
    let parts = |parts: &[&PortfolioScore]| -> Vec<Value> {
        parts.iter().map(|part| json!({ "id": part.id, "score": score(&part.score) })).collect()
    };
    let rows: Vec<Value> = found
        .iter()
        .zip(&ids)
        .map(|(row, id)| {
            let mut told = json!({
                "round": row.round,
                "date": row.date,
                "pack": row.pack,
                "pack_version": row.pack_version,
                "answered": row.answered,
                "questions": row.questions,
                "overall": score(&row.overall),
                "factors": parts(&row.factors.iter().collect::<Vec<_>>()),
                "dimensions": parts(&row.dimensions.iter().collect::<Vec<_>>()),
            });
            let Value::Object(told) = &mut told else { return Value::Null };
            match id {
                Some(id) => {
                    told.insert("engagement_id".into(), json!(id));
                    // The day itself, and the words of a pack's author, would tell whose it is.
                    told.insert("date".into(), json!(row.date.get(..7).unwrap_or_default()));
                    let shipped = library.by_id(&row.pack).map(|held| &held.pack);
                    let is_factor = |part: &&PortfolioScore| {
                        shipped.is_some_and(|pack| {
                            pack.factors.iter().any(|factor| factor.id.as_str() == part.id)
                        })
                    };
                    let is_dimension = |part: &&PortfolioScore| {
                        shipped.is_some_and(|pack| {
                            pack.dimensions.iter().any(|one| one.id.as_str() == part.id)
                        })
                    };
                    let factors: Vec<_> = row.factors.iter().filter(is_factor).collect();
                    let dimensions: Vec<_> = row.dimensions.iter().filter(is_dimension).collect();
                    told.insert("factors".into(), parts(&factors).into());
                    told.insert("dimensions".into(), parts(&dimensions).into());
                    if shipped.is_none() {
                        told.insert("pack".into(), Value::Null);
                    }
                    if shipped.is_none() || !is_plain_version(&row.pack_version) {
                        told.insert("pack_version".into(), Value::Null);
                    }
                }
                None => {
                    told.insert("client".into(), json!(row.client));
                    told.insert("path".into(), json!(row.path));
                }
            }
            Value::Object(std::mem::take(told))
        })
        .collect();
    let told: Vec<Value> = failures
        .iter()
        .map(|one| {
            let place = paths.iter().position(|path| *path == one.path).map(|at| at + 1);
            match anonymous {
                Some(_) => json!({ "file": place, "code": one.code }),
                None => json!({
                    "file": place,
                    "path": one.path,
                    "code": one.code,
                    "message": one.message,
                    "help": one.help,
                }),
            }
        })
        .collect();
    Ok((json!({ "engagements": rows, "failures": told }), failures))
}

//! The document's schema: numbered SQL files that only ever go forward.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, named_params};

use crate::copy::{with_suffix, write_copy};
use crate::error::Error;
use crate::passphrase::Passphrase;

/// Marks a SQLite file as a Waymark document (`WayM`).
pub const APPLICATION_ID: i32 = 0x5761_794d;

/// The document format that this program writes: the number of migrations.
pub const FORMAT: i32 = MIGRATIONS.len() as i32;

/// The steps from an empty file to the newest format; the first yields format 1.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_initial.sql"),
    include_str!("../migrations/0002_lens_answers.sql"),
    include_str!("../migrations/0003_merged.sql"),
    include_str!("../migrations/0004_capacity_changes.sql"),
    include_str!("../migrations/0005_roadmap.sql"),
    include_str!("../migrations/0006_report.sql"),
];

/// Brings a database from a format to the newest one. The caller holds the transaction.
pub(crate) fn migrate(
    connection: &Connection,
    migrations: &[&str],
    from: i32,
) -> rusqlite::Result<()> {
    connection.execute_batch(&format!("pragma application_id = {APPLICATION_ID}"))?;
    for (number, sql) in (1_i32..).zip(migrations).skip_while(|(number, _)| *number <= from) {
        connection.execute_batch(sql)?;
        connection.execute_batch(&format!("pragma user_version = {number}"))?;
    }
    // For programs that are too old for it: what they must be at least.
    connection.execute(
        "insert into setting (name, value) values (:name, :value)
         on conflict (name) do update set value = excluded.value",
        named_params! { ":name": WRITTEN_BY, ":value": env!("CARGO_PKG_VERSION") },
    )?;
    Ok(())
}

/// The setting that holds the version of the program which gave the document its format. It stays where it is in every format, so that
/// an older program can say which one is needed.
const WRITTEN_BY: &str = "written_by";

/// The version of the program that gave a document its format, as far as the document tells.
pub(crate) fn written_by(connection: &Connection) -> Option<String> {
    let read = connection.query_row(
        "select value from setting where name = :name",
        named_params! { ":name": WRITTEN_BY },
        |row| row.get::<_, String>(0),
    );
    // Of a format that this program does not know, anything may be otherwise: what is no version is not told.
    let is_version = |text: &String| {
        (1..=40).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c))
    };
    read.ok().filter(is_version)
}

/// Brings an open older document to the newest format, each step in one transaction, after copying it beside itself.
pub(crate) fn upgrade(
    connection: &mut Connection,
    path: &Path,
    key: Option<&Passphrase>,
    migrations: &[&str],
    from: i32,
) -> Result<(), Error> {
    let sql = |source| Error::sql("update", path, source);
    write_copy(connection, &backup_name(path, from), key, &[])?;
    for known in from + 1..=migrations.len() as i32 {
        let tx = connection.transaction().map_err(sql)?;
        migrate(&tx, &migrations[..known as usize], known - 1).map_err(sql)?;
        tx.commit().map_err(sql)?;
    }
    Ok(())
}

/// A free name for the copy of an older document: `name.waymark.v1-backup`, then `-2` and so on.
fn backup_name(path: &Path, format: i32) -> PathBuf {
    let first = with_suffix(path, &format!(".v{format}-backup"));
    if !first.exists() {
        return first;
    }
    let mut number = 2;
    loop {
        let name = with_suffix(&first, &format!("-{number}"));
        if !name.exists() {
            return name;
        }
        number += 1;
    }
}

/// The copies that were made of a document before its format was brought up to date, in the order of their names.
///
/// # Errors
/// [`Error::Io`] where its folder cannot be listed.
pub fn copies_before_update(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let io = |source| Error::io("list", path, source);
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Ok(vec![]);
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut copies = Vec::new();
    for entry in std::fs::read_dir(folder.unwrap_or(Path::new("."))).map_err(io)? {
        let entry = entry.map_err(io)?;
        let other = entry.file_name().to_string_lossy().into_owned();
        let rest = other.strip_prefix(&name).and_then(|rest| rest.strip_prefix(".v"));
        let is_copy = rest
            .and_then(|rest| rest.split_once("-backup"))
            .is_some_and(|(format, _)| format.bytes().all(|byte| byte.is_ascii_digit()));
        if is_copy && !other.ends_with(".part") {
            copies.push(entry.path());
        }
    }
    copies.sort();
    Ok(copies)
}

/// Every table, index, view and trigger with its SQL, in a fixed order.
pub(crate) fn schema(
    connection: &Connection,
) -> rusqlite::Result<Vec<(String, String, Option<String>)>> {
    connection
        .prepare("select type, name, sql from sqlite_schema where name not like 'sqlite_stat%' order by type, name")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// The schema that a document of a format has.
pub(crate) fn expected_schema(
    migrations: &[&str],
    format: i32,
) -> rusqlite::Result<Vec<(String, String, Option<String>)>> {
    let fresh = Connection::open_in_memory()?;
    migrate(&fresh, &migrations[..format as usize], 0)?;
    schema(&fresh)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{FORMAT, MIGRATIONS, expected_schema, migrate, schema, upgrade};
    use crate::change::hash_of;

    /// A made-up next format, so that the way there is tested before there is one.
    const NEXT: &str =
        "alter table change add column place text; update setting set value = value || '!';";

    #[test]
    fn released_migrations_are_never_edited() {
        let hashes: Vec<String> = MIGRATIONS.iter().map(|sql| hash_of(sql.as_bytes())).collect();
        let released = [
            "2c30f063f6d303cb890fdf8d38fe1e3c6a802b2af5fff6bed2e01a6d6602be89",
            "e1c293d99964c627b20412a16c8e2a023ee786d47a32a0238bbd78878c42ef83",
            "b13baebdc7df17d4b1b26d9cac81a339456baae01af7d0e7787fee00d00c1f9b",
            "411aa2f683ecfead383e92aced63e509ca652bfd8a325ebe56ba1b538bfeae80",
            "825edefec1c70757321dc568821037db5ecf490f579d872466a175cb38ec2d29",
            "6fae082994db2b3293abb20343f958437507dfb1058351fe9de24462bef8e6c5",
        ];
        assert_eq!(hashes, released, "a released migration is frozen; add the next number instead");
    }

    #[test]
    fn an_older_document_is_copied_before_it_is_migrated() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("old.waymark");
        let mut connection = Connection::open(&path).expect("opens");
        migrate(&connection, MIGRATIONS, 0).expect("the first format");
        connection.execute_batch("insert into setting values ('view', 'assess')").expect("writes");
        let migrations = [MIGRATIONS, &[NEXT]].concat();

        upgrade(&mut connection, &path, None, &migrations, FORMAT).expect("migrates");

        let setting = |c: &Connection| {
            c.query_row("select value from setting", (), |row| row.get::<_, String>(0))
                .expect("reads")
        };
        let format = |c: &Connection| {
            c.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).expect("reads")
        };
        assert_eq!((format(&connection), setting(&connection)), (FORMAT + 1, "assess!".to_owned()));
        assert_eq!(
            schema(&connection).expect("reads"),
            expected_schema(&migrations, FORMAT + 1).expect("builds"),
            "a migrated document has the schema of a new one"
        );
        let copy = Connection::open(folder.path().join(format!("old.waymark.v{FORMAT}-backup")))
            .expect("the copy is there");
        assert_eq!(
            (format(&copy), setting(&copy)),
            (FORMAT, "assess".to_owned()),
            "the copy is the document as it was"
        );
    }

    #[test]
    fn a_failing_migration_leaves_the_document_at_its_format_and_an_earlier_copy_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("old.waymark");
        let earlier = folder.path().join(format!("old.waymark.v{FORMAT}-backup"));
        std::fs::write(&earlier, "kept").expect("writes");
        let mut connection = Connection::open(&path).expect("opens");
        migrate(&connection, MIGRATIONS, 0).expect("the first format");
        let before = schema(&connection).expect("reads");
        let migrations =
            [MIGRATIONS, &["create table extra (a int) strict; this is not sql;"]].concat();

        upgrade(&mut connection, &path, None, &migrations, FORMAT).expect_err("the step fails");

        assert_eq!(
            schema(&connection).expect("reads"),
            before,
            "a step is made whole or not at all"
        );
        assert_eq!(
            std::fs::read_to_string(&earlier).expect("reads"),
            "kept",
            "a copy never replaces a file"
        );
        assert!(folder.path().join(format!("old.waymark.v{FORMAT}-backup-2")).exists());
    }
}

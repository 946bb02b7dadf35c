use rusqlite::Connection;
use waymark_core::record::Kind;
use waymark_store::{APPLICATION_ID, FORMAT};

use crate::support::closed;

#[test]
fn the_schema_is_this() {
    let (_folder, path) = closed();
    let connection = Connection::open(path).expect("opens");
    let schema: Vec<String> = connection
        .prepare("select sql from sqlite_schema where sql is not null order by rowid")
        .and_then(|mut statement| statement.query_map((), |row| row.get(0))?.collect())
        .expect("reads");
    let number = |pragma| {
        connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0)).expect("reads")
    };
    assert_eq!((number("application_id"), number("user_version")), (APPLICATION_ID, FORMAT));
    insta::assert_snapshot!(schema.join(";\n\n"));
}

#[test]
fn every_kind_has_a_strict_table_and_coded_kinds_a_code() {
    let (_folder, path) = closed();
    let connection = Connection::open(path).expect("opens");
    for kind in Kind::ALL {
        let strict: bool = connection
            .query_row(
                "select strict from pragma_table_list where name = :name",
                [kind.table()],
                |row| row.get(0),
            )
            .unwrap_or_else(|e| panic!("`{}` is a table: {e}", kind.table()));
        assert!(strict, "`{}` is strict", kind.table());
        let has_code: bool = connection
            .query_row(
                "select exists (select 1 from pragma_table_xinfo(:name) where name = 'code')",
                [kind.table()],
                |row| row.get(0),
            )
            .expect("reads");
        assert_eq!(
            has_code,
            !kind.prefix().is_empty(),
            "`{}` has codes when its kind has a prefix",
            kind.table()
        );
    }
}

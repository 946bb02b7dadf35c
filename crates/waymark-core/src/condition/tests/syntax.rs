//! What cannot be read, and where.

use crate::condition::{Condition, Problem};

use super::world::schema;

/// `line:column message | help` of the only problem.
pub(super) fn only_problem(problems: &[Problem]) -> String {
    let [problem] = problems else { panic!("expected one problem: {problems:?}") };
    if problem.help.is_empty() {
        problem.to_string()
    } else {
        format!("{problem} | {}", problem.help)
    }
}

/// Compares many messages at once, so that a change shows all it touches.
pub(super) fn all_equal<'a>(cases: impl IntoIterator<Item = (&'a str, String, &'a str)>) {
    let different: Vec<String> = cases
        .into_iter()
        .filter(|(_, found, expected)| found != expected)
        .map(|(text, found, expected)| {
            format!("{text}\n   found    {found}\n   expected {expected}")
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

fn refused(text: &str) -> String {
    match Condition::parse_and_check(text, &schema(), Some("source")) {
        Ok(_) => panic!("accepted: {text}"),
        Err(problems) => only_problem(&problems),
    }
}

#[test]
fn syntax_errors_say_where_and_what_to_write() {
    let cases = [
        ("", "1:1 the condition ends too early"),
        ("// nothing", "1:11 the condition ends too early"),
        (r#"source.kind == "database" &&"#, "1:29 the condition ends too early"),
        (r#"source.kind = "database""#, "1:13 unexpected character '=' | write == to compare"),
        (r#"source.kind == "database" & true"#, "1:27 unexpected character '&' | write &&"),
        ("true | true", "1:6 unexpected character '|' | write ||"),
        ("true and true", "1:6 expected an operator or the end, found `and` | write &&"),
        ("true OR true", "1:6 expected an operator or the end, found `OR` | write ||"),
        (
            "1 + 1 == 2",
            "1:3 unexpected character '+' | conditions do not calculate; use sum(), max(), min() and size()",
        ),
        (
            "source.kind == 'database' ? true : false",
            "1:27 unexpected character '?' | write (a && b) || (!a && c) instead of a ? b : c",
        ),
        (
            "source.kind == \u{201c}database\u{201d}",
            "1:16 unexpected character '“' | texts stand in straight quotes",
        ),
        ("\u{e9} == 1", "1:1 unexpected character 'é'"),
        (
            r#"source.kind == "database"#,
            "1:16 the text is not closed on this line | add \" at its end",
        ),
        (
            "source.kind == \"data\nbase\"",
            "1:16 the text is not closed on this line | add \" at its end",
        ),
        (
            r#"source.kind == "a\d""#,
            r#"1:18 unknown escape in a text | only \", \', \\ and \n are known"#,
        ),
        (
            "usecase.concurrency >= 21_100",
            "1:24 `21_100` is not a number | words of a vocabulary stand in quotes: \"21_100\"",
        ),
        ("source.volume_total_gb > 99999999999999999", "1:26 the number is too large"),
        ("1 < 2 < 3", "1:7 comparisons cannot be chained | write a <= b && b <= c"),
        ("usecases.exists(u, u.type == \"genai\"", "1:37 expected `)`, found the end"),
        ("source.", "1:8 expected a name, found the end"),
        ("source.for", "1:8 `for` is a reserved word"),
        ("null == source.kind", "1:1 `null` is a reserved word"),
        ("-source.volume_total_gb < 1", "1:2 `-` stands only before a number"),
        ("true\n  && && true", "2:6 unexpected `&&`"),
        (
            "source.owner_business == \"Zo\u{eb}\" && & true",
            "1:35 unexpected character '&' | write &&",
        ),
        ("true)", "1:5 expected an operator or the end, found `)`"),
    ];
    all_equal(cases.map(|(text, expected)| (text, refused(text), expected)));
}

#[test]
fn limits_are_ordinary_errors() {
    let deep = format!("{}true{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(refused(&deep), "1:33 nested too deep, at most 32 levels");
    assert_eq!(
        refused(&format!("{}true", "!".repeat(4000))),
        "1:33 nested too deep, at most 32 levels"
    );
    let chained = format!("a{}", ".a".repeat(2000));
    assert_eq!(refused(&chained), "1:35 too many steps in one chain, at most 16");
    let long = format!("true{}", " ".repeat(5000));
    assert_eq!(refused(&long), "1:1 the condition has 5004 bytes, at most 4096 fit");
}

#[test]
fn long_flat_chains_are_fine() {
    let text = vec!["true"; 500].join(" && ");
    assert!(Condition::parse_and_check(&text, &schema(), None).is_ok(), "length is no depth");
}

#[test]
fn comments_blanks_and_both_quotes_are_read() {
    let text = "// why\r\n\tsource.kind == 'database' // here\n  && !(source.owner_business == \"O\\\"Neil \\\\ \\'\")";
    assert!(Condition::parse_and_check(text, &schema(), Some("source")).is_ok());
}

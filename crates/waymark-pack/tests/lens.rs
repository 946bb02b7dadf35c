//! Custom lenses: what is read, noted and refused, the risk of answers, and that nothing is lost on the way out.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use waymark_pack::lens::{
    AWS_CHARACTERS, Answer, LENS_CHARACTERS, Lens, LensError, Reason, Risk, Selection, counts,
    counts_json, folder, from_folder, read, write,
};

const TIDY: &str = include_str!("fixtures/lens/tidy.json");
const DEVIATING: &str = include_str!("fixtures/lens/deviating.json");
const FAULTY: &str = include_str!("fixtures/lens/faulty.json");
const BARE_WORDS: &str = include_str!("fixtures/lens/bare_words.json");

fn lens(text: &str) -> Lens {
    read(text).unwrap_or_else(|error| panic!("the lens is refused: {error}")).lens
}

fn refused(text: &str) -> LensError {
    read(text).expect_err("the lens is refused")
}

/// The tidy lens with some text replaced.
fn with(old: &str, new: &str) -> String {
    assert!(TIDY.contains(old), "the lens contains {old}");
    TIDY.replacen(old, new, 1)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the text is JSON")
}

#[test]
fn a_tidy_lens_is_read_without_a_note() {
    let read = read(TIDY).expect("the lens is sound");
    assert_eq!(read.notes, []);
    let taking = &read.lens.pillars[0].questions[0];
    assert_eq!(taking.choices.len(), 3);
    assert_eq!(taking.choices[0].additional_resources[0].content.len(), 2);
    assert!(taking.choices[2].is_none_of_these());
}

#[test]
fn harmless_deviations_are_noted_with_their_place() {
    let read = read(DEVIATING).expect("the deviations are harmless");
    let notes: Vec<String> =
        read.notes.iter().map(|note| format!("{:?} {note}", note.kind)).collect();
    insta::assert_snapshot!(notes.join("\n"));
    let turned = &read.lens.pillars[0].questions[0].choices[0];
    let resource = turned.helpful_resource.as_ref().expect("it has one");
    assert_eq!(resource.address().as_deref(), Some("https://example.com/turning"));
    assert_eq!(turned.extra[0].text().as_deref(), Some("Half way through."));
}

#[test]
fn every_fault_is_told_at_once() {
    let error = refused(FAULTY);
    assert_eq!(error.repair, None, "only bare words can be repaired");
    insta::assert_snapshot!(error);
}

#[test]
fn text_that_is_not_json_is_refused_with_line_and_column() {
    let small = [
        "",
        "7",
        "{",
        "{\"a\": 1,}",
        "[1 2]",
        "[1,,2]",
        "{a: 1}",
        "{'a': 1}",
        "[True]",
        "[None]",
        "[yes]",
        "[01]",
        "[1.]",
        "[-]",
        "[\"a\nb\"]",
        "[\"a",
        "[\"a\\",
        "[\"\\x\"]",
        "[\"\\ud800\"]",
        "[\"\t\"]",
        "// x\n{}",
        "{} {}",
        "{\"a\" 1}",
        "[1}",
        "[1, // x\n2]",
        "[NaN, \"é\" NaN]",
    ];
    let large = [
        ("a comma left out", with("\"name\": \"Orders\",", "\"name\": \"Orders\"")),
        ("a comma too many", with("\"risk\": \"NO_RISK\" },", "\"risk\": \"NO_RISK\", },")),
        ("cut off", TIDY.trim_end().trim_end_matches(['}', ']', ' ', '\n']).to_owned()),
        ("nested without end", "[".repeat(100_000)),
    ];
    let small = small.iter().map(|text| (format!("{text:?}"), refused(text)));
    let large = large.iter().map(|(what, text)| ((*what).to_owned(), refused(text)));
    let told: Vec<String> =
        small.chain(large).map(|(what, error)| format!("{what}\n{error}")).collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn bare_words_are_told_with_their_line_and_can_be_repaired() {
    let error = refused(BARE_WORDS);
    insta::assert_snapshot!(error);
    let repaired = error.repair.expect("nothing else is wrong");
    assert_eq!(repaired.lines().count(), BARE_WORDS.lines().count(), "only the words are replaced");
    let read = read(&repaired).expect("the repair is sound");
    let question = &read.lens.pillars[0].questions[0];
    assert_eq!((question.title.as_str(), question.description.as_deref()), ("", Some("")));
    assert!(repaired.contains("The word NaN in a text stays."));
    assert_eq!(read.notes.len(), 3, "each repaired word is noted");
}

#[test]
fn a_bare_word_beside_another_fault_is_told_without_a_repair() {
    let error = refused(&BARE_WORDS.replace("\"id\": \"stone_hot\"", "\"id\": NaN"));
    assert_eq!(error.repair, None);
    let lines: Vec<u32> = error.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [12, 13, 16, 16, 18], "the id is told as a bare word and as a missing id");
    assert_eq!(refused(&BARE_WORDS.replace("\"naan\",", "\"naan\"")).repair, None);
}

#[test]
fn a_byte_order_mark_is_passed_over_a_long_text_noted_and_a_huge_one_refused() {
    assert_eq!(lens(&format!("\u{feff}{TIDY}")), lens(TIDY));
    let padded =
        |characters: usize| format!("{TIDY}{}", " ".repeat(characters - TIDY.chars().count()));
    let notes = |characters| read(&padded(characters)).expect("it is not too long").notes;
    assert_eq!(notes(AWS_CHARACTERS), []);
    assert_eq!(
        notes(AWS_CHARACTERS + 1)[0].to_string(),
        "1:1: the lens has 500001 characters; the AWS tool takes 500000 ($)"
    );
    assert_eq!(
        refused(&padded(LENS_CHARACTERS + 1)).to_string(),
        "1:1: the lens has 1000001 characters, more than 1000000\n    split it: the AWS tool takes 500000"
    );
}

#[test]
fn a_long_lens_is_written_without_line_breaks() {
    let bare = serde_json::to_string(&json(TIDY)).expect("a value is JSON");
    let choice = r#"{"id":"taking_x","title":"x","additionalResources":[{"type":"HELPFUL_RESOURCE","content":["#;
    let groups = "{\"displayText\":\"y\"},".repeat(24_000);
    let long = bare.replace(
        "{\"id\":\"taking_no\"",
        &format!("{choice}{}]}}]}},{{\"id\":\"taking_no\"", groups.trim_end_matches(',')),
    );
    let long = lens(&long);
    let written = write(&long);
    assert!(written.len() <= AWS_CHARACTERS, "indented it would be too long for the AWS tool");
    assert_eq!(lens(&written), long);
}

#[test]
fn nothing_is_lost_in_json_or_in_a_folder() {
    for text in [TIDY, DEVIATING, &refused(BARE_WORDS).repair.expect("it can be repaired")] {
        let lens = lens(text);
        let written = write(&lens);
        assert_eq!(read(&written).expect("what is written is read").lens, lens);
        assert_eq!(from_folder(&folder(&lens)), Ok(lens), "the folder holds the whole lens");
    }
    assert_eq!(json(&write(&lens(TIDY))), json(TIDY));
}

#[test]
fn a_lens_as_a_folder_is_text_for_people() {
    let shown = |text: &str| {
        let files = folder(&lens(text));
        let shown = files.iter().map(|(path, text)| format!("--- {path}\n{text}"));
        shown.collect::<Vec<_>>().concat()
    };
    insta::assert_snapshot!(shown(TIDY));
    insta::assert_snapshot!(shown(DEVIATING));
}

#[test]
fn files_of_pillars_have_safe_and_different_names() {
    let names = |first: &str, second: &str| {
        let text = with("\"id\": \"orders\"", &format!("\"id\": \"{first}\""))
            .replace("\"id\": \"keeping\"", &format!("\"id\": \"{second}\""));
        let lens = lens(&text);
        let files = folder(&lens);
        let names = files.keys().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(from_folder(&files), Ok(lens));
        names
    };
    let two = "lens.toml pillars/pillar-1.toml pillars/pillar-2.toml";
    assert_eq!(names("../../etc", "a/b"), two);
    assert_eq!(names("Nul", &"x".repeat(100)), two);
    assert_eq!(names("PERF", "perf"), "lens.toml pillars/PERF.toml pillars/pillar-2.toml");
}

#[test]
fn an_edited_folder_is_judged_with_file_and_line() {
    let tidy = || folder(&lens(TIDY));
    let told = |files: &BTreeMap<String, String>| {
        let problems = from_folder(files).expect_err("there is a problem");
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let mut edited = tidy();
    let orders = edited.get_mut("pillars/orders.toml").expect("it has one");
    *orders = orders
        .replace("id = \"taking_named\"", "id = \"taking_list\"")
        .replace("risk = \"NO_RISK\"", "risk = \"LOW\"")
        .replace("condition = \"default\"", "condition = \"taking_list &\"")
        .replace("title = \"How do orders come in?\"\n", "titles = 'x'\n")
        + "\n[[extra]]\nkey = \"id\"\njson = \"NaN\"\n[[extra]]\nkey = \"x\"\njson = \"tru\"\n";
    let lens_file = edited.get_mut("lens.toml").expect("it has one");
    *lens_file = lens_file.replace("\"keeping\"", "\"orders\", \"baking\"");
    insta::assert_snapshot!(told(&edited));

    let mut broken = tidy();
    broken.insert("pillars/keeping.toml".to_owned(), "id = ".to_owned());
    insta::assert_snapshot!(told(&broken));
    assert!(from_folder(&BTreeMap::new()).is_err(), "a folder without lens.toml is no lens");
    let mut noted = tidy();
    noted.insert("README.md".to_owned(), "Read me.".to_owned());
    assert_eq!(from_folder(&noted), Ok(lens(TIDY)), "other files are passed over");

    let with_extra = |json: String| {
        let mut files = tidy();
        let lens_file = files.get_mut("lens.toml").expect("it has one");
        lens_file.extend(["\n[[extra]]\nkey = \"x\"\njson = '", &json, "'\n"]);
        told(&files)
    };
    let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
    assert_eq!(
        with_extra(deep),
        "lens.toml:1:1: as JSON this lens cannot be read: lists and objects are nested deeper than 64\n    a lens needs no more than ten"
    );
    let long = with_extra(format!("\"{}\"", "x".repeat(LENS_CHARACTERS)));
    assert!(long.starts_with("lens.toml:1:1: as JSON this lens cannot be read: the lens has 100"));
}

fn risks(lens: &Lens, selection: &Selection) -> String {
    counts_json(&counts(lens, selection))
}

#[test]
fn counts_have_exactly_these_keys() {
    let tidy = lens(TIDY);
    assert_eq!(
        risks(&tidy, &Selection::none(&tidy)),
        r#"{"pillars":[{"id":"orders","HIGH":1,"MEDIUM":0,"NONE":0,"NOT_APPLICABLE":0,"UNANSWERED":0,"NO_MATCH":0},{"id":"keeping","HIGH":0,"MEDIUM":1,"NONE":0,"NOT_APPLICABLE":0,"UNANSWERED":0,"NO_MATCH":0}],"total":{"HIGH":1,"MEDIUM":1,"NONE":0,"NOT_APPLICABLE":0,"UNANSWERED":0,"NO_MATCH":0}}"#
    );
    let all = counts(&tidy, &Selection::all(&tidy));
    assert_eq!((all.total.none, all.pillars[0].counts.none), (2, 1));
    for risk in Risk::ALL {
        assert_eq!(json(&counts_json(&all))["total"][risk.key()], all.total.of(risk));
    }
}

#[test]
fn where_no_rule_holds_no_rule_matches() {
    let ovens = lens(DEVIATING);
    let none = counts(&ovens, &Selection::none(&ovens)).total;
    assert_eq!((none.high, none.no_match), (1, 2), "one has no default and one has no rules");
    let all = counts(&ovens, &Selection::all(&ovens)).total;
    assert_eq!((all.none, all.no_match), (2, 1));
}

#[test]
fn a_question_without_a_choice_is_unanswered_until_marked() {
    let tidy = lens(TIDY);
    let taking = &tidy.pillars[0].questions[0];
    let chosen = |ids: &[&str]| Answer::Chosen(ids.iter().map(ToString::to_string).collect());
    assert_eq!(taking.risk(&Answer::Unanswered), Risk::Unanswered);
    assert_eq!(taking.risk(&chosen(&[])), Risk::Unanswered);
    assert_eq!(taking.risk(&chosen(&["of_another_question"])), Risk::Unanswered);
    assert_eq!(taking.risk(&Answer::NoneOfThese), Risk::High);
    assert_eq!(taking.risk(&chosen(&["taking_list"])), Risk::Medium);
    assert_eq!(taking.risk(&chosen(&["taking_list", "taking_named"])), Risk::None);
    for reason in Reason::ALL {
        assert_eq!(taking.risk(&Answer::NotApplicable(reason)), Risk::NotApplicable);
        assert_eq!(Reason::from_word(reason.word()), Some(reason));
    }
    let mut selection = Selection::none(&tidy);
    selection.set("orders", "taking", Answer::NotApplicable(Reason::OutOfScope));
    assert_eq!(counts(&tidy, &selection).total.not_applicable, 1);
}

#[test]
fn a_selection_names_choices_alone_or_with_their_question() {
    let twice = lens(&TIDY.replace("copies_second", "taking_list"));
    let total = |ids: &str| {
        let selection = Selection::from_json(&twice, ids).expect("the choices exist");
        let total = counts(&twice, &selection).total;
        (total.high, total.medium, total.none, total.unanswered)
    };
    assert_eq!(total("[]"), (0, 0, 0, 2));
    assert_eq!(total(r#"["taking_list"]"#), (0, 1, 1, 0), "taken in both questions");
    assert_eq!(total(r#"["copies/taking_list"]"#), (0, 0, 1, 1));
    assert_eq!(total(r#"["orders/taking/taking_list", "taking_named"]"#), (0, 0, 1, 1));
    let told =
        |ids: &str| Selection::from_json(&twice, ids).expect_err("it is refused").to_string();
    assert_eq!(
        told(r#"["taking_lost", "copies/taking_no", "taking_no"]"#),
        "the lens has no choice `taking_lost`, `copies/taking_no`"
    );
    assert!(told("{}").starts_with("the selection is not a JSON list of choice ids"));
}

/// Text with pieces of a lens taken out, doubled or replaced: near enough to a lens to reach deep.
fn mangled() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "NaN",
        "-Infinity",
        "7",
        "\"id\"",
        "\"title\": ",
        "\"x\": [],",
        "default",
        "&&",
        "||",
        "!",
        "(",
        ")",
        "taking_no",
        "\n",
        "é",
        "\u{feff}",
        "\\ud800",
    ]);
    let edit = (any::<prop::sample::Index>(), 0..12_usize, piece);
    let base = prop::sample::select(vec![TIDY, DEVIATING, FAULTY, BARE_WORDS]);
    (base, prop::collection::vec(edit, 1..5)).prop_map(|(base, edits)| {
        let mut text = base.to_owned();
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, piece);
        }
        text
    })
}

/// A lens with any texts in it.
fn any_lens() -> impl Strategy<Value = String> {
    let text = || any::<String>().prop_map(|text| Value::from(text).to_string());
    let id = r#"[A-Za-z0-9_ ./"\\é-]{1,8}"#;
    let odd = "(\r\n|\n|'|\"|#|a|\\\\|\t){0,8}";
    (text(), text(), id, id, text(), text(), odd, "[ \r\n\t]{0,3}").prop_map(
        |(name, title, pillar, choice, address, key, odd, space)| {
            let json = |text: String| Value::from(text).to_string();
            let (pillar, choice) = (json(format!("p{pillar}")), json(format!("c{choice}")));
            let odd = json(odd);
            format!(
                r#"{{"name":{name},"pillars":[{{"id":{pillar},"name":{odd},"questions":[
                {{"id":"q","title":{title},"choices":[{{"id":{choice},"title":{odd},
                "helpfulResource":{{"url":{address},"x y":{odd}}}}}],"_k":{{{space}{key}:{odd}}},"riskRules":[]}}]}}]}}"#
            )
        },
    )
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(400) })]

    #[test]
    fn mangled_text_never_panics_and_what_is_read_comes_back(text in mangled()) {
        match read(&text) {
            Ok(read) => {
                let lens = read.lens;
                prop_assert_eq!(&self::lens(&write(&lens)), &lens);
                prop_assert_eq!(from_folder(&folder(&lens)), Ok(lens.clone()));
                counts(&lens, &Selection::none(&lens));
            }
            Err(error) => {
                prop_assert!(!error.problems.is_empty());
                let lines = text.lines().count().max(1) as u32 + 1;
                prop_assert!(error.problems.iter().all(|problem| problem.line <= lines && problem.column > 0));
                if let Some(repaired) = &error.repair {
                    prop_assert!(read(repaired).is_ok(), "a repair is sound");
                }
            }
        }
    }

    #[test]
    fn any_texts_come_back_from_json_and_from_a_folder(text in any_lens()) {
        let lens = lens(&text);
        prop_assert_eq!(&self::lens(&write(&lens)), &lens);
        prop_assert_eq!(json(&write(&lens)), json(&text));
        prop_assert_eq!(from_folder(&folder(&lens)), Ok(lens));
    }

    #[test]
    fn mangled_folders_never_panic(at in any::<prop::sample::Index>(), length in 0..9_usize, piece in "[\\[\\]={}\"'a\n]{0,3}") {
        let mut files = folder(&lens(DEVIATING));
        for text in files.values_mut() {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, &piece);
        }
        if let Ok(lens) = from_folder(&files) {
            prop_assert_eq!(&self::lens(&write(&lens)), &lens);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        prop_assert!(read(&text).is_err());
    }
}

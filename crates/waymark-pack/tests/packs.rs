//! The text of packs, folders of packs, the shipped packs and their schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;
use waymark_core::translation::{Coverage, Part, TextPlace};
use waymark_pack::{
    FolderError, TextError, embedded, files_of, hash, load, read_folder, schema, text_of,
};

fn assessments() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assessments")
}

#[test]
fn the_shipped_packs_load_without_problems() {
    let packs = embedded::packs();
    assert_eq!(packs[0].folder, "data-strategy", "new engagements take the first");
    for shipped in packs {
        let loaded = load(&shipped.files);
        let problems: Vec<String> =
            loaded.problems.iter().map(|problem| format!("{}/{problem}", shipped.folder)).collect();
        assert_eq!(problems.join("\n"), "");
        let pack = loaded.pack.expect("no problem, so there is a pack");
        assert_eq!(pack.id.as_str(), shipped.folder, "a pack's folder is called by its id");
        assert_eq!(pack.hash, hash(&shipped.files));
    }
}

#[test]
fn shipped_packs_are_the_same_inside_the_program_and_on_disk() {
    for shipped in embedded::packs() {
        let folder = read_folder(&assessments().join(&shipped.folder)).expect("the folder reads");
        assert_eq!(text_of(&folder), text_of(&shipped.files));
    }
}

#[test]
fn schemas_on_disk_are_fresh() {
    for (name, of_code) in schema::schemas() {
        let on_disk = fs::read_to_string(assessments().join(format!("schema/{name}.json")))
            .unwrap_or_default();
        let help = "run `cargo run -p waymark-pack --example schema -- assessments/schema`";
        assert!(
            on_disk.replace("\r\n", "\n") == schema::pretty(&of_code),
            "{name}.json is not fresh: {help}"
        );
    }
}

/// TOML as the JSON that a schema speaks of.
fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => items.iter().map(json).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), json(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}

#[test]
fn the_files_of_shipped_packs_satisfy_their_schemas_and_name_them() {
    let schemas: BTreeMap<&str, Value> = schema::schemas().into_iter().collect();
    for shipped in embedded::packs() {
        for (path, text) in
            shipped.files.iter().filter(|(path, _)| path.strip_suffix(".toml").is_some())
        {
            let of_language: Vec<&str> = path.split('/').collect();
            let (name, up) = match path.split_once('/') {
                Some(("lang", _)) if of_language[2] == "dimensions" => {
                    ("lang-dimension".to_owned(), "../../../../")
                }
                Some(("lang", _)) => {
                    (format!("lang-{}", of_language[2].trim_end_matches(".toml")), "../../../")
                }
                Some(("dimensions", _)) => ("dimension".to_owned(), "../../"),
                Some(("architecture", _)) => ("architecture".to_owned(), "../../"),
                Some(("examples", _)) => ("example".to_owned(), "../../"),
                _ => (path.trim_end_matches(".toml").to_owned(), "../"),
            };
            let first = format!("#:schema {up}schema/{name}.json");
            assert_eq!(
                text.lines().next(),
                Some(first.as_str()),
                "{}/{path} names its schema",
                shipped.folder
            );
            let table: toml::Table = text.parse().expect("the file is TOML");
            let validator =
                jsonschema::validator_for(&schemas[name.as_str()]).expect("the schema is one");
            let errors: Vec<String> = validator
                .iter_errors(&json(&toml::Value::Table(table)))
                .map(|error| error.to_string())
                .collect();
            assert_eq!(errors.join("\n"), "", "{}/{path} satisfies {name}.json", shipped.folder);
        }
    }
}

#[test]
fn the_short_form_is_whole_in_german_and_what_is_left_out_is_known_as_english() {
    let files = embedded::pack("data-strategy").expect("it ships").files;
    let own = load(&files).pack.expect("it has no problems");
    let german = own.in_language("de-AT").expect("German is one of its languages");
    assert_eq!((german.language.as_str(), german.hash == own.hash), ("de", true));
    for question in german.questions.iter().filter(|question| question.is_short_form) {
        let id = question.id.as_str();
        assert_eq!(german.language_of(Part::Question, id), "de", "{id} with its card");
        let english = own.question(&question.id).expect("it is the same pack");
        assert_ne!(question.text, english.text);
        assert_eq!(question.weight, english.weight, "a language changes no score");
    }
    for dimension in &german.dimensions {
        let english = own.dimension(&dimension.id).expect("it is the same pack");
        assert_ne!(dimension.summary, english.summary, "{}", dimension.id);
    }
    assert_eq!(german.level_name(3), "Definiert");
    // What has no German stays as it is, and is told.
    for question in own.questions.iter().filter(|question| {
        !own.translations[0].texts.contains_key(&TextPlace::new(
            Part::Question,
            question.id.as_str(),
            "text",
        ))
    }) {
        let shown = german.question(&question.id).expect("every question is there");
        assert_eq!(shown.text, question.text);
        assert_eq!(german.language_of(Part::Question, question.id.as_str()), "en");
    }
    assert!(own.in_language("en-GB").is_none(), "its own language needs no other");
    assert!(own.in_language("fr").is_none(), "it does not speak French");
    let Coverage { texts, translated } = own.coverage(&own.translations[0]);
    assert!(translated > 250 && translated <= texts, "{translated} of {texts}");
}

#[test]
fn a_language_does_not_change_the_hash() {
    let files = embedded::pack("data-strategy").expect("it ships").files;
    let mut without = files.clone();
    without.retain(|path, _| !path.starts_with("lang/"));
    assert_ne!(files.len(), without.len());
    assert_eq!(hash(&files), hash(&without));
    without.insert("targets.toml".to_owned(), "targets = []".to_owned());
    assert_ne!(hash(&files), hash(&without));
}

#[test]
fn the_conditions_in_the_authoring_guide_check() {
    let guide = fs::read_to_string(assessments().join("README.md")).expect("there is a guide");
    let examples = guide
        .split("Examples:")
        .nth(1)
        .and_then(|rest| rest.split("```").nth(1))
        .expect("it has examples");
    let mut files = embedded::packs().remove(0).files;
    let finding = |(at, condition): (usize, &str)| {
        let head =
            format!("[[findings]]\nid = \"GUIDE-{at}\"\ntone = \"weakness\"\nfor = \"source\"");
        format!("\n{head}\nwhen = '{condition}'\ntext = \"x\"\n")
    };
    let more: Vec<String> = examples.trim().lines().enumerate().map(finding).collect();
    files.get_mut("findings.toml").expect("the pack has findings").push_str(&more.concat());
    let problems: Vec<String> = load(&files).problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.join("\n"), "");
}

proptest! {
    #[test]
    fn the_text_of_a_pack_gives_its_files_back(files in prop::collection::btree_map("[a-z/ é=.\\-]{1,12}", "(\\PC|\n|=== 3 a\n){0,40}", 0..6)) {
        prop_assert_eq!(files_of(&text_of(&files)), Ok(files));
    }

    #[test]
    fn no_text_makes_loading_fail(text in "(\\PC|\n|\\[\\[|=|\"|'''){0,80}") {
        for path in ["pack.toml", "roles.toml", "targets.toml", "architecture/storage.toml"] {
            let _ = load(&BTreeMap::from([(path.to_owned(), text.clone())]));
        }
        let _ = files_of(&text);
    }
}

#[test]
fn line_ends_do_not_change_the_hash() {
    let unix = BTreeMap::from([("a.toml".to_owned(), "x = 1\ny = 2\n".to_owned())]);
    let dos = BTreeMap::from([("a.toml".to_owned(), "x = 1\r\ny = 2\r\n".to_owned())]);
    assert_eq!(hash(&unix), hash(&dos));
    assert_eq!(hash(&unix).len(), 64);
}

#[test]
fn other_text_is_refused() {
    assert_eq!(files_of("hello"), Err(TextError::NoHeader));
    let text = text_of(&BTreeMap::from([
        ("a".to_owned(), "1".to_owned()),
        ("b".to_owned(), "22".to_owned()),
    ]));
    assert_eq!(files_of(&text[..text.len() - 2]), Err(TextError::Damaged { files: 1 }));
    assert_eq!(
        files_of(&text.replace("=== 2", "=== 99999999999999999999")),
        Err(TextError::Damaged { files: 1 })
    );
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is made");
    fs::write(path, bytes).expect("the file is written");
}

#[test]
fn a_folder_gives_its_text_files() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "pack.toml", b"x = 1");
    write(folder.path(), "report/method.md", b"text");
    write(folder.path(), ".git/config.toml", b"hidden");
    write(folder.path(), "picture.png", &[0xff, 0xfe]);
    let files = read_folder(folder.path()).expect("it reads");
    assert_eq!(files.keys().collect::<Vec<_>>(), ["pack.toml", "report/method.md"]);
}

#[test]
fn folders_beyond_the_limits_are_refused() {
    let refused = |prepare: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().expect("a folder");
        prepare(folder.path());
        read_folder(folder.path()).expect_err("it is refused")
    };
    let large = vec![b' '; (2 << 20) + 1];
    assert!(matches!(refused(&|f| write(f, "a.toml", &large)), FolderError::LargeFile(_)));
    assert!(matches!(
        refused(&|f| (0..11).for_each(|at| write(f, &format!("{at}.toml"), &large[..2 << 20]))),
        FolderError::LargePack
    ));
    assert!(matches!(
        refused(&|f| (0..401).for_each(|at| write(f, &format!("{at}.toml"), b""))),
        FolderError::ManyFiles
    ));
    assert!(matches!(read_folder(Path::new("no such folder")), Err(FolderError::NotAFolder(_))));
}

#[test]
fn a_file_that_is_not_text_hides_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "pack.toml", b"id = \"x\"\ntitle = \"Caf\xe9\"\nversion = 1\n");
    let problems = load(&read_folder(folder.path()).expect("it reads")).problems;
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    for expected in [
        "pack.toml:2:13: the file is not text in UTF-8 here",
        "pack.toml:3:11: expected a text, found a whole number",
        "roles.toml:1:1: the file is missing",
    ] {
        assert!(told.iter().any(|one| one.starts_with(expected)), "{expected} in {told:#?}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "secret.toml", b"x = 1");
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), folder.path().join("pack.toml"))
        .expect("a link");
    assert!(matches!(read_folder(folder.path()), Err(FolderError::LeavesFolder(_))));
}

proptest! {
    /// Line ends of any kind settle at once: the text that a document holds has the hash that it was taken in with.
    #[test]
    fn a_stored_pack_keeps_its_hash(text in "[a\r\n\u{feff}]{0,40}") {
        let files = BTreeMap::from([("pack.toml".to_owned(), text)]);
        let stored = files_of(&text_of(&files)).expect("it was just written");
        prop_assert_eq!(hash(&stored), hash(&files));
    }
}

/// What the authoring guide shows as the smallest pack is one.
#[test]
fn the_smallest_pack_of_the_guide_loads() {
    let guide = fs::read_to_string(assessments().join("README.md")).expect("the guide reads");
    let guide = guide.replace("\r\n", "\n");
    let part =
        guide.split("## The smallest pack").nth(1).and_then(|part| part.split("\n## ").next());
    let files: BTreeMap<String, String> = part
        .expect("the guide shows it")
        .split("```toml\n")
        .skip(1)
        .map(|block| {
            let text = block.split("```").next().expect("a block ends");
            let name = text.trim_start_matches("# ").split([':', '\n']).next().expect("a name");
            (name.trim().to_owned(), text.to_owned())
        })
        .collect();
    assert_eq!(files.len(), 4, "{:?}", files.keys());
    let loaded = load(&files);
    let errors: Vec<String> = loaded
        .problems
        .iter()
        .filter(|problem| problem.severity() == waymark_pack::Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert_eq!(errors.join("\n"), "");
    assert!(loaded.pack.is_some());
}

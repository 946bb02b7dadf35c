//! Every sort of problem with the message that an author sees, from a small pack with one fault at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use waymark_pack::{Loaded, Problem, ProblemKind, Severity, load, read_folder};

type Files = BTreeMap<String, String>;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn minimal() -> Files {
    read_folder(&folder("tests/minimal")).expect("the folder reads")
}

/// The minimal pack with some text replaced; each `(file, old, new)` must apply.
fn with(edits: &[(&str, &str, &str)]) -> Files {
    let mut files = minimal();
    for (file, old, new) in edits {
        let text = files.get_mut(*file).unwrap_or_else(|| panic!("there is a file {file}"));
        assert!(text.contains(old), "{file} contains {old}");
        *text = text.replacen(old, new, 1);
    }
    files
}

fn without(file: &str) -> Files {
    let mut files = minimal();
    files.remove(file).expect("there is such a file");
    files
}

fn and_file(path: &str, text: &str) -> Files {
    let mut files = minimal();
    files.insert(path.to_owned(), text.to_owned());
    files
}

fn and_files(more: &[(&str, &str)]) -> Files {
    let mut files = minimal();
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    files
}

fn rendered(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// One or more faults for every kind of problem.
fn faults() -> Vec<(ProblemKind, Files)> {
    use ProblemKind as Kind;
    let storage = "dimensions/storage.toml";
    let rules = "architecture/storage.toml";
    let long = "long ".repeat(60);
    let polish = "[[initiatives]]\nid = \"INI-3\"\ntitle = \"Polish\"\noutcome = \"Zones shine.\"\n\
        lifts = [{ question = \"STO-1\", from = 4, to = 5 }]\n\
        effort = { low = 1, likely = 1, high = 1 }\nduration = { low = 1, likely = 1, high = 1 }\n\
        roles = [{ role = \"engineer\", share = 1 }]\nrisks = \"None.\"\nkpi = \"Shine\"\ncost = \"low\"\n\n\
        [[initiatives]]\nid = \"INI-1\"";
    vec![
        (Kind::NotText, with(&[(storage, "title = \"Storage\"", "title = \"St\0rage\"")])),
        (
            Kind::Syntax,
            with(&[
                (storage, "title = \"Storage\"", "title = Storage"),
                ("roles.toml", "[[roles]]", "[[roles]"),
            ]),
        ),
        (Kind::MissingFile, without("roles.toml")),
        (Kind::MissingFile, without(storage)),
        (
            Kind::MissingFile,
            with(&[("pack.toml", "dimensions = [\"storage\"]", "dimensions = [\"store\"]")]),
        ),
        (Kind::UnknownFile, and_file("dimensions/spare.toml", "id = \"SPA\"\n")),
        (Kind::UnknownField, with(&[(storage, "evidence =", "evidense =")])),
        (
            Kind::UnknownField,
            with(&[(
                rules,
                "capability = \"Expiry\"",
                "capability = \"Expiry\"\nlayer = \"storage\"",
            )]),
        ),
        (
            Kind::MissingField,
            with(&[(storage, "why = \"Without zones nobody knows what can be trusted.\"\n", "")]),
        ),
        (Kind::MissingField, with(&[("indicators.toml", "at_most = 2\n", "")])),
        (
            Kind::WrongType,
            with(&[
                ("pack.toml", "default_target = 3", "default_target = \"3\""),
                ("pack.toml", "2026-01-31", "\"2026-01-31\""),
            ]),
        ),
        (Kind::WrongType, with(&[("targets.toml", "[\"STO-1\"]", "\"STO-1\"")])),
        (Kind::WrongWord, with(&[("roles.toml", "\"technology\"", "\"tecnology\"")])),
        (Kind::WrongWord, with(&[("targets.toml", "for = \"source\"", "for = \"platform\"")])),
        (Kind::WrongWord, with(&[(rules, "layer = \"storage\"", "layer = \"security\"")])),
        (Kind::WrongId, with(&[("references.toml", "\"zones\"", "\"on zones\"")])),
        (
            Kind::UnknownId,
            with(&[
                (storage, "\"engineer\", \"analyst\"", "\"enginer\", \"analyst\""),
                ("initiatives.toml", "STO-2", "STO-3"),
            ]),
        ),
        (
            Kind::UnknownId,
            with(&[
                ("examples/two.toml", "STO-2", "STO-9"),
                (storage, "F-PAB", "F-PBA"),
                (rules, "INI-1", "INI-7"),
            ]),
        ),
        (
            Kind::UnknownId,
            with(&[
                (storage, "factor = \"technology\"", "factor = \"technik\""),
                (rules, "\"bucket\"", "\"bukcet\""),
            ]),
        ),
        (
            Kind::DuplicateId,
            with(&[(storage, "STO-2", "STO-1"), ("roles.toml", "\"analyst\"", "\"engineer\"")]),
        ),
        (
            Kind::Levels,
            with(&[(storage, "\"By habit.\", ", ""), ("pack.toml", "level = 5", "level = 4")]),
        ),
        (
            Kind::OutOfRange,
            with(&[
                ("pack.toml", "default_target = 3", "default_target = 6"),
                (storage, "\"1\" =", "\"0\" ="),
            ]),
        ),
        (Kind::OutOfRange, with(&[(rules, "operating_effort = 1", "operating_effort = 4")])),
        (
            Kind::EmptyText,
            with(&[
                (storage, "\"By habit.\"", "\" \""),
                (rules, "services = [\"bucket\"]", "services = []"),
            ]),
        ),
        (
            Kind::LongText,
            with(&[
                (storage, "By habit.", &long),
                (storage, "short_title = \"Storage\"", "short_title = \"Storage and all else\""),
            ]),
        ),
        (
            Kind::LongText,
            with(&[(
                "services.toml",
                "short_name = \"Old storage\"",
                "short_name = \"Old storage of all objects\"",
            )]),
        ),
        (Kind::Placeholder, with(&[("findings.toml", "{title}", "{name}")])),
        (
            Kind::Weight,
            with(&[
                (storage, "weight = 2", "weight = 0"),
                ("pack.toml", "weight = 1", "weight = -1"),
            ]),
        ),
        (Kind::Lift, with(&[("initiatives.toml", "from = 1, to = 4", "from = 4, to = 4")])),
        (Kind::Shares, with(&[("initiatives.toml", "share = 0.25", "share = 0.5")])),
        (Kind::Estimate, with(&[("initiatives.toml", "likely = 3", "likely = 1")])),
        (
            Kind::Cycle,
            with(&[("initiatives.toml", "visible_to", "needs = [\"INI-2\"]\nvisible_to")]),
        ),
        (Kind::Cycle, with(&[(rules, "source.priority == \"yes\"", "fired(\"R-STO-02\")")])),
        (Kind::InactiveService, with(&[(rules, "[\"bucket\"]", "[\"old_bucket\"]")])),
        (
            Kind::InactiveService,
            with(&[(rules, "One bucket with prefixes", "Old object storage, with prefixes")]),
        ),
        (
            Kind::WrongWord,
            with(&[(rules, "operating_effort = 1", "operating_effort = 1\nskills = [\"sparc\"]")]),
        ),
        (Kind::Condition, with(&[(rules, "answers[\"STO-1\"].level", "answers[\"STO-7\"].levle")])),
        (
            Kind::Condition,
            with(&[("targets.toml", ">= \"confidential\"", ">= \"confidental\" && profile.size")]),
        ),
        (
            Kind::Condition,
            with(&[(
                "targets.toml",
                "'source.sensitivity >= \"confidential\"'",
                "'answers[\"STO-2\"].target >= 4'",
            )]),
        ),
        (
            Kind::Condition,
            with(&[(
                "findings.toml",
                "'!has(source.owner_business)'",
                "\"source.title == \\\"x\\\" && source.tilte == 1\"",
            )]),
        ),
        (Kind::WordSet, with(&[("pack.toml", "\"quarterly\"", "\"quaterly\"")])),
        (
            Kind::WordSet,
            with(&[
                ("pack.toml", ", of = \"use_frequency\"", ""),
                ("pack.toml", "\"quarterly\"", "\"monthly\""),
            ]),
        ),
        (
            Kind::UnreachableTarget,
            with(&[
                ("targets.toml", "level = 4", "level = 5"),
                (storage, "weight = 2", "weight = 2\ntarget = 4"),
            ]),
        ),
        (
            Kind::UnreachableTarget,
            with(&[("initiatives.toml", "question = \"STO-2\"", "question = \"STO-1\"")]),
        ),
        (
            Kind::IdleInitiative,
            with(&[("initiatives.toml", "[[initiatives]]\nid = \"INI-1\"", polish)]),
        ),
        (Kind::ShortForm, with(&[(storage, "short_form = true", "short_form = false")])),
        (
            Kind::MissingCard,
            with(&[
                (storage, ", \"When was the last one found?\", \"What lies beside them?\"", ""),
                (storage, "red_flags = [\"Everything is kept\"]", "red_flags = []"),
            ]),
        ),
        (
            Kind::MissingParagraph,
            with(&[(storage, "\"3\" = \"Data rests in agreed zones.\"\n", "")]),
        ),
        (
            Kind::MissingCard,
            with(&[(
                storage,
                "[questions.card]\nopening = \"What is the oldest file you have?\"\nprobes = [\"Who would miss it?\", \"What was deleted last?\", \"Who said so?\"]\nred_flags = [\"Everything is kept\"]\ngood = \"They name the rule.\"\nwho = \"Whoever pays for storage\"\n",
                "",
            )]),
        ),
        (
            Kind::Example,
            with(&[
                ("examples/two.toml", "overall = 2.0", "overall = \"no_score\""),
                ("examples/two.toml", "STO = 1", "STO = 2"),
            ]),
        ),
        (
            Kind::UnknownId,
            and_files(&[
                ("lang/de/roles.toml", "[roles]\nenginer = \"Technik\"\n"),
                (
                    "lang/de/dimensions/storage.toml",
                    "[questions.STO-7]\ntext = \"Wo?\"\n[questions.STO-1]\ntekst = \"Wo?\"\n",
                ),
                ("lang/de/glossary.toml", "[terms.Zoom]\nterm = \"Zone\"\n"),
            ]),
        ),
        (
            Kind::LongText,
            and_files(&[(
                "lang/de/dimensions/storage.toml",
                "short_title = \"Speicherung von Daten\"\nsummary = \" \"\n",
            )]),
        ),
        (
            Kind::Translation,
            and_files(&[
                (
                    "lang/de/dimensions/storage.toml",
                    "[questions.STO-1]\nlevels = [\"Eins\"]\n[questions.STO-1.card]\nprobes = [\"Wer?\"]\n",
                ),
                ("lang/en/roles.toml", "[roles]\nengineer = \"Engineer\"\n"),
            ]),
        ),
        (
            Kind::Placeholder,
            and_files(&[(
                "lang/de/findings.toml",
                "[findings.FI-1]\ntext = \"Niemand für {name}.\"\n",
            )]),
        ),
        (Kind::WrongId, and_files(&[("lang/../roles.toml", "")])),
        (Kind::UnknownFile, and_files(&[("lang/de/targets.toml", "")])),
    ]
}

#[test]
fn the_minimal_pack_has_no_problem() {
    let Loaded { pack, problems } = load(&minimal());
    assert_eq!(rendered(&problems), "");
    let pack = pack.expect("a pack without problems is whole");
    assert_eq!((pack.questions.len(), pack.rules.len(), pack.initiatives.len()), (2, 2, 2));
    assert_eq!(pack.report_text["method"], "Questions are answered together.");
}

#[test]
fn every_sort_of_problem_tells_where_it_is_and_how_to_mend_it() {
    let mut shown = Vec::new();
    for (kind, files) in faults() {
        let Loaded { pack, problems } = load(&files);
        assert!(
            problems.iter().any(|problem| problem.kind == kind),
            "{kind:?} is found in\n{}",
            rendered(&problems)
        );
        let has_error = problems.iter().any(|problem| problem.severity() == Severity::Error);
        assert_eq!(
            pack.is_none(),
            has_error,
            "errors and nothing else keep a pack from use ({kind:?})"
        );
        shown.push(format!("# {kind:?}\n{}\n", rendered(&problems)));
    }
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_sort_of_problem_has_a_fault() {
    let faults = faults();
    for kind in ProblemKind::ALL {
        assert!(faults.iter().any(|(of, _)| of == kind), "a fault for {kind:?}");
    }
}

#[test]
fn one_fault_does_not_hide_the_next() {
    let files = with(&[
        ("roles.toml", "title = \"Analyst\"", "titel = \"Analyst\""),
        ("dimensions/storage.toml", "weight = 2", "weight = 0"),
        ("dimensions/storage.toml", "\"By habit.\", ", ""),
        ("architecture/storage.toml", "R-STO-01\") &&", "R-STO-09\") &&"),
        ("architecture/storage.toml", "in slow", "in slwo"),
        ("initiatives.toml", "needs = [\"INI-1\"]", "needs = [\"INI-9\"]"),
        ("glossary.toml", "term = \"Zone\"", "term = "),
    ]);
    let problems = load(&files).problems;
    let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    for file in [
        "roles.toml",
        "dimensions/storage.toml",
        "architecture/storage.toml",
        "initiatives.toml",
        "glossary.toml",
    ] {
        assert!(files.contains(&file), "{file} is reported:\n{}", rendered(&problems));
    }
}

#[test]
fn an_empty_folder_is_told_what_it_lacks() {
    let problems = load(&Files::new()).problems;
    insta::assert_snapshot!(rendered(&problems), @r"
    pack.toml:1:1: the file is missing
        every pack has one
    roles.toml:1:1: the file is missing
        every pack has one
    ");
}

#[test]
fn deep_nesting_and_long_chains_are_problems_and_not_the_end() {
    let deep = and_file(
        "glossary.toml",
        &format!("terms = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
    );
    assert!(load(&deep).pack.is_none(), "it is refused");
    assert!(load(&deep).problems.iter().any(|problem| problem.kind == ProblemKind::Syntax));
    let mut files = minimal();
    let one = files["initiatives.toml"]
        .split("[[initiatives]]")
        .nth(1)
        .expect("an initiative")
        .replace("INI-1", "NAME\"\nneeds = [\"NEXT\"]");
    let one = format!("[[initiatives]]{}", one.replace("[\"NEXT\"]\"", "[\"NEXT\"]"));
    let chain: String = (0..3_000)
        .map(|at| {
            one.replace("NAME", &format!("C-{at}"))
                .replace("NEXT", &format!("C-{}", (at + 1) % 3_000))
        })
        .collect();
    files.insert("initiatives.toml".to_owned(), chain);
    let problems = load(&files).problems;
    assert!(
        problems.iter().any(|problem| problem.kind == ProblemKind::Cycle),
        "{}",
        rendered(&problems[..problems.len().min(3)])
    );
}

#[test]
fn a_flood_of_faults_is_cut() {
    let mut files = minimal();
    files.insert("initiatives.toml".to_owned(), "[[initiatives]]\n".repeat(20_000));
    let problems = load(&files).problems;
    assert!((1000..1100).contains(&problems.len()), "{} problems", problems.len());
}

mod any_text {
    use proptest::prelude::*;

    use super::{load, minimal};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// A pack with bytes of one file changed, cut or doubled loads or tells why not.
        #[test]
        fn a_damaged_pack_is_told(
            file in any::<prop::sample::Index>(),
            damage in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}\"'=#.,a-z0-9 \n\\\\-]"), 1..8),
            cut in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let mut files = minimal();
            let name = files.keys().nth(file.index(files.len())).expect("a file").clone();
            let mut signs: Vec<char> = files[&name].chars().collect();
            for (place, sign) in &damage {
                let place = place.index(signs.len());
                signs[place] = sign.chars().next().expect("a sign");
            }
            if let Some(cut) = cut {
                signs.truncate(cut.index(signs.len()));
            }
            files.insert(name, signs.into_iter().collect());
            let loaded = load(&files);
            prop_assert!(loaded.pack.is_some() || !loaded.problems.is_empty());
        }

        /// Nesting as deep as a file allows is refused, not followed.
        #[test]
        fn hostile_nesting_is_told(depth in 1_usize..20_000, sign in "[\\[{]") {
            let mut files = minimal();
            let value = if sign == "[" { "[".repeat(depth) } else { "{a=".repeat(depth) };
            files.insert("glossary.toml".into(), format!("terms = {value}"));
            let loaded = load(&files);
            prop_assert!(loaded.pack.is_none() && !loaded.problems.is_empty());
        }
    }
}

//! What is written: one struct per kind of file and table, as authors see them. Comments become the descriptions
//! that editors show.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use waymark_core::discovery::Freshness;
use waymark_core::discovery::platform::{Layer, Product};
use waymark_core::discovery::skill::SkillName;
use waymark_core::discovery::source::ZoneTarget;
use waymark_core::engagement::FindingTone;
use waymark_core::pack::{CostClass, FactValueKind, PackStatus, Provision, ServiceStatus, Side};

use crate::folder::NOT_TEXT;
use crate::lang;
use crate::place::Place;
use crate::problem::{ProblemKind, Problems, did_you_mean};
use crate::read::{
    At, Day, Entries, Expected, Given, Level, Operating, Over, Read, Reader, Weight, Word, written,
};

type Text = At<String>;

/// Longest question.
pub(crate) const QUESTION_LENGTH: usize = 200;
/// Longest description of a level.
pub(crate) const LEVEL_LENGTH: usize = 220;
/// Longest short title of a dimension, as charts label it.
pub(crate) const DIMENSION_LABEL: usize = 16;
/// Longest short title of a question, as tables label it.
pub(crate) const QUESTION_LABEL: usize = 32;
/// Longest line under a component's name in the diagram.
pub(crate) const DETAIL_LENGTH: usize = 26;
/// Longest short name of a service in the diagram.
pub(crate) const SERVICE_LABEL: usize = 22;

written! {
    /// The pack as a whole.
    PackFile "pack file" required {
        /// Permanent id, the same as the folder's name.
        id: Text,
        /// Version of the content, such as 1.0.0.
        version: Text,
        /// Title that people read.
        title: Text,
        /// How finished the content is.
        status: At<Word<PackStatus>>,
        /// Language of the text, a BCP 47 tag.
        language: Text,
        /// Target of questions that set none of their own.
        default_target: At<Level>,
        /// The day on which services.toml was checked.
        services_checked: At<Day>,
        /// Names of the files in dimensions/, without ending, in the order in which dimensions are asked.
        dimensions: Vec<Text>,
        /// The five levels.
        scale: At<Vec<ScaleLevel>>,
        /// Groups of dimensions with their share of the overall score.
        factors: Vec<Factor>,
    } optional {
        /// Named sets of words for conditions: `source.application in name_of_the_set`.
        sets: Entries<NamedSet>,
        /// Questions of earlier versions that are not asked any more. Their ids stay theirs, and answers given to them are kept.
        retired: Vec<Retired>,
    }
}

written! {
    /// A question that is not asked any more.
    Retired "retired question" required {
        /// Its id, as it was.
        id: Text,
        /// The first version without it.
        since: Text,
        /// The question as it was asked.
        #[schemars(length(max = QUESTION_LENGTH))]
        text: Text,
    } optional {
        /// Why it went, or what asks the same now.
        note: Text,
    }
}

written! {
    /// One level of the scale.
    ScaleLevel "level" required {
        /// 1 to 5.
        level: At<Level>,
        /// Its name.
        name: Text,
        /// What it means for any question.
        meaning: Text,
    } optional {}
}

written! {
    /// A group of dimensions.
    Factor "factor" required {
        /// Permanent id.
        id: Text,
        /// Title that people read.
        title: Text,
        /// Weight in the overall score; only proportions count.
        weight: At<Weight>,
    } optional {}
}

written! {
    /// A named set of words of one vocabulary.
    NamedSet "named set" required {
        /// The words.
        words: At<Vec<Text>>,
    } optional {
        /// The vocabulary, where several have these words.
        of: Option<Text>,
        /// The day on which the set was checked.
        #[expect(dead_code, reason = "for authors")]
        checked: Option<At<Day>>,
        /// Where it comes from.
        #[expect(dead_code, reason = "for authors")]
        note: Text,
    }
}

written! {
    /// The one closed list of roles.
    RolesFile "roles file" required {
        /// The roles.
        roles: Vec<Role>,
    } optional {}
}

written! {
    /// A role.
    Role "role" required {
        /// Permanent id.
        id: Text,
        /// Title that people read.
        title: Text,
        /// The side it speaks for; decides the shape of its votes.
        side: At<Word<Side>>,
    } optional {
        /// Can be asked questions.
        asked: At<bool>,
        /// Can be a persona.
        persona: At<bool>,
        /// Delivers work of initiatives.
        delivers: At<bool>,
    }
}

written! {
    /// One dimension with its questions.
    DimensionFile "dimension" required {
        /// Permanent id, such as STO.
        id: Text,
        /// Title that people read.
        title: Text,
        /// Title for charts.
        #[schemars(length(max = DIMENSION_LABEL))]
        short_title: Text,
        /// The factor it belongs to.
        factor: Text,
        /// One sentence: what the dimension is about.
        summary: Text,
        /// The questions.
        questions: Vec<Question>,
    } optional {
        /// Weight within the factor, 1 unless said.
        weight: Option<At<Weight>>,
        /// What the report says about each attained level, by level.
        paragraphs: Entries<Text>,
    }
}

written! {
    /// One question.
    Question "question" required {
        /// Permanent id, such as STO-1; never used again for another question.
        id: Text,
        /// The question as asked.
        #[schemars(length(max = QUESTION_LENGTH))]
        text: Text,
        /// Label for tables.
        #[schemars(length(max = QUESTION_LABEL))]
        short_title: Text,
        /// Why it matters, one sentence.
        why: Text,
        /// Roles that can answer.
        roles: Vec<Text>,
        /// What each level looks like, from 1 to 5: things that can be seen, not adverbs.
        #[schemars(length(equal = 5), inner(length(max = LEVEL_LENGTH)))]
        levels: At<Vec<Text>>,
        /// What to ask to see.
        evidence: Text,
    } optional {
        /// Weight in the dimension: 2 for key questions, 1 unless said.
        weight: Option<At<Weight>>,
        /// Belongs to the short form.
        short_form: At<bool>,
        /// Target without any rule, the pack's default unless said.
        target: Option<At<Level>>,
        /// Facts that can support the answer.
        facts: Vec<Text>,
        /// What in an account would contradict a high answer.
        contradiction: Text,
        /// Ids in public frameworks, by framework.
        frameworks: Entries<Vec<Text>>,
        /// The facilitator's card.
        card: Option<Card>,
    }
}

written! {
    /// What helps a facilitator with one question.
    Card "card" required {
        /// An opening in plain words, not the question read aloud.
        opening: Text,
        /// Follow-up questions, three to five.
        probes: Vec<Text>,
        /// Signs that an answer is too high.
        red_flags: Vec<Text>,
        /// What a good answer sounds like.
        good: Text,
        /// Who in the room can answer.
        who: Text,
    } optional {}
}

written! {
    /// Rules that raise targets.
    TargetsFile "targets file" required {
        /// The rules.
        targets: Vec<TargetRule>,
    } optional {}
}

written! {
    /// A rule that raises targets.
    TargetRule "target rule" required {
        /// Permanent id.
        id: Text,
        /// When it applies: a condition.
        when: Text,
        /// The questions it raises.
        questions: Vec<Text>,
        /// The level they are raised to.
        level: At<Level>,
        /// Why, one sentence.
        because: Text,
    } optional {
        /// The record kind the condition runs over.
        r#for: Option<At<Over>>,
        /// The target is a floor that must be met: below it is a blocker.
        floor: At<bool>,
    }
}

written! {
    /// The rules of one layer.
    LayerFile "layer file" required {
        /// The layer, the same as the file's name.
        layer: At<Word<Layer>>,
        /// The rules, in order.
        rules: Vec<Rule>,
    } optional {}
}

written! {
    /// An architecture rule: a condition and the component it calls for.
    Rule "rule" required {
        /// Permanent id, such as R-STO-04.
        id: Text,
        /// When it fires: a condition.
        when: Text,
        /// What is needed, such as "Managed open tables".
        capability: Text,
        /// Ids of services that provide it, first the one that names the component.
        services: At<Vec<Text>>,
        /// Why, one sentence.
        because: Text,
        /// Class of run cost.
        cost: At<Word<CostClass>>,
        /// What drives the cost, in words.
        cost_driver: Text,
        /// 1 nothing to run, 2 some care, 3 a team must run it.
        operating_effort: At<Operating>,
    } optional {
        /// The record kind the condition runs over.
        r#for: Option<At<Over>>,
        /// One line under the component's name in the diagram.
        #[schemars(length(max = DETAIL_LENGTH))]
        detail: Text,
        /// Alternatives with when they would win.
        instead: Vec<Instead>,
        /// The storage zone of the component, in the storage layer.
        zone: Option<At<Word<ZoneTarget>>>,
        /// What the component contributes to the way of the data and to its protection.
        provides: Vec<At<Word<Provision>>>,
        /// How fresh data can be at best once it has passed the component.
        freshness: Option<At<Word<Freshness>>>,
        /// Existing products that already provide the capability.
        satisfied_by: Vec<At<Word<Product>>>,
        /// Existing products that the component replaces.
        replaces: Vec<At<Word<Product>>>,
        /// Initiatives that bring the component.
        initiatives: Vec<Text>,
        /// Skills that running the component asks for: a team that has them finds it easier than its operating effort says.
        skills: Vec<At<Word<SkillName>>>,
        /// Rules whose component this one replaces for the same record.
        takes_place_of: Vec<Text>,
        /// What the rule lost against its draft, for authors.
        note: Text,
    }
}

written! {
    /// What would be used instead, and when.
    Instead "alternative" required {
        /// What would be used, in words.
        service: Text,
        /// When, in words.
        when: Text,
    } optional {
        /// It is a way of using the service, or of doing without: it does not take the place of one that is forbidden.
        no_component: At<bool>,
    }
}

written! {
    /// Services and products that rules may name.
    ServicesFile "services file" required {
        /// The services.
        services: Vec<Service>,
    } optional {}
}

written! {
    /// A service or product.
    Service "service" required {
        /// Permanent id.
        id: Text,
        /// Current name.
        name: Text,
        /// Name for the diagram.
        #[schemars(length(max = SERVICE_LABEL))]
        short_name: Text,
        /// Category, such as analytics.
        category: Text,
        /// Whether it can still be chosen.
        status: At<Word<ServiceStatus>>,
        /// The day its status was checked.
        checked: At<Day>,
    } optional {
        /// draw.io shape, empty where there is none.
        shape: Text,
        /// What to know: end dates, restrictions.
        note: Text,
        /// What to use instead, for services that are not active.
        successor: Text,
        /// The product of the platform inventory that this service is.
        product: Option<At<Word<Product>>>,
    }
}

written! {
    /// Roadmap initiatives.
    InitiativesFile "initiatives file" required {
        /// The initiatives.
        initiatives: Vec<Initiative>,
    } optional {
        /// Rules that call for initiatives beside the gaps.
        calls: Vec<CallRule>,
    }
}

written! {
    /// A rule that calls for initiatives.
    CallRule "call rule" required {
        /// Permanent id.
        id: Text,
        /// When it applies: a condition.
        when: Text,
        /// The initiatives it calls for.
        initiatives: Vec<Text>,
        /// Why, one sentence; {code} and {title} stand for the record.
        because: Text,
    } optional {
        /// The record kind the condition runs over.
        r#for: Option<At<Over>>,
    }
}

written! {
    /// Work that closes gaps.
    Initiative "initiative" required {
        /// Permanent id, such as INI-15.
        id: Text,
        /// Title that people read.
        title: Text,
        /// What is true afterwards.
        outcome: Text,
        /// The questions it lifts.
        lifts: Vec<Lift>,
        /// Effort in person-weeks for a mid-size organisation.
        effort: Estimate,
        /// Duration in weeks.
        duration: Estimate,
        /// Who does the work; shares sum to 1.
        roles: At<Vec<RoleShare>>,
        /// What can go wrong.
        risks: Text,
        /// The number that tells whether it worked.
        kpi: Text,
        /// Class of run cost.
        cost: At<Word<CostClass>>,
    } optional {
        /// Initiatives that must be finished first.
        needs: Vec<Text>,
        /// Roles that notice the result.
        visible_to: Vec<Text>,
        /// A condition without which the initiative is not chosen.
        only_when: Option<Text>,
    }
}

written! {
    /// How far an initiative lifts one question.
    Lift "lift" required {
        /// The question.
        question: Text,
        /// The level from which it works as planned.
        from: At<Level>,
        /// The level expected after it.
        to: At<Level>,
    } optional {}
}

written! {
    /// A low, likely and high estimate.
    Estimate "estimate" required {
        /// Lowest plausible.
        low: At<f64>,
        /// Most likely.
        likely: At<f64>,
        /// Highest plausible.
        high: At<f64>,
    } optional {}
}

written! {
    /// A share of an initiative's work.
    RoleShare "share" required {
        /// The role that delivers it.
        role: Text,
        /// Share of the effort, 0 to 1.
        share: At<f64>,
    } optional {}
}

written! {
    /// Rules that yield findings.
    FindingsFile "findings file" required {
        /// The rules.
        findings: Vec<FindingRule>,
    } optional {}
}

written! {
    /// A rule that yields a finding.
    FindingRule "finding rule" required {
        /// Permanent id.
        id: Text,
        /// Strength, weakness or blocker.
        tone: At<Word<FindingTone>>,
        /// When it applies: a condition.
        when: Text,
        /// The sentence; {code} and {title} stand for the record.
        text: Text,
    } optional {
        /// The record kind the condition runs over.
        r#for: Option<At<Over>>,
        /// The sentence for several records at once; {count} stands for how many, {total} for the records of the
        /// kind, {codes} and {titles} for those it speaks of.
        text_many: Text,
        /// Initiatives that answer it: it calls for them.
        initiatives: Vec<Text>,
    }
}

written! {
    /// AWS facts that a scan can measure.
    FactsFile "facts file" required {
        /// The facts.
        facts: Vec<Fact>,
    } optional {}
}

written! {
    /// An AWS fact.
    Fact "fact" required {
        /// Permanent id, such as F-PAB.
        id: Text,
        /// What it says, in words.
        meaning: Text,
        /// The read-only API operations behind it, service:Operation.
        operations: Vec<Text>,
    } optional {
        /// The values that a scan gives it.
        values: Vec<FactValue>,
    }
}

written! {
    /// A value of an AWS fact.
    FactValue "value" required {
        /// Its name, once in the fact.
        name: Text,
        /// What it can be.
        r#type: At<Word<FactValueKind>>,
        /// What it says, in words.
        meaning: Text,
    } optional {}
}

written! {
    /// When facts support or contradict answers.
    IndicatorsFile "indicators file" required {
        /// The indicators.
        indicators: Vec<Indicator>,
    } optional {}
}

written! {
    /// When facts support or contradict an answer.
    Indicator "indicator" required {
        /// The facts it reads.
        facts: At<Vec<Text>>,
        /// The test in words.
        test: Text,
        /// The questions it speaks about.
        questions: Vec<Text>,
    } optional {
        /// The test over `facts["F-…"].name` and the inventories.
        when: Text,
        /// The answer is at most this level.
        at_most: Option<At<Level>>,
        /// The answer is supported up to this level.
        at_least: Option<At<Level>>,
    }
}

written! {
    /// Terms explained.
    GlossaryFile "glossary file" required {
        /// The terms.
        terms: Vec<Term>,
    } optional {}
}

written! {
    /// A term explained.
    Term "term" required {
        /// The word.
        term: Text,
        /// What it means, one or two sentences.
        meaning: Text,
    } optional {}
}

written! {
    /// Sources cited.
    ReferencesFile "references file" required {
        /// The references.
        references: Vec<Reference>,
    } optional {}
}

written! {
    /// A source cited.
    Reference "reference" required {
        /// Short id.
        id: Text,
        /// Title and publisher.
        title: Text,
        /// Where it is found.
        url: Text,
    } optional {}
}

written! {
    /// Answers with the scores they should give: the pack's own test.
    ExampleFile "example" required {
        /// What the example shows.
        title: Text,
        /// Answers by question: a level, "not_applicable" or "dont_know".
        answers: Entries<At<Given>>,
        /// The scores expected.
        expect: Expect,
    } optional {}
}

written! {
    /// Scores expected of an example; each may differ by 0.005.
    Expect "expectation" required {
    } optional {
        /// The overall score, or "no_score" where coverage is too low for one.
        overall: Option<At<Expected>>,
        /// Scores by dimension, or "no_score".
        dimensions: Entries<At<Expected>>,
        /// Attained levels by dimension.
        attained: Entries<At<Level>>,
    }
}

/// All that is written in a pack. A part is present even where its file is missing or broken: then it is empty.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) pack: PackFile,
    pub(crate) roles: RolesFile,
    pub(crate) dimensions: Vec<DimensionFile>,
    pub(crate) targets: TargetsFile,
    pub(crate) layers: Vec<(Layer, LayerFile)>,
    pub(crate) services: ServicesFile,
    pub(crate) initiatives: InitiativesFile,
    pub(crate) findings: FindingsFile,
    pub(crate) facts: FactsFile,
    pub(crate) indicators: IndicatorsFile,
    pub(crate) glossary: GlossaryFile,
    pub(crate) references: ReferencesFile,
    /// By path.
    pub(crate) examples: Vec<(String, ExampleFile)>,
    /// By name.
    pub(crate) report: BTreeMap<String, String>,
    /// By tag.
    pub(crate) languages: Vec<lang::WrittenLanguage>,
    /// Files whose ids are not all known because they are missing or not TOML.
    pub(crate) unreadable: Vec<String>,
}

impl Written {
    /// True where all files of this name or folder could be read, so that an id they do not declare is unknown.
    pub(crate) fn is_complete(&self, start: &str) -> bool {
        !self.unreadable.iter().any(|path| path.starts_with(start))
    }
}

/// Reads all files of a pack.
pub(crate) fn read_files(files: &BTreeMap<String, String>, problems: &mut Problems) -> Written {
    let mut reading = Reading::of(files, problems);
    let pack: PackFile = reading.needed("pack.toml");
    let mut written = Written { roles: reading.needed("roles.toml"), ..Written::default() };
    let mut unlisted: Vec<&str> = files
        .keys()
        .filter_map(|path| path.strip_prefix("dimensions/")?.strip_suffix(".toml"))
        .filter(|name| !pack.dimensions.iter().any(|listed| listed.value == *name))
        .collect();
    for name in pack.dimensions.iter().filter(|name| !name.is_absent()) {
        let path = format!("dimensions/{}.toml", name.value);
        if files.contains_key(&path) {
            written.dimensions.push(reading.optional(&path));
            continue;
        }
        let message = format!("there is no file {path}");
        // A name written wrongly: its file stands in, so that everything else can be judged in the same go.
        let near = did_you_mean(&name.value, unlisted.iter().copied());
        let meant = if let [only] = unlisted[..] {
            Some(only)
        } else {
            unlisted.iter().copied().find(|name| near.contains(&format!("`{name}`")))
        };
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write it, or take the name off the list; until then, nothing that names a \
                     question or dimension is judged"
                .to_owned(),
        };
        reading.problems.add(name.place, ProblemKind::MissingFile, message, help);
        if let Some(meant) = meant {
            unlisted.retain(|name| *name != meant);
            written.dimensions.push(reading.optional(&format!("dimensions/{meant}.toml")));
        } else {
            reading.unreadable.push(path);
        }
    }
    written.targets = reading.optional("targets.toml");
    for layer in Layer::ALL {
        let path = format!("architecture/{}.toml", layer.word());
        if files.contains_key(&path) {
            let file: LayerFile = reading.optional(&path);
            if file.layer.0.is_some_and(|named| named != layer) {
                let help = format!("write layer = \"{}\", or rename the file", layer.word());
                reading.problems.add(
                    file.layer.place,
                    ProblemKind::WrongWord,
                    "the layer differs from the file's name",
                    help,
                );
            }
            written.layers.push((layer, file));
        }
    }
    // Rules name services, so a pack with rules needs their list; one message says so, not one for each name.
    let has_rules = written.layers.iter().any(|(_, file)| !file.rules.is_empty());
    written.services =
        if has_rules { reading.needed("services.toml") } else { reading.optional("services.toml") };
    written.initiatives = reading.optional("initiatives.toml");
    written.findings = reading.optional("findings.toml");
    written.facts = reading.optional("facts.toml");
    written.indicators = reading.optional("indicators.toml");
    written.glossary = reading.optional("glossary.toml");
    written.references = reading.optional("references.toml");
    for (path, text) in files {
        if path.strip_prefix("examples/").and_then(|name| name.strip_suffix(".toml")).is_some() {
            written.examples.push((path.clone(), reading.optional(path)));
        }
        if let Some(name) = path.strip_prefix("report/").and_then(|name| name.strip_suffix(".md")) {
            written.report.insert(name.to_owned(), text.trim().to_owned());
            reading.read.push(path.clone());
        }
    }
    written.languages = lang::read(files, &pack, &mut reading);
    for path in files.keys().filter(|path| !reading.read.contains(path) && *path != "README.md") {
        let help = match path.split_once('/') {
            Some(("dimensions", name)) => {
                format!("add \"{}\" to dimensions in pack.toml", name.trim_end_matches(".toml"))
            }
            Some(("architecture", _)) => {
                "files of this folder are called after the eight layers".to_owned()
            }
            Some(("lang", _)) => {
                "a language has the files of the pack, each under its own name".to_owned()
            }
            _ => "rename or remove it".to_owned(),
        };
        reading.problems.add_to_file(
            path,
            ProblemKind::UnknownFile,
            "nothing reads this file",
            help,
        );
    }
    let unreadable = reading.unreadable;
    Written { pack, unreadable, ..written }
}

/// The files while they are read.
pub(crate) struct Reading<'a> {
    files: &'a BTreeMap<String, String>,
    pub(crate) problems: &'a mut Problems,
    read: Vec<String>,
    unreadable: Vec<String>,
}

impl<'a> Reading<'a> {
    /// Nothing is read yet.
    pub(crate) fn of(files: &'a BTreeMap<String, String>, problems: &'a mut Problems) -> Self {
        for (file, text) in files.values().enumerate() {
            if let Some(start) = text.find(NOT_TEXT) {
                problems.add(
                    Place { file, start, end: start },
                    ProblemKind::NotText,
                    "the file is not text in UTF-8 here",
                    "save it as UTF-8",
                );
            }
        }
        Self { files, problems, read: vec![], unreadable: vec![] }
    }

    /// A file that must be there.
    pub(crate) fn needed<T: Read>(&mut self, path: &str) -> T {
        if !self.files.contains_key(path) {
            self.problems.add_to_file(
                path,
                ProblemKind::MissingFile,
                "the file is missing",
                "every pack has one",
            );
            self.unreadable.push(path.to_owned());
        }
        self.optional(path)
    }

    /// The text of a file that is no TOML; `None` where there is none.
    pub(crate) fn text(&mut self, path: &str) -> Option<String> {
        let text = self.files.get(path)?;
        self.read.push(path.to_owned());
        Some(text.trim().to_owned())
    }

    /// A file that can be left out.
    pub(crate) fn optional<T: Read>(&mut self, path: &str) -> T {
        let Some((file, text)) = self
            .files
            .iter()
            .enumerate()
            .find_map(|(at, (name, text))| (name == path).then_some((at, text)))
        else {
            return T::default();
        };
        self.read.push(path.to_owned());
        // Where it is not text, that has been told; the rest of the file is judged all the same.
        let text = text.replace(NOT_TEXT, "?");
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            let (span, table) = (table.span(), table.into_inner());
            let value = Spanned::new(span, DeValue::Table(table));
            return T::read(&value, &mut Reader { file, problems: self.problems });
        }
        self.unreadable.push(path.to_owned());
        // A file in another encoding is no TOML either, line by line.
        let is_text = !self.files[path].contains(NOT_TEXT);
        for error in errors.into_iter().filter(|_| is_text) {
            let span = error.span().unwrap_or_default();
            let place = Place { file, start: span.start, end: span.end };
            self.problems.add(
                place,
                ProblemKind::Syntax,
                error.message(),
                "the file is not TOML here; nothing else in it was checked, nor what names its ids",
            );
        }
        T::default()
    }
}

//! Translations: `lang/de` says in German what the files of the pack say, each text under the id of what it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::pack::Pack;
use waymark_core::translation::{Part, TextPlace, Translation, primary};

use crate::place::Place;
use crate::problem::{ProblemKind, Problems, did_you_mean};
use crate::raw::{self, PackFile, Reading, Written};
use crate::read::{At, Entries, written};
use crate::resolve::{LONGEST, check_placeholders, text};

type Text = At<String>;

written! {
    /// Texts of pack.toml in another language. What is left out stands in the pack's own.
    PackTexts "translation of the pack file" required {} optional {
        /// Title that people read.
        title: Text,
        /// The levels of the scale, by number.
        scale: Entries<LevelTexts>,
        /// Titles of factors, by id.
        factors: Entries<Text>,
    }
}

written! {
    /// Texts of one level of the scale.
    LevelTexts "translation of a level" required {} optional {
        /// Its name.
        name: Text,
        /// What it means for any question.
        meaning: Text,
    }
}

written! {
    /// Texts of roles.toml in another language.
    RolesTexts "translation of the roles" required {} optional {
        /// Titles of roles, by id.
        roles: Entries<Text>,
    }
}

written! {
    /// Texts of one dimension and its questions in another language. What is left out stands in the pack's own.
    DimensionTexts "translation of a dimension" required {} optional {
        /// Title that people read.
        title: Text,
        /// Title for charts.
        #[schemars(length(max = raw::DIMENSION_LABEL))]
        short_title: Text,
        /// One sentence: what the dimension is about.
        summary: Text,
        /// What the report says about each attained level, by level.
        paragraphs: Entries<Text>,
        /// The questions, by id.
        questions: Entries<QuestionTexts>,
    }
}

written! {
    /// Texts of one question.
    QuestionTexts "translation of a question" required {} optional {
        /// The question as asked.
        #[schemars(length(max = raw::QUESTION_LENGTH))]
        text: Text,
        /// Label for tables.
        #[schemars(length(max = raw::QUESTION_LABEL))]
        short_title: Text,
        /// Why it matters, one sentence.
        why: Text,
        /// What each level looks like, from 1 to 5.
        #[schemars(length(equal = 5), inner(length(max = raw::LEVEL_LENGTH)))]
        levels: At<Vec<Text>>,
        /// What to ask to see.
        evidence: Text,
        /// What in an account would contradict a high answer.
        contradiction: Text,
        /// The facilitator's card.
        card: Option<CardTexts>,
    }
}

written! {
    /// Texts of a facilitator's card.
    CardTexts "translation of a card" required {} optional {
        /// An opening in plain words.
        opening: Text,
        /// Follow-up questions, as many as the card has.
        probes: At<Vec<Text>>,
        /// Signs that an answer is too high, as many as the card has.
        red_flags: At<Vec<Text>>,
        /// What a good answer sounds like.
        good: Text,
        /// Who in the room can answer.
        who: Text,
    }
}

written! {
    /// Texts of initiatives.toml in another language.
    InitiativesTexts "translation of the initiatives" required {} optional {
        /// The initiatives, by id.
        initiatives: Entries<InitiativeTexts>,
    }
}

written! {
    /// Texts of one initiative.
    InitiativeTexts "translation of an initiative" required {} optional {
        /// Title that people read.
        title: Text,
        /// What is true afterwards.
        outcome: Text,
        /// What can go wrong.
        risks: Text,
        /// The number that tells whether it worked.
        kpi: Text,
    }
}

written! {
    /// Texts of findings.toml in another language.
    FindingsTexts "translation of the findings" required {} optional {
        /// The findings, by id.
        findings: Entries<FindingTexts>,
    }
}

written! {
    /// Texts of one finding.
    FindingTexts "translation of a finding" required {} optional {
        /// The sentence, with the placeholders of the one that it translates.
        text: Text,
        /// The sentence for several records at once.
        text_many: Text,
    }
}

written! {
    /// Texts of glossary.toml in another language.
    GlossaryTexts "translation of the glossary" required {} optional {
        /// The terms, by the word in the pack's own language.
        terms: Entries<TermTexts>,
    }
}

written! {
    /// A term explained.
    TermTexts "translation of a term" required {} optional {
        /// The word.
        term: Text,
        /// What it means, one or two sentences.
        meaning: Text,
    }
}

/// What is written in the folder of one language.
#[derive(Debug, Default)]
pub(crate) struct WrittenLanguage {
    tag: String,
    /// A file of it, for problems of the language as a whole.
    file: String,
    pack: PackTexts,
    roles: RolesTexts,
    /// By the name of the dimension's file.
    dimensions: Vec<(String, DimensionTexts)>,
    initiatives: InitiativesTexts,
    findings: FindingsTexts,
    glossary: GlossaryTexts,
    report: BTreeMap<String, String>,
}

/// Reads the languages in `lang`.
pub(crate) fn read(
    files: &BTreeMap<String, String>,
    pack: &PackFile,
    reading: &mut Reading<'_>,
) -> Vec<WrittenLanguage> {
    let first_files = files.keys().filter_map(|path| {
        let (tag, _) = path.strip_prefix("lang/")?.split_once('/')?;
        Some((tag, path))
    });
    let mut tags: BTreeMap<&str, &String> = BTreeMap::new();
    for (tag, path) in first_files {
        tags.entry(tag).or_insert(path);
    }
    let mut languages = Vec::new();
    for (tag, file) in tags {
        let folder = format!("lang/{tag}");
        let mut language = WrittenLanguage {
            tag: tag.to_owned(),
            file: file.clone(),
            pack: reading.optional(&format!("{folder}/pack.toml")),
            roles: reading.optional(&format!("{folder}/roles.toml")),
            initiatives: reading.optional(&format!("{folder}/initiatives.toml")),
            findings: reading.optional(&format!("{folder}/findings.toml")),
            glossary: reading.optional(&format!("{folder}/glossary.toml")),
            ..WrittenLanguage::default()
        };
        for name in pack.dimensions.iter().filter(|name| !name.is_absent()) {
            let path = format!("{folder}/dimensions/{}.toml", name.value);
            if files.contains_key(&path) {
                language.dimensions.push((name.value.clone(), reading.optional(&path)));
            }
        }
        for path in files.keys() {
            let name = path
                .strip_prefix(&format!("{folder}/report/"))
                .and_then(|name| name.strip_suffix(".md"));
            // A text that the pack does not have is a file that nothing reads.
            if let Some(name) = name
                && files.contains_key(&format!("report/{name}.md"))
                && let Some(text) = reading.text(path)
            {
                language.report.insert(name.to_owned(), text);
            }
        }
        languages.push(language);
    }
    languages
}

/// The translations of a pack. An id that the pack does not have, a text too long for its place and a list of another length are
/// problems; what is left out is none.
pub(crate) fn resolve(w: &Written, pack: &Pack, problems: &mut Problems) -> Vec<Translation> {
    w.languages.iter().map(|language| of_language(language, w, pack, problems)).collect()
}

/// The texts of one language while they are gathered.
struct Gathering<'a> {
    texts: BTreeMap<TextPlace, String>,
    problems: &'a mut Problems,
}

impl Gathering<'_> {
    /// Takes a text where one is written.
    fn take(&mut self, part: Part, id: &str, name: &str, written: &Text, longest: usize) {
        if written.is_absent() {
            return;
        }
        let own = text(written, longest, self.problems);
        self.texts.insert(TextPlace::new(part, id, name), own);
    }

    /// Takes a list whose entries stand in for those of the pack, one by one.
    fn take_list(
        &mut self,
        (part, id, name): (Part, &str, &str),
        written: &At<Vec<Text>>,
        length: usize,
        longest: usize,
    ) {
        if written.is_absent() {
            return;
        }
        if written.len() != length {
            self.problems.add(
                written.place,
                ProblemKind::Translation,
                format!("`{id}` has {length} texts here, the translation {}", written.len()),
                "translate each of them, in the same order",
            );
            return;
        }
        for (at, one) in (1..).zip(written.iter()) {
            self.take(part, id, &format!("{name}/{at}"), one, longest);
        }
    }

    /// Whether the pack has what a text is for; a problem tells where it has not.
    fn knows<'k>(
        &mut self,
        noun: &str,
        id: &str,
        place: Place,
        is_complete: bool,
        known: impl Iterator<Item = &'k str>,
    ) -> bool {
        let known: BTreeSet<&str> = known.collect();
        if known.contains(id) {
            return true;
        }
        if is_complete && !self.problems.is_full() {
            let near = did_you_mean(id, known.iter().copied());
            let help = if near.is_empty() {
                "take it out, or name one of the pack".to_owned()
            } else {
                near
            };
            let message = format!("the pack has no {noun} `{id}`");
            self.problems.add(place, ProblemKind::UnknownId, message, help);
        }
        false
    }
}

fn of_language(
    language: &WrittenLanguage,
    w: &Written,
    pack: &Pack,
    problems: &mut Problems,
) -> Translation {
    let tag = &language.tag;
    let is_tag = tag.len() <= 35
        && primary(tag).len() >= 2
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_tag {
        problems.add_to_file(
            &language.file,
            ProblemKind::WrongId,
            format!("`{tag}` is no language"),
            "call the folder by a BCP 47 tag, such as de or pt-BR",
        );
    }
    if tag.eq_ignore_ascii_case(&pack.language) {
        problems.add_to_file(
            &language.file,
            ProblemKind::Translation,
            format!("the pack itself is in `{tag}`"),
            "write the texts in the files of the pack",
        );
    }
    let mut gathered = Gathering { texts: BTreeMap::new(), problems };
    of_pack(language, w, pack, &mut gathered);
    for (name, texts) in &language.dimensions {
        let at = w
            .pack
            .dimensions
            .iter()
            .filter(|one| !one.is_absent())
            .position(|one| &one.value == name);
        // The file of the same name says which dimension it is.
        if let Some(dimension) = at.and_then(|at| w.dimensions.get(at)) {
            of_dimension(texts, &dimension.id.value, w, pack, &mut gathered);
        }
    }
    of_initiatives(language, w, pack, &mut gathered);
    for (name, text) in &language.report {
        gathered.texts.insert(TextPlace::new(Part::Report, name, "text"), text.clone());
    }
    Translation { language: tag.clone(), texts: gathered.texts }
}

fn of_pack(language: &WrittenLanguage, w: &Written, pack: &Pack, gathered: &mut Gathering<'_>) {
    gathered.take(Part::Pack, "", "title", &language.pack.title, 120);
    let is_complete = w.is_complete("pack.toml");
    for (key, level) in &language.pack.scale.0 {
        let known: Vec<String> = pack.scale.iter().map(|one| one.level.to_string()).collect();
        if gathered.knows("level", key, key.place, is_complete, known.iter().map(String::as_str)) {
            gathered.take(Part::Level, key, "name", &level.name, 40);
            gathered.take(Part::Level, key, "meaning", &level.meaning, LONGEST);
        }
    }
    for (key, title) in &language.pack.factors.0 {
        let known = pack.factors.iter().map(|one| one.id.as_str());
        if gathered.knows("factor", key, key.place, is_complete, known) {
            gathered.take(Part::Factor, key, "title", title, 60);
        }
    }
    for (key, title) in &language.roles.roles.0 {
        let known = pack.roles.iter().map(|one| one.id.as_str());
        if gathered.knows("role", key, key.place, w.is_complete("roles.toml"), known) {
            gathered.take(Part::Role, key, "title", title, 60);
        }
    }
    for (key, term) in &language.glossary.terms.0 {
        let known = pack.glossary.iter().map(|one| one.term.as_str());
        if gathered.knows("term", key, key.place, w.is_complete("glossary.toml"), known) {
            gathered.take(Part::Term, key, "term", &term.term, 80);
            gathered.take(Part::Term, key, "meaning", &term.meaning, LONGEST);
        }
    }
}

fn of_dimension(
    texts: &DimensionTexts,
    id: &str,
    w: &Written,
    pack: &Pack,
    gathered: &mut Gathering<'_>,
) {
    gathered.take(Part::Dimension, id, "title", &texts.title, 60);
    gathered.take(Part::Dimension, id, "short_title", &texts.short_title, raw::DIMENSION_LABEL);
    gathered.take(Part::Dimension, id, "summary", &texts.summary, LONGEST);
    for (key, paragraph) in &texts.paragraphs.0 {
        let levels = ["1", "2", "3", "4", "5"];
        if gathered.knows("level", key, key.place, true, levels.into_iter()) {
            gathered.take(
                Part::Dimension,
                id,
                &format!("paragraphs/{}", key.value),
                paragraph,
                LONGEST,
            );
        }
    }
    let is_complete = w.is_complete("dimensions/") && w.is_complete("pack.toml");
    for (key, question) in &texts.questions.0 {
        let own = pack.questions.iter().filter(|one| one.dimension.as_str() == id);
        let known = own.clone().map(|one| one.id.as_str());
        if !gathered.knows("question in this dimension", key, key.place, is_complete, known) {
            continue;
        }
        let part = Part::Question;
        gathered.take(part, key, "text", &question.text, raw::QUESTION_LENGTH);
        gathered.take(part, key, "short_title", &question.short_title, raw::QUESTION_LABEL);
        gathered.take(part, key, "why", &question.why, LONGEST);
        gathered.take(part, key, "evidence", &question.evidence, LONGEST);
        gathered.take(part, key, "contradiction", &question.contradiction, LONGEST);
        gathered.take_list((part, key, "levels"), &question.levels, 5, raw::LEVEL_LENGTH);
        let Some(card) = &question.card else { continue };
        gathered.take(part, key, "card/opening", &card.opening, LONGEST);
        gathered.take(part, key, "card/good", &card.good, LONGEST);
        gathered.take(part, key, "card/who", &card.who, LONGEST);
        let base = own.clone().find(|one| one.id.as_str() == key.value);
        let base = base.and_then(|one| one.card.as_ref());
        let lengths = base.map_or((0, 0), |card| (card.probes.len(), card.red_flags.len()));
        gathered.take_list((part, key, "card/probes"), &card.probes, lengths.0, LONGEST);
        gathered.take_list((part, key, "card/red_flags"), &card.red_flags, lengths.1, LONGEST);
    }
}

fn of_initiatives(
    language: &WrittenLanguage,
    w: &Written,
    pack: &Pack,
    gathered: &mut Gathering<'_>,
) {
    for (key, initiative) in &language.initiatives.initiatives.0 {
        let known = pack.initiatives.iter().map(|one| one.id.as_str());
        if gathered.knows("initiative", key, key.place, w.is_complete("initiatives.toml"), known) {
            let part = Part::Initiative;
            gathered.take(part, key, "title", &initiative.title, 120);
            gathered.take(part, key, "outcome", &initiative.outcome, LONGEST);
            gathered.take(part, key, "risks", &initiative.risks, LONGEST);
            gathered.take(part, key, "kpi", &initiative.kpi, LONGEST);
        }
    }
    for (key, finding) in &language.findings.findings.0 {
        let rule = pack.finding_rules.iter().find(|one| one.id.as_str() == key.value);
        let known = pack.finding_rules.iter().map(|one| one.id.as_str());
        // A finding whose condition has a problem is left out of the pack, and that problem is told.
        let is_written = w.findings.findings.iter().any(|one| one.id.value == key.value);
        let is_complete = w.is_complete("findings.toml") && !is_written;
        if gathered.knows("finding", key, key.place, is_complete, known) {
            let is_of_record = rule.is_some_and(|rule| rule.subject.is_some());
            let (one, many): (&[&str], &[&str]) = if is_of_record {
                (&["code", "title", "count"], &["count", "total", "codes", "titles"])
            } else {
                (&[], &[])
            };
            check_placeholders(&finding.text, one, gathered.problems);
            check_placeholders(&finding.text_many, many, gathered.problems);
            gathered.take(Part::Finding, key, "text", &finding.text, LONGEST);
            gathered.take(Part::Finding, key, "text_many", &finding.text_many, LONGEST);
        }
    }
}

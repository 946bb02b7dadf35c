//! A pack in another language: texts that stand in for its own, by what they belong to. What a translation leaves out
//! stays in the pack's own language and is known as such.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::Pack;

/// The parts of a pack that have texts for people. Conditions, ids and what authors note for each other are none, and
/// the reasons of rules are not translated yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The pack as a whole; its id is empty.
    Pack,
    /// A level of the scale, by its number.
    Level,
    /// A factor.
    Factor,
    /// A role.
    Role,
    /// A dimension.
    Dimension,
    /// A question with its card.
    Question,
    /// An initiative.
    Initiative,
    /// A finding.
    Finding,
    /// A term of the glossary, by the term in the pack's own language.
    Term,
    /// Standing text of the report, by its name.
    Report,
}

/// One text of a pack: what it belongs to, and which of its texts it is, such as `levels/3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPlace {
    /// What it belongs to.
    pub part: Part,
    /// The id of that.
    pub id: String,
    /// Which of its texts, as its field is called; entries of lists by their place from 1.
    pub text: String,
}

impl TextPlace {
    /// A place.
    pub fn new(part: Part, id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { part, id: id.into(), text: text.into() }
    }
}

/// Texts of a pack in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// BCP 47 tag.
    pub language: String,
    /// The texts that it has.
    pub texts: BTreeMap<TextPlace, String>,
}

/// What a pack says in its own language because its translation leaves it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallback {
    /// BCP 47 tag of the pack's own texts.
    pub language: String,
    /// What has a text that is not translated.
    pub items: BTreeSet<(Part, String)>,
}

/// How much of a pack a translation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Texts that the pack has.
    pub texts: usize,
    /// Those that the translation has too.
    pub translated: usize,
}

/// The first part of a tag: `de` of `de-AT`.
pub fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

impl Pack {
    /// The translation for a tag: that of the same tag, else that of its language; `None` where there is none.
    pub fn translation(&self, tag: &str) -> Option<&Translation> {
        let same = |one: &&Translation| one.language.eq_ignore_ascii_case(tag);
        let near = |one: &&Translation| one.language.eq_ignore_ascii_case(primary(tag));
        self.translations.iter().find(same).or_else(|| self.translations.iter().find(near))
    }

    /// The pack with its texts in the language of a tag, as far as it has them; `None` where it has none of them, or speaks that
    /// language itself.
    pub fn in_language(&self, tag: &str) -> Option<Pack> {
        if self.fallback.is_none() && primary(&self.language).eq_ignore_ascii_case(primary(tag)) {
            return None;
        }
        let translation = self.translation(tag)?.clone();
        let mut pack = self.clone();
        let mut items = BTreeSet::new();
        each_text(&mut pack, &mut |place, text| match translation.texts.get(&place) {
            Some(other) => other.clone_into(text),
            None => {
                items.insert((place.part, place.id));
            }
        });
        let own = std::mem::replace(&mut pack.language, translation.language);
        pack.fallback = Some(Fallback { language: own, items });
        Some(pack)
    }

    /// True where some of what is said about one thing stands in the pack's own language, since the translation leaves it out.
    pub fn falls_back(&self, part: Part, id: &str) -> bool {
        let item = (part, id.to_owned());
        self.fallback.as_ref().is_some_and(|fallback| fallback.items.contains(&item))
    }

    /// The language of what is said about one thing, as a tag: that of the pack, or the pack's own where it falls back to it.
    pub fn language_of(&self, part: Part, id: &str) -> &str {
        match &self.fallback {
            Some(fallback) if self.falls_back(part, id) => &fallback.language,
            _ => &self.language,
        }
    }

    /// The names that its translation gives to levels, factors, roles, dimensions, questions and initiatives; none where it is not
    /// translated.
    pub fn translated_names(&self) -> Vec<&str> {
        let translation = self.fallback.as_ref().and_then(|_| self.translation(&self.language));
        let is_name = |place: &TextPlace| matches!(&*place.text, "title" | "short_title" | "name");
        let texts = translation.into_iter().flat_map(|translation| &translation.texts);
        texts.filter(|(place, _)| is_name(place)).map(|(_, text)| text.as_str()).collect()
    }

    /// Every text of it that people read.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        each_text(&mut self.clone(), &mut |_, text| texts.push(text.clone()));
        texts
    }

    /// How much of this pack a translation has.
    pub fn coverage(&self, translation: &Translation) -> Coverage {
        let mut coverage = Coverage { texts: 0, translated: 0 };
        each_text(&mut self.clone(), &mut |place, _| {
            coverage.texts += 1;
            coverage.translated += usize::from(translation.texts.contains_key(&place));
        });
        coverage
    }
}

/// Visits every text that people read and a translation can have; empty ones say nothing in any language.
fn each_text(pack: &mut Pack, visit: &mut dyn FnMut(TextPlace, &mut String)) {
    let mut text = |part: Part, id: &str, name: &str, text: &mut String| {
        if !text.is_empty() {
            visit(TextPlace::new(part, id, name), text);
        }
    };
    text(Part::Pack, "", "title", &mut pack.title);
    for level in &mut pack.scale {
        let id = level.level.to_string();
        text(Part::Level, &id, "name", &mut level.name);
        text(Part::Level, &id, "meaning", &mut level.meaning);
    }
    for factor in &mut pack.factors {
        text(Part::Factor, factor.id.as_str(), "title", &mut factor.title);
    }
    for role in &mut pack.roles {
        text(Part::Role, role.id.as_str(), "title", &mut role.title);
    }
    for dimension in &mut pack.dimensions {
        let id = dimension.id.as_str();
        text(Part::Dimension, id, "title", &mut dimension.title);
        text(Part::Dimension, id, "short_title", &mut dimension.short_title);
        text(Part::Dimension, id, "summary", &mut dimension.summary);
        for (level, paragraph) in &mut dimension.paragraphs {
            text(Part::Dimension, id, &format!("paragraphs/{level}"), paragraph);
        }
    }
    for question in &mut pack.questions {
        let id = question.id.as_str();
        let mut of = |name: &str, own: &mut String| text(Part::Question, id, name, own);
        of("text", &mut question.text);
        of("short_title", &mut question.short_title);
        of("why", &mut question.why);
        of("evidence", &mut question.evidence);
        of("contradiction", &mut question.contradiction);
        for (level, own) in (1..).zip(&mut question.levels) {
            of(&format!("levels/{level}"), own);
        }
        if let Some(card) = &mut question.card {
            of("card/opening", &mut card.opening);
            of("card/good", &mut card.good);
            of("card/who", &mut card.who);
            for (at, own) in (1..).zip(&mut card.probes) {
                of(&format!("card/probes/{at}"), own);
            }
            for (at, own) in (1..).zip(&mut card.red_flags) {
                of(&format!("card/red_flags/{at}"), own);
            }
        }
    }
    for initiative in &mut pack.initiatives {
        let id = initiative.id.as_str();
        text(Part::Initiative, id, "title", &mut initiative.title);
        text(Part::Initiative, id, "outcome", &mut initiative.outcome);
        text(Part::Initiative, id, "risks", &mut initiative.risks);
        text(Part::Initiative, id, "kpi", &mut initiative.kpi);
    }
    for finding in &mut pack.finding_rules {
        let id = finding.id.as_str();
        text(Part::Finding, id, "text", &mut finding.text);
        text(Part::Finding, id, "text_many", &mut finding.text_many);
    }
    for term in &mut pack.glossary {
        let id = term.term.clone();
        text(Part::Term, &id, "term", &mut term.term);
        text(Part::Term, &id, "meaning", &mut term.meaning);
    }
    for (name, own) in &mut pack.report_text {
        text(Part::Report, name, "text", own);
    }
}

//! What the written text means: ids become references that hold, conditions become checked ones, and the parts of
//! a pack are held against each other.

use std::collections::{BTreeMap, BTreeSet};

use waymark_core::condition::Condition;
use waymark_core::discovery::platform::Layer;
use waymark_core::engagement::FindingTone;
use waymark_core::id::{
    CallRuleId, DimensionId, FactId, FactorId, FindingId, InitiativeId, PackId, QuestionId, RoleId,
    RuleId, ServiceId, TargetRuleId,
};
use waymark_core::pack::{
    CallRule, Card, CostClass, Dimension, Estimate, FactMeaning, FactValueKind, FactValueMeaning,
    Factor, FindingRule, Indicator, Initiative, Instead, Lift, Pack, PackStatus, Question,
    Reference, Retired, Role, RoleShare, Rule, ScaleLevel, Service, ServiceStatus, Side,
    TargetRule, Term,
};

use crate::conditions::Conditions;
use crate::examples;
use crate::lang;
use crate::place::Place;
use crate::problem::{ProblemKind, Problems, did_you_mean};
use crate::raw::{self, Written};
use crate::reach::{self, Reach};
use crate::read::{At, Level, Over, Word};

/// Longest text of any kind.
pub(crate) const LONGEST: usize = 2000;
/// How far shares may be from 1 together.
const SHARE_TOLERANCE: f64 = 0.001;

/// The ids of one kind of thing.
struct Ids {
    noun: &'static str,
    known: BTreeSet<String>,
    /// False where a file that declares some of them could not be read.
    is_complete: bool,
}

impl Ids {
    /// Collects ids, and tells of those that stand twice or are no ids.
    fn collect<'w>(
        noun: &'static str,
        is_complete: bool,
        written: impl Iterator<Item = &'w At<String>>,
        problems: &mut Problems,
    ) -> Self {
        let mut known = BTreeSet::new();
        for id in written.filter(|id| !id.is_absent()) {
            let is_id = !id.is_empty()
                && id.len() <= 80
                && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            if !is_id {
                let message = format!("`{}` cannot be an id", id.value);
                problems.add(
                    id.place,
                    ProblemKind::WrongId,
                    message,
                    "ids consist of letters, digits, `-`, `_` and `.`",
                );
            }
            if !known.insert(id.value.clone()) {
                let message = format!("the {noun} `{}` stands twice", id.value);
                problems.add(
                    id.place,
                    ProblemKind::DuplicateId,
                    message,
                    "give this one an id that was never used",
                );
            }
        }
        Self { noun, known, is_complete }
    }

    /// The id as a reference; where nothing declares it, a problem tells so.
    fn refer<T: for<'w> From<&'w str>>(&self, id: &At<String>, problems: &mut Problems) -> T {
        if !id.is_absent()
            && self.is_complete
            && !problems.is_full()
            && !self.known.contains(&id.value)
        {
            let near = did_you_mean(id, self.known.iter().map(String::as_str));
            let near = if near.is_empty() { self.offer() } else { near };
            problems.add(
                id.place,
                ProblemKind::UnknownId,
                format!("there is no {} `{}`", self.noun, id.value),
                near,
            );
        }
        T::from(id.value.as_str())
    }

    /// What to do where nothing sounds like a reference.
    fn offer(&self) -> String {
        let mut some: Vec<&str> = self.known.iter().take(6).map(String::as_str).collect();
        if self.known.len() > some.len() {
            some.push("…");
        }
        match some.as_slice() {
            [] => format!("declare the {} first", self.noun),
            [one] => format!("declare it, or name `{one}`"),
            some => format!("declare it, or name one of {}", some.join(", ")),
        }
    }

    /// Several references, each once.
    fn refer_all<T: for<'w> From<&'w str>>(
        &self,
        ids: &[At<String>],
        problems: &mut Problems,
    ) -> Vec<T> {
        let mut seen = BTreeSet::new();
        for id in ids.iter().filter(|id| !id.is_absent() && !seen.insert(id.value.as_str())) {
            problems.add(
                id.place,
                ProblemKind::DuplicateId,
                format!("the {} `{}` is named twice", self.noun, id.value),
                "remove one",
            );
        }
        ids.iter().map(|id| self.refer(id, problems)).collect()
    }
}

/// A text that must say something, of at most this many characters.
pub(crate) fn text(written: &At<String>, longest: usize, problems: &mut Problems) -> String {
    if written.trim().is_empty() {
        problems.add(written.place, ProblemKind::EmptyText, "the text is empty", "write it");
    }
    optional_text(written, longest, problems)
}

/// A text that may be empty.
fn optional_text(written: &At<String>, longest: usize, problems: &mut Problems) -> String {
    let length = written.trim().chars().count();
    if length > longest {
        let message = format!("the text has {length} characters, at most {longest} fit");
        problems.add(written.place, ProblemKind::LongText, message, "shorten it");
    }
    written.trim().to_owned()
}

fn texts(written: &[At<String>], problems: &mut Problems) -> Vec<String> {
    written.iter().map(|one| text(one, LONGEST, problems)).collect()
}

/// The word, or one that stands in for a word that was reported as wrong.
fn word<V: Copy>(written: &At<Word<V>>, stand_in: V) -> V {
    written.0.unwrap_or(stand_in)
}

fn level(written: &At<Level>) -> u8 {
    written.value.0.max(1)
}

/// All that the parts of a pack refer to.
struct Known<'a> {
    roles: Ids,
    factors: Ids,
    questions: Ids,
    facts: Ids,
    services: Ids,
    initiatives: Ids,
    rules: Ids,
    dimensions: Ids,
    conditions: Conditions<'a>,
}

/// Builds the pack. It is whole only where no problem was found.
pub(crate) fn resolve(
    written: &Written,
    files: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> Option<Pack> {
    let w = written;
    let questions = || w.dimensions.iter().flat_map(|dimension| &dimension.questions);
    let rules = || w.layers.iter().flat_map(|(_, layer)| &layer.rules);
    let known = Known {
        roles: Ids::collect(
            "role",
            w.is_complete("roles.toml"),
            w.roles.roles.iter().map(|r| &r.id),
            problems,
        ),
        factors: Ids::collect(
            "factor",
            w.is_complete("pack.toml"),
            w.pack.factors.iter().map(|f| &f.id),
            problems,
        ),
        dimensions: Ids::collect(
            "dimension",
            w.is_complete("dimensions/") && w.is_complete("pack.toml"),
            w.dimensions.iter().map(|d| &d.id),
            problems,
        ),
        questions: Ids::collect(
            "question",
            w.is_complete("dimensions/") && w.is_complete("pack.toml"),
            questions().map(|q| &q.id),
            problems,
        ),
        facts: Ids::collect(
            "fact",
            w.is_complete("facts.toml"),
            w.facts.facts.iter().map(|f| &f.id),
            problems,
        ),
        services: Ids::collect(
            "service",
            w.is_complete("services.toml"),
            w.services.services.iter().map(|s| &s.id),
            problems,
        ),
        initiatives: Ids::collect(
            "initiative",
            w.is_complete("initiatives.toml"),
            w.initiatives.initiatives.iter().map(|i| &i.id),
            problems,
        ),
        rules: Ids::collect(
            "rule",
            w.is_complete("architecture/"),
            rules().map(|r| &r.id),
            problems,
        ),
        conditions: Conditions::new(w, files, problems),
    };
    // An id stays that of its question, also when it is not asked any more.
    let asked = questions().map(|q| &q.id).collect::<Vec<_>>();
    retired_ids(&w.pack.retired, &asked, problems);
    Ids::collect("target rule", true, w.targets.targets.iter().map(|t| &t.id), problems);
    Ids::collect("call rule", true, w.initiatives.calls.iter().map(|c| &c.id), problems);
    Ids::collect("finding rule", true, w.findings.findings.iter().map(|f| &f.id), problems);
    Ids::collect("reference", true, w.references.references.iter().map(|r| &r.id), problems);

    let initiatives = initiatives(w, &known, problems);
    let reach = Reach::of(w);
    reach::idle_initiatives(w, problems);
    let dimensions = dimensions(w, &known, problems);
    let questions = questions_of(w, &known, &reach, problems);
    let mut pack = Pack {
        id: PackId::new(text(&w.pack.id, 80, problems)),
        version: text(&w.pack.version, 40, problems),
        title: text(&w.pack.title, 120, problems),
        status: word(&w.pack.status, PackStatus::Draft),
        language: text(&w.pack.language, 35, problems),
        hash: crate::text::hash(files),
        scale: scale(&w.pack.scale, problems),
        factors: factors(w, problems),
        dimensions,
        questions,
        retired: retired(w, problems),
        roles: roles(w, problems),
        default_target: level(&w.pack.default_target),
        target_rules: target_rules(w, &known, &reach, problems),
        services_checked: w.pack.services_checked.value.0,
        services: services(w, problems),
        rules: architecture(w, &known, problems),
        initiatives,
        call_rules: call_rules(w, &known, problems),
        finding_rules: finding_rules(w, &known, problems),
        facts: facts(w, problems),
        indicators: indicators(w, &known, problems),
        glossary: glossary(w, problems),
        references: references(w, problems),
        report_text: w.report.clone(),
        translations: vec![],
        fallback: None,
    };
    pack.translations = lang::resolve(w, &pack, problems);
    examples::check_ids(w, &known.questions.known, &known.dimensions.known, problems);
    let is_whole = w.unreadable.is_empty();
    if is_whole && !examples::scores_are_doubtful(files, problems) {
        examples::check_scores(w, &pack, problems);
    }
    is_whole.then_some(pack)
}

/// Tells of retired ids that are no ids, stand twice, or belong to a question that is asked.
fn retired_ids(retired: &[raw::Retired], asked: &[&At<String>], problems: &mut Problems) {
    Ids::collect("retired question", true, retired.iter().map(|one| &one.id), problems);
    for one in retired.iter().filter(|one| !one.id.is_absent()) {
        if asked.iter().any(|id| id.value == one.id.value) {
            let message = format!("`{}` is retired and asked", one.id.value);
            let help =
                "take it off the retired list, or give the question an id that was never used";
            problems.add(one.id.place, ProblemKind::DuplicateId, message, help);
        }
    }
}

fn retired(w: &Written, problems: &mut Problems) -> Vec<Retired> {
    let one = |one: &raw::Retired, problems: &mut Problems| Retired {
        id: QuestionId::new(one.id.value.clone()),
        since: text(&one.since, 40, problems),
        text: text(&one.text, raw::QUESTION_LENGTH, problems),
        note: optional_text(&one.note, LONGEST, problems),
    };
    w.pack.retired.iter().map(|retired| one(retired, problems)).collect()
}

fn scale(written: &At<Vec<raw::ScaleLevel>>, problems: &mut Problems) -> Vec<ScaleLevel> {
    let mut levels: Vec<ScaleLevel> = written
        .iter()
        .map(|one| ScaleLevel {
            level: level(&one.level),
            name: text(&one.name, 40, problems),
            meaning: text(&one.meaning, LONGEST, problems),
        })
        .collect();
    levels.sort_by_key(|one| one.level);
    let found: Vec<u8> = levels.iter().map(|one| one.level).collect();
    if found != [1, 2, 3, 4, 5] {
        let found = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        problems.add(
            written.place,
            ProblemKind::Levels,
            format!("the scale has the levels {found}"),
            "a scale has the levels 1 to 5, each once",
        );
    }
    levels
}

fn factors(w: &Written, problems: &mut Problems) -> Vec<Factor> {
    let factor = |factor: &raw::Factor, problems: &mut Problems| Factor {
        id: FactorId::new(factor.id.value.clone()),
        title: text(&factor.title, 60, problems),
        weight: factor.weight.0,
    };
    w.pack.factors.iter().map(|one| factor(one, problems)).collect()
}

fn roles(w: &Written, problems: &mut Problems) -> Vec<Role> {
    let role = |role: &raw::Role, problems: &mut Problems| Role {
        id: RoleId::new(role.id.value.clone()),
        title: text(&role.title, 60, problems),
        side: word(&role.side, Side::Business),
        can_be_asked: role.asked.value,
        can_be_persona: role.persona.value,
        delivers_work: role.delivers.value,
    };
    w.roles.roles.iter().map(|one| role(one, problems)).collect()
}

fn dimensions(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<Dimension> {
    let mut resolved = Vec::new();
    for dimension in &w.dimensions {
        let mut paragraphs = BTreeMap::new();
        for (key, paragraph) in &dimension.paragraphs.0 {
            match key.parse::<u8>() {
                Ok(level @ 1..=5) => {
                    paragraphs.insert(level, text(paragraph, LONGEST, problems));
                }
                _ => problems.add(
                    key.place,
                    ProblemKind::OutOfRange,
                    format!("there is no level `{}`", key.value),
                    "levels run from \"1\" to \"5\"",
                ),
            }
        }
        let missing: Vec<String> =
            (1..=5_u8).filter(|l| !paragraphs.contains_key(l)).map(|l| l.to_string()).collect();
        if !missing.is_empty() {
            let message = format!(
                "`{}` has no report paragraph for level {}",
                dimension.id.value,
                missing.join(", ")
            );
            let help = "write one for each attained level under [paragraphs]";
            problems.add(dimension.id.place, ProblemKind::MissingParagraph, message, help);
        }
        resolved.push(Dimension {
            id: DimensionId::new(dimension.id.value.clone()),
            title: text(&dimension.title, 60, problems),
            short_title: text(&dimension.short_title, raw::DIMENSION_LABEL, problems),
            factor: known.factors.refer::<FactorId>(&dimension.factor, problems),
            weight: dimension.weight.as_ref().map_or(1, |weight| weight.0),
            summary: text(&dimension.summary, LONGEST, problems),
            paragraphs,
        });
    }
    resolved
}

fn questions_of(
    w: &Written,
    known: &Known<'_>,
    reach: &Reach,
    problems: &mut Problems,
) -> Vec<Question> {
    let mut resolved = Vec::new();
    for dimension in &w.dimensions {
        for question in &dimension.questions {
            resolved.push(question_of(question, dimension, w, known, problems));
            let (target, place) = match &question.target {
                Some(target) => (target.value.0, target.place),
                None => (w.pack.default_target.value.0, question.id.place),
            };
            if !reach.reaches(&question.id, target) {
                let message =
                    format!("no initiative lifts `{}` to its target {target}", question.id.value);
                let help = format!(
                    "add a lift with from below {target} and to = {target} or more, or lower the target"
                );
                problems.add(place, ProblemKind::UnreachableTarget, message, help);
            }
        }
    }
    let has_short_form = resolved.iter().any(|question| question.is_short_form);
    if let Some(first) =
        w.pack.dimensions.first().filter(|_| !has_short_form && w.is_complete("dimensions/"))
    {
        let help = "write short_form = true at the key questions";
        problems.add(
            first.place,
            ProblemKind::ShortForm,
            "no question belongs to the short form",
            help,
        );
    }
    resolved
}

fn question_of(
    question: &raw::Question,
    dimension: &raw::DimensionFile,
    w: &Written,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Question {
    let levels: Vec<String> =
        question.levels.iter().map(|one| text(one, raw::LEVEL_LENGTH, problems)).collect();
    if levels.len() != 5 {
        let message = format!("`{}` describes {} levels", question.id.value, levels.len());
        problems.add(
            question.levels.place,
            ProblemKind::Levels,
            message,
            "describe all five, from level 1 to level 5",
        );
    }
    if question.card.is_none() {
        let message = format!("`{}` has no facilitator card", question.id.value);
        problems.add(
            question.id.place,
            ProblemKind::MissingCard,
            message,
            "add [questions.card] with opening, probes, red_flags, good and who",
        );
    }
    if let Some(card) = &question.card {
        thin_card(&question.id, card, problems);
    }
    let frameworks = question
        .frameworks
        .0
        .iter()
        .map(|(name, ids)| (name.value.clone(), texts(ids, problems)))
        .collect();
    Question {
        id: QuestionId::new(question.id.value.clone()),
        dimension: DimensionId::new(dimension.id.value.clone()),
        text: text(&question.text, raw::QUESTION_LENGTH, problems),
        why: text(&question.why, LONGEST, problems),
        short_title: text(&question.short_title, raw::QUESTION_LABEL, problems),
        weight: question.weight.as_ref().map_or(1, |weight| weight.0),
        is_short_form: question.short_form.value,
        target: question.target.as_ref().map_or_else(|| level(&w.pack.default_target), level),
        roles: known.roles.refer_all(&question.roles, problems),
        levels: std::array::from_fn(|at| levels.get(at).cloned().unwrap_or_default()),
        evidence: text(&question.evidence, LONGEST, problems),
        facts: known.facts.refer_all(&question.facts, problems),
        contradiction: optional_text(&question.contradiction, LONGEST, problems),
        frameworks,
        card: question.card.as_ref().map(|card| Card {
            opening: text(&card.opening, LONGEST, problems),
            probes: texts(&card.probes, problems),
            red_flags: texts(&card.red_flags, problems),
            good: text(&card.good, LONGEST, problems),
            who: text(&card.who, LONGEST, problems),
        }),
    }
}

/// Tells of a card that helps nobody yet.
fn thin_card(id: &At<String>, card: &raw::Card, problems: &mut Problems) {
    let mut say = |message: String, help: &str| {
        problems.add(id.place, ProblemKind::MissingCard, message, help);
    };
    let probes = card.probes.len();
    if !(3..=5).contains(&probes) {
        let message = format!("the facilitator card of `{}` has {probes} probes", id.value);
        say(message, "write three to five");
    }
    if card.red_flags.is_empty() {
        let message = format!("the facilitator card of `{}` names no red flag", id.value);
        say(message, "write what a facilitator would hear or see");
    }
}

fn target_rules(
    w: &Written,
    known: &Known<'_>,
    reach: &Reach,
    problems: &mut Problems,
) -> Vec<TargetRule> {
    let mut resolved = Vec::new();
    for rule in &w.targets.targets {
        let target = rule.level.value.0;
        let beyond: Vec<&str> = rule
            .questions
            .iter()
            .filter(|q| known.questions.known.contains(&q.value) && !reach.reaches(q, target))
            .map(|q| q.value.as_str())
            .collect();
        if !beyond.is_empty() {
            let message = format!(
                "no initiative lifts {} to {target}, the target of `{}`",
                beyond.join(", "),
                rule.id.value
            );
            let help = format!(
                "add lifts with from below {target} and to = {target} or more, or lower the level"
            );
            problems.add(rule.level.place, ProblemKind::UnreachableTarget, message, help);
        }
        let questions = known.questions.refer_all(&rule.questions, problems);
        let because = text(&rule.because, LONGEST, problems);
        let Some(when) =
            known.conditions.check_before_targets(&rule.when, rule.r#for.as_ref(), problems)
        else {
            continue;
        };
        resolved.push(TargetRule {
            id: TargetRuleId::new(rule.id.value.clone()),
            when,
            when_text: rule.when.value.clone(),
            subject: rule.r#for.as_ref().and_then(|over| over.0),
            questions,
            level: level(&rule.level),
            is_floor: rule.floor.value,
            because,
        });
    }
    resolved
}

fn services(w: &Written, problems: &mut Problems) -> Vec<Service> {
    let service = |service: &raw::Service, problems: &mut Problems| Service {
        id: ServiceId::new(service.id.value.clone()),
        name: text(&service.name, 120, problems),
        short_name: text(&service.short_name, raw::SERVICE_LABEL, problems),
        category: text(&service.category, 60, problems),
        shape: optional_text(&service.shape, 120, problems),
        status: word(&service.status, ServiceStatus::Active),
        checked: service.checked.value.0,
        note: optional_text(&service.note, LONGEST, problems),
        successor: optional_text(&service.successor, LONGEST, problems),
        product: service.product.as_ref().and_then(|product| product.0),
    };
    w.services.services.iter().map(|one| service(one, problems)).collect()
}

fn architecture(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<Rule> {
    let inactive: BTreeMap<&str, &raw::Service> = w
        .services
        .services
        .iter()
        .filter(|service| service.status.0.is_some_and(|status| status != ServiceStatus::Active))
        .map(|service| (service.id.value.as_str(), service))
        .collect();
    let mut resolved = Vec::new();
    let mut fires_after = Waits::default();
    let mut replaces = Waits::default();
    for (layer, rule) in
        w.layers.iter().flat_map(|(layer, file)| file.rules.iter().map(move |rule| (*layer, rule)))
    {
        for (id, service) in
            rule.services.iter().filter_map(|id| Some((id, inactive.get(id.value.as_str())?)))
        {
            let status = word(&service.status, ServiceStatus::Active).label().to_lowercase();
            let message =
                format!("`{}` recommends `{}`, which is {status}", rule.id.value, id.value);
            problems.add(id.place, ProblemKind::InactiveService, message, successor_of(service));
        }
        for alternative in &rule.instead {
            let named = inactive.values().find(|one| names(&alternative.service.value, one));
            let Some(service) = named else { continue };
            let status = word(&service.status, ServiceStatus::Active).label().to_lowercase();
            let message = format!(
                "`{}` offers {} as an alternative, which is {status}",
                rule.id.value, service.name.value
            );
            let place = alternative.service.place;
            problems.add(place, ProblemKind::InactiveService, message, successor_of(service));
        }
        if rule.services.is_empty() {
            problems.add(
                rule.services.place,
                ProblemKind::EmptyText,
                "the rule names no service",
                "name the one that provides the capability",
            );
        }
        for id in &rule.takes_place_of {
            replaces.add(&rule.id, &id.value, id.place);
        }
        if let Some(zone) = rule.zone.as_ref().filter(|_| layer != Layer::Storage) {
            problems.add(
                zone.place,
                ProblemKind::UnknownField,
                "only rules of the storage layer have a zone",
                "remove it",
            );
        }
        let when = known.conditions.check(&rule.when, rule.r#for.as_ref(), problems);
        for other in when.iter().flat_map(Condition::fired_references) {
            fires_after.add(&rule.id, other, rule.when.place);
        }
        if let Some(rule) = rule_of(layer, rule, when, known, problems) {
            resolved.push(rule);
        }
    }
    fires_after.report("rules fire only after each other", "take one `fired(...)` out", problems);
    replaces.report(
        "rules take each other's place",
        "let only the narrower one take the place of the other",
        problems,
    );
    resolved
}

/// What an author can name in place of a service that is not active.
fn successor_of(service: &raw::Service) -> String {
    if service.successor.is_empty() {
        "name another service".to_owned()
    } else {
        format!("instead of it: {}", service.successor.value)
    }
}

/// True where free text names a service: by its whole name, or where the text is nothing but its short name or id.
fn names(text: &str, service: &raw::Service) -> bool {
    let text = text.trim();
    let name = service.name.value.trim();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let says = |at: usize| {
        !is_word(text[..at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next())
    };
    text == service.id.value
        || text == service.short_name.value.trim()
        || (!name.is_empty() && text.match_indices(name).any(|(at, _)| says(at)))
}

fn rule_of(
    layer: Layer,
    rule: &raw::Rule,
    when: Option<Condition>,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Option<Rule> {
    let products =
        |written: &[At<Word<_>>]| written.iter().filter_map(|product| product.0).collect();
    let instead = |written: &raw::Instead, problems: &mut Problems| Instead {
        service: text(&written.service, LONGEST, problems),
        when: text(&written.when, LONGEST, problems),
        no_component: written.no_component.value,
    };
    let capability = text(&rule.capability, 80, problems);
    let services = known.services.refer_all::<ServiceId>(&rule.services, problems);
    let detail = optional_text(&rule.detail, raw::DETAIL_LENGTH, problems);
    let because = text(&rule.because, LONGEST, problems);
    let instead = rule.instead.iter().map(|one| instead(one, problems)).collect();
    let initiatives = known.initiatives.refer_all(&rule.initiatives, problems);
    let cost_driver = text(&rule.cost_driver, LONGEST, problems);
    let takes_place_of = known.rules.refer_all(&rule.takes_place_of, problems);
    Some(Rule {
        id: RuleId::new(rule.id.value.clone()),
        layer,
        when: when?,
        when_text: rule.when.value.clone(),
        subject: subject(rule.r#for.as_ref()),
        capability,
        services,
        detail,
        because,
        instead,
        zone: rule.zone.as_ref().and_then(|zone| zone.0),
        provides: rule.provides.iter().filter_map(|provision| provision.0).collect(),
        freshness: rule.freshness.as_ref().and_then(|freshness| freshness.0),
        satisfied_by: products(&rule.satisfied_by),
        replaces: products(&rule.replaces),
        initiatives,
        cost: word(&rule.cost, CostClass::Low),
        cost_driver,
        operating_effort: rule.operating_effort.value.0.max(1),
        skills: rule.skills.iter().filter_map(|skill| skill.0).collect(),
        takes_place_of,
        note: rule.note.value.clone(),
    })
}

fn subject(over: Option<&At<Over>>) -> Option<waymark_core::record::Kind> {
    over.and_then(|over| over.0)
}

fn initiatives(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<Initiative> {
    let mut resolved = Vec::new();
    let mut waits = Waits::default();
    for initiative in &w.initiatives.initiatives {
        for id in &initiative.needs {
            waits.add(&initiative.id, &id.value, id.place);
        }
        let only_when = initiative
            .only_when
            .as_ref()
            .and_then(|when| known.conditions.check(when, None, problems));
        resolved.push(Initiative {
            id: InitiativeId::new(initiative.id.value.clone()),
            title: text(&initiative.title, 120, problems),
            outcome: text(&initiative.outcome, LONGEST, problems),
            lifts: lifts(initiative, known, problems),
            needs: known.initiatives.refer_all(&initiative.needs, problems),
            effort: estimate(&initiative.effort, problems),
            duration: estimate(&initiative.duration, problems),
            roles: shares(initiative, known, problems),
            visible_to: known.roles.refer_all(&initiative.visible_to, problems),
            risks: text(&initiative.risks, LONGEST, problems),
            kpi: text(&initiative.kpi, LONGEST, problems),
            cost: word(&initiative.cost, CostClass::Low),
            only_when,
        });
    }
    waits.report("initiatives need each other", "take one of these needs away", problems);
    resolved
}

fn lifts(initiative: &raw::Initiative, known: &Known<'_>, problems: &mut Problems) -> Vec<Lift> {
    if initiative.lifts.is_empty() {
        let message = format!("`{}` lifts no question", initiative.id.value);
        let help = "add the question that it lifts, with from and to, or remove the initiative";
        problems.add(initiative.id.place, ProblemKind::Lift, message, help);
    }
    let mut seen = BTreeSet::new();
    let mut resolved = Vec::new();
    for lift in &initiative.lifts {
        let question = known.questions.refer::<QuestionId>(&lift.question, problems);
        if !lift.question.is_absent() && !seen.insert(lift.question.value.as_str()) {
            let message = format!("`{}` lifts `{question}` twice", initiative.id.value);
            problems.add(
                lift.question.place,
                ProblemKind::DuplicateId,
                message,
                "keep one lift, from its lowest to its highest level",
            );
        }
        if !lift.from.is_absent() && lift.from.value.0 >= lift.to.value.0 {
            let message =
                format!("a lift from {} to {} does not go up", lift.from.value.0, lift.to.value.0);
            problems.add(lift.to.place, ProblemKind::Lift, message, "`to` is above `from`");
        }
        resolved.push(Lift { question, from: level(&lift.from), to: level(&lift.to) });
    }
    resolved
}

fn estimate(written: &raw::Estimate, problems: &mut Problems) -> Estimate {
    let estimate =
        Estimate { low: written.low.value, likely: written.likely.value, high: written.high.value };
    let is_known =
        [&written.low, &written.likely, &written.high].iter().all(|number| !number.is_absent());
    if is_known
        && !(estimate.low > 0.0
            && estimate.low <= estimate.likely
            && estimate.likely <= estimate.high)
    {
        let message = format!(
            "{} / {} / {} is not low, likely and high",
            estimate.low, estimate.likely, estimate.high
        );
        problems.add(
            written.low.place,
            ProblemKind::Estimate,
            message,
            "above 0, and low <= likely <= high",
        );
    }
    estimate
}

fn shares(
    initiative: &raw::Initiative,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Vec<RoleShare> {
    let written = &initiative.roles;
    let mut seen = BTreeSet::new();
    for share in written
        .iter()
        .filter(|share| !share.role.is_absent() && !seen.insert(share.role.value.as_str()))
    {
        problems.add(
            share.role.place,
            ProblemKind::DuplicateId,
            format!("the role `{}` is named twice", share.role.value),
            "add its shares up",
        );
    }
    let sum: f64 = written.iter().map(|share| share.share.value).sum();
    let is_known = written.iter().all(|share| !share.share.is_absent());
    let is_positive = written.iter().all(|share| share.share.value > 0.0);
    if is_known && (!is_positive || (sum - 1.0).abs() > SHARE_TOLERANCE) {
        let shown = (sum * 1000.0).round() / 1000.0;
        let message = format!("the shares of `{}` add up to {shown}", initiative.id.value);
        problems.add(
            written.place,
            ProblemKind::Shares,
            message,
            "shares are above 0 and add up to 1",
        );
    }
    written
        .iter()
        .map(|share| RoleShare {
            role: known.roles.refer(&share.role, problems),
            share: share.share.value,
        })
        .collect()
}

fn finding_rules(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<FindingRule> {
    let mut resolved = Vec::new();
    for finding in &w.findings.findings {
        let one = text(&finding.text, LONGEST, problems);
        let text_many = optional_text(&finding.text_many, LONGEST, problems);
        let of_record: &[&str] =
            if finding.r#for.is_some() { &["code", "title", "count"] } else { &[] };
        check_placeholders(&finding.text, of_record, problems);
        let of_many: &[&str] =
            if finding.r#for.is_some() { &["count", "total", "codes", "titles"] } else { &[] };
        check_placeholders(&finding.text_many, of_many, problems);
        let Some(when) = known.conditions.check(&finding.when, finding.r#for.as_ref(), problems)
        else {
            continue;
        };
        resolved.push(FindingRule {
            id: FindingId::new(finding.id.value.clone()),
            tone: word(&finding.tone, FindingTone::Weakness),
            when,
            subject: subject(finding.r#for.as_ref()),
            text: one,
            text_many,
            initiatives: known.initiatives.refer_all(&finding.initiatives, problems),
        });
    }
    resolved
}

fn call_rules(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<CallRule> {
    let mut resolved = Vec::new();
    for rule in &w.initiatives.calls {
        let because = text(&rule.because, LONGEST, problems);
        let of_record: &[&str] = if rule.r#for.is_some() { &["code", "title"] } else { &[] };
        check_placeholders(&rule.because, of_record, problems);
        let initiatives = known.initiatives.refer_all(&rule.initiatives, problems);
        let Some(when) = known.conditions.check(&rule.when, rule.r#for.as_ref(), problems) else {
            continue;
        };
        let subject = subject(rule.r#for.as_ref());
        let id = CallRuleId::new(rule.id.value.clone());
        resolved.push(CallRule { id, when, subject, initiatives, because });
    }
    resolved
}

/// Tells of `{...}` that stand for nothing.
pub(crate) fn check_placeholders(text: &At<String>, known: &[&str], problems: &mut Problems) {
    for name in
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    {
        if !known.contains(&name) {
            let help = if known.is_empty() {
                "a finding without `for` speaks of no record".to_owned()
            } else {
                format!(
                    "known: {}",
                    known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
                )
            };
            problems.add(
                text.place,
                ProblemKind::Placeholder,
                format!("`{{{name}}}` stands for nothing here"),
                help,
            );
        }
    }
}

fn facts(w: &Written, problems: &mut Problems) -> Vec<FactMeaning> {
    let mut resolved = Vec::new();
    for fact in &w.facts.facts {
        let operations = texts(&fact.operations, problems);
        resolved.push(FactMeaning {
            id: FactId::new(fact.id.value.clone()),
            meaning: text(&fact.meaning, LONGEST, problems),
            operations,
            values: fact_values(fact, problems),
        });
    }
    resolved
}

fn fact_values(fact: &raw::Fact, problems: &mut Problems) -> Vec<FactValueMeaning> {
    let mut seen = BTreeSet::new();
    let mut resolved = Vec::new();
    for value in &fact.values {
        if !value.name.is_absent() && !seen.insert(value.name.value.as_str()) {
            problems.add(
                value.name.place,
                ProblemKind::DuplicateId,
                format!("the value `{}` stands twice in this fact", value.name.value),
                "keep one",
            );
        }
        resolved.push(FactValueMeaning {
            name: text(&value.name, 40, problems),
            kind: word(&value.r#type, FactValueKind::Count),
            meaning: text(&value.meaning, LONGEST, problems),
        });
    }
    resolved
}

fn indicators(w: &Written, known: &Known<'_>, problems: &mut Problems) -> Vec<Indicator> {
    let mut resolved = Vec::new();
    for indicator in &w.indicators.indicators {
        if indicator.at_most.is_some() == indicator.at_least.is_some() {
            let message = "an indicator says `at_most` or `at_least`, one of them";
            problems.add(
                indicator.facts.place,
                ProblemKind::MissingField,
                message,
                "contradicting facts hold an answer down, supporting ones carry it",
            );
        }
        resolved.push(Indicator {
            facts: known.facts.refer_all(&indicator.facts, problems),
            test: text(&indicator.test, LONGEST, problems),
            when: known.conditions.check(&indicator.when, None, problems),
            questions: known.questions.refer_all(&indicator.questions, problems),
            at_most: indicator.at_most.as_ref().map(level),
            at_least: indicator.at_least.as_ref().map(level),
        });
    }
    resolved
}

fn glossary(w: &Written, problems: &mut Problems) -> Vec<Term> {
    let mut seen = BTreeSet::new();
    let mut resolved = Vec::new();
    for term in &w.glossary.terms {
        if !term.term.is_absent() && !seen.insert(term.term.trim().to_lowercase()) {
            problems.add(
                term.term.place,
                ProblemKind::DuplicateId,
                format!("`{}` is explained twice", term.term.value),
                "keep one",
            );
        }
        resolved.push(Term {
            term: text(&term.term, 80, problems),
            meaning: text(&term.meaning, LONGEST, problems),
        });
    }
    resolved
}

fn references(w: &Written, problems: &mut Problems) -> Vec<Reference> {
    let mut resolved = Vec::new();
    for reference in &w.references.references {
        let (title, url) =
            (text(&reference.title, LONGEST, problems), text(&reference.url, LONGEST, problems));
        resolved.push(Reference { id: reference.id.value.clone(), title, url });
    }
    resolved
}

/// What waits for what, to find circles.
#[derive(Default)]
struct Waits<'a> {
    edges: BTreeMap<&'a str, Vec<(String, Place)>>,
}

impl<'a> Waits<'a> {
    fn add(&mut self, from: &'a At<String>, to: &str, place: Place) {
        if !from.is_absent() {
            self.edges.entry(from.as_str()).or_default().push((to.to_owned(), place));
        }
    }

    /// Reports each circle once, at the link that closes it.
    fn report(&self, what: &str, help: &str, problems: &mut Problems) {
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in self.edges.keys() {
            // A walk in depth with its own stack, so that a long chain cannot exhaust the thread's.
            let mut path: Vec<(&str, usize)> = vec![(start, 0)];
            let mut on_path: BTreeSet<&str> = BTreeSet::from([*start]);
            if done.contains(start) {
                continue;
            }
            while let Some((node, next)) = path.last_mut() {
                let Some((to, place)) = self.edges.get(*node).and_then(|links| links.get(*next))
                else {
                    done.insert(node);
                    on_path.remove(*node);
                    path.pop();
                    continue;
                };
                *next += 1;
                if on_path.contains(to.as_str()) {
                    let from = path
                        .iter()
                        .position(|(node, _)| *node == to)
                        .expect("what is on the path stands in it");
                    let members: Vec<&str> =
                        path[from..].iter().map(|(node, _)| *node).chain([to.as_str()]).collect();
                    problems.add(
                        *place,
                        ProblemKind::Cycle,
                        format!("{what}: {}", members.join(" -> ")),
                        help,
                    );
                } else if !done.contains(to.as_str()) {
                    on_path.insert(to);
                    path.push((to, 0));
                }
            }
        }
    }
}

//! Decision records: for each component what was decided, why, what would be chosen instead and what follows, in words.
//!
//! The report's chapter and the decision log are written from the same records, so that both say the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use crate::condition::{FactRead, Place};
use crate::discovery::platform::{Keep, Layer, Product};
use crate::discovery::profile::Profile;
use crate::engagement::{Engagement, Verdict, VerdictSubject, VerdictWord};
use crate::facts::COLLECTIONS;
use crate::field::{FieldKind, FieldMeta, PackWords};
use crate::id::InitiativeId;
use crate::pack::Pack;
use crate::record::Kind;
use crate::roadmap::Plan;
use crate::wording::{count, grouped, inner, list, number, quoted, stop, unstopped};

use super::compare::Seen;
use super::stage::goes_in;
use super::{Alternative, Architecture, Because, Component, StaleVerdict, Status};

/// What was decided about a component.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionRecord {
    /// The component's id.
    pub component: String,
    /// Its layer.
    pub layer: Layer,
    /// The component's name.
    pub title: String,
    /// What it is for.
    pub context: Context,
    /// What to do, in one sentence.
    pub decision: String,
    /// Why, by rule.
    pub because: Vec<Reason>,
    /// What was not chosen. `when` is a whole clause: "when files arrive once a day".
    pub alternatives: Vec<Alternative>,
    /// What follows.
    pub consequences: Consequences,
    /// Where it stands between proposal and decision.
    pub state: DecisionState,
    /// What the client said to it.
    pub verdict: Option<VerdictTold>,
    /// When that was, and what is otherwise since.
    pub given: Given,
}

/// What is known of a verdict besides its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// The day on which it was given.
    pub day: Option<Date>,
    /// What is otherwise than when it was given, each as "freshness of UC-1: daily, now hourly".
    pub changed: Vec<String>,
}

impl Given {
    /// " (on 2026-11-20)", or nothing where the day is not known.
    pub fn on_day(&self) -> String {
        self.day.map_or(String::new(), |day| format!(" (on {day})"))
    }
}

/// What is known of verdicts, by the component they were given on.
pub type GivenVerdicts = BTreeMap<String, Given>;

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecisionState {
    /// Nobody has decided yet.
    #[default]
    Proposed,
    /// The client took it.
    Accepted,
    /// The client chose something else.
    Replaced,
    /// The client does not want it.
    Rejected,
}

impl DecisionState {
    fn of(verdict: Option<&Verdict>) -> Self {
        match verdict.map(|verdict| verdict.verdict) {
            None
            | Some(
                VerdictWord::AnswerChanged | VerdictWord::ScopeDiffers | VerdictWord::FactWrong,
            ) => DecisionState::Proposed,
            Some(VerdictWord::Accepted | VerdictWord::Reworded) => DecisionState::Accepted,
            Some(VerdictWord::Replaced) => DecisionState::Replaced,
            Some(VerdictWord::Rejected) => DecisionState::Rejected,
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            DecisionState::Proposed => "Proposed, not decided yet",
            DecisionState::Accepted => "Accepted",
            DecisionState::Replaced => "Replaced",
            DecisionState::Rejected => "Rejected",
        }
    }
}

/// What a component is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Context {
    /// What is needed, as a sentence.
    pub need: String,
    /// Codes of the sources that it takes in.
    pub sources: Vec<String>,
    /// Codes of the use cases that it serves.
    pub use_cases: Vec<String>,
    /// Codes of the platform items that it is, keeps or replaces.
    pub platform: Vec<String>,
}

/// Why a rule called for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reason {
    /// One sentence.
    pub text: String,
    /// The rule; empty where the platform inventory itself is the reason.
    pub rule: String,
    /// Codes of the records it fired for; empty for the whole engagement.
    pub records: Vec<String>,
    /// What it rests on.
    pub facts: Vec<FactTold>,
    /// What else would suffice for it, the shortest first.
    pub also: Vec<Vec<FactTold>>,
    /// How many more sets of facts would suffice.
    pub more: usize,
}

/// Facts of one meaning and value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FactTold {
    /// "freshness: minutes".
    pub text: String,
    /// Where from: codes of records and ids of questions; empty for the brief.
    pub records: Vec<String>,
    /// False where the value or one of its elements is unknown.
    pub is_known: bool,
}

/// What follows from a decision.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Consequences {
    /// Cost, effort, what it takes the place of, when it goes: each a sentence.
    pub sentences: Vec<String>,
    /// The initiatives that bring it, with their waves; only those that are planned.
    pub arrives_with: Vec<Arrival>,
}

/// An initiative that brings a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The initiative.
    pub initiative: InitiativeId,
    /// Its title.
    pub title: String,
    /// The wave in which it ends.
    pub wave: u32,
}

/// What the client said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerdictTold {
    /// "Replaced by Kafka: known to the team."
    pub text: String,
    /// The client's words in quotation marks; may be empty.
    pub wording: String,
}

/// The decision records, one per component, in the order of the architecture. `given` says of verdicts what they themselves do not.
pub fn decisions(
    architecture: &Architecture,
    pack: &Pack,
    engagement: &Engagement,
    plan: Option<&Plan>,
    given: &GivenVerdicts,
) -> Vec<DecisionRecord> {
    let mut words = PackWords::default();
    pack.add_words(&mut words);
    let record = |component: &Component| {
        let verdict = verdict_on(component, pack, engagement);
        DecisionRecord {
            component: component.id.clone(),
            layer: component.layer,
            title: component.name.clone(),
            context: Context {
                need: need(component),
                sources: component.sources.clone(),
                use_cases: component.use_cases.clone(),
                platform: component.platform.clone(),
            },
            decision: decision(component, pack, engagement),
            because: component.because.iter().map(|because| reason(&words, because)).collect(),
            alternatives: component
                .alternatives
                .iter()
                .map(|one| Alternative { service: one.service.clone(), when: clause(&one.when) })
                .collect(),
            consequences: consequences(component, architecture, pack, engagement, plan),
            state: DecisionState::of(verdict),
            verdict: verdict.map(told_verdict),
            given: verdict.and_then(|_| given.get(&component.id).cloned()).unwrap_or_default(),
        }
    };
    architecture.components.iter().map(record).collect()
}

/// What it is for; of what neither sources nor use cases nor products call for, that it is for everything.
fn need(component: &Component) -> String {
    let is_for_all = component.sources.is_empty()
        && component.use_cases.is_empty()
        && component.platform.is_empty();
    let need = stop(&component.capability);
    if is_for_all { format!("{need} For the platform as a whole.") } else { need }
}

/// What the platform inventory says that a component of today costs a year, in whole units of the engagement's currency.
pub fn recorded_cost(engagement: &Engagement, component: &Component) -> Option<i64> {
    if component.status == Status::New {
        return None;
    }
    let is_it = |code: &str| component.platform.iter().any(|known| known == code);
    let own = engagement.platform.iter().filter(|item| is_it(item.code.as_str()));
    let costs: Vec<i64> = own.filter_map(|item| item.yearly_cost.value().copied()).collect();
    (!costs.is_empty()).then(|| costs.iter().sum())
}

/// "132,000 EUR a year, on record".
pub fn recorded_cost_told(engagement: &Engagement, component: &Component) -> Option<String> {
    let cost = grouped(recorded_cost(engagement, component)?.unsigned_abs());
    let currency = engagement.profile.currency.text();
    Some(format!("{cost} {currency} a year, on record").replace("  ", " "))
}

fn decision(component: &Component, pack: &Pack, engagement: &Engagement) -> String {
    let also: Vec<String> = component
        .also
        .iter()
        .map(|id| pack.service(id).map_or_else(|| id.to_string(), |s| s.name.clone()))
        .collect();
    let with = if also.is_empty() { String::new() } else { format!(", with {}", list(&also)) };
    let name = &component.name;
    match component.status {
        _ if component.is_rejected => format!("Do without {name}."),
        Status::New => format!("Build on {name}{with}."),
        Status::Existing if is_to_change(component) => {
            format!("Keep {name}{with} until it is decided what takes its place.")
        }
        Status::Existing => format!("Keep {name}{with}."),
        Status::Replace => {
            let comma = if with.is_empty() { "" } else { "," };
            let there: Vec<String> =
                component.platform.iter().map(|code| self::named(engagement, code)).collect();
            let there = if there.is_empty() { "what is there".to_owned() } else { list(&there) };
            format!("Put {name}{with}{comma} in the place of {there}.")
        }
        Status::Retire => format!("Retire {name}."),
    }
}

/// Its owner wants something else, and nothing here takes its place.
fn is_to_change(component: &Component) -> bool {
    let is_it = |fact: &FactRead| fact.field == "keep" && fact.value == Keep::Change.word();
    component.because.iter().any(|because| because.facts.iter().any(is_it))
}

fn reason(words: &PackWords, because: &Because) -> Reason {
    Reason {
        text: stop(&because.text),
        rule: because.rule.to_string(),
        records: because.records.clone(),
        facts: told(words, &because.facts),
        also: because.also.iter().map(|other| told(words, other)).collect(),
        more: because.more,
    }
}

/// "when ...", unless the text already says it.
fn clause(when: &str) -> String {
    const LEADS: [&str; 8] =
        ["when ", "if ", "where ", "for ", "once ", "as ", "unless ", "while "];
    let when = unstopped(when);
    let names = Product::VOCABULARY.words.iter().map(|word| word.label);
    let begins_with_name = names.into_iter().any(|name| when.starts_with(name));
    let text = if begins_with_name { when.to_owned() } else { inner(when) };
    if LEADS.iter().any(|lead| text.starts_with(lead)) { text } else { format!("when {text}") }
}

fn consequences(
    component: &Component,
    architecture: &Architecture,
    pack: &Pack,
    engagement: &Engagement,
    plan: Option<&Plan>,
) -> Consequences {
    let mut told = Consequences::default();
    if component.is_rejected {
        told.sentences.push("It is not built, and no flow passes it.".to_owned());
        return told;
    }
    if component.status == Status::Retire {
        told.sentences.push(match goes_in(component, architecture, plan) {
            Some(wave) => {
                format!("It goes after wave {wave}, when what takes its place is there.")
            }
            None => "When it goes is not planned yet.".to_owned(),
        });
        return told;
    }
    let driver = match unstopped(&component.cost_driver) {
        "" => String::new(),
        driver => format!(", driven by {}", inner(driver)),
    };
    told.sentences.push(match component.cost {
        Some(cost) => format!("Run cost {}{driver}.", cost.label().to_lowercase()),
        None => match recorded_cost_told(engagement, component) {
            Some(told) => format!("It costs {told}."),
            None => "Its run cost is not on record.".to_owned(),
        },
    });
    if !component.guards.is_empty() {
        let guarded: Vec<String> = architecture
            .components
            .iter()
            .filter(|one| component.guards.contains(&one.id))
            .map(|one| format!("{} ({})", one.name, inner(&one.capability)))
            .collect();
        told.sentences.push(format!("It acts on {}.", list(&guarded)));
    }
    if component.status == Status::Existing {
        return told;
    }
    let rule = component.because.first().and_then(|b| pack.rules.iter().find(|r| r.id == b.rule));
    // What the client chose is not what the rule judged.
    let is_chosen = component.because.iter().any(|because| because.rule.as_str().is_empty());
    if is_chosen {
        told.sentences.push("How much work it is to operate is not on record.".to_owned());
    } else if let Some(rule) = rule {
        told.sentences.push(
            match rule.operating_effort {
                1 => "Nobody has to operate it.",
                2 => "It needs some operating.",
                _ => "A team must run it.",
            }
            .to_owned(),
        );
    }
    told.arrives_with = component
        .initiatives
        .iter()
        .filter_map(|id| {
            Some(Arrival {
                initiative: id.clone(),
                title: pack.initiative(id).map_or_else(|| id.to_string(), |i| i.title.clone()),
                wave: plan?.wave_of(id)?,
            })
        })
        .collect();
    told.arrives_with.sort_by_key(|arrival| arrival.wave);
    if told.arrives_with.is_empty() && plan.is_some() {
        told.sentences.push("The roadmap does not bring it yet.".to_owned());
    }
    told
}

/// Where new components are built: the Regions that every constraint approves, since no component has one of its own on record;
/// `None` where no constraint names any.
pub fn regions(engagement: &Engagement) -> Option<String> {
    let naming: Vec<_> = engagement
        .constraints
        .iter()
        .filter(|constraint| !constraint.approved_regions.items().is_empty())
        .collect();
    let known = |region: &String| region.trim().to_lowercase();
    let by_all: Vec<String> = naming
        .first()?
        .approved_regions
        .items()
        .iter()
        .map(known)
        .filter(|region| {
            naming
                .iter()
                .all(|one| one.approved_regions.items().iter().any(|r| known(r) == *region))
        })
        .collect();
    let codes: Vec<String> = naming.iter().map(|one| one.code.to_string()).collect();
    let approve = if codes.len() == 1 { "approves" } else { "approve" };
    Some(match by_all.as_slice() {
        [] => {
            let each: Vec<String> = naming
                .iter()
                .map(|one| format!("{} approves {}", one.code, list(one.approved_regions.items())))
                .collect();
            format!(
                "No Region is approved by all constraints: {}. What each of them binds is built in a Region of its own.",
                each.join("; ")
            )
        }
        [one] => format!(
            "What is new is built in {one}, which {} {approve}. Confirm that AWS offers each service there: not every Region has all of them.",
            list(&codes)
        ),
        more => format!(
            "What is new is built in one of {}, which {} {approve}. Confirm that AWS offers each service there: not every Region has all of them.",
            list(more),
            list(&codes)
        ),
    })
}

fn verdict_on<'a>(
    component: &Component,
    pack: &Pack,
    engagement: &'a Engagement,
) -> Option<&'a Verdict> {
    engagement.verdicts.iter().find(|verdict| {
        verdict.pack == pack.id
            && verdict.subject == VerdictSubject::Component
            && verdict.subject_id == component.id
    })
}

fn told_verdict(verdict: &Verdict) -> VerdictTold {
    let text = told_reason(verdict.verdict, &verdict.replacement, &verdict.reason);
    let wording = if verdict.wording.is_empty() { String::new() } else { quoted(&verdict.wording) };
    VerdictTold { text, wording }
}

/// "Replaced by Kafka: known to the team."
fn told_reason(word: VerdictWord, replacement: &str, reason: &str) -> String {
    let mut text = word.label().to_owned();
    if !replacement.is_empty() {
        text = format!("{text} by {replacement}");
    }
    if !reason.is_empty() {
        text = format!("{text}: {reason}");
    }
    stop(&text)
}

/// A source, use case or platform item by its name and code; the code alone where there is no such record.
pub fn named(engagement: &Engagement, code: &str) -> String {
    let sources = engagement.sources.iter().map(|record| (&record.code, &record.title));
    let use_cases = engagement.use_cases.iter().map(|record| (&record.code, &record.title));
    let platform = engagement.platform.iter().map(|record| (&record.code, &record.title));
    let known = sources.chain(use_cases).chain(platform).find(|(known, _)| known.as_str() == code);
    match known {
        Some((_, title)) if !title.is_empty() => format!("{title} ({code})"),
        _ => code.to_owned(),
    }
}

/// Facts in words that a reader of the inventories knows, those of one meaning and value together.
pub fn told(words: &PackWords, facts: &[FactRead]) -> Vec<FactTold> {
    let mut groups: Vec<FactTold> = Vec::new();
    for fact in facts {
        let Some((text, record)) = one_told(words, fact) else { continue };
        let records: Vec<String> = if record.is_empty() { vec![] } else { vec![record] };
        match groups.iter_mut().find(|group| group.text == text && group.is_known == fact.known) {
            Some(group) => {
                let unknown = records.into_iter().filter(|record| !group.records.contains(record));
                let unknown: Vec<String> = unknown.collect();
                group.records.extend(unknown);
            }
            None => groups.push(FactTold { text, records, is_known: fact.known }),
        }
    }
    groups
}

/// Vocabularies whose words are names.
const NAMES: [&str; 5] = ["application", "engine", "product", "regulation", "tool"];

/// What stands where nobody could say.
const UNKNOWN: &str = "unknown";

/// A fact in words, and the record it belongs to; `None` for facts that say nothing to a reader.
fn one_told(words: &PackWords, fact: &FactRead) -> Option<(String, String)> {
    let value = |fields: &[FieldMeta]| {
        let meta = fields.iter().find(|meta| meta.name == fact.field);
        let label = meta.map_or_else(|| fact.field.replace('_', " "), |meta| inner(meta.label));
        let value = if fact.known { labels(words, meta, &fact.value) } else { UNKNOWN.to_owned() };
        let unit = match meta.map(|meta| meta.kind) {
            Some(FieldKind::Number(_, _, unit) | FieldKind::Whole(_, _, unit)) if fact.known => {
                // A label that says "a day" need not hear it again.
                unit.strip_suffix(" a day").filter(|_| label.ends_with(" a day")).unwrap_or(unit)
            }
            _ => "",
        };
        format!("{label}: {value} {unit}").trim_end().to_owned()
    };
    match &fact.place {
        Place::Record { kind } => {
            let of_kind = Kind::ALL
                .iter()
                .find(|k| !k.condition_word().is_empty() && k.condition_word() == kind);
            Some((value(of_kind.map_or(&[], |k| k.fields())), fact.record.clone()))
        }
        Place::Singleton { .. } => Some((value(Profile::FIELDS), String::new())),
        Place::Keyed { key, .. } => {
            let value = if fact.known { fact.value.as_str() } else { UNKNOWN };
            Some((format!("{} {value}", fact.field), key.clone()))
        }
        Place::Collection { name } => {
            let kind = COLLECTIONS.iter().find(|(_, collection)| collection == name);
            let noun = kind.map_or(name.as_str(), |(kind, _)| kind.plural());
            Some((format!("{noun}: {}", fact.value), String::new()))
        }
        Place::Rule { .. } => None,
    }
}

/// Words of a vocabulary or of the pack by their labels; codes and numbers as they are.
fn labels(words: &PackWords, meta: Option<&FieldMeta>, value: &str) -> String {
    let label = |word: &str| match meta.map(|meta| meta.kind) {
        Some(FieldKind::Choice(vocabulary) | FieldKind::Choices(vocabulary)) => {
            let label = vocabulary.label(word);
            if NAMES.contains(&vocabulary.name) { label.to_owned() } else { inner(label) }
        }
        Some(FieldKind::PackWord(list) | FieldKind::PackWords(list)) => {
            words.label(list, word).map_or_else(|| word.to_owned(), inner)
        }
        _ => word.to_owned(),
    };
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some("") => "none".to_owned(),
        Some(inside) => inside.split(", ").map(label).collect::<Vec<_>>().join(", "),
        None if value == "empty" => "none".to_owned(),
        None => label(value),
    }
}

/// Codes named in one place of the log; more are counted.
const NAMED: usize = 8;

/// The decision log as Markdown: a table of contents, then one record per component with an anchor `dec-` and its id.
///
/// `given` knows the days of verdicts on what is no longer proposed; where it does not know, no day is told. These verdicts stand at
/// the end.
pub fn markdown(
    records: &[DecisionRecord],
    stale: &[StaleVerdict],
    given: &GivenVerdicts,
    pack: &Pack,
    engagement: &Engagement,
) -> String {
    let mut out = String::from("# Decisions of the target architecture\n\n");
    let client = &engagement.profile.client;
    let undecided = records.iter().filter(|one| one.state == DecisionState::Proposed).count();
    let open = match undecided {
        0 => "all of them decided".to_owned(),
        n => format!("{} not decided yet", number(n)),
    };
    let _ = writeln!(
        out,
        "{}: {}, {open}, from the assessment {} {}. The state of the services was checked on {}.\n",
        plain(if client.is_empty() { "Client" } else { client }),
        count(records.len(), "decision", "decisions"),
        plain(&pack.title),
        pack.version,
        pack.services_checked
    );
    if let Some(regions) = regions(engagement) {
        let _ = writeln!(out, "{}\n", plain(&regions));
    }
    out.push_str("In brackets: the rule, the records it fired for, and the facts it read.\n");
    let layers: Vec<Layer> = Layer::ALL
        .iter()
        .copied()
        .filter(|layer| records.iter().any(|record| record.layer == *layer))
        .collect();
    let of = |layer: Layer| records.iter().filter(move |record| record.layer == layer);
    out.push_str("\n## Contents\n");
    for layer in &layers {
        let _ = writeln!(out, "\n- {}", layer.label());
        out.truncate(out.trim_end().len());
        for record in of(*layer) {
            let _ = write!(out, "\n  - [{}](#{})", heading(record), anchor(record));
        }
    }
    out.push('\n');
    for layer in &layers {
        let _ = writeln!(out, "\n## {}", layer.label());
        for record in of(*layer) {
            write_record(&mut out, record, engagement);
        }
    }
    if !stale.is_empty() {
        let _ = writeln!(out, "\n## {NO_LONGER_PROPOSED}\n\n{NO_LONGER_MEANS}\n");
        for (name, said) in stale_told(stale, given, engagement) {
            let _ = writeln!(out, "- **{}**: {}", plain(&name), plain(&said));
        }
    }
    out
}

/// Heads the verdicts on what is no longer proposed.
pub const NO_LONGER_PROPOSED: &str = "No longer proposed";

/// Says what these verdicts are.
pub const NO_LONGER_MEANS: &str = "Verdicts that were given on what no rule proposes any more.";

/// Verdicts on what is no longer proposed: what it was called, and what was said.
pub fn stale_told(
    stale: &[StaleVerdict],
    given: &GivenVerdicts,
    engagement: &Engagement,
) -> Vec<(String, String)> {
    let told = |one: &StaleVerdict| {
        let said = told_reason(one.word, &one.replacement, &one.reason);
        let day = given.get(&one.component).map_or_else(String::new, Given::on_day);
        (name_when_seen(engagement, one), format!("{}{day}", unstopped(&said)))
    };
    stale.iter().map(told).collect()
}

/// What it was called when the verdict was given; its id where the verdict does not say.
fn name_when_seen(engagement: &Engagement, stale: &StaleVerdict) -> String {
    let verdict = engagement.verdicts.iter().find(|verdict| verdict.uid == stale.uid);
    let seen = verdict.and_then(|verdict| Seen::read(&verdict.seen).ok());
    seen.map_or_else(|| stale.component.clone(), |seen| seen.service)
}

fn anchor(record: &DecisionRecord) -> String {
    format!("dec-{}", record.component)
}

fn heading(record: &DecisionRecord) -> String {
    let need = record.context.need.split(". ").next().unwrap_or_default();
    format!("{}: {}", plain(&record.title), plain(unstopped(need)))
}

fn write_record(out: &mut String, record: &DecisionRecord, engagement: &Engagement) {
    let _ = writeln!(out, "\n<a id=\"{}\"></a>\n\n### {}\n", anchor(record), heading(record));
    let mut context = plain(&record.context.need);
    for (lead, codes) in [
        ("Takes in", &record.context.sources),
        ("Serves", &record.context.use_cases),
        ("Concerns", &record.context.platform),
    ] {
        if !codes.is_empty() {
            let names: Vec<String> =
                codes.iter().map(|code| plain(&named(engagement, code))).collect();
            let _ = write!(context, " {lead} {}.", some(&names));
        }
    }
    let _ = writeln!(out, "**Context.** {context}\n");
    let _ = writeln!(out, "**Status.** {}{}.\n", record.state.label(), record.given.on_day());
    if !record.given.changed.is_empty() {
        let changed = record.given.changed.join("; ");
        let _ = writeln!(out, "**Changed since the verdict.** {}\n", plain(&stop(&changed)));
    }
    let _ = writeln!(out, "**Decision.** {}\n", plain(&record.decision));
    if let Some(verdict) = &record.verdict {
        let words = format!("{} {}", verdict.text, verdict.wording);
        let _ = writeln!(out, "**Verdict of the client.** {}\n", plain(words.trim()));
    }
    let because = record.because.iter().map(|reason| {
        let behind = behind(reason);
        let text = plain(&reason.text);
        if behind.is_empty() { text } else { format!("{text} ({behind})") }
    });
    section(out, "Because", because.collect());
    let instead = record
        .alternatives
        .iter()
        .map(|one| format!("**{}**, {}", plain(&one.service), plain(&stop(&one.when))));
    section(out, "Instead", instead.collect());
    let mut follows: Vec<String> =
        record.consequences.sentences.iter().map(|sentence| plain(sentence)).collect();
    follows.extend(record.consequences.arrives_with.iter().map(|one| {
        format!("Arrives with {} ({}, wave {}).", plain(&one.title), one.initiative, one.wave)
    }));
    section(out, "What follows", follows);
    out.truncate(out.trim_end().len());
    out.push('\n');
}

/// The rule, its records and its facts.
fn behind(reason: &Reason) -> String {
    let mut parts: Vec<String> = Vec::new();
    let records = some(&reason.records);
    match (reason.rule.is_empty(), records.is_empty()) {
        (false, false) => parts.push(format!("{}: {records}", reason.rule)),
        (false, true) => parts.push(reason.rule.clone()),
        (true, false) => parts.push(records),
        (true, true) => {}
    }
    let in_words = |fact: &FactTold| {
        let text = plain(&fact.text);
        let is_told = fact.records.is_empty() || is_same(&fact.records, &reason.records);
        if is_told { text } else { format!("{text} in {}", some(&fact.records)) }
    };
    parts.extend(reason.facts.iter().map(in_words));
    for other in &reason.also {
        let facts: Vec<String> = other.iter().map(in_words).collect();
        parts.push(format!("and also {}", facts.join(", ")));
    }
    parts.extend(more_reasons(reason.more));
    parts.join("; ")
}

/// "and 2 more that would suffice"; nothing for none.
pub fn more_reasons(more: usize) -> Option<String> {
    (more > 0).then(|| format!("and {} more that would suffice", number(more)))
}

/// Whether two lists hold the same records.
pub fn is_same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|record| other.contains(record))
}

/// "a, b and 3 more".
fn some(names: &[String]) -> String {
    if names.len() <= NAMED {
        return names.join(", ");
    }
    format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED)
}

fn section(out: &mut String, title: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "**{title}**\n");
    for item in items {
        let _ = writeln!(out, "- {item}");
    }
    out.push('\n');
}

/// A text on one line in which nothing is taken for Markdown or HTML.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_whitespace() || letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

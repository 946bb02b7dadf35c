//! The target architecture for the window and the command line.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::architecture::compare::{self, Aspect, Change, Seen, since};
use waymark_core::architecture::decision::{Given, GivenVerdicts, recorded_cost_told};
use waymark_core::architecture::layout::{Options, diagram};
use waymark_core::architecture::stage::{
    Counts, Shown, Stage, Standing, accepted, ends_too_early, flows_at, goes_in, guarded, path,
    presumed, shown, stages, unfed, wave_of,
};
use waymark_core::architecture::{Architecture, Component, Guard, OpenQuestion, headline_at};
use waymark_core::condition::{FactRead, Facts, Place, RecordRef};
use waymark_core::discovery::use_case::UseCase;
use waymark_core::engagement::{FindingTone, Verdict, VerdictSubject, VerdictWord};
use waymark_core::facts::{COLLECTIONS, EngagementFacts};
use waymark_core::id::InitiativeId;
use waymark_core::pack::{CostClass, Pack, Service, ServiceStatus};
use waymark_core::record::Kind;
use waymark_core::roadmap::Plan;
use waymark_core::wording::sentence;
use waymark_store::RowChange;

use crate::commands::{ArchitectureRequest, VerdictSet};
use crate::error::Error;
use crate::maturity::{finding_view, record_ref};
use crate::session::{Moment, Session};
use crate::view::{
    AlternativeView, ArchitectureView, BecauseView, ComponentView, FlowView, GuardView,
    OpenQuestionView, OtherwiseView, RefView, StageView, StaleVerdict, StandsForView, UseCasePath,
    VerdictView,
};

/// Width of the diagram in CSS pixels; the window scales it.
pub(crate) const WIDTH: f64 = 906.0;

/// The Architecture screen.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a stage that is none.
pub fn architecture(
    session: &Session,
    request: &ArchitectureRequest,
) -> Result<ArchitectureView, Error> {
    let pack = session.pack();
    let engagement = session.in_view();
    let derived = session.derived();
    let architecture = derived.architecture(pack, engagement);
    let plan = derived.plan_now(pack, engagement).ok();
    let fonts = Fonts::inter();
    let stage = stage_of(&request.stage)?;
    let shown = shown(architecture, plan, stage);
    let options = options(request, &shown);
    let drawing = diagram(architecture, engagement, fonts, &options);
    let scene = waymark_chart::architecture::draw(&drawing, fonts);
    let counts = Counts::of(architecture, &shown);
    let on_path = options.use_case.map(|code| path(architecture, Some(&shown), code));
    let on_path = on_path.unwrap_or_default();
    let too_early = ends_too_early(architecture, engagement, plan);
    Ok(ArchitectureView {
        headline: headline_at(architecture, &shown),
        has_rules: !pack.rules.is_empty(),
        missing: [Kind::Source, Kind::UseCase]
            .into_iter()
            .filter(|kind| engagement.codes(*kind).is_empty())
            .map(|kind| kind.table().to_owned())
            .collect(),
        svg: svg::inline(&scene),
        alt: scene.alt.clone(),
        services_checked: pack.services_checked.to_string(),
        components: architecture
            .components
            .iter()
            .map(|one| component_view(session, one, architecture, plan, &shown, &on_path))
            .collect(),
        flows: flows_at(architecture, engagement, &shown)
            .into_iter()
            .map(|flow| FlowView {
                from: flow.from.clone(),
                to: flow.to.clone(),
                carries: flow.carries.clone(),
                use_cases: flow.use_cases.clone(),
            })
            .collect(),
        // What must not stay as it is comes first.
        findings: [FindingTone::Blocker, FindingTone::Weakness, FindingTone::Strength]
            .into_iter()
            .flat_map(|tone| {
                let own = architecture.findings.iter().chain(&too_early);
                own.filter(move |one| one.tone == tone)
            })
            .map(|finding| finding_view(session, finding))
            .collect(),
        open_questions: architecture
            .open_questions
            .iter()
            .map(|question| OpenQuestionView {
                rule: question.rule.to_string(),
                capability: question.capability.clone(),
                text: question.text.clone(),
                refs: asked_refs(session, question),
            })
            .collect(),
        kept: counts.kept as u32,
        leaving: counts.leaving as u32,
        new: counts.new as u32,
        replacing: counts.replacing as u32,
        retired: counts.retired as u32,
        rejected: counts.rejected as u32,
        masked: guarded(architecture, &shown, Guard::Mask) as u32,
        locked: guarded(architecture, &shown, Guard::Lock) as u32,
        accepted: accepted(architecture, &shown) as u32,
        presumed: presumed(architecture, engagement, &shown) as u32,
        unfed: unfed(architecture, engagement, &shown)
            .into_iter()
            .map(|one| one.id.clone())
            .collect(),
        is_improving: crate::roadmap::improvement(session).is_some(),
        stage: stage.word(),
        stages: stages(plan).into_iter().map(|one| stage_view(architecture, plan, one)).collect(),
        use_cases: use_case_paths(session, architecture, &shown),
        stale_verdicts: stale_verdicts(session, architecture),
    })
}

fn stage_view(architecture: &Architecture, plan: Option<&Plan>, stage: Stage) -> StageView {
    let components = Counts::of(architecture, &shown(architecture, plan, stage)).stand() as u32;
    StageView { id: stage.word(), title: stage_title(stage), components }
}

/// A stage as people read it: "Today", "Wave 2", "Target".
pub(crate) fn stage_title(stage: Stage) -> String {
    match stage {
        Stage::Today => "Today".to_owned(),
        Stage::Wave(wave) => format!("Wave {wave}"),
        Stage::Target => "Target".to_owned(),
    }
}

/// The use cases that components serve, in the order of their codes, with how many of these stand on their paths at the stage.
fn use_case_paths(
    session: &Session,
    architecture: &Architecture,
    shown: &Shown,
) -> Vec<UseCasePath> {
    let of = |use_case: &UseCase| {
        let code = use_case.code.to_string();
        let passed = |shown: Option<&Shown>| {
            let path = path(architecture, shown, &code);
            let on_path = |component: &&Component| path.contains(component.id.as_str());
            architecture.components.iter().filter(on_path).count() as u32
        };
        let (components, at_target) = (passed(Some(shown)), passed(None));
        UseCasePath { components, at_target, title: use_case.title.clone(), code }
    };
    let is_served = |use_case: &&UseCase| {
        let serves = |c: &Component| c.use_cases.iter().any(|code| *code == use_case.code.as_str());
        architecture.components.iter().any(serves)
    };
    session.in_view().use_cases.iter().filter(is_served).map(of).collect()
}

/// The stage that a request names.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a word that is none.
pub fn stage_of(word: &str) -> Result<Stage, Error> {
    Stage::parse(word).ok_or_else(|| {
        Error::invalid(
            "stage",
            format!("`{word}` is no stage"),
            "`today`, `wave:1` and so on, or `target`",
        )
    })
}

/// How the diagram is wanted.
pub(crate) fn options<'a>(request: &'a ArchitectureRequest, shown: &'a Shown) -> Options<'a> {
    let named = |text: &'a str| (!text.is_empty()).then_some(text);
    Options {
        selected: named(&request.selected),
        shown: Some(shown),
        use_case: named(&request.use_case),
        width: WIDTH,
    }
}

fn component_view(
    session: &Session,
    component: &Component,
    architecture: &Architecture,
    plan: Option<&Plan>,
    shown: &Shown,
    on_path: &BTreeSet<&str>,
) -> ComponentView {
    let verdict = verdict_on(session, &component.id);
    ComponentView {
        id: component.id.clone(),
        layer: component.layer.word().to_owned(),
        layer_title: component.layer.label().to_owned(),
        capability: component.capability.clone(),
        service: component.name.clone(),
        detail: component.detail.clone(),
        status: component.status.word().to_owned(),
        zone: component.zone.map_or(String::new(), |zone| zone.word().to_owned()),
        reasons: component.because.iter().map(|because| because.text.clone()).collect(),
        because: becauses(session, component),
        alternatives: component
            .alternatives
            .iter()
            .map(|alternative| AlternativeView {
                service: alternative.service.clone(),
                when: alternative.when.clone(),
            })
            .collect(),
        wave: wave_of(component, plan).filter(|wave| *wave > 0),
        initiatives: component.initiatives.iter().map(|id| initiative_ref(session, id)).collect(),
        cost: cost_of(session, component),
        cost_driver: component.cost_driver.clone(),
        rules: component
            .because
            .iter()
            .map(|because| because.rule.to_string())
            .filter(|rule| !rule.is_empty())
            .collect(),
        verdict: verdict.map(verdict_view),
        use_cases: component.use_cases.clone(),
        goes_in_wave: goes_in(component, architecture, plan),
        standing: Standing::of(component, shown.stage).word().to_owned(),
        is_shown: shown.components.contains(&component.id),
        is_on_path: on_path.contains(component.id.as_str()),
        changed_since: verdict.map_or(vec![], |verdict| changed_since(session, component, verdict)),
        guards: guards(architecture, component),
        seen: crate::evidence::seen(session.engagement(), component.service.as_ref()),
        stands_for: component
            .stands_for
            .iter()
            .map(|one| StandsForView {
                component: one.component.clone(),
                service: one.name.clone(),
            })
            .collect(),
    }
}

/// What guards a component's data, and whose data it guards.
fn guards(architecture: &Architecture, component: &Component) -> Vec<GuardView> {
    let counts = |one: &&Component| !one.is_rejected;
    architecture
        .components
        .iter()
        .filter(counts)
        .filter_map(|by| Some((by, by.guard?)))
        .flat_map(|(by, how)| by.guards.iter().map(move |of| (by, how, of)))
        .filter(|(by, _, of)| by.id == component.id || **of == component.id)
        .filter_map(|(by, how, of)| {
            let of = architecture.components.iter().find(|one| one.id == *of)?;
            Some(GuardView {
                how: how.word().to_owned(),
                by: by.id.clone(),
                by_name: by.name.clone(),
                of: of.id.clone(),
                of_name: of.name.clone(),
            })
        })
        .collect()
}

fn verdict_view(verdict: &Verdict) -> VerdictView {
    VerdictView {
        verdict: verdict.verdict.word().to_owned(),
        reason: verdict.reason.clone(),
        replacement: verdict.replacement.clone(),
    }
}

/// The run cost of a component: its class, or what the platform inventory says of the items that it is.
fn cost_of(session: &Session, component: &Component) -> String {
    if let Some(class) = component.cost {
        return class.word().to_owned();
    }
    recorded_cost_told(session.in_view(), component).unwrap_or_else(|| "unknown".to_owned())
}

/// The verdicts on components under the current pack.
pub(crate) fn verdicts(session: &Session) -> impl Iterator<Item = &Verdict> {
    let pack = &session.pack().id;
    let all = session.in_view().verdicts.iter();
    all.filter(move |v| v.pack == *pack && v.subject == VerdictSubject::Component)
}

/// The verdict on a component.
fn verdict_on<'a>(session: &'a Session, component: &str) -> Option<&'a Verdict> {
    verdicts(session).find(|verdict| verdict.subject_id == component)
}

/// What the rules propose in a component's place: itself, unless a verdict replaced it.
fn proposed<'a>(session: &'a Session, component: &'a Component) -> &'a Component {
    let proposal = session.derived().proposal(session.pack(), session.in_view());
    proposal.components.iter().find(|other| other.id == component.id).unwrap_or(component)
}

/// What is otherwise than when the verdict was given; nothing where it does not say what was seen.
fn changed_since(
    session: &Session,
    component: &Component,
    verdict: &Verdict,
) -> Vec<OtherwiseView> {
    let Ok(seen) = Seen::read(&verdict.seen) else { return vec![] };
    let changes = since(&seen, proposed(session, component)).into_iter().map(|mut change| {
        if let Aspect::Fact { fact, from } = &change.aspect
            && change.after.is_empty()
        {
            // It may rest on it no longer because the fact is another one now.
            let now = value_in(&session.derived().facts, &read(session, fact, from, ""));
            change.after = now.filter(|now| *now != change.before).unwrap_or_default();
        }
        change
    });
    // A fact that is as it was, and that it rests on only now or no longer, has not changed; a record that it did not rest on at all
    // is told once.
    let mut told: BTreeSet<String> = seen.facts.iter().map(|fact| fact.from.clone()).collect();
    let has_changed = |change: &Change| match &change.aspect {
        Aspect::Fact { from, .. } if change.before.is_empty() => told.insert(from.clone()),
        Aspect::Fact { .. } => !change.after.is_empty(),
        _ => true,
    };
    changes.filter(has_changed).map(|change| otherwise(session, &change)).collect()
}

/// When the verdicts that count now were given, in UTC from the document's history, and what is otherwise since.
///
/// # Errors
/// What reading the history runs into.
pub(crate) fn given(session: &Session) -> Result<GivenVerdicts, Error> {
    let architecture = session.derived().architecture(session.pack(), session.in_view());
    let mut all = GivenVerdicts::new();
    for verdict in verdicts(session) {
        // What was never stored has no history.
        let changes = match session.document() {
            Ok(document) => document.history_of(Kind::Verdict, verdict.uid)?,
            Err(_) => vec![],
        };
        let at = changes.first().and_then(|one| Timestamp::from_millisecond(one.at).ok());
        let component = architecture.components.iter().find(|one| one.id == verdict.subject_id);
        let changed = component.map_or(vec![], |one| changed_since(session, one, verdict));
        let given = Given {
            day: at.map(|at| TimeZone::UTC.to_datetime(at).date()),
            changed: changed.iter().map(told_otherwise).collect(),
        };
        all.insert(verdict.subject_id.clone(), given);
    }
    Ok(all)
}

/// "Freshness of UC-1: daily, now hourly".
fn told_otherwise(view: &OtherwiseView) -> String {
    let or_nothing =
        |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    if view.before.is_empty() && view.after.is_empty() {
        return view.what.clone();
    }
    format!("{}: {}, now {}", view.what, or_nothing(&view.before), or_nothing(&view.after))
}

/// The verdicts on components that are no longer proposed.
fn stale_verdicts(session: &Session, architecture: &Architecture) -> Vec<StaleVerdict> {
    let is_stale = |verdict: &&Verdict| {
        architecture.stale_verdicts.iter().any(|stale| stale.uid == verdict.uid)
    };
    let stale = verdicts(session).filter(is_stale);
    let stale = stale.map(|verdict| StaleVerdict {
        component: verdict.subject_id.clone(),
        service: name_when_seen(session, verdict),
        verdict: verdict_view(verdict),
    });
    stale.collect()
}

/// What a component was called when a verdict was given on it.
fn name_when_seen(session: &Session, verdict: &Verdict) -> String {
    Seen::read(&verdict.seen)
        .map_or_else(|_| service_in(session, &verdict.subject_id), |seen| seen.service)
}

/// The service that a component's id ends with, where nothing says what it was called.
fn service_in(session: &Session, id: &str) -> String {
    let word = id.rsplit('.').next().unwrap_or_default();
    let named = |service: &&Service| service.id.as_str().replace('_', "-") == word;
    session.pack().services.iter().find(named).map_or(id, |service| &service.name).to_owned()
}

/// Something that is otherwise, as people read it.
pub fn otherwise(session: &Session, change: &Change) -> OtherwiseView {
    let (before, after) = (change.before.as_str(), change.after.as_str());
    let view = |what: &str, words: &dyn Fn(&str) -> String| OtherwiseView {
        what: what.to_owned(),
        before: if before.is_empty() { String::new() } else { words(before) },
        after: if after.is_empty() { String::new() } else { words(after) },
    };
    let titles = |codes: &str| -> String {
        codes.split(", ").map(|code| record_ref(session, code).label).collect::<Vec<_>>().join(", ")
    };
    match &change.aspect {
        Aspect::Service => view("Service", &str::to_owned),
        Aspect::Status => view("Status", &|word| status_words(word).to_owned()),
        Aspect::Cost => view("Cost", &|word| CostClass::VOCABULARY.label(word).to_owned()),
        Aspect::Sources => come_and_go("Sources", before, after, &titles),
        Aspect::UseCases => come_and_go("Use cases", before, after, &titles),
        Aspect::Reason => view("Reason", &str::to_owned),
        Aspect::Fact { fact, from } => {
            let read = |value: &str| read(session, fact, from, value);
            view(&fact_words(session, &read("")), &|value| {
                because_view(session, &read(value)).value
            })
        }
    }
}

/// Records that come and go among others that stay: "Sources: no longer Order service, now with Tills".
fn come_and_go(
    what: &str,
    gone: &str,
    come: &str,
    titles: &dyn Fn(&str) -> String,
) -> OtherwiseView {
    let part =
        |lead: &str, codes: &str| (!codes.is_empty()).then(|| format!("{lead} {}", titles(codes)));
    let parts: Vec<String> =
        [part("no longer", gone), part("now with", come)].into_iter().flatten().collect();
    OtherwiseView {
        what: format!("{what}: {}", parts.join(", ")),
        before: String::new(),
        after: String::new(),
    }
}

/// A fact that is known by its field and by what holds it.
fn read(session: &Session, fact: &str, from: &str, value: &str) -> FactRead {
    FactRead {
        place: place_of(session, fact, from),
        record: from.to_owned(),
        field: fact.to_owned(),
        value: value.to_owned(),
        known: value != "unknown",
    }
}

/// How a component stands to today, in words.
fn status_words(word: &str) -> &str {
    match word {
        "existing" => "kept",
        "replace" => "new, replaces what is there",
        "retire" => "to retire",
        other => other,
    }
}

/// A fact's value among some facts, as text; `None` for what is no fact of the engagement, and for a record that is not there.
pub(crate) fn value_in(facts: &EngagementFacts, fact: &FactRead) -> Option<String> {
    let value = match &fact.place {
        Place::Record { kind } => {
            let mut places = (0..facts.count(kind)).map(RecordRef);
            let place = places.find(|place| facts.code(kind, *place) == fact.record)?;
            facts.value(kind, place, &fact.field)
        }
        Place::Singleton { name } => facts.singleton(name, &fact.field),
        Place::Keyed { table, key } => facts.keyed(table, key, &fact.field),
        Place::Collection { name } => {
            let (kind, _) = COLLECTIONS.iter().find(|(_, collection)| collection == name)?;
            waymark_core::condition::Value::Num(facts.count(kind.condition_word()) as f64)
        }
        Place::Rule { .. } => return None,
    };
    Some(value.to_string())
}

/// What a fact is called together with what it is about.
pub(crate) fn fact_words(session: &Session, fact: &FactRead) -> String {
    let BecauseView { fact: label, from, .. } = because_view(session, fact);
    match &fact.place {
        Place::Singleton { .. } => format!("{label} in the brief"),
        Place::Rule { id } => {
            let rule = session.pack().rules.iter().find(|rule| rule.id.as_str() == id);
            rule.map_or_else(|| id.clone(), |rule| format!("Need for “{}”", rule.capability))
        }
        Place::Collection { name } => format!("{label} of {name}"),
        Place::Record { .. } | Place::Keyed { .. } => format!("{label} of {}", from.label),
    }
}

/// Where a fact stands that is known by its field and by what holds it.
fn place_of(session: &Session, fact: &str, from: &str) -> Place {
    let name = from.to_owned();
    let is_question = session.pack().questions.iter().any(|question| question.id.as_str() == from);
    let prefix = from.rsplit_once('-').map_or("", |(prefix, _)| prefix);
    let kind = COLLECTIONS.iter().find(|(kind, _)| kind.prefix() == prefix);
    match (fact, kind) {
        ("fired", _) => Place::Rule { id: name },
        ("size", _) => Place::Collection { name },
        ("level" | "target", _) if is_question => {
            Place::Keyed { table: "answers".to_owned(), key: name }
        }
        (_, Some((kind, _))) => Place::Record { kind: kind.condition_word().to_owned() },
        (_, None) => Place::Singleton { name },
    }
}

/// A link to an initiative.
pub fn initiative_ref(session: &Session, id: &InitiativeId) -> RefView {
    let label = session
        .pack()
        .initiative(id)
        .map_or_else(|| id.to_string(), |initiative| initiative.title.clone());
    RefView { kind: "initiative".into(), id: id.to_string(), label }
}

/// The facts behind a component, each once, with where they come from.
fn becauses(session: &Session, component: &Component) -> Vec<BecauseView> {
    compare::facts(component).into_iter().map(|fact| because_view(session, fact)).collect()
}

/// Where what an open question asks for is recorded: the records and questions of its unknown facts, each once; the records it is
/// about where it names no such fact.
fn asked_refs(session: &Session, open: &OpenQuestion) -> Vec<RefView> {
    let mut refs: Vec<RefView> = Vec::new();
    for fact in open.facts.iter().filter(|fact| !fact.known) {
        if matches!(fact.place, Place::Record { .. } | Place::Keyed { .. }) {
            let from = because_view(session, fact).from;
            if !refs.contains(&from) {
                refs.push(from);
            }
        }
    }
    if refs.is_empty() {
        refs = open.records.iter().map(|code| record_ref(session, code)).collect();
    }
    refs
}

/// A fact as people read it.
pub fn because_view(session: &Session, fact: &FactRead) -> BecauseView {
    let (label, value) = match &fact.place {
        Place::Record { kind } => field_words(session, kind, fact),
        Place::Singleton { .. } => {
            let field = waymark_core::engagement::Profile::FIELDS
                .iter()
                .find(|field| field.name == fact.field);
            (
                field.map_or_else(|| fact.field.clone(), |field| field.label.to_owned()),
                value_words(session, field, &fact.value),
            )
        }
        Place::Keyed { .. } => {
            let what = if fact.field == "target" { "Target" } else { "Level" };
            (what.to_owned(), fact.value.clone())
        }
        Place::Collection { name } => ("Number".to_owned(), format!("{} {name}", fact.value)),
        Place::Rule { .. } => ("Rule".to_owned(), fact.value.clone()),
    };
    let from = match &fact.place {
        Place::Collection { name } => RefView {
            kind: collection_table(name).into(),
            id: String::new(),
            label: sentence(name),
        },
        _ => record_ref(session, &fact.record),
    };
    BecauseView { fact: label, value, from }
}

/// The inventory behind a collection of the condition language.
fn collection_table(name: &str) -> &str {
    waymark_core::facts::COLLECTIONS
        .iter()
        .find(|(_, collection)| *collection == name)
        .map_or(name, |(kind, _)| kind.table())
}

fn field_words(session: &Session, kind: &str, fact: &FactRead) -> (String, String) {
    let kind = waymark_core::facts::kind_of_condition_word(kind)
        .or((kind == "skill").then_some(Kind::Skill));
    let field = kind.and_then(|kind| kind.fields().iter().find(|field| field.name == fact.field));
    let label = field
        .map_or_else(|| sentence(&fact.field.replace('_', " ")), |field| field.label.to_owned());
    (label, value_words(session, field, &fact.value))
}

/// A value as text: words by their labels.
fn value_words(
    session: &Session,
    field: Option<&waymark_core::field::FieldMeta>,
    value: &str,
) -> String {
    use waymark_core::field::FieldKind;
    match field.map(|field| &field.kind) {
        Some(FieldKind::Choice(vocabulary)) => vocabulary.label(value).to_owned(),
        Some(FieldKind::Choices(vocabulary)) => {
            let words = value
                .trim_start_matches('[')
                .trim_end_matches(']')
                .split(", ")
                .filter(|word| !word.is_empty());
            let labels: Vec<&str> = words.map(|word| vocabulary.label(word)).collect();
            if labels.is_empty() { "none".to_owned() } else { labels.join(", ") }
        }
        Some(FieldKind::PackWord(list) | FieldKind::PackWords(list)) => {
            let mut words = waymark_core::field::PackWords::default();
            session.pack().add_words(&mut words);
            let inside = value.trim_start_matches('[').trim_end_matches(']');
            let label = |word: &str| words.label(*list, word).unwrap_or(word).to_owned();
            inside.split(", ").map(label).collect::<Vec<_>>().join(", ")
        }
        _ => value.trim_start_matches('[').trim_end_matches(']').to_owned(),
    }
}

/// Records the owner's verdict with what it was given on, or takes it back, be the component still proposed or not.
///
/// # Errors
/// [`crate::error::Code::UnknownItem`] for a component that is not there, [`crate::error::Code::InvalidValue`] where a reason or
/// a replacement is missing, or the replacement cannot be chosen any more.
pub fn set_verdict(
    session: &mut Session,
    moment: &mut Moment,
    request: &VerdictSet,
) -> Result<(), Error> {
    let pack = session.pack().id.clone();
    let known = session.derived().architecture(session.pack(), session.in_view());
    let component = known.components.iter().find(|component| component.id == request.component);
    let old = verdict_on(session, &request.component);
    let takes_back = request.verdict.is_none() && old.is_some();
    let name = component.map_or_else(
        || {
            old.map_or_else(
                || request.component.clone(),
                |verdict| name_when_seen(session, verdict),
            )
        },
        |component| proposed(session, component).name.clone(),
    );
    if component.is_none() && !takes_back {
        return Err(Error::unknown("component", &request.component));
    }
    let change = match request.verdict.as_deref() {
        None => old.map(|verdict| RowChange::Remove { kind: Kind::Verdict, uid: verdict.uid }),
        Some(word) => {
            let verdict: VerdictWord = serde_json::from_value(json!(word)).map_err(|_| {
                Error::invalid(
                    "verdict",
                    format!("`{word}` is not a verdict"),
                    "accepted, replaced or rejected",
                )
            })?;
            let (reason, replacement) = (request.reason.trim(), request.replacement.trim());
            if verdict == VerdictWord::Rejected && reason.is_empty() {
                return Err(Error::invalid(
                    "reason",
                    "a rejection needs a reason",
                    "say why, so that the report can",
                ));
            }
            if verdict == VerdictWord::Replaced && replacement.is_empty() {
                return Err(Error::invalid(
                    "replacement",
                    "what takes its place is missing",
                    "choose an alternative or name your own",
                ));
            }
            if verdict == VerdictWord::Replaced {
                can_be_chosen(session.pack(), replacement)?;
            }
            let seen = component.map(|component| Seen::of(proposed(session, component)));
            let record = Verdict {
                uid: old.map_or_else(|| moment.uid(), |verdict| verdict.uid),
                pack,
                subject: VerdictSubject::Component,
                subject_id: request.component.clone(),
                verdict,
                reason: reason.to_owned(),
                replacement: replacement.to_owned(),
                wording: String::new(),
                seen: seen.map_or(Value::Null, |seen| seen.written()),
            };
            let row = serde_json::to_value(&record).expect("a record is plain data");
            Some(RowChange::Put { kind: Kind::Verdict, uid: record.uid, row })
        }
    };
    match change {
        Some(change) => session.change(moment, &format!("Verdict on {name}"), &[change]),
        None => Ok(()),
    }
}

/// Refuses a service that cannot be chosen any more; a name that is none of the services table is the client's own.
fn can_be_chosen(pack: &Pack, name: &str) -> Result<(), Error> {
    let named = |known: &str| known.eq_ignore_ascii_case(name);
    let of_that_name = |s: &&Service| named(&s.name) || named(s.id.as_str());
    let mut services = pack.services.iter().filter(of_that_name);
    let Some(service) = services.next().filter(|s| s.status != ServiceStatus::Active) else {
        return Ok(());
    };
    let stands = match service.status {
        ServiceStatus::Ended => "has ended",
        ServiceStatus::Closed => "is closed to new customers",
        ServiceStatus::Active | ServiceStatus::Closing => "is closing",
    };
    let message = match service.successor.as_str() {
        "" => format!("{} {stands}", service.name),
        successor => format!("{} {stands}; its successor is {successor}", service.name),
    };
    Err(Error::invalid("replacement", message, "choose what can still be had"))
}

/// `architecture --json`.
pub fn json(session: &Session) -> Value {
    let pack = session.pack();
    let engagement = session.in_view();
    let architecture = session.derived().architecture(pack, engagement);
    let plan = session.derived().plan(pack, engagement).ok();
    let facts = |facts: &[FactRead]| -> Vec<Value> {
        facts
            .iter()
            .map(|fact| json!({ "fact": fact.field, "value": fact.value, "from": fact.record }))
            .collect()
    };
    let components: Vec<Value> = architecture
        .components
        .iter()
        .map(|component| {
            let because: Vec<FactRead> =
                compare::facts(component).into_iter().cloned().collect();
            let alternatives: Vec<Value> =
                component.alternatives.iter().map(|a| json!({ "service": a.service, "when": a.when })).collect();
            json!({
                "id": component.id,
                "layer": component.layer.word(),
                "capability": component.capability,
                "service": component.name,
                "status": if component.is_rejected { "rejected" } else { component.status.word() },
                "verdict": verdict_on(session, &component.id).map(|verdict| json!({ "verdict": verdict.verdict.word(), "reason": verdict.reason, "replacement": verdict.replacement })),
                "because": facts(&because),
                "reasons": component.because.iter().map(|b| json!({ "rule": b.rule, "text": b.text, "records": b.records })).collect::<Vec<_>>(),
                "alternatives": alternatives,
                "wave": wave_of(component, plan).filter(|wave| *wave > 0 && !component.is_rejected),
                "goes_after_wave": goes_in(component, architecture, plan),
            })
        })
        .collect();
    let flows: Vec<Value> = architecture
        .flows
        .iter()
        .map(|flow| json!({ "from": flow.from, "to": flow.to, "carries": flow.carries, "use_cases": flow.use_cases }))
        .collect();
    let findings: Vec<Value> = architecture
        .findings
        .iter()
        .chain(&ends_too_early(architecture, engagement, plan))
        .map(|finding| json!({ "id": finding.id, "tone": finding.tone.word(), "text": finding.text, "records": finding.records }))
        .collect();
    let open: Vec<Value> = architecture
        .open_questions
        .iter()
        .map(|q| json!({ "rule": q.rule, "capability": q.capability, "text": q.text, "records": q.records, "unknown": facts(&q.facts) }))
        .collect();
    json!({
        "services_checked": pack.services_checked.to_string(),
        "components": components,
        "flows": flows,
        "findings": findings,
        "open_questions": open,
    })
}

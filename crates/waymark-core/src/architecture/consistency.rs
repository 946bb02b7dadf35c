//! What does not fit together in an architecture.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{FactRead, Place};
use crate::discovery::platform::Layer;
use crate::discovery::regulation::Immutability;
use crate::discovery::source::{ConsentBasis, ZoneTarget};
use crate::discovery::{DataClass, Freshness, YesNo};
use crate::engagement::{Engagement, FindingTone, VerdictSubject, VerdictWord};
use crate::finding::Finding;
use crate::pack::{Pack, Provision};
use crate::record::Kind;
use crate::wording::{list, lower_first, number, sentence};

use super::Component;
use super::combine::Part;
use super::firing::Firing;
use super::flow::{Hop, Path, Ways};
use super::residency;
use super::scope::{Scope, is_federated, is_live_stream, is_personal, is_priority};

/// All checks, in a stable order.
pub(super) fn check(
    scope: &Scope<'_>,
    parts: &[Part],
    ways: &Ways,
    firings: &[Firing<'_>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(refused(scope, parts, ways));
    findings.extend(unmet(scope, parts));
    findings.extend(without_stream(scope, parts, ways));
    findings.extend(priority_sources(scope, parts, ways));
    findings.extend(wanted_sources(scope, parts, ways));
    findings.extend(landing_targets(scope, ways));
    findings.extend(two_ways_in(scope, parts, ways));
    findings.extend(paths(scope, parts, ways));
    findings.extend(without_engine(scope, parts, ways));
    findings.extend(untaken(scope, parts, ways));
    findings.extend(freshness(scope, parts, ways));
    findings.extend(unshaped(scope, parts, ways));
    findings.extend(residency::check(scope, parts));
    findings.extend(personal_data(scope, parts));
    findings.extend(locked_and_erased(scope));
    findings.extend(consent(scope, parts, firings));
    findings.extend(left_out(scope));
    findings
}

pub(super) fn weakness(
    id: String,
    text: String,
    records: Vec<String>,
    facts: Vec<FactRead>,
) -> Finding {
    Finding { id, tone: FindingTone::Weakness, text, records, facts }
}

fn title_of_source(scope: &Scope<'_>, at: usize) -> String {
    let source = &scope.engagement.sources[at];
    if source.title.is_empty() {
        source.code.to_string()
    } else {
        format!("“{}”", source.title)
    }
}

pub(super) fn titles(scope: &Scope<'_>, sources: &BTreeSet<usize>) -> String {
    let names: Vec<String> = sources.iter().take(3).map(|at| title_of_source(scope, *at)).collect();
    match sources.len() {
        0..=3 => list(&names),
        more => format!("{} and {} more", names.join(", "), more - 3),
    }
}

/// The sources that a rejected component was to bring in and that nothing brings in now.
fn shut_out(part: &Part, ways: &Ways) -> BTreeSet<usize> {
    use Provision::{Collection, DirectTables, Extraction, Ingestion, Stream};
    let steps = [Collection, Stream, Ingestion, DirectTables, Extraction];
    if !part.component.is_rejected || !steps.iter().any(|step| part.gives(*step)) {
        return BTreeSet::new();
    }
    part.sources.intersection(&ways.without_entry).copied().collect()
}

/// The sources that nothing brings in because something was rejected.
fn all_shut_out(parts: &[Part], ways: &Ways) -> BTreeSet<usize> {
    parts.iter().flat_map(|part| shut_out(part, ways)).collect()
}

/// What a rejected component leaves undone for sources that somebody wants: their only way in, or the only place of a zone.
fn refused(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let homeless = |part: &Part| -> BTreeSet<usize> {
        let Some(zone) = part.component.zone.filter(|_| part.component.is_rejected) else {
            return BTreeSet::new();
        };
        let holds = |other: &Part, at: usize| {
            other.is_open()
                && other.component.zone == Some(zone)
                && (other.sources.contains(&at) || (other.is_whole && other.sources.is_empty()))
        };
        let left = |at: &usize| scope.counts(*at) && !parts.iter().any(|other| holds(other, *at));
        part.sources.iter().copied().filter(left).collect()
    };
    let told = |part: &Part, sources: &BTreeSet<usize>, lead: &str, other_way: &str| {
        let component = &part.component;
        let mut needs: BTreeSet<usize> = BTreeSet::new();
        needs.extend(sources.iter().flat_map(|at| &scope.needs_of_source[*at]));
        let codes = scope.need_codes(&needs);
        let it = if sources.len() == 1 { "it" } else { "them" };
        let give_up = match codes.as_slice() {
            [] => format!("give {it} up as a priority"),
            [_, _, _, _, ..] => format!("do without {it} in {} use cases", number(codes.len())),
            few => format!("do without {it} in {}", list(few)),
        };
        let others = others_in_words(component);
        let mut records = scope.source_codes(sources);
        records.extend(codes);
        weakness(
            format!("architecture.rejected.{}", component.id),
            format!(
                "{lead}: {} was rejected. Take that back, choose {other_way}{others}, or {give_up}.",
                component.name
            ),
            records,
            vec![],
        )
    };
    let unread = |part: &Part| -> BTreeSet<usize> {
        let reads = |other: &Part, at: usize| {
            other.is_open() && other.gives(Provision::Extraction) && other.sources.contains(&at)
        };
        let left = |at: &usize| scope.counts(*at) && !parts.iter().any(|other| reads(other, *at));
        let is_it = part.component.is_rejected && part.gives(Provision::Extraction);
        part.sources.iter().copied().filter(|at| is_it && left(at)).collect()
    };
    let mut findings = Vec::new();
    for part in parts {
        let (out, homeless) = (shut_out(part, ways), homeless(part));
        let (unread, unheard) = (unread(part), no_stream_by(part, ways));
        if !out.is_empty() {
            let lead = format!("Nothing brings in {} any more", titles(scope, &out));
            findings.push(told(part, &out, &lead, "another way in"));
        } else if !unheard.is_empty() {
            let lead =
                format!("Nothing hands on the events of {} as they come", titles(scope, &unheard));
            findings.push(told(part, &unheard, &lead, "another stream"));
        } else if !unread.is_empty() {
            let lead =
                format!("Nothing turns {} into text and fields any more", titles(scope, &unread));
            findings.push(told(part, &unread, &lead, "another way to read them"));
        } else if !homeless.is_empty() {
            let lead = format!(
                "There is no {} for {}",
                part.component.zone.map_or("zone", zone_in_words),
                titles(scope, &homeless)
            );
            findings.push(told(part, &homeless, &lead, "another store"));
        }
    }
    findings
}

/// The sources whose events a rejected component was to hand on as they come, and that nothing hands on so now.
fn no_stream_by(part: &Part, ways: &Ways) -> BTreeSet<usize> {
    use Provision::{Collection, Stream};
    if !part.component.is_rejected || !(part.gives(Stream) || part.gives(Collection)) {
        return BTreeSet::new();
    }
    let missing = |at: &usize| ways.without_stream.values().any(|sources| sources.contains(at));
    part.sources.iter().copied().filter(missing).collect()
}

/// What works on events as they come, and is handed none.
fn without_stream(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let told: BTreeSet<usize> = parts.iter().flat_map(|part| no_stream_by(part, ways)).collect();
    let mut findings = Vec::new();
    for (at, sources) in &ways.without_stream {
        let sources: BTreeSet<usize> = sources.difference(&told).copied().collect();
        // What something else feeds has its work.
        if sources.is_empty() || ways.reaches(*at) {
            continue;
        }
        let component = &parts[*at].component;
        let their = if sources.len() == 1 { "its" } else { "their" };
        let are_live =
            sources.iter().all(|source| is_live_stream(&scope.engagement.sources[*source]));
        let otherwise = if are_live {
            format!("choose a stream for {their} events")
        } else {
            format!("record that {their} events are streamed")
        };
        let text = format!(
            "{} works on events as they come, and nothing hands on those of {} so: {otherwise}, or do without it.",
            component.name,
            titles(scope, &sources)
        );
        let mut records = scope.source_codes(&sources);
        records.extend(scope.need_codes(&parts[*at].needs));
        findings.push(weakness(
            format!("architecture.without_stream.{}", component.id),
            text,
            records,
            vec![],
        ));
    }
    findings
}

/// ", such as Amazon Neptune Analytics or Recursive SQL": what else a component could be; empty where nothing else could.
fn others_in_words(component: &Component) -> String {
    let is_something = |other: &&str| !other.starts_with("No ");
    let others = component.alternatives.iter().map(|other| other.service.as_str());
    let others: Vec<&str> = others.filter(is_something).take(2).collect();
    if others.is_empty() { String::new() } else { format!(", such as {}", others.join(" or ")) }
}

/// What a rejected component leaves undone for qualified use cases that called for it: nothing else gives them the same.
fn unmet(scope: &Scope<'_>, parts: &[Part]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for part in parts {
        let component = &part.component;
        // Consent has a blocker of its own, and what carries no data is judged where it protects.
        let counts = component.is_rejected
            && part.carries()
            && part.sources.is_empty()
            && component.zone.is_none()
            && !part.gives(Provision::Consent);
        if !counts {
            continue;
        }
        let gives_it = |other: &Part, need: usize| {
            other.is_open()
                && (other.is_whole || other.needs.contains(&need))
                && other.component.layer == component.layer
                && part.provides.iter().all(|provision| other.gives(*provision))
        };
        let is_unmet = |need: &usize| {
            scope.needs[*need].is_qualified() && !parts.iter().any(|other| gives_it(other, *need))
        };
        let needs: BTreeSet<usize> = part.needs.iter().copied().filter(is_unmet).collect();
        let codes = scope.need_codes(&needs);
        if codes.is_empty() {
            continue;
        }
        let (call, they) = if codes.len() == 1 { ("calls", "it") } else { ("call", "they") };
        let goes = if codes.len() == 1 { "goes" } else { "go" };
        let text = format!(
            "{} {call} for “{}”, and {}, which was to give it, was rejected: take that back, choose another{}, or say how {they} {goes} without.",
            list(&codes),
            component.capability,
            component.name,
            others_in_words(component)
        );
        findings.push(weakness(
            format!("architecture.unmet.{}", component.id),
            text,
            codes,
            vec![],
        ));
    }
    findings
}

fn zone_in_words(zone: ZoneTarget) -> &'static str {
    match zone {
        ZoneTarget::Landing => "landing zone",
        ZoneTarget::Raw => "raw zone",
        ZoneTarget::Curated => "curated zone",
        ZoneTarget::FederatedOnly => "zone",
    }
}

/// Sources that are no priority and that a use case draws on have a way in as well. What a qualified use case requires is told
/// with its path.
fn wanted_sources(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Option<Finding> {
    let shut_out = all_shut_out(parts, ways);
    let told = |at: usize| {
        is_priority(&scope.engagement.sources[at])
            || shut_out.contains(&at)
            || scope.needs.iter().any(|need| need.is_qualified() && need.required.contains(&at))
    };
    let without: BTreeSet<usize> =
        ways.without_entry.iter().copied().filter(|at| !told(*at)).collect();
    if without.is_empty() {
        return None;
    }
    let mut needs: BTreeSet<usize> = BTreeSet::new();
    needs.extend(without.iter().flat_map(|at| &scope.needs_of_source[*at]));
    let codes = scope.need_codes(&needs);
    let draw = if codes.len() == 1 { "draws" } else { "draw" };
    let text = format!(
        "Nothing brings in {}, on which {} {draw}: record kind, place and mode of the source, or take it out of the use case.",
        titles(scope, &without),
        list(&codes)
    );
    let mut records = scope.source_codes(&without);
    records.extend(codes);
    Some(weakness("architecture.ingestion.wanted".to_owned(), text, records, vec![]))
}

/// What asks in SQL finds something that answers.
fn without_engine(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Option<Finding> {
    let needs: BTreeSet<usize> = ways.without_engine.values().flatten().copied().collect();
    if needs.is_empty() {
        return None;
    }
    let names: Vec<String> =
        ways.without_engine.keys().map(|at| parts[*at].component.name.clone()).collect();
    let (asks, it) = if names.len() == 1 { ("asks", "it") } else { ("ask", "them") };
    let text = format!(
        "{} {asks} in SQL, and no query engine or warehouse stands between {it} and the tables: choose one, such as Amazon Athena.",
        list(&names)
    );
    Some(weakness("architecture.query_engine".to_owned(), text, scope.need_codes(&needs), vec![]))
}

/// What is worked out for a qualified use case is used somewhere.
fn untaken(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, needs) in &ways.untaken {
        let part = &parts[*at];
        let needs: BTreeSet<usize> =
            needs.iter().copied().filter(|need| scope.needs[*need].is_qualified()).collect();
        if needs.is_empty() {
            continue;
        }
        let codes = scope.need_codes(&needs);
        let what = if part.gives(Provision::Prediction) {
            "no application, channel or live view is on record that acts on it. Record which one does and how fast it needs the answer"
        } else if part.gives(Provision::Events) && part.gives(Provision::Serving) {
            "no live view, model or application is on record that reads the latest readings. Record who watches them, or settle for hourly data"
        } else if part.gives(Provision::Features) {
            "no model is called for that looks them up. Record which decision the use case takes"
        } else if part.gives(Provision::Lookup) {
            "no application is on record that asks it. Record which application does and how fast it needs the answer"
        } else if part.gives(Provision::Personalisation) {
            "no channel and no application is on record that shows it. Record the channels, or which application asks and how fast it needs the answer"
        } else {
            "no channel, report or screen is on record that uses them. Record the channels or the people who work with the segments"
        };
        let lead = if part.gives(Provision::Prediction) && ways.leaves(*at) {
            "Only reports show"
        } else {
            "Nothing takes"
        };
        let text =
            format!("{lead} what {} gives for {}: {what}.", part.component.name, list(&codes));
        findings.push(weakness(
            format!("architecture.untaken.{}", part.component.id),
            text,
            codes,
            vec![],
        ));
    }
    findings
}

/// Every priority source has one component that brings it in, or is queried in place.
fn priority_sources(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Option<Finding> {
    let shut_out = all_shut_out(parts, ways);
    let without: BTreeSet<usize> = ways
        .without_entry
        .iter()
        .copied()
        .filter(|at| is_priority(&scope.engagement.sources[*at]))
        .filter(|at| !shut_out.contains(at))
        .collect();
    let text = match without.len() {
        0 => return None,
        1 => format!(
            "Nothing brings in {}, a priority source: what is known of it calls for no ingestion.",
            titles(scope, &without)
        ),
        n => format!(
            "Nothing brings in {} priority sources: {}.",
            number(n),
            titles(scope, &without)
        ),
    };
    Some(weakness("architecture.ingestion".to_owned(), text, scope.source_codes(&without), vec![]))
}

/// Every priority source has a zone where its data comes to rest. What a qualified use case misses is told with its path.
fn landing_targets(scope: &Scope<'_>, ways: &Ways) -> Option<Finding> {
    let told = |at: usize| {
        scope.needs.iter().any(|need| need.is_qualified() && need.required.contains(&at))
    };
    let without: BTreeSet<usize> = ways
        .without_target
        .iter()
        .copied()
        .filter(|at| is_priority(&scope.engagement.sources[*at]) && !told(*at))
        .collect();
    let text = match without.len() {
        0 => return None,
        1 => format!(
            "{}, a priority source, has no zone where its data comes to rest.",
            titles(scope, &without)
        ),
        n => sentence(&format!(
            "{} priority sources have no zone where their data comes to rest: {}.",
            number(n),
            titles(scope, &without)
        )),
    };
    Some(weakness(
        "architecture.landing_target".to_owned(),
        text,
        scope.source_codes(&without),
        vec![],
    ))
}

fn two_ways_in(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let mut twice: BTreeMap<&[usize], BTreeSet<usize>> = BTreeMap::new();
    for (source, parts) in ways.ingestion.iter().enumerate().filter(|(_, parts)| parts.len() > 1) {
        twice.entry(parts.as_slice()).or_default().insert(source);
    }
    twice
        .into_iter()
        .map(|(ways_in, sources)| {
            let names: Vec<String> =
                ways_in.iter().map(|part| parts[*part].component.name.clone()).collect();
            let ids: Vec<&str> =
                ways_in.iter().map(|part| parts[*part].component.id.as_str()).collect();
            let come = if sources.len() == 1 { "comes" } else { "come" };
            let text = format!(
                "{} {come} in by {}; one way is enough.",
                titles(scope, &sources),
                list(&names)
            );
            weakness(
                format!("architecture.twice.{}", ids.join("+")),
                text,
                scope.source_codes(&sources),
                vec![],
            )
        })
        .collect()
}

/// Every qualified use case has a path from each source it requires to where it is used.
fn paths(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, need) in scope.needs.iter().enumerate().filter(|(_, need)| need.is_qualified()) {
        let own: Vec<&Path> = ways.paths.iter().filter(|path| path.need == at).collect();
        let missing = |hop: Hop| -> BTreeSet<usize> {
            own.iter().filter(|path| path.missing.contains(&hop)).map(|path| path.source).collect()
        };
        let (ingestion, storage, processing) =
            (missing(Hop::Ingestion), missing(Hop::Storage), missing(Hop::Processing));
        let (unread, unshaped) = (missing(Hop::Reading), missing(Hop::Shaping));
        let mut gaps = Vec::new();
        if !ingestion.is_empty() {
            gaps.push(format!("nothing brings in {}", titles(scope, &ingestion)));
        }
        if !storage.is_empty() {
            gaps.push(format!("no zone is chosen for {}", titles(scope, &storage)));
        }
        if !unread.is_empty() {
            gaps.push(format!("{} goes no further than the landing zone", titles(scope, &unread)));
        }
        if !unshaped.is_empty() {
            let (stays, it) = if unshaped.len() == 1 { ("stays", "it") } else { ("stay", "them") };
            gaps.push(format!(
                "{} {stays} in the raw zone, and what serves the use case reads curated tables: choose the curated zone for {it}",
                titles(scope, &unshaped)
            ));
        }
        if !processing.is_empty() {
            gaps.push(format!("nothing shapes {} into curated tables", titles(scope, &processing)));
        }
        if !missing(Hop::Consumption).is_empty() {
            gaps.push("no component hands over its result".to_owned());
        }
        if gaps.is_empty() {
            continue;
        }
        let refused: Vec<String> = parts
            .iter()
            .filter(|part| part.component.is_rejected && part.needs.contains(&at))
            .map(|part| part.component.name.clone())
            .collect();
        let because = if refused.is_empty() {
            String::new()
        } else {
            let were = if refused.len() == 1 { "was" } else { "were" };
            format!(" {} {were} rejected.", list(&refused))
        };
        let mut sources: BTreeSet<usize> = ingestion;
        sources.extend(storage);
        sources.extend(processing);
        sources.extend(unread);
        sources.extend(unshaped);
        let mut records = vec![need.code().to_owned()];
        records.extend(scope.source_codes(&sources));
        let text =
            format!("The path of “{}” has a hole: {}.{because}", need.use_case.title, list(&gaps));
        findings.push(weakness(
            format!("architecture.path.{}", need.code()),
            text,
            records,
            vec![],
        ));
    }
    findings
}

/// The path is as fresh as the use case needs it.
fn freshness(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, need) in scope.needs.iter().enumerate().filter(|(_, need)| need.is_qualified()) {
        let Some(wanted) = need.use_case.freshness_need.value() else { continue };
        let late: Vec<&Path> = ways
            .paths
            .iter()
            .filter(|p| p.need == at && p.freshness.is_some_and(|f| f > *wanted))
            .collect();
        let Some(slowest) = late.iter().filter_map(|path| path.freshness).max() else { continue };
        let of_late: Vec<&&Path> =
            late.iter().filter(|path| path.freshness == Some(slowest)).collect();
        let names: BTreeSet<usize> =
            of_late.iter().flat_map(|path| path.slowest.iter().copied()).collect();
        let names: Vec<String> =
            names.iter().map(|part| parts[*part].component.name.clone()).collect();
        let sources: BTreeSet<usize> = late.iter().map(|path| path.source).collect();
        let mut records = vec![need.code().to_owned()];
        records.extend(scope.source_codes(&sources));
        let is_live = |at: &usize| is_live_stream(&scope.engagement.sources[*at]);
        let without_events: BTreeSet<usize> =
            sources.iter().copied().filter(|at| !is_live(at)).collect();
        let otherwise = if *wanted > Freshness::Minutes {
            let it = if names.len() == 1 { "it" } else { "them" };
            format!("have {it} run more often")
        } else if without_events.is_empty() {
            "record who or what acts on each change as it comes".to_owned()
        } else {
            let names = titles(scope, &without_events);
            format!("find out whether {names} can hand changes on as events")
        };
        let text = format!(
            "“{}” needs data {}, but by {} it is {} at best: settle for that, or {otherwise}.",
            need.use_case.title,
            within(*wanted),
            list(&names),
            lower_first(slowest.label()),
        );
        findings.push(weakness(
            format!("architecture.freshness.{}", need.code()),
            text,
            records,
            vec![],
        ));
    }
    findings
}

fn within(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::SubSecond => "within a second",
        Freshness::Seconds => "within seconds",
        Freshness::Minutes => "within minutes",
        Freshness::Hourly => "every hour",
        Freshness::Daily => "every day",
        Freshness::Weekly => "every week",
        Freshness::Monthly => "every month",
    }
}

/// What rests as it was received becomes tables. What a qualified use case misses is told with its path.
fn unshaped(scope: &Scope<'_>, parts: &[Part], ways: &Ways) -> Option<Finding> {
    let told = |at: usize| {
        scope.needs.iter().any(|need| need.is_qualified() && need.required.contains(&at))
    };
    let left = |at: &usize| scope.counts(*at) && !told(*at);
    let without: BTreeSet<usize> = ways.without_shaping.iter().copied().filter(left).collect();
    if without.is_empty() {
        return None;
    }
    let did = |part: &&Part| {
        part.component.is_rejected
            && part.gives(Provision::Transformation)
            && (part.is_whole || !part.sources.is_disjoint(&without))
    };
    let what = match parts.iter().find(did) {
        Some(part) => format!(
            "{} was rejected. Take that back, choose another way{}, or choose a zone before the curated one",
            part.component.name,
            others_in_words(&part.component)
        ),
        None => {
            "record mode and volume a day of the source, or choose a zone before the curated one"
                .to_owned()
        }
    };
    let text = format!("Nothing shapes {} into curated tables: {what}.", titles(scope, &without));
    Some(weakness("architecture.shaping".to_owned(), text, scope.source_codes(&without), vec![]))
}

/// Records that nobody may alter and a person's right to be erased from them contradict each other. A duty that names no data
/// classes binds all data about people.
fn locked_and_erased(scope: &Scope<'_>) -> Vec<Finding> {
    let fact = |kind: Kind, code: &str, field: &str, value: &str| FactRead {
        place: Place::Record { kind: kind.condition_word().to_owned() },
        record: code.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        known: true,
    };
    let binds = |classes: &[DataClass], at: usize| {
        let of = scope.engagement.sources[at].data_classes.items();
        classes.is_empty() || of.iter().any(|class| classes.contains(class))
    };
    let people: Vec<usize> = (0..scope.engagement.sources.len())
        .filter(|at| scope.counts(*at) && is_personal(&scope.engagement.sources[*at]))
        .filter(|at| !is_federated(&scope.engagement.sources[*at]))
        .collect();
    let mut duties: Vec<(Kind, &str, &str, &[DataClass])> = Vec::new();
    for constraint in &scope.engagement.constraints {
        if constraint.erasure_duty.value() == Some(&YesNo::Yes) {
            let (code, title) = (constraint.code.as_str(), constraint.title.as_str());
            duties.push((Kind::Constraint, code, title, constraint.data_classes.items()));
        }
    }
    for regulation in &scope.engagement.regulations {
        if regulation.erasure_duty.value() == Some(&YesNo::Yes) {
            duties.push((
                Kind::Regulation,
                regulation.code.as_str(),
                regulation.title.as_str(),
                &[],
            ));
        }
    }
    let named = |title: &str, code: &str| {
        if title.is_empty() { code.to_owned() } else { format!("“{title}” ({code})") }
    };
    let mut findings = Vec::new();
    for constraint in &scope.engagement.constraints {
        let Some(lock) = constraint
            .immutability
            .value()
            .filter(|lock| matches!(lock, Immutability::Worm | Immutability::Ledger))
        else {
            continue;
        };
        let own = constraint.code.as_str();
        let clashes = |classes: &[DataClass]| -> BTreeSet<usize> {
            let both =
                |at: &usize| binds(constraint.data_classes.items(), *at) && binds(classes, *at);
            people.iter().copied().filter(both).collect()
        };
        let mut both: BTreeSet<usize> = BTreeSet::new();
        let mut names: Vec<String> = Vec::new();
        let mut records = vec![own.to_owned()];
        let mut facts = vec![fact(Kind::Constraint, own, "immutability", lock.word())];
        for (kind, code, title, classes) in &duties {
            let clash = clashes(classes);
            if clash.is_empty() {
                continue;
            }
            both.extend(clash);
            names.push(if *code == own { "itself".to_owned() } else { named(title, code) });
            if *code != own {
                records.push((*code).to_owned());
            }
            facts.push(fact(*kind, code, "erasure_duty", YesNo::Yes.word()));
        }
        if names.is_empty() {
            continue;
        }
        let text = format!(
            "{} lets nobody alter records, and by {} data about a person is erased on request; these duties meet in {}. Let counsel decide which duty prevails; until then keep data about people out of what is locked, or encrypt it with a key per person that can be destroyed.",
            named(&constraint.title, own),
            list(&names),
            titles(scope, &both)
        );
        records.extend(scope.source_codes(&both));
        findings.push(Finding {
            id: format!("architecture.locked_and_erased.{own}"),
            tone: FindingTone::Blocker,
            text,
            records,
            facts,
        });
    }
    findings
}

/// Personal data on its way is labelled, its readers are limited and recorded, and it can be erased.
fn personal_data(scope: &Scope<'_>, parts: &[Part]) -> Vec<Finding> {
    let personal: BTreeSet<usize> = scope
        .engagement
        .sources
        .iter()
        .enumerate()
        .filter(|(at, source)| is_personal(source) && !is_federated(source) && is_used(scope, *at))
        .map(|(at, _)| at)
        .collect();
    let wanted =
        [Provision::CatalogueLabel, Provision::AccessRule, Provision::Audit, Provision::Erasure];
    let mut findings = Vec::new();
    for provision in wanted {
        let covers = |at: usize| {
            parts.iter().any(|part| {
                part.is_open()
                    && part.gives(provision)
                    && (part.is_whole || part.sources.contains(&at))
            })
        };
        let bare: BTreeSet<usize> = personal.iter().copied().filter(|at| !covers(*at)).collect();
        if bare.is_empty() {
            continue;
        }
        let did = |part: &&Part| {
            part.component.is_rejected
                && part.gives(provision)
                && (part.is_whole || !part.sources.is_disjoint(&bare))
        };
        let why = match (parts.iter().find(did), provision) {
            (Some(part), _) => format!("{} was rejected", part.component.name),
            (None, Provision::CatalogueLabel) => "it is not recorded as confidential".to_owned(),
            (None, Provision::Erasure) => "no constraint or regulation states the duty".to_owned(),
            (None, _) => "nothing calls for one".to_owned(),
        };
        let text = format!(
            "Personal data of {} passes no {}: {why}.",
            titles(scope, &bare),
            lower_first(provision.label())
        );
        findings.push(weakness(
            format!("architecture.personal.{}", provision.word()),
            text,
            scope.source_codes(&bare),
            vec![],
        ));
    }
    findings
}

/// Some qualified use case draws on it.
fn is_used(scope: &Scope<'_>, source: usize) -> bool {
    scope.needs_of_source[source].iter().any(|need| scope.needs[*need].is_qualified())
}

/// Nothing addresses single customers before it is known what they agreed to. Each segmentation and personalisation component
/// that serves a use case with such a duty either has the consent record in front of it or is named by a blocker.
/// That the legal basis of a source is unknown, or that it is about children, is told by the pack's own findings: they hold
/// without any architecture.
fn consent(scope: &Scope<'_>, parts: &[Part], firings: &[Firing<'_>]) -> Vec<Finding> {
    let acts = |part: &&Part| {
        part.is_open()
            && part.component.layer == Layer::Segmentation
            && [
                Provision::Segments,
                Provision::Features,
                Provision::Personalisation,
                Provision::Activation,
            ]
            .iter()
            .any(|p| part.gives(*p))
    };
    let acting: Vec<&Part> = parts.iter().filter(acts).collect();
    let mut findings = Vec::new();
    if acting.is_empty() {
        return findings;
    }
    let about_customers = |part: &Part| -> BTreeSet<usize> {
        part.needs.iter().copied().filter(|n| scope.needs[*n].is_about_customers()).collect()
    };
    let needs: BTreeSet<usize> = acting.iter().flat_map(|part| about_customers(part)).collect();
    // The components that act for one of these use cases, in words.
    let bound = |by: &BTreeSet<usize>, is_whole: bool| -> Vec<String> {
        let bound = |part: &&&Part| is_whole || !about_customers(part).is_disjoint(by);
        acting.iter().filter(bound).map(|part| part.component.name.clone()).collect()
    };
    let in_words = |names: &[String]| match names.len() {
        0..=3 => list(names),
        more => format!("{} and {} more", names[..2].join(", "), number(more - 2)),
    };
    let stores: Vec<&Part> = parts.iter().filter(|part| part.gives(Provision::Consent)).collect();
    for store in &stores {
        let names = bound(&store.needs, store.is_whole);
        if names.is_empty() {
            continue;
        }
        let facts: Vec<FactRead> =
            store.component.because.iter().flat_map(|because| because.facts.clone()).collect();
        let what = in_words(&names);
        let text = if store.component.is_rejected {
            format!(
                "{} was rejected, so nothing says what customers agreed to: {what} must not go live.",
                store.component.name
            )
        } else {
            let waits = if names.len() == 1 { "waits" } else { "wait" };
            sentence(&format!(
                "{what} {waits} for “{}”: no one is addressed before their consent is on record.",
                store.component.name
            ))
        };
        let served: BTreeSet<usize> = if store.is_whole {
            needs.clone()
        } else {
            needs.intersection(&store.needs).copied().collect()
        };
        findings.push(Finding {
            id: "architecture.consent".to_owned(),
            tone: FindingTone::Blocker,
            text,
            records: scope.need_codes(&served),
            facts,
        });
    }
    let waits = firings.iter().find(|firing| {
        firing.rule.provides.contains(&Provision::Consent) && !firing.waits.is_empty()
    });
    if let Some(firing) = waits {
        let codes = || firing.waits.iter().filter_map(|binding| binding.record.clone());
        let open: BTreeSet<usize> = codes().filter_map(|code| scope.need(&code)).collect();
        let names = bound(&open, firing.is_whole());
        if !names.is_empty() {
            findings.push(Finding {
                id: if stores.is_empty() {
                    "architecture.consent".to_owned()
                } else {
                    "architecture.consent.unknown".to_owned()
                },
                tone: FindingTone::Blocker,
                text: format!(
                    "It is not known whether consent is recorded and respected; until it is, {} must not address single customers.",
                    in_words(&names)
                ),
                records: codes().collect(),
                facts: super::combine::each_once(&firing.waits),
            });
        }
    }
    // Where consent is the legal basis, a store of it has to stand on the path.
    let settled = stores.iter().any(|store| store.is_open()) || !findings.is_empty();
    let resting: BTreeSet<usize> =
        needs.iter().flat_map(|need| scope.needs[*need].sources.iter().copied()).collect();
    let by_consent: BTreeSet<usize> = resting
        .into_iter()
        .filter(|at| {
            scope.engagement.sources[*at].consent_basis.value() == Some(&ConsentBasis::Consent)
        })
        .collect();
    if !settled
        && !by_consent.is_empty()
        && !firings.iter().any(|firing| firing.rule.provides.contains(&Provision::Consent))
    {
        let text = format!(
            "{} may be used by consent only, and no component keeps that consent.",
            titles(scope, &by_consent)
        );
        findings.push(Finding {
            id: "architecture.consent".to_owned(),
            tone: FindingTone::Blocker,
            text,
            records: scope.source_codes(&by_consent),
            facts: vec![],
        });
    }
    findings
}

/// Sources that nobody needs bring no component.
fn left_out(scope: &Scope<'_>) -> Option<Finding> {
    let unused: BTreeSet<usize> =
        (0..scope.engagement.sources.len()).filter(|at| !scope.counts(*at)).collect();
    if unused.is_empty() || scope.needs.is_empty() {
        return None;
    }
    let stay = if unused.len() == 1 { "it stays" } else { "they stay" };
    let text =
        format!("No use case draws on {}; {stay} out of the picture.", titles(scope, &unused));
    Some(weakness("architecture.unused".to_owned(), text, scope.source_codes(&unused), vec![]))
}

/// Without the findings that people dismissed, with the wording that they gave.
pub(super) fn settled(
    pack: &Pack,
    engagement: &Engagement,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    let verdict = |id: &str| {
        engagement.verdicts.iter().find(|v| {
            v.pack == pack.id && v.subject == VerdictSubject::Finding && v.subject_id == id
        })
    };
    findings
        .into_iter()
        .filter_map(|mut finding| {
            match verdict(&finding.id).map(|verdict| (verdict.verdict, &verdict.wording)) {
                Some((VerdictWord::Rejected, _)) => return None,
                Some((VerdictWord::Reworded, wording)) => finding.text.clone_from(wording),
                _ => {}
            }
            Some(finding)
        })
        .collect()
}

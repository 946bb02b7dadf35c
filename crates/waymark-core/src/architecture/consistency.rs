//! What does not fit together in an architecture.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::FactRead;
use crate::discovery::Freshness;
use crate::discovery::platform::Layer;
use crate::discovery::source::{ConsentBasis, Location};
use crate::engagement::{Engagement, FindingTone, VerdictSubject, VerdictWord};
use crate::finding::Finding;
use crate::pack::{Pack, Provision};
use crate::wording::{list, lower_first, number, sentence};

use super::combine::Part;
use super::firing::Firing;
use super::flow::{Hop, Path, Ways};
use super::scope::{Scope, is_federated, is_personal, is_priority};

/// All checks, in a stable order.
pub(super) fn check(
    scope: &Scope<'_>,
    parts: &[Part],
    ways: &Ways,
    firings: &[Firing<'_>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(priority_sources(scope, ways));
    findings.extend(landing_targets(scope, ways));
    findings.extend(two_ways_in(scope, parts, ways));
    findings.extend(paths(scope, parts, ways));
    findings.extend(freshness(scope, parts, ways));
    findings.extend(regions(scope));
    findings.extend(personal_data(scope, parts));
    findings.extend(consent(scope, parts, firings));
    findings.extend(left_out(scope));
    findings
}

fn weakness(id: String, text: String, records: Vec<String>, facts: Vec<FactRead>) -> Finding {
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

fn titles(scope: &Scope<'_>, sources: &BTreeSet<usize>) -> String {
    let names: Vec<String> = sources.iter().take(3).map(|at| title_of_source(scope, *at)).collect();
    match sources.len() {
        0..=3 => list(&names),
        more => format!("{} and {} more", names.join(", "), more - 3),
    }
}

/// Every priority source has one component that brings it in, or is queried in place.
fn priority_sources(scope: &Scope<'_>, ways: &Ways) -> Option<Finding> {
    let without: BTreeSet<usize> = ways
        .without_entry
        .iter()
        .copied()
        .filter(|at| is_priority(&scope.engagement.sources[*at]))
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
        let unread = missing(Hop::Reading);
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
            format!(" {} was rejected.", list(&refused))
        };
        let mut sources: BTreeSet<usize> = ingestion;
        sources.extend(storage);
        sources.extend(processing);
        sources.extend(unread);
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
        let text = format!(
            "“{}” needs data {}, but by {} it is {} at best.",
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

/// Data on AWS stays in Regions that the constraints approve. Only sources have a Region on record; new components and items
/// of the platform have none, so nothing can be said of theirs.
fn regions(scope: &Scope<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for constraint in scope
        .engagement
        .constraints
        .iter()
        .filter(|constraint| !constraint.approved_regions.items().is_empty())
    {
        let approved: Vec<String> = constraint
            .approved_regions
            .items()
            .iter()
            .map(|region| region.trim().to_lowercase())
            .collect();
        let binds = constraint.data_classes.items();
        let outside: BTreeSet<usize> = scope
            .engagement
            .sources
            .iter()
            .enumerate()
            .filter(|(at, source)| {
                let on_aws = matches!(source.location.value(), Some(Location::Aws | Location::Ec2));
                let region = source.region.text().trim().to_lowercase();
                let bound = binds.is_empty()
                    || source.data_classes.items().iter().any(|class| binds.contains(class));
                scope.counts(*at)
                    && on_aws
                    && bound
                    && is_region(&region)
                    && !approved.contains(&region)
            })
            .map(|(at, _)| at)
            .collect();
        if outside.is_empty() {
            continue;
        }
        let stand = if outside.len() == 1 { "stands" } else { "stand" };
        let text = format!(
            "{} {stand} in a Region that {} does not approve.",
            titles(scope, &outside),
            constraint.title
        );
        let mut records = vec![constraint.code.to_string()];
        records.extend(scope.source_codes(&outside));
        findings.push(weakness(
            format!("architecture.region.{}", constraint.code),
            text,
            records,
            vec![],
        ));
    }
    findings
}

/// Looks like the code of an AWS Region, such as `eu-central-1`, and not like a country.
fn is_region(text: &str) -> bool {
    text.matches('-').count() >= 2 && text.ends_with(|letter: char| letter.is_ascii_digit())
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
        let why = match provision {
            Provision::CatalogueLabel => "it is not recorded as confidential",
            Provision::Erasure => "no constraint or regulation states the duty",
            _ => "nothing calls for one",
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
            && [Provision::Segments, Provision::Personalisation, Provision::Activation]
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

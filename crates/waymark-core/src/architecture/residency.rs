//! Where data stands, and where the constraints let it be: Regions that they approve, territories out of which they let nothing.

use std::collections::BTreeSet;

use crate::discovery::platform::PlatformItem;
use crate::discovery::regulation::{Constraint, CrossBorder, Strictness};
use crate::discovery::source::{Location, Source};
use crate::finding::Finding;
use crate::wording::list;

use super::Status;
use super::combine::Part;
use super::consistency::{titles, weakness};
use super::scope::{Scope, is_personal};
use super::territory::{country, is_region, is_union, lies_in};

/// All checks of places, in a stable order.
pub(super) fn check(scope: &Scope<'_>, parts: &[Part]) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(own_contradictions(scope));
    findings.extend(contradictions(scope));
    findings.extend(regions(scope));
    findings.extend(residency(scope));
    findings.extend(kept_outside(scope, parts));
    findings.extend(unknown_places(scope, parts));
    findings.extend(unreadable_places(scope));
    findings
}

/// A constraint by title and code.
fn named(constraint: &Constraint) -> String {
    let code = constraint.code.as_str();
    if constraint.title.is_empty() {
        code.to_owned()
    } else {
        format!("“{}” ({code})", constraint.title)
    }
}

/// A constraint binds a source: it names no data classes, or one of the source's.
fn binds(constraint: &Constraint, source: &Source) -> bool {
    let bound = constraint.data_classes.items();
    bound.is_empty() || source.data_classes.items().iter().any(|class| bound.contains(class))
}

fn is_on_aws(source: &Source) -> bool {
    matches!(source.location.value(), Some(Location::Aws | Location::Ec2))
}

/// Whether what is on AWS stands in a Region that a constraint approves: by its Region, or by its country where that is recorded
/// instead; `None` where nothing recorded tells.
fn is_in_approved(place: &str, constraint: &Constraint) -> Option<bool> {
    let place = place.trim();
    let approved = constraint.approved_regions.items();
    if is_region(place) {
        return Some(approved.iter().any(|region| region.trim().eq_ignore_ascii_case(place)));
    }
    let own = country(place)?;
    let all: Option<Vec<String>> = approved.iter().map(|region| country(region)).collect();
    all.map(|approved| approved.contains(&own))
}

/// The constraints that the same sources do not meet, together.
fn unmet<'a>(
    scope: &Scope<'a>,
    breaks: impl Fn(&Source, &Constraint) -> bool,
) -> Vec<(BTreeSet<usize>, Vec<&'a Constraint>)> {
    // What no place can meet is told as that.
    let contradicting = contradicting(scope);
    let is_told = |at: usize, constraint: &Constraint| {
        contradicting.iter().any(|(one, other, both)| {
            both.contains(&at)
                && [one.code.as_str(), other.code.as_str()].contains(&constraint.code.as_str())
        })
    };
    let mut unmet: Vec<(BTreeSet<usize>, Vec<&Constraint>)> = Vec::new();
    for constraint in &scope.engagement.constraints {
        let sources = scope.engagement.sources.iter().enumerate();
        let outside: BTreeSet<usize> = sources
            .filter(|(at, source)| {
                scope.counts(*at) && binds(constraint, source) && breaks(source, constraint)
            })
            .filter(|(at, _)| !is_told(*at, constraint))
            .map(|(at, _)| at)
            .collect();
        if outside.is_empty() {
            continue;
        }
        match unmet.iter_mut().find(|(known, _)| *known == outside) {
            Some((_, constraints)) => constraints.push(constraint),
            None => unmet.push((outside, vec![constraint])),
        }
    }
    unmet
}

/// One finding per group of constraints; `text` is made of the sources, "stands" or "stand", and the constraints.
fn of_unmet(
    scope: &Scope<'_>,
    about: &str,
    unmet: Vec<(BTreeSet<usize>, Vec<&Constraint>)>,
    text: impl Fn(&str, &str, &[&Constraint]) -> String,
) -> Vec<Finding> {
    let told = |(outside, constraints): (BTreeSet<usize>, Vec<&Constraint>)| {
        let stand = if outside.len() == 1 { "stands" } else { "stand" };
        let codes: Vec<String> = constraints.iter().map(|one| one.code.to_string()).collect();
        let id = format!("architecture.{about}.{}", codes.join("+"));
        let text = text(&titles(scope, &outside), stand, &constraints);
        let text = format!("{text}{}", left(scope, &outside));
        let mut records = codes;
        records.extend(scope.source_codes(&outside));
        weakness(id, text, records, vec![])
    };
    unmet.into_iter().map(told).collect()
}

/// The places where a constraint lets data be, as a whole: Regions that it approves, or else territories out of which it lets
/// nothing; `None` where it says neither.
enum Allowed<'a> {
    Regions(&'a [String]),
    Territories(&'a [String]),
}

impl<'a> Allowed<'a> {
    fn of(constraint: &'a Constraint) -> Option<Self> {
        let (regions, territories) =
            (constraint.approved_regions.items(), constraint.residency.items());
        if constraint.strictness.value() == Some(&Strictness::Preferred) {
            None
        } else if !regions.is_empty() {
            Some(Allowed::Regions(regions))
        } else {
            (keeps_in(constraint) && !territories.is_empty())
                .then_some(Allowed::Territories(territories))
        }
    }

    fn places(&self) -> &'a [String] {
        let (Allowed::Regions(places) | Allowed::Territories(places)) = self;
        places
    }

    /// Whether some place meets both; `None` where a place is no code that is known.
    fn meets(&self, other: &Self) -> Option<bool> {
        let mut all_known = true;
        for one in self.places() {
            for two in other.places() {
                match share(
                    one,
                    two,
                    matches!((self, other), (Allowed::Regions(_), Allowed::Regions(_))),
                ) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => all_known = false,
                }
            }
        }
        all_known.then_some(false)
    }
}

/// Whether two places have something in common: the same, or one within the other. Two Regions of one country are not the same.
fn share(one: &str, other: &str, are_regions: bool) -> Option<bool> {
    if one.trim().eq_ignore_ascii_case(other.trim()) {
        return Some(true);
    }
    if are_regions && is_region(one) && is_region(other) {
        return Some(false);
    }
    match (country(one), country(other)) {
        (Some(own), _) => lies_in(&own, other),
        (_, Some(own)) => lies_in(&own, one),
        // The Union lies within the Area.
        _ => (lies_in("DE", one)? && lies_in("DE", other)?).then_some(true),
    }
}

/// It lets nothing out of its territories.
fn keeps_in(constraint: &Constraint) -> bool {
    constraint.cross_border.value() == Some(&CrossBorder::None)
        && constraint.strictness.value() != Some(&Strictness::Preferred)
}

/// Pairs of constraints that bind the same sources and that no place meets, with these sources.
fn contradicting<'a>(scope: &Scope<'a>) -> Vec<(&'a Constraint, &'a Constraint, BTreeSet<usize>)> {
    let constraints = &scope.engagement.constraints;
    let mut pairs = Vec::new();
    for (at, one) in constraints.iter().enumerate() {
        for other in &constraints[at + 1..] {
            let (Some(first), Some(second)) = (Allowed::of(one), Allowed::of(other)) else {
                continue;
            };
            if first.meets(&second) != Some(false) {
                continue;
            }
            let territorial =
                [&first, &second].iter().any(|a| matches!(a, Allowed::Territories(_)));
            let sources = scope.engagement.sources.iter().enumerate();
            let both: BTreeSet<usize> = sources
                .filter(|(at, source)| {
                    scope.counts(*at) && binds(one, source) && binds(other, source)
                })
                // A duty to stay in a territory is about people.
                .filter(|(_, source)| !territorial || is_personal(source))
                .map(|(at, _)| at)
                .collect();
            if !both.is_empty() {
                pairs.push((one, other, both));
            }
        }
    }
    pairs
}

/// Two duties that bind the same data have a place in common. Where they do, both together allow that place; see [`left`].
fn contradictions(scope: &Scope<'_>) -> Vec<Finding> {
    let told = |(one, other, both): (&Constraint, &Constraint, BTreeSet<usize>)| {
        let allows = |constraint| {
            Allowed::of(constraint).map_or_else(String::new, |allowed| list(allowed.places()))
        };
        let text = format!(
            "{} keeps data in {} and {} in {}; both bind {}, and no place meets both: record which data each of them binds, or have counsel say which prevails.",
            named(one),
            allows(one),
            named(other),
            allows(other),
            titles(scope, &both)
        );
        let mut records = vec![one.code.to_string(), other.code.to_string()];
        let id = format!("architecture.place.{}", records.join("+"));
        records.extend(scope.source_codes(&both));
        weakness(id, text, records, vec![])
    };
    contradicting(scope).into_iter().map(told).collect()
}

/// The Regions that all constraints approve which bind some of the sources, as the rest of a sentence; empty where there is no
/// need for it, or none is left.
fn left(scope: &Scope<'_>, sources: &BTreeSet<usize>) -> String {
    let binding = |constraint: &&Constraint| {
        !constraint.approved_regions.items().is_empty()
            && sources.iter().any(|at| binds(constraint, &scope.engagement.sources[*at]))
    };
    let all: Vec<&Constraint> = scope.engagement.constraints.iter().filter(binding).collect();
    let [first, others @ ..] = all.as_slice() else { return String::new() };
    let known = |constraint: &Constraint, region: &str| {
        let mut approved = constraint.approved_regions.items().iter();
        approved.any(|one| one.trim().eq_ignore_ascii_case(region.trim()))
    };
    let regions = first.approved_regions.items().iter();
    let regions: Vec<String> =
        regions.filter(|region| others.iter().all(|one| known(one, region))).cloned().collect();
    if others.is_empty() || regions.is_empty() {
        return String::new();
    }
    let codes: Vec<String> = all.iter().map(|one| one.code.to_string()).collect();
    format!(" {} together allow {}.", list(&codes), list(&regions))
}

/// Data on AWS stays in Regions that the constraints approve. What is new is built in the Regions that they name; what is kept is
/// told by [`kept_outside`].
fn regions(scope: &Scope<'_>) -> Vec<Finding> {
    let unmet = unmet(scope, |source, constraint| {
        !constraint.approved_regions.items().is_empty()
            && is_on_aws(source)
            && is_in_approved(source.region.text(), constraint) == Some(false)
    });
    of_unmet(scope, "region", unmet, |sources, stand, constraints| {
        let names: Vec<String> = constraints.iter().map(|one| named(one)).collect();
        let does = if names.len() == 1 { "does" } else { "do" };
        format!("{sources} {stand} in a Region that {} {does} not approve.", list(&names))
    })
}

/// Data about people stays in the territory that a constraint requires, wherever its source stands. Where a place or a territory is
/// no code that is known, nothing can be said.
fn residency(scope: &Scope<'_>) -> Vec<Finding> {
    let breaks = |source: &Source, constraint: &Constraint| {
        // A wrong Region is told as such.
        let is_told = !constraint.approved_regions.items().is_empty()
            && is_on_aws(source)
            && is_in_approved(source.region.text(), constraint) == Some(false);
        !is_told && is_personal(source) && is_abroad(source.region.text(), constraint)
    };
    let unmet = unmet(scope, breaks);
    of_unmet(scope, "residency", unmet, |sources, stand, constraints| {
        let names: Vec<String> = constraints.iter().map(|one| named(one)).collect();
        let (keep, let_) = if names.len() == 1 { ("keeps", "lets") } else { ("keep", "let") };
        format!(
            "{sources} {stand} outside {}, where {} {keep} data about people and {let_} nothing cross the border: move the source, or have counsel allow it.",
            list(&territories(constraints)),
            list(&names)
        )
    })
}

/// A place outside the territories out of which a constraint lets nothing; not where either is no code that is known.
fn is_abroad(place: &str, constraint: &Constraint) -> bool {
    let territories = constraint.residency.items();
    let Some(own) = country(place) else { return false };
    let lies: Option<Vec<bool>> =
        territories.iter().map(|territory| lies_in(&own, territory)).collect();
    keeps_in(constraint)
        && !territories.is_empty()
        && lies.is_some_and(|lies| !lies.contains(&true))
}

/// The territories of some constraints, each once.
fn territories(constraints: &[&Constraint]) -> Vec<String> {
    let mut territories: Vec<String> = Vec::new();
    for territory in constraints.iter().flat_map(|one| one.residency.items()) {
        if !territories.contains(territory) {
            territories.push(territory.clone());
        }
    }
    territories
}

/// An item of the platform that is kept.
struct KeptItem<'a> {
    item: &'a PlatformItem,
    /// The service it is, as people read it; `None` for what is no service of AWS.
    service: Option<&'a str>,
    /// The sources whose data it holds, as positions.
    sources: BTreeSet<usize>,
}

/// The items of the platform that are kept, in the order of the inventory. What was called for by no source holds the data of all.
fn kept_items<'a>(scope: &Scope<'a>, parts: &'a [Part]) -> Vec<KeptItem<'a>> {
    let kept = |item: &'a PlatformItem| {
        let is_of_item = |part: &&Part| {
            let component = &part.component;
            component.status == Status::Existing
                && !component.is_rejected
                && component.platform.iter().any(|code| *code == item.code.as_str())
        };
        let own: Vec<&Part> = parts.iter().filter(is_of_item).collect();
        let service = own.iter().find(|part| part.component.service.is_some());
        let mut sources: BTreeSet<usize> =
            own.iter().flat_map(|part| part.sources.iter().copied()).collect();
        if sources.is_empty() {
            sources = (0..scope.engagement.sources.len()).filter(|at| scope.counts(*at)).collect();
        }
        let service = service.map(|part| part.component.name.as_str());
        (!own.is_empty()).then_some(KeptItem { item, service, sources })
    };
    scope.engagement.platform.iter().filter_map(kept).collect()
}

/// What is kept stands where the constraints let the data be that it holds.
fn kept_outside(scope: &Scope<'_>, parts: &[Part]) -> Vec<Finding> {
    let kept = kept_items(scope, parts);
    let mut findings = Vec::new();
    for constraint in &scope.engagement.constraints {
        let holds = |kept: &KeptItem<'_>, wanted: &dyn Fn(&Source) -> bool| {
            let mut sources = kept.sources.iter().map(|at| &scope.engagement.sources[*at]);
            sources.any(|source| binds(constraint, source) && wanted(source))
        };
        let in_wrong_region = |kept: &&KeptItem<'_>| {
            // What stands on AWS, or in a Region of it; of other places only the territory counts.
            (kept.service.is_some() || is_region(kept.item.region.text().trim()))
                && !constraint.approved_regions.items().is_empty()
                && is_in_approved(kept.item.region.text(), constraint) == Some(false)
                // Of what comes into it nobody may have said anything: then it may hold what the constraint binds.
                && (holds(kept, &|_| true)
                    || kept.sources.is_empty()
                    || constraint.data_classes.items().is_empty())
        };
        let abroad = |kept: &&KeptItem<'_>| {
            !in_wrong_region(kept)
                && is_abroad(kept.item.region.text(), constraint)
                && (kept.sources.is_empty() || holds(kept, &is_personal))
        };
        let mut tell = |about: &str, wrong: Vec<&KeptItem<'_>>, why: String| {
            if wrong.is_empty() {
                return;
            }
            let names: Vec<String> = wrong
                .iter()
                .map(|kept| format!("“{}” ({})", kept.item.title, kept.item.region.text()))
                .collect();
            let (is, it) = if wrong.len() == 1 { ("is", "it") } else { ("are", "them") };
            let mut records = vec![constraint.code.to_string()];
            records.extend(wrong.iter().map(|kept| kept.item.code.to_string()));
            findings.push(weakness(
                format!("architecture.{about}.platform.{}", constraint.code),
                format!(
                    "{} {is} kept {why}: move {it}, or let something else take the place of {it}.",
                    list(&names)
                ),
                records,
                vec![],
            ));
        };
        let wrong: Vec<&KeptItem<'_>> = kept.iter().filter(in_wrong_region).collect();
        tell("region", wrong, format!("outside the Regions that {} approves", named(constraint)));
        let out: Vec<&KeptItem<'_>> = kept.iter().filter(abroad).collect();
        tell(
            "residency",
            out,
            format!(
                "outside {}, where {} keeps data about people",
                list(&territories(&[constraint])),
                named(constraint)
            ),
        );
    }
    findings
}

/// What is wrong with one constraint alone: it keeps data within territories and approves a Region outside them.
fn own_contradictions(scope: &Scope<'_>) -> Vec<Finding> {
    let told = |constraint: &Constraint| {
        let abroad: Vec<String> = constraint
            .approved_regions
            .items()
            .iter()
            .filter(|region| is_abroad(region, constraint))
            .cloned()
            .collect();
        if abroad.is_empty() {
            return None;
        }
        let (lies, it) = if abroad.len() == 1 { ("lies", "it") } else { ("lie", "them") };
        let text = format!(
            "{} keeps data in {} and approves {}, which {lies} outside: strike {it} from the approved Regions, or have counsel allow {it}.",
            named(constraint),
            list(&territories(&[constraint])),
            list(&abroad)
        );
        let records = vec![constraint.code.to_string()];
        Some(weakness(
            format!("architecture.region.approved.{}", constraint.code),
            text,
            records,
            vec![],
        ))
    };
    scope.engagement.constraints.iter().filter_map(told).collect()
}

/// Nothing, or a code of a Region, a country or a union of countries. A Region that is newer than this program is compared by its code.
fn is_readable(place: &str) -> bool {
    let place = place.trim();
    place.is_empty() || country(place).is_some() || is_union(place) || is_region(place)
}

/// A union of countries that lies in one of the territories as a whole.
fn union_lies_in(place: &str, territories: &[String]) -> bool {
    let is = |text: &str, union: &str| text.trim().eq_ignore_ascii_case(union);
    territories.iter().any(|territory| {
        is(place, "EU") && is_union(territory) || is(place, "EEA") && is(territory, "EEA")
    })
}

/// A place from which nothing follows for a constraint: neither whether it is in an approved Region nor whether it is in the territory.
/// What cannot be read is told by [`unreadable_places`].
fn is_untold(place: &str, is_on_aws: bool, holds_personal: bool, constraint: &Constraint) -> bool {
    if !is_readable(place) {
        return false;
    }
    let is_region_open = is_on_aws
        && !constraint.approved_regions.items().is_empty()
        && is_in_approved(place, constraint).is_none();
    let is_territory_open = holds_personal
        && keeps_in(constraint)
        && !constraint.residency.items().is_empty()
        && country(place).is_none()
        && !union_lies_in(place, constraint.residency.items());
    is_region_open || is_territory_open
}

/// Where constraints say where data may be, it is on record where the data stands today.
fn unknown_places(scope: &Scope<'_>, parts: &[Part]) -> Option<Finding> {
    let says_where = |constraint: &&Constraint| Allowed::of(constraint).is_some();
    let constraints: Vec<&Constraint> =
        scope.engagement.constraints.iter().filter(says_where).collect();
    let kept = kept_items(scope, parts);
    let is_open = |kept: &&KeptItem<'_>| {
        let sources = || kept.sources.iter().map(|at| &scope.engagement.sources[*at]);
        constraints.iter().any(|constraint| {
            // Of what comes into it nobody may have said anything: then it may hold what the constraint binds, and data about people.
            let is_bound = kept.sources.is_empty() || sources().any(|one| binds(constraint, one));
            let of_people = |one: &Source| binds(constraint, one) && is_personal(one);
            let holds_personal = kept.sources.is_empty() || sources().any(of_people);
            let place = kept.item.region.text();
            is_bound && is_untold(place, kept.service.is_some(), holds_personal, constraint)
        })
    };
    let in_use: Vec<&KeptItem<'_>> = kept.iter().filter(is_open).collect();
    let mut products: Vec<String> = Vec::new();
    for kept in &in_use {
        let name = kept.service.map_or_else(|| format!("“{}”", kept.item.title), str::to_owned);
        if !products.contains(&name) {
            products.push(name);
        }
    }
    let unknown: BTreeSet<usize> = (0..scope.engagement.sources.len())
        .filter(|at| {
            let source = &scope.engagement.sources[*at];
            let is_open = |constraint: &Constraint| {
                binds(constraint, source)
                    && is_untold(
                        source.region.text(),
                        is_on_aws(source),
                        is_personal(source),
                        constraint,
                    )
            };
            scope.counts(*at) && constraints.iter().copied().any(is_open)
        })
        .collect();
    let mut what = Vec::new();
    if !unknown.is_empty() {
        what.push(titles(scope, &unknown));
    }
    what.extend(products.iter().cloned());
    if what.is_empty() {
        return None;
    }
    let stand = if unknown.len() + products.len() > 1 { "stand" } else { "stands" };
    let mut records: Vec<String> =
        constraints.iter().map(|constraint| constraint.code.to_string()).collect();
    let kept = if records.len() == 1 { "is kept" } else { "are kept" };
    let text = format!(
        "In which Region or country {} {stand} is not on record, so nobody can say whether {} {kept}: find out, and record it with the sources and the platform.",
        list(&what),
        list(&records),
    );
    records.extend(scope.source_codes(&unknown));
    records.extend(in_use.iter().map(|kept| kept.item.code.to_string()));
    Some(weakness("architecture.region.unknown".to_owned(), text, records, vec![]))
}

/// Places by words that are no code that is known: nothing can be checked by them.
fn unreadable_places(scope: &Scope<'_>) -> Option<Finding> {
    let engagement = scope.engagement;
    let of_constraints = engagement.constraints.iter().flat_map(|constraint| {
        let places = constraint.approved_regions.items().iter().chain(constraint.residency.items());
        places.map(|place| (place.as_str(), constraint.code.as_str()))
    });
    let of_sources = engagement.sources.iter().enumerate();
    let of_sources = of_sources
        .filter(|(at, _)| scope.counts(*at))
        .map(|(_, source)| (source.region.text(), source.code.as_str()));
    let of_platform =
        engagement.platform.iter().map(|item| (item.region.text(), item.code.as_str()));
    let unreadable: Vec<(&str, &str)> = of_constraints
        .chain(of_sources)
        .chain(of_platform)
        .filter(|(place, _)| !is_readable(place))
        .collect();
    if unreadable.is_empty() || !engagement.constraints.iter().any(|one| Allowed::of(one).is_some())
    {
        return None;
    }
    let shown: Vec<String> = unreadable
        .iter()
        .take(3)
        .map(|(place, code)| format!("“{}” ({code})", place.trim()))
        .collect();
    let shown = match unreadable.len() {
        0..=3 => list(&shown),
        more => format!("{} and {} more", shown.join(", "), more - 3),
    };
    let is = if unreadable.len() == 1 {
        "is no Region or country"
    } else {
        "are no Regions or countries"
    };
    let text = format!(
        "{shown} {is} by a code that Waymark knows, so what the constraints ask cannot be checked there: write a code such as eu-central-1, DE or EU."
    );
    let mut records: Vec<String> = Vec::new();
    for (_, code) in unreadable {
        if !records.iter().any(|known| known == code) {
            records.push(code.to_owned());
        }
    }
    Some(weakness("architecture.region.unreadable".to_owned(), text, records, vec![]))
}

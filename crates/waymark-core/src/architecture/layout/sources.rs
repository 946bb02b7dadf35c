//! Sources: which of them share a box, and what it says.

use crate::discovery::source::{Engine, Location, Source, SourceKind};
use crate::engagement::Engagement;
use crate::wording::lower_first;

/// Boxes of sources, as long as they can be told apart by what takes them in.
const MOST: usize = 12;

/// Puts sources into boxes. Each comes with the places of what takes it in, the first of them first, and all come ordered by
/// these. `doors` of these places have a box beside the sources.
///
/// Every source has a box of its own while there is room. Beyond, those that the same components take in share one, from the
/// bottom, where those stand that nothing takes in, as many as are needed: one more source closes at most one further box and
/// opens none.
pub(super) fn groups(sources: &[(usize, Vec<usize>)], doors: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<usize>, &[usize])> =
        sources.iter().map(|(source, entries)| (vec![*source], entries.as_slice())).collect();
    let first = |entries: &[usize]| entries.first().map(|at| (*at).min(doors));
    let same_entries = |a: &[usize], b: &[usize]| a == b;
    let same_first = |a: &[usize], b: &[usize]| first(a) == first(b);
    for alike in [&same_entries as &dyn Fn(&[usize], &[usize]) -> bool, &same_first] {
        let mut end = groups.len();
        while end > 0 && groups.len() > MOST {
            let entries = groups[end - 1].1;
            let alike = groups[..end].iter().rev().take_while(|(_, own)| alike(entries, own));
            let start = end - alike.count();
            let taken: Vec<usize> =
                groups.drain(start + 1..end).flat_map(|(more, _)| more).collect();
            groups[start].0.extend(taken);
            end = start;
        }
    }
    groups.into_iter().map(|(group, _)| group).collect()
}

fn kind_and_place(source: &Source) -> (Option<SourceKind>, Option<Location>) {
    let kind = source.kind.value().copied();
    let place = source.location.value().copied();
    // Where the vendor or a partner runs it does not tell two of them apart.
    let tells = matches!(
        kind,
        Some(
            SourceKind::Database | SourceKind::File | SourceKind::Application | SourceKind::Stream
        )
    );
    (kind, place.filter(|_| tells))
}

/// Id, name and second line of a source or a group of them: their titles, those that are looked at first.
pub(super) fn label(
    engagement: &Engagement,
    group: &[usize],
    is_looked_at: impl Fn(&str) -> bool,
) -> (String, String, String) {
    let sources: Vec<&Source> = group.iter().map(|at| &engagement.sources[*at]).collect();
    let id = sources.iter().map(|source| source.code.as_str()).collect::<Vec<_>>().join(" ");
    let first = sources[0];
    if let [source] = sources.as_slice() {
        let name =
            if source.title.is_empty() { source.code.to_string() } else { source.title.clone() };
        let engine = source
            .engine
            .value()
            .filter(|engine| **engine != Engine::Other)
            .map(|engine| engine.label());
        let what = engine
            .or(source.application.value().map(|a| a.label()))
            .or(source.kind.value().map(|kind| kind.label()));
        let place = source
            .location
            .value()
            .filter(|place| **place != Location::SaasVendor)
            .map(|place| in_place(*place));
        let detail: Vec<&str> = what.into_iter().chain(place).collect();
        return (id, name, detail.join(", "));
    }
    let (_, place) = kind_and_place(first);
    let mut kinds: Vec<&str> = Vec::new();
    for source in &sources {
        let kind = kind_and_place(source).0.map_or("Sources", plural);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let same_place =
        kinds.len() == 1 && sources.iter().all(|source| kind_and_place(source).1 == place);
    let kind = match kinds.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!(
            "{one} and {}",
            if *two == "SaaS" { (*two).to_owned() } else { lower_first(two) }
        ),
        _ => "Sources".to_owned(),
    };
    let place =
        place.filter(|_| same_place).map_or(String::new(), |place| format!(" {}", in_place(place)));
    let (first, others): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| is_looked_at(source.code.as_str()));
    let titles: Vec<&str> =
        first.into_iter().chain(others).map(|source| source.title.as_str()).collect();
    (id, format!("{kind}{place} ({})", sources.len()), titles.join(", "))
}

fn plural(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Database => "Databases",
        SourceKind::File => "Files",
        SourceKind::Application => "Applications",
        SourceKind::Saas => "SaaS",
        SourceKind::Stream => "Streams",
        SourceKind::Device => "Devices",
        SourceKind::ThirdParty => "Third parties",
        SourceKind::Manual => "Spreadsheets",
    }
}

fn in_place(location: Location) -> &'static str {
    match location {
        Location::Aws => "on AWS",
        Location::OnPrem => "on premises",
        Location::OtherCloud => "in another cloud",
        Location::SaasVendor => "at the vendor",
        Location::Edge => "at the edge",
        Location::Ec2 => "on EC2",
    }
}

//! What the architecture says, in one sentence.

use std::collections::BTreeSet;

use crate::wording::{count, list, number, sentence};

use super::Architecture;
use super::stage::{Counts, Shown, Stage, shown};

/// The sentence that heads the architecture at a stage: what stands there, and how.
pub fn headline_at(architecture: &Architecture, shown: &Shown) -> String {
    let counts = Counts::of(architecture, shown);
    let when = match shown.stage {
        Stage::Target => return headline(architecture),
        Stage::Today => "Today",
        Stage::Wave(_) => &*shown.stage.label(),
    };
    let stand = match counts.stand() {
        0 => return format!("{when}, nothing of it stands"),
        1 => "one component stands".to_owned(),
        all => format!("{} components stand", number(all)),
    };
    let parts: Vec<String> = [
        (counts.new + counts.replacing, "new", "new"),
        (counts.kept, "stays", "stay"),
        (counts.leaving, "goes later", "go later"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, more)| format!("{} {}", number(n), if n == 1 { one } else { more }))
    .collect();
    format!("{when}, {stand}: {}", list(&parts))
}

/// The sentence that heads the target architecture.
pub fn headline(architecture: &Architecture) -> String {
    let Counts { new, replacing, kept, retired, .. } =
        Counts::of(architecture, &shown(architecture, None, Stage::Target));
    let new = new + replacing;
    if architecture.components.is_empty() {
        return "Nothing is known that would call for a component".to_owned();
    }
    let mut parts = vec![count(new, "new component", "new components")];
    if kept > 0 {
        parts.push(format!("{} kept", number(kept)));
    }
    let served: BTreeSet<&String> =
        architecture.flows.iter().flat_map(|flow| &flow.use_cases).collect();
    let serve = if served.is_empty() {
        String::new()
    } else {
        format!(
            " {} {}",
            if parts.len() == 1 && new == 1 { "serves" } else { "serve" },
            count(served.len(), "use case", "use cases")
        )
    };
    let gone = match retired {
        0 => String::new(),
        1 => "; one retires".to_owned(),
        more => format!("; {} retire", number(more)),
    };
    sentence(&format!("{}{serve}{gone}", list(&parts)))
}

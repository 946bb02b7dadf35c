//! What the architecture says, in one sentence.

use std::collections::BTreeSet;

use crate::wording::{count, list, number, sentence};

use super::{Architecture, Counts};

/// The sentence that heads the target architecture.
pub fn headline(architecture: &Architecture) -> String {
    let Counts { new, kept, retiring: retired, .. } = architecture.counts();
    if architecture.components.is_empty() {
        return "Nothing is known that would call for a component".to_owned();
    }
    let mut parts = vec![count(new, "new component", "new components")];
    if kept > 0 {
        parts.push(format!("{} kept", number(kept)));
    }
    if retired > 0 {
        parts.push(format!("{} retired", number(retired)));
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
    sentence(&format!("{}{serve}", list(&parts)))
}

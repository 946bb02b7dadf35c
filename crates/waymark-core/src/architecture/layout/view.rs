//! What is looked at: a stage, the path of a use case, what was selected.

use std::collections::BTreeSet;

use crate::architecture::stage::{
    BOTH_TODAY, Counts, Interim, Stage, Standing, flows_at, path, shown, way,
};
use crate::architecture::{Architecture, Component, Flow, Guard};
use crate::discovery::platform::Layer;
use crate::engagement::Engagement;
use crate::wording::{count, list, number, sentence};

use super::{Guarded, Options};

/// An architecture as it is looked at.
pub(super) struct View<'a> {
    pub(super) architecture: &'a Architecture,
    pub(super) engagement: &'a Engagement,
    pub(super) options: &'a Options<'a>,
    /// The flows of today that are on record, then those past what has not arrived: they follow those of the architecture.
    recorded: &'a [Flow],
    /// What ends each of the flows past something.
    interim: &'a [Interim],
    /// Ids and codes on the way of the use case.
    way: BTreeSet<&'a str>,
    /// These, and what describes and protects them.
    path: BTreeSet<&'a str>,
    /// The two ends of every flow that is there at the stage; `None` at the target, where all of them are.
    there: Option<BTreeSet<(String, String)>>,
}

impl<'a> View<'a> {
    pub(super) fn of(
        architecture: &'a Architecture,
        engagement: &'a Engagement,
        (recorded, interim): (&'a [Flow], &'a [Interim]),
        options: &'a Options<'a>,
    ) -> Self {
        let path = options.use_case.map(|code| path(architecture, options.shown, code));
        let mut way =
            options.use_case.map(|code| way(architecture, options.shown, code)).unwrap_or_default();
        for one in &architecture.components {
            if matches!(one.layer, Layer::Cataloguing | Layer::Security) {
                way.remove(one.id.as_str());
            }
        }
        let there = options.shown.filter(|shown| shown.stage != Stage::Target).map(|shown| {
            let flows = flows_at(architecture, engagement, shown).into_iter();
            flows.map(|flow| (flow.from, flow.to)).collect()
        });
        Self {
            architecture,
            engagement,
            options,
            recorded,
            interim,
            way,
            path: path.unwrap_or_default(),
            there,
        }
    }

    /// A component stands at the stage that is looked at.
    pub(super) fn stands(&self, component: &Component) -> bool {
        self.options.shown.is_none_or(|shown| shown.components.contains(&component.id))
    }

    /// Data of the use case that is looked at passes it, or it serves the use case.
    pub(super) fn is_on_way(&self, id: &str) -> bool {
        self.way.contains(id)
    }

    /// The use case that is looked at rests on it: it is on its way, or describes or protects what is.
    pub(super) fn is_on_path(&self, id: &str) -> bool {
        self.path.contains(id)
    }

    /// A flow belongs to the path of the use case or to what was selected.
    pub(super) fn emphasises(&self, flow: &Flow) -> bool {
        self.is_of_use_case(flow)
            || self.options.selected.is_some_and(|id| {
                flow.from == id || flow.to == id || flow.use_cases.iter().any(|code| code == id)
            })
    }

    fn is_of_use_case(&self, flow: &Flow) -> bool {
        self.options.use_case.is_some_and(|code| flow.use_cases.iter().any(|known| known == code))
    }

    /// A flow by its position in the plan, where it is there at the stage.
    pub(super) fn flow(&self, at: usize) -> Option<&'a Flow> {
        let planned = &self.architecture.flows;
        let flow = match at.checked_sub(planned.len()) {
            None => planned.get(at)?,
            Some(at) => {
                let first = self.recorded.len() - self.interim.len();
                let stands =
                    |id: &str| self.options.shown.is_none_or(|s| s.components.contains(id));
                let past = at.checked_sub(first).and_then(|at| self.interim.get(at));
                let is_over = past.is_some_and(|one| !one.lasts(stands));
                self.recorded.get(at).filter(|_| self.stage() != Stage::Target && !is_over)?
            }
        };
        let is_there = |there: &BTreeSet<(String, String)>| {
            there.contains(&(flow.from.clone(), flow.to.clone()))
        };
        self.there.as_ref().is_none_or(is_there).then_some(flow)
    }

    /// What a flow carries at the stage; of today, that it is presumed where nobody stated it.
    pub(super) fn carries(&self, flow: &'a Flow) -> &'a str {
        let is_planned = self.architecture.flows.iter().any(|one| std::ptr::eq(one, flow));
        let is_recorded =
            || self.recorded.iter().any(|one| (&one.from, &one.to) == (&flow.from, &flow.to));
        let from_component = || self.architecture.components.iter().any(|one| one.id == flow.from);
        if self.stage() == Stage::Today && is_planned && from_component() && !is_recorded() {
            BOTH_TODAY
        } else {
            &flow.carries
        }
    }

    /// How a component stands at the stage that is looked at.
    pub(super) fn standing_of(&self, component: &Component) -> Standing {
        Standing::of(component, self.stage())
    }

    /// What guards the data of some components, of those guards that count.
    pub(super) fn guarded(
        &self,
        of: &[&Component],
        counts: impl Fn(&Component) -> bool,
    ) -> Vec<Guarded> {
        let acts = |one: &&Component| {
            !one.is_rejected && counts(one) && of.iter().any(|own| one.guards.contains(&own.id))
        };
        let guarded = |how: Guard| {
            let mut by: Vec<String> = Vec::new();
            for one in self.architecture.components.iter().filter(|one| one.guard == Some(how)) {
                if acts(&one) && !by.contains(&one.name) {
                    by.push(one.name.clone());
                }
            }
            (!by.is_empty()).then_some(Guarded { how, by })
        };
        Guard::ALL.into_iter().filter_map(guarded).collect()
    }

    /// What was selected guards it.
    pub(super) fn is_guarded_by_selected(&self, id: &str) -> bool {
        let is_selected = |one: &&Component| self.options.selected == Some(one.id.as_str());
        let selected = self.architecture.components.iter().find(is_selected);
        selected.is_some_and(|one| self.stands(one) && one.guards.iter().any(|own| own == id))
    }

    fn stage(&self) -> Stage {
        self.options.shown.map_or(Stage::Target, |shown| shown.stage)
    }

    fn standing(&self) -> impl Iterator<Item = &'a Component> {
        self.architecture.components.iter().filter(|component| self.stands(component))
    }

    /// `14 components stand: 11 kept, 3 go later`; what does not stand follows after a semicolon.
    fn counts(&self) -> String {
        let all = shown(self.architecture, None, Stage::Target);
        let counts = Counts::of(self.architecture, self.options.shown.unwrap_or(&all));
        let told = |parts: &[(usize, &str)]| {
            let there = parts.iter().filter(|(n, _)| *n > 0);
            there.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
        };
        let go = if counts.leaving == 1 { "goes later" } else { "go later" };
        let stand = told(&[
            (counts.kept, "kept"),
            (counts.new, "new"),
            (counts.replacing, "new in the place of what was there"),
            (counts.leaving, go),
        ]);
        let noun = if counts.stand() == 1 { "component stands" } else { "components stand" };
        let away = told(&[(counts.retired, "to retire"), (counts.rejected, "rejected")]);
        let stand = if stand.is_empty() { stand } else { format!(": {stand}") };
        let away = if away.is_empty() { away } else { format!("; {away}") };
        format!("{} {noun}{stand}{away}", counts.stand())
    }

    /// The use case that is looked at: its code and title.
    fn use_case(&self) -> Option<String> {
        let code = self.options.use_case?;
        let known = self.engagement.use_cases.iter().find(|one| one.code.as_str() == code);
        Some(match known {
            Some(one) if !one.title.is_empty() => format!("{code} {}", one.title),
            _ => code.to_owned(),
        })
    }

    /// What is looked at, as pairs of a strong and a quiet text; nothing where the target as such is.
    pub(super) fn headings(&self) -> Vec<(String, String)> {
        let Options { shown, use_case, .. } = self.options;
        if shown.is_none() && use_case.is_none() {
            return vec![];
        }
        let mut headings = vec![(self.stage().label(), self.counts())];
        headings.extend(self.use_case().map(|name| {
            let (sources, components) = self.path_ends();
            let is_around = |one: &&Component| self.is_on_path(&one.id) && !self.is_on_way(&one.id);
            let around = self.standing().filter(is_around).count();
            let says = match (sources.len(), components.len()) {
                (0, 0) => "nothing on its path stands".to_owned(),
                (from, over) => {
                    let from = count(from, "source", "sources");
                    let over = count(over, "component", "components");
                    let more = match around {
                        0 => String::new(),
                        1 => "; one more describes or protects it".to_owned(),
                        n => format!("; {} more describe or protect it", number(n)),
                    };
                    format!("its path: {from}, {over}{more}")
                }
            };
            (name, says)
        }));
        headings
    }

    /// Sources and components on the path, in the order of the engagement and of the layers.
    fn path_ends(&self) -> (Vec<String>, Vec<String>) {
        let sources =
            self.engagement.sources.iter().filter(|one| self.is_on_way(one.code.as_str()));
        let components = self.standing().filter(|one| self.is_on_way(&one.id));
        let name = |title: &str, code: &str| {
            if title.is_empty() { code.to_owned() } else { title.to_owned() }
        };
        (
            sources.map(|one| name(&one.title, one.code.as_str())).collect(),
            components.map(|one| one.name.clone()).collect(),
        )
    }

    /// The diagram in words: the stage with its counts, the path, what stands in each layer.
    pub(super) fn alt(&self, sources: usize) -> String {
        let mut sentences = vec![format!("{}, {}.", self.stage().label(), self.counts())];
        if let Some(name) = self.use_case() {
            let (from, over) = self.path_ends();
            sentences.push(match (from.is_empty(), over.is_empty()) {
                (_, true) => format!("Nothing on the path of {name} stands."),
                (true, false) => format!("Path of {name}: through {}.", list(&over)),
                (false, false) => {
                    format!("Path of {name}: from {} through {}.", list(&from), list(&over))
                }
            });
        }
        if sources > 0 {
            sentences
                .push(format!("{} on the left.", sentence(&count(sources, "source", "sources"))));
        }
        for layer in Layer::ALL {
            let names: Vec<String> = self
                .standing()
                .filter(|component| component.layer == layer)
                .map(|component| match self.standing_of(component) {
                    Standing::New => component.name.clone(),
                    standing => format!("{} ({})", component.name, standing.label()),
                })
                .collect();
            if !names.is_empty() {
                sentences.push(format!("{}: {}.", layer.label(), names.join(", ")));
            }
        }
        sentences.extend(Guard::ALL.into_iter().filter_map(|how| self.alt_of(how)));
        sentences.join(" ")
    }

    /// "Masked: Amazon Redshift, by AWS Lake Formation."
    fn alt_of(&self, how: Guard) -> Option<String> {
        let of = |one: &'a Component| self.guarded(&[one], |guard| self.stands(guard));
        let own = |one: &&'a Component| of(one).iter().any(|guarded| guarded.how == how);
        let guarded: Vec<&Component> = self.standing().filter(own).collect();
        let by = self.guarded(&guarded, |guard| self.stands(guard));
        let by = by.into_iter().find(|one| one.how == how)?.by;
        let names: Vec<&str> = guarded.iter().map(|one| one.name.as_str()).collect();
        Some(format!("{}: {}, by {}.", sentence(how.word()), names.join(", "), list(&by)))
    }
}

/// What a box says of its component when asked.
pub(super) fn title(component: &Component, standing: Standing) -> String {
    format!("{}: {} ({})", component.name, component.capability, standing.label())
}

//! Changes tried on a scratch copy of the engagement: what would be otherwise in the architecture.

use std::collections::BTreeSet;

use waymark_core::architecture::compare::{Aspect, Change, Difference, compare, facts};
use waymark_core::architecture::{Architecture, Component, Flow};
use waymark_core::condition::FactRead;
use waymark_core::record::Kind;
use waymark_core::wording::{count, list, number, sentence};
use waymark_store::RowChange;

use crate::architecture::{otherwise, value_in};
use crate::assess::{edit_answer, question_of, settle};
use crate::commands::{ConsensusSettle, WhatIf, WhatIfChange};
use crate::error::Error;
use crate::maturity::record_ref;
use crate::record::{kind_of, set, set_profile};
use crate::session::{Moment, Session};
use crate::view::{OtherwiseView, WhatIfComponent, WhatIfView};

/// What would change. Nothing is stored, so that it works on what can only be read, too.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a value that the field does not take, [`crate::error::Code::UnknownItem`] for a
/// record, field or question that is not there.
pub fn what_if(
    session: &Session,
    moment: &mut Moment,
    request: &WhatIf,
) -> Result<WhatIfView, Error> {
    let mut scratch = session.scratch();
    for change in &request.changes {
        try_out(&mut scratch, moment, change)?;
    }
    Ok(Comparison::of(session, &scratch).view())
}

/// Makes one change on the scratch copy, judged as on the screen where people make it for good.
fn try_out(scratch: &mut Session, moment: &mut Moment, change: &WhatIfChange) -> Result<(), Error> {
    let WhatIfChange { question, level, kind: table, code, field, value } = change;
    if question.is_empty() == table.is_empty() {
        return Err(Error::invalid(
            "changes",
            "a change is one of an answer or one of a record",
            "give a question, or a record with its field",
        ));
    }
    if table == "profile" {
        return set_profile(scratch, moment, field, value.clone()).map(drop);
    }
    if !table.is_empty() {
        let kind = kind_of(table)?;
        let codes = scratch.engagement().codes(kind);
        let uid = codes.iter().find(|(known, _)| known.as_str() == code).map(|(_, uid)| *uid);
        let uid = uid.ok_or_else(|| Error::unknown(kind.label(), code))?;
        return set(scratch, moment, table, &uid.to_string(), field, value.clone()).map(drop);
    }
    let Some(level) = level else { return forget(scratch, moment, question) };
    let settled = ConsensusSettle {
        question: question.clone(),
        choice: Some("level".to_owned()),
        level: Some(*level),
        reason: String::new(),
        dissent: String::new(),
    };
    settle(scratch, moment, &settled).map(drop)
}

/// Makes an answer unknown: nobody voted and nothing was settled. Its weight and notes stay.
fn forget(scratch: &mut Session, moment: &mut Moment, id: &str) -> Result<(), Error> {
    let question = question_of(scratch, id)?.id.clone();
    let pack = scratch.pack().id.clone();
    let votes = scratch.engagement().votes.iter();
    let votes = votes.filter(|vote| vote.pack == pack && vote.question == question);
    let votes: Vec<RowChange> =
        votes.map(|vote| RowChange::Remove { kind: Kind::Vote, uid: vote.uid }).collect();
    scratch.change(moment, "", &votes)?;
    edit_answer(scratch, moment, id, "", |answer| {
        (answer.settled, answer.level) = (None, None);
        answer.tally = String::new();
    })
    .map(drop)
}

/// What is, beside what would be.
struct Comparison<'a> {
    session: &'a Session,
    scratch: &'a Session,
    before: &'a Architecture,
    after: &'a Architecture,
    difference: Difference,
}

impl<'a> Comparison<'a> {
    fn of(session: &'a Session, scratch: &'a Session) -> Self {
        let of = |session: &'a Session| {
            session.derived().architecture(session.pack(), session.in_view())
        };
        let (before, after) = (of(session), of(scratch));
        Self { session, scratch, before, after, difference: compare(before, after) }
    }

    fn view(&self) -> WhatIfView {
        let Difference { added, removed, changed, .. } = &self.difference;
        let overall = |session: &Session| session.derived().scorecard.overall.score;
        WhatIfView {
            headline: headline(&self.difference),
            added: self.components(self.after, added),
            removed: self.components(self.before, removed),
            changed: changed
                .iter()
                .filter(|changed| changed.is_of_substance())
                .filter_map(|changed| self.changed(&changed.id, &changed.what))
                .collect(),
            flows_added: self.flows(self.after, &self.difference.flows_added),
            flows_removed: self.flows(self.before, &self.difference.flows_removed),
            findings_new: texts(&self.difference.findings_new, |finding| &finding.text),
            findings_changed: texts(&self.difference.findings_changed, |finding| &finding.text),
            findings_gone: texts(&self.difference.findings_gone, |finding| &finding.text),
            open_new: texts(&self.difference.open_new, |question| &question.text),
            open_gone: texts(&self.difference.open_gone, |question| &question.text),
            overall: (overall(self.session), overall(self.scratch)),
        }
    }

    /// Components that one of the two has alone, with the facts that make the difference.
    fn components(&self, architecture: &Architecture, ids: &[String]) -> Vec<WhatIfComponent> {
        let of = |id: &String| architecture.components.iter().find(|c| c.id == *id);
        ids.iter()
            .filter_map(of)
            .map(|component| WhatIfComponent {
                shifts: self.that_differ(facts(component)),
                reasons: component.because.iter().map(|because| because.text.clone()).collect(),
                ..component_view(component)
            })
            .collect()
    }

    /// A component that stays: what is otherwise, with the facts that make the difference, and the reasons that come.
    fn changed(&self, id: &str, what: &[Change]) -> Option<WhatIfComponent> {
        let of = |architecture: &'a Architecture| {
            architecture.components.iter().find(|component| component.id == id)
        };
        let component = of(self.after)?;
        // What it rests on now and did not before, or the other way round, follows from the facts that differ.
        let is_fact = |change: &&Change| matches!(change.aspect, Aspect::Fact { .. });
        let shifts = what.iter().filter(|change| !is_fact(change));
        let shifts = shifts.map(|change| otherwise(self.scratch, change));
        let rested_on = of(self.before).into_iter().chain([component]).flat_map(facts);
        let facts = self.that_differ(rested_on);
        let is_reason = |change: &&Change| change.aspect == Aspect::Reason;
        let reasons = what.iter().filter(is_reason).filter(|change| !change.after.is_empty());
        Some(WhatIfComponent {
            reasons: reasons.map(|change| change.after.clone()).collect(),
            shifts: shifts.chain(facts).collect(),
            ..component_view(component)
        })
    }

    /// Those of some facts that are not the same in both, each once.
    fn that_differ<'f>(&self, facts: impl IntoIterator<Item = &'f FactRead>) -> Vec<OtherwiseView> {
        let (before, after) = (&self.session.derived().facts, &self.scratch.derived().facts);
        let mut seen = BTreeSet::new();
        facts
            .into_iter()
            .filter(|fact| seen.insert((&fact.record, &fact.field)))
            .filter_map(|fact| {
                let (before, after) = (value_in(before, fact)?, value_in(after, fact)?);
                let aspect = Aspect::Fact { fact: fact.field.clone(), from: fact.record.clone() };
                (before != after)
                    .then(|| otherwise(self.scratch, &Change { aspect, before, after }))
            })
            .collect()
    }

    /// Flows as "from → to", each once.
    fn flows(&self, architecture: &Architecture, flows: &[Flow]) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let name = |end: &str| {
            let component = architecture.components.iter().find(|component| component.id == end);
            match component.map(|component| (component, component.zone)) {
                Some((component, Some(zone))) => {
                    format!("{} ({})", component.name, zone.label().to_lowercase())
                }
                Some((component, None)) => component.name.clone(),
                None => record_ref(self.scratch, end).label,
            }
        };
        let words = flows.iter().map(|flow| format!("{} → {}", name(&flow.from), name(&flow.to)));
        words.filter(|words| seen.insert(words.clone())).collect()
    }
}

fn component_view(component: &Component) -> WhatIfComponent {
    WhatIfComponent {
        id: component.id.clone(),
        service: component.name.clone(),
        layer_title: component.layer.label().to_owned(),
        shifts: vec![],
        reasons: vec![],
    }
}

fn texts<T>(items: &[T], text: impl Fn(&T) -> &String) -> Vec<String> {
    items.iter().map(|item| text(item).clone()).collect()
}

/// What it comes to, in one sentence.
fn headline(difference: &Difference) -> String {
    let changed = difference.changed.iter().filter(|changed| changed.is_of_substance()).count();
    let told = |singular: &str, plural: &str, verbs: [(usize, &str); 3]| -> Option<String> {
        let there = verbs.into_iter().filter(|(n, _)| *n > 0).enumerate();
        let parts: Vec<String> = there
            .map(|(at, (n, verb))| match at {
                0 => format!("{} would {verb}", count(n, singular, plural)),
                _ => format!("{} would {verb}", number(n)),
            })
            .collect();
        (!parts.is_empty()).then(|| list(&parts))
    };
    let Difference { added, removed, flows_added, flows_removed, .. } = difference;
    let components = [(added.len(), "come"), (removed.len(), "go"), (changed, "change")];
    let flows = [(flows_added.len(), "come"), (flows_removed.len(), "go"), (0, "")];
    let findings = [
        (difference.findings_new.len(), "come"),
        (difference.findings_gone.len(), "go"),
        (difference.findings_changed.len(), "change"),
    ];
    let open =
        [(difference.open_new.len(), "open"), (difference.open_gone.len(), "be settled"), (0, "")];
    let clauses: Vec<String> = [
        // Flows come and go with their components; alone they are worth a word.
        told("component", "components", components).or_else(|| told("flow", "flows", flows)),
        told("finding", "findings", findings),
        told("question", "questions", open),
    ]
    .into_iter()
    .flatten()
    .collect();
    if clauses.is_empty() {
        return "Nothing in the architecture would change.".to_owned();
    }
    format!("{}.", sentence(&clauses.join("; ")))
}

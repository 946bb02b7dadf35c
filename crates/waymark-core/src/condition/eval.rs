//! Evaluation in three-valued logic that keeps, for every verdict, the facts it rests on.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Verdict;
use super::ast::Operator;
use super::check::{Checked, date_number};
use super::facts::{FactRead, Facts, Place, RecordRef, Value};
use super::ir::{Base, Cond, List, Order, Scalar, Slot, Stage, Val};
use super::quantity::{Element, Elements, Outcome, Quantity};
use super::schema::Type;
use super::support::Support;

/// The most steps one evaluation may take.
pub(super) const STEP_LIMIT: u32 = 1_000_000;

/// The condition needs more steps than an evaluation may take, because its nested lists are too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the condition takes more than {STEP_LIMIT} steps on these records")]
pub struct BudgetExceeded;

/// What a slot holds.
#[derive(Debug, Clone)]
enum Bound {
    Nothing,
    Record(RecordRef),
    Value(Cell),
}

/// A value with the facts it comes from.
#[derive(Debug, Clone)]
struct Cell {
    value: Val,
    why: Support,
}

impl Cell {
    fn constant(value: Val) -> Self {
        Self { value, why: Support::new() }
    }

    fn is_unknown(&self) -> bool {
        self.value == Val::Unknown
    }
}

/// The collection and record an element came from, with the fact that says how many records there are.
type Origin = (usize, RecordRef, u32);

/// A list element on its way through the stages.
struct Candidate {
    bound: Bound,
    member: Outcome,
    origin: Option<Origin>,
}

/// A fact that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Noted {
    /// A field of this record.
    Field(usize, Option<RecordRef>),
    /// How many records a collection has.
    Size(usize, usize),
    /// Whether a rule fired.
    Fired(usize, Verdict),
}

/// Evaluates a condition, any number of times: what the facts say is asked for and converted once.
pub(super) struct Evaluator<'a> {
    checked: &'a Checked,
    facts: &'a dyn Facts,
    /// What each field holds, by record; the last evaluation that noted it, with the fact's position in that.
    held: Vec<Vec<Option<(Val, Mark)>>>,
    /// The code of the record last bound in each slot.
    ids: Vec<Option<(RecordRef, Val)>>,
    bound: Vec<Bound>,
    /// How many records each collection has.
    sizes: Vec<Option<(usize, Mark)>>,
    fired: Vec<Option<(Verdict, Mark)>>,
    /// Facts put in words so far.
    words: BTreeMap<Noted, Arc<FactRead>>,
    /// The facts of this evaluation.
    read: Vec<Noted>,
    /// The number of this evaluation.
    pass: u32,
    steps: u32,
}

/// In which evaluation a fact was noted last, and at which position.
type Mark = (u32, u32);

type Step<T> = Result<T, BudgetExceeded>;

impl<'a> Evaluator<'a> {
    pub(super) fn new(checked: &'a Checked, facts: &'a dyn Facts) -> Self {
        let tables = &checked.tables;
        Self {
            checked,
            facts,
            held: vec![Vec::new(); tables.fields.len()],
            ids: vec![None; checked.slots],
            bound: vec![Bound::Nothing; checked.slots],
            sizes: vec![None; tables.collections.len()],
            fired: vec![None; tables.rules.len()],
            words: BTreeMap::new(),
            read: Vec::new(),
            pass: 0,
            steps: 0,
        }
    }

    /// Evaluates for one record. What was read can be asked for until the next evaluation.
    pub(super) fn evaluate(&mut self, subject: Option<RecordRef>) -> Step<Outcome> {
        self.bound.fill(Bound::Nothing);
        if let (Some(slot), Some(record)) = (self.bound.first_mut(), subject) {
            *slot = Bound::Record(record);
        }
        self.read.clear();
        self.pass += 1;
        self.steps = 0;
        let checked = self.checked;
        self.condition(&checked.condition)
    }

    /// What else suffices for the operands of each `||` that the last evaluation needed, apart from what it rests on.
    pub(super) fn others(&mut self, why: &Support) -> Step<Vec<Support>> {
        let checked = self.checked;
        let mut found: Vec<Support> = Vec::new();
        self.operands_that_hold(&checked.condition, &mut found)?;
        let holds = |all: &Support, part: &Support| part.iter().all(|fact| all.contains(fact));
        found.sort_by_key(|other| other.len());
        let mut others: Vec<Support> = Vec::new();
        for other in found {
            if !holds(why, &other) && !others.iter().any(|known| holds(&other, known)) {
                others.push(other);
            }
        }
        Ok(others)
    }

    fn operands_that_hold(&mut self, condition: &Cond, found: &mut Vec<Support>) -> Step<()> {
        match condition {
            Cond::And(operands) => {
                for operand in operands {
                    self.operands_that_hold(operand, found)?;
                }
            }
            Cond::Or(operands) => {
                for operand in operands {
                    let outcome = self.condition(operand)?;
                    if outcome.verdict == Verdict::True {
                        found.push(outcome.why);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// How many steps the last evaluation took.
    pub(super) fn steps(&self) -> u32 {
        self.steps
    }

    /// Facts of the last evaluation, in words that all evaluations share.
    pub(super) fn shared<'b>(
        &mut self,
        facts: impl IntoIterator<Item = &'b u32>,
    ) -> Vec<Arc<FactRead>> {
        let mut told = Vec::new();
        for fact in facts {
            let noted = self.read[*fact as usize];
            let words = if let Some(known) = self.words.get(&noted) {
                known.clone()
            } else {
                let words = Arc::new(self.fact(noted));
                self.words.insert(noted, words.clone());
                words
            };
            told.push(words);
        }
        told
    }

    /// Facts of the last evaluation, in words.
    pub(super) fn told<'b>(&self, facts: impl IntoIterator<Item = &'b u32>) -> Vec<FactRead> {
        facts.into_iter().map(|fact| self.fact(self.read[*fact as usize])).collect()
    }

    /// All facts of the last evaluation, in words.
    pub(super) fn all_told(&self) -> Vec<FactRead> {
        self.read.iter().map(|noted| self.fact(*noted)).collect()
    }

    fn fact(&self, noted: Noted) -> FactRead {
        match noted {
            Noted::Field(field, record) => {
                let read = &self.checked.tables.fields[field];
                let (name, value) = self.asked(field, record);
                let computed = val(&value, &self.checked.tables.types[field]);
                let known = match &computed {
                    Val::List(elements) => !elements.contains(&Val::Unknown),
                    computed => *computed != Val::Unknown,
                };
                let shown = if computed == Val::Unknown { &Value::Unknown } else { &value };
                FactRead {
                    place: read.place.clone(),
                    record: name,
                    field: read.field.clone(),
                    value: shown.to_string(),
                    known,
                }
            }
            Noted::Size(collection, size) => {
                let name = &self.checked.tables.collections[collection].0;
                FactRead {
                    place: Place::Collection { name: name.clone() },
                    record: name.clone(),
                    field: "size".to_owned(),
                    value: size.to_string(),
                    known: true,
                }
            }
            Noted::Fired(rule, verdict) => {
                let id = &self.checked.tables.rules[rule];
                FactRead {
                    place: Place::Rule { id: id.clone() },
                    record: id.clone(),
                    field: "fired".to_owned(),
                    value: verdict.to_string(),
                    known: verdict != Verdict::Unknown,
                }
            }
        }
    }

    /// What a field holds, with the name of what holds it.
    fn asked(&self, field: usize, record: Option<RecordRef>) -> (String, Value) {
        let read = &self.checked.tables.fields[field];
        match (&read.place, record) {
            (Place::Record { kind }, Some(record)) => {
                (self.facts.code(kind, record), self.facts.value(kind, record, &read.field))
            }
            (Place::Record { kind }, None) => (kind.clone(), Value::Unknown),
            (Place::Singleton { name }, _) => {
                (name.clone(), self.facts.singleton(name, &read.field))
            }
            (Place::Keyed { table, key }, _) => {
                (key.clone(), self.facts.keyed(table, key, &read.field))
            }
            (Place::Collection { name } | Place::Rule { id: name }, _) => {
                (name.clone(), Value::Unknown)
            }
        }
    }

    fn tick(&mut self) -> Step<()> {
        self.tick_by(1)
    }

    fn tick_by(&mut self, steps: usize) -> Step<()> {
        self.steps = self.steps.saturating_add(steps as u32);
        if self.steps > STEP_LIMIT { Err(BudgetExceeded) } else { Ok(()) }
    }

    fn note(&mut self, noted: Noted) -> u32 {
        self.read.push(noted);
        self.read.len() as u32 - 1
    }

    fn condition(&mut self, condition: &Cond) -> Step<Outcome> {
        self.tick()?;
        Ok(match condition {
            Cond::Constant(flag) => Outcome::new(*flag, Support::new()),
            Cond::Not(inner) => self.condition(inner)?.negated(),
            Cond::And(operands) => self.all_of(operands, false)?,
            Cond::Or(operands) => self.all_of(operands, true)?.negated(),
            Cond::Flag(value) => {
                let cell = self.scalar(value)?;
                match cell.value {
                    Val::Unknown => Outcome::unknown(cell.why),
                    value => Outcome::new(value == Val::Bool(true), cell.why),
                }
            }
            Cond::Compare { operator, order: Order::Same, left, right } => {
                let (left, right) = (self.scalar(left)?, self.scalar(right)?);
                same(*operator, left, right)
            }
            Cond::Compare { operator, order, left, right } => {
                let (left, right) = (self.quantity(left, *order)?, self.quantity(right, *order)?);
                Quantity::compare(*operator, &left, &right)
            }
            Cond::InWords { item, words } => {
                let cell = self.scalar(item)?;
                match cell.value {
                    Val::Unknown => Outcome::unknown(cell.why),
                    value => Outcome::new(words.contains(&value), cell.why),
                }
            }
            Cond::InList { item, list } => {
                let item = self.scalar(item)?;
                if let (Base::Elements(field), []) = (&list.base, list.stages.as_slice()) {
                    let cell = self.scalar(field)?;
                    if let Some(outcome) = self.in_known_list(&item, &cell)? {
                        return Ok(outcome);
                    }
                }
                let elements = self.elements(list)?;
                in_list(item, elements)
            }
            Cond::Has(field) => {
                let cell = self.scalar(field)?;
                match &cell.value {
                    Val::Unknown => Outcome::unknown(cell.why),
                    Val::Empty | Val::NotApplicable => Outcome::new(false, cell.why),
                    Val::List(elements) => Outcome::new(!elements.is_empty(), cell.why),
                    Val::Bool(_) | Val::Num(_) | Val::Text(_) => Outcome::new(true, cell.why),
                }
            }
            Cond::Known(field) => {
                let cell = self.scalar(field)?;
                let known = match &cell.value {
                    Val::List(elements) => !elements.contains(&Val::Unknown),
                    value => *value != Val::Unknown,
                };
                Outcome::new(known, cell.why)
            }
            Cond::Exists { list, condition } => self.exists(list, condition)?,
            Cond::Fired(rule) => self.fired(*rule),
        })
    }

    /// All operands; with `negate` each of them negated.
    fn all_of(&mut self, operands: &[Cond], negate: bool) -> Step<Outcome> {
        let mut all = Outcome::new(true, Support::new());
        for operand in operands {
            let outcome = self.condition(operand)?;
            all = all.and(if negate { outcome.negated() } else { outcome });
            if all.verdict == Verdict::False && all.why.len() <= 1 {
                break; // No other operand can give a shorter reason.
            }
        }
        Ok(all)
    }

    /// The first witness; without one, why every element fails and why there are no others.
    fn exists(&mut self, list: &List, condition: &Cond) -> Step<Outcome> {
        if let (Base::Records(collection), []) = (&list.base, list.stages.as_slice()) {
            return self.exists_record(*collection, list.slot, condition);
        }
        let (candidates, mut why, mut gaps) = self.candidates(list)?;
        let mut undecided = !gaps.is_empty();
        for candidate in candidates {
            self.tick()?;
            let mut outcome = candidate.member.clone();
            if outcome.verdict != Verdict::False {
                self.bound[list.slot] = candidate.bound.clone();
                outcome = outcome.and(self.condition(condition)?);
            }
            match outcome.verdict {
                Verdict::True => {
                    return Ok(Outcome::new(
                        true,
                        self.with_existence(candidate.origin, outcome.why),
                    ));
                }
                Verdict::Unknown => {
                    undecided = true;
                    gaps.extend(&outcome.why);
                }
                Verdict::False => why.extend(&outcome.why),
            }
        }
        Ok(if undecided { Outcome::unknown(gaps) } else { Outcome::new(false, why) })
    }

    /// The same over all records of a collection.
    fn exists_record(&mut self, collection: usize, slot: Slot, condition: &Cond) -> Step<Outcome> {
        let (size, fact) = self.size(collection);
        let (mut why, mut gaps) = (Support::one(fact), Support::new());
        let mut undecided = false;
        for record in (0..size).map(RecordRef) {
            self.tick_by(2)?;
            self.bound[slot] = Bound::Record(record);
            let outcome = self.condition(condition)?;
            match outcome.verdict {
                Verdict::True => {
                    let origin = Some((collection, record, fact));
                    return Ok(Outcome::new(true, self.with_existence(origin, outcome.why)));
                }
                Verdict::Unknown => {
                    undecided = true;
                    gaps.extend(&outcome.why);
                }
                Verdict::False => why.extend(&outcome.why),
            }
        }
        Ok(if undecided { Outcome::unknown(gaps) } else { Outcome::new(false, why) })
    }

    /// The same as [`in_list`] for a list whose elements are all known; `None` for other lists.
    fn in_known_list(&mut self, item: &Cell, list: &Cell) -> Step<Option<Outcome>> {
        let Val::List(elements) = &list.value else { return Ok(None) };
        if item.is_unknown() || elements.contains(&Val::Unknown) {
            return Ok(None);
        }
        self.tick_by(elements.len())?;
        if matches!(item.value, Val::Empty | Val::NotApplicable) {
            return Ok(Some(Outcome::new(false, item.why.clone())));
        }
        // An empty list holds nothing, whatever is looked for.
        let rests_on_item = !elements.is_empty();
        let why = if rests_on_item { list.why.clone().and(&item.why) } else { list.why.clone() };
        Ok(Some(Outcome::new(elements.contains(&item.value), why)))
    }

    /// A reason that shows that the record is there: a fact of its own, or the number of records.
    fn with_existence(&self, origin: Option<Origin>, mut why: Support) -> Support {
        if let Some((collection, record, size)) = origin {
            let kind = &self.checked.tables.collections[collection].1;
            let shown = why.iter().any(|fact| {
                let Noted::Field(field, of) = self.read[*fact as usize] else { return false };
                let place = &self.checked.tables.fields[field].place;
                of == Some(record) && matches!(place, Place::Record { kind: of } if of == kind)
            });
            if !shown {
                why.insert(size);
            }
        }
        why
    }

    fn fired(&mut self, rule: usize) -> Outcome {
        let (verdict, mark) = match self.fired[rule] {
            Some(known) => known,
            None => (self.facts.fired(&self.checked.tables.rules[rule]), (0, 0)),
        };
        let at = self.noted(mark, Noted::Fired(rule, verdict));
        self.fired[rule] = Some((verdict, (self.pass, at)));
        Outcome { verdict, why: Support::one(at) }
    }

    /// The position of a fact in this evaluation; noted where it was not.
    fn noted(&mut self, (pass, at): Mark, fact: Noted) -> u32 {
        if pass == self.pass { at } else { self.note(fact) }
    }

    fn scalar(&mut self, scalar: &Scalar) -> Step<Cell> {
        self.tick()?;
        Ok(match scalar {
            Scalar::Literal(value) => Cell::constant(value.clone()),
            Scalar::Field { field, slot } => {
                let record = slot.and_then(|slot| self.record_in(slot));
                self.field(*field, record)
            }
            Scalar::Id { slot, kind } => Cell::constant(match self.record_in(*slot) {
                Some(record) => match &self.ids[*slot] {
                    Some((of, id)) if *of == record => id.clone(),
                    _ => {
                        let id = Val::Text(self.facts.code(kind, record).into());
                        self.ids[*slot] = Some((record, id.clone()));
                        id
                    }
                },
                None => Val::Unknown,
            }),
            Scalar::Variable(slot) => match &self.bound[*slot] {
                Bound::Value(cell) => cell.clone(),
                Bound::Nothing | Bound::Record(_) => Cell::constant(Val::Unknown),
            },
            Scalar::LowerBound { of, vocabulary } => {
                let cell = self.scalar(of)?;
                let bounds = &self.checked.tables.vocabularies[*vocabulary].lower_bounds;
                let value = match cell.value {
                    Val::Text(word) => {
                        bounds.get(&*word).map_or(Val::Empty, |bound| Val::Num(*bound))
                    }
                    value => value,
                };
                Cell { value, why: cell.why }
            }
            Scalar::Size(_) | Scalar::Sum { .. } => {
                quantity_as_cell(&self.quantity(scalar, Order::Number)?)
            }
            Scalar::Extreme { order, .. } => {
                let mut cell = quantity_as_cell(&self.quantity(scalar, *order)?);
                if let (Val::Num(rank), Order::Rank(vocabulary)) = (&cell.value, order) {
                    let word =
                        self.checked.tables.vocabularies[*vocabulary].words.get(*rank as usize);
                    cell.value = word.map_or(Val::Empty, |word| Val::Text(word.clone()));
                }
                cell
            }
        })
    }

    fn record_in(&self, slot: Slot) -> Option<RecordRef> {
        match self.bound[slot] {
            Bound::Record(record) => Some(record),
            Bound::Nothing | Bound::Value(_) => None,
        }
    }

    /// Reads a field; each field of each record is asked for once.
    fn field(&mut self, field: usize, record: Option<RecordRef>) -> Cell {
        let row = record.map_or(0, |record| record.0 + 1);
        if self.held[field].len() <= row {
            self.held[field].resize(row + 1, None);
        }
        let (value, mark) = if let Some((value, mark)) = &self.held[field][row] {
            (value.clone(), *mark)
        } else {
            let tables = &self.checked.tables;
            let (read, of) = (&tables.fields[field], &tables.types[field]);
            let mut value = Val::Unknown;
            match (&read.place, record) {
                (Place::Record { kind }, Some(record)) => {
                    self.facts.show(kind, record, &read.field, &mut |held| {
                        value = val(held, of);
                    });
                }
                _ => value = val(&self.asked(field, record).1, of),
            }
            (value, (0, 0))
        };
        if mark.0 == self.pass {
            return Cell { value, why: Support::one(mark.1) };
        }
        let at = self.note(Noted::Field(field, record));
        self.held[field][row] = Some((value.clone(), (self.pass, at)));
        Cell { value, why: Support::one(at) }
    }

    fn quantity(&mut self, scalar: &Scalar, order: Order) -> Step<Quantity> {
        match scalar {
            Scalar::Size(list) => Ok(Quantity::size(self.elements(list)?, list.distinct)),
            Scalar::Sum { list, range } => Ok(Quantity::sum(self.elements(list)?, *range)),
            Scalar::Extreme { list, greatest, limit, order, range } => {
                let mut elements = self.elements(list)?;
                if let Order::Rank(_) = order {
                    for element in &mut elements.all {
                        self.rank(element, *order);
                    }
                }
                Ok(Quantity::extreme(elements, *greatest, *limit, *range))
            }
            _ => {
                let cell = self.scalar(scalar)?;
                Ok(match (self.ranked(cell.value, order), cell.why) {
                    (Val::Num(number), why) => Quantity::Known(number, why),
                    (Val::Unknown, why) => Quantity::Unknown(why),
                    (value, why) => {
                        Quantity::Absent { why, not_applicable: value == Val::NotApplicable }
                    }
                })
            }
        }
    }

    /// A word as its place in the order; empty where it has none.
    fn ranked(&self, value: Val, order: Order) -> Val {
        match (value, order) {
            (Val::Text(word), Order::Rank(vocabulary)) => self.checked.tables.vocabularies
                [vocabulary]
                .rank(&word)
                .map_or(Val::Empty, Val::Num),
            (value, _) => value,
        }
    }

    /// Ranks the word of an element; one outside the order leaves the list.
    fn rank(&self, element: &mut Element, order: Order) {
        element.value = self.ranked(element.value.clone(), order);
        if element.value == Val::Empty && element.member.verdict != Verdict::False {
            element.member = Outcome::new(false, element.value_why.clone());
        }
    }

    /// The elements of a list after its stages, each with its value.
    fn elements(&mut self, list: &List) -> Step<Elements> {
        let (candidates, closed_by, open) = self.candidates(list)?;
        let mut all = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let mut member = candidate.member.clone();
            let (value, value_why) = match &candidate.bound {
                Bound::Value(cell) => (cell.value.clone(), cell.why.clone()),
                Bound::Nothing | Bound::Record(_) => (Val::Empty, Support::new()),
            };
            if member.verdict == Verdict::True {
                member.why = self.with_existence(candidate.origin, member.why);
            }
            all.push(Element { member, value, value_why });
        }
        Ok(Elements { all, closed_by, open })
    }

    /// The candidates of a list, why there are no others, and the unknown lists that may hold others.
    fn candidates(&mut self, list: &List) -> Step<(Vec<Candidate>, Support, Support)> {
        let mut open = Support::new();
        let (base, mut closed_by) = match &list.base {
            Base::Records(collection) => self.records(*collection)?,
            Base::Elements(field) => {
                let cell = self.scalar(field)?;
                let member = Outcome::new(true, Support::new());
                let candidates = self.spread(&cell, &member, None, &mut open)?;
                (candidates, cell.why)
            }
        };
        if list.stages.is_empty() {
            return Ok((base, closed_by, open));
        }
        // One element through all stages before the next, so that facts are read record by record.
        let mut candidates = Vec::with_capacity(base.len());
        for candidate in base {
            let mut batch = vec![candidate];
            for stage in &list.stages {
                batch = self.stage(stage, batch, &mut closed_by, &mut open)?;
            }
            candidates.append(&mut batch);
        }
        Ok((candidates, closed_by, open))
    }

    fn stage(
        &mut self,
        stage: &Stage,
        mut candidates: Vec<Candidate>,
        closed_by: &mut Support,
        open: &mut Support,
    ) -> Step<Vec<Candidate>> {
        match stage {
            Stage::Filter { slot, condition } => {
                for candidate in &mut candidates {
                    self.tick()?;
                    if candidate.member.verdict != Verdict::False {
                        self.bound[*slot] = candidate.bound.clone();
                        let outcome = self.condition(condition)?;
                        candidate.member = candidate.member.clone().and(outcome);
                    }
                }
                Ok(candidates)
            }
            Stage::Map { slot, value } => {
                for candidate in &mut candidates {
                    self.tick()?;
                    if candidate.member.verdict != Verdict::False {
                        self.bound[*slot] = candidate.bound.clone();
                        let cell = self.scalar(value)?;
                        // An empty value leaves the list; an unknown one may turn out to be empty.
                        let there = match cell.value {
                            Val::Empty | Val::NotApplicable => {
                                Outcome::new(false, cell.why.clone())
                            }
                            Val::Unknown => Outcome::unknown(cell.why.clone()),
                            Val::Bool(_) | Val::Num(_) | Val::Text(_) | Val::List(_) => {
                                Outcome::new(true, cell.why.clone())
                            }
                        };
                        candidate.member = candidate.member.clone().and(there);
                        candidate.bound = Bound::Value(cell);
                    }
                }
                Ok(candidates)
            }
            Stage::FlatMap { slot, list } => {
                let mut flat = Vec::new();
                for candidate in candidates {
                    self.tick()?;
                    if candidate.member.verdict == Verdict::False {
                        closed_by.extend(&candidate.member.why);
                        continue;
                    }
                    self.bound[*slot] = candidate.bound.clone();
                    let cell = self.scalar(list)?;
                    flat.extend(self.spread(&cell, &candidate.member, candidate.origin, open)?);
                    closed_by.extend(&cell.why);
                }
                Ok(flat)
            }
        }
    }

    /// How many records a collection has, with the fact that says so.
    fn size(&mut self, collection: usize) -> (usize, u32) {
        let kind = &self.checked.tables.collections[collection].1;
        let (size, mark) = match self.sizes[collection] {
            Some(known) => known,
            None => (self.facts.count(kind), (0, 0)),
        };
        let fact = self.noted(mark, Noted::Size(collection, size));
        self.sizes[collection] = Some((size, (self.pass, fact)));
        (size, fact)
    }

    fn records(&mut self, collection: usize) -> Step<(Vec<Candidate>, Support)> {
        let (size, fact) = self.size(collection);
        let mut candidates = Vec::with_capacity(size);
        for record in (0..size).map(RecordRef) {
            self.tick()?;
            candidates.push(Candidate {
                bound: Bound::Record(record),
                member: Outcome::new(true, Support::new()),
                origin: Some((collection, record, fact)),
            });
        }
        Ok((candidates, Support::one(fact)))
    }

    /// The elements of a list value; an unknown list is noted as open.
    fn spread(
        &mut self,
        cell: &Cell,
        member: &Outcome,
        origin: Option<Origin>,
        open: &mut Support,
    ) -> Step<Vec<Candidate>> {
        let elements: Arc<[Val]> = match &cell.value {
            Val::List(elements) => elements.clone(),
            Val::Unknown => {
                open.extend(&cell.why);
                if member.verdict == Verdict::Unknown {
                    open.extend(&member.why);
                }
                return Ok(Vec::new());
            }
            Val::Empty | Val::NotApplicable | Val::Bool(_) | Val::Num(_) | Val::Text(_) => {
                return Ok(Vec::new());
            }
        };
        let mut candidates = Vec::with_capacity(elements.len());
        for element in elements.iter() {
            self.tick()?;
            let there = if *element == Val::Unknown {
                Outcome::unknown(cell.why.clone())
            } else {
                Outcome::new(true, cell.why.clone())
            };
            candidates.push(Candidate {
                bound: Bound::Value(Cell { value: element.clone(), why: cell.why.clone() }),
                member: member.clone().and(there),
                origin,
            });
        }
        Ok(candidates)
    }
}

fn quantity_as_cell(quantity: &Quantity) -> Cell {
    match quantity {
        Quantity::Absent { why, not_applicable: true } => {
            Cell { value: Val::NotApplicable, why: why.clone() }
        }
        Quantity::Absent { why, .. } => Cell { value: Val::Empty, why: why.clone() },
        quantity => match quantity.exact() {
            Some((number, why)) => Cell { value: Val::Num(number), why },
            None => Cell { value: Val::Unknown, why: quantity.gaps() },
        },
    }
}

/// Compares two values that have no order.
fn same(operator: Operator, left: Cell, right: Cell) -> Outcome {
    let wanted = operator == Operator::Equal;
    for side in [&left, &right] {
        if side.value == Val::NotApplicable {
            return Outcome::new(false, side.why.clone());
        }
    }
    for (side, other) in [(&left, &right), (&right, &left)] {
        if side.value != Val::Empty {
            continue;
        }
        if wanted {
            return Outcome::new(false, side.why.clone());
        }
        // That the sides differ also rests on the other side, which could turn out not to apply.
        if other.is_unknown() {
            return Outcome::unknown(other.why.clone());
        }
        return Outcome::new(true, side.why.clone().and(&other.why));
    }
    let unknown = left.is_unknown() || right.is_unknown();
    let mut why = Support::new();
    for side in [&left, &right] {
        if !unknown || side.is_unknown() {
            why.extend(&side.why);
        }
    }
    if unknown {
        Outcome::unknown(why)
    } else {
        Outcome::new((left.value == right.value) == wanted, why)
    }
}

fn in_list(item: Cell, elements: Elements) -> Outcome {
    if matches!(item.value, Val::Empty | Val::NotApplicable) {
        return Outcome::new(false, item.why);
    }
    let mut why = elements.closed_by;
    let mut gaps = elements.open;
    let mut undecided = !gaps.is_empty();
    let mut may_match = undecided;
    for element in elements.all {
        if element.member.verdict == Verdict::False {
            why.extend(&element.member.why);
            continue;
        }
        may_match = true;
        if element.value == Val::Unknown {
            undecided = true;
            gaps.extend(&element.member.why);
        } else if element.value != item.value {
            why.extend(&element.value_why);
        } else if element.member.verdict == Verdict::True {
            let mut witness = item.why;
            witness.extend(&element.member.why);
            witness.extend(&element.value_why);
            return Outcome::new(true, witness);
        } else {
            undecided = true;
            gaps.extend(&element.member.why);
        }
    }
    if item.is_unknown() && may_match {
        gaps.extend(&item.why);
        return Outcome::unknown(gaps);
    }
    if undecided {
        return Outcome::unknown(gaps);
    }
    if may_match {
        why.extend(&item.why);
    }
    Outcome::new(false, why)
}

/// A value as the schema types it; one of another type is unknown.
fn val(value: &Value, of: &Type) -> Val {
    match (value, of) {
        (Value::Empty, _) => Val::Empty,
        (Value::NotApplicable, _) => Val::NotApplicable,
        (Value::Bool(flag), Type::Bool) => Val::Bool(*flag),
        (Value::Num(number), Type::Num(_)) if number.is_finite() => Val::Num(*number),
        (Value::Date(date), Type::Date) => Val::Num(date_number(*date)),
        (Value::Text(text), Type::Text | Type::Vocab(_) | Type::Ref(_))
            if text.trim().is_empty() =>
        {
            Val::Empty
        }
        (Value::Text(text), Type::Vocab(_)) if text == "unknown" => Val::Unknown,
        (Value::Text(text), Type::Text | Type::Vocab(_) | Type::Ref(_)) => {
            Val::Text(text.as_str().into())
        }
        (Value::List(elements), Type::List(of)) => Val::List(
            elements
                .iter()
                .map(|element| val(element, of))
                .filter(|v| !matches!(v, Val::Empty | Val::NotApplicable))
                .collect(),
        ),
        _ => Val::Unknown,
    }
}

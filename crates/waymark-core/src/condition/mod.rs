//! The condition language of rules: when a rule, a target or an indicator of an assessment pack applies.
//!
//! A condition is a text in a subset of CEL syntax. It is parsed and checked once against a [`Schema`], and
//! then evaluated as often as wanted against [`Facts`]. The verdict is true, false or unknown, and always
//! comes with the facts it rests on; every "because" of the product starts here. Conditions have no loops
//! and no recursion, and an evaluation that takes too many steps ends with [`BudgetExceeded`].
//!
//! Begin with [`Condition`].
//!
//! # Syntax
//!
//! | Form | Meaning |
//! |---|---|
//! | `a && b`, `a \|\| b`, `!a`, `( )`, `true`, `false` | three-valued logic |
//! | `==`, `!=`, `<`, `<=`, `>`, `>=` | between a field and a constant or two fields of one type; no chains |
//! | `"word"`, `'word'`, `12`, `0.5`, `-1`, `"2026-05-20"` | words, texts, numbers, dates |
//! | `source.kind`, `profile.operating_model` | a field of the bound record, or of a record of which there is one |
//! | `source.id` | the record itself, to look for it in lists of references |
//! | `answers["CAT-1"].level`, `facts["F-PAB"].on` | a field behind a key |
//! | `x in ["a", "b"]`, `x in glue_zero_etl` | `x` is one of these words, or in this named set |
//! | `"chat" in persona.access`, `source.id in u.sources` | a list holds this value |
//! | `has(source.owner_business)` | it is not empty |
//! | `known(source.change_kind)` | it is not unknown (ours; all other forms are CEL's) |
//! | `fired("R-STO-06")` | another rule applies (ours) |
//! | `sources.exists(s, c)`, `sources.all(s, c)` | some record fulfils `c`; all do, which is true of none |
//! | `source.data_classes.exists(d, d in ["health"])` | the same over the values of a list field |
//! | `sources.filter(s, c)` | only the records that fulfil `c` |
//! | `sources.map(s, s.volume_total_gb)` | a value of each record; empty values are left out |
//! | `personas.map(p, p.access).flatten()` | the values of all lists together |
//! | `list.size()` | how many |
//! | `list.distinct().size()` | how many different values |
//! | `list.sum()` | the sum of numbers, 0 of none |
//! | `list.max()`, `list.min()` | the greatest or least number, date or ordered word; empty of none |
//! | `list.max(0)`, `list.min("daily")` | the same with this constant among the values, never empty |
//! | `lower_bound(p.count)` | the number behind a word that stands for a range (ours) |
//! | `// text` | a comment up to the end of the line |
//!
//! Not in the subset: arithmetic, `? :`, maps, functions on texts, `null`. A text has at most 4 KiB, brackets nest
//! at most 32 deep, `exists`, `all`, `filter` and `map` at most 3.
//!
//! Two things differ from CEL's own evaluation: ordered words compare in the order of their vocabulary, not
//! by letters (`freshness_need <= "hourly"` is "hourly or faster"), and unknown is a value of the logic.
//!
//! # Unknown, empty, not applicable
//!
//! | | unknown | empty | not applicable |
//! |---|---|---|---|
//! | `==`, `<`, `<=`, `>`, `>=`, `in` | unknown | false | false |
//! | `!=` | unknown | true | false |
//! | `has(x)` | unknown | false | false |
//! | `known(x)` | false | true | true |
//! | in `map` | in doubt | left out | left out |
//!
//! `false && unknown` is false, `true || unknown` is true, everything else with unknown is unknown; the logic
//! does not notice that `x == "a" || x != "a"` is always true. A word outside the order of its vocabulary makes
//! `<`, `<=`, `>` and `>=` false. Counts, sums, maxima and minima over records in doubt lie between two bounds
//! and are decided as soon as both bounds agree. An empty list is known.

mod ast;
mod check;
mod eval;
mod facts;
mod ir;
mod lexer;
mod parse;
mod problem;
mod quantity;
mod schema;
mod support;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Not;
use std::sync::Arc;

use support::Support;

pub use eval::BudgetExceeded;
pub use facts::{FactRead, Facts, FieldRead, Place, RecordRef, Value};
pub use problem::Problem;
pub use schema::{Range, Schema, Type, WordList, WordSet};

/// A condition that has been checked: it can be evaluated, and only lack of facts or of steps can keep it
/// from a verdict.
#[derive(Debug, Clone)]
pub struct Condition {
    text: String,
    subject: Option<String>,
    checked: check::Checked,
}

/// The three values of the logic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does not hold, whatever the unknown facts turn out to be.
    False,
    /// It depends on facts that nobody knows yet.
    Unknown,
    /// It holds, whatever the unknown facts turn out to be.
    True,
}

impl Not for Verdict {
    type Output = Verdict;

    fn not(self) -> Verdict {
        match self {
            Verdict::False => Verdict::True,
            Verdict::Unknown => Verdict::Unknown,
            Verdict::True => Verdict::False,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::False => "false",
            Verdict::Unknown => "unknown",
            Verdict::True => "true",
        })
    }
}

/// A verdict with its reasons. Facts stand in the order in which the condition came to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Whether the condition holds.
    pub verdict: Verdict,
    /// For true and false: facts that suffice for the verdict, as few as one pass finds; no change of any other
    /// fact alters it, and records may come and go where no `size` of a collection is among them. For unknown:
    /// the unknown facts that can decide it. Empty where the verdict needs no fact.
    pub because: Vec<FactRead>,
    /// Every fact that was looked at, `because` included.
    pub read: Vec<FactRead>,
    /// How many steps it took.
    pub steps: u32,
}

impl Condition {
    /// Reads a condition and checks every name, type and word in it.
    ///
    /// `subject` is the record kind that a rule runs over; one record of it is then bound to the name of the
    /// kind. A syntax error is reported alone, faults of names and types all together, in reading order.
    pub fn parse_and_check(
        text: &str,
        schema: &Schema,
        subject: Option<&str>,
    ) -> Result<Self, Vec<Problem>> {
        let faults = match parse::parse(text) {
            Err(fault) => vec![fault],
            Ok(node) => match check::check(&node, schema, subject) {
                Ok(checked) => {
                    return Ok(Self {
                        text: text.to_owned(),
                        subject: subject.map(str::to_owned),
                        checked,
                    });
                }
                Err(faults) => faults,
            },
        };
        let mut problems: Vec<Problem> = faults.into_iter().map(|fault| fault.at(text)).collect();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        Err(problems)
    }

    /// Evaluates the condition, for one record where it has a subject. Without that record its fields are
    /// unknown; a record given to a condition without subject is ignored.
    pub fn evaluate(
        &self,
        facts: &dyn Facts,
        subject: Option<RecordRef>,
    ) -> Result<Evaluation, BudgetExceeded> {
        let mut evaluations = self.over(facts);
        let outcome = evaluations.outcome(subject)?;
        let evaluator = &evaluations.evaluator;
        Ok(Evaluation {
            verdict: outcome.verdict,
            because: evaluator.told(&outcome.why),
            read: evaluator.all_told(),
            steps: evaluator.steps(),
        })
    }

    /// Evaluates the condition for record after record of the same facts, each of which is asked for once.
    pub fn over<'a>(&'a self, facts: &'a dyn Facts) -> Evaluations<'a> {
        Evaluations {
            evaluator: eval::Evaluator::new(&self.checked, facts),
            has_subject: self.subject.is_some(),
            last: Support::new(),
        }
    }

    /// Everything the condition can look at: fields, sizes of collections, other rules. Each once, in the
    /// order of the text as far as possible.
    pub fn reads(&self) -> &[FieldRead] {
        &self.checked.tables.fields
    }

    /// The numbers that stand in its text, each once, lowest first.
    pub fn numbers(&self) -> Vec<f64> {
        let tokens = lexer::tokens(&self.text).unwrap_or_default();
        let mut numbers = Vec::new();
        let mut is_negative = false;
        for (token, _) in tokens {
            if let lexer::Token::Number(number) = token {
                numbers.push(if is_negative { -number } else { number });
            }
            is_negative = token == lexer::Token::Symbol("-");
        }
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        numbers
    }

    /// How many things must hold at least for it to hold: all operands of `&&`, the fewest of `||`. The more, the narrower.
    pub fn demands(&self) -> usize {
        self.checked.condition.demands(false)
    }

    /// The rules it refers to. They must be evaluated first, so a cycle among rules has to be refused.
    pub fn fired_references(&self) -> &[String] {
        &self.checked.tables.rules
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The record kind it runs over.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }
}

/// Evaluations of one condition over facts that do not change meanwhile.
pub struct Evaluations<'a> {
    evaluator: eval::Evaluator<'a>,
    has_subject: bool,
    /// What the last verdict rests on.
    last: Support,
}

impl Evaluations<'_> {
    /// The verdict for one record, with its [`because`](Evaluation::because); none is given where it is false.
    /// As with [`Condition::evaluate`], only a condition with a subject looks at the record. A fact that several verdicts
    /// rest on is one and the same.
    pub fn decide(
        &mut self,
        subject: Option<RecordRef>,
    ) -> Result<(Verdict, Vec<Arc<FactRead>>), BudgetExceeded> {
        let outcome = self.outcome(subject)?;
        let because = match outcome.verdict {
            Verdict::False => vec![],
            Verdict::Unknown | Verdict::True => self.evaluator.shared(&outcome.why),
        };
        self.last = outcome.why;
        Ok((outcome.verdict, because))
    }

    /// Of a condition that has just been decided to be true: what else would suffice for each `||` that must hold, were it not
    /// for what [`decide`](Self::decide) gave. The shortest comes first.
    pub fn others(&mut self) -> Result<Vec<Vec<Arc<FactRead>>>, BudgetExceeded> {
        let others = self.evaluator.others(&self.last)?;
        Ok(others.iter().map(|why| self.evaluator.shared(why)).collect())
    }

    fn outcome(&mut self, subject: Option<RecordRef>) -> Result<quantity::Outcome, BudgetExceeded> {
        self.evaluator.evaluate(subject.filter(|_| self.has_subject))
    }
}

impl PartialEq for Condition {
    /// Conditions are equal when their text and subject are.
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.subject) == (&other.text, &other.subject)
    }
}

//! Numbers that may be known only within bounds, with the facts that prove each bound.

use std::collections::BTreeMap;

use super::Verdict;
use super::ast::Operator;
use super::ir::Val;
use super::support::Support;

/// A verdict with what it rests on: for true and false a set of facts that suffices on its own, for unknown
/// the unknown facts that can decide it.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) why: Support,
}

impl Outcome {
    pub(super) fn new(holds: bool, why: Support) -> Self {
        Self { verdict: if holds { Verdict::True } else { Verdict::False }, why }
    }

    pub(super) fn unknown(gaps: Support) -> Self {
        Self { verdict: Verdict::Unknown, why: gaps }
    }

    pub(super) fn negated(mut self) -> Self {
        self.verdict = !self.verdict;
        self
    }

    /// Both. Of two sufficient reasons the shorter one counts, the first one on a tie.
    pub(super) fn and(mut self, other: Outcome) -> Outcome {
        match (self.verdict, other.verdict) {
            (Verdict::False, Verdict::False) => {
                if other.why.len() < self.why.len() {
                    other
                } else {
                    self
                }
            }
            (Verdict::False, _) | (Verdict::Unknown, Verdict::True) => self,
            (_, Verdict::False) | (Verdict::True, Verdict::Unknown) => other,
            (Verdict::True, Verdict::True) | (Verdict::Unknown, Verdict::Unknown) => {
                self.why.extend(&other.why);
                self
            }
        }
    }
}

/// One element of a list after all its stages.
#[derive(Debug, Clone)]
pub(super) struct Element {
    /// Whether it belongs to the list.
    pub(super) member: Outcome,
    /// Its value; `Val::Empty` for a record.
    pub(super) value: Val,
    /// The facts the value comes from.
    pub(super) value_why: Support,
}

impl Element {
    /// Why it is in the list with this value.
    fn witness(&self) -> Support {
        self.member.why.clone().and(&self.value_why)
    }
}

/// The elements of a list, those excluded for sure and those in doubt among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Elements {
    pub(super) all: Vec<Element>,
    /// The facts that show that there are no further elements.
    pub(super) closed_by: Support,
    /// Unknown lists that may add any number of elements; empty where all lists are known.
    pub(super) open: Support,
}

impl Elements {
    fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Element> {
        self.all.iter().filter(move |element| element.member.verdict == verdict)
    }

    /// Why nothing else is in the list: the closing facts and the reasons of all excluded elements.
    fn exclusion(&self) -> Support {
        let mut why = self.closed_by.clone();
        why.extend(self.with(Verdict::False).flat_map(|element| &element.member.why));
        why
    }

    /// The unknown facts that decide who is in the list.
    fn gaps(&self) -> Support {
        let mut gaps = self.open.clone();
        gaps.extend(self.with(Verdict::Unknown).flat_map(|element| &element.member.why));
        gaps
    }
}

/// A number, or what is known about it.
#[derive(Debug, Clone)]
pub(super) enum Quantity {
    /// There is none: every comparison is false, and `!=` true unless a side does not apply.
    Absent {
        why: Support,
        not_applicable: bool,
    },
    Known(f64, Support),
    Unknown(Support),
    Sum(Sum),
    Distinct(Distinct),
    Extreme(Extreme),
}

impl Quantity {
    /// How many elements there are.
    pub(super) fn size(elements: Elements, distinct: bool) -> Self {
        if distinct {
            return Quantity::Distinct(Distinct { elements });
        }
        let counted = elements
            .all
            .into_iter()
            .map(|element| Element { value: Val::Num(1.0), ..element })
            .collect();
        Self::sum(Elements { all: counted, ..elements }, (0.0, 1.0))
    }

    /// The sum of numbers that all lie in a range.
    pub(super) fn sum(elements: Elements, range: (f64, f64)) -> Self {
        Quantity::Sum(Sum::of(elements, range))
    }

    /// The greatest or least number; never beyond a limit on the other side.
    pub(super) fn extreme(
        elements: Elements,
        greatest: bool,
        limit: Option<f64>,
        range: (f64, f64),
    ) -> Self {
        let nobody = elements.open.is_empty()
            && elements.all.iter().all(|e| e.member.verdict == Verdict::False);
        match limit {
            None if nobody => Quantity::Absent { why: elements.exclusion(), not_applicable: false },
            _ => Quantity::Extreme(Extreme { elements, greatest, limit, range }),
        }
    }

    /// The least it can be.
    pub(super) fn low(&self) -> f64 {
        match self {
            Quantity::Known(number, _) => *number,
            Quantity::Absent { .. } | Quantity::Unknown(_) => f64::NEG_INFINITY,
            Quantity::Sum(sum) => sum.low(),
            Quantity::Distinct(distinct) => distinct.low(),
            Quantity::Extreme(extreme) => extreme.bound(!extreme.greatest),
        }
    }

    /// The most it can be.
    pub(super) fn high(&self) -> f64 {
        match self {
            Quantity::Known(number, _) => *number,
            Quantity::Absent { .. } | Quantity::Unknown(_) => f64::INFINITY,
            Quantity::Sum(sum) => sum.high(),
            Quantity::Distinct(distinct) => distinct.high(),
            Quantity::Extreme(extreme) => extreme.bound(extreme.greatest),
        }
    }

    /// Why it is there at all, next to why it is at least (or, with `from_above`, at most) something;
    /// `None` where it may be absent.
    fn presence(&self, from_above: bool) -> Option<Support> {
        match self {
            Quantity::Absent { .. } => None,
            // A number that reaches a bound is there.
            Quantity::Extreme(extreme) if extreme.greatest != from_above => {
                extreme.presence().map(|_| Support::new())
            }
            Quantity::Extreme(extreme) => extreme.presence(),
            Quantity::Known(..)
            | Quantity::Unknown(_)
            | Quantity::Sum(_)
            | Quantity::Distinct(_) => Some(Support::new()),
        }
    }

    /// Why it is at least (`strictly`: more than) a bound. The bound must hold for [`Quantity::low`].
    fn why_at_least(&self, bound: f64, strictly: bool) -> Support {
        match self {
            Quantity::Absent { why, .. } | Quantity::Known(_, why) | Quantity::Unknown(why) => {
                why.clone()
            }
            Quantity::Sum(sum) => sum.why_at_least(bound, strictly),
            Quantity::Distinct(distinct) => distinct.why_at_least(bound, strictly),
            Quantity::Extreme(extreme) if extreme.greatest => {
                extreme.why_some_reaches(bound, strictly)
            }
            Quantity::Extreme(extreme) => extreme.why_none_beyond(bound, strictly),
        }
    }

    /// Why it is at most (`strictly`: less than) a bound. The bound must hold for [`Quantity::high`].
    fn why_at_most(&self, bound: f64, strictly: bool) -> Support {
        match self {
            Quantity::Absent { why, .. } | Quantity::Known(_, why) | Quantity::Unknown(why) => {
                why.clone()
            }
            Quantity::Sum(sum) => sum.why_at_most(bound, strictly),
            Quantity::Distinct(distinct) => distinct.why_at_most(),
            Quantity::Extreme(extreme) if extreme.greatest => {
                extreme.why_none_beyond(bound, strictly)
            }
            Quantity::Extreme(extreme) => extreme.why_some_reaches(bound, strictly),
        }
    }

    /// The unknown facts behind the distance between low and high.
    pub(super) fn gaps(&self) -> Support {
        match self {
            Quantity::Absent { .. } | Quantity::Known(..) => Support::new(),
            Quantity::Unknown(gaps) => gaps.clone(),
            Quantity::Sum(sum) => sum.gaps.clone(),
            Quantity::Distinct(Distinct { elements })
            | Quantity::Extreme(Extreme { elements, .. }) => elements.gaps(),
        }
    }

    /// Its value where there is only one, with all it rests on.
    pub(super) fn exact(&self) -> Option<(f64, Support)> {
        let (low, high) = (self.low(), self.high());
        if low != high {
            return None;
        }
        self.presence(false)?; // One of the two bounds is reached, which shows that it is there.
        let mut why = Support::new();
        why.extend(&self.why_at_least(low, false));
        why.extend(&self.why_at_most(low, false));
        Some((low, why))
    }

    /// Compares two quantities.
    pub(super) fn compare(operator: Operator, left: &Quantity, right: &Quantity) -> Outcome {
        if let Some(outcome) = absent(operator, left, right) {
            return outcome;
        }
        match operator {
            Operator::AtLeast => Self::exceeds(left, right, false),
            Operator::Greater => Self::exceeds(left, right, true),
            Operator::AtMost => Self::exceeds(right, left, false),
            Operator::Less => Self::exceeds(right, left, true),
            Operator::Equal => Self::equal(left, right),
            Operator::NotEqual => Self::equal(left, right).negated(),
        }
    }

    /// `more >= less`, or `more > less`.
    fn exceeds(more: &Quantity, less: &Quantity, strictly: bool) -> Outcome {
        let refuted = if strictly { more.high() <= less.low() } else { more.high() < less.low() };
        if refuted {
            let mut why = more.why_at_most(less.low(), !strictly);
            why.extend(&less.why_at_least(less.low(), false));
            return Outcome::new(false, why);
        }
        let proven = if strictly { more.low() > less.high() } else { more.low() >= less.high() };
        if proven
            && let (Some(mut why), Some(less_there)) = (more.presence(false), less.presence(true))
        {
            why.extend(&less_there);
            why.extend(&more.why_at_least(less.high(), strictly));
            why.extend(&less.why_at_most(less.high(), false));
            return Outcome::new(true, why);
        }
        Self::undecided(more, less)
    }

    fn equal(left: &Quantity, right: &Quantity) -> Outcome {
        for (more, less) in [(left, right), (right, left)] {
            if more.high() < less.low() {
                let mut why = more.why_at_most(less.low(), true);
                why.extend(&less.why_at_least(less.low(), false));
                return Outcome::new(false, why);
            }
        }
        match (left.exact(), right.exact()) {
            (Some((_, mut why)), Some((_, right_why))) => {
                why.extend(&right_why);
                Outcome::new(true, why)
            }
            _ => Self::undecided(left, right),
        }
    }

    fn undecided(left: &Quantity, right: &Quantity) -> Outcome {
        let mut gaps = left.gaps();
        gaps.extend(&right.gaps());
        Outcome::unknown(gaps)
    }
}

/// The outcome of a comparison one side of which is not there. That the sides differ also rests on the other side, which
/// could turn out not to apply.
fn absent(operator: Operator, left: &Quantity, right: &Quantity) -> Option<Outcome> {
    for side in [left, right] {
        if let Quantity::Absent { why, not_applicable: true } = side {
            return Some(Outcome::new(false, why.clone()));
        }
    }
    let ((Quantity::Absent { why, .. }, other) | (other, Quantity::Absent { why, .. })) =
        (left, right)
    else {
        return None;
    };
    if operator != Operator::NotEqual {
        return Some(Outcome::new(false, why.clone()));
    }
    let mut both = why.clone();
    match other {
        Quantity::Unknown(gaps) => return Some(Outcome::unknown(gaps.clone())),
        Quantity::Known(_, more) | Quantity::Absent { why: more, .. } => both.extend(more),
        Quantity::Sum(_) | Quantity::Distinct(_) | Quantity::Extreme(_) => {}
    }
    Some(Outcome::new(true, both))
}

/// A sum as one share per element, each between two bounds.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    shares: Vec<Share>,
    /// The bounds of a share about which nothing is known.
    free: (f64, f64),
    closed_by: Support,
    is_open: bool,
    gaps: Support,
}

#[derive(Debug, Clone)]
struct Share {
    low: f64,
    low_why: Support,
    high: f64,
    high_why: Support,
}

impl Sum {
    fn of(elements: Elements, range: (f64, f64)) -> Self {
        let free = (range.0.min(0.0), range.1.max(0.0));
        let gaps = elements.gaps();
        let mut shares = Vec::with_capacity(elements.all.len());
        for element in elements.all {
            shares.push(match (element.member.verdict, &element.value) {
                (Verdict::False, _) => {
                    let why = element.member.why;
                    Share { low: 0.0, low_why: why.clone(), high: 0.0, high_why: why }
                }
                (Verdict::True, Val::Num(number)) => {
                    // Membership only matters for the bound that lies away from zero.
                    let witness = element.witness();
                    let value_why = element.value_why;
                    let (low_why, high_why) =
                        if *number >= 0.0 { (witness, value_why) } else { (value_why, witness) };
                    Share { low: *number, low_why, high: *number, high_why }
                }
                (Verdict::Unknown, Val::Num(number)) => {
                    let why = element.value_why;
                    Share {
                        low: number.min(0.0),
                        low_why: why.clone(),
                        high: number.max(0.0),
                        high_why: why,
                    }
                }
                _ => Share {
                    low: free.0,
                    low_why: Support::new(),
                    high: free.1,
                    high_why: Support::new(),
                },
            });
        }
        Self {
            shares,
            free,
            closed_by: elements.closed_by,
            is_open: !elements.open.is_empty(),
            gaps,
        }
    }

    fn low(&self) -> f64 {
        if self.is_open && self.free.0 < 0.0 {
            return f64::NEG_INFINITY;
        }
        self.shares.iter().map(|share| share.low).sum()
    }

    fn high(&self) -> f64 {
        if self.is_open && self.free.1 > 0.0 {
            return f64::INFINITY;
        }
        self.shares.iter().map(|share| share.high).sum()
    }

    fn why_at_least(&self, bound: f64, strictly: bool) -> Support {
        let shares: Vec<(f64, &Support)> =
            self.shares.iter().map(|share| (share.low, &share.low_why)).collect();
        let mut why =
            fewest(
                &shares,
                self.free.0,
                |total| if strictly { total > bound } else { total >= bound },
            );
        if self.free.0 < 0.0 {
            why.extend(&self.closed_by);
        }
        why
    }

    fn why_at_most(&self, bound: f64, strictly: bool) -> Support {
        let shares: Vec<(f64, &Support)> =
            self.shares.iter().map(|share| (-share.high, &share.high_why)).collect();
        let mut why =
            fewest(
                &shares,
                -self.free.1,
                |total| if strictly { -total < bound } else { -total <= bound },
            );
        if self.free.1 > 0.0 {
            why.extend(&self.closed_by);
        }
        why
    }
}

/// The facts of the fewest shares that lift a total far enough, when every other share may fall to `free`.
/// Shares that lift most come first; of equal ones those with fewer facts, then the earlier ones.
fn fewest(shares: &[(f64, &Support)], free: f64, enough: impl Fn(f64) -> bool) -> Support {
    if free.is_infinite() {
        return shares.iter().flat_map(|(_, why)| *why).collect();
    }
    let mut order: Vec<(f64, &Support)> =
        shares.iter().map(|(share, why)| (share - free, *why)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.len().cmp(&b.1.len())));
    let mut total = free * shares.len() as f64;
    let mut why = Support::new();
    for (lift, facts) in order {
        if enough(total) {
            break;
        }
        total += lift;
        why.extend(facts);
    }
    why
}

/// How many distinct values there are.
#[derive(Debug, Clone)]
pub(super) struct Distinct {
    elements: Elements,
}

impl Distinct {
    /// The elements that are or may be there, by value.
    fn groups(&self) -> BTreeMap<String, Vec<&Element>> {
        let mut groups: BTreeMap<String, Vec<&Element>> = BTreeMap::new();
        for element in &self.elements.all {
            if element.member.verdict != Verdict::False && element.value != Val::Unknown {
                groups.entry(format!("{:?}", element.value)).or_default().push(element);
            }
        }
        groups
    }

    fn low(&self) -> f64 {
        self.groups()
            .values()
            .filter(|group| group.iter().any(|e| e.member.verdict == Verdict::True))
            .count() as f64
    }

    fn high(&self) -> f64 {
        if !self.elements.open.is_empty() {
            return f64::INFINITY;
        }
        let unknown = self
            .elements
            .with(Verdict::Unknown)
            .filter(|element| element.value == Val::Unknown)
            .count();
        (self.groups().len() + unknown) as f64
    }

    fn why_at_least(&self, bound: f64, strictly: bool) -> Support {
        let mut witnesses: Vec<Support> = Vec::new();
        for group in self.groups().values() {
            let certain = group.iter().filter(|element| element.member.verdict == Verdict::True);
            witnesses.extend(certain.map(|element| element.witness()).min_by_key(|why| why.len()));
        }
        witnesses.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
        let needed = if strictly { bound.floor() + 1.0 } else { bound.ceil() };
        witnesses.iter().take(needed.max(0.0) as usize).flatten().collect()
    }

    fn why_at_most(&self) -> Support {
        let mut why = self.elements.exclusion();
        // A value that occurs once counts once whatever it is; only repeated ones must stay equal.
        for group in self.groups().values().filter(|group| group.len() > 1) {
            why.extend(group.iter().flat_map(|element| &element.value_why));
        }
        why
    }
}

/// The greatest number of a list, or the least.
#[derive(Debug, Clone)]
pub(super) struct Extreme {
    elements: Elements,
    greatest: bool,
    limit: Option<f64>,
    range: (f64, f64),
}

impl Extreme {
    /// The numbers of elements with this standing; the end of the range for unknown ones.
    fn numbers(&self, verdict: Verdict) -> impl Iterator<Item = f64> {
        let end = self.end();
        self.elements
            .with(verdict)
            .map(move |element| if let Val::Num(number) = element.value { number } else { end })
    }

    /// The farthest an unknown number can go.
    fn end(&self) -> f64 {
        if self.greatest { self.range.1 } else { self.range.0 }
    }

    fn farthest(&self, numbers: impl Iterator<Item = f64>) -> f64 {
        if self.greatest {
            numbers.fold(f64::NEG_INFINITY, f64::max)
        } else {
            numbers.fold(f64::INFINITY, f64::min)
        }
    }

    /// The outer bound counts all elements that may be there, the inner one only those that are.
    fn bound(&self, outer: bool) -> f64 {
        let certain = self.numbers(Verdict::True).chain(self.limit);
        if !outer {
            return self.farthest(certain);
        }
        let open = (!self.elements.open.is_empty()).then(|| self.end());
        self.farthest(certain.chain(self.numbers(Verdict::Unknown)).chain(open))
    }

    fn presence(&self) -> Option<Support> {
        if self.limit.is_some() {
            return Some(Support::new());
        }
        self.elements.with(Verdict::True).map(Element::witness).min_by_key(|why| why.len())
    }

    fn passes(&self, number: f64, bound: f64, strictly: bool) -> bool {
        match (self.greatest, strictly) {
            (true, false) => number >= bound,
            (true, true) => number > bound,
            (false, false) => number <= bound,
            (false, true) => number < bound,
        }
    }

    /// Why one number goes as far as the bound.
    fn why_some_reaches(&self, bound: f64, strictly: bool) -> Support {
        if self.limit.is_some_and(|limit| self.passes(limit, bound, strictly)) {
            return Support::new();
        }
        let reaching = self.elements.with(Verdict::True).filter(|element| {
            matches!(element.value, Val::Num(number) if self.passes(number, bound, strictly))
        });
        reaching.map(Element::witness).min_by_key(|why| why.len()).unwrap_or_default()
    }

    /// Why no number goes beyond the bound.
    fn why_none_beyond(&self, bound: f64, strictly: bool) -> Support {
        let beyond = |number: f64| self.passes(number, bound, !strictly);
        if !beyond(self.end()) {
            return Support::new();
        }
        let mut why = self.elements.exclusion();
        for element in
            self.elements.all.iter().filter(|element| element.member.verdict != Verdict::False)
        {
            why.extend(&element.value_why);
        }
        why
    }
}

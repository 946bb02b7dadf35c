//! Which items to choose: the cheapest that meet every wish, or the most valuable that a budget allows. Both exactly, by branch and
//! bound, and with a proof unless the search grows beyond [`MOST_NODES`].
//!
//! Items come with what they need: an item cannot be chosen without it. Costs and gains are whole numbers, so sums are exact.

use std::collections::BTreeSet;

use super::flow::Closure;

/// Items with costs and needs, and what choosing them is good for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Cost of each item.
    pub cost: Vec<u64>,
    /// The items that each item needs directly; together they form no circle.
    pub needs: Vec<Vec<usize>>,
    /// Items that are chosen in any case.
    pub must: Vec<usize>,
    /// What has to hold: at least one item of each list is chosen.
    pub wishes: Vec<Vec<usize>>,
    /// What is worth something, once at least one of the items is chosen.
    pub gains: Vec<Gain>,
}

/// Something worth having.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gain {
    /// What it is worth.
    pub value: u64,
    /// The items of which one is enough.
    pub options: Vec<usize>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The items, with everything they need.
    pub items: BTreeSet<usize>,
    /// No other choice is better.
    pub is_proven: bool,
}

/// Nodes of the search tree after which the best choice so far is given without proof.
const MOST_NODES: u32 = 20_000;

impl Choice {
    /// The cheapest choice that holds what must be and meets every wish that can be met at all.
    pub fn least(&self) -> Answer {
        let nodes = Nodes::of(self);
        let wishes: Vec<&Vec<usize>> = self.wishes.iter().filter(|w| !w.is_empty()).collect();
        let mut search =
            Least { choice: self, nodes: &nodes, wishes, best: None, left: MOST_NODES };
        let mut state = nodes.start(self);
        search.go(&mut state);
        let items = search.best.map_or_else(|| state.chosen(), |(_, items)| items);
        Answer { items, is_proven: search.left > 0 }
    }

    /// The most valuable choice that costs no more than the budget; of those the cheapest that the search meets first. What must be is
    /// held even where it costs more.
    pub fn most(&self, budget: u64) -> Answer {
        let nodes = Nodes::of(self);
        let state = nodes.start(self);
        let mut search = Most {
            choice: self,
            nodes: &nodes,
            budget,
            best: (self.value(&state.chosen()), self.spent(&state.chosen()), state.chosen()),
            left: MOST_NODES,
        };
        if search.best.1 <= budget {
            search.go(state, 1.0);
        }
        Answer { items: search.best.2, is_proven: search.left > 0 }
    }

    /// What these items cost together.
    pub fn spent(&self, items: &BTreeSet<usize>) -> u64 {
        items.iter().map(|item| self.cost[*item]).sum()
    }

    /// What these items are worth together.
    pub fn value(&self, items: &BTreeSet<usize>) -> u64 {
        let is_had = |gain: &&Gain| gain.options.iter().any(|item| items.contains(item));
        self.gains.iter().filter(is_had).map(|gain| gain.value).sum()
    }
}

/// What each item needs and what needs it, directly or not, itself included.
struct Nodes {
    needs: Vec<BTreeSet<usize>>,
    needed_by: Vec<BTreeSet<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Free,
    In,
    Out,
}

/// How far a choice has been made.
#[derive(Clone)]
struct State {
    marks: Vec<Mark>,
}

impl State {
    fn chosen(&self) -> BTreeSet<usize> {
        let is_in = |item: &usize| self.marks[*item] == Mark::In;
        (0..self.marks.len()).filter(is_in).collect()
    }

    fn is_in(&self, item: usize) -> bool {
        self.marks[item] == Mark::In
    }

    fn is_out(&self, item: usize) -> bool {
        self.marks[item] == Mark::Out
    }
}

impl Nodes {
    fn of(choice: &Choice) -> Self {
        let count = choice.cost.len();
        let mut needs: Vec<BTreeSet<usize>> = Vec::with_capacity(count);
        for item in 0..count {
            let mut all = BTreeSet::from([item]);
            let mut open = vec![item];
            while let Some(next) = open.pop() {
                open.extend(choice.needs[next].iter().filter(|need| all.insert(**need)));
            }
            needs.push(all);
        }
        let mut needed_by = vec![BTreeSet::new(); count];
        for (item, all) in needs.iter().enumerate() {
            for need in all {
                needed_by[*need].insert(item);
            }
        }
        Self { needs, needed_by }
    }

    fn start(&self, choice: &Choice) -> State {
        let mut state = State { marks: vec![Mark::Free; choice.cost.len()] };
        for item in &choice.must {
            self.put_in(&mut state, *item);
        }
        state
    }

    /// Chooses an item with all it needs; false where some of that is ruled out.
    fn put_in(&self, state: &mut State, item: usize) -> bool {
        if self.needs[item].iter().any(|need| state.is_out(*need)) {
            return false;
        }
        for need in &self.needs[item] {
            state.marks[*need] = Mark::In;
        }
        true
    }

    /// Rules an item out, with all that needs it; false where some of that is chosen.
    fn put_out(&self, state: &mut State, item: usize) -> bool {
        if self.needed_by[item].iter().any(|other| state.is_in(*other)) {
            return false;
        }
        for other in &self.needed_by[item] {
            state.marks[*other] = Mark::Out;
        }
        true
    }

    /// The items that choosing one more would add.
    fn added(&self, state: &State, item: usize) -> Vec<usize> {
        self.needs[item].iter().copied().filter(|need| !state.is_in(*need)).collect()
    }
}

/// The search for the cheapest choice.
struct Least<'a> {
    choice: &'a Choice,
    nodes: &'a Nodes,
    wishes: Vec<&'a Vec<usize>>,
    best: Option<(u64, BTreeSet<usize>)>,
    left: u32,
}

impl Least<'_> {
    fn go(&mut self, state: &mut State) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if !self.settle(state) {
            return;
        }
        let chosen = state.chosen();
        let spent = self.choice.spent(&chosen);
        let open = self.open(state);
        let most = self.best.as_ref().map(|(cost, _)| *cost);
        if most.is_some_and(|most| spent + self.at_least(state, &open) >= most) {
            return;
        }
        let Some(next) = open.iter().min_by_key(|options| options.len()) else {
            self.best = Some((spent, chosen));
            return;
        };
        let added = |item: &usize| {
            self.nodes.added(state, *item).iter().map(|item| self.choice.cost[*item]).sum::<u64>()
        };
        let mut options = next.clone();
        options.sort_by_key(|item| (added(item), *item));
        let mut rest = state.clone();
        for item in options {
            let mut with = rest.clone();
            if self.nodes.put_in(&mut with, item) {
                self.go(&mut with);
            }
            if !self.nodes.put_out(&mut rest, item) {
                return;
            }
        }
    }

    /// The wishes that nothing chosen meets, with the items that still may.
    fn open(&self, state: &State) -> Vec<Vec<usize>> {
        let is_open = |wish: &&&Vec<usize>| !wish.iter().any(|item| state.is_in(*item));
        let free = |wish: &&Vec<usize>| {
            wish.iter().copied().filter(|item| !state.is_out(*item)).collect::<Vec<_>>()
        };
        self.wishes.iter().filter(is_open).map(free).collect()
    }

    /// Chooses what is the only way to meet a wish; false where one cannot be met any more.
    fn settle(&self, state: &mut State) -> bool {
        loop {
            let open = self.open(state);
            if open.iter().any(Vec::is_empty) {
                return false;
            }
            let Some(only) = open.iter().find(|options| options.len() == 1) else { return true };
            if !self.nodes.put_in(state, only[0]) {
                return false;
            }
        }
    }

    /// What the open wishes cost at least: the cheapest way of each, for wishes that share nothing.
    fn at_least(&self, state: &State, open: &[Vec<usize>]) -> u64 {
        let mut priced: Vec<(u64, BTreeSet<usize>)> = open
            .iter()
            .map(|options| {
                let ways: Vec<Vec<usize>> =
                    options.iter().map(|item| self.nodes.added(state, *item)).collect();
                let price = |way: &Vec<usize>| way.iter().map(|item| self.choice.cost[*item]).sum();
                (ways.iter().map(price).min().unwrap_or(0), ways.into_iter().flatten().collect())
            })
            .collect();
        priced.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut sum = 0;
        for (price, items) in priced {
            if items.is_disjoint(&used) {
                sum += price;
                used.extend(items);
            }
        }
        sum
    }
}

/// The search for the most valuable choice.
struct Most<'a> {
    choice: &'a Choice,
    nodes: &'a Nodes,
    budget: u64,
    /// Value, cost, items.
    best: (u64, u64, BTreeSet<usize>),
    left: u32,
}

impl Most<'_> {
    /// `price` is what a unit of cost was worth in the node above.
    fn go(&mut self, mut state: State, price: f64) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let chosen = state.chosen();
        let spent = self.choice.spent(&chosen);
        if spent > self.budget {
            return;
        }
        self.keep(chosen);
        self.rule_out_dear(&mut state, spent);
        let Some((bound, price, wanted)) = self.bound(&state, spent, price) else { return };
        if bound <= self.best.0 {
            return;
        }
        self.fill(&state, &wanted);
        // What the relaxed problem wants most of all and may not be able to have.
        let free = |item: &usize| state.marks[*item] == Mark::Free && self.choice.cost[*item] > 0;
        let dearest = |items: &mut dyn Iterator<Item = usize>| {
            items.max_by_key(|item| (self.choice.cost[*item], std::cmp::Reverse(*item)))
        };
        let next = dearest(&mut wanted.iter().copied().filter(|item| free(item))).or_else(|| {
            dearest(&mut (0..self.choice.cost.len()).filter(|item| {
                free(item) && self.choice.gains.iter().any(|gain| gain.options.contains(item))
            }))
        });
        let Some(next) = next else { return };
        let mut with = state.clone();
        if self.nodes.put_in(&mut with, next) {
            self.go(with, price);
        }
        if self.nodes.put_out(&mut state, next) {
            self.go(state, price);
        }
    }

    fn keep(&mut self, mut items: BTreeSet<usize>) {
        // What costs nothing is had with what it needs.
        for item in 0..self.choice.cost.len() {
            if self.choice.cost[item] == 0
                && self.choice.needs[item].iter().all(|n| items.contains(n))
            {
                items.insert(item);
            }
        }
        let (value, spent) = (self.choice.value(&items), self.choice.spent(&items));
        let is_better = value > self.best.0 || (value == self.best.0 && spent < self.best.1);
        if spent <= self.budget && is_better {
            self.best = (value, spent, items);
        }
    }

    /// Rules out what the rest of the budget cannot pay.
    fn rule_out_dear(&self, state: &mut State, spent: u64) {
        for item in 0..state.marks.len() {
            if state.marks[item] == Mark::Free {
                let added: u64 =
                    self.nodes.added(state, item).iter().map(|item| self.choice.cost[*item]).sum();
                if spent + added > self.budget {
                    self.nodes.put_out(state, item);
                }
            }
        }
    }

    /// Takes of what is wanted as much as the budget allows, the most valuable for its cost first: a choice to compare others with.
    fn fill(&mut self, state: &State, wanted: &BTreeSet<usize>) {
        let mut state = state.clone();
        let all: Vec<usize> = (0..state.marks.len()).collect();
        for items in [wanted.iter().copied().collect::<Vec<_>>(), all] {
            loop {
                let chosen = state.chosen();
                let (value, spent) = (self.choice.value(&chosen), self.choice.spent(&chosen));
                let rated = items
                    .iter()
                    .filter(|item| state.marks[**item] == Mark::Free)
                    .filter_map(|item| {
                        let mut with = chosen.clone();
                        with.extend(self.nodes.added(&state, *item));
                        let cost = self.choice.spent(&with) - spent;
                        let gain = self.choice.value(&with) - value;
                        (gain > 0 && spent + cost <= self.budget)
                            .then(|| (gain as f64 / (cost as f64).max(0.5), *item))
                    });
                let best = rated.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                let Some((_, item)) = best else { break };
                if !self.nodes.put_in(&mut state, item) {
                    break;
                }
            }
        }
        self.keep(state.chosen());
    }

    /// What the value can be at most, the price at which that was found, and what the relaxed problem would choose: the budget is
    /// given up for a price on every unit of cost, and a gain that several items bring is counted for each. `None` where nothing
    /// more is to be had.
    fn bound(&self, state: &State, spent: u64, price: f64) -> Option<(u64, f64, BTreeSet<usize>)> {
        let chosen = state.chosen();
        let had = self.choice.value(&chosen);
        let open: Vec<(u64, Vec<usize>)> = self
            .choice
            .gains
            .iter()
            .filter(|gain| !gain.options.iter().any(|item| state.is_in(*item)))
            .flat_map(|gain| {
                let options = self.minimal(state, &gain.options);
                options.into_iter().map(|item| (gain.value, self.nodes.added(state, item)))
            })
            .collect();
        if open.is_empty() {
            return None;
        }
        let rest = self.budget - spent;
        let closure = Closure::new(&open, &self.choice.cost);
        let (mut low, mut high) = (0.0_f64, f64::INFINITY);
        let mut price = price.max(1e-6);
        let mut best: Option<(u64, f64, BTreeSet<usize>)> = None;
        for _ in 0..12 {
            let (profit, items) = closure.best(price);
            let cost: u64 = items.iter().map(|item| self.choice.cost[*item]).sum();
            // Rounded up, since the price is no whole number.
            let bound = had + (profit + price * rest as f64 + 1e-6).floor() as u64;
            if best.as_ref().is_none_or(|(known, ..)| bound < *known) {
                best = Some((bound, price, items));
            }
            if cost > rest {
                low = price;
                price = if high.is_finite() { f64::midpoint(low, high) } else { price * 2.0 };
            } else {
                high = price;
                price = f64::midpoint(low, high);
            }
            if high - low < 1e-9 {
                break;
            }
        }
        best
    }

    /// The options that no other option comes with: whoever chooses one of the rest has one of these.
    fn minimal(&self, state: &State, options: &[usize]) -> Vec<usize> {
        let free: Vec<usize> =
            options.iter().copied().filter(|item| !state.is_out(*item)).collect();
        let brings_other = |item: usize| {
            free.iter().any(|other| *other != item && self.nodes.needs[item].contains(other))
        };
        free.iter().copied().filter(|item| !brings_other(*item)).collect()
    }
}

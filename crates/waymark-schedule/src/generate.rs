//! Makes schedules: places tasks one by one in a given order, each as early or as late as capacity allows.

use crate::network::Network;

pub(crate) struct Generator<'n> {
    network: &'n Network,
    /// What is left of each limit while a schedule is made.
    table: Vec<u32>,
    /// Weeks of the table that differ from the network's free capacity end here.
    touched: u32,
    /// Schedules made so far.
    pub(crate) count: u32,
}

/// Start weeks, and the tasks that found no room within the horizon (they stand where their predecessors end).
#[derive(Debug, Clone, Default)]
pub(crate) struct Schedule {
    pub(crate) start: Vec<u32>,
    pub(crate) homeless: Vec<usize>,
}

impl<'n> Generator<'n> {
    pub(crate) fn new(network: &'n Network) -> Self {
        Self { network, table: network.free.clone(), touched: 0, count: 0 }
    }

    fn reset(&mut self) {
        let horizon = self.network.horizon as usize;
        let touched = self.touched as usize;
        for row in 0..self.network.limits.len() {
            let weeks = row * horizon..row * horizon + touched;
            self.table[weeks.clone()].copy_from_slice(&self.network.free[weeks]);
        }
        self.touched = 0;
        self.count = self.count.saturating_add(1);
    }

    fn place(&mut self, task: usize, start: u32) {
        self.network.take(&mut self.table, task, start);
        self.touched = self.touched.max(start + self.network.duration[task]);
    }

    /// Places the tasks of the list, each as early as it can be but not before its floor. Pinned tasks are where
    /// they are pinned and not in the list; predecessors come first in it.
    pub(crate) fn forward(&mut self, list: &[usize], floor: &[u32], schedule: &mut Schedule) {
        self.reset();
        let network = self.network;
        schedule.homeless.clear();
        schedule.start.clear();
        schedule.start.extend(network.pinned.iter().map(|pin| pin.unwrap_or(0)));
        for &task in list {
            let open = floor[task].max(network.ready(task, &schedule.start));
            if let Some(start) = network.first_fit(&self.table, task, open) {
                schedule.start[task] = start;
                self.place(task, start);
            } else {
                schedule.start[task] = open;
                schedule.homeless.push(task);
            }
        }
    }

    /// Moves every task that is not pinned as late as it can be: the last to end first, none past `end`, its latest
    /// end or its successors (unless it already is). All tasks of the schedule have to have found room.
    ///
    /// No start becomes earlier: a task that was moved covers no week before its old end that it did not cover
    /// before, so those that end earlier keep at least the room they have.
    pub(crate) fn backward(
        &mut self,
        schedule: &Schedule,
        end: u32,
        list: &mut Vec<usize>,
        late: &mut Vec<u32>,
    ) {
        self.reset();
        let network = self.network;
        let finish = |task: usize| schedule.start[task] + network.duration[task];
        list.sort_unstable_by_key(|&task| std::cmp::Reverse((finish(task), network.place[task])));
        late.clear();
        late.extend_from_slice(&schedule.start);
        for &task in &*list {
            let until = end
                .min(network.latest_finish[task])
                .min(network.needed(task, late))
                .max(finish(task));
            let start = network.last_fit(&self.table, task, until).unwrap_or(schedule.start[task]);
            late[task] = start.max(schedule.start[task]);
            self.place(task, late[task]);
        }
    }

    /// Double justification: as late as possible, then in that order as early as possible again.
    pub(crate) fn justify(&mut self, schedule: &Schedule, floor: &[u32], buffers: &mut Buffers) {
        let end = self.network.makespan(&schedule.start);
        self.backward(schedule, end, &mut buffers.list, &mut buffers.late);
        sort_by_start(self.network, &mut buffers.list, &buffers.late);
        self.forward(&buffers.list, floor, &mut buffers.schedule);
    }
}

/// Room that justification works in; `list` holds the tasks that are not pinned, in any order.
#[derive(Default)]
pub(crate) struct Buffers {
    pub(crate) list: Vec<usize>,
    pub(crate) late: Vec<u32>,
    pub(crate) schedule: Schedule,
}

/// The tasks that are not pinned.
pub(crate) fn movable(network: &Network) -> Vec<usize> {
    network.order.iter().copied().filter(|&task| network.pinned[task].is_none()).collect()
}

/// Orders tasks by start, predecessors first.
pub(crate) fn sort_by_start(network: &Network, list: &mut [usize], start: &[u32]) {
    list.sort_unstable_by_key(|&task| (start[task], network.place[task]));
}

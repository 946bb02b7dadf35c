//! Who has how much time in which week, and what initiatives take of it.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use waymark_core::discovery::skill::Skill;
use waymark_core::engagement::{CapacityChange, Engagement};
use waymark_core::id::RoleId;
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::Chosen;
use waymark_schedule::{Demand, Exception, Profile};

/// Weeks in a month, for capacities stated by month.
const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;
/// Capacity assumed for a role of which the skills inventory says nothing: one person, in hundredths.
const ASSUMED: f64 = 100.0;
/// Weeks from the roadmap's start in which a change of capacity can begin or end.
const REACH: u32 = 520;
/// The week from which on there are as many people as the skills inventory says for in twelve months.
const YEAR: u32 = 52;

/// The weeks in which work goes on. Where nobody works for a whole week, work rests and goes on after it: such a week is none of the
/// scheduler's, so that an initiative may span it.
///
/// Weeks of work and weeks of the roadmap both count from 0 at the roadmap's start; ends are exclusive.
pub(super) struct Calendar {
    start: Date,
    /// Weeks of the roadmap at rest, ascending.
    rests: Vec<u32>,
}

impl Calendar {
    /// The roadmap's week in which a week of work falls.
    pub(super) fn week(&self, work: u32) -> u32 {
        self.rests.iter().fold(work, |week, rest| if *rest <= week { week + 1 } else { week })
    }

    /// The roadmap's week after the last week of work before this end.
    pub(super) fn end(&self, work: u32) -> u32 {
        work.checked_sub(1).map_or(0, |last| self.week(last) + 1)
    }

    /// The weeks of work before a week of the roadmap, which is the first week of work from then on.
    pub(super) fn work(&self, week: u32) -> u32 {
        week - self.rests.iter().filter(|rest| **rest < week).count() as u32
    }

    /// True where nobody works.
    pub(super) fn is_rest(&self, week: u32) -> bool {
        self.rests.binary_search(&week).is_ok()
    }

    /// The Friday on which a week of work before this end is finished.
    pub(super) fn finished_on(&self, work: u32) -> Date {
        self.start.saturating_add((i64::from(self.end(work)) * 7 - 3).days())
    }

    /// The first week of work that begins on a day or later.
    pub(super) fn release(&self, day: Date) -> u32 {
        let days = days_between(self.start, day).max(0);
        self.work((days as u32).div_ceil(7))
    }

    /// The weeks of work that are finished by a day.
    pub(super) fn deadline(&self, day: Date) -> u32 {
        let days = days_between(self.start, day) + 3;
        self.work(days.max(0) as u32 / 7)
    }

    /// The week of work in which something began, and the weeks it had run before week 0.
    pub(super) fn begun(&self, day: Date) -> (u32, u32) {
        let week = days_between(self.start, day).div_euclid(7);
        match u32::try_from(week) {
            Ok(week) => (self.work(week), 0),
            Err(_) => (0, week.unsigned_abs()),
        }
    }
}

/// Days from one date to another.
fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// A role with what it has week by week.
pub(super) struct RoleCapacity {
    pub(super) id: RoleId,
    /// Hundredths of a person on which lengths and demands are planned: now and for good, whichever is less and above zero.
    pub(super) hundredths: u32,
    /// Hundredths of a person, by week of work.
    pub(super) profile: Profile,
    pub(super) is_assumed: bool,
}

pub(super) struct Capacity {
    pub(super) roles: Vec<RoleCapacity>,
    pub(super) calendar: Calendar,
}

impl Capacity {
    /// The place of the role with the largest share in an initiative, the first of equal ones; `None` where no role delivers it.
    pub(super) fn lead(&self, initiative: &Initiative) -> Option<usize> {
        let lead = initiative.roles.iter().rev().max_by(|a, b| a.share.total_cmp(&b.share))?;
        self.roles.iter().position(|role| role.id == lead.role)
    }

    /// The roles that the chosen initiatives need, in the pack's order, with what the skills inventory and the changes of capacity
    /// say of them.
    pub(super) fn of(
        pack: &Pack,
        engagement: &Engagement,
        start: Date,
        initiatives: &[(&Chosen, &Initiative)],
    ) -> Self {
        let changes = &engagement.capacity_changes;
        let needed: BTreeSet<&RoleId> =
            initiatives.iter().flat_map(|(_, i)| i.roles.iter().map(|share| &share.role)).collect();
        let monday = |week: u32| start.saturating_add((i64::from(week) * 7).days());
        let weeks = changes
            .iter()
            .flat_map(|change| [Some(&change.from), change.to.value()])
            .flatten()
            .map(|day| (days_between(start, *day).max(0) as u32 / 7 + 1).min(REACH))
            .max()
            .unwrap_or(0);
        let grows = engagement.skills.iter().any(|skill| growth(skill) != 1.0);
        let weeks = if grows { weeks.max(YEAR) } else { weeks };
        let roles: Vec<(&RoleId, bool, Vec<f64>)> = pack
            .roles
            .iter()
            .filter(|role| needed.contains(&role.id))
            .map(|role| {
                // Weeks a month, now and in a year.
                let stated: Vec<(f64, f64)> = engagement
                    .skills
                    .iter()
                    .filter(|skill| skill.role.value() == Some(&role.id))
                    .filter_map(|skill| {
                        let now = *skill.capacity_weeks_per_month.value()?;
                        Some((now, now * growth(skill)))
                    })
                    .collect();
                let base = |week: u32| {
                    let month = |(now, then): &(f64, f64)| if week < YEAR { *now } else { *then };
                    let sum: f64 = stated.iter().map(month).sum();
                    if stated.is_empty() { ASSUMED } else { sum / WEEKS_PER_MONTH * 100.0 }
                };
                // The week after the last border holds for good.
                let by_week = (0..=weeks)
                    .map(|week| people(changes, Some(&role.id), base(week), monday(week)))
                    .collect();
                (&role.id, stated.is_empty(), by_week)
            })
            .collect();
        let closed: Vec<CapacityChange> =
            changes.iter().filter(|change| change.to.value().is_some()).cloned().collect();
        let rests: Vec<u32> = (0..weeks)
            .filter(|week| {
                people(&closed, None, ASSUMED, monday(*week)) <= 0.0
                    && roles.iter().all(|(.., by_week)| by_week[*week as usize] <= 0.0)
            })
            .collect();
        let calendar = Calendar { start, rests };
        let roles = roles
            .into_iter()
            .map(|(id, is_assumed, by_week)| {
                let by_work: Vec<u32> = (0..)
                    .zip(by_week)
                    .filter(|(week, _)| !calendar.is_rest(*week))
                    .map(|(_, people)| people.round() as u32)
                    .collect();
                let profile = profile(&by_work);
                let now_and_then = [by_work.first(), by_work.last()];
                let hundredths =
                    now_and_then.into_iter().flatten().copied().filter(|some| *some > 0).min();
                let id = id.clone();
                RoleCapacity { id, hundredths: hundredths.unwrap_or(0), profile, is_assumed }
            })
            .collect();
        Self { roles, calendar }
    }

    fn place(&self, role: &RoleId) -> Option<(usize, &RoleCapacity)> {
        self.roles.iter().enumerate().find(|(_, known)| &known.id == role)
    }

    /// The likely duration, longer where a role has too few people to do its share in that time; a sentence says so.
    pub(super) fn duration(
        &self,
        pack: &Pack,
        chosen: &Chosen,
        initiative: &Initiative,
    ) -> (u32, Option<String>) {
        let likely = (chosen.duration.likely.round() as u32).max(1);
        let mut duration = likely;
        let mut scarce = None;
        for share in &initiative.roles {
            let Some((_, role)) = self.place(&share.role) else { continue };
            if role.hundredths == 0 {
                continue;
            }
            let weeks = (chosen.effort.likely * share.share * 100.0 / f64::from(role.hundredths))
                .ceil() as u32;
            if weeks > duration {
                duration = weeks;
                scarce = Some(role);
            }
        }
        let note = scarce.map(|role| {
            let title = pack.role(&role.id).map_or(role.id.as_str(), |r| r.title.as_str());
            format!(
                "Takes {duration} weeks instead of {likely}: {} has {:.1} people for it",
                title,
                f64::from(role.hundredths) / 100.0
            )
        });
        (duration, note)
    }

    /// What it needs of each role, every week it runs.
    pub(super) fn demands(
        &self,
        chosen: &Chosen,
        initiative: &Initiative,
        duration: u32,
    ) -> Vec<Demand> {
        initiative
            .roles
            .iter()
            .filter_map(|share| {
                let (resource, role) = self.place(&share.role)?;
                let amount = (chosen.effort.likely * share.share * 100.0 / f64::from(duration))
                    .round() as u32;
                let amount =
                    if role.hundredths == 0 { amount.max(1) } else { amount.min(role.hundredths) };
                (amount > 0).then_some(Demand { resource, amount })
            })
            .collect()
    }
}

/// How many times as many people there are in twelve months as now; 1 where nobody said.
fn growth(skill: &Skill) -> f64 {
    match (skill.headcount_now.value(), skill.headcount_in_12_months.value()) {
        (Some(now), Some(then)) if *now > 0.0 => then / now,
        _ => 1.0,
    }
}

/// Hundredths of a person that changes leave of an amount in the week of a Monday: of one role, or of a role that no change names.
/// Stated numbers of people first, then shares of them: who was hired goes on the holiday of all.
fn people(changes: &[CapacityChange], role: Option<&RoleId>, base: f64, monday: Date) -> f64 {
    let own = || {
        changes
            .iter()
            .filter(|change| change.role.value().is_none_or(|named| Some(named) == role))
            .filter(|change| change.covers(monday))
    };
    let (stated, shares) = (
        own().filter(|change| change.people.value().is_some()),
        own().filter(|change| change.people.value().is_none()),
    );
    stated.chain(shares).fold(base, |people, change| change.applied(people / 100.0) * 100.0)
}

/// A profile with these numbers by week, the last one for good.
fn profile(by_week: &[u32]) -> Profile {
    let Some(base) = by_week.last().copied() else { return Profile::default() };
    let mut exceptions: Vec<Exception> = Vec::new();
    for (week, capacity) in (0..).zip(by_week.iter().copied()) {
        match exceptions.last_mut() {
            Some(last) if last.to == week && last.capacity == capacity => last.to += 1,
            _ if capacity != base => {
                exceptions.push(Exception { from: week, to: week + 1, capacity });
            }
            _ => {}
        }
    }
    Profile { base, exceptions }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use waymark_schedule::{Exception, Profile};

    use super::{Calendar, profile};

    #[test]
    fn weeks_at_rest_are_no_weeks_of_work() {
        let calendar = Calendar { start: date(2027, 1, 4), rests: vec![2, 3, 6] };
        let weeks: Vec<u32> = (0..6).map(|work| calendar.week(work)).collect();
        assert_eq!(weeks, [0, 1, 4, 5, 7, 8]);
        for (work, week) in (0..).zip(weeks) {
            assert_eq!(calendar.work(week), work);
            assert_eq!(calendar.end(work + 1), week + 1);
        }
        assert_eq!((calendar.end(0), calendar.work(2), calendar.work(3)), (0, 2, 2));
    }

    #[test]
    fn days_fall_into_weeks() {
        let calendar = Calendar { start: date(2027, 1, 4), rests: vec![] };
        assert_eq!(calendar.release(date(2027, 1, 4)), 0);
        assert_eq!(calendar.release(date(2027, 1, 5)), 1, "the Monday after a Tuesday");
        assert_eq!(calendar.release(date(2026, 3, 1)), 0, "long before");
        assert_eq!(calendar.deadline(date(2027, 1, 15)), 2, "a week is finished on its Friday");
        assert_eq!(calendar.deadline(date(2027, 1, 14)), 1);
        assert_eq!(calendar.deadline(date(2026, 12, 1)), 0);
        assert_eq!(calendar.finished_on(2), date(2027, 1, 15));
        assert_eq!(calendar.begun(date(2027, 1, 13)), (1, 0));
        assert_eq!(calendar.begun(date(2026, 12, 23)), (0, 2), "two weeks have begun before");
    }

    #[test]
    fn a_profile_says_only_where_it_differs_from_what_holds_for_good() {
        let with = |from, to, capacity| Exception { from, to, capacity };
        assert_eq!(profile(&[200]), Profile::constant(200));
        assert_eq!(
            profile(&[100, 100, 0, 200, 50, 200]),
            Profile { base: 200, exceptions: vec![with(0, 2, 100), with(2, 3, 0), with(4, 5, 50)] }
        );
    }
}

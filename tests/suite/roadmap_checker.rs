//! The roadmaps of everything that ships, held against what people said: prerequisites, dates, pins, capacity week by week, change load,
//! waves. Written from the engagement and the pack alone; it shares nothing with the scheduler.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};
use waymark_core::engagement::{Engagement, InitiativeSetting};
use waymark_core::id::RoleId;
use waymark_core::pack::{Initiative, Pack};
use waymark_core::roadmap::{Placed, Plan};
use waymark_tests::Laptop;

/// Hundredths of a person are whole: what rounding may add for each initiative under way, in people.
const ROUNDING: f64 = 0.006;

/// Everything that a plan breaks, in words.
fn broken(pack: &Pack, engagement: &Engagement, plan: &Plan) -> Vec<String> {
    let mut broken = Vec::new();
    let placed: BTreeMap<&str, &Placed> =
        plan.placed.iter().map(|placed| (placed.chosen.id.as_str(), placed)).collect();
    let initiative = |placed: &Placed| -> &Initiative {
        pack.initiatives.iter().find(|one| one.id == placed.chosen.id).expect("of the pack")
    };
    for one in &plan.placed {
        let id = &one.chosen.id;
        let setting =
            engagement.initiatives.iter().find(|s| s.pack == pack.id && &s.initiative == id);
        let has_started = setting.is_some_and(InitiativeSetting::is_started);
        if one.end <= one.start {
            broken.push(format!("{id} takes no time"));
        }
        // What the answers say is reached already is not waited for.
        // What people named for an initiative of their own binds all the same.
        let is_open = |need: &&&Placed| need.chosen.is_awaited || engagement.is_own(id);
        let needs = initiative(one).needs.iter().filter_map(|need| placed.get(need.as_str()));
        let lag = setting.and_then(|s| s.lag_weeks).unwrap_or(0);
        for need in needs.filter(is_open) {
            // Weeks in which nobody works come on top.
            if !has_started && one.start < need.end + lag {
                let end = format!("{} ends, with a lag of {lag} weeks", need.chosen.id);
                broken.push(format!("{id} starts before {end}"));
            }
        }
        if let Some(setting) = setting {
            if setting.is_excluded || setting.is_done() {
                broken.push(format!("{id} is on the roadmap, and was left out or is done"));
            }
            if !has_started && setting.pinned_week.is_some_and(|week| week != one.start) {
                broken.push(format!("{id} is not where it is pinned"));
            }
            let first = plan.date(one.start);
            if !has_started && setting.not_before.value().is_some_and(|day| first < *day) {
                broken.push(format!("{id} starts on {first}, too early"));
            }
            let last = plan.date(one.end).saturating_sub(Span::new().days(3));
            if setting.finish_by.value().is_some_and(|day| last > *day) {
                broken.push(format!("{id} is finished on {last}, too late"));
            }
        }
        let wave = plan.waves.iter().find(|wave| wave.number == one.wave).expect("a wave");
        if one.end > wave.to || (one.end <= wave.from && wave.from > 0) {
            broken.push(format!("{id} ends in week {}, not in wave {}", one.end, one.wave));
        }
    }
    let rests = |week: u32| {
        let holiday =
            |role: Option<&str>| people(engagement, role, 1.0, plan.date(week), true) <= 0.0;
        holiday(None) && plan.loads.iter().all(|load| holiday(Some(load.role.as_str())))
    };
    for load in &plan.loads {
        let role = load.role.as_str();
        let stated: Vec<f64> = engagement
            .skills
            .iter()
            .filter(|skill| skill.role.value().is_some_and(|known| known.as_str() == role))
            .filter_map(|skill| skill.capacity_weeks_per_month.value().copied())
            .collect();
        let in_a_year: Vec<f64> = engagement
            .skills
            .iter()
            .filter(|skill| skill.role.value().is_some_and(|known| known.as_str() == role))
            .filter_map(|skill| {
                let now = *skill.capacity_weeks_per_month.value()?;
                let (Some(heads), Some(then)) =
                    (skill.headcount_now.value(), skill.headcount_in_12_months.value())
                else {
                    return Some(now);
                };
                Some(if *heads > 0.0 { now * then / heads } else { now })
            })
            .collect();
        for week in (0..plan.weeks).filter(|week| !rests(*week)) {
            let stated = if week < 52 { &stated } else { &in_a_year };
            let base =
                if stated.is_empty() { 1.0 } else { stated.iter().sum::<f64>() * 12.0 / 52.0 };
            let there = people(engagement, Some(role), base, plan.date(week), false);
            let (mut needed, mut started, mut count) = (0.0, 0.0, 0.0);
            for one in plan.placed.iter().filter(|one| one.start <= week && week < one.end) {
                let Some(share) = initiative(one).roles.iter().find(|s| s.role.as_str() == role)
                else {
                    continue;
                };
                let setting = engagement
                    .initiatives
                    .iter()
                    .find(|s| s.pack == pack.id && s.initiative == one.chosen.id);
                let begun = setting.filter(|s| s.is_started()).and_then(|s| s.started_on.value());
                let before = begun.map_or(0, |day| (plan.start - *day).get_days().max(0) / 7);
                let weeks = (one.start..one.end).filter(|week| !rests(*week)).count() as f64;
                let amount = one.chosen.effort.likely * share.share / (weeks + f64::from(before));
                needed += amount;
                count += 1.0;
                if setting.is_some_and(InitiativeSetting::is_started) {
                    started += amount;
                }
            }
            let limit = there.max(started) + ROUNDING * (count + 1.0);
            if needed > limit {
                broken
                    .push(format!("{role} needs {needed:.2} of {there:.2} people in week {week}"));
            }
            if (needed - load.load[week as usize]).abs() > ROUNDING * (count + 1.0) {
                let told = load.load[week as usize];
                broken.push(format!(
                    "{role} is said to need {told:.2} in week {week}, not {needed:.2}"
                ));
            }
        }
    }
    let setting = engagement.roadmap_settings.iter().find(|setting| setting.pack == pack.id);
    if let Some(most) = setting.and_then(|s| s.at_once.value().copied()) {
        for week in 0..plan.weeks {
            let mut leads: BTreeMap<&str, u32> = BTreeMap::new();
            for one in plan.placed.iter().filter(|one| one.start <= week && week < one.end) {
                let roles = &initiative(one).roles;
                let largest = roles.iter().map(|share| share.share).fold(0.0, f64::max);
                if let Some(lead) = roles.iter().find(|share| share.share >= largest) {
                    *leads.entry(lead.role.as_str()).or_default() += 1;
                }
            }
            for (role, count) in leads.into_iter().filter(|(_, count)| *count > most) {
                broken.push(format!("{role} leads {count} at once in week {week}"));
            }
        }
    }
    broken
}

/// People of a role in the week of a Monday, after the changes that cover three of its working days; only those with an end, if asked.
fn people(engagement: &Engagement, role: Option<&str>, base: f64, monday: Date, ends: bool) -> f64 {
    let mut people = base;
    for change in &engagement.capacity_changes {
        let of = change.role.value().map(RoleId::as_str);
        let days = (0..5_i64).map(|day| monday.saturating_add(Span::new().days(day)));
        let covered = days
            .filter(|day| *day >= change.from && change.to.value().is_none_or(|last| day <= last));
        if (of.is_some() && of != role)
            || covered.count() < 3
            || (ends && change.to.value().is_none())
        {
            continue;
        }
        people = match (change.people.value(), change.share.value()) {
            (Some(stated), _) => *stated,
            (None, Some(share)) => people * share / 100.0,
            (None, None) => people,
        };
    }
    people
}

#[track_caller]
fn holds(laptop: &Laptop, about: &str) -> usize {
    let session = laptop.session();
    let (pack, engagement) = (session.pack(), session.in_view());
    let derived = session.derived();
    for plan in [derived.plan_now(pack, engagement), derived.plan(pack, engagement)] {
        let plan = plan.unwrap_or_else(|error| panic!("{about}: {}", error.message));
        let broken = broken(pack, engagement, plan);
        assert!(broken.is_empty(), "{about}: {broken:#?}");
    }
    derived.plan(pack, engagement).expect("a plan").placed.len()
}

fn sample() -> Laptop {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    laptop
}

#[test]
fn the_samples_roadmap_breaks_nothing_under_either_pack() {
    let mut laptop = sample();
    assert!(holds(&laptop, "data-strategy") > 20);
    laptop.must(
        "pack_take",
        json!({ "shipped": "ai-readiness", "path": null, "earlier": null, "isRepaired": false }),
    );
    laptop.must("pack_choose", json!({ "id": "ai-readiness" }));
    holds(&laptop, "ai-readiness");
}

#[test]
fn no_aim_limit_date_or_leave_makes_a_roadmap_that_breaks_anything() {
    let mut laptop = sample();
    for made in [
        json!({ "aim": "least_effort" }),
        json!({ "atOnce": 2 }),
        json!({ "aim": "budget", "budget": 120.0 }),
        json!({ "atOnce": 1, "waveEnds": [8, 20, 60] }),
    ] {
        laptop.must("roadmap_set", made.clone());
        holds(&laptop, &made.to_string());
    }
    laptop.must("roadmap_set", json!({ "aim": "all_gaps", "atOnce": 3 }));
    let view = laptop.must("roadmap_get", json!({ "width": 900.0, "selected": "" }));
    let all = view["initiatives"].as_array().expect("initiatives").clone();
    let id = |at: usize| all[at]["id"].clone();
    let start = |at: usize| all[at]["start"].as_u64().expect("a week");
    let day = |week: u64| {
        let start: Date = view["start"].as_str().expect("a day").parse().expect("a day");
        start.saturating_add(Span::new().weeks(week as i64)).to_string()
    };
    let decisions: [(usize, Value); 4] = [
        (0, json!({ "status": "started", "startedOn": "2026-12-21" })),
        (all.len() / 2, json!({ "pinnedWeek": start(all.len() / 2) + 5 })),
        (all.len() / 3, json!({ "notBefore": day(start(all.len() / 3) + 4) })),
        (2, json!({ "isExcluded": true })),
    ];
    for (at, decision) in decisions {
        let mut request = json!({ "initiative": id(at) });
        request
            .as_object_mut()
            .expect("fields")
            .extend(decision.as_object().expect("fields").clone());
        laptop.must("initiative_set", request);
        holds(&laptop, &decision.to_string());
    }
    for change in [
        json!({ "reason": "holidays", "from": day(6), "to": day(8), "share": 0.0 }),
        json!({ "reason": "leave", "from": day(10), "to": day(30), "role": "analyst", "share": 50.0 }),
        json!({ "reason": "hire", "from": day(40), "role": "data_engineer", "people": 4.0 }),
    ] {
        laptop.must("record_add", json!({ "kind": "capacity_changes", "values": change }));
        holds(&laptop, &change.to_string());
    }
}

#[test]
fn the_checker_sees_what_is_broken() {
    let laptop = sample();
    let session = laptop.session();
    let (pack, engagement) = (session.pack(), session.in_view());
    let plan = session.derived().plan(pack, engagement).expect("a plan");
    let mut early = plan.clone();
    let waits = early.placed.iter().position(|one| !one.needs.is_empty() && one.start > 0);
    let waits = &mut early.placed[waits.expect("something waits")];
    (waits.end, waits.start) = (waits.end - waits.start, 0);
    assert!(broken(pack, engagement, &early).iter().any(|said| said.contains("starts before")));
    let mut crowded = plan.clone();
    for one in &mut crowded.placed {
        (one.end, one.start) = (one.end - one.start, 0);
    }
    assert!(
        broken(pack, engagement, &crowded).iter().any(|said| said.contains("people in week 0"))
    );
}

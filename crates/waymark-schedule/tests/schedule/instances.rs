//! Random problems.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use waymark_schedule::{
    Demand, Exception, Objective, Predecessor, Problem, Profile, Resource, Task, Team,
};

/// The same cases on every run.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        rng_seed: RngSeed::Fixed(20),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// How large random problems are, and how often tasks have dates.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) tasks: usize,
    pub(crate) duration: u32,
    pub(crate) dates: f64,
}

pub(crate) fn problems(size: Size) -> impl Strategy<Value = Problem> {
    let resources = vec(profile(60..200, 0..250), 1..4).prop_map(|profiles| {
        profiles.into_iter().map(|capacity| Resource { capacity }).collect::<Vec<_>>()
    });
    let teams = vec(profile(1..4, 0..4), 0..3)
        .prop_map(|profiles| profiles.into_iter().map(|limit| Team { limit }).collect::<Vec<_>>());
    let objective = prop_oneof![Just(Objective::Value), Just(Objective::Makespan)];
    (resources, teams, objective, 0..=size.tasks).prop_flat_map(
        move |(resources, teams, objective, count)| {
            let tasks: Vec<_> =
                (0..count).map(|index| task(size, index, resources.len(), teams.len())).collect();
            (Just(resources), Just(teams), Just(objective), tasks).prop_map(
                |(resources, teams, objective, tasks)| Problem {
                    tasks,
                    resources,
                    teams,
                    objective,
                },
            )
        },
    )
}

fn profile(
    base: std::ops::Range<u32>,
    other: std::ops::Range<u32>,
) -> impl Strategy<Value = Profile> {
    let exception = (0..6_u32, 1..4_u32, other).prop_map(|(from, weeks, capacity)| Exception {
        from,
        to: from + weeks,
        capacity,
    });
    (base, vec(exception, 0..3)).prop_map(|(base, exceptions)| Profile { base, exceptions })
}

fn task(size: Size, index: usize, resources: usize, teams: usize) -> impl Strategy<Value = Task> {
    let demand =
        (0..resources, 0..60_u32).prop_map(|(resource, amount)| Demand { resource, amount });
    let predecessor = (0..index.max(1), prop_oneof![4 => Just(0), 1 => 1..3_u32])
        .prop_map(|(task, lag)| Predecessor { task, lag });
    let dates = (
        weighted(size.dates, 0..5_u32),
        weighted(size.dates, 3..14_u32),
        weighted(size.dates / 2.0, 0..8_u32),
    );
    let team = if teams == 0 { Just(None).boxed() } else { weighted(0.6, 0..teams).boxed() };
    (
        0..=size.duration,
        vec(demand, 0..3),
        vec(predecessor, 0..=index.min(2)),
        dates,
        0..6_u32,
        team,
    )
        .prop_map(
            |(duration, demands, predecessors, (release, deadline, pinned), weight, team)| Task {
                duration,
                demands,
                predecessors,
                release: release.unwrap_or(0),
                deadline,
                weight,
                pinned,
                is_started: false,
                team,
            },
        )
}

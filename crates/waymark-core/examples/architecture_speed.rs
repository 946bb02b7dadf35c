//! How long the target architecture of a large engagement takes to derive.
//!
//! `cargo run --release -p waymark-core --example architecture_speed [SOURCES USE_CASES]`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it reads the clock and prints what it took"
)]

#[path = "../tests/architecture/support.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod support;

use std::time::{Duration, Instant};

use waymark_core::architecture::architecture;
use waymark_core::facts::EngagementFacts;
use waymark_core::target::{answer_levels, targets};

/// How often each step is taken; the fastest counts, since other work on the machine only slows it down.
const TIMES: usize = 15;

fn main() {
    let mut sizes = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (sources, use_cases) = (sizes.next().unwrap_or(500), sizes.next().unwrap_or(50));
    let mixed = support::large(7, sources, use_cases);
    let mut databases = mixed.clone();
    for source in databases["sources"].as_array_mut().into_iter().flatten() {
        for (field, word) in
            [("kind", "database"), ("engine", "oracle"), ("location", "on_prem"), ("mode", "batch")]
        {
            source[field] = word.into();
        }
    }
    println!("{sources} sources, {use_cases} use cases");
    measure("of all kinds", &mixed);
    // Each of them is asked for the freshness that its use cases need.
    measure("databases only", &databases);
}

fn measure(title: &str, document: &serde_json::Value) {
    println!("\n{title}");
    let engagement = support::engagement(document);
    let pack = support::pack();
    let levels = answer_levels(pack, &engagement);
    let facts = EngagementFacts::new(&engagement, &levels);
    println!("facts        {:>9.1?}", fastest(|| EngagementFacts::new(&engagement, &levels)));
    println!("targets      {:>9.1?}", fastest(|| targets(pack, &engagement, &facts)));
    println!("architecture {:>9.1?}", fastest(|| architecture(pack, &engagement, &facts)));
    println!("all          {:>9.1?}", fastest(|| support::derive(&engagement)));
    let derived = support::derive(&engagement);
    println!(
        "{} components, {} flows, {} findings, {} open questions",
        derived.components.len(),
        derived.flows.len(),
        derived.findings.len(),
        derived.open_questions.len()
    );
}

fn fastest<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[0]
}

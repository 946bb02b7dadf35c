//! Writes what follows for an engagement:
//! `cargo run -p waymark-core --example diagram -- FILE.json OUT.svg [WIDTH] [SELECTED] [STAGE] [USE_CASE]`.
//! `-` leaves a word out; FILE `random:SEED:SOURCES:USE_CASES` is an engagement by chance. Waves need a roadmap, which there is
//! none of here: `wave:N` shows the first Nth of what is new. The components, findings and questions go to standard output.

#[path = "../tests/architecture/support.rs"]
#[allow(dead_code)]
mod support;

use std::io::Write as _;
use std::time::Instant;

use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::architecture::Status;
use waymark_core::architecture::layout::{Options, diagram, quality};
use waymark_core::architecture::stage::{self, Stage};

#[expect(clippy::disallowed_methods, reason = "it says how long deriving and laying out take")]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, ..] = arguments.as_slice() else {
        return Err(std::io::Error::other(
            "an engagement's JSON and a place for the SVG are needed",
        ));
    };
    let document = match input.strip_prefix("random:") {
        Some(numbers) => {
            let numbers: Vec<usize> = numbers.split(':').filter_map(|n| n.parse().ok()).collect();
            let [seed, sources, use_cases] = numbers.as_slice() else {
                return Err(std::io::Error::other("random:SEED:SOURCES:USE_CASES"));
            };
            support::random(*seed as u64, *sources, *use_cases, 8)
        }
        None => {
            serde_json::from_str(&std::fs::read_to_string(input)?).map_err(std::io::Error::other)?
        }
    };
    let engagement = support::engagement(&document);
    let began = Instant::now();
    let architecture = support::derive(&engagement);
    let derived = began.elapsed();
    let word = |at: usize| arguments.get(at).map(String::as_str).filter(|text| *text != "-");
    let width = word(2).and_then(|text| text.parse().ok()).unwrap_or(906.0);
    let shown = word(4).and_then(Stage::parse).map(|stage| {
        let mut shown = stage::shown(&architecture, None, stage);
        if let Stage::Wave(wave) = stage {
            let new = architecture.components.iter().filter(|c| c.status != Status::Retire);
            let share = architecture.components.len() * wave as usize / 4;
            shown.components.extend(new.take(share).map(|component| component.id.clone()));
        }
        shown
    });
    let options = Options { selected: word(3), shown: shown.as_ref(), use_case: word(5), width };
    let began = Instant::now();
    let laid_out = diagram(&architecture, &engagement, Fonts::inter(), &options);
    let placed = began.elapsed();
    std::fs::write(
        output,
        svg::file(&waymark_chart::architecture::draw(&laid_out, Fonts::inter())),
    )?;
    let mut out = std::io::stdout().lock();
    for component in &architecture.components {
        let rules: Vec<String> = component
            .because
            .iter()
            .map(|b| format!("{} {}", b.rule, b.records.join(" ")))
            .collect();
        writeln!(
            out,
            "{} [{}] {} | {} <- {}",
            component.id,
            component.status.word(),
            component.name,
            component.detail,
            rules.join("; ")
        )?;
    }
    for flow in &architecture.flows {
        writeln!(
            out,
            "{} -> {}: {} [{}]",
            flow.from,
            flow.to,
            flow.carries,
            flow.use_cases.join(" ")
        )?;
    }
    for finding in &architecture.findings {
        writeln!(
            out,
            "{}: {} {} [{}]",
            finding.tone.word(),
            finding.id,
            finding.text,
            finding.records.join(" ")
        )?;
    }
    for question in &architecture.open_questions {
        writeln!(out, "? {} {}", question.rule, question.text)?;
    }
    writeln!(
        out,
        "{} components, {} boxes, {} wires, {}x{}, derived in {derived:?}, laid out in {placed:?}",
        architecture.components.len(),
        laid_out.boxes.len(),
        laid_out.wires.len(),
        laid_out.width,
        laid_out.height,
    )?;
    writeln!(out, "{}", laid_out.alt)?;
    writeln!(out, "{:?}", quality(&laid_out))
}

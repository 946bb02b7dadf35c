//! Writes what follows for an engagement: `cargo run -p waymark-core --example diagram -- FILE.json OUT.svg [WIDTH] [SELECTED]`.
//! The components, findings and questions go to standard output.

#[path = "../tests/architecture/support.rs"]
#[allow(dead_code)]
mod support;

use std::io::Write as _;

use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::architecture::layout::{Options, diagram, quality};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, ..] = arguments.as_slice() else {
        return Err(std::io::Error::other(
            "an engagement's JSON and a place for the SVG are needed",
        ));
    };
    let document =
        serde_json::from_str(&std::fs::read_to_string(input)?).map_err(std::io::Error::other)?;
    let engagement = support::engagement(&document);
    let architecture = support::derive(&engagement);
    let width = arguments.get(2).and_then(|text| text.parse().ok()).unwrap_or(906.0);
    let selected = arguments.get(3).map(String::as_str);
    let laid_out = diagram(
        &architecture,
        &engagement,
        Fonts::inter(),
        &Options { selected, width, ..Options::default() },
    );
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
    writeln!(out, "{}x{} {:?}", laid_out.width, laid_out.height, quality(&laid_out))
}

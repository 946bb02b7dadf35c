//! Writes one of each chart as an SVG file into the folder given, to be looked at: `cargo run -p waymark-chart --example gallery -- FOLDER`.

#[path = "../tests/charts/samples.rs"]
mod samples;

use waymark_chart::{Frame, svg};

fn main() -> std::io::Result<()> {
    let folder =
        std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for (suffix, frame, long) in
        [("", Frame::print(475.0), false), ("-long", Frame::print(475.0), true)]
    {
        for (name, scene) in samples::all(frame, long) {
            std::fs::write(folder.join(format!("{name}{suffix}.svg")), svg::file(&scene))?;
        }
    }
    Ok(())
}

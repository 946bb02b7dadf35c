//! Writes a report with every block and every chart, to be looked at: `cargo run -p waymark-report --example specimen -- FILE.pdf [FOLDER FOR PAGES AS SVG]`.

#[path = "../tests/engine/specimen.rs"]
mod specimen;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "specimen.pdf".to_owned());
    let pages = waymark_report::lay_out(&specimen::report(), &specimen::meta())?;
    std::fs::write(file, pages.to_pdf()?)?;
    if let Some(folder) = std::env::args().nth(2) {
        std::fs::create_dir_all(&folder)?;
        for (i, scene) in pages.scenes().iter().enumerate() {
            std::fs::write(format!("{folder}/{:02}.svg", i + 1), waymark_chart::svg::file(scene))?;
        }
    }
    Ok(())
}

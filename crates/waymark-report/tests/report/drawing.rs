//! The diagram on a page of its own.

use waymark_chart::architecture::draw;
use waymark_chart::text::Fonts;
use waymark_core::architecture::layout::{Options, diagram};
use waymark_report::drawing::{Sheet, lay_out, scale};

use crate::fixture::Sketch;

#[test]
fn the_diagram_fills_one_page_with_its_title_legend_and_date() {
    let derived = Sketch::small().derive();
    let input = derived.input();
    let options = Options { width: 906.0, ..Options::default() };
    let fonts = Fonts::inter();
    let scene = draw(&diagram(input.architecture, input.engagement, fonts, &options), fonts);
    let sheet = Sheet {
        pack: input.pack,
        engagement: input.engagement,
        stage: "Wave 2",
        use_case: "Churn <prevention> (UC-1)",
        scene: &scene,
    };
    let laid_out = lay_out(&sheet);
    assert_eq!((laid_out.pages(), laid_out.unsupported()), (1, &[][..]));
    let page = &laid_out.scenes()[0];
    assert!(page.width > page.height, "A4 on its side");
    let list = laid_out.page_list();
    for words in [
        "Orchard & Sons: data architecture on AWS",
        "Wave 2 of the architecture. Marked: the path of Churn <prevention> (UC-1)",
        "Legend: filled is kept",
        "The state of the services was checked on",
        "Confidential",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    // Nothing is drawn beyond the page, and the diagram keeps clear of the lines above and below it.
    let share = scale(scene.width, scene.height);
    assert!(share <= 1.0 && share > 0.3);
    assert!(scene.width * share <= page.width && scene.height * share <= page.height - 100.0);
    let pdf = laid_out.to_pdf().expect("a PDF");
    assert!(pdf.starts_with(b"%PDF") && pdf == lay_out(&sheet).to_pdf().expect("the same again"));
}

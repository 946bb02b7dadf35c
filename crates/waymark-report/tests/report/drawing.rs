//! The diagram on a page of its own.

use waymark_chart::architecture::draw;
use waymark_chart::text::Fonts;
use waymark_core::architecture::layout::{Options, diagram};
use waymark_core::architecture::stage::{Stage, shown};
use waymark_report::drawing::{Subject, lay_out, scale, words};

use crate::fixture::Sketch;

#[test]
fn the_diagram_fills_one_page_with_its_title_legend_and_date() {
    let derived = Sketch::small().derive();
    let input = derived.input();
    let options = Options { width: 906.0, ..Options::default() };
    let fonts = Fonts::inter();
    let scene = draw(&diagram(input.architecture, input.engagement, fonts, &options), fonts);
    let shown = shown(input.architecture, None, Stage::Wave(2));
    let subject = Subject {
        pack: input.pack,
        engagement: input.engagement,
        architecture: input.architecture,
        shown: &shown,
        use_case: "Churn <prevention> (UC-1)",
        groups: "SaaS: Cases, Orders.",
    };
    let laid_out = lay_out(&subject, &scene);
    assert_eq!((laid_out.pages(), laid_out.unsupported()), (1, &[][..]));
    let page = &laid_out.scenes()[0];
    assert!(page.width > page.height, "A4 on its side");
    let list = laid_out.page_list();
    for text in [
        "Orchard & Sons: data architecture on AWS",
        "The architecture after wave 2",
        "Marked: the path of Churn <prevention> (UC-1)",
        "SaaS: Cases, Orders.",
        "The state of the services was checked on",
        "Drawn by Waymark",
        "Confidential",
    ] {
        assert!(list.contains(text), "{text}: {list}");
    }
    // Nothing is drawn beyond the page, and the diagram keeps clear of the lines above and below it.
    let share = scale(&words(&subject), &scene);
    assert!(share <= 1.0 && share > 0.3);
    assert!(scene.width * share <= page.width && scene.height * share <= page.height - 100.0);
    let pdf = laid_out.to_pdf().expect("a PDF");
    assert!(
        pdf.starts_with(b"%PDF")
            && pdf == lay_out(&subject, &scene).to_pdf().expect("the same again")
    );
}

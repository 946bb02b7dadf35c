//! The sample: answer a question on the keyboard, see the score change, take it back, hand over the report.

use crate::driver::{LAPTOP, Window, key, until};
use crate::pdf;

/// The score of a dimension as the table says it.
fn score_of(window: &Window, dimension: &str) -> String {
    window.go("maturity");
    window.press("Table");
    window.settles();
    let script = "
        const heads = [...document.querySelectorAll('thead th')].map((head) => head.textContent.trim());
        const row = [...document.querySelectorAll('tbody tr')].find((row) => row.textContent.includes(arguments[0]));
        return row?.children[heads.indexOf('Score')]?.textContent.trim() ?? null;
    ";
    until(dimension, || window.script(script, &[dimension.into()]).as_str().map(str::to_owned))
}

#[test]
fn the_sample_is_answered_and_handed_over() {
    let window = Window::open("sample", LAPTOP, &["--sample"]);
    window.sees("Meridian Outfitters");
    window.sees("58 of 60 answered");
    window.is_saved();
    let before = score_of(&window, "Storage and architecture");
    let headline = window.text_of("main h1");
    window.shot("scores-before");

    // Eight people vote; the room settles on what they say. No mouse from here on.
    window.go("assess");
    window.sees("STO-5");
    window.keys("v");
    window.keys("5 5 5 5 5 4 5 5");
    window.keys(&key::ENTER.to_string());
    window.sees("Votes give 5, optimising");
    window.sees("8 of 8 voted, spread 4–5");
    window.sees("59 of 60 answered");
    window.keys("5");
    window.sees("Consensus 5, optimising");
    window.keys("The restore of October was shown");
    window.keys(&key::ENTER.to_string());
    window.sees("Consensus 5, optimising");
    window.sees("The restore of October was shown");
    window.is_saved();
    window.shot("settled");

    let after = score_of(&window, "Storage and architecture");
    // (2 x 3 + 2 + 2 + 3) over five weights; with a level of 5 more, over six.
    assert_eq!((before.as_str(), after.as_str()), ("2.6", "3.0"), "the answer reaches the score");
    window.sees("59 of 60 answered");
    window.shot("scores-after");

    // Everything is taken back, one change after the other, from wherever one is.
    let mut undone = 0;
    while !window.text().contains("58 of 60 answered")
        || score_of(&window, "Storage and architecture") != before
    {
        assert!(undone < 6, "the answer cannot be taken back");
        undone += 1;
        window.chord(&[key::CTRL, 'z']);
        window.sees("Undone: ");
        window.settles();
    }
    window.shot("taken-back");

    window.go("report");
    window.sees("Ready to hand over");
    window.sees(" pages");
    window.chord(&[key::CTRL, 'e']);
    let path = window.folder.join("Report of the sample.pdf");
    window.answer_dialog("Save File", &path);
    window.sees("Report of the sample.pdf: ");
    // What is said goes by itself, while the file is still being read here.
    let said = window.text();
    window.shot("written");
    let report = pdf::read(&path);
    let pages = format!("Report of the sample.pdf: {} pages", report.pages);
    assert!(said.contains(&pages), "“{pages}” is not in: {said}");
    assert!(report.pages > 40, "{} pages", report.pages);
    assert!(report.cover.contains("Meridian Outfitters"), "{}", report.cover);
    assert!(
        report.beginning.contains(headline.trim_end_matches('.')),
        "“{headline}” is not in: {}",
        report.beginning
    );
    assert!(report.bookmarks > 10, "{} bookmarks", report.bookmarks);

    window.keys("e");
    window.press("Web page");
    let path = window.folder.join("Report of the sample.html");
    window.answer_dialog("Save File", &path);
    window.sees("Report of the sample.html: ");
    let page = std::fs::read_to_string(&path).expect("the page is written");
    assert!(page.contains("<h1>Meridian Outfitters</h1>"));
    assert!(page.contains(headline.trim_end_matches('.')), "the same report as the PDF");

    // A weak point is accepted with a reason; without one nothing happens.
    window.sees("four weak points");
    window.click(".accept");
    window.press("Accept");
    window.sees("Say why: the report tells it");
    window.keys("Agreed with the sponsor");
    window.press("Accept");
    window.sees("three weak points");
    window.shot("accepted");

    // In one's own brand: a colour that cannot be read is refused with one that can, and the page shows what was chosen.
    window.press("Brand");
    window.enter("Colour of links and marks", "#FFCC00");
    window.press("Use it");
    window.sees("Take a darker shade, such as #8C7000");
    window.enter("Colour of links and marks", "#7A1F5C");
    window.enter("At the foot of each page", "Quillon Advisers");
    window.press("Use it");
    window.sees("Quillon Advisers");
    window.shot("branded");

    // A copy to show to others names nobody.
    window.press("Redacted copy");
    window.shot("redacted");
    window.press("Write the copy");
    let path = window.folder.join("Redacted.pdf");
    window.answer_dialog("Save File", &path);
    window.sees("Redacted.pdf: ");
    let copy = pdf::read(&path);
    assert!(copy.cover.contains("The client"), "{}", copy.cover);
    for name in ["Meridian", "Anneke", "Kuiper", "Quillon"] {
        assert!(!copy.cover.contains(name), "“{name}” is in: {}", copy.cover);
    }

    // From what one looks at to the page that tells of it, and by the palette from anywhere.
    window.go("assess");
    window.chord(&[key::CTRL, 'k']);
    window.keys("Find");
    window.sees("in the report");
    window.shot("find");
    window.keys(&key::ENTER.to_string());
    window.sees("Ready to hand over");
    until("the page of the question", || {
        let page = window.value("Go to page").parse::<u32>().ok()?;
        (page > 10).then_some(())
    });
    window.chord(&[key::CTRL, 'k']);
    window.keys("Export the report: Word");
    window.sees("The report to go on writing in");
    window.keys(&key::ESCAPE.to_string());
    window.has_no_wrongs();
}

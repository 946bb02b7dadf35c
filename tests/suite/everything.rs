//! All of an engagement as one workbook, read back as a spreadsheet would.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::json;
use waymark_app::workbook::everything::file;
use waymark_tests::{Laptop, START};

struct Book(Xlsx<Cursor<Vec<u8>>>);

impl Book {
    fn of(laptop: &Laptop) -> Self {
        let bytes = file(laptop.session(), START).expect("the workbook is made");
        Self(Xlsx::new(Cursor::new(bytes)).expect("a workbook"))
    }

    /// The rows of a sheet below its head.
    fn rows(&mut self, sheet: &str) -> Vec<Vec<Data>> {
        let range = self.0.worksheet_range(sheet).expect("the sheet is there");
        range.rows().skip(1).map(<[Data]>::to_vec).collect()
    }
}

#[test]
fn every_table_is_a_sheet_with_numbers_as_numbers_and_days_as_days() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let engagement = laptop.engagement();
    let mut book = Book::of(&laptop);
    let names = book.0.sheet_names();
    for name in
        ["Scores", "Questions", "Votes", "Findings", "Architecture", "Plan", "Goals", "Sources"]
    {
        assert!(names.iter().any(|known| known == name), "{name} is not among {names:?}");
    }
    let card = &laptop.session().derived().scorecard;
    let scores = book.rows("Scores");
    assert_eq!(scores.len(), 1 + card.factors.len() + card.dimensions.len());
    let overall = card.overall.score.expect("the sample has a score");
    assert_eq!(scores[0][3], Data::Float((overall * 100.0).round() / 100.0));
    assert_eq!(book.rows("Questions").len(), card.questions.len());
    assert_eq!(book.rows("Votes").len(), engagement.votes.len());
    let sources = book.rows("Sources");
    assert_eq!(sources.len(), engagement.sources.len());
    assert_eq!(sources[0][0], Data::String(engagement.sources[0].code.to_string()));
    assert!(
        sources.iter().flatten().any(|cell| matches!(cell, Data::Float(_))),
        "volumes are numbers"
    );
    assert!(book.rows("Plan")[0].iter().any(|cell| matches!(cell, Data::DateTime(_))));
    let again = file(laptop.session(), START).expect("the workbook is made");
    assert_eq!(
        again,
        file(laptop.session(), START).expect("the workbook is made"),
        "the same every time"
    );
}

#[test]
fn what_is_sealed_or_kept_out_of_the_report_is_in_no_sheet() {
    let mut laptop = Laptop::new();
    laptop.must("document_sample", json!({}));
    let all = |laptop: &Laptop| {
        let mut book = Book::of(laptop);
        let names = book.0.sheet_names();
        let rows = names.iter().flat_map(|name| book.rows(name));
        rows.flatten().map(|cell| cell.to_string()).collect::<Vec<_>>()
    };
    let quote = |text: &str, has_consent: bool| json!({ "question": "GOV-1", "kind": "quote", "text": text, "person": "", "hasConsent": has_consent, "due": "" });
    laptop.must("capture_add", quote("Nobody agreed to this.", false));
    laptop.must("capture_add", quote("Everybody may read this.", true));
    let told = all(&laptop);
    assert!(told.iter().any(|text| text == "Everybody may read this."));
    assert!(!told.iter().any(|text| text.contains("Nobody agreed")), "as in the report");

    let mut laptop = Laptop::new();
    let path = laptop.place("Sealed.waymark");
    laptop
        .must("document_new", json!({ "path": path, "client": "Northwind", "isAnonymous": false }));
    for name in ["Ada Stone", "Ben Reed"] {
        let values = json!({ "role": "executive", "name": name });
        laptop.must("record_add", json!({ "kind": "participants", "values": values }));
    }
    laptop.must("votes_record", json!({ "question": "GOV-1", "row": "1 2" }));
    assert!(
        !Book::of(&laptop).0.sheet_names().contains(&"Votes".to_owned()),
        "nobody has seen them"
    );
    laptop.must("votes_reveal", json!({ "question": "GOV-1" }));
    assert_eq!(Book::of(&laptop).rows("Votes").len(), 2);
}

//! The sample's report, read back from the file.

use std::sync::OnceLock;

use lopdf::{Document, Object};
use waymark_app::report::{Wanted, pdf, report};
use waymark_tests::{sample, sample_session};

/// The sample's report: bytes, pages, characters that no font has. Set on its pages once, since that takes its time.
fn whole() -> &'static (Vec<u8>, usize, Vec<char>) {
    static WHOLE: OnceLock<(Vec<u8>, usize, Vec<char>)> = OnceLock::new();
    WHOLE.get_or_init(|| pdf(&sample_session(), &Wanted::default()).expect("the report is written"))
}

fn whole_document() -> Document {
    Document::load_mem(&whole().0).expect("the file can be read")
}

fn text(document: &Document) -> String {
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).expect("the text can be read");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bookmarks(document: &Document) -> Vec<(usize, String)> {
    let toc = document.get_toc().expect("there are bookmarks");
    assert!(toc.errors.is_empty(), "{:?}", toc.errors);
    toc.toc.into_iter().map(|entry| (entry.level, entry.title)).collect()
}

#[test]
fn the_same_engagement_gives_the_same_bytes() {
    let (first, pages, missing) = whole();
    let (second, _, _) = pdf(&sample_session(), &Wanted::default()).expect("the report is written");
    assert!(*first == second, "two runs differ");
    assert!(first.starts_with(b"%PDF-"));
    assert!(*pages > 20, "{pages} pages");
    assert_eq!(*missing, [], "the fonts have every character of the sample");
    assert_eq!(whole_document().get_pages().len(), *pages);
}

#[test]
fn the_report_says_what_the_engagement_says() {
    let session = sample_session();
    let document = whole_document();
    let text = text(&document);
    let engagement = sample();
    let (headline, _) =
        waymark_core::narrative::headline(session.pack(), &session.derived().scorecard);
    let mut wanted = vec![engagement.profile.client.clone(), headline, "Anneke Kuiper".into()];
    wanted.extend(session.pack().dimensions.iter().map(|d| d.title.clone()));
    wanted.extend(engagement.goals.iter().map(|g| g.title.clone()));
    wanted.extend(session.pack().questions.iter().map(|q| q.id.to_string()));
    for words in wanted {
        assert!(text.contains(&words), "the report does not say `{words}`");
    }
    let marks = bookmarks(&document);
    let chapters = marks.iter().filter(|(level, _)| *level == 1).count();
    assert!(chapters >= 10, "{marks:?}");
    assert!(marks.len() > chapters, "chapters have parts");
}

#[test]
fn what_was_not_meant_for_the_client_is_not_in_the_report() {
    let mut engagement = sample();
    let hidden: Vec<String> = engagement
        .answers
        .iter()
        .filter(|a| !a.private_note.is_empty())
        .map(|a| a.private_note.clone())
        .collect();
    assert!(hidden.len() > 3, "the sample has private notes");
    let capture =
        engagement.captures.iter_mut().find(|c| c.has_consent).expect("the sample has quotes");
    capture.has_consent = false;
    let quote = capture.text.clone();
    let library = waymark_tests::library();
    let session = waymark_app::session::Session::in_memory(engagement, &library)
        .expect("the pack is shipped");
    let (bytes, _, _) = pdf(&session, &Wanted::default()).expect("the report is written");
    let document = Document::load_mem(&bytes).expect("the file can be read");
    let text = text(&document);
    let telling = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    for note in hidden {
        let start: String = telling(&note).chars().take(30).collect();
        assert!(!text.contains(&start), "a private note is in the report: {start}");
    }
    let inside: String = telling(&quote).chars().skip(2).take(25).collect();
    assert!(!text.contains(&inside), "a quote without consent is in the report: {inside}");
}

#[test]
fn the_file_names_its_language_title_and_no_moment_of_its_making() {
    let document = whole_document();
    let catalogue = document.catalog().expect("there is a catalogue");
    assert!(
        matches!(catalogue.get(b"Lang"), Ok(Object::String(..))),
        "readers that speak need the language"
    );
    let information = document
        .trailer
        .get(b"Info")
        .and_then(|info| document.dereference(info))
        .expect("there is information")
        .1;
    let information = information.as_dict().expect("it is a dictionary");
    for key in [b"CreationDate".as_slice(), b"ModDate"] {
        if let Ok(Object::String(date, _)) = information.get(key) {
            assert!(date.starts_with(b"D:20261120"), "{}", String::from_utf8_lossy(date));
        }
    }
}

#[test]
fn sections_can_be_chosen() {
    let session = sample_session();
    let all = report(&session).sections;
    assert!(all.len() >= 12);
    assert!(
        all.iter().all(|section| {
            section.empty_because.is_empty()
                != ["lenses", "evidence", "change"].contains(&section.id.as_str())
        }),
        "the sample fills every section but those of custom lenses, of a scan and of a baseline"
    );
    let only = |ids: &[&str]| Wanted {
        sections: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..Wanted::default()
    };
    let (bytes, pages, _) =
        pdf(&session, &only(&["cover", "scorecard"])).expect("the report is written");
    let all_pages = whole().1;
    assert!(pages < all_pages, "{pages} of {all_pages}");
    let text = text(&Document::load_mem(&bytes).expect("the file can be read"));
    assert!(text.contains("Meridian Outfitters"));
    let error = pdf(&session, &only(&["poem"])).expect_err("there is no such section");
    assert_eq!(error.code, waymark_app::error::Code::UnknownItem);
}

#[test]
fn an_engagement_with_nothing_in_it_has_a_report() {
    let library = waymark_tests::library();
    let uid = waymark_core::id::Uid::root("nothing");
    let engagement =
        waymark_app::session::Session::new_engagement(uid, "Nobody & Sons", library.default_pack());
    let session = waymark_app::session::Session::in_memory(engagement, &library)
        .expect("the pack is shipped");
    let (bytes, pages, _) = pdf(&session, &Wanted::default()).expect("the report is written");
    assert!(pages >= 3);
    assert!(
        text(&Document::load_mem(&bytes).expect("the file can be read")).contains("Nobody & Sons")
    );
}

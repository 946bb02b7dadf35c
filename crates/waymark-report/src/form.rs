//! Pre-work on paper: the questions of a role with boxes to tick and lines to write on.

use jiff::civil::Date;
use waymark_core::engagement::{Certainty, Engagement};
use waymark_core::known::Known;
use waymark_core::pack::{Pack, Question, Role};
use waymark_core::wording::{count, list, sentence};

use crate::block::{
    Block, Cell, Column, Heading, Meta, Report, Row, Span, Table, bullets, heading, lead, rich,
    small,
};
use crate::section::words::long_date;

/// What a form is made from.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The pack whose questions are asked.
    pub pack: &'a Pack,
    /// Whose engagement it is.
    pub engagement: &'a Engagement,
    /// The role it is for.
    pub role: &'a Role,
    /// The questions, in the pack's order.
    pub questions: &'a [&'a Question],
    /// The day by which it should be back.
    pub due: Option<Date>,
    /// A word of the facilitator; may be empty.
    pub note: &'a str,
}

/// The form as blocks. Names of participants, votes and notes do not stand in it.
pub fn compose(form: &Form) -> Report {
    let Form { pack, engagement, role, questions, due, note } = *form;
    let profile = &engagement.profile;
    let facilitators = profile.facilitators.items();
    let to =
        if facilitators.is_empty() { "your facilitator".to_owned() } else { list(facilitators) };
    let by = due.map_or(String::new(), |due| format!(" by {}", long_date(due)));
    let title = format!("Before the workshop with {}", profile.client);
    let mut blocks = vec![
        Block::Heading(Heading::new(1, title, "form").kicker(pack.title.clone())),
        lead(format!(
            "{} for the role {}. Back to {to}{by}.",
            sentence(&count(questions.len(), "question", "questions")),
            role.title
        )),
    ];
    if !note.is_empty() {
        blocks.push(rich(vec![Span::text(note.trim())]));
    }
    let names = if profile.is_anonymous {
        "Write the code that your facilitator told you, and no name. Answers are shown by role."
    } else {
        "Answers stay hidden until they are shown together in the workshop. The report may show them with role and name."
    };
    blocks.push(bullets([
        "Tick the highest level whose whole description is true today. “Don’t know” is an answer, too.",
        "Say how certain you are, and comment, where that helps.",
        names,
    ]));
    let who = if profile.is_anonymous { "Code" } else { "Name" };
    blocks.push(rich(vec![Span::bold(who)]));
    blocks.push(Block::WritingLines(1));
    let mut dimension = None;
    for question in questions {
        let own = asked(pack, question);
        if dimension == Some(&question.dimension) {
            blocks.push(Block::KeepTogether(own));
        } else {
            dimension = Some(&question.dimension);
            let title = pack.dimension(&question.dimension).map_or("", |d| d.title.as_str());
            let mut first = vec![heading(2, title, format!("form-{}", question.dimension))];
            first.extend(own);
            blocks.push(Block::KeepTogether(first));
        }
    }
    Report { blocks }
}

/// One question with its code, by which answers on paper are typed in: its levels, what else can be ticked, and room for words.
fn asked(pack: &Pack, question: &Question) -> Vec<Block> {
    let id = &question.id;
    let mut rows: Vec<Row> = (1_u8..)
        .zip(&question.levels)
        .map(|(level, text)| {
            let name = vec![Span::bold(format!("{level}  {}", pack.level_name(level)))];
            Row::new(vec![Cell::tick(name), Cell::text(text.clone())])
        })
        .collect();
    rows.push(Row::new(vec![
        Cell::tick(vec![Span::bold("Don’t know")]),
        Cell::tick(vec![Span::bold("Does not apply"), Span::quiet(", since:")]),
    ]));
    let mut certainty = vec![Cell::spans(vec![Span::quiet("How certain?")])];
    certainty.extend(
        Certainty::VOCABULARY.words.iter().map(|word| Cell::tick(vec![Span::text(word.label)])),
    );
    // The comment begins beside it and goes on below, so that two questions fit on a page.
    certainty.push(Cell::spans(vec![Span::quiet("Comment")]));
    vec![
        Block::Heading(
            Heading::new(3, question.text.clone(), format!("form-q-{id}")).numbered(id.to_string()),
        ),
        small(question.why.clone()),
        Block::Table(Table {
            alt: format!("What can be ticked on question {id}."),
            columns: vec![Column::new("", 1.9), Column::new("", 8.0)],
            rows,
            ..Table::default()
        }),
        Block::Table(Table {
            alt: format!("How certain the answer to question {id} is, and a comment."),
            columns: vec![
                Column::new("", 1.9),
                Column::new("", 1.3),
                Column::new("", 1.5),
                Column::new("", 1.2),
                Column::new("", 4.0),
            ],
            rows: vec![Row::new(certainty)],
            ..Table::default()
        }),
        Block::WritingLines(1),
    ]
}

/// What the file says of itself. Its date is the day by which it is due, else the first day of the workshop, else the day on which
/// the pack's services were checked: never today.
pub fn meta(form: &Form) -> Meta {
    let profile = &form.engagement.profile;
    let facilitators = profile.facilitators.items();
    Meta {
        title: format!("{}: pre-work, {}", profile.client, form.role.title),
        client: profile.client.clone(),
        author: if facilitators.is_empty() { "Waymark".to_owned() } else { list(facilitators) },
        date: form.due.unwrap_or_else(|| date_of(form.pack, form.engagement)),
        language: language(form.pack),
        confidentiality: String::new(),
        logo: None,
    }
}

/// The language of a pack's text, as a tag.
pub(crate) fn language(pack: &Pack) -> String {
    if pack.language == "en" { "en-GB".to_owned() } else { pack.language.clone() }
}

/// The day that a file without a date of its own carries.
pub(crate) fn date_of(pack: &Pack, engagement: &Engagement) -> Date {
    let profile = &engagement.profile;
    [&profile.workshop_start, &profile.report_date]
        .into_iter()
        .find_map(Known::value)
        .copied()
        .unwrap_or(pack.services_checked)
}

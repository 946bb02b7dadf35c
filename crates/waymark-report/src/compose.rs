//! The report of an engagement: which sections it has, and their blocks in order.
//!
//! Everything in it comes from the input: the same input gives the same report. Private notes, and quotes that nobody agreed to,
//! never reach it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use waymark_core::architecture::Architecture;
use waymark_core::architecture::decision::GivenVerdicts;
use waymark_core::brand::Brand;
use waymark_core::engagement::{Audience, Detail, Engagement};
use waymark_core::fact_evidence::FactEvidence;
use waymark_core::finding::Finding;
use waymark_core::id::QuestionId;
use waymark_core::known::Known;
use waymark_core::pack::Pack;
use waymark_core::readiness::Check;
use waymark_core::roadmap::Plan;
use waymark_core::score::Scorecard;
use waymark_core::target::QuestionTarget;
use waymark_core::translation::Part;
use waymark_core::wording::list;

use crate::block::{Block, Cell, Heading, Link, Logo, Meta, Report, Span, paragraph};
use crate::lang;
use crate::section::{self, Context};
pub use crate::section::{ChangeTold, ScanTold};
use crate::slide::Deck;

/// What a report is composed from: what people entered, and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The assessment pack.
    pub pack: &'a Pack,
    /// What people entered.
    pub engagement: &'a Engagement,
    /// The scores.
    pub scorecard: &'a Scorecard,
    /// The level wanted per question, with its reasons.
    pub targets: &'a BTreeMap<QuestionId, QuestionTarget>,
    /// Findings of the pack's rules and own ones.
    pub findings: &'a [Finding],
    /// Floors that are not met, in sentences.
    pub blockers: &'a [String],
    /// The target architecture.
    pub architecture: &'a Architecture,
    /// When verdicts on components were given, and what is otherwise since.
    pub given: &'a GivenVerdicts,
    /// The roadmap; `None` where no schedule could be found.
    pub plan: Option<&'a Plan>,
    /// What the readiness check says.
    pub checks: &'a [Check],
    /// Risks by custom lens.
    pub lenses: &'a [LensRisks],
    /// What the newest scan of an account says of the answers.
    pub evidence: &'a [FactEvidence],
    /// That scan; `None` where none was made.
    pub scan: Option<&'a ScanTold>,
    /// What moved since a baseline; `None` where there is none to compare with.
    pub change: Option<&'a ChangeTold>,
    /// How it looks like its maker's own.
    pub brand: &'a Brand,
    /// The brand's picture.
    pub logo: Option<&'a Logo>,
}

/// The risks of a custom lens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LensRisks {
    /// The lens' title.
    pub title: String,
    /// By pillar: its title, and how many of its questions have a high, a medium, no risk, do not apply, are not answered, and fit no
    /// rule.
    pub pillars: Vec<(String, [u32; 6])>,
    /// Questions with a risk, high ones first.
    pub open: Vec<OpenRisk>,
}

/// A question of a lens with a risk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenRisk {
    /// A high risk, or a medium one.
    pub is_high: bool,
    /// What was asked.
    pub question: String,
    /// What is not true yet, and what the lens advises; the advice may be empty.
    pub choices: Vec<(String, String)>,
}

/// One section that a report can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Permanent id, as the command line takes it.
    pub id: &'static str,
    /// Its name in lists of sections; the heading in the report states its finding.
    pub title: &'static str,
    /// Whether a report has it unless told otherwise.
    pub is_default: bool,
}

const fn section(id: &'static str, title: &'static str) -> Section {
    Section { id, title, is_default: true }
}

/// All sections, in the order of the report.
pub const SECTIONS: &[Section] = &[
    section("cover", "Cover"),
    section("contents", "Contents"),
    section("summary", "Executive summary"),
    section("goals", "Goals and use cases"),
    section("scorecard", "Scorecard"),
    section("change", "What changed"),
    section("dimensions", "Dimensions"),
    section("architecture", "Target architecture"),
    section("roadmap", "Roadmap"),
    section("risks", "Risks and open points"),
    section("evidence", "The account beside the answers"),
    section("verify", "Answers to verify"),
    section("lenses", "Custom lenses"),
    section("method", "Method"),
    section("inventories", "Inventories"),
    section("answers", "All answers"),
    section("glossary", "Glossary"),
];

/// What a report is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline<'a> {
    /// Ids of sections in their order, the cover first wherever it is named; none for the usual ones of the audience.
    pub sections: Vec<&'a str>,
    /// A page of each instead of all that there is to say.
    pub is_brief: bool,
    /// For whom it is written.
    pub audience: Audience,
}

/// The sections of a six-page summary: a page each.
pub const BRIEF: [&str; 6] = ["cover", "summary", "scorecard", "architecture", "roadmap", "risks"];
/// The sections of an appendix.
pub const APPENDIX: [&str; 6] =
    ["cover", "contents", "method", "inventories", "answers", "glossary"];

/// The sections that a report has unless told otherwise, in their order.
pub fn usual(audience: Audience, detail: Detail) -> Vec<&'static str> {
    let without: &[&str] = match audience {
        Audience::Everyone => &[],
        Audience::Sponsor => {
            &["evidence", "verify", "lenses", "inventories", "answers", "glossary"]
        }
        Audience::Delivery => &["summary", "scorecard", "change"],
    };
    let kept = |section: &&'static str| !without.contains(section);
    match detail {
        Detail::Summary => BRIEF.to_vec(),
        Detail::Appendix => APPENDIX.to_vec(),
        Detail::Full => {
            let all = SECTIONS.iter().filter(|section| section.is_default);
            all.map(|section| section.id).filter(kept).collect()
        }
    }
}

/// Composes a report.
///
/// Without sections it has all default ones that have something to say; what was left out is said in the method. A section that is
/// asked for and has nothing to say states why. Ids that are no section are ignored: telling the user is up to the caller.
pub fn compose(input: &Input, outline: &Outline) -> Report {
    composed(input, outline).0
}

/// What of a report and its slides has no translation into the language of the engagement, in its order, each text once: what those who
/// translate go by.
pub fn untranslated(input: &Input, outline: &Outline) -> Vec<String> {
    let mut texts = composed(input, outline).1;
    texts.extend(translated_slides(input, true).1);
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// The report, and what of it has no translation.
fn composed(input: &Input, outline: &Outline) -> (Report, Vec<String>) {
    let Outline { sections, is_brief, audience } = outline;
    let context = Context::new(input, *audience);
    let usual = usual(*audience, if *is_brief { Detail::Summary } else { Detail::Full });
    let section = |id: &str| SECTIONS.iter().find(|section| section.id == id);
    let mut chosen: Vec<&Section> = if sections.is_empty() {
        let has_something = |section: &&Section| empty_because(input, section.id).is_none();
        usual.iter().filter_map(|id| section(id)).filter(has_something).collect()
    } else {
        sections.iter().filter_map(|id| section(id)).collect()
    };
    // A cover is the first page or none.
    chosen.sort_by_key(|section| section.id != "cover");
    let left_out: Vec<String> = SECTIONS
        .iter()
        .filter(|section| sections.is_empty() && usual.contains(&section.id))
        // An engagement without a lens or a baseline misses nothing.
        .filter(|section| section.id != "lenses" && section.id != "change")
        .filter_map(|section| {
            Some(format!(
                "{} ({})",
                section.title.to_lowercase(),
                empty_because(input, section.id)?
            ))
        })
        .collect();
    let (mut part, mut appendix) = (0_u8, b'A');
    let mut parts: Vec<(&Section, Vec<Block>)> = Vec::new();
    for section in chosen {
        let mut own = match empty_because(input, section.id) {
            Some(reason) => vec![
                Block::Heading(Heading::new(1, section.title, section.id)),
                paragraph(format!("{}.", waymark_core::wording::sentence(&reason))),
            ],
            None if *is_brief => section::brief::blocks(&context, section.id),
            None => section::blocks(&context, section.id),
        };
        if section.id == "method" && !left_out.is_empty() {
            own.push(crate::block::small(format!(
                "Not in this report, since there is nothing to show: {}.",
                list(&left_out)
            )));
        }
        let number = match section.id {
            "cover" | "contents" | "summary" => String::new(),
            "inventories" | "answers" | "glossary" => {
                appendix += 1;
                char::from(appendix - 1).to_string()
            }
            _ => {
                part += 1;
                part.to_string()
            }
        };
        if !number.is_empty() {
            number_headings(&mut own, &number, &mut 0);
        }
        parts.push((section, own));
    }
    let english = in_its_language(input, &mut parts);
    let mut blocks: Vec<Block> = parts.into_iter().flat_map(|(_, own)| own).collect();
    let mut anchors = BTreeSet::new();
    each_block(&mut blocks, &mut |block| settle_anchors(block, &mut anchors));
    each_spans(&mut blocks, &mut |spans| {
        for span in spans {
            // What leads to a section that was not chosen is plain text.
            if matches!(&span.link, Some(Link::Anchor(to)) if !anchors.contains(to)) {
                span.link = None;
            }
        }
    });
    (Report { blocks }, english)
}

/// Says the sections in the language of the engagement; the method tells what of them stands in English, which is handed back.
fn in_its_language(input: &Input, parts: &mut [(&Section, Vec<Block>)]) -> Vec<String> {
    let Some(mut tongue) = lang::Tongue::of(input) else { return Vec::new() };
    let mut english: Vec<String> = Vec::new();
    for (section, blocks) in &mut *parts {
        let before = tongue.english.len();
        tongue.say_blocks(blocks);
        let count = tongue.english.len() - before;
        if count > 0 {
            let mut title = section.title.to_owned();
            tongue.say(&mut title);
            english.push(format!("{title} ({count})"));
        }
    }
    let own = input
        .pack
        .questions
        .iter()
        .filter(|question| input.pack.falls_back(Part::Question, question.id.as_str()));
    let mut notes = Vec::new();
    if !english.is_empty() {
        notes.push(format!(
            "Noch nicht übersetzt und daher auf Englisch, mit der Zahl der Textstellen: {}.",
            english.join(", ")
        ));
    }
    match own.count() {
        0 => {}
        count => notes.push(format!(
            "Von den {} Fragen des Assessments haben {count} noch Texte auf Englisch.",
            input.pack.questions.len()
        )),
    }
    if let Some((_, method)) = parts.iter_mut().find(|(section, _)| section.id == "method") {
        method.extend(notes.into_iter().map(crate::block::small));
    }
    tongue.english
}

/// Composes slides: the six of a read-out, or the whole deck behind them.
pub fn slides(input: &Input, is_whole: bool) -> Deck {
    translated_slides(input, is_whole).0
}

fn translated_slides(input: &Input, is_whole: bool) -> (Deck, Vec<String>) {
    let mut deck = section::deck::deck(&Context::new(input, Audience::Everyone), is_whole);
    let Some(mut tongue) = lang::Tongue::of(input) else { return (deck, Vec::new()) };
    tongue.say_slides(&mut deck);
    (deck, tongue.english)
}

/// What the report's file says of itself, and its running lines.
pub fn meta(input: &Input) -> Meta {
    let profile = &input.engagement.profile;
    let facilitators = profile.facilitators.items();
    let catalogue = lang::Catalogue::of(lang::language(input));
    let language = match (catalogue, input.pack.language.as_str()) {
        (Some(_), _) => lang::language(input),
        (None, "en") => "en-GB",
        (None, other) => other,
    };
    let title = match catalogue {
        // Nouns keep their capital elsewhere.
        Some(_) => input.pack.title.clone(),
        None => waymark_core::wording::lower_first(&input.pack.title),
    };
    let foot = input.brand.foot();
    Meta {
        title: format!("{}: {title}", profile.client),
        client: profile.client.clone(),
        author: if facilitators.is_empty() { "Waymark".to_owned() } else { list(facilitators) },
        date: report_date(input),
        language: language.to_owned(),
        confidentiality: catalogue
            .and_then(|catalogue| catalogue.word(&foot))
            .map_or(foot, str::to_owned),
        logo: input.logo.cloned(),
    }
}

/// The stated date of the report, else the end of the workshop, else the day on which the pack's services were checked: never today.
fn report_date(input: &Input) -> Date {
    let profile = &input.engagement.profile;
    [&profile.report_date, &profile.workshop_end, &profile.workshop_start]
        .into_iter()
        .find_map(Known::value)
        .copied()
        .unwrap_or(input.pack.services_checked)
}

/// Why a section has nothing to say, as the end of a sentence; `None` where it has something, or where there is no such section.
pub fn empty_because(input: &Input, section: &str) -> Option<String> {
    let engagement = input.engagement;
    let reason = match section {
        "goals" if engagement.goals.is_empty() && engagement.use_cases.is_empty() => {
            "no goal and no use case is recorded"
        }
        "scorecard" | "dimensions" | "answers" if !section::has_answers(input) => {
            "no question is answered yet"
        }
        "architecture" if input.pack.rules.is_empty() => {
            "this assessment recommends no architecture"
        }
        "architecture" if input.architecture.components.is_empty() => {
            "nothing recorded calls for a component"
        }
        "roadmap" => match input.plan {
            None => "no schedule keeps to the pins and prerequisites as they are set",
            Some(plan) if plan.placed.is_empty() => "no known answer is below its target",
            Some(_) => return None,
        },
        "risks" if section::risks::is_empty(input) => "no risk and no open point is recorded",
        "change" if input.change.is_none() => "no baseline was frozen",
        "evidence" if input.scan.is_none() => "no account was scanned",
        "verify" if section::verify::doubts(input).is_empty() => "no answer stands out as doubtful",
        "lenses" if input.lenses.is_empty() => "the engagement holds no custom lens",
        "inventories" if section::inventories::is_empty(engagement) => "no inventory has a record",
        "glossary" if input.pack.glossary.is_empty() && input.pack.references.is_empty() => {
            "the pack explains no terms"
        }
        _ => return None,
    };
    Some(reason.to_owned())
}

/// Numbers the first heading of level 1, and those of level 2 below it.
fn number_headings(blocks: &mut [Block], part: &str, count: &mut usize) {
    for block in blocks {
        match block {
            Block::Heading(heading) if heading.level == 1 => part.clone_into(&mut heading.number),
            Block::Heading(heading) if heading.level == 2 => {
                *count += 1;
                heading.number = format!("{part}.{count}");
            }
            Block::KeepTogether(inner) | Block::Card(inner) => number_headings(inner, part, count),
            _ => {}
        }
    }
}

/// Runs a function over every block, outer before inner.
fn each_block(blocks: &mut [Block], run: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        run(block);
        match block {
            Block::KeepTogether(inner) | Block::Card(inner) => each_block(inner, run),
            Block::Callout(callout) => each_block(&mut callout.blocks, run),
            Block::Columns(columns) => {
                each_block(&mut columns.left, run);
                each_block(&mut columns.right, run);
            }
            _ => {}
        }
    }
}

/// Runs a function over the spans of every paragraph, list item and cell.
fn each_spans(blocks: &mut [Block], run: &mut impl FnMut(&mut [Span])) {
    each_block(blocks, &mut |block| match block {
        Block::Paragraph(paragraph) => run(&mut paragraph.spans),
        Block::Bullets(bullets) => bullets.items.iter_mut().for_each(|item| run(item)),
        Block::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.for_each(|Cell { spans, .. }| run(spans));
        }
        _ => {}
    });
}

/// Gives every anchor to the first that claims it. A heading that comes later gets one of its own, anything else goes without.
fn settle_anchors(block: &mut Block, taken: &mut BTreeSet<String>) {
    let mut settle = |id: &mut Option<String>| {
        if id.as_ref().is_some_and(|id| !taken.insert(id.clone())) {
            *id = None;
        }
    };
    match block {
        Block::Table(table) => {
            settle(&mut table.id);
            table.rows.iter_mut().for_each(|row| settle(&mut row.id));
        }
        Block::Figure(figure) => settle(&mut figure.id),
        Block::Heading(heading) => {
            let stem = heading.id.clone();
            let mut count = 1;
            while !taken.insert(heading.id.clone()) {
                count += 1;
                heading.id = format!("{stem}-{count}");
            }
        }
        _ => {}
    }
}

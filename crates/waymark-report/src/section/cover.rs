//! The title page and the table of contents.

use waymark_core::narrative::headline;
use waymark_core::wording::{count, list};

use super::Context;
use super::words::{date_range, long_date, stop};
use crate::block::{Block, Cover, heading};
use crate::compose;

/// The title page: whose report it is, what it says, and where it comes from.
pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let (engagement, pack) = (context.engagement(), context.pack());
    let profile = &engagement.profile;
    let mut details = Vec::new();
    let mut say = |name: &str, value: String| details.push((name.to_owned(), value));
    if !profile.sponsor.text().is_empty() {
        say("Prepared for", profile.sponsor.text().to_owned());
    }
    if let Some(from) = profile.workshop_start.value() {
        let to = profile.workshop_end.value().unwrap_or(from);
        let people = match engagement.participants.len() {
            0 => String::new(),
            n => format!(", {}", count(n, "participant", "participants")),
        };
        say("Workshop", format!("{}{people}", date_range(*from, *to)));
    }
    if !profile.facilitators.items().is_empty() {
        say("Facilitated by", list(profile.facilitators.items()));
    }
    let date =
        profile.report_date.value().map_or_else(|| "not set".to_owned(), |date| long_date(*date));
    say("Date of report", date);
    say("Assessment", format!("{}, version {}", pack.title, pack.version));
    let mark = context.input.brand.confidentiality.trim();
    say(
        "Confidentiality",
        match mark {
            "" => "Confidential; for the sponsor and the people named by the sponsor".to_owned(),
            mark => mark.to_owned(),
        },
    );
    let subtitle = if super::has_answers(context.input) {
        stop(&headline(pack, context.card()).0)
    } else {
        "Where the organisation stands, where to go, and in which order.".to_owned()
    };
    vec![Block::Cover(Cover {
        kicker: pack.title.clone(),
        title: profile.client.clone(),
        subtitle,
        details,
        logo: context.input.logo.cloned(),
    })]
}

/// The table of contents.
pub(super) fn contents() -> Vec<Block> {
    let title =
        compose::SECTIONS.iter().find(|s| s.id == "contents").map_or("Contents", |s| s.title);
    vec![heading(1, title, "contents"), Block::TableOfContents { depth: 2 }]
}

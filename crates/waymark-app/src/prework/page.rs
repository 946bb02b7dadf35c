//! The page that a participant fills before the workshop: one HTML file, whole in itself.
//!
//! Nothing of what people entered stands in it but the client's name, the names of those who are to fill it, and who sent it. Every
//! text is escaped, and the page's own policy lets nothing run or load but the one style and the one script that are hashed into it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use waymark_chart::xml::escape;
use waymark_core::engagement::{Certainty, Engagement, Participant};
use waymark_core::id::Uid;
use waymark_core::pack::{Pack, Question, Role};
use waymark_core::wording::{count, list};

use super::{FORMAT, file_stem, token};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What a page is made from.
pub(super) struct Page<'a> {
    /// The pack whose questions are asked.
    pub(super) pack: &'a Pack,
    /// Whose engagement it is.
    pub(super) engagement: &'a Engagement,
    /// The role it is for.
    pub(super) role: &'a Role,
    /// The questions, in the pack's order.
    pub(super) questions: &'a [&'a Question],
    /// The day by which it should be back.
    pub(super) due: Option<Date>,
    /// A word of the facilitator; may be empty.
    pub(super) note: &'a str,
}

/// The page as HTML.
pub(super) fn html(page: &Page) -> String {
    let Page { pack, engagement, role, questions, due, note } = *page;
    let profile = &engagement.profile;
    let people = people(engagement, role);
    let facilitators = profile.facilitators.items();
    let recipient = if facilitators.is_empty() {
        " to your facilitator".to_owned()
    } else {
        format!(" to {}", list(facilitators))
    };
    let by = due.map_or(String::new(), |due| format!(" by {}", due.strftime("%-d %B %Y")));
    let shown = if profile.is_anonymous {
        "Your name is not asked for and is not kept. Answers stay hidden until they are shown together in the workshop, by role."
    } else {
        "Answers stay hidden until they are shown together in the workshop. The report may show them with role and name."
    };
    let (style, script) = (whole(STYLE), whole(SCRIPT));
    let fills = [
        ("language", escape(&pack.language)),
        ("style-hash", hash(&style)),
        ("script-hash", hash(&script)),
        ("title", escape(&format!("Before the workshop: {}, {}", profile.client, role.title))),
        ("style", style.clone()),
        ("pack", escape(&pack.title)),
        ("client", escape(&profile.client)),
        (
            "count",
            escape(&waymark_core::wording::sentence(&count(
                questions.len(),
                "question",
                "questions",
            ))),
        ),
        ("role", escape(&role.title)),
        ("due", if by.is_empty() { by.clone() } else { escape(&format!(" Back{by}.")) }),
        (
            "note",
            if note.is_empty() {
                String::new()
            } else {
                format!("<p class=\"note\">{}</p>", escape(note))
            },
        ),
        ("recipient", escape(&recipient)),
        ("by", escape(&by)),
        ("shown", shown.to_owned()),
        ("person", person(profile.is_anonymous, &people)),
        ("questions", asked(pack, questions)),
        ("total", questions.len().to_string()),
        ("data", data(page, &people)),
        ("script", script.clone()),
    ];
    fill(TEMPLATE, &fills)
}

/// The participants of a role, in the order of the brief.
fn people<'a>(engagement: &'a Engagement, role: &Role) -> Vec<&'a Participant> {
    engagement.participants.iter().filter(|p| p.role.as_ref() == Some(&role.id)).collect()
}

/// Who fills the page: a choice among the participants of the role, by code alone where no names may be written down.
fn person(is_anonymous: bool, people: &[&Participant]) -> String {
    let mut out = String::new();
    if !people.is_empty() {
        let (label, first, other) = if is_anonymous {
            ("Your code, as your facilitator told you", "Choose your code", "I have no code")
        } else {
            ("Your name", "Choose your name", "I am not in this list")
        };
        let _ = write!(
            out,
            "<label for=\"person\">{label}</label><select id=\"person\" aria-describedby=\"person-error\"><option value=\"\">{first}</option>"
        );
        for one in people {
            let code = escape(one.code.as_str());
            let shown = if is_anonymous || one.name.is_empty() {
                code.clone()
            } else {
                format!("{} ({code})", escape(&one.name))
            };
            let _ = write!(out, "<option value=\"{code}\">{shown}</option>");
        }
        let _ = write!(out, "<option value=\"else\">{other}</option></select>");
    }
    if !is_anonymous {
        let label = if people.is_empty() { "Your name" } else { "Type your name" };
        let _ = write!(
            out,
            "<div id=\"name-block\"><label for=\"name\">{label}</label>\
             <input type=\"text\" id=\"name\" maxlength=\"120\" autocomplete=\"name\" aria-describedby=\"person-error\" /></div>"
        );
    }
    out
}

/// The questions under the titles of their dimensions.
fn asked(pack: &Pack, questions: &[&Question]) -> String {
    let mut out = String::new();
    let mut dimension = None;
    for (place, question) in questions.iter().enumerate() {
        if dimension != Some(&question.dimension) {
            if dimension.is_some() {
                out.push_str("</section>");
            }
            dimension = Some(&question.dimension);
            let title = pack.dimension(&question.dimension).map_or("", |d| d.title.as_str());
            let _ = write!(out, "<section><h2>{}</h2>", escape(title));
        }
        one(&mut out, pack, question, place + 1);
    }
    if dimension.is_some() {
        out.push_str("</section>");
    }
    out
}

/// One question with everything that can be answered to it.
fn one(out: &mut String, pack: &Pack, question: &Question, n: usize) {
    let _ = write!(
        out,
        "<fieldset class=\"question\" data-question=\"{}\" aria-describedby=\"why-{n}\"><legend><span class=\"place\">{n}</span> {}</legend><p class=\"why\" id=\"why-{n}\">{}</p>",
        escape(question.id.as_str()),
        escape(&question.text),
        escape(&question.why),
    );
    for (level, text) in (1_u8..).zip(&question.levels) {
        let _ = write!(
            out,
            "<label class=\"choice\"><input type=\"radio\" name=\"choice-{n}\" data-of=\"choice\" value=\"{level}\" /><span class=\"chip chip-{level}\">{level}</span> <span class=\"words\"><span class=\"name\">{}</span> {}</span></label>",
            escape(pack.level_name(level)),
            escape(text),
        );
    }
    let _ = write!(
        out,
        "<div class=\"other\"><label class=\"choice\"><input type=\"radio\" name=\"choice-{n}\" data-of=\"choice\" value=\"dont_know\" /><span>Don’t know</span></label>\
         <label class=\"choice\"><input type=\"radio\" name=\"choice-{n}\" data-of=\"choice\" value=\"not_applicable\" /><span>Does not apply</span></label></div>\
         <div class=\"reason\" hidden><label for=\"reason-{n}\">Why does it not apply to your organisation?</label>\
         <input type=\"text\" id=\"reason-{n}\" maxlength=\"500\" aria-required=\"true\" aria-describedby=\"reason-error-{n}\" /><p class=\"error\" id=\"reason-error-{n}\" hidden></p></div>\
         <div class=\"more\"><fieldset class=\"certainty\"><legend class=\"label\">How certain are you? <span class=\"optional\">(optional)</span></legend><div>"
    );
    for word in Certainty::VOCABULARY.words {
        let _ = write!(
            out,
            "<label><input type=\"radio\" name=\"certainty-{n}\" data-of=\"certainty\" value=\"{}\" /><span>{}</span></label>",
            word.word, word.label
        );
    }
    let _ = write!(
        out,
        "</div></fieldset><div><label for=\"comment-{n}\">Comment <span class=\"optional\">(optional)</span></label>\
         <textarea id=\"comment-{n}\" rows=\"2\" maxlength=\"2000\"></textarea></div>\
         <button type=\"button\" class=\"clear\" hidden>Clear question {n}</button></div></fieldset>"
    );
}

/// What the script needs, as JSON that cannot leave its element.
fn data(page: &Page, people: &[&Participant]) -> String {
    let Page { pack, engagement, role, .. } = *page;
    let is_anonymous = engagement.profile.is_anonymous;
    let participants: Vec<_> = people
        .iter()
        .map(|p| {
            let name = (!is_anonymous && !p.name.is_empty()).then_some(p.name.as_str());
            json!({ "code": p.code.as_str(), "name": name })
        })
        .collect();
    let id = Uid::derived(token(engagement), &format!("{}/{}", pack.id, role.id));
    json!({
        "format": FORMAT,
        "id": id.to_string(),
        "engagement": token(engagement).to_string(),
        "pack": pack.id.as_str(),
        "packVersion": pack.version,
        "role": role.id.as_str(),
        "file": file_stem(engagement, role),
        "isAnonymous": is_anonymous,
        "participants": participants,
    })
    .to_string()
    .replace('&', "\\u0026")
    .replace('<', "\\u003c")
    .replace('>', "\\u003e")
    .replace('\u{2028}', "\\u2028")
    .replace('\u{2029}', "\\u2029")
}

/// A style or script with the line ends that a browser hashes.
fn whole(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What the page's policy names a style or script by.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The template with its places filled, each once: what is filled in is not looked at again.
fn fill(template: &str, fills: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("a place in the template ends");
        let (_, text) =
            fills.iter().find(|(known, _)| *known == name).expect("every place has its text");
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use waymark_chart::palette::{Theme, resolve};
    use waymark_chart::scene::Role as Colour;
    use waymark_core::known::Known;

    use super::*;
    use crate::library::Library;
    use crate::sample;

    const HOSTILE: &str = "</script><img src=x onerror=alert(1)>\"'&{{script}}<!--";

    fn pack() -> Pack {
        (*Library::shipped().expect("the packs are sound").default_pack().pack).clone()
    }

    fn engagement() -> Engagement {
        sample::engagement(&Library::shipped().expect("the packs are sound")).expect("it is sound")
    }

    fn made(pack: &Pack, engagement: &Engagement, role: &str) -> String {
        let role = pack.roles.iter().find(|r| r.id.as_str() == role).expect("the role is there");
        let questions: Vec<&Question> = pack.questions.iter().collect();
        let note = format!("Thank you. {}", engagement.profile.client);
        html(&Page {
            pack,
            engagement,
            role,
            questions: &questions,
            due: Some(jiff::civil::date(2026, 12, 3)),
            note: &note,
        })
    }

    #[test]
    fn a_page_holds_every_question_with_its_levels() {
        let (pack, engagement) = (pack(), engagement());
        let page = made(&pack, &engagement, "cx_lead");
        for question in &pack.questions {
            for text in std::iter::once(&question.text)
                .chain(std::iter::once(&question.why))
                .chain(&question.levels)
            {
                assert!(page.contains(&escape(text)), "the page does not say `{text}`");
            }
        }
        assert!(page.contains("3 December 2026"), "the day by which it is due");
        assert!(page.contains("Meridian Outfitters") && page.contains("Sofia Okafor (PAR-3)"));
        assert!(!page.contains("Tariq Iqbal"), "only people of the role");
    }

    #[test]
    fn a_page_reaches_nothing_and_runs_nothing_but_its_own() {
        let page = made(&pack(), &engagement(), "cx_lead");
        for outside in ["http:", "https:", "//cdn", " src=", "@import", "url(", "javascript:"] {
            assert!(!page.contains(outside), "the page holds `{outside}`");
        }
        assert!(page.contains("default-src 'none'"), "its policy allows nothing by default");
        assert!(!page.contains("unsafe-"), "its policy names hashes");
        assert!(!page.contains("{{"), "every place is filled");
        let inside = |open: &str, close: &str| {
            page.rsplit_once(open)
                .and_then(|(_, rest)| rest.split_once(close))
                .expect("it is there")
                .0
        };
        for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
            assert!(page.contains(&hash(inside(open, close))), "the policy lets {open} run");
        }
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let mut pack = pack();
        for question in &mut pack.questions {
            question.text = HOSTILE.to_owned();
            question.why = HOSTILE.to_owned();
            question.levels = std::array::from_fn(|_| HOSTILE.to_owned());
        }
        for dimension in &mut pack.dimensions {
            dimension.title = HOSTILE.to_owned();
        }
        for role in &mut pack.roles {
            role.title = HOSTILE.to_owned();
        }
        for level in &mut pack.scale {
            level.name = HOSTILE.to_owned();
        }
        pack.title = HOSTILE.to_owned();
        pack.language = HOSTILE.to_owned();
        pack.version = HOSTILE.to_owned();
        let mut engagement = engagement();
        engagement.profile.client = HOSTILE.to_owned();
        engagement.profile.facilitators = Known::Value(vec![HOSTILE.to_owned()]);
        for one in &mut engagement.participants {
            one.name = HOSTILE.to_owned();
        }
        let page = made(&pack, &engagement, "cx_lead");
        assert!(!page.contains("<img"), "no element of a text is an element of the page");
        assert!(!page.contains("<!--"));
        assert_eq!(page.matches("</script").count(), 2, "the page's own two scripts end once each");
        let calm = made(&self::pack(), &self::engagement(), "cx_lead");
        for own in ["<script", "<style", "<fieldset", "<option", "<meta"] {
            assert_eq!(page.matches(own).count(), calm.matches(own).count(), "{own}");
        }
        let (_, rest) = page.split_once("id=\"data\">").expect("the data is there");
        let (data, _) = rest.split_once("</script>").expect("it ends");
        let data: serde_json::Value = serde_json::from_str(data).expect("it is JSON");
        assert_eq!(data["participants"][0]["name"], HOSTILE, "the script reads what was meant");
    }

    #[test]
    fn a_page_of_an_anonymous_engagement_holds_no_name() {
        let (pack, mut engagement) = (pack(), engagement());
        engagement.profile.is_anonymous = true;
        let page = made(&pack, &engagement, "cx_lead");
        for one in &engagement.participants {
            assert!(!page.contains(&one.name), "{} stands in the page", one.name);
        }
        assert!(page.contains("<option value=\"PAR-3\">PAR-3</option>"));
        assert!(!page.contains("id=\"name\""), "nobody is asked for a name");
    }

    #[test]
    fn nothing_private_stands_in_a_page() {
        let (pack, engagement) = (pack(), engagement());
        let page = made(&pack, &engagement, "cx_lead");
        let cards = pack.questions.iter().filter_map(|q| q.card.as_ref());
        for card in cards {
            assert!(
                !page.contains(&escape(&card.good)),
                "a facilitator's card is the facilitator's"
            );
        }
        let private = engagement.answers.iter().flat_map(|a| [&a.private_note, &a.note, &a.reason]);
        let notes = engagement.participants.iter().map(|p| &p.notes);
        for text in private.chain(notes).filter(|text| text.len() > 12) {
            assert!(!page.contains(&escape(text)), "{text}");
        }
    }

    #[test]
    fn the_page_has_the_colours_of_the_window() {
        for (theme, style) in [
            (Theme::Light, STYLE.split_once("@media").expect("there is a dark part").0),
            (Theme::Dark, STYLE.split_once("@media").expect("there is a dark part").1),
        ] {
            for (colour, name) in [
                (Colour::Surface, "surface"),
                (Colour::Ink, "ink"),
                (Colour::Ink2, "ink-2"),
                (Colour::Line, "line"),
                (Colour::Accent, "accent"),
                (Colour::AccentInk, "accent-ink"),
                (Colour::Danger, "danger"),
                (Colour::Level1, "level-1"),
                (Colour::Level2, "level-2"),
                (Colour::Level3, "level-3"),
                (Colour::Level4, "level-4"),
                (Colour::Level5, "level-5"),
            ] {
                let token = format!("--{name}: {};", resolve(colour, theme).hex().to_lowercase());
                assert!(style.contains(&token), "page.css lacks `{token}`");
            }
        }
    }
}

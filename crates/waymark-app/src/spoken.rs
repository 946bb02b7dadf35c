//! What the program itself says in the window, in the language that the window speaks: headlines, labels, explanations, errors.
//!
//! Views are made in English; the catalogue that the report goes by says them in another language, sentence by sentence. What it does
//! not have stays in English, and what people or packs say stays as it is.

use serde_json::Value;
use waymark_report::lang::Interpreter;

use crate::app::App;
use crate::error::Error;

/// Commands whose answers stay: pages of the report and the room screen are in the language of the engagement; drafts and other copies
/// hold what people typed, which is not in the engagement.
const STAYS: &[&str] = &["report_page", "room_get", "drafts_get", "merge_look", "merge_take"];

/// The fields of views that hold single words of the program, whatever else is called so.
const LABELS: &[&str] = &["kindLabel", "label", "layerTitle", "plural", "stageTitle"];

/// The fields of views that hold sentences of the program, or what people and packs say, which stays.
const SPOKEN: &[&str] = &[
    "acceptedNote",
    "alt",
    "assumedCapacity",
    "bound",
    "capability",
    "description",
    "detail",
    "finding",
    "formula",
    "headline",
    "help",
    "hint",
    "message",
    "note",
    "notes",
    "outliers",
    "reason",
    "redoLabel",
    "said",
    "summary",
    "text",
    "title",
    "undoLabel",
    "when",
    "why",
];

/// Whether the program speaks the language of a tag, besides English.
pub fn is_spoken(language: &str) -> bool {
    Interpreter::speaks(language)
}

/// Says an answer of a command in a language; in English, and in languages that the program does not speak, it stays as it is.
pub fn say(
    app: &App,
    language: &str,
    command: &str,
    answer: Result<Value, Error>,
) -> Result<Value, Error> {
    let has_words = match &answer {
        Ok(view) => !STAYS.contains(&command) && speaks(view),
        Err(_) => true,
    };
    if !has_words {
        return answer;
    }
    let own = app.session().ok().map(|session| (session.pack(), session.engagement()));
    let Some(mut interpreter) = Interpreter::new(language, own) else { return answer };
    match answer {
        Ok(mut view) => {
            say_view(&mut interpreter, "", &mut view);
            Ok(view)
        }
        Err(mut error) => {
            interpreter.say(&mut error.message);
            interpreter.say(&mut error.help);
            for mistake in &mut error.mistakes {
                interpreter.say(&mut mistake.place);
                interpreter.say(&mut mistake.message);
                interpreter.say(&mut mistake.help);
            }
            Err(error)
        }
    }
}

/// Whether a view holds words at all.
fn speaks(value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(items) => items.iter().any(speaks),
        Value::Object(fields) => fields.values().any(speaks),
        _ => false,
    }
}

fn say_view(interpreter: &mut Interpreter, name: &str, value: &mut Value) {
    match value {
        Value::String(text) if LABELS.contains(&name) => interpreter.say_label(text),
        Value::String(text) if SPOKEN.contains(&name) => interpreter.say(text),
        Value::String(text) if text.starts_with("<svg") => interpreter.say_drawing(text),
        Value::Array(items) => {
            for item in items {
                say_view(interpreter, name, item);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                say_view(interpreter, name, field);
            }
        }
        _ => {}
    }
}

//! What the program itself says in the window, in the language that the window speaks: headlines, labels, explanations, errors.
//!
//! Views are made in English; the catalogue that the report goes by says them in another language, sentence by sentence. What it does
//! not have stays in English, and what people or packs say stays as it is.

use serde_json::Value;
use waymark_report::lang::Interpreter;

use crate::app::App;
use crate::error::Error;

/// Commands that answer with pages of the report.
const PAGES: &[&str] = &["report_page"];

/// The fields of views that hold single words of the program, whatever else is called so.
const LABELS: &[&str] = &["kindLabel", "label", "layerTitle", "plural", "stageTitle"];

/// The fields of views that hold sentences of the program, or what people and packs say, which stays.
const SPOKEN: &[&str] = &[
    "acceptedNote",
    "alt",
    "assumedCapacity",
    "bound",
    "capability",
    "certainty",
    "cost",
    "description",
    "detail",
    "formula",
    "headline",
    "help",
    "hint",
    "message",
    "note",
    "notes",
    "reason",
    "redoLabel",
    "said",
    "standing",
    "summary",
    "text",
    "title",
    "undoLabel",
    "when",
    "why",
];

/// Says an answer of a command in a language; in English, and in languages that the program does not speak, it stays as it is.
pub fn say(
    app: &App,
    language: &str,
    command: &str,
    answer: Result<Value, Error>,
) -> Result<Value, Error> {
    let own = app.session().ok().map(|session| (session.pack(), session.engagement()));
    let Some(mut interpreter) = Interpreter::new(language, own) else { return answer };
    match answer {
        // The pages of the report are in the language of the engagement.
        Ok(view) if PAGES.contains(&command) => Ok(view),
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

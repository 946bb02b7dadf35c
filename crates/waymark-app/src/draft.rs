//! Text being typed: kept with each key, so that a stop of the window loses none of it. It is no value, has no history, and leaves
//! with no export.

use crate::error::Error;
use crate::session::Session;
use crate::view::DraftView;

/// Where drafts stand among the document's settings.
const PREFIX: &str = "draft/";
/// Longest place, in characters.
const PLACE: usize = 200;
/// Longest text, in characters: more than any field holds.
const TEXT: usize = 20_000;

/// Keeps the text typed at a place; `None` forgets it.
///
/// # Errors
/// [`crate::error::Code::InvalidValue`] for a place or text that is too long; when the document cannot be changed.
pub fn keep(session: &mut Session, place: &str, text: Option<&str>) -> Result<(), Error> {
    if place.is_empty() || place.chars().count() > PLACE {
        return Err(Error::invalid(
            "place",
            "the place has no name or too long a one",
            "shorten it",
        ));
    }
    if text.is_some_and(|text| text.chars().count() > TEXT) {
        return Err(Error::invalid("text", "the text is too long to be kept", "shorten it"));
    }
    Ok(session.document_mut()?.set_setting(&format!("{PREFIX}{place}"), text)?)
}

/// The drafts of the open document, by place.
///
/// # Errors
/// When the document cannot be read.
pub fn list(session: &Session) -> Result<Vec<DraftView>, Error> {
    let kept = session.document()?.settings(PREFIX)?;
    Ok(kept.into_iter().map(|(place, text)| DraftView { place, text }).collect())
}

//! Files kept in the document as evidence: documents, screenshots, pasted pictures. The same bytes are kept once.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;
use waymark_core::engagement::{Evidence, EvidenceKind, Strength};
use waymark_core::id::Uid;
use waymark_core::known::Known;
use waymark_core::record::Kind;
use waymark_store::{Blob, RowChange, hash_of};

use crate::app::{same_file, write_file};
use crate::assess::{changed, needed, put, question_of};
use crate::commands::{EvidenceAttach, EvidencePaste};
use crate::error::{Code, Error};
use crate::session::{Moment, Session};
use crate::view::{PictureView, QuestionChange};

/// Largest file that the document keeps, in bytes.
pub const FILE_BYTES: u64 = 25 << 20;

/// Pictures that the window can show, by ending, media type and first bytes.
const PICTURES: [(&str, &str, &[u8]); 4] = [
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("gif", "image/gif", b"GIF8"),
    ("webp", "image/webp", b"RIFF"),
];

fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    if ending == "jpeg" { "jpg".to_owned() } else { ending }
}

/// True for the name of a picture that the window can show.
pub(crate) fn is_picture(name: &str) -> bool {
    PICTURES.iter().any(|(known, ..)| *known == ending(name))
}

fn too_large(what: &str, help: &str) -> Error {
    Error::invalid("path", format!("{what} is larger than 25 MB"), help)
}

/// Keeps a file as evidence for a question.
///
/// # Errors
/// [`Code::InvalidValue`] beyond 25 MB or for an empty file, [`Code::NotFound`] where it cannot be read.
pub fn attach(
    session: &mut Session,
    moment: &mut Moment,
    request: &EvidenceAttach,
) -> Result<QuestionChange, Error> {
    let path = Path::new(&request.path);
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let unreadable = |error: std::io::Error| {
        Error::new(
            Code::NotFound,
            format!("{} cannot be read", path.display()),
            "check that the file is there and may be read",
        )
        .caused_by(error)
    };
    if path.is_dir() {
        return Err(Error::invalid("path", format!("{name} is a folder"), "choose a file"));
    }
    // Closing another handle on an open document gives its lock away, on some systems.
    if same_file(session.document()?.path(), path) {
        let message = format!("{name} is the engagement itself");
        return Err(Error::invalid("path", message, "choose another file"));
    }
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(too_large(
            &format!("“{name}”"),
            "keep it beside the document and note where it is as a link",
        ));
    }
    let media_type = PICTURES
        .iter()
        .find(|(known, ..)| *known == ending(&name))
        .map_or("application/octet-stream", |(_, media_type, _)| media_type);
    let title = if request.title.trim().is_empty() { &name } else { &request.title };
    let kind = if is_picture(&name) { EvidenceKind::Screenshot } else { EvidenceKind::Document };
    let blob = Blob { bytes, name: clipped(&name), media_type: media_type.to_owned() };
    keep(session, moment, &request.question, title, &request.strength, kind, blob)
}

/// Keeps a pasted picture as evidence for a question.
///
/// # Errors
/// [`Code::InvalidValue`] without a title, beyond 25 MB, and for what is no PNG, JPEG, GIF or WebP.
pub fn paste(
    session: &mut Session,
    moment: &mut Moment,
    request: &EvidencePaste,
) -> Result<QuestionChange, Error> {
    let title = needed("title", "A title", &request.title)?;
    let not_a_picture = || {
        Error::invalid(
            "data",
            "what was pasted is no picture that can be kept",
            "copy it as PNG, JPEG, GIF or WebP, or keep it as a file",
        )
    };
    if request.data.len() as u64 > FILE_BYTES / 3 * 4 + 4 {
        return Err(too_large("the picture", "paste a smaller part of it"));
    }
    let bytes = BASE64.decode(&request.data).map_err(|_| not_a_picture())?;
    let (ending, media_type, _) =
        PICTURES.iter().find(|(_, _, first)| bytes.starts_with(first)).ok_or_else(not_a_picture)?;
    let blob =
        Blob { bytes, name: format!("pasted.{ending}"), media_type: (*media_type).to_owned() };
    keep(
        session,
        moment,
        &request.question,
        title,
        &request.strength,
        EvidenceKind::Screenshot,
        blob,
    )
}

/// A file's name, short enough for its field, with its ending.
fn clipped(name: &str) -> String {
    let surplus = name.chars().count().saturating_sub(200);
    name.chars().skip(surplus).collect()
}

fn keep(
    session: &mut Session,
    moment: &mut Moment,
    question: &str,
    title: &str,
    strength: &str,
    kind: EvidenceKind,
    blob: Blob,
) -> Result<QuestionChange, Error> {
    if blob.bytes.is_empty() {
        return Err(Error::invalid("path", "the file is empty", "choose another one"));
    }
    let evidence = Evidence {
        uid: moment.uid(),
        title: title.trim().chars().take(200).collect(),
        strength: serde_json::from_value::<Strength>(json!(strength)).map_err(|_| {
            Error::invalid(
                "strength",
                format!("`{strength}` is no strength"),
                "stated, shown or measured",
            )
        })?,
        pack: Some(session.pack().id.clone()),
        question: Some(question_of(session, question)?.id.clone()),
        kind: Known::Value(kind),
        text: String::new(),
        link: String::new(),
        date: Known::Unknown,
        file_name: blob.name.clone(),
        file_hash: hash_of(&blob.bytes),
        at: Some(moment.now),
        is_left_out: false,
        code: session.next_code(Kind::Evidence)?,
    };
    let changes = [RowChange::Blob(blob), put(Kind::Evidence, evidence.uid, &evidence)];
    session.change(moment, &format!("Add evidence to {question}"), &changes)?;
    changed(session, question)
}

/// The file of an evidence.
fn blob(session: &Session, uid: &str) -> Result<Blob, Error> {
    let evidence = Uid::parse(uid)
        .and_then(|uid| session.engagement().evidence.iter().find(|evidence| evidence.uid == uid))
        .ok_or_else(|| Error::unknown("evidence", uid))?;
    let no_file = || {
        Error::new(
            Code::NotFound,
            format!("{} has no file", evidence.code),
            "add the file as evidence first",
        )
    };
    if evidence.file_hash.is_empty() {
        return Err(no_file());
    }
    let found = session.document()?.blob(&evidence.file_hash)?.ok_or_else(no_file)?;
    // The same bytes may have been brought under several names; this evidence shows its own.
    Ok(Blob { name: evidence.file_name.clone(), ..found })
}

/// The picture of an evidence, for the window.
///
/// # Errors
/// [`Code::UnknownItem`] for evidence that is not there, [`Code::NotFound`] without a file, [`Code::InvalidValue`] for a file that is
/// no picture.
pub fn picture(session: &Session, uid: &str) -> Result<PictureView, Error> {
    let blob = blob(session, uid)?;
    let picture = PICTURES.iter().find(|(_, _, first)| blob.bytes.starts_with(first));
    let Some((_, media_type, _)) = picture else {
        return Err(Error::invalid(
            "uid",
            format!("{} is no picture", blob.name),
            "save it and open it with its own program",
        ));
    };
    Ok(PictureView {
        name: blob.name,
        data_url: format!("data:{media_type};base64,{}", BASE64.encode(&blob.bytes)),
    })
}

/// Writes the file of an evidence.
///
/// # Errors
/// As [`picture`]; [`Code::NotWritable`] where the target cannot be written.
pub fn save(session: &Session, uid: &str, path: &Path) -> Result<(), Error> {
    write_file(path, &blob(session, uid)?.bytes)
}

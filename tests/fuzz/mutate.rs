//! Inputs that are almost right: mutated along the structure of their form, so that they get past the first check.

use std::io::{Cursor, Read as _, Write as _};

use serde_json::{Map, Value, json};

use crate::random::Random;

/// What an input is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Anything.
    Bytes,
    Text,
    Json,
    Toml,
    /// The text in which a document keeps a pack: several files of TOML.
    Pack,
    /// A container of texts, as XLSX and zipped packs are.
    Zip,
    Png,
    /// TrueType: tables behind a directory.
    Font,
    /// A file of SQLite, whose records are texts of JSON.
    Document,
}

/// Longest input, in bytes: readers are bounded in bytes, and what they do with a byte is looked at here.
const MOST: usize = 1 << 20;

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "5",
    "6",
    "7",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "1e999",
    "-0",
    "0.1",
    "1e-320",
    "00",
    "NaN",
    "Infinity",
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1f468}\u{200d}\u{1f469}",
    "a\u{301}\u{301}\u{301}",
    "\u{fffd}",
    "\u{10ffff}",
    "../../../../etc/passwd",
    "/dev/zero",
    "C:\\x",
    "..",
    ".",
    "con",
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-1",
    "@x",
    "\t",
    "\r\n",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "]]>",
    "-->",
    "&amp;",
    "%s%n",
    "${x}",
    "unknown",
    "none",
    "null",
    "true",
    "2026-02-30",
    "9999-12-31",
    "-9999-01-01",
    "0000-00-00",
    "2026-03-09T25:61:61Z",
    "00000000-0000-0000-0000-000000000000",
    "SRC-1",
    "GOV-1",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "((((((((",
    "!!!!!!!!",
    "&&",
    "||",
];

/// One input of a form, made from one of the corpus. `words` are those of its language.
pub(crate) fn input(
    random: &mut Random,
    form: Form,
    corpus: &[Vec<u8>],
    words: &[String],
) -> Vec<u8> {
    let mut bytes = random.any(corpus).clone();
    // The corpus itself has to be read too.
    if random.once_in(50) {
        return bytes;
    }
    for _ in 0..=random.below(4) {
        let is_blind = form == Form::Bytes || random.once_in(6);
        bytes = if is_blind {
            blind(random, bytes, corpus, words)
        } else {
            along(random, form, &bytes, words)
                .unwrap_or_else(|| blind(random, bytes.clone(), corpus, words))
        };
        bytes.truncate(MOST);
    }
    bytes
}

/// Along the structure; none where the input has lost it.
fn along(random: &mut Random, form: Form, bytes: &[u8], words: &[String]) -> Option<Vec<u8>> {
    match form {
        Form::Bytes => None,
        Form::Text => Some(text(random, std::str::from_utf8(bytes).ok()?, words).into_bytes()),
        Form::Json => {
            let mut root: Value = serde_json::from_slice(bytes).ok()?;
            value(random, &mut root, words);
            let written = root.to_string();
            Some(if random.once_in(8) { twice(random, &written) } else { written }.into_bytes())
        }
        Form::Toml => Some(toml(random, std::str::from_utf8(bytes).ok()?, words).into_bytes()),
        Form::Pack => {
            let mut files = waymark_pack::files_of(std::str::from_utf8(bytes).ok()?).ok()?;
            let names: Vec<String> = files.keys().cloned().collect();
            if names.is_empty() {
                return None;
            }
            let name = random.any(&names);
            match random.below(12) {
                0 => drop(files.remove(name)),
                1 => {
                    let other = files[random.any(&names)].clone();
                    files.insert(name.clone(), other);
                }
                _ => {
                    let changed = toml(random, &files[name], words);
                    files.insert(name.clone(), changed);
                }
            }
            Some(waymark_pack::text_of(&files).into_bytes())
        }
        Form::Zip => zipped(random, bytes, words),
        Form::Png => png(random, bytes),
        Form::Font => font(random, bytes),
        Form::Document => Some(document(random, bytes)),
    }
}

/// Without regard to any structure.
fn blind(random: &mut Random, mut bytes: Vec<u8>, corpus: &[Vec<u8>], words: &[String]) -> Vec<u8> {
    let at = random.below(bytes.len() + 1);
    match random.below(8) {
        0 => bytes.truncate(at),
        1 => {
            for _ in 0..random.length(16) {
                let at = random.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        2 => {
            let other = random.any(corpus);
            let from = random.below(other.len());
            let to = (from + random.length(4096)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        3 => {
            let to = (at + random.length(4096)).min(bytes.len());
            bytes.drain(at..to);
        }
        4 => {
            let to = (at + random.length(64)).min(bytes.len());
            let piece = bytes[at..to].to_vec();
            let times = random.length(2000);
            bytes.splice(at..at, piece.iter().copied().cycle().take(piece.len() * times));
        }
        5 => {
            let word = word(random, words);
            bytes.splice(at..at, word.bytes());
        }
        6 => overwrite(random, &mut bytes, at),
        _ => {
            let to = (at + random.length(16)).min(bytes.len());
            for byte in &mut bytes[at..to] {
                *byte = random.draw() as u8;
            }
        }
    }
    bytes
}

/// Writes a number that is often the last one that fits, in either order of bytes.
fn overwrite(random: &mut Random, bytes: &mut [u8], at: usize) {
    let numbers = [
        0,
        1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff,
        u64::MAX,
    ];
    let number = *random.any(&numbers);
    let size = *random.any(&[1, 2, 4, 8]);
    let big = number.to_be_bytes();
    let little = number.to_le_bytes();
    let written = if random.once_in(2) { &big[8 - size..] } else { &little[..size] };
    for (byte, new) in bytes.iter_mut().skip(at).zip(written) {
        *byte = *new;
    }
}

/// One of the oddities.
fn odd(random: &mut Random, all: &[&'static str]) -> &'static str {
    all[random.below(all.len())]
}

fn word<'a>(random: &mut Random, words: &'a [String]) -> &'a str {
    if words.is_empty() || random.once_in(3) {
        odd(random, TEXTS)
    } else {
        &words[random.below(words.len())]
    }
}

/// A place between two characters.
fn place(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A range between characters, mostly short.
fn range(random: &mut Random, text: &str, most: usize) -> std::ops::Range<usize> {
    let from = place(random, text);
    let mut to = (from + random.length(most)).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    from..to
}

fn text(random: &mut Random, text: &str, words: &[String]) -> String {
    let mut out = text.to_owned();
    match random.below(10) {
        0 => out.truncate(place(random, text)),
        1 => {
            let gone = range(random, text, 200);
            out.replace_range(gone, "");
        }
        2 => out.insert_str(place(random, text), word(random, words)),
        3 => {
            let gone = range(random, text, 20);
            out.replace_range(gone, word(random, words));
        }
        4 => {
            let piece = text[range(random, text, 100)].repeat(random.length(3000));
            out.insert_str(place(random, text), &piece[..floor(&piece, MOST / 2)]);
        }
        5 => {
            // A number somewhere becomes another one.
            let digits: Vec<usize> =
                text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
            if let Some(&at) = digits.get(random.below(digits.len())) {
                let length = text[at..].bytes().take_while(u8::is_ascii_digit).count();
                out.replace_range(at..at + length, odd(random, NUMBERS));
            }
        }
        6 => {
            let (open, close) = *random.any(&[
                ("(", ")"),
                ("[", "]"),
                ("{", "}"),
                ("!", ""),
                ("<a>", "</a>"),
                ("a.", ""),
            ]);
            let times = random.length(3000);
            let around = range(random, text, 60);
            let inside =
                format!("{}{}{}", open.repeat(times), &text[around.clone()], close.repeat(times));
            out.replace_range(around, &inside);
        }
        7 | 8 => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            match random.below(3) {
                _ if lines.is_empty() => {}
                0 => lines.swap(one, other),
                1 => lines.insert(other, lines[one]),
                _ => drop(lines.remove(one)),
            }
            out = lines.concat();
        }
        _ => {
            let gone = range(random, text, 1);
            let letter = char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
            out.replace_range(gone, letter.encode_utf8(&mut [0; 4]));
        }
    }
    out
}

fn floor(text: &str, most: usize) -> usize {
    let mut at = most.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many values there are, itself included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

/// The value of a number, in the order of [`size`].
fn nth(value: &mut Value, mut number: usize) -> &mut Value {
    if number == 0 {
        return value;
    }
    number -= 1;
    let inner: Box<dyn Iterator<Item = &mut Value>> = match value {
        Value::Array(items) => Box::new(items.iter_mut()),
        Value::Object(members) => Box::new(members.values_mut()),
        _ => unreachable!("a value that holds none has size 1"),
    };
    for one in inner {
        let own = size(one);
        if number < own {
            return nth(one, number);
        }
        number -= own;
    }
    unreachable!("the number is below the size")
}

fn scalar(random: &mut Random, words: &[String]) -> Value {
    match random.below(6) {
        0 => Value::Null,
        1 => json!(random.once_in(2)),
        2 | 3 => serde_json::from_str(odd(random, NUMBERS)).unwrap_or(json!(-1)),
        4 => json!("x".repeat(random.length(20_000))),
        _ => json!(word(random, words)),
    }
}

fn value(random: &mut Random, root: &mut Value, words: &[String]) {
    let count = size(root);
    let other = nth(root, random.below(count)).clone();
    let new = scalar(random, words);
    let chosen = nth(root, random.below(count));
    match (random.below(9), chosen) {
        (0, chosen) => *chosen = new,
        (1, chosen) => *chosen = other,
        (2, chosen) => {
            for _ in 0..random.length(200) {
                *chosen = json!([chosen.take()]);
            }
        }
        (_, Value::String(said)) => *said = text(random, said, words),
        (_, chosen @ Value::Number(_)) => {
            *chosen = serde_json::from_str(odd(random, NUMBERS)).unwrap_or(json!(0));
        }
        (3 | 4, Value::Array(items)) if !items.is_empty() => {
            let one = random.any(items).clone();
            items.extend(std::iter::repeat_n(one, random.length(60)));
        }
        (5, Value::Array(items)) => items.insert(random.below(items.len() + 1), new),
        (_, Value::Array(items)) if !items.is_empty() => {
            drop(items.remove(random.below(items.len())));
        }
        (_, Value::Array(items)) => items.push(other),
        (3, Value::Object(members)) => drop(members.insert(word(random, words).to_owned(), other)),
        (4..=6, Value::Object(members)) if !members.is_empty() => {
            let names: Vec<String> = members.keys().cloned().collect();
            members.shift_remove(random.any(&names));
        }
        (_, Value::Object(members)) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let mut renamed = Map::new();
            let wanted = random.below(names.len());
            for (at, (name, value)) in std::mem::take(members).into_iter().enumerate() {
                let name = if at == wanted { text(random, &name, words) } else { name };
                renamed.insert(name, value);
            }
            *members = renamed;
        }
        (_, chosen) => *chosen = new,
    }
}

/// With a member of an object written a second time.
fn twice(random: &mut Random, text: &str) -> String {
    let starts: Vec<usize> = text.match_indices("{\"").map(|(at, _)| at + 1).collect();
    let Some(&at) = starts.get(random.below(starts.len())) else { return text.to_owned() };
    let Some(end) = text[at + 1..].find("\":") else { return text.to_owned() };
    let member = format!("{}:0,", &text[at..=at + 1 + end]);
    format!("{}{member}{}", &text[..at], &text[at..])
}

fn toml(random: &mut Random, written: &str, words: &[String]) -> String {
    if random.once_in(2)
        && let Ok(mut root) = toml::from_str::<Value>(written)
    {
        value(random, &mut root, words);
        if let Ok(text) = toml::to_string(&root) {
            return text;
        }
    }
    text(random, written, words)
}

fn zipped(random: &mut Random, bytes: &[u8], words: &[String]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut entries = Vec::new();
    for at in 0..archive.len().min(200) {
        let mut entry = archive.by_index(at).ok()?;
        let name = entry.name().ok()?.to_string();
        let mut content = Vec::new();
        entry.by_ref().take(MOST as u64).read_to_end(&mut content).ok()?;
        entries.push((name, content));
    }
    if entries.is_empty() {
        return None;
    }
    let at = random.below(entries.len());
    match random.below(14) {
        0 => drop(entries.remove(at)),
        1 => word(random, words).clone_into(&mut entries[at].0),
        2 => {
            let other = random.any(&entries).1.clone();
            entries[at].1 = other;
        }
        3 => {
            // What unpacks to much.
            let content = random.draw() as u8;
            entries[at].1 = vec![content; MOST * 4];
        }
        _ => {
            let old = std::mem::take(&mut entries[at].1);
            entries[at].1 = match String::from_utf8(old) {
                Ok(old) => text(random, &old, words).into_bytes(),
                Err(old) => blind(random, old.into_bytes(), &[vec![]], words),
            };
        }
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// The check sum of PNG's chunks.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg());
        }
        sum
    })
}

/// A chunk of a PNG is changed, and its check sum is right all the same.
fn png(random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    let mut rest = bytes.get(8..)?;
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize + 4;
        let chunk = behind.get(..length)?;
        chunks.push(chunk.to_vec());
        rest = behind.get(length + 4..)?;
    }
    if chunks.is_empty() {
        return None;
    }
    let at = random.below(chunks.len());
    match random.below(8) {
        0 => drop(chunks.remove(at)),
        1 => {
            let again = random.any(&chunks).clone();
            chunks.insert(at, again);
        }
        2 => {
            let names =
                [b"PLTE", b"tRNS", b"zTXt", b"iCCP", b"gAMA", b"acTL", b"fcTL", b"pHYs", b"eXIf"];
            let mut chunk = random.any(&names).to_vec();
            chunk.extend((0..random.length(800)).map(|_| random.draw() as u8));
            chunks.insert(at, chunk);
        }
        3 if chunks[0].len() >= 17 => {
            // Depth, colours, packing, filter, interlacing.
            let field = 12 + random.below(5);
            chunks[0][field] = *random.any(&[0, 1, 2, 3, 4, 6, 8, 16]);
        }
        _ => {
            let place = random.below(chunks[at].len());
            overwrite(random, &mut chunks[at], place.max(4));
        }
    }
    let mut out = bytes[..8].to_vec();
    for chunk in chunks {
        out.extend((chunk.len() as u32).saturating_sub(4).to_be_bytes());
        out.extend(&chunk);
        out.extend(crc(&chunk).to_be_bytes());
    }
    Some(out)
}

/// A table of a font is changed; small tables as often as large ones.
fn font(random: &mut Random, bytes: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(u16::from_be_bytes([*bytes.get(4)?, *bytes.get(5)?]));
    let entry = 12 + random.below(count) * 16;
    let number =
        |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let (from, length) = (number(entry + 8)?, number(entry + 12)?);
    let mut out = bytes.to_vec();
    if random.once_in(12) {
        let field = entry + random.below(16);
        overwrite(random, &mut out, field);
        return Some(out);
    }
    for _ in 0..=random.below(6) {
        // What a table begins with counts most.
        let within =
            if random.once_in(2) { random.below(length.min(64)) } else { random.below(length) };
        overwrite(random, &mut out, from.checked_add(within)?);
    }
    Some(out)
}

/// A word of the records is replaced everywhere, by one of the same length, so that history and records still agree; or pages
/// of the file are changed.
fn document(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let from = random.below(bytes.len());
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'"');
    let start = bytes[from..].iter().position(u8::is_ascii_alphanumeric);
    if random.once_in(3) || start.is_none() {
        // The header of a page, or its cells.
        let page = from / 4096 * 4096;
        let at = if random.once_in(2) { page + random.below(112) } else { from };
        overwrite(random, &mut out, at);
        return out;
    }
    let start = from + start.unwrap_or_default();
    let length = bytes[start..].iter().take(40).take_while(|byte| letter(byte)).count();
    let old = &bytes[start..start + length];
    let mut new = old.to_vec();
    match random.below(4) {
        0 => new.fill(b'9'),
        1 => new.fill(b' '),
        2 => {
            let at = random.below(new.len());
            new[at] = *random.any(b"0123456789-\"\\{}[]:,x\0\xff");
        }
        _ => new.reverse(),
    }
    let mut at = 0;
    while let Some(found) = out[at..].windows(length).position(|window| window == old) {
        out[at + found..at + found + length].copy_from_slice(&new);
        at += found + length;
        if length < 3 {
            break;
        }
    }
    out
}

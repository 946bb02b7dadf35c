//! XML as JSON: elements are objects, repeated ones lists, leaves texts. What is a list is said by whoever reads it.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// The deepest nesting that is followed.
const DEEPEST: usize = 64;

/// The content of the root element; `None` where the bytes are not XML.
pub(super) fn to_json(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text);
    // Open elements with their name, members and text; the first entry stands for the document.
    let mut open: Vec<(String, Map<String, Value>, String)> = vec![Default::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return None;
                }
                open.push((local(start.name().as_ref()), Map::new(), String::new()));
            }
            Event::Empty(empty) => {
                let name = local(empty.name().as_ref());
                add(&mut open.last_mut()?.1, name, Value::String(String::new()));
            }
            Event::Text(piece) => open.last_mut()?.2 += &piece,
            Event::CData(piece) => open.last_mut()?.2 += &piece,
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref().ok()? {
                    Some(letter) => letter,
                    None => match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return None,
                    },
                };
                open.last_mut()?.2.push(letter);
            }
            Event::End(_) => {
                let (name, members, text) = open.pop()?;
                let value = if members.is_empty() {
                    Value::String(text.trim().to_owned())
                } else {
                    Value::Object(members)
                };
                add(&mut open.last_mut()?.1, name, value);
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    let [(_, root, around)] = open.as_mut_slice() else { return None };
    if root.len() != 1 || !around.trim().is_empty() {
        return None;
    }
    std::mem::take(root).into_iter().next().map(|(_, value)| value)
}

/// A name without its namespace.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// Adds a member; a second one of a name makes a list.
fn add(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        None => {
            members.insert(name, value);
        }
        Some(Value::Array(several)) => several.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(text: &str, expected: Option<Value>) {
        assert_eq!(to_json(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn elements_become_members() {
        check(
            "<?xml version='1.0'?><R xmlns='u'><B><N>a &amp; b</N></B><B><N>c</N></B><E/></R>",
            Some(json!({"B": [{"N": "a & b"}, {"N": "c"}], "E": ""})),
        );
        check("<L>eu-west-1</L>", Some(json!("eu-west-1")));
        check("<L/>", Some(json!("")));
    }

    #[test]
    fn what_is_no_xml_is_nothing() {
        check("\0not what you expected", None);
        check("<A><B></A>", None);
        check("<A><B>", None);
        check("", None);
        check(&"<A>".repeat(100), None);
    }
}

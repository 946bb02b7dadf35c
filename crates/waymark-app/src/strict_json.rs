//! JSON as a person may have written it: a name that stands twice in one object is a mistake and not the last one's victory.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Most paths that are told.
const MOST: usize = 100;
/// Most characters of a name in a path.
const NAME: usize = 80;

/// Reads a text, with the paths of the names that stand twice: at most 100 of them, each name in them cut to 80 characters.
///
/// # Errors
/// Where the text is not JSON.
pub(crate) fn read(text: &str) -> Result<(Value, Vec<String>), serde_json::Error> {
    let twice = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value =
        Place { above: None, step: Step::Top, twice: &twice }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, twice.into_inner()))
}

/// Where a value stands. It is written out only where a name stands twice: a long name above many values would else be copied
/// for each of them.
struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
    twice: &'a RefCell<Vec<String>>,
}

enum Step<'a> {
    Top,
    Member(&'a str),
    Item(usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_inside = self.above.is_some_and(|above| !matches!(above.step, Step::Top));
        if let Some(above) = self.above {
            above.fmt(f)?;
        }
        match self.step {
            Step::Top => Ok(()),
            Step::Item(at) => write!(f, "[{at}]"),
            Step::Member(name) => {
                let mark = if is_inside { "." } else { "" };
                write!(f, "{mark}{name:.NAME$}")
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Place {
            above: Some(&self),
            step: Step::Item(list.len()),
            twice: self.twice,
        })? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let place =
                || Place { above: Some(&self), step: Step::Member(&name), twice: self.twice };
            let value = entries.next_value_seed(place())?;
            if object.contains_key(&name) && self.twice.borrow().len() < MOST {
                let path = place().to_string();
                self.twice.borrow_mut().push(path);
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_stand_twice_are_told_with_their_path() {
        let (value, twice) =
            read(r#"{"a":1,"b":[{"c":1,"d":{"e":1,"e":2}},[{"f":1,"f":2}]],"a":3}"#).expect("JSON");
        assert_eq!(twice, ["b[0].d.e", "b[1][0].f", "a"]);
        assert_eq!(value["a"], 3);
        let (_, twice) = read(r#"[{"x":{"y":0,"y":0}}]"#).expect("JSON");
        assert_eq!(twice, ["[0].x.y"]);
    }

    #[test]
    fn what_is_told_is_bounded_whatever_stands_there() {
        let name = "n".repeat(5000);
        let twice = format!("{{{}\"z\":0}}", format!("\"{name}\":0,").repeat(500));
        let (_, twice) = read(&twice).expect("JSON");
        assert_eq!((twice.len(), twice[0].len()), (MOST, NAME));
    }

    /// Built for each value, the paths of this text would be 30 GB of copies.
    #[test]
    fn a_long_name_above_many_values_is_not_copied_for_each() {
        let text = format!("{{\"{}\":[{}0]}}", "n".repeat(300_000), "0,".repeat(100_000));
        let (value, twice) = read(&text).expect("JSON");
        assert_eq!((value.as_object().map(Map::len), twice.len()), (Some(1), 0));
    }
}

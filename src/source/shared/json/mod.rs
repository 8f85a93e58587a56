//! Reading JSON of uncertain shape. Servers differ in what they leave out, so values are looked up
//! one by one; and they write what is no JSON, so what cannot be read strictly is read leniently.

mod lenient;
mod listing;
mod weight;

use encoding_rs::UTF_8;
use serde_json::Value;

pub use self::listing::{Items, ListEnd};
use super::dates;
use crate::model::is_command;

/// Reads a whole document, whatever stands around it. Invalid UTF-8 becomes replacement
/// characters.
pub fn document(body: &[u8]) -> Result<Value, String> {
    let text = UTF_8.decode(body).0;
    read_strictly(&text).or_else(|error| listing::document(&text).ok_or(error))
}

/// Reads the list `key` of a document (or the document itself, for `""`), and the rest of the
/// document. Of a broken list every whole item is kept.
pub fn list(body: &[u8], key: &str) -> (Value, Items) {
    let text = UTF_8.decode(body).0;
    match read_strictly(&text) {
        Ok(document) => listing::taken_from(document, key),
        Err(error) => listing::salvaged(&text, key).unwrap_or_else(|| {
            let document = listing::document(&text).unwrap_or_default();
            (document, Items::missing(error))
        }),
    }
}

fn read_strictly(text: &str) -> Result<Value, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("the answer is empty where JSON was expected".to_owned());
    }
    if !weight::is_bearable(text) {
        return Err("the answer holds more values than any list of posts".to_owned());
    }
    serde_json::from_str(text).map_err(|error| {
        if text.starts_with('<') {
            "the answer is HTML where JSON was expected".to_owned()
        } else {
            format!("the answer is not valid JSON: {error}")
        }
    })
}

/// Looks up `a.b.c`.
pub fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.')
        .try_fold(value, |value, key| value.get(key))
        .unwrap_or(&Value::Null)
}

/// A text that is not blank.
pub fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    at(value, path)
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// An identifier: a text, or a number as text. One that holds commands for a terminal is none.
pub fn id(value: &Value, path: &str) -> Option<String> {
    match at(value, path) {
        Value::String(text) if text.trim().is_empty() || text.trim().contains(is_command) => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An instant: a date, or a unix time as a number.
pub fn instant(value: &Value, path: &str) -> Option<jiff::Timestamp> {
    dates::parse_absolute(&id(value, path)?)
}

/// Entries of a list, none where there is no list.
pub fn items<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    at(value, path).as_array().map_or(&[], Vec::as_slice)
}

/// Whether the value is `true`.
pub fn yes(value: &Value, path: &str) -> bool {
    at(value, path) == &Value::Bool(true)
}

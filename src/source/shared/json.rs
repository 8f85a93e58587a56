//! Reading JSON of uncertain shape. Servers differ in what they leave out, so values are
//! looked up one by one; nesting is limited by `serde_json` (128).

use serde_json::Value;

use super::dates;

/// A list read from JSON, perhaps in part.
#[derive(Debug, Clone, Default)]
pub struct Items {
    /// What could be read.
    pub items: Vec<Value>,
    /// Why the rest could not.
    pub broken: Option<String>,
}

/// Reads a whole document. Invalid UTF-8 becomes replacement characters.
pub fn document(body: &[u8]) -> Result<Value, String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err("the answer is empty where JSON was expected".to_owned());
    }
    if text.starts_with('<') {
        return Err("the answer is HTML where JSON was expected".to_owned());
    }
    serde_json::from_str(text).map_err(|error| format!("the answer is not valid JSON: {error}"))
}

/// Reads the list `key` of a document (or the document itself, for `""`). From a broken
/// document the entries before the fault are kept.
pub fn list(body: &[u8], key: &str) -> (Value, Items) {
    match document(body) {
        Ok(mut value) => {
            let found = if key.is_empty() {
                value.take()
            } else {
                value.get_mut(key).map(Value::take).unwrap_or_default()
            };
            let items = match found {
                Value::Array(items) => Items {
                    items,
                    broken: None,
                },
                other => Items {
                    items: Vec::new(),
                    broken: Some(format!("expected a list, found {}", kind(&other))),
                },
            };
            (value, items)
        }
        Err(error) => (
            Value::Null,
            Items {
                items: leading_items(body, key),
                broken: Some(error),
            },
        ),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) | Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Entries of a list up to the first fault.
fn leading_items(body: &[u8], key: &str) -> Vec<Value> {
    let text = String::from_utf8_lossy(body);
    let from = if key.is_empty() {
        0
    } else {
        text.find(&format!("\"{key}\"")).unwrap_or(text.len())
    };
    let Some(open) = text[from..].find('[') else {
        return Vec::new();
    };
    let mut rest = &text[from + open + 1..];
    let mut items = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        if !rest.starts_with('{') {
            return items;
        }
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(item)) => items.push(item),
            _ => return items,
        }
        let read = stream.byte_offset();
        rest = rest.get(read..).unwrap_or_default();
    }
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

/// An identifier: a text, or a number as text.
pub fn id(value: &Value, path: &str) -> Option<String> {
    match at(value, path) {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
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

//! Lists in JSON answers. A list is read strictly where that works, and else leniently: a broken
//! item costs itself, and what stands around the document costs nothing.

use serde_json::{Map, Value};

use super::lenient::{JsonFault, LenientReader, Quotes, end_by_brackets};
use crate::model::Warning;
use crate::source::shared::bounds::{self, MOST_POSTS};

/// Places at which a document is looked for among other text.
const MOST_PLACES: usize = 16;

/// Items that were passed over and are told one by one.
const MOST_TOLD: usize = 5;

/// A list read from JSON, perhaps in part.
#[derive(Debug, Clone, Default)]
pub struct Items {
    /// What could be read, in the order of the list.
    pub items: Vec<Value>,
    /// How the list ended.
    pub end: ListEnd,
    /// Number in the list, counted from 1, and reason of the first items that were passed over.
    told: Vec<(usize, &'static str)>,
    passed_over: usize,
    /// Items that were not read since there are too many.
    left: usize,
}

/// How a list ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListEnd {
    /// With its bracket: there are no more items than these and those passed over.
    #[default]
    Whole,
    /// The text ended first, or nothing more in it could be told apart: there may be more items.
    Cut,
    /// There is no list, and why.
    Missing(String),
}

impl Items {
    /// A list that is not there.
    pub fn missing(reason: impl Into<String>) -> Self {
        Self {
            end: ListEnd::Missing(reason.into()),
            ..Self::default()
        }
    }

    /// Why there is no list, if there is none.
    pub fn why_missing(&self) -> Option<&str> {
        match &self.end {
            ListEnd::Missing(reason) => Some(reason),
            ListEnd::Whole | ListEnd::Cut => None,
        }
    }

    /// How many items were not read since there are too many.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Whether the end of the list was not seen.
    pub fn is_cut(&self) -> bool {
        self.end == ListEnd::Cut
    }

    /// How many items the list has, as far as it was seen.
    pub fn length(&self) -> usize {
        self.items.len() + self.passed_over
    }

    /// Whether every item of the list was read.
    pub fn is_complete(&self) -> bool {
        self.end == ListEnd::Whole && self.passed_over == 0
    }

    /// What was not read, for the operator; `what` is what an item is called.
    pub fn warnings(&self, what: &str) -> Vec<Warning> {
        let told = self.told.iter().map(|(number, reason)| {
            let at = format!("{what} {number}");
            Warning::new(at, format!("it was passed over, since {reason}"))
        });
        let mut warnings: Vec<Warning> = told.collect();
        let untold = self.passed_over - self.told.len();
        if untold > 0 {
            let message = format!("{untold} more items could not be read and were passed over");
            warnings.push(Warning::new(what, message));
        }
        match &self.end {
            ListEnd::Whole => {}
            ListEnd::Cut if self.left > 0 => {
                let rest = "the next ones are asked for where the service has pages, and else \
                            not read";
                warnings.extend(bounds::told_left(what, self.left, rest));
            }
            ListEnd::Cut => {
                let at = format!("{what} {}", self.length() + 1);
                let message = "the answer breaks off here; what follows was not read";
                warnings.push(Warning::new(at, message));
            }
            ListEnd::Missing(reason) => warnings.push(Warning::new(what, reason)),
        }
        warnings
    }

    /// Leaves out what is beyond the most that is read: the list ends there.
    fn bounded(mut self) -> Self {
        self.left += self.items.len().saturating_sub(MOST_POSTS);
        self.items.truncate(MOST_POSTS);
        if self.left > 0 {
            self.end = ListEnd::Cut;
        }
        self
    }

    fn pass_over(&mut self, fault: JsonFault) {
        self.passed_over += 1;
        let number = self.length();
        if self.told.len() < MOST_TOLD {
            self.told.push((number, fault.what()));
        }
    }
}

/// The list `key` of a document that was read whole (or the document itself, for `""`), and the
/// document without it.
pub(super) fn taken_from(mut document: Value, key: &str) -> (Value, Items) {
    let found = if key.is_empty() {
        &mut document
    } else {
        let Some(found) = document.get_mut(key) else {
            let missing = Items::missing(format!("the answer has no list {key:?}"));
            return (document, missing);
        };
        found
    };
    let list = match as_list(found) {
        Some(items) => Items {
            items,
            ..Items::default()
        }
        .bounded(),
        None => Items::missing(format!("expected a list, found {}", kind(found))),
    };
    (document, list)
}

/// A list; PHP writes one from which something was taken out as an object of numbers.
fn as_list(found: &mut Value) -> Option<Vec<Value>> {
    match found {
        Value::Array(items) => Some(std::mem::take(items)),
        Value::Object(members) if !members.is_empty() => {
            let numbers = members.keys().map(|key| key.parse::<u32>().ok());
            let numbers: Option<Vec<u32>> = numbers.collect();
            let mut numbered: Vec<_> = numbers?.into_iter().zip(std::mem::take(members)).collect();
            numbered.sort_by_key(|(number, _)| *number);
            Some(numbered.into_iter().map(|(_, (_, item))| item).collect())
        }
        _ => None,
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

/// The list `key` of a document that cannot be read as it stands, and what else of the document
/// can. `None` when there is no such list.
pub(super) fn salvaged(text: &str, key: &str) -> Option<(Value, Items)> {
    let mut behind = 0;
    for mut reader in documents(text) {
        let from = reader.at;
        if from < behind {
            continue;
        }
        match (reader.peek(), key.is_empty()) {
            (Some(b'['), true) => {
                let list = items(&mut reader, text);
                return Some((Value::Null, list));
            }
            (Some(b'{'), false) => {
                let found = member_list(reader, text, key);
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
        // What another document holds is no document.
        behind = end_by_brackets(text, from, Quotes::Plain).unwrap_or(text.len());
    }
    // A list that became an object of numbers.
    let (head, list) = taken_from(document(text)?, key);
    list.why_missing().is_none().then_some((head, list))
}

/// The first document among other text that can be read whole.
pub(super) fn document(text: &str) -> Option<Value> {
    documents(text).find_map(|mut reader| reader.value(0).ok())
}

/// Places at which a document may begin: not inside of a page or a script.
fn documents(text: &str) -> impl Iterator<Item = LenientReader<'_>> {
    let places = text.match_indices(['{', '[']).map(|(at, _)| at);
    places
        .filter(|at| begins_here(text, *at))
        .take(MOST_PLACES)
        .take_while(|at| !is_page(&text[..*at]))
        .map(|at| LenientReader::new(text, at))
}

/// Whether a list or an object begins here, and not a word of a notice in brackets.
fn begins_here(text: &str, at: usize) -> bool {
    let inside = text[at + 1..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    let before = text[..at].trim_end();
    let first_of_line = text[..at].trim_end_matches([' ', '\t']).ends_with('\n');
    let alone = before.is_empty()
        || first_of_line
        || before.ends_with(['>', '(', ';', ',', '}', '\u{feff}']);
    match (text.as_bytes()[at], inside.bytes().next()) {
        (b'[', Some(b'{')) | (b'{', Some(b'"' | b'\'')) => true,
        (b'{', Some(letter)) if letter.is_ascii_alphabetic() => alone,
        (_, Some(b']' | b'}' | b'/') | None) => alone,
        _ => false,
    }
}

/// Whether text is the beginning of a page, whose scripts may hold JSON that is no answer.
fn is_page(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let open_script = lower.rfind("<script") > lower.rfind("</script");
    open_script
        || ["<!doctype", "<html", "<head", "<body"]
            .iter()
            .any(|tag| lower.contains(tag))
}

/// Reads the list `key` of the object that begins here, and what else the object holds.
fn member_list(mut reader: LenientReader<'_>, text: &str, key: &str) -> Option<(Value, Items)> {
    let mut head = Map::new();
    let mut found = None;
    reader.at += 1;
    while let Ok(Some(name)) = reader.name() {
        reader.skip_blank();
        if name == key && reader.peek() == Some(b'[') && found.is_none() {
            let list = items(&mut reader, text);
            let cut = list.is_cut();
            found = Some(list);
            if cut {
                break;
            }
            continue;
        }
        let from = reader.at;
        match reader.value(1) {
            Ok(value) => {
                head.insert(name, value);
            }
            Err(_) => match end_by_brackets(text, from, Quotes::Plain) {
                Some(end) => reader.at = end,
                None => break,
            },
        }
    }
    found.map(|list| (Value::Object(head), list))
}

/// Reads the items of the list that begins here.
fn items(reader: &mut LenientReader<'_>, text: &str) -> Items {
    let mut list = Items::default();
    let mut plain_quotes = true;
    reader.at += 1;
    loop {
        reader.skip_separators();
        match reader.peek() {
            Some(b']') => {
                reader.at += 1;
                return list.bounded();
            }
            // Whatever follows is no item.
            None | Some(b'<' | b'}' | b')') => {
                list.end = ListEnd::Cut;
                return list;
            }
            Some(_) => {}
        }
        let from = reader.at;
        match reader.value(1) {
            Ok(item) if list.items.len() < MOST_POSTS => list.items.push(item),
            Ok(_) => list.left += 1,
            Err(JsonFault::TooMuch) => {
                list.end = ListEnd::Cut;
                return list;
            }
            Err(fault) => {
                let Some(end) = behind(text, from, &mut plain_quotes) else {
                    list.end = ListEnd::Cut;
                    return list;
                };
                list.pass_over(fault);
                reader.at = end;
            }
        }
    }
}

/// Where an item ends that cannot be read: at the nearest place that its brackets tell and after
/// which the list goes on. Quotes that ran to the end of the text once are not taken so again, so
/// that many broken items cost no more than one.
fn behind(text: &str, from: usize, plain_quotes: &mut bool) -> Option<usize> {
    if !text[from..].starts_with(['{', '[']) {
        return None;
    }
    let goes_on = |end: &usize| {
        let mut reader = LenientReader::new(text, *end);
        reader.skip_blank();
        matches!(reader.peek(), Some(b',' | b']' | b'{') | None)
    };
    let plain = plain_quotes.then(|| end_by_brackets(text, from, Quotes::Plain));
    let plain = plain.flatten().filter(goes_on);
    *plain_quotes &= plain.is_some();
    // Quotes that were forgotten to be escaped hide where the item ends, or make it end later.
    let within = &text[..plain.unwrap_or(text.len())];
    let sooner = end_by_brackets(within, from, Quotes::BeforeSign).filter(goes_on);
    sooner.or(plain)
}

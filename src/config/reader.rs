//! Reads TOML tables key by key and collects every problem with its place, instead of stopping
//! at the first. The keys that a loader asks for are the keys that exist: what is left over is
//! reported as unknown.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::model::{Confidence, InvalidRegion, Provenance, RegionCode};

use super::diagnostics::{Findings, InvalidSetting, did_you_mean};

/// A value with its place in the file.
pub(crate) type Placed<T> = Spanned<T>;

const MAX_SYNTAX_ERRORS: usize = 50;

/// Parses the text; `None` when it is not TOML, which is then reported.
pub(crate) fn parse<'t>(text: &'t str, findings: &Findings<'_>) -> Option<Placed<DeTable<'t>>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MAX_SYNTAX_ERRORS) {
        let span = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message());
        findings.error(&span, message, syntax_hint(text, &span));
    }
    errors.is_empty().then_some(table)
}

fn syntax_hint(text: &str, span: &Range<usize>) -> Option<String> {
    let line_start = text.floor_char_boundary(span.start);
    let before = text[..line_start].rsplit('\n').next().unwrap_or_default();
    let quotes = before.matches('"').count();
    (quotes % 2 == 1).then(|| "is a closing quote missing?".to_owned())
}

/// The keys of one table.
pub(crate) struct Keys<'a, 'i> {
    findings: &'a Findings<'a>,
    table: &'a DeTable<'i>,
    place: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a, 'i> Keys<'a, 'i> {
    pub(crate) fn new(
        findings: &'a Findings<'a>,
        table: &'a DeTable<'i>,
        place: Range<usize>,
    ) -> Self {
        Self {
            findings,
            table,
            place,
            asked: RefCell::default(),
        }
    }

    /// Where the table is.
    pub(crate) fn place(&self) -> &Range<usize> {
        &self.place
    }

    /// The raw value of a key.
    pub(crate) fn get(&self, key: &'static str) -> Option<&'a Placed<DeValue<'i>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Reports the key as missing unless it is there.
    pub(crate) fn require(&self, key: &'static str, example: &str) {
        if !self.table.contains_key(key) {
            let hint = format!("write {key} = {example}");
            self.findings
                .error(&self.place, format!("{key:?} is missing"), Some(hint));
        }
    }

    /// Reports the table as missing unless it is there; `header` is how it starts.
    pub(crate) fn require_table(&self, key: &'static str, header: &str) {
        if !self.table.contains_key(key) {
            let message = format!("{header} is missing");
            let hint = "copy one from a shipped file".to_owned();
            self.findings.error(&self.place, message, Some(hint));
        }
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        self.typed(key, value, text, "a text in quotes")
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        self.typed(key, value, flag, "true or false")
            .map(Placed::into_inner)
    }

    /// A ballot number or another small count from 1.
    pub(crate) fn number(&self, key: &'static str) -> Option<Placed<u8>> {
        let value = self.get(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .filter(|number| number.radix() == 10)
            .and_then(|number| number.as_str().parse::<u8>().ok())
            .filter(|number| *number > 0);
        self.typed(key, value, number, "a whole number from 1 to 255")
    }

    /// A number with or without a decimal point.
    pub(crate) fn decimal(&self, key: &'static str) -> Option<Placed<f64>> {
        let value = self.get(key)?;
        let written = value.get_ref();
        let number = written
            .as_float()
            .and_then(|number| number.as_str().parse::<f64>().ok())
            .or_else(|| written.as_integer()?.as_str().parse::<f64>().ok())
            .filter(|number| number.is_finite());
        self.typed(key, value, number, "a number such as 1.5")
    }

    pub(crate) fn date(&self, key: &'static str) -> Option<Placed<Date>> {
        let value = self.get(key)?;
        let date = calendar_day(value.get_ref());
        self.typed(
            key,
            value,
            date,
            "a date such as 2027-11-27, without quotes",
        )
    }

    /// Two dates, first and last.
    pub(crate) fn dates(&self, key: &'static str) -> Option<Placed<(Date, Date)>> {
        let value = self.get(key)?;
        let pair = match value.get_ref().as_array().map(|array| &array[..]) {
            Some([from, to]) => calendar_day(from.get_ref()).zip(calendar_day(to.get_ref())),
            _ => None,
        };
        self.typed(key, value, pair, "two dates: [2027-09-25, 2027-11-23]")
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(
        &self,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let word = self.string(key)?;
        let found = known.iter().find(|(name, _)| *name == word.get_ref());
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            let hint = did_you_mean(word.get_ref(), names.iter().copied());
            let message = format!("{key} = {:?} is not known", word.get_ref());
            let known = format!("known: {}", names.join(", "));
            let hint = hint.map_or_else(|| known.clone(), |hint| format!("{hint} {known}"));
            self.findings.error(&word.span(), message, Some(hint));
        }
        found.map(|(_, value)| *value)
    }

    /// A list of texts; items of another type are reported and left out.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<Placed<String>> {
        let Some(items) = self.list(key) else {
            return Vec::new();
        };
        let read = |item: &Placed<DeValue<'i>>| {
            let text = item.get_ref().as_str().map(str::to_owned);
            self.typed(key, item, text, "texts in quotes")
        };
        items.iter().filter_map(read).collect()
    }

    /// The raw items of a list.
    pub(crate) fn list(&self, key: &'static str) -> Option<&'a [Placed<DeValue<'i>>]> {
        let value = self.get(key)?;
        let list = value.get_ref().as_array().map(|array| &array[..]);
        self.typed(key, value, list, "a list: [\"…\", \"…\"]")
            .map(Placed::into_inner)
    }

    /// A table within the table.
    pub(crate) fn section(&self, key: &'static str) -> Option<Keys<'a, 'i>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        let table = self.typed(key, value, table, "a table")?.into_inner();
        Some(Keys::new(self.findings, table, value.span()))
    }

    /// Repeated tables, `[[key]]`.
    pub(crate) fn sections(&self, key: &'static str) -> Vec<Keys<'a, 'i>> {
        let Some(items) = self.list(key) else {
            return Vec::new();
        };
        let read = |item: &'a Placed<DeValue<'i>>| {
            let table = self.typed(key, item, item.get_ref().as_table(), "tables: [[…]]")?;
            Some(Keys::new(self.findings, table.into_inner(), item.span()))
        };
        items.iter().filter_map(read).collect()
    }

    /// A table read by serde and then checked, for settings; its first error is reported.
    /// Without the key, the type's default.
    pub(crate) fn settings<T: DeserializeOwned + Default>(
        &self,
        key: &'static str,
        check: impl FnOnce(&T) -> Result<(), InvalidSetting>,
    ) -> T {
        let read = match self.get(key) {
            Some(value) => T::deserialize(ValueDeserializer::from(value.clone()))
                .map_err(|error| (error.span().unwrap_or(value.span()), error)),
            None => Ok(T::default()),
        };
        match read {
            Ok(settings) => {
                if let Err(InvalidSetting {
                    key: inner,
                    problem,
                }) = check(&settings)
                {
                    let place = self.place_of(key, &inner);
                    let message = format!("{inner} in [{key}] {problem}");
                    self.findings.error(&place, message, None);
                }
                settings
            }
            Err((place, error)) => {
                let (message, hint) = explain(error.message());
                self.findings
                    .error(&place, format!("in [{key}]: {message}"), hint);
                T::default()
            }
        }
    }

    /// Where a key of a table within the table stands; the table itself when it is not there.
    /// Of a dotted key the first part is looked for.
    pub(crate) fn place_of(&self, section: &str, key: &str) -> Range<usize> {
        let Some(value) = self.table.get(section) else {
            return self.place.clone();
        };
        let first = key.split('.').next().unwrap_or_default();
        let inner = value
            .get_ref()
            .as_table()
            .and_then(|table| table.get(first));
        inner.unwrap_or(value).span()
    }

    /// A Kemendagri region code.
    pub(crate) fn region(&self, key: &'static str) -> Option<RegionCode> {
        let written = self.string(key)?;
        let region: Result<RegionCode, InvalidRegion> = written.get_ref().parse();
        let report = |error: &InvalidRegion| {
            self.findings
                .error(&written.span(), error.to_string(), None);
        };
        region.inspect_err(report).ok()
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self) {
        let asked = self.asked.into_inner();
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !asked.contains(&name) {
                let hint = did_you_mean(name, asked.iter().copied())
                    .unwrap_or_else(|| format!("known here: {}", asked.join(", ")));
                self.findings
                    .error(&key.span(), format!("unknown key {name:?}"), Some(hint));
            }
        }
    }

    fn typed<T>(
        &self,
        key: &str,
        value: &Placed<DeValue<'i>>,
        read: Option<T>,
        expected: &str,
    ) -> Option<Placed<T>> {
        if read.is_none() {
            let message = format!("{key:?} must be {expected}");
            let found = format!("found {}", describe(value.get_ref()));
            self.findings.error(&value.span(), message, Some(found));
        }
        read.map(|read| Placed::new(value.span(), read))
    }
}

const CONFIDENCE: [(&str, Confidence); 3] = [
    ("low", Confidence::Low),
    ("medium", Confidence::Medium),
    ("high", Confidence::High),
];

/// `source` and `confidence` of a file, which its items inherit.
pub(crate) fn provenance(keys: &Keys<'_, '_>) -> Provenance {
    keys.require("source", "\"who compiled this, from what\"");
    keys.require("confidence", "\"high\", \"medium\" or \"low\"");
    let unknown = Provenance {
        source: String::new(),
        confidence: Confidence::Low,
    };
    provenance_or(keys, &unknown)
}

/// `source` and `confidence` of an item, each inherited when it is not given.
pub(crate) fn provenance_or(keys: &Keys<'_, '_>, inherited: &Provenance) -> Provenance {
    let source = keys.string("source").map(Placed::into_inner);
    let confidence = keys.choice("confidence", &CONFIDENCE);
    Provenance {
        source: source.unwrap_or_else(|| inherited.source.clone()),
        confidence: confidence.unwrap_or(inherited.confidence),
    }
}

fn calendar_day(value: &DeValue<'_>) -> Option<Date> {
    let written = value.as_datetime()?;
    if written.time.is_some() || written.offset.is_some() {
        return None;
    }
    let date = written.date?;
    let number = |part: u8| i8::try_from(part).ok();
    Date::new(
        i16::try_from(date.year).ok()?,
        number(date.month)?,
        number(date.day)?,
    )
    .ok()
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => {
            let start: String = text.chars().take(40).collect();
            format!("the text {start:?}")
        }
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Turns serde's "unknown field `a`, expected one of `b`, `c`" into our words.
fn explain(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.starts_with("unknown field"), quoted.split_first()) {
        (true, Some((name, known))) => {
            let hint = did_you_mean(name, known.iter().copied())
                .unwrap_or_else(|| format!("known here: {}", known.join(", ")));
            (format!("unknown key {name:?}"), Some(hint))
        }
        _ => (in_plain_words(message), None),
    }
}

/// serde names Rust's types; operators know numbers and texts.
fn in_plain_words(message: &str) -> String {
    let message = message
        .replace('\n', " ")
        .replace("invalid type:", "found")
        .replace("invalid value:", "found");
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return message;
    };
    let expected = match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "f64" => "a number",
        "a string" => "a text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        other => other,
    };
    format!("{found}, expected {expected}")
}

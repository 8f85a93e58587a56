//! What the index holds of a post.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use tantivy::TantivyDocument;

use super::Field;
use super::query::signal_name;
use super::schema::schema;
use crate::model::{Band, Decision, Platform, PostId, RegionCode, SignalKind};
use crate::text::analyze::{Analyzer, surface_line};

/// One post, as the database knows it now.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexDocument {
    /// The post; a document replaces the earlier one of the same post.
    pub post: PostId,
    /// Text of the latest revision.
    pub text: String,
    /// Platform of the account.
    pub platform: Platform,
    /// Address of the account, as registered.
    pub account: String,
    /// Employing agency.
    pub agency: String,
    /// Region of the person at capture time.
    pub region: RegionCode,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Band of the latest assessment.
    pub band: Band,
    /// Score of the latest assessment.
    pub score: f64,
    /// Kinds of its signals.
    pub signals: Vec<SignalKind>,
    /// Contestants that the signals are about, as `contest/contestant`.
    pub targets: Vec<String>,
    /// Contests that the signals are about.
    pub contests: Vec<String>,
    /// Language guess.
    pub language: String,
    /// Latest human decision, if any.
    pub verdict: Option<Decision>,
    /// Hashtags, folded and without the sign.
    pub tags: Vec<String>,
}

/// The form in which tantivy takes a post. Everything is analysed here, once.
pub(super) fn to_tantivy(post: &IndexDocument, analyzer: &Analyzer) -> TantivyDocument {
    let fields = &schema().fields;
    let mut document = TantivyDocument::default();
    let lines = analyzer.lines(&post.text);
    document.add_i64(fields.id, post.post.0);
    document.add_text(fields.stems, lines.stems);
    document.add_text(fields.exact, lines.exact);
    document.add_text(fields.agency_words, surface_line(&post.agency));
    document.add_i64(fields.posted_at, post.posted_at.as_microsecond());
    document.add_i64(
        fields.day,
        day_number(local_day(post.posted_at, &post.region)),
    );
    document.add_f64(fields.score, post.score);
    let mut facts = Facts {
        document,
        keys: String::new(),
    };
    for field in Field::ALL {
        facts.add_field(post, field);
    }
    facts.document.add_text(fields.keys, facts.keys);
    facts.document
}

/// What a value of a field is found by.
pub(super) fn key(field: Field, value: &str) -> String {
    let mut key = String::new();
    write_key(&mut key, field, value);
    key
}

/// Without white space that the engine splits at: keys stand on one line, because the engine
/// takes one value with eight words faster than eight values.
fn write_key(line: &mut String, field: Field, value: &str) {
    line.push_str(field.as_str());
    line.push(':');
    let mut between = "";
    for part in value.split(|c: char| c.is_ascii_whitespace()) {
        line.push_str(between);
        line.push_str(part);
        between = "\u{a0}";
    }
}

/// A document that takes values as facets and keys.
struct Facts {
    document: TantivyDocument,
    keys: String,
}

impl Facts {
    fn add_field(&mut self, post: &IndexDocument, field: Field) {
        match field {
            Field::Account => self.add(field, lower(&post.account).trim_start_matches('@')),
            Field::Agency => self.add(field, &post.agency),
            Field::Band => self.add(field, post.band.as_str()),
            Field::Contest => self.add_all(field, &post.contests),
            Field::Lang => self.add(field, &lower(&post.language)),
            Field::Platform => self.add(field, post.platform.as_str()),
            Field::Region => self.add(field, post.region.as_str()),
            Field::Signal => {
                let names = post.signals.iter().map(|kind| signal_name(*kind));
                self.add_distinct(field, names.map(Cow::Borrowed));
            }
            Field::Tag => self.add_all(field, &post.tags),
            Field::Target => self.add_all(field, &post.targets),
            Field::Verdict => self.add(field, post.verdict.map_or("none", Decision::as_str)),
        }
    }

    fn add_all(&mut self, field: Field, values: &[String]) {
        self.add_distinct(field, values.iter().map(|value| lower(value)));
    }

    fn add_distinct<'p>(&mut self, field: Field, values: impl Iterator<Item = Cow<'p, str>>) {
        let mut values: Vec<_> = values.filter(|value| !value.is_empty()).collect();
        values.sort_unstable();
        values.dedup();
        for value in values {
            self.add(field, &value);
        }
    }

    /// Adds a value that is found whole: a region by everything above it too, an agency by the
    /// words of its name only.
    fn add(&mut self, field: Field, value: &str) {
        if let Some(facet) = schema().fields.facet(field) {
            self.document.add_text(facet, value);
        }
        match field {
            Field::Agency => {}
            Field::Region => region_path(value).for_each(|code| self.add_key(field, code)),
            _ => self.add_key(field, value),
        }
    }

    fn add_key(&mut self, field: Field, value: &str) {
        if !self.keys.is_empty() {
            self.keys.push(' ');
        }
        write_key(&mut self.keys, field, value);
    }
}

/// Trimmed and in lower case. Most values are so already.
fn lower(value: &str) -> Cow<'_, str> {
    let trimmed = value.trim();
    if trimmed
        .bytes()
        .any(|byte| !byte.is_ascii() || byte.is_ascii_uppercase())
    {
        Cow::Owned(trimmed.to_lowercase())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// `ID`, `32`, `32.04` for `32.04`.
fn region_path(code: &str) -> impl Iterator<Item = &str> {
    let above = code.match_indices('.').map(|(dot, _)| &code[..dot]);
    let itself = Some(code).filter(|code| *code != "ID");
    std::iter::once("ID").chain(above).chain(itself)
}

/// The day of an instant where the region's clocks stand.
fn local_day(instant: Timestamp, region: &RegionCode) -> Date {
    region.time_zone().offset().to_datetime(instant).date()
}

/// `20241031`.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

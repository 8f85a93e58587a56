//! What the index holds of a post.

use jiff::Timestamp;
use jiff::civil::Date;
use tantivy::TantivyDocument;

use super::Field;
use super::query::signal_name;
use super::schema::schema;
use crate::model::{Band, Decision, Platform, PostId, RegionCode, SignalKind};
use crate::text::analyze::{Analyzer, surface};

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
    /// Labels given by people.
    pub tags: Vec<String>,
}

/// The form in which tantivy takes a post. Everything is analysed here, once.
pub(super) fn to_tantivy(post: &IndexDocument, analyzer: &Analyzer) -> TantivyDocument {
    let fields = &schema().fields;
    let mut document = TantivyDocument::default();
    let analysis = analyzer.analyze(&post.text);
    document.add_i64(fields.id, post.post.0);
    document.add_text(fields.stems, analysis.stem_line());
    document.add_text(fields.exact, analysis.exact_line());
    document.add_text(fields.agency_words, words(&post.agency));
    document.add_i64(fields.posted_at, post.posted_at.as_microsecond());
    document.add_i64(
        fields.day,
        day_number(local_day(post.posted_at, &post.region)),
    );
    document.add_f64(fields.score, post.score);
    for field in Field::ALL {
        let values = values(post, field);
        if let Some(facet) = fields.facet(field) {
            for value in &values {
                document.add_text(facet, value);
            }
        }
        for value in keys(post, field, values) {
            document.add_text(fields.keys, key(field, &value));
        }
    }
    document
}

/// What a value of a field is found by.
pub(super) fn key(field: Field, value: &str) -> String {
    format!("{field}:{value}")
}

/// The values that are found whole: a region by everything above it too, an agency by the
/// words of its name only.
fn keys(post: &IndexDocument, field: Field, values: Vec<String>) -> Vec<String> {
    match field {
        Field::Agency => Vec::new(),
        Field::Region => region_path(&post.region).map(str::to_owned).collect(),
        _ => values,
    }
}

fn values(post: &IndexDocument, field: Field) -> Vec<String> {
    let lower = |value: &String| value.trim().to_lowercase();
    match field {
        Field::Account => vec![lower(&post.account).trim_start_matches('@').to_owned()],
        Field::Agency => vec![post.agency.clone()],
        Field::Band => vec![post.band.as_str().to_owned()],
        Field::Contest => distinct(post.contests.iter().map(lower)),
        Field::Lang => vec![lower(&post.language)],
        Field::Platform => vec![post.platform.as_str().to_owned()],
        Field::Region => vec![post.region.to_string()],
        Field::Signal => distinct(
            post.signals
                .iter()
                .map(|kind| signal_name(*kind).to_owned()),
        ),
        Field::Tag => distinct(post.tags.iter().map(lower)),
        Field::Target => distinct(post.targets.iter().map(lower)),
        Field::Verdict => vec![post.verdict.map_or("none", Decision::as_str).to_owned()],
    }
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The folded words of a name on one line.
fn words(name: &str) -> String {
    let words: Vec<String> = surface(name).into_iter().map(|term| term.text).collect();
    words.join(" ")
}

/// `ID`, `32`, `32.04` for `32.04`.
fn region_path(region: &RegionCode) -> impl Iterator<Item = &str> {
    let code = region.as_str();
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

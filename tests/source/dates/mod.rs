//! Dates as they are found in the wild. Those without a zone are Western Indonesian here, and
//! "now" is 2026-11-22 12:00 there, a Sunday.

mod absolute;
mod ages;
mod doubts;
mod feed;
mod html;
mod laws;
mod sentences;
mod yearless;
mod zones;

use jiff::Timestamp;
use jiff::tz::Offset;
use netra::source::shared::dates::{DateReading, read};

use super::fetched_at;

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

fn reading(text: &str) -> Option<DateReading> {
    read(text, Offset::constant(7), Some(fetched_at()))
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Compares all, and names what differs; "" stands for no date.
fn all_read(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let expected = Some(*expected).filter(|text| !text.is_empty()).map(instant);
            let found = reading(text).map(|reading| reading.at);
            (found != expected).then(|| format!("{text:?}: {found:?}, expected {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

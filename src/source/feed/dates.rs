//! The dates of a feed: their zone where they name none.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::salvage;
use crate::model::Warning;
use crate::source::shared::dates::{self, DateZone};

/// Elements with the date of an entry, best first.
const PUBLISHED: [&str; 6] = [
    "pubDate",
    "published",
    "issued",
    "created",
    "date",
    "pubdate",
];
const UPDATED: [&str; 2] = ["updated", "modified"];
/// Elements with the date of the feed itself.
const OF_FEED: [&str; 5] = ["lastBuildDate", "pubDate", "updated", "modified", "date"];

/// In which zone the dates of a document are that name none.
///
/// RSS and Atom ask for a zone in every date. Where one lacks it, the dates of the same document
/// that have one decide, if they agree: one program wrote them all. Otherwise it is UTC, as other
/// readers have it, so that whoever compares sees the same time; either way a warning says so.
#[derive(Debug, Clone, Copy)]
pub(super) struct FeedZone(Offset);

impl FeedZone {
    /// Reads the channel of an XML feed and the markup of its entries.
    pub(super) fn of_xml<'a>(
        channel: &str,
        entries: impl Iterator<Item = &'a str>,
    ) -> (Self, Vec<Warning>) {
        let of_feed = OF_FEED
            .iter()
            .filter_map(|name| salvage::field(channel, &[name]));
        let of_entries = entries.flat_map(|entry| {
            let inner = entry.get(1..).unwrap_or_default();
            [&PUBLISHED[..], &UPDATED]
                .into_iter()
                .filter_map(|names| salvage::field(inner, names))
        });
        let of_feed: Vec<String> = of_feed.collect();
        let of_entries: Vec<String> = of_entries.collect();
        Self::of(&of_feed, &of_entries)
    }

    /// Finds the zone by the dates of a feed and those of its entries, and says what is odd.
    pub(super) fn of(of_feed: &[String], of_entries: &[String]) -> (Self, Vec<Warning>) {
        let read = |text: &String| dates::read(text, Offset::UTC, None);
        let mut offsets: Vec<Offset> = of_feed
            .iter()
            .chain(of_entries)
            .filter_map(|text| read(text)?.offset)
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        let zone = match offsets[..] {
            [only] => Self(only),
            _ => Self(Offset::UTC),
        };
        let zones: Vec<(DateZone, &str)> = of_entries
            .iter()
            .filter_map(|text| Some((read(text)?.zone, text.as_str())))
            .collect();
        (zone, zone.doubts(&zones))
    }

    /// One warning for all dates without a zone, and one for those whose zone is not known.
    fn doubts(self, dates: &[(DateZone, &str)]) -> Vec<Warning> {
        let told = |what: &str, fits: fn(&DateZone) -> bool| {
            let mut texts = dates.iter().filter(|(zone, _)| fits(zone));
            let (_, first) = texts.next()?;
            let first: String = first.trim().chars().take(60).collect();
            let count = texts.count() + 1;
            let zone = match self.0 {
                Offset::UTC => "UTC".to_owned(),
                offset => format!("UTC{offset}, like the others"),
            };
            let message = format!("dates that {what}: {count}, such as {first:?}; read as {zone}");
            Some(Warning::new("dates", message))
        };
        let missing = told("name no zone", |zone| *zone == DateZone::Missing);
        let unknown = told("name a zone that is not known", |zone| {
            matches!(zone, DateZone::Unknown(_))
        });
        missing.into_iter().chain(unknown).collect()
    }

    /// Reads a date of this document.
    pub(super) fn read(self, text: &str) -> Option<Timestamp> {
        dates::parse(text, self.0, None)
    }

    /// When an entry was published, as its markup says.
    pub(super) fn published(self, entry: &str) -> Option<Timestamp> {
        self.read(&salvage::field(entry, &PUBLISHED)?)
    }

    /// When an entry was changed, as its markup says.
    pub(super) fn updated(self, entry: &str) -> Option<Timestamp> {
        self.read(&salvage::field(entry, &UPDATED)?)
    }
}

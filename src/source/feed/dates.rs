//! The dates of a feed: their zone where they name none.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::salvage;
use crate::model::Warning;
use crate::source::shared::dates::{self, DateDoubt, DateReading, DateZone};

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
        let readings: Vec<(DateReading, &str)> = of_entries
            .iter()
            .filter_map(|text| Some((read(text)?, text.as_str())))
            .collect();
        (zone, zone.doubts(&readings))
    }

    /// One warning for all dates without a zone, one for those whose zone is not known, and one
    /// for each other doubt.
    fn doubts(self, dates: &[(DateReading, &str)]) -> Vec<Warning> {
        let told = |what: &str, fits: &dyn Fn(&DateReading) -> bool, end: &str| {
            let mut texts = dates.iter().filter(|(reading, _)| fits(reading));
            let (_, first) = texts.next()?;
            let first: String = first.trim().chars().take(60).collect();
            let count = texts.count() + 1;
            let message = format!("dates that {what}: {count}, such as {first:?}{end}");
            Some(Warning::new("dates", message))
        };
        let zone = match self.0 {
            Offset::UTC => "; read as UTC".to_owned(),
            offset => format!("; read as UTC{offset}, like the others"),
        };
        let missing = |date: &DateReading| date.zone == DateZone::Missing;
        let unknown = |date: &DateReading| matches!(date.zone, DateZone::Unknown(_));
        let weekday = |date: &DateReading| date.doubt == Some(DateDoubt::Weekday);
        let month = |date: &DateReading| date.doubt == Some(DateDoubt::MonthFirst);
        let other_day = "fall on another day of the week than they name";
        let turned = "have the month first, while those that can be read both ways are read with \
                      the day first";
        let each = [
            told("name no zone", &missing, &zone),
            told("name a zone that is not known", &unknown, &zone),
            told(other_day, &weekday, "; read by their numbers"),
            told(turned, &month, ""),
        ];
        each.into_iter().flatten().collect()
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

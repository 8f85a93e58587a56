//! What the reader of dates promises. Shared with the test that replays the fixtures.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use netra::source::shared::dates::{DateZone, parse_absolute, read};

/// Reads a text as a date: a date with a zone is the same everywhere, one without moves with the
/// zone that is given, and what was read is read back from RFC 3339.
pub(crate) fn read_date(text: &str) {
    let now = Timestamp::from_second(1_795_419_000).expect("a constant instant");
    let aged = read(text, Offset::UTC, Some(now));
    for at in aged.iter().map(|found| found.at) {
        let year = Offset::UTC.to_datetime(at).year();
        if (1900..2200).contains(&year) {
            assert_eq!(parse_absolute(&at.to_string()), Some(at), "{text:?}");
        }
    }
    let (Some(here), Some(there)) = (
        read(text, Offset::UTC, None),
        read(text, Offset::constant(7), None),
    ) else {
        return;
    };
    assert_eq!(here.zone, there.zone, "{text:?}");
    let moved = match here.zone {
        DateZone::Said => SignedDuration::ZERO,
        DateZone::Missing | DateZone::Unknown(_) => SignedDuration::from_hours(7),
    };
    assert_eq!(here.at.duration_since(there.at), moved, "{text:?}");
}

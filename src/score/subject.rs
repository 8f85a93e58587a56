//! What the scorer is told about a post: the same when it is captured and when it is scored
//! again.

use jiff::Timestamp;

use crate::model::{PersonKind, PostKind, RegionCode, Subject};

/// A text that was published at an instant by an account of that region. Days are those of the
/// region.
pub fn subject<'a>(
    text: &'a str,
    written: Timestamp,
    region: &'a RegionCode,
    (account, kind): (PersonKind, PostKind),
) -> Subject<'a> {
    let zone = region.time_zone().offset();
    Subject {
        text,
        day: Some(zone.to_datetime(written).date()),
        region: Some(region),
        account,
        kind,
    }
}

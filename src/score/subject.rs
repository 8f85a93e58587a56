//! What the scorer is told about a post: the same when it is captured and when it is scored
//! again.

use jiff::Timestamp;

use crate::model::{FurtherText, Media, PersonKind, PostKind, RegionCode, Subject};

/// A post with these words and media that was published at an instant by an account of that
/// region. Days are those of the region.
pub fn subject<'a>(
    (text, media): (&'a str, &'a [Media]),
    written: Timestamp,
    region: &'a RegionCode,
    (account, kind): (PersonKind, PostKind),
) -> Subject<'a> {
    let zone = region.time_zone().offset();
    Subject {
        text,
        further: FurtherText::alternatives(media.iter().map(|one| one.alt.as_deref())),
        day: Some(zone.to_datetime(written).date()),
        region: Some(region),
        account,
        kind,
    }
}

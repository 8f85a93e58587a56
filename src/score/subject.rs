//! What the scorer is told about a post: the same when it is captured and when it is scored
//! again.

use jiff::Timestamp;

use crate::model::{
    FurtherText, LONGEST_TEXT, MOST_MEDIA, Media, PersonKind, PostKind, RegionCode, Subject,
};

/// Texts are cut between letters, of so many bytes at most.
const LONGEST_LETTER: usize = char::MAX.len_utf8();

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
        is_cut: text.len() + LONGEST_LETTER > LONGEST_TEXT || media.len() >= MOST_MEDIA,
    }
}

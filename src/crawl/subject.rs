//! What the scorer is told about a post: the same when it is captured and when it is scored
//! again.

use jiff::Timestamp;

use super::time::{posted_at, written_at};
use crate::db::post::Document;
use crate::model::{PersonKind, PostKind, RegionCode, Subject};

/// A text that was published at an instant by an account of that region. Days are those of the
/// region.
pub(super) fn subject<'a>(
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

/// The latest revision of a stored post, as it was scored when it was captured. The region is
/// the one at the first capture.
pub fn stored_subject(stored: &Document) -> Subject<'_> {
    let (post, revision) = (&stored.post, &stored.revision);
    let (posted, _) = posted_at(post.claimed_at, revision.seen_at);
    let written = written_at(posted, revision.edited_at, revision.seen_at);
    subject(
        &revision.text,
        written,
        &post.region,
        (stored.kind, post.kind),
    )
}

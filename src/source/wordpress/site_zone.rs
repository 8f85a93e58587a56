//! In which zone the dates of a site are that lack their twin in UTC, as far as it is known.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::model::Capture;
use crate::source::shared::answer::Answer;
use crate::source::shared::progress::Progress;
use crate::source::shared::{dates, json};

/// Note of the zone, as the site tells it.
const ZONE: &str = "zone";
/// Note of when the site was asked and told none.
const UNTOLD: &str = "zone_untold";
/// A site that told no zone is asked again after that time.
const ASK_AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// The zone of the site, as far as it is known.
pub(super) fn site_zone(progress: &Progress) -> Option<TimeZone> {
    zone_of(progress.note(ZONE)?)
}

/// Whether the zone is not known, and was not asked for lately.
pub(super) fn may_be_asked(progress: &Progress, at: Timestamp) -> bool {
    let asked: Option<Timestamp> = progress.note(UNTOLD).and_then(|text| text.parse().ok());
    let lately = asked.is_some_and(|asked| at.duration_since(asked) < ASK_AGAIN);
    !lately && site_zone(progress).is_none()
}

/// Notes what the root of the API tells of the zone.
pub(super) fn remember(progress: &mut Progress, root: &Capture) {
    match zone_in(root) {
        Some(zone) => progress.set_note(ZONE, zone),
        None => progress.set_note(UNTOLD, root.fetched_at.to_string()),
    }
}

/// A name of the tz database, or hours east of Greenwich: `Asia/Makassar`, `7`, `5.5`.
fn zone_of(told: &str) -> Option<TimeZone> {
    let Ok(hours) = told.parse::<f64>() else {
        return dates::zone_named(told);
    };
    // Settings go in quarters of an hour, from -12 to 14.
    let quarters = (hours * 4.0).round();
    let quarter = (-48..=56).find(|quarter| (f64::from(*quarter) - quarters).abs() < 0.5)?;
    Offset::from_seconds(quarter * 900)
        .ok()
        .map(TimeZone::fixed)
}

/// The zone that the root names: by name where the site has chosen one, since an offset is that
/// of today only.
fn zone_in(capture: &Capture) -> Option<String> {
    let is_body = Answer::of(capture) == Answer::Body;
    let root = is_body.then(|| json::document(&capture.body).ok())??;
    let named = json::text(&root, "timezone_string").map(str::to_owned);
    let hours = json::at(&root, "gmt_offset");
    let hours = hours.as_f64().map(|hours| hours.to_string());
    let hours = hours.or_else(|| json::text(&root, "gmt_offset").map(str::to_owned));
    let known = |told: &String| zone_of(told.trim()).is_some();
    named.filter(known).or_else(|| hours.filter(known))
}

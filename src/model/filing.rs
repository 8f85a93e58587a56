//! When a post was posted, as far as can be trusted.

use jiff::{SignedDuration, Timestamp, civil};

use super::{NativeId, Platform};

/// Clocks of honest servers differ by minutes, not by hours.
const TOLERATED_SKEW: SignedDuration = SignedDuration::from_mins(10);

/// No platform that Netra reads carried posts before this day.
const EARLIEST: civil::Date = civil::date(2004, 1, 1);

/// The platforms that number posts by the time were not there before this day.
const EARLIEST_NUMBERED: civil::Date = civil::date(2016, 1, 1);

/// A claim and a number further apart than this contradict each other. Drafts and queues explain
/// minutes.
const CONTRADICTION: SignedDuration = SignedDuration::from_hours(1);

/// The digits of record keys in their order (base32-sortable of the AT Protocol).
const KEY_DIGITS: &str = "234567abcdefghijklmnopqrstuvwxyz";

/// The instant to file a post under, and a warning when the claim was not believed.
///
/// Stages and deadlines depend on it, so neither a skewed clock nor a made-up date must move a
/// post out of a campaign. A claim in the future, before 2004 or missing is not believed. Where
/// the network says when it first had the post (`listed`), which no author can set, and the claim
/// is hours away from it, the post is filed under that. Else, where the number of the post
/// ([`numbered_at`]), which the author's program makes, and the claim are hours apart, it is filed
/// under the later of the two, by which it can first have been there. The claim stays on file
/// beside it. Nothing is filed after its capture.
pub fn posted_at(
    claimed: Option<Timestamp>,
    numbered: Option<Timestamp>,
    listed: Option<Timestamp>,
    captured: Timestamp,
) -> (Timestamp, Option<String>) {
    let known = |at: &Timestamp| can_be(*at, EARLIEST_NUMBERED, captured);
    let listed = listed.filter(known);
    // A post cannot be listed before it is made, so that its number says nothing beside that.
    let numbered = numbered.filter(|at| listed.is_none() && known(at));
    let witness = listed.or(numbered);
    let Some(claimed) = claimed else {
        let (filed, under) = undated(witness, captured);
        let message = format!("the post carries no readable date; filed under {under}");
        return (filed, Some(message));
    };
    if !can_be(claimed, EARLIEST, captured) {
        // A claim of the future leaves open when the post came; one of the past does not.
        let known = witness.filter(|_| listed.is_some() || claimed < captured);
        let (filed, under) = undated(known, captured);
        let message =
            format!("the post claims to be of {claimed}, which cannot be; filed under {under}");
        return (filed, Some(message));
    }
    if let Some(listed) = listed.filter(|at| are_apart(*at, claimed)) {
        let message = format!(
            "the post claims to be of {claimed}, but the network first listed it at {listed}; \
             filed under that"
        );
        return (listed.min(captured), Some(message));
    }
    let contradicting = numbered.filter(|at| are_apart(*at, claimed));
    let filed = contradicting.map_or(claimed, |at| at.max(claimed));
    let message = contradicting.map(|numbered| {
        format!(
            "the post claims to be of {claimed}, but the platform numbered it at {numbered}; \
             filed under the later"
        )
    });
    (filed.min(captured), message)
}

/// Whether a post says one time and stands under another, further away than can be explained.
pub fn are_apart(one: Timestamp, other: Timestamp) -> bool {
    one.duration_since(other).abs() > CONTRADICTION
}

/// When a post was made by the number that its platform gave it: the key of a record of the AT
/// Protocol (a TID, microseconds), or a Snowflake of Mastodon (48 bits of milliseconds above 16
/// of a counter). `None` where the number tells no time.
pub fn numbered_at(platform: Platform, id: &NativeId) -> Option<Timestamp> {
    match platform {
        Platform::Bluesky => record_key_time(id.0.strip_prefix("at://")?.rsplit('/').next()?),
        Platform::Mastodon => snowflake_time(&id.0),
        _ => None,
    }
}

fn record_key_time(key: &str) -> Option<Timestamp> {
    if key.len() != 13 {
        return None;
    }
    let mut bits: u64 = 0;
    for digit in key.chars() {
        let value = u64::try_from(KEY_DIGITS.find(digit)?).ok()?;
        bits = bits.checked_mul(32)? | value;
    }
    // The lowest ten bits number the clock.
    Timestamp::from_microsecond(i64::try_from(bits >> 10).ok()?).ok()
}

fn snowflake_time(id: &str) -> Option<Timestamp> {
    let bits: u64 = id.parse().ok()?;
    Timestamp::from_millisecond(i64::try_from(bits >> 16).ok()?).ok()
}

fn can_be(at: Timestamp, earliest: civil::Date, captured: Timestamp) -> bool {
    let latest = captured.checked_add(TOLERATED_SKEW).unwrap_or(captured);
    let zoned = earliest.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    at <= latest && zoned.is_ok_and(|earliest| at >= earliest.timestamp())
}

/// What a post without a date that can be believed is filed under.
fn undated(witness: Option<Timestamp>, captured: Timestamp) -> (Timestamp, &'static str) {
    witness.map_or((captured, "the time of capture"), |at| {
        (at.min(captured), "the time at which the platform had it")
    })
}

/// When the words of a revision were published: an edited post says something new when it is
/// edited, which cannot be before it was posted or after it was captured.
pub fn written_at(posted: Timestamp, edited: Option<Timestamp>, captured: Timestamp) -> Timestamp {
    edited.map_or(posted, |at| at.clamp(posted, captured.max(posted)))
}

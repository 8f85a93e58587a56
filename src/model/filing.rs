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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn honest_claims_stand() {
        let (claim, captured) = (at("2027-10-01T00:00:00Z"), at("2027-11-01T00:00:00Z"));
        for numbered in [None, Some(at("2027-10-01T00:59:00Z"))] {
            assert_eq!(
                posted_at(Some(claim), numbered, None, captured),
                (claim, None)
            );
        }
    }

    #[test]
    fn small_skew_is_capped_in_silence() {
        let captured = at("2027-11-01T00:00:00Z");
        let filed = posted_at(Some(at("2027-11-01T00:05:00Z")), None, None, captured);
        assert_eq!(filed, (captured, None));
    }

    #[test]
    fn absurd_claims_are_filed_under_the_capture() {
        let captured = at("2027-11-01T00:00:00Z");
        for claim in ["2087-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            let (filed, warning) = posted_at(Some(at(claim)), None, None, captured);
            assert_eq!(filed, captured);
            assert!(warning.is_some_and(|text| text.contains(&claim[..4])));
        }
        assert!(posted_at(None, None, None, captured).1.is_some());
    }

    #[test]
    fn a_number_tells_when_a_post_was_made() {
        let told = |platform, id: &str| numbered_at(platform, &NativeId(id.to_owned()));
        let post = |key: &str| format!("at://did:plc:abc/app.bsky.feed.post/{key}");
        // The key from an answer of a real host, the Snowflake from Mastodon's documentation.
        let key = told(Platform::Bluesky, &post("3n2upic5w422x"));
        assert!(!are_apart(key.unwrap(), at("2026-11-22T03:49:16Z")));
        let snowflake = told(Platform::Mastodon, "103270115826048975");
        assert!(!are_apart(snowflake.unwrap(), at("2019-12-08T03:48:33Z")));
        for odd in ["self", "3n2upic5w4221", "zzzzzzzzzzzzzzzz", ""] {
            assert_eq!(told(Platform::Bluesky, &post(odd)), None, "{odd}");
        }
        for odd in ["01HF3Z", "-5", "99999999999999999999999"] {
            assert_eq!(told(Platform::Mastodon, odd), None, "{odd}");
        }
        assert_eq!(told(Platform::Feed, "109382006402042919"), None);
    }

    #[test]
    fn the_later_of_claim_and_number_counts() {
        let captured = at("2027-11-02T00:00:00Z");
        let (early, late) = (at("2019-01-01T00:00:00Z"), at("2027-11-01T00:00:00Z"));
        for (claim, number) in [(early, late), (late, early)] {
            let (filed, warning) = posted_at(Some(claim), Some(number), None, captured);
            assert_eq!(filed, late);
            let both = |text: &String| text.contains("2019-") && text.contains("2027-");
            assert!(warning.as_ref().is_some_and(both), "{warning:?}");
        }
        // Small numbers and those of another numbering tell no time.
        for number in ["1970-01-02T00:00:00Z", "2282-01-01T00:00:00Z"] {
            let filed = posted_at(Some(early), Some(at(number)), None, captured);
            assert_eq!(filed, (early, None));
        }
        assert_eq!(posted_at(None, Some(late), None, captured).0, late);
        // What claims to come from the future counts as now.
        let future = Some(at("2099-01-01T00:00:00Z"));
        assert_eq!(posted_at(future, Some(late), None, captured).0, captured);
    }

    #[test]
    fn what_the_network_listed_goes_before_claim_and_number() {
        let captured = at("2027-11-05T00:00:00Z");
        let listed = at("2027-11-01T00:00:00Z");
        let (early, late) = (at("2019-01-01T00:00:00Z"), at("2027-11-03T00:00:00Z"));
        // A number may be forged together with the claim, to an earlier or a later day.
        for forged in [early, late] {
            for number in [None, Some(early), Some(late), Some(listed)] {
                let (filed, warning) = posted_at(Some(forged), number, Some(listed), captured);
                assert_eq!(filed, listed, "{forged} {number:?}");
                let both = |text: &String| {
                    text.contains(&forged.to_string()) && text.contains("2027-11-01")
                };
                assert!(warning.as_ref().is_some_and(both), "{warning:?}");
            }
        }
        let honest = at("2027-11-01T00:00:09Z");
        for number in [None, Some(early), Some(honest)] {
            let filed = posted_at(Some(honest), number, Some(listed), captured);
            assert_eq!(filed, (honest, None));
        }
        let future = Some(at("2099-01-01T00:00:00Z"));
        assert_eq!(posted_at(future, None, Some(listed), captured).0, listed);
        assert_eq!(posted_at(None, None, Some(listed), captured).0, listed);
        // What the network lists after the capture, or long before it was there, it does not know.
        for odd in ["2028-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            let filed = posted_at(Some(early), None, Some(at(odd)), captured);
            assert_eq!(filed, (early, None));
        }
    }
}

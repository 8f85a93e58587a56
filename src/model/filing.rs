//! When a post was posted, as far as can be trusted.

use jiff::{SignedDuration, Timestamp, civil};

/// Clocks of honest servers differ by minutes, not by hours.
const TOLERATED_SKEW: SignedDuration = SignedDuration::from_mins(10);

/// No platform that Netra reads carried posts before this day.
const EARLIEST: civil::Date = civil::date(2004, 1, 1);

/// The instant to file a post under, and a warning when the claim was not believed.
///
/// A claim in the future, before 2004 or missing is replaced by the instant of capture: stages
/// and deadlines depend on it, so a skewed clock must not move a post out of a campaign.
pub fn posted_at(claimed: Option<Timestamp>, captured: Timestamp) -> (Timestamp, Option<String>) {
    let Some(claimed) = claimed else {
        return (
            captured,
            Some("the post carries no readable date; filed under the time of capture".to_owned()),
        );
    };
    let latest = captured.checked_add(TOLERATED_SKEW).unwrap_or(captured);
    let earliest = EARLIEST
        .at(0, 0, 0, 0)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_or(Timestamp::MIN, |z| z.timestamp());
    if claimed > latest || claimed < earliest {
        let message = format!(
            "the post claims to be of {claimed}, which cannot be; filed under the time of capture"
        );
        return (captured, Some(message));
    }
    (claimed.min(captured), None)
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
        let (filed, warning) =
            posted_at(Some(at("2027-10-01T00:00:00Z")), at("2027-11-01T00:00:00Z"));
        assert_eq!((filed, warning), (at("2027-10-01T00:00:00Z"), None));
    }

    #[test]
    fn small_skew_is_capped_in_silence() {
        let (filed, warning) =
            posted_at(Some(at("2027-11-01T00:05:00Z")), at("2027-11-01T00:00:00Z"));
        assert_eq!((filed, warning), (at("2027-11-01T00:00:00Z"), None));
    }

    #[test]
    fn absurd_claims_are_filed_under_the_capture() {
        for claim in ["2087-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            let (filed, warning) = posted_at(Some(at(claim)), at("2027-11-01T00:00:00Z"));
            assert_eq!(filed, at("2027-11-01T00:00:00Z"));
            assert!(warning.is_some_and(|text| text.contains(&claim[..4])));
        }
        assert!(posted_at(None, at("2027-11-01T00:00:00Z")).1.is_some());
    }
}

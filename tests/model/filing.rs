//! When a post counts as written.

use jiff::Timestamp;
use netra::model::{NativeId, Platform, are_apart, numbered_at, posted_at};

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
            let both =
                |text: &String| text.contains(&forged.to_string()) && text.contains("2027-11-01");
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

//! Secrets never reach a file.

use netra::model::redact;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case("https://a.example/?page=2", "https://a.example/?page=2")]
#[case(
    "https://a.example/?access_token=s3cret",
    "https://a.example/?access_token=REDACTED"
)]
#[case(
    "https://a.example/?a=1&KEY=s3cret&b=2",
    "https://a.example/?a=1&KEY=REDACTED&b=2"
)]
#[case(
    "https://a.example/?key=a&key=b#x",
    "https://a.example/?key=REDACTED&key=REDACTED#x"
)]
#[case(
    "https://a.example/#access_token=s3cret",
    "https://a.example/#access_token=REDACTED"
)]
#[case(
    "https://a.example/?monkey=1&keys=2",
    "https://a.example/?monkey=1&keys=2"
)]
#[case("https://user:s3cret@a.example/x", "https://REDACTED@a.example/x")]
#[case("https://a.example/@user", "https://a.example/@user")]
#[case("/relative?sig=s3cret", "/relative?sig=REDACTED")]
#[case(
    "<https://a.example/?token=s3cret>; rel=\"next\"",
    "<https://a.example/?token=REDACTED>; rel=\"next\""
)]
#[case("https://a.example/?key=", "https://a.example/?key=REDACTED")]
#[case("", "")]
fn addresses(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(redact::url(text), expected);
}

#[rstest]
#[case("Set-Cookie", "session=s3cret; Path=/", "REDACTED")]
#[case("authorization", "Bearer s3cret", "REDACTED")]
#[case("location", "/next?access_token=s3cret", "/next?access_token=REDACTED")]
#[case("content-type", "text/html; charset=utf-8", "text/html; charset=utf-8")]
fn headers(#[case] name: &str, #[case] value: &str, #[case] expected: &str) {
    assert_eq!(redact::header(name, value.as_bytes()), expected.as_bytes());
}

proptest! {
    #[test]
    fn a_secret_is_gone_wherever_it_stands(before in "[a-z0-9=&]{0,20}", after in "(&[a-z=]{0,9})?") {
        let url = format!("https://a.example/?{before}&access_token=s3cr3t{after}");
        prop_assert!(!redact::url(&url).contains("s3cr3t"));
    }

    #[test]
    fn any_text_is_taken_and_redacting_twice_changes_nothing(text: String) {
        let once = redact::url(&text);
        prop_assert_eq!(redact::url(&once), once);
    }
}

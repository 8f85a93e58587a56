//! Dates as they are found in the wild.

use jiff::tz::Offset;
use netra::source::shared::dates::{parse, parse_absolute};
use proptest::prelude::*;
use rstest::rstest;

use super::fetched_at;

/// Dates without a zone are Western Indonesian here; "now" is 2026-11-22 12:00 there.
fn read(text: &str) -> Option<String> {
    parse(text, Offset::constant(7), Some(fetched_at())).map(|at| at.to_string())
}

#[rstest]
#[case("2026-11-22T03:52:44Z", "2026-11-22T03:52:44Z")]
#[case("2026-11-22T03:57:31.297288+00:00", "2026-11-22T03:57:31.297288Z")]
#[case("2026-11-22T10:52:44+0700", "2026-11-22T03:52:44Z")]
#[case("2026-11-22 10:52", "2026-11-22T03:52:00Z")]
#[case("20261122T105244", "2026-11-22T03:52:44Z")]
#[case("2026-11-22", "2026-11-21T17:00:00Z")]
#[case("2026-11", "2026-10-31T17:00:00Z")]
#[case("2026-11-22T24:00:00Z", "2026-11-23T00:00:00Z")]
fn iso(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text).as_deref(), Some(expected));
}

#[rstest]
#[case("Sun, 22 Nov 2026 03:52:44 +0000", "2026-11-22T03:52:44Z")]
#[case("Sun, 22 Nov 2026 03:52:44 GMT", "2026-11-22T03:52:44Z")]
#[case("22 Nov 26 03:52 EST", "2026-11-22T08:52:00Z")]
#[case("Sun, 22 Nov 2026 10:52:44 WIB", "2026-11-22T03:52:44Z")]
#[case("Sun, 22 Nov 2026 10:52:44 +07:00 (WIB)", "2026-11-22T03:52:44Z")]
#[case("Min, 22 Nop 2026 10:52:44", "2026-11-22T03:52:44Z")]
#[case("Sunday, 22-Nov-26 03:52:44 UTC", "2026-11-22T03:52:44Z")]
#[case("Sun Nov 22 03:52:44 2026 UTC", "2026-11-22T03:52:44Z")]
fn mail_and_its_relatives(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text).as_deref(), Some(expected));
}

#[rstest]
#[case("Senin, 12 Oktober 2027 | 08.30 WIB", "2027-10-12T01:30:00Z")]
#[case("Senin, 12 Oktober 2027 | 08.30 WITA", "2027-10-12T00:30:00Z")]
#[case("Diterbitkan 12 Agt 2027, pukul 08.30 WIT", "2027-08-11T23:30:00Z")]
#[case("12/10/2027 08:30", "2027-10-12T01:30:00Z")]
#[case("1 Mei 2027", "2027-04-30T17:00:00Z")]
#[case("October 12, 2027 8:30 PM", "2027-10-12T13:30:00Z")]
#[case("12 October 2027 at 12:05 am", "2027-10-11T17:05:00Z")]
fn indonesian_and_english(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text).as_deref(), Some(expected));
}

#[rstest]
#[case("2 jam lalu", "2026-11-22T03:00:00Z")]
#[case("2 jam yang lalu", "2026-11-22T03:00:00Z")]
#[case("sejam lalu", "2026-11-22T04:00:00Z")]
#[case("30 menit lalu", "2026-11-22T04:30:00Z")]
#[case("3 minggu lalu", "2026-11-01T05:00:00Z")]
#[case("baru saja", "2026-11-22T05:00:00Z")]
#[case("5 days ago", "2026-11-17T05:00:00Z")]
#[case("Kemarin, 16.05 WITA", "2026-11-21T08:05:00Z")]
#[case("hari ini 09:00", "2026-11-22T02:00:00Z")]
fn relative_to_the_capture(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(read(text).as_deref(), Some(expected));
    assert_eq!(parse_absolute(text), None, "without a now it means nothing");
}

#[rstest]
#[case("")]
#[case("kapan-kapan")]
#[case("31 Februari 2027")]
#[case("2026-13-40")]
#[case("99999999999999999999 jam lalu")]
#[case("45/45/2027")]
fn no_date(#[case] text: &str) {
    assert_eq!(read(text), None);
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "\\PC{0,60}") {
        read(&text);
    }

    #[test]
    fn what_is_written_is_read_back(seconds in 0_i64..4_000_000_000) {
        let at = jiff::Timestamp::from_second(seconds).expect("in range");
        prop_assert_eq!(parse_absolute(&at.to_string()), Some(at));
        let mail = at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
        prop_assert_eq!(parse_absolute(&mail), Some(at));
    }
}

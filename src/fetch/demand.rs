//! What a server demands: rests asked for in headers, and the wait before trying again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;

use crate::evidence::HttpAnswer;

/// `RateLimit-Reset` values above this are instants in Unix time, below it seconds to wait.
const UNIX_TIME_FROM: i64 = 1_000_000_000;

/// How long the server wants to be left alone from `now` on: the longest of `Retry-After` and,
/// when the allowance is used up, the reset of the rate limit. Uncapped; zero when nothing is
/// asked for or the instant has passed.
pub fn rest_asked_for(answer: &HttpAnswer, now: Timestamp) -> Duration {
    let retry_after = answer
        .header("retry-after")
        .and_then(|value| retry_after(value, now));
    let reset = ["x-ratelimit", "ratelimit", "x-rate-limit"]
        .iter()
        .filter(|prefix| {
            let remaining = answer.header(&format!("{prefix}-remaining"));
            remaining.is_some_and(|value| value.parse() == Ok(0))
        })
        .filter_map(|prefix| answer.header(&format!("{prefix}-reset")))
        .filter_map(|value| reset(value, now))
        .max();
    retry_after.max(reset).unwrap_or_default()
}

/// The wait before attempt number `attempt` (from 0) is repeated: `base` doubled each time, cut
/// at `cap`, between one half and the whole of it by `luck` in 0..1, so that many requests do
/// not come back together.
pub fn backoff(base: Duration, attempt: u32, cap: Duration, luck: f64) -> Duration {
    let doubled = base.saturating_mul(2_u32.saturating_pow(attempt)).min(cap);
    doubled.mul_f64(luck.clamp(0.0, 1.0).mul_add(0.5, 0.5))
}

/// Seconds, or an HTTP date (RFC 9110 section 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    seconds(value).or_else(|| until(http_date(value)?, now))
}

/// Whole seconds; a fraction, which some servers send, counts as one more. A number beyond all
/// bounds is a very long wait, not none.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: u64 = whole.parse().unwrap_or(u64::MAX);
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    Some(Duration::from_secs(whole.saturating_add(more)))
}

/// Seconds to wait, Unix time, or ISO 8601 (Mastodon).
fn reset(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(number) = value.parse::<i64>() {
        if number < UNIX_TIME_FROM {
            return u64::try_from(number).ok().map(Duration::from_secs);
        }
        return until(Timestamp::from_second(number).ok()?, now);
    }
    let instant = value.parse().ok().or_else(|| http_date(value))?;
    until(instant, now)
}

/// The form of today and the two obsolete ones that have to be read as well (RFC 9110 section
/// 5.6.7).
fn http_date(value: &str) -> Option<Timestamp> {
    let today = rfc2822::DateTimeParser::new().parse_timestamp(value);
    let obsolete = || {
        let forms = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
        let read = |form| strtime::parse(form, value).and_then(|time| time.to_datetime());
        let read = forms.into_iter().find_map(|form| read(form).ok())?;
        TimeZone::UTC.to_timestamp(read).ok()
    };
    today.ok().or_else(obsolete)
}

fn until(instant: Timestamp, now: Timestamp) -> Option<Duration> {
    Duration::try_from(instant.duration_since(now)).ok()
}

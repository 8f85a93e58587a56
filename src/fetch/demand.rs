//! What a server demands: rests asked for in headers, and the wait before trying again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

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
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    until(http_date(value)?, now)
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

fn http_date(value: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

fn until(instant: Timestamp, now: Timestamp) -> Option<Duration> {
    Duration::try_from(instant.duration_since(now)).ok()
}

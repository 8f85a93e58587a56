//! Which values of the `[fetch]` section make sense.

use super::{Budget, FetchSettings, HostSettings, LONGEST_ROBOTS_CACHE};
use crate::config::InvalidSetting;

/// Shortest interval that may be set for a host on the public internet, in seconds.
const SHORTEST_PUBLIC_INTERVAL: f64 = 0.1;
/// A number of seconds beyond which a setting is surely a slip.
const LONGEST_SECONDS: u64 = 7 * 24 * 60 * 60;
/// Longest window of a budget: platforms count by the quarter of an hour, the day or the month.
const LONGEST_WINDOW: u64 = 31 * 24 * 60 * 60;
/// Bodies are read into memory.
const MOST_BYTES: usize = 256 * 1024 * 1024;

impl FetchSettings {
    /// Checks every value; the error names the key and says what to do.
    pub fn validate(&self) -> Result<(), InvalidSetting> {
        self.validate_identity()?;
        check_interval(
            "interval_seconds",
            self.interval_seconds,
            SHORTEST_PUBLIC_INTERVAL,
        )?;
        check_interval("backoff_seconds", self.backoff_seconds, 0.0)?;
        self.validate_hosts()?;
        self.validate_times()?;
        self.validate_caps()?;
        for (name, credential) in &self.credentials {
            credential.validate(name)?;
        }
        Ok(())
    }

    fn validate_identity(&self) -> Result<(), InvalidSetting> {
        let contact = self.contact.as_str();
        let shaped = contact.contains('@')
            || contact.starts_with("https://")
            || contact.starts_with("http://");
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')');
        if contact.is_empty() {
            return refuse(
                "contact",
                "is empty; give a mail address or web page where webmasters reach you",
            );
        }
        if !shaped || !contact.chars().all(plain) {
            return refuse(
                "contact",
                "is neither a mail address nor a web address (https://…)",
            );
        }
        let token = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_');
        if self.product.is_empty() || !self.product.chars().all(token) {
            return refuse(
                "product",
                "may hold letters, - and _ only, because robots.txt names crawlers so (RFC 9309)",
            );
        }
        Ok(())
    }

    fn validate_hosts(&self) -> Result<(), InvalidSetting> {
        for (host, settings) in &self.hosts {
            let private = self.allow_private_hosts.iter().any(|allowed| {
                allowed == host
                    || host
                        .strip_prefix(allowed.as_str())
                        .is_some_and(|rest| rest.starts_with(':'))
            });
            let least = if private {
                0.0
            } else {
                SHORTEST_PUBLIC_INTERVAL
            };
            if let Some(value) = settings.interval_seconds {
                check_interval(&format!("hosts.{host:?}.interval_seconds"), value, least)?;
            }
            if !is_host(host) {
                return refuse(
                    &format!("hosts.{host:?}"),
                    "is no host as it stands in addresses: lower case, xn-- for other letters, \
                     without https:// or path; with the port if it has one",
                );
            }
            self.validate_lane(host, settings)?;
            check_budgets(&format!("hosts.{host:?}.budgets"), &settings.budgets)?;
        }
        Ok(())
    }

    fn validate_lane(&self, host: &str, settings: &HostSettings) -> Result<(), InvalidSetting> {
        let Some(lane) = &settings.lane else {
            return Ok(());
        };
        let key = format!("hosts.{host:?}.lane");
        if !is_host(lane) {
            return refuse(
                &key,
                "is no host; give the host whose lane it shares, without https:// or path",
            );
        }
        let further = self.hosts.get(lane).and_then(|other| other.lane.as_ref());
        match further {
            Some(further) if further != lane => refuse(
                &key,
                &format!("names a host that is itself in the lane of {further}; give one for all"),
            ),
            _ => Ok(()),
        }
    }

    fn validate_times(&self) -> Result<(), InvalidSetting> {
        let seconds = [
            ("connect_seconds", self.connect_seconds, 1, LONGEST_SECONDS),
            ("total_seconds", self.total_seconds, 1, LONGEST_SECONDS),
            (
                "rest_cap_seconds",
                self.rest_cap_seconds,
                1,
                LONGEST_SECONDS,
            ),
            (
                "patience_seconds",
                self.patience_seconds,
                1,
                LONGEST_SECONDS,
            ),
            (
                "crawl_delay_cap_seconds",
                self.crawl_delay_cap_seconds,
                1,
                LONGEST_SECONDS,
            ),
            (
                "robots_seconds",
                self.robots_seconds,
                60,
                LONGEST_ROBOTS_CACHE,
            ),
            (
                "robots_failure_seconds",
                self.robots_failure_seconds,
                60,
                LONGEST_ROBOTS_CACHE,
            ),
        ];
        for (key, value, least, most) in seconds {
            if !(least..=most).contains(&value) {
                return refuse(key, &format!("is {value}; give {least} to {most} seconds"));
            }
        }
        Ok(())
    }

    fn validate_caps(&self) -> Result<(), InvalidSetting> {
        let bytes = [
            ("body_bytes", self.body_bytes),
            ("feed_bytes", self.feed_bytes),
            ("media_bytes", self.media_bytes),
            ("token_bytes", self.token_bytes),
        ];
        for (key, value) in bytes {
            if !(1024..=MOST_BYTES).contains(&value) {
                return refuse(key, "must lie between 1024 and 268435456 (256 MiB)");
            }
        }
        if self.redirects > 20 {
            return refuse("redirects", "is too high; at most 20 redirects");
        }
        if self.retries > 10 {
            return refuse("retries", "is too high; at most 10 retries");
        }
        Ok(())
    }
}

pub(super) fn check_interval(key: &str, value: f64, least: f64) -> Result<(), InvalidSetting> {
    if value.is_finite() && (least..=86_400.0).contains(&value) {
        return Ok(());
    }
    refuse(
        key,
        &format!("is {value}; give {least} to 86400 seconds (shorter only for private hosts)"),
    )
}

pub(super) fn refuse(key: &str, problem: &str) -> Result<(), InvalidSetting> {
    Err(InvalidSetting {
        key: key.to_owned(),
        problem: problem.to_owned(),
    })
}

pub(super) fn check_budgets(key: &str, budgets: &[Budget]) -> Result<(), InvalidSetting> {
    for (number, budget) in budgets.iter().enumerate() {
        if budget.units == 0 || !(1..=LONGEST_WINDOW).contains(&budget.seconds) {
            return refuse(
                key,
                &format!(
                    "has a budget without units, or of no time or more than {LONGEST_WINDOW} s"
                ),
            );
        }
        if budgets[..number]
            .iter()
            .any(|other| other.seconds == budget.seconds)
        {
            return refuse(
                key,
                &format!("has two budgets for {} s; keep one", budget.seconds),
            );
        }
    }
    Ok(())
}

/// A host as it stands in addresses that were read, with or without port: any other spelling
/// would never be met.
pub(super) fn is_host(text: &str) -> bool {
    let parsed = url::Url::parse(&format!("http://{text}/")).ok();
    let host = parsed.as_ref().and_then(url::Url::host_str);
    let rest = host.and_then(|host| text.strip_prefix(host));
    let port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    let ends = |rest: &str| rest.is_empty() || rest.strip_prefix(':').is_some_and(port);
    !text.contains('*') && rest.is_some_and(ends)
}

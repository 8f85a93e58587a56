//! What robots.txt lets through: fetched once an origin, kept in the book until its time is over.

use std::time::Duration;

use jiff::SignedDuration;

use super::FetchError;
use super::door::{AdmittedHop, Door};
use super::kept::Kept;
use super::known::KnownRobots;
use super::reach::keep_within;
use super::robots;
use super::transport::Transport;
use super::waits::Journey;
use crate::model::{FetchRequest, Reach, RobotsCopy, Truncation, redact};

/// RFC 9309 section 2.3.1.2: at least five redirects of robots.txt are followed.
const ROBOTS_REDIRECTS: u32 = 5;

impl<T: Transport> Door<T> {
    /// Refuses what robots.txt forbids, and takes on its pace. Fetches it first when it is not
    /// known or too old.
    pub(super) async fn obey_robots(
        &self,
        hop: &mut AdmittedHop,
        request: &FetchRequest,
        journey: &mut Journey<'_>,
    ) -> Result<(), FetchError> {
        let entry = self.robots.entry(&hop.key);
        let mut known = journey.waits.held(entry.lock()).await?;
        if known.is_none() {
            let copy = self.book.robots(&hop.key.to_string()).await?;
            *known = copy.map(|copy| KnownRobots::of(&copy, &self.settings.product));
        }
        let now = self.clock.now();
        let robots = match known.take() {
            Some(robots) if robots.is_current(now) => robots,
            old => self.learn_robots(hop, old, request, journey).await?,
        };
        let robots = known.insert(robots);
        hop.slow_down(self.crawl_delay(robots));
        match &robots.rules {
            Ok(rules) if rules.allows(&hop.hop.url) => Ok(()),
            Ok(_) => Err(FetchError::RobotsDisallowed {
                host: hop.key.to_string(),
                url: redact::url(hop.hop.url.as_str()),
            }),
            Err(unreachable) => Err(unreachable.clone()),
        }
    }

    fn crawl_delay(&self, robots: &KnownRobots) -> Duration {
        let cap = Duration::from_secs(self.settings.crawl_delay_cap_seconds);
        robots.crawl_delay().min(cap)
    }

    /// Asks for robots.txt, at the pace of the one that was known, and keeps what came of it.
    async fn learn_robots(
        &self,
        hop: &AdmittedHop,
        old: Option<KnownRobots>,
        request: &FetchRequest,
        journey: &mut Journey<'_>,
    ) -> Result<KnownRobots, FetchError> {
        let delay = old.map(|old| self.crawl_delay(&old)).unwrap_or_default();
        let content = match self.fetch_robots(hop, delay, request, journey).await {
            Ok(file) => Ok(file),
            Err(
                fatal @ (FetchError::Evidence(_)
                | FetchError::Book(_)
                | FetchError::Ended
                | FetchError::Budget { .. }
                | FetchError::InvalidUrl { .. }),
            ) => return Err(fatal),
            Err(FetchError::PrivateAddress { host }) if host == hop.key.host => {
                return Err(FetchError::PrivateAddress { host });
            }
            Err(problem) => Err(problem.to_string()),
        };
        let seconds = match content {
            Ok(_) => self.settings.robots_seconds,
            Err(_) => self.settings.robots_failure_seconds,
        };
        let keep = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
        let now = self.clock.now();
        let copy = RobotsCopy {
            origin: hop.key.to_string(),
            fetched_at: now,
            keep_until: now.checked_add(keep).unwrap_or(now),
            content,
        };
        self.book.keep_robots(&copy).await?;
        Ok(KnownRobots::of(&copy, &self.settings.product))
    }

    /// Fetches robots.txt; redirects count for the host that was asked (RFC 9309 2.3.1.2).
    async fn fetch_robots(
        &self,
        hop: &AdmittedHop,
        delay: Duration,
        request: &FetchRequest,
        journey: &mut Journey<'_>,
    ) -> Result<Vec<u8>, FetchError> {
        let mut url = hop.hop.url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        let robots = FetchRequest {
            account: request.account,
            lane: hop.named.clone(),
            ..FetchRequest::new(url.clone(), "text/plain, */*;q=0.1", "robots")
        };
        // Of the origin and not of the request: what is found out holds for all requests to it.
        let reach = Reach::of(&url);
        let mut via = None;
        for _ in 0..=ROBOTS_REDIRECTS {
            let from = via.clone();
            let mut next = self.admit(&url, via, &robots)?;
            keep_within(&reach, &url, from.as_ref())?;
            next.slow_down(delay);
            let kept = self.insist(&next, journey).await?;
            match kept.redirect(&url) {
                Some(next) => via = Some(std::mem::replace(&mut url, next)),
                None => return read_robots(hop, &kept),
            }
        }
        Ok(Vec::new())
    }
}

/// 2xx gives rules, other answers mean that there are none (429 and 5xx never get here), but for
/// statuses beyond 5xx, which are to be taken as 5xx (RFC 9110 section 15). A file
/// that broke off at the same place twice, and that at the end of a line, is all there is.
fn read_robots(hop: &AdmittedHop, kept: &Kept) -> Result<Vec<u8>, FetchError> {
    let cut = matches!(
        kept.answer.truncated,
        Some(Truncation::Disconnect | Truncation::Time)
    );
    let is_all = kept.is_steady && kept.read.bytes.ends_with(b"\n");
    if cut && !is_all {
        return Err(FetchError::Transport {
            url: redact::url(hop.hop.url.as_str()),
            problem: "its robots.txt broke off".to_owned(),
        });
    }
    let status = kept.answer.status;
    if status >= 600 {
        return Err(FetchError::Transport {
            url: redact::url(hop.hop.url.as_str()),
            problem: format!("its host answered {status}, which is no status of HTTP"),
        });
    }
    let rules = (200..300).contains(&status);
    Ok(if rules {
        robots::readable(&kept.read.bytes).to_vec()
    } else {
        Vec::new()
    })
}

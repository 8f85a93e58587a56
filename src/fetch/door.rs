//! The door: every rule about leaving, applied in one place.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use rand::RngExt as _;
use rand::rngs::StdRng;
use url::Url;

use super::address::{self, HostKey, Names};
use super::lane::{Host, KnownRobots};
use super::ledger::Ledger;
use super::robots::Robots;
use super::transport::{Hop, HttpTransport, Transport, TransportError};
use super::visit::{Kept, Visit};
use super::{Fetch, FetchError, Fetched};
use crate::clock::Clock;
use crate::config::fetch::{FetchSettings, InvalidFetchSettings};
use crate::evidence::{WarcStore, redact};
use crate::model::{Capture, FetchRequest, Truncation, Validators};

/// RFC 9309 section 2.3.1.2: at least five redirects of robots.txt are followed.
const ROBOTS_REDIRECTS: u32 = 5;

/// Why the door cannot be opened at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DoorError {
    /// A setting cannot be used.
    #[error(transparent)]
    Settings(#[from] InvalidFetchSettings),
    /// The HTTP client cannot be built.
    #[error("the HTTP client cannot start: {0}; are the system's CA certificates installed?")]
    Client(#[from] TransportError),
}

/// The door over a transport; see [`HttpFetcher`] for the real one.
#[derive(Debug)]
pub struct Door<T> {
    pub(super) settings: FetchSettings,
    pub(super) transport: T,
    pub(super) store: Arc<WarcStore>,
    pub(super) clock: Arc<dyn Clock>,
    rng: Mutex<StdRng>,
    hosts: Mutex<HashMap<HostKey, Arc<Host>>>,
}

/// Fetches over the network.
pub type HttpFetcher = Door<HttpTransport>;

impl HttpFetcher {
    /// A door to the network. `rng` spreads the back-off.
    pub fn new(
        settings: FetchSettings,
        store: Arc<WarcStore>,
        clock: Arc<dyn Clock>,
        rng: StdRng,
    ) -> Result<Self, DoorError> {
        Self::with_names(settings, store, clock, rng, &Names::System)
    }

    /// The same with host names looked up elsewhere.
    pub fn with_names(
        settings: FetchSettings,
        store: Arc<WarcStore>,
        clock: Arc<dyn Clock>,
        rng: StdRng,
        names: &Names,
    ) -> Result<Self, DoorError> {
        let transport = HttpTransport::new(&settings, names)?;
        Self::over(transport, settings, store, clock, rng)
    }
}

impl<T: Transport> Door<T> {
    /// A door over any transport.
    pub fn over(
        transport: T,
        settings: FetchSettings,
        store: Arc<WarcStore>,
        clock: Arc<dyn Clock>,
        rng: StdRng,
    ) -> Result<Self, DoorError> {
        settings.validate()?;
        Ok(Self {
            settings,
            transport,
            store,
            clock,
            rng: Mutex::new(rng),
            hosts: Mutex::new(HashMap::new()),
        })
    }

    /// Follows redirects by hand: every hop is checked like the first.
    async fn follow(
        &self,
        request: &FetchRequest,
        ledger: &mut Ledger,
    ) -> Result<Capture, FetchError> {
        let mut url = without_fragment(&request.url);
        let mut via = None;
        let mut seen = HashSet::new();
        for _ in 0..=self.settings.redirects {
            if !seen.insert(url.clone()) {
                break;
            }
            let visit = self.admit(&url, via, &request.accept, &request.validators)?;
            self.obey_robots(&visit, ledger).await?;
            let kept = self.insist(&visit, ledger).await?;
            match kept.redirect(&url) {
                Some(next) => via = Some(std::mem::replace(&mut url, next)),
                None => return Ok(kept.into_capture(request.clone(), url)),
            }
        }
        Err(FetchError::TooManyRedirects {
            url: redact::url(request.url.as_str()),
            limit: self.settings.redirects,
        })
    }

    /// Checks scheme, credentials and a literal private address, and prepares the visit.
    fn admit(
        &self,
        url: &Url,
        via: Option<Url>,
        accept: &str,
        validators: &Validators,
    ) -> Result<Visit, FetchError> {
        let key = HostKey::of(url)?;
        let may_be_private = self.settings.may_be_private(&key.host, key.port);
        if !may_be_private {
            address::check_literal(url)?;
        }
        let hop = Hop {
            url: url.clone(),
            headers: request_headers(url, &self.settings.user_agent(), accept, validators),
            may_be_private,
        };
        let host = self.host(&key);
        Ok(Visit {
            hop,
            via,
            key,
            host,
        })
    }

    fn host(&self, key: &HostKey) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let interval = self.settings.interval(&key.host, key.port);
        let host = hosts
            .entry(key.clone())
            .or_insert_with(|| Arc::new(Host::new(interval)));
        Arc::clone(host)
    }

    /// Refuses what robots.txt forbids; fetches it first when it is not known or too old.
    async fn obey_robots(&self, visit: &Visit, ledger: &mut Ledger) -> Result<(), FetchError> {
        let mut known = visit.host.robots.lock().await;
        let now = self.clock.now();
        if known.as_ref().is_none_or(|known| known.until <= now) {
            *known = Some(self.learn_robots(visit, ledger).await?);
        }
        let Some(known) = known.as_ref() else {
            return Ok(());
        };
        match &known.rules {
            Ok(robots) if robots.allows(&visit.hop.url) => Ok(()),
            Ok(_) => Err(FetchError::RobotsDisallowed {
                host: visit.key.to_string(),
                url: redact::url(visit.hop.url.as_str()),
            }),
            Err(unreachable) => Err(unreachable.clone()),
        }
    }

    async fn learn_robots(
        &self,
        visit: &Visit,
        ledger: &mut Ledger,
    ) -> Result<KnownRobots, FetchError> {
        let rules = match self.fetch_robots(visit, ledger).await {
            Ok(robots) => Ok(robots),
            Err(final_error @ (FetchError::Evidence(_) | FetchError::InvalidUrl { .. })) => {
                return Err(final_error);
            }
            Err(FetchError::PrivateAddress { host }) if host == visit.key.host => {
                return Err(FetchError::PrivateAddress { host });
            }
            Err(problem) => Err(FetchError::RobotsUnreachable {
                host: visit.key.to_string(),
                problem: problem.to_string(),
            }),
        };
        let seconds = if rules.is_ok() {
            self.settings.robots_seconds
        } else {
            self.settings.robots_failure_seconds
        };
        let keep = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0));
        let now = self.clock.now();
        let until = now.checked_add(keep).unwrap_or(now);
        Ok(KnownRobots { rules, until })
    }

    /// Fetches robots.txt; redirects count for the host that was asked (RFC 9309 2.3.1.2).
    async fn fetch_robots(&self, visit: &Visit, ledger: &mut Ledger) -> Result<Robots, FetchError> {
        let mut url = visit.hop.url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        let mut via = None;
        for _ in 0..=ROBOTS_REDIRECTS {
            let hop = self.admit(&url, via, "text/plain, */*;q=0.1", &Validators::default())?;
            let kept = self.insist(&hop, ledger).await?;
            match kept.redirect(&url) {
                Some(next) => via = Some(std::mem::replace(&mut url, next)),
                None => return self.read_robots(visit, &kept).await,
            }
        }
        Ok(Robots::default())
    }

    /// 2xx gives rules, other answers mean that there are none (429 and 5xx never get here).
    async fn read_robots(&self, visit: &Visit, kept: &Kept) -> Result<Robots, FetchError> {
        let cut = matches!(
            kept.answer.truncated,
            Some(Truncation::Disconnect | Truncation::Time)
        );
        if cut {
            return Err(FetchError::Transport {
                url: redact::url(visit.hop.url.as_str()),
                problem: "its robots.txt broke off".to_owned(),
            });
        }
        let robots = if (200..300).contains(&kept.answer.status) {
            Robots::parse(&kept.body, &self.settings.product)
        } else {
            Robots::default()
        };
        let cap = Duration::from_secs(self.settings.crawl_delay_cap_seconds);
        let asked = robots.crawl_delay().unwrap_or_default().min(cap);
        let own = self.settings.interval(&visit.key.host, visit.key.port);
        let mut lane = visit.host.lane.lock().await;
        lane.pace.set_interval(own.max(asked));
        Ok(robots)
    }

    /// A number in 0..1.
    pub(super) fn luck(&self) -> f64 {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.random()
    }
}

impl<T: Transport> Fetch for Door<T> {
    async fn fetch(&self, request: &FetchRequest) -> Fetched {
        let mut ledger = Ledger::default();
        let result = self.follow(request, &mut ledger).await;
        Fetched {
            result,
            exchanges: ledger.exchanges,
        }
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn request_headers(
    url: &Url,
    user_agent: &str,
    accept: &str,
    validators: &Validators,
) -> Vec<(String, String)> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let accept = if accept.is_empty() { "*/*" } else { accept };
    let mut headers = vec![
        ("host", host),
        ("user-agent", user_agent),
        ("accept", accept),
        ("accept-encoding", "gzip"),
    ];
    if let Some(etag) = &validators.etag {
        headers.push(("if-none-match", etag));
    }
    if let Some(last_modified) = &validators.last_modified {
        headers.push(("if-modified-since", last_modified));
    }
    headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

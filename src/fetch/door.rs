//! The door: every rule about leaving, applied in one place.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::StdRng;
use url::Url;

use super::address::{self, HostKey, Names};
use super::book::LaneBook;
use super::pace::Pace;
use super::permission::KnownRobots;
use super::shelf::Shelf;
use super::slot::Claim;
use super::transport::{Hop, HttpTransport, Transport, TransportError};
use super::{Fetch, FetchError, Fetched};
use crate::clock::Clock;
use crate::config::InvalidSetting;
use crate::config::fetch::FetchSettings;
use crate::evidence::{WarcStore, redact};
use crate::model::{AccountId, Capture, Exchange, FetchRequest, LaneKey};

/// Why the door cannot be opened at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DoorError {
    /// A setting cannot be used.
    #[error("fetch.{0}")]
    Settings(#[from] InvalidSetting),
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
    pub(super) book: Arc<dyn LaneBook>,
    pub(super) clock: Arc<dyn Clock>,
    rng: Mutex<StdRng>,
    /// Held for a whole exchange: one request of a lane at a time. The locks are fair, so
    /// requests leave in the order they came.
    pub(super) paces: Shelf<LaneKey, tokio::sync::Mutex<Pace>>,
    /// Held while robots.txt is fetched, so that it is fetched once.
    pub(super) robots: Shelf<HostKey, tokio::sync::Mutex<Option<KnownRobots>>>,
}

/// Everything that a door is made of besides its transport.
#[derive(Debug)]
pub struct DoorParts {
    /// Limits.
    pub settings: FetchSettings,
    /// Where exchanges are kept as evidence.
    pub store: Arc<WarcStore>,
    /// Where lanes and the ledger are kept.
    pub book: Arc<dyn LaneBook>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads the back-off.
    pub rng: StdRng,
}

/// An address that may be asked for, and what paces the request.
#[derive(Debug)]
pub(super) struct AdmittedHop {
    pub(super) hop: Hop,
    pub(super) via: Option<Url>,
    pub(super) key: HostKey,
    /// The lane of the host's site.
    pub(super) site: LaneKey,
    /// The lane that the request names, if the hop is to the request's own site.
    pub(super) named: Option<LaneKey>,
    /// All lanes that the request needs a turn in, in the order of their names.
    pub(super) claims: Vec<Claim>,
    pub(super) account: Option<AccountId>,
}

impl AdmittedHop {
    /// Lets at least `delay` pass between requests, as the site's robots.txt asks.
    pub(super) fn slow_down(&mut self, delay: Duration) {
        for claim in &mut self.claims {
            claim.interval = claim.interval.max(delay);
        }
    }
}

/// Fetches over the network.
pub type HttpFetcher = Door<HttpTransport>;

impl HttpFetcher {
    /// A door to the network.
    pub fn new(parts: DoorParts) -> Result<Self, DoorError> {
        Self::with_names(parts, &Names::System)
    }

    /// The same with host names looked up elsewhere.
    pub fn with_names(parts: DoorParts, names: &Names) -> Result<Self, DoorError> {
        let transport = HttpTransport::new(&parts.settings, names)?;
        Self::over(transport, parts)
    }
}

impl<T: Transport> Door<T> {
    /// A door over any transport.
    pub fn over(transport: T, parts: DoorParts) -> Result<Self, DoorError> {
        parts.settings.validate()?;
        Ok(Self {
            settings: parts.settings,
            transport,
            store: parts.store,
            book: parts.book,
            clock: parts.clock,
            rng: Mutex::new(parts.rng),
            paces: Shelf::default(),
            robots: Shelf::default(),
        })
    }

    /// Follows redirects by hand: every hop is checked like the first.
    async fn follow(
        &self,
        request: &FetchRequest,
        ledger: &mut Vec<Exchange>,
    ) -> Result<Capture, FetchError> {
        let mut url = without_fragment(&request.url);
        let mut via = None;
        let mut seen = HashSet::new();
        for _ in 0..=self.settings.redirects {
            if !seen.insert(url.clone()) {
                break;
            }
            let mut hop = self.admit(&url, via, request)?;
            self.obey_robots(&mut hop, request, ledger).await?;
            let kept = self.insist(&hop, ledger).await?;
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

    /// Checks scheme, credentials and a literal private address, and prepares the hop of a
    /// request to `url`.
    pub(super) fn admit(
        &self,
        url: &Url,
        via: Option<Url>,
        request: &FetchRequest,
    ) -> Result<AdmittedHop, FetchError> {
        let key = HostKey::of(url)?;
        let may_be_private = self.settings.may_be_private(&key.host, key.port);
        if !may_be_private {
            address::check_literal(url)?;
        }
        let headers = request_headers(url, &self.settings.user_agent(), request);
        let site = self.site(url, &key);
        let at_home = LaneKey::of_site(url) == LaneKey::of_site(&request.url);
        let named = request.lane.clone().filter(|_| at_home);
        Ok(AdmittedHop {
            claims: self.claims(&key, &site, named.as_ref()),
            named,
            hop: Hop {
                url: url.clone(),
                headers,
                may_be_private,
            },
            via,
            key,
            site,
            account: request.account,
        })
    }

    /// The lane of a host's site, under the name that the operator gave it.
    fn site(&self, url: &Url, key: &HostKey) -> LaneKey {
        let given = self.settings.lane(&key.host, key.port);
        given
            .or_else(|| LaneKey::of_site(url))
            .unwrap_or_else(|| LaneKey(key.host.clone()))
    }

    /// What a request must keep to: the lane of the site always, and the lane that the request
    /// names while it stays with its own site.
    fn claims(&self, key: &HostKey, site: &LaneKey, named: Option<&LaneKey>) -> Vec<Claim> {
        let interval = self.settings.interval(&key.host, key.port);
        let mut lanes: Vec<&LaneKey> = named.into_iter().chain([site]).collect();
        lanes.sort();
        lanes.dedup();
        let claim = |lane: &LaneKey| Claim {
            interval: interval.max(self.settings.lane_interval(lane)),
            budgets: self.settings.budgets(&key.host, key.port, lane),
            lane: lane.clone(),
            cost: 1,
        };
        lanes.into_iter().map(claim).collect()
    }

    /// A number in 0..1.
    pub(super) fn luck(&self) -> f64 {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.random()
    }
}

impl<T: Transport> Fetch for Door<T> {
    async fn fetch(&self, request: &FetchRequest) -> Fetched {
        let mut exchanges = Vec::new();
        let result = self.follow(request, &mut exchanges).await;
        Fetched { result, exchanges }
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn request_headers(url: &Url, user_agent: &str, request: &FetchRequest) -> Vec<(String, String)> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let accept = request.accept.as_str();
    let accept = if accept.is_empty() { "*/*" } else { accept };
    let mut headers = vec![
        ("host", host),
        ("user-agent", user_agent),
        ("accept", accept),
        ("accept-encoding", "gzip"),
    ];
    if let Some(etag) = &request.validators.etag {
        headers.push(("if-none-match", etag));
    }
    if let Some(last_modified) = &request.validators.last_modified {
        headers.push(("if-modified-since", last_modified));
    }
    headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

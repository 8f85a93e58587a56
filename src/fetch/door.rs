//! The door: every rule about leaving, applied in one place.

use std::collections::HashSet;
use std::net::{IpAddr, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::StdRng;
use url::Url;

use super::address::{self, HostKey, Names};
use super::book::LaneBook;
use super::kept::Kept;
use super::known::KnownRobots;
use super::pace::Pace;
use super::reach::keep_within;
use super::room::LargeAnswers;
use super::secrets::{self, SecretError, Secrets};
use super::shelf::Shelf;
use super::slot::Claim;
use super::transport::{Hop, Transport};
use super::waits::{Journey, Waits};
use super::wire::{ClientError, HttpTransport};
use super::{Fetch, FetchError, Fetched};
use crate::clock::Clock;
use crate::config::InvalidSetting;
use crate::config::fetch::{CredentialPlace, FetchSettings};
use crate::evidence::WarcStore;
use crate::model::{AccountId, FetchRequest, LaneKey, Method, redact};

/// Why the door cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// A setting cannot be used.
    #[error("fetch.{0}")]
    Settings(#[from] InvalidSetting),
    /// The value of a credential cannot be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Nothing can leave from the address in the settings.
    #[error("fetch.outgoing_address {0} cannot be used: {1}; give an address of this machine")]
    OutgoingAddress(IpAddr, std::io::Error),
    /// The HTTP client cannot be built.
    #[error(transparent)]
    Client(#[from] ClientError),
}

/// The door over a transport; see [`HttpFetcher`] for the real one.
#[derive(Debug)]
pub struct Door<T> {
    pub(super) settings: FetchSettings,
    pub(super) transport: T,
    pub(super) store: Arc<WarcStore>,
    pub(super) book: Arc<dyn LaneBook>,
    pub(super) secrets: Secrets,
    pub(super) clock: Arc<dyn Clock>,
    rng: Mutex<StdRng>,
    /// Held for a whole exchange: one request of a lane at a time. The locks are fair, so
    /// requests leave in the order they came.
    pub(super) paces: Shelf<LaneKey, tokio::sync::Mutex<Pace>>,
    /// Held while robots.txt is fetched, so that it is fetched once.
    pub(super) robots: Shelf<HostKey, tokio::sync::Mutex<Option<KnownRobots>>>,
    large: LargeAnswers,
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
    /// Values of the credentials in the settings.
    pub secrets: Secrets,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Spreads the back-off.
    pub rng: StdRng,
}

/// A request that may be made, and what paces it.
#[derive(Debug)]
pub(super) struct AdmittedHop {
    /// What is shown of it: a credential stands in it as redacted.
    pub(super) hop: Hop,
    /// Name and place of the credential that goes with it.
    pub(super) credential: Option<(String, CredentialPlace)>,
    /// Whether the server may get it twice.
    pub(super) may_repeat: bool,
    /// Whether an answer that the server failed is an answer.
    pub(super) takes_failure: bool,
    pub(super) cost: u64,
    pub(super) via: Option<Url>,
    pub(super) key: HostKey,
    /// The lane of the host's site, as it is kept.
    pub(super) site: LaneKey,
    /// The lane that the request names, if the hop is to the request's own site.
    pub(super) named: Option<LaneKey>,
    /// All lanes that the request needs a turn in, in the order of their names.
    pub(super) claims: Vec<Claim>,
    pub(super) account: Option<AccountId>,
}

impl AdmittedHop {
    /// Whether it asks for a page only where that has changed.
    pub(super) fn is_conditional(&self) -> bool {
        let conditions = ["if-none-match", "if-modified-since"];
        let mut names = self.hop.headers.iter().map(|(name, _)| name.as_str());
        names.any(|name| conditions.contains(&name))
    }

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
        if let Some(address) = parts.settings.outgoing_address {
            // Found out now, for else every host would seem to be at fault.
            UdpSocket::bind((address, 0))
                .map_err(|problem| DoorError::OutgoingAddress(address, problem))?;
        }
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
            secrets: parts.secrets,
            clock: parts.clock,
            rng: Mutex::new(parts.rng),
            paces: Shelf::default(),
            robots: Shelf::default(),
            large: LargeAnswers::default(),
        })
    }

    /// Follows redirects by hand: every hop is checked like the first.
    async fn follow(
        &self,
        request: &FetchRequest,
        journey: &mut Journey<'_>,
    ) -> Result<(Kept, Url), FetchError> {
        let mut url = without_fragment(&request.url);
        let mut via = None;
        let mut asked = request.clone();
        let mut seen = HashSet::new();
        for _ in 0..=self.settings.redirects {
            if !seen.insert((asked.method, url.clone())) {
                break;
            }
            let from = via.clone();
            let mut hop = self.admit(&url, via, &asked)?;
            keep_within(&request.reach, &url, from.as_ref())?;
            self.obey_robots(&mut hop, request, journey).await?;
            let kept = self.insist(&hop, journey).await?;
            let Some(next) = kept.redirect(&url) else {
                return Ok((kept, url));
            };
            if journey.is_over() {
                let url = redact::url(request.url.as_str());
                return Err(FetchError::Timeout { url });
            }
            redirected(&mut asked, kept.answer.status);
            if HostKey::of(&next).ok() != Some(hop.key) {
                asked.credential = None;
            }
            via = Some(std::mem::replace(&mut url, next));
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
        let body_cap = self.settings.body_cap(request.answer);
        let mut hop = Hop {
            method: request.method,
            url: url.clone(),
            headers: request_headers(url, &self.settings.user_agent(), request),
            body: body_of(request).to_vec(),
            body_cap,
            place: self.large.place(body_cap),
            may_be_private,
        };
        let credential = self.credential(&key, request)?;
        if let Some((_, place)) = &credential {
            secrets::put(&mut hop, place, redact::REDACTED);
        }
        let site = self.site(url, &key);
        let at_home = LaneKey::of_site(url) == LaneKey::of_site(&request.url);
        let named = request.lane.clone().filter(|_| at_home);
        Ok(AdmittedHop {
            claims: self.claims(&key, &site, named.as_ref(), request),
            hop,
            credential,
            may_repeat: request.body.as_ref().is_none_or(|body| body.is_idempotent),
            takes_failure: request.takes_failure,
            cost: request.cost,
            named,
            via,
            key,
            site: self.kept_lane(&site),
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

    /// Name and place of the credential that goes to a host. It goes nowhere but where the
    /// operator sends it, and never unencrypted over the public internet.
    fn credential(
        &self,
        key: &HostKey,
        request: &FetchRequest,
    ) -> Result<Option<(String, CredentialPlace)>, FetchError> {
        let Some(name) = &request.credential else {
            return Ok(None);
        };
        let refuse = |problem: &str| {
            Err(FetchError::Credential {
                name: name.clone(),
                host: key.to_string(),
                problem: problem.to_owned(),
            })
        };
        let Some(settings) = self.settings.credentials.get(name) else {
            return refuse("no such credential stands in the settings, with its authorisation");
        };
        if self.secrets.value(name).is_none() {
            return refuse("its value is not known");
        }
        if !settings.is_for(&key.host, key.port) {
            return refuse("it is not for this host");
        }
        let is_own = self.settings.may_be_private(&key.host, key.port);
        if key.scheme != "https" && !is_own {
            return refuse("it is sent over https only");
        }
        Ok(Some((name.clone(), settings.place())))
    }

    /// What a request must keep to: the lane of the site always, that of its credential, and the
    /// lane that it names while it stays with its own site.
    fn claims(
        &self,
        key: &HostKey,
        site: &LaneKey,
        named: Option<&LaneKey>,
        request: &FetchRequest,
    ) -> Vec<Claim> {
        let interval = self.settings.interval(&key.host, key.port);
        let mut lanes: Vec<&LaneKey> = named.into_iter().chain([site]).collect();
        lanes.sort();
        lanes.dedup();
        let claim = |lane: &LaneKey| Claim {
            interval: interval.max(self.settings.lane_interval(lane)),
            budgets: self.settings.budgets(&key.host, key.port, lane),
            lane: self.kept_lane(lane),
            cost: request.cost,
            is_credential: false,
        };
        let mut claims: Vec<Claim> = lanes.into_iter().map(claim).collect();
        claims.extend(self.claim_of_credential(request));
        claims.sort_by(|one, other| one.lane.cmp(&other.lane));
        claims
    }

    /// A lane as it is kept: with the address that requests leave from, if one is set. Servers
    /// count by address, so what leaves from another keeps an allowance of its own.
    fn kept_lane(&self, lane: &LaneKey) -> LaneKey {
        let address = self.settings.outgoing_address;
        let from = |address| LaneKey(format!("{lane} from {address}"));
        address.map_or_else(|| lane.clone(), from)
    }

    /// All hosts of a credential share its allowance, from whatever address it is used: whoever
    /// gave it counts its use.
    fn claim_of_credential(&self, request: &FetchRequest) -> Option<Claim> {
        let name = request.credential.as_ref()?;
        let settings = self.settings.credentials.get(name)?;
        Some(Claim {
            lane: LaneKey(format!("credential {name}")),
            interval: settings.interval(),
            budgets: settings.budgets.clone(),
            cost: request.cost,
            is_credential: true,
        })
    }

    /// A number in 0..1.
    pub(super) fn luck(&self) -> f64 {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.random()
    }
}

impl<T: Transport> Fetch for Door<T> {
    async fn fetch_among(&self, request: &FetchRequest, waits: &Waits) -> Fetched {
        let mut journey = Journey::new(&self.settings, waits);
        let mut oddities = Vec::new();
        let answer = self.follow(request, &mut journey).await;
        let mut place = None;
        let result = answer.map(|(mut kept, url)| {
            oddities.append(&mut kept.read.oddities);
            place = Some(kept.place.clone());
            kept.into_capture(request.clone(), url)
        });
        Fetched {
            result,
            exchanges: journey.exchanges,
            oddities,
            place,
        }
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn body_of(request: &FetchRequest) -> &[u8] {
    request.body.as_ref().map_or(&[], |body| &body.bytes)
}

/// What is asked after a redirect (RFC 9110 section 15.4): 307 and 308 keep method and body, the
/// others lead to an answer that is there to be got.
fn redirected(asked: &mut FetchRequest, status: u16) {
    if asked.method == Method::Post && !matches!(status, 307 | 308) {
        asked.method = Method::Get;
        asked.body = None;
    }
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
    let length = body_of(request).len().to_string();
    if let Some(body) = &request.body {
        headers.push(("content-type", &body.media_type));
        headers.push(("content-length", &length));
    }
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

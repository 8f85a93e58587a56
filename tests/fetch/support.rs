//! A door whose transport is a script, so that hours of waiting pass in no time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use netra::clock::Clock;
use netra::config::fetch::FetchSettings;
use netra::evidence::{HttpAnswer, WarcStore};
use netra::fetch::{
    Door, DoorParts, Fetch, Fetched, Hop, MemoryBook, Secrets, Transport, TransportError,
};
use netra::model::{FetchRequest, Method};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tempfile::TempDir;
use tokio::time::Instant;
use url::Url;

/// A clock that follows tokio's, paused or not.
#[derive(Debug)]
pub(crate) struct VirtualClock {
    start: Timestamp,
    moved: Mutex<SignedDuration>,
    origin: Instant,
}

impl VirtualClock {
    pub(crate) fn new() -> Self {
        Self {
            start: "2024-10-01T00:00:00Z".parse().unwrap(),
            moved: Mutex::default(),
            origin: Instant::now(),
        }
    }

    /// Sets the system's clock, as an operator or a time server does.
    pub(crate) fn move_by(&self, by: SignedDuration) {
        *self.moved.lock().unwrap() += by;
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.origin.elapsed()).unwrap();
        self.start + elapsed + *self.moved.lock().unwrap()
    }
}

type Reply = Result<HttpAnswer, TransportError>;

/// One request as the script saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub method: Method,
    pub body: Vec<u8>,
    pub url: String,
    pub at: Duration,
    pub headers: Vec<(String, String)>,
    /// As a log may show it.
    pub shown: String,
}

/// Answers by address, in order; the last answer stays. No robots.txt unless scripted.
pub(crate) struct Script {
    replies: Mutex<HashMap<String, Vec<Reply>>>,
    pub seen: Mutex<Vec<Seen>>,
    latency: Duration,
    origin: Instant,
    busy: Mutex<HashMap<String, usize>>,
    /// Most requests to one host at a time.
    pub most_at_once: Mutex<usize>,
}

impl Script {
    fn reply(&self, url: &str) -> Reply {
        let mut replies = self.replies.lock().unwrap();
        match replies.get_mut(url) {
            Some(queue) if queue.len() > 1 => queue.remove(0),
            Some(queue) => queue[0].clone(),
            None if url.ends_with("/robots.txt") => Ok(answer(404, &[], "")),
            None => Ok(answer(200, &[], "ok")),
        }
    }

    fn occupy(&self, host: &str, by: isize) {
        let mut busy = self.busy.lock().unwrap();
        let count = busy.entry(host.to_owned()).or_default();
        *count = count.checked_add_signed(by).unwrap();
        let mut most = self.most_at_once.lock().unwrap();
        *most = (*most).max(*count);
    }
}

/// The script as the door's transport.
pub(crate) struct Wire(Arc<Script>);

impl Transport for Wire {
    async fn send(&self, hop: &Hop) -> Reply {
        let script = &self.0;
        let host = hop.url.authority().to_owned();
        script.occupy(&host, 1);
        script.seen.lock().unwrap().push(Seen {
            method: hop.method,
            body: hop.body.clone(),
            url: hop.url.to_string(),
            at: script.origin.elapsed(),
            headers: hop.headers.clone(),
            shown: format!("{hop:?}"),
        });
        tokio::time::sleep(script.latency).await;
        script.occupy(&host, -1);
        script.reply(hop.url.as_str())
    }
}

pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        reason: String::new(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect(),
        lines: Vec::new(),
        body: body.as_bytes().to_vec(),
        truncated: None,
        peer: Some(IpAddr::from([203, 0, 113, 1])),
    }
}

pub(crate) fn settings() -> FetchSettings {
    FetchSettings {
        contact: "https://pengawas.example/bot".to_owned(),
        ..FetchSettings::default()
    }
}

pub(crate) fn store(dir: &TempDir) -> Arc<WarcStore> {
    let clock = Arc::new(VirtualClock::new());
    let rng = StdRng::seed_from_u64(7);
    Arc::new(WarcStore::open(dir.path(), "netra test", clock, rng).unwrap())
}

pub(crate) fn request(url: &str) -> FetchRequest {
    let url = Url::parse(url).unwrap();
    FetchRequest::new(url.clone(), "application/json", "test").on_site_of(&url)
}

/// A request that may also go to these sites, as a platform's protocol names them.
pub(crate) fn reaching(request: FetchRequest, sites: &[&str]) -> FetchRequest {
    let sites = sites.iter().map(|site| Url::parse(site).unwrap());
    sites.fold(request, |request, site| request.on_site_of(&site))
}

/// What a door is made of.
pub(crate) fn parts(settings: FetchSettings, dir: &TempDir, book: Arc<MemoryBook>) -> DoorParts {
    DoorParts {
        settings,
        store: store(dir),
        book,
        secrets: Secrets::default(),
        clock: Arc::new(VirtualClock::new()),
        rng: StdRng::seed_from_u64(1),
    }
}

/// A door over a script, with its folder of captures.
pub(crate) struct Rig {
    pub door: Arc<Door<Wire>>,
    pub script: Arc<Script>,
    pub dir: TempDir,
    pub book: Arc<MemoryBook>,
    settings: FetchSettings,
    store: Arc<WarcStore>,
    pub clock: Arc<VirtualClock>,
}

impl Rig {
    pub(crate) fn new(settings: FetchSettings) -> Self {
        Self::with_latency(settings, Duration::ZERO)
    }

    /// A door that knows the value of the settings' credential `kunci`.
    pub(crate) fn with_secret(settings: FetchSettings, value: &str) -> Self {
        let values = [("kunci".to_owned(), value.to_owned())].into();
        let secrets = Secrets::new(values).unwrap();
        Self::with(settings, Duration::ZERO, secrets)
    }

    pub(crate) fn with_latency(settings: FetchSettings, latency: Duration) -> Self {
        Self::with(settings, latency, Secrets::default())
    }

    fn with(settings: FetchSettings, latency: Duration, secrets: Secrets) -> Self {
        let dir = TempDir::new().unwrap();
        let script = Arc::new(Script {
            replies: Mutex::default(),
            seen: Mutex::default(),
            latency,
            origin: Instant::now(),
            busy: Mutex::default(),
            most_at_once: Mutex::default(),
        });
        let book = Arc::new(MemoryBook::default());
        let clock = Arc::new(VirtualClock::new());
        let parts = DoorParts {
            clock: clock.clone(),
            secrets,
            ..parts(settings, &dir, book.clone())
        };
        let (settings, store) = (parts.settings.clone(), parts.store.clone());
        Self {
            door: Arc::new(Door::over(Wire(script.clone()), parts).unwrap()),
            script,
            dir,
            book,
            settings,
            store,
            clock,
        }
    }

    /// Another process: what the door knew is gone, but for what stands in the book.
    pub(crate) fn restart(&mut self) {
        let parts = DoorParts {
            settings: self.settings.clone(),
            store: self.store.clone(),
            book: self.book.clone(),
            secrets: Secrets::default(),
            clock: self.clock.clone(),
            rng: StdRng::seed_from_u64(2),
        };
        self.door = Arc::new(Door::over(Wire(self.script.clone()), parts).unwrap());
    }

    /// Scripts the answers of an address.
    pub(crate) fn on(&self, url: &str, replies: impl IntoIterator<Item = HttpAnswer>) -> &Self {
        self.on_reply(url, replies.into_iter().map(Ok))
    }

    pub(crate) fn on_reply(&self, url: &str, replies: impl IntoIterator<Item = Reply>) -> &Self {
        let mut all = self.script.replies.lock().unwrap();
        all.insert(url.to_owned(), replies.into_iter().collect());
        self
    }

    pub(crate) async fn fetch(&self, url: &str) -> Fetched {
        self.fetch_among(url, &[]).await
    }

    /// The same, which may also go to these sites.
    pub(crate) async fn fetch_among(&self, url: &str, sites: &[&str]) -> Fetched {
        let fetched = self.door.fetch(&reaching(request(url), sites)).await;
        assert_in_time(&fetched);
        fetched
    }

    /// Addresses in order of leaving.
    pub(crate) fn urls(&self) -> Vec<String> {
        let seen = self.script.seen.lock().unwrap();
        seen.iter().map(|seen| seen.url.clone()).collect()
    }

    /// When each request left, in whole milliseconds since the start.
    pub(crate) fn times(&self) -> Vec<u128> {
        let seen = self.script.seen.lock().unwrap();
        seen.iter().map(|seen| seen.at.as_millis()).collect()
    }
}

/// No request of the ledger left before it was allowed.
pub(crate) fn assert_in_time(fetched: &Fetched) {
    for exchange in &fetched.exchanges {
        assert!(exchange.sent_at >= exchange.allowed_at, "{exchange:?}");
    }
}

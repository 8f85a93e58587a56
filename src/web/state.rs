//! What the pages are given: all effects come in from outside.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;
use rand::CryptoRng;
use tokio::sync::Semaphore;

use super::hashing::HashQueue;
use super::refusals::Refusals;
use super::registry::import::{ListDesk, ListTerms};
use super::revelations::Revelations;
use super::throttle::Throttle;
use super::under_way::UploadsUnderWay;
use crate::access::password::{self, Cost, HashError};
use crate::clock::Clock;
use crate::corpus::RenewalBell;
use crate::db::Db;

/// A source of randomness shared by all requests.
pub type Random = Arc<Mutex<dyn CryptoRng + Send>>;

/// How many search the register at once; each takes a connection for seconds where many are
/// registered.
const SEARCHERS: usize = 1;

/// What an operator may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSettings {
    /// Whether cookies are sent over HTTPS only. Off only when listening on loopback.
    pub secure_cookies: bool,
    /// How long a login lasts.
    pub session: SignedDuration,
    /// How long a password for one sign-in may be used.
    pub one_time: SignedDuration,
    /// How long a login lasts that nobody uses.
    pub idle: SignedDuration,
    /// How long whoever must have a second factor may go on without it.
    pub second_factor_grace: SignedDuration,
    /// What hashing a password costs.
    pub password_cost: Cost,
    /// Scheme, host and port under which people reach the pages, if a proxy stands in front:
    /// `https://netra.contoh.example`. The proxy must set `X-Forwarded-For`.
    pub public_origin: Option<String>,
    /// Addresses of proxies in front that are not on this machine.
    pub proxies: Vec<IpAddr>,
    /// Whether requests are answered that come through a proxy alone, or from this machine.
    pub only_proxies: bool,
    /// Folder in which files lie while they are sent; no other program sees them.
    pub upload_folder: PathBuf,
}

impl Default for ServerSettings {
    /// Secure cookies, a working day of twelve hours with pauses of half an hour, three days for a
    /// one-time password, a week without a second factor, standard cost, no proxy.
    fn default() -> Self {
        Self {
            secure_cookies: true,
            session: SignedDuration::from_hours(12),
            one_time: SignedDuration::from_hours(72),
            idle: SignedDuration::from_mins(30),
            second_factor_grace: SignedDuration::from_hours(7 * 24),
            password_cost: Cost::STANDARD,
            public_origin: None,
            proxies: Vec::new(),
            only_proxies: false,
            upload_folder: std::env::temp_dir(),
        }
    }
}

/// Names for codes, from the configuration. What is missing is shown as its code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Norm code to its text: `SKB-II-6`.
    pub norms: BTreeMap<String, String>,
    /// Contest (`demo-2027`) or contestant (`demo-2027/halus`) to its name.
    pub targets: BTreeMap<String, String>,
    /// Region code to its name.
    pub regions: BTreeMap<String, String>,
    /// Names around the office that are no good as passwords.
    pub names: Vec<String>,
}

/// What every handler is given. Cheap to clone.
#[derive(Clone)]
pub struct WebState {
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) settings: Arc<ServerSettings>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) throttle: Arc<Throttle>,
    /// Whose full numbers users saw lately.
    pub(super) revelations: Arc<Revelations>,
    /// What signed-in users were refused lately.
    pub(super) refusals: Arc<Refusals>,
    pub(super) hashers: Arc<HashQueue>,
    /// Whose turn it is to look for words in the register.
    pub(super) searches: Arc<Semaphore>,
    /// Whose files are on their way.
    pub(super) uploads: UploadsUnderWay,
    /// Where lists for the register are read.
    pub(super) lists: ListDesk,
    /// Verified against when the name is unknown, so that both cases take as long.
    pub(super) nobody: Arc<str>,
    changed: RenewalBell,
    random: Random,
}

impl WebState {
    /// Puts the parts together. Hashes one password, to be compared with when a name is unknown.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        random: Random,
        settings: ServerSettings,
        catalogue: Catalogue,
        lists: ListTerms,
    ) -> Result<Self, HashError> {
        let mut secret = [0; 48];
        fill(&random, &mut secret);
        let mut salt = [0; 16];
        salt.copy_from_slice(&secret[32..]);
        let nobody = password::hash(&hex(&secret[..32]), salt, settings.password_cost)?;
        Ok(Self {
            db,
            clock,
            settings: Arc::new(settings),
            catalogue: Arc::new(catalogue),
            throttle: Arc::new(Throttle::default()),
            revelations: Arc::default(),
            refusals: Arc::default(),
            hashers: Arc::new(HashQueue::default()),
            searches: Arc::new(Semaphore::new(SEARCHERS)),
            uploads: UploadsUnderWay::default(),
            lists: ListDesk::new(lists),
            nobody: nobody.into(),
            changed: RenewalBell::default(),
            random,
        })
    }

    /// Rings when something was stored that the search index should hold.
    pub fn changed(&self) -> &RenewalBell {
        &self.changed
    }

    pub(super) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        fill(&self.random, &mut bytes);
        bytes
    }
}

fn fill(random: &Random, bytes: &mut [u8]) {
    random
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .fill_bytes(bytes);
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// The bytes of lower- or upper-case hexadecimal, if it is.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits
        .map(|pair| match pair {
            [high, low] => Some(nibble(*high)? << 4 | nibble(*low)?),
            _ => None,
        })
        .collect()
}

fn nibble(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

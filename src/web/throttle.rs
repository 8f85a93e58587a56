//! How many passwords may be tried. What strangers try is counted by name and network, by network
//! and by account; what is tried from a browser that the user signed in with is counted by that
//! browser alone, so that no stranger's failure delays it.
//!
//! Whoever has no such browser (a new one, or one whose cookies were cleared) is told from a guesser
//! by nothing but what they type, so what they may try can be used up by somebody who wants to keep
//! them out. It is therefore spread over budgets, so that using up one costs nobody the others:
//! - Over the limit of a network in which somebody is known, a name still has a few tries of its
//!   own: spraying made-up names there keeps no newcomer out.
//! - Over any limit, a user has a few tries more from where they are known to sign in: what
//!   strangers try elsewhere, or a colleague tries a few times, keeps nobody out there.
//! - A password for one sign-in has 100 random bits and is not guessed: it passes every limit, in a
//!   queue of its own (`web/hashing.rs`). That is the way in for whoever is kept out all the same:
//!   an administrator gives one (`netra user reset`).
//! - Codes are counted for whoever has shown the right password, whom nobody else can keep out.
//!
//! What remains: somebody in the same network who goes on trying one name, for as long as they do,
//! delays its owner in a new browser; that leaves rows in the audit log with their address.
//!
//! An account has at most 100 tries in any hour: strangers 30 at once and one every three minutes
//! (50), where the user is known 5 and one every twelve minutes (10), the page for a new password
//! and a browser that was stolen 10 at once and one every six minutes each (20 and 20).

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::network::Network;
use crate::model::{Sha256, TryAllowance, UserId};

/// Strangers on one account, over all addresses.
pub(super) const ACCOUNT: TryAllowance = allowance(30, 180);
/// Tries from one browser that the user signed in with.
const DEVICE: TryAllowance = allowance(10, 360);
/// Wrong old passwords of a user on the page for a new one.
const CHANGE: TryAllowance = allowance(10, 360);
/// On a name from networks where its user is known, over the limits of strangers.
const PLACE: TryAllowance = allowance(5, 720);
/// On a name from a network that is over its limit, where somebody else is known.
const NEWCOMER: TryAllowance = allowance(2, 1_800);
/// Codes of a user, by whoever gave the right password in a browser that is not known.
const CODE: TryAllowance = allowance(10, 360);
/// On one name from one network.
const NAME: TryAllowance = allowance(5, 180);
/// On any names from one network.
const NETWORK: TryAllowance = allowance(50, 18);
/// The two for an IPv6 /48, of which one customer has 65,536 networks.
const NAME_AROUND: TryAllowance = allowance(15, 60);
const NETWORK_AROUND: TryAllowance = allowance(200, 5);
/// Rows of the audit log on names that nobody has, and on tries that were not looked at.
const ROWS: TryAllowance = allowance(60, 60);

/// No allowance takes longer to come back whole.
const MEMORY: SignedDuration = SignedDuration::from_hours(1);
/// Counters that are kept for so long. Each needs a try whose password is compared, of which two
/// processors manage less than half as many in that time; beyond it strangers wait, because
/// letting a counter go would forgive what it counted.
const CAPACITY: usize = 500_000;

const fn allowance(burst: i32, pause: i64) -> TryAllowance {
    TryAllowance {
        burst,
        pause: SignedDuration::from_secs(pause),
    }
}

/// How long a stranger waits when there is no room for another counter.
const NO_ROOM: SignedDuration = SignedDuration::from_mins(1);

/// What is counted. Only a keyed digest of it is kept: a name that nobody has may be a password
/// that was typed into the wrong field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Tried<'a> {
    Name(&'a str, Network),
    Network(Network),
    Nobody(&'a str),
    Place(&'a str),
    Newcomer(&'a str, Network),
    Code(UserId),
    Device(Sha256, UserId),
    Change(UserId),
    Session(Sha256),
    Refused(&'a str, Network),
    Rows,
}

/// A counter and its limit.
type Limit<'a> = (Tried<'a>, TryAllowance);

/// Tries in memory. What counts for an account that exists is in the database.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    counters: Mutex<Counters>,
    seed: RandomState,
}

impl Throttle {
    /// Counts a stranger's try on a name before its password is looked at, so that parallel tries
    /// count too. `Err` is how long to wait. Where somebody is known to sign in from, a try over
    /// the limit of the network passes with how long to wait unless the password is right: so
    /// an office is not locked out, and nobody learns who is known there.
    pub(super) fn admit_stranger(
        &self,
        (name, network): (&str, Network),
        busy_place: bool,
        now: Timestamp,
    ) -> Result<Option<SignedDuration>, SignedDuration> {
        let (named, placed) = (of_name(name, network), of_network(network));
        let mut counters = self.counters(now);
        let own = self.longest_wait(&counters, &named, now);
        let crowd = self.longest_wait(&counters, &placed, now);
        if let Some(wait) = own.or(crowd.filter(|_| !busy_place)) {
            return Err(wait.max(crowd.unwrap_or_default()));
        }
        for limit in named.into_iter().flatten() {
            self.take(&mut counters, limit, now)?;
        }
        for limit in placed.into_iter().flatten() {
            // In a busy place it may be over its limit already, and stays there.
            let _over = self.take(&mut counters, limit, now);
        }
        Ok(crowd)
    }

    /// Counts a try on a name that nobody has as one on an account.
    pub(super) fn admit_nobody(&self, name: &str, now: Timestamp) -> Result<(), SignedDuration> {
        self.take(&mut self.counters(now), (Tried::Nobody(name), ACCOUNT), now)
    }

    /// Counts a try over a limit, from a network in which somebody is known. `false` if there were
    /// too many. It is counted for every name there, also where its user is not known: else the time
    /// that it takes would tell who is.
    pub(super) fn admit_place(&self, name: &str, now: Timestamp) -> bool {
        let limit = (Tried::Place(name), PLACE);
        self.take(&mut self.counters(now), limit, now).is_ok()
    }

    /// Counts a try on a name from a network that is over its limit. `false` if there were too many.
    pub(super) fn admit_newcomer(&self, (name, network): (&str, Network), now: Timestamp) -> bool {
        let limit = (Tried::Newcomer(name, network), NEWCOMER);
        self.take(&mut self.counters(now), limit, now).is_ok()
    }

    /// Counts a code of a user by somebody who has shown the right password. `Err` is how long to
    /// wait.
    pub(super) fn admit_code(&self, user: UserId, now: Timestamp) -> Result<(), SignedDuration> {
        self.take(&mut self.counters(now), (Tried::Code(user), CODE), now)
    }

    /// Counts a try from a browser that the user signed in with. `false` if there were too many:
    /// then it is a stranger's.
    pub(super) fn admit_device(&self, device: Sha256, user: UserId, now: Timestamp) -> bool {
        let limit = (Tried::Device(device, user), DEVICE);
        self.take(&mut self.counters(now), limit, now).is_ok()
    }

    /// Counts a try of an old password on the page for a new one.
    pub(super) fn admit_change(&self, user: UserId, now: Timestamp) -> Result<(), SignedDuration> {
        self.take(&mut self.counters(now), (Tried::Change(user), CHANGE), now)
    }

    /// Forgives what was tried on a name where its user is known: they have signed in.
    pub(super) fn forgive_place(&self, name: &str, now: Timestamp) {
        let key = self.key(&Tried::Place(name));
        self.counters(now).put(key, Counter::default());
    }

    /// Forgives the codes of a user, who has signed in.
    pub(super) fn forgive_codes(&self, user: UserId, now: Timestamp) {
        let key = self.key(&Tried::Code(user));
        self.counters(now).put(key, Counter::default());
    }

    /// Forgives what was tried on a name from a network, and the try of the network if it was
    /// counted: the password was right.
    pub(super) fn forgive_stranger(
        &self,
        (name, network): (&str, Network),
        was_counted: bool,
        now: Timestamp,
    ) {
        let mut counters = self.counters(now);
        for (tried, _) in of_name(name, network).into_iter().flatten() {
            counters.put(self.key(&tried), Counter::default());
        }
        let of_network = of_network(network).into_iter().flatten();
        for (tried, allowance) in of_network.filter(|_| was_counted) {
            let mut counter = counters.find(self.key(&tried));
            counter.forgiven_at = allowance.give_back(counter.forgiven_at);
            counters.put(self.key(&tried), counter);
        }
    }

    /// Forgives what was tried from a browser.
    pub(super) fn forgive_device(&self, device: Sha256, user: UserId, now: Timestamp) {
        let key = self.key(&Tried::Device(device, user));
        self.counters(now).put(key, Counter::default());
    }

    /// Forgives what was tried on the page for a new password.
    pub(super) fn forgive_change(&self, user: UserId, now: Timestamp) {
        let key = self.key(&Tried::Change(user));
        self.counters(now).put(key, Counter::default());
    }

    /// How many wrong old passwords were typed in a session, with one more.
    pub(super) fn count_wrong(&self, session: Sha256, now: Timestamp) -> u32 {
        self.count(&mut self.counters(now), &Tried::Session(session))
    }

    /// Counts a try that was not looked at; how many there were if that is to be recorded: the
    /// first, the tenth, the hundredth, so that nobody fills the audit log by trying on.
    pub(super) fn count_refusal(
        &self,
        (name, network): (&str, Network),
        now: Timestamp,
    ) -> Option<u32> {
        let mut counters = self.counters(now);
        let tries = self.count(&mut counters, &Tried::Refused(name, network));
        let told = 10_u32.pow(tries.ilog10()) == tries;
        (told && self.take(&mut counters, (Tried::Rows, ROWS), now).is_ok()).then_some(tries)
    }

    /// Whether another failure on a name that nobody has is to be recorded.
    pub(super) fn may_record(&self, now: Timestamp) -> bool {
        let mut counters = self.counters(now);
        self.take(&mut counters, (Tried::Rows, ROWS), now).is_ok()
    }

    fn counters(&self, now: Timestamp) -> MutexGuard<'_, Counters> {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.age(now);
        counters
    }

    fn key(&self, tried: &Tried<'_>) -> u64 {
        self.seed.hash_one(tried)
    }

    fn longest_wait(
        &self,
        counters: &Counters,
        limits: &[Option<Limit<'_>>],
        now: Timestamp,
    ) -> Option<SignedDuration> {
        let waits = limits.iter().flatten().filter_map(|(tried, allowance)| {
            let counter = counters.find(self.key(tried));
            allowance.take(counter.forgiven_at, now).err()
        });
        waits.max()
    }

    fn take(
        &self,
        counters: &mut Counters,
        (tried, allowance): Limit<'_>,
        now: Timestamp,
    ) -> Result<(), SignedDuration> {
        let key = self.key(&tried);
        let mut counter = counters.find(key);
        counter.forgiven_at = allowance.take(counter.forgiven_at, now)?;
        if counters.put(key, counter) {
            Ok(())
        } else {
            Err(NO_ROOM)
        }
    }

    fn count(&self, counters: &mut Counters, tried: &Tried<'_>) -> u32 {
        let key = self.key(tried);
        let mut counter = counters.find(key);
        counter.times = counter.times.saturating_add(1);
        counters.put(key, counter);
        counter.times
    }
}

fn of_name(name: &str, network: Network) -> [Option<Limit<'_>>; 2] {
    let around = network.around();
    [
        Some((Tried::Name(name, network), NAME)),
        around.map(|around| (Tried::Name(name, around), NAME_AROUND)),
    ]
}

fn of_network(network: Network) -> [Option<Limit<'static>>; 2] {
    let around = network.around();
    [
        Some((Tried::Network(network), NETWORK)),
        around.map(|around| (Tried::Network(around), NETWORK_AROUND)),
    ]
}

/// What was tried of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct Counter {
    forgiven_at: Timestamp,
    times: u32,
}

/// Counters of this hour and of the one before, so that none goes too early and none needs to be
/// looked for.
#[derive(Debug, Default)]
struct Counters {
    young: HashMap<u64, Counter>,
    old: HashMap<u64, Counter>,
    turned: Timestamp,
}

impl Counters {
    fn age(&mut self, now: Timestamp) {
        let age = now.duration_since(self.turned);
        if age >= MEMORY || age.is_negative() {
            self.old = std::mem::take(&mut self.young);
            self.turned = now;
        }
    }

    fn find(&self, key: u64) -> Counter {
        let found = self.young.get(&key).or_else(|| self.old.get(&key));
        found.copied().unwrap_or_default()
    }

    /// `false` if there is no room.
    fn put(&mut self, key: u64, counter: Counter) -> bool {
        if self.young.len() >= CAPACITY && !self.young.contains_key(&key) {
            return false;
        }
        self.young.insert(key, counter);
        true
    }
}

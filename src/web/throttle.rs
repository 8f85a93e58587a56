//! Slows down guessing of passwords: so many attempts a window, per name and address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Attempts on one name from one address.
const PER_NAME: u32 = 5;
/// Attempts on any names from one address.
const PER_ADDRESS: u32 = 50;
/// How long attempts count.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Entries kept; beyond it the oldest go.
const CAPACITY: usize = 10_000;

/// Attempts in memory; a restart forgets them.
#[derive(Debug, Default)]
pub(super) struct Throttle(Mutex<HashMap<Key, Attempts>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Name(String, Option<IpAddr>),
    Address(Option<IpAddr>),
}

#[derive(Debug, Clone, Copy)]
struct Attempts {
    since: Timestamp,
    count: u32,
}

impl Throttle {
    /// Counts an attempt before the password is looked at, so that parallel attempts count
    /// too. `Err` is the time to wait.
    pub(super) fn admit(
        &self,
        name: &str,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), SignedDuration> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let address = address.map(network);
        let keys = [
            (Key::Name(name.to_owned(), address), PER_NAME),
            (Key::Address(address), PER_ADDRESS),
        ];
        for (key, limit) in &keys {
            wait(all.get(key), *limit, now)?;
        }
        for (key, _) in keys {
            make_room(&mut all, now);
            let attempts = all.entry(key).or_insert(Attempts {
                since: now,
                count: 0,
            });
            if expired(*attempts, now) {
                *attempts = Attempts {
                    since: now,
                    count: 0,
                };
            }
            attempts.count += 1;
        }
        Ok(())
    }

    /// Forgets the attempts on a name from an address after a login.
    pub(super) fn forget(&self, name: &str, address: Option<IpAddr>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&Key::Name(name.to_owned(), address.map(network)));
    }
}

fn wait(attempts: Option<&Attempts>, limit: u32, now: Timestamp) -> Result<(), SignedDuration> {
    match attempts {
        Some(attempts) if attempts.count >= limit && !expired(*attempts, now) => {
            Err(WINDOW - now.duration_since(attempts.since))
        }
        _ => Ok(()),
    }
}

fn expired(attempts: Attempts, now: Timestamp) -> bool {
    now.duration_since(attempts.since) >= WINDOW
}

fn make_room(all: &mut HashMap<Key, Attempts>, now: Timestamp) {
    if all.len() < CAPACITY {
        return;
    }
    all.retain(|_, attempts| !expired(*attempts, now));
    let oldest = all
        .iter()
        .min_by_key(|(_, attempts)| attempts.since)
        .map(|(key, _)| key.clone());
    if let Some(key) = oldest.filter(|_| all.len() >= CAPACITY) {
        all.remove(&key);
    }
}

/// One IPv6 customer has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => {
            let mut octets = address.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
        IpAddr::V4(_) => address,
    }
}

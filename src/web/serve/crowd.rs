//! Who is connected, what each connection does, and who gives way when there is no more room.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::limits::ServeLimits;
use super::refusals::NotServed;
use crate::web::network::Network;

/// How long a body or an answer must have stood still before its connection gives way.
const STANDSTILL: Duration = Duration::from_secs(2);

/// What a connection does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Nothing was said yet.
    Silent,
    /// A greeting or the head of a request was begun.
    Begun,
    /// Waits for the next request.
    Idle,
    /// A request is being answered.
    Working,
    /// The other side is waited for in the middle of a body or an answer.
    Stuck,
    /// The request is answered; what is still sent of it is thrown away.
    Parting,
}

impl Doing {
    /// Whether nothing is lost when it ends.
    fn is_quiet(self) -> bool {
        matches!(self, Self::Silent | Self::Begun | Self::Idle)
    }
}

/// All connections.
#[derive(Debug)]
pub(super) struct Crowd {
    limits: ServeLimits,
    all: Mutex<Connected>,
}

#[derive(Debug, Default)]
struct Connected {
    seats: HashMap<u64, Seated>,
    /// How many each address has, of those that are counted.
    of_address: HashMap<Network, usize>,
    last: u64,
    closing: bool,
}

#[derive(Debug)]
struct Seated {
    /// None for this machine and proxies.
    address: Option<Network>,
    doing: Doing,
    since: Instant,
    gone: CancellationToken,
}

impl Connected {
    fn remove(&mut self, number: u64) -> Option<Seated> {
        let seated = self.seats.remove(&number)?;
        if let Some(address) = seated.address
            && let Some(count) = self.of_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.of_address.remove(&address);
            }
        }
        Some(seated)
    }

    /// Ends the connection that has been quiet for longest, or else one that is answered already,
    /// or else the one that stood still for longest; of one address, if one is named.
    fn make_room(&mut self, address: Option<Network>, now: Instant) -> bool {
        let among = self
            .seats
            .iter()
            .filter(|(_, seated)| address.is_none() || seated.address == address);
        let waits = among.filter_map(|(number, seated)| {
            let stands = now.duration_since(seated.since) >= STANDSTILL;
            let turn = match seated.doing {
                doing if doing.is_quiet() => 0,
                Doing::Parting => 1,
                Doing::Stuck if stands => 2,
                _ => return None,
            };
            Some((turn, seated.since, *number))
        });
        let first = waits.min().map(|(_, _, number)| number);
        let left = first.and_then(|number| self.remove(number));
        left.map(|left| left.gone.cancel()).is_some()
    }
}

impl Crowd {
    pub(super) fn new(limits: ServeLimits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            all: Mutex::default(),
        })
    }

    fn all(&self) -> MutexGuard<'_, Connected> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A seat for a connection, and whether another gave way. `is_near` for this machine and
    /// proxies, which have no cap of their own.
    pub(super) fn admit(
        self: &Arc<Self>,
        address: IpAddr,
        is_near: bool,
    ) -> Result<(Seat, bool), NotServed> {
        let (now, mut all) = (Instant::now(), self.all());
        let address = (!is_near).then(|| Network::of(Some(address)));
        let count = address.and_then(|address| all.of_address.get(&address));
        let crowded = count.is_some_and(|count| *count >= self.limits.per_address);
        if crowded && !all.make_room(address, now) {
            return Err(NotServed::Crowded);
        }
        let full = all.seats.len() >= self.limits.connections;
        if full && !all.make_room(None, now) {
            return Err(NotServed::Full);
        }
        all.last += 1;
        let (number, gone) = (all.last, CancellationToken::new());
        if let Some(address) = address {
            *all.of_address.entry(address).or_default() += 1;
        }
        let seated = Seated {
            address,
            doing: Doing::Silent,
            since: now,
            gone: gone.clone(),
        };
        all.seats.insert(number, seated);
        let seat = Seat {
            crowd: Arc::clone(self),
            number,
            is_near,
            gone,
        };
        Ok((seat, crowded || full))
    }

    /// Ends a connection that waits, because the system has no more.
    pub(super) fn make_room(&self) -> bool {
        self.all().make_room(None, Instant::now())
    }

    /// Ends all that wait, and from now on whatever comes to wait.
    pub(super) fn close(&self) {
        let mut all = self.all();
        all.closing = true;
        let quiet = all.seats.values().filter(|seated| seated.doing.is_quiet());
        quiet.for_each(|seated| seated.gone.cancel());
    }

    /// Ends all.
    pub(super) fn end(&self) {
        self.all()
            .seats
            .values()
            .for_each(|seated| seated.gone.cancel());
    }
}

/// The place of one connection. It is free when this is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    crowd: Arc<Crowd>,
    number: u64,
    is_near: bool,
    gone: CancellationToken,
}

impl Seat {
    /// Completes when the connection is to end at once.
    pub(super) async fn gone(&self) {
        self.gone.cancelled().await;
    }

    /// What it does now.
    pub(super) fn doing(&self) -> Doing {
        let all = self.crowd.all();
        let seated = all.seats.get(&self.number);
        seated.map_or(Doing::Working, |seated| seated.doing)
    }

    /// From now on it does this.
    pub(super) fn does(&self, doing: Doing) {
        let mut all = self.crowd.all();
        let closing = all.closing;
        if let Some(seated) = all.seats.get_mut(&self.number) {
            (seated.doing, seated.since) = (doing, Instant::now());
            if closing && doing.is_quiet() {
                seated.gone.cancel();
            }
        }
    }

    /// Something was received.
    pub(super) fn hears(&self) {
        let mut all = self.crowd.all();
        match all.seats.get_mut(&self.number) {
            // The time of a first head counts from the opening of the connection.
            Some(seated) if seated.doing == Doing::Silent => seated.doing = Doing::Begun,
            Some(seated) if seated.doing == Doing::Idle => {
                (seated.doing, seated.since) = (Doing::Begun, Instant::now());
            }
            _ => {}
        }
    }

    /// When it has waited for long enough, if it waits for a request.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let all = self.crowd.all();
        let seated = all.seats.get(&self.number)?;
        let limits = &self.crowd.limits;
        let patience = match seated.doing {
            Doing::Silent | Doing::Begun => limits.head,
            Doing::Idle if self.is_near => limits.idle_near,
            Doing::Idle => limits.idle,
            Doing::Working | Doing::Stuck | Doing::Parting => return None,
        };
        Some(seated.since + patience)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.crowd.all().remove(self.number);
    }
}

//! Whether a try to sign in is looked at.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;

use super::browser_name::browser_name;
use super::device::DeviceToken;
use super::error::PageFault;
use super::guard::{SecretCookie, SessionToken};
use super::hashing::HashPlace;
use super::network::Network;
use super::security::{SecurityEvent, log_security_event};
use super::state::WebState;
use super::throttle::ACCOUNT;
use crate::access::password::is_like_one_time;
use crate::db::audit::{self, Event};
use crate::db::device::{self, DeviceStanding, DeviceTrail};
use crate::db::tally;
use crate::model::{Sha256, User, UserId};

/// How long a stranger waits while the queue of strangers is full.
const FULL: SignedDuration = SignedDuration::from_secs(5);

/// Whence somebody asks.
#[derive(Debug, Clone)]
pub(super) struct Whence {
    pub(super) address: Option<IpAddr>,
    network: Network,
    /// The network as it is stored.
    name_of_network: String,
    device: Option<DeviceToken>,
    /// What the browser calls itself, in a few words.
    pub(super) browser: String,
    /// The session that the browser has.
    pub(super) session: Option<Sha256>,
}

impl Whence {
    pub(super) fn of(state: &WebState, headers: &HeaderMap, address: Option<IpAddr>) -> Self {
        let network = Network::of(address);
        let agent = headers.get(header::USER_AGENT);
        let agent = agent.map_or(&[][..], HeaderValue::as_bytes);
        Self {
            browser: browser_name(&String::from_utf8_lossy(agent)),
            address,
            network,
            name_of_network: network.to_string(),
            device: DeviceToken::find(state, headers),
            session: SecretCookie::Session
                .read(state, headers)
                .map(SessionToken::digest),
        }
    }

    pub(super) fn trail(&self) -> DeviceTrail<'_> {
        DeviceTrail {
            token: self.device.map(DeviceToken::digest),
            network: &self.name_of_network,
        }
    }

    /// The token by which the browser is known once a user has signed in: the one that it shows
    /// if that user signed in with it before, or else a new one, because somebody may have put
    /// theirs there.
    pub(super) async fn token_for(
        &self,
        state: &WebState,
        user: UserId,
    ) -> Result<DeviceToken, PageFault> {
        let now = state.clock.now();
        let standing = device::standing(&state.db, Some(user), self.trail(), now).await?;
        let shown = self.device.filter(|_| standing.device);
        Ok(shown.unwrap_or_else(|| DeviceToken::new(state)))
    }

    /// The address for the audit log.
    pub(super) fn told(&self) -> String {
        self.address
            .map_or(String::new(), |address| format!("from {address}"))
    }
}

/// A try to sign in as somebody.
#[derive(Debug)]
pub(super) struct SignInTry<'a> {
    name: &'a str,
    user: Option<UserId>,
    /// Whether the user's password is for one sign-in.
    once: bool,
    whence: &'a Whence,
    standing: DeviceStanding,
    /// Where it was sent, for the log.
    step: &'static str,
}

/// Why a try is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AdmittedAs {
    /// From a browser that its user signed in with.
    Device,
    /// Within the limits of strangers.
    Stranger,
    /// Over them, from where somebody is known to sign in.
    Place,
    /// Over them, with what looks like a password for one sign-in.
    Pass,
}

/// A try that is looked at.
#[derive(Debug)]
pub(super) struct Admission {
    admitted: AdmittedAs,
    /// Where its password is compared.
    pub(super) place: HashPlace,
    /// How long to wait, which is to be answered unless the password is right.
    pub(super) instead: Option<SignedDuration>,
    /// Whether the password is compared with the user's.
    pub(super) open: bool,
}

impl<'a> SignInTry<'a> {
    pub(super) async fn find(
        state: &WebState,
        (name, user): (&'a str, Option<&User>),
        (whence, step): (&'a Whence, &'static str),
    ) -> Result<Self, PageFault> {
        let once = user.is_some_and(|user| user.password_once);
        let (user, now) = (user.map(|user| user.id), state.clock.now());
        let standing = device::standing(&state.db, user, whence.trail(), now).await?;
        Ok(Self {
            name,
            user,
            once,
            whence,
            standing,
            step,
        })
    }

    /// Counts the try of a password. `Err` is how long to wait.
    pub(super) async fn admit(
        &self,
        state: &WebState,
        given: &str,
    ) -> Result<Result<Admission, SignedDuration>, PageFault> {
        if self.admit_device(state) {
            return Ok(Ok(Admission {
                admitted: AdmittedAs::Device,
                place: HashPlace::Known,
                instead: None,
                open: true,
            }));
        }
        let wait = match self.admit_stranger(state).await? {
            Ok(admission) => return Ok(Ok(admission)),
            Err(wait) => wait,
        };
        Ok(self.admit_over_limits(state, given, wait).ok_or(wait))
    }

    fn admit_device(&self, state: &WebState) -> bool {
        let now = state.clock.now();
        self.known_device()
            .is_some_and(|(device, user)| state.throttle.admit_device(device, user, now))
    }

    async fn admit_stranger(
        &self,
        state: &WebState,
    ) -> Result<Result<Admission, SignedDuration>, PageFault> {
        let now = state.clock.now();
        let Some(place) = state.hashers.stranger() else {
            return Ok(Err(FULL));
        };
        let (key, busy) = (self.key(), self.standing.busy_place);
        let instead = match state.throttle.admit_stranger(key, busy, now) {
            Ok(instead) => instead,
            Err(wait) => return Ok(Err(wait)),
        };
        let counted = tally::count(&state.db, self.user, ACCOUNT, now).await?;
        let counted = match self.user {
            Some(_) => counted,
            None => state.throttle.admit_nobody(self.name, now),
        };
        Ok(counted.map(|()| Admission {
            admitted: AdmittedAs::Stranger,
            place,
            instead,
            open: instead.is_none()
                || self.standing.place
                || state.throttle.admit_newcomer(key, now),
        }))
    }

    /// A try over the limits that is looked at all the same; whoever is wrong is told to wait.
    fn admit_over_limits(
        &self,
        state: &WebState,
        given: &str,
        wait: SignedDuration,
    ) -> Option<Admission> {
        let now = state.clock.now();
        let here = self.standing.busy_place && state.throttle.admit_place(self.name, now);
        let known = if here { state.hashers.stranger() } else { None };
        let pass = || state.hashers.pass().filter(|_| is_like_one_time(given));
        let (admitted, place) = match known {
            Some(place) if self.standing.place || !is_like_one_time(given) => {
                (AdmittedAs::Place, place)
            }
            _ => (AdmittedAs::Pass, pass()?),
        };
        Some(Admission {
            open: match admitted {
                AdmittedAs::Pass => self.once,
                _ => self.standing.place,
            },
            admitted,
            place,
            instead: Some(wait),
        })
    }

    /// Counts the try of a code by somebody who has shown the right password. From a browser that
    /// the user is known to sign in with, no other's tries count. `Err` is how long to wait.
    pub(super) fn admit_code(&self, state: &WebState, user: UserId) -> Result<(), SignedDuration> {
        if self.admit_device(state) {
            return Ok(());
        }
        state.throttle.admit_code(user, state.clock.now())
    }

    /// Forgives what was tried before: all that was asked for was right.
    pub(super) fn forgive(&self, state: &WebState) {
        let now = state.clock.now();
        if let Some((device, user)) = self.known_device() {
            state.throttle.forgive_device(device, user, now);
        }
        if let Some(user) = self.user {
            state.throttle.forgive_codes(user, now);
        }
        state.throttle.forgive_place(self.name, now);
    }

    /// Forgives a stranger's tries of the name: the password was right, though a code may be asked
    /// for yet, whose tries count for the account.
    pub(super) async fn forgive_stranger(
        &self,
        state: &WebState,
        admission: &Admission,
    ) -> Result<(), PageFault> {
        if admission.admitted == AdmittedAs::Device {
            return Ok(());
        }
        let (counted, now) = (admission.instead.is_none(), state.clock.now());
        state.throttle.forgive_stranger(self.key(), counted, now);
        if admission.admitted == AdmittedAs::Stranger
            && let Some(user) = self.user
        {
            tally::give_back(&state.db, user, ACCOUNT).await?;
        }
        Ok(())
    }

    /// Records a try that failed. A name that nobody has may be a password typed into the wrong
    /// field: it is not recorded.
    pub(super) async fn record_failure(
        &self,
        state: &WebState,
        admission: &Admission,
    ) -> Result<(), PageFault> {
        let now = state.clock.now();
        if admission.instead.is_some() {
            // It was over a limit, so there are as many as somebody likes.
            return self.record_refusal(state).await;
        }
        if self.user.is_none() && !state.throttle.may_record(now) {
            // Takes as long, and says nothing.
            tally::count(&state.db, None, ACCOUNT, now).await?.ok();
            return Ok(());
        }
        self.record(state, "login_failed", &self.whence.told())
            .await
    }

    /// Records a try that was not looked at, unless there were many.
    pub(super) async fn record_refusal(&self, state: &WebState) -> Result<(), PageFault> {
        let tries = state.throttle.count_refusal(self.key(), state.clock.now());
        let Some(tries) = tries else { return Ok(()) };
        let address = self.whence.address.map(|address| address.to_string());
        let detail = serde_json::json!({"address": address, "tries": tries});
        self.record(state, "login_refused", &detail.to_string())
            .await
    }

    /// Records a right password that still lacks its code: if nothing follows, the password is in
    /// other hands.
    pub(super) async fn record_right_password(&self, state: &WebState) -> Result<(), PageFault> {
        self.record(state, "password_right", &self.whence.told())
            .await
    }

    /// Records a wrong code for the second step.
    pub(super) async fn record_wrong_code(&self, state: &WebState) -> Result<(), PageFault> {
        self.record(state, "code_failed", &self.whence.told()).await
    }

    /// Records a code that was right and had been used.
    pub(super) async fn record_reused_code(&self, state: &WebState) -> Result<(), PageFault> {
        self.record(state, "code_reused", &self.whence.told()).await
    }

    async fn record(&self, state: &WebState, action: &str, detail: &str) -> Result<(), PageFault> {
        let subject = self
            .user
            .map_or("user:unknown".to_owned(), |user| format!("user:{user}"));
        let event = Event {
            at: state.clock.now(),
            actor: "anonymous",
            action,
            subject: &subject,
            detail,
        };
        audit::record(&state.db, &event).await?;
        let told = match action {
            "password_right" => return Ok(()),
            "login_refused" => SecurityEvent::Throttled,
            _ => SecurityEvent::SignInFailed,
        };
        let known = self.user.map(|_| self.name);
        log_security_event(told, known, self.whence.address, self.step);
        Ok(())
    }

    fn known_device(&self) -> Option<(Sha256, UserId)> {
        let device = self.whence.device.filter(|_| self.standing.device);
        device.map(DeviceToken::digest).zip(self.user)
    }

    fn key(&self) -> (&str, Network) {
        (self.name, self.whence.network)
    }
}

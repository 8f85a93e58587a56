//! The one door to the network. Nothing leaves the program except through [`Fetch`].
//!
//! [`Door`] decides: which addresses may be asked for (`address`), what robots.txt says
//! (`permission`, `robots`), when a turn has come in all lanes of a request (`slot` has the rules,
//! `turn` follows them, `pace` is their second lock, `waits` are long ones), what the server demands (`demand`), to
//! which sites a request may go (`reach`), which redirects and retries follow (`ask`, `odd`).
//! Values of credentials are known to `secrets` alone.
//! [`HttpTransport`] (`wire`) does one exchange and nothing else.
//! What is known of lanes, and the ledger, stand in a [`LaneBook`], written before a request
//! leaves; so every process keeps the pace of the one before it. Every exchange is kept as
//! evidence before anyone sees it. [`ReplayFetcher`] answers from captures instead.

mod address;
mod ask;
mod book;
mod demand;
mod door;
mod error;
mod kept;
mod known;
mod odd;
mod pace;
mod permission;
mod reach;
mod replay;
pub mod robots;
mod room;
mod secrets;
mod shelf;
pub mod slot;
mod special;
mod transport;
mod turn;
mod waits;
pub mod wire;

use std::future::Future;

use crate::model::{Capture, Exchange, FetchRequest};

pub use address::{HostKey, Names, is_public};
pub use book::{Amend, BookError, Booked, Decide, LaneBook, MemoryBook};
pub use demand::{backoff, rest_asked_for};
pub use door::{Door, DoorError, DoorParts, HttpFetcher};
pub use error::FetchError;
pub use pace::Pace;
pub use replay::ReplayFetcher;
pub use room::{AnswerPlace, LargeAnswers, SMALL_ANSWER};
pub use secrets::{SecretError, Secrets};
pub use transport::{HeardAnswer, Hop, Transport, TransportError};
pub use waits::Waits;
pub use wire::HttpTransport;

/// Brings what a source asked for.
pub trait Fetch: Send + Sync {
    /// Fetches one address, following redirects and trying again where that is due. It returns
    /// only when all is decided, which with a slow host takes minutes. A caller in a hurry ends
    /// the waits; a request under way it lets finish, or the ledger keeps a line without an end.
    fn fetch_among(
        &self,
        request: &FetchRequest,
        waits: &Waits,
    ) -> impl Future<Output = Fetched> + Send;

    /// The same for a request beside which there are no others.
    fn fetch(&self, request: &FetchRequest) -> impl Future<Output = Fetched> + Send {
        async { self.fetch_among(request, &Waits::default()).await }
    }
}

/// What a fetch brought, and every request that left on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The answer, or why there is none.
    pub result: Result<Capture, FetchError>,
    /// All requests in order of leaving: robots.txt, redirects and retries included. They stand
    /// in the ledger already.
    pub exchanges: Vec<Exchange>,
    /// What was odd about how the answer was sent, a clause each.
    pub oddities: Vec<String>,
    /// Keep it until the answer was read: a large one has its room in memory as long.
    pub place: Option<AnswerPlace>,
}

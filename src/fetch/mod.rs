//! The one door to the network. Nothing leaves the program except through [`Fetch`].
//!
//! [`Door`] decides: which addresses may be asked for (`address`), what robots.txt says
//! (`robots`), when a host's turn has come (`pace`), what the server demands (`demand`), which
//! redirects and retries follow. [`HttpTransport`] does one exchange and nothing else. Every
//! exchange is kept as evidence before anyone sees it, and every request that left is in
//! [`Fetched::exchanges`], for the ledger. [`ReplayFetcher`] answers from captures instead.

mod address;
mod demand;
mod door;
mod error;
mod lane;
mod ledger;
mod pace;
mod replay;
pub mod robots;
mod transport;
mod visit;

use std::future::Future;

use crate::model::{Capture, Exchange, FetchRequest};

pub use address::{HostKey, Names, is_public};
pub use demand::{backoff, rest_asked_for};
pub use door::{Door, DoorError, HttpFetcher};
pub use error::FetchError;
pub use pace::{Pace, Turn};
pub use replay::ReplayFetcher;
pub use transport::{Hop, HttpTransport, Transport, TransportError};

/// Brings what a source asked for.
pub trait Fetch: Send + Sync {
    /// Fetches one address, following redirects and trying again where that is due. It returns
    /// only when all is decided, which with a slow host takes minutes; a caller in a hurry
    /// stops asking for more but lets this finish, so that the ledger stays whole.
    fn fetch(&self, request: &FetchRequest) -> impl Future<Output = Fetched> + Send;
}

/// What a fetch brought, and every request that left on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The answer, or why there is none.
    pub result: Result<Capture, FetchError>,
    /// All requests in order of leaving: robots.txt, redirects and retries included.
    pub exchanges: Vec<Exchange>,
}

//! The review page: a router, pages rendered on the server, no script needed.
//!
//! [`router::router`] is the table of routes with the right that each needs; `guard` is the
//! only way past it. A form is read through `form` only, which refuses forged ones.

mod account;
pub mod assets;
mod attempt;
mod audit;
mod browser_name;
mod client;
mod device;
mod door;
mod entry;
mod error;
mod fact;
mod factor_check;
mod form;
mod frame;
mod freshness;
mod guard;
mod hashing;
mod headers;
mod home;
mod kept;
mod links;
mod login;
mod network;
mod open;
mod password;
mod post;
mod qr;
mod query;
mod queue;
mod refusals;
mod refused;
mod registry;
mod revelations;
pub mod router;
mod second_step;
mod security;
mod serve;
mod state;
mod text;
mod throttle;
mod times;
mod under_way;
mod upload;
mod words;

pub use open::open;
pub use registry::import::ListTerms;
pub use router::router;
pub use serve::{ConnectionEnds, Doorway, ServeLimits, serve, serve_secure};
pub use state::{Catalogue, Random, ServerSettings, WebState};

//! The door to the network: pace, robots.txt, redirects, retries, caps, guards.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod door;
mod guard;
mod heads;
mod hostile;
mod lanes;
mod odd_servers;
mod pace;
mod politeness;
mod replay;
mod requests;
mod robots;
mod secrets;
mod settings;
pub(crate) mod support;
mod tls;
pub(crate) mod wire;

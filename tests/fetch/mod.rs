//! The door to the network: pace, robots.txt, redirects, retries, caps, guards.

mod door;
mod guard;
mod pace;
mod politeness;
mod replay;
mod robots;
mod settings;
mod support;
mod wire;

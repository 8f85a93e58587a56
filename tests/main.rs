//! All integration tests, one binary: one module per surface.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::too_many_lines,
    clippy::format_push_string,
    clippy::used_underscore_binding,
    clippy::similar_names,
    unreachable_pub,
    reason = "a test that cannot go on panics, skips are told on standard error, and tables are long"
)]

mod access;
mod architecture;
mod browser;
mod cli;
mod crawl;
mod db;
mod demo;
mod evidence;
mod fetch;
mod guides;
mod hostile;
mod intake;
mod lab;
mod model;
mod packs;
mod registry;
mod report;
mod rescore;
mod review;
mod score;
mod search;
mod servers;
mod source;
mod spreadsheet;
mod support;
mod text;
mod tls;
mod web;

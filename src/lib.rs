//! Netra watches the public posts of registered civil-servant accounts for partisan signals.
//!
//! It fetches politely, keeps what it saw, scores posts (never people) and hands them to
//! human reviewers. The modules below are listed in reading order; `ARCHITECTURE.md` is the
//! map with the invariants and the recipes for common changes.
//!
//! Who may use whom is enforced by a test (`tests/architecture/walls.rs`): `text`, `score` and
//! `source` are pure; only `fetch` talks to the network; only `db` holds SQL.
//!
//! Rooms in which no fuzz target reads anything are not built for them: they are most of the code.

pub mod clock;
pub mod model;

pub mod config;
pub mod text;

pub mod score;
pub mod source;

pub mod registry;
pub mod spreadsheet;

pub mod evidence;
pub mod fetch;
pub mod tls;

#[cfg(not(fuzzing))]
pub mod db;
pub mod search;

#[cfg(not(fuzzing))]
pub mod registration;

#[cfg(not(fuzzing))]
pub mod intake;

#[cfg(not(fuzzing))]
pub mod corpus;
#[cfg(not(fuzzing))]
pub mod crawl;

#[cfg(not(fuzzing))]
pub mod access;
#[cfg(not(fuzzing))]
pub mod review;

#[cfg(not(fuzzing))]
pub mod lab;
#[cfg(not(fuzzing))]
pub mod report;

#[cfg(not(fuzzing))]
pub mod app;

#[cfg(not(fuzzing))]
pub mod cli;
#[cfg(not(fuzzing))]
pub mod web;

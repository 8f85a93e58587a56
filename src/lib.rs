//! Netra watches the public posts of registered civil-servant accounts for partisan signals.
//!
//! It fetches politely, keeps what it saw, scores posts (never people) and hands them to
//! human reviewers. The modules below are listed in reading order; `ARCHITECTURE.md` is the
//! map with the invariants and the recipes for common changes.
//!
//! Who may use whom is enforced by a test (`tests/architecture/walls.rs`): `text`, `score` and
//! `source` are pure; only `fetch` talks to the network; only `db` holds SQL.

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

pub mod db;
pub mod search;

pub mod registration;

pub mod intake;

pub mod corpus;
pub mod crawl;

pub mod access;
pub mod review;

pub mod lab;
pub mod report;

pub mod app;

pub mod cli;
pub mod web;

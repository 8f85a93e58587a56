//! All integration tests, one binary: one module per surface.

mod architecture;
mod cli;
mod crawl;
mod db;
mod demo;
mod evidence;
mod fetch;
mod packs;
mod registry;
mod review;
mod score;
mod search;
mod servers;
mod source;
mod support;
mod text;
mod web;

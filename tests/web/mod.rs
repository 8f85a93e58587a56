//! The review pages, through the router with a real database.

mod sample;
pub mod support;

mod audit;
mod forgery;
mod https;
mod injection;
mod login;
mod pages;
mod pictures;
mod queue;
mod registry;
pub mod registry_import;
mod renewal;
mod rights;
mod serving;
mod verdicts;
pub mod visitor;

pub use verdicts::decide;

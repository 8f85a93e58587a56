//! The one way in, by its callers: what a file or a person brings, and work that never ends.

mod brought;
mod ids;
mod support;
mod workers;

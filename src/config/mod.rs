//! Typed settings and packs, one file a section, each validated with file, line and a hint.

pub mod registry;
mod diagnostics;
mod reader;

pub mod contest;
pub mod norms;
pub mod lexicon;

pub use diagnostics::{Diagnostic, Severity};
pub mod fetch;

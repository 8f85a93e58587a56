//! Typed settings and packs, one file a section, each validated with file, line and a hint.

mod diagnostics;
mod reader;
pub mod registry;

pub mod contest;
pub mod lexicon;
pub mod norms;

pub use diagnostics::{Diagnostic, Severity};
pub mod fetch;

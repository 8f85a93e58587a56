//! Typed settings and packs, one file a section, each validated with file, line and a hint.

mod diagnostics;
mod reader;

pub mod contest;

pub use diagnostics::{Diagnostic, Severity};

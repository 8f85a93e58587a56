//! Typed settings and packs, one file a section, each validated with file, line and a hint.

pub mod registry;

//! The register.

pub(super) mod export;
pub(super) mod import;

//! The register.

pub(super) mod add;
pub(super) mod export;
pub(super) mod import;

//! Configuration: settings, election packs, norms.

mod contest;

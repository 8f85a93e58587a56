//! Configuration: settings, election packs, norms.

mod contest;
mod norms;
mod settings;

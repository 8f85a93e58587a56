//! Configuration: settings, election packs, norms, and the commands about them.

mod commands;
mod contest;
mod mistakes;
mod norms;
mod settings;

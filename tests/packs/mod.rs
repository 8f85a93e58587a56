//! Configuration: settings, election packs, norms, and the commands about them.

mod checking;
mod commands;
mod contest;
mod lint;
mod lint_holds;
mod mistakes;
mod norms;
mod settings;

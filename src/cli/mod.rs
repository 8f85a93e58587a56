//! The command line, one file a subcommand.
//!
//! A subcommand is a file with a `Command` (what can be typed) and a `run` that turns it into
//! calls of the library. Standard output is data, standard error is talk.

pub mod reindex;
pub mod search;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// How the program ends. Part of the contract with schedulers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Ok = 0,
    /// Something unexpected.
    Unexpected = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Some accounts failed.
    SomeFailed = 3,
    /// Nothing could be fetched.
    NothingFetched = 4,
    /// A verification failed.
    VerificationFailed = 5,
    /// Another run holds the lock (`EX_TEMPFAIL`).
    Locked = 75,
}

/// Input that was refused: the program ends with [`Exit::Usage`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// What every subcommand accepts.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder of the configuration (`netra.toml`, contests, lexicon, norms, sources).
    #[arg(long, global = true, value_name = "DIR", default_value = "config")]
    pub config: PathBuf,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
}

/// Watches public posts of registered civil servants for partisan signals, for human review.
#[derive(Debug, Parser)]
#[command(name = "netra", version, about)]
pub struct Cli {
    /// Options of every subcommand.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {}

impl Cli {
    /// Runs the subcommand; data goes to `out`.
    pub async fn run(self, _out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        match self.command {}
    }
}

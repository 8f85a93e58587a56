//! `netra report`: documents and aggregates.

mod balance;
mod text;
mod told;

use std::io::Write;

use clap::Subcommand;

use super::{Exit, Global};

/// What to report.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Are contestants treated alike? Flags, verdicts and rules by contestant, and the twin test.
    Balance(balance::BalanceArgs),
}

pub(super) async fn run(
    command: &ReportCommand,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    match command {
        ReportCommand::Balance(args) => args.run(global, out).await,
    }
}

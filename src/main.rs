//! The `netra` program: parses arguments, runs, maps errors to exit codes.

use std::io::{BufWriter, IsTerminal as _};
use std::process::ExitCode;

use clap::Parser as _;
use netra::app::InstallationError;
use netra::cli::{Cli, Exit, Pages, RefusedInput};
use netra::db::DbError;
use netra::lab::LabError;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let mut out = BufWriter::new(std::io::stdout());
    let exit = match run(cli, &mut out) {
        Ok(exit) => exit,
        Err(error) if is_broken_pipe(&error) => Exit::Ok,
        Err(error) => {
            complain(&error);
            if is_refusal(&error) {
                Exit::Usage
            } else {
                Exit::Unexpected
            }
        }
    };
    ExitCode::from(exit as u8)
}

fn run(cli: Cli, out: &mut (dyn std::io::Write + Send)) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let pages: Pages =
        |installation, listener, stop| Box::pin(netra::web::open(installation, listener, stop));
    let exit = runtime.block_on(cli.run(pages, out))?;
    out.flush()?;
    Ok(exit)
}

/// Talk goes to standard error: as text on a terminal, as JSON where a machine reads.
fn start_log() {
    let filter =
        EnvFilter::try_from_env("NETRA_LOG").unwrap_or_else(|_| EnvFilter::new("warn,netra=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.without_time().with_target(false).init();
    } else {
        builder.json().init();
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Wrong input or configuration, as against a failure of the program or the machine.
fn is_refusal(error: &anyhow::Error) -> bool {
    let configuration = error.downcast_ref::<InstallationError>();
    let database = error.downcast_ref::<DbError>();
    error.is::<RefusedInput>()
        || error.is::<LabError>()
        || matches!(configuration, Some(InstallationError::Configuration(_)))
        || matches!(
            database,
            Some(DbError::Unknown { .. } | DbError::Forbidden { .. } | DbError::Wider { .. })
        )
}

#[expect(clippy::print_stderr, reason = "the last word of the program")]
fn complain(error: &anyhow::Error) {
    eprintln!("netra: {error:#}");
}

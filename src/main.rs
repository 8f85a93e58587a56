//! The `netra` program: parses arguments, runs, maps errors to exit codes.

use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use netra::app::InstallationError;
use netra::cli::{Cli, Exit, LogFormat, PrintedText, RefusedInput, Talk};
use netra::db::DbError;
use netra::fetch::DoorError;
use netra::fetch::wire::ClientError;
use netra::lab::LabError;
use netra::model::hide_numbers;
use nix::sys::stat::{Mode, umask};
use tracing_subscriber::EnvFilter;

/// Most signs of what a panic says that are logged.
const SAID: usize = 300;
/// How long the end of the program waits for threads that hang.
const LAST_MOMENT: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    // Whatever is made from here on is its owner's alone: by us, and by the engines of the
    // database and of the index, which know of no modes. Before there is another thread.
    umask(Mode::S_IRWXG | Mode::S_IRWXO);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refusal) => return explain(&refusal),
    };
    start_log(cli.global.log_format);
    std::panic::set_hook(Box::new(log_panic));
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
    let exit = runtime.block_on(cli.run(netra::web::open, out));
    // What must be done was waited for. What is left is waited for by nobody: the look-up of a
    // name, a disk that does not answer.
    runtime.shutdown_timeout(LAST_MOMENT);
    let exit = exit?;
    out.flush()?;
    Ok(exit)
}

/// What is told unless `NETRA_LOG` says otherwise. When a commit takes away parts of the index that
/// were being joined, the engine gives the joining up and warns of it, which is of no use to anybody.
const TOLD: &str = "warn,netra=info,tantivy::indexer::segment_manager=error";

/// Talk goes to standard error: as text, with the time where a journal keeps it, or as JSON where
/// that was asked for.
fn start_log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("NETRA_LOG").unwrap_or_else(|_| EnvFilter::new(TOLD));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Talk);
    let on_terminal = std::io::stderr().is_terminal();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let text = builder.with_ansi(on_terminal && !plain);
    match format {
        LogFormat::Json => text.json().init(),
        LogFormat::Text if on_terminal => text.without_time().with_target(false).init(),
        LogFormat::Text => text.with_target(false).init(),
    }
}

/// Says in one line of the log where the program is wrong. What it says of it may quote a post, or a
/// number.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let said = panic.payload_as_str().unwrap_or("no words");
    let place = panic.location().map(ToString::to_string);
    tracing::error!(
        place = place.unwrap_or_default(),
        said = ?hide_numbers(&said.chars().take(SAID).collect::<String>()),
        "the program is wrong here; please report it"
    );
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Wrong input or configuration, as against a failure of the program or the machine.
fn is_refusal(error: &anyhow::Error) -> bool {
    let installation = error.downcast_ref::<InstallationError>();
    let database = match installation {
        Some(
            InstallationError::Configuration(_)
            | InstallationError::NoDataFolder(_)
            | InstallationError::Door(DoorError::Client(ClientError::ExtraCa(_))),
        ) => return true,
        Some(InstallationError::Database(error)) => Some(error),
        _ => error.downcast_ref::<DbError>(),
    };
    let of_database = matches!(
        database,
        Some(
            DbError::Absent(_)
                | DbError::Unknown { .. }
                | DbError::Forbidden { .. }
                | DbError::Wider { .. }
                | DbError::LastAdministrator(_)
                | DbError::Register(_)
        )
    );
    of_database || error.is::<RefusedInput>() || error.is::<LabError>()
}

/// Help is data. What is wrong with an argument is told with the argument, which a script may have
/// from anywhere.
fn explain(refusal: &clap::Error) -> ExitCode {
    let _closed = if refusal.use_stderr() {
        write!(PrintedText(std::io::stderr()), "{}", refusal.render())
    } else {
        refusal.print()
    };
    ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(Exit::Usage as u8))
}

/// The last word of the program.
fn complain(error: &anyhow::Error) {
    // Where standard error is closed nobody listens.
    let _closed = writeln!(PrintedText(std::io::stderr()), "netra: {error:#}");
}

//! The command line, one file a subcommand.
//!
//! A subcommand is a file with what can be typed (`…Args` or `…Command`) and a `run` that turns it into
//! calls of the library. Standard output is data, standard error is talk.

pub mod audit;
mod config;
mod contest;
mod crawl;
mod demo;
mod desk;
mod eval;
mod init;
mod lexicon;
mod lint;
mod printed;
mod privacy;
mod progress;
mod refused;
mod registry;
pub mod reindex;
mod report;
mod rescore;
mod score;
mod scoring;
pub mod search;
mod serve;
mod signals;
mod status;
mod told;
pub mod train;
pub mod user;

pub use self::desk::Desk;
pub use self::printed::PrintedText;
pub use self::progress::Talk;

use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tokio::net::TcpListener;

use self::refused::record_refused_command;
use crate::access::password::Cost;
use crate::app::{Installation, randomness};
use crate::clock::SystemClock;
use crate::tls::KeptIdentity;

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
pub struct RefusedInput(pub String);

/// What every subcommand accepts.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder of the configuration (`netra.toml`, contests, lexicon, norms, sources).
    #[arg(long, global = true, value_name = "DIR", default_value = "config")]
    pub config: PathBuf,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// How the log is written to standard error.
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
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
pub enum Command {
    /// Shows the main job with no set-up.
    Demo(demo::DemoArgs),
    /// Writes a ready-to-edit configuration.
    Init(init::InitArgs),
    /// Looks at the configuration folder.
    Config(config::ConfigArgs),
    /// Looks at election packs.
    Contest(contest::ContestArgs),
    /// The words of the scorer.
    #[command(subcommand)]
    Lexicon(lexicon::LexiconCommand),
    /// Visits registered accounts once, then ends.
    Crawl(crawl::CrawlArgs),
    /// Who is watched, and why.
    #[command(subcommand)]
    Registry(registry::RegistryCommand),
    /// Scores posts from standard input.
    Score(score::ScoreArgs),
    /// Measures the scorer on labelled posts.
    Eval(eval::EvalArgs),
    /// Learns the statistical model from labelled posts.
    Train(train::TrainArgs),
    /// Serves the review pages until interrupted.
    Serve(serve::ServeArgs),
    /// Looks for posts.
    Search(search::SearchArgs),
    /// Builds the search index anew from the database.
    Reindex,
    /// Scores the whole corpus again and tells what changed.
    Rescore(rescore::RescoreArgs),
    /// Documents and aggregates.
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// Manages the people who may log in.
    User(user::UserArgs),
    /// Checks the audit log.
    Audit(audit::AuditArgs),
    /// What is stored, what is due, whether the crawl was polite.
    Status,
}

/// Completes when the program is asked to end.
pub type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Serves the review pages of an installation on a socket, with a certificate if it has one, until
/// told to stop. Handed in by `main`, because `cli` and `web` do not know each other.
pub type Pages = fn(
    Installation,
    TcpListener,
    Option<Arc<KeptIdentity>>,
    Stop,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;

impl Cli {
    /// Runs the subcommand; data goes to `out`. What is refused for lack of a right is recorded.
    pub fn run<'out>(
        self,
        pages: Pages,
        out: &'out mut (dyn Write + Send),
    ) -> Pin<Box<dyn Future<Output = anyhow::Result<Exit>> + 'out>> {
        // As a trait object it is compiled with the library, and not once more with the program.
        Box::pin(async move {
            let global = self.global.clone();
            let done = self.run_command(pages, out).await;
            if let Err(error) = &done {
                record_refused_command(&global, error).await;
            }
            done
        })
    }

    async fn run_command(self, pages: Pages, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        let global = &self.global;
        // Tables for spreadsheets have a shield of their own, which programs can take off.
        let is_table = match &self.command {
            Command::Search(args) => args.csv,
            Command::Registry(command) => command.prints_a_table(),
            _ => false,
        };
        let mut printed = PrintedText(&mut *out);
        let out: &mut (dyn Write + Send) = if is_table { out } else { &mut printed };
        match self.command {
            // What a pass holds is large; it lives apart from the other commands.
            Command::Demo(args) => Box::pin(args.run(global, pages, out)).await,
            Command::Init(args) => args.run(global, out).await,
            Command::Config(args) => args.run(global, out),
            Command::Contest(args) => args.run(global, out),
            Command::Lexicon(command) => lexicon::run(&command, global, out),
            Command::Crawl(args) => Box::pin(args.run(global, out)).await,
            Command::Registry(command) => registry::run(&command, global, out).await,
            Command::Score(command) => score::run(&command, global, out),
            Command::Eval(command) => eval::run(&command, global, out),
            Command::Train(command) => train::run(&command, global, out),
            Command::Serve(args) => args.run(global, pages).await,
            Command::Search(args) => args.run(global, out).await,
            Command::Reindex => reindex::run(global, out).await,
            Command::Rescore(args) => args.run(global, out).await,
            Command::Report(command) => report::run(&command, global, out).await,
            Command::User(command) => people(command, global, out).await,
            Command::Audit(command) => {
                let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
                let db = installation.open_db().await?;
                let captures = installation.captures_dir();
                let talk = &mut PrintedText(std::io::stderr());
                command.run(&db, &captures, global.json, out, talk).await
            }
            Command::Status => status::run(global, out).await,
        }
    }
}

async fn people(
    command: user::UserArgs,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let db = match command.action {
        user::UserAction::Add { .. } => installation.make_db().await?,
        _ => installation.open_db().await?,
    };
    let surroundings = user::Surroundings {
        reader: &desk::operator(&installation, &db).await?,
        db: &db,
        region: installation
            .configuration()
            .settings
            .registry
            .region
            .as_ref(),
        names: installation.configuration().public_names(),
        clock: &**installation.clock(),
        random: &mut randomness()?,
        cost: Cost::STANDARD,
        json: global.json,
        input: &mut BufReader::new(std::io::stdin()),
        out,
        talk: &mut PrintedText(std::io::stderr()),
    };
    command.run(surroundings).await
}

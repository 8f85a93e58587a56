//! `netra registry`: who is watched, and why.

mod import;
mod show;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Desk, Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::db::registry::{self, Why};
use crate::model::{AccountId, OwnershipProof, ProofKind, RegionCode};
use crate::registry::write_csv;

/// What can be done with the register.
#[derive(Debug, Subcommand)]
pub enum RegistryCommand {
    /// Takes over a CSV or XLSX file: all of it, or nothing when a row is wrong.
    Import(ImportArgs),
    /// Lists the accounts; NIPs are masked.
    List {
        /// Also accounts that were taken out.
        #[arg(long)]
        all: bool,
    },
    /// Shows one account with its person, proofs and history.
    Show {
        /// Number of the account, see `list`.
        id: i64,
    },
    /// Records a proof that an account belongs to its person.
    Verify(VerifyArgs),
    /// Stops watching an account; what was kept stays.
    Retire {
        /// Number of the account, see `list`.
        id: i64,
        /// Why.
        #[command(flatten)]
        why: Reasoned,
    },
    /// Prints the register as CSV, with full NIPs, to be imported again.
    Export,
}

/// Why the register is changed; kept in its history beside the name of whoever sits at the
/// command line.
#[derive(Debug, Args)]
pub struct Reasoned {
    /// Why: a letter, a correction.
    #[arg(long)]
    reason: String,
}

/// What an import needs.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// CSV or XLSX file.
    file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Take over the good rows although others are wrong.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Assignment (surat tugas) for rows that name none; else the one of the settings.
    #[arg(long)]
    basis: Option<String>,
    /// Last day of watching for rows that name none; else the one of the settings.
    #[arg(long, value_name = "YYYY-MM-DD")]
    ends: Option<Date>,
    /// Region code for rows that name none; else the one of the settings.
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
}

/// What a proof consists of.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Number of the account, see `list`.
    id: i64,
    /// `agency_letter`, `self_declared`, `public_profile` or `admitted`.
    #[arg(long, value_parser = kind)]
    kind: ProofKind,
    /// Number of the letter, address of the profile, minutes.
    #[arg(long)]
    reference: Option<String>,
    /// Last day on which the proof holds.
    #[arg(long, value_name = "YYYY-MM-DD")]
    expires: Option<Date>,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
}

fn kind(text: &str) -> Result<ProofKind, String> {
    ProofKind::from_name(text).ok_or_else(|| {
        let known = ProofKind::ALL.map(ProofKind::as_str).join(", ");
        format!("{text:?} is no kind of proof; known: {known}")
    })
}

/// Runs the subcommand on the installation's database.
pub(super) async fn run(
    command: &RegistryCommand,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let db = match command {
        RegistryCommand::Import(_) => installation.make_db().await?,
        _ => installation.open_db().await?,
    };
    let desk = Desk::find(&installation, &db, global).await?;
    let done = run_on(command, &installation, &desk, out).await;
    db.close().await;
    done
}

async fn run_on(
    command: &RegistryCommand,
    installation: &Installation,
    desk: &Desk<'_>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let Desk {
        reader,
        db,
        now,
        json,
    } = desk;
    match command {
        RegistryCommand::Import(args) => return import::run(args, installation, desk, out).await,
        RegistryCommand::List { all } => {
            show::list(&registry::list(reader, db, *now, *all).await?, *json, out)?;
        }
        RegistryCommand::Show { id } => {
            let shown = registry::show(reader, db, *now, AccountId(*id)).await?;
            show::one(&shown, *json, out)?;
        }
        RegistryCommand::Verify(args) => verify(args, desk).await?,
        RegistryCommand::Retire { id, why } => {
            if !registry::retire(reader, db, AccountId(*id), why.at(*now)).await? {
                return Err(RefusedInput(format!("account {id} was retired before")).into());
            }
        }
        RegistryCommand::Export => {
            let entries = registry::export(reader, db, *now).await?;
            write_csv(&entries, out)?;
        }
    }
    Ok(Exit::Ok)
}

async fn verify(args: &VerifyArgs, desk: &Desk<'_>) -> anyhow::Result<()> {
    let end_of = |day: Date| {
        let western = jiff::tz::TimeZone::fixed(crate::model::TimeZone::Wib.offset());
        let next = day.tomorrow()?.to_zoned(western)?;
        Ok::<_, jiff::Error>(next.timestamp())
    };
    let proof = OwnershipProof {
        kind: args.kind,
        reference: args.reference.clone(),
        verified_by: Some(desk.reader.actor().into_owned()),
        verified_at: Some(desk.now),
        expires_at: args.expires.map(end_of).transpose()?,
    };
    let why = args.why.at(desk.now);
    registry::verify(&desk.reader, desk.db, AccountId(args.id), &proof, why).await?;
    Ok(())
}

impl Reasoned {
    fn at(&self, at: jiff::Timestamp) -> Why<'_> {
        Why {
            reason: &self.reason,
            at,
        }
    }
}

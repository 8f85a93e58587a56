//! `netra registry`: who is watched, and why.

mod import;
mod show;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Exit, Global, Refused};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::config::RegistrySettings;
use crate::db::registry::{self, Change};
use crate::db::{Db, DbError};
use crate::model::{AccountId, OwnershipProof, ProofKind, RegionCode};
use crate::registry::write_csv;

/// What can be done with the register.
#[derive(Debug, Subcommand)]
pub enum Command {
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
        /// Who and why.
        #[command(flatten)]
        why: Why,
    },
    /// Prints the register as CSV, with full NIPs, to be imported again.
    Export,
}

/// Who changes the register and why; kept in its history.
#[derive(Debug, Args)]
pub struct Why {
    /// Who changes the register.
    #[arg(long, default_value = "netra")]
    actor: String,
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
    /// Who and why.
    #[command(flatten)]
    why: Why,
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
    /// Who and why.
    #[command(flatten)]
    why: Why,
}

fn kind(text: &str) -> Result<ProofKind, String> {
    ProofKind::from_name(text).ok_or_else(|| {
        let known = ProofKind::ALL.map(ProofKind::as_str).join(", ");
        format!("{text:?} is no kind of proof; known: {known}")
    })
}

/// Runs the subcommand on the installation's database.
pub(super) async fn run(
    command: &Command,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let db = installation.open_db().await?;
    let now = installation.clock().now();
    let settings = &installation.configuration().settings.registry;
    let done = run_on(command, settings, &db, now, global.json, out).await;
    db.close().await;
    done.map_err(|error| match error.downcast::<DbError>() {
        Ok(unknown @ DbError::Unknown { .. }) => Refused(unknown.to_string()).into(),
        Ok(other) => other.into(),
        Err(error) => error,
    })
}

async fn run_on(
    command: &Command,
    settings: &RegistrySettings,
    db: &Db,
    now: jiff::Timestamp,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    match command {
        Command::Import(args) => return import::run(args, settings, db, now, json, out).await,
        Command::List { all } => show::list(&registry::list(db, *all).await?, json, out)?,
        Command::Show { id } => show::one(&registry::show(db, AccountId(*id)).await?, json, out)?,
        Command::Verify(args) => verify(args, db, now).await?,
        Command::Retire { id, why } => {
            if !registry::retire(db, AccountId(*id), &why.change(now)).await? {
                return Err(Refused(format!("account {id} was retired before")).into());
            }
        }
        Command::Export => write!(out, "{}", write_csv(&registry::export(db).await?))?,
    }
    Ok(Exit::Ok)
}

async fn verify(args: &VerifyArgs, db: &Db, now: jiff::Timestamp) -> anyhow::Result<()> {
    let end_of = |day: Date| {
        let western = jiff::tz::TimeZone::fixed(crate::model::TimeZone::Wib.offset());
        let next = day.tomorrow()?.to_zoned(western)?;
        Ok::<_, jiff::Error>(next.timestamp())
    };
    let proof = OwnershipProof {
        kind: args.kind,
        reference: args.reference.clone(),
        verified_by: Some(args.why.actor.clone()),
        verified_at: Some(now),
        expires_at: args.expires.map(end_of).transpose()?,
    };
    registry::verify(db, AccountId(args.id), &proof, &args.why.change(now)).await?;
    Ok(())
}

impl Why {
    fn change(&self, at: jiff::Timestamp) -> Change<'_> {
        Change {
            actor: &self.actor,
            reason: &self.reason,
            at,
        }
    }
}

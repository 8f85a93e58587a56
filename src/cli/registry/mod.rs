//! `netra registry`: who is watched, and why.

mod changes;
mod hands;
mod import;
mod remarks;
mod show;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Desk, Exit, Global};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::db::registry::{self, Confirmed, Why};
use crate::model::{AccountId, OwnershipProof, ProofKind, Reason, RegionCode};
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
    /// Shows one account with its person, proofs and history; the NIP is masked.
    Show(ShowArgs),
    /// Records a proof that an account belongs to its person.
    Verify(VerifyArgs),
    /// Stops watching an account, or all of a person; what was kept stays.
    Retire(Which),
    /// Watches a retired account again, or a person with the accounts that were retired with them.
    Restore(Which),
    /// Gives an account to the person who has it now. What was written before stays with whoever
    /// had it then; a list does the same with `import --hand-over`.
    Move(MoveArgs),
    /// Lets one person stand for a human who is registered twice.
    Merge(MergeArgs),
    /// Takes accounts away from a person whose they never were, with all that was written there.
    Split(SplitArgs),
    /// Prints the register as CSV, with full NIPs, to be imported again: a row per account with its
    /// newest proof. Retired accounts and persons, persons without an account and older proofs are
    /// left out.
    Export {
        /// Why the numbers are taken out; it goes into the audit log.
        #[arg(long)]
        reason: Option<Reason>,
    },
}

/// Which account is shown, and how much of it.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the account, see `list`.
    id: i64,
    /// Show the NIP in full, which the audit log records with the reason.
    #[arg(long, requires = "reason")]
    nip: bool,
    /// Why the NIP is needed.
    #[arg(long, requires = "nip")]
    reason: Option<Reason>,
}

impl RegistryCommand {
    /// Whether it prints a table for spreadsheet programs.
    pub(super) const fn prints_a_table(&self) -> bool {
        matches!(self, Self::Export { .. })
    }
}

/// Why the register is changed; kept in its history beside the name of whoever sits at the
/// command line.
#[derive(Debug, Args)]
struct Reasoned {
    /// Why: a letter, a correction.
    #[arg(long)]
    reason: Reason,
}

/// An account or a person.
#[derive(Debug, Args)]
#[group(required = true, multiple = false, args = ["id", "person"])]
pub struct Which {
    /// Number of the account, see `list`.
    id: Option<i64>,
    /// Number of the person instead, see `show`.
    #[arg(long, value_name = "PERSON")]
    person: Option<i64>,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
}

/// What a change of hands needs.
#[derive(Debug, Args)]
pub struct MoveArgs {
    /// Number of the account, see `list`.
    id: i64,
    /// Number of the person who has it now, see `show`.
    #[arg(long, value_name = "PERSON")]
    to: i64,
    /// First day on which it was theirs, by the calendar of Jakarta; else from now on.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
}

/// Which two persons are one.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Number of the person who goes, see `show`; their NIP leads to the other from then on.
    person: i64,
    /// Number of the person who stays.
    #[arg(long, value_name = "PERSON")]
    into: i64,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
}

/// Which accounts never were a person's.
#[derive(Debug, Args)]
pub struct SplitArgs {
    /// Number of the person, see `show`.
    person: i64,
    /// Number of an account that never was theirs (may be repeated).
    #[arg(long = "account", value_name = "ID", required = true)]
    accounts: Vec<i64>,
    /// Number of the person whose they are. One who was merged into the other by mistake stands
    /// alone again. Somebody who is not registered yet comes with `import --never-theirs`.
    #[arg(long, value_name = "PERSON")]
    to: i64,
    /// Why.
    #[command(flatten)]
    why: Reasoned,
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
    /// Read hidden and filtered rows and columns of a workbook too.
    #[arg(long)]
    with_hidden: bool,
    /// Assignment (surat tugas) for rows that name none; else the one of the settings.
    #[arg(long)]
    basis: Option<String>,
    /// Last day of watching for rows that name none; else the one of the settings.
    #[arg(long, value_name = "YYYY-MM-DD")]
    ends: Option<Date>,
    /// Region code for rows that name none; else the one of the settings.
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// Confirm that the person with this NIP has this other name now (may be repeated); for an
    /// agency, give the address of its account in place of the NIP.
    #[arg(long, value_name = "NIP=NAME", value_parser = rename)]
    rename: Vec<(String, String)>,
    /// Confirm that this account, by number, has changed hands as the file says (may be repeated).
    /// What was written before stays with whoever had it then.
    #[arg(long, value_name = "ID")]
    hand_over: Vec<i64>,
    /// Confirm that this account, by number, never was its person's but is whose the file says,
    /// with all that was written there (may be repeated).
    #[arg(long, value_name = "ID")]
    never_theirs: Vec<i64>,
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

fn rename(text: &str) -> Result<(String, String), String> {
    let (who, name) = text.split_once('=').ok_or("write NIP=NAME")?;
    let digits: String = who.split_whitespace().collect();
    // An address may hold a `=` itself; a number never does.
    let (who, name) = if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        (digits, name)
    } else {
        let (who, name) = text.rsplit_once('=').ok_or("write ADDRESS=NAME")?;
        (who.trim().to_owned(), name)
    };
    if name.trim().is_empty() {
        return Err("the name is missing behind the =".to_owned());
    }
    Ok((who, name.trim().to_owned()))
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
    done.map_err(remarks::refused)
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
        RegistryCommand::Show(ShowArgs { id, reason, .. }) => {
            let id = AccountId(*id);
            let shown = registry::show(reader, db, *now, id, reason.as_ref()).await?;
            show::one(&shown, *json, out)?;
        }
        RegistryCommand::Verify(args) => verify(args, desk).await?,
        RegistryCommand::Retire(which) => hands::retire(which, desk).await?,
        RegistryCommand::Restore(which) => hands::restore(which, desk).await?,
        RegistryCommand::Move(args) => hands::move_account(args, desk).await?,
        RegistryCommand::Merge(args) => hands::merge(args, desk).await?,
        RegistryCommand::Split(args) => hands::split(args, desk).await?,
        RegistryCommand::Export { reason } => {
            let entries = registry::export(reader, db, *now, reason.as_ref()).await?;
            write_csv(&entries, out)?;
        }
    }
    Ok(Exit::Ok)
}

/// When a day begins in Jakarta.
fn start_of(day: Date) -> Result<jiff::Timestamp, jiff::Error> {
    let western = jiff::tz::TimeZone::fixed(crate::model::TimeZone::Wib.offset());
    Ok(day.to_zoned(western)?.timestamp())
}

async fn verify(args: &VerifyArgs, desk: &Desk<'_>) -> anyhow::Result<()> {
    let end_of = |day: Date| start_of(day.tomorrow()?);
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

impl ImportArgs {
    fn confirmed(&self) -> Confirmed {
        let accounts = |ids: &[i64]| ids.iter().copied().map(AccountId).collect();
        Confirmed {
            renames: self.rename.iter().cloned().collect(),
            hands: accounts(&self.hand_over),
            never_theirs: accounts(&self.never_theirs),
            ..Confirmed::default()
        }
    }
}

impl Reasoned {
    fn at(&self, at: jiff::Timestamp) -> Why<'_> {
        Why {
            reason: &self.reason,
            at,
            seen: None,
        }
    }
}

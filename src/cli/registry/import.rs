//! `netra registry import`.

use std::io::{Read as _, Write};

use anyhow::Context as _;

use super::ImportArgs;
use super::changes::{add_lists, print_lists};
use crate::app::Installation;
use crate::cli::{Desk, Exit, RefusedInput};
use crate::db::registry::{ImportMode, ImportReport, each_account, import_confirmed};
use crate::model::Account;
use crate::registry::{Defaults, KnownAccounts, MAX_BYTES, RowError, SheetReading, read};
use crate::source::Sources;

/// Reads the file and takes it over; exit 2 when a row was wrong.
pub(super) async fn run(
    args: &ImportArgs,
    installation: &Installation,
    desk: &Desk<'_>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let sources = installation.sources()?;
    let mut reading = read_file(args, installation, &sources)?;
    let mut known = KnownAccounts::of(&reading, &sources);
    let platforms = known.platforms();
    let see = |account: &Account, retired: bool| known.see(account, retired);
    each_account(&desk.reader, desk.db, &platforms, see).await?;
    known.settle(&mut reading);
    let broken = !reading.errors.is_empty();
    let mode = if args.dry_run || (broken && !args.skip_bad_rows) {
        ImportMode::DryRun
    } else if args.skip_bad_rows {
        ImportMode::SkipConflicts
    } else {
        ImportMode::AllOrNothing
    };
    let why = args.why.at(desk.now);
    let (reader, entries, confirmed) = (&desk.reader, &reading.entries, args.confirmed());
    let report = import_confirmed(reader, desk.db, entries, why, mode, &confirmed).await?;
    let by_row = |(row, text): &(u32, String)| RowError::row(*row, text);
    reading.errors.extend(report.conflicts.iter().map(by_row));
    reading.warnings.extend(report.notes.iter().map(by_row));
    if desk.json {
        print_json(&reading, &report, out)?;
    } else {
        print_text(&reading, &report, args.dry_run, out)?;
    }
    let refused = !reading.errors.is_empty() && !args.skip_bad_rows;
    Ok(if refused { Exit::Usage } else { Exit::Ok })
}

/// Reads no more than the reader takes, so that a wrong file name cannot fill the memory.
fn read_file(
    args: &ImportArgs,
    installation: &Installation,
    sources: &Sources,
) -> anyhow::Result<SheetReading> {
    let settings = &installation.configuration().settings.registry;
    let name = args.file.display().to_string();
    let file = std::fs::File::open(&args.file)
        .map_err(|error| RefusedInput(format!("{name} cannot be opened: {error}")))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    let defaults = Defaults {
        basis: args.basis.clone().or_else(|| settings.basis.clone()),
        ends_on: args.ends.or(settings.ends_on),
        region: args.region.clone().or_else(|| settings.region.clone()),
        with_hidden: args.with_hidden,
    };
    Ok(read(&name, &bytes, &defaults, sources))
}

fn print_json(
    reading: &SheetReading,
    report: &ImportReport,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let mut value = serde_json::json!({
        "written": report.written,
        "persons_created": report.persons_created,
        "persons_updated": report.persons_updated,
        "accounts_created": report.accounts_created,
        "proofs_added": report.proofs_added,
        "unchanged": report.unchanged,
        "errors": reading.errors,
        "warnings": reading.warnings,
    });
    add_lists(&mut value, report);
    writeln!(out, "{value}")?;
    Ok(())
}

fn print_text(
    reading: &SheetReading,
    report: &ImportReport,
    dry_run: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    for error in &reading.errors {
        writeln!(out, "error: {error}")?;
    }
    for warning in &reading.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    print_lists(report, out)?;
    writeln!(
        out,
        "{} persons new, {} changed; {} accounts new, {} in other hands, {} no longer named; {} \
         proofs added; {} rows without change",
        report.persons_created,
        report.persons_updated,
        report.accounts_created,
        report.accounts_moved,
        report.vanished.len(),
        report.proofs_added,
        report.unchanged
    )?;
    let verdict = if report.written {
        "written"
    } else if dry_run {
        "nothing was written: this was a dry run"
    } else if reading.errors.is_empty() {
        "nothing was written: nothing changed"
    } else {
        "nothing was written: mend the rows above, or leave them out with --skip-bad-rows"
    };
    writeln!(out, "{verdict}")?;
    Ok(())
}

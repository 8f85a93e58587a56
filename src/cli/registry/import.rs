//! `netra registry import`.

use std::io::{Read as _, Write};

use anyhow::Context as _;

use super::ImportArgs;
use super::changes::{add_lists, print_lists};
use super::remarks::PrintedRemark;
use crate::app::Installation;
use crate::cli::{Desk, Exit, RefusedInput};
use crate::db::registry::{ImportMode, ImportReport};
use crate::model::PlacedRemark;
use crate::registration::{ListFile, ListOrder, ListTaken, take_over_list};
use crate::registry::{Defaults, MAX_BYTES, RowError};

/// Reads the file and takes it over; exit 2 when a row was wrong.
pub(super) async fn run(
    args: &ImportArgs,
    installation: &Installation,
    desk: &Desk<'_>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let sources = installation.sources()?;
    let settings = &installation.configuration().settings.registry;
    let name = args.file.display().to_string();
    let file = ListFile {
        name: &name,
        bytes: &read_file(args)?,
        defaults: &Defaults {
            basis: args.basis.clone().or_else(|| settings.basis.clone()),
            ends_on: args.ends.or(settings.ends_on),
            region: args.region.clone().or_else(|| settings.region.clone()),
            with_hidden: args.with_hidden,
        },
    };
    let order = ListOrder {
        why: args.why.at(desk.now),
        mode: args.mode(),
        confirmed: &args.confirmed(),
        draft: None,
    };
    let taken = take_over_list(&desk.reader, desk.db, &sources, file, order).await?;
    let told = Told::of(&taken);
    if desk.json {
        print_json(&told, &taken.report, out)?;
    } else {
        print_text(&told, &taken.report, args.dry_run, out)?;
    }
    let refused = !told.errors.is_empty() && !args.skip_bad_rows;
    Ok(if refused { Exit::Usage } else { Exit::Ok })
}

impl ImportArgs {
    fn mode(&self) -> ImportMode {
        match (self.dry_run, self.skip_bad_rows) {
            (true, _) => ImportMode::DryRun,
            (false, true) => ImportMode::SkipConflicts,
            (false, false) => ImportMode::AllOrNothing,
        }
    }
}

/// Reads no more than is taken, so that a wrong file name cannot fill the memory.
fn read_file(args: &ImportArgs) -> anyhow::Result<Vec<u8>> {
    let name = args.file.display();
    let file = std::fs::File::open(&args.file)
        .map_err(|error| RefusedInput(format!("{name} cannot be opened: {error}")))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{name} cannot be read"))?;
    Ok(bytes)
}

/// All that is said of the file.
struct Told {
    errors: Vec<PrintedRemark>,
    warnings: Vec<PrintedRemark>,
}

impl Told {
    fn of(
        ListTaken {
            reading, report, ..
        }: &ListTaken,
    ) -> Self {
        let all = |read: &[RowError], placed: &[PlacedRemark]| {
            let read = read.iter().map(PrintedRemark::of_list);
            let placed = placed.iter().map(PrintedRemark::of_register);
            read.chain(placed).collect()
        };
        Self {
            errors: all(&reading.errors, &report.conflicts),
            warnings: all(&reading.warnings, &report.notes),
        }
    }
}

fn print_json(
    told: &Told,
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
        "errors": told.errors,
        "warnings": told.warnings,
    });
    add_lists(&mut value, report);
    writeln!(out, "{value}")?;
    Ok(())
}

fn print_text(
    told: &Told,
    report: &ImportReport,
    dry_run: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    for error in &told.errors {
        writeln!(out, "error: {error}")?;
    }
    for warning in &told.warnings {
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
    } else if told.errors.is_empty() {
        "nothing was written: nothing changed"
    } else {
        "nothing was written: mend the rows above, or leave them out with --skip-bad-rows"
    };
    writeln!(out, "{verdict}")?;
    Ok(())
}

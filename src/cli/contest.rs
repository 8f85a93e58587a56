//! `netra contest`: the election packs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::config::{refused, report};
use super::{Exit, Global};
use crate::clock::{Clock, SystemClock};
use crate::config::{Configuration, Diagnostic, contest};
use crate::model::{Calendar, Contest, ContestKind, RegionCode, Stage};

/// Looks at election packs.
#[derive(Debug, Args)]
pub struct ContestArgs {
    #[command(subcommand)]
    command: ContestCommand,
}

#[derive(Debug, Subcommand)]
enum ContestCommand {
    /// Lists the packs of the configuration folder with their stage today.
    List,
    /// Finds every error in packs that need not be installed.
    Check {
        /// Pack files.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

impl ContestArgs {
    /// Runs the subcommand.
    pub fn run(&self, global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        match &self.command {
            ContestCommand::List => list(global, &SystemClock, out),
            ContestCommand::Check { files } => {
                let found: Vec<Diagnostic> = files.iter().flat_map(|file| check(file)).collect();
                report(&found, global.json, out)
            }
        }
    }
}

fn check(file: &Path) -> Vec<Diagnostic> {
    let name = file.display().to_string();
    match std::fs::read_to_string(file) {
        Ok(text) => contest::check(&name, &text).diagnostics,
        Err(error) => vec![Diagnostic::unreadable(name, &error)],
    }
}

#[derive(Serialize)]
struct Line<'c> {
    id: &'c str,
    title: &'c str,
    kind: ContestKind,
    region: &'c RegionCode,
    active: bool,
    closed: bool,
    stage: Stage,
    calendar: &'c Calendar,
    contestants: Vec<&'c str>,
    entries: usize,
    hash: String,
}

fn list(global: &Global, clock: &dyn Clock, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let configuration = Configuration::load(&global.config).map_err(|found| refused(&found))?;
    let active = configuration.active_contests();
    for contest in &configuration.contests {
        let active = active.iter().any(|other| other.id == contest.id);
        let line = line(contest, active, clock);
        if global.json {
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        } else {
            print(&line, out)?;
        }
    }
    Ok(Exit::Ok)
}

fn line<'c>(contest: &'c Contest, active: bool, clock: &dyn Clock) -> Line<'c> {
    let offset = contest.region.time_zone().offset();
    let today = offset.to_datetime(clock.now()).date();
    let contestants = contest.contestants.iter();
    Line {
        id: &contest.id,
        title: &contest.title,
        kind: contest.kind,
        region: &contest.region,
        active,
        closed: contest.closed,
        stage: contest.calendar.stage(today),
        calendar: &contest.calendar,
        contestants: contestants.map(|one| one.label.as_str()).collect(),
        entries: contest
            .contestants
            .iter()
            .map(|one| one.entries.len())
            .sum(),
        hash: contest.hash.to_string(),
    }
}

fn print(line: &Line<'_>, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let use_of = match (line.active, line.closed) {
        (true, _) => "active",
        (false, true) => "closed",
        (false, false) => "idle",
    };
    let (id, region, vote, title) = (line.id, line.region, line.calendar.vote, line.title);
    let (count, entries) = (line.contestants.len(), line.entries);
    writeln!(
        out,
        "{id:24} {use_of:6} {region:6} vote {vote}  {count:2} contestants {entries:4} words  {title}"
    )?;
    Ok(())
}

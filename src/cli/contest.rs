//! `netra contest`: the election packs.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::config::refused;
use super::lint::{self, CorpusArgs, WordsToTry};
use super::{Exit, Global};
use crate::clock::{Clock, SystemClock};
use crate::config::check::balance::{self, Balance};
use crate::config::check::{self, Pack};
use crate::config::lexicon::{self, CheckedLexicon};
use crate::config::{Configuration, Diagnostic, contest};
use crate::lab::lint::WordSide;
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
    /// Finds what is wrong with packs: by themselves, beside each other, beside the lexicon.
    Check(CheckArgs),
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Pack files, which need not be installed. Without it: all packs of the configuration folder.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Prints how many words of each kind each contestant has.
    #[arg(long)]
    balance: bool,
    #[command(flatten)]
    corpus: CorpusArgs,
}

impl ContestArgs {
    /// Runs the subcommand.
    pub fn run(&self, global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        match &self.command {
            ContestCommand::List => list(global, &SystemClock, out),
            ContestCommand::Check(args) => args.run(global, out),
        }
    }
}

impl CheckArgs {
    fn run(&self, global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
        let (packs, mut found) = self.packs(global);
        let lexicon = lexicon_beside(global);
        found.extend(check::packs(&packs, &lexicon.cues));
        let words = WordsToTry {
            side: WordSide::Targets,
            packs: &packs,
            cues: &lexicon.cues,
            lexicon: lexicon.lexicon.as_ref(),
        };
        found.extend(self.corpus.findings(global, &words)?);
        if self.corpus.is_asked() {
            found.extend(lexicon.diagnostics);
        }
        if self.balance {
            for pack in &packs {
                print_balance(&balance::table(pack), global.json, out)?;
            }
        }
        lint::report(&found, global.json, out)
    }

    fn packs(&self, global: &Global) -> (Vec<Pack>, Vec<Diagnostic>) {
        let paths = if self.files.is_empty() {
            match contest::files(&global.config.join("contests")) {
                Ok(paths) => paths,
                Err(found) => return (Vec::new(), found),
            }
        } else {
            self.files.clone()
        };
        let (texts, mut found) = contest::texts(&paths);
        let (packs, errors) = check::read_packs(&texts);
        found.extend(errors);
        (packs, found)
    }
}

/// The lexicon of the configuration folder. Packs can be checked without one, with less to find.
fn lexicon_beside(global: &Global) -> CheckedLexicon {
    match lexicon::texts(&global.config) {
        Ok((files, scale)) => lexicon::check(&files, (&scale.0, &scale.1)),
        Err(found) => {
            for one in &found {
                lint::talk(&format!("words are not compared with a lexicon: {one}"));
            }
            CheckedLexicon {
                lexicon: None,
                cues: Vec::new(),
                diagnostics: found,
            }
        }
    }
}

/// A small table, or one JSON object.
fn print_balance(
    balance: &Balance,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, balance)?;
        writeln!(out)?;
        return Ok(());
    }
    let Some(first) = balance.contestants.first() else {
        return Ok(());
    };
    let lists = first.words.iter().map(|(list, _)| format!(" {list:>11}"));
    writeln!(
        out,
        "{:24}{}      number",
        balance.contest,
        lists.collect::<String>()
    )?;
    for row in &balance.contestants {
        let counts = row.words.iter().map(|(_, count)| format!(" {count:>11}"));
        let number = if row.number { "yes" } else { "no" };
        writeln!(
            out,
            "  {:22}{} {number:>11}",
            row.id,
            counts.collect::<String>()
        )?;
    }
    Ok(())
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

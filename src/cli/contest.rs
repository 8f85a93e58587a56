//! `netra contest`: the election packs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::config::{refused, today};
use super::lint::{self, CorpusArgs, WordsToTry};
use super::{Exit, Global, RefusedInput};
use crate::clock::{Clock, SystemClock};
use crate::config::check::balance::{self, Balance};
use crate::config::check::{self, Pack};
use crate::config::contest::NewPack;
use crate::config::lexicon::{self, CheckedLexicon};
use crate::config::{Configuration, Diagnostic, contest, settings, template};
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
    /// Writes a commented pack for an election of one's own, to be filled in.
    New(NewArgs),
    /// Finds what is wrong with packs: by themselves, beside each other, beside the lexicon.
    Check(CheckArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// Id of the contest and name of its file: small letters, digits and hyphens, such as
    /// `pilkada-2029-sukaraja`.
    #[arg(value_name = "ID")]
    id: String,
    /// What is elected.
    #[arg(long, default_value = "bupati", value_parser = kinds())]
    kind: ContestKind,
    /// Where: Kemendagri code of the province or district; else the region under [registry].
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// The day of the vote.
    #[arg(long, value_name = "YYYY-MM-DD")]
    vote: Option<Date>,
}

/// What can be elected, as it is typed.
fn kinds() -> impl clap::builder::TypedValueParser<Value = ContestKind> {
    let known = |name: String| {
        let found = contest::KINDS.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, kind)| *kind)
            .ok_or("nothing is elected by that name")
    };
    PossibleValuesParser::new(contest::KINDS.map(|(name, _)| name)).try_map(known)
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// Pack files, which need not be installed. Without it: all packs of the configuration folder,
    /// of which those that netra brought and nobody changed are only counted.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Also tells what is remarkable in packs that netra brought.
    #[arg(long)]
    all: bool,
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
            ContestCommand::New(args) => args.run(global, &SystemClock, out),
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
        if self.all || !self.files.is_empty() || self.corpus.is_asked() {
            return lint::report(&found, global.json, out);
        }
        let (own, shipped) = apart(found, &global.config);
        if global.json {
            return lint::report(&[own, shipped].concat(), true, out);
        }
        let exit = lint::report(&own, false, out)?;
        if !shipped.is_empty() {
            writeln!(
                out,
                "and {} warnings in packs that netra brought, which are no work of yours: \
                 netra contest check --all shows them",
                shipped.len()
            )?;
        }
        Ok(exit)
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

/// What is found in packs of one's own, and what is only remarkable in those that were brought
/// and not changed since.
fn apart(found: Vec<Diagnostic>, config: &Path) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let is_brought = |(name, text): &&(&str, &str)| {
        std::fs::read_to_string(config.join(name)).is_ok_and(|present| present == *text)
    };
    let brought: Vec<String> = template::FILES
        .iter()
        .filter(is_brought)
        .map(|(name, _)| config.join(name).display().to_string())
        .collect();
    found
        .into_iter()
        .partition(|one| one.is_error() || !brought.contains(&one.file))
}

impl NewArgs {
    fn run(
        &self,
        global: &Global,
        clock: &dyn Clock,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let checked = settings::load(&global.config, None);
        let Some(settings) = checked.settings else {
            return Err(refused(&checked.diagnostics).into());
        };
        let usual = settings.registry.region.as_ref();
        let Some(region) = self.region.as_ref().or(usual) else {
            return Err(RefusedInput(
                "say where: --region 32 (a province) or 32.04 (a district), or set region under \
                 [registry] in netra.toml"
                    .to_owned(),
            )
            .into());
        };
        let guess = today(clock).checked_add(jiff::Span::new().try_years(1)?)?;
        let pack = NewPack {
            id: &self.id,
            kind: self.kind,
            region,
            vote: self.vote.unwrap_or(guess),
            vote_is_known: self.vote.is_some(),
        };
        let text = pack
            .text()
            .map_err(|error| RefusedInput(format!("--vote: {error}")))?;
        let file = self.write(&global.config, &text)?;
        let is_named = contest::names_take(&settings.score.contests, &self.id);
        report_new(&file, &text, (&self.id, is_named), global.json, out)
    }

    /// The settings may name the pack before it is there.
    fn write(&self, config: &Path, text: &str) -> Result<String, RefusedInput> {
        let id = &self.id;
        let folder = config.join("contests");
        let file = folder.join(format!("{id}.toml"));
        let name = file.display().to_string();
        let checked = contest::check(&name, text);
        if checked.contest.is_none() {
            return Err(refused(&checked.diagnostics));
        }
        let (known, _) = contest::load_dir(&folder).map_err(|found| refused(&found))?;
        if known.iter().any(|other| other.id == *id) {
            return Err(RefusedInput(format!(
                "there is a pack {id:?} already; netra contest list shows all"
            )));
        }
        write_new(&file, text)?;
        Ok(name)
    }
}

/// What was written, and what is left to do.
fn report_new(
    file: &str,
    text: &str,
    (id, is_named): (&str, bool),
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let gaps = contest::check(file, text).diagnostics;
    if json {
        let line = json!({"file": file, "to_fill_in": gaps, "named": is_named});
        writeln!(out, "{line}")?;
        return Ok(Exit::Ok);
    }
    let last = if is_named {
        "contests under [score] in netra.toml names it already".to_owned()
    } else {
        format!("then name {id:?} in contests under [score] in netra.toml")
    };
    let gaps = gaps.len();
    writeln!(
        out,
        "{file}\nnext: fill in the {gaps} lines marked in it, which netra contest check lists; {last}"
    )?;
    Ok(Exit::Ok)
}

/// Writes a file that is not there yet.
fn write_new(file: &Path, text: &str) -> Result<(), RefusedInput> {
    let refused = |error: std::io::Error| {
        RefusedInput(format!("{} cannot be written: {error}", file.display()))
    };
    let mut made = std::fs::File::create_new(file).map_err(refused)?;
    made.write_all(text.as_bytes()).map_err(refused)
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

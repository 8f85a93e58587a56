//! `netra eval`: how well the scorer does on labelled posts.
//!
//! `posts` reads and scores; `measures`, `groups`, `rules`, `background`, `disguises` and
//! `mistakes` each count one thing over the scored posts; `text` and `tree` print.

mod background;
mod disguise;
mod disguises;
mod groups;
mod measures;
mod mistakes;
mod ordered;
mod posts;
mod rules;
mod text;
mod tree;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use self::background::Background;
use self::disguises::Disguised;
use self::groups::Group;
use self::measures::{Measures, Reweighted};
use self::mistakes::Mistake;
use self::ordered::Ordered;
use self::posts::Scored;
use self::rules::{CounterReport, RuleReport};
use super::scoring::Bench;
use super::{Exit, Global};
use crate::model::Versions;
use crate::score::metrics::{Judged, Resampling};

/// Samples drawn for the intervals.
const ROUNDS: usize = 1000;

/// Measures the scorer on labelled posts: JSON Lines with `id`, `text`, `gold` (`partisan` or
/// `neutral`), and optionally `uncertain`, `gold_kind`, `stratum`. All score as inside the
/// campaign of the given contests.
#[derive(Debug, Args)]
pub struct Command {
    /// Labelled posts.
    pub file: PathBuf,
    /// Everyday posts, one a line, for false alarms.
    #[arg(long, value_name = "FILE")]
    pub background: Option<PathBuf>,
    /// Contests by id, or `all` (closed ones too). Without it: those that are not closed.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub contests: Option<Vec<String>>,
    /// Shows the worst mistakes with their explanation: as many false alarms, misses and flagged
    /// everyday posts.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// Shows only mistakes on labelled posts of this `gold_kind` or `stratum`.
    #[arg(long, value_name = "KIND|STRATUM", requires = "errors")]
    pub only: Option<String>,
    /// Measures too as if this share of the posts were partisan, such as 0.02: with it, recall R
    /// and the share A of the neutral posts that is flagged, precision is
    /// SHARE x R / (SHARE x R + (1 - SHARE) x A).
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub prevalence: Option<f64>,
    /// Scores the partisan posts again in disguises that people use against filters.
    #[arg(long)]
    pub obfuscate: bool,
    /// Where the random numbers of the 95 % intervals start.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
}

fn share(text: &str) -> Result<f64, String> {
    let inside = |share: &f64| *share > 0.0 && *share < 1.0;
    let share = text.parse().ok().filter(inside);
    share.ok_or_else(|| "write a share between 0 and 1, such as 0.02 for 2 %".to_owned())
}

#[derive(Debug, Serialize)]
struct Report {
    all: Measures,
    certain: Measures,
    #[serde(skip_serializing_if = "Option::is_none")]
    reweighted: Option<Reweighted>,
    kinds: BTreeMap<String, Group>,
    strata: BTreeMap<String, Group>,
    languages: BTreeMap<String, Group>,
    rules: Ordered<RuleReport>,
    counter_rules: Ordered<CounterReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disguises: Option<Ordered<Disguised>>,
    background: Option<Background>,
    posts_per_second: f64,
    skipped: usize,
    resampling: Resampling,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Mistake>,
    versions: Versions,
}

/// Measures and prints.
pub(super) fn run(
    command: &Command,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let bench = Bench::load(global, command.contests.as_deref())?;
    let (lines, skipped) = posts::read_lines(&command.file)?;
    mistakes::check_only(&lines, command.only.as_deref())?;
    let everyday = command.background.as_deref().map(posts::read).transpose()?;
    let start = Instant::now();
    let scored = posts::score(&bench, lines);
    let everyday = everyday.map(|text| background::score(&bench, &text));
    let posts = scored.len() + everyday.as_ref().map_or(0, Vec::len);
    let posts_per_second = per_second(posts, start);
    let all: Vec<Judged> = scored.iter().map(Scored::judged).collect();
    let report = Report {
        background: everyday.map(|posts| background::measure(posts, &all, command.errors)),
        disguises: command.obfuscate.then(|| disguises::run(&bench, &scored)),
        ..report(command, &bench, &scored, (posts_per_second, skipped))
    };
    if global.json {
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        text::print(&report, out)?;
    }
    Ok(Exit::Ok)
}

fn per_second(posts: usize, start: Instant) -> f64 {
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    let posts = u32::try_from(posts).unwrap_or(u32::MAX);
    (f64::from(posts) / seconds).round()
}

/// What is known from the labelled posts alone.
fn report(
    command: &Command,
    bench: &Bench,
    scored: &[Scored],
    (posts_per_second, skipped): (f64, usize),
) -> Report {
    let bands = bench.lexicon.scale.bands;
    let resampling = Resampling {
        seed: command.seed,
        rounds: ROUNDS,
    };
    let all: Vec<&Scored> = scored.iter().collect();
    let certain = scored.iter().filter(|one| !one.line.uncertain);
    let certain: Vec<&Scored> = certain.collect();
    let reweigh = |prevalence| Reweighted::new(&all, &certain, bands, prevalence);
    Report {
        all: Measures::new(&all, bands, resampling),
        certain: Measures::new(&certain, bands, resampling),
        reweighted: command.prevalence.map(reweigh),
        kinds: groups::by(scored, |one| one.line.gold_kind.as_deref()),
        strata: groups::by(scored, |one| one.line.stratum.as_deref()),
        languages: groups::by(scored, |one| Some(&one.assessment.language)),
        rules: rules::signals(scored),
        counter_rules: rules::counter(scored),
        disguises: None,
        background: None,
        posts_per_second,
        skipped,
        resampling,
        errors: mistakes::worst(scored, command.errors, command.only.as_deref()),
        versions: bench.scorer.versions().clone(),
    }
}

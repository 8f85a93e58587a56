//! `netra eval`: how well the scorer does on labelled posts. The figures are made in `lab::eval`;
//! `text` and `tree` print them.

mod text;
mod told;
mod tree;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use super::scoring::{Bench, read_text};
use super::{Exit, Global};
use crate::lab::eval::{
    self, BackgroundFigures, ContestFigures, Disguised, LabelledFigures, LabelledPost, Mistake,
    OrderedMap, ScoredPost,
};
use crate::model::Versions;
use crate::score::metrics::{Judged, Resampling};

/// Samples drawn for the intervals.
const ROUNDS: usize = 1000;

/// Measures the scorer on labelled posts: JSON Lines with `id`, `text`, `gold` (`partisan` or
/// `neutral`), and optionally `uncertain`, `gold_kind`, `stratum`. All score as inside the
/// campaign of the given contests.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Labelled posts.
    pub file: PathBuf,
    /// Everyday posts, one a line, for false alarms.
    #[arg(long, value_name = "FILE")]
    pub background: Option<PathBuf>,
    /// Scores the everyday posts too with the pack of each contest alone, as an installation does.
    #[arg(long, requires = "background")]
    pub each_contest: bool,
    /// What two readers said of everyday posts: line, digest, two labels, and the contests whose
    /// pack queued the post when it was read, parted by tabs.
    #[arg(long, value_name = "FILE", requires = "each_contest")]
    pub readers: Option<PathBuf>,
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
struct EvalReport {
    #[serde(flatten)]
    labelled: LabelledFigures,
    #[serde(skip_serializing_if = "Option::is_none")]
    disguises: Option<OrderedMap<Disguised>>,
    #[serde(serialize_with = "told::background")]
    background: Option<BackgroundFigures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    each_contest: Option<BTreeMap<String, ContestFigures>>,
    posts_per_second: f64,
    skipped: usize,
    resampling: Resampling,
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "told::mistakes"
    )]
    errors: Vec<Mistake>,
    versions: Versions,
}

/// Measures and prints.
pub(super) fn run(
    command: &EvalArgs,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let bench = Bench::load(global, command.contests.as_deref())?;
    let (posts, skipped) = read_posts(&command.file)?;
    eval::check_group(&posts, command.only.as_deref())?;
    let everyday = command.background.as_deref().map(read_text).transpose()?;
    let each_contest = everyday
        .as_deref()
        .filter(|_| command.each_contest)
        .map(|text| each_contest(command, global, &bench, text))
        .transpose()?;
    let start = Instant::now();
    let scored = eval::score_posts(&bench.scorer, posts);
    let everyday = everyday.map(|text| eval::score_everyday(&bench.scorer, &text));
    let posts = scored.len() + everyday.as_ref().map_or(0, Vec::len);
    let posts_per_second = per_second(posts, start);
    let all: Vec<Judged> = scored.iter().map(ScoredPost::judged).collect();
    let resampling = Resampling {
        seed: command.seed,
        rounds: ROUNDS,
    };
    let bands = bench.lexicon.scale.bands;
    let report = EvalReport {
        labelled: LabelledFigures::new(&scored, bands, resampling, command.prevalence),
        disguises: (command.obfuscate).then(|| eval::in_disguises(&bench.scorer, &scored)),
        background: everyday.map(|posts| eval::measure_background(posts, &all, command.errors)),
        each_contest,
        posts_per_second,
        skipped,
        resampling,
        errors: eval::worst_mistakes(&scored, command.errors, command.only.as_deref()),
        versions: bench.scorer.versions().clone(),
    };
    print(&report, global.json, out)?;
    Ok(Exit::Ok)
}

/// What each of the chosen packs queues alone.
fn each_contest(
    command: &EvalArgs,
    global: &Global,
    bench: &Bench,
    everyday: &str,
) -> anyhow::Result<BTreeMap<String, ContestFigures>> {
    let readers = command.readers.as_deref();
    let readers = readers
        .map(|file| -> anyhow::Result<_> {
            let labels = read_text(file)?;
            Ok(eval::parse_readers(
                &file.display().to_string(),
                &labels,
                everyday,
            )?)
        })
        .transpose()?;
    let alone = bench.contests.iter().map(|id| {
        let bench = Bench::load(global, Some(std::slice::from_ref(id)))?;
        let scored = eval::score_everyday(&bench.scorer, everyday);
        let figures = eval::measure_contest(id, &scored, readers.as_ref());
        Ok((id.clone(), figures))
    });
    alone.collect()
}

/// The labelled posts of a file, and how many lines were skipped.
fn read_posts(file: &Path) -> anyhow::Result<(Vec<LabelledPost>, usize)> {
    let mut skipped = 0;
    let name = file.display().to_string();
    let posts = eval::parse_labelled_posts(&name, &read_text(file)?, |number, error| {
        skipped += 1;
        tracing::warn!(line = number, "line {number} was skipped: {error}");
    })?;
    Ok((posts, skipped))
}

fn per_second(posts: usize, start: Instant) -> f64 {
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    let posts = u32::try_from(posts).unwrap_or(u32::MAX);
    (f64::from(posts) / seconds).round()
}

fn print(report: &EvalReport, json: bool, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, report)?;
        writeln!(out)?;
    } else {
        text::print(report, out)?;
    }
    Ok(())
}

//! `netra train`: learns the statistical model from labelled posts. The learning is in
//! `lab::train`; this reads the files and writes the model.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::scoring::{Bench, read_bytes};
use super::{Exit, Global};
use crate::config::classifier;
use crate::lab::train::{self, Dealing, Learner, Material, MaterialFile, ModelManifest};

/// Learns the statistical model from labelled posts and writes `weights.tsv` and `manifest.toml`.
/// The same files and options give the same bytes.
#[derive(Debug, Args)]
pub struct TrainArgs {
    /// Labelled posts, one JSON object a line: `text`, `gold` (`partisan` or `neutral`), and
    /// where known `uncertain`, `source`, `election`. Validation is measured on those with a
    /// source; those without only help to learn.
    #[arg(long, value_name = "FILE", required = true)]
    pub posts: Vec<PathBuf>,
    /// Texts, one post a line, to which `--labels` refers by file name and line.
    #[arg(long, value_name = "FILE")]
    pub texts: Vec<PathBuf>,
    /// Labels of lines of the texts: file name, line, label, election and digest, parted by tabs.
    #[arg(long, value_name = "FILE", requires = "texts")]
    pub labels: Option<PathBuf>,
    /// Everyday posts, one a line, neutral wherever `--labels` does not say otherwise.
    #[arg(long, value_name = "FILE")]
    pub background: Vec<PathBuf>,
    /// Deals the posts into parts for validation; has no part in what is learnt.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// In how many parts the posts are dealt.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: u16,
    /// Only validates, which tells how far a model may be trusted, and writes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Writes what validation said of every labelled post and the background too: JSON Lines with
    /// the file's order, `by_source` and `by_chance` as probabilities.
    #[arg(long, value_name = "FILE")]
    pub scores: Option<PathBuf>,
    /// Where to write; without it the `model` folder of the configuration.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Learns, validates, writes.
pub(super) fn run(
    command: &TrainArgs,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let bench = Bench::of_rules(global)?;
    let material = read_material(command)?;
    tracing::info!(
        posts = material.posts.len(),
        "features of {} posts",
        material.posts.len()
    );
    let learner = Learner::new(&bench.scorer, &material);
    let dealing = Dealing {
        seed: command.seed,
        folds: command.folds,
    };
    let validation = train::validate(&learner, &material, dealing);
    let model = learner.model(validation.calibration);
    let text = classifier::write(model.bias, model.rules, &model.weights);
    let manifest = ModelManifest::new(&bench.scorer, &material, &learner, &validation, &text);
    if !command.dry_run {
        let beside = || global.config.join("model");
        let folder = command.out.clone().unwrap_or_else(beside);
        write(&folder, &text, &manifest)?;
    }
    if let Some(path) = &command.scores {
        fs::write(path, validation.scores(&material)?)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if global.json {
        serde_json::to_writer(&mut *out, &manifest)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", manifest.toml()?)?;
    }
    Ok(Exit::Ok)
}

/// Reads all files of the command.
fn read_material(command: &TrainArgs) -> anyhow::Result<Material> {
    let mut material = Material::default();
    for path in &command.posts {
        material.add_posts(&MaterialFile {
            path,
            bytes: &read_bytes(path)?,
        })?;
    }
    for path in command.texts.iter().chain(&command.background) {
        material.add_texts(&MaterialFile {
            path,
            bytes: &read_bytes(path)?,
        })?;
    }
    if let Some(path) = &command.labels {
        material.add_labels(&MaterialFile {
            path,
            bytes: &read_bytes(path)?,
        })?;
    }
    for path in &command.background {
        material.add_background(path);
    }
    Ok(material)
}

fn write(folder: &Path, text: &str, manifest: &ModelManifest) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    for (name, text) in [("weights.tsv", text), ("manifest.toml", &manifest.toml()?)] {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

//! `netra lexicon`: the words of the scorer.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Subcommand;

use super::scoring::refused;
use super::{Exit, Global};
use crate::config::lexicon;
use crate::model::CueKind;

/// The words of the scorer.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads the lexicon and the scale; prints every error with its place, or what is there.
    Check,
}

/// Checks the lexicon.
pub(super) fn run(
    command: &Command,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let Command::Check = command;
    let lexicon = lexicon::load(&global.config).map_err(refused)?;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for cue in &lexicon.cues {
        let name = CueKind::ALL.iter().find(|(_, kind)| *kind == cue.kind);
        *kinds.entry(name.map_or("", |(name, _)| name)).or_default() += cue.forms.len();
    }
    if global.json {
        let summary = serde_json::json!({
            "entries": lexicon.cues.len(),
            "forms": kinds,
            "hash": lexicon.hash,
        });
        writeln!(out, "{summary}")?;
        return Ok(Exit::Ok);
    }
    writeln!(
        out,
        "{} entries, digest {}",
        lexicon.cues.len(),
        lexicon.hash
    )?;
    for (kind, forms) in kinds {
        writeln!(out, "{kind:14} {forms:5} forms")?;
    }
    Ok(Exit::Ok)
}

//! `netra lexicon`: the words of the scorer.

use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, Subcommand};

use super::lint::{self, CorpusArgs, WordsToTry};
use super::{Exit, Global};
use crate::config::check::{self, Pack};
use crate::config::{Diagnostic, contest, lexicon};
use crate::lab::lint::WordSide;
use crate::model::{CueKind, Lexicon};

/// The words of the scorer.
#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// Finds what is wrong with the lexicon and the scale: by themselves, and beside the packs.
    Check(CheckArgs),
}

/// Options of `lexicon check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    corpus: CorpusArgs,
}

/// Checks the lexicon.
pub(super) fn run(
    command: &LexiconCommand,
    global: &Global,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let LexiconCommand::Check(args) = command;
    let (files, scale) = match lexicon::texts(&global.config) {
        Ok(texts) => texts,
        Err(found) => return lint::report(&found, global.json, out),
    };
    let checked = lexicon::check(&files, (&scale.0, &scale.1));
    let packs = packs_beside(global);
    let mut found = checked.diagnostics;
    found.extend(check::lexicon(&checked.cues, &packs));
    let words = WordsToTry {
        side: WordSide::Cues,
        packs: &packs,
        cues: &checked.cues,
        lexicon: checked.lexicon.as_ref(),
    };
    found.extend(args.corpus.findings(global, &words)?);
    if let Some(lexicon) = checked.lexicon.filter(|_| !global.json) {
        summary(&lexicon, out)?;
    }
    lint::report(&found, global.json, out)
}

/// The packs of the configuration folder. What is wrong with them is `contest check`'s business.
fn packs_beside(global: &Global) -> Vec<Pack> {
    let told = |found: &[Diagnostic]| {
        for one in found.iter().filter(|one| one.is_error()) {
            lint::talk(&format!("words are not compared with a pack: {one}"));
        }
    };
    let (texts, unreadable) = match contest::files(&global.config.join("contests")) {
        Ok(paths) => contest::texts(&paths),
        Err(found) => (Vec::new(), found),
    };
    let (packs, found) = check::read_packs(&texts);
    told(&unreadable);
    told(&found);
    packs
}

fn summary(lexicon: &Lexicon, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for cue in &lexicon.cues {
        let name = CueKind::ALL.iter().find(|(_, kind)| *kind == cue.kind);
        *kinds.entry(name.map_or("", |(name, _)| name)).or_default() += cue.forms.len();
    }
    let (entries, hash) = (lexicon.cues.len(), &lexicon.hash);
    writeln!(out, "{entries} entries, digest {hash}")?;
    for (kind, forms) in kinds {
        writeln!(out, "{kind:14} {forms:5} forms")?;
    }
    Ok(())
}

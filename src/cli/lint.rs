//! What `contest check` and `lexicon check` share: a corpus of posts, and how findings are told.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Exit, Global, PrintedText, RefusedInput};
use crate::config::check::Pack;
use crate::config::lexicon::PlacedCue;
use crate::config::{Diagnostic, contest};
use crate::lab::lint::{self, CorpusPost, WordSide};
use crate::model::{Contest, Lexicon};
use crate::score::Scorer;

/// Posts to try the words on.
#[derive(Debug, Args)]
pub(super) struct CorpusArgs {
    /// Tries the words on posts: plain text, one a line, or JSON Lines with `text` and, where
    /// somebody has judged, `gold` (`partisan` or `neutral`). Posts not judged partisan count as
    /// everyday. Words that fire nowhere are told on standard error.
    #[arg(long, value_name = "FILE")]
    corpus: Option<PathBuf>,
    /// Words may fire on so many of 1,000 everyday posts; plain names on four times as many,
    /// because a bare mention alerts nobody.
    #[arg(long, value_name = "N", default_value_t = 5.0, requires = "corpus")]
    most_per_1000: f64,
    /// Contests that the posts are tried with, by id. Without it: all packs that are checked.
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "corpus")]
    contests: Option<Vec<String>>,
}

/// The words that a corpus is tried on.
pub(super) struct WordsToTry<'w> {
    pub(super) side: WordSide,
    pub(super) packs: &'w [Pack],
    pub(super) cues: &'w [PlacedCue],
    pub(super) lexicon: Option<&'w Lexicon>,
}

impl CorpusArgs {
    /// Whether there are posts to try the words on.
    pub(super) fn is_asked(&self) -> bool {
        self.corpus.is_some()
    }

    /// What the corpus says of the words; nothing without a corpus.
    pub(super) fn findings(
        &self,
        global: &Global,
        words: &WordsToTry<'_>,
    ) -> anyhow::Result<Vec<Diagnostic>> {
        let Some(file) = &self.corpus else {
            return Ok(Vec::new());
        };
        let Some(lexicon) = words.lexicon else {
            talk("the corpus was not read, because the lexicon has errors");
            return Ok(Vec::new());
        };
        let posts = read_corpus(file)?;
        let chosen = self.chosen(words.packs)?;
        let contests: Vec<Contest> = chosen.iter().map(|pack| pack.contest.clone()).collect();
        let norms = super::scoring::load_norms(&global.config.join("norms.toml"))?;
        let scorer = Scorer::compile(&contests, lexicon, &norms, None);
        let tally = lint::tally_words(&scorer, &posts, &chosen, words.cues);
        for line in lint::silent_words(&tally, words.side) {
            talk(&line);
        }
        Ok(lint::judge_words(&tally, words.side, self.most_per_1000))
    }

    fn chosen<'p>(&self, packs: &'p [Pack]) -> Result<Vec<&'p Pack>, RefusedInput> {
        let Some(names) = &self.contests else {
            return Ok(packs.iter().collect());
        };
        let contests: Vec<Contest> = packs.iter().map(|pack| pack.contest.clone()).collect();
        let chosen =
            contest::select(&contests, names).map_err(|error| RefusedInput(error.to_string()))?;
        let wanted = |pack: &&Pack| chosen.iter().any(|one| one.id == pack.contest.id);
        Ok(packs.iter().filter(wanted).collect())
    }
}

fn read_corpus(file: &Path) -> anyhow::Result<Vec<CorpusPost>> {
    let name = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| RefusedInput(format!("{name} cannot be read: {error}; check --corpus")))?;
    let skip = |number: usize, error: &serde_json::Error| {
        talk(&format!("{name}:{number} was skipped: {error}"));
    };
    Ok(lint::parse_corpus(&name.to_string(), &text, skip)?)
}

/// Prints findings, with `json` as JSON Lines; an error among them makes the exit code 2.
pub(super) fn report(
    found: &[Diagnostic],
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let errors = found.iter().filter(|one| one.is_error()).count();
    for one in found {
        if json {
            serde_json::to_writer(&mut *out, one)?;
            writeln!(out)?;
        } else {
            writeln!(out, "{one}")?;
        }
    }
    if !json {
        let warnings = found.len() - errors;
        writeln!(out, "{errors} errors, {warnings} warnings")?;
    }
    Ok(if errors == 0 { Exit::Ok } else { Exit::Usage })
}

/// One line for the person at the terminal.
pub(super) fn talk(line: &str) {
    // Nobody is left to tell when standard error is closed.
    let _closed = writeln!(PrintedText(std::io::stderr()), "{line}");
}

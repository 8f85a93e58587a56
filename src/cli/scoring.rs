//! What the commands around the scorer share: the scorer for a choice of contests, and files.

use std::path::Path;

use super::{Global, RefusedInput};
use crate::config::{Diagnostic, classifier, contest, lexicon, norms};
use crate::model::{Classifier, Contest, Lexicon, Norms};
use crate::score::Scorer;

/// The scorer, and the scale it works with.
pub(super) struct Bench {
    pub(super) scorer: Scorer,
    pub(super) lexicon: Lexicon,
    /// The contests whose packs it knows, by id.
    pub(super) contests: Vec<String>,
}

impl Bench {
    /// The rules of all packs without a model: what a model is trained on top of.
    pub(super) fn of_rules(global: &Global) -> Result<Self, RefusedInput> {
        Self::compile(global, Some(&["all".to_owned()]), None)
    }

    /// Loads packs, lexicon, norms and model. Without names, the packs that are not closed.
    pub(super) fn load(global: &Global, names: Option<&[String]>) -> Result<Self, RefusedInput> {
        let classifier = classifier::load(&global.config).map_err(refused)?;
        Self::compile(global, names, classifier.as_ref())
    }

    fn compile(
        global: &Global,
        names: Option<&[String]>,
        classifier: Option<&Classifier>,
    ) -> Result<Self, RefusedInput> {
        let (packs, _) = contest::load_dir(&global.config.join("contests")).map_err(refused)?;
        let chosen = choose(&packs, names)?;
        let (lexicon, _) = lexicon::load(&global.config).map_err(refused)?;
        let norms = load_norms(&global.config.join("norms.toml"))?;
        Ok(Self {
            scorer: Scorer::compile(&chosen, &lexicon, &norms, classifier),
            lexicon,
            contests: chosen.into_iter().map(|contest| contest.id).collect(),
        })
    }
}

fn choose(packs: &[Contest], names: Option<&[String]>) -> Result<Vec<Contest>, RefusedInput> {
    let chosen = match names {
        Some(names) => {
            contest::select(packs, names).map_err(|error| RefusedInput(error.to_string()))?
        }
        None => packs.iter().filter(|pack| !pack.closed).collect(),
    };
    Ok(chosen.into_iter().cloned().collect())
}

/// Reads the catalogue of norms.
pub(super) fn load_norms(path: &Path) -> Result<Norms, RefusedInput> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| RefusedInput(format!("{file} cannot be read: {error}; check --config")))?;
    norms::parse(&file, &text).map_err(refused)
}

/// Every finding on a line of its own.
#[expect(clippy::needless_pass_by_value, reason = "a function for map_err")]
pub(super) fn refused(findings: Vec<Diagnostic>) -> RefusedInput {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    RefusedInput(lines.join("\n"))
}

/// The whole file.
pub(super) fn read_bytes(file: &Path) -> Result<Vec<u8>, RefusedInput> {
    std::fs::read(file)
        .map_err(|error| RefusedInput(format!("{} cannot be read: {error}", file.display())))
}

/// The whole file; bytes that are no UTF-8 become replacement characters.
pub(super) fn read_text(file: &Path) -> Result<String, RefusedInput> {
    Ok(String::from_utf8_lossy(&read_bytes(file)?).into_owned())
}

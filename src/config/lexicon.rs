//! The lexicon: `lexicon/*.toml` with the words, `score.toml` with the scale.
//!
//! An entry of a word file:
//!
//! ```toml
//! [[entry]]
//! id = "id.coblos"
//! kind = "call"               # see `netra lexicon check` for the kinds
//! language = "id"
//! weight = 3.0                # log-odds; negative speaks against
//! forms = ["coblos", "nyoblos"]
//! stems = ["coblos"]          # bases of verbs, each for all its forms: dicoblosin, coblosen
//! needs = ["target"]          # what must stand in the same sentence
//! blocks = []                 # traps only: words that mean something else here
//! note = "coblosan is polling day"
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::diagnostics::Findings;
use super::reader::{self, Keys, Placed};
use super::{Diagnostic, FilePlace, scale};
use crate::model::{Cue, CueKind, Lexicon, Need, Sha256};

/// Weights beyond this are slips of the pen.
const HEAVIEST: f64 = 10.0;

/// A file's name and text.
pub type NamedText = (String, String);

/// An entry with the places of its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedCue {
    /// The entry.
    pub cue: Cue,
    /// Its id.
    pub place: FilePlace,
    /// One for each of its forms.
    pub forms: Vec<FilePlace>,
    /// One for each of its needs.
    pub needs: Vec<FilePlace>,
    /// One for each of its blocks.
    pub blocks: Vec<FilePlace>,
}

/// A lexicon as far as it could be read, and everything that was found in it.
#[derive(Debug)]
pub struct CheckedLexicon {
    /// The lexicon; `None` when there are errors.
    pub lexicon: Option<Lexicon>,
    /// Every entry that could be read.
    pub cues: Vec<PlacedCue>,
    /// Errors and warnings, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads `lexicon/*.toml` and `score.toml` in the configuration folder.
///
/// # Errors
///
/// Every error of every file, with the warnings.
pub fn load(folder: &Path) -> Result<(Lexicon, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (files, scale) = texts(folder)?;
    let CheckedLexicon {
        lexicon,
        diagnostics,
        ..
    } = check(&files, (&scale.0, &scale.1));
    match lexicon {
        Some(lexicon) => Ok((lexicon, diagnostics)),
        None => Err(diagnostics),
    }
}

/// The word files and the scale of the configuration folder, unread.
pub fn texts(folder: &Path) -> Result<(Vec<NamedText>, NamedText), Vec<Diagnostic>> {
    let mut files = Vec::new();
    for path in word_files(&folder.join("lexicon"))? {
        files.push(read(&path)?);
    }
    Ok((files, read(&folder.join("score.toml"))?))
}

/// Reads word files and a scale, each given as name and text. Total: any text gives a lexicon
/// or every problem with its place.
pub fn parse(files: &[NamedText], scale: (&str, &str)) -> Result<Lexicon, Vec<Diagnostic>> {
    let checked = check(files, scale);
    checked.lexicon.ok_or(checked.diagnostics)
}

/// Reads word files and a scale with the places of everything. Total.
pub fn check(files: &[NamedText], scale: (&str, &str)) -> CheckedLexicon {
    let mut diagnostics = Vec::new();
    let mut cues = Vec::new();
    let mut owners = BTreeMap::new();
    for (file, text) in files {
        let (read, found) = words(file, text, &mut owners);
        cues.extend(read);
        diagnostics.extend(found);
    }
    let checked = scale::check(scale.0, scale.1);
    diagnostics.extend(checked.diagnostics);
    let refused = diagnostics.iter().any(Diagnostic::is_error);
    let texts = files.iter().map(|(_, text)| text.as_str());
    let texts = texts.chain([scale.1]).chain(checked.completed.as_deref());
    let lexicon = checked.scale.filter(|_| !refused).map(|scale| Lexicon {
        cues: cues.iter().map(|placed| placed.cue.clone()).collect(),
        scale,
        hash: digest(texts),
    });
    CheckedLexicon {
        lexicon,
        cues,
        diagnostics,
    }
}

fn digest<'t>(texts: impl Iterator<Item = &'t str>) -> Sha256 {
    let each: Vec<u8> = texts.flat_map(|text| Sha256::of(text).0).collect();
    Sha256::of(each)
}

fn word_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, Vec<Diagnostic>> {
    let unreadable = |error: std::io::Error| vec![cannot_read(folder, &error)];
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<NamedText, Vec<Diagnostic>> {
    let text = fs::read_to_string(path).map_err(|error| vec![cannot_read(path, &error)])?;
    Ok((path.display().to_string(), text))
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::of_file(
        path.display().to_string(),
        format!("cannot be read: {error}"),
    )
    .with_hint("check --config, or run `netra init`")
}

type Owners = BTreeMap<String, String>;

fn words(file: &str, text: &str, owners: &mut Owners) -> (Vec<PlacedCue>, Vec<Diagnostic>) {
    let findings = Findings::new(file, text);
    let Some(table) = reader::parse(text, &findings) else {
        return (Vec::new(), findings.into_sorted());
    };
    let place = table.span();
    let keys = Keys::new(&findings, table.get_ref(), place);
    let mut cues = Vec::new();
    for entry in keys.sections("entry") {
        cues.extend(cue(entry, &findings, owners));
    }
    keys.finish();
    (cues, findings.into_sorted())
}

fn cue(keys: Keys<'_, '_>, findings: &Findings<'_>, owners: &mut Owners) -> Option<PlacedCue> {
    keys.require("id", "\"id.word\"");
    keys.require("kind", "\"call\"");
    keys.require("language", "\"id\"");
    keys.require("weight", "1.0");
    keys.require("forms", "[\"word\"]");
    let id = keys.string("id");
    let kind = keys.choice("kind", CueKind::ALL);
    let language = keys.string("language").map(Placed::into_inner);
    let weight = weight(&keys, findings);
    let forms = keys.strings("forms");
    let stems = keys.strings("stems");
    let needs = needs(&keys, findings);
    let blocks = keys.strings("blocks");
    let electoral = keys.boolean("electoral");
    let note = keys.string("note").map(Placed::into_inner);
    if let (Some(id), Some(kind)) = (&id, kind) {
        own(id, &id.span(), "id", owners, findings);
        for form in &forms {
            let of_kind = Placed::new(form.span(), format!("{kind:?} {}", form.get_ref()));
            own(&of_kind, &form.span(), "form", owners, findings);
        }
    }
    empty_forms(&forms, findings);
    empty_forms(&stems, findings);
    keys.finish();
    let id = id?;
    Some(PlacedCue {
        place: findings.place(&id.span()),
        forms: places(&forms, findings),
        needs: places(&needs, findings),
        blocks: places(&blocks, findings),
        cue: Cue {
            id: id.into_inner(),
            kind: kind?,
            language: language?,
            forms: plain(forms),
            stems: plain(stems),
            weight: weight?,
            needs: plain(needs),
            blocks: plain(blocks),
            electoral,
            note,
        },
    })
}

fn places<T>(items: &[Placed<T>], findings: &Findings<'_>) -> Vec<FilePlace> {
    let spans = items.iter().map(Placed::span);
    spans.map(|span| findings.place(&span)).collect()
}

fn plain<T>(items: Vec<Placed<T>>) -> Vec<T> {
    items.into_iter().map(Placed::into_inner).collect()
}

fn weight(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Option<f64> {
    let weight = keys.decimal("weight")?;
    if weight.get_ref().abs() > HEAVIEST {
        let hint = format!("weights are log-odds from -{HEAVIEST} to {HEAVIEST}");
        findings.error(&weight.span(), "this weight is out of range", Some(hint));
        return None;
    }
    Some(weight.into_inner())
}

fn needs(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Vec<Placed<Need>> {
    let mut needs = Vec::new();
    for word in keys.strings("needs") {
        let placed = |need| Placed::new(word.span(), need);
        let cue = CueKind::ALL.iter().find(|(name, _)| name == word.get_ref());
        match (word.get_ref().as_str(), cue) {
            ("target", _) => needs.push(placed(Need::Target)),
            ("party", _) => needs.push(placed(Need::Party)),
            (_, Some((_, kind))) => needs.push(placed(Need::Cue(*kind))),
            (other, None) => {
                let hint = "write target, party or a kind of cue".to_owned();
                findings.error(&word.span(), format!("{other:?} is no need"), Some(hint));
            }
        }
    }
    needs
}

fn own(
    text: &Placed<String>,
    place: &Range<usize>,
    what: &str,
    owners: &mut Owners,
    findings: &Findings<'_>,
) {
    let key = format!("{what} {}", text.get_ref());
    if owners.insert(key, String::new()).is_some() {
        let message = format!("this {what} is there already");
        let hint = "each id, and each form of a kind, stands once in the lexicon".to_owned();
        findings.error(place, message, Some(hint));
    }
}

fn empty_forms(forms: &[Placed<String>], findings: &Findings<'_>) {
    for form in forms {
        if form.get_ref().trim().is_empty() {
            let hint = Some("take it out".to_owned());
            findings.error(&form.span(), "this form is empty", hint);
        }
    }
}

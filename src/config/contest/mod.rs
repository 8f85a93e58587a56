//! Election packs: who stands, when, where, and by which words they are known.
//!
//! A pack is one TOML file, one contest. Words stand in lists by kind; an item is a plain text
//! or an inline table for what is unusual:
//!
//! ```toml
//! [[contestant]]
//! id = "halus"
//! label = "Hadi Santosa - Lestari Putri"
//! kind = "pair"                       # pair, party or movement
//! number = 1
//! names = ["Hadi Santosa", "Lestari Putri"]
//! short_names = ["Hadi", "Lestari"]   # need company
//! hashtags = ["SukarajaBangkit"]      # without #
//! slogans = [
//!     "Sukaraja Bangkit",
//!     { forms = ["bangkit", "bangkit bersama"], needs_company = true, note = "everyday words" },
//! ]
//! ```
//!
//! Short names, gestures and symbols need company unless the item says otherwise, and so do the
//! parties behind a pair. Source and confidence of an item are those of the pack unless it says
//! otherwise. Ballot numbers ("nomor 2", "paslon 02") are not listed: the scorer makes them from
//! `number`. What a contestant truly lacks while others have it is said in `none_known`.
//!
//! Who holds a public office while the contest lasts is said as well, behind the contestant's words:
//! posts about somebody in office are not about the contestant unless they speak of the election.
//!
//! ```toml
//! [[contestant.offices]]
//! office = "Wali Kota Sukajaya"       # for people
//! region = "32.98"
//! since = 2021-02-26
//! until = 2026-02-20                  # left out while nobody knows
//! holder = ["Hadi", "Santosa"]        # whose words hold one of these; left out: both of a pair
//! ```
//!
//! Several contests of one election carry a common prefix (`pilkada-2024-jakarta`), by which
//! [`select`] takes them together.

mod checks;
mod draft;
mod office_checks;
mod offices;
mod read;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

pub use draft::NewPack;
pub use read::KINDS;
pub(super) use read::LISTS;

use crate::model::Contest;

use super::diagnostics::Findings;
use super::{Diagnostic, FilePlace};

/// A pack as far as it could be read, and everything that was found in it.
#[derive(Debug)]
pub struct CheckedContest {
    /// The pack; `None` when there are errors.
    pub contest: Option<Contest>,
    /// Where its contestants stand, in their order.
    pub places: Vec<ContestantPlaces>,
    /// Errors and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where the parts of a contestant stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContestantPlaces {
    /// The contestant.
    pub contestant: FilePlace,
    /// One for each of its entries.
    pub entries: Vec<FilePlace>,
}

/// Reads and checks one pack. Total: any text gives a pack or errors.
pub fn check(file: &str, text: &str) -> CheckedContest {
    let findings = Findings::new(file, text);
    let draft = read::contest(text, &findings);
    if let Some(draft) = &draft {
        checks::all(draft, &findings);
    }
    checks::unfilled(text, &findings);
    let places = draft.iter().flat_map(|draft| draft.places(&findings));
    let places = places.collect();
    let contest = draft.filter(|_| !findings.refused());
    CheckedContest {
        contest: contest.map(|draft| draft.into_contest(text)),
        places,
        diagnostics: findings.into_sorted(),
    }
}

/// Reads one pack; warnings are left out.
pub fn parse(file: &str, text: &str) -> Result<Contest, Vec<Diagnostic>> {
    let CheckedContest {
        contest,
        mut diagnostics,
        ..
    } = check(file, text);
    diagnostics.retain(Diagnostic::is_error);
    contest.ok_or(diagnostics)
}

/// All packs (`*.toml`) of a folder, in the order of their file names, with the warnings.
///
/// # Errors
///
/// Every error of every file, and two packs with one id.
pub fn load_dir(folder: &Path) -> Result<(Vec<Contest>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut contests: Vec<Contest> = Vec::new();
    let (texts, mut diagnostics) = texts(&files(folder)?);
    for (file, text) in texts {
        let checked = check(&file, &text);
        diagnostics.extend(checked.diagnostics);
        contests.extend(checked.contest);
    }
    diagnostics.extend(repeated_ids(folder, &contests));
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(diagnostics);
    }
    Ok((contests, diagnostics))
}

/// Names and texts of pack files, with a finding for each that cannot be read.
pub fn texts(paths: &[PathBuf]) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let (mut texts, mut unreadable) = (Vec::new(), Vec::new());
    for path in paths {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => texts.push((file, text)),
            Err(error) => unreadable.push(Diagnostic::unreadable(file, &error)),
        }
    }
    (texts, unreadable)
}

/// The pack files (`*.toml`) of a folder, in the order of their names.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let name = folder.display().to_string();
    let entries =
        fs::read_dir(folder).map_err(|error| vec![Diagnostic::unreadable(&name, &error)])?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| vec![Diagnostic::unreadable(&name, &error)])?
            .path();
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

fn repeated_ids(folder: &Path, contests: &[Contest]) -> Vec<Diagnostic> {
    let repeated = |(index, contest): (usize, &Contest)| {
        let before = &contests[..index];
        before.iter().any(|other| other.id == contest.id).then(|| {
            Diagnostic::of_file(
                folder.display().to_string(),
                format!("two packs have the id {:?}", contest.id),
            )
            .with_hint("give each contest its own id")
        })
    };
    contests.iter().enumerate().filter_map(repeated).collect()
}

/// A name that no pack answers to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no contest pack is named {name:?}; known: {known}")]
pub struct UnknownContest {
    /// The name asked for.
    pub name: String,
    /// All ids.
    pub known: String,
}

/// The packs with these names. A name is an id or the start of ids up to a hyphen:
/// `pilkada-2024` takes `pilkada-2024-jakarta` and its sisters. `all` takes every pack.
pub fn select<'c, N: AsRef<str>>(
    contests: &'c [Contest],
    names: &[N],
) -> Result<Vec<&'c Contest>, UnknownContest> {
    let names: Vec<&str> = names.iter().map(|name| name.as_ref().trim()).collect();
    for name in &names {
        if *name != "all" && !contests.iter().any(|contest| answers_to(&contest.id, name)) {
            let known: Vec<&str> = contests.iter().map(|contest| contest.id.as_str()).collect();
            return Err(UnknownContest {
                name: (*name).to_owned(),
                known: known.join(", "),
            });
        }
    }
    let wanted = |contest: &&Contest| names_take(&names, &contest.id);
    Ok(contests.iter().filter(wanted).collect())
}

/// Whether names take the pack of an id.
pub fn names_take<N: AsRef<str>>(names: &[N], id: &str) -> bool {
    let mut names = names.iter().map(|name| name.as_ref().trim());
    names.any(|name| name == "all" || answers_to(id, name))
}

fn answers_to(id: &str, name: &str) -> bool {
    let rest = id.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

//! Typed settings and packs, one file a section, each validated with file, line and a hint.
//!
//! [`Configuration::load`] reads a whole folder; each part has a pure `parse` or `check` that
//! takes a file's name and text. All of them report every problem they can find, not the first.

mod diagnostics;
mod reader;
mod scale;

pub mod check;
pub mod classifier;
pub mod contest;
pub mod fetch;
pub mod lexicon;
pub mod live;
pub mod norms;
pub mod settings;
pub mod template;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use diagnostics::{Diagnostic, FilePlace, InvalidSetting, Severity};
use settings::CheckedSettings;
pub use settings::{
    CrawlSettings, DatabaseSettings, RegistrySettings, ScoreSettings, Settings, WebSettings,
};

use crate::model::{Classifier, Contest, Lexicon, Norms};

/// Everything in a configuration folder but the source adapters, which `source` reads.
#[derive(Debug)]
pub struct Configuration {
    /// The folder.
    pub folder: PathBuf,
    /// `netra.toml`.
    pub settings: Settings,
    /// `contests/*.toml`, all of them.
    pub contests: Vec<Contest>,
    /// `norms.toml`.
    pub norms: Norms,
    /// `lexicon/*.toml` with `score.toml`.
    pub lexicon: Lexicon,
    /// `model/weights.tsv`, where there is one.
    pub classifier: Option<Classifier>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
}

impl Configuration {
    /// Reads a folder.
    ///
    /// # Errors
    ///
    /// Every error of every file, with the warnings.
    pub fn load(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::load_listening(folder, None)
    }

    /// Reads a folder for pages that are served on another address than it says, if one is given.
    ///
    /// # Errors
    ///
    /// Every error of every file, with the warnings.
    pub fn load_listening(
        folder: &Path,
        listen: Option<SocketAddr>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let CheckedSettings {
            settings,
            diagnostics,
        } = settings::load(folder, listen);
        found.extend(diagnostics);
        let contests = keep(contest::load_dir(&folder.join("contests")), &mut found);
        let norms = read_norms(&folder.join("norms.toml"), &mut found);
        let lexicon = keep(lexicon::load(folder), &mut found);
        let classifier = keep(classifier::load(folder), &mut found).flatten();
        if let (Some(settings), Some((contests, _))) = (&settings, &contests) {
            found.extend(unknown_contests(folder, settings, contests));
        }
        match (settings, contests, norms, lexicon) {
            (Some(settings), Some((contests, warnings)), Some(norms), Some((lexicon, told)))
                if !found.iter().any(Diagnostic::is_error) =>
            {
                found.extend(warnings);
                found.extend(told);
                Ok(Self {
                    folder: folder.to_owned(),
                    settings,
                    contests,
                    norms,
                    lexicon,
                    classifier,
                    warnings: found,
                })
            }
            _ => Err(found),
        }
    }

    /// The packs by which posts are scored unless a command names others.
    pub fn active_contests(&self) -> Vec<&Contest> {
        contest::select(&self.contests, &self.settings.score.contests).unwrap_or_default()
    }

    /// What contestants and parties are called, and the host of the pages: what anybody who wants
    /// to guess a password of this installation knows of it.
    pub fn public_names(&self) -> Vec<String> {
        let contestants = self
            .contests
            .iter()
            .flat_map(|contest| &contest.contestants);
        let named = contestants.flat_map(|contestant| {
            let entries = contestant.entries.iter();
            let entries = entries.filter(|entry| entry.kind.is_name());
            entries
                .map(|entry| entry.form.clone())
                .chain([contestant.label.clone()])
        });
        named
            .chain(self.settings.web.public_origin.clone())
            .collect()
    }

    /// Files of the certificate and the key of the pages, if they have one.
    pub fn certificate_files(&self) -> Option<(PathBuf, PathBuf)> {
        let web = &self.settings.web;
        let pair = web.certificate.as_ref().zip(web.private_key.as_ref());
        pair.map(|(certificate, key)| (self.folder.join(certificate), self.folder.join(key)))
    }

    /// Files that hold a password, a credential or a key.
    pub fn secret_files(&self) -> Vec<PathBuf> {
        let settings = &self.settings;
        let credentials = settings.fetch.credentials.values();
        let named = credentials
            .filter_map(|credential| credential.file.as_ref())
            .chain(&settings.database.password_file)
            .chain(&settings.web.private_key);
        let own = settings.database.holds_password().then_some("netra.toml");
        named
            .map(|file| self.folder.join(file))
            .chain(own.map(|file| self.folder.join(file)))
            .collect()
    }

    /// File of the authorities that are trusted beside the system's, if there is one.
    pub fn extra_ca(&self) -> Option<PathBuf> {
        let file = self.settings.fetch.extra_ca.as_ref();
        file.map(|file| self.folder.join(file))
    }

    /// Where the database, the search index and the captures live.
    pub fn data_dir(&self) -> PathBuf {
        let base = self.folder.parent().unwrap_or(Path::new(""));
        base.join(&self.settings.data_dir)
    }
}

fn keep<T>(read: Result<T, Vec<Diagnostic>>, found: &mut Vec<Diagnostic>) -> Option<T> {
    read.map_err(|errors| found.extend(errors)).ok()
}

fn read_norms(path: &Path, found: &mut Vec<Diagnostic>) -> Option<Norms> {
    let name = path.display().to_string();
    let read = fs::read_to_string(path);
    let text = read
        .map_err(|error| found.push(Diagnostic::unreadable(&name, &error)))
        .ok()?;
    keep(norms::parse(&name, &text), found)
}

fn unknown_contests(
    folder: &Path,
    settings: &Settings,
    contests: &[Contest],
) -> Option<Diagnostic> {
    let error = contest::select(contests, &settings.score.contests).err()?;
    let file = folder.join("netra.toml").display().to_string();
    let message = format!("contests in [score]: {error}");
    Some(Diagnostic::of_file(file, message).with_hint("mend the list, or add the pack"))
}

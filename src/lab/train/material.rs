//! Labelled posts from files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::lab::labelled::{is_digest_of, is_partisan};
use crate::lab::{Gold, LabError};
use crate::model::Sha256;

/// A post with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingPost {
    /// Its words.
    pub text: String,
    /// Its label.
    pub partisan: bool,
    /// A second reader might label it otherwise.
    pub uncertain: bool,
    /// Where it was collected; `None` for texts and background.
    pub source: Option<String>,
    /// The election that it is about; `None` where it is about none.
    pub election: Option<String>,
    /// Everyday text that nobody labelled.
    pub background: bool,
}

/// Everything to learn from, with the digests of the files.
#[derive(Debug, Default)]
pub struct Material {
    /// In the order in which they were added.
    pub posts: Vec<TrainingPost>,
    /// Digests by file name.
    pub files: BTreeMap<String, Sha256>,
    /// Lines that nobody has labelled yet, by file name.
    texts: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Line {
    text: String,
    gold: Gold,
    #[serde(default)]
    uncertain: bool,
    source: Option<String>,
    election: Option<String>,
}

/// Label of a line of a text file.
struct Label<'l> {
    file: &'l str,
    line: usize,
    partisan: bool,
    uncertain: bool,
    election: Option<&'l str>,
    digest: &'l str,
}

/// A file to learn from.
#[derive(Debug)]
pub struct MaterialFile<'f> {
    /// Where it is; told where it is refused.
    pub path: &'f Path,
    /// What it holds.
    pub bytes: &'f [u8],
}

impl MaterialFile<'_> {
    /// Bytes that are no UTF-8 become replacement characters.
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes)
    }

    fn refuse(&self, line: usize, problem: String) -> LabError {
        LabError::Line {
            file: self.path.display().to_string(),
            line,
            problem,
        }
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

impl Material {
    /// Adds labelled posts, one JSON object a line.
    ///
    /// # Errors
    ///
    /// A line is no labelled post.
    pub fn add_posts(&mut self, file: &MaterialFile<'_>) -> Result<(), LabError> {
        self.note(file);
        for (number, line) in (1_usize..).zip(file.text().lines()) {
            if !line.trim().is_empty() {
                let post = parse(line).map_err(|error| file.refuse(number, error.to_string()))?;
                self.posts.push(post);
            }
        }
        Ok(())
    }

    /// Hands in texts, one a line, to which labels may refer.
    ///
    /// # Errors
    ///
    /// There are texts of that name.
    pub fn add_texts(&mut self, file: &MaterialFile<'_>) -> Result<(), LabError> {
        self.note(file);
        let lines = file.text().split('\n').map(str::to_owned).collect();
        let name = name(file.path);
        if self.texts.insert(name.clone(), lines).is_some() {
            return Err(LabError::TwoTexts(name));
        }
        Ok(())
    }

    /// Adds the lines of the texts that have a label.
    ///
    /// # Errors
    ///
    /// A line is no label, or not of the line that was labelled.
    pub fn add_labels(&mut self, file: &MaterialFile<'_>) -> Result<(), LabError> {
        self.note(file);
        for (number, line) in (1_usize..).zip(file.text().lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let post = label(line)
                .and_then(|label| labelled(&label, &mut self.texts))
                .map_err(|problem| file.refuse(number, problem))?;
            self.posts.push(post);
        }
        Ok(())
    }

    /// Adds the lines of a text without a label as everyday posts.
    pub fn add_background(&mut self, path: &Path) {
        let rest = self.texts.get(&name(path)).into_iter().flatten();
        self.posts.extend(
            rest.filter(|text| !text.trim().is_empty())
                .map(|text| everyday(text)),
        );
    }

    fn note(&mut self, file: &MaterialFile<'_>) {
        let digest = Sha256::of(file.bytes);
        self.files.insert(name(file.path), digest);
    }
}

fn parse(line: &str) -> Result<TrainingPost, serde_json::Error> {
    let line: Line = serde_json::from_str(line)?;
    Ok(TrainingPost {
        text: line.text,
        partisan: line.gold == Gold::Partisan,
        uncertain: line.uncertain,
        source: line.source,
        election: line.election,
        background: false,
    })
}

fn everyday(text: &str) -> TrainingPost {
    TrainingPost {
        text: text.to_owned(),
        partisan: false,
        uncertain: false,
        source: None,
        election: None,
        background: true,
    }
}

fn label(line: &str) -> Result<Label<'_>, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [file, line, code, election, digest] = fields[..] else {
        return Err("expected file, line, label, election and digest, parted by tabs".to_owned());
    };
    Ok(Label {
        file,
        line: line
            .parse()
            .map_err(|_| format!("“{line}” is no line number"))?,
        partisan: is_partisan(code)?,
        uncertain: code.ends_with('?'),
        election: (election != "-").then_some(election),
        digest,
    })
}

/// Takes the line out of its text, so that it is not background as well.
fn labelled(
    label: &Label<'_>,
    texts: &mut BTreeMap<String, Vec<String>>,
) -> Result<TrainingPost, String> {
    let file = label.file;
    let lines = texts
        .get_mut(file)
        .ok_or_else(|| format!("name the file {file} with --texts"))?;
    let text = label
        .line
        .checked_sub(1)
        .and_then(|index| lines.get_mut(index))
        .map(std::mem::take)
        .ok_or_else(|| format!("{file} has no line {}", label.line))?;
    if !is_digest_of(label.digest, &text) {
        return Err(format!(
            "line {} of {file} is not the one that was labelled",
            label.line
        ));
    }
    Ok(TrainingPost {
        partisan: label.partisan,
        uncertain: label.uncertain,
        election: label.election.map(str::to_owned),
        background: false,
        ..everyday(&text)
    })
}

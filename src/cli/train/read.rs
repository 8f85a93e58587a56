//! Labelled posts from files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::Command;
use crate::cli::Refused;
use crate::cli::scoring::Gold;
use crate::model::Sha256;

/// A post with its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Post {
    pub(super) text: String,
    pub(super) partisan: bool,
    pub(super) uncertain: bool,
    /// Where it was collected; `None` for texts and background.
    pub(super) source: Option<String>,
    pub(super) election: Option<String>,
    /// Everyday text that nobody labelled.
    pub(super) background: bool,
}

/// Everything to learn from, with the digests of the files.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) posts: Vec<Post>,
    pub(super) files: BTreeMap<String, Sha256>,
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

/// A digest with fewer digits could be that of another line.
const SHORTEST_DIGEST: usize = 8;

/// Reads all files of the command.
pub(super) fn material(command: &Command) -> Result<Material, Refused> {
    let mut material = Material::default();
    for path in &command.posts {
        let text = material.read(path)?;
        for (number, line) in (1_usize..).zip(text.lines()) {
            if !line.trim().is_empty() {
                let post = parse(line).map_err(|error| at(path, number, &error.to_string()))?;
                material.posts.push(post);
            }
        }
    }
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in command.texts.iter().chain(&command.background) {
        let text = material.read(path)?;
        let lines = text.split('\n').map(str::to_owned).collect();
        if texts.insert(name(path), lines).is_some() {
            let message = format!(
                "two texts are called {}; labels could not tell them apart",
                name(path)
            );
            return Err(Refused(message));
        }
    }
    if let Some(path) = &command.labels {
        let text = material.read(path)?;
        for (number, line) in (1_usize..).zip(text.lines()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let post = label(line)
                .and_then(|label| labelled(&label, &mut texts))
                .map_err(|message| at(path, number, &message))?;
            material.posts.push(post);
        }
    }
    for path in &command.background {
        let rest = texts.get(&name(path)).into_iter().flatten();
        material.posts.extend(
            rest.filter(|text| !text.trim().is_empty())
                .map(|text| everyday(text)),
        );
    }
    Ok(material)
}

impl Material {
    fn read(&mut self, path: &Path) -> Result<String, Refused> {
        let bytes = fs::read(path)
            .map_err(|error| Refused(format!("{} cannot be read: {error}", path.display())))?;
        self.files.insert(name(path), Sha256::of(&bytes));
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn at(path: &Path, line: usize, message: &str) -> Refused {
    Refused(format!("{}, line {line}: {message}", path.display()))
}

fn parse(line: &str) -> Result<Post, serde_json::Error> {
    let line: Line = serde_json::from_str(line)?;
    Ok(Post {
        text: line.text,
        partisan: line.gold == Gold::Partisan,
        uncertain: line.uncertain,
        source: line.source,
        election: line.election,
        background: false,
    })
}

fn everyday(text: &str) -> Post {
    Post {
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
    let partisan = match code.trim_end_matches('?') {
        "N" => false,
        "E" | "P" | "A" | "I" => true,
        other => {
            return Err(format!(
                "“{other}” is no label; use N, E, P, A or I, with ? if unsure"
            ));
        }
    };
    Ok(Label {
        file,
        line: line
            .parse()
            .map_err(|_| format!("“{line}” is no line number"))?,
        partisan,
        uncertain: code.ends_with('?'),
        election: (election != "-").then_some(election),
        digest,
    })
}

/// Takes the line out of its text, so that it is not background as well.
fn labelled(label: &Label<'_>, texts: &mut BTreeMap<String, Vec<String>>) -> Result<Post, String> {
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
    let short = label.digest.len() < SHORTEST_DIGEST;
    if short || !Sha256::of(&text).to_string().starts_with(label.digest) {
        return Err(format!(
            "line {} of {file} is not the one that was labelled",
            label.line
        ));
    }
    Ok(Post {
        partisan: label.partisan,
        uncertain: label.uncertain,
        election: label.election.map(str::to_owned),
        background: false,
        ..everyday(&text)
    })
}

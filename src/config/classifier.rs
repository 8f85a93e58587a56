//! The statistical model's file, `model/weights.tsv`: a name and a number a line, so that anybody
//! can read what the model goes by.
//!
//! The first lines are `bias` and `rules`; all others are features, sorted by name, which
//! `netra train` writes. Lines that begin with `#` are remarks.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::Path;

use super::Diagnostic;
use super::diagnostics::Severity;
use crate::model::{Classifier, Sha256};

/// Where the file lies in a configuration folder.
pub const FILE: &str = "model/weights.tsv";

/// No weight is farther from 0; one that is was not made by training.
const LARGEST: f64 = 100.0;

/// Reads the model of a configuration folder; `None` when there is none, and the rules decide.
pub fn load(folder: &Path) -> Result<Option<Classifier>, Vec<Diagnostic>> {
    let path = folder.join(FILE);
    let name = path.display().to_string();
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&name, &text).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![Diagnostic::unreadable(name, &error)]),
    }
}

/// Reads the file's text. `name` is for messages.
pub fn parse(name: &str, text: &str) -> Result<Classifier, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut classifier = Classifier {
        bias: f64::NAN,
        rules: f64::NAN,
        weights: Vec::new(),
        hash: Sha256::of(text.as_bytes()),
    };
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Err(message) = read_line(line, &mut classifier) {
            found.push(finding(name, number, message));
        }
    }
    found.extend(missing(name, &classifier));
    if found.is_empty() {
        Ok(classifier)
    } else {
        Err(found)
    }
}

fn read_line(line: &str, classifier: &mut Classifier) -> Result<(), String> {
    let (feature, weight) = line
        .split_once('\t')
        .ok_or_else(|| "expected a feature, a tab and a number".to_owned())?;
    let weight: f64 = weight
        .parse()
        .ok()
        .filter(|weight: &f64| weight.abs() <= LARGEST)
        .ok_or_else(|| format!("“{weight}” is not a number from -{LARGEST} to {LARGEST}"))?;
    match feature {
        "bias" => fill(feature, &mut classifier.bias, weight)?,
        "rules" if weight < 0.0 => {
            return Err("the factor of the rules must not be negative".to_owned());
        }
        "rules" => fill(feature, &mut classifier.rules, weight)?,
        _ => {
            let after = classifier.weights.last();
            if after.is_some_and(|(last, _)| **last >= *feature) {
                return Err(format!(
                    "the feature “{feature}” is out of order or twice there"
                ));
            }
            classifier.weights.push((feature.into(), weight));
        }
    }
    Ok(())
}

/// Sets what is not a number yet.
fn fill(line: &str, value: &mut f64, weight: f64) -> Result<(), String> {
    if !value.is_nan() {
        return Err(format!("the line “{line}” is twice there"));
    }
    *value = weight;
    Ok(())
}

fn missing(name: &str, classifier: &Classifier) -> Option<Diagnostic> {
    let line = if classifier.bias.is_nan() {
        "bias"
    } else if classifier.rules.is_nan() {
        "rules"
    } else {
        return None;
    };
    Some(finding(name, 0, format!("the line “{line}” is missing")))
}

fn finding(file: &str, line: usize, message: String) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        file: file.to_owned(),
        line,
        column: line.min(1),
        message,
        hint: Some("write it anew with `netra train`".to_owned()),
    }
}

/// The file's text for a model; the features must be sorted by name.
pub fn write(bias: f64, rules: f64, weights: &[(String, f64)]) -> String {
    let mut text = String::from("# Written by `netra train`; manifest.toml beside it tells how.\n");
    let mut line = |name: &str, weight: f64| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}\t{weight:.4}");
    };
    line("bias", bias);
    line("rules", rules);
    for (name, weight) in weights {
        line(name, *weight);
    }
    text
}

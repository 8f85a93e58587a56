//! A mistake for reading: the post, and under it what led to the score.

use std::io::{self, Write};

use crate::lab::eval::Mistake;
use crate::model::{Explanation, Language, Span, TextName};

/// Prints the post and the tree of its explanation, each part with its value and the words it
/// rests on.
pub(super) fn print(mistake: &Mistake, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let Mistake { gold, score, .. } = mistake;
    let (band, id) = (mistake.band.as_str(), &mistake.id);
    writeln!(out)?;
    writeln!(out, "{gold} {score:.3} {band}, id {id}{}", tags(mistake))?;
    writeln!(out, "  {}", one_line(&mistake.text))?;
    if !mistake.rules.is_empty() {
        writeln!(out, "  rules: {}", mistake.rules.join("; "))?;
    }
    part(&mistake.explanation, &mistake.text, 1, out)
}

fn tags(mistake: &Mistake) -> String {
    let uncertain = mistake.uncertain.then_some("uncertain");
    let tags = [
        mistake.gold_kind.as_deref(),
        mistake.stratum.as_deref(),
        Some(mistake.language.as_str()),
        uncertain,
    ];
    let tags = tags.into_iter().flatten().map(|tag| format!(", {tag}"));
    tags.collect()
}

fn part(
    explanation: &Explanation,
    text: &str,
    depth: usize,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let value = explanation.value;
    let label = explanation.label.text(Language::Indonesian);
    let words: String = explanation
        .spans
        .iter()
        .map(|span| quoted(text, *span))
        .collect();
    let indent = "  ".repeat(depth);
    writeln!(out, "{indent}{value:+.3} {label}{words}")?;
    for inner in &explanation.parts {
        part(inner, text, depth + 1, out)?;
    }
    Ok(())
}

fn quoted(text: &str, span: Span) -> String {
    let words = span.words(TextName::Post, text).map(one_line);
    words.map_or(String::new(), |words| format!(" «{words}»"))
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

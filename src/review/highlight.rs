//! Marks the places in the texts of a post that the reasons point to.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{Assessment, FurtherText, Span, TextName};

/// More marks than a person can tell apart; the rest is left out.
const MARK_LIMIT: usize = 200;

/// A stretch of text with the reasons that point to it, numbered from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The words.
    pub text: &'a str,
    /// Numbers of the signals.
    pub signals: Vec<usize>,
    /// Numbers of the counter-signals.
    pub counter: Vec<usize>,
}

impl Segment<'_> {
    /// Whether no reason points here.
    pub fn plain(&self) -> bool {
        self.signals.is_empty() && self.counter.is_empty()
    }
}

struct Mark {
    range: Range<usize>,
    number: usize,
    counter: bool,
}

/// Cuts a text of the post where reasons begin and end; the texts of the segments join to the
/// whole. Spans of other texts, and those that do not fit this one, are ignored.
pub fn segments<'a>(
    name: TextName,
    text: &'a str,
    assessment: Option<&Assessment>,
) -> Vec<Segment<'a>> {
    window(text, 0..text.len(), &marks(name, text, assessment))
}

/// A part of the post's own text of about `characters` characters, around its first signal, and whether
/// something was left out before and after it.
pub fn excerpt<'a>(
    text: &'a str,
    assessment: Option<&Assessment>,
    characters: usize,
) -> (Vec<Segment<'a>>, [bool; 2]) {
    let marks = marks(TextName::Post, text, assessment);
    let first = marks
        .iter()
        .filter(|mark| !mark.counter)
        .map(|mark| mark.range.start)
        .min()
        .unwrap_or(0);
    let start = step_back(text, first, characters / 4);
    let start = start + whole_word(&text[start..first], start > 0);
    let end = text[start..]
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(index, _)| {
            last_word(text, start, start + index)
        });
    let cut = [start > 0, end < text.len()];
    (window(text, start..end, &marks), cut)
}

/// Words that a reason points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quotation<'a> {
    /// The text they stand in.
    pub name: TextName,
    /// The words.
    pub words: &'a str,
}

/// The words that spans point to, each once a text, in the order of the spans. Spans that fit
/// none of the texts are ignored.
pub fn quotes<'a>(
    post: &'a str,
    further: &[FurtherText<'a>],
    spans: &[Span],
) -> Vec<Quotation<'a>> {
    let text_of = |name: TextName| match name {
        TextName::Post => Some(post),
        _ => Some(further.iter().find(|one| one.name == name)?.text),
    };
    let mut seen = BTreeSet::new();
    spans
        .iter()
        .take(MARK_LIMIT)
        .filter_map(|span| {
            let (name, text) = (span.text, text_of(span.text)?);
            let words = span.words(name, text)?;
            Some(Quotation { name, words })
        })
        .filter(|quotation| !quotation.words.trim().is_empty() && seen.insert(*quotation))
        .collect()
}

/// How much to skip so as not to begin inside a word, if anything was left out before.
fn whole_word(before: &str, cut: bool) -> usize {
    let blank = before.find(char::is_whitespace).filter(|_| cut);
    blank.map_or(0, |blank| before.len() - before[blank..].trim_start().len())
}

/// The end of the last whole word before `end`, unless that is most of the text away.
fn last_word(text: &str, start: usize, end: usize) -> usize {
    let words = text[start..end]
        .rfind(char::is_whitespace)
        .map_or(0, |blank| text[start..start + blank].trim_end().len());
    if words * 2 > end - start {
        start + words
    } else {
        end
    }
}

fn step_back(text: &str, from: usize, characters: usize) -> usize {
    if text[..from].chars().nth(characters).is_none() {
        return 0;
    }
    text[..from]
        .char_indices()
        .rev()
        .nth(characters.saturating_sub(1))
        .map_or(from, |(index, _)| index)
}

fn marks(name: TextName, text: &str, assessment: Option<&Assessment>) -> Vec<Mark> {
    let Some(assessment) = assessment else {
        return Vec::new();
    };
    let signals = assessment.signals.iter().map(|signal| &signal.spans);
    let counter = assessment.counter.iter().map(|counter| &counter.spans);
    let numbered = |counter: bool| {
        move |(index, spans): (usize, &Vec<Span>)| {
            spans
                .iter()
                .filter(|span| {
                    span.words(name, text)
                        .is_some_and(|words| !words.is_empty())
                })
                .map(|span| Mark {
                    range: span.range[0]..span.range[1],
                    number: index + 1,
                    counter,
                })
                .collect::<Vec<_>>()
        }
    };
    signals
        .enumerate()
        .flat_map(numbered(false))
        .chain(counter.enumerate().flat_map(numbered(true)))
        .take(MARK_LIMIT)
        .collect()
}

fn window<'a>(text: &'a str, range: Range<usize>, marks: &[Mark]) -> Vec<Segment<'a>> {
    let mut cuts: BTreeSet<usize> = marks
        .iter()
        .flat_map(|mark| [mark.range.start, mark.range.end])
        .filter(|cut| range.contains(cut))
        .collect();
    cuts.extend([range.start, range.end]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    cuts.windows(2)
        .filter_map(|pair| Some((text.get(pair[0]..pair[1])?, pair[0])))
        .map(|(words, start)| Segment {
            text: words,
            signals: covering(marks, start, false),
            counter: covering(marks, start, true),
        })
        .collect()
}

fn covering(marks: &[Mark], position: usize, counter: bool) -> Vec<usize> {
    let numbers: BTreeSet<usize> = marks
        .iter()
        .filter(|mark| mark.counter == counter && mark.range.contains(&position))
        .map(|mark| mark.number)
        .collect();
    numbers.into_iter().collect()
}

//! Marked stretches of text, as the template needs them.

use crate::review::highlight::Segment;

/// A stretch of text and how it is marked.
#[derive(Debug)]
pub(in crate::web) struct Marked {
    pub(in crate::web) text: String,
    /// Style class; empty for plain text.
    pub(in crate::web) class: &'static str,
    /// The reasons that point here: numbers for signals, letters for counter-signals.
    pub(in crate::web) labels: String,
}

/// Prepares segments for the template.
pub(in crate::web) fn marked(segments: &[Segment<'_>]) -> Vec<Marked> {
    segments
        .iter()
        .map(|segment| Marked {
            text: segment.text.to_owned(),
            class: class(segment),
            labels: labels(segment),
        })
        .collect()
}

fn class(segment: &Segment<'_>) -> &'static str {
    match (segment.signals.is_empty(), segment.counter.is_empty()) {
        (true, true) => "",
        (false, true) => "signal",
        (true, false) => "counter",
        (false, false) => "signal counter",
    }
}

fn labels(segment: &Segment<'_>) -> String {
    let numbers = segment.signals.iter().map(ToString::to_string);
    let letters = segment.counter.iter().map(|number| letter(*number));
    numbers.chain(letters).collect::<Vec<_>>().join(" ")
}

/// `a` for 1; after `z` come `a2`, `b2`, …
pub(super) fn letter(number: usize) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz"[index % 26]);
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

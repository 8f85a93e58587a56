//! The reasons for and against, and where the score comes from.

use super::facts::text_name;
use super::marks::letter;
use crate::db::post::{ItemAssessment, Revision};
use crate::model::{
    Assessment, CounterSignal, Explanation, FurtherText, Media, Sentence, Signal, Span, TimeZone,
};
use crate::review::codes;
use crate::review::highlight::quotes;
use crate::web::frame::Frame;
use crate::web::state::Catalogue;
use crate::web::text::Text;
use crate::web::{times, words};

/// Lines of the explanation that are shown.
const LINES: usize = 300;
/// Deepest indentation.
const DEPTH: usize = 6;

/// Everything about an assessment.
#[derive(Debug)]
pub(super) struct Reasons {
    pub(super) score: String,
    pub(super) language: String,
    pub(super) signals: Vec<ShownReason>,
    pub(super) counter: Vec<ShownReason>,
    pub(super) lines: Vec<ExplanationLine>,
    pub(super) assessed: String,
    pub(super) versions: Vec<(&'static str, String)>,
}

/// One reason.
#[derive(Debug)]
pub(super) struct ShownReason {
    pub(super) label: String,
    /// Kind of signal; empty for counter-signals.
    pub(super) kind: &'static str,
    pub(super) sentence: Told,
    pub(super) target: Option<String>,
    pub(super) quotes: Vec<Quote>,
    /// Code and text.
    pub(super) norms: Vec<(String, String)>,
    pub(super) rule: String,
    pub(super) weight: String,
}

/// Words of the post that a reason points to.
#[derive(Debug)]
pub(super) struct Quote {
    pub(super) words: String,
    /// Which text they stand in; empty for the post's own.
    pub(super) place: String,
}

/// The texts of a post, and the language they are spoken of in.
struct Quoting<'a> {
    post: &'a str,
    media: &'a [Media],
    further: Vec<FurtherText<'a>>,
    text: &'a Text,
}

impl<'a> Quoting<'a> {
    fn of(revision: Option<&'a Revision>, text: &'a Text) -> Self {
        let media = revision.map_or(&[][..], |revision| &revision.media);
        Self {
            post: revision.map_or("", |revision| revision.text.as_str()),
            media,
            further: FurtherText::alternatives(media.iter().map(|one| one.alt.as_deref())),
            text,
        }
    }

    fn quotes(&self, spans: &[Span]) -> Vec<Quote> {
        quotes(self.post, &self.further, spans)
            .into_iter()
            .map(|quotation| Quote {
                words: quotation.words.to_owned(),
                place: text_name(quotation.name, self.media, self.text),
            })
            .collect()
    }
}

/// A sentence as the reader is told it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) text: String,
    /// Code of the language it is in.
    pub(super) language: &'static str,
}

/// A line of the explanation.
#[derive(Debug)]
pub(super) struct ExplanationLine {
    pub(super) depth: usize,
    pub(super) label: Told,
    pub(super) value: String,
}

impl Told {
    fn new(sentence: &Sentence, frame: &Frame) -> Self {
        Self {
            text: sentence.text(frame.language),
            language: sentence.language(frame.language).code(),
        }
    }
}

impl Reasons {
    pub(super) fn of(
        assessment: &ItemAssessment,
        revision: Option<&Revision>,
        catalogue: &Catalogue,
        frame: &Frame,
    ) -> Self {
        let body = &assessment.body;
        let texts = Quoting::of(revision, frame.text);
        let mut lines = Vec::new();
        flatten(&body.explanation, 0, frame, &mut lines);
        Self {
            score: words::decimal(body.score, frame.language),
            language: body.language.clone(),
            signals: body
                .signals
                .iter()
                .enumerate()
                .map(|(index, signal)| reason(index, signal, &texts, catalogue, frame))
                .collect(),
            counter: against(body, &texts, frame),
            lines,
            assessed: times::full(assessment.made_at, TimeZone::Wib, frame.language),
            versions: versions(body, frame),
        }
    }
}

fn reason(
    index: usize,
    signal: &Signal,
    texts: &Quoting<'_>,
    catalogue: &Catalogue,
    frame: &Frame,
) -> ShownReason {
    let named = |id: &String| catalogue.targets.get(id).unwrap_or(id).clone();
    let norm = |code: &String| {
        let text = catalogue.norms.get(code).cloned().unwrap_or_default();
        (code.clone(), text)
    };
    ShownReason {
        label: (index + 1).to_string(),
        kind: words::code(codes::signal(signal.kind), frame.language),
        sentence: Told::new(&signal.reason, frame),
        target: signal.target.as_ref().map(named),
        quotes: texts.quotes(&signal.spans),
        norms: signal.norms.iter().map(norm).collect(),
        rule: signal.rule.clone(),
        weight: signed(signal.weight, frame),
    }
}

fn against(body: &Assessment, texts: &Quoting<'_>, frame: &Frame) -> Vec<ShownReason> {
    body.counter
        .iter()
        .enumerate()
        .map(|(index, counter)| ShownReason {
            label: letter(index + 1),
            kind: "",
            sentence: Told::new(&counter.reason, frame),
            target: None,
            quotes: texts.quotes(&counter.spans),
            norms: allowed(counter, frame),
            rule: counter.rule.clone(),
            weight: signed(counter.weight, frame),
        })
        .collect()
}

/// What civil servants are allowed, where the reason shows it, with its meaning.
fn allowed(counter: &CounterSignal, frame: &Frame) -> Vec<(String, String)> {
    let code = counter.reason.wording().allowance();
    let known = code.and_then(|code| codes::DISMISSED.iter().find(|one| one.code == code));
    let told = known.map(|known| {
        let meaning = words::code(*known, frame.language);
        (known.code.to_owned(), meaning.to_owned())
    });
    told.into_iter().collect()
}

fn signed(value: f64, frame: &Frame) -> String {
    let written = words::decimal(value, frame.language);
    if value < 0.0 {
        written.replacen('-', "\u{2212}", 1)
    } else {
        format!("+{written}")
    }
}

// The depth of a stored tree is bounded by the JSON reader (128).
fn flatten(node: &Explanation, depth: usize, frame: &Frame, lines: &mut Vec<ExplanationLine>) {
    if lines.len() >= LINES {
        return;
    }
    lines.push(ExplanationLine {
        depth: depth.min(DEPTH),
        label: Told::new(&node.label, frame),
        value: signed(node.value, frame),
    });
    for part in &node.parts {
        flatten(part, depth + 1, frame, lines);
    }
}

fn versions(body: &Assessment, frame: &Frame) -> Vec<(&'static str, String)> {
    let versions = &body.versions;
    let mut rows = vec![
        (frame.text.engine, versions.engine.clone()),
        (frame.text.contest_packs, versions.contests.to_string()),
        (frame.text.lexicon, versions.lexicon.to_string()),
    ];
    if let Some(model) = versions.model {
        rows.push((frame.text.model, model.to_string()));
    }
    rows
}

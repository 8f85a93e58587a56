//! What the scorer tells people, as data: which sentence, and the words in it.

mod stored;
mod wording;

use std::sync::Arc;

use super::Language;

pub use wording::Wording;

/// A sentence without a language: nothing is written out before somebody reads it. Cloning
/// shares the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    wording: Wording,
    words: Arc<[Box<str>]>,
}

impl Sentence {
    /// A sentence with words for its slots, in their order.
    pub fn new<'w>(wording: Wording, words: impl IntoIterator<Item = &'w str>) -> Self {
        Self {
            wording,
            words: words.into_iter().map(Box::from).collect(),
        }
    }

    /// A sentence without slots.
    pub fn plain(wording: Wording) -> Self {
        Self {
            wording,
            words: Arc::default(),
        }
    }

    /// A text that stays as it is in every language.
    pub fn as_written(text: &str) -> Self {
        Self::new(Wording::AsWritten, [text])
    }

    /// Which sentence.
    pub fn wording(&self) -> Wording {
        self.wording
    }

    /// The words for its slots.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    /// What a reader of the language reads. A slot without a word stays empty.
    pub fn text(&self, language: Language) -> String {
        let template = self.wording.template(language);
        let longest: usize = self.words().map(|word| word.len() + "“”, ".len()).sum();
        let mut text = String::with_capacity(template.len() + longest);
        let mut pieces = template.split('{');
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (slot, rest) = piece.split_once('}').unwrap_or((piece, ""));
            self.fill(slot, &mut text);
            text.push_str(rest);
        }
        text
    }

    /// The language that [`Self::text`] answers in: what older versions stored as they wrote it
    /// is Indonesian.
    pub fn language(&self, wanted: Language) -> Language {
        match self.wording {
            Wording::AsWritten => Language::Indonesian,
            _ => wanted,
        }
    }

    fn fill(&self, slot: &str, text: &mut String) {
        let (first, many) = match slot.strip_suffix("..") {
            Some(first) => (first, true),
            None => (slot, false),
        };
        let words = first.parse().ok().and_then(|first| self.words.get(first..));
        match words.unwrap_or_default() {
            [] => {}
            listed if many => list(listed, text),
            [word, ..] => text.push_str(word),
        }
    }
}

fn list(words: &[Box<str>], text: &mut String) {
    for (number, word) in words.iter().enumerate() {
        text.push_str(if number == 0 { "“" } else { "”, “" });
        text.push_str(word);
    }
    text.push('”');
}

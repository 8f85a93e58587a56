//! A form as the scorer sees it.

use crate::text::{Sigil, Tokens, fold, tokens};

/// A form, folded and cut into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    list: Vec<String>,
    crossing: Crossing,
    linked: bool,
}

/// What lies between the first and the last word of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Crossing {
    /// They stand in one clause.
    None,
    /// Something that ends a clause.
    Clause,
    /// Something that ends a sentence.
    Sentence,
}

impl Form {
    /// Folds and cuts what an author wrote.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let cut = tokens(folded.text());
        let words = cut.list.iter();
        Self {
            list: words
                .map(|token| folded.text()[token.start..token.end].to_owned())
                .collect(),
            crossing: crossing(&cut),
            linked: cut.list.iter().any(|token| token.sigil == Sigil::Link),
        }
    }

    /// The words with a space between them: how forms are compared.
    pub fn words(&self) -> String {
        self.list.join(" ")
    }

    /// The words without anything between them: how they stand in a hashtag.
    pub fn joined(&self) -> String {
        self.list.concat()
    }

    /// Whether folding leaves nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each word.
    pub fn list(&self) -> &[String] {
        &self.list
    }

    /// Whether a link is among the words; links are never matched.
    pub(super) fn is_linked(&self) -> bool {
        self.linked
    }

    /// What lies between its words as written.
    pub(super) fn crossing(&self) -> Crossing {
        self.crossing
    }

    /// What lies between its words when the signs are left out: a conjunction opens a clause.
    pub(super) fn crossing_of_words(&self) -> Crossing {
        crossing(&tokens(&self.words()))
    }

    /// All runs of words in it, as [`Form::words`]; the whole form is one of them.
    pub(super) fn runs(&self) -> impl Iterator<Item = String> + '_ {
        let count = self.list.len();
        (0..count).flat_map(move |first| {
            (first..count).map(move |last| self.list[first..=last].join(" "))
        })
    }
}

fn crossing(cut: &Tokens) -> Crossing {
    match (cut.list.first(), cut.list.last()) {
        (Some(first), Some(last)) if first.sentence != last.sentence => Crossing::Sentence,
        (Some(first), Some(last)) if first.clause != last.clause => Crossing::Clause,
        _ => Crossing::None,
    }
}

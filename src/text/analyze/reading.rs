//! From tokens to terms, in the order of the text: what a word means may depend on its neighbour.

use super::known::{LentWords, StandardView};
use super::lists::{NumberWord, is_number, without_zeros};
use super::tokens::{IndexToken, TokenKind, parts};
use super::{Analyzer, List};
use crate::model::ByteRange;
use crate::text::Folded;

/// Reads the tokens of one text.
pub(super) struct TermReader<'a, Take> {
    analyzer: &'a Analyzer,
    known: LentWords<'a>,
    take: Take,
    original: &'a str,
    folded: &'a Folded,
    /// A word that means something else in front of some: *no* and *urut* before a number, *dua*
    /// before what is counted.
    pending: Option<(&'a str, ByteRange)>,
    /// Whether the words right before say that a number follows.
    leads: bool,
    /// Where the last word ended, and its only stem if a hyphen follows, to tell when it is said
    /// twice.
    last: (usize, String),
}

/// What follows a word that waits.
#[derive(Clone, Copy)]
enum Follower {
    Number,
    Counted,
    Other,
}

impl<'a, Take: FnMut(List, &str, ByteRange)> TermReader<'a, Take> {
    pub(super) fn new(
        analyzer: &'a Analyzer,
        original: &'a str,
        folded: &'a Folded,
        take: Take,
    ) -> Self {
        Self {
            analyzer,
            known: analyzer.known.lend(),
            take,
            original,
            folded,
            pending: None,
            leads: false,
            last: (usize::MAX, String::new()),
        }
    }

    pub(super) fn token(&mut self, token: &IndexToken<'_>) {
        let IndexToken { text, span, .. } = *token;
        (self.take)(List::Exact, text, span);
        match token.kind {
            TokenKind::Word => self.word(text, span),
            TokenKind::Hashtag => self.hashtag(token),
            TokenKind::Handle => {
                self.other();
                let host = text[1..].find('@').map_or(text.len(), |at| at + 1);
                (self.take)(List::Stems, &text[..host], span);
                if host < text.len() {
                    (self.take)(List::Tags, text, span);
                }
            }
            TokenKind::Link => {
                self.other();
                let parts = text.split(|c: char| !c.is_alphanumeric());
                for part in parts.filter(|part| !part.is_empty()) {
                    self.stems(part, span);
                }
            }
            TokenKind::Emoji => {
                self.other();
                (self.take)(List::Stems, text, span);
            }
        }
    }

    /// After the last token.
    pub(super) fn finish(mut self) {
        self.other();
    }

    /// What is no word follows, so no number does.
    fn other(&mut self) {
        self.settle(Follower::Other);
        self.leads = false;
        self.last.0 = usize::MAX;
    }

    /// What a word that waited is, once it is known what follows.
    fn settle(&mut self, next: Follower) {
        let Some((word, span)) = self.pending.take() else {
            return;
        };
        match (self.analyzer.numbers.get(word), next) {
            (Some(NumberWord::Short(long)), Follower::Number) => {
                (self.take)(List::Stems, long, span);
                self.leads = true;
            }
            (Some(NumberWord::Filler), Follower::Number) => {
                (self.take)(
                    List::Stems,
                    self.analyzer.numbers.lead().unwrap_or(word),
                    span,
                );
                (self.take)(List::Tags, word, span);
                self.leads = true;
            }
            (Some(NumberWord::Digits(digits)), Follower::Counted) => {
                self.digits(digits, word, span);
            }
            _ => {
                self.stems(word, span);
                self.leads = false;
            }
        }
    }

    /// A number in words as its digits.
    fn digits(&mut self, digits: &str, word: &str, span: ByteRange) {
        (self.take)(List::Stems, digits, span);
        (self.take)(List::Tags, word, span);
        self.leads = false;
        self.said(digits, span);
    }

    fn hashtag(&mut self, token: &IndexToken<'_>) {
        self.other();
        let mut pieces = 0;
        let lettered = |part: &&(&str, ByteRange)| part.0.starts_with(char::is_alphabetic);
        // Capitals and underscores show the words better than the dictionary.
        let parts = parts(token, self.original, self.folded);
        let joined = parts.iter().filter(lettered).count() == 1;
        for (part, span) in &parts {
            let segments = if joined {
                self.analyzer.segments(part)
            } else {
                Vec::new()
            };
            pieces += segments.len().max(1);
            if segments.is_empty() {
                self.word(part, *span);
            }
            for segment in segments {
                self.word(segment, *span);
            }
        }
        self.other();
        if pieces > 1 {
            let whole = token.text[1..].replace('_', "");
            (self.take)(List::Tags, &whole, token.span);
        }
        (self.take)(List::Tags, token.text, token.span);
    }

    fn word(&mut self, text: &str, span: ByteRange) {
        if text.as_bytes()[0].is_ascii_digit() && is_number(text) {
            self.settle(Follower::Number);
            (self.take)(List::Stems, without_zeros(text), span);
            self.leads = false;
            self.said(text, span);
        } else if self.pending.is_some() || !self.plain(text, span) {
            self.beside_number(text, span);
        }
    }

    /// A word that may say something beside a number, or follows one that may.
    fn beside_number(&mut self, text: &str, span: ByteRange) {
        let analyzer = self.analyzer;
        match analyzer.numbers.get(text) {
            None => {
                let known = self.known.standard(text, || analyzer.meaning(text));
                let next = if known.counted {
                    Follower::Counted
                } else {
                    Follower::Other
                };
                self.settle(next);
                self.stems(text, span);
            }
            Some(NumberWord::Short(_)) => {
                self.settle(Follower::Other);
                self.wait(text, span);
            }
            Some(NumberWord::Filler) => {
                self.settle(Follower::Number);
                if self.leads {
                    (self.take)(List::Tags, text, span);
                    self.last.0 = usize::MAX;
                } else {
                    self.wait(text, span);
                }
            }
            Some(NumberWord::Digits(digits)) => {
                self.settle(Follower::Number);
                if self.leads {
                    self.digits(digits, text, span);
                } else {
                    self.wait(text, span);
                }
            }
        }
    }

    /// Leaves open what a word is until the next one shows it.
    fn wait(&mut self, text: &str, span: ByteRange) {
        let known = self.analyzer.numbers.key(text);
        self.pending = known.map(|word| (word, span));
    }

    /// Hands on the stems of a word that says nothing about numbers, or leaves it alone.
    fn plain(&mut self, word: &str, span: ByteRange) -> bool {
        self.stems_if(word, span, |standard| !standard.numeric)
    }

    fn stems(&mut self, word: &str, span: ByteRange) {
        self.stems_if(word, span, |_| true);
    }

    /// The stems of a word, unless it only says the one before the hyphen again (*teman-teman*), or
    /// leans on it (*Banu-nya*).
    fn stems_if(
        &mut self,
        word: &str,
        span: ByteRange,
        wanted: impl FnOnce(StandardView<'_>) -> bool,
    ) -> bool {
        let Self {
            analyzer,
            known,
            take,
            last,
            leads,
            original,
            ..
        } = self;
        let standard = known.standard(word, || analyzer.meaning(word));
        if !wanted(standard) {
            return false;
        }
        let only = if standard.several { "" } else { standard.stems };
        let doubled = last.0 != usize::MAX && last.0 + 1 == span[0] && is_hyphen(original, last.0);
        if doubled && !only.is_empty() && only == last.1 {
            return true;
        }
        if standard.functional && leans(original, span[0]) {
            return true;
        }
        *leads = standard.leads;
        last.0 = usize::MAX;
        if is_hyphen(original, span[1]) {
            last.0 = span[1];
            last.1.clear();
            last.1.push_str(only);
        }
        if standard.several {
            for stem in standard.stems.split(' ') {
                take(List::Stems, stem, span);
            }
        } else if !only.is_empty() {
            take(List::Stems, only, span);
        }
        true
    }

    fn said(&mut self, text: &str, span: ByteRange) {
        self.last.0 = span[1];
        self.last.1.clear();
        self.last.1.push_str(text);
    }
}

/// Whether a hyphen ties what begins at a place to a word before it.
fn leans(text: &str, at: usize) -> bool {
    let before = text.as_bytes()[..at].strip_suffix(b"-");
    let last = before.and_then(|bytes| bytes.last());
    last.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

fn is_hyphen(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'-')
}

//! Passages: what of a post is read together.
//!
//! Nearly all posts are one passage. A longer one is read passage by passage, each as if it were a
//! post, and scores what its strongest passage scores: whatever stands elsewhere in the post
//! neither hides a passage nor adds to it. So the work is in proportion to the length, no part of
//! a post is passed over, and a long text that takes no side does not come to a score by being long.

use std::collections::HashSet;
use std::ops::Range;

use crate::model::{FurtherText, PostKind, Subject, TextName};
use crate::text::tokens::{Token, Tokens};
use crate::text::{Folded, fold, tokens};

/// So many words and signs are read together: twice as many as the longest of 38,000 posts of text
/// platforms has, a long caption.
const LONGEST: usize = 2 * STEP + 2 * SLACK;
/// Of a long text passages begin about so many words apart and are twice as long: whatever has no
/// more words than this stands whole in one of them.
const STEP: usize = 96;
/// So many words more on either side are taken to begin and end with a sentence.
const SLACK: usize = 32;

/// A stretch of a text of a post.
#[derive(Debug, Clone, Copy)]
pub(super) struct PassagePiece<'a> {
    /// Which text.
    pub(super) name: TextName,
    /// Where in that text it begins.
    pub(super) start: usize,
    /// The words.
    pub(super) text: &'a str,
}

/// Pieces that are read together, each by itself, of no text two.
pub(super) type Passage<'a> = Vec<PassagePiece<'a>>;

/// All texts of a post as one passage, however long they are.
pub(super) fn whole_post<'a>(subject: &Subject<'a>) -> Passage<'a> {
    let own = PassagePiece::of(TextName::Post, subject.text);
    let mut pieces = vec![own];
    // Most posts have no other texts.
    let mut known = None;
    for further in posted_texts(subject) {
        let known = known.get_or_insert_with(|| KnownTexts::of(&own));
        let piece = PassagePiece::of(further.name, further.text);
        if known.add(&piece) {
            pieces.push(piece);
        }
    }
    pieces
}

/// The passages of a post.
pub(super) fn passages<'a>(subject: &Subject<'a>) -> Vec<Passage<'a>> {
    let whole = whole_post(subject);
    let signs: usize = whole.iter().map(|piece| most_words(piece.text)).sum();
    if signs <= LONGEST {
        return vec![whole];
    }
    let mut packer = Packer::default();
    for piece in &whole {
        packer.add_text(piece);
    }
    packer.finish()
}

/// No fewer than the words and signs of a text, nearly always, told without reading it.
fn most_words(text: &str) -> usize {
    let between = text.bytes().filter(|byte| !byte.is_ascii_alphanumeric());
    between.count() + 1
}

impl<'a> PassagePiece<'a> {
    /// The post's own words where there are none.
    pub(super) const NOTHING: Self = Self {
        name: TextName::Post,
        start: 0,
        text: "",
    };

    fn of(name: TextName, text: &'a str) -> Self {
        let start = 0;
        Self { name, start, text }
    }
}

/// What the author posted besides the post's own words. Of a post passed on he wrote none of the
/// alternative texts, and what he quotes is context: neither is his.
fn posted_texts<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = &'s FurtherText<'a>> {
    let own = subject.kind != PostKind::Share;
    subject
        .further
        .iter()
        .filter(move |further| own && further.name.is_posted())
        .filter(|further| !further.text.trim().is_empty())
}

/// What the texts that were read are called, and what they say: what is said twice, as by programs
/// that copy the post into the alternative text, is said once.
#[derive(Debug)]
struct KnownTexts {
    names: HashSet<TextName>,
    words: HashSet<String>,
}

impl KnownTexts {
    fn of(first: &PassagePiece<'_>) -> Self {
        Self {
            names: HashSet::from([first.name]),
            words: HashSet::from([fold(first.text).text().to_owned()]),
        }
    }

    /// Whether neither the name nor the words were known.
    fn add(&mut self, piece: &PassagePiece<'_>) -> bool {
        let words = fold(piece.text).text().to_owned();
        if self.names.contains(&piece.name) || self.words.contains(&words) {
            return false;
        }
        self.names.insert(piece.name);
        self.words.insert(words)
    }
}

/// Puts texts into passages: short ones together, as long as there is room, long ones apart.
#[derive(Debug, Default)]
struct Packer<'a> {
    done: Vec<Passage<'a>>,
    open: Passage<'a>,
    words: usize,
}

impl<'a> Packer<'a> {
    fn add_text(&mut self, piece: &PassagePiece<'a>) {
        let folded = fold(piece.text);
        let cut = tokens(folded.text());
        let words = cut.list.len();
        if words == 0 && piece.name != TextName::Post {
            return;
        }
        if self.words + words > LONGEST {
            self.close();
        }
        if words <= LONGEST {
            self.open.push(*piece);
            self.words += words;
            return;
        }
        let text = LongText {
            whole: *piece,
            folded: &folded,
            cut: &cut,
        };
        let passages = text.passages().map(|piece| vec![piece]);
        self.done.extend(passages);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
        self.words = 0;
    }

    fn finish(mut self) -> Vec<Passage<'a>> {
        self.close();
        self.done
    }
}

/// A text that is too long to be read at once, with its words.
struct LongText<'s, 'a> {
    whole: PassagePiece<'a>,
    folded: &'s Folded,
    cut: &'s Tokens,
}

impl<'a> LongText<'_, 'a> {
    fn passages(&self) -> impl Iterator<Item = PassagePiece<'a>> {
        let count = self.list().len().div_ceil(STEP).saturating_sub(1);
        (0..count).map(|number| {
            let about = number * STEP;
            self.piece(self.begin(about)..self.end(about + 2 * STEP))
        })
    }

    fn list(&self) -> &[Token] {
        &self.cut.list
    }

    /// Where a passage begins that is to begin about there: with a sentence, if one begins near.
    fn begin(&self, about: usize) -> usize {
        let near = about.saturating_sub(SLACK)..=about;
        let mut near = near.rev();
        near.find(|first| self.parts(*first)).unwrap_or(about)
    }

    fn end(&self, about: usize) -> usize {
        let all = self.list().len();
        let mut near = about.min(all)..=(about + SLACK).min(all);
        near.find(|end| self.parts(*end)).unwrap_or(about.min(all))
    }

    /// Whether a sentence ends before a word, outside of quotations: what is quoted is to be seen
    /// as quoted.
    fn parts(&self, word: usize) -> bool {
        let [Some(before), Some(behind)] =
            [word.checked_sub(1), Some(word)].map(|at| at.and_then(|at| self.list().get(at)))
        else {
            return true;
        };
        before.sentence != behind.sentence && !(before.quoted && behind.quoted)
    }

    /// Some of the words, with the signs that stand close to them.
    fn piece(&self, words: Range<usize>) -> PassagePiece<'a> {
        let (before, behind) = (self.gap(words.start), self.gap(words.end));
        let close = |gap: &Range<usize>| self.folded.text().get(gap.clone()).unwrap_or_default();
        let start = match close(&before).rfind(char::is_whitespace) {
            // The blank goes along, so that its length need not be known.
            Some(blank) => before.start + blank,
            None => before.start,
        };
        let end = close(&behind).find(char::is_whitespace);
        let end = end.map_or(behind.end, |blank| behind.start + blank);
        let [start, end] = [start, end].map(|at| self.source(at));
        PassagePiece {
            start,
            text: self.whole.text.get(start..end).unwrap_or_default(),
            ..self.whole
        }
    }

    /// A place of the folded text in the original.
    fn source(&self, at: usize) -> usize {
        if at < self.folded.text().len() {
            self.folded.source(at..at)[0]
        } else {
            self.whole.text.len()
        }
    }

    /// What stands before a word and behind the one before it, in the folded text.
    fn gap(&self, word: usize) -> Range<usize> {
        let before = word
            .checked_sub(1)
            .and_then(|before| self.list().get(before));
        let start = before.map_or(0, |before| before.end);
        let behind = self.list().get(word);
        start..behind.map_or(self.folded.text().len(), |behind| behind.start)
    }
}

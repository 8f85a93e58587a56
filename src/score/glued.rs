//! Words of the scorer run together, in hashtags and elsewhere (`#pilihbanuya`, `coblosBANU`).

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Contest, CueKind, EntryKind, Lexicon};
use crate::text::fold;
use crate::text::tokens::tokens;

use super::number::{announces, counts};

/// What words that are run together consist of.
#[derive(Debug, Default)]
pub(super) struct GluedWords {
    /// All words, names and not.
    words: Option<AhoCorasick>,
    sorts: Vec<Sort>,
    /// Those of which one has to be there.
    leading: Option<AhoCorasick>,
}

/// What a word is to the others that it is run together with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sort {
    /// Part of the name of a contestant.
    names: bool,
    /// About voting by itself.
    calls: bool,
    /// Announces a number, or is one.
    counts: bool,
}

/// A word in its place.
#[derive(Debug, Clone)]
struct Piece {
    range: Range<usize>,
    sort: Sort,
}

/// Shorter words stand in too many others.
const SHORTEST_NAME: usize = 4;
const SHORTEST_CALL: usize = 4;
const SHORTEST: usize = 2;
/// Words that are neither, and shorter, say nothing about a name that they are run together with.
const SHORTEST_BESIDE: usize = 4;

impl GluedWords {
    pub(super) fn new(contests: &[Contest], lexicon: &Lexicon) -> Self {
        let mut sorts: BTreeMap<String, Sort> = BTreeMap::new();
        for cue in &lexicon.cues {
            for form in cue.forms.iter().map(|form| words(form)) {
                let alone = form.len() == 1 && speaks(cue.kind);
                for word in form {
                    let calls = alone && word.len() >= SHORTEST_CALL;
                    sorts.entry(word).or_default().calls |= calls;
                }
            }
        }
        let contestants = contests.iter().flat_map(|pack| &pack.contestants);
        for entry in contestants.flat_map(|one| &one.entries) {
            let form = words(&entry.form);
            let whole = form.len() == 1 || entry.kind != EntryKind::Party;
            for word in form {
                let names = names(entry.kind) && whole && word.len() >= SHORTEST_NAME;
                sorts.entry(word).or_default().names |= names;
            }
        }
        Self::of_words(sorts)
    }

    fn of_words(mut sorts: BTreeMap<String, Sort>) -> Self {
        sorts.retain(|word, _| word.len() >= SHORTEST && word.chars().all(char::is_alphabetic));
        for (word, sort) in &mut sorts {
            sort.counts = announces(word).is_some() || counts(word);
        }
        let leading = sorts.iter().filter(|(_, sort)| sort.names || sort.calls);
        let leading: Vec<&String> = leading.map(|(word, _)| word).collect();
        Self {
            leading: AhoCorasick::new(leading).ok(),
            words: AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(sorts.keys())
                .ok(),
            sorts: sorts.into_values().collect(),
        }
    }

    /// Whether a word holds another with which others may be run together.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        self.leading
            .as_ref()
            .is_some_and(|words| words.is_match(word))
    }

    /// The words of which a text without blanks consists between two of its edges, which are
    /// places where one ends to the eye. Names are preferred, and long words. Linear in the text.
    pub(super) fn pieces(&self, text: &str, edges: &[usize]) -> Vec<Range<usize>> {
        let is_edge = |at: usize| edges.binary_search(&at).is_ok();
        let chained = self.chained(text, is_edge);
        let chosen = best(&chained, text.len());
        let mut runs = chosen.chunk_by(|one, next| one.range.end == next.range.start);
        let mut kept = Vec::new();
        for run in &mut runs {
            if holds(run, text, is_edge) {
                kept.extend(run.iter().map(|piece| piece.range.clone()));
            }
        }
        kept
    }

    /// Words that lie in a row of words from an edge to an edge.
    fn chained(&self, text: &str, is_edge: impl Fn(usize) -> bool) -> Vec<Piece> {
        let Some(words) = &self.words else {
            return Vec::new();
        };
        let found = words.find_overlapping_iter(text).map(|found| Piece {
            range: found.range(),
            sort: self.sorts[found.pattern().as_usize()],
        });
        let mut found: Vec<Piece> = found.collect();
        let (mut left, mut right) = (vec![false; text.len() + 1], vec![false; text.len() + 1]);
        found.sort_by_key(|piece| piece.range.start);
        for Range { start, end } in found.iter().map(|piece| piece.range.clone()) {
            left[end] |= left[start] || is_edge(start);
        }
        found.sort_by_key(|piece| piece.range.end);
        for Range { start, end } in found.iter().rev().map(|piece| piece.range.clone()) {
            right[start] |= right[end] || is_edge(end);
        }
        found.retain(|Piece { range, .. }| {
            (left[range.start] || is_edge(range.start)) && (right[range.end] || is_edge(range.end))
        });
        found
    }
}

/// Of words that overlap those that say most.
fn best(found: &[Piece], length: usize) -> Vec<Piece> {
    // What is worth most from each place on, with the word that begins there.
    let mut worth: Vec<(usize, Option<usize>)> = vec![(0, None); length + 1];
    let mut by_start: Vec<usize> = (0..found.len()).collect();
    by_start.sort_by_key(|index| found[*index].range.start);
    for at in (0..length).rev() {
        worth[at] = (worth[at + 1].0, None);
        while let Some(index) = by_start.pop_if(|index| found[*index].range.start == at) {
            let piece = &found[index];
            let total = value(piece) + worth[piece.range.end].0;
            if total > worth[at].0 {
                worth[at] = (total, Some(index));
            }
        }
    }
    let mut chosen = Vec::new();
    let mut at = 0;
    while at < length {
        match worth[at].1 {
            Some(index) => {
                at = found[index].range.end;
                chosen.push(found[index].clone());
            }
            None => at += 1,
        }
    }
    chosen
}

/// More for a long word than for two short ones.
fn value(piece: &Piece) -> usize {
    let length = piece.range.len();
    let names = usize::from(piece.sort.names) * 2 * length;
    4 * length - 3 + names
}

/// Whether a row of words says something that its letters alone do not: a name that stands out,
/// or beside words that say who is meant; or a call with a number.
fn holds(run: &[Piece], text: &str, is_edge: impl Fn(usize) -> bool) -> bool {
    let calls = run.iter().any(|piece| piece.sort.calls);
    let alone = |piece: &Piece| is_edge(piece.range.start) && is_edge(piece.range.end);
    let long = |piece: &Piece| piece.sort.names || piece.range.len() >= SHORTEST_BESIDE;
    let names = || run.iter().filter(|piece| piece.sort.names);
    let is_named = names().next().is_some();
    let apart = names().any(alone);
    let whole = run.len() > 1 && (calls || run.iter().all(long));
    let end = run.last().map_or(0, |piece| piece.range.end);
    let digit = text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
    let counted = digit || run.iter().any(|piece| piece.sort.counts);
    (is_named && (apart || whole)) || (calls && (run.len() == 1 || counted))
}

fn words(form: &str) -> Vec<String> {
    let folded = fold(form);
    let text = folded.text();
    let list = tokens(text).list;
    list.iter()
        .map(|token| text[token.start..token.end].to_owned())
        .collect()
}

fn speaks(kind: CueKind) -> bool {
    use CueKind::{Call, Continue, Oppose, Possessive, Support, Win};
    matches!(kind, Call | Continue | Oppose | Possessive | Support | Win)
}

fn names(kind: EntryKind) -> bool {
    use EntryKind::{Hashtag, Mocking, Name, Nickname, Pair, Party, ShortName};
    matches!(
        kind,
        Hashtag | Mocking | Name | Nickname | Pair | Party | ShortName
    )
}

//! Digits and signs used as letters, and letters held down.

use std::ops::Range;

use super::{View, Writer, chunks};
use crate::text::Folded;

fn leet(letter: char) -> Option<char> {
    Some(match letter {
        '4' | '@' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// Digits and signs used as letters, and letters held down or doubled at the end (`c0bl0sss`,
/// `menangg`). Only inside words with two letters or more, or one where several words are so
/// written; numbers, handles, tags and links stay. `None` when nothing changes.
pub fn unleet(folded: &Folded) -> Option<View> {
    unleet_known(folded, |_| false)
}

/// As [`unleet`], and where a sign may be one of several letters, or none, the word that is known
/// is read (`pra8owo`, `p|lih`, `(oblos`).
pub fn unleet_known(folded: &Folded, known: impl Fn(&str) -> bool) -> Option<View> {
    let text = folded.text();
    if !suspicious(text.as_bytes()) && !has_doubtful(text.as_bytes()) {
        return None;
    }
    let mut writer = Writer::default();
    let mut done = 0;
    let plain = disguises(text);
    let mut plain = plain.iter().peekable();
    for chunk in chunks(text) {
        let default = plain.next_if_eq(&&chunk).is_some();
        let guess = guessed(&text[chunk.clone()], &known);
        if guess.is_none() && !default {
            continue;
        }
        writer.run(text, done..chunk.start);
        done = chunk.end;
        if let Some(guess) = guess {
            write_guess(&mut writer, text, chunk, &guess);
        } else {
            let squeezed = is_squeezed(&text[chunk.clone()], &known);
            write_plain(&mut writer, text, chunk, squeezed);
        }
    }
    (done > 0).then(|| {
        writer.run(text, done..text.len());
        writer.finish()
    })
}

/// A word letter by letter, each for a byte of the chunk; what the chunk has before and behind
/// stays out.
struct Guess {
    word: String,
    skipped: usize,
}

fn write_guess(writer: &mut Writer, text: &str, chunk: Range<usize>, guess: &Guess) {
    let start = chunk.start + guess.skipped;
    let end = start + guess.word.len();
    writer.run(text, chunk.start..start);
    for (letter, at) in guess.word.chars().zip(start..) {
        writer.atom(letter, at..at + 1);
    }
    writer.run(text, end..chunk.end);
}

/// The shortest and the longest word that is guessed.
const GUESSED: Range<usize> = 4..25;

/// So many readings of a word are tried.
const MOST_READINGS: usize = 64;

/// The known word that a chunk spells with signs that may stand for a letter.
fn guessed(chunk: &str, known: impl Fn(&str) -> bool) -> Option<Guess> {
    let doubtful = chunk
        .bytes()
        .any(|byte| readings(byte).len() > 1 || is_rare(byte));
    let letters = chunk.bytes().filter(u8::is_ascii_alphabetic).count();
    if !doubtful || !chunk.is_ascii() || letters < 2 || chunk.starts_with(['@', '#']) {
        return None;
    }
    let core = chunk.trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
    let opened = chunk.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
    let closed = core.len() + 1;
    let skipped = chunk.find(core)?;
    let ending = chunk
        .get(skipped..skipped + closed)
        .filter(|word| word.ends_with(['!', '|']));
    // With a sign before or behind it only where no bracket is closed and no cry ends.
    let opened = Some(opened).filter(|word| word.len() > core.len() && !chunk.contains(')'));
    let ending = ending.filter(|_| core.bytes().any(|byte| !byte.is_ascii_alphabetic()));
    let tried = [Some(core), opened, ending];
    tried.into_iter().flatten().find_map(|written| {
        let word = reading(written, &known)?;
        let skipped = chunk.find(written)?;
        Some(Guess { word, skipped })
    })
}

/// The first reading of a word that is known.
fn reading(written: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let all: Vec<&[u8]> = written
        .as_bytes()
        .iter()
        .map(|byte| readings(*byte))
        .collect();
    let mut count = all.iter().map(|letters| letters.len().max(1));
    let count = count.try_fold(1, |all: usize, one| {
        Some(all * one).filter(|all| *all <= MOST_READINGS)
    })?;
    let disguised = written
        .bytes()
        .zip(&all)
        .any(|(byte, letters)| !letters.is_empty() && byte != letters[0]);
    if !GUESSED.contains(&written.len()) || !disguised {
        return None;
    }
    let word = |number: usize| {
        let mut rest = number;
        let letters = written
            .bytes()
            .zip(&all)
            .map(|(byte, letters)| match letters {
                [] => char::from(byte),
                letters => {
                    let letter = letters[rest % letters.len()];
                    rest /= letters.len();
                    char::from(letter)
                }
            });
        letters.collect::<String>()
    };
    (0..count).map(word).find(|word| known(word))
}

/// The letters that a sign may stand for; none for one that stands for itself.
fn readings(sign: u8) -> &'static [u8] {
    match sign {
        b'4' | b'@' => b"a",
        b'3' => b"e",
        b'1' | b'!' | b'|' => b"il",
        b'0' => b"o",
        b'5' | b'$' => b"s",
        b'7' | b'+' => b"t",
        b'9' => b"g",
        b'8' => b"b",
        b'6' => b"bg",
        b'2' => b"z",
        b'(' => b"c",
        // Any vowel may stand behind it.
        b'*' => b"aiueo",
        _ => b"",
    }
}

/// A sign that is a letter only in words that are known.
fn is_rare(sign: u8) -> bool {
    matches!(sign, b'+' | b'9' | b'8' | b'(' | b'*')
}

/// Whether a sign that is doubtful stands before a letter, or a digit that is behind one.
fn has_doubtful(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| {
        let [left, right] = [pair[0], pair[1]];
        let doubtful = |sign: u8| readings(sign).len() > 1 || is_rare(sign);
        (right.is_ascii_alphabetic() && doubtful(left))
            || (left.is_ascii_alphabetic() && doubtful(right) && right.is_ascii_digit())
    })
}

/// Whether anything at all looks like a disguise: asked before any word is looked at, because
/// nearly all posts have none.
fn suspicious(bytes: &[u8]) -> bool {
    let doubled = || bytes.windows(2).any(|pair| pair[0] == pair[1]);
    in_digits(bytes) || (doubled() && (held_down(bytes) || ends_doubled(bytes)))
}

/// Whether a word of four letters or more ends in the same letter twice (`menangg`), as no
/// Indonesian word does.
fn ends_doubled(bytes: &[u8]) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let ends = |last: usize| {
        bytes[last] == bytes[last - 1]
            && (last - 3..=last).all(letter)
            && !bytes.get(last + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    (3..bytes.len()).any(ends)
}

/// The words to read otherwise. Where letters are written as digits twice or more, so are those of
/// words with a single letter left (`4n15`), which elsewhere are sizes and counts (`5m`, `3x`).
fn disguises(text: &str) -> Vec<Range<usize>> {
    let with_letters = |fewest: usize| -> Vec<Range<usize>> {
        let chunks = chunks(text).filter(|chunk| disguised(&text[chunk.clone()], fewest));
        chunks.collect()
    };
    let found = with_letters(2);
    let digits = found
        .iter()
        .map(|chunk| &text[chunk.clone()])
        .filter(|chunk| in_digits(chunk.as_bytes()))
        .flat_map(str::chars)
        .filter(|letter| leet(*letter).is_some());
    if digits.count() < 2 {
        found
    } else {
        with_letters(1)
    }
}

fn disguised(chunk: &str, fewest_letters: usize) -> bool {
    let bytes = chunk.as_bytes();
    // With a stroke below it is the name of an account, a network or a file.
    if chunk.starts_with('@') || chunk.contains("://") || (chunk.contains('_') && in_digits(bytes))
    {
        return false;
    }
    if chunk.starts_with('#') {
        return held_down(bytes);
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.count() >= fewest_letters
        && (held_down(bytes) || ends_doubled(bytes) || in_digits(bytes))
}

/// Whether digits or signs stand for letters.
fn in_digits(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| leet_beside(pair[0], pair[1]))
}

/// A digit or sign with a letter on its right, or a digit with a letter on its left.
fn leet_beside(left: u8, right: u8) -> bool {
    (right.is_ascii_alphabetic() && leet(char::from(left)).is_some())
        || (right.is_ascii_digit()
            && left.is_ascii_alphabetic()
            && leet(char::from(right)).is_some())
}

/// Whether a letter stands three times in a row.
fn held_down(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2] && three[0].is_ascii_alphabetic())
}

/// Whether a word that is held down is known with each of its letters once (`bagaasss`): a letter
/// that is held down somewhere may stand twice elsewhere.
fn is_squeezed(chunk: &str, known: impl Fn(&str) -> bool) -> bool {
    let word = chunk.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    if chunk.starts_with(['@', '#']) || !held_down(word.as_bytes()) {
        return false;
    }
    let mut letters: Vec<u8> = word.bytes().collect();
    letters.dedup();
    String::from_utf8(letters).is_ok_and(|word| word.is_ascii() && known(&word))
}

fn write_plain(writer: &mut Writer, text: &str, chunk: Range<usize>, squeezed: bool) {
    let tag = text[chunk.clone()].starts_with('#');
    let word = text[chunk.clone()].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let word_end = chunk.start + word.len();
    let doubled = !tag && ends_doubled(word.as_bytes());
    let mut letters = text[chunk.clone()].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let start = chunk.start + offset;
        let mut end = start + letter.len_utf8();
        let mut repeats = 1;
        while letter.is_ascii_alphabetic() && letters.next_if(|(_, next)| *next == letter).is_some()
        {
            repeats += 1;
            end += 1;
        }
        match leet(letter).filter(|_| !tag && start < word_end) {
            Some(plain) => writer.atom(plain, start..end),
            None if repeats > 2 || (repeats == 2 && (squeezed || (doubled && end == word_end))) => {
                writer.atom(letter, start..end);
            }
            None => writer.run(text, start..end),
        }
    }
}

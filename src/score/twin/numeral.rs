//! One ballot number for another, in the language and the signs it is written in.

use super::super::number::{HANDS, Plainness};
use super::capital::capitalized;

/// One to nine, a language a row. A language that shares a word with one above it is read as
/// that one; where it lacks a number, Indonesian stands in.
const LANGUAGES: [[&str; 9]; 5] = [
    [
        "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    ],
    [
        "siji", "loro", "telu", "papat", "limo", "enem", "pitu", "wolu", "songo",
    ],
    [
        "setunggal",
        "kalih",
        "tigo",
        "sekawan",
        "gangsal",
        "",
        "",
        "",
        "",
    ],
    [
        "hiji", "", "tilu", "opat", "", "genep", "", "dalapan", "salapan",
    ],
    ["", "duo", "", "", "", "", "", "", ""],
];

/// The written number with another value: digits, words or a hand sign. `None` where the number
/// is not found as it is written, or the sign for the other does not exist.
pub(super) fn renumbered(written: &str, from: u8, to: u8) -> Option<String> {
    in_digits(written, from, to)
        .or_else(|| in_words(written, from, to))
        .or_else(|| in_signs(written, from, to))
}

/// A number as people write it, where nothing of the original can be kept.
pub(super) fn plain(plainness: Plainness, to: u8) -> String {
    match plainness {
        Plainness::Bare => format!("{to:02}"),
        Plainness::Numbered => format!("nomor {to}"),
        Plainness::Ballot => format!("nomor urut {to}"),
        Plainness::Fingers => format!("{} jari", word(0, to).unwrap_or_else(|| to.to_string())),
    }
}

/// The last run of digits with that value; a leading zero stays.
fn in_digits(written: &str, from: u8, to: u8) -> Option<String> {
    let mut runs = runs(written, |letter| letter.is_ascii_digit()).into_iter();
    let run = runs.rfind(|run| written[run.clone()].parse() == Ok(from))?;
    let number = if written[run.clone()].starts_with('0') {
        format!("{to:02}")
    } else {
        to.to_string()
    };
    Some(replaced(written, run, &number))
}

fn in_words(written: &str, from: u8, to: u8) -> Option<String> {
    let runs = runs(written, |letter| letter.is_ascii_alphabetic());
    runs.into_iter().rev().find_map(|run| {
        let found = &written[run.clone()];
        let language = language(&found.to_lowercase(), from)?;
        let other = word(language, to)?;
        let other = if found.chars().all(char::is_uppercase) {
            other.to_uppercase()
        } else if found.starts_with(char::is_uppercase) {
            capitalized(&other)
        } else {
            other
        };
        Some(replaced(written, run, &other))
    })
}

fn language(found: &str, value: u8) -> Option<usize> {
    let place = usize::from(value.checked_sub(1)?);
    LANGUAGES
        .iter()
        .position(|words| words.get(place) == Some(&found))
}

fn word(language: usize, value: u8) -> Option<String> {
    let place = usize::from(value.checked_sub(1)?);
    let here = LANGUAGES[language].get(place)?;
    let chosen = if here.is_empty() {
        LANGUAGES[0].get(place)?
    } else {
        here
    };
    Some((*chosen).to_owned())
}

/// A hand sign for a hand sign: the one of the same place among those for the number.
fn in_signs(written: &str, from: u8, to: u8) -> Option<String> {
    let signs = |value: u8| HANDS.iter().filter(move |(_, shown)| *shown == value);
    let (place, at, sign) = signs(from)
        .enumerate()
        .find_map(|(place, (sign, _))| Some((place, written.find(sign)?, *sign)))?;
    let (other, _) = signs(to).nth(place).or_else(|| signs(to).next_back())?;
    Some(replaced(written, at..at + sign.len(), other))
}

/// Byte ranges of the longest runs of such characters.
fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| belongs(*letter)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + letter.len_utf8(),
            _ => runs.push(at..at + letter.len_utf8()),
        }
    }
    runs
}

fn replaced(text: &str, range: std::ops::Range<usize>, by: &str) -> String {
    format!("{}{by}{}", &text[..range.start], &text[range.end..])
}

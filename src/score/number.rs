//! Ballot numbers in words, digits and fingers.

use std::ops::Range;

use crate::text::tokens::{Sigil, Token, Tokens};

/// How plainly a number says that it is on a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plainness {
    /// Two digits alone (`02`).
    Bare,
    /// `nomor 2`, `no. 2`: also a queue, a floor, an exam.
    Numbered,
    /// `nomor urut 2`, `paslon 2`: nothing but a ballot.
    Ballot,
    /// Fingers: `dua jari`, a hand sign.
    Fingers,
}

/// A number found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) value: u8,
    pub(super) plainness: Plainness,
}

/// A number, and where it stands in the folded text.
pub(super) type NumberPlace = (Range<usize>, Number);

/// Words for numbers: Indonesian, Javanese (low and high) and Sundanese.
// A match, as all tables of words here: the compiler compares lengths before letters.
fn named(word: &str) -> Option<u8> {
    Some(match word {
        "satu" | "siji" | "setunggal" | "hiji" => 1,
        "dua" | "loro" | "kalih" | "duo" => 2,
        "tiga" | "telu" | "tigo" | "tilu" => 3,
        "empat" | "papat" | "sekawan" | "opat" => 4,
        "lima" | "limo" | "gangsal" => 5,
        "enam" | "enem" | "genep" => 6,
        "tujuh" | "pitu" => 7,
        "delapan" | "wolu" | "dalapan" => 8,
        "sembilan" | "songo" | "salapan" => 9,
        _ => return None,
    })
}

/// How plainly a word before a number says that it is on a ballot.
pub(super) fn announces(word: &str) -> Option<Plainness> {
    match word {
        "nomor" | "nomer" | "no" | "nmr" | "nmer" | "nmor" | "nomr" | "num" | "angka" => {
            Some(Plainness::Numbered)
        }
        "paslon" | "urut" | "capres" | "cagub" | "cabup" | "cawali" | "cawalkot" | "calon"
        | "pasangan" => Some(Plainness::Ballot),
        _ => None,
    }
}

const FINGER_WORDS: [&str; 4] = ["jari", "jri", "driji", "ramo"];

/// Hand signs with the number they show.
pub(super) const HANDS: [(&str, u8); 8] = [
    ("\u{261D}", 1),
    ("\u{1F446}", 1),
    ("\u{270C}", 2),
    ("\u{1F918}", 3),
    ("\u{1F91F}", 3),
    ("\u{1F44C}", 3),
    ("\u{1F590}", 5),
    ("\u{270B}", 5),
];

/// All numbers of a text, in order. Linear in the words.
pub(super) fn numbers(text: &str, cut: &Tokens) -> Vec<Number> {
    let reader = Reader { text, cut };
    let mut found = Vec::new();
    let mut at = 0;
    while at < cut.list.len() {
        match reader.number(at) {
            Some(number) => {
                at = number.last + 1;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    cut: &'a Tokens,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.cut
            .list
            .get(at)
            .filter(|token| !matches!(token.sigil, Sigil::Link | Sigil::Handle))
            .map_or("", |token| &self.text[token.start..token.end])
    }

    fn number(&self, at: usize) -> Option<Number> {
        let word = self.word(at);
        let make = |last: usize, value: u8, plainness: Plainness| Number {
            first: at,
            last,
            value,
            plainness,
        };
        if !word.is_ascii() {
            let (_, value) = HANDS.iter().find(|(sign, _)| *sign == word)?;
            return Some(make(at, *value, Plainness::Fingers));
        }
        if let Some((last, value, plainness)) = self.after_prefix(at) {
            return Some(make(last, value, plainness));
        }
        if let Some(value) = value_of(word)
            && FINGER_WORDS.contains(&self.word(at + 1))
        {
            return Some(make(at + 1, value, Plainness::Fingers));
        }
        self.zero_led(at)
            .map(|value| make(at, value, Plainness::Bare))
    }

    /// `nomor urut 2`, `paslon no 2`, `nomor2`.
    fn after_prefix(&self, at: usize) -> Option<(usize, u8, Plainness)> {
        let mut next = at;
        let mut plainest = None;
        let mut numbered = false;
        // `paslon nomor urut no 2`: more words before the number than four are no ballot, and a row
        // of them must not be walked anew from each.
        while next < at + 4
            && let Some(plainness) = announces(self.word(next))
        {
            numbered |= plainness == Plainness::Numbered;
            plainest = plainest.max(Some(plainness));
            next += 1;
        }
        let Some(plainness) = plainest else {
            let (value, plainness) = glued(self.word(at))?;
            return Some((at, value, plainness));
        };
        let beside = self.cut.list.get(next - 1)?.sentence == self.cut.list.get(next)?.sentence;
        let word = self.word(next);
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        // One letter is more often a letter (`nomor x`), unless nothing but a ballot is meant.
        let roman = roman(word).filter(|_| word.len() > 1 || plainness == Plainness::Ballot);
        let value = value_of(word).filter(|_| digits || numbered).or(roman);
        Some((next, value.filter(|_| beside)?, plainness))
    }

    fn zero_led(&self, at: usize) -> Option<u8> {
        let token = self.cut.list.get(at)?;
        let word = self.word(at);
        let digit = word.strip_prefix('0').filter(|rest| rest.len() == 1)?;
        let beside = |byte: Option<&u8>| byte.is_some_and(|byte| b"/:.-+".contains(byte));
        if beside(self.before(token)) && token.sigil == Sigil::None {
            return None;
        }
        let after = self.text.as_bytes().get(token.end);
        let followed = self.text.as_bytes().get(token.end + 1);
        if beside(after) && followed.is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        value_of(digit)
    }

    fn before(&self, token: &Token) -> Option<&u8> {
        self.text.as_bytes().get(token.start.checked_sub(1)?)
    }
}

/// `no2`, `nomor2`, `paslon02`, `2jari`.
fn glued(word: &str) -> Option<(u8, Plainness)> {
    if let Some(value) = FINGER_WORDS.iter().find_map(|end| word.strip_suffix(end)) {
        return Some((value_of(value)?, Plainness::Fingers));
    }
    let (head, digits) = word.split_at(word.find(|letter: char| letter.is_ascii_digit())?);
    Some((value_of(digits)?, announces(head)?))
}

/// A roman number of a ballot, as it is written: one to 24.
fn roman(word: &str) -> Option<u8> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let (tens, ones) = word.split_at(word.len() - word.trim_start_matches('x').len());
    let ones = ONES
        .iter()
        .zip(0_u8..)
        .find(|(letters, _)| **letters == ones)?
        .1;
    let tens = u8::try_from(tens.len()).ok()?;
    Some(tens.checked_mul(10)? + ones).filter(|value| (1..=24).contains(value))
}

/// Numbers behind who has one on a ballot (`paslon dua`, `capres tiga`), in words: whether they
/// count something else (`capres dua periode`) is for the caller to see.
pub(super) fn titled<'t>(text: &'t str, cut: &'t Tokens) -> impl Iterator<Item = Number> + 't {
    let title = |at: &usize| {
        let token = &cut.list[*at];
        let word = &text[token.start..token.end];
        let titles = ["paslon", "capres", "cagub", "cabup", "cawali", "cawalkot"];
        titles.contains(&word)
    };
    let titles = (1..cut.list.len()).map(|behind| behind - 1).filter(title);
    titles.filter_map(move |first| {
        let number = called(text, cut, first + 1)?;
        let beside = cut.list[first].sentence == cut.list[number.last].sentence;
        beside.then_some(Number { first, ..number })
    })
}

/// The number in digits or words right behind a call, which stands there without a word that
/// announces it.
pub(super) fn called(text: &str, cut: &Tokens, at: usize) -> Option<Number> {
    let reader = Reader { text, cut };
    let word = reader.word(at);
    let value = value_of(word).filter(|_| !word.is_empty())?;
    Some(Number {
        first: at,
        last: at,
        value,
        plainness: Plainness::Ballot,
    })
}

/// Whether a word is a number as it may stand on a ballot, in digits or words of any language.
pub(super) fn counts(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) || named(word).is_some()
}

/// Whether a sign is a hand that shows a number.
pub(super) fn is_hand(sign: &str) -> bool {
    HANDS.iter().any(|(hand, _)| *hand == sign)
}

/// One to 24, in digits (with or without a leading zero) or words: the highest number on a ballot
/// was that of the 24th party in 2024.
fn value_of(word: &str) -> Option<u8> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 2 {
        return word.parse().ok().filter(|value| (1..=24).contains(value));
    }
    named(word)
}

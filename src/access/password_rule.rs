//! Which passwords may be chosen: long, and not among those that are tried first. There is one
//! rule, for the pages and for the command line.

use unicode_normalization::UnicodeNormalization as _;

use super::guessable::Reading;
use super::guessed_words::{GuessedWords, WordKind};
use crate::model::{Language, is_unseen};

/// Shortest password one may choose, in signs that one sees (OWASP ASVS 4.0.3, 2.1.1).
pub const SHORTEST: usize = 12;

/// Longest password one may choose, in characters (OWASP ASVS 4.0.3, 2.1.2).
pub const LONGEST: usize = 128;

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Nothing of it is seen.
    Unseen,
    /// Too few signs.
    Short,
    /// Too many signs.
    Long,
    /// One piece again and again, or very few different signs.
    Repeated,
    /// Neighbours on the keyboard, or digits or letters in their order.
    Run,
    /// A number: of a telephone, a NIP, a date.
    Number,
    /// Words that many people use, as they are or disguised, and years.
    Common,
    /// The user's own name, and little else.
    OwnName,
    /// Names of offices, elections, places and colleagues, and little else.
    Office,
}

impl PasswordFault {
    /// What is wrong and what to do, in a sentence.
    pub fn sentence(self, language: Language) -> &'static str {
        let (indonesian, english) = match self {
            Self::Unseen => (
                "Kata sandi baru hanya berisi spasi atau tanda yang tidak terlihat; ketik beberapa kata.",
                "The new password holds only blanks or signs that nobody sees; type a few words.",
            ),
            Self::Short => (
                "Kata sandi baru terlalu pendek: harus paling sedikit 12 karakter; beberapa kata lebih mudah diingat.",
                "The new password is too short: it must have at least 12 characters; a few words are easy to remember.",
            ),
            Self::Long => (
                "Kata sandi baru terlalu panjang: paling banyak 128 karakter; pilih yang lebih pendek.",
                "The new password is too long: at most 128 characters; choose a shorter one.",
            ),
            Self::Repeated => (
                "Kata sandi baru mengulang bagian yang sama; pilih beberapa kata yang berbeda.",
                "The new password repeats the same piece; choose several different words.",
            ),
            Self::Run => (
                "Kata sandi baru hanya deretan tombol, angka, atau huruf; pilih beberapa kata yang berbeda.",
                "The new password is only a row of keys, digits or letters; choose several different words.",
            ),
            Self::Number => (
                "Kata sandi baru hanya angka; nomor telepon, NIP, dan tanggal mudah ditebak. Pilih beberapa kata.",
                "The new password is only digits; telephone numbers, NIPs and dates are easily guessed. Choose a few words.",
            ),
            Self::Common => (
                "Kata sandi baru hanya berisi kata, nama, atau tahun yang sering dipakai, sehingga mudah ditebak; rangkai empat kata yang tidak saling berkaitan.",
                "The new password is only words, names or years that many people use, and so easily guessed; put together four words that have nothing to do with each other.",
            ),
            Self::OwnName => (
                "Kata sandi baru hampir hanya berisi nama Anda; rangkai empat kata yang tidak berkaitan dengan nama itu.",
                "The new password is hardly more than the user's own name; put together four words that have nothing to do with it.",
            ),
            Self::Office => (
                "Kata sandi baru hampir hanya berisi nama lembaga, pemilihan, wilayah, atau orang di sekitar Anda; rangkai empat kata yang tidak berkaitan dengannya.",
                "The new password is hardly more than names of offices, elections, places or people around the user; put together four words that have nothing to do with them.",
            ),
        };
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }
}

/// What is wrong with a password that somebody of these names wants, near whom these others are
/// (see [`super::names_in_use`]).
pub fn fault(password: &str, own: &[&str], near: &[String]) -> Option<PasswordFault> {
    if password.chars().count() > LONGEST {
        return Some(PasswordFault::Long);
    }
    let seen = seen(password);
    if !password.is_empty() && seen.iter().all(|sign| *sign == ' ') {
        return Some(PasswordFault::Unseen);
    }
    if seen.len() < SHORTEST {
        return Some(PasswordFault::Short);
    }
    let seen: String = seen.into_iter().collect();
    let reading = Reading::of(&seen, &GuessedWords::of(own, near));
    (reading.is_guessable() || is_number(&seen)).then(|| guessed(&seen, &reading))
}

/// Why a password is easily guessed.
fn guessed(seen: &str, reading: &Reading) -> PasswordFault {
    let office = |kind| {
        use WordKind::{Near, Office, Place, Politics};
        matches!(kind, Near | Office | Place | Politics)
    };
    if reading.has(|kind| kind == WordKind::Own) {
        PasswordFault::OwnName
    } else if reading.is_repeated() {
        PasswordFault::Repeated
    } else if reading.is_run() {
        PasswordFault::Run
    } else if is_number(seen) {
        PasswordFault::Number
    } else if reading.has(office) {
        PasswordFault::Office
    } else {
        PasswordFault::Common
    }
}

/// Whether a password is a number: a telephone's, a NIP, a date.
fn is_number(password: &str) -> bool {
    let written = |sign: char| sign.is_numeric() || " -./+:()".contains(sign);
    password.chars().all(written)
}

/// The signs that one sees, in lower case, with one blank for several.
fn seen(password: &str) -> Vec<char> {
    let blank = |sign: char| sign.is_whitespace() || sign == '\u{2800}';
    let shown = password.nfkc().filter(|sign| !is_unseen(*sign));
    let lower = shown.flat_map(char::to_lowercase);
    let mut seen: Vec<char> = lower.map(|c| if blank(c) { ' ' } else { c }).collect();
    seen.dedup_by(|one, other| *one == ' ' && *other == ' ');
    seen
}

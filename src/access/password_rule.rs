//! Which passwords may be chosen: long, and not among those that are tried first. There is one
//! rule, for the pages and for the command line.

use unicode_normalization::UnicodeNormalization as _;

use super::guessable::{is_common_in_disguise, is_name, is_number, is_office, is_repeated, is_run};
use super::password::LONGEST;
use crate::model::{Language, is_unseen};

/// Whether what is seen of a password, in lower case, is among the first that are guessed.
type Guessable = fn(&[char]) -> bool;

/// Shortest password one may choose, in signs that one sees (OWASP ASVS 4.0.3, 2.1.1).
pub const SHORTEST: usize = 12;

/// Names of fewer letters are too common in words to be looked for.
const SHORTEST_NAME: usize = 3;

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Nothing of it is seen.
    Unseen,
    /// Too few signs.
    Short,
    /// More bytes than are looked at.
    Long,
    /// One piece again and again, or very few different signs.
    Repeated,
    /// Neighbours on the keyboard, or digits or letters in their order.
    Run,
    /// A number: of a telephone, a NIP, a date.
    Number,
    /// One of the commonest, as it is or slightly changed.
    Common,
    /// The user's own name.
    OwnName,
    /// Names of offices, elections and places.
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
                "Kata sandi baru terlalu panjang: paling banyak 1.024 bita.",
                "The new password is too long: at most 1,024 bytes.",
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
                "Kata sandi baru termasuk yang paling sering dipakai, sehingga paling dulu ditebak; pilih beberapa kata yang berbeda.",
                "The new password is one of the commonest and so among the first to be tried; choose several different words.",
            ),
            Self::OwnName => (
                "Kata sandi baru hanya berisi nama Anda dan angka; tambahkan beberapa kata lain.",
                "The new password is only the user's own name and digits; add several other words.",
            ),
            Self::Office => (
                "Kata sandi baru hanya berisi nama lembaga, pemilihan, atau wilayah; tambahkan beberapa kata lain.",
                "The new password is only names of offices, elections or places; add several other words.",
            ),
        };
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }
}

/// What is wrong with a password that somebody of these names wants.
pub fn fault(password: &str, names: &[&str]) -> Option<PasswordFault> {
    if password.len() > LONGEST {
        return Some(PasswordFault::Long);
    }
    let seen = seen(password);
    if !password.is_empty() && seen.iter().all(|sign| *sign == ' ') {
        return Some(PasswordFault::Unseen);
    }
    if seen.len() < SHORTEST {
        return Some(PasswordFault::Short);
    }
    let own: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
    let checks: [(Guessable, PasswordFault); 5] = [
        (is_repeated, PasswordFault::Repeated),
        (is_run, PasswordFault::Run),
        (is_number, PasswordFault::Number),
        (is_common_in_disguise, PasswordFault::Common),
        (is_office, PasswordFault::Office),
    ];
    let found = checks.into_iter().find(|(check, _)| check(&seen));
    let found = found.map(|(_, fault)| fault);
    found.or_else(|| is_name(&seen, &own).then_some(PasswordFault::OwnName))
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

/// The words of a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> {
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<String> = lower
        .split(|sign: char| !sign.is_alphabetic())
        .filter(|word| word.chars().count() >= SHORTEST_NAME)
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

//! What people write into a cell to say that there is nothing.

/// Words that deny; alone they are an answer too.
const DENYING: [&str; 18] = [
    "tidak", "tdk", "tak", "tidk", "belum", "blm", "nggak", "enggak", "ngga", "gak", "ga", "gk",
    "ndak", "tanpa", "bukan", "no", "not", "none",
];

/// What may stand beside them without naming anything.
const BESIDE: [&str; 33] = [
    "ada",
    "punya",
    "memiliki",
    "mempunyai",
    "miliki",
    "dimiliki",
    "menggunakan",
    "pakai",
    "memakai",
    "bermain",
    "main",
    "aktif",
    "akun",
    "medsos",
    "sosmed",
    "media",
    "sosial",
    "sosmednya",
    "akunnya",
    "sama",
    "sekali",
    "satupun",
    "pun",
    "lagi",
    "data",
    "isi",
    "diisi",
    "terisi",
    "tersedia",
    "account",
    "available",
    "yang",
    "buat",
];

/// Words that say it alone.
const ALONE: [&str; 12] = [
    "nihil", "kosong", "null", "nil", "nan", "na", "n/a", "none", "empty", "tad", "tidakada",
    "belumada",
];

/// Whether a text says that there is nothing: `-`, `—`, `0`, `nihil`, `tidak ada`, `belum punya
/// akun`.
pub(super) fn means_nothing(text: &str) -> bool {
    if !text.contains(char::is_alphabetic) {
        return text.chars().all(|c| !c.is_numeric() || c == '0');
    }
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if ALONE.contains(&bare) {
        return true;
    }
    // Signs within a word belong to an address; those around it do not.
    let mut words = bare
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| ".,;()-".contains(c)));
    let denies = words.next().is_some_and(|word| DENYING.contains(&word));
    denies && words.all(|word| word.is_empty() || BESIDE.contains(&word))
}

//! A hint about the language of a post. Never a gate: the rules of all languages see every post.

use whatlang::{Detector, Lang};

use super::tokens::{Sigil, Tokens};

/// Words that are frequent in one of the languages and rare in the others.
const INDONESIAN: [&str; 44] = [
    "ada", "adalah", "akan", "aku", "anda", "apa", "atau", "bagi", "banyak", "belum", "bisa",
    "bukan", "dalam", "dan", "dari", "dengan", "di", "ga", "gak", "harus", "ini", "itu", "jadi",
    "juga", "kami", "kamu", "karena", "kita", "lebih", "mereka", "nggak", "pada", "saat", "saja",
    "saya", "sudah", "tapi", "telah", "tidak", "untuk", "yang", "yg", "dgn", "utk",
];
const JAVANESE: [&str; 40] = [
    "aja",
    "ana",
    "arep",
    "awakdewe",
    "dadi",
    "dening",
    "iki",
    "iku",
    "ing",
    "isih",
    "isa",
    "iso",
    "karo",
    "kowe",
    "kudu",
    "kula",
    "lan",
    "lagi",
    "marang",
    "mugi",
    "mugo",
    "ngono",
    "niki",
    "niku",
    "nomer",
    "nyoblos",
    "ojo",
    "ora",
    "panjenengan",
    "piye",
    "sing",
    "sugeng",
    "tansah",
    "telu",
    "wae",
    "wes",
    "wis",
    "wonten",
    "nderek",
    "monggo",
];
const SUNDANESE: [&str; 40] = [
    "abdi", "anjeun", "anu", "atuh", "aya", "ayeuna", "baris", "bade", "dina", "euy", "geus",
    "hayu", "hiji", "hilap", "ieu", "jadikeun", "jeung", "kana", "keur", "kudu", "mah", "mangga",
    "mugia", "naon", "nu", "nuju", "nyaeta", "pisan", "poho", "sanes", "sareng", "sok", "teh",
    "teu", "tilu", "tos", "ulah", "urang", "upami", "wae",
];
const ENGLISH: [&str; 32] = [
    "about", "and", "are", "been", "but", "can", "for", "from", "have", "he", "her", "his", "how",
    "in", "is", "it", "my", "not", "of", "our", "she", "so", "that", "the", "they", "this", "to",
    "was", "we", "what", "with", "you",
];

/// Fewer words than this give `und`, unless function words decide.
const ENOUGH_WORDS: usize = 6;

/// The language of a folded text: `id`, `jv`, `su`, `en`, or `und` where nothing can be said.
///
/// Function words decide where they can; else whatlang among Indonesian, Javanese and English.
pub fn language(text: &str, tokens: &Tokens) -> &'static str {
    let mut votes = [0_usize; 4];
    let mut words = 0;
    for token in &tokens.list {
        if token.sigil != Sigil::None {
            continue;
        }
        words += 1;
        let word = &text[token.start..token.end];
        for (vote, list) in votes
            .iter_mut()
            .zip([&INDONESIAN[..], &JAVANESE, &SUNDANESE, &ENGLISH])
        {
            *vote += usize::from(list.contains(&word));
        }
    }
    by_votes(votes)
        .or_else(|| (words >= ENOUGH_WORDS).then(|| by_letters(text))?)
        .unwrap_or("und")
}

/// The winner, when it has two votes and one more than any other.
fn by_votes(votes: [usize; 4]) -> Option<&'static str> {
    let names = ["id", "jv", "su", "en"];
    let (winner, most) = votes
        .iter()
        .enumerate()
        .max_by_key(|(index, votes)| (**votes, usize::MAX - index))?;
    let second = votes
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != winner)
        .map(|(_, votes)| *votes)
        .max()?;
    (*most >= 2 && *most > second).then(|| names[winner])
}

fn by_letters(text: &str) -> Option<&'static str> {
    let detector = Detector::with_allowlist(vec![Lang::Ind, Lang::Jav, Lang::Eng]);
    let info = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    match info.lang() {
        Lang::Ind => Some("id"),
        Lang::Jav => Some("jv"),
        Lang::Eng => Some("en"),
        _ => None,
    }
}

//! A hint about the language of a post. Never a gate: the rules of all languages see every post.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::hash::WordHasher;
use super::tokens::{Sigil, Tokens};

type Votes = HashMap<&'static str, [bool; 4], BuildHasherDefault<WordHasher>>;

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

const NAMES: [&str; 4] = ["id", "jv", "su", "en"];

/// For each function word, the languages that have it.
static FUNCTION_WORDS: LazyLock<Votes> = LazyLock::new(|| {
    let mut words = Votes::default();
    let lists = [&INDONESIAN[..], &JAVANESE, &SUNDANESE, &ENGLISH];
    for (language, list) in lists.into_iter().enumerate() {
        for word in list {
            words.entry(word).or_default()[language] = true;
        }
    }
    words
});

/// Fewer words than this need two function words; fewer without any give `und`.
const ENOUGH_WORDS: usize = 6;

/// The language of a folded text: `id`, `jv`, `su`, `en`, or `und` where nothing can be said.
///
/// Function words decide where there are any, because they are quick to look up and tell
/// Sundanese too; else whatlang decides among Indonesian, Javanese and English.
pub fn language(text: &str, tokens: &Tokens) -> &'static str {
    let mut votes = [0_usize; 4];
    let mut words = 0;
    let plain = tokens
        .list
        .iter()
        .filter(|token| token.sigil == Sigil::None);
    for token in plain {
        words += 1;
        if let Some(languages) = FUNCTION_WORDS.get(&text[token.start..token.end]) {
            for (vote, has) in votes.iter_mut().zip(languages) {
                *vote += usize::from(*has);
            }
        }
    }
    let long = words >= ENOUGH_WORDS;
    let guess = if votes == [0; 4] && long {
        by_letters(text)
    } else {
        by_votes(votes, if long { 1 } else { 2 })
    };
    guess.unwrap_or("und")
}

/// The winner, when it has enough votes and more than any other.
fn by_votes(votes: [usize; 4], enough: usize) -> Option<&'static str> {
    let most = votes.into_iter().max().filter(|most| *most >= enough)?;
    let mut winners = (0..4).filter(|language| votes[*language] == most);
    let winner = winners.next()?;
    winners.next().is_none().then_some(NAMES[winner])
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

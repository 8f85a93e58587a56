//! What the name of a column means, told by its words: `Nama & Gelar`, `NIP/NRK`,
//! `Link Akun Medsos`, `Tautan_Akun_IG`.
//!
//! A name means a column when it holds the words that the column needs and no word that could
//! make it another: `Nama Atasan` is nobody's name, `Alamat` alone is where somebody lives.

use super::column::Column;
use super::rules::{AROUND, EVERYWHERE, RULES, VOCABULARY};
use crate::model::Platform;
use crate::source::Sources;

/// Longest name of a column, in bytes; what is longer is a sentence.
const LONGEST_NAME: usize = 120;

/// What a column of this name holds.
pub(super) fn meaning(name: &str, sources: &Sources) -> Option<Column> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let (before, inside) = name.split_once(['(', '[']).unwrap_or((name, ""));
    let words = words(before);
    let ruled = RULES.iter().find(|rule| rule.fits(&words));
    let ruled = ruled.map(|rule| rule.column);
    match ruled.or_else(|| on_platforms(&words, sources)) {
        // `Akun (Instagram)` says the platform behind.
        Some(column @ (Column::Account | Column::Link | Column::SocialMedia)) => {
            on_platforms(&self::words(inside), sources).or(Some(column))
        }
        found => found,
    }
}

/// The running number of rows, which nobody needs.
pub(super) fn is_count(name: &str) -> bool {
    let words = words(name);
    let count = |word: &String| matches!(word.as_str(), "nomor" | "urut" | "nourut" | "nomorurut");
    words.first().is_some_and(count) && words.iter().all(count)
}

/// `Instagram`, `Akun IG`, `Mastodon/Bluesky`: accounts on one platform or on several.
fn on_platforms(words: &[String], sources: &Sources) -> Option<Column> {
    if let Some(platform) = sources.named(&words.concat()) {
        return Some(Column::On(platform));
    }
    let about =
        |word: &&String| !AROUND.contains(&word.as_str()) && !EVERYWHERE.contains(&word.as_str());
    let names: Vec<&String> = words.iter().filter(about).collect();
    let joined = names.iter().map(|name| name.as_str()).collect::<String>();
    if let Some(platform) = sources.named(&joined).filter(|_| !joined.is_empty()) {
        return Some(Column::On(platform));
    }
    let each: Option<Vec<Platform>> = names.iter().map(|name| sources.named(name)).collect();
    match each?.as_slice() {
        [] => None,
        [first, others @ ..] if others.iter().all(|other| other == first) => {
            Some(Column::On(*first))
        }
        _ => Some(Column::Account),
    }
}

/// The words of a name in one spelling each; numbers say nothing.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit()));
    let mut words: Vec<String> = Vec::new();
    for part in parts.flat_map(cut) {
        let before = words.last().map(String::as_str);
        match (before, part.as_str()) {
            (Some("media"), "sosial" | "social") | (Some("sosial" | "social"), "media") => {
                words.pop();
                words.push("medsos".to_owned());
            }
            (Some("e"), "mail") => {
                words.pop();
                words.push("email".to_owned());
            }
            _ => words.push(one_spelling(part)),
        }
    }
    words
}

fn one_spelling(word: String) -> String {
    let usual = match word.as_str() {
        "tgl" => "tanggal",
        "no" => "nomor",
        "sosmed" | "socmed" | "mediasosial" | "sosialmedia" => "medsos",
        "kab" => "kabupaten",
        "surel" => "email",
        _ => return word,
    };
    usual.to_owned()
}

/// A word run together, `namalengkap`, as the words it consists of; any other as it is.
fn cut(word: &str) -> Vec<String> {
    if VOCABULARY.contains(word) || word.len() > 40 || !word.is_ascii() {
        return vec![word.to_owned()];
    }
    let usable = |from: usize, to: usize| {
        let piece = &word[from..to];
        to - from > 1 && (VOCABULARY.contains(piece) || matches!(piece, "sosial" | "no" | "tgl"))
    };
    // Where the last word of a beginning that can be cut starts, the longest one first.
    let mut starts: Vec<Option<usize>> = vec![None; word.len() + 1];
    for to in 1..=word.len() {
        let reachable = |from: &usize| *from == 0 || starts[*from].is_some();
        starts[to] = (0..to).filter(reachable).find(|from| usable(*from, to));
    }
    let mut pieces = Vec::new();
    let mut end = word.len();
    while let Some(from) = starts[end] {
        pieces.push(word[from..end].to_owned());
        end = from;
        if end == 0 {
            pieces.reverse();
            return pieces;
        }
    }
    vec![word.to_owned()]
}

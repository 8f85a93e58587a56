//! What pages count and how they tell ages, among the words of a post.
//!
//! A part of a line is taken for that only when it says nothing else: people write of hundreds of
//! visitors and of three days ago too.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// What is counted. An eye and a bubble stand for readers and for comments.
const COUNTED: &str = "dibaca dilihat ditonton diunduh dibagikan pembaca pengunjung kunjungan view \
    views viewed visited visits visitors hit hits reads comment comments komentar tanggapan balasan \
    like likes suka share shares reactions reaksi rating votes today 👁 💬 🗨 👀";
/// What stands beside counts.
const BESIDE: &str = "kali x times time orang total jumlah hari ini artikel berita tulisan \
    halaman telah sudah post posting page article this has been by of and dan the average rata out \
    users user readers so far min read menit baca suara ulasan reviews bintang stars per sebanyak";
/// What is said of when something was posted.
const POSTED: &str = "diposting diposkan dipos diterbitkan dipublikasikan diperbarui diupdate \
    diunggah dimuat ditulis posted published updated edited written terbit tayang";
const UNITS: &str = "detik menit jam hari minggu pekan bulan tahun sedetik semenit sejam sehari \
    seminggu sepekan sebulan setahun second seconds sec min mins minute minutes hour hours hr hrs day \
    days week weeks month months year years";
const AGO: &str = "lalu ago silam kemarin yesterday";
/// What stands beside ages.
const BESIDE_AGES: &str = "yang a an about around last terakhir sekitar kurang lebih pada on";

/// Whole parts that tell an age without a number.
const AGES: [&str; 6] = [
    "baru saja",
    "just now",
    "hari ini",
    "today",
    "kemarin",
    "yesterday",
];

/// Where a part of a line ends.
static ENDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[\n|·•()\[\]]+|[.!?;](?:\s+|$)|\s[/-]\s"));
/// A count at the end of a line, without a sign before it.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)\b(?:(?:telah|sudah)[ \t]+)?(?:dibaca|dilihat|ditonton|diunduh|dibagikan|(?:post[ \t]+)?views?|hits?|viewed)[ \t]*[:=]?[ \t]*\d[\d.,]*[ \t]*(?:rb|ribu|jt|juta|k|m)?(?:[ \t]*(?:kali|x|times))?[ \t]*\.?$",
    )
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:19|20)\d\d\b"));
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d[\d.,]*(?:/\d+)?\+?|[\p{L}']+|[👁💬🗨👀]"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// A text without the parts of its lines that only count, or tell an age.
pub(super) fn without_furniture(text: &str) -> Cow<'_, str> {
    let speaks_of_it = |c: char| c.is_ascii_digit();
    let lower = text.to_lowercase();
    let told = AGES.iter().any(|age| lower.contains(age));
    if !told && !lower.contains("lalu") && !lower.contains("ago") && !text.contains(speaks_of_it) {
        return Cow::Borrowed(text);
    }
    let text = TAIL.replace_all(text, "");
    let mut kept = String::with_capacity(text.len());
    let mut start = 0;
    for end in ENDS.find_iter(&text) {
        keep(&text[start..end.start()], end.as_str(), &mut kept);
        start = end.end();
    }
    keep(&text[start..], "", &mut kept);
    Cow::Owned(kept)
}

/// Keeps a part with the sign behind it, as far as the part is the author's.
fn keep(part: &str, sign: &str, kept: &mut String) {
    let lower = part.to_lowercase();
    let tokens: Vec<&str> = TOKEN
        .find_iter(&lower)
        .map(|token| token.as_str())
        .collect();
    if counts(&tokens) || tells_age(&tokens) {
        return;
    }
    if lower.contains('©') || lower.contains("copyright") {
        kept.push_str(&YEAR.replace_all(part, ""));
    } else if tokens.first().is_some_and(|first| is_in(POSTED, first)) && tokens.len() < 20 {
        let others = tokens.iter().filter(|token| !is_of_age(token));
        others.for_each(|token| kept.extend([*token, " "]));
    } else {
        kept.push_str(part);
    }
    kept.push_str(sign);
}

fn is_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
}

fn is_scale(token: &str) -> bool {
    ["k", "m", "rb", "ribu", "jt", "juta"].contains(&token)
}

/// Whether a part counts something and says nothing else.
fn counts(tokens: &[&str]) -> bool {
    tokens.iter().any(|token| is_number(token))
        && tokens.iter().any(|token| is_in(COUNTED, token))
        && tokens.iter().all(|token| {
            is_number(token) || is_scale(token) || is_in(COUNTED, token) || is_in(BESIDE, token)
        })
}

fn is_of_age(token: &str) -> bool {
    is_number(token)
        || [UNITS, AGO, BESIDE_AGES]
            .iter()
            .any(|list| is_in(list, token))
        || AGES
            .iter()
            .any(|age| age.split(' ').any(|word| word == token))
}

/// Whether a part tells an age and says nothing else.
fn tells_age(tokens: &[&str]) -> bool {
    let said: Vec<&str> = tokens
        .iter()
        .copied()
        .filter(|token| !is_in(POSTED, token))
        .collect();
    let ago = said.iter().any(|token| is_in(AGO, token))
        && said.iter().any(|token| is_in(UNITS, token))
        && said.iter().all(|token| is_of_age(token));
    ago || AGES.contains(&said.join(" ").as_str())
}

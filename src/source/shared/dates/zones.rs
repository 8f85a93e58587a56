//! Zones as they stand behind a clock: offsets, abbreviations, names of the tz database, and
//! words.

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::names;
use super::token::DateTokens;

/// The tz database that is compiled in: no file of this machine is asked.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A zone that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NamedZone {
    Known(TimeZone),
    /// As written: a zone, but nobody knows which.
    Unknown(String),
}

/// Abbreviations and minutes east of Greenwich. Where several zones share one, it is the one of
/// RFC 822 (EST to PDT), else the one that feeds in Indonesian and English mostly mean; AST and
/// SST mean too many things and are unknown.
const ABBREVIATIONS: [(&str, i32); 72] = [
    ("wib", 420),
    ("wita", 480),
    ("wit", 540),
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("zulu", 0),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
    ("brt", -180),
    ("art", -180),
    ("clt", -240),
    ("cot", -300),
    ("wet", 0),
    ("west", 60),
    ("bst", 60),
    ("cet", 60),
    ("cest", 120),
    ("mez", 60),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("trt", 180),
    ("wat", 60),
    ("cat", 120),
    ("sast", 120),
    ("eat", 180),
    ("was", 180),
    ("irst", 210),
    ("gst", 240),
    ("pkt", 300),
    ("uzt", 300),
    ("ist", 330),
    ("npt", 345),
    ("btt", 360),
    ("mmt", 390),
    ("ict", 420),
    ("sgt", 480),
    ("myt", 480),
    ("hkt", 480),
    ("pht", 480),
    ("phst", 480),
    ("phlt", 480),
    ("bnt", 480),
    ("bdt", 480),
    ("awst", 480),
    ("ulat", 480),
    ("tlt", 540),
    ("jst", 540),
    ("kst", 540),
    ("pwt", 540),
    ("acst", 570),
    ("acdt", 630),
    ("aest", 600),
    ("aedt", 660),
    ("chst", 600),
    ("pgt", 600),
    ("sbt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("fjt", 720),
];

/// Abbreviations that are words in small letters, or say nothing of summer and winter.
const CAPITALS: [(&str, &str); 5] = [
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
    ("UK", "Europe/London"),
];
const WORDS: [&str; 6] = ["art", "cat", "eat", "was", "west", "wet"];

/// Places by whose names Indonesians call a zone; others are cities of the tz database.
const PLACES: [(&str, i32); 40] = [
    ("barat", 420),
    ("western", 420),
    ("tengah", 480),
    ("central", 480),
    ("timur", 540),
    ("eastern", 540),
    ("jawa", 420),
    ("bandung", 420),
    ("surabaya", 420),
    ("semarang", 420),
    ("yogyakarta", 420),
    ("sumatera", 420),
    ("sumatra", 420),
    ("medan", 420),
    ("palembang", 420),
    ("aceh", 420),
    ("bali", 480),
    ("denpasar", 480),
    ("mataram", 480),
    ("kupang", 480),
    ("manado", 480),
    ("sulawesi", 480),
    ("samarinda", 480),
    ("balikpapan", 480),
    ("banjarmasin", 480),
    ("papua", 540),
    ("ambon", 540),
    ("maluku", 540),
    ("ternate", 540),
    ("manokwari", 540),
    ("sorong", 540),
    ("singapura", 480),
    ("malaysia", 480),
    ("thailand", 420),
    ("jepang", 540),
    ("japan", 540),
    ("korea", 540),
    ("tiongkok", 480),
    ("arab", 180),
    ("mekkah", 180),
];
/// Other places and what the tz database calls them.
const ALIASES: [(&str, &str); 11] = [
    ("makkah", "Asia/Riyadh"),
    ("mekah", "Asia/Riyadh"),
    ("saudi", "Asia/Riyadh"),
    ("arabian", "Asia/Riyadh"),
    ("korean", "Asia/Seoul"),
    ("philippine", "Asia/Manila"),
    ("china", "Asia/Shanghai"),
    ("india", "Asia/Kolkata"),
    ("indochina", "Asia/Bangkok"),
    ("moscow", "Europe/Moscow"),
    ("british", "Europe/London"),
];

/// The zone that the database calls so.
pub(super) fn database_zone(name: &str) -> Option<TimeZone> {
    DATABASE.get(name).ok()
}

/// The zone at a place, past signs.
pub(super) fn zone_at(tokens: &DateTokens, at: usize) -> Option<NamedZone> {
    let signs = (at..at + 3).take_while(|at| {
        let signs_number = tokens.glued(at + 1) && !tokens.digits(at + 1).is_empty();
        tokens.is_sign(*at) && !(tokens.is(*at, "+-") && signs_number)
    });
    let at = at + signs.count();
    offset(tokens, at)
        .map(|(zone, _)| zone)
        .or_else(|| database_name(tokens, at))
        .or_else(|| phrase(tokens, at))
        .or_else(|| abbreviation(tokens, at))
        .or_else(|| unknown(tokens, at))
}

/// A zone of Indonesia, UTC, or one in words, anywhere in a stretch of a text.
pub(super) fn zone_within(
    tokens: &DateTokens,
    mut stretch: std::ops::Range<usize>,
) -> Option<NamedZone> {
    const SURE: [&str; 5] = ["WIB", "WITA", "WIT", "UTC", "GMT"];
    stretch.find_map(|at| match tokens.raw(at) {
        raw if SURE.contains(&raw) => abbreviation(tokens, at),
        _ if tokens.word(at) == "waktu" => {
            phrase(tokens, at).filter(|zone| matches!(zone, NamedZone::Known(_)))
        }
        _ => None,
    })
}

fn fixed(minutes: i32) -> Option<TimeZone> {
    Offset::from_seconds(minutes * 60).ok().map(TimeZone::fixed)
}

fn known(minutes: i32) -> Option<NamedZone> {
    fixed(minutes).map(NamedZone::Known)
}

/// `+0700`, `+07:00`, `+700`, `-5`, and the token after it. A minus may also join a clock to the
/// end of a span (`09.00-11.00 WIB`) or to other words, and then is no offset.
fn offset(tokens: &DateTokens, at: usize) -> Option<(NamedZone, usize)> {
    let digits = tokens.digits(at + 1);
    if !tokens.is(at, "+-") || !tokens.glued(at + 1) || digits.is_empty() {
        return None;
    }
    let behind = tokens.digits(at + 3);
    let split = digits.len() <= 2
        && tokens.is(at + 2, ":.")
        && tokens.glued(at + 2)
        && tokens.glued(at + 3)
        && behind.len() == 2;
    let end = if split { at + 4 } else { at + 2 };
    let short = digits.len() <= 2 && !split;
    let span = tokens.is(at, "-")
        && split
        && (tokens.is(at + 2, ".") || minutes_of(tokens, end).is_some());
    let counts = short && !tokens.word(end).is_empty() && minutes_of(tokens, end).is_none();
    if span || counts || digits.len() > 4 && !digits.starts_with('0') {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits, if split { behind } else { "0" }),
        length @ (3 | 4) => digits.split_at(length - 2),
        _ => ("99", "99"),
    };
    let zone = east(hours, minutes).map(|east| if tokens.is(at, "-") { -east } else { east });
    let written = || NamedZone::Unknown(tokens.run(at));
    Some((zone.and_then(known).unwrap_or_else(written), end))
}

/// Minutes; no zone is more than 14 hours from Greenwich.
fn east(hours: &str, minutes: &str) -> Option<i32> {
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let real = hours <= 14 && minutes < 60 && (hours < 14 || minutes == 0);
    real.then(|| hours * 60 + minutes)
}

/// `Asia/Jakarta`.
fn database_name(tokens: &DateTokens, at: usize) -> Option<NamedZone> {
    const REGIONS: [&str; 12] = [
        "africa",
        "america",
        "antarctica",
        "arctic",
        "asia",
        "atlantic",
        "australia",
        "etc",
        "europe",
        "indian",
        "pacific",
        "us",
    ];
    let name = tokens.run(at);
    // RFC 9557 writes names in brackets.
    let bracketed = at > 0 && tokens.is(at - 1, "[");
    if !(bracketed || REGIONS.contains(&tokens.word(at))) || !name.contains('/') {
        return None;
    }
    let zone = DATABASE.get(&name).map(NamedZone::Known);
    Some(zone.unwrap_or(NamedZone::Unknown(name)))
}

/// `Waktu Indonesia Barat`, `waktu Jakarta`, `Western Indonesia Time`, `Pacific Daylight Time`.
fn phrase(tokens: &DateTokens, at: usize) -> Option<NamedZone> {
    let words: Vec<&str> = (at..at + 5)
        .map(|at| tokens.word(at))
        .take_while(|word| !word.is_empty())
        .collect();
    if words.first() == Some(&"waktu") {
        return waktu(&words[1..]);
    }
    let time = words.iter().position(|word| *word == "time")?;
    english(&words[..time], tokens.raw(at))
}

fn waktu(words: &[&str]) -> Option<NamedZone> {
    // The zone of the place, and no zone at all: `Waktu baca: 5 menit`.
    if matches!(
        words.first(),
        None | Some(&("setempat" | "baca" | "membaca" | "tayang" | "terbit"))
    ) {
        return None;
    }
    let skipped = ["indonesia", "bagian", "kota", "di"];
    let named = words.iter().find(|word| !skipped.contains(word))?;
    Some(place(named).unwrap_or_else(|| NamedZone::Unknown(format!("waktu {}", words.join(" ")))))
}

/// Names in English, without the word "Time". `raw` begins the name.
fn english(words: &[&str], raw: &str) -> Option<NamedZone> {
    let has = |word: &str| words.contains(&word);
    let capital = raw.starts_with(char::is_uppercase);
    let summer = has("summer") || has("daylight");
    let zone = match words {
        _ if has("universal") || has("greenwich") || has("gmt") => known(0),
        ["indonesia" | "indonesian", name, ..] | [name, "indonesia" | "indonesian", ..] => {
            place(name)
        }
        ["se" | "southeast", "asia", ..] => known(420),
        [name, "european" | "europe", ..] => european(name, summer),
        ["australian", name, ..] => australian(name, summer),
        [name, "africa", ..] => african(name),
        [name, ..] => american(name, summer, words.len()).or_else(|| city(words)),
        [] => None,
    };
    let official = summer || has("standard");
    let written = || NamedZone::Unknown(format!("{} time", words.join(" ")));
    zone.or_else(|| (official && capital).then(written))
}

/// `Kuala Lumpur Time`, `Singapore Standard Time`.
fn city(words: &[&str]) -> Option<NamedZone> {
    let own = |word: &&&str| !matches!(**word, "standard" | "summer");
    let name: Vec<&str> = words.iter().filter(own).copied().collect();
    place(&name.join("_"))
}

fn australian(name: &str, summer: bool) -> Option<NamedZone> {
    let minutes = match name {
        "western" => 480,
        "central" => 570,
        "eastern" => 600,
        _ => return None,
    };
    known(minutes + 60 * i32::from(summer))
}

fn african(name: &str) -> Option<NamedZone> {
    known(match name {
        "west" => 60,
        "central" | "south" => 120,
        "east" => 180,
        _ => return None,
    })
}

fn european(first: &str, summer: bool) -> Option<NamedZone> {
    let hours = ["western", "central", "eastern"]
        .iter()
        .position(|name| *name == first)?;
    known(60 * (i32::try_from(hours).ok()? + i32::from(summer)))
}

/// `Eastern Standard Time` is fixed, `Eastern Time` follows the season.
fn american(first: &str, summer: bool, words: usize) -> Option<NamedZone> {
    let names = ["eastern", "central", "mountain", "pacific"];
    let index = names.iter().position(|name| *name == first)?;
    if words == 1 {
        return DATABASE.get(CAPITALS[index].1).ok().map(NamedZone::Known);
    }
    known(60 * (i32::from(summer) - 5 - i32::try_from(index).ok()?))
}

/// A place by its name: ours, or a city of the tz database.
fn place(name: &str) -> Option<NamedZone> {
    if let Some((_, minutes)) = PLACES.iter().find(|(place, _)| *place == name) {
        return known(*minutes);
    }
    let alias = ALIASES.iter().find(|(place, _)| *place == name);
    let city = |region: &&str| DATABASE.get(&format!("{region}/{name}")).ok();
    let regions = [
        "Asia",
        "Europe",
        "Australia",
        "America",
        "Africa",
        "Pacific",
    ];
    alias
        .map_or_else(
            || regions.iter().find_map(city),
            |(_, zone)| DATABASE.get(zone).ok(),
        )
        .map(NamedZone::Known)
}

/// `WIB`, `GMT+7`, `UTC +07:00`, `WIB+0700`, `ET`.
fn abbreviation(tokens: &DateTokens, at: usize) -> Option<NamedZone> {
    let capitals = CAPITALS.iter().find(|(name, _)| *name == tokens.raw(at));
    if let Some((_, zone)) = capitals {
        return DATABASE.get(zone).ok().map(NamedZone::Known);
    }
    let minutes = minutes_of(tokens, at)?;
    let plain = known(minutes);
    match added(tokens, at, minutes == 0) {
        None => plain,
        added @ Some(NamedZone::Known(_)) if minutes == 0 || added == plain => added,
        // `WIB+0700` says one thing twice; `WIB+0800` contradicts itself.
        Some(_) => Some(NamedZone::Unknown(tokens.run(at))),
    }
}

/// What an abbreviation says by itself.
pub(super) fn minutes_of(tokens: &DateTokens, at: usize) -> Option<i32> {
    let word = tokens.word(at);
    let small = tokens.raw(at) == word;
    let fits = |name: &str| name == word && !(small && WORDS.contains(&name));
    let found = ABBREVIATIONS.iter().find(|(name, _)| fits(name))?;
    Some(found.1)
}

/// The offset behind an abbreviation: `GMT+7`, `UTC +07:00`, `UTC + 7`, `GMT7`, `GMT 7`.
fn added(tokens: &DateTokens, at: usize, universal: bool) -> Option<NamedZone> {
    let spaced = universal && tokens.is(at + 1, "+-") && !tokens.glued(at + 2);
    if let Some((zone, _)) = offset(tokens, at + 1) {
        return Some(zone);
    }
    let number = if spaced { at + 2 } else { at + 1 };
    let glued = tokens.glued(number) && number == at + 1;
    let last = tokens.word(number + 1).is_empty() && !tokens.is(number + 1, ".:/-");
    let alone = glued || universal && last;
    let minutes = east(tokens.digits(number), "0").filter(|_| alone)?;
    known(if tokens.is(at + 1, "-") {
        -minutes
    } else {
        minutes
    })
}

/// Capitals that end a text or a part of it are a zone that nobody here knows. Of military
/// letters only Z means something (RFC 2822 section 4.3).
fn unknown(tokens: &DateTokens, at: usize) -> Option<NamedZone> {
    let raw = tokens.raw(at);
    let word = tokens.word(at);
    let capitals =
        (1..=5).contains(&raw.len()) && raw.bytes().all(|byte| byte.is_ascii_uppercase());
    let other = matches!(word, "am" | "pm" | "t")
        || names::month(word).is_some()
        || names::weekday(word).is_some();
    if !capitals || other || !tokens.word(at + 1).is_empty() {
        return None;
    }
    let zone = offset(tokens, at + 1).filter(|_| tokens.glued(at + 1));
    Some(zone.map_or_else(|| NamedZone::Unknown(tokens.run(at)), |(zone, _)| zone))
}

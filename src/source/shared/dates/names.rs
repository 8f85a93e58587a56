//! What months, days, units and numbers are called in Indonesian, Malay and English.

/// Names of the months, the first for each beginning of three letters or more.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january"],
    &["februari", "february", "pebruari"],
    &["maret", "march", "mrt", "mac"],
    &["april"],
    &["mei", "may"],
    &["juni", "june"],
    &["juli", "july", "julai"],
    &["agustus", "august", "agt", "ags", "agst", "ogos"],
    &["september", "sept"],
    &["oktober", "october"],
    &["november", "nopember"],
    &["desember", "december", "disember", "dis"],
];

/// The number of a month by its name, by a beginning of it, or misspelt: names of six letters or
/// more may have one wrong, those of eight two; no other word is as near to one of them.
pub(super) fn month(word: &str) -> Option<i8> {
    let long = |name: &str| name.len() >= 6;
    let begins = |name: &str| word.len() >= 3 && name.starts_with(word);
    let misspelt = |name: &str| {
        let allowed = if name.len() >= 8 { 2 } else { 1 };
        long(name) && long(word) && distance(name, word, allowed) <= allowed
    };
    let position = |fits: &dyn Fn(&str) -> bool| {
        MONTHS
            .iter()
            .position(|names| names.iter().any(|name| fits(name)))
    };
    let index = position(&begins).or_else(|| position(&misspelt))?;
    i8::try_from(index + 1).ok()
}

/// A month in Roman numerals, as letters and minutes write it.
pub(super) fn roman_month(capitals: &str) -> Option<i8> {
    const NUMERALS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let index = NUMERALS.iter().position(|name| *name == capitals)?;
    i8::try_from(index + 1).ok()
}

/// How many letters are wrong, missing, too many or swapped; words that begin otherwise or differ
/// much in length are far.
fn distance(name: &str, word: &str, allowed: usize) -> usize {
    let (name, word) = (name.as_bytes(), word.as_bytes());
    if name.first() != word.first() || name.len().abs_diff(word.len()) > allowed {
        return usize::MAX;
    }
    let mut older: Vec<usize> = Vec::new();
    let mut old: Vec<usize> = (0..=word.len()).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut new = vec![row + 1];
        for (column, other) in word.iter().enumerate() {
            let changed = old[column] + usize::from(letter != other);
            let mut best = changed.min(old[column + 1] + 1).min(new[column] + 1);
            if row > 0 && column > 0 && name[row - 1] == *other && *letter == word[column - 1] {
                best = best.min(older[column - 1] + 1);
            }
            new.push(best);
        }
        older = std::mem::replace(&mut old, new);
    }
    old[word.len()]
}

const WEEKDAYS: [&[&str]; 7] = [
    &["senin", "isnin", "monday"],
    &["selasa", "tuesday"],
    &["rabu", "wednesday"],
    &["kamis", "khamis", "thursday"],
    &["jumat", "jum'at", "friday"],
    &["sabtu", "saturday"],
    &["minggu", "ahad", "sunday"],
];

/// The day of the week, from 0 for Monday, by its name or a beginning of it.
pub(super) fn weekday(word: &str) -> Option<i8> {
    let begins = |name: &&str| word.len() >= 3 && name.starts_with(word);
    let index = WEEKDAYS.iter().position(|names| names.iter().any(begins))?;
    i8::try_from(index).ok()
}

/// Units of an age, longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AgeUnit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// A unit by its name. `hr` is `hari` among Indonesian words and `hour` among English ones.
pub(super) fn unit(word: &str, indonesian: bool) -> Option<AgeUnit> {
    Some(match word {
        "tahun" | "thn" | "th" | "year" | "years" | "yr" | "yrs" | "y" => AgeUnit::Year,
        "bulan" | "bln" | "month" | "months" | "mo" | "mos" | "mth" | "mths" => AgeUnit::Month,
        "minggu" | "mgg" | "mg" | "mggu" | "pekan" | "week" | "weeks" | "wk" | "wks" | "w" => {
            AgeUnit::Week
        }
        "hr" if indonesian => AgeUnit::Day,
        "hari" | "day" | "days" | "d" => AgeUnit::Day,
        "jam" | "jm" | "j" | "hour" | "hours" | "hr" | "hrs" | "h" => AgeUnit::Hour,
        "menit" | "mnt" | "minit" | "minute" | "minutes" | "min" | "mins" | "m" => AgeUnit::Minute,
        "detik" | "dtk" | "det" | "saat" | "second" | "seconds" | "sec" | "secs" | "s" => {
            AgeUnit::Second
        }
        _ => return None,
    })
}

/// `sejam`, `seminggu`: one of a unit.
pub(super) fn one_of(word: &str) -> Option<AgeUnit> {
    let name = word.strip_prefix("se").filter(|name| name.len() >= 3)?;
    unit(name, true)
}

const ONES: [[&str; 3]; 9] = [
    ["satu", "one", "suatu"],
    ["dua", "two", ""],
    ["tiga", "three", ""],
    ["empat", "four", ""],
    ["lima", "five", ""],
    ["enam", "six", ""],
    ["tujuh", "seven", ""],
    ["delapan", "eight", "lapan"],
    ["sembilan", "nine", ""],
];
const TEENS: [[&str; 2]; 10] = [
    ["sepuluh", "ten"],
    ["sebelas", "eleven"],
    ["duabelas", "twelve"],
    ["tigabelas", "thirteen"],
    ["empatbelas", "fourteen"],
    ["limabelas", "fifteen"],
    ["enambelas", "sixteen"],
    ["tujuhbelas", "seventeen"],
    ["delapanbelas", "eighteen"],
    ["sembilanbelas", "nineteen"],
];
const TENS: [[&str; 2]; 8] = [
    ["duapuluh", "twenty"],
    ["tigapuluh", "thirty"],
    ["empatpuluh", "forty"],
    ["limapuluh", "fifty"],
    ["enampuluh", "sixty"],
    ["tujuhpuluh", "seventy"],
    ["delapanpuluh", "eighty"],
    ["sembilanpuluh", "ninety"],
];

fn place<const N: usize>(lists: &[[&str; N]], word: &str) -> Option<u32> {
    let index = lists.iter().position(|names| names.contains(&word))?;
    u32::try_from(index).ok().filter(|_| !word.is_empty())
}

/// `satu`, `nine`.
pub(super) fn ones(word: &str) -> Option<u32> {
    place(&ONES, word).map(|index| index + 1)
}

/// `sebelas`, `fifteen`, `duabelas`.
pub(super) fn teens(word: &str) -> Option<u32> {
    place(&TEENS, word).map(|index| index + 10)
}

/// `duapuluh`, `thirty`.
pub(super) fn tens(word: &str) -> Option<u32> {
    place(&TENS, word).map(|index| (index + 2) * 10)
}

/// A word that asks for a clock.
pub(super) fn asks_hour(word: &str) -> bool {
    matches!(word, "pukul" | "pkl" | "pk" | "jam")
}

/// A word that may stand between a day and its clock.
pub(super) fn joins_clock(word: &str) -> bool {
    asks_hour(word)
        || matches!(
            word,
            "at" | "on" | "t" | "pada" | "tanggal" | "tgl" | "hari"
        )
}

/// What a number counts that is neither a date nor an age.
pub(super) fn counts(word: &str) -> bool {
    unit(word, true).is_some_and(|_| word.len() > 1)
        || matches!(
            word,
            "juta"
                | "ribu"
                | "rb"
                | "jt"
                | "miliar"
                | "triliun"
                | "kali"
                | "x"
                | "k"
                | "km"
                | "kg"
                | "persen"
                | "percent"
                | "million"
                | "thousand"
                | "times"
                | "komentar"
                | "pembaca"
                | "views"
        )
}

/// A word after which a number that looks like a clock is something else.
pub(super) fn measures(word: &str) -> bool {
    matches!(
        word,
        "rp" | "idr"
            | "usd"
            | "rm"
            | "durasi"
            | "duration"
            | "video"
            | "skor"
            | "score"
            | "versi"
            | "version"
            | "v"
            | "ip"
            | "suhu"
            | "rasio"
            | "nilai"
    )
}

/// What the words before a date say of it, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateRole {
    Published,
    Unsaid,
    Updated,
}

/// A word that says what a date is of.
pub(super) fn role(word: &str) -> Option<DateRole> {
    match word {
        "terbit" | "diterbitkan" | "dipublikasikan" | "dipublikasi" | "dipublish" | "publikasi"
        | "published" | "publish" | "posted" | "diposting" | "diposkan" | "tayang"
        | "ditayangkan" | "dimuat" | "dirilis" | "rilis" | "diunggah" | "dibuat" | "created"
        | "ditulis" | "written" | "released" => Some(DateRole::Published),
        "diperbarui" | "diperbaharui" | "perbarui" | "memperbarui" | "perbaruan" | "pembaruan"
        | "pemutakhiran" | "dimutakhirkan" | "diupdate" | "updated" | "update" | "modified"
        | "edited" | "edit" | "diedit" | "disunting" | "diubah" | "perubahan" | "revised"
        | "revisi" | "direvisi" => Some(DateRole::Updated),
        _ => None,
    }
}

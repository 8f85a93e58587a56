//! What of a password is easily guessed: words, names, runs of keys, repetition.

use super::common::is_common;

/// Letters that must be left of a password when what is easily guessed is taken out.
const LEAST_REST: usize = 4;
/// The shortest piece of a row of keys that counts as one.
const LEAST_RUN: usize = 3;
/// A password that is one piece again and again is as good as the piece.
const LEAST_PIECE: usize = 8;

/// Names of who runs an installation of this program, and how provinces are called.
const OFFICE: &[&str] = &[
    "bawaslu",
    "panwaslu",
    "panwaslih",
    "panwascam",
    "panwas",
    "kpu",
    "kpud",
    "dkpp",
    "kasn",
    "asn",
    "pns",
    "netra",
    "netralitas",
    "pilkada",
    "pemilu",
    "pemilihan",
    "pilgub",
    "pilbup",
    "pilwalkot",
    "pilpres",
    "pileg",
    "republik",
    "indonesia",
    "provinsi",
    "prov",
    "kabupaten",
    "kab",
    "kota",
    "aceh",
    "sumatera",
    "sumatra",
    "utara",
    "barat",
    "selatan",
    "timur",
    "tengah",
    "tenggara",
    "daya",
    "pegunungan",
    "riau",
    "kepulauan",
    "jambi",
    "bengkulu",
    "lampung",
    "bangka",
    "belitung",
    "jakarta",
    "jawa",
    "yogyakarta",
    "banten",
    "bali",
    "nusa",
    "kalimantan",
    "sulawesi",
    "gorontalo",
    "maluku",
    "papua",
    "sumut",
    "sumbar",
    "sumsel",
    "kepri",
    "babel",
    "dki",
    "jabar",
    "jateng",
    "jatim",
    "diy",
    "jogja",
    "ntb",
    "ntt",
    "kalbar",
    "kalteng",
    "kalsel",
    "kaltim",
    "kaltara",
    "sulut",
    "sulteng",
    "sulsel",
    "sultra",
    "sulbar",
    "malut",
];

/// Rows of a keyboard, ways across it, letters and digits in their order. A run may begin again.
const ROWS: &[&str] = &[
    "12345678901234567890",
    "qwertyuiopqwertyuiop",
    "asdfghjklasdfghjkl",
    "zxcvbnmzxcvbnm",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "!@#$%^&*()!@#$%^&*()",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "147258369",
];

/// What stands for a letter when somebody makes a word look like a password.
const DISGUISES: [(char, char); 11] = [
    ('0', 'o'),
    ('3', 'e'),
    ('4', 'a'),
    ('@', 'a'),
    ('5', 's'),
    ('$', 's'),
    ('7', 't'),
    ('+', 't'),
    ('8', 'b'),
    ('6', 'g'),
    ('9', 'g'),
];
/// Two letters, so that a word is read with the one and with the other.
const EITHER: ([char; 2], [char; 2]) = (['1', '!'], ['i', 'l']);

/// Whether a password, in lower case, is one piece again and again, or of very few signs.
pub(super) fn is_repeated(password: &[char]) -> bool {
    let mut signs = password.to_vec();
    signs.sort_unstable();
    signs.dedup();
    piece(password).len() < LEAST_PIECE || signs.len() < LEAST_REST
}

/// The shortest piece that a text repeats at least once; the text itself if it repeats none.
fn piece(text: &[char]) -> &[char] {
    let again = |length: &usize| text.iter().zip(&text[*length..]).all(|(a, b)| a == b);
    let length = (1..=text.len() / 2).find(again);
    &text[..length.unwrap_or(text.len())]
}

/// Whether a password, in lower case, is made of rows of keys with next to nothing beside; each
/// key may be pressed more than once.
pub(super) fn is_run(password: &[char]) -> bool {
    let mut pressed = password.to_vec();
    pressed.dedup();
    runs_on(password) || runs_on(&pressed)
}

fn runs_on(password: &[char]) -> bool {
    let (mut at, mut rest) = (0, 0);
    while at < password.len() && rest < LEAST_REST {
        let run = longest_run(&password[at..]);
        if run >= LEAST_RUN {
            at += run;
        } else {
            at += 1;
            rest += 1;
        }
    }
    rest < LEAST_REST
}

/// Whether a password is a number: a telephone's, a NIP, a date.
pub(super) fn is_number(password: &[char]) -> bool {
    let written = |sign: &char| sign.is_numeric() || " -./+:()".contains(*sign);
    password.iter().all(written)
}

fn longest_run(text: &[char]) -> usize {
    let rows = ROWS.iter().flat_map(|row| {
        let forwards: Vec<char> = row.chars().collect();
        let backwards: Vec<char> = row.chars().rev().collect();
        [forwards, backwards]
    });
    let along = |row: Vec<char>| {
        let starts = (0..row.len()).map(|start| common_length(&row[start..], text));
        starts.max().unwrap_or(0)
    };
    let same = text.iter().take_while(|sign| **sign == text[0]).count();
    rows.map(along).max().unwrap_or(0).max(same)
}

fn common_length(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// Whether a password, in lower case, is a common one, as it is or with digits and signs around it,
/// with signs for letters, backwards, or again and again.
pub(super) fn is_common_in_disguise(password: &[char]) -> bool {
    let text = |signs: &[char]| signs.iter().collect::<String>();
    let once = piece(password);
    let mut forms = vec![text(password), text(once)];
    for part in [
        once,
        from_letter(once),
        to_letter(once),
        to_letter(from_letter(once)),
    ] {
        for plain in plain_forms(part) {
            let letters: Vec<char> = plain
                .iter()
                .copied()
                .filter(|c| c.is_alphabetic())
                .collect();
            let backwards: Vec<char> = letters.iter().rev().copied().collect();
            forms.extend([text(part), text(&plain), text(&letters), text(&backwards)]);
        }
    }
    let long = |form: &&String| form.chars().count() >= LEAST_REST;
    forms.iter().filter(long).any(|form| is_common(form))
}

/// Whether next to nothing is left of a password, in lower case, without some words, digits and
/// signs; and whether one of the words was there.
fn is_made_of<'a>(password: &[char], words: &(impl Iterator<Item = &'a str> + Clone)) -> bool {
    let once: String = password
        .iter()
        .filter(|sign| sign.is_alphanumeric())
        .collect();
    let forms = plain_forms(&once.chars().collect::<Vec<_>>());
    let plain = std::iter::once(once.chars().collect()).chain(forms);
    plain.into_iter().any(|form: Vec<char>| {
        let whole: String = form.into_iter().collect();
        let rest = without(&whole, words.clone());
        let letters = rest.chars().filter(|sign| sign.is_alphabetic()).count();
        rest.len() < whole.len() && letters < LEAST_REST
    })
}

/// Whether a password, in lower case, is names of its user, with or without those of offices.
pub(super) fn is_name(password: &[char], own: &[String]) -> bool {
    let own = own.iter().map(String::as_str);
    let office = OFFICE.iter().copied();
    is_made_of(password, &own) || is_made_of(password, &own.clone().chain(office))
}

/// Whether a password, in lower case, is names of offices and places and nothing else.
pub(super) fn is_office(password: &[char]) -> bool {
    is_made_of(password, &OFFICE.iter().copied())
}

/// Takes out words, the longest first, so that `kpud` does not leave its last letter.
fn without<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    // What stood apart must not become a word.
    let taken = words
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(word, "\0"));
    taken.replace('\0', "")
}

fn plain_forms(text: &[char]) -> [Vec<char>; 2] {
    let (signs, letters) = EITHER;
    letters.map(|either| {
        let plain = |sign: &char| {
            let found = DISGUISES.iter().find(|(from, _)| from == sign);
            let known = found.map(|(_, letter)| *letter);
            known.unwrap_or(if signs.contains(sign) { either } else { *sign })
        };
        text.iter().map(plain).collect()
    })
}

fn from_letter(text: &[char]) -> &[char] {
    let first = text.iter().position(|sign| sign.is_alphabetic());
    &text[first.unwrap_or(text.len())..]
}

fn to_letter(text: &[char]) -> &[char] {
    let last = text.iter().rposition(|sign| sign.is_alphabetic());
    &text[..last.map_or(0, |last| last + 1)]
}

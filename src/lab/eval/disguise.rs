//! Ways in which people hide words from filters. Links and names of accounts stay as they are:
//! disguised they would lead nowhere.

/// A disguise: text in, text out.
pub type Disguise = fn(&str) -> String;

/// All of them, with their names.
pub const DISGUISES: [(&str, Disguise); 7] = [
    ("leet", leet),
    ("stretched", stretched),
    ("spaced", spaced),
    ("zero_width", zero_width),
    ("homoglyphs", homoglyphs),
    ("bold", bold),
    ("camel_hashtag", camel_hashtag),
];

/// Digits for letters in every second word of at least four letters: `C0bl05 nomor`.
pub fn leet(text: &str) -> String {
    every(2, 4, text, |word| word.chars().map(leet_letter).collect())
}

fn leet_letter(letter: char) -> char {
    match letter.to_ascii_lowercase() {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '5',
        _ => letter,
    }
}

/// The last vowel of each word of at least four letters tripled: `Coblooos`.
pub fn stretched(text: &str) -> String {
    every(1, 4, text, |word| {
        let is_vowel = |letter: char| "aeiou".contains(letter.to_ascii_lowercase());
        let Some((at, vowel)) = word.char_indices().rfind(|(_, letter)| is_vowel(*letter)) else {
            return word.to_owned();
        };
        let (before, after) = word.split_at(at);
        format!("{before}{vowel}{vowel}{after}")
    })
}

/// Every third word of at least six letters letter by letter: `C o b l o s`.
pub fn spaced(text: &str) -> String {
    every(3, 6, text, |word| between(word, ' '))
}

/// A zero-width joiner between all letters of a word.
pub fn zero_width(text: &str) -> String {
    every(1, 2, text, |word| between(word, '\u{200d}'))
}

fn between(word: &str, separator: char) -> String {
    let mut joined = String::with_capacity(word.len() * 2);
    for (index, letter) in word.chars().enumerate() {
        if index > 0 {
            joined.push(separator);
        }
        joined.push(letter);
    }
    joined
}

/// Cyrillic letters for the Latin ones they look like.
pub fn homoglyphs(text: &str) -> String {
    every(1, 1, text, |word| word.chars().map(cyrillic).collect())
}

fn cyrillic(letter: char) -> char {
    match letter {
        'a' => 'а',
        'e' => 'е',
        'o' => 'о',
        'p' => 'р',
        'c' => 'с',
        'x' => 'х',
        'y' => 'у',
        'A' => 'А',
        'E' => 'Е',
        'O' => 'О',
        'P' => 'Р',
        'C' => 'С',
        'X' => 'Х',
        'Y' => 'У',
        _ => letter,
    }
}

/// Mathematical bold letters.
pub fn bold(text: &str) -> String {
    every(1, 1, text, |word| word.chars().map(bold_letter).collect())
}

fn bold_letter(letter: char) -> char {
    let (first, bold) = match letter {
        'A'..='Z' => ('A', '\u{1d400}'),
        'a'..='z' => ('a', '\u{1d41a}'),
        _ => return letter,
    };
    let place = u32::from(letter) - u32::from(first);
    char::from_u32(u32::from(bold) + place).unwrap_or(letter)
}

/// The first three words as one hashtag: `#CoblosNomor2`.
pub fn camel_hashtag(text: &str) -> String {
    let (mut tag, mut joined, mut out) = (String::from("#"), 0, String::new());
    let mut chunks = text.split_inclusive(char::is_whitespace);
    for chunk in chunks.by_ref() {
        if is_address(chunk) || !chunk.contains(char::is_alphanumeric) {
            out.push_str(chunk);
            continue;
        }
        tag.push_str(&capitalised(chunk));
        joined += 1;
        if joined == 3 {
            break;
        }
    }
    if joined == 0 {
        return text.to_owned();
    }
    let rest: String = chunks.collect();
    format!("{out}{tag} {rest}").trim_end().to_owned()
}

fn capitalised(chunk: &str) -> String {
    let mut letters = chunk.chars().filter(|letter| letter.is_alphanumeric());
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn is_address(chunk: &str) -> bool {
    chunk.starts_with('@') || chunk.contains("://")
}

/// Changes every `nth` of the words (runs of letters) that have at least `letters` letters,
/// beginning with the first.
fn every(nth: usize, letters: usize, text: &str, change: impl Fn(&str) -> String) -> String {
    let mut seen = 0;
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        let is_long = !is_address(piece) && piece.chars().all(char::is_alphabetic);
        if is_long && piece.chars().nth(letters - 1).is_some() {
            seen += 1;
            if seen % nth == 1 % nth {
                out.push_str(&change(piece));
                continue;
            }
        }
        out.push_str(piece);
    }
    out
}

/// Words, what stands between them, and whole addresses; together the text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for chunk in text.split_inclusive(char::is_whitespace) {
        if is_address(chunk) {
            pieces.push(chunk);
        } else {
            runs(chunk, &mut pieces);
        }
    }
    pieces
}

fn runs<'t>(mut chunk: &'t str, pieces: &mut Vec<&'t str>) {
    while let Some(first) = chunk.chars().next() {
        let is_word = first.is_alphabetic();
        let end = chunk.find(|letter: char| letter.is_alphabetic() != is_word);
        let (run, rest) = chunk.split_at(end.unwrap_or(chunk.len()));
        pieces.push(run);
        chunk = rest;
    }
}

//! Ways in which people hide words from filters. Links and names of accounts stay as they are:
//! disguised they would lead nowhere.

/// A disguise: text in, text out.
pub(super) type Disguise = fn(&str) -> String;

/// All of them, with their names.
pub(super) const ALL: [(&str, Disguise); 7] = [
    ("leet", leet),
    ("stretched", stretched),
    ("spaced", spaced),
    ("zero_width", zero_width),
    ("homoglyphs", homoglyphs),
    ("bold", bold),
    ("camel_hashtag", camel_hashtag),
];

/// Digits for letters in every second word of at least four letters: `C0bl05 nomor`.
pub(super) fn leet(text: &str) -> String {
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
pub(super) fn stretched(text: &str) -> String {
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
pub(super) fn spaced(text: &str) -> String {
    every(3, 6, text, |word| between(word, ' '))
}

/// A zero-width joiner between all letters of a word.
pub(super) fn zero_width(text: &str) -> String {
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
pub(super) fn homoglyphs(text: &str) -> String {
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
pub(super) fn bold(text: &str) -> String {
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
pub(super) fn camel_hashtag(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str =
        "Ayo coblos nomor 2, menangkan Bagas-Aisyah! @warga https://sukaraja.example/ayo";
    const ADDRESSES: &str = "@warga https://sukaraja.example/ayo";

    #[test]
    fn leet_takes_every_second_long_word() {
        let wanted = format!("Ayo c0bl05 nomor 2, m3n4ngk4n Bagas-415y4h! {ADDRESSES}");
        assert_eq!(leet(POST), wanted);
    }

    #[test]
    fn stretched_triples_the_last_vowel() {
        let wanted = format!("Ayo coblooos nomooor 2, menangkaaan Bagaaas-Aisyaaah! {ADDRESSES}");
        assert_eq!(stretched(POST), wanted);
        assert_eq!(stretched("pssst"), "pssst");
    }

    #[test]
    fn spaced_takes_every_third_very_long_word() {
        let wanted = "c o b l o s menang bersama S u k a r a j a";
        assert_eq!(spaced("coblos menang bersama Sukaraja"), wanted);
    }

    #[test]
    fn zero_width_is_invisible() {
        let hidden = zero_width(POST);
        assert!(hidden.starts_with("A\u{200d}y\u{200d}o c\u{200d}o"));
        assert!(hidden.ends_with(ADDRESSES));
        assert_eq!(hidden.replace('\u{200d}', ""), POST);
    }

    #[test]
    fn homoglyphs_look_alike() {
        assert_eq!(
            homoglyphs("Coba yexpa"),
            "\u{421}\u{43e}b\u{430} \u{443}\u{435}\u{445}\u{440}\u{430}"
        );
        assert_eq!(
            homoglyphs("AEOPCXY").chars().filter(char::is_ascii).count(),
            0
        );
        assert!(homoglyphs(POST).ends_with(ADDRESSES));
    }

    #[test]
    fn bold_is_of_the_mathematical_letters() {
        assert_eq!(bold("AZaz 2é"), "\u{1d400}\u{1d419}\u{1d41a}\u{1d433} 2é");
        assert!(bold(POST).ends_with(ADDRESSES));
    }

    #[test]
    fn the_first_three_words_become_a_hashtag() {
        let wanted = format!("#AyoCoblosNomor 2, menangkan Bagas-Aisyah! {ADDRESSES}");
        assert_eq!(camel_hashtag(POST), wanted);
        assert_eq!(camel_hashtag("@warga pilih YASDA"), "@warga #PilihYASDA");
        assert_eq!(camel_hashtag("☝ !"), "☝ !");
    }
}

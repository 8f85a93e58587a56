//! Letters of other scripts, digits and symbols that pass for Latin letters and plain digits.

use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};
use unicode_security::skeleton;

/// The Latin letter that a letter of another script, or a sign, is drawn like: in small letters
/// of the scripts around us as people use them, then in fashions of letters, then as Unicode
/// Technical Standard 39 (`confusables.txt`) has it.
pub fn latin_twin(letter: char) -> Option<char> {
    let known = || neighbour_twin(letter).or_else(|| fashion_twin(letter));
    (!letter.is_ascii()).then(known)?.or_else(|| {
        let drawn = borrowed_script(letter) || outlandish(letter);
        drawn.then(|| prototype(letter))?
    })
}

/// The letter that the standard gives as the one drawn alike, its strokes and hooks left away.
fn prototype(letter: char) -> Option<char> {
    let mut written = [0; 4];
    let mut drawn = skeleton(letter.encode_utf8(&mut written));
    let first = drawn.next().filter(char::is_ascii_alphabetic)?;
    match (first, drawn.find(|next| !is_combining_mark(*next))) {
        ('r', Some('n')) => Some('m'),
        // One stroke upright: a capital I is meant, since no script has a small l among capitals.
        ('l', None) => Some('i'),
        (_, None) => Some(first.to_ascii_lowercase()),
        _ => None,
    }
}

/// The Latin letter that a Cyrillic, Greek or Armenian letter is drawn like.
fn neighbour_twin(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' | 'ь' | 'Ь' | 'β' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'ε' | 'Ε' | 'є' | 'Є' => 'e',
        'ғ' | 'Ғ' => 'f',
        'ԍ' | 'ց' => 'g',
        'һ' | 'Һ' | 'Н' | 'Η' | 'հ' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' | 'Ӏ' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'ӏ' | 'լ' => 'l',
        'м' | 'М' | 'Μ' => 'm',
        'Ν' | 'п' | 'ո' | 'η' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'օ' | 'σ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ԛ' | 'զ' => 'q',
        'г' | 'ѓ' => 'r',
        'ѕ' | 'Ѕ' | 'ʂ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' | 'ս' | 'μ' => 'u',
        'ν' | 'ѵ' | 'Ѵ' => 'v',
        'ԝ' | 'Ԝ' | 'ω' | 'ѡ' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'γ' | 'Υ' | 'ү' => 'y',
        'Ζ' | 'ᴢ' => 'z',
        _ => return None,
    })
}

/// Letters and signs that the writers of ornate text use for Latin ones, as the common generators
/// of such text have them, where the standard sees no likeness: capitals without feet, syllables
/// of Canada and of the Cherokee, Chinese strokes, signs of mathematics and of money.
fn fashion_twin(letter: char) -> Option<char> {
    Some(match letter {
        'Λ' | 'λ' | 'Δ' | '\u{2206}' | '\u{2200}' | 'ᗩ' | 'ᗣ' | 'Ꮧ' | '卂' => 'a',
        'ß' | '฿' | '₿' | 'Ᏸ' | '乃' => 'b',
        'ᑕ' | 'ᑢ' | 'ↄ' | '¢' | '₡' | '匚' | '\u{2282}' => 'c',
        'Ꮄ' | '刀' => 'd',
        'Σ' | 'Ξ' | 'ξ' | '\u{2211}' | '€' | 'ᗴ' | 'ᕮ' | 'ᘿ' | 'Ꮛ' | '乇' => 'e',
        'Ꭶ' | '下' => 'f',
        'ᘜ' | 'Ꮆ' | 'Ꮹ' | '厶' | '₲' => 'g',
        'Ꮒ' | '卄' => 'h',
        'ᓰ' | 'Ꭵ' | '工' => 'i',
        'Ꮰ' | '丁' => 'j',
        '长' | '₭' => 'k',
        'Ꮭ' | '乚' | '£' | '₤' => 'l',
        'ᗰ' | 'ᘻ' | '爪' | '₥' => 'm',
        'ᑎ' | 'ᘉ' | 'Ꮑ' | 'Π' | '\u{220F}' | '\u{2229}' | '₦' => 'n',
        'ᗝ' | 'Ꭷ' | 'Ꮎ' | '口' | 'Θ' | 'θ' | 'Φ' | 'ф' | 'Ф' | '\u{2205}' => 'o',
        'Ꭾ' | '尸' | '₱' => 'p',
        'ᑫ' | 'Ꭴ' => 'q',
        'Ꮢ' | '尺' | 'Я' | 'я' => 'r',
        'ᔕ' | 'Ꮥ' | '丂' | '§' => 's',
        'Ꮦ' | '丅' | '†' | '₮' => 't',
        'Ꮼ' | '凵' | '\u{222A}' => 'u',
        'Ꮙ' | '\u{221A}' => 'v',
        'ᗯ' | 'Ꮗ' | '山' | '₩' | 'ш' | 'Ш' => 'w',
        '乂' => 'x',
        'Ꭹ' | '丫' | '¥' => 'y',
        'ᘔ' | '乙' => 'z',
        _ => return None,
    })
}

/// Small capitals, and letters with strokes and hooks, which compatibility decomposition leaves
/// alone.
pub(super) fn latin_variant(letter: char) -> Option<char> {
    let small = match letter {
        'ᴀ' => 'a',
        'ʙ' => 'b',
        'ᴄ' => 'c',
        'ᴅ' => 'd',
        'ᴇ' => 'e',
        'ꜰ' => 'f',
        'ɢ' => 'g',
        'ʜ' => 'h',
        'ɪ' => 'i',
        'ᴊ' => 'j',
        'ᴋ' => 'k',
        'ᴍ' => 'm',
        'ɴ' => 'n',
        'ᴏ' => 'o',
        'ᴘ' => 'p',
        'ꞯ' => 'q',
        'ʀ' => 'r',
        'ꜱ' => 's',
        'ᴛ' => 't',
        'ᴜ' => 'u',
        'ᴠ' => 'v',
        'ᴡ' => 'w',
        'ʏ' => 'y',
        'ᴢ' => 'z',
        // To the standard one stroke upright is one letter, small or capital.
        'ʟ' | 'ł' | 'ƚ' | 'ɫ' | 'ɬ' | 'ɭ' => 'l',
        _ => return stroked(letter).then(|| prototype(letter))?,
    };
    Some(small)
}

fn stroked(letter: char) -> bool {
    let stroked = matches!(letter,
        'Ø' | 'ø' | 'Đ' | 'đ' | 'Ħ' | 'ħ' | 'Ł' | 'ł' | 'Ŧ' | 'ŧ'
        | '\u{180}'..='\u{1BF}' | '\u{1E4}' | '\u{1E5}' | '\u{220}'..='\u{225}'
        | '\u{234}'..='\u{29F}' | '\u{1D6B}'..='\u{1D77}' | '\u{2C60}'..='\u{2C7B}');
    stroked && letter.is_alphabetic()
}

/// Whether the letter belongs to a script whose letters are borrowed for disguise and which people
/// around us also read.
pub(super) fn borrowed_script(letter: char) -> bool {
    let drawn = |letter| fashion_twin(letter).is_some();
    match letter {
        '\u{370}'..='\u{58F}' => letter.is_alphabetic(),
        '\u{4E00}'..='\u{9FFF}' => drawn(letter),
        _ => false,
    }
}

/// Whether the letter belongs to a script that nobody around us writes: here it is drawn and not
/// read.
pub(super) fn outlandish(letter: char) -> bool {
    let range = matches!(letter,
        '\u{13A0}'..='\u{13FF}' | '\u{1400}'..='\u{167F}' | '\u{16A0}'..='\u{16F8}'
        | '\u{2C80}'..='\u{2CFF}' | '\u{2D30}'..='\u{2D7F}' | '\u{A4D0}'..='\u{A4FF}'
        | '\u{A500}'..='\u{A63F}' | '\u{AB70}'..='\u{ABBF}' | '\u{10280}'..='\u{1044F}');
    range && letter.is_alphabetic()
}

/// Whether a sign that is no letter is drawn like one. It is one only inside a word.
pub(super) fn lettered_sign(sign: char) -> bool {
    !sign.is_ascii() && !sign.is_alphanumeric() && fashion_twin(sign).is_some()
}

/// The number that a sign shows, where compatibility decomposition gives no plain digits: digits
/// of all scripts, and those in dark and double circles.
pub(super) fn shown_number(sign: char) -> Option<u32> {
    let at = u32::from(sign);
    let first = |start: u32, value: u32| Some(at - start + value);
    match sign {
        '\u{24EB}'..='\u{24F4}' => first(0x24EB, 11),
        '\u{24F5}'..='\u{24FE}' => first(0x24F5, 1),
        '\u{2776}'..='\u{277F}' => first(0x2776, 1),
        '\u{2780}'..='\u{2789}' => first(0x2780, 1),
        '\u{278A}'..='\u{2793}' => first(0x278A, 1),
        '\u{24FF}' | '\u{1F10B}' | '\u{1F10C}' => Some(0),
        '\u{1D7CE}'..='\u{1D7FF}' => None,
        _ if !sign.is_numeric() => None,
        _ => decimal_digit(sign),
    }
}

/// Unicode promises that the ten digits of a script stand in a row; all rows but those of
/// mathematics, which decompose, begin at a multiple of sixteen or six behind it.
fn decimal_digit(sign: char) -> Option<u32> {
    let is_digit = |sign: char| sign.general_category() == GeneralCategory::DecimalNumber;
    let place = u32::from(sign) & 0xF;
    let row = char::from_u32(u32::from(sign) - place)?;
    let value = if is_digit(row) {
        place
    } else {
        place.checked_sub(6)?
    };
    (is_digit(sign) && value < 10).then_some(value)
}

/// The letter inside a dark circle or square, which compatibility decomposition leaves alone.
pub(super) fn enclosed_letter(symbol: char) -> Option<char> {
    let base = match symbol {
        '\u{1F150}'..='\u{1F169}' => 0x1F150,
        '\u{1F170}'..='\u{1F189}' => 0x1F170,
        _ => return None,
    };
    letter_at(symbol, base)
}

/// The letter of a regional indicator. A pair of them is a flag; only longer rows spell words.
pub(super) fn regional_letter(symbol: char) -> Option<char> {
    match symbol {
        '\u{1F1E6}'..='\u{1F1FF}' => letter_at(symbol, 0x1F1E6),
        _ => None,
    }
}

fn letter_at(symbol: char, base: u32) -> Option<char> {
    char::from_u32(u32::from('a') + (u32::from(symbol) - base))
}

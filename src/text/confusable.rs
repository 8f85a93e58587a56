//! Letters of other scripts and symbols that pass for Latin letters.

/// The Latin letter that a Cyrillic, Greek or Armenian letter is drawn like.
pub fn latin_twin(letter: char) -> Option<char> {
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

/// Whether the letter belongs to a script whose letters are borrowed for disguise.
pub(super) fn borrowed_script(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{58F}') && letter.is_alphabetic()
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

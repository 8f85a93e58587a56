//! The language hint and stems.

use netra::text::{Stems, fold, language, tokens};
use rstest::rstest;

#[rstest]
#[case("Saya tidak akan datang karena sedang di luar kota", "id")]
#[case("Ojo lali nyoblos nomer telu, aku wis siap karo kowe", "jv")]
#[case(
    "Hayu urang ka ditu, ulah hilap nya, abdi nuju di bumi anu anyar",
    "su"
)]
#[case("This is what we have been waiting for and it is good", "en")]
#[case("ok", "und")]
#[case("👍👍", "und")]
#[case("", "und")]
fn language_is_guessed(#[case] text: &str, #[case] expected: &str) {
    let folded = fold(text);
    assert_eq!(language(folded.text(), &tokens(folded.text())), expected);
}

/// More different words than a stemmer remembers; forgetting must not show.
#[test]
fn a_stem_is_the_same_however_many_words_came_before() {
    let stems = Stems::new(["halusan".to_owned()]);
    let letters: Vec<char> = ('a'..='z').collect();
    let words = (0..80_000_usize).map(|number| {
        let letter = |power: u32| letters[number / 26_usize.pow(power) % 26];
        format!("zx{}{}{}{}", letter(3), letter(2), letter(1), letter(0))
    });
    for word in words {
        assert_eq!(stems.stem(&word), Stems::new([]).stem(&word), "{word}");
    }
    for _ in 0..2 {
        assert_eq!(stems.stem("mendukung"), "dukung");
        assert_eq!(stems.stem("halusannya"), "halusan");
    }
}

#[test]
fn names_are_never_stemmed() {
    let stems = Stems::new(["ganjar".to_owned(), "halusan".to_owned()]);
    assert_eq!(stems.stem("mendukung"), "dukung");
    assert_eq!(stems.stem("pilihan"), "pilih");
    assert_eq!(stems.stem("halusan"), "halusan");
    assert_eq!(stems.stem("ganjar"), "ganjar");
    assert_eq!(stems.stem("b4nu"), "b4nu");
}

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

#[test]
fn names_are_never_stemmed() {
    let stems = Stems::new(["ganjar".to_owned(), "halusan".to_owned()]);
    assert_eq!(stems.stem("mendukung"), "dukung");
    assert_eq!(stems.stem("pilihan"), "pilih");
    assert_eq!(stems.stem("halusan"), "halusan");
    assert_eq!(stems.stem("ganjar"), "ganjar");
    assert_eq!(stems.stem("b4nu"), "b4nu");
}

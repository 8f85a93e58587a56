//! Each way of hiding words changes what it says, and no address.

use netra::lab::eval::disguise::{
    bold, camel_hashtag, homoglyphs, leet, spaced, stretched, zero_width,
};

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

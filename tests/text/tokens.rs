//! Words with their sentence and clause.

use netra::text::{Sigil, Tokens, fold, tokens};
use proptest::prelude::*;

fn cut(text: &str) -> (String, Tokens) {
    let folded = fold(text).text().to_owned();
    let cut = tokens(&folded);
    (folded, cut)
}

fn words(text: &str) -> Vec<(String, u32)> {
    let (folded, cut) = cut(text);
    cut.list
        .iter()
        .map(|token| (folded[token.start..token.end].to_owned(), token.sentence))
        .collect()
}

fn sentences(text: &str) -> Vec<u32> {
    words(text)
        .into_iter()
        .map(|(_, sentence)| sentence)
        .collect()
}

#[test]
fn sentences_end_at_stops_but_not_at_abbreviations() {
    assert_eq!(sentences("Pilih no. 2. Ya!"), [0, 0, 0, 1]);
    assert_eq!(sentences("H. Budi datang\nbesok"), [0, 0, 0, 1]);
    assert_eq!(sentences("pukul 19.00 malam"), [0, 0, 0, 0]);
}

/// A link ends at a sign that no address has.
#[test]
fn links_end_at_what_looks_like_a_blank() {
    let blanks = [
        '\u{2800}', '\u{3164}', '\u{FFA0}', '\u{115F}', '\u{A0}', '\u{200B}', '\u{FEFF}',
    ];
    for blank in blanks {
        let (_, cut) = cut(&format!("Info: https://contoh.example/a{blank}Ayo pilih"));
        let sigils: Vec<Sigil> = cut.list.iter().map(|token| token.sigil).collect();
        assert_eq!(
            sigils,
            [Sigil::None, Sigil::Link, Sigil::None, Sigil::None],
            "{blank:?}"
        );
    }
}

#[test]
fn commas_and_conjunctions_open_clauses() {
    let (_, cut) = cut("saya pilih satu, kamu dua tapi dia tidak");
    let clauses: Vec<u32> = cut.list.iter().map(|token| token.clause).collect();
    assert_eq!(clauses, [0, 0, 0, 1, 1, 2, 2, 2]);
}

#[test]
fn sigils_are_kept() {
    let (_, cut) = cut("ayo #Bangkit_Bersama @budi_x https://contoh.example/a ✌");
    let sigils: Vec<Sigil> = cut.list.iter().map(|token| token.sigil).collect();
    assert_eq!(
        sigils,
        [
            Sigil::None,
            Sigil::Tag,
            Sigil::Tag,
            Sigil::Handle,
            Sigil::Handle,
            Sigil::Link,
            Sigil::Symbol
        ]
    );
}

#[test]
fn questions_and_quotations_are_marked() {
    let (_, cut) = cut("Siapa menang? \"Banu menang\", katanya");
    assert_eq!(cut.questions, [true, false]);
    let quoted: Vec<bool> = cut.list.iter().map(|token| token.quoted).collect();
    assert_eq!(quoted, [false, false, true, true, false]);
}

proptest! {
    #[test]
    fn words_come_in_order_and_on_boundaries(text in ".{0,80}") {
        let (folded, cut) = cut(&text);
        let mut before = 0;
        for token in &cut.list {
            prop_assert!(before <= token.start && token.start < token.end);
            prop_assert!(folded.get(token.start..token.end).is_some());
            prop_assert!(cut.questions.len() > token.sentence as usize);
            before = token.end;
        }
    }
}

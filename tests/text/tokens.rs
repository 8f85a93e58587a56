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

/// The words in quotation marks, with blanks between.
fn quoted(text: &str) -> String {
    let (folded, cut) = cut(text);
    let quoted = cut.list.iter().filter(|token| token.quoted);
    let quoted = quoted.map(|token| &folded[token.start..token.end]);
    quoted.collect::<Vec<_>>().join(" ")
}

#[test]
fn quotation_marks_of_every_shape_are_seen() {
    let shapes = [
        ("\"", "\""),
        ("“", "”"),
        ("„", "“"),
        ("„", "‟"),
        ("”", "”"),
        ("“", "\""),
        ("''", "''"),
        ("``", "''"),
        (",,", "''"),
        ("＂", "＂"),
        ("❝", "❞"),
        ("〝", "〞"),
        ("'", "'"),
        ("‘", "’"),
        ("‚", "‘"),
        ("’", "’"),
        ("‛", "’"),
        ("`", "'"),
        ("«", "»"),
        ("»", "«"),
        ("‹", "›"),
        ("<<", ">>"),
        ("「", "」"),
        ("『", "』"),
    ];
    for (opens, closes) in shapes {
        let text = format!("Dia bilang {opens}ayo pilih Banu{closes} di kantor");
        assert_eq!(quoted(&text), "ayo pilih banu", "{text}");
        let text = format!("Kata dia, {opens}pilih Banu!{closes}.");
        assert_eq!(quoted(&text), "pilih banu", "{text}");
    }
}

#[test]
fn apostrophes_quote_nothing() {
    let plain = [
        "Jum'at di rumah ma'ruf",
        "nggak 'kan begitu",
        "anak2' saya",
        "'tuk semua warga",
        "rock 'n roll",
        "layar 15\" dan 17\" ada",
    ];
    for text in plain {
        assert_eq!(quoted(text), "", "{text}");
    }
    assert_eq!(
        quoted("katanya 'shalat Jum'at dulu' baru rapat"),
        "shalat jumat dulu"
    );
}

#[test]
fn quotations_nest_and_end_with_the_line_where_they_are_not_closed() {
    assert_eq!(
        quoted("ia: \"kata dia 'pilih saya' tadi\" ya"),
        "kata dia pilih saya tadi"
    );
    assert_eq!(quoted("ia: “kata “dia” tadi” ya"), "kata dia tadi");
    assert_eq!(quoted("ia: \"pilih saya\nlalu pergi"), "pilih saya");
    assert_eq!(
        quoted("ia: \"pilih saya\nlalu pergi\" ya"),
        "pilih saya lalu pergi"
    );
}

#[test]
fn handles_files_and_addresses_are_one_word_each() {
    let one = |text: &str, sigil: Sigil| {
        let (_, cut) = cut(text);
        assert_eq!(cut.list.len(), 1, "{text}");
        assert_eq!(cut.list[0].sigil, sigil, "{text}");
    };
    for text in [
        "@banu_foto",
        "@banu.foto",
        "@banu-foto.contoh.example",
        "@banu@m.example",
    ] {
        one(text, Sigil::Handle);
    }
    for text in [
        "banu_2.jpg",
        "banu.pdf",
        "IMG-banu_03.HEIC",
        "banu.jaya@mail.example",
    ] {
        one(text, Sigil::Link);
    }
    assert_eq!(cut("makasih @banu. Ayo").1.list.len(), 3);
    assert_eq!(cut("ayo_pilih banu.ayo").1.list.len(), 4);
}

#[test]
fn words_set_one_below_the_other_are_a_sentence() {
    assert_eq!(sentences("Coblos\nBanu\nNomor\n2"), [0, 0, 0, 0]);
    assert_eq!(sentences("Coblos Banu\nNomor 2"), [0, 0, 1, 1]);
    assert_eq!(sentences("#coblos\n#banu"), [0, 1]);
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

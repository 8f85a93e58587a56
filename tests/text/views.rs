//! Views beyond the plain one: digits as letters, spelt-out acronyms, joined hashtags.

use netra::text::views::{acronyms, cut_up, spelt, tag_bodies, tags, unleet, unleet_known};
use netra::text::{View, fold};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case::leet("p1l1h n0m0r 2", Some("pilih nomor 2"))]
#[case::two_letters_at_least("y4, B4NU", Some("y4, banu"))]
#[case::one_letter_among_others("4n15 P1L1H n0 1, c0bl05 3x", Some("anis pilih no 1, coblos ex"))]
#[case::one_letter_alone("c0blos 3x 5m", Some("coblos 3x 5m"))]
#[case::stretched("coblosss yaaaa", Some("coblos ya"))]
#[case::doubled_at_the_end("menangg jelass", Some("menang jelas"))]
#[case::doubled_inside_stays("saat maaf kkn gg", None)]
#[case::ballot_number_stays("pilih 01 atau 02", None)]
#[case::reduplication_stays("sama2 orang2", None)]
#[case::date_stays("14-02-2024", None)]
#[case::link_stays("https://contoh.example/4b4", None)]
#[case::handle_stays("@b4nu", None)]
fn digits_are_read_as_letters_only_in_words(#[case] source: &str, #[case] plain: Option<&str>) {
    let folded = fold(source);
    assert_eq!(unleet(&folded).as_ref().map(View::text), plain);
}

#[test]
fn leet_leads_back() {
    let source = "ayo P1L1HHH 𝗕4NU";
    let folded = fold(source);
    let view = unleet(&folded).expect("something is disguised");
    assert_eq!(view.text(), "ayo pilih banu");
    let [start, end] = view.source(&folded, 4..9);
    assert_eq!(&source[start..end], "P1L1HHH");
    let [start, end] = view.source(&folded, 10..14);
    assert_eq!(&source[start..end], "𝗕4NU");
}

#[rstest]
#[case("ayo P D I P jaya", Some("ayo pdip jaya"))]
#[case("ayo P.K.S. ya", Some("ayo pks. ya"))]
#[case("b-a-n-u dan p.k.s", Some("banu dan pks"))]
#[case("a b", None)]
#[case("pilih no 2", None)]
#[case("p.k-s", None)]
#[case("b♥a💙n♥u", Some("banu"))]
#[case("『B』『A』『N』『U』", Some("『banu』"))]
#[case("|b|a|n|u| ya", Some("|banu| ya"))]
#[case("B\nA\nN\nU", Some("banu"))]
#[case("a y o  b a n u", Some("ayo  banu"))]
#[case("y ❥ a ❥ s", Some("yas"))]
fn spelt_out_acronyms_are_joined(#[case] source: &str, #[case] joined: Option<&str>) {
    let folded = fold(source);
    assert_eq!(acronyms(&folded).as_ref().map(View::text), joined);
}

#[rstest]
#[case("8anu", Some("banu"))]
#[case("p|l|h c08los", Some("pilih coblos"))]
#[case("(oblos", Some("coblos"))]
#[case("p!l!h!", Some("pilih!"))]
#[case("banu8 8 orang 9a 6 bulan", None)]
#[case("(banu)", None)]
fn signs_are_read_as_the_letters_of_known_words(#[case] source: &str, #[case] plain: Option<&str>) {
    let known = |word: &str| ["banu", "pilih", "coblos"].contains(&word);
    let view = unleet_known(&fold(source), known);
    assert_eq!(view.as_ref().map(View::text), plain);
}

#[test]
fn syllables_of_known_words_are_joined() {
    let known = |word: &str| ["banu", "coblos"].contains(&word);
    let folded = fold("ayo co-blos ba-nu, anak-anak ya-ya");
    let view = spelt(&folded, known, |_, _| Vec::new()).expect("two words are parted");
    assert_eq!(view.text(), "ayo coblos banu, anak-anak ya-ya");
}

#[test]
fn words_spelt_out_without_a_gap_are_parted() {
    let parts = |text: &str, edges: &[usize]| {
        assert_eq!(edges, [0, 14, 15]);
        let word = text.find("nomor").map(|at| at..at + 5);
        word.into_iter().collect()
    };
    let folded = fold("ya p i l i h n o m o r t i g a 3 ya");
    let view = spelt(&folded, |_| false, parts).expect("letters stand alone");
    assert_eq!(view.text(), "ya pilih nomor tiga 3 ya");
}

#[test]
fn known_words_are_cut_first() {
    let cut = |source: &str| {
        let folded = fold(source);
        let known = |text: &str, edges: &[usize]| {
            let place = text.find("banu").map(|at| at..at + 4);
            let place =
                place.filter(|word| edges.contains(&word.start) && edges.contains(&word.end));
            place.into_iter().collect()
        };
        let view = cut_up(source, &folded, tag_bodies(folded.text()), known);
        view.map(|view| view.text().to_owned())
    };
    assert_eq!(cut("#BANUjuara").as_deref(), Some("\nbanu juara"));
    assert_eq!(cut("#PilihBANUya").as_deref(), Some("\npilih banu ya"));
    assert_eq!(cut("#urbanunity"), None);
}

#[rstest]
#[case("#DukungPakBudi", Some("\ndukung pak budi"))]
#[case("#02Melanjutkan ok", Some("\n02 melanjutkan"))]
#[case("#Selamatkan_Indonesia", Some("\nselamatkan indonesia"))]
#[case("#PDIPMenang", Some("\npdip menang"))]
#[case("#menang", None)]
#[case("tanpa tagar", None)]
fn hashtags_are_cut(#[case] source: &str, #[case] cut: Option<&str>) {
    let folded = fold(source);
    assert_eq!(tags(source, &folded).as_ref().map(View::text), cut);
}

proptest! {
    #[test]
    fn all_views_lead_back_to_character_boundaries(source in "[#@a-zA-Z0-9 ._é😀4-]{0,60}") {
        let folded = fold(&source);
        let views = [unleet(&folded), acronyms(&folded), tags(&source, &folded)];
        for view in views.iter().flatten() {
            for (at, letter) in view.text().char_indices() {
                let [start, end] = view.source(&folded, at..at + letter.len_utf8());
                prop_assert!(source.get(start..end).is_some(), "{start}..{end} of {source:?}");
            }
        }
    }

    #[test]
    fn any_text_has_views(source in ".{0,80}") {
        let folded = fold(&source);
        let views = [unleet(&folded), acronyms(&folded), tags(&source, &folded)];
        prop_assert!(views.iter().flatten().all(|view| !view.text().is_empty()));
    }
}

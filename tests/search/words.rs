//! Finding posts by their words.

use netra::search::{Query, SearchIndex, Sort, highlight};
use rstest::{fixture, rstest};

use super::corpus::{analyzer, hits, index_of, post, ranked, texts};

struct Indexed(
    #[expect(dead_code, reason = "keeps the folder")] tempfile::TempDir,
    SearchIndex,
);

#[fixture]
#[once]
fn corpus() -> Indexed {
    let (folder, index) = index_of(&texts());
    Indexed(folder, index)
}

#[rstest]
#[case::stems("coblos", &[1, 2, 3, 4])]
#[case::any_form_asks_for_the_stem("dicoblosnya", &[1, 2, 3, 4])]
#[case::exact("=mencoblos", &[1])]
#[case::exact_is_not_a_stem("=coblos", &[])]
#[case::name_is_not_stemmed("sahaja", &[5, 10])]
#[case::word_around_a_name("bersahaja", &[6])]
#[case::clitic_on_a_name("sahajalah", &[5, 10])]
#[case::digits_as_letters("c0bl0s", &[1, 2, 3, 4])]
#[case::fancy_letters("dukung", &[7, 10, 16])]
#[case::stretched("menang", &[8, 10])]
#[case::stretched_query("menaaang", &[8, 10])]
#[case::marks("bendera", &[9])]
#[case::marks_in_the_query("bendèra", &[9])]
#[case::hashtag_whole("#dukungsahajamenang", &[10])]
#[case::hashtag_case("#DukungSahajaMenang", &[10])]
#[case::hashtag_part("jari", &[10])]
#[case::phrase_through_a_hashtag("\"dukung sahaja\"", &[10])]
#[case::slang("jangan", &[13])]
#[case::slang_in_the_query("gk", &[2, 13])]
#[case::slang_of_two_words("paslon", &[16])]
#[case::slang_spelt_out("\"pasangan calon\"", &[16])]
#[case::link_by_host("dinas.contoh.example", &[14])]
#[case::handle("@budi", &[15])]
#[case::handle_with_host("@budi@contoh.example", &[15])]
#[case::pictograph_of_any_skin("✌", &[7])]
#[case::function_word("yang", &[2, 11])]
fn one_word(corpus: &Indexed, #[case] query: &str, #[case] expected: &[i64]) {
    assert_eq!(hits(&corpus.1, query), expected);
}

#[rstest]
#[case::all_words("nomor besok", &[1])]
#[case::joined_words("nomor dua", &[1, 7])]
#[case::function_words_are_not_needed("dukung untuk paslon yang mengalir", &[16])]
#[case::and_is_the_default("nomor AND besok", &[1])]
#[case::any("bendera OR golput", &[9, 13])]
#[case::or_binds_looser("nomor besok OR golput", &[1, 13])]
#[case::not("coblos -nomor", &[2, 3, 4])]
#[case::not_in_words("coblos NOT (nomor OR suara)", &[3, 4])]
#[case::only_not("-coblos -nomor -calon -pasangan -dukung -menang", &[5, 6, 9, 13, 14, 15])]
#[case::or_with_not("golput OR -(coblos OR dua OR di OR dukung OR kita OR calon OR bersama)", &[13, 15])]
#[case::phrase("\"nomor dua besok\"", &[1])]
#[case::number("\"nomor dua\"", &[1, 7])]
#[case::phrase_wrong_order("\"dua nomor\"", &[])]
#[case::phrase_by_stem("\"mendukung terus\"", &[7])]
#[case::phrase_skips_function_words("\"calon yang baik\"", &[11])]
#[case::exact_phrase("=\"yang baik\"", &[11])]
#[case::exact_phrase_wants_the_form("=\"calon dengar\"", &[])]
#[case::phrase_of_function_words_only("\"dan untuk\"", &[])]
#[case::near("\"calon rakyat\"~3", &[11, 12])]
#[case::not_near_enough("\"calon rakyat\"~1", &[])]
#[case::near_backwards("\"baik calon\"~3", &[11, 12])]
#[case::prefix("cobl*", &[1, 2, 3, 4])]
#[case::prefix_as_written("dicob*", &[2])]
#[case::prefix_of_a_hashtag("#duk*", &[10])]
#[case::fuzzy("sahajo~1", &[5, 10])]
#[case::fuzzy_swap("shaaja~1", &[5, 10])]
#[case::fuzzy_two("sahojo~2", &[5, 10])]
#[case::fuzzy_too_far("sahojo~1", &[])]
#[case::curly_quotes("“nomor dua besok”", &[1])]
#[case::everything("*", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])]
fn several_words(corpus: &Indexed, #[case] query: &str, #[case] expected: &[i64]) {
    assert_eq!(hits(&corpus.1, query), expected);
}

#[test]
fn the_shorter_post_with_the_rarer_word_comes_first() {
    let (_folder, index) = index_of(&[
        post(
            1,
            "warga ramai di pasar pagi hari ini membeli sayur dan ikan dan coblosan",
        ),
        post(2, "coblosan hari ini"),
        post(3, "hari ini hari libur"),
    ]);
    assert_eq!(ranked(&index, "coblos OR libur", Sort::Relevance)[0], 3);
    assert_eq!(ranked(&index, "coblos", Sort::Relevance), [2, 1]);
}

#[rstest]
#[case("coblos", "Mari mencoblos, coblosan!", "Mari [mencoblos], [coblosan]!")]
#[case("dukung", "𝗗𝘂𝗸𝘂𝗻𝗴 terus 👍🏽", "[𝗗𝘂𝗸𝘂𝗻𝗴] terus 👍🏽")]
#[case("bendera", "Be\u{301}ndera", "[Be\u{301}ndera]")]
#[case("sahaja", "#DukungSahajaMenang", "#Dukung[Sahaja]Menang")]
#[case("#dukungsahaja", "#DukungSahaja ya", "[#DukungSahaja] ya")]
#[case("\"nomor dua\"", "nomor satu, nomor dua", "nomor satu, [nomor] [dua]")]
#[case(
    "\"calon rakyat\"~3",
    "calon baik dengar rakyat",
    "[calon] baik dengar [rakyat]"
)]
#[case("menang*", "dimenangkan, menangkan", "[dimenangkan], [menangkan]")]
#[case("sahajo~1", "Pak Sahaja", "Pak [Sahaja]")]
#[case("=coblos", "coblos mencoblos", "[coblos] mencoblos")]
#[case("pagi -coblos", "coblos pagi", "coblos [pagi]")]
#[case("yang band:high", "siapa yang datang", "siapa [yang] datang")]
#[case("✌", "salam ✌🏽", "salam [✌🏽]")]
fn marks_what_matched(#[case] query: &str, #[case] text: &str, #[case] expected: &str) {
    let query: Query = query.parse().unwrap();
    let mut marked = String::new();
    let mut at = 0;
    for [start, end] in highlight(&query, text, &analyzer()) {
        marked += &format!("{}[{}]", &text[at..start], &text[start..end]);
        at = end;
    }
    assert_eq!(marked + &text[at..], expected);
}

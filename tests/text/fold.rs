//! The plain view: what it undoes, and that every byte leads back.

use netra::text::{Folded, fold};
use proptest::prelude::*;
use rstest::rstest;

/// The original words behind the first place of `found` in the folded text.
fn original<'a>(source: &'a str, folded: &Folded, found: &str) -> &'a str {
    let at = folded
        .text()
        .find(found)
        .expect("the word is in the folded text");
    let [start, end] = folded.source(at..at + found.len());
    &source[start..end]
}

#[rstest]
#[case::plain("Coblos Nomor 2", "coblos nomor 2")]
#[case::bold("𝗖𝗼𝗯𝗹𝗼𝘀", "coblos")]
#[case::full_width("ＣＯＢＬＯＳ", "coblos")]
#[case::marks("C\u{301}ob\u{338}los", "coblos")]
#[case::composed("Çöblös", "coblos")]
#[case::zero_width("co\u{200B}bl\u{FEFF}os", "coblos")]
#[case::keycap("no 2\u{FE0F}\u{20E3}", "no 2")]
#[case::cyrillic_in_latin("cоblоs", "coblos")]
#[case::mostly_cyrillic("соblоs nomor 2", "coblos nomor 2")]
#[case::all_twins_in_a_latin_post("ауо coblos", "ayo coblos")]
#[case::russian("все хорошо", "все хорошо")]
#[case::greek_in_latin("bαnu halus", "banu halus")]
#[case::russian_stays("голосуй за него", "голосуи за него")]
#[case::dark_squares("🅿🅳🅸🅿", "pdip")]
#[case::letters_of_flags("🇵🇩🇮🇵", "pdip")]
#[case::flag_stays("hidup 🇮🇩", "hidup 🇮🇩")]
#[case::apostrophe("Ma'ruf, Jum’at", "maruf, jumat")]
#[case::quotes_stay("'banu'", "'banu'")]
#[case::squared("sama²", "sama2")]
#[case::fillers(
    "Ayo\u{3164}pilih\u{FFA0}nomor\u{115F}urut\u{1160}1",
    "ayo pilih nomor urut 1"
)]
#[case::empty_cells("Ayo\u{2800}pilih\u{1D159}dia", "ayo pilih dia")]
#[case::fillers_among_twins("\u{3164}р\u{3164}голос", "\u{20}р\u{20}голос")]
#[case::signs_without_shape("co\u{1D173}bl\u{1BCA0}o\u{E01F0}s\u{FFF9}", "coblos")]
#[case::a_link_ends("http://a.id/\u{200B}co\u{200B}blos", "http://a.id/ coblos")]
#[case::no_link("xhttp://co\u{200B}blos", "xhttp://coblos")]
#[case::behind_a_link("https://a.id co\u{200B}blos", "https://a.id coblos")]
#[case::a_link_in_wide_signs("ｈｔｔｐ：／／a.id\u{2060}Ayo", "http://a.id ayo")]
#[case::marks_in_a_link("https://a.id/kafe\u{301}", "https://a.id/kafe")]
#[case::skin_tone("✌🏽", "✌")]
#[case::dark_digits("no ❷ ➁ ➋ ⓶ ❿ ⓴ ⓿", "no 2 2 2 2 10 20 0")]
#[case::digits_of_other_scripts("٢ २ ꧒ ᭓ ๗ 𞥒 🯲", "2 2 2 3 7 2 2")]
#[case::small_capitals("ᴘʀᴀʙᴏᴡᴏ ꜱɪᴀᴘ", "prabowo siap")]
#[case::stroked("Bɇnar Łanjut", "benar lanjut")]
#[case::trade_marks("BANU™ YASDA® A© x℠ BANUᵀᴹ 20°", "banu yasda a x banu 20")]
#[case::raised_words("ᴮᴬᴺᵁ ᵀᴹ", "banu tm")]
#[case::capitals_without_feet("GΛNJΛR g∆njar B€NAR", "ganjar ganjar benar")]
#[case::prices_stay("€5 dan ∆ saja", "€5 dan ∆ saja")]
#[case::syllables_of_canada("ᗷᗩᑎᑌ", "banu")]
#[case::lisu("ꓐꓮꓠꓴ", "banu")]
#[case::cherokee("ᏴᎪᏁ", "ban")]
#[case::flags_apart("🇧 🇦 🇳 🇺 ya", "banu ya")]
#[case::flags_with_pictures("🇧🔥🇦🔥🇳🔥🇺!", "banu!")]
#[case::flags_with_joiners("🇧\u{200D}🇦\u{200B}🇳\u{200D}🇺", "banu")]
#[case::words_of_flags("🇦 🇾 🇴  🇧 🇦 🇳 🇺", "ayo  banu")]
#[case::countries_stay("🇮🇩 🇲🇾 🇸🇬", "🇮🇩 🇲🇾 🇸🇬")]
#[case::two_countries_stay("🇧🇦 🇳🇺", "🇧🇦 🇳🇺")]
fn undoes_disguise(#[case] source: &str, #[case] plain: &str) {
    assert_eq!(fold(source).text(), plain);
}

#[test]
fn marks_belong_to_the_letter_before_them() {
    let source = "x co\u{301}\u{302}b y";
    let folded = fold(source);
    assert_eq!(original(source, &folded, "co"), "co\u{301}\u{302}");
    assert_eq!(original(source, &folded, "b"), "b");
}

#[test]
fn spans_lead_back_over_wide_letters() {
    let source = "ayo 𝗖𝗼𝗯𝗹𝗼𝘀 2\u{FE0F}\u{20E3} ya";
    let folded = fold(source);
    assert_eq!(original(source, &folded, "coblos"), "𝗖𝗼𝗯𝗹𝗼𝘀");
    assert_eq!(original(source, &folded, "2"), "2\u{FE0F}\u{20E3}");
    assert_eq!(original(source, &folded, "ya"), "ya");
}

#[test]
fn heaps_of_marks_are_folded() {
    let zalgo = format!("coblos{}", "\u{301}\u{338}".repeat(25_000));
    let folded = fold(&zalgo);
    assert_eq!(folded.text(), "coblos");
    assert_eq!(folded.source(5..6), [5, zalgo.len()]);
}

#[test]
fn long_words_of_mixed_scripts_are_folded() {
    let mixed = "аb".repeat(50_000);
    assert_eq!(fold(&mixed).text().len(), 100_000);
    let foreign = "дb".repeat(50_000);
    assert_eq!(fold(&foreign).text().len(), 150_000);
}

/// A letter in one of the disguises that folding undoes.
fn disguised(letter: char, how: u8) -> String {
    let offset = u32::from(letter) - u32::from('a');
    let at = |base: u32| {
        char::from_u32(base + offset)
            .expect("a letter of the block")
            .to_string()
    };
    match how % 7 {
        0 => letter.to_string(),
        1 => letter.to_ascii_uppercase().to_string(),
        2 => at(0x1D5EE),
        3 => at(0xFF41),
        4 => format!("{letter}\u{301}"),
        5 => format!("{letter}\u{200B}"),
        _ => at(0x1F170),
    }
}

proptest! {
    #[test]
    fn every_span_is_on_character_boundaries(source in ".{0,60}") {
        let folded = fold(&source);
        let ends: Vec<usize> = folded
            .text()
            .char_indices()
            .map(|(at, _)| at)
            .chain([folded.text().len()])
            .collect();
        let mut before = 0;
        for pair in ends.windows(2) {
            let [start, end] = folded.source(pair[0]..pair[1]);
            prop_assert!(source.get(start..end).is_some(), "{start}..{end} of {source:?}");
            prop_assert!(before <= start, "spans go back in {source:?}");
            before = start;
        }
    }

    #[test]
    fn folded_text_has_no_capitals_and_no_marks(source in ".{0,60}") {
        let text = fold(&source).text().to_owned();
        prop_assert!(!text.chars().any(|letter| letter.is_ascii_uppercase()), "{text:?}");
        prop_assert!(!text.contains(['\u{301}', '\u{200B}', '\u{FE0F}']), "{text:?}");
    }

    #[test]
    fn a_disguised_word_is_found_and_leads_back(
        word in "[a-z]{3,12}",
        how in prop::collection::vec(any::<u8>(), 12),
        before in "[a-z ]{0,10}",
        after in "[a-z ]{0,10}",
    ) {
        let hidden: String = word.chars().zip(how).map(|(c, how)| disguised(c, how)).collect();
        let source = format!("{before}. {hidden} .{after}");
        let folded = fold(&source);
        let at = folded.text().find(&format!(" {word} ")).expect("the word shows") + 1;
        let [start, end] = folded.source(at..at + word.len());
        let back = fold(&source[start..end]);
        prop_assert_eq!(back.text(), word.as_str());
    }
}
